"""Balance transactions: every movement of money has one, an integer in the smallest unit."""

from __future__ import annotations

from ..agenda import due, plan
from ..catalogue import Json
from ..lists import list_page
from ..state import Record
from ..store import Answer, Call, Page, behaviour
from ..world import World
from .money import DAY

CATEGORIES = {
    "charge": "charge",
    "refund": "refund",
    "adjustment": "dispute",
    "payout": "payout",
    "transfer": "transfer",
    "application_fee": "platform_earning",
}


def make_balance_transaction(
    world: World,
    source: str,
    type: str,
    amount: int,
    currency: str,
    fee: int = 0,
    at_once: bool = False,
) -> Record:
    """A movement on the balance; `amount` is negative where money leaves."""
    fees = [
        {
            "amount": fee,
            "application": None,
            "currency": currency,
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]
    waits = type == "charge" and not at_once
    available = world.now + (2 * DAY if waits else 0)
    record = world.create(
        "balance_transaction",
        {
            "amount": amount,
            "available_on": available - available % DAY,
            "currency": currency,
            "fee": fee,
            "fee_details": fees if fee else [],
            "net": amount - fee,
            "reporting_category": CATEGORIES.get(type, type),
            "source": source,
            "status": "pending" if waits else "available",
            "type": type,
        },
        event=None,
    )
    if waits:
        plan(world, record, record.data["available_on"], clock="")
    return record


def balance_of(world: World) -> Json:
    """The sum of the balance transactions, by currency."""
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}}
    for record in world.shelf.every("balance_transaction"):
        when = "available" if record.data.get("available_on", 0) <= world.now else "pending"
        currency = record.data.get("currency", "usd")
        sums[when][currency] = sums[when].get(currency, 0) + record.data.get("net", 0)
    parts = {
        name: [
            {"amount": amount, "currency": currency, "source_types": {"card": amount}}
            for currency, amount in sorted((amounts or {"usd": 0}).items())
        ]
        for name, amounts in sums.items()
    }
    return {"object": "balance", **parts, "livemode": world.shelf.livemode}


def make_available(world: World) -> None:
    """
    Movements whose day has come are available: Stripe emits no event about them, and one about
    the balance if money came in. https://docs.stripe.com/api/events/types
    """
    arrived = [
        record
        for record in world.all("balance_transaction", "status", "pending")
        if record.data["available_on"] <= world.now
    ]
    for record in arrived:
        world.update(record, {"status": "available"}, None)
        plan(world, record, None)
    if any(record.data["net"] > 0 for record in arrived):
        own = World(world.shelf, lambda: world.now, world.journal)  # nobody asked for it
        own.tell("balance.available", balance_of(own))


@due("balance_transaction")
def become_available(world: World, record: Record) -> None:
    """The day of one has come, and so has that of all others until now."""
    make_available(world)


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
