"""
What the models of this package read in more than one place: embedded objects as JSON,
labels of money.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import money
from ..exceptions import InvalidAmount
from ..fields import Path, Reference, References, follow, id_of, read


class Embedded(Reference):
    """
    A whole object inside a payload, as JSON.

    The object also has a row of its own, so the payload keeps only its id; what is answered
    is that row's ``stripe_data``, wherever it was stored. None where there is none.
    """

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = read(instance, self.paths)
        if value is None or isinstance(value, Mapping):
            return value
        row = super().__get__(instance, owner)
        return None if row is None else row.stripe_data


class EmbeddedList(References):
    """A list of whole objects inside a payload, as a list of JSON; see :class:`Embedded`."""

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        found = read(instance, self.paths) or []
        if all(isinstance(member, Mapping) for member in found):
            return list(found)
        rows = {row.id: row.stripe_data for row in super().__get__(instance, owner)}
        told = [rows.get(id_of(m), m if isinstance(m, Mapping) else None) for m in found]
        return [member for member in told if member is not None]


def of_payment_method(name: str) -> Path:
    """What ``payment_method_details`` says under a name, whichever method was used."""

    def read_it(payload: Mapping[str, Any]) -> Any:
        kind = follow(payload, "payment_method_details.type")
        return follow(payload, f"payment_method_details.{kind}.{name}")

    return read_it


def money_label(minor: Any, currency: Any) -> str:
    """An amount as Stripe counts it (cents), for people; "" where there is none to tell."""
    try:
        return money.format_money(minor, currency)
    except InvalidAmount:
        return ""


def summary(row: Any, label: str, state: str = "") -> str:
    """An object in one line: ``$20.00 USD (Succeeded)``; its id where there is nothing to tell."""
    if label and state:
        return f"{label} ({state})"
    return label or f"{row.id} ({state})" if state or label else str(row.id or "")
