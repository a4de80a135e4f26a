"""
Secrets that do not show themselves, and text without the secrets that somebody wrote into it.
"""

from __future__ import annotations

import re
from typing import Any


class SecretText(str):
    """
    A secret that Python may use and nothing may show: its repr is redacted, so that no
    traceback, error page or log of a structure has it. Pickled, it is encrypted
    (:mod:`djstripe.encryption`).
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"

    def __copy__(self) -> SecretText:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> SecretText:
        return self


# API keys, signing secrets, and the client secrets with which a browser confirms a payment.
_SECRETS = re.compile(
    r"\b(?P<key>(?:sk|rk)_(?:test_|live_|org_)[A-Za-z0-9_]{4,}|whsec_[A-Za-z0-9+/=_]{4,}"
    r"|ek_(?:test|live)_\w{4,})|(?P<client>_secret_)[A-Za-z0-9]{4,}"
)


def _redacted(match: re.Match[str]) -> str:
    if match["client"]:
        return f"{match['client']}…"
    head = re.match(r"(?:sk|rk|ek)_(?:test|live|org)_|whsec_", match[0])
    return f"{head[0] if head else ''}…"


def scrub(text: str) -> str:
    """Text without the API keys and signing secrets that may stand in it."""
    return _SECRETS.sub(_redacted, text)
