"""
Climate: carbon removal, ordered by the ton.

https://docs.stripe.com/api/climate/order
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    NestedList,
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
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class ClimateOrder(StripeModel):
    """
    An order of carbon removal, from payment to delivery.

    https://docs.stripe.com/api/climate/order
    """

    # declaration
    stripe_class = sdk("climate.Order")
    object_name = "climate.order"
    endpoint = "/v1/climate/orders"
    lists_by_created = False
    stripe_dashboard_item_name = "climate/orders"

    # columns
    status = StripeCharField()
    currency = StripeCurrencyCodeField()
    amount_total = StripeQuantumCurrencyAmountField()
    amount_subtotal = StripeQuantumCurrencyAmountField()
    amount_fees = StripeQuantumCurrencyAmountField()
    expected_delivery_year = StripeIntegerField()
    cancellation_reason = StripeCharField()
    canceled_at = StripeDateTimeField()
    confirmed_at = StripeDateTimeField()
    delayed_at = StripeDateTimeField()
    delivered_at = StripeDateTimeField()
    product_substituted_at = StripeDateTimeField()
    product = StripeForeignKey("ClimateProduct", related_name="orders")

    # attributes
    beneficiary: Attribute[dict[str, Any] | None] = Attribute()
    certificate: Attribute[str | None] = Attribute()
    delivery_details: Attribute[list[dict[str, Any]]] = Attribute(default=list)
    metric_tons: Attribute[str | None] = Attribute(doc="How much, as a decimal number in a string.")
    suppliers = References("ClimateSupplier", "delivery_details[].supplier")

    # verbs

    def cancel(self, **params: Unpack[params.ClimateOrderCancel]) -> ClimateOrder:
        """Cancel the order; Stripe gives the money back within a day of its making only."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)


class ClimateProduct(StripeModel):
    """
    A kind of carbon removal that can be ordered.

    https://docs.stripe.com/api/climate/product
    """

    # declaration
    stripe_class = sdk("climate.Product")
    object_name = "climate.product"
    endpoint = "/v1/climate/products"
    lists_by_created = False
    nested = (NestedList("suppliers"),)

    # columns
    name = StripeTextField()
    delivery_year = StripeIntegerField()

    # attributes
    current_prices_per_metric_ton: Attribute[dict[str, Any] | None] = Attribute()
    metric_tons_available: Attribute[str | None] = Attribute()
    suppliers = References("ClimateSupplier", "suppliers[]")

    def __str__(self) -> str:
        return self.name or super().__str__()


class ClimateSupplier(UndatedModel):
    """
    Who removes the carbon.

    https://docs.stripe.com/api/climate/supplier
    """

    # declaration
    stripe_class = sdk("climate.Supplier")
    object_name = "climate.supplier"
    endpoint = "/v1/climate/suppliers"
    lists_by_created = False

    # columns
    name = StripeTextField()
    removal_pathway = StripeCharField()

    # attributes
    info_url: Attribute[str | None] = Attribute()
    locations: Attribute[list[dict[str, Any]]] = Attribute(default=list)

    def __str__(self) -> str:
        return self.name or super().__str__()
