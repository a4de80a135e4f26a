"""
The balance: every movement of money has a balance transaction, and their sum is the balance.

Amounts are integers in the smallest unit of the currency in which the account settles; what is
paid in comes available after the account's delay. https://docs.stripe.com/payments/balances
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import ApiError
from ..lists import list_page
from ..state import Record
from ..store import Answer, Call, Page, behaviour
from ..world import World
from .fees import Fee, Settled
from .money import DAY

# What a type is called in reports, where that differs.
# https://docs.stripe.com/reports/reporting-categories
CATEGORIES = {
    "adjustment": "other_adjustment",
    "application_fee": "platform_earning",
    "application_fee_refund": "platform_earning_refund",
    "payment": "charge",
    "payment_refund": "refund",
    "payout_cancel": "payout_reversal",
    "payout_failure": "payout_reversal",
    "stripe_fee": "fee",
    "transfer_refund": "transfer_reversal",
}
_FEES = {"stripe_fee": "Stripe processing fees", "application_fee": "Application fee"}


def make_balance_transaction(
    world: World,
    source: str,
    type: str,
    money: Settled,
    fees: Sequence[Fee] = (),
    available_on: int | None = None,
    category: str | None = None,
    source_type: str = "card",
    description: str | None = None,
) -> Record:
    """
    A movement on the balance; the amount is negative where money leaves.

    It is available at once unless `available_on` (Unix seconds) lies ahead. `source_type` says in
    which part of the balance it is: of cards or of bank accounts.
    """
    shown = [
        {
            "amount": fee.amount,
            "application": fee.application,
            "currency": money.currency,
            "description": _FEES[fee.type],
            "type": fee.type,
        }
        for fee in fees
        if fee.amount
    ]
    cost = sum(fee.amount for fee in fees)
    available = world.clock if available_on is None else available_on
    waits = available > world.clock
    record = world.create(
        "balance_transaction",
        {
            "amount": money.amount,
            "available_on": available - available % DAY,
            "currency": money.currency,
            "description": description,
            "exchange_rate": float(money.rate) if money.rate is not None else None,
            "fee": cost,
            "fee_details": shown,
            "net": money.amount - cost,
            "reporting_category": category or CATEGORIES.get(type, type),
            "source": source,
            "status": "pending" if waits else "available",
            "type": type,
        },
        event=None,
        hidden={"source_type": source_type},
    )
    if waits:
        plan(world, record, record.data["available_on"], clock="")
    return record


def comes_available(world: World) -> int:
    """The midnight (UTC) from which on what is paid in now can be paid out."""
    account = world.find("account", world.shelf.account)
    schedule = account.value("settings.payouts.schedule.delay_days") if account else None
    moment = world.clock + DAY * (schedule if isinstance(schedule, int) else 2)
    return moment - moment % DAY


def booked(world: World, record: Record, field: str = "balance_transaction") -> Settled:
    """What an object moved, as its balance transaction has it; its rate is that of then."""
    movement = world.get("balance_transaction", record.data[field]).data
    return Settled(movement["amount"], movement["currency"], None)


# -- the sums


def sums(world: World, movements: Iterable[Record] | None = None) -> dict[str, Json]:
    """{"available" or "pending": {currency: {source type: net}}}, of all movements by default."""
    found: dict[str, Json] = {"available": {}, "pending": {}}
    for record in world.shelf.every("balance_transaction") if movements is None else movements:
        data = record.data
        when = "pending" if data.get("available_on", 0) > world.clock else "available"
        parts = found[when].setdefault(data.get("currency", "usd"), {})
        kind = record.hidden.get("source_type", "card")
        parts[kind] = parts.get(kind, 0) + data.get("net", 0)
    return found


def available(world: World, currency: str, source_type: str | None = None) -> int:
    """What can be paid out or transferred, of one part of the balance or of all."""
    parts = sums(world)["available"].get(currency, {})
    return int(parts.get(source_type, 0) if source_type else sum(parts.values()))


def instantly(world: World, currency: str) -> int:
    """What can be paid out at once: what is available, and what cards still have pending."""
    found = sums(world)
    at_hand = sum(found["available"].get(currency, {}).values())
    return max(0, int(at_hand + found["pending"].get(currency, {}).get("card", 0)))


def require(world: World, amount: int, currency: str, source_type: str | None = None) -> None:
    """Raise Stripe's `balance_insufficient` unless so much is available."""
    if available(world, currency, source_type) < amount:
        raise insufficient()


