"""
Make a webhook endpoint at Stripe, and keep its secret.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse

from . import mirror
from .exceptions import ImpossibleAPIRequest
from .gateway import Credentials, get_gateway
from .models import WebhookEndpoint
from .settings import djstripe_settings


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
