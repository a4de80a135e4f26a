"""
Webhook endpoints, and the deliveries that arrive at them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from ..enums import WebhookEndpointStatus, WebhookEndpointValidation
from ..fields import (
    Attribute,
    EncryptedTextField,
    StripeCharField,
    StripeEnumField,
    StripeForeignKey,
    StripeIdField,
    StripeJSONField,
    StripeTextField,
)
from .base import StripeModel, sdk


class WebhookEndpoint(StripeModel):
    """
    A URL of this application to which Stripe pushes events.

    Stripe shows an endpoint's signing secret only once, when it is created; it is kept
    encrypted. While a secret is being rolled, both are accepted.

    Source: https://docs.stripe.com/api/webhook_endpoints
    """

    stripe_class = sdk("WebhookEndpoint")
    object_name = "webhook_endpoint"
    endpoint = "/v1/webhook_endpoints"
    lists_by_created = False
    secrets = ("secret",)
    stripe_dashboard_item_name = "webhooks"

    api_version = StripeCharField(
        max_length=64, help_text="The version of Stripe's API in which its events are rendered."
    )
    enabled_events = StripeJSONField(help_text="The types of event that Stripe sends to it.")
    status = StripeEnumField(WebhookEndpointStatus)
    url = StripeTextField(help_text="Where Stripe sends the events.")
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="webhook_endpoints"
    )

    # the application's own
    secret = EncryptedTextField(
        null=True, blank=True, help_text="The signing secret (whsec_…), encrypted at rest."
    )
    previous_secret = EncryptedTextField(
        null=True, blank=True, help_text="The secret before the last roll, valid up to 24 hours."
    )
    djstripe_uuid = models.UUIDField(
        unique=True, default=uuid.uuid4, null=True, help_text="Names the endpoint in its URL."
    )
    djstripe_tolerance = models.PositiveSmallIntegerField(
        default=300, help_text="How many seconds a delivery's signature may be old."
    )
    djstripe_validation_method = models.CharField(
        max_length=32,
        choices=WebhookEndpointValidation.choices,
        default=WebhookEndpointValidation.verify_signature,
        help_text="How deliveries are told from forgeries.",
    )

    # attributes
    enabled: Attribute[bool] = Attribute(lambda payload: payload.get("status") == "enabled")

    def __str__(self) -> str:
        return self.url or str(self.djstripe_uuid)

    @property
    def signing_secrets(self) -> list[str]:
        """Every secret a delivery may be signed with now."""
        return [secret for secret in (self.secret, self.previous_secret) if secret]


class WebhookEventTrigger(models.Model):
    """
    One delivery to one of our endpoints: an entry of the inbox.

    It is recorded before anything is done with it, and says what became of it.
    """

    id = models.BigAutoField(primary_key=True)
    remote_ip = models.GenericIPAddressField(null=True, help_text="Where the request came from.")
    headers = models.JSONField(default=dict, help_text="The request's headers that matter.")
    body = models.TextField(blank=True, help_text="The request's body, as received.")
    valid = models.BooleanField(default=False, help_text="The signature fitted.")
    processed = models.BooleanField(default=False, help_text="The event was applied.")
    exception = models.CharField(max_length=128, blank=True, default="")
    traceback = models.TextField(blank=True, default="")
    event_stripe_id = StripeIdField(null=False, default="", blank=True, db_index=True)
    event = models.ForeignKey(
        "djstripe.Event", null=True, blank=True, db_constraint=False, on_delete=models.DO_NOTHING
    )
    djstripe_version = models.CharField(max_length=32, default="", blank=True)
    created = models.DateTimeField(default=timezone.now, db_index=True)
    updated = models.DateTimeField(default=timezone.now)
    livemode = models.BooleanField(default=False)
    stripe_trigger_account = StripeForeignKey("Account", path=lambda payload: None)
    # When the delivery was signed (Unix seconds); known while it is being received.
    signed_at: int | None = None

    webhook_endpoint = models.ForeignKey(
        WebhookEndpoint, null=True, blank=True, db_constraint=False, on_delete=models.DO_NOTHING
    )

    class Meta:
        verbose_name = "webhook delivery"
        verbose_name_plural = "webhook deliveries"
        get_latest_by = "created"

    def __str__(self) -> str:
        state = "processed" if self.processed else ("failed" if self.exception else "received")
        return f"{self.event_type or 'unreadable'} ({state})"

    @cached_property
    def json_body(self) -> dict[str, Any]:
        """The body as JSON; {} if it is none."""
        try:
            body = json.loads(self.body)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def event_type(self) -> str:
        """The type of the event delivered, or ""."""
        kind = self.json_body.get("type")
        return kind if isinstance(kind, str) else ""

    @property
    def is_test_event(self) -> bool:
        """The event that Stripe's Dashboard sends to try an endpoint."""
        return self.json_body.get("id") == "evt_00000000000000"


KEPT_HEADERS = ("content-type", "content-length", "stripe-signature", "user-agent")


def headers_worth_keeping(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that tell something about a delivery; cookies and credentials are not kept."""
    return {name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS}
