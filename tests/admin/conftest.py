"""A signed-in browser, and a Stripe that must not be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import stripe
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client

from djstripe.gateway import Gateway, use


class StripeWasAsked(BaseException):
    """Not an Exception, so that nothing takes it for an answer."""


class NobodyAnswers(stripe.HTTPClient):
    """A transport on which every request fails the test."""

    name = "nobody"

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> Any:
        raise StripeWasAsked(f"{method} {url}")

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def no_stripe() -> Iterator[None]:
    """No page asks Stripe, unless a test says otherwise."""
    with use(Gateway(http_client=NobodyAnswers())):
        yield


@pytest.fixture
def browser(db: None) -> Client:
    """A superuser's browser."""
    user = get_user_model().objects.create_superuser("ada", "ada@example.com", "x")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def powerless(db: None) -> Client:
    """The browser of somebody of the staff who may do nothing."""
    user = get_user_model().objects.create_user("eve", "eve@example.com", "x", is_staff=True)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def whole_menu() -> None:
    """The menu with all models is in the page: asked for by name, for it takes its time."""


@pytest.fixture(autouse=True)
def short_menu(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu beside every page lists 120 models, and tests open thousands of pages."""
    if "whole_menu" not in request.fixturenames:
        monkeypatch.setattr(admin.site, "get_app_list", lambda *args, **kwargs: [])
