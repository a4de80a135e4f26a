"""
Make webhook endpoints: at Stripe, with their secrets kept; or for as long as somebody listens.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse

from . import mirror
from .exceptions import ImpossibleAPIRequest
from .gateway import Credentials, get_gateway
from .models import WebhookEndpoint, WebhookEventTrigger
from .settings import djstripe_settings

LISTENING = "djstripe_whfwd_"


def create_endpoint(
    base_url: str,
    credentials: Credentials,
    *,
    enabled_events: Sequence[str] = ("*",),
    connect: bool = False,
    api_version: str | None = None,
    description: str = "",
    metadata: Mapping[str, str] | None = None,
    tolerance_seconds: int = 300,
) -> WebhookEndpoint:
    """
    Create an endpoint at Stripe for this site, and return its row with the secret in it.

    ``base_url`` is the site's public address (``https://example.com``); the path is added.
    ``connect`` receives the events of connected accounts. ``api_version`` is the version in
    which Stripe renders the events; ours if not given, so that payloads can be stored as they
    come.

    Source: https://docs.stripe.com/api/webhook_endpoints/create
    """
    name = uuid.uuid4()
    path = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": name})
    params: dict[str, Any] = {
        "url": urljoin(base_url.rstrip("/") + "/", path.lstrip("/")),
        "enabled_events": list(enabled_events),
        "api_version": api_version or djstripe_settings.STRIPE_API_VERSION,
        "metadata": {**(metadata or {}), "djstripe_uuid": str(name)},
    }
    if connect:
        # Stripe never says it again, so it is noted.
        params["connect"] = True
        params["metadata"]["djstripe_connect"] = "true"
    if description:
        params["description"] = description
    snapshot = get_gateway().create("/v1/webhook_endpoints", credentials, params)
    secret = snapshot.data.get("secret")
    if not isinstance(secret, str) or not secret:
        raise ImpossibleAPIRequest(
            f"Stripe made the endpoint {snapshot.id} but did not say its secret: "
            "copy it from the Dashboard into the endpoint here."
        )
    endpoint: WebhookEndpoint = mirror.store([snapshot])[0].row
    endpoint.secret = secret
    endpoint.djstripe_uuid = name
    endpoint.djstripe_tolerance = tolerance_seconds
    endpoint.save(update_fields=["secret", "djstripe_uuid", "djstripe_tolerance"])
    return endpoint


def add_thin_destination(
    endpoint: WebhookEndpoint,
    credentials: Credentials,
    *,
    enabled_events: Sequence[str] = ("*",),
    connect: bool = False,
) -> Any:
    """
    Have Stripe send thin events to an endpoint's URL, too; returns the destination's row.

    Its secret is kept beside the endpoint's: either may sign what comes to the URL.

    Source: https://docs.stripe.com/api/v2/core/event-destinations/create
    """
    params = {
        "name": f"djstripe {endpoint.djstripe_uuid}",
        "type": "webhook_endpoint",
        "event_payload": "thin",
        "enabled_events": list(enabled_events),
        "events_from": ["@accounts" if connect else "@self"],
        "webhook_endpoint": {"url": endpoint.url},
        "include": ["webhook_endpoint.signing_secret", "webhook_endpoint.url"],
    }
    snapshot = get_gateway().create("/v2/core/event_destinations", credentials, params)
    secret = (snapshot.data.get("webhook_endpoint") or {}).get("signing_secret")
    if not isinstance(secret, str) or not secret:
        raise ImpossibleAPIRequest(
            f"Stripe made the destination {snapshot.id} but did not say its secret: "
            "copy it from the Dashboard among the endpoint's further secrets."
        )
    endpoint.more_secrets = "\n".join([*(endpoint.more_secrets or "").split(), secret])
    endpoint.save(update_fields=["more_secrets"])
    return mirror.store([snapshot])[0].row


@contextmanager
def listening_endpoint(credentials: Credentials, name: str) -> Iterator[WebhookEndpoint]:
    """
    A row that takes in what somebody forwards to it, and is gone when they stop.

    Stripe knows nothing of it; ``name`` tells it from others of the account. What came in
    through it stays in the inbox.
    """
    named: dict[str, Any] = {
        "id": f"{LISTENING}{name}"[:255],
        "djstripe_owner_account_id": credentials.account,
        "livemode": credentials.livemode,
    }
    rows = WebhookEndpoint._base_manager.filter(**named)
    row = rows.first() or WebhookEndpoint(
        status="enabled", api_version=djstripe_settings.STRIPE_API_VERSION, **named
    )
    row.secret = row.previous_secret = None
    row.save()
    try:
        yield row
    finally:
        WebhookEventTrigger.objects.filter(webhook_endpoint=row.pk).update(webhook_endpoint=None)
        rows.delete()
