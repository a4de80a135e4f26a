"""State saved and loaded: the loaded twin goes on as if nothing had happened."""

import json

import pytest

from djstripe.sandbox import BrokenState, Company, Fault, Sandbox

NOW = 1_790_000_000
KEY = {"Idempotency-Key": "k1"}


def busy():
    """A sandbox with something of everything that is kept."""
    sandbox = Sandbox(now=NOW, seed=4)
    Company(sandbox, customers=8).found()
    sandbox.connect("acct_2")
    sandbox.open_account("acct_3")
    sandbox.deliver_to("http://127.0.0.1:9/nowhere", secret="whsec_x")
    sandbox.webhooks.hold()
    sandbox.create("coupon", id="GONE", percent_off=5)
    sandbox.delete("coupon", "GONE")
    customer = sandbox.create("customer", name="deleted")["id"]
    sandbox.delete("customer", customer)
    sandbox.create("customer", account="acct_2", name="connected")
    sandbox.request("POST", "/v1/customers", {"name": "live"}, key="sk_live_x")
    sandbox.request("POST", "/v1/customers", {"name": "kept"}, KEY)
    sandbox.keys.restricted("customer_read")
    sandbox.keys.revoke("sk_test_revoked")
    sandbox.limits.test_rate = 1_000
    sandbox.faults.rate_limit(path="/v1/charges", times=3)
    sandbox.faults.at_random(0.3, Fault(500, path="/v1/prices"))
    for _ in range(5):
        sandbox.request("GET", "/v1/prices")
    sandbox.advance(1.5)
    sandbox.clock.date_offset = 2
    return sandbox


def go_on(sandbox):
    """Drive on in every respect; returns everything that was seen."""
    seen = []

    def ask(method, path, params=None, headers=None, key="sk_test_x"):
        answer = sandbox.request(method, path, params, headers, key)
        seen.append((answer.status, answer.headers, answer.body))
        return answer.json()

    ask("POST", "/v1/customers", {"name": "kept"}, KEY)
    ask("POST", "/v1/customers", {"name": "other"}, KEY)
    for _ in range(10):
        ask("GET", "/v1/prices")
    for _ in range(4):
        ask("GET", "/v1/charges")
    for path in ("customers", "subscriptions?status=all", "invoices", "events", "accounts"):
        page = ask("GET", f"/v1/{path}")
        if page.get("data"):
            ask("GET", f"/v1/{path}", {"starting_after": page["data"][-1]["id"]})
    for record in list(sandbox.shelf().table("customer").gone.values()):
        ask("GET", f"/v1/customers/{record.id}")
    ask("POST", "/v1/coupons", {"id": "GONE", "percent_off": 9})
    ask("POST", "/v1/customers", {"name": "new", "payment_method": "pm_card_visa"})
    ask("GET", "/v1/customers", headers={"Stripe-Account": "acct_2"})
    ask("GET", "/v1/customers", headers={"Stripe-Account": "acct_3"})
    ask("GET", "/v1/customers", key="sk_live_x")
    ask("GET", "/v1/customers", key="sk_test_revoked")
    for key in sandbox.keys.known:
        ask("GET", "/v1/charges", key=key)
    sandbox.keys.add()
    sandbox.advance(86_000)
    ask("POST", "/v1/customers", {"name": "kept"}, KEY)
    seen.append([(d.event.id, d.due, d.statuses) for d in sandbox.webhooks.pending])
    seen.append([event["id"] for event in sandbox.events])
    return seen


def test_a_loaded_twin_goes_on_as_the_undisturbed_one():
    original, twin = busy(), Sandbox(now=5, seed=99)
    twin.load(original.dump())

    assert go_on(twin) == go_on(original)


def test_dumping_changes_nothing():
    disturbed, undisturbed = busy(), busy()

    assert disturbed.dump() == disturbed.dump()
    assert go_on(disturbed) == go_on(undisturbed)


def test_a_dump_of_a_loaded_dump_is_the_same():
    original, twin = busy(), Sandbox()
    dumped = original.dump()
    standing = Sandbox(now=0)

    standing.load(dumped)
    twin.load(dumped)

    assert json.loads(standing.dump()) == json.loads(dumped)
    assert twin.clock.now() >= NOW


def test_deliveries_that_wait_are_made_after_a_load():
    original = Sandbox(now=NOW)
    endpoint = original.deliver_to("http://127.0.0.1:9/nowhere")
    original.webhooks.hold()
    original.create("customer", name="A")
    twin, got = Sandbox(now=NOW), []
    twin.load(original.dump())
    twin.webhooks.receivers[endpoint["id"]] = lambda body, headers: got.append(json.loads(body))

    twin.webhooks.release()

    assert [event["type"] for event in got] == ["customer.created"]
    assert twin.list("event")["data"][0]["pending_webhooks"] == 0


def test_a_state_file_is_written_whole_and_read_again(tmp_path):
    path, original = tmp_path / "state.json", busy()
    original.save(path)
    twin = Sandbox(now=NOW)

    twin.restore(path)

    assert twin.dump() == original.dump()
    assert [one.name for one in tmp_path.iterdir()] == ["state.json"]


def test_a_failed_save_leaves_the_old_file(tmp_path, sandbox):
    path = tmp_path / "state.json"
    sandbox.save(path)
    before = path.read_text()
    sandbox.shelf().add("customer", {"id": "cus_x", "odd": object()}, NOW)

    with pytest.raises(TypeError):
        sandbox.save(path)

    assert path.read_text() == before
    assert [one.name for one in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"format": "something else"}',
        '{"format": "djstripe.sandbox", "version": 99}',
        '{"format": "djstripe.sandbox", "version": 1}',
        '{"format": "djstripe.sandbox", "version": 1, "account": 5, "state": {"seed": []}}',
        "\udcff",
    ],
)
def test_a_foreign_or_broken_file_is_refused_and_left_alone(tmp_path, sandbox, text):
    path = tmp_path / "state.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    customer = sandbox.create("customer", name="A")

    with pytest.raises(BrokenState, match="cannot be used as a sandbox's state"):
        sandbox.restore(path)

    assert path.read_bytes() == text.encode(errors="surrogateescape")
    assert sandbox.retrieve("customer", customer["id"]) == customer


def test_half_a_dump_is_refused(sandbox):
    dumped = busy().dump()

    with pytest.raises(BrokenState, match="only a part of it"):
        sandbox.load(dumped[: len(dumped) // 2])


def test_reset_begins_anew_with_the_same_ids(sandbox):
    first = sandbox.create("customer")["id"]
    sandbox.faults.drop()
    sandbox.advance(100)

    sandbox.reset()

    assert sandbox.all("customer") == []
    assert sandbox.clock.now() == NOW + 100
    assert sandbox.create("customer")["id"] == first
