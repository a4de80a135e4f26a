"""
Take the Stripe objects out of a payload that stand in declared places.

Pure: a snapshot in, snapshots out. What was taken out is replaced by its id; what stands
anywhere else (a frozen copy, a preview) stays in its owner's JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..exceptions import InvalidPayload
from ..fields import OwnedSet, follow, id_of
from ..snapshot import Snapshot
from .recipe import Recipe, recipe_of
from .registry import carrier_for, model_for

MAX_ID = 255

# All that a deleted object's stub may say (a bank account's says its currency).
STUB = {"id", "object", "deleted", "livemode", "currency"}


@dataclass
class Found:
    """One object taken out of a payload, ready to be projected."""

    recipe: Recipe
    snapshot: Snapshot
    id: str
    account: str
    livemode: bool
    payload: dict[str, Any]
    of_set: FoundSet | None = None
    top: bool = False
    content: Any = None  # what of it is stored, once it has been worked out

    @property
    def is_stub(self) -> bool:
        """A deletion that says nothing but that the object is gone."""
        return self.snapshot.deleted and not (self.payload.keys() - STUB - {self.recipe.owner_path})

    @property
    def is_inside(self) -> bool:
        """
        A copy inside another object. It may outlive its original: a subscription goes on showing
        a plan that was deleted, and a discount its coupon.
        """
        return not self.top and self.of_set is None and not self.snapshot.deleted

    @property
    def key(self) -> tuple[str, str, bool]:
        return (self.id, self.account, self.livemode)


@dataclass
class FoundSet:
    """
    The whole of an owner's set, as one snapshot brought it.

    ``asked_as`` is what a look for it asks for: the owner's object name, or the summary's.
    """

    declared: OwnedSet
    asked_as: str
    owner_id: str
    account: str
    livemode: bool
    snapshot: Snapshot
    members: list[Found] = field(default_factory=list)

    @property
    def is_carried(self) -> bool:
        """Whether a summary brought it, and not its owner."""
        return carrier_for(self.asked_as) is not None

    @property
    def key(self) -> tuple[str, str, str, bool]:
        return (self.owner_id, self.declared.path, self.account, self.livemode)


@dataclass
class Unnested:
    """Everything one snapshot said: itself first, and the sets it brought."""

    objects: list[Found] = field(default_factory=list)
    sets: list[FoundSet] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)  # "owner id.path" of lists cut short


def unnest(snapshot: Snapshot) -> Unnested:
    """
    The objects a snapshot holds, each once, itself first.

    Raises InvalidPayload if it is no Stripe object.
    """
    result = Unnested()
    data = snapshot.data
    name = data.get("object")
    if isinstance(name, str) and carrier_for(name) is not None and not data.get("id"):
        _take_carried_set(snapshot, result)
        return result
    check(data)
    _take(snapshot, result, top=True)
    return result


def check(data: Any) -> None:
    """Raise InvalidPayload if this is not the JSON of a Stripe object with an id."""
    if not isinstance(data, Mapping):
        raise InvalidPayload(f"A payload must be a JSON object; this is a {type(data).__name__}.")
    name, id = data.get("object"), data.get("id")
    if not isinstance(name, str) or not name:
        raise InvalidPayload(
            f"This payload does not say what it is: object={name!r} (id={_short(id)}). "
            f"Stripe's objects carry their kind in 'object'."
        )
    if not isinstance(id, str) or not id:
        raise InvalidPayload(f"This {name} has no id (id={_short(id)}), so it cannot be mirrored.")
    if len(id) > MAX_ID:
        raise InvalidPayload(f"This {name} has an id of {len(id)} characters, room for {MAX_ID}.")
    if model_for(name) is None:
        raise InvalidPayload(f"No model stores objects of the kind {name!r}.")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _is_object(value: Any) -> bool:
    return (
        not isinstance(value, str)
        and isinstance(value, Mapping)
        and isinstance(value.get("object"), str)
        and value["object"] != "list"
        and isinstance(value.get("id"), str)
        and 0 < len(value["id"]) <= MAX_ID
        and model_for(value["object"]) is not None
    )


def _take(
    snapshot: Snapshot, result: Unnested, *, of_set: FoundSet | None = None, top: bool = False
) -> Found:
    """File one object and everything that stands in its declared places."""
    data = snapshot.data
    recipe = recipe_of(model_for(data["object"]))
    account = id_of(follow(data, recipe.owner_path)) if recipe.owner_path else None
    livemode = data.get("livemode")
    found = Found(
        recipe=recipe,
        snapshot=snapshot,
        id=data["id"],
        account=account if isinstance(account, str) and account else snapshot.account,
        livemode=livemode if isinstance(livemode, bool) else snapshot.livemode,
        payload={},
        of_set=of_set,
        top=top,
    )
    (of_set.members if of_set is not None else result.objects).append(found)

    def child(value: Any) -> Any:
        if not _is_object(value):
            return value
        _take(snapshot.about(value, account=found.account, livemode=found.livemode), result)
        return value["id"]

    payload = dict(data)
    for path in recipe.relations:
        if isinstance(data.get(_steps(path)[0][0]), dict | list):
            payload = replaced(payload, path, child)
    for nested in recipe.nested:
        payload = replaced(payload, nested.path + "[]", child)
    for declared in recipe.sets:
        payload = _take_set(found, declared, payload, result)
    if snapshot.deleted:
        for name, (_, declared) in recipe.set_carriers.items():
            _file_set(snapshot, declared, name, found, [], result)
    for pointer in recipe.pointers:
        target = pointer.pointer(data)
        if target is not None:
            _take(snapshot.about(target, account=found.account, livemode=found.livemode), result)
    found.payload = payload
    return found


def _take_set(
    owner: Found, declared: OwnedSet, payload: dict[str, Any], result: Unnested
) -> dict[str, Any]:
    """
    Take a whole set out of its owner's payload; a cut or frozen list brings no member, and of a
    deleted owner nothing is left.
    """
    if owner.snapshot.deleted:
        _file_set(owner.snapshot, declared, owner.snapshot.data["object"], owner, [], result)
        return replaced(payload, declared.path + "[]", _to_id)
    listed = follow(payload, declared.path)
    members = listed.get("data") if isinstance(listed, Mapping) else listed
    if not isinstance(members, list):
        return payload
    if declared.current is not None and not declared.current(owner.snapshot.data):
        return payload
    if isinstance(listed, Mapping) and listed.get("has_more"):
        result.cut.append(f"{owner.id}.{declared.path}")
    elif all(_is_object(member) for member in members):
        _file_set(owner.snapshot, declared, owner.snapshot.data["object"], owner, members, result)
    return replaced(payload, declared.path + "[]", _to_id)


def _file_set(
    snapshot: Snapshot,
    declared: OwnedSet,
    asked_as: str,
    owner: Any,
    members: list[Mapping[str, Any]],
    result: Unnested,
) -> None:
    stamp = snapshot.sets_stamp or snapshot.stamp
    filed = FoundSet(
        declared=declared,
        asked_as=asked_as,
        owner_id=owner.id,
        account=owner.account,
        livemode=owner.livemode,
        snapshot=snapshot.about(snapshot.data, stamp=stamp),
    )
    result.sets.append(filed)
    for member in members:
        _take(
            snapshot.about(member, stamp=stamp, account=owner.account, livemode=owner.livemode),
            result,
            of_set=filed,
        )


@dataclass(frozen=True)
class _Owner:
    id: str
    account: str
    livemode: bool


def _take_carried_set(snapshot: Snapshot, result: Unnested) -> None:
    """A summary without an id: what it carries is a set of another object's."""
    name = snapshot.data["object"]
    owner_path, declared = recipe_of(carrier_for(name)).set_carriers[name]
    owner_id = id_of(follow(snapshot.data, owner_path))
    listed = follow(snapshot.data, declared.path)
    members = listed.get("data") if isinstance(listed, Mapping) else None
    if not isinstance(owner_id, str) or not isinstance(members, list):
        raise InvalidPayload(
            f"This {name} names no {owner_path} or brings no list of {declared.path}."
        )
    livemode = snapshot.data.get("livemode")
    owner = _Owner(
        owner_id, snapshot.account, livemode if isinstance(livemode, bool) else snapshot.livemode
    )
    if listed.get("has_more"):
        result.cut.append(f"{owner_id}.{declared.path}")
        return
    _file_set(snapshot, declared, name, owner, members, result)


