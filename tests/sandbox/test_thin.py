"""Thin events and event destinations, through the unmodified SDK."""

import json

import pytest
import stripe

from djstripe.sandbox import Sandbox, catalogue

NOW = 1_790_000_000
DAY = 86_400


@pytest.fixture
def destination(client):
    """One that gets every thin event, with its secret."""
    return client.v2.core.event_destinations.create(
        {
            "name": "Thin",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["*"],
            "webhook_endpoint": {"url": "https://example.com/thin"},
            "include": ["webhook_endpoint.signing_secret", "webhook_endpoint.url"],
        }
    )


@pytest.fixture
def got(sandbox, destination):
    """(body, headers) of the deliveries to the destination."""
    received = []
    sandbox.webhooks.receivers[destination.id] = lambda *sent: received.append(sent)
    return received


def parsed(client, destination, sent):
    """A delivery as the SDK reads it, its signature verified."""
    body, headers = sent
    secret = destination.webhook_endpoint.signing_secret
    return client.parse_event_notification(body, headers["Stripe-Signature"], secret, 0)


def test_a_change_is_one_thin_event_too(sandbox, client, destination, got):
    made = sandbox.create("customer", name="Ada")

    (sent,) = got
    body = json.loads(sent[0])
    assert body == {
        "id": body["id"],
        "object": "v2.core.event",
        "context": None,
        "created": "2026-09-21T14:13:20.000Z",
        "livemode": False,
        "reason": {"type": "request", "request": sandbox.events[0]["request"]},
        "related_object": {
            "id": made["id"],
            "type": "customer",
            "url": f"/v1/customers/{made['id']}",
        },
        "type": "v1.customer.created",
    }
    notification = parsed(client, destination, sent)
    assert type(notification).__name__ == "V1CustomerCreatedEventNotification"
    assert notification.fetch_related_object().name == "Ada"
    event = notification.fetch_event()
    assert (event.id, event.snapshot_event) == (body["id"], sandbox.events[0]["id"])


def test_every_event_of_a_story_has_its_thin_twin(sandbox, client, destination, got, price):
    customer = sandbox.create("customer", payment_method="pm_card_visa")
    sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])
    sandbox.delete("customer", customer["id"])

    found = [json.loads(body) for body, _ in got]
    told = [e["type"] for e in sandbox.events if f"v1.{e['type']}" in catalogue.thin_event_types()]
    assert [one["type"] for one in found] == [f"v1.{type}" for type in told][-len(found) :]
    assert len({one["id"] for one in found}) == len(found)
    for sent in got:
        notification = parsed(client, destination, sent)
        assert notification.fetch_related_object() is not None


def test_a_connected_accounts_thin_event_says_where_to_fetch(sandbox, client, destination):
    client.v2.core.event_destinations.delete(destination.id)
    destination = client.v2.core.event_destinations.create(
        {
            "name": "Connect",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v1.customer.created"],
            "events_from": ["@accounts"],
            "webhook_endpoint": {"url": "https://example.com/thin"},
            "include": ["webhook_endpoint.signing_secret"],
        }
    )
    got = []
    sandbox.webhooks.receivers[destination.id] = lambda *sent: got.append(sent)
    sandbox.connect("acct_2")

    sandbox.create("customer", name="ours")
    sandbox.create("customer", account="acct_2", name="theirs")

    (sent,) = got
    notification = parsed(client, destination, sent)
    assert str(notification.context) == "acct_2"
    assert notification.fetch_related_object().name == "theirs"
    assert notification.fetch_event().id == notification.id


def test_a_destination_is_changed_turned_off_and_deleted(sandbox, client, destination, got):
    destinations = client.v2.core.event_destinations
    changed = destinations.update(
        destination.id,
        {"name": "B", "metadata": {"k": "v"}, "enabled_events": ["v1.product.created"]},
    )
    sandbox.create("customer")
    off = destinations.disable(destination.id)
    sandbox.create("product", name="x")
    on = destinations.enable(destination.id)
    sandbox.create("product", name="y")
    listed = [one.id for one in destinations.list({"include": ["webhook_endpoint.url"]}).data]
    deleted = destinations.delete(destination.id)
    sandbox.create("product", name="z")

    assert (changed.name, changed.metadata.k, changed.updated) == ("B", "v", changed.created)
    assert (off.status, off.status_details.disabled.reason) == ("disabled", "user")
    assert (on.status, on.status_details) == ("enabled", None)
    assert [json.loads(body)["type"] for body, _ in got] == ["v1.product.created"]
    assert (listed, deleted.id) == ([destination.id], destination.id)
    with pytest.raises(stripe.InvalidRequestError) as missing:
        destinations.retrieve(destination.id)
    assert (missing.value.http_status, missing.value.code) == (404, "not_found")


