"""
Subscription schedules: phases, one after the other, that a subscription goes through.

A phase says which items a subscription has from one moment to another, and on which terms. The
first begins the subscription; the last one ends with the schedule, which lets the subscription go
on or cancels it. https://docs.stripe.com/billing/subscriptions/subscription-schedules
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid, missing, not_simulated, required
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from, merged
from ..world import World
from . import billing, changes, cycle, payments, taxes
from .catalog import make_price
from .discounts import make_discount
from .items import LIVE, items_of, price_for
from .money import DAY, later
from .periods import interval_of

KIND = "subscription_schedule"
EXPIRING_SECONDS = 7 * DAY
_EXPIRING = "@expiring told"


@behaviour("POST", "/v1/subscription_schedules")
def create_schedule(call: Call) -> Answer:
    """From phases, or around a subscription that runs."""
    world, params = call.world, call.params
    if params.get("pause_schedules"):
        raise not_simulated("pause_schedules")
    if params.get("from_subscription"):
        others = params.keys() - {"from_subscription", "expand"}
        if others:
            message = f"{min(others)} cannot be given with from_subscription."
            raise invalid(message, param=min(others))
        source = world.get("subscription", params["from_subscription"], "from_subscription")
        return _around(world, source)
    if not params.get("customer"):
        raise required("customer")
    if not params.get("phases"):
        raise required("phases")
    return make(world, params)


def make(world: World, params: Json) -> Record:
    """A schedule from its phases; it begins at once unless it is to begin later."""
    customer = world.get("customer", params["customer"], "customer")
    asked = params.get("start_date")
    start = world.now if asked in (None, "now") else int(asked)
    fields = fields_from(KIND, params)
    fields.update(
        {
            "billing_mode": params.get("billing_mode") or {"type": "flexible"},
            "customer": customer.id,
            "default_settings": _defaults(params.get("default_settings")),
            "end_behavior": params.get("end_behavior") or "release",
            "phases": phases_of(world, params["phases"], start),
            "status": "not_started",
        }
    )
    record = world.create(KIND, fields, event=None)
    with world.in_order(untold=record.id):
        if start <= world.now:
            begin(world, record)
        world.emit(record, "created")
    replan(world, record)
    return record


def _defaults(asked: Any) -> Json:
    given = {name: value for name, value in (asked or {}).items() if value not in ("", None)}
    base: Json = {
        "billing_cycle_anchor": "automatic",
        "collection_method": "charge_automatically",
        "invoice_settings": {"issuer": {"type": "self"}},
    }
    return {**base, **given}


def _around(world: World, subscription: Record) -> Record:
    """A schedule whose only phase is a subscription as it is, to the end of its period."""
    if subscription.data.get("schedule"):
        raise invalid("The subscription has a schedule already.", param="from_subscription")
    if subscription.data["status"] not in LIVE:
        raise invalid("The subscription has ended.", param="from_subscription")
    data, items = subscription.data, items_of(world, subscription)
    start = max(item.data["current_period_start"] for item in items)
    end = min(item.data["current_period_end"] for item in items)
    phase = {
        "currency": data["currency"],
        "default_tax_rates": taxes.rate_ids(data.get("default_tax_rates")),
        "discounts": [{"discount": id} for id in data["discounts"]],
        "end_date": end,
        "items": [_item_now(item) for item in items],
        "metadata": data.get("metadata") or {},
        "proration_behavior": "create_prorations",
        "start_date": start,
        "trial_end": data.get("trial_end") if data["status"] == "trialing" else None,
    }
    fields = {
        "billing_mode": data["billing_mode"],
        "current_phase": {"end_date": end, "start_date": start},
        "customer": data["customer"],
        "default_settings": _defaults({"collection_method": data["collection_method"]}),
        "end_behavior": "release",
        "phases": [phase],
        "status": "active",
        "subscription": subscription.id,
    }
    record = world.create(KIND, fields)
    world.update(subscription, {"schedule": record.id})
    replan(world, record)
    return record


def _item_now(item: Record) -> Json:
    found = {
        "discounts": [{"discount": id} for id in item.data.get("discounts") or []],
        "metadata": item.data.get("metadata") or {},
        "plan": item.value("price"),
        "price": item.value("price"),
        "tax_rates": taxes.rate_ids(item.data.get("tax_rates")),
    }
    if item.data.get("quantity") is not None:
        found["quantity"] = item.data["quantity"]
    return found


# -- phases --------------------------------------------------------------------------------------


def phases_of(world: World, asked: list[Json], start: int) -> list[Json]:
    """Phases as a schedule shows them: end to end, each with its dates."""
    found: list[Json] = []
    for number, one in enumerate(asked):
        given = one.get("start_date")
        begin = world.now if given == "now" else given if isinstance(given, int) else start
        if found and begin != found[-1]["end_date"]:
            raise invalid("Phases must lie end to end.", param=f"phases[{number}][start_date]")
        phase = _phase(world, one, begin)
        start = phase["end_date"]
        found.append(phase)
    return found


def _phase(world: World, asked: Json, start: int) -> Json:
    items = [_item(world, one) for one in asked.get("items") or []]
    price = world.get("price", items[0]["price"], "phases[0][items][0][price]").data
    end = _end_of(world, asked, start, price)
    if end <= start:
        raise invalid("A phase ends after it began.", param="phases[0][end_date]")
    shown = {k: v for k, v in asked.items() if k not in ("duration", "iterations", "trial")}
    trial = end if asked.get("trial") else _moment(world, asked.get("trial_end"))
    return {
        **shown,
        "add_invoice_items": asked.get("add_invoice_items") or [],
        "currency": str(asked.get("currency") or price["currency"]).lower(),
        "default_tax_rates": taxes.check_rates(
            world, asked.get("default_tax_rates"), "phases[0][default_tax_rates]"
        ),
        "discounts": asked.get("discounts") or [],
        "end_date": end,
        "items": items,
        "metadata": asked.get("metadata") or {},
        "proration_behavior": asked.get("proration_behavior") or "create_prorations",
        "start_date": start,
        "trial_end": trial,
    }


def _moment(world: World, asked: Any) -> int | None:
    return world.now if asked == "now" else asked


def _item(world: World, asked: Json) -> Json:
    if asked.get("price_data"):
        price = make_price(world, asked["price_data"])
    else:
        price = price_for(world, asked)
    kept = {k: v for k, v in asked.items() if k not in ("price_data", "plan", "price")}
    metered = price.data["recurring"].get("usage_type") == "metered"
    quantity = {} if metered else {"quantity": asked.get("quantity") or 1}
    found = {"discounts": [], "metadata": {}, "tax_rates": [], **kept, **quantity}
    return {**found, "plan": price.id, "price": price.id}


def _end_of(world: World, asked: Json, start: int, price: Json) -> int:
    """A phase's end: a date, so many intervals, or (before dahlia) so many of the price's."""
    end, duration = asked.get("end_date"), asked.get("duration")
    if end is not None:
        return world.now if end == "now" else int(end)
    interval, count = interval_of(price["recurring"])
    times = int(asked.get("iterations") or 1)
    if duration:
        interval, count, times = duration["interval"], int(duration.get("interval_count") or 1), 1
    return later(start, interval, count * times)


def begin(world: World, schedule: Record) -> Record:
    """The first phase begins, and with it the subscription."""
    phase = schedule.data["phases"][0]
    settings = schedule.data["default_settings"]
    customer = schedule.data["customer"]
    params: Json = {
        "customer": customer,
        "items": [_asked_item(one) for one in phase["items"]],
        "billing_mode": schedule.data["billing_mode"],
        "collection_method": phase.get("collection_method") or settings["collection_method"],
        "add_invoice_items": phase["add_invoice_items"],
        "currency": phase["currency"],
        "default_tax_rates": phase["default_tax_rates"],
        "discounts": phase["discounts"],
        "metadata": phase["metadata"],
        "proration_behavior": phase["proration_behavior"],
    }
    for name in ("default_payment_method", "description"):
        if phase.get(name) or settings.get(name):
            params[name] = phase.get(name) or settings[name]
    days = (phase.get("invoice_settings") or settings.get("invoice_settings") or {}).get(
        "days_until_due"
    )
    if days is not None and params["collection_method"] == "send_invoice":
        params["days_until_due"] = days
    if phase.get("trial_end"):
        params["trial_end"] = phase["trial_end"]
    if phase["start_date"] < world.now:
        params["backdate_start_date"] = phase["start_date"]
    terms = {"default_payment_method": params.get("default_payment_method")}
    if payments.default_method(world, customer, terms) is None:
        params["payment_behavior"] = "default_incomplete"
    subscription = billing.subscribe(world, params)
    world.update(subscription, {"schedule": schedule.id}, None)
    dates = {name: phase[name] for name in ("start_date", "end_date")}
    changed = {"current_phase": dates, "status": "active", "subscription": subscription.id}
    world.update(schedule, changed, None)
    return subscription


def _asked_item(item: Json) -> Json:
    """An item of a phase, as a subscription's parameters have it."""
    names = ("discounts", "metadata", "price", "quantity", "tax_rates")
    return {name: item[name] for name in names if item.get(name) is not None}


