"""
One name, one meaning, whatever the API version: accessor × version → payload and expected.

The table stands in ``core.py`` and ``billing.py`` beside this file.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
from django.apps import apps

from djstripe.models import billing, checkout, entitlements
from tests.accessors.billing import CASES as BILLING
from tests.accessors.checkout import CASES as CHECKOUT
from tests.accessors.core import CASES as CORE
from tests.accessors.tools import VERSIONS, Case, accessors_of, at_version, show, store_case

CASES = [*CORE, *BILLING, *CHECKOUT]

SEED = json.loads((pathlib.Path(__file__).parents[1] / "data" / "surface.json").read_text())

# Names of the seed page that are words of the class, and not of its rows.
OF_THE_CLASS = {"stripe_class", "stripe_dashboard_item_name", "expand_fields", "objects"}

# An invoice's twin, not stored; tests/models/test_billing.py shows what it adds.
WITHOUT_ROWS = {"UpcomingInvoice"}


def models() -> list[str]:
    names = [*SEED, *billing.__all__, *_declared_in(checkout), *_declared_in(entitlements)]
    return sorted({*names} - {"BaseInvoice"} - WITHOUT_ROWS)


def _declared_in(module: Any) -> list[str]:
    found = apps.get_app_config("djstripe").get_models()
    return [model.__name__ for model in found if model.__module__ == module.__name__]


@pytest.mark.django_db
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_accessor_has_one_meaning_in_every_version(case: Case, version: str) -> None:
    row = store_case(case, version)

    row = type(row)._base_manager.get(pk=row.pk)
    told = {name: show(getattr(row, name)) for name in sorted(case.accessors())}
    assert told == case.expected_at(version)
    assert row.djstripe_faults is None


@pytest.mark.parametrize("model", models())
def test_every_accessor_has_its_row(model: str) -> None:
    """A new accessor needs a row: say what it answers for the payloads of every version."""
    shown = set().union(*(case.accessors() for case in CASES if case.model == model))
    assert accessors_of(apps.get_model("djstripe", model)) - shown == set()


@pytest.mark.parametrize("model", sorted(SEED))
def test_every_name_of_the_seed_page_has_its_row(model: str) -> None:
    shown = set().union(*(case.accessors() for case in CASES if case.model == model))
    named = {*SEED[model]["attributes"], *SEED[model].get("properties", ())}
    assert named - OF_THE_CLASS - shown == set()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_row_of_the_table_says_something(case: Case) -> None:
    """An accessor that is None in all versions of all cases would prove nothing."""
    told: dict[str, Any] = {}
    for other in (c for c in CASES if c.model == case.model):
        for version in VERSIONS:
            for name, value in other.expected_at(version).items():
                told[name] = told.get(name) or value not in (None, [], {}) or value is False
    silent = {name for name in case.accessors() if not told[name]}
    assert silent <= NEVER_SAID.get(case.model, set())
    assert at_version(case.payload, "endive")["id"]


# The application's own columns, which no payload fills, and what no row keeps.
NEVER_SAID = {
    "BillingPortalSession": {"url"},
    "Customer": {"subscriber", "date_purged"},
    "PaymentIntent": {"client_secret"},
    "SetupIntent": {"client_secret"},
    "Subscription": {"client_secret"},
}
