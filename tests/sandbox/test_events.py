"""Events: which are told of a change, in which order, and what they say was there before."""

import random

import pytest

from djstripe.sandbox import Sandbox, catalogue
from djstripe.sandbox.events import previous_attributes
from djstripe.sandbox.state import Ordered
from djstripe.sandbox.versions import undone

NOW = 1_790_000_000


def types(sandbox):
    return [event["type"] for event in sandbox.events]


def test_create_modify_and_delete_are_told(sandbox):
    made = sandbox.create("customer", name="A", metadata={"k": "1"})
    sandbox.modify("customer", made["id"], name="B", metadata={"k": "2"})
    sandbox.modify("customer", made["id"], name="B")
    sandbox.delete("customer", made["id"])

    created, updated, deleted = sandbox.events
    assert types(sandbox) == ["customer.created", "customer.updated", "customer.deleted"]
    assert created["data"] == {"object": made}
    assert created["created"] == NOW
    assert created["api_version"] == "2026-10-28.endive"
    assert created["request"]["id"].startswith("req_")
    assert updated["data"]["previous_attributes"] == {"name": "A", "metadata": {"k": "1"}}
    assert deleted["data"]["object"]["name"] == "B"
    assert "account" not in created


def test_all_types_are_stripes(sandbox, customer, price):
    sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])

    assert set(types(sandbox)) <= catalogue.event_types()
    assert "customer.subscription.created" in types(sandbox)


def test_a_connected_accounts_events_name_it(sandbox):
    sandbox.connect("acct_2")
    sandbox.create("customer", account="acct_2")

    assert sandbox.events[-1]["account"] == "acct_2"
    assert sandbox.list("event")["data"] == []
    assert len(sandbox.list("event", account="acct_2")["data"]) == 1


def test_removing_an_item_shows_in_the_subscriptions_event(sandbox, customer, price):
    other = sandbox.create(
        "price",
        product=price["product"],
        currency="usd",
        unit_amount=5,
        recurring={"interval": "month"},
    )
    subscription = sandbox.create(
        "subscription",
        customer=customer["id"],
        items=[{"price": price["id"]}, {"price": other["id"]}],
    )
    removed = subscription["items"]["data"][1]["id"]

    sandbox.delete("subscription_item", removed)

    event = sandbox.events[-1]
    assert event["type"] == "customer.subscription.updated"
    assert len(event["data"]["object"]["items"]["data"]) == 1
    assert len(event["data"]["previous_attributes"]["items"]["data"]) == 2


def test_events_are_listed_by_type_and_time(sandbox):
    sandbox.create("customer")
    sandbox.advance(10)
    sandbox.create("product", name="x")
    sandbox.create("coupon", percent_off=5)

    def listed(**params):
        return [event["type"] for event in sandbox.list("event", **params)["data"]]

    assert listed() == ["coupon.created", "product.created", "customer.created"]
    assert listed(type="customer.*") == ["customer.created"]
    assert listed(types=["coupon.created", "customer.created"]) == [
        "coupon.created",
        "customer.created",
    ]
    assert listed(created={"gt": NOW}) == ["coupon.created", "product.created"]
    first = sandbox.events[0]["id"]
    assert listed(ending_before=first, limit=1) == ["product.created"]
    sandbox.advance(31 * 86_400)
    assert listed() == []


def test_events_cannot_be_expanded_and_many_types_are_refused(sandbox):
    assert sandbox.request("GET", "/v1/events", {"types": ["a"] * 21}).status == 400
    assert sandbox.request("GET", "/v1/events", {"type": "a", "types": ["b"]}).status == 400


# -- failed operations


def everything(sandbox):
    """All objects, deleted ones too, every index, and the numbers that ids are made from."""
    state = sandbox.state
    held = {
        (place, kind): (
            [(r.id, r.data, r.hidden, r.deleted) for r in table.order],
            sorted(table.gone),
            sorted(table.records),
        )
        for place, shelf in [*state.shelves.items(), ("shared", state.shared)]
        for kind, table in shelf.tables.items()
        if table.order or table.gone
    }
    return held, state.drawn, state.sequence, [event["id"] for event in sandbox.events]


def indices_are_right(sandbox):
    """Whether every index finds exactly the records that have its values, in their order."""
    tables = [t for shelf in sandbox.state.shelves.values() for t in shelf.tables.values()]
    for table in tables:
        for name, index in table.indices.items():
            if isinstance(index, Ordered):
                numbers = [(index.value_of(record), record.key) for record in table.order]
                wanted = sorted(pair for pair in numbers if pair[0] is not None)
                assert [(value, key) for value, key, _ in index.found] == wanted, name
                continue
            found = {value: [r.id for r in each] for value, each in index.found.items() if each}
            wanted = {}
            for record in table.order:
                wanted.setdefault(index.value_of(record), []).append(record.id)
            assert found == wanted, name
    return True


