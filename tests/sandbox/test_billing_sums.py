"""
Every invoice's parts add up, whatever was bought, changed, refunded or waited for.

Random carts and lives, in currencies with no, two and three decimals.
"""

import random
import time

import pytest

from djstripe.sandbox import Sandbox

DAY, HOUR = 86_400, 3_600
NOW = 1_790_000_000


def check(box):
    """All sums of all invoices, and of what customers owe and are owed."""
    shelf = box.shelf()
    lines, ties = shelf.table("line_item"), shelf.table("invoice_payment")
    for invoice in box.all("invoice"):
        check_amounts(invoice, [one.data for one in lines.by("invoice", invoice["id"])])
        paid = [one.data for one in ties.by("invoice", invoice["id"]) if one.data["amount_paid"]]
        received = sum(one["amount_paid"] for one in paid)
        if invoice["status"] == "paid" and received:
            assert received == invoice["amount_paid"] + invoice["amount_overpaid"]
    for customer in box.all("customer"):
        moves = shelf.table("customer_balance_transaction").by("customer", customer["id"])
        assert customer["balance"] == sum(one.data["amount"] for one in moves)
        ending = 0
        for move in moves:
            ending += move.data["amount"]
            assert move.data["ending_balance"] == ending


def check_amounts(invoice, lines):
    """subtotal − discounts − credits + exclusive taxes = total, and what is due of it."""
    gross = sum(line["amount"] for line in lines)
    off = sum(one["amount"] for line in lines for one in line["discount_amounts"])
    taxes = [tax for line in lines for tax in line["taxes"]]
    on_top = sum(one["amount"] for one in taxes if one["tax_behavior"] == "exclusive")
    within = sum(one["amount"] for one in taxes if one["tax_behavior"] == "inclusive")
    credits = sum(
        one["amount"]
        for line in lines
        for one in line["pretax_credit_amounts"]
        if one["type"] == "credit_balance_transaction"
    )
    own = gross - invoice["subtotal"]  # what lines have as their own discounts
    assert own >= 0
    assert off == sum(one["amount"] for one in invoice["total_discount_amounts"])
    assert on_top + within == sum(one["amount"] for one in invoice["total_taxes"])
    assert invoice["total"] == gross - off - credits + on_top
    assert invoice["total_excluding_tax"] == invoice["total"] - on_top - within
    pretax = sum(one["amount"] for one in invoice["total_pretax_credit_amounts"] or [])
    assert pretax == off + credits
    for line in lines:
        assert sum(one["amount"] for one in line["discount_amounts"]) <= max(line["amount"], 0)
    check_due(invoice)


def check_due(invoice):
    notes = invoice["pre_payment_credit_notes_amount"]
    if invoice["status"] == "draft":
        assert invoice["amount_due"] == max(invoice["total"] + invoice["starting_balance"], 0)
        return
    applied = invoice["ending_balance"] - invoice["starting_balance"]
    assert invoice["amount_due"] + notes == invoice["total"] - applied
    assert min(invoice["amount_due"], invoice["amount_remaining"], invoice["amount_paid"]) >= 0
    if invoice["status"] != "void":
        assert invoice["amount_due"] == invoice["amount_paid"] + invoice["amount_remaining"]
    assert (invoice["status"] == "paid") <= (invoice["amount_remaining"] == 0)


