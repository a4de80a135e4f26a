"""
Charges: one try to take money from a card or a bank account.

A card answers at once; what is only reserved is captured within seven days or expires. A debit of
a bank account is pending until the bank has answered. Every amount is an integer in the smallest
unit. https://docs.stripe.com/api/charges
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..agenda import plan
from ..catalogue import Json
from ..errors import ApiError, invalid, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from
from ..world import World
from . import banks, connect, customers, disputes
from .balance import booked, comes_available, make_balance_transaction
from .cards import BLOCKED, DECLINES, is_token
from .currencies import positive
from .fees import Fee, Settled, fee_for, settled
from .money import DAY

HOLD_SECONDS = 7 * DAY  # https://docs.stripe.com/payments/place-a-hold-on-a-payment-method


# -- made


def make_charge(
    world: World,
    amount: int,
    currency: str,
    method: Record | None,
    fields: Json,
    outcome: str = "",
    capture: bool = True,
) -> Record:
    """
    Charge a payment method; the outcome is that of its card unless it is given.

    Returns the charge, which may have failed or be pending; the caller decides what that means.
    """
    outcome = outcome or (method.hidden.get("outcome", "succeeds") if method else "succeeds")
    kind = str(method.data.get("type") or "card") if method else "card"
    debit = kind in banks.KINDS
    failed = outcome in DECLINES and not debit
    code, message = DECLINES[outcome] if failed else (None, None)
    id = f"py_1{world.shelf.state.token(23)}" if debit else world.new_id("charge")
    data = {
        "id": id,
        "amount": amount,
        "amount_captured": amount if debit else 0,
        "billing_details": billing_details(world, method, fields.get("customer")),
        "calculated_statement_descriptor": "EXAMPLE CO",
        "captured": debit,
        "currency": currency,
        "failure_code": code,
        "failure_message": message,
        "fraud_details": {},
        "outcome": _outcome("succeeds" if debit else outcome, message),
        "paid": not failed and not debit,
        "payment_method": method.id if method else None,
        "payment_method_details": _method_details(world, method, amount, capture or failed),
        "radar_options": {},
        "receipt_url": f"https://sandbox.invalid/receipts/{id}",
        "status": "failed" if failed else "pending" if debit else "succeeded",
        **fields,
    }
    event = "failed" if failed else "pending" if debit else "succeeded"
    taken = event == "succeeded" and capture
    if taken:
        data |= _paid_in(world, data, amount, outcome)
    record = world.create("charge", data, f"charge.{event}", hidden={"outcome": outcome})
    if taken:
        connect.share_out(world, record)
    elif event == "pending" and outcome != "processing":
        plan(world, record, world.clock + banks.PROCESSING_SECONDS, clock="")
    elif event == "succeeded":
        plan(world, record, world.clock + HOLD_SECONDS, clock="")
    return record


def _paid_in(world: World, data: Json, amount: int, outcome: str) -> Json:
    """Book the money of a charge; returns what is new on the charge."""
    details = data.get("payment_method_details") or {}
    debit = details.get("type") in banks.KINDS
    gross = settled(world, amount, data["currency"])
    card = details.get("card") or {}
    fees = [fee_for(world, gross, card.get("country"), debit)]
    fees += connect.fee_on_account(world, data, gross)
    movement = make_balance_transaction(
        world,
        data["id"],
        "payment" if debit else "charge",
        gross,
        fees,
        world.clock if outcome == "bypass_pending" else comes_available(world),
        source_type="bank_account" if debit else "card",
        description=data.get("description"),
    )
    return {"amount_captured": amount, "balance_transaction": movement.id, "captured": True}


def billing_details(world: World, method: Record | None, customer: Any) -> Json:
    empty: Json = {"city": None, "country": None, "line1": None, "line2": None}
    empty |= {"postal_code": None, "state": None}
    owner = world.find("customer", customer)
    own = method.data.get("billing_details") if method else None
    known = {k: v for k, v in (own or {}).items() if v is not None}
    data = owner.data if owner else {}
    base = {name: data.get(name) for name in ("address", "email", "name", "phone")}
    base["address"] = base["address"] or empty
    return {**base, "tax_id": None, **known}


def _outcome(outcome: str, message: str | None) -> Json:
    declined, blocked = outcome in DECLINES, outcome in BLOCKED
    level = {"highest_risk": "highest", "fraudulent": "highest", "elevated_risk": "elevated"}
    reason = outcome if declined else None
    reason = "elevated_risk_level" if outcome == "elevated_risk" else reason
    reason = "highest_risk_level" if blocked else reason
    advice = "do_not_try_again" if outcome in ("lost_card", "stolen_card") else "try_again_later"
    advice = "confirm_card_data" if outcome in ("expired_card", "incorrect_cvc") else advice
    asked = declined and not blocked
    status = "declined_by_network" if declined else "approved_by_network"
    return {
        "advice_code": advice if asked else None,
        "network_advice_code": None,
        "network_decline_code": "05" if asked else None,
        "network_status": "not_sent_to_network" if blocked else status,
        "reason": reason,
        "risk_level": level.get(outcome, "normal"),
        "risk_score": {"highest": 92, "elevated": 56}.get(level.get(outcome, ""), 21),
        "seller_message": message or "Payment complete.",
        "type": "blocked" if blocked else "issuer_declined" if declined else "authorized",
    }


def _method_details(world: World, method: Record | None, amount: int, final: bool) -> Json:
    if method is None:
        return {"type": "card", "card": {}}
    if method.kind == "card" or method.data.get("type") == "card":
        card = method.data if method.kind == "card" else method.data["card"]
        return {"card": _card_details(card, amount, None if final else world.clock), "type": "card"}
    kind = str(method.data.get("type"))
    mandate = method.hidden.get("mandate")
    own = {k: v for k, v in (method.data.get(kind) or {}).items() if k not in _OF_METHODS}
    return {"type": kind, kind: {**own, **({"mandate": mandate} if mandate else {})}}


# What a payment method shows of an account and a charge of it does not.
_OF_METHODS = ("financial_connections_account", "generated_from", "networks", "status_details")


def _card_details(card: Json, amount: int, held: int | None) -> Json:
    kept = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    details = {name: card.get(name) for name in (*kept, "last4", "regulated_status")}
    brand = str(details["brand"] or "visa").lower()
    details["brand"] = {"american express": "amex"}.get(brand, brand)
    more: Json = {
        "amount_authorized": amount,
        "authorization_code": None,
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": details["brand"],
        "network_token": {"used": False},
        "network_transaction_id": str(card.get("fingerprint"))[:15],
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "three_d_secure": None,
        "wallet": None,
    }
    if held is not None:
        more["capture_before"] = held + HOLD_SECONDS
    return {**details, **more}


def kind_of(charge: Record) -> str:
    """The type of what was charged; a seeded charge may not say it."""
    return str((charge.data.get("payment_method_details") or {}).get("type") or "card")


def decline_code(charge: Record) -> str | None:
    """Why the issuer, or Stripe itself, declined a charge."""
    outcome = charge.hidden.get("outcome")
    return "fraudulent" if outcome in BLOCKED else outcome if outcome in DECLINES else None


def card_error(charge: Record, intent: Record | None = None) -> ApiError:
    """402, with the payment intent as it stands now; Stripe keeps what the attempt left."""
    more: Json = {"payment_intent": render.view(intent)} if intent else {}
    outcome = charge.data["outcome"]
    return ApiError(
        str(charge.data["failure_message"]),
        keeps_work=True,
        status=402,
        type="card_error",
        code=charge.data["failure_code"],
        charge=charge.id,
        decline_code=decline_code(charge),
        advice_code=outcome.get("advice_code"),
        network_decline_code=outcome.get("network_decline_code"),
        **more,
    )


# -- captured, expired, and what the bank says


@behaviour("POST", "/v1/charges/{charge}/capture")
def capture_charge(call: Call) -> Answer:
    charge = call.world.get("charge", call.id)
    if charge.data.get("payment_intent"):
        raise invalid("This charge belongs to a payment intent, which must be captured instead.")
    return capture(call.world, charge, call.params.get("amount"), call.params)


def capture(
    world: World, charge: Record, amount: int | None = None, params: Json | None = None
) -> Record:
    """
    Take the money that a charge only reserved; what is not taken is given back.

    A part is two movements: the whole, and what is reversed of it.
    https://docs.stripe.com/reports/reporting-categories
    """
    data = charge.data
    if data["captured"] or data["status"] != "succeeded" or data["refunded"]:
        code = "charge_already_captured" if data["captured"] else "charge_expired_for_capture"
        raise invalid(
            f"Charge {charge.id} cannot be captured: it has been, or it failed.", code=code
        )
    whole = data["amount"]
    taken = whole if amount is None else positive(amount, "amount", data["currency"])
    if taken > whole:
        raise invalid("More cannot be captured than was reserved.", param="amount")
    given = params or {}
    terms = {
        name: given[name]
        for name in ("application_fee_amount", "statement_descriptor")
        if given.get(name) is not None
    }
    if given.get("transfer_data"):
        terms["transfer_data"] = {**(data.get("transfer_data") or {}), **given["transfer_data"]}
    changes = _paid_in(world, {**data, **terms}, whole, str(charge.hidden.get("outcome")))
    changes |= {**terms, "amount_captured": taken}
    if taken < whole:
        changes["amount_refunded"] = whole - taken
        _reverse_rest(world, charge, changes["balance_transaction"], taken)
    plan(world, charge, None)
    world.update(charge, changes, "charge.captured")
    connect.share_out(world, charge)
    disputes.contest(world, charge)
    return charge


def _reverse_rest(world: World, charge: Record, movement: str, taken: int) -> None:
    """Take back what was booked of a charge's money and is not captured, with its part of the fee."""
    data = charge.data
    booking = world.get("balance_transaction", movement)
    whole = Settled(booking.data["amount"], booking.data["currency"], None)
    kept = settled(world, taken, data["currency"])
    card = (data.get("payment_method_details") or {}).get("card") or {}
    fee = fee_for(world, kept, card.get("country"))
    paid = next(
        (one["amount"] for one in booking.data["fee_details"] if one["type"] == "stripe_fee"), 0
    )
    make_balance_transaction(
        world,
        charge.id,
        "refund",
        Settled(kept.amount - whole.amount, whole.currency, kept.rate),
        [Fee(fee.amount - paid)],
        booking.data["available_on"],
        category="partial_capture_reversal",
    )


