"""Who may ask what: keys of every kind, accounts, modes, permissions."""

import pytest
import stripe

from djstripe.sandbox import TEST_KEY, Sandbox, catalogue, keys, routes

NOW = 1_790_000_000


def error(response, status):
    assert response.status == status, response.body
    return response.json()["error"]


# -- keys that are no good


def test_a_publishable_key_is_refused(sandbox):
    found = error(sandbox.request("GET", "/v1/customers", key="pk_test_x"), 403)

    assert found["code"] == "secret_key_required"


def test_a_revoked_key_is_not_known_any_more(sandbox):
    key = sandbox.keys.add()
    assert sandbox.request("GET", "/v1/customers", key=key).status == 200

    sandbox.keys.revoke(key)

    found = error(sandbox.request("GET", "/v1/customers", key=key), 401)
    assert found["message"].startswith("Invalid API Key provided: sk_test_***")
    assert key not in found["message"]


def test_a_rolled_key_works_until_its_hour_has_come(sandbox):
    old = sandbox.keys.add()
    new = sandbox.keys.roll(old, at=NOW + 3_600)
    assert sandbox.request("GET", "/v1/customers", key=old).status == 200

    sandbox.advance(3_600)

    found = error(sandbox.request("GET", "/v1/customers", key=old), 401)
    assert found["code"] == "api_key_expired"
    assert found["message"].endswith(old[-6:])
    assert sandbox.request("GET", "/v1/customers", key=new).status == 200


def test_the_sdk_sees_an_authentication_error(sandbox):
    key = sandbox.keys.add(expires=NOW)
    client = stripe.StripeClient(key, http_client=sandbox.http_client())

    with pytest.raises(stripe.AuthenticationError) as refusal:
        client.v1.customers.list()

    assert refusal.value.error.code == "api_key_expired"


# -- permissions


def test_a_restricted_key_lacks_what_it_was_not_given(sandbox):
    key = sandbox.keys.restricted("customer_read")

    assert key.startswith("rk_test_")
    assert sandbox.request("GET", "/v1/customers", key=key).status == 200
    found = error(sandbox.request("GET", "/v1/prices", key=key), 403)
    assert found["type"] == "invalid_request_error"
    assert "code" not in found
    assert "'rak_plan_read'" in found["message"]
    assert sandbox.account in found["message"]


def test_reading_does_not_allow_writing_but_writing_allows_reading(sandbox):
    reader = sandbox.keys.restricted("customer_read")
    writer = sandbox.keys.restricted("customer_write")

    found = error(sandbox.request("POST", "/v1/customers", key=reader), 403)
    made = sandbox.request("POST", "/v1/customers", key=writer).json()

    assert "'rak_customer_write'" in found["message"]
    assert sandbox.request("GET", f"/v1/customers/{made['id']}", key=writer).status == 200
    assert len(sandbox.all("customer")) == 1


def test_the_sdk_sees_a_permission_error(sandbox):
    key = sandbox.keys.restricted("charge_read")
    client = stripe.StripeClient(key, http_client=sandbox.http_client())

    with pytest.raises(stripe.PermissionError):
        client.v1.customers.list()


def test_expanding_needs_the_permission_to_read(sandbox, customer):
    sandbox.add({"object": "charge", "id": "ch_1", "customer": customer["id"]})
    blind = sandbox.keys.restricted("charge_read")
    seeing = sandbox.keys.restricted("charge_read", "customer_read")
    expand = {"expand": ["customer"]}

    found = error(sandbox.request("GET", "/v1/charges/ch_1", expand, key=blind), 403)
    shown = sandbox.request("GET", "/v1/charges/ch_1", expand, key=seeing).json()

    assert "'rak_customer_read'" in found["message"]
    assert shown["customer"]["id"] == customer["id"]


def test_every_operation_is_refused_to_a_key_that_may_nothing():
    sandbox = Sandbox(now=NOW)
    key = sandbox.keys.restricted()

    for operation in catalogue.operations():
        path = operation.template.replace("{", "x").replace("}", "")
        response = sandbox.request(operation.method, path, key=key)
        assert response.status == 403, (operation, response.body)
        assert "'rak_" in response.json()["error"]["message"]


def test_every_operation_passes_with_the_one_permission_that_it_needs():
    sandbox = Sandbox(now=NOW)

    for operation in catalogue.operations():
        key = sandbox.keys.restricted(keys.permission_of(operation))
        path = operation.template.replace("{", "x").replace("}", "")
        response = sandbox.request(operation.method, path, key=key)
        assert "required permissions" not in response.body.decode(), operation


# -- accounts


