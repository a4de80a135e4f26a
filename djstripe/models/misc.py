"""
Objects that belong to no family: tokens, keys, domains, rates.

https://docs.stripe.com/api
"""

from __future__ import annotations

from typing import Any

from ..fields import (
    Attribute,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, UndatedModel, sdk


class Token(StripeModel):
    """
    Details of a card or bank account, sent to Stripe from the browser and used once.

    https://docs.stripe.com/api/tokens
    """

    # declaration
    stripe_class = sdk("Token")
    object_name = "token"
    endpoint = "/v1/tokens"
    listable = False

    # columns
    type = StripeCharField()
    used = StripeBooleanField()
    bank_account = StripeForeignKey("BankAccount", related_name="tokens")
    card = StripeForeignKey("Card", related_name="tokens")

    # attributes
    client_ip: Attribute[str | None] = Attribute()

    # predicates

    def is_used(self) -> bool:
        """Whether something was already made of it."""
        return bool(self.used)


class EphemeralKey(StripeModel):
    """
    A key for a mobile app, for an hour and one object. The key itself is never stored.

    https://docs.stripe.com/api/ephemeral_keys
    """

    # declaration
    stripe_class = sdk("EphemeralKey")
    object_name = "ephemeral_key"
    endpoint = "/v1/ephemeral_keys"
    listable = False
    retrievable = False
    secrets = ("secret",)

    # columns
    expires = StripeDateTimeField()

    # attributes
    associated_objects: Attribute[list[dict[str, Any]] | None] = Attribute()


class ApplePayDomain(StripeModel):
    """
    A domain on which Apple Pay may be shown (superseded by PaymentMethodDomain).

    https://docs.stripe.com/apple-pay
    """

    # declaration
    stripe_class = sdk("ApplePayDomain")
    object_name = "apple_pay_domain"
    endpoint = "/v1/apple_pay/domains"
    lists_by_created = False

    # columns
    domain_name = StripeCharField(db_index=True)

    def __str__(self) -> str:
        return self.domain_name or super().__str__()


class ExchangeRate(UndatedModel):
    """
    What one unit of a currency is worth in the others. Its id is the currency's code.

    https://docs.stripe.com/api/exchange_rates
    """

    # declaration
    stripe_class = sdk("ExchangeRate")
    object_name = "exchange_rate"
    endpoint = "/v1/exchange_rates"
    lists_by_created = False

    # attributes
    rates: Attribute[dict[str, float]] = Attribute(default=dict)


class PaymentIntentAmountDetailsLineItem(UndatedModel):
    """
    One thing that a payment is for, as the card networks want to know it.

    https://docs.stripe.com/api/payment-intents-amount-details-line-items
    """

    # declaration
    stripe_class = sdk("PaymentIntentAmountDetailsLineItem")
    object_name = "payment_intent_amount_details_line_item"
    retrievable = False
    list_under = ("PaymentIntent", "/v1/payment_intents/{id}/amount_details_line_items")
    lists_by_created = False
    looked_up_by = "payment_intent"

    # columns
    product_code = StripeCharField()
    product_name = StripeTextField()
    quantity = StripeIntegerField()
    unit_cost = StripeQuantumCurrencyAmountField()
    discount_amount = StripeQuantumCurrencyAmountField()
    payment_intent = StripeForeignKey(
        "PaymentIntent",
        related_name="amount_details_line_items",
        help_text="The payment whose list it stands in; the payload does not name it.",
    )

    # attributes
    payment_method_options: Attribute[dict[str, Any] | None] = Attribute()
    tax: Attribute[dict[str, Any] | None] = Attribute()
    unit_of_measure: Attribute[str | None] = Attribute()
    sold_by = Reference("Account", "payment_method_options.paypal.sold_by")


class SourceMandateNotification(StripeModel):
    """
    Notice to a payer that their bank account is going to be debited. Sent by event only.

    https://docs.stripe.com/sources
    """

    # declaration
    stripe_class = sdk("SourceMandateNotification")
    object_name = "source_mandate_notification"
    listable = False
    retrievable = False

    # columns
    amount = StripeQuantumCurrencyAmountField()
    reason = StripeCharField()
    status = StripeCharField()
    type = StripeCharField()
    source = StripeForeignKey("Source", related_name="mandate_notifications")

    # attributes
    acss_debit: Attribute[dict[str, Any] | None] = Attribute()
    bacs_debit: Attribute[dict[str, Any] | None] = Attribute()
    sepa_debit: Attribute[dict[str, Any] | None] = Attribute()


class TaxDeductedAtSource(UndatedModel):
    """
    Tax withheld from Stripe's fees and paid to the state (India). It is met as the source of a
    balance transaction.

    https://docs.stripe.com/api/balance_transactions
    """

    # declaration
    stripe_class = sdk("TaxDeductedAtSource")
    object_name = "tax_deducted_at_source"
    listable = False
    retrievable = False

    # columns
    period_start = StripeDateTimeField()
    period_end = StripeDateTimeField()
    tax_deduction_account_number = StripeCharField()
