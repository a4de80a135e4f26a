"""
Refunds: a charge's money, or a part of it, given back.

Most succeed at once; of two test cards they are pending first, or fail later. What comes back
stands on the balance again. https://docs.stripe.com/refunds
"""

from __future__ import annotations

from typing import Any

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid, required
from ..events import previous_attributes
from ..render import view
from ..state import Record
from ..store import Answer, Call, behaviour, find_parent, merged
from ..world import World
from . import banks, charges, connect, disputes, payments, transfers
from .balance import booked, make_balance_transaction
from .currencies import positive
from .fees import Settled, settled

# Some time later, says the documentation's test mode.
LATER_SECONDS = 180
UPDATED = "updated charge.refund.updated"


@behaviour("POST", "/v1/refunds")
def create_refund(call: Call) -> Answer:
    world, params = call.world, call.params
    if params.get("charge"):
        charge = world.get("charge", params["charge"], "charge")
    elif params.get("payment_intent"):
        intent = world.get("payment_intent", params["payment_intent"], "payment_intent")
        if not intent.data.get("latest_charge"):
            raise invalid(
                "This payment intent has no successful charge to refund.", param="payment_intent"
            )
        charge = world.get("charge", intent.data["latest_charge"], "payment_intent")
    else:
        raise required("charge")
    return _asked(world, charge, params)


@behaviour("POST", "/v1/charges/{charge}/refunds")
def refund_of_charge(call: Call) -> Answer:
    charge = find_parent(call)
    assert charge is not None
    return _asked(call.world, charge, call.params)


def _asked(world: World, charge: Record, params: Json) -> Record:
    return refund(
        world,
        charge,
        params.get("amount"),
        reverse_transfer=bool(params.get("reverse_transfer")),
        refund_application_fee=bool(params.get("refund_application_fee")),
        reason=params.get("reason"),
        metadata=params.get("metadata") or {},
    )


def refund(
    world: World,
    charge: Record,
    amount: int | None = None,
    reverse_transfer: bool = False,
    refund_application_fee: bool = False,
    **fields: Any,
) -> Record:
    """
    Give back a charge's money, or a part of it; the charge and the balance follow.

    The fee stays with Stripe. A destination charge's transfer and an application fee stay where
    they are unless asked for; then the same part of them comes back.
    """
    data = charge.data
    given = _checked(world, charge, amount)
    if data.get("source_transfer"):
        return _send_back(world, charge, given)
    if data.get("captured") is False:
        intent = world.find("payment_intent", data.get("payment_intent"))
        if intent is not None:
            payments.cancel_payment(world, intent)
        else:
            charges.release(world, charge, "charge.refunded")
        return world.create(
            "refund", {**_shown(charge, given), "status": "succeeded", **_given(fields)}
        )
    _check_connect(world, charge, reverse_transfer, refund_application_fee)
    id, debit = world.new_id("refund"), charges.kind_of(charge) in banks.KINDS
    money = settled(world, -given, data["currency"])
    movement = make_balance_transaction(
        world,
        id,
        "payment_refund" if debit else "refund",
        money,
        source_type="bank_account" if debit else "card",
    )
    outcome = charge.hidden.get("outcome")
    waits = debit or outcome == "refund_pending"
    shown = {
        **_shown(charge, given),
        "id": id,
        "balance_transaction": movement.id,
        "status": "pending" if waits else "succeeded",
        **({"pending_reason": "processing"} if waits else {}),
        **_given(fields),
    }
    record = world.create("refund", shown, hidden={"outcome": outcome})
    refunded = data["amount_refunded"] + given
    changes = {"amount_refunded": refunded, "refunded": refunded == data["amount"]}
    world.update(charge, changes, "charge.refunded")
    _give_back_shares(world, charge, record, reverse_transfer, refund_application_fee)
    disputes.heed(world, charge)
    if waits or outcome == "refund_fails":
        plan(world, record, world.clock + LATER_SECONDS, clock="")
    if waits:
        return record
    return world.update(record, _arrived(world, record), UPDATED)


def _send_back(world: World, payment: Record, amount: int) -> Record:
    """A connected account refunds what was transferred to it: the transfer is reversed."""
    platform = connect.platform_of(world)
    assert platform is not None
    transfer = platform.get("transfer", payment.data["source_transfer"])
    made = transfers.reverse(platform, transfer, amount)
    return world.get("refund", made.data["destination_payment_refund"])


def _checked(world: World, charge: Record, amount: int | None) -> int:
    """How much is refunded; raises if it cannot be."""
    data = charge.data
    left = data["amount"] - data["amount_refunded"]
    disputed = disputes.forbid_refund(world, charge)
    if data["status"] != "succeeded" or disputed:
        code = "charge_disputed" if disputed else None
        raise invalid(f"Charge {charge.id} cannot be refunded.", code=code)
    if left == 0:
        raise invalid(
            f"Charge {charge.id} has already been refunded.", code="charge_already_refunded"
        )
    given = left if amount is None else positive(amount, "amount", data["currency"])
    if given > left:
        raise invalid(f"Only {left} of charge {charge.id} is left to refund.", param="amount")
    if data.get("captured") is False and given < left:
        raise invalid("A charge that is not captured is refunded whole.", param="amount")
    return given


