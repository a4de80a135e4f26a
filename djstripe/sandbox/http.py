"""The sandbox over HTTP/1.1 on a loopback port, one thread to a connection."""

from __future__ import annotations

import errno
import json
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .api import MAX_BODY_BYTES, Request, Response
from .errors import ApiError, ConnectionDropped

if TYPE_CHECKING:
    from .sandbox import Sandbox


def broken() -> Response:
    """What a client sees of an error of the sandbox's own; the traceback goes to stderr."""
    error = ApiError("The sandbox itself failed; see its output.", status=500, type="api_error")
    return Response(500, json.dumps(error.body).encode(), {"Content-Type": "application/json"})


class PortTaken(OSError):
    """Another program listens on that port."""


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the sandbox, writes the answer; keeps the connection."""

    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    timeout = 60

    def answer(self) -> None:
        body = self._body()
        if body is None:
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        parts = urlsplit(self.path)
        request = Request(self.command, parts.path, parts.query, body, headers)
        sandbox = self.server.sandbox  # type: ignore[attr-defined]
        try:
            response = sandbox.answer(request)
        except ConnectionDropped:
            self.close_connection = True
            return
        except Exception:
            traceback.print_exc()
            self.close_connection = True
            response = broken()
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > 4 * MAX_BODY_BYTES:
            self.close_connection = True
            self.send_error(413 if length.isdigit() else 400)
            return None
        if self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.send_error(411)
            return None
        return self.rfile.read(int(length)) if length != "0" else b""

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = answer

    def log_message(self, format: str, *args: Any) -> None:
        """The request log is the sandbox's own."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        super().__init__(address, Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Server:
    """A sandbox that listens; a context manager that closes."""

    def __init__(self, sandbox: Sandbox, port: int = 0, host: str = "127.0.0.1") -> None:
        self.sandbox = sandbox
        try:
            self._listener = _Listener((host, port), sandbox)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(
                f"Port {port} on {host} is taken by another program. Choose another one, or 0 "
                "for any that is free."
            ) from error
        self.host, self.port = host, self._listener.server_address[1]
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
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
        self._listener.shutdown()
        self._listener.server_close()
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
