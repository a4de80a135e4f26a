"""The door for webhooks, over HTTP."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from djstripe import inbox
from djstripe.event_handlers import djstripe_receiver
from djstripe.models import (
    Customer,
    Event,
    Invoice,
    ReceiverRun,
    WebhookEndpoint,
    WebhookEventTrigger,
    WorkState,
)
from djstripe.sandbox import signature
from djstripe.signals import WEBHOOK_SIGNALS, objects_stored

pytestmark = pytest.mark.django_db

SECRET = "whsec_planted_for_views"
OURS = "2026-10-28.endive"


@pytest.fixture
def endpoint() -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        id="we_1", djstripe_owner_account_id="acct_1", secret=SECRET, url="https://example.com"
    )


def event(kind: str = "customer.updated", id: str = "evt_1", **subject: Any) -> dict[str, Any]:
    return {
        "object": "event",
        "id": id,
        "type": kind,
        "api_version": OURS,
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": {"object": "customer", "id": "cus_1", **subject}},
    }


@pytest.fixture
def deliver(client: Client, endpoint: WebhookEndpoint) -> Callable[..., Any]:
    client.raise_request_exception = False

    def send(payload: Any, secret: str = SECRET, name: uuid.UUID | None = None, at: int = 0) -> Any:
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        url = reverse(
            "djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": name or endpoint.djstripe_uuid}
        )
        return client.post(
            url,
            body,
            content_type="application/json",
            headers={"stripe-signature": signature(body, secret, int(time.time()) + at)},
        )

    return send


@pytest.fixture
def receivers() -> Any:
    """Receivers that are connected for one test."""
    kept: list[tuple[str, Any]] = []

    def connect(name: str, function: Callable[..., Any]) -> None:
        djstripe_receiver(name)(function)
        kept.append((name, function))

    yield connect
    for name, function in kept:
        WEBHOOK_SIGNALS[name].disconnect(function)


def test_an_event_is_stored_and_its_object_with_it(deliver: Callable[..., Any]) -> None:
    response = deliver(event(name="Ada"))

    delivery = WebhookEventTrigger.objects.get()
    assert (response.status_code, response.content) == (200, str(delivery.pk).encode())
    assert delivery.valid and delivery.processed
    assert delivery.event == Event.objects.get(id="evt_1")
    assert Customer.objects.get(id="cus_1", djstripe_owner_account_id="acct_1").name == "Ada"


def test_receivers_run_once_for_each_event_with_the_mirror_up_to_date(
    deliver: Callable[..., Any], receivers: Any
) -> None:
    seen: list[tuple[str, str]] = []
    for name in ("customer.updated", "customer.*", "*"):

        def listen(event: Any, name: str = name, **kwargs: Any) -> None:
            seen.append((name, Customer.objects.get().name))

        receivers(name, listen)
        receivers.__dict__.setdefault("alive", []).append(listen)

    deliver(event(name="Ada"))
    deliver(event(name="Ada"))

    assert seen == [("customer.updated", "Ada"), ("customer.*", "Ada"), ("*", "Ada")]
    assert WebhookEventTrigger.objects.count() == 2


def test_a_receiver_that_fails_is_tried_again_alone(
    deliver: Callable[..., Any], receivers: Any
) -> None:
    failing, calls = [True], []

    def fail(event: Any, **kwargs: Any) -> None:
        Customer.objects.filter(id="cus_1").update(currency="eur")
        if failing[0]:
            raise RuntimeError("the shop is closed")

    def thank(event: Any, instance: Any, **kwargs: Any) -> None:
        calls.append(instance.name)

    receivers("customer.updated", fail)
    receivers("customer.*", thank)

    assert deliver(event(name="Ada")).status_code == 200

    entry = WebhookEventTrigger.objects.get()
    failed, ran = ReceiverRun.objects.order_by("pk")
    assert entry.state == WorkState.DONE and Event.objects.exists()
    assert failed.state == WorkState.WAITING and "the shop is closed" in failed.exception
    assert "RuntimeError" in failed.traceback and failed.due > failed.created
    assert ran.state == WorkState.DONE and calls == ["Ada"]
    assert Customer.objects.get().currency is None  # what the failed one wrote is taken back

    failing[0] = False
    inbox.drain()
    failed.refresh_from_db()
    assert failed.state == WorkState.WAITING  # not before it is due
    inbox.drain(now=failed.due)
    failed.refresh_from_db()
    assert failed.state == WorkState.DONE and calls == ["Ada"]
    assert Customer.objects.get().currency == "eur"


def test_what_changed_is_signalled_after_the_commit(
    deliver: Callable[..., Any], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[dict[str, Any]] = []

    def hear(sender: Any, created: list[str], changed: list[str], **kwargs: Any) -> None:
        heard.append({"created": created, "changed": changed, "door": str(kwargs["door"])})

    objects_stored.connect(hear, sender=Customer)
    with django_capture_on_commit_callbacks(execute=True):
        deliver(event(name="Ada"))

    objects_stored.disconnect(hear, sender=Customer)
    assert heard == [{"created": ["cus_1"], "changed": [], "door": "event"}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"not json",
        b"[]",
        b"7",
        b'"x"',
        b"null",
        b"{}",
        b'{"id": 7}',
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_that_is_no_event_is_a_400_and_is_not_stored(
    deliver: Callable[..., Any], body: bytes
) -> None:
    assert deliver(body).status_code == 400
    assert not WebhookEventTrigger.objects.exists()


def test_forgeries_are_400_and_not_stored(deliver: Callable[..., Any], client: Client) -> None:
    assert deliver(event(), secret="whsec_other").status_code == 400
    assert deliver(event(), at=-1000).status_code == 400
    assert deliver(event(), at=1000).status_code == 400
    unsigned = client.post(
        reverse(
            "djstripe:djstripe_webhook_by_uuid",
            kwargs={"uuid": WebhookEndpoint.objects.get().djstripe_uuid},
        ),
        b"{}",
        content_type="application/json",
    )
    assert unsigned.status_code == 400
    assert not WebhookEventTrigger.objects.exists()


def test_a_body_of_many_megabytes_is_refused(deliver: Callable[..., Any]) -> None:
    assert deliver(ContentFile(b"x" * (6 << 20)).read()).status_code in (400, 413)


def test_an_unknown_endpoint_is_a_404(deliver: Callable[..., Any]) -> None:
    assert deliver(event(), name=uuid.uuid4()).status_code == 404


def test_get_is_not_allowed(client: Client, endpoint: WebhookEndpoint) -> None:
    assert client.get(reverse("djstripe:djstripe_webhook")).status_code == 405


def test_the_endpoint_of_the_settings(client: Client, settings: Any) -> None:
    url = reverse("djstripe:djstripe_webhook")
    body = json.dumps(event()).encode()
    headers = {"stripe-signature": signature(body, SECRET, int(time.time()))}

    closed = client.post(url, body, content_type="application/json", headers=headers)
    settings.DJSTRIPE_WEBHOOK_SECRETS = ["whsec_old", SECRET]
    settings.DJSTRIPE_ACCOUNT_ID = "acct_9"
    taken = client.post(url, body, content_type="application/json", headers=headers)

    assert (closed.status_code, taken.status_code) == (404, 200)
    assert Customer.objects.get().djstripe_owner_account_id == "acct_9"


def test_an_event_of_a_connected_account_belongs_to_it(deliver: Callable[..., Any]) -> None:
    deliver({**event(), "account": "acct_connected"})

    assert Customer.objects.get().djstripe_owner_account_id == "acct_connected"


def test_a_deletion_becomes_a_tombstone(deliver: Callable[..., Any]) -> None:
    deliver(event(name="Ada"))

    later = event("customer.deleted", id="evt_2", name="Ada")
    deliver({**later, "created": later["created"] + 10}, at=20)

    row = Customer.objects.get()
    assert row.djstripe_deleted and row.deleted
    assert row.name == "Ada"


def test_odd_events_are_stored_and_harmless(deliver: Callable[..., Any]) -> None:
    for number, payload in enumerate(
        [
            {"object": "event", "type": "moon.risen"},
            {"object": "event", "type": "x", "data": "y"},
            {"object": "event", "type": None, "data": {"object": 5}, "created": "then"},
            {
                "object": "event",
                "type": "invoice.upcoming",
                "data": {"object": {"object": "invoice"}},
            },
            {"object": "event", "type": "a" * 300, "account": 5, "livemode": "yes"},
            {"object": "event", "created": -1, "data": {"object": {"object": "moon", "id": "m"}}},
        ]
    ):
        assert deliver({"id": f"evt_{number}", **payload}).status_code == 200, payload
    assert Event.objects.count() == 6


def test_stripes_test_event_is_answered(deliver: Callable[..., Any]) -> None:
    assert deliver({**event(), "id": "evt_00000000000000"}).status_code == 200
    assert not Event.objects.exists()


def test_one_invoice_paid_on_an_empty_database(deliver: Callable[..., Any], settings: Any) -> None:
    """dj-stripe: 149 queries and 8 requests."""
    lines = [
        {
            "object": "line_item",
            "id": f"il_{n}",
            "invoice": "in_1",
            "amount": 500,
            "currency": "usd",
        }
        for n in range(3)
    ]
    invoice = {
        "object": "invoice",
        "id": "in_1",
        "customer": "cus_1",
        "status": "paid",
        "total": 1500,
        "currency": "usd",
        "parent": {
            "type": "subscription_details",
            "subscription_details": {"subscription": "sub_1"},
        },
        "lines": {
            "object": "list",
            "data": lines,
            "has_more": False,
            "url": "/v1/invoices/in_1/lines",
        },
    }

    settings.DJSTRIPE_FETCH_MISSING_REFERENCES = False
    with CaptureQueriesContext(connection) as captured:
        response = deliver({**event("invoice.paid"), "data": {"object": invoice}})

    asked = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(asked) <= 12, asked

    assert response.status_code == 200
    assert Invoice.objects.get().lines.count() == 3
