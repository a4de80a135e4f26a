"""Apply events that Stripe still lists: those that were missed, or that are named."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import stripe
from django.core.management.base import BaseCommand, CommandError

from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials, get_gateway
from djstripe.inbox import process_event
from djstripe.models.api import find_credentials
from djstripe.repair import EVENTS
from djstripe.snapshot import Snapshot


class Command(BaseCommand):
    help = "Apply events from Stripe's list of the last 30 days, oldest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--ids", nargs="*", metavar="evt_…", help="these events")
        which.add_argument(
            "--failed", action="store_true", help="those that could not be delivered"
        )
        which.add_argument("--type", metavar="TYPE", help="of a type, such as invoice.* or *.paid")
        parser.add_argument("--live", action="store_true", default=None, help="in live mode")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            credentials = find_credentials(livemode=options["live"])
            events = self.chosen(credentials, options)
        except DjStripeError as error:
            raise CommandError(str(error)) from None
        except stripe.StripeError as error:
            raise CommandError(f"Stripe did not give the events: {error}") from None
        for event in events:
            process_event(event.data)
            if options["verbosity"] > 1:
                self.stdout.write(f"{event.id}  {event.data.get('type')}")
        self.stdout.write(self.style.SUCCESS(f"{len(events)} events applied."))

    def chosen(self, credentials: Credentials, options: dict[str, Any]) -> list[Snapshot]:
        """The events to apply, oldest first."""
        gateway = get_gateway()
        if options["ids"]:
            return [gateway.retrieve(f"{EVENTS}/{id}", credentials) for id in options["ids"]]
        params: dict[str, Any] = {}
        if options["failed"]:
            params["delivery_success"] = False
        if options["type"]:
            params["type"] = options["type"]
        newest_first = [
            event
            for page in gateway.pages(EVENTS, credentials, params=params)
            for event in page.snapshots
        ]
        return newest_first[::-1]
