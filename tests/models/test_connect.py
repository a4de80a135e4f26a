"""Money between a platform and its connected accounts."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import models
from djstripe.exceptions import NotListable, StripeObjectManipulationException
from djstripe.gateway import use
from djstripe.models import (
    ApplicationFee,
    ApplicationFeeRefund,
    Charge,
    CountrySpec,
    Transfer,
    TransferReversal,
)
from tests.gateway.fakes import FakeTransport, Reply, gateway_over
from tests.worlds import ACCOUNT, OTHER, T0, payload_of, store

pytestmark = pytest.mark.django_db


def transfer(**more: Any) -> Any:
    said = {"amount": 5_000, "currency": "usd", **more}
    return store(payload_of(Transfer, "tr_1", **said)).row


def test_relations_that_cross_accounts() -> None:
    payment = store(payload_of(Charge, "py_1"), account=OTHER).row
    source = store(payload_of(Charge, "ch_1", transfer="tr_1")).row
    other = store(payload_of(models.Account) | {"id": OTHER}).row
    row = transfer(destination=OTHER, destination_payment="py_1", source_transaction="ch_1")

    assert row.destination == other
    assert row.destination_payment == payment
    assert row.source_transaction == source
    assert source.transfer == row
    assert list(payment.incoming_transfers.all()) == [row]


def test_application_fee() -> None:
    charge = store(payload_of(Charge, "ch_1", application_fee="fee_1"), account=OTHER).row
    refunds = {
        "object": "list",
        "has_more": False,
        "data": [payload_of(ApplicationFeeRefund, "fr_1", fee="fee_1", amount=50, currency="usd")],
    }
    row = store(
        payload_of(
            ApplicationFee,
            "fee_1",
            charge="ch_1",
            account=OTHER,
            amount=123,
            currency="usd",
            refunds=refunds,
        )
    ).row

    assert row.djstripe_owner_account_id == ACCOUNT
    assert row.charge == charge
    assert charge.application_fee == row
    assert row.refunds.get().retrieve_url() == "/v1/application_fees/fee_1/refunds/fr_1"
    assert str(row) == "$1.23 USD (fee_1)"


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({}, "$50.00 USD"),
        ({"amount_reversed": 100}, "$50.00 USD Partially Reversed"),
        ({"amount_reversed": 5_000, "reversed": True}, "$50.00 USD Reversed"),
    ],
)
def test_transfer_label(said: dict[str, Any], label: str) -> None:
    """dj-stripe printed cents as dollars."""
    assert str(transfer(**said)) == label


def test_transfer_without_reversals_in_its_payload() -> None:
    """dj-stripe needed the list."""
    assert not transfer().reversals.exists()


def test_transfer_totals_are_in_minor_units() -> None:
    transfer()
    store(payload_of(Transfer, "tr_2", amount=70, currency="usd"))

    assert Transfer.objects.paid_totals_for(2023, 11) == {"total_amount": 5_070}
    assert Transfer.objects.paid_totals_for(2023, 12) == {"total_amount": None}
    assert not Transfer.objects.pending().exists()
    assert not Transfer.objects.failed().exists()


def test_reversals() -> None:
    row = transfer()
    reversal = payload_of(
        TransferReversal,
        "trr_1",
        amount=100,
        currency="usd",
        transfer={**row.stripe_data, "amount_reversed": 100},
    )
    transport = FakeTransport(Reply({"id": ACCOUNT, "object": "account"}), Reply(reversal))

    with use(gateway_over(transport)):
        made = row.reverse(100)

    request = transport.requests[-1]
    assert request.path == "/v1/transfers/tr_1/reversals"
    assert request.form["amount"] == ["100"]
    assert (made.transfer, made.amount) == (row, 100)
    assert row.amount_reversed == 100
    assert made.retrieve_url() == "/v1/transfers/tr_1/reversals/trr_1"
    assert made.get_stripe_dashboard_url().endswith("connect/transfers/tr_1")


def test_reversals_are_listed_under_their_transfer() -> None:
    with pytest.raises(StripeObjectManipulationException, match="transfer"):
        list(TransferReversal.api_list())
    with pytest.raises(StripeObjectManipulationException, match="transfer"):
        TransferReversal._api_create(amount=1)
    with pytest.raises(NotListable):
        TransferReversal.list_path()


def test_country_spec_is_updated() -> None:
    """dj-stripe stored it once and never again."""
    store(payload_of(CountrySpec, "DE", default_currency="eur", created=T0), 1)
    row = store(payload_of(CountrySpec, "DE", supported_payment_methods=["card"]), 5).row

    assert row.supported_payment_methods == ["card"]
    assert str(row) == "DE"
