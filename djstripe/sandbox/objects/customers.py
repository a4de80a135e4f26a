"""Customers, and the payment methods and sources that belong to them."""

from __future__ import annotations

from typing import Any

from .. import catalogue, render
from ..catalogue import Json
from ..errors import invalid, missing
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from .cards import TEST_METHODS, card_details, card_of
from .discounts import make_discount

METHOD_KINDS = ("payment_method",)


@behaviour("POST", "/v1/customers")
def create_customer(call: Call) -> Answer:
    return make_customer(call.world, call.params)


def make_customer(world: World, params: Json) -> Record:
    """A customer from its create parameters; a payment method among them is attached."""
    settings = params.get("invoice_settings") or {}
    fields = fields_from("customer", params)
    check_references(world, "customer", {k: v for k, v in fields.items() if k != "default_source"})
    fields.update(
        {
            "balance": params.get("balance") or 0,
            "delinquent": False,
            "discount": None,
            "invoice_prefix": params.get("invoice_prefix") or world.shelf.state.token(8).upper(),
            "invoice_settings": {
                "custom_fields": None,
                "default_payment_method": None,
                "footer": None,
                "rendering_options": None,
                **settings,
            },
            "next_invoice_sequence": 1,
            "preferred_locales": params.get("preferred_locales") or [],
            "tax_exempt": params.get("tax_exempt") or "none",
        }
    )
    record = world.create("customer", fields)
    if params.get("payment_method"):
        attach(world, params["payment_method"], record.id)
    method = settings.get("default_payment_method")
    if method:
        attached = attach(world, method, record.id)
        shown = {**record.data["invoice_settings"], "default_payment_method": attached.id}
        world.update(record, {"invoice_settings": shown}, None)
    for tax_id in params.get("tax_id_data") or []:
        world.create("tax_id", {**tax_id, "customer": record.id, "country": tax_id["type"][:2]})
    set_discount(world, record, params)
    return record


@behaviour("POST", "/v1/customers/{customer}")
def modify_customer(call: Call) -> Answer:
    if call.id in call.world.shelf.table("customer").gone:
        raise missing("customer", call.id)
    record = call.target()
    changes = merged(record, call.params)
    method = (call.params.get("invoice_settings") or {}).get("default_payment_method")
    if method:
        found = call.world.get("payment_method", method, "invoice_settings[default_payment_method]")
        if found.value("customer") != record.id:
            raise invalid(f"The payment method {method} is not attached to this customer.")
    set_discount(call.world, record, call.params)
    return call.world.update(record, changes)


def set_discount(world: World, customer: Record, params: Json) -> None:
    """
    `coupon` or `promotion_code`, which customers take in versions before basil only.

    An empty one takes the discount away.
    """
    asked: Json = {k: params[k] for k in ("coupon", "promotion_code") if k in params}
    if not asked:
        return
    earlier = world.find("discount", customer.data.get("discount"))
    given: Json = {name: value for name, value in asked.items() if value}
    made = make_discount(world, given, {"customer": customer.id}) if given else None
    world.update(customer, {"discount": made.id if made else None}, None)
    if earlier is not None:
        world.delete(earlier, "customer.discount.deleted")


@behaviour("DELETE", "/v1/customers/{customer}/discount")
def delete_customer_discount(call: Call) -> Answer:
    world = call.world
    record = world.get("customer", call.id)
    discount = world.find("discount", record.data.get("discount"))
    if discount is None:
        raise missing("discount", call.id)
    world.update(record, {"discount": None})
    world.delete(discount, "customer.discount.deleted")
    return render.stub(discount)


# -- payment methods -----------------------------------------------------------------------------


