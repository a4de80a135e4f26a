"""
What is wrong with the endpoints of an account. Pure: values in, findings out.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .needs import ASKS_FOR_AN_ANSWER, SELECTION_REQUIRED, Needs
from .seen import Checkup, Target

MAX_SKEW_SECONDS = 10.0
NAMED = 6  # types or receivers that a sentence names
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})


class Severity(enum.IntEnum):
    """How bad it is: something is lost; something costs or may be lost; good to know."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


class Act(enum.Enum):
    """What can be done about a finding."""

    ENABLE = "enable it"
    SUBSCRIBE = "subscribe it to more types"
    MOVE = "change its URL"
    REPLACE = "make a new endpoint in its place, and disable this one"
    ADOPT = "let the row here answer at its URL"
    ADD = "make another endpoint"


@dataclass(frozen=True)
class Remedy:
    """What ``mend`` does: the act, and with what (types, a URL, a version, a uuid)."""

    act: Act
    says: str
    value: Any = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or worth knowing, and what to change. ``target`` None: the account."""

    code: str
    severity: Severity
    says: str
    advice: str = ""
    remedy: Remedy | None = None
    target: Target | None = None

    def as_dict(self) -> dict[str, Any]:
        """By name, as JSON takes it."""
        return {
            "code": self.code,
            "severity": self.severity.name.lower(),
            "endpoint": self.target.id if self.target else None,
            "says": self.says,
            "advice": self.advice,
            "can_be_mended": self.remedy is not None,
        }


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def examine(checkup: Checkup, needed: Needs, *, api_version: str) -> list[Finding]:
    """Everything to be said about an account's endpoints, the worst first."""
    found = [*_account(checkup, needed, api_version)]
    for target in checkup.targets:
        found += examine_target(target, needed, api_version=api_version)
    return sorted(found, key=lambda finding: -finding.severity)


def examine_target(target: Target, needed: Needs, *, api_version: str) -> list[Finding]:
    """Everything to be said about one endpoint, the worst first."""
    if target.is_gone:
        says = "It does not exist at Stripe any more."
        return [
            Finding("gone", NOTE, says, "Delete the row here if nothing needs it.", None, target)
        ]
    checks = (_reach, _secrets, _status, _types, _version, _arrivals)
    found = [one for check in checks for one in check(target, needed, api_version)]
    return sorted(
        (Finding(f.code, f.severity, f.says, f.advice, f.remedy, target) for f in found),
        key=lambda finding: -finding.severity,
    )


# ----------------------------------------------------------------------- one endpoint


def _reach(target: Target, needed: Needs, api_version: str) -> Iterator[Finding]:
    parts = urlsplit(target.url)
    if parts.path != target.door.served:
        moved = urlunsplit(parts._replace(path=target.door.served))
        yield Finding(
            "redirected",
            ERROR,
            f"Its URL ends in {parts.path!r}, and this site answers at {target.door.served!r}: "
            "Stripe takes a redirect for a failure.",
            f"Change its URL to {moved}",
            Remedy(Act.MOVE, f"change its URL to {moved}", moved),
        )
    if target.reached is None:
        yield Finding(
            "unknown-uuid",
            ERROR,
            "Its URL names an endpoint that is not in this database: every delivery is a 404.",
            "Let the row here have that uuid, and put the signing secret into it in the admin.",
            None
            if target.is_destination
            else Remedy(Act.ADOPT, "let the row here answer at that URL", target.door.uuid),
        )
    elif not target.is_destination and target.reached.pk not in (None, target.row.pk):
        yield Finding(
            "another-row",
            WARNING,
            "Its URL names another endpoint's row, so its own secret is never tried.",
            "Point it to the URL of its own row, or keep its secret among the other row's.",
        )
    if parts.scheme == "http" and target.livemode:
        yield Finding("http", ERROR, "Its URL is not https.", "Live events need https.")
    if parts.hostname in LOCAL_HOSTS:
        yield Finding(
            "local",
            NOTE,
            f"Its URL leads to {parts.hostname}, which Stripe cannot reach.",
            "On your own machine: manage.py djstripe_listen.",
        )