FAILING = {
    "a customer with a tax ID of nonsense and a method that does not exist": (
        "POST",
        "/v1/customers",
        {"name": "x", "payment_method": "pm_none"},
    ),
    "a subscription that must be paid at once": (
        "POST",
        "/v1/subscriptions",
        {
            "customer": "{declined}",
            "items": [{"price": "{price}"}],
            "payment_behavior": "error_if_incomplete",
        },
    ),
    "a change of which the second half is wrong": (
        "POST",
        "/v1/subscriptions/{subscription}",
        {"items": [{"price": "{other}"}, {"price": "price_none"}], "metadata": {"a": "b"}},
    ),
    "the last item removed": ("DELETE", "/v1/subscription_items/{item}", {}),
    "an invoice item for an invoice that is final": (
        "POST",
        "/v1/invoiceitems",
        {"customer": "{customer}", "invoice": "{invoice}", "amount": 5, "currency": "usd"},
    ),
    "a refund of more than there is": (
        "POST",
        "/v1/refunds",
        {"charge": "{charge}", "amount": 99_999},
    ),
    "an expansion that does not exist": ("POST", "/v1/customers", {"expand": ["nothing"]}),
}


@pytest.fixture
def business(sandbox, customer, price):
    """The ids of a small business, by name."""
    more = {"product": price["product"], "currency": "usd", "recurring": {"interval": "month"}}
    other = sandbox.create("price", unit_amount=50, **more)
    declined = sandbox.create("customer", payment_method="pm_card_chargeCustomerFail")
    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])
    return {
        "customer": customer["id"],
        "declined": declined["id"],
        "price": price["id"],
        "other": other["id"],
        "subscription": made["id"],
        "item": made["items"]["data"][0]["id"],
        "invoice": made["latest_invoice"],
        "charge": sandbox.all("charge")[0]["id"],
    }


def filled(value, names):
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    return value.format(**names) if isinstance(value, str) else value


@pytest.mark.parametrize("name", FAILING)
def test_a_failed_operation_leaves_no_trace(sandbox, business, name):
    method, path, params = filled(list(FAILING[name]), business)
    got = []
    sandbox.deliver_to(lambda body, headers: got.append(body))
    before = everything(sandbox)

    response = sandbox.request(method, path, params)

    assert 400 <= response.status < 500, response.body
    assert everything(sandbox) == before
    assert got == []
    assert len(sandbox.webhooks.pending) == 0


def test_the_ids_after_a_failure_are_those_without_it(sandbox):
    other = Sandbox(now=sandbox.clock.now(), seed=1)

    other.request("POST", "/v1/customers", {"payment_method": "pm_none"})

    assert other.create("customer")["id"] == sandbox.create("customer")["id"]


@pytest.mark.parametrize("seed", range(6))
def test_any_operation_can_be_taken_back(seed):
    """An expansion that does not exist fails when all the work is done."""
    sandbox, failed = Sandbox(now=1_790_000_000, seed=seed), []

    def fail_first(method, path, params):
        before = everything(sandbox)
        response = sandbox.request(method, path, {**params, "expand": ["nothing"]})
        if response.status < 400:
            return  # a deletion answers a stub, in which there is nothing to expand
        failed.append(response.json()["error"]["message"])
        assert response.status == 402 or everything(sandbox) == before, (method, path)

    live_a_little(sandbox, random.Random(seed), steps=40, first=fail_first)

    assert sum("expanded" in message for message in failed) > 5
    assert indices_are_right(sandbox)


def test_a_programming_error_leaves_no_trace_either(sandbox, customer, price):
    """Whatever leaves an operation as an exception takes its changes back."""
    from djstripe.sandbox.state import Transaction

    before = everything(sandbox)

    with pytest.raises(ZeroDivisionError), Transaction(sandbox.state):
        world = sandbox.world()
        world.update(world.get("customer", customer["id"]), {"name": "changed"})
        world.delete(world.get("price", price["id"]))
        world.create("product", {"name": "made"})
        raise ZeroDivisionError

    assert everything(sandbox) == before
    assert sandbox.retrieve("customer", customer["id"]).get("name") is None


