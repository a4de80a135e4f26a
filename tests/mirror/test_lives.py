"""Ids that are used again, and copies of objects that outlive their originals."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import mirror
from djstripe.mirror import Doubt, Status
from djstripe.models import Plan
from djstripe.snapshot import Door, Snapshot, Stamp

ACCOUNT = "acct_lives"
pytestmark = pytest.mark.django_db


def plan(created: int = 100, **more: Any) -> dict[str, Any]:
    return {"id": "gold", "object": "plan", "created": created, "livemode": False, **more}


def subscription_item(shown: dict[str, Any]) -> dict[str, Any]:
    return {"id": "si_1", "object": "subscription_item", "plan": shown}


def store(data: dict[str, Any], at: int, *, deleted: bool = False) -> mirror.Outcome:
    """What an event of this second says."""
    stamp = Stamp.of_event(at)
    return mirror.store([Snapshot(data, ACCOUNT, False, stamp, Door.EVENT, deleted=deleted)])[0]


def stored() -> Plan:
    return Plan._base_manager.get(id="gold")


def test_a_copy_inside_another_object_does_not_lift_a_tombstone() -> None:
    store(plan(), 200, deleted=True)

    store(subscription_item(plan()), 300)

    assert stored().djstripe_deleted
    assert not Doubt.objects.exists()


def test_a_copy_inside_another_object_fills_an_absent_row() -> None:
    store(subscription_item(plan()), 300)

    assert not stored().djstripe_deleted


def test_a_deletion_that_is_older_than_a_copy_is_a_doubt() -> None:
    store(subscription_item(plan()), 300)

    outcome = store(plan(), 200, deleted=True)

    assert outcome.status is Status.DOUBT
    assert Doubt.objects.get().object_id == "gold"
    assert not stored().djstripe_deleted


def test_a_deletion_in_one_store_with_a_newer_copy_is_kept() -> None:
    said = [
        Snapshot(plan(), ACCOUNT, False, Stamp.of_event(200), Door.EVENT, deleted=True),
        Snapshot(subscription_item(plan()), ACCOUNT, False, Stamp.of_event(300), Door.EVENT),
    ]

    mirror.store(said)
    mirror.store(said[::-1])

    assert stored().djstripe_deleted


def test_the_next_life_of_an_id_replaces_a_newer_copy_of_the_last() -> None:
    store(subscription_item(plan(100, amount=1)), 300)

    store(plan(200, amount=2), 200)

    assert stored().stripe_data["amount"] == 2


def test_a_copy_of_the_last_life_of_an_id_does_not_replace_the_next() -> None:
    store(plan(200, amount=2), 200)

    store(subscription_item(plan(100, amount=1)), 300)

    assert stored().stripe_data["amount"] == 2


def test_the_beginning_of_the_next_life_does_not_lift_a_later_tombstone() -> None:
    store(plan(100), 100)
    store(plan(200), 300, deleted=True)

    store(plan(200), 200)

    assert stored().djstripe_deleted
