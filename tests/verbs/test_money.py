"""
Money on its way: a Decimal, Stripe's smallest unit, Stripe, the row, and the label, and back.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from djstripe import money
from djstripe.exceptions import InvalidAmount
from djstripe.models import Charge
from djstripe.sandbox import TEST_KEY, Sandbox
from djstripe.settings import ZERO_DECIMAL_CURRENCIES

from .worlds import World

pytestmark = pytest.mark.django_db

# https://docs.stripe.com/currencies#presentment-currencies, and the three-decimal ones.
CURRENCIES = [
    "aed",
    "afn",
    "all",
    "amd",
    "ang",
    "aoa",
    "ars",
    "aud",
    "awg",
    "azn",
    "bam",
    "bbd",
    "bdt",
    "bgn",
    "bhd",
    "bif",
    "bmd",
    "bnd",
    "bob",
    "brl",
    "bsd",
    "bwp",
    "byn",
    "bzd",
    "cad",
    "cdf",
    "chf",
    "clp",
    "cny",
    "cop",
    "crc",
    "cve",
    "czk",
    "djf",
    "dkk",
    "dop",
    "dzd",
    "egp",
    "etb",
    "eur",
    "fjd",
    "fkp",
    "gbp",
    "gel",
    "gip",
    "gmd",
    "gnf",
    "gtq",
    "gyd",
    "hkd",
    "hnl",
    "htg",
    "huf",
    "idr",
    "ils",
    "inr",
    "isk",
    "jmd",
    "jod",
    "jpy",
    "kes",
    "kgs",
    "khr",
    "kmf",
    "krw",
    "kwd",
    "kyd",
    "kzt",
    "lak",
    "lbp",
    "lkr",
    "lrd",
    "lsl",
    "mad",
    "mdl",
    "mga",
    "mkd",
    "mmk",
    "mnt",
    "mop",
    "mur",
    "mvr",
    "mwk",
    "mxn",
    "myr",
    "mzn",
    "nad",
    "ngn",
    "nio",
    "nok",
    "npr",
    "nzd",
    "omr",
    "pab",
    "pen",
    "pgk",
    "php",
    "pkr",
    "pln",
    "pyg",
    "qar",
    "ron",
    "rsd",
    "rub",
    "rwf",
    "sar",
    "sbd",
    "scr",
    "sek",
    "sgd",
    "shp",
    "sle",
    "sos",
    "srd",
    "std",
    "szl",
    "thb",
    "tjs",
    "tnd",
    "top",
    "try",
    "ttd",
    "twd",
    "tzs",
    "uah",
    "ugx",
    "usd",
    "uyu",
    "uzs",
    "vnd",
    "vuv",
    "wst",
    "xaf",
    "xcd",
    "xof",
    "xpf",
    "yer",
    "zar",
    "zmw",
]

# The smallest step in the major unit that Stripe takes.
STEPS = {
    **dict.fromkeys(CURRENCIES, Decimal("0.01")),
    **dict.fromkeys(ZERO_DECIMAL_CURRENCIES, Decimal(1)),
    **dict.fromkeys(("isk", "ugx"), Decimal(1)),
    **dict.fromkeys(("bhd", "jod", "kwd", "omr", "tnd"), Decimal("0.01")),
}
# How many of the smallest unit of Stripe's one of the major unit is.
UNITS = {
    **dict.fromkeys(CURRENCIES, 100),
    **dict.fromkeys(ZERO_DECIMAL_CURRENCIES, 1),
    **dict.fromkeys(("bhd", "jod", "kwd", "omr", "tnd"), 1_000),
}

currencies = st.sampled_from(CURRENCIES)
steps = st.integers(1, 9_999_999)

in_the_sandbox = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def w(sandbox: Sandbox, settings: Any) -> World:
    settings.STRIPE_TEST_SECRET_KEY = TEST_KEY
    return World.of(sandbox, connected=False, livemode=False)


@given(currencies, steps)
def test_there_and_back(currency: str, count: int) -> None:
    major = count * STEPS[currency]

    minor = money.minor_units(major, currency, allow_negative=False, allow_zero=False)

    assert minor == major * UNITS[currency]
    assert money.major_units(minor, currency) == major
    money.check_minor_units(minor, currency)


@given(currencies, steps)
def test_half_a_step_is_refused(currency: str, count: int) -> None:
    with pytest.raises(InvalidAmount, match=currency.upper()):
        money.minor_units(count * STEPS[currency] + STEPS[currency] / 2, currency)


@given(currencies, steps)
def test_a_label_says_the_same_number(currency: str, count: int) -> None:
    major = count * STEPS[currency]

    label = money.format_money(money.minor_units(major, currency), currency)

    number, code = label.rsplit(" ", 1)
    assert code == currency.upper()
    assert Decimal(number.lstrip("$€£").replace(",", "")) == major


@given(st.sampled_from(["huf", "twd", "isk", "ugx"]), steps)
def test_payouts_in_whole_units(currency: str, count: int) -> None:
    assert money.minor_units(Decimal(count), currency, is_payout=True) == count * 100
    with pytest.raises(InvalidAmount, match="whole units only"):
        money.minor_units(Decimal(count) + Decimal("0.45"), currency, is_payout=True)


@in_the_sandbox
@given(currency=currencies, count=steps)
def test_through_stripe(w: World, currency: str, count: int) -> None:
    """What was asked for in Decimals is what the row, Stripe and the label say."""
    major = count * STEPS[currency]
    customer = w.notes.setdefault("customer", w.notes.get("customer") or w.customer())

    intent = customer.begin_payment(major, currency)

    assert w.requests[-1].params["amount"] == str(major * UNITS[currency]).split(".")[0]
    assert w.at_stripe(intent)["amount"] == intent.amount
    assert money.major_units(intent.amount, intent.currency) == major
    assert money.format_money(intent.amount, currency) in str(intent)


@in_the_sandbox
@given(
    currency=st.sampled_from(["usd", "jpy", "kwd", "isk", "huf"]), count=st.integers(100, 50_000)
)
def test_a_charge_and_its_refund(w: World, currency: str, count: int) -> None:
    """Where a row is in Decimals, it is the very Decimal, and half of it comes back as such."""
    major, part = count * STEPS[currency], (count // 2) * STEPS[currency]
    customer = w.notes.get("customer") or w.customer()
    w.notes["customer"] = customer

    charge = customer.charge(major, currency=currency)
    refund = charge.refund(part)

    assert charge.amount == Charge.objects.get(pk=charge.pk).amount == major
    assert money.major_units(refund.amount, currency) == part
    assert charge.unrefunded_minor_units() == (major - part) * UNITS[currency]
    assert charge.refund().amount == (major - part) * UNITS[currency]


def test_all_currencies_of_the_page_are_here() -> None:
    assert len(CURRENCIES) == len(set(CURRENCIES)) >= 135
    assert set(ZERO_DECIMAL_CURRENCIES) | set(money.THREE_DECIMAL_CURRENCIES) <= set(CURRENCIES)
    assert set(money.LARGEST_MINOR_UNITS_IN) <= set(CURRENCIES)
