"""
The sandbox over HTTP/1.1 on a loopback port, one thread to a connection.

It reads requests itself: whatever comes in, the answer is Stripe's envelope and no 500, a request
that trickles in is given up after a while, and nothing but the bytes of one request is held.
Below `/_sandbox/` is the admin route (`djstripe.sandbox.control`).
"""

from __future__ import annotations

import errno
import json
import re
import socket
import socketserver
import threading
import time
import traceback
from collections.abc import Callable
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from . import control, stripecli
from .api import MAX_UPLOAD_BYTES, Request, Response
from .errors import ApiError, ConnectionDropped
from .stripecli import CommandLine

if TYPE_CHECKING:
    from .sandbox import Sandbox

READ_SECONDS = 60.0  # for one whole request, from its first byte
MAX_LINE_BYTES = 64 * 1024
MAX_HEADERS = 100
MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 64 * 1024  # with the boundaries of a form around a file
_METHOD = re.compile(r"[A-Z]{1,20}", re.ASCII)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}", re.ASCII)
_REASONS = {status.value: status.phrase for status in HTTPStatus}


class PortTaken(OSError):
    """Another program listens on that port."""


class BadRequest(Exception):
    """What came in is no request; the connection closes after the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Head(NamedTuple):
    """A request's first line and its headers, names in lower case."""

    method: str
    target: str
    version: str
    headers: dict[str, str]

    @property
    def keeps_alive(self) -> bool:
        asked = self.headers.get("connection", "").lower()
        return asked != "close" if self.version == "HTTP/1.1" else asked == "keep-alive"


class Connection(socketserver.StreamRequestHandler):
    """One client: request after request until it goes away, or sends something that is none."""

    disable_nagle_algorithm = True
    rbufsize = 1 << 16
    server: Listener

    def handle(self) -> None:
        self.deadline = 0.0
        try:
            while self._one():
                pass
        except BadRequest as error:
            self._send(refusal(error.status, str(error)), "", keep=False)
            self._drain()
        except (ConnectionError, TimeoutError):
            pass  # a client that went away is no news

    def _one(self) -> bool:
        """Answer one request; whether another may follow."""
        self.connection.settimeout(self.server.read_seconds)
        first = self._line(begins=True)
        if first is None:
            return False
        head = self._head(first)
        body = self._body(head)
        path, _, query = head.target.partition("?")
        upgraded = self.server.upgrades.get(path)
        if upgraded is not None and head.headers.get("upgrade"):
            upgraded(self, head)
            return False
        if head.method == "HEAD":
            head = head._replace(method="GET")
            return self._answer(Request("GET", path, query, body, head.headers), head, "HEAD")
        return self._answer(Request(head.method, path, query, body, head.headers), head, "")

    def _answer(self, request: Request, head: Head, sent_as: str) -> bool:
        sandbox = self.server.sandbox
        try:
            if request.path.startswith(control.PREFIX):
                response = control.answer(sandbox, request, str(self.client_address[0]))
            elif self.server.command_line.answers(request):
                response = self.server.command_line.answer(request)
            else:
                response = sandbox.answer(request)
        except ConnectionDropped:
            return False
        except Exception:
            traceback.print_exc()
            response = refusal(500, "The sandbox itself failed; see its output.", "api_error")
            self._send(response, sent_as, keep=False)
            return False
        return self._send(response, sent_as, head.keeps_alive)

    # -- reading

    def _line(self, begins: bool = False) -> bytes | None:
        """One line without its end; None if the client is gone before a request begins."""
        if not begins:
            self._hurry()
        try:
            line = self.rfile.readline(MAX_LINE_BYTES + 1)
        except TimeoutError:
            if begins:
                return None
            raise BadRequest(408, "The request did not arrive in time.") from None
        if begins:
            if not line:
                return None
            self.deadline = time.monotonic() + self.server.read_seconds
        if len(line) > MAX_LINE_BYTES:
            raise BadRequest(431, "A line of the request's head is too long.")
        if not line.endswith(b"\n"):
            raise BadRequest(400, "The request's head ends in the middle of a line.")
        return line.rstrip(b"\r\n")

    def _hurry(self) -> None:
        """Wait for the next bytes no longer than is left for the request."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise BadRequest(408, "The request did not arrive in time.")
        self.connection.settimeout(left)

    def _head(self, first: bytes) -> Head:
        parts = first.decode("latin-1").split(" ")
        if len(parts) != 3 or parts[2] not in ("HTTP/1.1", "HTTP/1.0"):
            raise BadRequest(400, "The request line is not one of HTTP/1.1.")
        method, target, version = parts
        if not _METHOD.fullmatch(method) or not target.isprintable():
            raise BadRequest(400, "The request line is not one of HTTP/1.1.")
        if target.startswith("http://"):  # as to a proxy
            target = "/" + target[7:].partition("/")[2]
        if not target.startswith("/"):
            raise BadRequest(400, "The request line names no path.")
        headers: dict[str, str] = {}
        for _ in range(MAX_HEADERS + 1):
            line = self._line()
            if not line:
                return Head(method, target, version, headers)
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon or not _NAME.fullmatch(name):
                raise BadRequest(400, "A header of the request has no name.")
            lowered, value = name.lower(), value.strip()
            if lowered == "content-length" and headers.get(lowered, value) != value:
                raise BadRequest(400, "The request has two different lengths.")
            headers[lowered] = value
        raise BadRequest(431, "The request has too many headers.")

    def _body(self, head: Head) -> bytes:
        length, coding = head.headers.get("content-length"), head.headers.get("transfer-encoding")
        if coding is None and (length is None or length == "0"):
            return b""
        if length is not None and not (length.isascii() and length.isdigit()):
            raise BadRequest(400, "The request's Content-Length is not a number.")
        if coding is not None and (length is not None or coding.lower() != "chunked"):
            raise BadRequest(400, "The request's Transfer-Encoding is not understood.")
        if length is not None and (len(length) > 18 or int(length) > MAX_BODY_BYTES):
            raise BadRequest(413, "The request's body is too large.")
        if head.headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return self._chunks() if length is None else self._exactly(int(length))

    def _exactly(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            self._hurry()
            try:
                part = self.rfile.read1(min(count, 1 << 16))
            except TimeoutError:
                raise BadRequest(408, "The request did not arrive in time.") from None
            if not part:
                raise BadRequest(400, "The request's body ends too early.")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        total = 0
        while True:
            size = (self._line() or b"").partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", size):
                raise BadRequest(400, "A chunk of the request's body has no length.")
            count = int(size, 16)
            total += count
            if total > MAX_BODY_BYTES:
                raise BadRequest(413, "The request's body is too large.")
            if not count:
                break
            parts.append(self._exactly(count))
            if self._line():
                raise BadRequest(400, "A chunk of the request's body is longer than it says.")
        for _ in range(MAX_HEADERS):
            if not self._line():
                return b"".join(parts)
        raise BadRequest(431, "The request has too many headers.")

    # -- writing

    def _send(self, response: Response, sent_as: str, keep: bool) -> bool:
        """Write an answer; whether the connection stays open."""
        lines = [f"HTTP/1.1 {response.status} {_REASONS.get(response.status, '')}", "Server: nginx"]
        for name, value in response.headers.items():
            lines.append(f"{name}: {_CONTROLS.sub(' ', value)}")
        lines.append(f"Content-Length: {len(response.body)}")
        keep = keep and response.cut is None
        lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
        body = b"" if sent_as == "HEAD" else response.body[: response.cut]
        # One write: a client that waits for the whole answer is woken once.
        self.wfile.write("\r\n".join([*lines, "\r\n"]).encode("latin-1", "replace") + body)
        return keep

    def _drain(self) -> None:
        """Take what still comes in, for a moment, so that the client can read the answer."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(0.2)
            for _ in range(16):
                if not self.connection.recv(1 << 16):
                    return
        except OSError:
            return


