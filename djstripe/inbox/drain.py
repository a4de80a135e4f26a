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
from .due import what_is_due
from .hot import insert
from .receive import claim, settle, standing

logger = logging.getLogger(__name__)

BATCH = 100
TASK_SECONDS = 30.0


@dataclass
class Tally:
    """What one round came to."""

    applied: int = 0
    failed: int = 0
    looks: int = 0
    ran: int = 0
    run_failures: int = 0

    @property
    def pieces(self) -> int:
        """How many pieces of work were begun."""
        return self.applied + self.failed + self.looks + self.ran + self.run_failures

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return self.pieces > 0

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
    tally = Tally()
    due = what_is_due(now or claims.now_in_database())
    if due.paused:
        return tally
    enough = _before_leases_end(stop)
    if due.entries:
        token = new_token()
        entries = claims.claim(
            WebhookEventTrigger.objects.prefetch_related("webhook_endpoint"),
            token,
            limit=limit,
            now=now or claims.now_in_database(),
        )
        applied = apply(entries, now=now, token=token, stop=enough)
        tally.applied, tally.failed = applied.applied, applied.failed
        tally.looks = applied.looks + serve_doubts(applied.doubts, now=now, stop=enough).looks
        if applied.runs:
            run_all(runs.claimed(token), tally, stop=enough, now=now)
    if due.runs and not enough():
        waiting = claims.claim(
            ReceiverRun.objects.all(), new_token(), limit=limit, now=now or claims.now_in_database()
        )
        run_all(waiting, tally, stop=enough, now=now)
    if due.doubts:
        tally.looks += serve_doubts(limit=limit, now=now, stop=enough).looks
    return tally


def _before_leases_end(stop: Callable[[], bool]) -> Callable[[], bool]:
    """
    ``stop``, and that half of the lease is over: where Stripe or a receiver is slow, what was
    claimed is given back before others take it for left behind.
    """
    ends = time.monotonic() + max(1.0, djstripe_settings.DJSTRIPE_INBOX_LEASE_SECONDS / 2)
    return lambda: stop() or time.monotonic() >= ends


def drain_all(*, stop: Callable[[], bool] = lambda: False) -> Tally:
    """Round after round until nothing is due, or until it is time to stop."""
    total = Tally()
    while not stop() and (tally := drain(stop=stop)):
        total += tally
    return total


def drain_as_task(ask_again: Callable[[], object], *, seconds: float = TASK_SECONDS) -> int:
    """
    What a task of a queue's does: drain until nothing is due; returns how many pieces of work
    were done.

    After so many seconds it makes room for other tasks, and for whoever wants to stop their worker:
    ``ask_again()`` then puts another task into the queue.
    """
    ends = time.monotonic() + seconds
    total = drain_all(stop=lambda: time.monotonic() >= ends)
    if time.monotonic() >= ends:
        ask_again()
    return total.pieces


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