# -- as time passes ------------------------------------------------------------------------------


def replan(world: World, schedule: Record) -> None:
    """Come back when the next phase begins, or some days before the last one ends."""
    data = schedule.data
    if data["status"] == "not_started":
        plan(world, schedule, data["phases"][0]["start_date"])
        return
    if data["status"] != "active":
        plan(world, schedule, None)
        return
    end = data["current_phase"]["end_date"]
    notice = data["phases"][-1]["end_date"] - EXPIRING_SECONDS
    told = schedule.hidden.get(_EXPIRING) or notice <= data["current_phase"]["start_date"]
    plan(world, schedule, end if told or notice > end else notice)


@due(KIND)
def pass_moment(world: World, schedule: Record) -> None:
    """A phase begins or ends, or the schedule will end soon."""
    data = schedule.data
    if data["status"] == "not_started":
        before = render.view(schedule)
        with world.in_order(untold=schedule.id):
            begin(world, schedule)
        world.changed(schedule, before)
    elif data["status"] == "active":
        subscription = world.find("subscription", schedule.value("subscription"))
        if data["current_phase"]["end_date"] <= world.now and subscription is not None:
            cycle.pass_moment(world, subscription)
        elif not schedule.hidden.get(_EXPIRING):
            world.shelf.hide(schedule, **{_EXPIRING: True})
            world.emit(schedule, "subscription_schedule.expiring")
    replan(world, schedule)


