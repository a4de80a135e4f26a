"""
What never reached the inbox is found in Stripe's lists and recorded there; doubts are served.

One call of :func:`repair` is one run. It may be killed at any moment: the next goes on.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import stripe
from django.db import router, transaction

from .. import inbox
from ..exceptions import DjStripeError
from ..gateway import Credentials, Page, get_gateway, object_path
from ..inbox import Tally
from ..inbox.claims import in_database, now_in_database
from ..look import serve_doubts
from ..mirror import Doubt
from ..models.api import connected_credentials, known_credentials
from ..models.v2 import EventV2
from ..models.webhooks import WebhookEventTrigger
from ..models.work import WorkState
from ..settings import djstripe_settings
from .attempts import Resolved, resolve
from .events import (
    EVENTS,
    EVERY,
    LISTED_SECONDS,
    Only,
    created_of,
    pages_from,
    thin_pages_from,
)
from .places import GAP, Place, first_received

logger = logging.getLogger(__name__)

READ, READ_THIN, BEGAN = "events", "events.thin", "events.began"
RETRIED_SECONDS = 3 * 86_400  # for so long Stripe itself goes on trying, in live mode
SHOWN = 100

# Hears of each event read, and whether it was missing.
Heard = Callable[[Mapping[str, Any], bool], None]


@dataclass
class Found:
    """
    What was found in the lists of one account and mode.

    ``since``: the moment (Unix seconds) from which was read; None: nothing was. ``awaited``:
    those of the missing that Stripe is still trying to deliver. ``gap``: the moment from which on
    events were not compared while Stripe listed them; it stays until a backfill closes it.
    ``note``, ``error``: what a person should know, in a sentence.
    """

    account: str
    livemode: bool
    since: int | None = None
    read: int = 0
    missing: int = 0
    awaited: int = 0
    types: dict[str, int] = field(default_factory=dict)  # of the missing, with how many
    gap: int | None = None
    note: str = ""
    error: str = ""

    def count(
        self, events: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, Any]]
    ) -> None:
        """Add what one page came to."""
        self.read += len(events)
        self.missing += len(missing)
        self.awaited += sum(bool(event.get("pending_webhooks")) for event in missing)
        for event in missing:
            kind = str(event.get("type"))
            self.types[kind] = self.types.get(kind, 0) + 1


@dataclass
class Report:
    """
    What one run found and did: the lists, one by one, then the inbox, the requests whose answer
    never came, and the doubts.

    ``impossible``: what is in doubt and cannot be looked up, as ``(object, id, why)``; the
    first hundred, ``impossible_count`` are all.
    """

    found: list[Found] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    settled: int = 0
    doubts_open: int = 0
    impossible: list[tuple[str, str, str]] = field(default_factory=list)
    impossible_count: int = 0
    attempts: Resolved = field(default_factory=Resolved)
    dry: bool = False

    @property
    def missing(self) -> int:
        """How many events had not reached the inbox."""
        return sum(one.missing for one in self.found)

    @property
    def errors(self) -> list[str]:
        return [one.error for one in self.found if one.error]

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for a task's result or a log."""
        return {**asdict(self), "missing": self.missing, "errors": self.errors}


def repair(
    credentials: Iterable[Credentials],
    *,
    since: int | None = None,
    only: Only = EVERY,
    dry_run: bool = False,
    thin: bool | None = None,
    now: float | None = None,
    heard: Heard = lambda event, missing: None,
) -> Report:
    """
    Read the lists of events of these accounts, record what never came, and work it off.

    ``since`` and ``now`` are Unix seconds. Without ``since``, a list is read on from where the
    run before stopped, and ``DJSTRIPE_REPAIR_OVERLAP_SECONDS`` before that, for an event may
    appear in it late; what Stripe failed to deliver is looked for three days back. ``thin``:
    the list of thin events too; None: if any ever came.

    What goes wrong with one account is in its ``error``, and the others are read. With
    ``dry_run`` nothing is written. While the inbox is paused what is missing is recorded only.
    """
    run = _Run(since, only, dry_run, thin, time.time() if now is None else now, heard)
    report = Report([run.read(one) for one in credentials], dry=dry_run)
    _work_off(report, now)
    return report


def repair_known(
    *,
    account: str | None = None,
    livemode: bool | None = None,
    connected: bool = False,
    **more: Any,
) -> Report:
    """
    The same for every account and mode that a key is known of, or for those named;
    ``connected``: and for the mirrored accounts connected to them. What a task or a cron line
    calls. Raises CredentialsError if there is no key.
    """
    found = known_credentials(account=account, livemode=livemode)
    return repair([*found, *(connected_credentials(found) if connected else ())], **more)


