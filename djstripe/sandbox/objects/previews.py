"""
Invoices that do not exist yet: the next one of a subscription, or of one as it would be.

What is asked for is done, looked at, and taken back. https://docs.stripe.com/api/invoices/create_preview
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import invalid, not_simulated, required
from ..state import Record
from ..store import Answer, Call, behaviour
from ..world import World
from . import billing, cycle, invoice_items, invoices, lines
from .discounts import discounts_of
from .items import items_of

_SUBSCRIPTION_TERMS = (
    "cancel_at",
    "cancel_at_period_end",
    "default_tax_rates",
    "items",
    "proration_behavior",
    "proration_date",
    "trial_end",
)


@behaviour("POST", "/v1/invoices/create_preview")
def preview(call: Call) -> Answer:
    """The next invoice of what the parameters describe; nothing is kept."""
    world, params = call.world, call.params
    if params.get("schedule_details"):
        raise not_simulated("previews of a schedule that does not exist (schedule_details)")
    details = dict(params.get("subscription_details") or {})
    subscription = _subscription(world, params)
    with world.rehearsal():
        customer = _customer(world, params, subscription)
        for one in params.get("invoice_items") or []:
            _add_item(world, customer, subscription, one)
        if subscription is not None:
            shown = _changed(world, subscription, details, params)
        elif details.get("items"):
            shown = _new(world, customer, details, params)
        else:
            shown = _loose(world, customer, params)
    if shown is None:
        raise invalid("There is no upcoming invoice.", code="invoice_upcoming_none")
    return shown


def _subscription(world: World, params: Json) -> Record | None:
    if params.get("schedule"):
        schedule = world.get("subscription_schedule", params["schedule"], "schedule")
        return world.find("subscription", schedule.value("subscription"))
    if params.get("subscription"):
        return world.get("subscription", params["subscription"], "subscription")
    if params.get("customer") and not (params.get("subscription_details") or {}).get("items"):
        running = [
            one
            for one in world.all("subscription", "customer", params["customer"])
            if one.data["status"] in cycle.RUNNING
        ]
        return min(running, key=lambda one: _end(world, one), default=None)
    return None


def _end(world: World, subscription: Record) -> int:
    return min(int(item.data["current_period_end"]) for item in items_of(world, subscription))


def _customer(world: World, params: Json, subscription: Record | None) -> Record:
    if subscription is not None:
        return world.get("customer", subscription.value("customer"))
    if params.get("customer"):
        return world.get("customer", params["customer"], "customer")
    if params.get("customer_details") or params.get("currency"):
        details = params.get("customer_details") or {}
        fields = {name: details.get(name) for name in ("address", "shipping", "tax_exempt")}
        return world.create("customer", {**fields, "balance": 0}, event=None)
    raise required("customer")


def _add_item(world: World, customer: Record, subscription: Record | None, asked: Json) -> None:
    """An invoice item as if it were there, or one that waits as if it were another."""
    given: Json = {
        k: v for k, v in asked.items() if k not in ("price", "invoiceitem", "unit_amount")
    }
    if asked.get("price"):
        given["pricing"] = {"price": asked["price"]}
    if asked.get("unit_amount") is not None:
        given["unit_amount_decimal"] = str(asked["unit_amount"])
    if asked.get("invoiceitem"):
        item = world.get("invoiceitem", asked["invoiceitem"], "invoice_items[invoiceitem]")
        lines.change_item(world, item, given)
        return
    if subscription is not None:
        given.setdefault("currency", subscription.data["currency"])
    invoice_items.make_item(world, customer.id, given)


def _changed(world: World, subscription: Record, details: Json, params: Json) -> Json | None:
    """The next invoice of a subscription, changed before if that is asked for."""
    asked: Json = {name: details[name] for name in _SUBSCRIPTION_TERMS if name in details}
    if "discounts" in params:
        asked["discounts"] = params["discounts"]
    anchor = details.get("billing_cycle_anchor")
    if anchor:
        asked["billing_cycle_anchor"] = anchor
    if details.get("cancel_now"):
        known = subscription.data.get("latest_invoice")
        billing.end(world, subscription, {"invoice_now": True, "prorate": True})
        made = world.find("invoice", subscription.data.get("latest_invoice"))
        return shown(world, made) if made is not None and made.id != known else None
    if asked:
        known = subscription.data.get("latest_invoice")
        asked["payment_behavior"] = "default_incomplete"
        billing.update(world, subscription, asked)
        made = world.find("invoice", subscription.data.get("latest_invoice"))
        if made is not None and made.id != known:
            return shown(world, made)
    return _renewed(world, subscription, params.get("preview_mode") == "recurring")


def next_invoice(world: World, subscription: Record) -> Json | None:
    """The invoice that a subscription's next renewal will make, as it stands now."""
    with world.rehearsal():
        return _renewed(world, subscription, False)


