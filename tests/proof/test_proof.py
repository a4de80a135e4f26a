"""
The proof, in short: some hundreds of examples. ``python -m tests.proof`` runs as many as one likes.
"""

from __future__ import annotations

import pytest

from . import situations
from .drive import proving
from .machine import explore
from .scheduler import POINTS
from .situations import Counts, crash_at

PORTIONS, EXAMPLES = 3, 50  # of each mode, each with a seed of its own
# What every portion comes through.
OFTEN = (
    situations.OVERLAP, situations.LATE_LOOK, situations.DOUBT, situations.SETTLED,
    situations.MISSING, situations.LOOKED, situations.THIN, situations.REPLAYED,
    situations.FAILED_REQUEST, situations.DUPLICATE, situations.REPAIRED, situations.LEASE,
    situations.SPEAKERS, situations.UNKNOWN_DELETED,
)  # fmt: skip


@pytest.mark.parametrize("portion", range(PORTIONS))
@pytest.mark.parametrize("trust", [True, False], ids=["trusted", "not trusted"])
def test_the_mirror_converges(transactional_db: None, trust: bool, portion: int) -> None:
    counts = Counts()

    with proving(trust=trust, counts=counts) as scheduler:
        explore(scheduler, counts, examples=EXAMPLES, at=20260101 + portion)

    assert [name for name in OFTEN if not counts[name]] == []
    assert sum(counts[crash_at(kind)] for kind in POINTS) > 0
