"""
A limit to how long all the requests of a stretch of code may take together.

    with within(seconds=8):
        gateway.retrieve(…)
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import stripe

_until: ContextVar[float | None] = ContextVar("djstripe_until", default=None)
SHORTEST_SECONDS = 0.05  # a timeout of zero would mean none at all


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Requests inside end within so many seconds from now; an outer limit that is nearer holds."""
    until = time.monotonic() + seconds
    outer = _until.get()
    token = _until.set(until if outer is None else min(until, outer))
    try:
        yield
    finally:
        _until.reset(token)


def seconds_left() -> float | None:
    """How many seconds requests may still take, never less than none; None without a limit."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())


class HastyClient(stripe.RequestsClient):
    """The SDK's client over ``requests``, whose timeouts also keep to the limit."""

    _given: Any

    @property
    def _timeout(self) -> Any:
        left = seconds_left()
        if left is None:
            return self._given
        left = max(left, SHORTEST_SECONDS)
        both = self._given if isinstance(self._given, tuple) else (self._given, self._given)
        return tuple(min(one, left) for one in both)

    @_timeout.setter
    def _timeout(self, value: Any) -> None:
        self._given = value
