"""
The project's receivers: each runs once for each event, in a transaction of its own together
with the record that it ran.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.utils.functional import SimpleLazyObject

from .. import mirror
from ..event_handlers import call_receiver, named_receivers
from ..exceptions import DjStripeError
from ..fields import follow
from ..models.work import ReceiverRun, WorkState
from . import claims
from .decide import related_to

if TYPE_CHECKING:
    from .apply import Plan

logger = logging.getLogger(__name__)


class ReceiverGone(DjStripeError):
    """No receiver of this name listens to this event any more."""


def write_down(plans: Sequence[Plan], *, token: str, now: dt.datetime, using: str) -> int:
    """
    The receivers that are to run for these events, in the transaction that applies them.

    An event that comes twice finds them written down already, and one that is applied again
    brings no receivers that were not there at first. Returns how many there are.
    """
    rows = [
        ReceiverRun(
            receiver=name[:255],
            event=str(plan.event["id"]),
            event_type=plan.type[:255],
            account=plan.account,
            livemode=plan.livemode,
            due=claims.lease(now) if token else now,
            tries=1 if token else 0,
            claim=token,
            created=now,
            updated=now,
        )
        for plan in plans
        if plan.outcome is not None and plan.entry.first_applied is None
        for name in named_receivers(plan.type, plan.outcome.model)
    ]
    if rows:
        ReceiverRun.objects.using(using).bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def claimed(token: str) -> list[ReceiverRun]:
    """What is claimed under a token and still to be done, in the order it was written down."""
    using = router.db_for_write(ReceiverRun)
    waiting = ReceiverRun.objects.using(using).filter(claim=token, state=WorkState.WAITING)
    return list(waiting.order_by("pk"))


def run(one: ReceiverRun, *, now: dt.datetime | None = None) -> bool:
    """
    Run one receiver; False if it failed, which is recorded with the run.

    What it writes to the mirror's database is committed together with the fact that it ran,
    or not at all. While it runs its row is locked: whoever else claimed it waits, and finds it
    done. (And SQLite, which cannot turn a reader into a writer, begins with writing.)
    """
    now = now or claims.now_in_database()
    using = router.db_for_write(ReceiverRun)
    try:
        event = event_of(one)
        receiver = _receiver(one, type(event))
        with transaction.atomic(using=using):
            if claims.finish(one, now=now):
                instance = SimpleLazyObject(lambda: instance_of(event))
                call_receiver(receiver, event, instance=instance)
    except ReceiverGone as error:
        # To try again changes nothing until a person does: it is a dead letter at once.
        logger.error("djstripe: %s", error)
        claims.give_up(one, claims.describe(error), now=now)
        return False
    except Exception as error:
        # Receivers are the project's own and may raise anything.
        logger.exception("djstripe: %s failed on %s", one.receiver, one.event)
        claims.fail(one, error, now=now)
        return False
    return True


def _receiver(one: ReceiverRun, sender: type[Any]) -> Any:
    for name, receiver in named_receivers(one.event_type, sender).items():
        if name[:255] == one.receiver:
            return receiver
    raise ReceiverGone(
        f"{one.receiver} does not listen to {one.event_type} here. Dismiss this run, or replay it "
        "where a receiver of that name is connected."
    )


def event_of(one: ReceiverRun) -> Any:
    """The mirrored event that a run is about."""
    row = find_event(one.event, one.account, one.livemode)
    if row is None:
        raise ReceiverGone(f"The event {one.event} is not in the mirror any more.")
    return row


def find_event(id: str, account: str, livemode: bool) -> Any:
    """The mirrored event of this id, a snapshot or a thin one; None if there is none."""
    for name in ("event", "v2.core.event"):
        model = mirror.model_for(name)
        row = (
            model
            and model._base_manager.filter(
                id=id, djstripe_owner_account_id=account, livemode=livemode
            ).first()
        )
        if row:
            return row
    return None


def instance_of(event: Any) -> Any:
    """The mirrored object that an event is about, as it is now; None if it is not mirrored."""
    payload = event.stripe_data or {}
    account, subject = "", follow(payload, "data.object")
    name: Any
    id: Any
    if related := related_to(payload):
        name, id, account = related.object, related.id, related.account
    elif isinstance(subject, Mapping):
        name, id = subject.get("object"), subject.get("id")
    else:
        return None
    model = mirror.model_for(name) if isinstance(name, str) else None
    if model is None or not isinstance(id, str):
        return None
    rows = model._base_manager.filter(id=id, livemode=event.livemode)
    if not model.owner_path:
        rows = rows.filter(djstripe_owner_account_id=account or event.djstripe_owner_account_id)
    return rows.first()
