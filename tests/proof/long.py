"""
The proof at length, from the command line:

    python -m tests.proof --examples 20000 [--seed 1] [--trust on|off] [--processes 2] [--as-found]

Prints how often each situation occurred. Exits with 1 where a counterexample was found, which it
prints as small as it can be made (or, which is quicker, ``--as-found``), or where a situation never
occurred in a long run.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import suppress
from multiprocessing import get_context
from typing import Any

CHUNK = 100  # examples that one process explores at a time, with a seed of their own
LONG = 5_000  # examples in which every situation must occur

Chunk = tuple[int, int, bool, bool]  # seed, examples, trust, shrink


def prepare() -> None:
    """Django, and a database of this process's own; Ctrl-C is for who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)


def run(chunk: Chunk) -> tuple[Chunk, dict[str, int], str]:
    """Explore one chunk: what it came through, and the counterexample, if there is one."""
    from .drive import proving
    from .machine import explore
    from .situations import Counts

    at, examples, trust, shrink = chunk
    counts = Counts()
    with proving(trust=trust, counts=counts) as scheduler:
        try:
            explore(scheduler, counts, examples=examples, at=at, shrink=shrink)
        except Exception as error:
            notes = getattr(error, "__notes__", [])
            return chunk, dict(counts), "\n".join([repr(error), *notes])
    return chunk, dict(counts), ""


def chunks(examples: int, seed: int, trust: bool, shrink: bool) -> list[Chunk]:
    """So many examples, in portions."""
    sizes = [min(CHUNK, examples - done) for done in range(0, examples, CHUNK)]
    return [(seed * 1_000_000 + n, size, trust, shrink) for n, size in enumerate(sizes)]


def prove(pool: Any, examples: int, seed: int, trust: bool, shrink: bool) -> bool:
    """
    One run, with payloads trusted or not; says whether everything held. Ctrl-C ends it early, with
    what it came to.
    """
    from . import situations

    began, counts, found = time.monotonic(), situations.Counts(), 0
    with suppress(KeyboardInterrupt):
        for (at, *_), came_through, counterexample in pool.imap_unordered(
            run, chunks(examples, seed, trust, shrink)
        ):
            counts.update(came_through)
            if sys.stderr.isatty():
                print(f"\r{counts[situations.EXAMPLES]:,} examples", end="", file=sys.stderr)
            if counterexample:
                found += 1
                print(f"\n--- a counterexample, seed {at}\n{counterexample}\n", flush=True)
    seconds = time.monotonic() - began
    print(
        f"\nDJSTRIPE_TRUST_EVENT_PAYLOADS={trust}: {counts[situations.EXAMPLES]:,} examples, "
        f"{counts[situations.STEPS]:,} steps of workers, {found} counterexamples, {seconds:,.0f} s"
    )
    print(situations.table(counts, trust=trust))
    never = situations.never(counts, trust=trust)
    if never:
        print(f"never: {'; '.join(never)}")
    return not found and not (never and examples >= LONG)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    options.add_argument("--examples", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--trust", choices=["on", "off"], help="both, if not given")
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options.add_argument("--as-found", action="store_true", help="counterexamples as they came")
    asked = options.parse_args()
    # Whoever starts it in the background means to be able to end it, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    modes = [True, False] if asked.trust is None else [asked.trust == "on"]
    with get_context("spawn").Pool(asked.processes, prepare) as pool:
        each, shrink = asked.examples // len(modes), not asked.as_found
        held = [prove(pool, each, asked.seed, mode, shrink) for mode in modes]
    return 0 if all(held) else 1
