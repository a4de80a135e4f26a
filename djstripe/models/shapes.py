"""
Facts of billing that Stripe has moved from one shape to another, read from either. Pure.

Every function takes a payload (or a part of one) of any API version and answers in one
shape; what it says of versions is proven by ``tests/accessors``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from ..fields import Misfit, Payload, as_django_wants, first_found, follow, id_of, moment

JSON = dict[str, Any]


def as_datetime(value: Any) -> dt.datetime | None:
    """A moment as Stripe writes it, aware or naive as USE_TZ says; None if it is none."""
    try:
        return as_django_wants(moment(value))
    except Misfit:
        return None


def sole(path: str, rest: str = "") -> Callable[[Payload], Any]:
    """A path function: what the only member of a list says; None where there are several."""

    def of(payload: Payload) -> Any:
        members = follow(payload, path + "[]") or []
        listed = follow(payload, path)
        if len(members) != 1 or (isinstance(listed, dict) and listed.get("has_more")):
            return None
        return follow(members[0], rest) if rest else members[0]

    return of


def first_of(path: str) -> Callable[[Payload], Any]:
    """A path function: the first member of a list."""

    def of(payload: Payload) -> Any:
        members = follow(payload, path + "[]") or []
        return members[0] if members else None

    return of


def as_list(path: str) -> Callable[[Payload], Any]:
    """A path function: one thing as a list of one, where old versions knew only one."""

    def of(payload: Payload) -> Any:
        value = follow(payload, path)
        return None if value is None else [value]

    return of


# ------------------------------------------------------------------------------- periods


def period_start(payload: Payload) -> Any:
    """A subscription's period begins when the last of its items' periods has begun."""
    return max(_numbers(payload, "items[].current_period_start"), default=None)


def period_end(payload: Payload) -> Any:
    """A subscription's period ends when the first of its items' periods ends."""
    return min(_numbers(payload, "items[].current_period_end"), default=None)


def _numbers(payload: Payload, path: str) -> list[int]:
    found = follow(payload, path) or []
    return [n for n in found if isinstance(n, int) and not isinstance(n, bool)]


# --------------------------------------------------------------------------------- taxes


def taxes(*paths: str) -> Callable[[Payload], list[JSON] | None]:
    """A path function: taxes as Stripe tells them since basil, whatever the payload's version."""

    def of(payload: Payload) -> list[JSON] | None:
        found = first_found(payload, paths)
        return None if found is None else [_tax_since_basil(each) for each in found]

    return of


def tax_amounts(*paths: str) -> Callable[[Payload], list[JSON] | None]:
    """A path function: taxes as Stripe told them until acacia, whatever the payload's version."""

    def of(payload: Payload) -> list[JSON] | None:
        found = first_found(payload, paths)
        return None if found is None else [_tax_until_acacia(each) for each in found]

    return of


def tax_rate_ids(*paths: str) -> Callable[[Payload], list[Any] | None]:
    """A path function: the ids of the tax rates that taxes were computed with."""

    def of(payload: Payload) -> list[Any] | None:
        found = first_found(payload, paths)
        if found is None:
            return None
        rates = [_tax_since_basil(each).get("tax_rate_details") or {} for each in found]
        return [id_of(rate["tax_rate"]) for rate in rates if rate.get("tax_rate")]

    return of


def _tax_since_basil(tax: JSON) -> JSON:
    if "inclusive" not in tax:
        return tax
    rest = {k: v for k, v in tax.items() if k not in ("inclusive", "tax_rate")}
    rate = id_of(tax.get("tax_rate"))
    return {
        **rest,
        "tax_behavior": "inclusive" if tax["inclusive"] else "exclusive",
        "tax_rate_details": {"tax_rate": rate} if rate else None,
        "type": "tax_rate_details",
    }


def _tax_until_acacia(tax: JSON) -> JSON:
    if "inclusive" in tax:
        return tax
    rest = {k: v for k, v in tax.items() if k not in ("tax_behavior", "tax_rate_details", "type")}
    rate = id_of((tax.get("tax_rate_details") or {}).get("tax_rate"))
    return {**rest, "inclusive": tax.get("tax_behavior") == "inclusive", "tax_rate": rate}


def sum_of_taxes(*paths: str) -> Callable[[Payload], int | None]:
    """A path function: what all taxes amount to; None where no tax was computed."""

    def of(payload: Payload) -> int | None:
        found = first_found(payload, paths)
        return sum(each.get("amount") or 0 for each in found) if found else None

    return of


def amount_without_tax(*paths: str) -> Callable[[Payload], int | None]:
    """A path function: the amount less the taxes that it includes."""

    def of(payload: Payload) -> int | None:
        found = first_found(payload, paths)
        amount = payload.get("amount")
        if found is None or not isinstance(amount, int):
            return None
        inclusive = (t for t in map(_tax_since_basil, found) if t["tax_behavior"] == "inclusive")
        return amount - sum(tax.get("amount") or 0 for tax in inclusive)

    return of


# --------------------------------------------------------------------------------- lines


def in_parent(details: Iterable[str], name: str) -> tuple[str, ...]:
    """The paths at which a line's parent may hold a fact since basil."""
    return tuple(f"parent.{kind}.{name}" for kind in details)


# What a line's parent is called since basil, and what its type was until acacia.
LINE_TYPES = {
    "invoice_item_details": "invoiceitem",
    "subscription_item_details": "subscription",
    "invoiceitem": "invoiceitem",
    "subscription": "subscription",
}


def line_type(payload: Payload) -> str | None:
    """Whether a line stands for an invoice item or for a subscription's item."""
    kind = first_found(payload, ("parent.type", "type"))
    return LINE_TYPES.get(kind, kind) if isinstance(kind, str) else None


def whole_units(value: Any) -> int | None:
    """``unit_amount`` from ``unit_amount_decimal``: None where it is a fraction of a cent."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and number == number.to_integral_value() else None
