"""``python -m tests.real``: the long run, with its figures."""

from __future__ import annotations

import argparse
import signal
import sys

from .brokers import BROKERS, NoBroker
from .databases import NoDatabase
from .run import MODES, Plan, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.real", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres", "mariadb"], default="postgres")
    parser.add_argument("--mode", choices=MODES, default="worker")
    parser.add_argument("--broker", choices=list(BROKERS), default="redis", help="of Celery's")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--kill-every", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--lease", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--quiet", type=float, default=600.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    plan = Plan(
        database=options.database,
        mode=options.mode,
        broker=options.broker,
        events=options.events,
        workers=options.workers,
        kill_every=options.kill_every,
        lease_seconds=options.lease,
        quiet_seconds=options.quiet,
        seed=options.seed,
    )
    try:
        result = run(plan, say=lambda line: print(line, flush=True))
    except (NoDatabase, NoBroker) as error:
        print(error, file=sys.stderr)
        return 2
    for name, figure in result.figures.items():
        print(f"{name:>20}  {figure}")
    print("\n".join(result.wrong[:50]) if result.wrong else "All is as it should be.")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
