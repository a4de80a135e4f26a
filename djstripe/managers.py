"""
Querysets: what one can ask of many rows. Each predicate of a model has its twin here.
"""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import functions
from django.utils import timezone

from . import money
from .fields import as_django_wants
from .settings import djstripe_settings

M = TypeVar("M", bound=models.Model)


class StripeQuerySet(models.QuerySet[M]):
    """The questions every mirrored model answers."""

    def live(self) -> Self:
        """Rows of live mode."""
        return self.filter(livemode=True)

    def test(self) -> Self:
        """Rows of test mode and sandboxes."""
        return self.filter(livemode=False)

    def of_account(self, account: Any) -> Self:
        """Rows that belong to an account (its row, or its id)."""
        return self.filter(djstripe_owner_account_id=getattr(account, "id", account))

    def without_payload(self) -> Self:
        """The same rows without ``stripe_data``: ten times faster to load in long lists."""
        return self.defer("stripe_data")

    if TYPE_CHECKING:
        # To a type checker a model's ``objects`` is this queryset.
        def with_deleted(self) -> Self: ...


class StripeManager(models.Manager.from_queryset(StripeQuerySet)):  # type: ignore[misc]
    """
    Hides what Stripe has deleted; ``with_deleted()`` shows it.

    Relations from a row to another (``charge.customer``) find deleted rows too, so history
    still resolves.
    """

    hides_deleted = True
    use_in_migrations = False

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()
        return queryset.filter(djstripe_deleted=False) if self.hides_deleted else queryset

    def with_deleted(self) -> Any:
        """All rows, those that Stripe has deleted among them."""
        manager = copy.copy(self)
        manager.hides_deleted = False
        return manager.get_queryset()


class StripeModelManager(StripeManager):
    """dj-stripe's name for the manager of every mirrored model."""


# ---------------------------------------------------------------- core and Connect resources


def month_bounds(year: int, month: int) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a month, in UTC, and the first after it, as the database wants them."""
    begin = dt.datetime(year, month, 1, tzinfo=dt.UTC)
    end = dt.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=dt.UTC)
    return as_django_wants(begin), as_django_wants(end)


class ChargeQuerySet(StripeQuerySet[M]):
    """Charges. Totals are Decimals in the currency's major unit, as ``Charge.amount`` is."""

    def during(self, year: int, month: int) -> Self:
        """Charges created in a month (UTC)."""
        begin, end = month_bounds(year, month)
        return self.filter(created__gte=begin, created__lt=end)

    def paid_totals_for(self, year: int, month: int) -> dict[str, Decimal]:
        """
        What paid charges of a month brought: ``total_amount`` and ``total_refunded``.

        Both in major units (dollars). Amounts of several currencies are added up as numbers:
        filter by currency first where there are several.
        """
        rows = (
            self.during(year, month)
            .filter(paid=True)
            .order_by()
            .values("currency")
            .annotate(amounts=models.Sum("amount"), refunds=models.Sum("amount_refunded"))
        )
        totals = {"total_amount": Decimal(0), "total_refunded": Decimal(0)}
        for row in rows:
            totals["total_amount"] += row["amounts"] or 0
            refunded = money.major_units(row["refunds"], row["currency"]) if row["refunds"] else 0
            totals["total_refunded"] += refunded or 0
        return totals

    def succeeded(self) -> Self:
        """Charges that brought the money, or reserved it."""
        return self.filter(status="succeeded")

    def failed(self) -> Self:
        """Charges that did not go through."""
        return self.filter(status="failed")

    def pending(self) -> Self:
        """Charges of which nobody knows yet."""
        return self.filter(status="pending")

    def refunded(self) -> Self:
        """Charges that were refunded whole."""
        return self.filter(refunded=True)

    def disputed(self) -> Self:
        """Charges that the payer contests, or contested."""
        return self.filter(disputed=True)

    def for_invoice(self, invoice: Any) -> Self:
        """
        Charges that paid an invoice (a row), whether their payload names it (up to acacia) or
        an InvoicePayment does (since basil).
        """
        payments: Any = apps.get_model("djstripe", "InvoicePayment").objects.filter(
            invoice_id=invoice.id,
            livemode=invoice.livemode,
            djstripe_owner_account_id=invoice.djstripe_owner_account_id,
        )
        return self.filter(
            models.Q(invoice_id=invoice.id)
            | models.Q(id__in=payments.exclude(charge_id=None).values("charge_id"))
            | models.Q(
                payment_intent_id__in=payments.exclude(payment_intent_id=None).values(
                    "payment_intent_id"
                )
            ),
            livemode=invoice.livemode,
            djstripe_owner_account_id=invoice.djstripe_owner_account_id,
        )


