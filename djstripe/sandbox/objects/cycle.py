"""
What happens to a subscription as time passes: announcements, renewals, ends of trials and pauses,
cancellations that were asked for, and the end of a sign-up that nobody paid.

`replan` finds the next of these moments; the clock comes back to `pass_moment` when it is there.
Events that follow from it name no request.
https://docs.stripe.com/billing/subscriptions/webhooks
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .. import render
from ..agenda import due, plan
from ..catalogue import Json
from ..state import Record
from ..world import World
from . import collection, endings, entitlements, invoice_items, invoices, payments
from .items import (
    BILLED,
    PRICED,
    is_flexible,
    is_metered,
    items_of,
    lines_for,
    price_of,
    running_discounts,
    trial_line,
)
from .money import DAY
from .periods import period_at
from .settings import settings_of

# What is done when a moment has come, by its name; other modules register theirs.
ACTS: dict[str, Callable[[World, Record], object]] = {}
# Called before: a schedule's phase begins before the period that begins with it.
BEFORE: list[Callable[[World, Record], object]] = []


def act(name: str) -> Callable[[Callable[[World, Record], Any]], Callable[[World, Record], Any]]:
    """Register what is done at one of the moments of `_moments`."""

    def register(function: Callable[[World, Record], Any]) -> Callable[[World, Record], Any]:
        ACTS[name] = function
        return function

    return register


ANNOUNCED = "@announced"  # the period's end before which the invoice was announced
_TOLD = "@trial told"  # the trial's end that was announced
RUNNING = ("active", "trialing", "past_due", "unpaid")


def replan(world: World, subscription: Record) -> None:
    """Come back to a subscription when the next thing happens to it."""
    moments = [moment for moment, _ in _moments(world, subscription)]
    plan(world, subscription, max(min(moments), world.now) if moments else None)


def _moments(world: World, subscription: Record) -> list[tuple[int, str]]:
    """What will happen to a subscription, and when, in the order in which it goes at one moment."""
    data, settings = subscription.data, settings_of(world)
    if data["status"] == "incomplete":
        return [(subscription.created + settings.incomplete_seconds, "expire")]
    found: list[tuple[int | None, str]] = []
    if data["status"] in (*RUNNING, "paused"):
        found.append((data.get("cancel_at"), "cancel"))
    if data.get("pending_update"):
        found.append((data["pending_update"]["expires_at"], "drop pending update"))
    if data["status"] not in RUNNING:
        return [(moment, name) for moment, name in found if moment is not None]
    if data.get("pause_collection"):
        found.append((data["pause_collection"].get("resumes_at"), "resume collection"))
    ends = [item.data["current_period_end"] for item in items_of(world, subscription)]
    end = min(ends)
    if data["status"] == "trialing" and subscription.hidden.get(_TOLD) != data["trial_end"]:
        notice = data["trial_end"] - settings.trial_notice_days * DAY
        if notice >= data["trial_start"]:
            found.append((notice, "trial will end"))
    last = data.get("cancel_at") is not None and data["cancel_at"] <= end
    if settings.upcoming_days and not last and subscription.hidden.get(ANNOUNCED) != end:
        starts = [item.data["current_period_start"] for item in items_of(world, subscription)]
        notice = end - settings.upcoming_days * DAY
        if notice > max(starts):
            found.append((notice, "announce"))
    found.append((data.get("next_pending_invoice_item_invoice"), "bill pending items"))
    found.append((end, "renew"))
    return [(moment, name) for moment, name in found if moment is not None]


@due("subscription")
def pass_moment(world: World, subscription: Record) -> None:
    """Do what is due by now, one thing after the other, and come back for the next."""
    for _ in range(20):
        for before in BEFORE:
            before(world, subscription)
        names = [name for moment, name in _moments(world, subscription) if moment <= world.now]
        if not names:
            break
        ACTS[names[0]](world, subscription)
    if not subscription.deleted:
        replan(world, subscription)


# -- before it is time ---------------------------------------------------------------------------


@act("trial will end")
def tell_trial_end(world: World, subscription: Record) -> None:
    world.shelf.hide(subscription, **{_TOLD: subscription.data["trial_end"]})
    world.emit(subscription, "customer.subscription.trial_will_end")


# -- a new period --------------------------------------------------------------------------------


@act("renew")
def renew(world: World, subscription: Record) -> None:
    """
    A period is over: bill what was used in it and what the next one costs.

    At the end of a trial this is its first bill. The invoice is a draft for an hour.
    """
    before = render.view(subscription)
    if before["status"] == "trialing" and not end_trial(world, subscription):
        return
    with world.in_order(untold=subscription.id):
        invoice = next_period(world, subscription, was_trial=before["status"] == "trialing")
        if invoice is not None:
            world.update(subscription, {"latest_invoice": invoice.id}, None)
    world.changed(subscription, before)
    if invoice is not None:
        hold(world, subscription, invoice)
    entitlements.follow(world, str(subscription.value("customer")))


def next_period(
    world: World, subscription: Record, was_trial: bool = False, reason: str = "subscription_cycle"
) -> Record | None:
    """Move the items that are due into their next period, and bill it; None if nothing is."""
    items = items_of(world, subscription)
    arrived = [item for item in items if item.data["current_period_end"] <= world.now]
    starts = [item.data["current_period_start"] for item in arrived]
    bills = []
    for item in arrived:
        if is_metered(price_of(world, item)) and not was_trial:
            span = (item.data["current_period_start"], item.data["current_period_end"])
            bills += lines_for(world, subscription, item, span)
        share = roll(world, subscription, item)
        if not is_metered(price_of(world, item)):
            span = (item.data["current_period_start"], item.data["current_period_end"])
            bills += lines_for(world, subscription, item, span, share)
    return bill(world, subscription, bills, reason, period_start=min(starts, default=world.now))


def roll(world: World, subscription: Record, item: Record) -> Decimal | None:
    """Begin an item's next period; returns which part of a whole one it is, if it is shorter."""
    price = price_of(world, item)
    anchor = subscription.data["billing_cycle_anchor"]
    begin = item.data["current_period_end"]
    start, end = period_at(anchor, price.data["recurring"], begin)
    period = {"current_period_start": begin, "current_period_end": end}
    world.shelf.change(item, {**item.data, **period})
    if is_metered(price):
        world.shelf.hide(item, **{PRICED: [[price.id, begin]]})
    return None if start == begin else Decimal(end - begin) / (end - start)


