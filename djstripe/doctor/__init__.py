"""
Examines the webhook endpoints at Stripe: do they bring what is needed here, and can it be taken in?

``look_at_stripe`` mirrors them as they are now; ``examine`` compares, from the database alone,
what is mirrored with what receivers and the mirror need and with what has arrived lately;
``mend`` changes at Stripe what a finding says can be changed.
"""

from .examine import Act, Finding, Remedy, Severity, examine, examine_target
from .mend import mend
from .needs import Needs, needs
from .seen import Checkup, Target, check_up, look_at_stripe, target_of

__all__ = [
    "Act",
    "Checkup",
    "Finding",
    "Needs",
    "Remedy",
    "Severity",
    "Target",
    "check_up",
    "examine",
    "examine_target",
    "look_at_stripe",
    "mend",
    "needs",
    "target_of",
]
