"""How values look, without a database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from djstripe import mirror
from djstripe.admin import derive, lists, payload, show
from djstripe.admin.links import Links
from djstripe.prefixes import PREFIXES
from tests.admin.pages import MODELS

KEY = "sk_test_" + "51AKeyThatNobodyMaySee"


@pytest.mark.parametrize(
    ("value", "currency", "label"),
    [
        (1050, "usd", "$10.50 USD"),
        (1050, "jpy", "1,050 JPY"),
        (10500, "kwd", "10.500 KWD"),
        (1050, None, "1050"),
        (1050, "galleon", "1050"),
        ("ten", "usd", "ten"),
        (None, "usd", show.NOTHING),
    ],
)
def test_sums(value: Any, currency: Any, label: str) -> None:
    assert show.amount(value, currency) == label


def test_major_units_are_told_as_they_are() -> None:
    assert show.amount(Decimal("10.5"), "usd", is_major=True) == "$10.50 USD"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"key {KEY}.", "key sk_test_…."),
        ("whsec_" + "abcdef+/=", "whsec_…"),
        ("rk_live_" + "abcdef123", "rk_live_…"),
        ("pi_1_secret_" + "abcdef", "pi_1_secret_…"),
        ("pk_test_abcdef123", "pk_test_abcdef123"),
        ("risk_test_results", "risk_test_results"),
    ],
)
def test_secrets_are_taken_out(text: str, shown: str) -> None:
    assert show.scrub(text) == shown


def test_states_have_tones() -> None:
    assert "dj-good" in show.badge("succeeded")
    assert "dj-bad" in show.badge("past_due", "Past due")
    assert "dj-quiet" in show.badge("a_word_from_the_future")
    assert "&lt;b&gt;" in show.badge("<b>")
    assert show.badge(None) == show.NOTHING


def test_moments_out_of_range_are_no_error() -> None:
    assert show.unix_moment(10**18) == ""
    assert show.unix_moment(True) == ""
    assert show.unix_moment(0) == "1970-01-01 00:00:00 UTC"
    assert show.moment(dt.datetime.min.replace(tzinfo=dt.UTC))


def test_addresses_are_links_only_if_they_are_web_addresses() -> None:
    assert "href" in show.url_link("https://example.com/?a=1&b=2")
    assert "href" not in show.url_link("javascript:alert(1)")


def test_ids_are_known_by_how_they_begin() -> None:
    assert payload.models_named("cus_123") == (mirror.model_for("customer"),)
    assert payload.models_named("sub_sched_123") == (mirror.model_for("subscription_schedule"),)
    assert payload.models_named("cus_" + "1" * 300) == ()
    assert payload.models_named("hello") == ()


def test_deep_json_is_cut() -> None:
    deep: Any = "bottom"
    for _ in range(400):
        deep = {"in": [deep]}
    links = Links(admin.site, RequestFactory().get("/"))

    shown = payload.Payload(deep, links, "acct_1", False)
    shown.want()

    assert "deeper than can be shown" in shown.html()
    assert shown.html().count("<details") == shown.html().count("</details>")


def test_every_prefix_names_a_mirrored_object() -> None:
    assert {n for n in PREFIXES.values() if not mirror.is_declared(n)} == set()


@pytest.mark.parametrize("name", sorted(lists.LISTS))
def test_chosen_lists_name_what_there_is(name: str) -> None:
    model = apps.get_model("djstripe", name)
    columns = {field.name for field in model._meta.concrete_fields}
    chosen = lists.LISTS[name]

    assert set(chosen.columns) - {"about", "belongs_to"} <= columns
    assert set(chosen.filters) <= columns
    assert {search.split("__")[0] for search in chosen.search} <= columns | {"source"}
    assert set(chosen.previews) <= {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_is_derived_is_small_and_cheap(model: Any) -> None:
    listed = derive.list_names(model)
    heavy = set(derive.heavy_columns(model))

    assert len(listed) <= 7  # besides the label
    assert not heavy & set(listed)
    assert not {f.name for f in derive.relations(model)} & set(derive.list_filter(model))
    assert "id__exact" in derive.search_fields(model)
