"""
dj-stripe's own environment: it has the import package that we have, so it cannot share ours.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PINNED = ("dj-stripe==2.11.0", "stripe==15.6.2", "Django==5.2.*", "psycopg[binary]==3.3.*")


def python() -> Path:
    """The interpreter of dj-stripe's environment, which is made if it is not there yet."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    where = HERE / f".env-djstripe-peer-{version}"
    interpreter, done = where / "bin" / "python", where / ".installed"
    if done.exists() and done.read_text() == "\n".join(PINNED) and interpreter.exists():
        return interpreter
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(where)], check=True)
    install = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", *PINNED]
    subprocess.run([str(interpreter), *install], check=True)
    done.write_text("\n".join(PINNED))
    return interpreter
