"""
Subscriptions: signing up, changing, pausing and ending, as it is asked for.

What time does to them is in `cycle`, what a change costs in `changes`, what their invoices mean to
them in `standing`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import ApiError, invalid, missing, not_simulated, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import (
    changes,
    collection,
    cycle,
    discounts,
    entitlements,
    payments,
    proration,
    taxes,
)
from .customers import method_by
from .discounts import discounts_of
from .endings import cancel_now
from .items import (
    is_flexible,
    is_metered,
    items_of,
    lines_for,
    make_item,
    price_for,
    price_of,
    same_interval,
)
from .money import DAY
from .periods import anchor_at, period_at
from .standing import PENDING, RESUMING

# Stripe guarantees no order and documents none; this is how `stripe listen` shows a sign-up.
SIGN_UP = ("charge.", "customer.", "payment_intent.", "invoice.", "invoice_payment.")
# A trial that ends sooner is announced at once. https://docs.stripe.com/billing/subscriptions/trials
TRIAL_NOTICE_SECONDS = 3 * DAY
MOST_ITEMS = 20
_NOT_HERE = ("billing_schedules", "billing_thresholds")


# -- signing up ----------------------------------------------------------------------------------


@behaviour("POST", "/v1/subscriptions")
def create_subscription(call: Call) -> Answer:
    params = call.params
    if not params.get("customer"):
        raise required("customer")
    if not params.get("items"):
        raise required("items")
    return subscribe(call.world, params)


def subscribe(world: World, params: Json) -> Record:
    """A subscription from its create parameters, with its first invoice and its payment."""
    _check(params)
    customer = world.get("customer", params["customer"], "customer")
    behavior = params.get("payment_behavior") or "allow_incomplete"
    with world.in_order(*SIGN_UP):
        subscription = _make(world, customer, params)
        invoice = first_invoice(world, subscription, params)
        if invoice is not None:
            off_session = bool(params.get("off_session"))
            _first_payment(world, subscription, invoice, behavior, off_session)
        _prepare_setup(world, subscription, behavior)
        world.emit(subscription, "created")
    trial_end = subscription.data["trial_end"]
    if trial_end and trial_end - world.now <= TRIAL_NOTICE_SECONDS:
        cycle.tell_trial_end(world, subscription)
    cycle.replan(world, subscription)
    entitlements.follow(world, customer.id)
    return subscription


def _check(params: Json) -> None:
    for name in _NOT_HERE:
        if params.get(name):
            raise not_simulated(name)
    if len(params.get("items") or []) > MOST_ITEMS:
        raise invalid(f"A subscription has at most {MOST_ITEMS} items.", param="items")
    if any(one.get("current_trial") for one in params.get("items") or []):
        raise not_simulated("trial offers (current_trial)")
    days = params.get("days_until_due")
    if days is not None and params.get("collection_method") not in (None, "send_invoice"):
        message = "days_until_due is for subscriptions whose invoices are sent (send_invoice)."
        raise invalid(message, param="days_until_due")
    if params.get("trial_end") and params.get("trial_period_days"):
        raise invalid("Give either trial_end or trial_period_days.", param="trial_end")


def _trial_end(world: World, params: Json, prices: list[Record]) -> int | None:
    days, end = params.get("trial_period_days"), params.get("trial_end")
    if days is None and end is None and params.get("trial_from_plan"):
        known = [(price.data["recurring"].get("trial_period_days") or 0) for price in prices]
        days = max(known)
    if days:
        return world.now + int(days) * DAY
    return int(end) if end not in (None, "now") and int(end) > world.now else None


def _anchor(world: World, params: Json, start: int, trial_end: int | None, price: Record) -> int:
    """The reference of all periods: asked for, or where the trial ends, or the beginning."""
    begin = trial_end or world.now
    config, asked = params.get("billing_cycle_anchor_config"), params.get("billing_cycle_anchor")
    if config:
        return anchor_at(config, price.data["recurring"], begin)
    if asked is not None:
        if asked <= begin:
            message = "billing_cycle_anchor must lie in the future."
            raise invalid(message, param="billing_cycle_anchor")
        if asked > period_at(begin, price.data["recurring"], begin)[1]:
            message = "billing_cycle_anchor must lie within one period."
            raise invalid(message, param="billing_cycle_anchor")
        return int(asked)
    return trial_end or start


def _make(world: World, customer: Record, params: Json) -> Record:
    """The subscription with its items, not billed yet."""
    asked_currency = str(params.get("currency") or "").lower() or None
    prices = [price_for(world, asked, asked_currency) for asked in params["items"]]
    currency = asked_currency or prices[0].data["currency"]
    if any(price.data["currency"] != currency for price in prices) and not asked_currency:
        raise invalid("All prices of a subscription have one currency.", param="items")
    mode = params.get("billing_mode") or {"type": "flexible"}
    if mode["type"] == "classic" and not same_interval(prices):
        message = "In classic billing mode all prices of a subscription have one interval."
        raise invalid(message, param="items")
    trial_end = _trial_end(world, params, prices)
    start = params.get("backdate_start_date") or world.now
    if start > world.now:
        raise invalid("backdate_start_date must lie in the past.", param="backdate_start_date")
    anchor = _anchor(world, params, start, trial_end, prices[0])
    fields = _fields(world, customer, params, currency, trial_end)
    id = fields["id"]
    owner = {"customer": customer.id, "subscription": id}
    if params.get("backdate_start_date"):
        owner["start"] = start
    fields.update({"billing_cycle_anchor": anchor, "billing_mode": mode, "start_date": start})
    fields["discounts"] = discounts_of(world, params.get("discounts"), owner)
    fields["billing_cycle_anchor_config"] = params.get("billing_cycle_anchor_config")
    if customer.data.get("currency") is None:
        world.update(customer, {"currency": currency})
    subscription = world.create("subscription", fields, event=None)
    for price, asked in zip(prices, params["items"], strict=True):
        make_item(world, subscription, price, asked, _first_span(world, subscription, price))
    _set_end(world, subscription, params)
    world.update(
        subscription,
        {"next_pending_invoice_item_invoice": cycle.next_pending(subscription, world.now)},
        None,
    )
    return subscription


def _fields(
    world: World, customer: Record, params: Json, currency: str, trial_end: int | None
) -> Json:
    """What a new subscription takes over from its parameters."""
    fields = fields_from("subscription", params)
    skipped = (
        "billing_cycle_anchor",
        "billing_cycle_anchor_config",
        "billing_mode",
        "cancel_at",
        "cancel_at_period_end",
        "customer",
        "default_payment_method",
        "discounts",
        "items",
        "trial_end",
    )
    for name in skipped:
        fields.pop(name, None)
    check_references(world, "subscription", fields)
    method = params.get("default_payment_method")
    rates = params.get("default_tax_rates")
    fields.update(
        {
            "id": world.new_id("subscription"),
            "automatic_tax": taxes.automatic(world, params.get("automatic_tax"), customer),
            "cancellation_details": {"comment": None, "feedback": None, "reason": None},
            "collection_method": params.get("collection_method") or "charge_automatically",
            "currency": currency,
            "customer": customer.id,
            "default_payment_method": method_by(world, method, "default_payment_method").id
            if method
            else None,
            "default_tax_rates": taxes.check_rates(world, rates, "default_tax_rates"),
            "invoice_settings": {
                "account_tax_ids": None,
                "issuer": {"type": "self"},
                **(params.get("invoice_settings") or {}),
            },
            "status": "trialing" if trial_end else "active",
            "trial_end": trial_end,
            "trial_settings": params.get("trial_settings")
            or {"end_behavior": {"missing_payment_method": "create_invoice"}},
            "trial_start": world.now if trial_end else None,
        }
    )
    return fields


def _first_span(world: World, subscription: Record, price: Record) -> tuple[int, int]:
    """An item's first period: the trial, or from now to the next time on the anchor."""
    data = subscription.data
    if data["trial_end"]:
        return world.now, int(data["trial_end"])
    start, end = period_at(data["billing_cycle_anchor"], price.data["recurring"], world.now)
    return max(start, data["start_date"]), end


