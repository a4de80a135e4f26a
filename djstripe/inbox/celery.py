"""
The inbox over Celery. The application's own ``autodiscover_tasks()`` finds it through
``djstripe.tasks``.

Source: https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html
"""

from __future__ import annotations

from celery import shared_task

from .drain import drain_as_task


@shared_task(name="djstripe.drain_inbox", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def drain_inbox() -> int:
    """Work off what waits; returns how many pieces of work were done."""
    return drain_as_task(enqueue)


def enqueue() -> None:
    """
    Put a task into the queue.

    Tried twice, because a connection may be stale, and no more: the request that received an
    event is waiting, and the inbox forgets nothing.
    """
    drain_inbox.apply_async(retry_policy={"max_retries": 1, "interval_start": 0})
