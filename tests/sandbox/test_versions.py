"""One state, shown and driven in older versions of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from djstripe.sandbox import ApiError, Sandbox, StripeRefused, catalogue, versions

NOW = 1_790_000_000
BASIL, ACACIA, OLD = "2025-08-27.basil", "2025-02-24.acacia", "2020-08-27"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    yield Sandbox(now=NOW)


@pytest.fixture
def customer(sandbox: Sandbox) -> str:
    """Someone with a card that works."""
    settings = {"default_payment_method": "pm_card_visa"}
    made = sandbox.create("customer", email="ada@example.com", invoice_settings=settings)
    return str(made["id"])


@pytest.fixture
def subscription(sandbox: Sandbox, customer: str) -> dict[str, Any]:
    """Two items, billed by the month and by the year, with a coupon."""
    product = sandbox.create("product", name="Tea")["id"]
    items = []
    for interval, amount in (("month", 900), ("year", 9_000)):
        fields = {"product": product, "currency": "eur", "unit_amount": amount}
        price = sandbox.create("price", recurring={"interval": interval}, **fields)
        items.append({"price": price["id"]})
    sandbox.create("coupon", id="TENTH", percent_off=10, duration="forever")
    return sandbox.create(
        "subscription", customer=customer, items=items, discounts=[{"coupon": "TENTH"}]
    )


def ask(sandbox: Sandbox, version: str, method: str, path: str, **params: Any) -> dict[str, Any]:
    """A request in a version; raises StripeRefused for an error."""
    response = sandbox.request(method, path, params, {"stripe-version": version})
    if response.status >= 400:
        raise StripeRefused(response)
    answered: dict[str, Any] = response.json()
    return answered


# -- which versions there are --------------------------------------------------------------------


def test_every_version_of_the_sdk_is_answered(sandbox: Sandbox, customer: str) -> None:
    for version in catalogue.versions():
        assert ask(sandbox, version, "GET", f"/v1/customers/{customer}")["id"] == customer


@pytest.mark.parametrize("version", ["2025-09-30.acacia", "2099-01-01", "tomorrow", "2025-3-31"])
def test_a_version_that_is_none_is_refused(sandbox: Sandbox, version: str) -> None:
    with pytest.raises(StripeRefused) as refused:
        ask(sandbox, version, "GET", "/v1/customers")

    assert refused.value.status == 400
    assert refused.value.error["message"] == f"Invalid Stripe API version: {version}"


def test_neither_account_nor_endpoint_takes_a_version_that_is_none(sandbox: Sandbox) -> None:
    with pytest.raises(ApiError, match="Invalid Stripe API version"):
        Sandbox(now=NOW, api_version="2025-09-30.acacia")
    with pytest.raises(StripeRefused, match="Invalid Stripe API version"):
        asked = {"url": "https://example.com", "enabled_events": ["*"]}
        sandbox.create("webhook_endpoint", api_version="tomorrow", **asked)


def test_an_answer_says_its_version(sandbox: Sandbox) -> None:
    response = sandbox.request("GET", "/v1/customers", headers={"stripe-version": ACACIA})

    assert response.headers["Stripe-Version"] == ACACIA


def test_a_version_between_two_steps_has_the_older_shape(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    path = f"/v1/subscriptions/{subscription['id']}"

    for version in ("2025-03-31.basil", "2025-06-30.basil", BASIL):
        assert "current_period_end" not in ask(sandbox, version, "GET", path)
    for version in ("2024-06-20", "2024-09-30.acacia", "2025-03-01.dashboard"):
        assert "current_period_end" in ask(sandbox, version, "GET", path)


# -- what moved ----------------------------------------------------------------------------------


def test_a_subscription_had_one_period_and_one_discount(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    shown = ask(sandbox, ACACIA, "GET", f"/v1/subscriptions/{subscription['id']}")

    ends = [item["current_period_end"] for item in subscription["items"]["data"]]
    assert shown["current_period_end"] == min(ends)
    assert "current_period_end" not in shown["items"]["data"][0]
    assert shown["discount"]["coupon"]["percent_off"] == 10
    assert shown["discount"]["id"] == subscription["discounts"][0]


def test_an_invoice_named_its_subscription_and_its_payment(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    path = f"/v1/invoices/{subscription['latest_invoice']}"
    current = sandbox.call("GET", path, expand=["payments"])
    shown = ask(sandbox, ACACIA, "GET", path)

    intent = current["payments"]["data"][0]["payment"]["payment_intent"]
    assert shown["subscription"] == subscription["id"]
    assert shown["payment_intent"] == intent
    assert shown["charge"] == sandbox.get("payment_intent", intent)["latest_charge"]
    assert shown["paid"] is True and shown["paid_out_of_band"] is False
    assert "parent" not in shown and "payments" not in shown
    line = shown["lines"]["data"][0]
    assert line["type"] == "subscription" and line["proration"] is False
    assert line["price"]["object"] == "price" and line["plan"]["id"] == line["price"]["id"]
    assert line["subscription_item"] == subscription["items"]["data"][0]["id"]
    assert "pricing" not in line


def test_a_payment_named_its_invoice(sandbox: Sandbox, subscription: dict[str, Any]) -> None:
    shown = ask(sandbox, ACACIA, "GET", f"/v1/invoices/{subscription['latest_invoice']}")

    charge = ask(sandbox, ACACIA, "GET", f"/v1/charges/{shown['charge']}")
    intent = ask(sandbox, ACACIA, "GET", f"/v1/payment_intents/{shown['payment_intent']}")
    assert charge["invoice"] == intent["invoice"] == shown["id"]
    assert "invoice" not in ask(sandbox, BASIL, "GET", f"/v1/charges/{charge['id']}")


def test_an_invoice_paid_elsewhere_says_so(sandbox: Sandbox, customer: str) -> None:
    invoice = sandbox.create("invoice", customer=customer)
    sandbox.create("invoiceitem", invoice=invoice["id"], customer=customer, amount=500)
    sandbox.call("POST", f"/v1/invoices/{invoice['id']}/pay", paid_out_of_band=True)

    shown = ask(sandbox, ACACIA, "GET", f"/v1/invoices/{invoice['id']}")

    assert shown["paid"] is True and shown["paid_out_of_band"] is True
    assert shown["lines"]["data"][0]["type"] == "invoiceitem"


def test_taxes_stood_on_the_invoice(sandbox: Sandbox, customer: str) -> None:
    rate = sandbox.create("tax_rate", display_name="VAT", percentage=20, inclusive=False)
    invoice = sandbox.create("invoice", customer=customer, default_tax_rates=[rate["id"]])
    sandbox.create("invoiceitem", invoice=invoice["id"], customer=customer, amount=500)

    shown = ask(sandbox, ACACIA, "GET", f"/v1/invoices/{invoice['id']}")

    assert shown["tax"] == 100
    taxed = {key: shown["total_tax_amounts"][0][key] for key in ("amount", "inclusive", "tax_rate")}
    assert taxed == {"amount": 100, "inclusive": False, "tax_rate": rate["id"]}
    assert shown["lines"]["data"][0]["tax_rates"][0]["id"] == rate["id"]


def test_a_promotion_code_had_its_coupon(sandbox: Sandbox) -> None:
    sandbox.create("coupon", id="TENTH", percent_off=10)
    made = sandbox.create("promotion_code", promotion={"type": "coupon", "coupon": "TENTH"})

    shown = ask(sandbox, BASIL, "GET", f"/v1/promotion_codes/{made['id']}")

    assert shown["coupon"]["id"] == "TENTH" and "promotion" not in shown


def test_what_is_deleted_is_still_shown_inside_others(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    sandbox.delete("coupon", "TENTH")

    shown = ask(sandbox, ACACIA, "GET", f"/v1/subscriptions/{subscription['id']}")

    assert shown["discount"]["coupon"]["percent_off"] == 10


def test_a_payment_intent_had_all_its_charges(sandbox: Sandbox, customer: str) -> None:
    """Until 2022-08-01 with their refunds, which are shown only by `expand` since."""
    card = {"payment_method": "pm_card_visa", "customer": customer}
    intent = sandbox.create("payment_intent", amount=500, currency="eur", confirm=True, **card)
    refund = sandbox.create("refund", payment_intent=intent["id"], amount=200)
    path = f"/v1/payment_intents/{intent['id']}"

    shown = ask(sandbox, OLD, "GET", path)

    charge = shown["charges"]["data"][0]
    assert charge["id"] == intent["latest_charge"] and "latest_charge" not in shown
    assert [one["id"] for one in charge["refunds"]["data"]] == [refund["id"]]
    assert "charges" not in ask(sandbox, "2022-11-15", "GET", path)


def test_a_charge_named_its_dispute(sandbox: Sandbox, customer: str) -> None:
    card = {"payment_method": "pm_card_createDispute", "confirm": True}
    intent = sandbox.create("payment_intent", amount=500, currency="eur", **card)

    shown = ask(sandbox, OLD, "GET", f"/v1/charges/{intent['latest_charge']}")

    assert sandbox.get("dispute", shown["dispute"])["charge"] == shown["id"]


def test_a_customer_had_its_lists_before_2020_08_27(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    path = f"/v1/customers/{subscription['customer']}"

    shown = ask(sandbox, "2019-12-03", "GET", path)

    inside = shown["subscriptions"]["data"][0]
    assert inside["id"] == subscription["id"] and inside["current_period_end"]
    assert "subscriptions" not in ask(sandbox, OLD, "GET", path)


def test_lists_are_shown_in_the_version(sandbox: Sandbox, subscription: dict[str, Any]) -> None:
    page = ask(sandbox, ACACIA, "GET", "/v1/subscriptions")

    assert page["data"][0]["discount"]["object"] == "discount"
    assert "discount" not in sandbox.list("subscription")["data"][0]


# -- expand --------------------------------------------------------------------------------------


def test_expand_follows_the_fields_of_the_version(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    """`latest_invoice.payment_intent`, the commonest of all before basil."""
    path = f"/v1/subscriptions/{subscription['id']}"

    shown = ask(
        sandbox,
        ACACIA,
        "GET",
        path,
        expand=["latest_invoice.payment_intent.payment_method", "latest_invoice.charge"],
    )

    invoice = shown["latest_invoice"]
    assert invoice["payment_intent"]["payment_method"]["type"] == "card"
    assert invoice["payment_intent"]["invoice"] == invoice["id"]
    assert invoice["charge"]["invoice"] == invoice["id"]


def test_expand_in_a_list_of_an_older_version(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    page = ask(sandbox, OLD, "GET", "/v1/charges", expand=["data.invoice.subscription"])

    inside = page["data"][0]["invoice"]["subscription"]
    assert inside["id"] == subscription["id"] and inside["current_period_end"]


def test_expand_refuses_what_the_version_does_not_have(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    path = f"/v1/charges/{sandbox.all('charge')[0]['id']}"

    with pytest.raises(StripeRefused, match="cannot be expanded"):
        ask(sandbox, ACACIA, "GET", path, expand=["nonsense"])
    with pytest.raises(StripeRefused, match="cannot be expanded"):
        ask(sandbox, BASIL, "GET", path, expand=["invoice"])


# -- parameters ----------------------------------------------------------------------------------


def test_a_coupon_was_a_parameter(sandbox: Sandbox, customer: str) -> None:
    product = sandbox.create("product", name="Tea")["id"]
    monthly = {"product": product, "currency": "eur", "unit_amount": 900}
    price = sandbox.create("price", recurring={"interval": "month"}, **monthly)
    sandbox.create("coupon", id="TENTH", percent_off=10, duration="forever")
    asked = {"customer": customer, "items": [{"price": price["id"]}], "coupon": "TENTH"}

    made = ask(sandbox, ACACIA, "POST", "/v1/subscriptions", **asked)

    assert made["discount"]["coupon"]["id"] == "TENTH"
    assert ask(sandbox, ACACIA, "GET", f"/v1/invoices/{made['latest_invoice']}")["total"] == 810
    path = f"/v1/subscriptions/{made['id']}"
    assert ask(sandbox, ACACIA, "POST", path, coupon="")["discount"] is None
    with pytest.raises(StripeRefused, match="coupon"):
        ask(sandbox, versions.CURRENT, "POST", "/v1/subscriptions", **asked)


def test_a_customer_took_a_coupon(sandbox: Sandbox) -> None:
    sandbox.create("coupon", id="TENTH", percent_off=10, duration="forever")

    made = ask(sandbox, ACACIA, "POST", "/v1/customers", coupon="TENTH")

    assert made["discount"]["coupon"]["id"] == "TENTH"
    assert sandbox.get("customer", made["id"])["discount"]["source"]["coupon"] == "TENTH"
    path = f"/v1/customers/{made['id']}"
    assert ask(sandbox, ACACIA, "POST", path, coupon="")["discount"] is None


def test_an_invoice_item_took_a_price(sandbox: Sandbox, customer: str) -> None:
    product = sandbox.create("product", name="Tea")["id"]
    price = sandbox.create("price", product=product, currency="eur", unit_amount=700)
    asked = {"customer": customer, "price": price["id"], "quantity": 2}

    made = ask(sandbox, ACACIA, "POST", "/v1/invoiceitems", **asked)

    assert (made["amount"], made["unit_amount"]) == (1_400, 700)
    assert made["price"]["id"] == price["id"]


def test_a_promotion_code_took_a_coupon(sandbox: Sandbox) -> None:
    sandbox.create("coupon", id="TENTH", percent_off=10)

    made = ask(sandbox, BASIL, "POST", "/v1/promotion_codes", coupon="TENTH")

    assert made["coupon"]["id"] == "TENTH"


def test_the_upcoming_invoice(sandbox: Sandbox, subscription: dict[str, Any]) -> None:
    asked = {"subscription": subscription["id"]}

    shown = ask(sandbox, ACACIA, "GET", "/v1/invoices/upcoming", **asked)

    assert shown["subscription"] == subscription["id"]
    assert shown["total"] == 810 and "id" not in shown  # of the yearly item nothing is due
    lines = ask(sandbox, ACACIA, "GET", "/v1/invoices/upcoming/lines", **asked)
    assert [line["amount"] for line in lines["data"]] == [900]
    with pytest.raises(StripeRefused, match="No such invoice"):
        ask(sandbox, BASIL, "GET", "/v1/invoices/upcoming", **asked)


# -- the account's own version, and events -------------------------------------------------------


def test_an_account_has_a_default_version(sandbox: Sandbox, subscription: dict[str, Any]) -> None:
    """It is asked for by requests that name none, and its events are written in it."""
    sandbox.api_version = ACACIA

    response = sandbox.request("GET", f"/v1/subscriptions/{subscription['id']}")
    sandbox.modify("subscription", subscription["id"], metadata={"k": "v"})

    assert response.headers["Stripe-Version"] == ACACIA
    assert "current_period_end" in response.json()
    path = f"/v1/subscriptions/{subscription['id']}"
    assert "current_period_end" not in ask(sandbox, versions.CURRENT, "GET", path)
    event = sandbox.list("event", type="customer.subscription.updated")["data"][0]
    assert event["api_version"] == ACACIA
    assert event["data"]["object"]["discount"]["coupon"]["id"] == "TENTH"


def test_the_default_version_is_kept(sandbox: Sandbox) -> None:
    sandbox.api_version = ACACIA
    other = Sandbox(now=NOW)

    other.load(sandbox.dump())

    assert other.api_version == ACACIA


def test_an_event_keeps_the_version_it_was_made_in(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    shown = ask(sandbox, ACACIA, "GET", "/v1/events", type="customer.subscription.created")

    event = shown["data"][0]
    assert event["api_version"] == versions.CURRENT
    assert "current_period_end" not in event["data"]["object"]


def test_previous_attributes_are_those_of_the_version(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    """A period that moves is the subscription's in acacia and its items' now."""
    sandbox.api_version = ACACIA
    item = subscription["items"]["data"][0]
    with sandbox.lock:
        world = sandbox.world()
        record = world.get("subscription", subscription["id"])
        before = sandbox.get("subscription", subscription["id"])
        moved = {**world.get("subscription_item", item["id"]).data, "current_period_end": NOW + 60}
        world.shelf.change(world.get("subscription_item", item["id"]), moved)
        world.changed(record, before)

    previous = sandbox.events[-1]["data"]["previous_attributes"]
    assert previous["current_period_end"] == item["current_period_end"]
    assert "items" not in previous


# -- what stays the same -------------------------------------------------------------------------


def test_showing_an_older_version_changes_nothing(
    sandbox: Sandbox, subscription: dict[str, Any]
) -> None:
    kinds = ("subscription", "invoice", "charge", "payment_intent", "customer", "event")
    before = json.dumps([sandbox.all(kind) for kind in kinds])

    for version in sorted(catalogue.versions())[-60:]:
        for kind in kinds:
            sandbox.request("GET", f"/v1/{kind}s", headers={"stripe-version": version})

    assert json.dumps([sandbox.all(kind) for kind in kinds]) == before


def test_the_current_version_is_not_rendered_again() -> None:
    tree = {"object": "list", "data": [{"object": "invoice", "id": "in_1"}]}

    assert versions.shown(tree, versions.CURRENT) is tree
    assert versions.shown(tree, "2026-09-30.endive") is tree
