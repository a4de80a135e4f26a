"""
Which entries of the inbox, and which runs of receivers, somebody means.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ..exceptions import DjStripeError
from ..fields import as_django_wants
from ..models.webhooks import WebhookEndpoint, WebhookEventTrigger
from ..models.work import ReceiverRun, WorkState
from .refused import SETTINGS

# What stands for several states, or for a part of one, beside the states themselves.
RETRYING = "retrying"
FAILED = "failed"
STATES = (*WorkState.values, RETRYING, FAILED)


class NothingChosen(DjStripeError, LookupError):
    """Nothing goes by that name."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """
    Work by what is known of it; whatever is left out is no condition.

    ``ids``: numbers of entries, or ids of events (``evt_…``). ``types``: event types, with
    ``*`` for any characters. ``states``: of ``WorkState``, or "retrying" (waiting after a
    failure), or "failed" (that, or a dead letter). ``endpoint``: its id, its uuid, a part of
    its URL, or "settings". ``since`` and ``until``: when it was recorded. ``receiver``: dotted
    names, with ``*``.
    """

    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    account: str = ""
    livemode: bool | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    endpoint: str = ""
    receiver: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether there is no condition at all."""
        return all(getattr(self, f.name) in ((), "", None) for f in fields(self))

    def entries(self) -> QuerySet[WebhookEventTrigger]:
        """
        The entries that are meant; not those of a receiver, for an entry knows none.

        Raises NothingChosen for an endpoint that nobody knows.
        """
        rows = WebhookEventTrigger.objects.filter(self._common())
        if self.ids:
            numbers, events = _numbers_and_names(self.ids)
            rows = rows.filter(Q(pk__in=numbers) | Q(event_stripe_id__in=events))
        if self.account:
            rows = rows.filter(**{"stripe_trigger_account_id": self.account})
        if self.endpoint == SETTINGS:
            rows = rows.filter(webhook_endpoint=None, source__in=("delivery", "again"))
        elif self.endpoint:
            rows = rows.filter(webhook_endpoint__in=endpoints_named(self.endpoint))
        return rows

    def runs(self) -> QuerySet[ReceiverRun]:
        """The runs of receivers that are meant."""
        rows = ReceiverRun.objects.filter(self._common())
        if self.ids:
            numbers, events = _numbers_and_names(self.ids)
            of_entries = WebhookEventTrigger.objects.filter(pk__in=numbers)
            rows = rows.filter(
                Q(event__in=events) | Q(event__in=of_entries.values("event_stripe_id"))
            )
        if self.account:
            rows = rows.filter(account=self.account)
        if self.receiver:
            rows = rows.filter(wildcard("receiver", self.receiver))
        if self.endpoint:
            only = Chosen(endpoint=self.endpoint).entries()
            rows = rows.filter(event__in=only.values("event_stripe_id"))
        return rows

    def _common(self) -> Q:
        chosen = Q()
        if self.types:
            chosen &= _any(wildcard("event_type", pattern) for pattern in self.types)
        if self.states:
            chosen &= _any(in_state(state) for state in self.states)
        if self.livemode is not None:
            chosen &= Q(livemode=self.livemode)
        if self.since is not None:
            chosen &= Q(created__gte=as_django_wants(self.since))
        if self.until is not None:
            chosen &= Q(created__lt=as_django_wants(self.until))
        return chosen


def in_state(state: str) -> Q:
    """Work in a state, or in what "retrying" and "failed" stand for."""
    retrying = Q(state=WorkState.WAITING) & ~Q(exception="")
    if state == RETRYING:
        return retrying
    if state == FAILED:
        return retrying | Q(state=WorkState.DEAD)
    return Q(state=state)


def wildcard(column: str, pattern: str) -> Q:
    """Text that fits a pattern, in which ``*`` stands for any characters."""
    head, star, tail = pattern.partition("*")
    if not star:
        return Q(**{column: pattern})
    if not tail:
        return Q(**{f"{column}__startswith": head})
    if not head and "*" not in tail:
        return Q(**{f"{column}__endswith": tail})
    spelt = ".*".join(re.escape(part) for part in pattern.split("*"))
    return Q(**{f"{column}__regex": f"^{spelt}$"})


def endpoints_named(name: str) -> list[int]:
    """
    The primary keys of the endpoints with this id, this uuid, or this in their URL.

    Raises NothingChosen if there is none.
    """
    fits = Q(id=name) | Q(url__contains=name)
    with suppress(ValueError):
        fits |= Q(djstripe_uuid=UUID(name))
    found = list(WebhookEndpoint._base_manager.filter(fits).values_list("pk", flat=True))
    if not found:
        raise NothingChosen(
            f"No endpoint has the id or the uuid {name!r}, or that in its URL. "
            f"The one whose secret stands in your settings is called {SETTINGS!r}."
        )
    return found


def _numbers_and_names(ids: Iterable[str]) -> tuple[list[int], list[str]]:
    numbers, names = [], []
    for one in ids:
        if one.isascii() and one.isdigit() and len(one) < 19:
            numbers.append(int(one))
        else:
            names.append(one)
    return numbers, names


def _any(conditions: Iterable[Any]) -> Q:
    either = Q(pk__in=[])
    for condition in conditions:
        either |= condition
    return either
