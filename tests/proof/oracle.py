"""
What the mirror ought to be: read from the sandbox, never from how the mirror decides.

``History`` numbers the states of every object in the order in which Stripe had them, and
``Monitor`` sees to it that no row goes back to a smaller number, nor holds what Stripe never
said. ``differences`` compares every object with its row when all is silent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from djstripe import mirror
from djstripe.fields import OwnedSet
from djstripe.inbox.decide import is_deletion
from djstripe.mirror import Doubt, MemberSet, tickets
from djstripe.mirror.recipe import Recipe, recipe_of
from djstripe.mirror.unnest import Found, unnest
from djstripe.models import WebhookEventTrigger
from djstripe.models.work import ReceiverRun, WorkState
from djstripe.sandbox import render
from djstripe.sandbox.moves import plan_of
from djstripe.sandbox.state import Record
from djstripe.snapshot import Door, Snapshot, Stamp

from .stripe_side import OLDER_VERSION, Json, Place, StripeSide

# The kinds of which Stripe tells every change by an event.
TRACKED = (
    "coupon",
    "customer",
    "entitlements.active_entitlement",
    "invoice",
    "line_item",
    "payment_intent",
    "plan",
    "price",
    "product",
    "subscription",
    "subscription_item",
    "test_helpers.test_clock",
)
ASIDE = ("next_invoice_sequence",)  # changed by Stripe without an event
GONE = "gone"  # the state of what was deleted, and of what never was

Key = tuple[str, str, str, bool]  # model, id, account, mode; of a set its name, and its owner's id


@contextmanager
def uncut() -> Iterator[None]:
    """Embedded lists are shown whole, however long they are."""
    cut, render.CUT = render.CUT, 1_000_000
    try:
        yield
    finally:
        render.CUT = cut


def said(place: Place, data: Json, *, deleted: bool = False) -> Snapshot:
    """What Stripe says of an object, for whoever takes it apart."""
    return Snapshot(
        data, place.account, place.livemode, Stamp.unknown(), Door.GIVEN, deleted=deleted
    )


def content(recipe: Recipe, payload: Json) -> str:
    """What of an object one row holds, its lists aside: those have states of their own."""
    left_out = {*recipe.secrets, *recipe.expanded_only, *ASIDE}
    left_out |= {declared.path.split(".")[0] for declared in (*recipe.sets, *recipe.nested)}
    return json.dumps({k: v for k, v in payload.items() if k not in left_out}, sort_keys=True)


def key_of(found: Found) -> Key:
    return (found.recipe.model.__name__, found.id, found.account, found.livemode)


class History:
    """The states of every object and of every set, in Stripe's order. The first is GONE."""

    def __init__(self, side: StripeSide) -> None:
        self.side = side
        self.states: dict[Key, list[str]] = {}
        self.sets: dict[Key, list[frozenset[str]]] = {}
        self.long: set[Key] = set()  # sets that were once too long for one answer
        self._lives: dict[Key, Any] = {}  # when what bears an id now was made
        self._seen: dict[tuple[Place, str], dict[str, bytes]] = {}
        self._told = 0

    def observe(self) -> None:
        """Take down what is new: what the events tell, in order, and then what stands there."""
        log = self.side.sandbox.journal.log
        events, self._told = log[self._told :], len(log)
        places = {(place.account, place.livemode): place for place in self.side.places}
        for event in events:
            place = places.get((event.shelf.account, event.shelf.livemode))
            if place is not None:
                self._take_event(place, event.data)
        for place in self.side.places:
            for kind in TRACKED:
                self._look_over(place, kind)
            self._look_over_entitlements(place)

    def _take_event(self, place: Place, event: Json) -> None:
        shown = event["data"]["object"]
        if not shown.get("id") and mirror.carrier_for(shown["object"]) is None:
            return
        self._take(said(place, shown, deleted=is_deletion(event["type"])))

    def _look_over(self, place: Place, kind: str) -> None:
        seen = self._seen.get((place, kind), {})
        there = {record.id: record for record in self.side.records(place, kind)}
        if not seen and not there:
            return
        shown = {id: render.rendered(record) for id, record in there.items()}
        for id, record in there.items():
            if seen.get(id) is not shown[id]:
                self._take(said(place, whole(record)))
        for id in seen.keys() - there.keys():
            self._note((model_of(kind).__name__, id, place.account, place.livemode), GONE)
            for declared in recipe_of(model_of(kind)).sets:
                owned = (declared.member, id, place.account, place.livemode)
                if owned in self.sets:
                    self._note_set(owned, frozenset())
        self._seen[place, kind] = shown

    def _look_over_entitlements(self, place: Place) -> None:
        """What each customer is entitled to, which no object of Stripe's shows."""
        held: dict[str, set[str]] = {
            key[1]: set()
            for key in self.sets
            if key[0] == "ActiveEntitlement" and key[2:] == (place.account, place.livemode)
        }
        for record in self.side.records(place, "entitlements.active_entitlement"):
            held.setdefault(str(record.value("customer")), set()).add(record.id)
        for customer, ids in held.items():
            key = ("ActiveEntitlement", customer, place.account, place.livemode)
            self._note_set(key, frozenset(ids))

    def _take(self, snapshot: Snapshot) -> None:
        result = unnest(snapshot)
        for found in result.objects:
            self._take_found(found)
        for one in result.sets:
            key = (one.declared.member, one.owner_id, one.account, one.livemode)
            self._note_set(key, frozenset(member.id for member in one.members))
            for member in one.members:
                self._take_found(member)

    def _take_found(self, found: Found) -> None:
        key, gone = key_of(found), found.snapshot.deleted
        if found.top or found.of_set is not None or key not in self.states:
            self._lives[key] = found.payload.get("created")
        elif self.states[key][-1] == GONE or found.payload.get("created") != self._lives[key]:
            return  # a copy inside another object, which has outlived its original
        self._note(key, GONE if gone else content(found.recipe, found.payload))

    def _note_set(self, key: Key, members: frozenset[str]) -> None:
        states = self.sets.setdefault(key, [frozenset()])
        if states[-1] != members:
            states.append(members)
        if len(members) > 10:
            self.long.add(key)

    def _note(self, key: Key, state: str) -> None:
        states = self.states.setdefault(key, [GONE])
        if states[-1] != state:
            states.append(state)


