"""Deliveries: to whom, signed how, in which version, again when they fail, and wrong on command."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise

import pytest
import stripe

from djstripe.sandbox import Sandbox

NOW = 1_790_000_000
HOUR = 3_600
DAY = 86_400


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


def test_held_deliveries_can_be_sent_one_by_one(sandbox):
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


# -- endpoints


class Received(list):
    """The events that an endpoint received, and the endpoint."""

    endpoint = None


@pytest.fixture
def got(sandbox):
    """What an endpoint for everything receives."""
    received = Received()
    received.endpoint = sandbox.deliver_to(lambda body, headers: received.append(json.loads(body)))[
        "id"
    ]
    return received


def names(events):
    return [event["data"]["object"]["name"] for event in events]


def v1_of(header):
    return [part[3:] for part in header.split(",") if part.startswith("v1=")]


def test_an_account_has_at_most_sixteen_endpoints(sandbox):
    params = {"url": "https://example.com/hook", "enabled_events": ["*"]}
    made = [sandbox.create("webhook_endpoint", **params) for _ in range(16)]

    refused = sandbox.request("POST", "/v1/webhook_endpoints", params)
    sandbox.delete("webhook_endpoint", made[0]["id"])

    assert refused.status == 400
    assert sandbox.create("webhook_endpoint", **params)["status"] == "enabled"


def test_a_live_endpoint_needs_https(sandbox):
    params = {"url": "http://example.com/hook", "enabled_events": ["*"]}

    live = sandbox.request("POST", "/v1/webhook_endpoints", params, key="sk_live_x")
    test = sandbox.request("POST", "/v1/webhook_endpoints", params)

    assert (live.status, live.json()["error"]["code"]) == (400, "url_invalid")
    assert test.status == 200


def test_a_live_connect_endpoint_gets_test_events_too(sandbox):
    live, test = [], []
    sandbox.deliver_to(
        lambda body, headers: live.append(json.loads(body)), connect=True, livemode=True
    )
    sandbox.deliver_to(lambda body, headers: test.append(json.loads(body)), connect=True)
    sandbox.connect("acct_2")

    sandbox.create("customer", account="acct_2")
    headers = {"Stripe-Account": "acct_2"}
    sandbox.request("POST", "/v1/customers", {}, headers, key="sk_live_x")

    assert [event["livemode"] for event in live] == [False, True]
    assert [event["livemode"] for event in test] == [False]


def test_metadata_is_merged_and_an_endpoint_is_turned_off_and_on(sandbox, got):
    endpoint = got.endpoint
    sandbox.modify("webhook_endpoint", endpoint, metadata={"a": "1", "b": "2"})

    off = sandbox.modify("webhook_endpoint", endpoint, disabled=True, metadata={"a": ""})
    sandbox.create("customer")
    on = sandbox.modify("webhook_endpoint", endpoint, disabled=False)
    sandbox.create("product", name="x")

    assert (off["status"], off["metadata"]) == ("disabled", {"b": "2"})
    assert on["status"] == "enabled"
    assert [event["type"] for event in got] == ["product.created"]


def test_a_rolled_secret_signs_beside_the_new_one_for_a_day(sandbox):
    headers = []
    endpoint = sandbox.deliver_to(lambda body, sent: headers.append((body, sent)))

    new = sandbox.webhooks.roll_secret(endpoint["id"])
    sandbox.create("customer")
    sandbox.advance(DAY)
    sandbox.create("customer")

    (body, both), (later, one) = headers
    assert len(v1_of(both["Stripe-Signature"])) == 2
    assert len(v1_of(one["Stripe-Signature"])) == 1
    for secret in (new, endpoint["secret"]):
        stripe.WebhookSignature.verify_header(body, both["Stripe-Signature"], secret, 0)
    stripe.WebhookSignature.verify_header(later, one["Stripe-Signature"], new, 0)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(later, one["Stripe-Signature"], endpoint["secret"], 0)


def test_a_secret_can_be_rolled_at_once(sandbox):
    headers = []
    endpoint = sandbox.deliver_to(lambda body, sent: headers.append((body, sent)))

    new = sandbox.webhooks.roll_secret(endpoint["id"], grace_seconds=0)
    sandbox.create("customer")

    body, sent = headers[0]
    assert len(v1_of(sent["Stripe-Signature"])) == 1
    stripe.WebhookSignature.verify_header(body, sent["Stripe-Signature"], new, 0)
    with pytest.raises(ValueError, match="86400"):
        sandbox.webhooks.roll_secret(endpoint["id"], grace_seconds=2 * DAY)


# -- versions


def test_each_endpoint_gets_events_in_its_own_version(sandbox, customer, price):
    got = {}
    for version in ("2024-06-20", None):
        made = sandbox.create(
            "webhook_endpoint",
            url="https://example.com/hook",
            enabled_events=["customer.subscription.created", "customer.subscription.updated"],
            **({"api_version": version} if version else {}),
        )
        received = got[version] = []
        sandbox.webhooks.receivers[made["id"]] = lambda body, headers, received=received: (
            received.append(json.loads(body))
        )

    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])
    other = sandbox.create(
        "price",
        product=price["product"],
        currency="usd",
        unit_amount=7,
        recurring={"interval": "year"},
    )
    item = made["items"]["data"][0]["id"]
    sandbox.modify("subscription", made["id"], items=[{"id": item, "price": other["id"]}])

    (created, changed), (new, _) = got["2024-06-20"], got[None]
    assert (created["api_version"], new["api_version"]) == ("2024-06-20", "2026-10-28.endive")
    assert created["id"] == new["id"]
    assert "current_period_end" in created["data"]["object"]
    assert "current_period_end" not in new["data"]["object"]
    assert new["data"]["object"] == made
    period = made["items"]["data"][0]["current_period_end"]
    assert changed["data"]["previous_attributes"]["current_period_end"] == period
    assert sandbox.events[-1]["api_version"] == "2026-10-28.endive"


# -- retries


def test_a_test_event_is_tried_four_times_within_some_hours(sandbox):
    times = []

    def down(body, headers):
        times.append(sandbox.clock.now() - NOW)
        return 500

    sandbox.deliver_to(down)
    sandbox.create("customer")
    for _ in range(100):
        sandbox.advance(HOUR // 4)

    assert len(times) == 4
    assert times[0] == 0 and times[-1] <= 6 * HOUR
    event = sandbox.list("event", delivery_success=False)["data"][0]
    assert event["pending_webhooks"] == 1


def test_a_live_event_is_tried_for_three_days_ever_more_slowly(sandbox):
    times = []

    def down(body, headers):
        times.append(sandbox.clock.now() - NOW)
        return 503

    sandbox.deliver_to(down, livemode=True)
    sandbox.request("POST", "/v1/customers", {}, key="sk_live_x")
    for _ in range(24 * 8):
        sandbox.advance(HOUR // 2)

    waits = [later - earlier for earlier, later in pairwise(times)]
    assert 2 * DAY < times[-1] <= 3 * DAY
    assert waits == sorted(waits)


def test_each_try_is_signed_anew(sandbox):
    headers = []

    def down(body, sent):
        headers.append((body, sent["Stripe-Signature"]))
        return 500

    endpoint = sandbox.deliver_to(down)
    sandbox.create("customer")
    sandbox.advance(DAY)

    (first, signed), (second, again) = headers[:2]
    assert (first, signed) != (second, again)
    assert first == second
    for body, header in headers[:2]:
        stripe.WebhookSignature.verify_header(body, header, endpoint["secret"], 0)


def test_a_redirect_and_no_answer_are_failures(sandbox):
    def slow(body, headers):
        raise TimeoutError

    sandbox.deliver_to(slow)
    sandbox.deliver_to(lambda body, headers: 307)

    sandbox.create("customer")

    assert [one.statuses for one in sandbox.webhooks.deliveries] == [[0], [307]]
    assert len(sandbox.webhooks.pending) == 2


@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_an_endpoint_that_is_off_when_a_retry_is_due_gets_none(sandbox, how):
    tries = []

    def down(body, headers):
        tries.append(body)
        return 500

    id = sandbox.deliver_to(down)["id"]
    sandbox.create("customer")
    if how == "disabled":
        sandbox.modify("webhook_endpoint", id, disabled=True)
    else:
        sandbox.delete("webhook_endpoint", id)
    sandbox.advance(HOUR)
    if how == "disabled":
        sandbox.modify("webhook_endpoint", id, disabled=False)
    sandbox.advance(DAY)

    assert len(tries) == 1
    assert len(sandbox.webhooks.pending) == 0


def test_an_endpoint_that_is_on_again_before_the_retry_gets_it(sandbox):
    answers = [500]
    id = sandbox.deliver_to(lambda body, headers: answers.pop() if answers else 200)["id"]
    sandbox.create("customer")

    sandbox.modify("webhook_endpoint", id, disabled=True)
    sandbox.modify("webhook_endpoint", id, disabled=False)
    sandbox.advance(HOUR)

    assert sandbox.webhooks.deliveries[0].statuses == [500, 200]


def test_pending_webhooks_counts_down(sandbox):
    up = {"a": 500, "b": 200}
    for name in up:
        sandbox.deliver_to(lambda body, headers, name=name: up[name])

    sandbox.create("customer")
    after_one = sandbox.events[0]["pending_webhooks"]
    up["a"] = 200
    sandbox.advance(HOUR)

    assert (after_one, sandbox.events[0]["pending_webhooks"]) == (1, 0)


def test_a_resend_by_hand_does_not_stop_the_retries(sandbox):
    answers = [500, 200, 500, 200]
    seen = []

    def receive(body, headers):
        seen.append(json.loads(body)["id"])
        return answers.pop(0)

    endpoint = sandbox.deliver_to(receive)
    sandbox.create("customer")
    event = sandbox.events[0]["id"]

    sent = sandbox.webhooks.resend(event, endpoint["id"])
    counted = sandbox.events[0]["pending_webhooks"]
    sandbox.advance(HOUR)
    sandbox.advance(HOUR)

    assert (sent, counted) == (1, 0)
    assert seen == [event] * 4
    assert sorted(one.statuses for one in sandbox.webhooks.deliveries) == [[200], [500, 500, 200]]


def test_what_is_sent_by_hand_is_tried_once(sandbox):
    answers = [200]
    endpoint = sandbox.deliver_to(lambda body, headers: answers.pop() if answers else 500)
    sandbox.create("customer")

    sandbox.webhooks.resend(sandbox.events[0]["id"], endpoint["id"])
    sandbox.advance(DAY)

    assert [one.statuses for one in sandbox.webhooks.deliveries] == [[200], [500]]


def test_the_clis_resend(sandbox, got):
    sandbox.create("customer")
    event = sandbox.events[0]["id"]

    answer = sandbox.call("POST", f"/v1/events/{event}/retry")

    assert answer["id"] == event
    assert [one["id"] for one in got] == [event, event]
    other = {"webhook_endpoint": "we_none"}
    assert sandbox.request("POST", f"/v1/events/{event}/retry", other).status == 400


# -- on command


def test_deliveries_are_held_and_released(sandbox, got):
    sandbox.webhooks.hold()
    sandbox.create("customer", name="a")
    sandbox.create("customer", name="b")
    waiting = len(sandbox.webhooks.pending)

    made = sandbox.webhooks.release()
    sandbox.create("customer", name="c")

    assert (waiting, made) == (2, 2)
    assert names(got) == ["a", "b", "c"]


def test_deliveries_are_doubled(sandbox, got):
    sandbox.webhooks.duplicate("customer.*", times=1)

    sandbox.create("customer", name="a")
    sandbox.create("customer", name="b")

    assert names(got) == ["a", "a", "b"]
    assert got[0]["id"] == got[1]["id"]
    assert sandbox.events[0]["pending_webhooks"] == 0


def test_one_change_is_reported_by_two_events(sandbox, got):
    sandbox.webhooks.report_twice("customer.created")

    sandbox.create("customer", name="a")

    assert names(got) == ["a", "a"]
    assert len({event["id"] for event in got}) == 2
    assert len(sandbox.events) == 2


def test_deliveries_are_lost_for_good_and_listed_as_failed(sandbox, got):
    sandbox.webhooks.lose("customer.created", times=1)

    sandbox.create("customer", name="a")
    sandbox.create("customer", name="b")
    sandbox.advance(DAY)

    failed = sandbox.list("event", delivery_success=False)["data"]
    assert names(got) == ["b"]
    assert names(failed) == ["a"]


def test_a_share_is_lost_the_same_one_for_the_same_seed():
    def lost(seed):
        got = []
        sandbox = Sandbox(now=NOW, seed=seed)
        sandbox.deliver_to(lambda body, headers: got.append(json.loads(body)))
        sandbox.webhooks.lose(share=0.3)
        for n in range(200):
            sandbox.create("customer", name=str(n))
        return names(got)

    first = lost(5)
    assert 110 < len(first) < 170
    assert lost(5) == first
    assert lost(6) != first
    with pytest.raises(ValueError, match="share"):
        Sandbox(now=NOW).webhooks.lose(share=30)


def test_deliveries_are_delayed(sandbox, got):
    sandbox.webhooks.delay("customer.created", seconds=60)

    sandbox.create("customer", name="late")
    sandbox.create("product", name="early")
    sandbox.advance(59)
    early = names(got)
    sandbox.advance(1)

    assert early == ["early"]
    assert names(got) == ["early", "late"]


def test_what_waits_is_shuffled_the_same_way_for_the_same_seed():
    def order(seed):
        got = []
        sandbox = Sandbox(now=NOW, seed=seed)
        sandbox.deliver_to(lambda body, headers: got.append(json.loads(body)))
        sandbox.webhooks.hold()
        for n in range(20):
            sandbox.create("customer", name=str(n))
        sandbox.webhooks.reorder()
        sandbox.webhooks.release()
        return names(got)

    assert order(1) == order(1) != order(2)
    assert sorted(order(1), key=int) == [str(n) for n in range(20)] != order(1)


def test_coming_deliveries_overtake_each_other(sandbox, got):
    sandbox.webhooks.reorder(within_seconds=30)

    for n in range(20):
        sandbox.create("customer", name=str(n))
        sandbox.advance(1)
    sandbox.advance(60)

    assert sorted(names(got), key=int) == [str(n) for n in range(20)]
    assert names(got) != [str(n) for n in range(20)]


def test_an_event_that_shows_an_older_state(sandbox, got):
    made = sandbox.create("customer", name="a")
    sandbox.webhooks.show_older_state("customer.updated", times=1)

    sandbox.modify("customer", made["id"], name="b")
    sandbox.modify("customer", made["id"], name="c")

    assert names(got) == ["a", "a", "c"]
    assert sandbox.retrieve("customer", made["id"])["name"] == "c"


def test_an_event_that_is_never_created(sandbox, got):
    sandbox.webhooks.never_create("customer.updated", times=1)
    made = sandbox.create("customer", name="a")

    sandbox.modify("customer", made["id"], name="b")
    sandbox.modify("customer", made["id"], name="c")

    assert names(got) == ["a", "c"]
    assert [event["type"] for event in sandbox.events] == ["customer.created", "customer.updated"]
    assert sandbox.events[1]["data"]["previous_attributes"] == {"name": "b"}


def test_good_behaviour_again(sandbox, got):
    sandbox.webhooks.hold()
    sandbox.webhooks.lose("product.*")
    sandbox.webhooks.delay(seconds=60)
    sandbox.create("customer", name="a")

    sandbox.webhooks.behave()
    sandbox.create("product", name="b")

    assert names(got) == ["b"]
    sandbox.advance(60)
    assert names(got) == ["b", "a"]


def test_deliveries_and_rules_survive_dump_and_load(sandbox):
    endpoint = sandbox.deliver_to(lambda body, headers: 500)
    sandbox.create("customer", name="a")
    sandbox.webhooks.never_create("product.created", times=1)
    sandbox.webhooks.hold()
    sandbox.create("coupon", name="b", percent_off=5)

    other, got = Sandbox(now=NOW), []
    other.load(sandbox.dump())
    other.webhooks.receivers[endpoint["id"]] = lambda body, headers: got.append(json.loads(body))
    other.create("product", name="never")
    other.webhooks.release()
    other.advance(HOUR)

    assert names(got) == ["b", "a"]
    assert other.webhooks.deliveries[0].statuses == [500, 200]
    assert other.events[0]["pending_webhooks"] == 0


def test_many_deliveries_wait_cheaply(sandbox, got):
    """A queue that took longer the longer it is would not end."""
    world = sandbox.world()
    customer = world.create("customer", {"name": "0"})
    for n in range(20_000):
        world.update(customer, {"name": str(n + 1)})

    assert sandbox.webhooks.flush() == 20_001
    assert names(got) == [str(n) for n in range(20_001)]
