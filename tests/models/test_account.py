"""Accounts and who stands behind them."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe.gateway import use
from djstripe.models import Account, AccountPerson, AccountV2, Capability, File, Person, TaxId
from tests.gateway.fakes import FakeTransport, Reply, gateway_over
from tests.worlds import ACCOUNT, payload_of, store

pytestmark = pytest.mark.django_db

PLATFORM = Reply({"id": "acct_platform", "object": "account"})


def account(**more: Any) -> Any:
    return store(payload_of(Account, **more)).row


def test_an_account_is_its_own_owner() -> None:
    row = store(payload_of(Account) | {"id": "acct_connected"}, account=ACCOUNT).row

    assert row.djstripe_owner_account_id == "acct_connected"
    assert row.get_stripe_dashboard_url() == (
        "https://dashboard.stripe.com/acct_connected/test/dashboard"
    )


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({}, ACCOUNT),
        ({"business_profile": {"name": "Books"}}, "Books"),
        (
            {
                "business_profile": {"name": "Books"},
                "settings": {"dashboard": {"display_name": "B"}},
            },
            "B",
        ),
        ({"settings": None, "business_profile": None}, ACCOUNT),
    ],
)
def test_str(said: dict[str, Any], label: str) -> None:
    assert str(account(**said)) == label


def test_branding_and_tax_ids_are_rows() -> None:
    icon = store(payload_of(File, "file_icon")).row
    tax_id = store(payload_of(TaxId, "txi_1")).row
    row = account(
        settings={
            "branding": {"icon": "file_icon", "logo": "file_logo"},
            "invoices": {"default_account_tax_ids": ["txi_1"]},
        },
        business_profile={"url": "https://example.com"},
    )

    assert row.branding_icon == icon
    assert row.branding_logo is None
    assert list(row.default_account_tax_ids) == [tax_id]
    assert row.business_url == "https://example.com"
    assert Account(id="acct_2").business_url == ""


def test_individual_is_json_and_a_row() -> None:
    person = payload_of(Person, "person_1", first_name="Ada")
    row = account(individual=person)
    row.refresh_from_db()

    assert row.individual == person
    assert row.persons.get().first_name == "Ada"
    assert Account(id="acct_2").individual is None


def test_external_accounts_come_with_it() -> None:
    data = [{"id": "ba_1", "object": "bank_account", "account": ACCOUNT}]
    row = account(external_accounts={"object": "list", "data": data, "has_more": False})

    assert row.bank_accounts.get().id == "ba_1"


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (Person, f"/v1/accounts/{ACCOUNT}/persons/x_1"),
        (Capability, f"/v1/accounts/{ACCOUNT}/capabilities/x_1"),
        (AccountPerson, f"/v2/core/accounts/{ACCOUNT}/persons/x_1"),
    ],
)
def test_what_stands_under_an_account(model: Any, path: str) -> None:
    row = store(payload_of(model, "x_1")).row

    assert row.account_id == ACCOUNT
    assert row.retrieve_url() == path


def test_account_of_api_v2() -> None:
    row = store(
        payload_of(
            AccountV2, created="2026-01-02T03:04:05.000Z", display_name="Books", closed=False
        )
    ).row

    assert str(row) == "Books"
    assert row.created.year == 2026
    assert row.closed is False
    assert row.applied_configurations == []
    assert AccountV2.get_expand_params() == []


def test_the_platform_rejects_an_account_as_itself() -> None:
    row = account()
    answer = Reply({**payload_of(Account), "charges_enabled": False})
    transport = FakeTransport(PLATFORM, answer)

    with use(gateway_over(transport)):
        assert row.api_reject(reason="fraud") == row

    request = transport.requests[-1]
    assert request.path == f"/v1/accounts/{ACCOUNT}/reject"
    assert request.form == {"reason": ["fraud"]}
    assert "Stripe-Account" not in request.headers
    assert row.charges_enabled is False
    assert row.djstripe_owner_account_id == ACCOUNT


def test_default_account_is_asked_once() -> None:
    transport = FakeTransport(PLATFORM)

    with use(gateway_over(transport)):
        found = Account.get_default_account()
        asked = len(transport.requests)
        again = Account.get_default_account()

    assert found is not None and found.id == "acct_platform"
    assert again == found
    assert len(transport.requests) == asked


def test_api_key_of_an_account(settings: Any) -> None:
    transport = FakeTransport(PLATFORM)

    with use(gateway_over(transport)):
        row = account()

        assert row.default_api_key == row.get_default_api_key() == settings.STRIPE_TEST_SECRET_KEY
