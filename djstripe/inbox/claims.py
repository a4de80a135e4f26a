"""
Who does which piece of work, and what became of it.

A claim takes work that is due and pushes it into the future; a worker that dies has thereby
left it to whoever comes by when that time has passed. See ``models.work``.
"""

from __future__ import annotations

import datetime as dt
import random
import traceback
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connections, router, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ..fields import as_django_wants
from ..models.work import Work, WorkState
from ..redact import scrub
from ..settings import djstripe_settings

W = TypeVar("W", bound=Work)

FEW_TRIES = 3  # what was begun more often may be what kills its worker, and is claimed alone
LONGEST_WAIT_SECONDS = 6 * 3600


def now_in_database() -> dt.datetime:
    """Now, as datetime columns take it."""
    return as_django_wants(timezone.now())


def in_database(unix_seconds: float) -> dt.datetime:
    """A moment, as datetime columns take it."""
    return as_django_wants(dt.datetime.fromtimestamp(unix_seconds, dt.UTC))


def lease(now: dt.datetime) -> dt.datetime:
    """Until when what is claimed now is nobody else's."""
    return now + dt.timedelta(seconds=djstripe_settings.DJSTRIPE_INBOX_LEASE_SECONDS)


def claim(waiting: QuerySet[W], token: str, *, limit: int, now: dt.datetime) -> list[W]:
    """
    Up to ``limit`` pieces of work that are due, the oldest first, claimed under this token.

    What has been begun often without ever ending is claimed alone, and given up in the end.
    """
    due = Q(state=WorkState.WAITING, due__lte=now)
    claimed = _claim(waiting, due & Q(tries__lt=FEW_TRIES), token, limit, now)
    if claimed:
        return claimed
    while claimed := _claim(waiting, due, token, 1, now):
        [row] = claimed
        if row.tries <= djstripe_settings.DJSTRIPE_INBOX_MAX_TRIES:
            return [row]
        give_up(row, f"It was begun {row.tries - 1} times and never ended.", now=now)
    return []


def _claim(waiting: QuerySet[W], due: Q, token: str, limit: int, now: dt.datetime) -> list[W]:
    using = router.db_for_write(waiting.model)
    waiting = waiting.using(using)
    oldest = waiting.filter(due).order_by("due", "pk")
    rows = waiting.model._base_manager.using(using)
    taken = {"claim": token, "due": lease(now), "tries": F("tries") + 1}
    features = connections[using].features
    if not features.has_select_for_update:
        # One statement, so that SQLite never has to turn a reader into a writer.
        rows.filter(pk__in=oldest.values("pk")[:limit]).update(**taken)
    else:
        with transaction.atomic(using=using):
            skip = features.has_select_for_update_skip_locked
            locked = oldest.select_for_update(skip_locked=skip)
            pks = list(locked.values_list("pk", flat=True)[:limit])
            if not pks or not rows.filter(pk__in=pks).update(**taken):
                return []
    return list(waiting.filter(claim=token, state=WorkState.WAITING).order_by("pk"))


def finish(row: Work, *, now: dt.datetime, **changes: Any) -> bool:
    """Work is done; False if it was already, by somebody else. In the caller's transaction."""
    return _end(row, WorkState.DONE, now=now, exception="", traceback="", **changes)


def fail(row: Work, error: BaseException, *, now: dt.datetime) -> None:
    """A try failed: it comes due again after a while, or is a dead letter if that was the last."""
    said = {"exception": describe(error), "traceback": whole_story(error)}
    if row.tries >= djstripe_settings.DJSTRIPE_INBOX_MAX_TRIES:
        _end(row, WorkState.DEAD, now=now, **said)
    else:
        wait = dt.timedelta(seconds=back_off(row.tries))
        _end(row, WorkState.WAITING, now=now, due=now + wait, claim="", **said)


def give_up(row: Work, why: str, *, now: dt.datetime) -> None:
    """Make a dead letter of it, with the reason."""
    _end(row, WorkState.DEAD, now=now, exception=why[:255])


def release(rows: Iterable[Work], *, now: dt.datetime) -> None:
    """Claimed and not begun after all: due at once, and not counted as a try."""
    for row in rows:
        _end(row, WorkState.WAITING, now=now, due=now, claim="", tries=max(row.tries - 1, 0))


def _end(row: Any, state: WorkState, *, now: dt.datetime, **changes: Any) -> bool:
    changes = {"state": state, "updated": now, **changes}
    rows = type(row)._base_manager.using(row._state.db)
    ended = rows.filter(pk=row.pk, state=WorkState.WAITING).update(**changes)
    if ended:
        for name, value in changes.items():
            setattr(row, name, value)
    return bool(ended)


def back_off(tries: int) -> float:
    """
    Seconds until the next try: doubled with each, and spread, so that what failed together
    does not come back together.
    """
    first = djstripe_settings.DJSTRIPE_INBOX_RETRY_SECONDS
    longest = min(LONGEST_WAIT_SECONDS, first * 2.0 ** min(max(tries - 1, 0), 16))
    return longest * random.uniform(0.5, 1.0)


def describe(error: BaseException) -> str:
    """An error in one line that fits its column, without secrets."""
    return scrub(f"{type(error).__name__}: {error}").replace("\x00", "")[:255]


def whole_story(error: BaseException) -> str:
    """A traceback that fits its column, without secrets; PostgreSQL takes no NUL in text."""
    told = "".join(traceback.format_exception(error))
    return scrub(told).replace("\x00", "")[:100_000]
