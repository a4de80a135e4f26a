"""Apply what waits in the inbox, until told to stop."""

from __future__ import annotations

import math
import signal
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from djstripe.inbox import Tally, Worker, is_paused
from djstripe.settings import djstripe_settings


class Command(BaseCommand):
    help = (
        "Apply what waits in the inbox and run its receivers, until told to stop by SIGTERM or "
        "Ctrl-C. Several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="end as soon as nothing is due any more: for a cron line",
        )
        parser.add_argument(
            "--limit",
            type=a_number(int, least=1),
            default=100,
            metavar="N",
            help="how many events go into one store at most (default 100)",
        )
        parser.add_argument(
            "--rest",
            type=a_number(float, least=0.01),
            default=1.0,
            metavar="SECONDS",
            help="how long to rest at most where nothing is due (default 1)",
        )
        parser.add_argument(
            "--seconds",
            type=a_number(float, least=0),
            default=math.inf,
            metavar="SECONDS",
            help="end after so long, as if told to stop",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_configuration()
        worker = Worker(
            limit=options["limit"], rest_seconds=options["rest"], seconds=options["seconds"]
        )
        loud = options["verbosity"]
        if loud and not options["once"]:
            self.say(f"Draining the inbox; it rests {options['rest']:g} s where nothing is due.")
        try:
            with told_to_stop(worker):
                worker.run(
                    once=options["once"],
                    on_round=lambda tally: self.say(in_words(tally)) if loud > 1 else None,
                )
        except DatabaseError as error:
            raise CommandError(
                f"The database does not answer ({error}); what waits is applied by the next run."
            ) from None
        if loud and (worker.total or not options["once"]):
            self.say(self.style.SUCCESS(f"Done: {in_words(worker.total)}."))

    def check_configuration(self) -> None:
        """
        Raise CommandError for what no waiting will mend: settings that make no sense, a
        database that is not there or has no tables.
        """
        try:
            djstripe_settings.DJSTRIPE_INBOX_RUNNER  # noqa: B018
            djstripe_settings.DJSTRIPE_INBOX_LEASE_SECONDS  # noqa: B018
            djstripe_settings.DJSTRIPE_INBOX_RETRY_SECONDS  # noqa: B018
            djstripe_settings.DJSTRIPE_INBOX_MAX_TRIES  # noqa: B018
            paused = is_paused()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(
                f"The inbox cannot be read: {str(error).strip()}. Does the database answer, and "
                "has `manage.py migrate` been run?"
            ) from None
        if paused:
            self.say("The inbox is paused: nothing is applied until it is resumed.")

    def say(self, line: str) -> None:
        """Print a line at once; a log would otherwise get it when the worker ends."""
        self.stdout.write(line)
        self.stdout.flush()


def a_number(kind: type[int] | type[float], *, least: float) -> Any:
    """An argument's type: a number that is not smaller than this."""

    def read(text: str) -> int | float:
        try:
            number = kind(text)
        except ValueError:
            raise ArgumentTypeError(f"{text!r} is not a number") from None
        if not least <= number < math.inf:
            raise ArgumentTypeError(f"{text} is less than {least:g}, or no end at all")
        return number

    return read


def in_words(tally: Tally) -> str:
    """What was done, in one line."""
    said = [f"{tally.applied} events applied", f"{tally.ran} receivers run"]
    if tally.looks:
        said.append(f"{tally.looks} looks at Stripe")
    if tally.failed or tally.run_failures:
        said.append(f"{tally.failed} events and {tally.run_failures} receivers failed for now")
    return ", ".join(said)


@contextmanager
def told_to_stop(worker: Worker) -> Iterator[None]:
    """What ``kill``, ``docker stop``, systemd and Ctrl-C send ends the worker in good order."""

    def stop(number: int, frame: object) -> None:
        worker.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
