"""
Everything djstripe raises.

    DjStripeError
     +-- InvalidPayload            what Stripe (or a caller) handed in cannot be stored
     +-- StripeObjectManipulationException
     +-- ImpossibleAPIRequest
     +-- InvalidAmount             a sum of money that makes no sense
     +-- InvalidStripeAPIKey
     +-- CredentialsError          no usable key for an account and mode
     +-- NotListable / NotRetrievable
     +-- IncompleteList            a list that Stripe does not give out to its end
     +-- MultipleSubscriptionException
     +-- InvalidSignature          (also a SuspiciousOperation: Django answers 400)

A class's docstring is its default message.
Errors of Stripe's own are the SDK's (``stripe.StripeError`` and below).
"""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation


class DjStripeError(Exception):
    """Something went wrong between Django and Stripe."""

    def __init__(self, message: str | None = None, *args: object) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip(), *args)


class InvalidPayload(DjStripeError, ValueError):
    """This payload is not a Stripe object: it has no object name or no id."""


class StripeObjectManipulationException(DjStripeError):
    """This Stripe object cannot be handled that way."""


class ImpossibleAPIRequest(DjStripeError):
    """Stripe has no request that does this."""


class InvalidAmount(DjStripeError, ValueError):
    """This is not an amount of money in that currency."""


class InvalidStripeAPIKey(DjStripeError, ValueError):
    """This is not a Stripe API key: a secret key starts with sk_test_, sk_live_, rk_test_ or rk_live_."""


class CredentialsError(DjStripeError, ImproperlyConfigured):
    """No Stripe API key is configured for this account and mode."""


class NotListable(ImpossibleAPIRequest):
    """Stripe has no list endpoint for this resource."""


class NotRetrievable(ImpossibleAPIRequest):
    """Stripe has no endpoint that returns one object of this resource."""


class IncompleteList(DjStripeError):
    """Stripe says that this list goes on and does not give out the rest."""


class MultipleSubscriptionException(DjStripeError):
    """This customer has several subscriptions; use customer.subscriptions instead."""


class InvalidSignature(DjStripeError, SuspiciousOperation):
    """The webhook's signature does not match any of the endpoint's secrets."""

    def __init__(
        self, message: str | None = None, *args: object, reason: str = "signature"
    ) -> None:
        # "signature", "time", "unsigned" (nothing that could be one) or "no_secret".
        self.reason = reason
        super().__init__(message, *args)
