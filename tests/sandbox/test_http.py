"""Over a socket: the unmodified SDK, keep-alive, odd bodies, garbage, two clients at once."""

import gzip
import http.client
import io
import json
import queue
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from djstripe.sandbox import PortTaken, Server

KEY = {"Authorization": "Bearer sk_test_x"}
FORM = {**KEY, "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def server(sandbox):
    with sandbox.serve() as server:
        yield server


@pytest.fixture
def connection(server):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    yield connection
    connection.close()


def ask(connection, method, path, body=None, headers=KEY, **more):
    connection.request(method, path, body, headers, **more)
    response = connection.getresponse()
    return response.status, response.read(), response


def raw(server, sent, shut=False):
    """What comes back for these bytes, and that the connection is closed after."""
    with socket.create_connection((server.host, server.port), timeout=5) as plug:
        plug.sendall(sent)
        if shut:
            plug.shutdown(socket.SHUT_WR)
        parts = []
        while part := plug.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def envelope(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["error"]


# -- clients


def test_the_sdk_talks_to_it(server):
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": server.url})

    made = client.v1.customers.create({"email": "zoë@example.com"})

    assert client.v1.customers.retrieve(made.id).email == "zoë@example.com"
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.customers.retrieve("cus_no")
    assert missing.value.code == "resource_missing"
    assert missing.value.http_status == 404


def test_one_connection_serves_many_requests(connection):
    for _ in range(3):
        status, body, response = ask(connection, "GET", "/v1/customers")
        assert status == 200
        assert response.getheader("Date")
        assert response.getheader("Connection") == "keep-alive"
        assert body


def test_an_error_leaves_the_connection_open(connection):
    assert ask(connection, "GET", "/v1/customers/cus_no")[0] == 404
    assert ask(connection, "GET", "/v1/nonsense")[0] == 404
    assert ask(connection, "GET", "/v1/customers")[0] == 200


@pytest.mark.parametrize(
    ("version", "header", "stays"),
    [
        ("1.1", "", True),
        ("1.1", "Connection: close\r\n", False),
        ("1.0", "", False),
        ("1.0", "Connection: keep-alive\r\n", True),
    ],
)
def test_a_connection_is_kept_as_long_as_the_client_asks(server, version, header, stays):
    request = f"GET /v1/customers HTTP/{version}\r\nAuthorization: Bearer sk_test_x\r\n{header}\r\n"

    answer = raw(server, request.encode() * 2, shut=True)

    assert answer.count(b"HTTP/1.1 200 OK") == (2 if stays else 1)


def test_head_is_get_without_a_body(connection):
    status, body, response = ask(connection, "HEAD", "/v1/customers")

    assert (status, body) == (200, b"")
    assert int(response.getheader("Content-Length")) > 0
    assert ask(connection, "GET", "/v1/customers")[0] == 200


def test_chunked_bodies_are_read(connection, sandbox):
    chunks = iter([b"name=", b"A", b"da&email=", b"a%40example.com"])

    status, body, _ = ask(connection, "POST", "/v1/customers", chunks, FORM, encode_chunked=True)

    assert status == 200
    assert (json.loads(body)["name"], json.loads(body)["email"]) == ("Ada", "a@example.com")
    assert ask(connection, "GET", "/v1/customers")[0] == 200


def test_a_client_may_wait_for_100_continue(server):
    with socket.create_connection((server.host, server.port), timeout=5) as plug:
        plug.sendall(
            b"POST /v1/customers HTTP/1.1\r\nAuthorization: Bearer sk_test_x\r\n"
            b"Content-Length: 6\r\nExpect: 100-continue\r\n\r\n"
        )
        assert plug.recv(100).startswith(b"HTTP/1.1 100 Continue")
        plug.sendall(b"name=A")
        assert plug.recv(100).startswith(b"HTTP/1.1 200 OK")


def test_accepting_gzip_changes_nothing(connection):
    headers = {**KEY, "Accept-Encoding": "gzip, deflate, br"}

    status, body, response = ask(connection, "GET", "/v1/customers", headers=headers)

    assert status == 200
    assert response.getheader("Content-Encoding") is None
    assert json.loads(body)["object"] == "list"


# -- bodies of the wrong kind


def test_json_gets_stripes_hint(connection):
    headers = {**KEY, "Content-Type": "application/json"}

    status, body, _ = ask(connection, "POST", "/v1/customers", b'{"name": "A"}', headers)

    assert status == 400
    message = json.loads(body)["error"]["message"]
    assert "check that your POST content type is application/x-www-form-urlencoded" in message


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/mixed", "\x07", "x"])
def test_other_content_types_are_refused(connection, kind):
    status, body, _ = ask(
        connection, "POST", "/v1/customers", b"name=A", {**KEY, "Content-Type": kind}
    )

    assert status == 400
    assert json.loads(body)["error"]["type"] == "invalid_request_error"


def test_a_compressed_body_is_refused_and_not_understood_wrongly(connection, sandbox):
    headers = {**FORM, "Content-Encoding": "gzip"}

    status, _, _ = ask(connection, "POST", "/v1/customers", gzip.compress(b"name=A"), headers)

    assert status == 400
    assert sandbox.all("customer") == []


def test_a_big_body_is_read_and_one_too_big_refused(connection, server):
    big = b"description=" + b"x" * 3_000_000
    assert ask(connection, "POST", "/v1/customers", big, FORM)[0] == 200

    assert ask(connection, "POST", "/v1/customers", big + big, FORM)[0] == 413

    head = b"POST /v1/customers HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n"
    status, error = envelope(raw(server, head))
    assert (status, error["type"]) == (413, "invalid_request_error")


# -- uploads


def test_an_uploads_bytes_come_back(server, sandbox):
    content = bytes(range(256)) * 40
    client = stripe.StripeClient(
        "sk_test_x", base_addresses={"api": server.url, "files": server.url}
    )
    upload = io.BytesIO(content)
    upload.name = "evidence.png"

    made = client.v1.files.create({"purpose": "dispute_evidence", "file": upload})
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    status, body, response = ask(connection, "GET", f"/v1/files/{made.id}/contents")

    assert (made.purpose, made.size, made.filename) == (
        "dispute_evidence",
        len(content),
        "evidence.png",
    )
    assert made.url == f"{server.url}/v1/files/{made.id}/contents"
    assert (status, body) == (200, content)
    assert response.getheader("Content-Type") == "application/octet-stream"
    assert ask(connection, "GET", "/v1/files/file_no/contents")[0] == 404


# -- faults on the wire


def test_a_dropped_connection_is_closed(connection, sandbox):
    sandbox.faults.drop()

    connection.request("GET", "/v1/customers", headers=KEY)

    with pytest.raises(http.client.RemoteDisconnected):
        connection.getresponse()


def test_half_an_answer_breaks_off(connection, sandbox):
    sandbox.faults.half()

    connection.request("GET", "/v1/customers", headers=KEY)

    with pytest.raises(http.client.IncompleteRead):
        connection.getresponse().read()


def test_the_sdk_sees_half_an_answer_as_a_connection_error(server, sandbox):
    client = stripe.StripeClient(
        "sk_test_x", base_addresses={"api": server.url}, max_network_retries=0
    )
    sandbox.faults.half()

    with pytest.raises((stripe.APIConnectionError, stripe.APIError)):
        client.v1.customers.create({})

    assert len(sandbox.all("customer")) == 1


def test_a_proxys_page_is_html(connection, sandbox):
    sandbox.faults.bad_gateway()

    status, body, response = ask(connection, "GET", "/v1/customers")

    assert (status, response.getheader("Content-Type")) == (502, "text/html")
    assert body.startswith(b"<html>")


# -- what is no request


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET /v1/customers\r\n\r\n", 400),
        (b"GET /v1/customers HTTP/2.0\r\n\r\n", 400),
        (b"GET  /v1/customers HTTP/1.1\r\n\r\n", 400),
        (b"get /v1/customers HTTP/1.1\r\n\r\n", 400),
        (b"GET v1/customers HTTP/1.1\r\n\r\n", 400),
        (b"GET /v1/\x00customers HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nbad name: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\na: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413),
    ],
)
def test_what_is_no_request_is_answered_in_the_envelope(server, sent, status):
    answer = raw(server, sent)

    assert envelope(answer)[0] == status
    assert b"Connection: close" in answer


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /v1/customers HTTP/1.1\r\nContent-Length: 50\r\n\r\nname=A",
        b"GET /v1/cus",
        b"GET /v1/customers HTTP/1.1\r\nAuthor",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
)
def test_a_request_that_ends_too_early_is_400(server, sent):
    assert envelope(raw(server, sent, shut=True))[0] == 400


