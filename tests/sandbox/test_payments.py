"""
Payments as stories through the unmodified SDK: cards, authentication, holds, bank debits, refunds,
disputes, payouts and Connect, with the events of each.
"""

import pytest
import stripe

from djstripe.sandbox.objects import banks, cards
from djstripe.sandbox.sandbox import StripeRefused

DAY = 86_400


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
        return types

    return since


def refused(call, *args, **more):
    with pytest.raises(stripe.StripeError) as caught:
        call(*args, **more)
    return caught.value


def pay(shop, card="pm_card_visa", amount=2_000, options=None, **more):
    params = {"amount": amount, "currency": "usd", "payment_method": card, "confirm": True}
    return shop.payment_intents.create({**params, **more}, options or {})


def net_of(shop, id, options=None):
    return shop.balance_transactions.retrieve(id, options=options or {}).net


PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


# -- cards

# https://docs.stripe.com/testing#declined-payments
DECLINED = {
    "pm_card_visa_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_visa_chargeDeclinedLostCard": ("card_declined", "lost_card"),
    "pm_card_visa_chargeDeclinedStolenCard": ("card_declined", "stolen_card"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", "expired_card"),
    "pm_card_chargeDeclinedIncorrectCvc": ("incorrect_cvc", "incorrect_cvc"),
    "pm_card_chargeDeclinedProcessingError": ("processing_error", "processing_error"),
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded": (
        "card_declined",
        "card_velocity_exceeded",
    ),
    "pm_card_chargeCustomerFail": ("card_declined", "generic_decline"),
    "pm_card_radarBlock": ("card_declined", "fraudulent"),
}


@pytest.mark.parametrize("name", DECLINED)
def test_a_declined_card_says_why(shop, told, name):
    error = refused(pay, shop, name)

    intent = error.error.payment_intent
    assert (error.http_status, error.code, error.error.decline_code) == (402, *DECLINED[name])
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_payment_error.code == DECLINED[name][0]
    assert told() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


@pytest.mark.parametrize("card", [one for one in cards.CARDS if one.outcome == "succeeds"])
def test_a_card_looks_as_the_documentation_says(shop, card):
    if card.secure:
        return
    details = {"number": card.number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}
    method = shop.payment_methods.create({"type": "card", "card": details})

    intent = pay(shop, method.id)

    shown = method.card
    assert (shown.brand, shown.country, shown.funding) == (card.brand, card.country, card.funding)
    assert (shown.last4, intent.status) == (card.number[-4:], "succeeded")


@pytest.mark.parametrize("name", [*cards.TEST_METHODS, *banks.METHODS])
def test_every_test_method_has_a_name_that_works(shop, name):
    currency = "eur" if "sepa" in name else "usd"

    intent = shop.payment_intents.create(
        {"amount": 500, "currency": currency, "payment_method": name}
    )

    assert intent.status == "requires_confirmation"


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"number": "4242424242424241"}, "incorrect_number"),
        ({"exp_month": 13}, "invalid_expiry_month"),
        ({"exp_year": 1970}, "invalid_expiry_year"),
        ({"cvc": "99"}, "invalid_cvc"),
    ],
)
def test_what_was_mistyped_is_refused(shop, details, code):
    """https://docs.stripe.com/testing#invalid-data"""
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2034, **details}

    error = refused(shop.payment_methods.create, {"type": "card", "card": card})

    assert (error.http_status, error.code) == (402, code)


def test_a_declined_card_is_not_saved_but_one_that_fails_later_is(shop):
    """https://docs.stripe.com/testing#declined-payments"""
    customer = shop.customers.create({})

    error = refused(
        shop.payment_methods.attach, "pm_card_chargeDeclined", {"customer": customer.id}
    )
    saved = shop.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer.id})

    assert (error.http_status, error.code) == (402, "card_declined")
    assert saved.customer == customer.id
    assert refused(pay, shop, saved.id, customer=customer.id).code == "card_declined"


def test_checks_that_fail_are_seen(shop):
    charge = shop.charges.retrieve(pay(shop, "pm_card_cvcCheckFail").latest_charge)
    risky = shop.charges.retrieve(pay(shop, "pm_card_riskLevelElevated").latest_charge)

    assert charge.payment_method_details.card.checks.cvc_check == "fail"
    assert (risky.outcome.risk_level, risky.paid) == ("elevated", True)


