"""How a subscription ends. https://docs.stripe.com/billing/subscriptions/cancel"""

from __future__ import annotations

from ..agenda import plan
from ..catalogue import Json
from ..state import Record
from ..world import World
from . import collection, entitlements


def cancel_now(
    world: World, subscription: Record, details: Json | None = None, last: Record | None = None
) -> Record:
    """
    The subscription ends; it stays readable. The event is `customer.subscription.deleted`.

    Its other invoices are collected no further, but for a `last` one. `details` are the
    cancellation's; without any, those hold that were given when the end was asked for.
    """
    known = subscription.data.get("cancellation_details") or {}
    reason = {"comment": None, "feedback": None, "reason": "cancellation_requested"}
    given = {name: value for name, value in known.items() if value is not None}
    changes: Json = {
        "canceled_at": subscription.data.get("canceled_at") or world.now,
        "cancellation_details": {**reason, **given, **(details or {})},
        "ended_at": world.now,
        "next_pending_invoice_item_invoice": None,
        "pending_update": None,
        "status": "canceled",
    }
    if subscription.data.get("cancel_at") != world.now:
        changes["cancel_at_period_end"] = False
    plan(world, subscription, None)
    world.update(subscription, changes, "deleted")
    path = "parent.subscription_details.subscription"
    for invoice in world.all("invoice", path, subscription.id):
        if last is None or invoice.id != last.id:
            collection.stop(world, invoice)
    _end_schedule(world, subscription, changes["cancellation_details"]["reason"])
    entitlements.follow(world, str(subscription.value("customer")))
    return subscription


def _end_schedule(world: World, subscription: Record, reason: str | None) -> None:
    """A schedule ends with its subscription, if it did not end it; aborted if nobody paid."""
    schedule = world.find("subscription_schedule", subscription.value("schedule"))
    if schedule is None or schedule.data["status"] not in ("active", "not_started"):
        return
    plan(world, schedule, None)
    changes = {"canceled_at": world.now, "current_phase": None, "status": "canceled"}
    word = "aborted" if reason == "payment_failed" else "canceled"
    world.update(schedule, changes, f"subscription_schedule.{word}")
    world.update(subscription, {"schedule": None}, None)
