"""
The mirror's own tables: tickets, the stamps of sets, and doubts.

They are what every later flow builds on; none of them knows a Stripe object by name.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from ..fields import StripeIdField


class Ticket(models.Model):
    """
    The mirror's counter. Only a store advances it; nobody holds a lock on it.

    PostgreSQL uses just this table's sequence; MariaDB and MySQL insert a row for each
    ticket, SQLite counts one row up.
    """

    id = models.BigAutoField(primary_key=True)

    class Meta:
        app_label = "djstripe"

    def __str__(self) -> str:
        return str(self.id)


class MemberSet(models.Model):
    """The stamp under which the whole of an owner's set (a subscription's items) was last stored."""

    id = models.BigAutoField(primary_key=True)
    account = StripeIdField(null=False, default="")
    livemode = models.BooleanField(default=False)
    owner = StripeIdField(null=False)
    name = models.CharField(max_length=64)

    earliest = models.BigIntegerField(default=0)
    latest = models.BigIntegerField(default=0)
    ticket = models.BigIntegerField(default=0)
    asked = models.BigIntegerField(default=-1)
    changed = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=32, default="")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "djstripe"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name", "account", "livemode"], name="djstripe_memberset_identity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.owner}"


class Doubt(models.Model):
    """
    Nobody knows which of two snapshots of an object is newer; only a look clears it.

    The look must be sent after the doubt arose: its answer's ticket, read before the
    request, must not be earlier than ``ticket``.
    """

    class State(models.TextChoices):
        OPEN = "open", "to be looked up"
        IMPOSSIBLE = "impossible", "cannot be looked up"

    id = models.BigAutoField(primary_key=True)
    account = StripeIdField(null=False, default="")
    livemode = models.BooleanField(default=False)
    object = StripeIdField(null=False, help_text="What its payloads call themselves.")
    object_id = StripeIdField(null=False)

    ticket = models.BigIntegerField(help_text="The store that raised the doubt last.")
    reason = models.CharField(max_length=255, default="", blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    detail = models.TextField(default="", blank=True, help_text="Why it cannot be looked up.")
    attempts = models.PositiveIntegerField(default=0)
    arose = models.DateTimeField(default=timezone.now)
    next_look = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "djstripe"
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "object", "account", "livemode"],
                name="djstripe_doubt_identity",
            )
        ]
        indexes = [models.Index(fields=["state", "next_look"], name="djstripe_doubt_due")]

    def __str__(self) -> str:
        return f"{self.object} {self.object_id}: {self.reason}"
