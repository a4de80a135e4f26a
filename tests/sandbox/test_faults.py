"""Everything that goes wrong on command, the same way for the same seed."""

import threading

import pytest
import stripe

from djstripe.sandbox import ConnectionDropped, Fault, Sandbox

NOW = 1_790_000_000


def statuses(sandbox, count=1, path="/v1/customers", method="GET"):
    return [sandbox.request(method, path).status for _ in range(count)]


# -- errors


def test_a_rate_limit_says_why_and_how_long(sandbox):
    sandbox.faults.rate_limit(retry_after=7, reason="global-rate")

    limited = sandbox.request("GET", "/v1/customers")

    assert limited.status == 429
    assert limited.json()["error"]["code"] == "rate_limit"
    assert limited.headers["Retry-After"] == "7"
    assert limited.headers["Stripe-Rate-Limited-Reason"] == "global-rate"
    assert statuses(sandbox) == [200]


def test_a_rate_limit_may_say_nothing_of_how_long(sandbox):
    sandbox.faults.rate_limit(retry_after=None)

    assert "Retry-After" not in sandbox.request("GET", "/v1/customers").headers


def test_a_lock_timeout_is_a_429_that_names_no_limiter(sandbox):
    sandbox.faults.lock_timeout(path="/v1/customers/*", method="POST")
    made = sandbox.create("customer")

    locked = sandbox.request("POST", f"/v1/customers/{made['id']}", {"name": "A"})

    assert (locked.status, locked.json()["error"]["code"]) == (429, "lock_timeout")
    assert "Stripe-Rate-Limited-Reason" not in locked.headers
    assert locked.headers["Stripe-Should-Retry"] == "true"


def test_a_proxys_error_is_a_page_and_not_json(sandbox):
    sandbox.faults.bad_gateway()
    sandbox.faults.bad_gateway(503)

    first, second = (sandbox.request("GET", "/v1/customers") for _ in range(2))

    assert (first.status, second.status) == (502, 503)
    assert first.headers["Content-Type"] == "text/html"
    assert b"502 Bad Gateway" in first.body
    assert "Request-Id" not in first.headers


def test_the_sdk_survives_what_passes(sandbox):
    client = stripe.StripeClient(
        "sk_test_x", http_client=sandbox.http_client(), max_network_retries=5
    )
    sandbox.faults.conflict()
    sandbox.faults.bad_gateway()
    sandbox.faults.lock_timeout()
    sandbox.faults.drop()
    sandbox.faults.server_error()

    client.v1.customers.create({"name": "A"})

    assert len(sandbox.all("customer")) == 1
    assert [line.status for line in sandbox.requests][-1] == 200


def test_faults_match_method_path_and_type(sandbox):
    sandbox.faults.add(Fault(503, method="post", path="/v1/products"))
    sandbox.faults.add(Fault(500, kind="price"))

    assert statuses(sandbox, path="/v1/products") == [200]
    assert sandbox.request("POST", "/v1/products", {"name": "x"}).status == 503
    assert sandbox.request("POST", "/v1/products", {"name": "x"}).status == 200
    assert statuses(sandbox, 2, path="/v1/prices") == [500, 200]


def test_a_fault_strikes_as_often_as_it_was_told(sandbox):
    sandbox.faults.server_error(times=2)
    assert statuses(sandbox, 3) == [500, 500, 200]

    sandbox.faults.server_error(times=None)
    assert statuses(sandbox, 4) == [500] * 4

    sandbox.faults.clear()
    assert statuses(sandbox) == [200]


def test_a_fault_of_no_known_sort_is_refused():
    with pytest.raises(ValueError, match="no fault of sort 'odd'"):
        Fault(sort="odd")


# -- the network


def test_a_connection_may_break_before_or_after_the_work(sandbox):
    sandbox.faults.drop()
    with pytest.raises(ConnectionDropped):
        sandbox.create("customer")
    assert sandbox.all("customer") == []

    sandbox.faults.drop(after=True)
    with pytest.raises(ConnectionDropped):
        sandbox.create("customer")
    assert len(sandbox.all("customer")) == 1
    assert [line.status for line in sandbox.requests] == [0, 0]


def test_half_an_answer_is_no_json(sandbox):
    sandbox.faults.half(method="POST")

    with pytest.raises(stripe.APIError):
        stripe.StripeClient("sk_test_x", http_client=sandbox.http_client()).v1.customers.create({})

    assert len(sandbox.all("customer")) == 1


# -- time


def test_a_slow_answer_takes_the_sandboxs_time(sandbox):
    sandbox.faults.slow(8)

    answer = sandbox.request("GET", "/v1/customers")

    assert sandbox.clock.now() == NOW + 8
    assert answer.headers["Date"] == "Mon, 21 Sep 2026 14:13:28 GMT"
    assert sandbox.requests[-1].seconds == 8


def test_something_happens_during_a_slow_answer(sandbox):
    """The read takes eight seconds; in the middle somebody changes what it reads."""
    customer = sandbox.create("customer", name="old")["id"]
    change = lambda: sandbox.modify("customer", customer, name="new")  # noqa: E731
    path = f"/v1/customers/{customer}"

    sandbox.faults.slow(8, path=path, method="GET", during=change, after=True)
    early = sandbox.retrieve("customer", customer)
    sandbox.modify("customer", customer, name="old")
    sandbox.faults.slow(8, path=path, method="GET", during=change)
    late = sandbox.retrieve("customer", customer)

    assert (early["name"], late["name"]) == ("old", "new")
    assert [e["created"] for e in sandbox.events if e["type"] == "customer.updated"] == [
        NOW + 4,
        NOW + 8,
        NOW + 12,
    ]


