"""
Every answer of the types that behave validates against the published shape of its API version.

A field that the version does not have is an error too, so that what is newer is proven to be
taken away. `schemas.py` says where the shapes come from; where they cannot be had, this skips.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from djstripe.sandbox import catalogue, routes, versions
from djstripe.sandbox.store import BEHAVIOURS
from tests.sandbox import schemas
from tests.sandbox.life import Life
from tests.sandbox.schemas import Schemas

Json = dict[str, Any]

# What `invoice.upcoming` carries has no id in any version.
# https://docs.stripe.com/api/events/types#event_types-invoice.upcoming
WITHOUT_ID = {r"invoice\.id: is missing"}
# What does not validate, and why.
EXCUSED = {
    "2025-02-24.acacia": {
        # Types of events are not versioned: an old account is told of new ones too.
        r"event\.type: \"(invoice_payment|billing\.\w+)\.\w+\" is not .*",
    },
    "2020-08-27": {
        # Statuses are not versioned either.
        r"subscription\.status: \"paused\" is not .*",
        # It could not be left out then, and can be since.
        r"checkout\.session\.cancel_url: null is not .*",
        # A top-up had a source then, and needs none since.
        r"topup\.source: null is not .*",
    },
    # What the public OpenAPI document leaves out or asks for, and the SDK of its day does not.
    "openapi": {
        r".*\.(statement_descriptor_prefix_kan(a|ji)|total_count): is not known",
        r"(charge|payment_intent)\.source: is not known",
        r".*invoice\.amount_paid_off_stripe: is missing",
        r".*\.recurring\.trial_period_days: is not known",
        r"product\.type: is not known",
        r".*(_item|items\.data\[\]|items\[\])\.plan: is not known",
    },
}

# The states that the run brings about, in the current version.
REACHED = {
    "charge": {"failed", "pending", "succeeded"},
    "checkout.session": {"complete", "expired", "open"},
    "credit_note": {"issued", "void"},
    "dispute": {
        "lost",
        "needs_response",
        "under_review",
        "warning_closed",
        "warning_needs_response",
        "warning_under_review",
        "won",
    },
    "invoice": {"draft", "open", "paid", "uncollectible", "void"},
    "payment_intent": {
        "canceled",
        "processing",
        "requires_action",
        "requires_capture",
        "requires_confirmation",
        "requires_payment_method",
        "succeeded",
    },
    "payout": {"canceled", "failed", "in_transit", "paid", "pending"},
    "refund": {"failed", "pending", "succeeded"},
    "setup_attempt": {"failed", "requires_action", "succeeded"},
    "setup_intent": {
        "canceled",
        "requires_action",
        "requires_confirmation",
        "requires_payment_method",
        "succeeded",
    },
    "quote": {"accepted", "canceled", "draft", "open"},
    "subscription": {
        "active",
        "canceled",
        "incomplete",
        "incomplete_expired",
        "past_due",
        "paused",
        "trialing",
        "unpaid",
    },
    "subscription_schedule": {"active", "canceled", "completed", "released"},
    "topup": {"canceled", "failed", "pending", "succeeded"},
    "webhook_endpoint": {"disabled", "enabled"},
}


@cache
def life(version: str) -> Life:
    return Life(version)


def pages(life: Life) -> Iterator[Json]:
    """All pages of all lists of the types that behave, but of lists that ask for an owner."""
    for kind in behaving():
        url, after = routes.url_of(kind), dict[str, Any]()
        while url is not None and not asks(url):
            asked = {**after, **({"status": "all"} if kind == "subscription" else {})}
            page = life.sandbox.request("GET", url, {"limit": 100, **asked}).json()
            yield page
            after = {"starting_after": page["data"][-1]["id"]} if page["has_more"] else {}
            url = url if after else None


def asks(url: str) -> bool:
    """Whether a list has parameters that must be given; its objects stand in their owners."""
    operation = routes.at("GET", url)
    assert operation is not None and operation.structure is not None
    return any(name.endswith("!") for name in catalogue.structure(operation.structure))


@cache
def behaving() -> tuple[str, ...]:
    """The types whose operations have a behaviour, of version 1 of the API."""
    found = (routes.at(method, template) for method, template in BEHAVIOURS)
    kinds = {kind for operation in found if operation for kind in operation.types}
    return tuple(sorted(kind for kind in kinds if not kind.startswith("v2.")))


def objects(life: Life) -> Iterator[Json]:
    """Everything the API said: answers, the members of its lists, what events carry."""
    for body in life.answers:
        yield body.get("error", {}).get("payment_intent") or body
    for page in pages(life):
        yield from (one for one in page["data"] if one["object"] != "event")
    for event in life.sandbox.events:
        yield event
        if "account" not in event:  # of a connected account, which has a version of its own
            assert event["api_version"] == life.version
            yield event["data"]["object"]


def unexcused(life: Life, known: Schemas, source: str) -> dict[str, int]:
    """What does not validate, and how often; types that the version does not have aside."""
    found: dict[str, int] = {}
    for one in objects(life):
        for fault in known.faults(one) if one.get("object") in known.objects else ():
            excused = {*EXCUSED.get(source, ()), *WITHOUT_ID}
            if not any(re.fullmatch(known, fault) for known in excused):
                found[fault] = found.get(fault, 0) + 1
    return found


@pytest.mark.parametrize("version", schemas.RELEASES)
def test_what_is_answered_has_the_shape_of_its_version(version: str) -> None:
    try:
        known = schemas.of(version)
    except schemas.Unavailable as reason:
        pytest.skip(str(reason))

    assert unexcused(life(version), known, version) == {}


def test_what_is_answered_has_the_shape_of_the_openapi_document() -> None:
    try:
        known = schemas.openapi()
    except schemas.Unavailable as reason:
        pytest.skip(str(reason))

    assert unexcused(life("2026-05-27.dahlia"), known, "openapi") == {}


@pytest.mark.parametrize("version", schemas.RELEASES)
def test_a_page_is_a_list(version: str) -> None:
    for page in pages(life(version)):
        assert list(page) == ["object", "url", "has_more", "data"]
        assert page["object"] == "list" and page["url"].startswith("/v1/")


def test_every_type_that_behaves_is_met_in_every_state() -> None:
    """Or what validates would say little."""
    met: dict[str, set[Any]] = {}
    for one in objects(life(versions.CURRENT)):
        met.setdefault(str(one.get("object")), set()).add(one.get("status"))

    assert {kind for kind in behaving() if kind not in met} == set()
    assert {kind: met[kind] & states for kind, states in REACHED.items()} == REACHED


def test_a_field_too_many_is_found() -> None:
    """The check can fail: a newer field, a missing one, a wrong type, deep inside too."""
    try:
        known = schemas.of("2025-02-24.acacia")
    except schemas.Unavailable as reason:
        pytest.skip(str(reason))
    one = next(o for o in life("2025-02-24.acacia").answers if o.get("object") == "subscription")
    item = one["items"]["data"][0]
    wrong = {**one, "billing_mode": {}, "start_date": "now"}
    wrong["items"] = {**one["items"], "data": [{**item, "current_period_end": 1}]}
    del wrong["discount"]

    assert known.faults(one) == []
    assert known.faults(wrong) == [
        "subscription.billing_mode: is not known",
        "subscription.discount: is missing",
        "subscription.items.data[].current_period_end: is not known",
        'subscription.start_date: "now" is not {"type": "number"}',
    ]
