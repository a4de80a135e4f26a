"""
How an invoice is collected: finalized, paid, tried again, voided or given up.

A draft that advances automatically is finalized an hour after it was made and charged at once; a
failed charge is tried again on the account's schedule (`settings`), and the last failure is told to
whoever follows invoices. https://docs.stripe.com/invoicing/integration/workflow-transitions
"""

from __future__ import annotations

from collections.abc import Callable

from .. import render
from ..agenda import due, plan
from ..catalogue import Json
from ..errors import ApiError, invalid, not_simulated
from ..state import Record
from ..store import Answer, Call, behaviour
from ..world import World
from . import balances, credits, discounts, payments, totals
from .customers import method_by
from .invoices import count_again, subscription_of
from .money import DAY
from .settings import settings_of

# Called with an invoice and what became of it: "finalized", "paid", "failed", "processing",
# "exhausted" (the last retry failed), "overdue", "voided" or "uncollectible".
FOLLOWERS: list[Callable[[World, Record, str], object]] = []
_RETRY = "@retry"  # on an invoice: it is being tried by the schedule


def tell(world: World, invoice: Record, what: str) -> None:
    """Let a subscription know what became of its invoice."""
    for follower in FOLLOWERS:
        follower(world, invoice, what)


# -- finalizing ----------------------------------------------------------------------------------


def finalize(world: World, invoice: Record, advance: bool | None = None) -> Record:
    """
    A draft becomes open: it has a number, the customer's balance and credits are applied, and
    there is something that pays it. One with nothing to pay is paid.
    """
    if invoice.data["status"] != "draft":
        raise invalid(f"This invoice is {invoice.data['status']}, so it cannot be finalized.")
    customer = world.get("customer", invoice.data["customer"])
    balance = customer.data.get("balance") or 0
    world.update(invoice, {"starting_balance": balance}, None)
    credits.apply(world, invoice)
    count_again(world, invoice)
    data = invoice.data
    automatic = data["collection_method"] == "charge_automatically"
    applied, ending = _apply_balance(world, invoice, customer, automatic)
    sequence = customer.data.get("next_invoice_sequence") or 1
    prefix = customer.data.get("invoice_prefix") or "SANDBOX"
    if not data.get("number"):
        world.update(customer, {"next_invoice_sequence": sequence + 1}, None)
    host = f"{world.shelf.state.address}/i/{invoice.id}"
    changes: Json = {
        "automatically_finalizes_at": None,
        "effective_at": data.get("effective_at") or world.now,
        "ending_balance": ending,
        "hosted_invoice_url": host,
        "invoice_pdf": f"{host}/pdf",
        "number": data.get("number") or f"{prefix}-{sequence:04d}",
        "status": "open",
        "status_transitions": {**data["status_transitions"], "finalized_at": world.now},
        **applied,
    }
    if advance is not None:
        changes["auto_advance"] = advance
    moment = _next_moment(world, {**data, **changes})
    changes["next_payment_attempt"] = moment if automatic else None
    world.update(invoice, changes, "invoice.finalized")
    plan(world, invoice, moment)
    _use_up_discounts(world, invoice)
    if invoice.data["amount_due"] > 0:
        prepare_payment(world, invoice)
    elif invoice.data["amount_remaining"] == 0:
        mark_paid(world, invoice)
    tell(world, invoice, "finalized")
    return invoice


def _apply_balance(
    world: World, invoice: Record, customer: Record, automatic: bool
) -> tuple[Json, int]:
    """
    Take the customer's balance up, or give it what cannot be charged; the changed amounts, and
    the balance then.
    """
    total, balance = invoice.data["total"], customer.data.get("balance") or 0
    currency, kind = invoice.data["currency"], "applied_to_invoice"
    asked = totals.due(total, balance)
    # What the customer owes besides is asked for now; of credit, what the total needs is used.
    moved = -balance if asked else total
    if automatic and 0 < asked < balances.LEAST.get(currency, 0):
        kind, moved, asked = "invoice_too_small", total, 0
    balances.move(world, customer, moved, currency, kind, invoice=invoice.id)
    return {"amount_due": asked, "amount_remaining": asked}, balance + moved


