"""
Requests in an older version of the API: its addresses and parameters, and its answers.

Parameters that moved are given the names they have now; others that only an older version knows
pass unchecked. An answer is put together from the current state and shown as the version shows it
(`versions.shown`). `expand` follows the version's own fields, `latest_invoice.payment_intent` too.

Source: https://docs.stripe.com/changelog, and the parameters that the Node SDK's releases declare.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import catalogue, render, routes, versions
from .catalogue import Json
from .errors import ApiError, invalid
from .render import dumps
from .routes import Route
from .state import Record, Shelf

BASIL = "2025-03-31"
ENDIVE = "2026-10-28"


# -- addresses -----------------------------------------------------------------------------------

_UPCOMING = "/v1/invoices/upcoming"
_ITS_LINES = "/v1/invoices/upcoming/lines"


def match(method: str, path: str, version: str) -> Route | None:
    """The operation that an address means in a version."""
    if method == "GET" and path in (_UPCOMING, _ITS_LINES) and version < BASIL:
        preview = routes.at("POST", "/v1/invoices/create_preview")
        assert preview is not None
        return Route(preview, {})
    return routes.match(method, path)


# -- parameters ----------------------------------------------------------------------------------

Move = Callable[[Json], None]


def _discounts(params: Json) -> None:
    """`coupon` and `promotion_code` were parameters of their own; an empty coupon unset it."""
    for name in ("coupon", "promotion_code"):
        value = params.pop(name, None)
        if value is not None and "discounts" not in params:
            params["discounts"] = [{name: value}] if value else ""


def _promotion(params: Json) -> None:
    if params.get("coupon"):
        params["promotion"] = {"type": "coupon", "coupon": params.pop("coupon")}


def _pricing(params: Json) -> None:
    price = params.pop("price", None)
    if price:
        params["pricing"] = {"price": price}
    if params.get("unit_amount"):
        params["unit_amount_decimal"] = params.pop("unit_amount")


def _refunds(params: Json) -> None:
    refund = params.pop("refund", None)
    if refund:
        params["refunds"] = [{"refund": refund}]


def _features(params: Json) -> None:
    if "features" in params:
        params["marketing_features"] = params.pop("features")


def _ui_mode(params: Json) -> None:
    names = {"custom": "elements", "embedded": "embedded_page", "hosted": "hosted_page"}
    if params.get("ui_mode") in names:
        params["ui_mode"] = names[params["ui_mode"]]


def _preview(params: Json) -> None:
    """What `subscription_details` holds began with `subscription_`."""
    _discounts(params)
    details = dict(params.get("subscription_details") or {})
    for name in list(params):
        if name.startswith("subscription_") and name != "subscription_details":
            details[name.removeprefix("subscription_")] = params.pop(name)
    if details:
        params["subscription_details"] = details


def _anchor(params: Json) -> None:
    """`now` and `unchanged` stood where a hash with a `type` stands; in a preview, a moment too."""
    details = params.get("subscription_details")
    for holder in (params, details if isinstance(details, dict) else {}):
        value = holder.get("billing_cycle_anchor")
        if value in ("now", "unchanged"):
            holder["billing_cycle_anchor"] = {"type": value}


# Until which version parameters had other names, by operation.
_MOVED: tuple[tuple[str, str, str, Move], ...] = (
    (ENDIVE, "POST", "/v1/subscriptions/{subscription_exposed_id}", _anchor),
    (ENDIVE, "POST", "/v1/subscriptions/{subscription}/resume", _anchor),
    ("2026-03-25", "POST", "/v1/checkout/sessions", _ui_mode),
    ("2025-09-30", "POST", "/v1/promotion_codes", _promotion),
    (BASIL, "POST", "/v1/subscriptions", _discounts),
    (BASIL, "POST", "/v1/subscriptions/{subscription_exposed_id}", _discounts),
    (BASIL, "POST", "/v1/invoices/create_preview", _preview),
    (ENDIVE, "POST", "/v1/invoices/create_preview", _anchor),
    (BASIL, "POST", "/v1/invoiceitems", _pricing),
    (BASIL, "POST", "/v1/invoiceitems/{invoiceitem}", _pricing),
    (BASIL, "POST", "/v1/invoices/{invoice}/lines/{line_item_id}", _pricing),
    (BASIL, "POST", "/v1/credit_notes", _refunds),
    ("2024-04-10", "POST", "/v1/products", _features),
    ("2024-04-10", "POST", "/v1/products/{id}", _features),
)


def params_now(operation: catalogue.Operation, params: Json, version: str) -> Json:
    """A version's parameters, under the names they have now."""
    moved = dict(params)
    for since, method, template, move in _MOVED:
        if version < since and (operation.method, operation.template) == (method, template):
            move(moved)
    return moved