class ChargeManager(StripeManager.from_queryset(ChargeQuerySet)):  # type: ignore[misc]
    """Charges; see :class:`ChargeQuerySet`."""


class CustomerQuerySet(StripeQuerySet[M]):
    """Customers."""

    def not_deleted(self) -> Self:
        """Customers that Stripe still has."""
        return self.filter(djstripe_deleted=False)

    def of_subscriber(
        self, subscriber: Any, *, livemode: bool | None = None, account: Any = None
    ) -> Self:
        """
        The customers that Stripe still has of a subscriber (its row or primary key), in one mode
        (None: the settings') of one account (its row or id; None: the settings' own).
        """
        return self.filter(**_of_subscriber("", subscriber, livemode, account))

    def entitled_to(self, feature: Any) -> Self:
        """
        Customers that Stripe still has and that may use a feature now (its lookup key, or its
        row).
        """
        held = apps.get_model("djstripe", "ActiveEntitlement").objects.to(feature)
        return self.not_deleted().filter(
            models.Exists(
                held.filter(
                    customer_id=models.OuterRef("id"),
                    livemode=models.OuterRef("livemode"),
                    djstripe_owner_account_id=models.OuterRef("djstripe_owner_account_id"),
                )
            )
        )

    def subscribed(self) -> Self:
        """Customers with a subscription that is active or on trial, in its paid period."""
        subscriptions = apps.get_model("djstripe", "Subscription").objects
        return self.filter(models.Exists(subscriptions.filter(*_valid_of_outer_customer())))

    def subscribed_to(self, product: Any) -> Self:
        """Customers with such a subscription that has this product (a row or an id) in it now."""
        items = apps.get_model("djstripe", "SubscriptionItem").objects.filter(
            *_valid_of_outer_customer("subscription__"),
            subscription__djstripe_deleted=False,
            price__product_id=getattr(product, "id", product),
        )
        return self.filter(models.Exists(items))


def _of_subscriber(
    prefix: str, subscriber: Any, livemode: bool | None, account: Any
) -> dict[str, Any]:
    """
    The conditions under which a customer is a subscriber's, in a mode and an account. The
    settings' own account is found inside the query, so that a gate costs one.
    """
    mode = djstripe_settings.STRIPE_LIVE_MODE if livemode is None else livemode
    if account is None:
        owner = apps.get_model("djstripe", "APIKey").objects.account_of_settings(mode)
    else:
        owner = getattr(account, "id", account)
    return {
        f"{prefix}subscriber": subscriber,
        f"{prefix}livemode": mode,
        f"{prefix}djstripe_owner_account_id": owner,
        f"{prefix}djstripe_deleted": False,
    }


def _valid_of_outer_customer(prefix: str = "") -> list[models.Q]:
    """
    The conditions under which a subscription is valid, as ``subscription.is_valid()`` has them,
    and belongs to the customer of the query around it.
    """
    now = timezone.now()
    return [
        models.Q(**{f"{prefix}status__in": ["active", "trialing"]}),
        models.Q(**{f"{prefix}current_period_end__gt": now})
        | models.Q(**{f"{prefix}trial_end__gt": now}),
        models.Q(
            **{
                f"{prefix}customer_id": models.OuterRef("id"),
                f"{prefix}livemode": models.OuterRef("livemode"),
                f"{prefix}djstripe_owner_account_id": models.OuterRef("djstripe_owner_account_id"),
            }
        ),
    ]


