"""
Money that moves: payment intents, charges, refunds, payouts, transfers.

Every amount is an integer in the currency's smallest unit. Each movement has its balance
transaction; a refund changes its charge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import ApiError, invalid, missing, required
from ..state import Record
from ..store import (
    Answer,
    Call,
    behaviour,
    check_references,
    fields_from,
    find_parent,
    merged,
)
from ..world import World
from . import disputes
from .balance import make_balance_transaction
from .cards import DECLINES
from .customers import attach, method_by
from .money import DAY, fee_of

# What an intent's new state means to others, such as the invoice that it pays: each is called when
# a try to pay has succeeded, failed, or waits for the customer or for the bank.
FOLLOWERS: list[Callable[[World, Record], object]] = []


def follow(world: World, intent: Record) -> None:
    """Let others know of an intent's new state."""
    for follower in FOLLOWERS:
        follower(world, intent)


# -- charges -------------------------------------------------------------------------------------


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

    Returns the charge, which may have failed; the caller decides what that means.
    """
    outcome = outcome or (method.hidden.get("outcome", "succeeds") if method else "succeeds")
    failed = outcome in DECLINES
    code, message = DECLINES.get(outcome, (None, None))
    id = world.new_id("charge")
    settled = not failed and capture
    fee = fee_of(amount, currency)
    balance = (
        make_balance_transaction(
            world, id, "charge", amount, currency, fee, at_once=outcome == "bypass_pending"
        )
        if settled
        else None
    )
    data = {
        "id": id,
        "amount": amount,
        "amount_captured": amount if settled else 0,
        "balance_transaction": balance.id if balance else None,
        "billing_details": billing_details(world, method, fields.get("customer")),
        "calculated_statement_descriptor": "EXAMPLE CO",
        "captured": settled,
        "currency": currency,
        "failure_code": code,
        "failure_message": message,
        "fraud_details": {},
        "outcome": _outcome(outcome, message),
        "paid": not failed,
        "payment_method": method.id if method else None,
        "payment_method_details": _method_details(method, amount),
        "radar_options": {},
        "receipt_url": f"https://sandbox.invalid/receipts/{id}",
        "status": "failed" if failed else "succeeded",
        **fields,
    }
    return world.create("charge", data, event="charge.failed" if failed else "charge.succeeded")


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
    declined = outcome in DECLINES
    return {
        "advice_code": "try_again_later" if declined else None,
        "network_advice_code": None,
        "network_decline_code": "05" if declined else None,
        "network_status": "declined_by_network" if declined else "approved_by_network",
        "reason": outcome if declined else None,
        "risk_level": "normal",
        "risk_score": 21,
        "seller_message": message or "Payment complete.",
        "type": "issuer_declined" if declined else "authorized",
    }


def _method_details(method: Record | None, amount: int) -> Json:
    if method is None or method.data.get("type") != "card":
        kind = str(method.data.get("type")) if method else "card"
        return {"type": kind, kind: (method.data.get(kind) or {}) if method else {}}
    card = method.data["card"]
    kept = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    details = {name: card.get(name) for name in (*kept, "last4", "regulated_status")}
    more: Json = {
        "amount_authorized": amount,
        "authorization_code": None,
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card.get("brand"),
        "network_token": {"used": False},
        "network_transaction_id": str(card.get("fingerprint"))[:15],
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "three_d_secure": None,
        "wallet": None,
    }
    return {"card": {**details, **more}, "type": "card"}


@behaviour("POST", "/v1/charges")
def create_charge(call: Call) -> Answer:
    """A charge of the older kind: of a token, or of a customer's source or payment method."""
    world, params = call.world, call.params
    amount = positive(params.get("amount"), "amount")
    if not params.get("currency"):
        raise required("currency")
    check_references(world, "charge", {"customer": params.get("customer")})
    source = str(params.get("source") or "")
    method = method_by(world, "pm_card_" + source[4:]) if source.startswith("tok_") else None
    if method is None and params.get("customer"):
        method = default_method(world, params["customer"])
    if method is None and not source:
        raise invalid("Say what to charge: a source or a customer who has one.", param="source")
    skipped = {"source", "amount", "currency", "capture"}
    fields = fields_from("charge", {k: v for k, v in params.items() if k not in skipped})
    capture = params.get("capture") is not False
    currency = str(params["currency"]).lower()
    charge = make_charge(world, amount, currency, method, fields, capture=capture)
    if charge.data["status"] == "failed":
        raise card_error(charge)
    disputes.contest(world, charge, method.hidden.get("outcome") if method else None)
    return charge


