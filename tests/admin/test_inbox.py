"""The inbox in the admin: how it stands, what failed and why, another try, a pause."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from djstripe import inbox
from djstripe.models import (
    Customer,
    ReceiverRun,
    WebhookEndpoint,
    WebhookEventTrigger,
    WorkState,
)
from tests.admin.pages import put, url
from tests.admin.test_permissions import member
from tests.inbox.entries import ago, entry, event, run
from tests.worlds import ACCOUNT, payload_of

pytestmark = pytest.mark.django_db

KEY = "sk_test_" + "51MustNeverBeShown00001"


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def act(browser: Client, model: Any, action: str, *rows: Any) -> str:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return said(browser.post(url(model), chosen, follow=True))


def press(browser: Client, row: Any, verb: str) -> Any:
    return browser.post(url(type(row), "do", row.pk, verb), follow=True)


def numbers(browser: Client) -> dict[str, str]:
    """The numbers above the list, by what they count."""
    head = browser.get(url(WebhookEventTrigger)).context["dj_inbox"]
    return {what: number for number, what, _, _ in head["numbers"]}


# the top of the list


def test_the_numbers_stand_above_the_list_and_lead_to_what_they_count(browser: Client) -> None:
    entry("due", due=ago(minutes=10))
    entry("dead", state=WorkState.DEAD)
    run(state=WorkState.DEAD)

    page = browser.get(url(WebhookEventTrigger))

    head = page.context["dj_inbox"]
    found = {what: link for _, what, _, link in head["numbers"]}
    told = numbers(browser)
    assert told["dead letters"] == "1" and 600 <= int(told["the oldest waits"].split()[0]) < 700
    dead = browser.get(found["dead letters"])
    runs = browser.get(found["dead runs"])
    assert (dead.context["cl"].result_count, runs.context["cl"].result_count) == (1, 1)
    assert len(head["problems"]) == 2
    assert "does anybody drain the inbox" in page.content.decode()


def test_the_inbox_is_paused_and_resumed_by_buttons_alone(browser: Client) -> None:
    pause, resume = url(WebhookEventTrigger, "pause"), url(WebhookEventTrigger, "resume")

    assert browser.get(pause).status_code == 405 and not inbox.is_paused()
    assert "Paused" in said(browser.post(pause, follow=True)) and inbox.is_paused()
    page = browser.get(url(WebhookEventTrigger)).content.decode()
    assert "The inbox is paused" in page and resume in page and pause not in page
    assert "Resumed" in said(browser.post(resume, follow=True)) and not inbox.is_paused()


def test_who_may_only_view_sees_the_numbers_and_no_button(db: None) -> None:
    viewer = member("view_webhookeventtrigger")
    entry(state=WorkState.DEAD)

    page = viewer.get(url(WebhookEventTrigger))

    assert page.context["dj_inbox"]["numbers"] and "Pause applying" not in page.content.decode()
    assert all("receiverrun" not in link for *_, link in page.context["dj_inbox"]["numbers"])
    for verb in ("pause", "resume"):
        assert viewer.post(url(WebhookEventTrigger, verb)).status_code == 403
    assert not inbox.is_paused()


def test_without_permission_not_even_the_numbers_are_seen(powerless: Client) -> None:
    for page in ("changelist", "pause", "resume"):
        assert powerless.get(url(WebhookEventTrigger, page)).status_code == 403
        assert powerless.post(url(WebhookEventTrigger, page)).status_code == 403


# the lists


@pytest.mark.parametrize("model", [WebhookEventTrigger, ReceiverRun])
def test_neither_list_costs_a_query_per_row(model: Any, browser: Client) -> None:
    ends = [
        WebhookEndpoint.objects.create(id=f"we_{n}", url=f"https://{n}.example.com")
        for n in range(3)
    ]

    def fill(numbers: range) -> None:
        for n in numbers:
            entry(f"evt_{n}", webhook_endpoint=ends[n % 3], failed="no")
            run(event=f"evt_{n}", failed="no")
            put({**event(f"evt_{n}"), "object": "event"})

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url(model)).status_code == 200
        return len(captured)

    fill(range(3))
    few = (queries(), queries())[1]
    fill(range(3, 40))

    assert queries() == few <= 14


def test_one_entrys_page_costs_no_query_per_run(browser: Client) -> None:
    row = entry()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url(WebhookEventTrigger, "change", row.pk)).status_code == 200
        return len(captured)

    run("shop.0")
    entry(source="again")
    few = (queries(), queries())[1]
    for n in range(1, 15):
        run(f"shop.{n}")
        entry(source="again")

    assert queries() == few <= 20


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=failed", 2),
        ("state=retrying", 1),
        ("state=dead", 1),
        ("state=nonsense", 4),
        ("source__exact=again", 1),
        ("endpoint=settings", 3),
        ("q=evt_dead", 1),
        ("q=invoice.", 1),
        ("livemode__exact=1", 0),
    ],
)
def test_entries_are_filtered_and_found(browser: Client, query: str, count: int) -> None:
    endpoint = WebhookEndpoint.objects.create(id="we_1", url="https://example.com")
    entry("evt_retries", failed="no", webhook_endpoint=endpoint)
    entry("evt_dead", state=WorkState.DEAD, failed="no")
    entry("evt_done", "invoice.paid", state=WorkState.DONE)
    entry("evt_done_2", state=WorkState.DONE, source="again")

    page = browser.get(f"{url(WebhookEventTrigger)}?{query}")

    assert page.context["cl"].result_count == count
    by_endpoint = browser.get(f"{url(WebhookEventTrigger)}?endpoint={endpoint.pk}")
    assert by_endpoint.context["cl"].result_count == 1


# one entry


def test_an_entrys_page_tells_all_that_is_known_of_it(browser: Client) -> None:
    put(payload_of(Customer, "cus_1", name="Ada Lovelace"))
    row = entry(failed=f"ValueError: {KEY}", signed_at=1_700_000_000)
    again = entry(source="again", state=WorkState.DONE)
    run("shop.receivers.thank", failed="RuntimeError: closed")

    page = browser.get(url(WebhookEventTrigger, "change", row.pk)).content.decode()

    for words in (
        "shop.receivers.thank",
        "RuntimeError: closed",
        "Ada Lovelace",
        "a whole payload in our API version",
        "ValueError: sk_test_…",
        "2023-11-14 22:13:20 UTC",
        url(WebhookEventTrigger, "change", again.pk),
        "Other deliveries of this event",
    ):
        assert words in page
    assert KEY not in page


def test_what_failed_is_applied_again_and_what_succeeded_may_be(browser: Client) -> None:
    row = entry(state=WorkState.DEAD, failed="no")

    assert "It was applied." in said(press(browser, row, "apply"))
    assert Customer.objects.get().name == "Ada"
    Customer.objects.all().delete()
    assert "It was applied." in said(press(browser, row, "apply"))

    assert Customer.objects.get().name == "Ada"


def test_the_receivers_of_an_entry_run_again_after_a_question(browser: Client) -> None:
    row = entry(state=WorkState.DONE)
    run("nobody.listens", state=WorkState.DONE)
    put({**event(), "object": "event"})

    asked = browser.get(url(WebhookEventTrigger, "do", row.pk, "receivers")).content.decode()

    assert "also those that have succeeded" in asked
    assert "0 receivers ran, 1 failed." in said(press(browser, row, "receivers"))
    assert "ReceiverGone" in ReceiverRun.objects.get().exception
    without = entry("evt_2", state=WorkState.DONE)
    assert press(browser, without, "receivers").status_code == 404


def test_an_entry_and_a_run_are_dismissed(browser: Client) -> None:
    dead, dead_run = entry(state=WorkState.DEAD), run(state=WorkState.DEAD)

    press(browser, dead, "dismiss")
    press(browser, dead_run, "dismiss")

    for row in (dead, dead_run):
        row.refresh_from_db()
        assert row.state == WorkState.DISMISSED
        assert press(browser, row, "dismiss").status_code == 404  # nothing is left to dismiss


# many


def test_many_are_tried_again_later_or_dismissed(browser: Client) -> None:
    rows = [entry(f"evt_{n}", state=WorkState.DEAD, failed="no") for n in range(3)]
    forged = entry("evt_forged", valid=False, state=WorkState.DEAD)

    told = act(browser, WebhookEventTrigger, "replay", *rows, forged)
    assert "3 events will be tried again." in told
    assert WebhookEventTrigger.objects.filter(state="waiting", exception="").count() == 3
    assert "1 event dismissed." in act(browser, WebhookEventTrigger, "dismiss", rows[0])
    assert "2 of 2 succeeded." in act(browser, WebhookEventTrigger, "apply_again", *rows[1:])


def test_many_runs_are_tried_again(browser: Client) -> None:
    rows = [run(event=f"evt_{n}", state=WorkState.DEAD, failed="no") for n in range(2)]

    assert "2 runs will be tried again." in act(browser, ReceiverRun, "replay", *rows)
    told = act(browser, ReceiverRun, "apply_again", *rows)
    assert "0 of 2 succeeded." in told and "is not in the mirror any more" in told
    assert "2 runs dismissed." in act(browser, ReceiverRun, "dismiss", *rows)


def test_too_many_at_once_are_left_to_a_worker(browser: Client) -> None:
    rows = [entry(f"evt_{n}", state=WorkState.DEAD) for n in range(51)]

    told = act(browser, WebhookEventTrigger, "apply_again", *rows)

    assert "Choose at most 50" in told
    assert not Customer.objects.exists()


def test_who_may_only_view_has_no_actions(db: None) -> None:
    viewer = member("view_webhookeventtrigger", "view_receiverrun")
    row, its_run = entry(state=WorkState.DEAD), run(state=WorkState.DEAD)

    for one in (row, its_run):
        page = viewer.get(url(type(one))).content.decode()
        assert not re.findall(r'<option value="(replay|dismiss|apply_again)"', page)
        for action in ("replay", "dismiss", "apply_again"):
            chosen = {"action": action, "_selected_action": [one.pk]}
            viewer.post(url(type(one)), chosen)
        one.refresh_from_db()
        assert one.state == WorkState.DEAD
    assert ACCOUNT in viewer.get(url(ReceiverRun, "change", its_run.pk)).content.decode()
