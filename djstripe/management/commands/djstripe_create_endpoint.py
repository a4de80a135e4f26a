"""Create a webhook endpoint at Stripe for this site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import stripe
from django.core.management.base import BaseCommand, CommandError

from djstripe.endpoints import add_thin_destination, create_endpoint
from djstripe.exceptions import DjStripeError
from djstripe.models.api import find_credentials


class Command(BaseCommand):
    help = "Create a webhook endpoint at Stripe and keep its signing secret, encrypted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "base_url", help="the site's public address, such as https://example.com"
        )
        parser.add_argument("--events", nargs="+", default=["*"], metavar="TYPE", help="default: *")
        parser.add_argument("--live", action="store_true", default=None, help="in live mode")
        parser.add_argument("--account", help="for this account instead of the key's own")
        parser.add_argument(
            "--connect", action="store_true", help="receive the events of connected accounts"
        )

        parser.add_argument(
            "--thin", action="store_true", help="send thin events to the same URL, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            credentials = find_credentials(account=options["account"], livemode=options["live"])
            endpoint = create_endpoint(
                options["base_url"],
                credentials,
                enabled_events=options["events"],
                connect=options["connect"],
            )
            if options["thin"]:
                add_thin_destination(endpoint, credentials, connect=options["connect"])
        except DjStripeError as error:
            raise CommandError(str(error)) from None
        except stripe.StripeError as error:
            raise CommandError(f"Stripe refused: {error}") from None
        self.stdout.write(self.style.SUCCESS(f"{endpoint.id} delivers to {endpoint.url}"))
