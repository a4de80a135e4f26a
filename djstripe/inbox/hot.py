"""
The two statements that every delivery costs, written out.

Django takes longer to put them together than a database to run them.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models.signals import post_save, pre_save

from ..models.webhooks import WebhookEndpoint, WebhookEventTrigger

# All that is needed of an endpoint to take in a delivery; it has forty columns.
NEEDED = frozenset(
    {
        "djstripe_id",
        "secret",
        "previous_secret",
        "more_secrets",
        "djstripe_tolerance",
        "djstripe_validation_method",
        "djstripe_owner_account_id",
        "djstripe_uuid",
    }
)


@cache
def _needed() -> list[Any]:
    return [f for f in WebhookEndpoint._meta.concrete_fields if f.attname in NEEDED]


def find_endpoint(uuid: UUID) -> WebhookEndpoint | None:
    """The endpoint that a URL names, with what a delivery needs of it; None if there is none."""
    using = router.db_for_read(WebhookEndpoint)
    connection = connections[using]
    fields = _needed()
    known: Any = WebhookEndpoint._meta.get_field("djstripe_uuid")
    with connection.cursor() as cursor:
        cursor.execute(_select(using), [known.get_db_prep_value(uuid, connection)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [
        _converted(value, field, connection) for value, field in zip(row, fields, strict=True)
    ]
    return WebhookEndpoint.from_db(using, [field.attname for field in fields], values)


def _converted(value: Any, field: Any, connection: Any) -> Any:
    """A value as the field's Python type, as a query of Django's would give it."""
    expression = field.cached_col
    for converter in (
        *connection.ops.get_db_converters(expression),
        *field.get_db_converters(connection),
    ):
        value = converter(value, expression, connection)
    return value


@cache
def _select(using: str) -> str:
    quote = connections[using].ops.quote_name
    columns = ", ".join(quote(field.column) for field in _needed())
    table = quote(WebhookEndpoint._meta.db_table)
    return f"SELECT {columns} FROM {table} WHERE {quote('djstripe_uuid')} = %s"


def insert(entry: WebhookEventTrigger) -> None:
    """Insert a new entry, as ``save(force_insert=True)`` does."""
    if pre_save.has_listeners(WebhookEventTrigger) or post_save.has_listeners(WebhookEventTrigger):
        entry.save(force_insert=True)
        return
    using = router.db_for_write(WebhookEventTrigger)
    connection = connections[using]
    fields = _inserted()
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insert(using), values)
        if connection.features.can_return_columns_from_insert:
            entry.pk = cursor.fetchone()[0]
        else:
            entry.pk = cursor.lastrowid
    entry._state.adding, entry._state.db = False, using


@cache
def _inserted() -> list[Any]:
    return [field for field in WebhookEventTrigger._meta.concrete_fields if not field.primary_key]


@cache
def _insert(using: str) -> str:
    connection = connections[using]
    quote = connection.ops.quote_name
    meta = WebhookEventTrigger._meta
    columns = ", ".join(quote(field.column) for field in _inserted())
    marks = ", ".join(["%s"] * len(_inserted()))
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks})"
    if connection.features.can_return_columns_from_insert:
        sql += f" RETURNING {quote(str(meta.pk.column))}"
    return sql
