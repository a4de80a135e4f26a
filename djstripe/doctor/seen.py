"""
What is known of the endpoints of an account: as Stripe told it last, and what has arrived lately.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import stripe
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Q
from django.urls import Resolver404, get_script_prefix, resolve

from .. import mirror
from ..endpoints import LISTENING
from ..exceptions import DjStripeError
from ..gateway import Credentials, get_gateway
from ..inbox import Refusal, is_signed_with, refusals
from ..inbox.claims import now_in_database
from ..inbox.refused import SETTINGS
from ..models import Account, Attempt, EventDestination, WebhookEndpoint, WebhookEventTrigger
from ..models.work import WorkState
from ..settings import djstripe_settings

LATELY = dt.timedelta(days=7)
LOOKED_AT = 50  # of the newest deliveries of each endpoint
BY_UUID = "djstripe_webhook_by_uuid"
SIMPLE = "djstripe_webhook"


@dataclass(frozen=True)
class Door:
    """
    Where a URL leads in this project.

    ``uuid`` names an endpoint's row, ``is_simple`` is the endpoint whose secret the settings
    hold; neither is elsewhere. ``served`` is the path that is answered without a redirect.
    """

    uuid: UUID | None = None
    is_simple: bool = False
    served: str = ""

    @property
    def is_ours(self) -> bool:
        return self.uuid is not None or self.is_simple


def door_of(url: str) -> Door:
    """Where a URL leads, judged by its path: behind a proxy the host says nothing."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return Door()
    prefix = get_script_prefix().rstrip("/")
    inside = path.removeprefix(prefix) or "/"
    for candidate in (inside, f"{inside.rstrip('/')}/", inside.rstrip("/")):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        served = prefix + candidate
        if match.url_name == BY_UUID and isinstance(match.kwargs.get("uuid"), UUID):
            return Door(uuid=match.kwargs["uuid"], served=served)
        if match.url_name == SIMPLE:
            return Door(is_simple=True, served=served)
    return Door()


@dataclass(frozen=True)
class Reached:
    """
    The endpoint here that a URL reaches; its secrets are counted and never carried about.

    ``secrets`` is None where they cannot be decrypted. ``pk`` is None for the settings' one.
    """

    pk: int | None
    secrets: int | None
    has_more: bool = False
    method: str = "verify_signature"


@dataclass(frozen=True)
class Lately:
    """
    What has come in at one endpoint here within a week.

    ``scope``: whose events they are, as ``Target.scope``; "" if there are none.
    ``signed_by``: which secret signed the newest delivery: "current", "another", "none" of those
    that are kept, or "" if that cannot be told. ``skew_seconds``: by how much our clock is
    ahead of Stripe's, in the middle of the newest deliveries.
    """

    count: int = 0
    last: dt.datetime | None = None
    dead: int = 0
    skew_seconds: float | None = None
    signed_by: str = ""
    has_thin: bool = False
    scope: str = ""


@dataclass(frozen=True)
class Target:
    """
    Where Stripe sends events of an account in a mode, and that leads here: a webhook endpoint,
    or an event destination.

    ``version``: in which snapshots are rendered; "" is the account's own, None for thin events.
    ``besides``: the types of snapshots that the others bring here; ``is_main``: none of them
    brings more types than this one.
    ``scope``: "own", "connected" or "both", whose events it brings; "" where nobody knows.
    """

    row: Any
    id: str
    url: str
    livemode: bool
    is_enabled: bool
    is_gone: bool
    enabled_events: tuple[str, ...]
    version: str | None
    scope: str
    door: Door
    reached: Reached | None
    lately: Lately = field(default_factory=Lately)
    besides: frozenset[str] = frozenset()
    is_main: bool = True

    @property
    def is_thin(self) -> bool:
        return self.version is None

    @property
    def is_destination(self) -> bool:
        return isinstance(self.row, EventDestination)


@dataclass(frozen=True)
class Checkup:
    """
    All that is known of the endpoints of an account in a mode.

    ``strangers``: how many of its endpoints lead elsewhere. ``doubled``: how many events lately
    came to several endpoints. ``undelivered``: how many Stripe could not deliver, None if it was
    not asked. ``unread``: what Stripe did not tell, and why. ``unanswered``: how many requests
    that were to do something never had an answer; of ``unknown`` of them nobody will know.
    """

    account: str
    livemode: bool
    targets: tuple[Target, ...]
    strangers: int = 0
    doubled: int = 0
    connected: int = 0
    connected_lately: bool = False
    refused: tuple[Refusal, ...] = ()
    undelivered: int | None = None
    unread: tuple[str, ...] = ()
    unanswered: int = 0
    unknown: int = 0


# ----------------------------------------------------------------------- asking Stripe


@dataclass(frozen=True)
class Told:
    """What Stripe told besides the endpoints themselves."""

    undelivered: int | None = None
    unread: tuple[str, ...] = ()


