"""
A company lives for a while, its webhooks come in, and the mirror is what Stripe is.

Nothing here knows how the mirror decides; it only compares, at the end, every object of the
sandbox with its row.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from djstripe import mirror
from djstripe.backfill import backfill_all, listable_models
from djstripe.gateway import Gateway, use
from djstripe.look import serve_doubts
from djstripe.models import (
    ActiveEntitlement,
    Customer,
    Subscription,
    SubscriptionItem,
    WebhookEndpoint,
)
from djstripe.models.api import find_credentials
from djstripe.sandbox import Company, Sandbox, signature
from djstripe.settings import djstripe_settings

pytestmark = pytest.mark.django_db

NOW = int(time.time())
# Never stored, and changed by Stripe without an event.
ASIDE = {"client_secret", "next_invoice_sequence"}
KINDS = [
    "customer",
    "subscription",
    "invoice",
    "charge",
    "payment_intent",
    "refund",
    "payment_method",
]


class Life:
    """A company at a sandbox, whose events are posted to the webhook view."""

    def __init__(self, client: Client) -> None:
        self.sandbox = Sandbox(now=NOW, seed=3)
        self.company = Company(self.sandbox, customers=25)
        self.company.found()
        self.client = client
        self.bodies: list[bytes] = []

    def listen(self) -> None:
        endpoint = self.sandbox.deliver_to(self.receive)
        self.secret = endpoint["secret"]
        row = WebhookEndpoint.objects.create(
            id=endpoint["id"],
            djstripe_owner_account_id=self.sandbox.account,
            secret=endpoint["secret"],
        )
        self.url = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": row.djstripe_uuid})

    def receive(self, body: bytes, headers: dict[str, str]) -> int:
        self.bodies.append(body)
        return 200

    def deliver(self, bodies: list[bytes]) -> None:
        for body in bodies:
            # As a later retry of the delivery: each is signed anew.
            signed = signature(body, self.secret, int(time.time()))
            response = self.client.post(
                self.url,
                body,
                content_type="application/json",
                headers={"stripe-signature": signed},
            )
            assert response.status_code == 200, json.loads(body)["type"]

    def live(self, ticks: int, seconds: int) -> None:
        for tick in range(ticks):
            self.company.live(tick)
            self.sandbox.advance(seconds)


@pytest.fixture
def life(client: Client) -> Iterator[Life]:
    life = Life(client)
    with use(Gateway(http_client=life.sandbox.http_client(), sleep=lambda seconds: None)):
        list(backfill_all(listable_models(), find_credentials()))
        life.listen()
        yield life


def without_what_is_elsewhere(value: Any) -> Any:
    """A payload with the objects inside it as ids, as a row keeps them."""
    if isinstance(value, dict):
        if value.get("object") not in (None, "list") and isinstance(value.get("id"), str):
            return value["id"]
        return {k: without_what_is_elsewhere(v) for k, v in value.items()}
    if isinstance(value, list):
        return [without_what_is_elsewhere(member) for member in value]
    return value


def differences(sandbox: Sandbox) -> list[str]:
    """Where a row is not what Stripe says, key by key."""
    found = []
    for kind in KINDS:
        model = mirror.model_for(kind)
        assert model is not None
        rows = {row.id: row for row in model.stripe_objects.with_deleted()}
        for truth in sandbox.all(kind):
            row = rows.get(truth["id"])
            if row is None:
                found.append(f"{kind} {truth['id']} is missing")
                continue
            for key, value in truth.items():
                if key in ASIDE:
                    continue
                said = without_what_is_elsewhere(row.stripe_data.get(key))
                wanted = without_what_is_elsewhere(value)
                if said != wanted:
                    found.append(f"{kind} {truth['id']}.{key}: {said!r} is not {wanted!r}"[:300])
    live = {i["id"] for s in sandbox.all("subscription") for i in s["items"]["data"]}
    mirrored = set(SubscriptionItem.objects.values_list("id", flat=True))
    return found + [f"item {id}" for id in sorted(live ^ mirrored)]


def test_spaced_events_leave_the_mirror_equal_to_stripe(life: Life) -> None:
    life.live(40, seconds=5)

    life.deliver(life.bodies)

    assert len(life.bodies) > 100
    assert differences(life.sandbox) == []


def test_events_within_one_second_leave_the_mirror_equal_to_stripe(life: Life) -> None:
    life.live(30, seconds=0)

    life.deliver(life.bodies)

    assert differences(life.sandbox) == []
    assert not mirror.Doubt.objects.exists()


def test_duplicates_and_any_order_leave_the_mirror_equal_to_stripe(life: Life) -> None:
    life.live(30, seconds=2)

    life.deliver(life.bodies[::-1] + life.bodies[::3])
    serve_doubts()

    assert differences(life.sandbox) == []
    assert not mirror.Doubt.objects.exists()


def test_questions_are_answered_from_the_mirror_alone(life: Life) -> None:
    life.live(10, seconds=3)
    life.deliver(life.bodies)
    asked = len(life.sandbox.requests)

    for customer in Customer.objects.all():
        theirs = [s for s in life.sandbox.all("subscription") if s["customer"] == customer.id]
        active = {s["id"] for s in theirs if s["status"] == "active"}
        assert {s.id for s in customer.active_subscriptions} == active
    assert Subscription.objects.active().count() == sum(
        s["status"] == "active" for s in life.sandbox.all("subscription")
    )

    assert len(life.sandbox.requests) == asked


def test_a_customer_with_more_entitlements_than_an_event_holds_has_all_of_them(life: Life) -> None:
    customer = life.sandbox.create("customer", email="many@example.com")
    for number in range(14):
        life.sandbox.add(
            {
                "object": "entitlements.active_entitlement",
                "id": f"ent_{number}",
                "feature": f"feat_{number}",
                "lookup_key": f"feature-{number}",
                "livemode": False,
            },
            belongs_to={"customer": customer["id"]},
        )
    listed = life.sandbox.list("entitlements.active_entitlement", customer=customer["id"])
    summary = {
        "object": "entitlements.active_entitlement_summary",
        "customer": customer["id"],
        "livemode": False,
        "entitlements": listed,
    }
    event = {
        "object": "event",
        "id": "evt_many",
        "type": "entitlements.active_entitlement_summary.updated",
        "api_version": djstripe_settings.STRIPE_API_VERSION,
        "created": NOW,
        "livemode": False,
        "data": {"object": summary},
    }
    assert listed["has_more"]

    life.deliver([json.dumps(event).encode()])

    assert ActiveEntitlement.objects.filter(customer_id=customer["id"]).count() == 14
