"""
Stripe's limiters: requests a second, requests at once, updates of one object, locks.

They are off until `Limits.enforce()`. They measure on the sandbox's clock, in sliding windows:
while that clock stands, everything happens within one moment, so the 26th request of an account
in test mode is refused, and so is every one after it, until somebody advances the clock by a
second. With a running clock they act as Stripe's do. A refused request counts for nothing.

Rates, reasons and the per-object limits: https://docs.stripe.com/rate-limits. Stripe publishes
no numbers for its concurrency limiters, so those here are ours. It documents no `Retry-After`
and no `Stripe-Should-Retry` on them either: the first is sent unless `Limits.retry_after` is None
(clients that honour it should be seen to), the second only if `Limits.should_retry` is set.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from .catalogue import Json, Operation
from .errors import ApiError
from .state import Shelf

# Requests a second and operation, where it is not the usual number.
_SEARCH = 20
_OWN_RATES = {
    "/v1/files": 20,
    "/v1/files/{file}": 20,
    "POST /v1/payouts": 15,
}
# How many updates of one object, in how many seconds.
_UPDATES = {"POST /v1/payment_intents/{intent}": (1_000, 3_600)}


@dataclass
class Limits:
    """How much an account may ask for; the numbers may be set to make a test short."""

    on: bool = False
    live_rate: int = 100
    test_rate: int = 25
    endpoint_rate: int = 25
    live_concurrency: int = 100
    test_concurrency: int = 25
    endpoint_concurrency: int = 25
    retry_after: int | None = 1
    should_retry: bool | None = None
    _seen: dict[tuple[object, ...], deque[float]] = field(default_factory=dict, repr=False)
    _under_way: dict[tuple[object, ...], int] = field(default_factory=dict, repr=False)

    def enforce(self) -> Limits:
        """From now on requests beyond the limits are refused."""
        self.on = True
        return self

    def lift(self) -> None:
        """Let everything pass again, and forget what was counted."""
        self.on = False
        self._seen.clear()

    def enter(
        self, shelf: Shelf, operation: Operation, ids: dict[str, str], now: float
    ) -> list[tuple[object, ...]]:
        """
        Count a request in, or refuse it with 429.

        Returns what to give to `leave()` when it has been answered.
        """
        if not self.on:
            return []
        place = (shelf.account, shelf.livemode)
        named = (*place, operation.method, operation.template)
        windows: list[tuple[tuple[object, ...], int, int, str]] = [
            (place, self.live_rate if shelf.livemode else self.test_rate, 1, "global-rate"),
            (named, self._rate_of(operation), 1, "endpoint-rate"),
        ]
        written = _object_written(operation, ids)
        updates = _UPDATES.get(f"{operation.method} {operation.template}")
        if updates is not None:
            windows.append(((*place, written), *updates, "resource-specific"))
        for key, most, seconds, reason in windows:
            self._check_window(key, most, seconds, reason, now)
        entered = self._enter_concurrent(place, named, written, shelf.livemode)
        for key, _, _, _ in windows:
            self._seen[key].append(now)
        return entered

    def leave(self, entered: list[tuple[object, ...]]) -> None:
        """A request that entered has been answered."""
        for key in entered:
            self._under_way[key] -= 1
            if not self._under_way[key]:
                del self._under_way[key]

    def _rate_of(self, operation: Operation) -> int:
        if operation.answer == "search":
            return _SEARCH
        own = _OWN_RATES.get(f"{operation.method} {operation.template}")
        return own or _OWN_RATES.get(operation.template) or self.endpoint_rate

    def _check_window(
        self, key: tuple[object, ...], most: int, seconds: int, reason: str, now: float
    ) -> None:
        seen = self._seen.setdefault(key, deque())
        while seen and seen[0] <= now - seconds:
            seen.popleft()
        if len(seen) >= most:
            raise self.refusal(reason)

    def _enter_concurrent(
        self,
        place: tuple[object, ...],
        named: tuple[object, ...],
        written: str | None,
        livemode: bool,
    ) -> list[tuple[object, ...]]:
        entered: list[tuple[object, ...]] = [("all", *place), ("endpoint", *named)]
        most = (
            self.live_concurrency if livemode else self.test_concurrency,
            self.endpoint_concurrency,
        )
        reasons = ("global-concurrency", "endpoint-concurrency")
        for key, allowed, reason in zip(entered, most, reasons, strict=True):
            if self._under_way.get(key, 0) >= allowed:
                raise self.refusal(reason)
        if written is not None:
            lock = ("lock", *place, written)
            if self._under_way.get(lock):
                raise lock_timeout()
            entered.append(lock)
        for key in entered:
            self._under_way[key] = self._under_way.get(key, 0) + 1
        return entered

    def refusal(self, reason: str) -> ApiError:
        return rate_limited(reason, self.retry_after, self.should_retry)

    def dump(self) -> Json:
        """The numbers; what was counted is forgotten."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def load(self, kept: Json) -> None:
        for name, value in kept.items():
            setattr(self, name, value)
        self._seen.clear()


def _object_written(operation: Operation, ids: dict[str, str]) -> str | None:
    """The id of the object that a request changes, which Stripe locks meanwhile."""
    if operation.method == "GET" or not operation.names:
        return None
    return ids[operation.names[0]]


def rate_limited(
    reason: str, retry_after: int | None = 1, should_retry: bool | None = None
) -> ApiError:
    """429: too much at once. Without `should_retry` no header advises, and the SDK gives up."""
    headers = {"Stripe-Rate-Limited-Reason": reason}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if should_retry is not None:
        headers["Stripe-Should-Retry"] = str(should_retry).lower()
    return ApiError(
        "Request rate limit exceeded. Send fewer requests at a time, and wait longer before each "
        "retry.",
        status=429,
        code="rate_limit",
        headers=headers,
    )


def lock_timeout() -> ApiError:
    """
    429: another request has the object; no limiter's reason stands on it.

    Stripe advises to retry it (stripe-python, `HTTPClient._should_retry`).
    """
    return ApiError(
        "This object cannot be accessed right now because another request is accessing it. Retry, "
        "and make requests for one object one after another.",
        status=429,
        code="lock_timeout",
        headers={"Stripe-Should-Retry": "true"},
    )