def test_what_a_declined_card_leaves_is_kept(sandbox):
    response = sandbox.request(
        "POST",
        "/v1/payment_intents",
        {
            "amount": 500,
            "currency": "usd",
            "payment_method": "pm_card_chargeDeclined",
            "confirm": True,
        },
    )

    intent = response.json()["error"]["payment_intent"]
    assert response.status == 402
    assert sandbox.retrieve("payment_intent", intent["id"])["status"] == "requires_payment_method"
    assert [charge["status"] for charge in sandbox.all("charge")] == ["failed"]
    assert types(sandbox) == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
    ]


# -- stories

PAID = ["charge.succeeded", "payment_intent.succeeded"]
# Stripe guarantees no order and documents none (https://docs.stripe.com/webhooks#event-ordering);
# a sign-up, a refund and the making of a price are in the order that `stripe listen` shows.
STORIES = {
    "a customer": ["customer.created"],
    "a customer with a card": ["customer.created", "payment_method.attached"],
    "a product with its price": [
        "product.created",
        "plan.created",
        "price.created",
        "product.updated",
    ],
    "a sign-up": [
        "charge.succeeded",
        "customer.updated",
        "customer.subscription.created",
        "payment_intent.created",
        "payment_intent.succeeded",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ],
    "a sign-up that waits for payment": [
        "customer.updated",
        "customer.subscription.created",
        "payment_intent.created",
        "invoice.created",
        "invoice.finalized",
    ],
    "a sign-up whose card is declined": [
        "charge.failed",
        "customer.updated",
        "customer.subscription.created",
        "payment_intent.created",
        "payment_intent.payment_failed",
        "invoice.created",
        "invoice.finalized",
        "invoice.payment_failed",
    ],
    "a trial": [
        "customer.updated",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
    ],
    "a trial ended now": [
        "invoice.created",
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "customer.subscription.updated",
        "customer.subscription.trial_will_end",
    ],
    "a renewal": [
        "invoice.created",
        "customer.subscription.updated",
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ],
    "a renewal that fails": [
        "invoice.created",
        "customer.subscription.updated",
        "invoice.finalized",
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "invoice.updated",
        "invoice.payment_failed",
        "customer.subscription.updated",
        "customer.updated",
    ],
    "a plan change": [
        "invoiceitem.created",
        "invoiceitem.created",
        "customer.subscription.updated",
    ],
    "an item added": ["invoiceitem.created", "customer.subscription.updated"],
    "an item removed": ["invoiceitem.created", "customer.subscription.updated"],
    "an end at the period's end": ["customer.subscription.updated"],
    "an end now": ["customer.subscription.deleted"],
    "an invoice announced": ["invoice.upcoming"],
    "an invoice paid out of band": ["payment_intent.canceled", "invoice.updated", "invoice.paid"],
    "an invoice voided": ["payment_intent.canceled", "invoice.updated", "invoice.voided"],
    "a payment": ["payment_intent.created", *PAID],
    "a refund of a part": [
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
    ],
    "a refund of the rest": [
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
    ],
    "a dispute": [
        "payment_intent.created",
        *PAID,
        "charge.dispute.created",
        "charge.updated",
        "charge.dispute.funds_withdrawn",
    ],
    "a dispute won": [
        "charge.dispute.updated",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ],
    "a dispute lost": ["charge.dispute.closed"],
    "an inquiry": [
        "payment_intent.created",
        *PAID,
        "charge.dispute.created",
        "charge.updated",
    ],
    "an early fraud warning": [
        "payment_intent.created",
        *PAID,
        "radar.early_fraud_warning.created",
    ],
    "a payment that wants its customer": [
        "payment_intent.created",
        "payment_intent.requires_action",
        "charge.succeeded",
        "payment_intent.succeeded",
    ],
    "a hold captured": [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "charge.captured",
        "payment_intent.succeeded",
    ],
    "a hold that expires": ["charge.expired", "payment_intent.canceled"],
    "a bank debit": [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ],
    "a refund that fails": [
        "refund.created",
        "charge.refunded",
        "refund.updated",
        "charge.refund.updated",
        "refund.failed",
        "charge.refund.updated",
    ],
    "a set-up": ["setup_intent.created", "setup_intent.succeeded"],
    "a payout": ["payout.created", "payout.updated", "payout.paid"],
    "a payout canceled": ["payout.created", "payout.canceled"],
    "a top-up": ["topup.created", "topup.succeeded"],
    "a method attached": ["payment_method.attached"],
    "a method detached": ["payment_method.detached"],
    "a default method detached": ["payment_method.detached", "customer.updated"],
    "a coupon deleted": ["coupon.deleted"],
    "a customer with subscriptions deleted": [
        "customer.subscription.deleted",
        "customer.subscription.deleted",
        "customer.deleted",
    ],
    "a feature granted": [
        "charge.succeeded",
        "customer.updated",
        "customer.subscription.created",
        "payment_intent.created",
        "payment_intent.succeeded",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "entitlements.active_entitlement_summary.updated",
    ],
}


