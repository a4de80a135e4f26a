"""
What became of requests whose answer never came, as far as events tell.

Nothing is sent again: only whoever wanted it done knows whether it still is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import router

from ..models.attempts import Attempt, AttemptState, doubt_what_they_touch
from ..models.core import Event
from ..models.v2 import EventV2

PORTION = 200
SLACK = dt.timedelta(hours=1)  # between our clock and that of the events


@dataclass
class Resolved:
    """
    How many attempts were found to be done, how many wait for a word still, and of how many
    nobody will learn what became of them.
    """

    done: int = 0
    waiting: int = 0
    unknown: int = 0


def resolve(now: dt.datetime) -> Resolved:
    """
    Compare the attempts that have no answer with the events that are mirrored.

    An event that names an attempt's key says that it was done, and has brought what it did.
    The objects that an attempt was to change are doubted, and so looked at, once.
    """
    rows = Attempt.objects.using(router.db_for_write(Attempt)).all()
    overdue = rows.filter(state=AttemptState.SENT, until__lt=now)
    doubt_what_they_touch(overdue, "whoever sent a request about it is gone")
    overdue.update(state=AttemptState.LOST, failure="Whoever sent it is gone.")
    done = 0
    for portion in _portions(rows.filter(state=AttemptState.LOST).order_by("pk")):
        told = _told_by_events(portion)
        for row in portion:
            key = (row.idempotency_key, row.account, row.livemode)
            if key in told:
                mine = rows.filter(pk=row.pk, state=AttemptState.LOST)
                done += mine.update(state=AttemptState.DONE, request_id=told[key])
    unknown = rows.unknown(now).count()
    return Resolved(done, rows.unanswered(now).count() - unknown, unknown)


def _portions(rows: Any) -> Iterator[list[Attempt]]:
    last = 0
    while portion := list(rows.filter(pk__gt=last)[:PORTION]):
        yield portion
        last = portion[-1].pk


def _told_by_events(attempts: list[Attempt]) -> dict[tuple[str, str, bool], str]:
    """The keys of those that an event names, with the id of the request that it names."""
    found = {}
    since = min(row.first_sent for row in attempts) - SLACK
    for model in (Event, EventV2):
        rows: Any = model._base_manager.filter(
            created__gte=since, idempotency_key__in=[row.idempotency_key for row in attempts]
        )
        for event in rows.only(
            "idempotency_key", "request_id", "djstripe_owner_account_id", "livemode"
        ):
            key = (event.idempotency_key, event.djstripe_owner_account_id, event.livemode)
            found[key] = str(event.request_id or "")
    return found
