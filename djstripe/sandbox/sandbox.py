"""The sandbox itself: one Stripe, with everything a test or a demo needs to drive it."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import agenda, catalogue, forms, lists, objects, routes, versions
from .api import Api, Logged, Request, Response
from .catalogue import Json
from .clock import Clock
from .errors import missing
from .events import API_VERSION, Journal
from .faults import Faults
from .http import Server
from .keys import Keys
from .limits import Limits
from .mischief import Mischief
from .render import view
from .state import Record, State, Transaction
from .transport import SandboxHTTPClient
from .webhooks import Receiver, Webhooks
from .world import World

TEST_KEY = "sk_test_sandbox"
LIVE_KEY = "sk_live_sandbox"


FORMAT = "djstripe.sandbox"
FORMAT_VERSION = 1


class BrokenState(ValueError):
    """What was to be loaded is not the state of a sandbox; it is left as it is."""


class StripeRefused(Exception):
    """The API answered with an error; `error` is what stood in the envelope."""

    def __init__(self, response: Response) -> None:
        self.status = response.status
        self.error: Json = response.json()["error"]
        super().__init__(f"{self.status}: {self.error.get('message')}")


class Sandbox:
    """
    A working Stripe.

    `now` is the moment in Unix seconds at which its clock stands until `advance()`; without it
    the clock runs with the machine's, unless it is given. The same seed gives the same ids. Any
    key `sk_test_…`, `sk_live_…` or `rk_…` belongs to the platform account, unless `keys` says
    otherwise. With `limits`, requests beyond Stripe's rate limits are refused
    (`djstripe.sandbox.limits`). `api_version` is the account's default.
    """

    def __init__(
        self,
        now: int | None = None,
        seed: int = 0,
        limits: bool = False,
        clock: Clock | None = None,
        api_version: str = API_VERSION,
    ) -> None:
        standing = Clock(now) if now is not None else None
        self.clock = clock or standing or Clock(following=time.time)
        self.seed = seed
        self.lock = threading.RLock()
        self.state = State(seed, lists.prepare)
        self.account = self.state.new_id("account")
        self.state.platforms.append(self.account)
        self.keys = Keys(self.state, self.account, seed)
        self.limits = Limits(on=limits)
        self.faults = Faults(self.state, self.clock, seed)
        self.mischief = Mischief(seed)
        self.journal = Journal(self.state, self.mischief)
        self.api_version = api_version
        self.webhooks = Webhooks(self.state, self.clock, self.journal, self.mischief, self.lock)
        self.api = Api(
            self.state,
            self.clock,
            self.journal,
            self.faults,
            self.keys,
            self.limits,
            self.lock,
        )
        self.shelf().add("account", objects.account(self.account, self.clock.now()), 0)

    # -- places

    def shelf(self, account: str | None = None, livemode: bool = False) -> Any:
        return self.state.shelf(account or self.account, livemode)

    def world(
        self, account: str | None = None, livemode: bool = False, at: int | None = None
    ) -> World:
        """An account to work in directly; with `at`, in the past and without events."""
        place = self.shelf(account, livemode)
        if at is not None:
            return World(place, lambda: at)
        return World(place, self.clock.now, self.journal)

    @property
    def api_version(self) -> str:
        """The account's default version: of requests that name none, and of its events."""
        return self.journal.version_of(self.account)

    @api_version.setter
    def api_version(self, version: str) -> None:
        self.journal.versions[self.account] = versions.checked(version)

    # -- seeding and looking

    def add(
        self,
        payload: Json,
        account: str | None = None,
        livemode: bool | None = None,
        belongs_to: Json | None = None,
    ) -> Json:
        """
        Put an object in as it is, of any type, known or not; no event. Returns what Stripe shows.

        The mode is the payload's own where it has one. Members of embedded lists become objects
        of their own. `belongs_to` says what the payload cannot: `{"customer": "cus_1"}`.
        """
        live = bool(payload.get("livemode")) if livemode is None else livemode
        with self.lock:
            if account is not None and account != self.account:
                self.connect(account)
            return view(self.world(account, live).seed(payload, belongs_to))

    def emit(
        self,
        type: str,
        kind: str,
        id: str,
        /,
        account: str | None = None,
        livemode: bool = False,
        previous: Json | None = None,
    ) -> Json:
        """
        Let an event of any type happen about an object as it is: what Stripe does by itself, such
        as `customer.subscription.trial_will_end` or `customer.source.updated`.

        Returns the event.
        """
        if type not in catalogue.event_types():
            raise LookupError(f"Stripe has no event {type!r}.")
        with self.lock:
            world = self.world(account, livemode)
            event = world.emit(world.get(kind, id), type, previous)
        self.webhooks.after_request()
        return event.data if event is not None else {}

    def connect(self, account: str, platform: str | None = None) -> None:
        """Make sure a connected account of that id exists, by default one of the own platform."""
        with self.lock:
            if self.state.shared.find("account", account) is None:
                made = objects.account(account, self.clock.now())
                owner = {"platform": platform or self.account}
                self.state.shared.add("account", made, self.clock.now(), owner)

    def open_account(self, account: str) -> str:
        """
        Open another account beside the own one, a platform in its own right; returns a test key.

        It sees nothing of this one's objects and reaches only accounts that it connects itself.
        """
        with self.lock:
            if account not in self.state.platforms:
                made = objects.account(account, self.clock.now())
                self.state.shared.add("account", made, self.clock.now())
                self.state.platforms.append(account)
            return self.keys.add(account)

    def change(
        self,
        kind: str,
        id: str,
        /,
        account: str | None = None,
        livemode: bool = False,
        **fields: Any,
    ) -> Json:
        """Give an object's fields new values without an event, as Stripe does with some."""
        with self.lock:
            world = self.world(account, livemode)
            return view(world.update(world.get(kind, id), fields, None))

    def get(self, kind: str, id: str, account: str | None = None, livemode: bool = False) -> Json:
        """An object as Stripe shows it, without a request; raises if there is none."""
        with self.lock:
            found: Record | None = self.shelf(account, livemode).find(kind, id)
            if found is None:
                raise missing(kind, id)
            return view(found)

    def all(self, kind: str, account: str | None = None, livemode: bool = False) -> list[Json]:
        """All objects of a type as Stripe shows them, oldest first."""
        with self.lock:
            return [view(record) for record in self.shelf(account, livemode).every(kind)]

    @property
    def events(self) -> list[Json]:
        """Every event of every account, oldest first."""
        return [record.data for record in self.journal.log]

    @property
    def requests(self) -> list[Logged]:
        """The last 10,000 requests."""
        return list(self.api.log)

    # -- money

    def authenticate(
        self, id: str, succeed: bool = True, account: str | None = None, livemode: bool = False
    ) -> Json:
        """
        Let the customer of a payment or setup intent that `requires_action` authenticate, or fail.

        Stripe goes on with it by itself. Returns the intent.
        """
        with self.lock, Transaction(self.state):
            world = self.world(account, livemode)
            if id.startswith("seti_"):
                intent = world.get("setup_intent", id)
                objects.setups.authenticate(world, intent, succeed)
            else:
                intent = world.get("payment_intent", id)
                objects.payments.authenticate(world, intent, succeed)
            shown = view(intent)
        self.webhooks.after_request()
        return shown

    def agree(self, account: str | None = None, /, **terms: Any) -> Json:
        """
        Change what an account agreed with Stripe: fees, the currencies it settles in, and rates.

        `djstripe.sandbox.objects.fees.Terms` has them all. Returns those that hold now.
        """
        with self.lock:
            return asdict(objects.fees.agree(self.world(account), **terms))

    def bank_account(
        self,
        currency: str = "usd",
        number: str = "000123456789",
        account: str | None = None,
        livemode: bool = False,
    ) -> Json:
        """
        Give an account, the own one by default, a bank account, as its Dashboard would.

        Automatic payouts to it begin, unless the account's schedule is manual. By its number they
        fail: https://docs.stripe.com/connect/testing#payouts
        """
        details: Json = {"currency": currency, "account_number": number}
        with self.lock:
            world = self.world(account, livemode)
            owner = account or self.account
            made = objects.customers.add_external(world, owner, details, default=True)
            return view(made)

    # -- requests

    def answer(self, request: Request) -> Response:
        """Answer a request, then let the webhooks go that it caused."""
        if not self.clock.stands:
            self.catch_up()
        response = self.api.answer(request)
        self.webhooks.after_request()
        return response

    def request(
        self,
        method: str,
        path: str,
        params: Json | None = None,
        headers: dict[str, str] | None = None,
        key: str = TEST_KEY,
    ) -> Response:
        """A request through the whole API, errors and all, without the SDK."""
        sent = {"authorization": f"Bearer {key}"}
        sent.update({name.lower(): value for name, value in (headers or {}).items()})
        path, _, query = path.partition("?")
        if path.startswith("/v2/"):
            sent.setdefault("stripe-version", API_VERSION)
            if method.upper() == "POST":
                sent.setdefault("content-type", "application/json")
                body = json.dumps(params or {}).encode()
                return self.answer(Request("POST", path, query, body, sent))
        encoded = forms.encode(params or {})
        if method.upper() == "POST":
            sent.setdefault("content-type", "application/x-www-form-urlencoded")
            return self.answer(Request("POST", path, query, encoded.encode(), sent))
        query = "&".join(part for part in (query, encoded) if part)
        return self.answer(Request(method.upper(), path, query, b"", sent))

    def call(self, method: str, path: str, /, account: str | None = None, **params: Any) -> Json:
        """A request that is expected to succeed; raises StripeRefused otherwise."""
        headers = {"stripe-account": account} if account else {}
        response = self.request(method, path, params, headers)
        if response.status >= 400:
            raise StripeRefused(response)
        answered: Json = response.json()
        return answered

    def create(self, kind: str, /, account: str | None = None, **params: Any) -> Json:
        """`create("customer", email="a@example.com")`, through the API."""
        return self.call("POST", url_of(kind), account, **params)

    def modify(self, kind: str, id: str, /, account: str | None = None, **params: Any) -> Json:
        return self.call("POST", f"{url_of(kind)}/{quote(id)}", account, **params)

    def retrieve(self, kind: str, id: str, /, account: str | None = None, **params: Any) -> Json:
        return self.call("GET", f"{url_of(kind)}/{quote(id)}", account, **params)

    def delete(self, kind: str, id: str, /, account: str | None = None, **params: Any) -> Json:
        return self.call("DELETE", f"{url_of(kind)}/{quote(id)}", account, **params)

    def list(self, kind: str, /, account: str | None = None, **params: Any) -> Json:
        return self.call("GET", url_of(kind), account, **params)

    # -- clients and receivers

    def http_client(self) -> SandboxHTTPClient:
        """For `stripe.StripeClient("sk_test_x", http_client=sandbox.http_client())`."""
        return SandboxHTTPClient(self)

    def serve(self, port: int = 0, host: str = "127.0.0.1") -> Server:
        """Listen on a port (0: any free one) until the server is closed."""
        return Server(self, port, host)

    def deliver_to(
        self,
        target: str | Receiver,
        secret: str | None = None,
        enabled_events: tuple[str, ...] = ("*",),
        connect: bool = False,
        livemode: bool = False,
        thin: bool = False,
    ) -> Json:
        """
        Send events to a URL, or to a function of (body, headers) that may return a status; thin
        events if asked for. Returns the endpoint, or the event destination, with its secret.
        """
        url = target if isinstance(target, str) else "https://receiver.invalid/webhook"
        with self.lock:
            make = objects.make_destination if thin else objects.make_endpoint
            endpoint = make(
                self.world(livemode=livemode),
                url=url,
                enabled_events=list(enabled_events),
                secret=secret,
                connect=connect,
            )
            if not isinstance(target, str):
                self.webhooks.receivers[endpoint.id] = target
            return {**endpoint.data, "secret": endpoint.hidden["secret"]}

    def advance(self, seconds: float) -> int:
        """
        Let time pass. What comes due on the way happens at its moment, one thing after the other,
        and webhooks go as it happens. Returns the new now.
        """
        if seconds < 0:
            return self.clock.advance(seconds)  # which refuses
        to = self.clock.moment() + seconds
        while self._happen(to):
            self.webhooks.after_request()
        with self.lock:
            now = self.clock.advance(max(to - self.clock.moment(), 0))
        self.webhooks.after_request()
        return now

    def checkout(
        self,
        id: str,
        payment_method: str = "pm_card_visa",
        email: str | None = None,
        account: str | None = None,
        client_reference_id: str | None = None,
    ) -> Json:
        """
        What a customer does in the browser with a checkout session or a payment link: go through
        with it. Returns the session; raises ApiError if the payment is declined.

        `client_reference_id` is what the address of a payment link brings along.
        """
        with self.lock, Transaction(self.state):
            world = self.world(account)
            done = objects.visit(world, id, payment_method, email, client_reference_id)
        self.webhooks.after_request()
        return view(done)

    def billing(self, account: str | None = None, **settings: Any) -> Json:
        """
        How an account bills, with new values for the settings that are named.

        `retry_days`, `after_retries`, `upcoming_days`, `draft_seconds`, …: see
        `djstripe.sandbox.objects.settings`.
        """
        with self.lock:
            return asdict(objects.change_settings(self.world(account), **settings))

    def catch_up(self) -> None:
        """Let happen what came due while a running clock ran."""
        while self._happen(self.clock.moment()):
            pass

    def _happen(self, to: float) -> bool:
        """The first thing that is due until a moment; the clock is set to when it is."""
        with self.lock:
            due = agenda.first(self.state)
            if due is None or due[0] > to:
                return False
            self.clock.advance(max(due[0] - self.clock.moment(), 0))
            return agenda.happen(self.journal, self.clock.now, int(to))

    # -- keeping

    def reset(self) -> None:
        """Empty everything; the seed's numbers begin anew, the clock goes on."""
        self.load(Sandbox(now=self.clock.now(), seed=self.seed).dump())
        self.api.log.clear()

    def dump(self) -> str:
        """
        Everything as JSON, for `load()`.

        Objects and what is hidden about them, deleted ones, events and their deliveries, answers
        under idempotency keys, keys, limits, faults, the clock, and where the seed's numbers are.
        Not the request log, and not functions: receivers, and what happens during a slow request.
        """
        with self.lock:
            return json.dumps(
                {
                    "format": FORMAT,
                    "version": FORMAT_VERSION,
                    "account": self.account,
                    "moment": self.clock.moment(),
                    "date_offset": self.clock.date_offset,
                    "state": self.state.dump(),
                    "idempotency": self.api.dump(),
                    "keys": self.keys.dump(),
                    "limits": self.limits.dump(),
                    "faults": self.faults.dump(),
                    "journal": self.journal.dump(),
                    "webhooks": self.webhooks.dump(),
                    "mischief": self.mischief.dump(),
                }
            )

    def load(self, dumped: str) -> None:
        """
        Replace everything by what `dump()` gave; a running clock stays at least at its own now.

        Raises BrokenState, and leaves everything as it was, if the text is nothing of the kind.
        """
        kept = _checked(dumped)
        with self.lock:
            before = json.loads(self.dump())
            try:
                self._load(kept)
            except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
                self._load(before)
                raise BrokenState(
                    f"This sandbox state is damaged ({type(error).__name__}: {error})."
                ) from error

    def _load(self, kept: Json) -> None:
        self.account = self.keys.platform = kept["account"]
        self.state.load(kept["state"])
        self.seed = self.state.seed
        self.clock.restore(kept["moment"], kept["date_offset"])
        self.api.load(kept["idempotency"])
        self.keys.load(kept["keys"])
        self.limits.load(kept["limits"])
        self.faults.load(kept["faults"])
        self.journal.load(kept["journal"])
        self.webhooks.load(kept["webhooks"])
        self.mischief.load(kept["mischief"])

    def save(self, path: Path) -> None:
        """Write `dump()` to a file, whole or not at all."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with beside.open("w") as file:
                file.write(self.dump())
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def restore(self, path: Path) -> None:
        """Read a file that `save()` wrote; raises BrokenState for any other."""
        try:
            self.load(path.read_text())
        except (BrokenState, UnicodeDecodeError) as error:
            raise BrokenState(f"{path} cannot be used as a sandbox's state. {error}") from error


def _checked(dumped: str) -> Json:
    try:
        kept = json.loads(dumped)
    except ValueError as error:
        raise BrokenState(f"It is not JSON, or only a part of it: {error}.") from error
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        raise BrokenState("It was not written by a sandbox.")
    if kept.get("version") != FORMAT_VERSION:
        raise BrokenState(
            f"It has version {kept.get('version')!r}, and this release reads {FORMAT_VERSION}."
        )
    return kept


def url_of(kind: str) -> str:
    """Where a type lives at the top level; raises for one that lives only under another."""
    found = routes.url_of(kind)
    if found is None:
        raise LookupError(f"Objects of type {kind!r} have no address of their own; use call().")
    return found
