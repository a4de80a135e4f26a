"""
Repair over Celery, for a line of its beat's schedule: ``djstripe.repair_mirror``.
"""

from __future__ import annotations

from celery import shared_task

from .run import repair_known


@shared_task(name="djstripe.repair_mirror", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def repair_mirror(connected: bool = False) -> int:
    """Repair every account and mode that a key is known of; returns how many events were missing."""
    return repair_known(connected=connected).missing