class Stories:
    """Each method tells one story; what it needs to have happened before, it makes first."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.mark = 0

    def told(self):
        return self.sandbox.events[self.mark :]

    def begin(self):
        self.mark = len(self.sandbox.events)

    def price(self, amount=1_000):
        product = self.sandbox.create("product", name="Gold")
        recurring = {"interval": "month"}
        return self.sandbox.create(
            "price",
            product=product["id"],
            currency="usd",
            unit_amount=amount,
            recurring=recurring,
        )

    def customer(self, card="pm_card_visa"):
        return self.sandbox.create("customer", payment_method=card)["id"]

    def subscribe(self, customer=None, **more):
        customer, price = customer or self.customer(), self.price()["id"]
        self.begin()
        return self.sandbox.create(
            "subscription", customer=customer, items=[{"price": price}], **more
        )

    def renew(self, card=None):
        """Let the period end and the new invoice's hour pass; with another card, if one is given."""
        made = self.subscribe()
        if card:
            self.default_card(made["customer"], card)
        self.sandbox.advance(made["items"]["data"][0]["current_period_end"] - NOW - 1)
        self.begin()
        self.sandbox.advance(3_601)

    def default_card(self, customer, card):
        path = f"/v1/payment_methods/{card}/attach"
        method = self.sandbox.call("POST", path, customer=customer)["id"]
        settings = {"default_payment_method": method}
        self.sandbox.modify("customer", customer, invoice_settings=settings)

    def pay(self, method="pm_card_visa"):
        self.begin()
        return self.sandbox.create(
            "payment_intent", amount=500, currency="usd", payment_method=method, confirm=True
        )

    def refund(self, *amounts):
        charge = self.pay()["latest_charge"]
        for amount in amounts:
            self.begin()
            params = {"amount": amount} if amount else {}
            self.sandbox.create("refund", charge=charge, **params)

    def dispute(self):
        self.pay("pm_card_createDispute")
        return self.sandbox.all("dispute")[0]["id"]

    def open_invoice(self):
        customer = self.customer()
        draft = self.sandbox.create("invoice", customer=customer)["id"]
        self.sandbox.create(
            "invoiceitem", customer=customer, invoice=draft, amount=500, currency="usd"
        )
        self.sandbox.call("POST", f"/v1/invoices/{draft}/finalize")
        self.begin()
        return f"/v1/invoices/{draft}"

    def tell(self, name):
        getattr(self, name.replace(" ", "_").replace("'", "_").replace("-", "_"))()
        return [event["type"] for event in self.told()]

    def a_customer(self):
        self.sandbox.create("customer")

    def a_customer_with_a_card(self):
        self.customer()

    def a_product_with_its_price(self):
        data = {"currency": "usd", "unit_amount": 5, "recurring": {"interval": "month"}}
        self.sandbox.create("product", name="x", default_price_data=data)

    def a_sign_up(self):
        self.subscribe()

    def a_sign_up_that_waits_for_payment(self):
        self.subscribe(payment_behavior="default_incomplete")

    def a_sign_up_whose_card_is_declined(self):
        self.subscribe(self.customer("pm_card_chargeCustomerFail"))

    def a_trial(self):
        self.subscribe(trial_period_days=7)

    def a_trial_ended_now(self):
        made = self.subscribe(trial_period_days=7)
        self.begin()
        self.sandbox.modify("subscription", made["id"], trial_end="now")

    def a_renewal(self):
        self.renew()

    def a_renewal_that_fails(self):
        self.renew("pm_card_chargeCustomerFail")

    def a_plan_change(self):
        made = self.subscribe()
        other = self.price(5)["id"]
        self.begin()
        item = {"id": made["items"]["data"][0]["id"], "price": other}
        self.sandbox.modify("subscription", made["id"], items=[item])

    def an_item_added(self):
        made = self.subscribe()
        other = self.price(5)["id"]
        self.begin()
        return self.sandbox.create("subscription_item", subscription=made["id"], price=other)

    def an_item_removed(self):
        added = self.an_item_added()
        self.begin()
        self.sandbox.delete("subscription_item", added["id"])

    def an_end_at_the_period_s_end(self):
        made = self.subscribe()
        self.begin()
        self.sandbox.modify("subscription", made["id"], cancel_at_period_end=True)

    def an_end_now(self):
        made = self.subscribe()
        self.begin()
        self.sandbox.delete("subscription", made["id"])

    def an_invoice_announced(self):
        made = self.subscribe()
        self.sandbox.advance(3 * 86_400)
        self.begin()
        end = made["items"]["data"][0]["current_period_end"]
        self.sandbox.advance(end - 7 * 86_400 - self.sandbox.clock.now())

    def an_invoice_paid_out_of_band(self):
        self.sandbox.call("POST", f"{self.open_invoice()}/pay", paid_out_of_band=True)

    def an_invoice_voided(self):
        self.sandbox.call("POST", f"{self.open_invoice()}/void")

    def a_payment(self):
        self.pay()

    def a_refund_of_a_part(self):
        self.refund(100)

    def a_refund_of_the_rest(self):
        self.refund(100, None)

    def a_dispute(self):
        self.dispute()

    def a_dispute_won(self):
        dispute = self.dispute()
        self.begin()
        evidence = {"uncategorized_text": "winning_evidence"}
        self.sandbox.modify("dispute", dispute, evidence=evidence, submit=True)

    def a_dispute_lost(self):
        dispute = self.dispute()
        self.begin()
        self.sandbox.call("POST", f"/v1/disputes/{dispute}/close")

    def an_inquiry(self):
        self.pay("pm_card_createDisputeInquiry")

    def an_early_fraud_warning(self):
        self.pay("pm_card_createIssuerFraudRecord")

    def a_payment_that_wants_its_customer(self):
        self.sandbox.authenticate(self.pay("pm_card_threeDSecure2Required")["id"])

    def hold(self):
        self.begin()
        fields = {"amount": 500, "currency": "usd", "payment_method": "pm_card_visa"}
        fields["capture_method"] = "manual"
        return self.sandbox.create("payment_intent", confirm=True, **fields)["id"]

    def a_hold_captured(self):
        self.sandbox.call("POST", f"/v1/payment_intents/{self.hold()}/capture")

    def a_hold_that_expires(self):
        self.hold()
        self.begin()
        self.sandbox.advance(8 * 86_400)

    def a_bank_debit(self):
        self.pay("pm_usBankAccount_success")
        self.sandbox.advance(600)

    def a_refund_that_fails(self):
        charge = self.pay("pm_card_refundFail")["latest_charge"]
        self.begin()
        self.sandbox.create("refund", charge=charge)
        self.sandbox.advance(600)

    def a_set_up(self):
        self.begin()
        self.sandbox.create("setup_intent", payment_method="pm_card_visa", confirm=True)

    def a_payout(self):
        self.pay("pm_card_bypassPending")
        self.begin()
        payout = self.sandbox.create("payout", amount=100, currency="usd")
        self.sandbox.advance(3 * 86_400)
        return payout

    def a_payout_canceled(self):
        self.pay("pm_card_bypassPending")
        self.begin()
        payout = self.sandbox.create("payout", amount=100, currency="usd")["id"]
        self.sandbox.call("POST", f"/v1/payouts/{payout}/cancel")

    def a_top_up(self):
        self.begin()
        self.sandbox.create("topup", amount=100, currency="usd")
        self.sandbox.advance(2 * 86_400)

    def attached(self):
        customer = self.customer("pm_card_visa")
        method = self.sandbox.create(
            "payment_method", type="card", card={"number": "4242424242424242"}
        )["id"]
        self.begin()
        self.sandbox.call("POST", f"/v1/payment_methods/{method}/attach", customer=customer)
        return customer, method

    def a_method_attached(self):
        self.attached()

    def a_method_detached(self):
        _, method = self.attached()
        self.begin()
        self.sandbox.call("POST", f"/v1/payment_methods/{method}/detach")

    def a_default_method_detached(self):
        customer, method = self.attached()
        settings = {"default_payment_method": method}
        self.sandbox.modify("customer", customer, invoice_settings=settings)
        self.begin()
        self.sandbox.call("POST", f"/v1/payment_methods/{method}/detach")

    def a_coupon_deleted(self):
        coupon = self.sandbox.create("coupon", percent_off=5)["id"]
        self.begin()
        self.sandbox.delete("coupon", coupon)

    def a_customer_with_subscriptions_deleted(self):
        customer = self.customer()
        self.subscribe(customer)
        self.subscribe(customer)
        self.begin()
        self.sandbox.delete("customer", customer)

    def a_feature_granted(self):
        feature = self.sandbox.create("entitlements.feature", name="F", lookup_key="f")["id"]
        customer, price = self.customer(), self.price()
        path = f"/v1/products/{price['product']}/features"
        self.sandbox.call("POST", path, entitlement_feature=feature)
        self.begin()
        self.sandbox.create("subscription", customer=customer, items=[{"price": price["id"]}])


