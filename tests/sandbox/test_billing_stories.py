"""
A billing life, told through the unmodified SDK while the sandbox's clock passes.

They run on every supported major of the SDK, each of which speaks its own version of the API.
"""

import pytest
import stripe

DAY, HOUR = 86_400, 3_600


@pytest.fixture
def shop(sandbox):
    """The SDK's client as a story needs it; before 12.5 there was no `v1`."""
    client = stripe.StripeClient("sk_test_x", http_client=sandbox.http_client())
    return getattr(client, "v1", client)


@pytest.fixture
def told(sandbox):
    """The types of the events since the last time it was asked, oldest first."""
    seen = 0

    def since():
        nonlocal seen
        types = [event["type"] for event in sandbox.events[seen:]]
        seen = len(sandbox.events)
        return [name for name in types if name != "balance.available"]

    return since


def price(shop, amount, interval="month", currency="usd", **more):
    product = shop.products.create({"name": "Gold"})
    terms = {"product": product.id, "currency": currency, "unit_amount": amount}
    return shop.prices.create({**terms, "recurring": {"interval": interval}, **more})


def card(shop, customer, name="visa"):
    """Attach a card and charge it by default."""
    method = shop.payment_methods.attach(f"pm_card_{name}", {"customer": customer})
    settings = {"invoice_settings": {"default_payment_method": method.id}}
    shop.customers.update(customer, settings)
    return method.id


def signed_up(shop, *prices, name="visa", **more):
    customer = shop.customers.create({"email": "ada@example.com"}).id
    if name:
        card(shop, customer, name)
    items = [{"price": one.id} for one in prices]
    return shop.subscriptions.create({"customer": customer, "items": items, **more})


def period(sandbox, subscription):
    """When the first item's period ends."""
    item = sandbox.get("subscription", subscription.id)["items"]["data"][0]
    return item["current_period_end"]


def invoices(sandbox, subscription):
    """A subscription's invoices, oldest first."""
    path = "parent.subscription_details.subscription"
    table = sandbox.shelf().table("invoice")
    return [sandbox.get("invoice", one.id) for one in table.by(path, subscription.id)]


def to(sandbox, moment):
    sandbox.advance(moment - sandbox.clock.now())


def status(shop, subscription):
    return shop.subscriptions.retrieve(subscription.id).status


RENEWED = [
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
]


def test_a_trial_is_announced_ends_and_is_billed(shop, sandbox, told):
    made = signed_up(shop, price(shop, 1_500), trial_period_days=14)
    told()

    sandbox.advance(11 * DAY)
    announced = told()
    sandbox.advance(3 * DAY + HOUR)

    last = sandbox.get("subscription", made.id)
    first, second = invoices(sandbox, made)
    assert made.status == "trialing"
    assert announced == ["invoice.upcoming", "customer.subscription.trial_will_end"]
    assert (last["status"], second["status"], second["total"]) == ("active", "paid", 1_500)
    assert (first["total"], first["lines"]["data"][0]["description"]) == (
        0,
        "Free trial for 1 × Gold",
    )
    assert second["billing_reason"] == "subscription_cycle"
    assert told() == RENEWED


@pytest.mark.parametrize(
    ("behavior", "ends"),
    [("cancel", "canceled"), ("pause", "paused"), ("create_invoice", "past_due")],
)
def test_a_trial_without_a_card_ends_as_it_was_set(shop, sandbox, told, behavior, ends):
    settings = {"end_behavior": {"missing_payment_method": behavior}}
    terms = {"trial_period_days": 7, "trial_settings": settings}
    made = signed_up(shop, price(shop, 900), name=None, **terms)
    told()

    sandbox.advance(7 * DAY + 2 * HOUR)

    assert status(shop, made) == ends
    types = told()
    assert ("customer.subscription.paused" in types) == (ends == "paused")
    assert ("customer.subscription.deleted" in types) == (ends == "canceled")
    assert len(invoices(sandbox, made)) == (2 if ends == "past_due" else 1)


