"""Over a real socket, with the real transport."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe
from django.test import override_settings
from django.views.debug import ExceptionReporter

from djstripe.gateway import Gateway, Patience

from .fakes import KEY, Clock, for_tests


class Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/v1/hangs_up"):
            self.connection.close()
            return
        if self.path.startswith("/v1/sleeps"):
            self.server.awake.wait(30)  # type: ignore[attr-defined]
            self.connection.close()
            return
        body = b'{"id": "cus_1", "object": "customer", "key_is_right": %s}' % (
            b"true" if self.headers["Authorization"] == f"Bearer {KEY}" else b"false"
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what is tested here."""


@pytest.fixture
def host() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Handler)
    server.awake = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.awake.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer(host: str) -> None:
    snapshot = Gateway(api_host=host, read_ticket=lambda: None).retrieve(
        "/v1/customers/cus_1", for_tests()
    )

    assert snapshot.data["key_is_right"] is True
    assert snapshot.stamp.latest - snapshot.stamp.earliest < 10


def test_many_threads_share_a_gateway(host: str) -> None:
    gateway = Gateway(api_host=host, read_ticket=lambda: None)

    def ask(n: int) -> Any:
        return gateway.retrieve("/v1/customers/cus_1", for_tests()).data["key_is_right"]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(64)))


@pytest.mark.parametrize("path", ["/v1/hangs_up", "/v1/sleeps"])
def test_a_broken_connection_is_tried_again_and_shows_no_key(host: str, path: str) -> None:
    clock = Clock()
    with override_settings(DJSTRIPE_READ_TIMEOUT_SECONDS=0.1):
        gateway = Gateway(
            api_host=host,
            patience=Patience(2, 60),
            read_ticket=lambda: None,
            sleep=clock.sleep,
            random=lambda: 0.0,
        )

    try:
        gateway.request("get", path, for_tests())
    except stripe.APIConnectionError as failed:
        page = ExceptionReporter(
            None, type(failed), failed, failed.__traceback__
        ).get_traceback_html()
        stack = traceback.TracebackException.from_exception(failed, capture_locals=True)
    else:
        pytest.fail("it was answered")

    assert clock.slept == [0.5, 1.0]
    assert KEY not in page
    assert KEY not in "".join(stack.format())
