"""
What the engine needs to know of a model, read once from its declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from ..fields import (
    NestedList,
    OwnedSet,
    PaymentMethodForeignKey,
    Reference,
    References,
    StripeColumn,
    StripeForeignKey,
)

# Columns of every mirrored row that are not computed from the payload by their field.
ENGINE_COLUMNS = (
    "id",
    "djstripe_owner_account_id",
    "livemode",
    "stripe_data",
    "djstripe_created",
    "djstripe_updated",
    "djstripe_api_version",
    "djstripe_door",
    "djstripe_earliest",
    "djstripe_latest",
    "djstripe_ticket",
    "djstripe_asked",
    "djstripe_changed",
    "djstripe_digest",
    "djstripe_deleted",
    "djstripe_expanded",
    "djstripe_faults",
)


@dataclass(frozen=True)
class Recipe:
    """How payloads of one model become rows."""

    model: type[models.Model]
    projections: tuple[Any, ...]  # fields computed from the payload
    local: tuple[Any, ...]  # fields of the application's own; never written by a store
    relations: tuple[str, ...]  # paths at which an expanded object may stand
    pointers: tuple[PaymentMethodForeignKey, ...]
    sets: tuple[OwnedSet, ...]
    nested: tuple[NestedList, ...]
    secrets: tuple[str, ...]
    expanded_only: tuple[str, ...]
    owner_path: str
    looked_up_by: str
    set_carriers: Mapping[str, tuple[str, OwnedSet]]

    def field(self, name: str) -> Any:
        return self.model._meta.get_field(name)


def _declared(model: type[models.Model], kind: type | tuple[type, ...]) -> list[Any]:
    """The attributes of these kinds that a class and its bases declare."""
    names: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        names.update(vars(base))
    return [value for value in names.values() if isinstance(value, kind)]


def _unnestable(relation: Any) -> bool:
    # An object of another account, met inside ours, cannot be filed: nothing in the payload
    # says whose it is. An account says so itself.
    if isinstance(relation, StripeForeignKey):
        to = relation.remote_field.model
        name = to if isinstance(to, str) else to.__name__
    else:
        name = relation.to
    return not relation.crosses or name.rpartition(".")[2] == "Account"


_recipes: dict[Any, Recipe] = {}


def recipe_of(model: Any) -> Recipe:
    """The recipe of a model, read from its declaration once."""
    if model not in _recipes:
        _recipes[model] = _read_recipe(model)
    return _recipes[model]


def _read_recipe(model: Any) -> Recipe:
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    by_engine = [f for f in fields if f.attname in ENGINE_COLUMNS]
    projections = tuple(f for f in fields if isinstance(f, StripeColumn) and f not in by_engine)
    local = tuple(f for f in fields if f not in by_engine and f not in projections)
    relations = [f for f in projections if isinstance(f, StripeForeignKey)]
    relations += _declared(model, (Reference, References))
    paths = [
        path
        for relation in relations
        if _unnestable(relation)
        for path in relation.paths
        if isinstance(path, str)
    ]
    return Recipe(
        model=model,
        projections=projections,
        local=local,
        relations=tuple(dict.fromkeys(paths)),
        pointers=tuple(f for f in projections if isinstance(f, PaymentMethodForeignKey)),
        sets=model.sets,
        nested=model.nested,
        secrets=model.secrets,
        expanded_only=model.expanded_only,
        owner_path=model.owner_path,
        looked_up_by=model.looked_up_by,
        set_carriers=model.set_carriers,
    )
