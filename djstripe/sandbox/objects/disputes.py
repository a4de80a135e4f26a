"""
Disputes: a charge is contested, answered with evidence, and won, lost or given up.

An inquiry is a dispute before it is one: it moves no money, and its states say `warning`. An early
fraud warning is not even that. Without an answer a dispute is lost when its time is up; what is
under review is decided, against the business, when the networks have had their time.
Source: https://docs.stripe.com/disputes/how-disputes-work, https://docs.stripe.com/testing#disputes
"""

from __future__ import annotations

from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour, merged
from ..world import World
from . import fees
from .balance import make_balance_transaction
from .fees import Fee, Settled, settled
from .money import DAY

# What the cards that are contested at once make of their charges: reason and status.
CONTESTED = {
    "disputed": ("fraudulent", "needs_response"),
    "product_not_received": ("product_not_received", "needs_response"),
    "inquiry": ("fraudulent", "warning_needs_response"),
}
ANSWER_DAYS = 9
REVIEW_DAYS = 60
INQUIRY_DAYS = 120  # https://docs.stripe.com/disputes/how-disputes-work#inquiries


def contest(world: World, charge: Record, outcome: str | None = None) -> None:
    """Open the dispute, or the warning, that a test card brings with it, if it does."""
    outcome = outcome or str(charge.hidden.get("outcome"))
    if charge.data["status"] != "succeeded" or not charge.data.get("captured"):
        return
    if outcome in CONTESTED:
        make_dispute(world, charge, *CONTESTED[outcome])
    elif outcome == "disputed_twice":
        half = charge.data["amount"] // 2
        make_dispute(world, charge, "fraudulent", amount=charge.data["amount"] - half)
        make_dispute(world, charge, "fraudulent", amount=half)
    elif outcome == "fraud_warning":
        world.create(
            "radar.early_fraud_warning",
            {
                "actionable": True,
                "charge": charge.id,
                "fraud_type": "made_with_stolen_card",
                "payment_intent": charge.data.get("payment_intent"),
            },
        )


def heed(world: World, charge: Record) -> None:
    """Nothing is left to do about the warnings of a charge that has been refunded."""
    if charge.data["refunded"]:
        for warning in world.all("radar.early_fraud_warning", "charge", charge.id):
            world.update(warning, {"actionable": False})


def make_dispute(
    world: World,
    charge: Record,
    reason: str,
    status: str = "needs_response",
    amount: int | None = None,
) -> Record:
    """
    A customer contests a charge; its amount and the dispute's fee leave the balance.

    Unless it is an inquiry, which takes nothing yet and leaves the charge refundable.
    """
    id, data = world.new_id("dispute"), charge.data
    inquiry = status.startswith("warning")
    amount = data["amount"] - data["amount_refunded"] if amount is None else amount
    currency = data["currency"]
    moved = [] if inquiry else [_withdraw(world, id, amount, currency)]
    details = data.get("payment_method_details") or {}
    card = {
        "brand": (details.get("card") or {}).get("brand") or "visa",
        "case_type": "inquiry" if inquiry else "chargeback",
        "network_reason_code": "10",
    }
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
                "due_by": world.now + ANSWER_DAYS * DAY,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": inquiry,
            "payment_intent": data.get("payment_intent"),
            "payment_method_details": {"card": card, "type": "card"},
            "reason": reason,
            "status": status,
        },
    )
    world.update(charge, {"disputed": True})
    if moved:
        world.emit(record, "charge.dispute.funds_withdrawn")
    if status in ("needs_response", "warning_needs_response"):
        days = INQUIRY_DAYS if inquiry else ANSWER_DAYS
        plan(world, record, world.clock + days * DAY, clock="")
    return record


def _withdraw(world: World, dispute: str, amount: int, currency: str) -> str:
    money = settled(world, -amount, currency)
    terms = fees.terms_of(world)
    cost = Fee(fees.own(terms, terms.dispute, money.currency))
    return make_balance_transaction(
        world, dispute, "adjustment", money, [cost], category="dispute"
    ).id


