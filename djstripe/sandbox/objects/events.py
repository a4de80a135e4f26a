"""The events list, one event, and sending it again."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from .. import render
from ..errors import invalid, missing
from ..events import RETENTION_SECONDS
from ..mischief import matches_type
from ..state import Key, Record, Table, between
from ..store import Answer, Call, Page, behaviour, cursor_of, limit_of, range_test

MOST_TYPES = 20


@behaviour("GET", "/v1/events")
def list_events(call: Call) -> Page:
    """
    The last 30 days, newest first, by type, time and whether the webhooks got it.

    A list filtered by types reads only those types' events. https://docs.stripe.com/api/events/list
    """
    params, table = call.params, call.world.shelf.table("event")
    _no_expand(call)
    wanted = _types(params)
    low, high = (call.world.clock - RETENTION_SECONDS, 0), None
    before, after = params.get("ending_before"), params.get("starting_after")
    if before and after:
        raise invalid("You cannot use both ending_before and starting_after.")
    if before or after:
        name = "ending_before" if before else "starting_after"
        cursor = cursor_of([table], "event", str(before or after), name)
        low, high = (max(low, cursor), None) if before else (low, cursor)
    tests: list[Callable[[Record], bool]] = []
    success = params.get("delivery_success")
    if params.get("created") is not None:
        tests.append(range_test("created", params["created"]))
    if success is not None and (wanted is not None or success):
        tests.append(lambda one: (not one.hidden["undelivered"]) == success)
    if wanted is not None:
        sources = _of_types(table, wanted)
    elif success is False:
        sources = [table.by("undelivered", True)]
    else:
        sources = [table.order]
    limit = limit_of(params)
    every = merged(sources, low, high, oldest_first=bool(before))
    found = list(islice((one for one in every if all(test(one) for test in tests)), limit + 1))
    page = found[:limit]
    return Page(page[::-1] if before else page, len(found) > limit, call.path)


def _of_types(table: Table, wanted: list[str]) -> list[list[Record]]:
    """The events of each type that is asked for, oldest first; types may end in `.*`."""
    table.by("type", None)
    types = [type for type in table.indices["type"] if type and matches_type(type, wanted)]
    return [table.by("type", type) for type in types]


def merged(
    sources: list[list[Record]], low: Key | None, high: Key | None, oldest_first: bool = False
) -> Iterator[Record]:
    """The records of several lists with low < key < high, in one order, read as they are asked for."""
    runs = []
    for records in sources:
        start, end = between(records, low, high)
        places = range(start, end) if oldest_first else range(end - 1, start - 1, -1)
        runs.append(map(records.__getitem__, places))
    return heapq.merge(*runs, key=attrgetter("key"), reverse=not oldest_first)


def _types(params: dict[str, Any]) -> list[str] | None:
    if params.get("type") and params.get("types"):
        raise invalid("You may pass either type or types, but not both.", param="types")
    wanted = [params["type"]] if params.get("type") else params.get("types")
    if wanted and len(wanted) > MOST_TYPES:
        raise invalid(f"At most {MOST_TYPES} types can be asked for at once.", param="types")
    return wanted or None


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
