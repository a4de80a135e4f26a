from __future__ import annotations

import datetime
from typing import Any

import pytest

from djstripe.gateway import use
from djstripe.utils import (
    CURRENCY_SIGILS,
    QuerySetMock,
    convert_tstamp,
    get_id_from_stripe_data,
    get_supported_currency_choices,
    get_timezone_utc,
)

from .gateway.fakes import KEY, FakeTransport, Reply, gateway_over


def test_times_are_aware_and_in_utc() -> None:
    assert convert_tstamp(1366371000) == datetime.datetime(2013, 4, 19, 11, 30, tzinfo=datetime.UTC)
    assert convert_tstamp(None) is None
    assert get_timezone_utc() is datetime.UTC


@pytest.mark.parametrize(
    ("data", "id"),
    [("cus_1", "cus_1"), ({"id": "cus_1", "object": "customer"}, "cus_1"), (None, None)],
)
def test_the_id_in_a_reference(data: Any, id: str | None) -> None:
    assert get_id_from_stripe_data(data) == id


def test_currencies_of_an_account() -> None:
    transport = FakeTransport(
        Reply({"id": "acct_1", "country": "DE"}),
        Reply({"id": "acct_1", "country": "DE"}),
        Reply({"id": "DE", "supported_payment_currencies": ["eur", "usd"]}),
    )

    with use(gateway_over(transport)):
        choices = get_supported_currency_choices(KEY)

    assert choices == [("eur", "EUR"), ("usd", "USD")]
    assert transport.requests[-1].path == "/v1/country_specs/DE"


def test_rows_that_are_not_stored_look_like_a_queryset() -> None:
    rows = QuerySetMock.from_iterable(object, [1, 2, 3])

    assert list(rows) == list(rows.all()) == list(rows.iterator()) == [1, 2, 3]
    assert (rows.count(), len(rows), rows.exists()) == (3, 3, True)
    assert (rows.first(), rows.last(), rows[1], rows[1:]) == (1, 3, 2, [2, 3])
    assert rows.none().first() is rows.none().last() is None
    assert not rows.none().exists()
    assert rows.delete() == (0, {})


def test_sigils() -> None:
    assert CURRENCY_SIGILS == {"CAD": "$", "EUR": "€", "GBP": "£", "USD": "$"}