def test_another_thread_may_act_during_a_slow_answer(sandbox):
    arrived, may_go = threading.Event(), threading.Event()

    def meanwhile():
        arrived.set()
        assert may_go.wait(5)

    sandbox.faults.slow(1, method="POST", during=meanwhile)
    slow = threading.Thread(target=lambda: sandbox.create("customer", name="slow"))
    slow.start()
    assert arrived.wait(5)

    sandbox.create("customer", name="quick")
    may_go.set()
    slow.join(5)

    assert [one["name"] for one in sandbox.all("customer")] == ["quick", "slow"]


def test_a_real_delay_is_bounded_and_leaves_the_clock_alone(sandbox):
    waited = []
    sandbox.api.pause = waited.append
    sandbox.faults.slow(500, real=True)

    sandbox.request("GET", "/v1/customers")

    assert waited == [30.0]
    assert sandbox.clock.now() == NOW


def test_dates_clock_may_differ_from_that_of_created(sandbox):
    sandbox.clock.date_offset = -3

    answer = sandbox.request("POST", "/v1/customers")

    assert answer.headers["Date"] == "Mon, 21 Sep 2026 14:13:17 GMT"
    assert answer.json()["created"] == NOW


# -- stale reads


def test_a_read_is_so_many_changes_behind(sandbox):
    customer = sandbox.create("customer", name="first")["id"]
    sandbox.faults.stale(changes=1)
    sandbox.modify("customer", customer, name="second")

    assert sandbox.retrieve("customer", customer)["name"] == "first"
    assert sandbox.retrieve("customer", customer)["name"] == "second"


def test_a_list_is_so_many_seconds_behind(sandbox):
    sandbox.faults.stale(seconds=5, kind="customer", times=None)
    first = sandbox.create("customer", name="A")["id"]
    sandbox.advance(4)
    second = sandbox.create("customer", name="B")["id"]
    sandbox.advance(2)
    sandbox.delete("customer", first)

    def seen():
        return [one["id"] for one in sandbox.list("customer")["data"]]

    assert seen() == [first]
    assert sandbox.request("GET", f"/v1/customers/{second}").status == 404
    assert "deleted" not in sandbox.retrieve("customer", first)

    sandbox.advance(4)
    assert seen() == [second, first]

    sandbox.advance(1)
    assert seen() == [second]
    assert sandbox.retrieve("customer", first)["deleted"] is True


def test_a_stale_read_shows_whole_objects_as_they_were(sandbox, customer, price):
    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])
    before = sandbox.retrieve("subscription", made["id"], expand=["customer", "latest_invoice"])
    sandbox.advance(60)
    sandbox.faults.stale(seconds=30, times=None)

    sandbox.modify("customer", customer["id"], name="Renamed")
    sandbox.modify("price", price["id"], nickname="Renamed")
    sandbox.delete("subscription", made["id"])

    path = f"/v1/subscriptions/{made['id']}"
    stale = sandbox.call("GET", path, expand=["customer", "latest_invoice"])
    sandbox.faults.clear()
    fresh = sandbox.call("GET", path, expand=["customer", "latest_invoice"])
    assert stale == before
    assert fresh["status"] == "canceled"
    assert fresh["customer"]["name"] == "Renamed"


def test_the_past_is_kept_only_while_it_is_asked_for(sandbox):
    assert sandbox.state.history is None
    sandbox.faults.stale(seconds=5)
    sandbox.create("customer")
    assert len(sandbox.state.history.changes) == 1

    sandbox.retrieve("account", sandbox.account)
    sandbox.request("GET", "/v1/customers")

    assert sandbox.state.history is None


def test_a_failed_operation_is_no_change(sandbox):
    sandbox.faults.stale(changes=1)
    customer = sandbox.create("customer", name="A")["id"]
    wrong = {"invoice_settings": {"default_payment_method": "pm_no"}}
    assert sandbox.request("POST", f"/v1/customers/{customer}", wrong).status == 400

    assert sandbox.request("GET", f"/v1/customers/{customer}").status == 404


def test_search_lags_on_command(sandbox):
    sandbox.faults.search_lag()
    sandbox.create("customer", email="a@example.com")
    query = {"query": "email:'a@example.com'"}

    early = sandbox.call("GET", "/v1/customers/search", **query)
    sandbox.advance(60)
    late = sandbox.call("GET", "/v1/customers/search", **query)

    assert (len(early["data"]), len(late["data"])) == (0, 1)


# -- at random


def outcome(seed):
    sandbox = Sandbox(now=NOW, seed=seed)
    sandbox.faults.at_random(0.2, Fault(500), Fault(429))
    return statuses(sandbox, 200)


def test_a_share_of_the_requests_fails_the_same_way_for_the_same_seed():
    first, second, other = outcome(1), outcome(1), outcome(2)

    assert first == second != other
    assert 40 < 200 - first.count(200) < 110
    assert {200, 429, 500} == set(first)


def test_faults_do_not_change_the_ids_of_what_is_made():
    plain, troubled = Sandbox(NOW, 5), Sandbox(NOW, 5)
    troubled.faults.at_random(0.5, Fault(500))

    statuses(troubled, 20)
    troubled.faults.clear()

    assert plain.create("customer")["id"] == troubled.create("customer")["id"]
