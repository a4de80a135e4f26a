"""
Stripe's API as one function: `Api.answer(Request) -> Response`.

In order: key, fault, route, idempotency key, parameters, the operation, headers. Whatever goes
wrong is an answer in Stripe's envelope.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import threading
from collections import deque
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from . import forms, render, routes, store
from .catalogue import Json
from .clock import Clock
from .errors import ApiError, ConnectionDropped, invalid
from .events import API_VERSION, Cause, Journal
from .faults import Faults
from .state import Record, Shelf, State, Transaction
from .world import World

MAX_BODY_BYTES = 4 * 1024 * 1024
IDEMPOTENCY_SECONDS = 86_400
_KEY = re.compile(r"(sk|rk)_(test|live)_\w{1,250}", re.ASCII)


@dataclass
class Request:
    """A request as it came in; header names in lower case, the body as the client sent it."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Response:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Logged:
    """One line of the request log."""

    method: str
    path: str
    params: Json
    status: int  # 0: the connection was dropped
    idempotency_key: str | None
    account: str | None
    request_id: str


@dataclass
class Kept:
    """The answer under an idempotency key, and the request it belongs to."""

    fingerprint: str
    response: Response
    at: int


class Api:
    """Answers requests, one at a time."""

    def __init__(
        self, state: State, clock: Clock, journal: Journal, faults: Faults, lock: threading.RLock
    ) -> None:
        self.state = state
        self.clock = clock
        self.journal = journal
        self.faults = faults
        self.lock = lock
        self.log: deque[Logged] = deque(maxlen=10_000)
        self.keys: dict[str, str] = {}  # keys of other accounts than the platform
        self.revoked: set[str] = set()
        self._kept: dict[tuple[str, bool, str], Kept] = {}

    def answer(self, request: Request) -> Response:
        """One request's answer. Raises ConnectionDropped where a fault asks for it."""
        with self.lock:
            request_id = self.state.request_id()
            entry = Logged(request.method, request.path, {}, 0, None, None, request_id)
            entry.idempotency_key = request.headers.get("idempotency-key") or None
            self.log.append(entry)
            try:
                response = self._answer(request, entry)
            except ApiError as error:
                response = error_response(error, request_id)
            entry.status = response.status
            self._add_headers(response, request, request_id)
            return response

    def _answer(self, request: Request, entry: Logged) -> Response:
        shelf = self._shelf(request)
        entry.account = shelf.account
        self.faults.strike(request.method, request.path, after=False)
        route = routes.match(request.method, request.path)
        if route is None:
            raise unrecognized(request)
        params = self._decoded(request)
        entry.params = params
        kept = self._replay(request, shelf, params)
        if kept is not None:
            return kept
        checked = self._checked(request, route, params)
        cause = Cause(entry.request_id, entry.idempotency_key)
        world = World(shelf, self.clock.now, self.journal, cause)
        call = store.Call(world, route.operation, route.ids, checked, shelf.account, request.path)
        try:
            with Transaction(self.state):
                body = self._done(call)
            response = Response(200, body)
        except ApiError as error:
            response = error_response(error, entry.request_id)
        self._keep(request, shelf, params, response)
        self.faults.strike(request.method, request.path, after=True)
        return response

    def _done(self, call: store.Call) -> bytes:
        paths_in_list = call.operation.answer in ("list", "search")
        paths = render.paths_of(call.params, paths_in_list)
        answer = store.perform(call)
        if isinstance(answer, store.Page):
            return page_body(answer, paths)
        if isinstance(answer, Record):
            shown = render.expanded(answer, paths) if paths else None
            return render.rendered(answer) if shown is None else render.dumps(shown)
        return render.dumps(answer)

    # -- who asks

    def _shelf(self, request: Request) -> Shelf:
        key = bearer(request.headers.get("authorization", ""))
        if not key:
            raise ApiError(
                "You did not provide an API key. Send it as `Authorization: Bearer YOUR_KEY`.",
                status=401,
            )
        if key.startswith("pk_"):
            code = "secret_key_required"
            raise ApiError("This needs a secret key, not a publishable one.", status=403, code=code)
        form = _KEY.fullmatch(key)
        if form is None or key in self.revoked:
            shown = f"{key[:8]}{'*' * 8}{key[-4:]}" if len(key) > 16 else "*" * len(key)
            raise ApiError(f"Invalid API Key provided: {shown}", status=401)
        own = self.keys.get(key, self.journal.platform)
        account = request.headers.get("stripe-account") or own
        if account != own and self.state.shared.find("account", account) is None:
            raise ApiError(
                f"The provided key does not have access to account '{account[:64]}' (or that "
                "account does not exist).",
                status=403,
                code="account_invalid",
            )
        return self.state.shelf(account, form[2] == "live")

    # -- what is asked

    def _decoded(self, request: Request) -> Json:
        if len(request.body) > MAX_BODY_BYTES:
            raise ApiError("The request's body is too large.", status=413)
        params = forms.decode(request.query)
        kind = request.headers.get("content-type", "")
        if not request.body:
            return params
        if kind.startswith("multipart/form-data"):
            return {**params, **multipart(request.body, kind)}
        try:
            return {**params, **forms.decode(request.body.decode())}
        except UnicodeDecodeError:
            raise invalid("The request's body is not valid UTF-8.") from None

    def _checked(self, request: Request, route: routes.Route, params: Json) -> Json:
        """Typed parameters; unknown ones pass only in another API version than ours."""
        operation = route.operation
        version = request.headers.get("stripe-version") or API_VERSION
        checker = forms.Checker(lenient=version != API_VERSION)
        if operation.structure is None:
            return dict(params)
        return checker.fields(params, operation.structure)

    # -- idempotency

    def _replay(self, request: Request, shelf: Shelf, params: Json) -> Response | None:
        key = request.headers.get("idempotency-key")
        if request.method != "POST" or not key:
            return None
        if len(key) > 255:
            raise ApiError(
                "An idempotency key has at most 255 characters.", param="idempotency_key"
            )
        kept = self._kept.get((shelf.account, shelf.livemode, key))
        if kept is None or kept.at + IDEMPOTENCY_SECONDS < self.clock.now():
            return None
        if kept.fingerprint != fingerprint(request, params):
            raise ApiError(
                f"The idempotency key '{key}' was first used with other parameters. A key stands "
                "for one request: use another.",
                type="idempotency_error",
            )
        headers = {
            "Idempotent-Replayed": "true",
            "Original-Request": kept.response.headers.get("Request-Id", ""),
        }
        return Response(kept.response.status, kept.response.body, headers)

    def _keep(self, request: Request, shelf: Shelf, params: Json, response: Response) -> None:
        key = request.headers.get("idempotency-key")
        if request.method == "POST" and key:
            kept = Kept(fingerprint(request, params), response, self.clock.now())
            self._kept[shelf.account, shelf.livemode, key] = kept

    # -- headers

    def _add_headers(self, response: Response, request: Request, request_id: str) -> None:
        echoed = {
            "Idempotency-Key": request.headers.get("idempotency-key"),
            "Stripe-Account": request.headers.get("stripe-account"),
        }
        response.headers.setdefault("Request-Id", request_id)
        response.headers.update({k: v for k, v in echoed.items() if v})
        response.headers.update(
            {
                "Content-Type": "application/json",
                "Date": self.clock.http_date(),
                "Stripe-Version": request.headers.get("stripe-version") or API_VERSION,
            }
        )


