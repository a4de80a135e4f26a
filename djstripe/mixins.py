"""
What views that sell something need in their templates.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.utils.functional import cached_property

from . import checkout
from .gates import Feature, Gate
from .models import Customer, Price, Session
from .models.base import StripeModel
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

    Looking at a page makes no customer at Stripe: who has none gets None. Of several it is the
    one that ``Customer.get_or_create`` gives.
    """

    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        subscriber = djstripe_settings.subscriber_request_callback(self.request)
        customer = (
            Customer.objects.of_subscriber(subscriber).order_by("-created", "-djstripe_id").first()
            if getattr(subscriber, "pk", None) is not None
            else None
        )
        context["is_prices_plural"] = context["prices"].count() > 1
        context["customer"] = customer
        valid = customer.valid_subscriptions if customer is not None else []
        context["subscription"] = next(iter(valid), None)
        return context


class GateMixin:
    """
    A class-based view, plain or with coroutines, that lets through who comes through its gate.

    The attributes are the terms of :class:`~djstripe.gates.Gate`.
    """

    buy_url: str | None = None
    login_url: str | None = None
    raise_exception: bool = False
    redirect_field_name: str | None = REDIRECT_FIELD_NAME
    view_is_async: bool

    def gate(self) -> Gate:
        """The gate; override it to decide by the request (``self.request``)."""
        return Gate(
            buy_url=self.buy_url,
            login_url=self.login_url,
            raise_exception=self.raise_exception,
            redirect_field_name=self.redirect_field_name,
        )

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse, or go on."""
        if self.view_is_async:
            return self._adispatch(request, *args, **kwargs)
        refusal = self.gate().refuse(request)
        if refusal is not None:
            return refusal
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    async def _adispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        refusal = await self.gate().arefuse(request)
        if refusal is not None:
            return refusal
        return await super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class FeatureRequiredMixin(GateMixin):
    """Lets in who may use ``feature_required``: a lookup key or a row, or several."""

    feature_required: Feature | tuple[Feature, ...] | list[Feature] = ()

    def gate(self) -> Gate:
        """Raises TypeError if the class names no feature."""
        named = self.feature_required
        features = tuple(named) if isinstance(named, tuple | list) else (named,)
        if not features:
            raise TypeError(f"{type(self).__name__} must say its feature_required.")
        return super().gate().but(features=features)


class SubscriptionRequiredMixin(GateMixin):
    """Lets in who has a subscription; to ``product_required`` (a row or an id), if that is set."""

    product_required: StripeModel | str | None = None

    def gate(self) -> Gate:
        return super().gate().but(subscription=True, product=self.product_required)


class CheckoutReturnMixin:
    """
    For the page that visitors come back to from Checkout: ``checkout_session`` is what became of
    theirs, also in the context, with ``customer`` and ``subscription``.

    404 without a session's id in the address, 403 if the session is somebody else's.
    """

    request: Any

    @cached_property
    def checkout_session(self) -> Session:
        return checkout.returned(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        session = self.checkout_session
        context["checkout_session"] = session
        context["customer"] = session.customer
        context["subscription"] = session.subscription
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
