"""Checkout and portal sessions: pages that a browser would show; here, states."""

from __future__ import annotations

from typing import Any

from ..catalogue import Json
from ..errors import invalid, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from
from ..world import World
from . import billing, customers, payments
from .catalog import make_price
from .money import DAY
from .pricing import amount_of


@behaviour("POST", "/v1/checkout/sessions")
def create_session(call: Call) -> Answer:
    world, params = call.world, call.params
    asked = params.get("line_items") or []
    mode = params.get("mode") or ("setup" if not asked else "payment")
    if mode != "setup" and not asked:
        raise required("line_items")
    check_references(world, "checkout.session", {"customer": params.get("customer")})
    fields = fields_from("checkout.session", params)
    fields.pop("line_items", None)
    return make_session(world, mode, asked, fields)


def make_session(world: World, mode: str, asked: list[Json], fields: Json) -> Record:
    """An open session with its line items, amounts and address."""
    lines = [_line(world, one) for one in asked]
    total = sum(line["amount_total"] for line in lines)
    id = world.new_id("checkout.session")
    data: Json = {
        "id": id,
        "amount_subtotal": total if lines else None,
        "amount_total": total if lines else None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "currency": lines[0]["currency"] if lines else fields.get("currency"),
        "expires_at": world.now + DAY,
        "mode": mode,
        "payment_method_types": ["card"],
        "payment_status": "unpaid" if total else "no_payment_required",
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"https://sandbox.invalid/checkout/{id}",
    }
    record = world.create("checkout.session", {**data, **fields}, event=None)
    for line in lines:
        world.create("item", line, event=None, hidden={"@owner": record.id})
    return record


def _line(world: World, asked: Json) -> Json:
    inline: Any = asked.get("price_data")
    price = make_price(world, inline) if inline else world.get("price", asked.get("price"), "price")
    quantity = asked.get("quantity") or 1
    amount = amount_of(price.data, quantity)
    product = world.find("product", price.value("product"))
    return {
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price.data["currency"],
        "description": product.data.get("name") if product else None,
        "price": price.id,
        "quantity": quantity,
    }


@behaviour("POST", "/v1/checkout/sessions/{session}/expire")
def expire(call: Call) -> Answer:
    session = call.world.get("checkout.session", call.id)
    if session.data["status"] != "open":
        raise invalid(f"The session is {session.data['status']}; only open ones can expire.")
    changes = {"status": "expired", "url": None, "expires_at": call.world.now}
    return call.world.update(session, changes, "checkout.session.expired")


@behaviour("GET", "/v1/payment_pages/{session}")
def show_page(call: Call) -> Answer:
    """What a browser asks for when it opens the page; here, the session."""
    return call.world.get("checkout.session", call.ids["session"])


@behaviour("POST", "/v1/payment_pages/{session}/confirm")
def confirm_page(call: Call) -> Answer:
    """What the page's button does: the customer pays with a payment method."""
    session = call.world.get("checkout.session", call.ids["session"])
    if session.data["status"] != "open":
        raise invalid(f"The session is {session.data['status']}; only open ones can be paid.")
    if not call.params.get("payment_method"):
        raise required("payment_method")
    return complete(
        call.world, session, customers.method_by(call.world, call.params["payment_method"])
    )


def complete(world: World, session: Record, method: Record) -> Record:
    """What a customer does in the browser: pay, subscribe, or leave a payment method."""
    data = session.data
    customer = world.find("customer", data.get("customer"))
    if customer is None:
        customer = customers.make_customer(world, {"email": data.get("customer_email")})
    customers.attach(world, method.id, customer.id)
    owner = customer.data
    details: Json = {"email": owner.get("email"), "name": owner.get("name"), "tax_ids": []}
    changes: Json = {"customer": customer.id, "customer_details": details, "url": None}
    lines = world.all("item", "@owner", session.id)
    if data["mode"] == "subscription":
        items = [
            {"price": line.value("price"), "quantity": line.data["quantity"]} for line in lines
        ]
        params = {"customer": customer.id, "items": items, "default_payment_method": method.id}
        subscription = billing.subscribe(world, params)
        changes["subscription"] = subscription.id
        changes["invoice"] = subscription.data["latest_invoice"]
    elif data["mode"] == "payment":
        fields = {"customer": customer.id, "payment_method": method.id}
        intent = payments.make_intent(world, data["amount_total"], data["currency"], fields)
        payments.confirm(world, intent)
        changes["payment_intent"] = intent.id
    changes["status"] = "complete"
    if data["payment_status"] == "unpaid":
        changes["payment_status"] = "paid"
    return world.update(session, changes, "checkout.session.completed")


@behaviour("POST", "/v1/billing_portal/sessions")
def create_portal(call: Call) -> Answer:
    world, params = call.world, call.params
    if not params.get("customer"):
        raise required("customer")
    world.get("customer", params["customer"], "customer")
    fields = fields_from("billing_portal.session", params)
    configuration = fields.get("configuration")
    if configuration is None:
        known = list(world.shelf.every("billing_portal.configuration"))
        made = known[0] if known else make_configuration(world)
        fields["configuration"] = made.id
    fields["url"] = f"https://sandbox.invalid/portal/{world.shelf.state.token(16)}"
    return world.create("billing_portal.session", fields)


def make_configuration(world: World) -> Record:
    """The portal's default configuration."""
    fields = {
        "active": True,
        "business_profile": {"headline": None, "privacy_policy_url": None},
        "features": {
            "customer_update": {"allowed_updates": ["email"], "enabled": True},
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
            "subscription_update": {"default_allowed_updates": [], "enabled": False},
        },
        "is_default": True,
        "login_page": {"enabled": False, "url": None},
        "updated": world.now,
    }
    return world.create("billing_portal.configuration", fields)
