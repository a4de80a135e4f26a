"""
Subscriptions, their items and schedules: what they are billed for and in which state they are.

A period lies on each item (since basil). `renew` bills the next one; the clock alone does not.
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import ApiError, invalid, missing, required
from ..moves import plan_of
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import entitlements, invoices, payments
from .catalog import discounts_of, make_price
from .customers import method_by
from .money import DAY, later

# Stripe guarantees no order and documents none; this is how `stripe listen` shows a sign-up.
SIGN_UP = ("charge.", "customer.", "payment_intent.", "invoice.", "invoice_payment.")
# A trial that ends sooner is announced at once. https://docs.stripe.com/billing/subscriptions/trials
TRIAL_NOTICE_SECONDS = 3 * DAY
LIVE = ("active", "trialing", "past_due", "unpaid", "paused", "incomplete")


# -- items ---------------------------------------------------------------------------------------


def price_for(world: World, asked: Json) -> Record:
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
    return price


def make_item(
    world: World, subscription: Record, price: Record, asked: Json, period: tuple[int, int]
) -> Record:
    metered = price.data["recurring"].get("usage_type") == "metered"
    quantity = None if metered else asked.get("quantity", 1)
    fields = {
        "current_period_end": period[1],
        "current_period_start": period[0],
        "discounts": [],
        "metadata": asked.get("metadata") or {},
        "price": price.id,
        "quantity": quantity,
        "subscription": subscription.id,
        "tax_rates": asked.get("tax_rates") or [],
    }
    item = world.create("subscription_item", fields, event=None)
    world.shelf.change(item, {**item.data, "plan": plan_of(price.data)})
    if metered:
        world.shelf.change(item, {k: v for k, v in item.data.items() if k != "quantity"})
    return item


def items_of(world: World, subscription: Record) -> list[Record]:
    return world.all("subscription_item", "subscription", subscription.id)


# -- subscriptions -------------------------------------------------------------------------------


@behaviour("POST", "/v1/subscriptions")
def create_subscription(call: Call) -> Answer:
    params = call.params
    if not params.get("customer"):
        raise required("customer")
    if not params.get("items"):
        raise required("items")
    return subscribe(call.world, params)


def subscribe(world: World, params: Json, outcome: str = "") -> Record:
    """A subscription from its create parameters, with its first invoice and its payment."""
    customer = world.get("customer", params["customer"], "customer")
    prices = [price_for(world, asked) for asked in params["items"]]
    if len({price.data["currency"] for price in prices}) > 1:
        raise invalid("All prices of a subscription have one currency.", param="items")
    method = params.get("default_payment_method")
    if method:
        method = method_by(world, method, "default_payment_method").id
    trial_end = _trial_end(world, params)
    behavior = params.get("payment_behavior") or "allow_incomplete"
    automatic = params.get("collection_method") != "send_invoice"
    payer = payments.default_method(world, customer.id, {"default_payment_method": method})
    if automatic and not trial_end and payer is None and behavior == "allow_incomplete":
        free = all(not price.data.get("unit_amount") for price in prices)
        if not free:
            message = "This customer has no payment method that could be charged."
            raise ApiError(message, code="resource_missing", param="default_payment_method")
    with world.in_order(*SIGN_UP):
        subscription = _make(world, customer, params, prices, method, trial_end)
        invoice = bill(world, subscription, "subscription_create", finalize=False)
        _first_payment(world, subscription, invoice, behavior, outcome)
        world.emit(subscription, "created")
    if trial_end and trial_end - world.now <= TRIAL_NOTICE_SECONDS:
        world.emit(subscription, "customer.subscription.trial_will_end")
    entitlements.follow(world, customer.id)
    return subscription


def _trial_end(world: World, params: Json) -> int | None:
    days, end = params.get("trial_period_days"), params.get("trial_end")
    if days:
        return world.now + int(days) * DAY
    return int(end) if end not in (None, "now") and int(end) > world.now else None


def _make(
    world: World,
    customer: Record,
    params: Json,
    prices: list[Record],
    method: str | None,
    trial_end: int | None,
) -> Record:
    fields = fields_from("subscription", params)
    for name in ("customer", "items", "discounts", "trial_end", "default_payment_method"):
        fields.pop(name, None)
    check_references(world, "subscription", fields)
    recurring = prices[0].data["recurring"]
    count = recurring.get("interval_count", 1)
    end = trial_end or later(world.now, recurring["interval"], count)
    id = world.new_id("subscription")
    owner = {"customer": customer.id, "subscription": id}
    fields.update(
        {
            "id": id,
            "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
            "billing_cycle_anchor": trial_end or world.now,
            "billing_mode": {"type": "flexible"},
            "cancellation_details": {"comment": None, "feedback": None, "reason": None},
            "collection_method": params.get("collection_method") or "charge_automatically",
            "currency": prices[0].data["currency"],
            "customer": customer.id,
            "default_payment_method": method,
            "default_tax_rates": params.get("default_tax_rates") or [],
            "discounts": discounts_of(world, params.get("discounts"), owner),
            "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
            "start_date": world.now,
            "status": "trialing" if trial_end else "active",
            "trial_end": trial_end,
            "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
            "trial_start": world.now if trial_end else None,
        }
    )
    if customer.data.get("currency") is None:
        world.update(customer, {"currency": fields["currency"]})
    subscription = world.create("subscription", fields, event=None)
    for price, asked in zip(prices, params["items"], strict=True):
        make_item(world, subscription, price, asked, (world.now, end))
    return subscription


def _first_payment(
    world: World, subscription: Record, invoice: Record, behavior: str, outcome: str
) -> None:
    invoices.finalize(world, invoice)
    changes: Json = {"latest_invoice": invoice.id}
    automatic = subscription.data["collection_method"] == "charge_automatically"
    free = invoice.data["amount_due"] == 0
    if automatic and behavior == "default_incomplete" and not free:
        changes["status"] = "incomplete"
    elif automatic or free:
        paid = invoices.pay(world, invoice, outcome=outcome)
        if not paid and behavior == "error_if_incomplete":
            raise ApiError("The first payment failed.", status=402, type="card_error")
        if not paid:
            changes["status"] = "incomplete"
    world.update(subscription, changes, None)


def bill(
    world: World,
    subscription: Record,
    reason: str,
    finalize: bool = True,
    usage: int = 0,
) -> Record:
    """An invoice over the items' current period; metered items by `usage`. A trial costs 0."""
    lines = []
    trial = subscription.data["status"] == "trialing"
    for item in items_of(world, subscription):
        price = world.get("price", item.value("price"))
        product = world.find("product", price.value("product"))
        quantity = item.data.get("quantity", usage)
        name = str(product.data.get("name")) if product else price.id
        line = invoices.subscription_line(item, price, name, quantity)
        if trial:
            line.update({"amount": 0, "subtotal": 0, "description": f"Trial period for {name}"})
        lines.append(line)
    customer = world.get("customer", subscription.value("customer"))
    now = world.now
    discounts = [id for id in subscription.data["discounts"] if _running(world, id, reason)]
    invoice = invoices.make_invoice(
        world, customer, lines, subscription, discounts, billing_reason=reason, period_end=now
    )
    return invoices.finalize(world, invoice) if finalize else invoice


