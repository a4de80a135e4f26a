"""
SQL of our own, sent as fast as the driver allows.

A store knows most of its statements before it needs the first answer. PostgreSQL is sent all of
them at once, and keeps those that come again prepared: to read and to plan an upsert of fifty
columns costs it as much as to run it. Every other database is sent one after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.db import connections

try:
    import psycopg
except ImportError:  # another database, or psycopg 2
    psycopg = None  # type: ignore[assignment]

# A connection that closes with its request prepares nothing: it would never be used again.
RUNS_BEFORE_PREPARING = 2

_IDLE = psycopg.pq.TransactionStatus.IDLE if psycopg is not None else None


@dataclass(eq=False)
class Statement:
    """
    One statement, with ``%s`` for its parameters; ``rows`` is what it answered.

    Parameters are text, numbers, truth values, moments or None; JSON comes as text, several ids
    for ``= ANY(%s)`` as a list.
    """

    sql: str
    params: Sequence[Any] = ()
    once: bool = False  # its text will not come again, so that nothing of it is kept
    rows: Sequence[Sequence[Any]] = field(default_factory=list)


def run(using: str, statements: Sequence[Statement]) -> None:
    """Run these in order, and note in each what it answered."""
    if not statements:
        return
    connection: Any = connections[using]
    # Django's own log of queries reads each as it was sent.
    if connection.vendor == "postgresql" and not connection.queries_logged and _can_pipeline():
        connection.ensure_connection()
        if isinstance(connection.connection, psycopg.Connection):
            _run_together(connection, statements)
            return
    for one in statements:
        with connection.cursor() as cursor:
            cursor.execute(one.sql, one.params)
            one.rows = cursor.fetchall() if cursor.description else []


@cache
def _can_pipeline() -> bool:
    """psycopg 3.2 or newer, over a libpq of PostgreSQL 14 or newer."""
    return hasattr(psycopg, "RawCursor") and psycopg.Pipeline.is_supported()


def _run_together(connection: Any, statements: Sequence[Statement]) -> None:
    raw = connection.connection
    # What begins a transaction travels with the first statement too.
    alone = len(statements) == 1 and not _begins_transaction(raw)
    cursors = _cursors(connection, len(statements))
    with connection.wrap_database_errors, _preparing(raw):
        with nullcontext() if alone else raw.pipeline():
            for one, cursor in zip(statements, cursors, strict=False):
                cursor.execute(
                    _number(one.sql) if one.once else _numbered(one.sql),
                    [_as_text(value) for value in one.params],
                )
        for one, cursor in zip(statements, cursors, strict=False):
            # Its description would be a Column object for each of them.
            one.rows = cursor.fetchall() if cursor.pgresult.nfields else []


def _begins_transaction(raw: Any) -> bool:
    return not raw.autocommit and raw.info.transaction_status == _IDLE


def _cursors(connection: Any, count: int) -> list[Any]:
    """So many cursors of this connection; to make one costs more than to use it."""
    raw = connection.connection
    made = _state_of(raw).cursors
    while len(made) < count:
        made.append(psycopg.RawCursor(raw))
    return [connection._prepare_cursor(cursor) for cursor in made[:count]]


def _as_text(value: Any) -> Any:
    """
    A parameter as text that PostgreSQL reads as the type of its column.

    Of numbers psycopg tells the size, and of None nothing: a statement would be another one for
    every mixture of them, and none would ever be prepared.
    """
    if value is None or type(value) is str or type(value) is list:
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _number(sql: str) -> str:
    """The same with $1, $2 … for its parameters."""
    first, *others = sql.split("%s")
    return first + "".join(f"${n}{part}" for n, part in enumerate(others, 1))


_numbered = lru_cache(maxsize=1000)(_number)


# ---------------------------------------------------------------------- preparing


@dataclass
class _State:
    """What we know of one connection."""

    runs: int = 0
    is_pooled: bool = False
    cursors: list[Any] = field(default_factory=list)


def _state_of(raw: Any) -> _State:
    state: _State | None = getattr(raw, "djstripe_state", None)
    if state is None:
        state = raw.djstripe_state = _State()
    return state


@contextmanager
def _preparing(raw: Any) -> Iterator[None]:
    """
    Inside, what is sent for the second time is prepared, if this connection may.

    Django turns that off, because a pooler may hand every transaction to another server process,
    which knows nothing of what was prepared. What a pooler cannot do is to give us the number of
    that process when we connect.
    """
    if raw.prepare_threshold is not None:
        yield  # the project has decided for itself
        return
    if not _may_prepare(raw):
        yield
        return
    raw.prepare_threshold = 1
    try:
        yield
    finally:
        raw.prepare_threshold = None


def _may_prepare(raw: Any) -> bool:
    state = _state_of(raw)
    if state.runs < RUNS_BEFORE_PREPARING:
        state.runs += 1
        if state.runs == RUNS_BEFORE_PREPARING:
            state.is_pooled = not _is_direct(raw)
    return state.runs == RUNS_BEFORE_PREPARING and not state.is_pooled


def _is_direct(raw: Any) -> bool:
    """Whether a server process of our own is at the other end, and no pooler."""
    with psycopg.RawCursor(raw) as cursor:
        cursor.execute("SELECT pg_backend_pid()", prepare=False)
        row = cursor.fetchone()
    return bool(row and row[0] == _process_named_at_connecting(raw))


def _process_named_at_connecting(raw: Any) -> int:
    return int(raw.info.backend_pid)
