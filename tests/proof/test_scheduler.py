"""Workers run one at a time, stop where others could come between, and die where they are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from djstripe.models.work import Bookmark

from .scheduler import BEGIN, STATEMENT, Scheduler

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scheduler() -> Iterator[Scheduler]:
    scheduler = Scheduler()
    yield scheduler
    scheduler.close()


def note(*names: str) -> None:
    with transaction.atomic():
        for name in names:
            Bookmark.objects.create(name=name)


def noted() -> list[str]:
    return list(Bookmark.objects.order_by("id").values_list("name", flat=True))


def test_others_come_between_two_transactions_and_never_into_one(scheduler: Scheduler) -> None:
    first = scheduler.spawn("first", lambda: (note("a", "b"), note("e")))
    second = scheduler.spawn("second", lambda: note("c", "d"))

    for worker in (first, second, first, second):
        scheduler.step(worker)
    at = first.at
    scheduler.step(first)

    assert at == BEGIN
    assert noted() == ["a", "b", "c", "d", "e"]
    assert first.ended and second.ended


def test_what_a_worker_had_not_begun_when_it_died_is_not_done(scheduler: Scheduler) -> None:
    worker = scheduler.spawn("mortal", lambda: (note("done"), note("never")))
    scheduler.step(worker)
    scheduler.step(worker)

    scheduler.crash(worker)

    assert worker.crashed
    assert noted() == ["done"]


def test_a_statement_outside_of_any_transaction_is_a_point(scheduler: Scheduler) -> None:
    worker = scheduler.spawn("reader", lambda: [Bookmark.objects.count() for _ in range(2)])

    points = [scheduler.step(worker) for _ in range(3)]

    assert points == [STATEMENT, STATEMENT, ""]


def test_what_a_worker_raises_is_raised_by_its_step(scheduler: Scheduler) -> None:
    worker = scheduler.spawn("broken", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        scheduler.step(worker)

    assert scheduler.workers == []
