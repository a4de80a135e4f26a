"""
What the sandbox's Stripe knows: objects by account and mode, in the order of their creation.

A `Record` is one object; a `Table` all of one type, with the indices its lists ask for; a
`Shelf` the tables of one account in one mode; `State` all shelves. Members of an embedded list
(a subscription's items) are records of their own; the owner's data does not hold them.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from types import TracebackType
from typing import Any, TypeVar

from . import catalogue
from .catalogue import Json

Key = tuple[int, int]
Act = tuple[Any, ...]  # a function and what it is called with
AnyIndex = TypeVar("AnyIndex", "Index", "Ordered")
_key = attrgetter("key")

PREFIXES = {
    "account": "acct",
    "application": "ca",
    "application_fee": "fee",
    "balance_transaction": "txn",
    "bank_account": "ba",
    "billing.meter": "mtr",
    "billing_portal.configuration": "bpc",
    "billing_portal.session": "bps",
    "card": "card",
    "charge": "ch",
    "checkout.session": "cs_test",
    "credit_note": "cn",
    "credit_note_line_item": "cnli",
    "customer": "cus",
    "customer_balance_transaction": "cbtxn",
    "discount": "di",
    "dispute": "du",
    "entitlements.active_entitlement": "ent",
    "entitlements.feature": "feat",
    "event": "evt",
    "fee_refund": "fr",
    "file": "file",
    "file_link": "link",
    "invoice": "in",
    "invoice_payment": "inpay",
    "invoiceitem": "ii",
    "item": "li",
    "line_item": "il",
    "mandate": "mandate",
    "payment_intent": "pi",
    "payment_link": "plink",
    "payment_method": "pm",
    "payment_method_configuration": "pmc",
    "payment_method_domain": "pmd",
    "payout": "po",
    "person": "person",
    "plan": "plan",
    "price": "price",
    "product": "prod",
    "product_feature": "prodft",
    "promotion_code": "promo",
    "quote": "qt",
    "refund": "re",
    "review": "prv",
    "setup_attempt": "setatt",
    "setup_intent": "seti",
    "shipping_rate": "shr",
    "source": "src",
    "subscription": "sub",
    "subscription_item": "si",
    "subscription_schedule": "sub_sched",
    "tax_id": "txi",
    "tax_rate": "txr",
    "test_helpers.test_clock": "clock",
    "token": "tok",
    "topup": "tu",
    "transfer": "tr",
    "transfer_reversal": "trr",
    "webhook_endpoint": "we",
}
_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LETTERS = bytes(_ALPHABET[n % len(_ALPHABET)] for n in range(256))


@dataclass(frozen=True)
class Embedded:
    """A list object inside its owner: whose members are the records that name the owner."""

    owner: str
    field: str
    members: tuple[str, ...]
    backref: str  # where a member names its owner; may be a hidden key
    url: str


EMBEDDED = (
    Embedded("account", "external_accounts", ("bank_account", "card"), "account", "{}"),
    Embedded("application_fee", "refunds", ("fee_refund",), "fee", "{}"),
    Embedded("charge", "refunds", ("refund",), "charge", "{}"),
    Embedded("checkout.session", "line_items", ("item",), "@owner", "{}"),
    Embedded("credit_note", "lines", ("credit_note_line_item",), "@owner", "{}"),
    Embedded("customer", "sources", ("card", "bank_account", "source"), "customer", "{}"),
    Embedded("customer", "subscriptions", ("subscription",), "customer", "{}"),
    Embedded("customer", "tax_ids", ("tax_id",), "customer", "{}"),
    Embedded("file", "links", ("file_link",), "file", "/v1/file_links?file={id}"),
    Embedded("invoice", "lines", ("line_item",), "invoice", "{}"),
    Embedded(
        "invoice",
        "payments",
        ("invoice_payment",),
        "invoice",
        "/v1/invoice_payments?invoice={id}",
    ),
    Embedded("payment_link", "line_items", ("item",), "@owner", "{}"),
    Embedded("quote", "line_items", ("item",), "@owner", "{}"),
    Embedded(
        "radar.value_list",
        "list_items",
        ("radar.value_list_item",),
        "value_list",
        "/v1/radar/value_list_items?value_list={id}",
    ),
    Embedded(
        "subscription",
        "items",
        ("subscription_item",),
        "subscription",
        "/v1/subscription_items?subscription={id}",
    ),
    Embedded("tax.calculation", "line_items", ("tax.calculation_line_item",), "@owner", "{}"),
    Embedded("tax.transaction", "line_items", ("tax.transaction_line_item",), "@owner", "{}"),
    Embedded("transfer", "reversals", ("transfer_reversal",), "transfer", "{}"),
    Embedded(
        "treasury.transaction",
        "entries",
        ("treasury.transaction_entry",),
        "transaction",
        "/v1/treasury/transaction_entries?transaction={id}",
    ),
)
OWNED: dict[str, dict[str, Embedded]] = {}
MEMBER_OF: dict[str, list[Embedded]] = {}
for _list in EMBEDDED:
    OWNED.setdefault(_list.owner, {})[_list.field] = _list
    for _member in _list.members:
        MEMBER_OF.setdefault(_member, []).append(_list)

# Lists of these run from the first to the last, as their owners show them.
OLDEST_FIRST = {"subscription_item", "line_item", "item", "credit_note_line_item"}
# They carry no mode of their own and belong to the platform in both.
SHARED = {"account", "person", "capability"}


@dataclass(slots=True, eq=False)
class Record:
    """
    One object. `data` is replaced on change, never altered in place.

    `hidden` holds what Stripe knows of it and does not show, such as the customer of an active
    entitlement. `json` is the rendered object, kept until something in it changes; `older` the same
    in an older version of the API: its steps, the shelf's stamp and the JSON.
    """

    kind: str
    id: str
    data: Json
    key: Key
    shelf: Shelf
    hidden: Json = field(default_factory=dict)
    indexed: Json = field(default_factory=dict)
    json: bytes | None = None
    epoch: int = 0
    older: tuple[tuple[str, ...], int, bytes] | None = None
    deleted: bool = False

    @property
    def created(self) -> int:
        return self.key[0]

    def value(self, path: str) -> Any:
        """A field by name or dotted path; an object in it stands for its id."""
        found: Any = self.data
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if found is None:
            found = self.hidden.get(path)
        return found.get("id") if isinstance(found, dict) else found


class Index:
    """The records of a table by the value at a path, each list oldest first."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: dict[Any, list[Record]] = {}

    def value_of(self, record: Record) -> Any:
        value = record.value(self.path)
        return None if isinstance(value, (list, dict)) else value

    def insert(self, record: Record, value: Any) -> None:
        _insert(self.found.setdefault(value, []), record)

    def withdraw(self, record: Record, value: Any) -> None:
        _withdraw(self.found[value], record)


