"""
What every contender measures alike. Standard library only, and Django where it is there:
this file runs in dj-stripe's environment too.

A contender is a script: ``contender.py TASK KEY=VALUE …``. It finds its database in the
environment (``PG…``, ``PGDATABASE``) and the fake Stripe in ``FAKE_STRIPE``, and prints one
line of JSON.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import resource
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

ACCOUNT = "acct_1BenchmarkXYZ0001"
API_VERSION = "2026-05-27.dahlia"
API_KEY = "sk_test_" + "0123456789abcdef01234567"
SIGNING_KEY = "whsec_" + "0123456789abcdef0123456789abcdef"
KINDS = ("Product", "Price", "Customer", "Subscription", "Invoice", "PaymentIntent", "Charge")
# What the seven kinds bring along: rows of their own, not counted as objects.
OWNED = ("SubscriptionItem", "LineItem", "InvoicePayment", "BalanceTransaction", "PaymentMethod")

# How slowly Stripe answers in a phase (milliseconds); else at once.
LATENCY = {"late": 80}

Measures = dict[str, Any]


class FakeStripe:
    """The control side of the fake Stripe."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc)

    def get(self, path: str) -> Any:
        """The JSON at a path."""
        self._connection.request("GET", path)
        return json.loads(self._connection.getresponse().read())

    def requests(self) -> int:
        """How many requests it has had since the last reset."""
        return int(self.get("/_stats")["requests"])


def fake_stripe() -> FakeStripe:
    """The fake Stripe that this run talks to."""
    return FakeStripe(os.environ["FAKE_STRIPE"])


def peak_memory_mib() -> float:
    """The most memory this process has ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cpu_seconds_of(pid: int | None) -> float | None:
    """The CPU time that a process of this machine has used; None where it cannot be seen."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Clock:
    """Wall time, our CPU time and the database server's, summed over what is timed."""

    def __init__(self, server_pid: int | None = None) -> None:
        self.server_pid = server_pid
        self.wall = self.cpu = 0.0
        self.server_cpu: float | None = None
        self.laps: list[float] = []
        self._server_began = cpu_seconds_of(server_pid)

    @contextmanager
    def running(self) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            yield
        finally:
            lap = time.perf_counter() - wall
            self.cpu += time.process_time() - cpu
            self.wall += lap
            self.laps.append(lap)

    def stop(self) -> None:
        ended = cpu_seconds_of(self.server_pid)
        if ended is not None and self._server_began is not None:
            self.server_cpu = ended - self._server_began


class Statements:
    """Counts what Django sends to the database: statements, and what only marks savepoints."""

    def __init__(self) -> None:
        self.queries = self.savepoints = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.savepoints += 1
        else:
            self.queries += 1
        return execute(sql, params, many, context)


def signature(body: bytes) -> str:
    """The Stripe-Signature header of a delivery sent now."""
    now = int(time.time())
    signed = hmac.new(SIGNING_KEY.encode(), f"{now}.".encode() + body, hashlib.sha256)
    return f"t={now},v1={signed.hexdigest()}"


def deliver_all(
    phase: str, clock: Clock, deliver: Callable[[bytes, str], Callable[[], int]]
) -> int:
    """
    Deliver the events of a phase one after another and return how many there were.

    ``deliver(body, signature)`` prepares and returns what is timed; that returns the status.
    """
    stripe = fake_stripe()
    stripe.get(f"/_latency?ms={LATENCY.get(phase, 0)}")
    events = stripe.get(f"/_events/{phase}")
    for event in events:
        stripe.get(f"/_now?t={event['created']}")
        body = event["body"].encode()
        act = deliver(body, signature(body))
        with clock.running():
            status = act()
        if status != 200:
            raise SystemExit(f"A webhook of {phase} was answered with {status}.")
    return len(events)


def of_phase(
    clock: Clock, events: int, *, requests: int = 0, queries: int = 0, savepoints: int = 0
) -> Measures:
    """What one phase of webhooks came to."""
    clock.stop()
    return {
        "events": events,
        "seconds": clock.wall,
        "cpu_seconds": clock.cpu,
        "server_cpu_seconds": clock.server_cpu,
        "laps": clock.laps,
        "requests": requests,
        "queries": queries,
        "savepoints": savepoints,
    }