@behaviour("POST", "/v1/charges/{charge}/capture")
def capture_charge(call: Call) -> Answer:
    charge = call.world.get("charge", call.id)
    return capture(call.world, charge, call.params.get("amount"))


def capture(world: World, charge: Record, amount: int | None = None) -> Record:
    """Take the money that a charge only reserved; what is not taken is given back."""
    data = charge.data
    if data["captured"] or data["status"] != "succeeded":
        raise invalid(f"Charge {charge.id} has already been captured or has failed.")
    taken = data["amount"] if amount is None else positive(amount, "amount")
    if taken > data["amount"]:
        raise invalid("More cannot be captured than was reserved.", param="amount")
    fee = fee_of(taken, data["currency"])
    balance = make_balance_transaction(world, charge.id, "charge", taken, data["currency"], fee)
    changes = {"captured": True, "amount_captured": taken, "balance_transaction": balance.id}
    if taken < data["amount"]:
        changes["amount_refunded"] = data["amount"] - taken
    return world.update(charge, changes, "charge.captured")


def positive(amount: Any, param: str) -> int:
    if amount is None:
        raise required(param)
    if not isinstance(amount, int) or amount < 1:
        code = "parameter_invalid_integer"
        raise invalid("This amount must be at least 1.", param=param, code=code)
    if amount > 99_999_999:
        raise invalid("This amount is too large.", param=param, code="amount_too_large")
    return amount


def card_error(charge: Record, intent: Record | None = None) -> ApiError:
    """402, with the payment intent as it stands now; Stripe keeps what the attempt left."""
    more: Json = {"payment_intent": render.view(intent)} if intent else {}
    return ApiError(
        str(charge.data["failure_message"]),
        keeps_work=True,
        status=402,
        type="card_error",
        code=charge.data["failure_code"],
        charge=charge.id,
        decline_code=charge.data["outcome"]["reason"],
        **more,
    )


# -- payment intents -----------------------------------------------------------------------------


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


def make_intent(world: World, amount: int, currency: str, fields: Json) -> Record:
    """A payment intent that waits for a payment method or for its confirmation."""
    id = world.new_id("payment_intent")
    method = fields.get("payment_method")
    return world.create(
        "payment_intent",
        {
            "id": id,
            "amount": amount,
            "amount_details": {"tip": {}},
            "capture_method": "automatic",
            "client_secret": f"{id}_secret_{world.shelf.state.token(25)}",
            "confirmation_method": "automatic",
            "currency": currency,
            "payment_method_types": ["card"],
            "status": "requires_confirmation" if method else "requires_payment_method",
            **fields,
        },
    )


@behaviour("POST", "/v1/payment_intents")
def create_intent(call: Call) -> Answer:
    world, params = call.world, call.params
    amount = positive(params.get("amount"), "amount")
    fields = fields_from("payment_intent", params)
    for name in ("amount", "currency", "confirm", "off_session"):
        fields.pop(name, None)
    check_references(world, "payment_intent", {"customer": params.get("customer")})
    if params.get("payment_method"):
        fields["payment_method"] = method_by(world, params["payment_method"]).id
    automatic = params.get("automatic_payment_methods")
    if automatic:
        fields["automatic_payment_methods"] = {"allow_redirects": "always", **automatic}
    intent = make_intent(world, amount, str(params["currency"]).lower(), fields)
    if params.get("confirm"):
        confirm(world, intent)
    return intent


