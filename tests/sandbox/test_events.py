"""Events and webhooks: what is told, to whom, signed how, and what happens on failure."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import stripe

from djstripe.sandbox import catalogue

NOW = 1_790_000_000


def types(sandbox):
    return [event["type"] for event in sandbox.events]


def test_create_modify_and_delete_are_told(sandbox):
    made = sandbox.create("customer", name="A", metadata={"k": "1"})
    sandbox.modify("customer", made["id"], name="B", metadata={"k": "2"})
    sandbox.modify("customer", made["id"], name="B")
    sandbox.delete("customer", made["id"])

    created, updated, deleted = sandbox.events
    assert types(sandbox) == ["customer.created", "customer.updated", "customer.deleted"]
    assert created["data"] == {"object": made}
    assert created["created"] == NOW
    assert created["api_version"] == "2026-10-28.endive"
    assert created["request"]["id"].startswith("req_")
    assert updated["data"]["previous_attributes"] == {"name": "A", "metadata": {"k": "1"}}
    assert deleted["data"]["object"]["name"] == "B"
    assert "account" not in created


def test_all_types_are_stripes(sandbox, customer, price):
    sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])

    assert set(types(sandbox)) <= catalogue.event_types()
    assert "customer.subscription.created" in types(sandbox)


def test_a_connected_accounts_events_name_it(sandbox):
    sandbox.connect("acct_2")
    sandbox.create("customer", account="acct_2")

    assert sandbox.events[-1]["account"] == "acct_2"
    assert sandbox.list("event")["data"] == []
    assert len(sandbox.list("event", account="acct_2")["data"]) == 1


def test_removing_an_item_shows_in_the_subscriptions_event(sandbox, customer, price):
    other = sandbox.create(
        "price",
        product=price["product"],
        currency="usd",
        unit_amount=5,
        recurring={"interval": "month"},
    )
    subscription = sandbox.create(
        "subscription",
        customer=customer["id"],
        items=[{"price": price["id"]}, {"price": other["id"]}],
    )
    removed = subscription["items"]["data"][1]["id"]

    sandbox.delete("subscription_item", removed)

    event = sandbox.events[-1]
    assert event["type"] == "customer.subscription.updated"
    assert len(event["data"]["object"]["items"]["data"]) == 1
    assert len(event["data"]["previous_attributes"]["items"]["data"]) == 2


def test_events_are_listed_by_type_and_time(sandbox):
    sandbox.create("customer")
    sandbox.advance(10)
    sandbox.create("product", name="x")
    sandbox.create("coupon", percent_off=5)

    def listed(**params):
        return [event["type"] for event in sandbox.list("event", **params)["data"]]

    assert listed() == ["coupon.created", "product.created", "customer.created"]
    assert listed(type="customer.*") == ["customer.created"]
    assert listed(types=["coupon.created", "customer.created"]) == [
        "coupon.created",
        "customer.created",
    ]
    assert listed(created={"gt": NOW}) == ["coupon.created", "product.created"]
    first = sandbox.events[0]["id"]
    assert listed(ending_before=first, limit=1) == ["product.created"]
    sandbox.advance(31 * 86_400)
    assert listed() == []


def test_events_cannot_be_expanded_and_many_types_are_refused(sandbox):
    assert sandbox.request("GET", "/v1/events", {"types": ["a"] * 21}).status == 400
    assert sandbox.request("GET", "/v1/events", {"type": "a", "types": ["b"]}).status == 400


# -- deliveries


def test_deliveries_are_signed_over_the_raw_body(sandbox):
    got = []
    endpoint = sandbox.deliver_to(lambda body, headers: got.append((body, headers)))

    sandbox.create("customer", name="Zoë")

    body, headers = got[0]
    mac = hmac.new(endpoint["secret"].encode(), f"{NOW}.".encode() + body, hashlib.sha256)
    assert headers["Stripe-Signature"].startswith(f"t={NOW},v1={mac.hexdigest()},v0=")
    event = stripe.Webhook.construct_event(
        body, headers["Stripe-Signature"], endpoint["secret"], tolerance=0
    )
    assert event.data.object.name == "Zoë"
    assert event.pending_webhooks == 1
    assert sandbox.events[0]["pending_webhooks"] == 0


def test_an_endpoint_is_made_through_the_api_and_shows_its_secret_once(client, sandbox):
    made = client.v1.webhook_endpoints.create(
        {"url": "https://example.com/hook", "enabled_events": ["customer.created"]}
    )

    assert made.secret.startswith("whsec_")
    assert "secret" not in client.v1.webhook_endpoints.retrieve(made.id)
    assert "secret" not in sandbox.list("webhook_endpoint")["data"][0]


def test_an_endpoint_gets_only_what_it_asked_for(sandbox):
    got = []
    sandbox.deliver_to(
        lambda body, headers: got.append(json.loads(body)["type"]),
        enabled_events=("product.created",),
    )

    sandbox.create("customer")
    sandbox.create("product", name="x")

    assert got == ["product.created"]


def test_a_disabled_or_deleted_endpoint_gets_nothing(sandbox):
    got = []
    endpoint = sandbox.deliver_to(lambda body, headers: got.append(body))
    sandbox.modify("webhook_endpoint", endpoint["id"], disabled=True)
    sandbox.create("customer")
    sandbox.delete("webhook_endpoint", endpoint["id"])
    sandbox.create("customer")

    assert got == []


def test_connect_endpoints_get_the_connected_accounts_events(sandbox):
    own, connected = [], []
    sandbox.deliver_to(lambda body, headers: own.append(json.loads(body)))
    sandbox.deliver_to(lambda body, headers: connected.append(json.loads(body)), connect=True)
    sandbox.connect("acct_2")

    sandbox.create("customer", account="acct_2")

    assert own == []
    assert [event["account"] for event in connected] == ["acct_2"]


def test_a_failed_delivery_is_retried_when_time_passes(sandbox):
    answers = [500, 302, 200]
    sandbox.deliver_to(lambda body, headers: answers.pop(0))

    sandbox.create("customer")
    assert len(sandbox.list("event", delivery_success=False)["data"]) == 1
    sandbox.advance(300)
    sandbox.advance(3_600)

    assert sandbox.webhooks.deliveries[0].statuses == [500, 302, 200]
    assert sandbox.list("event", delivery_success=False)["data"] == []
    assert len(sandbox.list("event", delivery_success=True)["data"]) == 1


def test_a_receiver_may_call_the_sandbox(sandbox):
    seen = []

    def receive(body, headers):
        event = json.loads(body)
        seen.append(event["type"])
        if event["type"] == "customer.created":
            sandbox.modify("customer", event["data"]["object"]["id"], name="seen")

    sandbox.deliver_to(receive)
    sandbox.create("customer")

    assert seen == ["customer.created", "customer.updated"]


def test_held_deliveries_can_be_reordered_repeated_and_lost(sandbox):
    got = []
    sandbox.deliver_to(lambda body, headers: got.append(json.loads(body)["type"]))
    sandbox.webhooks.hold()
    sandbox.create("customer")
    sandbox.create("product", name="x")
    sandbox.create("coupon", percent_off=5)
    assert got == []

    first, second, lost = sandbox.webhooks.pending
    sandbox.webhooks.pending.clear()
    for delivery in (second, first, first):
        sandbox.webhooks.send(delivery)

    assert got == ["product.created", "customer.created", "customer.created"]
    assert lost.statuses == []


def test_an_error_in_a_receiver_is_loud(sandbox):
    def broken(body, headers):
        raise RuntimeError("broken view")

    sandbox.deliver_to(broken)

    with pytest.raises(RuntimeError, match="broken view"):
        sandbox.create("customer")
    assert sandbox.webhooks.deliveries[0].statuses == [0]


def test_deliveries_over_http(sandbox):
    got = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        sandbox.deliver_to(f"http://127.0.0.1:{server.server_port}/hook?a=1")
        sandbox.create("customer")
    finally:
        server.shutdown()
        server.server_close()
    sandbox.create("product", name="nobody listens")

    assert json.loads(got[0])["type"] == "customer.created"
    assert [d.statuses for d in sandbox.webhooks.deliveries] == [[204], [0]]
