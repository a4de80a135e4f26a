"""
Invoice items: what waits for an invoice, or stands on one; as its line shows it.

https://docs.stripe.com/api/invoiceitems
"""

from __future__ import annotations

from decimal import Decimal

from ..catalogue import Json
from ..errors import invalid, required
from ..state import Record
from ..store import fields_from
from ..world import World
from . import pricing, taxes
from .catalog import make_price
from .discounts import discounts_of
from .items import item_parent
from .money import rounded
from .taxes import RATES

OFFS = "@offs"  # on a line: the discounts that a proration has in it already


def waiting(
    world: World, customer: str, currency: str | None, subscription: Record | None = None
) -> list[Record]:
    """
    The invoice items of a customer that the next invoice takes up, oldest first.

    A subscription's invoice takes its own and those of no subscription; any other takes all.
    """
    found = []
    for item in world.all("invoiceitem", "customer", customer):
        if item.data.get("invoice") is not None:
            continue
        if currency is not None and item.data["currency"] != currency:
            continue
        owner = item.value("parent.subscription_details.subscription")
        if subscription is None or owner in (None, subscription.id):
            found.append(item)
    return found


def make_item(world: World, customer: str, params: Json) -> Record:
    """An invoice item from its create parameters; it waits for an invoice unless it names one."""
    fields = {**fields_from("invoiceitem", params), **item_amounts(world, params)}
    fields.update({"customer": customer, "date": world.now})
    if params.get("discountable") is None:
        fields["discountable"] = fields["amount"] > 0
    fields["period"] = params.get("period") or {"start": world.now, "end": world.now}
    id = world.new_id("invoiceitem")
    owner = {"customer": customer, "invoice_item": id}
    fields["discounts"] = discounts_of(world, params.get("discounts"), owner)
    rates = params.get("tax_rates")
    fields["tax_rates"] = taxes.check_rates(world, rates, "tax_rates")
    if params.get("subscription"):
        subscription = world.get("subscription", params["subscription"], "subscription")
        details = {"subscription": subscription.id}
        fields["parent"] = {"subscription_details": details, "type": "subscription_details"}
    return world.create("invoiceitem", {**fields, "id": id})


def item_amounts(world: World, params: Json) -> Json:
    """Amount, currency, quantity and pricing of what is described by an amount or a price."""
    quantity = Decimal(str(params.get("quantity_decimal") or params.get("quantity") or 1))
    price = (params.get("pricing") or {}).get("price")
    if params.get("price_data"):
        price = make_price(world, params["price_data"]).id
    currency = str(params.get("currency") or "").lower()
    if not price:
        unit = params.get("unit_amount_decimal")
        if params.get("amount") is None and unit is None:
            raise required("amount")
        amount = params["amount"] if unit is None else rounded(Decimal(unit) * quantity)
        return {"amount": amount, "currency": currency or "usd", **counted(quantity)}
    found = world.get("price", price, "pricing[price]").data
    if found.get("recurring"):
        raise invalid(f"Price {price} is recurring; an invoice item takes one that is not.")
    terms = pricing.in_currency(found, currency or found["currency"])
    if terms is None:
        raise invalid(f"Price {price} is not sold in {currency}.", param="currency")
    product = world.find("product", found["product"])
    named: Json = (
        {}
        if params.get("description") or product is None
        else {"description": product.data.get("name")}
    )
    return {
        "amount": pricing.amount_of(terms, quantity),
        "currency": terms["currency"],
        "pricing": {
            "price_details": {"price": price, "product": found["product"]},
            "type": "price_details",
            "unit_amount_decimal": terms.get("unit_amount_decimal"),
        },
        **named,
        **counted(quantity),
    }


def counted(quantity: Decimal) -> Json:
    """A quantity, and as the decimal beside it."""
    return {"quantity": int(quantity), "quantity_decimal": pricing.plain(quantity)}


def item_line(item: Record) -> Json:
    """The line that shows an invoice item."""
    data = item.data
    line: Json = {
        "amount": data["amount"],
        "currency": data["currency"],
        "description": data.get("description"),
        "discount_amounts": [],
        "discountable": data.get("discountable", True),
        "discounts": list(data.get("discounts") or []),
        "metadata": data.get("metadata") or {},
        "parent": _line_parent(item),
        "period": data["period"],
        "pretax_credit_amounts": [],
        "pricing": data.get("pricing"),
        "quantity": data.get("quantity"),
        "quantity_decimal": data.get("quantity_decimal"),
        "subscription": item.value("parent.subscription_details.subscription"),
        "subtotal": data["amount"],
        "taxes": [],
    }
    if data.get("tax_rates"):
        line[RATES] = taxes.rate_ids(data["tax_rates"])
    details = data.get("proration_details") or {}
    if details.get("discount_amounts"):
        line[OFFS] = details["discount_amounts"]
    return line


def _line_parent(item: Record) -> Json:
    """A proration's line names the subscription item, any other the invoice item."""
    data = item.data
    subscription = item.value("parent.subscription_details.subscription")
    owner = item.value("parent.subscription_details.subscription_item")
    origin = (data.get("proration_details") or {}).get("credited_items") or {}
    credited = {"credited_items": origin.get("invoice_line_item_details")}
    if data.get("proration") and owner:
        about = {"invoice_item": item.id, "proration": True, "proration_details": credited}
        return item_parent(subscription, owner, **about)
    return {
        "invoice_item_details": {
            "invoice_item": item.id,
            "proration": bool(data.get("proration")),
            "proration_details": credited,
            "subscription": subscription,
        },
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }
