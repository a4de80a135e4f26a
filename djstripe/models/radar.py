"""
Radar: what Stripe thinks of the risk of a payment.

https://docs.stripe.com/api/radar/early_fraud_warnings
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    NestedList,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, UndatedModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class EarlyFraudWarning(StripeModel):
    """
    A card issuer's word that a charge may be fraudulent, before any dispute.

    https://docs.stripe.com/api/radar/early_fraud_warnings
    """

    # declaration
    stripe_class = sdk("radar.EarlyFraudWarning")
    object_name = "radar.early_fraud_warning"
    endpoint = "/v1/radar/early_fraud_warnings"

    # columns
    actionable = StripeBooleanField()
    fraud_type = StripeCharField()
    charge = StripeForeignKey("Charge", related_name="early_fraud_warnings")
    payment_intent = StripeForeignKey("PaymentIntent", related_name="early_fraud_warnings")


class Review(StripeModel):
    """
    A payment that a person should look at before its money is trusted.

    https://docs.stripe.com/api/radar/reviews
    """

    # declaration
    stripe_class = sdk("Review")
    object_name = "review"
    endpoint = "/v1/reviews"

    # columns
    open = StripeBooleanField()
    reason = StripeCharField()
    opened_reason = StripeCharField()
    closed_reason = StripeCharField()
    charge = StripeForeignKey("Charge", related_name="reviews")
    payment_intent = StripeForeignKey("PaymentIntent", related_name="reviews")

    # attributes
    billing_zip: Attribute[str | None] = Attribute()
    ip_address: Attribute[str | None] = Attribute()
    ip_address_location: Attribute[dict[str, Any] | None] = Attribute()
    session: Attribute[dict[str, Any] | None] = Attribute()

    # verbs

    def approve(self, **params: Unpack[params.ReviewApprove]) -> Review:
        """Close the review: the payment is good."""
        return self.act("approve", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aapprove = twin(approve)


class ValueList(StripeModel):
    """
    A named list of values that rules refer to, such as e-mail addresses to block.

    https://docs.stripe.com/api/radar/value_lists
    """

    # declaration
    stripe_class = sdk("radar.ValueList")
    object_name = "radar.value_list"
    endpoint = "/v1/radar/value_lists"
    # The embedded list is a sample of the newest; leaving it means nothing.
    nested = (NestedList("list_items"),)
    stripe_dashboard_item_name = "radar/lists"

    # columns
    alias = StripeCharField(db_index=True)
    name = StripeTextField()
    item_type = StripeCharField()

    # attributes
    created_by: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return self.name or super().__str__()


class ValueListItem(StripeModel):
    """
    One value on a list.

    https://docs.stripe.com/api/radar/value_list_items
    """

    # declaration
    stripe_class = sdk("radar.ValueListItem")
    object_name = "radar.value_list_item"
    endpoint = "/v1/radar/value_list_items"
    list_under = ("ValueList", "value_list")

    # columns
    value = StripeTextField()
    value_list = StripeForeignKey("ValueList", related_name="items")

    # attributes
    created_by: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return self.value or super().__str__()


class PaymentEvaluation(UndatedModel):
    """
    Stripe's opinion of a payment that is made elsewhere.

    Stripe answers it once and has no endpoint that answers it again.

    https://docs.stripe.com/api/radar/payment_evaluations
    """

    # declaration
    stripe_class = sdk("radar.PaymentEvaluation")
    object_name = "radar.payment_evaluation"
    endpoint = "/v1/radar/payment_evaluations"
    listable = False
    retrievable = False

    # columns
    created = StripeDateTimeField(path=("created_at", "created"), db_index=True)
    recommended_action = StripeCharField()
    outcome_type = StripeCharField(path="outcome.type")
    amount = StripeQuantumCurrencyAmountField(path="payment_details.amount")
    currency = StripeCurrencyCodeField(path="payment_details.currency")
    customer = StripeForeignKey(
        "Customer", path="customer_details.customer", related_name="payment_evaluations"
    )
    customer_account = StripeForeignKey(
        "AccountV2",
        path="customer_details.customer_account",
        crosses=True,
        also=("Account",),
        related_name="payment_evaluations",
    )
    payment_intent = StripeForeignKey(
        "PaymentIntent", path="outcome.payment_intent_id", related_name="payment_evaluations"
    )

    # attributes
    client_device_metadata_details: Attribute[dict[str, Any] | None] = Attribute()
    customer_details: Attribute[dict[str, Any] | None] = Attribute()
    events: Attribute[list[dict[str, Any]] | None] = Attribute()
    outcome: Attribute[dict[str, Any] | None] = Attribute()
    payment_details: Attribute[dict[str, Any] | None] = Attribute()
    signals: Attribute[dict[str, Any] | None] = Attribute()
    payment_method = Reference(
        "PaymentMethod", "payment_details.payment_method_details.payment_method"
    )
