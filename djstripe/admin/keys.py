"""The admin of API keys."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_post_parameters

from ..fields import as_django_wants
from ..models import APIKey
from ..models.api import APIKeyType
from ..settings import djstripe_settings, redact_key
from . import derive, show
from .base import PanelAdmin
from .form_page import FormPageMixin
from .forms import (
    APIKeyAdminCreateForm,
    APIKeyAdminEditForm,
)
from .links import Links
from .verbs import Verb


def is_kept(secret: str) -> Any:
    """Whether there is a secret, without reading it."""
    return ExpressionWrapper(Q(**{f"{secret}__isnull": False}), output_field=BooleanField())


def _ask_account(request: HttpRequest, key: APIKey) -> str:
    key.refresh_account()
    if key.is_organisation:
        return f"Stripe says: the key reaches {', '.join(key.accounts)}."
    return f"Stripe says: the key belongs to {key.djstripe_owner_account_id}."


class APIKeyAdmin(FormPageMixin, PanelAdmin):
    """API keys: shown redacted, typed in once, and Stripe is asked whose they are."""

    list_display = ("key", "djstripe_owner_account", "mode", "type", "origin", "djstripe_created")
    list_filter = ("type", "livemode")
    search_fields = ("name", "last4__exact", "djstripe_owner_account_id__exact")
    ordering = ("-djstripe_created",)
    hidden = frozenset({"last4", "organisation_accounts"})
    form = APIKeyAdminEditForm
    add_form_class = APIKeyAdminCreateForm
    add_title = "Add an API key"
    add_button = "Ask Stripe and save"
    add_intro = "Stripe is asked which account the key belongs to."
    verbs = (
        Verb(
            "account",
            "Ask Stripe whose key it is",
            _ask_account,
            offered=lambda key: key.has_secret and key.type != APIKeyType.publishable,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(has_secret=is_kept("secret"))
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        notes = [
            f"Your settings hold a {word} key: {redact_key(key)}"
            for livemode, word in ((False, "test"), (True, "live"))
            if (key := djstripe_settings.get_default_api_key(livemode))
        ]
        return super().changelist_view(request, {**(extra_context or {}), "dj_notes": notes})

    @admin.display(description="Key", ordering="name")
    def key(self, row: APIKey) -> show.Html:
        """The name and the redacted key."""
        return format_html(
            '{} <span class="dj-id">{}</span>', show.text(row.name or ""), row.secret_redacted
        )

    @admin.display(description="Mode", ordering="livemode")
    def mode(self, row: APIKey) -> show.Html:
        return show.mode_badge(row.livemode)

    @admin.display(description="Kept in")
    def origin(self, row: Any) -> str:
        return "the database, encrypted" if row.has_secret else "your settings"

    def editable_columns(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["name"]

    def save_model(self, request: HttpRequest, obj: APIKey, form: Any, change: bool) -> None:
        """The name alone; the key is not even read."""
        now = as_django_wants(timezone.now())
        APIKey.objects.filter(pk=obj.pk).update(name=obj.name, djstripe_updated=now)

    @method_decorator(sensitive_post_parameters("secret"))
    def create(self, request: HttpRequest, form: APIKeyAdminCreateForm) -> APIKey:
        """Ask Stripe, then store; a row that stood for a key of the settings now holds it."""
        secret = form.cleaned_data["secret"]
        key = APIKey.objects.of_secret(secret) or APIKey()
        key.secret = secret
        key.name = form.cleaned_data["name"] or key.name
        key.organisation_accounts = form.cleaned_data["accounts"]
        key.livemode = form.cleaned_data["livemode"]
        key.clean()
        key.refresh_account(commit=False)
        key.save()
        return key

    def said_of(self, row: APIKey) -> str:
        if row.is_organisation:
            return f"{row} was added. It acts for {', '.join(row.accounts)}."
        if not row.djstripe_owner_account_id:
            return f"{row} was added. A publishable key cannot ask whose it is."
        return f"{row} was added. It belongs to {row.djstripe_owner_account_id}."

    def heading(self, row: APIKey) -> str:
        return show.text(row.name or row.secret_redacted)

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        account = self.opts.get_field(derive.OWNER_ACCOUNT)
        return [
            ("Key", format_html('<span class="dj-id">{}</span>', row.secret_redacted)),
            ("Kept in", self.origin(row)),
            *(
                [("Accounts", ", ".join(row.accounts))]
                if row.is_organisation
                else [("Account", links.relation(row, account))]
            ),
            *[fact for fact in super().facts(row, links) if fact[0] != "Key name"],
            ("Added", show.moment(row.djstripe_created)),
            ("Changed", show.moment(row.djstripe_updated)),
        ]
