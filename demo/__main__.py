"""
``make demo``: a Stripe on this machine with a company in it, mirrored before your eyes.

With a real ``STRIPE_TEST_SECRET_KEY`` in the environment that account is mirrored instead,
read-only: only GET requests leave this machine. A live key is refused.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from demo.place import PLACE

PORT = int(os.environ.get("DJSTRIPE_DEMO_PORT", "8000"))
SECONDS_BETWEEN_CHANGES = float(os.environ.get("DJSTRIPE_DEMO_PACE", "2"))
SANDBOX_KEY = "sk_test_" + "sandbox" * 4


def say(text: str = "") -> None:
    """One line, at once."""
    print(text, flush=True)


def main() -> int:
    """Set everything up, serve until Ctrl-C, and leave nothing running."""
    key = os.environ.get("STRIPE_TEST_SECRET_KEY", "")
    if key.startswith(("sk_live_", "rk_live_")):
        say("The demo takes no live key: set STRIPE_TEST_SECRET_KEY to a key that begins sk_test_.")
        return 2
    if key and not key.startswith(("sk_test_", "rk_test_")):
        say("STRIPE_TEST_SECRET_KEY is no Stripe test key: it should begin with sk_test_.")
        return 2
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    closing: list[Callable[[], None]] = []
    try:
        run(key, stop, closing)
    finally:
        for close in reversed(closing):
            close()
    say("\nStopped. The mirror is in .demo/db.sqlite3 until the next run.")
    return 0


def run(key: str, stop: threading.Event, closing: list[Callable[[], None]]) -> None:
    """The demo, step by step."""
    began = time.monotonic()
    sandbox = None if key else start_sandbox(closing)
    set_up_django()
    backfill(key)
    if stop.is_set():
        return
    from demo.site import Site

    site = Site(PORT)
    closing.append(site.close)
    listen(sandbox, site.url)
    say(f"\n  Your admin   {site.url}/admin/djstripe/\n  Log in as    demo / demo")
    say(f"  Ready after  {time.monotonic() - began:.0f} seconds; Ctrl-C ends it.\n")
    if sandbox is None:
        follow(stop)
    else:
        live(sandbox, stop)


def start_sandbox(closing: list[Callable[[], None]]) -> Any:
    """A Stripe on a port of this machine, and a company that has used it for a year."""
    from djstripe.sandbox import Company, Sandbox

    began = time.monotonic()
    sandbox = Sandbox(seed=7)
    company = Company(sandbox)
    company.found()
    server = sandbox.serve(port=0)
    closing.append(server.close)
    os.environ["DJSTRIPE_DEMO_API_HOST"] = server.url
    os.environ["STRIPE_TEST_SECRET_KEY"] = SANDBOX_KEY
    say(f"A Stripe on this machine, {server.url}, with a year of a company's life in it")
    say(f"  ({len(sandbox.all('customer'))} customers; made in {time.monotonic() - began:.1f} s)")
    return company


def set_up_django() -> None:
    """A fresh database, migrated, with somebody who may log in."""
    PLACE.mkdir(exist_ok=True)
    for old in PLACE.glob("db.sqlite3*"):
        old.unlink()
    os.environ["DJANGO_SETTINGS_MODULE"] = "demo.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    User.objects.create_superuser("demo", "demo@example.com", "demo")
    say(f"An empty database, migrated in {time.monotonic() - began:.1f} s")


def backfill(key: str) -> None:
    """Everything Stripe lists, before your eyes."""
    from django.core.management import CommandError, call_command

    if key:
        allow_reads_only()
    say("Reading everything from Stripe:\n")
    try:
        call_command("djstripe_sync_models")
    except CommandError as error:
        raise SystemExit(f"{error}") from None


def allow_reads_only() -> None:
    """Whatever happens, nothing is changed in the account you brought."""
    import stripe

    from djstripe.gateway import Gateway, use

    class ReadsOnly(stripe.RequestsClient):
        def request(self, method: str, *args: Any, **kwargs: Any) -> Any:
            if method.lower() != "get":
                raise stripe.PermissionError("The demo only reads; nothing was sent.")
            return super().request(method, *args, **kwargs)

    use(Gateway(http_client=ReadsOnly())).__enter__()


def listen(company: Any, site_url: str) -> None:
    """Have Stripe's events delivered to the site, signed, as in production."""
    from djstripe.endpoints import create_endpoint
    from djstripe.models.api import find_credentials

    if company is None:
        say("Following your account through its list of events (nothing is changed in it).")
        return
    endpoint = create_endpoint(site_url, find_credentials())
    say(f"\nWebhooks go to {endpoint.url}")


def live(company: Any, stop: threading.Event) -> None:
    """Something happens to the company every few seconds; webhooks bring it here."""
    from djstripe.event_handlers import djstripe_receiver

    @djstripe_receiver("*")
    def tell(event: Any, **kwargs: Any) -> None:
        subject = (event.data or {}).get("object") or {}
        say(f"  {time.strftime('%H:%M:%S')}  {event.type:<36} {subject.get('id') or ''}")

    chance = random.Random(7)
    tick = 0
    while not stop.wait(SECONDS_BETWEEN_CHANGES * chance.uniform(0.5, 1.5)):
        company.live(tick)
        tick += 1


def follow(stop: threading.Event) -> None:
    """Ask a real account every few seconds what is new, and apply it."""
    import stripe

    from djstripe.inbox import process_event
    from djstripe.models.api import find_credentials
    from djstripe.repair import events_after, newest_event

    credentials = find_credentials()
    cursor = newest_event(credentials)
    while not stop.wait(5):
        try:
            for event in events_after(cursor, credentials):
                process_event(event.data)
                cursor = event.id
                say(f"  {time.strftime('%H:%M:%S')}  {event.data['type']:<36} {event.id}")
        except stripe.StripeError as error:
            say(f"  {error}")


if __name__ == "__main__":
    sys.exit(main())