@pytest.fixture
def stories(sandbox):
    return Stories(sandbox)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_told_in_this_order(stories, name):
    assert stories.tell(name) == STORIES[name]
    assert set(STORIES[name]) <= catalogue.event_types()


@pytest.mark.parametrize("name", STORIES)
def test_only_updates_say_what_was_before(stories, name):
    """And `payment_method.detached`, which shows in no other way whose the method was."""
    stories.tell(name)

    for event in stories.told():
        had = event["type"].endswith(".updated") or event["type"] == "payment_method.detached"
        assert ("previous_attributes" in event["data"]) == had, event["type"]
        assert event["data"].get("previous_attributes") != {}, event["type"]


def test_what_stripe_does_by_itself_names_no_request(stories):
    stories.tell("a renewal")

    assert {event["request"]["id"] for event in stories.told()} == {None}
    assert {event["request"]["idempotency_key"] for event in stories.told()} == {None}


def test_events_of_one_request_name_it(sandbox, customer, price):
    headers = {"Idempotency-Key": "once"}
    params = {"customer": customer["id"], "items": [{"price": price["id"]}]}
    mark = len(sandbox.events)

    response = sandbox.request("POST", "/v1/subscriptions", params, headers)

    request = {"id": response.headers["Request-Id"], "idempotency_key": "once"}
    assert all(event["request"] == request for event in sandbox.events[mark:])


