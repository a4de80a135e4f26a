"""
What moved between versions of Stripe's API: how each type is shown before a version.

A function alters an object that has the shape of a version into the one before it: it gives the
older fields their values. Newer fields that did not exist yet are taken away afterwards, and
older ones without a value become empty (`versions.json`). All other objects, those that stand
inside and those that are looked up, have the current shape; they go down the ladder later.

Where a rule is written down: https://docs.stripe.com/changelog, by the name of the version; the
types of the Node SDK's releases say which fields a version has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from .catalogue import Json
from .render import view
from .state import Record


class Look(Protocol):
    """The state, in the current shape."""

    def whole(self, kind: str, id: Any) -> Json | None:
        """An object by id, or by itself where it is expanded already."""

    def every(self, kind: str, field: str, value: Any) -> list[Record]:
        """The objects whose field has a value, oldest first."""

    def members(self, owner: Json, field: str) -> Json | None:
        """A list of what an object owns, as it is shown embedded."""


Move = Callable[[Json, Look], None]


def at(node: Any, path: str) -> Any:
    """What stands at a dotted path in nested hashes; None if it does not lead on."""
    for name in path.split("."):
        node = node.get(name) if isinstance(node, dict) else None
    return node


def id_of(value: Any) -> Any:
    """The id of an object that may be expanded."""
    return value.get("id") if isinstance(value, dict) else value


# -- before 2026-03-25.dahlia --------------------------------------------------------------------

_UI_MODES = {"embedded_page": "embedded", "elements": "custom", "hosted_page": "hosted"}


def session_before_dahlia(node: Json, look: Look) -> None:
    if node.get("ui_mode") in _UI_MODES:
        node["ui_mode"] = _UI_MODES[node["ui_mode"]]


# -- before 2025-09-30.clover --------------------------------------------------------------------


def discount_before_clover(node: Json, look: Look) -> None:
    """The coupon stood in full where its id stands now."""
    coupon = at(node, "source.coupon")
    if coupon is not None:
        node["coupon"] = look.whole("coupon", coupon)


def promotion_code_before_clover(node: Json, look: Look) -> None:
    coupon = at(node, "promotion.coupon")
    if coupon is not None:
        node["coupon"] = look.whole("coupon", coupon)


# -- before 2025-03-31.basil ---------------------------------------------------------------------


def subscription_before_basil(node: Json, look: Look) -> None:
    """
    One period for all items, and one discount.

    Items may differ since basil. The period is what Stripe's list filters compare: from the
    latest start to the earliest end.
    """
    items = at(node, "items.data") or []
    starts = [one["current_period_start"] for one in items if one.get("current_period_start")]
    ends = [one["current_period_end"] for one in items if one.get("current_period_end")]
    if starts and ends:
        node["current_period_start"], node["current_period_end"] = max(starts), min(ends)
    if node.get("discounts"):
        node["discount"] = look.whole("discount", node["discounts"][0])


def price_fields(node: Json, look: Look) -> None:
    """`price` and `plan` in full, of which `pricing` has the id."""
    pricing = node.get("pricing")
    price = look.whole("price", at(pricing, "price_details.price"))
    if price is not None:
        node["price"] = price
        node["plan"] = plan_of(price) if price.get("recurring") else None


def tax_amount(tax: Json) -> Json:
    """A tax as it stood in `tax_amounts` and `total_tax_amounts`."""
    return {
        "amount": tax["amount"],
        "inclusive": tax.get("tax_behavior") == "inclusive",
        "tax_rate": at(tax, "tax_rate_details.tax_rate"),
        "taxability_reason": tax.get("taxability_reason"),
        "taxable_amount": tax.get("taxable_amount"),
    }


def amount_excluding_tax(node: Json) -> int:
    """A line's amount less the taxes that it includes."""
    taxes = node.get("taxes") or []
    included = (tax["amount"] for tax in taxes if tax.get("tax_behavior") == "inclusive")
    return int(node["amount"] - sum(included))


