"""
One delivery: what it says, how it is signed, how it is posted, and when it is tried again.

https://docs.stripe.com/webhooks
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from urllib.parse import urlsplit

from . import targets
from .catalogue import Json
from .mischief import Mischief
from .state import Record

# Seconds after a failed try until the next. Live: exponential, for up to three days; in a sandbox
# three times in some hours. Stripe publishes no intervals. https://docs.stripe.com/webhooks
LIVE_SCHEDULE = (300, 1_800, 7_200, 18_000, 36_000, 36_000, 43_200, 43_200, 43_200)
TEST_SCHEDULE = (300, 3_600, 10_800)
TIMEOUT_SECONDS = 20


def signature(body: bytes, secret: str | list[str], timestamp: int) -> str:
    """
    The `Stripe-Signature` header of a body: HMAC-SHA256 over `t`, a dot and the body.

    One `v1` for each secret: while one is being rolled there are two.
    """
    secrets = [secret] if isinstance(secret, str) else secret
    signed = f"{timestamp}.".encode() + body
    digests = (hmac.new(one.encode(), signed, hashlib.sha256).hexdigest() for one in secrets)
    return ",".join([f"t={timestamp}", *(f"v1={digest}" for digest in digests)])


@dataclass(eq=False)
class Delivery:
    """
    One event on its way to one endpoint, with the status of every try (0: no answer).

    `payload` is what it says, as it was rendered when the event was made. A delivery that is not
    `retried` was made by hand or is a duplicate.
    """

    event: Record
    endpoint: Record
    due: int
    payload: Json
    retried: bool = True
    statuses: list[int] = field(default_factory=list)
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return targets.url_of(self.endpoint)

    @property
    def event_type(self) -> str:
        return str(self.payload["type"])

    @property
    def succeeded(self) -> bool:
        return bool(self.statuses) and 200 <= self.statuses[-1] < 300


class Queue:
    """Deliveries in the order in which they are due; those due together, in that of their coming."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, float, int, Delivery]] = []
        self._came = 0

    def push(self, delivery: Delivery, rank: float = 0.0) -> None:
        """`rank` goes before the order of coming."""
        self._came += 1
        heappush(self._heap, (delivery.due, rank, self._came, delivery))

    def pop(self, now: int) -> Delivery | None:
        """The next one that is due."""
        return heappop(self._heap)[3] if self._heap and self._heap[0][0] <= now else None

    def shuffle(self, mischief: Mischief) -> None:
        self._heap = [(due, mischief.random.random(), n, one) for due, _, n, one in self._heap]
        heapify(self._heap)

    def clear(self) -> None:
        self._heap.clear()

    def entries(self) -> dict[Delivery, float]:
        """The deliveries in order, with their ranks."""
        return {one: rank for _, rank, _, one in sorted(self._heap, key=lambda entry: entry[:3])}

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.entries())

    def __len__(self) -> int:
        return len(self._heap)


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
