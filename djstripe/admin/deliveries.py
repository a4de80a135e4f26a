"""The admin of the inbox: what came in, and what became of it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from .. import inbox
from ..models import Event, WebhookEndpoint, WebhookEventTrigger, WorkState
from ..redact import scrub
from . import show
from .base import PanelAdmin
from .links import Links
from .payload import Payload
from .verbs import ReadOnlyMixin, Verb

MAX_APPLIED = 50


class StateFilter(admin.SimpleListFilter):
    """What became of a delivery."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("failed", "Failed, to be tried again"), *WorkState.choices]

    def queryset(self, request: Any, queryset: Any) -> Any:
        match self.value():
            case "failed":
                return queryset.filter(state=WorkState.WAITING).exclude(exception="")
            case str(state) if state in WorkState.values:
                return queryset.filter(state=state)
        return queryset


def apply_again(delivery: WebhookEventTrigger) -> str:
    """Apply a delivery once more; what goes wrong is recorded with it and returned, else ""."""
    inbox.replay_now(delivery)
    return scrub(delivery.exception)


def _apply_one(request: HttpRequest, delivery: WebhookEventTrigger) -> str:
    failed = apply_again(delivery)
    return f"It failed again: {failed}" if failed else "It was applied."


def can_be_applied(delivery: WebhookEventTrigger) -> bool:
    """Whether it was verified, and not yet applied."""
    return delivery.valid and delivery.state != WorkState.DONE


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
        if row.state == WorkState.WAITING and row.exception:
            return show.badge("failed")
        return show.badge(row.state, row.get_state_display())

    @admin.display(description="Endpoint")
    def webhook_endpoint(self, row: Any) -> str:
        return show.text(row._djstripe_url, 60) if row._djstripe_url else show.NOTHING

    @admin.display(description="Exception")
    def problem(self, row: Any) -> str:
        return show.text(row.exception, 80) if row.exception else show.NOTHING

    @admin.action(description="Apply again", permissions=["apply"])
    def apply_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Apply the chosen deliveries that were verified and have failed, up to fifty."""
        waiting = queryset.filter(valid=True).exclude(state=WorkState.DONE)
        waiting = waiting.order_by("created", "id")
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
        shown = [("Traceback", scrub(row.traceback))] if row.traceback else []
        if row.body and not row.json_body:
            shown.append(("Body", scrub(row.body[:20_000])))
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