def test_a_card_that_is_declined_and_then_another_one(shop, told):
    intent = shop.payment_intents.create({"amount": 2_000, "currency": "usd"})
    card = {"payment_method": "pm_card_chargeDeclinedInsufficientFunds"}
    error = refused(shop.payment_intents.confirm, intent.id, card)
    between = shop.payment_intents.retrieve(intent.id)

    paid = shop.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})

    charges = shop.charges.list({"payment_intent": intent.id}).data
    assert error.error.decline_code == "insufficient_funds"
    assert between.last_payment_error.decline_code == "insufficient_funds"
    assert (paid.status, paid.amount_received, paid.last_payment_error) == (
        "succeeded",
        2_000,
        None,
    )
    assert [one.status for one in charges] == ["succeeded", "failed"]
    assert told() == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


# -- authentication


def test_the_customer_authenticates(shop, sandbox, told):
    intent = pay(shop, "pm_card_threeDSecure2Required", return_url="https://example.com/back")
    before = told()

    sandbox.authenticate(intent.id)

    paid = shop.payment_intents.retrieve(intent.id)
    assert (intent.status, intent.next_action.type) == ("requires_action", "redirect_to_url")
    assert intent.next_action.redirect_to_url.return_url == "https://example.com/back"
    assert before == ["payment_intent.created", "payment_intent.requires_action"]
    assert (paid.status, paid.next_action) == ("succeeded", None)
    assert told() == ["charge.succeeded", "payment_intent.succeeded"]


def test_the_customer_fails_to_authenticate(shop, sandbox, told):
    intent = pay(shop, "pm_card_authenticationRequired")
    told()

    sandbox.authenticate(intent.id, succeed=False)

    failed = shop.payment_intents.retrieve(intent.id)
    assert (failed.status, failed.latest_charge) == ("requires_payment_method", None)
    assert failed.last_payment_error.code == "payment_intent_authentication_failure"
    assert told() == ["payment_intent.payment_failed"]
    with pytest.raises(Exception, match="cannot be authenticated"):
        sandbox.authenticate(intent.id)


def test_authenticated_and_declined_all_the_same(shop, sandbox):
    intent = pay(shop, "pm_card_threeDSecureRequiredChargeDeclined")

    sandbox.authenticate(intent.id)

    failed = shop.payment_intents.retrieve(intent.id)
    assert (failed.status, failed.last_payment_error.code) == (
        "requires_payment_method",
        "card_declined",
    )


def test_a_server_that_confirms_by_hand_confirms_twice(shop, sandbox):
    """https://docs.stripe.com/payments/build-a-two-step-confirmation"""
    intent = pay(shop, "pm_card_authenticationRequired", confirmation_method="manual")

    sandbox.authenticate(intent.id)
    between = shop.payment_intents.retrieve(intent.id)
    paid = shop.payment_intents.confirm(intent.id)

    assert (intent.status, between.status) == ("requires_action", "requires_confirmation")
    assert paid.status == "succeeded"


def test_off_session_a_card_that_always_wants_its_customer_is_declined(shop, told):
    customer = shop.customers.create({})
    method = shop.payment_methods.attach(
        "pm_card_authenticationRequired", {"customer": customer.id}
    )
    told()

    error = refused(pay, shop, method.id, customer=customer.id, off_session=True)

    assert (error.http_status, error.code) == (402, "authentication_required")
    assert error.error.payment_intent.status == "requires_payment_method"
    assert told() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]


def test_off_session_after_the_card_was_set_up(shop, sandbox, told):
    """Without the set-up it is declined. https://docs.stripe.com/testing#authentication-and-setup"""
    customer = shop.customers.create({})
    params = {"customer": customer.id, "payment_method": "pm_card_authenticationRequiredOnSetup"}
    setup = shop.setup_intents.create({**params, "confirm": True})
    told()

    sandbox.authenticate(setup.id)
    ready = shop.setup_intents.retrieve(setup.id)
    paid = pay(shop, ready.payment_method, customer=customer.id, off_session=True)
    on_session = pay(shop, ready.payment_method, customer=customer.id)

    fresh = refused(pay, shop, "pm_card_authenticationRequiredOnSetup", off_session=True)
    attempts = shop.setup_attempts.list({"setup_intent": setup.id}).data
    assert (setup.status, ready.status) == ("requires_action", "succeeded")
    assert [one.status for one in attempts] == ["succeeded", "requires_action"]
    assert (paid.status, on_session.status) == ("succeeded", "requires_action")
    assert fresh.code == "authentication_required"
    assert told()[:5] == ["payment_method.attached", "setup_intent.succeeded", *PAID]


