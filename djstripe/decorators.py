"""
Decorators for views, plain or coroutines, that only some may see. See :mod:`djstripe.gates`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, overload

from asgiref.sync import iscoroutinefunction

from .gates import Feature, Gate
from .models.base import StripeModel

View = TypeVar("View", bound=Callable[..., Any])


def feature_required(*features: Feature, **terms: Any) -> Callable[[View], View]:
    """
    Let in who may use all of these features (lookup keys, or rows).

    ``terms`` are those of :class:`~djstripe.gates.Gate`: ``buy_url``, ``login_url``,
    ``raise_exception``, ``redirect_field_name``, ``livemode``, ``account``.
    Raises TypeError if no feature is named.
    """
    if not features or callable(features[0]):
        raise TypeError('Name what is required: @feature_required("reports").')
    return through(Gate(features=features, **terms))


@overload
def subscription_required(product: View) -> View: ...
@overload
def subscription_required(
    product: StripeModel | str | None = None, **terms: Any
) -> Callable[[View], View]: ...
def subscription_required(product: Any = None, **terms: Any) -> Any:
    """
    Let in who has a subscription that is active or on trial; with ``product`` (a row or an id),
    one that has this product in it.

    Also without brackets. ``terms`` as :func:`feature_required` has them.
    """
    if callable(product):
        return through(Gate(subscription=True))(product)
    return through(Gate(subscription=True, product=product, **terms))


def through(gate: Gate) -> Callable[[View], View]:
    """A decorator that lets a view's visitors through a gate."""

    def decorate(view: Any) -> Any:
        if iscoroutinefunction(view):

            @wraps(view)
            async def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
                refusal = await gate.arefuse(request)
                return refusal if refusal is not None else await view(request, *args, **kwargs)
        else:

            @wraps(view)
            def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
                refusal = gate.refuse(request)
                return refusal if refusal is not None else view(request, *args, **kwargs)

        return guarded

    return decorate
