"""Encrypt every stored secret anew, under the first of the configured keys."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from djstripe import encryption
from djstripe.rotation import BATCH_ROWS, Rotated, rotate


class Command(BaseCommand):
    help = (
        "Encrypt stored secrets anew under the first of DJSTRIPE_ENCRYPTION_KEYS. Put the new key "
        "first, run this, and take the old key away. It may be run again at any time: what is "
        "under the first key is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be written, and write nothing"
        )
        parser.add_argument(
            "--batch",
            type=int,
            default=BATCH_ROWS,
            metavar="N",
            help=f"read so many rows at a time (default {BATCH_ROWS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError(f"--batch {options['batch']}: at least one is needed.")
        try:
            encryption.encrypt("")
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        anew = unreadable = 0
        for one in rotate(dry_run=options["dry_run"], batch_rows=options["batch"]):
            anew += one.anew
            unreadable += len(one.unreadable)
            self.tell(one, options)
        done = "would be encrypted anew" if options["dry_run"] else "encrypted anew"
        if unreadable:
            raise CommandError(
                f"{anew} secrets {done}; {unreadable} cannot be decrypted with any of the "
                "configured keys. Put the key they were encrypted with at the end of "
                "DJSTRIPE_ENCRYPTION_KEYS and run this again, or enter those secrets anew."
            )
        self.stdout.write(self.style.SUCCESS(f"{anew} secrets {done}."))

    def tell(self, one: Rotated, options: dict[str, Any]) -> None:
        """One line for each column that holds a secret."""
        name = f"{one.model.__name__}.{one.column}"
        counts = {
            "anew": one.anew,
            "current already": one.current,
            "changed meanwhile": one.changed,
            "unreadable": len(one.unreadable),
        }
        if options["verbosity"] > 0 and any(counts.values()):
            said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
            self.stdout.write(f"{name}: {said}")
        for pk in one.unreadable[:20]:
            self.stderr.write(self.style.ERROR(f"{name}: row {pk} cannot be decrypted"))