def _set_end(world: World, subscription: Record, params: Json) -> None:
    """`cancel_at`, asked for at the sign-up; before the first period's end it ends that."""
    if params.get("cancel_at") is None and not params.get("cancel_at_period_end"):
        return
    found = ending(world, subscription, params)
    world.update(subscription, found, None)
    at = found["cancel_at"]
    for item in items_of(world, subscription):
        if at is not None and at < item.data["current_period_end"]:
            world.shelf.change(item, {**item.data, "current_period_end": at})


def first_invoice(world: World, subscription: Record, params: Json) -> Record | None:
    """The invoice of a sign-up: the first period, ahead; a trial for nothing; what waits."""
    for asked in params.get("add_invoice_items") or []:
        changes.one_time_item(world, subscription, asked)
    free = params.get("proration_behavior") == "none"
    bills: list[Json] = []
    if subscription.data["status"] == "trialing":
        bills = cycle.trial_lines(world, subscription)
    else:
        for item in items_of(world, subscription):
            bills += _first_lines(world, subscription, item, free)
    automatic = subscription.data["collection_method"] == "charge_automatically"
    invoice = cycle.bill(
        world, subscription, bills, "subscription_create", auto_advance=not automatic
    )
    if invoice is not None:
        world.update(subscription, {"latest_invoice": invoice.id}, None)
    return invoice


