"""
A business's stories, told through the unmodified SDK and read as its users read them.

They run on every supported major of the SDK, each of which speaks its own version of the API.
"""

import io

import pytest
import stripe

TEST, LIVE = "sk_test_x", "sk_live_x"


@pytest.fixture
def shop(sandbox):
    """The SDK's client as a story needs it; before 12.5 there was no `v1`."""
    client = stripe.StripeClient(TEST, http_client=sandbox.http_client())
    return getattr(client, "v1", client)


@pytest.fixture
def live_shop(sandbox):
    client = stripe.StripeClient(LIVE, http_client=sandbox.http_client())
    return getattr(client, "v1", client)


@pytest.fixture
def told(sandbox):
    """The types of the events since the last time it was asked, oldest first."""
    seen = 0

    def since():
        nonlocal seen
        types = [event["type"] for event in sandbox.events[seen:]]
        seen = len(sandbox.events)
        return types

    return since


def in_order(types, *expected):
    """Whether the expected types occur among the types, one after the other."""
    rest = iter(types)
    return all(name in rest for name in expected)


def monthly(shop, name, amount, **product):
    """A product with a monthly price in US dollars."""
    made = shop.products.create({"name": name, **product})
    return shop.prices.create(
        {
            "product": made.id,
            "currency": "usd",
            "unit_amount": amount,
            "recurring": {"interval": "month"},
        }
    )


def customer_with_card(shop, email="ada@example.com", card="pm_card_visa"):
    """A customer whose card is attached and charged by default."""
    customer = shop.customers.create({"email": email})
    method = shop.payment_methods.attach(card, {"customer": customer.id})
    settings = {"default_payment_method": method.id}
    return shop.customers.update(customer.id, {"invoice_settings": settings})


def subscribed(shop, *prices, **more):
    customer = customer_with_card(shop)
    items = [{"price": price.id} for price in prices]
    return shop.subscriptions.create({"customer": customer.id, "items": items, **more})


def paid_charge(shop, amount=2_000, card="pm_card_visa", **more):
    params = {"amount": amount, "currency": "usd", "payment_method": card, "confirm": True}
    intent = shop.payment_intents.create({**params, **more})
    return shop.charges.retrieve(intent.latest_charge)


def refused(call, *args):
    """The error that Stripe answers with."""
    with pytest.raises(stripe.StripeError) as caught:
        call(*args)
    return caught.value


def prices_of(subscription):
    return [item.price.id for item in subscription["items"].data]


# -- signing up


def test_a_customer_signs_up(shop, told):
    gold = monthly(shop, "Gold", 1_500)
    sso = shop.entitlements.features.create({"lookup_key": "sso", "name": "Single sign-on"})
    shop.products.features.create(gold.product, {"entitlement_feature": sso.id})
    told()

    customer = shop.customers.create({"email": "ada@example.com", "metadata": {"team": "7"}})
    method = shop.payment_methods.attach("pm_card_visa", {"customer": customer.id})
    shop.customers.update(customer.id, {"invoice_settings": {"default_payment_method": method.id}})
    subscription = shop.subscriptions.create(
        {"customer": customer.id, "items": [{"price": gold.id, "quantity": 2}]}
    )

    invoice = shop.invoices.retrieve(subscription.latest_invoice)
    held = shop.entitlements.active_entitlements.list({"customer": customer.id})
    assert (method.card.brand, method.card.last4, method.customer) == ("visa", "4242", customer.id)
    assert subscription.status == "active"
    assert (invoice.status, invoice.billing_reason) == ("paid", "subscription_create")
    assert (invoice.amount_paid, invoice.currency) == (3_000, "usd")
    assert invoice.lines.data[0].quantity == 2
    assert [one.lookup_key for one in held.data] == ["sso"]
    types = told()
    assert types[:3] == ["customer.created", "payment_method.attached", "customer.updated"]
    assert in_order(types, "charge.succeeded", "invoice.paid")
    assert {"invoice.created", "invoice.finalized", "customer.subscription.created"} < set(types)
    assert "entitlements.active_entitlement_summary.updated" in types


