"""
Garbage of every kind, thrown at the webhook door.

    python -m tests.inbox.garbage --requests 100000 [--seed 1]

prints how many answers there were of each status, what was stored, and how the memory grew.
It fails on a 5xx, and on anything stored of what was not signed.
"""

from __future__ import annotations

import argparse
import atexit
import gzip
import json
import logging
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.handlers.base import BaseHandler
from django.test import RequestFactory

from djstripe.sandbox import signature

SECRET = "whsec_garbage"
OURS = "2026-10-28.endive"
WORDS = [
    "customer",
    "invoice",
    "subscription",
    "event",
    "list",
    "",
    "moon",
    "v2.core.event",
    "\x00",
]
TYPES = ["customer.updated", "invoice.paid", "x", "", "a" * 400, "customer.deleted", "\ud800", "*"]


def odd(rng: random.Random, depth: int = 0) -> Any:
    """A JSON value that nobody would send."""
    leaf = rng.randrange(12)
    if depth > 4 or leaf < 7:
        return rng.choice([
            None, True, -1, 0, 2**63, -(2**70), 1.5, 1e308, "", "x", "\x00", "\ud800", "ß" * 300,
            "cus_1", "in_1", "evt_1", rng.choice(WORDS), float("nan"), float("inf"), 10**400,
        ])  # fmt: skip
    if leaf < 9:
        return [odd(rng, depth + 1) for _ in range(rng.randrange(4))]
    keys = ["id", "object", "data", "type", "created", "livemode", "deleted", "items", "lines",
            "customer", "metadata", "account", "has_more", "\x00", ""]  # fmt: skip
    return {rng.choice(keys): odd(rng, depth + 1) for _ in range(rng.randrange(5))}


def event(rng: random.Random) -> Any:
    """Something like an event, with odd values where an event has its own."""
    subject = {"object": rng.choice(WORDS), "id": rng.choice(["cus_1", "in_1", "", "x" * 300])}
    whole = {
        "id": rng.choice([f"evt_{rng.randrange(10**9)}", "", "evt_" + "9" * 400, 7, None]),
        "object": rng.choice(["event", "v2.core.event", "moon"]),
        "type": rng.choice(TYPES),
        "api_version": rng.choice([OURS, "2020-08-27", None, 5]),
        "created": rng.choice([0, -1, 1_790_000_000, 2**80, "then", None, 1e300]),
        "livemode": rng.choice([True, False, "yes", None]),
        "data": rng.choice([{"object": {**subject, "metadata": odd(rng)}}, {"object": odd(rng)}]),
        "related_object": rng.choice([None, odd(rng), {"id": "cus_1", "type": "customer"}]),
        "account": rng.choice([None, "acct_2", 5, "\x00", "a" * 400]),
    }
    for name in rng.sample(list(whole), rng.randrange(3)):
        whole[name] = odd(rng)
    return whole


def body(rng: random.Random) -> bytes:
    """A request's body."""
    kinds: list[Callable[[], bytes]] = [
        lambda: json.dumps(event(rng)).encode(),
        lambda: json.dumps(event(rng)).encode(),
        lambda: json.dumps(odd(rng)).encode(),
        lambda: json.dumps(event(rng)).encode("utf-16"),
        lambda: gzip.compress(json.dumps(event(rng)).encode()),
        lambda: rng.randbytes(rng.randrange(300)),
        lambda: b"[" * rng.randrange(200_000),
        lambda: b'{"id":"evt_1","data":' * rng.randrange(3_000),
        lambda: b'{"id": "evt_1", "n": ' + b"9" * rng.randrange(10_000) + b"}",
        lambda: b'{"id": "evt_1", "n": 1e' + b"9" * rng.randrange(400) + b"}",
        lambda: b'{"id": "evt_1", "id": "evt_2", "type": "x", "type": [NaN, Infinity]}',
        lambda: b"\xef\xbb\xbf" + json.dumps(event(rng)).encode(),
        lambda: json.dumps({"id": "evt_1", "s": "x" * rng.randrange(200_000)}).encode(),
        lambda: b"",
    ]
    return rng.choice(kinds)()


