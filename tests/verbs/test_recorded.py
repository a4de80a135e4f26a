"""Verbs of what the sandbox does not simulate: what goes over the wire, in all worlds."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from djstripe import models
from djstripe.gateway import use
from djstripe.models import APIKey
from djstripe.sandbox import LIVE_KEY, TEST_KEY, routes
from tests.gateway.fakes import FakeTransport, Reply, gateway_over

from .recorded import RECORDED, Line

pytestmark = pytest.mark.django_db

PLATFORM = "acct_platform"
WORLDS = [(account, live) for account in (PLATFORM, "acct_other") for live in (False, True)]


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY, settings.STRIPE_LIVE_SECRET_KEY = TEST_KEY, LIVE_KEY
    settings.DJSTRIPE_ACCOUNT_ID = PLATFORM
    assert not APIKey.objects.exists()


@pytest.mark.parametrize(("account", "live"), WORLDS)
@pytest.mark.parametrize(("name", "line"), RECORDED.items(), ids=RECORDED)
def test_request(name: str, line: Line, account: str, live: bool) -> None:
    model: Any = getattr(models, name.partition(".")[0])
    row = model.objects.create(
        id="thing_1", djstripe_owner_account_id=account, livemode=live, **line.row
    )
    path = line.path.format(id=row.id, url=row.retrieve_url() if "{url}" in line.path else "")
    answer = {"object": model.object_name, "id": row.id, "livemode": live, **line.answer}
    transport = FakeTransport(Reply(answer))

    with use(gateway_over(transport)):
        line.call(row)

    (request,) = transport.requests
    assert (request.method, request.path) == (line.method, path)
    assert request.headers["Authorization"].endswith(LIVE_KEY if live else TEST_KEY)
    for_other = account != PLATFORM and not line.by_platform
    assert request.headers.get("Stripe-Account") == (account if for_other else None)
    assert_said(line, path, request.body, row.id)
    if path.startswith("/v1/"):
        assert routes.match(line.method.upper(), path), "an operation that the SDK has not"


def assert_said(line: Line, path: str, body: Any, id: str) -> None:
    """The form says what it must."""
    if path.startswith("/v2/"):
        sent = json.loads(body or "{}")
        assert {name: sent.get(name) for name in line.form} == line.form
        return
    form = parse_qsl(body or "")
    for name, value in line.form.items():
        wanted = value if isinstance(value, list) else [value]
        found = [said for at, said in form if at == name or at.startswith(f"{name}[")]
        assert found == [str(one).format(id=id) for one in wanted], name
