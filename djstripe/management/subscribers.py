"""
What the commands that go through all subscribers share.

They go in the order of the primary keys, a batch at a time; what went wrong with one is said
and the next one follows; a run that was cut off goes on with ``--after``.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import stripe
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials
from djstripe.models import Customer
from djstripe.models.api import find_credentials
from djstripe.progress import ProgressLine
from djstripe.redact import scrub
from djstripe.settings import djstripe_settings

BATCH_ROWS = 500

# So many failures in a row are not the subscribers' fault.
PATIENCE = 20


class SubscribersCommand(BaseCommand):
    """Calls ``do`` for each subscriber and counts what it answers."""

    label = "subscribers"

    def add_arguments(self, parser: ArgumentParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--live",
            action="store_true",
            default=None,
            help="in live mode; STRIPE_LIVE_MODE without",
        )
        mode.add_argument("--test", action="store_false", dest="live", help="in test mode")
        parser.add_argument(
            "--account", metavar="acct_…", help="customers of this account; the default one without"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="so many subscribers at most")
        parser.add_argument(
            "--after", metavar="PK", help="go on after the subscriber with this primary key"
        )

    def chosen(self, subscribers: Any, customers: Any) -> Any:
        """Which of the subscribers are gone through; ``customers`` are those that they have."""
        return subscribers

    def do(self, subscriber: Any, credentials: Credentials) -> tuple[str, Customer]:
        """What is done for one of them: the word under which it is counted, and the Customer."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError(f"--limit {options['limit']}: at least one is needed.")
        try:
            credentials = find_credentials(account=options["account"], livemode=options["live"])
        except (DjStripeError, stripe.StripeError) as error:
            raise CommandError(scrub(str(error))) from None
        counts: dict[str, int] = {}
        failed = in_a_row = 0
        last, began = None, time.monotonic()
        line = ProgressLine(self.stdout)  # type: ignore[arg-type]
        try:
            for subscriber in self.subscribers(credentials, options):
                try:
                    word, customer = self.do(subscriber, credentials)
                except (stripe.StripeError, DjStripeError) as error:
                    failed, in_a_row = failed + 1, in_a_row + 1
                    self.complain(subscriber, error)
                    if in_a_row >= PATIENCE or isinstance(error, stripe.AuthenticationError):
                        self.stderr.write(self.style.ERROR("Given up: it fails for everybody."))
                        break
                else:
                    in_a_row = 0
                    counts[word] = counts.get(word, 0) + 1
                    if options["verbosity"] > 1:
                        self.stdout.write(f"{subscriber.pk}: {customer.id} {word}")
                last = subscriber.pk
                line.show(self.label, sum(counts.values()), time.monotonic() - began, None)
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")
        self.summarise(counts, failed, last)
        if failed:
            raise CommandError(f"{failed} failed; the lines above say which.")

    def subscribers(self, credentials: Credentials, options: dict[str, Any]) -> Iterator[Any]:
        """The subscribers, in the order of their primary keys."""
        model = djstripe_settings.get_subscriber_model()
        customers = Customer.objects.not_deleted().filter(
            livemode=credentials.livemode,
            subscriber__isnull=False,
            **{"djstripe_owner_account_id": credentials.account},
        )
        rows = self.chosen(model._base_manager.order_by("pk"), customers)
        last, left = self.start(model, options["after"]), options["limit"]
        while left is None or left > 0:
            size = BATCH_ROWS if left is None else min(left, BATCH_ROWS)
            batch = list((rows if last is None else rows.filter(pk__gt=last))[:size])
            yield from batch
            if len(batch) < size:
                return
            last, left = batch[-1].pk, None if left is None else left - size

    def start(self, model: Any, after: str | None) -> Any:
        """The primary key that was given, as the database knows it."""
        if after is None:
            return None
        try:
            return model._meta.pk.to_python(after)
        except ValidationError:
            raise CommandError(f"--after {after}: no primary key of {model.__name__}.") from None

    def complain(self, subscriber: Any, error: Exception) -> None:
        said = scrub(f"{type(error).__name__}: {error}")
        self.stderr.write(self.style.ERROR(f"{subscriber.pk}: {said}"))

    def summarise(self, counts: dict[str, int], failed: int, last: Any) -> None:
        parts = [f"{count:,} {word}" for word, count in counts.items()]
        parts += [f"{failed:,} failed"] if failed else []
        style = self.style.WARNING if failed else self.style.SUCCESS
        self.stdout.write(style(f"{', '.join(parts) or 'Nothing to do'}."))
        if last is not None:
            self.stdout.write(f"The last one was {last}; --after {last} goes on from there.")
