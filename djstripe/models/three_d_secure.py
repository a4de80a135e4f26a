"""
3D Secure: proof from the bank that the payer holds the card, for payments made elsewhere.

https://docs.stripe.com/api/three_d_secure/authentications
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    Reference,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeForeignKey,
    StripeQuantumCurrencyAmountField,
)
from .base import StripeModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class ThreeDSecureAuthentication(StripeModel):
    """
    One authentication of one card, with what the bank said.

    https://docs.stripe.com/api/three_d_secure/authentications
    """

    # declaration
    stripe_class = sdk("three_d_secure.Authentication")
    object_name = "three_d_secure.authentication"
    endpoint = "/v1/three_d_secure/authentications"

    # columns
    status = StripeCharField()
    outcome = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    directory_server = StripeCharField()
    message_category = StripeCharField()
    reason = StripeCharField()
    payment_method = StripeForeignKey("PaymentMethod", related_name="authentications")

    # attributes
    acquirer_details: Attribute[dict[str, Any] | None] = Attribute()
    challenge_url: Attribute[str | None] = Attribute()
    channel: Attribute[dict[str, Any] | None] = Attribute()
    fingerprinting_url: Attribute[str | None] = Attribute()
    flow_preference: Attribute[dict[str, Any] | None] = Attribute()
    future_usage: Attribute[dict[str, Any] | None] = Attribute()
    outcome_details: Attribute[dict[str, Any] | None] = Attribute()
    shipping_address: Attribute[dict[str, Any] | None] = Attribute()
    previous_authentication = Reference(
        "ThreeDSecureAuthentication", "channel.three_r_i.previous_authentication"
    )

    # verbs

    def cancel(
        self, **params: Unpack[params.ThreeDSecureAuthenticationCancel]
    ) -> ThreeDSecureAuthentication:
        """Give the authentication up."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    def submit(
        self, **params: Unpack[params.ThreeDSecureAuthenticationSubmit]
    ) -> ThreeDSecureAuthentication:
        """Send the authentication to the bank."""
        return self.act("submit", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)
    asubmit = twin(submit)
