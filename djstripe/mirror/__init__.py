"""
The mirror: payloads in, rows out. No network, no model named.

``store(snapshots)`` is the one verb; everything else here tells it how.
"""

from . import tickets
from .registry import all_models, carrier_for, is_declared, model_for, register
from .statements import Statement, run
from .store import DoubtKey, Outcome, Status, Stored, after_store, as_one, build, doubt, store
from .tables import Doubt, MemberSet, Ticket

__all__ = [
    "Doubt",
    "DoubtKey",
    "MemberSet",
    "Outcome",
    "Statement",
    "Status",
    "Stored",
    "Ticket",
    "after_store",
    "all_models",
    "as_one",
    "build",
    "carrier_for",
    "doubt",
    "is_declared",
    "model_for",
    "register",
    "run",
    "store",
    "tickets",
]
