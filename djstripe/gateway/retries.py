"""
Whether and when a request that failed is sent again. Decisions only: nothing waits here.

Source: https://docs.stripe.com/error-low-level, https://docs.stripe.com/rate-limits
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import stripe

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 16.0
LONGEST_RETRY_AFTER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is repeated, and until when after its first attempt."""

    max_retries: int
    max_seconds: float


def wait_seconds(
    error: stripe.StripeError,
    *,
    attempts: int,
    elapsed_seconds: float,
    patience: Patience,
    random: Callable[[], float],
) -> float | None:
    """
    How long to wait before the next attempt; None if there is to be none.

    Twice as long each time, less up to a half by ``random`` (0 to 1); what Stripe says in
    ``Retry-After`` goes before that.
    """
    if attempts > patience.max_retries or not is_passing(error):
        return None
    wait = min(FIRST_WAIT_SECONDS * 2 ** (attempts - 1), LONGEST_WAIT_SECONDS)
    wait *= 1 - random() / 2
    asked = retry_after_seconds(error.headers or {})
    if asked is not None:
        # A little later than asked, and not all at once.
        wait = min(asked, LONGEST_RETRY_AFTER_SECONDS) + random() * FIRST_WAIT_SECONDS
    return None if elapsed_seconds + wait > patience.max_seconds else wait


def is_passing(error: stripe.StripeError) -> bool:
    """
    Whether the same request may succeed later.

    A rate limit always passes, whatever ``Stripe-Should-Retry`` says: that advice is for
    clients that do not wait as long as they are told. In all other cases it is obeyed.
    """
    if isinstance(error, stripe.APIConnectionError):
        return bool(error.should_retry)
    status = error.http_status or 0
    if status == 429 or isinstance(error, stripe.RateLimitError):
        return True
    advice = (error.headers or {}).get("Stripe-Should-Retry", "").lower()
    if advice in ("true", "false"):
        return advice == "true"
    return status == 409 or status >= 500


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """What ``Retry-After`` asks for: seconds, or a date (counted from the answer's own date)."""
    asked = headers.get("Retry-After", "").strip()
    try:
        return max(float(int(asked)), 0.0)
    except ValueError:
        until, now = unix_seconds(asked), unix_seconds(headers.get("Date", ""))
    return None if until is None or now is None else float(max(until - now, 0))


def unix_seconds(date: str) -> int | None:
    """An HTTP date as Unix seconds; None if it is none."""
    try:
        return int(parsedate_to_datetime(date).timestamp())
    except (TypeError, ValueError):
        return None
