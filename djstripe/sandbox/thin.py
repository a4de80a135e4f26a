"""
Thin events: that something happened to an object, and where to fetch it.

Every snapshot event whose type has a `v1.` twin is a thin event as well; it is made from the
snapshot when somebody asks, so that it costs nothing before. Those of version 2 itself (a ping, an
event that could not be generated) are records of their own.
https://docs.stripe.com/api/v2/core/events/object
"""

from __future__ import annotations

from datetime import UTC, datetime

from . import catalogue, routes
from .catalogue import Json
from .events import Missed, newest
from .state import Record, Shelf

KIND = "v2.core.event"
PING = "v2.core.event_destination.ping"
FAILURE_RESOLVED = "v2.core.health.event_generation_failure.resolved"
# This one the SDK knows only in its preview.
V2_TYPES = frozenset(
    {FAILURE_RESOLVED, *(one for one in catalogue.thin_event_types() if one.startswith("v2."))}
)


def rfc3339(seconds: int) -> str:
    """Unix seconds as version 2 of the API writes times."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def type_of(snapshot_type: str) -> str | None:
    """The thin twin of a snapshot event's type; None if there is none."""
    name = f"v1.{snapshot_type}"
    return name if name in catalogue.thin_event_types() else None


def is_type(name: str) -> bool:
    return name in catalogue.thin_event_types() or name in V2_TYPES


# -- the twin of a snapshot ----------------------------------------------------------------------


def id_of(snapshot: Record) -> str:
    mode = "" if snapshot.shelf.livemode else "test_"
    return f"evt_{mode}65{snapshot.id.removeprefix('evt_1')}"


def snapshot_id(id: str) -> str:
    """The id of the snapshot event that a thin event's id was made from."""
    return f"evt_1{id.removeprefix('evt_').removeprefix('test_').removeprefix('65')}"


def notification(event: Record) -> Json:
    """What is delivered of an event, of its own kind or a snapshot."""
    full = fetched(event)
    return {name: value for name, value in full.items() if name not in _ONLY_FETCHED}


_ONLY_FETCHED = {"data", "snapshot_event"}


def fetched(event: Record) -> Json:
    """What `GET /v2/core/events/{id}` shows of an event."""
    if event.kind == KIND:
        return event.data
    data, request = event.data, event.data["request"]
    shown: Json = {
        "id": id_of(event),
        "object": KIND,
        "context": data.get("account"),
        "created": rfc3339(data["created"]),
        "livemode": data["livemode"],
        "reason": {"type": "request", "request": request} if request["id"] else None,
        "type": type_of(data["type"]),
        "snapshot_event": event.id,
    }
    related = related_to(shown["type"], newest(event)["object"])
    if related is not None:
        shown["related_object"] = related
    return shown


def related_to(type: str, about: Json) -> Json | None:
    """Where the object of an event is fetched; None where the type has no such object."""
    form = catalogue.thin_event_types().get(type)
    if not form:
        return None
    found = {"type": about["object"], "url": routes.address_of(about)}
    return found if form == "url" else {"id": about["id"], **found}


# -- events that have no snapshot ----------------------------------------------------------------


def make(
    shelf: Shelf, type: str, related: Json | None, now: int, data: Json | None = None
) -> Record:
    """A thin event of version 2 itself."""
    mode = "" if shelf.livemode else "test_"
    event: Json = {
        "id": f"evt_{mode}65{shelf.state.token(40)}",
        "object": KIND,
        "context": None,
        "created": rfc3339(now),
        "data": data,
        "livemode": shelf.livemode,
        "reason": None,
        "type": type,
    }
    if related is not None:
        event["related_object"] = related
    about = (related or {}).get("id")
    return shelf.add(KIND, event, now, {"about": about})


def failure(missed: Missed, now: int) -> Json:
    """
    What the resolved-alert says of an event that was never created.

    https://docs.stripe.com/webhooks/handle-irrecoverable-events
    """
    state, about = missed.shelf.state, missed.shown
    impact: Json = {"event_type": missed.type}
    if about.get("id"):
        kind = str(about["object"])
        related = {"id": about["id"], "type": kind, "url": routes.address_of(about)}
        impact.update({"related_object_id": about["id"], "related_object": related})
    if state.platform_of(missed.shelf.account) is not None:
        impact["context"] = missed.shelf.account
    return {
        "alert_id": f"halert_61{state.token(40)}",
        "grouping_key": f"_grouping_{state.token(40)}",
        "impact": impact,
        "resolved_at": rfc3339(now),
        "summary": "An event could not be generated.",
    }
