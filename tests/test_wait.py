"""Whoever comes before Stripe's event waits for it."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import transaction

from djstripe.exceptions import NotMirroredYet, OpenTransaction
from djstripe.models import Customer, Event, Product
from djstripe.repair import UnknownObject
from djstripe.wait import await_until_mirrored, wait_until_mirrored
from tests.worlds import ACCOUNT, OTHER, T0, store

CUSTOMER = {"object": "customer", "id": "cus_11", "created": T0, "name": "Ada"}

pytestmark = pytest.mark.django_db


class Clock:
    """Seconds that pass while somebody sleeps; things happen at their time."""

    def __init__(self, **happens: Any) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.happens = {float(at.removeprefix("at_")): what for at, what in happens.items()}

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)
        for at in [at for at in self.happens if at <= self.now]:
            self.happens.pop(at)()


def wait(what: Any, clock: Clock, **more: Any) -> Any:
    return wait_until_mirrored(what, sleep=clock.sleep, monotonic=clock, **more)


def test_what_is_there_is_there_at_once() -> None:
    row = store(CUSTOMER).row
    clock = Clock()

    assert wait("cus_11", clock) == row
    assert wait(CUSTOMER, clock) == row
    assert wait(row, clock) == row
    assert clock.slept == []


def test_what_comes_is_waited_for_in_growing_pauses() -> None:
    clock = Clock(at_3=lambda: store(CUSTOMER))

    row = wait("cus_11", clock)

    assert row == Customer.objects.get()
    assert clock.slept == sorted(clock.slept)
    assert len(clock.slept) < 12


def test_an_event_is_waited_for_until_it_is_applied() -> None:
    event = {"object": "event", "id": "evt_11", "created": T0, "type": "x", "data": {"object": {}}}
    clock = Clock(at_1=lambda: store(event))

    assert isinstance(wait("evt_11", clock), Event)


def test_a_condition_is_waited_for() -> None:
    store(CUSTOMER)
    clock = Clock(at_2=lambda: store({**CUSTOMER, "name": "Lovelace"}, 10))

    assert wait("cus_11", clock, until=lambda row: row.name == "Lovelace").name == "Lovelace"
    assert clock.now >= 2


def test_of_an_account_and_mode() -> None:
    store(CUSTOMER, account=OTHER)
    mine = store(CUSTOMER, account=ACCOUNT, livemode=True).row

    assert wait("cus_11", Clock(), account=ACCOUNT) == mine
    with pytest.raises(NotMirroredYet):
        wait("cus_11", Clock(), account=ACCOUNT, livemode=False)


def test_the_time_is_up() -> None:
    clock = Clock()

    with pytest.raises(NotMirroredYet, match="repair_object") as caught:
        wait("cus_11", clock, timeout=4)

    assert isinstance(caught.value, TimeoutError)
    assert clock.now == pytest.approx(4)


def test_an_id_that_users_choose_needs_its_kind() -> None:
    row = store({"object": "product", "id": "gold", "created": T0}).row

    assert wait("product:gold", Clock()) == row
    assert isinstance(row, Product)
    with pytest.raises(UnknownObject, match="product:gold"):
        wait("gold", Clock())


@pytest.mark.django_db(transaction=True)
def test_not_in_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(OpenTransaction):
        wait("cus_11", Clock())


def test_its_twin() -> None:
    row = store(CUSTOMER).row

    assert async_to_sync(await_until_mirrored)("cus_11") == row
    with pytest.raises(NotMirroredYet):
        async_to_sync(await_until_mirrored)("cus_22", timeout=0.06)
