"""Make a Customer at Stripe for every subscriber who has none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from djstripe.models import Customer
from djstripe.settings import djstripe_settings


class Command(BaseCommand):
    help = "Make a Customer at Stripe for every subscriber who has none."

    def handle(self, *args: Any, **options: Any) -> None:
        livemode = djstripe_settings.STRIPE_LIVE_MODE
        having = Customer.objects.filter(livemode=livemode).exclude(subscriber=None)
        subscribers = djstripe_settings.get_subscriber_model()._base_manager.exclude(
            pk__in=having.values("subscriber")
        )
        count = 0
        for subscriber in subscribers.order_by("pk").iterator():
            customer, _ = Customer.get_or_create(subscriber=subscriber, livemode=livemode)
            self.stdout.write(f"{subscriber}: {customer.id}")
            count += 1
        self.stdout.write(self.style.SUCCESS(f"{count} customers made."))