@behaviour("POST", "/v1/payment_intents/{intent}")
def modify_intent(call: Call) -> Answer:
    intent = call.world.get("payment_intent", call.id)
    changes = merged(intent, call.params)
    if call.params.get("payment_method"):
        changes["payment_method"] = method_by(call.world, call.params["payment_method"]).id
        if intent.data["status"] == "requires_payment_method":
            changes["status"] = "requires_confirmation"
    return call.world.update(intent, changes, None)


@behaviour("POST", "/v1/payment_intents/{intent}/confirm")
def confirm_intent(call: Call) -> Answer:
    intent = call.world.get("payment_intent", call.id)
    if call.params.get("payment_method"):
        method = method_by(call.world, call.params["payment_method"])
        call.world.update(intent, {"payment_method": method.id}, None)
    return confirm(call.world, intent)


def confirm(world: World, intent: Record, outcome: str = "") -> Record:
    """Try to pay; raises the card's error, as Stripe answers 402, after all is recorded."""
    charge = attempt(world, intent, outcome)
    if charge is not None and charge.data["status"] == "failed":
        raise card_error(charge, intent)
    return intent


def attempt(world: World, intent: Record, outcome: str = "") -> Record | None:
    """One try to pay; returns the charge, None if the customer must authenticate first."""
    data = intent.data
    if data["status"] not in ("requires_confirmation", "requires_payment_method"):
        raise unexpected(intent, "confirmed")
    method = world.find("payment_method", data.get("payment_method"))
    if method is None:
        raise invalid(
            "The payment intent has no payment method to confirm it with.",
            param="payment_method",
            code="payment_intent_unexpected_state",
        )
    outcome = outcome or method.hidden.get("outcome", "succeeds")
    if outcome == "authenticate" and not intent.hidden.get("authenticated"):
        step = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
        changes = {"status": "requires_action", "next_action": step}
        world.update(intent, changes, "payment_intent.requires_action")
        follow(world, intent)
        return None
    if data.get("setup_future_usage") and data.get("customer"):
        attach(world, method.id, data["customer"])
    manual = data.get("capture_method") == "manual"
    fields: Json = {"payment_intent": intent.id}
    for name in ("customer", "description", "receipt_email", "shipping", "transfer_data"):
        fields[name] = data.get(name)
    for name in ("metadata", "on_behalf_of", "transfer_group", "application_fee_amount"):
        fields[name] = data.get(name)
    amount, currency = data["amount"], data["currency"]
    charge = make_charge(world, amount, currency, method, fields, outcome, capture=not manual)
    settle(world, intent, charge, manual)
    disputes.contest(world, charge, outcome)
    return charge


def settle(world: World, intent: Record, charge: Record, manual: bool) -> None:
    """Give an intent the state that its latest charge means."""
    amount = intent.data["amount"]
    changes: Json = {"latest_charge": charge.id, "next_action": None}
    if charge.data["status"] == "failed":
        changes["status"] = "requires_payment_method"
        method = world.find("payment_method", charge.data["payment_method"])
        changes["payment_method"] = None
        changes["last_payment_error"] = {
            "charge": charge.id,
            "code": charge.data["failure_code"],
            "decline_code": charge.data["outcome"]["reason"],
            "message": charge.data["failure_message"],
            "payment_method": render.view(method) if method else None,
            "type": "card_error",
        }
        world.update(intent, changes, "payment_intent.payment_failed")
    elif manual:
        changes.update({"status": "requires_capture", "amount_capturable": amount})
        world.update(intent, changes, "payment_intent.amount_capturable_updated")
    else:
        changes.update({"status": "succeeded", "amount_received": amount})
        changes["last_payment_error"] = None
        world.update(intent, changes, "payment_intent.succeeded")
    follow(world, intent)


