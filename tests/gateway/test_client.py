from __future__ import annotations

import traceback
from typing import Any

import pytest
import stripe
from django.test import override_settings
from django.views.debug import ExceptionReporter

from djstripe.exceptions import CredentialsError
from djstripe.gateway import Gateway, get_gateway, object_path, ports, snapshots_of, use
from djstripe.settings import PINNED_API_VERSION
from djstripe.snapshot import END_OF_TIME, Door, Stamp

from .fakes import (
    KEY,
    NOW,
    FakeTransport,
    Reply,
    Request,
    connection_error,
    error,
    failure,
    for_tests,
    gateway_over,
)

CUSTOMER = {"id": "cus_1", "object": "customer", "livemode": False}


def test_a_request_as_stripe_gets_it() -> None:
    transport = FakeTransport(Reply(CUSTOMER))
    credentials = for_tests(stripe_account="acct_1", context="acct_1")

    answer = gateway_over(transport).request(
        "GET", "/v1/customers/cus_1", credentials, {"expand": ["default_source"]}
    )

    (request,) = transport.requests
    assert request.method == "get"
    assert request.url == "https://api.stripe.com/v1/customers/cus_1?expand[0]=default_source"
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["Stripe-Version"] == PINNED_API_VERSION
    assert request.headers["Stripe-Account"] == "acct_1"
    assert "Idempotency-Key" not in request.headers
    assert type(answer.data) is dict
    assert answer.data == CUSTOMER
    assert (answer.request_id, answer.status, answer.attempts) == ("req_1", 200, 1)


def test_the_version_of_a_request_wins_over_the_credentials_and_the_setting() -> None:
    transport = FakeTransport(Reply(CUSTOMER))
    gateway = gateway_over(transport)

    with override_settings(STRIPE_API_VERSION="2024-06-20"):
        gateway.request("get", "/v1/a", for_tests())
        gateway.request("get", "/v1/a", for_tests(api_version="2025-03-31.basil"))
        gateway.request("get", "/v1/a", for_tests(api_version="x"), api_version="2020-08-27")

    sent = [r.headers["Stripe-Version"] for r in transport.requests]
    assert sent == ["2024-06-20", "2025-03-31.basil", "2020-08-27"]


def test_nothing_is_told_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    transport = FakeTransport(Reply(CUSTOMER))
    gateway = gateway_over(transport)

    gateway.request("get", "/v1/a", for_tests())
    gateway.request("get", "/v1/a", for_tests())

    for request in transport.requests:
        assert "X-Stripe-Client-Telemetry" not in request.headers
        told = request.headers["X-Stripe-Client-User-Agent"]
        assert "telemetry_id" not in told
        assert "platform" not in told
        assert "uname" not in told
        assert "AIAgent" not in request.headers["User-Agent"]
        assert "djstripe/" in request.headers["User-Agent"]


@pytest.mark.parametrize("path", ["/v1/setup_intents", "/v2/things"])
def test_a_parameter_named_like_an_option_of_the_sdk_arrives(path: str) -> None:
    """``usage`` of a setup intent was swallowed by ``raw_request``."""
    transport = FakeTransport(Reply({"id": "seti_1"}))
    params = {"usage": "off_session", "note": "djstripe.param.usage=1", "base": "b"}

    gateway_over(transport).create(path, for_tests(), params)

    body = transport.requests[0].body
    assert "djstripe.param.base" not in body
    assert '"usage": "off_session"' in body if path.startswith("/v2") else "usage=off_s" in body
    assert "note=djstripe.param.usage%3D1" in body or "=1" in body


def test_a_parameter_named_like_an_option_arrives_in_a_query() -> None:
    transport = FakeTransport(Reply({}))

    gateway_over(transport).request("get", "/v1/a", for_tests(), {"usage": {"gte": 1}})

    assert transport.requests[0].query == {"usage[gte]": ["1"]}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/../v2/x",
        "/v1//x",
        "//evil.example/v1/x",
        "https://evil.example/v1/x",
        "@evil/v1/x",
        "/v3/x",
        "/v1/customers/..",
        "/v1/customers/%2e%2E/x",
        "/v1/a b",
        "/v1/a\\b",
        "v1/a",
        "/v1",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    transport = FakeTransport(Reply({}))

    with pytest.raises(ValueError, match="not a path"):
        gateway_over(transport).request("get", path, for_tests())

    assert transport.requests == []


def test_an_id_is_quoted_in_a_path() -> None:
    assert object_path("/v1/coupons/{id}", id="50% off/ü") == "/v1/coupons/50%25%20off%2F%C3%BC"
    with pytest.raises(ValueError, match="not a path"):
        path = object_path("/v1/coupons/{id}", id="..")
        gateway_over(FakeTransport(Reply({}))).request("get", path, for_tests())


