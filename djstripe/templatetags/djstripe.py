"""
``{% load djstripe %}``: what a page shows to whom.

    {% has_feature "reports" as reports %}{% if reports %}…{% endif %}
    {% if request|has_feature:"reports" %}…{% endif %}

A request asks for everything its visitor may use once, however often a page asks.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from ..gates import features_of, is_subscribed, subscriber_of
from ..models import Customer
from ..models.base import StripeModel

register = template.Library()

_KNOWN = "_djstripe_features"


@register.simple_tag(name="has_feature", takes_context=True)
def has_feature_tag(context: Any, *features: str) -> bool:
    """Whether the visitor may use all of these features (lookup keys)."""
    if not features:
        raise template.TemplateSyntaxError("has_feature needs a lookup key.")
    return set(features) <= _features_of_request(_request_of(context))


@register.filter(name="has_feature")
def has_feature_filter(whose: Any, feature: str) -> bool:
    """Whether whose request this is, or a subscriber, or a customer, may use a feature."""
    if isinstance(whose, HttpRequest):
        return feature in _features_of_request(whose)
    if isinstance(whose, Customer):
        return whose.has_feature(feature)
    return feature in features_of(whose)


@register.simple_tag(name="is_subscribed", takes_context=True)
def is_subscribed_tag(context: Any, product: StripeModel | str | None = None) -> bool:
    """Whether the visitor has a subscription (to a product: a row or an id)."""
    return is_subscribed(subscriber_of(_request_of(context)), product)


def _features_of_request(request: Any) -> frozenset[str]:
    known: frozenset[str] | None = getattr(request, _KNOWN, None)
    if known is None:
        known = features_of(subscriber_of(request))
        setattr(request, _KNOWN, known)
    return known


def _request_of(context: Any) -> Any:
    request = context.get("request")
    if request is None:
        raise template.TemplateSyntaxError(
            "This tag needs the request in the template's context: render with render(), or add "
            "django.template.context_processors.request."
        )
    return request
