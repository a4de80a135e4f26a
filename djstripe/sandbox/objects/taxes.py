"""
Tax rates on lines: inclusive and exclusive, several at once, rounded line by line.

The tax of each rate is counted on each line, on what its discounts left, and rounded half up; an
invoice's is the sum. https://support.stripe.com/questions/rounding-rules-for-stripe-fees and
https://docs.stripe.com/billing/taxes/tax-rates
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..catalogue import Json
from ..errors import ApiError, not_simulated
from ..state import Record
from ..world import World
from .money import rounded

RATES = "@rates"  # on a line: the rates that hold for it instead of the invoice's


def rate_ids(rates: Any) -> list[str]:
    """Tax rates by id, which may stand there whole or be unset by ""."""
    return [rate if isinstance(rate, str) else rate["id"] for rate in rates or []]


def check_rates(world: World, rates: Any, param: str) -> list[str]:
    """The ids of tax rates that exist."""
    return [world.get("tax_rate", id, param).id for id in rate_ids(rates)]


def apply(world: World, lines: list[Json], rates: list[str], exempt: str = "none") -> None:
    """
    Give each line its `taxes`.

    `exempt` is the customer's: nothing is taxed for "exempt", and under "reverse" the customer owes
    the tax instead. https://docs.stripe.com/tax/zero-tax
    """
    for line in lines:
        base = line["amount"] - sum(one["amount"] for one in line.get("discount_amounts") or [])
        base -= sum(
            one["amount"]
            for one in line.get("pretax_credit_amounts") or []
            if one["type"] == "credit_balance_transaction"
        )
        ids = line.get(RATES) or rates
        line["taxes"] = taxes_of(world, base, ids, exempt) if ids else []


def taxes_of(world: World, base: int, ids: list[str], exempt: str = "none") -> list[Json]:
    """The taxes of an amount, which has the inclusive ones in it."""
    known = [(id, _rate(world, id)) for id in ids]
    if exempt != "none":
        reason = "customer_exempt" if exempt == "exempt" else "reverse_charge"
        return [_tax(id, rate, 0, 0, reason) for id, rate in known]
    inside = sum((_share(rate) for _, rate in known if rate["inclusive"]), Decimal(0))
    net = Decimal(base) / (1 + inside)
    within = [rounded(net * _share(rate)) if rate["inclusive"] else 0 for _, rate in known]
    taxable = base - sum(within)
    taxes = []
    for (id, rate), amount in zip(known, within, strict=True):
        given = amount if rate["inclusive"] else rounded(taxable * _share(rate))
        taxes.append(_tax(id, rate, given, taxable))
    return taxes


def inclusive(taxes: list[Json]) -> int:
    """How much of a line's amount is tax."""
    return sum(one["amount"] for one in taxes if one["tax_behavior"] == "inclusive")


def exclusive(taxes: list[Json]) -> int:
    """How much tax comes on top of a line's amount."""
    return sum(one["amount"] for one in taxes if one["tax_behavior"] == "exclusive")


def totals(lines: list[Json]) -> list[Json]:
    """The sums of the lines' taxes by rate."""
    sums: dict[str, Json] = {}
    for line in lines:
        for tax in line["taxes"]:
            id = tax["tax_rate_details"]["tax_rate"]
            if id not in sums:
                sums[id] = dict(tax)
                continue
            for name in ("amount", "taxable_amount"):
                sums[id][name] += tax[name]
    return list(sums.values())


def _rate(world: World, id: str) -> Json:
    return world.get("tax_rate", id, "tax_rates").data


def _share(rate: Json) -> Decimal:
    return Decimal(str(rate["percentage"])) / 100


def _tax(id: str, rate: Json, amount: int, base: int, reason: str = "standard_rated") -> Json:
    if reason == "standard_rated" and not rate["percentage"]:
        reason = "zero_rated"
    return {
        "amount": amount,
        "tax_behavior": "inclusive" if rate["inclusive"] else "exclusive",
        "tax_rate_details": {"tax_rate": id},
        "taxability_reason": reason,
        "taxable_amount": base,
        "type": "tax_rate_details",
    }


# -- automatic tax -------------------------------------------------------------------------------


def automatic(world: World, asked: Any, customer: Record | None) -> Json:
    """
    `automatic_tax` as an invoice or a subscription shows it.

    Without a tax registration Stripe Tax collects nothing, and that is simulated; with one, what
    it would count is not known here. It needs to know where the customer is.
    https://docs.stripe.com/tax/zero-tax
    """
    if not (asked or {}).get("enabled"):
        return {"disabled_reason": None, "enabled": False, "liability": None}
    if any(one.data.get("status") != "expired" for one in world.shelf.every("tax.registration")):
        raise not_simulated("automatic_tax with a tax registration")
    if customer is not None and not (customer.data.get("address") or {}).get("country"):
        raise ApiError(
            "The customer's location is not known, so no tax can be counted: give it an address.",
            code="customer_tax_location_invalid",
        )
    return {"disabled_reason": None, "enabled": True, "liability": {"type": "self"}}
