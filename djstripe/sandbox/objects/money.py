"""Amounts and dates that several objects count with. Amounts are integers in minor units."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

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


def later(moment: int, interval: str, count: int = 1) -> int:
    """A moment so many days, weeks, months or years later; the 31st becomes the month's last."""
    start = datetime.fromtimestamp(moment, UTC)
    if interval in ("day", "week"):
        return int((start + timedelta(days=count * (7 if interval == "week" else 1))).timestamp())
    months = start.year * 12 + start.month - 1 + count * (12 if interval == "year" else 1)
    year, month = divmod(months, 12)
    day = min(start.day, monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())
