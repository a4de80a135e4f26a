"""Events: which type a change has, what it carries, and the journal of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from . import catalogue, versions
from .catalogue import Json
from .mischief import Harm, Mischief
from .state import Record, Shelf, State

API_VERSION = versions.CURRENT
RETENTION_SECONDS = 30 * 86_400
# Marked "requires explicit opt-in" in Stripe's list: not made unless an endpoint names them.
# https://docs.stripe.com/api/events/types
SELECTION_REQUIRED = frozenset(
    {
        "identity.verification_session.redacted",
        "issuing_authorization.request",
        "reporting.report_type.updated",
    }
)

# Types whose events do not bear the type's own name.
_NAMES = {
    "cash_balance": "customer_cash_balance",
    "discount": "customer.discount",
    "dispute": "charge.dispute",
    "subscription": "customer.subscription",
    "tax_id": "customer.tax_id",
}
_SOURCES = {"card", "bank_account", "source"}


def event_type(record: Record, happened: str) -> str | None:
    """The type of the event for "created", "updated" or "deleted"; None if Stripe has none."""
    name = _NAMES.get(record.kind, record.kind)
    if record.kind in _SOURCES:
        owner = "customer.source" if record.value("customer") else "account.external_account"
        name = owner if record.value("customer") or record.value("account") else name
    for found in (f"{name}.{happened}", f"{name.replace('.', '_')}.{happened}"):
        if found in catalogue.event_types():
            return found  # `issuing.card` has events such as `issuing_card.created`
    return None


def previous_attributes(before: Json, after: Json) -> Json:
    """
    What an update changed, with the values from before; null for what was not there.

    Hashes show only the keys that changed, arrays stand whole, and so does another object in the
    place of one. https://docs.stripe.com/api/events/object#event_object-data-previous_attributes
    """
    changed: Json = {}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        changed[name] = old
        if isinstance(old, dict) and isinstance(new, dict) and _same(old, new):
            changed[name] = previous_attributes(old, new)
    return changed


def _same(old: Json, new: Json) -> bool:
    """Whether two hashes are one thing at two times, and not two objects."""
    return old.get("object") == new.get("object") and old.get("id") == new.get("id")


def in_version(event: Json, version: str, shelf: Shelf | None = None) -> Json:
    """
    An event whose data is in the current shape, as an endpoint of that version receives it.

    Stripe renders an event when it is made. Call this then: what an older version shows of other
    objects is looked up on `shelf` as it is now.
    """
    data = event["data"]
    after = data["object"]
    rendered: Json = {**data, "object": versions.shown(after, version, shelf)}
    if data.get("previous_attributes") is not None:
        before = versions.undone(after, data["previous_attributes"])
        earlier = versions.shown(before, version, shelf)
        rendered["previous_attributes"] = previous_attributes(earlier, rendered["object"])
    return {**event, "api_version": version, "data": rendered}


@dataclass
class Cause:
    """The request that made an event happen; both are null for what Stripe does by itself."""

    id: str | None = None
    idempotency_key: str | None = None


@dataclass
class Missed:
    """An event that was never created: what it would have been about."""

    shelf: Shelf
    type: str
    shown: Json
    at: int


class Audience(Protocol):
    """Who hears of events: the webhooks."""

    def offer(self, event: Record) -> int:
        """Take an event that has come to stay; returns how many await its snapshot."""
        ...

    def selected(self, shelf: Shelf, type: str) -> bool:
        """Whether an endpoint names the type itself."""
        ...

    def again(self, event: Record, endpoint: str | None = None) -> int:
        """Queue an event once more, for one endpoint or for all that asked for it."""
        ...

    def queue_for(self, event: Record, endpoint: Record) -> None:
        """Queue an event for this endpoint alone, whatever it asked for."""
        ...


class Journal:
    """
    Every event of every account, in order; each is offered to the audience. An event is written in the version that is its account's default then, and never changes.
    """

    def __init__(self, state: State, mischief: Mischief) -> None:
        self.state = state
        self.mischief = mischief
        self.log: list[Record] = []
        self.missed: list[Missed] = []
        self.versions: dict[str, str] = {}  # of accounts whose default is not the newest
        self.audience: Audience | None = None

    def version_of(self, account: str) -> str:
        """The account's default API version."""
        return self.versions.get(account, API_VERSION)

    def record(
        self,
        shelf: Shelf,
        type: str,
        shown: Json,
        now: int,
        previous: Json | None = None,
        cause: Cause | None = None,
        arrived: int | None = None,
    ) -> Record | None:
        """
        Write an event down and offer it to the webhooks. `shown` must not be altered later.

        `now` is the event's own time, `arrived` the sandbox's where an object on a test clock
        makes them differ. Returns None if the event is never created.
        """
        if type in SELECTION_REQUIRED and not self._selected(shelf, type):
            return None
        data: Json = {"object": shown}
        if previous is not None:
            data["previous_attributes"] = previous
        if self.mischief.rules:
            if self.mischief.strike(Harm.NEVER, type):
                self._miss(Missed(shelf, type, shown, now))
                return None
            if self.mischief.strike(Harm.OLD, type):
                data = self._older(shelf, data)
        cause = cause or Cause()
        event: Json = {
            "id": shelf.state.new_id("event"),
            "object": "event",
            "api_version": API_VERSION,
            "created": now,
            "data": data,
            "livemode": shelf.livemode,
            "pending_webhooks": 0,
            "request": {"id": cause.id, "idempotency_key": cause.idempotency_key},
            "type": type,
        }
        if self.state.platform_of(shelf.account) is not None:
            event["account"] = shelf.account
        record = self._write(shelf, event, arrived if arrived is not None else now)
        if self.mischief.rules and self.mischief.strike(Harm.TWICE, type):
            again = {**event, "id": shelf.state.new_id("event")}
            self._write(shelf, again, arrived if arrived is not None else now)
        return record

    def _write(self, shelf: Shelf, event: Json, arrived: int) -> Record:
        hidden: Json = {"about": event["data"]["object"].get("id"), "undelivered": False}
        version = self.version_of(shelf.account)
        if version != API_VERSION:
            hidden["data"] = event["data"]  # in the newest shape, for endpoints of other versions
            event = in_version(event, version, shelf)
        record = shelf.add("event", event, arrived, hidden)
        self.log.append(record)
        transaction = shelf.state.transaction
        if transaction is None:
            self.offer(record)
        else:
            transaction.undo(self.log.pop)
            transaction.later(self.offer, record)
        return record

    def offer(self, event: Record) -> None:
        """Let the audience know of an event that has come to stay."""
        pending = self.audience.offer(event) if self.audience is not None else 0
        if pending:
            event.shelf.change(event, {**event.data, "pending_webhooks": pending})

    def _selected(self, shelf: Shelf, type: str) -> bool:
        return self.audience is not None and self.audience.selected(shelf, type)

    def about(self, shelf: Shelf, id: str) -> list[Record]:
        """The events about an object, oldest first."""
        return shelf.table("event").by("about", id)

    def dump(self) -> Json:
        """What `load()` needs besides the events themselves, which are objects."""
        missed = [[m.shelf.account, m.shelf.livemode, m.type, m.shown, m.at] for m in self.missed]
        return {"versions": self.versions, "missed": missed}

    def load(self, kept: Json) -> None:
        self.versions = dict(kept["versions"])
        self.missed = [
            Missed(self.state.shelf(account, livemode), type, shown, at)
            for account, livemode, type, shown, at in kept["missed"]
        ]
        self.log[:] = self.state.events()

    def _miss(self, missed: Missed) -> None:
        self.missed.append(missed)
        if missed.shelf.state.transaction is not None:
            missed.shelf.state.transaction.undo(self.missed.pop)

    def _older(self, shelf: Shelf, data: Json) -> Json:
        """The same event with the object as the event before showed it, if there was one."""
        earlier = self.about(shelf, str(data["object"].get("id")))
        return {**data, "object": newest(earlier[-1])["object"]} if earlier else data


def newest(event: Record) -> Json:
    """An event's data in the newest shape, whatever version the event was written in."""
    data: Json = event.hidden.get("data") or event.data["data"]
    return data
