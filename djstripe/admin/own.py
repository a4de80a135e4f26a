"""
The admin of what is the application's own: keys, endpoints, deliveries, doubts; and of the
few mirrored models whose pages can do more than show.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_post_parameters

from .. import inbox, mirror
from ..endpoints import create_endpoint
from ..fields import as_django_wants
from ..look import serve_doubts
from ..models import APIKey, Event, WebhookEndpoint, WebhookEventTrigger
from ..models.api import APIKeyType
from ..models.flows import flows
from ..settings import djstripe_settings, redact_key
from . import derive, show
from .base import LOOK, PanelAdmin, StripeModelAdmin
from .form_page import FormPageMixin, hide_posted
from .forms import (
    APIKeyAdminCreateForm,
    APIKeyAdminEditForm,
    WebhookEndpointAdminCreateForm,
    WebhookEndpointAdminEditForm,
)
from .links import Links
from .payload import Payload
from .verbs import ReadOnlyMixin, Verb

MAX_APPLIED = 50
MAX_DOUBTS = 50


def _has(secret: str) -> ExpressionWrapper:
    """Whether there is a secret, without reading it."""
    return ExpressionWrapper(Q(**{f"{secret}__isnull": False}), output_field=BooleanField())


# ------------------------------------------------------------------------------- keys


def _ask_account(request: HttpRequest, key: APIKey) -> str:
    key.refresh_account()
    return f"Stripe says: the key belongs to {key.djstripe_owner_account_id}."


class APIKeyAdmin(FormPageMixin, PanelAdmin):
    """API keys: shown redacted, typed in once, and Stripe is asked whose they are."""

    list_display = ("key", "djstripe_owner_account", "mode", "type", "origin", "djstripe_created")
    list_filter = ("type", "livemode")
    search_fields = ("name", "last4__exact", "djstripe_owner_account_id__exact")
    ordering = ("-djstripe_created",)
    hidden = frozenset({"last4"})
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
        return super().get_queryset(request).annotate(has_secret=_has("secret"))

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
        key.clean()
        key.refresh_account(commit=False)
        key.save()
        return key

    def said_of(self, row: APIKey) -> str:
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
            ("Account", links.relation(row, account)),
            *[fact for fact in super().facts(row, links) if fact[0] != "Key name"],
            ("Added", show.moment(row.djstripe_created)),
            ("Changed", show.moment(row.djstripe_updated)),
        ]


# -------------------------------------------------------------------------- endpoints


def _switch(disabled: bool) -> Any:
    def run(request: HttpRequest, row: WebhookEndpoint) -> str:
        row.act(disabled=disabled)
        return "Stripe sends nothing to it any more." if disabled else "Stripe sends to it again."

    return run


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
        rows = super().get_queryset(request)
        return rows.annotate(has_secret=_has("secret"), has_previous=_has("previous_secret"))

    @method_decorator(sensitive_post_parameters("new_secret"))
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)

    def editable_columns(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = ["djstripe_tolerance", "djstripe_validation_method"]
        return [*names, "new_secret"] if self.has_change_permission(request) else names

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
        changed: dict[str, Any] = {}
        secret = form.cleaned_data.get("new_secret")
        if secret:
            # In this order: MariaDB assigns from left to right.
            changed = {"previous_secret": F("secret"), "secret": secret}
        WebhookEndpoint._base_manager.filter(pk=obj.pk).update(
            djstripe_tolerance=obj.djstripe_tolerance,
            djstripe_validation_method=obj.djstripe_validation_method,
            **changed,
        )

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        kept = "kept, encrypted" if row.has_secret else "missing: deliveries cannot be verified"
        events = row.enabled_events if isinstance(row.enabled_events, list) else []
        return [
            *[(n, v) for n, v in super().facts(row, links) if not n.startswith("Tolerance")],
            ("Path here", _path_of(row)),
            ("Signing secret", kept),
            ("Secret before that", "kept, encrypted" if row.has_previous else "none"),
            ("Events", ", ".join(show.text(e) for e in events[:40]) or show.NOTHING),
        ]


def _path_of(row: WebhookEndpoint) -> str:
    if row.djstripe_uuid is None:
        return "none: it was not made here"
    try:
        return reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": row.djstripe_uuid})
    except NoReverseMatch:
        return 'none: include("djstripe.urls") is missing in your urls'


# ------------------------------------------------------------------------- deliveries


class StateFilter(admin.SimpleListFilter):
    """What became of a delivery."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("failed", "Failed"), ("received", "Received"), ("processed", "Processed")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        match self.value():
            case "processed":
                return queryset.filter(processed=True)
            case "failed":
                return queryset.filter(processed=False).exclude(exception="")
            case "received":
                return queryset.filter(processed=False, exception="")
        return queryset


