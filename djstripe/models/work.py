"""
What is to be done once, however often it is tried: entries of the inbox, runs of receivers.

A claim is a push of ``due`` into the future: whoever claims has that long, and what a worker
that died left behind comes due again by itself. Work is done when its state says so; only one
claimant can change it, so the second of two who did the same work takes back its own.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from ..fields import StripeIdField


class WorkState(models.TextChoices):
    """What became of a piece of work."""

    WAITING = "waiting", "waiting"
    DONE = "done", "done"
    DEAD = "dead", "dead letter"
    DISMISSED = "dismissed", "dismissed"


class Work(models.Model):
    """
    A row that stands for something to be done.

    ``due``: not to be tried before; while it is claimed, until when. ``tries``: how often it
    was begun. ``claim``: by whom it was last begun. ``exception``: why the last try failed.
    """

    State = WorkState

    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.WAITING)
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, default="", blank=True, editable=False)
    exception = models.CharField(max_length=255, blank=True, default="")
    traceback = models.TextField(blank=True, default="")
    created = models.DateTimeField(default=timezone.now, db_index=True)
    updated = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "due"], name="dj_%(class)s_due")]


class ReceiverRun(Work):
    """
    One receiver of the project's and one event: it runs, exactly once as far as this database
    goes, for what it writes and the fact that it ran are one transaction.

    The receivers of an event are written down when the event is first applied.
    """

    id = models.BigAutoField(primary_key=True)
    receiver = models.CharField(max_length=255, help_text="Its dotted name.")
    event = StripeIdField(null=False, help_text="The event's id at Stripe.")
    event_type = models.CharField(max_length=255, default="", blank=True)
    account = StripeIdField(null=False, default="")
    livemode = models.BooleanField(default=False)

    class Meta(Work.Meta):
        verbose_name = "run of a receiver"
        verbose_name_plural = "runs of receivers"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "receiver", "account", "livemode"],
                name="djstripe_receiverrun_identity",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receiver} on {self.event_type} ({self.state})"


PAUSED = "inbox.paused"


class Bookmark(models.Model):
    """How far something has come, or how it stands: the events' list, a backfill, the inbox."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=128)
    account = StripeIdField(null=False, default="")
    livemode = models.BooleanField(default=False)
    value = models.TextField(default="", blank=True)
    updated = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "account", "livemode"], name="djstripe_bookmark_identity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
