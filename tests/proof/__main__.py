"""
``python -m tests.proof``: see ``long``, which is a module of its own so that other processes
can import it.
"""

from __future__ import annotations

import sys

from .long import main

if __name__ == "__main__":
    sys.exit(main())
