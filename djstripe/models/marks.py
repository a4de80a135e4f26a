"""
Marks by which what comes back from Stripe names the subscriber it was meant for.

Whoever opens a payment link or a pricing table may change the ``client_reference_id`` in it, so
what stands there is believed only with our signature.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from ..settings import djstripe_settings

# What Stripe takes as a client_reference_id in an address: these characters, at most 200.
# https://docs.stripe.com/payment-links/url-parameters
_PLAIN: Final = re.compile(r"(?!b64-)[A-Za-z0-9_-]{1,160}")
_DIGITS: Final = 32


def mark_of(subscriber: Any) -> str:
    """
    A ``client_reference_id`` that names a subscriber and that nobody else can make.

    For the addresses of payment links (``?client_reference_id=…``) and for pricing tables.
    """
    key = str(subscriber.pk)
    if not _PLAIN.fullmatch(key):
        key = "b64-" + base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")
    return f"{key}-{_signature(key, settings.SECRET_KEY)}"


def key_in_mark(mark: str) -> str | None:
    """The subscriber's primary key in a mark of ours, as a word; None in anything else."""
    key, _, signature = mark.rpartition("-")
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(signature, _signature(key, one)) for one in secrets):
        return None
    if not key.startswith("b64-"):
        return key
    packed = key.removeprefix("b64-")
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _signature(key: str, secret: str | bytes) -> str:
    told = f"{djstripe_settings.get_subscriber_model_string()}:{key}"
    digest = salted_hmac("djstripe.mark", told, secret=secret, algorithm="sha256")
    return digest.hexdigest()[:_DIGITS]


def key_named_by(session: Mapping[str, Any]) -> str | None:
    """
    The subscriber that a Checkout session was meant for, by its payload: the primary key as a
    word, or None.

    Its metadata say so (only the API writes them), or a mark of ours.
    """
    key, metadata = djstripe_settings.SUBSCRIBER_CUSTOMER_KEY, session.get("metadata")
    if key and isinstance(metadata, Mapping) and metadata.get(key):
        return str(metadata[key])
    reference = session.get("client_reference_id")
    return key_in_mark(reference) if isinstance(reference, str) else None
