"""
Forwarding: card details sent on to another processor without being seen.

https://docs.stripe.com/api/forwarding/request
"""

from __future__ import annotations

from typing import Any

from ..fields import Attribute, StripeForeignKey, StripeIntegerField, StripeTextField
from .base import StripeModel, sdk


class ForwardingRequest(StripeModel):
    """
    A request that Stripe sent elsewhere with a card filled in, and the answer.

    https://docs.stripe.com/api/forwarding/request
    """

    # declaration
    stripe_class = sdk("forwarding.Request")
    object_name = "forwarding.request"
    endpoint = "/v1/forwarding/requests"

    # columns
    url = StripeTextField()
    response_status = StripeIntegerField(path="response_details.status")
    payment_method = StripeForeignKey("PaymentMethod", related_name="forwarding_requests")

    # attributes
    replacements: Attribute[list[str]] = Attribute(default=list)
    request_context: Attribute[dict[str, Any] | None] = Attribute()
    request_details: Attribute[dict[str, Any] | None] = Attribute()
    response_details: Attribute[dict[str, Any] | None] = Attribute()
