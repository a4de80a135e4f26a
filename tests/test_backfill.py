"""Everything of a resource, page by page, from a Stripe that runs in this process."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from djstripe import backfill
from djstripe.gateway import Credentials, Gateway, Patience, use
from djstripe.models import (
    Account,
    ActiveEntitlement,
    APIKey,
    BalanceTransaction,
    Charge,
    Customer,
    PaymentMethod,
    Product,
    ProductFeature,
    Subscription,
    SubscriptionItem,
)
from djstripe.models.api import find_credentials
from djstripe.sandbox import Company, Sandbox
from djstripe.settings import djstripe_settings

pytestmark = pytest.mark.django_db

NOW = 1_790_000_000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(now=NOW)
    patience = Patience(max_retries=3, max_seconds=60)
    gateway = Gateway(
        http_client=sandbox.http_client(), patience=patience, sleep=lambda seconds: None
    )
    with use(gateway):
        yield sandbox


@pytest.fixture
def credentials(sandbox: Sandbox) -> Credentials:
    return find_credentials()


def charge(number: int) -> dict[str, Any]:
    return {
        "object": "charge",
        "id": f"ch_{number:03}",
        "amount": 1000 + number,
        "currency": "usd",
        "created": NOW - number,
        "livemode": False,
        "balance_transaction": f"txn_{number:03}",
    }


def balance_transaction(number: int) -> dict[str, Any]:
    return {
        "object": "balance_transaction",
        "id": f"txn_{number:03}",
        "amount": 1000 + number,
        "fee": 30,
        "currency": "usd",
        "created": NOW - number,
        "source": f"ch_{number:03}",
        "type": "charge",
    }


def test_every_page_is_read_and_counted(sandbox: Sandbox, credentials: Credentials) -> None:
    for number in range(250):
        sandbox.add({"object": "customer", "id": f"cus_{number}", "created": NOW - number})
    seen: list[int] = []

    progress = backfill.backfill(Customer, credentials, on_page=lambda p: seen.append(p.read))

    assert (progress.read, progress.created, progress.pages) == (250, 250, 3)
    assert seen == [100, 200, 250]
    assert Customer.objects.filter(djstripe_owner_account_id=sandbox.account).count() == 250

    again = backfill.backfill(Customer, credentials)
    assert (again.unchanged, again.created, again.changed) == (250, 0, 0)


def test_a_page_of_charges_with_their_balance_transactions(
    sandbox: Sandbox, credentials: Credentials, django_assert_max_num_queries: Any
) -> None:
    """dj-stripe: about 900 queries."""
    for number in range(100):
        sandbox.add(balance_transaction(number))
        sandbox.add(charge(number))

    with django_assert_max_num_queries(12):
        backfill.backfill(Charge, credentials)

    assert Charge.objects.count() == BalanceTransaction.objects.count() == 100
    assert Charge.objects.select_related("balance_transaction").get(id="ch_007").fee == 30


def test_a_list_inside_an_object_is_completed_beyond_ten(
    sandbox: Sandbox, credentials: Credentials
) -> None:
    items = [
        {"object": "subscription_item", "id": f"si_{n:02}", "subscription": "sub_1", "created": NOW}
        for n in range(14)
    ]
    sandbox.add(
        {
            "object": "subscription",
            "id": "sub_1",
            "status": "active",
            "created": NOW,
            "items": {
                "object": "list",
                "data": items,
                "has_more": False,
                "url": "/v1/subscription_items",
            },
        }
    )

    backfill.backfill(Subscription, credentials)

    assert Subscription.objects.get().items.count() == SubscriptionItem.objects.count() == 14


def test_a_canceled_subscription_is_read_too(sandbox: Sandbox, credentials: Credentials) -> None:
    sandbox.add({"object": "subscription", "id": "sub_1", "status": "canceled", "created": NOW})

    backfill.backfill(Subscription, credentials)

    assert Subscription.objects.get().status == "canceled"


def test_what_is_listed_under_another_is_read_for_each(
    sandbox: Sandbox, credentials: Credentials
) -> None:
    company = Company(sandbox)
    company.found()
    chosen = [ActiveEntitlement, Customer, PaymentMethod, ProductFeature, Product]
    for model in backfill.in_order(chosen):
        backfill.backfill(model, credentials)

    entitled = sandbox.all("entitlements.active_entitlement")
    assert ActiveEntitlement.objects.count() == len(entitled) > 0
    assert not ActiveEntitlement.objects.filter(customer_id=None).exists()
    assert ProductFeature.objects.count() > 0
    assert not ProductFeature.objects.filter(product__djstripe_id=None).exists()


def test_a_bad_object_is_reported_and_the_rest_of_its_page_is_stored(
    sandbox: Sandbox, credentials: Credentials
) -> None:
    sandbox.add({"object": "customer", "id": "c" * 300, "created": NOW})
    sandbox.add({"object": "customer", "id": "cus_good", "created": NOW - 1})

    progress = backfill.backfill(Customer, credentials)

    assert (progress.refused, progress.created) == (1, 1)
    assert "300 characters" in progress.errors[0]


def test_a_rate_limit_is_waited_out(sandbox: Sandbox, credentials: Credentials) -> None:
    sandbox.add({"object": "customer", "id": "cus_1", "created": NOW})
    sandbox.faults.rate_limit(retry_after=1)

    assert backfill.backfill(Customer, credentials).read == 1


def test_whose_a_key_is_is_asked_once(sandbox: Sandbox) -> None:
    first, second = find_credentials(), find_credentials()

    assert first.account == second.account == sandbox.account
    assert [r.path for r in sandbox.requests] == ["/v1/account"]
    assert Account.objects.get().id == sandbox.account
    assert djstripe_settings.TEST_API_KEY not in str(APIKey.objects.values())


def test_the_command_reads_what_is_named(sandbox: Sandbox) -> None:
    sandbox.add({"object": "customer", "id": "cus_1", "created": NOW})
    out = StringIO()

    call_command("djstripe_sync_models", "Customer", stdout=out)

    assert "Customer" in out.getvalue() and "1 new" in out.getvalue()
    assert sandbox.account in out.getvalue()
    assert Customer.objects.count() == 1


def test_the_command_reads_everything_of_a_company(sandbox: Sandbox) -> None:
    Company(sandbox).found()
    out = StringIO()

    call_command("djstripe_sync_models", stdout=out, stderr=out)

    assert Customer.objects.count() == len(sandbox.all("customer"))
    assert Subscription.objects.count() == len(sandbox.all("subscription"))
    assert Charge.objects.count() == len(sandbox.all("charge"))


@pytest.mark.parametrize(
    ("argument", "said"),
    [("Kustomer", "no model"), ("APIKey", "no list"), ("Mandate", "no list")],
)
def test_the_command_says_what_it_cannot_read(argument: str, said: str, sandbox: Sandbox) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("djstripe_sync_models", argument, stdout=StringIO())


def test_without_a_key_the_way_out_is_said(settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY = ""

    with pytest.raises(CommandError, match="STRIPE_TEST_SECRET_KEY"):
        call_command("djstripe_sync_models", "Customer", stdout=StringIO())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_several_resources_at_once_bring_the_same(sandbox: Sandbox) -> None:
    Company(sandbox, customers=40).found()
    out = StringIO()

    call_command("djstripe_sync_models", "--workers", "4", stdout=out, stderr=out)

    for model, kind in [(Customer, "customer"), (Subscription, "subscription"), (Charge, "charge")]:
        assert model.objects.count() == len(sandbox.all(kind))
    entitled = sandbox.all("entitlements.active_entitlement")
    assert ActiveEntitlement.objects.count() == len(entitled)
