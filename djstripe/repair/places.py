"""
How far the lists of events have been read, per account and mode; kept from run to run.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, router
from django.db.models import Min, Q

from ..gateway import Credentials
from ..inbox.claims import now_in_database
from ..models.webhooks import WebhookEventTrigger
from ..models.work import Bookmark

GAP = "events.gap"


@dataclass(frozen=True)
class Place:
    """
    A bookmark in one list of one account and mode.

    Its value is a moment (Unix seconds): whatever Stripe listed before it has been read.
    """

    name: str
    account: str
    livemode: bool

    @classmethod
    def of(cls, name: str, credentials: Credentials) -> Place:
        return cls(name, credentials.account, credentials.livemode)

    def get(self) -> int | None:
        """The moment; None if nothing was ever read."""
        row = self._rows().first()
        return int(row.value) if row is not None and row.value.isdigit() else None

    def move(self, moment: int) -> None:
        """Everything before this moment has been read."""
        Bookmark.objects.using(router.db_for_write(Bookmark)).update_or_create(
            name=self.name,
            account=self.account,
            livemode=self.livemode,
            defaults={"value": str(moment), "updated": now_in_database()},
        )

    def forget(self) -> None:
        """As if nothing had ever been read."""
        self._rows().delete()

    def _rows(self) -> models.QuerySet[Bookmark]:
        rows = Bookmark.objects.using(router.db_for_write(Bookmark))
        return rows.filter(name=self.name, account=self.account, livemode=self.livemode)


def first_received(credentials: Credentials) -> int | None:
    """When the inbox got its first event of an account and mode (Unix seconds); None if never."""
    account = Q(stripe_trigger_account_id=credentials.account)
    if credentials.stripe_account is None:
        account |= Q(stripe_trigger_account_id=None)
    entries = WebhookEventTrigger.objects.filter(account, livemode=credentials.livemode, valid=True)
    first = entries.aggregate(first=Min("created"))["first"]
    return int(first.timestamp()) if first is not None else None
