"""
Checkout sessions, payment links and portal sessions: pages that a browser would show; here, states.

What a customer does on a page is `complete`: `Sandbox.checkout()` and the page's button call it.
https://docs.stripe.com/payments/checkout/how-checkout-works
"""

from __future__ import annotations

from typing import Any

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid, not_simulated, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import billing, carts, collection, customers, invoices, payments, taxes
from .discounts import discounts_of
from .money import DAY

SESSION, LINK = "checkout.session", "payment_link"
_ASKED = "@asked"  # on a session or a link: what was asked for and is not shown
_DATA = ("subscription_data", "payment_intent_data", "setup_intent_data", "invoice_creation")


@behaviour("POST", "/v1/checkout/sessions")
def create_session(call: Call) -> Answer:
    world, params = call.world, call.params
    asked = params.get("line_items") or []
    mode = params.get("mode") or ("setup" if not asked else "payment")
    if mode != "setup" and not asked:
        raise required("line_items")
    check_references(world, SESSION, {"customer": params.get("customer")})
    fields = fields_from(SESSION, params)
    for name in ("line_items", "automatic_tax", "discounts", "currency"):
        fields.pop(name, None)
    return make_session(world, mode, asked, fields, params)


def make_session(
    world: World, mode: str, asked: list[Json], fields: Json, params: Json | None = None
) -> Record:
    """An open session with its line items, amounts and address; it expires in a day."""
    given = params or {}
    terms = {name: given[name] for name in _DATA if given.get(name)}
    offers = [one for one in given.get("discounts") or [] if one]
    rates = (terms.get("subscription_data") or {}).get("default_tax_rates")
    ids = taxes.check_rates(world, rates, "subscription_data[default_tax_rates]")
    currency = str(given.get("currency") or "").lower() or None
    items = [shown for shown, _ in carts.lines_of(world, asked, currency, offers, ids)]
    amounts = carts.sums(items)
    _check_mode(world, mode, items)
    if mode == "subscription" and _trials(terms):
        amounts = {**amounts, "amount_subtotal": 0, "amount_total": 0}
    id = world.new_id(SESSION)
    customer = world.find("customer", given.get("customer"))
    tax = taxes.automatic(world, given.get("automatic_tax"), customer)
    data: Json = {
        "id": id,
        "automatic_tax": {
            **tax,
            "provider": None,
            "status": "complete" if tax["enabled"] else None,
        },
        "currency": items[0]["currency"] if items else currency,
        "discounts": [{"coupon": None, "promotion_code": None, **one} for one in offers],
        "expires_at": given.get("expires_at") or world.now + DAY,
        "mode": mode,
        "payment_method_types": ["card"],
        "payment_status": "unpaid" if amounts["amount_total"] else "no_payment_required",
        "status": "open",
        "total_details": amounts["total_details"],
        "ui_mode": "hosted_page",
        "url": f"https://sandbox.invalid/checkout/{id}",
    }
    if items:
        data.update({name: amounts[name] for name in ("amount_subtotal", "amount_total")})
    del tax["disabled_reason"], data["automatic_tax"]["disabled_reason"]
    record = world.create(SESSION, {**data, **fields}, None, {_ASKED: terms})
    carts.fill(world, record, asked, currency=currency, offers=offers, rates=ids)
    plan(world, record, record.data["expires_at"])
    return record


def _check_mode(world: World, mode: str, items: list[Json]) -> None:
    kinds = [bool(world.get("price", item["price"]).data.get("recurring")) for item in items]
    if mode == "payment" and any(kinds):
        message = "A session in payment mode has no recurring prices; use subscription mode."
        raise invalid(message, param="mode")
    if mode == "subscription" and not any(kinds):
        raise invalid("A session in subscription mode has a recurring price.", param="line_items")


def _trials(terms: Json) -> bool:
    data = terms.get("subscription_data") or {}
    return bool(data.get("trial_period_days") or data.get("trial_end"))


