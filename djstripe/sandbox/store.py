"""
What every operation does unless it has a behaviour of its own: keep objects faithfully.

Creating fills the SDK's shape from the parameters of the same name; modifying merges (metadata by
key, "" unsets); deleting leaves Stripe's stub; `lists` and `search` do what their names say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import catalogue, forms, render, routes, testclocks
from .calls import Answer, Call, Content, Page, backref_of, find_parent
from .catalogue import Json
from .errors import missing, not_simulated
from .lists import list_page
from .search import search_page
from .state import Record
from .world import World, blank

Behaviour = Callable[[Call], "Answer | Page"]
BEHAVIOURS: dict[tuple[str, str], Behaviour] = {}


def behaviour(method: str, template: str) -> Callable[[Behaviour], Behaviour]:
    """Register what an operation does, by its verb and the SDK's path template."""

    def register(function: Behaviour) -> Behaviour:
        operation = routes.at(method, template)
        if operation is None:
            raise LookupError(f"The SDK has no operation {method} {template}.")
        BEHAVIOURS[method, operation.template] = function
        return function

    return register


def perform(call: Call) -> Answer | Page:
    """Do an operation: its behaviour, or what its kind of operation does by default."""
    testclocks.stand_at(call.world, call.operation.types, call.ids, call.params)
    own = BEHAVIOURS.get((call.operation.method, call.operation.template))
    if own is not None:
        return own(call)
    return _DEFAULTS[routes.word_of(call.operation)](call)


# -- retrieve, create, modify, delete ------------------------------------------------------------


def retrieve(call: Call) -> Answer:
    gone = call.world.shelf.table(call.kind).gone.get(call.id)
    if call.kind == "customer" and gone is not None:
        return render.stub(gone)
    return call.target()


def fields_from(kind: str, params: Json) -> Json:
    """The parameters that are fields of the type under the same name."""
    shape = catalogue.shape(kind)
    skipped = {"expand", "object", "created", "livemode"}
    fields = {
        name: value
        for name, value in params.items()
        if name not in skipped and (shape is None or name in shape.fields)
    }
    if isinstance(fields.get("metadata"), dict):
        fields["metadata"] = {k: v for k, v in fields["metadata"].items() if v not in ("", None)}
    elif "metadata" in fields:
        fields["metadata"] = {}
    return fields


def create(call: Call) -> Answer:
    kind = created_kind(call)
    fields, hidden = fields_from(kind, call.params), dict[str, Any]()
    if routes.parent_of(call.operation.template) is not None:
        parent = find_parent(call)
        assert parent is not None
        shape, name = catalogue.shape(kind), backref_of(call.operation)
        (fields if shape is None or name in shape.fields else hidden)[name] = parent.id
    check_references(call.world, kind, fields)
    if "url" in catalogue_fields(kind) and not fields.get("url"):
        fields["url"] = f"https://sandbox.invalid/{kind}/{call.world.shelf.state.token(12)}"
    if "id" not in catalogue_fields(kind):
        return {"object": kind, **_without_id(call.world, kind, fields)}
    return call.world.create(kind, fields, hidden=hidden)


def _without_id(world: World, kind: str, fields: Json) -> Json:
    from_shape = {**blank(kind), **catalogue.completed_inside(fields, kind)}
    if "created" in from_shape:
        from_shape["created"] = world.now
    if "livemode" in from_shape:
        from_shape["livemode"] = world.shelf.livemode
    return from_shape


def created_kind(call: Call) -> str:
    """Which of an operation's types is made: `source[object]`, else the likeliest."""
    for name in ("external_account", "source"):
        given = call.params.get(name)
        if isinstance(given, dict) and given.get("object") in call.operation.types:
            return str(given["object"])
        if isinstance(given, str) and "bank_account" in call.operation.types:
            return "bank_account" if given.startswith(("btok_", "ba_")) else "card"
    return call.kind


def catalogue_fields(kind: str) -> Json:
    shape = catalogue.shape(kind)
    return shape.fields if shape is not None else {}


def check_references(world: World, kind: str, fields: Json) -> None:
    """Refuse ids of objects that do not exist, where the SDK says which type a field names."""
    shape = catalogue.shape(kind)
    for name, targets in shape.expand.items() if shape else ():
        value = fields.get(name)
        if (
            isinstance(value, str)
            and targets
            and render.resolve(world.shelf, targets, value) is None
        ):
            raise missing(targets[0], value, name)


def merged(record: Record, params: Json) -> Json:
    """The fields that a modification gives new values, merged with the old ones."""
    changes: Json = {}
    for name, value in fields_from(record.kind, {**params, "metadata": None}).items():
        if name == "metadata" or name == "id":
            continue
        old = record.data.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        changes[name] = {**old, **value} if both else value  # type: ignore[dict-item]
    if "metadata" in params:
        changes["metadata"] = merged_metadata(record.data.get("metadata"), params["metadata"])
    return changes


def merged_metadata(old: Any, new: Any) -> Json:
    """Keys are set one by one; a key with "" and the whole with "" are unset."""
    if not isinstance(new, dict):
        return {}
    both = {**(old if isinstance(old, dict) else {}), **new}
    forms.check_key_count(both)
    return {name: value for name, value in both.items() if value not in ("", None)}


def modify(call: Call) -> Answer:
    record = call.target()
    changes = merged(record, call.params)
    check_references(call.world, record.kind, changes)
    return call.world.update(record, changes)


def delete(call: Call) -> Answer:
    record = call.target()
    call.world.delete(record)
    return render.stub(record)


def singleton(call: Call) -> Answer:
    """An object without id, one to each account (or to each parent)."""
    parent = find_parent(call) if call.operation.names else None
    id = f"{call.kind}:{parent.id if parent else ''}"
    record = call.world.find(call.kind, id)
    if record is None:
        fields: Json = {"livemode": call.world.shelf.livemode}
        if parent is not None:
            fields[parent.kind] = parent.id
        known = {**blank(call.kind), **fields, "object": call.kind, "id": id}
        record = call.world.shelf.add(call.kind, known, call.world.now)
    if call.operation.method == "POST":
        call.world.update(record, merged(record, call.params))
    return {name: value for name, value in render.view(record).items() if name != "id"}


def action(call: Call) -> Answer:
    raise not_simulated(f"{call.operation.method} {call.operation.template}")


_DEFAULTS: dict[str, Callable[[Call], Answer | Page]] = {
    "list": list_page,
    "search": search_page,
    "retrieve": retrieve,
    "create": create,
    "modify": modify,
    "delete": delete,
    "singleton": singleton,
    "action": action,
}

__all__ = [
    "BEHAVIOURS",
    "Answer",
    "Call",
    "Content",
    "Page",
    "behaviour",
    "find_parent",
    "list_page",
    "perform",
]