def _use_up_discounts(world: World, invoice: Record) -> None:
    """A coupon that is good for one invoice is used: who had it has it no more."""
    subscription = subscription_of(world, invoice)
    customer = world.find("customer", invoice.value("customer"))
    owners = [owner for owner in (subscription, customer) if owner is not None]
    if subscription is not None:
        owners += world.all("subscription_item", "subscription", subscription.id)
    for used in invoice.data["total_discount_amounts"]:
        discount = world.find("discount", used["discount"])
        if discount is None or not discounts.used_up(world, discount.id):
            continue
        for owner in owners:
            event = None if owner.kind == "subscription_item" else "updated"
            discounts.let_go(world, owner, discount, event)


def prepare_payment(world: World, invoice: Record) -> Record:
    """The payment intent of an open invoice, and the invoice payment that ties them."""
    data = invoice.data
    subscription = subscription_of(world, invoice)
    fields: Json = {
        "customer": data["customer"],
        "description": f"Payment for invoice {data['number']}",
        "payment_method_types": payments.automatic_types(data["currency"]),
    }
    if subscription is not None:
        fields["setup_future_usage"] = "off_session"
    intent = payments.make_intent(world, data["amount_remaining"], data["currency"], fields)
    secret = {"client_secret": intent.data["client_secret"], "type": "payment_intent"}
    world.update(invoice, {"confirmation_secret": secret}, None)
    return world.create("invoice_payment", _tie(invoice, intent, True), event=None)


