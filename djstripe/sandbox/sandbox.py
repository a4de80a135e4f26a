"""The sandbox itself: one Stripe, with everything a test or a demo needs to drive it."""

from __future__ import annotations

import json
import threading
import time
from typing import Any
from urllib.parse import quote

from . import forms, objects, routes
from .api import Api, Logged, Request, Response
from .catalogue import Json
from .clock import Clock
from .errors import missing
from .events import Journal
from .faults import Faults
from .http import Server
from .render import view
from .state import Record, State
from .transport import SandboxHTTPClient
from .webhooks import Receiver, Webhooks
from .world import World

TEST_KEY = "sk_test_sandbox"
LIVE_KEY = "sk_live_sandbox"


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
    the clock runs with the machine's. The same seed gives the same ids. Any key `sk_test_…`,
    `sk_live_…` or `rk_…` belongs to the platform account, unless `api.keys` says otherwise.
    """

    def __init__(self, now: int | None = None, seed: int = 0) -> None:
        self.clock = Clock(now) if now is not None else Clock(following=time.time)
        self.seed = seed
        self.lock = threading.RLock()
        self.state = State(seed)
        self.account = self.state.new_id("account")
        self.faults = Faults()
        self.journal = Journal(self.account)
        self.webhooks = Webhooks(self.state, self.clock, self.account, self.lock)
        self.journal.listener = self.webhooks.offer
        self.api = Api(self.state, self.clock, self.journal, self.faults, self.lock)
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

    def connect(self, account: str) -> None:
        """Make sure a connected account of that id exists."""
        with self.lock:
            if self.state.shared.find("account", account) is None:
                made = objects.account(account, self.clock.now())
                self.state.shared.add("account", made, self.clock.now())

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

    # -- requests

    def answer(self, request: Request) -> Response:
        """Answer a request, then let the webhooks go that it caused."""
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
        encoded = forms.encode(params or {})
        if method.upper() == "POST":
            sent.setdefault("content-type", "application/x-www-form-urlencoded")
            return self.answer(Request("POST", path, query, encoded.encode(), sent))
        query = "&".join(part for part in (query, encoded) if part)
        return self.answer(Request(method.upper(), path, query, b"", sent))

    def call(self, method: str, path: str, account: str | None = None, **params: Any) -> Json:
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
    ) -> Json:
        """
        Send events to a URL, or to a function of (body, headers) that may return a status.

        Returns the endpoint with its secret.
        """
        with self.lock:
            world = self.world(livemode=livemode)
            endpoint = objects.make_endpoint(
                world,
                url=target if isinstance(target, str) else "https://receiver.invalid/webhook",
                enabled_events=list(enabled_events),
                secret=secret,
                connect=connect,
            )
            if not isinstance(target, str):
                self.webhooks.receivers[endpoint.id] = target
            return {**endpoint.data, "secret": endpoint.hidden["secret"]}

    def advance(self, seconds: int) -> int:
        """Let time pass; retries that come due are made. Returns the new now."""
        with self.lock:
            now = self.clock.advance(seconds)
        self.webhooks.after_request()
        return now

    # -- keeping

    def dump(self) -> str:
        """All objects as JSON, for `load()`. Deliveries, the log and faults are not kept."""
        with self.lock:
            shelves = [*self.state.shelves.items(), (("", False), self.state.shared)]
            kept = [
                [*place, [[r.kind, r.id, r.data, r.created, r.hidden] for r in _in_order(shelf)]]
                for place, shelf in shelves
            ]
            now = self.clock.now()
            head = {"account": self.account, "now": now, "seed": self.seed}
            return json.dumps({**head, "drawn": self.state.drawn, "shelves": kept})

    def load(self, dumped: str) -> None:
        """Replace everything by what `dump()` gave."""
        kept = json.loads(dumped)
        with self.lock:
            self.account = self.journal.platform = self.webhooks.platform = kept["account"]
            self.seed = self.state.seed = kept["seed"]
            self.state.drawn = kept["drawn"]
            self.state.shelves.clear()
            self.state.shared.tables.clear()
            self.journal.log.clear()
            self.clock.advance(max(kept["now"] - self.clock.now(), 0))
            for account, livemode, records in kept["shelves"]:
                shelf = self.state.shelf(account, livemode) if account else self.state.shared
                for kind, _, data, created, hidden in records:
                    record = shelf.add(kind, data, created, hidden)
                    if kind == "event":
                        self.journal.log.append(record)


def _in_order(shelf: Any) -> list[Record]:
    every = (record for table in shelf.tables.values() for record in table.order)
    return sorted(every, key=lambda record: record.key)


def url_of(kind: str) -> str:
    """Where a type lives at the top level; raises for one that lives only under another."""
    found = routes.url_of(kind)
    if found is None:
        raise LookupError(f"Objects of type {kind!r} have no address of their own; use call().")
    return found
