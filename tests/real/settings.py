"""The settings of every process of a run; ``tests.real.run`` sets the environment."""

import os
from importlib.util import find_spec

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "djstripe",
    "tests.real",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.real.urls"
DATABASES["default"] |= {"NAME": os.environ["REAL_DATABASE"], "CONN_MAX_AGE": None}
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["OPTIONS"] = {"timeout": 30}

STRIPE_API_HOST = os.environ.get("REAL_STRIPE", "http://127.0.0.1:9")
DJSTRIPE_ENCRYPTION_KEYS: list[str] = []
DJSTRIPE_WEBHOOK_SECRET = os.environ.get("REAL_SECRET", "whsec_real")
DJSTRIPE_MAX_RETRIES = 3
DJSTRIPE_INBOX_RUNNER = os.environ.get("REAL_RUNNER", "worker")
DJSTRIPE_INBOX_LEASE_SECONDS = float(os.environ.get("REAL_LEASE", "5"))
DJSTRIPE_INBOX_RETRY_SECONDS = 0.5
DJSTRIPE_INBOX_SWEEP_SECONDS = 1

CELERY_BROKER_URL = os.environ.get("REAL_BROKER", "memory://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
if DJSTRIPE_INBOX_RUNNER == "tasks":
    INSTALLED_APPS += ["django_tasks_db"]
    INSTALLED_APPS += [] if find_spec("django.tasks") else ["django_tasks"]
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tests.real.logs.JsonLines"}},
    "handlers": {
        "file": {
            "class": "logging.FileHandler",
            "filename": os.environ.get("REAL_LOG", os.devnull),
            "formatter": "json",
        }
    },
    "root": {"handlers": ["file"], "level": "INFO"},
    "loggers": {"django.server": {"level": "ERROR"}},
}