def forbid_refund(world: World, charge: Record) -> bool:
    """Whether a dispute of the charge keeps it from being refunded."""
    found = world.all("dispute", "charge", charge.id)
    return any(not one.data["is_charge_refundable"] for one in found)


# What Stripe's test mode decides by. Source: https://docs.stripe.com/testing#evidence
_EVIDENCE = {"winning_evidence": "won", "losing_evidence": "lost"}
_ESCALATION = "escalate_inquiry_evidence"
OVER = ("won", "lost", "warning_closed")


@behaviour("POST", "/v1/disputes/{dispute}")
def modify_dispute(call: Call) -> Answer:
    """Evidence is handed in unless `submit` is false; three magic words decide the dispute."""
    record, world = call.world.get("dispute", call.id), call.world
    changes = merged(record, call.params)
    evidence = call.params.get("evidence")
    submitted = bool(evidence) and call.params.get("submit") is not False
    submitted = submitted or bool(call.params.get("submit"))
    if evidence:
        changes["evidence"] = {**(record.data.get("evidence") or {}), **changes["evidence"]}
        details = {**record.data["evidence_details"], "has_evidence": True}
        details["submission_count"] += int(submitted)
        changes["evidence_details"] = details
    if submitted and record.data["status"] in OVER:
        raise invalid(f"This dispute is {record.data['status']}; it takes no more evidence.")
    word = str((evidence or {}).get("uncategorized_text"))
    inquiry = record.data["status"].startswith("warning")
    if submitted and inquiry and word == _ESCALATION:
        return escalate(world, record, changes)
    if submitted:
        changes["status"] = "warning_under_review" if inquiry else "under_review"
        plan(world, record, world.clock + REVIEW_DAYS * DAY, clock="")
    world.update(record, changes)
    decision = _EVIDENCE.get(word)
    return end_dispute(world, record, decision) if submitted and decision else record


def escalate(world: World, record: Record, changes: Json) -> Record:
    """An inquiry becomes a dispute, which takes its money."""
    data = record.data
    moved = [_withdraw(world, record.id, data["amount"], data["currency"])]
    card = {**data["payment_method_details"]["card"], "case_type": "chargeback"}
    changes |= {
        "balance_transactions": moved,
        "evidence_details": {
            **changes["evidence_details"],
            "due_by": world.now + ANSWER_DAYS * DAY,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "payment_method_details": {**data["payment_method_details"], "card": card},
        "status": "needs_response",
    }
    plan(world, record, world.clock + ANSWER_DAYS * DAY, clock="")
    return world.update(record, changes, "updated charge.dispute.funds_withdrawn")


@behaviour("POST", "/v1/disputes/{dispute}/close")
def close_dispute(call: Call) -> Answer:
    """The business gives in."""
    record = call.world.get("dispute", call.id)
    if record.data["status"] in OVER:
        raise invalid(f"This dispute is {record.data['status']} already.")
    return end_dispute(call.world, record, "lost")


@due("dispute")
def time_is_up(world: World, record: Record) -> None:
    """Nobody answered, or the networks have decided."""
    if record.data["status"] in ("needs_response", "warning_needs_response"):
        details = {**record.data["evidence_details"], "past_due": True}
        world.update(record, {"evidence_details": details}, None)
    end_dispute(world, record, "lost")


def end_dispute(world: World, record: Record, status: str) -> Record:
    """A dispute is won or lost; what is won comes back to the balance with its fee."""
    data = record.data
    plan(world, record, None)
    if data["status"].startswith("warning"):
        world.update(record, {"status": "warning_closed"}, None)
    elif status == "won":
        moved = [world.get("balance_transaction", id).data for id in data["balance_transactions"]]
        amount, fee = (-sum(one[name] for one in moved) for name in ("amount", "fee"))
        back = make_balance_transaction(
            world,
            record.id,
            "adjustment",
            Settled(amount, moved[0]["currency"], None),
            [Fee(fee)],
            category="dispute_reversal",
        )
        changes: Json = {"balance_transactions": [*data["balance_transactions"], back.id]}
        world.update(record, {**changes, "status": status}, "charge.dispute.funds_reinstated")
    else:
        world.update(record, {"status": status}, None)
    world.emit(record, "charge.dispute.closed")
    return record
