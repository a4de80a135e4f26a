"""
Billing by use: meters and what they have counted, credits that are used up first, alerts;
and what else Stripe keeps under /v1/billing and /v1/product_catalog.

https://docs.stripe.com/billing/subscriptions/usage-based
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

import stripe
from django.utils import timezone

from ..exceptions import InvalidParameter
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
    as_django_wants,
    moment,
)
from ..gateway import Credentials, get_gateway
from ..managers import CreditGrantManager, MeterManager
from .base import StripeModel, UndatedModel, sdk, to_params
from .embedded import money_label
from .shapes import as_datetime
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import CreditGrantQuerySet, MeterQuerySet
    from . import params

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

    objects: ClassVar[MeterQuerySet[Meter]] = MeterManager()

    def __str__(self) -> str:
        return self.display_name or self.event_name or self.id or ""

    # predicates

    def is_active(self) -> bool:
        """Whether it counts."""
        return bool(self.status == "active")

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.MeterCreate]) -> Meter:
        """Set up a meter (``display_name``, ``event_name``, ``default_aggregation`` …)."""
        meter: Meter = cls.create_at_stripe(**params)
        return meter

    def update(self, **kwargs: Unpack[params.MeterUpdate]) -> Meter:
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
        customer: StripeModel | str,
        value: int | Decimal | str | None = None,
        *,
        identifier: str | None = None,
        timestamp: dt.datetime | None = None,
        payload: dict[str, Any] | None = None,
    ) -> JSON:
        """
        Tell Stripe of one use by a customer (a row or an id), and return the event's JSON.

        The value and the customer are put under the keys that the meter expects. Stripe counts
        an ``identifier`` once within a day at least; without one a new one is made, so that a
        request that is sent again counts once. Events are not mirrored.

        Raises InvalidParameter for what Stripe would not take.
        https://docs.stripe.com/api/billing/meter-event/create
        """
        told = self.told(customer, value, payload)
        return _tell(
            self.credentials(), self.event_name or "", told, customer, identifier, timestamp
        )

    def told(
        self,
        customer: StripeModel | str,
        value: int | Decimal | str | None,
        payload: dict[str, Any] | None = None,
    ) -> dict[str, str]:
        """What an event's payload says: the customer, the value, and further dimensions."""
        keys = {
            "customer": (self.customer_mapping or {}).get("event_payload_key"),
            "value": (self.value_settings or {}).get("event_payload_key"),
        }
        return _payload(customer, value, payload, keys)

    def record_many(self, uses: Iterable[Use]) -> dict[str, stripe.StripeError | None]:
        """
        Tell Stripe of many uses, one request each; by identifier, the error or None.

        All are looked at before any is sent. One that Stripe refuses stops no other, and the
        whole may be repeated: each identifier counts once.
        """
        ready = [
            (
                use.identifier or _new_identifier(),
                self.told(use.customer, use.value),
                use,
                _checked_moment(use.timestamp, use.customer),
            )
            for use in uses
        ]
        outcomes: dict[str, stripe.StripeError | None] = {}
        for identifier, told, use, _ in ready:
            try:
                _tell(
                    self.credentials(),
                    self.event_name or "",
                    told,
                    use.customer,
                    identifier,
                    use.timestamp,
                )
                outcomes[identifier] = None
            except stripe.StripeError as error:
                outcomes[identifier] = error
        return outcomes

    def cancel(self, identifier: str) -> JSON:
        """
        Take an event of the last 24 hours back, by its identifier; returns the adjustment's JSON.

        https://docs.stripe.com/api/billing/meter-event-adjustment/create
        """
        return _take_back(self.credentials(), self.event_name or "", identifier)

    def usage_of(
        self, customer: StripeModel | str, start: dt.datetime, end: dt.datetime
    ) -> Decimal:
        """
        What was counted for a customer from ``start`` until before ``end``, by Stripe as of now.

        Both are whole minutes. What was told a moment ago may not be counted yet.

        Raises InvalidParameter for other moments.
        https://docs.stripe.com/api/billing/meter-event-summary/list
        """
        return sum((one.value for one in self._counted(customer, start, end)), Decimal(0))

    def usage_by(
        self, customer: StripeModel | str, start: dt.datetime, end: dt.datetime, window: str
    ) -> list[Counted]:
        """
        The same by the "hour" or "day" (UTC), oldest first; those without use are left out.

        Both moments are whole hours, or days.
        """
        if window not in _WINDOWS:
            raise InvalidParameter(f"A window is an hour or a day, not {window!r}.")
        return self._counted(customer, start, end, window)

    def _counted(
        self,
        customer: StripeModel | str,
        start: dt.datetime,
        end: dt.datetime,
        window: str | None = None,
    ) -> list[Counted]:
        step, word = _WINDOWS.get(window or "", (60, "minute"))
        begin, until = (int(_aware(one).timestamp()) for one in (start, end))
        if begin % step or until % step or begin >= until:
            raise InvalidParameter(
                f"From {start} to {end} is no time that Stripe counts: both must be whole "
                f"{word}s (UTC), the first before the second."
            )
        credentials = self.credentials()
        path = f"{self.path_of(self.id)}/event_summaries"
        params = {
            "customer": customer,
            "start_time": begin,
            "end_time": until,
            "value_grouping_window": window,
        }
        pages = get_gateway().pages(path, credentials, params=to_params(params, credentials, path))
        found = [
            Counted(
                as_django_wants(moment(one.data["start_time"])),
                as_django_wants(moment(one.data["end_time"])),
                Decimal(str(one.data["aggregated_value"])),
            )
            for page in pages
            for one in page.snapshots
        ]
        return sorted(found, key=lambda one: one.start)

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    adeactivate = twin(deactivate)
    areactivate = twin(reactivate)
    arecord = twin(record)
    arecord_many = twin(record_many)
    ausage_of = twin(usage_of)
    ausage_by = twin(usage_by)


