"""
The page of names: what applications written for dj-stripe find in ``djstripe.models.core``.

``tests/data/surface.json`` is that page as facts. Names, and the names, order, kinds and
defaults of parameters, are kept to the letter; annotations may say more than the page does. A
default that reads a setting is None here, which the method resolves when it is called.
"""

from __future__ import annotations

import ast
import functools
import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.query_utils import DeferredAttribute

from djstripe import models
from djstripe.fields import Attribute, Reference, References
from djstripe.models import core

SURFACE: dict[str, Any] = json.loads((Path(__file__).parent / "data/surface.json").read_text())
SETTINGS = "djstripe_settings."
COLUMNS = (DeferredAttribute, ForwardManyToOneDescriptor)
READ = (*COLUMNS, property, functools.cached_property, Attribute, Reference, References)


def names(kind: str) -> list[Any]:
    return [
        pytest.param(class_name, name, id=f"{class_name}.{name}")
        for class_name, facts in SURFACE.items()
        for name in facts[kind]
    ]


def static(class_name: str, name: str) -> Any:
    return inspect.getattr_static(getattr(core, class_name), name)


def page_parameters(signature: str) -> list[tuple[str, str, str]]:
    """``(name, kind, default)`` of each parameter on the page; the default as source, or ""."""
    head, _, _ = signature.partition(" -> ")
    function = ast.parse(f"def f{head}: ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    a = function.args
    plain = [*a.posonlyargs, *a.args]
    defaults: list[Any] = [None] * (len(plain) - len(a.defaults)) + list(a.defaults)
    found = [(p.arg, "plain", d) for p, d in zip(plain, defaults, strict=True)]
    found += [(p.arg, "keyword", d) for p, d in zip(a.kwonlyargs, a.kw_defaults, strict=True)]
    if a.kwarg:
        found.append((a.kwarg.arg, "rest", None))
    return [(n, kind, ast.unparse(d) if d is not None else "") for n, kind, d in found]


KINDS = {
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "plain",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_KEYWORD: "rest",
}


def our_parameters(method: Any, first: str) -> list[tuple[str, str, str]]:
    found = [
        (p.name, KINDS[p.kind], "" if p.default is p.empty else repr(p.default))
        for p in inspect.signature(method).parameters.values()
    ]
    # A bound class method does not show its cls.
    return found if found and found[0][0] == first else [(first, "plain", ""), *found]


def test_the_page_has_208_names_in_14_classes() -> None:
    counted = sum(
        len(facts[kind])
        for facts in SURFACE.values()
        for kind in ("attributes", "properties", "methods")
    )
    assert (len(SURFACE), counted) == (14, 208)


@pytest.mark.parametrize("class_name", SURFACE)
def test_class_is_there_and_is_a_stripe_model(class_name: str) -> None:
    model = getattr(core, class_name)

    assert model is getattr(models, class_name)
    assert [base.__name__ for base in model.__mro__].count(SURFACE[class_name]["bases"]) == 1
    assert model.stripe_class is not None


@pytest.mark.parametrize(("class_name", "name"), names("attributes"))
def test_attribute_is_there(class_name: str, name: str) -> None:
    assert hasattr(getattr(core, class_name), name)


@pytest.mark.parametrize(("class_name", "name"), names("properties"))
def test_property_is_there_and_is_read_without_a_call(class_name: str, name: str) -> None:
    assert isinstance(static(class_name, name), READ)


@pytest.mark.parametrize(("class_name", "name"), names("properties"))
def test_property_of_a_row_without_data_answers(class_name: str, name: str) -> None:
    """dj-stripe raised KeyError, or TypeError, for some."""
    if (class_name, name) in NEEDS_THE_DATABASE:
        pytest.skip("asks the database: see tests/models")
    row = getattr(core, class_name)(id="x_1")

    getattr(row, name)


NEEDS_THE_DATABASE = {
    ("Charge", "dispute"),
    ("Customer", "active_subscriptions"),
    ("Customer", "valid_subscriptions"),
    ("Customer", "subscription"),
}


@pytest.mark.parametrize(("class_name", "name"), names("methods"))
def test_method_takes_what_the_page_says(class_name: str, name: str) -> None:
    page = SURFACE[class_name]["methods"][name]
    expected = [
        (parameter, kind, "None" if default.startswith(SETTINGS) else default)
        for parameter, kind, default in page_parameters(page)
    ]
    method = getattr(getattr(core, class_name), name)

    assert callable(method)
    assert our_parameters(method, expected[0][0]) == expected
    assert isinstance(static(class_name, name), classmethod) is (expected[0][0] == "cls")


@pytest.mark.parametrize(("class_name", "name"), names("methods"))
def test_method_says_the_types_of_the_page(class_name: str, name: str) -> None:
    page = SURFACE[class_name]["methods"][name]
    function = ast.parse(f"def f{page}: ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    said = {
        p.arg: ast.unparse(p.annotation)
        for p in (*function.args.args, *function.args.kwonlyargs)
        if p.annotation is not None
    }
    if function.returns is not None:
        said["return"] = ast.unparse(function.returns)
    method: Any = getattr(getattr(core, class_name), name)
    annotations = {k: str(v) for k, v in method.__annotations__.items()}

    assert {k: annotations.get(k) for k in said} == said


def test_the_old_name_of_file() -> None:
    assert core.FileUpload is models.FileUpload is core.File


def test_words_of_an_event_are_values_and_methods() -> None:
    event = core.Event(type="customer.subscription.updated")

    assert event.category == event.category() == core.Event.category(event) == "customer"
    assert event.verb == event.verb() == "subscription.updated"
    assert event.parts == event.parts() == ["customer", "subscription", "updated"]
    assert json.dumps([event.category, event.parts]) == (
        '["customer", ["customer", "subscription", "updated"]]'
    )
