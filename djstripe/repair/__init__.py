"""
Find and fetch what was missed.

:func:`repair` reads Stripe's lists of events on from where it stopped, records in the inbox what
never came, works it off as the rest, and serves doubts; :func:`repair_object` looks at one object
again.
"""

from .events import EVERY, Only, events_after, newest_event, pages_from
from .objects import UnknownObject, find, look_at, repair_object
from .places import Place
from .run import Found, Report, apply_events, follow, mark, repair, repair_known

__all__ = [
    "EVERY",
    "Found",
    "Only",
    "Place",
    "Report",
    "UnknownObject",
    "apply_events",
    "events_after",
    "find",
    "follow",
    "look_at",
    "mark",
    "newest_event",
    "pages_from",
    "repair",
    "repair_known",
    "repair_object",
]
