"""
Money: fees, currencies and availability; and nothing is lost, whatever happens in which order.

The property at the end does anything at all with a platform and two sellers, and compares what the
objects say with what stands on the balances.
"""

import random

import pytest

from djstripe.sandbox import Sandbox
from djstripe.sandbox.objects import currencies, fees
from djstripe.sandbox.sandbox import StripeRefused

NOW = 1_790_000_000
DAY = 86_400


def pay(sandbox, amount=1_000, currency="usd", card="visa", account=None, **more):
    """A confirmed payment; returns the payment intent."""
    fields = {"amount": amount, "currency": currency, "payment_method": f"pm_card_{card}"}
    return sandbox.create("payment_intent", account=account, confirm=True, **fields, **more)


def charge_of(sandbox, intent, account=None):
    return sandbox.retrieve("charge", intent["latest_charge"], account=account)


def movement(sandbox, owner, account=None, field="balance_transaction"):
    return sandbox.retrieve("balance_transaction", owner[field], account=account)


def standing(sandbox, account=None):
    """{(available or pending, currency): amount} of an account's balance."""
    balance = sandbox.call("GET", "/v1/balance", account)
    return {
        (when, part["currency"]): part["amount"]
        for when in ("available", "pending")
        for part in balance[when]
        if part["amount"]
    }


# -- fees


@pytest.mark.parametrize(
    ("country", "currency", "amount", "card", "fee"),
    [
        # 2.9 % and 30 cents; 1.5 % more for a card from abroad. https://stripe.com/pricing
        ("US", "usd", 1_000, "visa", 59),
        ("US", "usd", 1_000, "de", 74),
        ("JP", "jpy", 1_000, "jp", 36),
        # 1.5 % and 25 cents for a card of the same area. https://stripe.com/en-de/pricing
        ("DE", "eur", 10_000, "fr", 175),
        ("DE", "eur", 10_000, "visa", 350),
        ("GB", "gbp", 10_000, "gb", 170),
        ("US", "usd", 20, "visa", 20),  # never more than was paid
    ],
)
def test_a_payment_costs_what_its_country_charges(sandbox, country, currency, amount, card, fee):
    sandbox.change("account", sandbox.account, country=country, default_currency=currency)

    charge = charge_of(sandbox, pay(sandbox, amount, currency, card))

    booked = movement(sandbox, charge)
    assert (booked["amount"], booked["fee"], booked["net"]) == (amount, fee, amount - fee)
    assert [one["type"] for one in booked["fee_details"]] == ["stripe_fee"]


def test_an_account_can_agree_on_other_fees(sandbox):
    sandbox.agree(percent="1", fixed=5)

    charge = charge_of(sandbox, pay(sandbox, 1_000))

    assert movement(sandbox, charge)["fee"] == 15
    with pytest.raises(TypeError):
        sandbox.agree(discount=3)


def test_what_was_agreed_outlives_a_dump(sandbox):
    sandbox.agree(fixed=0, settles_in=["eur"])
    other = Sandbox(now=NOW)

    other.load(sandbox.dump())

    assert charge_of(other, pay(other, 1_000, "eur", "de"))["balance_transaction"]
    assert other.all("balance_transaction")[0]["currency"] == "eur"


# -- currencies


def test_another_currency_is_converted_at_the_declared_rate(sandbox):
    """
    10.00 EUR that become 12.34 USD have the exchange rate 1.234.

    https://docs.stripe.com/api/balance_transactions/object#balance_transaction_object-exchange_rate
    """
    sandbox.agree(rates={"eur": "1.234"})

    charge = charge_of(sandbox, pay(sandbox, 1_000, "eur"))

    booked = movement(sandbox, charge)
    assert (charge["amount"], charge["currency"]) == (1_000, "eur")
    assert (booked["amount"], booked["currency"], booked["exchange_rate"]) == (1_234, "usd", 1.234)


@pytest.mark.parametrize(
    ("currency", "amount", "dollars"),
    [("jpy", 10_000, 6_500), ("kwd", 5_120, 1_664), ("krw", 100_000, 7_200), ("usd", 99, 99)],
)
def test_digits_behind_the_point_differ(sandbox, currency, amount, dollars):
    """5.120 KWD are 5120. https://docs.stripe.com/currencies#three-decimal"""
    charge = charge_of(sandbox, pay(sandbox, amount, currency))

    assert movement(sandbox, charge)["amount"] == dollars


