"""
Billing periods: they lie end to end on a subscription's anchor.

The anchor gives the day of the month, of the week and of the year, and the time of the day; it may
lie in the future. A month without the anchor's day ends on its last, and the next one has the day
again. https://docs.stripe.com/billing/subscriptions/billing-cycle
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime

from ..catalogue import Json
from ..errors import invalid
from .money import DAY, later

_SECONDS = {"day": DAY, "week": 7 * DAY, "month": 30.4 * DAY, "year": 365.2 * DAY}


def interval_of(recurring: Json) -> tuple[str, int]:
    """A price's interval and how many of them make a period: ("month", 3)."""
    return str(recurring["interval"]), int(recurring.get("interval_count") or 1)


def period_at(anchor: int, recurring: Json, moment: int) -> tuple[int, int]:
    """The period that a moment lies in, in Unix seconds; its start belongs to it."""
    interval, count = interval_of(recurring)
    number = int((moment - anchor) / (_SECONDS[interval] * count))
    while later(anchor, interval, number * count) > moment:
        number -= 1
    while later(anchor, interval, (number + 1) * count) <= moment:
        number += 1
    return later(anchor, interval, number * count), later(anchor, interval, (number + 1) * count)


def anchor_at(config: Json, recurring: Json, now: int) -> int:
    """
    The anchor that a `billing_cycle_anchor_config` means: the next moment with that day of the
    month, and that month, on the price's intervals. What it does not say is as it is now.
    """
    interval, count = interval_of(recurring)
    if interval not in ("month", "year"):
        message = "A billing_cycle_anchor_config is for prices by the month or the year."
        raise invalid(message, param="billing_cycle_anchor_config")
    start, day = datetime.fromtimestamp(now, UTC), int(config["day_of_month"])
    parts = {unit: config.get(unit) for unit in ("hour", "minute", "second")}
    time = {unit: int(value) for unit, value in parts.items() if value is not None}
    step = count if interval == "month" and not config.get("month") else 1
    for ahead in range(0, 12 * 28 * step, step):
        year, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
        if config.get("month") and month + 1 != int(config["month"]):
            continue
        if monthrange(year, month + 1)[1] < day:
            continue
        moment = start.replace(
            year=year,
            month=month + 1,
            day=day,
            hour=time.get("hour", start.hour),
            minute=time.get("minute", start.minute),
            second=time.get("second", start.second),
        )
        if moment.timestamp() > now:
            return int(moment.timestamp())
    raise invalid("There is no such day.", param="billing_cycle_anchor_config")