def unexpected(intent: Record, verb: str) -> ApiError:
    return ApiError(
        f"A payment intent with status {intent.data['status']} cannot be {verb}.",
        code="payment_intent_unexpected_state",
        payment_intent=render.view(intent),
    )


@behaviour("POST", "/v1/payment_intents/{intent}/capture")
def capture_intent(call: Call) -> Answer:
    world = call.world
    intent = world.get("payment_intent", call.id)
    if intent.data["status"] != "requires_capture":
        raise unexpected(intent, "captured")
    charge = world.get("charge", intent.data["latest_charge"])
    capture(world, charge, call.params.get("amount_to_capture"))
    received = charge.data["amount_captured"]
    changes = {"status": "succeeded", "amount_capturable": 0, "amount_received": received}
    return world.update(intent, changes, "payment_intent.succeeded")


@behaviour("POST", "/v1/payment_intents/{intent}/cancel")
def cancel_intent(call: Call) -> Answer:
    reason = call.params.get("cancellation_reason")
    return cancel_payment(call.world, call.world.get("payment_intent", call.id), reason)


def cancel_payment(world: World, intent: Record, reason: str | None = None) -> Record:
    if intent.data["status"] in ("succeeded", "canceled"):
        raise unexpected(intent, "canceled")
    charge = world.find("charge", intent.data.get("latest_charge"))
    if charge is not None and intent.data["status"] == "requires_capture":
        refunded = {"amount_refunded": charge.data["amount"], "refunded": True}
        world.update(charge, refunded, "charge.refunded")
    changes = {"status": "canceled", "canceled_at": world.now, "cancellation_reason": reason}
    changes["amount_capturable"] = 0
    return world.update(intent, changes, "payment_intent.canceled")


# -- setup intents -------------------------------------------------------------------------------


@behaviour("POST", "/v1/setup_intents")
def create_setup(call: Call) -> Answer:
    world, params = call.world, call.params
    fields = fields_from("setup_intent", params)
    check_references(world, "setup_intent", {"customer": params.get("customer")})
    if params.get("payment_method"):
        fields["payment_method"] = method_by(world, params["payment_method"]).id
    id = world.new_id("setup_intent")
    fields.update(
        {
            "id": id,
            "client_secret": f"{id}_secret_{world.shelf.state.token(25)}",
            "payment_method_types": params.get("payment_method_types") or ["card"],
            "status": "requires_confirmation"
            if fields.get("payment_method")
            else "requires_payment_method",
            "usage": params.get("usage") or "off_session",
        }
    )
    record = world.create("setup_intent", fields)
    return _confirm_setup(world, record) if params.get("confirm") else record


@behaviour("POST", "/v1/setup_intents/{intent}/confirm")
def confirm_setup(call: Call) -> Answer:
    record = call.world.get("setup_intent", call.id)
    if call.params.get("payment_method"):
        method = method_by(call.world, call.params["payment_method"])
        call.world.update(record, {"payment_method": method.id}, None)
    return _confirm_setup(call.world, record)


def _confirm_setup(world: World, record: Record) -> Record:
    """Set the payment method up, as far as its card allows; a declined one is a 402."""
    method = method_by(world, record.data.get("payment_method"))
    outcome = method.hidden.get("outcome")
    if outcome == "authenticate":
        step = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
        changes: Json = {"status": "requires_action", "next_action": step}
        return world.update(record, changes, "setup_intent.requires_action")
    if outcome in DECLINES:
        code, message = DECLINES[outcome]
        error = {"code": code, "decline_code": outcome, "message": message, "type": "card_error"}
        changes = {"status": "requires_payment_method", "payment_method": None}
        changes["last_setup_error"] = {**error, "payment_method": render.view(method)}
        world.update(record, changes, "setup_intent.setup_failed")
        shown = {"decline_code": outcome, "setup_intent": render.view(record)}
        raise ApiError(message, status=402, type="card_error", code=code, keeps_work=True, **shown)
    if record.data.get("customer"):
        attach(world, method.id, record.data["customer"])
    return world.update(record, {"status": "succeeded"}, "setup_intent.succeeded")


