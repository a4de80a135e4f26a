"""
The sandbox shows one state in every API version, and the mirror reads the same from all of them.

Two hands wrote the two: what moved between versions stands in the mirror's accessors, and once
more, the other way round, in `djstripe.sandbox.moves`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from djstripe import mirror
from djstripe.sandbox import versions
from tests.accessors.tools import show
from tests.sandbox.life import Life
from tests.worlds import snapshot

VERSIONS = (
    "2020-08-27",
    "2022-11-15",
    "2023-10-16",
    "2024-06-20",
    "2025-02-24.acacia",
    "2025-08-27.basil",
    "2026-02-25.clover",
    "2026-05-27.dahlia",
    "2026-08-26.dahlia",
)

# What moved, by model.
MOVED = {
    "Charge": "invoice dispute destination",
    "CreditNote": "refund",
    "Discount": "coupon",
    "Invoice": "subscription charge payment_intent paid quote tax",
    "InvoiceItem": "price subscription subscription_item",
    "LineItem": "price proration subscription subscription_item invoice_item type",
    "PaymentIntent": "invoice latest_charge",
    "Product": "marketing_features",
    "PromotionCode": "coupon",
    "Subscription": "current_period_start current_period_end",
}
KINDS = {
    "charge": "Charge",
    "credit_note": "CreditNote",
    "discount": "Discount",
    "invoice": "Invoice",
    "invoiceitem": "InvoiceItem",
    "line_item": "LineItem",
    "payment_intent": "PaymentIntent",
    "product": "Product",
    "promotion_code": "PromotionCode",
    "subscription": "Subscription",
}
# Rows that are named, and those that others are found by where payloads do not name them.
ALSO = ("coupon", "dispute", "invoice_payment", "price")
NEWEST = 40  # of each type


@cache
def life() -> Life:
    return Life(versions.CURRENT, customers=4)


@cache
def told(version: str) -> dict[tuple[str, str], Any]:
    """What the accessors answer when the mirror was told everything in a version."""
    shelf = life().sandbox.shelf()
    payloads = {
        kind: [versions.shown(one, version, shelf) for one in life().sandbox.all(kind)]
        for kind in (*KINDS, *ALSO)
    }
    with transaction.atomic():
        for found in payloads.values():
            mirror.store([snapshot(payload) for payload in found])
        answers = {
            (payload["id"], f"{KINDS[kind]}.{name}"): answer(KINDS[kind], payload["id"], name)
            for kind in KINDS
            for payload in payloads[kind][-NEWEST:]
            for name in MOVED[KINDS[kind]].split()
        }
        transaction.set_rollback(True)
    return answers


def answer(model: str, id: str, name: str) -> Any:
    row = apps.get_model("djstripe", model)._base_manager.get(id=id)  # type: ignore[attr-defined]
    return show(getattr(row, name))


@pytest.fixture
def current(db: None) -> dict[tuple[str, str], Any]:
    return told(versions.CURRENT)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_moved_is_read_the_same(current: dict[tuple[str, str], Any], version: str) -> None:
    older = told(version)

    assert {
        place: older[place]
        for place in current
        if older[place] != current[place]
        and not (current[place] is None and place[1] in ONCE_SAID_OF_EVERY_LINE)
    } == {}


def test_what_moved_is_there_to_be_read(current: dict[tuple[str, str], Any]) -> None:
    """An accessor that always answers None would prove nothing."""
    said = {name for (_, name), value in current.items() if value not in (None, [], {})}

    every = {f"{model}.{name}" for model, names in MOVED.items() for name in names.split()}
    assert every - said == NEVER


# A line without a parent says it no longer.
ONCE_SAID_OF_EVERY_LINE = {"LineItem.type", "LineItem.proration"}

# The run has none of them.
NEVER = {
    "Charge.destination",
    "CreditNote.refund",
    "Invoice.quote",
    "Product.marketing_features",
}
