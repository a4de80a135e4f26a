"""Entries of the inbox as they are after a while: the words of the operators' tests."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils import timezone

from djstripe.models import ReceiverRun, WebhookEventTrigger, WorkState
from tests.worlds import ACCOUNT, T0


def event(id: str = "evt_1", kind: str = "customer.updated", **more: Any) -> dict[str, Any]:
    """A snapshot event in our version about one customer."""
    return {
        "object": "event",
        "id": id,
        "type": kind,
        "api_version": "2026-10-28.endive",
        "created": T0,
        "livemode": False,
        "data": {"object": {"object": "customer", "id": "cus_1", "name": "Ada", "created": T0}},
        **more,
    }


def ago(**span: float) -> dt.datetime:
    """A moment so long before now."""
    return timezone.now() - dt.timedelta(**span)


def entry(
    id: str = "evt_1",
    kind: str = "customer.updated",
    state: str = WorkState.WAITING,
    *,
    failed: str = "",
    body: dict[str, Any] | None = None,
    **more: Any,
) -> WebhookEventTrigger:
    """One entry; ``failed`` is what its last try said."""
    return WebhookEventTrigger.objects.create(
        **{
            "event_stripe_id": id,
            "event_type": kind,
            "state": state,
            "processed": state == WorkState.DONE,
            "exception": failed,
            "traceback": f"Traceback\n  {failed}" if failed else "",
            "tries": 1 if failed else 0,
            "valid": True,
            "body": json.dumps(body or event(id, kind)),
            "stripe_trigger_account_id": ACCOUNT,
            **more,
        }
    )


def run(
    receiver: str = "shop.thank",
    event: str = "evt_1",
    state: str = WorkState.WAITING,
    *,
    failed: str = "",
    **more: Any,
) -> ReceiverRun:
    """One run of a receiver."""
    return ReceiverRun.objects.create(
        **{
            "receiver": receiver,
            "event": event,
            "event_type": "customer.updated",
            "account": ACCOUNT,
            "state": state,
            "exception": failed,
            **more,
        }
    )
