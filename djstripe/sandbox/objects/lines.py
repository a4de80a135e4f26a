"""
The lines of a draft: invoice items and lines that are made, changed, added and taken away.

A line that came from an invoice item shows the item; whichever of the two is changed, the other
follows. A final invoice refuses all of it with `invoice_not_editable`.
"""

from __future__ import annotations

from .. import render
from ..catalogue import Json
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour, merged
from ..world import World
from . import taxes
from .discounts import discounts_of
from .invoice_items import OFFS, item_amounts, item_line, make_item
from .invoices import add_line, editable, find_line, recount
from .taxes import RATES

_SHARED = ("description", "discountable", "period")  # of lines and items alike
_MONEY = {
    "amount",
    "price_data",
    "pricing",
    "quantity",
    "quantity_decimal",
    "unit_amount_decimal",
}


def lines_of(world: World, item: Record) -> list[Record]:
    """The line that shows an invoice item, if it is on an invoice."""
    by_hand = world.all("line_item", "parent.invoice_item_details.invoice_item", item.id)
    path = "parent.subscription_item_details.invoice_item"
    return by_hand or world.all("line_item", path, item.id)


def invoice_of(world: World, item: Record) -> Record | None:
    """The invoice that an item is on; it must be a draft."""
    invoice = world.find("invoice", item.value("invoice"))
    return editable(invoice) if invoice is not None else None


# -- invoice items -------------------------------------------------------------------------------


@behaviour("POST", "/v1/invoiceitems")
def create_item(call: Call) -> Answer:
    world, params = call.world, call.params
    invoice = world.get("invoice", params["invoice"], "invoice") if params.get("invoice") else None
    before = render.view(editable(invoice)) if invoice is not None else None
    customer = params.get("customer") or (invoice.value("customer") if invoice else None)
    if invoice is not None and not params.get("currency"):
        params = {**params, "currency": invoice.data["currency"]}
    item = make_item(world, world.get("customer", customer, "customer").id, params)
    if invoice is not None:
        if item.data["currency"] != invoice.data["currency"] and lines_on(world, invoice):
            raise invalid(f"The invoice is in {invoice.data['currency']}.", param="currency")
        if item.data["currency"] != invoice.data["currency"]:
            world.update(invoice, {"currency": item.data["currency"]}, None)
        add_line(world, invoice, item_line(item))
        recount(world, invoice, before)
    return item


def lines_on(world: World, invoice: Record) -> list[Record]:
    return world.all("line_item", "invoice", invoice.id)


@behaviour("POST", "/v1/invoiceitems/{invoiceitem}")
def modify_item(call: Call) -> Answer:
    world, item = call.world, call.target()
    invoice = invoice_of(world, item)
    before = render.view(invoice) if invoice is not None else None
    change_item(world, item, call.params)
    if invoice is not None:
        recount(world, invoice, before)
    return item


@behaviour("DELETE", "/v1/invoiceitems/{invoiceitem}")
def delete_item(call: Call) -> Answer:
    world, item = call.world, call.target()
    invoice = invoice_of(world, item)
    before = render.view(invoice) if invoice is not None else None
    _drop(world, item)
    if invoice is not None:
        recount(world, invoice, before)
    return render.stub(item)


def change_item(world: World, item: Record, asked: Json) -> None:
    """Give an invoice item new values, and the line that shows it."""
    if item.data.get("proration") and asked.keys() & _MONEY:
        raise invalid("A proration's amount cannot be changed.", param=min(asked.keys() & _MONEY))
    changes = merged(item, {k: v for k, v in asked.items() if k in (*_SHARED, "metadata")})
    world.update(
        item, {**changes, **_own_terms(world, item, asked), **_amounts(world, item, asked)}
    )
    for line in lines_of(world, item):
        shown = item_line(item)
        world.shelf.hide(line, **{RATES: shown.pop(RATES, []), OFFS: shown.pop(OFFS, [])})
        world.shelf.change(line, {**line.data, **shown})


def _own_terms(world: World, record: Record, asked: Json) -> Json:
    """The discounts and tax rates that an item or a line has for itself, if they are asked for."""
    changes: Json = {}
    if "tax_rates" in asked and record.kind == "invoiceitem":
        changes["tax_rates"] = taxes.check_rates(world, asked["tax_rates"], "tax_rates")
    if "discounts" in asked:
        owner = {"customer": record.value("customer"), "invoice_item": record.id}
        changes["discounts"] = discounts_of(world, asked["discounts"], owner)
    return changes


