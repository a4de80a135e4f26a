"""
Subscription items: what a subscription is billed for, and the lines of a period.

An item's period lies on the item (since basil). Licensed items are billed ahead, for the period
that begins; metered ones afterwards, for what was used. What was billed ahead is noted with the
item, so that a later change can give back the part that was not used (`proration`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import invalid, required
from ..moves import plan_of
from ..state import Record
from ..world import World
from . import discounts, meters, pricing, taxes
from .catalog import make_price
from .discounts import discounts_of
from .money import rounded
from .periods import interval_of

BILLED = "@billed"  # on an item: what was billed ahead and is not used up or given back
PRICED = "@priced"  # on a metered item: since when it has which price
ITEM = "@item"  # on a line: the item that it bills ahead

LIVE = ("active", "trialing", "past_due", "unpaid", "paused", "incomplete")


def price_for(world: World, asked: Json, currency: str | None = None) -> Record:
    """The price that an item asks for, made if it is described inline; recurring it must be."""
    if asked.get("price_data"):
        return make_price(world, asked["price_data"])
    id = asked.get("price") or asked.get("plan")
    if not id:
        raise required("items[0][price]")
    price = world.get("price", id, "items[0][price]")
    if not price.data.get("recurring"):
        raise invalid(f"Price {price.id} is not recurring.", param="items[0][price]")
    if not price.data.get("active", True):
        raise invalid(f"Price {price.id} is not active.", param="items[0][price]")
    if currency is not None:
        terms_of(price, currency)
    return price


def terms_of(price: Record, currency: str) -> Json:
    """A price's terms in a subscription's currency; raises if it is not sold in it."""
    terms = pricing.in_currency(price.data, currency)
    if terms is None:
        message = f"Price {price.id} is in {price.data['currency']}, not in {currency}."
        raise invalid(message, param="items[0][price]")
    return terms


def is_metered(price: Record) -> bool:
    return bool((price.data.get("recurring") or {}).get("usage_type") == "metered")


def price_of(world: World, item: Record) -> Record:
    """An item's price, also one that was deleted since."""
    id = str(item.value("price"))
    there, gone = world.find("price", id), world.shelf.table("price").gone.get(id)
    # The price of a deleted plan is kept whole; its id may have been used again since.
    found = gone or there if isinstance(item.data["price"], dict) else there or gone
    return found if found is not None else world.get("price", id)


def follow_price(world: World, price: Record) -> None:
    """The items that have a price show it as it is now."""
    for item in world.all("subscription_item", "price", price.id):
        if not isinstance(item.data["price"], dict) and price.data.get("recurring"):
            world.shelf.change(item, {**item.data, "plan": plan_of(price.data)})


def keep_price(world: World, price: Record) -> None:
    """A price is about to be deleted: the items that have it go on showing it as it is."""
    for item in world.all("subscription_item", "price", price.id):
        if not isinstance(item.data["price"], dict):
            kept = {"price": render.view(price), "plan": plan_of(price.data)}
            world.shelf.change(item, {**item.data, **kept})


def items_of(world: World, subscription: Record) -> list[Record]:
    return world.all("subscription_item", "subscription", subscription.id)


def is_flexible(subscription: Record) -> bool:
    """Whether it has the newer billing mode.

    https://docs.stripe.com/billing/subscriptions/billing-mode/compare
    """
    return bool((subscription.data.get("billing_mode") or {}).get("type") == "flexible")


def make_item(
    world: World, subscription: Record, price: Record, asked: Json, period: tuple[int, int]
) -> Record:
    """An item of a subscription, without an event."""
    metered = is_metered(price)
    if metered and asked.get("quantity"):
        raise invalid("A metered price has no quantity.", param="items[0][quantity]")
    quantity = asked.get("quantity")
    owner = {"customer": subscription.value("customer"), "subscription": subscription.id}
    id = world.new_id("subscription_item")
    fields = {
        "id": id,
        "current_period_end": period[1],
        "current_period_start": period[0],
        "discounts": discounts_of(
            world, asked.get("discounts"), {**owner, "subscription_item": id}
        ),
        "metadata": asked.get("metadata") or {},
        "price": price.id,
        "quantity": None if metered else 1 if quantity is None else quantity,
        "subscription": subscription.id,
        "tax_rates": taxes.check_rates(world, asked.get("tax_rates"), "items[0][tax_rates]"),
    }
    hidden = {PRICED: [[price.id, period[0]]]} if metered else {}
    item = world.create("subscription_item", fields, event=None, hidden=hidden)
    data = {**item.data, "plan": plan_of(price.data)}
    if metered:
        del data["quantity"]
    world.shelf.change(item, data)
    return item


