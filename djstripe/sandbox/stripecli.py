"""
What Stripe's command line tool asks for besides the API: the sessions of `stripe listen`.

`listen` opens a session and holds a WebSocket open; every event goes out on it as a message, which
the tool acknowledges and may forward to an application, whose answer it sends back.
Source of addresses and messages: `pkg/stripeauth` and `pkg/websocket` of github.com/stripe/stripe-cli.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

from .api import Request, Response
from .catalogue import Json
from .errors import ApiError
from .events import API_VERSION
from .objects import make_endpoint
from .state import Record, Shelf
from .websocket import WebSocket, handshake

if TYPE_CHECKING:
    from .http import Connection, Head
    from .sandbox import Sandbox

SESSIONS = "/v1/stripecli/sessions"
SOCKET = "/v1/stripecli/socket"
FEATURE = "webhooks"
ACK_SECONDS = 10
SILENCE_SECONDS = 60  # the tool pings every few seconds


class CommandLine:
    """The sessions of `stripe listen`, by their ids."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.sessions: dict[str, Session] = {}

    def answers(self, request: Request) -> bool:
        """Whether a request is one of the tool's own."""
        return request.method == "POST" and request.path == SESSIONS

    def answer(self, request: Request) -> Response:
        """Open a session for whoever has a key."""
        sandbox = self.sandbox
        with sandbox.lock:
            request_id = sandbox.state.request_id()
            try:
                caller = sandbox.keys.caller(request.headers, sandbox.clock.now())
            except ApiError as error:
                return _answer(error.status, error.body, request_id)
            opened = self._open(caller.shelf, request.headers.get("host", ""))
            return _answer(200, opened, request_id)

    def _open(self, shelf: Shelf, host: str) -> Json:
        session = Session(self.sandbox, shelf)
        self.sessions[session.id] = session
        return {
            "object": "stripecli.session",
            "websocket_id": session.id,
            "websocket_url": f"ws://{host}{SOCKET}",
            "websocket_authorized_feature": FEATURE,
            "secret": session.secret,
            "default_version": self.sandbox.journal.version_of(shelf.account),
            "latest_version": API_VERSION,
            "display_connect_filter_warning": False,
            "reconnect_delay": 5,
        }

    def connect(self, connection: Connection, head: Head) -> None:
        """Speak with the tool until it hangs up; it comes back to the same session by its id."""
        session = self.sessions.get(head.headers.get("websocket-id", ""))
        accepted = handshake(head.headers)
        if session is None or accepted is None:
            # The tool knows this sentence and opens a new session.
            body = json.dumps(ApiError("Unknown WebSocket ID.", status=400).body).encode()
            head_of = f"HTTP/1.1 400 Bad Request\r\nContent-Length: {len(body)}\r\n"
            connection.wfile.write(f"{head_of}Connection: close\r\n\r\n".encode() + body)
            return
        connection.wfile.write(accepted)
        connection.wfile.flush()
        connection.connection.settimeout(SILENCE_SECONDS)
        session.speak(WebSocket(connection.rfile, connection.wfile))

    def close(self) -> None:
        """Hang up on everybody."""
        for session in self.sessions.values():
            session.close()


class Session:
    """
    One `stripe listen`: endpoints that no list shows, on while it is connected.

    Each event is sent in the account's version and in the newest, marked as such; the tool takes
    the one it was started for.
    """

    def __init__(self, sandbox: Sandbox, shelf: Shelf) -> None:
        self.sandbox = sandbox
        self.shelf = shelf
        state = sandbox.state
        self.id = f"cliws_{state.token(24)}"
        self.secret = f"whsec_{state.token(32)}"
        self.responses: list[Json] = []  # what applications answered, as the tool reports it
        self.endpoints = [
            self._endpoint(version, connect)
            for version in (None, API_VERSION)
            for connect in (False, True)
        ]
        self._conversations = 0
        self._socket: WebSocket | None = None
        self._acknowledged: dict[str, threading.Event] = {}

    def _endpoint(self, version: str | None, connect: bool) -> Record:
        record = make_endpoint(
            self.sandbox.world(self.shelf.account, self.shelf.livemode),
            url="https://stripe-cli.invalid/listen",
            enabled_events=["*"],
            secret=self.secret,
            connect=connect,
            api_version=version,
            status="disabled",
        )
        self.shelf.hide(record, unlisted=True)
        self.sandbox.webhooks.receivers[record.id] = lambda body, headers: self.deliver(
            version, body, headers
        )
        return record

    def speak(self, socket: WebSocket) -> None:
        self._turn("enabled", socket)
        try:
            for text in socket.messages():
                self._hear(text)
        finally:
            if self._socket is socket:
                self._turn("disabled", None)

    def _turn(self, status: str, socket: WebSocket | None) -> None:
        with self.sandbox.lock:
            self._socket = socket
            for record in self.endpoints:
                self.shelf.change(record, {**record.data, "status": status})

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def deliver(self, version: str | None, body: bytes, headers: dict[str, str]) -> int:
        """Send an event; 200 when the tool has it. What the application answers comes later."""
        socket = self._socket
        if socket is None:
            return 0
        self._conversations += 1
        conversation = f"wc_{self._conversations}"
        acknowledged = self._acknowledged[conversation] = threading.Event()
        message = {
            "type": "webhook_event",
            "endpoint": {"api_version": version},
            "event_payload": body.decode(),
            "http_headers": headers,
            "webhook_conversation_id": conversation,
            "webhook_id": self.id,
        }
        try:
            socket.send(json.dumps(message))
            return 200 if acknowledged.wait(ACK_SECONDS) else 0
        except (OSError, ValueError):
            return 0
        finally:
            del self._acknowledged[conversation]

    def _hear(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        if message.get("type") == "webhook_response":
            self.responses.append(message)
        waiting = self._acknowledged.get(str(message.get("webhook_conversation_id")))
        if waiting is not None:
            waiting.set()


def _answer(status: int, body: Json, request_id: str) -> Response:
    headers = {"Content-Type": "application/json", "Request-Id": request_id}
    return Response(status, json.dumps(body).encode(), headers)
