"""
The general door: any operation of Stripe's on any row, stored like the rest.

    subscription.stripe.cancel(prorate=True)
    customer.stripe.create_balance_transaction(amount=-500, currency="usd")
    Customer.stripe.search(query="email:'ada@example.com'")
    at_stripe(livemode=True).billing.meters.list()

The operations, their names and parameters are those of the installed SDK. With an ``a`` in
front they are awaited: ``await subscription.stripe.acancel()``.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Protocol

import stripe
from django.db import models

from .. import mirror
from ..exceptions import ImpossibleAPIRequest, InvalidRow
from ..gateway import Answer, Credentials, cross, get_gateway, is_missing, is_repeated
from ..gateway.operations import (
    Asked,
    ImpossibleOperation,
    Method,
    asked_on_class,
    asked_on_object,
    asked_on_service,
    helpers_of,
    members_of,
    methods_of,
    services,
)
from ..gateway.paths import is_v2
from ..mirror import Outcome
from ..snapshot import Door, Snapshot, Stamp
from . import answers, guards
from .flows import flows
from .twins import stream
from .verbs import keep

# What is answered there is no state of anything: what would be, or what was proposed.
_HYPOTHETICAL = re.compile(
    r"/(upcoming|preview|create_preview|preview_lines|computed_upfront_line_items)(/lines)?$"
)
# What Stripe shows once, and nobody is to keep who does not know what it is.
_SECRET_KEYS = frozenset({"secret", "client_secret", "payload"})
_MOST_PER_PAGE = 100


# ----------------------------------------------------------------------------- carrying out


def perform(
    asked: Asked,
    credentials: Credentials,
    *,
    idempotency_key: str | None = None,
    api_version: str | None = None,
    deletes: tuple[str, str] | None = None,
    currency: str | None = None,
) -> Any:
    """
    Ask Stripe, store the answer, and return what it is.

    An object with an id is its row, also if it is deleted now; a list is :class:`Listed`; a file
    is bytes; anything else is Stripe's JSON, as are previews, which are states of nothing.

    Raises the SDK's errors.
    """
    gateway = get_gateway()
    guards.check(asked.params, credentials, asked.path, currency=currency or "")
    given = {k: guards.wire_value(v) for k, v in asked.params.items() if v is not None}
    if asked.is_content:
        return gateway.content(
            asked.path, credentials, given, base=asked.base, api_version=api_version
        )
    params, most = _with_page_size(asked, given)
    try:
        with answers.keeping_what_errors_carry():
            answer = gateway.act(
                asked.method, asked.path, credentials, params, idempotency_key=idempotency_key,
                api_version=api_version, base=asked.base,
            )  # fmt: skip
    except stripe.StripeError as error:
        if deletes is not None and is_repeated(error) and is_missing(error, *deletes):
            gone = gateway.look(*deletes, asked.path, credentials)
            return mirror.store([gone])[0].row
        raise
    try:
        if _is_list(answer.data):
            gateway.end(answer)
            return Listed(asked, credentials, params, answer, most, api_version)
        if not _is_state(answer.data, asked.path):
            gateway.end(answer)
            return answer.data
        snapshot = gateway.snapshot_of(answer, credentials, tuple(given.get("expand", ())))
        outcome = keep(gateway, answer, _as_said(snapshot, asked, answer))
    except BaseException:
        gateway.let_go(answer)
        raise
    return answer.data if outcome.row is None else answers.hand_out(outcome.row, snapshot.data)


def _as_said(snapshot: Snapshot, asked: Asked, answer: Answer) -> Snapshot:
    if asked.method == "get":
        return replace(snapshot, door=Door.LOOK)
    if asked.method == "delete" and is_v2(asked.path) and set(answer.data) <= {"id", "object"}:
        # API v2 answers with the bare id, and does not say that it is gone.
        return replace(snapshot, deleted=True)
    return snapshot


def _with_page_size(asked: Asked, given: dict[str, Any]) -> tuple[dict[str, Any], int | None]:
    """The parameters of the first request, and how many elements are wanted in all."""
    most = given.get("limit") if asked.method == "get" else None
    if not isinstance(most, int) or isinstance(most, bool) or most <= _MOST_PER_PAGE:
        return given, most if isinstance(most, int) else None
    return {**given, "limit": _MOST_PER_PAGE}, most


def _is_list(data: Mapping[str, Any]) -> bool:
    if data.get("object") in ("list", "search_result"):
        return isinstance(data.get("data"), list)
    return "object" not in data and isinstance(data.get("data"), list)


def _is_state(data: Mapping[str, Any], path: str) -> bool:
    """Whether this is an object as it is, and one that may be stored."""
    name, id = data.get("object"), data.get("id")
    if not isinstance(name, str) or not isinstance(id, str) or _HYPOTHETICAL.search(path):
        return False
    if mirror.is_declared(name):
        return True
    return data.get("deleted") is not True and _SECRET_KEYS.isdisjoint(data)


class Listed:
    """
    What a list at Stripe holds, read page by page while it is gone through.

    Rows, and plain JSON for what has no row. Each page is stored when it is reached, and
    nothing of the one before is kept. ``limit`` was how many are wanted in all. What a search
    finds may be out of date: it is stored only where there was nothing, else looked at later.
    """

    def __init__(
        self,
        asked: Asked,
        credentials: Credentials,
        params: Mapping[str, Any],
        first: Answer,
        most: int | None,
        api_version: str | None,
    ) -> None:
        self._asked, self._credentials, self._params = asked, credentials, params
        self._first: Answer | None = first
        self._most, self._api_version = most, api_version
        self._rows = self._read()

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._rows)

    def __aiter__(self) -> AsyncIterator[Any]:
        return stream(lambda: self)

    def __repr__(self) -> str:
        return f"<what GET {self._asked.path} lists>"

    def _read(self) -> Iterator[Any]:
        rows = (row for page in self._pages() for row in page)
        yield from rows if self._most is None else islice(rows, self._most)

    def _pages(self) -> Iterator[list[Any]]:
        first, self._first = self._first, None
        if self._asked.method != "get":
            # A search by POST is one page.
            data = first.data["data"] if first is not None else []
            yield [element for element in data if isinstance(element, Mapping)]
            return
        pages = get_gateway().pages(
            self._asked.path,
            self._credentials,
            params=self._params,
            api_version=self._api_version,
            first=first,
            limit=int(self._params.get("limit", _MOST_PER_PAGE)),
        )
        for page in pages:
            snapshots = page.snapshots
            if page.lags:
                unknown = Stamp.unknown()
                snapshots = [replace(s, stamp=unknown, door=Door.GIVEN) for s in snapshots]
            yield list(_rows_of(snapshots, self._asked.path))


def _rows_of(snapshots: Sequence[Snapshot], path: str) -> Iterator[Any]:
    """The rows of one page, with one query for each kind of object on it."""
    states = [one for one in snapshots if _is_state(one.data, path)]
    outcomes = deque(mirror.store(states)) if states else deque[Outcome]()
    pks: dict[tuple[type[Any], str], list[int]] = {}
    for outcome in outcomes:
        if outcome.model is not None and outcome.pk is not None:
            pks.setdefault((outcome.model, outcome.using), []).append(outcome.pk)
    rows = {
        (model, pk): row
        for (model, using), wanted in pks.items()
        for pk, row in model._base_manager.using(using).in_bulk(wanted).items()
    }
    for snapshot in snapshots:
        if not _is_state(snapshot.data, path):
            yield snapshot.data
            continue
        outcome = outcomes.popleft()
        model: Any = outcome.model
        yield rows.get((model, outcome.pk), snapshot.data)


# -------------------------------------------------------------------------------- the doors


class Operation(Protocol):
    """One of Stripe's operations: ids first, then Stripe's parameters by name."""

    def __call__(
        self,
        *ids: Any,
        api_key: str | None = None,
        stripe_account: str | None = None,
        idempotency_key: str | None = None,
        stripe_version: str | None = None,
        **params: Any,
    ) -> Any: ...


@dataclass(frozen=True, repr=False)
class _Operation:
    """An operation that can be called; templates may not."""

    said_as: str
    ask: Callable[[tuple[str, ...], Mapping[str, Any]], Asked]
    credentials: Callable[[str | None, str | None], Credentials]
    row: Any = None

    alters_data = True

    def __repr__(self) -> str:
        return f"<{self.said_as}>"

    def __call__(
        self,
        *ids: Any,
        api_key: str | None = None,
        stripe_account: str | None = None,
        idempotency_key: str | None = None,
        stripe_version: str | None = None,
        **params: Any,
    ) -> Any:
        try:
            asked = self.ask(tuple(_id_of(one) for one in ids), params)
        except ImpossibleOperation as error:
            raise ImpossibleAPIRequest(f"{self.said_as} cannot be asked for: {error}") from None
        row, gone = self.row, None
        if row is not None and asked.method != "get":
            guards.check_actor(row, stripe_account)
            if asked.method == "delete" and asked.path == _own_path(row):
                gone = (row.object_name, row.id)
        found = perform(
            asked,
            self.credentials(api_key, stripe_account),
            idempotency_key=idempotency_key,
            api_version=stripe_version,
            deletes=gone,
            currency=getattr(row, "currency", None),
        )
        if row is not None and type(found) is type(row) and found.pk == row.pk:
            row.refresh_from_db()
            return answers.hand_on(found, row)
        return found


def _twin_of(operation: _Operation) -> Callable[..., Coroutine[Any, Any, Any]]:
    """The operation for async views; what it lists is for ``async for``."""

    async def call(*ids: Any, **params: Any) -> Any:
        return await cross(functools.partial(operation, *ids, **params))

    call.alters_data = True  # type: ignore[attr-defined]
    return call


def _own_path(row: Any) -> str | None:
    try:
        return str(row.retrieve_url())
    except ImpossibleAPIRequest:
        return None


def _id_of(value: Any) -> str:
    found = getattr(value, "id", None) if isinstance(value, models.Model) else value
    if not isinstance(found, str) or not found:
        raise InvalidRow(f"An id is {value!r}: hand in a stored row or its Stripe id.")
    return found


class _Door:
    """Names become operations, and further doors."""

    def _find(self, name: str) -> Any:
        """The operation or door of this name, or None."""
        raise NotImplementedError

    def _names(self) -> set[str]:
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        found = None if name.startswith("_") else self._find(name)
        if found is None and name.startswith("a"):
            operation = self._find(name[1:])
            found = _twin_of(operation) if isinstance(operation, _Operation) else None
        if found is None:
            raise AttributeError(self._said_of(name))
        return found

    def __dir__(self) -> list[str]:
        return sorted(self._names())

    def _said_of(self, name: str) -> str:
        names = sorted(self._names())
        near = difflib.get_close_matches(name, names, 1)
        guess = f" Did you mean {near[0]}?" if near else ""
        known = ", ".join(names) or "none at all"
        return f"{self!r} has no operation {name!r} in stripe {stripe.VERSION}.{guess} There are: {known}."


class RowDoor(_Door):
    """Every operation of Stripe's on one row, with the key of its account and mode."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __repr__(self) -> str:
        return f"{type(self._row).__name__} {self._row.id} at Stripe"

    def _methods(self) -> dict[str, Method]:
        methods = methods_of(self._row.stripe_class)
        return {name: method for name, method in methods.items() if method.takes_id}

    def _names(self) -> set[str]:
        service = _service_at(self._row.endpoint)
        inside = members_of(service) if service is not None else (frozenset(), frozenset())
        helpers = {"test_helpers"} if helpers_of(self._row.stripe_class) else set()
        return {*self._methods(), *helpers, *inside[1], *_of_one(service, inside[0])}

    def _find(self, name: str) -> Any:
        row = self._row
        if name in self._methods():
            return self._operation(name)
        if name == "test_helpers" and helpers_of(row.stripe_class):
            return HelpersDoor(row)
        service = _service_at(row.endpoint)
        if service is None:
            return None
        operations, inside = members_of(service)
        if name in inside:
            return ServiceDoor(getattr(service, name), f"{self!r}.{name}", row.credentials, row)
        if name in _of_one(service, operations):
            return _operation_of(service, name, f"{self!r}.{name}", row.credentials, row)
        return None

    def _operation(self, name: str, helper: bool = False) -> _Operation:
        row = self._row

        def ask(ids: tuple[str, ...], params: Mapping[str, Any]) -> Asked:
            data, own = {**(row.stripe_data or {}), "id": row.id}, _own_path(row)
            if name == "retrieve" and own and not helper:
                return Asked("get", own, params)
            try:
                return asked_on_object(row.stripe_class, data, name, ids, params, helper=helper)
            except ImpossibleOperation:
                # The SDK finds no address for it from its class alone; the row knows its own.
                if helper or name not in ("modify", "delete") or not own:
                    raise
            return Asked("post" if name == "modify" else "delete", own, params)

        return _Operation(f"{self!r}.{name}", ask, row.credentials, row)