class CustomerManager(StripeManager.from_queryset(CustomerQuerySet)):  # type: ignore[misc]
    """Customers, those among them that were deleted at Stripe: their payments stay."""

    hides_deleted = False


class TransferQuerySet(StripeQuerySet[M]):
    """Transfers. Totals are whole numbers in the currency's smallest unit, as ``Transfer.amount``."""

    def during(self, year: int, month: int) -> Self:
        """Transfers created in a month (UTC)."""
        begin, end = month_bounds(year, month)
        return self.filter(created__gte=begin, created__lt=end)

    def paid_totals_for(self, year: int, month: int) -> dict[str, int | None]:
        """
        What was transferred in a month, as ``total_amount`` in the smallest unit (cents); None
        if nothing was. Filter by currency first where there are several.
        """
        totals: dict[str, int | None] = self.during(year, month).aggregate(
            total_amount=models.Sum("amount")
        )
        return totals

    def failed(self) -> Self:
        """Transfers that failed. Only payloads from before 2017 say so."""
        return self.filter(stripe_data__status="failed")

    def pending(self) -> Self:
        """Transfers under way. Only payloads from before 2017 say so."""
        return self.filter(stripe_data__status="pending")


class TransferManager(StripeManager.from_queryset(TransferQuerySet)):  # type: ignore[misc]
    """Transfers; see :class:`TransferQuerySet`."""


# ---------------------------------------------------------------------------------- billing