def test_an_upcoming_invoice_has_no_id(stories):
    stories.tell("an invoice announced")

    (event,) = stories.told()
    assert "id" not in event["data"]["object"]
    assert event["data"]["object"]["total"] == 1_000
    assert len(event["data"]["object"]["lines"]["data"]) == 1


def test_a_detached_method_says_whose_it_was(stories):
    stories.tell("a method detached")

    data = stories.told()[0]["data"]
    assert data["object"]["customer"] is None
    assert data["previous_attributes"]["customer"].startswith("cus_")


def test_a_deleted_customer_is_told_whole(sandbox, customer):
    sandbox.delete("customer", customer["id"])

    assert sandbox.events[-1]["data"]["object"] == customer


def test_the_summary_of_entitlements_says_what_was_before(stories):
    stories.tell("a feature granted")

    data = stories.told()[-1]["data"]
    assert [one["lookup_key"] for one in data["object"]["entitlements"]["data"]] == ["f"]
    assert data["previous_attributes"] == {"entitlements": {"data": []}}


# -- previous attributes

CHANGES = [
    ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 2}),
    ({"a": 1}, {"a": 1, "b": 3}, {"b": None}),
    ({"a": 1, "b": 3}, {"a": 1}, {"b": 3}),
    (
        {"m": {"x": "1", "y": "2"}},
        {"m": {"x": "3", "z": "4"}},
        {"m": {"x": "1", "y": "2", "z": None}},
    ),
    ({"h": {"i": {"j": 1, "k": 2}}}, {"h": {"i": {"j": 1, "k": 3}}}, {"h": {"i": {"k": 2}}}),
    ({"l": [1, 2]}, {"l": [1, 2, 3]}, {"l": [1, 2]}),
    ({"h": None}, {"h": {"i": 1}}, {"h": None}),
    ({"h": {"i": 1}}, {"h": None}, {"h": {"i": 1}}),
    (
        {"items": {"object": "list", "data": [1], "total_count": 1}},
        {"items": {"object": "list", "data": [2], "total_count": 1}},
        {"items": {"data": [1]}},
    ),
    (
        {"p": {"object": "price", "id": "price_1", "n": 1}},
        {"p": {"object": "price", "id": "price_2", "n": 1}},
        {"p": {"object": "price", "id": "price_1", "n": 1}},
    ),
]


@pytest.mark.parametrize(("before", "after", "previous"), CHANGES)
def test_previous_attributes(before, after, previous):
    assert previous_attributes(before, after) == previous


# What changes without an event of its own.
SILENT = {"customer": {"next_invoice_sequence"}, "charge": {"balance_transaction"}}


