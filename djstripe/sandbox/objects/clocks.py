"""
Test clocks: a customer on one, and what belongs to it, lives at the clock's frozen time.

Advancing moves that time, and what comes due on the way happens at its moment.
https://docs.stripe.com/billing/testing/test-clocks
"""

from __future__ import annotations

from ..agenda import happen
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour
from ..testclocks import KIND, OWNED
from ..world import World
from .money import DAY

KEPT_SECONDS = 30 * DAY  # a clock deletes itself after that
FURTHEST_SECONDS = 2 * 365 * DAY  # at once, without subscriptions


@behaviour("POST", "/v1/test_helpers/test_clocks")
def create_clock(call: Call) -> Answer:
    world, frozen = call.world, call.params["frozen_time"]
    if world.shelf.livemode:
        raise invalid("Test clocks exist in test mode only.")
    fields = {
        "deletes_after": world.now + KEPT_SECONDS,
        "frozen_time": frozen,
        "name": call.params.get("name"),
        "status": "ready",
        "status_details": {},
    }
    return world.create(KIND, fields)


@behaviour("POST", "/v1/test_helpers/test_clocks/{test_clock}/advance")
def advance_clock(call: Call) -> Answer:
    """
    The answer says `advancing`; by the time it is read the clock is `ready`.

    Both are told by events. Raises if the time lies back, or further than Stripe goes at once.
    """
    world, record = call.world, call.world.get(KIND, call.id)
    now, to = record.data["frozen_time"], call.params["frozen_time"]
    if to <= now:
        raise invalid("The frozen time must lie after the clock's present one.", "frozen_time")
    if to - now > FURTHEST_SECONDS:
        raise invalid("A clock advances by at most two years at once.", "frozen_time")
    details = {"advancing": {"target_frozen_time": to}}
    changes = {"status": "advancing", "status_details": details}
    world.update(record, changes, f"{KIND}.advancing")
    shown = dict(record.data)
    if world.journal is not None:
        while happen(world.journal, lambda: world.clock, to, record.id):
            pass
    ready = {"status": "ready", "status_details": {}, "frozen_time": to}
    world.update(record, ready, f"{KIND}.ready")
    return shown


@behaviour("DELETE", "/v1/test_helpers/test_clocks/{test_clock}")
def delete_clock(call: Call) -> Answer:
    """The clock's customers go with it, and what they have; only the clock's end is told."""
    world, record = call.world, call.world.get(KIND, call.id)
    for customer in world.all("customer", "test_clock", record.id):
        _forget(world, customer)
    world.delete(record)
    return {"id": record.id, "object": KIND, "deleted": True}


def _forget(world: World, customer: Record) -> None:
    for kind in OWNED:
        for one in world.all(kind, "customer", customer.id):
            world.delete(one, None)
    world.delete(customer, None)
