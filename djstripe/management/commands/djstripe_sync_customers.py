"""Make or refresh the Customer of every subscriber."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from djstripe.settings import djstripe_settings
from djstripe.sync import sync_subscriber


class Command(BaseCommand):
    help = "Make a Customer for every subscriber who has none, and refresh those of the others."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        subscribers = djstripe_settings.get_subscriber_model()._base_manager.order_by("pk")
        for subscriber in subscribers.iterator():
            customer = sync_subscriber(subscriber)
            self.stdout.write(f"{subscriber}: {customer.id}")
            count += 1
        self.stdout.write(self.style.SUCCESS(f"{count} subscribers."))
