"""
Stripe's lists of events, read from a moment on, oldest first.

Stripe keeps 30 days of them. A page goes up to what happened while it was read.
Source: https://docs.stripe.com/webhooks/process-undelivered-events
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from ..gateway import Credentials, Page, get_gateway
from ..snapshot import Snapshot

EVENTS = "/v1/events"
THIN_EVENTS = "/v2/core/events"
LISTED_SECONDS = 30 * 86_400
MOST_TYPES = 20  # that the list takes in one filter


@dataclass(frozen=True)
class Only:
    """
    Which events of the list: of these types (``invoice.paid``, ``invoice.*``, ``*.paid``; none
    are all), and only those of which a delivery failed or is still to be made.
    """

    types: Sequence[str] = ()
    failed: bool = False

    @property
    def is_everything(self) -> bool:
        return not self.types and not self.failed

    @property
    def params(self) -> dict[str, Any]:
        """As much of it as Stripe understands: one name or wildcard, or twenty names."""
        params: dict[str, Any] = {"delivery_success": False} if self.failed else {}
        if len(self.types) == 1:
            params["type"] = self.types[0]
        elif 1 < len(self.types) <= MOST_TYPES and not any("*" in name for name in self.types):
            params["types"] = list(self.types)
        return params

    def matches(self, event: Mapping[str, Any]) -> bool:
        """Whether the type is one of these."""
        kind = str(event.get("type") or "")
        return not self.types or any(fnmatchcase(kind, name) for name in self.types)


EVERY = Only()


def newest_event(credentials: Credentials) -> str | None:
    """The id of the newest event, from which :func:`events_after` goes on; None if there is none."""
    page = next(get_gateway().pages(EVENTS, credentials, limit=1))
    return page.snapshots[0].id if page.snapshots else None


def events_after(event_id: str | None, credentials: Credentials) -> Iterator[Snapshot]:
    """The events that came after one, oldest first; without one, all that Stripe still has."""
    if event_id is None:
        pages = pages_from(0, credentials)
    else:
        pages = get_gateway().pages(EVENTS, credentials, params={"ending_before": event_id})
    for page in pages:
        yield from page.snapshots


def pages_from(since: int, credentials: Credentials, only: Only = EVERY) -> Iterator[Page]:
    """
    The events created at ``since`` (Unix seconds) or later, in pages, oldest first.

    At least one page, which may be empty. Usually that is one request; where there is more
    than fits a page, its beginning is found by halving the stretch.
    """
    page = _Beginning(credentials, since, only).page()
    if page.has_more and not credentials.livemode:
        yield from _pages_before(page, since, credentials, only)
    yield replace(page, snapshots=page.snapshots[::-1])
    if page.has_more:
        after = {**only.params, "ending_before": page.snapshots[0].id}
        yield from get_gateway().pages(EVENTS, credentials, params=after)


def _pages_before(page: Page, since: int, credentials: Credentials, only: Only) -> Iterator[Page]:
    """
    What the list has before the page that seemed to be the stretch's beginning: events on test
    clocks may say an earlier moment than those that were listed before them.
    """
    params = {**only.params, "created": {"gte": since}}
    oldest = page.snapshots[-1].id
    pages = get_gateway().pages(EVENTS, credentials, params=params, starting_after=oldest)
    for earlier in pages:
        yield replace(earlier, snapshots=earlier.snapshots[::-1])


@dataclass
class _Beginning:
    """Looks for the page with which a stretch of the list begins."""

    credentials: Credentials
    since: int
    only: Only

    def page(self) -> Page:
        """The oldest events of the stretch, newest first; whether they are all is in ``has_more``."""
        low, page = self.since, self._ask(self.since, None)
        if not page.has_more:
            return page
        high = _oldest(page) + 1  # the stretch up to here holds some, perhaps too many
        while high - low > 1:
            middle = (low + high) // 2
            page = self._ask(low, middle)
            if not page.snapshots:
                low = middle
            elif page.has_more:
                high = min(middle, _oldest(page) + 1)
            else:
                return replace(page, has_more=True)
        # One second of more events than a page holds.
        pages = list(get_gateway().pages(EVENTS, self.credentials, params=self._params(low, high)))
        every = [one for page in pages for one in page.snapshots]
        return replace(pages[0], snapshots=every, has_more=True)

    def _ask(self, low: int, high: int | None) -> Page:
        return next(get_gateway().pages(EVENTS, self.credentials, params=self._params(low, high)))

    def _params(self, low: int, high: int | None) -> dict[str, Any]:
        created = {"gte": low} if high is None else {"gte": low, "lt": high}
        return {**self.only.params, "created": created}


def _oldest(page: Page) -> int:
    return min(created_of(one) for one in page.snapshots)


def created_of(event: Snapshot) -> int:
    """When an event was made (Unix seconds)."""
    return int(event.data.get("created") or 0)


def thin_pages_from(since: int, credentials: Credentials, only: Only = EVERY) -> Iterator[Page]:
    """
    The thin events created at ``since`` or later that no snapshot event tells of, newest first.

    Source: https://docs.stripe.com/api/v2/core/events/list
    """
    moment = dt.datetime.fromtimestamp(since, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    params: dict[str, Any] = {"created": {"gte": moment}}
    if 0 < len(only.types) <= MOST_TYPES and not any("*" in name for name in only.types):
        params["types"] = list(only.types)
    for page in get_gateway().pages(THIN_EVENTS, credentials, params=params):
        alone = [one for one in page.snapshots if not one.data.get("snapshot_event")]
        yield replace(page, snapshots=alone)
