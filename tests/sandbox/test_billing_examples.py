"""Stripe's documented examples of amounts, to the smallest unit; each names its page."""

import pytest

from djstripe.sandbox import Sandbox
from djstripe.sandbox.objects.balances import LEAST
from djstripe.sandbox.objects.periods import anchor_at, period_at
from djstripe.sandbox.objects.pricing import amount_of

DAY = 86_400
APRIL, APRIL_11, APRIL_21 = 1_775_001_600, 1_775_865_600, 1_776_729_600  # 2026, at midnight
FEBRUARY, MID_FEBRUARY = 1_769_904_000, 1_771_113_600

# https://docs.stripe.com/subscriptions/pricing-models/tiered-pricing
FONTS = [
    {"up_to": 5, "unit_amount": 700},
    {"up_to": 10, "unit_amount": 650},
    {"up_to": None, "unit_amount": 600},
]
FLAT = [
    {"up_to": 5, "unit_amount": 500, "flat_amount": 1_000},
    {"up_to": 10, "unit_amount": 400, "flat_amount": 2_000},
    {"up_to": 15, "unit_amount": 300, "flat_amount": 3_000},
    {"up_to": 20, "unit_amount": 200, "flat_amount": 4_000},
    {"up_to": None, "unit_amount": 100, "flat_amount": 5_000},
]


def tiered(tiers, mode):
    return {"billing_scheme": "tiered", "tiers": tiers, "tiers_mode": mode}


@pytest.mark.parametrize(
    ("mode", "quantity", "amount"),
    [
        ("volume", 1, 700),
        ("volume", 5, 3_500),
        ("volume", 6, 3_900),
        ("volume", 20, 12_000),
        ("volume", 25, 15_000),
        ("graduated", 1, 700),
        ("graduated", 5, 3_500),
        ("graduated", 6, 4_150),
        ("graduated", 20, 12_750),
        ("graduated", 25, 15_750),
    ],
)
def test_tiers(mode, quantity, amount):
    """https://docs.stripe.com/subscriptions/pricing-models/tiered-pricing"""
    assert amount_of(tiered(FONTS, mode), quantity) == amount


@pytest.mark.parametrize(
    ("mode", "quantity", "amount"),
    [
        ("volume", 12, 6_600),
        ("graduated", 12, 11_100),
        ("volume", 0, 1_000),
        ("graduated", 0, 1_000),
    ],
)
def test_tiers_with_flat_amounts(mode, quantity, amount):
    """https://docs.stripe.com/subscriptions/pricing-models/tiered-pricing#flat-rate"""
    assert amount_of(tiered(FLAT, mode), quantity) == amount


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [
        ({"unit_amount_decimal": "0.05"}, 1_234, 62),  # 61.7
        ({"unit_amount_decimal": "0.5"}, 1, 1),
        ({"unit_amount": 1_000, "transform_quantity": {"divide_by": 5, "round": "up"}}, 11, 3_000),
        (
            {"unit_amount": 1_000, "transform_quantity": {"divide_by": 5, "round": "down"}},
            11,
            2_000,
        ),
    ],
)
def test_decimal_amounts_and_packages(price, quantity, amount):
    """https://docs.stripe.com/products-prices/pricing-models#package-pricing"""
    assert amount_of({"billing_scheme": "per_unit", **price}, quantity) == amount


# -- prorations ----------------------------------------------------------------------------------


class Shop:
    """A sandbox at a moment, with a product, and a customer who pays."""

    def __init__(self, now, mode="flexible", currency="usd"):
        self.box = Sandbox(now=now, seed=1)
        self.mode, self.currency = mode, currency
        self.product = self.box.create("product", name="Gold")["id"]
        self.customer = self.box.create("customer", payment_method="pm_card_visa")["id"]

    def price(self, amount, interval="month", **more):
        terms = {"currency": self.currency, "unit_amount": amount, **more}
        recurring = {"interval": interval}
        made = self.box.create("price", product=self.product, recurring=recurring, **terms)
        return made["id"]

    def subscribe(self, *prices, **more):
        items = [{"price": price} for price in prices]
        mode = {"type": self.mode}
        return self.box.create(
            "subscription", customer=self.customer, items=items, billing_mode=mode, **more
        )

    def to(self, moment):
        self.box.advance(moment - self.box.clock.now())

    def change(self, subscription, price, at=0, **more):
        item = {"id": subscription["items"]["data"][at]["id"], "price": price}
        return self.box.modify("subscription", subscription["id"], items=[item], **more)

    def invoice(self, subscription):
        now = self.box.retrieve("subscription", subscription["id"])
        return self.box.retrieve("invoice", now["latest_invoice"])

    def pending(self):
        return [one for one in self.box.all("invoiceitem") if one["invoice"] is None]


