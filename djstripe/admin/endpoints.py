"""The admin of webhook endpoints: made, switched and deleted at Stripe."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from ..doctor import Severity, examine_target, look_at_stripe, needs, target_of
from ..endpoints import create_endpoint
from ..models import WebhookEndpoint
from ..models.flows import flows
from ..settings import djstripe_settings
from . import show
from .base import LOOK, StripeModelAdmin
from .form_page import FormPageMixin, hide_posted
from .forms import (
    WebhookEndpointAdminCreateForm,
    WebhookEndpointAdminEditForm,
)
from .keys import is_kept
from .links import Links
from .verbs import Verb


def _switch(disabled: bool) -> Any:
    def run(request: HttpRequest, row: WebhookEndpoint) -> str:
        row.act(disabled=disabled)
        return "Stripe sends nothing to it any more." if disabled else "Stripe sends to it again."

    return run


def _examine(request: HttpRequest, row: WebhookEndpoint) -> str:
    """Have Stripe say how its endpoints are; what is wrong then stands on the page."""
    look_at_stripe(row.credentials())
    return "Stripe was asked. What the doctor says stands below."


def _delete_endpoint(request: HttpRequest, row: WebhookEndpoint) -> str:
    row.act(method="delete")
    return "The endpoint is deleted at Stripe. What it has delivered stays."


class WebhookEndpointAdmin(FormPageMixin, StripeModelAdmin):
    """Endpoints: made, switched and deleted at Stripe; their secrets can be set and not seen."""

    list_display = ("url", "status", "api_version", "secret_kept", "created")
    form = WebhookEndpointAdminEditForm
    add_form_class = WebhookEndpointAdminCreateForm
    add_title = "Add a webhook endpoint"
    add_button = "Create it at Stripe"
    add_intro = "The endpoint is created at Stripe, and its signing secret is kept here, encrypted."
    hidden = frozenset({"djstripe_uuid"})
    verbs = (
        LOOK,
        Verb("examine", "Examine", _examine),
        Verb(
            "disable",
            "Disable",
            _switch(True),
            question="Stripe will send no events to this endpoint until it is enabled again. "
            "What happens meanwhile has to be repaired afterwards.",
            offered=lambda row: row.status == "enabled" and not row.djstripe_deleted,
        ),
        Verb(
            "enable",
            "Enable",
            _switch(False),
            offered=lambda row: row.status == "disabled" and not row.djstripe_deleted,
        ),
        Verb(
            "delete",
            "Delete at Stripe",
            _delete_endpoint,
            question="The endpoint will be deleted at Stripe. This cannot be taken back: "
            "a new one has another secret.",
            permission="delete",
            is_danger=True,
            offered=lambda row: not row.djstripe_deleted,
        ),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(
                has_secret=is_kept("secret"),
                has_previous=is_kept("previous_secret"),
                has_more=is_kept("more_secrets"),
            )
        )
        return rows

    @method_decorator(sensitive_post_parameters("new_secret", "new_more_secrets"))
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)

    def editable_columns(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = ["djstripe_tolerance", "djstripe_validation_method"]
        secrets = ["new_secret", "new_more_secrets"]
        return [*names, *secrets] if self.has_change_permission(request) else names

    @admin.display(description="Signing secret")
    def secret_kept(self, row: Any) -> show.Html:
        return "kept" if row.has_secret else show.badge("failed", "missing")

    def initial_of(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "base_url": request.build_absolute_uri("/"),
            "api_version": djstripe_settings.STRIPE_API_VERSION,
        }

    def create(self, request: HttpRequest, form: WebhookEndpointAdminCreateForm) -> WebhookEndpoint:
        account, livemode = form.account_and_mode
        said = form.cleaned_data
        return create_endpoint(
            said["base_url"],
            flows.find_credentials(account=account, livemode=livemode),
            enabled_events=said["enabled_events"],
            connect=said["connect"],
            api_version=said["api_version"] or None,
            description=said["description"],
            tolerance_seconds=said["tolerance_seconds"],
        )

    def said_of(self, row: WebhookEndpoint) -> str:
        return f"The endpoint {row.id} was created at Stripe; its secret is kept here."

    def save_model(
        self, request: HttpRequest, obj: WebhookEndpoint, form: Any, change: bool
    ) -> None:
        """The application's own columns alone; the secret before is kept for a while."""
        hide_posted(request, "new_secret")
        hide_posted(request, "new_more_secrets")
        changed: dict[str, Any] = {}
        secret = form.cleaned_data.get("new_secret")
        if secret:
            # In this order: MariaDB assigns from left to right.
            changed = {"previous_secret": F("secret"), "secret": secret}
        if more := form.cleaned_data.get("new_more_secrets"):
            changed["more_secrets"] = None if more == "-" else more
        WebhookEndpoint._base_manager.filter(pk=obj.pk).update(
            djstripe_tolerance=obj.djstripe_tolerance,
            djstripe_validation_method=obj.djstripe_validation_method,
            **changed,
        )

    def banners(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """What the doctor says, from what is known here: Stripe is asked by the button alone."""
        tones = {Severity.ERROR: "bad", Severity.WARNING: "busy", Severity.NOTE: "note"}
        target = target_of(row)
        if not target.door.is_ours:
            return super().banners(request, row)
        version = djstripe_settings.STRIPE_API_VERSION
        return [
            *super().banners(request, row),
            *(
                (tones[finding.severity], f"{show.text(finding.says, 400)} {finding.advice}")
                for finding in examine_target(target, needs(), api_version=version)
            ),
        ]

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        kept = "kept, encrypted" if row.has_secret else "missing: deliveries cannot be verified"
        events = row.enabled_events if isinstance(row.enabled_events, list) else []
        return [
            *[(n, v) for n, v in super().facts(row, links) if not n.startswith("Tolerance")],
            ("Path here", _path_of(row)),
            ("Signing secret", kept),
            ("Secret before that", "kept, encrypted" if row.has_previous else "none"),
            ("More secrets", "kept, encrypted" if row.has_more else "none"),
            ("Events", ", ".join(show.text(e) for e in events[:40]) or show.NOTHING),
        ]


def _path_of(row: WebhookEndpoint) -> str:
    if row.djstripe_uuid is None:
        return "none: it was not made here"
    try:
        return reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": row.djstripe_uuid})
    except NoReverseMatch:
        return 'none: include("djstripe.urls") is missing in your urls'
