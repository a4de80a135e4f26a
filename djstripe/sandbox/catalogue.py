"""
What Stripe's SDKs say about the API, from `catalogue.json` and `versions.json`.

`tools/sandbox_catalogue.py` and `tools/sandbox_versions.py` write them and explain their formats.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]


class Operation(NamedTuple):
    """One operation of the API: its verb and path template, what it answers, what it takes."""

    method: str
    template: str
    answer: str  # "object", "list", "search" or "stream"
    types: tuple[str, ...]
    structure: int | None

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(self.template.strip("/").split("/")[1:])

    @property
    def names(self) -> list[str]:
        """The names of the path's parameters, in order."""
        return [part[1:-1] for part in self.segments if part.startswith("{")]


class Shape(NamedTuple):
    """One object type: its fields with their empty values, and where it names other objects."""

    fields: Json
    expand: dict[str, list[str]]
    lists: dict[str, list[str]]
    embeds: dict[str, list[str]]


@cache
def _file() -> Json:
    loaded: Json = json.loads(Path(__file__).with_name("catalogue.json").read_text())
    return loaded


@cache
def operations() -> tuple[Operation, ...]:
    rows = {(row[0], row[1]): row for row in _file()["operations"]}
    return tuple(Operation(r[0], r[1], r[2], tuple(r[3]), r[4]) for r in rows.values())


@cache
def shape(kind: str) -> Shape | None:
    """What is known about an object type; None for one the SDK does not know."""
    found = _file()["objects"].get(kind)
    if found is None:
        return None
    parts = ("expand", "lists", "embeds")
    return Shape(found["fields"], *(found.get(part, {}) for part in parts))


@cache
def object_types() -> tuple[str, ...]:
    return tuple(_file()["objects"])


@cache
def event_types() -> frozenset[str]:
    return frozenset(_file()["events"])


@cache
def thin_event_types() -> dict[str, str]:
    """Thin event types to what their related object is found by: "id", "url" (no id) or ""."""
    found: dict[str, str] = _file()["thin_events"]
    return found


@cache
def versions() -> frozenset[str]:
    """Every version of the API that can be asked for."""
    return frozenset(_file()["versions"])


@cache
def _versions() -> Json:
    loaded: Json = json.loads(Path(__file__).with_name("versions.json").read_text())
    return loaded


def steps() -> list[Json]:
    """What each version changed, newest first: `since` and `objects`."""
    found: list[Json] = _versions()["steps"]
    return found


def always(kind: str) -> Json:
    """The fields that an object of a type always has, as a tree; empty for an unknown type."""
    found: Json = _versions()["always"].get(kind, {})
    return found


def completed(fields: Json, tree: Json) -> Json:
    """The fields of a hash, with the empty values of those that are always there and missing."""
    full = {name: _completed(value, tree.get(name)) for name, value in fields.items()}
    for name, rule in tree.items():
        if name not in full and isinstance(rule, list):
            full[name] = deepcopy(rule[0])
    return full


def completed_inside(fields: Json, kind: str) -> Json:
    """Some fields of an object, the hashes in them completed."""
    tree = always(kind)
    return {name: _completed(value, tree.get(name)) for name, value in fields.items()}


def _completed(value: Any, rule: Any) -> Any:
    tree = rule[1] if isinstance(rule, list) and len(rule) == 2 else rule
    if not isinstance(tree, dict):
        return value
    if isinstance(value, list):
        return [_completed(one, tree) for one in value]
    if not isinstance(value, dict) or "object" in value:
        return value
    return completed(value, tree)


def structure(index: int) -> Json:
    """Parameter names to types; a name ending in "!" is required."""
    found: Json = _file()["structures"][index]
    return found
