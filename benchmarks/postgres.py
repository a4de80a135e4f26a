"""
Databases of the benchmarks' own, on the server that PGHOST and PGUSER name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

PREFIX = "djstripe_benchmark"


def address() -> dict[str, str]:
    """Where the server is: PGHOST, PGPORT, PGUSER, PGPASSWORD, else postgres on this machine."""
    return {
        "PGHOST": os.environ.get("PGHOST", "127.0.0.1"),
        "PGPORT": os.environ.get("PGPORT", "5432"),
        "PGUSER": os.environ.get("PGUSER", "postgres"),
        "PGPASSWORD": os.environ.get("PGPASSWORD", ""),
    }


def connect(database: str = "postgres") -> psycopg.Connection:
    """A connection that commits each statement. Raises psycopg.OperationalError if there is none."""
    where = address()
    return psycopg.connect(
        host=where["PGHOST"],
        port=where["PGPORT"],
        user=where["PGUSER"],
        password=where["PGPASSWORD"] or None,
        dbname=database,
        connect_timeout=5,
        autocommit=True,
    )


def server_version() -> str:
    """The server's version, such as ``15.4``."""
    with connect() as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0]).split()[0]  # type: ignore[index]


@contextmanager
def database(name: str, template: str | None = None) -> Iterator[str]:
    """A database for as long as it is used; a copy of ``template`` if that is given."""
    name = f"{PREFIX}_{os.getpid()}_{name}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template or "template0")
    )
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with connect() as connection:
        connection.execute(drop)
        connection.execute(create)
    try:
        yield name
    finally:
        with connect() as connection:
            connection.execute(drop)
