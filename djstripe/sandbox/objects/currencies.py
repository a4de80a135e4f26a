"""
What an amount of one currency is in another, by rates that the sandbox declares.

Amounts are integers in Stripe's smallest unit: https://docs.stripe.com/currencies. The rates are
invented and stand still, so that a test can count with them; `Terms.rates` changes them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..errors import invalid, required
from .money import ZERO_DECIMAL, rounded

THREE_DECIMAL = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
# No decimals in life, two in the API, which are always zero.
WHOLE_AS_TWO = frozenset(["isk", "ugx"])
# Payouts are of whole units only.
WHOLE_PAYOUTS = frozenset(["huf", "twd"])

# What cards take; other ways to pay take less, which the sandbox does not tell apart.
# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LARGEST = 999_999_999_999
LARGEST_IN = {
    "cop": 9_999_999_999_999,
    "huf": 9_999_999_999_999,
    "jpy": 9_999_999_999_999,
    "lbp": 99_999_999_999_999,
}

# US dollars for one unit.
RATES = {
    "aed": "0.2723",
    "aud": "0.66",
    "bgn": "0.56",
    "bhd": "2.65",
    "brl": "0.18",
    "cad": "0.73",
    "chf": "1.12",
    "clp": "0.00105",
    "cny": "0.14",
    "czk": "0.044",
    "dkk": "0.147",
    "eur": "1.10",
    "gbp": "1.30",
    "hkd": "0.128",
    "huf": "0.0028",
    "ils": "0.27",
    "inr": "0.012",
    "isk": "0.0072",
    "jod": "1.41",
    "jpy": "0.0065",
    "krw": "0.00072",
    "kwd": "3.25",
    "mxn": "0.055",
    "myr": "0.225",
    "nok": "0.094",
    "nzd": "0.60",
    "omr": "2.60",
    "php": "0.017",
    "pln": "0.255",
    "ron": "0.22",
    "sar": "0.2666",
    "sek": "0.095",
    "sgd": "0.75",
    "thb": "0.029",
    "tnd": "0.32",
    "twd": "0.031",
    "ugx": "0.00027",
    "usd": "1",
    "vnd": "0.00004",
    "zar": "0.055",
}


def decimals(currency: str) -> int:
    """How many digits of an amount in the smallest unit stand behind the point."""
    if currency in ZERO_DECIMAL:
        return 0
    return 3 if currency in THREE_DECIMAL else 2


def step(currency: str) -> int:
    """What every amount of a currency is a multiple of: three decimals end in 0."""
    if currency in WHOLE_AS_TWO:
        return 100
    return 10 if currency in THREE_DECIMAL else 1


def rate(currency: str, into: str, declared: dict[str, str] | None = None) -> Decimal | None:
    """What one unit of a currency is in another; None if no rate is declared."""
    rates = {**RATES, **(declared or {})}
    if currency not in rates or into not in rates:
        return None
    return (Decimal(rates[currency]) / Decimal(rates[into])).quantize(Decimal("1.000000"))


def converted(amount: int, currency: str, into: str, at: Decimal) -> int:
    """An amount in another currency's smallest unit, rounded half up to what it can express."""
    exact = Decimal(amount).scaleb(decimals(into) - decimals(currency)) * at
    return rounded(exact / step(into)) * step(into)


def positive(amount: Any, param: str, currency: str = "") -> int:
    """An amount as it may be asked for; raises for none, too little, too much or a fraction."""
    if amount is None:
        raise required(param)
    if not isinstance(amount, int) or amount < 1:
        code = "parameter_invalid_integer"
        raise invalid("This amount must be at least 1.", param=param, code=code)
    if amount > LARGEST_IN.get(currency, LARGEST):
        raise invalid("This amount is too large.", param=param, code="amount_too_large")
    if amount % step(currency):
        raise invalid(
            f"An amount in {currency} must be a multiple of {step(currency)}.",
            param=param,
            code="parameter_invalid_integer",
        )
    return amount