def error_response(error: ApiError, request_id: str) -> Response:
    body = {"error": {**error.body["error"], "request_log_url": None}}
    del body["error"]["request_log_url"]
    headers = {**error.headers, "Request-Id": request_id}
    return Response(error.status, json.dumps(body, indent=2).encode(), headers)


def unrecognized(request: Request) -> ApiError:
    if request.path.startswith("/v2/"):
        message = f"The sandbox does not simulate version 2 of the API ({request.path[:200]})."
        return ApiError(message, status=404, code="sandbox_not_simulated")
    shown = f"{request.method}: {request.path[:200]}"
    return ApiError(f"Unrecognized request URL ({shown}).", status=404)


def page_body(page: store.Page, paths: list[str]) -> bytes:
    """A list's JSON, put together from that of its objects."""
    if paths:
        members = [render.dumps(render.expanded(record, paths)) for record in page.records]
    else:
        members = [render.rendered(record) for record in page.records]
    head: Json = {"object": "search_result" if page.search else "list", "url": page.url}
    head["has_more"] = page.has_more
    if page.search:
        head["next_page"] = f"page_{len(members)}" if page.has_more else None
    return render.dumps(head)[:-1] + b',"data":[' + b",".join(members) + b"]}"


def bearer(authorization: str) -> str:
    """The key of an `Authorization` header, bearer or basic (curl's `-u key:`)."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return value.strip() if scheme.lower() == "bearer" else ""


def fingerprint(request: Request, params: Json) -> str:
    asked = json.dumps([request.method, request.path, params], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def multipart(body: bytes, content_type: str) -> Json:
    """The fields of an upload; a file is {"filename", "type", "size"}: its bytes are not kept."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    pairs: list[tuple[str, str]] = []
    files: Json = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = str(part.get_param("name", header="content-disposition") or "")
        content = part.get_payload(decode=True)
        payload = content if isinstance(content, bytes) else b""
        filename = part.get_filename()
        if filename is not None:
            kind = part.get_content_type()
            files[name] = {"filename": filename, "type": kind, "size": len(payload)}
        elif name:
            pairs.append((name, payload.decode(errors="replace")))
    return {**forms.nest(pairs), **files}


__all__ = ["Api", "ConnectionDropped", "Logged", "Request", "Response"]