class HelpersDoor(RowDoor):
    """The operations of Stripe's test mode on one row."""

    def __repr__(self) -> str:
        return f"{super().__repr__()}.test_helpers"

    def _methods(self) -> dict[str, Method]:
        return methods_of(helpers_of(self._row.stripe_class))

    def _names(self) -> set[str]:
        return set(self._methods())

    def _find(self, name: str) -> Any:
        return self._operation(name, helper=True) if name in self._methods() else None


class TypeDoor(_Door):
    """
    Every operation of Stripe's on a type: what needs no row, and the others by id.

    Called, it chooses whose objects: ``Customer.stripe(account="acct_1", livemode=True)``.
    """

    def __init__(
        self, model: Any, account: Any = None, livemode: bool | None = None,
        api_key: str | None = None,
    ) -> None:  # fmt: skip
        self._model = model
        self._credentials = _chooser(account, livemode, api_key)

    def __call__(
        self, account: Any = None, livemode: bool | None = None, api_key: str | None = None
    ) -> TypeDoor:
        return TypeDoor(self._model, account, livemode, api_key)

    def __repr__(self) -> str:
        return f"{self._model.__name__} at Stripe"

    def _names(self) -> set[str]:
        service = _service_at(self._model.endpoint)
        operations, inside = members_of(service) if service is not None else ((), ())
        return {*methods_of(self._model.stripe_class), *operations, *inside}

    def _find(self, name: str) -> Any:
        sdk_class = self._model.stripe_class
        said, credentials = f"{self!r}.{name}", self._credentials
        if name in methods_of(sdk_class):
            return _Operation(
                said, lambda ids, params: asked_on_class(sdk_class, name, ids, params), credentials
            )
        service = _service_at(self._model.endpoint)
        operations, inside = members_of(service) if service is not None else ((), ())
        if name in operations:
            return _operation_of(service, name, said, credentials)
        return ServiceDoor(getattr(service, name), said, credentials) if name in inside else None


