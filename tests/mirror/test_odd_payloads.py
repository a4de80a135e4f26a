"""Whatever Stripe sends is stored, or refused with a clear error, and the rest goes on."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import mirror
from djstripe.exceptions import InvalidPayload
from djstripe.fields import Attribute, unescape_json
from djstripe.mirror import Status
from djstripe.models import Charge, Customer, GenericStripeObject
from tests.worlds import payload_of, snapshot, store

pytestmark = pytest.mark.django_db

WRONG = [
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    float("1e300"),
    "",
    "x",
    "x" * 10_000,
    [],
    [[]],
    {},
    {"id": 7},
]

MODELS = sorted(mirror.all_models(), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_values_of_a_wrong_type_leave_the_column_null_and_the_row_stored(model: Any) -> None:
    names = [f.name for f in model._meta.concrete_fields] + ["items", "lines", "discounts"]
    names += [name for name in dir(model) if isinstance(getattr(model, name, None), Attribute)]
    payloads = [
        {**dict.fromkeys(names, wrong), **payload_of(model, f"odd_{number}"), "created": wrong}
        for number, wrong in enumerate(WRONG)
    ]
    for payload in payloads:
        payload.pop("stripe_data", None)

    outcomes = mirror.store([snapshot(payload) for payload in payloads])

    for outcome in outcomes:
        assert outcome.status in (Status.CREATED, Status.REFUSED), outcome.error
        if outcome.status is Status.CREATED:
            str(outcome.row)
    assert sum(o.status is Status.CREATED for o in outcomes) == len(WRONG)


def test_a_value_that_does_not_fit_is_noted() -> None:
    row = store({"object": "charge", "id": "ch_1", "amount": "lots", "currency": "usd"}).row

    assert row.amount is None
    assert "amount" in row.djstripe_faults
    assert row.currency == "usd"


def test_what_databases_refuse_is_escaped_and_comes_back() -> None:
    payload = {
        "object": "customer",
        "id": "cus_1",
        "name": "a\x00b",
        "email": "\x00@example.com",
        "metadata": {"k\ud800": ["\udfff", "\ufdd0", "ü€😀"]},
    }

    row = store(payload).row

    assert unescape_json(row.stripe_data) == payload
    assert "\x00" not in row.email


def test_very_long_strings_are_stored() -> None:
    row = store({"object": "customer", "id": "cus_1", "name": "n" * 100_000}).row

    assert len(row.stripe_data["name"]) == 100_000


def test_ids_that_differ_in_case_are_two() -> None:
    store({"object": "charge", "id": "ch_AbC"})
    store({"object": "charge", "id": "ch_abc"})

    assert Charge.objects.count() == 2
    assert Charge.objects.get(id="ch_AbC").id == "ch_AbC"


def test_an_object_nobody_has_heard_of_lands_in_the_generic_table() -> None:
    row = store({"object": "moon.landing", "id": "moon_1", "crew": 3}).row

    assert isinstance(row, GenericStripeObject)
    assert row.stripe_data["crew"] == 3


def test_unknown_enum_values_are_kept() -> None:
    row = store({"object": "charge", "id": "ch_1", "status": "teleported"}).row

    assert row.status == "teleported"


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, "does not say what it is"),
        ({"id": "x"}, "does not say what it is"),
        ({"object": 7, "id": "x"}, "does not say what it is"),
        ({"object": "customer"}, "has no id"),
        ({"object": "customer", "id": ""}, "has no id"),
        ({"object": "customer", "id": 5}, "has no id"),
        ({"object": "customer", "id": "c" * 300}, "300 characters"),
    ],
)
def test_what_is_no_stripe_object_is_refused_and_the_rest_is_stored(
    payload: dict[str, Any], said: str
) -> None:
    good = {"object": "customer", "id": "cus_1"}

    bad, stored = mirror.store([snapshot(payload), snapshot(good)])

    assert bad.status is Status.REFUSED
    assert said in str(bad.error)
    assert stored.row == Customer.objects.get()
    with pytest.raises(InvalidPayload):
        bad.raise_if_refused()


def test_what_was_expanded_once_is_not_erased_by_a_payload_without_it() -> None:
    tiers = [{"up_to": 10, "unit_amount": 5}]
    store({"object": "price", "id": "price_1", "tiers": tiers}, 1)

    row = store({"object": "price", "id": "price_1", "nickname": "new"}, 2).row

    assert row.tiers == tiers
    assert row.nickname == "new"


def test_an_expanded_object_becomes_a_row_of_its_own() -> None:
    row = store(
        {
            "object": "charge",
            "id": "ch_1",
            "customer": {"object": "customer", "id": "cus_1", "name": "Ada"},
        }
    ).row

    assert row.stripe_data["customer"] == "cus_1"
    assert row.customer.name == "Ada"


def test_a_frozen_copy_stays_in_its_owners_json() -> None:
    frozen = {"payment_method": {"object": "payment_method", "id": "pm_1", "type": "card"}}

    row = store({"object": "payment_intent", "id": "pi_1", "last_payment_error": frozen}).row

    assert row.stripe_data["last_payment_error"] == frozen
    assert not mirror.model_for("payment_method").objects.exists()  # type: ignore[union-attr]
