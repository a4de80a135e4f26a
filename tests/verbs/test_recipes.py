"""The examples of the how-tos run, in the order in which they stand."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from djstripe.sandbox import TEST_KEY, Sandbox

from .worlds import World

pytestmark = pytest.mark.django_db

HOWTO = Path(__file__).parent.parent.parent / "docs" / "howto"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def w(sandbox: Sandbox, settings: Any) -> World:
    settings.STRIPE_TEST_SECRET_KEY = TEST_KEY
    return World.of(sandbox, connected=False, livemode=False)


def run(page: str, names: dict[str, Any]) -> dict[str, Any]:
    """Run a page's blocks one after another, in one namespace; at least one is there."""
    text = (HOWTO / page).read_text()
    blocks = list(BLOCK.finditer(text))
    assert blocks
    for block in blocks:
        line = text.count("\n", 0, block.start(1))
        code = compile("\n" * line + block[1], page, "exec")
        exec(code, names)
    return names


def loose_card(w: World) -> Any:
    return w.row(w.create("payment_methods", type="card", card={"token": "tok_visa"}))


def test_subscriptions(w: World) -> None:
    coupon = w.row(w.create("coupons", percent_off=50, duration="forever"))

    names = run(
        "subscriptions.md",
        {
            "customer": w.customer(),
            "new_customer": w.customer(card=None),
            "gold": w.price(),
            "silver": w.price(500),
            "coupon": coupon,
            "print": lambda *args: None,
        },
    )

    assert names["answer"]["client_secret"]
    assert names["subscription"].is_canceled()
    assert names["schedule"].status == "released"


def test_payments(w: World, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("1 book")
    customer = w.customer()

    names = run(
        "payments.md",
        {
            "customer": customer,
            "card": loose_card(w),
            "other_card": "pm_card_visa",
            "dispute": w.dispute(),
            "receipt_path": receipt,
            "open": lambda path, mode: named(path),
            "print": lambda *args: None,
        },
    )

    assert names["secret"] and names["setup"].client_secret
    assert names["charge"].refunded and names["invoice"].is_paid()
    assert names["dispute"].status == "under_review"
    assert customer.balance == -750

    def answered(card: str) -> tuple[int, bytes]:
        answer = names["pay"](SimpleNamespace(customer=w.customer(card=card)))
        return answer.status_code, answer.content

    assert answered("pm_card_visa")[0] == 200
    assert b"client_secret" in answered("pm_card_authenticationRequired")[1]
    assert b"declined" in answered("pm_card_chargeCustomerFail")[1]


def named(path: Path) -> Any:
    """The file, read: nobody closes what an example opens."""
    file = io.BytesIO(path.read_bytes())
    file.name = path.name
    return file
