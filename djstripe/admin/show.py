"""
How one value looks to a person: money, states, moments, text. HTML out, nothing asked of
the database.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst

from .. import money
from ..exceptions import InvalidAmount
from ..fields import (
    StripeDecimalCurrencyAmountField,
    StripeEnumField,
    StripePercentField,
    StripeQuantumCurrencyAmountField,
    unescape_text,
)
from ..redact import scrub

Html = SafeString | str

NOTHING = "–"

# ----------------------------------------------------------------------------- badges

TONES = {
    "good": "active succeeded paid available complete completed enabled verified won accepted "
    "processed posted approved granted attached settled healthy captured valid",
    "busy": "trialing pending processing in_transit open incomplete requires_action "
    "requires_payment_method requires_confirmation requires_capture requires_source under_review "
    "warning_under_review warning_needs_response not_started received queued requested new "
    "requires_input requires_source_action paused submitted",
    "bad": "past_due unpaid failed lost needs_response uncollectible errored blocked rejected "
    "fraudulent disputed impossible verification_failed denied unverified overdue",
}
_TONE_OF = {word: tone for tone, words in TONES.items() for word in words.split()}


def badge(word: Any, label: str = "") -> Html:
    """A state in a coloured pill; an unknown word is grey."""
    if word in (None, ""):
        return NOTHING
    text = capfirst(label or str(word).replace("_", " ").replace(".", " "))
    tone = _TONE_OF.get(str(word), "quiet")
    return format_html('<span class="dj-badge dj-{}">{}</span>', tone, scrub(text))


def mode_badge(livemode: bool) -> Html:
    """Live mode stands out; test mode is quiet."""
    word, tone = ("live", "live") if livemode else ("test", "quiet")
    return format_html('<span class="dj-badge dj-{}">{}</span>', tone, word)


# ------------------------------------------------------------------------ money, moments


def amount(value: Any, currency: Any, *, is_major: bool = False) -> str:
    """A sum for people; the bare number where the currency is missing or unknown."""
    if value is None:
        return NOTHING
    try:
        if is_major:
            return money.format_major(Decimal(value), currency or "")
        return money.format_money(value, currency or "")
    except (InvalidAmount, ArithmeticError, TypeError):
        return str(value)


def percent(value: Any) -> str:
    """A percentage without the zeros that say nothing."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + " %"


def moment(value: Any) -> Html:
    """A moment in the project's time zone and format."""
    if not isinstance(value, dt.datetime):
        return NOTHING if value is None else str(value)
    try:
        local = timezone.localtime(value) if timezone.is_aware(value) else value
    except (OverflowError, ValueError):
        return value.isoformat()
    return format_html('<span class="dj-when">{}</span>', date_format(local, "j M Y, H:i"))


def unix_moment(seconds: Any) -> str:
    """Unix seconds as a moment in UTC, "" where they are none."""
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        return ""
    try:
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return ""


# ------------------------------------------------------------------------------- values


def text(value: Any, limit: int = 80) -> str:
    """Text as Stripe sent it, less secrets, cut to a length."""
    return Truncator(scrub(unescape_text(str(value)))).chars(limit)


def url_link(url: str, label: str = "") -> Html:
    """An address that leads out of the admin, as a link if it is a web address."""
    if not re.match(r"https?://", url):
        return text(url, 200)
    shown = label or text(url, 60)
    return format_html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', url, shown)


def currency_of(row: Any, field: models.Field[Any, Any]) -> Any:
    """The currency in which an amount of a row stands."""
    for name in ("currency", "default_currency"):
        if name in row.__dict__:
            return row.__dict__[name]
    return None


def column(row: Any, field: Any, *, limit: int = 80) -> Html:
    """One column of a row, by its field's kind."""
    value = getattr(row, field.attname)
    if isinstance(field, models.BooleanField):
        return yes_or_no(value)
    if value is None or value == "":
        return NOTHING
    if isinstance(field, StripeQuantumCurrencyAmountField):
        return amount(value, currency_of(row, field))
    if isinstance(field, StripeDecimalCurrencyAmountField):
        return amount(value, currency_of(row, field), is_major=True)
    if isinstance(field, StripePercentField):
        return percent(value)
    if isinstance(field, models.DateTimeField):
        return moment(value)
    if isinstance(field, StripeEnumField) or field.name in STATE_WORDS:
        return badge(value, text(dict(field.flatchoices).get(value) or "", 60))
    if field.choices:
        return capfirst(text(dict(field.flatchoices).get(value, value)))
    if field.name == "currency" or field.name.endswith("_currency"):
        return text(value).upper()
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return url_link(value)
    return text(value, limit)


STATE_WORDS = frozenset({"status", "payment_status", "verification_status"})


def yes_or_no(value: bool | None) -> Html:
    """A yes that catches the eye, a no that does not."""
    if value is None:
        return NOTHING
    css, word = ("dj-yes", "yes") if value else ("dj-no", "no")
    return format_html('<span class="{}">{}</span>', css, word)


def pairs(values: Mapping[str, Any]) -> Html:
    """Metadata as small chips."""
    return format_html_join(
        " ",
        '<span class="dj-pair"><b>{}</b> {}</span>',
        ((text(name, 60), text(value, 200)) for name, value in list(values.items())[:50]),
    )
