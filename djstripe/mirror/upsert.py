"""
Newest wins, in one statement. Every SQL dialect of the engine lives here.

The gate, in words: a row is replaced by what is strictly newer, or by an answer to a
request sent after the row was last written, or by the next life of an id that was made again;
the same said again only moves the row's stamp; everything else leaves the row alone. What
stands inside another object says nothing of whether it exists: it lifts no tombstone, and
brings no earlier life back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models

from .statements import Statement, run

# SQLite takes 32,766 parameters; a statement much longer than this gains nothing anywhere.
MAX_PARAMS = 20_000
MAX_ROWS = 500  # of a statement that takes its rows as one parameter
FEW_ROWS = 5  # for so few PostgreSQL spends more on reading JSON than psycopg on placeholders


@dataclass(frozen=True, eq=False)
class Shape:
    """A table with a gate: its identity, its stamps, and what a newer snapshot overwrites."""

    table: str
    columns: tuple[str, ...]  # everything inserted
    identity: tuple[str, ...]
    replaced: tuple[str, ...]  # overwritten by a newer snapshot
    kept: tuple[str, ...]  # overwritten only by something other than NULL
    primary_key: str
    prefix: str  # of the stamps' columns
    jsons: frozenset[str] = frozenset()
    heavy: tuple[str, ...] = ()  # not written again when nothing changed
    creation: str = ""  # the column that says when the row was made; never overwritten
    born: str = ""  # the column that says when the object was made at Stripe
    deleted: str = ""  # the column that says that it is a tombstone
    touched: str = ""  # the column that says when the row last changed

    def stamp(self, name: str) -> str:
        return f"{self.prefix}{name}"


@dataclass(frozen=True)
class Written:
    """What became of one row: its primary key, and whether the ticket is ours."""

    pk: int
    accepted: bool
    changed: bool
    created: bool
    earliest: int
    latest: int
    digest: str


class Dialect:
    """The parts of the statement in which databases differ."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.quote = connection.ops.quote_name

    @classmethod
    def of(cls, using: str) -> Dialect:
        connection: Any = connections[using]
        if connection.vendor == "mysql":
            return MariaDB(connection) if connection.mysql_is_mariadb else MySQL(connection)
        if connection.vendor == "postgresql":
            return PostgreSQL(connection)
        return Dialect(connection)

    returns_rows = True

    def new(self, column: str) -> str:
        """The value that was to be inserted."""
        return f"EXCLUDED.{self.quote(column)}"

    def old(self, shape: Shape, column: str) -> str:
        """The value that stands in the row."""
        return f"{self.quote(shape.table)}.{self.quote(column)}"

    def placeholder(self, shape: Shape, column: str) -> str:
        cast = column in shape.jsons and self.connection.vendor == "postgresql"
        return "%s::jsonb" if cast else "%s"

    def later(self, shape: Shape, column: str) -> str:
        function = "GREATEST" if self.connection.vendor != "sqlite" else "MAX"
        return f"{function}({self.old(shape, column)}, {self.new(column)})"

    def gate(self, shape: Shape, *, inside: bool = False) -> str:
        """
        Whether the row in place may be touched by the one that was to be inserted; ``inside``:
        which stood inside another object.
        """
        earliest, latest = shape.stamp("earliest"), shape.stamp("latest")
        ticket, asked = shape.stamp("ticket"), shape.stamp("asked")
        digest = shape.stamp("digest")
        gate = (
            f"{self.old(shape, latest)} < {self.new(earliest)}"
            f" OR {self.old(shape, ticket)} <= {self.new(asked)}"
            f" OR {self.old(shape, digest)} = ''"
            f" OR ({self.old(shape, digest)} = {self.new(digest)}"
            f" AND {self.old(shape, earliest)} <= {self.new(latest)})"
        )
        if not shape.born:
            return gate
        lives, born, gone = self.old(shape, shape.born), shape.born, self.old(shape, shape.deleted)
        if inside:
            return f"({gate}) AND NOT {gone} AND COALESCE({lives} <= {self.new(born)}, TRUE)"
        return f"{gate} OR (NOT {gone} AND COALESCE({lives} < {self.new(born)}, FALSE))"

    def assignments(self, shape: Shape, *, stubs: bool) -> list[tuple[str, str]]:
        """``(column, expression)`` for a row that passed the gate; the digest, which others read, last."""
        digest = shape.stamp("digest")
        same = f"{self.old(shape, digest)} = {self.new(digest)}"

        def unless_same(column: str) -> str:
            return f"CASE WHEN {same} THEN {self.old(shape, column)} ELSE {self.new(column)} END"

        sets = [(shape.stamp("ticket"), self.new(shape.stamp("ticket")))]
        once = [shape.stamp("changed"), *([shape.touched] if shape.touched else [])]
        sets += [(column, unless_same(column)) for column in once]
        if not stubs:
            sets += [(column, unless_same(column)) for column in shape.heavy]
            sets += [(column, self.new(column)) for column in shape.replaced]
            sets += [
                (column, f"COALESCE({self.new(column)}, {self.old(shape, column)})")
                for column in shape.kept
            ]
        sets += [(c, self.new(c)) for c in self._always(shape)]
        sets += [
            (c, self.later(shape, c)) for c in (shape.stamp("earliest"), shape.stamp("latest"))
        ]
        return [*sets, (digest, self.new(digest))]

    def _always(self, shape: Shape) -> list[str]:
        return [
            column
            for column in (shape.stamp(n) for n in ("asked", "deleted", "door", "api_version"))
            if column in shape.columns
        ]

    def on_conflict(self, shape: Shape, *, stubs: bool, inside: bool = False) -> str:
        identity = ", ".join(map(self.quote, shape.identity))
        sets = ", ".join(f"{self.quote(c)} = {e}" for c, e in self.assignments(shape, stubs=stubs))
        return (
            f"ON CONFLICT ({identity}) DO UPDATE SET {sets} WHERE {self.gate(shape, inside=inside)}"
        )

    def statement(self, shape: Shape, rows: int, *, stubs: bool, inside: bool = False) -> str:
        columns = ", ".join(map(self.quote, shape.columns))
        one = "(" + ", ".join(self.placeholder(shape, c) for c in shape.columns) + ")"
        values = ", ".join([one] * rows)
        returning = self.returning(shape)
        conflict = self.on_conflict(shape, stubs=stubs, inside=inside)
        return (
            f"INSERT INTO {self.quote(shape.table)} ({columns}) VALUES {values} "
            f"{conflict}{f' RETURNING {returning}' if returning else ''}"
        )

    def answers(self, shape: Shape) -> str:
        """What is read back of each row, in the order that ``_read`` takes it; one parameter."""
        columns = [shape.primary_key, *shape.identity]
        columns += [shape.stamp(n) for n in ("ticket", "changed", "earliest", "latest", "digest")]
        made_now = f"{self.quote(shape.creation)} = %s"
        return f"{', '.join(map(self.quote, columns))}, {made_now}"

    def returning(self, shape: Shape) -> str:
        return self.answers(shape)

    def rows_at_once(self, shape: Shape) -> int:
        """How many rows one statement takes."""
        return max(1, MAX_PARAMS // len(shape.columns))

    def params(self, shape: Shape, rows: Sequence[Sequence[Any]], now: Any) -> list[Any]:
        """The parameters of ``statement`` for these rows."""
        params = [value for row in rows for value in row]
        return [*params, now] if self.returns_rows else params


class PostgreSQL(Dialect):
    """
    All rows in one JSON parameter, typed by the table itself: to fill in 45 placeholders a row
    costs psycopg more than all the rest of a store.
    """

    def statement(self, shape: Shape, rows: int, *, stubs: bool, inside: bool = False) -> str:
        few = rows if rows <= FEW_ROWS else 0
        key = (shape, few, stubs, inside)
        if key not in _statements:
            _statements[key] = (
                super().statement(shape, few, stubs=stubs, inside=inside)
                if few
                else self._of_json(shape, stubs, inside)
            )
        return _statements[key]

    def _of_json(self, shape: Shape, stubs: bool, inside: bool) -> str:
        columns = ", ".join(map(self.quote, shape.columns))
        table = self.quote(shape.table)
        return (
            f"INSERT INTO {table} ({columns}) "
            f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json) "
            f"{self.on_conflict(shape, stubs=stubs, inside=inside)} "
            f"RETURNING {self.returning(shape)}"
        )

    def rows_at_once(self, shape: Shape) -> int:
        return MAX_ROWS

    def params(self, shape: Shape, rows: Sequence[Sequence[Any]], now: Any) -> list[Any]:
        if len(rows) <= FEW_ROWS:
            return super().params(shape, rows, now)
        columns = [(f"{json.dumps(name)}:", name in shape.jsons) for name in shape.columns]
        texts = [
            "{"
            + ",".join(
                [
                    name + (value if is_json else _as_json(value))
                    for (name, is_json), value in zip(columns, row, strict=True)
                    if value is not None
                ]
            )
            + "}"
            for row in rows
        ]
        return [f"[{','.join(texts)}]", now]


