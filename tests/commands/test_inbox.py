"""``djstripe_inbox`` and ``djstripe_prune``, as an operator types them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from djstripe import inbox
from djstripe.models import ReceiverRun, WebhookEndpoint, WebhookEventTrigger, WorkState
from tests.inbox.entries import ago, entry, event, run
from tests.worlds import ACCOUNT

pytestmark = pytest.mark.django_db

KEY = "sk_test_" + "51MustNeverBeShown00001"


def manage(*words: str) -> str:
    """What a command says on a terminal without colours."""
    out = io.StringIO()
    call_command(*words, stdout=out, no_color=True)
    return out.getvalue()


def state(id: str) -> str:
    return WebhookEventTrigger.objects.get(event_stripe_id=id).state


def test_the_status_for_people_and_for_machines() -> None:
    entry("due", due=ago(minutes=15))
    entry("dead", state=WorkState.DEAD)

    said = manage("djstripe_inbox", "status")
    counted = json.loads(manage("djstripe_inbox", "status", "--json"))

    assert "15 min" in said and "Dead letters, to be replayed or dismissed: 1 (events)" in said
    assert (counted["waiting"], counted["dead"], counted["paused"]) == (1, 1, False)


def test_the_status_as_a_health_check() -> None:
    assert manage("djstripe_inbox", "status", "--max-lag", "60", "--max-dead", "0")
    entry("due", due=ago(minutes=15))
    entry("dead", state=WorkState.DEAD)

    with pytest.raises(CommandError, match="has waited for") as late:
        manage("djstripe_inbox", "status", "--json", "--max-lag", "60")
    with pytest.raises(CommandError, match=r"1 \(events\), 0 \(runs"):
        manage("djstripe_inbox", "status", "--max-dead", "0")
    assert late.value.returncode == 1
    assert manage("djstripe_inbox", "status", "--max-lag", "1000", "--max-dead", "1")


def test_entries_are_listed_newest_first_and_by_choice(django_assert_num_queries: Any) -> None:
    for number in range(5):
        entry(f"evt_{number}", "invoice.paid", failed=f"Refused: {KEY}")
    entry("evt_other", "customer.created", livemode=True)

    with django_assert_num_queries(1):
        said = manage("djstripe_inbox", "list", "--type", "invoice.*", "--limit", "3")

    lines = said.splitlines()
    assert len(lines) == 4 and "evt_4" in lines[1] and "retrying" in lines[1] and "test" in lines[1]
    assert KEY not in said and "sk_test_…" in said
    assert "evt_other" in manage("djstripe_inbox", "list", "--live", "--since", "1h")
    assert manage("djstripe_inbox", "list", "--until", "yesterday") == "None.\n"
    (one,) = manage("djstripe_inbox", "list", "evt_other", "--json").splitlines()
    assert json.loads(one)["type"] == "customer.created"


def test_runs_are_listed_too() -> None:
    run("shop.thank", failed="no")
    run("shop.count")

    said = manage("djstripe_inbox", "list", "--receiver", "*.thank")

    assert "shop.thank" in said and "shop.count" not in said
    assert "shop.count" in manage("djstripe_inbox", "list", "--receivers")


def test_one_entry_is_shown_with_all_that_is_known_of_it() -> None:
    endpoint = WebhookEndpoint.objects.create(
        id="we_1", djstripe_owner_account_id=ACCOUNT, url="https://example.com/stripe"
    )
    body = event()
    body["data"]["object"]["metadata"] = {"oops": KEY}
    one = entry(failed=f"ValueError: {KEY}", webhook_endpoint=endpoint, body=body)
    entry(source="again", state=WorkState.DONE, created=ago(hours=1))
    run("shop.thank", state=WorkState.DONE)
    run("shop.count", failed="RuntimeError: closed")

    by_number = manage("djstripe_inbox", "show", str(one.pk), "--body")
    by_event = manage("djstripe_inbox", "show", "evt_1")

    for words in (
        "customer.updated",
        "customer cus_1",
        "we_1  https://example.com/stripe",
        "a whole payload in our API version",
        "retrying",
        "ValueError: sk_test_…",
        "shop.thank",
        "RuntimeError: closed",
        "delivered again, done",
        '"metadata"',
    ):
        assert words in by_number
    assert KEY not in by_number and "evt_1" in by_event


def test_an_entry_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="djstripe_process_events --ids"):
        manage("djstripe_inbox", "show", "evt_unknown")


def test_all_that_failed_is_replayed() -> None:
    entry("dead", state=WorkState.DEAD, failed="no")
    entry("retries", failed="no", tries=3)
    entry("done", state=WorkState.DONE)
    run(state=WorkState.DEAD, failed="no")

    tried = manage("djstripe_inbox", "replay", "--failed", "--dry-run")
    said = manage("djstripe_inbox", "replay", "--failed")

    assert "2 events would be replayed." in tried and "--receivers takes them along" in tried
    assert "2 events will be tried again." in said
    assert WebhookEventTrigger.objects.filter(tries=0, exception="").count() == 3
    assert ReceiverRun.objects.get().state == WorkState.DEAD
    said = manage("djstripe_inbox", "replay", "--failed", "--receivers")
    assert "1 run of receivers will be tried again" in said
    assert ReceiverRun.objects.get().state == WorkState.WAITING


def test_a_replay_at_once_says_what_came_of_it(settings: Any) -> None:
    entry("good", state=WorkState.DEAD)

    said = manage("djstripe_inbox", "replay", "good", "--now")
    settings.DJSTRIPE_TRUST_EVENT_PAYLOADS = False
    with pytest.raises(CommandError, match="tried again later"):
        manage("djstripe_inbox", "replay", "good", "--now")

    assert "1 event applied, 0 failed" in said
    assert state("good") == WorkState.WAITING


@pytest.mark.parametrize("verb", ["replay", "dismiss"])
def test_nothing_is_done_to_everything_by_accident(verb: str) -> None:
    entry(state=WorkState.DEAD)

    with pytest.raises(CommandError, match=f"Say which to {verb}"):
        manage("djstripe_inbox", verb)
    assert "1 event would" in manage("djstripe_inbox", verb, "--all", "--dry-run")
    assert "1 event " in manage("djstripe_inbox", verb, "--all")


def test_dead_letters_are_dismissed() -> None:
    entry("dead", state=WorkState.DEAD)
    entry("waits")
    run(state=WorkState.DEAD)

    manage("djstripe_inbox", "dismiss", "--state", "dead", "--receivers")

    assert (state("dead"), state("waits")) == (WorkState.DISMISSED, WorkState.WAITING)
    assert ReceiverRun.objects.get().state == WorkState.DISMISSED


def test_pausing_and_resuming() -> None:
    entry()

    manage("djstripe_inbox", "pause")
    assert inbox.is_paused()
    assert "The inbox is paused" in manage("djstripe_inbox", "status")
    assert "they wait" in manage("djstripe_inbox", "replay", "evt_1")
    assert "waiting: 1 event." in manage("djstripe_inbox", "resume")
    assert not inbox.is_paused()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["list", "--since", "soonish"], "'soonish' is no moment"),
        (["list", "--state", "odd"], "invalid choice"),
        (["list", "--endpoint", "we_9"], "No endpoint has the id or the uuid 'we_9'"),
        ([], "VERB"),
    ],
)
def test_what_is_typed_wrong_is_said(words: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        manage("djstripe_inbox", *words)


def test_the_inbox_is_pruned() -> None:
    entry("old", state=WorkState.DONE, created=ago(days=100))
    entry("new", state=WorkState.DONE)

    tried = manage("djstripe_prune", "--dry-run")
    said = manage("djstripe_prune", "--days", "60")

    assert "1 entry and 0 runs of receivers, older than 90 days, would be deleted." in tried
    assert "older than 60 days, deleted" in said
    assert WebhookEventTrigger.objects.get().event_stripe_id == "new"
    with pytest.raises(CommandError, match="receivers would run again"):
        manage("djstripe_prune", "--days", "3")
