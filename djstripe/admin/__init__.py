"""
The admin: every mirrored model, by derivation from its declaration.

Nothing that Stripe decides can be changed here, no page asks Stripe to be shown, and no
page shows a secret. A project that wants a page of its own unregisters ours:

    admin.site.unregister(Customer)

    @admin.register(Customer)
    class MyCustomerAdmin(StripeModelAdmin):
        list_display = ("name", "email", "vip")
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from .. import mirror
from ..mirror import Doubt
from ..models import APIKey, Attempt, ReceiverRun, WebhookEventTrigger
from ..models.base import IdempotencyKey
from .base import PanelAdmin, StripeModelAdmin
from .deliveries import WebhookEventTriggerAdmin
from .doubts import AttemptAdmin, DoubtAdmin, IdempotencyKeyAdmin
from .endpoints import WebhookEndpointAdmin
from .keys import APIKeyAdmin
from .rows import CustomerAdmin, EventAdmin, SubscriptionAdmin
from .runs import ReceiverRunAdmin
from .verbs import CustomActionMixin, ReadOnlyMixin, Verb

__all__ = [
    "APIKeyAdmin",
    "AttemptAdmin",
    "CustomActionMixin",
    "CustomerAdmin",
    "DoubtAdmin",
    "EventAdmin",
    "IdempotencyKeyAdmin",
    "PanelAdmin",
    "ReadOnlyMixin",
    "ReceiverRunAdmin",
    "StripeModelAdmin",
    "SubscriptionAdmin",
    "Verb",
    "WebhookEndpointAdmin",
    "WebhookEventTriggerAdmin",
    "register",
]

# Mirrored models whose pages do more than show.
MORE_THAN_SHOWN: dict[str, type[StripeModelAdmin]] = {
    "Customer": CustomerAdmin,
    "Event": EventAdmin,
    "Subscription": SubscriptionAdmin,
    "WebhookEndpoint": WebhookEndpointAdmin,
}


def register(site: Any = admin.site) -> None:
    """
    Register every model of this app with an admin site.

    Mirrored models of other apps register themselves, with ``StripeModelAdmin``.
    """
    for model in mirror.all_models():
        if model._meta.app_label == "djstripe" and not model._meta.proxy:
            site.register(model, MORE_THAN_SHOWN.get(model.__name__, StripeModelAdmin))
    site.register(APIKey, APIKeyAdmin)
    site.register(WebhookEventTrigger, WebhookEventTriggerAdmin)
    site.register(ReceiverRun, ReceiverRunAdmin)
    site.register(Doubt, DoubtAdmin)
    site.register(Attempt, AttemptAdmin)
    site.register(IdempotencyKey, IdempotencyKeyAdmin)


register()
