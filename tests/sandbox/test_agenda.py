"""What happens by itself happens at its moment, one thing after the other."""

import pytest

from djstripe.sandbox import Sandbox, agenda

NOW = 1_790_000_000


@pytest.fixture
def happened(monkeypatch):
    """Products are renamed when their moment comes; (name, moment) of each."""
    seen = []

    def act(world, record):
        seen.append((record.data["name"], world.now - NOW))
        world.update(record, {"description": f"due at {world.now - NOW}"})
        if record.data["name"] == "daily":
            agenda.plan(world, record, world.now + 86_400)

    monkeypatch.setitem(agenda.ACTS, "product", act)
    return seen


def planned(sandbox, name, seconds, account=None, clock=None):
    world = sandbox.world(account)
    record = world.create("product", {"name": name})
    agenda.plan(world, record, NOW + seconds, clock)
    return record


def test_things_happen_in_the_order_of_their_moments_whatever_account_they_are_on(
    sandbox, happened
):
    sandbox.connect("acct_2")
    planned(sandbox, "late", 300)
    planned(sandbox, "early", 100)
    planned(sandbox, "elsewhere", 200, "acct_2")

    sandbox.advance(250)

    assert happened == [("early", 100), ("elsewhere", 200)]
    assert [e["created"] - NOW for e in sandbox.events[-2:]] == [100, 200]
    assert sandbox.events[-1]["request"] == {"id": None, "idempotency_key": None}
    assert sandbox.clock.now() == NOW + 250


def test_what_repeats_is_planned_again(sandbox, happened):
    record = planned(sandbox, "daily", 86_400)

    sandbox.advance(3 * 86_400)

    assert [moment // 86_400 for _, moment in happened] == [1, 2, 3]
    assert agenda.planned(record) == NOW + 4 * 86_400


def test_a_plan_takes_the_place_of_the_one_before(sandbox, happened):
    record = planned(sandbox, "moved", 100)
    agenda.plan(sandbox.world(), record, NOW + 200)
    gone = planned(sandbox, "called off", 100)
    agenda.plan(sandbox.world(), gone, None)

    sandbox.advance(1_000)

    assert happened == [("moved", 200)]


def test_plans_outlive_a_dump(sandbox, happened):
    planned(sandbox, "kept", 100)
    other = Sandbox(now=0)
    other.load(sandbox.dump())

    other.advance(100)

    assert happened == [("kept", 100)]


def test_a_running_clock_catches_up_when_it_is_asked(happened):
    from djstripe.sandbox.clock import Clock

    moments = [NOW]
    sandbox = Sandbox(clock=Clock(following=lambda: moments[0]))
    planned(sandbox, "past", 100)
    moments[0] += 500

    sandbox.list("product")

    assert happened == [("past", 500)]


def test_an_object_on_a_test_clock_waits_for_that_clock(sandbox, happened):
    world = sandbox.world()
    planned(sandbox, "on a clock", 100, clock="clock_1")

    sandbox.advance(1_000)

    assert happened == []
    assert agenda.happen(sandbox.journal, sandbox.clock.now, NOW + 500, "clock_1")
    assert happened == [("on a clock", 100)]
    assert world.find("product", sandbox.all("product")[0]["id"]) is not None
