"""
Says how far a long run has come: a bar on a terminal, plain lines elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

BAR = 24  # characters


class Output(Protocol):
    """What is needed of a command's stdout."""

    def write(self, msg: str = "", ending: str | None = None) -> None: ...

    def isatty(self) -> bool: ...


class ProgressLine:
    """
    One line for each resource: rewritten in place on a terminal, printed once elsewhere.

    ``clock`` gives seconds; on a terminal the line is drawn at most ten times a second.
    """

    def __init__(self, output: Output, clock: Callable[[], float] = time.monotonic) -> None:
        self.output = output
        self.clock = clock
        self.on_terminal = output.isatty()
        self.drawn = 0.0
        self.width = 0

    def show(self, label: str, count: int, seconds: float, fraction: float | None) -> None:
        """``count`` objects were read in ``seconds``, ``fraction`` (0 to 1) of all if known."""
        now = self.clock()
        if not self.on_terminal or now - self.drawn < 0.1:
            return
        self.drawn = now
        elapsed = max(seconds, 1e-9)
        bar = eta = ""
        if fraction is not None:
            filled = round(fraction * BAR)
            bar = f" {'█' * filled}{'░' * (BAR - filled)} {fraction:4.0%}"
            if 0 < fraction < 1:
                eta = f"  {duration(elapsed * (1 - fraction) / fraction)} left"
        self._draw(f"{label:<28}{count:>9,}{bar} {count / elapsed:>8,.0f}/s{eta}")

    def end(self, label: str, count: int, seconds: float, note: str = "") -> None:
        """The resource is done."""
        elapsed = max(seconds, 1e-9)
        self._draw(
            f"{label:<28}{count:>9,} in {duration(elapsed):>6} {count / elapsed:>8,.0f}/s  {note}"
        )
        self.output.write("", ending="\n")
        self.width = 0

    def _draw(self, text: str) -> None:
        if self.on_terminal:
            self.output.write("\r" + text.ljust(self.width), ending="")
            self.width = len(text)
        else:
            self.output.write(text, ending="")


def duration(seconds: float) -> str:
    """Seconds as people say them: "0.4 s", "12 s", "3 min", "2.5 h"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
