"""
Whose time it is: an operation about a customer on a test clock happens at the clock's frozen time.

https://docs.stripe.com/billing/testing/test-clocks
"""

from __future__ import annotations

from typing import Any

from .catalogue import Json
from .world import World

KIND = "test_helpers.test_clock"
# What a customer has and Stripe keeps on the customer's clock.
OWNED = ("subscription", "invoice", "invoiceitem", "quote", "subscription_schedule")


def stand_at(world: World, kinds: tuple[str, ...], ids: dict[str, str], params: Json) -> None:
    """Let a world stand where the clock stands of whom an operation is about, if there is one."""
    if not world.shelf.table(KIND).order:
        return
    clock = world.find(KIND, _clock_of(world, kinds, ids, params))
    if clock is not None:
        world.stopped = clock.data["frozen_time"]


def _clock_of(world: World, kinds: tuple[str, ...], ids: dict[str, str], params: Json) -> Any:
    """The id of the clock that is named, or of that of the object or the customer that is named."""
    if params.get("test_clock"):
        return params["test_clock"]
    named = [(name, params.get(name)) for name in ("customer", "subscription", "invoice")]
    named += [(one, id) for id in ids.values() for one in (*kinds, "customer", *OWNED)]
    for name, id in named:
        record = world.find(name, id)
        if record is None:
            continue
        for owner in (record, *(world.find(k, record.value(k)) for k in ("customer", *OWNED))):
            if owner is not None and owner.data.get("test_clock"):
                return owner.data["test_clock"]
    return None