def mark(credentials: Credentials) -> None:
    """
    Note where the lists of events are now, before a backfill begins, unless they have been
    read before: what happens while it reads is then read afterwards, even if it is killed.
    """
    if Place.of(READ, credentials).get() is None:
        page = next(get_gateway().pages(EVENTS, credentials, limit=1))
        _begin(credentials, page.stamp.earliest)


def _begin(credentials: Credentials, moment: int) -> None:
    """What happened before this moment is no matter of the lists: receivers hear nothing of it."""
    for name in (READ, BEGAN):
        Place.of(name, credentials).move(moment)


def follow(credentials: Credentials, *, whole: bool) -> Report:
    """
    Read the events since :func:`mark`, after a backfill has ended. ``whole``: it read
    everything, so what no list of events could bring has come.
    """
    if whole:
        Place.of(GAP, credentials).forget()
    return repair([credentials])


def apply_events(
    ids: Iterable[str], credentials: Credentials, *, heard: Heard = lambda event, missing: None
) -> Report:
    """
    Apply these events, unless they were: those that never came are asked for at Stripe, and
    those that failed or wait are tried at once.

    Raises the SDK's errors: ``InvalidRequestError`` for an event that Stripe no longer has.
    """
    found = Found(credentials.account, credentials.livemode)
    for id in ids:
        snapshot = get_gateway().retrieve(object_path(EVENTS + "/{id}", id=id), credentials)
        seen_at = None if snapshot.stamp.is_unknown else snapshot.stamp.latest - 1
        missing = inbox.missing([snapshot.data], livemode=credentials.livemode)
        inbox.record_listed(missing, account=credentials.account, seen_at=seen_at)
        if not missing:
            entries = WebhookEventTrigger.objects.filter(
                event_stripe_id=id, livemode=credentials.livemode
            )
            inbox.replay(entries.exclude(state=WorkState.DONE))
        found.count([snapshot.data], missing)
        heard(snapshot.data, bool(missing))
    report = Report([found])
    _work_off(report)
    return report


def _work_off(report: Report, now: float | None = None) -> None:
    """Drain the inbox, serve the doubts that are due, and list those that nobody can settle."""
    moment = None if now is None else in_database(now)
    while not report.dry and (tally := inbox.drain(now=moment)):
        report.tally += tally
    if not report.dry:
        done = report.attempts.done
        report.attempts = resolve(moment or now_in_database())
        report.attempts.done += done
    while not report.dry and not inbox.is_paused():
        served = serve_doubts(now=moment)
        report.settled += served.settled
        if not served.looks:
            break
    report.doubts_open = Doubt.objects.filter(state=Doubt.State.OPEN).count()
    impossible = Doubt.objects.filter(state=Doubt.State.IMPOSSIBLE).order_by("arose", "pk")
    report.impossible_count = impossible.count()
    report.impossible = [
        (doubt.object, doubt.object_id, doubt.detail or doubt.reason)
        for doubt in impossible[:SHOWN]
    ]


