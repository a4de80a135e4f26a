"""
What the admin of a model shows, derived from the model's declaration.

A model whose list deserves a person's choice has a line in ``lists.py``; every other one is
derived here from its columns and relations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.html import format_html

from ..fields import (
    EncryptedTextField,
    StripeDecimalCurrencyAmountField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripePercentField,
    StripeQuantumCurrencyAmountField,
)
from . import show
from .links import LABEL_WORDS, has_field

AMOUNTS = (StripeQuantumCurrencyAmountField, StripeDecimalCurrencyAmountField)
HEAVY = (models.JSONField, EncryptedTextField)

# Filters in the margin have at most so many choices.
MAX_CHOICES = 14

# Never listed, searched, filtered by or shown.
NEVER = frozenset({"fingerprint", "secret", "previous_secret", "more_secrets"})

OWNER_ACCOUNT = "djstripe_owner_account"
_RELATIONS_WORTH_LISTING = (
    "customer", "subscription", "invoice", "charge", "payment_intent", "product", "price", "coupon",
    "payment_method", "account", "cardholder", "card", "financial_account", "transfer",
)  # fmt: skip
_FILTER_WORDS = ("status", "type", "state", "category", "reason", "object")


def own_columns(model: type[Any]) -> list[Any]:
    """The columns that say something of the object itself: its own first, then what all have."""
    columns = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.name.startswith("djstripe_")
        and field.name not in ("id", "livemode", "stripe_data", *NEVER)
        and not isinstance(field, EncryptedTextField)
    ]
    return sorted(columns, key=lambda field: field.name in ("created", "metadata"))


def relations(model: type[Any]) -> list[StripeForeignKey]:
    """The relations to other objects, but for the account that owns the row."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, StripeForeignKey) and field.name != OWNER_ACCOUNT
    ]


def heavy_columns(model: type[Any]) -> list[str]:
    """The columns that lists do not load."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, HEAVY)]


def secret_columns(model: type[Any]) -> list[str]:
    """The columns that are not loaded at all."""
    return [f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]


# ------------------------------------------------------------------------------ lists


def list_names(model: type[Any]) -> list[str]:
    """The columns of a list: names, states, sums, relations, in that order, at most seven."""
    columns = own_columns(model)
    names = [name for name in LABEL_WORDS if has_field(model, name)][:2]
    states = [f.name for f in columns if f.name in ("status", "state", "type", "object")][:2]
    sums = [f.name for f in columns if isinstance(f, AMOUNTS)][:2]
    linked = [f.name for f in relations(model)]
    near = [name for name in _RELATIONS_WORTH_LISTING if name in linked][:2]
    wanted = dict.fromkeys([*names, *states, *sums, *near])
    if len(wanted) < 3:
        simple = (StripeEnumField, StripePercentField, models.BooleanField, models.CharField)
        more = [f.name for f in columns if isinstance(f, simple) and f.name != "currency"]
        wanted |= dict.fromkeys(more[: 3 - len(wanted)])
    return [*[*wanted][:6], *moments(model)]


def list_filter(model: type[Any]) -> list[str]:
    """Filters in the margin that cost no query: few choices, yes or no, moments."""
    columns = own_columns(model)
    choices = [
        f.name
        for f in columns
        if isinstance(f, StripeEnumField) and f.choices and len(f.choices) <= MAX_CHOICES
    ]
    choices.sort(key=lambda name: name not in _FILTER_WORDS)
    yes_no = [f.name for f in columns if isinstance(f, models.BooleanField)]
    return [*choices[:3], *yes_no[:3], *moments(model), "livemode"]


def moments(model: type[Any]) -> list[str]:
    """``created``, where Stripe says it of the model's objects and it is indexed."""
    dated = has_field(model, "created") and model._meta.get_field("created").db_index
    return ["created"] if dated else []


def search_fields(model: type[Any]) -> list[str]:
    """The id itself, the texts that name a row, and the ids of what it belongs to."""
    columns = own_columns(model)
    names = [name for name in LABEL_WORDS if has_field(model, name)]
    texts = [
        f"{f.name}__exact"
        for f in columns
        if isinstance(f, models.CharField | models.TextField)
        and getattr(f, "db_index", False)
        and not isinstance(f, StripeForeignKey)
        and f.name not in names
    ]
    linked = [f"{field.attname}__exact" for field in relations(model)]
    return ["id__exact", *names, *texts, *linked]


def ordering(model: type[Any]) -> list[str]:
    """The newest first. Both columns, so that pages do not overlap."""
    return [f"-{name}" for name in moments(model)] + ["-pk"]


# ---------------------------------------------------------------------------- columns


def title_of(field: Any) -> str:
    """A column's heading."""
    return str(field.verbose_name).removeprefix("djstripe ").capitalize()


def column(model_admin: Any, name: str) -> Callable[[Any], Any]:
    """A column of a list, by the name of a field."""
    field = model_admin.model._meta.get_field(name)
    if isinstance(field, StripeForeignKey):
        return _relation_column(model_admin, field)
    if isinstance(field, models.BooleanField):
        return _named(lambda row: show.yes_or_no(getattr(row, name)), field)
    css = "dj-amount" if isinstance(field, (*AMOUNTS, StripeIntegerField)) else ""
    return _named(lambda row: _classed(show.column(row, field, limit=60), css), field)


def _classed(value: Any, css: str) -> Any:
    return format_html('<span class="{}">{}</span>', css, value) if css else value


def _relation_column(model_admin: Any, field: StripeForeignKey) -> Callable[[Any], Any]:
    def linked(row: Any) -> Any:
        links = row.__dict__.get("_djstripe_links")
        return links.relation(row, field) if links else getattr(row, field.attname)

    return _named(linked, field, order=field.attname)


def _named(function: Callable[[Any], Any], field: Any, order: str = "") -> Callable[[Any], Any]:
    def shown(row: Any) -> Any:
        return function(row)

    shown.__name__ = field.name
    return admin.display(description=title_of(field), ordering=order or field.name)(shown)


def relation_fields(model: type[Any], names: Iterable[Any]) -> list[StripeForeignKey]:
    """Those of the names that are relations, as fields."""
    by_name = {f.name: f for f in model._meta.concrete_fields if isinstance(f, StripeForeignKey)}
    return [by_name[name] for name in names if isinstance(name, str) and name in by_name]
