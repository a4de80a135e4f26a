"""
Take in one delivery: verify it, record it, and nothing more.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import BadRequest
from django.db import connections, router

from .. import __version__
from ..enums import WebhookEndpointValidation
from ..exceptions import InvalidSignature
from ..mirror import Statement, run, tickets
from ..models.webhooks import WebhookEndpoint, WebhookEventTrigger, headers_worth_keeping
from ..models.work import PAUSED, Bookmark, WorkState
from ..settings import djstripe_settings
from ..signals import webhook_post_validate, webhook_pre_validate
from . import claims, refused
from .hot import insert
from .verify import signed_at

MAX_BODY = 5 * 1024 * 1024  # bytes; the largest of Stripe's events are far below

# What an event's id may be where Stripe is asked for it: it becomes part of a path.
_EVENT_ID = re.compile(r"evt_[A-Za-z0-9_]{1,200}")


def receive(
    body: bytes,
    headers: Mapping[str, str],
    *,
    endpoint: WebhookEndpoint | None,
    secrets: Sequence[str],
    remote_ip: str | None = None,
    now: float | None = None,
    token: str = "",
) -> WebhookEventTrigger:
    """
    The recorded delivery, its signature verified: see ``read`` and ``record``.

    With a ``token`` the entry is claimed at once, by whoever is about to apply it.
    """
    entry = read(body, headers, endpoint=endpoint, secrets=secrets, remote_ip=remote_ip, now=now)
    record(entry, token=token)
    return entry


def read(
    body: bytes,
    headers: Mapping[str, str],
    *,
    endpoint: WebhookEndpoint | None,
    secrets: Sequence[str],
    remote_ip: str | None = None,
    now: float | None = None,
) -> WebhookEventTrigger:
    """
    The delivery, its signature verified; not yet recorded.

    ``headers`` has any spelling of their names; ``now`` is in Unix seconds. Raises
    InvalidSignature and BadRequest, both of which Django answers with 400; nothing is stored
    of it then, but that it happened (see ``refused``).
    """
    entry = WebhookEventTrigger(
        webhook_endpoint=endpoint,
        headers=headers_worth_keeping(headers),
        remote_ip=remote_ip,
        djstripe_version=__version__,
    )
    webhook_pre_validate.send(sender=WebhookEventTrigger, instance=entry)
    now = time.time() if now is None else now
    try:
        if len(body) > MAX_BODY:
            raise BadRequest("The body is larger than any of Stripe's events.")
        entry.signed_at = _verify(body, headers, endpoint, secrets, now)
        event = _read(body, endpoint)
    except InvalidSignature as error:
        webhook_post_validate.send(sender=WebhookEventTrigger, instance=entry, valid=False)
        refused.note(endpoint, error.reason, str(error))
        raise
    except BadRequest as error:
        refused.note(endpoint, "body", str(error))
        raise
    # PostgreSQL takes no NUL in text; JSON never needs one unescaped.
    entry.body = body.decode("utf-8").replace("\x00", "")
    entry.__dict__["json_body"] = event
    entry.valid = True
    owner = endpoint.djstripe_owner_account_id if endpoint is not None else ""
    describe(entry, event, owner)
    entry.created = entry.updated = entry.due = claims.in_database(now)
    webhook_post_validate.send(sender=WebhookEventTrigger, instance=entry, valid=True)
    return entry


def record_event(
    event: Mapping[str, Any],
    *,
    account: str,
    source: str,
    token: str = "",
    now: dt.datetime | None = None,
) -> WebhookEventTrigger:
    """An entry for an event that came by another way than a delivery."""
    entry = _entry(event, source, account, now or claims.now_in_database())
    record(entry, token=token)
    return entry


def missing(events: Sequence[Mapping[str, Any]], *, livemode: bool) -> list[Mapping[str, Any]]:
    """Those of these events that never reached the inbox: one query."""
    known = WebhookEventTrigger.objects.filter(
        event_stripe_id__in=[str(event.get("id")) for event in events],
        livemode=livemode,
        valid=True,
    )
    ids = set(known.values_list("event_stripe_id", flat=True)) if events else set()
    return [event for event in events if str(event.get("id")) not in ids]


def record_listed(
    events: Sequence[Mapping[str, Any]],
    *,
    account: str,
    seen_at: int | None,
    now: dt.datetime | None = None,
) -> list[WebhookEventTrigger]:
    """
    Entries for events of Stripe's list, in the order given, with one insert.

    ``account`` is whose list it is; ``seen_at`` is when Stripe said so (Unix seconds by its clock;
    None where it did not say).
    """
    now, listed = now or claims.now_in_database(), WebhookEventTrigger.Source.LIST
    entries = [_entry(event, listed, account, now) for event in events]
    for entry in entries:
        entry.signed_at = seen_at
    WebhookEventTrigger.objects.bulk_create(entries)
    return entries


def _entry(
    event: Mapping[str, Any], source: str, account: str, now: dt.datetime
) -> WebhookEventTrigger:
    entry = WebhookEventTrigger(
        body=json.dumps(event, separators=(",", ":")).replace("\x00", ""),
        valid=True,
        source=source,
        djstripe_version=__version__,
    )
    describe(entry, event, account)
    entry.created = entry.updated = entry.due = now
    return entry


def describe(entry: WebhookEventTrigger, event: Mapping[str, Any], owner: str) -> None:
    """Write beside the body what is asked for most: the event's id, type, account and mode."""
    entry.event_stripe_id = _plain(event.get("id"))
    entry.event_type = _plain(event.get("type"))
    # A live Connect endpoint gets test events too, so the endpoint's own mode says nothing.
    entry.livemode = event.get("livemode") is True
    # The context of a thin event is a path of accounts; the last is where it happened.
    whose = event.get("account") or _plain(event.get("context")).rpartition("/")[2]
    trigger_account: Any = _plain(whose) or owner or None
    entry.stripe_trigger_account_id = trigger_account


