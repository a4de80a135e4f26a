"""Make a Customer at Stripe for every subscriber who has none."""

from __future__ import annotations

from typing import Any

from djstripe.gateway import Credentials
from djstripe.management.subscribers import SubscribersCommand
from djstripe.models import Customer


class Command(SubscribersCommand):
    help = (
        "Make a Customer at Stripe for every subscriber who has none there. It may be stopped and "
        "started again at any time: who has one is passed over."
    )

    def chosen(self, subscribers: Any, customers: Any) -> Any:
        return subscribers.exclude(pk__in=customers.values("subscriber"))

    def do(self, subscriber: Any, credentials: Credentials) -> tuple[str, Customer]:
        customer, created = Customer.get_or_create(
            subscriber=subscriber,
            livemode=credentials.livemode,
            stripe_account=credentials.account,
        )
        return "made" if created else "there already", customer
