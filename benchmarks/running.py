"""
Contenders as processes: each a script, a database of its own, and one line of JSON back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from . import postgres

HERE = Path(__file__).parent
MAX_SECONDS = 180  # of one task of one contender


class Failed(Exception):
    """A contender did not finish; the message holds what it said."""


@dataclass(frozen=True)
class Contender:
    """Who is measured: a name for people, an interpreter, a script, and what it can import."""

    name: str
    title: str
    python: str
    script: str
    import_path: str = ""
    variables: tuple[tuple[str, str], ...] = ()

    def run(self, task: str, database: str, fake_stripe: str, **options: Any) -> dict[str, Any]:
        """Run one task against a database and return what was measured."""
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "HOME", "TMPDIR")}
        environment = {
            **kept,
            **postgres.address(),
            **dict(self.variables),
            "PGDATABASE": database,
            "FAKE_STRIPE": fake_stripe,
            "PYTHONPATH": self.import_path,
            "NO_PROXY": "127.0.0.1",
        }
        command = [self.python, str(HERE / "contenders" / self.script), task]
        command += [f"{name}={value}" for name, value in options.items()]
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=MAX_SECONDS,
                cwd=HERE / "contenders",
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.title}: {task} took longer than {MAX_SECONDS} s.") from None
        if done.returncode != 0 or not done.stdout.strip():
            raise Failed(f"{self.title}: {task} failed.\n{done.stderr[-4000:]}{done.stdout[-500:]}")
        measures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return measures


@contextmanager
def fake_stripe(objects: int, stories: int) -> Iterator[str]:
    """The address of a fake Stripe that runs as long as it is needed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fake_stripe", f"--objects={objects}", f"--stories={stories}"],
        cwd=HERE.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        port = process.stdout.readline().strip()
        if not port:
            raise Failed("The fake Stripe did not start.")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        process.wait(10)


def reset(fake_stripe: str, objects: int) -> None:
    """Let the fake Stripe list this many objects of each kind, and forget what it counted."""
    with urlopen(f"{fake_stripe}/_reset?objects={objects}") as answer:
        answer.read()
