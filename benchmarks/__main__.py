"""
``python -m benchmarks``: djstripe, dj-stripe and bare psycopg, side by side.

Needs a PostgreSQL server (PGHOST, PGPORT, PGUSER, PGPASSWORD; else postgres on 127.0.0.1) on
which databases may be made; everything made there is dropped again. The first run installs
dj-stripe into an environment of its own.

``python -m benchmarks sandbox`` measures the sandbox alone and needs none of that.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from . import environment, objects, postgres, running, sandbox
from .report import BESIDE, FLOOR, LOOKS, OURS, PEER, Results, text
from .running import Contender, Failed

ROOT = Path(__file__).parent.parent
# Of the benchmark alone; the same in every round, for the databases are copies of one.
_ENCRYPTION = ("ENCRYPTION_KEY", "YmVuY2htYXJrLWtleS1iZW5jaG1hcmsta2V5LTEyMzQ=")


@dataclass(frozen=True)
class Size:
    """How much work a run is."""

    rounds: int
    objects: int  # of each kind, in the backfill that all take part in
    long_objects: int  # in the one that dj-stripe would need minutes for
    stories: int  # sign-ups of ten events each, three times over


FULL = Size(rounds=3, objects=200, long_objects=1500, stories=14)
QUICK = Size(rounds=1, objects=100, long_objects=300, stories=4)


def contenders(beside: Path | None = None) -> dict[str, Contender]:
    """Everyone who takes part, in the order of a round; ``beside`` is another tree of ours."""
    here = sys.executable
    others = {}
    if beside is not None:
        tree = str(beside.resolve())
        others[BESIDE] = Contender(
            BESIDE, "djstripe, the other tree", here, "ours.py", tree, (_ENCRYPTION,)
        )
    return {
        OURS: Contender(OURS, "djstripe", here, "ours.py", str(ROOT), (_ENCRYPTION,)),
        LOOKS: Contender(
            LOOKS, "djstripe, re-reading every object", here, "ours.py", str(ROOT),
            (_ENCRYPTION, ("TRUST", "0")),
        ),
        PEER: Contender(PEER, "dj-stripe 2.11", str(environment.python()), "peer.py"),
        FLOOR: Contender(FLOOR, "floor: bare psycopg", here, "floor.py"),
        **others,
    }  # fmt: skip


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


class Run:
    """One run: templates made once, then rounds in turn."""

    def __init__(
        self, size: Size, fake_stripe: str, stack: ExitStack, beside: Path | None = None
    ) -> None:
        self.size = size
        self.fake_stripe = fake_stripe
        self.contenders = contenders(beside)
        self.templates = {
            name: stack.enter_context(postgres.database(f"{name}_template"))
            for name in self.contenders
            if name != LOOKS
        }
        for name, template in self.templates.items():
            self.contenders[name].run("prepare", template, fake_stripe)
        self.results = Results(
            titles={name: one.title for name, one in self.contenders.items()},
            setting=self._setting(),
        )

    def all(self) -> Results:
        """Every measure of every contender, ``rounds`` times in turn."""
        size = self.size
        for number in range(1, size.rounds + 1):
            for name in self.templates:
                self._backfill("backfills", name, size.objects, number)
            for name in self.templates:
                if name == PEER:
                    continue  # minutes
                self._backfill("long_backfills", name, size.long_objects, number)
            for name in self.contenders:
                self._webhooks(name, number)
        return self.results

    def one(self, task: str, name: str, count: int, **options: Any) -> dict[str, Any]:
        """One task of one contender, in a database that is as good as new."""
        template = self.templates[OURS if name == LOOKS else name]
        running.reset(self.fake_stripe, count)
        with postgres.database(name, template) as database:
            return self.contenders[name].run(task, database, self.fake_stripe, **options)

    def _backfill(self, kind: str, name: str, count: int, number: int) -> None:
        measures = self.one("backfill", name, count)
        stored = {k: n for k, n in measures["stored"].items() if k in _LISTED}
        if set(stored.values()) != {count}:
            raise Failed(f"{name}: {count} of each kind were to be stored, and these are: {stored}")
        measures["objects"] = sum(stored.values())
        self.results.add(kind, name, measures)
        rate = measures["objects"] / measures["seconds"]
        title = self.contenders[name].title
        say(f"round {number}: {title}: backfill of {count} each, {rate:,.0f} objects/s")

    def _webhooks(self, name: str, number: int) -> None:
        phases = ",".join(objects.PHASES)
        measures = self.one("webhooks", name, self.size.objects, phases=phases)
        self.results.add("webhooks", name, measures)
        rates = [
            f"{phase} {one['events'] / one['seconds']:,.0f}"
            for phase, one in measures["phases"].items()
        ]
        say(f"round {number}: {self.contenders[name].title}: webhooks/s: {', '.join(rates)}")

    def _setting(self) -> dict[str, Any]:
        return {
            "date": time.strftime("%Y-%m-%d"),
            "python": platform.python_version(),
            "postgresql": postgres.server_version(),
            "beside": ", ".join(environment.PINNED),
            "rounds": self.size.rounds,
            "objects": self.size.objects,
            "long_objects": self.size.long_objects,
            "stories": self.size.stories,
        }


_LISTED = ("Product", "Price", "Customer", "Subscription", "Invoice", "PaymentIntent", "Charge")


def main() -> int:
    if sys.argv[1:2] == ["sandbox"]:
        return sandbox.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything: a minute")
    parser.add_argument("--rounds", type=int, help="how often everything is measured, in turn")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every measure there too")
    parser.add_argument(
        "--beside", metavar="DIRECTORY", type=Path, help="another tree of djstripe to measure too"
    )
    parser.add_argument(
        "--profile", metavar="DIRECTORY", type=Path,
        help="only djstripe, under cProfile: leaves backfill.prof and webhooks.prof there",
    )  # fmt: skip
    args = parser.parse_args()
    size = QUICK if args.quick else FULL
    if args.rounds:
        size = Size(args.rounds, size.objects, size.long_objects, size.stories)
    try:
        postgres.server_version()
    except psycopg.OperationalError as error:
        say(f"There is no PostgreSQL to measure with, so nothing was measured: {error}".strip())
        say("Set PGHOST, PGPORT, PGUSER and PGPASSWORD to a server where databases may be made.")
        return 0
    began = time.monotonic()
    try:
        with ExitStack() as stack:
            most = max(size.objects, size.long_objects)
            address = stack.enter_context(running.fake_stripe(most, size.stories))
            run = Run(size, address, stack, args.beside)
            if args.profile:
                return profile(run, args.profile)
            results = run.all()
    except (Failed, subprocess.CalledProcessError) as error:
        say(str(error))
        return 1
    sys.stdout.write(text(results) + "\n")
    sys.stdout.write(f"Took {time.monotonic() - began:.0f} s.\n")
    if args.json:
        args.json.write_text(json.dumps(asdict(results), indent=1))
    return 0


def profile(run: Run, where: Path) -> int:
    """Where the time goes: our two tasks under the profiler, for ``python -m pstats``."""
    where.mkdir(parents=True, exist_ok=True)
    for task, options in (("backfill", {}), ("webhooks", {"phases": ",".join(objects.PHASES)})):
        file = (where / f"{task}.prof").resolve()
        run.one(task, OURS, run.size.long_objects, profile=file, **options)
        say(f"{task}: python -m pstats {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
