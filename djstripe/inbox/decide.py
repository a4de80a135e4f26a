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
    """What to do, and why; ``deleted``: the event says that its payload is the last state."""

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
    data = event.get("data")
    subject = data.get("object") if isinstance(data, Mapping) else None
    if event.get("object") == THIN:
        if related_to(event) is not None:
            return Decision(Act.LOOK, "a thin event tells only what changed")
        return Decision(Act.NOTHING, "a thin event about no object")
    if not isinstance(subject, Mapping) or not isinstance(subject.get("object"), str):
        return Decision(Act.NOTHING, "it carries no object")
    said = _Said(event, subject, api_version, trust, signed_at)
    if not subject.get("id"):
        return _about_summary(said)
    model = mirror.model_for(subject["object"])
    if model is None:
        return Decision(Act.NOTHING, "no model stores such objects")
    return _about(said, model)


@dataclass(frozen=True, slots=True)
class _Said:
    """A snapshot event, what it is about, and what one must know to believe it."""

    event: Mapping[str, Any]
    subject: Mapping[str, Any]
    api_version: str
    trust: bool
    signed_at: int | None

    @property
    def doubts(self) -> list[tuple[bool, str]]:
        """What speaks against any event: whether it does here, and why."""
        return [
            (not self.trust, "payloads of events are not trusted in this project"),
            (bool(self.subject.get("test_clock")), "it lives on a test clock"),
            (self._is_ahead, "it says it is younger than its own delivery"),
        ]

    def doubts_of_shape(self, lists: Sequence[OwnedSet | NestedList]) -> list[tuple[bool, str]]:
        """What speaks against taking the payload for all there is to say of the object."""
        is_ours = self.event.get("api_version") == self.api_version
        return [
            (not is_ours, "it is rendered in another API version"),
            (_is_cut(self.subject, lists), "a list inside it is cut short"),
        ]

    @property
    def _is_ahead(self) -> bool:
        created = self.event.get("created")
        signed_at = self.signed_at
        return signed_at is not None and isinstance(created, int) and created > signed_at + 1


def _first(doubts: Sequence[tuple[bool, str]]) -> str:
    return next((why for applies, why in doubts if applies), "")


def _about(said: _Said, model: type[Any]) -> Decision:
    deleted = is_deletion(str(said.event.get("type") or ""))
    doubts = said.doubts
    if not deleted:
        # That an object is gone is said in every version, whatever is left out of its last state.
        doubts += said.doubts_of_shape([*model.sets, *model.nested])
    why = _first(doubts)
    if why and model.retrievable:
        return Decision(Act.LOOK, why, deleted=deleted)
    if why:
        why = f"{why}, but Stripe has no endpoint to ask"
    elif deleted:
        why = "a deletion carries the last state"
    return Decision(Act.STORE, why or "a whole payload in our API version", deleted=deleted)


def _about_summary(said: _Said) -> Decision:
    name = said.subject["object"]
    carrier = mirror.carrier_for(name)
    if carrier is None:
        return Decision(Act.NOTHING, "its object has no id, so it is nothing to keep")
    is_test = not said.event.get("livemode")
    why = _first(
        [
            *said.doubts,
            *said.doubts_of_shape([carrier.set_carriers[name][1]]),
            (is_test, "it does not say whether whose it is lives on a test clock"),
        ]
    )
    if why:
        return Decision(Act.LOOK, why)
    return Decision(Act.STORE, "a summary carries a whole set")


def _is_cut(subject: Mapping[str, Any], lists: Sequence[OwnedSet | NestedList]) -> bool:
    return any(
        isinstance(listed := follow(subject, declared.path), Mapping)
        and bool(listed.get("has_more"))
        for declared in lists
    )
