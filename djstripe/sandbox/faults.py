"""Faults on demand: the next matching requests are answered with an error, or not answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from .errors import ApiError, ConnectionDropped


@dataclass
class Fault:
    """
    What goes wrong with a request whose method and path match, `times` times.

    `path` is a pattern such as `/v1/charges*`. With `after`, the work is done before it happens.
    A status of 0 is a connection that closes without an answer.
    """

    status: int
    method: str = "*"
    path: str = "*"
    after: bool = False
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None

    def matches(self, method: str, path: str, after: bool) -> bool:
        verb = self.method.upper() in ("*", method)
        return self.times > 0 and self.after == after and verb and fnmatchcase(path, self.path)

    def strike(self) -> None:
        self.times -= 1
        if self.status == 0:
            raise ConnectionDropped("The sandbox dropped this connection on demand.")
        kind = "rate_limit_error" if self.status == 429 else "api_error"
        raise ApiError(
            f"The sandbox was asked to answer {self.status}.",
            status=self.status,
            type="invalid_request_error" if self.status in (400, 409) else kind,
            code=self.code or ("rate_limit" if self.status == 429 else None),
            headers=self.headers,
        )


class Faults:
    """The queue of faults that wait for a request, in the order they were queued."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def rate_limit(self, retry_after: int = 1, path: str = "*", times: int = 1) -> Fault:
        """429 with `Retry-After` in seconds and `Stripe-Rate-Limited-Reason`."""
        headers = {
            "Retry-After": str(retry_after),
            "Stripe-Rate-Limited-Reason": "endpoint-rate",
        }
        return self.add(Fault(429, path=path, times=times, headers=headers))

    def server_error(self, path: str = "*", after: bool = False, times: int = 1) -> Fault:
        """500, before or after the work was done."""
        return self.add(Fault(500, path=path, after=after, times=times))

    def drop(self, path: str = "*", after: bool = False, times: int = 1) -> Fault:
        """A connection that closes without an answer, before or after the work was done."""
        return self.add(Fault(0, path=path, after=after, times=times))

    def clear(self) -> None:
        self.waiting.clear()

    def strike(self, method: str, path: str, after: bool) -> None:
        """Raise what the first matching fault says."""
        for fault in self.waiting:
            if fault.matches(method, path, after):
                if fault.times == 1:
                    self.waiting.remove(fault)
                fault.strike()
