"""
Webhooks: which endpoints an event goes to, the signature, the deliveries and their retries.

Deliveries wait in `pending` and leave it when they are flushed: after the request that caused
them, by a background thread, or when a test says so. None is made while the sandbox's lock is
held, so a receiver may call the sandbox.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .clock import Clock
from .events import matches_type
from .state import Record, Shelf, State

Receiver = Callable[[bytes, dict[str, str]], int | None]
# Seconds after a failed try until the next; the last one is about three days in.
LIVE_SCHEDULE = (300, 1_800, 7_200, 18_000, 36_000, 36_000, 43_200, 43_200, 43_200)
TEST_SCHEDULE = (300, 3_600, 10_800)
TIMEOUT_SECONDS = 20


def signature(body: bytes, secret: str, timestamp: int) -> str:
    """The `Stripe-Signature` header of a body: HMAC-SHA256 over `t`, a dot and the body."""
    signed = f"{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


@dataclass
class Delivery:
    """One event on its way to one endpoint, with the status of every try (0: no answer)."""

    event: Record
    endpoint: Record
    due: int
    statuses: list[int] = field(default_factory=list)
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return str(self.endpoint.data["url"])

    @property
    def event_type(self) -> str:
        return str(self.event.data["type"])

    @property
    def succeeded(self) -> bool:
        return bool(self.statuses) and 200 <= self.statuses[-1] < 300


class Webhooks:
    """Everything that leaves the sandbox for a receiver."""

    def __init__(self, state: State, clock: Clock, platform: str, lock: threading.RLock) -> None:
        self.state = state
        self.clock = clock
        self.platform = platform
        self.lock = lock
        self.pending: deque[Delivery] = deque()
        self.deliveries: list[Delivery] = []  # every one that was tried, in order of first tries
        self.receivers: dict[str, Receiver] = {}
        self.held = False
        self._flushing = threading.Lock()
        self._courier: threading.Thread | None = None
        self._wake = threading.Event()

    # -- from events to deliveries

    def offer(self, event: Record) -> int:
        """Queue an event for every endpoint that wants it; returns how many do."""
        endpoints = list(self._endpoints(event))
        for endpoint in endpoints:
            self.pending.append(Delivery(event, endpoint, self.clock.now()))
        event.hidden["waiting"] = len(endpoints)
        if endpoints:
            event.hidden["undelivered"] = True
        return len(endpoints)

    def _endpoints(self, event: Record) -> list[Record]:
        shelf = event.shelf
        places: list[tuple[Shelf, bool]] = [(shelf, False)]
        if shelf.account != self.platform:
            places.append((self.state.shelf(self.platform, shelf.livemode), True))
            if not shelf.livemode:  # a live Connect endpoint gets test events too
                places.append((self.state.shelf(self.platform, True), True))
        return [
            endpoint
            for place, connect in places
            for endpoint in place.table("webhook_endpoint").order
            if bool(endpoint.hidden.get("connect")) == connect
            and endpoint.data["status"] == "enabled"
            and matches_type(str(event.data["type"]), endpoint.data["enabled_events"])
        ]

    # -- delivering

    def hold(self) -> None:
        """Keep deliveries in `pending` until `flush()`: a test reorders, repeats or loses them."""
        self.held = True

    def after_request(self) -> None:
        """Deliver what a request caused, here or by the background thread."""
        if self.held or not self.pending:
            return
        if self._courier is not None:
            self._wake.set()
        else:
            self.flush()

    def flush(self) -> int:
        """Make every delivery that is due; returns how many tries were made."""
        tries = 0
        if not self._flushing.acquire(blocking=False):
            return 0  # whoever is flushing goes on until nothing is due
        try:
            while (delivery := self._next()) is not None:
                tries += 1
                self.send(delivery)
        finally:
            self._flushing.release()
        return tries

    def _next(self) -> Delivery | None:
        with self.lock:
            now = self.clock.now()
            for delivery in self.pending:
                if delivery.due <= now:
                    self.pending.remove(delivery)
                    return delivery
        return None

    def send(self, delivery: Delivery) -> int:
        """Try a delivery once, now; returns the receiver's status, 0 if it gave none."""
        delivery.body = json.dumps(delivery.event.data, indent=2).encode()
        secret = str(delivery.endpoint.hidden["secret"])
        delivery.headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signature(delivery.body, secret, self.clock.now()),
        }
        if not delivery.statuses:
            self.deliveries.append(delivery)
        delivery.statuses.append(0)
        receiver = self.receivers.get(delivery.endpoint.id)
        try:
            if receiver is not None:
                status = receiver(delivery.body, dict(delivery.headers))
                delivery.statuses[-1] = 200 if status is None else status
            else:
                delivery.statuses[-1] = post(delivery.url, delivery.body, delivery.headers)
        finally:
            with self.lock:
                self._note(delivery)
        return delivery.statuses[-1]

    def _note(self, delivery: Delivery) -> None:
        event = delivery.event
        if delivery.succeeded:
            left = max(int(event.hidden.get("waiting", 1)) - 1, 0)
            event.hidden["waiting"] = left
            event.hidden["undelivered"] = left > 0
            event.shelf.change(event, {**event.data, "pending_webhooks": left})
            return
        schedule = LIVE_SCHEDULE if event.shelf.livemode else TEST_SCHEDULE
        wait = len(delivery.statuses) - 1
        if wait < len(schedule) and delivery.endpoint.data["status"] == "enabled":
            delivery.due = self.clock.now() + schedule[wait]
            self.pending.append(delivery)

    # -- in the background

    def start(self) -> None:
        """Deliver from a thread of its own, so that no request waits for a receiver."""
        if self._courier is None:
            self._courier = threading.Thread(target=self._run, daemon=True, name="sandbox-courier")
            self._courier.start()

    def stop(self) -> None:
        courier, self._courier = self._courier, None
        self._wake.set()
        if courier is not None and courier is not threading.current_thread():
            courier.join(timeout=TIMEOUT_SECONDS)

    def _run(self) -> None:
        while self._courier is not None:
            self._wake.wait(timeout=1.0)
            self._wake.clear()
            if not self.held:
                self.flush()


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """POST a body; returns the status, 0 if there was no answer. Redirects are not followed."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException):
        return 0
