"""
Where Celery looks: ``autodiscover_tasks()`` imports the module of this name from every
installed app, whether or not the project uses Celery for djstripe.
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("celery"):
    from .inbox.celery import drain_inbox
    from .repair.celery import repair_mirror

    __all__ = ["drain_inbox", "repair_mirror"]
