"""
Each verb's story: the call, what Stripe saw, the row, and the events that come late.

The list of verbs is taken from the models, so that a new one without a line in a table fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from djstripe.models.base import StripeModel
from djstripe.sandbox import LIVE_KEY, TEST_KEY, Sandbox

from .found import verbs
from .recorded import RECORDED
from .table import ANY, CASES, NOTHING, Case
from .worlds import World, content_of

pytestmark = pytest.mark.django_db

# Verbs whose stories stand in a file of their own, with why.
ELSEWHERE = {
    "Account.get_default_account": "tests/models/test_account.py",
    "Account.get_or_retrieve_for_api_key": "tests/models/test_account.py",
    "BillingPortalSession.begin": "tests/test_checkout.py",
    "BillingPortalSession.create": "tests/test_checkout.py",
    "Customer.cancel_usage": "tests/test_usage.py",
    "Customer.read_credit_balance": "tests/test_usage.py",
    "Customer.report_usage": "tests/test_usage.py",
    "File.contents": "tests/verbs/test_documents.py",
    "Invoice.pdf": "tests/verbs/test_documents.py",
    "Meter.cancel": "tests/test_usage.py",
    "Meter.record_many": "tests/test_usage.py",
    "Meter.usage_by": "tests/test_usage.py",
    "Meter.usage_of": "tests/test_usage.py",
    "Session.complete": "tests/test_checkout.py",
    "Session.start": "tests/test_checkout.py",
}

WORLDS = [(connected, live) for connected in (False, True) for live in (False, True)]


def cases() -> Iterator[Any]:
    for name, told in CASES.items():
        several = told if isinstance(told, tuple) else (told,)
        for number, case in enumerate(several):
            for connected, live in WORLDS:
                if (case.platform_only and connected) or (case.test_only and live):
                    continue
                where = ("connected" if connected else "platform", "live" if live else "test")
                label = f"{name}{number or ''}-{'-'.join(where)}"
                yield pytest.param(case, connected, live, id=label)


@pytest.fixture
def keys(settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY = TEST_KEY
    settings.STRIPE_LIVE_SECRET_KEY = LIVE_KEY


def test_every_verb_has_a_line() -> None:
    told = CASES.keys() | RECORDED.keys() | ELSEWHERE.keys()
    known = verbs().keys()

    assert sorted(known - told) == [], "verbs without a story: see tests/verbs/table.py"
    assert sorted(told - known) == [], "stories of verbs that are not there"
    root = Path(__file__).parent.parent.parent
    assert [path for path in ELSEWHERE.values() if not (root / path).exists()] == []


@pytest.mark.parametrize(("case", "connected", "live"), list(cases()))
def test_story(case: Case, connected: bool, live: bool, sandbox: Sandbox, keys: None) -> None:
    w = World.of(sandbox, connected, live)
    made = case.make(w)
    w.begin()

    answer = case.call(made, w)

    seen = w.requests
    assert [f"{one.method} {one.path}" for one in seen] == [
        paths_like(path, one.path, made, answer)
        for (path, _), one in zip(case.sees, seen, strict=False)
    ] + [path for path, _ in case.sees[len(seen) :]]
    for (_, expected), one in zip(case.sees, seen, strict=True):
        assert_sent(expected, one.params, made)
        assert one.account == w.account
        assert (one.idempotency_key is not None) == (one.method == "POST")
    rows = [r for r in (made.row, answer) if isinstance(r, StripeModel) and r.pk is not None]
    for row in rows:
        assert row.livemode is w.livemode
        if type(row).__name__ != "Account":
            assert row.djstripe_owner_account_id == w.account
    assert case.then(made, answer)
    told = {"row": made.row, "answer": answer}
    for name in case.agree:
        if isinstance(told[name], StripeModel):
            assert_agrees(w, told[name])
    kept = (case.agree or ("row", "answer")) if case.keep is None else case.keep
    rows = [told[n] for n in kept if isinstance(told[n], StripeModel) and told[n].pk is not None]
    before = [content_of(type(r)._base_manager.get(pk=r.pk)) for r in rows]

    w.deliver()

    after = [content_of(type(r)._base_manager.get(pk=r.pk)) for r in rows]
    assert after == before


def paths_like(template: str, path: str, made: Any, answer: Any) -> str:
    """The path that was expected; what only Stripe knew beforehand is taken from what it saw."""

    def told(match: re.Match[str]) -> str:
        name = match[1]
        if name == "invoice" and not hasattr(made, "invoice"):
            return path.split("/")[3]
        head, _, rest = name.partition(".")
        value = answer if head == "answer" else getattr(made, head)
        for part in rest.split("."):
            value = getattr(value, part)
        return str(value)

    return re.sub(r"\{([\w.]+)\}", told, template)


def assert_sent(expected: Any, sent: Any, made: Any, at: str = "") -> None:
    """What was expected is among what was sent."""
    if expected is ANY:
        assert sent not in (None, ""), at
    elif isinstance(expected, dict):
        assert isinstance(sent, dict), (at, sent)
        for name, value in expected.items():
            if value is NOTHING:
                assert name not in sent, (at, name)
            else:
                assert name in sent, (at, name, sent)
                assert_sent(value, sent[name], made, f"{at}.{name}")
    elif isinstance(expected, list):
        assert len(sent) == len(expected), (at, sent)
        for number, (mine, theirs) in enumerate(zip(expected, sent, strict=True)):
            assert_sent(mine, theirs, made, f"{at}[{number}]")
    else:
        assert sent == paths_like(expected, "", made, None), at


def assert_agrees(w: World, row: Any) -> None:
    """What the row and Stripe both say in plain values is the same."""
    row.refresh_from_db()
    there = w.at_stripe(row)
    assert there is not None, row
    plain = (str, int, bool, type(None))
    differing = {
        name: (value, there[name])
        for name, value in row.stripe_data.items()
        if name in there
        and isinstance(value, plain)
        and isinstance(there[name], plain)
        and value != there[name]
    }
    assert differing == {}
