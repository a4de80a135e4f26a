"""
Invoices: lines, totals, and the way from draft to open to paid, void or uncollectible.

Totals: subtotal is the sum of the lines; discounts are shared out over the lines; taxes are
counted on what is left of each line. An invoice is paid by invoice payments.
"""

from __future__ import annotations

from typing import Any

from .. import catalogue, render
from ..catalogue import Json
from ..errors import ApiError, invalid, missing, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World, blank
from . import entitlements, payments
from .catalog import discounts_of, make_price
from .customers import method_by
from .money import DAY, later, price_amount, share

# -- lines ---------------------------------------------------------------------------------------


def line_fields(
    price: Json, quantity: int, period: tuple[int, int], parent: Json, description: str
) -> Json:
    """A line for so many of a price, not yet on an invoice."""
    amount = price_amount(price, quantity)
    unit = price.get("unit_amount_decimal")
    product = price["product"]
    return {
        "amount": amount,
        "currency": price["currency"],
        "description": description,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "metadata": {},
        "parent": parent,
        "period": {"start": period[0], "end": period[1]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": product},
            "type": "price_details",
            "unit_amount_decimal": unit,
        },
        **counted(quantity),
        "subtotal": amount,
        "taxes": [],
    }


def subscription_line(item: Record, price: Record, name: str, quantity: int) -> Json:
    """The line of a subscription item for its current period."""
    data = item.data
    period = (data["current_period_start"], data["current_period_end"])
    parent = item_parent(data["subscription"], item.id)
    text = f"{quantity} × {name}"
    line = line_fields(price.data, quantity, period, parent, text)
    line["subscription"] = data["subscription"]
    return line


def item_parent(subscription: str | None, item: str) -> Json:
    """What a line says of the subscription item that it bills."""
    return {
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": subscription,
            "subscription_item": item,
        },
        "type": "subscription_item_details",
    }


def discount_lines(world: World, lines: list[Json], discounts: list[str]) -> dict[str, int]:
    """Share discounts out over the lines; returns what each takes off in all."""
    totals: dict[str, int] = {}
    left = [max(line["amount"], 0) if line["discountable"] else 0 for line in lines]
    for id in discounts:
        coupon = world.get("coupon", world.get("discount", id).value("source.coupon")).data
        fixed = coupon.get("amount_off")
        if fixed is not None and coupon.get("currency") != lines[0]["currency"]:
            fixed = 0
        for at, line in enumerate(lines):
            if fixed is None:
                off = share(left[at], coupon["percent_off"])
            else:
                off = min(left[at], fixed)
                fixed -= off
            left[at] -= off
            totals[id] = totals.get(id, 0) + off
            line["discount_amounts"] = [*line["discount_amounts"], {"amount": off, "discount": id}]
    return totals


def tax_lines(world: World, lines: list[Json], rates: list[str]) -> int:
    """Count exclusive tax rates on what the discounts left of each line; returns the sum."""
    total = 0
    for line in lines:
        base = line["amount"] - sum(one["amount"] for one in line["discount_amounts"])
        line["taxes"] = []
        for id in rates:
            rate = world.get("tax_rate", id, "default_tax_rates").data
            amount = share(base, rate["percentage"])
            line["taxes"].append(
                {
                    "amount": amount,
                    "tax_behavior": "exclusive",
                    "tax_rate_details": {"tax_rate": id},
                    "taxability_reason": "standard_rated",
                    "taxable_amount": base,
                    "type": "tax_rate_details",
                }
            )
            total += amount
    return total


# -- invoices ------------------------------------------------------------------------------------


