"""
What one does with a subscription that runs: other prices, other quantities, more and fewer
items, its trial, what a change would cost, and its payment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.utils import timezone

from .. import mirror
from ..exceptions import (
    ImpossibleAPIRequest,
    IncompletePayment,
    InvalidParameter,
    InvalidRow,
    SeveralItems,
)
from ..gateway import get_gateway
from .answers import hand_out, problem_of, secret_of
from .base import StripeModel
from .guards import check_actor, check_beside
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params
    from .invoices import UpcomingInvoice
    from .subscriptions import SubscriptionSchedule

JSON = dict[str, Any]


class SubscriptionVerbs(StripeModel):
    """The verbs of a subscription that dj-stripe has not."""

    class Meta(StripeModel.Meta):
        abstract = True

    # verbs: what is sold

    def swap(
        self,
        price: Any = None,
        *,
        items: Any = None,
        proration_behavior: str | None = None,
        invoice_now: bool = False,
        **kwargs: Unpack[params.SubscriptionSwap],
    ) -> Self:
        """
        Sell something else from now on, and return the subscription.

        ``price`` (a Price or its id) takes the place of the only item's, whose quantity stays;
        ``items``, as for ``customer.subscribe()``, take the place of all: an item whose price is
        among them stays and takes over what is said of it, one whose price is not is removed.
        ``proration_behavior``: ``create_prorations`` (Stripe's default), ``none`` or
        ``always_invoice``, which ``invoice_now=True`` means. Further arguments are Stripe's.

        Raises TypeError unless either is given, and SeveralItems where ``price`` is given and
        there are several items to choose from.
        https://docs.stripe.com/billing/subscriptions/change-price
        """
        change = self._swapped(price, items)
        return self._change(change, proration_behavior, invoice_now, kwargs)  # type: ignore[no-any-return]

    def set_quantity(
        self,
        quantity: int,
        item: Any = None,
        *,
        proration_behavior: str | None = None,
        invoice_now: bool = False,
        **kwargs: Unpack[params.SubscriptionSetQuantity],
    ) -> Self:
        """
        Sell so many from now on, and return the subscription.

        ``item`` (a SubscriptionItem, a Price, or the id of one) says of what; it may be left
        out where there is only one.

        Raises SeveralItems where it may not, and InvalidParameter for what is no quantity.
        https://docs.stripe.com/billing/subscriptions/quantities
        """
        if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 0:
            raise InvalidParameter(
                f"quantity is {quantity!r}: how many must be a whole number, 0 or more."
            )
        change = [{"id": self.item_of(item).id, "quantity": quantity}]
        return self._change(change, proration_behavior, invoice_now, kwargs)  # type: ignore[no-any-return]

    def increment_quantity(
        self,
        count: int = 1,
        item: Any = None,
        **kwargs: Unpack[params.SubscriptionIncrementQuantity],
    ) -> Self:
        """Sell ``count`` more of an item than the mirror knows of; see :meth:`set_quantity`."""
        return self.set_quantity(self._quantity_now(item) + _whole(count), item, **kwargs)

    def decrement_quantity(
        self,
        count: int = 1,
        item: Any = None,
        **kwargs: Unpack[params.SubscriptionDecrementQuantity],
    ) -> Self:
        """
        Sell ``count`` fewer of an item than the mirror knows of; see :meth:`set_quantity`.

        Raises InvalidParameter where that would be fewer than none.
        """
        left = self._quantity_now(item) - _whole(count)
        if left < 0:
            raise InvalidParameter(
                f"Subscription {self.id} has {left + count} of this item, from which {count} "
                f"cannot be taken."
            )
        return self.set_quantity(left, item, **kwargs)

    def add_item(
        self,
        price: Any,
        quantity: int | None = None,
        *,
        proration_behavior: str | None = None,
        invoice_now: bool = False,
        **kwargs: Unpack[params.SubscriptionAddItem],
    ) -> Self:
        """
        Sell one thing more, ``price`` (a Price or its id), and return the subscription.

        Further arguments are Stripe's for a change of the subscription.
        """
        added: JSON = {"price": price}
        if quantity is not None:
            added["quantity"] = quantity
        return self._change([added], proration_behavior, invoice_now, kwargs)  # type: ignore[no-any-return]

    def remove_item(
        self,
        item: Any,
        *,
        proration_behavior: str | None = None,
        invoice_now: bool = False,
        **kwargs: Unpack[params.SubscriptionRemoveItem],
    ) -> Self:
        """
        Sell one thing less (a SubscriptionItem, a Price, or the id of one), and return the
        subscription.

        Raises ImpossibleAPIRequest for the last item: without any a subscription is canceled.
        """
        found = self.item_of(item)
        if self._items().count() == 1:
            raise ImpossibleAPIRequest(
                f"{found.id} is the last item of subscription {self.id}, which cannot be without: "
                f"cancel() the subscription instead."
            )
        change = [{"id": found.id, "deleted": True}]
        return self._change(change, proration_behavior, invoice_now, kwargs)  # type: ignore[no-any-return]

    def preview_update(
        self,
        price: Any = None,
        *,
        items: Any = None,
        proration_behavior: str | None = None,
        **kwargs: Unpack[params.SubscriptionPreviewUpdate],
    ) -> UpcomingInvoice | None:
        """
        What the next invoice would be after a change; nothing is changed and nothing stored.

        ``price`` and ``items`` as for :meth:`swap`; without them the next invoice as things are.
        Further arguments are those of ``subscription_details`` (``proration_date``,
        ``trial_end``, ``cancel_at_period_end`` …); ``discounts`` and what else Stripe takes beside
        them too. Returns an UpcomingInvoice, or None if there would be nothing to invoice.
        https://docs.stripe.com/api/invoices/create_preview
        """
        given: dict[str, Any] = {**kwargs}
        details = {name: given.pop(name) for name in list(given) if name in _PREVIEWED}
        if price is not None or items is not None:
            details["items"] = self._swapped(price, items)
        if proration_behavior is not None:
            details["proration_behavior"] = proration_behavior
        if details:
            given["subscription_details"] = details
        return apps.get_model("djstripe", "Invoice").upcoming(subscription=self, **given)

    # verbs: its time

    def end_trial(self, **kwargs: Unpack[params.SubscriptionEndTrial]) -> Self:
        """
        End the trial now, so that the first payment is due, and return the subscription.

        Raises ImpossibleAPIRequest if it is not on trial.
        """
        if not self.is_on_trial():  # type: ignore[attr-defined]
            raise ImpossibleAPIRequest(
                f"Subscription {self.id} is not on trial, so that there is no trial to end."
            )
        return self.act(trial_end="now", **kwargs)  # type: ignore[no-any-return]

    def extend_trial(
        self, until: dt.datetime, **kwargs: Unpack[params.SubscriptionExtendTrial]
    ) -> Self:
        """
        Let the trial, or a new one, last until a moment in the future; returns the subscription.

        Raises InvalidParameter for a moment that has passed.
        https://docs.stripe.com/billing/subscriptions/trials
        """
        moment = _aware(until)
        if moment <= timezone.now():
            raise InvalidParameter(f"A trial cannot last until {until}, which has passed.")
        kwargs.setdefault("proration_behavior", "none")
        return self.act(trial_end=moment, **kwargs)  # type: ignore[no-any-return]

    def cancel_on(self, moment: dt.datetime, **kwargs: Unpack[params.SubscriptionCancelOn]) -> Self:
        """
        End the subscription at a moment in the future, and return it. ``reactivate()`` takes it
        back.

        Raises InvalidParameter for a moment that has passed: ``cancel()`` ends it at once.
        """
        at = _aware(moment)
        if at <= timezone.now():
            raise InvalidParameter(f"{moment} has passed: cancel() ends a subscription at once.")
        return self.act(cancel_at=at, **kwargs)  # type: ignore[no-any-return]

    def create_schedule(
        self, **kwargs: Unpack[params.SubscriptionCreateSchedule]
    ) -> SubscriptionSchedule:
        """
        Put a SubscriptionSchedule around this subscription as it is, and return it; its
        ``update(phases=…)`` says what comes next.
        https://docs.stripe.com/billing/subscriptions/subscription-schedules
        """
        schedules = apps.get_model("djstripe", "SubscriptionSchedule")
        schedule = schedules.create_at_stripe(
            from_subscription=self,
            stripe_account=self.djstripe_owner_account_id or None,
            livemode=self.livemode,
            # The subscription, which names its schedule now, comes in the same answer.
            expand=["subscription"],
            **kwargs,
        )
        self.refresh_from_db()
        return schedule  # type: ignore[no-any-return]

    # verbs: what it costs

    def add_discount(
        self,
        *,
        coupon: Any = None,
        promotion_code: Any = None,
        **kwargs: Unpack[params.SubscriptionAddDiscount],
    ) -> Self:
        """
        Give it the discount of a coupon or of a promotion code (a row or its id; not the word
        that customers type) beside those it has, and return the subscription.

        Raises TypeError unless one of them is given.
        https://docs.stripe.com/billing/subscriptions/coupons
        """
        if (coupon is None) == (promotion_code is None):
            raise TypeError("add_discount() needs either a coupon or a promotion_code.")
        new = {"coupon": coupon} if coupon is not None else {"promotion_code": promotion_code}
        kept = [{"discount": one.id} for one in self.discounts.all()]  # type: ignore[attr-defined]
        return self.act(discounts=[*kept, new], expand=self.expand_fields, **kwargs)  # type: ignore[no-any-return]

    # predicates: its payment

    @property
    def latest_payment(self) -> Any:
        """The PaymentIntent that pays the latest invoice, or None if none is known."""
        invoice = self.latest_invoice  # type: ignore[attr-defined]
        return None if invoice is None else invoice.payment_intent

    @property
    def client_secret(self) -> str | None:
        """
        What Stripe.js goes on with where a first payment, or a payment method, is awaited.

        It came with the answer to ``customer.subscribe()`` or a change, and is stored nowhere:
        None on a row that came from the database.
        """
        # An invoice's secret is that of its payment intent.
        secret = secret_of(self, self.latest_invoice_id) or secret_of(  # type: ignore[attr-defined]
            self,
            self.pending_setup_intent_id,  # type: ignore[attr-defined]
        )
        return None if secret is None else secret.reveal()

    def incomplete_payment(self) -> IncompletePayment | None:
        """
        What keeps it from being paid, or None: RequiresAction, RequiresPaymentMethod …

        It holds the payment intent (or the setup intent of a trial) and what the browser needs.
        Stripe is asked only for a payment intent that the mirror has not yet.
        """
        if self.status in _AWAITING:  # type: ignore[attr-defined]
            intent = self.latest_payment or self._look_at_payment()
            named = self.latest_invoice_id  # type: ignore[attr-defined]
        else:
            intent = self.pending_setup_intent  # type: ignore[attr-defined]
            named = self.pending_setup_intent_id  # type: ignore[attr-defined]
        return problem_of(self, intent, secret_of(self, named))

    def raise_if_incomplete(self) -> Self:
        """This subscription; raises its :meth:`incomplete_payment` if there is one."""
        problem = self.incomplete_payment()
        if problem is not None:
            raise problem
        return self

    # inside

    def _look_at_payment(self) -> Any:
        """The payment intent of the latest invoice, read from Stripe once; None without one."""
        invoice = self.latest_invoice  # type: ignore[attr-defined]
        if invoice is None:
            return None
        # Not by a filter, which would look for the payment intent's row.
        named = [payment.payment_intent_id for payment in invoice.payments_to_believe()]
        wanted = next(filter(None, named), None)
        if wanted is None:
            return None
        intents = apps.get_model("djstripe", "PaymentIntent")
        look = get_gateway().retrieve(intents.path_of(wanted), self.credentials())
        intent = mirror.store([look])[0].row
        return hand_out(intent, look.data)

    def item_of(self, item: Any = None) -> Any:
        """
        The row of one of its items: a SubscriptionItem or a Price (rows or ids), or, if nothing
        is said, the only one.

        Raises SeveralItems if there are several to choose from, and InvalidRow for one that it
        has not.
        """
        items = self._items()
        if item is None:
            found = list(items[:2])
            if len(found) > 1:
                raise SeveralItems(
                    f"Subscription {self.id} has several items; say which one is meant: "
                    f"{', '.join(sorted(one.id for one in items))}."
                )
        else:
            named = item if isinstance(item, str) else getattr(item, "id", None)
            if not isinstance(item, str):
                is_item = type(item).__name__ == "SubscriptionItem"
                check_beside(item, "subscription_item" if is_item else "price", self)
            found = [one for one in items if named in (one.id, one.price_id)][:2]
            if len(found) > 1:
                raise SeveralItems(
                    f"Subscription {self.id} has several items of price {named}; say which one: "
                    f"{', '.join(one.id for one in found)}."
                )
        if not found:
            raise InvalidRow(
                f"Subscription {self.id} has no item {getattr(item, 'id', item) or ''}: "
                f"it has {', '.join(sorted(one.id for one in items)) or 'none in the mirror'}."
            )
        return found[0]

    def _items(self) -> Any:
        check_actor(self)
        return self.items.all()  # type: ignore[attr-defined]

    def _quantity_now(self, item: Any) -> int:
        return int(self.item_of(item).quantity or 0)

    def _swapped(self, price: Any, items: Any) -> list[JSON]:
        """What Stripe is to make of the items, as it takes it."""
        if (price is None) == (items is None):
            raise TypeError("Say either the price or the items to change to.")
        if items is None:
            item = self.item_of()
            # Unsaid, the quantity would be 1 again.
            # https://docs.stripe.com/billing/subscriptions/change-price
            kept = {} if item.quantity is None else {"quantity": item.quantity}
            return [{"id": item.id, "price": price, **kept}]
        wanted = [dict(one) if isinstance(one, Mapping) else {"price": one} for one in items]
        if not wanted:
            raise TypeError("A subscription needs at least one item: cancel() ends it.")
        there = {one.id: one.price_id for one in self._items()}
        changed = []
        for one in wanted:
            check_beside(one.get("price"), "price", self)
            named = getattr(one.get("price"), "id", one.get("price"))
            if "id" in one:
                there.pop(getattr(one["id"], "id", one["id"]), None)
            else:
                same = next((id for id, price_id in there.items() if price_id == named), None)
                if same is not None:
                    del there[same]
                    # With its price, the quantity would have to be said as well.
                    one = {"id": same, **{k: v for k, v in one.items() if k != "price"}}
            changed.append(one)
        return [*changed, *({"id": id, "deleted": True} for id in there)]

    def _change(
        self,
        items: list[JSON],
        proration_behavior: str | None,
        invoice_now: bool,
        kwargs: Mapping[str, Any],
    ) -> Any:
        if invoice_now:
            if proration_behavior not in (None, "always_invoice"):
                raise TypeError(
                    f"invoice_now means proration_behavior='always_invoice', "
                    f"and {proration_behavior!r} is given."
                )
            proration_behavior = "always_invoice"
        return self.act(items=items, proration_behavior=proration_behavior, **kwargs)

    # twins, for async views

    aswap = twin(swap)
    aset_quantity = twin(set_quantity)
    aincrement_quantity = twin(increment_quantity)
    adecrement_quantity = twin(decrement_quantity)
    aadd_item = twin(add_item)
    aremove_item = twin(remove_item)
    aend_trial = twin(end_trial)
    aextend_trial = twin(extend_trial)
    acancel_on = twin(cancel_on)
    acreate_schedule = twin(create_schedule)
    aadd_discount = twin(add_discount)
    aincomplete_payment = twin(incomplete_payment)
    araise_if_incomplete = twin(raise_if_incomplete)


# The statuses in which a payment of the latest invoice is awaited.
_AWAITING = ("incomplete", "past_due", "unpaid")

# What a preview takes as the subscription's details.
# https://docs.stripe.com/api/invoices/create_preview#create_create_preview-subscription_details
_PREVIEWED = (
    "billing_cycle_anchor",
    "billing_mode",
    "cancel_at",
    "cancel_at_period_end",
    "cancel_now",
    "default_tax_rates",
    "proration_date",
    "resume_at",
    "start_date",
    "trial_end",
)


def _whole(count: Any) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InvalidParameter(f"{count!r} is not how many: say a whole number, 1 or more.")
    return count


def _aware(moment: Any) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        raise InvalidParameter(f"{moment!r} is not a moment: say a datetime.")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
