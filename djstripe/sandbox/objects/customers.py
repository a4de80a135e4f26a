"""Customers, and the payment methods and sources that belong to them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from .. import catalogue, render
from ..catalogue import Json
from ..errors import ApiError, invalid, missing, not_simulated
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, create, fields_from, merged
from ..world import World, blank
from . import banks, payouts
from .cards import (
    ATTACHABLE,
    DECLINES,
    TEST_METHODS,
    Card,
    behaviour_of,
    card_details,
    card_of,
    check_entered,
)
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
    """A payment method; a card's or an account's number decides how it will behave."""
    kind = params.get("type") or "card"
    fields = fields_from("payment_method", {k: v for k, v in params.items() if k != kind})
    details = params.get(kind) or {}
    if kind == "card":
        token = world.find("token", details.get("token"))
        details = {**details, **(token.hidden if token is not None else {})}
        check_entered(details, datetime.fromtimestamp(world.clock, UTC).year)
        card = card_of(details)
        hidden = behaviour_of(card)
        details = card_details(card, details, _fingerprint(card.number))
    else:
        hidden = {"outcome": banks.outcome_of(kind, details)} if kind in banks.KINDS else {}
        details = account_details(kind, details, world.shelf.state.token(16))
    fields.update({"type": kind, kind: details, "customer": params.get("customer")})
    fields["billing_details"] = {**_NO_DETAILS, **(params.get("billing_details") or {})}
    fields["allow_redisplay"] = params.get("allow_redisplay") or "unspecified"
    record = world.create("payment_method", fields, event=None, hidden=hidden)
    unused = [k for k, v in record.data.items() if v is None and k not in _SHOWN_NULL]
    world.shelf.change(record, {k: v for k, v in record.data.items() if k not in unused})
    return record


def _fingerprint(number: str) -> str:
    """The same for the same number, on every account."""
    return hashlib.blake2b(number.encode(), digest_size=8).hexdigest()


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
    if found is None and id in banks.METHODS:
        kind, details = banks.METHODS[id]
        owner = {"name": "Jenny Rosen", "email": "jenny@example.com"}
        return make_method(world, {"type": kind, kind: details, "billing_details": owner})
    return found if found is not None else world.get("payment_method", id, param)


def given_method(world: World, params: Json) -> Record | None:
    """The payment method that a request names or describes, if it does."""
    if params.get("payment_method"):
        return method_by(world, params["payment_method"])
    if params.get("payment_method_data"):
        return make_method(world, params["payment_method_data"])
    if params.get("confirmation_token"):
        raise not_simulated("confirmation tokens")
    return None


def default_method(world: World, customer: Any, subscription: Json | None = None) -> Record | None:
    """What an invoice or an off-session payment is charged to."""
    first = (subscription or {}).get("default_payment_method")
    owner = world.find("customer", customer)
    second = (
        (owner.data.get("invoice_settings") or {}).get("default_payment_method") if owner else 0
    )
    for id in (first, second):
        found = world.find("payment_method", id)
        if found is not None:
            return found
    mine = world.all("payment_method", "customer", customer) if customer else []
    return mine[-1] if mine else None


def attach(world: World, id: Any, customer: str, checked: bool = True) -> Record:
    """
    Give a payment method to a customer.

    Saving a card asks its issuer, so that one which declines cannot be attached, but for those
    that fail only when they are charged. https://docs.stripe.com/testing#declined-payments
    """
    method = method_by(world, id)
    world.get("customer", customer, "customer")
    if method.value("customer") == customer:
        return method
    if method.value("customer"):
        raise invalid(f"The payment method {id} belongs to another customer already.")
    outcome = method.hidden.get("outcome")
    if checked and outcome in DECLINES and method.hidden.get("number") not in ATTACHABLE:
        code, message = DECLINES[outcome]
        raise ApiError(message, status=402, type="card_error", code=code, decline_code=outcome)
    return world.update(method, {"customer": customer}, "payment_method.attached")


def make_mandate(world: World, method: Record, given: Any = None) -> Record:
    """The customer's leave to debit a bank account; one for all payments of a method."""
    known = world.find("mandate", method.hidden.get("mandate"))
    if known is not None:
        return known
    kind = str(method.data["type"])
    acceptance = (given or {}).get("customer_acceptance") or {"type": "offline"}
    details: Json = {
        "sepa_debit": {
            "reference": world.shelf.state.token(16).upper(),
            "url": "https://sandbox.invalid/mandate",
        }
    }
    fields = {
        "customer_acceptance": {"accepted_at": world.now, **acceptance},
        "multi_use": {},
        "payment_method": method.id,
        "payment_method_details": {"type": kind, kind: details.get(kind, {})},
        "status": "active",
        "type": "multi_use",
    }
    record = world.create("mandate", fields, event=None)
    world.shelf.hide(method, mandate=record.id)
    return record


# -- tokens --------------------------------------------------------------------------------------