class SubscriptionQuerySet(StripeQuerySet[M]):
    """Subscriptions. Months are UTC's."""

    # by status

    def active(self) -> Self:
        """Subscriptions that are paid for and running; not those on trial."""
        return self.filter(status="active")

    def trialing(self) -> Self:
        """Subscriptions that run and for which nothing has to be paid yet."""
        return self.filter(status="trialing")

    def past_due(self) -> Self:
        """Subscriptions whose last invoice is not paid, and Stripe still tries."""
        return self.filter(status="past_due")

    def unpaid(self) -> Self:
        """Subscriptions that go on although Stripe has stopped trying."""
        return self.filter(status="unpaid")

    def paused(self) -> Self:
        """Subscriptions whose trial has ended without a means to pay."""
        return self.filter(status="paused")

    def incomplete(self) -> Self:
        """Subscriptions whose first payment is awaited."""
        return self.filter(status="incomplete")

    def canceled(self) -> Self:
        """Subscriptions that have ended; those that are going to: ``on_grace_period()``."""
        return self.filter(status="canceled")

    def ended(self) -> Self:
        """Subscriptions that are over for good."""
        return self.filter(status__in=["canceled", "incomplete_expired"])

    def not_ended(self) -> Self:
        """All others."""
        return self.exclude(status__in=["canceled", "incomplete_expired"])

    def status_current(self) -> Self:
        """Subscriptions of which what was sold is delivered, by their status."""
        return self.filter(status__in=["active", "trialing"])

    # by moments

    def period_current(self) -> Self:
        """Subscriptions whose period, or trial, ends in the future."""
        now = timezone.now()
        return self.filter(models.Q(current_period_end__gt=now) | models.Q(trial_end__gt=now))

    def valid(self) -> Self:
        """Subscriptions of which what was sold is to be delivered now."""
        return self.status_current().period_current()

    def status_temporarily_current(self) -> Self:
        """Subscriptions canceled as of the end of the period, which still runs."""
        return self.filter(
            canceled_at__isnull=False,
            cancel_at_period_end=True,
            current_period_end__gt=timezone.now(),
        )

    def on_grace_period(self) -> Self:
        """Subscriptions that run and are going to end."""
        return self.not_ended().filter(_ends_after(timezone.now()))

    def on_trial(self) -> Self:
        """Subscriptions that run and whose trial ends in the future, whatever the status says."""
        return self.not_ended().filter(trial_end__gt=timezone.now())

    def recurring(self) -> Self:
        """Active subscriptions to which no end is set."""
        return self.active().filter(
            models.Q(cancel_at_period_end=False)
            | models.Q(cancel_at_period_end__isnull=True)
            | models.Q(current_period_end__isnull=True),
            ended_at__isnull=True,
            cancel_at__isnull=True,
        )

    def expiring_trials(self, days: int = 7) -> Self:
        """Subscriptions on trial whose trial ends within so many days."""
        now = timezone.now()
        return self.trialing().filter(
            trial_end__gte=now, trial_end__lte=now + dt.timedelta(days=days)
        )

    def started_during(self, year: int, month: int) -> Self:
        """Subscriptions that began in a month; not those on trial."""
        begin, end = month_bounds(year, month)
        return self.exclude(status="trialing").filter(start_date__gte=begin, start_date__lt=end)

    def canceled_during(self, year: int, month: int) -> Self:
        """Subscriptions that have ended, and were canceled in a month."""
        begin, end = month_bounds(year, month)
        return self.canceled().filter(canceled_at__gte=begin, canceled_at__lt=end)

    # by what is subscribed to

    def for_product(self, product: Any) -> Self:
        """Subscriptions that have a product (a row or an id) among their items now."""
        return self._with_item(price__product_id=getattr(product, "id", product))

    def for_price(self, price: Any) -> Self:
        """Subscriptions that have a price (a row or an id) among their items now."""
        return self._with_item(price_id=getattr(price, "id", price))

    def _with_item(self, **conditions: Any) -> Self:
        items = apps.get_model("djstripe", "SubscriptionItem").objects.filter(
            subscription_id=models.OuterRef("id"),
            livemode=models.OuterRef("livemode"),
            djstripe_owner_account_id=models.OuterRef("djstripe_owner_account_id"),
            **conditions,
        )
        return self.filter(models.Exists(items))

    # counted

    def plan_summary(self) -> Any:
        """
        How many of these subscriptions have which price: ``{"plan": id, "count": n}`` each.

        A subscription with several prices counts once for each of them.
        """
        price = functions.Coalesce("items__price_id", "items__plan_id")
        return (
            self.filter(items__djstripe_deleted=False)
            .order_by()
            .values(plan=price)
            .annotate(count=models.Count("djstripe_id", distinct=True))
        )

    def started_plan_summary_for(self, year: int, month: int) -> Any:
        """:meth:`plan_summary` of those that began in a month."""
        return self.started_during(year, month).plan_summary()

    def active_plan_summary(self) -> Any:
        """:meth:`plan_summary` of those that are active."""
        return self.active().plan_summary()

    def canceled_plan_summary_for(self, year: int, month: int) -> Any:
        """:meth:`plan_summary` of those that were canceled in a month."""
        return self.canceled_during(year, month).plan_summary()

    def churn(self) -> Decimal:
        """How many have been canceled for each that is active; 0 if none is active."""
        counted = self.order_by().aggregate(
            canceled=models.Count("pk", filter=models.Q(status="canceled")),
            active=models.Count("pk", filter=models.Q(status="active")),
        )
        if not counted["active"]:
            return Decimal(0)
        return Decimal(counted["canceled"]) / Decimal(counted["active"])


def _ends_after(now: dt.datetime) -> models.Q:
    """``subscription.ends_at > now``."""
    at_period_end = models.Q(
        ended_at__isnull=True,
        cancel_at__isnull=True,
        cancel_at_period_end=True,
        current_period_end__gt=now,
    )
    return (
        models.Q(ended_at__gt=now)
        | models.Q(ended_at__isnull=True, cancel_at__gt=now)
        | at_period_end
    )


class SubscriptionManager(StripeManager.from_queryset(SubscriptionQuerySet)):  # type: ignore[misc]
    """Subscriptions; see :class:`SubscriptionQuerySet`."""


class SubscriptionItemQuerySet(StripeQuerySet[M]):
    """Items of subscriptions."""

    def of_valid_subscriptions(self) -> Self:
        """Items of subscriptions that are active or on trial, in their period."""
        now = timezone.now()
        return self.filter(
            models.Q(subscription__current_period_end__gt=now)
            | models.Q(subscription__trial_end__gt=now),
            subscription__status__in=["active", "trialing"],
            subscription__djstripe_deleted=False,
        )


