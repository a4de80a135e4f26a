"""
Stripe Tax: where you collect tax, what it comes to, and what was recorded of it.

https://docs.stripe.com/api/tax/calculations
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone

from ..fields import (
    Attribute,
    OwnedSet,
    Reference,
    References,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, UndatedModel, sdk
from .embedded import money_label
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params

JSON = dict[str, Any]


class TaxRegistration(StripeModel):
    """
    That you are registered to collect tax somewhere.

    https://docs.stripe.com/api/tax/registrations
    """

    # declaration
    stripe_class = sdk("tax.Registration")
    object_name = "tax.registration"
    endpoint = "/v1/tax/registrations"
    lists_by_created = False

    # columns
    country = StripeCharField()
    status = StripeCharField()
    active_from = StripeDateTimeField()
    expires_at = StripeDateTimeField()

    # attributes
    country_options: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return f"{self.country} ({self.status})"

    # predicates

    def is_active(self) -> bool:
        """Whether tax is collected there now."""
        return bool(self.status == "active")

    # verbs

    def expire(self, at: dt.datetime | str = "now") -> TaxRegistration:
        """End it, now or at a moment."""
        moment = int(at.timestamp()) if isinstance(at, dt.datetime) else at
        return self.act(expires_at=moment)  # type: ignore[no-any-return]

    # twins, for async views

    aexpire = twin(expire)


class TaxCalculation(UndatedModel):
    """
    What the tax on something would be; good for 90 days.

    https://docs.stripe.com/api/tax/calculations
    """

    # declaration
    stripe_class = sdk("tax.Calculation")
    object_name = "tax.calculation"
    endpoint = "/v1/tax/calculations"
    listable = False
    expand_fields: ClassVar[list[str]] = ["line_items"]
    expanded_only = ("line_items",)
    sets = (OwnedSet("line_items", "TaxCalculationLineItem", owner="calculation"),)

    # columns
    amount_total = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    tax_amount_exclusive = StripeQuantumCurrencyAmountField()
    tax_amount_inclusive = StripeQuantumCurrencyAmountField()
    tax_date = StripeDateTimeField()
    expires_at = StripeDateTimeField()
    customer = StripeForeignKey("Customer", related_name="tax_calculations")

    # attributes
    customer_details: Attribute[JSON | None] = Attribute()
    ship_from_details: Attribute[JSON | None] = Attribute()
    shipping_cost: Attribute[JSON | None] = Attribute()
    tax_breakdown: Attribute[list[JSON]] = Attribute(default=list)
    shipping_rate = Reference("ShippingRate", "shipping_cost.shipping_rate")
    shipping_tax_code = Reference("TaxCode", "shipping_cost.tax_code")

    def __str__(self) -> str:
        return money_label(self.amount_total, self.currency) or self.id or ""

    # predicates

    def is_current(self) -> bool:
        """Whether a transaction can still be made of it."""
        return self.expires_at is None or self.expires_at > timezone.now()

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.TaxCalculationCreate]) -> TaxCalculation:
        """Have the tax computed (``currency``, ``line_items``, ``customer`` …)."""
        calculation: TaxCalculation = cls.create_at_stripe(**params)
        return calculation

    def record(
        self, reference: str, **kwargs: Unpack[params.TaxCalculationRecord]
    ) -> TaxTransaction:
        """Record it as a transaction, under a reference of your own."""
        transaction: TaxTransaction = TaxTransaction.create_at_stripe(
            path="/v1/tax/transactions/create_from_calculation",
            calculation=self.id,
            reference=reference,
            stripe_account=self.djstripe_owner_account_id or None,
            livemode=self.livemode,
            **kwargs,
        )
        return transaction

    # twins, for async views

    acreate = class_twin(create)
    arecord = twin(record)


class _TaxedLine(UndatedModel):
    """What the lines of calculations and transactions have in common."""

    # columns
    amount = StripeQuantumCurrencyAmountField()
    amount_tax = StripeQuantumCurrencyAmountField()
    quantity = StripeIntegerField()
    reference = StripeTextField()
    tax_behavior = StripeCharField()

    class Meta(StripeModel.Meta):
        abstract = True


class TaxCalculationLineItem(_TaxedLine):
    """
    One line of a calculation.

    https://docs.stripe.com/api/tax/calculations/line_items
    """

    # declaration
    stripe_class = sdk("tax.CalculationLineItem")
    object_name = "tax.calculation_line_item"
    listable = False
    retrievable = False
    list_under = ("TaxCalculation", "/v1/tax/calculations/{id}/line_items")
    lists_by_created = False
    looked_up_by = "calculation"

    # columns
    calculation = StripeForeignKey("TaxCalculation", keep=True, related_name="line_items")
    product = StripeForeignKey("Product", related_name="tax_calculation_lines")
    tax_code = StripeForeignKey("TaxCode", related_name="tax_calculation_lines")
    performance_location = StripeForeignKey("TaxLocation", related_name="tax_calculation_lines")

    # attributes
    tax_breakdown: Attribute[list[JSON] | None] = Attribute()


class TaxTransaction(StripeModel):
    """
    Tax as it was recorded for your returns, or the taking back of one.

    https://docs.stripe.com/api/tax/transactions
    """

    # declaration
    stripe_class = sdk("tax.Transaction")
    object_name = "tax.transaction"
    endpoint = "/v1/tax/transactions"
    listable = False
    expand_fields: ClassVar[list[str]] = ["line_items"]
    expanded_only = ("line_items",)
    sets = (OwnedSet("line_items", "TaxTransactionLineItem", owner="transaction"),)

    # columns
    type = StripeCharField()
    currency = StripeCurrencyCodeField()
    reference = StripeTextField()
    posted_at = StripeDateTimeField()
    tax_date = StripeDateTimeField()
    customer = StripeForeignKey("Customer", related_name="tax_transactions")
    original_transaction = StripeForeignKey(
        "TaxTransaction", path="reversal.original_transaction", related_name="reversals"
    )

    # attributes
    customer_details: Attribute[JSON | None] = Attribute()
    reversal: Attribute[JSON | None] = Attribute()
    ship_from_details: Attribute[JSON | None] = Attribute()
    shipping_cost: Attribute[JSON | None] = Attribute()
    shipping_rate = Reference("ShippingRate", "shipping_cost.shipping_rate")
    shipping_tax_code = Reference("TaxCode", "shipping_cost.tax_code")

    def __str__(self) -> str:
        return f"{self.reference or self.id} ({self.type})"

    # predicates

    def is_reversal(self) -> bool:
        """Whether it takes another one back."""
        return bool(self.type == "reversal")

    # verbs

    def reverse(
        self, reference: str, mode: str = "full", **kwargs: Unpack[params.TaxTransactionReverse]
    ) -> TaxTransaction:
        """Take it back, wholly or (``mode="partial"``) in part."""
        transaction: TaxTransaction = TaxTransaction.create_at_stripe(
            path="/v1/tax/transactions/create_reversal",
            original_transaction=self.id,
            reference=reference,
            mode=mode,
            stripe_account=self.djstripe_owner_account_id or None,
            livemode=self.livemode,
            **kwargs,
        )
        return transaction

    # twins, for async views

    areverse = twin(reverse)


class TaxTransactionLineItem(_TaxedLine):
    """
    One line of a recorded transaction.

    https://docs.stripe.com/api/tax/transactions/line_items
    """

    # declaration
    stripe_class = sdk("tax.TransactionLineItem")
    object_name = "tax.transaction_line_item"
    listable = False
    retrievable = False
    list_under = ("TaxTransaction", "/v1/tax/transactions/{id}/line_items")
    lists_by_created = False
    looked_up_by = "transaction"

    # columns
    type = StripeCharField()
    transaction = StripeForeignKey("TaxTransaction", keep=True, related_name="line_items")
    original_line_item = StripeForeignKey(
        "TaxTransactionLineItem", path="reversal.original_line_item", related_name="reversals"
    )
    product = StripeForeignKey("Product", related_name="tax_transaction_lines")
    tax_code = StripeForeignKey("TaxCode", related_name="tax_transaction_lines")

    # attributes
    reversal: Attribute[JSON | None] = Attribute()


class TaxAssociation(UndatedModel):
    """
    What ties a calculation to the payment intent that pays it.

    https://docs.stripe.com/api/tax/association
    """

    # declaration
    stripe_class = sdk("tax.Association")
    object_name = "tax.association"
    endpoint = "/v1/tax/associations"
    listable = False
    # Stripe finds them by their payment intent only (/v1/tax/associations/find).
    retrievable = False

    # columns
    calculation = StripeForeignKey("TaxCalculation", related_name="associations")
    payment_intent = StripeForeignKey("PaymentIntent", related_name="tax_associations")

    # attributes
    tax_transaction_attempts: Attribute[list[JSON] | None] = Attribute()
    tax_transactions = References(
        "TaxTransaction", "tax_transaction_attempts[].committed.transaction"
    )
    refunds = References("Refund", "tax_transaction_attempts[].source")


class TaxLocation(UndatedModel):
    """
    A place that decides what tax is due: where a performance is given.

    https://docs.stripe.com/api/tax/locations
    """

    # declaration
    stripe_class = sdk("tax.Location")
    object_name = "tax.location"
    endpoint = "/v1/tax/locations"
    # The list asks for a type, and there is but one.
    list_params: ClassVar[dict[str, Any]] = {"type": "performance"}
    lists_by_created = False

    # columns
    type = StripeCharField()

    # attributes
    address: Attribute[JSON | None] = Attribute()
