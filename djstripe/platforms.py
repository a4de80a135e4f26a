"""
Remembers to which platform an account is connected.

Nothing in an account says it. But Stripe shows a connected account to its platform only, so
whose key it was read with is what there is to know, and it decides which of several keys
reaches the account later.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import mirror
from .mirror import Stored
from .models import Account, AccountV2


def connect() -> None:
    """Remember from now on. Called when Django is ready."""
    mirror.after_store(remember)


def remember(using: str, stored: Sequence[Stored]) -> None:
    """Note the platform of the accounts among these rows that were read with another's key."""
    for model in (Account, AccountV2):
        seen: dict[str, list[int]] = {}
        for one in stored:
            reader = one.snapshot.account
            if one.model is model and reader and reader != one.id:
                seen.setdefault(reader, []).append(one.pk)
        for platform, pks in seen.items():
            rows = model._base_manager.using(using).filter(pk__in=pks)
            rows.exclude(djstripe_platform=platform).update(djstripe_platform=platform)