def _secrets(target: Target, needed: Needs, api_version: str) -> Iterator[Finding]:
    reached, arrived = target.reached, target.lately
    if reached is None:
        return
    if reached.method == "none":
        yield Finding(
            "unverified",
            ERROR,
            "Its row says that deliveries are not to be verified.",
            "Choose the signature in the admin. Without DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS it "
            "is verified all the same.",
        )
    if reached.secrets is None:
        yield Finding(
            "unreadable-secret",
            ERROR,
            "Its signing secret cannot be decrypted with the keys of the settings.",
            "Put the key before into DJSTRIPE_ENCRYPTION_KEYS, or the secret anew into the row.",
        )
    elif reached.secrets == 0 and reached.method != "retrieve_event":
        yield Finding(
            "no-secret",
            ERROR,
            "Its signing secret is not known here: every delivery is refused.",
            "Copy it from Stripe's Dashboard into the endpoint in the admin, or into "
            "DJSTRIPE_WEBHOOK_SECRET.",
        )
    elif target.is_thin and not reached.has_more and not arrived.has_thin:
        yield Finding(
            "no-thin-secret",
            WARNING,
            "An event destination has a signing secret of its own, and its endpoint here keeps "
            "none besides the endpoint's.",
            "Copy it from the Dashboard into “more secrets” of the endpoint in the admin.",
        )
    if arrived.signed_by == "another" and not target.is_thin and not arrived.has_thin:
        yield Finding(
            "old-secret",
            NOTE if reached.pk is None else WARNING,
            "Its newest delivery was signed with another secret than the present one.",
            "If it was rolled at Stripe: is the secret in the admin the new one?",
        )
    if arrived.signed_by == "none":
        yield Finding(
            "changed-secret",
            WARNING,
            "No secret that is kept now fits its newest delivery, which one fitted then.",
            "If the secret was changed here by mistake, copy it from the Dashboard again.",
        )


def _status(target: Target, needed: Needs, api_version: str) -> Iterator[Finding]:
    if not target.is_enabled:
        yield Finding(
            "disabled",
            ERROR,
            "It is disabled at Stripe, which sends nothing to it and retries nothing.",
            "Enable it, then run djstripe_repair for what happened meanwhile.",
            Remedy(Act.ENABLE, "enable it"),
        )


def _types(target: Target, needed: Needs, api_version: str) -> Iterator[Finding]:
    if target.is_thin or not target.is_enabled:
        return
    if asked := ASKS_FOR_AN_ANSWER & {*target.enabled_events}:
        yield Finding(
            "asks-for-an-answer",
            WARNING,
            f"It brings {_some(sorted(asked))}, to which Stripe waits for a decision; the answer "
            "from here says nothing, so the account's default decides.",
            "Answer it from a view of your own, at an endpoint of its own.",
        )
    if not target.is_main:
        return  # what all of them leave out is said once
    unheard, stale = needed.missed_by({*target.enabled_events, *target.besides})
    names = {who for kind in unheard for who in needed.receivers[kind]}
    if unheard:
        yield Finding(
            "receivers-miss",
            ERROR,
            f"It does not bring {_some(unheard)}, to which {_some(sorted(names))} listen.",
            _advice(target, unheard),
            _subscribe(target, unheard),
        )
    if stale:
        yield Finding(
            "mirror-misses",
            WARNING,
            f"It does not bring {_some(stale)}: rows of these kinds go out of date.",
            _advice(target, stale),
            _subscribe(target, stale),
        )


def _advice(target: Target, kinds: Sequence[str]) -> str:
    if "*" in target.enabled_events:
        return "“*” leaves these out: an endpoint has to name them."
    return "Add them to the endpoint's events, or let it have “*”."


def _subscribe(target: Target, kinds: Sequence[str]) -> Remedy | None:
    if target.is_destination:
        return None
    if "*" in target.enabled_events:
        # Whether Stripe takes "*" together with names is written nowhere; this it takes.
        if not _can_be_copied(target):
            return None
        return Remedy(Act.ADD, f"make another endpoint for {_some(kinds)}", tuple(kinds))
    every = (*target.enabled_events, *kinds)
    return Remedy(Act.SUBSCRIBE, f"subscribe it to {_some(kinds)}", every)


def _version(target: Target, needed: Needs, api_version: str) -> Iterator[Finding]:
    if target.is_thin or target.version == api_version:
        return
    said = target.version or "the account's own version, whatever that is"
    yield Finding(
        "version",
        WARNING,
        f"Its events are rendered in {said} and the mirror is in {api_version}: each costs a "
        "request to Stripe.",
        "An endpoint's version cannot be changed: make a new one in ours, and disable this one.",
        Remedy(Act.REPLACE, f"make a new endpoint in {api_version}, disable this one", api_version)
        if _can_be_copied(target)
        else None,
    )


def _can_be_copied(target: Target) -> bool:
    """Whether an endpoint like it can be made: its kind known, its secret in a row of ours."""
    has_row = target.reached is not None and target.reached.pk is not None
    return has_row and not target.is_destination and target.scope in ("own", "connected")


