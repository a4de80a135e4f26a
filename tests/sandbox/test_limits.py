"""Rate limits, on the sandbox's clock."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from djstripe.sandbox import Sandbox, catalogue

NOW = 1_790_000_000
PATHS = ["/v1/customers", "/v1/charges", "/v1/invoices", "/v1/prices", "/v1/products"]


@pytest.fixture
def limited():
    return Sandbox(now=NOW, seed=1, limits=True)


def ask(sandbox, count, paths=PATHS, key="sk_test_x"):
    return [sandbox.request("GET", paths[n % len(paths)], key=key) for n in range(count)]


def refused(responses):
    return [r.headers["Stripe-Rate-Limited-Reason"] for r in responses if r.status == 429]


def test_in_process_nothing_is_limited_unless_asked_for(sandbox):
    assert refused(ask(sandbox, 200)) == []

    sandbox.limits.enforce()

    assert len(refused(ask(sandbox, 30))) == 5


def test_an_account_has_25_requests_a_second_in_test_mode_and_100_live(limited):
    test, live = ask(limited, 30), ask(limited, 105, key="sk_live_x")

    assert refused(test) == ["global-rate"] * 5
    assert refused(live) == ["global-rate"] * 5
    assert test[-1].headers["Retry-After"] == "1"
    assert test[-1].json()["error"]["code"] == "rate_limit"


def test_a_standing_clock_refuses_until_it_is_advanced(limited):
    assert len(refused(ask(limited, 100))) == 75

    limited.advance(1)

    assert len(refused(ask(limited, 30))) == 5


def test_accounts_do_not_share_a_limit(limited):
    limited.connect("acct_2")
    ask(limited, 30)

    response = limited.request("GET", "/v1/customers", headers={"Stripe-Account": "acct_2"})

    assert response.status == 200


def test_a_named_operation_has_25_a_second_whatever_the_id(limited):
    for n in range(30):
        limited.add({"object": "customer", "id": f"cus_{n}", "livemode": True})

    answers = [limited.request("GET", f"/v1/customers/cus_{n}", key="sk_live_x") for n in range(30)]
    other = limited.request("GET", "/v1/customers", key="sk_live_x")

    assert refused(answers) == ["endpoint-rate"] * 5
    assert other.status == 200


def test_search_and_files_have_20_a_second(limited):
    search = [
        limited.request("GET", "/v1/customers/search", {"query": "name:'x'"}, key="sk_live_x")
        for _ in range(22)
    ]
    files = [limited.request("GET", "/v1/files", key="sk_live_x") for _ in range(22)]

    assert refused(search) == ["endpoint-rate"] * 2
    assert refused(files) == ["endpoint-rate"] * 2


def test_a_payment_intent_takes_1000_updates_an_hour(limited):
    limited.limits.live_rate = limited.limits.endpoint_rate = 10_000
    limited.add({"object": "payment_intent", "id": "pi_1", "livemode": True, "amount": 5})

    def update():
        return limited.request(
            "POST", "/v1/payment_intents/pi_1", {"description": "x"}, key="sk_live_x"
        )

    answers = [update() for _ in range(1_002)]
    assert refused(answers) == ["resource-specific"] * 2

    limited.advance(3_600)
    assert update().status == 200


def test_requests_at_once_are_limited_too(limited):
    limited.limits.test_concurrency = 2
    inner = []
    third = lambda: inner.append(limited.request("GET", "/v1/charges"))  # noqa: E731
    second = lambda: limited.request("GET", "/v1/invoices")  # noqa: E731
    limited.faults.slow(0, path="/v1/customers", during=second)
    limited.faults.slow(0, path="/v1/invoices", during=third)

    limited.request("GET", "/v1/customers")

    assert refused(inner) == ["global-concurrency"]
    assert limited.request("GET", "/v1/charges").status == 200


def test_requests_at_once_to_one_operation_are_limited(limited):
    limited.limits.endpoint_concurrency = 1
    inner = []
    limited.faults.slow(
        0, during=lambda: inner.append(limited.request("GET", "/v1/customers")), times=1
    )

    limited.request("GET", "/v1/customers")

    assert refused(inner) == ["endpoint-concurrency"]


def test_two_changes_of_one_object_at_once_wait_for_a_lock_in_vain(limited):
    id = limited.create("customer")["id"]
    inner = []

    def again():
        inner.append(limited.request("POST", f"/v1/customers/{id}", {"name": "second"}))

    limited.faults.slow(1, during=again)
    first = limited.request("POST", f"/v1/customers/{id}", {"name": "first"})

    assert first.json()["name"] == "first"
    assert inner[0].status == 429
    assert inner[0].json()["error"]["code"] == "lock_timeout"
    assert limited.request("POST", f"/v1/customers/{id}", {"name": "third"}).status == 200


def test_a_refused_request_did_nothing_and_its_key_is_free(limited):
    ask(limited, 25)
    headers = {"Idempotency-Key": "k"}
    assert limited.request("POST", "/v1/customers", {}, headers).status == 429

    limited.advance(1)

    assert limited.request("POST", "/v1/customers", {}, headers).status == 200
    assert len(limited.all("customer")) == 1


def test_the_sdk_sees_a_rate_limit_error(limited):
    client = stripe.StripeClient("sk_test_x", http_client=limited.http_client())

    with pytest.raises(stripe.RateLimitError):
        for _ in range(26):
            client.v1.customers.list()


def test_with_a_running_clock_a_burst_is_refused():
    sandbox = Sandbox(limits=True)
    began = time.monotonic()

    with ThreadPoolExecutor(2) as pool:
        burst = list(pool.map(lambda _: sandbox.request("GET", "/v1/customers").status, range(90)))

    assert burst.count(200) <= 25 * (1 + time.monotonic() - began)
    assert set(burst) <= {200, 429}


def test_every_operation_can_be_counted(limited):
    limited.limits.test_rate = 10_000

    for operation in catalogue.operations():
        path = operation.template.replace("{", "x").replace("}", "")
        assert limited.request(operation.method, path).status != 500