class SubscriptionItemManager(StripeManager.from_queryset(SubscriptionItemQuerySet)):  # type: ignore[misc]
    """Items of subscriptions; see :class:`SubscriptionItemQuerySet`."""


class SubscriptionScheduleQuerySet(StripeQuerySet[M]):
    """Schedules of subscriptions."""

    def active(self) -> Self:
        """Schedules one of whose phases runs."""
        return self.filter(status="active")

    def pending(self) -> Self:
        """Schedules whose first phase has not begun."""
        return self.filter(status="not_started")

    def ended(self) -> Self:
        """Schedules that have nothing more to say."""
        return self.filter(status__in=["canceled", "completed", "released"])


class SubscriptionScheduleManager(
    StripeManager.from_queryset(SubscriptionScheduleQuerySet)  # type: ignore[misc]
):
    """Schedules of subscriptions; see :class:`SubscriptionScheduleQuerySet`."""


class _ActiveQuerySet(StripeQuerySet[M]):
    """What is in use or put away."""

    def active(self) -> Self:
        """What is in use."""
        return self.filter(active=True)

    def archived(self) -> Self:
        """What was put away."""
        return self.filter(active=False)


class PlanManager(StripeManager.from_queryset(_ActiveQuerySet)):  # type: ignore[misc]
    """Plans: ``active()``, ``archived()``."""


class TaxRateManager(StripeManager.from_queryset(_ActiveQuerySet)):  # type: ignore[misc]
    """Tax rates: ``active()``, ``archived()``."""


class ShippingRateManager(StripeManager.from_queryset(_ActiveQuerySet)):  # type: ignore[misc]
    """Shipping rates: ``active()``, ``archived()``."""


class FeatureManager(StripeManager.from_queryset(_ActiveQuerySet)):  # type: ignore[misc]
    """Features: ``active()``, ``archived()``."""


class ActiveEntitlementQuerySet(StripeQuerySet[M]):
    """What customers may use now."""

    def to(self, *features: Any) -> Self:
        """Entitlements to any of these features (lookup keys, or rows)."""
        keys = [one for one in features if isinstance(one, str)]
        rows = [one.id for one in features if not isinstance(one, str)]
        named = models.Q(lookup_key__in=keys) if keys else models.Q(pk__in=[])
        return self.filter(named | models.Q(feature_id__in=rows) if rows else named)

    def of_subscriber(
        self, subscriber: Any, *, livemode: bool | None = None, account: Any = None
    ) -> Self:
        """What any of a subscriber's customers may use; see ``Customer.objects.of_subscriber()``."""
        return self.filter(**_of_subscriber("customer__", subscriber, livemode, account))

    def keys(self) -> frozenset[str]:
        """Their lookup keys: one query."""
        return frozenset(self.order_by().values_list("lookup_key", flat=True))


class ActiveEntitlementManager(
    StripeManager.from_queryset(ActiveEntitlementQuerySet)  # type: ignore[misc]
):
    """What customers may use now; see :class:`ActiveEntitlementQuerySet`."""


class PaymentLinkManager(StripeManager.from_queryset(_ActiveQuerySet)):  # type: ignore[misc]
    """Payment links: ``active()``, ``archived()``."""


