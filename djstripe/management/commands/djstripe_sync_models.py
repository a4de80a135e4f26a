"""Read everything of some or all resources from Stripe into the mirror."""

from __future__ import annotations

import gc
from argparse import ArgumentParser
from typing import Any

import stripe
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, router

from djstripe import backfill, repair
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials
from djstripe.models import Account, APIKey
from djstripe.models.api import find_credentials, known_credentials
from djstripe.models.base import StripeModel
from djstripe.progress import ProgressLine
from djstripe.settings import djstripe_settings


class Command(BaseCommand):
    help = "Read objects from Stripe into the mirror: of the models named, or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "models", nargs="*", metavar="Model", help="for example Customer Invoice"
        )
        parser.add_argument(
            "--api-keys",
            nargs="+",
            action="extend",
            metavar="KEY",
            help="read with these keys, which must be known already (from settings or the admin)",
        )
        parser.add_argument(
            "--account", metavar="acct_…", help="read a connected account's objects"
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            metavar="N",
            help="read N resources at once (default 1; SQLite has one writer, and stays at 1)",
        )
        parser.add_argument(
            "--fail-on-error",
            action="store_true",
            dest="fail_on_error",
            default=None,
            help="exit with an error if an object could not be stored (the default)",
        )
        parser.add_argument(
            "--follow",
            action="store_true",
            default=None,
            help="then apply the events of what happened meanwhile (the default without models)",
        )
        parser.add_argument("--no-follow", action="store_false", dest="follow")
        parser.add_argument("--no-fail-on-error", action="store_false", dest="fail_on_error")

    def handle(self, *args: Any, **options: Any) -> None:
        models = self.chosen(options["models"])
        follows = not options["models"] if options["follow"] is None else options["follow"]
        # What is alive now (Django, the models) stays; looking through it again and again for
        # garbage takes a tenth of a long run.
        gc.freeze()
        failures = 0
        for credentials in self.chosen_credentials(options):
            if follows:
                self.note_where_events_are(credentials)
            failures += self.run(models, credentials, self.workers(options["workers"]))
            if follows:
                self.follow(credentials, whole=not options["models"])
        if failures and options["fail_on_error"] is not False:
            raise CommandError(
                f"{failures} objects could not be stored; the lines above say which."
            )

    def note_where_events_are(self, credentials: Credentials) -> None:
        """So that what happens while objects are read is not missed."""
        try:
            repair.mark(credentials)
        except stripe.StripeError as error:
            self.stderr.write(self.style.WARNING(f"The list of events cannot be read: {error}"))

    def follow(self, credentials: Credentials, *, whole: bool) -> None:
        """Apply what happened meanwhile and never came."""
        report = repair.follow(credentials, whole=whole)
        for error in report.errors:
            self.stderr.write(self.style.WARNING(f"Events were not followed: {error}"))
        if not report.errors:
            self.stdout.write(f"{report.missing:,} events of the time meanwhile applied.")

    def workers(self, wanted: int) -> int:
        """How many resources are read at once on this database."""
        if wanted < 1:
            raise CommandError(f"--workers {wanted}: at least one is needed.")
        return 1 if connections[router.db_for_write(Account)].vendor == "sqlite" else wanted

    def run(self, models: list[type[Any]], credentials: Credentials, workers: int = 1) -> int:
        """Read the models for one account and mode; how many objects could not be stored."""
        mode = "live" if credentials.livemode else "test"
        self.stdout.write(self.style.MIGRATE_HEADING(f"{credentials.account} ({mode} mode)"))
        line = ProgressLine(self.stdout)  # type: ignore[arg-type]
        since = self.began(credentials)

        def on_page(progress: backfill.Progress) -> None:
            name, fraction = progress.model.__name__, progress.fraction(since)
            line.show(name, progress.read, progress.seconds, fraction)

        total = failures = 0
        for progress in backfill.backfill_all(
            models, credentials, on_page=on_page, workers=workers
        ):
            if progress.read or len(models) < 20:
                name, note = progress.model.__name__, self.note(progress)
                line.end(name, progress.read, progress.seconds, note)
            for error in progress.errors:
                self.stderr.write(self.style.ERROR(f"  {error}"))
            total += progress.read
            failures += progress.refused
        self.stdout.write(self.style.SUCCESS(f"{total:,} objects read."))
        return failures

    def began(self, credentials: Credentials) -> int:
        """When the account was opened (Unix seconds); 0 if nobody knows."""
        account = Account.stripe_objects.filter(
            id=credentials.account, livemode=credentials.livemode
        ).first()
        created = account.stripe_data.get("created") if account is not None else None
        return created if isinstance(created, int) else 0

    def note(self, progress: backfill.Progress) -> str:
        """What a resource came to, in words."""
        if progress.skipped:
            return f"skipped: {progress.skipped}"
        counts = {
            "new": progress.created,
            "changed": progress.changed,
            "unchanged": progress.unchanged,
            "older than ours": progress.stale,
            "in doubt": progress.doubts,
            "refused": progress.refused,
        }
        return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)

    def chosen(self, names: list[str]) -> list[type[Any]]:
        """The models named, in an order that brings parents first; without names, all that Stripe lists."""
        if not names:
            return backfill.listable_models()
        chosen = []
        for name in names:
            try:
                model = apps.get_model("djstripe", name.removeprefix("djstripe."))
            except LookupError:
                raise CommandError(
                    f"{name!r} is no model of djstripe's. Did you mean Customer?"
                ) from None
            if not issubclass(model, StripeModel) or not backfill.is_listable(model):
                raise CommandError(
                    f"Stripe has no list of {name} objects; they come with other objects or events."
                )
            chosen.append(model)
        return backfill.in_order(chosen)

    def chosen_credentials(self, options: dict[str, Any]) -> list[Credentials]:
        """The keys to read with: those named, else every key known."""
        account = options["account"]
        try:
            if options["api_keys"]:
                self.check_known(options["api_keys"])
                return [
                    find_credentials(api_key=key, account=account) for key in options["api_keys"]
                ]
            return known_credentials(account=account)
        except DjStripeError as error:
            raise CommandError(str(error)) from None

    def check_known(self, keys: list[str]) -> None:
        settings_keys = {djstripe_settings.TEST_API_KEY, djstripe_settings.LIVE_API_KEY}
        for key in keys:
            if key not in settings_keys and APIKey.objects.of_secret(key) is None:
                raise CommandError(
                    "One of the keys is not known here: add it under API keys in the admin, or to the "
                    "settings, so that nobody reads another account's objects by mistake."
                )
