"""
How a record looks in an answer: embedded lists cut at 10, `expand`, deleted stubs.

What Stripe shows only when expanded (a price's tiers, a charge's refunds) is left out otherwise,
also when it was seeded.
"""

from __future__ import annotations

import json
from typing import Any

from . import catalogue, routes
from .catalogue import Json
from .errors import invalid
from .state import OWNED, Embedded, Record, Shelf

CUT = 10
LEVELS = 4

ONLY_EXPANDED: dict[str, frozenset[str]] = {
    "charge": frozenset({"refunds"}),
    "checkout.session": frozenset({"line_items"}),
    "coupon": frozenset({"applies_to", "currency_options"}),
    "customer": frozenset({"sources", "subscriptions", "tax_ids"}),
    "invoice": frozenset({"payments", "confirmation_secret"}),
    "issuing.card": frozenset({"cvc", "number"}),
    "payment_link": frozenset({"line_items"}),
    "plan": frozenset({"tiers"}),
    "price": frozenset({"tiers", "currency_options"}),
    "quote": frozenset({"line_items"}),
    "tax.calculation": frozenset({"line_items"}),
    "tax.transaction": frozenset({"line_items"}),
    "treasury.transaction": frozenset({"entries"}),
}
_NOTHING: frozenset[str] = frozenset()


