"""Delete idempotency keys that Stripe has forgotten."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from djstripe.utils import clear_expired_idempotency_keys


class Command(BaseCommand):
    help = "Delete idempotency keys older than the 24 hours for which Stripe remembers them."

    def handle(self, *args: Any, **options: Any) -> None:
        clear_expired_idempotency_keys()
