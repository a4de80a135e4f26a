"""A transport without a network, and a clock that only moves when told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import stripe

from djstripe.gateway import Credentials, Gateway, NoLedger, Patience

DATE = "Sun, 22 Nov 2026 12:00:00 GMT"
NOW = 1795348800
KEY = "sk_test_" + "51NotARealKey0123456789wxyz"


@dataclass
class Request:
    method: str
    url: str
    headers: dict[str, str]
    body: Any

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body)


@dataclass
class Reply:
    data: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after_seconds: float = 0.0


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


Script = Reply | Exception | Callable[[Request], Reply]


class FakeTransport(stripe.HTTPClient):
    """Answers with what the script says, in its order; the last line goes on for ever."""

    name = "fake"

    def __init__(self, *script: Script, clock: Clock | None = None) -> None:
        super().__init__()
        self.script = list(script)
        self.clock = clock or Clock()
        self.requests: list[Request] = []

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        request = Request(method, url, dict(headers or {}), post_data)
        self.requests.append(request)
        line = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(line, Exception):
            raise line
        reply = line if isinstance(line, Reply) else line(request)
        self.clock.seconds += reply.after_seconds
        body = reply.data if isinstance(reply.data, str) else json.dumps(reply.data)
        headers = {"Date": DATE, "Request-Id": "req_1", **reply.headers}
        return body, reply.status, {k: v for k, v in headers.items() if v}

    def close(self) -> None:
        pass


def gateway_over(transport: FakeTransport, **options: Any) -> Gateway:
    """A gateway with the transport's clock, no jitter, and four retries within 100 seconds."""
    options.setdefault("patience", Patience(4, 100))
    # The application's own read and write the database.
    options.setdefault("read_ticket", lambda: None)
    options.setdefault("ledger", NoLedger())
    return Gateway(
        http_client=transport,
        monotonic=transport.clock,
        sleep=transport.clock.sleep,
        random=lambda: 0.0,
        **options,
    )


def for_tests(**options: Any) -> Credentials:
    return Credentials(**{"api_key": KEY, "account": "acct_1", "livemode": False, **options})


def error(status: int, code: str = "", message: str = "no", **more: Any) -> dict[str, Any]:
    """The body of an error of Stripe's."""
    kind = {402: "card_error", 429: "invalid_request_error"}.get(status, "invalid_request_error")
    return {"error": {"type": kind, "code": code, "message": message, **more}}


def failure(status: int, code: str = "", headers: Any = None, **more: Any) -> Reply:
    return Reply(error(status, code, **more), status, headers or {})


def cut_list(url: str, *elements: Any, has_more: bool = True) -> dict[str, Any]:
    return {"object": "list", "url": url, "has_more": has_more, "data": list(elements)}


def connection_error(should_retry: bool = True) -> stripe.APIConnectionError:
    return stripe.APIConnectionError("reset", should_retry=should_retry)  # type: ignore[no-untyped-call]