def dumps(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def rendered(record: Record) -> bytes:
    """The object's JSON as it stands in lists and answers without `expand`."""
    epoch = record.shelf.epoch
    if record.json is None or record.epoch != epoch:
        record.json = dumps(view(record))
        record.epoch = epoch
    return record.json


def view(record: Record, whole: bool = False) -> Json:
    """
    The object as Stripe shows it; a new dict whose values must not be altered.

    A deleted customer is a stub, but for the event of its deletion, which shows it `whole`.
    """
    if record.deleted and record.kind == "customer" and not whole:
        return stub(record)
    lists = OWNED.get(record.kind, {})
    hidden = ONLY_EXPANDED.get(record.kind, _NOTHING)
    shape = catalogue.shape(record.kind)
    shown = {name: value for name, value in record.data.items() if name not in hidden}
    for name, embedded in lists.items():
        if name not in hidden:
            shown[name] = embedded_list(record, embedded)
    if shape is not None and shape.embeds:
        for name, kinds in shape.embeds.items():
            _embed(shown, name, kinds, record.shelf)
    return shown


def _embed(shown: Json, name: str, kinds: list[str], shelf: Shelf) -> None:
    """Put whole objects where the data holds ids of objects that Stripe shows whole."""
    if name.endswith("[]"):
        ids = shown.get(name[:-2])
        if isinstance(ids, list) and any(isinstance(one, str) for one in ids):
            shown[name[:-2]] = [_whole(one, kinds, shelf) for one in ids]
    elif isinstance(shown.get(name), str):
        shown[name] = _whole(shown[name], kinds, shelf)


def _whole(value: Any, kinds: list[str], shelf: Shelf) -> Any:
    found = shelf.find_any(kinds, value) if isinstance(value, str) else None
    return view(found) if found is not None else value


def stub(record: Record) -> Json:
    """All that is left of a deleted object."""
    return {"id": record.id, "object": record.kind, "deleted": True}


def embedded_list(owner: Record, embedded: Embedded) -> Json:
    members = owner.shelf.members(owner, embedded)
    if embedded.field == "subscriptions":
        members = [one for one in members if one.data.get("status") != "canceled"]
    return {
        "object": "list",
        "data": [view(one) for one in members[:CUT]],
        "has_more": len(members) > CUT,
        **({"total_count": len(members)} if embedded.owner in _COUNTED else {}),
        "url": embedded_url(owner, embedded),
    }


_COUNTED = {"subscription", "invoice"}


def embedded_url(owner: Record, embedded: Embedded) -> str:
    if embedded.url != "{}":
        return embedded.url.format(id=owner.id)
    return f"{routes.url_of(owner.kind)}/{owner.id}/{embedded.field}"


# -- expand --------------------------------------------------------------------------------------


def expanded(record: Record, paths: list[str]) -> Json:
    """The object with what the paths name put in full, each at most four levels deep."""
    shown = view(record)
    for path in paths:
        parts = path.split(".")
        _expand_object(shown, record.kind, parts, "", path, record)
    return shown


def paths_of(params: Json, in_list: bool) -> list[str]:
    """The `expand` parameter; on lists, without the `data.` that stands in front."""
    paths: list[str] = params.get("expand") or []
    if in_list:
        paths = [_in_data(path) for path in paths if path != "total_count"]  # that is a search's
    for path in paths:
        if path.count(".") >= LEVELS:
            message = f"You cannot expand more than {LEVELS} levels of a property: {path}."
            raise invalid(message, param="expand")
    return paths


def _in_data(path: str) -> str:
    if not path.startswith("data."):
        raise invalid(
            f"This property cannot be expanded ({path}). You may want to try expanding "
            f"'data.{path}' instead.",
            param="expand",
        )
    return path[5:]


def kinds_on(kind: str, path: str) -> set[str]:
    """The types of the objects that a path puts in full, beginning at an object of a type."""
    found: set[str] = set()
    places = [(kind, "")]
    for part in path.split("."):
        if part == "data":
            continue
        reached: list[tuple[str, str]] = []
        for owner, at in places:
            shape = catalogue.shape(owner)
            if shape is None:
                continue
            names = (at + part, f"{at}{part}[]")
            here = [t for name in names for t in shape.expand.get(name, [])]
            inside = [t for name in names for t in shape.lists.get(name, [])]
            inside += [t for name in names for t in shape.embeds.get(name, [])]
            found.update(here)
            reached += [(t, "") for t in here + inside] or [(owner, f"{at}{part}.")]
        places = reached
    return found


def _expand_object(
    node: Json, kind: str, parts: list[str], at: str, path: str, record: Record
) -> None:
    """One step down a path; `at` is where the node stands in the object of type `kind`."""
    name, rest = parts[0], parts[1:]
    here = at + name
    shape = catalogue.shape(kind)
    if shape is not None and not _leads_on(shape, here) and name not in node:
        raise invalid(f"This property cannot be expanded ({name}).", param="expand")
    targets = shape.expand.get(here, shape.embeds.get(here, [])) if shape else []
    if not at:
        _reveal(node, kind, name, record)
    value = node.get(name)
    if isinstance(value, list):
        here += "[]"
        targets = shape.expand.get(here, shape.embeds.get(here, [])) if shape else []
        node[name] = [_step(v, kind, targets, rest, here, path, record) for v in value]
    elif isinstance(value, dict) and value.get("object") == "list":
        inner = rest[1:] if rest[:1] == ["data"] else rest
        data = [_step(v, kind, targets, inner, here, path, record) for v in value["data"]]
        node[name] = {**value, "data": data}
    elif value is not None:
        if shape is not None and not rest and not _expandable(shape, kind, here, value):
            raise invalid(f"This property cannot be expanded ({name}).", param="expand")
        node[name] = _step(value, kind, targets, rest, here, path, record)


def _step(
    value: Any, kind: str, targets: list[str], rest: list[str], at: str, path: str, record: Record
) -> Any:
    """What stands at one place of a path, expanded there and below."""
    shelf = record.shelf
    owner = record
    if isinstance(value, str):
        found = resolve(shelf, targets, value)
        if found is None:
            return value
        value, owner = view(found), found
    if not isinstance(value, dict):
        return value
    value = dict(value)
    if rest:
        inner = value.get("object")
        if isinstance(inner, str) and inner != "list":
            mine = owner if owner is not record else resolve(shelf, [inner], value.get("id", ""))
            _expand_object(value, inner, rest, "", path, mine or record)
        else:
            _expand_object(value, kind, rest, f"{at}.", path, record)
    return value


def resolve(shelf: Shelf, kinds: list[str], id: str) -> Record | None:
    """An object by id: on its own shelf first, then on those of other accounts."""
    for kind in kinds:
        if kind == "customer" and id in shelf.table(kind).gone:
            return shelf.table(kind).gone[id]
    found = shelf.find_any(kinds, id)
    if found is not None:
        return found
    for other in shelf.state.shelves.values():
        if other.livemode == shelf.livemode and other is not shelf:
            found = other.find_any(kinds, id)
            if found is not None:
                return found
    return None


def _reveal(node: Json, kind: str, name: str, record: Record) -> None:
    """Show what is left out unless it is expanded."""
    if name not in ONLY_EXPANDED.get(kind, _NOTHING) or name in node:
        return
    if record.kind != kind or record.id != node.get("id"):
        return
    embedded = OWNED.get(kind, {}).get(name)
    node[name] = embedded_list(record, embedded) if embedded else record.data.get(name)


def _leads_on(shape: catalogue.Shape, here: str) -> bool:
    if here in shape.fields or here in shape.lists:
        return True
    known = (*shape.expand, *shape.embeds, *shape.lists)
    return any(path == here or path.startswith((f"{here}.", f"{here}[")) for path in known)


def _expandable(shape: catalogue.Shape, kind: str, here: str, value: Any) -> bool:
    if here in shape.expand or here in shape.embeds or here in shape.lists:
        return True
    return here in ONLY_EXPANDED.get(kind, _NOTHING)
