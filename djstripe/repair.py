"""
Find and fetch what was missed.

Its first stone: the list of events, read from where one stopped. Stripe keeps 30 days of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .gateway import Credentials, get_gateway
from .snapshot import Snapshot

EVENTS = "/v1/events"


def newest_event(credentials: Credentials) -> str | None:
    """The id of the newest event, from which :func:`events_after` goes on; None if there is none."""
    for page in get_gateway().pages(EVENTS, credentials, limit=1):
        for snapshot in page.snapshots:
            return snapshot.id
        break
    return None


def events_after(event_id: str | None, credentials: Credentials) -> Iterator[Snapshot]:
    """
    The events that came after one, oldest first; without one, all that Stripe still has,
    newest first.

    Source: https://docs.stripe.com/webhooks/process-undelivered-events
    """
    params = {"ending_before": event_id} if event_id else {}
    for page in get_gateway().pages(EVENTS, credentials, params=params):
        # Read backwards, each page still comes newest first.
        yield from reversed(page.snapshots) if event_id else page.snapshots
