"""The sandbox's one clock; nothing else in the sandbox asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate


class Clock:
    """
    Unix seconds that stand still until somebody advances them.

    `Clock(1_760_000_000)` stands; `Clock(following=time.time)` runs with another clock and keeps
    what it was advanced by. It never goes back.

    `date_offset` is by how many seconds the `Date` header is ahead of what `created` says
    (negative: behind): the clocks of one service's machines differ.
    """

    def __init__(self, now: float = 0, following: Callable[[], float] | None = None) -> None:
        self._offset: float = now
        self._following = following
        self.date_offset = 0

    @property
    def stands(self) -> bool:
        """Whether time passes only when somebody advances it."""
        return self._following is None

    def now(self) -> int:
        """Whole seconds, as `created` has them."""
        return int(self.moment())

    def moment(self) -> float:
        """Seconds with their fraction."""
        return self._offset + (self._following() if self._following else 0.0)

    def advance(self, seconds: float) -> int:
        """Move forward; returns the new now."""
        if seconds < 0:
            raise ValueError(f"The sandbox's clock cannot go back by {-seconds} s.")
        self._offset += seconds
        return self.now()

    def restore(self, moment: float, date_offset: int) -> None:
        """Go on from a moment that was saved; a running clock that is past it stays there."""
        if self._following is None:
            self._offset = moment
        else:
            self._offset = max(moment - self._following(), 0.0)
        self.date_offset = date_offset

    def http_date(self) -> str:
        """Now, as a `Date` header has it."""
        return formatdate(self.now() + self.date_offset, usegmt=True)
