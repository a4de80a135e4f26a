"""
Repair over Django's tasks framework; a scheduler of the project's enqueues it.

Source: https://docs.djangoproject.com/en/6.0/topics/tasks/
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from .run import repair_known

# Django 6 brings the framework; for Django 5.2 it is a package of its own.
_framework = import_module("django.tasks" if find_spec("django.tasks") else "django_tasks")


@_framework.task()  # type: ignore[untyped-decorator]
def repair_mirror(connected: bool = False) -> int:
    """Repair every account and mode that a key is known of; returns how many events were missing."""
    return repair_known(connected=connected).missing