def test_a_card_that_is_declined_leaves_the_sign_up_incomplete(shop, told):
    gold = monthly(shop, "Gold", 1_500)
    customer = customer_with_card(shop, card="pm_card_chargeCustomerFail")
    told()

    subscription = shop.subscriptions.create(
        {"customer": customer.id, "items": [{"price": gold.id}]}
    )
    other = shop.payment_methods.attach("pm_card_mastercard", {"customer": customer.id})
    shop.invoices.pay(subscription.latest_invoice, {"payment_method": other.id})

    assert subscription.status == "incomplete"
    assert shop.subscriptions.retrieve(subscription.id).status == "active"
    assert in_order(told(), "charge.failed", "invoice.payment_failed", "invoice.paid")


def test_a_payment_that_wants_its_customer_to_authenticate(shop, told):
    intent = shop.payment_intents.create(
        {
            "amount": 900,
            "currency": "eur",
            "payment_method": "pm_card_threeDSecure2Required",
            "confirm": True,
            "return_url": "https://example.com",
        }
    )

    assert (intent.status, intent.latest_charge) == ("requires_action", None)
    assert told() == ["payment_intent.created", "payment_intent.requires_action"]


# -- changing and ending


def test_a_plan_change_adds_changes_and_removes_items(shop, told):
    seat, storage, support = (monthly(shop, n, 500) for n in ("Seat", "Storage", "Support"))
    before = subscribed(shop, seat, storage)
    first, second = (item.id for item in before["items"].data)
    told()

    after = shop.subscriptions.update(
        before.id,
        {
            "items": [
                {"id": first, "quantity": 5},
                {"id": second, "deleted": True},
                {"price": support.id},
            ],
            "proration_behavior": "none",
        },
    )

    assert prices_of(after) == [seat.id, support.id]
    assert after["items"].data[0].quantity == 5
    assert told() == ["customer.subscription.updated"]
    assert refused(shop.subscription_items.retrieve, second).code == "resource_missing"


def test_items_have_an_address_of_their_own(shop, sandbox, told):
    seat, storage = monthly(shop, "Seat", 500), monthly(shop, "Storage", 300)
    subscription = subscribed(shop, seat)
    told()

    item = shop.subscription_items.create({"subscription": subscription.id, "price": storage.id})
    shop.subscription_items.update(item.id, {"quantity": 3})
    listed = shop.subscription_items.list({"subscription": subscription.id})
    stub = shop.subscription_items.delete(item.id)

    assert [one.quantity for one in listed.data] == [1, 3]
    assert (stub.id, stub.deleted) == (item.id, True)
    assert prices_of(shop.subscriptions.retrieve(subscription.id)) == [seat.id]
    types = told()
    assert types.count("customer.subscription.updated") == 3
    assert types.count("invoiceitem.created") == 4  # a debit; a credit and a debit; a credit
    previous = sandbox.events[-1]["data"]["previous_attributes"]
    assert len(previous["items"]["data"]) == 2


def test_the_last_item_cannot_be_removed(shop):
    subscription = subscribed(shop, monthly(shop, "Seat", 500))
    only = subscription["items"].data[0].id

    error = refused(shop.subscription_items.delete, only)

    assert error.http_status == 400
    assert len(shop.subscriptions.retrieve(subscription.id)["items"].data) == 1


def test_cancelling_at_once(shop, told):
    subscription = subscribed(shop, monthly(shop, "Gold", 1_500))
    told()

    ended = shop.subscriptions.cancel(
        subscription.id, {"cancellation_details": {"feedback": "too_expensive"}}
    )

    assert (ended.status, ended.cancellation_details.feedback) == ("canceled", "too_expensive")
    assert ended.ended_at == ended.canceled_at
    assert shop.subscriptions.list({"customer": ended.customer}).data == []
    assert shop.subscriptions.retrieve(ended.id).status == "canceled"
    assert told() == ["customer.subscription.deleted"]
    assert refused(shop.subscriptions.cancel, ended.id).code == "resource_missing"


