"""
Credit notes: what of an invoice is taken back, before it was paid or after.

A note first takes off what remains to be paid; what is left over is refunded, credited to the
customer's balance, or given back outside of Stripe, and the three must come to that.
https://docs.stripe.com/api/credit_notes/create
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .. import render
from ..catalogue import Json
from ..errors import invalid, not_simulated
from ..state import Record
from ..store import Answer, Call, behaviour
from ..world import World
from . import balances, payments, pricing, taxes
from .collection import mark_paid
from .invoices import find_line
from .money import rounded
from .refunds import refund as refund_charge


@behaviour("POST", "/v1/credit_notes")
def create_credit_note(call: Call) -> Answer:
    return issue(call.world, call.params)


@behaviour("GET", "/v1/credit_notes/preview")
def preview(call: Call) -> Answer:
    """What a credit note would be; nothing is kept."""
    world = call.world
    with world.rehearsal():
        return render.view(issue(world, call.params))


def issue(world: World, params: Json) -> Record:
    """A credit note from its create parameters."""
    invoice = world.get("invoice", params["invoice"], "invoice")
    if invoice.data["status"] not in ("open", "paid", "uncollectible"):
        raise invalid("Only finalized invoices can be credited.", param="invoice")
    if params.get("shipping_cost"):
        raise not_simulated("credit notes for shipping")
    lines = [_line(world, invoice, asked) for asked in params.get("lines") or []]
    if not lines:
        amount = payments.positive(params.get("amount"), "amount")
        lines = [_custom("Credit", 1, amount, [])]
    elif params.get("amount") is not None and params["amount"] != _total(lines):
        raise invalid(f"The lines come to {_total(lines)}.", param="amount")
    total = _total(lines)
    already = sum(
        one.data["total"]
        for one in world.all("credit_note", "invoice", invoice.id)
        if one.data["status"] == "issued"
    )
    if total > invoice.data["total"] - already:
        raise invalid("More cannot be credited than was invoiced.", param="amount")
    fields = {name: params.get(name) for name in ("memo", "reason", "effective_at")}
    fields["metadata"] = params.get("metadata") or {}
    return make(world, invoice, lines, {**fields, **_settled(params)})


def _settled(params: Json) -> Json:
    """How what was paid already is given back."""
    names = ("credit_amount", "out_of_band_amount", "refund_amount", "refunds")
    return {name: params.get(name) for name in names}


def make_credit_note(
    world: World, invoice: Record, amount: int, reason: str | None, metadata: Json | None = None
) -> Record:
    """A credit note of one line; what was paid already goes to the customer's balance."""
    credit = amount - min(amount, invoice.data["amount_remaining"])
    fields = {"reason": reason, "metadata": metadata or {}, "credit_amount": credit}
    return make(world, invoice, [_custom("Credit", 1, amount, [])], fields)


def make(world: World, invoice: Record, lines: list[Json], fields: Json) -> Record:
    """A credit note with its lines, and what it does to the invoice and to the customer."""
    data, total = invoice.data, _total(lines)
    before = min(total, data["amount_remaining"])
    after = total - before
    number = len(world.all("credit_note", "invoice", invoice.id)) + 1
    on_top = sum(taxes.exclusive(line["taxes"]) for line in lines)
    within = sum(taxes.inclusive(line["taxes"]) for line in lines)
    offs = _offs(lines)
    off = sum(one["amount"] for one in offs)
    id = world.new_id("credit_note")
    given = _give_back(world, invoice, id, after, fields)
    record = world.create(
        "credit_note",
        {
            "id": id,
            "amount": total,
            "currency": data["currency"],
            "customer": data["customer"],
            "discount_amount": off,
            "discount_amounts": offs,
            "effective_at": fields.get("effective_at") or world.now,
            "invoice": invoice.id,
            "memo": fields.get("memo"),
            "metadata": fields.get("metadata") or {},
            "number": f"{data.get('number')}-CN-{number:02d}",
            "pdf": f"https://sandbox.invalid/credit_notes/{invoice.id}/{number}",
            "post_payment_amount": after,
            "pre_payment_amount": before,
            "pretax_credit_amounts": [],
            "reason": fields.get("reason"),
            "status": "issued",
            "subtotal": total - on_top + off,
            "subtotal_excluding_tax": total - on_top - within + off,
            "total": total,
            "total_excluding_tax": total - on_top - within,
            "total_taxes": taxes.totals(lines),
            "type": "mixed" if before and after else "post_payment" if after else "pre_payment",
            **given,
        },
        event=None,
    )
    for line in lines:
        world.create("credit_note_line_item", line, None, {"@owner": record.id})
    record.json = None
    world.emit(record, "credit_note.created")
    changes: Json = {}
    for field, amount in (("pre", before), ("post", after)):
        name = f"{field}_payment_credit_notes_amount"
        if amount:
            changes[name] = (data.get(name) or 0) + amount
    if before:
        changes["amount_due"] = data["amount_due"] - before
        changes["amount_remaining"] = data["amount_remaining"] - before
    world.update(invoice, changes)
    if before and invoice.data["amount_remaining"] == 0 and invoice.data["status"] == "open":
        mark_paid(world, invoice)
    return record


