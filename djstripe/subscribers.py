"""
Ties Customers to the project's users.

The metadata of a Customer at Stripe names its subscriber's primary key; whichever door the
Customer comes in by, its row is linked inside the same transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from . import mirror
from .mirror import Stored
from .models import Customer
from .settings import djstripe_settings

logger = logging.getLogger(__name__)


def connect() -> None:
    """Link from now on. Called when Django is ready."""
    mirror.after_store(link)


def link(using: str, stored: Sequence[Stored]) -> None:
    """
    Link the customers among these rows to the subscribers their metadata names.

    A customer without the key keeps whatever subscriber it has; a key that names nobody
    unlinks it, with a warning.
    """
    key = djstripe_settings.SUBSCRIBER_CUSTOMER_KEY
    if not key:
        return
    named: dict[int, Any] = {}
    for one in stored:
        if one.model is Customer and not one.deleted:
            metadata = one.snapshot.data.get("metadata")
            if isinstance(metadata, dict) and key in metadata:
                named[one.pk] = metadata[key]
    if not named:
        return
    found = _subscribers(set(named.values()))
    rows = []
    for pk, name in named.items():
        subscriber = found.get(str(name))
        if subscriber is None:
            logger.warning(
                "djstripe: a customer's metadata names the subscriber %r, who does not exist.", name
            )
        rows.append(Customer(pk=pk, subscriber_id=subscriber))
    Customer.stripe_objects.using(using).bulk_update(rows, ["subscriber"])


def _subscribers(names: set[Any]) -> dict[str, Any]:
    """The primary keys of the subscribers that these words name, by word."""
    model = djstripe_settings.get_subscriber_model()
    field = model._meta.pk
    keys = {}
    for name in names:
        try:
            keys[str(name)] = field.to_python(name)
        except (ValidationError, ValueError, TypeError):
            continue
    found = model._base_manager.filter(pk__in=list(keys.values()))
    existing = set(found.values_list("pk", flat=True))
    return {name: key for name, key in keys.items() if key in existing}
