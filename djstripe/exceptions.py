"""
Everything djstripe raises.

    DjStripeError
     +-- InvalidPayload            what Stripe (or a caller) handed in cannot be stored
     +-- StripeObjectManipulationException
     +-- ImpossibleAPIRequest
     +-- InvalidAmount             a sum of money that makes no sense
     +-- InvalidParameter          an argument that Stripe would not take, or not in that sense
     |    +-- InvalidRow           a row that cannot be handed in there: of another account …
     +-- SeveralItems              a subscription has several items, and one is meant
     +-- IncompletePayment         a payment is not through yet
     |    +-- RequiresAction       its payer must act: authenticate, verify, look at a voucher
     |    +-- RequiresPaymentMethod
     +-- InvalidStripeAPIKey
     +-- CredentialsError          no usable key for an account and mode
     +-- NotListable / NotRetrievable
     +-- IncompleteList            a list that Stripe does not give out to its end
     +-- MultipleSubscriptionException
     +-- DownloadFailed            a document that Stripe did not give out
     +-- InvalidSignature          (also a SuspiciousOperation: Django answers 400)

A class's docstring is its default message.
Errors of Stripe's own are the SDK's (``stripe.StripeError`` and below).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, SuspiciousOperation


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


class InvalidParameter(DjStripeError, ValueError):
    """This argument makes no sense to Stripe. Nothing was sent."""


class InvalidRow(InvalidParameter):
    """This row cannot be handed to Stripe here. Nothing was sent."""


class SeveralItems(DjStripeError):
    """This subscription has several items; say which one is meant."""


class ForeignSession(DjStripeError, PermissionDenied):
    """This checkout session is somebody else's."""


class IncompletePayment(DjStripeError):
    """
    This payment is not through yet.

    ``row`` is what the verb would have returned: everything is stored. ``intent`` is the
    payment intent (or setup intent) that stands behind it, where it is known.
    ``client_secret`` is for the payer's browser and nobody else: it is stored nowhere and no
    repr shows it.
    """

    def __init__(
        self,
        message: str | None = None,
        *,
        row: Any = None,
        intent: Any = None,
        client_secret: Any = None,
    ) -> None:
        # The class's docstring is too long for a message.
        super().__init__(message or "This payment is not through yet.")
        self.row = row
        self.intent = intent
        self._client_secret = client_secret

    @property
    def client_secret(self) -> str | None:
        """What Stripe.js goes on with; None where Stripe's answer had none."""
        secret = self._client_secret
        return secret.reveal() if secret is not None else None

    @property
    def status(self) -> str:
        """The intent's status, such as ``requires_action``; "" if no intent is known."""
        return str(getattr(self.intent, "status", None) or "")

    @property
    def next_action(self) -> dict[str, Any] | None:
        """What the payer is to do, as Stripe says it."""
        found: dict[str, Any] | None = getattr(self.intent, "next_action", None)
        return found

    def for_browser(self) -> dict[str, Any]:
        """What the page needs: the intent's id and status, its next action, its client secret."""
        return {
            "id": getattr(self.intent, "id", None),
            "object": getattr(self.intent, "object_name", None),
            "status": self.status or None,
            "next_action": self.next_action,
            "client_secret": self.client_secret,
        }

    def __reduce__(self) -> Any:
        # A pickle goes to caches and queues: the secret stays here.
        return type(self), (str(self),)


class RequiresAction(IncompletePayment):
    """The payer must act before this payment can go on."""


class RequiresPaymentMethod(IncompletePayment):
    """This payment has no payment method that works."""


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


class DownloadFailed(DjStripeError):
    """Stripe did not give this document."""


class MissingExtra(DjStripeError, ImportError):
    """An optional package is needed here, and is not installed."""


class OpenTransaction(DjStripeError):
    """One cannot wait here, inside of a database transaction."""


class NotMirroredYet(DjStripeError, TimeoutError):
    """What was waited for has not come into the mirror in time."""


class InvalidSignature(DjStripeError, SuspiciousOperation):
    """The webhook's signature does not match any of the endpoint's secrets."""

    def __init__(
        self, message: str | None = None, *args: object, reason: str = "signature"
    ) -> None:
        # "signature", "time", "unsigned" (nothing that could be one) or "no_secret".
        self.reason = reason
        super().__init__(message, *args)
