"""
The admin route: drive a sandbox that serves over HTTP, from any language.

`POST /_sandbox/…` with a JSON object (or nothing), no key; the answer is JSON. It answers clients
on this machine only, and no web page. What is wrong with a request is a 400 in Stripe's envelope.

| path | takes | does |
| --- | --- | --- |
| `status` | | account, now, how many objects of each type, what waits |
| `reset` | | empties everything; the seed begins anew, the clock goes on |
| `clock/advance` | `seconds` | lets time pass; what comes due is delivered |
| `clock/offset` | `seconds` | puts `Date` ahead of `created` by that much |
| `faults/add` | the fields of `djstripe.sandbox.Fault` | queues a fault; answers all that wait |
| `faults/list` | | the faults that wait |
| `faults/clear` | | forgets them |
| `limits` | the numbers of `Limits`, `on` | sets rate limits and turns them on or off |
| `keys/add` | `account`, `livemode`, `permissions`, `expires` | makes a key |
| `keys/expire`, `keys/roll` | `key`, `at` (Unix seconds) | ends a key; `roll` answers its successor |
| `keys/revoke` | `key` | deletes a key |
| `accounts/connect` | `account`, `platform` | makes a connected account |
| `accounts/open` | `account` | makes another platform; answers a key of it |
| `accounts/agree` | `account`, the fields of `objects.fees.Terms` | fees, currencies and rates |
| `accounts/bank` | `currency`, `number`, `account`, `livemode` | a bank account for payouts |
| `intents/authenticate` | `id`, `succeed`, `account`, `livemode` | what the customer does |
| `objects/add` | `object` or `objects`, `account`, `livemode`, `belongs_to` | seeds, without events |
| `objects/list` | `kind`, `account`, `livemode` | every object of a type, oldest first |
| `objects/change` | `kind`, `id`, `account`, `livemode`, `fields` | changes one without an event |
| `checkout` | `id` (a session or a payment link), `payment_method`, `email`, `account` | a customer pays on the page |
| `billing` | `account`, and settings such as `retry_days`, `after_retries` | how an account bills; all settings |
| `events/emit` | `type`, `kind`, `id` | an event of any type about an object as it is |
| `state/dump` | | the whole state |
| `state/load` | what `state/dump` answered | replaces the whole state |
| `requests` | `limit` | the last requests, oldest first |
| `deliveries` | `limit` | the last tried deliveries, oldest first, and those that wait |
| `webhooks/hold`, `webhooks/release`, `webhooks/flush` | | keeps deliveries back, lets them go |
| `webhooks/lose`, `…/delay`, `…/duplicate`, `…/reorder`, `…/report_twice`, `…/show_older_state`, `…/never_create` | `types` (a list), and what the method of that name takes | lets events go wrong |
| `webhooks/report_never_created` | | announces the events that were never created |
| `webhooks/behave` | | ends all of these |
| `webhooks/resend` | `event`, `endpoint` | delivers an event once more |
| `webhooks/roll_secret` | `endpoint`, `grace_seconds` | a new signing secret |
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from .api import Request, Response
from .catalogue import Json
from .errors import ApiError
from .faults import Fault

if TYPE_CHECKING:
    from .sandbox import Sandbox

PREFIX = "/_sandbox/"


def answer(sandbox: Sandbox, request: Request, client: str = "127.0.0.1") -> Response:
    """An admin request's answer; `client` is the address it came from."""
    try:
        _check(request, client)
        params = json.loads(request.body) if request.body else {}
        if not isinstance(params, dict):
            raise ApiError("The body must be a JSON object.")
        act = ROUTES.get(request.path[len(PREFIX) :].strip("/"))
        if act is None:
            raise ApiError(f"There is no {request.path[:200]} here.", status=404)
        done = act(sandbox, **params)
    except ApiError as error:
        return _response(error.status, error.body)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        message = f"{request.path[:200]} does not work with that: {error}"
        return _response(400, ApiError(message).body)
    return _response(200, done)


