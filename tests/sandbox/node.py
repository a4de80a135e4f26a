"""
Stripe's own tools from npm: its command line and its SDK for Node, for tests only.

They are fetched once into a directory that git does not see; where npm cannot be had, tests that
need them are skipped and say why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

PLACE = Path(os.environ.get("DJSTRIPE_NODE_DIR", Path(__file__).parents[2] / ".node"))
PACKAGES = ("@stripe/cli@1.52.0", "stripe@23.1.0")


def modules() -> Path:
    """The directory `node_modules` with the packages in it; skips the test if it cannot be had."""
    found = PLACE / "node_modules"
    if not found.exists():
        _install()
    return found


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("Stripe's tools come from npm, and there is no npm here.")
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PLACE.parent, prefix=".node-") as place:
        command = [npm, "install", "--prefix", place, "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            result = subprocess.run(
                [*command, *PACKAGES], capture_output=True, text=True, timeout=120
            )
        except subprocess.TimeoutExpired:
            pytest.skip("npm did not bring Stripe's tools within two minutes.")
        if result.returncode:
            said = result.stderr.strip().splitlines() or ["nothing"]
            pytest.skip(f"npm could not bring Stripe's tools; it said: {said[-1]}")
        try:
            os.rename(place, PLACE)
        except OSError:  # another process was faster
            return
        Path(place).mkdir(exist_ok=True)
