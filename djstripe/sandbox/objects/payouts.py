"""
Payouts: money from the balance to the account's bank, by its schedule or on demand.

A payout is `pending` until the day's end, then `in_transit`, and `paid` when it arrives; test bank
accounts make it fail instead, and the money comes back. An automatic one names the movements that
it pays. https://docs.stripe.com/payouts, https://docs.stripe.com/connect/testing#payouts
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import ApiError, invalid
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from
from ..world import World
from . import balance, banks, fees
from .balance import booked, make_balance_transaction
from .currencies import WHOLE_PAYOUTS, positive
from .fees import Fee, Settled
from .money import DAY, share

ARRIVES_DAYS = 2
INSTANT_SECONDS = 30 * 60
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


# -- asked for


@behaviour("POST", "/v1/payouts")
def create_payout(call: Call) -> Answer:
    world, params = call.world, call.params
    currency = str(params["currency"]).lower()
    amount = positive(params.get("amount"), "amount", currency)
    if currency in WHOLE_PAYOUTS and amount % 100:
        raise invalid(f"A payout in {currency} must be of whole units.", param="amount")
    bank = _destination(world, currency, params.get("destination"))
    fields = fields_from("payout", params)
    if bank is not None:
        fields["destination"] = bank.id
        fields["type"] = "card" if bank.kind == "card" else "bank_account"
    if params.get("method") == "instant":
        _check_instant(world, bank, amount, currency)
    else:
        balance.require(world, amount, currency, params.get("source_type"))
    return make_payout(world, amount, currency, fields)


def _destination(world: World, currency: str, id: Any) -> Record | None:
    """
    Where a payout goes: what is named, or the currency's default.

    The platform may have none, for nothing in the API gives it one; a connected account needs one.
    """
    account = world.shelf.account
    if id:
        found = world.shelf.find_any(("bank_account", "card"), id)
        if found is None or found.data.get("account") != account:
            raise ApiError(
                f"No such external account: '{id}'", code="resource_missing", param="destination"
            )
        return found
    mine = external_accounts(world, account, currency)
    if not mine and world.shelf.state.platform_of(account) is not None:
        raise invalid(f"You don't have any external accounts in that currency ({currency}).")
    default = [one for one in mine if one.data.get("default_for_currency")] or mine
    return default[0] if default else None


def external_accounts(world: World, account: str, currency: str) -> list[Record]:
    return [
        one
        for kind in ("bank_account", "card")
        for one in world.all(kind, "account", account)
        if one.data.get("currency") == currency
    ]


def _check_instant(world: World, bank: Record | None, amount: int, currency: str) -> None:
    if bank is not None and bank.hidden.get("instant") is False:
        raise ApiError(
            "This external account is not eligible for Instant Payouts.",
            code="instant_payouts_unsupported",
        )
    if balance.instantly(world, currency) < amount + instant_fee(world, amount):
        raise balance.insufficient()


def instant_fee(world: World, amount: int) -> int:
    """What it costs to be paid out at once. https://docs.stripe.com/payouts/instant-payouts"""
    return share(amount, fees.terms_of(world).instant_percent)


def make_payout(world: World, amount: int, currency: str, fields: Json) -> Record:
    """Take an amount off the balance and send it on its way; a negative one is debited."""
    id, instant = world.new_id("payout"), fields.get("method") == "instant"
    cost = [Fee(instant_fee(world, amount))] if instant else []
    part = fields.get("source_type") or "card"
    movement = make_balance_transaction(
        world, id, "payout", Settled(-amount, currency, None), cost, source_type=part
    )
    today = world.clock - world.clock % DAY
    arrives = world.clock + INSTANT_SECONDS if instant else today + ARRIVES_DAYS * DAY
    data = {
        "id": id,
        "amount": amount,
        "arrival_date": arrives,
        "automatic": False,
        "balance_transaction": movement.id,
        "currency": currency,
        "method": "standard",
        "reconciliation_status": "not_applicable",
        "source_type": part,
        "status": "pending",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
        **fields,
    }
    record = world.create("payout", data)
    if record.data["status"] == "pending" and world.journal is not None:
        plan(world, record, world.clock + 1 if instant else today + DAY, clock="")
    return record


# -- on its way


@due("payout")
def carry(world: World, record: Record) -> None:
    """A payout leaves; a payout arrives, or fails."""
    data = record.data
    if data["status"] == "pending":
        world.update(record, {"status": "in_transit"})
        plan(world, record, max(data["arrival_date"], world.clock + 1), clock="")
        return
    bank = world.shelf.find_any(("bank_account", "card"), str(data.get("destination")))
    outcome = bank.hidden.get("payout", "succeeds") if bank is not None else "succeeds"
    if outcome != "succeeds":
        fail(world, record, outcome)
        return
    trace = {"status": "supported", "value": world.shelf.state.token(15).upper()}
    world.update(record, {"status": "paid", "trace_id": trace}, "payout.paid")
    if data["automatic"]:
        changes = {"reconciliation_status": "completed"}
        world.update(record, changes, "payout.reconciliation_completed")


