"""
What an account agreed with Stripe: what payments cost it, in which currencies it settles, and at
which rates other currencies become these.

The prices are the standard ones of the account's country, https://stripe.com/pricing, as they
stand in `PRICES`; `Sandbox.agree()` changes them. Amounts are in the smallest unit of the
country's currency, percentages are decimals in strings.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from ..world import World
from . import currencies
from .money import share


@dataclass(frozen=True)
class Terms:
    """
    The terms of one account.

    A card of the country costs `percent` and `fixed`, one from abroad `abroad_percent` more; a
    bank debit `debit_percent` and `debit_fixed`, at most `debit_most` (0: no limit). `settles_in`
    are the currencies that are kept as they are, besides the account's default and those it has
    a bank account for; all others are converted. `rates` are US dollars for one unit of a
    currency, where they differ from `currencies.RATES`.
    """

    currency: str = "usd"
    percent: str = "2.9"
    fixed: int = 30
    abroad_percent: str = "1.5"
    debit_percent: str = "0.8"
    debit_fixed: int = 0
    debit_most: int = 500
    dispute: int = 1_500
    instant_percent: str = "1.5"
    settles_in: tuple[str, ...] = ()
    rates: dict[str, str] = field(default_factory=dict)


_EURO = Terms("eur", "1.5", 25, "1.75", "0", 35, 0, 2_000, "1")
PRICES = {
    "US": Terms(),
    "AU": Terms("aud", "1.7", 30, "1.8", "1", 0, 350, 2_500, "1"),
    "CA": Terms("cad", "2.9", 30, "0.8", "1", 40, 500, 1_500, "1"),
    "GB": Terms("gbp", "1.5", 20, "1.75", "1", 20, 200, 2_000, "1"),
    "JP": Terms("jpy", "3.6", 0, "0", "1.5", 0, 0, 1_300, "1"),
}
EURO_COUNTRIES = frozenset(
    "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split()  # noqa: SIM905
)
# The currency of a country's accounts, where it is neither the euro nor in `PRICES`.
_CURRENCIES = {
    "AE": "aed",
    "BG": "bgn",
    "BR": "brl",
    "CH": "chf",
    "CZ": "czk",
    "DK": "dkk",
    "HK": "hkd",
    "HU": "huf",
    "IN": "inr",
    "MX": "mxn",
    "MY": "myr",
    "NO": "nok",
    "NZ": "nzd",
    "PL": "pln",
    "RO": "ron",
    "SE": "sek",
    "SG": "sgd",
    "TH": "thb",
}


class Settled(NamedTuple):
    """An amount as the account gets it: in its own currency, and at which rate if it was another."""

    amount: int
    currency: str
    rate: Decimal | None


class Fee(NamedTuple):
    """One part of what a movement costs: `stripe_fee` or `application_fee`."""

    amount: int
    type: str = "stripe_fee"
    application: str | None = None


def currency_of(country: str) -> str:
    """The currency in which accounts of a country settle by default."""
    if country in EURO_COUNTRIES:
        return "eur"
    return PRICES[country].currency if country in PRICES else _CURRENCIES.get(country, "usd")


def standard(country: str) -> Terms:
    """A country's standard terms; those of the US, in its own currency, where none are known."""
    if country in EURO_COUNTRIES:
        return _EURO
    known = PRICES.get(country)
    return known or replace(PRICES["US"], currency=currency_of(country))


def terms_of(world: World, account: str | None = None) -> Terms:
    """The terms of the account in which something happens, or of another."""
    found = world.find("account", account or world.shelf.account)
    if found is None:
        return PRICES["US"]
    terms = standard(str(found.data.get("country") or "US"))
    kept = found.hidden.get("terms")
    return replace(terms, **{**kept, "settles_in": tuple(kept["settles_in"])}) if kept else terms


def agree(world: World, **changes: Any) -> Terms:
    """Change an account's terms; raises TypeError for a term that does not exist."""
    terms = replace(terms_of(world), **changes)
    kept = {**asdict(terms), "settles_in": list(terms.settles_in)}
    account = world.get("account", world.shelf.account)
    world.shelf.state.shared.hide(account, terms=kept)
    return terms


def settled(world: World, amount: int, currency: str) -> Settled:
    """
    An amount in the currency in which the account gets it.

    What the account does not keep becomes its default currency at the declared rate; a currency
    without one is kept. https://docs.stripe.com/currencies/conversions
    """
    into = settlement_currency(world, currency)
    if into == currency:
        return Settled(amount, currency, None)
    at = currencies.rate(currency, into, terms_of(world).rates)
    if at is None:
        return Settled(amount, currency, None)
    return Settled(currencies.converted(amount, currency, into, at), into, at)


def settlement_currency(world: World, currency: str) -> str:
    """What a currency becomes on the account."""
    account = world.find("account", world.shelf.account)
    if account is None:
        return currency
    default = str(account.data.get("default_currency") or currency)
    if currency == default or currency in terms_of(world).settles_in:
        return currency
    banks = world.all("bank_account", "account", account.id)
    return currency if any(one.data.get("currency") == currency for one in banks) else default


def fee_for(world: World, gross: Settled, country: Any = None, debit: bool = False) -> Fee:
    """What a payment costs: of a card from a country, or of a bank debit."""
    terms = terms_of(world)
    account = world.find("account", world.shelf.account)
    home = account.data.get("country") if account is not None else None
    if debit:
        fixed, percent, most = terms.debit_fixed, Decimal(terms.debit_percent), terms.debit_most
    else:
        fixed, percent, most = terms.fixed, Decimal(terms.percent), 0
        if country and home and country != home and not _both_in_europe(country, home):
            percent += Decimal(terms.abroad_percent)
    cost = share(gross.amount, str(percent)) + own(terms, fixed, gross.currency)
    if most:
        cost = min(cost, own(terms, most, gross.currency))
    return Fee(min(cost, gross.amount))


def _both_in_europe(one: str, other: str) -> bool:
    return one in EURO_COUNTRIES and other in EURO_COUNTRIES


def own(terms: Terms, amount: int, currency: str) -> int:
    """An amount of the terms, which are in the country's currency, in another."""
    if currency == terms.currency:
        return amount
    at = currencies.rate(terms.currency, currency, terms.rates)
    return amount if at is None else currencies.converted(amount, terms.currency, currency, at)
