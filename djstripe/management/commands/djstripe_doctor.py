"""Examine the webhook endpoints at Stripe, and mend what can be mended."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

import stripe
from django.core.management.base import BaseCommand, CommandError

from djstripe import inbox
from djstripe.doctor import Finding, Needs, Severity, check_up, examine, look_at_stripe, mend, needs
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials
from djstripe.management.options import count
from djstripe.models.api import known_credentials
from djstripe.redact import scrub
from djstripe.settings import djstripe_settings

MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


class Command(BaseCommand):
    help = (
        "Compare the webhook endpoints at Stripe with what is needed here: types, API version, "
        "status, secret, URL, and what has arrived lately. Fails if something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--live", action="store_true", help="live mode only")
        mode.add_argument("--test", action="store_true", help="test mode only")
        parser.add_argument("--account", metavar="acct_…", help="the endpoints of this account")
        parser.add_argument("--fix", action="store_true", help="mend what can be, asking first")
        parser.add_argument("--yes", action="store_true", help="with --fix: without asking")
        parser.add_argument("--json", action="store_true", help="one line of JSON per finding")

    def handle(self, *args: Any, **options: Any) -> None:
        mode = True if options["live"] else False if options["test"] else None
        try:
            accounts = known_credentials(account=options["account"], livemode=mode)
        except DjStripeError as error:
            raise CommandError(str(error)) from None
        except stripe.StripeError as error:
            raise CommandError(f"Stripe did not say whose the key is: {error}") from None
        needed = needs()
        found: list[Finding] = []
        seen: set[str] = set()
        for credentials in accounts:
            findings, names = self.one_account(credentials, needed, options)
            found += findings
            seen |= names
        self.refused_elsewhere(seen, options)
        errors = sum(one.severity is Severity.ERROR for one in found)
        if errors:
            raise CommandError(f"{count(errors, 'thing')} must be seen to.", returncode=1)
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS("Events come in as they should."))

    def one_account(
        self, credentials: Credentials, needed: Needs, options: dict[str, Any]
    ) -> tuple[list[Finding], set[str]]:
        """The findings that are left, and the endpoints (uuids) that were looked at."""
        word = f"{credentials.account}, {'live' if credentials.livemode else 'test'} mode"
        if not options["json"]:
            self.stdout.write(self.style.MIGRATE_HEADING(word))
        left: list[Finding] = []
        try:
            told = look_at_stripe(credentials)
        except (stripe.StripeError, DjStripeError) as error:
            raise CommandError(f"{word}: the endpoints could not be read: {error}") from None
        checkup = check_up(credentials.account, credentials.livemode, told=told)
        findings = examine(checkup, needed, api_version=djstripe_settings.STRIPE_API_VERSION)
        for target in (None, *checkup.targets):
            own = [one for one in findings if one.target is target]
            if not options["json"] and target is not None:
                self.stdout.write(f"  {target.id}  {scrub(target.url)}")
            left += [one for one in own if not self.tell(one, options)]
            if not own and target is not None and not options["json"]:
                self.stdout.write(self.style.SUCCESS("    ✓ nothing to be said against it"))
        return left, {str(target.door.uuid or "settings") for target in checkup.targets}

    def tell(self, finding: Finding, options: dict[str, Any]) -> bool:
        """Say a finding, and mend it if that is wanted; whether it was mended."""
        if options["json"]:
            self.stdout.write(json.dumps(finding.as_dict()))
        else:
            style = {
                Severity.ERROR: self.style.ERROR,
                Severity.WARNING: self.style.WARNING,
                Severity.NOTE: self.style.NOTICE,
            }[finding.severity]
            self.stdout.write(f"    {style(MARKS[finding.severity])} {scrub(finding.says)}")
            if finding.advice:
                self.stdout.write(f"      {scrub(finding.advice)}")
        if finding.remedy is None or not options["fix"]:
            return False
        if not options["yes"] and not self.confirms(f"      Shall I {finding.remedy.says}? [y/N] "):
            return False
        try:
            self.stdout.write(self.style.SUCCESS(f"      {mend(finding)}"))
        except (stripe.StripeError, DjStripeError) as error:
            self.stdout.write(self.style.ERROR(f"      That did not work: {scrub(str(error))}"))
            return False
        return True

    def confirms(self, question: str) -> bool:
        """Whether the person at the keyboard says yes; nobody there says no."""
        try:
            return input(question).strip().lower() in ("y", "yes")
        except EOFError:
            return False

    def refused_elsewhere(self, seen: Iterable[str], options: dict[str, Any]) -> None:
        """What was refused at endpoints that no account has."""
        others = [one for one in inbox.refusals() if one.endpoint not in seen and not one.is_noise]
        for one in others if not options["json"] else ():
            self.stdout.write(
                self.style.WARNING(
                    f"! Deliveries to {one.endpoint} were refused, about {one.count}: {one.said}"
                )
            )
