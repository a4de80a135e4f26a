"""One subscriber and their Customers: one, several, made at the same moment, for everybody."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from io import StringIO
from typing import Any

import pytest
import stripe
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import RequestFactory

from djstripe.gateway import Gateway, use
from djstripe.mixins import SubscriptionMixin
from djstripe.models import Customer, IdempotencyKey
from djstripe.models.api import stored_idempotency_key
from djstripe.sandbox import Sandbox
from djstripe.sandbox.transport import SandboxHTTPClient
from djstripe.sync import sync_subscriber
from tests.worlds import payload_of, store

pytestmark = pytest.mark.django_db

without_sqlite = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite in memory has one connection; run with DJSTRIPE_TEST_DB=postgres or mariadb",
)


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    return stripe_sandbox


def user(django_user_model: Any, name: str = "ada") -> Any:
    return django_user_model.objects.create(username=name, email=f"{name}@example.com")


@pytest.fixture
def ada(django_user_model: Any) -> Any:
    return user(django_user_model)


# several customers


def test_of_several_the_one_made_last_is_meant_everywhere(sandbox: Sandbox, ada: Any) -> None:
    """dj-stripe raised MultipleObjectsReturned."""
    Customer.create(ada)
    sandbox.advance(10)
    euro = Customer.create(ada, idempotency_key="euro")
    request = RequestFactory().get("/")
    request.user = ada

    class Base:
        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            return kwargs

    class View(SubscriptionMixin, Base):
        pass

    view = View()
    view.request = request

    assert Customer.get_or_create(ada) == (euro, False)
    assert sync_subscriber(ada) == euro
    assert view.get_context_data()["customer"] == euro
    assert ada.djstripe_customers.count() == 2
    euro.purge()
    assert Customer.get_or_create(ada)[0] in ada.djstripe_customers.all()


def test_customers_of_other_accounts_and_modes_are_other_customers(
    sandbox: Sandbox, ada: Any, settings: Any
) -> None:
    settings.STRIPE_LIVE_SECRET_KEY = sandbox.keys.add(livemode=True)
    sandbox.connect("acct_connected")

    made = [
        Customer.get_or_create(ada),
        Customer.get_or_create(ada, livemode=True),
        Customer.get_or_create(ada, stripe_account="acct_connected"),
    ]
    again = [
        Customer.get_or_create(ada, livemode=False),
        Customer.get_or_create(ada, livemode=True, stripe_account=sandbox.account),
        Customer.get_or_create(ada, stripe_account="acct_connected"),
    ]

    assert [created for _, created in made] == [True] * 3
    assert [created for _, created in again] == [False] * 3
    assert [one for one, _ in again] == [one for one, _ in made]
    assert ada.djstripe_customers.count() == 3
    places = {(one.djstripe_owner_account_id, one.livemode) for one, _ in made}
    assert places == {
        (sandbox.account, False),
        (sandbox.account, True),
        ("acct_connected", False),
    }


def test_after_a_deletion_in_the_dashboard_there_is_a_new_customer(
    sandbox: Sandbox, ada: Any
) -> None:
    """Within a day, Stripe answered with the deleted one again: the idempotency key was the same."""
    first, _ = Customer.get_or_create(ada)
    sandbox.delete("customer", first.id)
    first.refresh_from_stripe()

    second, created = Customer.get_or_create(ada)

    assert created and second.id != first.id and not second.deleted
    second.purge()
    third, created = Customer.get_or_create(ada)
    assert created and third.id not in (first.id, second.id) and not third.deleted
    assert [one["id"] for one in sandbox.list("customer")["data"]] == [third.id]


def test_a_name_that_no_subscriber_can_have_harms_nobody(sandbox: Sandbox, ada: Any) -> None:
    for number, name in enumerate(("9" * 40, "-1", "1.5", "", "x", "a\x00b", "nan")):
        told = payload_of(Customer, f"cus_{number}", metadata={"djstripe_subscriber": name})
        outcome = store(told)
        assert outcome.row.subscriber is None
    assert (
        store(
            payload_of(Customer, "cus_ada", metadata={"djstripe_subscriber": str(ada.pk)})
        ).row.subscriber
        == ada
    )


# at the same moment


def test_an_answer_that_was_lost_is_found_again(sandbox: Sandbox, ada: Any) -> None:
    sandbox.faults.drop(path="/v1/customers", times=1, after=True)
    with pytest.raises(stripe.APIConnectionError):
        Customer.get_or_create(ada)
    assert not Customer.objects.exists()

    customer, _ = Customer.get_or_create(ada)

    assert [one["id"] for one in sandbox.all("customer")] == [customer.id]


def test_somebody_who_asked_with_other_arguments_is_waited_for(
    stripe_sandbox: Sandbox, ada: Any
) -> None:
    """Stripe refuses the same idempotency key with other parameters."""
    waits = []

    def arrives(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            answer = stripe_sandbox.list("customer")["data"][0]
            store({**answer, "id": answer["id"]}, 0, account=stripe_sandbox.account)

    with use(Gateway(http_client=stripe_sandbox.http_client(), sleep=arrives)):
        theirs, _ = Customer.get_or_create(ada, phone="1")
        Customer._base_manager.all().delete()

        found, created = Customer.get_or_create(ada, phone="2")
        assert (found.id, created, len(waits)) == (theirs.id, False, 3)

        Customer._base_manager.all().delete()
        waits.clear()
        waits.extend([0.0] * 3)
        with pytest.raises(stripe.IdempotencyError):
            Customer.get_or_create(ada, phone="3")
    assert len(stripe_sandbox.all("customer")) == 1
    assert sum(waits) <= 10


class MeetingPlace(SandboxHTTPClient):
    """A way to the sandbox on which all who make a customer wait for each other first."""

    def __init__(self, sandbox: Sandbox, parties: int) -> None:
        super().__init__(sandbox)
        self.barrier = threading.Barrier(parties, timeout=60)

    def request(
        self, method: str, url: str, headers: Any = None, post_data: Any = None, **more: Any
    ) -> Any:
        if method.lower() == "post" and url.endswith("/v1/customers"):
            self.barrier.wait()
        return super().request(method, url, headers, post_data, **more)


@without_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_arguments", [True, False])
def test_many_at_once_make_one_customer(
    stripe_sandbox: Sandbox, ada: Any, same_arguments: bool
) -> None:
    parties = 6
    found: list[Any] = []

    def ask(number: int) -> None:
        try:
            more = {} if same_arguments else {"phone": str(number)}
            found.append(Customer.get_or_create(ada, **more)[0].pk)
        except BaseException as error:
            found.append(error)
        finally:
            connections.close_all()

    with use(Gateway(http_client=stripe_sandbox.http_client())):
        Customer.get_or_create(ada, livemode=False)[0].purge()  # whose key it is, is asked once
    with use(Gateway(http_client=MeetingPlace(stripe_sandbox, parties))):
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(parties)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert found == [ada.djstripe_customers.get().pk] * parties
    assert len(stripe_sandbox.list("customer")["data"]) == 1


@without_sqlite
@pytest.mark.django_db(transaction=True)
def test_an_expired_idempotency_key_is_replaced_once(stripe_sandbox: Sandbox) -> None:
    first = stored_idempotency_key("customer", "create:1", False)
    IdempotencyKey.objects.update(created=IdempotencyKey.objects.get().created - dt.timedelta(2))
    found: list[Any] = []
    barrier = threading.Barrier(6, timeout=60)

    def ask() -> None:
        try:
            barrier.wait()
            found.append(stored_idempotency_key("customer", "create:1", False))
        except BaseException as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(isinstance(one, str) for one in found), found
    assert IdempotencyKey.objects.count() == 1
    assert first not in found and set(found) == {str(IdempotencyKey.objects.get())}


def test_long_names_of_two_subscribers_are_two_keys() -> None:
    one, other = ("create:" + "k" * 200 + end for end in "ab")

    keys = {stored_idempotency_key("customer", name, False) for name in (one, other)}

    assert len(keys) == 2
    assert stored_idempotency_key("customer", one, False) in keys


# for everybody


def run(command: str, *arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_init_makes_a_customer_for_whom_has_none(sandbox: Sandbox, django_user_model: Any) -> None:
    having, lost, without = (user(django_user_model, name) for name in ("a", "b", "c"))
    Customer.get_or_create(having)
    gone, _ = Customer.get_or_create(lost)
    sandbox.delete("customer", gone.id)
    gone.refresh_from_stripe()

    said = run("djstripe_init_customers")

    assert "2 made." in said
    assert len(sandbox.list("customer")["data"]) == 3
    assert without.djstripe_customers.get().email == "c@example.com"
    assert "Nothing to do" in run("djstripe_init_customers")


def test_init_for_another_mode_and_account(sandbox: Sandbox, ada: Any, settings: Any) -> None:
    settings.STRIPE_LIVE_SECRET_KEY = sandbox.keys.add(livemode=True)
    sandbox.connect("acct_connected")
    Customer.get_or_create(ada)

    assert "1 made" in run("djstripe_init_customers", "--live")
    assert "1 made" in run("djstripe_init_customers", "--account", "acct_connected")

    places = ada.djstripe_customers.values_list("djstripe_owner_account_id", "livemode")
    assert set(places) == {
        (sandbox.account, False),
        (sandbox.account, True),
        ("acct_connected", False),
    }


def test_a_bounded_run_goes_on_where_it_was(sandbox: Sandbox, django_user_model: Any) -> None:
    users = [user(django_user_model, f"u{number}") for number in range(7)]

    first = run("djstripe_sync_customers", limit=3)
    rest = run("djstripe_sync_customers", after=str(users[2].pk))

    assert "3 made." in first and f"--after {users[2].pk} goes on" in first
    assert "4 made." in rest
    assert len(sandbox.all("customer")) == 7
    assert "7 refreshed." in run("djstripe_sync_customers")
    assert len(sandbox.all("customer")) == 7


def test_sync_looks_at_all_of_a_subscribers_customers(sandbox: Sandbox, ada: Any) -> None:
    one = Customer.create(ada)
    sandbox.advance(10)
    two = Customer.create(ada, idempotency_key="two")
    for customer in (one, two):
        sandbox.modify("customer", customer.id, name="Changed at Stripe")

    assert "1 refreshed" in run("djstripe_sync_customers")

    assert set(ada.djstripe_customers.values_list("name", flat=True)) == {"Changed at Stripe"}


def test_what_goes_wrong_with_one_is_said_and_the_next_follows(
    sandbox: Sandbox, django_user_model: Any
) -> None:
    users = [user(django_user_model, f"u{number}") for number in range(4)]
    Customer.get_or_create(users[0])
    sandbox.faults.server_error(path="/v1/customers", times=1)
    out = StringIO()

    with pytest.raises(CommandError, match="1 failed"):
        call_command("djstripe_init_customers", stdout=out, stderr=out)

    assert f"{users[1].pk}: APIError" in out.getvalue() and "2 made, 1 failed." in out.getvalue()
    assert "1 made." in run("djstripe_init_customers")


def test_what_fails_for_everybody_is_given_up(sandbox: Sandbox, django_user_model: Any) -> None:
    for number in range(50):
        user(django_user_model, f"u{number}")
    Customer.get_or_create(user(django_user_model, "first"))
    asked = len(sandbox.requests)
    sandbox.faults.server_error(path="/v1/customers", times=None)

    with pytest.raises(CommandError, match="20 failed"):
        run("djstripe_init_customers")

    assert len(sandbox.requests) == asked + 20


def test_wrong_options_are_refused(sandbox: Sandbox, settings: Any) -> None:
    with pytest.raises(CommandError, match="at least one"):
        run("djstripe_init_customers", limit=0)
    with pytest.raises(CommandError, match="no primary key"):
        run("djstripe_init_customers", after="x")
    settings.STRIPE_TEST_SECRET_KEY = ""
    with pytest.raises(CommandError, match="There is no Stripe API key for test mode"):
        run("djstripe_init_customers")


def test_teams_with_a_uuid_for_a_key() -> None:
    """In a process of its own, for the subscriber model is chosen once for a project."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.teams.story"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.teams.settings",
            "DJSTRIPE_TEST_DB": "sqlite",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {
        "name": "Blue",
        "email": "blue@example.com",
        "in metadata": True,
        "again": False,
        "by an event": True,
        "commands": ["1 made.", "3 refreshed."],
        "in the view": True,
        "purged": 2,
    }
