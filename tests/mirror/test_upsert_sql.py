"""The SQL of the gate where no server can be had: MySQL 8's is read, not run."""

from __future__ import annotations

from types import SimpleNamespace

from djstripe.mirror.upsert import MySQL, Shape

SHAPE = Shape(
    table="t",
    columns=("id", "account", "livemode", "data", "earliest", "latest", "ticket", "asked",
             "changed", "digest", "made"),
    identity=("id", "account", "livemode"),
    replaced=("data",),
    kept=(),
    primary_key="pk",
    prefix="",
    creation="made",
)  # fmt: skip


def mysql() -> MySQL:
    return MySQL(
        SimpleNamespace(vendor="mysql", ops=SimpleNamespace(quote_name=lambda name: f"`{name}`"))
    )


def test_mysql_names_the_new_row_by_alias() -> None:
    sql = mysql().statement(SHAPE, 2, stubs=False)

    assert sql.count("(%s, ") == 2
    assert "AS djstripe_new ON DUPLICATE KEY UPDATE" in sql
    assert "VALUES(`" not in sql
    assert "RETURNING" not in sql


def test_mysql_assigns_the_ticket_first_and_the_digest_last() -> None:
    sql = mysql().on_conflict(SHAPE, stubs=False)

    assert sql.index("`ticket` = IF(") < sql.index("`data` = IF(") < sql.index("`digest` = IF(")


def test_a_stub_leaves_the_last_known_data() -> None:
    assert "`data` = " not in mysql().on_conflict(SHAPE, stubs=True)
