"""
What is added to a price: tax rates and codes, tax ids, shipping.

https://docs.stripe.com/api/tax_rates
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from .. import enums
from ..fields import (
    Attribute,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeEnumField,
    StripeForeignKey,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from ..managers import ShippingRateManager, TaxRateManager
from .base import StripeModel, UndatedModel, sdk
from .embedded import money_label
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import _ActiveQuerySet
    from . import params

JSON = dict[str, Any]


class ShippingRate(StripeModel):
    """
    What sending something costs.

    https://docs.stripe.com/api/shipping_rates
    """

    # declaration
    stripe_class = sdk("ShippingRate")
    object_name = "shipping_rate"
    endpoint = "/v1/shipping_rates"
    stripe_dashboard_item_name = "shipping-rates"

    # columns
    active = StripeBooleanField()
    display_name = StripeTextField()
    type = StripeEnumField(enums.ShippingRateType)
    tax_behavior = StripeEnumField(enums.ShippingRateTaxBehavior)
    amount = StripeQuantumCurrencyAmountField(path="fixed_amount.amount")
    currency = StripeCurrencyCodeField(path="fixed_amount.currency")
    tax_code = StripeForeignKey("TaxCode")

    # attributes
    delivery_estimate: Attribute[JSON | None] = Attribute()
    fixed_amount: Attribute[JSON | None] = Attribute()

    objects: ClassVar[_ActiveQuerySet[ShippingRate]] = ShippingRateManager()

    def __str__(self) -> str:
        price = money_label(self.amount, self.currency)
        name = self.display_name or self.id or ""
        return f"{name} - {price}" if price else name

    # verbs

    def update(self, **kwargs: Unpack[params.ShippingRateUpdate]) -> ShippingRate:
        """Change it at Stripe (``active``, ``metadata`` …); what it costs cannot be changed."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    aupdate = twin(update)


class TaxCode(UndatedModel):
    """
    A kind of goods or services, as the tax law tells them apart.

    https://docs.stripe.com/api/tax_codes
    """

    # declaration
    stripe_class = sdk("TaxCode")
    object_name = "tax_code"
    endpoint = "/v1/tax_codes"
    lists_by_created = False

    # columns
    name = StripeTextField()

    # attributes
    requirements: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return f"{self.name}: {self.id}"


class TaxId(StripeModel):
    """
    The number under which a customer, or your own account, pays tax.

    https://docs.stripe.com/api/tax_ids
    """

    # declaration
    stripe_class = sdk("TaxId")
    object_name = "tax_id"
    endpoint = "/v1/tax_ids"
    list_under = ("Customer", "/v1/customers/{id}/tax_ids")
    lists_by_created = False

    # columns
    type = StripeEnumField(enums.TaxIdType)
    value = StripeCharField(db_index=True)
    country = StripeCharField()
    verification_status = StripeCharField(path="verification.status")
    customer = StripeForeignKey(
        "Customer", path=("customer", "owner.customer"), related_name="tax_ids"
    )
    customer_account = StripeForeignKey(
        "AccountV2",
        path=("customer_account", "owner.customer_account"),
        crosses=True,
        also=("Account",),
        related_name="tax_ids",
    )
    account = StripeForeignKey("Account", path="owner.account", related_name="tax_ids")
    application = StripeForeignKey(
        "Application",
        db_index=False,
        path="owner.application",
        crosses=True,
        related_name="tax_ids",
    )

    # attributes
    owner: Attribute[JSON | None] = Attribute()
    verification: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        kind = enums.TaxIdType.humanize(self.type)
        state = (self.verification_status or "").replace("_", " ")
        return f"{kind} {self.value}" + (f" ({state})" if state else "")

    # predicates

    def is_verified(self) -> bool:
        """Whether the authority that issued it has confirmed it."""
        return bool(self.verification_status == "verified")

    # verbs

    @classmethod
    def create(cls, type: str, value: str, **kwargs: Unpack[params.TaxIdCreate]) -> TaxId:
        """
        Add a tax id to your own account, or to whom ``owner`` names; ``customer.add_tax_id()``
        does so for a customer. ``stripe_account`` and ``livemode`` say where.
        """
        made: TaxId = cls.create_at_stripe(type=type, value=value, **kwargs)
        return made

    def remove(self) -> TaxId | None:
        """Delete it at Stripe."""
        return self.act(method="delete")  # type: ignore[no-any-return]

    # twins, for async views

    acreate = class_twin(create)
    aremove = twin(remove)


class TaxRate(StripeModel):
    """
    So many percent of tax, as you have set it up; Stripe Tax makes its own.

    https://docs.stripe.com/api/tax_rates
    """

    # declaration
    stripe_class = sdk("TaxRate")
    object_name = "tax_rate"
    endpoint = "/v1/tax_rates"
    stripe_dashboard_item_name = "tax-rates"

    # columns
    active = StripeBooleanField()
    display_name = StripeTextField()
    country = StripeCharField()
    state = StripeCharField()
    jurisdiction = StripeTextField()
    inclusive = StripeBooleanField()
    tax_type = StripeCharField()

    # attributes
    effective_percentage: Attribute[float | None] = Attribute()
    flat_amount: Attribute[JSON | None] = Attribute()
    jurisdiction_level: Attribute[str | None] = Attribute()
    percentage: Attribute[float | None] = Attribute()
    rate_type: Attribute[str | None] = Attribute()

    objects: ClassVar[_ActiveQuerySet[TaxRate]] = TaxRateManager()

    def __str__(self) -> str:
        percent = self.percentage if self.percentage is not None else self.effective_percentage
        label = self.display_name or self.id or ""
        return label if percent is None else f"{label} at {percent:g}%"

    # verbs

    @classmethod
    def create(cls, **kwargs: Unpack[params.TaxRateCreate]) -> TaxRate:
        """Make a tax rate (``display_name``, ``percentage``, ``inclusive`` …)."""
        rate: TaxRate = cls.create_at_stripe(**kwargs)
        return rate

    def update(self, **kwargs: Unpack[params.TaxRateUpdate]) -> TaxRate:
        """Change it at Stripe (``active``, ``display_name`` …); its percentage stays."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def archive(self) -> TaxRate:
        """Stop its being used for new invoices."""
        return self.update(active=False)

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    aarchive = twin(archive)
