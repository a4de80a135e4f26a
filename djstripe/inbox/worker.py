"""
A worker for those who have nothing but a database: it drains the inbox until it is told to stop.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import OperationalError, close_old_connections

from .drain import Tally, drain

logger = logging.getLogger(__name__)


class Worker:
    """
    Drains the inbox, round after round.

    ``wait(seconds)`` is how it rests when nothing is due; it returns early when ``stop()`` is
    called. What it is doing then is done to its end, and what it claimed is released.
    """

    def __init__(self, *, limit: int = 100, rest_seconds: float = 1.0) -> None:
        self.limit = limit
        self.rest_seconds = rest_seconds
        self.total = Tally()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Stop after the piece of work that is under way; may be called from a signal handler."""
        self._stopping.set()

    def run(
        self, *, once: bool = False, on_round: Callable[[Tally], None] = lambda _: None
    ) -> None:
        """Until told to stop; with ``once``, until nothing is due any more."""
        while not self._stopping.is_set():
            tally = self._round()
            if tally is not None and tally:
                self.total += tally
                on_round(tally)
            elif once and tally is not None:
                return
            else:
                self._stopping.wait(self.rest_seconds)

    def _round(self) -> Tally | None:
        """What one round came to; None if the database could not be asked."""
        close_old_connections()
        try:
            return drain(limit=self.limit, stop=self._stopping.is_set)
        except OperationalError:
            logger.exception("djstripe: the database did not answer; trying again")
            return None
