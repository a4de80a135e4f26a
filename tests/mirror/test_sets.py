"""A set passes the gate as one."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import mirror
from djstripe.mirror import MemberSet, Status
from djstripe.models import ActiveEntitlement, Subscription, SubscriptionItem
from djstripe.snapshot import Stamp
from tests.worlds import T0, snapshot, store

pytestmark = pytest.mark.django_db


def item(id: str, **more: Any) -> dict[str, Any]:
    return {"object": "subscription_item", "id": id, "subscription": "sub_1", "quantity": 1, **more}


def subscription(*items: dict[str, Any], has_more: bool = False, **more: Any) -> dict[str, Any]:
    listed = {"object": "list", "data": list(items), "has_more": has_more, "url": "/v1/x"}
    return {"object": "subscription", "id": "sub_1", "items": listed, **more}


def live() -> set[str]:
    return set(SubscriptionItem.objects.values_list("id", flat=True))


def test_the_members_become_rows_and_their_ids_stay() -> None:
    row = store(subscription(item("si_1"), item("si_2"))).row

    assert [i.id for i in row.items.order_by("id")] == ["si_1", "si_2"]
    assert row.stripe_data["items"]["data"] == ["si_1", "si_2"]


def test_who_left_the_set_is_gone_and_stays_reachable() -> None:
    store(subscription(item("si_1"), item("si_2")), 1)

    store(subscription(item("si_1")), 2)

    assert live() == {"si_1"}
    gone = SubscriptionItem.objects.with_deleted().get(id="si_2")
    assert gone.djstripe_deleted
    assert gone.stripe_data["quantity"] == 1


def test_an_older_set_brings_in_no_member() -> None:
    store(subscription(item("si_1")), 2)

    store(subscription(item("si_1", quantity=9), item("si_old")), 1)

    assert live() == {"si_1"}
    assert SubscriptionItem.objects.get().stripe_data["quantity"] == 1
    assert not SubscriptionItem.objects.with_deleted().filter(id="si_old").exists()


def test_who_comes_back_is_live_again() -> None:
    store(subscription(item("si_1"), item("si_2")), 1)
    store(subscription(item("si_1")), 2)

    store(subscription(item("si_1"), item("si_2")), 3)

    assert live() == {"si_1", "si_2"}


def test_a_cut_list_updates_the_owner_and_not_the_set() -> None:
    store(subscription(item("si_1"), item("si_2"), status="active"), 1)

    outcome = store(subscription(item("si_3"), has_more=True, status="past_due"), 2)

    assert outcome.cut == ("sub_1.items",)
    assert live() == {"si_1", "si_2"}
    assert Subscription.objects.get().status == "past_due"


def test_sets_of_one_moment_that_differ_are_a_doubt_about_their_owner() -> None:
    store(subscription(item("si_1")), Stamp(T0, T0 + 2))

    store(subscription(item("si_1"), item("si_2")), Stamp(T0 + 1, T0 + 3))

    assert live() == {"si_1"}
    doubt = mirror.Doubt.objects.get()
    assert (doubt.object, doubt.object_id) == ("subscription", "sub_1")


def test_an_answer_asked_for_after_the_doubt_settles_it() -> None:
    store(subscription(item("si_1")), Stamp(T0, T0 + 2))
    store(subscription(item("si_1"), item("si_2")), Stamp(T0 + 1, T0 + 3))
    asked = mirror.Doubt.objects.get().ticket

    store(subscription(item("si_2")), Stamp(T0 + 1, T0 + 3, ticket=asked))

    assert live() == {"si_2"}
    assert not mirror.Doubt.objects.exists()


def test_an_answer_asked_for_before_the_doubt_does_not_settle_it() -> None:
    store(subscription(item("si_1")), Stamp(T0, T0 + 2))
    store(subscription(item("si_1"), item("si_2")), Stamp(T0 + 1, T0 + 3))
    asked = mirror.Doubt.objects.get().ticket - 1

    store(subscription(item("si_2")), Stamp(T0 + 1, T0 + 3, ticket=asked))

    assert mirror.Doubt.objects.exists()


def test_a_completed_list_has_a_stamp_of_its_own() -> None:
    """Its pages were read over several seconds, during which an event may have come in."""
    store(subscription(item("si_1")), 5)

    mirror.store(
        [
            snapshot(
                subscription(item("si_1"), item("si_2"), status="active"),
                Stamp(T0 + 6, T0 + 7),
                sets_stamp=Stamp(T0 + 4, T0 + 7),
            )
        ]
    )

    assert Subscription.objects.get().status == "active"
    assert live() == {"si_1"}
    assert mirror.Doubt.objects.count() == 1


def test_an_empty_set_empties() -> None:
    store(subscription(item("si_1")), 1)

    store(subscription(), 2)

    assert live() == set()


def test_a_summary_without_an_id_carries_a_customers_entitlements() -> None:
    def summary(*lookup_keys: str) -> dict[str, Any]:
        members = [
            {
                "object": "entitlements.active_entitlement",
                "id": f"ent_{key}",
                "feature": f"feat_{key}",
                "lookup_key": key,
                "livemode": False,
            }
            for key in lookup_keys
        ]
        return {
            "object": "entitlements.active_entitlement_summary",
            "customer": "cus_1",
            "livemode": False,
            "entitlements": {"object": "list", "data": members, "has_more": False},
        }

    assert store(summary("sso", "api"), 1).status is Status.CARRIED
    store(summary("api"), 2)

    assert [e.lookup_key for e in ActiveEntitlement.objects.filter(customer_id="cus_1")] == ["api"]
    assert MemberSet.objects.get().owner == "cus_1"


def test_the_number_of_queries_does_not_depend_on_the_number_of_objects(
    django_assert_num_queries: Any,
) -> None:
    def batch(number: int, at: int) -> list[Any]:
        return [
            snapshot({**subscription(item(f"si_{at}_{n}")), "id": f"sub_{n}"}, at)
            for n in range(number)
        ]

    store({"object": "customer", "id": "cus_1"})

    with django_assert_num_queries(5):
        mirror.store(batch(2, 1))
    with django_assert_num_queries(6):  # those that leave are written, too
        mirror.store(batch(2, 2))
    with django_assert_num_queries(6):
        mirror.store(batch(60, 2 + 1))
