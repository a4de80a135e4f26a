"""The admin of what the mirror keeps for itself: doubts, and the keys of actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from .. import mirror
from ..look import serve_doubts
from ..models.attempts import Attempt
from . import show
from .base import PanelAdmin
from .links import Links
from .verbs import ReadOnlyMixin, Verb

MAX_DOUBTS = 50


def _serve(request: HttpRequest, doubt: Any) -> str:
    key = (doubt.object_id, doubt.object, doubt.account, doubt.livemode)
    settled = serve_doubts([key]).settled
    return "Settled." if settled else "Stripe was asked and it is not settled: the reason is below."


class DoubtAdmin(ReadOnlyMixin, PanelAdmin):
    """What nobody knows until Stripe is asked."""

    list_display = ("object", "named", "standing", "reason", "attempts", "arose")
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
    def standing(self, row: Any) -> show.Html:
        """Its state; not under the column's own name, which Django would show as it is."""
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
        keys = [(d.object_id, d.object, d.account, d.livemode) for d in rows]
        settled = serve_doubts(keys).settled
        messages.success(request, f"{settled} of {len(rows)} were settled.")

    verbs = (Verb("look", "Look at Stripe now", _serve),)


class AttemptAdmin(ReadOnlyMixin, PanelAdmin):
    """What was sent to Stripe to do something, and has no answer yet, or never had one."""

    list_display = ("request", "standing_now", "account", "livemode", "first_sent", "failure")
    list_filter = ("state", "first_sent", "livemode")
    search_fields = ("idempotency_key__exact", "request_id__exact", "path")
    ordering = ("-first_sent", "-id")
    actions = ("forget",)

    def has_forget_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "delete")

    @admin.display(description="Request", ordering="path")
    def request(self, row: Any) -> show.Html:
        return show.text(str(row))

    @admin.display(description="Stands", ordering="state")
    def standing_now(self, row: Any) -> show.Html:
        labels = {**dict(Attempt.State.choices), "unknown": "nobody will know what became of it"}
        return show.badge(row.standing, str(labels[row.standing]))

    @admin.action(
        description="Forget: the same asked for again is done anew", permissions=["forget"]
    )
    def forget(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the chosen attempts, so that the next call that asks for the same does it anew."""
        count = queryset.delete()[0]
        messages.success(request, f"{count} forgotten.")


class IdempotencyKeyAdmin(ReadOnlyMixin, PanelAdmin):
    """The keys under which actions were sent to Stripe."""

    list_display = ("action", "livemode", "uuid", "created")
    list_filter = ("livemode", "created")
    search_fields = ("action",)
    ordering = ("-created",)
