"""
Webhooks: events become deliveries, which are made, tried again, and go wrong on command.

Deliveries wait in `pending` and leave it when they are flushed: after the request that caused
them, by a background thread, or when a test says so. None is made while the sandbox's lock is
held, so a receiver may call the sandbox.

Endpoints are webhook endpoints of API version 1 and event destinations of version 2; what each
kind gets is in `targets`.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

from . import targets, thin
from .catalogue import Json
from .clock import Clock
from .deliveries import (
    LIVE_SCHEDULE,
    TEST_SCHEDULE,
    TIMEOUT_SECONDS,
    Delivery,
    Queue,
    post,
    signature,
)
from .errors import missing
from .events import Journal
from .mischief import Harm, Mischief, Rule
from .state import Record, Shelf, State

Receiver = Callable[[bytes, dict[str, str]], int | None]
ROLL_SECONDS = 86_400  # the longest that a rolled secret goes on signing


class Webhooks:
    """Everything that leaves the sandbox for a receiver."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        journal: Journal,
        mischief: Mischief,
        lock: threading.RLock,
    ) -> None:
        self.state = state
        self.clock = clock
        self.journal = journal
        self.mischief = mischief
        self.lock = lock
        self.pending = Queue()
        self.deliveries: list[Delivery] = []  # every one that was tried, in order of first tries
        self.receivers: dict[str, Receiver] = {}
        self.held = False
        self._flushing = threading.Lock()
        self._courier: threading.Thread | None = None
        self._wake = threading.Event()
        journal.audience = self

    # -- from events to deliveries

    def offer(self, event: Record) -> int:
        """Queue an event for every endpoint that wants it; returns how many await its snapshot."""
        found = targets.of_event(event)
        if not found:
            return 0
        waiting, bodies = [], dict[str | None, Json]()
        for endpoint in found:
            version = targets.version_of(endpoint, self.journal.version_of(event.shelf.account))
            if version not in bodies:
                bodies[version] = targets.payload(event, version)
            self._queue(Delivery(event, endpoint, self.clock.now(), bodies[version]))
            if version is not None:
                waiting.append(endpoint.id)
        if waiting:
            event.shelf.hide(event, waiting=waiting, undelivered=True)
        return len(waiting)

    def selected(self, shelf: Shelf, type: str) -> bool:
        """Whether an endpoint names the type itself, as a "selection required" one needs."""
        endpoints = targets.near(shelf)
        return any(type in targets.enabled_events(one) for one in endpoints)

    def _queue(self, delivery: Delivery) -> None:
        rules, type = self.mischief, delivery.payload["type"]
        if not rules.rules:
            self.pending.push(delivery)
            return
        if rules.strike(Harm.LOSE, type):
            return
        if late := rules.strike(Harm.DELAY, type):
            delivery.due += late.seconds
        scattered = rules.strike(Harm.SCATTER, type)
        if scattered:
            delivery.due += rules.random.randint(0, scattered.seconds)
        self.pending.push(delivery, rules.random.random() if scattered else 0.0)
        if rules.strike(Harm.DUPLICATE, type):
            self.pending.push(
                Delivery(
                    delivery.event, delivery.endpoint, delivery.due, delivery.payload, retried=False
                )
            )

    # -- on command

    def hold(self) -> None:
        """Keep deliveries in `pending` until `flush()` or `release()`."""
        self.held = True

    def release(self) -> int:
        """Deliver again as things happen, and what was held; returns how many tries were made."""
        self.held = False
        return self.flush()

    def lose(self, *types: str, share: float = 1.0, times: int | None = None) -> Rule:
        """Coming deliveries never arrive and are not tried again; Stripe lists them as failed."""
        return self._rule(Harm.LOSE, types, share, times)

    def delay(
        self, *types: str, seconds: int, share: float = 1.0, times: int | None = None
    ) -> Rule:
        """Coming deliveries are made so many seconds later."""
        return self._rule(Harm.DELAY, types, share, times, seconds)

    def duplicate(self, *types: str, share: float = 1.0, times: int | None = None) -> Rule:
        """Coming deliveries are made twice, with the same event."""
        return self._rule(Harm.DUPLICATE, types, share, times)

    def reorder(self, *types: str, within_seconds: int = 0) -> Rule:
        """
        Deliveries that wait change places, and coming ones overtake each other.

        Without `within_seconds` only those that are due at the same time.
        """
        with self.lock:
            self.pending.shuffle(self.mischief)
        return self._rule(Harm.SCATTER, types, 1.0, None, within_seconds)

    def report_twice(self, *types: str, share: float = 1.0, times: int | None = None) -> Rule:
        """Coming changes are reported by two events with ids of their own."""
        return self._rule(Harm.TWICE, types, share, times)

    def show_older_state(self, *types: str, share: float = 1.0, times: int | None = None) -> Rule:
        """Coming events show their object as the event before showed it."""
        return self._rule(Harm.OLD, types, share, times)

    def never_create(self, *types: str, share: float = 1.0, times: int | None = None) -> Rule:
        """Coming events are not created: they are delivered to nobody and in no list."""
        return self._rule(Harm.NEVER, types, share, times)

    def report_never_created(self) -> list[Record]:
        """
        Tell of the events that were never created, by one thin event each, as Stripe does.

        https://docs.stripe.com/webhooks/handle-irrecoverable-events
        """
        with self.lock:
            missed, self.journal.missed = self.journal.missed, []
            told = []
            for one in missed:
                home = self.state.platform_of(one.shelf.account) or one.shelf.account
                shelf = self.state.shelf(home, one.shelf.livemode)
                data = thin.failure(one, self.clock.now())
                told.append(self.tell(shelf, thin.FAILURE_RESOLVED, None, data))
        self.after_request()
        return told

    def behave(self) -> None:
        """No more mischief: the rules are forgotten, and nothing is held."""
        self.mischief.clear()
        self.release()

    def _rule(
        self, harm: Harm, types: tuple[str, ...], share: float, times: int | None, seconds: int = 0
    ) -> Rule:
        return self.mischief.add(Rule(harm, types or ("*",), share, times, seconds))

    def resend(self, event: str, endpoint: str | None = None) -> int:
        """
        Send an event again by hand, to one endpoint or to all that asked for it.

        Automatic retries go on all the same. Returns how many were sent, or wait if deliveries
        are held.
        """
        with self.lock:
            sent = self.again(self._event(event), endpoint)
        self.after_request()
        return sent

    def again(self, event: Record, endpoint: str | None = None) -> int:
        """Queue an event once more, for one endpoint or for all that asked for it."""
        found = targets.of_event(event)
        found = [one for one in found if endpoint in (None, one.id)]
        if endpoint is not None and not found:
            raise missing("webhook_endpoint", endpoint, "webhook_endpoint")
        for one in found:
            self.queue_for(event, one)
        return len(found)

    def queue_for(self, event: Record, endpoint: Record) -> None:
        """Queue an event for this endpoint alone, whatever it asked for; it is tried once."""
        default = self.journal.version_of(event.shelf.account)
        body = targets.payload(event, targets.version_of(endpoint, default))
        self.pending.push(Delivery(event, endpoint, self.clock.now(), body, retried=False))

    def roll_secret(self, endpoint: str, grace_seconds: int = ROLL_SECONDS) -> str:
        """
        Give an endpoint a new signing secret, as the Dashboard does; returns it.

        The old one signs as well for `grace_seconds`, at most a day.
        """
        if not 0 <= grace_seconds <= ROLL_SECONDS:
            raise ValueError(f"A rolled secret signs for 0 to {ROLL_SECONDS} s more.")
        with self.lock:
            record = targets.find(self.state, endpoint)
            secret = f"whsec_{self.state.token(32)}"
            old = [[record.hidden["secret"], self.clock.now() + grace_seconds]]
            record.shelf.hide(record, secret=secret, old_secrets=old)
            return secret

    def tell(
        self, shelf: Shelf, type: str, related: Json | None, data: Json | None = None
    ) -> Record:
        """Make a thin event that has no snapshot twin, and queue it."""
        event = thin.make(shelf, type, related, self.clock.now(), data)
        for endpoint in targets.of_event(event):
            self.pending.push(Delivery(event, endpoint, self.clock.now(), thin.notification(event)))
        return event

    def _event(self, id: str) -> Record:
        for shelf in self.state.shelves.values():
            for kind in ("event", thin.KIND):
                found = shelf.find(kind, id)
                if found is not None:
                    return found
        raise missing("event", id)

    # -- delivering

    def after_request(self) -> None:
        """Deliver what a request caused, here or by the background thread."""
        if self.held or not self.pending:
            return
        if self._courier is not None:
            self._wake.set()
        else:
            self.flush()

    def flush(self) -> int:
        """Make every delivery that is due; returns how many tries were made."""
        tries = 0
        if not self._flushing.acquire(blocking=False):
            return 0  # whoever is flushing goes on until nothing is due
        try:
            while (delivery := self._next()) is not None:
                tries += 1
                self.send(delivery)
        finally:
            self._flushing.release()
        return tries

    def _next(self) -> Delivery | None:
        """The next due delivery; what is due for an endpoint that is off is given up."""
        with self.lock:
            while (delivery := self.pending.pop(self.clock.now())) is not None:
                if targets.is_on(delivery.endpoint):
                    return delivery
        return None

    def send(self, delivery: Delivery) -> int:
        """Try a delivery once, now; returns the receiver's status, 0 if it gave none."""
        with self.lock:
            payload, now = delivery.payload, self.clock.now()
            if "pending_webhooks" in payload:
                payload = {**payload, "pending_webhooks": delivery.event.data["pending_webhooks"]}
            delivery.body = json.dumps(payload, indent=2).encode()
            delivery.headers = {
                "Content-Type": "application/json; charset=utf-8",
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                "Stripe-Signature": self._signature(delivery, now),
            }
            if not delivery.statuses:
                self.deliveries.append(delivery)
            delivery.statuses.append(0)
            receiver = self.receivers.get(delivery.endpoint.id)
        try:
            if receiver is not None:
                status = receiver(delivery.body, dict(delivery.headers))
                delivery.statuses[-1] = 200 if status is None else status
            else:
                delivery.statuses[-1] = post(delivery.url, delivery.body, delivery.headers)
        except TimeoutError:
            pass  # a receiver that does not answer in time
        finally:
            with self.lock:
                self._note(delivery)
        return delivery.statuses[-1]

    def _signature(self, delivery: Delivery, now: int) -> str:
        """Test events also carry a fake `v0`. https://docs.stripe.com/webhooks/signature"""
        hidden = delivery.endpoint.hidden
        old = [secret for secret, until in hidden.get("old_secrets", ()) if now < until]
        header = signature(delivery.body, [str(hidden["secret"]), *old], now)
        if delivery.endpoint.shelf.livemode:
            return header
        return f"{header},v0={hashlib.sha256(header.encode()).hexdigest()}"

    def _note(self, delivery: Delivery) -> None:
        event = delivery.event
        if delivery.succeeded:
            waiting = event.hidden.get("waiting", [])
            if delivery.endpoint.id in waiting:
                left = [id for id in waiting if id != delivery.endpoint.id]
                event.shelf.hide(event, waiting=left, undelivered=bool(left))
                event.shelf.change(event, {**event.data, "pending_webhooks": len(left)})
            return
        schedule = LIVE_SCHEDULE if event.shelf.livemode else TEST_SCHEDULE
        wait = len(delivery.statuses) - 1
        if delivery.retried and wait < len(schedule):
            delivery.due = self.clock.now() + schedule[wait]
            self.pending.push(delivery)

    # -- keeping

    def dump(self) -> Json:
        """Every delivery, waiting or tried, without the bodies that were sent; no receivers."""
        waiting = self.pending.entries()
        every = list({id(one): one for one in [*self.deliveries, *waiting]}.values())
        place = {id(one): at for at, one in enumerate(every)}
        return {
            "held": self.held,
            "deliveries": [
                [
                    *_place(one.event),
                    *_place(one.endpoint),
                    one.due,
                    one.payload,
                    one.retried,
                    one.statuses,
                ]
                for one in every
            ],
            "tried": len(self.deliveries),
            "waiting": [[place[id(one)], rank] for one, rank in waiting.items()],
        }

    def load(self, kept: Json) -> None:
        self.held = kept["held"]
        every = [
            Delivery(self._at(*row[:4]), self._at(*row[4:8]), row[8], row[9], row[10], row[11])
            for row in kept["deliveries"]
        ]
        self.deliveries = every[: kept["tried"]]
        self.pending.clear()
        for at, rank in kept["waiting"]:
            self.pending.push(every[at], rank)

    def _at(self, account: str, livemode: bool, kind: str, id: str) -> Record:
        table = self.state.shelf(account, livemode).table(kind)
        found = table.records.get(id) or table.gone[id]
        return found

    # -- in the background

    def start(self) -> None:
        """Deliver from a thread of its own, so that no request waits for a receiver."""
        if self._courier is None:
            self._courier = threading.Thread(target=self._run, daemon=True, name="sandbox-courier")
            self._courier.start()

    def stop(self) -> None:
        courier, self._courier = self._courier, None
        self._wake.set()
        if courier is not None and courier is not threading.current_thread():
            courier.join(timeout=TIMEOUT_SECONDS)

    def _run(self) -> None:
        while self._courier is not None:
            self._wake.wait(timeout=1.0)
            self._wake.clear()
            if not self.held:
                self.flush()


def _place(record: Record) -> list[Any]:
    return [record.shelf.account, record.shelf.livemode, record.kind, record.id]
