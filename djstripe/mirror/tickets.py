"""
The mirror's counter: drawn by every store, read before every request.

A store draws its ticket when what it stores is in hand; a flow reads the counter before it
asks Stripe. So whatever bears a ticket not later than the one read was known before the
request was sent, and the answer is newer. Nobody holds a lock on the counter: on
PostgreSQL it is a sequence, on MariaDB and MySQL an auto-increment; SQLite has one writer
at a time anyway.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, router

from .tables import Ticket

TABLE = Ticket._meta.db_table
KEPT = 10_000  # rows that MariaDB and MySQL keep of the counter


def expression(using: str) -> str:
    """SQL that draws a ticket beside something else that is asked; NULL where nothing can."""
    return f"nextval('{TABLE}_id_seq')" if connections[using].vendor == "postgresql" else "NULL"


def draw(using: str) -> int:
    """The next ticket. Called inside the store's transaction."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {expression(using)}")
            return int(cursor.fetchone()[0])
        if connection.vendor == "sqlite":
            return _count_up(cursor)
        cursor.execute(f"INSERT INTO {TABLE} () VALUES ()")
        ticket = int(cursor.lastrowid)
        if ticket % 1000 == 0:
            cursor.execute(f"DELETE FROM {TABLE} WHERE id < %s", [ticket - KEPT])
        return ticket


def _count_up(cursor: Any) -> int:
    cursor.execute(f"UPDATE {TABLE} SET id = id + 1 RETURNING id")
    row = cursor.fetchone()
    if row is None:
        cursor.execute(f"INSERT INTO {TABLE} (id) VALUES (1) RETURNING id")
        row = cursor.fetchone()
    return int(row[0])


def current(using: str | None = None) -> int:
    """The counter as it stands, read before a request to Stripe is sent."""
    connection = connections[using or router.db_for_write(Ticket)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {TABLE}_id_seq"
            )
        else:
            cursor.execute(f"SELECT MAX(id) FROM {TABLE}")
        return int(cursor.fetchone()[0] or 0)