# -- answers -------------------------------------------------------------------------------------

# Where an older version names objects by id, beyond what the current one does.
_NAMED = {
    ("charge", "destination"): ["account"],
    ("charge", "dispute"): ["dispute"],
    ("charge", "invoice"): ["invoice"],
    ("credit_note", "refund"): ["refund"],
    ("invoice", "charge"): ["charge"],
    ("invoice", "payment_intent"): ["payment_intent"],
    ("invoice", "quote"): ["quote"],
    ("invoice", "subscription"): ["subscription"],
    ("invoiceitem", "subscription"): ["subscription"],
    ("payment_intent", "invoice"): ["invoice"],
}


def answer(found: Record | Json, paths: list[str], version: str, shelf: Shelf, path: str) -> bytes:
    """An object's JSON as a version shows it, with what the paths name in full."""
    if isinstance(found, Record):
        return rendered(found, paths, version)
    tree = versions.shown(found, version, shelf)
    if path == _UPCOMING:
        tree.pop("id", None)  # an upcoming invoice had none
    return dumps(tree["lines"] if path == _ITS_LINES else tree)


def rendered(record: Record, paths: list[str], version: str) -> bytes:
    """
    An object's JSON as a version shows it, with what the paths name in full.

    Without paths it is kept until anything changes, for other objects may show in it.
    """
    if paths:
        return dumps(whole(record, paths, version))
    steps, stamp = versions.steps_below(version), record.shelf.stamp
    if record.older is None or record.older[:2] != (steps, stamp):
        record.older = (steps, stamp, dumps(whole(record, [], version)))
    return record.older[2]


def whole(record: Record, paths: list[str], version: str) -> Json:
    """An object as a version shows it, with what the paths name in full."""
    now, rest = [], []
    for path in paths:
        known = _known(record, path)
        now += [known] if known else []
        rest += [path] if known != path else []
    tree: Json = versions.shown(render.expanded(record, now), version, record.shelf)
    for path in rest:
        parts = path.split(".")
        if len(parts) > render.LEVELS:
            render.expanded(record, [path])  # raises
        _expand(tree, parts, version, record.shelf)
    return tree


def _known(record: Record, path: str) -> str:
    """The beginning of a path that leads on in the current shape; "" if none does."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        known = ".".join(parts[:end])
        try:
            render.expanded(record, [known])
        except ApiError:
            continue
        return known
    return ""


def _expand(node: Json, parts: list[str], version: str, shelf: Shelf) -> None:
    """Put in full what a path names in an object of an older shape."""
    name, rest = parts[0], parts[1:]
    if name not in node:
        raise invalid(f"This property cannot be expanded ({name}).", param="expand")
    value = node[name]
    if isinstance(value, dict) and value.get("object") == "list":
        rest = rest[1:] if rest[:1] == ["data"] else rest
        data = [_step(node, name, one, rest, version, shelf) for one in value["data"]]
        node[name] = {**value, "data": data}
    elif isinstance(value, list):
        node[name] = [_step(node, name, one, rest, version, shelf) for one in value]
    elif value is not None:
        node[name] = _step(node, name, value, rest, version, shelf)


def _step(node: Json, name: str, value: Any, rest: list[str], version: str, shelf: Shelf) -> Any:
    if isinstance(value, dict):
        value = dict(value)
        if rest:
            _expand(value, rest, version, shelf)
        return value
    kind = str(node.get("object"))
    shape = catalogue.shape(kind)
    kinds = _NAMED.get((kind, name)) or (shape.expand.get(name) if shape is not None else None)
    if not kinds:
        raise invalid(f"This property cannot be expanded ({name}).", param="expand")
    found = render.resolve(shelf, kinds, str(value))
    if found is None:
        return value
    return whole(found, [".".join(rest)] if rest else [], version)
