"""
What the SDK knows of Stripe's operations: their names, and the request that each one makes.

The SDK's own code is called, with a pen in place of the line to Stripe: where it would send
a request, that request is written down, and nothing else happens. So every operation of the
installed SDK is known, and none is repeated here.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, NoReturn

import stripe

from .wire import PLACEHOLDER_KEY


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A request as the SDK would make it.

    ``base`` is the server (``api``, ``files`` …); ``is_content``: the answer is a file, not JSON.
    """

    method: str
    path: str
    params: Mapping[str, Any] = field(default_factory=dict)
    base: str = "api"
    is_content: bool = False


class _Written(Exception):
    """Not an error: the SDK came to where it would send."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked.path)
        self.asked = asked


def _write(
    method: str, path: str, params: Any, base_address: str, is_content: bool = False
) -> NoReturn:
    asked = Asked(method.lower(), path, dict(params or {}), base_address, is_content)
    raise _Written(asked)


class _Pen:
    """Stands in front of one of the SDK's classes; its names are the SDK's."""

    def _request(
        self, method: str, url: str, params: Any = None, *, base_address: str = "api", **more: Any
    ) -> NoReturn:
        _write(method, url, params or getattr(self, "_retrieve_params", None), base_address)

    _request_and_refresh = _request

    def _request_stream(
        self, method: str, url: str, params: Any = None, *, base_address: str = "api", **more: Any
    ) -> NoReturn:
        _write(method, url, params, base_address, is_content=True)

    @classmethod
    def _static_request(
        cls, method: str, url: str, params: Any = None, *, base_address: str = "api", **more: Any
    ) -> NoReturn:
        _write(method, url, params, base_address)

    @classmethod
    def _static_request_stream(
        cls, method: str, url: str, params: Any = None, *, base_address: str = "api", **more: Any
    ) -> NoReturn:
        _write(method, url, params, base_address, is_content=True)


class _Requestor:
    """Stands behind the SDK's services."""

    def request(
        self, method: str, url: str, params: Any = None, options: Any = None, **more: Any
    ) -> NoReturn:
        _write(method, url, params, more.get("base_address") or "api")

    def request_stream(
        self, method: str, url: str, params: Any = None, options: Any = None, **more: Any
    ) -> NoReturn:
        _write(method, url, params, more.get("base_address") or "api", is_content=True)


_SENDERS = frozenset({*vars(_Pen), "_search", "refresh"}) - {"__module__", "__doc__"}
_NEVER = frozenset({"save", "refresh", "request", "request_stream", "auto_paging_iter",
                    "search_auto_paging_iter", "deauthorize"})  # fmt: skip


def written(call: Callable[[], Any]) -> Asked:
    """
    The request that some code of the SDK's makes.

    Raises ImpossibleOperation if it makes none, or the SDK says that it cannot be made.
    """
    try:
        call()
    except _Written as one:
        return one.asked
    except NotImplementedError as error:
        raise ImpossibleOperation(str(error)) from None
    raise ImpossibleOperation("the SDK asks nothing of Stripe there")


class ImpossibleOperation(Exception):
    """The SDK has this operation's name and not its request."""


# ------------------------------------------------------------------- operations of a type


@dataclass(frozen=True, slots=True)
class Method:
    """
    An operation of one of the SDK's types.

    ``on_object``: the SDK calls it on an object; else on the class, with the object's id first
    if ``takes_id``.
    """

    name: str
    on_object: bool
    takes_id: bool


@functools.cache
def methods_of(sdk_class: Any) -> dict[str, Method]:
    """The operations that the SDK's class of a type has, by name."""
    found = {}
    for name in dir(sdk_class) if sdk_class is not None else ():
        raw = inspect.getattr_static(sdk_class, name)
        variant = getattr(raw, "class_method_name", None)
        function = getattr(raw, "method", None) if variant else getattr(raw, "__func__", raw)
        if not _is_operation(name, function):
            continue
        if variant or inspect.isfunction(raw):
            found[name] = Method(name, True, takes_id=True)
        else:
            found[name] = Method(name, False, takes_id=_takes_id(function))
    return found