@behaviour("POST", "/v1/setup_intents/{intent}/cancel")
def cancel_setup(call: Call) -> Answer:
    record = call.world.get("setup_intent", call.id)
    changes = {
        "status": "canceled",
        "cancellation_reason": call.params.get("cancellation_reason"),
    }
    return call.world.update(record, changes, "setup_intent.canceled")


# -- refunds -------------------------------------------------------------------------------------


@behaviour("POST", "/v1/refunds")
def create_refund(call: Call) -> Answer:
    world, params = call.world, call.params
    if params.get("charge"):
        charge = world.get("charge", params["charge"], "charge")
    elif params.get("payment_intent"):
        intent = world.get("payment_intent", params["payment_intent"], "payment_intent")
        charge = world.get("charge", intent.data.get("latest_charge"), "payment_intent")
    else:
        raise required("charge")
    more = {"reason": params.get("reason"), "metadata": params.get("metadata") or {}}
    return refund(world, charge, params.get("amount"), **more)


@behaviour("POST", "/v1/charges/{charge}/refunds")
def refund_of_charge(call: Call) -> Answer:
    amount = call.params.get("amount")
    charge = find_parent(call)
    assert charge is not None
    return refund(call.world, charge, int(amount) if amount else None)


def refund(world: World, charge: Record, amount: int | None = None, **fields: Any) -> Record:
    """Give back a charge's money, or a part of it; the charge and the balance follow."""
    data = charge.data
    left = data["amount"] - data["amount_refunded"]
    disputed = disputes.forbid_refund(world, charge)
    if data["status"] != "succeeded" or disputed:
        code = "charge_disputed" if disputed else None
        raise invalid(f"Charge {charge.id} cannot be refunded.", code=code)
    if left == 0:
        code = "charge_already_refunded"
        raise invalid(f"Charge {charge.id} has already been refunded.", code=code)
    given = left if amount is None else positive(amount, "amount")
    if given > left:
        raise invalid(f"Only {left} of charge {charge.id} is left to refund.", param="amount")
    id, currency = world.new_id("refund"), data["currency"]
    balance = make_balance_transaction(world, id, "refund", -given, currency)
    fields = {name: value for name, value in fields.items() if value is not None}
    record = world.create(
        "refund",
        {
            "id": id,
            "amount": given,
            "balance_transaction": balance.id,
            "charge": charge.id,
            "currency": currency,
            "customer": data.get("customer"),
            "destination_details": {
                "card": {
                    "type": "refund",
                    "reference_status": "pending",
                    "reference_type": "acquirer_reference_number",
                },
                "type": "card",
            },
            "payment_intent": data.get("payment_intent"),
            "payment_method": data.get("payment_method"),
            "status": "succeeded",
            **fields,
        },
    )
    refunded = data["amount_refunded"] + given
    changes = {"amount_refunded": refunded, "refunded": refunded == data["amount"]}
    world.update(charge, changes, "charge.refunded")
    reference = {"reference": world.shelf.state.token(16), "reference_status": "available"}
    card = {"type": "refund", "reference_type": "acquirer_reference_number", **reference}
    details = {"destination_details": {"card": card, "type": "card"}}
    return world.update(record, details, "updated charge.refund.updated")


@behaviour("POST", "/v1/refunds/{refund}/cancel")
def cancel_refund(call: Call) -> Answer:
    record = call.world.get("refund", call.id)
    if record.data["status"] not in ("pending", "requires_action"):
        raise invalid(f"A refund with status {record.data['status']} cannot be canceled.")
    return call.world.update(record, {"status": "canceled"}, "updated charge.refund.updated")


