"""May an event's payload be believed? A table of cases."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe.inbox import Act, decide

OURS = "2026-10-28.endive"
CUT = {"object": "list", "has_more": True, "data": [], "url": "/v1/x"}
WHOLE = {**CUT, "has_more": False}
CUSTOMER = {"object": "customer", "id": "cus_1"}
SUBSCRIPTION = {"object": "subscription", "id": "sub_1", "items": WHOLE}


def event(kind: str, subject: Any, **more: Any) -> dict[str, Any]:
    return {
        "object": "event",
        "id": "evt_1",
        "type": kind,
        "api_version": OURS,
        "created": 100,
        "data": {"object": subject},
        **more,
    }


THIN = {"object": "v2.core.event", "id": "evt_1", "type": "v1.customer.updated", "created": "x"}

CASES = [
    # name, event, trust, signed at, what to do, deleted
    ("a whole payload", event("customer.updated", CUSTOMER), True, 100, Act.STORE, False),
    ("project trusts none", event("customer.updated", CUSTOMER), False, 100, Act.LOOK, False),
    (
        "another version",
        event("customer.updated", CUSTOMER, api_version="2020-08-27"),
        True, 100, Act.LOOK, False,
    ),
    ("no version", event("customer.updated", CUSTOMER, api_version=None), True, 100, Act.LOOK, False),
    (
        "a whole set",
        event("customer.subscription.updated", SUBSCRIPTION),
        True, 100, Act.STORE, False,
    ),
    (
        "a cut set",
        event("customer.subscription.updated", {**SUBSCRIPTION, "items": CUT}),
        True, 100, Act.LOOK, False,
    ),
    (
        "a test clock",
        event("customer.updated", {**CUSTOMER, "test_clock": "clock_1"}),
        True, 100, Act.LOOK, False,
    ),
    ("younger than its delivery", event("customer.updated", CUSTOMER), True, 98, Act.LOOK, False),
    ("read from the API", event("customer.updated", CUSTOMER), True, None, Act.STORE, False),
    ("deleted", event("customer.deleted", CUSTOMER), True, 100, Act.STORE, True),
    ("deleted, none trusted", event("coupon.deleted", {"object": "coupon", "id": "c"}), False, 1, Act.LOOK, True),
    (
        "canceled is not deleted",
        event("customer.subscription.deleted", SUBSCRIPTION),
        True, 100, Act.STORE, False,
    ),
    ("no id", event("invoice.upcoming", {"object": "invoice"}), True, 100, Act.NOTHING, False),
    ("balance", event("balance.available", {"object": "balance"}), True, 100, Act.NOTHING, False),
    (
        "a summary",
        event(
            "entitlements.active_entitlement_summary.updated",
            {"object": "entitlements.active_entitlement_summary", "customer": "cus_1"},
            livemode=True,
        ),
        True, 100, Act.STORE, False,
    ),
    (
        "a summary of whom a test clock may have",
        event(
            "entitlements.active_entitlement_summary.updated",
            {"object": "entitlements.active_entitlement_summary", "customer": "cus_1"},
            livemode=False,
        ),
        True, 100, Act.LOOK, False,
    ),
    (
        "a summary, none trusted",
        event(
            "entitlements.active_entitlement_summary.updated",
            {"object": "entitlements.active_entitlement_summary", "customer": "cus_1"},
            livemode=True,
        ),
        False, 100, Act.LOOK, False,
    ),
    (
        "deleted on a test clock",
        event("customer.deleted", {**CUSTOMER, "test_clock": "clock_1"}),
        True, 100, Act.LOOK, True,
    ),
    (
        "deleted, in another version",
        event("customer.deleted", CUSTOMER, api_version="2020-08-27"),
        True, 100, Act.STORE, True,
    ),
    (
        "a cut summary",
        event(
            "entitlements.active_entitlement_summary.updated",
            {
                "object": "entitlements.active_entitlement_summary",
                "customer": "cus_1",
                "entitlements": CUT,
            },
        ),
        True, 100, Act.LOOK, False,
    ),
    ("no object", event("x.y", None), True, 100, Act.NOTHING, False),
    ("no data", {**event("x.y", None), "data": "what"}, True, 100, Act.NOTHING, False),
    (
        "nobody has heard of it",
        event("moon.risen", {"object": "moon", "id": "moon_1"}),
        True, 100, Act.STORE, False,
    ),
    (
        "nobody has heard of it, and it cannot be asked for",
        event("moon.risen", {"object": "moon", "id": "moon_1"}),
        False, 100, Act.STORE, False,
    ),
    ("thin", {**THIN, "related_object": {"id": "cus_1", "type": "customer"}}, True, 1, Act.LOOK, False),
    ("thin about nothing", THIN, True, 100, Act.NOTHING, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "trust", "signed_at", "act", "deleted"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_decide(
    payload: dict[str, Any], trust: bool, signed_at: int | None, act: Act, deleted: bool
) -> None:
    decision = decide(payload, api_version=OURS, trust=trust, signed_at=signed_at)

    assert (decision.act, decision.deleted) == (act, deleted), decision.why
