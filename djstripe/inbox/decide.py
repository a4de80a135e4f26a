"""
May an event's payload be believed? Pure: one table of cases, no database, no network.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import mirror
from ..fields import NestedList, OwnedSet, follow
from ..prefixes import object_named


class Act(enum.Enum):
    """What an event asks of the mirror."""

    STORE = "store its payload"
    LOOK = "ask Stripe for the object as it is now"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, and why; ``deleted`` says that the payload is the object's last state."""

    act: Act
    why: str
    deleted: bool = False


THIN = "v2.core.event"
# Deleted says the type, canceled means it: the object still exists at Stripe.
NOT_DELETIONS = frozenset({"customer.subscription.deleted"})


def is_deletion(event_type: str) -> bool:
    """Whether this type of event says that its object is gone."""
    return event_type.endswith(".deleted") and event_type not in NOT_DELETIONS


# Stripe could not make an event, and says so later; where it happened is in the alert's data,
# which a delivery leaves out. https://docs.stripe.com/webhooks/handle-irrecoverable-events
NEVER_MADE = "v2.core.health.event_generation_failure.resolved"


@dataclass(frozen=True, slots=True)
class Related:
    """
    The object that a thin event speaks of. ``url`` is where Stripe answers it, ``account`` whose
    it is; both are "" where the event does not say.
    """

    object: str
    id: str
    url: str = ""
    account: str = ""


def related_to(event: Mapping[str, Any]) -> Related | None:
    """What a thin event speaks of; None for other events, and where it names nothing."""
    if event.get("object") != THIN:
        return None
    named, account, url = event.get("related_object"), "", ""
    if event.get("type") == NEVER_MADE:
        impact = follow(event, "data.impact")
        if not isinstance(impact, Mapping):
            return None
        id = str(impact.get("related_object_id") or "")
        named = impact.get("related_object") or {"id": id, "type": object_named(id)}
        account = str(impact.get("context") or impact.get("account") or "")
    elif isinstance(named, Mapping):
        url = str(named.get("url") or "")
    if not isinstance(named, Mapping) or not named.get("id") or not named.get("type"):
        return None
    return Related(str(named["type"]), str(named["id"]), url, account)


def is_whole(event: Mapping[str, Any]) -> bool:
    """Whether all that is needed of an event was delivered."""
    return event.get("type") != NEVER_MADE or bool(event.get("data"))


def decide(
    event: Mapping[str, Any], *, api_version: str, trust: bool, signed_at: int | None = None
) -> Decision:
    """
    What an event asks of the mirror.

    ``api_version`` is the version our rows are in, ``trust`` the project's setting,
    ``signed_at`` when the delivery was signed (None for an event read from the API).
    """
    kind, data = str(event.get("type") or ""), event.get("data")
    subject = data.get("object") if isinstance(data, Mapping) else None
    if event.get("object") == THIN:
        if related_to(event) is not None:
            return Decision(Act.LOOK, "a thin event tells only what changed")
        return Decision(Act.NOTHING, "a thin event about no object")
    if not isinstance(subject, Mapping) or not isinstance(subject.get("object"), str):
        return Decision(Act.NOTHING, "it carries no object")
    if not subject.get("id"):
        carrier = mirror.carrier_for(subject["object"])
        if carrier is not None and _is_cut(subject, [carrier.set_carriers[subject["object"]][1]]):
            return Decision(Act.LOOK, "the set it carries is cut short")
        if carrier is not None:
            return Decision(Act.STORE, "a summary carries a whole set")
        return Decision(Act.NOTHING, "its object has no id, so it is nothing to keep")
    if is_deletion(kind):
        return Decision(Act.STORE, "a deletion carries the last state", deleted=True)
    model = mirror.model_for(subject["object"])
    if model is None:
        return Decision(Act.NOTHING, "no model stores such objects")
    return _about(event, subject, model, api_version, trust, signed_at)


def _about(
    event: Mapping[str, Any],
    subject: Mapping[str, Any],
    model: type[Any],
    api_version: str,
    trust: bool,
    signed_at: int | None,
) -> Decision:
    doubts = [
        (not trust, "payloads of events are not trusted in this project"),
        (event.get("api_version") != api_version, "it is rendered in another API version"),
        (_is_cut(subject, [*model.sets, *model.nested]), "a list inside it is cut short"),
        (bool(subject.get("test_clock")), "it lives on a test clock"),
        (_is_ahead(event, signed_at), "it says it is younger than its own delivery"),
    ]
    for applies, why in doubts:
        if applies:
            if not model.retrievable:
                return Decision(Act.STORE, f"{why}, but Stripe has no endpoint to ask")
            return Decision(Act.LOOK, why)
    return Decision(Act.STORE, "a whole payload in our API version")


def _is_cut(subject: Mapping[str, Any], lists: Sequence[OwnedSet | NestedList]) -> bool:
    return any(
        isinstance(listed := follow(subject, declared.path), Mapping)
        and bool(listed.get("has_more"))
        for declared in lists
    )


def _is_ahead(event: Mapping[str, Any], signed_at: int | None) -> bool:
    created = event.get("created")
    return signed_at is not None and isinstance(created, int) and created > signed_at + 1