def test_optional_authentication_happens_when_it_is_asked_for(shop):
    options = {"card": {"request_three_d_secure": "any"}}

    without = pay(shop, "pm_card_threeDSecureOptional")
    asked = pay(shop, "pm_card_threeDSecureOptional", payment_method_options=options)

    assert (without.status, asked.status) == ("succeeded", "requires_action")


def test_a_setup_that_is_declined_or_not_authenticated(shop, sandbox, told):
    declined = refused(
        shop.setup_intents.create, {"payment_method": "pm_card_chargeDeclined", "confirm": True}
    )
    waiting = shop.setup_intents.create(
        {"payment_method": "pm_card_authenticationRequired", "confirm": True}
    )
    sandbox.authenticate(waiting.id, succeed=False)

    failed = shop.setup_intents.retrieve(waiting.id)
    assert (declined.http_status, declined.code) == (402, "card_declined")
    assert failed.last_setup_error.code == "setup_intent_authentication_failure"
    assert told() == [
        "setup_intent.created",
        "setup_intent.setup_failed",
        "setup_intent.created",
        "setup_intent.requires_action",
        "setup_intent.setup_failed",
    ]


# -- holds


def test_a_hold_is_captured_in_part(shop, told):
    """What is not captured is reversed. https://docs.stripe.com/reports/reporting-categories"""
    intent = pay(shop, capture_method="manual")
    held = shop.charges.retrieve(intent.latest_charge)
    before = told()

    done = shop.payment_intents.capture(intent.id, {"amount_to_capture": 1_500})

    charge = shop.charges.retrieve(done.latest_charge)
    moved = shop.balance_transactions.list({"source": charge.id}).data
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 2_000)
    assert (held.captured, held.balance_transaction) == (False, None)
    assert held.payment_method_details.card.capture_before == held.created + 7 * DAY
    assert (done.status, done.amount_received, done.amount_capturable) == ("succeeded", 1_500, 0)
    assert (charge.amount_captured, charge.amount_refunded) == (1_500, 500)
    assert sorted(one.reporting_category for one in moved) == ["charge", "partial_capture_reversal"]
    assert sum(one.net for one in moved) == 1_500 - 74
    assert before == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
    ]
    assert told() == ["charge.captured", "payment_intent.succeeded"]


def test_a_hold_expires_after_seven_days(shop, sandbox, told):
    """https://docs.stripe.com/payments/place-a-hold-on-a-payment-method"""
    intent = pay(shop, capture_method="manual")
    sandbox.advance(6 * DAY)
    told()

    sandbox.advance(2 * DAY)

    ended = shop.payment_intents.retrieve(intent.id)
    assert (ended.status, ended.cancellation_reason) == ("canceled", "automatic")
    assert shop.charges.retrieve(intent.latest_charge).refunded is True
    assert told() == ["charge.expired", "payment_intent.canceled"]
    assert (
        refused(shop.payment_intents.capture, intent.id).code == "payment_intent_unexpected_state"
    )


def test_a_hold_is_canceled_or_raised(shop):
    asked = {"card": {"request_incremental_authorization": "if_available"}}
    first = pay(shop, capture_method="manual")
    second = pay(shop, capture_method="manual", payment_method_options=asked)

    canceled = shop.payment_intents.cancel(first.id, {"cancellation_reason": "duplicate"})
    more = shop.payment_intents.increment_authorization(second.id, {"amount": 2_500})
    too_much = refused(shop.payment_intents.capture, second.id, {"amount_to_capture": 2_501})
    captured = shop.payment_intents.capture(second.id)

    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "duplicate")
    assert (more.amount, more.amount_capturable) == (2_500, 2_500)
    assert too_much.param == "amount_to_capture"
    assert captured.amount_received == 2_500