def fail(world: World, record: Record, code: str) -> Record:
    """
    The bank did not take a payout: its money stands on the balance again.

    The bank account takes no more payouts until it is replaced.
    """
    bank = world.shelf.find_any(("bank_account", "card"), str(record.data.get("destination")))
    changes = {
        "failure_balance_transaction": _back(world, record, "payout_failure").id,
        "failure_code": code,
        "failure_message": banks.FAILURES.get(code, "The payout failed."),
        "status": "failed",
    }
    world.update(record, changes, "payout.failed")
    if bank is not None and bank.kind == "bank_account":
        world.update(bank, {"status": "errored"})
    return record


def _back(world: World, record: Record, type: str) -> Record:
    gone = booked(world, record)
    money = Settled(-gone.amount, gone.currency, None)
    part = str(record.data.get("source_type") or "card")
    movement = make_balance_transaction(world, record.id, type, money, source_type=part)
    for paid in world.all("balance_transaction", "payout", record.id):
        world.shelf.hide(paid, payout=None)  # they wait for the next one
    return movement


@behaviour("POST", "/v1/payouts/{payout}/cancel")
def cancel_payout(call: Call) -> Answer:
    world, record = call.world, call.world.get("payout", call.id)
    if record.data["status"] != "pending":
        raise invalid(f"A payout with status {record.data['status']} cannot be canceled.")
    plan(world, record, None)
    back = _back(world, record, "payout_cancel")
    changes = {"failure_balance_transaction": back.id, "status": "canceled"}
    return world.update(record, changes, "payout.canceled")


@behaviour("POST", "/v1/payouts/{payout}/reverse")
def reverse_payout(call: Call) -> Answer:
    """The bank gives a payout back: a payout of its own, of the negative amount."""
    world, record = call.world, call.world.get("payout", call.id)
    data = record.data
    if data["status"] != "paid" or data.get("reversed_by") or data.get("original_payout"):
        raise invalid("Only a payout that was paid, and not reversed before, can be reversed.")
    names = ("destination", "source_type", "type")
    fields = {name: data.get(name) for name in names}
    fields |= {"original_payout": record.id, "metadata": call.params.get("metadata") or {}}
    made = make_payout(world, -data["amount"], data["currency"], fields)
    world.update(record, {"reversed_by": made.id})
    return made


# -- by the schedule


def begin(world: World, bank: Record) -> None:
    """Let automatic payouts to a bank account begin, as the account's schedule says."""
    plan(world, bank, world.clock - world.clock % DAY + DAY, clock="")


@due("bank_account")
def pay_out(world: World, bank: Record) -> None:
    """
    Pay out what is available, if today is a day for it.

    What is owed is debited if the account allows it. https://docs.stripe.com/payouts#payout-schedule
    """
    plan(world, bank, world.clock - world.clock % DAY + DAY, clock="")
    account = world.find("account", bank.value("account"))
    if account is None or not bank.data.get("default_for_currency"):
        return
    settings: Json = (account.data.get("settings") or {}).get("payouts") or {}
    if bank.data.get("status") == "errored" or not falls_on(settings, world.clock):
        return
    balance.make_available(world)
    currency = str(bank.data["currency"])
    for part in ("card", "bank_account"):
        paid = balance.unpaid(world, currency, part)
        amount = sum(one.data["net"] for one in paid)
        if currency in WHOLE_PAYOUTS and amount % 100:
            continue  # it waits until it is whole
        if amount > 0 or (amount < 0 and settings.get("debit_negative_balances")):
            _pay_out(world, bank, amount, part, paid)


def _pay_out(world: World, bank: Record, amount: int, part: str, paid: list[Record]) -> None:
    fields = {"automatic": True, "destination": bank.id, "source_type": part}
    fields["reconciliation_status"] = "in_progress"
    payout = make_payout(world, amount, str(bank.data["currency"]), fields)
    own = world.get("balance_transaction", payout.data["balance_transaction"])
    for movement in (*paid, own):
        world.shelf.hide(movement, payout=payout.id)


def falls_on(settings: Json, moment: int) -> bool:
    """Whether payouts of a schedule are made on the day of a moment (UTC)."""
    schedule: Json = settings.get("schedule") or {}
    interval, today = schedule.get("interval", "daily"), datetime.fromtimestamp(moment, UTC)
    if interval == "weekly":
        return bool(_DAYS[today.weekday()] == schedule.get("weekly_anchor", "monday"))
    if interval == "monthly":
        tomorrow = datetime.fromtimestamp(moment + DAY, UTC)
        anchor = schedule.get("monthly_anchor", 1)
        return bool(today.day == anchor or (tomorrow.day == 1 and today.day < anchor))
    return bool(interval == "daily")
