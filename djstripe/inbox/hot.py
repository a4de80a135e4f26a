"""
The two statements that every delivery costs, written out.

Django takes longer to put them together than a database to run them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models import (
    BooleanField,
    CharField,
    ForeignKey,
    IntegerField,
    JSONField,
    TextField,
)
from django.db.models.base import ModelState
from django.db.models.signals import post_save, pre_save

from ..mirror import Statement, run
from ..models.core import Event
from ..models.webhooks import WebhookEndpoint, WebhookEventTrigger

_NONE: Mapping[str, Any] = MappingProxyType({})

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
    asking = Statement(_select(using), [known.get_db_prep_value(uuid, connection)])
    run(using, [asking])
    if not asking.rows:
        return None
    values = [
        _converted(value, field, connection)
        for value, field in zip(asking.rows[0], fields, strict=True)
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
    using = router.db_for_write(WebhookEventTrigger)
    statement = inserting(entry, using)
    if statement is None:
        entry.save(force_insert=True)
        return
    run(using, [statement])
    entry.__dict__.update(inserted(statement, using))


def inserting(
    entry: WebhookEventTrigger,
    using: str,
    changes: Mapping[str, Any] = _NONE,
    *,
    event: tuple[str, str, bool] | None = None,
) -> Statement | None:
    """
    What inserts an entry with these changes; None where that is Django's to do: somebody listens
    to it, or the database does not tell the key of what it inserted.

    ``event`` is the id, account and mode of an event that is written just before.
    """
    connection = connections[using]
    listened = pre_save.has_listeners(WebhookEventTrigger) or post_save.has_listeners(
        WebhookEventTrigger
    )
    if listened or not connection.features.can_return_columns_from_insert:
        return None
    values = {**entry.__dict__, **changes}
    params: list[Any] = []
    for field in _inserted():
        value = values[field.attname]
        if field.attname == "event_id" and event is not None:
            params += event
        elif isinstance(field, JSONField):
            params.append(json.dumps(value))
        elif isinstance(field, _TAKEN_AS_IT_IS):
            params.append(value)
        else:
            params.append(field.get_db_prep_save(value, connection))
    return Statement(_insert(using, event is not None), params)


def inserted(statement: Statement, using: str) -> dict[str, Any]:
    """What the statement has changed of its entry."""
    state = ModelState()
    state.adding, state.db = False, using
    return {"id": statement.rows[0][0], "_state": state}


def end(ends: Sequence[tuple[int, Mapping[str, Any]]], using: str) -> None:
    """Write the ends of entries, by primary key: in one statement, alike but for their events."""
    connection: Any = connections[using]
    quote = connection.ops.quote_name
    meta = WebhookEventTrigger._meta
    pk = quote(str(meta.pk.column))
    # Whole numbers of ours, which no parameter could name the type of.
    events = [
        f"WHEN {int(key)} THEN {int(end['event_id'])}" for key, end in ends if end["event_id"]
    ]
    sets = {
        "event_id": f"CASE {pk} {' '.join(events)} END" if events else "NULL",
        "first_applied": f"COALESCE({quote('first_applied')}, %s)",
    }
    one = {name: value for name, value in ends[0][1].items() if name != "event_id"}
    fields = {field.attname: field for field in meta.concrete_fields}
    params = [fields[name].get_db_prep_save(value, connection) for name, value in one.items()]
    named = ", ".join(
        f"{quote(str(fields[name].column))} = {sets.get(name, '%s')}" for name in (*one, "event_id")
    )
    keys = ", ".join(str(int(key)) for key, _ in ends)
    sql = f"UPDATE {quote(meta.db_table)} SET {named} WHERE {pk} IN ({keys})"
    run(using, [Statement(sql, params, once=True)])


# Of these fields a database takes the value as Python has it.
_TAKEN_AS_IT_IS = (CharField, TextField, BooleanField, IntegerField, ForeignKey)


@cache
def _inserted() -> list[Any]:
    return [field for field in WebhookEventTrigger._meta.concrete_fields if not field.primary_key]


@cache
def _insert(using: str, with_event: bool) -> str:
    quote = connections[using].ops.quote_name
    meta = WebhookEventTrigger._meta
    columns = ", ".join(quote(field.column) for field in _inserted())
    event = Event._meta
    identity = " AND ".join(
        f"{quote(str(event.get_field(name).column))} = %s"  # type: ignore[union-attr]
        for name in ("id", "djstripe_owner_account", "livemode")
    )
    its_key = (
        f"(SELECT {quote(str(event.pk.column))} FROM {quote(event.db_table)} WHERE {identity})"
    )
    marks = ", ".join(
        its_key if with_event and field.attname == "event_id" else "%s" for field in _inserted()
    )
    return (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks}) "
        f"RETURNING {quote(str(meta.pk.column))}"
    )