class Ordered:
    """The records of a table that have a number at a path, in the order of these numbers."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[tuple[int, Key, Record]] = []

    def value_of(self, record: Record) -> int | None:
        value = record.value(self.path)
        return value if isinstance(value, int) else None

    def insert(self, record: Record, value: int | None) -> None:
        if value is not None:
            insort(self.found, (value, record.key, record))

    def withdraw(self, record: Record, value: int | None) -> None:
        if value is not None:
            del self.found[bisect_left(self.found, (value, record.key))]

    def between(self, bounds: dict[str, int]) -> tuple[int, int]:
        """The positions of those within `{"gt", "gte", "lt", "lte"}`."""
        starts = [bounds[name] + n for name, n in (("gte", 0), ("gt", 1)) if name in bounds]
        ends = [bounds[name] + n for name, n in (("lt", 0), ("lte", 1)) if name in bounds]
        start = bisect_left(self.found, (max(starts),)) if starts else 0
        end = bisect_left(self.found, (min(ends),)) if ends else len(self.found)
        return start, max(start, end)


@dataclass(eq=False)
class Table:
    """All records of one type on one shelf."""

    records: dict[str, Record] = field(default_factory=dict)
    gone: dict[str, Record] = field(default_factory=dict)
    order: list[Record] = field(default_factory=list)
    indices: dict[str, Index | Ordered] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        self.gone.pop(record.id, None)
        self.records[record.id] = record
        _insert(self.order, record)
        for name, index in self.indices.items():
            record.indexed[name] = value = index.value_of(record)
            index.insert(record, value)

    def remove(self, record: Record) -> None:
        self.withdraw(record)
        self.gone[record.id] = record

    def withdraw(self, record: Record) -> None:
        """Take a record out as if it had never been there."""
        del self.records[record.id]
        _withdraw(self.order, record)
        for name, value in record.indexed.items():
            self.indices[name].withdraw(record, value)
        record.indexed = {}

    def reindex(self, record: Record) -> None:
        for name, old in record.indexed.items():
            index = self.indices[name]
            new = index.value_of(record)
            if new != old:
                index.withdraw(record, old)
                index.insert(record, new)
                record.indexed[name] = new

    def by(self, path: str, value: Any) -> list[Record]:
        """The records with a value at a path, oldest first."""
        return self.index(path).found.get(value, [])

    def values(self, path: str) -> list[Any]:
        """The different values at a path."""
        return [value for value, records in self.index(path).found.items() if records]

    def index(self, path: str) -> Index:
        index = self.indices.get(path)
        if not isinstance(index, Index):
            index = self._keep(path, Index(path))
        return index

    def ordered(self, path: str) -> Ordered:
        name = f"{path} in order"
        index = self.indices.get(name)
        if not isinstance(index, Ordered):
            index = self._keep(name, Ordered(path))
        return index

    def _keep(self, name: str, index: AnyIndex) -> AnyIndex:
        self.indices[name] = index
        for record in self.order:
            record.indexed[name] = value = index.value_of(record)
            index.insert(record, value)
        return index


def _insert(records: list[Record], record: Record) -> None:
    if not records or records[-1].key < record.key:
        records.append(record)
    else:
        insort(records, record, key=_key)


def _withdraw(records: list[Record], record: Record) -> None:
    at = bisect_left(records, record.key, key=_key)
    if at < len(records) and records[at] is record:
        del records[at]


def between(records: list[Record], low: Key | None, high: Key | None) -> tuple[int, int]:
    """The positions of the records with low < key < high."""
    start = 0 if low is None else bisect_right(records, low, key=_key)
    end = len(records) if high is None else bisect_left(records, high, key=_key)
    return start, end


class Shelf:
    """The objects of one account in one mode."""

    def __init__(self, state: State, account: str, livemode: bool) -> None:
        self.state = state
        self.account = account
        self.livemode = livemode
        self.tables: dict[str, Table] = {}
        self.epoch = 0  # advances when an object that others show in full changes
        self.stamp = 0  # advances with every change

    def table(self, kind: str) -> Table:
        if kind in SHARED and self is not self.state.shared:
            return self.state.shared.table(kind)
        found = self.tables.get(kind)
        if found is None:
            found = self.tables[kind] = Table()
            self.state.prepare(kind, found)
        return found

    def find(self, kind: str, id: str) -> Record | None:
        return self.table(kind).records.get(id)

    def find_any(self, kinds: tuple[str, ...] | list[str], id: str) -> Record | None:
        for kind in kinds:
            found = self.table(kind).records.get(id)
            if found is not None:
                return found
        return None

    def every(self, kind: str) -> Iterator[Record]:
        """All records of a type, oldest first."""
        return iter(list(self.table(kind).order))

    def add(self, kind: str, data: Json, created: int, hidden: Json | None = None) -> Record:
        """Put an object on the shelf; the same id again takes the place of the earlier one."""
        table = self.table(kind)
        earlier, gone = table.records.get(data["id"]), table.gone.get(data["id"])
        if earlier is not None:
            table.withdraw(earlier)
        home = self.state.shared if kind in SHARED else self
        key = (created, self.state.next_sequence())
        record = Record(kind, data["id"], data, key, home, dict(hidden or {}))
        table.add(record)
        self._touch_owners(record)
        if earlier is not None:
            self.epoch += 1
        undo = (self._take_back, record, earlier, gone)
        self.state.did(undo, (self._add_again, record, earlier))
        return record

    def change(self, record: Record, data: Json) -> None:
        self.state.did((self._assign, record, record.data), (self._assign, record, data))
        self._assign(record, data)

    def hide(self, record: Record, **values: Any) -> None:
        """Note what Stripe knows of an object and does not show."""
        hidden = {**record.hidden, **values}
        self.state.did((self._note, record, record.hidden), (self._note, record, hidden))
        self._note(record, hidden)

    def remove(self, record: Record) -> None:
        self._remove(record)
        self.state.did((self._put_back, record), (self._remove, record))

    def _remove(self, record: Record) -> None:
        self.table(record.kind).remove(record)
        record.deleted = True
        self._touch_owners(record)

    def _assign(self, record: Record, data: Json) -> None:
        self._touch_owners(record)
        record.data = data
        record.json = None
        self.table(record.kind).reindex(record)
        self._touch_owners(record)
        if record.kind in SHOWN_IN_FULL:
            self.epoch += 1

    def _note(self, record: Record, hidden: Json) -> None:
        self._touch_owners(record)
        record.hidden = hidden
        self.table(record.kind).reindex(record)
        self._touch_owners(record)

    def _take_back(self, record: Record, earlier: Record | None, gone: Record | None) -> None:
        table = self.table(record.kind)
        table.withdraw(record)
        if earlier is not None:
            table.add(earlier)
        if gone is not None:
            table.gone[gone.id] = gone
        self._touch_owners(record)
        self.epoch += 1

    def _add_again(self, record: Record, earlier: Record | None) -> None:
        table = self.table(record.kind)
        if earlier is not None:
            table.withdraw(earlier)
        table.add(record)
        self._touch_owners(record)
        self.epoch += 1

    def _put_back(self, record: Record) -> None:
        self.table(record.kind).add(record)
        record.deleted = False
        self._touch_owners(record)

    def members(self, owner: Record, embedded: Embedded) -> list[Record]:
        """Who stands in an embedded list, in the order it is shown."""
        if len(embedded.members) == 1:
            found = list(self.table(embedded.members[0]).by(embedded.backref, owner.id))
        else:
            tables = [self.table(kind) for kind in embedded.members]
            found = sorted((r for t in tables for r in t.by(embedded.backref, owner.id)), key=_key)
        return found if embedded.members[0] in OLDEST_FIRST else found[::-1]

    def dump(self) -> list[list[Any]]:
        """Its objects, and those that were deleted."""
        tables = self.tables.values()
        there = [record for table in tables for record in table.order]
        gone = [record for table in tables for record in table.gone.values()]
        return [[r.kind, r.id, r.data, list(r.key), r.hidden, r.deleted] for r in (*there, *gone)]

    def load(self, rows: list[list[Any]]) -> None:
        for kind, id, data, key, hidden, deleted in rows:
            record = Record(kind, id, data, (key[0], key[1]), self, hidden, deleted=deleted)
            table = self.table(kind)
            if deleted:
                table.gone[id] = record
            else:
                table.add(record)
        self.epoch += 1

    def _touch_owners(self, record: Record) -> None:
        self.stamp += 1
        for embedded in MEMBER_OF.get(record.kind, ()):
            owner = self.find(embedded.owner, record.value(embedded.backref) or "")
            if owner is not None:
                owner.json = None


# Types that other objects show whole, so that their change shows there too.
SHOWN_IN_FULL = {
    kind
    for owner in catalogue.object_types()
    for kinds in getattr(catalogue.shape(owner), "embeds", {}).values()
    for kind in kinds
} - {"payment_intent", "payment_method", "setup_intent", "account", "file", "payout"}


class Transaction:
    """
    Changes that are made together or not at all.

    An exception that leaves the block takes them back, ids and all, unless it says `keeps_work`
    (a declined card: Stripe keeps the failed charge). What must not be seen before, such as the
    offer of an event to the webhooks, waits in `later` for the commit.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._undo: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self._later: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self._steps: list[tuple[Act, Act]] = []
        self._counters = (state.drawn, state.sequence)

    def undo(self, act: Callable[..., object], *values: Any) -> None:
        """Do this if the changes are taken back, last first."""
        self._undo.append((act, values))

    def did(self, undo: Act, redo: Act) -> None:
        """A change was made that `undo` takes back and `redo` makes again."""
        self._undo.append((undo[0], undo[1:]))
        self._steps.append((undo, redo))

    def later(self, act: Callable[..., object], *values: Any) -> None:
        """Do this when the changes are made, first first."""
        self._later.append((act, values))

    def __enter__(self) -> Transaction:
        self.state.transaction = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.state.transaction = None
        if error is None or getattr(error, "keeps_work", False):
            self.state.remember(self._steps)
            for act, values in self._later:
                act(*values)
            return
        self.take_back()

    def take_back(self) -> None:
        """Undo everything, last first."""
        for act, values in reversed(self._undo):
            act(*values)
        self.state.drawn, self.state.sequence = self._counters