def insufficient() -> ApiError:
    return ApiError(
        "You have insufficient available funds in your Stripe account. Charge a card such as "
        "4000000000000077, whose money is available at once, or let time pass.",
        code="balance_insufficient",
        param="amount",
    )


def balance_of(world: World) -> Json:
    """
    The sum of the balance transactions, by currency and by what they came from.

    `connect_reserved` is what connected accounts owe that the platform answers for; it is shown
    and not withheld.
    """
    found = sums(world)
    parts: dict[str, list[Json]] = {
        name: [_part(currency, kinds) for currency, kinds in sorted(one.items())]
        for name, one in found.items()
    }
    nothing = [{"amount": 0, "currency": _default(world), "source_types": {"card": 0}}]
    owed = _reserved(world)
    known = sorted({*found["available"], *found["pending"]})
    instant = [(currency, instantly(world, currency)) for currency in known]
    return {
        "object": "balance",
        "available": parts["available"] or nothing,
        **({"connect_reserved": owed} if owed else {}),
        "instant_available": [
            {"amount": amount, "currency": currency, "source_types": {"card": amount}}
            for currency, amount in instant
        ],
        "livemode": world.shelf.livemode,
        "pending": parts["pending"] or nothing,
    }


def _part(currency: str, kinds: Json) -> Json:
    return {"amount": sum(kinds.values()), "currency": currency, "source_types": kinds}


def _default(world: World) -> str:
    account = world.find("account", world.shelf.account)
    return str((account.data.get("default_currency") if account else None) or "usd")


def _reserved(world: World) -> list[Json]:
    """By currency, what accounts of type `custom` that belong to this one owe."""
    state, owed = world.shelf.state, dict[str, int]()
    mine = [one for one in state.shared.every("account") if one.hidden.get("platform")]
    if not any(state.platform_of(one.id) == world.shelf.account for one in mine):
        return []
    for account in mine:
        if account.data.get("type") != "custom":
            continue
        if state.platform_of(account.id) != world.shelf.account:
            continue
        there = World(state.shelf(account.id, world.shelf.livemode), lambda: world.clock)
        for one in sums(there).values():
            for currency, kinds in one.items():
                owed[currency] = owed.get(currency, 0) + sum(kinds.values())
    below = {currency: -amount for currency, amount in owed.items() if amount < 0}
    below = below or {_default(world): 0}
    return [{"amount": n, "currency": c, "source_types": {"card": n}} for c, n in below.items()]


# -- time


def make_available(world: World) -> None:
    """
    Movements whose day has come are available: Stripe emits no event about them, and one about
    the balance if money came in. https://docs.stripe.com/api/events/types
    """
    arrived = [
        record
        for record in world.all("balance_transaction", "status", "pending")
        if record.data["available_on"] <= world.clock
    ]
    for record in arrived:
        world.update(record, {"status": "available"}, None)
        plan(world, record, None)
    if any(record.data["net"] > 0 for record in arrived):
        own = World(world.shelf, lambda: world.clock, world.journal)  # nobody asked for it
        own.tell("balance.available", balance_of(own))


@due("balance_transaction")
def become_available(world: World, record: Record) -> None:
    """The day of one has come, and so has that of all others until now."""
    make_available(world)


# -- asking


@behaviour("GET", "/v1/balance")
def balance(call: Call) -> Answer:
    make_available(call.world)
    return balance_of(call.world)


@behaviour("GET", "/v1/balance_transactions/{id}")
def retrieve_balance_transaction(call: Call) -> Answer:
    make_available(call.world)
    return call.target()


@behaviour("GET", "/v1/balance_transactions")
def list_balance_transactions(call: Call) -> Page:
    make_available(call.world)
    return list_page(call)


def unpaid(world: World, currency: str, source_type: str) -> list[Record]:
    """
    The available movements of one part of the balance that no automatic payout names yet.

    Those that one names add up to nothing, with its own; so these add up to what is available.
    """
    return [
        one
        for one in world.all("balance_transaction", "payout", None)
        if one.data["currency"] == currency
        and one.data["status"] == "available"
        and one.hidden.get("source_type", "card") == source_type
    ]
