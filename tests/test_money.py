from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djstripe.exceptions import InvalidAmount
from djstripe.money import (
    THREE_DECIMAL_CURRENCIES,
    WHOLE_UNITS_IN_HUNDREDTHS,
    decimal_places,
    format_money,
    major_units,
    minor_units,
)
from djstripe.settings import ZERO_DECIMAL_CURRENCIES
from djstripe.utils import get_friendly_currency_amount

# https://docs.stripe.com/currencies, as read in 2026
STRIPES_RULES = [
    *[(code, 0) for code in ZERO_DECIMAL_CURRENCIES],
    *[(code, 3) for code in ("bhd", "jod", "kwd", "omr", "tnd")],
    *[(code, 2) for code in ("usd", "eur", "huf", "twd", "isk", "ugx", "all", "rsd", "xyz")],
]

# The last digits that a whole number of minor units must have.
STEP = dict.fromkeys(WHOLE_UNITS_IN_HUNDREDTHS, 100) | dict.fromkeys(THREE_DECIMAL_CURRENCIES, 10)


def test_stripe_has_fifteen_currencies_without_decimals() -> None:
    assert len(ZERO_DECIMAL_CURRENCIES) == 15


@pytest.mark.parametrize(("currency", "places"), STRIPES_RULES)
def test_decimal_places(currency: str, places: int) -> None:
    assert decimal_places(currency) == decimal_places(currency.upper()) == places


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("20.00", "usd", 2000),
        ("20", "USD", 2000),
        ("2E+1", "usd", 2000),
        ("0.5", "eur", 50),
        ("-12.34", "usd", -1234),
        ("0.00", "usd", 0),
        ("1.500", "usd", 150),
        ("2000", "jpy", 2000),
        ("2000.00", "jpy", 2000),
        ("5", "isk", 500),
        ("5.00", "ugx", 500),
        ("10.45", "huf", 1045),
        ("800.45", "twd", 80045),
        ("5.124", "usd", None),
        ("2000.5", "jpy", None),
        ("5.5", "isk", None),
        ("5.5", "ugx", None),
        ("5.120", "kwd", 5120),
        ("5.12", "kwd", 5120),
        ("5.124", "kwd", None),
        ("5.1201", "kwd", None),
    ],
)
def test_amounts_as_stripe_takes_them(amount: str, currency: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(InvalidAmount, match=currency.upper()):
            minor_units(Decimal(amount), currency)
    else:
        assert minor_units(Decimal(amount), currency) == minor


@pytest.mark.parametrize(
    "amount",
    [
        20.0,
        20,
        "20.00",
        True,
        None,
        *map(Decimal, ("NaN", "sNaN", "Infinity", "-Infinity")),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        Decimal("0E+999999"),
        Decimal("1E+16"),
    ],
)
def test_what_is_no_amount(amount: Any) -> None:
    with pytest.raises(InvalidAmount):
        minor_units(amount, "usd")


@pytest.mark.parametrize("currency", ["", "us", "dollar", "u$d", "usd ", "ｕｓｄ", None, 840])
def test_what_is_no_currency(currency: Any) -> None:
    with pytest.raises(InvalidAmount, match="not a currency"):
        minor_units(Decimal(1), currency)


def test_zero_and_negative_amounts_are_refused_where_asked() -> None:
    with pytest.raises(InvalidAmount, match="negative"):
        minor_units(Decimal("-1"), "usd", allow_negative=False)
    with pytest.raises(InvalidAmount, match="more than that"):
        minor_units(Decimal("0.00"), "usd", allow_zero=False)
    assert minor_units(Decimal("-0"), "usd", allow_negative=False) == 0


def test_payouts_in_whole_forints() -> None:
    assert minor_units(Decimal("10"), "huf", is_payout=True) == 1000
    with pytest.raises(InvalidAmount, match="payouts in HUF"):
        minor_units(Decimal("10.45"), "huf", is_payout=True)


def test_an_error_is_a_value_error_and_says_the_way_out() -> None:
    with pytest.raises(ValueError, match=r"Decimal\('20.00'\)"):
        minor_units(20.0, "usd")  # type: ignore[arg-type]


currencies = st.sampled_from([code for code, _ in STRIPES_RULES])


@given(st.integers(-(10**12), 10**12), currencies)
def test_there_and_back(steps: int, currency: str) -> None:
    minor = steps * STEP.get(currency, 1)
    major = major_units(minor, currency)

    assert major is not None
    assert minor_units(major, currency) == minor
    assert major * 10 ** decimal_places(currency) == minor


@given(st.decimals(allow_nan=True, allow_infinity=True), currencies)
def test_an_amount_is_exact_or_refused(amount: Decimal, currency: str) -> None:
    try:
        minor = minor_units(amount, currency)
    except InvalidAmount:
        return

    with localcontext(prec=200):
        assert Decimal(minor) == amount * 10 ** decimal_places(currency)


@given(st.integers(10**30, 10**40), currencies)
def test_the_contexts_precision_rounds_nothing(minor: int, currency: str) -> None:
    with localcontext(prec=3):
        major = major_units(minor, currency)

    with localcontext(prec=200):
        assert major is not None
        assert major * 10 ** decimal_places(currency) == minor


def test_fractions_of_a_cent() -> None:
    assert major_units(Decimal("0.05"), "usd") == Decimal("0.0005")
    assert format_money(Decimal("0.05"), "usd") == "$0.0005 USD"


@pytest.mark.parametrize("minor", [1.5, "100", True, Decimal("NaN")])
def test_what_is_not_in_minor_units(minor: Any) -> None:
    with pytest.raises(InvalidAmount):
        major_units(minor, "usd")


@pytest.mark.parametrize(
    ("minor", "currency", "label"),
    [
        (2000, "usd", "$20.00 USD"),
        (102000, "EUR", "€1,020.00 EUR"),
        (123456789, "gbp", "£1,234,567.89 GBP"),
        (500, "cad", "$5.00 CAD"),
        (2000, "aud", "20.00 AUD"),
        (2000, "jpy", "2,000 JPY"),
        (500, "isk", "5 ISK"),
        (5120, "kwd", "5.120 KWD"),
        (-2000, "usd", "-$20.00 USD"),
        (0, "usd", "$0.00 USD"),
        (None, "usd", ""),
    ],
)
def test_labels(minor: int | None, currency: str, label: str) -> None:
    assert format_money(minor, currency) == label


@pytest.mark.parametrize(
    ("amount", "currency", "label"),
    [
        (Decimal("20"), "usd", "$20.00 USD"),
        (Decimal("1001.5"), "gbp", "£1,001.50 GBP"),
        (Decimal("2000"), "jpy", "2,000 JPY"),
        (Decimal("2E+3"), "jpy", "2,000 JPY"),
        (19.9, "usd", "$19.90 USD"),
        (20, "aud", "20.00 AUD"),
        (None, "usd", ""),
    ],
)
def test_friendly_amounts_are_in_major_units(amount: Any, currency: str, label: str) -> None:
    assert get_friendly_currency_amount(amount, currency) == label