@contextmanager
def rehearsed(state: State) -> Iterator[None]:
    """Take back whatever the block changes, inside of a transaction or without one."""
    outer = state.transaction
    state.transaction = inner = Transaction(state)
    try:
        yield
    finally:
        state.transaction = outer
        inner.take_back()


class History:
    """What was changed and when, as long as somebody may ask for the past."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.changes: deque[tuple[float, list[tuple[Act, Act]]]] = deque(maxlen=100_000)

    def add(self, steps: list[tuple[Act, Act]]) -> None:
        """One change, of one or more steps that belong together."""
        if steps:
            self.changes.append((self.now(), steps))

    def since(self, moment: float, count: int) -> list[tuple[float, list[tuple[Act, Act]]]]:
        """The changes after a moment, and at least the last `count`; oldest first."""
        found: list[tuple[float, list[tuple[Act, Act]]]] = []
        for at, steps in reversed(self.changes):
            if at <= moment and len(found) >= count:
                break
            found.append((at, steps))
        return found[::-1]


class State:
    """All shelves, and what makes ids: the seed and how many were drawn."""

    def __init__(
        self, seed: int, prepare: Callable[[str, Table], object] = lambda kind, table: None
    ) -> None:
        self.seed = seed
        self.prepare = prepare  # called with each new table: gives it the indices it will need
        self.shelves: dict[tuple[str, bool], Shelf] = {}
        self.drawn = 0
        self.sequence = 0
        self.transaction: Transaction | None = None
        self.platforms: list[str] = []  # accounts that have keys of their own, the first its own
        self.requests = 0
        self.history: History | None = None
        self.address = "https://sandbox.invalid"  # where it can be reached
        self.shared = Shelf(self, "", False)

    def shelf(self, account: str, livemode: bool) -> Shelf:
        key = (account, livemode)
        if key not in self.shelves:
            self.shelves[key] = Shelf(self, account, livemode)
        return self.shelves[key]

    def platform_of(self, account: str) -> str | None:
        """The platform that a connected account belongs to; None for any other account."""
        found = self.shared.find("account", account)
        if found is None or account in self.platforms:
            return None
        return str(found.hidden.get("platform") or self.platforms[0])

    # -- the past

    def did(self, undo: Act, redo: Act) -> None:
        """A change was made: `undo` takes it back, `redo` makes it again."""
        if self.transaction is not None:
            self.transaction.did(undo, redo)
        elif self.history is not None:
            self.history.add([(undo, redo)])

    def remember(self, steps: list[tuple[Act, Act]]) -> None:
        if self.history is not None:
            self.history.add(steps)

    @contextmanager
    def as_of(self, moment: float, changes: int = 0) -> Iterator[None]:
        """Everything as it was at a moment, or before the last so many changes."""
        if self.history is None:
            yield
            return
        back = self.history.since(moment, changes)
        for _, steps in reversed(back):
            for undo, _ in reversed(steps):
                undo[0](*undo[1:])
        try:
            yield
        finally:
            for _, steps in back:
                for _, redo in steps:
                    redo[0](*redo[1:])

    # -- keeping

    def dump(self) -> Json:
        places = [*self.shelves.items(), (("", False), self.shared)]
        return {
            "seed": self.seed,
            "drawn": self.drawn,
            "sequence": self.sequence,
            "requests": self.requests,
            "platforms": self.platforms,
            "shelves": [[account, live, shelf.dump()] for (account, live), shelf in places],
        }

    def load(self, kept: Json) -> None:
        self.seed, self.drawn = kept["seed"], kept["drawn"]
        self.sequence, self.requests = kept["sequence"], kept["requests"]
        self.platforms[:] = kept["platforms"]
        self.history = None
        self.shelves.clear()
        self.shared.tables.clear()
        for account, livemode, rows in kept["shelves"]:
            (self.shelf(account, livemode) if account else self.shared).load(rows)

    def events(self) -> list[Record]:
        """Every event of every account, in the order in which they were made."""
        tables = (shelf.table("event") for shelf in self.shelves.values())
        return sorted((r for table in tables for r in table.order), key=lambda r: r.key[1])

    # -- ids

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence

    def request_id(self) -> str:
        """From numbers of its own, so that reading does not change the ids of what is made."""
        self.requests += 1
        return f"req_{self._letters(f'request {self.requests}', 14)}"

    def token(self, length: int) -> str:
        """At most 64 letters and digits; the seed and how many were drawn before decide which."""
        self.drawn += 1
        return self._letters(str(self.drawn), length)

    def _letters(self, name: str, length: int) -> str:
        digest = hashlib.blake2b(f"{self.seed} {name}".encode()).digest()
        return digest.translate(_LETTERS)[:length].decode()

    def new_id(self, kind: str, livemode: bool = False) -> str:
        prefix = PREFIXES.get(kind) or re.sub(r"[^a-z]+", "_", kind.rpartition(".")[2])
        if kind == "checkout.session":
            return f"cs_{'live' if livemode else 'test'}_{self.token(58)}"
        if kind in ("coupon",):
            return self.token(8)
        if kind == "account":
            return f"acct_1{self.token(15)}"
        if kind in ("customer", "product"):
            return f"{prefix}_{self.token(14)}"
        return f"{prefix}_1{self.token(23)}"
