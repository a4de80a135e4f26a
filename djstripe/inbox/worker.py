"""
A worker for those who have nothing but a database: it drains the inbox until it is told to stop.
"""

from __future__ import annotations

import logging
import math
import queue
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connections

from .drain import Tally, drain

logger = logging.getLogger(__name__)

TRIES_OF_ONCE = 5


class Worker:
    """
    Drains the inbox, round after round, up to ``limit`` events in one.

    Where nothing is due it rests: shortly at first, then twice as long each time, up to
    ``rest_seconds``. It ends when ``stop()`` is called, or ``seconds`` after it began: what it
    is doing then is done to its end, and what else it claimed is released. It outlives a
    database that is away for a while.
    """

    def __init__(
        self, *, limit: int = 100, rest_seconds: float = 1.0, seconds: float = math.inf
    ) -> None:
        self.limit = limit
        self.rest_seconds = rest_seconds
        self.total = Tally()
        self._ends = time.monotonic() + seconds
        self._stopped = False
        # A signal handler may put into it, whatever it interrupts; an Event's lock is not so kind.
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    def stop(self) -> None:
        """Stop after the piece of work that is under way; may be called from a signal handler."""
        self._stopped = True
        self._bell.put(None)

    def is_stopping(self) -> bool:
        """Whether nothing new is to be begun."""
        return self._stopped or time.monotonic() >= self._ends

    def run(
        self, *, once: bool = False, on_round: Callable[[Tally], None] = lambda _: None
    ) -> None:
        """
        Until told to stop; with ``once``, until nothing is due any more.

        Raises the database's error if ``once`` met with it several times in a row: a cron line
        comes again, and must not wait for itself.
        """
        shortest = self.rest_seconds / 16
        rest = shortest
        unanswered = 0
        while not self.is_stopping():
            try:
                tally = self._round()
                unanswered = 0
            except (OperationalError, InterfaceError):
                unanswered += 1
                if once and unanswered >= TRIES_OF_ONCE:
                    raise
                logger.exception("djstripe: the database did not answer; trying again")
                tally = None
            if tally:
                self.total += tally
                rest = shortest
                on_round(tally)
            elif once and tally is not None:
                return
            else:
                self._rest(rest)
                rest = min(rest * 2, self.rest_seconds)

    def _round(self) -> Tally:
        """What one round came to."""
        for connection in connections.all(initialized_only=True):
            # One inside a transaction of the caller's (a test's) is not ours to close.
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        return drain(limit=self.limit, stop=self.is_stopping)

    def _rest(self, seconds: float) -> None:
        try:
            self._bell.get(timeout=max(0.0, min(seconds, self._ends - time.monotonic())))
        except queue.Empty:
            return