def test_a_paused_trial_is_resumed_with_a_card(shop, sandbox, told):
    settings = {"end_behavior": {"missing_payment_method": "pause"}}
    terms = {"trial_period_days": 7, "trial_settings": settings}
    made = signed_up(shop, price(shop, 900), name=None, **terms)
    sandbox.advance(9 * DAY)
    card(shop, made.customer)
    told()

    shop.subscriptions.resume(made.id)

    assert status(shop, made) == "active"
    assert period(sandbox, made) > sandbox.clock.now() + 27 * DAY
    assert invoices(sandbox, made)[-1]["amount_paid"] == 900
    assert told()[-2:] == ["customer.subscription.updated", "customer.subscription.resumed"]


def test_renewals_come_month_by_month(shop, sandbox, told):
    made = signed_up(shop, price(shop, 1_000))
    told()
    to(sandbox, period(sandbox, made) - 8 * DAY)
    quiet = told()
    to(sandbox, period(sandbox, made) - 1)
    announced = told()

    end = period(sandbox, made)
    to(sandbox, end)
    draft = invoices(sandbox, made)[-1]
    to(sandbox, end + HOUR)
    paid = invoices(sandbox, made)[-1]

    assert (quiet, announced) == ([], ["invoice.upcoming"])
    assert (draft["status"], draft["automatically_finalizes_at"]) == ("draft", end + HOUR)
    assert draft["lines"]["data"][0]["period"] == {"start": end, "end": period(sandbox, made)}
    assert (paid["status"], paid["attempt_count"], paid["number"][-4:]) == ("paid", 1, "0002")
    assert told() == RENEWED
    assert {event["request"]["id"] for event in sandbox.events[-10:]} == {None}
    sandbox.advance(200 * DAY)
    assert len(invoices(sandbox, made)) == 8


def test_what_is_added_while_the_invoice_is_a_draft_is_billed_with_it(shop, sandbox):
    """As an application does that hears of `invoice.created`."""
    made = signed_up(shop, price(shop, 1_000))
    heard = []

    def receive(body, headers):
        event = stripe.Webhook.construct_event(
            body, headers["Stripe-Signature"], endpoint["secret"], tolerance=None
        )
        if event.type == "invoice.created":
            heard.append(sandbox.clock.now())
            extra = {"customer": made.customer, "invoice": event.data.object.id}
            sandbox.create("invoiceitem", amount=250, currency="usd", **extra)

    endpoint = sandbox.deliver_to(receive, enabled_events=("invoice.created",))
    end = period(sandbox, made)
    to(sandbox, end + 2 * HOUR)

    assert heard == [end]
    assert invoices(sandbox, made)[-1]["amount_paid"] == 1_250


def test_an_upgrade_is_billed_with_the_next_invoice_or_at_once(shop, sandbox, told):
    small, large = price(shop, 1_000), price(shop, 3_000)
    later, now = signed_up(shop, small), signed_up(shop, small)
    half = (period(sandbox, later) - sandbox.clock.now()) // 2
    sandbox.advance(half)

    for made, behavior in ((later, "create_prorations"), (now, "always_invoice")):
        item = sandbox.get("subscription", made.id)["items"]["data"][0]["id"]
        told()
        changed = {"items": [{"id": item, "price": large.id}], "proration_behavior": behavior}
        shop.subscriptions.update(made.id, changed)
        types = told()

    at_once = invoices(sandbox, now)[-1]
    assert types == [
        "invoiceitem.created",
        "invoiceitem.created",
        "invoice.created",
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "customer.subscription.updated",
    ]
    assert (at_once["billing_reason"], at_once["amount_paid"]) == ("subscription_update", 1_000)
    to(sandbox, period(sandbox, later) + HOUR)
    amounts = [line["amount"] for line in invoices(sandbox, later)[-1]["lines"]["data"]]
    assert amounts == [-500, 1_500, 3_000]
    assert invoices(sandbox, now)[-1]["total"] == 3_000


