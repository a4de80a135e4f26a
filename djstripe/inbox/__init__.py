"""
Events come in: received, verified, recorded, applied.

``receive`` records one delivery and nothing more; ``hand_over`` sees to it that it is applied,
now or by whoever drains the inbox. Applying makes the mirror agree with the event and writes
down which receivers are to run; each of them runs once.
"""

from .apply import Applied, apply
from .decide import Act, Decision, decide
from .drain import Tally, drain, drain_all, is_paused
from .operate import Health, dismiss, health, pause, prune, replay, replay_now, resume
from .receive import receive, record_event
from .runner import hand_over, process_event, token_for_received
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
    "hand_over",
    "health",
    "is_paused",
    "pause",
    "process_event",
    "prune",
    "receive",
    "record_event",
    "replay",
    "replay_now",
    "resume",
    "signed_at",
    "token_for_received",
]
