"""
What views that sell something need in their templates.
"""

from __future__ import annotations

from typing import Any

from .models import Customer, Price
from .settings import djstripe_settings


class PaymentsContextMixin:
    """Adds ``STRIPE_PUBLIC_KEY`` and ``prices`` (those that can be bought) to the context."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["STRIPE_PUBLIC_KEY"] = djstripe_settings.STRIPE_PUBLIC_KEY
        context["prices"] = Price.objects.filter(active=True).select_related("product")
        return context


class SubscriptionMixin(PaymentsContextMixin):
    """
    Adds the visitor's ``customer`` and ``subscription`` too.

    Looking at a page makes no customer at Stripe: who has none gets None.
    """

    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        subscriber = djstripe_settings.subscriber_request_callback(self.request)
        customer = (
            Customer.objects.filter(
                subscriber=subscriber, livemode=djstripe_settings.STRIPE_LIVE_MODE
            ).first()
            if getattr(subscriber, "pk", None) is not None
            else None
        )
        context["is_prices_plural"] = context["prices"].count() > 1
        context["customer"] = customer
        valid = customer.valid_subscriptions if customer is not None else []
        context["subscription"] = next(iter(valid), None)
        return context


class VerbosityAwareOutputMixin:
    """For management commands: says things only as loudly as ``--verbosity`` asks."""

    stdout: Any
    verbosity: int = 1

    def set_verbosity(self, options: dict[str, Any]) -> None:
        """Remember how loud the command was asked to be."""
        self.verbosity = int(options["verbosity"])

    def output(self, message: str) -> None:
        """Said unless the command is to be quiet."""
        if self.verbosity > 0:
            self.stdout.write(message)

    def verbose_output(self, message: str) -> None:
        """Said only if the command is to be verbose."""
        if self.verbosity > 1:
            self.stdout.write(message)
