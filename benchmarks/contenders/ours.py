"""
djstripe from this tree. ``TRUST=0`` in the environment: no event's payload is believed, so
that every webhook asks Stripe, as dj-stripe does.
"""

from __future__ import annotations

import cProfile
import os
from collections.abc import Callable
from io import StringIO
from typing import Any

import measure
from cryptography.fernet import Fernet

measure.configure_django(
    DJSTRIPE_ACCOUNT_ID=measure.ACCOUNT,
    DJSTRIPE_TRUST_EVENT_PAYLOADS=os.environ.get("TRUST", "1") == "1",
    DJSTRIPE_ENCRYPTION_KEYS=[os.environ.get("ENCRYPTION_KEY") or Fernet.generate_key().decode()],
)

from django.core.management import call_command  # noqa: E402
from django.test import override_settings  # noqa: E402

from djstripe import models  # noqa: E402
from djstripe.inbox.worker import Worker  # noqa: E402
from djstripe.mirror import model_for  # noqa: E402

RESOURCES = {"prod": "product", "price": "price", "cus": "customer", "pm": "payment_method",
             "sub": "subscription", "in": "invoice", "pi": "payment_intent", "ch": "charge"}  # fmt: skip


def prepare() -> None:
    """The tables, and what a project has before anything is mirrored: an endpoint with its secret."""
    call_command("migrate", verbosity=0)
    models.WebhookEndpoint.objects.create(
        id="we_1Benchmark",
        djstripe_owner_account_id=measure.ACCOUNT,
        livemode=False,
        secret=measure.SIGNING_KEY,
        url="https://example.com/stripe/webhook/",
        status="enabled",
        enabled_events=["*"],
        api_version=measure.API_VERSION,
    )


def profiled(act: Callable[[], Any], options: dict[str, str]) -> Callable[[], Any]:
    """The same; under a profiler if ``profile=FILE`` is given."""
    if "profile" not in options:
        return act

    def watched() -> Any:
        profiler = cProfile.Profile()
        try:
            return profiler.runcall(act)
        finally:
            profiler.dump_stats(options["profile"])

    return watched


def backfill(options: dict[str, str]) -> measure.Measures:
    def act() -> None:
        call_command("djstripe_sync_models", *measure.KINDS, "--workers=2", stdout=StringIO())

    counted = (*measure.KINDS, *measure.OWNED)
    return measure.measure_backfill(
        profiled(act, options), lambda: {k: getattr(models, k).objects.count() for k in counted}
    )


def webhooks(options: dict[str, str]) -> dict[str, Any]:
    endpoint = models.WebhookEndpoint.objects.get()
    path = f"/stripe/webhook/{endpoint.djstripe_uuid}/"
    phases = options["phases"].split(",")

    def record() -> Any:
        return override_settings(DJSTRIPE_INBOX_RUNNER="worker")

    def drain() -> None:
        Worker().run(once=True)

    found = profiled(lambda: measure.measure_webhooks(path, phases, record, drain), options)()

    def state_of(id: str) -> str | None:
        model = model_for(RESOURCES[id.split("_")[0]])
        row = model.objects.filter(id=id).first() if model else None
        return row.stripe_data["metadata"].get("state") if row else None

    return {"phases": found, "outdated": measure.outdated(state_of)}


def main() -> None:
    task, options = measure.arguments()
    match task:
        case "prepare":
            prepare()
            measure.report({})
        case "backfill":
            measure.report(backfill(options))
        case "webhooks":
            measure.report(webhooks(options))


if __name__ == "__main__":
    main()
