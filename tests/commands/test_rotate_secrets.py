"""Stored secrets are written anew under a new key: all of them, once, and never lost."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from djstripe import encryption, rotation
from djstripe.models import APIKey, WebhookEndpoint

pytestmark = pytest.mark.django_db

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
KEYS = [f"sk_test_{'Planted' * 3}{number:03}" for number in range(7)]
SIGNING = "whsec_" + "PlantedSecret" * 2


@pytest.fixture(autouse=True)
def stored(settings: Any) -> Any:
    """Keys and signing secrets under the old key, and the new one put first."""
    settings.DJSTRIPE_ENCRYPTION_KEYS = [OLD]
    for key in KEYS:
        APIKey.objects.create(secret=key, djstripe_owner_account_id="acct_1")
    WebhookEndpoint.objects.create(id="we_1", secret=SIGNING, previous_secret=SIGNING + "1")
    WebhookEndpoint.objects.create(id="we_2", more_secrets=f"{SIGNING}2\n{SIGNING}3")
    WebhookEndpoint.objects.create(id="we_3")
    settings.DJSTRIPE_ENCRYPTION_KEYS = [NEW, OLD]
    return settings


def rotate(**options: Any) -> str:
    out = StringIO()
    call_command("djstripe_rotate_secrets", stdout=out, stderr=out, **options)
    return out.getvalue()


def in_database() -> dict[tuple[str, str, Any], str]:
    """Every secret as the database holds it."""
    found = {}
    with connection.cursor() as cursor:
        for model, column in rotation.encrypted_columns():
            table, pk = model._meta.db_table, model._meta.pk.column
            cursor.execute(f"SELECT {pk}, {column.column} FROM {table}")
            found.update({(table, column.column, row[0]): row[1] for row in cursor if row[1]})
    return found


def everything_is_read() -> None:
    assert [str(key.secret) for key in APIKey.objects.order_by("pk")] == KEYS
    one, two, three = WebhookEndpoint.objects.order_by("id")
    assert (one.secret, one.previous_secret) == (SIGNING, SIGNING + "1")
    assert two.more_secrets.split() == [SIGNING + "2", SIGNING + "3"]
    assert not three.secret


def test_every_secret_is_read_with_the_new_key_alone(stored: Any) -> None:
    said = rotate()

    assert "APIKey.secret: 7 anew" in said and "10 secrets encrypted anew" in said
    stored.DJSTRIPE_ENCRYPTION_KEYS = [NEW]
    everything_is_read()


def test_a_second_run_writes_nothing() -> None:
    rotate()
    before = in_database()

    said = rotate()

    assert in_database() == before
    assert "7 current already" in said and "0 secrets encrypted anew" in said


def test_a_dry_run_says_what_it_would_do_and_writes_nothing() -> None:
    before = in_database()

    said = rotate(dry_run=True)

    assert "10 secrets would be encrypted anew" in said
    assert in_database() == before


@pytest.mark.parametrize("batch", [1, 3, 7, 8])
def test_in_batches_of_any_size(stored: Any, batch: int) -> None:
    said = rotate(batch=batch)

    assert "10 secrets encrypted anew" in said
    stored.DJSTRIPE_ENCRYPTION_KEYS = [NEW]
    everything_is_read()


def test_a_run_that_was_cut_off_goes_on(stored: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypt, left = encryption.encrypt, iter(range(4))

    def dies(secret: str) -> str:
        next(left)  # StopIteration after four
        return encrypt(secret)

    with monkeypatch.context() as patch:
        patch.setattr(rotation.encryption, "encrypt", dies)
        with pytest.raises((StopIteration, RuntimeError)):
            list(rotation.rotate())

    everything_is_read()
    said = rotate()
    assert "APIKey.secret: 3 anew, 4 current already" in said
    stored.DJSTRIPE_ENCRYPTION_KEYS = [NEW]
    everything_is_read()


def test_a_secret_changed_meanwhile_stays_as_it_was_written(
    stored: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypt, other = encryption.encrypt, KEYS[0] + "Changed"

    def meanwhile(secret: str) -> str:
        if secret == KEYS[0]:
            monkeypatch.setattr(rotation.encryption, "encrypt", encrypt)
            APIKey.objects.filter(last4=KEYS[0][-4:]).update(secret=other)
        return encrypt(secret)

    monkeypatch.setattr(rotation.encryption, "encrypt", meanwhile)
    results = {one.column: one for one in rotation.rotate() if one.model is APIKey}

    assert (results["secret"].anew, results["secret"].changed) == (6, 1)
    assert APIKey.objects.order_by("pk")[0].secret == other


def test_what_no_key_decrypts_is_named_and_the_rest_is_done(stored: Any) -> None:
    lost = Fernet.generate_key().decode()
    stored.DJSTRIPE_ENCRYPTION_KEYS = [lost]
    row = WebhookEndpoint.objects.get(id="we_3")
    WebhookEndpoint.objects.filter(pk=row.pk).update(secret=SIGNING)
    stored.DJSTRIPE_ENCRYPTION_KEYS = [NEW, OLD]
    before, err = in_database(), StringIO()

    with pytest.raises(CommandError, match=r"10 secrets encrypted anew; 1 cannot be decrypted"):
        call_command("djstripe_rotate_secrets", stdout=StringIO(), stderr=err)

    assert f"WebhookEndpoint.secret: row {row.pk} cannot be decrypted" in err.getvalue()
    after = in_database()
    assert [place for place in before if after[place] == before[place]] == [
        (WebhookEndpoint._meta.db_table, "secret", row.pk)
    ]


def test_from_djangos_secret_key_to_keys_of_its_own(stored: Any) -> None:
    """The first DJSTRIPE_ENCRYPTION_KEYS would have locked everybody out of what was stored."""
    stored.DJSTRIPE_ENCRYPTION_KEYS = []
    APIKey.objects.all().delete()
    APIKey.objects.create(secret=KEYS[0], djstripe_owner_account_id="acct_1")

    stored.DJSTRIPE_ENCRYPTION_KEYS = [NEW, OLD]
    assert APIKey.objects.get().secret == KEYS[0]
    rotate()

    stored.DJSTRIPE_ENCRYPTION_KEYS, stored.SECRET_KEY = [NEW], "another"
    assert APIKey.objects.get().secret == KEYS[0]


def test_the_command_shows_no_secret() -> None:
    said = rotate(verbosity=3)

    assert "Planted" not in said and OLD not in said and NEW not in said


def test_wrong_options_are_refused(stored: Any) -> None:
    with pytest.raises(CommandError, match="at least one"):
        rotate(batch=0)
    stored.DJSTRIPE_ENCRYPTION_KEYS = ["no key"]
    with pytest.raises(CommandError, match="not a Fernet key"):
        rotate()
    with pytest.raises(ImproperlyConfigured):
        encryption.is_current("sk_test_in_clear")
