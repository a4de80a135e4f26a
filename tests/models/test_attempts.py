"""A verb called twice by a retry acts once; what became of a lost answer is found out."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import stripe
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from djstripe import inbox
from djstripe.gateway import Gateway, get_gateway
from djstripe.mirror import Doubt
from djstripe.models import Attempt, Customer, PaymentIntent, Product, Subscription
from djstripe.models.api import find_credentials
from djstripe.models.attempts import object_at
from djstripe.repair import mark, repair
from djstripe.sandbox import Sandbox
from tests.models.test_core_verbs import charged, customer, posts, price, subscriber

__all__ = ["customer", "price", "subscriber"]  # fixtures

pytestmark = pytest.mark.django_db
State = Attempt.State


def heard(sandbox: Sandbox) -> list[Any]:
    """The idempotency keys of the POSTs that the sandbox heard, in order."""
    return [request.idempotency_key for request in posts(sandbox)]


def products(sandbox: Sandbox) -> list[Any]:
    return list(sandbox.list("product")["data"])


def make(**params: Any) -> Any:
    return Product.create_at_stripe(**{"name": "Gold", **params})


def deliver_all(sandbox: Sandbox) -> None:
    """Every event that the sandbox told of comes in, as repair finds it."""
    events = [dict(event) for event in sandbox.events]
    missing = inbox.missing(events, livemode=False)
    inbox.record_listed(missing, account=sandbox.account, seen_at=None)
    inbox.drain()


class TestTheSameAgain:
    def test_after_a_lost_answer_acts_once(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        assert Attempt.objects.get().state == State.LOST
        assert not Product.objects.exists()

        row = make()

        assert [one["id"] for one in products(sandbox)] == [row.id]
        assert len(set(heard(sandbox))) == 1 and len(heard(sandbox)) == 2
        assert not Attempt.objects.exists()

    def test_has_the_first_ones_stamp(self, sandbox: Sandbox) -> None:
        began = sandbox.clock.now()
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        sandbox.advance(600)
        [there] = products(sandbox)
        sandbox.modify("product", there["id"], name="Silver")
        deliver_all(sandbox)
        assert Product.objects.get().name == "Silver"

        row = make()

        assert row.name == "Silver"  # the answer says Gold, and is ten minutes old
        credentials = find_credentials()
        assert row.djstripe_owner_account_id == credentials.account
        assert row.djstripe_earliest >= began - 62

    def test_events_that_come_later_change_nothing(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        row = make()
        before = Product.objects.values().get(pk=row.pk)

        deliver_all(sandbox)

        after = Product.objects.values().get(pk=row.pk)
        moved = {name for name in after if after[name] != before[name]}
        assert moved <= {"djstripe_latest", "djstripe_earliest", "djstripe_ticket", "djstripe_door",
                         "djstripe_asked"}  # fmt: skip
        assert not Doubt.objects.exists()

    def test_after_an_answer_is_another_act(self, sandbox: Sandbox) -> None:
        one, other = make(), make()

        assert one.id != other.id
        assert len(products(sandbox)) == 2
        assert not Attempt.objects.exists()

    def test_with_other_parameters_is_another_act(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()

        make(name="Silver")

        assert {one["name"] for one in products(sandbox)} == {"Gold", "Silver"}
        assert Attempt.objects.get().state == State.LOST

    def test_half_an_answer_is_none(self, sandbox: Sandbox) -> None:
        sandbox.faults.half("/v1/products")
        with pytest.raises(stripe.StripeError):
            make()

        make()

        assert len(products(sandbox)) == 1

    def test_a_500_of_unknown_effect(self, sandbox: Sandbox) -> None:
        sandbox.faults.server_error("/v1/products", after=True)
        with pytest.raises(stripe.APIError):
            make()

        make()

        assert len(products(sandbox)) == 1

    def test_a_refused_request_leaves_nothing(self, sandbox: Sandbox) -> None:
        with pytest.raises(stripe.InvalidRequestError):
            make(nothing_that_stripe_knows=1)
        sandbox.faults.rate_limit(path="/v1/products")
        with pytest.raises(stripe.RateLimitError):
            make()

        assert not Attempt.objects.exists()

    def test_a_refusal_after_a_lost_answer_decides_nothing(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        sandbox.faults.rate_limit(path="/v1/products")
        with pytest.raises(stripe.RateLimitError):
            make()
        assert Attempt.objects.get().state == State.LOST

        make()

        assert len(products(sandbox)) == 1

    def test_after_a_day_is_another_act(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        sandbox.advance(86_400)

        make()

        assert len(set(heard(sandbox))) == 2
        assert len(products(sandbox)) == 2

    def test_a_charge_is_made_once(self, sandbox: Sandbox, customer: Any) -> None:
        sandbox.faults.drop("/v1/charges", after=True)
        with pytest.raises(stripe.APIConnectionError):
            charged(customer)

        charge = charged(customer)

        assert [one["id"] for one in sandbox.list("charge")["data"]] == [charge.id]

    def test_a_lost_deletion_is_a_deletion(self, sandbox: Sandbox, customer: Any) -> None:
        sandbox.faults.drop("/v1/customers/*", after=True)
        with pytest.raises(stripe.APIConnectionError):
            customer.act(method="delete")

        assert customer.act(method="delete").deleted is True
        assert not Attempt.objects.exists()

    def test_a_lost_cancellation_is_a_cancellation(
        self, sandbox: Sandbox, customer: Any, price: Any
    ) -> None:
        subscription = customer.subscribe(price=price)
        sandbox.faults.drop("/v1/subscriptions/*", after=True)
        with pytest.raises(stripe.APIConnectionError):
            subscription.cancel(at_period_end=False)

        assert subscription.cancel(at_period_end=False).status == "canceled"
        assert Subscription.objects.get().status == "canceled"

    def test_what_is_gone_without_us_is_an_error(self, sandbox: Sandbox, customer: Any) -> None:
        sandbox.delete("customer", customer.id)

        with pytest.raises(stripe.InvalidRequestError):
            customer.act(method="delete")


class TestAKeyOfTheCallers:
    def test_a_replayed_answer_is_as_old_as_the_first(self, sandbox: Sandbox) -> None:
        first = make(idempotency_key="order 1")
        stamp = (first.djstripe_earliest, first.djstripe_latest)
        sandbox.advance(600)
        sandbox.modify("product", first.id, name="Silver")
        deliver_all(sandbox)

        again = make(idempotency_key="order 1")

        assert (again.pk, again.name) == (first.pk, "Silver")
        assert again.djstripe_earliest > stamp[1]
        assert not Doubt.objects.exists()

    def test_with_other_parameters_is_stripes_error(self, sandbox: Sandbox) -> None:
        make(idempotency_key="order 1")
        before = Attempt.objects.values().get()

        with pytest.raises(stripe.IdempotencyError, match="other"):
            make(name="Silver", idempotency_key="order 1")

        assert Attempt.objects.values().get() == before
        assert len(products(sandbox)) == 1

    def test_is_none_of_another_account_or_of_another_mode(self, sandbox: Sandbox) -> None:
        other = sandbox.create("account", type="standard", country="US", email="x@example.com")[
            "id"
        ]

        make(idempotency_key="order 1")
        make(idempotency_key="order 1", stripe_account=other)

        assert Attempt.objects.filter(state=State.ANSWERED).count() == 2
        assert Product.objects.count() == 2

    def test_a_lost_answer_is_had_by_the_next_call(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make(idempotency_key="order 1")
        assert Attempt.objects.get().state == State.LOST

        make(idempotency_key="order 1")

        assert Attempt.objects.get().state == State.ANSWERED
        assert len(products(sandbox)) == 1

    def test_get_or_create_twice_is_one_customer(self, sandbox: Sandbox, subscriber: Any) -> None:
        sandbox.faults.drop("/v1/customers", after=True)
        with pytest.raises(stripe.APIConnectionError):
            Customer.get_or_create(subscriber)

        row, created = Customer.get_or_create(subscriber)

        assert created and row.subscriber == subscriber
        assert len(sandbox.list("customer")["data"]) == 1


class Killed(BaseException):
    """The process ends here."""


class TestAProcessThatDies:
    def die(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> None:
        """Do it and die between Stripe's answer and the mirror."""

        def killed(self: Any, *args: Any) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(Gateway, "snapshot_of", killed)
            with pytest.raises(Killed):
                act()
        # Who died was another process.
        dead = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
        )
        row = Attempt.objects.get(state=State.SENT)
        host, _, token = row.sender.split("|")
        row.sender = f"{host}|{int(dead.stdout)}|{token}"
        row.save()

    def test_after_the_answer_the_next_call_finds_what_it_did(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.die(monkeypatch, make)

        make()

        assert len(products(sandbox)) == 1
        assert not Attempt.objects.exists()

    def test_who_is_alive_is_about_something_else(self, sandbox: Sandbox) -> None:
        during: list[Any] = []
        sandbox.faults.slow(1, "/v1/products", during=lambda: during.append(make()))

        row = make()

        assert {row.id, during[0].id} == {one["id"] for one in products(sandbox)}
        assert len(products(sandbox)) == 2
        assert not Attempt.objects.exists()

    def test_of_another_machine_nobody_knows_until_its_time_is_over(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        sent = Attempt.objects.filter(state=State.LOST)
        sent.update(state=State.SENT, sender="elsewhere|1|token")

        make()
        sandbox.advance(600)
        make()

        assert len(products(sandbox)) == 2
        assert not Attempt.objects.exists()

    def test_it_is_what_the_process_number_says(self, sandbox: Sandbox) -> None:
        """The parent of the tests lives, and may be about it."""
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        row = Attempt.objects.get()
        host, _, token = row.sender.split("|")
        Attempt.objects.update(state=State.SENT, sender=f"{host}|{os.getppid()}|{token}")

        make()

        assert len(products(sandbox)) == 2


class TestRepair:
    def begin(self, sandbox: Sandbox) -> None:
        mark(find_credentials())
        sandbox.advance(10)

    def repair(self, sandbox: Sandbox) -> Any:
        return repair([find_credentials()], now=sandbox.clock.now())

    def test_an_event_tells_what_was_done(self, sandbox: Sandbox) -> None:
        self.begin(sandbox)
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        said = len(posts(sandbox))

        report = self.repair(sandbox)

        assert (report.attempts.done, report.attempts.waiting) == (1, 0)
        assert Product.objects.get().name == "Gold"
        assert Attempt.objects.get().state == State.DONE
        assert Attempt.objects.get().request_id
        assert len(posts(sandbox)) == said  # nothing is sent again

    def test_what_it_did_is_had_by_who_asks_for_it_again(self, sandbox: Sandbox) -> None:
        self.begin(sandbox)
        sandbox.faults.drop("/v1/products", after=True)
        with pytest.raises(stripe.APIConnectionError):
            make()
        self.repair(sandbox)

        row = make()

        assert row == Product.objects.get()
        assert not Attempt.objects.exists()

    def test_what_never_arrived_waits_and_is_then_unknown(self, sandbox: Sandbox) -> None:
        self.begin(sandbox)
        sandbox.faults.drop("/v1/products")
        with pytest.raises(stripe.APIConnectionError):
            make()

        assert self.repair(sandbox).attempts.waiting == 1
        sandbox.advance(86_400)
        report = self.repair(sandbox)

        assert (report.attempts.waiting, report.attempts.unknown) == (0, 1)
        assert products(sandbox) == []

    def test_the_object_that_it_was_about_is_looked_at(
        self, sandbox: Sandbox, customer: Any
    ) -> None:
        sandbox.faults.drop("/v1/customers/*", after=True)
        with pytest.raises(stripe.APIConnectionError):
            customer.act(name="Lovelace")
        assert Doubt.objects.get().object_id == customer.id

        repair([], now=sandbox.clock.now())

        customer.refresh_from_db()
        assert customer.name == "Lovelace"
        assert not Doubt.objects.exists()

    def test_whoever_died_is_missed(self, sandbox: Sandbox, customer: Any) -> None:
        now = timezone.now()
        Attempt.objects.create(
            account=sandbox.account,
            idempotency_key="k",
            method="post",
            path=f"/v1/customers/{customer.id}",
            first_sent=now - dt.timedelta(minutes=9),
            until=now - dt.timedelta(minutes=5),
        )
        sandbox.modify("customer", customer.id, name="Lovelace")

        repair([], now=now.timestamp())

        assert Attempt.objects.get().state == State.LOST
        customer.refresh_from_db()
        assert customer.name == "Lovelace"


class TestATransactionOfTheCallers:
    def test_what_was_done_is_brought_back_by_its_event(
        self, sandbox: Sandbox, customer: Any, price: Any
    ) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            made = customer.subscribe(price=price)
            raise ZeroDivisionError
        assert not Subscription.objects.exists()

        deliver_all(sandbox)

        assert Subscription.objects.get().id == made.id
        assert not Attempt.objects.exists()

    def test_what_was_done_is_brought_back_by_repair(
        self, sandbox: Sandbox, customer: Any, price: Any
    ) -> None:
        mark(find_credentials())
        sandbox.advance(10)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            made = customer.subscribe(price=price)
            raise ZeroDivisionError

        repair([find_credentials()], now=sandbox.clock.now())

        assert Subscription.objects.get().id == made.id

    def test_a_key_of_the_callers_finds_it_again(self, sandbox: Sandbox) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            made = make(idempotency_key="order 1")
            raise ZeroDivisionError

        assert make(idempotency_key="order 1").id == made.id
        assert len(products(sandbox)) == 1


class TestWhatItCosts:
    def test_a_verb_costs_three_statements_more(self, sandbox: Sandbox) -> None:
        make()
        with CaptureQueriesContext(connection) as captured:
            make()

        about = [q["sql"] for q in captured if "djstripe_attempt" in q["sql"]]
        assert [sql.split()[0] for sql in about] == ["SELECT", "INSERT", "DELETE"]

    def test_reading_costs_nothing(self, sandbox: Sandbox) -> None:
        row = make()
        with CaptureQueriesContext(connection) as captured:
            row.refresh_from_stripe()
            list(Product.api_list())

        assert not [q for q in captured if "djstripe_attempt" in q["sql"]]

    def test_a_preview_is_no_act(self, sandbox: Sandbox, customer: Any) -> None:
        gateway, credentials = get_gateway(), find_credentials()
        with CaptureQueriesContext(connection) as captured, pytest.raises(stripe.StripeError):
            gateway.create("/v1/invoices/create_preview", credentials, {"customer": customer.id})

        assert not [q for q in captured if "djstripe_attempt" in q["sql"]]


def test_old_ones_are_cleared_away(sandbox: Sandbox) -> None:
    make(idempotency_key="order 1")
    make(idempotency_key="order 2")
    old = timezone.now() - dt.timedelta(days=2)
    Attempt.objects.filter(idempotency_key="order 1").update(first_sent=old)
    Attempt.objects.create(
        idempotency_key="lost", method="post", path="/v1/x", state=State.LOST, first_sent=old
    )

    call_command("djstripe_clear_expired_idempotency_keys")
    assert set(Attempt.objects.values_list("idempotency_key", flat=True)) == {"order 2", "lost"}

    call_command("djstripe_prune", days=60, stdout=StringIO())
    assert Attempt.objects.count() == 2
    Attempt.objects.update(first_sent=timezone.now() - dt.timedelta(days=61))
    out = StringIO()
    call_command("djstripe_prune", days=60, stdout=out)
    assert not Attempt.objects.exists()
    assert "2 attempts" in out.getvalue()


def test_what_nobody_knows_is_named(admin_client: Client) -> None:
    old = timezone.now() - dt.timedelta(days=2)
    row = Attempt.objects.create(
        idempotency_key="lost", method="post", path="/v1/charges", state=State.LOST, first_sent=old
    )

    page = admin_client.get("/admin/djstripe/attempt/")

    assert row.standing == "unknown"
    assert "Nobody will know what became of it" in page.content.decode()
    admin_client.post(
        "/admin/djstripe/attempt/", {"action": "forget", "_selected_action": [row.pk]}
    )
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/v1/invoices/in_1/pay", ("invoice", "in_1")),
        ("/v1/customers/cus_1", ("customer", "cus_1")),
        ("/v1/coupons/50%25%20off", ("coupon", "50% off")),
        ("/v1/customers", None),
        ("/v1/nothing/x", None),
    ],
)
def test_what_a_path_is_about(path: str, about: tuple[str, str] | None) -> None:
    assert object_at(path) == about


def test_a_declined_cards_intent_is_mirrored(sandbox: Sandbox, customer: Any) -> None:
    with pytest.raises(stripe.CardError):
        PaymentIntent.create_at_stripe(
            amount=1_000,
            currency="usd",
            confirm=True,
            payment_method="pm_card_chargeDeclined",
            automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
        )

    assert PaymentIntent.objects.get().status == "requires_payment_method"
    assert not Attempt.objects.exists()
