"""
Money between a platform and its connected accounts: application fees, and what a charge shares.

A direct charge is made on the connected account, and the platform gets the fee. A destination
charge is made on the platform; its money is transferred, and the fee comes back.
https://docs.stripe.com/connect/charges
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..catalogue import Json
from ..errors import ApiError, invalid, missing
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from, merged
from ..world import World
from . import transfers
from .balance import booked, make_balance_transaction
from .fees import Fee, Settled, settled
from .money import rounded


def at(world: World, account: str) -> World:
    """The same moment and cause on another account."""
    there = world.shelf.state.shelf(account, world.shelf.livemode)
    return World(there, lambda: world.clock, world.journal, world.cause)


def platform_of(world: World) -> World | None:
    """The platform of the account in which something happens, if it is a connected one."""
    platform = world.shelf.state.platform_of(world.shelf.account)
    return at(world, platform) if platform is not None else None


def part(whole: int, done: int, of: int) -> int:
    """What so much of something is of the whole; parts that follow each other add up to it."""
    return rounded(Decimal(whole) * done / of) if of else 0


def check(world: World, fields: Json) -> None:
    """Refuse a destination or a fee that cannot be. https://docs.stripe.com/connect/destination-charges"""
    destination = (fields.get("transfer_data") or {}).get("destination")
    for id, param in (
        (destination, "transfer_data[destination]"),
        (fields.get("on_behalf_of"), "on_behalf_of"),
    ):
        if id and world.shelf.state.platform_of(id) != world.shelf.account:
            raise missing("destination", str(id), param)
    fee = fields.get("application_fee_amount")
    if not fee:
        return
    if not destination and world.shelf.state.platform_of(world.shelf.account) is None:
        raise invalid(
            "An application fee is taken only from a connected account: name a destination, or "
            "make the request on its behalf.",
            param="application_fee_amount",
        )
    if fields.get("transfer_data", {}).get("amount") is not None and destination:
        raise invalid(
            "A charge has an application fee or an amount to transfer, not both.",
            param="application_fee_amount",
        )


def application_of(platform: World) -> str:
    """The id of a platform's application, which its fees name."""
    found = next(platform.shelf.every("application"), None)
    fields = {"name": "Sandbox"}
    return (found or platform.create("application", fields, event=None)).id


def fee_on_account(world: World, data: Json, gross: Settled) -> list[Fee]:
    """The application fee of a direct charge, as it stands on the connected account."""
    asked, platform = data.get("application_fee_amount"), platform_of(world)
    if not asked or data.get("transfer_data") or platform is None:
        return []
    cost = min(settled(world, asked, data["currency"]).amount, gross.amount)
    return [Fee(cost, "application_fee", application_of(platform))]


def share_out(world: World, charge: Record) -> None:
    """Transfer what a paid charge is to transfer, and take the platform's fee."""
    data = charge.data
    sharing: Json = data.get("transfer_data") or {}
    if sharing.get("destination"):
        _to_destination(world, charge, sharing)
    elif data.get("application_fee_amount"):
        platform = platform_of(world)
        if platform is not None:
            movement = world.get("balance_transaction", data["balance_transaction"]).data
            details = movement["fee_details"]
            cost = sum(one["amount"] for one in details if one["type"] == "application_fee")
            fee = _make_fee(
                platform, world, charge.id, cost, movement["currency"], movement["available_on"]
            )
            noted = {"application": application_of(platform), "application_fee": fee.id}
            world.update(charge, noted, None)


