"""
Which situations the proof came through, and how often: a situation that never occurred was
never proven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest import mock

from djstripe import look, mirror
from djstripe.inbox import claims
from djstripe.inbox.decide import Act
from djstripe.mirror import Doubt, Status
from djstripe.models.webhooks import WebhookEventTrigger
from djstripe.snapshot import Door

from .scheduler import POINTS

Counts = Counter[str]

# The rooms' functions bear the names of their modules.
store_module: Any = import_module("djstripe.mirror.store")
apply_module: Any = import_module("djstripe.inbox.apply")
receive_module: Any = import_module("djstripe.inbox.receive")
drain_module: Any = import_module("djstripe.inbox.drain")

OVERLAP = "nobody knew which of two is newer"
LATE_LOOK = "an answer that came too late"
STALE_EVENT = "an event that came too late"
LIFTED = "a tombstone lifted"
UNKNOWN_DELETED = "the deletion of what nobody knew"
SET_LOST = "a set that lost"
SET_CUT = "a set cut short"
SET_PAGES = "a set read in several pages"
SET_LEFT = "a member that left its set"
SET_DISPUTED = "two versions of one set"
DOUBT = "a doubt raised"
SETTLED = "a doubt settled"
AROSE = "a doubt that arose again while Stripe was asked"
MISSING = "a reference to what was not there"
IMPOSSIBLE = "a look that Stripe forbids"
TRUSTED = "a payload believed"
LOOKED = "a payload not believed"
SHARED = "several events that share one look"
AHEAD = "an event younger than its own delivery"
CLOCK_AHEAD = "a machine of Stripe's whose clock is ahead"
OLDER = "an event in another API version"
THIN, THIN_EVENT = "a thin event", "v2.core.event"
REPLAYED = "a replayed idempotent answer"
FAILED_REQUEST = "a request that failed"
DUPLICATE = "a duplicate dropped"
LOST = "a delivery lost for good"
NEVER_MADE = "an event that Stripe failed to make"
REPAIRED = "an event found in Stripe's list"
LEASE = "work taken over after its lease ran out"
RAN_TWICE = "a receiver run twice, once of it taken back"
RECEIVER_FAILED = "a receiver that failed and ran again"
SPEAKERS = "several workers at once"

EXAMPLES, STEPS = "examples", "steps of workers"  # how much was done

ALWAYS = (
    OVERLAP, LATE_LOOK, STALE_EVENT, LIFTED, UNKNOWN_DELETED, SET_LOST, SET_PAGES,
    SET_LEFT, SET_DISPUTED, DOUBT, SETTLED, AROSE, MISSING, IMPOSSIBLE, LOOKED, SHARED, THIN,
    OLDER, REPLAYED, FAILED_REQUEST, DUPLICATE, LOST, NEVER_MADE, REPAIRED, LEASE, RAN_TWICE,
    RECEIVER_FAILED, SPEAKERS, AHEAD, CLOCK_AHEAD,
)  # fmt: skip


def crash_at(kind: str) -> str:
    return f"a crash {kind}"


def expected(*, trust: bool) -> list[str]:
    """Every situation that a long run must have come through."""
    # Where every payload is doubted, nobody asks whether its lists are cut.
    by_trust = [TRUSTED, SET_CUT] if trust else []
    return [*ALWAYS, *by_trust, *(crash_at(kind) for kind in POINTS)]


def never(counts: Counts, *, trust: bool) -> list[str]:
    """The situations that ought to have occurred, and did not."""
    return [name for name in expected(trust=trust) if not counts[name]]


def table(counts: Counts, *, trust: bool) -> str:
    """How often each situation occurred, as lines of text."""
    names = sorted({*expected(trust=trust), *counts} - {EXAMPLES, STEPS})
    return "\n".join(f"{counts[name]:>10,}  {name}" for name in names)


@contextmanager
def watching(counts: Counts) -> Iterator[Counts]:
    """Count what happens inside our own code, without changing it."""
    with ExitStack() as stack:

        def around(owner: Any, name: str, see: Callable[..., None]) -> None:
            real = getattr(owner, name)

            def watched(*args: Any, **kwargs: Any) -> Any:
                result = real(*args, **kwargs)
                see(result, *args, **kwargs)
                return result

            stack.enter_context(mock.patch.object(owner, name, watched))

        batch = store_module._Batch
        around(batch, "_judge", lambda _, one, row, *__: _judged(counts, one, row))
        around(batch, "_doubt_set", lambda *_: counts.update([SET_DISPUTED]))
        left = lambda members, *_: counts.update([SET_LEFT] * len(members))  # noqa: E731
        around(store_module, "_leavers", left)
        around(store_module, "upsert", lambda found, *args, **_: _wrote(counts, found, args[1]))
        around(store_module, "_write_doubts", lambda _, about, *__: _doubted(counts, about))
        around(mirror, "store", lambda outcomes, *_, **__: _stored(counts, outcomes))
        around(
            apply_module, "decide", lambda said, event, **how: _decided(counts, said, event, how)
        )
        around(apply_module, "_subjects", lambda _, plans, *__: _asked(counts, plans))
        for module in (receive_module, drain_module):
            around(module, "settle", lambda _, entry, *__: _settled(counts, entry))
        around(claims, "claim", lambda rows, *_, **__: _claimed(counts, rows))
        around(claims, "finish", lambda ended, *_, **__: counts.update([RAN_TWICE] * (not ended)))
        asked: dict[int, int] = {}
        around(look, "_look_at", lambda _, doubt, *__: _looked(counts, doubt, asked))
        serve = lambda served, *_, **__: counts.update([SETTLED] * served.settled)  # noqa: E731
        around(drain_module, "serve_doubts", serve)
        yield counts


def _judged(counts: Counts, batch: Any, row: Any) -> None:
    found = row.found
    status = batch.verdicts[found.recipe.model, found.key].status
    if status is Status.DOUBT:
        counts[OVERLAP] += 1
    asked = found.snapshot.door is not Door.EVENT
    if status in (Status.STALE, Status.DOUBT) and asked:
        counts[LATE_LOOK] += 1
    if status is Status.STALE and not asked:
        counts[STALE_EVENT] += 1
    if status is Status.CREATED and found.snapshot.deleted:
        counts[UNKNOWN_DELETED] += 1


def _wrote(counts: Counts, answers: Any, asked: Any) -> None:
    for one, written in zip(asked, answers, strict=True):
        if one.shape is store_module._SET_SHAPE:
            counts[SET_LOST] += sum(not row.accepted for row in written.values())


def _settled(counts: Counts, entry: WebhookEventTrigger) -> None:
    counts[DUPLICATE] += entry.source == WebhookEventTrigger.Source.AGAIN


def _stored(counts: Counts, outcomes: Any) -> None:
    for outcome in outcomes:
        counts[SET_CUT] += len(outcome.cut)
        counts[SET_PAGES] += outcome.snapshot.sets_stamp is not None


def _doubted(counts: Counts, about: Any) -> None:
    counts[DOUBT] += len(about)
    counts[MISSING] += sum(reason.endswith("names it") for reason in about.values())


def _decided(counts: Counts, decision: Any, event: Any, how: dict[str, Any]) -> None:
    if decision.act is Act.NOTHING:
        return
    created, signed_at = event.get("created"), how.get("signed_at")
    is_thin = event.get("object") == THIN_EVENT
    counts[TRUSTED] += decision.act is Act.STORE and not decision.deleted
    counts[LOOKED] += decision.act is Act.LOOK
    counts[THIN] += is_thin
    counts[OLDER] += not is_thin and event.get("api_version") != how["api_version"]
    counts[AHEAD] += not is_thin and signed_at is not None and created > signed_at + 1
    counts[SET_CUT] += "cut short" in decision.why


def _asked(counts: Counts, plans: Any) -> None:
    looking = [plan.about for plan in plans if plan.decision.act is Act.LOOK]
    counts[SHARED] += len(looking) - len(set(looking))


def _claimed(counts: Counts, rows: Any) -> None:
    counts[LEASE] += sum(row.tries > 1 and not row.exception for row in rows)


def _looked(counts: Counts, doubt: Doubt, asked: dict[int, int]) -> None:
    state = Doubt.objects.filter(pk=doubt.pk).values_list("state", flat=True).first()
    counts[IMPOSSIBLE] += state == Doubt.State.IMPOSSIBLE
    counts[AROSE] += asked.get(doubt.pk, doubt.ticket) < doubt.ticket
    asked[doubt.pk] = doubt.ticket


def count_entries(counts: Counts) -> None:
    """What the inbox's rows tell when an example ends."""
    listed = WebhookEventTrigger.objects.filter(source=WebhookEventTrigger.Source.LIST)
    counts[REPAIRED] += listed.count()
