"""
Events come in: received, verified, recorded, applied.

``receive`` answers for the record of one delivery; ``apply`` makes the mirror agree with it
and calls the project's receivers.
"""

from .apply import apply, process_event
from .decide import Act, Decision, decide
from .receive import receive
from .verify import signed_at

__all__ = ["Act", "Decision", "apply", "decide", "process_event", "receive", "signed_at"]