def bill(
    world: World,
    subscription: Record,
    bills: list[Json],
    reason: str,
    **fields: Any,
) -> Record | None:
    """An invoice of some lines and of the invoice items that wait; None if there is neither."""
    customer = world.get("customer", subscription.value("customer"))
    items = invoice_items.waiting(world, customer.id, subscription.data["currency"], subscription)
    shown = [*(invoice_items.item_line(item) for item in items), *bills]
    if not shown:
        return None
    collects = subscription.data["status"] != "unpaid"
    terms: Json = {"auto_advance": collects, "billing_reason": reason, "period_end": world.now}
    terms["automatic_tax"] = {"enabled": subscription.data["automatic_tax"]["enabled"]}
    discounts = running_discounts(world, subscription)
    terms.update(fields)
    invoice = invoices.make_invoice(world, customer, shown, subscription, discounts, **terms)
    for item in items:
        world.update(item, {"invoice": invoice.id}, None)
    return invoice


def hold(world: World, subscription: Record, invoice: Record) -> None:
    """While collection is paused, a new invoice stays a draft, is given up, or is voided.

    https://docs.stripe.com/billing/subscriptions/pause-payment
    """
    pause = subscription.data.get("pause_collection")
    if not pause:
        return
    if pause["behavior"] == "keep_as_draft":
        collection.stop(world, invoice)
        return
    collection.finalize(world, invoice, advance=False)
    if invoice.data["status"] == "open":
        void = pause["behavior"] == "void"
        (collection.void if void else collection.give_up)(world, invoice)


