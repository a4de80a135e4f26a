from __future__ import annotations

from typing import Any

import pytest
import stripe

from djstripe.gateway import Patience, ports
from djstripe.gateway.retries import retry_after_seconds, wait_seconds

from .fakes import FakeTransport, Reply, connection_error, failure, for_tests, gateway_over

OK = Reply({"id": "x"})


@pytest.mark.parametrize(
    ("line", "attempts"),
    [
        (failure(429), 2),
        (failure(429, headers={"Stripe-Should-Retry": "false"}), 2),
        (failure(400, "rate_limit"), 2),
        (failure(409), 2),
        (failure(500), 2),
        (failure(503), 2),
        (connection_error(), 2),
        (connection_error(should_retry=False), 1),
        (failure(500, headers={"stripe-should-retry": "false"}), 1),
        (failure(400, headers={"stripe-should-retry": "true"}), 2),
        (failure(400), 1),
        (failure(401), 1),
        (failure(402, "card_declined"), 1),
        (failure(403), 1),
        (failure(404, "resource_missing"), 1),
    ],
)
def test_what_is_sent_again(line: Any, attempts: int) -> None:
    transport = FakeTransport(line, OK)
    gateway = gateway_over(transport)

    if attempts == 1:
        with pytest.raises(stripe.StripeError):
            gateway.request("get", "/v1/a", for_tests())
    else:
        assert gateway.request("get", "/v1/a", for_tests()).attempts == attempts

    assert len(transport.requests) == attempts


def test_waits_grow_and_end() -> None:
    transport = FakeTransport(failure(500))

    with pytest.raises(stripe.APIError):
        gateway_over(transport).request("get", "/v1/a", for_tests())

    assert transport.clock.slept == [0.5, 1.0, 2.0, 4.0]


def test_no_attempt_begins_after_the_time_is_up() -> None:
    transport = FakeTransport(Reply({}, 500, after_seconds=60))

    with pytest.raises(stripe.APIError):
        gateway_over(transport).request("get", "/v1/a", for_tests())

    assert len(transport.requests) == 2


def test_attempts_of_a_post_share_a_key_and_requests_do_not() -> None:
    transport = FakeTransport(failure(500), connection_error(), OK)
    gateway = gateway_over(transport)

    gateway.create("/v1/a", for_tests(), {"x": 1})
    gateway.create("/v1/a", for_tests(), {"x": 1})
    gateway.create("/v1/a", for_tests(), idempotency_key="mine")

    keys = [r.headers["Idempotency-Key"] for r in transport.requests]
    assert keys[0] == keys[1] == keys[2]
    assert len(set(keys)) == 3
    assert keys[4] == "mine"
    assert len({r.body for r in transport.requests[:3]}) == 1


def test_pace_is_kept_before_every_attempt() -> None:
    transport = FakeTransport(failure(500), OK)
    asked: list[Any] = []
    before = ports.pace
    ports.pace = lambda credentials, method, path: asked.append((method, path))
    try:
        gateway_over(transport).request("get", "/v1/a?x=1", for_tests())
    finally:
        ports.pace = before

    assert asked == [("get", "/v1/a")] * 2


def test_other_patience_over_the_same_connections() -> None:
    transport = FakeTransport(failure(500))

    with pytest.raises(stripe.APIError):
        gateway_over(transport).with_patience(0, 1).request("get", "/v1/a", for_tests())

    assert len(transport.requests) == 1


@pytest.mark.parametrize(
    ("header", "slept"),
    [
        ("7", [7.0]),
        ("0", [0.0]),
        ("-3", [0.0]),
        ("3600", [60.0]),
        ("Sun, 22 Nov 2026 12:00:09 GMT", [9.0]),
        ("Sun, 22 Nov 2026 11:00:00 GMT", [0.0]),
        ("soon", [0.5]),
    ],
)
def test_retry_after_is_honoured(header: str, slept: list[float]) -> None:
    transport = FakeTransport(failure(429, headers={"retry-after": header}), OK)

    gateway_over(transport).request("get", "/v1/a", for_tests())

    assert transport.clock.slept == slept


def test_a_wait_that_is_too_long_is_not_begun() -> None:
    transport = FakeTransport(failure(429, headers={"Retry-After": "50"}))

    with pytest.raises(stripe.RateLimitError):
        gateway_over(transport, patience=Patience(9, 40)).request("get", "/v1/a", for_tests())

    assert transport.clock.slept == []


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_jitter_keeps_between_half_and_whole(chance: float) -> None:
    waits = [
        wait_seconds(
            connection_error(),
            attempts=n,
            elapsed_seconds=0,
            patience=Patience(99, 999),
            random=lambda: chance,
        )
        for n in (1, 2, 30)
    ]

    assert [
        bool(w and full / 2 <= w <= full) for w, full in zip(waits, (0.5, 1, 16), strict=True)
    ] == [True] * 3


def test_a_date_without_a_date_to_count_from_says_nothing() -> None:
    assert retry_after_seconds({"Retry-After": "Sun, 22 Nov 2026 12:00:09 GMT"}) is None
