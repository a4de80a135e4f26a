"""
The same project over djstripe and over dj-stripe 2.11, and where they differ.

    python -m tests.project

makes an environment for dj-stripe (the benchmark's) and needs a package index for it. Fails if
they differ where ``differences.py`` does not say so, or agree where it does.
"""

from __future__ import annotations

import json
import sys

from benchmarks import environment
from tests.project.differences import DIFFERENCES
from tests.project.run import visit


def main() -> int:
    ours, theirs = visit(sys.executable), visit(str(environment.python()))
    wrong = 0
    for name in dict.fromkeys([*ours, *theirs]):
        same = ours.get(name) == theirs.get(name)
        wrong += same == (name in DIFFERENCES)
        note = f"({DIFFERENCES[name]})" if name in DIFFERENCES else "" if same else "(undeclared)"
        sys.stdout.write(f"{'same  ' if same else 'differ'}  {name} {note}\n")
        if not same:
            sys.stdout.write(f"          djstripe   {json.dumps(ours.get(name))}\n")
            sys.stdout.write(f"          dj-stripe  {json.dumps(theirs.get(name))}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