def test_the_host_comes_from_the_argument_or_the_setting() -> None:
    transport = FakeTransport(Reply({"id": "x"}))

    gateway_over(transport, api_host="http://127.0.0.1:1/").request("get", "/v1/a", for_tests())
    with override_settings(STRIPE_API_HOST="http://sandbox:2/"):
        gateway_over(transport).request("get", "/v1/a", for_tests())
        gateway_over(transport).create("/v1/files", for_tests(), {"purpose": "selfie"})

    assert [r.url for r in transport.requests] == [
        "http://127.0.0.1:1/v1/a",
        "http://sandbox:2/v1/a",
        "http://sandbox:2/v1/files",
    ]
    assert transport.requests[2].headers["Content-Type"].startswith("multipart/form-data")


def test_a_file_is_its_bytes_from_the_server_of_files() -> None:
    transport = FakeTransport(failure(500), Reply("%PDF-1.4"))

    body = gateway_over(transport).content("/v1/quotes/qt_1/pdf", for_tests())

    assert body == b"%PDF-1.4"
    assert transport.requests[1].url.startswith("https://files.stripe.com/v1/quotes/qt_1/pdf")


# --- stamps


def test_the_stamp_spans_the_request_and_has_the_ticket_of_its_beginning() -> None:
    tickets = iter([7, 8])
    transport = FakeTransport(Reply(CUSTOMER, after_seconds=2.5))
    gateway = gateway_over(transport, read_ticket=lambda: next(tickets))

    snapshot = gateway.retrieve("/v1/customers/cus_1", for_tests())

    assert snapshot.stamp == Stamp.of_answer(NOW, 2.5, 7)
    assert (snapshot.account, snapshot.livemode, snapshot.door) == ("acct_1", False, Door.LOOK)
    assert snapshot.api_version == PINNED_API_VERSION


def test_the_ticket_comes_from_the_ports() -> None:
    transport = FakeTransport(Reply(CUSTOMER))
    before = ports.read_ticket
    ports.read_ticket = lambda: 42
    try:
        gateway = gateway_over(transport, read_ticket=None)
        snapshot = gateway.retrieve("/v1/customers/cus_1", for_tests())
    finally:
        ports.read_ticket = before

    assert snapshot.stamp.ticket == 42


def test_the_stamp_of_a_repeated_request_begins_with_the_first_attempt() -> None:
    tickets = iter([7, 8])
    transport = FakeTransport(
        failure(500), Reply(CUSTOMER, headers={"Idempotent-Replayed": "true"}, after_seconds=1)
    )
    gateway = gateway_over(transport, read_ticket=lambda: next(tickets))

    snapshot = gateway.create("/v1/customers", for_tests())

    assert snapshot.stamp == Stamp.of_answer(NOW, 1.5, 7)  # half a second of waiting, one of work


def test_an_answer_replayed_from_an_earlier_run_is_of_unknown_age() -> None:
    transport = FakeTransport(Reply(CUSTOMER, headers={"idempotent-replayed": "true"}))
    gateway = gateway_over(transport, read_ticket=lambda: 7)

    snapshot = gateway.create("/v1/customers", for_tests(), idempotency_key="order-1")

    assert transport.requests[0].headers["Idempotency-Key"] == "order-1"
    assert snapshot.stamp == Stamp(0, NOW + 1)


def test_without_a_date_only_the_ticket_decides() -> None:
    transport = FakeTransport(Reply(CUSTOMER, headers={"Date": ""}))

    snapshot = gateway_over(transport, read_ticket=lambda: 7).retrieve("/v1/c/1", for_tests())

    assert snapshot.stamp == Stamp(0, END_OF_TIME, 7)


# --- modes


def test_an_object_of_the_other_mode_is_refused() -> None:
    transport = FakeTransport(Reply({**CUSTOMER, "livemode": True}))

    with pytest.raises(CredentialsError, match="cus_1 is of live mode"):
        gateway_over(transport).retrieve("/v1/customers/cus_1", for_tests())


def test_an_object_without_a_mode_has_that_of_the_key() -> None:
    transport = FakeTransport(Reply({"id": "re_1", "object": "refund"}))

    assert gateway_over(transport).retrieve("/v1/refunds/re_1", for_tests()).livemode is False


def test_identify_asks_whose_the_key_is() -> None:
    transport = FakeTransport(Reply({"id": "acct_9", "object": "account"}))

    credentials = gateway_over(transport).identify(KEY)

    assert (credentials.account, credentials.livemode) == ("acct_9", False)
    assert transport.requests[0].path == "/v1/account"


# --- look


def missing(id: str, **more: Any) -> Reply:
    return failure(404, "resource_missing", message=f"No such customer: '{id}'", **more)


