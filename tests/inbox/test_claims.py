"""Who does which piece of work, and what becomes of what nobody ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from djstripe import inbox
from djstripe.inbox import claims
from djstripe.models import WebhookEndpoint, WebhookEventTrigger, WorkState

from .entries import ago, entry

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def due(id: str, minutes_ago: int = 1, **more: Any) -> WebhookEventTrigger:
    return entry(id, due=NOW - minutes_ago * MINUTE, **more)


def claim(token: str, limit: int = 10, at: dt.datetime = NOW) -> list[str]:
    entries = claims.claim(WebhookEventTrigger.objects.all(), token, limit=limit, now=at)
    return [one.event_stripe_id for one in entries]


def states() -> dict[str, str]:
    return dict(WebhookEventTrigger.objects.values_list("event_stripe_id", "state"))


def test_what_is_due_is_claimed_the_oldest_first_and_by_one_alone() -> None:
    due("evt_new", 1)
    due("evt_old", 9)
    due("evt_middle", 5)
    due("evt_not_yet", -5)
    due("evt_done", state=WorkState.DONE)
    due("evt_dead", state=WorkState.DEAD)
    due("evt_dismissed", state=WorkState.DISMISSED)

    assert set(claim("a", limit=2)) == {"evt_old", "evt_middle"}
    assert claim("b") == ["evt_new"]
    assert claim("c") == []


def test_what_a_dead_worker_left_comes_due_again_when_its_lease_is_over() -> None:
    due("evt_1")
    claim("of the dead")

    with override_settings(DJSTRIPE_INBOX_LEASE_SECONDS=120):
        assert claim("b", at=NOW + 1 * MINUTE) == []
        assert claim("b", at=NOW + 3 * MINUTE) == ["evt_1"]
    assert WebhookEventTrigger.objects.get().tries == 2


def test_what_kills_its_workers_is_claimed_alone_and_given_up() -> None:
    due("evt_poison", tries=claims.FEW_TRIES)
    due("evt_poison_too", tries=claims.FEW_TRIES)
    due("evt_harmless", 0)

    assert claim("a") == ["evt_harmless"]
    assert len(claim("b")) == len(claim("c")) == 1
    WebhookEventTrigger.objects.filter(event_stripe_id="evt_harmless").update(state=WorkState.DONE)
    with override_settings(DJSTRIPE_INBOX_MAX_TRIES=claims.FEW_TRIES + 1):
        assert claim("d", at=NOW + 60 * MINUTE) == []

    assert states() == {
        "evt_harmless": WorkState.DONE,
        "evt_poison": WorkState.DEAD,
        "evt_poison_too": WorkState.DEAD,
    }
    dead = WebhookEventTrigger.objects.filter(state=WorkState.DEAD)
    assert all("never ended" in one.exception for one in dead)


def test_what_is_given_up_does_not_hold_up_what_is_behind_it() -> None:
    for number in range(5):
        due(f"evt_{number}", 10 - number, tries=50)
    due("evt_last", tries=claims.FEW_TRIES)

    assert claim("a") == ["evt_last"]


def test_only_one_of_two_claimants_can_end_it() -> None:
    due("evt_1")
    [mine] = claims.claim(WebhookEventTrigger.objects.all(), "a", limit=1, now=NOW)
    later = NOW + 60 * MINUTE
    [theirs] = claims.claim(WebhookEventTrigger.objects.all(), "b", limit=1, now=later)

    assert claims.finish(theirs, now=later)
    assert not claims.finish(mine, now=later)
    claims.fail(mine, RuntimeError("too late"), now=later)
    assert states() == {"evt_1": WorkState.DONE}
    assert WebhookEventTrigger.objects.get().exception == ""


def test_what_is_released_is_due_at_once_and_no_try() -> None:
    due("evt_1")
    entries = claims.claim(WebhookEventTrigger.objects.all(), "a", limit=1, now=NOW)

    claims.release(entries, now=NOW)

    assert claim("b") == ["evt_1"]
    assert WebhookEventTrigger.objects.get().tries == 1


def test_a_try_that_failed_comes_due_later_and_the_last_one_is_a_dead_letter() -> None:
    due("evt_1")
    at = NOW
    with override_settings(DJSTRIPE_INBOX_MAX_TRIES=3):
        for number in range(3):
            [one] = claims.claim(WebhookEventTrigger.objects.all(), "a", limit=1, now=at)
            claims.fail(one, RuntimeError(f"try {number}\x00" + "x" * 500), now=at)
            assert claim("b", at=at) == []
            at += dt.timedelta(days=1)

    dead = WebhookEventTrigger.objects.get()
    assert (dead.state, dead.tries) == (WorkState.DEAD, 3)
    assert dead.exception.startswith("RuntimeError: try 2") and len(dead.exception) == 255


def test_claiming_costs_the_same_for_one_and_for_many() -> None:
    endpoint = WebhookEndpoint.objects.create(id="we_1", secret="whsec_of_a_test")

    def cost(count: int) -> int:
        for number in range(count):
            entry(f"evt_{count}_{number}", webhook_endpoint=endpoint, due=ago(minutes=5))
        with CaptureQueriesContext(connection) as captured:
            tally = inbox.drain()
        assert tally.applied == count
        return len(captured)

    cost(1)
    assert cost(2) == cost(30)
