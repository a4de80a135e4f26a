"""The doctor against a Stripe that runs in the test: what it sees, says and mends."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from djstripe import mirror
from djstripe.doctor import check_up, needs
from djstripe.doctor.needs import object_of
from djstripe.doctor.seen import door_of
from djstripe.endpoints import create_endpoint
from djstripe.event_handlers import djstripe_receiver
from djstripe.gateway import Gateway, use
from djstripe.inbox import refused
from djstripe.models import EventDestination, WebhookEndpoint, WebhookEventTrigger
from djstripe.models.api import find_credentials
from djstripe.sandbox import Sandbox, signature
from djstripe.signals import WEBHOOK_SIGNALS, known_event_types
from tests.admin.pages import url as page_of
from tests.worlds import payload_of, store

pytestmark = pytest.mark.django_db

SITE = "https://shop.example.com"


@pytest.fixture(autouse=True)
def nothing_counted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused, "_unwritten", refused._Unwritten())


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(now=int(time.time()), seed=5)
    with use(Gateway(http_client=sandbox.http_client(), sleep=lambda seconds: None)):
        yield sandbox


@pytest.fixture
def endpoint(sandbox: Sandbox, client: Client) -> WebhookEndpoint:
    """An endpoint that was made here, and to which one event was delivered."""
    row = create_endpoint(SITE, find_credentials())
    deliver(client, row)
    return row


def deliver(client: Client, row: WebhookEndpoint, secret: str = "", at: int = 0) -> int:
    body = json.dumps({"object": "event", "id": f"evt_{uuid4().hex}", "type": "ping"}).encode()
    url = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": row.djstripe_uuid})
    signed = signature(body, secret or str(row.secret), int(time.time()) + at)
    answer = client.post(
        url, body, content_type="application/json", headers={"stripe-signature": signed}
    )
    return answer.status_code


def doctor(*words: str) -> tuple[str, bool]:
    """What the doctor says, and whether all is well."""
    out = io.StringIO()
    try:
        call_command("djstripe_doctor", *words, stdout=out, no_color=True)
    except CommandError as error:
        return f"{out.getvalue()}\n{error}", False
    return out.getvalue(), True


# what is seen


def test_a_url_leads_to_a_row_to_the_settings_or_elsewhere() -> None:
    one = uuid4()
    path = f"/stripe/webhook/{one}/"

    assert (door_of(f"{SITE}{path}").uuid, door_of(f"{SITE}{path[:-1]}").uuid) == (one, one)
    assert door_of(f"{SITE}{path[:-1]}").served == path
    assert door_of(f"{SITE}/stripe/webhook/").is_simple
    for url in ("", f"{SITE}/shop/", f"{SITE}/stripe/webhook/no-uuid/", "nonsense", "http://["):
        assert not door_of(url).is_ours


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("customer.subscription.deleted", "subscription"),
        ("issuing_card.created", "issuing.card"),
        ("charge.dispute.closed", "dispute"),
        ("checkout.session.completed", "checkout.session"),
        ("balance.available", ""),
        ("moon.risen", ""),
    ],
)
def test_types_are_about_objects(kind: str, name: str) -> None:
    assert object_of(kind) == name


def test_nearly_every_type_is_about_an_object_that_is_mirrored() -> None:
    unknown = {kind.rpartition(".")[0] for kind in known_event_types() if not object_of(kind)}

    assert unknown == {
        "account.application",
        "balance",
        "balance_settings",
        "cash_balance",
        "source.transaction",
        "tax.settings",
    }


def test_what_is_needed_is_what_receivers_hear_and_what_rows_there_are(
    django_assert_num_queries: Any,
) -> None:
    @djstripe_receiver(["payout.*", "issuing_authorization.request", "moon.risen", "v1.x.y"])
    def hear(**kwargs: Any) -> None: ...

    store(payload_of(mirror.model_for("invoice")))
    try:
        with django_assert_num_queries(1):
            needed = needs()
    finally:
        for name in ("payout.*", "issuing_authorization.request", "moon.risen", "v1.x.y"):
            WEBHOOK_SIGNALS[name].disconnect(hear)

    assert {"payout.paid", "issuing_authorization.request", "moon.risen"} <= set(needed.receivers)
    assert "v1.x.y" not in needed.receivers
    assert "invoice.paid" in needed.mirror and "charge.failed" not in needed.mirror
    assert not WEBHOOK_SIGNALS["payout.*"].receivers


# what is said


def test_a_healthy_endpoint(endpoint: WebhookEndpoint) -> None:
    said, is_well = doctor()

    assert is_well, said
    assert endpoint.id in said and "nothing to be said against it" in said


def test_an_account_without_an_endpoint(sandbox: Sandbox) -> None:
    sandbox.deliver_to("https://elsewhere.example.com/hooks")

    said, is_well = doctor()

    assert not is_well
    assert "No endpoint of this account leads here (1 lead elsewhere)" in said
    assert "djstripe_create_endpoint" in said


def test_everything_that_is_wrong_at_once(
    sandbox: Sandbox, endpoint: WebhookEndpoint, client: Client
) -> None:
    store(payload_of(mirror.model_for("invoice")), account=sandbox.account)
    credentials = find_credentials()
    old = create_endpoint(
        SITE, credentials, api_version="2025-03-31.basil", enabled_events=["customer.created"]
    )
    endpoint.act(disabled=True)
    assert deliver(client, endpoint, secret="whsec_wrong") == 400
    sandbox.deliver_to(f"{SITE}/stripe/webhook/{uuid4()}/")

    said, is_well = doctor()

    assert not is_well
    for words in (
        "It is disabled at Stripe",
        "rendered in 2025-03-31.basil",
        "It does not bring account.updated, invoice.created",
        "rows of these kinds go out of date",
        "Nothing has arrived here within a week.",
        "every delivery is a 404",
        "were refused, about 1 since",
        "fits none",
    ):
        assert words in said, said
    for secret in (endpoint.secret, old.secret):
        assert str(secret) not in said


def test_findings_as_json(endpoint: WebhookEndpoint) -> None:
    endpoint.act(disabled=True)

    said, is_well = doctor("--json")

    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert not is_well
    assert {one["code"] for one in found} == {"none", "disabled"}
    assert {one["endpoint"] for one in found} == {None, endpoint.id}


def test_an_endpoint_that_was_deleted_at_stripe_is_found_out(
    sandbox: Sandbox, endpoint: WebhookEndpoint
) -> None:
    sandbox.delete("webhook_endpoint", endpoint.id)

    said, is_well = doctor()

    assert not is_well and "No endpoint of this account leads here" in said
    endpoint.refresh_from_db()
    assert endpoint.djstripe_deleted


def test_a_destination_of_thin_events_is_seen_with_its_url(
    sandbox: Sandbox, endpoint: WebhookEndpoint
) -> None:
    made = sandbox.deliver_to(endpoint.url, thin=True)

    said, is_well = doctor()

    assert is_well and made["id"] in said
    assert "a signing secret of its own" in said
    assert EventDestination.objects.get().url == endpoint.url
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(more_secrets=made["secret"])
    assert "a signing secret of its own" not in doctor()[0]


def test_an_endpoint_for_both_kinds_of_events_is_made_by_one_command(
    sandbox: Sandbox, client: Client
) -> None:
    call_command("djstripe_create_endpoint", SITE, "--thin", stdout=io.StringIO())

    row, destination = WebhookEndpoint.objects.get(), EventDestination.objects.get()
    assert destination.url == row.url and destination.event_payload == "thin"
    assert len(row.signing_secrets) == 2
    assert row.more_secrets not in json.dumps(destination.stripe_data)
    assert deliver(client, row, secret=str(row.more_secrets)) == 200


def test_without_a_key_it_says_so(settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY = ""

    said, is_well = doctor()

    assert not is_well and "No Stripe API key is known" in said


def test_the_check_up_itself_asks_nobody(sandbox: Sandbox, endpoint: WebhookEndpoint) -> None:
    asked = len(sandbox.requests)

    checkup = check_up(sandbox.account, False)

    assert [target.id for target in checkup.targets] == [endpoint.id]
    assert checkup.targets[0].lately.signed_by == "current"
    assert checkup.targets[0].scope == "own"
    assert len(sandbox.requests) == asked


def test_a_secret_that_was_changed_since_is_noticed(endpoint: WebhookEndpoint) -> None:
    def signed_by() -> str:
        (target,) = check_up(endpoint.djstripe_owner_account_id, False).targets
        return target.lately.signed_by

    rows = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    rows.update(secret="whsec_new", previous_secret=endpoint.secret)
    assert signed_by() == "another"
    rows.update(previous_secret=None)
    assert signed_by() == "none"


def test_events_that_come_twice_are_counted(sandbox: Sandbox, endpoint: WebhookEndpoint) -> None:
    other = create_endpoint(SITE, find_credentials())
    entry = WebhookEventTrigger.objects.get()
    for row in (endpoint, other):
        WebhookEventTrigger.objects.create(
            event_stripe_id="evt_twice", event_type="ping", webhook_endpoint=row, valid=True
        )

    assert check_up(sandbox.account, False).doubled == 1
    said, is_well = doctor()
    assert is_well and "several endpoints within a week: 1" in said
    assert entry.event_stripe_id not in said


# what is mended


def mended() -> str:
    said, _ = doctor("--fix", "--yes")
    return said


def test_a_disabled_endpoint_is_enabled(sandbox: Sandbox, endpoint: WebhookEndpoint) -> None:
    endpoint.act(disabled=True)

    said = mended()

    assert f"{endpoint.id} is enabled" in said
    assert sandbox.get("webhook_endpoint", endpoint.id)["status"] == "enabled"
    assert doctor()[1]


def test_missing_types_are_added(sandbox: Sandbox, endpoint: WebhookEndpoint) -> None:
    endpoint.act(enabled_events=["customer.created"])
    store(payload_of(mirror.model_for("payout")), account=sandbox.account)

    mended()

    enabled = sandbox.get("webhook_endpoint", endpoint.id)["enabled_events"]
    assert {"customer.created", "payout.paid", "payout.failed"} <= set(enabled)


def test_a_url_that_is_redirected_is_changed(sandbox: Sandbox, endpoint: WebhookEndpoint) -> None:
    endpoint.act(url=endpoint.url.rstrip("/"))

    mended()

    assert sandbox.get("webhook_endpoint", endpoint.id)["url"].endswith("/")


def test_an_endpoint_in_another_version_is_replaced(sandbox: Sandbox, client: Client) -> None:
    old = create_endpoint(SITE, find_credentials(), api_version="2025-03-31.basil", connect=True)
    deliver(client, old)

    mended()

    new = WebhookEndpoint.objects.exclude(pk=old.pk).get()
    assert new.api_version == "2026-10-28.endive" and new.secret != old.secret
    assert sandbox.get("webhook_endpoint", old.id)["status"] == "disabled"
    assert new.metadata["djstripe_connect"] == "true"  # of the same kind
    assert new.djstripe_uuid != old.djstripe_uuid and str(new.djstripe_uuid) in new.url


def test_a_row_is_let_answer_at_the_url_that_stripe_knows(
    sandbox: Sandbox, endpoint: WebhookEndpoint
) -> None:
    """A database that was made anew has a uuid of its own for every endpoint."""
    wanted = endpoint.djstripe_uuid
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(djstripe_uuid=uuid4())

    mended()

    endpoint.refresh_from_db()
    assert endpoint.djstripe_uuid == wanted


def test_what_the_star_leaves_out_gets_an_endpoint(
    sandbox: Sandbox, endpoint: WebhookEndpoint
) -> None:
    store(payload_of(mirror.model_for("reporting.report_type")), account=sandbox.account)

    mended()

    other = WebhookEndpoint.objects.exclude(pk=endpoint.pk).get()
    assert other.enabled_events == ["reporting.report_type.updated"]
    assert "does not bring reporting" not in doctor()[0]


def test_nothing_is_mended_without_a_yes(
    sandbox: Sandbox, endpoint: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint.act(disabled=True)
    for answer in ("", "n", "no", "perhaps"):
        monkeypatch.setattr("builtins.input", lambda question, answer=answer: answer)
        doctor("--fix")
    assert sandbox.get("webhook_endpoint", endpoint.id)["status"] == "disabled"

    monkeypatch.setattr("builtins.input", lambda question: "y")
    assert "is enabled" in doctor("--fix")[0]


# in the admin


def test_an_endpoints_page_says_what_is_wrong_without_asking(
    sandbox: Sandbox, endpoint: WebhookEndpoint, admin_client: Client
) -> None:
    WebhookEventTrigger.objects.all().delete()
    asked = len(sandbox.requests)

    page = admin_client.get(page_of(WebhookEndpoint, "change", endpoint.pk)).content.decode()

    assert "Nothing has arrived here within a week." in page and "Examine" in page
    assert len(sandbox.requests) == asked


def test_a_button_has_stripe_asked(
    sandbox: Sandbox, endpoint: WebhookEndpoint, admin_client: Client
) -> None:
    sandbox.modify("webhook_endpoint", endpoint.id, disabled=True)

    answer = admin_client.post(
        page_of(WebhookEndpoint, "do", endpoint.pk, "examine"), follow=True
    ).content.decode()

    assert "Stripe was asked" in answer and "It is disabled at Stripe" in answer
