"""
The floor: what a mirror cannot do without, and nothing else. Bare psycopg, one connection.

Pages of 100 over one connection, each object and each object owned by it one row of a table
of its kind, by executemany, one commit a page. A webhook is verified, parsed, and written
with its event in one commit. No Django, no receivers, no proof that newer wins.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import measure
import psycopg

ENDPOINTS = ("products", "prices", "customers", "subscriptions", "invoices", "payment_intents", "charges")  # fmt: skip
EXPAND = {
    "charges": "&expand[]=data.balance_transaction",
    "invoices": "&expand[]=data.payments",
}
NAMES = {
    "Product": "product", "Price": "price", "Customer": "customer", "Subscription": "subscription",
    "SubscriptionItem": "subscription_item", "Invoice": "invoice", "LineItem": "line_item",
    "PaymentIntent": "payment_intent", "Charge": "charge", "PaymentMethod": "payment_method",
    "BalanceTransaction": "balance_transaction", "InvoicePayment": "invoice_payment", "Event": "event",
}  # fmt: skip
TABLES = {name: f"floor_{name}" for name in NAMES.values()}
CREATE = """
CREATE TABLE {0} (
    pk bigserial PRIMARY KEY, id varchar(255) NOT NULL, account varchar(255) NOT NULL,
    livemode boolean NOT NULL, created timestamptz, said bigint NOT NULL, status varchar(64),
    amount bigint, currency varchar(3), customer varchar(255), stripe_data jsonb NOT NULL,
    UNIQUE (id, account, livemode)
);
CREATE INDEX ON {0} (customer);
CREATE INDEX ON {0} (created);
"""
UPSERT = """
INSERT INTO {0} (id, account, livemode, created, said, status, amount, currency, customer, stripe_data)
VALUES (%s, %s, %s, to_timestamp(%s), %s, %s, %s, %s, %s, %s::jsonb)
ON CONFLICT (id, account, livemode) DO UPDATE SET
    created = excluded.created, said = excluded.said, status = excluded.status,
    amount = excluded.amount, currency = excluded.currency, customer = excluded.customer,
    stripe_data = excluded.stripe_data
WHERE {0}.said <= excluded.said
"""


def connect() -> psycopg.Connection:
    return psycopg.connect(
        host=os.environ["PGHOST"],
        port=os.environ["PGPORT"],
        user=os.environ["PGUSER"],
        password=os.environ.get("PGPASSWORD") or None,
        dbname=os.environ["PGDATABASE"],
    )


def row(data: dict[str, Any], said: int) -> tuple[Any, ...]:
    return (
        data["id"], measure.ACCOUNT, False, data.get("created"), said, data.get("status"),
        data.get("amount"), data.get("currency"), data.get("customer"),
        json.dumps(data, separators=(",", ":")),
    )  # fmt: skip


def owned(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects inside an object that have rows of their own."""
    for name in ("items", "lines", "payments"):
        if isinstance(listed := data.get(name), dict):
            yield from listed["data"]
    if isinstance(expanded := data.get("balance_transaction"), dict):
        yield expanded


def rows_by_table(objects: list[dict[str, Any]], said: int) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for data in objects:
        for one in (*owned(data), data):
            found.setdefault(TABLES[one["object"]], []).append(row(one, said))
    return found


def pages(host: str, endpoint: str) -> Iterator[list[dict[str, Any]]]:
    connection, after = http.client.HTTPConnection(host), ""
    expand = EXPAND.get(endpoint, "")
    while True:
        connection.request("GET", f"/v1/{endpoint}?limit=100{expand}{after}")
        page = json.loads(connection.getresponse().read())
        yield page["data"]
        if not page["has_more"]:
            return
        after = f"&starting_after={page['data'][-1]['id']}"


def prepare() -> None:
    with connect() as connection:
        for table in TABLES.values():
            connection.execute(CREATE.format(table))


def backfill() -> measure.Measures:
    stripe = measure.fake_stripe()
    host, requests, written = urlsplit(stripe.url).netloc, stripe.requests(), 0
    with connect() as connection:
        memory, clock = measure.peak_memory_mib(), measure.Clock(connection.info.backend_pid)
        with clock.running(), connection.cursor() as cursor:
            for endpoint in ENDPOINTS:
                for objects in pages(host, endpoint):
                    for table, rows in rows_by_table(objects, 0).items():
                        cursor.executemany(UPSERT.format(table), rows)
                        written += len(rows)
                    connection.commit()
        clock.stop()
        stored = {
            kind: connection.execute(f"SELECT count(*) FROM {TABLES[name]}").fetchone()[0]
            for kind, name in NAMES.items()
        }
    return {
        "seconds": clock.wall,
        "cpu_seconds": clock.cpu,
        "server_cpu_seconds": clock.server_cpu,
        "memory_mib": measure.peak_memory_mib(),
        "memory_before_mib": memory,
        "requests": stripe.requests() - requests,
        "queries": written,  # one for each row, sent without waiting for the answers
        "savepoints": 0,
        "stored": stored,
    }


def is_signed(body: bytes, header: str) -> bool:
    parts = dict(part.split("=", 1) for part in header.split(","))
    expected = hmac.new(
        measure.SIGNING_KEY.encode(), parts["t"].encode() + b"." + body, hashlib.sha256
    )
    return hmac.compare_digest(expected.hexdigest(), parts["v1"])


def webhooks(phases: list[str]) -> dict[str, Any]:
    found = {}
    with connect() as connection:
        written = 0

        def deliver(body: bytes, header: str) -> Callable[[], int]:
            def act() -> int:
                nonlocal written
                if not is_signed(body, header):
                    return 400
                event = json.loads(body)
                said, subject = event["created"], event["data"]["object"]
                rows = rows_by_table([subject], said)
                rows[TABLES["event"]] = [row(event, said)]
                with connection.pipeline():
                    for table, ones in rows.items():
                        for one in ones:
                            connection.execute(UPSERT.format(table), one)
                            written += 1
                    connection.commit()
                return 200

            return act

        for phase in phases:
            clock, before = measure.Clock(connection.info.backend_pid), written
            events = measure.deliver_all(phase, clock, deliver)
            found[phase] = measure.of_phase(clock, events, queries=written - before)
        stored: dict[str, str] = {}
        for table in TABLES.values():
            stored.update(
                connection.execute(f"SELECT id, stripe_data #>> '{{metadata,state}}' FROM {table}")
            )
    return {"phases": found, "outdated": measure.outdated(stored.get)}


def main() -> None:
    task, options = measure.arguments()
    match task:
        case "prepare":
            prepare()
            measure.report({})
        case "backfill":
            measure.report(backfill())
        case "webhooks":
            measure.report(webhooks(options["phases"].split(",")))


if __name__ == "__main__":
    main()
