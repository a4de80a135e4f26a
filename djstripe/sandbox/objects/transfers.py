"""
Transfers: money from a platform's balance to a connected account's, and back.

On the connected account a transfer arrives as a payment (`py_…`), and its reversal as that
payment's refund. https://docs.stripe.com/connect/separate-charges-and-transfers
"""

from __future__ import annotations

from typing import Any

from ..catalogue import Json
from ..errors import invalid, missing
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from
from ..world import World
from . import balance, connect
from .balance import booked, make_balance_transaction
from .currencies import positive
from .fees import Fee, Settled, settled


@behaviour("POST", "/v1/transfers")
def create_transfer(call: Call) -> Answer:
    world, params = call.world, call.params
    currency = str(params["currency"]).lower()
    if params.get("amount") is None and params.get("source_transaction"):
        charge = world.get("charge", params["source_transaction"], "source_transaction")
        amount = booked(world, charge).amount
    else:
        amount = positive(params.get("amount"), "amount", currency)
    return make_transfer(world, amount, currency, fields_from("transfer", params))


def make_transfer(world: World, amount: int, currency: str, fields: Json) -> Record:
    """
    Money for a connected account, from what is available or, before that, from a charge.

    With `source_transaction` it comes available when the charge's money does.
    """
    id = fields.get("source_transaction")
    if not id:
        part = fields.get("source_type")
        if world.journal is not None:  # the past that a company invents needs no cover
            balance.require(world, amount, currency, part)
        return send(world, Settled(amount, currency, None), fields)[0]
    charge = world.get("charge", id, "source_transaction")
    if not charge.data.get("balance_transaction"):
        raise invalid(f"Charge {id} has no money to transfer.", param="source_transaction")
    movement = world.get("balance_transaction", charge.data["balance_transaction"]).data
    if movement["currency"] != currency:
        raise invalid(
            f"The transfer must be in {movement['currency']}, as the charge's balance transaction.",
            param="currency",
        )
    earlier = world.all("transfer", "source_transaction", id)
    sent = sum(one.data["amount"] - one.data["amount_reversed"] for one in earlier)
    if amount + sent > movement["amount"]:
        raise invalid("The charge does not have so much to transfer.", param="amount")
    group = charge.data.get("transfer_group") or f"group_{id}"
    world.update(charge, {"transfer_group": group}, None)
    fields = {**fields, "transfer_group": fields.get("transfer_group") or group}
    available_on = movement["available_on"]
    return send(world, Settled(amount, currency, None), fields, available_on=available_on)[0]


def send(
    world: World, money: Settled, fields: Json, available_on: int | None = None, fee: int = 0
) -> tuple[Record, Record]:
    """
    Move money to `fields["destination"]`, of which `fee` is the platform's application fee.

    Returns the transfer, and the payment that it is on the connected account.
    """
    destination = str(fields.get("destination"))
    if world.shelf.state.platform_of(destination) != world.shelf.account:
        raise missing("destination", destination, "destination")
    id = world.new_id("transfer")
    seller, received = connect.at(world, destination), f"py_1{world.shelf.state.token(23)}"
    gross = settled(seller, money.amount, money.currency)
    cost = settled(seller, fee, money.currency).amount
    fees = [Fee(cost, "application_fee", connect.application_of(world))] if fee else []
    paid = make_balance_transaction(seller, received, "payment", gross, fees, available_on)
    taken = Settled(-money.amount, money.currency, None)
    movement = make_balance_transaction(world, id, "transfer", taken, (), available_on)
    transfer = world.create(
        "transfer",
        {
            "id": id,
            "amount": money.amount,
            "balance_transaction": movement.id,
            "currency": money.currency,
            "destination_payment": received,
            "source_type": "card",
            **fields,
        },
    )
    payment = seller.create(
        "charge",
        {
            "id": received,
            "amount": money.amount,
            "amount_captured": money.amount,
            "balance_transaction": paid.id,
            "captured": True,
            "currency": money.currency,
            "paid": True,
            "payment_method_details": {"stripe_account": {}, "type": "stripe_account"},
            "source_transfer": id,
            "status": "succeeded",
            "transfer_group": fields.get("transfer_group"),
        },
        event="charge.succeeded",
    )
    return transfer, payment


@behaviour("POST", "/v1/transfers/{id}/reversals")
def reverse_transfer(call: Call) -> Answer:
    world = call.world
    transfer = world.get("transfer", call.ids["id"])
    amount, fields = call.params.get("amount"), fields_from("transfer_reversal", call.params)
    record = reverse(world, transfer, amount, fields)
    if call.params.get("refund_application_fee"):
        _refund_fee(world, transfer)
    return record


def reverse(
    world: World,
    transfer: Record,
    amount: int | None = None,
    fields: Json | None = None,
    may_owe: bool = False,
) -> Record:
    """
    Take a transfer, or a part of it, back.

    Only what the connected account has available, unless `may_owe`: the refund of a destination
    charge takes it in any case.
    """
    data = transfer.data
    left = data["amount"] - data["amount_reversed"]
    if left == 0:
        raise invalid("The transfer has been reversed in full.", code="transfer_already_reversed")
    given = positive(left if amount is None else amount, "amount")
    if given > left:
        raise invalid(f"Only {left} of the transfer is left to reverse.", param="amount")
    seller = connect.at(world, str(transfer.value("destination")))
    payment = seller.get("charge", transfer.value("destination_payment"))
    total = data["amount_reversed"] + given
    arrived = booked(seller, payment)
    back = connect.part(arrived.amount, total, data["amount"])
    back -= connect.part(arrived.amount, data["amount_reversed"], data["amount"])
    if not may_owe and seller.journal is not None:
        balance.require(seller, back, arrived.currency)
    refund = _refund_payment(seller, payment, given, Settled(-back, arrived.currency, None))
    id = world.new_id("transfer_reversal")
    money = Settled(given, data["currency"], None)
    movement = make_balance_transaction(world, id, "transfer_refund", money)
    shown: Json = {**(fields or {}), "id": id, "amount": given, "currency": data["currency"]}
    shown |= {"balance_transaction": movement.id, "destination_payment_refund": refund.id}
    record = world.create("transfer_reversal", {**shown, "transfer": transfer.id}, event=None)
    seller.update(refund, {"source_transfer_reversal": id}, None)
    changes = {"amount_reversed": total, "reversed": total == data["amount"]}
    world.update(transfer, changes, "transfer.reversed")
    return record


def _refund_payment(seller: World, payment: Record, amount: int, money: Settled) -> Record:
    """What a reversal is on the connected account."""
    id = f"pyr_1{seller.shelf.state.token(23)}"
    movement = make_balance_transaction(seller, id, "payment_refund", money)
    refund = seller.create(
        "refund",
        {
            "id": id,
            "amount": amount,
            "balance_transaction": movement.id,
            "charge": payment.id,
            "currency": payment.data["currency"],
            "status": "succeeded",
        },
    )
    refunded = payment.data["amount_refunded"] + amount
    whole = refunded == payment.data["amount"]
    seller.update(payment, {"amount_refunded": refunded, "refunded": whole}, "charge.refunded")
    return refund


def _refund_fee(world: World, transfer: Record) -> None:
    """Give back the part of the fee that so much of the transfer means."""
    seller = connect.at(world, str(transfer.value("destination")))
    payment = seller.get("charge", transfer.value("destination_payment"))
    fee = world.find("application_fee", payment.data.get("application_fee"))
    if fee is None:
        return
    data = transfer.data
    share: Any = connect.refund_share(fee, data["amount_reversed"], data["amount"])
    if share:
        connect.refund_fee(world, fee, share)
