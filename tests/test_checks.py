"""What ``manage.py check`` says about receiving."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import checks as django_checks
from django.test import override_settings

from djstripe import checks
from djstripe.models import WebhookEndpoint


def ids(found: Any) -> list[str]:
    return [str(one.id) for one in found]


@pytest.mark.parametrize(
    ("runner", "sweep", "found"),
    [
        ("inline", 10, ["djstripe.W011"]),
        ("inline", 0, []),  # a worker or a cron line does it
        ("worker", 10, []),
        ("nonsense", 10, []),  # which another check says
    ],
)
def test_inline_with_nobody_who_retries_is_said_before_deployment(
    runner: str, sweep: float, found: list[str]
) -> None:
    with override_settings(DJSTRIPE_INBOX_RUNNER=runner, DJSTRIPE_INBOX_SWEEP_SECONDS=sweep):
        assert ids(checks.check_somebody_retries()) == found


def test_it_is_said_in_deploy_checks_alone_and_can_be_silenced() -> None:
    with override_settings(DJSTRIPE_INBOX_SWEEP_SECONDS=10):
        daily = django_checks.run_checks(tags=[checks.TAG])
        before = django_checks.run_checks(tags=[checks.TAG], include_deployment_checks=True)

    assert "djstripe.W011" not in ids(daily) and "djstripe.W011" in ids(before)


@pytest.mark.parametrize(
    ("runner", "missing", "found"),
    [
        ("inline", "celery", []),
        ("worker", "celery", []),
        ("celery", "celery", ["djstripe.E002"]),
        ("tasks", "tasks", ["djstripe.E002"]),
        ("nonsense", "", ["djstripe.C006"]),
    ],
)
def test_a_runner_needs_its_package(
    runner: str, missing: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_is_installed", lambda name: missing not in name)

    with override_settings(DJSTRIPE_INBOX_RUNNER=runner):
        messages = checks.check_runner()

    assert ids(messages) == found
    assert all(message.hint or "must be one of" in message.msg for message in messages)


@pytest.mark.parametrize(
    ("runner", "backend", "found"),
    [
        ("tasks", None, ["djstripe.W014"]),
        ("tasks", "django.tasks.backends.dummy.DummyBackend", ["djstripe.W014"]),
        ("tasks", "django_tasks_db.DatabaseBackend", []),
        ("worker", None, []),
    ],
)
def test_a_tasks_backend_has_workers(runner: str, backend: str | None, found: list[str]) -> None:
    tasks = {"default": {"BACKEND": backend}} if backend else {}

    with override_settings(DJSTRIPE_INBOX_RUNNER=runner, TASKS=tasks):
        assert ids(checks.check_tasks_backend()) == found


def test_a_module_inside_a_package_that_is_missing_is_missing() -> None:
    assert checks._is_installed("django.db")
    assert not checks._is_installed("no_such_package.inside")


@override_settings(ROOT_URLCONF="django.contrib.auth.urls")
def test_a_project_without_our_urls() -> None:
    assert ids(checks.check_urls()) == ["djstripe.W012"]


def test_a_project_with_our_urls_or_with_none() -> None:
    assert ids(checks.check_urls()) == []
    with override_settings(ROOT_URLCONF=None):
        assert ids(checks.check_urls()) == []


@pytest.mark.parametrize(
    ("allowed", "debug", "found"),
    [(True, False, ["djstripe.W004"]), (True, True, []), (False, False, []), ("yes", False, [])],
)
def test_taking_in_what_is_not_verified_is_for_development(
    allowed: Any, debug: bool, found: list[str]
) -> None:
    with override_settings(DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS=allowed, DEBUG=debug):
        assert ids(checks.check_verification()) == found


@override_settings(DJSTRIPE_WEBHOOK_VALIDATION=None)
def test_dj_stripes_switch_has_no_effect_and_says_so() -> None:
    assert ids(checks.check_verification()) == ["djstripe.W010"]


@pytest.mark.django_db
def test_two_kinds_of_endpoints_at_once_are_said_where_the_database_is_asked() -> None:
    row = WebhookEndpoint.objects.create(id="we_1", secret="whsec_1", status="enabled")

    with override_settings(DJSTRIPE_WEBHOOK_SECRET="whsec_2"):
        assert ids(checks.check_endpoints(databases=["default"])) == ["djstripe.W013"]
        assert ids(checks.check_endpoints(databases=None)) == []
        row.delete()
        assert ids(checks.check_endpoints(databases=["default"])) == []