def _first_lines(world: World, subscription: Record, item: Record, free: bool) -> list[Json]:
    """
    An item's first lines: each period that a backdated start leaves behind, and the current one,
    in proportion if it is shorter than a whole one.
    """
    price, data = price_of(world, item), subscription.data
    start, end = item.data["current_period_start"], item.data["current_period_end"]
    anchor, recurring = data["billing_cycle_anchor"], price.data["recurring"]
    found: list[Json] = []
    moment = data["start_date"]
    while moment < start:
        whole = period_at(anchor, recurring, moment)
        span = (moment, min(whole[1], start))
        found += _span_lines(world, subscription, item, span, whole, free)
        moment = span[1]
    if is_metered(price):
        if not is_flexible(subscription):
            found += lines_for(world, subscription, item, (world.now, world.now))
        return found
    whole = period_at(anchor, recurring, start)
    return found + _span_lines(world, subscription, item, (start, end), whole, free)


def _span_lines(
    world: World,
    subscription: Record,
    item: Record,
    span: tuple[int, int],
    whole: tuple[int, int],
    free: bool,
) -> list[Json]:
    if span == whole or is_metered(price_of(world, item)):
        return lines_for(world, subscription, item, span)
    if free:
        return []
    share = Decimal(span[1] - span[0]) / (whole[1] - whole[0])
    return lines_for(world, subscription, item, span, share)


def _first_payment(
    world: World, subscription: Record, invoice: Record, behavior: str, off_session: bool
) -> None:
    """Charge the first invoice; one that is sent stays a draft for an hour."""
    if subscription.data["collection_method"] != "charge_automatically":
        return
    if invoice.data["amount_due"] > 0:
        _check_payable(world, subscription, invoice, behavior)
    collection.finalize(world, invoice, advance=False)
    if invoice.data["status"] != "open":
        return
    world.update(subscription, {"status": "incomplete"}, None)
    if behavior == "default_incomplete":
        return
    paid = collection.pay(world, invoice, off_session=off_session)
    if not paid and behavior == "error_if_incomplete":
        raise changes.refused(world, invoice)


def _check_payable(world: World, subscription: Record, invoice: Record, behavior: str) -> None:
    customer = subscription.data["customer"]
    if behavior == "default_incomplete":
        return
    if payments.default_method(world, customer, subscription.data) is None:
        message = "This customer has no payment method that could be charged."
        raise ApiError(message, code="resource_missing", param="default_payment_method")


def _prepare_setup(world: World, subscription: Record, behavior: str) -> None:
    """
    Where nothing is to be paid yet, a setup intent collects what will be charged later.

    https://docs.stripe.com/billing/subscriptions/deferred-payment
    """
    data = subscription.data
    waits = behavior == "default_incomplete" and data["status"] in ("trialing", "active")
    lacks = payments.default_method(world, data["customer"], data) is None
    if not waits or not lacks or data["collection_method"] != "charge_automatically":
        return
    id = world.new_id("setup_intent")
    fields = {
        "id": id,
        "client_secret": f"{id}_secret_{world.shelf.state.token(25)}",
        "customer": data["customer"],
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
        "usage": "off_session",
    }
    made = world.create("setup_intent", fields)
    world.update(subscription, {"pending_setup_intent": made.id}, None)


# -- changing ------------------------------------------------------------------------------------


