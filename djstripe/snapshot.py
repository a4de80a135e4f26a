"""
What travels through the house: one Stripe object as of a moment.

Every door (an event, a page of a backfill, the answer to a verb) turns what Stripe
said into Snapshots; ``mirror.store`` is the only reader.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

# The latest second a stamp can name; a payload whose time nobody knows reaches that far.
END_OF_TIME = 2**62


class Door(enum.StrEnum):
    """How a snapshot came in."""

    EVENT = "event"  # pushed by Stripe
    BACKFILL = "backfill"  # read from a list endpoint
    LOOK = "look"  # retrieved because nobody knew better
    VERB = "verb"  # the answer to something the application asked Stripe to do
    GIVEN = "given"  # handed in by the application, its time unknown


@dataclass(frozen=True, slots=True)
class Stamp:
    """
    The interval of Stripe's time, in whole seconds, within which a snapshot was true.

    ``ticket`` is the mirror's counter as read before the request was sent; None for what
    was not asked for. A row that no store has written since then may be replaced.
    """

    earliest: int
    latest: int
    ticket: int | None = None

    @classmethod
    def of_event(cls, created: int) -> Stamp:
        """An event's payload was true within a second of its ``created``, either way."""
        return cls(created - 1, created + 1)

    @classmethod
    def of_answer(cls, date: int, elapsed_seconds: float, ticket: int | None = None) -> Stamp:
        """
        An answer was true at some moment while the request was under way.

        ``date`` is the answer's ``Date`` header (Unix seconds), ``elapsed_seconds`` the time
        from sending to receiving; under an idempotency key, from the *first* attempt.
        """
        return cls(math.floor(date - elapsed_seconds) - 1, date + 1, ticket)

    @classmethod
    def unknown(cls) -> Stamp:
        """True at some time: fills an absent row, and contradicts a different one."""
        return cls(0, END_OF_TIME)

    @property
    def is_unknown(self) -> bool:
        return self.latest >= END_OF_TIME

    def hull(self, other: Stamp) -> Stamp:
        """The stamp of what was put together from two answers: both intervals, the first ticket."""
        tickets = [t for t in (self.ticket, other.ticket) if t is not None]
        return Stamp(
            min(self.earliest, other.earliest),
            max(self.latest, other.latest),
            min(tickets) if len(tickets) == 2 else None,
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    One Stripe object as of a moment, with the account and mode it belongs to.

    ``data`` is the object's JSON as Stripe sent it, and is never changed by who reads it.
    ``deleted`` says that the object was gone at that moment: ``data`` is then its last known
    state, or a stub of nothing but ``id`` and ``object``.
    ``sets_stamp`` is set when the lists inside ``data`` were completed by further requests.
    """

    data: Mapping[str, Any]
    account: str
    livemode: bool
    stamp: Stamp
    door: Door
    api_version: str = ""
    deleted: bool = False
    sets_stamp: Stamp | None = None

    @property
    def id(self) -> str | None:
        return self.data.get("id")

    @property
    def object(self) -> str | None:
        return self.data.get("object")

    def about(self, data: Mapping[str, Any], **changes: Any) -> Snapshot:
        """The same moment and door, another object: what is found inside a payload."""
        return replace(self, data=data, deleted=bool(data.get("deleted") is True), **changes)
