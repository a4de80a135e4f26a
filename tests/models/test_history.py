"""Which events touched an object, what changed, and by which request."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from djstripe.models import Customer, Event, EventV2, Product, Subscription, SubscriptionItem
from tests.worlds import ACCOUNT, OTHER, T0, payload_of, store

pytestmark = pytest.mark.django_db


def event(kind: str, subject: dict[str, Any], at: int, **more: Any) -> dict[str, Any]:
    return {
        "object": "event",
        "id": f"evt_{at}_{kind}",
        "type": kind,
        "created": T0 + at,
        "data": {"object": subject, **more.pop("data", {})},
        **more,
    }


def test_what_changed_and_by_which_request_newest_first() -> None:
    ada = payload_of(Customer, "cus_1", name="Ada")
    store(ada)
    store(event("customer.created", ada, 0))
    store(
        event(
            "customer.updated",
            {**ada, "name": "Ada L.", "address": {"city": "London", "line1": "x"}, "metadata": {}},
            5,
            data={
                "previous_attributes": {
                    "name": "Ada",
                    "address": {"city": None},
                    "metadata": {"plan": "gold"},
                    "phone": None,
                }
            },
            request={"id": "req_1", "idempotency_key": "key-1"},
        )
    )
    store(event("customer.created", payload_of(Customer, "cus_2"), 3))

    updated, created = Customer.objects.get().history()

    assert updated.type == "customer.updated" and updated.object_id == "cus_1"
    assert updated.changes == {
        "name": ("Ada", "Ada L."),
        "address.city": (None, "London"),
        "metadata.plan": ("gold", None),
        "phone": (None, None),
    }
    assert (updated.request_id, updated.idempotency_key) == ("req_1", "key-1")
    assert updated.moment == updated.event.created and isinstance(updated.event, Event)
    assert "name" in str(updated)
    assert (created.changes, created.request_id) == ({}, None)


def test_an_object_in_the_place_of_another_stands_whole() -> None:
    card = {"object": "card", "id": "card_1"}
    store(payload_of(Customer, "cus_1"))
    store(
        event(
            "customer.updated",
            {"object": "customer", "id": "cus_1", "default_source": {**card, "id": "card_2"}},
            1,
            data={"previous_attributes": {"default_source": card}},
        )
    )

    [one] = Customer.objects.get().history()

    assert one.changes == {"default_source": (card, {**card, "id": "card_2"})}


def test_thin_events_stand_among_the_others() -> None:
    product = payload_of(Product, "gold")
    store(product)
    store(event("product.created", product, 0))
    store(
        {
            "object": "v2.core.event",
            "id": "evt_thin",
            "type": "v1.product.updated",
            "created": "2023-11-14T22:13:25.000Z",
            "related_object": {"id": "gold", "type": "product", "url": "/v1/products/gold"},
            "changes": {"before": {"name": "Gold"}, "after": {"name": "Golden"}},
            "reason": {"type": "request", "request": {"id": "req_2", "idempotency_key": None}},
        }
    )
    store(event("product.updated", product, 10))
    history = Product.objects.get().history()

    assert [one.type for one in history] == [
        "product.updated", "v1.product.updated", "product.created",
    ]  # fmt: skip
    assert history[1].changes == {"name": ("Gold", "Golden")}
    assert history[1].request_id == "req_2" and isinstance(history[1].event, EventV2)


def test_of_its_own_account_and_mode_alone() -> None:
    for account in (ACCOUNT, OTHER):
        for livemode in (False, True):
            product = payload_of(Product, "gold", livemode=livemode)
            store(product, account=account, livemode=livemode)
            made = {**event("product.created", product, 0), "livemode": livemode}
            store(made, account=account, livemode=livemode)

    for row in Product.objects.all():
        [one] = row.history()
        assert one.event.djstripe_owner_account_id == row.djstripe_owner_account_id
        assert one.event.livemode == row.livemode


def test_a_slice_a_count_and_the_first_cost_two_queries_each() -> None:
    ada = payload_of(Customer, "cus_1")
    store(ada)
    for at in range(30):
        store(event("customer.updated", ada, at))
    history = Customer.objects.get().history()

    with CaptureQueriesContext(connection) as captured:
        assert [one.moment for one in history[:5]] == [one.moment for one in list(history)[:5]]
        assert history.count() == 30 and history
        newest = history.first()

    assert newest is not None and newest.event.id == "evt_29_customer.updated"
    assert [one.event.id for one in history[5:7]] == [
        "evt_24_customer.updated", "evt_23_customer.updated",
    ]  # fmt: skip
    assert len(captured) <= 9
    with pytest.raises(ValueError, match="newest"):
        history[-1]
    with pytest.raises(IndexError):
        history[30]


def test_where_nothing_is_known_there_is_nothing() -> None:
    store(payload_of(Customer, "cus_1"))
    history = Customer.objects.get().history()

    assert not history and list(history) == [] and history.first() is None


def test_a_members_history_is_its_owners_and_the_family_is_named() -> None:
    item = {"object": "subscription_item", "id": "si_1", "subscription": "sub_1"}
    subscription = payload_of(
        Subscription,
        "sub_1",
        customer="cus_1",
        items={"object": "list", "has_more": False, "data": [item]},
    )
    store(subscription)
    store(payload_of(Customer, "cus_1"))
    store({"object": "tax_id", "id": "txi_1", "customer": "cus_1"})
    store(event("customer.subscription.created", subscription, 0))
    store(event("customer.tax_id.created", {"object": "tax_id", "id": "txi_1"}, 1))

    assert [o.type for o in SubscriptionItem.objects.get().history()] == [
        "customer.subscription.created"
    ]
    assert [o.type for o in Customer.objects.get().history()] == []
    assert [o.type for o in Customer.objects.get().history(family=True)] == [
        "customer.tax_id.created"
    ]
