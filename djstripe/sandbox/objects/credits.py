"""
Billing credits: money that a customer was granted for metered prices, used up by invoices.

Credits come off an invoice when it is finalized, after its discounts and before its taxes, and only
off lines of prices with a meter.
https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits
"""

from __future__ import annotations

from typing import Any

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid, required
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from
from ..world import World

GRANT, MOVE = "billing.credit_grant", "billing.credit_balance_transaction"
_NEVER = 1 << 40


@behaviour("POST", "/v1/billing/credit_grants")
def create_grant(call: Call) -> Answer:
    world, params = call.world, call.params
    if not params.get("customer"):
        raise required("customer")
    customer = world.get("customer", params["customer"], "customer")
    money = params["amount"].get("monetary")
    if not money or money["value"] <= 0:
        raise invalid("A credit grant has an amount above 0.", param="amount[monetary][value]")
    scope = params["applicability_config"]["scope"]
    if bool(scope.get("price_type")) == bool(scope.get("prices")):
        message = "A credit grant is for a price_type or for prices."
        raise invalid(message, param="applicability_config[scope]")
    until = params.get("expires_at")
    if until is not None and until <= world.now:
        raise invalid("expires_at must lie in the future.", param="expires_at")
    fields = fields_from(GRANT, params)
    currency = str(money["currency"]).lower()
    fields.update(
        {
            "amount": {"monetary": {**money, "currency": currency}, "type": "monetary"},
            "category": params.get("category") or "paid",
            "customer": customer.id,
            "effective_at": params.get("effective_at") or world.now,
            "priority": 50 if params.get("priority") is None else params["priority"],
            "updated": world.now,
        }
    )
    grant = world.create(GRANT, fields)
    _move(world, grant, money["value"], "credit", "credits_granted")
    plan(world, grant, until)
    return grant


def _move(world: World, grant: Record, amount: int, way: str, type: str, **about: Any) -> Record:
    """Write down that credits came ("credit") or went ("debit"), and why."""
    money = {"currency": grant.data["amount"]["monetary"]["currency"], "value": amount}
    details: Json = {"amount": {"monetary": money, "type": "monetary"}, "type": type, **about}
    fields = {
        "credit_grant": grant.id,
        "effective_at": max(world.now, grant.data["effective_at"]),
        "type": way,
        way: details,
    }
    hidden = {"customer": grant.data["customer"], "@value": amount if way == "credit" else -amount}
    return world.create(MOVE, fields, hidden=hidden)


def left(world: World, grant: Record) -> int:
    """What of a grant is not used, expired or voided."""
    moves = world.all(MOVE, "credit_grant", grant.id)
    return sum(move.hidden["@value"] for move in moves)


@due(GRANT)
def expire(world: World, grant: Record) -> None:
    """What is left of a grant cannot be used any more."""
    rest = left(world, grant)
    if rest:
        _move(world, grant, rest, "debit", "credits_expired")


@behaviour("POST", "/v1/billing/credit_grants/{id}/expire")
def expire_now(call: Call) -> Answer:
    world, grant = call.world, call.world.get(GRANT, call.id)
    if not _usable(world, grant):
        raise invalid("The credit grant has ended already.")
    expire(world, grant)
    plan(world, grant, None)
    return world.update(grant, {"expires_at": world.now, "updated": world.now})


@behaviour("POST", "/v1/billing/credit_grants/{id}/void")
def void_grant(call: Call) -> Answer:
    """A grant of which nothing was used is taken back."""
    world, grant = call.world, call.world.get(GRANT, call.id)
    whole = grant.data["amount"]["monetary"]["value"]
    if not _usable(world, grant) or left(world, grant) != whole:
        raise invalid("Only a grant of which nothing was used can be voided.")
    _move(world, grant, whole, "debit", "credits_voided")
    plan(world, grant, None)
    return world.update(grant, {"voided_at": world.now, "updated": world.now})


def _usable(world: World, grant: Record) -> bool:
    data = grant.data
    until = data.get("expires_at")
    return not data.get("voided_at") and (until is None or until > world.now)