class InvoiceQuerySet(StripeQuerySet[M]):
    """Invoices. Amounts are whole numbers in the currency's smallest unit. Months are UTC's."""

    def draft(self) -> Self:
        """Invoices that may still be changed."""
        return self.filter(status="draft")

    def open(self) -> Self:
        """Invoices that are final and await payment."""
        return self.filter(status="open")

    def paid(self) -> Self:
        """Invoices of which nothing is owed any more."""
        return self.filter(status="paid")

    def void(self) -> Self:
        """Invoices that were taken back."""
        return self.filter(status="void")

    def uncollectible(self) -> Self:
        """Invoices that are given up as lost."""
        return self.filter(status="uncollectible")

    def overdue(self) -> Self:
        """Open invoices whose due date has passed."""
        return self.open().filter(due_date__lt=timezone.now())

    def during(self, year: int, month: int) -> Self:
        """Invoices made in a month."""
        begin, end = month_bounds(year, month)
        return self.filter(created__gte=begin, created__lt=end)

    def paid_during(self, year: int, month: int) -> Self:
        """Invoices that were paid in a month."""
        begin, end = month_bounds(year, month)
        return self.paid().filter(paid_at__gte=begin, paid_at__lt=end)

    def of_subscriptions(self) -> Self:
        """Invoices that a subscription made."""
        return self.filter(subscription_id__isnull=False)

    def for_payment(self, payment: Any) -> Self:
        """
        Invoices that a charge or payment intent (a row) pays, whether their payload names it (up
        to acacia) or an InvoicePayment does (since basil).
        """
        charge = payment.id if payment.object_name == "charge" else None
        intent = payment.payment_intent_id if charge else payment.id
        named = models.Q()
        for name, id in (("charge_id", charge), ("payment_intent_id", intent)):
            if id is not None:
                named |= models.Q(**{name: id}) | models.Q(**{f"payments__{name}": id})
        return self.filter(
            named,
            livemode=payment.livemode,
            djstripe_owner_account_id=payment.djstripe_owner_account_id,
        ).distinct()

    def totals(self) -> Any:
        """
        What these invoices come to, a row for each currency, in its smallest unit:
        ``currency``, ``count``, ``total``, ``amount_due``, ``amount_paid``, ``amount_remaining``.
        """
        names = ("total", "amount_due", "amount_paid", "amount_remaining")
        sums = {f"{name}_sum": models.Sum(name) for name in names}
        rows = self.order_by().values("currency").annotate(count=models.Count("pk"), **sums)
        return [
            {
                "currency": row["currency"],
                "count": row["count"],
                **{name: row[f"{name}_sum"] or 0 for name in names},
            }
            for row in rows.order_by("currency")
        ]


class InvoiceManager(StripeManager.from_queryset(InvoiceQuerySet)):  # type: ignore[misc]
    """Invoices; see :class:`InvoiceQuerySet`."""


class InvoiceItemQuerySet(StripeQuerySet[M]):
    """Invoice items."""

    def pending(self) -> Self:
        """Items that wait for an invoice."""
        return self.filter(invoice_id__isnull=True)


class InvoiceItemManager(StripeManager.from_queryset(InvoiceItemQuerySet)):  # type: ignore[misc]
    """Invoice items; see :class:`InvoiceItemQuerySet`."""


class LineItemQuerySet(StripeQuerySet[M]):
    """Lines of invoices."""

    def prorations(self) -> Self:
        """Lines for a part of a period."""
        return self.filter(proration=True)


class LineItemManager(StripeManager.from_queryset(LineItemQuerySet)):  # type: ignore[misc]
    """Lines of invoices; see :class:`LineItemQuerySet`."""


class InvoicePaymentQuerySet(StripeQuerySet[M]):
    """Payments of invoices."""

    def paid(self) -> Self:
        """Payments whose money has come."""
        return self.filter(status="paid")


class InvoicePaymentManager(StripeManager.from_queryset(InvoicePaymentQuerySet)):  # type: ignore[misc]
    """Payments of invoices; see :class:`InvoicePaymentQuerySet`."""


class CreditNoteQuerySet(StripeQuerySet[M]):
    """Credit notes."""

    def issued(self) -> Self:
        """Credit notes that hold."""
        return self.filter(status="issued")

    def void(self) -> Self:
        """Credit notes that were taken back."""
        return self.filter(status="void")


class CreditNoteManager(StripeManager.from_queryset(CreditNoteQuerySet)):  # type: ignore[misc]
    """Credit notes; see :class:`CreditNoteQuerySet`."""


