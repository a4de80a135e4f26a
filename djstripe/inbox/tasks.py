"""
The inbox over Django's tasks framework, with any backend of its.

Source: https://docs.djangoproject.com/en/6.0/topics/tasks/
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from .drain import drain_as_task

# Django 6 brings the framework; for Django 5.2 it is a package of its own.
_framework = import_module("django.tasks" if find_spec("django.tasks") else "django_tasks")


@_framework.task()  # type: ignore[untyped-decorator]
def drain_inbox() -> int:
    """Work off what waits; returns how many pieces of work were done."""
    return drain_as_task(enqueue)


def enqueue() -> None:
    """Put a task into the queue."""
    drain_inbox.enqueue()
