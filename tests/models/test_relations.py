"""
Whatever an object names, by an id or with the object itself, is a relation of its model, or
stands in ``relations.py`` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

import pytest
import stripe

from djstripe import mirror
from djstripe.settings import PINNED_API_VERSION
from tests.models.relations import LEFT_OUT, NO_REFERENCES, PLAIN, WORDS
from tests.models.resolve import leads_to
from tests.sdk_catalogue import SdkField, SdkObject, catalogue

KNOWN = [
    known
    for name, known in sorted(catalogue().objects.items())
    if known.has_id and mirror.is_declared(name)
]
every_object = pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)

# What objects call each other: the last word of a kind's name.
KINDS = {name.rpartition(".")[2] for name in catalogue().objects}
# A nested list says nothing of its members; the pointer stands for every legacy source.
ANY_KIND = {"*", "DjstripePaymentMethod"}
ID_OF = re.compile(r"\bIDs? of (the|an?) ")


def stands_in(table: Mapping[tuple[str, str], str], name: str, path: str) -> bool:
    """Whether a table, whose keys may hold ``*`` and spell ``[]`` as ``[][]``, has a path."""
    return any(
        fnmatchcase(name, of) and fnmatchcase(path, where.replace("[][]", "[[][]]"))
        for of, where in table
    )


def marked(known: SdkObject) -> Iterator[SdkField]:
    """The fields of an object in which the SDK says another object stands."""
    yield from (field for field in known.fields if field.expandable or field.targets)


@every_object
def test_what_the_sdk_marks_is_a_relation(known: SdkObject) -> None:
    model = mirror.model_for(known.name)

    missing = [
        f"{field.path} -> {' or '.join(field.targets)}"
        for field in marked(known)
        if not leads_to(model, field.path) and not stands_in(LEFT_OUT, known.name, field.path)
    ]

    assert missing == [], f"{model.__name__} needs a relation (or a line in relations.py)"


@every_object
def test_relations_lead_where_the_sdk_says(known: SdkObject) -> None:
    model = mirror.model_for(known.name)

    wrong = {}
    for field in marked(known):
        ours = leads_to(model, field.path)
        theirs = {mirror.model_for(target).__name__ for target in field.targets}
        if ours and theirs and not ours & (theirs | ANY_KIND):
            wrong[field.path] = (ours, theirs)

    assert wrong == {}


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_what_is_named_in_plain_text_is_a_relation(name: str) -> None:
    model = mirror.model_for(name)

    for path, targets in PLAIN[name].items():
        found = leads_to(model, path, **WORDS.get((name, path), {}))

        assert found & set(targets), f"{model.__name__} no longer reads {path}"


@every_object
def test_no_text_that_names_an_object_is_overlooked(known: SdkObject) -> None:
    """A text called like a kind of object, or said to be an id of one, is a relation or is none."""
    model = mirror.model_for(known.name)

    asked = [
        f"{field.path}: {field.doc[:80]}"
        for field in known.fields
        if field.is_text
        and (field.name in KINDS or ID_OF.search(field.doc))
        and field.path not in ("id", *PLAIN.get(known.name, {}))
        and not stands_in(NO_REFERENCES, known.name, field.path)
        and not leads_to(model, field.path)
    ]

    assert asked == [], "is this an id? A Reference and a line in PLAIN, or one in NO_REFERENCES"


@pytest.mark.skipif(
    stripe.api_version != PINNED_API_VERSION, reason="another SDK marks other fields"
)
def test_the_tables_hold_nothing_that_is_gone() -> None:
    """A line that matches nothing of the SDK we are written against is stale."""
    paths = [(known.name, field.path) for known in KNOWN for field in known.fields]

    stale = [
        key
        for table in (LEFT_OUT, NO_REFERENCES)
        for key in table
        if not any(stands_in({key: ""}, name, path) for name, path in paths)
    ]

    assert stale == []