@pytest.mark.parametrize("seed", range(12))
def test_going_back_over_updates_gives_every_earlier_state(seed):
    """The object of each event, with the previous attributes laid over it, is that of the one before."""
    sandbox = Sandbox(now=1_790_000_000, seed=seed)
    act = random.Random(seed)
    live_a_little(sandbox, act, steps=60)

    last, seen = {}, 0
    for event in sandbox.events:
        after = event["data"]["object"]
        kind, id = after["object"], after.get("id")
        if event["type"] == "charge.refund.updated":
            continue  # tells what refund.updated told
        if id in last and "previous_attributes" in event["data"]:
            previous = event["data"]["previous_attributes"]
            before = without(undone(after, previous), kind)
            assert before == without(last[id], kind), event["type"]
            seen += 1
        if id is not None:
            last[id] = after
    assert seen > 10


def without(value, kind=None):
    """
    A state without what changes silently, what is null or absent all the same, and without what
    it shows of objects whose changes have events of their own.
    """
    if isinstance(value, list):
        return [without(one) for one in value]
    if not isinstance(value, dict):
        return value
    if kind is None and value.get("object") in ("price", "plan"):
        return value["id"]
    skipped = SILENT.get(kind, ())
    pairs = ((k, without(v)) for k, v in value.items() if k not in skipped)
    return {k: v for k, v in pairs if v is not None}


def live_a_little(sandbox, act, steps, first=lambda *request: None):
    """Random operations; those that are refused do nothing. `first` sees each before it is made."""
    product = sandbox.create("product", name="P")["id"]
    prices = [
        sandbox.create(
            "price",
            product=product,
            currency="usd",
            unit_amount=amount,
            recurring={"interval": "month"},
        )["id"]
        for amount in (100, 200, 300)
    ]
    cards = ["pm_card_visa", "pm_card_mastercard", "pm_card_chargeCustomerFail"]
    customers = [sandbox.create("customer", payment_method=act.choice(cards))["id"] for _ in "123"]

    def any_of(kind):
        found = sandbox.all(kind)
        return act.choice(found)["id"] if found else "none"

    def pass_time():
        sandbox.advance(act.choice([3_600, 86_400, 31 * 86_400]))

    steps_there_are = [
        lambda: ("POST", "/v1/customers/" + act.choice(customers), {
            "name": act.choice("ABC"),
            "metadata": {act.choice("xyz"): act.choice(["1", "2", ""])},
            "address": {"city": act.choice("KLM")},
        }),
        lambda: ("POST", "/v1/subscriptions", {
            "customer": act.choice(customers),
            "items": [{"price": act.choice(prices), "quantity": act.randint(1, 3)}],
        }),
        lambda: ("POST", "/v1/subscriptions/" + any_of("subscription"), {
            "items": [{"id": any_of("subscription_item"), "price": act.choice(prices)}],
            "metadata": {"k": act.choice("12")},
        }),
        lambda: ("POST", "/v1/subscription_items", {
            "subscription": any_of("subscription"),
            "price": act.choice(prices),
        }),
        lambda: ("POST", "/v1/subscription_items/" + any_of("subscription_item"), {
            "quantity": act.randint(1, 9),
        }),
        lambda: ("DELETE", "/v1/subscription_items/" + any_of("subscription_item"), {}),
        lambda: ("POST", "/v1/subscriptions/" + any_of("subscription"), {
            "cancel_at_period_end": act.choice([True, False]),
        }),
        lambda: ("DELETE", "/v1/subscriptions/" + any_of("subscription"), {}),
        lambda: ("POST", "/v1/refunds", {"charge": any_of("charge"), "amount": 10}),
        lambda: ("POST", "/v1/charges/" + any_of("charge"), {"description": act.choice("abc")}),
        lambda: ("POST", "/v1/invoices", {"customer": act.choice(customers)}),
        lambda: ("POST", "/v1/invoiceitems", {
            "customer": act.choice(customers),
            "invoice": any_of("invoice"),
            "amount": 70,
            "currency": "usd",
        }),
        lambda: ("POST", f"/v1/invoices/{any_of('invoice')}/pay", {}),
        lambda: ("POST", f"/v1/invoices/{any_of('invoice')}/void", {}),
        lambda: ("POST", "/v1/products/" + product, {"name": act.choice("PQR")}),
        lambda: ("POST", "/v1/prices/" + act.choice(prices), {"nickname": act.choice("uv")}),
    ]  # fmt: skip
    for _ in range(steps):
        if act.random() < 0.15:
            pass_time()
        else:
            request = act.choice(steps_there_are)()
            first(*request)
            sandbox.request(*request)
        sandbox.advance(act.randint(0, 2))


# -- the list