def _renewed(world: World, subscription: Record, only_recurring: bool) -> Json | None:
    """What the renewal makes, at the moment of it."""
    known, stopped = subscription.data.get("latest_invoice"), world.stopped
    if subscription.data["status"] not in cycle.RUNNING:
        return None
    moment = _end(world, subscription)
    ends = subscription.data.get("cancel_at")
    if only_recurring:
        customer = str(subscription.value("customer"))
        for item in invoice_items.waiting(world, customer, None, subscription):
            world.delete(item, None)
    world.stopped = max(moment, world.now)
    try:
        for before in cycle.BEFORE:
            before(world, subscription)
        if ends is not None and ends <= moment:
            cycle.cancel(world, subscription)
        else:
            cycle.renew(world, subscription)
        made = world.find("invoice", subscription.data.get("latest_invoice"))
        return shown(world, made) if made is not None and made.id != known else None
    finally:
        world.stopped = stopped


def _new(world: World, customer: Record, details: Json, params: Json) -> Json | None:
    """The first invoice of a subscription that does not exist."""
    terms = (*_SUBSCRIPTION_TERMS, "billing_mode", "metadata")
    asked: Json = {name: details[name] for name in terms if name in details}
    asked.pop("proration_date", None)
    asked.update({"customer": customer.id, "payment_behavior": "default_incomplete"})
    if params.get("discounts"):
        asked["discounts"] = params["discounts"]
    if params.get("currency"):
        asked["currency"] = params["currency"]
    start = details.get("start_date")
    if start is not None and start < world.now:
        asked["backdate_start_date"] = start
    made = billing.subscribe(world, asked)
    invoice = world.find("invoice", made.data.get("latest_invoice"))
    return shown(world, invoice) if invoice is not None else None


def _loose(world: World, customer: Record, params: Json) -> Json | None:
    """The invoice items of a customer without a subscription."""
    items = invoice_items.waiting(world, customer.id, params.get("currency"))
    if not items:
        return None
    bills = [invoice_items.item_line(item) for item in items]
    discounts = discounts_of(world, params.get("discounts"), {"customer": customer.id})
    return shown(world, invoices.make_invoice(world, customer, bills, None, discounts))


_NOT_YET: dict[str, Any] = {
    "amount_paid": 0,
    "attempt_count": 0,
    "attempted": False,
    "auto_advance": False,
    "automatically_finalizes_at": None,
    "billing_reason": "upcoming",
    "effective_at": None,
    "ending_balance": None,
    "hosted_invoice_url": None,
    "invoice_pdf": None,
    "number": None,
    "status": "draft",
}


def shown(world: World, invoice: Record) -> Json:
    """An invoice as one that does not exist yet."""
    view = render.view(invoice)
    remaining = view["amount_due"]
    id = f"upcoming_{invoice.id}"
    moments = dict.fromkeys(view["status_transitions"])
    inner = dict(view["lines"])
    inner["data"] = [{**line, "invoice": id} for line in inner["data"]]
    inner["url"] = "/v1/invoices/create_preview/lines"
    more = {"amount_remaining": remaining, "lines": inner, "status_transitions": moments}
    return {**view, **_NOT_YET, **more, "id": id}


@cycle.act("announce")
def announce(world: World, subscription: Record) -> None:
    """Tell of the next invoice some days before it is made; it has no id yet."""
    world.shelf.hide(subscription, **{cycle.ANNOUNCED: _end(world, subscription)})
    found = next_invoice(world, subscription)
    if found is not None:
        world.tell("invoice.upcoming", {k: v for k, v in found.items() if k != "id"})