# -- on invoices ---------------------------------------------------------------------------------


def apply(world: World, invoice: Record) -> None:
    """
    Use a customer's credits for an invoice's metered lines, which keep what they got.

    The order is Stripe's: by priority, by what expires first, promotional before paid, by when it
    became effective, by age.
    """
    customer = invoice.value("customer")
    grants = [one for one in world.all(GRANT, "customer", customer) if _usable(world, one)]
    grants = [one for one in grants if one.data["effective_at"] <= world.now]
    if not grants:
        return
    grants.sort(key=_order)
    for line in world.all("line_item", "invoice", invoice.id):
        price = world.find("price", line.value("pricing.price_details.price"))
        if price is None or not (price.data.get("recurring") or {}).get("meter"):
            continue
        offs = sum(one["amount"] for one in line.data.get("discount_amounts") or [])
        open_ = line.data["amount"] - offs
        for grant in grants:
            open_ -= _use(world, invoice, line, price, grant, open_)


def _order(grant: Record) -> tuple[Any, ...]:
    data = grant.data
    paid = data["category"] != "promotional"
    return (
        data["priority"],
        data.get("expires_at") or _NEVER,
        paid,
        data["effective_at"],
        grant.key,
    )


def _use(
    world: World, invoice: Record, line: Record, price: Record, grant: Record, most: int
) -> int:
    """Pay of a line what a grant can; returns how much that is."""
    data = grant.data
    scope = data["applicability_config"]["scope"]
    named = {one.get("id") for one in scope.get("prices") or []}
    applies = bool(scope.get("price_type")) or price.id in named
    amount = min(most, left(world, grant))
    if (
        not applies
        or data["amount"]["monetary"]["currency"] != line.data["currency"]
        or amount <= 0
    ):
        return 0
    about = {"credits_applied": {"invoice": invoice.id, "invoice_line_item": line.id}}
    move = _move(world, grant, amount, "debit", "credits_applied", **about)
    used = {"amount": amount, "credit_balance_transaction": move.id}
    kept = [
        *(line.data.get("pretax_credit_amounts") or []),
        {**used, "type": "credit_balance_transaction"},
    ]
    world.shelf.change(line, {**line.data, "pretax_credit_amounts": kept})
    return amount


def give_back(world: World, invoice: Record) -> None:
    """A voided invoice's credits can be used again."""
    for line in world.all("line_item", "invoice", invoice.id):
        for one in line.data.get("pretax_credit_amounts") or []:
            move = world.find(MOVE, one.get("credit_balance_transaction"))
            grant = world.find(GRANT, move.data["credit_grant"]) if move is not None else None
            if grant is not None:
                about = {"invoice": invoice.id, "invoice_line_item": line.id}
                name = "credits_application_invoice_voided"
                _move(world, grant, one["amount"], "credit", name, **{name: about})


@behaviour("GET", "/v1/billing/credit_balance_summary")
def summary(call: Call) -> Answer:
    """What a customer can use now, and what was granted and not used, by currency."""
    world, params = call.world, call.params
    customer = world.get("customer", params.get("customer"), "customer")
    only = params["filter"].get("credit_grant")
    grants = world.all(GRANT, "customer", customer.id)
    sums: dict[str, list[int]] = {}
    for grant in grants:
        if (only and grant.id != only) or not _usable(world, grant):
            continue
        rest = left(world, grant)
        found = sums.setdefault(grant.data["amount"]["monetary"]["currency"], [0, 0])
        found[0] += rest if grant.data["effective_at"] <= world.now else 0
        found[1] += rest
    return {
        "object": "billing.credit_balance_summary",
        "balances": [
            {"available_balance": _money(now, one), "ledger_balance": _money(all_, one)}
            for one, (now, all_) in sums.items()
        ],
        "customer": customer.id,
        "customer_account": None,
        "livemode": world.shelf.livemode,
    }


def _money(value: int, currency: str) -> Json:
    return {"monetary": {"currency": currency, "value": value}, "type": "monetary"}
