"""
Stripe's API as one function: `Api.answer(Request) -> Response`.

A request arrives (key, route, permission, faults, limits, idempotency key), is worked on
(parameters, the operation) and leaves (faults, headers). The lock is held while it arrives, while
it is worked on and while it leaves, and not in between: a slow request is overtaken by others.
Whatever goes wrong is an answer in Stripe's envelope.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from . import forms, older, pages, render, routes, store, versions
from .catalogue import Json
from .clock import Clock
from .errors import ApiError, ConnectionDropped, invalid
from .events import Cause, Journal
from .faults import MAX_REAL_SECONDS, Fault, Faults
from .keys import Caller, Keys, account_invalid, permission_of, resource_of
from .limits import Limits
from .state import Record, Shelf, State, Transaction
from .world import World

MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_UPLOAD_BYTES = 16 * 1024 * 1024
IDEMPOTENCY_SECONDS = 86_400
FORM = "application/x-www-form-urlencoded"


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
    """An answer. `cut` is how many bytes of the body arrive before the connection closes."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None

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
    at: float = 0  # of its arrival, by the sandbox's clock
    seconds: float = 0  # until it was answered


@dataclass
class Kept:
    """The answer under an idempotency key, and the request it belongs to."""

    fingerprint: str
    response: Response
    at: int


@dataclass
class Visit:
    """One request on its way through."""

    request: Request
    entry: Logged
    caller: Caller | None = None
    route: routes.Route | None = None
    params: Json = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    claim: tuple[str, bool, str] | None = None  # the idempotency key it holds
    entered: list[tuple[object, ...]] = field(default_factory=list)
    response: Response | None = None

    def fault(self, sort: str, after: bool = False) -> Fault | None:
        for fault in self.faults:
            if fault.sort == sort and fault.after == after:
                return fault
        return None