def test_a_missing_object_is_a_deleted_snapshot() -> None:
    transport = FakeTransport(missing("cus_1"))

    snapshot = gateway_over(transport, read_ticket=lambda: 3).look(
        "customer", "cus_1", "/v1/customers/cus_1", for_tests()
    )

    assert snapshot.deleted
    assert snapshot.data == {"id": "cus_1", "object": "customer", "deleted": True}
    assert snapshot.stamp == Stamp.of_answer(NOW, 0, 3)


def test_a_stub_is_a_deleted_snapshot() -> None:
    transport = FakeTransport(Reply({"id": "cus_1", "object": "customer", "deleted": True}))

    look = gateway_over(transport).look("customer", "cus_1", "/v1/customers/cus_1", for_tests())

    assert look.deleted


@pytest.mark.parametrize(
    "reply",
    [
        missing("cus_10"),
        missing("cus_2"),
        failure(404, "resource_missing", message="No such customer: 'cus_1'; a similar object exists in live mode, but a test mode key was used to make this request."),
        failure(404, "", message="Unrecognized request URL 'cus_1'"),
        failure(403, "account_invalid", message="cus_1"),
        failure(401, "", message="cus_1"),
    ],
)  # fmt: skip
def test_what_is_refused_is_not_gone(reply: Reply) -> None:
    transport = FakeTransport(reply)

    with pytest.raises(stripe.StripeError):
        gateway_over(transport).look("customer", "cus_1", "/v1/customers/cus_1", for_tests())


def test_an_id_that_the_user_chose_may_exist_in_the_other_mode() -> None:
    message = "No such product: 'gold'; a similar object exists in live mode, but …"
    transport = FakeTransport(failure(404, "resource_missing", message=message))

    look = gateway_over(transport).look("product", "gold", "/v1/products/gold", for_tests())

    assert look.deleted


# --- errors and secrets


def test_a_declined_card_carries_its_payment_intent() -> None:
    intent = {"id": "pi_1", "object": "payment_intent", "status": "requires_payment_method"}
    transport = FakeTransport(failure(402, "card_declined", payment_intent=intent))

    with pytest.raises(stripe.CardError) as caught:
        gateway_over(transport, read_ticket=lambda: 5).create(
            "/v1/payment_intents/pi_1/confirm", for_tests()
        )

    (snapshot,) = snapshots_of(caught.value)
    assert snapshot.data == intent
    assert snapshot.stamp == Stamp.of_answer(NOW, 0, 5)
    assert snapshots_of(stripe.StripeError("x")) == []


def careless(request: Request) -> Reply:
    return Reply(error(401, message=f"Invalid key: {request.headers['Authorization']}"), 401)


def breaks_while_sending(request: Request) -> Reply:
    sent = f"Authorization: {request.headers['Authorization']}".encode()
    try:
        raise OSError(f"{len(sent)} bytes were not sent")
    except OSError as broken:
        raise connection_error(should_retry=False) from broken


@pytest.mark.parametrize(
    "line",
    [careless, breaks_while_sending, failure(500), ValueError("a bug in the transport")],
)
def test_no_error_shows_the_key(line: Any) -> None:
    try:
        gateway_over(FakeTransport(line)).create("/v1/charges", for_tests(), {"amount": 1})
    except (stripe.StripeError, ValueError) as failed:
        page = ExceptionReporter(
            None, type(failed), failed, failed.__traceback__
        ).get_traceback_html()
        stack = traceback.TracebackException.from_exception(failed, capture_locals=True)
        shown = [page, "".join(stack.format()), repr(vars(failed)), str(failed), repr(failed.args)]
    else:
        pytest.fail("no error was raised")

    assert not [text for text in shown if KEY in text]


def test_an_answer_that_is_no_json_is_the_sdks_error() -> None:
    transport = FakeTransport(Reply("<html>"))

    with pytest.raises(stripe.APIError):
        gateway_over(transport).request("get", "/v1/a", for_tests())


# --- typed objects


def test_typed_objects_on_demand() -> None:
    transport = FakeTransport(Reply({**CUSTOMER, "name": "Ada"}))
    gateway = gateway_over(transport)

    customer: Any = gateway.to_stripe_object(CUSTOMER, for_tests())
    customer.refresh()

    assert isinstance(customer, stripe.Customer)
    assert customer.name == "Ada"
    assert transport.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    assert transport.requests[0].headers["Stripe-Version"] == PINNED_API_VERSION
    assert KEY not in repr(vars(customer))


# --- which gateway


def test_one_gateway_per_process_until_the_timeouts_change() -> None:
    first = get_gateway()

    assert get_gateway() is first
    with override_settings(DJSTRIPE_READ_TIMEOUT_SECONDS=1):
        assert get_gateway() is not first


def test_use_is_for_a_while() -> None:
    one, other = Gateway(http_client=FakeTransport()), Gateway(http_client=FakeTransport())

    with use(one):
        with use(other):
            assert get_gateway() is other
        assert get_gateway() is one
    assert get_gateway() not in (one, other)
