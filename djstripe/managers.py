"""
Querysets: what one can ask of many rows. Each predicate of a model has its twin here.
"""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils import timezone

from . import money
from .fields import as_django_wants

M = TypeVar("M", bound=models.Model)


class StripeQuerySet(models.QuerySet[M]):
    """The questions every mirrored model answers."""

    def live(self) -> Any:
        """Rows of live mode."""
        return self.filter(livemode=True)

    def test(self) -> Any:
        """Rows of test mode and sandboxes."""
        return self.filter(livemode=False)

    def of_account(self, account: Any) -> Any:
        """Rows that belong to an account (its row, or its id)."""
        return self.filter(djstripe_owner_account_id=getattr(account, "id", account))

    def without_payload(self) -> Any:
        """The same rows without ``stripe_data``: ten times faster to load in long lists."""
        return self.defer("stripe_data")


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

    def during(self, year: int, month: int) -> Any:
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

    def succeeded(self) -> Any:
        """Charges that brought the money, or reserved it."""
        return self.filter(status="succeeded")

    def failed(self) -> Any:
        """Charges that did not go through."""
        return self.filter(status="failed")

    def pending(self) -> Any:
        """Charges of which nobody knows yet."""
        return self.filter(status="pending")

    def refunded(self) -> Any:
        """Charges that were refunded whole."""
        return self.filter(refunded=True)

    def disputed(self) -> Any:
        """Charges that the payer contests, or contested."""
        return self.filter(disputed=True)

    def for_invoice(self, invoice: Any) -> Any:
        """
        Charges that paid an invoice (a row), whether their payload names it (up to acacia) or
        an InvoicePayment does (since basil).
        """
        payments = apps.get_model("djstripe", "InvoicePayment").objects.filter(
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

    def not_deleted(self) -> Any:
        """Customers that Stripe still has."""
        return self.filter(djstripe_deleted=False)

    def subscribed(self) -> Any:
        """Customers with a subscription that is active or on trial, in its paid period."""
        subscriptions = apps.get_model("djstripe", "Subscription").objects
        return self.filter(models.Exists(subscriptions.filter(*_valid_of_outer_customer())))

    def subscribed_to(self, product: Any) -> Any:
        """Customers with such a subscription that has this product (a row or an id) in it now."""
        items = apps.get_model("djstripe", "SubscriptionItem").objects.filter(
            *_valid_of_outer_customer("subscription__"),
            subscription__djstripe_deleted=False,
            price__product_id=getattr(product, "id", product),
        )
        return self.filter(models.Exists(items))


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

    def during(self, year: int, month: int) -> Any:
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

    def failed(self) -> Any:
        """Transfers that failed. Only payloads from before 2017 say so."""
        return self.filter(stripe_data__status="failed")

    def pending(self) -> Any:
        """Transfers under way. Only payloads from before 2017 say so."""
        return self.filter(stripe_data__status="pending")


class TransferManager(StripeManager.from_queryset(TransferQuerySet)):  # type: ignore[misc]
    """Transfers; see :class:`TransferQuerySet`."""