def test_a_downgrade_gives_credit_that_the_next_invoice_takes(shop, sandbox):
    small, large = price(shop, 1_000), price(shop, 3_000)
    made = signed_up(shop, large)
    sandbox.advance((period(sandbox, made) - sandbox.clock.now()) // 2)
    item = sandbox.get("subscription", made.id)["items"]["data"][0]["id"]

    changed = {"items": [{"id": item, "price": small.id}], "proration_behavior": "always_invoice"}
    shop.subscriptions.update(made.id, changed)
    owed = shop.customers.retrieve(made.customer).balance
    to(sandbox, period(sandbox, made) + HOUR)

    credit, next_ = invoices(sandbox, made)[1:]
    assert (credit["total"], credit["amount_due"], credit["status"]) == (-1_000, 0, "paid")
    assert (owed, next_["total"], next_["amount_due"]) == (-1_000, 1_000, 0)
    assert (next_["starting_balance"], next_["ending_balance"]) == (-1_000, 0)


def test_a_downgrade_at_the_end_of_the_period_by_a_schedule(shop, sandbox, told):
    small, large = price(shop, 1_000), price(shop, 3_000)
    made = signed_up(shop, large)
    end = period(sandbox, made)
    schedule = shop.subscription_schedules.create({"from_subscription": made.id})
    phase = sandbox.get("subscription_schedule", schedule.id)["phases"][0]
    current = {
        "items": [{"price": large.id, "quantity": 1}],
        "start_date": phase["start_date"],
        "end_date": phase["end_date"],
    }
    then = {"items": [{"price": small.id}], "duration": {"interval": "month"}}
    sandbox.modify("subscription_schedule", schedule.id, phases=[current, then])
    told()

    to(sandbox, end + HOUR)
    after = sandbox.get("subscription", made.id)
    types = told()
    to(sandbox, period(sandbox, made) + HOUR)

    assert phase["end_date"] == end
    assert after["items"]["data"][0]["price"]["unit_amount"] == 1_000
    assert [one["total"] for one in invoices(sandbox, made)] == [3_000, 1_000, 1_000]
    assert types[:3] == ["invoice.upcoming", "subscription_schedule.updated", "invoice.created"]
    done = sandbox.get("subscription_schedule", schedule.id)
    assert (done["status"], done["released_subscription"]) == ("completed", made.id)
    assert "subscription_schedule.completed" in told()
    assert status(shop, made) == "active"


def test_a_schedule_begins_later_and_cancels_at_its_end(shop, sandbox, told):
    first, second = price(shop, 1_000), price(shop, 2_000)
    customer = shop.customers.create({}).id
    card(shop, customer)
    start = sandbox.clock.now() + 5 * DAY
    phases = [
        {"items": [{"price": first.id}], "duration": {"interval": "month", "interval_count": 2}},
        {"items": [{"price": second.id}], "duration": {"interval": "month"}},
    ]
    terms = {"start_date": start, "end_behavior": "cancel", "phases": phases}
    schedule = sandbox.create("subscription_schedule", customer=customer, **terms)
    told()

    to(sandbox, start)
    begun = sandbox.get("subscription_schedule", schedule["id"])
    sandbox.advance(100 * DAY)

    made = sandbox.all("subscription")[-1]
    totals = [one["total"] for one in sandbox.all("invoice")]
    assert schedule["status"] == "not_started"
    assert (begun["status"], begun["subscription"]) == ("active", made["id"])
    assert (made["status"], totals) == ("canceled", [1_000, 1_000, 2_000])
    types = told()
    assert "subscription_schedule.expiring" in types
    assert types[-3:] == [
        "subscription_schedule.completed",
        "customer.subscription.updated",
        "customer.subscription.deleted",
    ]


def test_a_metered_month(shop, sandbox):
    terms = {"default_aggregation": {"formula": "sum"}, "display_name": "Calls"}
    meter = sandbox.create("billing.meter", event_name="call", **terms)
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter["id"]}
    product = sandbox.create("product", name="Calls")["id"]
    tiers = [{"up_to": 100, "unit_amount": 0}, {"up_to": "inf", "unit_amount_decimal": "0.5"}]
    made = sandbox.create(
        "price",
        product=product,
        currency="usd",
        billing_scheme="tiered",
        tiers_mode="graduated",
        tiers=tiers,
        recurring=recurring,
    )
    customer = shop.customers.create({}).id
    card(shop, customer)
    items = [{"price": made["id"]}]
    subscription = shop.subscriptions.create({"customer": customer, "items": items})

    for _ in range(3):
        sandbox.advance(2 * DAY)
        payload = {"stripe_customer_id": customer, "value": "150"}
        sandbox.call("POST", "/v1/billing/meter_events", event_name="call", payload=payload)
    to(sandbox, period(sandbox, subscription) + HOUR)

    (invoice,) = invoices(sandbox, subscription)
    lines = [
        (one["quantity"], one["amount"], one["description"]) for one in invoice["lines"]["data"]
    ]
    assert subscription.status == "active"
    assert lines == [
        (100, 0, "100 × Calls (Tier 1 at $0.00 / month)"),
        (350, 175, "350 × Calls (Tier 2 at $0.005 / month)"),
    ]
    assert (invoice["total"], invoice["status"]) == (175, "paid")


