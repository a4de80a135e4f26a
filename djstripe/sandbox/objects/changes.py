"""
Changes of a running subscription: what becomes of its items, and what is billed for it.

`apply` changes the items, the discounts and the period and says what that costs; `settle` bills it,
now or with the next invoice. An update that may stay pending is rehearsed first.
https://docs.stripe.com/billing/subscriptions/change-price and
https://docs.stripe.com/billing/subscriptions/pending-updates
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import ApiError, invalid, missing
from ..state import Record
from ..store import merged
from ..world import World
from . import collection, cycle, discounts, invoice_items, proration, taxes
from .invoices import make_invoice
from .items import (
    BILLED,
    ITEM,
    PRICED,
    is_flexible,
    is_free,
    is_metered,
    items_of,
    lines_for,
    make_item,
    price_for,
    price_of,
    set_price,
)
from .periods import interval_of, period_at
from .standing import PAID, PENDING

PENDING_SECONDS = 23 * 3_600
_PENDING_PARAMS = {
    "add_invoice_items",
    "billing_cycle_anchor",
    "expand",
    "items",
    "off_session",
    "payment_behavior",
    "proration_behavior",
    "proration_date",
    "trial_end",
    "trial_from_plan",
}


@dataclass
class Outcome:
    """
    What a change costs: prorations, as the fields of invoice items, and the lines of a period
    that it begins. With `resets` it is billed at once.
    """

    prorations: list[Json] = field(default_factory=list)
    lines: list[Json] = field(default_factory=list)
    resets: bool = False


@dataclass
class Asked:
    """The parts of an update's parameters that the billing depends on."""

    items: list[Json]
    behavior: str  # create_prorations, always_invoice or none
    at: int  # the moment by which prorations go
    anchor: bool  # whether the period begins anew
    trial_end: int | str | None

    @property
    def prorates(self) -> bool:
        return self.behavior != "none"


def asked_of(world: World, params: Json) -> Asked:
    """Read an update's parameters."""
    anchor = params.get("billing_cycle_anchor")
    kind = anchor.get("type") if isinstance(anchor, dict) else anchor
    trial = params.get("trial_end")
    behavior = params.get("proration_behavior") or "create_prorations"
    if behavior not in ("create_prorations", "always_invoice", "none"):
        raise invalid(f"Invalid proration_behavior: {behavior}", param="proration_behavior")
    at = params.get("proration_date") or world.now
    return Asked(
        items=list(params.get("items") or []),
        behavior=behavior,
        at=at,
        anchor=kind == "now",
        trial_end=trial if trial in (None, "now") else int(trial),
    )


# -- applying ------------------------------------------------------------------------------------


def apply(world: World, subscription: Record, asked: Asked) -> Outcome:
    """Change a subscription's items and period; nothing is billed yet."""
    was_trial = subscription.data["status"] == "trialing"
    outcome = Outcome()
    planned = [_planned(world, subscription, one) for one in asked.items]
    ends_trial = was_trial and asked.trial_end == "now"
    begins_trial = isinstance(asked.trial_end, int) and asked.trial_end > world.now
    if begins_trial and was_trial:
        _move_trial(world, subscription, int(asked.trial_end or 0))
        begins_trial = False
    resets = asked.anchor or ends_trial or _resets(world, subscription, planned)
    whole = resets or begins_trial
    if not was_trial:
        _give_back(world, subscription, planned, asked, outcome, whole)
    changed = [_change(world, subscription, plan) for plan in planned]
    if ends_trial:
        world.update(subscription, {"trial_end": world.now}, None)
        if not cycle.end_trial(world, subscription):
            return outcome
    if begins_trial:
        _begin_trial(world, subscription, int(asked.trial_end or 0), outcome)
    elif resets and not (was_trial and not ends_trial):
        _begin_period(world, subscription, outcome)
    elif was_trial:
        _add_trial_lines(world, subscription, planned, changed, outcome)
    elif asked.prorates:
        left = [item for item in changed if item is not None]
        outcome.prorations += proration.debits(world, subscription, left, asked.at)
    return outcome


