"""
The sandbox's fixtures for pytest; installed with the package, they need no import.

    def test_a_sign_up(stripe_client):
        customer = stripe_client.v1.customers.create({"email": "ada@example.com"})
        assert customer.email == "ada@example.com"

They know no model of ours and need no Django: deliveries go to a view where Django is set up, and
to a URL or a function anywhere. `stripe_gateway` is for projects that have `djstripe` installed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from djstripe import sandbox

if TYPE_CHECKING:
    import stripe

INI = {
    "stripe_seed": ("the same seed gives the same ids", "0"),
    "stripe_now": ("Unix seconds at which the clock stands; the test's beginning without it", ""),
    "stripe_api_version": ("the version of requests that name none", ""),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("stripe", "a Stripe that runs in the test")
    for name, (help, default) in INI.items():
        group.addoption(f"--{name.replace('_', '-')}", default=None, help=help)
        parser.addini(name, help, default=default)


def option(config: pytest.Config, name: str) -> str:
    """An option of the command line, else of the ini file; "" if it is in neither."""
    given = config.getoption(name)
    return str(config.getini(name) if given is None else given)


@pytest.fixture
def stripe_sandbox(pytestconfig: pytest.Config) -> sandbox.Sandbox:
    """A Stripe of this test's own: empty, deterministic, and time stands still in it."""
    now = option(pytestconfig, "stripe_now")
    made = sandbox.Sandbox(
        now=int(now) if now else int(time.time()), seed=int(option(pytestconfig, "stripe_seed"))
    )
    version = option(pytestconfig, "stripe_api_version")
    if version:
        made.api_version = version
    return made


@pytest.fixture
def stripe_clock(stripe_sandbox: sandbox.Sandbox) -> StandingClock:
    """Stripe's time: `now()`, and `advance()` by seconds, hours or days."""
    return StandingClock(stripe_sandbox)


@pytest.fixture
def stripe_client(stripe_sandbox: sandbox.Sandbox) -> stripe.StripeClient:
    """The SDK's client, unmodified, on a transport that needs no socket."""
    client: stripe.StripeClient = import_module("stripe").StripeClient(
        sandbox.TEST_KEY, http_client=stripe_sandbox.http_client()
    )
    return client


@pytest.fixture
def stripe_server(stripe_sandbox: sandbox.Sandbox) -> Iterator[sandbox.Server]:
    """The sandbox on a port of this machine; `url` is what clients take for api.stripe.com."""
    with stripe_sandbox.serve() as server:
        yield server


@pytest.fixture
def stripe_webhooks(
    request: pytest.FixtureRequest, stripe_sandbox: sandbox.Sandbox
) -> WebhookDeliveries:
    """
    Where events go: a path of this Django project, a URL, a function, or only the record.

    They are delivered as they happen, before the request that caused them returns; beside
    `stripe_server` they wait for `flush()`, for a view is called on the test's own thread.
    """
    deliveries = WebhookDeliveries(stripe_sandbox)
    if "stripe_server" in request.fixturenames:
        deliveries.hold()
    return deliveries


@pytest.fixture
def stripe_gateway(stripe_sandbox: sandbox.Sandbox) -> Iterator[Any]:
    """Every request that `djstripe` makes goes to the sandbox; waiting costs no time."""
    if not import_module("django.apps").apps.is_installed("djstripe"):
        pytest.fail(
            "The fixture stripe_gateway needs 'djstripe' in INSTALLED_APPS. Projects that use "
            "Stripe's SDK by itself take stripe_client.",
            pytrace=False,
        )
    # By name, for the sandbox knows nothing of the mirror; only this fixture ties the two.
    gateway = import_module("djstripe.gateway")
    transport = stripe_sandbox.http_client()
    made = gateway.Gateway(
        http_client=transport,
        sleep=lambda seconds: None,
        clock=lambda: float(stripe_sandbox.clock.now()),
    )
    with gateway.use(made):
        yield made


class StandingClock:
    """The sandbox's clock. Nothing waits: time passes when the test says so."""

    def __init__(self, of: sandbox.Sandbox) -> None:
        self._sandbox = of

    def now(self) -> int:
        """The moment, in Unix seconds."""
        return self._sandbox.clock.now()

    def advance(self, seconds: int = 0, *, hours: int = 0, days: int = 0) -> int:
        """Let time pass, with the deliveries that come due; returns the new now."""
        return self._sandbox.advance(seconds + 3_600 * hours + 86_400 * days)


@dataclass
class Delivered:
    """One delivery that was made: what was sent, and what the receiver answered."""

    event: dict[str, Any]
    body: bytes
    headers: dict[str, str]
    status: int
    content: bytes = b""


Receiver = Callable[[bytes, dict[str, str]], int | None]
Sender = Callable[[bytes, dict[str, str]], Delivered]


