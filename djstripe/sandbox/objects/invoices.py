"""
Invoices: drafts, what stands on them, and what they come to.

`totals` counts; `collection` takes a draft to open and to paid, void or uncollectible; `lines`
changes a draft's lines; `credit_notes` takes back what was invoiced.
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..agenda import plan
from ..catalogue import Json
from ..errors import invalid, missing, not_simulated, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import taxes, totals
from .discounts import discounts_of
from .invoice_items import OFFS, item_line, waiting
from .items import BILLED, ITEM, bill_of, note_billed
from .money import DAY
from .settings import settings_of
from .taxes import RATES


def parent_of(subscription: Record | None) -> Json | None:
    """Where an invoice names its subscription, since basil."""
    if subscription is None:
        return None
    return {
        "quote_details": None,
        "subscription_details": {
            "metadata": subscription.data.get("metadata") or {},
            "subscription": subscription.id,
        },
        "type": "subscription_details",
    }


def invoice_fields(world: World, customer: Record, subscription: Record | None) -> Json:
    """What a new draft invoice takes over from its customer and its subscription."""
    data = customer.data
    terms = subscription.data if subscription else {}
    settings = terms.get("invoice_settings") or {}
    return {
        "account_country": "US",
        "account_name": "Sandbox",
        "account_tax_ids": settings.get("account_tax_ids"),
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": subscription is not None,
        "automatic_tax": {"enabled": False, "liability": None, "status": None},
        "billing_reason": "manual",
        "collection_method": terms.get("collection_method") or "charge_automatically",
        "currency": terms.get("currency") or data.get("currency") or "usd",
        "customer": customer.id,
        "customer_address": data.get("address"),
        "customer_email": data.get("email"),
        "customer_name": data.get("name"),
        "customer_phone": data.get("phone"),
        "customer_shipping": data.get("shipping"),
        "customer_tax_exempt": data.get("tax_exempt") or "none",
        "customer_tax_ids": [
            {"type": one.data["type"], "value": one.data["value"]}
            for one in world.all("tax_id", "customer", customer.id)
        ],
        "default_payment_method": None,
        "default_tax_rates": taxes.rate_ids(terms.get("default_tax_rates")),
        "description": settings.get("description"),
        "discounts": [],
        "ending_balance": None,
        "footer": settings.get("footer"),
        "issuer": {"type": "self"},
        "parent": parent_of(subscription),
        "payment_settings": {"payment_method_options": None, "payment_method_types": None},
        "period_end": world.now,
        "period_start": world.now,
        "starting_balance": data.get("balance") or 0,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
    }


def make_invoice(
    world: World,
    customer: Record,
    lines: list[Json],
    subscription: Record | None = None,
    discounts: list[str] | None = None,
    **fields: Any,
) -> Record:
    """A draft with its lines and amounts; it finalizes by itself if it advances automatically."""
    data = {**invoice_fields(world, customer, subscription), **fields}
    data["discounts"] = discounts or []
    data["default_tax_rates"] = taxes.rate_ids(data["default_tax_rates"])
    if lines:
        data["currency"] = lines[0]["currency"]
    if data["collection_method"] == "send_invoice" and not data.get("due_date"):
        days = data.pop("days_until_due", None)
        if days is None and subscription is not None:
            days = subscription.data.get("days_until_due")
        data["due_date"] = world.now + (30 if days is None else days) * DAY
    data.pop("days_until_due", None)
    data["automatic_tax"] = _automatic_tax(world, data["automatic_tax"], customer)
    data.update(amounts(world, data, lines))
    if not data.get("auto_advance") and data.get("automatically_finalizes_at"):
        data["auto_advance"] = True
    if data["auto_advance"] and not data.get("automatically_finalizes_at"):
        data["automatically_finalizes_at"] = world.now + settings_of(world).draft_seconds
    _schedule(data)
    if customer.data.get("currency") is None:
        world.update(customer, {"currency": data["currency"]})
    invoice = world.create("invoice", data, event=None)
    for line in lines:
        add_line(world, invoice, line)
    plan(world, invoice, data.get("automatically_finalizes_at"))
    world.emit(invoice, "invoice.created")
    return invoice


def _schedule(data: Json) -> None:
    """When a draft is to be paid: when it finalizes."""
    automatic = data["collection_method"] == "charge_automatically" and data["auto_advance"]
    data["next_payment_attempt"] = data.get("automatically_finalizes_at") if automatic else None


def _automatic_tax(world: World, asked: Json, customer: Record) -> Json:
    shown = taxes.automatic(world, asked, customer)
    status = "complete" if shown["enabled"] else None
    return {**shown, "provider": "stripe" if status else None, "status": status}


def amounts(world: World, data: Json, lines: list[Json]) -> Json:
    """What an invoice with this data comes to; its lines are counted."""
    shipping = (data.get("shipping_cost") or {}).get("amount_total") or 0
    return totals.count(
        world,
        lines,
        data["discounts"],
        taxes.rate_ids(data["default_tax_rates"]),
        exempt=data.get("customer_tax_exempt") or "none",
        balance=data.get("starting_balance") or 0,
        shipping=shipping,
    )


def editable(invoice: Record) -> Record:
    """The invoice, if it is a draft; raises `invoice_not_editable` otherwise."""
    if invoice.data["status"] != "draft":
        raise invalid(
            f"Invoice {invoice.id} is {invoice.data['status']} and can no longer be changed.",
            code="invoice_not_editable",
        )
    return invoice


# -- lines on an invoice -------------------------------------------------------------------------


def add_line(world: World, invoice: Record, line: Json) -> Record:
    """Put a line on an invoice; what it bills ahead is noted with the subscription item."""
    hidden = {name: line[name] for name in (RATES, OFFS) if line.get(name)}
    shown = {name: value for name, value in line.items() if not name.startswith("@")}
    record = world.create("line_item", {**shown, "invoice": invoice.id}, None, hidden)
    item = world.find("subscription_item", line.get(ITEM))
    price = record.value("pricing.price_details.price")
    if item is not None:
        note_billed(world, item, bill_of(line, invoice.id, record.id, str(price)))
    _note_invoiced(world, invoice, record)
    return record


def _note_invoiced(world: World, invoice: Record, line: Record) -> None:
    """What a proration debited is on an invoice now: a credit for it will name the line."""
    details = line.value("parent.subscription_item_details.invoice_item")
    item = world.find(
        "subscription_item", line.value("parent.subscription_item_details.subscription_item")
    )
    if details is None or item is None:
        return
    billed = item.hidden.get(BILLED) or []
    if any(one.get("item") == details for one in billed):
        named = {"invoice": invoice.id, "lines": [line.id]}
        changed = [{**one, **named} if one.get("item") == details else one for one in billed]
        world.shelf.hide(item, **{BILLED: changed})


def lines_of(world: World, invoice: Record) -> list[tuple[Record, Json]]:
    """An invoice's lines, each with what is hidden about it, ready to be counted anew."""
    records = world.all("line_item", "invoice", invoice.id)
    return [(record, {**record.data, **record.hidden}) for record in records]


