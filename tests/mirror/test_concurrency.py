"""Several workers store at once, in any order, and nobody dies or goes back."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from djstripe import mirror
from djstripe.mirror import tickets
from djstripe.models import Price, Subscription, SubscriptionItem
from djstripe.snapshot import Snapshot
from tests.worlds import snapshot

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer at a time; run with DJSTRIPE_TEST_DB=postgres or mariadb",
    ),
]

WORKERS = 4


def subscription(number: int, at: int, prices: list[int]) -> Snapshot:
    items = [
        {
            "object": "subscription_item",
            "id": f"si_{number}_{price}",
            "subscription": f"sub_{number}",
            "quantity": at,
            "price": {"object": "price", "id": f"price_{price}", "nickname": str(at)},
        }
        for price in prices
    ]
    return snapshot(
        {
            "object": "subscription",
            "id": f"sub_{number}",
            "status": str(at),
            "items": {"object": "list", "data": items, "has_more": False},
        },
        at,
    )


def at_once(work: list[Callable[[], Any]]) -> list[BaseException]:
    """Run these in a thread each, begun together; what they raised."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(work))

    def run(one: Callable[[], Any]) -> None:
        try:
            gate.wait()
            one()
        except BaseException as error:  # whatever it is, the test shows it
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def test_workers_that_meet_on_the_same_new_rows_do_not_deadlock() -> None:
    """dj-stripe: 10 deadlocks in 10 rounds."""

    def worker(seed: int) -> Callable[[], None]:
        def work() -> None:
            chance = random.Random(seed)
            for at in range(1, 9):
                batch = [subscription(n, at, chance.sample(range(8), 4)) for n in range(12)]
                chance.shuffle(batch)
                mirror.store(batch)

        return work

    assert at_once([worker(seed) for seed in range(WORKERS)]) == []
    assert Subscription.objects.count() == 12
    assert Price.objects.count() == 8


def test_the_newest_wins_whoever_comes_last() -> None:
    moments = list(range(1, 41))

    def worker(seed: int) -> Callable[[], None]:
        def work() -> None:
            mine = moments[seed::WORKERS]
            random.Random(seed).shuffle(mine)
            for at in mine:
                mirror.store([subscription(1, at, [at % 5])])

        return work

    assert at_once([worker(seed) for seed in range(WORKERS)]) == []

    row = Subscription.objects.get()
    assert row.status == "40"
    assert [i.id for i in row.items.all()] == ["si_1_0"]
    assert SubscriptionItem.objects.get().quantity == 40


def test_no_ticket_is_drawn_twice() -> None:
    drawn: list[int] = []

    def work() -> None:
        for _ in range(50):
            drawn.append(tickets.draw("default"))

    assert at_once([work] * WORKERS) == []
    assert len(set(drawn)) == 50 * WORKERS
    assert tickets.current() >= max(drawn)
