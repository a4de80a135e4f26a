"""
What a customer can do beyond dj-stripe's page: use features, go through Checkout, look into
the billing portal, use what is metered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from .. import money
from ..exceptions import InvalidParameter
from ..gateway import get_gateway
from .base import StripeModel
from .checkout import BillingPortalSession, Session
from .flows import flows
from .twins import twin
from .usage import Meter, meter_named, take_back_use, tell_of_use

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


def _model(name: str) -> Any:
    """Another module's model."""
    return apps.get_model("djstripe", name)


class Billable(StripeModel):
    """The part of :class:`Customer` that gates, sells and counts."""

    class Meta(StripeModel.Meta):
        abstract = True

    if TYPE_CHECKING:

        @property
        def subscription(self) -> Any: ...

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

    # verbs: pages of Stripe's that the customer is sent to

    def checkout(
        self,
        *,
        price: Any = None,
        items: Any = None,
        quantity: int | None = None,
        mode: str | None = None,
        success_url: str | None = None,
        cancel_url: str | None = None,
        trial_days: int | None = None,
        **kwargs: Unpack[params.CustomerCheckout],
    ) -> Session:
        """
        Begin a Checkout session for this customer: ``redirect(session.url)`` goes there.

        The arguments are those of ``Session.start()``. When the visitor comes back,
        ``Session.complete(request.GET["session_id"], request.user)`` says what became of it.
        """
        return Session.start(
            price=price,
            items=items,
            quantity=quantity,
            mode=mode,
            success_url=success_url,
            cancel_url=cancel_url,
            trial_days=trial_days,
            customer=self,
            **kwargs,
        )

    def billing_portal(
        self,
        return_url: str | None = None,
        flow: str | Mapping[str, Any] | None = None,
        *,
        subscription: StripeModel | str | None = None,
        **kwargs: Unpack[params.CustomerBillingPortal],
    ) -> BillingPortalSession:
        """
        Let this customer into the billing portal: ``redirect(session.url)`` goes there.

        ``flow`` is where the visit begins: "payment_method_update", "customer_update",
        "subscription_cancel", "subscription_pause", "subscription_update", or all that Stripe
        knows of it. Those about a subscription take ``subscription`` (a row or an id); without
        it they are about the customer's only one. The address lets in whoever has it, and is
        stored nowhere.

        Raises InvalidParameter if a subscription is needed and there is none.
        https://docs.stripe.com/customer-management/portal-deep-links
        """
        if isinstance(flow, str):
            flow = self._flow(flow, subscription)
        elif subscription is not None:
            raise TypeError("subscription goes with a flow about a subscription, by its name.")
        given: dict[str, Any] = {"return_url": return_url, "flow_data": flow, **kwargs}
        return BillingPortalSession.create(self, **given)

    def _flow(self, kind: str, subscription: StripeModel | str | None) -> dict[str, Any]:
        if not kind.startswith("subscription_"):
            if subscription is not None:
                raise TypeError(f"A {kind} is not about a subscription.")
            return {"type": kind}
        about = subscription or self.subscription
        if about is None:
            raise InvalidParameter(f"{kind}: customer {self.id} has no subscription.")
        return {"type": kind, kind: {"subscription": about}}

    # verbs: what is metered

    def report_usage(
        self,
        event_name: str,
        value: int | Decimal | str = 1,
        *,
        timestamp: dt.datetime | None = None,
        identifier: str | None = None,
        payload: dict[str, Any] | None = None,
    ) -> str:
        """
        Tell Stripe that this customer has used something; returns the event's identifier.

        ``value`` is an exact number of up to 15 digits, a negative one to correct. Stripe
        counts an ``identifier`` once within a day at least: called again with the same one,
        nothing is added. ``payload`` adds dimensions. The meter need not be mirrored; if it is,
        its own keys are used.

        Raises InvalidParameter for what Stripe would not take, such as a moment more than 35
        days back. https://docs.stripe.com/api/billing/meter-event/create
        """
        return tell_of_use(
            self, event_name, value, timestamp=timestamp, identifier=identifier, payload=payload
        )

    def cancel_usage(self, event_name: str, identifier: str) -> None:
        """
        Take back what was reported in the last 24 hours, by its identifier.

        https://docs.stripe.com/api/billing/meter-event-adjustment/create
        """
        take_back_use(self, event_name, identifier)

    def usage_of(self, event_name: str, start: dt.datetime, end: dt.datetime) -> Decimal:
        """
        What the meter of these events counted for this customer; see ``Meter.usage_of()``.

        Raises Meter.DoesNotExist if the meter is not mirrored.
        """
        meter = meter_named(event_name, self)
        if meter is None:
            raise Meter.DoesNotExist(
                f"No mirrored meter counts {event_name!r}: djstripe_sync_models Meter reads them."
            )
        return meter.usage_of(self, start, end)

    def read_credit_balance(self) -> dict[str, Decimal]:
        """
        What Stripe has as credit for this customer's metered usage, by currency, in its major
        unit. The grants themselves are ``customer.credit_grants``.

        https://docs.stripe.com/api/billing/credit-balance-summary/retrieve
        """
        answer = get_gateway().request(
            "get",
            "/v1/billing/credit_balance_summary",
            self.credentials(),
            {
                "customer": self.id,
                "filter": {
                    "type": "applicability_scope",
                    "applicability_scope": {"price_type": "metered"},
                },
            },
        )
        available = [one["available_balance"]["monetary"] for one in answer.data["balances"]]
        return {
            one["currency"]: money.major_units(one["value"], one["currency"]) or Decimal(0)
            for one in available
        }

    # twins, for async views

    arefresh_entitlements = twin(refresh_entitlements)
    acheckout = twin(checkout)
    abilling_portal = twin(billing_portal)
    areport_usage = twin(report_usage)
    acancel_usage = twin(cancel_usage)
    ausage_of = twin(usage_of)
    aread_credit_balance = twin(read_credit_balance)
