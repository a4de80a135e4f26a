"""The WebSocket that `stripe listen` holds open: RFC 6455, and clients that do not keep to it."""

import io
import json
import socket
import struct

import pytest

from djstripe.sandbox.websocket import MAX_MESSAGE_BYTES, WebSocket, handshake

MASK = b"\x01\x02\x03\x04"


def frame(kind, payload=b"", final=True, masked=True):
    """A client's frame, of less than 126 bytes."""
    body = bytes(b ^ MASK[n % 4] for n, b in enumerate(payload)) if masked else payload
    head = bytes([(0x80 if final else 0) | kind, (0x80 if masked else 0) | len(payload)])
    return head + (MASK if masked else b"") + body


def spoken(*frames):
    """What a client's frames say, and what it is sent."""
    sent = io.BytesIO()
    said = list(WebSocket(io.BytesIO(b"".join(frames)), sent).messages())
    return said, sent.getvalue()


def test_the_handshake_proves_that_the_key_was_read():
    """The example of RFC 6455, section 1.3."""
    headers = {"upgrade": "websocket", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="}

    answer = handshake({**headers, "sec-websocket-protocol": "stripecli-devproxy-v1"})

    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in answer
    assert b"Sec-WebSocket-Protocol: stripecli-devproxy-v1\r\n" in answer
    assert handshake({"upgrade": "h2c"}) is None


def test_messages_in_one_frame_and_in_several():
    said, sent = spoken(
        frame(1, b"one"), frame(1, b"t", final=False), frame(9, b"!"), frame(0, b"wo"), frame(8)
    )

    assert said == ["one", "two"]
    assert sent == b"\x8a\x01!" + b"\x88\x00"  # a pong, and the close that was asked for


@pytest.mark.parametrize(
    "wrong",
    [
        frame(1, b"not masked", masked=False),
        frame(0, b"the rest of nothing"),
        frame(3, b"no such kind"),
        frame(1, b"\xff"),
        bytes([0xC1, 0x80]) + MASK,
    ],
)
def test_who_breaks_the_rules_is_told_and_left(wrong):
    said, sent = spoken(frame(1, b"one"), wrong, frame(1, b"two"))

    assert said == ["one"]
    assert sent == b"\x88\x02" + struct.pack(">H", 1002)


def test_what_is_too_long_is_not_read():
    long = bytes([0x81, 0xFF]) + struct.pack(">Q", MAX_MESSAGE_BYTES + 1)

    assert spoken(long) == ([], b"\x88\x02" + struct.pack(">H", 1009))


def test_a_client_that_is_cut_off_is_no_error():
    assert spoken(frame(1, b"one"), frame(1, b"two")[:5])[0] == ["one"]


def test_messages_of_every_length_arrive():
    for length in (0, 125, 126, 65_535, 65_536):
        sent = io.BytesIO()
        WebSocket(io.BytesIO(), sent).send("x" * length)
        assert sent.getvalue().endswith(b"x" * length)
        assert len(sent.getvalue()) - length == (
            2 if length < 126 else 4 if length < 65_536 else 10
        )


def test_an_unknown_session_is_refused_in_the_words_that_the_tool_knows(sandbox):
    with sandbox.serve() as server, socket.create_connection((server.host, server.port)) as plug:
        plug.sendall(
            b"GET /v1/stripecli/socket?websocket_feature=webhooks HTTP/1.1\r\nHost: x\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n"
            b"Websocket-Id: cliws_nobody\r\n\r\n"
        )
        plug.settimeout(5)
        answer = b""
        while part := plug.recv(4_096):
            answer += part

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["error"]["message"] == "Unknown WebSocket ID."


def test_a_session_needs_a_key(sandbox):
    with sandbox.serve() as server, socket.create_connection((server.host, server.port)) as plug:
        plug.sendall(b"POST /v1/stripecli/sessions HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        plug.settimeout(5)

        assert plug.recv(4_096).startswith(b"HTTP/1.1 401 ")
