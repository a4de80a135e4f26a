"""What operators do: choose, count, replay, dismiss, pause, prune."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from djstripe import inbox
from djstripe.event_handlers import djstripe_receiver
from djstripe.inbox import Chosen, NothingChosen
from djstripe.mirror import Doubt
from djstripe.models import (
    Customer,
    Event,
    ReceiverRun,
    WebhookEndpoint,
    WebhookEventTrigger,
    WorkState,
)
from djstripe.signals import WEBHOOK_SIGNALS
from tests.inbox.entries import ago, entry, event, run
from tests.worlds import ACCOUNT, OTHER, store

pytestmark = pytest.mark.django_db

DONE, DEAD, WAITING, DISMISSED = (
    WorkState.DONE,
    WorkState.DEAD,
    WorkState.WAITING,
    WorkState.DISMISSED,
)


def names(which: Chosen) -> list[str]:
    return sorted(one.event_stripe_id for one in which.entries())


# choosing


@pytest.mark.parametrize(
    ("types", "found"),
    [
        (("invoice.paid",), ["a"]),
        (("invoice.*",), ["a", "b"]),
        (("*.paid",), ["a", "c"]),
        (("*oice.pai*",), ["a", "c"]),
        (("i*.p*d",), ["a"]),
        (("invoice.paid", "charge.*"), ["a", "d"]),
        (("*",), ["a", "b", "c", "d"]),
        (("invoice_paid",), []),
    ],
)
def test_entries_by_type(types: tuple[str, ...], found: list[str]) -> None:
    for id, kind in zip(
        "abcd", ("invoice.paid", "invoice.voided", "v1.invoice.paid", "charge.failed"), strict=True
    ):
        entry(id, kind)

    assert names(Chosen(types=types)) == found


def test_entries_by_state() -> None:
    entry("waits")
    entry("retries", failed="no")
    entry("dead", state=DEAD, failed="no")
    entry("done", state=DONE)

    assert names(Chosen(states=("waiting",))) == ["retries", "waits"]
    assert names(Chosen(states=("retrying",))) == ["retries"]
    assert names(Chosen(states=("failed",))) == ["dead", "retries"]
    assert names(Chosen(states=("done", "dead"))) == ["dead", "done"]


def test_entries_by_account_mode_time_and_id() -> None:
    first = entry("a", created=ago(hours=5))
    entry("b", stripe_trigger_account_id=OTHER)
    entry("c", livemode=True)

    assert names(Chosen(account=OTHER)) == ["b"]
    assert names(Chosen(livemode=True)) == ["c"]
    assert names(Chosen(until=ago(hours=1))) == ["a"]
    assert names(Chosen(since=ago(hours=1))) == ["b", "c"]
    assert names(Chosen(ids=(str(first.pk), "c"))) == ["a", "c"]
    assert names(Chosen(ids=("evt_unknown", "9" * 30))) == []
    assert Chosen().is_everything and not Chosen(livemode=False).is_everything


def test_entries_by_endpoint() -> None:
    row = WebhookEndpoint.objects.create(
        id="we_1", djstripe_owner_account_id=ACCOUNT, url="https://example.com/stripe"
    )
    entry("there", webhook_endpoint=row)
    entry("settings")
    entry("listed", source="list")

    for name in ("we_1", str(row.djstripe_uuid), "example.com"):
        assert names(Chosen(endpoint=name)) == ["there"]
    assert names(Chosen(endpoint="settings")) == ["settings"]
    with pytest.raises(NothingChosen, match="'we_9'"):
        Chosen(endpoint="we_9").entries()


def test_runs_are_chosen_by_the_same_words() -> None:
    first = entry("a")
    run(event="a", state=DONE)
    run("shop.count", event="a", failed="no")
    run("shop.count", event="b", account=OTHER, livemode=True)

    assert Chosen(ids=(str(first.pk),)).runs().count() == 2
    assert Chosen(ids=("b",)).runs().count() == 1
    assert Chosen(states=("failed",)).runs().get().receiver == "shop.count"
    assert Chosen(receiver="*.count").runs().count() == 2
    assert Chosen(account=OTHER).runs().count() == 1
    assert Chosen(endpoint="settings").runs().count() == 2


# health


def test_health_in_numbers(django_assert_max_num_queries: Any) -> None:
    entry("due", due=ago(minutes=10))
    entry("later", failed="no", due=timezone.now() + dt.timedelta(hours=1))
    entry("dead", state=DEAD)
    entry("done", state=DONE)
    run(state=DEAD)
    run("shop.count", due=ago(minutes=20))
    Doubt.objects.create(object="customer", object_id="cus_1", ticket=1)
    inbox.pause()

    with django_assert_max_num_queries(4):
        health = inbox.health()

    assert (health.waiting, health.retrying, health.dead, health.done) == (2, 1, 1, 1)
    assert (health.runs_waiting, health.runs_dead, health.doubts_open) == (1, 1, 1)
    assert 1200 <= health.lag_seconds < 1260
    assert health.paused and health.as_dict()["dead"] == 1
    with django_assert_max_num_queries(4):
        brief = inbox.health(totals=False)
    assert (brief.waiting, brief.dead, brief.done, brief.dismissed) == (2, 1, None, None)


def test_a_problem_is_a_sentence_and_limits_are_the_operators() -> None:
    entry("due", due=ago(minutes=10))
    entry("dead", state=DEAD)

    health = inbox.health()

    late, dead = health.problems()
    assert "waited for 600 seconds" in late and "1 (events), 0 (runs" in dead
    assert health.problems(max_lag=900, max_dead=1) == []
    assert health.problems(max_lag=None, max_dead=None) == []


def test_an_empty_inbox_is_well() -> None:
    health = inbox.health()

    assert health.problems() == [] and health.lag_seconds == 0 and not health.paused


# again


def test_what_is_replayed_is_as_new_for_whoever_drains() -> None:
    dead = entry(state=DEAD, failed="no", tries=12, claim="x")
    entry("evt_forged", valid=False)

    assert inbox.replay(WebhookEventTrigger.objects.all()) == 1

    dead.refresh_from_db()
    assert (dead.state, dead.tries, dead.claim, dead.exception) == (WAITING, 0, "", "")
    inbox.drain()
    dead.refresh_from_db()
    assert dead.state == DONE and Customer.objects.get().name == "Ada"


def test_the_dashboards_test_event_is_never_applied() -> None:
    entry("evt_00000000000000", state=DISMISSED)

    assert inbox.replay(WebhookEventTrigger.objects.all()) == 0
    assert not inbox.replay_all_now(WebhookEventTrigger.objects.all())


def test_replaying_at_once_works_while_the_inbox_is_paused() -> None:
    inbox.pause()
    one = entry(state=DEAD, failed="no")

    tally = inbox.replay_now(one)

    assert (tally.applied, one.state) == (1, DONE)


def test_what_fails_again_at_once_is_recorded_and_retried(settings: Any) -> None:
    settings.DJSTRIPE_TRUST_EVENT_PAYLOADS = False  # and nobody answers
    one = entry(state=DEAD, failed="no", tries=12)

    tally = inbox.replay_now(one)

    assert (tally.applied, tally.failed) == (0, 1)
    assert (one.state, one.tries) == (WAITING, 1)
    assert "APIConnectionError" in one.exception and one.due > timezone.now()


def test_many_are_replayed_in_batches(django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        payload = event(f"evt_{number}")
        payload["data"]["object"]["id"] = f"cus_{number}"
        entry(f"evt_{number}", state=DEAD, body=payload)

    with django_assert_max_num_queries(90):
        tally = inbox.replay_all_now(WebhookEventTrigger.objects.all(), batch=10)

    assert tally.applied == 25 and Customer.objects.count() == 25


def test_receivers_that_ran_run_again_only_if_their_runs_are_replayed() -> None:
    heard: list[str] = []

    @djstripe_receiver("customer.updated")
    def hear(event: Any, **kwargs: Any) -> None:
        heard.append(event.id)

    try:
        one = entry()
        inbox.drain()
        inbox.replay_now(one)
        assert heard == ["evt_1"]

        inbox.replay(ReceiverRun.objects.all())
        inbox.drain()
        assert heard == ["evt_1", "evt_1"]
        tally = inbox.run_now(*ReceiverRun.objects.all())
        assert (tally.ran, len(heard)) == (1, 3)
    finally:
        WEBHOOK_SIGNALS["customer.updated"].disconnect(hear)


def test_what_is_dismissed_is_not_tried_again_and_what_is_done_stays_done() -> None:
    dead, done = entry("a", state=DEAD), entry("b", state=DONE)

    assert inbox.dismiss(WebhookEventTrigger.objects.all()) == 1
    assert inbox.dismiss(WebhookEventTrigger.objects.all()) == 0

    dead.refresh_from_db()
    done.refresh_from_db()
    assert (dead.state, done.state) == (DISMISSED, DONE)
    assert not inbox.drain()


# pausing


def test_while_it_is_paused_nothing_is_applied() -> None:
    inbox.pause()
    inbox.pause()
    entry()

    assert not inbox.drain() and not Customer.objects.exists()

    inbox.resume()
    inbox.resume()
    assert inbox.drain().applied == 1


# retention


def test_what_is_done_and_old_is_pruned_and_dead_letters_stay() -> None:
    for state in WorkState:
        entry(f"old-{state}", state=state, created=ago(days=100))
        entry(f"new-{state}", state=state, created=ago(days=10))
    run(state=DONE, created=ago(days=100))
    run("shop.count", state=DEAD, created=ago(days=100))

    assert [rows.count() for rows in inbox.prunable()] == [1, 2]
    assert inbox.prune(batch=1) == 3

    kept = set(WebhookEventTrigger.objects.values_list("event_stripe_id", flat=True))
    assert {"old-dead", "old-waiting"} <= kept and "old-done" not in kept and len(kept) == 6
    assert ReceiverRun.objects.get().state == DEAD


def test_no_more_is_pruned_than_may_be_forgotten() -> None:
    """Within 30 days Stripe may deliver an event again."""
    with pytest.raises(ValueError, match="receivers would run again"):
        inbox.prune(days=7)


def test_the_mirrors_events_stay_unless_a_setting_says_otherwise(settings: Any) -> None:
    for name in ("evt_old", "evt_named", "evt_ran", "evt_new"):
        store(event(name))
    Event.objects.exclude(id="evt_new").update(djstripe_created=ago(days=100))
    entry("evt_named", state=DEAD, created=ago(days=100))
    run(event="evt_ran", state=DEAD, created=ago(days=100))
    assert inbox.prune() == 0

    settings.DJSTRIPE_EVENT_RETENTION_DAYS = 60

    assert inbox.prune() == 1
    assert set(Event.objects.values_list("id", flat=True)) == {"evt_named", "evt_ran", "evt_new"}


def test_events_that_stripe_lists_are_not_pruned(settings: Any) -> None:
    settings.DJSTRIPE_EVENT_RETENTION_DAYS = 7

    with pytest.raises(ImproperlyConfigured, match="at least 31"):
        inbox.prune()


# explaining


def test_an_entry_says_what_it_asks_for_and_why(settings: Any) -> None:
    one = entry()
    assert inbox.explain(one).why == "a whole payload in our API version"

    settings.DJSTRIPE_TRUST_EVENT_PAYLOADS = False
    assert "not trusted" in inbox.explain(one).why


def test_runs_and_other_deliveries_of_an_entry() -> None:
    one, again = entry(), entry(source="again", state=DONE)
    entry("evt_2")
    run()
    run(event="evt_2")

    assert inbox.runs_of(one).get().event == "evt_1"
    assert list(inbox.others_of(one)) == [again]
