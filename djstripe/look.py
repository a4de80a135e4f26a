"""
Ask Stripe for one object once more, and store what it says.

A look is what settles a doubt: its answer's ticket was read before the request was sent.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import stripe
from django.apps import apps
from django.db.models import F

from . import mirror
from .exceptions import DjStripeError, ImpossibleAPIRequest
from .fields import follow
from .gateway import get_gateway
from .mirror import Doubt, DoubtKey, Outcome
from .models.flows import flows
from .settings import djstripe_settings
from .snapshot import Door, Snapshot, Stamp

logger = logging.getLogger(__name__)


def url_of(payload: dict[str, Any], account: str, livemode: bool) -> str:
    """
    Where Stripe answers this very object, from what its payload says.

    Raises ImpossibleAPIRequest if nowhere.
    """
    model = mirror.model_for(str(payload.get("object")))
    if model is None:
        raise ImpossibleAPIRequest(
            f"No model stores objects of the kind {payload.get('object')!r}."
        )
    stored = model._base_manager.filter(
        id=payload["id"], djstripe_owner_account_id=account, livemode=livemode
    ).first()
    snapshot = Snapshot(payload, account, livemode, Stamp.unknown(), Door.GIVEN)
    url: str = (stored or mirror.build(snapshot)).retrieve_url()
    return url


def look(payload: dict[str, Any], account: str, livemode: bool) -> Snapshot:
    """
    One object as Stripe has it now, or the fact that it is gone.

    ``payload`` needs no more than ``object`` and ``id``. Raises the SDK's errors, and
    ImpossibleAPIRequest where Stripe has no endpoint for the kind.
    """
    model = mirror.model_for(str(payload.get("object")))
    path = url_of(payload, account, livemode)
    return get_gateway().look(
        str(payload["object"]),
        str(payload["id"]),
        path,
        flows.find_credentials(account=account, livemode=livemode),
        expand=tuple(getattr(model, "expand_fields", ())),
    )


def look_at_carried_set(summary: Mapping[str, Any], account: str, livemode: bool) -> Snapshot:
    """
    The whole of the set that a summary without an id carries in part, as a summary that
    carries it whole: every page of the list of its members, asked for by their owner.
    """
    name = str(summary["object"])
    owner_path, declared = mirror.carrier_for(name).set_carriers[name]  # type: ignore[union-attr]
    member = apps.get_model("djstripe", declared.member)
    pages = get_gateway().pages(
        member.endpoint,
        flows.find_credentials(account=account, livemode=livemode),
        params={owner_path: follow(summary, owner_path)},
    )
    first = next(pages)
    stamp, members = first.stamp, [s.data for s in first.snapshots]
    for page in pages:
        stamp = stamp.hull(page.stamp)
        members += [s.data for s in page.snapshots]
    whole = {"object": "list", "data": members, "has_more": False}
    data = {**summary, declared.path: whole}
    return Snapshot(data, account, livemode, stamp, Door.LOOK, djstripe_settings.STRIPE_API_VERSION)


def look_again(object_name: str, id: str, account: str, livemode: bool) -> Outcome:
    """Look at one object and store what Stripe says."""
    return mirror.store([look({"object": object_name, "id": id}, account, livemode)])[0]


def serve_doubts(keys: Iterable[DoubtKey] | None = None, *, limit: int = 100) -> int:
    """
    Look at what is in doubt: at these objects, or at the oldest open doubts.

    Returns how many looks settled something. What cannot be looked up is marked so, with the
    reason; what failed in passing stays open.
    """
    if keys is None:
        doubts = Doubt.objects.filter(state=Doubt.State.OPEN).order_by("arose")[:limit]
        keys = [(d.object_id, d.object, d.account, d.livemode) for d in doubts]
    return sum(_serve(key) for key in keys)


def _serve(key: DoubtKey) -> bool:
    id, name, account, livemode = key
    doubts = Doubt.objects.filter(object_id=id, object=name, account=account, livemode=livemode)
    try:
        look_again(name, id, account, livemode)
    except (ImpossibleAPIRequest, stripe.PermissionError, stripe.AuthenticationError) as error:
        doubts.update(state=Doubt.State.IMPOSSIBLE, detail=str(error)[:500])
        logger.warning("djstripe: %s %s cannot be looked up: %s", name, id, error)
        return False
    except (stripe.StripeError, DjStripeError) as error:
        doubts.update(attempts=F("attempts") + 1, detail=str(error)[:500])
        logger.warning("djstripe: looking at %s %s failed: %s", name, id, error)
        return False
    return not doubts.exists()