def _running(world: World, discount: str, reason: str) -> bool:
    found = world.find("discount", discount)
    if found is None:
        return False
    coupon = world.find("coupon", found.value("source.coupon"))
    if coupon is None or (
        coupon.data.get("duration") == "once" and reason != "subscription_create"
    ):
        return False
    end = found.data.get("end")
    return end is None or end > world.now


def renew(world: World, subscription: Record, outcome: str = "", usage: int = 0) -> Record:
    """Begin the next period: bill it, charge it, and let the status follow."""
    before = render.view(subscription)
    for item in items_of(world, subscription):
        recurring = world.get("price", item.value("price")).data["recurring"]
        start = item.data["current_period_end"]
        end = later(start, recurring["interval"], recurring.get("interval_count", 1))
        period = {"current_period_start": start, "current_period_end": end}
        world.shelf.change(item, {**item.data, **period})
    if subscription.data["status"] == "trialing":
        world.update(subscription, {"status": "active"}, None)
    invoice = bill(world, subscription, "subscription_cycle", finalize=False, usage=usage)
    world.update(subscription, {"latest_invoice": invoice.id}, None)
    world.changed(subscription, before)
    invoices.finalize(world, invoice)
    if subscription.data["collection_method"] == "charge_automatically":
        invoices.after_payment(world, invoice, invoices.pay(world, invoice, outcome=outcome))
    return invoice


