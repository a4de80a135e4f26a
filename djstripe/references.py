"""
What stored objects name and the mirror does not have.

One query, whatever the number of objects; asked in the transaction that stores them. Fetching
is for later: a reference that is missing becomes a doubt, which a look clears.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections

from . import mirror
from .fields import WRONG_SHAPE, Misfit, StripeForeignKey
from .mirror import DoubtKey, Outcome, Statement, Status
from .snapshot import Snapshot

# Whatever names one of these names it once for all, and it changes nothing for the application.
NOT_WORTH_A_REQUEST = frozenset({"Account", "AccountV2", "Application", "TestClock"})


@dataclass
class References:
    """What snapshots name that may be missing, and the statement that asks what of it is there."""

    named: dict[DoubtKey, list[Snapshot]]
    statement: Statement | None

    def missing(self, outcomes: Iterable[Outcome]) -> dict[DoubtKey, str]:
        """
        What is not in the mirror, with the reasons, once the statement has been run; of what
        turned out to be no news nothing is missed.
        """
        if self.statement is None:
            return {}
        news = {
            id(outcome.snapshot)
            for outcome in outcomes
            if outcome.status in (Status.CREATED, Status.CHANGED)
        }
        present = {
            (id, name, account, bool(livemode))
            for id, name, account, livemode in self.statement.rows
        }
        return {
            key: f"{snapshot.id} names it"
            for key, snapshots in self.named.items()
            if key not in present
            for snapshot in snapshots
            if id(snapshot) in news
        }


def references_of(snapshots: Iterable[Snapshot], using: str) -> References:
    """What these snapshots name; nothing that is gone names anything."""
    named: dict[DoubtKey, list[Snapshot]] = {}
    ids: dict[type[Any], set[str]] = {}
    for snapshot in snapshots:
        model = mirror.model_for(snapshot.object or "")
        if model is None or snapshot.deleted:
            continue
        for relation in relations_of(model):  # type: ignore[arg-type]
            target = relation.remote_field.model
            id = _named(relation, snapshot.data)
            if id:
                key = (id, target.object_name, snapshot.account, snapshot.livemode)
                named.setdefault(key, []).append(snapshot)
                ids.setdefault(target, set()).add(id)
    return References(named, _asking_which_are_there(ids, using) if ids else None)


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


def _asking_which_are_there(ids: dict[type[Any], set[str]], using: str) -> Statement:
    """One statement, a part for each model: ``(id, object name, account, mode)``."""
    quote = connections[using].ops.quote_name
    columns = f"{quote('djstripe_owner_account_id')}, {quote('livemode')}"
    parts: list[str] = []
    params: list[str] = []
    for model in sorted(ids, key=lambda model: model._meta.db_table):
        parts.append(
            f"SELECT {quote('id')}, %s, {columns} FROM {quote(model._meta.db_table)} "
            f"WHERE {quote('id')} IN ({', '.join(['%s'] * len(ids[model]))})"
        )
        params += [model.object_name, *sorted(ids[model])]
    return Statement(" UNION ALL ".join(parts), params)
