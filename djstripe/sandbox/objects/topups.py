"""
Top-ups: money from the account's bank to its balance.

One is pending for a day, then succeeds, unless its test bank account has no funds.
https://docs.stripe.com/connect/top-ups
"""

from __future__ import annotations

from ..agenda import due, plan
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from
from ..world import World
from . import banks
from .balance import make_balance_transaction
from .currencies import positive
from .fees import settled
from .money import DAY

_FAILING = {
    "btok_us_verified_noAccount": "insufficient_funds",
}


@behaviour("POST", "/v1/topups")
def create_topup(call: Call) -> Answer:
    world, params = call.world, call.params
    currency = str(params["currency"]).lower()
    amount = positive(params.get("amount"), "amount", currency)
    fields = fields_from("topup", {k: v for k, v in params.items() if k != "source"})
    fields |= {
        "amount": amount,
        "currency": currency,
        "expected_availability_date": world.clock - world.clock % DAY + DAY,
        "status": "pending",
    }
    outcome = _FAILING.get(str(params.get("source")), "succeeds")
    record = world.create("topup", fields, hidden={"outcome": outcome})
    plan(world, record, record.data["expected_availability_date"], clock="")
    return record


@due("topup")
def arrive(world: World, record: Record) -> None:
    """The bank's money has come, or has not."""
    code, data = record.hidden.get("outcome", "succeeds"), record.data
    if code != "succeeds":
        message = banks.FAILURES.get(code, "The top-up failed.")
        changes = {"failure_code": code, "failure_message": message, "status": "failed"}
        world.update(record, changes, "topup.failed")
        return
    money = settled(world, data["amount"], data["currency"])
    movement = make_balance_transaction(world, record.id, "topup", money)
    changes = {"balance_transaction": movement.id, "status": "succeeded"}
    world.update(record, changes, "topup.succeeded")


@behaviour("POST", "/v1/topups/{topup}/cancel")
def cancel_topup(call: Call) -> Answer:
    world, record = call.world, call.world.get("topup", call.id)
    if record.data["status"] != "pending":
        raise invalid(f"A top-up with status {record.data['status']} cannot be canceled.")
    plan(world, record, None)
    return world.update(record, {"status": "canceled"}, "topup.canceled")
