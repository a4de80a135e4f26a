"""
What Stripe's SDK says about the API, from `catalogue.json`.

`tools/sandbox_catalogue.py` writes the file from the installed SDK and explains its format.
"""

from __future__ import annotations

import json
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


def structure(index: int) -> Json:
    """Parameter names to types; a name ending in "!" is required."""
    found: Json = _file()["structures"][index]
    return found