def _check(request: Request, client: str) -> None:
    if not ipaddress.ip_address(client).is_loopback:
        raise ApiError("The admin route answers this machine only.", status=403)
    if "origin" in request.headers:
        raise ApiError("The admin route answers no web page.", status=403)
    if request.method != "POST":
        raise ApiError("The admin route takes POST.", status=405)


def _response(status: int, body: Any) -> Response:
    encoded = json.dumps(body, default=str).encode()
    return Response(status, encoded, {"Content-Type": "application/json"})


# -- what there is to do -------------------------------------------------------------------------


def status(sandbox: Sandbox) -> Json:
    with sandbox.lock:
        counts: dict[str, int] = {}
        for shelf in [*sandbox.state.shelves.values(), sandbox.state.shared]:
            for kind, table in shelf.tables.items():
                counts[kind] = counts.get(kind, 0) + len(table.order)
        return {
            "account": sandbox.account,
            "now": sandbox.clock.now(),
            "clock_stands": sandbox.clock.stands,
            "seed": sandbox.seed,
            "objects": {kind: count for kind, count in sorted(counts.items()) if count},
            "faults": len(sandbox.faults.waiting),
            "deliveries_waiting": len(sandbox.webhooks.pending),
            "requests": len(sandbox.api.log),
        }


def reset(sandbox: Sandbox) -> Json:
    sandbox.reset()
    return status(sandbox)


def advance(sandbox: Sandbox, seconds: float) -> Json:
    return {"now": sandbox.advance(seconds)}


def offset(sandbox: Sandbox, seconds: int) -> Json:
    sandbox.clock.date_offset = int(seconds)
    return {"now": sandbox.clock.now(), "date": sandbox.clock.http_date()}


def add_fault(sandbox: Sandbox, **fields: Any) -> Json:
    with sandbox.lock:
        sandbox.faults.add(Fault(**{**fields, "during": None}))
    return list_faults(sandbox)


def list_faults(sandbox: Sandbox) -> Json:
    with sandbox.lock:
        return {"faults": sandbox.faults.dump()["waiting"]}


def clear_faults(sandbox: Sandbox) -> Json:
    with sandbox.lock:
        sandbox.faults.clear()
    return list_faults(sandbox)


def set_limits(sandbox: Sandbox, **numbers: Any) -> Json:
    known = sandbox.limits.dump()
    unknown = numbers.keys() - known.keys()
    if unknown:
        raise ValueError(f"there are no limits {sorted(unknown)}, only {sorted(known)}")
    with sandbox.lock:
        sandbox.limits.load(numbers)
        return sandbox.limits.dump()


def add_key(sandbox: Sandbox, **fields: Any) -> Json:
    return {"key": sandbox.keys.add(**fields)}


def expire_key(sandbox: Sandbox, key: str, at: int | None = None) -> Json:
    sandbox.keys.expire(key, sandbox.clock.now() if at is None else at)
    return {}


def roll_key(sandbox: Sandbox, key: str, at: int | None = None) -> Json:
    return {"key": sandbox.keys.roll(key, sandbox.clock.now() if at is None else at)}


def revoke_key(sandbox: Sandbox, key: str) -> Json:
    sandbox.keys.revoke(key)
    return {}


def connect(sandbox: Sandbox, account: str, platform: str | None = None) -> Json:
    sandbox.connect(account, platform)
    return {"account": account}


def open_account(sandbox: Sandbox, account: str) -> Json:
    return {"account": account, "key": sandbox.open_account(account)}


def agree(sandbox: Sandbox, account: str | None = None, **terms: Any) -> Json:
    return {"terms": sandbox.agree(account, **terms)}


def bank(sandbox: Sandbox, **fields: Any) -> Json:
    return {"object": sandbox.bank_account(**fields)}