def release(world: World, charge: Record, event: str) -> Record:
    """Give back what a charge reserved and was not captured."""
    plan(world, charge, None)
    changes = {"amount_refunded": charge.data["amount"], "refunded": True}
    return world.update(charge, changes, event)


def collect(world: World, charge: Record) -> Record:
    """The bank has paid a debit."""
    outcome = str(charge.hidden.get("outcome"))
    changes = _paid_in(world, charge.data, charge.data["amount"], outcome)
    changes |= {"paid": True, "status": "succeeded"}
    world.update(charge, changes, "charge.succeeded")
    connect.share_out(world, charge)
    return charge


def bounce(world: World, charge: Record, code: str) -> Record:
    """The bank has not paid a debit."""
    plan(world, charge, None)
    message = banks.FAILURES.get(code, "The payment failed.")
    outcome = {
        **charge.data["outcome"],
        "network_status": "declined_by_network",
        "reason": "generic_decline",
        "seller_message": message,
        "type": "issuer_declined",
    }
    changes: Json = {"failure_code": code, "failure_message": message, "status": "failed"}
    changes |= {"amount_captured": 0, "captured": False, "outcome": outcome}
    return world.update(charge, changes, "charge.failed")


def settles(charge: Record) -> bool:
    """Whether a pending debit will be paid."""
    return charge.hidden.get("outcome") in ("succeeds", "disputed", "bypass_pending")