def _plain(text: Any) -> str:
    """Text that fits its column and every database; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")[:255]


def record(entry: WebhookEventTrigger, *, token: str = "") -> None:
    """
    Insert the entry: with nothing left to do if its event was applied before, and claimed if
    there is a token.
    """
    settle(entry, standing(entry))
    if token and entry.state == WorkState.WAITING:
        claim(entry, token)
    insert(entry)


@dataclass(frozen=True)
class Standing:
    """
    What is to be known before an entry is recorded, asked at once.

    ``applied``: the primary key of its event's row, 0 if that is not known, None if the event
    was not applied before. ``ticket``: one drawn for what the entry brings, where the database
    gives one by the way.
    """

    paused: bool
    applied: int | None
    ticket: int | None


def standing(entry: WebhookEventTrigger) -> Standing:
    """How things stand when an entry has come in: one query."""
    using = router.db_for_write(WebhookEventTrigger)
    account: Any = entry.stripe_trigger_account_id
    params: list[Any] = [] if account is None else [account]
    whose = "= %s" if params else "IS NULL"
    quote = connections[using].ops.quote_name
    column = {f.attname: quote(str(f.column)) for f in WebhookEventTrigger._meta.concrete_fields}
    asking = Statement(
        f"SELECT {tickets.expression(using)}, "
        f"(SELECT COUNT(*) FROM {quote(Bookmark._meta.db_table)} WHERE name = %s), "
        f"(SELECT MAX(COALESCE({column['event_id']}, 0)) "
        f"FROM {quote(WebhookEventTrigger._meta.db_table)} "
        f"WHERE {column['event_stripe_id']} = %s AND {column['livemode']} = %s "
        f"AND {column['state']} = %s AND {column['stripe_trigger_account_id']} {whose})",
        [PAUSED, entry.event_stripe_id, entry.livemode, WorkState.DONE.value, *params],
    )
    run(using, [asking])
    ticket, paused, applied = asking.rows[0]
    return Standing(bool(paused), applied, ticket)


def settle(entry: WebhookEventTrigger, standing: Standing) -> None:
    """Note in an entry that nothing is to be done: a test event, or one that was applied before."""
    if entry.is_test_event:
        entry.state = WorkState.DISMISSED
    elif standing.applied is not None:
        entry.state, entry.processed = WorkState.DONE, True
        entry.event_id = standing.applied or None
        entry.source = WebhookEventTrigger.Source.AGAIN


def claim(entry: WebhookEventTrigger, token: str) -> None:
    """Claimed by whoever is about to insert it."""
    entry.claim, entry.tries, entry.due = token, 1, claims.lease(entry.created)


def _verify(
    body: bytes,
    headers: Mapping[str, str],
    endpoint: WebhookEndpoint | None,
    secrets: Sequence[str],
    now: float,
) -> int | None:
    method = endpoint.djstripe_validation_method if endpoint else ""
    # "none" has to be wanted twice: a row alone may have been copied from elsewhere.
    is_open = (
        method == WebhookEndpointValidation.none
        and djstripe_settings.DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS
    )
    if is_open or method == WebhookEndpointValidation.retrieve_event:
        return None
    header = next((v for k, v in headers.items() if k.lower() == "stripe-signature"), "")
    tolerance = endpoint.djstripe_tolerance if endpoint else 300
    return signed_at(body, header, secrets, now=now, tolerance_seconds=tolerance)


def _read(body: bytes, endpoint: WebhookEndpoint | None) -> dict[str, Any]:
    try:
        event = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(event, dict) or not isinstance(event.get("id"), str):
        raise BadRequest("The body is not an event of Stripe's: it has no id.")
    asks = endpoint and endpoint.djstripe_validation_method == "retrieve_event"
    if asks and not _EVENT_ID.fullmatch(event["id"]):
        raise BadRequest("The body is not an event of Stripe's: its id is none of Stripe's.")
    return event


def _no_constant(name: str) -> NoReturn:
    """Python reads NaN and Infinity, which are no JSON and which no database takes for it."""
    raise ValueError(name)
