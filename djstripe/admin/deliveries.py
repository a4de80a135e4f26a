"""The admin of the inbox: what came in, and what became of it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path
from django.utils.html import format_html

from .. import inbox, mirror
from ..mirror import Doubt
from ..models import ReceiverRun, WebhookEndpoint, WebhookEventTrigger
from ..models.work import WorkState
from ..redact import scrub
from . import show
from .links import Links, admin_url
from .payload import Payload
from .related import Preview, as_table
from .verbs import Verb
from .work import StateFilter, WorkAdmin, event_link, event_models

PREVIEWED = 20
ALREADY_SAID = ("event_type", "of_event", "delivered", "about_event")


class EndpointFilter(admin.SimpleListFilter):
    """The endpoints, where there are several."""

    title = "endpoint"
    parameter_name = "endpoint"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        known = WebhookEndpoint._base_manager.order_by("-pk").values_list("pk", "url", "id")[:20]
        named = [(str(pk), show.text(url or id, 60)) for pk, url, id in known]
        return [*named, ("settings", "The one from the settings")] if named else []

    def queryset(self, request: Any, queryset: Any) -> Any:
        value = str(self.value() or "")
        if value == "settings":
            return queryset.filter(webhook_endpoint=None, source__in=("delivery", "again"))
        return queryset.filter(webhook_endpoint=int(value)) if value.isdecimal() else queryset


def apply_again(delivery: WebhookEventTrigger) -> str:
    """Apply a delivery once more; what goes wrong is recorded with it and returned, else ""."""
    inbox.replay_now(delivery)
    return scrub(delivery.exception)


def _apply_one(request: HttpRequest, delivery: WebhookEventTrigger) -> str:
    failed = apply_again(delivery)
    return f"It failed again: {failed}" if failed else "It was applied."


def _run_receivers(request: HttpRequest, delivery: WebhookEventTrigger) -> str:
    tally = inbox.run_now(*inbox.runs_of(delivery))
    return f"{tally.ran} receivers ran, {tally.run_failures} failed."


def _dismiss_one(request: HttpRequest, delivery: WebhookEventTrigger) -> str:
    inbox.dismiss(WebhookEventTrigger.objects.filter(pk=delivery.pk))
    return "It will not be tried again."


def can_be_applied(delivery: WebhookEventTrigger) -> bool:
    """Whether it was verified and is no mere test."""
    return delivery.valid and not delivery.is_test_event


class WebhookEventTriggerAdmin(WorkAdmin):
    """Deliveries: what came in, what became of it, and another try for what failed."""

    change_list_template = "djstripe/admin/inbox.html"
    list_display = (
        "delivered",
        "standing",
        "created",
        "problem",
        "tries",
        "about_event",
        "at_endpoint",
    )
    list_filter = (StateFilter, "source", EndpointFilter, "created", "livemode")
    search_fields = ("event_stripe_id__exact", "event_type__startswith", "exception")
    noun = ("event", "events")
    verbs = (
        Verb("apply", "Apply again", _apply_one, offered=can_be_applied),
        Verb(
            "receivers",
            "Run its receivers again",
            _run_receivers,
            question="Every receiver of this event will be called once more, also those that "
            "have succeeded.",
            offered=lambda delivery: inbox.runs_of(delivery).exists(),
        ),
        Verb(
            "dismiss",
            "Dismiss",
            _dismiss_one,
            question="This event will not be applied any more. What it speaks of may stay out of "
            "date until the next event or a repair.",
            offered=lambda delivery: delivery.state in (WorkState.WAITING, WorkState.DEAD),
        ),
    )

    def deferred_in_lists(self, request: HttpRequest) -> tuple[str, ...]:
        return ("headers", "body", "traceback")

    def do_now(self, rows: list[Any]) -> inbox.Tally:
        return inbox.replay_now(*rows)

    # the top of the list

    def get_urls(self) -> list[URLPattern]:
        """The two buttons in front of the admin's own addresses."""
        return [
            path(
                f"{verb}/",
                self.admin_site.admin_view(self._switch(verb)),
                name=f"djstripe_webhookeventtrigger_{verb}",
            )
            for verb in ("pause", "resume")
        ] + super().get_urls()

    def _switch(self, verb: str) -> Any:
        def view(request: HttpRequest) -> HttpResponse:
            if not self.may(request, "change"):
                raise PermissionDenied
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            if verb == "pause":
                inbox.pause()
                messages.warning(request, "Paused: events are recorded and answered, and wait.")
            else:
                inbox.resume()
                messages.success(request, "Resumed: whoever drains the inbox goes on.")
            return HttpResponseRedirect(admin_url(self.admin_site, self.model, "changelist"))

        return view

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, and above it how the inbox stands."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        health = inbox.health(totals=False)
        verb = "resume" if health.paused else "pause"
        head = {
            "numbers": self._numbers(request, health),
            "problems": health.problems(),
            "verb": verb,
            "url": admin_url(self.admin_site, self.model, verb),
            "may_switch": self.may(request, "change"),
        }
        return super().changelist_view(request, {"dj_inbox": head, **(extra_context or {})})

    def _numbers(
        self, request: HttpRequest, health: inbox.Health
    ) -> list[tuple[str, str, str, str]]:
        """``(number, what, tone, link)`` for each number of the head."""
        links = Links(self.admin_site, request)

        def of(model: type[Any], **query: str) -> str:
            base = admin_url(self.admin_site, model, "changelist") if links.may_view(model) else ""
            return f"{base}?{urlencode(query)}" if base else ""

        entries, runs = WebhookEventTrigger, ReceiverRun
        late = health.lag_seconds > inbox.STUCK_SECONDS
        always = [
            (health.waiting, "waiting", "", of(entries, state="waiting")),
            (health.dead, "dead letters", "bad", of(entries, state="dead")),
            (health.runs_waiting, "runs waiting", "", of(runs, state="waiting")),
            (health.runs_dead, "dead runs", "bad", of(runs, state="dead")),
            (health.doubts_open, "doubts", "", of(Doubt, state__exact="open")),
        ]
        if_any = [
            (health.retrying, "retrying", "busy", of(entries, state="retrying")),
            (health.runs_retrying, "runs retrying", "busy", of(runs, state="retrying")),
            (health.doubts_impossible, "impossible", "busy", of(Doubt, state__exact="impossible")),
            (health.refused, "refused lately", "bad", ""),
        ]
        shown = [*always, *[one for one in if_any if one[0]]]
        return [
            *[(f"{n:,}", what, tone if n else "", url) for n, what, tone, url in shown],
            (f"{health.lag_seconds:,.0f} s", "the oldest waits", "bad" if late else "", ""),
        ]

    # the list

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        """The events, and the endpoints' addresses: one query for each kind."""
        links = links or Links(self.admin_site, request)
        ends = {row.webhook_endpoint_id for row in rows if row.webhook_endpoint_id}
        found = WebhookEndpoint._base_manager.filter(pk__in=ends)
        urls = dict(found.values_list("pk", "url")) if ends else {}
        for row in rows:
            row._djstripe_links = links
            row._djstripe_url = urls.get(row.webhook_endpoint_id)
            links.want(event_models(), row.event_stripe_id)
        links.load()

    @admin.display(description="Event", ordering="event_type")
    def delivered(self, row: Any) -> str:
        return show.text(row.event_type or "unreadable")

    @admin.display(description="Id")
    def about_event(self, row: Any) -> show.Html:
        links, account = row.__dict__["_djstripe_links"], row.stripe_trigger_account_id or ""
        return event_link(links, row.event_stripe_id, account, row.livemode)

    @admin.display(description="Endpoint")
    def at_endpoint(self, row: Any) -> str:
        if row._djstripe_url:
            return show.text(row._djstripe_url, 60)
        return show.NOTHING if row.source in ("delivery", "again") else row.get_source_display()

    # one entry

    def heading(self, row: WebhookEventTrigger) -> str:
        return show.text(row.event_type or "unreadable", 100)

    def panel(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        panel = super().panel(request, row)
        links: Links = panel["links"]
        tables = (
            self._table(links, "Receivers", inbox.runs_of(row), row),
            self._table(links, "Other deliveries of this event", inbox.others_of(row), row),
        )
        panel["previews"] = [table for table in tables if table]
        return panel

    def _table(self, links: Links, title: str, rows: Any, of: Any) -> Preview | None:
        if not links.may_view(rows.model):
            return None
        heavy = ("traceback", "body", "headers") if rows.model is self.model else ("traceback",)
        found = list(rows.defer(*heavy)[: PREVIEWED + 1])
        listed = admin_url(self.admin_site, rows.model, "changelist")
        url = f"{listed}?{urlencode({'q': of.event_stripe_id})}"
        shown, has_more = found[:PREVIEWED], len(found) > PREVIEWED
        return as_table(links, rows.model, shown, title, url, has_more, ALREADY_SAID)

    def want_more(self, row: Any, links: Links) -> None:
        links.want(event_models(), row.event_stripe_id)
        models, id = _subject(row)
        links.want(models, id)

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        account = row.stripe_trigger_account_id or ""
        models, id = _subject(row)
        about = links.find(models, id, account, row.livemode, crosses=True)
        decision = inbox.explain(row)
        field = self.opts.get_field("stripe_trigger_account")
        facts = [
            ("Event", event_link(links, row.event_stripe_id, account, row.livemode)),
            ("About", about.html() if about else show.text(id)),
            ("Account", links.relation(row, field)),
            ("Endpoint", self._endpoint(row)),
            ("Came", show.text(row.get_source_display())),
            ("From", show.text(row.remote_ip or "")),
            ("Signed", show.unix_moment(row.signed_at)),
            ("API version", show.text(row.json_body.get("api_version") or "")),
            ("Asks for", f"{decision.act.value}: {decision.why}"),
            *self.progress(row),
            ("Headers", show.pairs(_shown_headers(row.headers))),
        ]
        return [(name, value) for name, value in facts if value not in ("", None)]

    def _endpoint(self, row: Any) -> show.Html:
        ours = WebhookEndpoint._base_manager.filter(pk=row.webhook_endpoint_id)
        found = ours.values_list("pk", "url", "id").first()
        if found is None:
            is_simple = row.source in ("delivery", "again")
            return "the one from the settings" if is_simple else ""
        url = admin_url(self.admin_site, WebhookEndpoint, "change", found[0])
        return format_html('<a href="{}">{}</a>', url, show.text(found[1] or found[2]))

    def payloads(self, row: Any, links: Links) -> list[tuple[str, Payload]]:
        try:
            body = json.loads(row.body)
        except (ValueError, RecursionError):
            return []
        account = row.stripe_trigger_account_id or ""
        return [("Body", Payload(body, links, account, row.livemode))]

    def texts(self, row: Any) -> list[tuple[str, str]]:
        shown = super().texts(row)
        if row.body and not row.json_body:
            shown.append(("Body", scrub(row.body[:20_000])))
        return shown


def _subject(row: Any) -> tuple[tuple[type[Any], ...], str]:
    """The models and the id of what an entry's event is about."""
    event = row.json_body
    related, data = event.get("related_object"), event.get("data")
    subject = data.get("object") if isinstance(data, dict) else None
    name: Any = None
    id: Any = None
    if isinstance(related, dict):
        name, id = related.get("type"), related.get("id")
    elif isinstance(subject, dict):
        name, id = subject.get("object"), subject.get("id")
    model = mirror.model_for(name) if isinstance(name, str) else None
    return (model,) if model else (), id if isinstance(id, str) else ""


def _shown_headers(headers: Any) -> dict[str, Any]:
    """The headers, the signature cut short."""
    known = headers if isinstance(headers, dict) else {}
    return {
        name: f"{str(value)[:24]}…" if "signature" in name.lower() else value
        for name, value in known.items()
    }
