"""
What happens by itself: when something is due on an object, and what is done then.

`plan()` notes the next moment at which something happens to an object; it is kept with the object,
and an index has them in order, so that letting time pass costs what happens in it. `@due(kind)`
registers what happens to objects of a type; it looks at the object's state, does what is due, and
plans the next moment if there is one. An object on a test clock is due by that clock.
"""

from __future__ import annotations

from collections.abc import Callable

from .catalogue import Json
from .events import Journal
from .state import Record, Shelf, State, Transaction
from .world import World

Act = Callable[[World, Record], object]
ACTS: dict[str, Act] = {}


def due(kind: str) -> Callable[[Act], Act]:
    """Register what happens to an object of a type when its moment comes."""

    def register(function: Act) -> Act:
        ACTS[kind] = function
        return function

    return register


def plan(world: World, record: Record, moment: int | None, clock: str | None = None) -> None:
    """
    Let something happen to an object at a moment, in Unix seconds, and not before; None: never.

    It takes the place of what was planned. `clock` is the test clock that decides, "" for the
    sandbox's own; without it, the object's.
    """
    on = str(record.data.get("test_clock") or "") if clock is None else clock
    kept = {name: None for name in record.hidden if name.startswith(_PATH)}
    changed: Json = {**kept, _path(on): moment}
    if any(record.hidden.get(name) != value for name, value in changed.items()):
        world.shelf.hide(record, **changed)


def planned(record: Record) -> int | None:
    """The moment at which something will happen to an object."""
    moments = [record.hidden[name] for name in record.hidden if name.startswith(_PATH)]
    return next((moment for moment in moments if moment is not None), None)


def first(state: State, clock: str = "") -> tuple[int, Shelf, Record] | None:
    """What is due next on a clock: when, where and to which object."""
    path = _path(clock)
    found = None
    for shelf in state.shelves.values():
        for kind in ACTS:
            table = shelf.tables.get(kind)
            waiting = table.ordered(path).found if table is not None else None
            if waiting and (found is None or waiting[0][:2] < found[0]):
                found = (waiting[0][:2], shelf, waiting[0][2])
    return (found[0][0], found[1], found[2]) if found is not None else None


def happen(journal: Journal, now: Callable[[], int], to: int, clock: str = "") -> bool:
    """
    Do the first thing that is due until a moment, as Stripe does it by itself; False if there is
    none. A test clock's objects stand at the moment it was due; for the sandbox's own clock, set
    it there before.
    """
    next = first(journal.state, clock)
    if next is None or next[0] > to:
        return False
    moment, shelf, record = next
    world = World(shelf, now, journal)
    world.stopped = moment if clock else None
    if journal.state.transaction is not None:  # a test clock that a request advances
        act(world, record)
    else:
        with Transaction(journal.state):
            act(world, record)
    return True


def act(world: World, record: Record) -> None:
    """Do what is due on an object."""
    plan(world, record, None)
    ACTS[record.kind](world, record)


_PATH = "@due"


def _path(clock: str) -> str:
    return f"{_PATH} {clock}" if clock else _PATH
