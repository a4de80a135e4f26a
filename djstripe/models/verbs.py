"""
How a verb acts: it tells Stripe, and stores the answer in the transaction that ends the attempt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import stripe
from django.db import router

from .. import mirror
from ..gateway import (
    Answer,
    Credentials,
    Gateway,
    get_gateway,
    is_missing,
    is_repeated,
)
from ..gateway.paths import expanding, is_v2
from ..mirror import Doubt, Outcome
from ..snapshot import Snapshot
from . import answers


def tell(
    method: str,
    path: str,
    credentials: Credentials,
    params: Mapping[str, Any],
    *,
    idempotency_key: str | None = None,
    expand: Sequence[str] = (),
    api_version: str | None = None,
    deletes: tuple[str, str] | None = None,
    beside: Mapping[str, Any] | None = None,
) -> Outcome:
    """
    Have something done at Stripe and store what it answers; says what became of the answer.

    ``deletes``: the object name and id of what is to be gone afterwards: if it is gone already,
    after an answer that never came, that is what was wanted. ``beside``: what the answer does not
    say of itself, stored with it.

    Raises the SDK's errors; the objects that an error carries (a declined card's payment
    intent) are stored before that.
    """
    gateway = get_gateway()
    params = expanding(path, params, expand)
    try:
        with answers.keeping_what_errors_carry():
            answer = gateway.act(
                method, path, credentials, params, idempotency_key=idempotency_key,
                api_version=api_version,
            )  # fmt: skip
    except stripe.StripeError as error:
        if deletes is not None and is_repeated(error) and is_missing(error, *deletes):
            return mirror.store([gateway.look(*deletes, path, credentials, expand=expand)])[0]
        raise
    try:
        snapshot = gateway.snapshot_of(answer, credentials, expand)
        if deletes is not None and is_v2(path):
            # API v2 answers with the bare id, and does not say that it is gone.
            snapshot = replace(snapshot, deleted=True)
        if beside:
            snapshot = snapshot.about({**snapshot.data, **beside})
        return keep(gateway, answer, snapshot)
    except BaseException:
        gateway.let_go(answer)
        raise


def keep(gateway: Gateway, answer: Answer, snapshot: Snapshot) -> Outcome:
    """Store an answer, and end its attempt, in one transaction."""
    using = router.db_for_write(Doubt)

    def write() -> Outcome:
        outcome = mirror.store([snapshot], using=using)[0]
        gateway.end(answer)
        return outcome

    return mirror.as_one(write, using=using, savepoint=False)
