"""What is wrong with an endpoint: values in, findings out, a line for each thing that can be."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from djstripe.doctor import Act, Checkup, Needs, Severity, Target, examine, examine_target
from djstripe.doctor.seen import Door, Lately, Reached
from djstripe.inbox import Refusal
from djstripe.models import EventDestination

OURS = "2026-10-28.endive"
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
UUID = uuid4()
PATH = f"/stripe/webhook/{UUID}/"
NEEDS = Needs({"invoice.paid": ("shop.thank",)}, frozenset({"customer.updated", "charge.failed"}))


def target(**more: Any) -> Target:
    """An endpoint with which nothing is wrong."""
    values: dict[str, Any] = {
        "row": SimpleNamespace(pk=1),
        "id": "we_1",
        "url": f"https://example.com{PATH}",
        "livemode": True,
        "is_enabled": True,
        "is_gone": False,
        "enabled_events": ("*",),
        "version": OURS,
        "scope": "own",
        "door": Door(uuid=UUID, served=PATH),
        "reached": Reached(1, secrets=1),
        "lately": Lately(count=9, last=NOW, skew_seconds=0.4, signed_by="current", scope="own"),
        **more,
    }
    return Target(**values)


def codes(one: Target, needed: Needs = NEEDS) -> list[str]:
    return [finding.code for finding in examine_target(one, needed, api_version=OURS)]


def test_a_good_endpoint_is_left_in_peace() -> None:
    assert codes(target()) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"is_enabled": False}, "disabled"),
        ({"is_gone": True}, "gone"),
        ({"url": f"https://example.com{PATH[:-1]}"}, "redirected"),
        ({"url": f"http://example.com{PATH}"}, "http"),
        ({"url": f"https://localhost:8000{PATH}"}, "local"),
        ({"reached": None}, "unknown-uuid"),
        ({"reached": Reached(2, secrets=1)}, "another-row"),
        ({"reached": Reached(1, secrets=0)}, "no-secret"),
        ({"reached": Reached(1, secrets=None)}, "unreadable-secret"),
        ({"reached": Reached(1, secrets=1, method="none")}, "unverified"),
        ({"version": "2025-03-31.basil"}, "version"),
        ({"version": ""}, "version"),
        ({"lately": Lately()}, "silence"),
        ({"lately": Lately(count=1, dead=2)}, "dead-letters"),
        ({"lately": Lately(count=1, skew_seconds=-40)}, "clock"),
        ({"lately": Lately(count=1, skew_seconds=40)}, "clock"),
        ({"lately": Lately(count=1, signed_by="another")}, "old-secret"),
        ({"lately": Lately(count=1, signed_by="none")}, "changed-secret"),
    ],
)
def test_one_thing_that_is_wrong_is_one_finding_with_a_way_out(
    wrong: dict[str, Any], code: str
) -> None:
    (finding,) = examine_target(target(**wrong), NEEDS, api_version=OURS)

    assert finding.code == code
    assert finding.says.endswith(".") and finding.advice
    assert finding.target is not None and finding.as_dict()["endpoint"] == "we_1"


@pytest.mark.parametrize(
    ("enabled", "found"),
    [
        (("*",), []),
        (("invoice.paid", "customer.updated", "charge.failed"), []),
        (("invoice.paid",), ["mirror-misses"]),
        (("customer.updated", "charge.failed"), ["receivers-miss"]),
        (("charge.failed",), ["receivers-miss", "mirror-misses"]),
        (("*", "issuing_authorization.request"), ["asks-for-an-answer"]),
    ],
)
def test_types_that_do_not_come(enabled: tuple[str, ...], found: list[str]) -> None:
    assert codes(target(enabled_events=enabled)) == found


def test_what_another_endpoint_brings_is_not_missed_and_is_said_once() -> None:
    narrow = {"enabled_events": ("customer.updated",)}

    assert codes(target(**narrow, besides=frozenset({"*"}), is_main=False)) == []
    assert codes(target(**narrow, besides=frozenset({"invoice.paid", "charge.failed"}))) == []
    assert codes(target(**narrow, besides=frozenset({"invoice.paid"}))) == ["mirror-misses"]
    assert codes(target(**narrow, besides=frozenset({"x.y"}), is_main=False)) == []


def test_what_receivers_miss_is_named_with_the_receivers_and_can_be_added() -> None:
    (finding,) = examine_target(
        target(enabled_events=("customer.updated", "charge.failed")), NEEDS, api_version=OURS
    )

    assert "invoice.paid, to which shop.thank listen" in finding.says
    assert finding.severity is Severity.ERROR
    assert finding.remedy is not None and finding.remedy.act is Act.SUBSCRIBE
    assert finding.remedy.value == ("customer.updated", "charge.failed", "invoice.paid")


def test_what_the_star_leaves_out_needs_an_endpoint_that_names_it() -> None:
    needed = Needs({}, frozenset({"reporting.report_type.updated"}))

    (finding,) = examine_target(target(), needed, api_version=OURS)
    unknown = examine_target(target(scope=""), needed, api_version=OURS)[0]

    assert finding.remedy is not None and finding.remedy.act is Act.ADD
    assert finding.remedy.value == ("reporting.report_type.updated",)
    assert unknown.remedy is None  # own or connected? the wrong kind would hear nothing


def test_an_endpoint_in_another_version_is_replaced_by_one_of_its_kind_or_not_at_all() -> None:
    for scope, acts in (("own", True), ("connected", True), ("both", False), ("", False)):
        finding = examine_target(
            target(version="2020-08-27", scope=scope), NEEDS, api_version=OURS
        )[0]
        assert (finding.remedy is not None) is acts, scope


def test_a_thin_destination_has_no_version_and_a_secret_of_its_own() -> None:
    row = EventDestination(id="ed_1")
    thin = {"row": row, "id": "ed_1", "version": None, "enabled_events": ("v1.customer.updated",)}

    assert codes(target(**thin)) == ["no-thin-secret"]
    assert codes(target(**thin, reached=Reached(1, 2, has_more=True))) == []
    assert codes(target(**thin, lately=Lately(count=1, has_thin=True))) == []


def test_a_slash_too_few_is_put_there() -> None:
    url = f"https://example.com{PATH[:-1]}?version=2"
    (finding,) = examine_target(target(url=url), NEEDS, api_version=OURS)

    assert finding.remedy is not None
    assert finding.remedy.value == f"https://example.com{PATH}?version=2"


# the account


def account(*targets: Target, **more: Any) -> list[tuple[str, str]]:
    checkup = Checkup("acct_1", True, targets, **more)
    found = examine(checkup, NEEDS, api_version=OURS)
    return [(one.code, one.severity.name) for one in found]


def test_an_account_without_an_endpoint_here_hears_nothing() -> None:
    assert account(strangers=2) == [("none", "ERROR")]
    assert ("none", "ERROR") in account(target(is_enabled=False))
    assert account(target(), strangers=2) == [("strangers", "NOTE")]


def test_two_endpoints_that_bring_the_same_are_told_where_it_was_seen() -> None:
    """An account's endpoint and a Connect endpoint may well name the same types."""
    pair = target(), target(id="we_2")

    assert account(*pair) == []
    assert account(*pair, doubled=5) == [("doubled", "WARNING")]
    special = target(id="we_3", enabled_events=("issuing_authorization.request",))
    assert ("doubled", "WARNING") not in account(target(), special, doubled=5)


def test_connected_accounts_of_which_nothing_is_heard() -> None:
    assert account(target(), connected=3) == [("no-connect", "NOTE")]
    assert account(target(), connected=3, connected_lately=True) == []
    assert account(target(), target(id="we_2", scope="connected"), connected=3) == []


def test_what_stripe_could_not_deliver_and_what_was_refused() -> None:
    wrong = Refusal(str(UUID), "signature", 7, NOW, NOW, "It fits none.")
    noise = Refusal(str(UUID), "unsigned", 7, NOW, NOW, "No signature.")

    found = account(target(), undelivered=100, refused=(wrong, noise), unread=("no.",))

    assert found == [
        ("refused-signature", "ERROR"),
        ("undelivered", "WARNING"),
        ("refused-unsigned", "NOTE"),
        ("unread", "NOTE"),
    ]
