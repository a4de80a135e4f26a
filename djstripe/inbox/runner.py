"""
Who applies what is received: the request itself, a task of a queue's, or a worker.

Whichever it is, it drains the inbox; a task that is lost, or a worker that dies, loses nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.db import router, transaction

from ..look import serve_doubts
from ..models.flows import flows
from ..models.webhooks import WebhookEventTrigger
from ..models.work import WorkState
from ..settings import djstripe_settings
from . import runs
from .apply import apply
from .drain import Tally, new_token, run_all, take_in_now
from .receive import record, record_event

logger = logging.getLogger(__name__)


def take_in(entry: WebhookEventTrigger, *, now: dt.datetime | None = None) -> None:
    """Record a verified delivery, and see to it that it is applied: now, or as the settings say."""
    runner = djstripe_settings.DJSTRIPE_INBOX_RUNNER
    if runner == "inline":
        take_in_now(entry, now=now)
        return
    record(entry)
    if runner != "worker" and entry.state == WorkState.WAITING:
        using = router.db_for_write(WebhookEventTrigger)
        transaction.on_commit(lambda: _tell(_QUEUES[runner]), using=using)


def _tell(queue: Callable[[], Any]) -> None:
    try:
        queue()
    except Exception:
        # A broker that is down: the entry is recorded, and the next task finds it.
        logger.exception("djstripe: the queue took no task; the event waits in the inbox")


# The queues are optional dependencies.
_QUEUES: Mapping[str, Callable[[], Any]] = {
    "tasks": lambda: import_module("djstripe.inbox.tasks").enqueue(),
    "celery": lambda: import_module("djstripe.inbox.celery").enqueue(),
}


def process_event(data: Any, api_key: str | None = None) -> Any:
    """
    Apply an event that came by another way than a delivery (the events list, the SDK), unless
    it was applied before. Returns the Event's row.

    Receivers are called once for each event, whichever way it came; one that fails is tried
    again later. Raises what kept the event out of the mirror.
    """
    event = data if isinstance(data, Mapping) else data.to_dict()
    livemode = event.get("livemode")
    account, _ = flows.find_account(livemode if isinstance(livemode, bool) else None, api_key)
    token = new_token()
    entry = record_event(
        event, account=account, source=WebhookEventTrigger.Source.GIVEN, token=token
    )
    if entry.state == WorkState.WAITING:
        applied = apply([entry], token=token)
        if applied.error is not None:
            raise applied.error
        serve_doubts(applied.doubts)
        run_all(runs.claimed(token), Tally(), stop=lambda: False)
    account = entry.stripe_trigger_account_id or account
    return runs.find_event(entry.event_stripe_id, account, entry.livemode)
