"""
Meters and what they count: events of usage, and their sum, number or last value in a period.

https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from ..catalogue import Json
from ..errors import invalid, missing
from ..state import Record
from ..store import Answer, Call, Page, behaviour, fields_from
from ..world import World
from .money import DAY

METER, EVENT = "billing.meter", "billing.meter_event"
OLDEST_SECONDS = 35 * DAY  # of an event's timestamp
NEWEST_SECONDS = 300
CANCEL_SECONDS = DAY
MOST_DIGITS = 15
_OF = "@meter and customer"
_WINDOWS = {"hour": 3_600, "day": DAY}


@behaviour("POST", "/v1/billing/meters")
def create_meter(call: Call) -> Answer:
    world, params = call.world, call.params
    if active_meter(world, params["event_name"]) is not None:
        raise invalid(f"There is an active meter for {params['event_name']}.", "event_name")
    fields = fields_from(METER, params)
    fields.update(
        {
            "customer_mapping": params.get("customer_mapping")
            or {"event_payload_key": "stripe_customer_id", "type": "by_id"},
            "status": "active",
            "status_transitions": {"deactivated_at": None},
            "updated": world.now,
            "value_settings": params.get("value_settings") or {"event_payload_key": "value"},
        }
    )
    return world.create(METER, fields)


def active_meter(world: World, event_name: Any) -> Record | None:
    """The meter that counts events of a name."""
    meters = world.all(METER, "event_name", event_name)
    return next((one for one in meters if one.data["status"] == "active"), None)


@behaviour("POST", "/v1/billing/meters/{id}/deactivate")
def deactivate(call: Call) -> Answer:
    """It takes no more events; what it counted stays."""
    world, meter = call.world, call.world.get(METER, call.id)
    if meter.data["status"] != "active":
        raise invalid("The meter is inactive already.")
    changes = {"status": "inactive", "status_transitions": {"deactivated_at": world.now}}
    return world.update(meter, {**changes, "updated": world.now}, f"{METER}.deactivated")


@behaviour("POST", "/v1/billing/meters/{id}/reactivate")
def reactivate(call: Call) -> Answer:
    world, meter = call.world, call.world.get(METER, call.id)
    if meter.data["status"] == "active":
        raise invalid("The meter is active already.")
    changes = {"status": "active", "status_transitions": {"deactivated_at": None}}
    return world.update(meter, {**changes, "updated": world.now}, f"{METER}.reactivated")


# -- events --------------------------------------------------------------------------------------


@behaviour("POST", "/v1/billing/meter_events")
def create_event(call: Call) -> Answer:
    params = call.params
    name, payload = params["event_name"], params["payload"]
    given = {name: params.get(name) for name in ("identifier", "timestamp")}
    return record_usage(call.world, name, payload, given["identifier"], given["timestamp"])


def record_usage(
    world: World,
    event_name: str,
    payload: Json,
    identifier: str | None = None,
    timestamp: int | None = None,
) -> Json:
    """
    One event of usage, which its meter counts for the customer that the payload names.

    Raises if no meter counts it, or if the payload or the time cannot be right.
    """
    meter = active_meter(world, event_name)
    if meter is None:
        raise invalid(f"There is no active meter for events named {event_name}.", "event_name")
    customer = payload.get(meter.data["customer_mapping"]["event_payload_key"])
    owner = world.find("customer", customer)
    if owner is None:
        raise missing("customer", str(customer), "payload")
    clock = world.find("test_helpers.test_clock", owner.data.get("test_clock"))
    now = clock.data["frozen_time"] if clock is not None else world.now
    _value(meter, payload)
    moment = now if timestamp is None else timestamp
    if not now - OLDEST_SECONDS <= moment <= now + NEWEST_SECONDS:
        message = "The timestamp must lie within the past 35 days, or 5 minutes ahead."
        raise invalid(message, param="timestamp")
    id = identifier or world.shelf.state.token(24)
    if world.find(EVENT, id) is not None:
        message = f"An event already exists with identifier {id}."
        raise invalid(message, "identifier", "duplicate_meter_event")
    data = {
        "object": EVENT,
        "created": now,
        "event_name": event_name,
        "identifier": id,
        "livemode": world.shelf.livemode,
        "payload": payload,
        "timestamp": moment,
    }
    hidden = {_OF: f"{meter.id} {owner.id}"}
    world.shelf.add(EVENT, {"id": id, **data}, moment, hidden)
    return data


@behaviour("POST", "/v1/billing/meter_event_adjustments")
def cancel_event(call: Call) -> Answer:
    """Take an event of the last 24 hours back."""
    world, params = call.world, call.params
    identifier = (params.get("cancel") or {}).get("identifier")
    event = world.find(EVENT, identifier)
    if event is None or event.data["event_name"] != params["event_name"]:
        raise missing(EVENT, str(identifier), "cancel[identifier]")
    if event.data["created"] + CANCEL_SECONDS < world.now:
        raise invalid("Only events of the last 24 hours can be canceled.", "cancel[identifier]")
    world.shelf.remove(event)
    return {
        "object": "billing.meter_event_adjustment",
        "cancel": {"identifier": identifier},
        "event_name": params["event_name"],
        "livemode": world.shelf.livemode,
        "status": "complete",
        "type": params["type"],
    }


def _value(meter: Record, payload: Json) -> Decimal:
    """What an event adds; 1 for a meter that counts events."""
    if meter.data["default_aggregation"]["formula"] == "count":
        return Decimal(1)
    given = payload.get(meter.data["value_settings"]["event_payload_key"])
    try:
        value = Decimal(str(given))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise invalid(f"An event's value must be a number, not {str(given)[:40]}.", "payload")
    if len(format(value, "f").lstrip("-").replace(".", "").lstrip("0")) > MOST_DIGITS:
        message = f"The value in the event payload can have at most {MOST_DIGITS} digits."
        raise invalid(message, "payload", "meter_event_value_too_many_digits")
    return value


# -- counting ------------------------------------------------------------------------------------


def usage(world: World, meter: str, customer: str, start: int, end: int) -> Decimal:
    """What a meter counted for a customer from one moment until before another."""
    found = world.find(METER, meter)
    if found is None:
        return Decimal(0)
    events = [
        event
        for event in world.all(EVENT, _OF, f"{meter} {customer}")
        if start <= event.data["timestamp"] < end
    ]
    values = [_value(found, event.data["payload"]) for event in events]
    if found.data["default_aggregation"]["formula"] == "last":
        return values[-1] if values else Decimal(0)
    return sum(values, Decimal(0))


@behaviour("GET", "/v1/billing/meters/{id}/event_summaries")
def summaries(call: Call) -> Answer | Page:
    """The usage of a customer between two moments, whole or by hours or days; newest first."""
    world, params = call.world, call.params
    meter = world.get(METER, call.ids["id"])
    customer = world.get("customer", params["customer"], "customer")
    start, end = params["start_time"], params["end_time"]
    step = _WINDOWS.get(str(params.get("value_grouping_window")), max(end - start, 1))
    shown = []
    for begin in range(start, end, step):
        until = min(begin + step, end)
        value = usage(world, meter.id, customer.id, begin, until)
        if value or step >= end - start:
            fields: Json = {"aggregated_value": float(value), "start_time": begin}
            fields.update({"end_time": until, "meter": meter.id})
            shown.append(_summary(world, fields))
    limit = int(params.get("limit") or 10)
    shown.reverse()
    return Page(shown[:limit], len(shown) > limit, call.path)


def _summary(world: World, fields: Json) -> Record:
    kind = "billing.meter_event_summary"
    id = f"mtrusg_{fields['meter'][-8:]}{fields['start_time']}{fields['end_time']}"
    data = {"id": id, "object": kind, "livemode": world.shelf.livemode, **fields}
    return Record(kind, id, data, (fields["start_time"], 0), world.shelf)