def test_a_request_that_trickles_in_is_given_up(sandbox):
    """One byte at a time: the whole request has a deadline, not each byte."""
    with Server(sandbox, read_seconds=0.3) as server:
        with socket.create_connection((server.host, server.port), timeout=5) as plug:
            plug.sendall(b"GET /v1/customers HTTP/1.1\r\nX-Slow: ")
            status, error = envelope(plug.recv(65_536))

        with socket.create_connection((server.host, server.port), timeout=5) as idle:
            assert idle.recv(100) == b""  # nothing was asked, so nothing is answered

    assert (status, error["type"]) == (408, "invalid_request_error")


# -- several at once


def test_clients_at_once_are_safe(server, sandbox):
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": server.url})

    def work(n):
        return client.v1.customers.create({"metadata": {"n": n}}).id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(work, range(64)))

    assert len(set(ids)) == 64
    assert len(sandbox.all("customer")) == 64


def test_no_update_is_lost_and_no_list_is_torn(server, sandbox):
    """Eight threads write their own metadata key of one customer, and page through a list."""
    customer = sandbox.create("customer")["id"]
    torn = []

    def work(thread):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
        for n in range(20):
            body = f"metadata[t{thread}]={n}"
            assert ask(connection, "POST", f"/v1/customers/{customer}", body, FORM)[0] == 200
            assert ask(connection, "POST", "/v1/products", f"name=p{thread}.{n}", FORM)[0] == 200
            page = json.loads(ask(connection, "GET", "/v1/products?limit=100")[1])
            ids = [one["id"] for one in page["data"]]
            if len(ids) != len(set(ids)) or not all(one["name"] for one in page["data"]):
                torn.append(page)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    assert torn == []
    assert sandbox.get("customer", customer)["metadata"] == {f"t{n}": "19" for n in range(8)}
    assert len(sandbox.all("product")) == 160
    updates = [e for e in sandbox.events if e["type"] == "customer.updated"]
    assert len(updates) == 160


def test_while_it_serves_no_request_waits_for_a_receiver(connection, sandbox):
    got = queue.SimpleQueue()
    gate = threading.Event()

    def receive(body, headers):
        gate.wait(5)
        got.put(body)

    sandbox.deliver_to(receive)
    assert ask(connection, "POST", "/v1/customers", b"", FORM)[0] == 200
    assert got.empty()

    gate.set()
    assert b"customer.created" in got.get(timeout=5)


# -- starting


def test_a_taken_port_says_so(server, sandbox):
    with pytest.raises(PortTaken, match="is taken by another program"):
        sandbox.serve(server.port)


def test_the_command_line_names_its_options():
    result = subprocess.run(
        [sys.executable, "-m", "djstripe.sandbox", "--help"], capture_output=True, check=True
    )

    assert b"--company" in result.stdout