def dunned(shop, sandbox):
    """A subscription whose card is blocked before it renews; when it renewed."""
    made = signed_up(shop, price(shop, 1_000))
    card(shop, made.customer, "chargeCustomerFail")
    end = period(sandbox, made)
    to(sandbox, end + HOUR)
    return made, end + HOUR


def test_dunning_ends_in_cancellation(shop, sandbox, told):
    made, first = dunned(shop, sandbox)
    assert status(shop, made) == "past_due"
    assert shop.customers.retrieve(made.customer).delinquent is True
    told()

    attempts = []
    for days in (3, 5, 7):
        attempts.append(invoices(sandbox, made)[-1]["next_payment_attempt"])
        sandbox.advance(days * DAY)

    ended, last = shop.subscriptions.retrieve(made.id), invoices(sandbox, made)[-1]
    assert attempts == [first + 3 * DAY, first + 8 * DAY, first + 15 * DAY]
    assert (ended.status, ended.cancellation_details.reason) == ("canceled", "payment_failed")
    assert (last["status"], last["attempt_count"], last["next_payment_attempt"]) == (
        "open",
        4,
        None,
    )
    types = told()
    assert types.count("invoice.payment_failed") == 3
    assert types[-2:] == ["invoice.payment_failed", "customer.subscription.deleted"]


@pytest.mark.parametrize("then", ["unpaid", "past_due"])
def test_dunning_ends_as_the_account_is_set(shop, sandbox, then):
    sandbox.billing(after_retries=then, retry_days=(1,))
    made, _ = dunned(shop, sandbox)

    sandbox.advance(2 * DAY)
    assert status(shop, made) == then
    to(sandbox, period(sandbox, made) + 2 * HOUR)

    latest = invoices(sandbox, made)[-1]
    assert latest["status"] == ("draft" if then == "unpaid" else "open")


def test_a_card_that_is_replaced_in_time_ends_the_dunning(shop, sandbox, told):
    made, _ = dunned(shop, sandbox)
    card(shop, made.customer)
    told()

    sandbox.advance(3 * DAY)

    assert status(shop, made) == "active"
    assert shop.customers.retrieve(made.customer).delinquent is False
    types = told()
    assert types[-2:] == ["customer.subscription.updated", "customer.updated"]
    assert "invoice.paid" in types


def test_a_sign_up_that_nobody_pays_expires(shop, sandbox, told):
    made = signed_up(shop, price(shop, 1_000), name="chargeCustomerFail")
    told()

    sandbox.advance(23 * HOUR)

    assert made.status == "incomplete"
    assert status(shop, made) == "incomplete_expired"
    assert invoices(sandbox, made)[0]["status"] == "void"
    assert told() == [
        "customer.subscription.updated",
        "payment_intent.canceled",
        "invoice.updated",
        "invoice.voided",
    ]


def test_a_sign_up_is_paid_from_the_browser(shop, sandbox):
    """`default_incomplete`, and the payment intent is confirmed with its secret."""
    made = signed_up(shop, price(shop, 1_000), name=None, payment_behavior="default_incomplete")
    invoice = sandbox.call(
        "GET", f"/v1/invoices/{made.latest_invoice}", expand=["confirmation_secret"]
    )
    secret = invoice["confirmation_secret"]["client_secret"]
    intent = secret.partition("_secret_")[0]

    shop.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})

    assert made.status == "incomplete"
    assert status(shop, made) == "active"
    assert invoices(sandbox, made)[0]["status"] == "paid"
    sandbox.advance(40 * DAY)
    assert [one["status"] for one in invoices(sandbox, made)] == ["paid", "paid"]


