"""
What a customer may use, by Stripe's documented rules.

https://docs.stripe.com/billing/entitlements
"""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from djstripe.sandbox import Sandbox

MONTH = 31 * 86_400


class Shop:
    """Products with features, at a sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = stripe.StripeClient("sk_test_1", http_client=sandbox.http_client()).v1

    def price(self, name: str = "Gold", **product: Any) -> Any:
        return self.sandbox.create(
            "price",
            product=self.sandbox.create("product", name=name, **product)["id"],
            currency="usd",
            unit_amount=1_000,
            recurring={"interval": "month"},
        )

    def feature(self, key: str) -> str:
        made = self.client.entitlements.features.create({"lookup_key": key, "name": key.title()})
        return str(made.id)

    def attach(self, price: Any, feature: str) -> str:
        params: Any = {"entitlement_feature": feature}
        return str(self.client.products.features.create(price["product"], params).id)

    def customer(self) -> str:
        return str(self.sandbox.create("customer", payment_method="pm_card_visa")["id"])

    def subscribe(self, customer: str, price: Any, **more: Any) -> Any:
        held = self.sandbox.list("payment_method", customer=customer)["data"]
        more.setdefault("default_payment_method", held[0]["id"])
        return self.sandbox.create(
            "subscription", customer=customer, items=[{"price": price["id"]}], **more
        )

    def held(self, customer: str) -> list[str]:
        listed = self.client.entitlements.active_entitlements.list({"customer": customer})
        return sorted(one.lookup_key for one in listed.auto_paging_iter())

    def summaries(self) -> list[Any]:
        kind = "entitlements.active_entitlement_summary.updated"
        return [event for event in self.sandbox.events if event["type"] == kind]


@pytest.fixture
def shop(stripe_sandbox: Sandbox) -> Shop:
    return Shop(stripe_sandbox)


def test_a_feature_attached_later_counts_from_the_next_period(shop: Shop) -> None:
    gold, customer = shop.price(), shop.customer()
    subscription = shop.subscribe(customer, gold)
    shop.attach(gold, shop.feature("sso"))
    shop.sandbox.modify("subscription", subscription["id"], metadata={"seen": "yes"})
    assert shop.held(customer) == []

    shop.sandbox.advance(MONTH)

    assert shop.held(customer) == ["sso"]
    assert shop.held(shop.customer()) == []


def test_a_feature_detached_is_kept_until_the_next_period(shop: Shop) -> None:
    gold, customer = shop.price(), shop.customer()
    link = shop.attach(gold, shop.feature("sso"))
    shop.subscribe(customer, gold)
    shop.client.products.features.delete(gold["product"], link)
    assert shop.held(customer) == ["sso"]

    shop.sandbox.advance(MONTH)

    assert shop.held(customer) == []
    assert len(shop.summaries()) == 2


def test_an_upgrade_grants_at_once_and_a_downgrade_withdraws(shop: Shop) -> None:
    silver, gold, customer = shop.price("Silver"), shop.price("Gold"), shop.customer()
    shop.attach(gold, shop.feature("sso"))
    shop.attach(silver, shop.feature("mail"))
    subscription = shop.subscribe(customer, silver)
    item = subscription["items"]["data"][0]["id"]
    assert shop.held(customer) == ["mail"]

    shop.sandbox.modify("subscription_item", item, price=gold["id"])
    assert shop.held(customer) == ["sso"]

    shop.sandbox.modify("subscription_item", item, price=silver["id"])
    assert shop.held(customer) == ["mail"]


def test_two_subscriptions_grant_a_feature_until_both_have_ended(shop: Shop) -> None:
    gold, customer = shop.price(), shop.customer()
    shop.attach(gold, shop.feature("sso"))
    first, second = shop.subscribe(customer, gold), shop.subscribe(customer, gold)
    assert len(shop.summaries()) == 1

    shop.sandbox.delete("subscription", first["id"])
    assert shop.held(customer) == ["sso"]

    shop.sandbox.delete("subscription", second["id"])
    assert shop.held(customer) == []


def test_a_sign_up_that_is_not_paid_grants_nothing_until_it_is(shop: Shop) -> None:
    gold = shop.price()
    shop.attach(gold, shop.feature("sso"))
    customer = shop.sandbox.create("customer", payment_method="pm_card_chargeCustomerFail")["id"]

    subscription = shop.subscribe(customer, gold)
    assert (subscription["status"], shop.held(customer)) == ("incomplete", [])

    method = shop.sandbox.create("payment_method", type="card", card={"token": "tok_visa"})["id"]
    shop.sandbox.call("POST", f"/v1/payment_methods/{method}/attach", customer=customer)
    invoice = subscription["latest_invoice"]
    shop.sandbox.call("POST", f"/v1/invoices/{invoice}/pay", payment_method=method)
    assert shop.held(customer) == ["sso"]


def test_a_trial_that_pauses_keeps_what_it_granted(shop: Shop) -> None:
    """Seen at Stripe: customer.subscription.paused comes without a summary."""
    gold, customer = shop.price(), shop.sandbox.create("customer")["id"]
    shop.attach(gold, shop.feature("sso"))
    ending = {"end_behavior": {"missing_payment_method": "pause"}}
    made = shop.sandbox.create(
        "subscription",
        customer=customer,
        items=[{"price": gold["id"]}],
        trial_period_days=7,
        trial_settings=ending,
    )

    shop.sandbox.advance(8 * 86_400)

    assert shop.sandbox.retrieve("subscription", made["id"])["status"] == "paused"
    assert shop.held(customer) == ["sso"]


def test_an_archived_feature_goes_on_where_it_is_attached_and_its_key_is_free(shop: Shop) -> None:
    gold, silver, old = shop.price(), shop.price("Silver"), shop.feature("sso")
    shop.attach(gold, old)
    with pytest.raises(stripe.InvalidRequestError):
        shop.feature("sso")

    shop.client.entitlements.features.update(old, {"active": False})

    customer = shop.customer()
    shop.subscribe(customer, gold)
    assert shop.held(customer) == ["sso"]
    for refused in ({"active": True}, {"name": "Other"}):
        with pytest.raises(stripe.InvalidRequestError):
            shop.client.entitlements.features.update(old, refused)  # type: ignore[arg-type]
    with pytest.raises(stripe.InvalidRequestError):
        shop.attach(silver, old)
    assert shop.feature("sso") != old


def test_the_event_holds_ten_and_the_list_all(shop: Shop) -> None:
    gold, customer = shop.price(), shop.customer()
    for number in range(14):
        shop.attach(gold, shop.feature(f"feature-{number:02}"))

    shop.subscribe(customer, gold)

    told = shop.summaries()[-1]["data"]["object"]["entitlements"]
    assert (len(told["data"]), told["has_more"]) == (10, True)
    assert len(shop.held(customer)) == 14


def test_the_deletion_of_a_customer_withdraws_everything(shop: Shop) -> None:
    gold, customer = shop.price(), shop.customer()
    shop.attach(gold, shop.feature("sso"))
    shop.subscribe(customer, gold)

    shop.sandbox.delete("customer", customer)

    assert shop.sandbox.all("entitlements.active_entitlement") == []
    assert shop.summaries()[-1]["data"]["object"]["entitlements"]["data"] == []
