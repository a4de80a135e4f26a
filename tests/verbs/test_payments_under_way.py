"""
Payments that are not through at once: what the browser gets, what is stored, how they go on.

https://docs.stripe.com/payments/3d-secure, https://docs.stripe.com/testing
"""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from decimal import Decimal
from typing import Any

import pytest
import stripe
from django.core import serializers
from django.views.debug import ExceptionReporter

from djstripe.exceptions import IncompletePayment, RequiresAction, RequiresPaymentMethod
from djstripe.models import PaymentIntent, SetupIntent, Subscription
from djstripe.models.answers import rows_of
from djstripe.sandbox import TEST_KEY, Sandbox

from .worlds import World

pytestmark = pytest.mark.django_db

# Test cards: https://docs.stripe.com/testing#regulatory-cards, #declined-payments
ALWAYS_ASKS = "pm_card_authenticationRequired"
DECLINES = "pm_card_visa_chargeDeclined"


@pytest.fixture
def w(sandbox: Sandbox, settings: Any) -> World:
    settings.STRIPE_TEST_SECRET_KEY = TEST_KEY
    return World.of(sandbox, connected=False, livemode=False)


def asking(w: World) -> Any:
    """A customer whose card asks for authentication at every payment."""
    return w.customer(card=ALWAYS_ASKS)


class TestPay:
    def test_who_must_authenticate(self, w: World) -> None:
        customer = asking(w)

        with pytest.raises(RequiresAction) as caught:
            customer.pay(Decimal("20"), "usd")

        problem, intent = caught.value, PaymentIntent.objects.get()
        assert problem.row == problem.intent == intent
        assert problem.status == intent.status == "requires_action"
        assert problem.client_secret == w.at_stripe(intent)["client_secret"]
        assert problem.next_action == intent.next_action
        assert problem.for_browser() == {
            "id": intent.id,
            "object": "payment_intent",
            "status": "requires_action",
            "next_action": intent.next_action,
            "client_secret": problem.client_secret,
        }
        assert intent.id in str(problem) and "Stripe.js" in str(problem)

    def test_who_has_authenticated_has_paid(self, w: World) -> None:
        customer = asking(w)
        with pytest.raises(RequiresAction) as caught:
            customer.pay(Decimal("20"), "usd")
        w.begin()

        w.sandbox.authenticate(caught.value.intent.id)
        w.deliver()

        intent = PaymentIntent.objects.get()
        assert intent.status == "succeeded"
        assert intent.incomplete_payment() is None

    def test_a_declined_card_leaves_its_payment_intent(self, w: World) -> None:
        customer = w.customer()

        with pytest.raises(stripe.CardError) as caught:
            customer.pay(Decimal("20"), "usd", payment_method=DECLINES)

        (intent,) = rows_of(caught.value)
        assert intent == PaymentIntent.objects.get()
        assert intent.status == "requires_payment_method"
        assert intent.last_payment_error["code"] == caught.value.code == "card_declined"
        assert isinstance(intent.incomplete_payment(), RequiresPaymentMethod)

    def test_who_is_not_there_cannot_authenticate(self, w: World) -> None:
        customer = asking(w)

        with pytest.raises(stripe.CardError) as caught:
            customer.pay(Decimal("20"), "usd", off_session=True)

        assert caught.value.code == "authentication_required"
        assert [type(row) for row in rows_of(caught.value)] == [PaymentIntent]

    def test_other_errors_carry_nothing(self, w: World) -> None:
        with pytest.raises(stripe.InvalidRequestError) as caught:
            w.customer().pay(Decimal("20"), "usd", payment_method="pm_nobody")

        assert caught.value.code == "resource_missing"
        assert rows_of(caught.value) == []


class TestConfirm:
    def test_a_payment_that_asks_and_then_goes_on(self, w: World) -> None:
        intent = w.intent()

        with pytest.raises(RequiresAction) as caught:
            intent.confirm(payment_method=ALWAYS_ASKS, return_url="https://example.com/back")

        assert caught.value.row is intent
        assert caught.value.next_action["type"] == "redirect_to_url"  # type: ignore[index]
        assert intent.incomplete_payment().client_secret == caught.value.client_secret

    def test_a_setup_that_asks(self, w: World) -> None:
        customer = w.customer(card=None)
        setup = customer.begin_setup(allowed_payment_method_types=["card"])

        with pytest.raises(RequiresAction) as caught:
            setup.confirm(payment_method=ALWAYS_ASKS)

        assert caught.value.intent == SetupIntent.objects.get()
        assert caught.value.client_secret == setup.client_secret

    def test_dj_stripes_name_returns(self, w: World) -> None:
        intent = w.intent()

        assert intent._api_confirm(payment_method=ALWAYS_ASKS).status == "requires_action"


class TestInvoice:
    def test_pay(self, w: World) -> None:
        invoice = w.invoice(asking(w))

        with pytest.raises(RequiresAction) as caught:
            invoice.pay()

        assert isinstance(caught.value.__cause__, stripe.CardError)
        assert caught.value.row is invoice
        assert caught.value.intent == PaymentIntent.objects.get()
        assert caught.value.client_secret

    def test_pay_with_a_card_that_declines(self, w: World) -> None:
        invoice = w.invoice(w.customer(card=None))

        with pytest.raises(stripe.CardError) as caught:
            invoice.pay(payment_method=DECLINES)

        assert caught.value.code == "card_declined"
        assert rows_of(caught.value) == [PaymentIntent.objects.get()]


