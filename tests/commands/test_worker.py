"""``djstripe_worker``: what it says, how it ends, and with which exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from djstripe import inbox
from djstripe.models import WebhookEventTrigger, WorkState
from tests.inbox.entries import entry

ROOT = Path(__file__).parents[2]


def worker(**options: object) -> str:
    said = StringIO()
    call_command("djstripe_worker", stdout=said, no_color=True, **options)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_once_applies_what_is_due_and_ends() -> None:
    for number in range(3):
        entry(f"evt_{number}")

    said = worker(once=True)

    assert said == "Done: 3 events applied, 0 receivers run.\n"
    assert not WebhookEventTrigger.objects.exclude(state=WorkState.DONE)


@pytest.mark.django_db(transaction=True)
def test_a_cron_line_with_nothing_to_do_says_nothing() -> None:
    assert worker(once=True) == ""


@pytest.mark.django_db(transaction=True)
def test_each_round_is_said_if_asked_for() -> None:
    for number in range(3):
        entry(f"evt_{number}")

    said = worker(once=True, limit=2, verbosity=2).splitlines()

    assert [line.split(",")[0] for line in said] == [
        "2 events applied",
        "1 events applied",
        "Done: 3 events applied",
    ]


@pytest.mark.django_db(transaction=True)
def test_it_ends_after_its_seconds() -> None:
    said = worker(seconds=0.05, rest=0.01)

    assert said.endswith("Done: 0 events applied, 0 receivers run.\n")


@pytest.mark.django_db(transaction=True)
def test_a_paused_inbox_is_said() -> None:
    entry()
    inbox.pause()

    assert "paused" in worker(once=True)
    assert WebhookEventTrigger.objects.get().state == WorkState.WAITING


@pytest.mark.parametrize("wrong", [{"limit": "0"}, {"rest": "-1"}, {"seconds": "soon"}])
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, str]) -> None:
    ((name, value),) = wrong.items()

    with pytest.raises(CommandError, match=f"argument --{name}: '?{value}"):
        call_command("djstripe_worker", f"--{name}={value}")


@pytest.mark.django_db(transaction=True)
def test_settings_that_make_no_sense_end_it() -> None:
    with (
        override_settings(DJSTRIPE_INBOX_RUNNER="cron"),
        pytest.raises(CommandError, match="DJSTRIPE_INBOX_RUNNER is 'cron'; it must be one of"),
    ):
        worker(once=True)


def start(name: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command in a process of its own, on an SQLite file."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.real.settings",
        "DJSTRIPE_TEST_DB": "sqlite",
        "REAL_DATABASE": str(name),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "django", "djstripe_worker", *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_without_tables_it_ends_with_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    process = start(tmp_path / "empty.sqlite3", "--once")

    _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "has `manage.py migrate` been run?" in said
    assert "Traceback" not in said


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its process has SQLite in any case")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    name = tmp_path / "stop.sqlite3"
    migrate = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.real.settings",
        "DJSTRIPE_TEST_DB": "sqlite",
        "REAL_DATABASE": str(name),
    }
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"],
        env=migrate,
        cwd=ROOT,
        check=True,
    )
    process = start(name, "--rest=30")
    assert process.stdout is not None
    begun = process.stdout.readline()

    time.sleep(0.5)  # it rests, and would for half a minute
    told = time.monotonic()
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)

    assert begun.startswith("Draining the inbox")
    assert said == "Done: 0 events applied, 0 receivers run.\n"
    assert process.returncode == 0
    assert time.monotonic() - told < 15