def test_cancelling_at_the_end_of_the_period_and_thinking_better_of_it(shop, sandbox, told):
    subscription = subscribed(shop, monthly(shop, "Gold", 1_500))
    told()

    leaving = shop.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    staying = shop.subscriptions.update(subscription.id, {"cancel_at_period_end": False})

    assert (leaving.status, leaving.cancel_at_period_end) == ("active", True)
    assert leaving.cancel_at == leaving["items"].data[0].current_period_end
    assert leaving.canceled_at == sandbox.clock.now()
    assert (staying.cancel_at_period_end, staying.cancel_at) == (False, None)
    assert staying.canceled_at is None
    assert told() == ["customer.subscription.updated"] * 2


# -- invoices


def test_a_draft_changes_until_it_is_final(shop, told):
    customer = customer_with_card(shop)
    draft = shop.invoices.create({"customer": customer.id, "auto_advance": False})
    item = {"customer": customer.id, "invoice": draft.id, "currency": "usd"}
    setup = shop.invoice_items.create({**item, "amount": 700, "description": "Set-up"})
    extra = shop.invoice_items.create({**item, "amount": 300, "description": "Extra"})
    told()

    shop.invoice_items.update(setup.id, {"amount": 900, "description": "Set-up, both sites"})
    shop.invoice_items.delete(extra.id)
    line = shop.invoices.retrieve(draft.id).lines.data[0]
    shop.invoices.line_items.update(draft.id, line.id, {"metadata": {"site": "both"}})
    changed = shop.invoices.retrieve(draft.id)
    final = shop.invoices.finalize_invoice(draft.id)
    paid = shop.invoices.pay(draft.id)

    assert [(one.amount, one.description) for one in changed.lines.data] == [
        (900, "Set-up, both sites")
    ]
    assert changed.lines.data[0].metadata["site"] == "both"
    assert (changed.status, changed.total, changed.number) == ("draft", 900, None)
    assert (final.status, final.amount_remaining) == ("open", 900)
    assert final.number.endswith("-0001")
    assert (paid.status, paid.amount_paid, paid.amount_remaining) == ("paid", 900, 0)
    types = told()
    assert in_order(types, "invoiceitem.deleted", "invoice.finalized", "invoice.paid")
    assert types.index("invoice.updated") < types.index("invoice.finalized")


def test_lines_are_added_and_removed_on_the_invoice_itself(shop):
    customer = customer_with_card(shop)
    draft = shop.invoices.create({"customer": customer.id})

    two = shop.invoices.add_lines(
        draft.id,
        {
            "lines": [
                {"amount": 400, "description": "Wood"},
                {"amount": 250, "description": "Nails", "quantity": 1},
            ]
        },
    )
    wood, nails = two.lines.data
    more = shop.invoices.update_lines(
        draft.id, {"lines": [{"id": wood.id, "amount": 500, "description": "Oak"}]}
    )
    one = shop.invoices.remove_lines(draft.id, {"lines": [{"id": nails.id, "behavior": "delete"}]})

    assert (two.total, more.total, one.total) == (650, 750, 500)
    assert [line.description for line in one.lines.data] == ["Oak"]


def test_a_final_invoice_keeps_its_lines(shop):
    customer = customer_with_card(shop)
    draft = shop.invoices.create({"customer": customer.id})
    item = shop.invoice_items.create(
        {"customer": customer.id, "invoice": draft.id, "currency": "usd", "amount": 700}
    )
    final = shop.invoices.finalize_invoice(draft.id)
    line = final.lines.data[0].id

    for error in (
        refused(shop.invoice_items.update, item.id, {"amount": 1}),
        refused(shop.invoice_items.delete, item.id),
        refused(shop.invoices.line_items.update, final.id, line, {"amount": 1}),
        refused(shop.invoices.add_lines, final.id, {"lines": [{"amount": 1}]}),
    ):
        assert (error.http_status, error.code) == (400, "invoice_not_editable")
    for call in (shop.invoices.delete, shop.invoices.finalize_invoice):
        assert refused(call, final.id).http_status == 400
    assert shop.invoices.retrieve(final.id).total == 700