@due(SESSION)
def expire_session(world: World, session: Record) -> None:
    """Nobody completed it in time."""
    if session.data["status"] == "open":
        changes = {"status": "expired", "url": None}
        world.update(session, changes, "checkout.session.expired")


@behaviour("POST", "/v1/checkout/sessions/{session}/expire")
def expire(call: Call) -> Answer:
    session = call.world.get("checkout.session", call.id)
    if session.data["status"] != "open":
        raise invalid(f"The session is {session.data['status']}; only open ones can expire.")
    plan(call.world, session, None)
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
    return visit(call.world, session.id, call.params["payment_method"])


def complete(world: World, session: Record, method: Record) -> Record:
    """What a customer does in the browser: pay, subscribe, or leave a payment method."""
    data = session.data
    customer = world.find("customer", data.get("customer"))
    if customer is None and _makes_customer(session):
        customer = customers.make_customer(world, {"email": data.get("customer_email")})
    if customer is not None:
        customers.attach(world, method.id, customer.id)
    owner = customer.data if customer is not None else {"email": data.get("customer_email")}
    details: Json = {"email": owner.get("email"), "name": owner.get("name"), "tax_ids": []}
    named = customer.id if customer is not None else None
    changes: Json = {"customer": named, "customer_details": details, "url": None}
    changes.update(_DONE[data["mode"]](world, session, customer, method))
    changes["status"] = "complete"
    if data["payment_status"] == "unpaid":
        changes["payment_status"] = "paid"
    plan(world, session, None)
    return world.update(session, changes, "checkout.session.completed")


def _makes_customer(session: Record) -> bool:
    """
    Whether a visitor whom nobody knows becomes a customer, or pays as a guest.

    https://docs.stripe.com/payments/checkout/guest-customers
    """
    terms = session.hidden.get(_ASKED) or {}
    return bool(
        session.data["mode"] == "subscription"
        or session.data.get("customer_creation") == "always"
        or (terms.get("invoice_creation") or {}).get("enabled")
        or (terms.get("payment_intent_data") or {}).get("setup_future_usage")
    )


def _offers(session: Record) -> list[Json]:
    offers = session.data.get("discounts") or []
    return [{name: value for name, value in one.items() if value} for one in offers]


def _subscribe(world: World, session: Record, customer: Record | None, method: Record) -> Json:
    """A subscription, with what is sold once on its first invoice."""
    assert customer is not None  # of a subscription one is always made
    recurring, once = carts.parts(world, carts.items_in(world, session))
    terms = (session.hidden.get(_ASKED) or {}).get("subscription_data") or {}
    kept = (
        "billing_cycle_anchor",
        "billing_mode",
        "default_tax_rates",
        "description",
        "invoice_settings",
        "metadata",
        "proration_behavior",
        "trial_end",
        "trial_period_days",
        "trial_settings",
    )
    params: Json = {name: terms[name] for name in kept if name in terms}
    params.update({"customer": customer.id, "items": recurring, "add_invoice_items": once})
    params.update({"default_payment_method": method.id, "discounts": _offers(session)})
    params.update({"currency": session.data["currency"], "payment_behavior": "error_if_incomplete"})
    subscription = billing.subscribe(world, params)
    return {"subscription": subscription.id, "invoice": subscription.data["latest_invoice"]}


def _pay(world: World, session: Record, customer: Record | None, method: Record) -> Json:
    """A payment, or an invoice that is paid at once where one is asked for."""
    data, terms = session.data, session.hidden.get(_ASKED) or {}
    whose = {"customer": customer.id} if customer is not None else {}
    if customer is not None and (terms.get("invoice_creation") or {}).get("enabled"):
        return _pay_invoice(world, session, customer, method)
    if not data["amount_total"]:
        discounts_of(world, _offers(session), whose)
        return {"payment_intent": None}
    given = terms.get("payment_intent_data") or {}
    kept = ("capture_method", "description", "metadata", "receipt_email", "setup_future_usage")
    fields: Json = {name: given[name] for name in kept if name in given}
    fields.update({**whose, "payment_method": method.id})
    discounts_of(world, _offers(session), {**whose, "checkout_session": session.id})
    intent = payments.make_intent(world, data["amount_total"], data["currency"], fields)
    payments.confirm(world, intent)
    return {"payment_intent": intent.id}