def enter_phase(world: World, subscription: Record) -> None:
    """Let a subscription's schedule go on to the phase that it is time for, or end."""
    schedule = world.find(KIND, subscription.value("schedule"))
    while schedule is not None and schedule.data["status"] == "active":
        current = schedule.data["current_phase"]
        if current["end_date"] > world.now:
            return
        phases = schedule.data["phases"]
        next_ = next((one for one in phases if one["start_date"] >= current["end_date"]), None)
        if next_ is None:
            _finish(world, schedule, subscription)
            return
        dates = {name: next_[name] for name in ("start_date", "end_date")}
        world.update(schedule, {"current_phase": dates})
        take_terms(world, subscription, next_, next_["proration_behavior"])
        replan(world, schedule)


cycle.BEFORE.append(enter_phase)


def take_terms(world: World, subscription: Record, phase: Json, behavior: str) -> None:
    """
    Give a subscription a phase's items and terms.

    Where the phase begins with a period, nothing is prorated: the renewal bills it.
    """
    before = render.view(subscription)
    params: Json = {"items": _items_to(world, subscription, phase)}
    ends = [item.data["current_period_end"] for item in items_of(world, subscription)]
    params["proration_behavior"] = "none" if min(ends) <= world.now else behavior
    if phase.get("billing_cycle_anchor") == "phase_start" and min(ends) > world.now:
        params["billing_cycle_anchor"] = {"type": "now"}
    if phase.get("trial_end") and phase["trial_end"] > world.now:
        params["trial_end"] = phase["trial_end"]
    asked = changes.asked_of(world, params)
    with world.in_order(untold=subscription.id):
        world.update(subscription, _terms(world, subscription, phase), None)
        outcome = changes.apply(world, subscription, asked)
        more = {"add_invoice_items": phase["add_invoice_items"]}
        invoice = changes.settle(world, subscription, outcome, more, asked.behavior)
        if invoice is not None:
            changes.collect(world, subscription, invoice, "allow_incomplete")
    if min(ends) > world.now:
        world.changed(subscription, before)


def _items_to(world: World, subscription: Record, phase: Json) -> list[Json]:
    """What makes a subscription's items those of a phase."""
    left = {str(item.value("price")): item for item in items_of(world, subscription)}
    wanted = [_asked_item(one) for one in phase["items"]]
    found = [{**one, "id": left.pop(one["price"]).id} for one in wanted if one["price"] in left]
    for one in wanted:
        if any(one["price"] == other["price"] for other in found):
            continue
        if left:  # another price takes an item's place
            one = {**one, "id": left.pop(next(iter(left))).id}
        found.append(one)
    return [{"id": item.id, "deleted": True} for item in left.values()] + found


def _terms(world: World, subscription: Record, phase: Json) -> Json:
    """A phase's terms besides its items."""
    found: Json = {"default_tax_rates": phase["default_tax_rates"]}
    owner = {"customer": subscription.value("customer"), "subscription": subscription.id}
    known = {one["discount"] for one in phase["discounts"] if one.get("discount")}
    kept = [id for id in subscription.data["discounts"] if id in known]
    made = [one for one in phase["discounts"] if one and not one.get("discount")]
    found["discounts"] = kept + [make_discount(world, one, owner).id for one in made]
    if phase["metadata"]:
        found["metadata"] = {**(subscription.data.get("metadata") or {}), **phase["metadata"]}
    for name in ("collection_method", "default_payment_method", "description"):
        if phase.get(name):
            found[name] = phase[name]
    return found


