"""Which relation of a model reads the id that stands at a path of its payload."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from djstripe.fields import (
    NestedList,
    OwnedSet,
    Reference,
    References,
    StripeForeignKey,
    first_found,
    flat,
    follow,
    id_of,
)
from djstripe.models.subscriptions import InLists

WANTED = "xx_wanted"


def payload_with(path: str, value: Any = WANTED, **words: str) -> dict[str, Any]:
    """
    A payload in which only this stands at a path, and beside each step the word that goes
    with it: Stripe says ``{"type": "card", "card": {…}}``.
    """
    payload: dict[str, Any] = {"id": "xx_1"}
    here = payload
    steps = path.split(".")
    for position, step in enumerate(steps):
        name, many = step.removesuffix("[]"), step.endswith("[]")
        last = position == len(steps) - 1
        inner: Any = value if last else {}
        here[name] = [inner] if many else inner
        if position:
            here.setdefault("type", name)
        here = inner
    for where, word in words.items():
        holder, _, name = where.rpartition(".")
        (follow(payload, holder) if holder else payload)[name] = word
    return payload


def relations_of(model: Any) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """The relations of a model: name, declaration, and the models they may lead to."""
    for column in model._meta.concrete_fields:
        if isinstance(column, StripeForeignKey):
            yield column.name, column, (column.remote_field.model.__name__, *column.also)
    for name in dir(model):
        declared = getattr(model, name, None)
        if isinstance(declared, Reference | References):
            yield name, declared, (declared.to,)


def members_of(model: Any) -> Iterator[OwnedSet | NestedList]:
    yield from model.sets
    yield from model.nested


def leads_to(model: Any, path: str, **words: str) -> set[str]:
    """The names of the models to which relations of a model lead from this path."""
    payload = payload_with(path, **words)
    found: set[str] = set()
    for _, declared, targets in relations_of(model):
        together = isinstance(declared, InLists)  # looks at all of its paths, not at the first
        paths = [[path] for path in declared.paths] if together else [declared.paths]
        values = flat([first_found(payload, each) for each in paths])
        if WANTED in map(id_of, values):
            found |= set(targets)
    for member in members_of(model):
        if follow(payload, member.path + "[]") == [WANTED]:
            found.add(getattr(member, "member", "*"))
    return found
