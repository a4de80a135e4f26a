"""A database of a run's own: made, asked how often it met a deadlock, and dropped."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NO_SUCH_THREAD = 1094


class NoDatabase(Exception):
    """There is no server to make it at; the message says why."""


@contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The environment of a new database of this kind (sqlite, postgres, mariadb)."""
    name = f"djstripe_real_{os.getpid()}"
    environment = {"DJSTRIPE_TEST_DB": kind, "REAL_DATABASE": name}
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as directory:
            yield {**environment, "REAL_DATABASE": str(Path(directory, "real.sqlite3"))}
        return
    execute = {"postgres": _postgres, "mariadb": _mariadb}[kind]
    execute(f"CREATE DATABASE {name}")
    try:
        yield environment
    finally:
        force = " WITH (FORCE)" if kind == "postgres" else ""
        execute(f"DROP DATABASE {name}{force}")


def deadlocks_met(kind: str, name: str) -> int:
    """
    How many deadlocks the server has resolved: in this database, or (MariaDB) in all of them,
    since it started. -1 where it does not say.
    """
    if kind == "postgres":
        return int(
            _postgres(f"SELECT deadlocks FROM pg_stat_database WHERE datname = '{name}'") or 0
        )
    if kind == "mariadb":
        return int(
            _mariadb(
                "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS"
                " WHERE VARIABLE_NAME = 'Innodb_deadlocks'"
            )
            or -1
        )
    return -1


def cut_connections(kind: str, name: str) -> None:
    """End every connection to this database, as a restart of the server does."""
    if kind == "postgres":
        _postgres(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            f" WHERE datname = '{name}'"
        )
    if kind == "mariadb":
        ids = _mariadb(
            f"SELECT GROUP_CONCAT(ID) FROM information_schema.PROCESSLIST WHERE DB = '{name}'"
        )
        for id in filter(str.isdigit, ids.split(",")):
            with suppress(LookupError):
                _mariadb(f"KILL {id}")


def _postgres(statement: str) -> str:
    import psycopg

    try:
        connection = psycopg.connect(
            host=os.environ.get("PGHOST", "127.0.0.1"),
            port=os.environ.get("PGPORT", "5432"),
            user=os.environ.get("PGUSER", "postgres"),
            dbname="postgres",
            connect_timeout=3,
            autocommit=True,
        )
    except psycopg.OperationalError as error:
        raise NoDatabase(str(error).strip().splitlines()[0]) from None
    with connection:
        rows = connection.execute(statement)  # type: ignore[call-overload]
        return str(rows.fetchone()[0]) if rows.description else ""


def _mariadb(statement: str) -> str:
    import pymysql

    try:
        connection = pymysql.connect(
            host=os.environ.get("MYSQL_HOST", "127.0.0.1"),
            port=int(os.environ.get("MYSQL_PORT", "3306")),
            user=os.environ.get("MYSQL_USER", "root"),
            password=os.environ.get("MYSQL_PASSWORD", ""),
            connect_timeout=3,
        )
    except pymysql.Error as error:
        raise NoDatabase(str(error)) from None
    with connection, connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except connection.OperationalError as error:  # its own: the module may be there twice
            if error.args[0] == NO_SUCH_THREAD:
                raise LookupError(statement) from None
            raise
        row = cursor.fetchone()
        return str(row[0]) if row else ""
