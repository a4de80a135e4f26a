"""
Whatever convergence rests on, the proof notices when it is taken away.

The machine is the same as ever: only the cast and the seed are such that it takes a second.
"""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from .drive import proving
from .machine import explore
from .mutants import MUTANTS, Mutant
from .situations import Counts

EXAMPLES = 100  # a mutant that outlives so many is not found


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_weakened_protocol_is_found_out(transactional_db: None, mutant: Mutant) -> None:
    with (
        mutant.apply(),
        proving(trust=mutant.trust) as scheduler,
        pytest.raises(AssertionError),
    ):
        explore(
            scheduler,
            Counts(),
            examples=EXAMPLES,
            at=mutant.seed,
            shrink=False,
            casts=st.just(mutant.cast),
            steps=mutant.steps,
        )
