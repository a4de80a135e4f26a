"""Have the Stripe CLI forward events to the server on this machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import stripe
from django.core.management.base import BaseCommand, CommandError
from django.urls import NoReverseMatch, reverse

from djstripe.endpoints import listening_endpoint
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials
from djstripe.models import WebhookEndpoint
from djstripe.models.api import find_credentials
from djstripe.redact import scrub
from djstripe.settings import djstripe_settings

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_]+")
TO_END_SECONDS = 10.0
TO_ANSWER_SECONDS = 30.0
LAST_WORDS = 5  # lines of the tool's that are repeated if it ends at once


class Command(BaseCommand):
    help = (
        "Run the official Stripe CLI (`stripe listen`) against the server on this machine. While "
        "it runs, an endpoint with its URL and its signing secret is in the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="localhost", help="of the server; localhost")
        parser.add_argument("--port", type=int, default=8000, help="of the server; 8000")
        parser.add_argument("--live", action="store_true", help="events of live mode")
        parser.add_argument(
            "--events", nargs="+", metavar="TYPE", help="only these; all snapshots without"
        )
        parser.add_argument("--thin", action="store_true", help="thin events, too")
        parser.add_argument(
            "--api-base", metavar="URL", help="instead of Stripe: STRIPE_API_HOST without"
        )
        parser.add_argument("--cli", default="stripe", metavar="PATH", help="the tool; on the PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        tool = shutil.which(options["cli"])
        if tool is None:
            raise CommandError(
                f"The Stripe CLI is not installed: there is no {options['cli']!r} on the PATH. "
                "Get it from https://docs.stripe.com/stripe-cli or with npm install -g @stripe/cli, "
                "or say with --cli where it is."
            )
        try:
            credentials = find_credentials(livemode=bool(options["live"]))
        except DjStripeError as error:
            raise CommandError(str(error)) from None
        except stripe.StripeError as error:
            raise CommandError(f"Stripe did not say whose the key is: {error}") from None
        name = f"{options['host']}_{options['port']}"
        with listening_endpoint(credentials, name) as endpoint:
            url = self.url_of(endpoint, options)
            WebhookEndpoint._base_manager.filter(pk=endpoint.pk).update(url=url)
            command = [tool, *self.arguments(tool, url, options)]
            self.listen(command, environment(credentials), endpoint)

    def url_of(self, endpoint: WebhookEndpoint, options: dict[str, Any]) -> str:
        """Where the server on this machine takes events in."""
        try:
            uuid = endpoint.djstripe_uuid
            path = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": uuid})
        except NoReverseMatch:
            raise CommandError(
                'No URL leads to djstripe: path("stripe/", include("djstripe.urls")) in your urls.'
            ) from None
        return urljoin(f"http://{options['host']}:{options['port']}", path)

    def arguments(self, tool: str, url: str, options: dict[str, Any]) -> list[str]:
        """What the tool is told; versions before 1.52 listen to all snapshots unasked."""
        # In the newest version, so that payloads need no look if it is ours.
        arguments = ["listen", "--forward-to", url, "--latest", "--skip-update"]
        help = self.help_of(tool)
        if options["events"]:
            arguments += ["--events", ",".join(options["events"])]
        elif "--all-snapshot" in help:
            arguments.append("--all-snapshot")
        if options["thin"]:
            if "--all-thin" not in help:
                raise CommandError("This Stripe CLI knows no thin events: update it.")
            arguments.append("--all-thin")
        if options["live"]:
            arguments.append("--live")
        base = options["api_base"] or djstripe_settings.STRIPE_API_HOST
        return [*arguments, "--api-base", base] if base else arguments

    def help_of(self, tool: str) -> str:
        """What the tool says that it understands."""
        try:
            said = subprocess.run(
                [tool, "listen", "--help"],
                capture_output=True,
                text=True,
                timeout=TO_ANSWER_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise CommandError(
                f"{tool} listen --help said nothing for {TO_ANSWER_SECONDS:.0f} seconds."
            ) from None
        return said.stdout

    def listen(
        self, command: list[str], environment: dict[str, str], endpoint: WebhookEndpoint
    ) -> None:
        """Until the tool ends, or somebody ends this: show what it says, keep the secret it says."""
        with running(command, environment) as process:
            last: list[str] = []
            try:
                for line in process.stdout or ():
                    if found := SECRET.search(line):
                        keep(endpoint, found[0])
                    last = [*last, scrub(line.rstrip())][-LAST_WORDS:]
                    self.stdout.write(last[-1])
            except KeyboardInterrupt:
                self.stdout.write("Stopped; the endpoint is gone.")
                return
            if process.wait():
                raise CommandError(
                    f"stripe listen ended with code {process.returncode}: {' '.join(last)}"
                )


def environment(credentials: Credentials) -> dict[str, str]:
    """The key goes by the environment: command lines can be seen by everybody."""
    return {**os.environ, "STRIPE_API_KEY": credentials.api_key.reveal()}


def keep(endpoint: WebhookEndpoint, secret: str) -> None:
    """The tool may reconnect and say another secret: the one before stays for what is under way."""
    if secret != endpoint.secret:
        endpoint.previous_secret, endpoint.secret = endpoint.secret, secret
        endpoint.save(update_fields=["secret", "previous_secret"])


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A program that ends when this does, also by SIGTERM."""
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, signal.default_int_handler) if is_main else None
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(TO_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if is_main:
            signal.signal(signal.SIGTERM, before)