@behaviour("POST", "/v1/subscriptions/{subscription_exposed_id}")
def modify_subscription(call: Call) -> Answer:
    """Changes of items, discounts and terms; prorations are not counted yet."""
    subscription, world, params = call.target(), call.world, call.params
    if subscription.data["status"] == "canceled":
        raise invalid("A canceled subscription can only be read.")
    before = render.view(subscription)
    changes = merged(subscription, params)
    changes.pop("items", None)
    for asked in params.get("items") or []:
        _change_item(world, subscription, asked)
    if "discounts" in params:
        owner = {"customer": subscription.value("customer"), "subscription": subscription.id}
        changes["discounts"] = discounts_of(world, params["discounts"], owner)
    if params.get("default_payment_method"):
        method = method_by(world, params["default_payment_method"])
        changes["default_payment_method"] = method.id
    if params.get("trial_end") == "now":
        changes.update({"trial_end": world.now, "status": "active"})
    if "cancel_at_period_end" in params or "cancel_at" in params:
        changes.update(_ending(world, subscription, params))
    world.update(subscription, changes, None)
    world.changed(subscription, before)
    if before["status"] == "trialing" and params.get("trial_end") == "now":
        world.emit(subscription, "customer.subscription.trial_will_end")
    entitlements.follow(world, str(subscription.value("customer")))
    return subscription


def _ending(world: World, subscription: Record, params: Json) -> Json:
    ends = [item.data["current_period_end"] for item in items_of(world, subscription)]
    at = min(ends, default=None) if params.get("cancel_at_period_end") else params.get("cancel_at")
    reason = "cancellation_requested" if at else None
    details = {**(subscription.data.get("cancellation_details") or {}), "reason": reason}
    return {
        "cancel_at": at,
        "canceled_at": world.now if at else None,
        "cancellation_details": details,
    }


def _change_item(world: World, subscription: Record, asked: Json) -> None:
    if not asked.get("id"):
        _add_item(world, subscription, asked)
        return
    item = world.get("subscription_item", asked["id"], "items[0][id]")
    if item.value("subscription") != subscription.id:
        raise missing("subscription_item", item.id, "items[0][id]")
    if asked.get("deleted"):
        if len(items_of(world, subscription)) == 1:
            raise invalid("A subscription keeps at least one item; cancel it instead.")
        world.delete(item, None)
        return
    _alter_item(world, item, asked)


def _add_item(world: World, subscription: Record, asked: Json) -> Record:
    price = price_for(world, asked)
    items = items_of(world, subscription)
    if any(item.value("price") == price.id for item in items):
        raise invalid(f"The subscription has an item with price {price.id} already.")
    if price.data["currency"] != subscription.data["currency"]:
        raise invalid("All prices of a subscription have one currency.", param="items")
    first = items[0].data if items else {}
    start = first.get("current_period_start", world.now)
    end = first.get("current_period_end", world.now + 30 * DAY)
    return make_item(world, subscription, price, asked, (start, end))


def _alter_item(world: World, item: Record, asked: Json) -> None:
    changes: Json = {}
    if asked.get("price") or asked.get("price_data"):
        price = price_for(world, asked)
        changes.update({"price": price.id, "plan": plan_of(price.data)})
        recurring = price.data["recurring"]
        start = item.data["current_period_start"]
        count = recurring.get("interval_count", 1)
        changes["current_period_end"] = later(start, recurring["interval"], count)
    if asked.get("quantity") is not None:
        changes["quantity"] = asked["quantity"]
    if "metadata" in asked:
        changes.update(merged(item, {"metadata": asked["metadata"]}))
    world.update(item, changes, None)


@behaviour("DELETE", "/v1/subscriptions/{subscription_exposed_id}")
def cancel_subscription(call: Call) -> Answer:
    subscription = call.target()
    if subscription.data["status"] in ("canceled", "incomplete_expired"):
        raise missing("subscription", subscription.id)
    details = call.params.get("cancellation_details") or {}
    return cancel_now(call.world, subscription, details)


def cancel_now(world: World, subscription: Record, details: Json | None = None) -> Record:
    """The subscription ends; it stays readable. The event is `customer.subscription.deleted`."""
    reason = {"comment": None, "feedback": None, "reason": "cancellation_requested"}
    changes = {
        "cancel_at_period_end": False,
        "canceled_at": subscription.data.get("canceled_at") or world.now,
        "cancellation_details": {**reason, **(details or {})},
        "ended_at": world.now,
        "status": "canceled",
    }
    world.update(subscription, changes, "deleted")
    invoice = world.find("invoice", subscription.data.get("latest_invoice"))
    if invoice is not None and invoice.data["status"] == "draft":
        world.delete(invoice)
    entitlements.follow(world, str(subscription.value("customer")))
    return subscription


@behaviour("DELETE", "/v1/customers/{customer}")
def delete_customer(call: Call) -> Answer:
    """Ends what the customer has: subscriptions are canceled, payment methods let go."""
    record, world = call.target(), call.world
    for subscription in world.all("subscription", "customer", record.id):
        if subscription.data["status"] != "canceled":
            cancel_now(world, subscription)
    for method in world.all("payment_method", "customer", record.id):
        world.update(method, {"customer": None}, None)
    world.delete(record)
    return render.stub(record)