@dataclass
class Planned:
    """What is asked of one item: the item if there is one, and its price and quantity then."""

    asked: Json
    item: Record | None
    price: Record | None
    quantity: Any
    bills: bool  # whether it costs something else then


def _planned(world: World, subscription: Record, asked: Json) -> Planned:
    currency = subscription.data["currency"]
    if not asked.get("id"):
        price = price_for(world, asked, currency)
        for item in items_of(world, subscription):
            if item.value("price") == price.id:
                message = f"The subscription has an item with price {price.id} already."
                raise invalid(message, param="items[0][price]")
        return Planned(asked, None, price, asked.get("quantity"), True)
    item = world.get("subscription_item", asked["id"], "items[0][id]")
    if item.value("subscription") != subscription.id:
        raise missing("subscription_item", item.id, "items[0][id]")
    if asked.get("deleted"):
        return Planned(asked, item, None, None, True)
    named = asked.get("price") or asked.get("plan") or asked.get("price_data")
    price = price_for(world, asked, currency) if named else price_of(world, item)
    quantity = asked.get("quantity")
    same = price.id == item.value("price")
    if quantity is None and same:
        quantity = item.data.get("quantity")
    bills = not same or (not is_metered(price) and quantity != item.data.get("quantity"))
    return Planned(asked, item, price, quantity, bills)


def _resets(world: World, subscription: Record, planned: list[Planned]) -> bool:
    """
    Whether the period begins anew by itself: in classic mode, when the interval changes, or when
    what was free is to be paid.
    """
    if is_flexible(subscription):
        return False
    currency = subscription.data["currency"]
    before = {item.id: price_of(world, item) for item in items_of(world, subscription)}
    after = dict(before)
    for number, plan in enumerate(planned):
        key = plan.item.id if plan.item is not None else str(number)
        if plan.price is None:
            after.pop(key, None)
        else:
            after[key] = plan.price
    intervals = {interval_of(price.data["recurring"]) for price in before.values()}
    then = {interval_of(price.data["recurring"]) for price in after.values()}
    if len(then) > 1:
        message = "In classic billing mode all prices of a subscription have one interval."
        raise invalid(message, param="items")
    free = all(is_free(price, currency) for price in before.values())
    pays = any(not is_free(price, currency) for price in after.values())
    return bool(then and intervals and then != intervals) or (free and pays)


def _give_back(
    world: World,
    subscription: Record,
    planned: list[Planned],
    asked: Asked,
    outcome: Outcome,
    whole: bool,
) -> None:
    """Credits for what was billed ahead, and what was used of metered items that go."""
    touched = {plan.item.id for plan in planned if plan.item is not None and plan.bills}
    gone = {plan.item.id for plan in planned if plan.item is not None and plan.price is None}
    for item in items_of(world, subscription):
        if is_metered(price_of(world, item)):
            ends = whole or (item.id in gone and is_flexible(subscription) and asked.prorates)
            if ends:
                span = (item.data["current_period_start"], world.now)
                used = lines_for(world, subscription, item, span)
                outcome.lines += [line for line in used if line["amount"]]
            continue
        if not whole and item.id not in touched:
            continue
        if asked.prorates:
            at = min(asked.at, item.data["current_period_end"])
            outcome.prorations += proration.credits(world, subscription, item, at)
        elif whole:
            world.shelf.hide(item, **{BILLED: []})


def _change(world: World, subscription: Record, plan: Planned) -> Record | None:
    """Do what is asked of an item; returns it if it costs something else now."""
    if plan.item is None:
        assert plan.price is not None
        period = _period_for(world, subscription, plan.price)
        return make_item(world, subscription, plan.price, plan.asked, period)
    if plan.price is None:
        if len(items_of(world, subscription)) == 1:
            raise invalid("A subscription keeps at least one item; cancel it instead.")
        world.delete(plan.item, None)
        return None
    before = price_of(world, plan.item)
    if plan.bills:
        set_price(world, plan.item, plan.price, plan.quantity)
    if interval_of(before.data["recurring"]) != interval_of(plan.price.data["recurring"]):
        _set_period(world, plan.item, _period_for(world, subscription, plan.price, plan.item))
    _own_terms(world, subscription, plan.item, plan.asked)
    return plan.item if plan.bills else None


