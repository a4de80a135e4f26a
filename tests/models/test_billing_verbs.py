"""What billing's rows do at Stripe, and that the mirror agrees afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import stripe
from django.utils import timezone

from djstripe.gateway import use
from djstripe.models import Coupon, Customer, Invoice, Price, Subscription
from djstripe.sandbox import Sandbox
from tests.gateway.fakes import FakeTransport, Reply, gateway_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(sandbox: Sandbox) -> Any:
    made = sandbox.create("customer", email="ada@example.com", payment_method="pm_card_visa")
    method = sandbox.list("payment_method", customer=made["id"])["data"][0]["id"]
    sandbox.modify("customer", made["id"], invoice_settings={"default_payment_method": method})
    return mirrored(Customer, sandbox, made["id"])


@pytest.fixture
def price(sandbox: Sandbox) -> Any:
    product = sandbox.create("product", name="Gold")
    made = sandbox.create(
        "price",
        product=product["id"],
        currency="usd",
        unit_amount=1_000,
        recurring={"interval": "month"},
    )
    return mirrored(Price, sandbox, made["id"])


@pytest.fixture
def subscription(customer: Any, price: Any) -> Iterator[Any]:
    yield customer.subscribe(price=price)


def mirrored(model: Any, sandbox: Sandbox, id: str) -> Any:
    row = model(id=id, djstripe_owner_account_id=sandbox.account)
    row.save()
    return row.refresh_from_stripe()


class TestSubscription:
    def test_subscribed(self, subscription: Any, price: Any) -> None:
        assert subscription.is_valid()
        assert subscription.items.get().price == price
        assert subscription.quantity == 1
        # Only its id came in the answer.
        assert subscription.latest_invoice_id.startswith("in_")

    def test_cancel_at_once(self, subscription: Any) -> None:
        canceled = subscription.cancel()

        assert canceled == subscription
        assert subscription.is_canceled()
        assert subscription.ended_at is not None

    def test_cancel_at_the_end_of_the_period_and_think_again(self, subscription: Any) -> None:
        subscription.cancel(at_period_end=True)
        assert subscription.is_valid()
        assert subscription.is_on_grace_period()

        subscription.reactivate()

        assert subscription.is_recurring()
        assert subscription.cancel_at_period_end is False

    def test_canceled_on_trial_it_ends_at_once(self, customer: Any, price: Any) -> None:
        trial = customer.subscribe(price=price, trial_period_days=14)
        assert trial.is_on_trial()

        trial.cancel(at_period_end=True)

        assert trial.is_canceled()

    def test_canceled_twice(self, sandbox: Sandbox, subscription: Any) -> None:
        sandbox.delete("subscription", subscription.id)
        assert subscription.is_active()

        subscription.cancel()

        assert subscription.is_canceled()

    def test_extend(self, subscription: Any) -> None:
        end = subscription.current_period_end

        subscription.extend(dt.timedelta(days=7))

        assert subscription.trial_end == end + dt.timedelta(days=7)
        assert subscription.is_valid()

    def test_update_and_the_item_that_left(self, subscription: Any) -> None:
        subscription.update(metadata={"seats": "3"})

        assert subscription.metadata == {"seats": "3"}


class TestInvoice:
    @pytest.fixture
    def draft(self, customer: Any) -> Any:
        invoice = Invoice.create_at_stripe(customer=customer.id, auto_advance=False)
        customer.add_invoice_item(Decimal("20.00"), "usd", invoice=invoice)
        return invoice.refresh_from_stripe()

    def test_finalize_and_pay(self, draft: Any) -> None:
        assert draft.is_draft()
        assert [line.amount for line in draft.lines.all()] == [2_000]

        draft.finalize()
        assert draft.is_open()
        assert draft.number

        assert draft.retry() is True
        assert draft.paid is True
        assert draft.amount_paid == 2_000
        assert draft.retry() is False

    def test_void(self, draft: Any) -> None:
        draft.finalize()

        assert draft.void().is_void()

    def test_mark_uncollectible(self, draft: Any) -> None:
        draft.finalize()

        assert draft.mark_uncollectible().is_uncollectible()

    def test_delete_a_draft(self, draft: Any) -> None:
        draft.delete_draft()

        assert not Invoice.objects.exists()
        assert Invoice.objects.with_deleted().get().djstripe_deleted

    def test_what_comes_next(self, subscription: Any, customer: Any) -> None:
        stored = Invoice.objects.count()

        preview = Invoice.upcoming(customer=customer, subscription=subscription)

        assert preview is not None
        assert preview.total == 1_000
        assert [line.amount for line in preview.lineitems] == [1_000]
        assert Invoice.objects.count() == stored


# Whose the key is, is asked once.
WHO = Reply({"object": "account", "id": "acct_1"})

NOTHING = {
    "error": {
        "code": "invoice_upcoming_none",
        "message": "Nothing to invoice for customer",
        "type": "invalid_request_error",
    }
}


def test_nothing_to_invoice_is_none() -> None:
    with use(gateway_over(FakeTransport(WHO, Reply(NOTHING, status=404)))):
        assert Invoice.upcoming(customer="cus_1") is None


def test_what_else_is_wrong_is_raised() -> None:
    error = {"error": {**NOTHING["error"], "code": "resource_missing"}}
    with (
        use(gateway_over(FakeTransport(WHO, Reply(error, status=404)))),
        pytest.raises(stripe.InvalidRequestError),
    ):
        Invoice.upcoming(customer="cus_1")


def test_the_old_previews_arguments_go_where_they_belong_now() -> None:
    transport = FakeTransport(WHO, Reply({"object": "invoice", "id": "upcoming_in_1"}))
    with use(gateway_over(transport)):
        Invoice.upcoming(customer="cus_1", subscription_items=[{"price": "price_1"}])

    sent = str(transport.requests[-1].form)
    assert "subscription_details" in sent
    assert "subscription_items" not in sent


def test_create_and_remove_a_coupon(sandbox: Sandbox) -> None:
    coupon = Coupon.create(percent_off=10, duration="once", id="MAY")
    assert coupon.is_redeemable()

    coupon.remove()

    assert not Coupon.objects.exists()


def test_list_of_subscriptions_has_the_canceled_ones(sandbox: Sandbox, subscription: Any) -> None:
    subscription.cancel()

    listed = list(Subscription.api_list())

    assert [each.id for each in listed] == [subscription.id]
    assert timezone.now() >= subscription.canceled_at - dt.timedelta(seconds=5)