class TestSubscribe:
    def test_the_first_payment_is_the_browsers(self, w: World) -> None:
        customer, price = w.customer(card=None), w.price()

        subscription = customer.subscribe(price=price, payment_behavior="default_incomplete")

        assert subscription.is_incomplete()
        assert subscription.client_secret
        problem = subscription.incomplete_payment()
        assert isinstance(problem, RequiresPaymentMethod)
        assert problem.client_secret == subscription.client_secret
        assert problem.intent == subscription.latest_payment
        assert problem.client_secret.startswith(f"{problem.intent.id}_secret_")

    def test_a_first_payment_that_asks(self, w: World) -> None:
        subscription = asking(w).subscribe(price=w.price())

        with pytest.raises(RequiresAction) as caught:
            subscription.raise_if_incomplete()

        assert caught.value.row is subscription
        assert caught.value.client_secret == subscription.client_secret
        w.begin()
        w.sandbox.authenticate(caught.value.intent.id)
        w.deliver()
        subscription.refresh_from_db()
        assert subscription.is_active()
        assert subscription.raise_if_incomplete() is subscription

    def test_a_trial_collects_a_card_for_later(self, w: World) -> None:
        customer = w.customer(card=None)

        subscription = customer.subscribe(
            price=w.price(), trial_period_days=7, payment_behavior="default_incomplete"
        )

        problem = subscription.incomplete_payment()
        assert isinstance(problem.intent, SetupIntent)
        assert problem.client_secret == subscription.client_secret
        assert problem.client_secret.startswith(f"{problem.intent.id}_secret_")

    def test_all_or_nothing(self, w: World) -> None:
        customer = w.customer(card="pm_card_chargeCustomerFail")

        with pytest.raises(stripe.CardError):
            customer.subscribe(price=w.price(), payment_behavior="error_if_incomplete")

        assert not Subscription.objects.exists()

    def test_a_payment_intent_that_is_not_mirrored_is_looked_at_once(self, w: World) -> None:
        customer, price = w.customer(card=None), w.price()
        subscription = customer.subscribe(price=price, payment_behavior="default_incomplete")
        assert not PaymentIntent.objects.exists()
        w.begin()

        subscription.incomplete_payment()
        subscription.incomplete_payment()

        assert [one.method for one in w.requests] == ["GET"]

    def test_a_row_of_the_database_knows_no_secret(self, w: World) -> None:
        customer, price = w.customer(card=None), w.price()
        made = customer.subscribe(price=price, payment_behavior="default_incomplete")
        made.incomplete_payment()

        read = Subscription.objects.get()

        assert read.client_secret is None
        assert read.incomplete_payment().client_secret is None
        assert read.latest_payment.client_secret is None
        assert read.latest_payment.ask_client_secret() == made.client_secret


class TestTheSecretIsNobodyElses:
    @pytest.fixture
    def problem(self, w: World) -> Any:
        with pytest.raises(RequiresAction) as caught:
            asking(w).pay(Decimal("20"), "usd")
        return caught.value

    def test_not_in_the_database(self, problem: Any) -> None:
        (row,) = PaymentIntent.objects.all()

        assert problem.client_secret not in json.dumps(
            serializers.serialize("python", [row]), default=str
        )
        assert "client_secret" not in row.stripe_data

    def test_not_in_words(self, problem: Any) -> None:
        row = problem.row
        said = [
            str(problem),
            repr(problem),
            repr(row),
            str(row),
            repr(vars(row)),
            repr(vars(problem)),
        ]
        said += traceback.format_exception(problem)

        assert not [text for text in said if problem.client_secret in text]

    def test_not_on_an_error_page(self, problem: Any) -> None:
        try:
            row, error = problem.row, problem
            raise error
        except RequiresAction as caught:
            page = ExceptionReporter(None, type(caught), caught, caught.__traceback__)
            html = page.get_traceback_html()

        assert row.id in html
        assert problem.client_secret not in html

    def test_not_in_a_pickle(self, problem: Any) -> None:
        secret = problem.client_secret.encode()

        assert secret not in pickle.dumps(problem.row)
        assert secret not in pickle.dumps(problem)
        assert pickle.loads(pickle.dumps(problem.row)).client_secret is None
        again = pickle.loads(pickle.dumps(problem))
        assert (type(again), str(again), again.client_secret) == (
            RequiresAction,
            str(problem),
            None,
        )

    def test_a_copy_in_this_process_has_it(self, problem: Any) -> None:
        assert copy.copy(problem.row).client_secret == problem.client_secret

    def test_forgotten_with_the_next_answer(self, w: World, problem: Any) -> None:
        row = problem.row

        row.cancel()

        assert row.incomplete_payment() is None


def test_one_word_for_all_of_them() -> None:
    assert issubclass(RequiresAction, IncompletePayment)
    assert issubclass(RequiresPaymentMethod, IncompletePayment)
    assert str(RequiresAction()) == "This payment is not through yet."
    assert RequiresAction().client_secret is None
    assert RequiresAction().for_browser()["status"] is None