def _finish(world: World, schedule: Record, subscription: Record) -> None:
    """The last phase is over."""
    cancels = schedule.data["end_behavior"] == "cancel"
    changes_: Json = {"completed_at": world.now, "current_phase": None, "status": "completed"}
    if not cancels:
        changes_["released_subscription"] = subscription.id
        changes_["subscription"] = None
    plan(world, schedule, None)
    world.update(schedule, changes_, "subscription_schedule.completed")
    world.update(subscription, {"schedule": None})
    if cancels:
        cycle.cancel(world, subscription)


# -- operations ----------------------------------------------------------------------------------


@behaviour("POST", "/v1/subscription_schedules/{schedule}")
def modify_schedule(call: Call) -> Answer:
    """Other phases from now on, or another end; the current phase may change too."""
    world, params, schedule = call.world, call.params, call.target()
    if schedule.data["status"] not in ("active", "not_started"):
        raise invalid(f"The schedule is {schedule.data['status']} already.")
    if params.get("pause_schedules"):
        raise not_simulated("pause_schedules")
    before = render.view(schedule)
    found = merged(schedule, {k: v for k, v in params.items() if k != "phases"})
    if "default_settings" in params:
        both = {**schedule.data["default_settings"], **params["default_settings"]}
        found["default_settings"] = _defaults(both)
    subscription = world.find("subscription", schedule.value("subscription"))
    with world.in_order(untold=schedule.id):
        if params.get("phases"):
            found.update(_new_phases(world, schedule, params["phases"]))
        world.update(schedule, found, None)
        world.shelf.hide(schedule, **{_EXPIRING: False})
        if params.get("phases") and subscription is not None and found.get("current_phase"):
            start = found["current_phase"]["start_date"]
            phase = next(one for one in found["phases"] if one["start_date"] == start)
            behavior = params.get("proration_behavior") or "create_prorations"
            take_terms(world, subscription, {**phase, "add_invoice_items": []}, behavior)
            cycle.replan(world, subscription)
    world.changed(schedule, before)
    replan(world, schedule)
    return schedule


def _new_phases(world: World, schedule: Record, asked: list[Json]) -> Json:
    """The phases then; one of them is the current one."""
    current = schedule.data.get("current_phase")
    start = current["start_date"] if current else schedule.data["phases"][0]["start_date"]
    if not current and isinstance(asked[0].get("start_date"), int):
        start = asked[0]["start_date"]
    phases = phases_of(world, asked, start)
    if not current:
        return {"phases": phases}
    for phase in phases:
        if phase["start_date"] <= world.now < phase["end_date"]:
            dates = {name: phase[name] for name in ("start_date", "end_date")}
            return {"phases": phases, "current_phase": dates}
    raise invalid("One of the phases must be the current one.", param="phases")


@behaviour("POST", "/v1/subscription_schedules/{schedule}/cancel")
def cancel_schedule(call: Call) -> Answer:
    """The schedule ends, and its subscription with it."""
    world, record = call.world, _open(call)
    subscription = world.find("subscription", record.value("subscription"))
    changed = {"status": "canceled", "canceled_at": world.now, "current_phase": None}
    plan(world, record, None)
    world.update(record, changed, "subscription_schedule.canceled")
    if subscription is not None:
        world.update(subscription, {"schedule": None})
        if subscription.data["status"] in LIVE:
            billing.end(world, subscription, {"invoice_now": True, "prorate": True, **call.params})
    return record


@behaviour("POST", "/v1/subscription_schedules/{schedule}/release")
def release_schedule(call: Call) -> Answer:
    """The schedule ends, and its subscription goes on as it is."""
    world, record = call.world, _open(call)
    subscription = world.find("subscription", record.value("subscription"))
    changed: Json = {"status": "released", "released_at": world.now, "current_phase": None}
    changed["released_subscription"] = record.value("subscription")
    changed["subscription"] = None
    plan(world, record, None)
    world.update(record, changed, "subscription_schedule.released")
    if subscription is not None:
        world.update(subscription, {"schedule": None})
    return record


def _open(call: Call) -> Record:
    record = call.world.find(KIND, call.id)
    if record is None:
        raise missing(KIND, call.id)
    if record.data["status"] not in ("active", "not_started"):
        raise invalid(f"The schedule is {record.data['status']} already.")
    return record
