"""The sandbox's one clock; nothing else in the sandbox asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate


class Clock:
    """
    Unix seconds that stand still until somebody advances them.

    `Clock(1_760_000_000)` stands; `Clock(following=time.time)` runs with another clock and keeps
    what it was advanced by. It never goes back.
    """

    def __init__(self, now: int = 0, following: Callable[[], float] | None = None) -> None:
        self._offset = now
        self._following = following

    def now(self) -> int:
        return self._offset + (int(self._following()) if self._following else 0)

    def advance(self, seconds: int) -> int:
        """Move forward; returns the new now."""
        if seconds < 0:
            raise ValueError(f"The sandbox's clock cannot go back by {-seconds} s.")
        self._offset += seconds
        return self.now()

    def http_date(self) -> str:
        """Now, as a `Date` header has it."""
        return formatdate(self.now(), usegmt=True)
