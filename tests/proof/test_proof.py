"""
The proof, in short: some hundreds of examples. ``python -m tests.proof`` runs as many as one likes.
"""

from __future__ import annotations

import os

import pytest

from . import situations
from .drive import proving
from .machine import explore
from .scheduler import BEGIN, SEND, STATEMENT, WORKED
from .situations import Counts, crash_at

pytestmark = pytest.mark.skipif(
    not os.environ.get("DJSTRIPE_PROOF"),
    reason="takes minutes: set DJSTRIPE_PROOF=1, or run python -m tests.proof",
)
EXAMPLES = 100
# What so few examples come through every time.
OFTEN = (
    situations.OVERLAP, situations.LATE_LOOK, situations.DOUBT, situations.SETTLED,
    situations.MISSING, situations.LOOKED, situations.THIN, situations.REPLAYED,
    situations.FAILED_REQUEST, situations.DUPLICATE, situations.LOST, situations.REPAIRED,
    situations.LEASE, situations.SPEAKERS, situations.UNKNOWN_DELETED,
    *(crash_at(kind) for kind in (BEGIN, STATEMENT, SEND, WORKED)),
)  # fmt: skip


@pytest.mark.parametrize("trust", [True, False], ids=["trusted", "not trusted"])
def test_the_mirror_converges(transactional_db: None, trust: bool) -> None:
    counts = Counts()

    with proving(trust=trust, counts=counts) as scheduler:
        explore(scheduler, counts, examples=EXAMPLES, at=20260101)

    assert [name for name in OFTEN if not counts[name]] == []