def _own_terms(world: World, subscription: Record, item: Record, asked: Json) -> None:
    changes = merged(item, {"metadata": asked["metadata"]}) if "metadata" in asked else {}
    if "tax_rates" in asked:
        changes["tax_rates"] = taxes.check_rates(world, asked["tax_rates"], "items[0][tax_rates]")
    if "discounts" in asked:
        owner = {"customer": subscription.value("customer"), "subscription": subscription.id}
        owner["subscription_item"] = item.id
        changes["discounts"] = discounts.discounts_of(world, asked["discounts"], owner)
    if changes:
        world.update(item, changes, None)


def _period_for(
    world: World, subscription: Record, price: Record, own: Record | None = None
) -> tuple[int, int]:
    """The period that a price's item is in now, as others with its interval are."""
    wanted = interval_of(price.data["recurring"])
    for item in items_of(world, subscription):
        if item is not own and interval_of(price_of(world, item).data["recurring"]) == wanted:
            return item.data["current_period_start"], item.data["current_period_end"]
    if subscription.data["status"] == "trialing":
        return world.now, subscription.data["trial_end"]
    return period_at(subscription.data["billing_cycle_anchor"], price.data["recurring"], world.now)


# -- periods and trials --------------------------------------------------------------------------


def _begin_period(world: World, subscription: Record, outcome: Outcome) -> None:
    """The anchor is now: all items begin a period, which is billed at once."""
    world.update(subscription, {"billing_cycle_anchor": world.now}, None)
    for item in items_of(world, subscription):
        price = price_of(world, item)
        span = period_at(world.now, price.data["recurring"], world.now)
        _set_period(world, item, span)
        if is_metered(price):
            world.shelf.hide(item, **{PRICED: [[price.id, world.now]]})
        else:
            outcome.lines += lines_for(world, subscription, item, span)
    outcome.resets = True


def _begin_trial(world: World, subscription: Record, end: int, outcome: Outcome) -> None:
    """A trial for a running subscription: it is free until then, and bills from there on."""
    changes = {"status": "trialing", "trial_end": end, "billing_cycle_anchor": end}
    if is_flexible(subscription) or subscription.data.get("trial_start") is None:
        changes["trial_start"] = world.now
    world.update(subscription, changes, None)
    for item in items_of(world, subscription):
        _set_period(world, item, (world.now, end))
    outcome.lines += cycle.trial_lines(world, subscription)
    outcome.resets = True


def _move_trial(world: World, subscription: Record, end: int) -> None:
    changes = {"trial_end": end, "billing_cycle_anchor": end}
    world.update(subscription, changes, None)
    for item in items_of(world, subscription):
        _set_period(world, item, (item.data["current_period_start"], end))


def _add_trial_lines(
    world: World,
    subscription: Record,
    planned: list[Planned],
    changed: Iterable[Record | None],
    outcome: Outcome,
) -> None:
    """In a trial nothing is prorated; what is added later begins with the first period."""
    for item in changed:
        if item is not None:
            _set_period(
                world, item, (item.data["current_period_start"], subscription.data["trial_end"])
            )


def _set_period(world: World, item: Record, span: tuple[int, int]) -> None:
    period = {"current_period_start": span[0], "current_period_end": span[1]}
    world.shelf.change(item, {**item.data, **period})


# -- billing -------------------------------------------------------------------------------------


