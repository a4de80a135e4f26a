"""Apply events that Stripe still lists: those that were missed, or that are named."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

import stripe
from django.core.management.base import BaseCommand, CommandError

from djstripe import repair
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials
from djstripe.models.api import find_credentials
from djstripe.when import read_moment


class Command(BaseCommand):
    help = "Apply events from Stripe's list of the last 30 days, oldest first, each one once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--ids", nargs="*", metavar="evt_…", help="these events")
        which.add_argument(
            "--failed", action="store_true", help="those that could not be delivered"
        )
        which.add_argument("--type", metavar="TYPE", help="of a type, such as invoice.* or *.paid")
        parser.add_argument(
            "--since", metavar="WHEN", help="not older than 2026-05-01, 12h or 7d (default: 30d)"
        )
        parser.add_argument("--account", metavar="acct_…", help="a connected account's")
        parser.add_argument("--live", action="store_true", default=None, help="in live mode")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_loud = options["verbosity"] > 1
        try:
            credentials = find_credentials(account=options["account"], livemode=options["live"])
            report = self.run(credentials, options)
        except (DjStripeError, ValueError) as error:
            raise CommandError(str(error)) from None
        except stripe.StripeError as error:
            raise CommandError(f"Stripe did not give the events: {error}") from None
        if report.errors:
            raise CommandError("\n".join(report.errors))
        [found], tally = report.found, report.tally
        self.stdout.write(
            f"{found.read} events read, {found.missing} of them had never come: "
            f"{tally.applied} applied, {tally.failed + tally.run_failures} failures."
        )

    def run(self, credentials: Credentials, options: dict[str, Any]) -> repair.Report:
        if options["ids"]:
            return repair.apply_events(options["ids"], credentials, heard=self.say)
        types = [options["type"]] if options["type"] else []
        since = int(read_moment(options["since"]).timestamp()) if options["since"] else 0
        only = repair.Only(types, failed=options["failed"])
        return repair.repair([credentials], since=since, only=only, heard=self.say)

    def say(self, event: Mapping[str, Any], missing: bool) -> None:
        if self.is_loud:
            self.stdout.write(f"{event['id']}  {event.get('type')}{'' if missing else '  known'}")