def look_at_stripe(credentials: Credentials) -> Told:
    """
    Mirror the endpoints and the destinations of an account as they are now.

    Raises the SDK's errors if the endpoints cannot be read; that destinations or undelivered
    events cannot be is told.
    """
    gateway, unread = get_gateway(), []
    listed: set[str] = set()
    for page in gateway.pages(WebhookEndpoint.endpoint, credentials):
        mirror.store(page.snapshots)
        listed |= {str(snapshot.id) for snapshot in page.snapshots}
    for row in _rows(WebhookEndpoint, credentials.account, credentials.livemode):
        if row.id not in listed and row.id.startswith("we_"):
            row.refresh_from_stripe()
    try:
        _look_at_destinations(credentials)
    except (stripe.StripeError, DjStripeError) as error:
        unread.append(f"Event destinations could not be read: {error}")
    undelivered = None
    try:
        first = next(gateway.pages("/v1/events", credentials, params={"delivery_success": False}))
        undelivered = len(first.snapshots)
    except (stripe.StripeError, DjStripeError) as error:
        unread.append(f"Undelivered events could not be read: {error}")
    return Told(undelivered, tuple(unread))


def _look_at_destinations(credentials: Credentials) -> None:
    gateway = get_gateway()
    pages = gateway.pages(EventDestination.endpoint, credentials)
    ids = {str(snapshot.id) for page in pages for snapshot in page.snapshots}
    known = _rows(EventDestination, credentials.account, credentials.livemode)
    for id in sorted(ids | {row.id for row in known}):
        # The list of version 2 lags behind, and shows no URL.
        snapshot = gateway.look(
            EventDestination.object_name,
            id,
            EventDestination.path_of(id),
            credentials,
            expand=("webhook_endpoint.url",),
        )
        mirror.store([snapshot])


# ------------------------------------------------------------------ from the database alone


def check_up(account: str, livemode: bool, *, told: Told | None = None) -> Checkup:
    """What is known of an account's endpoints, from the database alone."""
    told = told or Told()
    found = [
        target_of(row)
        for model in (WebhookEndpoint, EventDestination)
        for row in _rows(model, account, livemode)
        if not row.id.startswith(LISTENING)
    ]
    ours = [target for target in found if target.door.is_ours]
    names = {str(target.door.uuid or SETTINGS) for target in ours}
    since = now_in_database() - LATELY
    here = WebhookEventTrigger.objects.filter(created__gte=since, livemode=livemode)
    others = Account.objects.exclude(id=account).filter(livemode=livemode)
    attempts = Attempt.objects.filter(account=account, livemode=livemode)
    return Checkup(
        account=account,
        livemode=livemode,
        targets=tuple(ours),
        strangers=len(found) - len(ours),
        doubled=_doubled(here),
        connected=others.count(),
        connected_lately=here.exclude(stripe_trigger_account=None)
        .exclude(**{"stripe_trigger_account_id": account})
        .exists(),
        refused=tuple(one for one in refusals() if one.endpoint in names),
        undelivered=told.undelivered,
        unread=told.unread,
        unanswered=attempts.unanswered(now_in_database()).count(),
        unknown=attempts.unknown(now_in_database()).count(),
    )


def _rows(model: Any, account: str, livemode: bool) -> list[Any]:
    rows = model.stripe_objects.filter(djstripe_owner_account_id=account, livemode=livemode)
    # Secrets are read where they are needed, so that one that cannot be decrypted is a finding.
    secrets = ("secret", "previous_secret", "more_secrets")
    return list(rows.defer(*secrets) if model is WebhookEndpoint else rows)


def target_of(row: Any) -> Target:
    """What is known of one endpoint or destination: eight queries."""
    door = door_of(row.url or "")
    reached = _reached(door)
    arrived = lately(reached, row.djstripe_owner_account_id) if reached is not None else Lately()
    scope = _scope_of(row) or arrived.scope
    brought = _types_of(row)
    others = {other: _types_of(other) for other in _others(row, scope)}
    return Target(
        row=row,
        id=row.id,
        url=row.url or "",
        livemode=row.livemode,
        is_enabled=row.status == "enabled",
        is_gone=row.djstripe_deleted,
        enabled_events=brought,
        version=None if _is_thin(row) else _version_of(row),
        scope=scope,
        door=door,
        reached=reached,
        lately=arrived,
        besides=frozenset(kind for kinds in others.values() for kind in kinds),
        is_main=all(_breadth(row, brought) > _breadth(*other) for other in others.items()),
    )


