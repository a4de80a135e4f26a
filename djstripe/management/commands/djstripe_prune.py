"""Delete what is done and old from the inbox."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from djstripe import inbox
from djstripe.management.options import count
from djstripe.settings import djstripe_settings


class Command(BaseCommand):
    help = (
        "Delete what was done or dismissed more than DJSTRIPE_INBOX_RETENTION_DAYS ago: deliveries "
        "with their bodies, the runs of receivers, and attempts under forgotten idempotency keys. "
        "Dead letters stay, and so does the mirror, but for events that are older than "
        "DJSTRIPE_EVENT_RETENTION_DAYS, if that is set."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=float, help="keep so many days; the setting's without")
        parser.add_argument("--dry-run", action="store_true", help="only say how many")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kept = options["days"]
            if kept is None:
                kept = djstripe_settings.DJSTRIPE_INBOX_RETENTION_DAYS
            runs, entries = (rows.count() for rows in inbox.prunable(days=kept))
            attempts = sum(rows.count() for rows in inbox.prunable_attempts(days=kept))
            events = sum(rows.count() for rows in inbox.prunable_events())
            if not options["dry_run"]:
                inbox.prune(days=kept)
        except (ValueError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None
        done = "would be deleted" if options["dry_run"] else "deleted"
        self.stdout.write(
            f"{count(entries, 'entry', 'entries')} and {count(runs, 'run')} of receivers, "
            f"older than {kept:g} days, {done}."
        )
        if (days := djstripe_settings.DJSTRIPE_EVENT_RETENTION_DAYS) is not None:
            self.stdout.write(
                f"{count(events, 'event')} of the mirror, older than {days:g} days, {done}."
            )
        self.stdout.write(
            f"{count(attempts, 'attempt')} under idempotency keys that Stripe has forgotten {done}."
        )
