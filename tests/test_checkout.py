"""Checkout and the portal: one call there, and the truth on the way back, before any webhook."""

from __future__ import annotations

import json
import pickle
from typing import Any
from uuid import UUID

import pytest
import stripe
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.views.generic import TemplateView

from djstripe import checkout, gates
from djstripe.backfill import backfill
from djstripe.exceptions import ForeignSession, InvalidParameter, MultipleSubscriptionException
from djstripe.mixins import CheckoutReturnMixin
from djstripe.models import (
    BillingPortalSession,
    Customer,
    Event,
    Feature,
    PaymentIntent,
    PaymentLink,
    Price,
    Product,
    Session,
    Subscription,
)
from djstripe.models.api import find_credentials
from djstripe.models.marks import key_in_mark, mark_of
from djstripe.sandbox import Sandbox

pytestmark = pytest.mark.django_db

BACK = "https://example.com/thanks/"


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    find_credentials()
    return stripe_sandbox


@pytest.fixture
def ada(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="ada", email="ada@example.com")


@pytest.fixture
def bob(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="bob", email="bob@example.com")


@pytest.fixture
def customer(sandbox: Sandbox, ada: Any) -> Customer:
    return Customer.get_or_create(ada)[0]


def price(sandbox: Sandbox, amount: int = 9, **recurring: Any) -> Price:
    product = Product.create_at_stripe(name="Gold")
    made: Price = Price.create(
        product=product.id, currency="usd", unit_amount=amount, recurring=recurring or None
    )
    return made


@pytest.fixture
def monthly(sandbox: Sandbox) -> Price:
    return price(sandbox, interval="month")


@pytest.fixture
def book(sandbox: Sandbox) -> Price:
    return price(sandbox, 25)


def lines(sandbox: Sandbox, session: Session) -> list[tuple[str, int | None]]:
    path = f"/v1/checkout/sessions/{session.id}/line_items"
    listed = sandbox.call("GET", path)["data"]
    return [(line["price"]["id"], line["quantity"]) for line in listed]


def visit(path: str, visitor: Any = None, session: dict[str, Any] | None = None) -> Any:
    request = RequestFactory().get(path)
    request.user = visitor
    request.session = {} if session is None else session
    return request


def back(session: Session, visitor: Any = None, browser: dict[str, Any] | None = None) -> Any:
    return visit(f"/thanks/?session_id={session.id}", visitor, browser)