def _to_id(value: Any) -> Any:
    return value["id"] if _is_object(value) else value


# ------------------------------------------------------------------ replacing in place


@cache
def _steps(path: str) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (step[:-2], True) if step.endswith("[]") else (step, False) for step in path.split(".")
    )


def replaced(payload: dict[str, Any], path: str, visit: Callable[[Any], Any]) -> dict[str, Any]:
    """The payload with ``visit`` applied at a path; what lies off the path is shared, not copied."""
    changed: dict[str, Any] = _replaced(payload, _steps(path), visit)
    return changed


def _replaced(node: Any, steps: tuple[tuple[str, bool], ...], visit: Callable[[Any], Any]) -> Any:
    if not steps:
        return visit(node)
    if not isinstance(node, Mapping):
        return node
    (name, many), rest = steps[0], steps[1:]
    old = node.get(name)
    if old is None:
        return node
    if many:
        listed = old.get("data") if isinstance(old, Mapping) else old
        if not isinstance(listed, list):
            return node
        members = [_replaced(member, rest, visit) for member in listed]
        if all(new is before for new, before in zip(members, listed, strict=True)):
            return node
        return {**node, name: {**old, "data": members} if isinstance(old, Mapping) else members}
    new = _replaced(old, rest, visit)
    return node if new is old else {**node, name: new}
