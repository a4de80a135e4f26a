"""
The words of the table: accessor × API version → payload and expected value.

A case is one realistic payload. What differs between versions stands in it as ``Since`` or
``Until``, in the payload as in the expected values. All else is the same in all versions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from djstripe import mirror
from djstripe.fields import Attribute, Reference, References, StripeColumn
from djstripe.mirror.recipe import recipe_of
from djstripe.models.base import StripeModel
from tests.worlds import ACCOUNT, snapshot

VERSIONS = ("2020-08-27", "acacia", "basil", "clover", "dahlia", "endive")

ABSENT: Any = object()


@dataclass(frozen=True)
class Since:
    """A value from an API version on; before that another one, or none."""

    version: str
    value: Any
    before: Any = ABSENT

    def at(self, version: str) -> Any:
        is_in = VERSIONS.index(version) >= VERSIONS.index(self.version)
        return self.value if is_in else self.before


def Until(version: str, value: Any, then: Any = ABSENT) -> Since:
    """A value up to an API version; after that another one, or none."""
    return Since(VERSIONS[VERSIONS.index(version) + 1], then, value)


def at_version(value: Any, version: str) -> Any:
    """A payload, or what is expected of one, in one API version."""
    if isinstance(value, Since):
        return at_version(value.at(version), version)
    if isinstance(value, Mapping):
        told = {key: at_version(member, version) for key, member in value.items()}
        return {key: member for key, member in told.items() if member is not ABSENT}
    if isinstance(value, list):
        told_list = [at_version(member, version) for member in value]
        return [member for member in told_list if member is not ABSENT]
    return value


@dataclass(frozen=True)
class Case:
    """
    One payload, and what each accessor of its model answers.

    ``same``: accessors that answer what the payload says under their own name.
    ``moments``: the same, as a datetime. ``rows``: the same, as the row of that id
    (``"customer: Customer"``). ``expected``: all others, written out; rows are written
    ``"Customer cus_1"``, a queryset is a list of them.
    ``first``: payloads stored before. Rows that are expected and nowhere brought in are
    stored before too, empty.
    ``name`` tells two cases of one model apart.
    """

    model: str
    payload: Mapping[str, Any]
    same: str = ""
    moments: str = ""
    rows: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)
    first: list[Any] = field(default_factory=list)
    name: str = ""

    def __str__(self) -> str:
        return f"{self.model}{'-' if self.name else ''}{self.name}"

    @property
    def klass(self) -> type[Any]:
        return apps.get_model("djstripe", self.model)

    def accessors(self) -> set[str]:
        pairs = {pair.split(":")[0] for pair in self.rows.split()}
        return {*self.same.split(), *self.moments.split(), *pairs, *self.expected}

    def expected_at(self, version: str) -> dict[str, Any]:
        """What each accessor is to answer for the payload of that version."""
        payload = at_version(self.payload, version)
        told: dict[str, Any] = {name: payload.get(name) for name in self.same.split()}
        for name in self.moments.split():
            told[name] = None if payload.get(name) is None else moment(payload[name])
        for pair in self.rows.split():
            name, _, model = pair.partition(":")
            value = payload.get(name)
            id = value.get("id") if isinstance(value, dict) else value
            told[name] = None if id is None else f"{model} {id}"
        told.update(at_version(self.expected, version))
        return told


def moment(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def show(value: Any) -> Any:
    """A value as the table writes it."""
    if isinstance(value, models.Model):
        return f"{type(value).__name__} {value.id}"  # type: ignore[attr-defined]
    if isinstance(value, models.QuerySet):
        return sorted(show(row) for row in value)
    if isinstance(value, dt.datetime) and timezone.is_naive(value):
        return timezone.make_aware(value)
    return value


def rows_named(value: Any) -> set[str]:
    """The rows that expected values name: ``"Customer cus_1"``."""
    if isinstance(value, dict):
        return set().union(*map(rows_named, value.values()))
    if isinstance(value, list):
        return set().union(*map(rows_named, value))
    word, _, id = value.partition(" ") if isinstance(value, str) else ("", "", "")
    known = {model.__name__ for model in mirror.all_models()}
    return {value} if word in known and id and " " not in id else set()


def ids_in(value: Any) -> set[str]:
    """The ids of all objects in a payload."""
    if isinstance(value, dict):
        own = {value["id"]} if isinstance(value.get("object"), str) and "id" in value else set()
        return own.union(*map(ids_in, value.values()))
    return set().union(*map(ids_in, value)) if isinstance(value, list) else set()


def store_case(case: Case, version: str) -> Any:
    """Store a case's payload, and what must be there before; returns its row."""
    payload = at_version(case.payload, version)
    first = at_version(case.first, version)
    brought = ids_in([payload, *first])
    empty = []
    for named in sorted(rows_named(case.expected_at(version))):
        model, _, id = named.partition(" ")
        if id not in brought:
            name = apps.get_model("djstripe", model).object_names()[0]  # type: ignore[attr-defined]
            empty.append({"object": name, "id": id})
    outcomes = mirror.store([snapshot(data) for data in [*empty, *first, payload]])
    for outcome in outcomes:
        outcome.raise_if_refused()
    return outcomes[-1].row


# What every row has: the first three are shown by the case of the Coupon.
OF_EVERY_ROW = {"created", "metadata", "description", "stripe_data", "default_api_key", "pk"}


def accessors_of(model: type[Any]) -> set[str]:
    """Everything about a model that answers from its payload."""
    names = {column.name for column in recipe_of(model).projections}
    names |= {column.name for column in recipe_of(model).local}
    own = [base for base in model.__mro__ if base not in StripeModel.__mro__]
    for base in own:
        for name, value in vars(base).items():
            is_accessor = isinstance(value, Attribute | Reference | References | property)
            if is_accessor and not name.startswith("_"):
                names.add(name)
            if isinstance(value, StripeColumn):  # pragma: no cover - fields live in _meta
                names.add(name)
    return names - OF_EVERY_ROW


__all__ = ["ABSENT", "ACCOUNT", "VERSIONS", "Case", "Since", "Until"]
