"""No page shows a secret, whatever is planted wherever."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, override_settings

from djstripe import mirror
from djstripe.models import APIKey, WebhookEndpoint
from djstripe.models.webhooks import WebhookEventTrigger
from tests.admin.pages import MODELS, put, rows, url
from tests.worlds import ACCOUNT, payload_of

pytestmark = pytest.mark.django_db

STORED_KEY = "sk_test_" + "51StoredInTheDatabase000001"
SETTINGS_KEY = "sk_test_" + "51StandsInTheSettings000002"
LIVE_KEY = "rk_live_" + "51LiveAndRestricted00000003"
SIGNING = "whsec_" + "CurrentSigningSecret000004"
PREVIOUS = "whsec_" + "PreviousSigningSecret00005"
ORGANISATION = "sk_org_test_" + "51OfTheOrganisation00000008"
FURTHER = "whsec_" + "FurtherSigningSecret000007"
CLIENT = "pi_123_secret_" + "ConfirmsAPayment00000006"
PLANTED = [
    STORED_KEY,
    SETTINGS_KEY,
    LIVE_KEY,
    ORGANISATION,
    SIGNING,
    PREVIOUS,
    FURTHER,
    "ConfirmsAPayment00000006",
]


@pytest.fixture
def planted(db: None) -> None:
    """Secrets where they belong, and where they do not."""
    APIKey.objects.create(secret=STORED_KEY, djstripe_owner_account_id=ACCOUNT, name="mine")
    APIKey.objects.create(secret=LIVE_KEY, djstripe_owner_account_id=ACCOUNT)
    APIKey.objects.create(secret=ORGANISATION, organisation_accounts="acct_a acct_b")
    leak = {
        "client_secret": CLIENT,
        "metadata": {"key": STORED_KEY, SIGNING: "x"},
        "name": LIVE_KEY,
    }
    for model in MODELS:
        put(payload_of(model, **leak, description=f"see {SETTINGS_KEY}"))
    endpoint = rows(WebhookEndpoint).get()
    endpoint.secret, endpoint.previous_secret = SIGNING, PREVIOUS
    endpoint.more_secrets = FURTHER
    endpoint.save()
    WebhookEventTrigger.objects.create(
        body=json.dumps({"id": "evt_1", "type": "x", "data": {"object": leak}}),
        exception=f"Refused: {STORED_KEY}",
        traceback=f"key = '{LIVE_KEY}'",
        headers={"stripe-signature": "t=1,v1=" + "a" * 64},
        webhook_endpoint=endpoint,
    )
    WebhookEventTrigger.objects.create(body=f"not json {SIGNING}")


def assert_clean(response: Any, page: str) -> None:
    shown = response.content.decode()
    for secret in PLANTED:
        assert secret not in shown, f"{page} shows {secret[:14]}…"
        assert secret[:-6] not in shown, f"{page} shows most of {secret[:14]}…"


@override_settings(STRIPE_TEST_SECRET_KEY=SETTINGS_KEY, DJSTRIPE_WEBHOOK_SECRET=SIGNING)
def test_no_page_of_any_model_shows_a_secret(planted: None, browser: Client) -> None:
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label != "djstripe":
            continue
        pages = [url(model), url(model) + "?q=mine", url(model) + "?nonsense__exact=1"]
        for row in model_admin.model._base_manager.all()[:3]:
            pages += [url(model, page, row.pk) for page in ("change", "history", "delete")]
        for page in [*pages, url(model, "add"), url(model, "change", "no-such")]:
            assert_clean(browser.get(page), page)


@override_settings(DEBUG=True, STRIPE_TEST_SECRET_KEY=SETTINGS_KEY)
def test_no_error_page_shows_a_secret(
    planted: None, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the one that a developer sees, with every local variable of every frame."""

    def boom(*args: Any, **kwargs: Any) -> Any:
        raise ZeroDivisionError("boom")

    browser.raise_request_exception = False
    endpoint, key = rows(WebhookEndpoint).get(), APIKey.objects.first()
    monkeypatch.setattr("djstripe.admin.base.Payload.html", boom)
    monkeypatch.setattr("djstripe.models.api.ask_account", boom)
    monkeypatch.setattr("djstripe.admin.endpoints.F", boom)

    answers = [
        browser.get(url(WebhookEndpoint, "change", endpoint.pk)),
        browser.post(url(APIKey, "do", key.pk, "account")),
        browser.post(url(APIKey, "add"), {"name": "new", "secret": LIVE_KEY + "x"}),
        browser.post(
            url(WebhookEndpoint, "change", endpoint.pk),
            {
                "djstripe_tolerance": 300,
                "djstripe_validation_method": "verify_signature",
                "new_secret": SIGNING,
            },
        ),
    ]

    for answer in answers:
        assert answer.status_code == 500
        assert "boom" in answer.content.decode()
        assert_clean(answer, "the error page")


def test_a_search_for_a_key_does_not_repeat_it(planted: None, browser: Client) -> None:
    for model in (APIKey, WebhookEndpoint, MODELS[0]):
        answer = browser.get(url(model), {"q": STORED_KEY}, follow=True)
        assert_clean(answer, "the search")
        assert answer.status_code == 200
        assert "is a key" in answer.content.decode()


def test_a_name_that_is_a_key_is_refused(browser: Client) -> None:
    answer = browser.post(url(APIKey, "add"), {"name": STORED_KEY, "secret": ""})

    assert "not a name" in answer.content.decode()


def test_secrets_cannot_be_guessed_by_filters(planted: None, browser: Client) -> None:
    for name in (
        "secret",
        "secret__startswith",
        "fingerprint",
        "previous_secret__isnull",
        "more_secrets__isnull",
    ):
        for model in (APIKey, mirror.model_for("webhook_endpoint")):
            assert browser.get(url(model), {name: "a"}).status_code == 400
