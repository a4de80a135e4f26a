from __future__ import annotations

from typing import Any

import pytest
import stripe
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from djstripe.settings import (
    PINNED_API_VERSION,
    djstripe_settings,
    is_api_version,
    read_key_format,
    redact_key,
)

TEST, LIVE = "sk_test_" + "a" * 24, "sk_live_" + "b" * 24
NONE: dict[str, Any] = {
    "STRIPE_SECRET_KEY": "",
    "STRIPE_TEST_SECRET_KEY": "",
    "STRIPE_LIVE_SECRET_KEY": "",
    "STRIPE_LIVE_MODE": None,
}


def given(**settings: Any) -> Any:
    return override_settings(**NONE | settings)


def call_me(request: Any) -> str:
    return f"subscriber of {request}"


def test_settings_are_read_when_called() -> None:
    with given(STRIPE_TEST_SECRET_KEY=TEST):
        assert djstripe_settings.STRIPE_SECRET_KEY == TEST
    with given(STRIPE_TEST_SECRET_KEY=TEST + "x"):
        assert djstripe_settings.STRIPE_SECRET_KEY == TEST + "x"
    with given():
        assert djstripe_settings.STRIPE_SECRET_KEY == ""


@pytest.mark.parametrize(
    ("settings", "default", "test", "live"),
    [
        ({}, "", "", ""),
        ({"STRIPE_TEST_SECRET_KEY": TEST}, TEST, TEST, ""),
        ({"STRIPE_TEST_SECRET_KEY": TEST, "STRIPE_LIVE_SECRET_KEY": LIVE}, TEST, TEST, LIVE),
        (
            {
                "STRIPE_TEST_SECRET_KEY": TEST,
                "STRIPE_LIVE_SECRET_KEY": LIVE,
                "STRIPE_LIVE_MODE": True,
            },
            LIVE,
            TEST,
            LIVE,
        ),
        ({"STRIPE_SECRET_KEY": LIVE}, LIVE, "", LIVE),
        ({"STRIPE_SECRET_KEY": LIVE, "STRIPE_TEST_SECRET_KEY": TEST}, LIVE, TEST, LIVE),
        ({"STRIPE_SECRET_KEY": LIVE, "STRIPE_LIVE_SECRET_KEY": LIVE + "x"}, LIVE, "", LIVE),
        ({"STRIPE_SECRET_KEY": TEST, "STRIPE_LIVE_MODE": True}, "", TEST, ""),
    ],
)
def test_which_key_for_which_mode(
    settings: dict[str, Any], default: str, test: str, live: str
) -> None:
    with given(**settings):
        assert djstripe_settings.get_default_api_key(None) == default
        assert djstripe_settings.get_default_api_key(False) == test
        assert djstripe_settings.get_default_api_key(True) == live


@pytest.mark.parametrize(
    "settings",
    [
        {"STRIPE_TEST_SECRET_KEY": LIVE},
        {"STRIPE_TEST_SECRET_KEY": "pk_test_" + "a" * 24},
        {"STRIPE_TEST_SECRET_KEY": "a" * 24},
        {"STRIPE_TEST_SECRET_KEY": TEST + "\n"},
        {"STRIPE_TEST_SECRET_KEY": 5},
        {"STRIPE_SECRET_KEY": "whsec_" + "a" * 24},
        {"STRIPE_TEST_SECRET_KEY": TEST, "STRIPE_LIVE_MODE": "False"},
    ],
)
def test_a_wrong_setting_is_named_and_no_key_is_told(settings: dict[str, Any]) -> None:
    with given(**settings), pytest.raises(ImproperlyConfigured) as caught:
        _ = djstripe_settings.STRIPE_SECRET_KEY

    assert any(name in str(caught.value) for name in settings)
    assert "aaaaaaaa" not in str(caught.value)
    assert "bbbbbbbb" not in str(caught.value)


def test_publishable_keys() -> None:
    with given(STRIPE_TEST_PUBLIC_KEY="pk_test_1", STRIPE_LIVE_PUBLIC_KEY="pk_live_1"):
        assert djstripe_settings.STRIPE_PUBLIC_KEY == "pk_test_1"
        with override_settings(STRIPE_LIVE_MODE=True):
            assert djstripe_settings.STRIPE_PUBLIC_KEY == "pk_live_1"
        with override_settings(STRIPE_PUBLIC_KEY="pk_test_2"):
            assert djstripe_settings.STRIPE_PUBLIC_KEY == "pk_test_2"


@pytest.mark.parametrize(
    ("key", "kind", "livemode"),
    [
        ("sk_test_abc", "secret", False),
        ("rk_live_abc", "restricted", True),
        ("pk_test_abc", "publishable", False),
        ("sk_org_abc", "secret", None),
        ("sk_org_live_abc", "secret", True),
    ],
)
def test_what_a_key_says(key: str, kind: str, livemode: bool | None) -> None:
    known = read_key_format(key)

    assert known is not None
    assert (known.kind, known.livemode) == (kind, livemode)


@pytest.mark.parametrize("key", ["", "sk_test_", "sk_abc", "whsec_abc", "sk_test_a b", "xk_test_a"])
def test_what_is_no_key(key: str) -> None:
    assert read_key_format(key) is None
    assert redact_key(key) == "…"