@behaviour("POST", "/v1/refunds/{refund}")
def modify_refund(call: Call) -> Answer:
    record = call.world.get("refund", call.id)
    changes = merged(record, call.params)
    return call.world.update(record, changes, "updated charge.refund.updated")


# -- payouts and transfers -----------------------------------------------------------------------


@behaviour("POST", "/v1/payouts")
def create_payout(call: Call) -> Answer:
    amount = positive(call.params.get("amount"), "amount")
    fields = fields_from("payout", call.params)
    return make_payout(call.world, amount, str(call.params["currency"]).lower(), fields)


def make_payout(world: World, amount: int, currency: str, fields: Json) -> Record:
    id = world.new_id("payout")
    balance = make_balance_transaction(world, id, "payout", -amount, currency)
    data = {
        "id": id,
        "amount": amount,
        "arrival_date": world.now - world.now % DAY + 2 * DAY,
        "automatic": False,
        "balance_transaction": balance.id,
        "currency": currency,
        "method": "standard",
        "reconciliation_status": "not_applicable",
        "source_type": "card",
        "status": "pending",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
        **fields,
    }
    return world.create("payout", data)


@behaviour("POST", "/v1/payouts/{payout}/cancel")
def cancel_payout(call: Call) -> Answer:
    record = call.world.get("payout", call.id)
    if record.data["status"] != "pending":
        raise invalid(f"A payout with status {record.data['status']} cannot be canceled.")
    return call.world.update(record, {"status": "canceled"}, "payout.canceled")


@behaviour("POST", "/v1/transfers")
def create_transfer(call: Call) -> Answer:
    amount = positive(call.params.get("amount"), "amount")
    fields = fields_from("transfer", call.params)
    return make_transfer(call.world, amount, str(call.params["currency"]).lower(), fields)


def make_transfer(world: World, amount: int, currency: str, fields: Json) -> Record:
    """Money for a connected account."""
    destination = fields.get("destination")
    if world.find("account", destination) is None:
        raise missing("destination", str(destination), "destination")
    received = f"py_1{world.shelf.state.token(23)}"
    there = world.shelf.state.shelf(str(destination), world.shelf.livemode)
    seller = World(there, lambda: world.now, world.journal, world.cause)
    payment = make_balance_transaction(seller, received, "payment", amount, currency)
    seller.create(
        "charge",
        {
            "id": received,
            "amount": amount,
            "amount_captured": amount,
            "balance_transaction": payment.id,
            "captured": True,
            "currency": currency,
            "paid": True,
            "status": "succeeded",
        },
        event="charge.succeeded",
    )
    id = world.new_id("transfer")
    balance = make_balance_transaction(world, id, "transfer", -amount, currency)
    data = {
        "id": id,
        "amount": amount,
        "balance_transaction": balance.id,
        "currency": currency,
        "destination_payment": received,
        "source_type": "card",
        **fields,
    }
    return world.create("transfer", data)


@behaviour("POST", "/v1/transfers/{id}/reversals")
def reverse_transfer(call: Call) -> Answer:
    world = call.world
    transfer = world.get("transfer", call.ids["id"])
    left = transfer.data["amount"] - transfer.data["amount_reversed"]
    amount = positive(call.params.get("amount", left or None), "amount")
    if amount > left:
        raise invalid(f"Only {left} of the transfer is left to reverse.", param="amount")
    currency = transfer.data["currency"]
    id = world.new_id("transfer_reversal")
    balance = make_balance_transaction(world, id, "transfer", amount, currency)
    fields = fields_from("transfer_reversal", call.params)
    fields.update({"id": id, "amount": amount, "currency": currency, "transfer": transfer.id})
    fields["balance_transaction"] = balance.id
    record = world.create("transfer_reversal", fields, event=None)
    total = transfer.data["amount_reversed"] + amount
    changes = {"amount_reversed": total, "reversed": total == transfer.data["amount"]}
    world.update(transfer, changes, "transfer.reversed")
    return record