class Market:
    """Things to buy in one currency, and people who do."""

    def __init__(self, seed):
        self.act = random.Random(seed)
        self.currency = self.act.choice(["usd", "eur", "jpy", "kwd"])
        self.box = Sandbox(now=NOW + seed * 7 * DAY + seed * 1_234, seed=seed)
        self.product = self.box.create("product", name="Gold")["id"]
        self.other = self.box.create("product", name="Extra")["id"]
        self.prices = [self.price() for _ in range(6)]
        self.once = [
            self.box.create("price", product=self.other, **self.money())["id"] for _ in range(2)
        ]
        self.rates = [
            self.box.create("tax_rate", display_name="T", percentage=share, inclusive=inside)["id"]
            for share, inside in ((19, False), (7.25, False), (20, True), (5.5, True))
        ]
        self.coupons = [
            self.box.create("coupon", **terms)["id"]
            for terms in (
                {"percent_off": 12.5, "duration": "forever"},
                {"percent_off": 33.3, "duration": "once"},
                {"amount_off": 777, "currency": self.currency, "duration": "forever"},
                {
                    "amount_off": 90,
                    "currency": self.currency,
                    "duration": "repeating",
                    "duration_in_months": 2,
                },
                {
                    "percent_off": 50,
                    "duration": "forever",
                    "applies_to": {"products": [self.other]},
                },
            )
        ]
        self.customers = [
            self.box.create("customer", payment_method=self.act.choice(CARDS))["id"] for _ in "1234"
        ]

    def money(self):
        return {"currency": self.currency, "unit_amount": self.act.randint(1, 9_000)}

    def price(self):
        recurring = {"interval": self.act.choice(["month", "month", "week", "year"])}
        made = {"product": self.act.choice([self.product, self.other]), "recurring": recurring}
        if self.act.random() < 0.3:
            tiers = [
                {"up_to": 3, "unit_amount_decimal": f"{self.act.random() * 900:.4f}"},
                {"up_to": "inf", "unit_amount": self.act.randint(0, 400), "flat_amount": 150},
            ]
            mode = self.act.choice(["graduated", "volume"])
            made.update({"billing_scheme": "tiered", "tiers": tiers, "tiers_mode": mode})
            return self.box.create("price", currency=self.currency, **made)["id"]
        return self.box.create("price", **self.money(), **made)["id"]

    def some(self, things, most):
        return self.act.sample(things, self.act.randint(0, most))

    def terms(self):
        rates = self.some(self.rates, 2)
        found = {"default_tax_rates": rates} if rates else {}
        coupons = self.some(self.coupons, 2)
        if coupons:
            found["discounts"] = [{"coupon": one} for one in coupons]
        return found

    def any_of(self, kind):
        found = self.box.all(kind)
        return self.act.choice(found)["id"] if found else "none"

    def step(self):
        act = self.act
        owner = {"customer": act.choice(self.customers)}
        items = [
            {"price": one, "quantity": act.randint(1, 8)}
            for one in act.sample(self.prices, act.randint(1, 3))
        ]
        behavior = act.choice(["create_prorations", "always_invoice", "none"])
        change = {"id": self.any_of("subscription_item"), "price": act.choice(self.prices)}
        steps = [
            ("POST", "/v1/subscriptions", {**owner, "items": items, **self.terms()}),
            ("POST", "/v1/subscriptions", {
                **owner,
                "items": items[:1],
                "trial_period_days": act.randint(1, 20),
                "collection_method": act.choice(["send_invoice", "charge_automatically"]),
            }),
            ("POST", "/v1/subscriptions", {
                **owner,
                "items": items[:1],
                "backdate_start_date": self.box.clock.now() - act.randint(1, 90) * DAY,
            }),
            ("POST", f"/v1/subscriptions/{self.any_of('subscription')}", {
                "items": [change], "proration_behavior": behavior,
            }),
            ("POST", f"/v1/subscription_items/{change['id']}", {
                "quantity": act.randint(0, 12), "proration_behavior": behavior,
            }),
            ("DELETE", f"/v1/subscription_items/{change['id']}", {"proration_behavior": behavior}),
            ("DELETE", f"/v1/subscriptions/{self.any_of('subscription')}", {
                "prorate": act.choice([True, False]), "invoice_now": act.choice([True, False]),
            }),
            ("POST", "/v1/invoiceitems", {
                **owner, "amount": act.randint(-500, 900), "currency": self.currency,
            }),
            ("POST", "/v1/invoiceitems", {
                **owner, "pricing": {"price": act.choice(self.once)}, "quantity": act.randint(1, 3),
            }),
            ("POST", "/v1/invoices", {
                **owner, "pending_invoice_items_behavior": "include", **self.terms(),
                "auto_advance": act.choice([True, False]),
            }),
            ("POST", f"/v1/invoices/{self.any_of('invoice')}/pay", {}),
            ("POST", f"/v1/invoices/{self.any_of('invoice')}/void", {}),
            ("POST", f"/v1/invoices/{self.any_of('invoice')}/finalize", {}),
            ("POST", "/v1/credit_notes", {"invoice": self.any_of("invoice"), "amount": 40}),
            ("POST", f"/v1/customers/{owner['customer']}/balance_transactions", {
                "amount": act.randint(-2_000, 900), "currency": self.currency,
            }),
        ]  # fmt: skip
        return act.choice(steps)


CARDS = ["pm_card_visa", "pm_card_visa", "pm_card_mastercard", "pm_card_chargeCustomerFail"]


@pytest.mark.parametrize("seed", range(12))
def test_every_invoice_adds_up(seed):
    market = Market(seed)

    done = 0
    for _ in range(60):
        method, path, params = market.step()
        response = market.box.request(method, path, params)
        done += response.status < 400
        market.box.advance(market.act.choice([60, HOUR, 3 * DAY, 12 * DAY]))

    assert done > 25
    assert len(market.box.all("invoice")) > 10
    check(market.box)


def test_a_year_of_300_customers_takes_less_than_a_minute():
    box = Sandbox(now=NOW, seed=5)
    market = [
        box.create(
            "price",
            product=box.create("product", name=str(amount))["id"],
            currency="usd",
            unit_amount=amount,
            recurring={"interval": "month"},
        )["id"]
        for amount in (500, 1_500, 4_900)
    ]
    began = time.process_time()
    for number in range(300):
        customer = box.create("customer", payment_method=CARDS[number % 4])["id"]
        box.create("subscription", customer=customer, items=[{"price": market[number % 3]}])
        box.advance(HOUR)

    box.advance(365 * DAY)

    assert time.process_time() - began < 60
    paid = [one for one in box.all("invoice") if one["status"] == "paid"]
    assert len(paid) >= 225 * 12
    check(box)
