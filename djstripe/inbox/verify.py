"""
Is this delivery from Stripe? Pure: bytes, secrets and the time come in as values.

Source: https://docs.stripe.com/webhooks#verify-manually
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from ..exceptions import InvalidSignature

MAX_HEADER = 4096  # characters; Stripe's own are under 200


def signed_at(
    body: bytes, header: str, secrets: Iterable[str], *, now: float, tolerance_seconds: int
) -> int:
    """
    The moment (Unix seconds) at which Stripe signed this body.

    ``header`` is the request's Stripe-Signature. Any of the secrets may have signed (two are
    valid while one is being rolled); the time may be off by ``tolerance_seconds`` either way.

    Raises InvalidSignature if nothing fits, whose ``reason`` says why. The message never holds
    a secret or a signature.
    """
    moment, signatures = _read(header)
    wanted = [_signature(body, moment, secret) for secret in secrets]
    if not wanted:
        raise InvalidSignature(
            "This endpoint has no signing secret, so nothing can be verified.", reason="no_secret"
        )
    # Every pair is compared, so that the time taken tells nothing.
    fits = [hmac.compare_digest(one, other) for one in wanted for other in signatures]
    if not any(fits):
        raise InvalidSignature("The signature fits none of the endpoint's signing secrets.")
    if abs(now - moment) > max(1, tolerance_seconds):
        side = "future" if moment > now else "past"
        raise InvalidSignature(
            f"The signature's time lies {abs(now - moment):.0f} seconds in the {side}; "
            f"{tolerance_seconds} are tolerated. Is this machine's clock right?",
            reason="time",
        )
    return moment


def is_signed_with(body: bytes, header: str, secret: str) -> bool:
    """Whether this secret signed this body, however long ago."""
    try:
        moment, signatures = _read(header)
    except InvalidSignature:
        return False
    wanted = _signature(body, moment, secret)
    return any(hmac.compare_digest(wanted, other) for other in signatures)


def _signature(body: bytes, moment: int, secret: str) -> bytes:
    message = b"%d." % moment + body
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest().encode()


def _read(header: str) -> tuple[int, list[bytes]]:
    """The time and the v1 signatures of a Stripe-Signature header; other schemes are passed over."""
    if len(header) > MAX_HEADER:
        raise InvalidSignature(
            "The Stripe-Signature header is longer than any of Stripe's.", reason="unsigned"
        )
    moment: int | None = None
    signatures: list[bytes] = []
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name == "t" and value.isascii() and value.isdigit() and len(value) < 16:
            moment = int(value)
        elif name == "v1" and value.isascii():
            signatures.append(value.encode())
    if moment is None or not signatures:
        raise InvalidSignature(
            "The Stripe-Signature header is missing or holds no v1 signature.", reason="unsigned"
        )
    return moment, signatures[:16]
