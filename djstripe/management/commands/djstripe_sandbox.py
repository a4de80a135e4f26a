"""Serve a Stripe on a port of this machine, for development."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from djstripe.sandbox import command


class Command(BaseCommand):
    help = "Serve a Stripe on a port of this machine, for development; it needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            command.run(Namespace(**options), self.say)
        except command.REFUSALS as error:
            raise CommandError(str(error)) from None

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