@behaviour("POST", "/v1/subscriptions/{subscription_exposed_id}")
def modify_subscription(call: Call) -> Answer:
    """Changes of items, discounts and terms, billed as `proration_behavior` says."""
    subscription, world, params = call.target(), call.world, call.params
    if subscription.data["status"] in ("canceled", "incomplete_expired"):
        raise invalid(f"A subscription that is {subscription.data['status']} can only be read.")
    return update(world, subscription, params)


def update(world: World, subscription: Record, params: Json) -> Record:
    """Change a subscription by its update parameters, all of it or nothing."""
    _check(params)
    behavior = params.get("payment_behavior") or "allow_incomplete"
    before = render.view(subscription)
    if behavior == "pending_if_incomplete":
        changes.check_pending(params)
        fails, bills = changes.would_fail(world, subscription, params)
        if fails:
            with world.in_order(untold=subscription.id):
                changes.wait(world, subscription, params, bills)
            world.changed(subscription, before)
            cycle.replan(world, subscription)
            return subscription
    asked = changes.asked_of(world, params)
    with world.in_order(untold=subscription.id):
        if subscription.hidden.get(PENDING) and params.get("items"):
            changes.drop_pending(world, subscription)
        world.update(subscription, _terms(world, subscription, params), None)
        outcome = changes.apply(world, subscription, asked)
        if "cancel_at" in params or "cancel_at_period_end" in params:
            _change_end(world, subscription, params, asked, outcome)
        invoice = changes.settle(world, subscription, outcome, params, asked.behavior)
        if invoice is not None:
            off_session = bool(params.get("off_session"))
            changes.collect(world, subscription, invoice, behavior, off_session=off_session)
    world.changed(subscription, before)
    if before["status"] == "trialing" and params.get("trial_end") == "now":
        cycle.tell_trial_end(world, subscription)
    cycle.replan(world, subscription)
    entitlements.follow(world, str(subscription.value("customer")))
    return subscription


_BILLED_TERMS = (
    "billing_cycle_anchor",
    "cancel_at",
    "cancel_at_period_end",
    "discounts",
    "items",
    "trial_end",
)


def _terms(world: World, subscription: Record, params: Json) -> Json:
    """The new values of what is not an item or a period."""
    found = merged(subscription, {k: v for k, v in params.items() if k not in _BILLED_TERMS})
    owner = {"customer": subscription.value("customer"), "subscription": subscription.id}
    if "discounts" in params:
        found["discounts"] = _discounts(world, subscription, params["discounts"], owner)
    if params.get("default_payment_method"):
        found["default_payment_method"] = method_by(world, params["default_payment_method"]).id
    if "default_tax_rates" in params:
        rates = taxes.check_rates(world, params["default_tax_rates"], "default_tax_rates")
        found["default_tax_rates"] = rates
    if "automatic_tax" in params:
        customer = world.find("customer", subscription.value("customer"))
        found["automatic_tax"] = taxes.automatic(world, params["automatic_tax"], customer)
    if "pause_collection" in params:
        asked = params["pause_collection"] or None
        found["pause_collection"] = {"resumes_at": None, **asked} if asked else None
    if "pending_invoice_item_interval" in params:
        asked = params["pending_invoice_item_interval"] or None
        found["pending_invoice_item_interval"] = {"interval_count": 1, **asked} if asked else None
        anchor = subscription.data["billing_cycle_anchor"]
        next_ = period_at(anchor, asked, world.now)[1] if asked else None
        found["next_pending_invoice_item_invoice"] = next_
    return found


def _discounts(world: World, subscription: Record, asked: Any, owner: Json) -> list[str]:
    """The discounts that a subscription has then; those that it loses end."""
    kept = discounts_of(world, asked, owner)
    for id in subscription.data["discounts"]:
        discount = world.find("discount", id)
        if id not in kept and discount is not None:
            world.delete(discount, "customer.discount.deleted")
    return kept