def authenticate(sandbox: Sandbox, id: str, succeed: bool = True, **place: Any) -> Json:
    return {"object": sandbox.authenticate(id, succeed, **place)}


def add_objects(
    sandbox: Sandbox,
    object: Json | None = None,
    objects: list[Json] | None = None,
    account: str | None = None,
    livemode: bool | None = None,
    belongs_to: Json | None = None,
) -> Json:
    every = [*([object] if object else []), *(objects or [])]
    return {"objects": [sandbox.add(one, account, livemode, belongs_to) for one in every]}


def list_objects(
    sandbox: Sandbox, kind: str, account: str | None = None, livemode: bool = False
) -> Json:
    return {"objects": sandbox.all(kind, account, livemode)}


def change_object(sandbox: Sandbox, kind: str, id: str, fields: Json, **place: Any) -> Json:
    return {"object": sandbox.change(kind, id, **place, **fields)}


def emit(sandbox: Sandbox, type: str, kind: str, id: str, **place: Any) -> Json:
    return {"event": sandbox.emit(type, kind, id, **place)}


def dump(sandbox: Sandbox) -> Json:
    dumped: Json = json.loads(sandbox.dump())
    return dumped


def load(sandbox: Sandbox, **dumped: Any) -> Json:
    sandbox.load(json.dumps(dumped))
    return status(sandbox)


def requests(sandbox: Sandbox, limit: int = 100) -> Json:
    with sandbox.lock:
        last = list(islice(reversed(sandbox.api.log), limit))
    return {"requests": [asdict(one) for one in reversed(last)]}


def deliveries(sandbox: Sandbox, limit: int = 100) -> Json:
    with sandbox.lock:
        tried = sandbox.webhooks.deliveries[-limit:] if limit else []
        waiting = list(sandbox.webhooks.pending)
        return {
            "deliveries": [_delivery(one) for one in tried],
            "waiting": [_delivery(one) for one in waiting],
        }


def _delivery(delivery: Any) -> Json:
    return {
        "event": delivery.event.id,
        "type": delivery.event_type,
        "endpoint": delivery.endpoint.id,
        "url": delivery.url,
        "due": delivery.due,
        "statuses": delivery.statuses,
    }


def _webhooks(method: str) -> Callable[..., Json]:
    """A method of `sandbox.webhooks`; `types` are its positional arguments."""

    def act(sandbox: Sandbox, types: list[str] | None = None, **params: Any) -> Json:
        done = getattr(sandbox.webhooks, method)(*(types or ()), **params)
        simple = done if isinstance(done, (str, int, float)) else None
        return {"done": method, "result": simple, "waiting": len(sandbox.webhooks.pending)}

    return act


ROUTES: dict[str, Callable[..., Json]] = {
    "status": status,
    "reset": reset,
    "clock/advance": advance,
    "clock/offset": offset,
    "faults/add": add_fault,
    "faults/list": list_faults,
    "faults/clear": clear_faults,
    "limits": set_limits,
    "keys/add": add_key,
    "keys/expire": expire_key,
    "keys/roll": roll_key,
    "keys/revoke": revoke_key,
    "accounts/connect": connect,
    "accounts/open": open_account,
    "accounts/agree": agree,
    "accounts/bank": bank,
    "intents/authenticate": authenticate,
    "objects/add": add_objects,
    "objects/list": list_objects,
    "objects/change": change_object,
    "checkout": lambda sandbox, **params: sandbox.checkout(**params),
    "billing": lambda sandbox, **params: sandbox.billing(**params),
    "events/emit": emit,
    "state/dump": dump,
    "state/load": load,
    "requests": requests,
    "deliveries": deliveries,
    **{
        f"webhooks/{method}": _webhooks(method)
        for method in (
            "hold",
            "release",
            "flush",
            "lose",
            "delay",
            "duplicate",
            "reorder",
            "report_twice",
            "show_older_state",
            "never_create",
            "report_never_created",
            "behave",
            "resend",
            "roll_secret",
        )
    },
}
