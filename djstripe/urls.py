"""
``path("stripe/", include("djstripe.urls"))`` gives ``stripe/webhook/<uuid>`` for endpoints
made in the admin, and ``stripe/webhook/`` for the one whose secret your settings hold.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from .views import ProcessWebhookView

app_name = "djstripe"
_slash = "/" if settings.APPEND_SLASH else ""

urlpatterns = [
    path("webhook/", ProcessWebhookView.as_view(), name="djstripe_webhook"),
    path(
        f"webhook/<uuid:uuid>{_slash}",
        ProcessWebhookView.as_view(),
        name="djstripe_webhook_by_uuid",
    ),
]
