"""Subscriptions, invoices, discounts, taxes, entitlements: states that fit together."""

import pytest
import stripe

from djstripe.sandbox import StripeRefused

DAY = 86_400


@pytest.fixture
def subscription(sandbox, customer, price):
    return sandbox.create(
        "subscription", customer=customer["id"], items=[{"price": price["id"], "quantity": 3}]
    )


def test_a_sign_up_is_billed_and_paid(sandbox, client, subscription):
    invoice = client.v1.invoices.retrieve(subscription["latest_invoice"], {"expand": ["payments"]})
    payment = invoice.payments.data[0]
    intent = client.v1.payment_intents.retrieve(
        payment.payment.payment_intent, {"expand": ["latest_charge.balance_transaction"]}
    )

    item = subscription["items"]["data"][0]
    assert subscription["status"] == "active"
    assert (item["current_period_end"] - item["current_period_start"]) // DAY in (30, 31)
    assert "current_period_end" not in subscription
    assert invoice.parent.subscription_details.subscription == subscription["id"]
    assert (invoice.status, invoice.total, invoice.amount_paid) == ("paid", 3_000, 3_000)
    assert invoice.lines.data[0].pricing.price_details.price == item["price"]["id"]
    assert payment.status == "paid"
    assert (intent.status, intent.amount_received) == ("succeeded", 3_000)
    assert intent.latest_charge.balance_transaction.net == 3_000 - 117


def test_a_declined_sign_up_is_incomplete_until_it_is_paid(sandbox, price):
    customer = sandbox.create("customer", payment_method="pm_card_chargeCustomerFail")
    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])
    path = f"/v1/invoices/{made['latest_invoice']}/pay"

    again = sandbox.request("POST", path)
    paid = sandbox.call("POST", path, payment_method="pm_card_visa")

    assert made["status"] == "incomplete"
    assert (again.status, again.json()["error"]["code"]) == (402, "card_declined")
    assert again.json()["error"]["payment_intent"]["status"] == "requires_payment_method"
    assert paid["status"] == "paid"
    assert sandbox.retrieve("subscription", made["id"])["status"] == "active"


def test_a_trial_costs_nothing(sandbox, customer, price):
    made = sandbox.create(
        "subscription",
        customer=customer["id"],
        items=[{"price": price["id"]}],
        trial_period_days=14,
    )

    invoice = sandbox.retrieve("invoice", made["latest_invoice"])
    assert made["status"] == "trialing"
    assert (invoice["total"], invoice["status"]) == (0, "paid")


def test_canceled_subscriptions_are_listed_only_when_asked_for(sandbox, customer, subscription):
    canceled = sandbox.delete("subscription", subscription["id"])

    assert (canceled["status"], canceled["object"]) == ("canceled", "subscription")
    assert sandbox.events[-1]["type"] == "customer.subscription.deleted"
    assert sandbox.list("subscription")["data"] == []
    assert len(sandbox.list("subscription", status="all")["data"]) == 1
    assert len(sandbox.list("subscription", status="canceled")["data"]) == 1
    assert sandbox.retrieve("subscription", subscription["id"])["status"] == "canceled"


def test_canceling_at_the_end_of_the_period(sandbox, subscription):
    changed = sandbox.modify("subscription", subscription["id"], cancel_at_period_end=True)

    end = subscription["items"]["data"][0]["current_period_end"]
    assert (changed["status"], changed["cancel_at"]) == ("active", end)


def test_discounts_and_taxes_add_up(sandbox, customer, price):
    sandbox.create("coupon", id="TEN", percent_off=10, duration="forever")
    code = sandbox.create("promotion_code", promotion={"type": "coupon", "coupon": "TEN"})
    rate = sandbox.create("tax_rate", display_name="VAT", percentage=20, inclusive=False)

    made = sandbox.create(
        "subscription",
        customer=customer["id"],
        items=[{"price": price["id"]}],
        discounts=[{"promotion_code": code["id"]}],
        default_tax_rates=[rate["id"]],
        expand=["discounts.source.coupon", "latest_invoice"],
    )

    invoice = made["latest_invoice"]
    assert made["discounts"][0]["source"]["coupon"]["percent_off"] == 10
    assert (invoice["subtotal"], invoice["total_excluding_tax"], invoice["total"]) == (
        1_000,
        900,
        1_080,
    )
    assert invoice["total_taxes"][0]["taxable_amount"] == 900
    assert invoice["default_tax_rates"][0]["percentage"] == 20


