"""
Make the mirror agree with an event, and tell whoever listens.

In order: decide whether its payload may be believed, ask Stripe if not (before any
transaction opens), store, call the project's receivers in the same transaction, and look
at what was left in doubt.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import router, transaction
from django.utils import timezone

from .. import mirror
from ..event_handlers import receivers, send_event_signals
from ..exceptions import ImpossibleAPIRequest
from ..fields import Misfit, as_django_wants, moment
from ..gateway import get_gateway
from ..look import look, look_at_carried_set, serve_doubts
from ..mirror import Outcome, Status
from ..models.flows import flows
from ..models.webhooks import WebhookEventTrigger
from ..settings import djstripe_settings
from ..signals import webhook_post_process, webhook_pre_process, webhook_processing_error
from ..snapshot import Door, Snapshot, Stamp
from .decide import Act, decide

logger = logging.getLogger(__name__)


def apply(delivery: WebhookEventTrigger) -> None:
    """
    Apply one recorded delivery.

    Whatever a receiver raises is recorded with the delivery and raised again: nothing of the
    event is stored then, and Stripe delivers it again.
    """
    sender = WebhookEventTrigger
    webhook_pre_process.send(sender=sender, instance=delivery)
    try:
        event = _whole_event(delivery)
        outcomes = _apply(
            event, delivery.stripe_trigger_account_id or "", delivery.signed_at, delivery
        )
    except Exception as error:
        _record_failure(delivery, error)
        webhook_processing_error.send(
            sender=sender,
            instance=delivery,
            api_key="",
            exception=error,
            data=delivery.json_body,
        )
        raise
    webhook_post_process.send(sender=sender, instance=delivery, api_key="")
    _settle(outcomes)


def process_event(data: Any, api_key: str | None = None) -> Any:
    """
    Apply an event that came by another way than a delivery (the events list, the SDK).

    Returns the Event's row. Receivers are called once for each event, whichever way it came.
    """
    event = data if isinstance(data, Mapping) else data.to_dict()
    livemode = event.get("livemode")
    account, _ = flows.find_account(livemode if isinstance(livemode, bool) else None, api_key)
    outcomes = _apply(event, event.get("account") or account, None)
    _settle(outcomes)
    return outcomes[0].row


def _apply(
    event: Mapping[str, Any],
    account: str,
    signed_at: int | None,
    delivery: WebhookEventTrigger | None = None,
) -> list[Outcome]:
    if not account:
        account, _ = flows.find_account(event.get("livemode") is True, None)
    about = _subject(event, account, signed_at)
    itself = Snapshot(
        data=event,
        account=account,
        livemode=event.get("livemode") is True,
        stamp=Stamp.of_event(_seconds(event)),
        door=Door.EVENT,
        api_version=str(event.get("api_version") or ""),
    )
    # The mirror may live in a database of its own; the record of the delivery lives there too.
    with transaction.atomic(using=router.db_for_write(WebhookEventTrigger)):
        outcomes = mirror.store([itself, *about])
        outcomes[0].raise_if_refused()
        for outcome in outcomes[1:]:
            if outcome.error is not None:
                logger.warning("djstripe: event %s: %s", event["id"], outcome.error)
        if outcomes[0].status is Status.CREATED:
            _tell_receivers(outcomes[0], str(event.get("type") or ""))
        if delivery is not None:
            _record_success(delivery, outcomes[0].pk)
    return outcomes


def _tell_receivers(outcome: Outcome, event_type: str) -> None:
    """Call whoever listens; the event's row is read only if somebody does."""
    if event_type and receivers(event_type, outcome.model):
        send_event_signals(outcome.row)


def _subject(event: Mapping[str, Any], account: str, signed_at: int | None) -> Sequence[Snapshot]:
    """What the event says about its object, or what Stripe says now if it cannot be believed."""
    decision = decide(
        event,
        api_version=djstripe_settings.STRIPE_API_VERSION,
        trust=djstripe_settings.DJSTRIPE_TRUST_EVENT_PAYLOADS,
        signed_at=signed_at,
    )
    livemode = event.get("livemode") is True
    if decision.act is Act.NOTHING:
        return []
    if decision.act is Act.LOOK:
        try:
            return [_look(event, account, livemode)]
        except ImpossibleAPIRequest as error:
            logger.info("djstripe: event %s: %s Its payload is stored.", event["id"], error)
    subject = follow_subject(event)
    if subject is None:
        return []
    return [
        Snapshot(
            data=subject,
            account=account,
            livemode=livemode,
            stamp=Stamp.of_event(_seconds(event)),
            door=Door.EVENT,
            api_version=str(event.get("api_version") or ""),
            deleted=decision.deleted,
        )
    ]


def follow_subject(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The object that a snapshot event carries."""
    data = event.get("data")
    subject = data.get("object") if isinstance(data, Mapping) else None
    return subject if isinstance(subject, Mapping) else None


def _look(event: Mapping[str, Any], account: str, livemode: bool) -> Snapshot:
    related = event.get("related_object")
    if isinstance(related, Mapping):
        credentials = flows.find_credentials(account=account, livemode=livemode)
        return get_gateway().look(
            str(related.get("type")), str(related["id"]), str(related.get("url")), credentials
        )
    subject = dict(follow_subject(event) or {})
    if not subject.get("id"):
        return look_at_carried_set(subject, account, livemode)
    return look(subject, account, livemode)


def _seconds(event: Mapping[str, Any]) -> int:
    """When the event was made (Unix seconds); 0, older than everything, where it does not say."""
    try:
        return int(moment(event.get("created")).timestamp())
    except Misfit:
        return 0


def _whole_event(delivery: WebhookEventTrigger) -> dict[str, Any]:
    """The delivered event; asked for at Stripe where the endpoint is verified that way."""
    event = delivery.json_body
    endpoint = delivery.webhook_endpoint
    if endpoint is None or endpoint.djstripe_validation_method != "retrieve_event":
        return event
    credentials = flows.find_credentials(
        account=delivery.stripe_trigger_account_id, livemode=delivery.livemode
    )
    return dict(get_gateway().retrieve(f"/v1/events/{event['id']}", credentials).data)


def _record_success(delivery: WebhookEventTrigger, event_pk: int | None) -> None:
    delivery.processed, delivery.event_id = True, event_pk
    delivery.exception = delivery.traceback = ""
    delivery.updated = as_django_wants(timezone.now())
    WebhookEventTrigger.objects.filter(pk=delivery.pk).update(
        processed=True, event=event_pk, exception="", traceback="", updated=delivery.updated
    )


def _record_failure(delivery: WebhookEventTrigger, error: Exception) -> None:
    delivery.processed = False
    delivery.exception = f"{type(error).__name__}: {error}"[:128].replace("\x00", "")
    delivery.traceback = "".join(traceback.format_exception(error)).replace("\x00", "")[:100_000]
    delivery.updated = as_django_wants(timezone.now())
    delivery.save(update_fields=["processed", "exception", "traceback", "updated"])


def _settle(outcomes: Sequence[Outcome]) -> None:
    """Look at what the store left in doubt. What fails here is left to repair."""
    keys = [key for outcome in outcomes[:1] for key in outcome.doubts]
    if keys:
        serve_doubts(keys)
