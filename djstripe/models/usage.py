"""
Billing by use: meters and what they have counted, credits that are used up first, alerts;
and what else Stripe keeps under /v1/billing and /v1/product_catalog.

https://docs.stripe.com/billing/subscriptions/usage-based
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.utils import timezone

from ..fields import (
    Attribute,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from ..gateway import get_gateway
from ..managers import CreditGrantManager, MeterManager
from .base import StripeModel, UndatedModel, sdk, to_params
from .embedded import money_label
from .shapes import as_datetime

JSON = dict[str, Any]


class Meter(StripeModel):
    """
    Counts the events of one name, to be billed by.

    https://docs.stripe.com/api/billing/meter
    """

    # declaration
    stripe_class = sdk("billing.Meter")
    object_name = "billing.meter"
    endpoint = "/v1/billing/meters"
    lists_by_created = False
    stripe_dashboard_item_name = "meters"

    # columns
    display_name = StripeTextField()
    event_name = StripeCharField(db_index=True)
    event_time_window = StripeCharField()
    status = StripeCharField()

    # attributes
    customer_mapping: Attribute[JSON | None] = Attribute()
    deactivated_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.deactivated_at", convert=as_datetime
    )
    default_aggregation: Attribute[JSON | None] = Attribute()
    updated: Attribute[dt.datetime | None] = Attribute(convert=as_datetime)
    value_settings: Attribute[JSON | None] = Attribute()

    objects: ClassVar[Any] = MeterManager()

    def __str__(self) -> str:
        return self.display_name or self.event_name or self.id or ""

    # predicates

    def is_active(self) -> bool:
        """Whether it counts."""
        return bool(self.status == "active")

    # verbs

    @classmethod
    def create(cls, **params: Any) -> Meter:
        """Set up a meter (``display_name``, ``event_name``, ``default_aggregation`` …)."""
        meter: Meter = cls.create_at_stripe(**params)
        return meter

    def update(self, **kwargs: Any) -> Meter:
        """Change its ``display_name``."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def deactivate(self) -> Meter:
        """Stop counting."""
        return self.act("deactivate")  # type: ignore[no-any-return]

    def reactivate(self) -> Meter:
        """Count again."""
        return self.act("reactivate")  # type: ignore[no-any-return]

    def record(
        self,
        customer: Any,
        value: int | str | None = None,
        *,
        identifier: str | None = None,
        timestamp: dt.datetime | None = None,
        payload: dict[str, Any] | None = None,
    ) -> JSON:
        """
        Tell Stripe of one use by a customer (a row or an id), and return the event's JSON.

        The value and the customer are put under the keys that the meter expects. Stripe counts
        an ``identifier`` once within a day; events have no id and are not mirrored.

        https://docs.stripe.com/api/billing/meter-event/create
        """
        values_key = (self.value_settings or {}).get("event_payload_key") or "value"
        customer_key = (self.customer_mapping or {}).get(
            "event_payload_key"
        ) or "stripe_customer_id"
        told = {customer_key: getattr(customer, "id", customer), **(payload or {})}
        if value is not None:
            told[values_key] = str(value)
        answer = get_gateway().request(
            "post",
            "/v1/billing/meter_events",
            self.credentials(),
            to_params(
                {
                    "event_name": self.event_name,
                    "payload": told,
                    "identifier": identifier,
                    "timestamp": None if timestamp is None else int(timestamp.timestamp()),
                }
            ),
        )
        return answer.data


class MeterEventSummary(UndatedModel):
    """
    What a meter has counted for one customer within a time.

    Stripe computes summaries when asked, for the time that was asked for, and an id says
    nothing beyond the answer it came in.

    https://docs.stripe.com/api/billing/meter-event_summary
    """

    # declaration
    stripe_class = sdk("billing.MeterEventSummary")
    object_name = "billing.meter_event_summary"
    listable = False
    retrievable = False
    lists_by_created = False

    # columns
    start_time = StripeDateTimeField()
    end_time = StripeDateTimeField()
    meter = StripeForeignKey("Meter", related_name="event_summaries")

    # attributes
    aggregated_value: Attribute[float | None] = Attribute()

    class Meta(StripeModel.Meta):
        verbose_name_plural = "meter event summaries"