def test_an_invoice_is_voided_instead_of_paid(shop, told):
    customer = customer_with_card(shop)
    shop.invoice_items.create({"customer": customer.id, "currency": "usd", "amount": 700})
    draft = shop.invoices.create(
        {"customer": customer.id, "pending_invoice_items_behavior": "include"}
    )
    shop.invoices.finalize_invoice(draft.id)
    told()

    void = shop.invoices.void_invoice(draft.id)

    assert (void.status, void.amount_remaining, void.total) == ("void", 0, 700)
    assert "invoice.voided" in told()
    assert refused(shop.invoices.pay, draft.id).http_status == 400


# -- money back


def test_a_refund_in_part_and_then_the_rest(shop, told):
    charge = paid_charge(shop, 2_000)
    told()

    part = shop.refunds.create({"charge": charge.id, "amount": 500, "reason": "duplicate"})
    halfway = shop.charges.retrieve(charge.id)
    rest = shop.refunds.create({"payment_intent": charge.payment_intent})
    whole = shop.charges.retrieve(charge.id)

    assert (part.status, part.amount, part.reason) == ("succeeded", 500, "duplicate")
    assert (halfway.amount_refunded, halfway.refunded) == (500, False)
    assert (rest.amount, whole.amount_refunded, whole.refunded) == (1_500, 2_000, True)
    assert told().count("charge.refunded") == 2
    assert refused(shop.refunds.create, {"charge": charge.id}).code == "charge_already_refunded"


def test_more_than_the_charge_cannot_be_refunded(shop):
    charge = paid_charge(shop, 2_000)

    error = refused(shop.refunds.create, {"charge": charge.id, "amount": 2_001})

    assert (error.http_status, error.param) == (400, "amount")
    assert shop.charges.retrieve(charge.id).amount_refunded == 0


# -- disputes


@pytest.fixture
def dispute(shop):
    charge = paid_charge(shop, 900, card="pm_card_createDispute")
    return shop.disputes.list({"charge": charge.id}).data[0]


def test_a_dispute_is_opened_and_answered_with_evidence(shop, dispute, told):
    types = told()

    saved = shop.disputes.update(
        dispute.id, {"evidence": {"customer_name": "Ada"}, "submit": False}
    )
    sent = shop.disputes.update(dispute.id, {"evidence": {"product_description": "A chair"}})

    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", "fraudulent", 900)
    assert dispute.balance_transactions[0].net == -2_400
    assert shop.charges.retrieve(dispute.charge).disputed is True
    assert in_order(types, "charge.dispute.created", "charge.dispute.funds_withdrawn")
    assert (saved.status, saved.evidence_details.has_evidence) == ("needs_response", True)
    assert (sent.status, sent.evidence_details.submission_count) == ("under_review", 1)
    assert (sent.evidence.customer_name, sent.evidence.product_description) == ("Ada", "A chair")
    assert told() == ["charge.dispute.updated"] * 2
    error = refused(shop.refunds.create, {"charge": dispute.charge})
    assert error.code == "charge_disputed"


def test_a_dispute_is_won_and_the_money_comes_back(shop, dispute, told):
    told()

    won = shop.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "winning_evidence"}})

    assert won.status == "won"
    assert sum(one.net for one in won.balance_transactions) == 0
    assert in_order(told(), "charge.dispute.funds_reinstated", "charge.dispute.closed")


def test_a_dispute_is_lost_or_given_up(shop, dispute, told):
    lost = shop.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "losing_evidence"}})
    other = paid_charge(shop, 700, card="pm_card_createDispute")
    told()

    closed = shop.disputes.close(shop.disputes.list({"charge": other.id}).data[0].id)

    assert (lost.status, closed.status) == ("lost", "lost")
    assert "charge.dispute.closed" in told()
    assert refused(shop.disputes.close, closed.id).http_status == 400


def test_an_inquiry_takes_no_money_and_the_charge_can_be_refunded(shop, told):
    charge = paid_charge(shop, 900, card="pm_card_createDisputeInquiry")
    inquiry = shop.disputes.list({"charge": charge.id}).data[0]

    refund = shop.refunds.create({"charge": charge.id})
    closed = shop.disputes.close(inquiry.id)

    assert (inquiry.status, inquiry.balance_transactions) == ("warning_needs_response", [])
    assert (inquiry.is_charge_refundable, refund.status) == (True, "succeeded")
    assert closed.status == "warning_closed"
    assert "charge.dispute.funds_withdrawn" not in told()


