"""
The customer's balance: credit (negative) and debt (positive) that the next invoice takes up.

Every change is a transaction. https://docs.stripe.com/billing/customer/balance
"""

from __future__ import annotations

from typing import Any

from ..catalogue import Json
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from
from ..world import World

# The least that can be charged; less is carried to the next invoice.
# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LEAST = {
    "aed": 200,
    "aud": 50,
    "brl": 50,
    "cad": 50,
    "chf": 50,
    "czk": 1_500,
    "dkk": 250,
    "eur": 50,
    "gbp": 30,
    "hkd": 400,
    "huf": 17_500,
    "inr": 50,
    "jpy": 50,
    "mxn": 1_000,
    "myr": 200,
    "nok": 300,
    "nzd": 50,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "sgd": 50,
    "thb": 1_000,
    "usd": 50,
}


def move(
    world: World, customer: Record, amount: int, currency: str, type: str, **fields: Any
) -> Record | None:
    """
    Change a customer's balance by an amount, and write it down; nothing for 0.

    `type` says why: "adjustment", "applied_to_invoice", "credit_note", "invoice_too_small", …
    """
    if not amount:
        return None
    ending = (customer.data.get("balance") or 0) + amount
    world.update(customer, {"balance": ending, "currency": currency})
    data: Json = {
        "amount": amount,
        "currency": currency,
        "customer": customer.id,
        "ending_balance": ending,
        "type": type,
        **fields,
    }
    return world.create("customer_balance_transaction", data, event=None)


@behaviour("POST", "/v1/customers/{customer}/balance_transactions")
def adjust(call: Call) -> Answer:
    """A credit or a debit by hand."""
    world, params = call.world, call.params
    customer = world.get("customer", call.ids["customer"], "customer")
    currency = str(params["currency"]).lower()
    if customer.data.get("currency") not in (None, currency):
        raise invalid(f"This customer is billed in {customer.data['currency']}.", "currency")
    fields = fields_from("customer_balance_transaction", params)
    kept = {name: fields[name] for name in ("description", "metadata") if name in fields}
    made = move(world, customer, params["amount"], currency, "adjustment", **kept)
    if made is None:
        raise invalid("The amount must not be 0.", param="amount")
    return made
