"""One delivery, from bytes to an entry of the inbox: who may hand it in, and what is noted."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.test import Client
from django.urls import reverse

from djstripe import inbox
from djstripe.exceptions import InvalidSignature
from djstripe.gateway import Gateway, use
from djstripe.inbox import refused
from djstripe.models import (
    Bookmark,
    Customer,
    WebhookEndpoint,
    WebhookEventTrigger,
    WorkState,
)
from djstripe.sandbox import Sandbox, signature
from djstripe.signals import webhook_post_validate
from tests.worlds import T0

pytestmark = pytest.mark.django_db

SECRET = "whsec_the_present_one"
BEFORE = "whsec_the_one_before"
THIN = "whsec_of_the_thin_destination"
OURS = "2026-10-28.endive"


@pytest.fixture(autouse=True)
def nothing_counted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused, "_unwritten", refused._Unwritten())


@pytest.fixture
def endpoint() -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        id="we_1",
        djstripe_owner_account_id="acct_1",
        secret=SECRET,
        previous_secret=BEFORE,
        more_secrets=f"{THIN}\n  whsec_another_one\n",
    )


def event(**more: Any) -> dict[str, Any]:
    return {
        "object": "event",
        "id": "evt_1",
        "type": "customer.updated",
        "api_version": OURS,
        "created": T0,
        "livemode": False,
        "data": {"object": {"object": "customer", "id": "cus_1", "name": "Ada"}},
        **more,
    }


def receive(
    endpoint: WebhookEndpoint | None,
    payload: Any = None,
    *,
    secret: str = SECRET,
    signed: int = 0,
    header: str | None = None,
    secrets: list[str] | None = None,
) -> WebhookEventTrigger:
    """Hand in a payload at T0, signed so many seconds before or after it."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload or event()).encode()
    known = endpoint.signing_secrets if endpoint is not None else []
    return inbox.receive(
        body,
        {"Stripe-Signature": signature(body, secret, T0 + signed) if header is None else header},
        endpoint=endpoint,
        secrets=known if secrets is None else secrets,
        now=T0,
    )


# who may hand it in


@pytest.mark.parametrize("secret", [SECRET, BEFORE, THIN, "whsec_another_one"])
def test_any_of_the_endpoints_secrets_may_have_signed(
    endpoint: WebhookEndpoint, secret: str
) -> None:
    endpoint.refresh_from_db()

    entry = receive(endpoint, secret=secret)

    assert (entry.valid, entry.state, entry.signed_at) == (True, WorkState.WAITING, T0)


def test_a_secret_read_from_a_file_ends_in_a_line_break(client: Client, settings: Any) -> None:
    settings.DJSTRIPE_WEBHOOK_SECRETS = ["whsec_old\n", f"{SECRET}\n"]
    body = json.dumps(event()).encode()
    signed = signature(body, SECRET, int(time.time()))

    answer = client.post(
        reverse("djstripe:djstripe_webhook"),
        body,
        content_type="application/json",
        headers={"stripe-signature": signed},
    )

    assert answer.status_code == 200


def test_while_a_secret_is_rolled_one_signature_of_several_suffices(
    endpoint: WebhookEndpoint,
) -> None:
    body = json.dumps(event()).encode()
    theirs = signature(body, "whsec_not_known_here_yet", T0)
    ours = signature(body, SECRET, T0).partition(",")[2]

    assert receive(endpoint, body, header=f"{theirs},{ours}").valid


@pytest.mark.parametrize("seconds", [-300, 300])
def test_the_clocks_may_differ_by_the_tolerance_either_way(
    endpoint: WebhookEndpoint, seconds: int
) -> None:
    assert receive(endpoint, signed=seconds).valid

    with pytest.raises(InvalidSignature, match="tolerated") as refusal:
        receive(endpoint, signed=seconds + (1 if seconds > 0 else -1))
    assert refusal.value.reason == "time"


def test_a_tolerance_of_zero_is_not_a_tolerance_of_everything(endpoint: WebhookEndpoint) -> None:
    """The SDK takes 0 for no limit at all."""
    endpoint.djstripe_tolerance = 0

    assert receive(endpoint, signed=-1).valid
    with pytest.raises(InvalidSignature):
        receive(endpoint, signed=-5)


def test_an_endpoint_without_a_secret_takes_nothing(endpoint: WebhookEndpoint) -> None:
    endpoint.secret = endpoint.previous_secret = endpoint.more_secrets = None

    with pytest.raises(InvalidSignature, match="no signing secret") as refusal:
        receive(endpoint, secret="")
    assert refusal.value.reason == "no_secret"


