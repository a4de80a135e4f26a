"""What waits is worked off: in rounds, within a time, by whoever comes by."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
import stripe
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils import timezone

from djstripe import inbox
from djstripe.gateway import Gateway, seconds_left, use
from djstripe.inbox.worker import Worker
from djstripe.models import Customer, ReceiverRun, WebhookEventTrigger, WorkState

from .conftest import Connect, Shop
from .entries import ago, entry


@pytest.mark.django_db
def test_a_round_takes_its_limit_and_the_next_the_rest() -> None:
    for number in range(5):
        entry(f"evt_{number}", due=ago(minutes=9 - number))

    assert [inbox.drain(limit=2).applied for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db
def test_all_is_worked_off_receivers_included(listen: Connect) -> None:
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    for number in range(250):
        entry(f"evt_{number}")

    inbox.drain_all()

    assert len(heard) == 250
    assert not inbox.drain()


@pytest.mark.django_db
def test_what_was_not_begun_when_it_is_time_to_stop_is_released(listen: Connect) -> None:
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    for number in range(5):
        entry(f"evt_{number}")

    tally = inbox.drain(stop=lambda: len(heard) >= 2)

    assert (tally.applied, tally.ran) == (5, 2)
    left = ReceiverRun.objects.filter(state=WorkState.WAITING)
    assert len(left) == 3 and {(one.claim, one.tries) for one in left} == {("", 0)}
    inbox.drain()
    assert len(heard) == len(set(heard)) == 5


@pytest.mark.django_db
def test_while_it_is_paused_nothing_is_begun(listen: Connect) -> None:
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    entry()
    inbox.pause()

    assert inbox.is_paused() and not inbox.drain()
    assert WebhookEventTrigger.objects.get().tries == 0

    inbox.resume()
    assert inbox.drain().applied == 1 and heard == ["evt_1"]


def test_what_comes_while_it_is_paused_waits(shop: Shop) -> None:
    inbox.pause()
    shop.customer(email="ada@example.com")

    assert [one.state for one in shop.entries] == [WorkState.WAITING]
    assert not Customer.objects.exists()
    inbox.resume()
    inbox.drain()
    assert Customer.objects.get().email == "ada@example.com"


# -- in the request


@pytest.mark.parametrize("runner", ["worker", "tasks"])
def test_what_others_apply_is_only_recorded(
    shop: Shop, runner: str, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(DJSTRIPE_INBOX_RUNNER=runner):
        shop.customer()

    [one] = shop.entries
    assert (one.state, one.tries, one.claim) == (WorkState.WAITING, 0, "")
    assert inbox.drain().applied == 1


@override_settings(DJSTRIPE_TRUST_EVENT_PAYLOADS=False)
def test_where_stripe_is_slow_the_request_ends_in_time_and_the_event_waits(shop: Shop) -> None:
    asked: list[float | None] = []

    class Slow(Gateway):
        def look(self, *args: Any, **kwargs: Any) -> Any:
            asked.append(seconds_left())
            raise stripe.APIConnectionError("no answer in time")

    with (
        use(Slow(http_client=shop.sandbox.http_client())),
        override_settings(DJSTRIPE_INBOX_SECONDS=3),
    ):
        shop.customer()

    [one] = shop.entries
    assert len(asked) == 1 and asked[0] is not None and 0 < asked[0] <= 3
    assert one.state == WorkState.WAITING and "no answer in time" in one.exception
    assert shop.webhooks.received[-1].status == 200
    assert inbox.drain(now=one.due).applied == 1


def test_when_the_time_is_over_receivers_are_left_for_later(shop: Shop, listen: Connect) -> None:
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    with override_settings(DJSTRIPE_INBOX_SECONDS=0):
        shop.customer()

    assert shop.webhooks.received[-1].status == 200
    assert heard == [] and Customer.objects.exists()
    inbox.drain()
    assert len(heard) == 1


def test_what_others_left_is_swept_up_by_the_next_webhook(shop: Shop) -> None:
    entry("evt_left", due=ago(minutes=5), stripe_trigger_account_id=shop.sandbox.account)
    entry("evt_claimed", due=timezone.now() + dt.timedelta(minutes=1))
    with override_settings(DJSTRIPE_INBOX_SWEEP_SECONDS=0.000001):
        shop.customer()

    left = WebhookEventTrigger.objects.get(event_stripe_id="evt_left")
    claimed = WebhookEventTrigger.objects.get(event_stripe_id="evt_claimed")
    assert (left.state, claimed.state) == (WorkState.DONE, WorkState.WAITING)


def test_nothing_is_swept_where_a_worker_does_it(shop: Shop) -> None:
    entry("evt_left", due=ago(minutes=5))
    with override_settings(DJSTRIPE_INBOX_SWEEP_SECONDS=0):
        shop.customer()

    assert WebhookEventTrigger.objects.filter(state=WorkState.WAITING).count() == 1


# -- the worker


@pytest.mark.django_db(transaction=True)  # it closes connections between rounds
def test_a_worker_works_off_what_is_due_once() -> None:
    for number in range(7):
        entry(f"evt_{number}")
    rounds: list[int] = []
    worker = Worker(limit=3, rest_seconds=0)

    worker.run(once=True, on_round=lambda tally: rounds.append(tally.applied))

    assert rounds == [3, 3, 1] and worker.total.applied == 7


@pytest.mark.django_db(transaction=True)  # it closes connections between rounds
def test_a_worker_that_is_told_to_stop_begins_no_further_round() -> None:
    for number in range(7):
        entry(f"evt_{number}")
    worker = Worker(limit=3, rest_seconds=0)

    worker.run(on_round=lambda tally: worker.stop())

    assert worker.total.applied == 3
    waiting = WebhookEventTrigger.objects.filter(state=WorkState.WAITING)
    assert {(one.claim, one.tries) for one in waiting} == {("", 0)}


class Away:
    """A database that is away for so many statements."""

    def __init__(self, statements: float) -> None:
        self.left = statements

    def __call__(self, execute: Any, *args: Any) -> Any:
        if self.left > 0:
            self.left -= 1
            raise OperationalError("server closed the connection unexpectedly")
        return execute(*args)


def test_a_worker_outlives_a_database_that_is_away(db: None) -> None:
    entry("evt_1")
    worker = Worker(rest_seconds=0)

    with connection.execute_wrapper(Away(20)):
        worker.run(on_round=lambda tally: worker.stop())

    assert worker.total.applied == 1


def test_once_ends_with_an_error_where_the_database_stays_away(db: None) -> None:
    entry("evt_1")

    with (
        connection.execute_wrapper(Away(math.inf)),
        pytest.raises(OperationalError, match="server closed"),
    ):
        Worker(rest_seconds=0).run(once=True)


# -- an event that came by another way


def test_an_event_of_the_sdks_is_applied_once_and_its_row_returned(
    shop: Shop, listen: Connect
) -> None:
    heard: list[str] = []
    listen("*", lambda event, **kwargs: heard.append(event.id))
    shop.webhooks.lose()
    shop.customer(email="ada@example.com")
    client = stripe.StripeClient("sk_test_x", http_client=shop.sandbox.http_client())
    happened = client.v1.events.list().data[0]

    row, again = inbox.process_event(happened), inbox.process_event(happened.to_dict())

    assert row == again and row.id == happened.id
    assert heard == [happened.id] and Customer.objects.get().email == "ada@example.com"
    assert [one.source for one in shop.entries] == ["given", "again"]


def test_what_keeps_an_event_out_is_raised(shop: Shop) -> None:
    shop.customer()
    broken = {**shop.sandbox.events[0], "id": "evt_broken", "object": None}

    with pytest.raises(Exception, match="object"):
        inbox.process_event(broken)

    assert WebhookEventTrigger.objects.get(event_stripe_id="evt_broken").exception
