"""A made-up object type becomes a model with one class and makemigrations."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from djstripe.models import Customer
from tests.moon.models import MoonLanding
from tests.worlds import store

pytestmark = pytest.mark.django_db


def test_makemigrations_makes_its_table() -> None:
    out = StringIO()

    call_command("makemigrations", "moon", "--dry-run", verbosity=3, stdout=out)

    assert "name='MoonLanding'" in out.getvalue()
    assert "djstripe_moonlanding_identity" in out.getvalue()


def test_it_is_stored_and_related_like_the_others() -> None:
    store({"object": "customer", "id": "cus_1"})

    row = store(
        {
            "object": "moon_landing",
            "id": "moon_1",
            "site": "Tranquility",
            "crew": 2,
            "customer": "cus_1",
        }
    ).row

    assert isinstance(row, MoonLanding)
    assert (row.site, row.crew, row.customer) == ("Tranquility", 2, Customer.objects.get())
    assert Customer.objects.get().moon_landings.get() == row
