"""
What behaviours do their work with: make, change and delete objects, and tell the journal.

A `World` is one account in one mode at a moment. The company builds its past in worlds whose
moment lies back and whose journal is silent; a request's world has the clock's now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from . import catalogue, events
from .catalogue import Json
from .errors import ApiError, missing
from .events import Cause, Journal
from .render import view
from .state import MEMBER_OF, OWNED, SHARED, Record, Shelf, rehearsed


def blank(kind: str) -> Json:
    """An object of a type about which nothing is known yet: the fields that are always there."""
    fields = catalogue.completed({}, catalogue.always(kind))
    for name in OWNED.get(kind, {}):
        fields.pop(name, None)
    shape = catalogue.shape(kind)
    if shape is not None and "metadata" in shape.fields:
        fields["metadata"] = {}
    return fields


class World:
    """One account in one mode, now."""

    def __init__(
        self,
        shelf: Shelf,
        now: Callable[[], int],
        journal: Journal | None = None,
        cause: Cause | None = None,
    ) -> None:
        self.shelf = shelf
        self._now = now
        self.journal = journal
        self.cause = cause
        self.stopped: int | None = None  # where a test clock stands
        self._held: list[tuple[str, Json, Json | None, Shelf]] | None = None

    @property
    def now(self) -> int:
        """The moment, in Unix seconds: the sandbox's, or that of the test clock of whom it is about."""
        return self._now() if self.stopped is None else self.stopped

    @property
    def clock(self) -> int:
        """The sandbox's own moment, whatever test clocks say."""
        return self._now()

    def new_id(self, kind: str) -> str:
        return self.shelf.state.new_id(kind, self.shelf.livemode)

    # -- reading

    def find(self, kind: str, id: Any) -> Record | None:
        return self.shelf.find(kind, id) if isinstance(id, str) else None

    def get(self, kind: str, id: Any, param: str = "id") -> Record:
        """The object; raises Stripe's `resource_missing` that names the parameter."""
        found = self.find(kind, id)
        if found is None:
            raise missing(kind, str(id), param)
        return found

    def all(self, kind: str, path: str, value: Any) -> list[Record]:
        """The objects with a value at a path, oldest first."""
        return list(self.shelf.table(kind).by(path, value))

    # -- writing

    def create(
        self, kind: str, fields: Json, event: str | None = "", hidden: Json | None = None
    ) -> Record:
        """
        Make an object from its fields; what is always there besides has an empty value.

        `event` is the type of the event to emit: "" for the type's own `created`, None for none.
        """
        data = {**blank(kind), **catalogue.completed_inside(fields, kind)}
        self._stand_on_clock(kind, data)
        head = {"id": data.get("id") or self.new_id(kind), "object": kind}
        if self.shelf.find(kind, head["id"]) is not None:
            raise ApiError(
                f"{kind.capitalize()} already exists: {head['id']}.",
                code="resource_already_exists",
                param="id",
            )
        if "created" in data:
            data["created"] = fields.get("created", self.now)
        if "livemode" in data:
            data["livemode"] = self.shelf.livemode
        data = {**head, **{k: v for k, v in data.items() if k not in head}}
        record = self.shelf.add(kind, data, data.get("created") or self.now, hidden)
        self.emit(record, "created" if event == "" else event)
        return record

    def _stand_on_clock(self, kind: str, data: Json) -> None:
        """Put what belongs to a customer on the customer's test clock."""
        owner = self.find("customer", data.get("customer"))
        clock = owner.data.get("test_clock") if owner is not None else None
        shape = catalogue.shape(kind) if clock else None
        if shape is not None and "test_clock" in shape.fields:
            data["test_clock"] = clock

    def update(self, record: Record, changes: Json, event: str | None = "updated") -> Record:
        """
        Give fields new values; an event with `previous_attributes` if anything differs.

        `event` may also name other events, separated by spaces, that are emitted as well.
        """
        changes = catalogue.completed_inside(changes, record.kind)
        if self.journal is None or event is None:
            self.shelf.change(record, {**record.data, **changes})
            return record
        before = view(record)
        self.shelf.change(record, {**record.data, **changes})
        previous = events.previous_attributes(before, view(record))
        for name in event.split() if previous else ():
            told = name == "updated" or name.endswith(".updated")
            self.emit(record, name, previous if told else None)
        return record

    def changed(self, record: Record, before: Json) -> None:
        """Emit `updated` if the object looks different from `before`; for changes of its members."""
        previous = events.previous_attributes(before, view(record))
        if previous:
            self.emit(record, "updated", previous)

    def delete(self, record: Record, event: str | None = "deleted") -> Record:
        owners = [
            self.find(embedded.owner, record.value(embedded.backref))
            for embedded in MEMBER_OF.get(record.kind, ())
        ]
        self.shelf.remove(record)
        for owner in owners:
            if owner is not None:
                owner.json = None
        self.emit(record, event)
        return record

    def emit(
        self, record: Record, event: str | None, previous: Json | None = None
    ) -> Record | None:
        """Emit an event about an object: "created", or a full type such as `charge.succeeded`."""
        if self.journal is None or event is None:
            return None
        type = events.event_type(record, event) if "." not in event else event
        if type is None:
            return None
        return self.tell(type, view(record, whole=True), previous, self._home(record))

    def _home(self, record: Record) -> Shelf:
        """On whose shelf an object's events are: a connected account's own are its own."""
        if record.kind not in SHARED:
            return self.shelf
        account = record.id if record.kind == "account" else record.value("account")
        state = self.shelf.state
        if not account or state.platform_of(account) is None:
            return self.shelf
        return state.shelf(account, self.shelf.livemode)

    def tell(
        self, type: str, shown: Json, previous: Json | None = None, shelf: Shelf | None = None
    ) -> Record | None:
        """Write down an event about what Stripe shows, which may have no id."""
        if self.journal is None:
            return None
        shelf = shelf or self.shelf
        if self._held is not None:
            self._held.append((type, shown, previous, shelf))
            return None
        arrived = self.clock if self.stopped is not None else None
        return self.journal.record(shelf, type, shown, self.now, previous, self.cause, arrived)

    @contextmanager
    def in_order(self, *beginnings: str, untold: str = "") -> Iterator[None]:
        """
        Tell what happens in the block when it ends, sorted by how the events' types begin.

        What is made in the block is not told as updated too, nor is the object with the id
        `untold`: whoever opens the block tells of it as a whole.
        """
        if self._held is not None:  # a block inside of another
            yield
            return
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
        made = {str(shown.get("id")) for type, shown, *_ in held if type.endswith(".created")}
        made.add(untold)

        def rank(told: tuple[str, Json, Json | None, Shelf]) -> int:
            return next(n for n, one in enumerate((*beginnings, "")) if told[0].startswith(one))

        for type, shown, previous, shelf in sorted(held, key=rank):
            if not type.endswith(".updated") or shown.get("id") not in made:
                self.tell(type, shown, previous, shelf)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Do the block's work without an event, and take all of it back, ids too."""
        journal, self.journal = self.journal, None
        try:
            with rehearsed(self.shelf.state):
                yield
        finally:
            self.journal = journal

    # -- seeding

    def seed(self, payload: Json, belongs_to: Json | None = None) -> Record:
        """
        Put an object on the shelf as it is.

        Members of its embedded lists become objects of their own; `belongs_to` says what the
        payload does not (`{"customer": "cus_1"}` for an active entitlement).
        """
        kind = str(payload.get("object") or "")
        if not kind or not payload.get("id"):
            raise ValueError(
                f"A payload needs `object` and `id` to be seeded, and this has {list(payload)[:9]}."
            )
        data = dict(payload)
        children: list[tuple[Json, str]] = []
        for name, embedded in OWNED.get(kind, {}).items():
            inside = data.pop(name, None)
            members = inside.get("data", []) if isinstance(inside, dict) else []
            if embedded.members[0] not in _KEEPS_ORDER:
                members = members[::-1]  # shown newest first
            children += [(one, embedded.backref) for one in members if isinstance(one, dict)]
        created = payload.get("created") or payload.get("date")
        moment = created if isinstance(created, int) else self.now
        record = self.shelf.add(kind, data, moment, belongs_to)
        for child, backref in children:
            named = {backref: record.id} if child.get(backref) is None else {}
            if child.get("id") and child.get("object"):
                self.seed(child, named)
        return record


_KEEPS_ORDER = {"subscription_item", "line_item", "item", "credit_note_line_item"}
