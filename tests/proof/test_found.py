"""What the proof found: each counterexample, as small as it came."""

from __future__ import annotations

import pytest

from .conftest import Begin
from .drive import END

NEW, CHANGED, GONE = 0, 1, 2  # of what is made under a chosen id


@pytest.mark.parametrize("trust", [True, False])
@pytest.mark.parametrize("stands", [0, 1], ids=["in the past", "in the future"])
def test_a_deletion_on_a_test_clock_is_not_older_than_what_it_ends(
    begin: Begin, stands: int, trust: bool
) -> None:
    drive = begin("clocks", trust=trust)
    drive.deliver(-1, END)
    drive.wait(5)

    drive.change(5)  # is deleted
    drive.deliver(-1, END)

    drive.finish()
