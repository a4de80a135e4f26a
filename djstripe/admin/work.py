"""What the pages of the inbox's two kinds of work have in common: entries and receivers' runs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from .. import inbox, mirror
from ..inbox.chosen import FAILED, RETRYING, in_state
from ..models.work import WorkState
from ..redact import scrub
from . import show
from .base import PanelAdmin
from .links import Links
from .verbs import ReadOnlyMixin

MAX_AT_ONCE = 50
EVENTS = ("event", "v2.core.event")


class StateFilter(admin.SimpleListFilter):
    """What became of a piece of work."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (FAILED, "Failed"),
            (RETRYING, "Failed, to be tried again"),
            *[(value, label.capitalize()) for value, label in WorkState.choices],
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        state = self.value()
        known = state in (FAILED, RETRYING, *WorkState.values)
        return queryset.filter(in_state(str(state))) if known else queryset


class WorkAdmin(ReadOnlyMixin, PanelAdmin):
    """Work: listed by what became of it, tried again or dismissed, one or many."""

    ordering = ("-id",)
    actions = ("apply_again", "replay", "dismiss")
    noun = ("entry", "entries")

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "change")

    # what can be done

    def do_now(self, rows: list[Any]) -> inbox.Tally:
        """Do these pieces of work at once, one after the other or together."""
        raise NotImplementedError

    @admin.action(description="Try again now", permissions=["operate"])
    def apply_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Do the chosen ones at once, up to fifty."""
        chosen = inbox.can_be_replayed(queryset).order_by("id")
        rows = list(chosen.defer(None)[: MAX_AT_ONCE + 1])
        if len(rows) > MAX_AT_ONCE:
            messages.error(
                request,
                f"Choose at most {MAX_AT_ONCE}, or let them be tried again by who drains the inbox.",
            )
            return
        self.do_now(rows)
        failed = [row for row in rows if row.exception]
        messages.success(request, f"{len(rows) - len(failed)} of {len(rows)} succeeded.")
        for row in failed[:10]:
            messages.error(request, scrub(row.exception))

    @admin.action(description="Try again, by who drains the inbox", permissions=["operate"])
    def replay(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Let the chosen ones be tried again as if they were new."""
        messages.success(request, f"{self._count(inbox.replay(queryset))} will be tried again.")

    @admin.action(description="Dismiss: never try again", permissions=["operate"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Never try the chosen ones again; what is done stays done."""
        messages.success(request, f"{self._count(inbox.dismiss(queryset))} dismissed.")

    def _count(self, number: int) -> str:
        return f"{number} {self.noun[number != 1]}"

    # columns

    @admin.display(description="State", ordering="state")
    def standing(self, row: Any) -> show.Html:
        """Its state; not under the column's own name, which Django would show as it is."""
        if row.state == WorkState.WAITING and row.exception:
            return show.badge("pending", "retrying")
        tones = {WorkState.DEAD: "failed", WorkState.DONE: "succeeded", WorkState.WAITING: "new"}
        return show.badge(tones.get(row.state, row.state), row.get_state_display())

    @admin.display(description="Problem")
    def problem(self, row: Any) -> str:
        return show.text(row.exception, 80) if row.exception else show.NOTHING

    # one row

    def badges(self, row: Any) -> list[show.Html]:
        return [self.standing(row), show.mode_badge(row.livemode)]

    def banners(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        if not row.exception or row.state == WorkState.DONE:
            return []
        tone = "busy" if row.state == WorkState.WAITING else "bad"
        return [(tone, scrub(row.exception))]

    def progress(self, row: Any) -> list[tuple[str, Any]]:
        """How often it was tried, and when it is tried next."""
        facts: list[tuple[str, Any]] = [("Tries", row.tries)]
        if row.state == WorkState.WAITING:
            facts.append(("Not before", show.moment(row.due)))
        return facts

    def texts(self, row: Any) -> list[tuple[str, str]]:
        return [("Traceback", scrub(row.traceback))] if row.traceback else []

    def stamps(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        return [
            ("Recorded", show.moment(row.created)),
            ("Changed", show.moment(row.updated)),
            ("Row", row.pk),
        ]


def event_models() -> tuple[type[Any], ...]:
    """Where events are: snapshots and thin ones."""
    return tuple(model for name in EVENTS if (model := mirror.model_for(name)) is not None)


def event_link(links: Links, id: str, account: str, livemode: bool) -> show.Html:
    """An event's id, as a link where the event is mirrored."""
    found = links.find(event_models(), id, account, livemode, crosses=True)
    return found.html(found.id) if found else format_html('<span class="dj-id">{}</span>', id)
