"""
What the gateway needs from rooms it must not know.

``AppConfig.ready()`` puts the real ones in; without them the gateway works alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..snapshot import Stamp
from .credentials import Credentials


@dataclass(frozen=True, slots=True)
class Sending:
    """
    A request that does something at Stripe, about to be sent.

    ``idempotency_key``: the caller's own; None if the caller named none. ``now``: when, in
    Unix seconds of the gateway's clock; ``seconds``: within how many it will have ended, retries
    and all. ``ticket``: the mirror's counter, as read just before.
    """

    credentials: Credentials
    method: str
    path: str
    params: Mapping[str, Any]
    idempotency_key: str | None
    now: float
    seconds: float
    ticket: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    What is remembered of a request that does something at Stripe, under one idempotency key.

    ``named``: the key is the caller's own. ``first_sent`` (Unix seconds of the gateway's clock)
    and ``first_ticket`` are those of the first request under the key, if it was sent before
    and is remembered; None if this is the first. ``answered``: when what Stripe answered then
    was true; None if no answer ever came. ``is_new``: this very request is what was written down.
    """

    idempotency_key: str
    account: str
    livemode: bool
    named: bool = False
    first_sent: float | None = None
    first_ticket: int | None = None
    answered: Stamp | None = None
    is_new: bool = True

    @property
    def is_repetition(self) -> bool:
        """Whether the same was sent before and the answer never came."""
        return self.first_sent is not None and self.answered is None


class Ledger(Protocol):
    """
    Remembers attempts, so that a repetition goes out under the first one's key and stamp.

    ``begin`` is called before the first request of an attempt; exactly one of the others when
    it is over: ``end`` (Stripe answered, and whatever it did is done), ``withdraw`` (nothing was
    done, for certain), ``lose`` (nobody knows). ``let_go``: this process does no more about it,
    for it is being torn down; nothing may wait there.
    """

    def begin(self, sending: Sending) -> Attempt: ...
    def end(self, attempt: Attempt, stamp: Stamp, request_id: str | None) -> None: ...
    def withdraw(self, attempt: Attempt) -> None: ...
    def lose(self, attempt: Attempt, why: str) -> None: ...
    def let_go(self, attempt: Attempt) -> None: ...


class NoLedger:
    """Remembers nothing: every request without a key of the caller's has one of its own."""

    def begin(self, sending: Sending) -> Attempt:
        return Attempt(
            sending.idempotency_key or str(uuid.uuid4()),
            sending.credentials.account,
            sending.credentials.livemode,
            named=sending.idempotency_key is not None,
        )

    def end(self, attempt: Attempt, stamp: Stamp, request_id: str | None) -> None:
        return None

    def withdraw(self, attempt: Attempt) -> None:
        return None

    def lose(self, attempt: Attempt, why: str) -> None:
        return None

    def let_go(self, attempt: Attempt) -> None:
        return None


def _no_ticket() -> int | None:
    return None


def _no_pace(credentials: Credentials, method: str, path: str) -> None:
    return None


def _nothing() -> None:
    return None


@dataclass(slots=True)
class Ports:
    """
    ``read_ticket``: the mirror's counter, read before the first attempt of each request.
    ``pace``: called before every attempt; may wait, to keep to the shared rate budget.
    ``ledger``: where attempts are remembered.
    ``before_waiting``: called before a verb on an event loop waits for Stripe; raises where other
    verbs must not run meanwhile.
    """

    read_ticket: Callable[[], int | None] = _no_ticket
    pace: Callable[[Credentials, str, str], None] = _no_pace
    ledger: Ledger = field(default_factory=NoLedger)
    before_waiting: Callable[[], None] = _nothing


ports = Ports()
