"""
Take in one delivery: verify it, record it, and nothing more.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import BadRequest

from .. import __version__
from ..enums import WebhookEndpointValidation
from ..models.webhooks import WebhookEndpoint, WebhookEventTrigger, headers_worth_keeping
from ..models.work import WorkState
from ..signals import webhook_post_validate, webhook_pre_validate
from . import claims
from .verify import signed_at

MAX_BODY = 5 * 1024 * 1024  # bytes; the largest of Stripe's events are far below


def receive(
    body: bytes,
    headers: Mapping[str, str],
    *,
    endpoint: WebhookEndpoint | None,
    secrets: Sequence[str],
    remote_ip: str | None = None,
    now: float | None = None,
    token: str = "",
) -> WebhookEventTrigger:
    """
    The recorded delivery, its signature verified: see ``read`` and ``record``.

    With a ``token`` the entry is claimed at once, by whoever is about to apply it.
    """
    entry = read(body, headers, endpoint=endpoint, secrets=secrets, remote_ip=remote_ip, now=now)
    record(entry, token=token)
    return entry


def read(
    body: bytes,
    headers: Mapping[str, str],
    *,
    endpoint: WebhookEndpoint | None,
    secrets: Sequence[str],
    remote_ip: str | None = None,
    now: float | None = None,
) -> WebhookEventTrigger:
    """
    The delivery, its signature verified; not yet recorded.

    ``headers`` has any spelling of their names; ``now`` is in Unix seconds. Raises
    InvalidSignature and BadRequest, both of which Django answers with 400.
    """
    if len(body) > MAX_BODY:
        raise BadRequest("The body is larger than any of Stripe's events.")
    entry = WebhookEventTrigger(
        webhook_endpoint=endpoint,
        headers=headers_worth_keeping(headers),
        remote_ip=remote_ip,
        djstripe_version=__version__,
    )
    webhook_pre_validate.send(sender=WebhookEventTrigger, instance=entry)
    now = time.time() if now is None else now
    entry.signed_at = _verify(body, headers, endpoint, secrets, now)
    event = _read(body)
    # PostgreSQL takes no NUL in text; JSON never needs one unescaped.
    entry.body = body.decode("utf-8").replace("\x00", "")
    entry.__dict__["json_body"] = event
    entry.valid = True
    owner = endpoint.djstripe_owner_account_id if endpoint is not None else ""
    describe(entry, event, owner)
    entry.created = entry.updated = entry.due = claims.in_database(now)
    webhook_post_validate.send(sender=WebhookEventTrigger, instance=entry, valid=True)
    return entry


def record_event(
    event: Mapping[str, Any],
    *,
    account: str,
    source: str,
    token: str = "",
    now: dt.datetime | None = None,
) -> WebhookEventTrigger:
    """An entry for an event that came by another way than a delivery."""
    entry = WebhookEventTrigger(
        body=json.dumps(event, separators=(",", ":")).replace("\x00", ""),
        valid=True,
        source=source,
        djstripe_version=__version__,
    )
    describe(entry, event, account)
    entry.created = entry.updated = entry.due = now or claims.now_in_database()
    record(entry, token=token)
    return entry


def describe(entry: WebhookEventTrigger, event: Mapping[str, Any], owner: str) -> None:
    """Write beside the body what is asked for most: the event's id, type, account and mode."""
    kind, account = event.get("type"), event.get("account") or event.get("context")
    entry.event_stripe_id = str(event.get("id") or "").replace("\x00", "")[:255]
    entry.event_type = (kind if isinstance(kind, str) else "").replace("\x00", "")[:255]
    entry.livemode = event.get("livemode") is True
    whose = account.replace("\x00", "")[:255] if isinstance(account, str) else owner
    trigger_account: Any = whose or None
    entry.stripe_trigger_account_id = trigger_account


def record(entry: WebhookEventTrigger, *, token: str = "") -> None:
    """
    Insert the entry: with nothing left to do if its event was applied before, and claimed if
    there is a token.
    """
    if not settles_itself(entry) and token:
        claim(entry, token)
    entry.save(force_insert=True)


def settles_itself(entry: WebhookEventTrigger) -> bool:
    """Whether nothing is to be done: a test event, or one that was applied before; noted in it."""
    if entry.is_test_event:
        entry.state = WorkState.DISMISSED
    elif event := _applied_before(entry):
        entry.state, entry.processed, entry.event_id = WorkState.DONE, True, event[0]
        entry.source = WebhookEventTrigger.Source.AGAIN
    return entry.state != WorkState.WAITING


def claim(entry: WebhookEventTrigger, token: str) -> None:
    """Claimed by whoever is about to insert it."""
    entry.claim, entry.tries, entry.due = token, 1, claims.lease(entry.created)


def _applied_before(entry: WebhookEventTrigger) -> tuple[int | None] | None:
    account: Any = entry.stripe_trigger_account_id
    before = WebhookEventTrigger.objects.filter(
        event_stripe_id=entry.event_stripe_id,
        livemode=entry.livemode,
        stripe_trigger_account_id=account,
        state=WorkState.DONE,
    )
    return before.values_list("event_id").first()


def _verify(
    body: bytes,
    headers: Mapping[str, str],
    endpoint: WebhookEndpoint | None,
    secrets: Sequence[str],
    now: float,
) -> int | None:
    method = endpoint.djstripe_validation_method if endpoint else None
    if method in (WebhookEndpointValidation.none, WebhookEndpointValidation.retrieve_event):
        return None
    header = next((v for k, v in headers.items() if k.lower() == "stripe-signature"), "")
    tolerance = endpoint.djstripe_tolerance if endpoint else 300
    return signed_at(body, header, secrets, now=now, tolerance_seconds=tolerance)


def _read(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(event, dict) or not isinstance(event.get("id"), str):
        raise BadRequest("The body is not an event of Stripe's: it has no id.")
    return event
