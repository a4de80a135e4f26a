"""
Ask Stripe for one object once more, and store what it says.

A look is what settles a doubt: its answer's ticket was read before the request was sent.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import stripe
from django.apps import apps
from django.db import connections, router, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from . import mirror
from .exceptions import CredentialsError, DjStripeError, ImpossibleAPIRequest
from .fields import as_django_wants
from .gateway import get_gateway
from .mirror import Doubt, DoubtKey, Outcome
from .models.flows import flows
from .settings import djstripe_settings
from .snapshot import Door, Snapshot, Stamp

logger = logging.getLogger(__name__)

# Nobody here may ask, today or ever.
CANNOT_LOOK = (
    ImpossibleAPIRequest,
    CredentialsError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)
FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 6 * 3600
PORTION = 10  # doubts that are claimed, looked at and stored together
SAME_IDS = 10  # accounts and modes that are expected to have doubts about objects of one id


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

    ``payload`` needs no more than ``object`` and ``id``; the id of a summary is its owner's.
    Raises the SDK's errors, and ImpossibleAPIRequest where Stripe has no endpoint for the kind.
    """
    if mirror.carrier_for(str(payload.get("object"))) is not None:
        return look_at_carried_set(str(payload["object"]), str(payload["id"]), account, livemode)
    model = mirror.model_for(str(payload.get("object")))
    path = url_of(payload, account, livemode)
    return get_gateway().look(
        str(payload["object"]),
        str(payload["id"]),
        path,
        flows.find_credentials(account=account, livemode=livemode),
        expand=tuple(getattr(model, "expand_fields", ())),
    )


def look_at_carried_set(name: str, owner_id: str, account: str, livemode: bool) -> Snapshot:
    """
    The whole of the set that a summary without an id carries in part, as a summary that
    carries it whole: every page of the list of its members, asked for by their owner.
    """
    owner_path, declared = mirror.carrier_for(name).set_carriers[name]  # type: ignore[union-attr]
    member = apps.get_model("djstripe", declared.member)
    pages = get_gateway().pages(
        member.endpoint,
        flows.find_credentials(account=account, livemode=livemode),
        params={owner_path: owner_id},
    )
    first = next(pages)
    stamp, members = first.stamp, [s.data for s in first.snapshots]
    for page in pages:
        stamp = stamp.hull(page.stamp)
        members += [s.data for s in page.snapshots]
    whole = {"object": "list", "data": members, "has_more": False}
    data = {"object": name, owner_path: owner_id, "livemode": livemode, declared.path: whole}
    return Snapshot(data, account, livemode, stamp, Door.LOOK, djstripe_settings.STRIPE_API_VERSION)


def look_again(object_name: str, id: str, account: str, livemode: bool) -> Outcome:
    """Look at one object and store what Stripe says."""
    return mirror.store([look({"object": object_name, "id": id}, account, livemode)])[0]


@dataclass
class Served:
    """What came of looking: how many requests, how many objects are in doubt no more."""

    looks: int = 0
    settled: int = 0


def serve_doubts(
    keys: Iterable[DoubtKey] | None = None,
    *,
    limit: int = 100,
    now: dt.datetime | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Served:
    """
    Look at what is in doubt: at these objects, or at the oldest open doubts that are due.

    One look serves all who doubt an object; whoever is at it already is left to it. A doubt
    that arises again while Stripe is asked is looked at once more. What cannot be looked up is
    marked so, with the reason; what failed in passing comes due again later.

    A few are looked at and stored before the next ones are claimed, so that whoever dies or is
    told to ``stop()`` has lost little, and others may help.
    """
    served = Served()
    wanted = None if keys is None else sorted(set(keys))
    for start in range(0, limit if wanted is None else len(wanted), PORTION):
        if stop():
            break
        portion = None if wanted is None else wanted[start : start + PORTION]
        if not _serve(portion, now or as_django_wants(timezone.now()), served) and wanted is None:
            break
    return served


def _serve(keys: Iterable[DoubtKey] | None, now: dt.datetime, served: Served) -> bool:
    """Look at some doubts, and once more at those that arose again; False if none was due."""
    for again in (False, True):
        doubts = _claim_doubts(keys, now)
        if not doubts:
            return again
        looked = [(doubt, seen) for doubt in doubts if (seen := _look_at(doubt, now)) is not None]
        served.looks += len(doubts)
        if not looked:
            break
        mirror.store([seen for _, seen in looked])
        left = Doubt.objects.filter(pk__in=[doubt.pk for doubt, _ in looked])
        arisen = left.update(next_look=None)
        served.settled += len(looked) - arisen
        keys = [_key(doubt) for doubt, _ in looked]
        if not arisen:
            break
    return True


def _key(doubt: Doubt) -> DoubtKey:
    return (doubt.object_id, doubt.object, doubt.account, doubt.livemode)


def doubts_due(now: dt.datetime) -> QuerySet[Doubt]:
    """The doubts that nobody is looking at, and that are to be looked at by now."""
    waited = Q(next_look=None) | Q(next_look__lte=now)
    return Doubt.objects.filter(waited, state=Doubt.State.OPEN)


def _claim_doubts(keys: Iterable[DoubtKey] | None, now: dt.datetime) -> list[Doubt]:
    """The doubts that are to be looked at now, pushed into the future for everybody else."""
    using = router.db_for_write(Doubt)
    due = doubts_due(now).using(using).order_by("arose", "pk")
    wanted, limit = None, PORTION
    if keys is not None:
        wanted, limit = set(keys), SAME_IDS * PORTION
        due = due.filter(object_id__in=sorted({key[0] for key in wanted}))
    until = now + dt.timedelta(seconds=djstripe_settings.DJSTRIPE_INBOX_LEASE_SECONDS)
    features = connections[using].features
    if not features.has_select_for_update:
        # SQLite locks no rows, and cannot turn a reader into a writer: one statement for each.
        chosen = [d for d in due[:limit] if wanted is None or _key(d) in wanted]
        return [d for d in chosen if due.order_by().filter(pk=d.pk).update(next_look=until)]
    with transaction.atomic(using=using):
        due = due.select_for_update(skip_locked=features.has_select_for_update_skip_locked)
        doubts = [d for d in due[:limit] if wanted is None or _key(d) in wanted]
        if doubts:
            pks = [doubt.pk for doubt in doubts]
            Doubt.objects.using(using).filter(pk__in=pks).update(next_look=until)
    return doubts


def _look_at(doubt: Doubt, now: dt.datetime) -> Snapshot | None:
    """What Stripe says of one object; None if it says nothing, which is noted with the doubt."""
    rows = Doubt.objects.filter(pk=doubt.pk)
    payload = {"object": doubt.object, "id": doubt.object_id}
    try:
        return look(payload, doubt.account, doubt.livemode)
    except CANNOT_LOOK as error:
        rows.update(state=Doubt.State.IMPOSSIBLE, detail=str(error)[:500])
        logger.warning(
            "djstripe: %s %s cannot be looked up: %s", doubt.object, doubt.object_id, error
        )
    except (stripe.StripeError, DjStripeError) as error:
        wait = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(doubt.attempts, 16))
        rows.update(
            attempts=F("attempts") + 1,
            detail=str(error)[:500],
            next_look=now + dt.timedelta(seconds=wait),
        )
        logger.warning(
            "djstripe: looking at %s %s failed: %s", doubt.object, doubt.object_id, error
        )
    return None
