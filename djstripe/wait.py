"""
Wait for the mirror: for success pages, which may be asked for before Stripe's event came.

    subscription = wait_until_mirrored("sub_123", timeout=5)
    session = await await_until_mirrored(id, until=lambda row: row.status == "complete")
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import stripe
from asgiref.sync import sync_to_async
from django.db import connections

from . import mirror
from .exceptions import NotMirroredYet, OpenTransaction
from .models.base import StripeModel, plain_payload
from .prefixes import object_named
from .repair import UnknownObject

FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 1.0

Condition = Callable[[Any], Any]


def wait_until_mirrored(
    what: Any,
    *,
    timeout: float = 10.0,
    until: Condition | None = None,
    account: str | None = None,
    livemode: bool | None = None,
    sleep: Callable[[float], object] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> Any:
    """
    Wait until an object is mirrored, or an event applied, and return its row.

    ``what`` is an id (``"product:gold"`` where it does not say of which kind it is), one of the
    SDK's objects, its JSON, or a row. ``until`` says of the row whether it is as wanted. Stripe
    is not asked; who wants it to be, looks: ``row.refresh_from_stripe()``.

    Raises NotMirroredYet after ``timeout`` seconds; UnknownObject for an id of no known kind;
    OpenTransaction inside of one, where nothing new may be seen.
    """
    looked_for = _Wanted(what, until, account, livemode)
    end = monotonic() + timeout
    for pause in _pauses():
        row = looked_for.find()
        if row is not None:
            return row
        left = end - monotonic()
        if left <= 0:
            raise looked_for.error(timeout)
        sleep(min(pause, left))
    raise AssertionError("unreachable")


async def await_until_mirrored(
    what: Any,
    *,
    timeout: float = 10.0,
    until: Condition | None = None,
    account: str | None = None,
    livemode: bool | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Any:
    """The asynchronous twin of ``wait_until_mirrored``."""
    looked_for = _Wanted(what, until, account, livemode)
    end = monotonic() + timeout
    for pause in _pauses():
        row = await sync_to_async(looked_for.find)()
        if row is not None:
            return row
        left = end - monotonic()
        if left <= 0:
            raise looked_for.error(timeout)
        await asyncio.sleep(min(pause, left))
    raise AssertionError("unreachable")


def _pauses() -> Iterator[float]:
    """Seconds between one look into the database and the next."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)


class _Wanted:
    """What is waited for."""

    def __init__(
        self, what: Any, until: Condition | None, account: str | None, livemode: bool | None
    ) -> None:
        self.name, self.id = _named(what)
        self.until = until
        self.scope: dict[str, Any] = {}
        if isinstance(what, StripeModel):
            account = account or what.djstripe_owner_account_id
            livemode = what.livemode if livemode is None else livemode
        if account is not None:
            self.scope["djstripe_owner_account_id"] = account
        if livemode is not None:
            self.scope["livemode"] = livemode
        self.model: Any = mirror.model_for(self.name)
        if self.model is None:
            raise UnknownObject(f"No model stores objects of the kind {self.name!r}.")

    def find(self) -> Any:
        rows = self.model._base_manager.filter(id=self.id, **self.scope)
        _refuse_transaction(rows.db)
        for row in rows.order_by("djstripe_id"):
            if self.until is None or self.until(row):
                return row
        return None

    def error(self, seconds: float) -> NotMirroredYet:
        wanted = "" if self.until is None else " as it is waited for"
        return NotMirroredYet(
            f"{self.name} {self.id} was not mirrored{wanted} within {seconds:g} seconds: its event "
            "may be late, or the inbox not drained (djstripe_inbox status). To ask Stripe instead: "
            f"djstripe.repair.repair_object({self.id!r})."
        )


def _named(what: Any) -> tuple[str, str]:
    """The kind and the id of what is waited for."""
    if isinstance(what, StripeModel):
        return what.object_name, str(what.id)
    if isinstance(what, stripe.StripeObject | Mapping):
        payload = plain_payload(what)
        return str(payload.get("object") or ""), str(payload.get("id") or "")
    kind, _, bare = str(what).rpartition(":")
    if kind and mirror.is_declared(kind):
        return kind, bare
    found = object_named(str(what))
    if not found:
        raise UnknownObject(
            f"{what!r} does not say of which kind it is: put that in front, as in product:gold."
        )
    return found, str(what)


def _refuse_transaction(using: str) -> None:
    blocks: Any = connections[using].atomic_blocks
    if any(not block._from_testcase for block in blocks):
        raise OpenTransaction(
            "Waiting for the mirror inside of transaction.atomic() may see nothing new: wait before "
            "it begins."
        )