def _is_operation(name: str, function: Any) -> bool:
    if name.startswith("_") or name in _NEVER:
        return False
    if name.endswith(("_async", "_request", "_url")):
        return False
    function = inspect.unwrap(function) if callable(function) else None
    code = getattr(function, "__code__", None)
    return isinstance(code, CodeType) and not _SENDERS.isdisjoint(code.co_names)


def _takes_id(function: Any) -> bool:
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    found = list(inspect.signature(inspect.unwrap(function)).parameters.values())[1:]
    return any(one.kind in positional for one in found)


@functools.cache
def _with_pen(sdk_class: Any) -> Any:
    return type(sdk_class.__name__, (_Pen, sdk_class), {"__module__": __name__})


def helpers_of(sdk_class: Any) -> Any:
    """The SDK's class of a type's test helpers, None if it has none."""
    return getattr(sdk_class, "TestHelpers", None)


def asked_on_object(
    sdk_class: Any, data: Mapping[str, Any], name: str, ids: tuple[str, ...],
    params: Mapping[str, Any], *, helper: bool = False,
) -> Asked:  # fmt: skip
    """The request of an operation called on an object with this JSON, further ids following."""
    methods = methods_of(helpers_of(sdk_class) if helper else sdk_class)
    penned = _with_pen(sdk_class)
    if helper or methods[name].on_object:
        instance = penned.construct_from(dict(data), PLACEHOLDER_KEY)
        target = penned.TestHelpers(instance) if helper else instance
        return written(lambda: getattr(target, name)(*ids, **params))
    return written(lambda: getattr(penned, name)(data["id"], *ids, **params))


def asked_on_class(
    sdk_class: Any, name: str, ids: tuple[str, ...], params: Mapping[str, Any]
) -> Asked:
    """The request of an operation called on the SDK's class, ids first."""
    return written(lambda: getattr(_with_pen(sdk_class), name)(*ids, **params))


# ------------------------------------------------------------------------------ services


@functools.cache
def services(version: str) -> Any:
    """The SDK's services of an API (``"v1"``, ``"v2"``), which write down what they are asked."""
    real = getattr(stripe.StripeClient(PLACEHOLDER_KEY), version)
    return type(real)(_Requestor())


@functools.cache
def names_in(service_class: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The operations of a service, and the services inside it."""
    operations, inside = set(), set()
    for base in service_class.__mro__:
        inside |= {name for name in vars(base).get("__annotations__", {}) if name[0] != "_"}
        for name, function in vars(base).items():
            if inspect.isfunction(function) and _is_service_operation(name, function):
                operations.add(name)
    return frozenset(operations), frozenset(inside - operations)


def _is_service_operation(name: str, function: Any) -> bool:
    senders = {"_request", "_request_stream"}
    if name.startswith("_") or name.endswith("_async"):
        return False
    return not senders.isdisjoint(function.__code__.co_names)


def members_of(service: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The same of a service at hand; in older SDKs those inside are known only of instances."""
    kind: Any = type(service)
    operations, inside = names_in(kind)
    also = {
        name
        for name, value in vars(service).items()
        if not name.startswith("_") and hasattr(value, "_requestor")
    }
    return operations, inside | also


def asked_on_service(
    service: Any, name: str, ids: tuple[str, ...], params: Mapping[str, Any]
) -> Asked:
    """The request of a service's operation, ids first."""
    function = getattr(service, name)
    names = list(inspect.signature(function).parameters)
    wanted = [one for one in names if one not in ("params", "options")]
    if len(ids) != len(wanted):
        said = ", ".join(wanted) or "no ids"
        raise TypeError(
            f"{name}() takes {len(wanted)} positional arguments ({said}), not {len(ids)}."
        )
    if "params" in names:
        return written(lambda: function(*ids, params=dict(params)))
    if params:
        raise TypeError(f"{name}() takes no parameters.")
    return written(lambda: function(*ids))