class TestStart:
    def test_the_mode_follows_from_what_is_sold(
        self, sandbox: Sandbox, customer: Customer, monthly: Price, book: Price
    ) -> None:
        for terms, mode in (
            ({"price": book}, "payment"),
            ({"price": monthly.id}, "subscription"),
            ({"items": [book.id, {"price": monthly, "quantity": 2}]}, "subscription"),
            ({}, "setup"),
        ):
            session = customer.checkout(**terms, success_url=BACK)

            assert (session.mode, session.status, session.customer) == (mode, "open", customer)
            assert session.url.startswith("https://")
            assert Session.objects.get(id=session.id).url == session.url

    def test_what_the_mirror_does_not_know_must_be_said(
        self, sandbox: Sandbox, customer: Customer
    ) -> None:
        made = sandbox.create(
            "price",
            product=sandbox.create("product", name="Gold")["id"],
            currency="usd",
            unit_amount=900,
        )
        asked = len(sandbox.requests)

        with pytest.raises(InvalidParameter, match='say mode="payment"'):
            customer.checkout(price=made["id"], success_url=BACK)
        assert len(sandbox.requests) == asked
        assert customer.checkout(price=made["id"], mode="payment", success_url=BACK).is_open()

    def test_quantities(
        self, sandbox: Sandbox, customer: Customer, monthly: Price, book: Price
    ) -> None:
        meter = sandbox.create(
            "billing.meter",
            display_name="Calls",
            event_name="calls",
            default_aggregation={"formula": "sum"},
        )
        metered = price(sandbox, interval="month", usage_type="metered", meter=meter["id"])

        first = customer.checkout(price=monthly, quantity=3, success_url=BACK)
        second = customer.checkout(
            items=[monthly, metered, {"price": book.id, "quantity": 2}], success_url=BACK
        )

        assert lines(sandbox, first) == [(monthly.id, 3)]
        assert dict(lines(sandbox, second))[book.id] == 2
        assert dict(lines(sandbox, second))[monthly.id] == 1
        asked = [r for r in sandbox.requests if r.path == "/v1/checkout/sessions"][-1]
        assert "quantity" not in asked.params["line_items"][1]

    def test_trials_promotions_and_whatever_else_stripe_takes(
        self, sandbox: Sandbox, customer: Customer, monthly: Price
    ) -> None:
        session = customer.checkout(
            price=monthly,
            success_url=BACK,
            cancel_url="https://example.com/pricing/",
            trial_days=14,
            allow_promotion_codes=True,
            subscription_data={"metadata": {"plan": "gold"}},
        )
        sandbox.checkout(session.id)

        done = Session.complete(session.id)
        assert session.allow_promotion_codes is True
        assert session.cancel_url == "https://example.com/pricing/"
        assert done.subscription.status == "trialing"
        assert done.subscription.metadata == {"plan": "gold"}

    @pytest.mark.parametrize(
        ("url", "whole"),
        [
            (BACK, f"{BACK}?session_id={{CHECKOUT_SESSION_ID}}"),
            (f"{BACK}?a=1#top", f"{BACK}?a=1&session_id={{CHECKOUT_SESSION_ID}}#top"),
            (f"{BACK}?s={{CHECKOUT_SESSION_ID}}", f"{BACK}?s={{CHECKOUT_SESSION_ID}}"),
        ],
    )
    def test_the_way_back_is_told_the_session(
        self, sandbox: Sandbox, customer: Customer, book: Price, url: str, whole: str
    ) -> None:
        assert customer.checkout(price=book, success_url=url).success_url == whole

    def test_what_makes_no_sense_is_refused_and_not_sent(
        self, sandbox: Sandbox, customer: Customer, book: Price
    ) -> None:
        asked = len(sandbox.requests)

        with pytest.raises(InvalidParameter, match="build_absolute_uri"):
            customer.checkout(price=book, success_url="/thanks/")
        for wrong in ({"price": book, "items": [book]}, {"items": [book], "quantity": 2}):
            with pytest.raises(TypeError, match="either price"):
                customer.checkout(**wrong, success_url=BACK)
        with pytest.raises(InvalidParameter, match="not a checkout session's id"):
            Session.complete("cus_1")
        assert len(sandbox.requests) == asked


class TestReturn:
    def test_the_page_knows_everything_before_any_webhook(
        self, sandbox: Sandbox, customer: Customer, ada: Any, monthly: Price
    ) -> None:
        Feature.create("reports", "Reports").attach_to(monthly.product)
        session = customer.checkout(price=monthly, success_url=BACK)
        sandbox.checkout(session.id)
        asked = len(sandbox.requests)

        done = checkout.returned(back(session, ada))

        assert (done.is_complete(), done.is_paid()) == (True, True)
        assert done.subscription.status == "active"
        assert done.subscription.items.get().price == monthly
        assert done.invoice.status == "paid"
        assert customer.is_subscribed_to(monthly.product)
        assert gates.has_feature(ada, "reports")
        paths = [request.path for request in sandbox.requests[asked:]]
        assert paths == [
            f"/v1/checkout/sessions/{session.id}",
            "/v1/entitlements/active_entitlements",
        ]

    def test_a_payment_and_a_card_for_later(
        self, sandbox: Sandbox, customer: Customer, ada: Any, book: Price
    ) -> None:
        paid = customer.checkout(price=book, success_url=BACK)
        kept = customer.checkout(success_url=BACK)
        for session in (paid, kept):
            sandbox.checkout(session.id)

        done = Session.complete(paid.id, ada)
        assert (done.payment_intent.status, done.payment_intent.amount) == ("succeeded", 2_500)
        assert done.payment_intent.latest_charge.paid
        assert [line.price for line in done.lines.all()] == [book]
        assert Session.complete(kept.id, ada).setup_intent.payment_method.type == "card"

    def test_a_page_that_is_loaded_again_does_not_ask_again(
        self, sandbox: Sandbox, customer: Customer, ada: Any, book: Price
    ) -> None:
        session = customer.checkout(price=book, success_url=BACK)
        sandbox.checkout(session.id)
        Session.complete(session.id, ada)
        asked = len(sandbox.requests)

        assert Session.complete(session.id, ada).is_complete()
        assert len(sandbox.requests) == asked

    def test_somebody_elses_session_is_not_shown(
        self, sandbox: Sandbox, customer: Customer, bob: Any, book: Price
    ) -> None:
        session = customer.checkout(price=book, success_url=BACK)
        sandbox.checkout(session.id)

        with pytest.raises(ForeignSession) as caught:
            checkout.returned(back(session, bob))
        assert isinstance(caught.value, PermissionDenied)
        with pytest.raises(ForeignSession):
            checkout.returned(back(session))

    def test_no_id_and_nonsense_are_not_found(self, sandbox: Sandbox, ada: Any) -> None:
        for path in ("/thanks/", "/thanks/?session_id=../customers"):
            with pytest.raises(Http404):
                checkout.returned(visit(path, ada))
        with pytest.raises(stripe.InvalidRequestError):
            checkout.returned(visit("/thanks/?session_id=cs_test_unknown", ada))

    def test_who_turned_back_or_came_too_late(
        self, sandbox: Sandbox, customer: Customer, ada: Any, book: Price
    ) -> None:
        session = customer.checkout(price=book, success_url=BACK)
        assert Session.complete(session.id, ada).is_open()

        sandbox.advance(25 * 3_600)

        late = Session.complete(session.id, ada)
        assert (late.is_expired(), late.url) == (True, None)

    def test_the_view(
        self, sandbox: Sandbox, customer: Customer, ada: Any, bob: Any, monthly: Price
    ) -> None:
        class Thanks(CheckoutReturnMixin, TemplateView):
            template_name = "thanks.html"

        session = customer.checkout(price=monthly, success_url=BACK)
        sandbox.checkout(session.id)

        context = Thanks.as_view()(back(session, ada)).context_data

        assert context["checkout_session"] == session
        assert context["customer"] == customer
        assert context["subscription"] == Subscription.objects.get()
        with pytest.raises(PermissionDenied):
            Thanks.as_view()(back(session, bob))


