"""Where the demo keeps its database."""

from __future__ import annotations

import os
from pathlib import Path

PLACE = Path(os.environ.get("DJSTRIPE_DEMO_DIR", ".demo")).resolve()