class ServiceDoor(_Door):
    """A service of the SDK's, or a group of them; with a row, its id comes first in each call."""

    def __init__(
        self, service: Any, said_as: str,
        credentials: Callable[[str | None, str | None], Credentials], row: Any = None,
    ) -> None:  # fmt: skip
        self._service, self._said_as = service, said_as
        self._credentials, self._row = credentials, row

    def __repr__(self) -> str:
        return self._said_as

    def _names(self) -> set[str]:
        operations, inside = members_of(self._service)
        return {*operations, *inside}

    def _find(self, name: str) -> Any:
        operations, inside = members_of(self._service)
        said = f"{self._said_as}.{name}"
        if name in operations:
            return _operation_of(self._service, name, said, self._credentials, self._row)
        if name in inside:
            return ServiceDoor(getattr(self._service, name), said, self._credentials, self._row)
        return None


class _AccountDoor(ServiceDoor):
    """All of Stripe for one account and mode."""

    def _names(self) -> set[str]:
        return {*super()._names(), "v1", "v2"}

    def _find(self, name: str) -> Any:
        if name in ("v1", "v2"):
            return ServiceDoor(services(name), f"{self._said_as}.{name}", self._credentials)
        return super()._find(name)


def at_stripe(
    account: Any = None, *, livemode: bool | None = None, api_key: str | None = None
) -> Any:
    """
    Stripe itself, for an account (its row or id; None: the key's own) in a mode (None: the
    default): every operation, under the names of the SDK's services.

        at_stripe().customers.retrieve("cus_1")
        at_stripe("acct_1", livemode=True).v2.core.event_destinations.list()
    """
    mode = "" if livemode is None else " in live mode" if livemode else " in test mode"
    said = f"Stripe{f' for {_id_of(account)}' if account else ''}{mode}"
    return _AccountDoor(services("v1"), said, _chooser(account, livemode, api_key))