def line_before_basil(node: Json, look: Look) -> None:
    price_fields(node, look)
    item = at(node, "parent.invoice_item_details")
    details = item or at(node, "parent.subscription_item_details") or {}
    # A line of nobody's was an invoice item's, for there were two types only.
    node["type"] = "invoiceitem" if item or not node.get("parent") else "subscription"
    for name in ("invoice_item", "subscription_item"):
        if details.get(name) is not None:
            node[name] = details[name]
    node["proration"] = bool(details.get("proration"))
    node["proration_details"] = details.get("proration_details") or {"credited_items": None}
    if "taxes" in node:
        taxes = node["taxes"] or []
        node["tax_amounts"] = [tax_amount(tax) for tax in taxes]
        rates = [look.whole("tax_rate", at(tax, "tax_rate_details.tax_rate")) for tax in taxes]
        node["tax_rates"] = [rate for rate in rates if rate is not None]
    if isinstance(node.get("amount"), int):
        node["amount_excluding_tax"] = amount_excluding_tax(node)
    node["unit_amount_excluding_tax"] = at(node, "pricing.unit_amount_decimal")


def invoice_before_basil(node: Json, look: Look) -> None:
    """What is under `parent` and `payments` now stood on the invoice itself."""
    node["subscription"] = at(node, "parent.subscription_details.subscription")
    node["quote"] = at(node, "parent.quote_details.quote")
    metadata = at(node, "parent.subscription_details.metadata")
    node["subscription_details"] = {"metadata": metadata}
    date = at(node, "parent.subscription_details.subscription_proration_date")
    if date is not None:
        node["subscription_proration_date"] = date
    ties = look.every("invoice_payment", "invoice", node.get("id"))
    _payment_of(node, ties, look)
    node["paid"] = node.get("status") == "paid"
    paid_here = any(tie.data.get("status") == "paid" for tie in ties)
    node["paid_out_of_band"] = bool(node["paid"] and node.get("amount_due") and not paid_here)
    if node.get("discounts"):
        node["discount"] = look.whole("discount", node["discounts"][0])
    taxes = node.get("total_taxes")
    node["total_tax_amounts"] = [tax_amount(tax) for tax in taxes or []]
    node["tax"] = sum(tax["amount"] for tax in taxes) if taxes else None


def _payment_of(node: Json, ties: list[Record], look: Look) -> None:
    """The payment intent that pays an invoice by default, and its latest charge."""
    default = [tie for tie in ties if tie.data.get("is_default")] or ties
    if not default:
        return
    payment = default[-1].data.get("payment") or {}
    node["payment_intent"] = id_of(payment.get("payment_intent"))
    intent = look.whole("payment_intent", node["payment_intent"])
    node["charge"] = id_of(payment.get("charge")) or id_of((intent or {}).get("latest_charge"))


def invoice_item_before_basil(node: Json, look: Look) -> None:
    price_fields(node, look)
    decimal = at(node, "pricing.unit_amount_decimal")
    if decimal is None and isinstance(node.get("amount"), int) and node.get("quantity"):
        whole, over = divmod(node["amount"], node["quantity"])
        decimal = str(whole if not over else node["amount"] / node["quantity"])
    node["unit_amount_decimal"] = decimal
    exact = decimal is not None and decimal.lstrip("-").isdigit()
    node["unit_amount"] = int(decimal) if exact else None
    node["subscription"] = at(node, "parent.subscription_details.subscription")
    item = at(node, "parent.subscription_details.subscription_item")
    if item is not None:
        node["subscription_item"] = item


def charge_before_basil(node: Json, look: Look) -> None:
    ties = look.every("invoice_payment", "payment.charge", node.get("id"))
    intent = id_of(node.get("payment_intent"))
    if not ties and intent is not None:
        ties = look.every("invoice_payment", "payment.payment_intent", intent)
    node["invoice"] = ties[-1].value("invoice") if ties else None


def intent_before_basil(node: Json, look: Look) -> None:
    ties = look.every("invoice_payment", "payment.payment_intent", node.get("id"))
    node["invoice"] = ties[-1].value("invoice") if ties else None