def test_the_secret_is_shown_once_and_only_where_it_is_asked_for(client, destination):
    destinations = client.v2.core.event_destinations
    shown = destinations.retrieve(destination.id, {"include": ["webhook_endpoint.url"]})
    bare = destinations.retrieve(destination.id)

    assert destination.webhook_endpoint.signing_secret.startswith("whsec_")
    assert shown.webhook_endpoint.signing_secret is None
    assert shown.webhook_endpoint.url == "https://example.com/thin"
    assert (bare.webhook_endpoint.url, bare.webhook_endpoint.signing_secret) == (None, None)


def test_a_ping(sandbox, client, destination, got):
    event = client.v2.core.event_destinations.ping(destination.id)

    notification = parsed(client, destination, got[0])
    assert (notification.id, notification.type) == (event.id, "v2.core.event_destination.ping")
    assert notification.fetch_related_object().id == destination.id
    assert client.v2.core.events.retrieve(event.id).id == event.id


def test_a_snapshot_destination_gets_snapshots_in_its_version(sandbox, client, customer, price):
    destination = client.v2.core.event_destinations.create(
        {
            "name": "Snapshots",
            "type": "webhook_endpoint",
            "event_payload": "snapshot",
            "snapshot_api_version": "2024-06-20",
            "enabled_events": ["customer.subscription.created"],
            "webhook_endpoint": {"url": "https://example.com/hook"},
        }
    )
    got = []
    sandbox.webhooks.receivers[destination.id] = lambda body, headers: got.append(json.loads(body))

    sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])

    assert got[0]["api_version"] == "2024-06-20"
    assert "current_period_end" in got[0]["data"]["object"]


def test_a_destinations_secret_is_rolled(sandbox, client, destination, got):
    new = sandbox.webhooks.roll_secret(destination.id)

    sandbox.create("customer")

    body, headers = got[0]
    for secret in (new, destination.webhook_endpoint.signing_secret):
        assert client.parse_event_notification(body, headers["Stripe-Signature"], secret, 0)


def test_thin_events_are_listed_in_pages(sandbox, client):
    for n in range(7):
        sandbox.create("customer", name=str(n))
        sandbox.advance(1)

    first = client.v2.core.events.list({"limit": 3})
    every = [event.id for event in first.auto_paging_iter()]

    assert len(every) == len(set(every)) == 7
    assert [event.related_object.id for event in first.data] == [
        one["id"] for one in sandbox.all("customer")[:3:-1]
    ]
    second = sandbox.call("GET", first.next_page_url)
    back = sandbox.call("GET", second["previous_page_url"])
    assert [one["id"] for one in back["data"]] == every[:3]
    assert sandbox.call("GET", back["next_page_url"])["data"] == second["data"]
    assert (first.previous_page_url, back["previous_page_url"]) == (None, None)


def test_thin_events_are_filtered(sandbox, client):
    made = sandbox.create("customer")
    sandbox.advance(10)
    sandbox.modify("customer", made["id"], name="b")
    sandbox.create("product", name="x")

    def listed(**params):
        return [event.type for event in client.v2.core.events.list(params).data]

    assert listed(object_id=made["id"]) == ["v1.customer.updated", "v1.customer.created"]
    assert listed(types=["v1.product.created", "v1.customer.created"]) == [
        "v1.product.created",
        "v1.customer.created",
    ]
    assert listed(created={"gt": "2026-09-21T14:13:20Z"}) == [
        "v1.product.created",
        "v1.customer.updated",
    ]
    assert listed(created={"lt": "2026-09-21T16:13:25+02:00"}) == ["v1.customer.created"]
    sandbox.advance(31 * DAY)
    assert listed() == []


