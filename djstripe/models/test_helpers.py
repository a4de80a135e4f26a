"""
Test clocks: time travel for objects of test mode.

https://docs.stripe.com/api/test_clocks
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..fields import Attribute, StripeCharField, StripeDateTimeField, StripeTextField
from .base import StripeModel, sdk
from .twins import twin


class TestClock(StripeModel):
    """
    A clock of its own for some customers, which is set forward by hand.

    Lists without a clock's name leave its objects out.

    https://docs.stripe.com/api/test_clocks
    """

    __test__ = False  # for pytest, which would collect it by its name

    # declaration
    stripe_class = sdk("test_helpers.TestClock")
    object_name = "test_helpers.test_clock"
    endpoint = "/v1/test_helpers/test_clocks"
    lists_by_created = False
    stripe_dashboard_item_name = "test-clocks"

    # columns
    name = StripeTextField()
    status = StripeCharField()
    frozen_time = StripeDateTimeField()
    deletes_after = StripeDateTimeField()

    # attributes
    status_details: Attribute[dict[str, Any] | None] = Attribute()

    def __str__(self) -> str:
        return self.name or self.id or ""

    # predicates

    def is_ready(self) -> bool:
        """Whether it stands still and may be set forward."""
        return bool(self.status == "ready")

    # verbs

    def advance(self, to: dt.datetime | int) -> TestClock:
        """Set it forward to a moment (Unix seconds or a datetime); Stripe takes its time."""
        seconds = int(to.timestamp()) if isinstance(to, dt.datetime) else to
        return self.act("advance", frozen_time=seconds)  # type: ignore[no-any-return]

    def remove(self) -> TestClock | None:
        """Delete it at Stripe, and the customers on it."""
        return self.act(method="delete")  # type: ignore[no-any-return]

    # twins, for async views

    aadvance = twin(advance)
    aremove = twin(remove)