class Api:
    """Answers requests; those of several threads one step at a time."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        journal: Journal,
        faults: Faults,
        keys: Keys,
        limits: Limits,
        lock: threading.RLock,
    ) -> None:
        self.state = state
        self.clock = clock
        self.journal = journal
        self.faults = faults
        self.keys = keys
        self.limits = limits
        self.lock = lock
        self.log: deque[Logged] = deque(maxlen=10_000)
        self.pause: Callable[[float], object] = time.sleep  # only for faults that are `real`
        self._kept: dict[tuple[str, bool, str], Kept] = {}
        self._claims: set[tuple[str, bool, str]] = set()

    def answer(self, request: Request) -> Response:
        """One request's answer. Raises ConnectionDropped where a fault asks for it."""
        with self.lock:
            found = pages.document(self.state, request.method, request.path)
        if found is not None:
            return Response(200, found, {"Content-Type": "application/pdf"})
        visit = self._logged(request)
        try:
            with self.lock:
                self._arrive(visit)
            self._take_time(visit, after=False)
            with self.lock:
                self._work(visit)
            self._take_time(visit, after=True)
            self._spoil(visit, after=True)
        except ApiError as error:
            with self.lock:
                visit.response = self._error(error, visit)
        finally:
            with self.lock:
                self._leave(visit)
        assert visit.response is not None
        return visit.response

    # -- the steps

    def _logged(self, request: Request) -> Visit:
        with self.lock:
            request_id, at = self.state.request_id(), self.clock.moment()
            key = request.headers.get("idempotency-key") or None
            entry = Logged(request.method, request.path, {}, 0, key, None, request_id, at)
            self.log.append(entry)
        return Visit(request, entry)

    def _arrive(self, visit: Visit) -> None:
        """Everything that is decided before an operation begins."""
        request, entry = visit.request, visit.entry
        visit.caller = caller = self.keys.caller(request.headers, self.clock.now())
        entry.account = caller.account
        version = versions.checked(self.version_of(visit))
        visit.route = route = older.match(request.method, request.path, version)
        kinds = route.operation.types if route is not None else ()
        visit.faults = self.faults.strike(request.method, request.path, kinds)
        if route is None:
            self._spoil(visit, after=False)
            raise unrecognized(request)
        caller.needs(permission_of(route.operation))
        self._check_account(caller, route)
        visit.entered = self.limits.enter(
            caller.shelf, route.operation, route.ids, self.clock.moment()
        )
        entry.params = visit.params = decoded(request)
        self._claim(visit, caller)

    def _work(self, visit: Visit) -> None:
        """Do the operation, unless a fault comes first or the answer is a replay."""
        self._spoil(visit, after=False)
        if visit.response is not None:
            return
        request, entry, route, caller = visit.request, visit.entry, visit.route, visit.caller
        assert route is not None and caller is not None
        checked = self._checked(visit, route, visit.params)
        cause = Cause(entry.request_id, entry.idempotency_key)
        world = World(caller.shelf, self.clock.now, self.journal, cause)
        call = store.Call(world, route.operation, route.ids, checked, caller.account, request.path)
        self._check_expand(caller, call)
        stale = visit.fault("stale")
        past = (
            self.state.as_of(self.clock.moment() - stale.seconds, stale.changes) if stale else None
        )
        try:
            with past or nullcontext(), Transaction(self.state):
                visit.response = self._done(call, self.version_of(visit))
        except ApiError as error:
            if never_began(error):
                raise
            visit.response = self._error(error, visit)
        self._keep(visit)

    def _done(self, call: store.Call, version: str) -> Response:
        paths_in_list = call.operation.answer in ("list", "search")
        paths = render.paths_of(call.params, paths_in_list)
        answer = store.perform(call)
        if isinstance(answer, store.Content):
            return Response(200, answer.body, {"Content-Type": answer.type})
        if isinstance(answer, store.Page):
            return Response(200, page_body(answer, paths, version))
        if versions.steps_below(version):
            return Response(200, older.answer(answer, paths, version, call.world.shelf, call.path))
        if isinstance(answer, Record):
            shown = render.expanded(answer, paths) if paths else None
            return Response(200, render.rendered(answer) if shown is None else render.dumps(shown))
        return Response(200, render.dumps(answer))

    def _leave(self, visit: Visit) -> None:
        """Let go of what the request held, and finish its answer."""
        self.limits.leave(visit.entered)
        if visit.claim is not None:
            self._claims.discard(visit.claim)
        visit.entry.seconds = self.clock.moment() - visit.entry.at
        if visit.response is not None:
            visit.entry.status = visit.response.status
            self._add_headers(visit)

    # -- faults

    def _take_time(self, visit: Visit, after: bool) -> None:
        """A slow answer: the clock passes, and whatever happens meanwhile happens."""
        fault = visit.fault("slow", after)
        if fault is None:
            return
        if fault.real:
            self.pause(min(fault.seconds, MAX_REAL_SECONDS))
        half = 0 if fault.real else fault.seconds / 2
        self._pass(half)
        if fault.during is not None:
            fault.during()
        self._pass(half)

    def _pass(self, seconds: float) -> None:
        with self.lock:
            self.clock.advance(seconds)

    def _spoil(self, visit: Visit, after: bool) -> None:
        """Answer an error, or close the connection, where a fault says so."""
        drop, error = visit.fault("drop", after), visit.fault("error", after)
        if drop is not None:
            visit.response = None
            raise ConnectionDropped("The sandbox dropped this connection on demand.")
        if error is not None:
            raise error.error()
        if after and visit.fault("half", after) and visit.response is not None:
            visit.response.cut = len(visit.response.body) // 2

    # -- who may do what

    def _check_account(self, caller: Caller, route: routes.Route) -> None:
        """`/v1/accounts/{account}` is about the caller's own account or one connected to it."""
        if not route.operation.template.startswith("/v1/accounts/{account}"):
            return
        id = route.ids["account"]
        if id != caller.account and self.state.platform_of(id) != caller.account:
            raise account_invalid(id)

    def _check_expand(self, caller: Caller, call: store.Call) -> None:
        """To see an object in full by `expand`, a restricted key needs to be allowed to read it."""
        if caller.permissions is None or not call.params.get("expand"):
            return
        in_list = call.operation.answer in ("list", "search")
        for path in render.paths_of(call.params, in_list):
            for kind in render.kinds_on(call.kind, path):
                caller.needs(f"{resource_of(kind)}_read")

    # -- what is asked

    def version_of(self, visit: Visit) -> str:
        """The API version a request asks for, or the default of the account whose key it has."""
        account = visit.caller.owner if visit.caller else self.keys.platform
        return visit.request.headers.get("stripe-version") or self.journal.version_of(account)

    def _checked(self, visit: Visit, route: routes.Route, params: Json) -> Json:
        """Typed parameters by the names they have now; only older versions may know others."""
        operation, version = route.operation, self.version_of(visit)
        is_older = bool(versions.steps_below(version))
        if is_older:
            params = older.params_now(operation, params, version)
        if operation.structure is None:
            return dict(params)
        return forms.Checker(lenient=is_older).fields(params, operation.structure)

    # -- idempotency

    def _claim(self, visit: Visit, caller: Caller) -> None:
        """Hold the request's idempotency key, or find the answer that is kept under it."""
        key = visit.request.headers.get("idempotency-key")
        if visit.request.method != "POST" or not key:
            return
        if len(key) > 255:
            raise ApiError("An idempotency key has at most 255 characters.")
        place = (caller.account, caller.shelf.livemode, key)
        if place in self._claims:
            raise ApiError(
                "There is currently another in-progress request using this Idempotent Key: "
                f"{key}. Try again when it has been answered.",
                status=409,
                type="idempotency_error",
                code="idempotency_key_in_use",
            )
        kept = self._kept.get(place)
        if kept is not None and kept.at + IDEMPOTENCY_SECONDS >= self.clock.now():
            visit.response = replay(kept, visit)
            return
        visit.claim = place
        self._claims.add(place)

    def _keep(self, visit: Visit) -> None:
        if visit.claim is None or visit.response is None:
            return
        response = visit.response
        fault = visit.fault("error", after=True)
        if fault is not None and fault.stored:
            response = self._error(fault.error(), visit)
        response.headers.setdefault("Request-Id", visit.entry.request_id)
        print_ = fingerprint(visit.request, visit.params)
        self._kept[visit.claim] = Kept(print_, response, self.clock.now())

    # -- answers

    def _error(self, error: ApiError, visit: Visit) -> Response:
        """An error's answer, with Stripe's hint where the other mode has the object."""
        if error.page is not None:
            return Response(error.status, error.page, {"Content-Type": "text/html"})
        body = error.body
        hint = self._hint(error, visit.caller.shelf) if visit.caller is not None else ""
        if hint:
            inner = body["error"]
            body = {"error": {**inner, "message": f"{inner['message']}; {hint}"}}
        if visit.caller is not None:  # a card's error holds its payment intent
            body = versions.shown(body, self.version_of(visit), visit.caller.shelf)
        headers = {**error.headers, "Request-Id": visit.entry.request_id}
        status = error.status
        if error.missing is not None and visit.route is not None:
            # What the path names is not found, whatever the parameter is called.
            status = 404 if error.missing[1] in visit.route.ids.values() else status
        return Response(status, json.dumps(body, indent=2).encode(), headers)

    def _hint(self, error: ApiError, shelf: Shelf) -> str:
        if error.missing is None:
            return ""
        other = self.state.shelves.get((shelf.account, not shelf.livemode))
        if other is None or other.find(*error.missing) is None:
            return ""
        there, here = ("test", "live") if shelf.livemode else ("live", "test")
        return (
            f"a similar object exists in {there} mode, but a {here} mode key was used to make "
            "this request."
        )

    def _add_headers(self, visit: Visit) -> None:
        response, request = visit.response, visit.request
        assert response is not None
        headers = response.headers
        headers["Date"] = self.clock.http_date()
        if headers.setdefault("Content-Type", "application/json") == "text/html":
            return  # a proxy's page says nothing of the request
        headers.setdefault("Request-Id", visit.entry.request_id)
        for name in ("Idempotency-Key", "Stripe-Account"):
            if request.headers.get(name.lower()):
                headers[name] = request.headers[name.lower()]
        headers["Stripe-Version"] = self.version_of(visit)

    # -- keeping

    def dump(self) -> list[Json]:
        """The answers under idempotency keys that are still remembered."""
        since = self.clock.now() - IDEMPOTENCY_SECONDS
        return [
            {
                "place": list(place),
                "fingerprint": kept.fingerprint,
                "status": kept.response.status,
                "body": base64.b64encode(kept.response.body).decode(),
                "headers": kept.response.headers,
                "at": kept.at,
            }
            for place, kept in self._kept.items()
            if kept.at >= since
        ]

    def load(self, kept: list[Json]) -> None:
        self._kept.clear()
        for one in kept:
            account, livemode, key = one["place"]
            response = Response(one["status"], base64.b64decode(one["body"]), one["headers"])
            self._kept[account, livemode, key] = Kept(one["fingerprint"], response, one["at"])


