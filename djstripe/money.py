"""
Money as Stripe counts it.

Stripe's amounts are integers in the currency's smallest unit *as Stripe defines it*, which
is not ISO 4217 everywhere. Between the two directions nothing is rounded: an amount that
Stripe cannot express raises InvalidAmount.

Source: https://docs.stripe.com/currencies
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from .exceptions import InvalidAmount
from .settings import ZERO_DECIMAL_CURRENCIES

THREE_DECIMAL_CURRENCIES: Final = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})

# Sent in hundredths although they have none: the amount must end in 00.
# https://docs.stripe.com/currencies#special-cases
WHOLE_UNITS_IN_HUNDREDTHS: Final = frozenset({"isk", "ugx"})

# Two decimals everywhere but in payouts, which must be whole.
WHOLE_UNITS_IN_PAYOUTS: Final = frozenset({"huf", "twd"})

CURRENCY_SIGILS: Final = {"CAD": "$", "EUR": "€", "GBP": "£", "USD": "$"}

# The most that any way to pay takes: twelve digits, by card, and more in some currencies. Many ways
# take less, and which one is paid by only Stripe can tell.
# https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LARGEST_MINOR_UNITS: Final = 999_999_999_999
LARGEST_MINOR_UNITS_IN: Final = {
    "cop": 9_999_999_999_999,
    "huf": 9_999_999_999_999,
    "jpy": 9_999_999_999_999,
    "lbp": 99_999_999_999_999,
}

# Keeps a typo such as 1E+999999 from becoming an integer of a million digits.
_LARGEST_EXPONENT = 15

_CURRENCY = re.compile(r"[a-z]{3,5}")


def decimal_places(currency: str) -> int:
    """
    How many decimals Stripe's amounts in this currency have: 0, 2 or 3.

    Raises InvalidAmount if it is not a currency code (three letters; five for some tokens).
    """
    code = _code(currency)
    if code in ZERO_DECIMAL_CURRENCIES:
        return 0
    return 3 if code in THREE_DECIMAL_CURRENCIES else 2


def minor_units(
    amount: Decimal,
    currency: str,
    *,
    allow_negative: bool = True,
    allow_zero: bool = True,
    is_payout: bool = False,
) -> int:
    """
    An amount in the currency's major unit (dollars) as Stripe takes it (cents).

    Raises InvalidAmount for what is not a finite Decimal, for what Stripe cannot express in
    that currency, and, where not allowed, for amounts below or equal to zero.
    """
    code = _code(currency)
    _check_decimal(amount, code)
    if amount < 0 and not allow_negative:
        raise InvalidAmount(f"{amount} {code.upper()} is negative; this amount cannot be.")
    if amount == 0 and not allow_zero:
        raise InvalidAmount(f"0 {code.upper()} is nothing; this amount must be more than that.")
    places = decimal_places(code)
    # A tuple of digits, and not arithmetic: the context's precision must not round.
    sign, digits, exponent = amount.as_tuple()
    shift = int(exponent) + places
    whole = int("".join(map(str, digits)) or "0")
    if shift >= 0:
        minor, rest = whole * int(10**shift), 0
    else:
        minor, rest = divmod(whole, int(10**-shift))
    if rest:
        raise InvalidAmount(_too_precise(amount, code, places))
    _check_last_digits(minor, amount, code, is_payout)
    return -minor if sign else minor


def check_minor_units(minor: int, currency: str = "", *, is_payout: bool = False) -> None:
    """
    Refuse a number of smallest units that Stripe cannot take; ``currency`` may be unknown ("").

    Raises InvalidAmount.
    """
    if not currency:
        _check_size(abs(minor), "")
        return
    code = _code(currency)
    _check_size(abs(minor), code)
    major = major_units(minor, code)
    if major is not None:
        _check_last_digits(abs(minor), major, code, is_payout)


def major_units(minor: int | Decimal | None, currency: str) -> Decimal | None:
    """
    Stripe's amount (cents) in the currency's major unit (dollars); None stays None.

    Takes a Decimal too, for the fractions of a cent in ``unit_amount_decimal`` and its like.
    Raises InvalidAmount for anything else.
    """
    if minor is None:
        return None
    places = decimal_places(currency)
    if isinstance(minor, bool) or not isinstance(minor, int | Decimal):
        raise InvalidAmount(
            f"{minor!r} ({type(minor).__name__}) is not an amount in minor units: "
            "Stripe's amounts are integers, its unit_amount_decimal is a Decimal."
        )
    value = Decimal(minor)
    if not value.is_finite():
        raise InvalidAmount(f"{minor} {currency.upper()} is not a number that can be paid.")
    sign, digits, exponent = value.as_tuple()
    return Decimal((sign, digits, int(exponent) - places))


def format_money(minor: int | Decimal | None, currency: str) -> str:
    """Stripe's amount (cents) as a label: ``$1,020.00 USD``, ``2,000 JPY``; None is ""."""
    major = major_units(minor, currency)
    return "" if major is None else format_major(major, currency)