def _others(row: Any, scope: str) -> list[Any]:
    """Which other endpoints bring snapshots of the same accounts' events in here, too."""
    likely = {
        other: door
        for model in (WebhookEndpoint, EventDestination)
        for other in _rows(model, row.djstripe_owner_account_id, row.livemode)
        if other != row
        and not (other.djstripe_deleted or other.status != "enabled" or _is_thin(other))
        and len({scope, _scope_of(other)} - {"", "both"}) < 2
        and (door := door_of(other.url or "")).is_ours
    }
    named = [door.uuid for door in likely.values() if door.uuid]
    known = WebhookEndpoint.objects.filter(djstripe_uuid__in=named)
    uuids = set(known.values_list("djstripe_uuid", flat=True)) if named else set()
    return [other for other, door in likely.items() if door.is_simple or door.uuid in uuids]


def _breadth(row: Any, kinds: tuple[str, ...]) -> tuple[bool, int, bool, int]:
    """By how much an endpoint brings more than another; no two are alike."""
    return "*" in kinds, len(kinds), isinstance(row, WebhookEndpoint), -row.pk


def _types_of(row: Any) -> tuple[str, ...]:
    events = row.enabled_events
    return tuple(map(str, events)) if isinstance(events, list) else ()


def _is_thin(row: Any) -> bool:
    return isinstance(row, EventDestination) and row.event_payload == "thin"


def _version_of(row: Any) -> str:
    is_destination = isinstance(row, EventDestination)
    return (row.snapshot_api_version if is_destination else row.api_version) or ""


def _scope_of(row: Any) -> str:
    if isinstance(row, EventDestination):
        return _scope_of_destination(row)
    return _scope_of_endpoint(row)


def _scope_of_destination(row: EventDestination) -> str:
    said = row.events_from if isinstance(row.events_from, list) else []
    whose = set(map(str, said)) or {"@self"}
    if whose == {"@self"}:
        return "own"
    return "both" if "@self" in whose else "connected"


def _scope_of_endpoint(row: WebhookEndpoint) -> str:
    """Stripe does not say; an endpoint that was made here carries a note."""
    noted = row.metadata if isinstance(row.metadata, dict) else {}
    if not noted.get("djstripe_uuid"):
        return ""
    return "connected" if noted.get("djstripe_connect") else "own"


def _reached(door: Door) -> Reached | None:
    if door.is_simple:
        return Reached(None, len(djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS), has_more=True)
    if door.uuid is None:
        return None
    row = WebhookEndpoint.objects.filter(djstripe_uuid=door.uuid).defer(
        "secret", "previous_secret", "more_secrets"
    )
    for one in row[:1]:
        try:
            secrets, has_more = len(one.signing_secrets), bool(one.more_secrets)
        except ImproperlyConfigured:
            return Reached(one.pk, None, method=one.djstripe_validation_method)
        return Reached(one.pk, secrets, has_more, one.djstripe_validation_method)
    return None


def lately(reached: Reached, owner: str) -> Lately:
    """What has come in at an endpoint within a week: three queries."""
    rows = WebhookEventTrigger.objects.filter(
        webhook_endpoint=reached.pk,
        source__in=("delivery", "again"),
        created__gte=now_in_database() - LATELY,
    ).order_by("-pk")
    counted = rows.order_by().aggregate(
        count=Count("pk"), dead=Count("pk", filter=Q(state=WorkState.DEAD))
    )
    columns = ("created", "signed_at", "event_type", "stripe_trigger_account_id")
    newest = list(rows.values_list(*columns)[:LOOKED_AT])
    skews = [created.timestamp() - signed for created, signed, *_ in newest if signed is not None]
    whose = {account == owner for *_, account in newest if account}
    return Lately(
        count=counted["count"],
        last=newest[0][0] if newest else None,
        dead=counted["dead"],
        skew_seconds=median(skews) if skews else None,
        signed_by=_signed_by(rows.first(), reached) if newest else "",
        has_thin=any(kind.startswith(("v1.", "v2.")) for _, _, kind, _ in newest),
        scope={(True,): "own", (False,): "connected"}.get(tuple(whose), "both" if whose else ""),
    )


def _signed_by(entry: WebhookEventTrigger | None, reached: Reached) -> str:
    if entry is None or entry.signed_at is None or reached.secrets is None:
        return ""
    header = next((v for k, v in entry.headers.items() if k.lower() == "stripe-signature"), "")
    body = entry.body.encode("utf-8", "surrogatepass")
    if reached.pk is None:
        current, others = djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS, []
    else:
        endpoint = WebhookEndpoint._base_manager.get(pk=reached.pk)
        current, others = [endpoint.secret or ""], endpoint.signing_secrets
    for word, secrets in (("current", current), ("another", others)):
        if any(is_signed_with(body, header, secret) for secret in secrets if secret):
            return word
    return "none"


def _doubled(entries: Any) -> int:
    """How many events came to several endpoints; one endpoint's repetitions do not count."""
    several = (
        entries.filter(source__in=("delivery", "again"), webhook_endpoint__isnull=False)
        .order_by()
        .values("event_stripe_id")
        .annotate(ends=Count("webhook_endpoint", distinct=True))
        .filter(ends__gt=1)
    )
    counted: int = several.count()
    return counted
