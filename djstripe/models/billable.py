"""
What a customer can do beyond dj-stripe's page: use features, go through Checkout, look into
the billing portal, use what is metered.
"""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps

from .base import StripeModel
from .flows import flows


def _model(name: str) -> Any:
    """Another module's model."""
    return apps.get_model("djstripe", name)


class Billable(StripeModel):
    """The part of :class:`Customer` that gates, sells and counts."""

    class Meta(StripeModel.Meta):
        abstract = True

    # predicates: what the customer may use

    @property
    def entitlements(self) -> Any:
        """
        What this customer may use now: a queryset of ActiveEntitlement rows.

        Each has a ``lookup_key`` and a ``feature``. Stripe tells them by the event
        entitlements.active_entitlement_summary.updated; a backfill reads them too. A customer
        that Stripe has deleted may use nothing.

        https://docs.stripe.com/billing/entitlements
        """
        if self.djstripe_deleted:
            return _model("ActiveEntitlement").objects.none()
        return _model("ActiveEntitlement").objects.filter(
            customer_id=self.id,
            livemode=self.livemode,
            djstripe_owner_account_id=self.djstripe_owner_account_id,
        )

    @property
    def features(self) -> frozenset[str]:
        """The lookup keys of the features that this customer may use now: one query."""
        keys: frozenset[str] = self.entitlements.keys()
        return keys

    def has_feature(self, feature: StripeModel | str) -> bool:
        """
        Whether this customer may use a feature (its lookup key, or its row) now: one query.

        Its twin is ``Customer.objects.entitled_to(feature)``.
        """
        return bool(self.entitlements.to(feature).exists())

    def refresh_entitlements(self) -> Self:
        """Read at Stripe what this customer may use now, all of it, and store it."""
        flows.look_again(
            "entitlements.active_entitlement_summary",
            self.id,
            self.djstripe_owner_account_id,
            self.livemode,
        )
        return self