def format_major(amount: Decimal, currency: str) -> str:
    """An amount in the currency's major unit as a label: ``$1,020.00 USD``, ``-2,000 JPY``."""
    code = _code(currency).upper()
    digits = f"{abs(amount):,f}"
    whole, _, fraction = digits.partition(".")
    shown = _shown_decimals(fraction, code.lower())
    number = f"{whole}.{shown}" if shown else whole
    sign = "-" if amount < 0 else ""
    return f"{sign}{CURRENCY_SIGILS.get(code, '')}{number} {code}"


def _shown_decimals(fraction: str, code: str) -> str:
    """The currency's own number of decimals, or more if there is more to show."""
    places = 0 if code in WHOLE_UNITS_IN_HUNDREDTHS else decimal_places(code)
    return fraction.rstrip("0").ljust(places, "0")


def _code(currency: str) -> str:
    code = currency.lower() if isinstance(currency, str) else ""
    if _CURRENCY.fullmatch(code) is None:
        raise InvalidAmount(f"{currency!r} is not a currency: use its code, such as 'usd'.")
    return code


def _check_decimal(amount: object, code: str) -> None:
    if not isinstance(amount, Decimal):
        raise InvalidAmount(
            f"{amount!r} ({type(amount).__name__}) is not an amount of {code.upper()}: "
            f"use a Decimal in the major unit, such as Decimal('20.00')."
        )
    if not amount.is_finite():
        raise InvalidAmount(f"{amount} {code.upper()} is not a number that can be paid.")
    if amount.adjusted() > _LARGEST_EXPONENT and amount != 0:
        raise InvalidAmount(f"{amount:e} {code.upper()} is more than Stripe can take.")
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) > 64:
        raise InvalidAmount(
            f"An amount of {code.upper()} with an exponent of {exponent} is written too precisely: "
            "quantize it to the currency's decimals."
        )


def _check_last_digits(minor: int, amount: Decimal, code: str, is_payout: bool) -> None:
    whole_only = code in WHOLE_UNITS_IN_HUNDREDTHS or (is_payout and code in WHOLE_UNITS_IN_PAYOUTS)
    if whole_only and minor % 100:
        what = f"payouts in {code.upper()}" if is_payout else code.upper()
        raise InvalidAmount(
            f"{amount} {code.upper()} has decimals, and Stripe takes {what} in whole units only."
        )
    if code in THREE_DECIMAL_CURRENCIES and minor % 10:
        raise InvalidAmount(
            f"{amount} {code.upper()} is too precise: "
            "the third decimal of this currency must be 0 at Stripe."
        )


def _check_size(minor: int, code: str) -> None:
    most = LARGEST_MINOR_UNITS_IN.get(code, LARGEST_MINOR_UNITS)
    if not code:
        most = max(LARGEST_MINOR_UNITS_IN.values())
    if minor > most:
        amount = f"{minor} {code.upper()}".strip()
        raise InvalidAmount(
            f"{amount} in the smallest unit is more than Stripe can take: {most} is the most."
        )


def _too_precise(amount: Decimal, code: str, places: int) -> str:
    decimals = "no decimals" if places == 0 else f"at most {places} decimals"
    return (
        f"{amount} {code.upper()} is too precise: "
        f"the currency has {decimals}. Round the amount first, as your contract says."
    )