def recount(world: World, invoice: Record, before: Json | None = None) -> None:
    """Give a draft the amounts of its lines as they are now; `before` is how it looked."""
    before = before or render.view(invoice)
    count_again(world, invoice)
    world.changed(invoice, before)


def count_again(world: World, invoice: Record) -> None:
    """The same without an event."""
    pairs = lines_of(world, invoice)
    lines = [line for _, line in pairs]
    found = amounts(world, invoice.data, lines)
    for record, line in pairs:
        shown = {name: value for name, value in line.items() if not name.startswith("@")}
        world.shelf.change(record, shown)
    world.update(invoice, found, None)


# -- operations ----------------------------------------------------------------------------------


@behaviour("POST", "/v1/invoices")
def create_invoice(call: Call) -> Answer:
    world, params = call.world, call.params
    if params.get("from_invoice"):
        raise not_simulated("revisions of invoices (from_invoice)")
    subscription = (
        world.get("subscription", params["subscription"], "subscription")
        if params.get("subscription")
        else None
    )
    owner = params.get("customer") or (subscription.value("customer") if subscription else None)
    if not owner:
        raise required("customer")
    customer = world.get("customer", owner, "customer")
    fields = fields_from("invoice", params)
    for name in ("customer", "discounts", "subscription", "default_tax_rates", "shipping_cost"):
        fields.pop(name, None)
    check_references(world, "invoice", fields)
    if params.get("currency"):
        fields["currency"] = str(params["currency"]).lower()
    if "default_tax_rates" in params:
        rates = taxes.check_rates(world, params["default_tax_rates"], "default_tax_rates")
        fields["default_tax_rates"] = rates
    fields["days_until_due"] = params.get("days_until_due")
    fields["auto_advance"] = bool(params.get("auto_advance"))
    _check_due(fields, params)
    if params.get("shipping_cost"):
        fields["shipping_cost"] = shipping_of(world, params["shipping_cost"])
    discounts = discounts_of(world, params.get("discounts"), {"customer": customer.id})
    include = params.get("pending_invoice_items_behavior") == "include"
    currency = fields.get("currency")
    items = waiting(world, customer.id, currency, subscription) if include else []
    lines = [item_line(item) for item in items]
    invoice = make_invoice(world, customer, lines, subscription, discounts, **fields)
    for item in items:
        world.update(item, {"invoice": invoice.id}, None)
    return invoice