def test_a_draft_changes_with_its_items_until_it_is_finalized(sandbox, customer):
    draft = sandbox.create("invoice", customer=customer["id"])
    sandbox.create(
        "invoiceitem", customer=customer["id"], invoice=draft["id"], amount=700, currency="usd"
    )
    path = f"/v1/invoices/{draft['id']}"

    open_ = sandbox.call("POST", f"{path}/finalize")
    void = sandbox.call("POST", f"{path}/void")

    assert (draft["status"], draft["total"]) == ("draft", 0)
    assert (open_["status"], open_["total"], len(open_["lines"]["data"])) == ("open", 700, 1)
    assert open_["number"].endswith("-0001")
    assert void["status"] == "void"
    with pytest.raises(StripeRefused):
        sandbox.delete("invoice", draft["id"])


def test_a_preview_keeps_nothing(sandbox, client, customer, subscription):
    before = len(sandbox.all("invoice"))

    preview = client.v1.invoices.create_preview({"subscription": subscription["id"]})

    assert preview.total == 3_000
    assert len(sandbox.all("invoice")) == before


def test_items_are_added_changed_and_removed(sandbox, subscription, price):
    other = sandbox.create(
        "price",
        product=price["product"],
        currency="usd",
        unit_amount=50,
        recurring={"interval": "month"},
    )
    first = subscription["items"]["data"][0]["id"]

    added = sandbox.modify("subscription", subscription["id"], items=[{"price": other["id"]}])
    removed = sandbox.modify(
        "subscription", subscription["id"], items=[{"id": first, "deleted": True}]
    )

    assert len(added["items"]["data"]) == 2
    assert [one["price"]["id"] for one in removed["items"]["data"]] == [other["id"]]
    assert sandbox.request("GET", f"/v1/subscription_items/{first}").status == 404


def test_entitlements_follow_subscriptions(sandbox, customer, price):
    feature = sandbox.create("entitlements.feature", lookup_key="sso", name="SSO")
    path = f"/v1/products/{price['product']}/features"
    sandbox.call("POST", path, entitlement_feature=feature["id"])

    def held():
        path = "/v1/entitlements/active_entitlements"
        page = sandbox.call("GET", path, customer=customer["id"])
        return [one["lookup_key"] for one in page["data"]]

    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])
    assert held() == ["sso"]
    summary = sandbox.events[-1]
    sandbox.delete("subscription", made["id"])

    assert held() == []
    assert summary["type"] == "entitlements.active_entitlement_summary.updated"
    assert summary["data"]["object"]["customer"] == customer["id"]


def test_a_schedule_is_released(sandbox, subscription):
    schedule = sandbox.create("subscription_schedule", from_subscription=subscription["id"])

    path = f"/v1/subscription_schedules/{schedule['id']}/release"
    assert sandbox.call("POST", path)["status"] == "released"
    assert sandbox.retrieve("subscription", subscription["id"])["schedule"] is None


def test_credit_notes_change_their_invoice(sandbox, subscription):
    invoice = subscription["latest_invoice"]
    note = sandbox.create("credit_note", invoice=invoice, amount=500, credit_amount=500)

    invoice = sandbox.retrieve("invoice", subscription["latest_invoice"])
    assert (note["total"], note["lines"]["data"][0]["amount"]) == (500, 500)
    assert invoice["post_payment_credit_notes_amount"] == 500


def test_deleting_a_customer_ends_what_it_has(sandbox, customer, subscription):
    sandbox.delete("customer", customer["id"])

    assert sandbox.retrieve("subscription", subscription["id"])["status"] == "canceled"
    expanded = sandbox.retrieve("subscription", subscription["id"], expand=["customer"])
    assert expanded["customer"] == {"id": customer["id"], "object": "customer", "deleted": True}


def test_checkout_sessions_open_and_expire(sandbox, client, customer, price):
    made = client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": customer["id"],
            "line_items": [{"price": price["id"], "quantity": 2}],
            "success_url": "https://example.com",
        }
    )
    lines = client.v1.checkout.sessions.line_items.list(made.id)
    expired = client.v1.checkout.sessions.expire(made.id)

    assert (made.status, made.amount_total, made.url[:8]) == ("open", 2_000, "https://")
    assert lines.data[0].price.id == price["id"]
    assert expired.status == "expired"


# -- payments


@pytest.fixture
def charge(sandbox, customer):
    sandbox.agree(settles_in=["eur"])
    intent = sandbox.create(
        "payment_intent",
        amount=2_000,
        currency="eur",
        customer=customer["id"],
        payment_method="pm_card_visa",
        confirm=True,
    )
    return sandbox.retrieve("charge", intent["latest_charge"])