@dataclass
class _Run:
    """One run, as it goes from account to account."""

    since: int | None
    only: Only
    dry: bool
    thin: bool | None
    now: float
    heard: Heard
    told: set[str] = field(default_factory=set)  # ids of the missing, of which a dry run told

    @property
    def overlap(self) -> int:
        """How much is read again (seconds)."""
        return int(djstripe_settings.DJSTRIPE_REPAIR_OVERLAP_SECONDS)

    @property
    def floor(self) -> int:
        """Before this Stripe lists nothing any more."""
        return int(self.now) - LISTED_SECONDS

    @property
    def keeps_place(self) -> bool:
        """Only a run that reads everything, on from where the last stopped, moves the bookmark."""
        return self.since is None and self.only.is_everything and not self.dry

    def read(self, credentials: Credentials) -> Found:
        """Both lists of one account and mode; what goes wrong is said in ``error``."""
        found = Found(credentials.account, credentials.livemode)
        try:
            self._read_snapshots(credentials, found)
            if self._wants_thin(credentials):
                self._read_thin(credentials, found)
        except (stripe.StripeError, DjStripeError) as error:
            found.error = f"{credentials.account}: {error}"
            logger.warning("djstripe: the events of %s", found.error)
        if self.since is not None and self.since < self.floor:
            found.note = "Stripe lists the events of the last 30 days only: read from there."
        found.gap = Place.of(GAP, credentials).get()
        if found.gap is not None:
            found.note = _gap_note(found.gap)
            logger.warning("djstripe: %s: %s", credentials.account, found.note)
        return found

    def _read_snapshots(self, credentials: Credentials, found: Found) -> None:
        place = Place.of(READ, credentials)
        read_to = self._read_to(place, credentials)
        if read_to is None and self.since is None:
            self._begin_here(credentials, found)
            return
        since = found.since = self._where_to_begin(read_to, credentials)
        if self.since is None and not self.only.failed:
            self._read_failed(credentials, found, before=since)
        reached = max(since, read_to or 0)
        for page in pages_from(since, credentials, self.only):
            reached = max(reached, _up_to(page))
            self._take(page, credentials, found, place, reached)
        if self.keeps_place:
            place.move(max(reached, page.stamp.earliest))

    def _read_to(self, place: Place, credentials: Credentials) -> int | None:
        """Up to where the list was read; the first event received, if it never was."""
        read_to = place.get()
        if read_to is None and (first := first_received(credentials)) is not None:
            read_to = first
            if self.keeps_place:
                _begin(credentials, first - self.overlap)
        return read_to

    def _where_to_begin(self, read_to: int | None, credentials: Credentials) -> int:
        """The moment from which to read."""
        if self.since is not None:
            return max(self.since, self.floor)
        began = Place.of(BEGAN, credentials).get() or 0
        if self.only.failed or read_to is None:
            return max(began, self.floor)
        if read_to < self.floor and self.keeps_place:
            Place.of(GAP, credentials).move(read_to)
        return max(began, read_to - self.overlap, self.floor)

    def _read_failed(self, credentials: Credentials, found: Found, *, before: int) -> None:
        """What Stripe could not deliver, further back than the rest is read again."""
        began = Place.of(BEGAN, credentials).get() or 0
        since = max(began, self.floor, int(self.now) - RETRIED_SECONDS)
        if since >= before:
            return
        for page in pages_from(since, credentials, Only(self.only.types, failed=True)):
            self._take(page, credentials, found)

    def _begin_here(self, credentials: Credentials, found: Found) -> None:
        """Nothing was ever received: what happened until now is a backfill's to bring."""
        found.note = (
            "Nothing of this account and mode was ever received or backfilled: events are looked "
            "after from now on. Read what there is with djstripe_sync_models, or older events "
            "with --since."
        )
        if self.keeps_place:
            mark(credentials)

    def _wants_thin(self, credentials: Credentials) -> bool:
        if self.thin is not None or self.only.failed:
            return bool(self.thin)
        rows = EventV2.stripe_objects.of_account(credentials.account)
        return bool(rows.filter(livemode=credentials.livemode).exists())

    def _read_thin(self, credentials: Credentials, found: Found) -> None:
        """The thin events; newest first, so that the bookmark moves when all are read."""
        place = Place.of(READ_THIN, credentials)
        first: Page | None = None
        since = self._where_to_begin(place.get(), credentials)
        for page in thin_pages_from(since, credentials, self.only):
            self._take(page, credentials, found)
            first = first or page
        if self.keeps_place and first is not None:
            place.move(first.stamp.earliest)

    def _take(
        self,
        page: Page,
        credentials: Credentials,
        found: Found,
        place: Place | None = None,
        reached: int = 0,
    ) -> None:
        """Record what is missing of one page, and that it was read, in one transaction."""
        events = [one.data for one in page.snapshots if self.only.matches(one.data)]
        with transaction.atomic(using=router.db_for_write(WebhookEventTrigger)):
            missing = inbox.missing(events, livemode=credentials.livemode)
            missing = [event for event in missing if event["id"] not in self.told]
            if self.dry:
                self.told |= {event["id"] for event in missing}
            elif missing:
                seen_at = None if page.stamp.is_unknown else page.stamp.latest - 1
                account, moment = credentials.account, in_database(self.now)
                inbox.record_listed(missing, account=account, seen_at=seen_at, now=moment)
            if place is not None and self.keeps_place:
                place.move(reached)
        found.count(events, missing)
        ids = {event["id"] for event in missing}
        for event in events:
            self.heard(event, event["id"] in ids)


def _up_to(page: Page) -> int:
    """
    Up to where a page brought the reading, with care: events on a test clock say other times
    than those at which they came. 0 for an empty page.
    """
    moments = [created_of(one) for one in page.snapshots]
    return min([*moments, page.stamp.earliest]) if moments else 0


def _gap_note(since: int) -> str:
    day = dt.datetime.fromtimestamp(since, dt.UTC).strftime("%d %B %Y")
    return (
        f"From {day} on, events were not compared with Stripe's list, which now begins later. "
        "What never came of them only a backfill brings: djstripe_sync_models. Receivers do not "
        "run for it."
    )