def arguments() -> tuple[str, dict[str, str]]:
    """The task, and its options."""
    task, *options = sys.argv[1:]
    return task, dict(option.split("=", 1) for option in options)


def report(measures: Measures) -> None:
    """Print the one line that the harness reads."""
    sys.stdout.write(json.dumps(measures) + "\n")


# ------------------------------------------------------------------ with Django


def configure_django(**settings: Any) -> None:
    """Set Django up with nothing but what both mirrors need."""
    import django
    from django.conf import settings as django_settings

    django_settings.configure(
        SECRET_KEY=secrets.token_hex(16),
        USE_TZ=True,
        ALLOWED_HOSTS=["*"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "djstripe"],
        ROOT_URLCONF="urls",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ["PGDATABASE"],
                "USER": os.environ["PGUSER"],
                "PASSWORD": os.environ.get("PGPASSWORD", ""),
                "HOST": os.environ["PGHOST"],
                "PORT": os.environ["PGPORT"],
            }
        },
        LOGGING={
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"console": {"class": "logging.StreamHandler", "level": "ERROR"}},
            "root": {"handlers": ["console"]},
        },
        STRIPE_TEST_SECRET_KEY=API_KEY,
        STRIPE_LIVE_MODE=False,
        STRIPE_API_VERSION=API_VERSION,
        STRIPE_API_HOST=os.environ.get("FAKE_STRIPE", ""),
        **settings,
    )
    django.setup()


def backend_pid() -> int | None:
    """The process of the database server that serves us."""
    from django.db import connection

    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def measure_backfill(act: Callable[[], Any], count: Callable[[], dict[str, int]]) -> Measures:
    """Run a backfill through Django; ``count`` says afterwards how many of each kind there are."""
    from django.db import connection

    stripe, clock, statements = fake_stripe(), Clock(backend_pid()), Statements()
    memory, requests = peak_memory_mib(), stripe.requests()
    with connection.execute_wrapper(statements), clock.running():
        act()
    clock.stop()
    return {
        "seconds": clock.wall,
        "cpu_seconds": clock.cpu,
        "server_cpu_seconds": clock.server_cpu,
        "memory_mib": peak_memory_mib(),
        "memory_before_mib": memory,
        "requests": stripe.requests() - requests,
        "queries": statements.queries,
        "savepoints": statements.savepoints,
        "stored": count(),
    }


def measure_webhooks(
    path: str,
    phases: list[str],
    record: Callable[[], Any] | None = None,
    drain: Callable[[], Any] | None = None,
) -> dict[str, Measures]:
    """
    Post the events of each phase to a URL, through Django's handler, without a server.

    Who has a worker gives ``record``, in which deliveries are only recorded, and ``drain``, which
    applies them: in the phase ``waiting`` only that is timed.
    """
    from django.core.handlers.base import BaseHandler
    from django.db import connection
    from django.test import RequestFactory

    handler, factory, stripe = BaseHandler(), RequestFactory(), fake_stripe()
    handler.load_middleware()

    def deliver(body: bytes, header: str) -> Callable[[], int]:
        request = factory.post(
            path, body, content_type="application/json", headers={"Stripe-Signature": header}
        )
        return lambda: handler.get_response(request).status_code

    found = {}
    for phase in phases:
        clock, statements, requests = Clock(backend_pid()), Statements(), stripe.requests()
        if phase == "waiting" and record and drain:
            with record():
                events = deliver_all(phase, Clock(), deliver)
            clock = Clock(backend_pid())
            with connection.execute_wrapper(statements), clock.running():
                drain()
        else:
            with connection.execute_wrapper(statements):
                events = deliver_all(phase, clock, deliver)
        found[phase] = of_phase(
            clock,
            events,
            requests=stripe.requests() - requests,
            queries=statements.queries,
            savepoints=statements.savepoints,
        )
    return found


def outdated(state_of: Callable[[str], str | None]) -> int:
    """How many objects of the stories are not in their final state; ``state_of(id)`` is stored."""
    final = fake_stripe().get("/_final")
    return sum(state_of(id) != state for id, state in final.items())