def test_refunds_change_the_charge_and_the_balance(sandbox, charge):
    first = sandbox.create("refund", charge=charge["id"], amount=500)
    part = sandbox.retrieve("charge", charge["id"])
    sandbox.create("refund", payment_intent=charge["payment_intent"])
    whole = sandbox.retrieve("charge", charge["id"])

    balance = sandbox.retrieve("balance_transaction", first["balance_transaction"])
    assert (part["amount_refunded"], part["refunded"]) == (500, False)
    assert (whole["amount_refunded"], whole["refunded"]) == (2_000, True)
    assert (balance["amount"], balance["net"], balance["source"]) == (-500, -500, first["id"])
    refused = sandbox.request("POST", "/v1/refunds", {"charge": charge["id"]})
    assert refused.json()["error"]["code"] == "charge_already_refunded"
    assert sandbox.events[-3]["type"] == "charge.refunded"


def test_a_declined_card_is_the_sdks_card_error(client):
    with pytest.raises(stripe.CardError) as declined:
        client.v1.payment_intents.create(
            {
                "amount": 500,
                "currency": "usd",
                "payment_method": "pm_card_chargeDeclinedInsufficientFunds",
                "confirm": True,
            }
        )

    assert declined.value.code == "card_declined"
    assert declined.value.error.decline_code == "insufficient_funds"
    assert declined.value.error.payment_intent.status == "requires_payment_method"


def test_manual_capture(sandbox, customer):
    intent = sandbox.create(
        "payment_intent",
        amount=2_000,
        currency="usd",
        payment_method="pm_card_visa",
        capture_method="manual",
        confirm=True,
    )
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 2_000)

    path = f"/v1/payment_intents/{intent['id']}/capture"
    captured = sandbox.call("POST", path, amount_to_capture=1_500)

    assert (captured["status"], captured["amount_received"]) == ("succeeded", 1_500)
    assert sandbox.retrieve("charge", intent["latest_charge"])["amount_refunded"] == 500


def test_an_intent_is_canceled_once(sandbox):
    intent = sandbox.create("payment_intent", amount=500, currency="usd")
    path = f"/v1/payment_intents/{intent['id']}/cancel"

    assert sandbox.call("POST", path)["status"] == "canceled"
    refused = sandbox.request("POST", path)
    assert refused.json()["error"]["code"] == "payment_intent_unexpected_state"


def test_a_payment_method_is_detached_with_its_old_owner_in_the_event(sandbox, customer):
    method = sandbox.list("payment_method", customer=customer["id"])["data"][0]

    sandbox.call("POST", f"/v1/payment_methods/{method['id']}/detach")

    event = sandbox.events[-1]
    assert event["type"] == "payment_method.detached"
    assert event["data"]["object"]["customer"] is None
    assert event["data"]["previous_attributes"] == {"customer": customer["id"]}


def test_the_card_that_is_disputed(sandbox):
    sandbox.create(
        "payment_intent",
        amount=900,
        currency="usd",
        payment_method="pm_card_createDispute",
        confirm=True,
    )

    dispute = sandbox.list("dispute")["data"][0]
    assert dispute["balance_transactions"][0]["amount"] == -900
    assert sandbox.retrieve("charge", dispute["charge"])["disputed"] is True


def test_transfers_and_reversals(sandbox):
    account = sandbox.create("account", type="express", country="DE")
    sandbox.agree(settles_in=["eur"])
    card = {"payment_method": "pm_card_bypassPending", "confirm": True}
    sandbox.create("payment_intent", amount=2_000, currency="eur", **card)
    transfer = sandbox.create("transfer", amount=900, currency="eur", destination=account["id"])

    sandbox.call("POST", f"/v1/transfers/{transfer['id']}/reversals", amount=400)

    changed = sandbox.retrieve("transfer", transfer["id"])
    assert (changed["amount_reversed"], changed["reversed"]) == (400, False)
    assert changed["reversals"]["data"][0]["amount"] == 400
    assert [one["id"] for one in sandbox.list("account")["data"]] == [account["id"]]


def test_the_balance_is_the_sum_of_its_transactions(sandbox, charge):
    sandbox.create("refund", charge=charge["id"], amount=500)

    balance = sandbox.call("GET", "/v1/balance")
    net = sum(one["net"] for one in sandbox.all("balance_transaction"))
    found = [part["amount"] for part in balance["available"] + balance["pending"]]
    assert sum(found) == net
