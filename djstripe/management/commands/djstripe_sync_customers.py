"""Make or refresh the Customer of every subscriber."""

from __future__ import annotations

from typing import Any

from djstripe.gateway import Credentials
from djstripe.management.subscribers import SubscribersCommand
from djstripe.models import Customer
from djstripe.sync import sync_subscriber


class Command(SubscribersCommand):
    help = (
        "Make a Customer for every subscriber who has none, and look at those of the others at "
        "Stripe, all of them. To read very many, djstripe_sync_models Customer asks a hundred at a time."
    )

    def do(self, subscriber: Any, credentials: Credentials) -> tuple[str, Customer]:
        customers = Customer.objects.of_subscriber(
            subscriber, livemode=credentials.livemode, account=credentials.account
        )
        found: list[Any] = list(customers.order_by("-created", "-djstripe_id"))
        first, *others = found or [None]
        for other in others:
            other.refresh_from_stripe()
        return (
            "made" if first is None else "refreshed",
            sync_subscriber(
                subscriber, livemode=credentials.livemode, stripe_account=credentials.account
            ),
        )