@behaviour("POST", "/v1/tokens")
def create_token(call: Call) -> Answer:
    """A card or a bank account, once; of what else there are tokens, they are kept only."""
    world, params = call.world, call.params
    if not params.get("card") and not params.get("bank_account"):
        return create(call)
    kind = "card" if params.get("card") else "bank_account"
    given: Json = params[kind] if isinstance(params[kind], dict) else {}
    fields: Json = {"client_ip": None, "type": kind, "used": False}
    if kind == "card":
        check_entered(given, datetime.fromtimestamp(world.clock, UTC).year)
        card = card_of(given)
        shown = {**blank("card"), **_card_fields(card, given)}
        fields["card"] = {**shown, "id": world.new_id("card"), "object": "card"}
    else:
        shown = {**blank("bank_account"), **_bank_fields(given)}
        names = {"id": world.new_id("bank_account"), "object": "bank_account"}
        fields["bank_account"] = {**shown, **names}
    return world.create(
        "token", fields, event=None, hidden={k: v for k, v in given.items() if k != "cvc"}
    )


def spend_token(world: World, token: Record) -> Record:
    """The payment method that a token of a card stands for; a token is used once."""
    if token.data["used"]:
        message = f"You cannot use a Stripe token more than once: {token.id}."
        raise ApiError(message, code="token_already_used", param="source")
    world.update(token, {"used": True}, None)
    return make_method(world, {"type": "card", "card": token.hidden})


def _card_fields(card: Card, given: Json) -> Json:
    """What a card object shows."""
    shown = card_details(card, given, _fingerprint(card.number))
    names = ("brand", "last4", "exp_month", "exp_year", "funding", "country", "fingerprint")
    return {name: shown[name] for name in names}


def _bank_fields(given: Json) -> Json:
    """What a bank account object shows: of its number, the last four digits."""
    number = str(given.get("account_number") or "000123456789")
    return {
        "account_holder_name": given.get("account_holder_name"),
        "account_holder_type": given.get("account_holder_type"),
        "bank_name": "STRIPE TEST BANK",
        "country": given.get("country") or "US",
        "currency": str(given.get("currency") or "usd").lower(),
        "fingerprint": _fingerprint(number),
        "last4": number[-4:],
        "routing_number": given.get("routing_number") or "110000000",
        "status": "new",
    }


# -- payment methods, asked for ------------------------------------------------------------------


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
    token = world.find("token", given)
    if token is not None:
        given = {"object": token.data["type"], **token.hidden}
        world.update(token, {"used": True}, None)
    if str(given).startswith("btok_"):
        given = {"object": "bank_account", "country": "US", "currency": "usd"}
    if isinstance(given, dict) and given.get("object") == "bank_account":
        fields = {**_bank_fields(given), "customer": customer.id}
        record = world.create("bank_account", fields)
    else:
        card = card_of(given if isinstance(given, dict) else {"token": given})
        outcome = card.outcome
        if outcome in DECLINES and card.number not in ATTACHABLE:
            code, message = DECLINES[outcome]
            raise ApiError(message, status=402, type="card_error", code=code, decline_code=outcome)
        shown = {**_card_fields(card, given if isinstance(given, dict) else {})}
        fields = {**shown, "customer": customer.id}
        record = world.create("card", fields, hidden=behaviour_of(card))
    if customer.data.get("default_source") is None:
        world.update(customer, {"default_source": record.id})
    return record


# -- where payouts go ----------------------------------------------------------------------------


@behaviour("POST", "/v1/accounts/{account}/external_accounts")
def create_external(call: Call) -> Answer:
    """A bank account or a debit card to which a connected account is paid out."""
    world, account = call.world, call.ids["account"]
    given = call.params.get("external_account")
    token = world.find("token", given)
    if token is not None:
        given = {"object": token.data["type"], **token.hidden}
    if isinstance(given, str) and not given.startswith("btok_"):
        given = {"object": "card", "token": given}
    details: Json = given if isinstance(given, dict) else {}
    there = World(world.shelf.state.shelf(account, world.shelf.livemode), lambda: world.clock)
    there.journal, there.cause = world.journal, world.cause
    default = call.params.get("default_for_currency")
    return add_external(there, account, details, default, call.params.get("metadata"))


def add_external(
    world: World, account: str, details: Json, default: bool | None = None, metadata: Any = None
) -> Record:
    """
    Give an account somewhere to be paid out, and let its automatic payouts begin.

    The first of a currency is that currency's default. Payouts fail by the number:
    https://docs.stripe.com/connect/testing#payouts
    """
    card = card_of(details) if details.get("object") == "card" else None
    fields = _card_fields(card, details) if card is not None else _bank_fields(details)
    fields["currency"] = str(details.get("currency") or fields.get("currency") or "usd").lower()
    kind = "card" if card is not None else "bank_account"
    earlier = payouts.external_accounts(world, account, fields["currency"])
    fields |= {"account": account, "metadata": metadata or {}}
    fields["default_for_currency"] = bool(default) or not earlier
    fields["available_payout_methods"] = ["standard", "instant"]
    hidden: Json = {"payout": banks.payout_outcome(details.get("account_number"))}
    if card is not None and card.number == "4000056655665572":
        hidden["payout"] = "could_not_process"
    no_instant = ("4000056755665555", "000888888883")
    if str(card.number if card else details.get("account_number")) in no_instant:
        hidden["instant"] = False
        fields["available_payout_methods"] = ["standard"]
    if fields["default_for_currency"]:
        for one in earlier:
            world.update(one, {"default_for_currency": False}, None)
    record = world.create(kind, fields, hidden=hidden)
    payouts.begin(world, record)
    return record