@behaviour("DELETE", "/v1/subscriptions/{subscription_exposed_id}/discount")
def delete_discount(call: Call) -> Answer:
    world = call.world
    subscription = world.get("subscription", call.id)
    for id in subscription.data["discounts"]:
        discount = world.find("discount", id)
        if discount is not None:
            world.update(subscription, {"discounts": []})
            world.delete(discount, "customer.discount.deleted")
            return render.stub(discount)
    raise missing("discount", call.id)


@behaviour("POST", "/v1/subscriptions/{subscription}/resume")
def resume(call: Call) -> Answer:
    subscription = call.world.get("subscription", call.id)
    if subscription.data["status"] != "paused":
        raise invalid("Only a paused subscription can be resumed.")
    event = "updated customer.subscription.resumed"
    return call.world.update(subscription, {"status": "active"}, event)


# -- subscription items --------------------------------------------------------------------------


@behaviour("POST", "/v1/subscription_items")
def create_item(call: Call) -> Answer:
    world = call.world
    subscription = world.get("subscription", call.params["subscription"], "subscription")
    before = render.view(subscription)
    item = _add_item(world, subscription, call.params)
    world.changed(subscription, before)
    entitlements.follow(world, str(subscription.value("customer")))
    return item


@behaviour("POST", "/v1/subscription_items/{item}")
def modify_item(call: Call) -> Answer:
    world, item = call.world, call.target()
    subscription = world.get("subscription", item.value("subscription"))
    before = render.view(subscription)
    _alter_item(world, item, call.params)
    world.changed(subscription, before)
    entitlements.follow(world, str(subscription.value("customer")))
    return item


@behaviour("DELETE", "/v1/subscription_items/{item}")
def delete_item(call: Call) -> Answer:
    world, item = call.world, call.target()
    subscription = world.get("subscription", item.value("subscription"))
    before = render.view(subscription)
    _change_item(world, subscription, {"id": item.id, "deleted": True})
    world.changed(subscription, before)
    entitlements.follow(world, str(subscription.value("customer")))
    return render.stub(item)


# -- schedules -----------------------------------------------------------------------------------


@behaviour("POST", "/v1/subscription_schedules")
def create_schedule(call: Call) -> Answer:
    world, params = call.world, call.params
    fields = fields_from("subscription_schedule", params)
    source = params.get("from_subscription")
    subscription = world.get("subscription", source, "from_subscription") if source else None
    customer = params.get("customer") or (subscription.value("customer") if subscription else None)
    world.get("customer", customer, "customer")
    phases = params.get("phases") or []
    if subscription is None and not phases:
        raise required("phases")
    started = params.get("start_date") in (None, "now") or subscription is not None
    fields.update(
        {
            "billing_mode": {"type": "flexible"},
            "customer": customer,
            "end_behavior": params.get("end_behavior") or "release",
            "phases": [_phase(world, phase) for phase in phases],
            "status": "active" if started else "not_started",
            "subscription": subscription.id if subscription else None,
        }
    )
    record = world.create("subscription_schedule", fields)
    if subscription is not None:
        world.update(subscription, {"schedule": record.id})
    return record


def _phase(world: World, phase: Json) -> Json:
    start = phase.get("start_date")
    begin = start if isinstance(start, int) else world.now
    end = phase.get("end_date")
    items = [{"plan": one.get("price"), **one} for one in phase.get("items") or []]
    finish = end if isinstance(end, int) else begin + DAY
    return {**phase, "items": items, "start_date": begin, "end_date": finish}


@behaviour("POST", "/v1/subscription_schedules/{schedule}/cancel")
def cancel_schedule(call: Call) -> Answer:
    return _end_schedule(call, "canceled", "canceled_at")


@behaviour("POST", "/v1/subscription_schedules/{schedule}/release")
def release_schedule(call: Call) -> Answer:
    return _end_schedule(call, "released", "released_at")


def _end_schedule(call: Call, status: str, moment: str) -> Record:
    world, record = call.world, call.world.get("subscription_schedule", call.id)
    if record.data["status"] not in ("active", "not_started"):
        raise invalid(f"The schedule is {record.data['status']} already.")
    subscription = world.find("subscription", record.value("subscription"))
    changes: dict[str, Any] = {"status": status, moment: world.now}
    if status == "released":
        changes["released_subscription"] = record.value("subscription")
        changes["subscription"] = None
    world.update(record, changes, f"subscription_schedule.{status}")
    if subscription is not None:
        world.update(subscription, {"schedule": None})
        if status == "canceled" and subscription.data["status"] in LIVE:
            cancel_now(world, subscription)
    return record
