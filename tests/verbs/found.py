"""
Which verbs there are, found in the models' own code.

A verb is a public method of a model that reaches Stripe: by ``act`` or ``create_at_stripe``, by
the gateway, or by another verb of its class. What every model has (``api_retrieve`` …) is not
counted again for each.
"""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from djstripe import mirror
from djstripe.models.base import StripeModel

REACHES_STRIPE = {
    "_ask_client_secret",
    "_create",
    "_creator",
    "_creator_of_files",
    "_move_balance",
    "_take_back",
    "_tell",
    "act",
    "create_at_stripe",
    "get_gateway",
    "take_back_use",
    "tell_of_use",
    # Verbs of other rows, whatever they are called on.
    "refund",
    "set_default_payment_method",
    "tell",
    "upcoming",
}


@functools.cache
def verbs() -> dict[str, Callable[..., Any]]:
    """The verbs of all models, by ``"Model.verb"``; one that is inherited, once for each model."""
    found = {}
    for model in sorted(mirror.all_models(), key=lambda model: model.__name__):
        methods = dict(_methods(model))
        reaching = {name for name, method in methods.items() if _called(method) & REACHES_STRIPE}
        while True:
            more = {n for n, m in methods.items() if _called_on_self(m) & reaching} - reaching
            if not more:
                break
            reaching |= more
        found.update(
            {
                f"{model.__name__}.{name}": methods[name]
                for name in sorted(reaching)
                if not name.startswith("_") and not _is_twin(name, methods)
            }
        )
    return found


def _is_twin(name: str, methods: dict[str, Any]) -> bool:
    """An async twin does what its verb does, and is tested with the twins."""
    method = methods[name]
    return inspect.iscoroutinefunction(method) or (name[0] == "a" and name[1:] in methods)


def _methods(model: type[Any]) -> list[tuple[str, Callable[..., Any]]]:
    common = {name for base in StripeModel.__mro__ for name in vars(base)} - {"api_list"}
    found = {}
    for base in model.__mro__:
        if base is StripeModel or not base.__module__.startswith("djstripe.models"):
            continue
        for name, member in vars(base).items():
            method = getattr(member, "__func__", member)
            if inspect.isfunction(method) and name not in found and name not in common:
                found[name] = inspect.unwrap(method)
    return list(found.items())


@functools.cache
def _tree(method: Callable[..., Any]) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(method)))


def _called(method: Callable[..., Any]) -> set[str]:
    calls = [node.func for node in ast.walk(_tree(method)) if isinstance(node, ast.Call)]
    names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return names | {call.id for call in calls if isinstance(call, ast.Name)}


def _called_on_self(method: Callable[..., Any]) -> set[str]:
    return {
        node.func.attr
        for node in ast.walk(_tree(method))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name | ast.Call)
        and (isinstance(node.func.value, ast.Call) or node.func.value.id in ("self", "cls"))
    }
