"""Runs the visit in a process of its own, against a sandbox over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from djstripe.sandbox import Sandbox

HERE = Path(__file__).parent
KEY = "sk_test_" + "0123456789abcdef01234567"


def visit(python: str) -> dict[str, Any]:
    """What the visit saw with the package that this interpreter has."""
    sandbox = Sandbox()
    with sandbox.serve() as server:
        done = subprocess.run(
            [python, str(HERE / "visit.py")],
            cwd=HERE,
            env={**os.environ, "SHOP_STRIPE": server.url, "SHOP_KEY": KEY, "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            timeout=300,
        )
    if done.returncode:
        raise AssertionError(done.stderr)
    if os.environ.get("SHOP_LOUD"):
        os.write(2, done.stderr.encode())
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen
