"""
What stored objects name and the mirror does not have.

One query, whatever the number of objects; asked in the transaction that stores them. Fetching
is for later: a reference that is missing becomes a doubt, which a look clears.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import CharField, Value

from .fields import WRONG_SHAPE, Misfit, StripeForeignKey
from .mirror import DoubtKey, Outcome, Status

# Whatever names one of these names it once for all, and it changes nothing for the application.
NOT_WORTH_A_REQUEST = frozenset({"Account", "AccountV2", "Application", "TestClock"})


def missing_references(outcomes: Iterable[Outcome], using: str) -> dict[DoubtKey, str]:
    """What the objects that were just stored name and the mirror lacks, with the reasons."""
    named: dict[type[Any], dict[DoubtKey, str]] = {}
    for outcome in outcomes:
        if outcome.model is None or outcome.status not in (Status.CREATED, Status.CHANGED):
            continue
        snapshot = outcome.snapshot
        if snapshot.deleted:
            continue
        for relation in relations_of(outcome.model):  # type: ignore[arg-type]
            target = relation.remote_field.model
            id = _named(relation, snapshot.data)
            if id:
                key = (id, target.object_name, snapshot.account, snapshot.livemode)
                named.setdefault(target, {})[key] = f"{snapshot.id} names it"
    present = _present(named, using) if named else set()
    return {key: why for keys in named.values() for key, why in keys.items() if key not in present}


@cache
def relations_of(model: Any) -> tuple[Any, ...]:
    """The relations of a model whose other end can be asked for by its id alone."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, StripeForeignKey)
        and field.name != "djstripe_owner_account"
        and not field.crosses
        and not field.also
        and is_reachable(field.remote_field.model)
    )


def is_reachable(model: type[Any]) -> bool:
    """Whether Stripe returns an object of this kind for its id alone."""
    if model.__name__ in NOT_WORTH_A_REQUEST or not getattr(model, "retrievable", False):
        return False
    path = model.retrieve_path or model.endpoint
    return bool(path) and "{" not in path.replace("{id}", "")


def _named(relation: Any, payload: Any) -> str:
    try:
        id = relation.project(payload)
    except (Misfit, *WRONG_SHAPE):
        return ""
    return id if isinstance(id, str) else ""


def _present(named: dict[type[Any], dict[DoubtKey, str]], using: str) -> set[DoubtKey]:
    """Which of these are in the mirror: one query, a part for each model."""
    parts = []
    for model, keys in named.items():
        rows = model._base_manager.using(using).filter(id__in=sorted({key[0] for key in keys}))
        parts.append(
            rows.order_by().values_list(
                "id",
                Value(model.object_name, output_field=CharField()),
                "djstripe_owner_account_id",
                "livemode",
            )
        )
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(id, name, account, bool(livemode)) for id, name, account, livemode in found}
