"""Secrets at rest, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from djstripe import encryption
from djstripe.redact import SecretText

FIRST, SECOND = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_stored_is_not_the_secret() -> None:
    stored = encryption.encrypt("sk_test_planted")

    assert "planted" not in stored
    assert encryption.decrypt(stored) == "sk_test_planted"


def test_a_new_first_key_reads_what_the_old_one_wrote(settings: Any) -> None:
    settings.DJSTRIPE_ENCRYPTION_KEYS = [FIRST]
    stored = encryption.encrypt("whsec_planted")

    settings.DJSTRIPE_ENCRYPTION_KEYS = [SECOND, FIRST]
    assert encryption.decrypt(stored) == "whsec_planted"

    settings.DJSTRIPE_ENCRYPTION_KEYS = [SECOND]
    with pytest.raises(ImproperlyConfigured, match="DJSTRIPE_ENCRYPTION_KEYS"):
        encryption.decrypt(stored)


def test_without_the_setting_the_keys_come_from_djangos(settings: Any) -> None:
    stored = encryption.encrypt("whsec_planted")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert encryption.decrypt(stored) == "whsec_planted"


def test_a_key_that_is_none_is_a_clear_error(settings: Any) -> None:
    settings.DJSTRIPE_ENCRYPTION_KEYS = ["not a key"]

    with pytest.raises(ImproperlyConfigured, match="Fernet"):
        encryption.encrypt("x")


def test_clear_text_in_the_column_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="not encrypted"):
        encryption.decrypt("sk_test_in_clear")


def test_a_secret_that_was_read_does_not_show_itself() -> None:
    assert "planted" not in repr({"secret": SecretText("whsec_planted")})