def test_an_intent_in_the_wrong_state_says_so_and_shows_itself(shop):
    paid = pay(shop)

    for call, args in (
        (shop.payment_intents.confirm, ()),
        (shop.payment_intents.capture, ()),
        (shop.payment_intents.cancel, ()),
        (shop.payment_intents.update, ({"amount": 5},)),
    ):
        error = refused(call, paid.id, *args)
        assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
        assert error.error.payment_intent.id == paid.id


def test_an_unknown_reason_to_cancel_is_refused(shop):
    intent = shop.payment_intents.create({"amount": 500, "currency": "usd"})

    error = refused(shop.payment_intents.cancel, intent.id, {"cancellation_reason": "bored"})

    assert error.param == "cancellation_reason"


# -- bank debits


@pytest.mark.parametrize(
    ("name", "currency", "status", "code"),
    [
        ("pm_usBankAccount_success", "usd", "succeeded", None),
        ("pm_usBankAccount_noAccount", "usd", "requires_payment_method", "no_account"),
        ("pm_sepaDebit_success_de", "eur", "succeeded", None),
        (
            "pm_sepaDebit_failed_at",
            "eur",
            "requires_payment_method",
            "payment_intent_payment_attempt_failed",
        ),
        ("pm_usBankAccount_processing", "usd", "processing", None),
    ],
)
def test_a_bank_takes_its_time(shop, sandbox, told, name, currency, status, code):
    """https://docs.stripe.com/testing#non-card-payments"""
    intent = pay(shop, name, currency=currency)
    before = told()

    sandbox.advance(3_600)

    after = shop.payment_intents.retrieve(intent.id)
    assert intent.status == "processing"
    assert before == ["payment_intent.created", "charge.pending", "payment_intent.processing"]
    error = after.last_payment_error
    assert (after.status, error.code if error else None) == (status, code)
    expected = {
        "succeeded": ["charge.succeeded", "payment_intent.succeeded"],
        "requires_payment_method": ["charge.failed", "payment_intent.payment_failed"],
        "processing": [],
    }
    assert told() == expected[status]


def test_an_invoice_is_paid_when_the_bank_has_paid(shop, sandbox, told):
    customer = shop.customers.create({})
    method = shop.payment_methods.attach("pm_usBankAccount_success", {"customer": customer.id})
    draft = shop.invoices.create({"customer": customer.id, "auto_advance": False})
    item = {"customer": customer.id, "invoice": draft.id, "currency": "usd", "amount": 5_000}
    shop.invoice_items.create(item)
    shop.invoices.finalize_invoice(draft.id)

    waiting = shop.invoices.pay(draft.id, {"payment_method": method.id})
    told()
    sandbox.advance(3_600)

    assert waiting.status == "open"
    assert shop.invoices.retrieve(draft.id).status == "paid"
    assert {"charge.succeeded", "payment_intent.succeeded", "invoice.paid"} <= set(told())


# -- refunds


def test_a_refund_that_fails_later(shop, sandbox, told):
    """https://docs.stripe.com/refunds#failed-refunds"""
    intent = pay(shop, "pm_card_refundFail")
    refund = shop.refunds.create({"payment_intent": intent.id})
    told()

    sandbox.advance(3_600)

    failed = shop.refunds.retrieve(refund.id)
    charge = shop.charges.retrieve(intent.latest_charge)
    assert (refund.status, failed.status) == ("succeeded", "failed")
    assert failed.failure_reason == "expired_or_canceled_card"
    assert net_of(shop, failed.failure_balance_transaction) == 2_000
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert told() == ["refund.failed", "charge.refund.updated"]


def test_a_refund_that_is_pending_first(shop, sandbox, told):
    """https://docs.stripe.com/testing#refunds"""
    intent = pay(shop, "pm_card_pendingRefund")
    refund = shop.refunds.create({"payment_intent": intent.id, "amount": 500})
    before = told()

    sandbox.advance(3_600)

    assert (refund.status, shop.refunds.retrieve(refund.id).status) == ("pending", "succeeded")
    assert before[3:] == ["refund.created", "charge.refunded"]
    assert told() == ["refund.updated", "charge.refund.updated"]


def test_a_pending_refund_is_canceled(shop):
    intent = pay(shop, "pm_card_pendingRefund")
    refund = shop.refunds.create({"payment_intent": intent.id})

    canceled = shop.refunds.cancel(refund.id)

    assert canceled.status == "canceled"
    assert shop.charges.retrieve(intent.latest_charge).amount_refunded == 0
    assert net_of(shop, canceled.failure_balance_transaction) == 2_000


