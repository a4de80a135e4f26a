"""
Events come in: received, verified, recorded, applied.

``read`` verifies one delivery; ``take_in`` records it and sees to it that it is applied, now or
by whoever drains the inbox. Applying makes the mirror agree with the event and writes
down which receivers are to run; each of them runs once.
"""

from .apply import Applied, apply
from .decide import Act, Decision, decide
from .drain import Tally, drain, drain_all, is_paused
from .operate import Health, dismiss, health, pause, prune, replay, replay_now, resume
from .receive import read, receive, record_event
from .runner import process_event, take_in
from .verify import signed_at
from .worker import Worker

__all__ = [
    "Act",
    "Applied",
    "Decision",
    "Health",
    "Tally",
    "Worker",
    "apply",
    "decide",
    "dismiss",
    "drain",
    "drain_all",
    "health",
    "is_paused",
    "pause",
    "process_event",
    "prune",
    "read",
    "receive",
    "record_event",
    "replay",
    "replay_now",
    "resume",
    "signed_at",
    "take_in",
]
