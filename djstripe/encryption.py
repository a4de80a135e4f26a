"""
Secrets at rest: encrypted in the database, redacted wherever Python shows a value.

Encrypted with Fernet (AES-128-CBC and HMAC-SHA256). The keys are
``DJSTRIPE_ENCRYPTION_KEYS``; without that setting they are derived from Django's
``SECRET_KEY`` and ``SECRET_KEY_FALLBACKS``, which decrypt what was stored before the setting
was there too. The first key encrypts, every key decrypts, so a new first key rotates:
``manage.py djstripe_rotate_secrets`` writes everything anew under it (:mod:`djstripe.rotation`).

Needs the extra: ``pip install "djstripe[encryption]"``. A project whose keys all stand in its
settings needs nothing of this.
"""

from __future__ import annotations

import base64
import copyreg
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .redact import SecretText
from .settings import djstripe_settings

try:
    from cryptography.fernet import Fernet, InvalidToken, MultiFernet
except ImportError:  # the extra is not installed
    Fernet = InvalidToken = MultiFernet = None  # type: ignore[assignment,misc]

PREFIX = "fernet:"


def encrypt(secret: str) -> str:
    """The secret as it may be stored. Raises ImproperlyConfigured if nothing can encrypt."""
    token: bytes = _cipher().encrypt(secret.encode())
    return PREFIX + token.decode()


def decrypt(stored: str) -> str:
    """
    The inverse of :func:`encrypt`.

    Raises ImproperlyConfigured if no configured key fits.
    """
    if not stored.startswith(PREFIX):
        raise ImproperlyConfigured(
            "A stored secret is not encrypted. Store it through the model or the admin, which encrypt it."
        )
    try:
        return _cipher().decrypt(stored[len(PREFIX) :].encode()).decode()  # type: ignore[no-any-return]
    except InvalidToken:
        raise ImproperlyConfigured(
            "A stored secret cannot be decrypted: none of the configured keys fits. Put the key it "
            "was encrypted with at the end of DJSTRIPE_ENCRYPTION_KEYS (or of SECRET_KEY_FALLBACKS)."
        ) from None


def is_current(stored: str) -> bool:
    """
    Whether the first key encrypted this, so that every other key can go.

    Raises ImproperlyConfigured, as :func:`decrypt` does, if no configured key fits.
    """
    decrypt(stored)
    try:
        Fernet(_keys()[0]).decrypt(stored[len(PREFIX) :].encode())
    except InvalidToken:
        return False
    return True


def fingerprint(secret: str) -> str:
    """
    What tells one secret from another without telling the secret: 64 hexadecimal digits.

    Slow on purpose is not needed: Stripe's keys are random and long.
    """
    return hmac.new(b"djstripe key fingerprint", secret.encode(), hashlib.sha256).hexdigest()


def _cipher() -> Any:
    if MultiFernet is None:
        raise ImproperlyConfigured(
            'Storing secrets in the database needs cryptography: pip install "djstripe[encryption]". '
            "Or keep the key in your settings (STRIPE_TEST_SECRET_KEY, STRIPE_LIVE_SECRET_KEY)."
        )
    return _cipher_of(_keys())


def _keys() -> tuple[str, ...]:
    """The key that encrypts, and after it the others that decrypt."""
    return (*djstripe_settings.DJSTRIPE_ENCRYPTION_KEYS, *_derived_keys())


@lru_cache(maxsize=8)
def _cipher_of(keys: tuple[str, ...]) -> Any:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise ImproperlyConfigured(
            "DJSTRIPE_ENCRYPTION_KEYS holds something that is not a Fernet key: each is 32 random "
            "bytes in URL-safe base64, as cryptography.fernet.Fernet.generate_key() makes them."
        ) from None


def _derived_keys() -> list[str]:
    return [_derived(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@lru_cache(maxsize=8)
def _derived(secret_key: str) -> str:
    key = hashlib.pbkdf2_hmac("sha256", secret_key.encode(), b"djstripe.encryption", 1)
    return SecretText(base64.urlsafe_b64encode(key).decode())


def _unpickled(stored: str) -> SecretText:
    return SecretText(decrypt(stored))


def _pickled(secret: SecretText) -> Any:
    # A cached row, or one on its way to a task, has its secrets as the database has them.
    return (_unpickled, (encrypt(secret),)) if secret else (SecretText, ("",))


copyreg.pickle(SecretText, _pickled)
