"""
What ``manage.py check`` says about a project's settings for Stripe.

No check asks Stripe, and none the database unless ``manage.py check --database`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, router
from django.urls import NoReverseMatch, reverse

from .models import WebhookEndpoint
from .settings import djstripe_settings, is_api_version

TAG = "djstripe"

# Settings of dj-stripe's that mean nothing here, and what replaced each.
REPLACED = {
    "DJSTRIPE_FOREIGN_KEY_TO_FIELD": (
        "Relations always hold the Stripe id (charge.customer_id), so nothing is to be chosen."
    ),
    "DJSTRIPE_WEBHOOK_URL": 'Use include("djstripe.urls") at the path you want.',
    "DJSTRIPE_WEBHOOK_EVENT_CALLBACK": (
        "Receivers are retried and can run in the background; listen with djstripe_receiver."
    ),
    "DJSTRIPE_WEBHOOK_TOLERANCE": "Each endpoint has its own tolerance (djstripe_tolerance).",
}


@dataclass(frozen=True)
class Needed:
    """Any one of these modules, and how to get one."""

    modules: tuple[str, ...]
    install: str


RUNNERS_NEED = {
    "celery": Needed(("celery",), 'pip install "djstripe[celery]"'),
    "tasks": Needed(
        ("django.tasks", "django_tasks"), "Use Django 6, or pip install django-tasks for Django 5.2"
    ),
}


@checks.register(TAG)
def check_no_dj_stripe(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """dj-stripe has the same import package: whichever was installed last would win."""
    try:
        found = version("dj-stripe")
    except PackageNotFoundError:
        return []
    return [
        checks.Critical(
            f"dj-stripe {found} is installed beside djstripe, and both are imported as 'djstripe'.",
            hint="pip uninstall dj-stripe djstripe, then pip install djstripe.",
            id="djstripe.C001",
        )
    ]


@checks.register(TAG)
def check_keys(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Keys of the wrong form or mode are said before any request is sent."""
    try:
        djstripe_settings.get_api_keys()
        account = djstripe_settings.DJSTRIPE_ACCOUNT_ID
        djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS  # noqa: B018
        djstripe_settings.DJSTRIPE_ENCRYPTION_KEYS  # noqa: B018
    except ImproperlyConfigured as error:
        return [checks.Critical(str(error), id="djstripe.C002")]
    if account and not djstripe_settings.STRIPE_SECRET_KEY:
        return [
            checks.Info(
                "DJSTRIPE_ACCOUNT_ID is set, but no key for the default mode is.",
                hint="Set STRIPE_TEST_SECRET_KEY or STRIPE_LIVE_SECRET_KEY, or add keys in the admin.",
                id="djstripe.I001",
            )
        ]
    return []


