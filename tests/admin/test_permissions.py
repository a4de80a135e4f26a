"""Who may do what: every page and every button asks for the model's own permission."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from djstripe import mirror
from djstripe.mirror import Doubt
from djstripe.models import APIKey, Attempt, ReceiverRun
from djstripe.models.base import IdempotencyKey
from djstripe.models.webhooks import WebhookEventTrigger
from tests.admin.pages import MODELS, put, rows, url
from tests.worlds import payload_of

pytestmark = pytest.mark.django_db
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def member(*permissions: str) -> Client:
    """The browser of somebody of the staff with these permissions."""
    user = get_user_model().objects.create_user("bob", "bob@example.com", "x", is_staff=True)
    names = [name.split(".")[-1] for name in permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def buttons(model: Any) -> list[str]:
    return [verb.name for verb in admin.site.get_model_admin(model).verbs]


@every_model
def test_without_permission_nothing_opens_and_nothing_happens(
    model: Any, powerless: Client
) -> None:
    put(payload_of(model))
    row = rows(model).get()

    pages = [
        url(model),
        url(model, "add"),
        url(model, "change", row.pk),
        url(model, "delete", row.pk),
    ]
    for page in pages:
        assert powerless.get(page).status_code == 403, page
        assert powerless.post(page).status_code == 403, page
    for name in buttons(model):
        assert powerless.get(url(model, "do", row.pk, name)).status_code == 403
        assert powerless.post(url(model, "do", row.pk, name)).status_code == 403
    action = {"action": "look_again", "_selected_action": [row.pk]}
    assert powerless.post(url(model), action).status_code == 403


@every_model
def test_who_may_only_view_presses_no_button(model: Any, db: None) -> None:
    put(payload_of(model))
    row = rows(model).get()
    viewer = member(f"view_{model._meta.model_name}")

    page = viewer.get(url(model, "change", row.pk))
    listed = viewer.get(url(model))

    assert page.status_code == 200 and listed.status_code == 200
    assert page.context["panel"]["verbs"] == []
    assert "look_again" not in listed.content.decode()
    for name in buttons(model):
        assert viewer.post(url(model, "do", row.pk, name)).status_code == 403
    action = {"action": "look_again", "_selected_action": [row.pk]}
    viewer.post(url(model), action)  # the test's gateway fails it if Stripe is asked


def test_the_own_tables_without_permission(powerless: Client) -> None:
    delivery = WebhookEventTrigger.objects.create(valid=True)
    doubt = Doubt.objects.create(object="customer", object_id="cus_1", ticket=1)
    key = APIKey.objects.create(fingerprint="f", type="secret")
    action = IdempotencyKey.objects.create(action="a", livemode=False, created=timezone.now())

    run = ReceiverRun.objects.create(receiver="shop.thank", event="evt_1")

    attempt = Attempt.objects.create(idempotency_key="k", method="post", path="/v1/customers")

    for row in (delivery, run, doubt, key, action, attempt):
        model = type(row)
        for page in (url(model), url(model, "add"), url(model, "change", row.pk)):
            assert powerless.get(page).status_code == 403
            assert powerless.post(page).status_code == 403
        for name in buttons(model):
            assert powerless.post(url(model, "do", row.pk, name)).status_code == 403


def test_nobody_is_asked_without_a_csrf_token(db: None) -> None:
    model = mirror.model_for("customer")
    put(payload_of(model))
    user = get_user_model().objects.create_superuser("root", "root@example.com", "x")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    assert client.post(url(model, "do", rows(model).get().pk, "look")).status_code == 403


def test_a_button_is_no_link(browser: Client) -> None:
    model = mirror.model_for("customer")
    put(payload_of(model))

    assert browser.get(url(model, "do", rows(model).get().pk, "look")).status_code == 405
    assert browser.get(url(model, "do", rows(model).get().pk, "no-such-thing")).status_code == 404


def test_names_of_rows_that_one_may_not_see_are_not_told(db: None) -> None:
    charge, customer = mirror.model_for("charge"), mirror.model_for("customer")
    put(payload_of(customer, "cus_1", name="Ada Lovelace"), payload_of(charge, customer="cus_1"))
    viewer = member("view_charge")

    for page in (url(charge), url(charge, "change", rows(charge).get().pk)):
        shown = viewer.get(page).content.decode()
        assert "cus_1" in shown
        assert "Ada Lovelace" not in shown and "/customer/" not in shown


def test_the_subscriber_of_a_customer_may_be_changed_and_nothing_else(browser: Client) -> None:
    model = mirror.model_for("customer")
    put(payload_of(model, "cus_1", name="Ada"))
    row = rows(model).get()
    user = get_user_model().objects.create_user("owner")

    browser.post(url(model, "change", row.pk), {"subscriber": user.pk, "name": "Eve", "id": "x"})

    row.refresh_from_db()
    assert row.subscriber == user
    assert (row.id, row.name) == ("cus_1", "Ada")
    assert "owner" in browser.get(url(model)).content.decode()
