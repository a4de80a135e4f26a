"""
What the gateway needs from rooms it must not know.

``AppConfig.ready()`` puts the real ones in; without them the gateway works alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .credentials import Credentials


def _no_ticket() -> int | None:
    return None


def _no_pace(credentials: Credentials, method: str, path: str) -> None:
    return None


@dataclass(slots=True)
class Ports:
    """
    ``read_ticket``: the mirror's counter, read before the first attempt of each request.
    ``pace``: called before every attempt; may wait, to keep to the shared rate budget.
    """

    read_ticket: Callable[[], int | None] = _no_ticket
    pace: Callable[[Credentials, str, str], None] = _no_pace


ports = Ports()
