"""
Quotes: what a customer may accept; it becomes a subscription, a schedule or an invoice.

https://docs.stripe.com/quotes
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..agenda import due, plan
from ..catalogue import Json
from ..errors import invalid, not_simulated, required
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import billing, carts, invoices, payments, schedules, taxes
from .discounts import discounts_of
from .money import DAY
from .periods import interval_of

KIND = "quote"
OPEN_DAYS = 30


@behaviour("POST", "/v1/quotes")
def create_quote(call: Call) -> Answer:
    world, params = call.world, call.params
    if params.get("from_quote"):
        raise not_simulated("revisions of quotes (from_quote)")
    check_references(world, KIND, {"customer": params.get("customer")})
    skipped = ("line_items", "discounts", "default_tax_rates", "automatic_tax")
    fields = fields_from(KIND, {k: v for k, v in params.items() if k not in skipped})
    rates = taxes.check_rates(world, params.get("default_tax_rates"), "default_tax_rates")
    customer = world.find("customer", params.get("customer"))
    tax = taxes.automatic(world, params.get("automatic_tax"), customer)
    owner = {"customer": params["customer"]} if params.get("customer") else {}
    settings = params.get("invoice_settings") or {}
    data = params.get("subscription_data") or {}
    fields.update(
        {
            "automatic_tax": {"enabled": tax["enabled"], "liability": None, "status": None},
            "collection_method": params.get("collection_method") or "charge_automatically",
            "default_tax_rates": rates,
            "discounts": discounts_of(world, params.get("discounts"), owner),
            "expires_at": params.get("expires_at") or world.now + OPEN_DAYS * DAY,
            "invoice_settings": {"days_until_due": None, "issuer": {"type": "self"}, **settings},
            "status": "draft",
            "status_transitions": {"accepted_at": None, "canceled_at": None, "finalized_at": None},
            "subscription_data": {
                "billing_mode": {"type": "flexible"},
                "description": None,
                "effective_date": None,
                "metadata": None,
                "trial_period_days": None,
                **{name: value for name, value in data.items() if value not in ("", None)},
            },
        }
    )
    quote = world.create(KIND, fields, event=None)
    _fill(world, quote, params.get("line_items") or [])
    quote.json = None
    world.emit(quote, "created")
    plan(world, quote, quote.data["expires_at"])
    return quote


def _fill(world: World, quote: Record, asked: list[Json]) -> None:
    """Give a quote line items, and the amounts that follow."""
    data = quote.data
    offers = [{"discount": id} for id in data["discounts"]]
    rates = taxes.rate_ids(data["default_tax_rates"])
    for item in carts.items_in(world, quote):
        world.delete(item, None)
    carts.fill(world, quote, asked, offers=offers, rates=rates)
    items = [item.data for item in carts.items_in(world, quote)]
    recurring = [one for one in items if _recurring(world, one)]
    once = [one for one in items if not _recurring(world, one)]
    shown = {"upfront": _part(items if not recurring else [*once, *recurring])}
    computed: Json = {"recurring": None, **shown}
    if recurring:
        interval, count = interval_of(_recurring(world, recurring[0]))
        terms = {"interval": interval, "interval_count": count}
        computed["recurring"] = {**_part(recurring), **terms}
    sums = carts.sums(items)
    currency = items[0]["currency"] if items else None
    world.update(quote, {**sums, "computed": computed, "currency": currency}, None)


def _recurring(world: World, item: Json) -> Any:
    return world.get("price", item["price"]).data.get("recurring")


def _part(items: list[Json]) -> Json:
    return carts.sums(items)


@behaviour("POST", "/v1/quotes/{quote}")
def modify_quote(call: Call) -> Answer:
    world, params, quote = call.world, call.params, call.target()
    if quote.data["status"] not in ("draft", "open"):
        raise invalid(f"The quote is {quote.data['status']} already.")
    before = render.view(quote)
    skipped = ("line_items", "discounts", "default_tax_rates")
    changes = merged(quote, {k: v for k, v in params.items() if k not in skipped})
    if "discounts" in params:
        owner = {"customer": quote.data["customer"]} if quote.data.get("customer") else {}
        changes["discounts"] = discounts_of(world, params["discounts"], owner)
    if "default_tax_rates" in params:
        rates = taxes.check_rates(world, params["default_tax_rates"], "default_tax_rates")
        changes["default_tax_rates"] = rates
    world.update(quote, changes, None)
    asked = params.get("line_items")
    if asked is None:
        asked = [carts.asked_of(item) for item in carts.items_in(world, quote)]
    _fill(world, quote, [_whole(world, one) for one in asked])
    plan(world, quote, quote.data["expires_at"])
    world.changed(quote, before)
    return quote


def _whole(world: World, asked: Json) -> Json:
    """A line item that is named by id, with what it has."""
    item = world.find("item", asked.get("id"))
    known = carts.asked_of(item) if item is not None else {}
    return {**known, **{name: value for name, value in asked.items() if name != "id"}}


@behaviour("POST", "/v1/quotes/{quote}/finalize")
def finalize(call: Call) -> Answer:
    """The customer can see it now."""
    world, quote = call.world, call.world.get(KIND, call.ids["quote"])
    if quote.data["status"] != "draft":
        raise invalid(f"The quote is {quote.data['status']} already.")
    if not quote.data.get("customer"):
        raise required("customer")
    if not carts.items_in(world, quote):
        raise required("line_items")
    number = len(world.all(KIND, "status", "open")) + len(world.all(KIND, "status", "accepted"))
    changes: Json = {
        "number": f"QT-{world.shelf.state.token(8).upper()}-{number + 1:04d}-1",
        "status": "open",
        "status_transitions": {**quote.data["status_transitions"], "finalized_at": world.now},
    }
    if call.params.get("expires_at"):
        changes["expires_at"] = call.params["expires_at"]
    plan(world, quote, changes.get("expires_at") or quote.data["expires_at"])
    return world.update(quote, changes, "quote.finalized")


@behaviour("POST", "/v1/quotes/{quote}/cancel")
def cancel(call: Call) -> Answer:
    world, quote = call.world, call.world.get(KIND, call.ids["quote"])
    if quote.data["status"] not in ("draft", "open"):
        raise invalid(f"The quote is {quote.data['status']} already.")
    return end(world, quote)


@due(KIND)
def expire(world: World, quote: Record) -> None:
    """Nobody accepted it in time."""
    if quote.data["status"] in ("draft", "open"):
        end(world, quote)


def end(world: World, quote: Record) -> Record:
    plan(world, quote, None)
    moments = {**quote.data["status_transitions"], "canceled_at": world.now}
    changes = {"status": "canceled", "status_transitions": moments}
    return world.update(quote, changes, "quote.canceled")


@behaviour("POST", "/v1/quotes/{quote}/accept")
def accept(call: Call) -> Answer:
    """The customer takes it: a subscription begins, now or on the day agreed, or an invoice is due."""
    world, quote = call.world, call.world.get(KIND, call.ids["quote"])
    if quote.data["status"] != "open":
        raise invalid(f"The quote is {quote.data['status']}; only open ones can be accepted.")
    plan(world, quote, None)
    recurring, once = carts.parts(world, carts.items_in(world, quote))
    made = _begin(world, quote, recurring, once) if recurring else _invoice(world, quote)
    moments = {**quote.data["status_transitions"], "accepted_at": world.now}
    changes = {**made, "status": "accepted", "status_transitions": moments}
    return world.update(quote, changes, "quote.accepted")


def _begin(world: World, quote: Record, recurring: list[Json], once: list[Json]) -> Json:
    """The subscription of a quote; a schedule if it begins later."""
    data, terms = quote.data, quote.data["subscription_data"]
    when = terms.get("effective_date")
    shared: Json = {
        "collection_method": data["collection_method"],
        "default_tax_rates": taxes.rate_ids(data["default_tax_rates"]),
        "discounts": [{"discount": id} for id in data["discounts"]],
        "metadata": terms.get("metadata") or {},
    }
    if terms.get("description"):
        shared["description"] = terms["description"]
    if isinstance(when, int) and when > world.now:
        phase = {**shared, "items": recurring, "add_invoice_items": once}
        asked = {"customer": data["customer"], "phases": [phase], "start_date": when}
        return {"subscription_schedule": schedules.make(world, asked).id}
    params: Json = {**shared, "customer": data["customer"], "items": recurring}
    params.update({"add_invoice_items": once, "billing_mode": terms["billing_mode"]})
    if terms.get("trial_period_days"):
        params["trial_period_days"] = terms["trial_period_days"]
    if data["collection_method"] == "send_invoice":
        params["days_until_due"] = data["invoice_settings"].get("days_until_due") or 30
    elif payments.default_method(world, data["customer"]) is None:
        params["payment_behavior"] = "default_incomplete"
    subscription = billing.subscribe(world, params)
    return {"subscription": subscription.id, "invoice": subscription.data["latest_invoice"]}


def _invoice(world: World, quote: Record) -> Json:
    """The invoice of what is sold once; a draft, for an hour."""
    data = quote.data
    customer = world.get("customer", data["customer"])
    lines = [carts.invoice_line(world, item) for item in carts.items_in(world, quote)]
    parent = {"quote_details": {"quote": quote.id}, "type": "quote_details"}
    days = data["invoice_settings"].get("days_until_due")
    invoice = invoices.make_invoice(
        world,
        customer,
        lines,
        None,
        list(data["discounts"]),
        auto_advance=True,
        billing_reason="quote_accept",
        collection_method=data["collection_method"],
        days_until_due=days,
        default_tax_rates=taxes.rate_ids(data["default_tax_rates"]),
        parent={**parent, "subscription_details": None},
    )
    return {"invoice": invoice.id}
