from __future__ import annotations

import copy
import dataclasses
import pickle
import traceback

import pytest
from django.views.debug import ExceptionReporter

from djstripe.exceptions import CredentialsError, InvalidStripeAPIKey
from djstripe.gateway import Credentials, Secret

from .fakes import KEY, for_tests

LIVE_KEY = "sk_live_" + "51NotARealKey0123456789wxyz"
MIDDLE = "51NotARealKey"


def ways_to_show(thing: object) -> list[str]:
    return [repr(thing), str(thing), f"{thing}", f"{thing!r}", "%s %r" % (thing, thing)]  # noqa: UP031


def test_nothing_shows_the_key() -> None:
    credentials = for_tests()

    shown = [
        *ways_to_show(credentials),
        *ways_to_show(credentials.api_key),
        *ways_to_show([credentials.api_key, (credentials,)]),
        *ways_to_show(dataclasses.asdict(credentials)),
        *ways_to_show(copy.deepcopy(credentials)),
        *ways_to_show(dataclasses.replace(credentials, account="acct_2")),
    ]

    assert not [text for text in shown if MIDDLE in text]
    assert "sk_test_…wxyz" in str(credentials.api_key)
    assert credentials.api_key.reveal() == KEY


def test_a_key_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(for_tests())


def made_from(*parts: str) -> Credentials:
    return Credentials("".join(parts), "acct_1", True)


def test_the_error_page_of_a_wrong_key_does_not_show_it() -> None:
    try:
        made_from(KEY[:12], KEY[12:])
    except CredentialsError as error:
        page = ExceptionReporter(None, type(error), error, error.__traceback__).get_traceback_html()
        stack = traceback.TracebackException.from_exception(error, capture_locals=True)
    else:
        pytest.fail("a test key was taken for live mode")

    assert KEY not in page
    assert KEY not in "".join(stack.format())


@pytest.mark.parametrize(
    ("key", "livemode", "error", "says"),
    [
        ("", False, CredentialsError, "STRIPE_TEST_SECRET_KEY"),
        ("", True, CredentialsError, "STRIPE_LIVE_SECRET_KEY"),
        ("hunter2-hunter2", False, InvalidStripeAPIKey, "not a Stripe API key"),
        ("sk_test_abc\n", False, InvalidStripeAPIKey, "not a Stripe API key"),
        ("pk_test_abc", False, InvalidStripeAPIKey, "publishable"),
        (LIVE_KEY, False, CredentialsError, "live key"),
        (KEY, True, CredentialsError, "test key"),
    ],
)
def test_an_unfit_key_is_refused_before_anything_is_sent(
    key: str, livemode: bool, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        Credentials(key, "acct_1", livemode)

    assert MIDDLE not in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk_org_abcdef", "sk_org_live_abcdef", "rk_live_abcdef"])
def test_organisation_and_restricted_keys_are_taken(key: str) -> None:
    assert Credentials(key, "acct_1", True, context="acct_1").livemode is True


def test_a_connected_account_is_one_account() -> None:
    connected = for_tests().on_behalf_of("acct_2")

    assert (connected.account, connected.stripe_account) == ("acct_2", "acct_2")
    with pytest.raises(CredentialsError, match="acct_3"):
        for_tests(account="acct_2", stripe_account="acct_3")


def test_secrets_compare_by_what_they_hold() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")