def settle(
    world: World, subscription: Record, outcome: Outcome, params: Json, behavior: str
) -> Record | None:
    """
    Bill what a change costs: at once if the period begins anew or `always_invoice` asks for it,
    else with the next invoice. Returns the invoice if there is one now.
    """
    add_items(world, subscription, outcome.prorations)
    for asked in params.get("add_invoice_items") or []:
        one_time_item(world, subscription, asked)
    waits = outcome.prorations or params.get("add_invoice_items") or outcome.lines
    now = outcome.resets or (behavior == "always_invoice" and waits)
    if not now:
        for line in outcome.lines:  # of metered items that are gone
            _used_item(world, subscription, line)
        return None
    invoice = cycle.bill(
        world, subscription, outcome.lines, "subscription_update", auto_advance=False
    )
    if invoice is not None:
        world.update(subscription, {"latest_invoice": invoice.id}, None)
    return invoice


def add_items(world: World, subscription: Record, prorations: list[Json]) -> None:
    """Make the invoice items of prorations; what they bill ahead knows of them."""
    for fields in prorations:
        item = world.create("invoiceitem", fields)
        owner = world.find(
            "subscription_item", fields["parent"]["subscription_details"]["subscription_item"]
        )
        if owner is None or fields["net_amount"] < 0:
            continue
        billed = owner.hidden.get(BILLED) or []
        if billed and billed[-1].get("invoice") is None and not billed[-1].get("item"):
            world.shelf.hide(owner, **{BILLED: [*billed[:-1], {**billed[-1], "item": item.id}]})


def _used_item(world: World, subscription: Record, line: Json) -> None:
    """What was used of a metered item that is gone waits for the next invoice."""
    details = {
        "subscription": subscription.id,
        "subscription_item": line["parent"]["subscription_item_details"]["subscription_item"],
    }
    kept = (
        "amount",
        "currency",
        "description",
        "period",
        "pricing",
        "quantity",
        "quantity_decimal",
    )
    fields = {name: line[name] for name in kept}
    fields.update({"customer": subscription.value("customer"), "date": world.now})
    fields.update({"discountable": True, "proration": False})
    fields["parent"] = {"subscription_details": details, "type": "subscription_details"}
    world.create("invoiceitem", fields)


def one_time_item(world: World, subscription: Record, asked: Json) -> Record:
    """An invoice item from `add_invoice_items`: something sold once with a subscription."""
    given: Json = {
        name: asked[name]
        for name in ("discountable", "discounts", "metadata", "price_data", "quantity", "tax_rates")
        if asked.get(name) is not None
    }
    if asked.get("price"):
        given["pricing"] = {"price": asked["price"]}
    given["currency"] = subscription.data["currency"]
    given["subscription"] = subscription.id
    return invoice_items.make_item(world, str(subscription.value("customer")), given)


def collect(
    world: World,
    subscription: Record,
    invoice: Record,
    payment_behavior: str,
    *,
    off_session: bool = True,
) -> None:
    """Finalize the invoice of a change and take the money; what fails leaves it past due."""
    automatic = subscription.data["collection_method"] == "charge_automatically"
    if not automatic:
        collection.finalize(world, invoice)
        if invoice.data["status"] == "open":
            world.emit(invoice, "invoice.sent")
        return
    collection.finalize(world, invoice, advance=False)
    if invoice.data["status"] != "open":
        return
    if payment_behavior == "default_incomplete":
        if subscription.data["status"] == "active":
            world.update(subscription, {"status": "past_due"}, None)
        return
    paid = collection.pay(world, invoice, off_session=off_session)
    if not paid and payment_behavior == "error_if_incomplete":
        raise refused(world, invoice)


def refused(world: World, invoice: Record) -> ApiError:
    """402, and nothing of what was done is kept."""
    found = collection.refusal(world, invoice)
    body = found.body["error"]
    return ApiError(
        body["message"],
        status=402,
        type="card_error",
        code=body.get("code"),
        decline_code=body.get("decline_code"),
    )


# -- updates that wait for their payment ---------------------------------------------------------


def check_pending(params: Json) -> None:
    """Raise if an update cannot stay pending."""
    for name in params.keys() - _PENDING_PARAMS:
        message = f"{name} cannot be changed with payment_behavior=pending_if_incomplete."
        raise invalid(message, param=name)


