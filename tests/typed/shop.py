"""
A small project that uses the package, for type checkers to read; it is never run.

A line that is wrong says at its end what a checker must say of it. A line with ``reveal_type``
says the type.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import reveal_type

from djstripe.models import (
    Charge,
    Coupon,
    Customer,
    Invoice,
    Meter,
    PaymentIntent,
    Price,
    Product,
    Session,
    Subscription,
)


def right(customer: Customer, price: Price, moment: datetime) -> None:
    """What the documentation shows is accepted: rows for ids, datetimes for Unix seconds."""
    subscription = customer.subscribe(price=price, trial_end=moment, idempotency_key="k")
    customer.subscribe(items=[{"price": price, "quantity": 2}], default_payment_method="pm_1")
    customer.subscribe(price="price_1", discounts=[{"coupon": "co_1"}], metadata={"a": "b"})
    subscription.update(cancel_at=moment, default_tax_rates=["txr_1"], proration_behavior="none")
    subscription.update(metadata="")
    subscription.cancel(prorate=True, cancellation_details={"comment": "bye"})
    subscription.swap("price_2", proration_date=moment)
    subscription.pause_collecting("void", resumes_at=moment)
    customer.checkout(price=price, success_url="https://x.org", allow_promotion_codes=True)
    customer.billing_portal("https://x.org", "subscription_cancel", locale="de")
    Session.create(mode="payment", line_items=[{"price": price, "quantity": 1}])
    Coupon.create(percent_off=10, duration="once")
    Price.create(product="prod_1", currency="usd", unit_amount=Decimal("9.99"))
    customer.charge(Decimal("5"), currency="usd", capture=False)
    Invoice.objects.open().filter(customer_id="cus_1", subscription_id=subscription.id)


def rows(customer: Customer) -> None:
    """Fields, relations, verbs and querysets know what they hold."""
    subscription = customer.subscribe(price="price_1")
    reveal_type(subscription)  # is: Subscription
    reveal_type(subscription.current_period_end)  # is: datetime | None
    reveal_type(customer.email)  # is: str | None
    reveal_type(customer.created)  # is: datetime | None
    reveal_type(customer.features)  # is: frozenset[str]
    reveal_type(customer.subscription)  # is: Subscription | None
    reveal_type(customer.checkout(price="price_1").url)  # is: str | None
    reveal_type(customer.charge(Decimal("5")).amount)  # is: Decimal | None
    reveal_type(customer.upcoming_invoice())  # is: UpcomingInvoice | None
    reveal_type(subscription.swap("price_2"))  # is: Subscription
    reveal_type(Customer.objects.get())  # is: Customer
    reveal_type(Customer.objects.entitled_to("x").first())  # is: Customer | None
    reveal_type(Subscription.objects.active().on_trial().first())  # is: Subscription | None
    reveal_type(Product.objects.first())  # is: Product | None
    reveal_type(Charge.objects.during(2026, 1).get().captured)  # is: bool | None
    reveal_type([i.amount_due for i in Invoice.objects.paid()])  # is: list[int | None]


async def waiting(customer: Customer) -> None:
    """The twins know the same."""
    reveal_type(await customer.asubscribe(price="price_1"))  # is: Subscription
    await customer.asubscribe(price="price_1", trial_period_days="14")  # error: trial_period_days


def wrong(customer: Customer, subscription: Subscription, intent: PaymentIntent) -> None:
    """What Stripe does not take is seen before it is sent."""
    customer.subscribe(price="price_1", trail_period_days=14)  # error: trail_period_days
    customer.subscribe(price="price_1", trial_period_days="14")  # error: int
    customer.subscribe(price="price_1", customer="cus_1")  # error: customer
    subscription.update(cancel_at_period_end="yes")  # error: bool
    subscription.cancel(prorated=True)  # error: prorated
    customer.charge(5.0)  # error: Decimal
    customer.checkout(price="price_1", alow_promotion_codes=True)  # error: alow_promotion_codes
    Session.create(mode="payment", line_items=[{"prise": "price_1"}])  # error: prise
    intent.capture(amount_to_capture="5")  # error: int
    Meter.create(display_name="Calls", event_name="calls")  # error: default_aggregation
    customer.report_usage("calls", 0.5)  # error: float
    Customer.objects.subscribed_too("prod_1")  # error: subscribed_too
