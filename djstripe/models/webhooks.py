"""
Webhook endpoints, and the deliveries that arrive at them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models

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
from ..redact import SecretText
from .base import StripeModel, sdk
from .twins import twin
from .work import Work

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


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
    more_secrets = EncryptedTextField(
        null=True,
        blank=True,
        help_text="Signing secrets of what else Stripe sends to this URL, one on a line: thin "
        "events come from a destination of their own.",
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
        own = [secret for secret in (self.secret, self.previous_secret) if secret]
        return [*own, *map(SecretText, (self.more_secrets or "").split())]

    # verbs

    def update(self, **kwargs: Unpack[params.WebhookEndpointUpdate]) -> WebhookEndpoint:
        """Change it at Stripe (``url``, ``enabled_events``, ``disabled`` …)."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def disable(self) -> WebhookEndpoint:
        """Let Stripe send nothing to it."""
        return self.update(disabled=True)

    def enable(self) -> WebhookEndpoint:
        """Let Stripe send to it again."""
        return self.update(disabled=False)

    def remove(self) -> WebhookEndpoint:
        """Delete it at Stripe."""
        return self.act(method="delete")  # type: ignore[no-any-return]

    # twins, for async views

    aupdate = twin(update)
    adisable = twin(disable)
    aenable = twin(enable)
    aremove = twin(remove)


class WebhookEventTrigger(Work):
    """
    An entry of the inbox: one delivery to one of our endpoints, or an event that was found in
    Stripe's list because no delivery of it ever came.

    It is recorded before anything is done with it, and says what became of it. ``processed``
    is True when the mirror agrees with it; what receivers did is told by their own runs.
    """

    class Source(models.TextChoices):
        DELIVERY = "delivery", "delivered"
        AGAIN = "again", "delivered again"
        LIST = "list", "found in the list of events"
        GIVEN = "given", "handed in by the application"

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.DELIVERY)
    remote_ip = models.GenericIPAddressField(null=True, help_text="Where the request came from.")
    headers = models.JSONField(default=dict, help_text="The request's headers that matter.")
    body = models.TextField(blank=True, help_text="The request's body, as received.")
    valid = models.BooleanField(default=False, help_text="The signature fitted.")
    signed_at = models.BigIntegerField(
        null=True, help_text="When Stripe said it (Unix seconds): signed it, or listed it."
    )
    first_applied = models.DateTimeField(
        null=True, help_text="When it was applied first: which receivers are to run is fixed then."
    )
    processed = models.BooleanField(default=False, help_text="The event was applied.")
    event_stripe_id = StripeIdField(null=False, default="", blank=True)
    event_type = models.CharField(max_length=255, default="", blank=True)
    event = models.ForeignKey(
        "djstripe.Event", null=True, blank=True, db_constraint=False, on_delete=models.DO_NOTHING
    )
    djstripe_version = models.CharField(max_length=32, default="", blank=True)
    livemode = models.BooleanField(default=False)
    stripe_trigger_account = StripeForeignKey("Account", path=lambda payload: None, db_index=False)

    # Few accounts and fewer endpoints: their indexes would tell a planner little, and cost every
    # delivery two writes.
    webhook_endpoint = models.ForeignKey(
        WebhookEndpoint,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        on_delete=models.DO_NOTHING,
    )

    class Meta(Work.Meta):
        indexes = [
            *Work.Meta.indexes,
            models.Index(
                fields=["event_stripe_id", "livemode", "stripe_trigger_account"],
                name="dj_webhookeventtrigger_event",
            ),
        ]
        verbose_name = "webhook delivery"
        verbose_name_plural = "webhook deliveries"
        get_latest_by = "created"

    def __str__(self) -> str:
        return f"{self.event_type or 'unreadable'} ({self.state})"

    @cached_property
    def json_body(self) -> dict[str, Any]:
        """The body as JSON; {} if it is none."""
        try:
            body = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def is_test_event(self) -> bool:
        """The event that Stripe's Dashboard sends to try an endpoint."""
        return self.event_stripe_id == TEST_EVENT


TEST_EVENT = "evt_00000000000000"
KEPT_HEADERS = ("content-type", "content-length", "stripe-signature", "user-agent")
MAX_HEADER = 4096  # characters


def headers_worth_keeping(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that tell something about a delivery; cookies and credentials are not kept."""
    return {
        name: value.replace("\x00", "")[:MAX_HEADER]
        for name, value in headers.items()
        if name.lower() in KEPT_HEADERS
    }
