"""
Make the mirror agree with events.

In order: decide for each whether its payload may be believed; look, once for all who speak of
one object, at what may not (before any transaction opens); then, in one transaction, store,
write down which receivers are to run, and mark the entries applied. What fails fails alone and
is tried again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import stripe
from django.db import router
from django.dispatch import Signal

from .. import mirror
from ..exceptions import DjStripeError, ImpossibleAPIRequest
from ..fields import Misfit, follow, id_of, moment
from ..gateway import get_gateway, object_path
from ..look import CANNOT_LOOK, look
from ..mirror import DoubtKey, Outcome, Statement
from ..models.flows import flows
from ..models.webhooks import WebhookEventTrigger
from ..models.work import WorkState
from ..references import References, references_of
from ..settings import djstripe_settings
from ..signals import webhook_post_process, webhook_pre_process, webhook_processing_error
from ..snapshot import Door, Snapshot, Stamp
from . import claims, hot, runs
from .decide import THIN, Act, Decision, decide, is_whole, related_to

logger = logging.getLogger(__name__)


@dataclass
class Applied:
    """What applying came to: the doubts to be looked at, and what failed."""

    doubts: set[DoubtKey] = field(default_factory=set)
    failed: int = 0
    applied: int = 0
    looks: int = 0
    runs: int = 0  # receivers that were written down
    error: Exception | None = None  # of what failed last

    def __iadd__(self, other: Applied) -> Applied:
        self.doubts |= other.doubts
        self.failed += other.failed
        self.applied += other.applied
        self.looks += other.looks
        self.runs += other.runs
        self.error = other.error or self.error
        return self


@dataclass
class Plan:
    """One entry of the inbox, and what it asks for."""

    entry: WebhookEventTrigger
    event: Mapping[str, Any]
    account: str
    livemode: bool
    decision: Decision
    outcome: Outcome | None = None

    @property
    def type(self) -> str:
        return str(self.event.get("type") or "")

    @property
    def subject(self) -> Mapping[str, Any] | None:
        """The object that a snapshot event carries."""
        data = self.event.get("data")
        subject = data.get("object") if isinstance(data, Mapping) else None
        return subject if isinstance(subject, Mapping) else None

    @property
    def about(self) -> DoubtKey | None:
        """The id, object name, account and mode of what the event speaks of."""
        if related := related_to(self.event):
            account = related.account or self.account
            return (related.id, related.object, account, self.livemode)
        subject = self.subject or {}
        name, id = subject.get("object"), subject.get("id")
        if isinstance(name, str) and not id:
            carrier = mirror.carrier_for(name)
            id = id_of(follow(subject, carrier.set_carriers[name][0])) if carrier else None
        if isinstance(name, str) and isinstance(id, str) and id:
            return (id, name, self.account, self.livemode)
        return None

    @property
    def stamp(self) -> Stamp:
        return Stamp.of_event(_seconds(self.event))

    def itself(self) -> Snapshot:
        """The event as an object of its own."""
        return self._snapshot(self.event)

    def payload(self) -> Snapshot | None:
        """What the event says of its object."""
        if self.subject is None:
            return None
        return self._snapshot(self.subject, deleted=self.decision.deleted)

    def look(self) -> Snapshot:
        """What Stripe says of the object now."""
        if related := related_to(self.event):
            account = related.account or self.account
            if not related.url:
                named = {"object": related.object, "id": related.id}
                return look(named, account, self.livemode)
            credentials = flows.find_credentials(account=account, livemode=self.livemode)
            return get_gateway().look(related.object, related.id, related.url, credentials)
        subject = dict(self.subject or {})
        if not subject.get("id") and self.about is not None:
            subject["id"] = self.about[0]
        seen = look(subject, self.account, self.livemode)
        if seen.deleted and self.decision.deleted:
            # The answer says that it is gone, and the event what it was.
            version = str(self.event.get("api_version") or "")
            return replace(seen, data=subject, api_version=version)
        return seen

    def _snapshot(self, data: Mapping[str, Any], *, deleted: bool = False) -> Snapshot:
        return Snapshot(
            data=data,
            account=self.account,
            livemode=self.livemode,
            stamp=self.stamp,
            door=Door.EVENT,
            api_version=str(self.event.get("api_version") or ""),
            deleted=deleted,
        )


def apply(
    entries: Sequence[WebhookEventTrigger],
    *,
    now: dt.datetime | None = None,
    token: str = "",
    stop: Callable[[], bool] = lambda: False,
) -> Applied:
    """
    Apply entries of the inbox, in one store.

    Nothing is raised for what an entry brings: it is recorded with it, and tried again. The
    runs of receivers that this makes bear ``token``, so that the caller may do them at once.
    ``stop()`` is asked before each look: what would need one then is released.
    """
    now = now or claims.now_in_database()
    plans, applied = [], Applied()
    for entry in entries:
        try:
            _announce(entry)
            plans.append(_plan(entry))
        except Exception as error:
            applied += _failed([entry], error, now)
    subjects = _subjects(plans, now, stop)
    applied += subjects.applied
    plans = [plan for plan in plans if plan.entry.pk not in subjects.left_out]
    if plans:
        applied += _store(plans, subjects, now, token)
    return applied


def apply_unrecorded(
    entry: WebhookEventTrigger,
    *,
    token: str,
    now: dt.datetime | None = None,
    ticket: int | None = None,
) -> Applied | None:
    """
    Record and apply one event whose payload may be believed, in one transaction. ``ticket``:
    one drawn since the event came in.

    None if it is to be recorded first: Stripe must be asked, or it failed. Nothing is lost by
    a crash in between, for nobody has been answered.
    """
    now = now or claims.now_in_database()
    if not _is_at_hand(entry):
        return None
    try:
        plan = _plan(entry)
        if plan.decision.act is Act.LOOK:
            return None
        payload = plan.payload() if plan.decision.act is Act.STORE else None
        subjects = Subjects()
        if plan.about is not None and payload is not None:
            subjects.snapshots[plan.about] = [payload]
        _announce(entry)
        applied = _store_once([plan], subjects, now, token, ticket)
    except Exception as error:
        logger.info("djstripe: event %s: %s", entry.event_stripe_id, claims.describe(error))
        return None
    entry.__dict__.pop(ANNOUNCED, None)
    _tell(webhook_post_process, entry)
    return applied


ANNOUNCED = "_announced"  # on an entry: what came of announcing this try


def _announce(entry: WebhookEventTrigger) -> None:
    """
    Say that an event is about to be applied: once for each try, also where a try begins in one
    transaction and goes on in two. Raises what a listener raised.
    """
    if ANNOUNCED in entry.__dict__:
        raised = entry.__dict__.pop(ANNOUNCED)
        if raised is not None:
            raise raised
        return
    try:
        webhook_pre_process.send(sender=WebhookEventTrigger, instance=entry)
    except Exception as error:
        if entry.pk is None:
            entry.__dict__[ANNOUNCED] = error
        raise
    if entry.pk is None:
        entry.__dict__[ANNOUNCED] = None


def _tell(signal: Signal, entry: WebhookEventTrigger, **more: Any) -> None:
    """
    Send one of dj-stripe's signals, with the key that acts for the event's account as a string
    ("" if there is none); it is looked for only where somebody listens.
    """
    if not signal.has_listeners(WebhookEventTrigger):
        return
    try:
        key = flows.find_credentials(
            account=entry.stripe_trigger_account_id, livemode=entry.livemode
        ).api_key.reveal()
    except (DjStripeError, stripe.StripeError):
        key = ""
    signal.send_robust(sender=WebhookEventTrigger, instance=entry, api_key=key, **more)


def _plan(entry: WebhookEventTrigger) -> Plan:
    event = _whole_event(entry)
    livemode = event.get("livemode") is True
    account = entry.stripe_trigger_account_id or ""
    if not account:
        account, _ = flows.find_account(livemode, None)
    decision = decide(
        event,
        api_version=djstripe_settings.STRIPE_API_VERSION,
        trust=djstripe_settings.DJSTRIPE_TRUST_EVENT_PAYLOADS,
        signed_at=entry.signed_at,
    )
    return Plan(entry, event, account, livemode, decision)


def _whole_event(entry: WebhookEventTrigger) -> Mapping[str, Any]:
    """The event as it was delivered; asked for at Stripe where that is not all of it."""
    event = entry.json_body
    if _is_at_hand(entry):
        return event
    credentials = flows.find_credentials(
        account=entry.stripe_trigger_account_id, livemode=entry.livemode
    )
    path = "/v2/core/events/{id}" if event.get("object") == THIN else "/v1/events/{id}"
    return get_gateway().retrieve(object_path(path, id=event["id"]), credentials).data


def _is_at_hand(entry: WebhookEventTrigger) -> bool:
    """Whether the body may be read as it is, without asking Stripe for the event."""
    endpoint = entry.webhook_endpoint
    verified = endpoint is None or endpoint.djstripe_validation_method != "retrieve_event"
    return verified and is_whole(entry.json_body)


# ---------------------------------------------------------------------- what to store


@dataclass
class Subjects:
    """
    What is to be stored of each object spoken of, which of them ought to be looked at and could
    not be, and the entries that failed over theirs or were released.
    """

    snapshots: dict[DoubtKey, list[Snapshot]] = field(default_factory=dict)
    unseen: dict[DoubtKey, str] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    applied: Applied = field(default_factory=Applied)


def _subjects(plans: Sequence[Plan], now: dt.datetime, stop: Callable[[], bool]) -> Subjects:
    """
    Ask where one must.

    One look serves all who speak of an object: they were all here before it was sent, so its
    answer is newer than any of them.
    """
    by_object: dict[DoubtKey, list[Plan]] = {}
    for plan in plans:
        if plan.about is not None and plan.decision.act is not Act.NOTHING:
            by_object.setdefault(plan.about, []).append(plan)
    found = Subjects()
    for about, speakers in by_object.items():
        payloads = [p for plan in speakers if (p := plan.payload()) is not None]
        asking = next((p for p in speakers if p.decision.act is Act.LOOK), None)
        if asking is None and not _contradict(payloads):
            found.snapshots[about] = payloads
            continue
        if stop():
            claims.release([plan.entry for plan in speakers], now=now)
            found.left_out |= {plan.entry.pk for plan in speakers}
            continue
        found.applied.looks += 1
        try:
            found.snapshots[about] = [(asking or speakers[-1]).look()]
        except CANNOT_LOOK as error:
            logger.info("djstripe: %s %s: %s", about[1], about[0], error)
            found.snapshots[about] = payloads
            if not payloads or not isinstance(error, ImpossibleAPIRequest):
                found.unseen[about] = "it could not be looked at"
        except Exception as error:
            found.applied += _failed([plan.entry for plan in speakers], error, now)
            found.left_out |= {plan.entry.pk for plan in speakers}
    return found


def _contradict(payloads: Sequence[Snapshot]) -> bool:
    """Whether two of these were true at what may be one moment, and differ."""
    ordered = sorted(payloads, key=lambda one: one.stamp.earliest)
    return any(
        later.stamp.earliest <= earlier.stamp.latest
        and (later.data != earlier.data or later.deleted != earlier.deleted)
        for earlier, later in pairwise(ordered)
    )


# ---------------------------------------------------------------------------- storing


def _store(plans: list[Plan], subjects: Subjects, now: dt.datetime, token: str) -> Applied:
    """All of it at once; by halves where that fails, so that one cannot hold up all."""
    try:
        applied = _store_once(plans, subjects, now, token)
    except Exception as error:
        if len(plans) == 1:
            return _failed([plans[0].entry], error, now)
        half = len(plans) // 2
        applied = _store(plans[:half], subjects, now, token)
        applied += _store(plans[half:], subjects, now, token)
        return applied
    for plan in plans:
        _tell(webhook_post_process, plan.entry)
    return applied


def _store_once(
    plans: list[Plan],
    subjects: Subjects,
    now: dt.datetime,
    token: str,
    ticket: int | None = None,
) -> Applied:
    """
    Events, objects, doubts, receivers to be run, and the entries' ends: one transaction.

    The mirror may live in a database of its own; the inbox lives there too.
    """
    using = router.db_for_write(WebhookEventTrigger)
    wanted = {plan.about for plan in plans}
    about = [one for key, found in subjects.snapshots.items() if key in wanted for one in found]
    unseen = {key: why for key, why in subjects.unseen.items() if key in wanted}

    def write() -> tuple[Applied, list[dict[str, Any]]]:
        events = [plan.itself() for plan in plans]
        named = References({}, None)
        if djstripe_settings.DJSTRIPE_FETCH_MISSING_REFERENCES:
            named = references_of(about, using)
        ends = [_end_of(plan, now) for plan in plans]
        inserting = _inserting(plans[0], ends[0], using)
        along = [one for one in (named.statement, inserting) if one is not None]
        outcomes = mirror.store([*events, *about], using=using, ticket=ticket, along=along)
        for plan, outcome in zip(plans, outcomes, strict=False):
            outcome.raise_if_refused()
            plan.outcome = outcome
        doubts = set(outcomes[0].doubts)
        more = unseen | named.missing(outcomes[len(plans) :])
        if more:
            mirror.doubt(more, using=using)
            doubts |= set(more)
        to_run = runs.write_down(plans, token=token, now=now, using=using)
        for plan, end in zip(plans, ends, strict=True):
            end["event_id"] = _event_row(plan)
        if inserting is not None:
            ends[0] |= hot.inserted(inserting, using)
        elif plans[0].entry.pk is None:
            ends[0] |= _insert(plans[0].entry, ends[0])
        else:
            hot.end([(plan.entry.pk, end) for plan, end in zip(plans, ends, strict=True)], using)
        for outcome in outcomes[len(plans) :]:
            if outcome.error is not None:
                logger.warning("djstripe: %s", outcome.error)
        return Applied(doubts=doubts, applied=len(plans), runs=to_run), ends

    applied, ends = mirror.as_one(write, using=using)
    # Only now: a deadlock takes all of it back, and who tries again must find the entries as
    # they were.
    for plan, end in zip(plans, ends, strict=True):
        plan.entry.__dict__.update(end)
    return applied


_APPLIED: dict[str, Any] = {
    "state": WorkState.DONE,
    "processed": True,
    "exception": "",
    "traceback": "",
}


def _end_of(plan: Plan, now: dt.datetime) -> dict[str, Any]:
    """What an entry says once it is applied."""
    return {**_APPLIED, "updated": now, "first_applied": plan.entry.first_applied or now}


def _inserting(plan: Plan, end: Mapping[str, Any], using: str) -> Statement | None:
    """What inserts an entry that was not recorded before; None if it was."""
    if plan.entry.pk is not None or plan.event.get("object") == THIN:
        return None
    event = (str(plan.event.get("id")), plan.account, plan.livemode)
    return hot.inserting(plan.entry, using, end, event=event)


def _insert(entry: WebhookEventTrigger, end: Mapping[str, Any]) -> dict[str, Any]:
    """Insert an entry with its end; what that has changed of it."""
    ended = copy(entry)
    ended.__dict__.update(end)
    hot.insert(ended)
    return dict(ended.__dict__)


def _event_row(plan: Plan) -> int | None:
    """The primary key of the Event; thin events have a table of their own."""
    outcome = plan.outcome
    if outcome is None or outcome.model is None or outcome.model.__name__ != "Event":
        return None
    return outcome.pk


def _failed(entries: Sequence[WebhookEventTrigger], error: Exception, now: dt.datetime) -> Applied:
    for entry in entries:
        logger.warning("djstripe: event %s: %s", entry.event_stripe_id, claims.describe(error))
        claims.fail(entry, error, now=now)
        _tell(webhook_processing_error, entry, exception=error, data=entry.json_body)
    return Applied(failed=len(entries), error=error)


def _seconds(event: Mapping[str, Any]) -> int:
    """When the event was made (Unix seconds); 0, older than everything, where it does not say."""
    try:
        return int(moment(event.get("created")).timestamp())
    except Misfit:
        return 0
