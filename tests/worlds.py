"""The words tests speak: payloads, and snapshots of them at a moment."""

from __future__ import annotations

from typing import Any

from djstripe import mirror
from djstripe.mirror import Outcome
from djstripe.snapshot import Door, Snapshot, Stamp

ACCOUNT = "acct_1"
OTHER = "acct_2"
T0 = 1_700_000_000


def at(seconds: int, *, ticket: int | None = None) -> Stamp:
    """The stamp of something true at a second after T0, and only then."""
    return Stamp(T0 + seconds, T0 + seconds, ticket)


def snapshot(
    data: dict[str, Any],
    stamp: Stamp | int = 0,
    *,
    account: str = ACCOUNT,
    livemode: bool = False,
    door: Door = Door.EVENT,
    deleted: bool | None = None,
    sets_stamp: Stamp | None = None,
) -> Snapshot:
    """One payload as of a moment; a number is seconds after T0."""
    return Snapshot(
        data=data,
        account=account,
        livemode=livemode,
        stamp=at(stamp) if isinstance(stamp, int) else stamp,
        door=door,
        api_version="2026-10-28.endive",
        deleted=data.get("deleted") is True if deleted is None else deleted,
        sets_stamp=sets_stamp,
    )


def store(data: dict[str, Any], stamp: Stamp | int = 0, **kwargs: Any) -> Outcome:
    """Store one payload as of a moment."""
    return mirror.store([snapshot(data, stamp, **kwargs)])[0]


def payload_of(model: type[Any], id: str = "", **more: Any) -> dict[str, Any]:
    """The smallest payload of a model's kind."""
    name = (model.object_names() or ("thing.nobody_knows",))[0]
    data: dict[str, Any] = {"object": name, "id": id or id_for(model), "created": T0}
    if model.owner_path and model.owner_path != "id":
        data[model.owner_path] = ACCOUNT
    return {**data, **more}


def id_for(model: type[Any], number: int = 1) -> str:
    """An id as Stripe might give it; an account's own is its account."""
    return ACCOUNT if model.owner_path == "id" else f"{model.__name__.lower()}_{number}"