def would_fail(world: World, subscription: Record, params: Json) -> tuple[bool, list[Json]]:
    """
    Whether an update's invoice would not be paid, and its lines; nothing of it happens.
    """
    asked = asked_of(world, params)
    with world.rehearsal():
        outcome = apply(world, subscription, asked)
        invoice = settle(world, subscription, outcome, params, asked.behavior)
        if invoice is None:
            return False, []
        off_session = bool(params.get("off_session"))
        collect(world, subscription, invoice, "allow_incomplete", off_session=off_session)
        found = [
            {k: v for k, v in {**record.data, **record.hidden}.items() if k not in ("id", ITEM)}
            for record in world.all("line_item", "invoice", invoice.id)
        ]
        return bool(invoice.data["status"] == "open"), found


def wait(world: World, subscription: Record, params: Json, bills: list[Json]) -> None:
    """Leave an update pending: only its invoice is made, and the payment of it fails."""
    customer = world.get("customer", subscription.value("customer"))
    for line in bills:
        line["parent"] = _without_items(line["parent"])
    fields = {"auto_advance": False, "billing_reason": "subscription_update"}
    invoice = make_invoice(world, customer, bills, subscription, None, **fields)
    ends = [item.data["current_period_end"] for item in items_of(world, subscription)]
    trial = subscription.data.get("trial_end")
    soon = [moment for moment in (*ends, trial) if moment and moment > world.now]
    expires = min([*soon, world.now + PENDING_SECONDS])
    world.shelf.hide(
        subscription, **{PENDING: {"invoice": invoice.id, "params": params, "at": world.now}}
    )
    shown = {
        "billing_cycle_anchor": world.now if asked_of(world, params).anchor else None,
        "expires_at": expires,
        "subscription_items": _items_then(world, subscription, params) or None,
        "trial_end": params["trial_end"] if isinstance(params.get("trial_end"), int) else None,
        "trial_from_plan": params.get("trial_from_plan"),
    }
    changes = {"latest_invoice": invoice.id, "pending_update": shown}
    world.update(subscription, changes, None)
    collection.finalize(world, invoice, advance=False)
    if invoice.data["status"] == "open":
        collection.pay(world, invoice, off_session=bool(params.get("off_session")))


def _without_items(parent: Json) -> Json:
    """A line's parent that names no invoice item, of which there is none."""
    details = parent.get("subscription_item_details")
    if details:
        return {**parent, "subscription_item_details": {**details, "invoice_item": None}}
    return parent


def _items_then(world: World, subscription: Record, params: Json) -> list[Json]:
    """The items as they would be."""
    with world.rehearsal():
        apply(world, subscription, asked_of(world, params))
        return [render.view(item) for item in items_of(world, subscription)]


def apply_pending(world: World, subscription: Record, invoice: Record) -> None:
    """The invoice of a pending update is paid: it takes effect, billed as it is."""
    pending = subscription.hidden.get(PENDING)
    if not pending or pending["invoice"] != invoice.id:
        return
    before = render.view(subscription)
    world.shelf.hide(subscription, **{PENDING: None})
    asked = asked_of(world, {"proration_date": pending["at"], **pending["params"]})
    with world.in_order(untold=subscription.id):
        apply(world, subscription, asked)
        world.update(subscription, {"pending_update": None}, None)
    world.changed(subscription, before)
    world.emit(subscription, "customer.subscription.pending_update_applied")
    cycle.replan(world, subscription)


PAID.append(apply_pending)


@cycle.act("drop pending update")
def drop_pending(world: World, subscription: Record) -> None:
    """A pending update that was not paid in time is forgotten, and its invoice void."""
    pending = subscription.hidden.get(PENDING) or {}
    world.shelf.hide(subscription, **{PENDING: None})
    events = "updated customer.subscription.pending_update_expired"
    world.update(subscription, {"pending_update": None}, events)
    invoice = world.find("invoice", pending.get("invoice"))
    if invoice is not None and invoice.data["status"] == "open":
        collection.void(world, invoice)
