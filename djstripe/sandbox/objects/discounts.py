"""
Discounts: coupons and promotion codes being redeemed, and what they take off an invoice's lines.

https://docs.stripe.com/billing/subscriptions/coupons
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid
from ..state import Record
from ..world import World
from .money import later, share

# -- redeeming -----------------------------------------------------------------------------------


def make_discount(world: World, asked: Json, fields: Json, amount: int | None = None) -> Record:
    """
    A discount from `{"coupon": …}`, `{"promotion_code": …}` or `{"discount": …}`.

    `fields` say whose it is: customer, subscription, invoice; `start` if it began before now.
    `amount` is what a promotion code's minimum is compared with.
    """
    if asked.get("discount"):
        return world.get("discount", asked["discount"], "discounts")
    code = asked.get("promotion_code")
    coupon = asked.get("coupon")
    if code is not None:
        found = world.get("promotion_code", code, "discounts")
        check_code(world, found, fields.get("customer"), amount)
        coupon = found.data["promotion"]["coupon"]
        _count(world, found)
    record = world.get("coupon", coupon, "discounts")
    check_coupon(world, record)
    _count(world, record)
    start = fields.get("start") or world.now
    data: Json = {
        "start": start,
        "end": discount_end(record.data, start),
        "source": {"type": "coupon", "coupon": record.id},
        "promotion_code": code,
        **fields,
    }
    event = "customer.discount.created" if fields.get("customer") else None
    discount = world.create("discount", data, event=event)
    plan(world, discount, data["end"], clock=_clock_of(world, fields.get("customer")))
    return discount


def _clock_of(world: World, customer: Any) -> str:
    owner = world.find("customer", customer)
    return str((owner.data.get("test_clock") if owner is not None else None) or "")


def discount_end(coupon: Json, start: int) -> int | None:
    if coupon.get("duration") != "repeating":
        return None
    return later(start, "month", int(coupon.get("duration_in_months") or 1))


def discounts_of(world: World, asked: Any, fields: Json, amount: int | None = None) -> list[str]:
    """The ids of the discounts that a `discounts` parameter means, new ones made."""
    return [make_discount(world, one, fields, amount).id for one in asked or [] if one]


def check_coupon(world: World, coupon: Record) -> None:
    """Raise if the coupon can no longer be redeemed."""
    data = coupon.data
    until, most = data.get("redeem_by"), data.get("max_redemptions")
    over = until is not None and until <= world.now
    if over or (most is not None and (data.get("times_redeemed") or 0) >= most):
        raise invalid(f"Coupon expired: {coupon.id}", param="coupon", code="coupon_expired")


def check_code(world: World, code: Record, customer: Any, amount: int | None) -> None:
    """Raise if this customer cannot redeem the promotion code, or for this amount."""
    data = code.data
    until, most = data.get("expires_at"), data.get("max_redemptions")
    over = until is not None and until <= world.now
    if not data["active"] or over or (most and (data.get("times_redeemed") or 0) >= most):
        raise invalid(f"The promotion code {data['code']} is not active.", "promotion_code")
    if data.get("customer") and data["customer"] != customer:
        raise invalid("The promotion code is for another customer.", "promotion_code")
    terms = data.get("restrictions") or {}
    if terms.get("first_time_transaction") and customer and has_history(world, customer):
        message = "The promotion code is for customers without prior transactions."
        raise invalid(message, "promotion_code")
    least = terms.get("minimum_amount")
    if least is not None and amount is not None and amount < least:
        message = f"The promotion code needs an order of at least {least}."
        raise invalid(message, "promotion_code")


def has_history(world: World, customer: str) -> bool:
    """Whether the customer ever began a payment or a subscription."""
    return any(world.all(kind, "customer", customer) for kind in ("payment_intent", "subscription"))


def _count(world: World, record: Record) -> None:
    """One redemption more, without an event; the last one that is allowed ends it."""
    used = (record.data.get("times_redeemed") or 0) + 1
    world.update(record, {"times_redeemed": used}, None)
    most = record.data.get("max_redemptions")
    if most is not None and used >= most:
        end(world, record)


@due("coupon")
def end_coupon(world: World, coupon: Record) -> None:
    """`redeem_by` has come."""
    end(world, coupon)


@due("promotion_code")
def end_code(world: World, code: Record) -> None:
    """`expires_at` has come."""
    end(world, code)


def end(world: World, record: Record) -> None:
    """A coupon or a code can no longer be redeemed; a coupon's codes end with it for good."""
    name = "valid" if record.kind == "coupon" else "active"
    if not record.data.get(name):
        return
    world.update(record, {name: False}, None)
    for code in world.all("promotion_code", "promotion.coupon", record.id):
        end(world, code)