# -- disputes and warnings


def dispute_of(shop, card, amount=2_000):
    intent = pay(shop, card, amount)
    return shop.disputes.list({"payment_intent": intent.id}).data[0]


def test_a_dispute_nobody_answers_is_lost_on_its_day(shop, sandbox, told):
    dispute = dispute_of(shop, "pm_card_createDisputeProductNotReceived")
    told()

    sandbox.advance(10 * DAY)

    lost = shop.disputes.retrieve(dispute.id)
    assert (dispute.reason, dispute.status) == ("product_not_received", "needs_response")
    assert (lost.status, lost.evidence_details.past_due) == ("lost", True)
    assert told()[-1] == "charge.dispute.closed"
    # The amount and the fee of 15.00: https://stripe.com/pricing
    assert [one.net for one in lost.balance_transactions] == [-3_500]


def test_a_dispute_is_won_and_its_fee_comes_back(shop, told):
    """https://docs.stripe.com/testing#evidence"""
    dispute = dispute_of(shop, "pm_card_createDispute")
    told()

    text = {"uncategorized_text": "winning_evidence"}
    won = shop.disputes.update(dispute.id, {"evidence": text, "submit": True})

    kinds = [one.reporting_category for one in won.balance_transactions]
    assert (won.status, kinds) == ("won", ["dispute", "dispute_reversal"])
    assert sum(one.net for one in won.balance_transactions) == 0
    assert told() == [
        "charge.dispute.updated",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ]


def test_an_inquiry_is_escalated(shop, told):
    inquiry = dispute_of(shop, "pm_card_createDisputeInquiry")
    told()

    text = {"uncategorized_text": "escalate_inquiry_evidence"}
    dispute = shop.disputes.update(inquiry.id, {"evidence": text, "submit": True})

    assert (inquiry.status, dispute.status) == ("warning_needs_response", "needs_response")
    assert [one.amount for one in dispute.balance_transactions] == [-2_000]
    assert told() == ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]


def test_an_early_fraud_warning_is_settled_by_a_refund(shop, told):
    """https://docs.stripe.com/disputes/prevention/early-fraud-warnings"""
    intent = pay(shop, "pm_card_createIssuerFraudRecord")
    listed = shop.radar.early_fraud_warnings.list({"charge": intent.latest_charge})
    before = told()

    shop.refunds.create({"payment_intent": intent.id})

    (warning,) = listed.data
    assert warning.actionable is True
    assert before == [*PAID, "radar.early_fraud_warning.created"]
    assert shop.radar.early_fraud_warnings.retrieve(warning.id).actionable is False
    assert "radar.early_fraud_warning.updated" in told()


# -- Connect


@pytest.fixture
def seller(shop, sandbox):
    account = shop.accounts.create({"type": "custom", "country": "US"})
    bank = {"object": "bank_account", "country": "US", "currency": "usd"}
    bank.update({"account_number": "000123456789", "routing_number": "110000000"})
    sandbox.call("POST", f"/v1/accounts/{account.id}/external_accounts", external_account=bank)
    return account.id


def test_a_destination_charge_is_paid_out(shop, sandbox, seller, told):
    """
    Of 10.00, the fee of 1.23 comes back to the platform, which pays Stripe 0.59.

    https://docs.stripe.com/connect/destination-charges#application-fee
    """
    told()

    sharing = {"application_fee_amount": 123, "transfer_data": {"destination": seller}}
    intent = pay(shop, amount=1_000, **sharing)
    types = told()
    sandbox.advance(7 * DAY)

    charge = shop.charges.retrieve(intent.latest_charge)
    fee = shop.application_fees.retrieve(charge.application_fee)
    payout = shop.payouts.list({}, {"stripe_account": seller}).data[0]
    platform = shop.balance.retrieve().available[0]
    assert (fee.amount, fee.account, fee.originating_transaction) == (123, seller, charge.id)
    assert (payout.amount, payout.status, payout.automatic) == (877, "paid", True)
    assert platform.amount == 123 - 59
    assert types == [
        "payment_intent.created",
        "charge.succeeded",
        "transfer.created",
        "charge.succeeded",
        "application_fee.created",
        "payment_intent.succeeded",
    ]
    assert [one for one in told() if one != "balance.available"] == [
        "payout.created",
        "payout.updated",
        "payout.paid",
        "payout.reconciliation_completed",
    ]


