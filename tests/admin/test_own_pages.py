"""Keys, endpoints, deliveries, doubts and buttons, against a Stripe that runs in the test."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from djstripe import mirror
from djstripe.gateway import use
from djstripe.mirror import Doubt
from djstripe.models import APIKey, WebhookEndpoint
from djstripe.models.webhooks import WebhookEventTrigger
from djstripe.sandbox import Sandbox
from tests.admin.pages import put, rows, url
from tests.gateway.fakes import FakeTransport, failure, gateway_over
from tests.worlds import T0, payload_of

pytestmark = pytest.mark.django_db

KEY = "sk_test_" + "51AddedInTheAdmin0000001"
SIGNING = "whsec_" + "SetAnewInTheAdmin000002"


@pytest.fixture
def stripe_here(no_stripe: None, stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    return stripe_sandbox


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# keys


def test_a_key_is_added_and_stripe_says_whose_it_is(browser: Client, stripe_here: Sandbox) -> None:
    answer = browser.post(url(APIKey, "add"), {"name": "mine", "secret": KEY}, follow=True)

    key = APIKey.objects.get(name="mine")
    assert (key.secret, key.djstripe_owner_account_id) == (KEY, stripe_here.account)
    assert stripe_here.account in said(answer)
    listed = browser.get(url(APIKey)).content.decode()
    assert "the database, encrypted" in listed and KEY[-4:] in listed


def test_what_stripe_refuses_is_said_in_the_form(browser: Client, stripe_here: Sandbox) -> None:
    refuses = FakeTransport(failure(401, message=f"Invalid API Key provided: {KEY}"))
    misspelt = browser.post(url(APIKey, "add"), {"name": "", "secret": "sk_nonsense"})
    with use(gateway_over(refuses)):
        refused = browser.post(url(APIKey, "add"), {"name": "", "secret": KEY})

    assert "is not a Stripe API key" in misspelt.content.decode()
    assert "Invalid API Key provided: sk_test_…" in refused.content.decode()
    assert KEY not in refused.content.decode()
    assert not APIKey.objects.exists()


def test_an_organisations_key_says_for_which_accounts_it_acts(
    browser: Client, stripe_here: Sandbox
) -> None:
    stripe_here.open_account("acct_b")
    secret = stripe_here.keys.organization(stripe_here.account, "acct_b")
    form = {"name": "all of us", "secret": secret}

    alone = browser.post(url(APIKey, "add"), form).content.decode()
    wrong = browser.post(url(APIKey, "add"), {**form, "accounts": "b"}).content.decode()
    other = browser.post(url(APIKey, "add"), {"secret": KEY, "accounts": "acct_b"})
    foreign = browser.post(url(APIKey, "add"), {**form, "accounts": "acct_elsewhere"})
    assert "name them" in alone and "no account" in wrong
    assert "Only an organisation" in other.content.decode()
    assert "does not have access" in foreign.content.decode()
    assert not APIKey.objects.exists()

    accounts = f"{stripe_here.account} acct_b"
    answer = browser.post(url(APIKey, "add"), {**form, "accounts": accounts}, follow=True)

    key = APIKey.objects.get()
    assert key.accounts == accounts.split() and not key.djstripe_owner_account_id
    assert "It acts for" in said(answer)
    page = browser.get(url(APIKey, "change", key.pk)).content.decode()
    assert "acct_b" in page and secret not in page and "sk_org_test_…" in page
    again = browser.post(url(APIKey, "do", key.pk, "account"), follow=True)
    assert "reaches" in said(again)


def test_a_key_is_not_added_twice(browser: Client, stripe_here: Sandbox) -> None:
    browser.post(url(APIKey, "add"), {"name": "mine", "secret": KEY})

    answer = browser.post(url(APIKey, "add"), {"name": "again", "secret": KEY})

    assert "here already" in answer.content.decode()
    assert APIKey.objects.filter(fingerprint__isnull=False, last4=KEY[-4:]).count() == 1


def test_a_key_is_renamed_without_being_read(browser: Client, stripe_here: Sandbox) -> None:
    browser.post(url(APIKey, "add"), {"name": "mine", "secret": KEY})
    key = APIKey.objects.get(name="mine")

    with override_settings(SECRET_KEY="another", DJSTRIPE_ENCRYPTION_KEYS=[]):
        browser.force_login(get_user_model().objects.get(username="ada"))
        assert browser.get(url(APIKey, "change", key.pk)).status_code == 200
        browser.post(url(APIKey, "change", key.pk), {"name": "renamed"})

    key.refresh_from_db()
    assert (key.name, key.secret) == ("renamed", KEY)


def test_keys_of_the_settings_are_told(browser: Client) -> None:
    page = browser.get(url(APIKey)).content.decode()

    assert "Your settings hold a test key: sk_test_…4567" in page


# endpoints


@pytest.fixture
def endpoint(browser: Client, stripe_here: Sandbox) -> WebhookEndpoint:
    form = {
        "credentials": ":test",
        "base_url": "https://example.com",
        "enabled_events": "customer.created\ninvoice.paid, invoice.paid",
        "tolerance_seconds": 60,
        "description": "ours",
    }
    answer = browser.post(url(WebhookEndpoint, "add"), form, follow=True)
    assert "was created at Stripe" in said(answer)
    return rows(WebhookEndpoint).get()


def test_an_endpoint_is_made_at_stripe(
    endpoint: WebhookEndpoint, browser: Client, stripe_here: Sandbox
) -> None:
    made = stripe_here.get("webhook_endpoint", endpoint.id)

    assert made["url"] == f"https://example.com/stripe/webhook/{endpoint.djstripe_uuid}/"
    assert made["enabled_events"] == ["customer.created", "invoice.paid"]
    assert endpoint.secret.startswith("whsec_") and endpoint.djstripe_tolerance == 60
    page = browser.get(url(WebhookEndpoint, "change", endpoint.pk)).content.decode()
    assert made["url"] in page and "kept, encrypted" in page and endpoint.secret not in page


def test_the_secret_is_set_anew_and_the_one_before_stays(
    endpoint: WebhookEndpoint, browser: Client
) -> None:
    before = str(endpoint.secret)
    form = {"djstripe_tolerance": 120, "djstripe_validation_method": "verify_signature"}

    browser.post(url(WebhookEndpoint, "change", endpoint.pk), {**form, "new_secret": "nonsense"})
    browser.post(url(WebhookEndpoint, "change", endpoint.pk), {**form, "new_secret": SIGNING})
    browser.post(url(WebhookEndpoint, "change", endpoint.pk), {**form, "new_secret": ""})

    endpoint.refresh_from_db()
    assert endpoint.signing_secrets == [SIGNING, before]
    assert endpoint.djstripe_tolerance == 120


def test_further_secrets_are_set_and_taken_away(endpoint: WebhookEndpoint, browser: Client) -> None:
    form = {"djstripe_tolerance": 300, "djstripe_validation_method": "verify_signature"}
    page = url(WebhookEndpoint, "change", endpoint.pk)

    browser.post(page, {**form, "new_more_secrets": f"{SIGNING} nonsense"})
    assert len(rows(WebhookEndpoint).get().signing_secrets) == 1
    browser.post(page, {**form, "new_more_secrets": f"{SIGNING} whsec_AnotherOfThem"})
    browser.post(page, {**form, "new_more_secrets": ""})
    assert rows(WebhookEndpoint).get().signing_secrets[1:] == [SIGNING, "whsec_AnotherOfThem"]
    assert SIGNING not in browser.get(page).content.decode()
    browser.post(page, {**form, "new_more_secrets": "-"})

    assert rows(WebhookEndpoint).get().more_secrets is None


def test_not_verifying_is_offered_only_where_the_settings_allow_it(
    endpoint: WebhookEndpoint, browser: Client
) -> None:
    form = {"djstripe_tolerance": 300, "djstripe_validation_method": "none"}
    page = url(WebhookEndpoint, "change", endpoint.pk)

    browser.post(page, form)
    assert rows(WebhookEndpoint).get().djstripe_validation_method == "verify_signature"
    with override_settings(DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS=True):
        browser.post(page, form)

    assert rows(WebhookEndpoint).get().djstripe_validation_method == "none"


def test_an_endpoint_is_switched_off_and_on_and_deleted(
    endpoint: WebhookEndpoint, browser: Client, stripe_here: Sandbox
) -> None:
    asked = browser.get(url(WebhookEndpoint, "do", endpoint.pk, "disable"))
    assert "Stripe will send no events" in asked.content.decode()
    assert rows(WebhookEndpoint).get().status == "enabled"

    browser.post(url(WebhookEndpoint, "do", endpoint.pk, "disable"))
    assert rows(WebhookEndpoint).get().status == "disabled"
    browser.post(url(WebhookEndpoint, "do", endpoint.pk, "enable"))
    assert rows(WebhookEndpoint).get().status == "enabled"
    browser.post(url(WebhookEndpoint, "do", endpoint.pk, "delete"))

    assert rows(WebhookEndpoint).get().djstripe_deleted
    assert stripe_here.all("webhook_endpoint") == []
    assert rows(WebhookEndpoint).get().secret


# looking


def test_a_row_is_looked_at_again(browser: Client, stripe_here: Sandbox) -> None:
    model = mirror.model_for("customer")
    made = stripe_here.create("customer", name="Ada")
    put(payload_of(model, made["id"], name="Old"), account=stripe_here.account)
    row = rows(model).get()

    answer = browser.post(url(model, "do", row.pk, "look"), follow=True)

    assert "Stripe was asked" in said(answer)
    assert rows(model).get().name == "Ada"


def test_many_rows_are_looked_at_and_errors_are_told(browser: Client, stripe_here: Sandbox) -> None:
    model = mirror.model_for("customer")
    made = stripe_here.create("customer", name="Ada")
    put(payload_of(model, made["id"], name="Old"), account=stripe_here.account)
    put(payload_of(model, "cus_other", name="Other"), account="acct_without_key", livemode=True)
    chosen = {"action": "look_again", "_selected_action": [r.pk for r in rows(model)]}

    answer = browser.post(url(model), chosen, follow=True)

    assert "Stripe was asked about 1 of 2 rows." in said(answer)
    assert "cus_other: There is no Stripe API key for live mode" in said(answer)


def test_too_many_rows_are_not_looked_at(browser: Client) -> None:
    model = mirror.model_for("customer")
    put(*[payload_of(model, f"cus_{n}") for n in range(60)])
    chosen = {
        "action": "look_again",
        "_selected_action": [r.pk for r in rows(model)],
        "select_across": "1",
    }

    answer = browser.post(url(model), chosen, follow=True)

    assert "Choose at most 50 rows" in said(answer)


def test_a_doubt_is_served(browser: Client, stripe_here: Sandbox) -> None:
    model = mirror.model_for("customer")
    made = stripe_here.create("customer", name="Ada")
    put(payload_of(model, made["id"], name="Old"), account=stripe_here.account)
    doubt = {"object": "customer", "object_id": made["id"], "account": stripe_here.account}
    Doubt.objects.create(**doubt, ticket=0, reason="two at once")
    assert "two at once" in browser.get(url(Doubt)).content.decode()
    chosen = {"action": "look_now", "_selected_action": [Doubt.objects.get().pk]}

    answer = browser.post(url(Doubt), chosen, follow=True)

    assert "1 of 1 were settled." in said(answer)
    assert not Doubt.objects.exists()


# deliveries


def delivery(stripe_here: Sandbox, **more: Any) -> WebhookEventTrigger:
    event = {
        "object": "event",
        "id": "evt_1",
        "type": "customer.created",
        "created": T0,
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {"object": {"object": "customer", "id": "cus_1", "name": "Ada", "created": T0}},
    }
    return WebhookEventTrigger.objects.create(
        **{
            "body": json.dumps(event),
            "valid": True,
            "event_stripe_id": "evt_1",
            "event_type": "customer.created",
            "exception": "ValueError: a receiver failed",
            "traceback": "Traceback: here",
            "stripe_trigger_account_id": stripe_here.account,
            **more,
        }
    )


def test_deliveries_are_listed_and_shown(browser: Client, stripe_here: Sandbox) -> None:
    row = delivery(stripe_here)
    WebhookEventTrigger.objects.create(body="garbage", valid=False)

    listed = browser.get(url(WebhookEventTrigger)).content.decode()
    page = browser.get(url(WebhookEventTrigger, "change", row.pk)).content.decode()

    assert "customer.created" in listed and "unreadable" in listed and "Retrying" in listed
    assert "Traceback: here" in page and "Apply again" in page and "Ada" in page
    assert browser.get(url(WebhookEventTrigger) + "?state=failed").context["cl"].result_count == 1


def test_a_failed_delivery_is_applied_again(browser: Client, stripe_here: Sandbox) -> None:
    row = delivery(stripe_here)
    delivery(stripe_here, valid=False)
    chosen = [r.pk for r in WebhookEventTrigger.objects.all()]

    answer = browser.post(
        url(WebhookEventTrigger),
        {"action": "apply_again", "_selected_action": chosen},
        follow=True,
    )

    row.refresh_from_db()
    assert "1 of 1 succeeded." in said(answer)
    assert row.processed
    event = mirror.model_for("event")
    page = browser.get(url(event)).content.decode()
    assert "customer.created" in page and ">Ada</a>" in page


def test_what_fails_again_is_told(
    browser: Client, stripe_here: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"no, not with {KEY}")

    applying = import_module("djstripe.inbox.apply")  # the package has a function of that name
    monkeypatch.setattr(applying.mirror, "store", refuse)
    row = delivery(stripe_here)

    answer = browser.post(url(WebhookEventTrigger, "do", row.pk, "apply"), follow=True)

    assert "RuntimeError: no, not with sk_test_…" in said(answer)
    assert KEY not in answer.content.decode()
    row.refresh_from_db()
    assert not row.processed