def header(rng: random.Random, signed: str, now: int) -> str | None:
    """A Stripe-Signature header that does not fit."""
    return rng.choice([
        None, "", "t=,v1=", "t=1,v1=ab", f"t={now},v0={'a' * 64}", "v1=ß", "t=-1,v1=a" * 400,
        f"t={'9' * 30},v1=a", signed[:-1] + ("0" if signed[-1] != "0" else "1"),
        signed.replace("v1=", "v2="), "\x00", ",,,===,,,", f"t={now}", signed.upper(),
    ])  # fmt: skip


@dataclass
class Thrown:
    """What came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    signed: int = 0
    failures: list[str] = field(default_factory=list)


def throw(urls: list[str], count: int, seed: int) -> Thrown:
    """Send so many requests; what a 5xx or a wrong 2xx was answered to is in ``failures``."""
    # Not Django's test client, which keeps something of every request.
    handler, factory = BaseHandler(), RequestFactory()
    handler.load_middleware()
    rng = random.Random(seed)
    thrown = Thrown()
    for number in range(count):
        content, now = body(rng), int(time.time())
        signed = signature(content, SECRET, now)
        is_signed = rng.random() < 0.4
        sent = signed if is_signed else header(rng, signed, now)
        url = rng.choice(urls)
        request = factory.generic(
            rng.choice(["POST"] * 12 + ["GET", "PUT", "DELETE", "OPTIONS"]),
            url,
            content,
            content_type=rng.choice(["application/json", "text/xml", "", "multipart/form-data"]),
            headers={"stripe-signature": sent} if sent is not None else {},
        )
        response = handler.get_response(request)
        thrown.statuses[response.status_code] += 1
        thrown.signed += is_signed
        is_taken = response.status_code == 200 and request.method == "POST"
        if response.status_code >= 500 or (is_taken and not is_signed):
            thrown.failures.append(f"request {number}: {response.status_code} {content[:80]!r}")
    return thrown


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

    import django
    from django.conf import settings
    from django.core.management import call_command

    place = Path(tempfile.mkdtemp(prefix="djstripe-garbage-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    if settings.DATABASES["default"]["NAME"] == ":memory:":
        # What is stored must not count as memory.
        settings.DATABASES["default"]["NAME"] = place / "db.sqlite3"
    django.setup()
    call_command("migrate", verbosity=0)

    from djstripe.models import WebhookEventTrigger

    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.CRITICAL)
    urls = doors()
    throw(urls, 2_000, options.seed - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    thrown = throw(urls, options.requests, options.seed)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{options.requests} requests in {time.perf_counter() - began:.0f} s, "
        f"{thrown.signed} of them signed\n"
        f"statuses: {dict(sorted(thrown.statuses.items()))}\n"
        f"entries: {WebhookEventTrigger.objects.count()}\n"
        f"peak memory: {before:.0f} MiB after 2,000, {after:.0f} MiB at the end\n"
        + "".join(f"{line}\n" for line in thrown.failures[:20])
    )
    return 1 if thrown.failures else 0


def doors() -> list[str]:
    """The addresses to throw at: an endpoint's, one of nobody's, and the one of the settings."""
    from djstripe.models import WebhookEndpoint

    endpoint = WebhookEndpoint.objects.create(
        id="we_garbage", djstripe_owner_account_id="acct_1", secret=SECRET, url="https://x.test"
    )
    ours = f"/stripe/webhook/{endpoint.djstripe_uuid}/"
    return [ours] * 8 + ["/stripe/webhook/", f"/stripe/webhook/{'0' * 32}/", ours[:-1]]


if __name__ == "__main__":
    sys.exit(main())
