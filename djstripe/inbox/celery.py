"""
The inbox over Celery: the task is found by ``app.autodiscover_tasks(["djstripe.inbox"],
related_name="celery")``, or by naming this module in ``imports``.
"""

from __future__ import annotations

from celery import shared_task

from .drain import drain_all


@shared_task(name="djstripe.drain_inbox", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def drain_inbox() -> int:
    """Work off what waits; returns how many pieces of work were done."""
    return drain_all()