def test_an_upgrade_halfway_costs_five_more():
    """https://docs.stripe.com/billing/subscriptions/prorations#how-prorations-work"""
    shop = Shop(APRIL)
    made = shop.subscribe(shop.price(1_000))

    shop.to(APRIL + 15 * DAY)
    shop.change(made, shop.price(2_000))

    assert [one["amount"] for one in shop.pending()] == [-500, 1_000]
    assert [one["description"] for one in shop.pending()] == [
        "Unused time on Gold after 16 Apr 2026",
        "Remaining time on Gold after 16 Apr 2026",
    ]
    assert all(one["proration"] and not one["discountable"] for one in shop.pending())


def test_a_preview_prorates_to_the_second():
    """The example response of https://docs.stripe.com/billing/subscriptions/prorations#preview-proration"""
    start, then, end = 1_596_749_288, 1_598_982_148, 1_599_427_688
    shop = Shop(start)
    made = shop.subscribe(shop.price(1_000))
    assert made["items"]["data"][0]["current_period_end"] == end
    shop.to(then)

    item = {"id": made["items"]["data"][0]["id"], "price": shop.price(3_252)}
    details = {"items": [item], "proration_date": then}
    path = "/v1/invoices/create_preview"
    shown = shop.box.call("POST", path, subscription=made["id"], subscription_details=details)

    lines = shown["lines"]["data"]
    assert [line["amount"] for line in lines] == [-166, 541, 3_252]
    assert (shown["total"], shown["amount_due"]) == (3_627, 3_627)
    assert [line["period"] for line in lines[:2]] == [{"start": then, "end": end}] * 2
    assert shop.pending() == []


@pytest.mark.parametrize(("mode", "total"), [("classic", -334), ("flexible", 0)])
def test_a_credit_goes_by_what_was_billed_or_by_the_price(mode, total):
    """https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations"""
    shop = Shop(APRIL, mode)
    small, large = shop.price(1_000), shop.price(2_000)
    made = shop.subscribe(small)

    shop.to(APRIL_11)
    after = shop.change(made, large, proration_behavior="none")
    shop.to(APRIL_21)
    shop.change(made, small, proration_behavior="always_invoice")

    assert after["latest_invoice"] == made["latest_invoice"]
    assert shop.invoice(made)["total"] == total


@pytest.mark.parametrize(("mode", "credit"), [("classic", -250), ("flexible", -417)])
def test_a_coupon_on_several_items_and_one_that_goes(mode, credit):
    """https://docs.stripe.com/billing/subscriptions/prorations#credit-prorations"""
    shop = Shop(FEBRUARY, mode)
    shop.box.create("coupon", id="five", amount_off=500, currency="usd", duration="forever")
    made = shop.subscribe(shop.price(1_000), shop.price(2_000), discounts=[{"coupon": "five"}])
    first = shop.invoice(made)

    shop.to(MID_FEBRUARY)
    shop.box.delete("subscription_item", made["items"]["data"][0]["id"])

    offs = [line["discount_amounts"][0]["amount"] for line in first["lines"]["data"]]
    assert (first["total"], offs) == (2_500, [166, 334])
    assert [one["amount"] for one in shop.pending()] == [credit]


def test_several_debits_are_credited_one_by_one():
    """https://docs.stripe.com/billing/subscriptions/billing-mode/compare"""
    shop = Shop(APRIL)
    made = shop.subscribe(shop.price(3_000))
    item = made["items"]["data"][0]["id"]
    line = shop.invoice(made)["lines"]["data"][0]["id"]

    shop.to(APRIL + 10 * DAY)
    shop.box.modify("subscription_item", item, quantity=2)
    shop.to(APRIL + 20 * DAY)
    shop.box.modify("subscription_item", item, quantity=1)

    credit, debit, second, last = shop.pending()
    assert [one["amount"] for one in shop.pending()] == [-2_000, 4_000, -2_000, 1_000]
    named = credit["proration_details"]["credited_items"]
    assert named["invoice_line_item_details"]["invoice_line_items"] == [line]
    assert second["proration_details"]["credited_items"]["invoice_item"] == debit["id"]
    assert last["quantity"] == 1


@pytest.mark.parametrize(
    ("currency", "small", "large", "amounts"),
    [("jpy", 1_000, 2_005, [-333, 668]), ("kwd", 10_000, 20_010, [-3_333, 6_670])],
)
def test_prorations_without_and_with_three_decimals(currency, small, large, amounts):
    """https://docs.stripe.com/currencies#zero-decimal: the smallest unit is what is rounded to."""
    shop = Shop(APRIL, currency=currency)
    made = shop.subscribe(shop.price(small))

    shop.to(APRIL_21)
    shop.change(made, shop.price(large))

    assert [one["amount"] for one in shop.pending()] == amounts


# -- periods -------------------------------------------------------------------------------------

