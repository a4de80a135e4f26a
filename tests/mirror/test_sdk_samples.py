"""Stripe's own description of every object: stored without an error and without network."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import mirror
from djstripe.fields import Attribute, Reference
from djstripe.mirror import Status
from djstripe.models import GenericStripeObject
from tests.sdk_samples import samples
from tests.worlds import snapshot

pytestmark = pytest.mark.django_db

SAMPLES = {sample["object"]: sample for sample in samples()}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_sample_of_the_installed_sdk_is_stored(name: str) -> None:
    outcome = mirror.store([snapshot(SAMPLES[name])])[0]

    assert outcome.status is Status.CREATED, outcome.error
    row = outcome.row
    assert not isinstance(row, GenericStripeObject), f"{name} has no model of its own"
    # The samples' amounts are moments and their words are made up; types are Stripe's.
    assert not row.djstripe_faults, row.djstripe_faults
    assert str(row)
    assert isinstance(row.get_stripe_dashboard_url(), str)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_attribute_of_a_sample_can_be_read(name: str) -> None:
    row = mirror.store([snapshot(SAMPLES[name])])[0].row

    for base in type(row).__mro__:
        for attribute, declared in vars(base).items():
            if isinstance(declared, Attribute | Reference | property) and attribute not in (
                "default_api_key",
                "pk",
            ):
                getattr(row, attribute)


def test_there_are_samples_of_what_matters() -> None:
    wanted: Any = {"customer", "subscription", "invoice", "charge", "price", "checkout.session"}

    assert wanted <= SAMPLES.keys()
    assert len(SAMPLES) > 120
