"""
Workers that run one at a time, and stop at every point where another could come between.

A worker is real code in a fiber with a database connection of its own. It goes on until it comes
to a point: before each transaction begins, and between statements outside of any; before a
request to Stripe is sent, when it has arrived there, when its work is done there, when the answer
is here; before a request is sent again. Inside a transaction nobody comes between, for there the
database keeps others out. At any point a worker may be killed: what it had not committed is gone,
and what it had claimed stays claimed.

Fibers and not threads, because the operating system takes its time to wake a thread, and there
are hundreds of points in an example.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections
from greenlet import getcurrent, greenlet

BEGIN = "before a transaction"
STATEMENT = "between statements"
SEND = "before a request is sent"
ARRIVED = "when the request has arrived"
WORKED = "when Stripe has done the work"
ANSWERED = "when the answer is here"
AGAIN = "before a request is sent again"
POINTS = (BEGIN, STATEMENT, SEND, ARRIVED, WORKED, ANSWERED, AGAIN)
EVERYWHERE = frozenset(POINTS)

# Keys never change while the machine runs, so that nobody can come between here.
_NO_POINT = ("djstripe_apikey", "PRAGMA")


class Crash(BaseException):
    """The process dies here."""


@dataclass(eq=False)
class Worker:
    """
    One piece of work under way.

    ``at`` is the point where it stands; "" once it has ended. ``error`` is what it raised.
    ``story`` tells the points it passed, for whoever reads a counterexample.
    """

    name: str
    work: Callable[[], Any]
    at: str = "its beginning"
    error: BaseException | None = None
    crashed: bool = False
    doomed: bool = False
    requests: int = 0  # that it has sent
    stops: frozenset[str] = EVERYWHERE
    inside: object = None  # the transaction it was in last
    story: list[str] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return not self.at


_running: list[Worker] = []  # who holds the baton: one, or nobody


def here() -> Worker | None:
    """The worker whose code this is; None outside of any."""
    return _running[-1] if _running else None


def point(kind: str) -> None:
    """Let others come between, if it is a worker that comes by here."""
    worker = here()
    if worker is None:
        return
    worker.story.append(kind)
    if kind not in worker.stops:
        return
    worker.at = kind
    getcurrent().parent.switch()
    # Once a request has arrived, Stripe goes on all the same; only nobody hears its answer.
    if worker.doomed and kind not in (ARRIVED, WORKED):
        raise Crash


class Scheduler:
    """Steps workers; one at most runs at any time, and none while the caller does."""

    def __init__(self) -> None:
        self._free: list[Any] = []  # connections that nobody uses now
        self._fibers: dict[Worker, tuple[Any, Any]] = {}  # with their connections

    @property
    def workers(self) -> list[Worker]:
        """Those who have not ended, the oldest first."""
        return list(self._fibers)

    def spawn(self, name: str, work: Callable[[], Any]) -> Worker:
        """A new worker, which stands at its beginning."""
        worker = Worker(name, work)
        own = self._free.pop() if self._free else connections.create_connection("default")
        self._fibers[worker] = (greenlet(lambda: _live(worker)), own)
        return worker

    def step(self, worker: Worker, stops: frozenset[str] = EVERYWHERE) -> str:
        """Let a worker run to its next point of these, and say which; "" when it has ended."""
        fiber, own = self._fibers[worker]
        worker.stops = stops
        callers: Any = connections["default"]
        connections["default"] = own
        _running.append(worker)
        try:
            fiber.switch()
        finally:
            _running.pop()
            connections["default"] = callers
        if worker.ended:
            del self._fibers[worker]
            if worker.crashed or worker.error is not None:
                own.close()
            self._free.append(own)
            if worker.error is not None:
                raise worker.error
        return worker.at

    def crash(self, worker: Worker) -> None:
        """Kill a worker where it stands."""
        worker.doomed = True
        while not worker.ended:
            self.step(worker)

    def clear(self) -> None:
        """Kill all who are left, whatever they raise."""
        for worker in self.workers:
            worker.doomed = True
            while not worker.ended:
                with suppress(Exception):
                    self.step(worker)

    def close(self) -> None:
        """Kill all who are left, and close the connections."""
        self.clear()
        for own in self._free:
            own.close()
        self._free.clear()


def _live(worker: Worker) -> None:
    """A worker's life, in its fiber."""
    try:
        if worker.doomed:
            raise Crash
        with connection.execute_wrapper(_before_statement):
            worker.work()
    except Crash:
        worker.crashed = True
    except BaseException as error:  # whatever it is, whoever steps it shall see it
        worker.error = error
    worker.at = ""


def _before_statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    database, worker = context["connection"], here()
    if not database.in_atomic_block:
        if sql == "BEGIN":
            point(BEGIN)
        elif not any(word in sql for word in _NO_POINT):
            point(STATEMENT)
    elif database.vendor != "sqlite" and worker and worker.inside is not database.atomic_blocks[0]:
        # Elsewhere no statement begins a transaction: its first one tells of it.
        worker.inside = database.atomic_blocks[0]
        point(BEGIN)
    return execute(sql, params, many, context)
