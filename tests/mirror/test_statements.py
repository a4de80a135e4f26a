"""Statements of our own: in order, all at once where that can be had, prepared where that is safe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DataError, OperationalError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from djstripe.mirror import Statement, run
from djstripe.mirror import statements as room

postgres_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL's; run with DJSTRIPE_TEST_DB=postgres"
)
ANSWER = "SELECT CAST(%s AS CHAR(20))"


@contextmanager
def of_its_own() -> Iterator[Any]:
    """The test's connection with a server process of its own, so that nothing is prepared yet."""
    connection.close()
    connection.ensure_connection()
    yield connection.connection
    connection.close()


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


def test_each_statement_gets_its_own_answer(db: None) -> None:
    wanted = [Statement(ANSWER, [name]) for name in ("one", "two", "three")]

    run("default", wanted)

    assert [one.rows[0][0].strip() for one in wanted] == ["one", "two", "three"]


def test_what_answers_nothing_has_no_rows(db: None) -> None:
    one = Statement("DELETE FROM djstripe_bookmark WHERE name = %s", ["nobody's"])

    run("default", [one])

    assert list(one.rows) == []


def test_a_fault_is_raised_as_django_names_it(db: None) -> None:
    with (
        pytest.raises((ProgrammingError, OperationalError, DataError)),
        transaction.atomic(),
    ):
        run("default", [Statement(ANSWER, ["fine"]), Statement("SELECT 1 FROM djstripe_nowhere")])

    run("default", [after := Statement(ANSWER, ["still there"])])
    assert after.rows


def test_django_logs_what_is_sent(db: None) -> None:
    with CaptureQueriesContext(connection) as sent:
        run("default", [Statement(ANSWER, ["one"]), Statement(ANSWER, ["two"])])

    assert len(sent) == 2
    assert "two" in sent[1]["sql"]


@postgres_only
@pytest.mark.parametrize(
    ("sql_type", "value"),
    [
        ("bigint", 2**40),
        ("bigint", -3),
        ("boolean", True),
        ("boolean", False),
        ("numeric", 1),
        ("text", "it's 100% %s"),
        ("timestamptz", dt.datetime(2026, 3, 29, 1, 30, 0, 123456, dt.UTC)),
        ("date", dt.date(2026, 2, 28)),
        ("bigint", None),
    ],
)
def test_a_parameter_arrives_as_its_column_s_type(db: None, sql_type: str, value: Any) -> None:
    one = Statement(f"SELECT %s::{sql_type}", [value])

    run("default", [one])

    assert one.rows[0][0] == value


@postgres_only
def test_what_comes_again_is_prepared_whatever_the_size_of_its_numbers(
    transactional_db: None,
) -> None:
    with of_its_own():
        for number in (1, 70_000, 2**40, None, 2):
            run("default", [Statement("SELECT %s::bigint AS n", [number])])

        assert [sql for sql in prepared() if "AS n" in sql] == ["SELECT $1::bigint AS n"]


@postgres_only
def test_a_connection_that_is_hardly_used_prepares_nothing(transactional_db: None) -> None:
    with of_its_own():
        run("default", [Statement("SELECT %s::bigint AS n", [1])] * 3)

        assert prepared() == []


@postgres_only
def test_nothing_is_prepared_behind_a_pooler(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A pooler answers for a server process of its choice, whose number it does not know.
    monkeypatch.setattr(room, "_process_named_at_connecting", lambda raw: 0)
    with of_its_own():
        for _ in range(5):
            run("default", [Statement("SELECT %s::bigint AS n", [1])])

        assert prepared() == []


@postgres_only
def test_what_the_project_decided_about_preparing_stays(transactional_db: None) -> None:
    with of_its_own() as raw:
        raw.prepare_threshold = 50
        for _ in range(5):
            run("default", [Statement("SELECT %s::bigint AS n", [1])])

        assert (prepared(), raw.prepare_threshold) == ([], 50)


@postgres_only
def test_django_s_own_statements_are_not_prepared(transactional_db: None) -> None:
    with of_its_own() as raw:
        for _ in range(5):
            run("default", [Statement("SELECT %s::bigint AS n", [1])])
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::bigint AS theirs", [1])

        assert raw.prepare_threshold is None
        assert not any("theirs" in sql for sql in prepared())


@postgres_only
def test_a_begun_transaction_that_fails_leaves_the_connection_usable(
    transactional_db: None,
) -> None:
    with of_its_own():
        for _ in range(3):
            with pytest.raises(DataError), transaction.atomic():
                run("default", [Statement("SELECT %s::bigint", ["no number"])] * 2)
            with transaction.atomic():
                run("default", [one := Statement("SELECT %s::bigint", [7])])
            assert one.rows[0][0] == 7


def test_the_room_works_with_any_driver(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_can_pipeline", lambda: False)

    run("default", [one := Statement(ANSWER, ["plain"])])

    assert one.rows[0][0].strip() == "plain"
