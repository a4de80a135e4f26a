"""
The server's side of a WebSocket on a connection that HTTP has already read: text messages only.

Source: RFC 6455. No extensions; a client's frames are masked, ours are not; pings are answered.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedIOBase

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUATION, _TEXT, _CLOSE, _PING, _PONG = 0, 1, 8, 9, 10
_WRONG, _TOO_BIG, _GOING_AWAY = 1002, 1009, 1001


class BadFrame(Exception):
    """What came in is no frame of a well-behaved client."""

    def __init__(self, code: int = _WRONG) -> None:
        super().__init__(code)
        self.code = code


def handshake(headers: dict[str, str]) -> bytes | None:
    """The answer that turns a GET into a WebSocket; None if the request asks for none."""
    key = headers.get("sec-websocket-key", "")
    if headers.get("upgrade", "").lower() != "websocket" or not key:
        return None
    digest = hashlib.sha1(key.encode() + _GUID, usedforsecurity=False).digest()
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}",
    ]
    protocols = headers.get("sec-websocket-protocol", "").split(",")
    if protocols[0].strip():
        lines.append(f"Sec-WebSocket-Protocol: {protocols[0].strip()}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


class WebSocket:
    """Messages over a connection's two files. Any thread may send; one reads."""

    def __init__(self, rfile: BufferedIOBase, wfile: BufferedIOBase) -> None:
        self._rfile = rfile
        self._wfile = wfile
        self._lock = threading.Lock()

    def send(self, text: str) -> None:
        """Send a message. Raises OSError if the client is gone."""
        self._send(_TEXT, text.encode())

    def messages(self) -> Iterator[str]:
        """What the client says, until it closes, goes away or breaks the rules."""
        try:
            yield from self._messages()
            self._send(_CLOSE, b"")
        except BadFrame as error:
            self.close(error.code)
        except (OSError, ValueError):
            pass

    def close(self, code: int = _GOING_AWAY) -> None:
        """Say goodbye; the client ends the connection."""
        with suppress(OSError, ValueError):
            self._send(_CLOSE, struct.pack(">H", code))

    def _messages(self) -> Iterator[str]:
        parts: list[bytes] = []
        while True:
            final, kind, payload = self._frame()
            if kind == _CLOSE:
                return
            if kind == _PING:
                self._send(_PONG, payload)
            elif kind in (_TEXT, _CONTINUATION):
                if (kind == _CONTINUATION) != bool(parts):
                    raise BadFrame
                parts.append(payload)
                if sum(map(len, parts)) > MAX_MESSAGE_BYTES:
                    raise BadFrame(_TOO_BIG)
                if final:
                    whole, parts = b"".join(parts), []
                    yield self._text(whole)
            elif kind != _PONG:
                raise BadFrame

    @staticmethod
    def _text(payload: bytes) -> str:
        try:
            return payload.decode()
        except UnicodeDecodeError:
            raise BadFrame from None

    def _frame(self) -> tuple[bool, int, bytes]:
        """The next frame: whether it ends its message, its kind, its payload."""
        first, second = self._exactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self._exactly(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self._exactly(8))
        if not second & 0x80 or first & 0x70:
            raise BadFrame
        if length > MAX_MESSAGE_BYTES:
            raise BadFrame(_TOO_BIG)
        mask = self._exactly(4)
        payload = self._exactly(length)
        if length:
            repeated = mask * (length // 4 + 1)
            number = int.from_bytes(payload) ^ int.from_bytes(repeated[:length])
            payload = number.to_bytes(length)
        return bool(first & 0x80), first & 0x0F, payload

    def _exactly(self, count: int) -> bytes:
        found = self._rfile.read(count)
        if len(found) < count:
            raise ConnectionResetError("The client went away.")
        return found

    def _send(self, kind: int, payload: bytes) -> None:
        length = len(payload)
        if length < 126:
            head = struct.pack(">BB", 0x80 | kind, length)
        elif length < 1 << 16:
            head = struct.pack(">BBH", 0x80 | kind, 126, length)
        else:
            head = struct.pack(">BBQ", 0x80 | kind, 127, length)
        with self._lock:
            self._wfile.write(head + payload)
            self._wfile.flush()