class CreditGrant(StripeModel):
    """
    Credit that a customer has, to be used up before anything is paid.

    https://docs.stripe.com/api/billing/credit-grant
    """

    # declaration
    stripe_class = sdk("billing.CreditGrant")
    object_name = "billing.credit_grant"
    endpoint = "/v1/billing/credit_grants"
    lists_by_created = False

    # columns
    name = StripeTextField()
    category = StripeCharField()
    amount = StripeQuantumCurrencyAmountField(path="amount.monetary.value")
    currency = StripeCurrencyCodeField(path="amount.monetary.currency")
    priority = StripeIntegerField()
    effective_at = StripeDateTimeField()
    expires_at = StripeDateTimeField()
    voided_at = StripeDateTimeField()
    customer = StripeForeignKey("Customer", related_name="credit_grants")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="credit_grants"
    )
    test_clock = StripeForeignKey("TestClock", db_index=False, related_name="credit_grants")

    # attributes
    applicability_config: Attribute[JSON | None] = Attribute()
    updated: Attribute[dt.datetime | None] = Attribute(convert=as_datetime)

    objects: ClassVar[Any] = CreditGrantManager()

    def __str__(self) -> str:
        return self.name or money_label(self.amount, self.currency) or self.id or ""

    # predicates

    def is_current(self) -> bool:
        """Whether it can be used now, as far as it is not used up."""
        now = timezone.now()
        begun = self.effective_at is None or self.effective_at <= now
        return (
            begun and self.voided_at is None and (self.expires_at is None or self.expires_at > now)
        )

    # verbs

    def expire(self) -> CreditGrant:
        """End it now."""
        return self.act("expire")  # type: ignore[no-any-return]

    def void(self) -> CreditGrant:
        """Take it back."""
        return self.act("void")  # type: ignore[no-any-return]

    def update(self, **kwargs: Any) -> CreditGrant:
        """Change its ``expires_at`` or ``metadata``."""
        return self.act(**kwargs)  # type: ignore[no-any-return]


class CreditBalanceTransaction(StripeModel):
    """
    One change of a customer's credit: granted, used for an invoice, run out.

    https://docs.stripe.com/api/billing/credit-balance-transaction
    """

    # declaration
    stripe_class = sdk("billing.CreditBalanceTransaction")
    object_name = "billing.credit_balance_transaction"
    endpoint = "/v1/billing/credit_balance_transactions"
    list_under = ("Customer", "customer")
    lists_by_created = False

    # columns
    type = StripeCharField()
    effective_at = StripeDateTimeField()
    amount = StripeQuantumCurrencyAmountField(
        path=("credit.amount.monetary.value", "debit.amount.monetary.value")
    )
    currency = StripeCurrencyCodeField(
        path=("credit.amount.monetary.currency", "debit.amount.monetary.currency")
    )
    credit_grant = StripeForeignKey("CreditGrant", related_name="balance_transactions")
    invoice = StripeForeignKey(
        "Invoice",
        path=(
            "debit.credits_applied.invoice",
            "credit.credits_application_invoice_voided.invoice",
        ),
        related_name="credit_balance_transactions",
    )
    test_clock = StripeForeignKey(
        "TestClock", db_index=False, related_name="credit_balance_transactions"
    )

    # attributes
    credit: Attribute[JSON | None] = Attribute()
    debit: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return f"{money_label(self.amount, self.currency)} ({self.type})"


class Alert(UndatedModel):
    """
    Tells you by an event when a meter has counted up to a number.

    https://docs.stripe.com/api/billing/alert
    """

    # declaration
    stripe_class = sdk("billing.Alert")
    object_name = "billing.alert"
    endpoint = "/v1/billing/alerts"
    lists_by_created = False

    # columns
    title = StripeTextField()
    alert_type = StripeCharField()
    status = StripeCharField()
    meter = StripeForeignKey("Meter", path="usage_threshold.meter", related_name="alerts")

    # attributes
    usage_threshold: Attribute[JSON | None] = Attribute()
    customers = References("Customer", "usage_threshold.filters[].customer")

    def __str__(self) -> str:
        return self.title or self.id or ""

    # verbs

    def activate(self) -> Alert:
        """Let it tell."""
        return self.act("activate")  # type: ignore[no-any-return]

    def deactivate(self) -> Alert:
        """Stop its telling."""
        return self.act("deactivate")  # type: ignore[no-any-return]

    def archive(self) -> Alert:
        """Put it away for good."""
        return self.act("archive")  # type: ignore[no-any-return]


class FeedbackOption(UndatedModel):
    """
    A reason that customers may choose when they cancel.

    https://docs.stripe.com/api/billing/feedback-option
    """

    # declaration
    stripe_class = sdk("billing.FeedbackOption")
    object_name = "billing.feedback_option"
    endpoint = "/v1/billing/feedback_options"
    lists_by_created = False

    # columns
    status = StripeCharField()

    # attributes
    deactivated_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.deactivated_at", convert=as_datetime
    )

    def __str__(self) -> str:
        return self.description or self.id or ""

    # verbs

    def deactivate(self) -> FeedbackOption:
        """Stop offering it."""
        return self.act("deactivate")  # type: ignore[no-any-return]


class TrialOffer(UndatedModel):
    """
    A trial of a price: for how long, and which price follows.

    https://docs.stripe.com/api/product-catalog/trial-offer
    """

    # declaration
    stripe_class = sdk("product_catalog.TrialOffer")
    object_name = "product_catalog.trial_offer"
    endpoint = "/v1/product_catalog/trial_offers"

    # columns
    active = StripeBooleanField()
    nickname = StripeTextField()
    price = StripeForeignKey("Price", related_name="trial_offers")
    transition_price = StripeForeignKey(
        "Price", path="end_behavior.transition.price", related_name="transitions_of_trial_offers"
    )

    # attributes
    duration: Attribute[JSON | None] = Attribute()
    end_behavior: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return self.nickname or self.id or ""