def test_three_decimals_end_in_zero(sandbox):
    """https://docs.stripe.com/currencies#three-decimal"""
    with pytest.raises(StripeRefused) as refused:
        pay(sandbox, 5_124, "kwd")

    assert refused.value.error["param"] == "amount"


def test_a_currency_with_a_bank_account_is_kept(sandbox):
    """https://docs.stripe.com/payouts/multicurrency-settlement"""
    sandbox.bank_account(currency="eur")

    charge = charge_of(sandbox, pay(sandbox, 1_000, "eur"))

    booked = movement(sandbox, charge)
    assert (booked["amount"], booked["currency"], booked["exchange_rate"]) == (1_000, "eur", None)


def test_a_refund_is_converted_as_the_rate_is_then(sandbox):
    """https://docs.stripe.com/refunds#refunds-for-currency-conversion"""
    intent = pay(sandbox, 1_000, "eur")
    sandbox.agree(rates={"eur": "1.20"})

    refund = sandbox.create("refund", payment_intent=intent["id"])

    assert movement(sandbox, refund)["amount"] == -1_200


@pytest.mark.parametrize("currency", sorted(currencies.RATES))
def test_every_declared_currency_converts_there_and_back(currency):
    there = currencies.rate(currency, "usd")
    amount = currencies.converted(1_000_000, currency, "usd", there)

    assert there is not None and isinstance(amount, int) and amount > 0
    assert currencies.converted(100, "usd", currency, 1 / there) % currencies.step(currency) == 0


def test_every_countrys_terms_are_in_its_currency():
    for country, terms in fees.PRICES.items():
        assert terms.currency == fees.currency_of(country) == fees.standard(country).currency
    assert fees.standard("CH").currency == "chf"


# -- the balance


def test_money_comes_available_after_the_accounts_delay(sandbox):
    """https://docs.stripe.com/payouts#payout-speed"""
    pay(sandbox, 1_000)
    pay(sandbox, 2_000, card="bypassPending")

    before = standing(sandbox)
    sandbox.advance(3 * DAY)

    assert before == {("pending", "usd"): 941, ("available", "usd"): 1_912}
    assert standing(sandbox) == {("available", "usd"): 941 + 1_912}


def test_the_balance_says_what_it_came_from(sandbox):
    pay(sandbox, 1_000, card="bypassPending")
    debit = {"amount": 10_000, "currency": "usd", "confirm": True}
    sandbox.create("payment_intent", payment_method="pm_usBankAccount_success", **debit)
    sandbox.advance(4 * DAY)

    (part,) = sandbox.call("GET", "/v1/balance")["available"]

    # 0.8 %: https://stripe.com/pricing/local-payment-methods
    assert part["source_types"] == {"card": 941, "bank_account": 9_920}
    assert part["amount"] == 941 + 9_920


def test_what_is_not_available_cannot_leave(sandbox):
    seller = sandbox.create("account", type="custom")["id"]
    pay(sandbox, 1_000)

    for kind, fields in (("payout", {}), ("transfer", {"destination": seller})):
        with pytest.raises(StripeRefused) as refused:
            sandbox.create(kind, amount=500, currency="usd", **fields)
        assert refused.value.error["code"] == "balance_insufficient"


def test_what_connected_accounts_owe_is_shown_on_the_platform(sandbox):
    """https://docs.stripe.com/connect/account-balances#understanding-connected-reserves"""
    seller = sandbox.create("account", type="custom")["id"]
    intent = pay(sandbox, 1_000, account=seller, card="bypassPending")
    sandbox.create("refund", account=seller, payment_intent=intent["id"])

    reserved = sandbox.call("GET", "/v1/balance")["connect_reserved"]

    assert standing(sandbox, seller) == {("available", "usd"): -59}
    assert reserved[0]["amount"] == 59


# -- payouts


