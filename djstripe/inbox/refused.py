"""
Deliveries that were refused: how many, why, and when. Never what they held.

A wrong secret or a clock that is off shows here and nowhere else, for nothing of a refused
delivery is stored. What is stored is bounded: one row for each endpoint and reason, written at
most every ten seconds by each process, however much garbage comes in.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, router

from ..models.webhooks import WebhookEndpoint
from ..models.work import Bookmark
from . import claims

logger = logging.getLogger(__name__)

NAME = "inbox.refused"
SETTINGS = "settings"  # the endpoint whose secret stands in the settings
WRITE_EVERY_SECONDS = 10.0
FORGET_AFTER = dt.timedelta(days=1)  # without another one


@dataclass(frozen=True)
class Refusal:
    """
    What was refused at one endpoint for one reason, until now without a day's pause.

    ``endpoint``: its uuid, or "settings". ``reason``: "signature", "time", "unsigned",
    "no_secret" or "body". ``count``: about how many.
    """

    endpoint: str
    reason: str
    count: int
    first: dt.datetime
    last: dt.datetime
    said: str

    @property
    def is_noise(self) -> bool:
        """Whether it looks like strangers knocking, rather than like Stripe."""
        return self.reason in ("unsigned", "body")


class _Unwritten:
    """What this process has counted and not yet written; no larger than what is written."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: dict[str, int] = {}
        self.written: dict[str, float] = {}

    def add(self, name: str, monotonic: float) -> int:
        """Count one more; returns what is to be written now, 0 while it is too soon."""
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + 1
            if monotonic - self.written.get(name, float("-inf")) < WRITE_EVERY_SECONDS:
                return 0
            self.written[name] = monotonic
            return self.counts.pop(name)


_unwritten = _Unwritten()


def note(
    endpoint: WebhookEndpoint | None, reason: str, said: str, *, monotonic: float | None = None
) -> None:
    """Count a refused delivery. Nothing is raised: it has to be refused in any case."""
    whose = str(endpoint.djstripe_uuid) if endpoint is not None else SETTINGS
    name = f"{NAME}/{reason}/{whose}"
    count = _unwritten.add(name, time.monotonic() if monotonic is None else monotonic)
    if not count:
        return
    try:
        _write(name, count, said, claims.now_in_database())
    except DatabaseError:
        logger.exception("djstripe: a refused delivery could not be counted")


def _write(name: str, count: int, said: str, now: dt.datetime) -> None:
    rows = Bookmark.objects.using(router.db_for_write(Bookmark))
    known = rows.filter(name=name, updated__gt=now - FORGET_AFTER).first()
    before = _value(known)
    value = {
        "count": int(before.get("count") or 0) + count,
        "first": before.get("first") or now.isoformat(),
        "said": said[:200],
    }
    rows.update_or_create(
        name=name,
        account="",
        livemode=False,
        defaults={"value": json.dumps(value), "updated": now},
    )


def _value(row: Bookmark | None) -> dict[str, Any]:
    try:
        value = json.loads(row.value) if row is not None else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def is_refusal(row: Bookmark) -> bool:
    """Whether a bookmark counts refused deliveries."""
    return row.name.startswith(f"{NAME}/")


def read(row: Bookmark) -> Refusal:
    """What a bookmark counts."""
    _, reason, endpoint = row.name.split("/", 2)
    value = _value(row)
    first = value.get("first")
    return Refusal(
        endpoint=endpoint,
        reason=reason,
        count=int(value.get("count") or 0),
        first=dt.datetime.fromisoformat(first) if isinstance(first, str) else row.updated,
        last=row.updated,
        said=str(value.get("said") or ""),
    )


def refusals(now: dt.datetime | None = None) -> list[Refusal]:
    """What was refused lately, the newest first."""
    after = (now or claims.now_in_database()) - FORGET_AFTER
    rows = Bookmark.objects.filter(name__startswith=f"{NAME}/", updated__gt=after)
    return [read(row) for row in rows.order_by("-updated")]