def _arrivals(target: Target, needed: Needs, api_version: str) -> Iterator[Finding]:
    if not target.is_enabled or target.reached is None:
        return
    arrived = target.lately
    if not arrived.count:
        yield Finding(
            "silence",
            WARNING,
            "Nothing has arrived here within a week.",
            "If something happened in the account: can Stripe reach the URL? The Dashboard shows "
            "what was answered.",
        )
    if arrived.dead:
        yield Finding(
            "dead-letters",
            ERROR,
            f"Dead letters among its events: {arrived.dead}.",
            "djstripe_inbox list --state dead",
        )
    if arrived.skew_seconds is not None and abs(arrived.skew_seconds) > MAX_SKEW_SECONDS:
        side = "after" if arrived.skew_seconds > 0 else "before"
        yield Finding(
            "clock",
            WARNING,
            f"Deliveries arrive {abs(arrived.skew_seconds):.0f} seconds {side} they were signed.",
            "Set this machine's clock (NTP); beyond the tolerance everything is refused.",
        )


# ----------------------------------------------------------------------- the account


def _account(checkup: Checkup, needed: Needs, api_version: str) -> Iterator[Finding]:
    live = [t for t in checkup.targets if t.is_enabled and not t.is_gone]
    if not live:
        elsewhere = f" ({checkup.strangers} lead elsewhere)" if checkup.strangers else ""
        yield Finding(
            "none",
            ERROR,
            f"No endpoint of this account leads here{elsewhere}: nothing is heard of changes.",
            "manage.py djstripe_create_endpoint https://your.site, and "
            'path("stripe/", include("djstripe.urls")) in your urls.',
        )
    elif checkup.strangers:
        says = f"Endpoints of this account that lead elsewhere: {checkup.strangers}."
        yield Finding("strangers", NOTE, says)
    yield from _doubles(checkup, live)
    brings_theirs = any(target.scope in ("connected", "both") for target in live)
    if checkup.connected and not checkup.connected_lately and not brings_theirs:
        yield Finding(
            "no-connect",
            NOTE,
            f"Other accounts are mirrored here ({checkup.connected}), and no event of theirs came "
            "within a week.",
            "Events of connected accounts need an endpoint of their kind: "
            "djstripe_create_endpoint --connect.",
        )
    if checkup.undelivered:
        more = "at least " if checkup.undelivered >= 100 else ""
        yield Finding(
            "undelivered",
            WARNING,
            f"Events of the last 30 days that Stripe could not deliver: {more}"
            f"{checkup.undelivered}.",
            "djstripe_repair fetches them.",
        )
    yield from _attempts(checkup)
    for refusal in checkup.refused:
        yield Finding(
            f"refused-{refusal.reason}",
            NOTE if refusal.is_noise else ERROR,
            f"Deliveries to {refusal.endpoint} were refused, about {refusal.count} since "
            f"{refusal.first:%Y-%m-%d %H:%M}, the last at {refusal.last:%H:%M}: {refusal.said}",
            _ABOUT_REFUSALS.get(refusal.reason, ""),
        )
    for said in checkup.unread:
        yield Finding("unread", NOTE, said, "May the key read it?")


def _attempts(checkup: Checkup) -> Iterator[Finding]:
    if waiting := checkup.unanswered - checkup.unknown:
        yield Finding(
            "unanswered",
            NOTE,
            f"Requests that were to do something and had no answer: {waiting}.",
            "djstripe_repair asks the events what became of them; whoever asks for the same again "
            "gets what the first one did.",
        )
    if checkup.unknown:
        yield Finding(
            "unknown",
            WARNING,
            f"Requests of which nobody knows whether they did anything: {checkup.unknown}.",
            "They are under Attempts in the admin: see in Stripe's Dashboard what they did, and "
            "forget them.",
        )


_ABOUT_REFUSALS = {
    "signature": "The secret here is not the one that Stripe signs with: copy it from the "
    "Dashboard. Test and live mode, and each destination, have secrets of their own.",
    "time": "Set this machine's clock (NTP).",
    "no_secret": "Put the signing secret into the endpoint in the admin.",
    "unsigned": "Strangers knock at every door; Stripe always signs.",
}


def _doubles(checkup: Checkup, live: Iterable[Target]) -> Iterator[Finding]:
    pairs = [
        (one.id, other.id)
        for one, other in combinations(live, 2)
        if one.is_thin == other.is_thin and _overlap(one, other)
    ]
    if pairs and checkup.doubled:
        yield Finding(
            "doubled",
            WARNING,
            f"Events that came to several endpoints within a week: {checkup.doubled} "
            f"({', '.join(' and '.join(pair) for pair in pairs[:3])} bring the same types).",
            "Each is applied once, and stored twice: disable one, unless it is being replaced.",
        )


def _overlap(one: Target, other: Target) -> bool:
    here, there = set(one.enabled_events), set(other.enabled_events)
    if "*" in here or "*" in there:
        rest = there if "*" in here else here
        return "*" in rest or bool(rest - SELECTION_REQUIRED)
    return bool(here & there)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"