_statements: dict[tuple[Shape, int, bool, bool], str] = {}
_as_text = json.encoder.encode_basestring_ascii


def _as_json(value: Any) -> str:
    """A column's value as JSON that PostgreSQL reads as the column's type."""
    kind = type(value)
    if kind is str:
        return _as_text(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return repr(value)
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    return _as_text(str(value))


class MariaDB(Dialect):
    """No condition on the conflict's update: the ticket is assigned first, and tells the rest."""

    def new(self, column: str) -> str:
        return f"VALUES({self.quote(column)})"

    def old(self, shape: Shape, column: str) -> str:
        return str(self.quote(column))

    def on_conflict(self, shape: Shape, *, stubs: bool, inside: bool = False) -> str:
        (ticket, drawn), *rest = self.assignments(shape, stubs=stubs)
        passed = f"{self.old(shape, ticket)} = {drawn}"
        sets = [
            f"{self.quote(ticket)} = "
            f"IF({self.gate(shape, inside=inside)}, {drawn}, {self.old(shape, ticket)})"
        ]
        sets += [
            f"{self.quote(column)} = IF({passed}, {expression}, {self.old(shape, column)})"
            for column, expression in rest
        ]
        return f"ON DUPLICATE KEY UPDATE {', '.join(sets)}"


class MySQL(MariaDB):
    """As MariaDB, with an alias for the new row and no RETURNING. Untested against a server."""

    returns_rows = False

    def new(self, column: str) -> str:
        return f"djstripe_new.{self.quote(column)}"

    def old(self, shape: Shape, column: str) -> str:
        return f"{self.quote(shape.table)}.{self.quote(column)}"

    def on_conflict(self, shape: Shape, *, stubs: bool, inside: bool = False) -> str:
        return f"AS djstripe_new {super().on_conflict(shape, stubs=stubs, inside=inside)}"

    def returning(self, shape: Shape) -> str:
        return ""


Key = tuple[Any, ...]


@dataclass(frozen=True)
class Upsert:
    """
    Rows to be written through the gate: values in the order of ``shape.columns``, sorted by
    identity, none twice.

    ``stubs``: deletions that carry nothing: they touch the stamps and leave the last known
    data where it is. ``inside``: what stood inside other objects.
    """

    shape: Shape
    rows: Sequence[Sequence[Any]]
    stubs: bool = False
    inside: bool = False

    @property
    def now(self) -> Any:
        """When the rows were made."""
        return self.rows[0][self.shape.columns.index(self.shape.creation)]

    @property
    def keys(self) -> list[Key]:
        """The identity of each row."""
        positions = [self.shape.columns.index(name) for name in self.shape.identity]
        return [tuple(row[p] for p in positions) for row in self.rows]


def upsert(
    using: str, wanted: Sequence[Upsert], ticket: int, *, along: Sequence[Statement] = ()
) -> list[dict[Key, Written]]:
    """
    Write rows of several tables, and say of each what became of its rows, by identity.

    What is to be sent ``along`` is run after them.
    """
    dialect = Dialect.of(using)
    sent = [_statements_of(dialect, one) for one in wanted]
    run(using, [*(statement for statements in sent for statement in statements), *along])
    answers = []
    for one, statements in zip(wanted, sent, strict=True):
        rows = (row for statement in statements for row in statement.rows)
        written = dict(_read(one.shape, rows, ticket))
        if len(written) < len(one.rows):
            missing = [key for key in one.keys if key not in written]
            written.update(_look_up(using, dialect, one.shape, missing, ticket, one.now))
        answers.append(written)
    return answers


def _statements_of(dialect: Dialect, one: Upsert) -> list[Statement]:
    size = dialect.rows_at_once(one.shape)
    chunks = [one.rows[start : start + size] for start in range(0, len(one.rows), size)]
    return [
        Statement(
            dialect.statement(one.shape, len(chunk), stubs=one.stubs, inside=one.inside),
            dialect.params(one.shape, chunk, one.now),
        )
        for chunk in chunks
    ]


def _read(
    shape: Shape, rows: Iterable[Sequence[Any]], ticket: int
) -> Iterator[tuple[Key, Written]]:
    width = len(shape.identity)
    for pk, *rest in rows:
        *identity, mode = rest[:width]
        drawn, changed, earliest, latest, digest, made_now = rest[width:]
        accepted = drawn == ticket
        yield (
            (*identity, bool(mode)),
            Written(
                pk=pk,
                accepted=accepted,
                changed=accepted and changed == ticket,
                created=accepted and changed == ticket and bool(made_now),
                earliest=earliest,
                latest=latest,
                digest=digest,
            ),
        )


def _look_up(
    using: str, dialect: Dialect, shape: Shape, keys: Sequence[Key], ticket: int, now: Any
) -> dict[Key, Written]:
    """The rows that the gate left alone, to tell the stale from the doubtful."""
    first = dialect.quote(shape.identity[0])
    wanted = sorted({key[0] for key in keys})
    found: dict[Key, Written] = {}
    with connections[using].cursor() as cursor:
        for start in range(0, len(wanted), MAX_PARAMS):
            chunk = wanted[start : start + MAX_PARAMS]
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(
                f"SELECT {dialect.answers(shape)} FROM {dialect.quote(shape.table)} "
                f"WHERE {first} IN ({marks})",
                [now, *chunk],
            )
            found.update(_read(shape, cursor.fetchall(), ticket))
    return {key: found[key] for key in keys if key in found}


def raise_doubts(using: str, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """
    Record doubts: ``(account, livemode, object, object_id, ticket, reason, state, arose)``.

    A doubt that is raised again keeps the later ticket and is open again.
    """
    connection: Any = connections[using]
    q = connection.ops.quote_name
    columns = ("account", "livemode", "object", "object_id", "ticket", "reason", "state", "arose")
    fixed = "'', 0"
    one = f"({', '.join(['%s'] * len(columns))}, {fixed})"
    names = ", ".join([*map(q, columns), q("detail"), q("attempts")])
    insert = f"INSERT INTO {q(table)} ({names}) VALUES {', '.join([one] * len(rows))}"
    updates = ("reason", "state")
    if connection.vendor == "mysql":
        alias, new = (
            ("", "VALUES({})")
            if connection.mysql_is_mariadb
            else ("AS djstripe_new ", "djstripe_new.{}")
        )
        sets = [f"{q('ticket')} = GREATEST({q(table)}.{q('ticket')}, {new.format(q('ticket'))})"]
        sets += [f"{q(c)} = {new.format(q(c))}" for c in updates]
        sql = f"{insert} {alias}ON DUPLICATE KEY UPDATE {', '.join(sets)}"
    else:
        function = "MAX" if connection.vendor == "sqlite" else "GREATEST"
        sets = [f"{q('ticket')} = {function}({q(table)}.{q('ticket')}, EXCLUDED.{q('ticket')})"]
        sets += [f"{q(c)} = EXCLUDED.{q(c)}" for c in updates]
        key = ", ".join(map(q, ("object_id", "object", "account", "livemode")))
        sql = f"{insert} ON CONFLICT ({key}) DO UPDATE SET {', '.join(sets)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])


def asking_for_members(
    using: str, model: type[models.Model], owner: str, owners: Sequence[str]
) -> list[Statement]:
    """
    What asks for ``(id, owner, account, mode)`` of the rows that name one of these owners in the
    column ``owner`` and are not deleted, as they are committed then.
    """
    connection: Any = connections[using]
    q = connection.ops.quote_name
    columns = ", ".join(map(q, ("id", owner, "djstripe_owner_account_id", "livemode")))
    # MariaDB and MySQL read as of a transaction's beginning unless they lock.
    lock = f" ORDER BY {q('id')} FOR UPDATE" if connection.vendor == "mysql" else ""
    chunks = [owners[start : start + MAX_PARAMS] for start in range(0, len(owners), MAX_PARAMS)]
    return [
        Statement(
            f"SELECT {columns} FROM {q(model._meta.db_table)} "
            f"WHERE {q(owner)} IN ({', '.join(['%s'] * len(chunk))}) "
            f"AND NOT {q('djstripe_deleted')}{lock}",
            chunk,
        )
        for chunk in chunks
    ]


def column_names(model: type[models.Model], attnames: Iterable[str]) -> tuple[str, ...]:
    """The database's names of a model's columns."""
    by_attname = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    return tuple(by_attname[name] for name in attnames)
