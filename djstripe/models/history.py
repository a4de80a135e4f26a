"""
Which events touched an object, what each of them changed, and by which request.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from django.apps import apps
from django.db.models import QuerySet

Changes = dict[str, tuple[Any, Any]]

MOST_RELATED = 200  # objects of a family whose events are looked for


@dataclass(frozen=True, slots=True)
class Happening:
    """
    One event that touched an object.

    ``changes``: what an update changed, by dotted name, as (before, after). ``request_id`` and
    ``idempotency_key``: of the request that caused it; both None where Stripe did it by itself.
    ``object_id``: whom the event is about, which may be another of the family. ``event``: its
    row, an Event or an EventV2.
    """

    moment: dt.datetime | None
    type: str
    object_id: str
    changes: Changes
    request_id: str | None
    idempotency_key: str | None
    event: Any

    @classmethod
    def of(cls, event: Any) -> Happening:
        """The event's row, read."""
        about = getattr(event, "object_id", None) or getattr(event, "related_object_id", None)
        return cls(
            moment=event.created,
            type=event.type or "",
            object_id=about or "",
            changes=changes_of(event),
            request_id=event.request_id or None,
            idempotency_key=event.idempotency_key or None,
            event=event,
        )

    def __str__(self) -> str:
        return f"{self.type} ({', '.join(self.changes) or 'nothing said'})"


def changes_of(event: Any) -> Changes:
    """What an event says that changed; a snapshot event by ``previous_attributes``."""
    told = getattr(event, "changes", None)  # only thin events have it
    if isinstance(told, Mapping):
        before, after = told.get("before"), told.get("after")
    else:
        data = event.data if isinstance(event.data, Mapping) else {}
        before, after = data.get("previous_attributes"), data.get("object")
    if not isinstance(before, Mapping):
        return {}
    return dict(_differences(before, after if isinstance(after, Mapping) else {}, ""))


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], prefix: str
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """What was before names only what changed, in hashes inside it as well."""
    for name, old in before.items():
        new, path = after.get(name), f"{prefix}{name}"
        if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_object(old):
            yield from _differences(old, new, f"{path}.")
        else:
            yield path, (old, new)


def _is_object(value: Mapping[str, Any]) -> bool:
    """One object in the place of another stands there whole."""
    return bool(value.get("object")) and bool(value.get("id"))


class History:
    """
    The events about some objects of one account and mode, newest first; read when asked for.

    Slices, iteration, ``count()`` and ``first()`` cost two queries each, for snapshot and thin
    events are tables of their own.
    """

    def __init__(self, ids: Iterable[str], account: str, livemode: bool) -> None:
        self.ids = sorted(set(ids))
        self.account = account
        self.livemode = livemode

    @property
    def events(self) -> QuerySet[Any]:
        """The snapshot events."""
        rows = self._rows("Event", "object_id")
        return rows.defer("stripe_data")

    @property
    def thin_events(self) -> QuerySet[Any]:
        """The thin events."""
        return self._rows("EventV2", "related_object_id")

    def _rows(self, model: str, about: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = apps.get_model("djstripe", model)._base_manager.filter(
            djstripe_owner_account_id=self.account,
            livemode=self.livemode,
            **{f"{about}__in": self.ids},
        )
        return rows.order_by("-created", "-djstripe_id")

    def first(self) -> Happening | None:
        """What happened last; None if nothing is known."""
        return next(iter(self[:1]), None)

    def count(self) -> int:
        """How many there are."""
        return self.events.count() + self.thin_events.count()

    def __bool__(self) -> bool:
        return self.events.exists() or self.thin_events.exists()

    def __iter__(self) -> Iterator[Happening]:
        return _merged(self.events.iterator(), self.thin_events.iterator())

    @overload
    def __getitem__(self, index: int) -> Happening: ...

    @overload
    def __getitem__(self, index: slice) -> list[Happening]: ...

    def __getitem__(self, index: int | slice) -> Happening | list[Happening]:
        """From the front, as of a queryset: no negative numbers."""
        if isinstance(index, int):
            if index < 0:
                raise ValueError("A history is read from its newest event on: no negative index.")
            return self[index : index + 1][0]
        stop = index.stop
        found = _merged(self.events[:stop], self.thin_events[:stop])
        return list(islice(found, index.start, stop, index.step))


def _merged(*newest_first: Iterable[Any]) -> Iterator[Happening]:
    return map(Happening.of, heapq.merge(*newest_first, key=_moment, reverse=True))


def _moment(event: Any) -> float:
    return event.created.timestamp() if event.created is not None else 0.0


# ------------------------------------------------------------------------- the family


def parents_of(row: Any) -> set[str]:
    """The ids of what a row is a part of, or is listed under, as its own columns tell."""
    ids = {getattr(row, f"{name}_id", None) for name in _upward(type(row))}
    return {id for id in ids if id}


def children_of(row: Any) -> set[str]:
    """The ids of what is a part of a row, or is listed under it: one query for each kind."""
    ids: set[str] = set()
    for model in _mirrored():
        if issubclass(model, type(row)):
            continue
        for name in _upward(model):
            if model._meta.get_field(name).remote_field.model is not type(row):
                continue
            rows = model._base_manager.filter(
                **{f"{name}_id": row.id},
                djstripe_owner_account_id=row.djstripe_owner_account_id,
                livemode=row.livemode,
            )
            ids.update(rows.order_by("-djstripe_id").values_list("id", flat=True)[:MOST_RELATED])
    return ids


def owners_of(row: Any) -> set[str]:
    """The ids of whose set a row is a member of: only their events tell of it."""
    ids = {getattr(row, f"{name}_id", None) for name in _owning(type(row))}
    return {id for id in ids if id}


def _mirrored() -> list[Any]:
    return [model for model in apps.get_app_config("djstripe").get_models() if _is_mirrored(model)]


def _is_mirrored(model: Any) -> bool:
    return hasattr(model, "list_under") and hasattr(model, "looked_up_by")


def _owning(model: Any) -> set[str]:
    """The relations of a model to the owner of a set that it is a member of."""
    return {
        declared.owner
        for owner in _mirrored()
        for declared in owner.sets
        if declared.member == model.__name__
    }


def _upward(model: Any) -> set[str]:
    """The relations of a model to what it is a part of."""
    found = _owning(model) | ({model.looked_up_by} if model.looked_up_by else set())
    parent = model.list_under[0] if model.list_under else None
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if field.is_relation else None
        if target is not None and target.__name__ == parent and hasattr(field, "paths"):
            found.add(field.name)
    return found - {"djstripe_owner_account"}