@due("discount")
def end_discount(world: World, discount: Record) -> None:
    """A repeating discount's months are over: whoever has it has it no more."""
    for kind in ("customer", "subscription"):
        owner = world.find(kind, discount.data.get(kind))
        if owner is not None:
            let_go(world, owner, discount)
    for item in world.all("subscription_item", "subscription", discount.data.get("subscription")):
        let_go(world, item, discount, None)
    world.emit(discount, "customer.discount.deleted")


def let_go(world: World, owner: Record, discount: Record, event: str | None = "updated") -> None:
    """Take a discount off a customer, a subscription or an item."""
    if owner.data.get("discount") == discount.id:
        world.update(owner, {"discount": None}, event)
    held = owner.data.get("discounts") or []
    if discount.id in held:
        world.update(owner, {"discounts": [id for id in held if id != discount.id]}, event)


def coupon_of(world: World, discount: str) -> Json | None:
    """The coupon behind a discount, also when it was deleted since."""
    record = world.find("discount", discount)
    if record is None:
        gone = world.shelf.table("discount").gone.get(discount)
        if gone is None:
            return None
        record = gone
    id = str(record.value("source.coupon"))
    table = world.shelf.table("coupon")
    found = table.records.get(id) or table.gone.get(id)
    return found.data if found is not None else None


def runs(world: World, discount: str, at: int | None = None) -> bool:
    """Whether a discount still applies at a moment."""
    found = world.find("discount", discount)
    end = found.data.get("end") if found is not None else None
    return found is not None and (end is None or end > (world.now if at is None else at))


def used_up(world: World, discount: str) -> bool:
    """Whether a discount ends with the first invoice that has it."""
    return (coupon_of(world, discount) or {}).get("duration") == "once"


# -- counting ------------------------------------------------------------------------------------


def apply(world: World, lines: list[Json], discounts: list[str]) -> dict[str, int]:
    """
    Take discounts off lines; returns what each of the invoice's takes off in all.

    Those of a line come first, then the invoice's, in their order, each on what the ones before
    left. Each line gets its `discount_amounts`. Prorations are not discounted again; where they
    show their discounts (`@offs`), these stay.
    """
    left = [max(line["amount"], 0) if line["discountable"] else 0 for line in lines]
    for line in lines:
        line["discount_amounts"] = list(line.get("@offs") or [])
    for at, line in enumerate(lines):
        for id in line.get("discounts") or []:
            _take(world, [line], left, [at], id)
    totals: dict[str, int] = {}
    for id in discounts:
        totals[id] = _take(world, lines, left, list(range(len(lines))), id)
    for line in lines:
        for one in line["discount_amounts"]:
            if one["discount"] not in discounts:
                totals[one["discount"]] = totals.get(one["discount"], 0) + one["amount"]
    return totals


def _take(world: World, lines: list[Json], left: list[int], places: list[int], id: str) -> int:
    """Take one discount off the lines that it applies to; returns how much that is."""
    coupon = coupon_of(world, id)
    if coupon is None:
        return 0
    on = [(at, line) for at, line in zip(places, lines, strict=True) if applies(coupon, line)]
    parts = offs(coupon, [left[at] for at, _ in on], str(lines[0]["currency"]) if lines else "")
    for (at, line), off in zip(on, parts, strict=True):
        left[at] -= off
        line["discount_amounts"] = [*line["discount_amounts"], {"amount": off, "discount": id}]
    return sum(parts)


def applies(coupon: Json, line: Json) -> bool:
    """Whether a coupon is for what a line sells."""
    if not line["discountable"]:
        return False
    products = (coupon.get("applies_to") or {}).get("products")
    if not products:
        return True
    return ((line.get("pricing") or {}).get("price_details") or {}).get("product") in products


def offs(coupon: Json, amounts: list[int], currency: str) -> list[int]:
    """
    What a coupon takes off each of some amounts.

    A fixed amount is shared out in proportion, and the last one gets what rounding left: 5.00 off
    10.00 and 20.00 is 1.66 and 3.34.
    https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations
    """
    if coupon.get("amount_off") is None:
        return [share(amount, coupon["percent_off"]) for amount in amounts]
    whole = sum(amounts)
    fixed = min(fixed_off(coupon, currency), whole)
    parts = [int(Decimal(fixed) * amount / whole) if whole else 0 for amount in amounts]
    rest = fixed - sum(parts)
    for at in range(len(parts) - 1, -1, -1):
        more = min(rest, amounts[at] - parts[at])
        parts[at] += more
        rest -= more
    return parts


def fixed_off(coupon: Json, currency: str) -> int:
    """A coupon's amount in a currency; 0 in one that it does not know."""
    if coupon.get("currency") == currency:
        return int(coupon["amount_off"])
    options = (coupon.get("currency_options") or {}).get(currency) or {}
    return int(options.get("amount_off") or 0)
