"""
What the machine can do to Stripe, to the deliveries, to our workers and to time; and the end,
when all is silent and the mirror must be Stripe.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock

import stripe
from django.apps import apps
from django.db import connection
from django.test import override_settings

from djstripe import inbox, mirror
from djstripe.backfill import backfill
from djstripe.exceptions import DjStripeError
from djstripe.gateway import Credentials, Gateway, Patience, get_gateway, use
from djstripe.inbox import claims
from djstripe.look import look_again
from djstripe.mirror import Doubt
from djstripe.models import WebhookEndpoint, WebhookEventTrigger
from djstripe.models.api import find_credentials
from djstripe.models.flows import flows
from djstripe.models.work import ReceiverRun, WorkState
from djstripe.repair import mark, repair
from djstripe.sandbox import LIVE_KEY, TEST_KEY
from djstripe.sandbox.transport import SandboxHTTPClient
from djstripe.signals import WEBHOOK_SIGNALS

from . import situations
from .models import Effect
from .oracle import TRACKED, History, Monitor, differences, left_over
from .scheduler import (
    AGAIN,
    ANSWERED,
    BEGIN,
    EVERYWHERE,
    SEND,
    WORKED,
    Crash,
    Scheduler,
    Worker,
    here,
    point,
)
from .situations import Counts
from .stripe_side import Ask, Cast, Json, Place, StripeSide

MOST_WORKERS = 4
HEARD = ("product.created", "product.deleted", "coupon.created", "customer.created")  # by receivers
LEASE_SECONDS = 120
WHERE_ROWS_CHANGE = frozenset({BEGIN, SEND, WORKED})  # here or there, since the last stop


@dataclass(frozen=True)
class Until:
    """How far a worker goes: until it has come to points of a kind so many times, or to its end."""

    kind: str = ""
    times: int = 1


END, NEXT = Until(), Until("any")


class Diverged(AssertionError):
    """All is silent, and the mirror is not Stripe."""


class SteppedClient(SandboxHTTPClient):
    """The sandbox's transport, with the points at which others may come between."""

    counts: Counts

    def request(self, *args: Any, **kwargs: Any) -> tuple[Any, int, Any]:
        worker = here()
        if worker is not None:
            worker.requests += 1
        point(SEND)
        try:
            body, status, headers = super().request(*args, **kwargs)
        except stripe.APIConnectionError:
            self.counts[situations.FAILED_REQUEST] += 1
            raise
        finally:
            if worker is not None and worker.doomed:
                raise Crash
        self.counts[situations.FAILED_REQUEST] += status >= 429 or status == 403
        self.counts[situations.REPLAYED] += headers.get("Idempotent-Replayed") == "true"
        point(ANSWERED)
        return body, status, headers


class Receivers:
    """Two receivers for every event; the second fails as often as it is told."""

    def __init__(self) -> None:
        self.failures = 0  # still to come
        self.failed = 0

    def first(self, event: Any, **kwargs: Any) -> None:
        Effect.objects.create(event=event.id, receiver="first")

    def second(self, event: Any, **kwargs: Any) -> None:
        Effect.objects.create(event=event.id, receiver="second")
        if self.failures:
            self.failures -= 1
            self.failed += 1
            raise RuntimeError("told to fail")


receivers = Receivers()


def first_receiver(event: Any, **kwargs: Any) -> None:
    receivers.first(event, **kwargs)


def second_receiver(event: Any, **kwargs: Any) -> None:
    receivers.second(event, **kwargs)


@cache
def credentials_of(*, account: str | None, livemode: bool | None) -> Credentials:
    """The key of a place."""
    return find_credentials(account=account, livemode=livemode)