def _chooser(
    account: Any, livemode: bool | None, key: str | None
) -> Callable[[str | None, str | None], Credentials]:
    chosen = _id_of(account) if account else None

    def credentials(api_key: str | None, stripe_account: str | None) -> Credentials:
        return flows.find_credentials(
            account=stripe_account or chosen, livemode=livemode, api_key=api_key or key
        )

    return credentials


def _operation_of(
    service: Any, name: str, said_as: str,
    credentials: Callable[[str | None, str | None], Credentials], row: Any = None,
) -> _Operation:  # fmt: skip
    def ask(ids: tuple[str, ...], params: Mapping[str, Any]) -> Asked:
        return asked_on_service(service, name, ids if row is None else (row.id, *ids), params)

    return _Operation(said_as, ask, credentials, row)


def _service_at(endpoint: str) -> Any:
    """The SDK's service of an endpoint (``/v1/billing/meters``); None if it is not named so."""
    version, *names = endpoint.strip("/").split("/")
    if version not in ("v1", "v2"):
        return None
    found = services(version)
    for name in names:
        found = getattr(found, name, None) if name in members_of(found)[1] else None
        if found is None:
            return None
    return found


def _of_one(service: Any, operations: Any) -> set[str]:
    """Those of a service's operations that are about one object."""
    return set(operations) - {"list", "create", "search"} if service is not None else set()


class StripeDoor:
    """``row.stripe`` is what can be done with the row at Stripe; ``Model.stripe`` with its type."""

    def __get__(self, row: Any, model: Any = None) -> Any:
        return TypeDoor(model) if row is None else RowDoor(row)
