"""One operation being done, what it may answer, and the objects that its path names."""

from __future__ import annotations

from dataclasses import dataclass

from . import routes
from .catalogue import Json, Operation
from .errors import missing
from .state import EMBEDDED, Record
from .world import World


@dataclass
class Call:
    """One operation being done: where, with which ids of the path and which parameters."""

    world: World
    operation: Operation
    ids: dict[str, str]
    params: Json
    account: str
    path: str

    @property
    def kind(self) -> str:
        """The type of the object the operation is about."""
        return self.operation.types[0]

    @property
    def id(self) -> str:
        """The id in the path that stands last."""
        return self.ids[self.operation.names[-1]]

    def target(self) -> Record:
        """The object the path ends at; raises `resource_missing`."""
        return find_target(self)


@dataclass
class Content:
    """An answer that is not JSON: a file's bytes."""

    body: bytes
    type: str


@dataclass
class Page:
    """One page of a list: records to be rendered, and what is said about them."""

    records: list[Record]
    has_more: bool
    url: str
    search: bool = False
    next_page: str | None = None
    total_count: int | None = None


Answer = Record | Json | Content


def parent_kinds(operation: Operation) -> tuple[str, ...]:
    """The types of the object that a nested path hangs on."""
    owner = routes.parent_of(operation.template)
    return owner.types if owner is not None else ()


def backref_of(operation: Operation) -> str:
    """Where a nested object names its parent; a hidden key if its shape has no such field."""
    owner = parent_kinds(operation)[0]
    for embedded in EMBEDDED:
        if embedded.owner == owner and embedded.members[0] in operation.types:
            return embedded.backref
    return owner.rpartition(".")[2]


def find_parent(call: Call) -> Record | None:
    """The object that a nested path hangs on; raises `resource_missing`."""
    owner = routes.parent_of(call.operation.template)
    if owner is None or len(call.operation.names) < len(owner.names):
        return None
    id = call.ids[call.operation.names[len(owner.names) - 1]]
    found = call.world.shelf.find_any(owner.types, id)
    if found is None:
        raise missing(owner.types[0], id, call.operation.names[len(owner.names) - 1])
    return found


def find_target(call: Call) -> Record:
    id, kinds = call.id, call.operation.types
    nested = routes.word_of(call.operation) in ("retrieve", "modify", "delete")
    parent = find_parent(call) if nested and len(call.operation.names) > 1 else None
    found = call.world.shelf.find_any(kinds, id)
    if found is None and not nested:
        owner = routes.parent_of(call.operation.template)
        found = call.world.shelf.find_any(owner.types, id) if owner is not None else None
    if found is not None and parent is not None:
        named = found.value(backref_of(call.operation))
        found = found if named in (parent.id, None) else None
    if found is None:
        raise missing(kinds[0], id)
    return found
