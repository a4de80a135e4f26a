"""What a row is called, even where its payload has a shape that nobody expected."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..redact import scrub

# What reading a payload of another shape may raise.
ODD_SHAPE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def _label(row: Any) -> str:
    label: str = row.__dict__["_djstripe_label"]
    return label


@cache
def _called_by_its_label(model: type[Any]) -> Any:
    """A class of the model's rows that are called by their label. Django never hears of it."""
    body = {"__str__": _label, "__module__": __name__}
    return type.__new__(type(model), model.__name__, (model,), body)


def labelled(row: Any) -> Any:
    """
    The row, with what it may be called here in ``_djstripe_label``.

    The admin asks a row for its name in many places. One whose payload makes that fail is
    called by its id from here on, and a name never holds a key.
    """
    try:
        name = str(row)
    except ODD_SHAPE:
        name = None
    row._djstripe_label = scrub(str(row.pk) if name is None else name)
    if name is None and isinstance(getattr(row, "id", None), str):
        row._djstripe_label = scrub(row.id)
    if row._djstripe_label != name:
        row.__class__ = _called_by_its_label(type(row))  # type: ignore[arg-type]
    return row