class WebhookDeliveries:
    """What the sandbox delivers, to whom, and in which order."""

    def __init__(self, of: sandbox.Sandbox) -> None:
        self._sandbox = of
        self.received: list[Delivered] = []

    @property
    def types(self) -> list[str]:
        """The types of the events that were delivered, in order, repetitions included."""
        return [str(one.event["type"]) for one in self.received]

    @property
    def waiting(self) -> list[str]:
        """The types of the events that wait to be delivered, in order."""
        return [one.event_type for one in self._sandbox.webhooks.pending]

    def deliver_to(
        self,
        target: str | Receiver | None = None,
        secret: str | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """
        Register an endpoint; returns it with its secret.

        A target that begins with "/" is a path of this Django project and gets what a browser
        could send it; "http…" is posted to; a function gets (body, headers) and may return a
        status; without one, events are only collected in `received`. `secret` fixes what the
        deliveries are signed with; `enabled_events`, `connect` and `livemode` are as Stripe's.
        """
        receive: Sender = _collect
        if callable(target):
            receive = _caller(target)
        elif target is not None:
            receive = _to_view(target) if target.startswith("/") else _to_url(target)
        place: dict[str, Any] = {}

        def receiver(body: bytes, headers: dict[str, str]) -> int:
            delivered = receive(body, _signed_now(body, headers, place["secret"]))
            self.received.append(delivered)
            return delivered.status

        place.update(self._sandbox.deliver_to(receiver, secret, **more))
        return place

    # -- what a network does; `sandbox.webhooks` says more of each

    def hold(self) -> None:
        """Keep what happens from now on until `flush()` or `release()`."""
        self._sandbox.webhooks.hold()

    def flush(self) -> int:
        """Deliver what is due; returns how many deliveries were tried."""
        return self._sandbox.webhooks.flush()

    def release(self) -> int:
        """End `hold()`: deliver what waits, and from now on at once."""
        return self._sandbox.webhooks.release()

    def duplicate(self, *types: str, **more: Any) -> None:
        """Coming deliveries, or those of the types, are made twice."""
        self._sandbox.webhooks.duplicate(*types, **more)

    def reorder(self, *types: str, within_seconds: int = 0) -> None:
        """What waits changes places, by the seed, and coming deliveries overtake each other."""
        self._sandbox.webhooks.reorder(*types, within_seconds=within_seconds)

    def lose(self, *types: str, **more: Any) -> None:
        """Coming deliveries, or those of the types, never arrive."""
        self._sandbox.webhooks.lose(*types, **more)

    def delay(self, *types: str, seconds: int, **more: Any) -> None:
        """Coming deliveries, or those of the types, are made so many seconds later."""
        self._sandbox.webhooks.delay(*types, seconds=seconds, **more)

    def behave(self) -> None:
        """No more of all this, and nothing is held."""
        self._sandbox.webhooks.behave()


# -- receivers


def _signed_now(body: bytes, headers: dict[str, str], secret: str) -> dict[str, str]:
    """
    The headers as of a retry now, where the sandbox's clock stands elsewhere than the machine's.

    An application compares a signature's time with its own machine's clock, within minutes. The
    secret is the one that the endpoint was made with, whether it was rolled since or not.
    """
    now = int(time.time())
    signed_at = int(headers["Stripe-Signature"].partition(",")[0][2:])
    if abs(signed_at - now) < _NEAR_SECONDS:
        return headers
    return {**headers, "Stripe-Signature": sandbox.signature(body, secret, now)}


_NEAR_SECONDS = 60


def _delivered(body: bytes, headers: dict[str, str], status: int, content: bytes) -> Delivered:
    event = json.loads(body)
    return Delivered(event, body, headers, status, content)


def _collect(body: bytes, headers: dict[str, str]) -> Delivered:
    return _delivered(body, headers, 200, b"")


def _caller(function: Receiver) -> Sender:
    def call(body: bytes, headers: dict[str, str]) -> Delivered:
        status = function(body, headers)
        return _delivered(body, headers, 200 if status is None else status, b"")

    return call


def _to_url(url: str) -> Sender:
    def post(body: bytes, headers: dict[str, str]) -> Delivered:
        status: int = import_module("djstripe.sandbox.deliveries").post(url, body, headers)
        return _delivered(body, headers, status, b"")

    return post


def _to_view(path: str) -> Sender:
    """A view's exception is a 500, as Stripe would see it; its traceback is in the log."""
    settings = import_module("django.conf").settings
    if not settings.configured:
        pytest.fail(
            f"Django is not set up, so there is no view at {path}. Give a URL or a function, or "
            "use pytest-django.",
            pytrace=False,
        )
    client = import_module("django.test").Client(raise_request_exception=False)

    def post(body: bytes, headers: dict[str, str]) -> Delivered:
        names = {n: v for n, v in headers.items() if n.lower() not in _NOT_SENT}
        kind = headers.get("Content-Type", "application/json")
        response = client.post(path, body, content_type=kind, headers=names)
        return _delivered(body, headers, response.status_code, response.content)

    return post


_NOT_SENT = {"content-type", "content-length", "host"}
