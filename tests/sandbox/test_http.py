"""Over a socket: the unmodified SDK, keep-alive, threads, garbage."""

import http.client
import io
import queue
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from djstripe.sandbox import PortTaken

KEY = {"Authorization": "Bearer sk_test_x"}


@pytest.fixture
def server(sandbox):
    with sandbox.serve() as server:
        yield server


def test_the_sdk_talks_to_it(server):
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": server.url})

    made = client.v1.customers.create({"email": "zoë@example.com"})

    assert client.v1.customers.retrieve(made.id).email == "zoë@example.com"
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.customers.retrieve("cus_no")
    assert missing.value.code == "resource_missing"
    assert missing.value.http_status == 404


def test_one_connection_serves_many_requests(server):
    connection = http.client.HTTPConnection(server.host, server.port)
    for _ in range(3):
        connection.request("GET", "/v1/customers", headers=KEY)
        response = connection.getresponse()
        assert response.status == 200
        assert response.getheader("Date")
        assert response.read()
    connection.close()


def test_clients_at_once_are_safe(server, sandbox):
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": server.url})

    def work(n):
        return client.v1.customers.create({"metadata": {"n": n}}).id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(work, range(64)))

    assert len(set(ids)) == 64
    assert len(sandbox.all("customer")) == 64


def test_a_taken_port_says_so(server, sandbox):
    with pytest.raises(PortTaken, match="is taken by another program"):
        sandbox.serve(server.port)


def test_a_dropped_connection_is_closed(server, sandbox):
    sandbox.faults.drop()
    connection = http.client.HTTPConnection(server.host, server.port)

    connection.request("GET", "/v1/customers", headers=KEY)

    with pytest.raises(http.client.RemoteDisconnected):
        connection.getresponse()


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /v1/customers HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /v1/%ff%00 HTTP/1.1\r\nAuthorization: Bearer sk_test_x\r\n\r\n",
    ],
)
def test_garbage_over_http_is_4xx(server, raw):
    with socket.create_connection((server.host, server.port), timeout=5) as plug:
        plug.sendall(raw)
        status = plug.recv(4_096).split()[1]

    assert status.startswith(b"4")


def test_a_post_with_a_file(server, sandbox):
    made = stripe.StripeClient(
        "sk_test_x", base_addresses={"api": server.url, "files": server.url}
    ).v1.files.create({"purpose": "dispute_evidence", "file": io.BytesIO(b"hello")})

    assert (made.purpose, made.size) == ("dispute_evidence", 5)


def test_the_command_line_names_its_options():
    result = subprocess.run(
        [sys.executable, "-m", "djstripe.sandbox", "--help"], capture_output=True, check=True
    )

    assert b"--company" in result.stdout


def test_while_it_serves_no_request_waits_for_a_receiver(server, sandbox):
    got = queue.SimpleQueue()
    gate = threading.Event()

    def receive(body, headers):
        gate.wait(5)
        got.put(body)

    sandbox.deliver_to(receive)
    connection = http.client.HTTPConnection(server.host, server.port)
    connection.request("POST", "/v1/customers", headers=KEY)
    assert connection.getresponse().status == 200
    assert got.empty()

    gate.set()
    assert b"customer.created" in got.get(timeout=5)