def totals(world: World, lines: list[Json], discounts: list[str], rates: list[str]) -> Json:
    """An invoice's amounts from its lines, to which discounts and taxes are added."""
    for line in lines:
        line["discount_amounts"] = []
    subtotal = sum(line["amount"] for line in lines)
    off = discount_lines(world, lines, discounts) if lines else {}
    taxes = tax_lines(world, lines, rates)
    less = subtotal - sum(off.values())
    total = less + taxes
    rate_sums: dict[str, list[int]] = {}
    for line in lines:
        for tax in line["taxes"]:
            sums = rate_sums.setdefault(tax["tax_rate_details"]["tax_rate"], [0, 0])
            sums[0] += tax["amount"]
            sums[1] += tax["taxable_amount"]
    return {
        "amount_due": max(total, 0),
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": max(total, 0),
        "amount_shipping": 0,
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_discount_amounts": [{"amount": n, "discount": id} for id, n in off.items()],
        "total_excluding_tax": less,
        "total_taxes": [
            {
                "amount": amount,
                "tax_behavior": "exclusive",
                "tax_rate_details": {"tax_rate": id},
                "taxability_reason": "standard_rated",
                "taxable_amount": base,
                "type": "tax_rate_details",
            }
            for id, (amount, base) in rate_sums.items()
        ],
    }


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
    return {
        "account_country": "US",
        "account_name": "Sandbox",
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {"enabled": False, "liability": None, "status": None},
        "billing_reason": "manual",
        "collection_method": terms.get("collection_method") or "charge_automatically",
        "currency": terms.get("currency") or data.get("currency") or "usd",
        "customer": customer.id,
        "customer_address": data.get("address"),
        "customer_email": data.get("email"),
        "customer_name": data.get("name"),
        "customer_phone": data.get("phone"),
        "customer_tax_exempt": data.get("tax_exempt") or "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_tax_rates": terms.get("default_tax_rates") or [],
        "discounts": [],
        "ending_balance": None,
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
    """A draft with its lines and totals."""
    data = {**invoice_fields(world, customer, subscription), **fields}
    data["discounts"] = discounts or []
    rates = [rate if isinstance(rate, str) else rate["id"] for rate in data["default_tax_rates"]]
    data["default_tax_rates"] = rates
    if lines:
        data["currency"] = lines[0]["currency"]
    data.update(totals(world, lines, data["discounts"], rates))
    invoice = world.create("invoice", data, event=None)
    for line in lines:
        add_line(world, invoice, line)
    world.emit(invoice, "invoice.created")
    return invoice


def editable(invoice: Record) -> Record:
    """The invoice, if it is a draft; raises `invoice_not_editable` otherwise."""
    if invoice.data["status"] != "draft":
        raise invalid(
            f"Invoice {invoice.id} is {invoice.data['status']} and can no longer be changed.",
            code="invoice_not_editable",
        )
    return invoice


def add_line(world: World, invoice: Record, line: Json) -> Record:
    return world.create("line_item", {**line, "invoice": invoice.id}, event=None)


def recount(world: World, invoice: Record, before: Json | None = None) -> None:
    """Give a draft the totals of its lines as they are now; `before` is how it looked."""
    records = world.all("line_item", "invoice", invoice.id)
    lines = [dict(record.data) for record in records]
    before = before or render.view(invoice)
    data = invoice.data
    amounts = totals(world, lines, data["discounts"], data["default_tax_rates"])
    for record, line in zip(records, lines, strict=True):
        world.shelf.change(record, line)
    world.update(invoice, amounts, None)
    world.changed(invoice, before)


@behaviour("POST", "/v1/invoices")
def create_invoice(call: Call) -> Answer:
    world, params = call.world, call.params
    if not params.get("customer"):
        raise required("customer")
    customer = world.get("customer", params["customer"], "customer")
    subscription = (
        world.get("subscription", params["subscription"], "subscription")
        if params.get("subscription")
        else None
    )
    fields = fields_from("invoice", params)
    for name in ("customer", "discounts", "subscription"):
        fields.pop(name, None)
    check_references(world, "invoice", fields)
    discounts = discounts_of(world, params.get("discounts"), {"customer": customer.id})
    waiting = [
        item
        for item in world.all("invoiceitem", "customer", customer.id)
        if item.data.get("invoice") is None
    ]
    include = params.get("pending_invoice_items_behavior") != "exclude"
    lines = [item_line(item) for item in waiting] if include else []
    invoice = make_invoice(world, customer, lines, subscription, discounts, **fields)
    for item in waiting if include else ():
        world.update(item, {"invoice": invoice.id}, None)
    return invoice


@behaviour("POST", "/v1/invoices/create_preview")
def preview(call: Call) -> Answer:
    """What a subscription's next invoice would be; nothing is kept."""
    world, params = call.world, call.params
    subscription = world.find("subscription", params.get("subscription"))
    customer = world.find("customer", params.get("customer"))
    if customer is None and subscription is not None:
        customer = world.get("customer", subscription.value("customer"))
    if customer is None:
        raise required("customer")
    shown = upcoming(world, customer, subscription, params)
    return {"id": f"upcoming_{world.new_id('invoice')}", **shown}


def announce(world: World, subscription: Record) -> None:
    """Tell of the next invoice some days before it is made; it has no id yet."""
    customer = world.get("customer", subscription.value("customer"))
    world.tell("invoice.upcoming", upcoming(world, customer, subscription, {}))


def upcoming(world: World, customer: Record, subscription: Record | None, params: Json) -> Json:
    """An invoice that does not exist yet, as Stripe shows it; without an id."""
    asked = (params.get("subscription_details") or {}).get("items") or []
    wanted = [one for one in asked if one.get("price")]
    if not wanted and subscription is not None:
        items = world.all("subscription_item", "subscription", subscription.id)
        wanted = [
            {"id": item.id, "price": item.value("price"), "quantity": item.data.get("quantity")}
            for item in items
        ]
    id = f"upcoming_{world.new_id('invoice')}"
    lines = [upcoming_line(world, subscription, one, id) for one in wanted]
    fields = invoice_fields(world, customer, subscription)
    data = {**blank("invoice"), **catalogue.completed_inside(fields, "invoice")}
    discounts = list(subscription.data["discounts"]) if subscription else []
    data.update(totals(world, lines, discounts, []))
    data.update({"object": "invoice", "livemode": world.shelf.livemode, "created": world.now})
    data["billing_reason"] = "upcoming"
    url = "/v1/invoices/create_preview/lines"
    inner = {"object": "list", "data": lines, "has_more": False, "url": url}
    hidden = {"id", *render.ONLY_EXPANDED["invoice"]}
    return {**{k: v for k, v in data.items() if k not in hidden}, "lines": inner}


def upcoming_line(world: World, subscription: Record | None, asked: Json, invoice: str) -> Json:
    """The line of an item for the period that follows its current one."""
    price = world.get("price", asked["price"], "price").data
    item = world.find("subscription_item", asked.get("id"))
    terms = price.get("recurring") or {"interval": "month"}
    start = item.data["current_period_end"] if item is not None else world.now
    end = later(start, terms["interval"], terms.get("interval_count", 1))
    owner = subscription.id if subscription is not None else None
    parent = item_parent(owner, item.id if item is not None else world.new_id("subscription_item"))
    quantity = asked.get("quantity") or 1
    line = line_fields(price, quantity, (start, end), parent, price["id"])
    return {
        **blank("line_item"),
        **line,
        "id": world.new_id("line_item"),
        "object": "line_item",
        "invoice": invoice,
        "livemode": world.shelf.livemode,
        "subscription": owner,
    }


@behaviour("POST", "/v1/invoices/{invoice}")
def modify_invoice(call: Call) -> Answer:
    invoice, world = call.target(), call.world
    changes = merged(invoice, call.params)
    if "discounts" in changes:
        owner = {"customer": invoice.value("customer"), "invoice": invoice.id}
        changes["discounts"] = discounts_of(world, call.params["discounts"], owner)
    world.update(invoice, changes)
    if invoice.data["status"] == "draft":
        recount(world, invoice)
    return invoice


@behaviour("DELETE", "/v1/invoices/{invoice}")
def delete_invoice(call: Call) -> Answer:
    invoice, world = call.target(), call.world
    if invoice.data["status"] != "draft":
        raise invalid("Only drafts can be deleted; void the invoice instead.")
    for line in world.all("line_item", "invoice", invoice.id):
        world.delete(line, None)
    world.delete(invoice)
    return render.stub(invoice)


def finalize(world: World, invoice: Record) -> Record:
    """A draft becomes open: it has a number and something that pays it."""
    data = invoice.data
    if data["status"] != "draft":
        raise invalid(f"This invoice is {data['status']}, so it cannot be finalized.")
    customer = world.get("customer", data["customer"])
    sequence = customer.data.get("next_invoice_sequence") or 1
    prefix = customer.data.get("invoice_prefix") or "SANDBOX"
    world.update(customer, {"next_invoice_sequence": sequence + 1}, None)
    automatic = data["collection_method"] == "charge_automatically"
    host = f"https://sandbox.invalid/i/{invoice.id}"
    changes: Json = {
        "ending_balance": data.get("starting_balance") or 0,
        "hosted_invoice_url": host,
        "invoice_pdf": f"{host}/pdf",
        "number": f"{prefix}-{sequence:04d}",
        "status": "open",
        "status_transitions": {**data["status_transitions"], "finalized_at": world.now},
    }
    changes["effective_at"] = world.now
    if not automatic and not data.get("due_date"):
        changes["due_date"] = world.now + 30 * DAY
    world.update(invoice, changes, "invoice.finalized")
    if data["amount_due"] > 0:
        prepare_payment(world, invoice)
    return invoice


def prepare_payment(world: World, invoice: Record) -> Record:
    """The payment intent of an open invoice, and the invoice payment that ties them."""
    data = invoice.data
    intent = payments.make_intent(
        world,
        data["amount_due"],
        data["currency"],
        {"customer": data["customer"], "description": f"Payment for invoice {data['number']}"},
    )
    return world.create(
        "invoice_payment",
        {
            "amount_paid": None,
            "amount_requested": data["amount_due"],
            "currency": data["currency"],
            "invoice": invoice.id,
            "is_default": True,
            "payment": {"payment_intent": intent.id, "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        },
        event=None,
    )


def pay(world: World, invoice: Record, method: Record | None = None, outcome: str = "") -> bool:
    """Try to pay an open invoice; says whether it is paid now."""
    data = invoice.data
    if data["status"] not in ("open", "uncollectible"):
        raise invalid(f"This invoice is {data['status']}, so it cannot be paid.")
    if data["amount_remaining"] == 0:
        mark_paid(world, invoice, None)
        return True
    tie = world.all("invoice_payment", "invoice", invoice.id)[-1]
    intent = world.get("payment_intent", tie.value("payment.payment_intent"))
    subscription = world.find("subscription", _subscription(invoice))
    method = method or world.find("payment_method", data.get("default_payment_method"))
    terms = subscription.data if subscription else None
    method = method or payments.default_method(world, data["customer"], terms)
    attempts = {"attempt_count": data["attempt_count"] + 1, "attempted": True}
    if method is None:
        world.update(invoice, attempts, "updated invoice.payment_failed")
        return False
    changes = {"payment_method": method.id, "status": "requires_confirmation"}
    world.update(intent, changes, None)
    charge = payments.attempt(world, intent, outcome)
    if charge is not None and charge.data["status"] == "succeeded":
        mark_paid(world, invoice, tie, attempts)
        return True
    attempts["next_payment_attempt"] = world.now + 3 * DAY
    needs = charge is None
    event = "invoice.payment_action_required" if needs else "invoice.payment_failed"
    world.update(invoice, attempts, f"updated {event}")
    return False


def _subscription(invoice: Record) -> Any:
    return invoice.value("parent.subscription_details.subscription")


def mark_paid(
    world: World, invoice: Record, tie: Record | None, attempts: Json | None = None
) -> None:
    """The invoice is paid, by the payment that `tie` ties to it or by other means."""
    data, now = invoice.data, world.now
    changes = {
        **(attempts or {}),
        "amount_paid": data["amount_due"],
        "amount_remaining": 0,
        "auto_advance": False,
        "next_payment_attempt": None,
        "status": "paid",
        "status_transitions": {**data["status_transitions"], "paid_at": now},
    }
    # Of what is paid out of band Stripe tells no successful payment.
    succeeded = tie is not None or data["amount_due"] == 0
    events = "updated invoice.paid" + (" invoice.payment_succeeded" if succeeded else "")
    world.update(invoice, changes, events)
    if tie is not None:
        moments = {"canceled_at": None, "paid_at": now}
        paid = {"amount_paid": data["amount_due"], "status": "paid", "status_transitions": moments}
        world.update(tie, paid, "invoice_payment.paid")


def after_payment(world: World, invoice: Record, paid: bool) -> None:
    """What a paid or failed invoice means for its subscription."""
    id = invoice.value("parent.subscription_details.subscription")
    subscription = world.find("subscription", id)
    if subscription is None or subscription.data.get("latest_invoice") != invoice.id:
        return
    status = subscription.data["status"]
    if paid and status in ("incomplete", "past_due", "unpaid"):
        world.update(subscription, {"status": "active"})
    elif not paid and status == "active":
        world.update(subscription, {"status": "past_due"})
    entitlements.follow(world, str(subscription.value("customer")))


@behaviour("POST", "/v1/invoices/{invoice}/finalize")
def finalize_invoice(call: Call) -> Answer:
    return finalize(call.world, call.world.get("invoice", call.id))


@behaviour("POST", "/v1/invoices/{invoice}/pay")
def pay_invoice(call: Call) -> Answer:
    world, invoice = call.world, call.world.get("invoice", call.id)
    if invoice.data["status"] == "draft":
        finalize(world, invoice)
    if call.params.get("paid_out_of_band"):
        _cancel_payments(world, invoice)
        mark_paid(world, invoice, None)
        after_payment(world, invoice, True)
        return invoice
    given = call.params.get("payment_method")
    paid = pay(world, invoice, method_by(world, given) if given else None)
    after_payment(world, invoice, paid)
    if not paid:
        intent = _intent_of(world, invoice)
        charge = world.find("charge", intent.data.get("latest_charge")) if intent else None
        if charge is not None and charge.data["status"] == "failed":
            raise payments.card_error(charge, intent)
        message = "This invoice has no payment method that works without its customer."
        code = "invoice_payment_failed"
        raise ApiError(message, status=402, type="card_error", code=code, keeps_work=True)
    return invoice


def _intent_of(world: World, invoice: Record) -> Record | None:
    ties = world.all("invoice_payment", "invoice", invoice.id)
    return world.find("payment_intent", ties[-1].value("payment.payment_intent")) if ties else None


def _cancel_payments(world: World, invoice: Record) -> None:
    for tie in world.all("invoice_payment", "invoice", invoice.id):
        if tie.data["status"] == "open":
            intent = world.find("payment_intent", tie.value("payment.payment_intent"))
            if intent is not None and intent.data["status"] not in ("succeeded", "canceled"):
                payments.cancel_payment(world, intent, "void_invoice")
            moments = {"canceled_at": world.now, "paid_at": None}
            world.update(tie, {"status": "canceled", "status_transitions": moments}, None)


@behaviour("POST", "/v1/invoices/{invoice}/void")
def void_invoice(call: Call) -> Answer:
    return void(call.world, call.world.get("invoice", call.id))


def void(world: World, invoice: Record) -> Record:
    data = invoice.data
    if data["status"] not in ("open", "uncollectible"):
        raise invalid(f"This invoice is {data['status']}, so it cannot be voided.")
    _cancel_payments(world, invoice)
    moments = {**data["status_transitions"], "voided_at": world.now}
    changes = {"status": "void", "status_transitions": moments, "amount_remaining": 0}
    return world.update(invoice, {**changes, "auto_advance": False}, "updated invoice.voided")


@behaviour("POST", "/v1/invoices/{invoice}/mark_uncollectible")
def give_up(call: Call) -> Answer:
    invoice = call.world.get("invoice", call.id)
    if invoice.data["status"] != "open":
        raise invalid(f"This invoice is {invoice.data['status']}; only open ones can be given up.")
    moments = {**invoice.data["status_transitions"], "marked_uncollectible_at": call.world.now}
    changes = {"status": "uncollectible", "status_transitions": moments}
    return call.world.update(invoice, changes, "updated invoice.marked_uncollectible")


@behaviour("POST", "/v1/invoices/{invoice}/send")
def send_invoice(call: Call) -> Answer:
    invoice = call.world.get("invoice", call.id)
    if invoice.data["status"] == "draft":
        finalize(call.world, invoice)
    call.world.emit(invoice, "invoice.sent")
    return invoice


# -- invoice items -------------------------------------------------------------------------------


@behaviour("POST", "/v1/invoiceitems")
def create_item(call: Call) -> Answer:
    world, params = call.world, call.params
    invoice = world.get("invoice", params["invoice"], "invoice") if params.get("invoice") else None
    before = render.view(editable(invoice)) if invoice is not None else None
    customer = params.get("customer") or (invoice.value("customer") if invoice else None)
    item = make_item(world, world.get("customer", customer, "customer").id, params)
    if invoice is not None:
        add_line(world, invoice, item_line(item))
        recount(world, invoice, before)
    return item


def make_item(world: World, customer: str, params: Json) -> Record:
    """An invoice item from its create parameters; it waits for an invoice unless it names one."""
    fields = {**fields_from("invoiceitem", params), **item_amounts(world, params)}
    fields.update({"customer": customer, "date": world.now})
    if params.get("discountable") is None:
        fields["discountable"] = fields["amount"] > 0
    fields["period"] = params.get("period") or {"start": world.now, "end": world.now}
    return world.create("invoiceitem", fields)


def item_amounts(world: World, params: Json) -> Json:
    """Amount, currency, quantity and pricing of what is described by an amount or a price."""
    quantity = params.get("quantity") or 1
    price = (params.get("pricing") or {}).get("price")
    if params.get("price_data"):
        price = make_price(world, params["price_data"]).id
    if not price:
        if params.get("amount") is None:
            raise required("amount")
        currency = str(params.get("currency") or "usd").lower()
        amount = params["amount"]
        return {"amount": amount, "currency": currency, **counted(quantity)}
    found = world.get("price", price, "pricing[price]").data
    return {
        "amount": price_amount(found, quantity),
        "currency": found["currency"],
        "pricing": {
            "price_details": {"price": price, "product": found["product"]},
            "type": "price_details",
            "unit_amount_decimal": found.get("unit_amount_decimal"),
        },
        **counted(quantity),
    }


def counted(quantity: int) -> Json:
    """A quantity, and as the decimal beside it."""
    return {"quantity": quantity, "quantity_decimal": str(quantity)}


def item_line(item: Record) -> Json:
    """The line that shows an invoice item."""
    data = item.data
    return {
        "amount": data["amount"],
        "currency": data["currency"],
        "description": data.get("description"),
        "discount_amounts": [],
        "discountable": data.get("discountable", True),
        "discounts": [],
        "metadata": data.get("metadata") or {},
        "parent": {
            "invoice_item_details": {
                "invoice_item": item.id,
                "proration": False,
                "proration_details": {"credited_items": None},
                "subscription": None,
            },
            "subscription_item_details": None,
            "type": "invoice_item_details",
        },
        "period": data["period"],
        "pricing": data.get("pricing"),
        "quantity": data.get("quantity"),
        "quantity_decimal": data.get("quantity_decimal"),
        "subtotal": data["amount"],
        "taxes": [],
    }


# -- credit notes --------------------------------------------------------------------------------


@behaviour("POST", "/v1/credit_notes")
def create_credit_note(call: Call) -> Answer:
    world, params = call.world, call.params
    invoice = world.get("invoice", params["invoice"], "invoice")
    if invoice.data["status"] not in ("open", "paid"):
        raise invalid("Only open and paid invoices can be credited.", param="invoice")
    amount = params.get("amount") or sum(
        _credited(world, invoice, line) for line in params.get("lines") or []
    )
    amount = payments.positive(amount or None, "amount")
    if amount > invoice.data["total"]:
        raise invalid("More cannot be credited than was invoiced.", param="amount")
    reason = params.get("reason")
    return make_credit_note(world, invoice, amount, reason, params.get("metadata") or {})


def _credited(world: World, invoice: Record, asked: Json) -> int:
    """What a line of a credit note takes off: an amount, or a quantity at a unit's amount."""
    if asked.get("amount") is not None:
        return int(asked["amount"])
    quantity = int(asked.get("quantity") or 1)
    if asked.get("unit_amount") is not None:
        return int(asked["unit_amount"]) * quantity
    line = world.get("line_item", asked.get("invoice_line_item"), "lines[invoice_line_item]")
    if line.value("invoice") != invoice.id:
        raise missing("line_item", line.id, "lines[invoice_line_item]")
    if not asked.get("quantity"):
        return int(line.data["amount"])
    return int(line.data["amount"]) * quantity // (line.data.get("quantity") or 1)


def make_credit_note(
    world: World, invoice: Record, amount: int, reason: str | None, metadata: Json | None = None
) -> Record:
    """A credit note of one line for a part of an invoice."""
    data = invoice.data
    number = len(world.all("credit_note", "invoice", invoice.id)) + 1
    paid = data["status"] == "paid"
    record = world.create(
        "credit_note",
        {
            "amount": amount,
            "currency": data["currency"],
            "customer": data["customer"],
            "discount_amounts": [],
            "effective_at": world.now,
            "invoice": invoice.id,
            "metadata": metadata or {},
            "number": f"{data.get('number')}-CN-{number:02d}",
            "pdf": f"https://sandbox.invalid/credit_notes/{invoice.id}/{number}",
            "post_payment_amount": amount if paid else 0,
            "pre_payment_amount": 0 if paid else amount,
            "pretax_credit_amounts": [],
            "reason": reason,
            "refunds": [],
            "status": "issued",
            "subtotal": amount,
            "subtotal_excluding_tax": amount,
            "total": amount,
            "total_excluding_tax": amount,
            "total_taxes": [],
            "type": "post_payment" if paid else "pre_payment",
        },
        event=None,
    )
    fields = {"amount": amount, "description": "Credit", "quantity": 1, "type": "custom_line_item"}
    fields["discount_amounts"] = fields["taxes"] = fields["tax_rates"] = []
    world.create("credit_note_line_item", fields, event=None, hidden={"@owner": record.id})
    record.json = None
    world.emit(record, "credit_note.created")
    field = "post_payment_credit_notes_amount" if paid else "pre_payment_credit_notes_amount"
    changes: Json = {field: (data.get(field) or 0) + amount}
    if not paid:
        changes["amount_remaining"] = max(data["amount_remaining"] - amount, 0)
    world.update(invoice, changes)
    return record


@behaviour("POST", "/v1/credit_notes/{id}/void")
def void_credit_note(call: Call) -> Answer:
    record = call.world.get("credit_note", call.id)
    changes = {"status": "void", "voided_at": call.world.now}
    return call.world.update(record, changes, "credit_note.voided")