def _pay_invoice(world: World, session: Record, customer: Record, method: Record) -> Json:
    lines = [carts.invoice_line(world, item) for item in carts.items_in(world, session)]
    discounts = discounts_of(world, _offers(session), {"customer": customer.id})
    invoice = invoices.make_invoice(world, customer, lines, None, discounts, auto_advance=False)
    collection.finalize(world, invoice)
    if invoice.data["status"] == "open" and not collection.pay(
        world, invoice, method, off_session=False
    ):
        raise collection.refusal(world, invoice)
    ties = world.all("invoice_payment", "invoice", invoice.id)
    intent = ties[-1].value("payment.payment_intent") if ties else None
    return {"invoice": invoice.id, "payment_intent": intent}


def _set_up(world: World, session: Record, customer: Record | None, method: Record) -> Json:
    """A payment method for later."""
    params = {"payment_method": method.id, "status": "succeeded"}
    if customer is not None:
        params["customer"] = customer.id
    intent = world.create(
        "setup_intent", {**params, "usage": "off_session"}, "setup_intent.created"
    )
    world.emit(intent, "setup_intent.succeeded")
    return {"setup_intent": intent.id}


_DONE = {"payment": _pay, "setup": _set_up, "subscription": _subscribe}


# -- payment links -------------------------------------------------------------------------------


@behaviour("POST", "/v1/payment_links")
def create_link(call: Call) -> Answer:
    """A page that opens a session for everybody who comes. https://docs.stripe.com/payment-links"""
    world, params = call.world, call.params
    if params.get("optional_items"):
        raise not_simulated("optional items of payment links")
    asked = params["line_items"]
    currency = str(params.get("currency") or "").lower() or None
    fields = fields_from(LINK, {k: v for k, v in params.items() if k != "line_items"})
    items = carts.lines_of(world, asked, currency, [], [])
    id = world.new_id(LINK)
    recurring = any(world.get("price", one["price"]).data.get("recurring") for one, _ in items)
    fields.update(
        {
            "id": id,
            "active": True,
            "after_completion": params.get("after_completion")
            or {"hosted_confirmation": {"custom_message": None}, "type": "hosted_confirmation"},
            "automatic_tax": {"enabled": False, "liability": None},
            "currency": items[0][0]["currency"],
            "customer_creation": params.get("customer_creation")
            or ("always" if recurring else "if_required"),
            "url": f"https://sandbox.invalid/pay/{id}",
        }
    )
    if params.get("restrictions"):
        limit = params["restrictions"]["completed_sessions"]["limit"]
        fields["restrictions"] = {"completed_sessions": {"count": 0, "limit": limit}}
    terms = {name: params[name] for name in _DATA if params.get(name)}
    record = world.create(LINK, fields, hidden={_ASKED: terms})
    carts.fill(world, record, asked, currency=currency)
    return record


@behaviour("POST", "/v1/payment_links/{payment_link}")
def modify_link(call: Call) -> Answer:
    record = call.target()
    changes = merged(record, {k: v for k, v in call.params.items() if k != "line_items"})
    if call.params.get("restrictions"):
        asked = call.params["restrictions"]["completed_sessions"]
        known = (record.data.get("restrictions") or {}).get("completed_sessions") or {"count": 0}
        changes["restrictions"] = {"completed_sessions": {**known, **asked}}
    return call.world.update(record, changes)


