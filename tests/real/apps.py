"""The project whose receivers are counted."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class RealConfig(AppConfig):
    name = "tests.real"
    label = "real"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401

        if settings.DJSTRIPE_INBOX_RUNNER == "celery":
            from . import queue  # noqa: F401