def set_price(world: World, item: Record, price: Record, quantity: Any) -> None:
    """Give an item another price; without a quantity it has one of it."""
    data = {**item.data, "price": price.id, "plan": plan_of(price.data)}
    data["quantity"] = 1 if quantity is None else quantity
    if is_metered(price):
        del data["quantity"]
        since = max(item.data["current_period_start"], 0)
        known = item.hidden.get(PRICED) or []
        known = [*known, [price.id, world.now if known else since]]
        world.shelf.hide(item, **{PRICED: known})
    world.shelf.change(item, data)


# -- lines ---------------------------------------------------------------------------------------


def lines_for(
    world: World,
    subscription: Record,
    item: Record,
    period: tuple[int, int],
    share: Decimal | None = None,
) -> list[Json]:
    """
    The lines of an item for a period: ahead if it is licensed, of what was used if it is metered.

    `share` is the part of a whole period that it is, if it is shorter.
    """
    price = price_of(world, item)
    if is_metered(price):
        return _usage_lines(world, subscription, item, period)
    quantity = item.data.get("quantity") or 0
    terms = terms_of(price, subscription.data["currency"])
    if share is not None:
        amount = rounded(share * pricing.amount_of(terms, quantity))
        name = named(world, price, quantity)
        text = f"Remaining time on {name} after {day(period[0])}"
        parts = [pricing.Part(Decimal(quantity), amount, None)]
        return [line_of(item, terms, parts[0], period, text) | {ITEM: item.id}]
    lines = []
    for part in pricing.parts_of(terms, quantity):
        text = pricing.described(product_name(world, price), terms, part, label_of(world, price))
        lines.append(line_of(item, terms, part, period, text) | {ITEM: item.id})
    return lines


def trial_line(world: World, subscription: Record, item: Record, period: tuple[int, int]) -> Json:
    """A trial's line, which costs nothing."""
    price = price_of(world, item)
    quantity = item.data.get("quantity", 0)
    name = product_name(world, price)
    text = f"Trial period for {name}"
    if is_flexible(subscription):
        text = f"Free trial for {quantity} × {name}"
    terms = terms_of(price, subscription.data["currency"])
    return line_of(item, terms, pricing.Part(Decimal(quantity), 0, None), period, text)


def _usage_lines(
    world: World, subscription: Record, item: Record, period: tuple[int, int]
) -> list[Json]:
    """
    What was used in a period, at the price that the item had when it was reported.

    In classic mode only the use since the last change of the price is billed.
    https://docs.stripe.com/billing/subscriptions/billing-mode/compare
    """
    start, end = period
    known = item.hidden.get(PRICED) or [[item.value("price"), start]]
    spans = []
    for at, (id, since) in enumerate(known):
        until = known[at + 1][1] if at + 1 < len(known) else end
        if until > start and (until > since or until == end):
            spans.append((id, max(since, start), min(until, end)))
    if not is_flexible(subscription):
        spans = spans[-1:]
    lines = []
    for id, since, until in spans:
        price = world.find("price", id) or world.shelf.table("price").gone[id]
        terms = terms_of(price, subscription.data["currency"])
        meter = (terms.get("recurring") or {}).get("meter")
        owner = str(subscription.value("customer"))
        used = meters.usage(world, str(meter), owner, since, until)
        for part in pricing.parts_of(terms, used):
            text = pricing.described(
                product_name(world, price), terms, part, label_of(world, price)
            )
            lines.append(line_of(item, terms, part, (since, until), text))
    return lines


