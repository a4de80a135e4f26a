"""
What operators do with the inbox: look how it stands, replay, dismiss, pause, prune.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import router
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from .. import mirror
from ..look import serve_doubts
from ..mirror import Doubt
from ..models.attempts import Attempt
from ..models.webhooks import TEST_EVENT, WebhookEventTrigger
from ..models.work import PAUSED, Bookmark, ReceiverRun, Work, WorkState
from ..settings import MIN_RETENTION_DAYS, djstripe_settings
from . import claims, refused, runs
from .apply import apply
from .chosen import RETRYING, in_state
from .decide import Decision, decide
from .drain import BATCH, Tally, new_token, run_all

STUCK_SECONDS = 300.0


@dataclass(frozen=True)
class Health:
    """
    The inbox in numbers, for a health check or an exporter.

    ``lag_seconds``: how long the oldest work that is due has waited, 0 if none is.
    ``retrying``: those of the waiting whose last try failed. ``refused``: about how many
    deliveries lately had a signature that did not fit, or came without a secret to verify them.
    ``done`` and ``dismissed`` are None where they were not counted.
    """

    waiting: int
    retrying: int
    dead: int
    done: int | None
    dismissed: int | None
    lag_seconds: float
    runs_waiting: int
    runs_retrying: int
    runs_dead: int
    doubts_open: int
    doubts_impossible: int
    refused: int
    paused: bool

    def as_dict(self) -> dict[str, Any]:
        """The same by name."""
        return asdict(self)

    def problems(
        self, *, max_lag: float | None = STUCK_SECONDS, max_dead: int | None = 0
    ) -> list[str]:
        """
        What a person should see to, in sentences; None is no limit.

        ``max_lag`` in seconds; ``max_dead`` dead letters, entries and runs together.
        """
        said = []
        if self.paused:
            said.append("The inbox is paused: events are recorded and wait.")
        if max_lag is not None and self.lag_seconds > max_lag:
            said.append(
                f"Work that is due has waited for {self.lag_seconds:.0f} seconds: does anybody "
                "drain the inbox (djstripe_worker, a cron line, a queue)?"
            )
        dead = self.dead + self.runs_dead
        if max_dead is not None and dead > max_dead:
            said.append(
                f"Dead letters, to be replayed or dismissed: {self.dead} (events), "
                f"{self.runs_dead} (runs of receivers)."
            )
        if self.refused:
            said.append(f"{self.refused} deliveries were refused lately: djstripe_doctor says why.")
        return said


def health(now: dt.datetime | None = None, *, totals: bool = True) -> Health:
    """
    How the inbox stands: four queries, however much is in it.

    Without ``totals`` what is done and dismissed is not counted, and what is not due or dead
    not even read.
    """
    now = now or claims.now_in_database()
    entries, oldest = _count(WebhookEventTrigger, now, totals)
    of_runs, oldest_run = _count(ReceiverRun, now, False)
    doubts = Doubt.objects.aggregate(
        open=Count("pk", filter=Q(state=Doubt.State.OPEN)),
        impossible=Count("pk", filter=Q(state=Doubt.State.IMPOSSIBLE)),
    )
    marks = list(Bookmark.objects.filter(Q(name=PAUSED) | Q(name__startswith=refused.NAME)))
    lately = now - refused.FORGET_AFTER
    of_refused = [
        refused.read(mark) for mark in marks if refused.is_refusal(mark) and mark.updated > lately
    ]
    waited = [(now - moment).total_seconds() for moment in (oldest, oldest_run) if moment]
    return Health(
        waiting=entries["waiting"],
        retrying=entries["retrying"],
        dead=entries["dead"],
        done=entries.get("done"),
        dismissed=entries.get("dismissed"),
        lag_seconds=max([0.0, *waited]),
        runs_waiting=of_runs["waiting"],
        runs_retrying=of_runs["retrying"],
        runs_dead=of_runs["dead"],
        doubts_open=doubts["open"],
        doubts_impossible=doubts["impossible"],
        refused=sum(one.count for one in of_refused if not one.is_noise),
        paused=any(mark.name == PAUSED for mark in marks),
    )


def _count(
    model: type[Work], now: dt.datetime, totals: bool
) -> tuple[dict[str, int], dt.datetime | None]:
    states = list(WorkState) if totals else [WorkState.WAITING, WorkState.DEAD]
    rows = model._base_manager.all()
    if not totals:
        rows = rows.filter(state__in=states)
    counted: dict[str, Any] = rows.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in states},
        retrying=Count("pk", filter=in_state(RETRYING)),
        oldest=Min("due", filter=Q(state=WorkState.WAITING, due__lte=now)),
    )
    oldest = counted.pop("oldest")
    return counted, oldest


def explain(entry: WebhookEventTrigger) -> Decision:
    """What an entry asks of the mirror by today's settings, and why."""
    return decide(
        entry.json_body,
        api_version=djstripe_settings.STRIPE_API_VERSION,
        trust=djstripe_settings.DJSTRIPE_TRUST_EVENT_PAYLOADS,
        signed_at=entry.signed_at,
    )


