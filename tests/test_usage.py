"""Metered usage: what is told, once, and what was counted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import stripe

from djstripe.exceptions import InvalidParameter, InvalidRow
from djstripe.models import Customer, Meter
from djstripe.models.api import find_credentials
from djstripe.models.usage import Use, checked_moment, checked_value
from djstripe.sandbox import Sandbox

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    find_credentials()
    return stripe_sandbox


@pytest.fixture
def customer(sandbox: Sandbox, django_user_model: Any) -> Customer:
    ada = django_user_model.objects.create(username="ada", email="ada@example.com")
    return Customer.get_or_create(ada)[0]


@pytest.fixture
def meter(sandbox: Sandbox) -> Meter:
    return Meter.create(
        display_name="Calls", event_name="calls", default_aggregation={"formula": "sum"}
    )


def around(sandbox: Sandbox) -> tuple[dt.datetime, dt.datetime]:
    """The two days around this moment."""
    today = dt.datetime.fromtimestamp(sandbox.clock.now(), dt.UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return today - dt.timedelta(days=1), today + dt.timedelta(days=1)


class TestReport:
    def test_what_is_used_adds_up(self, sandbox: Sandbox, customer: Customer, meter: Meter) -> None:
        customer.report_usage("calls")
        customer.report_usage("calls", 25)
        customer.report_usage("calls", Decimal("0.5"))
        meter.record(customer, "-1.5")

        assert meter.usage_of(customer, *around(sandbox)) == Decimal(25)
        assert customer.usage_of("calls", *around(sandbox)) == Decimal(25)

    def test_an_identifier_counts_once(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        for _ in range(3):
            assert customer.report_usage("calls", 4, identifier="order-7") == "order-7"

        assert meter.usage_of(customer, *around(sandbox)) == 4

    def test_a_use_whose_answer_was_lost_counts_once(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        sandbox.faults.drop("/v1/billing/meter_events", after=True)

        with pytest.raises(stripe.APIConnectionError):
            customer.report_usage("calls", 4, identifier="order-7")
        customer.report_usage("calls", 4, identifier="order-7")

        assert meter.usage_of(customer, *around(sandbox)) == 4

    def test_what_was_reported_is_taken_back(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        first = customer.report_usage("calls", 4)
        second = customer.report_usage("calls", 3)

        customer.cancel_usage("calls", first)
        assert customer.usage_of("calls", *around(sandbox)) == 3
        meter.cancel(second)
        assert customer.usage_of("calls", *around(sandbox)) == 0

    def test_a_meter_that_is_not_mirrored_is_no_error(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        meter.delete()

        customer.report_usage("calls", 2)

        with pytest.raises(Meter.DoesNotExist, match="djstripe_sync_models Meter"):
            customer.usage_of("calls", *around(sandbox))
        with pytest.raises(stripe.InvalidRequestError, match="no active meter"):
            customer.report_usage("unheard")

    def test_a_meters_own_keys_are_used(self, sandbox: Sandbox, customer: Customer) -> None:
        meter = Meter.create(
            display_name="Tokens",
            event_name="tokens",
            default_aggregation={"formula": "sum"},
            customer_mapping={"event_payload_key": "who", "type": "by_id"},
            value_settings={"event_payload_key": "tokens"},
        )

        customer.report_usage("tokens", 9, payload={"model": "large"})

        asked = [r for r in sandbox.requests if r.path == "/v1/billing/meter_events"][-1]
        assert asked.params["payload"] == {"who": customer.id, "tokens": "9", "model": "large"}
        assert meter.usage_of(customer, *around(sandbox)) == 9

    def test_many_at_once(self, sandbox: Sandbox, customer: Customer, meter: Meter) -> None:
        uses = [Use(customer, n, identifier=f"n{n}") for n in (1, 2, 3)]
        uses.append(Use("cus_unknown", 1, identifier="bad"))

        told = meter.record_many(uses)
        again = meter.record_many(uses[:3])

        assert {name: error is None for name, error in told.items()} == {
            "n1": True,
            "n2": True,
            "n3": True,
            "bad": False,
        }
        assert set(again.values()) == {None}
        assert meter.usage_of(customer, *around(sandbox)) == 6

    def test_nothing_of_many_is_sent_if_one_makes_no_sense(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        asked = len(sandbox.requests)

        with pytest.raises(InvalidParameter):
            meter.record_many([Use(customer, 1), Use(customer, "many")])
        assert len(sandbox.requests) == asked


class TestCounted:
    def test_by_the_day_and_by_the_hour(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        start, end = around(sandbox)
        now = dt.datetime.fromtimestamp(sandbox.clock.now(), dt.UTC)
        customer.report_usage("calls", 4, timestamp=start + dt.timedelta(hours=3, minutes=5))
        customer.report_usage("calls", 2, timestamp=now)

        days = meter.usage_by(customer, start, end, "day")
        hours = meter.usage_by(customer, start, start + dt.timedelta(days=1), "hour")

        assert [(one.start, one.value) for one in days] == [
            (start, 4),
            (start + dt.timedelta(days=1), 2),
        ]
        assert [(one.start, one.value) for one in hours] == [(start + dt.timedelta(hours=3), 4)]

    def test_moments_that_stripe_does_not_count_by(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        start, end = around(sandbox)
        second, minute = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
        asked = len(sandbox.requests)
        for times in ((start + second, end), (start, end + second), (end, start), (start, start)):
            with pytest.raises(InvalidParameter, match="whole minutes"):
                meter.usage_of(customer, *times)
        with pytest.raises(InvalidParameter, match="whole hours"):
            meter.usage_by(customer, start + minute, end, "hour")
        with pytest.raises(InvalidParameter, match="whole days"):
            meter.usage_by(customer, start + 60 * minute, end, "day")
        with pytest.raises(InvalidParameter, match="an hour or a day"):
            meter.usage_by(customer, start, end, "week")
        assert len(sandbox.requests) == asked

    def test_credit_is_read(self, sandbox: Sandbox, customer: Customer) -> None:
        assert customer.read_credit_balance() == {}
        sandbox.create(
            "billing.credit_grant",
            customer=customer.id,
            category="promotional",
            amount={"type": "monetary", "monetary": {"currency": "usd", "value": 1_050}},
            applicability_config={"scope": {"price_type": "metered"}},
        )

        assert customer.read_credit_balance() == {"usd": Decimal("10.50")}


class TestBadInput:
    @pytest.mark.parametrize(
        "value",
        [
            1.5,
            True,
            None,
            "",
            "many",
            "nan",
            "1e400",
            Decimal("Infinity"),
            "1" * 16,
            [1],
            "0.1234567890123456",
        ],
    )
    def test_values_that_are_refused(self, value: Any) -> None:
        with pytest.raises(InvalidParameter):
            checked_value(value)

    @pytest.mark.parametrize(
        ("value", "sent"),
        [(0, "0"), (-3, "-3"), (Decimal("1E+3"), "1000"), ("0.25", "0.25"), ("1" * 15, "1" * 15)],
    )
    def test_values_as_they_are_sent(self, value: Any, sent: str) -> None:
        assert checked_value(value) == sent

    @pytest.mark.parametrize(
        ("off", "fits"),
        [
            (dt.timedelta(0), True),
            (-dt.timedelta(days=35), True),
            (-dt.timedelta(days=35, seconds=1), False),
            (dt.timedelta(minutes=5), True),
            (dt.timedelta(minutes=5, seconds=1), False),
        ],
    )
    def test_the_window_of_35_days(self, off: dt.timedelta, fits: bool) -> None:
        if fits:
            assert checked_moment(NOW + off, NOW) == int((NOW + off).timestamp())
        else:
            with pytest.raises(InvalidParameter, match="35 days"):
                checked_moment(NOW + off, NOW)

    def test_what_is_refused_is_not_sent(
        self, sandbox: Sandbox, customer: Customer, meter: Meter
    ) -> None:
        other = Customer.objects.create(id="cus_there", djstripe_owner_account_id="acct_there")
        asked = len(sandbox.requests)
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=36)

        for refused in (
            {"value": 0.5},
            {"timestamp": long_ago},
            {"identifier": ""},
            {"identifier": "x" * 101},
        ):
            with pytest.raises(InvalidParameter):
                customer.report_usage("calls", **refused)
        with pytest.raises(InvalidParameter, match="event_name"):
            customer.report_usage("")
        with pytest.raises(InvalidRow):
            meter.record(other, 1)
        assert len(sandbox.requests) == asked
