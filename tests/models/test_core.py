"""What core rows answer from what is mirrored, under every API version that says it otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from djstripe import models
from djstripe.exceptions import InvalidAmount, MultipleSubscriptionException
from djstripe.models import (
    BalanceTransaction,
    Charge,
    Customer,
    Dispute,
    Event,
    File,
    PaymentIntent,
    Payout,
    Price,
    Product,
    Refund,
)
from tests.worlds import ACCOUNT, OTHER, T0, payload_of, snapshot, store

pytestmark = pytest.mark.django_db


def charge(**more: Any) -> Any:
    said = {"amount": 50_000, "currency": "usd", "status": "succeeded", "captured": True, **more}
    return store(payload_of(Charge, "ch_1", **said)).row


def customer(**more: Any) -> Any:
    return store(payload_of(Customer, "cus_1", **more)).row


def subscription(id: str, *prices: str, status: str = "active", days: int = 10) -> Any:
    end = int(timezone.now().timestamp()) + days * 86_400
    items = [
        {
            "id": f"si_{id}_{price}",
            "object": "subscription_item",
            "subscription": id,
            "current_period_end": end,
            "price": {"id": price, "object": "price", "product": f"prod_{price}"},
        }
        for price in prices
    ]
    return payload_of(
        models.Subscription,
        id,
        customer="cus_1",
        status=status,
        current_period_end=end,
        items={"object": "list", "data": items, "has_more": False},
    )


class TestBalanceTransaction:
    @pytest.mark.parametrize(
        ("type", "source", "expected"),
        [
            ("charge", "ch_1", "Charge"),
            ("payment", "py_1", "Charge"),
            ("refund", "re_1", "Refund"),
            ("payment_refund", "pyr_1", "Refund"),
            ("refund_failure", "re_1", "Refund"),
            ("payout", "po_1", "Payout"),
            ("payout_failure", "po_1", "Payout"),
            ("transfer", "tr_1", "Transfer"),
            ("transfer_refund", "trr_1", "TransferReversal"),
            ("application_fee", "fee_1", "ApplicationFee"),
            ("application_fee_refund", "fr_1", "ApplicationFeeRefund"),
            ("adjustment", "dp_1", "Dispute"),
            ("adjustment", "du_1", "Dispute"),
            ("topup", "tu_1", "Topup"),
            ("issuing_authorization_hold", "iauth_1", "IssuingAuthorization"),
            ("issuing_transaction", "ipi_1", "IssuingTransaction"),
            ("issuing_dispute", "idp_1", "IssuingDispute"),
            ("reserve_transaction", "rsv_1", "ReserveTransaction"),
            ("tax_fund", "itds_1", "TaxDeductedAtSource"),
            ("charge", None, "Charge"),
        ],
    )
    def test_source_class(self, type: str, source: str | None, expected: str) -> None:
        row = BalanceTransaction(id="txn_1", type=type, source=source)

        assert row.get_source_class().__name__ == expected

    @pytest.mark.parametrize("type", ["stripe_fee", "adjustment", "contribution", "new_word", ""])
    def test_a_kind_without_a_model_is_a_lookup_error_that_names_it(self, type: str) -> None:
        row = BalanceTransaction(id="txn_1", type=type)

        with pytest.raises(LookupError, match="txn_1"):
            row.get_source_class()
        assert row.get_stripe_dashboard_url() == ""

    def test_every_type_of_the_sdk_has_a_class_or_is_known_to_have_none(self) -> None:
        for word in models.BalanceTransaction._meta.get_field("type").enum.values:
            row = BalanceTransaction(id="txn_1", type=word)
            try:
                assert issubclass(row.get_source_class(), models.StripeModel)
            except LookupError as error:
                assert "no model stores" in str(error)

    def test_source_instance(self) -> None:
        refund = store(payload_of(Refund, "re_1", charge="ch_1")).row
        store(payload_of(Refund, "re_1"), account=OTHER)
        row = store(payload_of(BalanceTransaction, "txn_1", type="refund", source="re_1")).row

        assert row.get_source_instance() == refund
        assert row.get_stripe_dashboard_url() == refund.get_stripe_dashboard_url()

        row.source = "re_2"
        with pytest.raises(Refund.DoesNotExist):
            row.get_source_instance()

    def test_expanded_source_is_stored_as_its_id(self) -> None:
        source = payload_of(Charge, "ch_1", amount=100, currency="usd")
        row = store(payload_of(BalanceTransaction, "txn_1", type="charge", source=source)).row

        assert row.source == "ch_1"


class TestCharge:
    @pytest.mark.parametrize(
        ("minor", "currency", "major"),
        [(50_000, "usd", "500"), (2_000, "jpy", "2000"), (5_120, "kwd", "5.12"), (500, "ugx", "5")],
    )
    def test_amount_is_in_major_units_of_every_currency(
        self, minor: int, currency: str, major: str
    ) -> None:
        row = charge(amount=minor, currency=currency)
        row.refresh_from_db()

        assert row.amount == Decimal(major)
        assert row.unrefunded_minor_units() == minor

    @pytest.mark.parametrize(
        ("said", "word"),
        [
            ({}, "Succeeded"),
            ({"status": "pending"}, "Pending"),
            ({"captured": False}, "Uncaptured"),
            ({"captured": False, "disputed": True}, "Uncaptured"),
            ({"disputed": True, "refunded": True}, "Disputed"),
            ({"refunded": True}, "Refunded"),
            ({"status": "failed", "captured": False}, "Failed"),
        ],
    )
    def test_human_readable_status(self, said: dict[str, Any], word: str) -> None:
        row = charge(**said)

        assert row.human_readable_status == word
        assert str(row) == f"$500.00 USD ({word})"

    @pytest.mark.parametrize(
        ("details", "expected"),
        [
            (None, False),
            ({}, False),
            ({"stripe_report": "fraudulent"}, True),
            ({"user_report": "fraudulent"}, True),
            ({"stripe_report": "fraudulent", "user_report": "safe"}, False),
        ],
    )
    def test_fraudulent(self, details: Any, expected: bool) -> None:
        assert charge(fraud_details=details).fraudulent is expected

    def test_fee(self) -> None:
        row = charge(balance_transaction={**payload_of(BalanceTransaction, "txn_1"), "fee": 59})

        assert row.fee == 59
        assert row.balance_transaction_id == "txn_1"
        assert Charge(id="ch_2").fee is None

    def test_invoice_of_an_old_payload(self) -> None:
        invoice = store(payload_of(models.Invoice, "in_1")).row
        row = charge(invoice="in_1")

        assert row.invoice == invoice
        assert list(Charge.objects.filter(invoice=invoice)) == [row]
        assert list(Charge.objects.for_invoice(invoice)) == [row]

    @pytest.mark.parametrize(
        "payment",
        [
            {"type": "payment_intent", "payment_intent": "pi_1"},
            {"type": "charge", "charge": "ch_1"},
        ],
    )
    def test_invoice_of_a_new_payload(self, payment: dict[str, Any]) -> None:
        invoice = store(payload_of(models.Invoice, "in_1")).row
        row = charge(payment_intent="pi_1")
        intent = store(payload_of(PaymentIntent, "pi_1")).row
        store(payload_of(models.InvoicePayment, "inpay_1", invoice="in_1", payment=payment))

        assert row.invoice == invoice
        assert list(Charge.objects.for_invoice(invoice)) == [row]
        if payment["type"] == "payment_intent":
            assert intent.invoice == invoice

    def test_no_invoice(self) -> None:
        assert charge().invoice is None
        assert store(payload_of(PaymentIntent, "pi_1")).row.invoice is None

    def test_dispute(self) -> None:
        row = charge(disputed=True)
        assert row.dispute is None

        store(payload_of(Dispute, "dp_1", charge="ch_1", created=T0))
        newest = store(payload_of(Dispute, "dp_2", charge="ch_1", created=T0 + 9)).row

        assert row.dispute == newest

    def test_dispute_named_by_an_old_payload(self) -> None:
        row = charge(dispute=payload_of(Dispute, "dp_1", status="lost"))

        assert row.disputed is True
        assert row.dispute.id == "dp_1"
        assert row.stripe_data["dispute"] == "dp_1"

    def test_source_is_a_pointer_that_resolves(self) -> None:
        row = charge(source=payload_of(models.Card, "card_1", last4="4242", account=None))

        assert (row.source_id, row.source.type) == ("card_1", "card")
        assert row.source.resolve().last4 == "4242"
        assert list(row.source.charges.all()) == [row]

    def test_totals_are_in_one_unit(self) -> None:
        """dj-stripe gave total_amount in dollars and total_refunded in cents."""
        charge(paid=True, amount_refunded=1_250)
        store(
            payload_of(Charge, "ch_2", amount=900, currency="jpy", paid=True, amount_refunded=100)
        )
        store(payload_of(Charge, "ch_3", amount=900, currency="usd", paid=False))
        store(payload_of(Charge, "ch_4", amount=900, currency="usd", paid=True, created=T0 - 9**8))

        assert Charge.objects.paid_totals_for(2023, 11) == {
            "total_amount": Decimal("1400"),
            "total_refunded": Decimal("112.5"),
        }
        assert Charge.objects.filter(currency="usd").paid_totals_for(2023, 11) == {
            "total_amount": Decimal("500"),
            "total_refunded": Decimal("12.5"),
        }
        assert Charge.objects.paid_totals_for(2001, 12)["total_amount"] == 0

    def test_querysets_are_twins_of_flags(self) -> None:
        row = charge(refunded=True, disputed=True)

        for queryset in (
            Charge.objects.succeeded(),
            Charge.objects.refunded(),
            Charge.objects.live().disputed().union(Charge.objects.test().disputed()),
            Charge.objects.during(2023, 11).of_account(ACCOUNT).without_payload(),
        ):
            assert list(queryset) == [row]
        assert not Charge.objects.failed().exists()
        assert not Charge.objects.during(2023, 12).exists()


class TestCustomer:
    @pytest.mark.parametrize(
        ("balance", "credits", "pending"), [(None, 0, 0), (0, 0, 0), (-500, 500, 0), (700, 0, 700)]
    )
    def test_balance(self, balance: int | None, credits: int, pending: int) -> None:
        row = customer(balance=balance)

        assert (row.balance, row.credits, row.pending_charges) == (balance or 0, credits, pending)
        assert isinstance(row.delinquent, bool)

    @pytest.mark.parametrize(
        "discount",
        [
            {"coupon": {"id": "half", "object": "coupon"}},
            {"source": {"type": "coupon", "coupon": "half"}},
            {"source": {"type": "coupon", "coupon": {"id": "half", "object": "coupon"}}},
        ],
        ids=["until basil", "since clover", "expanded"],
    )
    def test_coupon_and_discount(self, discount: dict[str, Any]) -> None:
        whole = {"id": "di_1", "object": "discount", "customer": "cus_1", **discount}
        store(payload_of(models.Coupon, "half"))
        row = customer(discount=whole)

        assert row.coupon.id == row.coupon_id == "half"
        assert list(Customer.objects.filter(coupon_id="half")) == [row]
        assert row.discount["id"] == "di_1"
        assert row.customer_discounts.get().coupon_id == "half"

    def test_customer_without_discount(self) -> None:
        row = customer(discount=None)

        assert (row.coupon, row.coupon_id, row.discount) == (None, None, None)

    def test_default_payment_method_and_source(self) -> None:
        row = customer(
            invoice_settings={"default_payment_method": "pm_1"},
            default_source=payload_of(models.Card, "card_1", account=None),
        )
        method = store(payload_of(models.PaymentMethod, "pm_1", customer="cus_1")).row

        assert row.default_payment_method == method
        assert row.default_source.id == "card_1"
        assert list(method.default_of_customers.all()) == [row]

    def test_default_source_of_another_kind(self) -> None:
        row = customer(default_source=payload_of(models.Source, "src_1"))

        assert isinstance(row.default_source, models.Source)

    def test_deleted_customers_are_shown(self) -> None:
        customer(email="ada@example.com")
        store({"id": "cus_1", "object": "customer", "deleted": True}, 5)

        row = Customer.objects.get()
        assert row.deleted
        assert row.email == "ada@example.com"
        assert not Customer.objects.not_deleted().exists()

    def test_entitlements(self) -> None:
        row = customer()
        assert list(row.entitlements) == []

        store(
            {
                "object": "entitlements.active_entitlement_summary",
                "customer": "cus_1",
                "livemode": False,
                "entitlements": {
                    "object": "list",
                    "has_more": False,
                    "data": [
                        {
                            "id": "ent_1",
                            "object": "entitlements.active_entitlement",
                            "feature": "feat_1",
                            "lookup_key": "api",
                        }
                    ],
                },
            }
        )

        assert [entitlement.lookup_key for entitlement in row.entitlements] == ["api"]

    def test_subscriptions(self) -> None:
        row = customer()
        assert row.subscription is None
        assert not row.has_any_active_subscription()

        for status in ("incomplete", "incomplete_expired", "canceled"):
            store(subscription(f"sub_{status}", "gold", status=status))
        assert list(row.valid_subscriptions) == []

        active = store(subscription("sub_1", "gold")).row
        assert list(row.active_subscriptions) == [active]
        assert row.subscription == active
        assert row.has_any_active_subscription()

        store(subscription("sub_2", "silver", status="past_due"))
        assert {s.id for s in row.valid_subscriptions} == {"sub_1", "sub_2"}
        assert list(row.active_subscriptions) == [active]
        with pytest.raises(MultipleSubscriptionException, match="cus_1"):
            _ = row.subscription

    def test_is_subscribed_to_asks_once(self) -> None:
        row = customer()
        store(subscription("sub_1", "gold", "silver"))
        product = store(payload_of(Product, "prod_silver")).row

        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert row.is_subscribed_to(product)
        assert len(queries) == 1
        assert row.is_subscribed_to("prod_gold")
        assert not row.is_subscribed_to("prod_bronze")
        assert list(Customer.objects.subscribed_to(product)) == [row]
        assert list(Customer.objects.subscribed()) == [row]

    def test_removed_items_and_old_subscriptions_do_not_count(self) -> None:
        """dj-stripe answered True for a product that was taken out of the subscription."""
        row = customer()
        store(subscription("sub_1", "gold", "silver"), 1)
        store(subscription("sub_1", "gold"), 5)
        store(subscription("sub_2", "bronze", days=-1))
        store(subscription("sub_3", "copper", status="past_due"))

        assert row.is_subscribed_to("prod_gold")
        assert not row.is_subscribed_to("prod_silver")
        assert not row.is_subscribed_to("prod_bronze")
        assert not row.is_subscribed_to("prod_copper")

    def test_subscriptions_of_another_account_do_not_count(self) -> None:
        row = customer()
        store(subscription("sub_1", "gold"), account=OTHER)

        assert not row.is_subscribed_to("prod_gold")
        assert not row.has_any_active_subscription()

    def test_str(self, django_user_model: Any) -> None:
        assert str(customer()) == "cus_1"
        row = customer(name="Ada")
        row = Customer.objects.get()
        row.name = "Ada"
        assert str(row) == "Ada"
        row.subscriber = django_user_model(username="countess")
        assert str(row) == "countess"


class TestDispute:
    def test_balance_transactions_are_whole_objects(self) -> None:
        out = payload_of(BalanceTransaction, "txn_1", amount=-1500, currency="usd")
        row = store(payload_of(Dispute, "dp_1", balance_transactions=[out])).row
        row.refresh_from_db()

        assert row.balance_transactions == [out]
        assert row.balance_transaction.amount == -1500

    def test_str_and_dashboard(self) -> None:
        row = store(
            payload_of(
                Dispute,
                "dp_1",
                amount=1500,
                currency="usd",
                status="needs_response",
                charge="ch_1",
            )
        ).row

        assert str(row) == "$15.00 USD (Needs response)"
        base = f"https://dashboard.stripe.com/{ACCOUNT}/test/payments"
        assert row.get_stripe_dashboard_url() == f"{base}/ch_1"
        row.payment_intent_id = "pi_1"
        assert row.get_stripe_dashboard_url() == f"{base}/pi_1"
        assert Dispute(djstripe_owner_account_id=ACCOUNT).get_stripe_dashboard_url() == base


class TestEvent:
    def event(self, about: dict[str, Any], type: str = "x.updated", **more: Any) -> Any:
        return store(payload_of(Event, "evt_1", type=type, data={"object": about}, **more)).row

    def test_columns(self) -> None:
        row = self.event(
            {"id": "cus_1", "object": "customer"},
            "customer.updated",
            request={"id": "req_1", "idempotency_key": "key"},
            api_version="2020-08-27",
        )

        assert (row.request_id, row.idempotency_key) == ("req_1", "key")
        assert (row.object_id, row.object_type) == ("cus_1", "customer")
        assert row.api_version == "2020-08-27"
        assert list(Event.objects.filter(object_id="cus_1")) == [row]

    def test_request_of_old_events_is_its_id(self) -> None:
        assert self.event({}, request="req_1").request_id == "req_1"

    def test_customer_is_found_without_the_network(self) -> None:
        row = self.event({"id": "cus_1", "object": "customer"})
        assert row.customer is None

        known = customer()

        assert row.customer == known
        assert (
            self.event({"id": "in_1", "object": "invoice", "customer": "cus_1"}).customer == known
        )
        for about in ({"id": "in_1", "object": "invoice", "customer": None}, {"object": "x"}):
            assert (
                store(payload_of(Event, f"evt_{id(about)}", data={"object": about})).row.customer
                is None
            )
        assert Event(data=[1]).customer is None


class TestFile:
    def test_old_name_of_its_payloads(self) -> None:
        row = store({"object": "file_upload", "id": "file_1", "filename": "a.pdf"}).row

        assert isinstance(row, File)
        assert str(row) == "a.pdf"
        assert File.is_valid_object({"object": "file"})
        assert File.is_valid_object({"object": "file_upload"})
        assert not File.is_valid_object({"object": "file_link"})


class TestPaymentIntent:
    def test_client_secret_is_not_stored(self) -> None:
        row = store(payload_of(PaymentIntent, "pi_1", client_secret="pi_1_secret_x")).row

        assert "client_secret" not in row.stripe_data

    def test_charges_of_an_old_payload(self) -> None:
        newest = payload_of(Charge, "ch_2", payment_intent="pi_1")
        oldest = payload_of(Charge, "ch_1", payment_intent="pi_1")
        row = store(
            payload_of(PaymentIntent, "pi_1", charges={"object": "list", "data": [newest, oldest]})
        ).row

        assert row.latest_charge_id == "ch_2"
        assert row.charges.count() == 2

    def test_line_items_that_were_expanded(self) -> None:
        item = {
            "id": "uli_1",
            "object": "payment_intent_amount_details_line_item",
            "product_name": "A book",
        }
        listed = {"object": "list", "data": [item], "has_more": False}
        row = store(
            payload_of(PaymentIntent, "pi_1", amount_details={"line_items": listed, "tip": {}})
        ).row

        assert row.amount_details_line_items.get().product_name == "A book"
        assert row.amount_details["tip"] == {}


class TestPayout:
    @pytest.mark.parametrize("model", ["BankAccount", "Card"])
    def test_destination_is_a_bank_account_or_a_card(self, model: str) -> None:
        """dj-stripe could not store a payout to a debit card."""
        target = getattr(models, model)
        row = store(
            payload_of(Payout, "po_1", destination=payload_of(target, "x_1", account=ACCOUNT))
        ).row

        assert row.destination_id == "x_1"
        assert isinstance(row.destination, target)

    def test_reversal(self) -> None:
        first = store(payload_of(Payout, "po_1", reversed_by="po_2")).row
        second = store(payload_of(Payout, "po_2", original_payout="po_1")).row

        assert first.reversed_by == second
        assert second.original_payout == first
        assert list(first.payout.all()) == [second]


def price(**said: Any) -> Price:
    row = Price(id="price_1", stripe_data=said)
    for name in ("currency", "billing_scheme", "unit_amount"):
        setattr(row, name, said.get(name))
    return row


MONTHLY = {"interval": "month", "interval_count": 1}
TIERS = [{"unit_amount": 1_000, "flat_amount": 4_900, "up_to": 10}, {"unit_amount": 900}]


class TestPrice:
    @pytest.mark.parametrize(
        ("said", "label"),
        [
            ({"unit_amount": 2_000, "recurring": MONTHLY}, "$20.00 USD/month"),
            (
                {"unit_amount": 2_000, "recurring": {"interval": "month", "interval_count": 3}},
                "$20.00 USD / every 3 months",
            ),
            ({"unit_amount": 2_000}, "$20.00 USD (one time)"),
            ({"unit_amount": 0}, "$0.00 USD (one time)"),
            ({"unit_amount": 200_000_000}, "$2,000,000.00 USD (one time)"),
            ({"unit_amount": 2_000, "currency": "jpy"}, "2,000 JPY (one time)"),
            ({"unit_amount": 5_120, "currency": "kwd"}, "5.120 KWD (one time)"),
            (
                {"unit_amount": None, "unit_amount_decimal": "0.05", "recurring": MONTHLY},
                "$0.0005 USD/month",
            ),
            (
                {"unit_amount": 500, "transform_quantity": {"divide_by": 10, "round": "up"}},
                "$5.00 USD per 10 units (one time)",
            ),
            (
                {"billing_scheme": "tiered", "tiers": TIERS, "recurring": {"interval": "year"}},
                "Starts at $10.00 USD per unit + $49.00 USD/year",
            ),
            (
                {
                    "billing_scheme": "tiered",
                    "tiers": [{"unit_amount": 1_000, "flat_amount": 0}],
                    "recurring": MONTHLY,
                },
                "Starts at $10.00 USD per unit + $0.00 USD/month",
            ),
            (
                {
                    "billing_scheme": "tiered",
                    "tiers": [{"unit_amount_decimal": "0.5", "flat_amount": None}],
                    "recurring": MONTHLY,
                },
                "Starts at $0.005 USD per unit/month",
            ),
            (
                {
                    "billing_scheme": "tiered",
                    "recurring": {"interval": "week", "interval_count": 2},
                },
                "Tiered / every 2 weeks",
            ),
            ({"custom_unit_amount": {"minimum": 100}}, "The customer's choice (one time)"),
        ],
    )
    def test_human_readable_price(self, said: dict[str, Any], label: str) -> None:
        with translation.override("en"):
            assert (
                price(
                    **{"currency": "usd", "billing_scheme": "per_unit", **said}
                ).human_readable_price
                == label
            )

    def test_tiers_survive_a_payload_without_them(self) -> None:
        store(payload_of(Price, "price_1", tiers=TIERS, currency="usd"), 1)
        row = store(payload_of(Price, "price_1", currency="usd", active=True), 5).row

        assert row.tiers == TIERS
        assert row.active is True

    def test_str(self) -> None:
        product = payload_of(Product, "prod_1", name="Gold")
        row = store(
            payload_of(Price, "price_1", unit_amount=100, currency="usd", product=product)
        ).row

        assert str(row) == "$1.00 USD (one time) for Gold"


class TestProduct:
    def test_default_price(self) -> None:
        row = store(payload_of(Product, "prod_1", default_price="price_1")).row
        assert row.default_price is None

        known = store(payload_of(Price, "price_1", product="prod_1")).row
        row = Product.objects.get()

        assert row.default_price == known
        assert list(row.prices.all()) == [known]


class TestRefund:
    def test_dashboard_is_the_payments(self) -> None:
        row = store(payload_of(Refund, "re_1", charge="ch_1")).row

        assert row.get_stripe_dashboard_url() == (
            f"https://dashboard.stripe.com/{ACCOUNT}/test/payments/ch_1"
        )

    def test_refunds_of_an_old_charge_come_with_it(self) -> None:
        refunds = {"object": "list", "data": [payload_of(Refund, "re_1", charge="ch_1")]}
        row = charge(refunds=refunds)

        assert row.refunds.get().id == "re_1"


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        (Decimal(0), "nothing"),
        (Decimal(-5), "negative"),
        (300.0, "not an amount"),
        (Decimal("1.005"), "too precise"),
        (True, "not an amount"),
        (Decimal("NaN"), "not a number"),
    ],
)
def test_a_refund_that_makes_no_sense_is_refused_before_anything_is_sent(
    amount: Any, why: str
) -> None:
    """dj-stripe sent -500 to Stripe, and refunded everything for 0."""
    with pytest.raises(InvalidAmount, match=why):
        charge().refund(amount)


def test_snapshots_of_two_accounts_do_not_mix() -> None:
    snapshots = [snapshot(payload_of(Product, "gold", name=a), account=a) for a in (ACCOUNT, OTHER)]
    models.base.mirror.store(snapshots)

    assert {p.name for p in Product.objects.all()} == {ACCOUNT, OTHER}
