"""Amounts and dates that several objects count with. Amounts are integers in minor units."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..catalogue import Json

# Stripe's list; elsewhere a hundred of the smallest unit make one.
ZERO_DECIMAL = frozenset(
    [
        "bif",
        "clp",
        "djf",
        "gnf",
        "jpy",
        "kmf",
        "krw",
        "mga",
        "pyg",
        "rwf",
        "vnd",
        "vuv",
        "xaf",
        "xof",
        "xpf",
    ]
)
DAY = 86_400


def rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(amount: int, percent: float | str) -> int:
    """A percentage of an amount, rounded half up."""
    return rounded(Decimal(amount) * Decimal(str(percent)) / 100)


def fee_of(amount: int, currency: str) -> int:
    """What processing costs: 2.9 % and 30 cents, or their like."""
    fixed = 40 if currency in ZERO_DECIMAL else 30
    return min(share(amount, "2.9") + fixed, amount) if amount > 0 else 0


def later(moment: int, interval: str, count: int = 1) -> int:
    """A moment so many days, weeks, months or years later; the 31st becomes the month's last."""
    start = datetime.fromtimestamp(moment, UTC)
    if interval in ("day", "week"):
        return int((start + timedelta(days=count * (7 if interval == "week" else 1))).timestamp())
    months = start.year * 12 + start.month - 1 + count * (12 if interval == "year" else 1)
    year, month = divmod(months, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def price_amount(price: Json, quantity: int) -> int:
    """What a quantity costs under a price, tiers and packages included."""
    transform = price.get("transform_quantity")
    if transform:
        whole, over = divmod(quantity, transform["divide_by"])
        quantity = whole + (1 if over and transform["round"] == "up" else 0)
    if price.get("billing_scheme") == "tiered":
        return _tiered(price.get("tiers") or [], price.get("tiers_mode") or "volume", quantity)
    unit = price.get("unit_amount_decimal")
    exact = Decimal(str(unit)) if unit is not None else Decimal(price.get("unit_amount") or 0)
    return rounded(exact * quantity)


def _tiered(tiers: list[Any], mode: str, quantity: int) -> int:
    total, below = Decimal(0), 0
    for tier in tiers:
        top = tier.get("up_to")
        last = top is None or quantity <= top
        if mode == "graduated" or last:
            units = quantity - below if mode == "graduated" else quantity
            if mode == "graduated" and not last:
                units = top - below
            unit = tier.get("unit_amount_decimal") or tier.get("unit_amount") or 0
            total += Decimal(str(unit)) * units + (tier.get("flat_amount") or 0)
        if last:
            break
        below = top
    return rounded(total)
