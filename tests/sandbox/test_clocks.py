"""Test clocks: whose time it is, and which lists show what stands on one."""

import pytest

from djstripe.sandbox import StripeRefused

NOW = 1_790_000_000
THEN = 1_800_000_000
DAY = 86_400


@pytest.fixture
def clock(client):
    return client.v1.test_helpers.test_clocks.create({"frozen_time": THEN, "name": "c"})


@pytest.fixture
def frozen(sandbox, clock):
    """A customer on the clock, with a card."""
    return sandbox.create("customer", test_clock=clock.id, payment_method="pm_card_visa")["id"]


def types(sandbox):
    return [event["type"] for event in sandbox.events]


def test_a_clock_is_made_read_listed_and_deleted(sandbox, client, clock):
    clocks = client.v1.test_helpers.test_clocks
    read, listed = clocks.retrieve(clock.id), clocks.list().data
    deleted = clocks.delete(clock.id)

    assert (read.frozen_time, read.status, read.name) == (THEN, "ready", "c")
    assert read.deletes_after == NOW + 30 * DAY
    assert [one.id for one in listed] == [clock.id]
    assert deleted.deleted
    assert types(sandbox) == ["test_helpers.test_clock.created", "test_helpers.test_clock.deleted"]


def test_a_clock_advances(sandbox, client, clock):
    answer = client.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": THEN + DAY})

    assert (answer.status, answer.frozen_time) == ("advancing", THEN)
    assert answer.status_details.advancing.target_frozen_time == THEN + DAY
    after = client.v1.test_helpers.test_clocks.retrieve(clock.id)
    assert (after.status, after.frozen_time) == ("ready", THEN + DAY)
    assert types(sandbox)[1:] == [
        "test_helpers.test_clock.advancing",
        "test_helpers.test_clock.ready",
    ]
    assert [event["data"]["object"]["status"] for event in sandbox.events[1:]] == [
        "advancing",
        "ready",
    ]


@pytest.mark.parametrize("to", [THEN, THEN - 1, THEN + 3 * 365 * DAY])
def test_a_clock_goes_neither_back_nor_too_far(sandbox, clock, to):
    with pytest.raises(StripeRefused):
        sandbox.call("POST", f"/v1/test_helpers/test_clocks/{clock.id}/advance", frozen_time=to)

    assert sandbox.retrieve("test_helpers.test_clock", clock.id)["frozen_time"] == THEN


def test_clocks_exist_in_test_mode_only(sandbox):
    path, params = "/v1/test_helpers/test_clocks", {"frozen_time": THEN}

    assert sandbox.request("POST", path, params, key="sk_live_x").status == 400


def test_what_a_customer_on_a_clock_has_lives_at_its_time(sandbox, client, clock, frozen, price):
    made = sandbox.create("subscription", customer=frozen, items=[{"price": price["id"]}])
    invoice = sandbox.retrieve("invoice", made["latest_invoice"])
    clocks = client.v1.test_helpers.test_clocks
    clocks.advance(clock.id, {"frozen_time": THEN + DAY})
    canceled = sandbox.delete("subscription", made["id"])

    assert (made["test_clock"], invoice["test_clock"]) == (clock.id, clock.id)
    assert (made["created"], made["start_date"], invoice["created"]) == (THEN, THEN, THEN)
    assert made["items"]["data"][0]["current_period_start"] == THEN
    assert canceled["ended_at"] == THEN + DAY
    assert sandbox.events[-1]["created"] == THEN + DAY
    assert sandbox.create("customer")["created"] == NOW


def test_events_on_a_clock_are_listed_as_they_come(sandbox, clock, frozen):
    """An event about an object on a clock has the clock's time and comes when it comes."""
    sandbox.create("product", name="now")
    sandbox.modify("customer", frozen, name="then")

    listed = sandbox.list("event", limit=2)["data"]
    assert [(one["type"], one["created"]) for one in listed] == [
        ("customer.updated", THEN),
        ("product.created", NOW),
    ]
    later = sandbox.list("event", created={"gt": NOW})["data"]
    assert {one["created"] for one in later} == {THEN}


def test_unfiltered_lists_leave_out_what_stands_on_a_clock(sandbox, clock, frozen, price):
    free = sandbox.create("customer", payment_method="pm_card_visa")["id"]
    for customer in (free, frozen):
        sandbox.create("subscription", customer=customer, items=[{"price": price["id"]}])

    def owners(kind, **params):
        name = "id" if kind == "customer" else "customer"
        return [one[name] for one in sandbox.list(kind, **params)["data"]]

    assert owners("customer") == [free]
    assert owners("customer", test_clock=clock.id) == [frozen]
    assert owners("subscription") == [free]
    assert owners("subscription", test_clock=clock.id) == [frozen]
    assert owners("subscription", customer=frozen) == [frozen]
    assert sorted(owners("invoice")) == sorted([free, frozen])


def test_a_clocks_customers_go_with_it(sandbox, client, clock, frozen, price):
    made = sandbox.create("subscription", customer=frozen, items=[{"price": price["id"]}])
    mark = len(sandbox.events)

    client.v1.test_helpers.test_clocks.delete(clock.id)

    assert types(sandbox)[mark:] == ["test_helpers.test_clock.deleted"]
    assert sandbox.request("GET", f"/v1/subscriptions/{made['id']}").status == 404
    assert sandbox.retrieve("customer", frozen)["deleted"] is True
