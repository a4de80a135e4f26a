"""The admin route: a sandbox driven over HTTP."""

import http.client
import json

import pytest

from djstripe.sandbox import Request, control

NOW = 1_790_000_000


@pytest.fixture
def drive(sandbox):
    with sandbox.serve() as server:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=5)

        def post(route, /, headers=None, method="POST", **params):
            body = json.dumps(params).encode() if params else b""
            connection.request(method, f"/_sandbox/{route}", body, headers or {})
            response = connection.getresponse()
            return response.status, json.loads(response.read())

        yield post
        connection.close()


def test_status_says_what_there_is(drive, sandbox):
    sandbox.create("customer")

    status, found = drive("status")

    assert status == 200
    assert (found["account"], found["now"]) == (sandbox.account, NOW)
    assert found["objects"]["customer"] == 1


def test_the_clock_is_advanced_and_set_off(drive, sandbox):
    assert drive("clock/advance", seconds=60) == (200, {"now": NOW + 60})
    assert drive("clock/offset", seconds=-5)[1]["date"] == "Mon, 21 Sep 2026 14:14:15 GMT"
    assert drive("clock/advance", seconds=-1)[0] == 400


def test_faults_are_added_listed_and_cleared(drive, sandbox):
    status, found = drive("faults/add", status=503, path="/v1/charges*", times=2, html=True)
    assert (status, found["faults"][0]["status"]) == (200, 503)
    drive("faults/add", sort="slow", seconds=3, path="/v1/prices")
    assert len(drive("faults/list")[1]["faults"]) == 2

    assert sandbox.request("GET", "/v1/charges").status == 503
    assert drive("faults/clear")[1] == {"faults": []}
    assert sandbox.request("GET", "/v1/charges").status == 200


def test_limits_and_keys_are_set(drive, sandbox):
    drive("limits", on=True, test_rate=1)
    assert [sandbox.request("GET", "/v1/prices").status for _ in range(2)] == [200, 429]
    assert drive("limits", nonsense=1)[0] == 400
    drive("limits", on=False)

    key = drive("keys/add", permissions=["price_read"])[1]["key"]
    assert sandbox.request("GET", "/v1/customers", key=key).status == 403
    new = drive("keys/roll", key=key)[1]["key"]
    assert sandbox.request("GET", "/v1/customers", key=key).status == 401
    drive("keys/revoke", key=new)
    assert sandbox.request("GET", "/v1/customers", key=new).status == 401


def test_objects_are_seeded_changed_and_listed(drive, sandbox):
    status, found = drive(
        "objects/add",
        objects=[{"object": "customer", "id": "cus_1"}, {"object": "customer", "id": "cus_2"}],
    )
    assert (status, len(found["objects"])) == (200, 2)
    drive("objects/change", kind="customer", id="cus_1", fields={"name": "Silent"})

    listed = drive("objects/list", kind="customer")[1]["objects"]

    assert [one.get("name") for one in listed] == ["Silent", None]
    assert sandbox.events == []


def test_an_event_happens_on_command(drive, sandbox):
    drive("objects/add", objects=[{"object": "subscription", "id": "sub_1"}])
    type = "customer.subscription.trial_will_end"

    status, found = drive("events/emit", type=type, kind="subscription", id="sub_1")

    assert (status, found["event"]["type"]) == (200, type)
    assert drive("events/emit", type="nothing", kind="subscription", id="sub_1")[0] == 400


def test_accounts_are_made(drive, sandbox):
    drive("accounts/connect", account="acct_2")
    key = drive("accounts/open", account="acct_3")[1]["key"]

    headers = {"Stripe-Account": "acct_2"}
    assert sandbox.request("GET", "/v1/customers", headers=headers).status == 200
    assert sandbox.request("GET", "/v1/account", key=key).json()["id"] == "acct_3"


def test_the_state_goes_out_and_comes_back(drive, sandbox):
    customer = sandbox.create("customer", name="A")
    dumped = drive("state/dump")[1]
    assert drive("reset")[1]["objects"].get("customer") is None

    drive("state/load", **dumped)

    assert sandbox.retrieve("customer", customer["id"]) == customer
    status, answer = drive("state/load", format="odd")
    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")


def test_requests_and_deliveries_are_told(drive, sandbox):
    got = []
    sandbox.deliver_to(lambda body, headers: got.append(body))
    drive("webhooks/hold")
    sandbox.create("customer")

    assert drive("requests", limit=1)[1]["requests"][0]["path"] == "/v1/customers"
    assert drive("deliveries")[1]["waiting"][0]["type"] == "customer.created"

    drive("webhooks/release")
    assert len(got) == 1
    assert drive("deliveries")[1]["deliveries"][0]["statuses"] == [200]


def test_deliveries_go_wrong_on_command(drive, sandbox):
    got = []
    sandbox.deliver_to(lambda body, headers: got.append(json.loads(body)["type"]))
    drive("webhooks/hold")
    drive("webhooks/lose", types=["customer.created"], times=1)
    drive("webhooks/duplicate", types=["product.created"])
    sandbox.create("customer")
    sandbox.create("product", name="x")

    drive("webhooks/release")

    assert got == ["product.created", "product.created"]
    assert drive("webhooks/behave")[0] == 200


@pytest.mark.parametrize("path", list(control.ROUTES))
def test_wrong_parameters_are_a_400_that_says_so(drive, path):
    status, answer = drive(path, surprising_parameter=1)

    assert status == 400
    assert answer["error"]["message"]


def test_only_this_machine_may_ask_and_no_web_page(sandbox, drive):
    request = Request("POST", "/_sandbox/status")

    assert control.answer(sandbox, request, "192.0.2.1").status == 403
    assert control.answer(sandbox, request, "::1").status == 200
    assert drive("status", headers={"Origin": "https://example.com"})[0] == 403
    assert drive("status", method="GET")[0] == 405
    assert drive("nonsense")[0] == 404


def test_the_admin_route_is_not_part_of_stripes_api(sandbox):
    assert sandbox.request("POST", "/_sandbox/status").status == 404


def test_every_route_stands_in_the_table():
    told = control.__doc__ or ""

    for path in control.ROUTES:
        name = path.removeprefix("webhooks/")
        assert f"`{path}`" in told or f"`…/{name}`" in told, path