def money_of(world: World, charge: Record) -> Settled:
    """What a charge brought, less what was reversed of it at its capture."""
    if charge.data.get("balance_transaction") is None:
        return Settled(0, charge.data["currency"], None)
    gross = booked(world, charge)
    if charge.data["amount_captured"] == charge.data["amount"]:
        return gross
    movements = world.all("balance_transaction", "source", charge.id)
    reversed_ = [m for m in movements if m.data["reporting_category"] == "partial_capture_reversal"]
    return Settled(gross.amount + sum(m.data["amount"] for m in reversed_), gross.currency, None)


# -- of the older kind


@behaviour("POST", "/v1/charges")
def create_charge(call: Call) -> Answer:
    """A charge of the older kind: of a token, or of a customer's source or payment method."""
    world, params = call.world, call.params
    currency = str(params.get("currency") or "").lower()
    amount = positive(params.get("amount"), "amount", currency)
    if not currency:
        raise required("currency")
    check_references(world, "charge", {"customer": params.get("customer")})
    method = _source(world, params)
    skipped = {"source", "amount", "currency", "capture", "application_fee", "destination"}
    fields = fields_from("charge", {k: v for k, v in params.items() if k not in skipped})
    old = params.get("destination")
    if old:  # before transfer_data
        fields["transfer_data"] = {"amount": None, "destination": old["account"], **old}
        fields["transfer_data"].pop("account")
    if params.get("application_fee"):
        fields["application_fee_amount"] = params["application_fee"]
    connect.check(world, fields)
    capture = params.get("capture") is not False
    charge = make_charge(world, amount, currency, method, fields, capture=capture)
    if charge.data["status"] == "failed":
        raise card_error(charge)
    disputes.contest(world, charge)
    return charge


def _source(world: World, params: Json) -> Record:
    """What a charge of the older kind takes its money from."""
    given, customer = str(params.get("source") or ""), params.get("customer")
    if is_token(given):
        return customers.make_method(world, {"type": "card", "card": {"token": given}})
    token = world.find("token", given)
    if token is not None:
        return customers.spend_token(world, token)
    if given:
        kinds = ("card", "payment_method", "source", "bank_account")
        found = world.shelf.find_any(kinds, given)
        if found is None:
            raise ApiError(f"No such source: '{given}'", code="resource_missing", param="source")
        return found
    owner = world.find("customer", customer)
    default = owner.data.get("default_source") if owner is not None else None
    method = world.shelf.find_any(("card", "source"), default) if default else None
    method = method or customers.default_method(world, customer)
    if method is None:
        raise invalid(
            "Say what to charge: a source or a customer who has one.",
            param="source",
            code="missing" if customer else None,
        )
    return method