@checks.register(TAG)
def check_api_version(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """The API version has the form Stripe's versions have."""
    version_set = djstripe_settings.STRIPE_API_VERSION
    if is_api_version(version_set):
        return []
    return [
        checks.Critical(
            f"STRIPE_API_VERSION is {version_set!r}, which is not a version of Stripe's API.",
            hint="A version looks like 2026-10-28.endive. Leave the setting out to use ours.",
            id="djstripe.C004",
        )
    ]


@checks.register(TAG)
def check_host(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Talking to something that is not Stripe is for development."""
    if settings.DEBUG or not djstripe_settings.STRIPE_API_HOST:
        return []
    return [
        checks.Warning(
            f"STRIPE_API_HOST is {djstripe_settings.STRIPE_API_HOST!r} although DEBUG is off.",
            hint="Leave it out in production, so that Stripe is asked.",
            id="djstripe.W002",
        )
    ]


@checks.register(TAG)
def check_subscriber(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """The subscriber model exists and has an e-mail; the metadata key fits into Stripe's."""
    try:
        djstripe_settings.get_subscriber_model()
    except ImproperlyConfigured as error:
        return [checks.Critical(str(error), id="djstripe.C005")]
    key = djstripe_settings.SUBSCRIBER_CUSTOMER_KEY
    if key and len(key) > 40:
        return [
            checks.Error(
                f"DJSTRIPE_SUBSCRIBER_CUSTOMER_KEY has {len(key)} characters; Stripe allows 40.",
                id="djstripe.E001",
            )
        ]
    return []


@checks.register(TAG)
def check_replaced(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Settings that dj-stripe had and that mean nothing here say what replaced them."""
    return [
        checks.Warning(f"{name} has no effect. {instead}", id="djstripe.W010")
        for name, instead in REPLACED.items()
        if hasattr(settings, name)
    ]


@checks.register(TAG)
def check_runner(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Who applies what is received is known, and what it needs is installed."""
    try:
        runner = djstripe_settings.DJSTRIPE_INBOX_RUNNER
    except ImproperlyConfigured as error:
        return [checks.Critical(str(error), id="djstripe.C006")]
    needed = RUNNERS_NEED.get(runner)
    if needed is None or any(_is_installed(name) for name in needed.modules):
        return []
    return [
        checks.Error(
            f"DJSTRIPE_INBOX_RUNNER is {runner!r}, and {needed.modules[-1]} is not installed: events "
            "are recorded, and nobody is told to apply them.",
            hint=f"{needed.install}, or choose another runner ('inline' needs nothing).",
            id="djstripe.E002",
        )
    ]


@checks.register(TAG)
def check_tasks_backend(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """The backends that Django has itself run tasks in the request, or not at all."""
    if getattr(settings, "DJSTRIPE_INBOX_RUNNER", "inline") != "tasks":
        return []
    tasks = getattr(settings, "TASKS", {}).get("default", {})
    backend = str(tasks.get("BACKEND", "ImmediateBackend")).rpartition(".")[2]
    if backend not in ("ImmediateBackend", "DummyBackend"):
        return []
    return [
        checks.Warning(
            f"DJSTRIPE_INBOX_RUNNER is 'tasks', and TASKS has the {backend}, which has no worker: "
            "it is for development and tests.",
            hint="Set another backend, such as django-tasks-db's, or the runner 'inline'.",
            id="djstripe.W014",
        )
    ]


@checks.register(TAG, deploy=True)
def check_somebody_retries(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Inline, what failed is tried again when the next webhook comes, and not before."""
    try:
        is_alone = (
            djstripe_settings.DJSTRIPE_INBOX_RUNNER == "inline"
            and djstripe_settings.DJSTRIPE_INBOX_SWEEP_SECONDS > 0
        )
    except ImproperlyConfigured:
        return []
    if not is_alone:
        return []
    return [
        checks.Warning(
            "Events are applied in the request that brings them, and what fails is tried again "
            "only when the next one comes.",
            hint="Run djstripe_worker, or a cron line with djstripe_worker --once, and say so with "
            "DJSTRIPE_INBOX_SWEEP_SECONDS = 0. Or silence djstripe.W011.",
            id="djstripe.W011",
        )
    ]


@checks.register(TAG)
def check_urls(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Webhooks need an address."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        reverse("djstripe:djstripe_webhook")
    except NoReverseMatch:
        return [
            checks.Warning(
                "No URL of this project leads to djstripe's webhooks.",
                hint='path("stripe/", include("djstripe.urls")) in your urls; silence '
                "djstripe.W012 if you do without webhooks.",
                id="djstripe.W012",
            )
        ]
    return []


@checks.register(TAG)
def check_verification(app_configs: Any = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Nobody turns verification off without knowing it."""
    found: list[checks.CheckMessage] = []
    if djstripe_settings.DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS and not settings.DEBUG:
        found.append(
            checks.Warning(
                "DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS is on although DEBUG is off: whoever knows an "
                "endpoint's URL can write into the mirror, if its row says that too.",
                hint="Leave it out.",
                id="djstripe.W004",
            )
        )
    if getattr(settings, "DJSTRIPE_WEBHOOK_VALIDATION", "verify_signature") != "verify_signature":
        found.append(
            checks.Warning(
                "DJSTRIPE_WEBHOOK_VALIDATION has no effect: each endpoint says in its row how it is "
                "verified, and one that does not is verified by its signature.",
                hint="Leave it out.",
                id="djstripe.W010",
            )
        )
    return found


@checks.register(checks.Tags.database)
def check_endpoints(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> Sequence[checks.CheckMessage]:
    """
    The settings' endpoint and an endpoint with a row bring each event twice.

    The one check that asks the database, and only in ``manage.py check --database``.
    """
    if not databases or router.db_for_read(WebhookEndpoint) not in databases:
        return []
    try:
        has_both = (
            bool(djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS)
            and WebhookEndpoint.objects.filter(secret__isnull=False, status="enabled").exists()
        )
    except (ImproperlyConfigured, DatabaseError):
        return []
    if not has_both:
        return []
    return [
        checks.Warning(
            "DJSTRIPE_WEBHOOK_SECRETS is set, and there are endpoints with a secret of their own: "
            "if both are at Stripe, each event comes twice.",
            hint="manage.py djstripe_doctor tells whether they do.",
            id="djstripe.W013",
        )
    ]


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
