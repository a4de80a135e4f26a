"""
One state, shown in any recent version of Stripe's API.

The shelves hold objects in the current shape. Each step of the ladder undoes what one version
changed; an object reaches an older version by going down all steps that are newer than it, the
newest first, and then the objects inside it do. At a step an object is altered by its move
(`moves.py`: values that stood elsewhere), then loses the fields that did not exist yet and gets the
ones that always stood there (`versions.json`, written by `tools/sandbox_versions.py` from the
SDK's own releases).

Versions between two steps have the shapes of the older one: 2024-06-20 those before acacia,
2025-06-30.basil those of basil. Versions before 2020-08-27 are shown as 2020-08-27 was, but for a
customer's lists.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from . import catalogue
from .catalogue import Json
from .errors import ApiError
from .moves import MOVES, Move
from .render import embedded_list, view
from .state import OWNED, Record, Shelf

CURRENT = "2026-10-28.endive"


class Step(NamedTuple):
    """One version that changed shapes: since when, and how its changes are undone by type."""

    since: str  # the day of the first version that has the newer shape
    moves: dict[str, Move]
    fields: Json  # by type, what was added and what was dropped


@cache
def ladder() -> tuple[Step, ...]:
    """All steps, newest first."""
    fields = {step["since"]: step["objects"] for step in catalogue.steps()}
    days = sorted(fields.keys() | MOVES.keys(), reverse=True)
    return tuple(Step(day, MOVES.get(day, {}), fields.get(day, {})) for day in days)


@lru_cache(maxsize=512)
def steps_below(version: str) -> tuple[str, ...]:
    """The steps between the current shape and a version's; none if it has the current one."""
    return tuple(step.since for step in ladder() if step.since > version[:10])


def checked(version: str) -> str:
    """
    A version that Stripe knows, also with betas behind a semicolon; raises its error for others.

    `….preview` stands for the version of its day.
    """
    name = version.partition(";")[0].strip()
    day, _, release = name.partition(".")
    known = catalogue.versions()
    if name in known or (release == "preview" and any(one[:10] == day for one in known)):
        return version
    raise ApiError(f"Invalid Stripe API version: {version[:64]}")


# -- down the ladder -----------------------------------------------------------------------------

Changes = list[tuple[Move | None, Json]]


def shown(tree: Any, version: str, shelf: Shelf | None = None) -> Any:
    """
    A JSON tree in the current shape, as a version of the API shows it; the tree is not altered.

    Objects are known by their `object` wherever they stand in it: alone, in lists, expanded.
    What an older version shows of other objects (a charge's invoice) is looked up on `shelf` as
    it is now; without a shelf it is empty. Events are left alone: each keeps the version it was
    made in (`events.in_version`).
    """
    steps = steps_below(version)
    return _walked(tree, _changes(steps), Lookup(shelf)) if steps else tree


@lru_cache(maxsize=32)
def _changes(steps: tuple[str, ...]) -> dict[str, Changes]:
    """What happens to each type on the way down some steps."""
    found: dict[str, Changes] = {}
    for step in ladder():
        for kind in (step.moves.keys() | step.fields.keys()) if step.since in steps else ():
            change = (step.moves.get(kind), step.fields.get(kind, {}))
            found.setdefault(kind, []).append(change)
    return found


def undone(after: Json, previous: Json) -> Json:
    """The object before an update: `previous_attributes` laid over it, hash by hash."""
    before = dict(after)
    for name, old in previous.items():
        new = after.get(name)
        if isinstance(old, dict) and isinstance(new, dict) and "object" not in old:
            old = undone(new, old)
        before[name] = old
    return before


def _walked(node: Any, changes: dict[str, Changes], look: Lookup) -> Any:
    """A tree in the older shape; what has nothing to change is the same object as before."""
    if isinstance(node, list):
        walked = [_walked(one, changes, look) for one in node]
        return walked if any(a is not b for a, b in zip(walked, node, strict=True)) else node
    if not isinstance(node, dict) or node.get("object") == "event":
        return node
    before = node
    kind = node.get("object")
    if isinstance(kind, str) and kind in changes and not node.get("deleted"):
        node = dict(node)
        for move, fields in changes[kind]:
            if move is not None:
                move(node, look)
            _change_fields(node, fields)
    for name, value in list(node.items()):
        if value and isinstance(value, (dict, list)):
            inner = _walked(value, changes, look)
            if inner is not value:
                node = dict(node) if node is before else node
                node[name] = inner
    return node


def _change_fields(node: Json, fields: Json) -> None:
    """Take away what was added, and give an empty value to what always stood there."""
    for name, rule in fields.items():
        if rule == 0:
            node.pop(name, None)
        elif isinstance(rule, list):
            node.setdefault(name, rule[0])
        elif isinstance(node.get(name), (dict, list)):
            node[name] = _changed_below(node[name], rule)


def _changed_below(value: Any, fields: Json) -> Any:
    if isinstance(value, list):
        return [_changed_below(one, fields) for one in value]
    if not isinstance(value, dict):
        return value
    value = dict(value)
    _change_fields(value, fields)
    return value


class Lookup:
    """The state in the current shape (`moves.Look`)."""

    def __init__(self, shelf: Shelf | None) -> None:
        self.shelf = shelf

    def whole(self, kind: str, id: Any) -> Json | None:
        """An object by id, deleted ones too, or by itself where it is expanded already."""
        if isinstance(id, dict):
            return id
        if self.shelf is None or not isinstance(id, str):
            return None
        table = self.shelf.table(kind)
        found = table.records.get(id) or table.gone.get(id)
        return view(found) if found is not None else None

    def every(self, kind: str, field: str, value: Any) -> list[Record]:
        """The objects whose field has a value, oldest first."""
        if self.shelf is None or value is None:
            return []
        return list(self.shelf.table(kind).by(field, value))

    def members(self, owner: Json, field: str) -> Json | None:
        """A list of what an object owns, as it is shown embedded."""
        if self.shelf is None:
            return None
        found = self.shelf.find(owner["object"], str(owner.get("id")))
        return embedded_list(found, OWNED[owner["object"]][field]) if found is not None else None