MONTH, YEAR = {"interval": "month"}, {"interval": "year"}


def test_a_month_without_the_anchors_day_ends_on_its_last():
    """https://docs.stripe.com/billing/subscriptions/billing-cycle"""
    january_31, bounds = 1_769_817_600, []  # 2026-01-31
    moment = january_31
    for _ in range(4):
        moment = period_at(january_31, MONTH, moment)[1]
        bounds.append(moment)

    # 28 February, 31 March, 30 April, 31 May
    assert bounds == [1_772_236_800, 1_774_915_200, 1_777_507_200, 1_780_185_600]


def test_an_anchor_may_lie_further_ahead_than_the_first_invoice():
    """A two-month price from February on the 31st: the anchor is in August, the invoice soon."""
    february_10 = 1_770_681_600
    bimonthly = {"interval": "month", "interval_count": 2}

    anchor = anchor_at({"day_of_month": 31}, bimonthly, february_10)

    assert anchor == 1_788_134_400  # 31 August 2026
    assert period_at(anchor, bimonthly, february_10)[1] == 1_772_236_800  # 28 February


# -- taxes, discounts, the balance ---------------------------------------------------------------


def lines_of(box, customer, amounts, **more):
    draft = box.create("invoice", customer=customer, **more)["id"]
    for amount in amounts:
        item = {"customer": customer, "invoice": draft, "currency": "usd"}
        box.create("invoiceitem", amount=amount, **item)
    return box.retrieve("invoice", draft)


def test_tax_is_rounded_line_by_line():
    """The table of https://support.stripe.com/questions/rounding-rules-for-stripe-fees"""
    shop = Shop(APRIL)
    rate = shop.box.create("tax_rate", display_name="Tax", percentage=15, inclusive=False)["id"]

    shown = lines_of(shop.box, shop.customer, [43, 484], default_tax_rates=[rate])

    taxes = [line["taxes"][0]["amount"] for line in shown["lines"]["data"]]
    assert (taxes, shown["total_taxes"][0]["amount"]) == ([6, 73], 79)
    assert (shown["subtotal"], shown["total"]) == (527, 606)


@pytest.mark.parametrize(
    ("inclusive", "total", "tax"), [(True, 60_000, 5_455), (False, 66_000, 6_000)]
)
def test_inclusive_and_exclusive_tax(inclusive, total, tax):
    """https://support.stripe.com/questions/inclusive-and-exclusive-tax-options-in-the-tax-rate-api-and-stripe-tax"""
    shop = Shop(APRIL)
    rate = shop.box.create("tax_rate", display_name="T", percentage=10, inclusive=inclusive)["id"]

    shown = lines_of(shop.box, shop.customer, [60_000], default_tax_rates=[rate])

    assert (shown["total"], shown["total_taxes"][0]["amount"]) == (total, tax)
    assert shown["total_excluding_tax"] == total - tax


def test_too_little_to_charge_is_carried_to_the_next_invoice():
    """https://docs.stripe.com/billing/customer/balance"""
    shop = Shop(APRIL)
    assert LEAST["usd"] == 50
    small = lines_of(shop.box, shop.customer, [30])["id"]

    paid = shop.box.call("POST", f"/v1/invoices/{small}/finalize")
    customer = shop.box.retrieve("customer", shop.customer)
    large = lines_of(shop.box, shop.customer, [1_000])["id"]
    next_ = shop.box.call("POST", f"/v1/invoices/{large}/finalize")

    moves = shop.box.call("GET", f"/v1/customers/{shop.customer}/balance_transactions")["data"]
    assert (paid["status"], paid["amount_due"], customer["balance"]) == ("paid", 0, 30)
    assert (next_["total"], next_["amount_due"], next_["starting_balance"]) == (1_000, 1_030, 30)
    assert [one["type"] for one in moves] == ["applied_to_invoice", "invoice_too_small"]
    assert shop.box.retrieve("customer", shop.customer)["balance"] == 0


def test_a_credit_note_takes_first_what_is_not_paid():
    """https://docs.stripe.com/api/credit_notes/create"""
    shop = Shop(APRIL)
    draft = lines_of(shop.box, shop.customer, [1_000])["id"]
    shop.box.call("POST", f"/v1/invoices/{draft}/finalize")

    before = shop.box.create("credit_note", invoice=draft, amount=400)
    shop.box.call("POST", f"/v1/invoices/{draft}/pay")
    after = shop.box.create(
        "credit_note", invoice=draft, amount=300, refund_amount=200, credit_amount=100
    )

    invoice = shop.box.retrieve("invoice", draft)
    assert (before["pre_payment_amount"], before["post_payment_amount"]) == (400, 0)
    assert (after["pre_payment_amount"], after["post_payment_amount"]) == (0, 300)
    assert (invoice["amount_due"], invoice["amount_paid"], invoice["amount_remaining"]) == (
        600,
        600,
        0,
    )
    assert [one["amount"] for one in shop.box.all("refund")] == [200]
    assert shop.box.retrieve("customer", shop.customer)["balance"] == -100
    refused = shop.box.request("POST", "/v1/credit_notes", {"invoice": draft, "amount": 301})
    assert refused.status == 400


