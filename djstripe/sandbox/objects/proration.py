"""
Prorations: what a change in the middle of a period gives back and costs, to the second.

A credit gives back the part of what was billed ahead that lies after the change; a debit bills the
new state for the same time. Both are invoice items, at the price after discounts, and cannot be
discounted again. In flexible billing mode a credit goes by what was billed, in classic mode by the
item's price at the time. https://docs.stripe.com/billing/subscriptions/prorations
"""

from __future__ import annotations

from decimal import Decimal

from ..catalogue import Json
from ..state import Record
from ..world import World
from . import discounts, pricing, taxes
from .items import (
    BILLED,
    bill_of,
    day,
    is_flexible,
    is_metered,
    items_of,
    named,
    note_billed,
    price_of,
    running_discounts,
    terms_of,
)
from .money import rounded


def part(amount: int, start: int, end: int, since: int) -> int:
    """The part of an amount for a period that lies after a moment, rounded half up."""
    if since <= start:
        return amount
    if since >= end:
        return 0
    return rounded(Decimal(amount) * (end - since) / (end - start))


def itemized(subscription: Record) -> bool:
    """Whether prorations show their discounts beside the whole amount."""
    flexible = (subscription.data.get("billing_mode") or {}).get("flexible") or {}
    return bool(flexible.get("proration_discounts") == "itemized")


# -- credits -------------------------------------------------------------------------------------


def credits(world: World, subscription: Record, item: Record, at: int) -> list[Json]:
    """
    What an item gives back at a moment, as the fields of invoice items; what is given back is no
    longer noted as billed.
    """
    found: list[Json] = []
    kept: list[Json] = []
    for billed in item.hidden.get(BILLED) or []:
        if billed["end"] <= at:
            continue
        found += _credit(world, subscription, item, billed, at)
        used = {
            name: billed[name] - part(billed[name], billed["start"], billed["end"], at)
            for name in ("amount", "gross")
        }
        if billed["start"] < at:
            kept.append({**billed, **used, "end": at})
    world.shelf.hide(item, **{BILLED: kept})
    return found


def _credit(world: World, subscription: Record, item: Record, billed: Json, at: int) -> list[Json]:
    price, quantity = price_of(world, item), billed["quantity"]
    amount, gross = billed["amount"], billed["gross"]
    if is_flexible(subscription):
        price = world.find("price", billed["price"]) or price
    else:
        quantity = item.data.get("quantity") or 0
        gross = pricing.amount_of(terms_of(price, subscription.data["currency"]), quantity)
        amount = gross - _off_alone(world, subscription, billed["discounts"], price, gross)
        # What was billed for a part of a period only is given back as that part.
        whole = item.data["current_period_end"] - item.data["current_period_start"]
        length = billed["end"] - billed["start"]
        if length < whole:
            gross, amount = (rounded(Decimal(n) * length / whole) for n in (gross, amount))
    start, end = billed["start"], billed["end"]
    since = max(at, start)
    give, whole_give = part(amount, start, end, since), part(gross, start, end, since)
    text = f"Unused time on {named(world, price, quantity)} after {day(since)}"
    offs = _shared(billed["discounts"], whole_give - give)
    return [
        _fields(
            world,
            subscription,
            item,
            price,
            (-give, -whole_give, [{**one, "amount": -one["amount"]} for one in offs]),
            (since, end),
            quantity,
            text,
            _origin(billed),
        )
    ]


def _origin(billed: Json) -> Json | None:
    """The debit that a credit is for: its lines, or its invoice item while that waits."""
    if billed.get("invoice"):
        lines = {"invoice": billed["invoice"], "invoice_line_items": billed["lines"]}
        return {"invoice_line_item_details": lines, "type": "invoice_line_items"}
    if billed.get("item"):
        return {"invoice_item": billed["item"], "type": "invoice_item"}
    return None


def _off_alone(
    world: World, subscription: Record, ids: list[str], price: Record, amount: int
) -> int:
    """What discounts take off an amount that stands alone, as classic mode counts."""
    left = amount
    for id in ids:
        coupon = discounts.coupon_of(world, id)
        if coupon is not None:
            left -= discounts.offs(coupon, [left], subscription.data["currency"])[0]
    return amount - left


