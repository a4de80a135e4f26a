"""
An invoice's amounts from its lines: what they cost, less discounts and credits, plus taxes.

    subtotal = the lines' amounts, less their own discounts
    total    = the lines' amounts − all discounts − credit grants + exclusive taxes + shipping
    due      = the total, and what the customer's balance adds or takes off, but not below 0

https://docs.stripe.com/api/invoices/object
"""

from __future__ import annotations

from ..catalogue import Json
from ..world import World
from . import discounts, taxes


def count(
    world: World,
    lines: list[Json],
    discounts_: list[str],
    rates: list[str],
    *,
    exempt: str = "none",
    balance: int = 0,
    shipping: int = 0,
) -> Json:
    """
    An invoice's amounts; its lines get their discounts and taxes.

    `balance` is the customer's: negative is credit. What credit grants paid of the lines
    (`pretax_credit_amounts`) is kept.
    """
    off = discounts.apply(world, lines, discounts_)
    for line in lines:
        line["pretax_credit_amounts"] = pretax(line)
    taxes.apply(world, lines, rates, exempt)
    own = sum(
        one["amount"]
        for line in lines
        for one in line["discount_amounts"]
        if one["discount"] not in discounts_
    )
    gross = sum(line["amount"] for line in lines)
    within = sum(taxes.inclusive(line["taxes"]) for line in lines)
    on_top = sum(taxes.exclusive(line["taxes"]) for line in lines)
    less = gross - sum(off.values()) - sum(credited(line) for line in lines) + shipping
    total = less + on_top
    remaining = due(total, balance)
    return {
        "amount_due": remaining,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": remaining,
        "amount_shipping": shipping,
        "subtotal": gross - own,
        "subtotal_excluding_tax": gross - own - _included(world, lines, rates, exempt),
        "total": total,
        "total_discount_amounts": [{"amount": n, "discount": id} for id, n in off.items()],
        "total_excluding_tax": less - within,
        "total_pretax_credit_amounts": _sums(lines),
        "total_taxes": taxes.totals(lines),
    }


def due(total: int, balance: int) -> int:
    """
    What is left to pay of a total, given the customer's balance; a balance that is owed adds to it.

    https://docs.stripe.com/billing/customer/balance
    """
    return max(total + balance, 0)


def pretax(line: Json) -> list[Json]:
    """What comes off a line before tax: its discounts, and the credits that it had already."""
    kept = [
        one
        for one in line.get("pretax_credit_amounts") or []
        if one["type"] == "credit_balance_transaction"
    ]
    found = [{**one, "type": "discount"} for one in line["discount_amounts"] if one["amount"]]
    return [*found, *kept]


def credited(line: Json) -> int:
    """What credit grants paid of a line."""
    return sum(
        one["amount"]
        for one in line["pretax_credit_amounts"]
        if one["type"] == "credit_balance_transaction"
    )


def _included(world: World, lines: list[Json], rates: list[str], exempt: str) -> int:
    """The inclusive taxes of the lines' amounts as they are before the invoice's discounts."""
    found = 0
    for line in lines:
        ids = line.get(taxes.RATES) or rates
        if ids and any(one["tax_behavior"] == "inclusive" for one in line["taxes"]):
            found += taxes.inclusive(taxes.taxes_of(world, line["amount"], ids, exempt))
    return found


def _sums(lines: list[Json]) -> list[Json]:
    """The lines' pretax credits, put together by discount and by credit."""
    sums: dict[str, Json] = {}
    for line in lines:
        for one in line["pretax_credit_amounts"]:
            id = one.get("discount") or one["credit_balance_transaction"]
            before = sums.get(id)
            sums[id] = {**one, "amount": one["amount"] + (before["amount"] if before else 0)}
    return list(sums.values())
