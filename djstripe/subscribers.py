"""
Ties Customers to the project's users.

The metadata of a Customer at Stripe names its subscriber's primary key; whichever door the
Customer comes in by, its row is linked inside the same transaction. A Customer that Checkout
made is named by its session.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from . import mirror
from .fields import id_of
from .mirror import Stored
from .models import Customer, Session
from .models.marks import key_named_by
from .settings import djstripe_settings

Place = tuple[str, str, bool]  # an id, its account, its mode

logger = logging.getLogger(__name__)


def connect() -> None:
    """Link from now on. Called when Django is ready."""
    mirror.after_store(link)


def link(using: str, stored: Sequence[Stored]) -> None:
    """
    Link the customers among these rows to the subscribers their metadata names, and those that
    Checkout has made to the subscribers for whom it was begun.

    A customer without the key keeps whatever subscriber it has; a key that names nobody
    unlinks it, with a warning.
    """
    if key := djstripe_settings.SUBSCRIBER_CUSTOMER_KEY:
        _link_by_metadata(using, stored, key)
    _link_by_session(using, stored)


def _link_by_metadata(using: str, stored: Sequence[Stored], key: str) -> None:
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


def _link_by_session(using: str, stored: Sequence[Stored]) -> None:
    """
    A customer that Checkout made says nothing of a subscriber; its session does. Either may
    come first. Who has a subscriber keeps it.
    """
    named: dict[Place, str] = {}
    for one in stored:
        if one.model is Session and not one.deleted:
            customer, name = (
                id_of(one.snapshot.data.get("customer")),
                key_named_by(one.snapshot.data),
            )
            if isinstance(customer, str) and name is not None:
                named[customer, one.account, one.livemode] = name
    new = {
        (one.id, one.account, one.livemode)
        for one in stored
        if one.model is Customer and one.created and not one.deleted
    } - named.keys()
    if new:
        named.update(_named_by_stored(using, new))
    if not named:
        return
    found = _subscribers(set(named.values()))
    for (id, account, livemode), name in sorted(named.items()):
        if name in found:
            Customer.stripe_objects.using(using).filter(
                id=id,
                djstripe_owner_account_id=account,
                livemode=livemode,
                subscriber=None,
                date_purged=None,
            ).update(subscriber=found[name])


def _named_by_stored(using: str, customers: set[Place]) -> dict[Place, str]:
    """The subscribers that stored sessions name for these customers."""
    sessions = Session._base_manager.using(using).filter(customer_id__in=[c[0] for c in customers])
    named: dict[Place, str] = {}
    for session in sessions.order_by("created", "pk"):
        place = (session.customer_id, session.djstripe_owner_account_id, session.livemode)
        name = session.subscriber_key()
        if place in customers and name is not None:
            named[place] = name
    return named


def _subscribers(names: set[Any]) -> dict[str, Any]:
    """The primary keys of the subscribers that these words name, by word."""
    model = djstripe_settings.get_subscriber_model()
    field = model._meta.pk
    keys = {}
    for name in names:
        try:
            key = field.to_python(name)
            # A number too large for the column, or a NUL, would fail the whole store.
            field.run_validators(key)
        except (ValidationError, ValueError, TypeError):
            continue
        if "\x00" not in str(name):
            keys[str(name)] = key
    found = model._base_manager.filter(pk__in=list(keys.values()))
    existing = set(found.values_list("pk", flat=True))
    return {name: key for name, key in keys.items() if key in existing}
