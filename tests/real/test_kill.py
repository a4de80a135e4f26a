"""The run in small; ``python -m tests.real`` is the long one."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from .brokers import NoBroker
from .databases import NoDatabase
from .run import Plan, Result, run

DATABASE = os.environ.get("DJSTRIPE_TEST_DB", "sqlite")
on_one_database = pytest.mark.skipif(
    DATABASE != "postgres", reason="one database shows it; run with DJSTRIPE_TEST_DB=postgres"
)


def go(mode: str, events: int = 150) -> Result:
    plan = Plan(
        database=DATABASE, mode=mode, events=events, workers=3, lease_seconds=2, kill_every=1
    )
    try:
        result = run(plan)
    except (NoDatabase, NoBroker) as error:
        pytest.skip(str(error))
    print(result.figures)
    return result


def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice() -> None:
    # SQLite has one writer at a time, and takes as long for fewer.
    result = go("worker", events=100 if DATABASE == "sqlite" else 150)

    assert result.wrong == []
    assert result.figures["kills"]


@on_one_database
def test_servers_that_are_killed_while_they_apply_lose_nothing_and_do_nothing_twice() -> None:
    result = go("inline")

    assert result.wrong == []
    assert result.figures["kills"]


@on_one_database
@pytest.mark.skipif(
    not (find_spec("celery") and find_spec("redis")), reason="celery[redis] is not installed"
)
def test_a_broker_that_forgets_its_messages_loses_no_event() -> None:
    result = go("celery")

    assert result.wrong == []


@on_one_database
@pytest.mark.skipif(not find_spec("django_tasks_db"), reason="django-tasks-db is not installed")
def test_tasks_in_the_database_whose_workers_are_killed_lose_no_event() -> None:
    result = go("tasks")

    assert result.wrong == []
    assert result.figures["by_cron"] < result.figures["runs"]
