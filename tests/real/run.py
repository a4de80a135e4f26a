"""One run: every process of it, from the first to the verdict."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import logs
from .brokers import Redis, broker
from .databases import cut_connections, database, deadlocks_met

MODES = ("inline", "worker", "celery", "tasks")
SECRET = "whsec_real"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Plan:
    """What is to be done; ``kill_every`` in seconds, 0 for never; ``broker`` is Celery's."""

    database: str = "postgres"
    mode: str = "worker"
    events: int = 500
    workers: int = 4
    kill_every: float = 1.0
    seed: int = 1
    broker: str = "redis"
    lease_seconds: float = 5.0
    quiet_seconds: float = 120.0


@dataclass
class Result:
    """What came of it: what is wrong, and the figures."""

    wrong: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


class Ended(Exception):
    """A process of the run ended before it should."""


class Process:
    """A process that is talked to by lines of JSON."""

    def __init__(self, module: str, *arguments: object, environment: dict[str, str]) -> None:
        self.module = module
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            env={**os.environ, **environment},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def read(self) -> dict[str, Any]:
        """Its next line."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Ended(f"{self.module} ended with {self.process.wait()}")
        said: dict[str, Any] = json.loads(line)
        return said

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """Tell it to stop, and hear its last line; {} if it said nothing."""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=60)
        lines = said.splitlines()
        return json.loads(lines[-1]) if lines else {}

    def kill(self) -> None:
        """SIGKILL for it and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@contextmanager
def process(module: str, *arguments: object, environment: dict[str, str]) -> Iterator[Process]:
    one = Process(module, *arguments, environment=environment)
    try:
        yield one
    finally:
        one.kill()


def run(plan: Plan, say: Callable[[str], None] = lambda line: None) -> Result:
    """Do it. Raises NoDatabase and NoBroker where this machine lacks what it needs."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        log = directory / "log"
        environment = stack.enter_context(database(plan.database))
        environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.real.settings",
            "REAL_LEASE": str(plan.lease_seconds),
            "REAL_LOG": str(log),
            "REAL_RUNNER": plan.mode,
            "REAL_SECRET": SECRET,
            "REAL_SEED": str(plan.seed),
        }
        queue: Redis | None = None
        if plan.mode == "celery":
            queue = stack.enter_context(broker(plan.broker))
            environment["REAL_BROKER"] = queue.url

        def begin(role: str, *arguments: object) -> Process:
            begun = process(f"tests.real.{role}", *arguments, environment=environment)
            return stack.enter_context(begun)

        company = begin("company", plan.events, plan.seed)
        environment["REAL_STRIPE"] = company.read()["url"]
        subprocess.run(
            [sys.executable, "-m", "tests.real.prepare"],
            env={**os.environ, **environment},
            cwd=ROOT,
            check=True,
        )
        met = deadlocks_met(plan.database, environment["REAL_DATABASE"])
        crews = begin_crews(plan, begin)
        ready = [crew.read() for crew in crews]
        port = ready[0]["port"]
        say(f"{plan.mode} on {plan.database}: {plan.events} events for {plan.workers} processes")
        began = time.monotonic()
        company.tell(f"go http://127.0.0.1:{port}/stripe/webhook/ {SECRET}")
        delivered = company.read()
        if delivered["say"] == "half":
            if queue is not None:
                restart(queue, say)
            else:
                cut_connections(plan.database, environment["REAL_DATABASE"])
                say("every connection to the database was cut")
            delivered = company.read()
        said = directory / "delivered.json"
        said.write_text(json.dumps(delivered))
        say(f"delivered in {delivered['seconds']} s; tries that failed: {delivered['failures']}")
        # Nothing but a cron line comes by when webhooks have ended and nobody else drains.
        cron = int(plan.mode != "worker")
        judge = begin("verdict", said, plan.quiet_seconds, cron)
        verdict = judge.read()
        whole = time.monotonic() - began
        ends = [crew.end() for crew in crews]
        records = logs.read(log)
        wrong = verdict.pop("wrong") + logs.deadlocks(records)
        wrong += [one for one in logs.surprises(records) if is_surprising(one, plan)]
        wrong += [
            f"a process that was told to stop ended with {code}"
            for crew in ends[1:]
            for code in crew["ends"]
            if code
        ]
        figures = {
            "events": len(delivered["types"]),
            "deliveries": sum(delivered["answered"].values()),
            "delivered_in": delivered["seconds"],
            "failed_tries": sum(delivered["failures"].values()),
            "kills": sum(crew["kills"] for crew in ends),
            "whole_seconds": round(whole, 1),
            "deadlocks_at_server": deadlocks_met(plan.database, environment["REAL_DATABASE"]) - met,
            **verdict,
        }
        return Result(wrong, figures)


def begin_crews(plan: Plan, begin: Callable[..., Process]) -> list[Process]:
    """The servers, and whoever works; of those the latter are killed, or the servers if alone."""
    chances = (plan.kill_every, plan.seed)
    if plan.mode == "inline":
        return [begin("crew", "server", plan.workers, *chances)]
    crews = [begin("crew", "server", 2, 0, plan.seed)]
    return [*crews, begin("crew", plan.mode, plan.workers, *chances)]


def restart(queue: Redis, say: Callable[[str], None]) -> None:
    """Kill the broker and start it again, while deliveries and workers go on."""
    queue.kill()
    time.sleep(1)
    queue.start()
    say(f"{queue.program} was killed and started again")


CUT = (
    "terminating connection",
    "server closed the connection",
    "the connection is closed",
    "the connection is lost",
    "Lost connection",
    "gone away",
    "InterfaceError",
    "Connection was killed",
    "cannot exit pipeline mode",  # what psycopg says of a connection that was cut inside one
)
BROKER_AWAY = ("the queue took no task", "celery.", "kombu")


def is_surprising(said: str, plan: Plan) -> bool:
    """Whether an error is more than what was done to the database or the broker must bring."""
    expected = BROKER_AWAY if plan.mode == "celery" else CUT
    return not any(one in said for one in expected)
