"""Every example runs alone in a database whose tables may be emptied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from .drive import Drive, proving
from .situations import Counts
from .stripe_side import Cast

Begin = Callable[..., Drive]


@pytest.fixture
def begin(transactional_db: None) -> Iterator[Begin]:
    """Begin an example: ``begin("products", trust=True, places=2)``."""
    with ExitStack() as stack:

        def begin(*stories: str, trust: bool = True, **cast: object) -> Drive:
            scheduler = stack.enter_context(proving(trust=trust))
            drive = Drive(scheduler, Cast(stories, **cast), Counts())  # type: ignore[arg-type]
            stack.callback(drive.close)
            return drive

        yield begin