class Monitor:
    """Compares each row that changed with what was known of it before."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.levels: dict[Key, int] = {}
        self.set_levels: dict[Key, int] = {}
        self.lifted = 0  # rows that were gone and are there again
        self.models = [model_of(kind) for kind in TRACKED]
        self._ticket = 0

    def check(self) -> None:
        """Raise AssertionError if a row went back, or holds what never was."""
        ticket = tickets.current()
        if ticket == self._ticket:
            return
        since, self._ticket = self._ticket, ticket
        for name, id, account, livemode, deleted, data, version in _changed(self.models, since):
            if version == OLDER_VERSION and not deleted:
                continue  # the same state in other words, where Stripe forbade a look
            recipe = recipe_of(apps.get_model("djstripe", name))
            state = GONE if deleted else content(recipe, json.loads(data))
            self._check_row((name, id, account, bool(livemode)), state)
        for row in MemberSet.objects.filter(changed__gt=since):
            self._check_set(row)

    def _check_row(self, key: Key, state: str) -> None:
        states = self.history.states.get(key, [GONE])
        level = self.levels.get(key, 0)
        found = next((n for n in range(level, len(states)) if states[n] == state), None)
        if found is None:
            earlier = next((n for n in range(level) if states[n] == state), None)
            where = f"to state {earlier}" if earlier is not None else f"to what never was: {state}"
            raise AssertionError(f"{key} went back from state {level} {where}")
        if states[level] == GONE and level and state != GONE:
            self.lifted += 1
        self.levels[key] = found

    def _check_set(self, row: MemberSet) -> None:
        candidates = [declared.member for declared in owned_sets() if declared.path == row.name]
        keys = [(member, row.owner, row.account, row.livemode) for member in candidates]
        key = next((key for key in keys if key in self.history.sets), None)
        if key is None:
            return
        members = frozenset(members_of(key))
        states = self.history.sets.get(key, [frozenset()])
        level = self.set_levels.get(key, 0)
        found = next((n for n in range(level, len(states)) if states[n] == members), None)
        if found is None and key in self.history.long:
            return  # read in several pages: it need never have been so at one moment
        if found is None and any(self._explains(s, members, row, key) for s in states[level:]):
            return
        if found is None:
            raise AssertionError(
                f"the set {key} went back from state {level}: {sorted(members)} of "
                f"{[sorted(state) for state in states]}"
            )
        self.set_levels[key] = found

    def _explains(
        self, state: frozenset[str], members: frozenset[str], row: MemberSet, key: Key
    ) -> bool:
        """
        Whether this is a state of a set whose other members came in by themselves, as answers
        to verbs do, and may be younger than the set.
        """
        younger = rows_of(key, deleted=None).filter(djstripe_latest__gte=row.earliest)
        came = younger.filter(id__in=members - state, djstripe_deleted=False)
        went = younger.filter(id__in=state - members, djstripe_deleted=True)
        return came.exclude(djstripe_ticket=row.ticket).count() == len(
            members - state
        ) and went.count() == len(state - members)


def _changed(models: list[Any], since: int) -> list[Any]:
    """The rows of all these models that changed after a ticket, in one statement."""
    quote = connection.ops.quote_name
    text = "{}::text" if connection.vendor == "postgresql" else "{}"
    parts = [
        f"SELECT '{model.__name__}', id, djstripe_owner_account_id, livemode, djstripe_deleted, "
        f"{text.format('stripe_data')}, djstripe_api_version FROM {quote(model._meta.db_table)} "
        "WHERE djstripe_changed > %s"
        for model in models
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [since] * len(parts))
        return list(cursor.fetchall())


def members_of(key: Key) -> list[str]:
    """The ids of the live rows of a set."""
    return list(rows_of(key).values_list("id", flat=True))


def rows_of(key: Key, deleted: bool | None = False) -> Any:
    """The rows of a set: the live ones, the tombstones, or (None) both."""
    member, owner_id, account, livemode = key
    rows = apps.get_model("djstripe", member)._base_manager.filter(
        **{f"{owner_relation(member)}_id": owner_id},
        djstripe_owner_account_id=account,
        livemode=livemode,
    )
    return rows if deleted is None else rows.filter(djstripe_deleted=deleted)


@cache
def owned_sets() -> list[OwnedSet]:
    """Every set that a model declares, or that a summary carries."""
    found: list[OwnedSet] = []
    for model in mirror.all_models():
        found += [*model.sets, *(declared for _, declared in model.set_carriers.values())]
    return found


def owner_relation(member: str) -> str:
    """By which relation the members of a set name their owner; "" for what is in no set."""
    return next((str(one.owner) for one in owned_sets() if one.member == member), "")


def model_of(kind: str) -> Any:
    """The model that stores a kind."""
    return mirror.model_for(kind)


def whole(record: Record) -> Json:
    """An object as Stripe shows it, with every list in it to its end."""
    with uncut():
        shown: Json = render.view(record)
    return shown


# --------------------------------------------------------------------------- at the end


def differences(side: StripeSide, history: History) -> list[str]:
    """Where the mirror is not Stripe: every object of every place, key by key."""
    found: list[str] = []
    mirrored_kinds = {row[0] for row in _changed([model_of(kind) for kind in TRACKED], -1)}
    for kind in TRACKED:
        rows: list[Any] = []
        if model_of(kind).__name__ in mirrored_kinds:
            rows = list(model_of(kind)._base_manager.all())
        for place in side.places:
            here = (place.account, place.livemode)
            of_place = [r for r in rows if (r.djstripe_owner_account_id, r.livemode) == here]
            found += _of_kind(side, place, kind, of_place)
    for (member, owner, account, livemode), states in history.sets.items():
        mirrored = frozenset(members_of((member, owner, account, livemode)))
        if mirrored != states[-1]:
            found.append(f"{member} of {owner}: {sorted(mirrored)} is not {sorted(states[-1])}")
    return found


def at_stripe(side: StripeSide, place: Place, kind: str) -> dict[str, list[Json]]:
    """
    Every object of a kind by its id, as Stripe shows it: without and with what we expand.
    """
    with uncut():
        found = {
            record.id: [whole(record), render.expanded(record, list(model_of(kind).expand_fields))]
            for record in side.records(place, kind)
        }
    if kind == "plan":
        # A recurring price is a plan, too.
        for price in side.records(place, "price"):
            if price.data.get("recurring"):
                found.setdefault(price.id, [plan_of(price.data)])
    return found


def _of_kind(side: StripeSide, place: Place, kind: str, rows: list[Any]) -> list[str]:
    found: list[str] = []
    by_id = {row.id: row for row in rows}
    for id, shown in at_stripe(side, place, kind).items():
        row = by_id.pop(id, None)
        if row is None or row.djstripe_deleted:
            found.append(f"{kind} {id} is {'missing' if row is None else 'a tombstone'}")
            continue
        found += [f"{kind} {id}{wrong}" for wrong in _of_row(place, shown, row)]
    return found + [
        f"{kind} {id} is not at Stripe" for id, row in by_id.items() if not row.djstripe_deleted
    ]


def _of_row(place: Place, shown: list[Json], row: Any) -> list[str]:
    """Where a row is not what Stripe shows; what an expansion adds may be there or not."""
    expected = [mirror.build(said(place, data)) for data in shown]
    wrong = []
    for column in recipe_of(type(row)).projections:
        value = getattr(row, column.attname)
        wanted = [getattr(one, column.attname) for one in expected]
        if wanted[0] is None and (column.keep or column.name == owner_relation(type(row).__name__)):
            continue
        if value not in wanted:
            wrong.append(f".{column.attname}: {value!r} is not {wanted[0]!r}")
    data = row.stripe_data
    for key in sorted({*data, *expected[0].stripe_data} - {*ASIDE}):
        if all(data.get(key, ...) != one.stripe_data.get(key, ...) for one in expected):
            wanted_here = expected[0].stripe_data.get(key, ...)
            wrong.append(f"[{key}]: {data.get(key, ...)!r} is not {wanted_here!r}")
    return wrong


def left_over(side: StripeSide) -> list[str]:
    """What ought to be settled when all is silent, and is not."""
    found = [f"in doubt: {doubt} ({doubt.state}: {doubt.detail})" for doubt in Doubt.objects.all()]
    for model in (WebhookEventTrigger, ReceiverRun):
        unfinished = model.objects.exclude(state=WorkState.DONE)
        found += [f"{one}: {one.exception}" for one in unfinished]
    events = apps.get_model("djstripe", "Event")
    known = set(events.objects.values_list("id", flat=True))
    places = {(place.account, place.livemode) for place in side.places}
    for event in side.sandbox.journal.log:
        if (event.shelf.account, event.shelf.livemode) in places and event.id not in known:
            found.append(f"event {event.id} ({event.data['type']}) never came in")
    return found
