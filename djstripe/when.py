"""
Moments as people type them.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(
    r"(\d+(?:\.\d+)?)\s*"
    r"(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)\b",
    re.IGNORECASE,
)
_SPANS = re.compile(rf"(?:{_SPAN.pattern}[\s,]*)+(?:ago)?", re.IGNORECASE)


def read_moment(text: str, *, now: dt.datetime | None = None) -> dt.datetime:
    """
    The moment that a text names, with its time zone.

    ``2026-11-01``, ``2026-11-01 14:30``, ISO 8601 with or without a zone (without: the
    project's), ``14:30`` (today), ``3h``, ``2 days ago``, ``1d 12h``, ``today``,
    ``yesterday``, ``now``, and Unix seconds.

    Raises ValueError, with what can be written, for anything else.
    """
    now = now or dt.datetime.now(dt.UTC)
    said = text.strip().lower()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"now": now, "today": today, "yesterday": today - dt.timedelta(days=1)}
    if said in named:
        return named[said]
    try:
        if re.fullmatch(r"\d{9,11}(\.\d+)?", said):
            return dt.datetime.fromtimestamp(float(said), tz=dt.UTC)
        if _SPANS.fullmatch(said):
            return now - span(said)
        found = _written_out(text.strip().replace("/", "-"), today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ValueError(
            f"{text!r} is no moment. Write 2026-11-01, '2026-11-01 14:30', 3h, '2 days ago', "
            "yesterday, or Unix seconds."
        )
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def span(text: str) -> dt.timedelta:
    """A stretch of time such as ``90m``, ``1d 12h`` or ``2 weeks``."""
    parts = _SPAN.findall(text)
    return sum(
        (dt.timedelta(**{_UNITS[unit[0].lower()]: float(number)}) for number, unit in parts),
        dt.timedelta(),
    )


def _written_out(text: str, today: dt.datetime) -> dt.datetime | None:
    moment = parse_datetime(text)
    if moment is not None:
        return moment
    day = parse_date(text)
    if day is not None:
        return dt.datetime.combine(day, dt.time())
    hour = parse_time(text)
    return None if hour is None else today.replace(hour=hour.hour, minute=hour.minute)