def test_platforms_do_not_see_each_other(sandbox):
    key = sandbox.open_account("acct_b")
    sandbox.create("customer", name="ours")
    sandbox.request("POST", "/v1/customers", {"name": "theirs"}, key=key)

    ours = sandbox.list("customer")["data"]
    theirs = sandbox.request("GET", "/v1/customers", key=key).json()["data"]

    assert [one["name"] for one in ours] == ["ours"]
    assert [one["name"] for one in theirs] == ["theirs"]


def test_a_platform_reaches_its_own_connected_accounts_only(sandbox):
    key = sandbox.open_account("acct_b")
    sandbox.connect("acct_ours")
    theirs = sandbox.request("POST", "/v1/accounts", {"type": "custom"}, key=key).json()["id"]

    def status(account, key):
        headers = {"Stripe-Account": account}
        return sandbox.request("GET", "/v1/customers", headers=headers, key=key).status

    assert status("acct_ours", TEST_KEY) == 200
    assert status("acct_ours", key) == 403
    assert status(theirs, key) == 200
    assert status(theirs, TEST_KEY) == 403
    assert status("acct_b", TEST_KEY) == 403
    found = error(sandbox.request("GET", f"/v1/accounts/{theirs}"), 403)
    assert found["code"] == "account_invalid"
    assert [one["id"] for one in sandbox.list("account")["data"]] == ["acct_ours"]


def test_a_connected_accounts_own_key_works_without_a_header(sandbox):
    sandbox.connect("acct_2")
    key = sandbox.keys.add("acct_2")
    sandbox.create("customer", account="acct_2", name="A")

    found = sandbox.request("GET", "/v1/customers", key=key).json()["data"]

    assert [one["name"] for one in found] == ["A"]


def test_an_organizations_key_names_the_account_in_the_context(sandbox):
    sandbox.open_account("acct_b")
    sandbox.connect("acct_b1", platform="acct_b")
    key = sandbox.keys.organization(sandbox.account, "acct_b")
    version = {"Stripe-Version": "2026-10-28.endive"}

    def ask(**headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return sandbox.request("GET", "/v1/account", headers={**version, **sent}, key=key)

    assert key.startswith("sk_org_")
    assert ask(Stripe_Context="acct_b").json()["id"] == "acct_b"
    assert ask(Stripe_Context="acct_b/acct_b1").json()["id"] == "acct_b1"
    assert ask(Stripe_Context=sandbox.account).json()["id"] == sandbox.account
    assert ask().status == 400
    assert ask(Stripe_Context="acct_b1").status == 403
    assert ask(Stripe_Context=f"{sandbox.account}/acct_b1").status == 403
    bare = sandbox.request("GET", "/v1/account", headers={"Stripe-Context": "acct_b"}, key=key)
    assert "Stripe-Version" in error(bare, 400)["message"]


def test_the_sdks_context_reaches_a_connected_account(sandbox):
    sandbox.connect("acct_2")
    client = stripe.StripeClient(
        "sk_test_x", stripe_context="acct_2", http_client=sandbox.http_client()
    )

    assert client.v1.accounts.retrieve_current().id == "acct_2"


# -- modes


def test_a_custom_id_may_live_in_both_modes_and_on_two_accounts(sandbox):
    sandbox.connect("acct_2")
    for name, account, key in [
        ("test", None, "sk_test_x"),
        ("live", None, "sk_live_x"),
        ("connected", "acct_2", "sk_test_x"),
    ]:
        headers = {"Stripe-Account": account} if account else {}
        made = sandbox.request("POST", "/v1/products", {"id": "p", "name": name}, headers, key)
        assert made.status == 200

    def name(key, headers=None):
        return sandbox.request("GET", "/v1/products/p", headers=headers, key=key).json()["name"]

    assert name("sk_test_x") == "test"
    assert name("sk_live_x") == "live"
    assert name("sk_test_x", {"Stripe-Account": "acct_2"}) == "connected"


def test_the_wrong_modes_key_is_told_so(sandbox, customer):
    id = customer["id"]

    found = error(sandbox.request("GET", f"/v1/customers/{id}", key="sk_live_x"), 404)
    param = error(
        sandbox.request(
            "POST",
            "/v1/payment_intents",
            {"amount": 500, "currency": "usd", "customer": id},
            key="sk_live_x",
        ),
        400,
    )

    assert found["code"] == "resource_missing"
    assert found["message"] == (
        f"No such customer: '{id}'; a similar object exists in test mode, but a live mode key was "
        "used to make this request."
    )
    assert "a similar object exists in test mode" in param["message"]
    assert "similar" not in error(sandbox.request("GET", "/v1/customers/cus_no"), 404)["message"]


def test_routes_and_permissions_are_known_for_every_operation():
    assert all(keys.permission_of(one) for one in catalogue.operations())
    assert {"plan_read", "webhook_write", "top_up_read"} <= set(keys.permissions())
    assert routes.match("GET", "/v1/prices")
