"""
What operators do with the inbox: look how it stands, replay, dismiss, pause, prune.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import router
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from ..fields import as_django_wants
from ..look import serve_doubts
from ..mirror import Doubt
from ..models.webhooks import WebhookEventTrigger
from ..models.work import Bookmark, ReceiverRun, Work, WorkState
from ..settings import djstripe_settings
from . import claims, runs
from .apply import apply
from .drain import PAUSED, Tally, new_token, run_all


@dataclass(frozen=True)
class Health:
    """
    The inbox in numbers, for a health check or an exporter.

    ``lag_seconds``: how long the oldest event that is due has waited, 0 if none is.
    ``retrying``: those of the waiting whose last try failed.
    """

    waiting: int
    retrying: int
    dead: int
    done: int
    dismissed: int
    lag_seconds: float
    runs_waiting: int
    runs_retrying: int
    runs_dead: int
    doubts_open: int
    doubts_impossible: int
    paused: bool

    def as_dict(self) -> dict[str, Any]:
        """The same by name."""
        return asdict(self)


def health(now: dt.datetime | None = None) -> Health:
    """How the inbox stands: four queries, however much is in it."""
    now = now or claims.now_in_database()
    entries, oldest = _count(WebhookEventTrigger, now)
    of_runs, oldest_run = _count(ReceiverRun, now)
    doubts = Doubt.objects.aggregate(
        open=Count("pk", filter=Q(state=Doubt.State.OPEN)),
        impossible=Count("pk", filter=Q(state=Doubt.State.IMPOSSIBLE)),
    )
    waited = [(now - moment).total_seconds() for moment in (oldest, oldest_run) if moment]
    return Health(
        waiting=entries["waiting"],
        retrying=entries["retrying"],
        dead=entries["dead"],
        done=entries["done"],
        dismissed=entries["dismissed"],
        lag_seconds=max([0.0, *waited]),
        runs_waiting=of_runs["waiting"],
        runs_retrying=of_runs["retrying"],
        runs_dead=of_runs["dead"],
        doubts_open=doubts["open"],
        doubts_impossible=doubts["impossible"],
        paused=Bookmark.objects.filter(name=PAUSED).exists(),
    )


def _count(model: type[Work], now: dt.datetime) -> tuple[dict[str, int], dt.datetime | None]:
    counted: dict[str, Any] = model._base_manager.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in WorkState},
        retrying=Count("pk", filter=Q(state=WorkState.WAITING) & ~Q(exception="")),
        oldest=Min("due", filter=Q(state=WorkState.WAITING, due__lte=now)),
    )
    oldest = counted.pop("oldest")
    return counted, oldest


# ---------------------------------------------------------------------------- again


def replay(work: QuerySet[Any], *, now: dt.datetime | None = None) -> int:
    """
    Let entries (or runs of receivers) be tried again by whoever drains the inbox, as if they
    were new, whatever became of them. Returns how many.

    To replay an entry makes the mirror agree with it again; receivers that ran do not run
    again unless their runs are replayed too.
    """
    now = now or claims.now_in_database()
    changes: dict[str, Any] = {"state": WorkState.WAITING, "due": now, "tries": 0, "claim": ""}
    if work.model is WebhookEventTrigger:
        work = work.filter(valid=True)
        changes["processed"] = False
    return work.order_by().update(**changes, updated=now)


def replay_now(entry: WebhookEventTrigger) -> Tally:
    """Apply one entry at once, whatever became of it; what goes wrong is recorded with it."""
    rows = WebhookEventTrigger.objects.filter(pk=entry.pk)
    replay(rows)
    now, token, tally = claims.now_in_database(), new_token(), Tally()
    rows.update(claim=token, tries=1, due=claims.lease(now))
    entry.refresh_from_db()
    applied = apply([entry], token=token)
    tally.applied, tally.failed = applied.applied, applied.failed
    tally.looks = applied.looks + serve_doubts(applied.doubts).looks
    run_all(runs.claimed(token), tally, stop=lambda: False)
    entry.refresh_from_db()
    return tally


def dismiss(work: QuerySet[Any], *, now: dt.datetime | None = None) -> int:
    """Never try these entries or runs again; what is done stays done. Returns how many."""
    return (
        work.exclude(state=WorkState.DONE)
        .order_by()
        .update(state=WorkState.DISMISSED, claim="", updated=now or claims.now_in_database())
    )


# ---------------------------------------------------------------------------- pausing


def pause() -> None:
    """Go on receiving and recording; apply nothing until ``resume()``."""
    using = router.db_for_write(Bookmark)
    Bookmark.objects.using(using).update_or_create(
        name=PAUSED, account="", livemode=False, defaults={"updated": claims.now_in_database()}
    )


def resume() -> None:
    """Apply again, beginning with what came in meanwhile."""
    Bookmark.objects.using(router.db_for_write(Bookmark)).filter(name=PAUSED).delete()


# ---------------------------------------------------------------------------- retention


def prune(*, days: float | None = None, now: dt.datetime | None = None, batch: int = 1000) -> int:
    """
    Delete what was done or dismissed more than so many days ago, in small transactions.

    Dead letters stay until a person has seen to them. Returns how many rows were deleted.
    """
    now = now or as_django_wants(timezone.now())
    days = djstripe_settings.DJSTRIPE_INBOX_RETENTION_DAYS if days is None else days
    before = now - dt.timedelta(days=days)
    ended = (WorkState.DONE, WorkState.DISMISSED)
    deleted = 0
    for model in (ReceiverRun, WebhookEventTrigger):
        rows = model._base_manager.filter(state__in=ended, created__lt=before).order_by("pk")
        while pks := list(rows.values_list("pk", flat=True)[:batch]):
            deleted += len(pks)
            model._base_manager.filter(pk__in=pks).delete()
    return deleted