def test_payouts_are_made_by_the_schedule_and_name_what_they_pay(sandbox):
    """https://docs.stripe.com/payouts/reconciliation"""
    sandbox.bank_account()
    for amount in (1_000, 2_000):
        pay(sandbox, amount)
    mark = len(sandbox.events)

    sandbox.advance(8 * DAY)

    (payout,) = sandbox.list("payout")["data"]
    paid = sandbox.list("balance_transaction", payout=payout["id"])["data"]
    assert (payout["automatic"], payout["status"]) == (True, "paid")
    assert payout["reconciliation_status"] == "completed"
    assert payout["amount"] == 941 + 1_912
    assert sum(one["net"] for one in paid if one["type"] != "payout") == payout["amount"]
    assert standing(sandbox) == {}
    assert [event["type"] for event in sandbox.events[mark:]] == [
        "balance.available",
        "payout.created",
        "payout.updated",
        "payout.paid",
        "payout.reconciliation_completed",
    ]


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ({"interval": "manual"}, []),
        ({"interval": "weekly", "weekly_anchor": "friday"}, [4]),
        ({"interval": "monthly", "monthly_anchor": 31}, [30]),
    ],
)
def test_other_schedules(sandbox, schedule, days):
    """https://docs.stripe.com/connect/manage-payout-schedule"""
    import datetime

    settings = {"payouts": {"schedule": {"delay_days": 2, **schedule}}}
    sandbox.change("account", sandbox.account, settings=settings)
    sandbox.bank_account()
    pay(sandbox, 1_000)

    sandbox.advance(20 * DAY)

    made = [
        datetime.datetime.fromtimestamp(one["created"], datetime.UTC)
        for one in sandbox.all("payout")
    ]
    field = "weekday" if schedule["interval"] == "weekly" else "day"
    found = [one.weekday() if field == "weekday" else one.day for one in made]
    assert found == days


def test_a_payout_that_fails_comes_back(sandbox):
    """https://docs.stripe.com/connect/testing#payouts"""
    sandbox.bank_account(number="000111111113")
    pay(sandbox, 2_000, card="bypassPending")
    payout = sandbox.create("payout", amount=1_500, currency="usd")
    between = standing(sandbox)

    sandbox.advance(3 * DAY)

    failed = sandbox.retrieve("payout", payout["id"])
    back = movement(sandbox, failed, field="failure_balance_transaction")
    assert between == {("available", "usd"): 412}
    assert (failed["status"], failed["failure_code"]) == ("failed", "account_closed")
    assert (back["type"], back["amount"]) == ("payout_failure", 1_500)
    assert sandbox.get("bank_account", payout["destination"])["status"] == "errored"
    assert "payout.failed" in [event["type"] for event in sandbox.events]


def test_a_payout_is_canceled_or_reversed(sandbox):
    sandbox.bank_account()
    pay(sandbox, 3_000, card="bypassPending")
    first = sandbox.create("payout", amount=1_000, currency="usd")
    second = sandbox.create("payout", amount=500, currency="usd")

    canceled = sandbox.call("POST", f"/v1/payouts/{first['id']}/cancel")
    sandbox.advance(DAY * 2)
    reversal = sandbox.call("POST", f"/v1/payouts/{second['id']}/reverse")

    assert canceled["status"] == "canceled"
    assert movement(sandbox, canceled, field="failure_balance_transaction")["amount"] == 1_000
    assert (reversal["amount"], reversal["original_payout"]) == (-500, second["id"])
    assert sandbox.retrieve("payout", second["id"])["reversed_by"] == reversal["id"]


def test_an_instant_payout_costs_and_takes_what_is_pending(sandbox):
    """1.5 % in the United States. https://docs.stripe.com/payouts/instant-payouts"""
    sandbox.bank_account()
    pay(sandbox, 10_000)

    payout = sandbox.create("payout", amount=2_000, currency="usd", method="instant")
    sandbox.advance(3_600)

    booked = movement(sandbox, payout)
    assert (booked["amount"], booked["fee"], booked["net"]) == (-2_000, 30, -2_030)
    assert sandbox.retrieve("payout", payout["id"])["status"] == "paid"


def test_whole_units_only_in_forints(sandbox):
    """https://docs.stripe.com/currencies#special-cases"""
    sandbox.agree(settles_in=["huf"])
    pay(sandbox, 100_050, "huf", "bypassPending")

    with pytest.raises(StripeRefused) as refused:
        sandbox.create("payout", amount=50_050, currency="huf")

    assert refused.value.error["param"] == "amount"