# -- checkout


def test_a_customer_pays_on_the_checkout_page(shop, sandbox, told):
    gold = monthly(shop, "Gold", 1_500)
    session = shop.checkout.sessions.create(
        {
            "mode": "subscription",
            "line_items": [{"price": gold.id, "quantity": 1}],
            "success_url": "https://example.com/thanks",
        }
    )
    told()

    page = f"/v1/payment_pages/{session.id}/confirm"
    sandbox.call("POST", page, payment_method="pm_card_visa")

    paid = shop.checkout.sessions.retrieve(session.id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert shop.subscriptions.retrieve(paid.subscription).status == "active"
    assert told()[-1] == "checkout.session.completed"
    assert sandbox.request("POST", page, {"payment_method": "pm_card_visa"}).status == 400


# -- accounts and modes


def test_a_connected_account_is_charged_for(shop, sandbox):
    seller = shop.accounts.create({"type": "standard", "country": "US", "email": "s@example.com"})
    on_seller = {"stripe_account": seller.id}
    params = {"amount": 1_000, "currency": "usd", "payment_method": "pm_card_visa"}

    intent = shop.payment_intents.create({**params, "confirm": True}, on_seller)

    event = sandbox.events[-1]
    assert (event["type"], event["account"]) == ("payment_intent.succeeded", seller.id)
    assert shop.payment_intents.retrieve(intent.id, options=on_seller).status == "succeeded"
    assert refused(shop.payment_intents.retrieve, intent.id).code == "resource_missing"
    assert shop.events.list({"type": "payment_intent.succeeded"}).data == []
    listed = shop.events.list({"type": "payment_intent.succeeded"}, on_seller).data
    assert [one.account for one in listed] == [seller.id]


def test_a_key_reaches_no_account_that_is_not_its_own(shop):
    with pytest.raises(stripe.PermissionError) as refusal:
        shop.customers.list(options={"stripe_account": "acct_nobody"})

    assert (refusal.value.http_status, refusal.value.error.code) == (403, "account_invalid")


def test_accounts_and_modes_choose_the_same_id(shop, live_shop, sandbox):
    seller = shop.accounts.create({"type": "standard"})
    on_seller = {"stripe_account": seller.id}

    shop.products.create({"id": "gold", "name": "Ours"})
    shop.products.create({"id": "gold", "name": "Theirs"}, on_seller)
    live_shop.products.create({"id": "gold", "name": "In earnest"})

    names = [
        shop.products.retrieve("gold").name,
        shop.products.retrieve("gold", options=on_seller).name,
        live_shop.products.retrieve("gold").name,
    ]
    assert names == ["Ours", "Theirs", "In earnest"]
    modes = [(e["livemode"], e.get("account")) for e in sandbox.events if "product" in e["type"]]
    assert modes == [(False, None), (False, seller.id), (True, None)]


# -- deleted and made again


@pytest.mark.parametrize(
    ("service", "params"),
    [
        ("products", {"id": "gold", "name": "Gold"}),
        ("coupons", {"id": "TEN", "percent_off": 10, "duration": "once"}),
        (
            "plans",
            {
                "id": "gold-monthly",
                "amount": 900,
                "currency": "usd",
                "interval": "month",
                "product": {"name": "Gold"},
            },
        ),
    ],
)
def test_what_was_deleted_is_made_again_under_its_id(shop, told, service, params):
    of = getattr(shop, service)
    of.create(params)
    taken = refused(of.create, params)
    told()

    stub = of.delete(params["id"])
    gone = refused(of.retrieve, params["id"])
    again = of.create({**params, "metadata": {"life": "second"}})

    name = service[:-1]
    assert taken.code == "resource_already_exists"
    assert (stub.id, stub.deleted, gone.code) == (params["id"], True, "resource_missing")
    assert of.retrieve(again.id).metadata["life"] == "second"
    assert in_order(told(), f"{name}.deleted", f"{name}.created")


def test_a_plan_is_a_price_by_its_older_name(shop):
    plan = shop.plans.create(
        {
            "id": "gold-monthly",
            "amount": 900,
            "currency": "usd",
            "interval": "month",
            "product": {"name": "Gold"},
        }
    )
    price = shop.prices.retrieve("gold-monthly")

    subscription = subscribed(shop, price)

    assert (price.unit_amount, price.recurring.interval) == (900, "month")
    assert price.product == plan.product
    assert subscription["items"].data[0].plan.id == "gold-monthly"


def test_a_product_with_prices_is_archived_not_deleted(shop):
    gold = monthly(shop, "Gold", 1_500)

    error = refused(shop.products.delete, gold.product)
    archived = shop.products.update(gold.product, {"active": False})

    assert error.http_status == 400
    assert archived.active is False
    assert shop.products.list({"active": True}).data == []


def test_a_deleted_customer_leaves_a_stub(shop, told):
    subscription = subscribed(shop, monthly(shop, "Gold", 1_500))
    told()

    shop.customers.delete(subscription.customer)

    stub = shop.customers.retrieve(subscription.customer)
    assert stub.deleted is True
    assert shop.subscriptions.retrieve(subscription.id).status == "canceled"
    assert in_order(told(), "customer.subscription.deleted", "customer.deleted")


# -- quiet changes


def test_a_coupon_counts_its_redemptions_without_an_event(shop, told):
    shop.coupons.create({"id": "TEN", "percent_off": 10, "duration": "once"})
    gold = monthly(shop, "Gold", 1_000)
    told()

    subscribed(shop, gold, discounts=[{"coupon": "TEN"}])

    assert shop.coupons.retrieve("TEN").times_redeemed == 1
    assert not [name for name in told() if name.startswith("coupon.")]


def test_money_becomes_available_and_only_the_balance_is_told(shop, sandbox, told):
    charge = paid_charge(shop, 2_000)
    before = shop.balance_transactions.retrieve(charge.balance_transaction)
    told()

    sandbox.advance(3 * 86_400)

    after = shop.balance_transactions.retrieve(charge.balance_transaction)
    assert (before.status, after.status) == ("pending", "available")
    assert shop.balance.retrieve().available[0].amount == after.net
    assert told() == ["balance.available"]


# -- files and endpoints


def test_a_file_is_kept_with_what_is_known_of_it(shop, told):
    bytes_ = io.BytesIO(b"%PDF-1.7 a receipt")
    bytes_.name = "receipt.pdf"

    made = shop.files.create({"purpose": "dispute_evidence", "file": bytes_})
    link = shop.file_links.create({"file": made.id})

    found = shop.files.retrieve(made.id)
    assert (found.filename, found.type, found.size) == ("receipt.pdf", "pdf", 18)
    assert (link.file, found.links.data[0].id) == (made.id, link.id)
    assert "file.created" in told()


def test_an_endpoint_receives_what_it_asked_for_and_nothing_more(shop, sandbox):
    endpoint = shop.webhook_endpoints.create(
        {"url": "https://shop.example.com/hook", "enabled_events": ["customer.created"]}
    )
    got = []
    sandbox.webhooks.receivers[endpoint.id] = lambda body, headers: got.append((body, headers))

    made = shop.customers.create({"email": "ada@example.com"})
    shop.customers.update(made.id, {"email": "countess@example.com"})
    shop.webhook_endpoints.update(endpoint.id, {"disabled": True})
    shop.customers.create({})

    ((body, headers),) = got
    signed = headers["Stripe-Signature"]
    event = stripe.Webhook.construct_event(body, signed, endpoint.secret, tolerance=None)
    assert (event.type, event.data.object.email) == ("customer.created", "ada@example.com")
    shown = shop.webhook_endpoints.retrieve(endpoint.id)
    assert (shown.status, getattr(shown, "secret", None)) == ("disabled", None)
    assert shop.webhook_endpoints.delete(endpoint.id).deleted is True