def _to_destination(world: World, charge: Record, sharing: Json) -> None:
    data = charge.data
    gross = booked(world, charge)
    asked = sharing.get("amount")
    taken = data["amount_captured"] if asked is None else min(asked, data["amount_captured"])
    amount = part(gross.amount, taken, data["amount"])
    movement = world.get("balance_transaction", data["balance_transaction"]).data
    fee = min(data.get("application_fee_amount") or 0, data["amount_captured"])
    fields = {
        "destination": sharing["destination"],
        "source_transaction": charge.id,
        "transfer_group": data.get("transfer_group")
        or f"group_{data.get('payment_intent') or charge.id}",
    }
    if amount == 0:
        return
    transfer, payment = transfers.send(
        world,
        Settled(amount, gross.currency, None),
        fields,
        available_on=movement["available_on"],
        fee=part(gross.amount, fee, data["amount"]),
    )
    noted: Json = {"transfer": transfer.id, "transfer_group": fields["transfer_group"]}
    if fee:
        seller = at(world, sharing["destination"])
        kept = seller.get("balance_transaction", payment.data["balance_transaction"]).data
        made = _make_fee(
            world,
            seller,
            payment.id,
            kept["fee"],
            kept["currency"],
            movement["available_on"],
            charge.id,
        )
        seller.update(payment, {"application_fee": made.id, "application_fee_amount": fee}, None)
        noted["application_fee"] = made.id
    world.update(charge, noted, None)


def _make_fee(
    platform: World,
    seller: World,
    charge: str,
    amount: int,
    currency: str,
    available_on: int,
    originating: str | None = None,
) -> Record:
    """The platform's fee of a charge on a connected account, in what that account settles in."""
    id = platform.new_id("application_fee")
    movement = make_balance_transaction(
        platform, id, "application_fee", settled(platform, amount, currency), (), available_on
    )
    fields = {
        "id": id,
        "account": seller.shelf.account,
        "amount": amount,
        "application": application_of(platform),
        "balance_transaction": movement.id,
        "charge": charge,
        "currency": currency,
        "fee_source": {"charge": charge, "type": "charge"},
        "originating_transaction": originating,
    }
    return platform.create("application_fee", fields)


# -- fees given back


@behaviour("POST", "/v1/application_fees/{id}/refunds")
def create_fee_refund(call: Call) -> Answer:
    fee = call.world.get("application_fee", call.ids["id"])
    amount = call.params.get("amount")
    fields = fields_from("fee_refund", {"metadata": call.params.get("metadata") or {}})
    return refund_fee(call.world, fee, amount, fields)


def refund_fee(
    world: World, fee: Record, amount: int | None = None, fields: Json | None = None
) -> Record:
    """Give an application fee, or a part of it, back to the connected account."""
    data = fee.data
    left = data["amount"] - data["amount_refunded"]
    given = left if amount is None else amount
    if left == 0:
        raise ApiError("This fee has been refunded in full.", code="charge_already_refunded")
    if not 0 < given <= left:
        raise invalid(f"Only {left} of the fee is left to refund.", param="amount")
    id, seller = world.new_id("fee_refund"), at(world, str(fee.value("account")))
    total = data["amount_refunded"] + given
    earned = booked(world, fee)
    back = part(earned.amount, total, data["amount"])
    back -= part(earned.amount, data["amount_refunded"], data["amount"])
    movement = make_balance_transaction(
        world, id, "application_fee_refund", Settled(-back, earned.currency, None)
    )
    gain = Settled(given, data["currency"], None)
    make_balance_transaction(seller, id, "adjustment", gain, category="fee")
    more: Json = {"amount": given, "balance_transaction": movement.id, "currency": data["currency"]}
    record = world.create("fee_refund", {**(fields or {}), "id": id, "fee": fee.id, **more}, None)
    changes = {"amount_refunded": total, "refunded": total == data["amount"]}
    world.update(fee, changes, "application_fee.refunded")
    return record


@behaviour("POST", "/v1/application_fees/{fee}/refunds/{id}")
def modify_fee_refund(call: Call) -> Answer:
    record = call.target()
    changes = merged(record, call.params)
    return call.world.update(record, changes, "application_fee.refund.updated")


def refund_share(fee: Record, refunded: int, amount: int) -> int:
    """How much of a fee goes back when so much of its charge has been refunded in all."""
    due: Any = part(fee.data["amount"], refunded, amount) - fee.data["amount_refunded"]
    return max(int(due), 0)
