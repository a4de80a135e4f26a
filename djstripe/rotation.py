"""
Writes stored secrets anew under the first of the encryption keys.

A batch at a time, each in its own statement per row: what is done stays done, a run that was
cut off goes on where it was when it is started again, and a secret that somebody changes
meanwhile is left as they wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models, router
from django.db.models.functions import Cast

from . import encryption
from .fields import EncryptedTextField

BATCH_ROWS = 500


@dataclass(slots=True)
class Rotated:
    """
    What became of the secrets of one column.

    ``anew`` were under another key, ``current`` under the first one already; ``changed`` were
    written by somebody else meanwhile. ``unreadable`` are the primary keys of the rows whose
    secret no configured key decrypts.
    """

    model: type[models.Model]
    column: str
    anew: int = 0
    current: int = 0
    changed: int = 0
    unreadable: list[Any] = field(default_factory=list)


def encrypted_columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every column of every installed model that holds secrets."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and model._meta.managed:
            for column in model._meta.local_concrete_fields:
                if isinstance(column, EncryptedTextField):
                    yield model, column


def rotate(*, dry_run: bool = False, batch_rows: int = BATCH_ROWS) -> Iterator[Rotated]:
    """
    Encrypt every secret anew that is not under the first key; yields what became of each column.

    With ``dry_run`` nothing is written. Nothing is raised for a secret that cannot be read.
    """
    for model, column in encrypted_columns():
        result = Rotated(model, column.name)
        for pk, stored in _stored(model, column, batch_rows):
            try:
                if encryption.is_current(stored):
                    result.current += 1
                    continue
                anew = encryption.encrypt(encryption.decrypt(stored))
            except ImproperlyConfigured:
                result.unreadable.append(pk)
                continue
            if dry_run or _replace(model, column, pk, stored, anew):
                result.anew += 1
            else:
                result.changed += 1
        yield result


def _stored(
    model: type[models.Model], column: models.Field[Any, Any], batch_rows: int
) -> Iterator[tuple[Any, str]]:
    """The primary key and the text in the database of each secret, in batches by primary key."""
    # As plain text: read through its field, it would be decrypted.
    raw = Cast(column.name, models.TextField())
    rows = model._base_manager.using(router.db_for_write(model)).order_by("pk")
    rows = rows.filter(**{f"{column.name}__isnull": False}).annotate(_stored=raw)
    last = None
    while True:
        batch = list(
            (rows if last is None else rows.filter(pk__gt=last))[:batch_rows].values_list(
                "pk", "_stored"
            )
        )
        yield from ((pk, stored) for pk, stored in batch if stored)
        if len(batch) < batch_rows:
            return
        last = batch[-1][0]


def _replace(
    model: type[models.Model], column: models.Field[Any, Any], pk: Any, stored: str, anew: str
) -> bool:
    """Write a secret if it still is what was read; whether it was."""
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    key = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {quote(str(column.column))} = %s "
            f"WHERE {quote(str(key.column))} = %s AND {quote(str(column.column))} = %s",
            [anew, key.get_db_prep_value(pk, connection), stored],
        )
        return bool(cursor.rowcount == 1)
