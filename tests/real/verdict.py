"""
Wait until nothing is left to be done, then say what is wrong.

``python -m tests.real.verdict FILE SECONDS CRON``: ``FILE`` holds what the company said of its
deliveries; with ``CRON`` 1 the cron line is run where nothing has moved for a while, and picks
up what died with its process or its message. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import django

from .parent import leave_with_parent

CRON_SECONDS = 5.0


class Served:
    """A sandbox in another process, as far as comparing needs it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def all(self, kind: str) -> list[dict[str, Any]]:
        body = json.dumps({"kind": kind}).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/objects/list", body)
        with urllib.request.urlopen(request) as answer:
            objects: list[dict[str, Any]] = json.load(answer)["objects"]
            return objects


def main(said: Path, seconds: float, cron: bool) -> dict[str, Any]:
    from djstripe.inbox import Worker, health
    from djstripe.mirror import Doubt
    from djstripe.models.webhooks import WebhookEventTrigger
    from djstripe.models.work import ReceiverRun, WorkState
    from tests.test_story import differences

    from .models import Effect
    from .receivers import UNLUCKY_TYPES

    delivered = json.loads(said.read_text())
    worker = Worker()
    wrong: list[str] = []
    began = moved = time.monotonic()
    before: tuple[int, ...] = ()
    while time.monotonic() - began < seconds:
        now = health()
        left = (now.waiting, now.runs_waiting, now.doubts_open)
        if not any(left):
            break
        if left != before:
            before, moved = left, time.monotonic()
        elif cron and time.monotonic() - moved > CRON_SECONDS:
            worker.run(once=True)
        time.sleep(0.2)

    else:
        wrong.append(f"not quiet after {seconds:g} s: {health().as_dict()}")
    entries = Counter(WebhookEventTrigger.objects.values_list("state", flat=True))
    runs = Counter(ReceiverRun.objects.values_list("state", flat=True))
    for what, states in (("entries", entries), ("runs", runs)):
        if set(states) - {WorkState.DONE}:
            wrong.append(f"{what} by state: {dict(states)}")
    recorded = Counter(WebhookEventTrigger.objects.values_list("event_stripe_id", flat=True))
    for event, times in delivered["answered"].items():
        if recorded[event] < times:
            wrong.append(f"{event} was answered {times} times and is recorded {recorded[event]}")
    effects = Counter(Effect.objects.values_list("receiver", "event"))
    expected = Counter({("note", event): 1 for event in delivered["types"]})
    prefixes = tuple(name.removesuffix("*") for name in UNLUCKY_TYPES)
    for event, kind in delivered["types"].items():
        if kind.startswith(prefixes):
            expected["unlucky", event] = 1
    for key in sorted(effects.keys() | expected.keys()):
        if effects[key] != expected[key]:
            wrong.append(f"{key} has {effects[key]} effects and not {expected[key]}")
    wrong += differences(Served(os.environ["REAL_STRIPE"]))  # type: ignore[arg-type]
    return {
        "wrong": wrong,
        "waited": round(time.monotonic() - began, 1),
        "entries": sum(entries.values()),
        "again": WebhookEventTrigger.objects.filter(source="again").count(),
        "runs": sum(runs.values()),
        "tried_again": ReceiverRun.objects.filter(tries__gt=1).count(),
        "begun_again": WebhookEventTrigger.objects.filter(tries__gt=1).count(),
        "impossible": Doubt.objects.filter(state=Doubt.State.IMPOSSIBLE).count(),
        "by_cron": worker.total.pieces,
    }


if __name__ == "__main__":
    leave_with_parent()
    django.setup()
    print(json.dumps(main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "1")))
