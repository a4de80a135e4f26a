"""A process that is killed between Stripe's work and the answer, and one that does the same again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from djstripe.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
SETTINGS = """
from tests.settings import *
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": {name!r}}}}}
STRIPE_API_HOST = {host!r}
DJSTRIPE_MAX_RETRIES = 9
"""
PROGRAM = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
if not connection.introspection.table_names():
    call_command("migrate", verbosity=0)
from djstripe.models import Attempt, Product
print("ready", flush=True)
row = Product.create_at_stripe(name="Gold")
print(row.id, Attempt.objects.count(), flush=True)
"""
LONGEST_SECONDS = 60


@pytest.fixture
def child(tmp_path: Path) -> Any:
    """Starts the program against a sandbox; it is a process of its own each time."""
    sandbox = Sandbox()
    with sandbox.serve() as server:
        settings = SETTINGS.format(name=str(tmp_path / "db.sqlite3"), host=server.url)
        (tmp_path / "killed_settings.py").write_text(settings)
        paths = os.pathsep.join([str(tmp_path), str(ROOT)])
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "killed_settings", "PYTHONPATH": paths
        }  # fmt: skip

        def start() -> subprocess.Popen[str]:
            return subprocess.Popen(
                [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, text=True
            )

        yield sandbox, start


def test_what_was_done_is_found_by_who_does_it_again(child: Any) -> None:
    sandbox, start = child
    done, released = threading.Event(), threading.Event()

    def hold() -> None:
        done.set()
        released.wait(LONGEST_SECONDS)

    # The work is done, and the answer is held back: meanwhile the process is killed.
    sandbox.faults.slow(0, "/v1/products", after=True, during=hold)
    first = start()
    assert done.wait(LONGEST_SECONDS)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    released.set()

    second = start()
    said, _ = second.communicate(timeout=LONGEST_SECONDS)

    [made] = sandbox.list("product")["data"]
    assert said.split() == ["ready", made["id"], "0"]
    keys = {one.idempotency_key for one in sandbox.requests if one.method == "POST"}
    assert len(keys) == 1
