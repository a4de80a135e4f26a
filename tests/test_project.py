"""A project written for dj-stripe runs unchanged."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.project.differences import DIFFERENCES
from tests.project.run import visit

PROJECT = Path(__file__).parent / "project"
PAGE = Path(__file__).parent.parent / "docs" / "upgrading-from-dj-stripe.md"
PLANS = ["pk_test_" + "a" * 24, "$15.00 USD/month"]


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    return visit(sys.executable)


EXPECTED: dict[str, Any] = {
    "settings": {
        "key": True,
        "default": True,
        "mode": False,
        "subscriber": "User",
        "metadata": "shop_user",
    },
    "whose key": True,
    "manual sync": {
        "product": "Reading club",
        "price": "$15.00 USD/month",
        "relation": True,
        "by id": True,
        "filter": 1,
        "data": 1500,
    },
    "endpoint": True,
    "plans of a stranger": [*PLANS, "not subscribed", "one price", ""],
    "subscribing": {"status": "active", "customer": True, "items": [True]},
    "one customer": {
        "subscriber": True,
        "email": ["ada@example.com", "ada@example.com"],
        "name": ["Ada Lovelace", "Ada Lovelace"],
        "metadata": True,
    },
    "webhooks": {
        "answered": [200],
        "heard": [
            ["paid", "invoice", 1500],
            ["welcome", "customer.subscription.created", "ada"],
        ],
    },
    "a wrong signature": [400, 400],
    "plans of a member": [*PLANS, "subscribed: active", "one price", ""],
    "account": {
        "subscribed": True,
        "to the club": True,
        "valid": True,
        "period": True,
        "invoices": 1,
        "bought": ["15.000"],
        "who": "ada",
        "price": "$15.00 USD/month",
    },
    "another card": {"type": "card", "default": True, "number": 2},
    "something extra": {"amount": 750, "description": "A tote bag"},
    "billed": {"paid": True},
    "payment element": {
        "secret": True,
        "status": "requires_payment_method",
        "amount": 2000,
        "customer": "ada",
    },
    "checkout": True,
    "cancelling": {
        "said": {"ends": True},
        "answered": [200],
        "heard": [["changed", "subscription.updated", True]],
    },
    "resuming": {"ends": False},
    "refunding": {"amount": 750, "status": "succeeded", "whole": "15.000"},
    "invoice of the subscription": {"subscription": True, "total": 1500, "paid": True},
    "lines in an invoices payload": "TypeError",
    "lines of an invoice": 1500,
    "the admin": {
        "lists": dict.fromkeys(
            [
                "customer",
                "subscription",
                "invoice",
                "charge",
                "price",
                "product",
                "event",
                "webhookendpoint",
                "apikey",
                "account",
                "paymentmethod",
                "paymentintent",
            ],
            200,
        ),
        "customer": 200,
        "shows the key": False,
    },
    "sync models": [1, 1],
    "purging": [True, True],
}


def test_every_step_sees_what_it_should(seen: dict[str, Any]) -> None:
    assert {name: one for name, one in seen.items() if one != EXPECTED[name]} == {}
    assert list(seen) == list(EXPECTED)


# What the project may import: modules of dj-stripe 2.11, and no other of ours.
THEIRS = {
    "djstripe",
    "djstripe.event_handlers",
    "djstripe.mixins",
    "djstripe.models",
    "djstripe.settings",
}


def test_the_project_uses_nothing_that_only_we_have() -> None:
    """That the names in these modules are dj-stripe's, ``python -m tests.project`` shows."""
    found = set()
    for path in [*(PROJECT / "shop").glob("*.py"), PROJECT / "visit.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("djstripe"):
                found.add(node.module)
            if isinstance(node, ast.Import):
                found |= {a.name for a in node.names if a.name.startswith("djstripe")}

    assert found == THEIRS


def test_every_difference_stands_on_its_page_with_its_reason() -> None:
    page = PAGE.read_text()

    assert DIFFERENCES.keys() <= EXPECTED.keys()
    assert [reason for reason in DIFFERENCES.values() if reason not in page] == []
