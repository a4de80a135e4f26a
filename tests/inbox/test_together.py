"""What several workers, deadlocks and restarts must not break; one process shows it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import override_settings

from djstripe import inbox
from djstripe.inbox import claims, runs
from djstripe.inbox.drain import new_token
from djstripe.inbox.worker import Worker
from djstripe.models import Customer, ReceiverRun, WebhookEventTrigger, WorkState

from .conftest import Connect, Shop
from .entries import entry

without_sqlite = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite locks no rows; run with DJSTRIPE_TEST_DB=postgres or mariadb",
)


@contextmanager
def deadlock_after(fits: Callable[[str], bool], times: int = 1) -> Iterator[list[str]]:
    """A deadlock as MariaDB reports it, after a statement that fits was executed."""
    struck: list[str] = []

    def strike(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if fits(sql) and len(struck) < times:
            struck.append(sql)
            raise OperationalError(1213, "Deadlock found when trying to get lock")
        return result

    with connection.execute_wrapper(strike):
        yield struck


def marks_entries(sql: str) -> bool:
    return sql.startswith("UPDATE") and "first_applied" in sql


def records_an_entry(sql: str) -> bool:
    return sql.startswith("INSERT") and "webhookeventtrigger" in sql


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 3])
def test_receivers_run_though_a_deadlock_took_back_the_first_try(
    listen: Connect, times: int
) -> None:
    """Entries said already that they had been applied, and brought no receivers a second time."""
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    for number in range(4):
        entry(f"evt_{number}")

    with deadlock_after(marks_entries, times) as struck:
        inbox.drain_all()

    assert len(struck) == times
    assert sorted(heard) == [f"evt_{number}" for number in range(4)]
    assert not WebhookEventTrigger.objects.exclude(state=WorkState.DONE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 3])
def test_a_webhook_is_recorded_though_a_deadlock_took_back_the_first_try(
    shop: Shop, listen: Connect, times: int
) -> None:
    """The second try updated the row of the first, which was gone: 200, and no row."""
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))

    with deadlock_after(records_an_entry, times) as struck:
        shop.customer(email="ada@example.com")

    assert len(struck) == times
    assert [one.state for one in shop.entries] == [WorkState.DONE]
    assert heard == shop.event_ids
    assert Customer.objects.get().email == "ada@example.com"


@without_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_outlives_its_lease_is_not_run_a_second_time(listen: Connect) -> None:
    begun, may_end = threading.Event(), threading.Event()
    heard: list[str] = []

    def slow(event: Any, **kwargs: Any) -> None:
        heard.append(event.id)
        begun.set()
        assert may_end.wait(20)

    listen("*", slow)
    entry()

    def work() -> None:
        try:
            inbox.drain()
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    assert begun.wait(20)
    later = claims.now_in_database() + dt.timedelta(days=1)

    assert claims.claim(ReceiverRun.objects.all(), new_token(), limit=9, now=later) == []

    may_end.set()
    worker.join(20)
    assert heard == ["evt_1"]
    assert ReceiverRun.objects.get().state == WorkState.DONE


@pytest.mark.django_db
def test_a_run_that_somebody_else_did_meanwhile_is_not_run(listen: Connect) -> None:
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    entry()
    token = new_token()
    inbox.apply(
        claims.claim(
            WebhookEventTrigger.objects.all(), token, limit=1, now=claims.now_in_database()
        ),
        token=token,
    )
    (mine,) = runs.claimed(token)
    (theirs,) = runs.claimed(token)

    assert runs.run(theirs) and runs.run(mine)

    assert heard == ["evt_1"]


@pytest.mark.django_db
def test_looks_that_there_is_no_time_for_are_left_to_the_next_round(shop: Shop) -> None:
    """A worker that was told to stop asked Stripe for a hundred objects first."""
    with override_settings(DJSTRIPE_INBOX_RUNNER="worker", DJSTRIPE_TRUST_EVENT_PAYLOADS=False):
        made = [shop.customer(email=f"{number}@example.com") for number in range(5)]
        before = shop.looks()

        tally = inbox.drain(stop=lambda: shop.looks() - before >= 2)

        assert (tally.applied, tally.looks) == (2, 2)
        left = WebhookEventTrigger.objects.filter(state=WorkState.WAITING)
        assert {(one.claim, one.tries) for one in left} == {("", 0)}
        inbox.drain_all()
    assert Customer.objects.count() == len(made)


@pytest.mark.django_db
def test_half_of_a_lease_is_what_a_round_takes(listen: Connect) -> None:
    """A hundred slow receivers took longer than the lease under which they were claimed."""
    listen("*", lambda event, **kwargs: time.sleep(0.4))
    for number in range(6):
        entry(f"evt_{number}")

    with override_settings(DJSTRIPE_INBOX_LEASE_SECONDS=2):
        tally = inbox.drain()

    assert 1 <= tally.ran < 6
    assert not ReceiverRun.objects.filter(state=WorkState.WAITING).exclude(claim="")


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_is_away() -> None:
    entry()
    worker = Worker(rest_seconds=0.01)
    away = [True, True]

    def strike(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if away:
            away.pop()
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(strike):
        worker.run(once=True)

    assert worker.total.applied == 1


def test_a_worker_that_is_told_to_stop_rests_no_longer() -> None:
    worker = Worker(rest_seconds=60)
    threading.Timer(0.1, worker.stop).start()
    began = time.monotonic()

    worker._rest(60)

    assert time.monotonic() - began < 30
    assert worker.is_stopping()


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_when_its_time_is_over() -> None:
    worker = Worker(rest_seconds=0.01, seconds=0.05)

    worker.run()

    assert worker.is_stopping()
    assert not worker.total