class TestWhoseItIs:
    """Checkout makes a customer that says nothing of its subscriber."""

    def begun(self, sandbox: Sandbox, ada: Any, monthly: Price) -> Session:
        session = checkout.start(visit("/", ada), price=monthly, success_url="/thanks/")
        assert session.customer is None
        assert session.success_url == ("http://testserver/thanks/?session_id={CHECKOUT_SESSION_ID}")
        sandbox.checkout(session.id)
        return session

    def test_who_comes_back_is_linked(self, sandbox: Sandbox, ada: Any, monthly: Price) -> None:
        session = self.begun(sandbox, ada, monthly)

        done = checkout.returned(back(session, ada))

        assert done.customer.subscriber == ada
        assert gates.is_subscribed(ada)
        assert Customer.get_or_create(ada) == (done.customer, False)

    @pytest.mark.parametrize("order", [(Customer, Session), (Session, Customer)])
    def test_by_a_backfill_too_in_any_order(
        self, sandbox: Sandbox, ada: Any, monthly: Price, order: Any
    ) -> None:
        self.begun(sandbox, ada, monthly)
        Session.objects.all().delete()

        for model in order:
            backfill(model, find_credentials())

        assert Customer.objects.get().subscriber == ada

    @pytest.mark.parametrize("newest_first", [False, True])
    def test_by_events_too_in_any_order(
        self, sandbox: Sandbox, ada: Any, monthly: Price, newest_first: bool
    ) -> None:
        """The events themselves are handed in; the session's row is forgotten in between."""
        self.begun(sandbox, ada, monthly)
        Session.objects.all().delete()
        events = [
            event
            for event in sandbox.events
            if event["type"] in ("customer.created", "checkout.session.completed")
        ]

        for event in reversed(events) if newest_first else events:
            Event.process(event)

        assert Customer.objects.get().subscriber == ada

    def test_who_has_a_subscriber_keeps_it(
        self, sandbox: Sandbox, customer: Customer, bob: Any, book: Price
    ) -> None:
        session = customer.checkout(price=book, subscriber=bob, success_url=BACK)
        sandbox.checkout(session.id)

        Session.complete(session.id)

        customer.refresh_from_db()
        assert customer.subscriber.username == "ada"

    def test_a_guest_comes_back_in_the_same_browser_only(
        self, sandbox: Sandbox, ada: Any, book: Price
    ) -> None:
        browser: dict[str, Any] = {}
        session = checkout.start(visit("/", None, browser), price=book, success_url="/thanks/")
        sandbox.checkout(session.id, email="guest@example.com")

        done = checkout.returned(back(session, None, json.loads(json.dumps(browser))))

        assert (done.is_paid(), done.customer) == (True, None)
        assert done.customer_details["email"] == "guest@example.com"
        assert PaymentIntent.objects.get().status == "succeeded"
        assert checkout.returned(back(session, ada, browser)) == done
        with pytest.raises(ForeignSession):
            checkout.returned(back(session, None, {}))

    def test_a_payment_link_brings_its_subscriber_and_no_forged_one(
        self, sandbox: Sandbox, ada: Any, bob: Any, monthly: Price
    ) -> None:
        link = PaymentLink.create(line_items=[{"price": monthly, "quantity": 1}])
        address = link.url_for(ada, prefilled_email="ada@example.com")
        mark = mark_of(ada)
        assert address == f"{link.url}?client_reference_id={mark}&prefilled_email=ada%40example.com"

        for reference in (mark, str(bob.pk), f"{bob.pk}-{mark.rpartition('-')[2]}"):
            sandbox.checkout(link.id, client_reference_id=reference)
        for model in (Session, Customer):
            backfill(model, find_credentials())

        linked = {c.subscriber for c in Customer.objects.all()}
        assert Customer.objects.count() == 3
        assert linked == {ada, None}


