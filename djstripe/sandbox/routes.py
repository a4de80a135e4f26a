"""Which operation a method and a path mean, and what kind of operation it is."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from . import catalogue
from .catalogue import Operation

# Answered by Stripe and not in the SDK's services: older addresses that payloads still name.
EXTRA = (
    Operation("GET", "/v1/charges/{charge}/refunds", "list", ("refund",), None),
    Operation("POST", "/v1/charges/{charge}/refunds", "object", ("refund",), None),
    Operation("GET", "/v1/charges/{charge}/refunds/{refund}", "object", ("refund",), None),
    Operation("GET", "/v1/customers/{customer}/subscriptions", "list", ("subscription",), None),
    Operation("GET", "/v1/files/{file}/links", "list", ("file_link",), None),
    Operation("GET", "/v1/files/{file}/contents", "stream", ("file",), None),
    Operation("GET", "/v1/payment_pages/{session}", "object", ("checkout.session",), None),
    Operation("POST", "/v1/payment_pages/{session}/confirm", "object", ("checkout.session",), None),
    Operation("POST", "/v1/events/{id}/retry", "object", ("event",), None),  # `events resend`
)
_EVENT, _DESTINATION = ("v2.core.event",), ("v2.core.event_destination",)
_AT = "/v2/core/event_destinations"
# Version 2: the part of it that events need. Bodies are JSON; parameters are checked where used.
V2 = (
    Operation("GET", "/v2/core/events", "object", _EVENT, None),
    Operation("GET", "/v2/core/events/{id}", "object", _EVENT, None),
    Operation("GET", _AT, "object", _DESTINATION, None),
    Operation("POST", _AT, "object", _DESTINATION, None),
    Operation("GET", f"{_AT}/{{id}}", "object", _DESTINATION, None),
    Operation("POST", f"{_AT}/{{id}}", "object", _DESTINATION, None),
    Operation("DELETE", f"{_AT}/{{id}}", "object", _DESTINATION, None),
    Operation("POST", f"{_AT}/{{id}}/enable", "object", _DESTINATION, None),
    Operation("POST", f"{_AT}/{{id}}/disable", "object", _DESTINATION, None),
    Operation("POST", f"{_AT}/{{id}}/ping", "object", _EVENT, None),
)


class Route(NamedTuple):
    """An operation and the ids that stood in the path, by the template's names, in order."""

    operation: Operation
    ids: dict[str, str]


@cache
def _tree() -> dict[str, Any]:
    """Segments to branches; "{}" is any value, "/GET" the operation that ends here."""
    root: dict[str, Any] = {}
    for operation in (*catalogue.operations(), *EXTRA, *V2):
        node = root
        for part in operation.template.strip("/").split("/"):
            node = node.setdefault("{}" if part.startswith("{") else part, {})
        node.setdefault(f"/{operation.method}", operation)
    return root


def match(method: str, path: str) -> Route | None:
    """The operation at a path such as `/v1/customers/cus_1`, or None."""
    parts = path.strip("/").split("/")
    if len(parts) > 12:
        return None
    found = _descend(_tree(), parts, method)
    if found is None:
        return None
    pairs = zip(found.segments, parts[1:], strict=True)
    ids = {name[1:-1]: unquote(part) for name, part in pairs if name.startswith("{")}
    return Route(found, ids)


def _descend(node: dict[str, Any], parts: list[str], method: str) -> Operation | None:
    if not parts:
        return node.get(f"/{method}")
    for branch in (parts[0], "{}"):
        if branch in node and not branch.startswith("/"):
            found = _descend(node[branch], parts[1:], method)
            if found is not None:
                return found
    return None


def _nameless(template: str) -> str:
    """The template without its parameters' names, which differ between operations."""
    return re.sub(r"\{\w+\}", "{}", template)


@cache
def _by_template() -> dict[tuple[str, str], Operation]:
    every = (*EXTRA, *V2, *catalogue.operations())
    return {(o.method, _nameless(o.template)): o for o in every}


def at(method: str, template: str) -> Operation | None:
    """The operation of that very template."""
    return _by_template().get((method, _nameless(template)))


@cache
def parent_of(template: str) -> Operation | None:
    """
    The retrieve that a nested path hangs on.

    `/v1/customers/{customer}/tax_ids/{id}` hangs on `/v1/customers/{customer}`.
    """
    parts = template.split("/")
    for end in range(len(parts) - 1, 2, -1):
        if parts[end - 1].startswith("{"):
            found = at("GET", "/".join(parts[:end]))
            if found is not None and found.template != template:
                return found
    return None


@cache
def url_of(kind: str) -> str | None:
    """Where objects of a type are listed at the top level, such as `/v1/charges`."""
    for operation in catalogue.operations():
        if operation.answer == "list" and operation.types == (kind,) and not operation.names:
            return operation.template
    return None


@cache
def word_of(operation: Operation) -> str:
    """
    What an operation does, read from its path: list, search, retrieve, create, modify, delete,
    singleton (an object without id) or action.
    """
    last = operation.segments[-1]
    if operation.answer in ("list", "search"):
        return operation.answer
    if operation.method == "DELETE":
        return "delete" if last.startswith("{") else "action"
    if last.startswith("{"):
        return "retrieve" if operation.method == "GET" else "modify"
    if operation.answer == "stream" or last.startswith("create_"):
        return "action"
    shown = at("GET", operation.template)
    if shown is not None and shown.answer == "object":
        return "singleton" if _has_no_id(operation.types[0]) else "action"
    if shown is not None or operation.template in _CREATES_WITHOUT_LIST:
        return "create"
    before = operation.template.rpartition("/")[0]
    if at("GET", before) or at("POST", before) or "/test_helpers/" in operation.template:
        return "action"
    return "create"


# They make something of another type than the object they hang on.
_CREATES_WITHOUT_LIST = {
    "/v1/accounts/{account}/login_links",
    "/v1/customers/{customer}/funding_instructions",
}


def _has_no_id(kind: str) -> bool:
    shape = catalogue.shape(kind)
    return kind == "account" or (shape is not None and "id" not in shape.fields)


@cache
def _retrieve_of(kind: str) -> Operation | None:
    """The retrieve of a type with the fewest ids in its path."""
    found = [
        operation
        for operation in catalogue.operations()
        if operation.method == "GET"
        and operation.answer == "object"
        and kind in operation.types
        and operation.segments[-1].startswith("{")
    ]
    return min(found, key=lambda one: (len(one.names), len(one.types)), default=None)


def address_of(shown: dict[str, Any]) -> str:
    """Where an object can be fetched, such as `/v1/customers/cus_1`; from what Stripe shows of it."""
    kind = str(shown["object"])
    if kind in _SINGLETONS:
        return _SINGLETONS[kind].format(customer=_id(shown.get("customer")))
    operation = _retrieve_of(kind)
    if operation is None:
        return f"/v1/{kind.replace('.', '/')}s/{shown.get('id')}"
    owners = {name: _id(shown.get(name)) for name in operation.names[:-1]}
    return operation.template.format(**owners, **{operation.names[-1]: shown["id"]})


def _id(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else value


_SINGLETONS = {
    "balance": "/v1/balance",
    "balance_settings": "/v1/balance_settings",
    "cash_balance": "/v1/customers/{customer}/cash_balance",
    "discount": "/v1/customers/{customer}/discount",
    "tax.settings": "/v1/tax/settings",
}