def _tie(invoice: Record, intent: Record, default: bool) -> Json:
    return {
        "amount_paid": None,
        "amount_requested": intent.data["amount"],
        "currency": invoice.data["currency"],
        "invoice": invoice.id,
        "is_default": default,
        "payment": {"payment_intent": intent.id, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }


def _next_moment(world: World, data: Json) -> int | None:
    """When an open invoice is looked at again: in an hour, or when it is due; None if never."""
    if data["amount_remaining"] == 0:
        return None
    if data["collection_method"] == "send_invoice":
        return int(data["due_date"]) if data.get("due_date") else None
    return world.now + settings_of(world).draft_seconds if data.get("auto_advance") else None


# -- paying --------------------------------------------------------------------------------------


def pay(
    world: World,
    invoice: Record,
    method: Record | None = None,
    outcome: str = "",
    *,
    off_session: bool = True,
) -> bool:
    """
    Try to pay an open invoice; says whether it is paid now.

    Unless a request says that the customer is there, a card that was set up for it is charged
    without them. One that wants them all the same does not decline, as it does elsewhere: they
    are asked to come (`invoice.payment_action_required`).
    https://docs.stripe.com/api/invoices/pay, https://docs.stripe.com/billing/subscriptions/overview
    """
    data = invoice.data
    if data["status"] not in ("open", "uncollectible"):
        raise invalid(f"This invoice is {data['status']}, so it cannot be paid.")
    if data["amount_remaining"] == 0:
        mark_paid(world, invoice)
        return True
    intent = _payable(world, invoice)
    subscription = subscription_of(world, invoice)
    method = method or world.find("payment_method", data.get("default_payment_method"))
    terms = subscription.data if subscription else None
    method = method or payments.default_method(world, data["customer"], terms)
    if method is None:
        failed(world, invoice)
        return False
    changes = {"payment_method": method.id, "status": "requires_confirmation"}
    world.update(intent, changes, None)
    payments.attempt(world, intent, outcome, off_session, invites=True)
    return bool(invoice.data["status"] == "paid")


def _payable(world: World, invoice: Record) -> Record:
    """The payment intent that can still pay an invoice, for what remains of it."""
    for tie in reversed(world.all("invoice_payment", "invoice", invoice.id)):
        intent = world.find("payment_intent", tie.value("payment.payment_intent"))
        if tie.data["status"] == "open" and tie.data["is_default"] and intent is not None:
            amount = invoice.data["amount_remaining"]
            if intent.data["amount"] != amount:
                world.update(intent, {"amount": amount}, None)
                world.update(tie, {"amount_requested": amount}, None)
            return intent
    tie = prepare_payment(world, invoice)
    return world.get("payment_intent", tie.value("payment.payment_intent"))


def follow_intent(world: World, intent: Record) -> None:
    """What a payment intent's new state means to the invoice that it pays."""
    ties = world.all("invoice_payment", "payment.payment_intent", intent.id)
    if not ties or ties[-1].data["status"] != "open":
        return
    tie, status = ties[-1], intent.data["status"]
    invoice = world.get("invoice", tie.value("invoice"))
    if status == "succeeded":
        received(world, invoice, tie, intent.data["amount_received"])
    elif status == "requires_payment_method":
        failed(world, invoice)
    elif status == "requires_action":
        failed(world, invoice, "invoice.payment_action_required")
    elif status == "processing":
        world.update(invoice, _attempted(invoice), None)
        tell(world, invoice, "processing")


payments.FOLLOWERS.append(follow_intent)


def _attempted(invoice: Record) -> Json:
    """
    One more try; by hand only the first counts.

    https://docs.stripe.com/api/invoices/object#invoice_object-attempt_count
    """
    count = invoice.data["attempt_count"]
    counts = count == 0 or invoice.hidden.get(_RETRY)
    return {"attempt_count": count + (1 if counts else 0), "attempted": True}


def received(world: World, invoice: Record, tie: Record, amount: int) -> None:
    """A payment came in: the invoice is paid, or a part of it is."""
    now = world.now
    moments = {"canceled_at": None, "paid_at": now}
    paid = {"amount_paid": amount, "status": "paid", "status_transitions": moments}
    sums = invoice.data["amount_paid"] + amount
    if sums >= invoice.data["amount_due"]:
        mark_paid(world, invoice, tie, amount)
        return
    world.update(tie, paid, "invoice_payment.paid")
    left = invoice.data["amount_due"] - sums
    changes = {**_attempted(invoice), "amount_paid": sums, "amount_remaining": left}
    world.update(invoice, changes)


def mark_paid(
    world: World, invoice: Record, tie: Record | None = None, amount: int | None = None
) -> None:
    """The invoice is paid, by the payment that `tie` ties to it or by other means."""
    data, now = invoice.data, world.now
    sums = data["amount_due"] if amount is None else data["amount_paid"] + amount
    over = max(sums - data["amount_due"], 0)
    changes: Json = {
        **(_attempted(invoice) if tie is not None else {"attempted": True}),
        "amount_paid": min(sums, data["amount_due"]),
        "amount_overpaid": over,
        "amount_remaining": 0,
        "auto_advance": False,
        "next_payment_attempt": None,
        "status": "paid",
        "status_transitions": {**data["status_transitions"], "paid_at": now},
    }
    plan(world, invoice, None)
    # Of what is paid out of band Stripe tells no successful payment.
    succeeded = tie is not None or data["amount_due"] == 0
    events = "updated invoice.paid" + (" invoice.payment_succeeded" if succeeded else "")
    world.update(invoice, changes, events)
    if tie is not None:
        moments = {"canceled_at": None, "paid_at": now}
        paid = {"amount_paid": amount, "status": "paid", "status_transitions": moments}
        world.update(tie, paid, "invoice_payment.paid")
    if over:
        customer = world.get("customer", data["customer"])
        balances.move(
            world, customer, -over, data["currency"], "invoice_overpaid", invoice=invoice.id
        )
    tell(world, invoice, "paid")


def failed(world: World, invoice: Record, event: str = "invoice.payment_failed") -> None:
    """A try to pay failed, or waits for the customer: the next one is planned, if there is one."""
    changes = _attempted(invoice)
    days = settings_of(world).retry_days
    again = invoice.data.get("auto_advance") and changes["attempt_count"] <= len(days)
    moment = invoice.data.get("next_payment_attempt")
    if again and (moment is None or moment <= world.now or invoice.hidden.get(_RETRY)):
        moment = world.now + days[changes["attempt_count"] - 1] * DAY
    changes["next_payment_attempt"] = moment if again else None
    plan(world, invoice, changes["next_payment_attempt"])
    world.update(invoice, changes, f"updated {event}")
    tell(world, invoice, "failed")
    if invoice.data.get("auto_advance") and not again:
        world.update(invoice, {"auto_advance": False}, None)
        tell(world, invoice, "exhausted")


@due("invoice")
def advance(world: World, invoice: Record) -> None:
    """A draft's hour is over, a payment is due, or one that was sent was not paid in time."""
    if invoice.data["status"] == "draft":
        finalize(world, invoice)
        if invoice.data["status"] != "open":
            return
        if invoice.data["collection_method"] == "send_invoice":
            world.emit(invoice, "invoice.sent")
            return
    if invoice.data["status"] != "open":
        return
    if invoice.data["collection_method"] == "send_invoice":
        tell(world, invoice, "overdue")
        return
    world.shelf.hide(invoice, **{_RETRY: True})
    pay(world, invoice)
    world.shelf.hide(invoice, **{_RETRY: False})


def stop(world: World, invoice: Record) -> None:
    """Collect an invoice no further."""
    if invoice.data["status"] in ("draft", "open") and invoice.data.get("auto_advance"):
        changes = {
            "auto_advance": False,
            "automatically_finalizes_at": None,
            "next_payment_attempt": None,
        }
        world.update(invoice, changes)
    plan(world, invoice, None)


# -- operations ----------------------------------------------------------------------------------


@behaviour("POST", "/v1/invoices/{invoice}/finalize")
def finalize_invoice(call: Call) -> Answer:
    invoice = call.world.get("invoice", call.id)
    return finalize(call.world, invoice, call.params.get("auto_advance"))


@behaviour("POST", "/v1/invoices/{invoice}/pay")
def pay_invoice(call: Call) -> Answer:
    world, invoice = call.world, call.world.get("invoice", call.id)
    if call.params.get("forgive"):
        raise not_simulated("forgiving what a source cannot pay (forgive)")
    if invoice.data["status"] == "draft":
        finalize(world, invoice)
        if invoice.data["status"] == "paid":
            return invoice
    if call.params.get("paid_out_of_band"):
        if invoice.data["status"] not in ("open", "uncollectible"):
            raise invalid(f"This invoice is {invoice.data['status']}, so it cannot be paid.")
        cancel_payments(world, invoice)
        mark_paid(world, invoice)
        return invoice
    given = call.params.get("payment_method")
    off_session = call.params.get("off_session") is not False
    method = method_by(world, given) if given else None
    paid = pay(world, invoice, method, off_session=off_session)
    if not paid and not is_processing(world, invoice):
        raise refusal(world, invoice)
    return invoice


def is_processing(world: World, invoice: Record) -> bool:
    """Whether a bank has still to answer about an invoice's payment."""
    ties = world.all("invoice_payment", "invoice", invoice.id)
    intents = (world.find("payment_intent", t.value("payment.payment_intent")) for t in ties[-1:])
    return any(one is not None and one.data["status"] == "processing" for one in intents)


def refusal(world: World, invoice: Record) -> ApiError:
    """Why an invoice could not be paid, as the answer to who asked for it."""
    ties = world.all("invoice_payment", "invoice", invoice.id)
    intent = (
        world.find("payment_intent", ties[-1].value("payment.payment_intent")) if ties else None
    )
    charge = world.find("charge", intent.data.get("latest_charge")) if intent else None
    if charge is not None and charge.data["status"] == "failed":
        return payments.card_error(charge, intent)
    if intent is not None and intent.data["status"] == "requires_action":
        message = "The customer must authenticate this payment."
        code = "invoice_payment_intent_requires_action"
        return ApiError(
            message,
            status=402,
            type="card_error",
            code=code,
            keeps_work=True,
            payment_intent=render.view(intent),
        )
    message = "This invoice has no payment method that works without its customer."
    code = "invoice_payment_failed"
    return ApiError(message, status=402, type="card_error", code=code, keeps_work=True)


@behaviour("POST", "/v1/invoices/{invoice}/attach_payment")
def attach_payment(call: Call) -> Answer:
    """
    Let one more payment pay a part of an open invoice, or all of it.

    https://docs.stripe.com/invoicing/partial-payments
    """
    world, params = call.world, call.params
    invoice = world.get("invoice", call.id)
    if params.get("payment_record"):
        raise not_simulated("payment records on invoices")
    if invoice.data["status"] != "open":
        raise invalid(f"This invoice is {invoice.data['status']}; only open ones can be paid.")
    intent = world.get("payment_intent", params.get("payment_intent"), "payment_intent")
    if intent.data["currency"] != invoice.data["currency"]:
        raise invalid(f"The invoice is in {invoice.data['currency']}.", "payment_intent")
    if world.all("invoice_payment", "payment.payment_intent", intent.id):
        raise invalid("The payment pays an invoice already.", "payment_intent")
    tie = world.create("invoice_payment", _tie(invoice, intent, False), event=None)
    if intent.data["status"] == "succeeded":
        received(world, invoice, tie, intent.data["amount_received"])
    return invoice


def cancel_payments(world: World, invoice: Record) -> None:
    for tie in world.all("invoice_payment", "invoice", invoice.id):
        if tie.data["status"] == "open":
            moments = {"canceled_at": world.now, "paid_at": None}
            world.update(tie, {"status": "canceled", "status_transitions": moments}, None)
            intent = world.find("payment_intent", tie.value("payment.payment_intent"))
            if intent is not None and intent.data["status"] not in ("succeeded", "canceled"):
                payments.cancel_payment(world, intent, "void_invoice")


@behaviour("POST", "/v1/invoices/{invoice}/void")
def void_invoice(call: Call) -> Answer:
    return void(call.world, call.world.get("invoice", call.id))


def void(world: World, invoice: Record) -> Record:
    """It was a mistake: nobody pays it, and balance and credits that it took go back."""
    data = invoice.data
    if data["status"] not in ("open", "uncollectible"):
        raise invalid(f"This invoice is {data['status']}, so it cannot be voided.")
    cancel_payments(world, invoice)
    plan(world, invoice, None)
    moments = {**data["status_transitions"], "voided_at": world.now}
    changes: Json = {"status": "void", "status_transitions": moments, "amount_remaining": 0}
    changes.update({"auto_advance": False, "next_payment_attempt": None})
    world.update(invoice, changes, "updated invoice.voided")
    _give_back(world, invoice)
    tell(world, invoice, "voided")
    return invoice


def _give_back(world: World, invoice: Record) -> None:
    """The customer's balance is as if the invoice had not been; credit grants too."""
    customer = world.get("customer", invoice.data["customer"])
    moved = sum(
        one.data["amount"]
        for one in world.all("customer_balance_transaction", "invoice", invoice.id)
        if one.data["type"] in ("applied_to_invoice", "invoice_too_small")
    )
    currency = invoice.data["currency"]
    balances.move(world, customer, -moved, currency, "unapplied_from_invoice", invoice=invoice.id)
    credits.give_back(world, invoice)


@behaviour("POST", "/v1/invoices/{invoice}/mark_uncollectible")
def mark_uncollectible(call: Call) -> Answer:
    return give_up(call.world, call.world.get("invoice", call.id))


def give_up(world: World, invoice: Record) -> Record:
    """Nobody expects it to be paid any more; it still can be."""
    if invoice.data["status"] != "open":
        raise invalid(f"This invoice is {invoice.data['status']}; only open ones can be given up.")
    plan(world, invoice, None)
    moments = {**invoice.data["status_transitions"], "marked_uncollectible_at": world.now}
    changes: Json = {"status": "uncollectible", "status_transitions": moments}
    changes.update({"auto_advance": False, "next_payment_attempt": None})
    world.update(invoice, changes, "updated invoice.marked_uncollectible")
    tell(world, invoice, "uncollectible")
    return invoice


@behaviour("POST", "/v1/invoices/{invoice}/send")
def send_invoice(call: Call) -> Answer:
    invoice = call.world.get("invoice", call.id)
    if invoice.data["status"] == "draft":
        finalize(call.world, invoice)
    call.world.emit(invoice, "invoice.sent")
    return invoice
