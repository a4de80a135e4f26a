"""The events list, one event, and sending it again."""

from __future__ import annotations

from .. import render
from ..errors import invalid, missing
from ..events import RETENTION_SECONDS
from ..store import Answer, Call, Page, behaviour, list_page


@behaviour("GET", "/v1/events")
def list_events(call: Call) -> Page:
    """
    The last 30 days, newest first, by type, time and whether the webhooks got it.

    A list filtered by types reads only those types' events. https://docs.stripe.com/api/events/list
    """
    _no_expand(call)
    return list_page(call)


def _no_expand(call: Call) -> None:
    """What an event carries is fixed when it is made; nothing in it can be expanded."""
    for path in call.params.get("expand") or []:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")


@behaviour("GET", "/v1/events/{id}")
def retrieve_event(call: Call) -> Answer:
    _no_expand(call)
    found = call.world.get("event", call.id)
    if found.created < call.world.clock - RETENTION_SECONDS:
        raise missing("event", call.id)
    return found


@behaviour("POST", "/v1/events/{id}/retry")
def resend_event(call: Call) -> Answer:
    """What `stripe events resend` asks for; automatic retries go on all the same."""
    found = call.world.get("event", call.id)
    journal = call.world.journal
    if journal is not None and journal.audience is not None:
        journal.audience.again(found, call.params.get("webhook_endpoint"))
    return render.view(found)
