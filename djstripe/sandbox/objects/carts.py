"""
Line items of what is about to be sold: of checkout sessions, payment links and quotes.

Amounts are those of an invoice with the same things on it, discounts and taxes counted.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..catalogue import Json
from ..errors import invalid, required
from ..state import Record
from ..world import World
from . import discounts, pricing, taxes
from .catalog import make_price
from .discounts import discounts_of
from .invoice_items import counted

TERMS = "@terms"  # on a line item: what else was asked of it


def price_of(world: World, asked: Json, param: str = "line_items[0][price]") -> Record:
    """The price of a line item, made if it is described inline."""
    if asked.get("price_data"):
        return make_price(world, asked["price_data"])
    if not asked.get("price"):
        raise required(param)
    price = world.get("price", asked["price"], param)
    if not price.data.get("active", True):
        raise invalid(f"Price {price.id} is not active.", param=param)
    return price


def fill(
    world: World,
    owner: Record,
    asked: list[Json],
    *,
    currency: str | None = None,
    offers: list[Json] | None = None,
    rates: list[str] | None = None,
) -> None:
    """Make the line items of a session, a link or a quote."""
    for fields, terms in lines_of(world, asked, currency, offers or [], rates or []):
        hidden = {"@owner": owner.id, TERMS: terms}
        world.create("item", fields, event=None, hidden=hidden)


def lines_of(
    world: World,
    asked: list[Json],
    currency: str | None,
    offers: list[Json],
    rates: list[str],
) -> list[tuple[Json, Json]]:
    """Line items' fields with what was asked of each besides; `offers` are discounts to come."""
    prices = [price_of(world, one) for one in asked]
    common = currency or (str(prices[0].data["currency"]) if prices else "usd")
    lines = [_line(world, one, price, common) for one, price in zip(asked, prices, strict=True)]
    whole = sum(line["amount"] for line in lines)
    with world.rehearsal():  # the coupons are redeemed when it is bought
        off = discounts_of(world, offers, {}, whole)
        discounts.apply(world, lines, off)
    taxes.apply(world, lines, rates)
    return [
        (_shown(world, line, price), one)
        for line, price, one in zip(lines, prices, asked, strict=True)
    ]


def _line(world: World, asked: Json, price: Record, currency: str) -> Json:
    terms = pricing.in_currency(price.data, currency)
    if terms is None:
        raise invalid(f"Price {price.id} is not sold in {currency}.", param="line_items[0][price]")
    quantity = 1 if asked.get("quantity") is None else int(asked["quantity"])
    custom = price.data.get("custom_unit_amount")
    amount = (
        int(custom.get("preset") or 0) * quantity
        if custom
        else pricing.amount_of(terms, 0 if _is_metered(price) else quantity)
    )
    line: Json = {
        "amount": 0 if _is_metered(price) else amount,
        "currency": currency,
        "discountable": True,
        "discount_amounts": [],
        "pricing": {"price_details": {"price": price.id, "product": price.value("product")}},
        "quantity": None if _is_metered(price) else quantity,
    }
    if asked.get("tax_rates"):
        line[taxes.RATES] = taxes.check_rates(world, asked["tax_rates"], "line_items[tax_rates]")
    return line


def _is_metered(price: Record) -> bool:
    return bool((price.data.get("recurring") or {}).get("usage_type") == "metered")


def _shown(world: World, line: Json, price: Record) -> Json:
    off = sum(one["amount"] for one in line["discount_amounts"])
    on_top, within = taxes.exclusive(line["taxes"]), taxes.inclusive(line["taxes"])
    product = world.find("product", price.value("product"))
    return {
        "amount_discount": off,
        "amount_subtotal": line["amount"],
        "amount_tax": on_top + within,
        "amount_total": line["amount"] - off + on_top,
        "currency": line["currency"],
        "description": product.data.get("name") if product is not None else None,
        "price": price.id,
        "quantity": line["quantity"],
    }


def items_in(world: World, owner: Record) -> list[Record]:
    """The line items of a session, a link or a quote."""
    return world.all("item", "@owner", owner.id)


def asked_of(item: Record) -> Json:
    """A line item as parameters of another one."""
    terms = item.hidden.get(TERMS) or {}
    found: Json = {"price": item.value("price")}
    if item.data.get("quantity") is not None:
        found["quantity"] = item.data["quantity"]
    if terms.get("tax_rates"):
        found["tax_rates"] = terms["tax_rates"]
    return found


def sums(items: list[Json]) -> Json:
    """`amount_subtotal`, `amount_total` and `total_details` of line items."""

    def of(name: str) -> int:
        return sum(int(item[name]) for item in items)

    details = {
        "amount_discount": of("amount_discount"),
        "amount_shipping": 0,
        "amount_tax": of("amount_tax"),
    }
    return {
        "amount_subtotal": of("amount_subtotal"),
        "amount_total": of("amount_total"),
        "total_details": details,
    }


def parts(world: World, items: list[Record]) -> tuple[list[Json], list[Json]]:
    """Line items as parameters: the recurring ones, and those that are sold once."""
    recurring: list[Json] = []
    once: list[Json] = []
    for item in items:
        price = world.find("price", item.value("price"))
        repeats = price is not None and price.data.get("recurring")
        (recurring if repeats else once).append(asked_of(item))
    return recurring, once


def invoice_line(world: World, item: Record) -> Json:
    """A line item that is sold once, as an invoice's line that hangs on nothing."""
    price = world.get("price", item.value("price"))
    quantity = Decimal(item.data["quantity"] or 0)
    rates = (item.hidden.get(TERMS) or {}).get("tax_rates")
    unit: Any = price.data.get("unit_amount_decimal")
    line: Json = {
        "amount": item.data["amount_subtotal"],
        "currency": item.data["currency"],
        "description": item.data["description"],
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "metadata": {},
        "parent": None,
        "period": {"start": world.now, "end": world.now},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price.id, "product": price.value("product")},
            "type": "price_details",
            "unit_amount_decimal": unit,
        },
        **counted(quantity),
        "subtotal": item.data["amount_subtotal"],
        "taxes": [],
    }
    if rates:
        line[taxes.RATES] = rates
    return line