def line_of(
    item: Record, price: Json, part: pricing.Part, period: tuple[int, int], text: str
) -> Json:
    """The line of a subscription item."""
    data = item.data
    line = line_fields(price, part, period, item_parent(data["subscription"], item.id), text)
    line["subscription"] = data["subscription"]
    line["discounts"] = list(data.get("discounts") or [])
    line["metadata"] = data.get("metadata") or {}
    if data.get("tax_rates"):
        line[taxes.RATES] = taxes.rate_ids(data["tax_rates"])
    return line


def line_fields(
    price: Json, part: pricing.Part, period: tuple[int, int], parent: Json | None, text: str
) -> Json:
    """A line for a part of a price, not yet on an invoice."""
    unit = price.get("unit_amount_decimal") if part.unit is None else pricing.plain(part.unit)
    return {
        "amount": part.amount,
        "currency": price["currency"],
        "description": text,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "metadata": {},
        "parent": parent,
        "period": {"start": period[0], "end": period[1]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": unit,
        },
        "quantity": int(part.quantity),
        "quantity_decimal": pricing.plain(part.quantity),
        "subtotal": part.amount,
        "taxes": [],
    }


def item_parent(subscription: str | None, item: str, **proration: Any) -> Json:
    """What a line says of the subscription item that it bills."""
    return {
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": subscription,
            "subscription_item": item,
            **proration,
        },
        "type": "subscription_item_details",
    }


def product_name(world: World, price: Record) -> str:
    product = world.find("product", price.value("product"))
    return str(product.data.get("name")) if product is not None else price.id


def label_of(world: World, price: Record) -> str | None:
    """What a unit of the product is called: seat."""
    product = world.find("product", price.value("product"))
    return product.data.get("unit_label") if product is not None else None


def named(world: World, price: Record, quantity: int) -> str:
    """A product as a proration names it: `Gold`, `3 × Gold`."""
    name = product_name(world, price)
    return name if quantity == 1 else f"{quantity} × {name}"


def day(moment: int) -> str:
    """A moment as descriptions have it: `01 Sep 2020`."""
    return f"{datetime.fromtimestamp(moment, UTC):%d %b %Y}"


# -- what was billed ahead -----------------------------------------------------------------------


def note_billed(world: World, item: Record, billed: Json) -> None:
    """Note what was billed ahead for an item, beside what is not used up yet."""
    kept = [one for one in item.hidden.get(BILLED) or [] if one["end"] > billed["start"]]
    for one in kept:
        if all(one[name] == billed[name] for name in ("start", "end", "price", "invoice")):
            # The tiers of a graduated price are lines of their own, and one bill.
            sums = {name: one[name] + billed[name] for name in ("amount", "gross", "lines")}
            merged = {**one, **sums, "quantity": one["quantity"] + billed["quantity"]}
            rest = [other for other in kept if other is not one]
            world.shelf.hide(item, **{BILLED: [*rest, merged]})
            return
    world.shelf.hide(item, **{BILLED: [*kept, billed]})


def bill_of(line: Json, invoice: str | None, line_id: str | None, price: str) -> Json:
    """What a line billed ahead: its amount after discounts, before tax, and for when."""
    off = sum(one["amount"] for one in line["discount_amounts"])
    return {
        "start": line["period"]["start"],
        "end": line["period"]["end"],
        "amount": line["amount"] - off,
        "gross": line["amount"],
        "price": price,
        "quantity": line.get("quantity") or 0,
        "discounts": [one["discount"] for one in line["discount_amounts"]],
        "invoice": invoice,
        "lines": [line_id] if line_id else [],
    }


def running_discounts(world: World, subscription: Record) -> list[str]:
    """The discounts that an invoice of a subscription has now: its own, or its customer's."""
    own = [id for id in subscription.data["discounts"] if discounts.runs(world, id)]
    customer = world.find("customer", subscription.value("customer"))
    others = customer.data.get("discount") if customer is not None else None
    if not own and others and discounts.runs(world, others):
        return [others]
    return own


def same_interval(prices: list[Record]) -> bool:
    return len({interval_of(price.data["recurring"]) for price in prices}) <= 1


def is_free(price: Record, currency: str) -> bool:
    """Whether it never costs anything."""
    return not is_metered(price) and pricing.amount_of(terms_of(price, currency), 1) == 0