def ending(world: World, subscription: Record, params: Json) -> Json:
    """When a subscription ends, as `cancel_at` or `cancel_at_period_end` ask for it."""
    ends = [item.data["current_period_end"] for item in items_of(world, subscription)]
    asked = params.get("cancel_at")
    named = {"min_period_end": min(ends), "max_period_end": max(ends)}
    at = named.get(asked, asked) if isinstance(asked, str) else asked
    if params.get("cancel_at_period_end"):
        at = min(ends)
    if isinstance(at, int) and at <= world.now:
        raise invalid("cancel_at must lie in the future.", param="cancel_at")
    known = subscription.data.get("cancellation_details") or {}
    details = {**known, **(params.get("cancellation_details") or {})}
    details["reason"] = "cancellation_requested" if at else None
    return {
        "cancel_at": at or None,
        "cancel_at_period_end": bool(params.get("cancel_at_period_end")),
        "canceled_at": world.now if at else None,
        "cancellation_details": details,
    }


def _change_end(
    world: World, subscription: Record, params: Json, asked: changes.Asked, outcome: changes.Outcome
) -> None:
    """
    Let a subscription end at another time; what was billed beyond that is given back.

    An earlier end that is taken back makes the period whole again, and bills it.
    """
    found = ending(world, subscription, params)
    world.update(subscription, found, None)
    at = found["cancel_at"]
    for item in items_of(world, subscription):
        price = price_of(world, item)
        start, end = item.data["current_period_start"], item.data["current_period_end"]
        whole = period_at(subscription.data["billing_cycle_anchor"], price.data["recurring"], start)
        if subscription.data["status"] == "trialing":
            continue
        then = min(whole[1], at) if at is not None else whole[1]
        if then == end:
            continue
        if then < end and asked.prorates and not is_metered(price):
            outcome.prorations += proration.credits(world, subscription, item, then)
        period = {"current_period_end": then}
        world.shelf.change(item, {**item.data, **period})
        if then > end and asked.prorates and not is_metered(price):
            outcome.prorations += proration.debits(world, subscription, [item], end)


@behaviour("POST", "/v1/subscriptions/{subscription}/migrate")
def migrate(call: Call) -> Answer:
    """From classic to flexible billing mode, and not back."""
    world, subscription = call.world, call.world.get("subscription", call.id)
    mode = call.params["billing_mode"]
    if mode["type"] != "flexible":
        raise invalid("A subscription can only be migrated to flexible.", "billing_mode[type]")
    if subscription.data["status"] in ("canceled", "incomplete_expired"):
        raise invalid("A subscription that has ended cannot be migrated.")
    shown = {"flexible": mode.get("flexible"), "type": "flexible", "updated_at": world.now}
    return world.update(subscription, {"billing_mode": shown})


# -- ending, pausing -----------------------------------------------------------------------------


@behaviour("DELETE", "/v1/subscriptions/{subscription_exposed_id}")
def cancel_subscription(call: Call) -> Answer:
    """
    The end, now. `prorate` gives the unused time back, `invoice_now` bills what was used and what
    waits. https://docs.stripe.com/api/subscriptions/cancel
    """
    subscription, world, params = call.target(), call.world, call.params
    if subscription.data["status"] in ("canceled", "incomplete_expired"):
        raise missing("subscription", subscription.id)
    return end(world, subscription, params)


def end(world: World, subscription: Record, params: Json) -> Record:
    """End a subscription by its cancel parameters."""
    outcome = changes.Outcome()
    trial = subscription.data["status"] == "trialing"
    for item in items_of(world, subscription):
        metered = is_metered(price_of(world, item))
        if metered and params.get("invoice_now") and not trial:
            span = (item.data["current_period_start"], world.now)
            outcome.lines += lines_for(world, subscription, item, span)
        elif not metered and params.get("prorate"):
            outcome.prorations += proration.credits(world, subscription, item, world.now)
    changes.add_items(world, subscription, outcome.prorations)
    invoice = None
    if params.get("invoice_now"):
        reason = "subscription_update"
        invoice = cycle.bill(world, subscription, outcome.lines, reason, auto_advance=False)
    if invoice is not None:
        world.update(subscription, {"latest_invoice": invoice.id}, None)
        changes.collect(world, subscription, invoice, "allow_incomplete")
    details = params.get("cancellation_details") or {}
    return cancel_now(world, subscription, details, last=invoice)


@behaviour("DELETE", "/v1/customers/{customer}")
def delete_customer(call: Call) -> Answer:
    """Ends what the customer has: subscriptions are canceled, payment methods let go."""
    record, world = call.target(), call.world
    for subscription in world.all("subscription", "customer", record.id):
        if subscription.data["status"] not in ("canceled", "incomplete_expired"):
            cancel_now(world, subscription)
    for method in world.all("payment_method", "customer", record.id):
        world.update(method, {"customer": None}, None)
    world.delete(record)
    return render.stub(record)