def test_a_destination_charge_is_refunded_with_its_shares(shop, seller):
    """The same part of each. https://docs.stripe.com/connect/destination-charges#issue-refunds"""
    sharing = {"application_fee_amount": 300, "transfer_data": {"destination": seller}}
    intent = pay(shop, amount=1_000, **sharing)
    back = {"reverse_transfer": True, "refund_application_fee": True}

    refund = shop.refunds.create({"payment_intent": intent.id, "amount": 500, **back})
    charge = shop.charges.retrieve(intent.latest_charge)
    transfer = shop.transfers.retrieve(charge.transfer)
    fee = shop.application_fees.retrieve(charge.application_fee)

    assert (transfer.amount_reversed, fee.amount_refunded) == (500, 150)
    assert transfer.reversals.data[0].source_refund == refund.id
    assert net_of(shop, refund.balance_transaction) == -500
    moved = shop.balance_transactions.list({}, {"stripe_account": seller}).data
    assert sorted(one.net for one in moved) == [-500, 150, 700]


def test_an_amount_for_the_destination(shop, seller):
    """https://docs.stripe.com/connect/destination-charges#transfer-amount"""
    target = {"destination": seller, "amount": 877}
    intent = pay(shop, amount=1_000, transfer_data=target)

    charge = shop.charges.retrieve(intent.latest_charge)

    assert shop.transfers.retrieve(charge.transfer).amount == 877
    assert charge.application_fee is None
    fields = {"transfer_data": target, "application_fee_amount": 5}
    assert refused(pay, shop, **fields).param == "application_fee_amount"


def test_a_direct_charge_pays_stripe_and_the_platform(shop, seller, told):
    """https://docs.stripe.com/connect/direct-charges#collect-fees"""
    here = {"stripe_account": seller}

    intent = pay(shop, amount=1_000, options=here, application_fee_amount=123)

    charge = shop.charges.retrieve(intent.latest_charge, options=here)
    booked = shop.balance_transactions.retrieve(charge.balance_transaction, options=here)
    (fee,) = shop.application_fees.list().data
    assert [(one.type, one.amount) for one in booked.fee_details] == [
        ("stripe_fee", 59),
        ("application_fee", 123),
    ]
    assert (booked.net, fee.charge, fee.amount) == (818, charge.id, 123)
    assert net_of(shop, fee.balance_transaction) == 123


def test_separate_charges_and_transfers(shop, sandbox, seller, told):
    """https://docs.stripe.com/connect/separate-charges-and-transfers"""
    intent = pay(shop, amount=10_000, transfer_group="ORDER_95")
    told()
    early = {"amount": 7_000, "currency": "usd", "destination": seller}

    too_early = refused(shop.transfers.create, early)
    transfer = shop.transfers.create({**early, "source_transaction": intent.latest_charge})
    pending = shop.balance.retrieve({}, {"stripe_account": seller}).pending[0].amount
    sandbox.advance(3 * DAY)
    told()
    other = shop.transfers.create({**early, "amount": 1_000})

    assert too_early.code == "balance_insufficient"
    assert (transfer.transfer_group, pending) == ("ORDER_95", 7_000)
    assert other.amount == 1_000
    assert told() == ["transfer.created", "charge.succeeded"]


def test_a_transfer_is_reversed_as_far_as_the_seller_has_it(shop, seller, told):
    pay(shop, "pm_card_bypassPending", 10_000)
    transfer = shop.transfers.create({"amount": 900, "currency": "usd", "destination": seller})
    here = {"stripe_account": seller}
    shop.payouts.create({"amount": 800, "currency": "usd"}, here)
    told()

    too_much = refused(shop.transfers.reversals.create, transfer.id, {"amount": 500})
    reversal = shop.transfers.reversals.create(transfer.id, {"amount": 100})

    assert too_much.code == "balance_insufficient"
    assert shop.transfers.retrieve(transfer.id).amount_reversed == 100
    assert net_of(shop, reversal.balance_transaction) == 100
    assert told() == ["refund.created", "charge.refunded", "transfer.reversed"]