def never_began(error: ApiError) -> bool:
    """Whether the operation did not begin: its parameters were wrong. Nothing is remembered."""
    return str(error.body["error"].get("code") or "").startswith("parameter_")


def replay(kept: Kept, visit: Visit) -> Response:
    """The kept answer once more, or an error if it belongs to another request."""
    if kept.fingerprint != fingerprint(visit.request, visit.params):
        raise ApiError(
            f"The idempotency key '{visit.entry.idempotency_key}' was first used with other "
            "parameters. A key stands for one request: use another.",
            type="idempotency_error",
        )
    headers = {
        "Content-Type": kept.response.headers.get("Content-Type", "application/json"),
        "Idempotent-Replayed": "true",
        "Original-Request": kept.response.headers.get("Request-Id", ""),
    }
    for name in ("Stripe-Should-Retry",):
        if name in kept.response.headers:
            headers[name] = kept.response.headers[name]
    return Response(kept.response.status, kept.response.body, headers)


def decoded(request: Request) -> Json:
    """The parameters of the query and the body, not yet checked."""
    kind = request.headers.get("content-type", "")
    upload = kind.startswith("multipart/form-data")
    if len(request.body) > (MAX_UPLOAD_BYTES if upload else MAX_BODY_BYTES):
        raise ApiError("The request's body is too large.", status=413)
    params = forms.decode(request.query)
    if request.path.startswith("/v2/"):
        return {**params, **json_body(request)}
    if not request.body:
        return params
    if upload:
        return {**params, **multipart(request.body, kind)}
    name = kind.partition(";")[0].strip().lower()
    if name == "application/json":
        raise invalid(f"Invalid request (check that your POST content type is {FORM}).")
    if name not in ("", FORM):
        raise invalid(f"Invalid request: unsupported Content-Type {name[:100]}.")
    try:
        return {**params, **forms.decode(request.body.decode())}
    except UnicodeDecodeError:
        raise invalid("The request's body is not valid UTF-8.") from None


