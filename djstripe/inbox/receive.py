"""
Take in one delivery: verify it, record it, and nothing more.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import BadRequest

from .. import __version__
from ..enums import WebhookEndpointValidation
from ..models.webhooks import WebhookEndpoint, WebhookEventTrigger, headers_worth_keeping
from ..signals import webhook_post_validate, webhook_pre_validate
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
) -> WebhookEventTrigger:
    """
    The recorded delivery, its signature verified.

    ``headers`` has any spelling of their names. Raises InvalidSignature and BadRequest, both
    of which Django answers with 400; nothing is recorded then.
    """
    if len(body) > MAX_BODY:
        raise BadRequest("The body is larger than any of Stripe's events.")
    delivery = WebhookEventTrigger(
        webhook_endpoint=endpoint,
        headers=headers_worth_keeping(headers),
        remote_ip=remote_ip,
        djstripe_version=__version__,
    )
    webhook_pre_validate.send(sender=WebhookEventTrigger, instance=delivery)
    delivery.signed_at = _verify(
        body, headers, endpoint, secrets, time.time() if now is None else now
    )
    event = _read(body)
    # PostgreSQL takes no NUL in text; JSON never needs one unescaped.
    delivery.body = body.decode("utf-8").replace("\x00", "")
    delivery.valid = True
    delivery.event_stripe_id = str(event.get("id") or "")[:255]
    delivery.livemode = event.get("livemode") is True
    account = event.get("account") or event.get("context")
    owner = endpoint.djstripe_owner_account_id if endpoint is not None else ""
    whose: Any = account if isinstance(account, str) else owner or None
    delivery.stripe_trigger_account_id = whose
    webhook_post_validate.send(sender=WebhookEventTrigger, instance=delivery, valid=True)
    delivery.save()
    return delivery


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
