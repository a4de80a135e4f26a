"""
What ``manage.py check`` says about a project's settings for Stripe.

No check asks the database or Stripe.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

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