def _give_back(world: World, invoice: Record, id: str, amount: int, fields: Json) -> Json:
    """Refund or credit what was paid already, as it was asked."""
    credit = int(fields.get("credit_amount") or 0)
    outside = int(fields.get("out_of_band_amount") or 0)
    refunds = [
        {
            "amount_refunded": one.get("amount_refunded"),
            "refund": one.get("refund"),
            "type": "refund",
        }
        for one in fields.get("refunds") or []
    ]
    for one in refunds:
        found = world.get("refund", one["refund"], "refunds[refund]")
        one["amount_refunded"] = one["amount_refunded"] or found.data["amount"]
    named = sum(one["amount_refunded"] for one in refunds)
    back = int(fields.get("refund_amount") or 0)
    given = credit + outside + back + named
    if given != amount:
        raise invalid(
            f"The sum of credit amount, refund amount and out of band amount ({given}) must equal "
            f"what was paid of the credit note's amount ({amount})."
        )
    if back:
        refund = refund_charge(world, _charge_of(world, invoice), back)
        refunds.append({"amount_refunded": back, "refund": refund.id, "type": "refund"})
    customer = world.get("customer", invoice.data["customer"])
    currency = invoice.data["currency"]
    about = {"credit_note": id, "invoice": invoice.id}
    move = balances.move(world, customer, -credit, currency, "credit_note", **about)
    return {
        "customer_balance_transaction": move.id if move is not None else None,
        "out_of_band_amount": outside or None,
        "refunds": refunds,
    }


def _charge_of(world: World, invoice: Record) -> Record:
    """The charge that paid an invoice."""
    for tie in reversed(world.all("invoice_payment", "invoice", invoice.id)):
        intent = world.find("payment_intent", tie.value("payment.payment_intent"))
        charge = world.find("charge", intent.data.get("latest_charge")) if intent else None
        if tie.data["status"] == "paid" and charge is not None:
            return charge
    raise invalid("The invoice was not paid by a charge, so nothing can be refunded.")


# -- lines ---------------------------------------------------------------------------------------


def _line(world: World, invoice: Record, asked: Json) -> Json:
    """A credit note's line from what was asked: a part of an invoice's line, or one of its own."""
    if asked["type"] == "custom_line_item":
        quantity = int(asked.get("quantity") or 1)
        unit = pricing.exact(asked, "unit_amount")
        amount = rounded(unit * quantity)
        rates = taxes.check_rates(world, asked.get("tax_rates"), "lines[tax_rates]")
        counted = taxes.taxes_of(world, amount, rates) if rates else []
        line = _custom(asked.get("description"), quantity, amount, counted)
        return {**line, "tax_rates": rates, "unit_amount_decimal": pricing.plain(unit)}
    found = find_line(world, invoice, asked.get("invoice_line_item"), "lines[invoice_line_item]")
    return _part_of(found.data, asked)


def _part_of(line: Json, asked: Json) -> Json:
    """
    A part of an invoice's line, with that part of its discounts and taxes.

    An `amount` is without exclusive tax and after discounts, as the invoice's line shows it.
    """
    whole = line["amount"]
    quantity = asked.get("quantity")
    if asked.get("amount") is not None:
        share = Decimal(asked["amount"]) / whole if whole else Decimal(0)
    elif quantity is not None:
        share = Decimal(quantity) / (line.get("quantity") or 1)
    else:
        share, quantity = Decimal(1), line.get("quantity")
    if share > 1:
        raise invalid("More of a line cannot be credited than was invoiced.", param="lines")
    amount = rounded(whole * share)
    offs = [
        {**one, "amount": rounded(one["amount"] * share)} for one in line["discount_amounts"] or []
    ]
    counted = [
        {
            **one,
            "amount": rounded(one["amount"] * share),
            "taxable_amount": rounded((one["taxable_amount"] or 0) * share),
        }
        for one in line["taxes"] or []
    ]
    return {
        "amount": amount,
        "description": line.get("description"),
        "discount_amount": sum(one["amount"] for one in offs),
        "discount_amounts": offs,
        "invoice_line_item": line["id"],
        "pretax_credit_amounts": [],
        "quantity": quantity,
        "tax_rates": [],
        "taxes": counted,
        "type": "invoice_line_item",
    }


def _custom(text: Any, quantity: int, amount: int, counted: list[Json]) -> Json:
    return {
        "amount": amount,
        "description": text,
        "discount_amount": 0,
        "discount_amounts": [],
        "pretax_credit_amounts": [],
        "quantity": quantity,
        "tax_rates": [],
        "taxes": counted,
        "type": "custom_line_item",
        "unit_amount": amount // quantity if quantity and amount % quantity == 0 else None,
    }


def _total(lines: list[Json]) -> int:
    """What a credit note's lines come to, discounts and taxes counted."""
    return sum(
        line["amount"]
        - sum(one["amount"] for one in line["discount_amounts"])
        + taxes.exclusive(line["taxes"])
        for line in lines
    )


def _offs(lines: list[Json]) -> list[Json]:
    sums: dict[str, int] = {}
    for line in lines:
        for one in line["discount_amounts"]:
            sums[one["discount"]] = sums.get(one["discount"], 0) + one["amount"]
    return [{"amount": amount, "discount": id} for id, amount in sums.items()]


@behaviour("POST", "/v1/credit_notes/{id}/void")
def void_credit_note(call: Call) -> Answer:
    """A note on an open invoice was a mistake: the invoice has that much more to pay again."""
    world, record = call.world, call.world.get("credit_note", call.id)
    if record.data["status"] == "void":
        raise invalid("The credit note is void already.")
    invoice = world.get("invoice", record.value("invoice"))
    if invoice.data["status"] not in ("open", "paid", "uncollectible") or (
        record.data["post_payment_amount"] and record.data["refunds"]
    ):
        raise invalid("A credit note that was refunded cannot be voided.")
    before = record.data["pre_payment_amount"]
    changes = {"status": "void", "voided_at": world.now}
    world.update(record, changes, "credit_note.voided")
    if before and invoice.data["status"] == "open":
        data = invoice.data
        left = {name: data[name] + before for name in ("amount_due", "amount_remaining")}
        name = "pre_payment_credit_notes_amount"
        world.update(invoice, {**left, name: data[name] - before})
    return record