def test_a_card_that_was_set_up_is_renewed_without_its_customer(shop, sandbox, told):
    subscription = signed_up(shop, price(shop, 2_000), name="authenticationRequiredOnSetup")
    (waiting,) = sandbox.all("payment_intent")
    sandbox.authenticate(waiting["id"])
    assert status(shop, subscription) == "active"
    told()

    to(sandbox, period(sandbox, subscription) + HOUR + 1)

    assert status(shop, subscription) == "active"
    assert [one["status"] for one in sandbox.all("payment_intent")] == ["succeeded"] * 2
    assert "invoice.payment_action_required" not in told()


def test_a_card_that_always_wants_its_customer_invites_them_to_the_renewal(shop, sandbox, told):
    subscription = signed_up(shop, price(shop, 2_000), name="authenticationRequired")
    (waiting,) = sandbox.all("payment_intent")
    sandbox.authenticate(waiting["id"])
    told()

    to(sandbox, period(sandbox, subscription) + HOUR + 1)

    assert status(shop, subscription) == "past_due"
    renewal = sandbox.all("payment_intent")[-1]
    assert renewal["status"] == "requires_action"
    assert "invoice.payment_action_required" in told()
    sandbox.authenticate(renewal["id"])
    assert status(shop, subscription) == "active"


def test_who_is_there_when_an_invoice_is_paid(shop, sandbox):
    """By default nobody, unless the request says so; a set-up card pays then by itself."""
    customer = shop.customers.create({}).id
    setup = shop.setup_intents.create(
        {"customer": customer, "payment_method": "pm_card_authenticationRequiredOnSetup"}
    )
    shop.setup_intents.confirm(setup.id)
    sandbox.authenticate(setup.id)
    method = shop.payment_methods.list({"customer": customer}).data[0].id

    def paid(**said):
        invoice = shop.invoices.create({"customer": customer, "auto_advance": False}).id
        item = {"customer": customer, "invoice": invoice, "amount": 500, "currency": "usd"}
        shop.invoice_items.create(item)
        try:
            return shop.invoices.pay(invoice, {"payment_method": method, **said}).status
        except stripe.CardError as error:
            return error.code

    assert paid() == "paid"
    assert paid(off_session=False) == "invoice_payment_intent_requires_action"


def test_an_annual_plan_with_a_coupon_in_yen(shop, sandbox, told):
    shop.coupons.create({"id": "THIRD", "percent_off": 33.3, "duration": "once"})
    yearly = price(shop, 9_999, "year", "jpy")

    made = signed_up(shop, yearly, discounts=[{"coupon": "THIRD"}])
    sandbox.advance(366 * DAY)

    first, second = invoices(sandbox, made)
    assert (first["subtotal"], first["total"], first["amount_paid"]) == (9_999, 6_669, 6_669)
    assert (second["total"], second["discounts"]) == (9_999, [])
    assert sandbox.get("subscription", made.id)["discounts"] == []
    assert {one["amount"] for one in sandbox.all("charge")} == {6_669, 9_999}


def test_a_repeating_coupon_ends_with_its_months(shop, sandbox, told):
    shop.coupons.create(
        {
            "id": "TRY",
            "amount_off": 400,
            "currency": "usd",
            "duration": "repeating",
            "duration_in_months": 3,
        }
    )
    made = signed_up(shop, price(shop, 1_000), discounts=[{"coupon": "TRY"}])
    told()

    sandbox.advance(130 * DAY)

    assert [one["total"] for one in invoices(sandbox, made)] == [600, 600, 600, 1_000, 1_000]
    assert told().count("customer.discount.deleted") == 1


def test_a_sent_invoice_that_is_not_paid_in_time(shop, sandbox, told):
    terms = {"collection_method": "send_invoice", "days_until_due": 14}
    made = signed_up(shop, price(shop, 1_000), name=None, **terms)
    types = told()

    sandbox.advance(HOUR)
    sent = invoices(sandbox, made)[0]
    finalized = told()
    sandbox.advance(14 * DAY)
    late = status(shop, made)
    shop.invoices.pay(sent["id"], {"paid_out_of_band": True})

    assert made.status == "active"
    assert "invoice.finalized" not in types
    assert finalized == ["invoice.finalized", "payment_intent.created", "invoice.sent"]
    assert (sent["status"], sent["due_date"] - sent["created"]) == ("open", 14 * DAY)
    assert (late, status(shop, made)) == ("past_due", "active")


