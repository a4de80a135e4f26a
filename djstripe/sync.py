"""
Find or make the Customer of a subscriber.
"""

from __future__ import annotations

from typing import Any

from .models import Customer
from .settings import djstripe_settings


def sync_subscriber(subscriber: Any) -> Any:
    """
    The Customer of a subscriber as Stripe has it now; made at Stripe if there is none.

    Returns the row. Raises the SDK's errors.
    """
    customer, created = Customer.get_or_create(
        subscriber=subscriber, livemode=djstripe_settings.STRIPE_LIVE_MODE
    )
    return customer if created else customer.refresh_from_stripe()