class TestMarks:
    @pytest.mark.parametrize(
        "key", [7, UUID(int=5), "ada@example.com", "b64-x", "ключ", "a" * 100, "a-b_c"]
    )
    def test_there_and_back_in_characters_that_stripe_takes(self, key: Any) -> None:
        class Somebody:
            pk = key

        mark = mark_of(Somebody())

        assert key_in_mark(mark) == str(key)
        assert len(mark) <= 200
        assert set(mark) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")

    def test_what_is_not_ours_names_nobody(self, settings: Any) -> None:
        class Somebody:
            pk = 7

        mark = mark_of(Somebody())
        for forged in ("", "7", "8" + mark[1:], mark[:-1], "b64-!-" + mark[2:], "cart_7"):
            assert key_in_mark(forged) is None

        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "newer", [settings.SECRET_KEY]
        assert key_in_mark(mark) == "7"
        settings.SECRET_KEY_FALLBACKS = []
        assert key_in_mark(mark) is None


class TestPortal:
    def subscribe(self, sandbox: Sandbox, customer: Customer, monthly: Price) -> Any:
        made = sandbox.create("payment_method", type="card", card={"token": "tok_visa"})
        customer.add_payment_method(made["id"])
        return customer.subscribe(price=monthly)

    def test_the_address_is_on_the_answer_and_nowhere_else(
        self, sandbox: Sandbox, customer: Customer
    ) -> None:
        session = customer.billing_portal("https://example.com/account/")

        assert session.url.startswith("https://")
        assert (session.customer, session.return_url) == (customer, "https://example.com/account/")
        stored = BillingPortalSession.objects.get()
        assert stored.url is None
        assert session.url not in json.dumps(stored.stripe_data)
        assert session.url not in repr(session)
        assert pickle.loads(pickle.dumps(session)).url is None
        assert BillingPortalSession.begin(customer).startswith("https://")

    @pytest.mark.parametrize("flow", ["subscription_cancel", "subscription_update"])
    def test_a_flow_about_the_only_subscription(
        self, sandbox: Sandbox, customer: Customer, monthly: Price, flow: str
    ) -> None:
        with pytest.raises(InvalidParameter, match="no subscription"):
            customer.billing_portal(flow=flow)
        subscription = self.subscribe(sandbox, customer, monthly)

        session = customer.billing_portal(BACK, flow)

        assert session.flow["type"] == flow
        assert session.flow_subscription == subscription
        other = customer.subscribe(price=monthly)
        with pytest.raises(MultipleSubscriptionException):
            customer.billing_portal(flow=flow)
        assert customer.billing_portal(flow=flow, subscription=other).flow_subscription == other

    def test_other_flows(self, sandbox: Sandbox, customer: Customer, monthly: Price) -> None:
        assert customer.billing_portal(flow="payment_method_update").flow["type"] == (
            "payment_method_update"
        )
        whole = {
            "type": "payment_method_update",
            "after_completion": {"type": "redirect", "redirect": {"return_url": BACK}},
        }
        after = customer.billing_portal(flow=whole).flow["after_completion"]
        assert after["redirect"] == {"return_url": BACK}
        for wrong in ({"flow": "payment_method_update"}, {"flow": whole}, {}):
            with pytest.raises(TypeError):
                customer.billing_portal(**wrong, subscription="sub_1")