def apply_again(delivery: WebhookEventTrigger) -> str:
    """Apply a delivery once more; what goes wrong is recorded with it and returned, else ""."""
    try:
        inbox.apply(delivery)
    except Exception as error:
        # Receivers are the project's own and may raise anything; apply has recorded it.
        return show.scrub(f"{type(error).__name__}: {error}")
    return ""


def _apply_one(request: HttpRequest, delivery: WebhookEventTrigger) -> str:
    failed = apply_again(delivery)
    return f"It failed again: {failed}" if failed else "It was applied."


def can_be_applied(delivery: WebhookEventTrigger) -> bool:
    """Whether it was verified, and not yet applied."""
    return delivery.valid and not delivery.processed


class WebhookEventTriggerAdmin(ReadOnlyMixin, PanelAdmin):
    """Deliveries: what came in, what became of it, and another try for what failed."""

    list_display = (
        "delivered",
        "state",
        "webhook_endpoint",
        "event_stripe_id",
        "created",
        "problem",
    )
    list_filter = (StateFilter, "valid", "created", "livemode")
    search_fields = ("event_stripe_id__exact", "exception")
    ordering = ("-created", "-id")
    hidden = frozenset({"headers", "body", "traceback", "event", "webhook_endpoint"})
    actions = ("apply_again",)
    verbs = (Verb("apply", "Apply again", _apply_one, offered=can_be_applied),)

    def deferred_in_lists(self, request: HttpRequest) -> tuple[str, ...]:
        return ("headers", "body", "traceback")

    def has_apply_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "change")

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        """The types of the events, the endpoints' addresses: one query each."""
        super().prepare_rows(request, rows, links)
        events = {row.event_id for row in rows if row.event_id}
        types = dict(Event._base_manager.filter(pk__in=events).values_list("pk", "type"))
        ends = {row.webhook_endpoint_id for row in rows if row.webhook_endpoint_id}
        urls = dict(WebhookEndpoint._base_manager.filter(pk__in=ends).values_list("pk", "url"))
        unknown = [row.pk for row in rows if row.event_id not in types]
        bodies = dict(WebhookEventTrigger.objects.filter(pk__in=unknown).values_list("pk", "body"))
        for row in rows:
            row._djstripe_type = types.get(row.event_id) or _type_in(bodies.get(row.pk, ""))
            row._djstripe_url = urls.get(row.webhook_endpoint_id)

    @admin.display(description="Event")
    def delivered(self, row: Any) -> str:
        return show.text(row._djstripe_type or "unreadable")

    @admin.display(description="State")
    def state(self, row: Any) -> show.Html:
        if row.processed:
            return show.badge("processed")
        if row.exception:
            return show.badge("failed")
        return show.badge("received") if row.valid else show.badge("failed", "not valid")

    @admin.display(description="Endpoint")
    def webhook_endpoint(self, row: Any) -> str:
        return show.text(row._djstripe_url, 60) if row._djstripe_url else show.NOTHING

    @admin.display(description="Exception")
    def problem(self, row: Any) -> str:
        return show.text(row.exception, 80) if row.exception else show.NOTHING

    @admin.action(description="Apply again", permissions=["apply"])
    def apply_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Apply the chosen deliveries that were verified and have failed, up to fifty."""
        waiting = queryset.filter(valid=True, processed=False).order_by("created", "id")
        rows = list(waiting.defer(None)[: MAX_APPLIED + 1])
        if len(rows) > MAX_APPLIED:
            messages.error(request, f"Choose at most {MAX_APPLIED} deliveries.")
            return
        failed = [said for row in rows if (said := apply_again(row))]
        messages.success(request, f"{len(rows) - len(failed)} of {len(rows)} were applied.")
        for said in failed[:10]:
            messages.error(request, said)

    def heading(self, row: WebhookEventTrigger) -> str:
        return show.text(row.event_type or "unreadable", 100)

    def badges(self, row: Any) -> list[show.Html]:
        return [self.state(row), show.mode_badge(row.livemode)]

    def want_more(self, row: Any, links: Links) -> None:
        links.want((Event,), row.event_stripe_id)

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        event = links.find(
            (Event,),
            row.event_stripe_id,
            row.stripe_trigger_account_id or "",
            row.livemode,
            crosses=True,
        )
        ours = WebhookEndpoint._base_manager.filter(pk=row.webhook_endpoint_id)
        return [
            ("Endpoint", show.text(ours.values_list("url", flat=True).first() or show.NOTHING)),
            *([("Event", event.html(event.id))] if event else []),
            *[f for f in super().facts(row, links) if not (event and f[0] == "Event stripe id")],
            ("Headers", show.pairs(_shown_headers(row.headers))),
        ]

    def payloads(self, row: Any, links: Links) -> list[tuple[str, Payload]]:
        try:
            body = json.loads(row.body)
        except (ValueError, RecursionError):
            return []
        account = row.stripe_trigger_account_id or ""
        return [("Body", Payload(body, links, account, row.livemode))]

    def texts(self, row: Any) -> list[tuple[str, str]]:
        shown = [("Traceback", show.scrub(row.traceback))] if row.traceback else []
        if row.body and not row.json_body:
            shown.append(("Body", show.scrub(row.body[:20_000])))
        return shown


def _type_in(body: str) -> str:
    try:
        found = json.loads(body).get("type") if body else ""
    except (AttributeError, ValueError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _shown_headers(headers: Any) -> dict[str, Any]:
    """The headers, the signature cut short."""
    known = headers if isinstance(headers, dict) else {}
    return {
        name: f"{str(value)[:24]}…" if "signature" in name.lower() else value
        for name, value in known.items()
    }


# ------------------------------------------------------------------------------ events


class EventAdmin(StripeModelAdmin):
    """Events, with a link to what each is about."""

    hidden = frozenset({"object_id", "object_type"})

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        super().prepare_rows(request, rows, links)
        for row in rows:
            self.want_more(row, row._djstripe_links)
        if rows:
            rows[0]._djstripe_links.load()

    @admin.display(description="About", ordering="object_type")
    def about(self, row: Event) -> show.Html:
        """The object of the event."""
        return _object_of(row, row.__dict__["_djstripe_links"])

    def want_more(self, row: Any, links: Links) -> None:
        links.want(_models_of(row), row.object_id)

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        return [("About", _object_of(row, links)), *super().facts(row, links)]


def _models_of(event: Event) -> tuple[type[Any], ...]:
    found = mirror.model_for(event.object_type) if event.object_type else None
    return (found,) if found is not None else ()


def _object_of(event: Event, links: Links) -> show.Html:
    if not event.object_id:
        return show.NOTHING
    account = event.account_id or event.djstripe_owner_account_id
    found = links.find(_models_of(event), event.object_id, account, event.livemode, crosses=True)
    what = show.text(event.object_type or "").replace("_", " ")
    named = found.html() if found else show.text(event.object_id)
    return format_html('<span class="dj-no">{}</span> {}', what, named)


# --------------------------------------------------------------------------- customers


class CustomerAdmin(StripeModelAdmin):
    """Customers; whom of the project's users each belongs to may be changed here."""

    raw_id_fields = ("subscriber",)
    hidden = frozenset({"subscriber"})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change")

    def editable_columns(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["subscriber"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The subscriber alone: a store may write the rest at this very moment."""
        obj.save(update_fields=["subscriber"])

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        super().prepare_rows(request, rows, links)
        wanted = {row.subscriber_id for row in rows if row.subscriber_id is not None}
        users = self.opts.get_field("subscriber").remote_field.model._base_manager
        found = users.in_bulk(wanted) if wanted else {}
        for row in rows:
            row._djstripe_subscriber = found.get(row.subscriber_id)

    @admin.display(description="Subscriber", ordering="subscriber")
    def belongs_to(self, row: Any) -> str:
        """The project's user."""
        return show.text(row._djstripe_subscriber) if row._djstripe_subscriber else show.NOTHING


# ----------------------------------------------------------------------- subscriptions


def _cancel(at_period_end: bool) -> Any:
    def run(request: HttpRequest, row: Any) -> str:
        row.cancel(at_period_end=at_period_end)
        return "It ends with its period." if at_period_end else "It is canceled."

    return run


def _runs(row: Any) -> bool:
    return not row.djstripe_deleted and row.status not in ("canceled", "incomplete_expired")


class SubscriptionAdmin(StripeModelAdmin):
    """Subscriptions; they may be canceled here."""

    verbs = (
        LOOK,
        Verb(
            "cancel-at-period-end",
            "Cancel at period’s end",
            _cancel(True),
            question="Nothing more will be charged, and the subscription ends with its period.",
            offered=lambda row: _runs(row) and not row.cancel_at_period_end,
        ),
        Verb(
            "cancel",
            "Cancel now",
            _cancel(False),
            question="The subscription ends at once, at Stripe. This cannot be taken back.",
            is_danger=True,
            offered=_runs,
        ),
    )


# ------------------------------------------------------------------------------ doubts


def _serve(request: HttpRequest, doubt: Any) -> str:
    settled = serve_doubts([(doubt.object_id, doubt.object, doubt.account, doubt.livemode)])
    return "Settled." if settled else "Stripe was asked and it is not settled: the reason is below."


class DoubtAdmin(ReadOnlyMixin, PanelAdmin):
    """What nobody knows until Stripe is asked."""

    list_display = ("object", "named", "state", "reason", "attempts", "arose")
    list_filter = ("state", "arose", "livemode")
    search_fields = ("object_id__exact", "object__exact")
    ordering = ("arose", "id")
    actions = ("look_now",)
    hidden = frozenset({"object_id", "account"})

    def has_look_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "change")

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        links = links or Links(self.admin_site, request)
        for row in rows:
            self.want_more(row, links)
            row._djstripe_links = links
        links.load()

    def want_more(self, row: Any, links: Links) -> None:
        model = mirror.model_for(row.object)
        links.want((model,) if model else (), row.object_id)

    def _link(self, row: Any, links: Links) -> show.Html:
        model = mirror.model_for(row.object)
        found = links.find((model,) if model else (), row.object_id, row.account, row.livemode)
        return found.html(found.id) if found else show.text(row.object_id)

    @admin.display(description="Id", ordering="object_id")
    def named(self, row: Any) -> show.Html:
        return self._link(row, row.__dict__["_djstripe_links"])

    @admin.display(description="State", ordering="state")
    def state(self, row: Any) -> show.Html:
        return show.badge(row.state, row.get_state_display())

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        return [("Object", self._link(row, links)), *super().facts(row, links)[1:]]

    @admin.action(description="Look at Stripe now", permissions=["look"])
    def look_now(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Ask Stripe about the chosen doubts, up to fifty."""
        rows = list(queryset[: MAX_DOUBTS + 1])
        if len(rows) > MAX_DOUBTS:
            messages.error(request, f"Choose at most {MAX_DOUBTS} doubts.")
            return
        settled = serve_doubts([(d.object_id, d.object, d.account, d.livemode) for d in rows])
        messages.success(request, f"{settled} of {len(rows)} were settled.")

    verbs = (Verb("look", "Look at Stripe now", _serve),)


class IdempotencyKeyAdmin(ReadOnlyMixin, PanelAdmin):
    """The keys under which actions were sent to Stripe."""

    list_display = ("action", "livemode", "uuid", "created")
    list_filter = ("livemode", "created")
    search_fields = ("action",)
    ordering = ("-created",)