_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def refusal(status: int, message: str, type: str = "invalid_request_error") -> Response:
    body = ApiError(message, status=status, type=type).body
    return Response(
        status, json.dumps(body, indent=2).encode(), {"Content-Type": "application/json"}
    )


class Listener(socketserver.ThreadingTCPServer):
    """
    Accepts connections.

    `upgrades` says what takes over a connection that asks for another protocol at a path; it is
    called with the connection and the request's head.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], sandbox: Sandbox, read_seconds: float) -> None:
        self.sandbox = sandbox
        self.read_seconds = read_seconds
        self.command_line = CommandLine(sandbox)
        self.upgrades: dict[str, Callable[[Connection, Head], None]] = {
            stripecli.SOCKET: self.command_line.connect
        }
        super().__init__(address, Connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Server:
    """A sandbox that listens; a context manager that closes."""

    def __init__(
        self,
        sandbox: Sandbox,
        port: int = 0,
        host: str = "127.0.0.1",
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self.sandbox = sandbox
        try:
            self.listener = Listener((host, port), sandbox, read_seconds)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(
                f"Port {port} on {host} is taken by another program. Choose another one, or 0 "
                "for any that is free."
            ) from error
        self.host, self.port = host, self.listener.server_address[1]
        sandbox.state.address = self.url
        self._thread = threading.Thread(
            target=self.listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        sandbox.webhooks.start()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def wait(self) -> None:
        """Until somebody closes it."""
        self._thread.join()

    def close(self) -> None:
        self.listener.command_line.close()
        self.listener.shutdown()
        self.listener.server_close()
        self.sandbox.webhooks.stop()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
