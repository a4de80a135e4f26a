"""Encrypt every stored secret anew, under the first of the configured keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from djstripe.models import APIKey, WebhookEndpoint


class Command(BaseCommand):
    help = (
        "Encrypt stored secrets anew under the first of DJSTRIPE_ENCRYPTION_KEYS. Put the new key "
        "first, run this, and take the old key away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            keys = self.rewrite(APIKey.objects.filter(secret__isnull=False), ["secret"])
            endpoints = self.rewrite(
                WebhookEndpoint.stripe_objects.all(), ["secret", "previous_secret", "more_secrets"]
            )
        self.stdout.write(
            self.style.SUCCESS(f"{keys} API keys and {endpoints} endpoints encrypted anew.")
        )

    def rewrite(self, rows: Any, columns: list[str]) -> int:
        """Read, which decrypts with any key, and write, which encrypts with the first."""
        count = 0
        for row in rows.select_for_update().iterator():
            if any(getattr(row, column) for column in columns):
                type(row)._base_manager.bulk_update([row], columns)
                count += 1
        return count
