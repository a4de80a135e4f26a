"""
Events come in: received, verified, recorded, applied.

``read`` verifies one delivery; ``take_in`` records it and sees to it that it is applied, now or
by whoever drains the inbox. Applying makes the mirror agree with the event and writes
down which receivers are to run; each of them runs once.
"""

from .apply import Applied, apply
from .chosen import Chosen, NothingChosen
from .decide import Act, Decision, decide
from .drain import Tally, drain, drain_all, is_paused
from .hot import find_endpoint
from .operate import (
    STUCK_SECONDS,
    Health,
    can_be_dismissed,
    can_be_replayed,
    dismiss,
    explain,
    health,
    others_of,
    pause,
    prunable,
    prunable_attempts,
    prunable_events,
    prune,
    replay,
    replay_all_now,
    replay_now,
    resume,
    run_now,
    runs_of,
)
from .receive import missing, read, receive, record_event, record_listed
from .refused import Refusal, refusals
from .runner import process_event, take_in
from .verify import is_signed_with, signed_at
from .worker import Worker

__all__ = [
    "STUCK_SECONDS",
    "Act",
    "Applied",
    "Chosen",
    "Decision",
    "Health",
    "NothingChosen",
    "Refusal",
    "Tally",
    "Worker",
    "apply",
    "can_be_dismissed",
    "can_be_replayed",
    "decide",
    "dismiss",
    "drain",
    "drain_all",
    "explain",
    "find_endpoint",
    "health",
    "is_paused",
    "is_signed_with",
    "missing",
    "others_of",
    "pause",
    "process_event",
    "prunable",
    "prunable_attempts",
    "prunable_events",
    "prune",
    "read",
    "receive",
    "record_event",
    "record_listed",
    "refusals",
    "replay",
    "replay_all_now",
    "replay_now",
    "resume",
    "run_now",
    "runs_of",
    "signed_at",
    "take_in",
]
