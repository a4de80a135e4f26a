"""
What happened to a row, as its page tells it: the newest events, two queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import show
from .links import Links, admin_url

SHOWN = 10
SHOWN_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One event: when, what, which values it changed, by which request, and its own page."""

    moment: show.Html
    type: str
    url: str
    changes: list[tuple[str, str, str]]
    more_changes: int
    request: str


def happenings(links: Links, row: Any) -> list[Told]:
    """The newest events that touched a row; none for what is an event itself."""
    if row.id is None or hasattr(row, "object_id") or hasattr(row, "related_object_id"):
        return []
    history = row.history()
    if not all(links.may_view(rows.model) for rows in (history.events, history.thin_events)):
        return []
    told = []
    for one in history[:SHOWN]:
        changes = [
            (name, _short(before), _short(after)) for name, (before, after) in one.changes.items()
        ]
        told.append(
            Told(
                show.moment(one.moment),
                show.text(one.type, 80),
                admin_url(links.site, type(one.event), "change", one.event.pk),
                changes[:SHOWN_CHANGES],
                max(0, len(changes) - SHOWN_CHANGES),
                show.text(one.request_id or "", 40),
            )
        )
    return told


def _short(value: Any) -> str:
    """A value of a payload in few words."""
    if value is None:
        return show.NOTHING
    if isinstance(value, dict):
        return show.text(value.get("id") or "{…}", 40)
    if isinstance(value, list):
        return f"[{len(value)}]"
    return show.text(value, 40)
