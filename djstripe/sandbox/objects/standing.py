"""
How a subscription stands: its status follows its latest invoice, and so does the customer's.

https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses
"""

from __future__ import annotations

from collections.abc import Callable

from ..state import Record
from ..world import World
from . import collection, endings, entitlements
from .cycle import replan
from .invoices import subscription_of
from .settings import settings_of

RESUMING = "@resuming"  # on a paused subscription: the invoice that must be paid
PENDING = "@pending"  # on a subscription: the update that waits, and the invoice it waits for
# Called with a subscription and an invoice of it that was paid.
PAID: list[Callable[[World, Record, Record], object]] = []


def follow(world: World, invoice: Record, what: str) -> None:
    """Let a subscription and a customer follow what became of an invoice."""
    subscription = subscription_of(world, invoice)
    if subscription is not None and what in _STEPS:
        _STEPS[what](world, subscription, invoice)
    if what in ("paid", "failed"):
        _be_delinquent(world, invoice, what == "failed")


collection.FOLLOWERS.append(follow)


def _be_delinquent(world: World, invoice: Record, failed: bool) -> None:
    """`delinquent`: whether the latest charge for the latest invoice failed."""
    customer = world.find("customer", invoice.value("customer"))
    if customer is None or (invoice.data["billing_reason"] == "subscription_create" and failed):
        return
    if bool(customer.data.get("delinquent")) != failed:
        world.update(customer, {"delinquent": failed})


def _is_latest(subscription: Record, invoice: Record) -> bool:
    return bool(subscription.data.get("latest_invoice") == invoice.id)


def move(world: World, subscription: Record, status: str, **more: object) -> None:
    """Give a subscription another status, and the moments that follow from it."""
    world.update(subscription, {"status": status, **more})
    replan(world, subscription)
    entitlements.follow(world, str(subscription.value("customer")))


def _paid(world: World, subscription: Record, invoice: Record) -> None:
    status = subscription.data["status"]
    _keep_method(world, subscription, invoice)
    if status == "paused" and subscription.hidden.get(RESUMING) == invoice.id:
        world.update(subscription, {"status": "active"}, "updated customer.subscription.resumed")
        replan(world, subscription)
        entitlements.follow(world, str(subscription.value("customer")))
    elif _is_latest(subscription, invoice) and status in ("incomplete", "past_due", "unpaid"):
        trial = subscription.data.get("trial_end")
        trials = status == "incomplete" and trial is not None and trial > world.now
        move(world, subscription, "trialing" if trials else "active")
    for follower in PAID:
        follower(world, subscription, invoice)


def _keep_method(world: World, subscription: Record, invoice: Record) -> None:
    """Keep what paid an invoice as the subscription's own, if it asks for that."""
    settings = subscription.data.get("payment_settings") or {}
    if settings.get("save_default_payment_method") != "on_subscription":
        return
    for tie in world.all("invoice_payment", "invoice", invoice.id):
        intent = world.find("payment_intent", tie.value("payment.payment_intent"))
        charge = world.find("charge", intent.data.get("latest_charge")) if intent else None
        method = charge.data.get("payment_method") if charge is not None else None
        if tie.data["status"] == "paid" and method:
            world.update(subscription, {"default_payment_method": method}, None)


def _failed(world: World, subscription: Record, invoice: Record) -> None:
    """What is not paid is past due; but an update that waits changes nothing."""
    if (subscription.hidden.get(PENDING) or {}).get("invoice") == invoice.id:
        return
    if _is_latest(subscription, invoice) and subscription.data["status"] == "active":
        move(world, subscription, "past_due")


def _processing(world: World, subscription: Record, invoice: Record) -> None:
    """A bank takes days; a sign-up does not wait for it."""
    if _is_latest(subscription, invoice) and subscription.data["status"] == "incomplete":
        move(world, subscription, "active")


def _exhausted(world: World, subscription: Record, invoice: Record) -> None:
    """The last retry failed: the account's settings say what follows."""
    after = settings_of(world).after_retries
    if not _is_latest(subscription, invoice) or subscription.data["status"] != "past_due":
        return
    if after == "canceled":
        endings.cancel_now(world, subscription, {"reason": "payment_failed"})
    elif after == "unpaid":
        move(world, subscription, "unpaid")


def _voided(world: World, subscription: Record, invoice: Record) -> None:
    """
    A voided invoice does not count: of the first, a sign-up expires; else the one before counts.

    https://docs.stripe.com/billing/invoices/subscription#void-an-invoice-generated-by-a-subscription
    """
    status = subscription.data["status"]
    if status == "incomplete":
        world.update(subscription, {"status": "incomplete_expired", "ended_at": world.now})
        replan(world, subscription)
    elif _is_latest(subscription, invoice) and status in ("past_due", "unpaid"):
        path = "parent.subscription_details.subscription"
        others = [i for i in world.all("invoice", path, subscription.id) if i.id != invoice.id]
        open_ = [i for i in others if i.data["status"] == "open" and i.data["attempted"]]
        if not open_ or others[-1].data["status"] in ("paid", "uncollectible"):
            move(world, subscription, "active")


def _given_up(world: World, subscription: Record, invoice: Record) -> None:
    if _is_latest(subscription, invoice) and subscription.data["status"] in ("past_due", "unpaid"):
        move(world, subscription, "active")


_STEPS: dict[str, Callable[[World, Record, Record], None]] = {
    "paid": _paid,
    "failed": _failed,
    "processing": _processing,
    "exhausted": _exhausted,
    "overdue": _failed,
    "voided": _voided,
    "uncollectible": _given_up,
}
