"""Events: which type a change has, what it carries, and the journal of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import catalogue, versions
from .catalogue import Json
from .state import Record, Shelf

API_VERSION = versions.CURRENT
RETENTION_SECONDS = 30 * 86_400

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
    found = f"{name}.{happened}"
    return found if found in catalogue.event_types() else None


def previous_attributes(before: Json, after: Json) -> Json:
    """What an update changed, with the values from before; null for what was not there."""
    changed: Json = {}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        changed[name] = old
        if isinstance(old, dict) and isinstance(new, dict) and old.get("object") != "list":
            changed[name] = previous_attributes(old, new)
    return changed


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


class Journal:
    """Every event of every account, in order; calls its listener with each."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.log: list[Record] = []
        self.listener: Callable[[Record], int] = lambda event: 0
        self.muted = False

    def record(
        self,
        shelf: Shelf,
        type: str,
        shown: Json,
        now: int,
        previous: Json | None = None,
        cause: Cause | None = None,
    ) -> Record | None:
        """Write an event down and offer it to the webhooks. `shown` must not be altered later."""
        if self.muted:
            return None
        data: Json = {"object": shown}
        if previous is not None:
            data["previous_attributes"] = previous
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
        if shelf.account != self.platform:
            event["account"] = shelf.account
        record = shelf.add("event", event, now)
        self.log.append(record)
        transaction = shelf.state.transaction
        if transaction is None:
            self.offer(record)
        else:
            transaction.undo(self.log.pop)
            transaction.later(self.offer, record)
        return record

    def offer(self, event: Record) -> None:
        """Let the webhooks know of an event that has come to stay."""
        pending = self.listener(event)
        if pending:
            event.shelf.change(event, {**event.data, "pending_webhooks": pending})


def matches_type(type: str, wanted: list[Any]) -> bool:
    """Whether an event type is among names such as `invoice.paid`, `invoice.*` or `*`."""
    return any(
        name in ("*", type) or (str(name).endswith(".*") and type.startswith(str(name)[:-1]))
        for name in wanted
    )
