"""
``make matrix``: every supported Python, Django and stripe, on every database.

By default a set of environments in which every pair of versions that fit together occurs;
``--all`` takes the whole product. As in ``make test``, everything runs on SQLite, and on the
other databases what stores, reads back, or asks in SQL. Interpreters are looked for on the PATH and under pyenv;
what cannot be had is said. MySQL 8 is not among the databases: no server was ever tried.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .run import RULES

PYTHONS = ["3.11", "3.12", "3.13"]
DJANGOS = {"5.2": "Django>=5.2,<5.3", "6.0": "Django>=6.0,<6.1", "6.1": "Django>=6.1,<6.2"}
STRIPES = {str(major): f"stripe>={major},<{major + 1}" for major in range(12, 17)}
PLACE = Path(os.environ.get("DJSTRIPE_MATRIX_DIR", ".venv-matrix"))
NEEDED = [
    "cryptography", "psycopg[binary]", "PyMySQL", "pytest", "pytest-django", "pytest-xdist",
    "pytest-randomly", "hypothesis", "jsonschema-rs", "greenlet", "httpx",
]  # fmt: skip

# Pairs, each in at least one environment: every Python with every Django it takes, every
# stripe with every Django.
REPRESENTATIVE = [
    ("3.11", "5.2", "12"), ("3.11", "5.2", "14"), ("3.11", "5.2", "16"),
    ("3.12", "5.2", "13"), ("3.12", "6.0", "12"), ("3.12", "6.1", "15"), ("3.12", "6.0", "14"),
    ("3.13", "5.2", "15"), ("3.13", "6.0", "13"), ("3.13", "6.1", "16"), ("3.13", "6.1", "12"),
    ("3.12", "6.0", "16"), ("3.12", "6.1", "14"), ("3.13", "6.0", "15"), ("3.12", "6.1", "13"),
]  # fmt: skip


def interpreter(version: str) -> str | None:
    """The path of a Python of this version, or None."""
    on_path = shutil.which(f"python{version}")
    if on_path and subprocess.run([on_path, "-c", ""], capture_output=True).returncode == 0:
        return on_path
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = sorted(root.glob(f"versions/{version}.*/bin/python"))
    return str(found[-1]) if found else None


def combinations(whole: bool) -> Iterator[tuple[str, str, str]]:
    """The environments to try: ``(Python, Django, stripe)``."""
    if not whole:
        yield from REPRESENTATIVE
        return
    for python, django, stripe in itertools.product(PYTHONS, DJANGOS, STRIPES):
        if python != "3.11" or django == "5.2":  # Django 6 needs Python 3.12
            yield python, django, stripe


def environment(python: str, django: str, stripe: str) -> Path | None:
    """The interpreter of an environment with these versions, made if need be."""
    place = PLACE / f"py{python}-django{django}-stripe{stripe}"
    runner = place / "bin" / "python"
    if runner.exists():
        return runner
    base = interpreter(python)
    if base is None:
        return None
    subprocess.run([base, "-m", "venv", str(place)], check=True)
    pip = [str(runner), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, DJANGOS[django], STRIPES[stripe], *NEEDED], check=True)
    return runner


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="the whole product")
    parser.add_argument("--only", metavar="TEXT", help="environments whose name holds this")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres", "mariadb"])
    parser.add_argument("tests", nargs="*", help="what pytest is given (default: everything)")
    options = parser.parse_args()
    results: list[tuple[str, str]] = []
    for python, django, stripe in combinations(options.all):
        name = f"Python {python}, Django {django}, stripe {stripe}"
        if options.only and options.only not in name:
            continue
        runner = environment(python, django, stripe)
        if runner is None:
            results.append((name, f"left out: no Python {python} here"))
            continue
        for database in options.databases:
            print(f"\n=== {name}, {database} ===", flush=True)
            tests = options.tests or ([] if database == "sqlite" else RULES)
            code = subprocess.run(
                [str(runner), "-m", "pytest", "-q", "-n", "auto", *tests],
                env={**os.environ, "DJSTRIPE_TEST_DB": database},
            ).returncode
            results.append((f"{name}, {database}", "passed" if code == 0 else "FAILED"))
    print("\n" + "\n".join(f"{name:<56} {result}" for name, result in results))
    return 1 if any(result == "FAILED" for _, result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
