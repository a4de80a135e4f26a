"""
Version 2 of the API, as far as events need it: thin events and event destinations.

https://docs.stripe.com/api/v2/core/events and https://docs.stripe.com/api/v2/core/event-destinations
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from .. import catalogue, targets, thin
from ..catalogue import Json
from ..errors import ApiError
from ..events import API_VERSION, RETENTION_SECONDS
from ..lists import in_order
from ..mischief import matches_type
from ..state import Key, Record, Table
from ..store import Answer, Call, behaviour, merged_metadata
from ..world import World

KIND = targets.DESTINATION
LIMIT, MOST, MOST_TYPES = 20, 100, 20
_PAGE = re.compile(r"(next|previous)_(\d{1,12})_(\d{1,12})", re.ASCII)
_SCOPES = ("@self", "@accounts", "@organization_members", "@organization_members/@accounts")


def _invalid(message: str, code: str = "invalid_fields", status: int = 400) -> ApiError:
    return ApiError(message, code=code, status=status)


def _not_found(kind: str, id: str) -> ApiError:
    return _invalid(f"There is no {kind} with the id {id[:100]}.", "not_found", 404)


def _only(params: Json, *known: str) -> None:
    unknown = sorted(set(params) - set(known))
    if unknown:
        raise _invalid(f"Unknown field: {unknown[0][:100]}.", "unknown_fields")


def _limit(params: Json) -> int:
    text = str(params.get("limit", LIMIT))
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= MOST:
        raise _invalid(f"The limit is from 1 to {MOST}.")
    return int(text)


# -- pages ---------------------------------------------------------------------------------------


def _page(
    call: Call,
    sources: list[list[Record]],
    low: Key | None,
    tests: list[Callable[[Record], bool]],
    show: Callable[[Record], Json],
) -> Json:
    """One page, newest first, with the addresses of the pages beside it."""
    limit, token = _limit(call.params), call.params.get("page")
    found = _PAGE.fullmatch(str(token)) if token is not None else None
    if token is not None and found is None:
        raise _invalid("The page token is not one of this list's.")
    high: Key | None = None
    back = found is not None and found[1] == "previous"
    if found is not None:
        key = (int(found[2]), int(found[3]))
        low, high = (max(low or key, key), None) if back else (low, key)
    every = in_order(sources, low, high, ascending=back)
    records = list(islice((one for one in every if all(test(one) for test in tests)), limit + 1))
    more, records = len(records) > limit, records[:limit]
    if back:
        records.reverse()
    older = records[-1:] if more or back else []
    newer = records[:1] if (more if back else token is not None) else []
    return {
        "data": [show(one) for one in records],
        "next_page_url": _address(call, "next", older),
        "previous_page_url": _address(call, "previous", newer),
    }


def _address(call: Call, word: str, at: list[Record]) -> str | None:
    if not at:
        return None
    pairs = [(k, v) for k, v in call.params.items() if k != "page"]
    flat: list[tuple[str, Any]] = []
    for name, value in pairs:
        if isinstance(value, list):
            flat += [(f"{name}[{n}]", one) for n, one in enumerate(value)]
        elif isinstance(value, dict):
            flat += [(f"{name}[{inner}]", one) for inner, one in value.items()]
        else:
            flat.append((name, value))
    created, sequence = at[0].key
    return f"{call.path}?{urlencode([*flat, ('page', f'{word}_{created}_{sequence}')])}"


# -- events --------------------------------------------------------------------------------------


@behaviour("GET", "/v2/core/events")
def list_events(call: Call) -> Answer:
    """The thin events of the last 30 days: twins of snapshots, and version 2's own."""
    params, shelf = call.params, call.world.shelf
    _only(params, "created", "limit", "object_id", "page", "types")
    about, wanted = params.get("object_id"), params.get("types")
    if wanted is not None and (not isinstance(wanted, list) or len(wanted) > MOST_TYPES):
        raise _invalid(f"The types are a list of at most {MOST_TYPES}.")
    tables = [shelf.table("event"), shelf.table(thin.KIND)]
    tests: list[Callable[[Record], bool]] = [lambda one: _type_of(one) is not None]
    if about is not None:
        sources = [table.by("about", str(about)) for table in tables]
        if wanted:
            tests.append(lambda one: matches_type(str(_type_of(one)), wanted))
    elif wanted:
        snapshots = [str(one)[3:] for one in wanted if str(one).startswith("v1.")]
        sources = _of_types(tables[0], snapshots) + _of_types(tables[1], wanted)
    else:
        sources = [table.order for table in tables]
    tests += _created_tests(params.get("created"))
    low = (call.world.clock - RETENTION_SECONDS, 0)
    return _page(call, sources, low, tests, thin.fetched)