def test_not_verifying_needs_the_row_and_the_setting(
    endpoint: WebhookEndpoint, settings: Any
) -> None:
    endpoint.djstripe_validation_method = "none"
    with pytest.raises(InvalidSignature):
        receive(endpoint, header="")
    settings.DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS = "yes"  # not True
    with pytest.raises(InvalidSignature):
        receive(endpoint, header="")

    settings.DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS = True
    assert receive(endpoint, header="").signed_at is None

    endpoint.djstripe_validation_method = "verify_signature"
    with pytest.raises(InvalidSignature):
        receive(endpoint, header="")


@pytest.mark.parametrize("method", ["", "None", "off", "verify"])
def test_a_method_that_nobody_knows_verifies(endpoint: WebhookEndpoint, method: str) -> None:
    endpoint.djstripe_validation_method = method

    with pytest.raises(InvalidSignature):
        receive(endpoint, header="")


def test_an_endpoint_that_asks_stripe_believes_only_what_stripe_says(
    endpoint: WebhookEndpoint,
) -> None:
    sandbox = Sandbox(now=T0)
    made = sandbox.create("customer", name="Ada")
    truth = sandbox.events[-1]
    endpoint.djstripe_validation_method = "retrieve_event"
    endpoint.djstripe_owner_account_id = sandbox.account
    endpoint.save()
    forged = {**truth, "data": {"object": {**made, "name": "Eve"}}}

    with use(Gateway(http_client=sandbox.http_client())):
        entry = receive(endpoint, forged, header="")
        inbox.drain(now=entry.due)

    assert Customer.objects.get().name == "Ada"


@pytest.mark.parametrize("id", ["evt_1/../../customers/cus_1", "evt_1?expand[]=x", "cus_1", "evt_"])
def test_an_id_that_would_lead_elsewhere_is_not_asked_for(
    endpoint: WebhookEndpoint, id: str
) -> None:
    endpoint.djstripe_validation_method = "retrieve_event"

    with pytest.raises(BadRequest):
        receive(endpoint, event(id=id), header="")


# whose it is


def test_an_event_is_the_endpoints_accounts_unless_it_names_another(
    endpoint: WebhookEndpoint,
) -> None:
    own = receive(endpoint)
    connected = receive(endpoint, event(id="evt_2", account="acct_connected"))
    settings_own = receive(None, event(id="evt_3"), secrets=[SECRET])

    assert own.stripe_trigger_account_id == "acct_1"
    assert connected.stripe_trigger_account_id == "acct_connected"
    assert settings_own.stripe_trigger_account_id is None


@pytest.mark.parametrize(
    ("context", "account"),
    [("acct_7", "acct_7"), ("org_1/acct_8", "acct_8"), (None, "acct_1"), (5, "acct_1")],
)
def test_a_thin_event_says_in_its_context_where_it_happened(
    endpoint: WebhookEndpoint, context: Any, account: str
) -> None:
    thin = {
        "object": "v2.core.event",
        "id": "evt_test_1",
        "type": "v1.customer.updated",
        "livemode": True,
        "context": context,
        "related_object": {"id": "cus_1", "type": "customer", "url": "/v1/customers/cus_1"},
    }

    entry = receive(endpoint, thin, secret=THIN)

    assert (entry.stripe_trigger_account_id, entry.livemode) == (account, True)


def test_snapshots_and_thin_events_come_to_one_url(client: Client) -> None:
    sandbox = Sandbox(now=int(time.time()))
    posted: list[tuple[str, int]] = []

    def post(body: bytes, headers: dict[str, str]) -> int:
        answer = client.post(url, body, content_type="application/json", headers=headers)
        posted.append((json.loads(body)["object"], answer.status_code))
        return answer.status_code

    row = WebhookEndpoint.objects.create(
        id="we_2",
        djstripe_owner_account_id=sandbox.account,
        secret=sandbox.deliver_to(post)["secret"],
        more_secrets=sandbox.deliver_to(post, thin=True)["secret"],
    )
    url = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": row.djstripe_uuid})

    with use(Gateway(http_client=sandbox.http_client())):
        sandbox.create("customer", name="Ada")

    assert sorted(posted) == [("event", 200), ("v2.core.event", 200)]
    assert Customer.objects.get().name == "Ada"


def test_a_test_event_at_a_live_endpoint_stays_in_test_mode(endpoint: WebhookEndpoint) -> None:
    """Live Connect endpoints get the test events of connected accounts too."""
    endpoint.livemode = True

    test = receive(endpoint, event(account="acct_connected"))
    live = receive(endpoint, event(id="evt_2", account="acct_connected", livemode=True))

    assert (test.livemode, live.livemode) == (False, True)


