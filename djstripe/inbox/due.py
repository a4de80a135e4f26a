"""
What is to be done now, kind by kind, in one query: most rounds of a worker and most tasks of a
burst find nothing, and should cost next to nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet

from ..look import doubts_due
from ..models.webhooks import WebhookEventTrigger
from ..models.work import PAUSED, Bookmark, ReceiverRun, WorkState


@dataclass(frozen=True)
class Due:
    """Whether there are entries, runs of receivers, and doubts that are due; or a pause."""

    paused: bool
    entries: bool
    runs: bool
    doubts: bool


def what_is_due(now: dt.datetime) -> Due:
    """What there is to be done, and whether it may be."""
    using = router.db_for_write(WebhookEventTrigger)
    asked: list[QuerySet[Any]] = [
        Bookmark.objects.filter(name=PAUSED),
        WebhookEventTrigger.objects.filter(state=WorkState.WAITING, due__lte=now),
        ReceiverRun.objects.filter(state=WorkState.WAITING, due__lte=now),
        doubts_due(now),
    ]
    parts, params = [], []
    for rows in asked:
        sql, values = rows.order_by().values("pk").query.get_compiler(using).as_sql()
        parts.append(f"EXISTS ({sql})")
        params += values
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return Due(*map(bool, cursor.fetchone()))
