"""
Subscriptions: what a customer pays for again and again, until it ends.

https://docs.stripe.com/api/subscriptions
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import stripe
from django.apps import apps
from django.utils import timezone

from .. import enums
from ..exceptions import ImpossibleAPIRequest
from ..fields import (
    Attribute,
    OwnedSet,
    Reference,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripeJSONField,
    StripeQuantumCurrencyAmountField,
    id_of,
    read,
)
from ..managers import (
    PlanManager,
    SubscriptionItemManager,
    SubscriptionManager,
    SubscriptionScheduleManager,
)
from .base import StripeModel, sdk
from .embedded import Embedded, money_label
from .shapes import as_datetime, as_list, first_of, period_end, period_start, sole
from .subscription_verbs import SubscriptionVerbs
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import (
        SubscriptionItemQuerySet,
        SubscriptionQuerySet,
        SubscriptionScheduleQuerySet,
        _ActiveQuerySet,
    )
    from . import params

JSON = dict[str, Any]

LEGACY_SOURCES = ("Source", "BankAccount", "Account")


# ---------------------------------------------------------------------------------- plans


class Plan(StripeModel):
    """
    What a subscription costs per interval, in the words used before prices.

    Stripe still answers a plan for every recurring price, under the price's id.

    https://docs.stripe.com/api/plans
    """

    # declaration
    stripe_class = sdk("Plan")
    object_name = "plan"
    endpoint = "/v1/plans"
    expand_fields: ClassVar[list[str]] = ["tiers"]
    expanded_only = ("tiers",)
    stripe_dashboard_item_name = "plans"

    # columns
    active = StripeBooleanField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    billing_scheme = StripeEnumField(enums.BillingScheme)
    interval = StripeEnumField(enums.PlanInterval)
    nickname = StripeCharField()
    usage_type = StripeEnumField(enums.PriceUsageType)
    product = StripeForeignKey("Product", related_name="plans")
    meter = StripeForeignKey("Meter", related_name="plans")

    # attributes
    aggregate_usage: Attribute[str | None] = Attribute()
    amount_decimal: Attribute[str | None] = Attribute()
    interval_count: Attribute[int | None] = Attribute()
    tiers: Attribute[list[JSON] | None] = Attribute()
    tiers_mode: Attribute[str | None] = Attribute()
    transform_usage: Attribute[JSON | None] = Attribute()
    trial_period_days: Attribute[int | None] = Attribute()

    objects: ClassVar[_ActiveQuerySet[Plan]] = PlanManager()

    def __str__(self) -> str:
        price = money_label(self.amount, self.currency)
        return self.nickname or f"{price}/{self.interval}".strip("/") or self.id or ""


# --------------------------------------------------------------------------- subscription


class SolePlan(Embedded):
    """
    The plan of a subscription with one item, as JSON; None where it has several.

    Stripe puts it on top of such a subscription; where it does not, it is the item's.
    """

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        plan = super().__get__(instance, owner)
        if plan is None and instance.pk is not None:
            items = list(instance.items.select_related("plan")[:2])
            if len(items) == 1 and items[0].plan is not None:
                plan = items[0].plan.stripe_data
        return plan


class FirstDiscount(Embedded):
    """The first discount, as JSON; its bare id where the discount itself is not mirrored."""

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        named = id_of(read(instance, self.paths))
        found = super().__get__(instance, owner)
        return {"object": "discount", "id": named} if found is None and named else found


class InLists(References):
    """What the members of lists in lists name, whichever of them, as a queryset."""

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        found = (_flat(read(instance, [path])) for path in self.paths)
        wanted = {i for i in map(id_of, itertools.chain(*found)) if isinstance(i, str)}
        scope = {"livemode": instance.livemode}
        if not self.crosses:
            scope["djstripe_owner_account_id"] = instance.djstripe_owner_account_id
        model = apps.get_model("djstripe", self.to)
        return model._base_manager.filter(id__in=sorted(wanted), **scope)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for member in value:
            yield from _flat(member)
    elif value is not None:
        yield value


class Subscription(SubscriptionVerbs):
    """
    A customer's standing order: its items say what for, its status whether it is paid.

    Since API version basil every item has its own period. The subscription's, here as at
    Stripe, begins when the last of them has begun and ends when the first of them ends.

    https://docs.stripe.com/api/subscriptions
    """

    # declaration
    stripe_class = sdk("Subscription")
    object_name = "subscription"
    endpoint = "/v1/subscriptions"
    # Without it Stripe leaves the canceled ones out.
    list_params: ClassVar[Mapping[str, Any]] = {"status": "all"}
    # A discount has no endpoint: it can be read only here.
    expand_fields: ClassVar[list[str]] = ["discounts"]
    sets = (OwnedSet("items", "SubscriptionItem", owner="subscription"),)
    stripe_dashboard_item_name = "subscriptions"

    # columns: state
    status = StripeEnumField(enums.SubscriptionStatus, db_index=True)
    collection_method = StripeEnumField(
        enums.InvoiceCollectionMethod, path=("collection_method", "billing")
    )
    currency = StripeCurrencyCodeField()
    quantity = StripeIntegerField(
        path=("quantity", sole("items", "quantity")),
        help_text="Of the only item; null where there are several.",
    )

    # columns: moments
    current_period_start = StripeDateTimeField(path=(period_start, "current_period_start"))
    current_period_end = StripeDateTimeField(path=(period_end, "current_period_end"), db_index=True)
    start_date = StripeDateTimeField(path=("start_date", "start"))
    trial_start = StripeDateTimeField()
    trial_end = StripeDateTimeField()
    cancel_at = StripeDateTimeField()
    cancel_at_period_end = StripeBooleanField()
    canceled_at = StripeDateTimeField()
    ended_at = StripeDateTimeField()

    # columns: relations
    customer = StripeForeignKey("Customer", related_name="subscriptions")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="subscriptions"
    )
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="subscriptions"
    )
    default_payment_method = StripeForeignKey(
        "PaymentMethod", also=("Card", *LEGACY_SOURCES), related_name="default_of_subscriptions"
    )
    default_source = StripeForeignKey(
        "Card", also=LEGACY_SOURCES, related_name="default_of_subscriptions"
    )
    latest_invoice = StripeForeignKey("Invoice", related_name="latest_of_subscriptions")
    on_behalf_of = StripeForeignKey("Account", related_name="subscriptions_on_behalf")
    pending_setup_intent = StripeForeignKey("SetupIntent", related_name="subscriptions")
    schedule = StripeForeignKey("SubscriptionSchedule", related_name="scheduled_subscriptions")
    test_clock = StripeForeignKey("TestClock", db_index=False, related_name="subscriptions")

    # attributes
    application_fee_percent: Attribute[float | None] = Attribute()
    automatic_tax: Attribute[JSON | None] = Attribute()
    billing_cycle_anchor: Attribute[int | None] = Attribute(doc="Unix seconds.")
    billing_cycle_anchor_config: Attribute[JSON | None] = Attribute()
    billing_mode: Attribute[JSON | None] = Attribute()
    billing_schedules: Attribute[list[JSON]] = Attribute(default=list)
    billing_thresholds: Attribute[JSON | None] = Attribute()
    cancellation_details: Attribute[JSON | None] = Attribute()
    days_until_due: Attribute[int | None] = Attribute()
    discount = FirstDiscount("Discount", "discount", first_of("discounts"))
    invoice_settings: Attribute[JSON | None] = Attribute()
    managed_payments: Attribute[JSON | None] = Attribute()
    next_pending_invoice_item_invoice: Attribute[int | None] = Attribute(doc="Unix seconds.")
    pause_collection: Attribute[JSON | None] = Attribute()
    payment_settings: Attribute[JSON | None] = Attribute()
    pending_invoice_item_interval: Attribute[JSON | None] = Attribute()
    pending_update: Attribute[JSON | None] = Attribute()
    plan = SolePlan("Plan", "plan", sole("items", "plan"))
    presentment_details: Attribute[JSON | None] = Attribute()
    status_details: Attribute[JSON | None] = Attribute()
    transfer_data: Attribute[JSON | None] = Attribute()
    trial_settings: Attribute[JSON | None] = Attribute()
    default_tax_rates = References("TaxRate", "default_tax_rates[]")
    discounts = References("Discount", "discounts[]", as_list("discount"))  # type: ignore[arg-type]
    account_tax_ids = References("TaxId", "invoice_settings.account_tax_ids[]")
    scheduled_prices = InLists(
        "Price", "billing_schedules[].applies_to[].price", doc="Prices of its billing schedules."
    )
    feedback_option = Reference("FeedbackOption", "cancellation_details.feedback_option")
    invoice_issuer = Reference("Account", "invoice_settings.issuer.account")
    tax_liability_account = Reference("Account", "automatic_tax.liability.account")
    transfer_destination = Reference("Account", "transfer_data.destination")

    objects: ClassVar[SubscriptionQuerySet[Subscription]] = SubscriptionManager()
    stripe_objects: ClassVar[SubscriptionQuerySet[Subscription]] = SubscriptionManager()

    def __str__(self) -> str:
        products = [str(item) for item in self.items.all()] if self.pk is not None else []
        state = enums.SubscriptionStatus.humanize(self.status)
        return f"{', '.join(products) or self.id} ({state})"

    # predicates: status

    def is_active(self) -> bool:
        """Whether it is paid for and running; not on trial."""
        return bool(self.status == enums.SubscriptionStatus.active)

    def is_trialing(self) -> bool:
        """Whether it runs and nothing has to be paid yet."""
        return bool(self.status == enums.SubscriptionStatus.trialing)

    def is_past_due(self) -> bool:
        """Whether the last invoice is not paid and Stripe still tries."""
        return bool(self.status == enums.SubscriptionStatus.past_due)

    def is_unpaid(self) -> bool:
        """Whether Stripe has stopped trying and the subscription goes on."""
        return bool(self.status == enums.SubscriptionStatus.unpaid)

    def is_paused(self) -> bool:
        """Whether a trial has ended without a means to pay, and the subscription waits."""
        return bool(self.status == enums.SubscriptionStatus.paused)

    def is_incomplete(self) -> bool:
        """Whether its first payment is awaited."""
        return bool(self.status == enums.SubscriptionStatus.incomplete)

    def is_canceled(self) -> bool:
        """Whether it has ended; not: whether it is going to end (``is_on_grace_period``)."""
        return bool(self.status == enums.SubscriptionStatus.canceled)

    def has_ended(self) -> bool:
        """Whether it is over for good: canceled, or its first payment never came."""
        return self.status in (
            enums.SubscriptionStatus.canceled,
            enums.SubscriptionStatus.incomplete_expired,
        )

    def is_status_current(self) -> bool:
        """Whether its status is one of those in which what was sold is delivered."""
        return self.is_active() or self.is_trialing()

    # predicates: moments

    @property
    def ends_at(self) -> dt.datetime | None:
        """When it ended, or is going to end; None while no end is known."""
        ends: dt.datetime | None = self.ended_at or self.cancel_at
        if ends is None and self.cancel_at_period_end:
            ends = self.current_period_end
        return ends

    def is_period_current(self) -> bool:
        """Whether the period, or the trial, ends in the future."""
        now = timezone.now()
        return any(
            end is not None and end > now for end in (self.current_period_end, self.trial_end)
        )

    def is_status_temporarily_current(self) -> bool:
        """Whether it was canceled, as of the end of the period, and the period still runs."""
        return (
            self.canceled_at is not None
            and bool(self.cancel_at_period_end)
            and self.current_period_end is not None
            and self.current_period_end > timezone.now()
        )

    def is_on_grace_period(self) -> bool:
        """Whether it runs and is going to end, at the end of the period or at a set date."""
        ends = self.ends_at
        return not self.has_ended() and ends is not None and ends > timezone.now()

    def is_on_trial(self) -> bool:
        """Whether it runs and its trial ends in the future, whatever the status says."""
        return (
            not self.has_ended() and self.trial_end is not None and self.trial_end > timezone.now()
        )

    def is_recurring(self) -> bool:
        """Whether it is active and no end is set: it will be paid again."""
        return self.is_active() and self.ends_at is None

    def is_valid(self) -> bool:
        """Whether what was sold is to be delivered now: active or on trial, the period running."""
        return self.is_status_current() and self.is_period_current()

    # verbs

    @classmethod
    def api_list(
        cls,
        api_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """Every subscription at Stripe, canceled ones too unless ``status`` says otherwise."""
        return super().api_list(api_key, stripe_account, livemode, **{**cls.list_params, **kwargs})

    def update(self, **kwargs: Unpack[params.SubscriptionUpdate]) -> Subscription:
        """
        Change the subscription at Stripe, and return it as it is then.

        Arguments are Stripe's: ``items``, ``proration_behavior``, ``metadata`` …
        https://docs.stripe.com/api/subscriptions/update
        """
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def extend(self, delta: dt.timedelta) -> Subscription:
        """
        Give the customer more time before the next payment, without billing for it.

        Raises ValueError if ``delta`` is negative, and where no end is known to add it to.
        """
        if delta < dt.timedelta(0):
            raise ValueError("delta must be a positive timedelta.")
        end = self.trial_end if self.is_on_trial() else self.current_period_end
        if end is None:
            raise ValueError(
                f"Subscription {self.id} has no end of a period to add {delta} to: "
                f"refresh it with refresh_from_stripe() first."
            )
        if timezone.is_naive(end):
            end = timezone.make_aware(end)
        return self.update(proration_behavior="none", trial_end=int((end + delta).timestamp()))

    def cancel(
        self, at_period_end: bool = False, **kwargs: Unpack[params.SubscriptionCancel]
    ) -> Subscription:
        """
        End the subscription: at once, or with ``at_period_end`` when the paid period ends.

        On trial nothing is paid yet, so that it ends at once in any case. One that Stripe has
        ended already, or does not know any more, is looked at and returned as it is.
        Further arguments are Stripe's (``invoice_now``, ``prorate``, ``cancellation_details``).
        """
        if at_period_end and not self.is_on_trial():
            return self.act(cancel_at_period_end=True, **kwargs)  # type: ignore[no-any-return]
        try:
            return self.act(method="delete", **kwargs)  # type: ignore[no-any-return]
        except stripe.InvalidRequestError as error:
            # Stripe says so of a subscription that is canceled already.
            if error.code != "resource_missing":
                raise
            return self.refresh_from_stripe()

    def reactivate(self) -> Subscription:
        """
        Take back a cancellation that has not taken effect.

        Raises ImpossibleAPIRequest if the subscription has ended: Stripe cannot revive it.
        """
        if self.has_ended():
            raise ImpossibleAPIRequest(
                f"Subscription {self.id} has ended ({self.status}) and cannot be reactivated: "
                f"subscribe the customer again."
            )
        if self.cancel_at is not None and not self.cancel_at_period_end:
            return self.update(cancel_at="")
        return self.update(cancel_at_period_end=False)

    def pause_collecting(
        self, behavior: str = "void", **kwargs: Unpack[params.SubscriptionPauseCollecting]
    ) -> Subscription:
        """
        Go on making invoices and do not collect them.

        ``behavior``: what becomes of them: ``void``, ``mark_uncollectible``, ``keep_as_draft``.
        """
        return self.act(  # type: ignore[no-any-return]
            pause_collection={"behavior": behavior, **kwargs}
        )

    def resume_collecting(self) -> Subscription:
        """Collect invoices again after :meth:`pause_collecting`."""
        return self.update(pause_collection="")

    def resume(self, **kwargs: Unpack[params.SubscriptionResume]) -> Subscription:
        """Let a paused subscription run again."""
        return self.act("resume", **kwargs)  # type: ignore[no-any-return]

    def delete_discount(self) -> Any:
        """Take the subscription's discount away; returns the discount's row, deleted."""
        return self.act("discount", method="delete")

    def remove_discounts(
        self, **kwargs: Unpack[params.SubscriptionRemoveDiscounts]
    ) -> Subscription:
        """Take all its discounts away, and return the subscription."""
        return self.act(discounts="", **kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    aupdate = twin(update)
    aextend = twin(extend)
    acancel = twin(cancel)
    areactivate = twin(reactivate)
    apause_collecting = twin(pause_collecting)
    aresume_collecting = twin(resume_collecting)
    aresume = twin(resume)
    adelete_discount = twin(delete_discount)
    aremove_discounts = twin(remove_discounts)


# ------------------------------------------------------------------------------ its items


class SubscriptionItem(StripeModel):
    """
    One price in a subscription, and how many of it.

    Items that left their subscription are deleted at Stripe; here ``with_deleted()`` and the
    lines of old invoices still find them.

    https://docs.stripe.com/api/subscription_items
    """

    # declaration
    stripe_class = sdk("SubscriptionItem")
    object_name = "subscription_item"
    endpoint = "/v1/subscription_items"
    list_under = ("Subscription", "subscription")
    lists_by_created = False
    expand_fields: ClassVar[list[str]] = ["discounts"]

    # columns
    quantity = StripeIntegerField()
    current_period_start = StripeDateTimeField()
    current_period_end = StripeDateTimeField()
    subscription = StripeForeignKey("Subscription", keep=True, related_name="items")
    price = StripeForeignKey("Price", related_name="subscription_items")
    plan = StripeForeignKey("Plan", related_name="subscription_items")

    # attributes
    billed_until: Attribute[dt.datetime | None] = Attribute(convert=as_datetime)
    billing_thresholds: Attribute[JSON | None] = Attribute()
    current_trial: Attribute[JSON | None] = Attribute()
    proration_behavior: Attribute[str | None] = Attribute()
    proration_date: Attribute[int | None] = Attribute(doc="Unix seconds.")
    discounts = References("Discount", "discounts[]")
    tax_rates = References("TaxRate", "tax_rates[]")
    trial_offer = Reference("TrialOffer", "current_trial.trial_offer")

    objects: ClassVar[SubscriptionItemQuerySet[SubscriptionItem]] = SubscriptionItemManager()

    def __str__(self) -> str:
        what = str(self.price or self.price_id or self.id)
        return what if self.quantity in (None, 1) else f"{self.quantity} × {what}"

    # verbs

    def update(self, **kwargs: Unpack[params.SubscriptionItemUpdate]) -> SubscriptionItem:
        """Change this item at Stripe (``quantity``, ``price``, ``proration_behavior`` …)."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def remove(self, **kwargs: Unpack[params.SubscriptionItemRemove]) -> SubscriptionItem:
        """Take this item out of its subscription."""
        return self.act(method="delete", **kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    aupdate = twin(update)
    aremove = twin(remove)


# ------------------------------------------------------------------------------ schedules


class SubscriptionSchedule(StripeModel):
    """
    The phases that a subscription is going to pass through.

    https://docs.stripe.com/api/subscription_schedules
    """

    # declaration
    stripe_class = sdk("SubscriptionSchedule")
    object_name = "subscription_schedule"
    endpoint = "/v1/subscription_schedules"
    stripe_dashboard_item_name = "subscription_schedules"

    # columns
    status = StripeEnumField(enums.SubscriptionScheduleStatus)
    end_behavior = StripeEnumField(enums.SubscriptionScheduleEndBehavior)
    canceled_at = StripeDateTimeField()
    completed_at = StripeDateTimeField()
    released_at = StripeDateTimeField()
    current_phase = StripeJSONField()
    default_settings = StripeJSONField()
    phases = StripeJSONField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="subscription_schedules"
    )
    customer = StripeForeignKey("Customer", related_name="schedules")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="schedules"
    )
    released_subscription = StripeForeignKey("Subscription", related_name="released_schedules")
    # dj-stripe's name for the way back; the subscriptions of it are schedules, all the same.
    subscription = StripeForeignKey("Subscription", related_name="subscriptions")
    test_clock = StripeForeignKey(
        "TestClock", db_index=False, related_name="subscription_schedules"
    )

    # attributes
    billing_mode: Attribute[JSON | None] = Attribute()
    pause_schedules: Attribute[list[JSON]] = Attribute(default=list)
    default_payment_method = Reference("PaymentMethod", "default_settings.default_payment_method")
    on_behalf_of = Reference("Account", "default_settings.on_behalf_of")
    account_tax_ids = References("TaxId", "default_settings.invoice_settings.account_tax_ids[]")
    invoice_issuer = Reference("Account", "default_settings.invoice_settings.issuer.account")
    tax_liability_account = Reference("Account", "default_settings.automatic_tax.liability.account")
    phase_accounts = InLists(
        "Account",
        "phases[].automatic_tax.liability.account",
        "phases[].invoice_settings.issuer.account",
        "phases[].on_behalf_of",
        "phases[].transfer_data.destination",
    )
    phase_coupons = InLists(
        "Coupon",
        "phases[].coupon",
        "phases[].discounts[].coupon",
        "phases[].items[].discounts[].coupon",
        "phases[].add_invoice_items[].discounts[].coupon",
    )
    phase_discounts = InLists(
        "Discount",
        "phases[].discounts[].discount",
        "phases[].items[].discounts[].discount",
        "phases[].add_invoice_items[].discounts[].discount",
    )
    phase_payment_methods = InLists("PaymentMethod", "phases[].default_payment_method")
    phase_plans = InLists("Plan", "phases[].items[].plan")
    phase_prices = InLists("Price", "phases[].items[].price", "phases[].add_invoice_items[].price")
    phase_promotion_codes = InLists(
        "PromotionCode",
        "phases[].discounts[].promotion_code",
        "phases[].items[].discounts[].promotion_code",
        "phases[].add_invoice_items[].discounts[].promotion_code",
    )
    phase_tax_ids = InLists("TaxId", "phases[].invoice_settings.account_tax_ids[]")
    phase_tax_rates = InLists(
        "TaxRate",
        "phases[].default_tax_rates[]",
        "phases[].items[].tax_rates[]",
        "phases[].add_invoice_items[].tax_rates[]",
    )
    transfer_destination = Reference("Account", "default_settings.transfer_data.destination")

    objects: ClassVar[SubscriptionScheduleQuerySet[SubscriptionSchedule]] = (
        SubscriptionScheduleManager()
    )

    # predicates

    @property
    def current_phase_start(self) -> dt.datetime | None:
        """When the phase that runs now began."""
        return as_datetime((self.current_phase or {}).get("start_date"))

    @property
    def current_phase_end(self) -> dt.datetime | None:
        """When the phase that runs now ends."""
        return as_datetime((self.current_phase or {}).get("end_date"))

    def is_active(self) -> bool:
        """Whether one of its phases runs."""
        return bool(self.status == enums.SubscriptionScheduleStatus.active)

    def is_pending(self) -> bool:
        """Whether its first phase has not begun."""
        return bool(self.status == enums.SubscriptionScheduleStatus.not_started)

    def has_ended(self) -> bool:
        """Whether it has nothing more to say: completed, released or canceled."""
        return self.status in (
            enums.SubscriptionScheduleStatus.canceled,
            enums.SubscriptionScheduleStatus.completed,
            enums.SubscriptionScheduleStatus.released,
        )

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.SubscriptionScheduleCreate]) -> SubscriptionSchedule:
        """
        Make a schedule: of ``phases`` for a ``customer``, or ``from_subscription``, around one
        that runs. ``stripe_account`` and ``livemode`` say where.
        https://docs.stripe.com/api/subscription_schedules/create
        """
        schedule: SubscriptionSchedule = cls.create_at_stripe(**params)
        return schedule

    def release(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.SubscriptionScheduleRelease],
    ) -> SubscriptionSchedule:
        """End the schedule and leave its subscription as it is."""
        return self.act(  # type: ignore[no-any-return]
            "release", api_key=api_key, stripe_account=stripe_account, **kwargs
        )

    def cancel(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.SubscriptionScheduleCancel],
    ) -> SubscriptionSchedule:
        """End the schedule and, at once, its subscription."""
        return self.act(  # type: ignore[no-any-return]
            "cancel", api_key=api_key, stripe_account=stripe_account, **kwargs
        )

    def update(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.SubscriptionScheduleUpdate],
    ) -> SubscriptionSchedule:
        """Change the schedule (``phases``, ``end_behavior`` …)."""
        return self.act(  # type: ignore[no-any-return]
            api_key=api_key, stripe_account=stripe_account, **kwargs
        )

    # twins, for async views

    acreate = class_twin(create)
    arelease = twin(release)
    acancel = twin(cancel)
    aupdate = twin(update)
