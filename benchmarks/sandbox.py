"""
``python -m benchmarks sandbox``: how fast the sandbox answers, in process and over HTTP.

It needs no database. Every figure is the median of the rounds with their range; list pages are of
100 objects, among 100,000 of each of four types that were put in beforehand.
"""

from __future__ import annotations

import argparse
import http.client
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from djstripe.sandbox import Sandbox, Server

NOW = 1_790_000_000
FORM = "application/x-www-form-urlencoded"
KEY = "sk_test_benchmark"
SCRIPT = "import djstripe.sandbox as s; s.Sandbox(now=1)"
# A page's path, and what it is; the limit of 100 is added.
PAGES = {
    "/v1/charges": "the first page",
    "/v1/charges?starting_after=ch_50000": "after 50,000 others",
    "/v1/charges?ending_before=ch_50000": "before one in the middle",
    f"/v1/charges?created[lt]={NOW - 50_000}": "created before the middle",
    "/v1/charges?customer=cus_7": "one customer's 100 of 100,000",
    "/v1/charges?customer=cus_none": "a filter that finds nothing",
    "/v1/subscriptions": "without the 99,990 canceled ones",
    "/v1/invoices?status=open&customer=cus_7": "two filters",
    f"/v1/invoices?due_date[gt]={NOW + 99_990}": "bounds that leave 9 of 100,000",
    "/v1/events": "events",
    "/v1/events?type=invoice.paid": "events of a rare type",
    "/v1/events?delivery_success=false": "the one event that was not delivered",
}
LIMIT_MS = 10.0


@dataclass
class Figures:
    """What was measured, round by round: rates a second, and milliseconds."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    pages: dict[str, list[float]] = field(default_factory=dict)
    starts: dict[str, list[float]] = field(default_factory=dict)


def rate(count: int, act: Callable[[], object]) -> float:
    """How often a second; once before, not counted."""
    act()
    began = time.perf_counter()
    for _ in range(count):
        act()
    return count / (time.perf_counter() - began)


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def filled(count: int) -> Sandbox:
    """A sandbox with so many charges, subscriptions, invoices and events."""
    sandbox = Sandbox(now=NOW)
    shelf = sandbox.shelf()
    for n in range(count):
        created = NOW - count + n
        customer = f"cus_{n % (count // 100)}"
        base = {"created": created, "customer": customer, "livemode": False, "metadata": {}}
        charge = {"id": f"ch_{n}", "object": "charge", "amount": n, "currency": "usd", **base}
        canceled = "canceled" if n < count - 10 else "active"
        subscription = {"id": f"sub_{n}", "object": "subscription", "status": canceled, **base}
        invoice = {
            "id": f"in_{n}",
            "object": "invoice",
            "status": "paid" if n % 3 else "open",
            "due_date": NOW + n,
            **base,
        }
        event = {
            "id": f"evt_{n}",
            "object": "event",
            "created": created,
            "data": {"object": charge},
            "type": "charge.succeeded" if n % 1000 else "invoice.paid",
        }
        for one in (charge, subscription, invoice):
            shelf.add(str(one["object"]), one, created)
        shelf.add("event", event, created, {"undelivered": n == 5})
    return sandbox


class Client:
    """One connection that is kept open."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection(server.host, server.port)

    def request(self, method: str, path: str, body: str | None = None) -> bytes:
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": FORM}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {answer[:200]!r}")
        return answer


def measure(figures: Figures, count: int, objects: int) -> None:
    """One round."""
    start(figures)
    small = Sandbox(now=NOW)
    customer = f"/v1/customers/{small.create('customer')['id']}"
    params = {"name": "Ada", "email": "ada@example.com", "metadata": {"plan": "gold"}}
    with small.serve() as server:
        client = Client(server)
        body = "name=Ada&email=ada%40example.com&metadata%5Bplan%5D=gold"
        acts: dict[str, Callable[[], object]] = {
            "create a customer, in process": lambda: small.request(
                "POST", "/v1/customers", params, key=KEY
            ),
            "retrieve one, in process": lambda: small.request("GET", customer, key=KEY),
            "a list page of 100, in process": lambda: small.request(
                "GET", "/v1/customers?limit=100", key=KEY
            ),
            "create a customer, over HTTP": lambda: client.request("POST", "/v1/customers", body),
            "retrieve one, over HTTP": lambda: client.request("GET", customer),
            "a list page of 100, over HTTP": lambda: client.request(
                "GET", "/v1/customers?limit=100"
            ),
        }
        for name, act in acts.items():
            times = count // 4 if "page" in name else count
            figures.rates.setdefault(name, []).append(rate(times, act))
    large = filled(objects)
    for path, name in PAGES.items():
        url = f"{path}{'&' if '?' in path else '?'}limit=100"
        # The first time it is asked for: nothing of it has been rendered before.
        took = seconds(lambda url=url: large.request("GET", url, key=KEY))  # type: ignore[misc]
        figures.pages.setdefault(f"{name} (`{path}`)", []).append(1_000 * took)


def start(figures: Figures) -> None:
    begun = figures.starts
    begun.setdefault("`Sandbox()`, in a process that has made one", []).append(
        1_000 * seconds(Sandbox)
    )
    begun.setdefault("Python, its imports and `Sandbox()`", []).append(
        1_000 * seconds(lambda: subprocess.run([sys.executable, "-c", SCRIPT], check=True))
    )
    begun.setdefault("`python -m djstripe.sandbox`, until it listens", []).append(
        1_000 * seconds(_listening)
    )


def _listening() -> None:
    command = [sys.executable, "-m", "djstripe.sandbox", "--port=0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.terminate()
    if "http://" not in said:
        raise RuntimeError(f"The sandbox did not start: {said}")


def spread(values: list[float], digits: int = 0) -> str:
    low, high = min(values), max(values)
    return f"{median(values):,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def text(figures: Figures, rounds: int, objects: int) -> str:
    lines = [f"Python {platform.python_version()}, {rounds} rounds", ""]
    lines += ["| the sandbox | a second |", "| --- | ---: |"]
    lines += [f"| {name} | {spread(values)} |" for name, values in figures.rates.items()]
    lines += ["", f"| a page of 100 among {objects:,} | ms |", "| --- | ---: |"]
    lines += [f"| {name} | {spread(values, 2)} |" for name, values in figures.pages.items()]
    lines += ["", "| starting | ms |", "| --- | ---: |"]
    lines += [f"| {name} | {spread(values, 1)} |" for name, values in figures.starts.items()]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Measure, print, and fail if a list page took longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks sandbox", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=2_000, help="requests to measure a rate with")
    parser.add_argument("--objects", type=int, default=100_000, help="of each type, for the pages")
    options = parser.parse_args(arguments)
    figures = Figures()
    for _ in range(options.rounds):
        measure(figures, options.count, options.objects)
    sys.stdout.write(text(figures, options.rounds, options.objects) + "\n")
    slow = {name: values for name, values in figures.pages.items() if median(values) > LIMIT_MS}
    for name in slow:
        sys.stderr.write(f"{name} took longer than {LIMIT_MS} ms.\n")
    return 1 if slow else 0