@pytest.mark.parametrize(
    ("behavior", "ends"),
    [("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible"), ("void", "void")],
)
def test_collection_is_paused_and_goes_on(shop, sandbox, behavior, ends):
    made = signed_up(shop, price(shop, 1_000))
    until = period(sandbox, made) + 10 * DAY
    pause = {"behavior": behavior, "resumes_at": until}
    shop.subscriptions.update(made.id, {"pause_collection": pause})

    to(sandbox, until - DAY)
    held = sandbox.get("subscription", made.id)
    to(sandbox, period(sandbox, made) + HOUR)

    assert (held["status"], held["pause_collection"]["behavior"]) == ("active", behavior)
    assert [one["status"] for one in invoices(sandbox, made)] == ["paid", ends, "paid"]
    assert sandbox.get("subscription", made.id)["pause_collection"] is None


def test_it_ends_at_the_periods_end(shop, sandbox, told):
    made = signed_up(shop, price(shop, 1_000))
    shop.subscriptions.update(made.id, {"cancel_at_period_end": True})
    told()

    sandbox.advance(40 * DAY)

    ended = shop.subscriptions.retrieve(made.id)
    assert (ended.status, ended.cancel_at_period_end) == ("canceled", True)
    assert ended.ended_at == ended.cancel_at
    assert ended.canceled_at < ended.ended_at
    assert len(invoices(sandbox, made)) == 1
    assert told() == ["customer.subscription.deleted"]