def _amounts(world: World, record: Record, asked: Json) -> Json:
    """The new amount of an item or a line; its old price and quantity hold unless asked for."""
    if not asked.keys() & _MONEY:
        return {}
    given = dict(asked)
    if not asked.keys() & {"quantity", "quantity_decimal"}:
        given["quantity_decimal"] = record.data.get("quantity_decimal")
    given.setdefault("currency", record.data["currency"])
    if not asked.keys() & {"amount", "price_data", "pricing", "unit_amount_decimal"}:
        price = record.value("pricing.price_details.price")
        given.update({"pricing": {"price": price}} if price else {"amount": record.data["amount"]})
    return item_amounts(world, given)


def _drop(world: World, item: Record) -> None:
    for line in lines_of(world, item):
        world.delete(line, None)
    world.delete(item)


# -- lines ---------------------------------------------------------------------------------------


@behaviour("POST", "/v1/invoices/{invoice}/lines/{line_item_id}")
def modify_line(call: Call) -> Answer:
    world = call.world
    invoice = editable(world.get("invoice", call.ids["invoice"], "invoice"))
    before = render.view(invoice)
    line = find_line(world, invoice, call.id, "id")
    change_line(world, line, call.params)
    recount(world, invoice, before)
    return line


@behaviour("POST", "/v1/invoices/{invoice}/add_lines")
def add_lines(call: Call) -> Answer:
    """Lines from invoice items that wait, or from what is described, which makes the item."""
    world = call.world
    invoice = editable(world.get("invoice", call.id))
    before = render.view(invoice)
    for asked in call.params["lines"]:
        id = asked.get("invoice_item")
        item = world.get("invoiceitem", id, "lines[invoice_item]") if id else None
        if item is None:
            currency = {"currency": invoice.data["currency"], **asked}
            item = make_item(world, invoice.data["customer"], currency)
        elif item.data.get("invoice"):
            raise invalid(f"Invoice item {item.id} is on an invoice already.", "lines")
        world.update(item, {"invoice": invoice.id}, None)
        add_line(world, invoice, item_line(item))
    return _recounted(world, invoice, before, call.params)


@behaviour("POST", "/v1/invoices/{invoice}/update_lines")
def update_lines(call: Call) -> Answer:
    world = call.world
    invoice = editable(world.get("invoice", call.id))
    before = render.view(invoice)
    for asked in call.params["lines"]:
        change_line(world, find_line(world, invoice, asked["id"], "lines[id]"), asked)
    return _recounted(world, invoice, before, call.params)


@behaviour("POST", "/v1/invoices/{invoice}/remove_lines")
def remove_lines(call: Call) -> Answer:
    """`delete` deletes the item behind a line; `unassign` lets it wait for another invoice."""
    world = call.world
    invoice = editable(world.get("invoice", call.id))
    before = render.view(invoice)
    for asked in call.params["lines"]:
        line = find_line(world, invoice, asked["id"], "lines[id]")
        item = _item(world, line)
        if item is not None and asked["behavior"] == "delete":
            _drop(world, item)
            continue
        if item is not None:
            world.update(item, {"invoice": None}, None)
        world.delete(line, None)
    return _recounted(world, invoice, before, call.params)


def change_line(world: World, line: Record, asked: Json) -> None:
    """Give a line new values; one that shows an invoice item gets them through its item."""
    item = _item(world, line)
    if item is not None:
        change_item(world, item, asked)
        return
    changes = merged(line, {k: v for k, v in asked.items() if k in (*_SHARED, "metadata")})
    changes.update(_own_terms(world, line, asked))
    if "tax_rates" in asked:
        rates = taxes.check_rates(world, asked["tax_rates"], "tax_rates")
        world.shelf.hide(line, **{RATES: rates})
    amounts = _amounts(world, line, asked)
    if amounts:
        amounts["subtotal"] = amounts["amount"]
    world.shelf.change(line, {**line.data, **changes, **amounts})


def _item(world: World, line: Record) -> Record | None:
    by_hand = world.find("invoiceitem", line.value("parent.invoice_item_details.invoice_item"))
    path = "parent.subscription_item_details.invoice_item"
    return by_hand or world.find("invoiceitem", line.value(path))


def _recounted(world: World, invoice: Record, before: Json, params: Json) -> Record:
    if "invoice_metadata" in params:
        metadata = merged(invoice, {"metadata": params["invoice_metadata"]})
        world.update(invoice, metadata, None)
    recount(world, invoice, before)
    return invoice
