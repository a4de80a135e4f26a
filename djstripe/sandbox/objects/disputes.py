"""
Disputes: a charge is contested, answered with evidence, and won, lost or given up.

An inquiry is a dispute before it is one: it moves no money, and its states say `warning`.
Source: https://docs.stripe.com/disputes/how-disputes-work, https://docs.stripe.com/testing#disputes
"""

from __future__ import annotations

from ..catalogue import Json
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour, merged
from ..world import World
from .balance import make_balance_transaction
from .money import DAY

# What the cards that are contested at once make of their charges: reason and status.
CONTESTED = {
    "disputed": ("fraudulent", "needs_response"),
    "product_not_received": ("product_not_received", "needs_response"),
    "inquiry": ("fraudulent", "warning_needs_response"),
}


def contest(world: World, charge: Record, outcome: str | None) -> None:
    """Open the dispute that a test card brings with it, if it does."""
    if outcome in CONTESTED and charge.data["status"] == "succeeded":
        make_dispute(world, charge, *CONTESTED[outcome])


def make_dispute(
    world: World, charge: Record, reason: str, status: str = "needs_response"
) -> Record:
    """
    A customer contests a charge; its amount and a fee of 15.00 leave the balance.

    Unless it is an inquiry, which takes nothing yet and leaves the charge refundable.
    """
    id, data = world.new_id("dispute"), charge.data
    inquiry = status.startswith("warning")
    amount, currency = data["amount"], data["currency"]
    moved = [] if inquiry else [_withdraw(world, id, amount, currency)]
    record = world.create(
        "dispute",
        {
            "id": id,
            "amount": amount,
            "balance_transactions": moved,
            "charge": charge.id,
            "currency": currency,
            "evidence": {},
            "evidence_details": {
                "due_by": world.now + 9 * DAY,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": inquiry,
            "payment_intent": data.get("payment_intent"),
            "payment_method_details": {
                "card": {
                    "brand": "visa",
                    "case_type": "inquiry" if inquiry else "chargeback",
                    "network_reason_code": "10",
                },
                "type": "card",
            },
            "reason": reason,
            "status": status,
        },
    )
    world.update(charge, {"disputed": True})
    if moved:
        world.emit(record, "charge.dispute.funds_withdrawn")
    return record


def _withdraw(world: World, dispute: str, amount: int, currency: str) -> str:
    fee = 1_500
    return make_balance_transaction(world, dispute, "adjustment", -amount, currency, fee).id


def forbid_refund(world: World, charge: Record) -> bool:
    """Whether a dispute of the charge keeps it from being refunded."""
    found = world.all("dispute", "charge", charge.id)
    return any(not one.data["is_charge_refundable"] for one in found)


# What Stripe's test mode decides by. Source: https://docs.stripe.com/testing#evidence
_EVIDENCE = {"winning_evidence": "won", "losing_evidence": "lost"}
_OVER = ("won", "lost", "warning_closed")


@behaviour("POST", "/v1/disputes/{dispute}")
def modify_dispute(call: Call) -> Answer:
    """Evidence is handed in unless `submit` is false; two magic words decide the dispute."""
    record, world = call.world.get("dispute", call.id), call.world
    changes = merged(record, call.params)
    evidence = call.params.get("evidence")
    submitted = bool(evidence) and call.params.get("submit") is not False
    if evidence:
        details = {**record.data["evidence_details"], "has_evidence": True}
        details["submission_count"] += int(submitted)
        changes["evidence_details"] = details
    if submitted and record.data["status"] in _OVER:
        raise invalid(f"This dispute is {record.data['status']}; it takes no more evidence.")
    if submitted:
        inquiry = record.data["status"].startswith("warning")
        changes["status"] = "warning_under_review" if inquiry else "under_review"
    world.update(record, changes)
    decision = _EVIDENCE.get(str((evidence or {}).get("uncategorized_text")))
    return end_dispute(world, record, decision) if submitted and decision else record


@behaviour("POST", "/v1/disputes/{dispute}/close")
def close_dispute(call: Call) -> Answer:
    """The business gives in."""
    record = call.world.get("dispute", call.id)
    if record.data["status"] in _OVER:
        raise invalid(f"This dispute is {record.data['status']} already.")
    return end_dispute(call.world, record, "lost")


def end_dispute(world: World, record: Record, status: str) -> Record:
    """A dispute is won or lost; what is won comes back to the balance with its fee."""
    data = record.data
    if data["status"].startswith("warning"):
        world.update(record, {"status": "warning_closed"}, None)
    elif status == "won":
        moved = [world.get("balance_transaction", id).data for id in data["balance_transactions"]]
        amount, fee = (-sum(one[name] for one in moved) for name in ("amount", "fee"))
        back = make_balance_transaction(
            world, record.id, "adjustment", amount, data["currency"], fee
        )
        changes: Json = {"balance_transactions": [*data["balance_transactions"], back.id]}
        world.update(record, {**changes, "status": status}, "charge.dispute.funds_reinstated")
    else:
        world.update(record, {"status": status}, None)
    world.emit(record, "charge.dispute.closed")
    return record