@contextmanager
def proving(*, trust: bool, counts: Counts | None = None) -> Iterator[Scheduler]:
    """
    The world in which examples run: settings, receivers, and a scheduler for all of them.

    The database must be one whose tables may be emptied.
    """
    settings = override_settings(
        DJSTRIPE_TRUST_EVENT_PAYLOADS=trust,
        DJSTRIPE_INBOX_SECONDS=86_400,
        DJSTRIPE_INBOX_LEASE_SECONDS=LEASE_SECONDS,
        DJSTRIPE_INBOX_MAX_TRIES=1_000,
        STRIPE_TEST_SECRET_KEY=TEST_KEY,
        STRIPE_LIVE_SECRET_KEY=LIVE_KEY,
    )
    scheduler = Scheduler()
    with ExitStack() as stack:
        stack.enter_context(settings)
        stack.enter_context(seldom_collected())
        # Keys never change here, and to find one costs as much as a request.
        stack.enter_context(mock.patch.object(flows, "find_credentials", credentials_of))
        stack.callback(credentials_of.cache_clear)
        stack.callback(scheduler.close)
        stack.callback(empty)
        for name in HEARD:
            for receiver in (first_receiver, second_receiver):
                WEBHOOK_SIGNALS[name].connect(receiver)
                stack.callback(WEBHOOK_SIGNALS[name].disconnect, receiver)
        if counts is not None:
            stack.enter_context(situations.watching(counts))
        # Who runs the examples has no time for what each of them would log.
        stack.enter_context(quiet())
        yield scheduler


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Python looks for cycles rarely: an example is over before it matters."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing is logged that is not an error of Python's own."""
    import logging

    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def empty() -> None:
    """Forget all that an example stored."""
    tables = _tables()
    with connection.cursor() as cursor:
        filled = " UNION ALL ".join(
            f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {table})"
            for number, table in enumerate(tables)
        )
        cursor.execute(filled)
        for (number,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {tables[number]}")


@cache
def _tables() -> list[str]:
    models = (*apps.get_app_config("djstripe").get_models(), Effect)
    return [connection.ops.quote_name(model._meta.db_table) for model in models]


class Drive:
    """One example under way. Whatever breaks a promise raises AssertionError."""

    def __init__(self, scheduler: Scheduler, cast: Cast, counts: Counts | None = None) -> None:
        self.scheduler = scheduler
        self.counts = counts if counts is not None else Counts()
        self._stack = ExitStack()
        empty()
        receivers.failures = receivers.failed = 0
        self.side = StripeSide(cast, self._take_delivery)
        self.endpoints = {one["id"]: self._row_of(one) for one in self.side.endpoints}
        self._stack.enter_context(override_settings(DJSTRIPE_ACCOUNT_ID=self.side.sandbox.account))
        client = SteppedClient(self.side.sandbox)
        client.counts = self.counts
        gateway = Gateway(
            http_client=client,
            patience=Patience(2, 86_400),
            monotonic=self.side.sandbox.clock.moment,
            sleep=lambda seconds: point(AGAIN),
            random=lambda: 0.5,
        )
        self._stack.enter_context(use(gateway))
        self.history = History(self.side)
        self.monitor = Monitor(self.history)
        self.inline = True  # of the delivery that is being made
        self.asked: tuple[Place, Ask, str] | None = None  # what a verb asked last
        self.history.observe()
        with self.side.calm():
            for place in self.side.places:
                mark(credentials_of(account=place.account, livemode=place.livemode))

    def _row_of(self, endpoint: Json) -> WebhookEndpoint:
        return WebhookEndpoint.objects.create(
            id=endpoint["id"],
            djstripe_owner_account_id=endpoint["account"],
            livemode=endpoint["livemode"],
            secret=endpoint["secret"],
        )

    def close(self) -> None:
        """Leave nothing under way."""
        self.scheduler.clear()
        self.counts[situations.EXAMPLES] += 1
        self.counts[situations.LIFTED] += self.monitor.lifted
        self.counts[situations.RECEIVER_FAILED] += receivers.failed
        situations.count_entries(self.counts)
        self._stack.close()

    # -- time

    @property
    def now(self) -> dt.datetime:
        """Now, as the inbox's columns take it."""
        return claims.in_database(self.side.sandbox.clock.moment())

    def wait(self, seconds: float) -> None:
        """Time passes, for Stripe and for us."""
        self.side.wait(seconds)
        self._look_over()

    def pause(self, seconds: float) -> None:
        """The same, or nothing."""
        if seconds:
            self.wait(seconds)

    def skew(self, seconds: int) -> None:
        """The clock of whoever answers is ahead of what events say by so many seconds."""
        self.side.sandbox.clock.date_offset = seconds

    # -- at Stripe

    def place(self, number: int) -> Place:
        return self.side.places[number % len(self.side.places)]

    def change(self, which: int, place: int = 0, pick: int = 0) -> None:
        """Somebody changes something at Stripe."""
        ask = self.side.move(self.place(place), which, pick)
        if ask is not None:
            self.ask_for(ask, place)

    def ask_for(self, ask: Ask, place: int = 0) -> None:
        """Somebody sends this request to Stripe."""
        self.side.ask(self.place(place), ask)
        self._look_over()

    def fault(self, number: int) -> None:
        """Something goes wrong with the next request."""
        self.side.fault(number)

    def forget_next(self) -> None:
        """The next event is never made; Stripe tells of it when all is silent."""
        self.side.forget_next()

    def fail_receiver(self) -> None:
        """The next receiver fails."""
        receivers.failures += 1

    # -- deliveries

    def deliver(
        self, number: int, until: Until, *, again: bool = False, inline: bool = True
    ) -> None:
        """
        A delivery on its way arrives, out of its turn; with ``again`` it will arrive once more.

        ``inline``: it is applied by who receives it; else it is only recorded.
        """
        if not self.side.mail:
            return
        at = number % len(self.side.mail)
        delivery = self.side.mail[at]
        if again:
            delivery = self.side.once_more(delivery)
        else:
            del self.side.mail[at]

        def work() -> None:
            # Nobody comes between this and the receiver.
            self.inline = inline
            self.side.send(delivery)

        self._begin(f"delivery of {delivery.event_type}", work, until)

    def lose(self, number: int) -> None:
        """A delivery never arrives, nor any retry of it."""
        if self.side.mail:
            del self.side.mail[number % len(self.side.mail)]
            self.counts[situations.LOST] += 1

    def _take_delivery(self, endpoint: Json, body: bytes, headers: dict[str, str]) -> int:
        row = self.endpoints[endpoint["id"]]
        now = self.side.sandbox.clock.moment()
        known = {"endpoint": row, "secrets": row.signing_secrets, "now": now}
        if self.inline:
            entry = inbox.read(body, headers, **known)
            inbox.take_in(entry, now=self.now)
        else:
            inbox.receive(body, headers, **known)
        return 200

    # -- work of ours

    def drain(self, until: Until, limit: int = 100) -> None:
        """A worker comes by."""
        self._begin("drain", lambda: inbox.drain(limit=limit, now=self.now), until)

    def verb(self, which: int, place: int, pick: int, until: Until) -> None:
        """The application changes something at Stripe."""
        where = self.place(place)
        ask = self.side.move(where, which, pick)
        if ask is not None:
            key = f"key {self.side.count()}"
            self.asked = (where, ask, key)
            self._begin("verb", lambda: self._act(where, ask, key), until)

    def verb_again(self, until: Until) -> None:
        """The application does the same once more, under the same idempotency key."""
        if self.asked is not None:
            where, ask, key = self.asked
            self._begin("verb again", lambda: self._act(where, ask, key), until)

    def _act(self, place: Place, ask: Ask, key: str) -> None:
        credentials = credentials_of(account=place.account, livemode=place.livemode)
        gateway = get_gateway()
        try:
            if ask.method == "DELETE":
                snapshot = gateway.delete(ask.path, credentials, ask.params)
            else:
                snapshot = gateway.create(ask.path, credentials, ask.params, idempotency_key=key)
        except stripe.StripeError:
            return
        mirror.store([snapshot])

    def backfill(self, kind: int, place: int, until: Until) -> None:
        """A backfill of one resource."""
        model, where = mirror.model_for(_LISTED[kind % len(_LISTED)]), self.place(place)

        def work() -> None:
            credentials = credentials_of(account=where.account, livemode=where.livemode)
            with _unless_refused():
                backfill(model, credentials)  # type: ignore[arg-type]

        self._begin("backfill", work, until)

    def look(self, pick: int, place: int, until: Until) -> None:
        """Somebody asks for one object once more."""
        where = self.place(place)
        known = [r for kind in _LOOKED_AT for r in self.side.records(where, kind)]
        if not known:
            return
        record = known[pick % len(known)]

        def work() -> None:
            with _unless_refused():
                look_again(record.kind, record.id, where.account, where.livemode)

        self._begin(f"look at {record.id}", work, until)

    def ask(self, who: int, what: tuple[int, int, int], until: Until) -> None:
        """Somebody asks Stripe for something: a worker, a person, a backfill, a verb."""
        which, place, pick = what
        begin = (
            lambda: self.look(pick, place, until),
            lambda: self.look(pick + 1, place, until),
            lambda: self.deliver(-1, until),
            lambda: self.verb(which, place, pick, until),
            lambda: self.drain(until),
            lambda: self.backfill(which, place, until),
            lambda: self.verb_again(until),
        )
        begin[who % len(begin)]()

    def overtake(
        self,
        who: int,
        what: tuple[int, int, int],
        point: Until,
        seconds: tuple[float, float],
        faster: Until,
        *,
        fresh: bool,
        dies: bool,
    ) -> None:
        """
        Somebody asks Stripe; before the answer is here something changes, ``what`` by which move,
        place and pick, and the event is faster; who receives it may die over it. ``seconds`` pass
        before and after the change. ``fresh``: the same has changed just before, and the mirror
        knows.
        """
        which, place, pick = what
        if fresh:
            self.change(which, place, pick)
            self.deliver(-1, END)
        before = self.scheduler.workers
        self.ask(who, what, point)
        asking = [worker for worker in self.scheduler.workers if worker not in before]
        self.pause(seconds[0])
        self.change(which, place, pick)
        self.pause(seconds[1])
        self.deliver(-1, faster)
        if dies:
            self.crash(-1)
        for worker in asking:
            self._run(worker, END)

    def doubt_again(
        self, what: tuple[int, int, int], point: Until, seconds: float, *, fresh: bool
    ) -> None:
        """
        Two states of one moment, and while Stripe is asked which it is, a third; ``fresh``: the
        mirror knows the first.
        """
        which, place, pick = what
        self.change(which, place, pick)
        self.deliver(-1, END)
        if not fresh:
            self.change(which, place, pick)
            self.deliver(-1, END, inline=False)
        before = self.scheduler.workers
        self.change(which, place, pick)
        self.deliver(-1, point)
        asking = [worker for worker in self.scheduler.workers if worker not in before]
        self.change(which, place, pick)
        self.pause(seconds)
        self.deliver(-1, END)
        for worker in asking:
            self._run(worker, END)

    def ahead(self, pick: int, place: int, seconds: int) -> None:
        """A machine of Stripe's whose clock is ahead changes something, and tells of it at once."""
        where = self.place(place)
        there = [r for kind in _CHANGED_AHEAD for r in self.side.records(where, kind)]
        if not there or not self._is_told_at_once:
            return
        self.counts[situations.CLOCK_AHEAD] += 1
        record = there[pick % len(there)]
        path = f"/v1/{record.kind}s/{record.id}"
        waiting = len(self.side.mail)
        with self.side.ahead(seconds):
            self.ask_for(Ask("POST", path, {"metadata": {"n": self.side.count()}}), place)
        for _ in range(len(self.side.mail) - waiting):
            self.deliver(-1, END)

    @property
    def _is_told_at_once(self) -> bool:
        """Whether nothing can keep an event that is made now from being delivered now."""
        return not self.side.is_forgetful

    def repair(self, until: Until) -> None:
        """The events that never came in are looked for in Stripe's list."""
        self._begin("repair", self._repair, until)

    def _repair(self, since: int | None = None, *, thin: bool | None = None) -> None:
        credentials = [
            credentials_of(account=place.account, livemode=place.livemode)
            for place in self.side.places
        ]
        repair(credentials, since=since, thin=thin, now=self.side.sandbox.clock.moment())

    # -- workers

    def _begin(self, name: str, work: Callable[[], Any], until: Until) -> None:
        if len(self.scheduler.workers) >= MOST_WORKERS:
            self._run(self.scheduler.workers[0], END)
        worker = self.scheduler.spawn(name, work)
        self.counts[situations.SPEAKERS] += len(self.scheduler.workers) > 1
        self._run(worker, until)

    def run(self, number: int, until: Until) -> None:
        """One of the workers under way goes on."""
        workers = self.scheduler.workers
        if workers:
            self._run(workers[number % len(workers)], until)

    def _run(self, worker: Worker, until: Until) -> None:
        stops = EVERYWHERE if until == NEXT else WHERE_ROWS_CHANGE | {until.kind}
        passed = 0
        while not worker.ended:
            at = self.scheduler.step(worker, stops)
            self.counts[situations.STEPS] += 1
            self._look_over()
            passed += until == NEXT or at == until.kind
            if passed == until.times:
                break

    def crash(self, number: int) -> None:
        """One of the workers under way is killed where it stands."""
        workers = self.scheduler.workers
        if workers:
            worker = workers[number % len(workers)]
            self.counts[situations.crash_at(worker.at)] += 1
            self.scheduler.crash(worker)
            self._look_over()

    def _look_over(self) -> None:
        if self.side.touched:
            self.side.touched = False
            self.side.collect()
            self.history.observe()
        self.monitor.check()

    # -- the end

    def finish(self) -> None:
        """Silence: everybody ends, everything arrives or is repaired; then all must be equal."""
        for worker in self.scheduler.workers:
            self._run(worker, END)
        self.side.behave()
        untold = self.side.own_up()
        self.counts[situations.NEVER_MADE] += untold
        receivers.failures = 0
        # Events on a test clock say other times than those at which they came.
        since = 0 if "clocks" in self.side.cast.stories else None
        for _ in range(40):
            self._deliver_all()
            self._begin("repair", lambda: self._repair(since, thin=bool(untold)), END)
            self.drain(END)
            self._begin("a person", self._look_at_the_impossible, END)
            if not self._is_anything_left():
                break
            # Leases run out, what failed comes due; and at Stripe time passes, too.
            self.wait(3600)
        wrong = [*differences(self.side, self.history), *left_over(self.side), *self._effects()]
        if wrong:
            raise Diverged("\n".join(wrong))

    def _deliver_all(self) -> None:
        while self.side.mail:
            self.deliver(0, END, inline=self.side.cast.inline)

    def _look_at_the_impossible(self) -> None:
        """What Stripe forbade to look at is allowed again, and looked at by hand."""
        for doubt in Doubt.objects.filter(state=Doubt.State.IMPOSSIBLE):
            look_again(doubt.object, doubt.object_id, doubt.account, doubt.livemode)

    def _is_anything_left(self) -> bool:
        return (
            bool(self.side.mail)
            or Doubt.objects.exists()
            or WebhookEventTrigger.objects.filter(state=WorkState.WAITING).exists()
            or ReceiverRun.objects.filter(state=WorkState.WAITING).exists()
        )

    def _effects(self) -> list[str]:
        entries = WebhookEventTrigger.objects.filter(event_type__in=HEARD, state=WorkState.DONE)
        events = set(entries.values_list("event_stripe_id", flat=True))
        did = list(Effect.objects.values_list("event", "receiver"))
        twice = {one for one in did if did.count(one) > 1} if len(did) != len(set(did)) else set()
        missing = {(event, name) for event in events for name in ("first", "second")} - set(did)
        return [f"{name} ran twice for {event}" for event, name in sorted(twice)] + [
            f"{name} never ran for {event}" for event, name in sorted(missing)
        ]


_CHANGED_AHEAD = ("product", "coupon", "customer")
_LISTED = ("product", "coupon", "plan", "price", "customer", "subscription", "invoice")
_LOOKED_AT = (*(kind for kind in TRACKED if kind != "entitlements.active_entitlement"),)


@contextmanager
def _unless_refused() -> Iterator[None]:
    """What Stripe refuses in passing is the caller's to try again, and here nobody does."""
    with suppress(stripe.StripeError, DjStripeError):
        yield
