"""
What a quantity costs under a price, and how a line says it.

Amounts are integers in the currency's smallest unit, counted with decimals and rounded once, half
up. https://docs.stripe.com/products-prices/pricing-models
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..catalogue import Json
from .money import ZERO_DECIMAL, rounded

THREE_DECIMAL = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
_SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


@dataclass(frozen=True)
class Part:
    """What one line bills: so many units, at which amount each, in which tier (0: none)."""

    quantity: Decimal
    amount: int
    unit: Decimal | None
    tier: int = 0


def in_currency(price: Json, currency: str) -> Json | None:
    """The price's terms in a currency, or None if it is not sold in it."""
    if price["currency"] == currency:
        return price
    options = (price.get("currency_options") or {}).get(currency)
    return {**price, **options, "currency": currency} if options else None


def amount_of(price: Json, quantity: Any) -> int:
    """What a quantity costs."""
    return sum(part.amount for part in parts_of(price, quantity))


def parts_of(price: Json, quantity: Any) -> list[Part]:
    """
    What a quantity costs, as an invoice shows it: each tier of a graduated price is a line.

    Of no quantity at all the first tier's flat amount is billed.
    https://docs.stripe.com/subscriptions/pricing-models/tiered-pricing
    """
    units = Decimal(str(quantity))
    if price.get("billing_scheme") == "tiered":
        return _tiered(price.get("tiers") or [], price.get("tiers_mode") or "volume", units)
    unit = exact(price, "unit_amount")
    return [Part(units, rounded(packages(price, units) * unit), unit)]


def packages(price: Json, units: Decimal) -> Decimal:
    """How often the price's amount is due: `transform_quantity` sells by the package."""
    transform = price.get("transform_quantity")
    if not transform:
        return units
    whole, over = divmod(units, transform["divide_by"])
    return Decimal(whole + (1 if over and transform["round"] == "up" else 0))


def exact(terms: Json, name: str) -> Decimal:
    """An amount of a price or a tier, from its decimal if it has one; 0 if there is none."""
    value = terms.get(f"{name}_decimal")
    value = terms.get(name) if value is None else value
    return Decimal(str(value)) if value is not None else Decimal(0)


def _tiered(tiers: list[Json], mode: str, units: Decimal) -> list[Part]:
    parts: list[Part] = []
    below = Decimal(0)
    for number, tier in enumerate(tiers, 1):
        top = tier.get("up_to")
        last = top is None or units <= top
        unit, flat = exact(tier, "unit_amount"), exact(tier, "flat_amount")
        if mode == "volume" and last:
            return [Part(units, rounded(unit * units + flat), unit, number)]
        if mode == "graduated":
            here = (units if last else Decimal(top)) - below  # type: ignore[arg-type]
            parts.append(Part(here, rounded(unit * here + flat), unit, number))
            below += here
            if last:
                break
    return parts


# -- in words ------------------------------------------------------------------------------------


def shown(amount: Decimal | int, currency: str) -> str:
    """An amount as a line's description has it: `$10.00`, `¥500`, `CHF 9.90`."""
    digits = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    major = Decimal(amount).scaleb(-digits)
    least = Decimal(1).scaleb(-digits)
    exact = major if major != major.quantize(least) else major.quantize(least)
    sign = _SIGNS.get(currency, f"{currency.upper()} ")
    return f"{sign}{exact:,f}"


def every(recurring: Json) -> str:
    """How often: `month`, or `every 3 months`."""
    interval, count = recurring["interval"], int(recurring.get("interval_count") or 1)
    return str(interval) if count == 1 else f"every {count} {interval}s"


def described(name: str, price: Json, part: Part, label: str | None = None) -> str:
    """A line in words: `2 × Gold (at $10.00 / month)`, `5 × Fonts (Tier 1 at $7.00 / month)`."""
    count = plain(part.quantity) + (f" {label}" if label else "")
    if not price.get("recurring") or part.unit is None:
        return f"{count} × {name}"
    tier = f"Tier {part.tier} at" if part.tier else "at"
    amount = shown(part.unit, price["currency"])
    return f"{count} × {name} ({tier} {amount} / {every(price['recurring'])})"


def plain(number: Decimal | int) -> str:
    """A number without needless zeros."""
    value = Decimal(number)
    return str(int(value)) if value == int(value) else f"{value.normalize():f}"