# -- usage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mode", "total"), [("classic", 75), ("flexible", 175)])
def test_usage_is_billed_at_the_price_when_it_was_reported(mode, total):
    """https://docs.stripe.com/billing/subscriptions/billing-mode/compare#usage-based-pricing"""
    january = 1_767_225_600
    shop = Shop(january, mode)
    calls = {
        "display_name": "Calls",
        "event_name": "call",
        "default_aggregation": {"formula": "sum"},
    }
    meter = shop.box.create("billing.meter", **calls)["id"]
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter}
    hundred = {"divide_by": 100, "round": "up"}
    first, second = (
        shop.box.create(
            "price",
            product=shop.product,
            currency="usd",
            unit_amount=amount,
            recurring=recurring,
            transform_quantity=hundred,
        )["id"]
        for amount in (10, 15)
    )
    made = shop.subscribe(first)

    def call(value):
        payload = {"stripe_customer_id": shop.customer, "value": str(value)}
        shop.box.call("POST", "/v1/billing/meter_events", event_name="call", payload=payload)

    shop.to(january + 4 * DAY)
    call(1_000)
    shop.to(january + 14 * DAY)
    shop.change(made, second)
    shop.to(january + 19 * DAY)
    call(500)
    shop.to(january + 31 * DAY)

    assert shop.invoice(made)["total"] == total


@pytest.mark.parametrize(("formula", "total"), [("sum", 70), ("count", 30), ("last", 10)])
def test_what_a_meter_makes_of_its_events(formula, total):
    """https://docs.stripe.com/api/billing/meter/object#billing_meter_object-default_aggregation"""
    shop = Shop(APRIL)
    calls = {"display_name": "Calls", "event_name": "call"}
    meter = shop.box.create("billing.meter", **calls, default_aggregation={"formula": formula})
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter["id"]}
    price = shop.box.create(
        "price", product=shop.product, currency="usd", unit_amount=10, recurring=recurring
    )
    made = shop.subscribe(price["id"])
    assert made["latest_invoice"] is None  # nothing to bill yet

    for value in (4, 2, 1):
        shop.box.advance(60)
        payload = {"stripe_customer_id": shop.customer, "value": str(value)}
        shop.box.call("POST", "/v1/billing/meter_events", event_name="call", payload=payload)
    shop.to(APRIL + 30 * DAY)

    assert shop.invoice(made)["total"] == total


def test_credits_pay_metered_lines_in_stripes_order():
    """https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits"""
    shop = Shop(APRIL)
    calls = {
        "display_name": "Calls",
        "event_name": "call",
        "default_aggregation": {"formula": "sum"},
    }
    meter = shop.box.create("billing.meter", **calls)["id"]
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter}
    price = shop.box.create(
        "price", product=shop.product, currency="usd", unit_amount=10, recurring=recurring
    )
    rate = shop.box.create("tax_rate", display_name="T", percentage=20, inclusive=False)["id"]
    made = shop.subscribe(price["id"], shop.price(1_000), default_tax_rates=[rate])

    def grant(value, **more):
        amount = {"type": "monetary", "monetary": {"currency": "usd", "value": value}}
        scope = {"scope": {"price_type": "metered"}}
        return shop.box.create(
            "billing.credit_grant",
            customer=shop.customer,
            amount=amount,
            applicability_config=scope,
            **more,
        )["id"]

    second = grant(500)
    first = grant(300, expires_at=APRIL + 60 * DAY)
    payload = {"stripe_customer_id": shop.customer, "value": "60"}
    shop.box.call("POST", "/v1/billing/meter_events", event_name="call", payload=payload)
    shop.to(APRIL + 30 * DAY + 3_600)

    invoice = shop.invoice(made)
    used = [one["amount"] for one in invoice["total_pretax_credit_amounts"]]
    moves = [one for one in shop.box.all("billing.credit_balance_transaction") if one["debit"]]
    assert [one["credit_grant"] for one in moves] == [first, second]
    assert (used, invoice["subtotal"]) == ([300, 300], 1_600)
    assert (invoice["total_excluding_tax"], invoice["total"]) == (1_000, 1_200)
    only = {"type": "credit_grant", "credit_grant": second}
    path = "/v1/billing/credit_balance_summary"
    left = shop.box.call("GET", path, customer=shop.customer, filter=only)["balances"][0]
    assert left["available_balance"]["monetary"]["value"] == 200