def _check_due(fields: Json, params: Json) -> None:
    asked = [name for name in ("due_date", "days_until_due") if params.get(name) is not None]
    if asked and fields.get("collection_method") != "send_invoice":
        raise invalid(f"{asked[0]} is for invoices that are sent (send_invoice).", asked[0])


def shipping_of(world: World, asked: Json) -> Json:
    """`shipping_cost` as an invoice shows it: the rate's fixed amount, untaxed."""
    rate = asked.get("shipping_rate")
    if rate is None:
        raise not_simulated("shipping_cost[shipping_rate_data]")
    found = world.get("shipping_rate", rate, "shipping_cost[shipping_rate]")
    amount = (found.data.get("fixed_amount") or {}).get("amount") or 0
    return {
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "shipping_rate": found.id,
    }


@behaviour("POST", "/v1/invoices/{invoice}")
def modify_invoice(call: Call) -> Answer:
    invoice, world, params = call.target(), call.world, call.params
    before = render.view(invoice)
    changes = merged(invoice, params)
    if "discounts" in changes:
        owner = {"customer": invoice.value("customer"), "invoice": invoice.id}
        changes["discounts"] = discounts_of(world, params["discounts"], owner)
    if "default_tax_rates" in changes:
        rates = taxes.check_rates(world, params["default_tax_rates"], "default_tax_rates")
        changes["default_tax_rates"] = rates
    if "shipping_cost" in changes:
        asked = params["shipping_cost"]
        changes["shipping_cost"] = shipping_of(world, asked) if asked else None
    if params.get("days_until_due") is not None:
        changes["due_date"] = invoice.created + params["days_until_due"] * DAY
    money = {"discounts", "default_tax_rates", "shipping_cost", "collection_method", "due_date"}
    if invoice.data["status"] == "draft":
        changes.update(_advance(world, invoice, changes))
        world.update(invoice, changes, None)
        count_again(world, invoice)
        plan(world, invoice, invoice.data.get("automatically_finalizes_at"))
    else:
        if changes.keys() & money - {"due_date"}:
            editable(invoice)
        if changes.get("auto_advance") is False:
            changes["next_payment_attempt"] = None
        world.update(invoice, changes, None)
        _replan_open(world, invoice, params)
    world.changed(invoice, before)
    return invoice


def _advance(world: World, invoice: Record, changes: Json) -> Json:
    """When a draft finalizes by itself, after a change."""
    data = {**invoice.data, **changes}
    if changes.get("auto_advance") is False:
        data["automatically_finalizes_at"] = None
    elif changes.get("auto_advance") and not data.get("automatically_finalizes_at"):
        data["automatically_finalizes_at"] = world.now + settings_of(world).draft_seconds
    _schedule(data)
    names = ("automatically_finalizes_at", "next_payment_attempt")
    return {name: data[name] for name in names}


def _replan_open(world: World, invoice: Record, params: Json) -> None:
    """An open invoice that is to be collected again is tried in an hour."""
    data = invoice.data
    if data["status"] != "open":
        return
    automatic = data["collection_method"] == "charge_automatically"
    if automatic and params.get("auto_advance") and not data.get("next_payment_attempt"):
        moment = world.now + settings_of(world).draft_seconds
        world.update(invoice, {"next_payment_attempt": moment}, None)
    if automatic:
        plan(world, invoice, invoice.data.get("next_payment_attempt"))
    elif data.get("due_date"):
        plan(world, invoice, max(data["due_date"], world.now + 1))


@behaviour("DELETE", "/v1/invoices/{invoice}")
def delete_invoice(call: Call) -> Answer:
    """A draft that was made by hand is gone, and its invoice items with it."""
    invoice, world = call.target(), call.world
    if invoice.data["status"] != "draft":
        raise invalid("Only drafts can be deleted; void the invoice instead.")
    if invoice.data["billing_reason"] not in ("manual", "quote_accept"):
        raise invalid("A subscription's invoice cannot be deleted; finalize it and void it.")
    discard(world, invoice)
    return render.stub(invoice)


def discard(world: World, invoice: Record) -> None:
    for line in world.all("line_item", "invoice", invoice.id):
        world.delete(line, None)
    for item in world.all("invoiceitem", "invoice", invoice.id):
        world.delete(item, None)
    world.delete(invoice)


def subscription_of(world: World, invoice: Record) -> Record | None:
    """The subscription that an invoice bills."""
    return world.find("subscription", invoice.value("parent.subscription_details.subscription"))


def find_line(world: World, invoice: Record, id: Any, param: str) -> Record:
    """A line of an invoice by id."""
    line = world.find("line_item", id)
    if line is None or line.value("invoice") != invoice.id:
        raise missing("line_item", str(id), param)
    return line
