"""
Work off what waits in the inbox. The same code in a request, a worker, and a task.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import router

from ..gateway import seconds_left, within
from ..look import serve_doubts
from ..models.webhooks import WebhookEventTrigger
from ..models.work import PAUSED, Bookmark, ReceiverRun, WorkState
from ..settings import djstripe_settings
from . import claims, runs
from .apply import Applied, apply, apply_unrecorded
from .hot import insert
from .receive import claim, settle, standing

logger = logging.getLogger(__name__)

BATCH = 100


@dataclass
class Tally:
    """What one round came to."""

    applied: int = 0
    failed: int = 0
    looks: int = 0
    ran: int = 0
    run_failures: int = 0

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return bool(self.applied or self.failed or self.looks or self.ran or self.run_failures)

    def __iadd__(self, other: Tally) -> Tally:
        self.applied += other.applied
        self.failed += other.failed
        self.looks += other.looks
        self.ran += other.ran
        self.run_failures += other.run_failures
        return self


def new_token() -> str:
    """A name under which work is claimed."""
    return uuid.uuid4().hex


def drain(
    *,
    limit: int = BATCH,
    stop: Callable[[], bool] = lambda: False,
    now: dt.datetime | None = None,
) -> Tally:
    """
    One round: apply what waits (up to ``limit`` events in one store), look at what is in
    doubt, run the receivers that are due.

    ``stop()`` is asked between two pieces of work; what is claimed by then and not begun is
    released. Nothing is done while the inbox is paused.
    """
    if is_paused():
        return Tally()
    token, tally = new_token(), Tally()
    entries = claims.claim(
        WebhookEventTrigger.objects.select_related("webhook_endpoint"),
        token,
        limit=limit,
        now=now or claims.now_in_database(),
    )
    if entries:
        applied = apply(entries, now=now, token=token)
        tally.applied, tally.failed = applied.applied, applied.failed
        tally.looks = applied.looks + serve_doubts(applied.doubts, now=now).looks
        if applied.runs:
            run_all(runs.claimed(token), tally, stop=stop, now=now)
    if stop():
        return tally
    due = claims.claim(
        ReceiverRun.objects.all(), new_token(), limit=limit, now=now or claims.now_in_database()
    )
    run_all(due, tally, stop=stop, now=now)
    if not stop():
        tally.looks += serve_doubts(limit=limit, now=now).looks
    return tally


def drain_all(*, rounds: int = 1000) -> int:
    """Round after round until nothing is due; returns how many pieces of work were done."""
    total = Tally()
    for _ in range(rounds):
        tally = drain()
        if not tally:
            break
        total += tally
    return total.applied + total.failed + total.looks + total.ran + total.run_failures


def run_all(
    waiting: list[ReceiverRun],
    tally: Tally,
    *,
    stop: Callable[[], bool],
    now: dt.datetime | None = None,
) -> None:
    """Run these receivers one by one; what is not begun when it is time to stop is released."""
    for position, one in enumerate(waiting):
        if stop():
            claims.release(waiting[position:], now=now or claims.now_in_database())
            return
        if runs.run(one, now=now):
            tally.ran += 1
        else:
            tally.run_failures += 1


def take_in_now(entry: WebhookEventTrigger, *, now: dt.datetime | None = None) -> None:
    """
    Record what was just received and apply it, in the request that received it, within the
    time limit.

    What is not done by then, and what fails, waits for a worker, a cron line, or the next
    webhook: this one also does a little of what others left. What is raised was not recorded.
    """
    stands = standing(entry)
    settle(entry, stands)
    if stands.paused or entry.state != WorkState.WAITING:
        insert(entry)
        return
    token = new_token()
    with within(djstripe_settings.DJSTRIPE_INBOX_SECONDS):
        applied = apply_unrecorded(entry, token=token, now=now, ticket=stands.ticket)
        if applied is None:
            claim(entry, token)
            insert(entry)
        try:
            _finish_now(applied or apply([entry], token=token, now=now), token, now)
        except Exception:
            # It is recorded, and its claim runs out: Stripe need not know.
            logger.exception("djstripe: event %s is left for later", entry.event_stripe_id)


def _finish_now(applied: Applied, token: str, now: dt.datetime | None) -> None:
    if applied.doubts and not _is_late():
        serve_doubts(applied.doubts, now=now)
    if applied.runs:
        run_all(runs.claimed(token), Tally(), stop=_is_late, now=now)
    if _sweeper.is_due(time.monotonic()) and not _is_late():
        drain(limit=5, stop=_is_late, now=now)


def _is_late() -> bool:
    return seconds_left() == 0.0


class _Sweeper:
    """When this process last looked for what others left."""

    def __init__(self) -> None:
        self.last = float("-inf")

    def is_due(self, monotonic: float) -> bool:
        every = djstripe_settings.DJSTRIPE_INBOX_SWEEP_SECONDS
        if not every or monotonic - self.last < every:
            return False
        self.last = monotonic
        return True


_sweeper = _Sweeper()


def is_paused() -> bool:
    """Whether somebody paused the inbox: events are recorded, and wait."""
    using = router.db_for_write(Bookmark)
    return Bookmark.objects.using(using).filter(name=PAUSED).exists()
