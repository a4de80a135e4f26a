"""Planted keys and signing secrets are found nowhere but encrypted."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import pytest
import stripe
from django.core.management import call_command
from django.db import connection

from djstripe import encryption
from djstripe.endpoints import create_endpoint
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials
from djstripe.models import APIKey, Customer, WebhookEndpoint
from djstripe.models.api import find_credentials
from djstripe.sandbox import Sandbox

pytestmark = pytest.mark.django_db

KEY = "sk_test_" + "PlantedKey" * 3
SIGNING = "whsec_" + "PlantedSecret" * 2
MARKS = ("PlantedKey", "PlantedSecret")


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    return stripe_sandbox


def whole_database() -> str:
    """Every row of every table, as the database holds it."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            parts += [str(row) for row in cursor.fetchall()]
    return "\n".join(parts)


def assert_nowhere(text: str) -> None:
    for mark in MARKS:
        assert mark not in text, text[max(0, text.index(mark) - 200) :][:400]


def test_stored_secrets_are_read_back_and_are_not_in_the_database(sandbox: Sandbox) -> None:
    key, created = APIKey.objects.get_or_create_by_api_key(KEY)
    endpoint = WebhookEndpoint.objects.create(id="we_1", secret=SIGNING, previous_secret=SIGNING)

    assert created and APIKey.objects.of_secret(KEY) == key
    assert str(APIKey.objects.get(pk=key.pk).secret) == KEY
    assert WebhookEndpoint.objects.get(pk=endpoint.pk).signing_secrets == [SIGNING, SIGNING]
    assert_nowhere(whole_database())


def test_a_key_of_the_settings_leaves_only_its_fingerprint(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY = KEY

    credentials = find_credentials()

    row = APIKey.objects.get()
    assert row.secret is None and row.djstripe_owner_account_id == credentials.account
    assert_nowhere(whole_database())


def test_an_endpoint_made_at_stripe_keeps_its_secret_encrypted(sandbox: Sandbox) -> None:
    endpoint = create_endpoint("https://example.com", find_credentials())

    fresh = WebhookEndpoint.objects.get(pk=endpoint.pk)
    assert fresh.secret.startswith("whsec_")
    assert "secret" not in fresh.stripe_data
    assert str(fresh.secret) not in whole_database()


def test_no_repr_error_log_or_traceback_shows_a_key(
    sandbox: Sandbox, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.STRIPE_TEST_SECRET_KEY = KEY
    credentials = find_credentials()
    seen = [
        repr(credentials),
        str(credentials),
        repr(APIKey.objects.all()),
        str(credentials.api_key),
    ]
    APIKey.objects.get_or_create_by_api_key("sk_test_" + "PlantedKey" * 4)
    row = Customer.objects.create(id="cus_none", djstripe_owner_account_id=credentials.account)
    seen += [repr(vars(APIKey.objects.exclude(secret__isnull=True).get()))]

    for fault in ("rate_limit", "server_error", "drop"):
        getattr(sandbox.faults, fault)(times=9)
        with pytest.raises(stripe.StripeError) as raised:
            row.api_retrieve()
        seen += traceback.format_exception(raised.value)
        report = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
        seen += report.format()
        sandbox.faults.clear()

    assert_nowhere("\n".join([*seen, caplog.text]))


@pytest.mark.parametrize(
    "key", ["", "PlantedKey", "pk_test_" + "PlantedKey" * 3, "sk_live_" + "PlantedKey" * 3]
)
def test_a_key_that_will_not_do_is_refused_without_being_shown(key: str, sandbox: Sandbox) -> None:
    with pytest.raises(DjStripeError) as raised:
        Credentials(key, "acct_1", livemode=False)

    assert_nowhere(str(raised.value))
    assert sandbox.requests == []


def test_rotation_writes_every_secret_anew(sandbox: Sandbox, settings: Any) -> None:
    from cryptography.fernet import Fernet

    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.DJSTRIPE_ENCRYPTION_KEYS = [first]
    APIKey.objects.get_or_create_by_api_key(KEY)
    WebhookEndpoint.objects.create(id="we_1", secret=SIGNING)

    settings.DJSTRIPE_ENCRYPTION_KEYS = [second, first]
    call_command("djstripe_rotate_secrets", verbosity=0)
    settings.DJSTRIPE_ENCRYPTION_KEYS = [second]

    assert str(APIKey.objects.get().secret) == KEY
    assert str(WebhookEndpoint.objects.get().secret) == SIGNING


def test_a_dump_of_the_data_holds_no_secret(sandbox: Sandbox, capsys: Any) -> None:
    APIKey.objects.get_or_create_by_api_key(KEY)
    WebhookEndpoint.objects.create(id="we_1", secret=SIGNING)

    call_command("dumpdata", "djstripe")

    out = capsys.readouterr().out
    assert_nowhere(out)
    assert encryption.PREFIX in out
