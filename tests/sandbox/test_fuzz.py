"""Garbage of every kind, to every operation: never anything but an answer in the envelope."""

import http.client
import json
import random
import socket

import pytest

from djstripe.sandbox import Company, Sandbox, catalogue, forms

NOW = 1_790_000_000
VALUES = ["", "x", "-1", "0", "7", "99999999999999999999", "true", "usd", "\x00", "ß", "1.5", "now"]


def value(rng, kind, ids, depth=0):
    """A value that may or may not fit a parameter's type."""
    if rng.random() < 0.15 or depth > 3:
        return rng.choice(VALUES)
    if isinstance(kind, int):
        fields = catalogue.structure(kind)
        names = [name for name in fields if name.endswith("!") or rng.random() < 0.3]
        return {name.rstrip("!"): value(rng, fields[name], ids, depth + 1) for name in names}
    if isinstance(kind, list):
        if kind[0] == "l":
            return [value(rng, kind[1], ids, depth + 1) for _ in range(rng.randint(0, 2))]
        if kind[0] == "m":
            return {rng.choice(VALUES): value(rng, kind[1], ids, depth + 1)}
        return value(rng, rng.choice(kind[1:]), ids, depth + 1)
    if kind == "s" and rng.random() < 0.6:
        return rng.choice(ids)
    return {"i": "5", "b": "true", "f": "1.5", "n": "2.5"}.get(kind, rng.choice(VALUES))


def test_parameters_of_every_kind_to_every_operation():
    rng = random.Random(11)
    sandbox = Sandbox(now=NOW, seed=2)
    Company(sandbox, customers=15).found()
    tables = sandbox.shelf().tables
    ids = [*[record.id for table in tables.values() for record in table.order[:4]], "usd", "card"]

    for _ in range(6_000):
        operation = rng.choice(catalogue.operations())
        path = "/v1"
        for part in operation.segments:
            path += "/" + (rng.choice(ids) if part.startswith("{") else part)
        params = {}
        if operation.structure is not None:
            params = value(rng, operation.structure, ids)
        response = sandbox.request(
            operation.method, path, params if isinstance(params, dict) else {}
        )

        assert response.status in (200, 400, 402, 403, 404), response.body
        assert isinstance(response.json(), dict)


# -- over HTTP -----------------------------------------------------------------------------------

PIECES = [
    b"GET", b"POST", b"DELETE", b"PUT", b"BREW", b"get", b"", b" ", b"  ", b"\t",
    b"/v1/customers", b"/v1/prices?limit=x", b"/v1/%ff%00", b"/v1/../../etc", b"//", b"*", b"/",
    b"/v1/" + b"a/" * 50, b"http://x/v1/customers", b"/v2/core/events", b"/_sandbox/reset",
    b"HTTP/1.1", b"HTTP/1.0", b"HTTP/9.9", b"HTTP/", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\x00",
    b"Authorization: Bearer sk_test_x\r\n", b"Authorization: Bearer \xff\r\n", b"Host: x\r\n",
    b"Content-Length: 5\r\n", b"Content-Length: -5\r\n", b"Content-Length: 1e3\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Type: multipart/form-data\r\n",
    b"Content-Type: multipart/form-data; boundary=b\r\n", b"--b\r\n", b"--b--\r\n",
    b"Expect: 100-continue\r\n", b"Upgrade: websocket\r\n", b": x\r\n", b"5\r\nabcde\r\n",
    b"0\r\n\r\n", b"a=1&b[c]=2", b"a[b=1&[]=", b"%zz=%", b"\xff\xfe\xfd", b"{" * 20, b"x" * 70_000,
]  # fmt: skip


STATUSES = (b"200", b"400", b"401", b"403", b"404", b"405", b"408", b"413", b"431")


@pytest.fixture(scope="module")
def server():
    sandbox = Sandbox(now=NOW, seed=2)
    Company(sandbox, customers=5).found()
    with sandbox.serve() as server:
        server.listener.read_seconds = 5
        yield server


def exchange(server, sent):
    """Everything that comes back for these bytes until the server closes."""
    with socket.create_connection((server.host, server.port), timeout=10) as plug:
        try:
            plug.sendall(sent)
            plug.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it had read enough
        parts = []
        try:
            while part := plug.recv(65_536):
                parts.append(part)
        except ConnectionResetError:
            pass
    return b"".join(parts)


def test_garbage_on_raw_sockets(server):
    rng = random.Random(3)

    for _ in range(2_500):
        if rng.random() < 0.2:
            sent = rng.randbytes(rng.randint(1, 200))
        else:
            sent = b"".join(rng.choice(PIECES[:-1]) for _ in range(rng.randint(1, 12)))
            sent += rng.choice(PIECES) if rng.random() < 0.02 else b""
        answer = exchange(server, sent or b"\n")

        if answer.startswith(b"HTTP/1.1 100"):
            answer = answer.partition(b"\r\n\r\n")[2]
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.split()[1] in STATUSES, (sent, answer[:300])
        decoded, _ = json.JSONDecoder().raw_decode(body.decode())
        assert decoded.get("error", {}).get("message") or head.split()[1] == b"200"


def test_well_formed_requests_of_garbage(server):
    """Keep-alive, real paths, every content type, broken and random bodies."""
    rng = random.Random(4)
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    kinds = [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "text/plain",
        "",
    ]
    keys = ["sk_test_x", "sk_live_x", "rk_test_x", "pk_test_x", "nonsense", "sk_org_x", ""]
    operations = catalogue.operations()

    for _ in range(2_500):
        operation = rng.choice(operations)
        path = "/v1" + "".join(
            "/" + ("%" + rng.randbytes(1).hex() if part.startswith("{") else part)
            for part in operation.segments
        )
        body = b""
        if rng.random() < 0.8:
            filled = value(rng, operation.structure, ["x"]) if operation.structure else {}
            body = forms.encode(filled if isinstance(filled, dict) else {}).encode()
        if rng.random() < 0.5:
            body += rng.randbytes(rng.randint(0, 60))
        headers = {
            "Authorization": f"Bearer {rng.choice(keys)}",
            "Content-Type": rng.choice(kinds),
            "Stripe-Version": rng.choice(["2026-10-28.endive", "2020-08-27", "x", "\x07"]),
            "Stripe-Account": rng.choice(["", "", "acct_no"]),
            "Idempotency-Key": rng.choice(["", "k", "k" * 300]),
        }
        method = rng.choice([operation.method] * 4 + ["GET", "POST", "DELETE", "PUT", "HEAD"])
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        answered = response.read()

        assert response.status in (200, 400, 401, 402, 403, 404, 409), (method, path, body)
        if method != "HEAD":
            assert isinstance(json.loads(answered), dict)
