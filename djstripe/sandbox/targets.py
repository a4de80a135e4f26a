"""
Where events go: webhook endpoints of API version 1, event destinations of version 2.

A webhook endpoint gets snapshots; an event destination gets snapshots or thin events. Both are
records that hide their signing secret.
"""

from __future__ import annotations

from typing import Any

from . import events, thin
from .catalogue import Json
from .errors import missing
from .mischief import matches_type
from .state import Record, Shelf, State

ENDPOINT = "webhook_endpoint"
DESTINATION = "v2.core.event_destination"
MOST = 16  # of each kind, on an account in a mode: https://docs.stripe.com/webhooks


def near(shelf: Shelf) -> list[Record]:
    """The endpoints that events of this account and mode may reach, whatever their types."""
    found = [*_on(shelf, ENDPOINT, False), *_on(shelf, DESTINATION, False)]
    state = shelf.state
    platform = state.platform_of(shelf.account)
    if platform is None:
        return found
    home = state.shelf(platform, shelf.livemode)
    found += [*_on(home, ENDPOINT, True), *_on(home, DESTINATION, True)]
    if not shelf.livemode:  # a live Connect endpoint gets test events too
        found += _on(state.shelf(platform, True), ENDPOINT, True)
    return found


def _on(shelf: Shelf, kind: str, connect: bool) -> list[Record]:
    table = shelf.tables.get(kind)
    if table is None or not table.order:
        return []
    return [one for one in table.order if is_on(one) and connect in _scopes(one)]


def _scopes(endpoint: Record) -> list[bool]:
    """Whose events it gets: False for its own account's, True for connected accounts'."""
    if endpoint.kind == ENDPOINT:
        return [bool(endpoint.hidden.get("connect"))]
    return [scope == "@accounts" for scope in endpoint.data["events_from"]]


def of_event(event: Record) -> list[Record]:
    """The endpoints that an event is delivered to."""
    found = near(event.shelf)
    return [one for one in found if listens(one, event)] if found else found


def listens(endpoint: Record, event: Record) -> bool:
    """Whether an endpoint asked for events of this type, in the form in which it gets them."""
    type = str(event.data["type"])
    if sends_thin(endpoint):
        named = type if event.kind == thin.KIND else thin.type_of(type)
        return named is not None and matches_type(named, enabled_events(endpoint))
    if event.kind == thin.KIND:
        return False
    wanted = enabled_events(endpoint)
    if type in events.SELECTION_REQUIRED:
        return type in wanted
    return matches_type(type, wanted)


def is_on(endpoint: Record) -> bool:
    return not endpoint.deleted and endpoint.data["status"] == "enabled"


def sends_thin(endpoint: Record) -> bool:
    return endpoint.data.get("event_payload") == "thin"


def enabled_events(endpoint: Record) -> list[Any]:
    return endpoint.data["enabled_events"] or []


def url_of(endpoint: Record) -> str:
    return str(endpoint.data["url"] if endpoint.kind == ENDPOINT else endpoint.hidden["url"])


def version_of(endpoint: Record, default: str) -> str | None:
    """The API version in which an endpoint gets its events; None for thin ones, which have none."""
    if sends_thin(endpoint):
        return None
    name = "api_version" if endpoint.kind == ENDPOINT else "snapshot_api_version"
    return str(endpoint.data[name] or default)


def payload(event: Record, version: str | None) -> Json:
    """What a delivery of an event says, in a version; None for the thin form."""
    if version is None:
        return thin.notification(event)
    if version == event.data["api_version"]:
        return event.data
    current = {**event.data, "data": events.newest(event), "api_version": events.API_VERSION}
    return events.in_version(current, version, event.shelf)


def find(state: State, id: str) -> Record:
    """An endpoint of either kind by id, on whatever account; raises `resource_missing`."""
    for shelf in state.shelves.values():
        found = shelf.find_any((ENDPOINT, DESTINATION), id)
        if found is not None:
            return found
    raise missing(ENDPOINT, id)
