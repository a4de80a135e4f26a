"""What holds for the pages of every mirrored model."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from djstripe import mirror
from djstripe.mirror import Doubt
from djstripe.models import APIKey, Attempt, ReceiverRun, WebhookEndpoint
from djstripe.models.base import IdempotencyKey
from djstripe.models.webhooks import WebhookEventTrigger
from tests.admin.pages import MODELS, fill, naming_others, put, rows, url
from tests.worlds import ACCOUNT, OTHER, T0, id_for, payload_of

pytestmark = pytest.mark.django_db
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)

OWN = [APIKey, Attempt, WebhookEventTrigger, ReceiverRun, Doubt, IdempotencyKey]
MAIN = [mirror.model_for(name) for name in ("charge", "customer", "webhook_endpoint")]


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = browser.get(address)
    assert response.status_code == 200, address
    return len(captured)


def test_every_model_is_registered() -> None:
    assert {*MODELS, *OWN} <= set(admin.site._registry)


@every_model
def test_no_page_costs_a_query_per_row(model: Any, browser: Client) -> None:
    if model.owner_path == "id":
        pytest.skip("there is one row of it for each account")
    fill(model, range(1, 4))
    row = rows(model).get(id=id_for(model, 1))
    pages = [url(model), url(model) + "?q=Somebody", url(model, "change", row.pk)]
    few = [(queries(browser, page), queries(browser, page))[1] for page in pages]

    fill(model, range(4, 31))
    many = [queries(browser, page) for page in pages]

    assert rows(model).count() >= 30
    assert many == few
    assert few[0] <= 14
    assert few[2] <= 50


@every_model
def test_a_row_that_names_nothing_and_says_nothing(model: Any, browser: Client) -> None:
    put(payload_of(model))
    row = rows(model).get()
    rows(model).update(stripe_data={}, created=None, metadata=None)

    assert browser.get(url(model)).status_code == 200
    assert browser.get(url(model, "change", row.pk)).status_code == 200
    assert browser.get(url(model, "history", row.pk)).status_code == 200
    assert browser.get(url(model, "change", row.id)).status_code == 200


ODD: list[Any] = ["x" * 10_000, 10**30, True, [[]], {"id": 1}, ["a", {"b": None}]]


@every_model
def test_values_of_a_wrong_type(model: Any, browser: Client) -> None:
    """Whatever stands where something else was expected, the pages open."""
    names = {name for name in dir(model) if not name.startswith("_")} - {"deleted"}
    for number, odd in enumerate(ODD):
        payload = payload_of(model, id_for(model, number))
        kept = {
            k: payload[k] for k in ("id", "object", "created", model.owner_path) if k in payload
        }
        put({**dict.fromkeys(sorted(names), odd), **kept})
        if model.owner_path == "id":
            break

    assert browser.get(url(model)).status_code == 200
    for row in rows(model):
        assert browser.get(url(model, "change", row.pk)).status_code == 200, row.stripe_data


TYPED = [
    "%",
    "100%",
    "'",
    '"',
    '"a',
    "\\",
    "a\\' OR 1=1",
    "\x00",
    "_",
    "🦄",
    "\ufdd00000",
    "a " * 400,
    "ü" * 5000,
]


@every_model
def test_text_that_databases_mind_may_be_searched(model: Any, browser: Client) -> None:
    put(payload_of(model))

    for text in ("100%' \"", "\\", "a\x00"):
        assert browser.get(url(model), {"q": text}).status_code == 200, text


@pytest.mark.parametrize("model", [*MAIN, *OWN], ids=lambda model: model.__name__)
def test_any_text_may_be_searched(model: Any, browser: Client) -> None:
    for text in TYPED:
        assert browser.get(url(model), {"q": text}).status_code == 200, text


@pytest.mark.parametrize("model", [*MAIN, *OWN], ids=lambda model: model.__name__)
def test_odd_filters_are_no_server_error(model: Any, browser: Client) -> None:
    """One column of each kind, with values that do not fit it."""
    values = ["x", "\x00", "1e999999", "9" * 40]
    one_of_each = {type(field): field for field in model._meta.concrete_fields}

    for field in one_of_each.values():
        for lookup in ("exact", "gt", "in", "isnull", "year", "regex"):
            for value in values:
                response = browser.get(url(model), {f"{field.attname}__{lookup}": value})
                assert response.status_code in (200, 302, 400), (field, lookup, value)


@every_model
def test_links_to_what_names_a_row(model: Any, browser: Client) -> None:
    """The lists that a row's page links to hold exactly the rows that it counted."""
    fill(model, range(1, 3))
    _payload, named = naming_others(model, 1)
    for target in {mirror.model_for(other["object"]) for other in named[:2]}:
        other = next(o for o in named if mirror.model_for(o["object"]) is target)
        row = rows(target).get(id=other["id"])

        panel = browser.get(url(target, "change", row.pk)).context["panel"]

        for entry in panel["related"]:
            listed = browser.get(entry.url)
            assert listed.status_code == 200
            assert listed.context["cl"].result_count == entry.count, entry