class QuoteQuerySet(StripeQuerySet[M]):
    """Quotes."""

    def draft(self) -> Self:
        """Quotes that may still be changed."""
        return self.filter(status="draft")

    def open(self) -> Self:
        """Quotes that await the customer's answer."""
        return self.filter(status="open")

    def accepted(self) -> Self:
        """Quotes to which the customer has said yes."""
        return self.filter(status="accepted")

    def canceled(self) -> Self:
        """Quotes that were withdrawn, or ran out."""
        return self.filter(status="canceled")


class QuoteManager(StripeManager.from_queryset(QuoteQuerySet)):  # type: ignore[misc]
    """Quotes; see :class:`QuoteQuerySet`."""


class CouponQuerySet(StripeQuerySet[M]):
    """Coupons."""

    def redeemable(self) -> Self:
        """Coupons that may still be given."""
        return self.filter(
            models.Q(redeem_by__isnull=True) | models.Q(redeem_by__gt=timezone.now()),
            models.Q(valid=True) | models.Q(valid__isnull=True),
        )


class CouponManager(StripeManager.from_queryset(CouponQuerySet)):  # type: ignore[misc]
    """Coupons; see :class:`CouponQuerySet`."""


class PromotionCodeQuerySet(_ActiveQuerySet[M]):
    """Promotion codes."""

    def redeemable(self) -> Self:
        """Codes that work now, by what they and their coupons say."""
        now = timezone.now()
        coupons = models.Q(coupon__djstripe_id__isnull=True) | models.Q(
            models.Q(coupon__valid=True) | models.Q(coupon__valid__isnull=True),
            models.Q(coupon__redeem_by__isnull=True) | models.Q(coupon__redeem_by__gt=now),
        )
        in_time = models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now)
        return self.active().filter(in_time, coupons)


class PromotionCodeManager(StripeManager.from_queryset(PromotionCodeQuerySet)):  # type: ignore[misc]
    """Promotion codes; see :class:`PromotionCodeQuerySet`."""


class DiscountQuerySet(StripeQuerySet[M]):
    """Discounts."""

    def current(self) -> Self:
        """Discounts that have begun and not ended."""
        now = timezone.now()
        return self.filter(
            models.Q(start__isnull=True) | models.Q(start__lte=now),
            models.Q(end__isnull=True) | models.Q(end__gt=now),
            djstripe_deleted=False,
        )


class DiscountManager(StripeManager.from_queryset(DiscountQuerySet)):  # type: ignore[misc]
    """Discounts; see :class:`DiscountQuerySet`."""


class MeterQuerySet(StripeQuerySet[M]):
    """Meters."""

    def active(self) -> Self:
        """Meters that count."""
        return self.filter(status="active")


class MeterManager(StripeManager.from_queryset(MeterQuerySet)):  # type: ignore[misc]
    """Meters; see :class:`MeterQuerySet`."""


class CreditGrantQuerySet(StripeQuerySet[M]):
    """Grants of credit."""

    def current(self) -> Self:
        """Grants that can be used now, as far as they are not used up."""
        now = timezone.now()
        return self.filter(
            models.Q(effective_at__isnull=True) | models.Q(effective_at__lte=now),
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now),
            voided_at__isnull=True,
        )


class CreditGrantManager(StripeManager.from_queryset(CreditGrantQuerySet)):  # type: ignore[misc]
    """Grants of credit; see :class:`CreditGrantQuerySet`."""


class SessionQuerySet(StripeQuerySet[M]):
    """Checkout sessions."""

    def open(self) -> Self:
        """Sessions that the customer can still go through."""
        return self.filter(status="open")

    def complete(self) -> Self:
        """Sessions that the customer is through; the payment may still be under way."""
        return self.filter(status="complete")

    def expired(self) -> Self:
        """Sessions that have run out."""
        return self.filter(status="expired")

    def paid(self) -> Self:
        """Sessions of which what is to be paid now has been paid, or nothing was to be."""
        return self.filter(payment_status__in=["paid", "no_payment_required"])


class SessionManager(StripeManager.from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """Checkout sessions; see :class:`SessionQuerySet`."""