def _of_types(table: Table, wanted: list[str]) -> list[list[Record]]:
    """The events of each type that is asked for, oldest first; types may end in `.*`."""
    return [table.by("type", one) for one in table.values("type") if matches_type(one, wanted)]


def _type_of(event: Record) -> str | None:
    type = str(event.data["type"])
    return type if event.kind == thin.KIND else thin.type_of(type)


def _created_tests(bounds: Any) -> list[Callable[[Record], bool]]:
    if bounds is None:
        return []
    compare: dict[str, Callable[[str, str], bool]] = {
        "gt": lambda at, bound: at > bound,
        "gte": lambda at, bound: at >= bound,
        "lt": lambda at, bound: at < bound,
        "lte": lambda at, bound: at <= bound,
    }
    if not isinstance(bounds, dict) or not set(bounds) <= set(compare):
        raise _invalid("created has the bounds gt, gte, lt and lte.")
    pairs = [(compare[name], _moment(value)) for name, value in bounds.items()]

    def inside(one: Record) -> bool:
        created = one.data["created"]
        at = created if isinstance(created, str) else thin.rfc3339(created)
        return all(test(at, bound) for test, bound in pairs)

    return [inside]


def _moment(text: Any) -> str:
    """An RFC 3339 time as this API writes it, so that two can be compared as text."""
    try:
        return thin.rfc3339(int(datetime.fromisoformat(str(text)).timestamp()))
    except (ValueError, OverflowError):
        raise _invalid("Times are written as in 2026-01-31T12:00:00Z.") from None


@behaviour("GET", "/v2/core/events/{id}")
def retrieve_event(call: Call) -> Answer:
    _only(call.params)
    return thin.fetched(find_event(call))


def find_event(call: Call) -> Record:
    """A thin event of the last 30 days by its id."""
    shelf, id = call.world.shelf, call.ids["id"]
    found = shelf.find(thin.KIND, id) or shelf.find("event", thin.snapshot_id(id))
    fresh = call.world.clock - RETENTION_SECONDS
    if found is None or found.created < fresh or _type_of(found) is None:
        raise _not_found("event", id)
    if found.kind != thin.KIND and thin.id_of(found) != id:
        raise _not_found("event", id)
    return found


# -- destinations --------------------------------------------------------------------------------


def show(call: Call, record: Record, secret: bool = False) -> Json:
    """A destination; its URL and, when it is made, its secret only where `include` asks."""
    include = call.params.get("include") or []
    if not isinstance(include, list):
        raise _invalid("include is a list.")
    known = {"webhook_endpoint.url", "webhook_endpoint.signing_secret"}
    unknown = [one for one in include if one not in known]
    if unknown:
        raise _invalid(f"There is nothing to include at {str(unknown[0])[:100]}.")
    url, whsec = "webhook_endpoint.url" in include, "webhook_endpoint.signing_secret" in include
    hidden = {
        "signing_secret": record.hidden["secret"] if secret and whsec else None,
        "url": record.hidden["url"] if url else None,
    }
    return {**record.data, "webhook_endpoint": hidden}


def _target(call: Call) -> Record:
    found = call.world.find(KIND, call.ids["id"])
    if found is None:
        raise _not_found("event destination", call.ids["id"])
    return found


def _checked_events(names: Any, payload: str) -> list[str]:
    if not isinstance(names, list) or not names:
        raise _invalid("enabled_events names at least one event type.")
    for name in names:
        known = thin.is_type(str(name)) if payload == "thin" else name in catalogue.event_types()
        if name != "*" and not known:
            raise _invalid(f"There is no {payload} event {str(name)[:100]}.")
    return names


def _checked_url(call: Call, endpoint: Any) -> str:
    url = endpoint.get("url") if isinstance(endpoint, dict) else None
    schemes = ("https://",) if call.world.shelf.livemode else ("https://", "http://")
    if not isinstance(url, str) or not url.startswith(schemes):
        raise _invalid("A webhook endpoint needs a URL, in live mode with https.")
    return url


def _text(params: Json, name: str, default: str | None = None) -> str:
    value = params.get(name, default)
    if not isinstance(value, str):
        raise _invalid(f"{name} is missing or no string.")
    return value