def json_body(request: Request) -> Json:
    """What a request of version 2 says, which must name an API version."""
    if not request.headers.get("stripe-version"):
        raise invalid("Version 2 of the API needs a Stripe-Version header.")
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise invalid("The request's body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise invalid("The request's body must be a JSON object.")
    return body


def unrecognized(request: Request) -> ApiError:
    if request.path.startswith("/v2/"):
        message = f"The sandbox does not simulate version 2 of the API ({request.path[:200]})."
        return ApiError(message, status=404, code="sandbox_not_simulated")
    shown = f"{request.method}: {request.path[:200]}"
    return ApiError(f"Unrecognized request URL ({shown}).", status=404)


def page_body(page: store.Page, paths: list[str], version: str) -> bytes:
    """A list's JSON, put together from that of its objects."""
    if versions.steps_below(version):
        members = [older.rendered(record, paths, version) for record in page.records]
    elif paths:
        members = [render.dumps(render.expanded(record, paths)) for record in page.records]
    else:
        members = [render.rendered(record) for record in page.records]
    head: Json = {"object": "search_result" if page.search else "list", "url": page.url}
    head["has_more"] = page.has_more
    if page.search:
        head["next_page"] = page.next_page
        if page.total_count is not None:
            head["total_count"] = page.total_count
    return render.dumps(head)[:-1] + b',"data":[' + b",".join(members) + b"]}"


def fingerprint(request: Request, params: Json) -> str:
    asked = json.dumps([request.method, request.path, params], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def multipart(body: bytes, content_type: str) -> Json:
    """
    The fields of an upload.

    A file is {"filename", "type", "size", "content"}, its bytes in base64.
    """
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
            files[name] = {
                "filename": filename,
                "type": part.get_content_type(),
                "size": len(payload),
                "content": base64.b64encode(payload).decode(),
            }
        elif name:
            pairs.append((name, payload.decode(errors="replace")))
    return {**forms.nest(pairs), **files}


__all__ = ["Api", "ConnectionDropped", "Logged", "Request", "Response"]
