"""
The lines of a draft: invoice items and lines that are changed, added and taken away.

A line that came from an invoice item shows the item; whichever of the two is changed, the other
follows. A final invoice refuses all of it with `invoice_not_editable`.
"""

from __future__ import annotations

from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import invalid, missing
from ..state import Record
from ..store import Answer, Call, behaviour, merged
from ..world import World
from .invoices import (
    add_line,
    editable,
    item_amounts,
    item_line,
    make_item,
    recount,
)

_SHARED = ("description", "discountable", "period")  # of lines and items alike


def lines_of(world: World, item: Record) -> list[Record]:
    """The line that shows an invoice item, if it is on an invoice."""
    return world.all("line_item", "parent.invoice_item_details.invoice_item", item.id)


def invoice_of(world: World, item: Record) -> Record | None:
    """The invoice that an item is on; it must be a draft."""
    invoice = world.find("invoice", item.value("invoice"))
    return editable(invoice) if invoice is not None else None


# -- invoice items -------------------------------------------------------------------------------


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
    changes = merged(item, {k: v for k, v in asked.items() if k in (*_SHARED, "metadata")})
    world.update(item, {**changes, **_amounts(world, item, asked)})
    for line in lines_of(world, item):
        world.shelf.change(line, {**line.data, **item_line(item)})


def _amounts(world: World, record: Record, asked: Json) -> Json:
    """The new amount of an item or a line; its old price and quantity hold unless asked for."""
    if not asked.keys() & {"amount", "quantity", "price_data", "pricing"}:
        return {}
    given = dict(asked)
    given.setdefault("quantity", record.data.get("quantity"))
    given.setdefault("currency", record.data["currency"])
    if not asked.keys() & {"amount", "price_data", "pricing"}:
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
    line = _line(world, invoice, call.id)
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
        change_line(world, _line(world, invoice, asked["id"]), asked)
    return _recounted(world, invoice, before, call.params)


@behaviour("POST", "/v1/invoices/{invoice}/remove_lines")
def remove_lines(call: Call) -> Answer:
    """`delete` deletes the item behind a line; `unassign` lets it wait for another invoice."""
    world = call.world
    invoice = editable(world.get("invoice", call.id))
    before = render.view(invoice)
    for asked in call.params["lines"]:
        line = _line(world, invoice, asked["id"])
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
    amounts = _amounts(world, line, asked)
    if amounts:
        amounts["subtotal"] = amounts["amount"]
    world.shelf.change(line, {**line.data, **changes, **amounts})


def _line(world: World, invoice: Record, id: Any) -> Record:
    line = world.get("line_item", id)
    if line.value("invoice") != invoice.id:
        raise missing("line_item", str(id))
    return line


def _item(world: World, line: Record) -> Record | None:
    return world.find("invoiceitem", line.value("parent.invoice_item_details.invoice_item"))


def _recounted(world: World, invoice: Record, before: Json, params: Json) -> Record:
    if "invoice_metadata" in params:
        metadata = merged(invoice, {"metadata": params["invoice_metadata"]})
        world.update(invoice, metadata, None)
    recount(world, invoice, before)
    return invoice
