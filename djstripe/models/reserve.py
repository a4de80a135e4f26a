"""
Reserves: money of a connected account held back against its risk.

Stripe sends these by event and inside other objects, and answers none of them on request.

https://docs.stripe.com/api/reserve/hold
"""

from __future__ import annotations

from typing import Any

from ..fields import (
    Attribute,
    Reference,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
)
from .base import StripeModel, sdk


class ReserveHold(StripeModel):
    """
    An amount held back, and when it is let go.

    https://docs.stripe.com/api/reserve/hold
    """

    # declaration
    stripe_class = sdk("reserve.Hold")
    object_name = "reserve.hold"
    listable = False
    retrievable = False

    # columns
    amount = StripeQuantumCurrencyAmountField()
    amount_releasable = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    reason = StripeCharField()
    created_by = StripeCharField()
    destination = StripeCharField()
    source_type = StripeCharField()
    is_releasable = StripeBooleanField()
    release_after = StripeDateTimeField(path="release_schedule.release_after")
    scheduled_release = StripeDateTimeField(path="release_schedule.scheduled_release")
    reserve_plan = StripeForeignKey("ReservePlan", related_name="holds")
    source_charge = StripeForeignKey("Charge", related_name="reserve_holds")

    # attributes
    release_details: Attribute[list[dict[str, Any]] | None] = Attribute()
    release_schedule: Attribute[dict[str, Any] | None] = Attribute()
    reserve_releases = References("ReserveRelease", "release_details[].reserve_release")


class ReservePlan(StripeModel):
    """
    The rule by which money is held back.

    https://docs.stripe.com/api/reserve/plan
    """

    # declaration
    stripe_class = sdk("reserve.Plan")
    object_name = "reserve.plan"
    listable = False
    retrievable = False

    # columns
    status = StripeCharField()
    type = StripeCharField()
    created_by = StripeCharField()
    destination = StripeCharField()
    currency = StripeCurrencyCodeField()
    percent = StripeIntegerField()
    disabled_at = StripeDateTimeField()

    # attributes
    fixed_release: Attribute[dict[str, Any] | None] = Attribute()
    manual_release: Attribute[dict[str, Any] | None] = Attribute()
    rolling_release: Attribute[dict[str, Any] | None] = Attribute()


class ReserveRelease(StripeModel):
    """
    Held money let go, and why.

    https://docs.stripe.com/api/reserve/release
    """

    # declaration
    stripe_class = sdk("reserve.Release")
    object_name = "reserve.release"
    listable = False
    retrievable = False

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    reason = StripeCharField()
    created_by = StripeCharField()
    destination = StripeCharField()
    released_at = StripeDateTimeField()
    reserve_hold = StripeForeignKey("ReserveHold", related_name="releases")
    reserve_plan = StripeForeignKey("ReservePlan", related_name="releases")

    # attributes
    source_transaction: Attribute[dict[str, Any] | None] = Attribute()
    dispute = Reference("Dispute", "source_transaction.dispute")
    refund = Reference("Refund", "source_transaction.refund")