@dataclass(frozen=True)
class Use:
    """One use to be told of: by whom, how much, and if not now, when; once for an identifier."""

    customer: StripeModel | str
    value: int | Decimal | str = 1
    timestamp: dt.datetime | None = None
    identifier: str | None = None


@dataclass(frozen=True)
class Counted:
    """What a meter counted from one moment until before another."""

    start: dt.datetime
    end: dt.datetime
    value: Decimal


# Of moments that bound what was counted: seconds, and the word for it.
_WINDOWS = {"hour": (3_600, "hour"), "day": (86_400, "day")}
# https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api
OLDEST = dt.timedelta(days=35)
NEWEST = dt.timedelta(minutes=5)
# https://docs.stripe.com/changelog/dahlia/2026-04-22/billing-meter-event-values-validation
MOST_DIGITS = 15
LONGEST_WORD = 100


def checked_value(value: Any) -> str:
    """
    How much was used, as Stripe takes it: any number of up to 15 digits, negative ones too.

    Raises InvalidParameter for others, and for floats, which are no exact number.
    """
    try:
        if isinstance(value, bool | float) or not isinstance(value, int | Decimal | str):
            raise InvalidOperation
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InvalidParameter(
            f"{value!r} is no amount of use: hand in an int, a Decimal, or a string with a number."
        )
    plain = format(number, "f")
    if len(plain.lstrip("-").replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise InvalidParameter(f"{plain} has more than {MOST_DIGITS} digits, which Stripe refuses.")
    return plain


def checked_moment(when: dt.datetime, now: dt.datetime) -> int:
    """
    When something was used, in Unix seconds.

    Raises InvalidParameter for what lies more than 35 days back or 5 minutes ahead.
    """
    when = _aware(when)
    if not now - OLDEST <= when <= now + NEWEST:
        raise InvalidParameter(
            f"{when} is no time that Stripe still counts: within the past 35 days, or up to "
            "5 minutes ahead."
        )
    return int(when.timestamp())


def _checked_moment(when: dt.datetime | None, customer: StripeModel | str) -> int | None:
    if when is None:
        return None
    if getattr(customer, "test_clock_id", None):
        return int(_aware(when).timestamp())  # Stripe compares it with the clock's time
    return checked_moment(when, dt.datetime.now(dt.UTC))


def _aware(when: dt.datetime) -> dt.datetime:
    return timezone.make_aware(when) if timezone.is_naive(when) else when


def _new_identifier() -> str:
    return str(uuid.uuid4())


def _payload(
    customer: StripeModel | str,
    value: int | Decimal | str | None,
    more: dict[str, Any] | None,
    keys: dict[str, str | None],
) -> dict[str, str]:
    told = {name: str(one) for name, one in (more or {}).items()}
    told[keys["customer"] or "stripe_customer_id"] = (
        customer if isinstance(customer, str) else str(customer.id)
    )
    if value is not None:
        told[keys["value"] or "value"] = checked_value(value)
    return told


def _tell(
    credentials: Credentials,
    event_name: str,
    told: dict[str, str],
    customer: StripeModel | str,
    identifier: str | None,
    timestamp: dt.datetime | None,
) -> JSON:
    """One event; an identifier that Stripe has already counted is what was wanted."""
    for name, word in (("event_name", event_name), ("identifier", identifier)):
        if word is not None and not 0 < len(word) <= LONGEST_WORD:
            raise InvalidParameter(f"{name} must have 1 to {LONGEST_WORD} characters: {word!r}.")
    path = "/v1/billing/meter_events"
    event = {
        "event_name": event_name,
        "payload": told,
        "identifier": identifier or _new_identifier(),
        "timestamp": _checked_moment(timestamp, customer),
    }
    # The customer is checked as a row, and sent as the payload's word.
    to_params({"customer": customer}, credentials, path)
    try:
        return (
            get_gateway()
            .request("post", path, credentials, to_params(event, credentials, path))
            .data
        )
    except stripe.InvalidRequestError as error:
        if not _is_counted(error):
            raise
        return {"object": "billing.meter_event", **event}


def _is_counted(error: stripe.InvalidRequestError) -> bool:
    # The code is documented and does not always come; the words then do.
    said = str(error.user_message or error)
    return error.code == "duplicate_meter_event" or "event already exists with identifier" in said


def _take_back(credentials: Credentials, event_name: str, identifier: str) -> JSON:
    answer = get_gateway().request(
        "post",
        "/v1/billing/meter_event_adjustments",
        credentials,
        {"event_name": event_name, "type": "cancel", "cancel": {"identifier": identifier}},
    )
    return answer.data


def tell_of_use(
    customer: StripeModel,
    event_name: str,
    value: int | Decimal | str,
    *,
    timestamp: dt.datetime | None,
    identifier: str | None,
    payload: dict[str, Any] | None,
) -> str:
    """One use by a customer, under the keys of the mirrored meter, or the usual ones."""
    meter = meter_named(event_name, customer)
    if meter is not None:
        told = meter.told(customer, value, payload)
    else:
        told = _payload(customer, value, payload, {"customer": None, "value": None})
    event = _tell(customer.credentials(), event_name, told, customer, identifier, timestamp)
    return str(event["identifier"])


def take_back_use(customer: StripeModel, event_name: str, identifier: str) -> None:
    """Take back what was told of a customer."""
    _take_back(customer.credentials(), event_name, identifier)


def meter_named(event_name: str, beside: StripeModel) -> Meter | None:
    """The mirrored meter that counts events of a name, in the account and mode of a row."""
    meters = Meter.objects.of_account(beside.djstripe_owner_account_id).filter(
        event_name=event_name, livemode=beside.livemode
    )
    found: Meter | None = meters.order_by("status", "-created").first()
    return found


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

    objects: ClassVar[CreditGrantQuerySet[CreditGrant]] = CreditGrantManager()

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

    def update(self, **kwargs: Unpack[params.CreditGrantUpdate]) -> CreditGrant:
        """Change its ``expires_at`` or ``metadata``."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    aexpire = twin(expire)
    avoid = twin(void)
    aupdate = twin(update)


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

    # twins, for async views

    aactivate = twin(activate)
    adeactivate = twin(deactivate)
    aarchive = twin(archive)


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

    # twins, for async views

    adeactivate = twin(deactivate)


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