def runs_of(entry: WebhookEventTrigger) -> QuerySet[ReceiverRun]:
    """The runs of receivers that an entry's event brought about, in their order."""
    rows = ReceiverRun.objects.filter(event=entry.event_stripe_id, livemode=entry.livemode)
    if entry.stripe_trigger_account_id:
        rows = rows.filter(account=entry.stripe_trigger_account_id)
    return rows.order_by("pk")


def others_of(entry: WebhookEventTrigger) -> QuerySet[WebhookEventTrigger]:
    """The other deliveries of the same event, the newest first."""
    rows = WebhookEventTrigger.objects.filter(
        event_stripe_id=entry.event_stripe_id, livemode=entry.livemode
    )
    return rows.exclude(pk=entry.pk).order_by("-pk")


# ---------------------------------------------------------------------------- again


def can_be_replayed(work: QuerySet[Any]) -> QuerySet[Any]:
    """Those of some entries (or runs) that can be tried again: verified, and no mere test."""
    if work.model is WebhookEventTrigger:
        return work.filter(valid=True).exclude(event_stripe_id=TEST_EVENT)
    return work


def replay(work: QuerySet[Any], *, now: dt.datetime | None = None) -> int:
    """
    Let entries (or runs of receivers) be tried again by whoever drains the inbox, as if they
    were new, whatever became of them. Returns how many.

    To replay an entry makes the mirror agree with it again; receivers that ran do not run
    again unless their runs are replayed too.
    """
    return (
        can_be_replayed(work)
        .order_by()
        .update(**_as_new(work.model, now or claims.now_in_database()))
    )


def _as_new(model: type[Any], now: dt.datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "state": WorkState.WAITING,
        "due": now,
        "tries": 0,
        "claim": "",
        "exception": "",
        "traceback": "",
        "updated": now,
    }
    return changes | {"processed": False} if model is WebhookEventTrigger else changes


def replay_now(*entries: WebhookEventTrigger, now: dt.datetime | None = None) -> Tally:
    """
    Apply entries at once, in one store, whatever became of them and even while the inbox is
    paused; what goes wrong is recorded with each.
    """
    now, token, tally = now or claims.now_in_database(), new_token(), Tally()
    rows = WebhookEventTrigger.objects.filter(pk__in=[entry.pk for entry in entries])
    taken = _take(rows.prefetch_related("webhook_endpoint"), token, now)
    if taken:
        applied = apply(taken, token=token)
        tally.applied, tally.failed = applied.applied, applied.failed
        tally.looks = applied.looks + serve_doubts(applied.doubts).looks
        run_all(runs.claimed(token), tally, stop=lambda: False)
    for entry in entries:
        entry.refresh_from_db()
    return tally


def run_now(*chosen: ReceiverRun, now: dt.datetime | None = None) -> Tally:
    """Run receivers at once, whatever became of these runs; what fails is recorded with each."""
    now, token, tally = now or claims.now_in_database(), new_token(), Tally()
    rows = ReceiverRun.objects.filter(pk__in=[one.pk for one in chosen])
    run_all(_take(rows, token, now), tally, stop=lambda: False)
    for one in chosen:
        one.refresh_from_db()
    return tally


def _take(rows: QuerySet[Any], token: str, now: dt.datetime) -> list[Any]:
    """Make these new and claim them, in one statement, so that no worker comes in between."""
    rows = can_be_replayed(rows)
    pks = list(rows.values_list("pk", flat=True))
    claimed = {"claim": token, "tries": 1, "due": claims.lease(now)}
    rows.model._base_manager.filter(pk__in=pks).update(**_as_new(rows.model, now) | claimed)
    return list(rows.order_by("pk"))