def _shared(ids: list[str], amount: int) -> list[Json]:
    """A discount amount as the one of the first of some discounts."""
    return [{"amount": amount, "discount": ids[0]}] if ids and amount else []


# -- debits --------------------------------------------------------------------------------------


def debits(world: World, subscription: Record, changed: list[Record], at: int) -> list[Json]:
    """
    What items cost from a moment to the end of their periods, as the fields of invoice items.

    Discounts are taken off as they would be off a whole invoice: a fixed amount is shared out over
    all items. In classic mode each item gets it alone.
    """
    found = []
    licensed = [i for i in items_of(world, subscription) if not is_metered(price_of(world, i))]
    whole = {item.id: _whole(world, subscription, item) for item in licensed}
    ids = [id for id in running_discounts(world, subscription) if not discounts.used_up(world, id)]
    if is_flexible(subscription):
        discounts.apply(world, list(whole.values()), ids)
    else:
        for line in whole.values():
            discounts.apply(world, [line], ids)
    for item in changed:
        if item.id not in whole:
            continue
        line, price = whole[item.id], price_of(world, item)
        start, end = item.data["current_period_start"], item.data["current_period_end"]
        since = max(at, start)
        off = sum(one["amount"] for one in line["discount_amounts"])
        net = part(line["amount"] - off, start, end, since)
        gross = part(line["amount"], start, end, since)
        quantity = item.data.get("quantity") or 0
        shown = [one for one in line["discount_amounts"] if one["amount"]]
        offs = _shared([one["discount"] for one in shown], gross - net)
        text = f"Remaining time on {named(world, price, quantity)} after {day(since)}"
        money = (net, gross, offs)
        span = (since, end)
        found.append(_fields(world, subscription, item, price, money, span, quantity, text, None))
        bill = {**bill_of(line, None, None, price.id), "start": since, "end": end}
        bill.update({"amount": net, "gross": gross, "discounts": [o["discount"] for o in shown]})
        note_billed(world, item, bill)
    return found


def _whole(world: World, subscription: Record, item: Record) -> Json:
    """A line for a whole period of an item, to count discounts on."""
    price = price_of(world, item)
    terms = terms_of(price, subscription.data["currency"])
    quantity = item.data.get("quantity") or 0
    return {
        "amount": pricing.amount_of(terms, quantity),
        "currency": terms["currency"],
        "discountable": True,
        "discounts": list(item.data.get("discounts") or []),
        "discount_amounts": [],
        "period": {
            "start": item.data["current_period_start"],
            "end": item.data["current_period_end"],
        },
        "pricing": {"price_details": {"price": price.id, "product": price.value("product")}},
        "quantity": quantity,
    }


# -- invoice items -------------------------------------------------------------------------------


def _fields(
    world: World,
    subscription: Record,
    item: Record,
    price: Record,
    money: tuple[int, int, list[Json]],
    span: tuple[int, int],
    quantity: int,
    text: str,
    credited: Json | None,
) -> Json:
    """The fields of a proration's invoice item; `money` is its amount after and before discounts."""
    net, gross, offs = money
    shows = itemized(subscription)
    amount = gross if shows else net
    unit = Decimal(amount) / quantity if quantity else None
    details: Json = {"discount_amounts": offs if shows else []}
    if credited is not None:
        details["credited_items"] = credited
    return {
        "amount": amount,
        "currency": subscription.data["currency"],
        "customer": subscription.value("customer"),
        "date": world.now,
        "description": text,
        "discountable": False,
        "discounts": [],
        "net_amount": net,
        "parent": {
            "subscription_details": {
                "subscription": subscription.id,
                "subscription_item": item.id,
            },
            "type": "subscription_details",
        },
        "period": {"start": span[0], "end": span[1]},
        "pricing": {
            "price_details": {"price": price.id, "product": price.value("product")},
            "type": "price_details",
            "unit_amount_decimal": _decimal(unit),
        },
        "proration": True,
        "proration_details": details,
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "tax_rates": taxes.rate_ids(item.data.get("tax_rates")),
    }


def _decimal(unit: Decimal | None) -> str | None:
    """At most 12 decimals, as Stripe writes them."""
    if unit is None:
        return None
    return pricing.plain(unit.quantize(Decimal(1).scaleb(-12)))