def test_what_an_account_owes_is_debited(sandbox):
    """https://docs.stripe.com/payouts#negative-balances"""
    sandbox.bank_account()
    intent = pay(sandbox, 1_000)
    sandbox.advance(5 * DAY)
    sandbox.create("refund", payment_intent=intent["id"])

    sandbox.advance(DAY)

    assert [one["amount"] for one in sandbox.all("payout")] == [941, -1_000]
    assert standing(sandbox) == {}


# -- the property


class Anything:
    """Random operations of a platform, two sellers and time; what is refused does nothing."""

    def __init__(self, seed, country, currency):
        self.act = random.Random(seed)
        self.currency = currency
        self.sandbox = Sandbox(now=NOW, seed=seed)
        place = {"country": country, "default_currency": currency}
        self.sandbox.change("account", self.sandbox.account, **place)
        self.sellers = [
            self.sandbox.create("account", type="custom", **place)["id"] for _ in range(2)
        ]
        self.accounts = [None, *self.sellers]
        for account in self.accounts:
            for one in ("000123456789", "000111111113")[: self.act.randint(1, 2)]:
                self.sandbox.bank_account(currency, one, account)
        self.done = dict.fromkeys(("ok", "refused"), 0)

    def amount(self, most=20_000):
        step = currencies.step(self.currency)
        return self.act.randint(1, most // step) * step

    def any_of(self, kind, account=None):
        found = self.sandbox.all(kind, account)
        return self.act.choice(found)["id"] if found else "none"

    def card(self):
        names = "visa visa bypassPending bypassPending chargeDeclined createDispute refundFail"
        names += (
            " createDisputeInquiry pendingRefund createMultipleDisputes createIssuerFraudRecord"
        )
        return f"pm_card_{self.act.choice(names.split())}"

    def payment(self):
        fields = {"amount": self.amount(), "currency": self.currency, "confirm": "true"}
        fields["payment_method"] = self.card()
        if self.act.random() < 0.2:
            debits = {"usd": "usBankAccount_", "eur": "sepaDebit_"}.get(self.currency)
            ends = {"usd": ("success", "noAccount", "dispute"), "eur": ("success_de", "failed_de")}
            if debits:
                fields["payment_method"] = f"pm_{debits}{self.act.choice(ends[self.currency])}"
        if self.act.random() < 0.3:
            fields["capture_method"] = "manual"
        return fields

    def request(self):
        act = self.act
        account = act.choice(self.accounts)
        at = {"stripe-account": account} if account else {}
        partly = {"amount": self.amount(8_000)} if act.random() < 0.6 else {}
        money = {"amount": self.amount(4_000), "currency": self.currency}
        pi, charge = "/v1/payment_intents", self.any_of("charge", account)
        seller = act.choice(self.sellers)
        fee = {"application_fee_amount": self.amount(900)}
        back = {
            n: "true" for n in ("reverse_transfer", "refund_application_fee") if act.random() < 0.4
        }
        words = ["winning_evidence", "losing_evidence", "escalate_inquiry_evidence", "Sent."]
        evidence = {"evidence": {"uncategorized_text": act.choice(words)}, "submit": "true"}
        captured = {"amount_to_capture": self.amount(8_000)} if act.random() < 0.5 else {}
        sharing = act.choice([{}, fee, {"transfer_data": {"amount": self.amount(5_000)}}])
        target = {"destination": seller, **sharing.get("transfer_data", {})}
        shared = {**self.payment(), **sharing, "transfer_data": target}
        source = {"source_transaction": self.any_of("charge")} if act.random() < 0.4 else {}
        return act.choice(
            [
                (pi, self.payment(), at),
                (pi, shared, {}),
                (pi, {**self.payment(), **fee}, {"stripe-account": seller}),
                (f"{pi}/{self.any_of('payment_intent', account)}/capture", captured, at),
                (f"{pi}/{self.any_of('payment_intent', account)}/cancel", {}, at),
                ("/v1/refunds", {"charge": charge, **partly, **back}, at),
                ("/v1/refunds", {"charge": charge, **partly, **back}, at),
                (f"/v1/refunds/{self.any_of('refund', account)}/cancel", {}, at),
                (f"/v1/disputes/{self.any_of('dispute', account)}", evidence, at),
                (f"/v1/disputes/{self.any_of('dispute', account)}/close", {}, at),
                ("/v1/transfers", {**money, "destination": seller, **source}, {}),
                (f"/v1/transfers/{self.any_of('transfer')}/reversals", partly, {}),
                (f"/v1/application_fees/{self.any_of('application_fee')}/refunds", partly, {}),
                ("/v1/payouts", money, at),
                ("/v1/payouts", {**money, "method": "instant"}, at),
                (f"/v1/payouts/{self.any_of('payout', account)}/cancel", {}, at),
                (f"/v1/payouts/{self.any_of('payout', account)}/reverse", {}, at),
                ("/v1/topups", money, at),
                (f"/v1/topups/{self.any_of('topup', account)}/cancel", {}, at),
            ]
        )

    def live(self, steps):
        for _ in range(steps):
            path, params, headers = self.request()
            status = self.sandbox.request("POST", path, params, headers).status
            assert status < 500, (path, params)
            self.done["ok" if status == 200 else "refused"] += 1
            if self.act.random() < 0.4:
                self.sandbox.advance(self.act.choice([60, 3_600, DAY, 3 * DAY, 10 * DAY]))

    # -- what the objects say

    def every(self, kind):
        return [one for account in self.accounts for one in self.sandbox.all(kind, account)]

    def told(self):
        """What all accounts together have, by what became of payments, refunds and the rest."""
        total = 0
        own = [one for one in self.every("charge") if not one["source_transfer"]]
        total += sum(one["amount_captured"] for one in own if one["status"] == "succeeded")
        ids = {one["id"] for one in own if one["captured"]}
        for one in self.every("refund"):
            if one["charge"] in ids and one["status"] in ("pending", "succeeded"):
                total -= one["amount"]
        for one in self.every("dispute"):
            if one["status"] in ("needs_response", "under_review", "lost"):
                total -= one["amount"]
        total += sum(one["amount"] for one in self.every("topup") if one["status"] == "succeeded")
        for one in self.every("payout"):
            if one["status"] in ("pending", "in_transit", "paid"):
                total -= one["amount"]
        costs = (fee for one in self.every("balance_transaction") for fee in one["fee_details"])
        return total - sum(fee["amount"] for fee in costs if fee["type"] == "stripe_fee")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("country", "currency"), [("US", "usd"), ("DE", "eur"), ("JP", "jpy"), ("BH", "bhd")]
)
def test_nothing_is_lost(country, currency, seed):
    """Over all accounts, between payment, refund, dispute, transfer, fee, top-up and payout."""
    world = Anything(seed, country, currency)

    world.live(120)

    everywhere = 0
    for account in world.accounts:
        movements = world.sandbox.all("balance_transaction", account)
        for one in movements:
            assert one["amount"] - one["fee"] == one["net"]
            assert one["fee"] == sum(fee["amount"] for fee in one["fee_details"])
            assert one["currency"] == currency and isinstance(one["net"], int)
        assert len({one["id"] for one in movements}) == len(movements)
        balance = world.sandbox.call("GET", "/v1/balance", account)
        shown = sum(one["amount"] for one in balance["available"] + balance["pending"])
        assert shown == sum(one["net"] for one in movements)
        everywhere += shown
        for payout in world.sandbox.all("payout", account):
            if payout["automatic"] and payout["status"] != "failed":
                asked = {"payout": payout["id"], "limit": 100}
                paid = world.sandbox.list("balance_transaction", account, **asked)["data"]
                assert sum(one["net"] for one in paid) == 0
    assert everywhere == world.told()
    assert world.done["ok"] > 15


def test_a_state_that_is_loaded_goes_on_alike():
    """What is due is kept: a sandbox and its copy come to the same balances."""
    world = Anything(3, "US", "usd")
    world.live(40)
    copy = Sandbox(now=0)
    copy.load(world.sandbox.dump())

    for sandbox in (world.sandbox, copy):
        sandbox.advance(100 * DAY)

    assert copy.all("balance_transaction") == world.sandbox.all("balance_transaction")
    assert copy.all("dispute") == world.sandbox.all("dispute")
