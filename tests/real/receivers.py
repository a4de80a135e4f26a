"""Receivers that write into the database; one of them fails now and then, after it wrote."""

from __future__ import annotations

import os
import random
from typing import Any

from djstripe.event_handlers import djstripe_receiver

from .models import Effect

UNLUCKY_TYPES = ["customer.*", "invoice.*"]
SHARE_THAT_FAILS = 0.05


class Unlucky(Exception):
    """What a receiver raises by chance."""


@djstripe_receiver("*")
def note(event: Any, **kwargs: Any) -> None:
    Effect.objects.create(receiver="note", event=event.id)


@djstripe_receiver(UNLUCKY_TYPES)
def unlucky(event: Any, instance: Any, **kwargs: Any) -> None:
    Effect.objects.create(receiver="unlucky", event=event.id)
    assert instance, f"{event.type} came without its object"
    if _chance().random() < SHARE_THAT_FAILS:
        raise Unlucky(event.id)


_chances: dict[int, random.Random] = {}


def _chance() -> random.Random:
    """One stream for each process: a forked one does not repeat its parent's."""
    pid = os.getpid()
    if pid not in _chances:
        _chances[pid] = random.Random(f"{os.environ.get('REAL_SEED', 0)} {pid}")
    return _chances[pid]