# what is in it


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "evt_1", "created": NaN}',
        b'{"id": "evt_1", "x": -Infinity}',
        b'{"id": "evt_1", "x": ' + b"9" * 5000 + b"}",
        b'\xef\xbb\xbf{"id": "evt_1"}',
        b'{"id": "evt_1"} and more',
    ],
    ids=["nan", "infinity", "a bomb of a number", "a byte order mark", "a tail"],
)
def test_what_python_reads_and_json_is_not_is_refused(
    endpoint: WebhookEndpoint, body: bytes
) -> None:
    with pytest.raises(BadRequest, match="not JSON"):
        receive(endpoint, body)


def test_odd_characters_are_stored_and_harmless(endpoint: WebhookEndpoint) -> None:
    odd = json.dumps(
        event(id="evt_\ud800\x00", type="customer.\x00up\udfffdated", account="\ud83d")
    )

    entry = receive(endpoint, odd.encode())

    entry.refresh_from_db()
    assert (entry.event_stripe_id, entry.event_type) == ("evt_", "customer.updated")
    assert entry.stripe_trigger_account_id == "acct_1"


def test_headers_with_secrets_are_not_kept(endpoint: WebhookEndpoint) -> None:
    body = json.dumps(event()).encode()
    headers = {
        "stripe-signature": signature(body, SECRET, T0),
        "Cookie": "sessionid=1",
        "Authorization": "Bearer 1",
        "User-Agent": "Stripe/1.0\x00",
    }

    entry = inbox.receive(body, headers, endpoint=endpoint, secrets=[SECRET], now=T0)

    entry.refresh_from_db()
    assert set(entry.headers) == {"stripe-signature", "User-Agent"}
    assert entry.headers["User-Agent"] == "Stripe/1.0"


# what is refused


def refuse(endpoint: WebhookEndpoint | None, **kwargs: Any) -> None:
    with pytest.raises((InvalidSignature, BadRequest)):
        receive(endpoint, **kwargs)


def test_refusals_are_counted_by_reason_and_nothing_of_them_is_kept(
    endpoint: WebhookEndpoint,
) -> None:
    refuse(endpoint, secret="whsec_wrong")
    refuse(endpoint, header="")
    refuse(endpoint, signed=9_999)
    refuse(endpoint, payload=b"no json")
    refuse(None, secrets=[SECRET], secret="whsec_wrong")

    found = {(one.endpoint, one.reason): one for one in inbox.refusals()}
    whose = str(endpoint.djstripe_uuid)
    assert set(found) == {
        (whose, "signature"),
        (whose, "unsigned"),
        (whose, "time"),
        (whose, "body"),
        ("settings", "signature"),
    }
    assert all(one.count == 1 for one in found.values())
    assert "fits none" in found[whose, "signature"].said
    assert inbox.health().refused == 3  # strangers without a signature are no alarm
    assert not WebhookEventTrigger.objects.exists()


def test_a_flood_of_garbage_writes_one_row_now_and_then(
    endpoint: WebhookEndpoint, django_assert_num_queries: Any
) -> None:
    refused.note(endpoint, "signature", "wrong", monotonic=0)
    with django_assert_num_queries(0):
        for moment in range(9_000):
            refused.note(endpoint, "signature", "wrong", monotonic=moment / 1000)
    refused.note(endpoint, "signature", "wrong", monotonic=10)

    (one,) = inbox.refusals()
    assert one.count == 9_002
    assert Bookmark.objects.count() == 1


def test_refusals_of_yesterday_are_forgotten(endpoint: WebhookEndpoint) -> None:
    refused.note(endpoint, "signature", "wrong", monotonic=0)
    Bookmark.objects.update(updated=inbox.refusals()[0].last - 2 * refused.FORGET_AFTER)
    assert inbox.refusals() == [] and inbox.health().refused == 0

    refused.note(endpoint, "signature", "wrong", monotonic=20)

    assert [one.count for one in inbox.refusals()] == [1]


def test_whoever_listens_is_told_that_it_was_not_verified(endpoint: WebhookEndpoint) -> None:
    heard: list[bool] = []

    def hear(instance: Any, valid: bool, **kwargs: Any) -> None:
        heard.append(valid)

    webhook_post_validate.connect(hear)
    try:
        refuse(endpoint, secret="whsec_wrong")
        receive(endpoint)
    finally:
        webhook_post_validate.disconnect(hear)

    assert heard == [False, True]


def test_no_refusal_says_a_secret(endpoint: WebhookEndpoint, client: Client, settings: Any) -> None:
    settings.DEBUG = True
    client.raise_request_exception = False
    body = json.dumps(event()).encode()
    url = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": endpoint.djstripe_uuid})
    answer = client.post(
        url,
        body,
        content_type="application/json",
        headers={"stripe-signature": signature(body, "whsec_wrong", T0)},
    )

    assert answer.status_code == 400
    for secret in (SECRET, BEFORE, THIN):
        assert secret not in answer.content.decode()
    assert (
        client.post(url.replace(str(endpoint.djstripe_uuid), str(uuid.uuid4()))).status_code == 404
    )