@behaviour("POST", "/v2/core/event_destinations")
def create_destination(call: Call) -> Answer:
    world, params = call.world, call.params
    _only(
        params,
        "description",
        "enabled_events",
        "event_payload",
        "events_from",
        "include",
        "metadata",
        "name",
        "snapshot_api_version",
        "type",
        "webhook_endpoint",
    )
    if _text(params, "type") != "webhook_endpoint":
        raise ApiError(
            "The sandbox delivers to webhook endpoints only.", code="sandbox_not_simulated"
        )
    payload = _text(params, "event_payload")
    if payload not in ("snapshot", "thin"):
        raise _invalid("event_payload is snapshot or thin.")
    version = params.get("snapshot_api_version")
    if payload == "thin" and version is not None:
        raise _invalid("Thin events have no version.")
    scopes = params.get("events_from") or ["@self"]
    if not isinstance(scopes, list) or not set(scopes) <= set(_SCOPES):
        raise _invalid(f"events_from names {', '.join(_SCOPES)}.")
    if len(world.shelf.table(KIND).order) >= targets.MOST:
        raise _invalid(f"An account has at most {targets.MOST} event destinations.")
    record = make_destination(
        world,
        url=_checked_url(call, params.get("webhook_endpoint")),
        enabled_events=_checked_events(params.get("enabled_events"), payload),
        description=_text(params, "description", ""),
        event_payload=payload,
        events_from=scopes,
        metadata=merged_metadata({}, params.get("metadata") or {}),
        name=_text(params, "name"),
        snapshot_api_version=(version or API_VERSION) if payload == "snapshot" else None,
    )
    return show(call, record, secret=True)


def make_destination(
    world: World,
    url: str,
    enabled_events: list[Any],
    secret: str | None = None,
    connect: bool = False,
    **fields: Any,
) -> Record:
    """An enabled destination, for thin events unless the fields say otherwise."""
    state, mode = world.shelf.state, "" if world.shelf.livemode else "test_"
    now = thin.rfc3339(world.now)
    data: Json = {
        "id": f"ed_{mode}61{state.token(40)}",
        "object": KIND,
        "created": now,
        "description": "",
        "enabled_events": enabled_events,
        "event_payload": "thin",
        "events_from": ["@accounts" if connect else "@self"],
        "livemode": world.shelf.livemode,
        "metadata": {},
        "name": "Sandbox",
        "snapshot_api_version": None,
        "status": "enabled",
        "status_details": None,
        "type": "webhook_endpoint",
        "updated": now,
        **fields,
    }
    hidden = {"url": url, "secret": secret or f"whsec_{state.token(32)}"}
    return world.shelf.add(KIND, data, world.now, hidden)


@behaviour("GET", "/v2/core/event_destinations")
def list_destinations(call: Call) -> Answer:
    _only(call.params, "include", "limit", "page")
    sources = [call.world.shelf.table(KIND).order]
    return _page(call, sources, None, [], lambda one: show(call, one))


@behaviour("GET", "/v2/core/event_destinations/{id}")
def retrieve_destination(call: Call) -> Answer:
    _only(call.params, "include")
    return show(call, _target(call))


@behaviour("POST", "/v2/core/event_destinations/{id}")
def modify_destination(call: Call) -> Answer:
    params, record = call.params, _target(call)
    _only(
        params, "description", "enabled_events", "include", "metadata", "name", "webhook_endpoint"
    )
    changes: Json = {
        name: _text(params, name) for name in ("description", "name") if name in params
    }
    if "enabled_events" in params:
        payload = record.data["event_payload"]
        changes["enabled_events"] = _checked_events(params["enabled_events"], payload)
    if "metadata" in params:
        changes["metadata"] = merged_metadata(record.data["metadata"], params["metadata"])
    if "webhook_endpoint" in params:
        record.shelf.hide(record, url=_checked_url(call, params["webhook_endpoint"]))
    return _changed(call, record, changes)


def _changed(call: Call, record: Record, changes: Json) -> Json:
    now = thin.rfc3339(call.world.now)
    call.world.update(record, {**changes, "updated": now}, None)
    return show(call, record)


@behaviour("POST", "/v2/core/event_destinations/{id}/enable")
def enable_destination(call: Call) -> Answer:
    _only(call.params, "include")
    return _changed(call, _target(call), {"status": "enabled", "status_details": None})


@behaviour("POST", "/v2/core/event_destinations/{id}/disable")
def disable_destination(call: Call) -> Answer:
    _only(call.params, "include")
    details = {"disabled": {"reason": "user"}}
    return _changed(call, _target(call), {"status": "disabled", "status_details": details})


@behaviour("DELETE", "/v2/core/event_destinations/{id}")
def delete_destination(call: Call) -> Answer:
    record = _target(call)
    call.world.delete(record, None)
    return {"id": record.id, "object": KIND}


@behaviour("POST", "/v2/core/event_destinations/{id}/ping")
def ping_destination(call: Call) -> Answer:
    """A thin event for this destination alone, whatever types it asked for."""
    _only(call.params)
    record, journal = _target(call), call.world.journal
    url = f"/v2/core/event_destinations/{record.id}"
    related = {"id": record.id, "type": KIND, "url": url}
    event = thin.make(call.world.shelf, thin.PING, related, call.world.now)
    if journal is not None and journal.audience is not None:
        journal.audience.queue_for(event, record)
    return event.data
