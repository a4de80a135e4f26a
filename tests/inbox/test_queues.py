"""The inbox over queues: found by their frameworks, cheap where there is nothing to do."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from djstripe import inbox
from djstripe.inbox.drain import drain_as_task
from djstripe.models import WebhookEventTrigger, WorkState

from .entries import entry

ROOT = Path(__file__).parents[2]
with_celery = pytest.mark.skipif(not find_spec("celery"), reason="celery is not installed")
with_tasks = pytest.mark.skipif(
    not (find_spec("django.tasks") or find_spec("django_tasks")),
    reason="neither Django 6 nor django-tasks is installed",
)


@pytest.mark.django_db
def test_a_task_that_finds_nothing_costs_one_query() -> None:
    """A burst of webhooks puts one into the queue for each; the first of them does the work."""
    asked: list[None] = []

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert drain_as_task(lambda: asked.append(None)) == 0

    assert len(queries) == 1
    assert not asked


@pytest.mark.django_db
def test_one_task_does_the_work_of_all() -> None:
    for number in range(5):
        entry(f"evt_{number}")

    assert drain_as_task(lambda: None) >= 5
    assert drain_as_task(lambda: None) == 0
    assert not WebhookEventTrigger.objects.exclude(state=WorkState.DONE)


@pytest.mark.django_db
def test_a_task_that_has_gone_on_for_long_leaves_the_rest_to_another() -> None:
    asked: list[None] = []
    entry()

    drain_as_task(lambda: asked.append(None), seconds=0)

    assert asked == [None]
    assert inbox.drain().applied == 1


def python(code: str, **environment: str) -> str:
    """What a fresh process prints that has these settings."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.real.settings",
            "DJSTRIPE_TEST_DB": "sqlite",
            "REAL_DATABASE": ":memory:",
            **environment,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_module_that_celery_looks_for_is_there_without_celery() -> None:
    said = python(
        "import sys; sys.modules['celery'] = None\n"
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'celery' else found(name, *a)\n"
        "import django; django.setup(); import djstripe.tasks as t; print(dir(t).count('drain_inbox'))"
    )

    assert said == "0\n"


@with_celery
def test_celery_finds_the_task_by_itself() -> None:
    said = python(
        "from tests.real.queue import app; app.loader.import_default_modules()\n"
        "print('djstripe.drain_inbox' in app.tasks)",
        REAL_RUNNER="celery",
    )

    assert said == "True\n"


@with_celery
def test_a_broker_that_is_down_costs_a_request_little_and_the_event_nothing() -> None:
    said = python(
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', run_syncdb=True, verbosity=0)\n"
        "import time; from djstripe.inbox import runner\n"
        "from tests.real import queue\n"
        "began = time.monotonic(); runner._tell(runner._QUEUES['celery'])\n"
        "print(time.monotonic() - began < 5)",
        REAL_RUNNER="celery",
        REAL_BROKER="redis://127.0.0.1:9/0",
    )

    assert said == "True\n"


@with_tasks
def test_django_takes_the_task() -> None:
    from djstripe.inbox import tasks

    assert tasks.drain_inbox.module_path == "djstripe.inbox.tasks.drain_inbox"
