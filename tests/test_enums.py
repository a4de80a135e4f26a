from __future__ import annotations

from functools import reduce

import pytest
import stripe
from django.db import models
from django.utils import translation

from djstripe import enums
from djstripe.signals import literal_strings

ALL = [
    member
    for member in vars(enums).values()
    if isinstance(member, type) and issubclass(member, enums.StripeEnum)
    if member is not enums.StripeEnum
]

# Where the SDK has the same fact: our enum, its field.
IN_THE_SDK = [
    ("ApiErrorCode", "PaymentIntent.LastPaymentError.code"),
    ("ApiErrorCode", "SetupIntent.LastSetupError.code"),
    ("AccountType", "Account.type"),
    ("BalanceTransactionType", "BalanceTransaction.type"),
    ("BillingScheme", "Price.billing_scheme"),
    ("BusinessType", "Account.business_type"),
    ("CaptureMethod", "PaymentIntent.capture_method"),
    ("ChargeStatus", "Charge.status"),
    ("SessionStatus", "checkout.Session.status"),
    ("SessionPaymentStatus", "checkout.Session.payment_status"),
    ("ConfirmationMethod", "PaymentIntent.confirmation_method"),
    ("CouponDuration", "Coupon.duration"),
    ("CustomerTaxExempt", "Customer.tax_exempt"),
    ("DisputeStatus", "Dispute.status"),
    ("FilePurpose", "File.purpose"),
    ("InvoiceBillingReason", "Invoice.billing_reason"),
    ("InvoiceCollectionMethod", "Invoice.collection_method"),
    ("InvoiceStatus", "Invoice.status"),
    ("MandateStatus", "Mandate.status"),
    ("MandateType", "Mandate.type"),
    ("PaymentIntentStatus", "PaymentIntent.status"),
    ("SetupIntentStatus", "SetupIntent.status"),
    ("PaymentMethodType", "PaymentMethod.type"),
    ("PayoutType", "Payout.type"),
    ("PaymentIntentCancellationReason", "PaymentIntent.cancellation_reason"),
    ("PlanInterval", "Plan.interval"),
    ("PlanInterval", "Price.Recurring.interval"),
    ("PriceTiersMode", "Price.tiers_mode"),
    ("PriceType", "Price.type"),
    ("PriceUsageType", "Price.Recurring.usage_type"),
    ("ProductType", "Product.type"),
    ("SetupIntentCancellationReason", "SetupIntent.cancellation_reason"),
    ("SourceType", "Source.type"),
    ("RefundReason", "Refund.reason"),
    ("SessionBillingAddressCollection", "checkout.Session.billing_address_collection"),
    ("SessionMode", "checkout.Session.mode"),
    ("SubmitTypeStatus", "checkout.Session.submit_type"),
    ("SubscriptionScheduleEndBehavior", "SubscriptionSchedule.end_behavior"),
    ("SubscriptionScheduleStatus", "SubscriptionSchedule.status"),
    ("SubscriptionStatus", "Subscription.status"),
    ("ShippingRateType", "ShippingRate.type"),
    ("ShippingRateTaxBehavior", "ShippingRate.tax_behavior"),
    ("TaxIdType", "TaxId.type"),
    ("VerificationSessionStatus", "identity.VerificationSession.status"),
    ("VerificationType", "identity.VerificationSession.type"),
    ("VerificationType", "identity.VerificationReport.type"),
]

# What Stripe has, or had, and the installed SDK does not list.
NOT_IN_THE_SDK = {
    "ApiErrorCode": {
        "invalid_swipe_data",
        "not_found",
        "order_creation_failed",
        "order_required_settings",
        "order_status_invalid",
        "order_upstream_timeout",
        "upstream_order_creation_failed",
    },
    "DisputeStatus": {"charge_refunded"},
    "InvoiceStatus": {"deleted"},
}


def values_in_the_sdk(path: str) -> set[str]:
    *classes, field = path.split(".")
    holder = reduce(getattr, classes, stripe)
    return set(literal_strings(holder.__annotations__.get(field)))


@pytest.mark.parametrize(("name", "path"), IN_THE_SDK)
def test_nothing_that_the_sdk_knows_is_missing(name: str, path: str) -> None:
    assert values_in_the_sdk(path) - set(getattr(enums, name).values) - {""} == set()


@pytest.mark.skipif(stripe.VERSION.split(".")[0] != "16", reason="the list is of SDK 16")
@pytest.mark.parametrize("name", sorted({name for name, _ in IN_THE_SDK}))
def test_what_the_sdk_lacks_is_listed(name: str) -> None:
    known = set().union(*[values_in_the_sdk(path) for n, path in IN_THE_SDK if n == name])

    assert set(getattr(enums, name).values) - known == NOT_IN_THE_SDK.get(name, set())


@pytest.mark.parametrize("enum", ALL)
def test_every_enum_is_made_of_strings_with_labels(enum: type[enums.StripeEnum]) -> None:
    assert len(enum) == len(set(enum.values)) > 0
    for value, label in enum.choices:
        assert enum(value) == value
        assert str(enum(value)) == value
        assert isinstance(label, str) or hasattr(label, "__html__") or str(label)
        assert enum.humanize(value) == str(label)
        assert str(label).strip()
    assert enum.__doc__


@pytest.mark.parametrize("enum", ALL)
def test_an_unknown_value_is_readable_and_no_error(enum: type[enums.StripeEnum]) -> None:
    assert enum.humanize("quite_new_value") == "Quite new value"
    assert enum.humanize("") == enum.humanize(None) == ""


def test_members_are_plain_strings() -> None:
    assert enums.ChargeStatus.succeeded == "succeeded"
    assert f"{enums.ChargeStatus.succeeded}" == "succeeded"
    assert {"succeeded": 1}[enums.ChargeStatus.succeeded] == 1
    assert str(enums.CardCheckResult.pass_) == "pass"
    assert models.CharField(choices=enums.ChargeStatus.choices).choices


def test_labels_are_translated_when_shown() -> None:
    with translation.override("en"):
        assert enums.ChargeStatus.humanize("succeeded") == "Succeeded"
