"""The admin of receivers' runs: which of the project's functions ran on what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .. import inbox
from ..models import ReceiverRun
from ..models.work import WorkState
from ..redact import scrub
from . import show
from .links import Links
from .verbs import Verb
from .work import StateFilter, WorkAdmin, event_link, event_models


def _run_one(request: HttpRequest, run: ReceiverRun) -> str:
    inbox.run_now(run)
    return f"It failed again: {scrub(run.exception)}" if run.exception else "It ran."


def _dismiss_one(request: HttpRequest, run: ReceiverRun) -> str:
    inbox.dismiss(ReceiverRun.objects.filter(pk=run.pk))
    return "It will not be tried again."


class ReceiverRunAdmin(WorkAdmin):
    """Runs of receivers: what ran, what failed and why, and another try."""

    list_display = ("receiver", "standing", "event_type", "created", "problem", "tries", "of_event")
    list_filter = (StateFilter, "created", "livemode")
    search_fields = ("event__exact", "event_type__startswith", "receiver__contains")
    noun = ("run", "runs")
    verbs = (
        Verb(
            "apply",
            "Run again",
            _run_one,
            question="The receiver will be called with this event once more, even if it has "
            "succeeded before.",
        ),
        Verb(
            "dismiss",
            "Dismiss",
            _dismiss_one,
            question="The receiver will not be called with this event any more.",
            offered=lambda run: run.state in (WorkState.WAITING, WorkState.DEAD),
        ),
    )

    def deferred_in_lists(self, request: HttpRequest) -> tuple[str, ...]:
        return ("traceback",)

    def do_now(self, rows: list[Any]) -> inbox.Tally:
        return inbox.run_now(*rows)

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        links = links or Links(self.admin_site, request)
        for row in rows:
            row._djstripe_links = links
            self.want_more(row, links)
        links.load()

    @admin.display(description="Event")
    def of_event(self, row: Any) -> show.Html:
        links = row.__dict__["_djstripe_links"]
        return event_link(links, row.event, row.account, row.livemode)

    def heading(self, row: ReceiverRun) -> str:
        return show.text(row.receiver, 120)

    def want_more(self, row: Any, links: Links) -> None:
        links.want(event_models(), row.event)

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        return [
            ("Event", event_link(links, row.event, row.account, row.livemode)),
            ("Type", show.text(row.event_type)),
            ("Account", show.text(row.account or show.NOTHING)),
            *self.progress(row),
        ]
