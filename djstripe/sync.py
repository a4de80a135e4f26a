"""
Find or make the Customer of a subscriber.
"""

from __future__ import annotations

from typing import Any

from .models import Customer
from .settings import djstripe_settings


def sync_subscriber(
    subscriber: Any, *, livemode: bool | None = None, stripe_account: str | None = None
) -> Any:
    """
    The Customer of a subscriber as Stripe has it now; made at Stripe if there is none.

    Of several it is the one that was created last. ``livemode`` and ``stripe_account``: None is
    the default. Returns the row. Raises the SDK's errors.
    """
    mode = djstripe_settings.STRIPE_LIVE_MODE if livemode is None else livemode
    customer, created = Customer.get_or_create(
        subscriber=subscriber, livemode=mode, stripe_account=stripe_account
    )
    return customer if created else customer.refresh_from_stripe()
