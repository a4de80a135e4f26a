"""
Coupons, the codes that stand for them, and the discounts that come of them.

https://docs.stripe.com/api/coupons
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import enums
from ..fields import (
    Attribute,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripePercentField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from ..managers import CouponManager, DiscountManager, PromotionCodeManager
from .base import StripeModel, UndatedModel, sdk
from .embedded import money_label
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import CouponQuerySet, DiscountQuerySet, PromotionCodeQuerySet
    from . import params

JSON = dict[str, Any]


class Coupon(StripeModel):
    """
    A reduction that may be given: so much off, or so many percent, once or for a time.

    https://docs.stripe.com/api/coupons
    """

    # declaration
    stripe_class = sdk("Coupon")
    object_name = "coupon"
    endpoint = "/v1/coupons"
    expand_fields: ClassVar[list[str]] = ["applies_to"]
    expanded_only = ("applies_to", "currency_options")
    stripe_dashboard_item_name = "coupons"

    # columns
    name = StripeTextField()
    amount_off = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    percent_off = StripePercentField()
    duration = StripeEnumField(enums.CouponDuration)
    redeem_by = StripeDateTimeField()
    times_redeemed = StripeIntegerField()
    valid = StripeBooleanField()

    # attributes
    applies_to: Attribute[JSON | None] = Attribute(
        doc="The products it is for: ``{'products': [ids]}``; None for all of them."
    )
    currency_options: Attribute[JSON | None] = Attribute()
    duration_in_months: Attribute[int | None] = Attribute()
    max_redemptions: Attribute[int | None] = Attribute()

    objects: ClassVar[CouponQuerySet[Coupon]] = CouponManager()

    def __str__(self) -> str:
        return self.name or self.human_readable

    # predicates

    @property
    def human_readable_amount(self) -> str:
        """What it takes off, for people: ``10.25% off``, ``$10.00 USD off``."""
        if self.percent_off is not None:
            percent = Decimal(self.percent_off).normalize()
            return _("%(amount)s off") % {"amount": f"{percent:f}%"}
        return _("%(amount)s off") % {"amount": money_label(self.amount_off or 0, self.currency)}

    @property
    def human_readable(self) -> str:
        """What it takes off and for how long: ``$10.00 USD off once``."""
        return f"{self.human_readable_amount} {self._human_readable_duration()}".strip()

    def _human_readable_duration(self) -> str:
        if self.duration == enums.CouponDuration.repeating:
            months = self.duration_in_months or 0
            return ngettext("for %(count)d month", "for %(count)d months", months) % {
                "count": months
            }
        return {"once": _("once"), "forever": _("forever")}.get(
            self.duration or "", self.duration or ""
        )

    def is_redeemable(self) -> bool:
        """
        Whether it may still be given: not used up, not run out.

        Redemptions change it without an event; ``refresh_from_stripe()`` knows for certain.
        """
        in_time = self.redeem_by is None or self.redeem_by > timezone.now()
        return self.valid is not False and in_time

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.CouponCreate]) -> Coupon:
        """Create a coupon; ``amount_off`` is in the currency's smallest unit, as Stripe's."""
        coupon: Coupon = cls.create_at_stripe(**params)
        return coupon

    def update(self, **kwargs: Unpack[params.CouponUpdate]) -> Coupon:
        """Change its ``name`` or ``metadata``; what it takes off cannot be changed."""
        coupon: Coupon = self.act(**kwargs)
        return coupon

    def remove(self) -> Coupon | None:
        """Delete it at Stripe; discounts that came of it stay."""
        return self.act(method="delete")  # type: ignore[no-any-return]

    # twins, for async views

    acreate = class_twin(create)
    aremove = twin(remove)
    aupdate = twin(update)


class PromotionCode(StripeModel):
    """
    A word that customers type to get a coupon.

    https://docs.stripe.com/api/promotion_codes
    """

    # declaration
    stripe_class = sdk("PromotionCode")
    object_name = "promotion_code"
    endpoint = "/v1/promotion_codes"
    stripe_dashboard_item_name = "promotion_codes"

    # columns
    code = StripeCharField(db_index=True)
    active = StripeBooleanField()
    expires_at = StripeDateTimeField()
    coupon = StripeForeignKey(
        "Coupon", path=("promotion.coupon", "coupon"), related_name="promotion_codes"
    )
    customer = StripeForeignKey("Customer", related_name="promotion_codes")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="promotion_codes"
    )

    # attributes
    max_redemptions: Attribute[int | None] = Attribute()
    promotion: Attribute[JSON | None] = Attribute(
        "promotion",
        lambda payload: _source_of(payload),
        doc="What the code gives: ``{'type': 'coupon', 'coupon': id}``.",
    )
    restrictions: Attribute[JSON | None] = Attribute()
    times_redeemed: Attribute[int | None] = Attribute()

    objects: ClassVar[PromotionCodeQuerySet[PromotionCode]] = PromotionCodeManager()

    def __str__(self) -> str:
        return self.code or self.id or ""

    # predicates

    def is_redeemable(self) -> bool:
        """Whether the code works now, by what it says of itself and of its coupon."""
        in_time = self.expires_at is None or self.expires_at > timezone.now()
        return (
            bool(self.active) and in_time and (self.coupon is None or self.coupon.is_redeemable())
        )

    # verbs

    def update(self, **params: Unpack[params.PromotionCodeUpdate]) -> PromotionCode:
        """Change it at Stripe (``active``, ``metadata``, ``restrictions``)."""
        return self.act(**params)  # type: ignore[no-any-return]

    def activate(self) -> PromotionCode:
        """Let it be used again."""
        return self.update(active=True)

    def deactivate(self) -> PromotionCode:
        """Stop its being used; discounts that came of it stay."""
        return self.update(active=False)

    # twins, for async views

    aupdate = twin(update)
    aactivate = twin(activate)
    adeactivate = twin(deactivate)


class Discount(UndatedModel):
    """
    A coupon as it was given to a customer, a subscription, an invoice or one line.

    Stripe has no endpoint for discounts: what is known of one was found in another object,
    or came by an event.

    https://docs.stripe.com/api/discounts
    """

    # declaration
    stripe_class = sdk("Discount")
    object_name = "discount"
    listable = False
    retrievable = False
    expand_fields: ClassVar[list[str]] = ["customer"]

    # columns
    start = StripeDateTimeField()
    end = StripeDateTimeField()
    coupon = StripeForeignKey("Coupon", path=("source.coupon", "coupon"), related_name="discounts")
    promotion_code = StripeForeignKey("PromotionCode", related_name="discounts")
    customer = StripeForeignKey("Customer", related_name="customer_discounts")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="customer_discounts"
    )
    subscription = StripeForeignKey("Subscription", related_name="subscription_discounts")
    subscription_item = StripeForeignKey("SubscriptionItem", related_name="item_discounts")
    invoice = StripeForeignKey("Invoice", related_name="invoice_discounts")
    invoice_item = StripeForeignKey(
        "InvoiceItem", also=("LineItem",), related_name="item_discounts"
    )
    checkout_session = StripeForeignKey("Session", related_name="session_discounts")

    # attributes
    source: Attribute[JSON | None] = Attribute(
        "source",
        lambda payload: _source_of(payload),
        doc="Where the discount comes from: ``{'type': 'coupon', 'coupon': id}``.",
    )

    objects: ClassVar[DiscountQuerySet[Discount]] = DiscountManager()

    def __str__(self) -> str:
        return str(self.coupon or self.id)

    # predicates

    def is_current(self) -> bool:
        """Whether it has begun and not ended."""
        now = timezone.now()
        begun = self.start is None or self.start <= now
        return begun and (self.end is None or self.end > now) and not self.djstripe_deleted


def _source_of(payload: Mapping[str, Any]) -> JSON | None:
    """The source of a discount whose payload, until clover, held the coupon itself."""
    coupon = payload.get("coupon")
    if coupon is None:
        return None
    return {"type": "coupon", "coupon": coupon.get("id") if isinstance(coupon, Mapping) else coupon}
