"""What core rows do at Stripe, and that the mirror agrees afterwards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import stripe

from djstripe import models
from djstripe.exceptions import InvalidAmount, NotRetrievable
from djstripe.gateway import use
from djstripe.models import Charge, Customer, Event, PaymentIntent, Price, Refund
from djstripe.models.flows import flows
from djstripe.sandbox import Sandbox
from tests.gateway.fakes import FakeTransport, Reply, gateway_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscriber(django_user_model: Any) -> Any:
    return django_user_model.objects.create(
        username="ada", email="ada@example.com", first_name="Ada", last_name="Lovelace"
    )


@pytest.fixture
def customer(sandbox: Sandbox) -> Any:
    made = sandbox.create("customer", email="ada@example.com", payment_method="pm_card_visa")
    method = sandbox.list("payment_method", customer=made["id"])["data"][0]["id"]
    sandbox.modify("customer", made["id"], invoice_settings={"default_payment_method": method})
    return mirrored(sandbox, "customer", made["id"])


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
    return mirrored(sandbox, "price", made["id"])


def mirrored(sandbox: Sandbox, kind: str, id: str) -> Any:
    """The row of what the sandbox has, as if it had come by a look."""
    model = {m.object_name: m for m in (Customer, Price, Charge, PaymentIntent, Refund)}[kind]
    row = model(id=id, djstripe_owner_account_id=sandbox.account)
    row.save()
    return row.refresh_from_stripe()


def charged(customer: Any, **more: Any) -> Any:
    return customer.charge(Decimal("50.00"), currency="usd", **more)


def card(sandbox: Sandbox, token: str) -> str:
    """The id of a new payment method."""
    return str(sandbox.create("payment_method", type="card", card={"token": token})["id"])


def posts(sandbox: Sandbox) -> list[Any]:
    return [request for request in sandbox.requests if request.method == "POST"]


class TestRefund:
    def test_without_amount_all_of_it(self, sandbox: Sandbox, customer: Any) -> None:
        charge = charged(customer)

        refund = charge.refund()

        assert isinstance(refund, Refund)
        assert (refund.amount, refund.charge) == (5_000, charge)
        assert charge.amount_refunded == 5_000
        assert charge.refunded is True
        assert Charge.objects.get().refunded is True

    def test_a_part_with_a_reason(self, sandbox: Sandbox, customer: Any) -> None:
        charge = charged(customer)

        refund = charge.refund(Decimal("20.50"), reason="requested_by_customer")

        assert (refund.amount, refund.reason) == (2_050, "requested_by_customer")
        assert charge.amount_refunded == 2_050
        assert charge.refund().amount == 2_950

    def test_more_than_is_left_is_cut_to_what_is_left(
        self, sandbox: Sandbox, customer: Any
    ) -> None:
        charge = charged(customer)
        charge.refund(Decimal("30"))

        assert charge.refund(Decimal("600")).amount == 2_000

    def test_nothing_left_is_an_error_before_anything_is_sent(
        self, sandbox: Sandbox, customer: Any
    ) -> None:
        charge = charged(customer)
        charge.refund()
        sent = len(sandbox.requests)

        for amount in (None, Decimal(1)):
            with pytest.raises(InvalidAmount, match="nothing left"):
                charge.refund(amount)
        assert len(sandbox.requests) == sent

    def test_one_request_and_the_charge_is_up_to_date(
        self, sandbox: Sandbox, customer: Any
    ) -> None:
        charge = charged(customer)
        sent = len(sandbox.requests)

        charge.refund(Decimal(10))

        assert len(sandbox.requests) == sent + 1
        assert charge.customer == customer


def test_capture(sandbox: Sandbox, customer: Any) -> None:
    charge = charged(customer, capture=False)
    assert charge.human_readable_status == "Uncaptured"

    captured = charge.capture()

    assert captured == charge
    assert charge.captured is True


class TestCustomer:
    def test_create(self, sandbox: Sandbox, subscriber: Any) -> None:
        customer = Customer.create(
            subscriber, metadata={"plan": "x", "djstripe_subscriber": "no"}, phone="1"
        )

        assert customer.subscriber == subscriber
        assert (customer.email, customer.name) == ("ada@example.com", "Ada Lovelace")
        assert customer.metadata == {"plan": "x", "djstripe_subscriber": str(subscriber.pk)}
        assert customer.phone == "1"
        assert customer.stripe_data["id"] == customer.id
        assert Customer.objects.get().subscriber == subscriber

    def test_create_without_the_metadata_key(
        self, sandbox: Sandbox, subscriber: Any, settings: Any
    ) -> None:
        settings.DJSTRIPE_SUBSCRIBER_CUSTOMER_KEY = None

        customer = Customer.create(subscriber, email="other@example.com")

        assert customer.subscriber == subscriber
        assert customer.email == "other@example.com"
        assert not customer.metadata

    def test_get_or_create(self, sandbox: Sandbox, subscriber: Any) -> None:
        customer, created = Customer.get_or_create(subscriber, phone="1")
        again, created_again = Customer.get_or_create(subscriber)

        assert (created, created_again) == (True, False)
        assert again == customer
        assert customer.phone == "1"
        assert len(sandbox.all("customer")) == 1

    def test_get_or_create_of_several_is_the_newest_that_lives(
        self, sandbox: Sandbox, subscriber: Any
    ) -> None:
        """dj-stripe raised MultipleObjectsReturned."""
        first = Customer.create(subscriber)
        sandbox.advance(seconds=5)
        second = Customer.create(subscriber)

        assert Customer.get_or_create(subscriber) == (second, False)

        second.act(method="delete")
        assert Customer.get_or_create(subscriber) == (first, False)

    def test_get_or_create_knows_accounts_and_modes(
        self, sandbox: Sandbox, subscriber: Any
    ) -> None:
        Customer.create(subscriber)
        sandbox.connect("acct_connected")

        other, created = Customer.get_or_create(subscriber, stripe_account="acct_connected")

        assert created
        assert other.djstripe_owner_account_id == "acct_connected"

    def test_subscribe_to_a_price(self, sandbox: Sandbox, customer: Any, price: Any) -> None:
        subscription = customer.subscribe(price=price, metadata={"a": "b"})

        assert subscription.customer == customer
        assert subscription.status == "active"
        assert subscription.metadata == {"a": "b"}
        assert customer.subscription == subscription
        assert customer.is_subscribed_to(price.product_id)

    def test_subscribe_to_items_with_everything_said_of_them(
        self, sandbox: Sandbox, customer: Any, price: Any
    ) -> None:
        """dj-stripe dropped quantity, tax rates and metadata of an item."""
        items = [{"price": price, "quantity": 3, "metadata": {"seat": "window"}}]

        subscription = customer.subscribe(items=items)

        item = subscription.items.get()
        assert (item.price, item.quantity) == (price, 3)
        assert item.metadata == {"seat": "window"}

    def test_subscribe_takes_prices_and_ids_as_items(
        self, sandbox: Sandbox, customer: Any, price: Any
    ) -> None:
        assert customer.subscribe(items=[price]).items.count() == 1
        assert customer.subscribe(items=[price.id]).items.count() == 1

    def test_subscribe_needs_one_of_price_and_items(self, sandbox: Sandbox, customer: Any) -> None:
        sent = len(sandbox.requests)

        with pytest.raises(TypeError, match="only one of items and price"):
            customer.subscribe(items=[], price="price_1")
        with pytest.raises(TypeError, match="a price, or a list of items"):
            customer.subscribe()
        with pytest.raises(TypeError, match="at least one item"):
            customer.subscribe(items=[])
        assert len(sandbox.requests) == sent

    def test_charge(self, sandbox: Sandbox, customer: Any) -> None:
        charge = charged(customer, description="A book")

        assert charge.amount == Decimal("50")
        assert (charge.customer, charge.description) == (customer, "A book")
        assert list(customer.charges.all()) == [charge]

    @pytest.mark.parametrize("amount", [50, 50.0, "50", Decimal("0"), Decimal("-1"), None])
    def test_charge_of_what_is_no_amount(
        self, sandbox: Sandbox, customer: Any, amount: Any
    ) -> None:
        sent = len(sandbox.requests)

        with pytest.raises(InvalidAmount):
            customer.charge(amount, currency="usd")
        assert len(sandbox.requests) == sent

    def test_charge_needs_a_currency(self, sandbox: Sandbox, customer: Any) -> None:
        with pytest.raises(InvalidAmount, match="currency"):
            customer.charge(Decimal(1))

    def test_add_invoice_item_and_send_invoice(self, sandbox: Sandbox, customer: Any) -> None:
        item = customer.add_invoice_item(Decimal("12.34"), "usd", description="Setup")

        assert (item.amount, item.customer) == (1_234, customer)
        assert customer.send_invoice() is True
        invoice = customer.invoices.get()
        assert (invoice.total, invoice.status) == (1_234, "paid")

    def test_send_invoice_with_nothing_to_invoice(self, sandbox: Sandbox, customer: Any) -> None:
        assert customer.send_invoice() is False
        assert not sandbox.all("invoice")

    def test_add_payment_method(self, sandbox: Sandbox) -> None:
        made = sandbox.create("customer")
        customer = mirrored(sandbox, "customer", made["id"])

        method = customer.add_payment_method(card(sandbox, "tok_visa"))

        assert method.customer == customer
        assert customer.default_payment_method_id == method.id
        other = customer.add_payment_method(card(sandbox, "tok_mastercard"), set_default=False)
        assert customer.payment_methods.count() == 2
        assert customer.default_payment_method_id == method.id

        assert other.detach() is True
        assert other.detach() is False
        assert customer.payment_methods.count() == 1

        assert method.detach() is True
        customer.refresh_from_db()
        assert customer.default_payment_method_id is None

    def test_purge(self, sandbox: Sandbox, subscriber: Any) -> None:
        customer, _ = Customer.get_or_create(subscriber)

        customer.purge()

        assert customer.deleted
        assert customer.subscriber is None
        assert customer.date_purged is not None
        customer = Customer.objects.get()
        assert customer.deleted and customer.subscriber is None
        assert customer.email == "ada@example.com"
        _, created = Customer.get_or_create(subscriber)
        assert created

    def test_purge_of_one_that_stripe_has_deleted(self, sandbox: Sandbox, customer: Any) -> None:
        sandbox.delete("customer", customer.id)

        customer.purge()

        assert customer.deleted and customer.date_purged is not None


def test_add_coupon_is_sent_in_the_last_version_that_had_it() -> None:
    answer = {
        "id": "cus_1",
        "object": "customer",
        "livemode": False,
        "discount": {
            "id": "di_1",
            "object": "discount",
            "coupon": {"id": "half", "object": "coupon"},
        },
    }
    transport = FakeTransport(Reply(answer))
    customer = Customer.objects.create(id="cus_1", djstripe_owner_account_id="acct_1")
    with use(gateway_over(transport)):
        customer.add_coupon("half", idempotency_key="once")

    (request,) = [r for r in transport.requests if r.method == "post"]
    assert request.path == "/v1/customers/cus_1"
    assert request.form["coupon"] == ["half"]
    assert request.headers["Stripe-Version"] == "2025-02-24.acacia"
    assert request.headers["Idempotency-Key"] == "once"
    assert customer.coupon_id == "half"
    assert customer.djstripe_api_version == "2025-02-24.acacia"


class TestPrice:
    def test_create_takes_major_units(self, sandbox: Sandbox) -> None:
        product = sandbox.create("product", name="Gold")["id"]

        price = Price.create(product=product, currency="usd", unit_amount=Decimal("12.50"))
        yen = Price.create(product=product, currency="jpy", unit_amount=2000)

        assert (price.unit_amount, str(price.human_readable_price)) == (
            1_250,
            "$12.50 USD (one time)",
        )
        assert yen.unit_amount == 2_000

    @pytest.mark.parametrize("amount", [12.5, Decimal("-1"), Decimal("0.001"), True, "12"])
    def test_create_with_what_is_no_amount(self, sandbox: Sandbox, amount: Any) -> None:
        with pytest.raises(InvalidAmount):
            Price.create(product="prod_1", currency="usd", unit_amount=amount)
        assert not posts(sandbox)

    def test_get_or_create(self, sandbox: Sandbox, price: Any) -> None:
        assert Price.get_or_create(id=price.id) == (price, False)

        made, created = Price.get_or_create(
            lookup_key="gold", product=price.product, currency="usd", unit_amount=Decimal(5)
        )
        assert created
        assert made.lookup_key == "gold"
        assert Price.get_or_create(lookup_key="gold") == (made, False)

    def test_get_or_create_looks_at_stripe_for_an_id(self, sandbox: Sandbox, price: Any) -> None:
        Price.objects.all().delete()

        found, created = Price.get_or_create(id=price.id)

        assert (found.id, created) == (price.id, False)
        with pytest.raises(stripe.InvalidRequestError):
            Price.get_or_create(id="price_unknown")
        with pytest.raises(TypeError, match="lookup_key"):
            Price.get_or_create(currency="usd")


class TestPaymentIntent:
    def test_update_confirm_cancel(self, sandbox: Sandbox, customer: Any) -> None:
        made = sandbox.create("payment_intent", amount=1000, currency="usd", customer=customer.id)
        intent = mirrored(sandbox, "payment_intent", made["id"])

        assert intent.update(description="A book") == intent
        assert intent.description == "A book"

        assert intent.confirm(payment_method="pm_card_visa").status == "succeeded"
        assert intent.latest_charge_id

        made = sandbox.create("payment_intent", amount=1000, currency="usd")
        intent = mirrored(sandbox, "payment_intent", made["id"])
        assert intent.cancel().status == "canceled"


class TestEvent:
    def test_process_and_handlers_go_through_the_registry(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row, seen = Event(id="evt_1"), []
        monkeypatch.setattr(flows, "process_event", lambda data, api_key: row)
        monkeypatch.setattr(flows, "send_event", lambda event: seen.append(event) or ["sent"])

        assert Event.process({"id": "evt_1"}, api_key="sk") is row
        assert row.invoke_webhook_handlers() == ["sent"]
        assert seen == [row]


def test_what_cannot_be_retrieved_says_so() -> None:
    with pytest.raises(NotRetrievable):
        models.SetupAttempt(id="setatt_1").retrieve_url()