def replay_all_now(work: QuerySet[Any], *, batch: int = BATCH) -> Tally:
    """Entries (or runs) at once, the oldest first, so many in one store."""
    tally = Tally()
    pks = list(can_be_replayed(work).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), batch):
        rows = list(work.model._base_manager.filter(pk__in=pks[start : start + batch]))
        tally += replay_now(*rows) if work.model is WebhookEventTrigger else run_now(*rows)
    return tally


def dismiss(work: QuerySet[Any], *, now: dt.datetime | None = None) -> int:
    """Never try these entries or runs again; what is done stays done. Returns how many."""
    return (
        can_be_dismissed(work)
        .order_by()
        .update(state=WorkState.DISMISSED, claim="", updated=now or claims.now_in_database())
    )


def can_be_dismissed(work: QuerySet[Any]) -> QuerySet[Any]:
    """Those of some entries (or runs) that are neither done nor dismissed already."""
    return work.exclude(state__in=(WorkState.DONE, WorkState.DISMISSED))


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
    Delete what was done or dismissed more than so many days ago, in small transactions; and
    attempts under keys that Stripe has forgotten: those of which nobody knows what became,
    after so many days too; and the mirror's events, if DJSTRIPE_EVENT_RETENTION_DAYS says so.

    Dead letters stay until a person has seen to them. Returns how many rows were deleted.
    Raises ValueError for fewer days than Stripe may still deliver an event again.
    """
    deleted = 0
    attempts = prunable_attempts(days=days, now=now)
    # Events last: one that an entry names, or a run of a receiver, stays as long as that.
    for rows in [*prunable(days=days, now=now), *attempts, *prunable_events(now=now)]:
        while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:batch]):
            deleted += len(pks)
            rows.model._base_manager.filter(pk__in=pks).delete()
    return deleted


def prunable(
    *, days: float | None = None, now: dt.datetime | None = None
) -> Sequence[QuerySet[Any]]:
    """What ``prune`` would delete: runs of receivers, and entries. Attempts: see below."""
    days = djstripe_settings.DJSTRIPE_INBOX_RETENTION_DAYS if days is None else days
    if days < MIN_RETENTION_DAYS:
        raise ValueError(
            f"{days:g} days are too few: for {MIN_RETENTION_DAYS} days Stripe may deliver an event "
            "again, and receivers would run again if nobody remembered that they did."
        )
    before = _kept_since(days, now)
    ended = (WorkState.DONE, WorkState.DISMISSED)
    return [
        model._base_manager.filter(state__in=ended, created__lt=before)
        for model in (ReceiverRun, WebhookEventTrigger)
    ]


def prunable_attempts(
    *, days: float | None = None, now: dt.datetime | None = None
) -> Sequence[QuerySet[Any]]:
    """
    The attempts that ``prune`` would delete: those that serve nobody any more, and those of
    which nobody will know what became.
    """
    now = now or claims.now_in_database()
    days = djstripe_settings.DJSTRIPE_INBOX_RETENTION_DAYS if days is None else days
    rows = Attempt.objects.using(router.db_for_write(Attempt)).all()
    return [rows.forgotten(now), rows.unknown(now).filter(first_sent__lt=_kept_since(days, now))]


def prunable_events(*, now: dt.datetime | None = None) -> Sequence[QuerySet[Any]]:
    """
    The mirrored events that ``prune`` would delete, snapshots and thin ones: those that came in
    longer ago than is kept, and that nothing in the inbox names. None without a setting.
    """
    days = djstripe_settings.DJSTRIPE_EVENT_RETENTION_DAYS
    if days is None:
        return []
    using = router.db_for_write(WebhookEventTrigger)
    named = ReceiverRun.objects.using(using).filter(event=OuterRef("id"))
    entries = WebhookEventTrigger.objects.using(using).filter(event_stripe_id=OuterRef("id"))
    events: list[Any] = [mirror.model_for(name) for name in ("event", "v2.core.event")]
    return [
        event._base_manager.using(using).filter(
            ~Exists(named), ~Exists(entries), djstripe_created__lt=_kept_since(days, now)
        )
        for event in events
    ]


def _kept_since(days: float, now: dt.datetime | None) -> dt.datetime:
    return (now or claims.now_in_database()) - dt.timedelta(days=days)
