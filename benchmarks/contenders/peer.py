"""
dj-stripe 2.11, in an environment of its own, as its documentation says to use it.
"""

from __future__ import annotations

import os
from typing import Any

import measure

# dj-stripe's migrations take half a minute; their outcome is the same as this.
measure.configure_django(
    DJSTRIPE_FOREIGN_KEY_TO_FIELD="id",
    MIGRATION_MODULES=dict.fromkeys(("djstripe", "auth", "contenttypes")),
)

from django.core.management import call_command  # noqa: E402

from djstripe import models  # noqa: E402

RESOURCES = {"prod": "Product", "price": "Price", "cus": "Customer", "pm": "PaymentMethod",
             "sub": "Subscription", "in": "Invoice", "pi": "PaymentIntent", "ch": "Charge"}  # fmt: skip


def prepare() -> None:
    """The tables, and what a project has before anything is synchronised: its key and account."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    account = models.Account.get_or_retrieve_for_api_key(measure.API_KEY)
    models.WebhookEndpoint.objects.create(
        id="we_1Benchmark",
        djstripe_owner_account=account,
        livemode=False,
        secret=measure.SIGNING_KEY,
        url="https://example.com/stripe/webhook/",
        status="enabled",
        enabled_events=["*"],
        api_version=measure.API_VERSION,
    )


def backfill() -> measure.Measures:
    def act() -> None:
        with open(os.devnull, "w") as nowhere:
            call_command(
                "djstripe_sync_models", *measure.KINDS, api_keys=[measure.API_KEY],
                fail_on_error=True, stdout=nowhere,
            )  # fmt: skip

    counted = (*measure.KINDS, *measure.OWNED)
    return measure.measure_backfill(
        act, lambda: {k: getattr(models, k).objects.count() for k in counted if hasattr(models, k)}
    )


def webhooks(phases: list[str]) -> dict[str, Any]:
    endpoint = models.WebhookEndpoint.objects.get()
    found = measure.measure_webhooks(f"/stripe/webhook/{endpoint.djstripe_uuid}/", phases)

    def state_of(id: str) -> str | None:
        row = getattr(models, RESOURCES[id.split("_")[0]]).objects.filter(id=id).first()
        return row.stripe_data["metadata"].get("state") if row else None

    return {"phases": found, "outdated": measure.outdated(state_of)}


def main() -> None:
    task, options = measure.arguments()
    match task:
        case "prepare":
            prepare()
            measure.report({})
        case "backfill":
            measure.report(backfill())
        case "webhooks":
            measure.report(webhooks(options["phases"].split(",")))


if __name__ == "__main__":
    main()