def open_link(
    world: World, link: Record, email: str | None = None, reference: str | None = None
) -> Record:
    """
    What opens when somebody comes to a payment link: a session of it. `reference` is what the
    link's address brought as `client_reference_id`.
    """
    if not link.data["active"]:
        raise invalid("This payment link is not active.")
    items = carts.items_in(world, link)
    asked = [carts.asked_of(item) for item in items]
    recurring, _ = carts.parts(world, items)
    mode = "subscription" if recurring else "payment"
    fields = {"customer_email": email, "metadata": link.data["metadata"], "payment_link": link.id}
    fields.update({"client_reference_id": reference})
    fields.update({"customer_creation": link.data.get("customer_creation")})
    redirect = link.data["after_completion"].get("redirect") or {}
    fields["success_url"] = redirect.get("url") or "https://stripe.com"
    params = {"currency": link.data["currency"], **(link.hidden.get(_ASKED) or {})}
    return make_session(world, mode, asked, fields, params)


def count_completed(world: World, session: Record) -> None:
    """A link that may be used so often is no longer active after that."""
    link = world.find(LINK, session.data.get("payment_link"))
    limits = (link.data.get("restrictions") or {}).get("completed_sessions") if link else None
    if link is None or not limits:
        return
    count = limits["count"] + 1
    changes: Json = {"restrictions": {"completed_sessions": {**limits, "count": count}}}
    if count >= limits["limit"]:
        changes["active"] = False
    world.update(link, changes)


def visit(
    world: World, id: str, method: Any, email: str | None = None, reference: str | None = None
) -> Record:
    """A customer comes to a session's page or to a payment link, and goes through with it."""
    link = world.find(LINK, id)
    if link is not None:
        session = open_link(world, link, email, reference)
    else:
        session = world.get(SESSION, id)
    if session.data["status"] != "open":
        raise invalid(f"The session is {session.data['status']}; only open ones can be paid.")
    if email and not session.data.get("customer"):
        world.update(session, {"customer_email": email}, None)
    done = complete(world, session, customers.method_by(world, method))
    count_completed(world, done)
    return done


# -- portal sessions -----------------------------------------------------------------------------


@behaviour("POST", "/v1/billing_portal/sessions")
def create_portal(call: Call) -> Answer:
    world, params = call.world, call.params
    if not params.get("customer"):
        raise required("customer")
    world.get("customer", params["customer"], "customer")
    fields = fields_from("billing_portal.session", params)
    fields["flow"] = _flow(world, params["customer"], params.get("flow_data"))
    configuration = fields.get("configuration")
    if configuration is None:
        known = list(world.shelf.every("billing_portal.configuration"))
        made = known[0] if known else make_configuration(world)
        fields["configuration"] = made.id
    fields["url"] = f"https://sandbox.invalid/portal/{world.shelf.state.token(16)}"
    return world.create("billing_portal.session", fields)


def _flow(world: World, customer: str, asked: Json | None) -> Json | None:
    """
    Where the visit begins: what is asked for, of a subscription of this customer's.

    https://docs.stripe.com/customer-management/portal-deep-links
    """
    if not asked:
        return None
    kind = asked["type"]
    about = asked.get(kind) or {}
    if kind.startswith("subscription_"):
        if not about.get("subscription"):
            raise required(f"flow_data[{kind}][subscription]")
        subscription = world.find("subscription", about["subscription"])
        if subscription is None or subscription.value("customer") != customer:
            message = "The subscription of a flow must be one of the customer's."
            raise invalid(message, param=f"flow_data[{kind}][subscription]")
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
    after.update(asked.get("after_completion") or {})
    kinds = ("subscription_cancel", "subscription_update", "subscription_update_confirm")
    inside: Json = dict.fromkeys(kinds)
    known = {"subscription_cancel": {"retention": None}}
    if kind in inside:
        inside[kind] = {**known.get(kind, {}), **about}
    return {"after_completion": after, **inside, "type": kind}


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
