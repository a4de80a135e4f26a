"""A company at a sandbox whose events come to the webhook view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from djstripe.event_handlers import djstripe_receiver
from djstripe.gateway import Credentials
from djstripe.models import ReceiverRun, WebhookEndpoint, WebhookEventTrigger, WorkState
from djstripe.models.api import find_credentials
from djstripe.signals import WEBHOOK_SIGNALS


class Shop:
    """The sandbox, an endpoint of ours there, and what came of its deliveries."""

    def __init__(self, sandbox: Any, webhooks: Any) -> None:
        self.sandbox = sandbox
        self.webhooks = webhooks
        self.credentials: Credentials = find_credentials()
        self.endpoint = WebhookEndpoint.objects.create(
            id="we_ours",
            djstripe_owner_account_id=sandbox.account,
            secret="whsec_of_the_shop",
            url="https://shop.example.com",
        )
        self.url = reverse(
            "djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": self.endpoint.djstripe_uuid}
        )
        self.listen()

    def listen(self, **more: Any) -> None:
        """Have events delivered to our endpoint; thin ones, or connected accounts' if asked for."""
        self.webhooks.deliver_to(self.url, "whsec_of_the_shop", **more)

    def customer(self, **params: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.sandbox.create("customer", **params)
        return made

    def looks(self, path: str = "/v1/customers/") -> int:
        """How often an object under this path was asked for."""
        asked = [one for one in self.sandbox.requests if one.method == "GET"]
        return sum(one.path.startswith(path) for one in asked)

    @property
    def event_ids(self) -> list[str]:
        """Every event there is at Stripe, oldest first."""
        return [event["id"] for event in self.sandbox.events]

    @property
    def entries(self) -> list[WebhookEventTrigger]:
        return list(WebhookEventTrigger.objects.order_by("pk"))

    def waiting(self) -> int:
        """How much is still to be done, receivers' runs included."""
        state = WorkState.WAITING
        return (
            WebhookEventTrigger.objects.filter(state=state).count()
            + ReceiverRun.objects.filter(state=state).count()
        )


@pytest.fixture
def shop(db: None, stripe_sandbox: Any, stripe_gateway: Any, stripe_webhooks: Any) -> Shop:
    return Shop(stripe_sandbox, stripe_webhooks)


Connect = Callable[[Any, Callable[..., Any]], Callable[..., Any]]


@pytest.fixture
def listen() -> Iterator[Connect]:
    """``listen("invoice.paid", function)``: a receiver for one test."""
    kept: list[tuple[str, Callable[..., Any]]] = []

    def connect(names: Any, function: Callable[..., Any]) -> Callable[..., Any]:
        djstripe_receiver(names)(function)
        kept.extend((n, function) for n in ([names] if isinstance(names, str) else names))
        return function

    yield connect
    for name, function in kept:
        WEBHOOK_SIGNALS[name].disconnect(function)
