"""
One state, shown in any recent version of Stripe's API.

The shelves hold objects in the current shape. A step of the ladder turns what a version of the
API changed back into what stood there before; an older version is reached by going down all steps
that are newer than it. `versions.json` (`tools/sandbox_versions.py` writes it) says which fields
each step's version added and which it took away; the functions here say where values moved to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .catalogue import Json
from .state import Shelf

CURRENT = "2026-10-28.endive"


class Step(NamedTuple):
    """A version that changed shapes, and how each type is shown before it."""

    since: str  # the date from which the newer shape stands
    before: dict[str, Callable[[Json, Shelf | None], None]]


LADDER: list[Step] = []  # newest first


def is_current(version: str) -> bool:
    """Whether a version shows everything in the shape in which the state holds it."""
    return not steps_after(version)


def steps_after(version: str) -> list[Step]:
    """The steps between the current shape and a version's, newest first."""
    return [step for step in LADDER if step.since > version[:10]]


def shown(tree: Any, version: str, shelf: Shelf | None = None) -> Any:
    """
    A JSON tree in the current shape, as a version of the API shows it; the tree is not altered.

    Objects are known by their `object` wherever they stand in it: alone, in lists, expanded.
    What an older version shows of other objects (a charge's invoice) is looked up on `shelf`, as
    it is now. Events are left as they are: each has the version it was made in.
    """
    for step in steps_after(version):
        tree = _walked(tree, step, shelf)
    return tree


def undone(after: Json, previous: Json) -> Json:
    """The object before an update: `previous` laid over it, hash by hash."""
    before = dict(after)
    for name, old in previous.items():
        new = after.get(name)
        deep = isinstance(old, dict) and isinstance(new, dict) and "object" not in old
        before[name] = undone(new, old) if deep else old  # type: ignore[arg-type]
    return before


def _walked(node: Any, step: Step, shelf: Shelf | None) -> Any:
    """A tree one step down: each object by its type, the outer before the inner."""
    if isinstance(node, list):
        return [_walked(one, step, shelf) for one in node]
    if not isinstance(node, dict) or node.get("object") == "event":
        return node
    kind = node.get("object")
    down = step.before.get(kind) if isinstance(kind, str) else None
    if down is not None and not node.get("deleted"):
        node = dict(node)
        down(node, shelf)
    return {name: _walked(value, step, shelf) for name, value in node.items()}
