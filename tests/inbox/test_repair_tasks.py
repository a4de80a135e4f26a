"""Repair over queues: what a schedule's line runs."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from djstripe.exceptions import CredentialsError
from djstripe.models import Customer, WebhookEventTrigger
from djstripe.repair import mark

from .conftest import Shop

with_celery = pytest.mark.skipif(not find_spec("celery"), reason="celery is not installed")
with_tasks = pytest.mark.skipif(
    not (find_spec("django.tasks") or find_spec("django_tasks")),
    reason="neither Django 6 nor django-tasks is installed",
)


def over_celery(**arguments: Any) -> int:
    """What the task says that a worker of Celery's ran."""
    task = import_module("djstripe.repair.celery").repair_mirror
    result = task.apply(kwargs=arguments)
    missing: int = result.get()
    return missing


def over_tasks(**arguments: Any) -> int:
    """The same over Django's tasks framework, run where it is enqueued."""
    task = import_module("djstripe.repair.tasks").repair_mirror
    missing: int = task.call(**arguments)
    return missing


queues = pytest.mark.parametrize(
    "run",
    [
        pytest.param(over_celery, marks=with_celery, id="celery"),
        pytest.param(over_tasks, marks=with_tasks, id="tasks"),
    ],
)


@queues
def test_what_was_lost_is_found_and_applied(shop: Shop, run: Any) -> None:
    mark(shop.credentials)
    shop.webhooks.lose()
    shop.customer(name="Ada")
    assert not Customer.objects.exists()

    assert run() == 1
    assert run() == 0

    assert Customer.objects.get().name == "Ada"
    assert WebhookEventTrigger.objects.get().source == WebhookEventTrigger.Source.LIST


@queues
def test_connected_accounts_are_repaired_where_that_is_asked(shop: Shop, run: Any) -> None:
    shop.sandbox.connect("acct_other")
    assert run(connected=True) == 0


@queues
@pytest.mark.django_db
def test_without_a_key_it_says_so(run: Any, settings: Any) -> None:
    settings.STRIPE_TEST_SECRET_KEY = settings.STRIPE_LIVE_SECRET_KEY = ""

    with pytest.raises(CredentialsError):
        run()


@with_celery
def test_a_schedule_finds_the_task_by_its_name() -> None:
    """The line that `docs/howto/repair.md` shows."""
    from celery import current_app

    import_module("djstripe.tasks")

    assert "djstripe.repair_mirror" in current_app.tasks


@with_tasks
def test_it_can_be_enqueued(shop: Shop, settings: Any) -> None:
    framework = "django.tasks" if find_spec("django.tasks") else "django_tasks"
    backend = f"{framework}.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": {"BACKEND": backend}}
    mark(shop.credentials)
    shop.webhooks.lose()
    shop.customer(name="Ada")

    result = import_module("djstripe.repair.tasks").repair_mirror.enqueue()

    assert result.return_value == 1
