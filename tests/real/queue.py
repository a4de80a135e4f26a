"""The project's Celery application, as Celery's own guide for Django has it."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.real.settings")
app = Celery("real")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
