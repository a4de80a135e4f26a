"""
What goes wrong with events and deliveries on command, the same for the same seed.

A rule names what it does, the event types it is about, the share of them that it strikes and how
often it strikes. Whoever does the thing asks `strike()` whether it should go wrong this time.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .catalogue import Json


class Harm(StrEnum):
    """What a rule does."""

    NEVER = "never"  # the event is not created
    TWICE = "twice"  # two events report one change
    OLD = "old"  # the event shows the object as the event before showed it
    LOSE = "lose"  # the delivery never arrives, and is not tried again
    DELAY = "delay"
    DUPLICATE = "duplicate"  # the delivery is made once more
    SCATTER = "scatter"  # deliveries overtake each other


@dataclass
class Rule:
    """`share` is from 0 to 1; `times` counts down, None is without end; `seconds` of the delay."""

    harm: Harm
    types: tuple[str, ...] = ("*",)
    share: float = 1.0
    times: int | None = None
    seconds: int = 0


def matches_type(type: str, wanted: tuple[str, ...] | list[Any]) -> bool:
    """Whether an event type is among names such as `invoice.paid`, `invoice.*` or `*`."""
    return any(
        name in ("*", type) or (str(name).endswith(".*") and type.startswith(str(name)[:-1]))
        for name in wanted
    )


class Mischief:
    """The rules that stand, and the random stream that decides whom a share of them strikes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"mischief {seed}")
        self.rules: list[Rule] = []

    def add(self, rule: Rule) -> Rule:
        if not 0 <= rule.share <= 1:
            raise ValueError(f"A share is from 0 to 1, and this is {rule.share}.")
        self.rules.append(rule)
        return rule

    def strike(self, harm: Harm, type: str) -> Rule | None:
        """The rule that strikes an event of this type now, if any does."""
        for rule in self.rules:
            if rule.harm is not harm or rule.times == 0 or not matches_type(type, rule.types):
                continue
            if rule.share < 1 and self.random.random() >= rule.share:
                continue
            if rule.times is not None:
                rule.times -= 1
            return rule
        return None

    def clear(self) -> None:
        self.rules.clear()

    def dump(self) -> Json:
        rules = [
            [rule.harm, rule.types, rule.share, rule.times, rule.seconds] for rule in self.rules
        ]
        return {"rules": rules, "random": self.random.getstate()}

    def load(self, kept: Json) -> None:
        self.rules = [
            Rule(Harm(harm), tuple(types), share, times, seconds)
            for harm, types, share, times, seconds in kept["rules"]
        ]
        version, numbers, gauss = kept["random"]
        self.random.setstate((version, tuple(numbers), gauss))