def make_method(world: World, params: Json) -> Record:
    """A payment method; a card's number decides how it will behave."""
    kind = params.get("type") or "card"
    fields = fields_from("payment_method", {k: v for k, v in params.items() if k != kind})
    details = params.get(kind) or {}
    hidden: Json = {}
    if kind == "card":
        card = card_of(details)
        hidden["outcome"] = card.outcome
        details = card_details(card, details, world.shelf.state.token(16))
    else:
        details = account_details(kind, details, world.shelf.state.token(16))
    fields.update({"type": kind, kind: details, "customer": params.get("customer")})
    fields["billing_details"] = {**_NO_DETAILS, **(params.get("billing_details") or {})}
    fields["allow_redisplay"] = params.get("allow_redisplay") or "unspecified"
    record = world.create("payment_method", fields, event=None, hidden=hidden)
    unused = [k for k, v in record.data.items() if v is None and k not in _SHOWN_NULL]
    world.shelf.change(record, {k: v for k, v in record.data.items() if k not in unused})
    return record


def account_details(kind: str, given: Json, fingerprint: str) -> Json:
    """What a payment method shows of a bank account or the like: its last four digits."""
    known = catalogue.always("payment_method").get(kind)
    fields = known[-1] if isinstance(known, list) else known or {}
    number = str(given.get("account_number") or given.get("iban") or given.get("last4") or "6789")
    seen: Json = {"fingerprint": fingerprint, "last4": number[-4:], **given}
    return {name: value for name, value in seen.items() if name in fields}


_NO_DETAILS = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
_SHOWN_NULL = {"customer", "customer_account"}


def method_by(world: World, id: Any, param: str = "payment_method") -> Record:
    """A payment method by id; Stripe's test ids such as `pm_card_visa` make a new one."""
    found = world.find("payment_method", id)
    if found is None and id in TEST_METHODS:
        return make_method(world, {"type": "card", "card": {"number": TEST_METHODS[id]}})
    return found if found is not None else world.get("payment_method", id, param)


def attach(world: World, id: Any, customer: str) -> Record:
    """Give a payment method to a customer."""
    method = method_by(world, id)
    world.get("customer", customer, "customer")
    if method.value("customer") == customer:
        return method
    if method.value("customer"):
        raise invalid(f"The payment method {id} belongs to another customer already.")
    return world.update(method, {"customer": customer}, "payment_method.attached")


@behaviour("POST", "/v1/payment_methods")
def create_method(call: Call) -> Answer:
    return make_method(call.world, call.params)


@behaviour("POST", "/v1/payment_methods/{payment_method}/attach")
def attach_method(call: Call) -> Answer:
    customer = call.params.get("customer")
    if not customer:
        raise invalid("Say which customer the payment method is attached to.", param="customer")
    return attach(call.world, call.id, customer)


@behaviour("POST", "/v1/payment_methods/{payment_method}/detach")
def detach_method(call: Call) -> Answer:
    world = call.world
    method = world.get("payment_method", call.id)
    owner = world.find("customer", method.value("customer"))
    if owner is None:
        raise invalid("The payment method is not attached to a customer.")
    before = render.view(method)
    world.update(method, {"customer": None}, None)
    world.emit(method, "payment_method.detached", {"customer": before["customer"]})
    settings = owner.data.get("invoice_settings") or {}
    if settings.get("default_payment_method") == method.id:
        world.update(owner, {"invoice_settings": {**settings, "default_payment_method": None}})
    return method


@behaviour("POST", "/v1/customers/{customer}/sources")
def create_source(call: Call) -> Answer:
    """A card or bank account of the older kind, from a token's name or from its details."""
    world = call.world
    customer = world.get("customer", call.ids["customer"], "customer")
    given = call.params.get("source")
    if str(given).startswith("btok_"):
        given = {"object": "bank_account", "country": "US", "currency": "usd"}
    if isinstance(given, dict) and given.get("object") == "bank_account":
        fields = {"bank_name": "STRIPE TEST BANK", "last4": "6789", "status": "new", **given}
        fields["customer"] = customer.id
        fields.pop("object")
        fields.pop("account_number", None)
        record = world.create("bank_account", fields)
    else:
        card = card_of(given if isinstance(given, dict) else {"token": given})
        shown = card_details(card, {}, world.shelf.state.token(16))
        names = ("brand", "last4", "exp_month", "exp_year", "funding", "country", "fingerprint")
        fields = {**{k: shown[k] for k in names}, "customer": customer.id}
        record = world.create("card", fields)
    if customer.data.get("default_source") is None:
        world.update(customer, {"default_source": record.id})
    return record
