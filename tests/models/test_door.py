"""Any operation of Stripe's on any row, stored like the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from django.template import Context, Template

from djstripe import mirror
from djstripe.exceptions import DjStripeError, InvalidRow
from djstripe.gateway.operations import helpers_of, members_of, methods_of, services
from djstripe.models import (
    Attempt,
    Customer,
    CustomerBalanceTransaction,
    Invoice,
    PaymentMethod,
    Product,
    Subscription,
    TaxId,
    at_stripe,
)
from djstripe.models.answers import secret_of
from djstripe.models.door import Listed
from djstripe.sandbox import Sandbox
from tests.models.test_core_verbs import customer, price
from tests.worlds import payload_of, store

__all__ = ["customer", "price"]  # fixtures

pytestmark = pytest.mark.django_db


class TestOnARow:
    def test_an_operation_stores_what_it_answers(
        self, sandbox: Sandbox, customer: Any, price: Any
    ) -> None:
        subscription = customer.subscribe(price=price)

        found = subscription.stripe.cancel(prorate=True)

        assert found is subscription and subscription.status == "canceled"
        assert Subscription.objects.get().status == "canceled"
        assert (sandbox.requests[-1].method, sandbox.requests[-1].path) == (
            "DELETE",
            f"/v1/subscriptions/{subscription.id}",
        )
        assert sandbox.requests[-1].params == {"prorate": "true"}

    def test_what_is_made_beside_it_is_a_row_of_its_own(
        self, sandbox: Sandbox, customer: Any
    ) -> None:
        made = customer.stripe.create_balance_transaction(amount=-500, currency="usd")

        assert made == CustomerBalanceTransaction.objects.get()
        assert made.amount == -500

    def test_the_names_of_the_services_do_as_well(self, sandbox: Sandbox, customer: Any) -> None:
        made = customer.stripe.balance_transactions.create(amount=-500, currency="usd")

        assert [row.id for row in customer.stripe.list_balance_transactions()] == [made.id]

    def test_a_list_is_read_page_by_page(self, sandbox: Sandbox, customer: Any) -> None:
        for _ in range(7):
            customer.stripe.create_balance_transaction(amount=-1, currency="usd")
        CustomerBalanceTransaction.objects.all().delete()

        found = customer.stripe.list_balance_transactions(limit=5)
        assert isinstance(found, Listed)
        assert len(list(found)) == 5
        assert CustomerBalanceTransaction.objects.count() == 5

        assert len(list(customer.stripe.list_balance_transactions())) == 7

    def test_pages_are_asked_for_when_they_are_reached(self, sandbox: Sandbox) -> None:
        for number in range(102):
            sandbox.create("product", name=f"{number}")
        Customer.stripe.list()
        asked = len(sandbox.requests)

        found = Product.stripe.list()
        first = next(found)

        assert isinstance(first, Product)
        assert len(sandbox.requests) == asked + 1
        assert Product.objects.count() == 10  # as many as Stripe gives unasked
        assert len(list(found)) == 101

    def test_a_deletion_is_the_row_as_deleted(self, sandbox: Sandbox, customer: Any) -> None:
        assert customer.stripe.delete().deleted is True

        made = sandbox.create("customer")["id"]
        other = Customer.stripe.retrieve(made)
        tax_id = other.stripe.create_tax_id(type="eu_vat", value="DE123456789")
        gone = other.stripe.delete_tax_id(tax_id)
        assert (gone.id, gone.djstripe_deleted) == (tax_id.id, True)
        assert not TaxId.objects.filter(pk=tax_id.pk).exists()

    def test_what_has_no_id_is_plain(self, sandbox: Sandbox, customer: Any) -> None:
        assert customer.stripe.retrieve_cash_balance()["object"] == "cash_balance"

    def test_test_helpers(self, sandbox: Sandbox, customer: Any) -> None:
        assert "fund_cash_balance" in dir(customer.stripe.test_helpers)
        clock = at_stripe().test_helpers.test_clocks.create(frozen_time=sandbox.clock.now())
        later = clock.stripe.advance(frozen_time=sandbox.clock.now() + 60)
        assert later.id == clock.id

    def test_the_account_and_mode_are_the_rows(self, sandbox: Sandbox) -> None:
        other = sandbox.create("account", type="standard", country="US", email="x@example.com")
        row = Customer.stripe(account=other["id"]).create(name="Ada")

        row.stripe.modify(name="Lovelace")

        assert row.djstripe_owner_account_id == other["id"]
        assert sandbox.requests[-1].account == other["id"]
        assert Customer.objects.get().name == "Lovelace"

    def test_twice_after_a_lost_answer_is_once(self, sandbox: Sandbox, customer: Any) -> None:
        sandbox.faults.drop("/v1/customers/*", after=True)
        with pytest.raises(stripe.APIConnectionError):
            customer.stripe.create_balance_transaction(amount=-5, currency="usd")

        customer.stripe.create_balance_transaction(amount=-5, currency="usd")

        assert len(list(customer.stripe.list_balance_transactions())) == 1
        assert not Attempt.objects.exists()

    def test_a_lost_deletion_is_a_deletion(self, sandbox: Sandbox, customer: Any) -> None:
        sandbox.faults.drop("/v1/customers/*", after=True)
        with pytest.raises(stripe.APIConnectionError):
            customer.stripe.delete()

        assert customer.stripe.delete().deleted is True

    def test_a_preview_is_no_row(self, sandbox: Sandbox, customer: Any, price: Any) -> None:
        before = Invoice.objects.count()
        found = Invoice.stripe.create_preview(
            customer=customer, subscription_details={"items": [{"price": price}]}
        )

        assert found["object"] == "invoice"
        assert Invoice.objects.with_deleted().count() == before

    def test_a_deleted_row_is_not_changed(self, sandbox: Sandbox, customer: Any) -> None:
        customer.stripe.delete()
        asked = len(sandbox.requests)

        with pytest.raises(InvalidRow):
            customer.stripe.modify(name="Ada")

        assert len(sandbox.requests) == asked

    def test_a_row_of_elsewhere_is_not_handed_in(self, sandbox: Sandbox, customer: Any) -> None:
        other = sandbox.create("account", type="standard", country="US", email="x@example.com")
        method = PaymentMethod.stripe(account=other["id"]).create(
            type="card", card={"token": "tok_visa"}
        )

        with pytest.raises(InvalidRow):
            customer.stripe.modify(invoice_settings={"default_payment_method": method})


class TestWithoutARow:
    def test_what_needs_none(self, sandbox: Sandbox) -> None:
        made = Customer.stripe.create(email="ada@example.com")
        assert made == Customer.objects.get()

        assert list(Customer.stripe.list(email="ada@example.com")) == [made]
        assert at_stripe().customers.retrieve(made) == made
        assert at_stripe().v1.customers.retrieve(made.id) == made
        assert at_stripe().balance.retrieve()["object"] == "balance"

    def test_a_search_is_a_notice(self, sandbox: Sandbox) -> None:
        made = Customer.stripe.create(email="ada@example.com", name="Ada")
        sandbox.advance(120)

        found = list(Customer.stripe.search(query='email:"ada@example.com"'))

        assert found == [made]
        assert Customer.objects.get().djstripe_door == "verb"

    def test_the_secret_is_on_the_row_and_not_in_it(self, sandbox: Sandbox) -> None:
        intent = at_stripe().payment_intents.create(amount=500, currency="usd")

        secret = secret_of(intent, intent.id)
        assert secret is not None and secret.reveal().startswith(intent.id)
        assert "client_secret" not in intent.stripe_data

    def test_what_is_shown_once_is_not_stored(self, sandbox: Sandbox, customer: Any) -> None:
        key = at_stripe().ephemeral_keys.create(
            customer=customer, stripe_version="2026-10-28.endive"
        )
        secret = key["secret"] if isinstance(key, dict) else None
        for model in mirror.all_models():
            for row in model._base_manager.all():
                assert not secret or secret not in str(row.stripe_data)


class TestNames:
    def test_an_unknown_operation_says_what_there_is(self, customer: Any) -> None:
        with pytest.raises(AttributeError, match="Did you mean create_tax_id") as caught:
            customer.stripe.create_tax_ids  # noqa: B018
        assert "delete_discount" in str(caught.value)
        with pytest.raises(AttributeError, match="customers"):
            at_stripe().costumers  # noqa: B018

    def test_they_are_listed(self, customer: Any) -> None:
        assert {"create_balance_transaction", "delete", "tax_ids"} <= set(dir(customer.stripe))
        assert "search" not in dir(customer.stripe)
        assert {"create", "list", "search"} <= set(dir(Customer.stripe))
        assert {"customers", "v2"} <= set(dir(at_stripe()))

    def test_a_template_calls_none(self, sandbox: Sandbox, customer: Any) -> None:
        Template("{{ customer.stripe.delete }}").render(Context({"customer": customer}))

        customer.refresh_from_stripe()
        assert not customer.deleted


# ------------------------------------------------------------------------- every operation


def on_rows() -> Iterator[tuple[type[Any], str]]:
    for model in mirror.all_models():
        for name, method in methods_of(model.stripe_class).items():
            if method.takes_id:
                yield model, name
        for name in methods_of(helpers_of(model.stripe_class)):
            yield model, f"test_helpers.{name}"


def on_services(service: Any = None, path: str = "") -> Iterator[str]:
    if service is None:
        for version in ("v1", "v2"):
            yield from on_services(services(version), version)
        return
    operations, inside = members_of(service)
    yield from (f"{path}.{name}" for name in sorted(operations))
    for name in sorted(inside):
        yield from on_services(getattr(service, name), f"{path}.{name}")


def carried_out(operation: Any) -> bool:
    """
    Whether it was: with as many ids as the SDK asks for, and no parameters.

    Stripe may refuse it; so may we what nobody can ask for. Nothing else may happen.
    """
    for count in range(5):
        try:
            found = operation(*["x_1"] * count)
            if isinstance(found, Listed):
                list(found)
        except TypeError as error:
            if "positional argument" not in str(error):
                raise
        except (stripe.StripeError, DjStripeError):
            return False
        else:
            return True
    raise AssertionError(f"{operation} takes more than four ids")


def test_every_operation_on_every_row(sandbox: Sandbox) -> None:
    rows: dict[Any, Any] = {}
    tried = list(on_rows())

    for model, name in tried:
        if model not in rows:
            stored = store(payload_of(model), account=sandbox.account).row
            rows[model] = stored
        operation = rows[model].stripe
        for part in name.split("."):
            operation = getattr(operation, part)
        carried_out(operation)

    assert len(tried) > 350
    # Stripe knows none of these objects, and says so of nearly all of them.
    assert len(sandbox.requests) > len(tried) * 0.9
    assert not Attempt.objects.exclude(state=Attempt.State.LOST).exists()


def test_every_operation_of_every_service(sandbox: Sandbox) -> None:
    tried = list(on_services())

    done = 0
    for name in tried:
        operation = at_stripe()
        for part in name.split("."):
            operation = getattr(operation, part)
        done += carried_out(operation)

    assert len(tried) > 450
    assert done > 80  # the lists, the creations without parameters