def _check_connect(world: World, charge: Record, transfer: bool, fee: bool) -> None:
    if transfer and not charge.data.get("transfer"):
        raise invalid("The charge has no transfer to reverse.", param="reverse_transfer")
    if fee and not charge.data.get("application_fee"):
        raise invalid(
            "The charge has no application fee to refund.", param="refund_application_fee"
        )


def _given(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value is not None}


def _shown(charge: Record, amount: int) -> Json:
    data = charge.data
    kind = charges.kind_of(charge)
    transfer = {"us_bank_account": "us_bank_transfer", "sepa_debit": "eu_bank_transfer"}.get(kind)
    card: Json = {
        "card": {
            "type": "refund",
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
        },
        "type": "card",
    }
    details: Json = {transfer: {}, "type": transfer} if transfer else card
    return {
        "amount": amount,
        "charge": charge.id,
        "currency": data["currency"],
        "customer": data.get("customer"),
        "destination_details": details,
        "payment_intent": data.get("payment_intent"),
        "payment_method": data.get("payment_method"),
    }


def _arrived(world: World, record: Record) -> Json:
    """What is known of a card's refund once it has been sent."""
    details = record.data["destination_details"]
    if details.get("type") != "card":
        return {}
    reference = {"reference": world.shelf.state.token(16), "reference_status": "available"}
    return {"destination_details": {**details, "card": {**details["card"], **reference}}}


def _give_back_shares(
    world: World, charge: Record, record: Record, transfer: bool, fee: bool
) -> None:
    """Reverse the transfer and refund the application fee by the part that has been refunded."""
    data = charge.data
    refunded = data["amount_refunded"] - (data["amount"] - data["amount_captured"])
    if transfer:
        sent = world.get("transfer", data["transfer"])
        back = connect.part(sent.data["amount"], refunded, data["amount_captured"])
        back -= sent.data["amount_reversed"]
        if back > 0:
            made = transfers.reverse(world, sent, back, {"source_refund": record.id}, may_owe=True)
            world.update(record, {"transfer_reversal": made.id}, None)
    if fee:
        platform = world if data.get("transfer") else connect.platform_of(world)
        if platform is not None:
            taken = platform.get("application_fee", data["application_fee"])
            share = connect.refund_share(taken, refunded, data["amount_captured"])
            if share:
                connect.refund_fee(platform, taken, share)


# -- later


@due("refund")
def settle_refund(world: World, record: Record) -> None:
    """A pending refund arrives, or one that seemed to have arrived comes back."""
    if record.data["status"] == "pending":
        before = view(record)
        kept = {k: v for k, v in record.data.items() if k != "pending_reason"}
        world.shelf.change(record, {**kept, **_arrived(world, record), "status": "succeeded"})
        previous = previous_attributes(before, view(record))
        for name in ("refund.updated", "charge.refund.updated"):
            world.emit(record, name, previous)
    elif record.hidden.get("outcome") == "refund_fails":
        come_back(world, record, "failed", "expired_or_canceled_card", "refund.failed")


def come_back(world: World, record: Record, status: str, reason: str, event: str) -> Record:
    """
    A refund did not reach the customer: its money stands on the balance again.

    https://docs.stripe.com/refunds#failed-refunds
    """
    plan(world, record, None)
    gone = booked(world, record)
    money = Settled(-gone.amount, gone.currency, None)
    movement = make_balance_transaction(world, record.id, "refund_failure", money)
    changes = {
        "failure_balance_transaction": movement.id,
        "failure_reason": reason,
        "status": status,
    }
    charge = world.find("charge", record.value("charge"))
    if charge is not None:
        left = charge.data["amount_refunded"] - record.data["amount"]
        world.update(charge, {"amount_refunded": left, "refunded": False}, None)
    return world.update(record, changes, f"{event} charge.refund.updated")


@behaviour("POST", "/v1/refunds/{refund}/cancel")
def cancel_refund(call: Call) -> Answer:
    record = call.world.get("refund", call.id)
    if record.data["status"] not in ("pending", "requires_action"):
        raise invalid(f"A refund with status {record.data['status']} cannot be canceled.")
    return come_back(call.world, record, "canceled", "merchant_request", "updated")


@behaviour("POST", "/v1/test_helpers/refunds/{refund}/expire")
def expire_refund(call: Call) -> Answer:
    """The customer did not act in time on a refund that wants them to."""
    record = call.world.get("refund", call.id)
    if record.data["status"] != "requires_action":
        raise invalid(
            f"A refund with status {record.data['status']} does not wait for its customer."
        )
    return come_back(call.world, record, "failed", "expired_or_canceled_card", "refund.failed")


@behaviour("POST", "/v1/refunds/{refund}")
def modify_refund(call: Call) -> Answer:
    record = call.world.get("refund", call.id)
    return call.world.update(record, merged(record, call.params), UPDATED)