def test_tombstones_and_doubts_are_told(browser: Client) -> None:
    model = mirror.model_for("customer")
    put(payload_of(model, "cus_1", name="Ada"))
    rows(model).update(djstripe_deleted=True)
    Doubt.objects.create(
        object="customer", object_id="cus_1", account=ACCOUNT, ticket=1, reason="two at once"
    )

    page = browser.get(url(model, "change", rows(model).get().pk)).content.decode()

    assert "Deleted at Stripe." in page
    assert "In doubt:" in page and "two at once" in page
    assert "dj-gone" in browser.get(url(model)).content.decode()
    assert browser.get(url(model) + "?deleted=no").context["cl"].result_count == 0


def test_ids_in_the_json_are_links_inside_the_mode(browser: Client) -> None:
    charge, customer = mirror.model_for("charge"), mirror.model_for("customer")
    put(payload_of(customer, "cus_Ada1", name="Ada <b>Lovelace</b>"))
    put(payload_of(customer, "cus_Ada1", name="Liviana"), livemode=True)
    put(payload_of(customer, "cus_Ada1", name="Andrea"), account=OTHER)
    put(
        payload_of(
            charge, "ch_1", customer="cus_Ada1", note={"nested": ["cus_Ada1", "cus_unknown"]}
        )
    )
    wanted = rows(customer).get(livemode=False, djstripe_owner_account_id=ACCOUNT)

    page = browser.get(url(charge, "change", rows(charge).get().pk)).content.decode()

    assert page.count(f'href="{url(customer, "change", wanted.pk)}"') == 3
    assert "Ada &lt;b&gt;Lovelace&lt;/b&gt;" in page and "<b>Lovelace" not in page
    assert "Liviana" not in page and "Andrea" not in page


def test_huge_json(browser: Client) -> None:
    model = mirror.model_for("customer")
    put(payload_of(model, "cus_1", wide={f"key_{n}": n for n in range(20_000)}))
    put(payload_of(model, "cus_2", odd="\x00 \ud800 \ufdd0 \ud83e", tall="y" * 1_000_000))

    for row in rows(model):
        page = browser.get(url(model, "change", row.pk))
        assert page.status_code == 200
        assert len(page.content) < 3_000_000


def test_sums_are_told_in_their_currency(browser: Client) -> None:
    model = mirror.model_for("refund")
    for id, currency in (("re_1", "jpy"), ("re_2", "kwd"), ("re_3", "usd"), ("re_4", "nope!")):
        put(payload_of(model, id, amount=123450, currency=currency, status="succeeded"))

    page = browser.get(url(model)).content.decode()

    for label in ("123,450 JPY", "123.450 KWD", "$1,234.50 USD", "Succeeded"):
        assert label in page


def test_nothing_of_stripes_can_be_changed(browser: Client) -> None:
    for name in ("charge", "invoice", "event"):
        model = mirror.model_for(name)
        put(payload_of(model))
        row = rows(model).get()

        assert browser.get(url(model, "add")).status_code == 403
        assert browser.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        assert browser.post(url(model, "change", row.pk), {"status": "paid"}).status_code == 403


def test_big_tables_are_not_counted(browser: Client, monkeypatch: Any) -> None:
    model = mirror.model_for("customer")
    put(*[payload_of(model, f"cus_{n}") for n in range(30)])
    monkeypatch.setattr("djstripe.admin.paginator.COUNTED_ROWS", 20)

    response = browser.get(url(model))

    assert response.context["cl"].dj_is_bounded
    assert "not counted one by one" in response.content.decode()
    assert T0


def test_the_apps_page_has_sections(browser: Client, whole_menu: None) -> None:
    page = browser.get("/admin/djstripe/").content.decode()

    assert page.index("Core resources") < page.index("Billing") < page.index("Webhooks and keys")
    assert page.count("<caption>") == len(set(page.split("<caption>"))) - 1
    assert WebhookEndpoint._meta.verbose_name_plural.capitalize() in page