def test_a_cursor_leads_both_ways(sandbox):
    ids = [sandbox.create("customer")["id"] for _ in range(7)]
    names = [event["data"]["object"]["id"] for event in sandbox.events]

    newest = sandbox.list("event", limit=3)
    older = sandbox.list("event", limit=3, starting_after=newest["data"][-1]["id"])
    back = sandbox.list("event", limit=3, ending_before=older["data"][0]["id"])
    from_first = sandbox.list("event", limit=2, ending_before=sandbox.events[0]["id"])

    assert names == ids
    assert [e["data"]["object"]["id"] for e in older["data"]] == ids[3:0:-1]
    assert back["data"] == newest["data"]
    assert newest["has_more"] and older["has_more"] and not back["has_more"]
    # What follows the first event: the pages run on in time, each newest first.
    assert [e["data"]["object"]["id"] for e in from_first["data"]] == [ids[2], ids[1]]


def test_types_may_be_wildcards_and_name_nothing(sandbox, customer, price):
    def listed(**params):
        return {event["type"] for event in sandbox.list("event", limit=100, **params)["data"]}

    assert listed(types=["price.*", "product.*"]) == {"price.created", "product.created"}
    assert listed(type="customer.*") == {"customer.created"}
    assert listed(type="nothing.ever") == set()
    assert listed(type="*") == set(types(sandbox))


def test_one_event_is_retrieved_for_30_days(sandbox):
    sandbox.create("customer")
    event = sandbox.events[0]

    assert sandbox.retrieve("event", event["id"]) == event
    assert sandbox.request("GET", "/v1/events", {"expand": ["data.data.object"]}).status == 400
    sandbox.advance(31 * 86_400)
    assert sandbox.request("GET", f"/v1/events/{event['id']}").status == 404


def test_an_event_is_written_in_the_accounts_version_and_stays_in_it(sandbox):
    sandbox.journal.versions[sandbox.account] = "2024-06-20"
    stories = Stories(sandbox)
    stories.tell("a sign-up")
    sandbox.journal.versions.clear()

    told = {event["type"]: event for event in stories.told()}
    subscription = told["customer.subscription.created"]
    assert subscription["api_version"] == "2024-06-20"
    assert subscription["data"]["object"]["current_period_end"] > 0
    path = f"/v1/events/{subscription['id']}"
    shown = sandbox.request("GET", path, headers={"Stripe-Version": "2026-10-28.endive"}).json()
    assert shown["data"] == subscription["data"]


# -- on command


def test_a_change_without_an_event(sandbox, customer):
    changed = sandbox.change("customer", customer["id"], balance=-500)

    assert changed["balance"] == -500
    assert sandbox.retrieve("customer", customer["id"])["balance"] == -500
    assert types(sandbox) == ["customer.created", "payment_method.attached"]


def test_any_event_about_an_object(sandbox, customer, price):
    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])

    event = sandbox.emit("customer.subscription.trial_will_end", "subscription", made["id"])

    assert sandbox.events[-1] == event
    assert event["data"] == {"object": made}
    with pytest.raises(LookupError):
        sandbox.emit("customer.dances", "customer", customer["id"])


def test_the_balance_becomes_available(sandbox, customer):
    sandbox.create(
        "payment_intent",
        amount=500,
        currency="usd",
        customer=customer["id"],
        payment_method="pm_card_visa",
        confirm=True,
    )
    mark = len(sandbox.events)

    sandbox.advance(86_400)
    early = len(sandbox.events)
    sandbox.advance(2 * 86_400)
    sandbox.advance(86_400)

    (event,) = sandbox.events[mark:]
    assert early == mark
    assert (event["type"], event["request"]["id"]) == ("balance.available", None)
    assert event["data"]["object"]["available"][0]["amount"] == 500 - 45
    assert sandbox.all("balance_transaction")[0]["status"] == "available"


def test_a_connected_accounts_update_is_an_event_of_that_account(sandbox):
    sandbox.connect("acct_2")
    got = []
    sandbox.deliver_to(lambda body, headers: got.append(body), connect=True)

    sandbox.modify("account", "acct_2", metadata={"a": "b"})

    assert sandbox.events[-1]["type"] == "account.updated"
    assert sandbox.events[-1]["account"] == "acct_2"
    assert len(got) == 1


def test_an_event_that_needs_to_be_selected_is_made_only_then(sandbox):
    type, session = "identity.verification_session.redacted", {"id": "vs_1"}
    sandbox.add({**session, "object": "identity.verification_session"})
    sandbox.deliver_to(lambda body, headers: None)

    unselected = sandbox.emit(type, "identity.verification_session", "vs_1")
    sandbox.deliver_to(lambda body, headers: None, enabled_events=(type,))
    selected = sandbox.emit(type, "identity.verification_session", "vs_1")

    assert unselected == {}
    assert selected["type"] == type
    assert types(sandbox) == [type]
