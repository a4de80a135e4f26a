"""Every table of the mirror is made by one operation, and the models say what the migrations say."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from djstripe.migrations.operations import CreateModels, with_indexes

SHELF = CreateModel(
    "Shelf",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("label", models.CharField(max_length=20, db_index=True)),
    ],
)
BOOK = CreateModel(
    "Book",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("shelf", models.ForeignKey("library.Shelf", models.CASCADE, related_name="books")),
        ("title", models.CharField(max_length=20, db_index=True)),
        ("number", models.IntegerField(unique=True)),
    ],
    options={"indexes": [models.Index(fields=["title", "number"], name="library_both")]},
)
# The referring model first: the order means nothing.
BOTH = CreateModels([BOOK, SHELF])


def states() -> tuple[ProjectState, ProjectState]:
    before = ProjectState()
    after = before.clone()
    BOTH.state_forwards("library", after)
    return before, after


def tables() -> set[str]:
    return set(connection.introspection.table_names())


def django(*arguments: str, settings: str = "tests.settings") -> subprocess.CompletedProcess[str]:
    """Run a command of Django's in a project of its own."""
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DJSTRIPE_TEST_DB": "sqlite"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.django_db
def test_the_models_say_what_the_migrations_say() -> None:
    call_command("makemigrations", "djstripe", check=True, dry_run=True, verbosity=0)


def test_the_models_say_the_same_under_another_subscriber_model() -> None:
    result = django("makemigrations", "--check", "--dry-run", settings="tests.teams.settings")

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_subscriber_model_is_made_first() -> None:
    result = django("migrate", "--plan", "djstripe", settings="tests.teams.settings")

    assert result.returncode == 0, result.stderr
    assert result.stdout.index("teams.0001_initial") < result.stdout.index("djstripe.0001_mirror")


def test_state_has_every_model_and_their_relations() -> None:
    _, after = states()

    book, shelf = (after.apps.get_model("library", name) for name in ("Book", "Shelf"))

    assert book._meta.get_field("shelf").related_model is shelf
    assert shelf._meta.get_field("books").related_model is book
    assert list(after.relations["library", "shelf"]) == [("library", "book")]


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go() -> None:
    before, after = states()

    with connection.schema_editor() as editor:
        BOTH.database_forwards("library", editor, before, after)
    with connection.cursor() as cursor:
        made = connection.introspection.get_constraints(cursor, "library_book")
    there = tables()
    with connection.schema_editor() as editor:
        BOTH.database_backwards("library", editor, after, before)

    columns = {tuple(found["columns"]) for found in made.values()}
    assert {("title",), ("number",), ("title", "number"), ("shelf_id",)} <= columns
    assert {"library_book", "library_shelf"} <= there
    assert not {"library_book", "library_shelf"} & tables()


def test_the_operation_can_be_written() -> None:
    """A squashed migration holds it too."""
    text, imports = OperationWriter(BOTH).serialize()

    assert "djstripe.migrations.operations.CreateModels(" in text
    assert "Shelf" in text
    assert "import djstripe.migrations.operations" in imports


@pytest.mark.parametrize(
    ("indexes", "expected"),
    [
        ([], "CREATE TABLE `a` (`b` int, `c` varchar(3))"),
        (
            ["CREATE INDEX `a_b` ON `a` (`b`)", "CREATE UNIQUE INDEX `a_c` ON `a` (`c`(10))"],
            "CREATE TABLE `a` (`b` int, `c` varchar(3), INDEX `a_b` (`b`), "
            "UNIQUE INDEX `a_c` (`c`(10)))",
        ),
    ],
)
def test_indexes_are_made_with_their_table(indexes: list[str], expected: str) -> None:
    assert with_indexes("CREATE TABLE `a` (`b` int, `c` varchar(3))", indexes) == expected


def test_what_is_no_index_is_refused() -> None:
    with pytest.raises(ValueError, match="no statement that creates an index: DROP"):
        with_indexes("CREATE TABLE `a` (`b` int)", ["DROP TABLE `a`"])
