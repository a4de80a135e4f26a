"""What becomes of a team's customers; prints what it saw as one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from io import StringIO
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import RequestFactory, override_settings  # noqa: E402

from djstripe import mirror  # noqa: E402
from djstripe.gateway import Gateway, use  # noqa: E402
from djstripe.mixins import SubscriptionMixin  # noqa: E402
from djstripe.models import Customer  # noqa: E402
from djstripe.sandbox import Sandbox  # noqa: E402
from djstripe.snapshot import Door, Snapshot, Stamp  # noqa: E402
from tests.teams.models import Team  # noqa: E402


def team_of(request: Any) -> Team:
    return Team.objects.get(pk=request.headers["X-Team"])


class Base:
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return kwargs


class Page(SubscriptionMixin, Base):
    pass


def command(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue().splitlines()[0]


def main(sandbox: Sandbox) -> dict[str, Any]:
    told: dict[str, Any] = {}
    blue = Team.objects.create(name="Blue", owner_email="blue@example.com")
    customer, _ = Customer.get_or_create(blue)
    told["name"], told["email"] = customer.name, customer.email
    told["in metadata"] = customer.metadata == {"djstripe_subscriber": str(blue.pk)}
    told["again"] = Customer.get_or_create(blue)[1]

    green = Team.objects.create(name="Green", owner_email="green@example.com")
    made = sandbox.create("customer", metadata={"djstripe_subscriber": str(green.pk)})
    now = int(time.time())
    mirror.store([Snapshot(made, sandbox.account, False, Stamp(now, now, None), Door.EVENT)])
    told["by an event"] = green.djstripe_customers.get().id == made["id"]

    Team.objects.create(name="Red", owner_email="red@example.com")
    told["commands"] = [command("djstripe_init_customers"), command("djstripe_sync_customers")]

    page = Page()
    page.request = RequestFactory().get("/", headers={"X-Team": str(green.pk)})
    with override_settings(DJSTRIPE_SUBSCRIBER_MODEL_REQUEST_CALLBACK=team_of):
        told["in the view"] = page.get_context_data()["customer"].id == made["id"]

    customer.purge()
    told["purged"] = Customer.objects.exclude(subscriber=None).count()
    return told


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    stripe = Sandbox(now=int(time.time()))
    with use(Gateway(http_client=stripe.http_client(), sleep=lambda seconds: None)):
        sys.stdout.write(json.dumps(main(stripe)) + "\n")
