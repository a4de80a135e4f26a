"""
Faults on demand: how Stripe and the network misbehave, request by request.

    sandbox.faults.rate_limit(path="/v1/charges*")
    sandbox.faults.drop(after=True)                       # the work is done, the answer is lost
    sandbox.faults.slow(8, during=lambda: sandbox.advance(3))
    sandbox.faults.stale(seconds=5, kind="subscription")
    sandbox.faults.at_random(0.05, Fault(500), Fault(0, after=True))

A fault strikes the requests that match its method, path and object type, `times` times, in the
order they were queued. One request meets at most one fault of each sort. What is random comes
from the sandbox's seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .catalogue import Json
from .clock import Clock
from .errors import ApiError
from .limits import lock_timeout, rate_limited
from .state import History, State

SORTS = ("error", "drop", "half", "slow", "stale")
_PAGE = (
    b"<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n"
    b"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_REASONS = {502: b"502 Bad Gateway", 503: b"503 Service Unavailable", 504: b"504 Gateway Time-out"}
MAX_REAL_SECONDS = 30.0


@dataclass
class Fault:
    """
    What goes wrong, and with which requests.

    `status` is an error's; 0 is a connection that closes without an answer. `path` is a pattern
    such as `/v1/charges*`, `kind` an object type such as `charge`. With `after`, the work is
    done before it happens. `times` is how often it strikes, None without end; `share` is the
    probability that a matching request is struck.
    """

    status: int = 500
    method: str = "*"
    path: str = "*"
    after: bool = False
    times: int | None = 1
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None
    kind: str = "*"
    share: float = 1.0
    sort: str = "error"  # one of SORTS
    html: bool = False  # the body is a proxy's page, not Stripe's envelope
    stored: bool = False  # the error is remembered under the idempotency key
    seconds: float = 0  # slow: how long; stale: how long ago
    changes: int = 0  # stale: how many changes ago
    real: bool = False  # slow: let the client really wait
    during: Callable[[], object] | None = None  # slow: what happens meanwhile

    def __post_init__(self) -> None:
        if self.status == 0 and self.sort == "error":
            self.sort = "drop"
        if self.sort not in SORTS:
            raise ValueError(f"There is no fault of sort {self.sort!r}; there are {SORTS}.")
        if self.sort == "stale":
            self.method = "GET"

    def matches(self, method: str, path: str, kinds: tuple[str, ...]) -> bool:
        if self.times is not None and self.times <= 0:
            return False
        verb = self.method.upper() in ("*", method)
        return verb and self.kind in ("*", *kinds) and fnmatchcase(path, self.path)

    def error(self) -> ApiError:
        """What an `error` fault answers."""
        if self.code == "lock_timeout":
            error = lock_timeout()
        elif self.status == 429:
            reason = self.headers.get("Stripe-Rate-Limited-Reason", "endpoint-rate")
            error = rate_limited(reason, None)
        else:
            error = ApiError(
                f"The sandbox was asked to answer {self.status}.",
                status=self.status,
                type="invalid_request_error" if self.status < 500 else "api_error",
                code=self.code,
            )
        error.headers.update(self.headers)
        if self.html:
            line = _REASONS.get(self.status, str(self.status).encode())
            error.page = _PAGE % (line, line)
        return error


class Faults:
    """The faults that wait for requests, in the order they were queued."""

    def __init__(self, state: State, clock: Clock, seed: int = 0) -> None:
        self.state = state
        self.clock = clock
        self.waiting: list[Fault] = []
        # A stream of its own: a fault does not change the ids of objects.
        self.random = random.Random(f"faults {seed}")

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        if fault.sort == "stale" and self.state.history is None:
            self.state.history = History(self.clock.moment)
        return fault

    def clear(self) -> None:
        self.waiting.clear()

    # -- errors

    def rate_limit(
        self,
        retry_after: int | None = 1,
        path: str = "*",
        times: int | None = 1,
        reason: str = "endpoint-rate",
        **match: Any,
    ) -> Fault:
        """429 with a reason, and with `Retry-After` in seconds unless it is None."""
        headers = {"Stripe-Rate-Limited-Reason": reason}
        if retry_after is not None:
            headers["Retry-After"] = str(retry_after)
        return self.add(Fault(429, path=path, times=times, headers=headers, **match))

    def lock_timeout(self, path: str = "*", times: int | None = 1, **match: Any) -> Fault:
        """429 `lock_timeout`: something else has the object."""
        return self.add(Fault(429, path=path, times=times, code="lock_timeout", **match))

    def conflict(self, path: str = "*", times: int | None = 1, **match: Any) -> Fault:
        """409: the request got in the way of another."""
        return self.add(Fault(409, path=path, times=times, **match))

    def server_error(
        self, path: str = "*", after: bool = False, times: int | None = 1, **match: Any
    ) -> Fault:
        """
        500 in Stripe's envelope, before or after the work was done.

        `stored=True`: Stripe remembers it under the idempotency key and replays it, as it does
        with a 500 of its own; then it also advises against a retry.
        """
        fault = Fault(500, path=path, after=after, times=times, **match)
        if fault.stored:
            fault.headers.setdefault("Stripe-Should-Retry", "false")
        return self.add(fault)

    def bad_gateway(
        self, status: int = 502, path: str = "*", times: int | None = 1, **match: Any
    ) -> Fault:
        """502 (or 503, 504) from a proxy in front of Stripe: a page in HTML."""
        return self.add(Fault(status, path=path, times=times, html=True, **match))

    # -- the network

    def drop(
        self, path: str = "*", after: bool = False, times: int | None = 1, **match: Any
    ) -> Fault:
        """A connection that closes without an answer, before or after the work was done."""
        return self.add(Fault(0, path=path, after=after, times=times, **match))

    def half(self, path: str = "*", times: int | None = 1, **match: Any) -> Fault:
        """The work is done, and the connection closes in the middle of the answer."""
        return self.add(Fault(200, path=path, times=times, sort="half", after=True, **match))

    def slow(
        self,
        seconds: float,
        path: str = "*",
        during: Callable[[], object] | None = None,
        after: bool = False,
        times: int | None = 1,
        real: bool = False,
        **match: Any,
    ) -> Fault:
        """
        An answer that takes time, before the work is done, or after it.

        The sandbox's clock passes that many seconds between arrival and answer, at once: nobody
        waits. `during` is called halfway, without any lock: it may send requests of its own,
        deliver events, advance the clock, or wait for another thread. With `real` the client
        really waits, 30 seconds at most, and the clock is left alone (for a clock that runs).
        """
        return self.add(
            Fault(
                200,
                path=path,
                times=times,
                sort="slow",
                after=after,
                seconds=seconds,
                during=during,
                real=real,
                **match,
            )
        )

    # -- reads that lag

    def stale(
        self,
        seconds: float = 0,
        changes: int = 0,
        path: str = "*",
        times: int | None = 1,
        **match: Any,
    ) -> Fault:
        """
        Reads answer as of so many seconds, or so many changes, ago.

        The sandbox remembers from now on, as long as such a fault waits: a read never goes back
        behind this moment.
        """
        return self.add(
            Fault(
                200,
                path=path,
                times=times,
                sort="stale",
                seconds=seconds,
                changes=changes,
                **match,
            )
        )

    def search_lag(self, seconds: float = 60) -> Fault:
        """Searches run behind, as Stripe's do by up to a minute, until the faults are cleared."""
        return self.stale(seconds, path="/v1/*/search", times=None)

    # -- at random

    def at_random(self, share: float, *faults: Fault) -> list[Fault]:
        """Strike that share of the matching requests, without end unless a fault says how often."""
        for fault in faults:
            fault.share = share
            fault.times = None if fault.times == 1 else fault.times
            self.add(fault)
        return list(faults)

    # -- striking

    def strike(self, method: str, path: str, kinds: tuple[str, ...]) -> list[Fault]:
        """The faults that strike a request; each has one time less from now on."""
        if not self.waiting:
            self.state.history = None
            return []
        struck: list[Fault] = []
        for fault in list(self.waiting):
            sorts = {(one.sort, one.after) for one in struck}
            if (fault.sort, fault.after) in sorts or not fault.matches(method, path, kinds):
                continue
            if fault.share < 1 and self.random.random() >= fault.share:
                continue
            struck.append(fault)
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
        return struck

    # -- keeping

    def dump(self) -> Json:
        """The faults that wait. What happens `during` a slow one is code, and is not kept."""
        waiting = [
            {k: v for k, v in vars(fault).items() if k != "during"} for fault in self.waiting
        ]
        return {"waiting": waiting, "random": self.random.getstate()}

    def load(self, kept: Json) -> None:
        self.waiting.clear()
        self.state.history = None
        for one in kept["waiting"]:
            self.add(Fault(**one))
        version, numbers, gauss = kept["random"]
        self.random.setstate((version, tuple(numbers), gauss))
