"""Payment methods, cards, bank accounts, sources and the pointers to them."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import models
from djstripe.exceptions import ImpossibleAPIRequest, StripeObjectManipulationException
from djstripe.gateway import use
from djstripe.models import (
    BankAccount,
    Card,
    DjstripePaymentMethod,
    PaymentMethod,
    PaymentMethodConfiguration,
    Source,
)
from tests.gateway.fakes import FakeTransport, Reply, gateway_over
from tests.worlds import ACCOUNT, payload_of, store

pytestmark = pytest.mark.django_db

CONNECTED = "acct_connected"


class TestPointer:
    @pytest.mark.parametrize(
        ("model", "more"),
        [
            (Card, {"account": None}),
            (BankAccount, {"account": None}),
            (Source, {}),
            (models.Account, {"id": CONNECTED}),
        ],
    )
    def test_source_of_a_charge(self, model: Any, more: dict[str, Any]) -> None:
        source = payload_of(model, more.pop("id", "x_1"), **more)
        charge = store(payload_of(models.Charge, "ch_1", source=source)).row

        assert charge.source.object_model is model
        assert charge.source.resolve().id == charge.source_id == source["id"]

    def test_only_an_id_makes_no_pointer(self) -> None:
        charge = store(payload_of(models.Charge, "ch_1", source="card_1")).row

        assert (charge.source, charge.source_id) == (None, "card_1")

    def test_kinds_without_a_model(self) -> None:
        pointer = DjstripePaymentMethod(id="gift_1", type="gift_card")

        with pytest.raises(ValueError, match="gift_card"):
            pointer.resolve()

    def test_from_stripe_object(self) -> None:
        card = payload_of(Card, "card_1", livemode=False)

        pointer = DjstripePaymentMethod.from_stripe_object(card)

        assert DjstripePaymentMethod.from_stripe_object(card) == pointer
        assert pointer.type == "card"
        with pytest.raises(Card.DoesNotExist):
            pointer.resolve()


class TestPaymentMethod:
    def test_details(self) -> None:
        row = store(
            payload_of(
                PaymentMethod,
                "pm_1",
                type="card",
                customer="cus_1",
                card={"last4": "4242", "fingerprint": "abc"},
            )
        ).row

        assert row.card == row.details == {"last4": "4242", "fingerprint": "abc"}
        assert row.fingerprint == "abc"
        assert str(row) == "Card 4242 (pm_1)"
        assert row.get_stripe_dashboard_url().endswith(f"/{ACCOUNT}/test/customers/cus_1")
        assert PaymentMethod(id="pm_2").get_stripe_dashboard_url() == ""

    def test_detached_ones_are_nobodys(self) -> None:
        store(payload_of(PaymentMethod, "pm_1", customer="cus_1"), 1)
        row = store(payload_of(PaymentMethod, "pm_1", customer=None), 5).row

        assert row.customer_id is None

    def test_attach_acts_with_the_account_of_the_customer(self) -> None:
        customer = models.Customer.objects.create(id="cus_1", djstripe_owner_account_id=ACCOUNT)
        answer = payload_of(PaymentMethod, "pm_1", customer="cus_1", livemode=False)
        transport = FakeTransport(
            Reply({"id": "acct_platform", "object": "account"}), Reply(answer)
        )

        with use(gateway_over(transport)):
            row = PaymentMethod.attach("pm_1", customer)

        assert (row.customer, row.djstripe_owner_account_id) == (customer, ACCOUNT)
        assert transport.requests[-1].path == "/v1/payment_methods/pm_1/attach"
        assert transport.requests[-1].headers["Stripe-Account"] == ACCOUNT


def test_kinds_of_a_configuration() -> None:
    row = store(
        payload_of(
            PaymentMethodConfiguration,
            "pmc_1",
            name="Default",
            card={"available": True, "display_preference": {"value": "on"}},
            klarna={"available": False},
        )
    ).row

    assert row.kinds() == {"card": True, "klarna": False}
    assert str(row) == "Default"


class TestExternalAccounts:
    def test_owned_by_the_account_that_the_payload_names(self) -> None:
        row = store(payload_of(BankAccount, "ba_1") | {"account": CONNECTED}).row
        account = store(payload_of(models.Account) | {"id": CONNECTED}).row

        assert row.djstripe_owner_account_id == CONNECTED
        assert row.account == account
        assert row.is_external_account
        assert row.retrieve_url() == f"/v1/accounts/{CONNECTED}/external_accounts/ba_1"
        assert list(account.bank_accounts.all()) == [row]

    def test_a_customers(self) -> None:
        row = store(payload_of(Card, "card_1", account=None, customer="cus_1")).row

        assert row.djstripe_owner_account_id == ACCOUNT
        assert not row.is_external_account
        assert row.retrieve_url() == "/v1/customers/cus_1/sources/card_1"
        assert row.get_stripe_dashboard_url().endswith("customers/cus_1")

    def test_nobodys(self) -> None:
        row = Card(id="card_1")

        with pytest.raises(ImpossibleAPIRequest, match="card_1"):
            row.retrieve_url()
        assert row.get_stripe_dashboard_url() == ""

    def test_lists_need_an_owner(self) -> None:
        for attempt in (
            lambda: list(Card.api_list()),
            lambda: BankAccount._api_create(source="tok_1"),
            lambda: Card.create(source="tok_1"),
        ):
            with pytest.raises(StripeObjectManipulationException, match="account"):
                attempt()

    def test_the_platform_asks_without_stripe_account(self) -> None:
        row = store(payload_of(BankAccount, "ba_1") | {"account": CONNECTED}).row
        answer = {**payload_of(BankAccount, "ba_1"), "account": CONNECTED, "status": "verified"}
        transport = FakeTransport(
            Reply({"id": "acct_platform", "object": "account"}), Reply(answer)
        )

        with use(gateway_over(transport)):
            row.refresh_from_stripe()

        assert row.status == "verified"
        assert transport.requests[-1].path == f"/v1/accounts/{CONNECTED}/external_accounts/ba_1"
        assert "Stripe-Account" not in transport.requests[-1].headers

    def test_labels(self) -> None:
        account = BankAccount(id="ba_1", status="new", last4="6789", default_for_currency=True)
        card = Card(id="card_1", brand="Visa", last4="4242", exp_month=4, exp_year=2030)

        assert account.human_readable_status == "Pending Verification"
        assert BankAccount(status="verified").human_readable_status == "Verified"
        assert str(account) == "Bank account  6789 (default)"
        assert str(card) == "Visa 4242 exp 4/2030"


def test_secret_of_a_source_is_not_stored() -> None:
    row = store(
        payload_of(Source, "src_1", client_secret="x", type="ideal", ideal={"bank": "x"})
    ).row

    assert "client_secret" not in row.stripe_data
    assert row.details == {"bank": "x"}