def test_a_redacted_key_shows_little() -> None:
    assert redact_key("sk_test_" + "0123456789abcdef") == "sk_test_…cdef"
    assert redact_key("sk_test_short") == "sk_test_…"


def test_the_api_version_is_ours_and_not_the_sdks() -> None:
    before = stripe.api_version
    stripe.api_version = "2019-01-01"
    try:
        with override_settings(STRIPE_API_VERSION=None):
            assert djstripe_settings.STRIPE_API_VERSION == PINNED_API_VERSION
        with override_settings(STRIPE_API_VERSION="2024-06-20"):
            assert djstripe_settings.STRIPE_API_VERSION == "2024-06-20"
    finally:
        stripe.api_version = before


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("2020-08-27", True),
        ("2026-10-28.endive", True),
        ("2026-10-28.preview", True),
        ("2024-06-20; feature_beta=v1", True),
        ("2026-10", False),
        ("endive", False),
        ("2020-08-27 ", False),
    ],
)
def test_the_form_of_api_versions(version: str, good: bool) -> None:
    assert is_api_version(version) is good


def test_defaults(settings: Any) -> None:
    del settings.STRIPE_API_HOST

    assert djstripe_settings.DJSTRIPE_TRUST_EVENT_PAYLOADS is True
    assert djstripe_settings.DJSTRIPE_ENCRYPTION_KEYS == []
    assert djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS == []
    assert djstripe_settings.DJSTRIPE_WEBHOOK_SECRET == ""
    assert djstripe_settings.WEBHOOK_VALIDATION == "verify_signature"
    assert djstripe_settings.SUBSCRIBER_CUSTOMER_KEY == "djstripe_subscriber"
    assert djstripe_settings.STRIPE_API_HOST == ""
    assert (djstripe_settings.decimal_max_digits, djstripe_settings.decimal_places) == (24, 12)


def test_lists_of_secrets() -> None:
    with override_settings(DJSTRIPE_WEBHOOK_SECRET="whsec_1", DJSTRIPE_WEBHOOK_SECRETS=["whsec_2"]):
        assert djstripe_settings.DJSTRIPE_WEBHOOK_SECRETS == ["whsec_2", "whsec_1"]
    with override_settings(DJSTRIPE_ENCRYPTION_KEYS=("new", "old")):
        assert djstripe_settings.DJSTRIPE_ENCRYPTION_KEYS == ["new", "old"]
    with (
        override_settings(DJSTRIPE_ENCRYPTION_KEYS=[b"bytes"]),
        pytest.raises(ImproperlyConfigured, match="DJSTRIPE_ENCRYPTION_KEYS") as caught,
    ):
        _ = djstripe_settings.DJSTRIPE_ENCRYPTION_KEYS
    assert "bytes" not in str(caught.value)


@pytest.mark.parametrize("value", ["5", -1, True, None])
def test_a_number_is_a_number(value: Any) -> None:
    with (
        override_settings(DJSTRIPE_READ_TIMEOUT_SECONDS=value),
        pytest.raises(ImproperlyConfigured, match="DJSTRIPE_READ_TIMEOUT_SECONDS"),
    ):
        _ = djstripe_settings.DJSTRIPE_READ_TIMEOUT_SECONDS


def test_callbacks() -> None:
    class Request:
        user = "ada"

    name = "DJSTRIPE_SUBSCRIBER_MODEL_REQUEST_CALLBACK"
    assert djstripe_settings.subscriber_request_callback(Request()) == "ada"
    for value in (call_me, f"{__name__}.call_me"):
        with override_settings(**{name: value}):
            assert djstripe_settings.subscriber_request_callback("x") == "subscriber of x"
    for wrong in ("nowhere.at.all", 5):
        with override_settings(**{name: wrong}), pytest.raises(ImproperlyConfigured, match=name):
            _ = djstripe_settings.subscriber_request_callback
    with pytest.raises(ImproperlyConfigured, match="NO_SUCH_SETTING"):
        djstripe_settings.get_callback_function("NO_SUCH_SETTING")


def test_idempotency_keys_come_from_the_callback() -> None:
    with override_settings(DJSTRIPE_IDEMPOTENCY_KEY_CALLBACK=lambda *parts: repr(parts)):
        key = djstripe_settings.get_idempotency_key("customer", "create:1", False)

    assert key == "('customer', 'create:1', False)"


def test_the_subscriber_model() -> None:
    assert djstripe_settings.get_subscriber_model() is get_user_model()
    for wrong, says in (("nodot", "app_label.Model"), ("no.Model", "INSTALLED_APPS")):
        with (
            override_settings(DJSTRIPE_SUBSCRIBER_MODEL=wrong),
            pytest.raises(ImproperlyConfigured, match=says),
        ):
            djstripe_settings.get_subscriber_model()
    with (
        override_settings(DJSTRIPE_SUBSCRIBER_MODEL="auth.Group"),
        pytest.raises(ImproperlyConfigured, match="email"),
    ):
        djstripe_settings.get_subscriber_model()
