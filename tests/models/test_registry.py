"""
Every object type of the installed SDK that has an id has a model, and each model says of its
endpoints what the SDK's services say.

An older SDK knows fewer objects: what it does not know is not compared.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import stripe
from stripe import _object_classes

from djstripe import mirror
from djstripe.exceptions import NotRetrievable
from djstripe.models.base import StripeModel, sdk
from djstripe.settings import PINNED_API_VERSION
from tests.sdk_catalogue import Operation, catalogue, shape_of

OBJECTS = sorted(name for name, known in catalogue().objects.items() if known.has_id)
every_object = pytest.mark.parametrize("name", OBJECTS)

# Stripe lists these, and we do not: object -> why.
NOT_LISTED = {
    "billing.meter_event_summary": "a sum over a customer and a time that the asker chooses",
    "financial_connections.account_owner": "one ownership at a time, and each carries its owners",
    "item": "listed inside checkout sessions, quotes and payment links, which carry it",
    "source": "attached to a customer, whose payment methods are listed instead",
}

# Stripe answers one of these, and we do not ask for it by id: object -> why.
NOT_RETRIEVED = {
    "apps.secret": "found by name and scope, not by id",
    "tax.association": "found by the payment it is of, not by id",
    "v2.core.account_person_token": "the payload does not name the account it stands under",
}

# Retrieved under a parent that the row names: ``retrieve_url`` writes it in.
WORDS = dict.fromkeys(
    ("account", "customer", "fee", "intent", "invoice", "product", "transfer"), "{}"
)

# Words in the names of fields that open something.
SECRET = re.compile(r"(secret|password|auth_code|authentication_token|private_key|cvc)$|^psk$")


def model_of(name: str) -> Any:
    if not mirror.is_declared(name):
        pytest.skip(f"{name} has no model: test_every_object_type_has_a_model says so")
    return mirror.model_for(name)


def lists_of(name: str) -> dict[str, Operation]:
    """The list operations of an object by the shape of their path."""
    answering = catalogue().of(name)
    return {found.shape: found for found in answering if found.verb == "get" and found.lists}


def answers_of(name: str) -> set[str]:
    """The shapes of the paths at which Stripe answers one object of this kind."""
    answering = catalogue().of(name)
    return {found.shape for found in answering if found.verb == "get" and not found.lists}


def listed_at(model: Any) -> str | None:
    """The shape of the path at which we list a model; None if nowhere."""
    if model.list_under is not None:
        where = model.list_under[1]
        return shape_of(where if where.startswith("/") else model.endpoint)
    return shape_of(model.endpoint) if model.listable and model.endpoint else None


def retrieved_at(model: Any) -> str | None:
    """The shape of the path at which we retrieve one; None if nowhere."""
    try:
        return shape_of(model.path_of("{}", **WORDS))
    except NotRetrievable:
        return None


LISTED = [
    name
    for name in OBJECTS
    if mirror.is_declared(name) and listed_at(mirror.model_for(name)) in lists_of(name)
]
# What lists take changes from version to version; it is told of the one we are written against.
only_of_our_version = pytest.mark.skipif(
    stripe.api_version != PINNED_API_VERSION, reason="another SDK's lists take other parameters"
)
every_listed_object = pytest.mark.parametrize("name", LISTED)


def test_every_object_type_has_a_model() -> None:
    missing = [name for name in OBJECTS if not mirror.is_declared(name)]

    assert missing == [], "no model declares object_name = …; see tools/draft_model.py"


def test_the_catalogue_knows_the_registry() -> None:
    """The SDK's own list of object types holds nothing that reading its source overlooked."""
    registry = {
        **_object_classes.OBJECT_CLASSES,
        **getattr(_object_classes, "V2_OBJECT_CLASSES", {}),
    }
    containers = {"list", "search_result", "v2.search_result", "file_upload"}

    assert set(registry) - set(catalogue().objects) - containers == set()


def test_no_two_models_share_an_object_type() -> None:
    names = [name for model in mirror.all_models() for name in model.object_names()]

    assert sorted(names) == sorted(set(names))


def test_unknown_object_types_have_a_table() -> None:
    model = mirror.model_for("galactic.invoice")

    assert model is not None
    assert model.__name__ == "GenericStripeObject"


@every_object
def test_a_model_names_its_sdk_class(name: str) -> None:
    model = model_of(name)

    assert model.stripe_class is not None, (
        f'say stripe_class = sdk("{catalogue().objects[name].dotted}")'
    )
    assert name in model.object_names()
    assert name == model.stripe_class.OBJECT_NAME


def test_a_class_that_the_sdk_lacks_is_none() -> None:
    """Under an SDK older than an object type its model is whole, but for the typed class."""
    assert sdk("galactic.Invoice") is None
    assert sdk("Charge.Nothing") is None


@every_object
def test_listed_where_stripe_lists_it(name: str) -> None:
    model, lists = model_of(name), lists_of(name)

    ours = listed_at(model)

    if ours is None:
        assert not lists or name in NOT_LISTED, f"Stripe lists {name} at {sorted(lists)}"
    elif lists:
        assert ours in lists, f"Stripe lists {name} at {sorted(lists)}"


@only_of_our_version
@every_listed_object
def test_lists_are_asked_for_what_they_need(name: str) -> None:
    """A parameter that a list cannot do without comes from list_params or list_under."""
    model = model_of(name)
    operation = lists_of(name)[listed_at(model) or ""]

    given = set(model.list_params)
    if model.list_under is not None and not model.list_under[1].startswith("/"):
        given.add(model.list_under[1])

    assert operation.params is not None
    assert operation.required <= given
    assert given <= operation.params


@only_of_our_version
@every_listed_object
def test_lists_by_created_only_where_stripe_does(name: str) -> None:
    model = model_of(name)

    operation = lists_of(name)[listed_at(model) or ""]

    assert operation.params is not None
    assert model.lists_by_created is ("created" in operation.params)


@every_object
def test_retrieved_where_stripe_answers_it(name: str) -> None:
    model, answers = model_of(name), answers_of(name)

    ours = retrieved_at(model)

    if ours is None:
        nested = model.looked_up_by or _has_own_url(model)
        assert not answers or name in NOT_RETRIEVED or nested, f"Stripe answers {sorted(answers)}"
    else:
        assert ours in answers, f"Stripe answers {name} at {sorted(answers)}"


def _has_own_url(model: Any) -> bool:
    """Whether a model writes its owner into the path itself."""
    return model.retrieve_url is not StripeModel.retrieve_url


@every_object
def test_no_secret_is_stored(name: str) -> None:
    """Whatever opens something stands under a key that the class declares a secret."""
    model = model_of(name)

    kept = [
        field.path
        for field in catalogue().objects[name].fields
        if SECRET.search(field.name) and field.path.partition(".")[0] not in model.secrets
    ]

    assert kept == []
