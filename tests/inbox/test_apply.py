"""The mirror is made to agree with events: many in one store, one look for each object."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from djstripe import inbox, mirror
from djstripe.models import (
    Charge,
    Customer,
    Event,
    EventV2,
    Product,
    Subscription,
    WebhookEventTrigger,
    WorkState,
)

from .conftest import Shop
from .entries import entry, event


def collect(shop: Shop) -> None:
    """From now on deliveries are only recorded, and wait."""
    inbox.pause()


def drain(shop: Shop) -> inbox.Tally:
    inbox.resume()
    return inbox.drain()


# -- many events, one store


def test_a_burst_about_one_object_costs_one_look(shop: Shop) -> None:
    collect(shop)
    customer = shop.customer(name="0")
    for number in range(1, 20):
        shop.sandbox.modify("customer", customer["id"], name=str(number))
    asked = shop.looks()

    tally = drain(shop)

    assert (tally.applied, tally.looks) == (20, 1)
    assert shop.looks() - asked == 1
    assert Customer.objects.get().name == "19"
    assert not mirror.Doubt.objects.exists() and Event.objects.count() == 20


def test_a_burst_over_seconds_is_trusted_and_costs_none(shop: Shop) -> None:
    collect(shop)
    customer = shop.customer(name="0")
    for number in range(1, 10):
        shop.sandbox.advance(5)
        shop.sandbox.modify("customer", customer["id"], name=str(number))

    tally = drain(shop)

    assert (tally.applied, tally.looks) == (10, 0)
    assert Customer.objects.get().name == "9"


@override_settings(DJSTRIPE_TRUST_EVENT_PAYLOADS=False)
def test_where_no_payload_is_trusted_each_object_costs_one_look(shop: Shop) -> None:
    collect(shop)
    for number in range(3):
        customer = shop.customer(name="before")
        shop.sandbox.advance(5)
        shop.sandbox.modify("customer", customer["id"], name=str(number))

    tally = drain(shop)

    assert (tally.applied, tally.looks) == (6, 3)
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["0", "1", "2"]


def test_a_batch_costs_as_many_queries_as_one_event(shop: Shop) -> None:
    def cost(count: int) -> int:
        collect(shop)
        for number in range(count):
            shop.customer(name=str(number))
        inbox.resume()
        with CaptureQueriesContext(connection) as captured:
            assert inbox.drain().applied == count
        return len(captured)

    cost(1)
    assert cost(2) == cost(40)


def test_receiving_and_applying_cost_few_queries_and_no_request(shop: Shop, client: Any) -> None:
    customer = shop.customer(name="warm")
    shop.sandbox.advance(5)
    asked = len(shop.sandbox.requests)
    with CaptureQueriesContext(connection) as captured:
        shop.sandbox.modify("customer", customer["id"], name="new")
    first = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    shop.webhooks.duplicate(times=1)
    shop.sandbox.advance(5)
    with CaptureQueriesContext(connection) as captured:
        shop.sandbox.modify("customer", customer["id"], name="newer")
    twice = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]

    assert len(first) <= 12, first
    assert len(twice) - len(first) <= 3, twice
    assert len(shop.sandbox.requests) - asked == 2  # what the test itself asked for
    assert Customer.objects.get().name == "newer"


# -- what fails


def test_a_look_that_fails_fails_only_the_events_about_that_object(shop: Shop) -> None:
    collect(shop)
    with override_settings(DJSTRIPE_TRUST_EVENT_PAYLOADS=False):
        bad, good = shop.customer(name="bad"), shop.customer(name="good")
        shop.sandbox.faults.server_error(f"/v1/customers/{bad['id']}", times=1, method="GET")
        tally = drain(shop)

        assert (tally.applied, tally.failed, tally.looks) == (1, 1, 2)
        [failed] = WebhookEventTrigger.objects.filter(state=WorkState.WAITING)
        assert failed.exception and json.loads(failed.body)["data"]["object"]["id"] == bad["id"]
        assert Customer.objects.get().id == good["id"]

        inbox.drain(now=failed.due)
    assert Customer.objects.count() == 2


@pytest.mark.django_db
def test_a_poisoned_entry_does_not_hold_up_the_others() -> None:
    for number in range(9):
        entry(f"evt_{number}")
    entry("evt_poison", body={**event("evt_poison"), "id": ["not", "an", "id"]})
    entry("evt_garbage", body={"id": "evt_garbage"})

    tally = inbox.drain()

    assert (tally.applied, tally.failed) == (9, 2)
    assert Event.objects.count() == 9
    waiting = WebhookEventTrigger.objects.filter(state=WorkState.WAITING)
    assert {one.event_stripe_id for one in waiting} == {"evt_poison", "evt_garbage"}
    assert all(one.exception for one in waiting)


@pytest.mark.django_db
def test_an_object_that_cannot_be_stored_leaves_its_event_stored() -> None:
    wrong = {"object": "customer", "id": ["cus"]}
    entry("evt_1", body=event("evt_1", data={"object": wrong}))

    inbox.drain()

    assert Event.objects.get().id == "evt_1" and not Customer.objects.exists()


# -- looks that are impossible


def test_where_nobody_may_look_the_payload_is_stored_and_the_doubt_named(shop: Shop) -> None:
    with override_settings(DJSTRIPE_TRUST_EVENT_PAYLOADS=False):
        entry("evt_1", livemode=True, body={**event(), "livemode": True})
        inbox.drain()

    row = Customer.objects.get()
    doubt = mirror.Doubt.objects.get()
    assert row.name == "Ada" and row.livemode
    assert (doubt.object_id, doubt.livemode, doubt.state) == ("cus_1", True, "impossible")
    assert "live mode" in doubt.detail
    assert WebhookEventTrigger.objects.get().state == WorkState.DONE


def test_where_stripe_has_no_endpoint_the_payload_is_all_there_is(shop: Shop) -> None:
    moon = {"object": "moon", "id": "moon_1", "name": "Io"}
    entry("evt_1", "moon.risen", body=event("evt_1", "moon.risen", data={"object": moon}))
    with override_settings(DJSTRIPE_TRUST_EVENT_PAYLOADS=False):
        tally = inbox.drain()

    assert (tally.applied, tally.looks) == (1, 0)
    assert not mirror.Doubt.objects.exists()
    row = mirror.model_for("moon")._base_manager.get(id="moon_1")  # type: ignore[union-attr]
    assert row.stripe_data["name"] == "Io"


def test_a_thin_event_about_what_nobody_may_see_leaves_a_doubt(shop: Shop) -> None:
    body = {
        "object": "v2.core.event",
        "id": "evt_thin",
        "type": "v1.customer.updated",
        "created": "2026-11-01T12:00:00.000Z",
        "livemode": True,
        "related_object": {"id": "cus_1", "type": "customer", "url": "/v1/customers/cus_1"},
    }
    entry("evt_thin", "v1.customer.updated", livemode=True, body=body)

    inbox.drain()

    assert EventV2.objects.count() == 1 and not Customer.objects.exists()
    assert mirror.Doubt.objects.get().state == "impossible"


# -- what an object names and the mirror lacks


def subscribed(shop: Shop) -> dict[str, Any]:
    """A subscription, of whose customer, product and price nothing ever came."""
    for kind in ("customer.created", "customer.updated", "product.*", "price.*", "plan.*"):
        shop.webhooks.lose(kind)
    for kind in ("invoice.*", "payment_intent.*", "charge.*", "setup_intent.*"):
        shop.webhooks.lose(kind)
    customer = shop.customer()
    product = shop.sandbox.create("product", name="Gold")
    price = shop.sandbox.create(
        "price", product=product["id"], currency="usd", unit_amount=500,
        recurring={"interval": "month"},
    )  # fmt: skip
    made: dict[str, Any] = shop.sandbox.create(
        "subscription",
        customer=customer["id"],
        items=[{"price": price["id"]}],
        payment_behavior="default_incomplete",
    )
    return made


def test_missing_references_are_fetched_once(shop: Shop) -> None:
    collect(shop)
    made = subscribed(shop)
    shop.sandbox.modify("subscription", made["id"], metadata={"a": "b"})
    asked = len(shop.sandbox.requests)

    drain(shop)
    while inbox.drain():
        pass

    paths = [one.path for one in shop.sandbox.requests[asked:]]
    assert Subscription.objects.get().customer.id == made["customer"]
    assert len(paths) == len(set(paths)), paths
    assert f"/v1/customers/{made['customer']}" in paths
    assert not mirror.Doubt.objects.exists() and shop.waiting() == 0


def test_what_is_fetched_is_not_followed_further(shop: Shop) -> None:
    shop.sandbox.add({"object": "charge", "id": "ch_1", "customer": "cus_1", "amount": 500})
    shop.sandbox.add({"object": "customer", "id": "cus_1"})
    refund = {"object": "refund", "id": "re_1", "charge": "ch_1", "amount": 500}
    body = event("evt_1", "refund.updated", data={"object": refund})
    entry("evt_1", "refund.updated", body=body, stripe_trigger_account_id=shop.sandbox.account)

    inbox.drain_all()

    assert Charge.objects.get().customer_id == "cus_1"
    assert not Customer.objects.exists() and shop.looks() == 0


@override_settings(DJSTRIPE_FETCH_MISSING_REFERENCES=False)
def test_missing_references_are_left_alone_if_so_set(shop: Shop) -> None:
    collect(shop)
    asked = shop.looks()
    made = subscribed(shop)

    drain(shop)

    row = Subscription.objects.get()
    assert row.customer is None and row.customer_id == made["customer"]
    assert shop.looks() == asked and not mirror.Doubt.objects.exists()


# -- whose, and which kind


def test_events_of_two_accounts_about_equal_ids_stay_apart(shop: Shop) -> None:
    shop.listen(connect=True)
    shop.sandbox.connect("acct_1connected")
    collect(shop)
    shop.sandbox.create("product", id="gold", name="Ours")
    shop.sandbox.create("product", id="gold", name="Theirs", account="acct_1connected")

    tally = drain(shop)

    assert tally.applied == 2 and tally.looks == 0
    assert dict(Product.objects.values_list("djstripe_owner_account_id", "name")) == {
        shop.sandbox.account: "Ours",
        "acct_1connected": "Theirs",
    }


def test_thin_and_snapshot_events_on_one_url_are_applied_together(shop: Shop) -> None:
    shop.listen(thin=True)
    collect(shop)
    customer = shop.customer(name="Ada")
    shop.sandbox.modify("customer", customer["id"], name="Ada L.")
    asked = shop.looks()

    tally = drain(shop)

    assert (tally.applied, tally.looks) == (4, 1)
    assert shop.looks() - asked == 1
    assert Customer.objects.get().name == "Ada L."
    assert Event.objects.count() == EventV2.objects.count() == 2


def test_an_entry_of_an_endpoint_without_a_row_belongs_to_the_settings_account(
    shop: Shop,
) -> None:
    entry("evt_1", stripe_trigger_account_id=None)

    inbox.drain()

    assert Customer.objects.get().djstripe_owner_account_id == shop.sandbox.account
