"""
Which model stores which kind of Stripe object.

A payload says what it is (``"object": "subscription"``), so whoever holds a payload can
store it without importing its class. Models register themselves when Django has prepared
them.
"""

from __future__ import annotations

from typing import Any

_models: dict[str, type[Any]] = {}
_carriers: dict[str, type[Any]] = {}
_fallback: list[type[Any]] = []


def register(model: type[Any]) -> None:
    """Let a model store the objects whose names it declares."""
    for name in model.object_names():
        _models[name] = model
    for name in getattr(model, "set_carriers", {}):
        _carriers[name] = model
    if getattr(model, "stores_unknown_objects", False):
        _fallback[:] = [model]


def model_for(object_name: str) -> type[Any] | None:
    """The model that stores objects of this name; the generic table's for names nobody declared."""
    model = _models.get(object_name)
    return model if model is not None else (_fallback[0] if _fallback else None)


def is_declared(object_name: str) -> bool:
    """Whether a model declares this object name, rather than the generic table taking it in."""
    return object_name in _models


def carrier_for(object_name: str) -> type[Any] | None:
    """The model that owns the set which an object without an id carries (a summary)."""
    return _carriers.get(object_name)


def all_models() -> list[type[Any]]:
    """Every model that stores Stripe objects, once, in the order of declaration."""
    return list(dict.fromkeys([*_models.values(), *_fallback]))
