"""Find what never came from Stripe, apply it, and settle what is in doubt."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

import stripe
from django.core.management.base import BaseCommand, CommandError

from djstripe import repair
from djstripe.exceptions import DjStripeError
from djstripe.when import read_moment

SHOWN_TYPES = 10


class Command(BaseCommand):
    help = (
        "Read Stripe's lists of events on from where the last run stopped, apply those that "
        "never came, and look at what is in doubt. Meant for a cron line or a periodic task. "
        "Exits with an error if a list could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--account", metavar="acct_…", help="of this account alone")
        parser.add_argument(
            "--connected", action="store_true", help="of every mirrored connected account too"
        )
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--livemode", action="store_true", default=None, help="live mode alone")
        mode.add_argument(
            "--testmode", action="store_false", dest="livemode", help="test mode alone"
        )
        parser.add_argument(
            "--since", metavar="WHEN", help="from 2026-05-01, 12h or 7d ago, not from the last run"
        )
        parser.add_argument(
            "--types", nargs="+", default=[], metavar="TYPE", help="such as invoice.paid invoice.*"
        )
        parser.add_argument(
            "--only-failed-deliveries",
            action="store_true",
            help="only what Stripe tried in vain to deliver: quicker where much was delivered",
        )
        parser.add_argument(
            "--thin",
            action="store_true",
            default=None,
            help="the list of thin events too (the default once any came)",
        )
        parser.add_argument("--no-thin", action="store_false", dest="thin")
        parser.add_argument(
            "--object",
            nargs="+",
            default=[],
            dest="objects",
            metavar="ID",
            help="look at these objects once more, and do nothing else (cus_…, product:gold)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what is missing, no more")
        parser.add_argument("--json", action="store_true", help="say it in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_loud = options["verbosity"] > 1 and not options["json"]
        try:
            if options["objects"]:
                self.look_at(options)
                return
            report = repair.repair_known(
                account=options["account"],
                livemode=options["livemode"],
                connected=options["connected"],
                since=int(read_moment(options["since"]).timestamp()) if options["since"] else None,
                only=repair.Only(options["types"], failed=options["only_failed_deliveries"]),
                dry_run=options["dry_run"],
                thin=options["thin"],
                heard=self.hear,
            )
        except (DjStripeError, stripe.StripeError, ValueError) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict()))
        else:
            self.tell(report)
        if report.errors:
            raise CommandError("\n".join(report.errors))

    def look_at(self, options: dict[str, Any]) -> None:
        for id in options["objects"]:
            for one in repair.find(id, account=options["account"], livemode=options["livemode"]):
                where = f"{one.object} {one.id} of {one.account or 'the default account'}"
                if options["dry_run"]:
                    self.stdout.write(f"{where}: would be looked at")
                    continue
                outcome = repair.look_at(one)
                gone = ", deleted at Stripe" if outcome.snapshot.deleted else ""
                self.stdout.write(f"{where}: {outcome.status.value}{gone}")

    def hear(self, event: Mapping[str, Any], missing: bool) -> None:
        if self.is_loud and missing:
            self.stdout.write(f"  {event['id']}  {event.get('type')}")

    def tell(self, report: repair.Report) -> None:
        for found in report.found:
            self.tell_of(found, report.dry)
        tally = report.tally
        if not report.dry:
            self.stdout.write(
                f"The inbox: {tally.applied:,} events applied, {tally.failed:,} failed; "
                f"{tally.ran:,} receivers ran, {tally.run_failures:,} failed; "
                f"{tally.looks:,} looks at Stripe."
            )
        self.stdout.write(
            f"Doubts: {report.settled:,} settled, {report.doubts_open:,} open, "
            f"{report.impossible_count:,} that nobody can settle."
        )
        attempts = report.attempts
        if attempts.done or attempts.waiting or attempts.unknown:
            self.stdout.write(
                f"Requests whose answer never came: {attempts.done:,} were done, as events say; "
                f"{attempts.waiting:,} wait for a word; of {attempts.unknown:,} nobody will know."
            )
        for name, id, why in report.impossible:
            self.stdout.write(self.style.WARNING(f"  {name} {id}: {why}"))

    def tell_of(self, found: repair.Found, dry: bool) -> None:
        mode = "live" if found.livemode else "test"
        self.stdout.write(self.style.MIGRATE_HEADING(f"{found.account} ({mode} mode)"))
        if found.since is not None:
            begin = dt.datetime.fromtimestamp(found.since, dt.UTC)
            self.stdout.write(f"  {found.read:,} events read, from {begin:%Y-%m-%d %H:%M:%S} UTC")
        awaited = f" ({found.awaited:,} of them Stripe still tries to deliver)"
        self.stdout.write(
            f"  {found.missing:,} had never come{awaited if found.awaited else ''}"
            f"{', and are left alone' if dry and found.missing else ''}"
        )
        often = sorted(found.types.items(), key=lambda item: (-item[1], item[0]))
        for kind, count in often[:SHOWN_TYPES]:
            self.stdout.write(f"    {count:>7,} {kind}")
        if len(often) > SHOWN_TYPES:
            self.stdout.write(f"            and {len(often) - SHOWN_TYPES} more types")
        if found.note:
            self.stdout.write(self.style.WARNING(f"  {found.note}"))
        if found.error:
            self.stderr.write(self.style.ERROR(f"  {found.error}"))
