"""Envelopes, headers, parameters; what the SDK makes of them."""

import json

import pytest
import stripe

from djstripe.sandbox import Request, Sandbox

NOW = 1_790_000_000


def refused(response, status, **error):
    assert response.status == status, response.body
    found = response.json()["error"]
    assert {name: found.get(name) for name in error} == error
    assert found["message"]


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer nonsense", "Bearer sk_test_", "Basic !!", "Bearer é"]
)
def test_a_request_without_a_good_key_is_401(sandbox, authorization):
    response = sandbox.request("GET", "/v1/customers", headers={"Authorization": authorization})

    refused(response, 401, type="invalid_request_error")


def test_curls_basic_authorization_works(sandbox):
    response = sandbox.request(
        "GET", "/v1/customers", headers={"Authorization": "Basic c2tfdGVzdF94Og=="}
    )

    assert response.status == 200


def test_unknown_paths_are_404_in_the_envelope(sandbox):
    refused(sandbox.request("GET", "/v1/nothing"), 404, type="invalid_request_error")
    refused(sandbox.request("PUT", "/v1/customers"), 404, type="invalid_request_error")
    refused(sandbox.request("GET", "/v2/core/accounts"), 404, code="sandbox_not_simulated")


def test_a_missing_object_is_named(sandbox):
    response = sandbox.request("GET", "/v1/customers/cus_x")

    refused(response, 404, code="resource_missing", param="id")
    assert response.json()["error"]["message"] == "No such customer: 'cus_x'"


def test_answers_carry_the_sandboxs_headers(sandbox):
    response = sandbox.request(
        "POST",
        "/v1/customers",
        headers={"Stripe-Version": "2025-03-31.basil", "Idempotency-Key": "k"},
    )

    assert response.headers["Request-Id"].startswith("req_")
    assert response.headers["Date"] == "Mon, 21 Sep 2026 14:13:20 GMT"
    assert response.headers["Stripe-Version"] == "2025-03-31.basil"
    assert response.headers["Idempotency-Key"] == "k"


@pytest.mark.parametrize(
    ("path", "params", "error"),
    [
        ("/v1/prices", {"product": "p"}, {"code": "parameter_missing", "param": "currency"}),
        ("/v1/customers", {"nonsense": 1}, {"code": "parameter_unknown", "param": "nonsense"}),
        (
            "/v1/payment_intents",
            {"amount": "ten", "currency": "usd"},
            {"code": "parameter_invalid_integer", "param": "amount"},
        ),
        ("/v1/payment_intents", {"amount": 0, "currency": "usd"}, {"param": "amount"}),
        ("/v1/customers", {"address": "x"}, {"param": "address"}),
        (
            "/v1/subscriptions",
            {"customer": "cus_x", "items": [{"price": "x"}]},
            {"param": "customer"},
        ),
    ],
)
def test_wrong_parameters_are_400_and_named(sandbox, path, params, error):
    refused(sandbox.request("POST", path, params), 400, type="invalid_request_error", **error)


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("/v1/subscription_items", "subscription"),
        ("/v1/setup_attempts", "setup_intent"),
        ("/v1/entitlements/active_entitlements", "customer"),
        ("/v1/radar/value_list_items", "value_list"),
        ("/v1/issuing/tokens", "card"),
    ],
)
def test_lists_that_need_a_parameter_say_so(sandbox, path, param):
    refused(sandbox.request("GET", path), 400, code="parameter_missing", param=param)


def test_an_older_version_may_send_parameters_that_we_do_not_know(sandbox):
    response = sandbox.request(
        "POST", "/v1/customers", {"account_balance": 5}, {"Stripe-Version": "2020-08-27"}
    )

    assert response.status == 200


def test_an_action_that_is_not_simulated_says_so(sandbox):
    sandbox.add({"object": "issuing.card", "id": "ic_1"})

    response = sandbox.request("POST", "/v1/test_helpers/issuing/cards/ic_1/shipping/ship")

    refused(response, 400, code="sandbox_not_simulated")


def test_every_operation_answers_without_breaking():
    """A GET, POST and DELETE of every path in the SDK: 200 or a 4xx, never an exception."""
    from djstripe.sandbox import catalogue

    sandbox = Sandbox(now=NOW)

    for operation in catalogue.operations():
        path = operation.template.replace("{", "x").replace("}", "")
        response = sandbox.request(operation.method, path)
        assert response.status in (200, 400, 402, 403, 404), (operation, response.body)
        assert isinstance(response.json(), dict)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b"[]=1",
        b"a[b=1",
        b"expand=1",
        b"metadata=x",
        b"a[b]=1&a=2",
        b"[[[[",
        b"%ff=1",
        b"a" + b"[a]" * 100 + b"=1",
        b"metadata[a][b]=1",
        b"email[]=1",
        b"tax_id_data[0]=x",
    ],
)
def test_garbage_is_400(sandbox, body):
    headers = {"authorization": "Bearer sk_test_x"}

    response = sandbox.answer(Request("POST", "/v1/customers", "", body, headers))

    assert 400 <= response.status < 500
    assert json.loads(response.body)["error"]


def test_a_500_after_the_work_was_done(sandbox):
    sandbox.faults.server_error(after=True)

    response = sandbox.request("POST", "/v1/customers", {"name": "A"}, {"Idempotency-Key": "k"})

    assert response.status == 500
    assert len(sandbox.all("customer")) == 1
    again = sandbox.request("POST", "/v1/customers", {"name": "A"}, {"Idempotency-Key": "k"})
    assert again.status == 200
    assert len(sandbox.all("customer")) == 1


def test_a_dropped_connection_is_the_sdks_connection_error(sandbox, client):
    sandbox.faults.drop()

    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({})


def test_the_sdk_retries_a_drop_under_the_same_key(sandbox):
    client = stripe.StripeClient(
        "sk_test_x", http_client=sandbox.http_client(), max_network_retries=2
    )
    sandbox.faults.drop(after=True)

    client.v1.customers.create({"name": "A"})

    assert len(sandbox.all("customer")) == 1
    assert [line.status for line in sandbox.requests] == [0, 200]
    assert len({line.idempotency_key for line in sandbox.requests}) == 1


def test_an_account_that_the_key_cannot_reach_is_403(sandbox):
    response = sandbox.request("GET", "/v1/charges", headers={"Stripe-Account": "acct_no"})

    refused(response, 403, code="account_invalid")


def test_the_keys_account_is_told(sandbox):
    assert sandbox.call("GET", "/v1/account")["id"] == sandbox.account
    assert sandbox.list("account")["data"] == []


def test_the_same_seed_gives_the_same_ids():
    first, second, third = Sandbox(NOW, 5), Sandbox(NOW, 5), Sandbox(NOW, 6)

    ids = [box.create("customer")["id"] for box in (first, second, third)]

    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("tax_rate", {"display_name": "VAT", "percentage": "20", "inclusive": False}),
        ("shipping_rate", {"display_name": "Post", "fixed_amount": {"amount": 5, "currency": "usd"}}),
    ],
)  # fmt: skip
def test_a_rate_can_be_used_as_soon_as_it_is_made(sandbox, kind, params):
    assert sandbox.create(kind, **params)["active"] is True