def test_a_transfer_to_another_currency(shop, sandbox):
    """https://docs.stripe.com/connect/currencies"""
    sandbox.agree(rates={"eur": "1.25"})
    account = shop.accounts.create({"type": "custom", "country": "DE"}).id
    sandbox.agree(account, rates={"eur": "1.25"})
    pay(shop, "pm_card_bypassPending", 10_000)

    transfer = shop.transfers.create({"amount": 1_000, "currency": "usd", "destination": account})

    (arrived,) = shop.balance_transactions.list({}, {"stripe_account": account}).data
    assert (arrived.amount, arrived.currency, arrived.exchange_rate) == (800, "eur", 0.8)
    assert arrived.source == transfer.destination_payment


def test_an_application_fee_is_given_back_in_parts(shop, seller, told):
    pay(shop, amount=1_000, options={"stripe_account": seller}, application_fee_amount=101)
    (fee,) = shop.application_fees.list().data
    told()

    for amount in (50, 51):
        shop.application_fees.refunds.create(fee.id, {"amount": amount})

    after = shop.application_fees.retrieve(fee.id)
    assert (after.amount_refunded, after.refunded) == (101, True)
    assert told() == ["application_fee.refunded"] * 2
    assert refused(shop.application_fees.refunds.create, fee.id).http_status == 400


# -- top-ups and charges of the older kind


def test_a_topup_arrives_or_does_not(shop, sandbox, told):
    """https://docs.stripe.com/connect/top-ups"""
    good = shop.topups.create({"amount": 5_000, "currency": "usd", "description": "More"})
    bad = shop.topups.create(
        {"amount": 5_000, "currency": "usd", "source": "btok_us_verified_noAccount"}
    )
    gone = shop.topups.create({"amount": 5_000, "currency": "usd"})
    shop.topups.cancel(gone.id)

    sandbox.advance(2 * DAY)

    statuses = [shop.topups.retrieve(one.id).status for one in (good, bad, gone)]
    assert statuses == ["succeeded", "failed", "canceled"]
    assert shop.balance.retrieve().available[0].amount == 5_000
    assert told() == [
        "topup.created",
        "topup.created",
        "topup.created",
        "topup.canceled",
        "topup.succeeded",
        "topup.failed",
    ]


def test_a_charge_of_a_token_or_of_a_saved_card(shop):
    customer = shop.customers.create({})
    shop.customers.payment_sources.create(customer.id, {"source": "tok_mastercard"})
    entered = {"number": "4242424242424242", "exp_month": 5, "exp_year": 2031, "cvc": "123"}
    token = shop.tokens.create({"card": entered})
    fields = {"amount": 700, "currency": "usd"}

    first = shop.charges.create({**fields, "source": token.id})
    again = refused(shop.charges.create, {**fields, "source": token.id})
    saved = shop.charges.create({**fields, "customer": customer.id})
    declined = refused(shop.charges.create, {**fields, "source": "tok_chargeDeclined"})

    assert (token.card.last4, first.status) == ("4242", "succeeded")
    assert again.code == "token_already_used"
    assert saved.payment_method_details.card.brand == "mastercard"
    assert (declined.http_status, declined.code) == (402, "card_declined")


def test_control_over_http_does_the_same(sandbox):
    import json
    import urllib.request

    intent = sandbox.create(
        "payment_intent",
        amount=500,
        currency="usd",
        payment_method="pm_card_threeDSecure2Required",
        confirm=True,
    )
    with sandbox.serve() as server:

        def control(path, **body):
            request = urllib.request.Request(
                f"{server.url}/_sandbox/{path}", json.dumps(body).encode(), method="POST"
            )
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read())

        paid = control("intents/authenticate", id=intent["id"])["object"]
        bank = control("accounts/bank", currency="eur")["object"]
        terms = control("accounts/agree", fixed=0)["terms"]

    assert paid["status"] == "succeeded"
    assert (bank["currency"], bank["default_for_currency"]) == ("eur", True)
    assert terms["fixed"] == 0


def test_money_for_nobody_is_refused(sandbox):
    with pytest.raises(StripeRefused) as refusal:
        sandbox.create("transfer", amount=5, currency="usd", destination="acct_nobody")

    assert refusal.value.error["code"] in ("resource_missing", "balance_insufficient")
