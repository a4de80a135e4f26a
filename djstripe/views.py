"""
The door for Stripe's webhooks.
"""

from __future__ import annotations

import ipaddress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from . import inbox
from .models import WebhookEndpoint
from .settings import djstripe_settings

try:
    from django.contrib.auth.decorators import login_not_required
except ImportError:  # pragma: no cover - Django 5.0 and older
    login_not_required = csrf_exempt


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class ProcessWebhookView(View):
    """
    Takes in what Stripe delivers to one of our endpoints.

    200 with the entry's id once the delivery is recorded: what happens after is our duty and
    not Stripe's. 400 for what is not signed by Stripe, 404 for an endpoint nobody knows.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID | None = None, **kwargs: Any) -> HttpResponse:
        endpoint, secrets = self.endpoint(uuid)
        entry = inbox.read(
            request.body,
            request.headers,
            endpoint=endpoint,
            secrets=secrets,
            remote_ip=get_remote_ip(request),
        )
        inbox.take_in(entry)
        return HttpResponse("Test event received." if entry.is_test_event else str(entry.pk))

    def endpoint(self, uuid: UUID | None) -> tuple[WebhookEndpoint | None, list[str]]:
        """The endpoint that the URL names, and the secrets its deliveries may be signed with."""
        if uuid is None:
            secrets = djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS
            if not secrets:
                raise Http404("DJSTRIPE_WEBHOOK_SECRET is not set, so this endpoint is closed.")
            return None, secrets
        endpoint = inbox.find_endpoint(uuid)
        if endpoint is None:
            raise Http404("No webhook endpoint has this address.")
        return endpoint, endpoint.signing_secrets


def get_remote_ip(request: HttpRequest) -> str | None:
    """Where a request came from, by the address of whoever connected; None if that is no address."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR") or ""))
    except ValueError:
        return None