def test_it_ends_now_and_the_rest_is_given_back(shop, sandbox):
    made = signed_up(shop, price(shop, 1_000))
    sandbox.advance((period(sandbox, made) - sandbox.clock.now()) // 2)

    shop.subscriptions.cancel(made.id, {"invoice_now": True, "prorate": True})

    last = invoices(sandbox, made)[-1]
    assert (last["total"], last["status"]) == (-500, "paid")
    assert shop.customers.retrieve(made.customer).balance == -500


def test_an_update_waits_for_its_payment(shop, sandbox, told):
    small, large = price(shop, 1_000), price(shop, 3_000)
    made = signed_up(shop, small)
    card(shop, made.customer, "chargeCustomerFail")
    sandbox.advance(DAY)
    item = sandbox.get("subscription", made.id)["items"]["data"][0]["id"]
    asked = {"items": [{"id": item, "price": large.id}], "proration_behavior": "always_invoice"}
    told()

    waiting = shop.subscriptions.update(
        made.id, {**asked, "payment_behavior": "pending_if_incomplete"}
    )
    method = shop.payment_methods.attach("pm_card_visa", {"customer": made.customer})
    shop.invoices.pay(waiting.latest_invoice, {"payment_method": method.id})

    after = sandbox.get("subscription", made.id)
    assert waiting.pending_update.expires_at == sandbox.clock.now() + 23 * HOUR
    assert waiting["items"].data[0].price.id == small.id
    assert after["items"]["data"][0]["price"]["id"] == large.id
    assert after["pending_update"] is None
    assert told()[-3:] == [
        "customer.subscription.updated",
        "customer.subscription.pending_update_applied",
        "customer.updated",
    ]


def test_an_update_that_is_not_paid_is_dropped(shop, sandbox, told):
    small, large = price(shop, 1_000), price(shop, 3_000)
    made = signed_up(shop, small)
    card(shop, made.customer, "chargeCustomerFail")
    item = sandbox.get("subscription", made.id)["items"]["data"][0]["id"]
    asked = {"items": [{"id": item, "price": large.id}], "proration_behavior": "always_invoice"}
    shop.subscriptions.update(made.id, {**asked, "payment_behavior": "pending_if_incomplete"})
    told()

    sandbox.advance(DAY)

    after = sandbox.get("subscription", made.id)
    assert after["items"]["data"][0]["price"]["id"] == small.id
    assert (after["pending_update"], after["status"]) == (None, "active")
    assert invoices(sandbox, made)[-1]["status"] == "void"
    assert "customer.subscription.pending_update_expired" in told()


@pytest.mark.parametrize("version", ["2026-10-28.endive", "2026-08-26.dahlia"])
def test_the_period_begins_anew_on_command(shop, sandbox, version):
    made = signed_up(shop, price(shop, 3_000))
    sandbox.advance(10 * DAY)
    now = sandbox.clock.now()

    path = f"/v1/subscriptions/{made.id}"
    if version < "2026-10-28":
        anchor, headers = "now", {"stripe-version": "2026-08-26.dahlia"}
    else:
        anchor, headers = {"type": "now"}, {"stripe-version": version}
    asked = {"billing_cycle_anchor": anchor}
    changed = sandbox.request("POST", path, asked, headers).json()

    invoice = invoices(sandbox, made)[-1]
    assert changed["billing_cycle_anchor"] == now
    assert [line["amount"] for line in invoice["lines"]["data"]] == [-2_000, 3_000]
    assert invoice["amount_paid"] == 1_000
    assert changed["items"]["data"][0]["current_period_start"] == now


def test_a_sign_up_with_an_anchor_ahead_pays_the_days_until_then(shop, sandbox):
    now = sandbox.clock.now()
    made = signed_up(shop, price(shop, 3_000), billing_cycle_anchor=now + 10 * DAY)

    sandbox.advance(10 * DAY + HOUR)

    first, second = (one["total"] for one in invoices(sandbox, made))
    assert (first, second) == (1_000, 3_000)  # ten days of September's thirty


def test_on_a_test_clock_a_year_passes_at_once(shop, sandbox, told):
    clock = shop.test_helpers.test_clocks.create({"frozen_time": 1_800_000_000})
    customer = shop.customers.create({"test_clock": clock.id}).id
    card(shop, customer)
    gold = price(shop, 1_000)
    made = shop.subscriptions.create({"customer": customer, "items": [{"price": gold.id}]})
    now = sandbox.clock.now()

    year = {"frozen_time": 1_800_000_000 + 365 * DAY + 2 * HOUR}
    shop.test_helpers.test_clocks.advance(clock.id, year)

    assert sandbox.clock.now() == now
    assert [one["status"] for one in invoices(sandbox, made)] == ["paid"] * 13
    assert invoices(sandbox, made)[-1]["created"] == 1_800_000_000 + 365 * DAY
    assert told()[-1] == "test_helpers.test_clock.ready"
    mine = [event for event in sandbox.events if event["type"] == "invoice.paid"]
    assert mine[-1]["created"] == 1_800_000_000 + 365 * DAY + HOUR


# -- quotes, links, checkout ---------------------------------------------------------------------


def test_a_quote_is_accepted(shop, sandbox, told):
    gold, setup = price(shop, 1_000), shop.products.create({"name": "Set-up"}).id
    once = shop.prices.create({"product": setup, "currency": "usd", "unit_amount": 5_000})
    customer = shop.customers.create({}).id
    card(shop, customer)
    shop.coupons.create({"id": "TENTH", "percent_off": 10, "duration": "forever"})
    items = [{"price": gold.id, "quantity": 2}, {"price": once.id}]
    told()

    made = shop.quotes.create(
        {"customer": customer, "line_items": items, "discounts": [{"coupon": "TENTH"}]}
    )
    shop.quotes.finalize_quote(made.id)
    done = shop.quotes.accept(made.id)

    assert (made.amount_subtotal, made.amount_total) == (7_000, 6_300)
    assert made.computed.recurring.amount_total == 1_800
    assert done.status == "accepted"
    invoice = sandbox.get("invoice", done.invoice)
    assert (invoice["total"], invoice["status"]) == (6_300, "paid")
    assert status(shop, shop.subscriptions.retrieve(done.subscription)) == "active"
    types = told()
    assert types[0] == "customer.discount.created"
    assert [name for name in types if name.startswith("quote.")] == [
        "quote.created",
        "quote.finalized",
        "quote.accepted",
    ]


def test_a_quote_for_later_becomes_a_schedule_and_one_in_vain_expires(shop, sandbox, told):
    gold, customer = price(shop, 1_000), shop.customers.create({}).id
    card(shop, customer)
    items = [{"price": gold.id}]
    day = sandbox.clock.now() + 9 * DAY
    terms = {"customer": customer, "line_items": items}
    later = shop.quotes.create({**terms, "subscription_data": {"effective_date": day}})
    vain = shop.quotes.create(terms)
    for one in (later, vain):
        shop.quotes.finalize_quote(one.id)

    done = shop.quotes.accept(later.id)
    sandbox.advance(31 * DAY)

    schedule = sandbox.get("subscription_schedule", done.subscription_schedule)
    assert schedule["status"] == "active"
    assert sandbox.get("subscription", schedule["subscription"])["start_date"] == day
    assert shop.quotes.retrieve(vain.id).status == "canceled"
    assert "quote.canceled" in told()


def test_a_quote_of_what_is_sold_once_becomes_an_invoice(shop, sandbox):
    product = shop.products.create({"name": "Set-up"}).id
    once = shop.prices.create({"product": product, "currency": "eur", "unit_amount": 5_000})
    customer = shop.customers.create({}).id
    terms = {"customer": customer, "line_items": [{"price": once.id, "quantity": 3}]}
    made = shop.quotes.create({**terms, "collection_method": "send_invoice"})
    shop.quotes.finalize_quote(made.id)

    done = shop.quotes.accept(made.id)
    sandbox.advance(HOUR)

    invoice = sandbox.get("invoice", done.invoice)
    assert (invoice["total"], invoice["currency"], invoice["status"]) == (15_000, "eur", "open")
    assert invoice["parent"]["quote_details"]["quote"] == made.id


def test_checkout_with_a_trial_a_coupon_and_a_tax(shop, sandbox, told):
    gold = price(shop, 1_000)
    rate = shop.tax_rates.create({"display_name": "VAT", "percentage": 20, "inclusive": False}).id
    shop.coupons.create({"id": "HALF", "percent_off": 50, "duration": "forever"})
    page = {"success_url": "https://example.com", "mode": "subscription"}
    items = [{"price": gold.id, "quantity": 3, "tax_rates": [rate]}]
    offers = [{"coupon": "HALF"}]
    now = shop.checkout.sessions.create({**page, "line_items": items, "discounts": offers})
    trial = {"subscription_data": {"trial_period_days": 7}}
    later = shop.checkout.sessions.create({**page, **trial, "line_items": items})
    told()

    paid = sandbox.checkout(now.id, email="ada@example.com")
    tried = sandbox.checkout(later.id)

    assert (now.amount_subtotal, now.amount_total) == (3_000, 1_800)
    assert (now.total_details.amount_discount, now.total_details.amount_tax) == (1_500, 300)
    assert (later.amount_total, later.payment_status) == (0, "no_payment_required")
    invoice = sandbox.get("invoice", paid["invoice"])
    assert (invoice["amount_paid"], paid["payment_status"]) == (1_800, "paid")
    assert sandbox.get("customer", paid["customer"])["email"] == "ada@example.com"
    assert sandbox.get("subscription", tried["subscription"])["status"] == "trialing"
    assert told().count("checkout.session.completed") == 2


def test_checkout_that_is_left_expires(shop, sandbox, told):
    gold = price(shop, 1_000)
    page = {"success_url": "https://example.com", "mode": "subscription"}
    made = shop.checkout.sessions.create(
        {**page, "line_items": [{"price": gold.id, "quantity": 1}]}
    )
    refused = sandbox.request(
        "POST",
        f"/v1/payment_pages/{made.id}/confirm",
        {"payment_method": "pm_card_chargeCustomerFail"},
    )
    told()

    sandbox.advance(DAY)

    assert refused.status == 402
    assert shop.checkout.sessions.retrieve(made.id).status == "expired"
    assert sandbox.all("subscription") == []
    assert told() == ["checkout.session.expired"]


def test_a_payment_link_is_used_as_often_as_allowed(shop, sandbox):
    product = shop.products.create({"name": "Pot"}).id
    pot = shop.prices.create({"product": product, "currency": "usd", "unit_amount": 4_000})
    limit = {"restrictions": {"completed_sessions": {"limit": 2}}}
    link = shop.payment_links.create({"line_items": [{"price": pot.id, "quantity": 2}], **limit})

    for email in ("ada@example.com", "bob@example.com"):
        done = sandbox.checkout(link.id, email=email)

    used = shop.payment_links.retrieve(link.id)
    assert (done["amount_total"], done["payment_link"]) == (8_000, link.id)
    assert (used.active, used.restrictions.completed_sessions.count) == (False, 2)
    assert [one["amount"] for one in sandbox.all("charge")] == [8_000, 8_000]