@behaviour("DELETE", "/v1/subscriptions/{subscription_exposed_id}/discount")
def delete_discount(call: Call) -> Answer:
    world = call.world
    subscription = world.get("subscription", call.id)
    for id in subscription.data["discounts"]:
        discount = world.find("discount", id)
        if discount is not None:
            discounts.let_go(world, subscription, discount)
            world.delete(discount, "customer.discount.deleted")
            return render.stub(discount)
    raise missing("discount", call.id)


@behaviour("POST", "/v1/subscriptions/{subscription}/resume")
def resume(call: Call) -> Answer:
    """
    A paused subscription goes on: it is billed, and runs again as soon as that is paid.

    https://docs.stripe.com/api/subscriptions/resume
    """
    world, params = call.world, call.params
    subscription = world.get("subscription", call.id)
    if subscription.data["status"] != "paused":
        raise invalid("Only a paused subscription can be resumed.")
    anchor = (params.get("billing_cycle_anchor") or {}).get("type") or "now"
    before = render.view(subscription)
    with world.in_order(untold=subscription.id):
        invoice = _bill_again(world, subscription, anchor == "now")
        if invoice is not None:
            world.shelf.hide(subscription, **{RESUMING: invoice.id})
            world.update(subscription, {"latest_invoice": invoice.id}, None)
            changes.collect(world, subscription, invoice, "allow_incomplete")
        if invoice is None or invoice.data["status"] == "paid":
            world.update(subscription, {"status": "active"}, None)
    world.changed(subscription, before)
    if subscription.data["status"] == "active":
        world.emit(subscription, "customer.subscription.resumed")
    cycle.replan(world, subscription)
    entitlements.follow(world, str(subscription.value("customer")))
    return subscription


def _bill_again(world: World, subscription: Record, anew: bool) -> Record | None:
    """The invoice of a subscription that goes on: a period from now, or what is left of one."""
    bills = []
    if anew:
        world.update(subscription, {"billing_cycle_anchor": world.now}, None)
    for item in items_of(world, subscription):
        price = price_of(world, item)
        whole = period_at(
            subscription.data["billing_cycle_anchor"], price.data["recurring"], world.now
        )
        span = {"current_period_start": world.now, "current_period_end": whole[1]}
        world.shelf.change(item, {**item.data, **span})
        if not is_metered(price):
            bills += _span_lines(world, subscription, item, (world.now, whole[1]), whole, False)
    return cycle.bill(world, subscription, bills, "subscription_update", auto_advance=False)


# -- subscription items --------------------------------------------------------------------------

_ITEM_TERMS = ("payment_behavior", "proration_behavior", "proration_date", "off_session")


def _change_items(call: Call, subscription: Record, asked: Json) -> None:
    """A change of one item is a change of its subscription."""
    shared = {name: call.params[name] for name in _ITEM_TERMS if name in call.params}
    update(call.world, subscription, {"items": [asked], **shared})


def _asked(call: Call) -> Json:
    skipped = (*_ITEM_TERMS, "expand", "subscription")
    return {name: value for name, value in call.params.items() if name not in skipped}


@behaviour("POST", "/v1/subscription_items")
def create_item(call: Call) -> Answer:
    world = call.world
    subscription = world.get("subscription", call.params["subscription"], "subscription")
    known = {item.id for item in items_of(world, subscription)}
    _change_items(call, subscription, _asked(call))
    made = [item for item in items_of(world, subscription) if item.id not in known]
    if not made:
        message = "The update waits for its payment, so the item does not exist yet."
        raise ApiError(message, status=402, type="card_error", keeps_work=True)
    return made[0]


@behaviour("POST", "/v1/subscription_items/{item}")
def modify_item(call: Call) -> Answer:
    world, item = call.world, call.target()
    subscription = world.get("subscription", item.value("subscription"))
    _change_items(call, subscription, {**_asked(call), "id": item.id})
    return item


@behaviour("DELETE", "/v1/subscription_items/{item}")
def delete_item(call: Call) -> Answer:
    world, item = call.world, call.target()
    subscription = world.get("subscription", item.value("subscription"))
    _change_items(call, subscription, {"id": item.id, "deleted": True})
    return render.stub(item)
