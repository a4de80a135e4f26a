"""
Look at objects once more, by nothing but their ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value

from .. import mirror
from ..exceptions import DjStripeError
from ..look import look_again
from ..mirror import Outcome
from ..models.flows import flows
from ..prefixes import PREFIXES, object_named

PARTS_PER_QUERY = 200  # SQLite takes 500 parts in one UNION


class UnknownObject(DjStripeError):
    """Nothing here knows which kind of object has this id."""


@dataclass(frozen=True, order=True)
class Whereabouts:
    """An object's kind (as payloads say it), id, account and mode."""

    object: str
    id: str
    account: str
    livemode: bool


def repair_object(
    id: str, *, account: str | None = None, livemode: bool | None = None
) -> list[Outcome]:
    """
    Look at an object at Stripe and store what it says; ``"product:gold"`` names the kind too.

    Its kind, account and mode are those of the mirror's rows with this id (each of them is
    looked at, if there are several and neither is given); else the kind is told by how the
    id begins, and the default account and mode are asked.

    Raises UnknownObject, ImpossibleAPIRequest where Stripe has no endpoint, and the SDK's errors.
    """
    return [look_at(one) for one in find(id, account=account, livemode=livemode)]


def look_at(one: Whereabouts) -> Outcome:
    """Look at this object at Stripe and store what it says."""
    return look_again(one.object, one.id, one.account, one.livemode)


def find(id: str, *, account: str | None = None, livemode: bool | None = None) -> list[Whereabouts]:
    """Where an object of this id is, or ought to be. Raises UnknownObject."""
    kind, _, bare = id.rpartition(":") if _names_kind(id) else ("", "", id)
    rows = [
        one
        for one in mirrored(bare)
        if (not kind or one.object == kind)
        and account in (None, one.account)
        and livemode in (None, one.livemode)
    ]
    if rows:
        return rows
    kind = kind or object_named(bare)
    if not kind:
        known = ", ".join(f"{prefix}_" for prefix in list(PREFIXES)[:8])
        raise UnknownObject(
            f"{bare!r} is in no row of the mirror, and begins like no id of Stripe's ({known} …). "
            "Name its kind in front, as in product:gold."
        )
    credentials = flows.find_credentials(account=account, livemode=livemode)
    return [Whereabouts(kind, bare, credentials.account, credentials.livemode)]


def _names_kind(id: str) -> bool:
    return mirror.is_declared(id.rpartition(":")[0])


def mirrored(id: str) -> list[Whereabouts]:
    """Every row of the mirror with this id: one query for each two hundred models."""
    models = [model for model in mirror.all_models() if model.object_name]
    found: list[Whereabouts] = []
    for start in range(0, len(models), PARTS_PER_QUERY):
        parts = [_part(model, id) for model in models[start : start + PARTS_PER_QUERY]]
        rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        found += [Whereabouts(name, id, owner, bool(mode)) for name, owner, mode in rows]
    return sorted(set(found))


def _part(model: type[Any], id: str) -> Any:
    rows = model._base_manager.filter(id=id).order_by()
    return rows.values_list(
        Value(model.object_name, output_field=CharField()), "djstripe_owner_account_id", "livemode"
    )