def credit_note_before_basil(node: Json, look: Look) -> None:
    refunds = node.get("refunds") or []
    node["refund"] = refunds[0].get("refund") if refunds else None
    node["tax_amounts"] = [tax_amount(tax) for tax in node.get("total_taxes") or []]


def credit_line_before_basil(node: Json, look: Look) -> None:
    node["tax_amounts"] = [tax_amount(tax) for tax in node.get("taxes") or []]
    if isinstance(node.get("amount"), int):
        node["amount_excluding_tax"] = amount_excluding_tax(node)
    node["unit_amount_excluding_tax"] = node.get("unit_amount_decimal")


def session_before_basil(node: Json, look: Look) -> None:
    node["shipping_details"] = at(node, "collected_information.shipping_details")


# -- before 2024-04-10, 2023-08-16 and 2022-11-15 ------------------------------------------------


def product_before_marketing(node: Json, look: Look) -> None:
    """`features` were renamed when entitlements took the name."""
    if "marketing_features" in node:
        node["features"] = node["marketing_features"]


def charge_before_2023(node: Json, look: Look) -> None:
    disputes = look.every("dispute", "charge", node.get("id"))
    node["dispute"] = disputes[-1].id if disputes else None
    node["destination"] = at(node, "transfer_data.destination")


def charge_before_2022(node: Json, look: Look) -> None:
    """A charge's refunds were shown without being expanded."""
    refunds = look.members(node, "refunds")
    if refunds is not None:
        node["refunds"] = refunds


def intent_before_2022(node: Json, look: Look) -> None:
    """All charges in full, the latest first, where there is only the latest one's id now."""
    charges = look.every("charge", "payment_intent", node.get("id"))
    node["charges"] = {
        "object": "list",
        "data": [view(charge) for charge in charges[:-11:-1]],
        "has_more": len(charges) > 10,
        "total_count": len(charges),
        "url": f"/v1/charges?payment_intent={node.get('id')}",
    }


# -- before 2020-08-27 ---------------------------------------------------------------------------


def customer_before_2020(node: Json, look: Look) -> None:
    """A customer's lists were shown without being expanded."""
    for name in ("sources", "subscriptions", "tax_ids"):
        members = look.members(node, name)
        if members is not None:
            node.setdefault(name, members)


def plan_of(price: Json) -> Json:
    """The older form of a recurring price."""
    recurring = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price.get("unit_amount"),
        "amount_decimal": price.get("unit_amount_decimal"),
        "billing_scheme": price.get("billing_scheme"),
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring.get("interval_count", 1),
        "livemode": price["livemode"],
        "metadata": price.get("metadata") or {},
        "meter": recurring.get("meter"),
        "nickname": price.get("nickname"),
        "product": price["product"],
        "tiers_mode": price.get("tiers_mode"),
        "transform_usage": None,
        "trial_period_days": recurring.get("trial_period_days"),
        "usage_type": recurring.get("usage_type", "licensed"),
    }


# By the day of the version that moved it.
MOVES: dict[str, dict[str, Move]] = {
    "2026-03-25": {"checkout.session": session_before_dahlia},
    "2025-09-30": {
        "discount": discount_before_clover,
        "promotion_code": promotion_code_before_clover,
    },
    "2025-03-31": {
        "charge": charge_before_basil,
        "checkout.session": session_before_basil,
        "credit_note": credit_note_before_basil,
        "credit_note_line_item": credit_line_before_basil,
        "invoice": invoice_before_basil,
        "invoiceitem": invoice_item_before_basil,
        "line_item": line_before_basil,
        "payment_intent": intent_before_basil,
        "subscription": subscription_before_basil,
    },
    "2024-04-10": {"product": product_before_marketing},
    "2023-08-16": {"charge": charge_before_2023},
    "2022-11-15": {"charge": charge_before_2022, "payment_intent": intent_before_2022},
    "2020-08-27": {"customer": customer_before_2020},
}
