"""The mirrored models whose pages do more than show: events, customers, subscriptions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from .. import mirror
from ..models import Event
from . import show
from .base import LOOK, StripeModelAdmin
from .links import Links
from .verbs import Verb


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