@act("resume collection")
def resume_collection(world: World, subscription: Record) -> None:
    world.update(subscription, {"pause_collection": None})


@act("bill pending items")
def bill_pending(world: World, subscription: Record) -> None:
    """Bill invoice items that wait, between the periods (`pending_invoice_item_interval`)."""
    before = render.view(subscription)
    with world.in_order(untold=subscription.id):
        invoice = bill(world, subscription, [], "subscription_update")
        changes: Json = {"next_pending_invoice_item_invoice": next_pending(subscription, world.now)}
        if invoice is not None:
            changes["latest_invoice"] = invoice.id
        world.update(subscription, changes, None)
    world.changed(subscription, before)


def next_pending(subscription: Record, after: int) -> int | None:
    """When pending items are billed next."""
    interval = subscription.data.get("pending_invoice_item_interval")
    if not interval:
        return None
    return period_at(subscription.data["billing_cycle_anchor"], interval, after)[1]


# -- trials --------------------------------------------------------------------------------------


def end_trial(world: World, subscription: Record) -> bool:
    """
    A trial is over: whether it goes on with a bill, or ends for want of a payment method.

    https://docs.stripe.com/billing/subscriptions/trials/free-trials
    """
    data = subscription.data
    behavior = ((data.get("trial_settings") or {}).get("end_behavior") or {}).get(
        "missing_payment_method"
    )
    automatic = data["collection_method"] == "charge_automatically"
    lacks = payments.default_method(world, data["customer"], data) is None
    if automatic and lacks and behavior == "cancel":
        endings.cancel_now(world, subscription, {"reason": None})
        return False
    if automatic and lacks and behavior == "pause":
        world.update(subscription, {"status": "paused"}, "updated customer.subscription.paused")
        entitlements.follow(world, str(subscription.value("customer")))
        return False
    world.update(subscription, {"status": "active"}, None)
    return True


def trial_lines(world: World, subscription: Record) -> list[Json]:
    """The lines of a trial that begins; in flexible mode metered items have none."""
    found = []
    for item in items_of(world, subscription):
        if is_flexible(subscription) and is_metered(price_of(world, item)):
            continue
        span = (item.data["current_period_start"], item.data["current_period_end"])
        found.append(trial_line(world, subscription, item, span))
    return found


# -- ends ----------------------------------------------------------------------------------------


@act("expire")
def expire(world: World, subscription: Record) -> None:
    """Nobody paid the first invoice within 23 hours: it is void, and the subscription is nothing."""
    invoice = world.find("invoice", subscription.data.get("latest_invoice"))
    changes = {"status": "incomplete_expired", "ended_at": world.now}
    world.update(subscription, changes)
    if invoice is not None and invoice.data["status"] == "open":
        collection.void(world, invoice)


@act("cancel")
def cancel(world: World, subscription: Record) -> None:
    """The moment has come at which it was to end; what was used in the last period is billed."""
    bills = []
    for item in items_of(world, subscription):
        if is_metered(price_of(world, item)) and subscription.data["status"] != "trialing":
            bills += lines_for(
                world, subscription, item, (item.data["current_period_start"], world.now)
            )
        world.shelf.hide(item, **{BILLED: []})
    invoice = None
    customer = str(subscription.value("customer"))
    waits = invoice_items.waiting(world, customer, subscription.data["currency"], subscription)
    if any(line["amount"] for line in bills) or waits:
        invoice = bill(world, subscription, bills, "subscription_cycle")
        world.update(subscription, {"latest_invoice": invoice.id if invoice else None}, None)
    endings.cancel_now(world, subscription, None, last=invoice)
