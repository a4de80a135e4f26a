"""Idempotency keys, as Stripe documents them."""

import json
import threading

import pytest
import stripe

from djstripe.sandbox import ConnectionDropped, Fault

KEY = {"Idempotency-Key": "k1"}


def create(sandbox, headers=KEY, key="sk_test_x", **params):
    return sandbox.request("POST", "/v1/customers", params, headers, key)


def test_an_answer_is_replayed_word_for_word(sandbox):
    first, second = create(sandbox, name="A"), create(sandbox, name="A")

    assert first.body == second.body
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert second.headers["Request-Id"] != first.headers["Request-Id"]
    assert "Idempotent-Replayed" not in first.headers
    assert len(sandbox.all("customer")) == 1


def test_an_error_is_replayed_as_well(sandbox):
    sandbox.create("coupon", id="SALE", percent_off=5)
    params = {"id": "SALE", "percent_off": 10}
    first = sandbox.request("POST", "/v1/coupons", params, KEY)
    sandbox.delete("coupon", "SALE")

    second = sandbox.request("POST", "/v1/coupons", params, KEY)

    assert (first.status, second.status) == (400, 400)
    assert second.headers["Idempotent-Replayed"] == "true"


def test_a_declined_card_is_replayed_with_its_status(sandbox):
    params = {
        "amount": 500,
        "currency": "usd",
        "payment_method": "pm_card_chargeDeclined",
        "confirm": True,
    }

    answers = [sandbox.request("POST", "/v1/payment_intents", params, KEY) for _ in range(2)]

    assert [one.status for one in answers] == [402, 402]
    assert answers[0].body == answers[1].body
    assert len(sandbox.all("payment_intent")) == 1


def test_stripes_own_500_is_replayed(sandbox):
    sandbox.faults.server_error(after=True, stored=True)

    first, second = create(sandbox), create(sandbox)

    assert (first.status, second.status) == (500, 500)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert first.headers["Stripe-Should-Retry"] == second.headers["Stripe-Should-Retry"] == "false"
    assert len(sandbox.all("customer")) == 1


@pytest.mark.parametrize("fault", [Fault(500), Fault(429), Fault(409), Fault(503, html=True)])
def test_an_error_before_the_work_is_not_remembered(sandbox, fault):
    sandbox.faults.add(fault)

    assert create(sandbox).status == fault.status
    assert create(sandbox).status == 200


@pytest.mark.parametrize("after", [True, False])
def test_a_broken_connection_is_retried_without_doing_it_twice(sandbox, after):
    sandbox.faults.drop(after=after)

    with pytest.raises(ConnectionDropped):
        create(sandbox, name="A")

    assert create(sandbox, name="A").status == 200
    assert len(sandbox.all("customer")) == 1


@pytest.mark.parametrize(
    "wrong", [{"nonsense": 1}, {"balance": "x"}, {"address": {"city": ["x"]}}, {"balance": ""}]
)
def test_wrong_parameters_leave_the_key_free(sandbox, wrong):
    assert create(sandbox, **wrong).status == 400

    assert create(sandbox, name="A").status == 200


def test_other_parameters_under_the_key_are_an_error(sandbox):
    create(sandbox, name="A")

    other = create(sandbox, name="B")
    elsewhere = sandbox.request("POST", "/v1/products", {"name": "A"}, KEY)

    for answer in (other, elsewhere):
        assert answer.status == 400
        assert answer.json()["error"]["type"] == "idempotency_error"
    assert create(sandbox, name="A").headers["Idempotent-Replayed"] == "true"


def test_a_key_is_forgotten_after_a_day(sandbox):
    first = create(sandbox).json()["id"]

    sandbox.advance(86_400)
    assert create(sandbox).json()["id"] == first

    sandbox.advance(1)
    assert create(sandbox).json()["id"] != first


def test_a_key_belongs_to_one_account_and_one_mode(sandbox):
    sandbox.connect("acct_2")

    ids = [
        create(sandbox).json()["id"],
        create(sandbox, key="sk_live_x").json()["id"],
        create(sandbox, {**KEY, "Stripe-Account": "acct_2"}).json()["id"],
    ]

    assert len(set(ids)) == 3


def test_reading_and_deleting_take_no_notice_of_a_key(sandbox):
    id = sandbox.create("customer", name="A")["id"]
    path = f"/v1/customers/{id}"

    first = sandbox.request("GET", path, headers=KEY).json()["name"]
    sandbox.modify("customer", id, name="B")
    second = sandbox.request("GET", path, headers=KEY).json()["name"]
    deletions = [sandbox.request("DELETE", path, headers=KEY).status for _ in range(2)]

    assert (first, second) == ("A", "B")
    assert deletions == [200, 404]


def test_a_key_has_at_most_255_characters(sandbox):
    assert create(sandbox, {"Idempotency-Key": "k" * 255}).status == 200
    assert create(sandbox, {"Idempotency-Key": "k" * 256}).status == 400


def test_a_request_that_is_still_on_its_way_holds_its_key(sandbox):
    inner = []
    sandbox.faults.slow(5, during=lambda: inner.append(create(sandbox, name="A")))

    outer = create(sandbox, name="A")

    assert outer.status == 200
    assert inner[0].status == 409
    error = inner[0].json()["error"]
    assert (error["type"], error["code"]) == ("idempotency_error", "idempotency_key_in_use")
    assert create(sandbox, name="A").headers["Idempotent-Replayed"] == "true"
    assert len(sandbox.all("customer")) == 1


def test_two_clients_at_once_make_one_object(sandbox):
    """Sixteen threads under one key: one does it, the others are told so or get its answer."""
    gate, answers = threading.Barrier(16), []

    def send():
        gate.wait(5)
        answers.append(create(sandbox, name="A"))

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(sandbox.all("customer")) == 1
    assert {one.status for one in answers} <= {200, 409}
    assert len({one.body for one in answers if one.status == 200}) == 1


def test_the_sdk_retries_until_the_first_request_is_through(sandbox):
    """The SDK's own retry of a 409 finds the kept answer, once the slow one has been answered."""
    client = stripe.StripeClient(
        "sk_test_x", http_client=sandbox.http_client(), max_network_retries=2
    )
    sandbox.faults.drop(after=True)

    made = client.v1.customers.create({"name": "A"}, {"idempotency_key": "k1"})

    kept = json.loads(create(sandbox, name="A").body)
    assert kept["id"] == made.id
    assert len(sandbox.all("customer")) == 1