REFUSED = [
    ("GET", "/v2/core/events", {"limit": 0}),
    ("GET", "/v2/core/events", {"limit": "many"}),
    ("GET", "/v2/core/events", {"page": "page_2"}),
    ("GET", "/v2/core/events", {"nothing": "1"}),
    ("GET", "/v2/core/events", {"created": {"gt": "yesterday"}}),
    ("GET", "/v2/core/events", {"types": "v1.customer.created"}),
    ("GET", "/v2/core/events/evt_none", {}),
    ("POST", "/v2/core/event_destinations", {}),
    ("POST", "/v2/core/event_destinations", {"type": "webhook_endpoint", "name": 5}),
    ("POST", "/v2/core/event_destinations/ed_none/ping", {}),
    ("POST", "/v2/core/event_destinations/ed_none", {"enabled_events": [{}]}),
    ("DELETE", "/v2/core/event_destinations/ed_none", {}),
    ("GET", "/v2/core/nothing", {}),
]


@pytest.mark.parametrize(("method", "path", "params"), REFUSED)
def test_what_version_two_refuses(sandbox, method, path, params):
    response = sandbox.request(method, path, params)

    assert response.status in (400, 404), response.body
    assert response.json()["error"]["message"]


def test_version_two_needs_a_version_and_speaks_json(sandbox):
    from djstripe.sandbox import Request

    headers = {"authorization": "Bearer sk_test_x", "content-type": "application/json"}
    bare = sandbox.answer(Request("GET", "/v2/core/events", "", b"", headers))
    headers["stripe-version"] = "2026-10-28.endive"
    path = "/v2/core/event_destinations"
    broken = [
        sandbox.answer(Request("POST", path, "", body, headers))
        for body in (b"{", b"[]", b"\xff", b"[" * 100_000)
    ]

    assert bare.status == 400
    assert {response.status for response in broken} == {400}


def test_a_destination_takes_known_events_in_their_form_only(sandbox):
    params = {
        "name": "x",
        "type": "webhook_endpoint",
        "webhook_endpoint": {"url": "https://example.com"},
    }

    def status(payload, name, **more):
        asked = {**params, "event_payload": payload, "enabled_events": [name], **more}
        return sandbox.request("POST", "/v2/core/event_destinations", asked).status

    assert status("thin", "v1.customer.created") == 200
    assert status("thin", "customer.created") == 400
    assert status("snapshot", "customer.created") == 200
    assert status("snapshot", "v1.customer.created") == 400
    assert status("thin", "*", snapshot_api_version="2024-06-20") == 400
    assert status("thin", "*", events_from=["@moon"]) == 400
    assert status("thin", "*", webhook_endpoint={"url": "ftp://example.com"}) == 400


def test_an_event_that_could_not_be_made_is_told_of_later(sandbox, client, destination, got):
    sandbox.connect("acct_2")
    sandbox.webhooks.never_create("customer.*")
    made = sandbox.create("customer")
    sandbox.create("customer", account="acct_2")
    before = len(got)

    told = sandbox.webhooks.report_never_created()

    first, second = (parsed(client, destination, sent) for sent in got)
    assert (before, len(told), sandbox.events) == (0, 2, [])
    assert first.type == "v2.core.health.event_generation_failure.resolved"
    data = first.fetch_event().data
    assert data.impact.event_type == "customer.created"
    assert data.impact.related_object.id == made["id"]
    assert sandbox.call("GET", data.impact.related_object.url)["id"] == made["id"]
    assert second.fetch_event().data.impact.context == "acct_2"
    assert sandbox.webhooks.report_never_created() == []


def test_a_function_may_receive_thin_events(sandbox, client):
    got = []
    made = sandbox.deliver_to(lambda *sent: got.append(sent), thin=True, secret="whsec_own")

    sandbox.create("customer")

    body, headers = got[0]
    assert made["object"] == "v2.core.event_destination"
    assert client.parse_event_notification(body, headers["Stripe-Signature"], "whsec_own", 0)


def test_ids_differ_between_modes(sandbox):
    sandbox.create("customer")
    sandbox.request("POST", "/v1/customers", {}, key="sk_live_x")

    test = sandbox.call("GET", "/v2/core/events")["data"]
    live = sandbox.request("GET", "/v2/core/events", key="sk_live_x").json()["data"]

    assert test[0]["id"].startswith("evt_test_65")
    assert live[0]["id"].startswith("evt_65") and live[0]["livemode"]
    path = f"/v2/core/events/{test[0]['id']}"
    assert sandbox.request("GET", path, key="sk_live_x").status == 404


def test_loaded_destinations_go_on(sandbox, destination):
    other, got = Sandbox(now=NOW), []
    other.load(sandbox.dump())
    other.webhooks.receivers[destination.id] = lambda *sent: got.append(sent)

    other.create("customer")

    assert json.loads(got[0][0])["type"] == "v1.customer.created"
