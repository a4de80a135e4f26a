"""The models of billing: one payload each, and what its accessors answer."""

from __future__ import annotations

from decimal import Decimal

from tests.accessors.core import (
    ADDRESS,
    COUPON,
    DISCOUNT,
    INVOICE_PAYMENT,
    JSON,
    T,
    list_of,
    object_,
)
from tests.accessors.tools import Case, Since, Until, moment

MONTH = 2_592_000

CLOCKED = Since("acacia", "clock_1")
PAID_BY_ACCOUNT = Since("clover", "acct_9")

TAX_RATE_JSON = object_(
    "tax_rate",
    "txr_1",
    active=True,
    country="DE",
    description="VAT of Germany",
    display_name="VAT",
    effective_percentage=Since("acacia", 19.0),
    flat_amount=Since("basil", {"amount": 100, "currency": "usd"}),
    inclusive=False,
    jurisdiction="DE",
    jurisdiction_level=Since("acacia", "country"),
    percentage=19.0,
    rate_type=Since("basil", "percentage"),
    state="NW",
    tax_type="vat",
)

# One tax, as it was told until acacia and as it is told since basil.
OLD_TAX = {
    "amount": 380,
    "inclusive": False,
    "tax_rate": "txr_1",
    "taxability_reason": "standard_rated",
    "taxable_amount": 2000,
}
NEW_TAX = {
    "amount": 380,
    "tax_behavior": "exclusive",
    "tax_rate_details": {"tax_rate": "txr_1"},
    "taxability_reason": "standard_rated",
    "taxable_amount": 2000,
    "type": "tax_rate_details",
}
OLD_INCLUDED = {**OLD_TAX, "inclusive": True, "amount": 319}
NEW_INCLUDED = {**NEW_TAX, "tax_behavior": "inclusive", "amount": 319}

# ---------------------------------------------------------------------- coupons, discounts

COUPON_CASE = Case(
    "Coupon",
    object_(
        "coupon",
        "co_1",
        amount_off=1000,
        applies_to={"products": ["prod_1"]},
        currency="usd",
        currency_options=Since("acacia", {"eur": {"amount_off": 900}}),
        duration="repeating",
        duration_in_months=3,
        max_redemptions=10,
        metadata={"campaign": "may"},
        name="Ten off",
        percent_off=None,
        redeem_by=T + 60,
        times_redeemed=2,
        valid=True,
    ),
    same="amount_off applies_to currency currency_options duration duration_in_months "
    "max_redemptions metadata name times_redeemed valid",
    moments="created redeem_by",
    expected={
        "description": "",
        "human_readable": "$10.00 USD off for 3 months",
        "human_readable_amount": "$10.00 USD off",
        "percent_off": None,
    },
)

PERCENT = Case(
    "Coupon",
    object_("coupon", "co_2", duration="once", percent_off=10.25),
    expected={
        "amount_off": None,
        "human_readable": "10.25% off once",
        "human_readable_amount": "10.25% off",
        "percent_off": Decimal("10.25"),
    },
    name="percent",
)

PROMOTION_CODE = Case(
    "PromotionCode",
    object_(
        "promotion_code",
        "promo_1",
        active=True,
        code="MAY10",
        coupon=Until("basil", COUPON),
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        expires_at=T + 60,
        max_redemptions=10,
        promotion=Since("clover", {"type": "coupon", "coupon": "ten_off"}),
        restrictions={"first_time_transaction": True},
        times_redeemed=3,
    ),
    same="active code max_redemptions restrictions times_redeemed",
    moments="expires_at",
    rows="customer:Customer customer_account:AccountV2",
    expected={
        "coupon": "Coupon ten_off",
        "promotion": {"type": "coupon", "coupon": "ten_off"},
    },
)

DISCOUNT_CASE = Case(
    "Discount",
    {
        **DISCOUNT,
        "id": "di_2",
        "checkout_session": "cs_1",
        "customer_account": PAID_BY_ACCOUNT,
        "end": T + 60,
        "invoice": "in_1",
        "invoice_item": "ii_1",
        "promotion_code": "promo_1",
        "subscription": "sub_1",
        "subscription_item": Since("acacia", "si_1"),
    },
    moments="end start",
    rows="checkout_session:Session customer:Customer customer_account:AccountV2 "
    "invoice:Invoice invoice_item:InvoiceItem promotion_code:PromotionCode "
    "subscription:Subscription subscription_item:SubscriptionItem",
    expected={
        "coupon": "Coupon ten_off",
        "source": {"type": "coupon", "coupon": "ten_off"},
    },
)

# --------------------------------------------------------------------------- subscriptions

PRICE_JSON = object_(
    "price",
    "price_1",
    currency="usd",
    product="prod_1",
    unit_amount=2000,
    unit_amount_decimal="2000",
)

PLAN_JSON = object_(
    "plan",
    "price_1",
    active=True,
    aggregate_usage=Until("acacia", "sum"),
    amount=2000,
    amount_decimal="2000",
    billing_scheme="per_unit",
    currency="usd",
    interval="month",
    interval_count=1,
    meter=Since("acacia", "mtr_1"),
    nickname="Pro",
    product="prod_1",
    tiers_mode="graduated",
    transform_usage={"divide_by": 10, "round": "up"},
    trial_period_days=14,
    usage_type="licensed",
)

PLAN = Case(
    "Plan",
    {**PLAN_JSON, "tiers": [{"up_to": 5, "unit_amount": 1000}]},
    same="active aggregate_usage amount amount_decimal billing_scheme currency interval "
    "interval_count nickname tiers tiers_mode transform_usage trial_period_days usage_type",
    rows="meter:Meter product:Product",
)


def item(id: str = "si_1", *, start: int = T, end: int = T + MONTH) -> JSON:
    return object_(
        "subscription_item",
        id,
        subscription="sub_1",
        current_period_start=Since("basil", start),
        current_period_end=Since("basil", end),
        plan=PLAN_JSON,
        price=PRICE_JSON,
        quantity=2,
    )


PENDING = {
    "expires_at": T + 60,
    "subscription_items": [{"object": "subscription_item", "id": "si_9"}],
}

SUBSCRIPTION = Case(
    "Subscription",
    object_(
        "subscription",
        "sub_1",
        application="ca_1",
        application_fee_percent=10.0,
        automatic_tax={"enabled": True, "liability": {"type": "account", "account": "acct_2"}},
        billing_cycle_anchor=T,
        billing_cycle_anchor_config=Since("acacia", {"day_of_month": 1}),
        billing_mode=Since("basil", {"type": "flexible"}),
        billing_schedules=Since("dahlia", [{"applies_to": [{"price": "price_2"}]}]),
        billing_thresholds={"amount_gte": 10000},
        cancel_at=T + MONTH,
        cancel_at_period_end=True,
        canceled_at=T + 10,
        cancellation_details=Since(
            "acacia", {"reason": "cancellation_requested", "feedback_option": "fbo_1"}
        ),
        collection_method="send_invoice",
        currency=Since("acacia", "usd"),
        current_period_start=Until("acacia", T),
        current_period_end=Until("acacia", T + MONTH),
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        days_until_due=30,
        default_payment_method="pm_1",
        default_source="card_1",
        default_tax_rates=[TAX_RATE_JSON],
        discount=Until("acacia", {**DISCOUNT, "id": "di_1"}),
        discounts=Since("acacia", [{**DISCOUNT, "id": "di_1"}]),
        ended_at=None,
        invoice_settings=Since(
            "acacia",
            {
                "account_tax_ids": ["txi_1"],
                "issuer": {"type": "account", "account": "acct_3"},
            },
        ),
        items=list_of(item()),
        latest_invoice="in_1",
        managed_payments=Since("dahlia", {"enabled": True}),
        next_pending_invoice_item_invoice=T + 20,
        on_behalf_of=Since("acacia", "acct_2"),
        pause_collection={"behavior": "void", "resumes_at": None},
        payment_settings={"save_default_payment_method": "off"},
        pending_invoice_item_interval={"interval": "day", "interval_count": 1},
        pending_setup_intent="seti_1",
        pending_update=PENDING,
        plan=Until("acacia", PLAN_JSON),
        presentment_details=Since("clover", {"presentment_currency": "eur"}),
        quantity=Until("acacia", 2),
        schedule="sub_sched_1",
        start_date=T,
        status="active",
        status_details=Since("endive", {"reason": "x"}),
        test_clock=CLOCKED,
        transfer_data={"destination": "acct_4"},
        trial_end=T + 5,
        trial_settings=Since("acacia", {"end_behavior": {"missing_payment_method": "pause"}}),
        trial_start=T,
    ),
    same="application_fee_percent automatic_tax billing_cycle_anchor "
    "billing_cycle_anchor_config billing_mode billing_thresholds cancel_at_period_end "
    "cancellation_details collection_method currency days_until_due invoice_settings "
    "managed_payments next_pending_invoice_item_invoice pause_collection payment_settings "
    "pending_invoice_item_interval pending_update presentment_details status status_details "
    "transfer_data trial_settings",
    moments="cancel_at canceled_at start_date trial_end trial_start",
    rows="application:Application customer:Customer customer_account:AccountV2 "
    "default_payment_method:PaymentMethod default_source:Card latest_invoice:Invoice "
    "on_behalf_of:Account pending_setup_intent:SetupIntent schedule:SubscriptionSchedule "
    "test_clock:TestClock",
    expected={
        "account_tax_ids": Since("acacia", ["TaxId txi_1"], []),
        "billing_schedules": Since("dahlia", [{"applies_to": [{"price": "price_2"}]}], []),
        "current_period_start": moment(T),
        "current_period_end": moment(T + MONTH),
        "default_tax_rates": ["TaxRate txr_1"],
        "discount": {**DISCOUNT, "id": "di_1", "coupon": Until("basil", "ten_off")},
        "discounts": ["Discount di_1"],
        "ended_at": None,
        "ends_at": moment(T + MONTH),
        "feedback_option": Since("acacia", "FeedbackOption fbo_1", None),
        "invoice_issuer": Since("acacia", "Account acct_3", None),
        "plan": PLAN_JSON,
        "quantity": 2,
        "scheduled_prices": Since("dahlia", ["Price price_2"], []),
        "tax_liability_account": "Account acct_2",
        "transfer_destination": "Account acct_4",
    },
)

PAYMENT_OF_IT = object_(
    "invoice_payment",
    "inpay_9",
    invoice="in_3",
    is_default=True,
    payment={"type": "payment_intent", "payment_intent": "pi_3"},
    status="paid",
)

TWO_PERIODS = Case(
    "Subscription",
    object_(
        "subscription",
        "sub_1",
        billing=Until("2020-08-27", "charge_automatically"),
        collection_method=Since("acacia", "charge_automatically"),
        current_period_start=Until("acacia", T + 100),
        current_period_end=Until("acacia", T + MONTH),
        discounts=Since("acacia", ["di_5"]),
        ended_at=T + 50,
        items=list_of(
            item("si_1", start=T, end=T + MONTH),
            item("si_2", start=T + 100, end=T + 12 * MONTH),
        ),
        start=Until("2020-08-27", T),
        start_date=Since("acacia", T),
        status="canceled",
    ),
    moments="ended_at",
    expected={
        "collection_method": "charge_automatically",
        # The last to begin, the first to end.
        "current_period_start": moment(T + 100),
        "current_period_end": moment(T + MONTH),
        "discount": Since("acacia", {"object": "discount", "id": "di_5"}, None),
        "discounts": [],
        "ends_at": moment(T + 50),
        "plan": None,
        "quantity": None,
        "start_date": moment(T),
    },
    name="two periods",
)

PAID = Case(
    "Subscription",
    object_("subscription", "sub_3", latest_invoice="in_3", status="active"),
    rows="latest_invoice:Invoice",
    same="status",
    expected={"client_secret": None, "latest_payment": "PaymentIntent pi_3"},
    first=[
        object_(
            "invoice",
            "in_3",
            payment_intent=Until("acacia", "pi_3"),
            payments=Since("basil", list_of(PAYMENT_OF_IT)),
        )
    ],
    name="paid",
)

SUBSCRIPTION_ITEM = Case(
    "SubscriptionItem",
    {
        **item(),
        "billed_until": Since("dahlia", T + MONTH),
        "billing_thresholds": {"usage_gte": 100},
        "current_trial": Since("endive", {"trial_offer": "to_1"}),
        "discounts": Since("acacia", ["di_1"]),
        "proration_behavior": "none",
        "proration_date": T,
        "tax_rates": [TAX_RATE_JSON],
    },
    same="billing_thresholds current_trial proration_behavior proration_date quantity",
    moments="billed_until current_period_end current_period_start",
    rows="plan:Plan price:Price subscription:Subscription",
    expected={
        "discounts": Since("acacia", ["Discount di_1"], []),
        "tax_rates": ["TaxRate txr_1"],
        "trial_offer": Since("endive", "TrialOffer to_1", None),
    },
)

GIVEN = [
    {"coupon": "co_1", "discount": None, "promotion_code": None},
    {"coupon": None, "discount": "di_1", "promotion_code": None},
    {"coupon": None, "discount": None, "promotion_code": "promo_1"},
]

PHASE = {
    "add_invoice_items": [{"price": "price_2", "discounts": Since("acacia", GIVEN)}],
    "automatic_tax": {"liability": {"account": "acct_3"}},
    "coupon": Until("2020-08-27", "co_1"),
    "default_payment_method": "pm_2",
    "default_tax_rates": [TAX_RATE_JSON],
    "discounts": Since("acacia", GIVEN),
    "end_date": T + MONTH,
    "invoice_settings": {"account_tax_ids": ["txi_2"], "issuer": {"account": "acct_4"}},
    "items": [{"price": "price_1", "plan": "price_1", "discounts": Since("acacia", GIVEN)}],
    "on_behalf_of": "acct_5",
    "start_date": T,
    "transfer_data": {"destination": "acct_6"},
}

SCHEDULE = Case(
    "SubscriptionSchedule",
    object_(
        "subscription_schedule",
        "sub_sched_1",
        application="ca_1",
        billing_mode=Since("basil", {"type": "flexible"}),
        canceled_at=T + 1,
        completed_at=T + 2,
        current_phase={"start_date": T, "end_date": T + MONTH},
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        default_settings={
            "automatic_tax": {"liability": {"account": "acct_3"}},
            "default_payment_method": "pm_1",
            "invoice_settings": {"account_tax_ids": ["txi_1"], "issuer": {"account": "acct_4"}},
            "on_behalf_of": "acct_5",
            "transfer_data": {"destination": "acct_6"},
        },
        end_behavior="release",
        pause_schedules=Since("endive", [{"id": "x"}]),
        phases=[PHASE],
        released_at=T + 3,
        released_subscription="sub_2",
        status="active",
        subscription="sub_1",
        test_clock=CLOCKED,
    ),
    same="billing_mode current_phase default_settings end_behavior phases status",
    moments="canceled_at completed_at released_at",
    rows="application:Application customer:Customer customer_account:AccountV2 "
    "released_subscription:Subscription subscription:Subscription test_clock:TestClock",
    expected={
        "account_tax_ids": ["TaxId txi_1"],
        "current_phase_end": moment(T + MONTH),
        "current_phase_start": moment(T),
        "default_payment_method": "PaymentMethod pm_1",
        "invoice_issuer": "Account acct_4",
        "on_behalf_of": "Account acct_5",
        "pause_schedules": Since("endive", [{"id": "x"}], []),
        "phase_accounts": [f"Account acct_{n}" for n in (3, 4, 5, 6)],
        "phase_coupons": ["Coupon co_1"],
        "phase_discounts": Since("acacia", ["Discount di_1"], []),
        "phase_payment_methods": ["PaymentMethod pm_2"],
        "phase_plans": ["Plan price_1"],
        "phase_prices": ["Price price_1", "Price price_2"],
        "phase_promotion_codes": Since("acacia", ["PromotionCode promo_1"], []),
        "phase_tax_ids": ["TaxId txi_2"],
        "phase_tax_rates": ["TaxRate txr_1"],
        "tax_liability_account": "Account acct_3",
        "transfer_destination": "Account acct_6",
    },
)

# -------------------------------------------------------------------------------- invoices

CREDITED = [
    {"amount": 50, "credit_balance_transaction": "cbtxn_1", "type": "credit_balance_transaction"}
]

INVOICE = Case(
    "Invoice",
    object_(
        "invoice",
        "in_1",
        account_country="DE",
        account_name="Ada Ltd",
        account_tax_ids=["txi_1"],
        amount_due=2380,
        amount_overpaid=Since("basil", 5),
        amount_paid=2380,
        amount_paid_off_stripe=Since("dahlia", 7),
        amount_remaining=9,
        amount_shipping=Since("acacia", 11),
        application="ca_1",
        application_fee_amount=Until("acacia", 100),
        attempt_count=1,
        attempted=True,
        auto_advance=False,
        automatic_tax={"enabled": True, "liability": {"account": "acct_3"}},
        automatically_finalizes_at=Since("acacia", T + 30),
        billing_reason="subscription_cycle",
        charge=Until("acacia", "ch_1"),
        collection_method="charge_automatically",
        confirmation_secret=Since("basil", {"client_secret": "pi_1_secret"}),
        currency="usd",
        custom_fields=[{"name": "PO", "value": "1"}],
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        customer_address=ADDRESS,
        customer_email="ada@example.com",
        customer_name="Ada",
        customer_phone="+49 521",
        customer_shipping={"name": "Ada"},
        customer_tax_exempt="none",
        customer_tax_ids=[{"type": "eu_vat", "value": "DE1"}],
        default_payment_method="pm_1",
        default_source="card_1",
        default_tax_rates=[TAX_RATE_JSON],
        discount=Until("acacia", {**DISCOUNT, "id": "di_1"}),
        discounts=["di_1"],
        due_date=T + 40,
        effective_at=Since("acacia", T + 41),
        ending_balance=13,
        footer="Thank you",
        from_invoice=Since("acacia", {"action": "revision", "invoice": "in_0"}),
        hosted_invoice_url="https://invoice.stripe.com/i/x",
        invoice_pdf="https://pay.stripe.com/invoice/x/pdf",
        issuer=Since("acacia", {"type": "account", "account": "acct_4"}),
        last_finalization_error={"charge": "ch_9", "code": "tax_id_invalid"},
        latest_revision=Since("acacia", "in_2"),
        lines=list_of(),
        next_payment_attempt=T + 42,
        number="ABCDEF-0001",
        on_behalf_of="acct_5",
        paid=Until("acacia", True),
        parent=Since(
            "basil",
            {
                "type": "subscription_details",
                "quote_details": None,
                "subscription_details": {
                    "metadata": {"plan": "pro"},
                    "subscription": "sub_1",
                    "subscription_proration_date": T + 43,
                },
            },
        ),
        payment_intent=Until("acacia", "pi_1"),
        payment_settings={"default_mandate": Since("acacia", "mandate_1")},
        period_end=T + MONTH,
        period_start=T,
        post_payment_credit_notes_amount=15,
        pre_payment_credit_notes_amount=16,
        receipt_number="1234",
        rendering=Since("acacia", {"template": "inrtem_1", "amount_tax_display": "exclude"}),
        rendering_options=Until("2020-08-27", {"amount_tax_display": "exclude"}),
        shipping_cost=Since("acacia", {"amount_total": 11, "shipping_rate": "shr_1"}),
        shipping_details=Since("acacia", {"name": "Ada"}),
        starting_balance=17,
        statement_descriptor="ADA",
        status="paid",
        status_details=Since("endive", {"x": 1}),
        status_transitions={
            "finalized_at": T + 44,
            "marked_uncollectible_at": T + 45,
            "paid_at": T + 46,
            "voided_at": T + 47,
        },
        subscription=Until("acacia", "sub_1"),
        subscription_details=Until("acacia", {"metadata": {"plan": "pro"}}),
        subscription_proration_date=Until("acacia", T + 43),
        subtotal=2000,
        subtotal_excluding_tax=Since("acacia", 2001),
        tax=Until("acacia", 380),
        tax_percent=Until("2020-08-27", 19.0),
        test_clock=CLOCKED,
        threshold_reason={"item_reasons": [{"line_item_ids": ["il_9"], "usage_gte": 1}]},
        total=2380,
        total_discount_amounts=[{"amount": 100, "discount": "di_1"}],
        total_excluding_tax=Since("acacia", 2002),
        total_pretax_credit_amounts=Since("acacia", CREDITED),
        total_tax_amounts=Until("acacia", [OLD_TAX]),
        total_taxes=Since("basil", [NEW_TAX]),
        transfer_data=Until("acacia", {"destination": "acct_6"}),
        webhooks_delivered_at=T + 48,
    ),
    same="account_country account_name amount_due amount_overpaid amount_paid "
    "amount_paid_off_stripe amount_remaining amount_shipping application_fee_amount "
    "attempt_count attempted auto_advance automatic_tax billing_reason collection_method "
    "currency custom_fields customer_address customer_email customer_name customer_phone "
    "customer_shipping customer_tax_exempt customer_tax_ids ending_balance footer "
    "hosted_invoice_url invoice_pdf issuer last_finalization_error number parent "
    "payment_settings post_payment_credit_notes_amount pre_payment_credit_notes_amount "
    "receipt_number shipping_cost shipping_details starting_balance statement_descriptor "
    "status status_details status_transitions subtotal subtotal_excluding_tax "
    "threshold_reason total total_discount_amounts total_excluding_tax "
    "total_pretax_credit_amounts transfer_data webhooks_delivered_at",
    moments="automatically_finalizes_at due_date effective_at next_payment_attempt period_end "
    "period_start",
    rows="application:Application customer:Customer customer_account:AccountV2 "
    "default_payment_method:PaymentMethod default_source:Card latest_revision:Invoice "
    "on_behalf_of:Account test_clock:TestClock",
    expected={
        "account_tax_ids": ["TaxId txi_1"],
        "charge": "Charge ch_1",
        "credit_balance_transactions_applied": Since(
            "acacia", ["CreditBalanceTransaction cbtxn_1"], []
        ),
        "default_mandate": Since("acacia", "Mandate mandate_1", None),
        "default_tax_rates": ["TaxRate txr_1"],
        "discount": Until("acacia", "Discount di_1", None),
        "discounts": ["Discount di_1"],
        "discounts_applied": ["Discount di_1"],
        "finalized_at": moment(T + 44),
        "from_invoice": Since("acacia", "Invoice in_0", None),
        "issuer_account": Since("acacia", "Account acct_4", None),
        "last_error_charge": "Charge ch_9",
        "marked_uncollectible_at": moment(T + 45),
        "paid": True,
        "paid_at": moment(T + 46),
        "payment_intent": "PaymentIntent pi_1",
        "quote": None,
        "rendering": Since(
            "acacia",
            {"template": "inrtem_1", "amount_tax_display": "exclude"},
            {"amount_tax_display": "exclude"},
        ),
        "rendering_template": Since("acacia", "InvoiceRenderingTemplate inrtem_1", None),
        "shipping_rate": Since("acacia", "ShippingRate shr_1", None),
        "subscription": "Subscription sub_1",
        "subscription_metadata": {"plan": "pro"},
        "subscription_proration_date": T + 43,
        "tax": 380,
        "tax_liability_account": "Account acct_3",
        "tax_percent": 19.0,
        "tax_rates_applied": ["TaxRate txr_1"],
        "threshold_line_items": ["LineItem il_9"],
        "total_discount_amount": 100,
        "total_tax_amounts": [OLD_TAX],
        "total_taxes": [NEW_TAX],
        "transfer_destination": Until("acacia", "Account acct_6", None),
        "voided_at": moment(T + 47),
    },
    first=[
        Since("basil", INVOICE_PAYMENT),
        object_("payment_intent", "pi_1", latest_charge="ch_1"),
    ],
)

ATTEMPTS = list_of(
    object_(
        "invoice_payment",
        "inpay_2",
        invoice="in_3",
        is_default=True,
        payment={"type": "payment_intent", "payment_intent": "pi_0"},
        status="canceled",
    ),
    object_(
        "invoice_payment",
        "inpay_3",
        invoice="in_3",
        is_default=False,
        payment={"type": "charge", "charge": "ch_3", "payment_intent": "pi_3"},
        status="paid",
    ),
)

QUOTED = Case(
    "Invoice",
    object_(
        "invoice",
        "in_3",
        charge=Until("acacia", "ch_3"),
        default_tax_rates=[],
        discounts=[],
        paid=Until("acacia", False),
        parent=Since("basil", {"type": "quote_details", "quote_details": {"quote": "qt_1"}}),
        payment_intent=Until("acacia", "pi_3"),
        payments=Since("basil", ATTEMPTS),
        quote=Until("acacia", "qt_1"),
        status="open",
        tax=Until("acacia", None),
        total_tax_amounts=Until("acacia", []),
        total_taxes=Since("basil", []),
    ),
    expected={
        "charge": "Charge ch_3",
        "discounts": [],
        "paid": False,
        "payment_intent": "PaymentIntent pi_3",
        "quote": "Quote qt_1",
        "receipt_url": "https://pay.stripe.com/receipts/3",
        "subscription": None,
        "tax": None,
        "tax_percent": None,
        "total_tax_amounts": [],
        "total_taxes": [],
    },
    first=[object_("charge", "ch_3", receipt_url="https://pay.stripe.com/receipts/3")],
    name="of a quote, payments expanded",
)

LINE_PRICING = {
    "type": "price_details",
    "price_details": {"price": "price_1", "product": "prod_1"},
    "unit_amount_decimal": "1000",
}
PERIOD = {"start": T, "end": T + MONTH}
PRORATED = {"credited_items": {"invoice": "in_0", "invoice_line_items": ["il_0"]}}


def line(**more: object) -> JSON:
    return {
        "object": "line_item",
        "id": "il_1",
        "amount": 2000,
        "currency": "usd",
        "description": "Two seats",
        "discount_amounts": [{"amount": 100, "discount": "di_1"}],
        "discountable": True,
        "discounts": ["di_1"],
        "invoice": Since("acacia", "in_1"),
        "period": PERIOD,
        "plan": Until("acacia", PLAN_JSON),
        "pretax_credit_amounts": Since("acacia", CREDITED),
        "price": Until("acacia", PRICE_JSON),
        "pricing": Since("basil", LINE_PRICING),
        "proration": Until("acacia", True),
        "proration_details": Until("acacia", PRORATED),
        "quantity": 2,
        "quantity_decimal": Since("dahlia", "2"),
        "subtotal": Since("clover", 2000),
        **more,
    }


OF_A_SUBSCRIPTION = Case(
    "LineItem",
    line(
        amount_excluding_tax=Until("acacia", 1681),
        parent=Since(
            "basil",
            {
                "type": "subscription_item_details",
                "invoice_item_details": None,
                "subscription_item_details": {
                    "invoice_item": None,
                    "proration": True,
                    "proration_details": PRORATED,
                    "subscription": "sub_1",
                    "subscription_item": "si_1",
                },
            },
        ),
        subscription="sub_1",
        subscription_item=Until("acacia", "si_1"),
        tax_amounts=Until("acacia", [OLD_INCLUDED]),
        tax_rates=Until("acacia", [TAX_RATE_JSON]),
        taxes=Since("basil", [NEW_INCLUDED]),
        type=Until("acacia", "subscription"),
        unit_amount_excluding_tax=Until("acacia", "840.5"),
    ),
    same="amount currency discount_amounts discountable parent period pretax_credit_amounts "
    "pricing quantity quantity_decimal subtotal",
    rows="invoice:Invoice",
    expected={
        "amount_excluding_tax": 1681,
        "credit_balance_transactions": Since("acacia", ["CreditBalanceTransaction cbtxn_1"], []),
        "credited_invoice": "Invoice in_0",
        "credited_line_items": ["LineItem il_0"],
        "discounts": ["Discount di_1"],
        "discounts_applied": ["Discount di_1"],
        "invoice_item": None,
        "period_end": moment(T + MONTH),
        "period_start": moment(T),
        "plan": Until("acacia", "Plan price_1", None),
        "price": "Price price_1",
        "product": "Product prod_1",
        "proration": True,
        "proration_details": PRORATED,
        "subscription": "Subscription sub_1",
        "subscription_item": "SubscriptionItem si_1",
        "tax_amounts": [OLD_INCLUDED],
        "tax_rates": ["TaxRate txr_1"],
        "taxes": [NEW_INCLUDED],
        "type": "subscription",
        # Before basil a line had no unit amount: its price has.
        "unit_amount": Since("basil", 1000, 2000),
        "unit_amount_decimal": Since("basil", "1000", "2000"),
        "unit_amount_excluding_tax": "840.5",
    },
)

OF_AN_ITEM = Case(
    "LineItem",
    line(
        id="il_2",
        invoice_item=Until("acacia", "ii_1"),
        parent=Since(
            "basil",
            {
                "type": "invoice_item_details",
                "invoice_item_details": {
                    "invoice_item": "ii_1",
                    "proration": False,
                    "proration_details": None,
                    "subscription": "sub_2",
                },
                "subscription_item_details": None,
            },
        ),
        proration=Until("acacia", False),
        subscription=Until("acacia", "sub_2"),
        tax_amounts=Until("acacia", [OLD_TAX]),
        taxes=Since("basil", [NEW_TAX]),
        type=Until("acacia", "invoiceitem"),
    ),
    expected={
        "amount_excluding_tax": 2000,
        "invoice_item": "InvoiceItem ii_1",
        "proration": False,
        "subscription": "Subscription sub_2",
        "subscription_item": None,
        "tax_amounts": [OLD_TAX],
        "taxes": [NEW_TAX],
        "type": "invoiceitem",
        "unit_amount_excluding_tax": "1000",
    },
    name="of an item",
)

INVOICE_ITEM = Case(
    "InvoiceItem",
    {
        "object": "invoiceitem",
        "id": "ii_1",
        "amount": 2000,
        "currency": "usd",
        "customer": "cus_1",
        "customer_account": PAID_BY_ACCOUNT,
        "date": T,
        "description": "Two seats",
        "discountable": True,
        "discounts": ["di_1"],
        "frozen_fields": Since("endive", ["pricing"]),
        "invoice": "in_1",
        "invoicing_rules": Since("endive", [{"x": 1}]),
        "net_amount": Since("clover", 1900),
        "parent": Since(
            "basil",
            {
                "type": "subscription_details",
                "subscription_details": {"subscription": "sub_1", "subscription_item": "si_1"},
            },
        ),
        "period": PERIOD,
        "plan": Until("acacia", PLAN_JSON),
        "price": Until("acacia", PRICE_JSON),
        "pricing": Since("basil", LINE_PRICING),
        "proration": True,
        "proration_details": Since(
            "clover",
            {
                "credited_items": {
                    "invoice_item": "ii_0",
                    "invoice_line_item_details": {
                        "invoice": "in_0",
                        "invoice_line_items": ["il_0"],
                    },
                },
                "discount_amounts": [{"amount": 100, "discount": "di_2"}],
            },
        ),
        "quantity": 2,
        "quantity_decimal": Since("dahlia", "2"),
        "subscription": Until("acacia", "sub_1"),
        "subscription_item": Until("acacia", "si_1"),
        "tax_rates": [TAX_RATE_JSON],
        "test_clock": CLOCKED,
        "unit_amount": Until("acacia", 1000),
        "unit_amount_decimal": Until("acacia", "1000"),
    },
    same="amount currency date discountable frozen_fields invoicing_rules net_amount parent "
    "period pricing proration proration_details quantity quantity_decimal",
    rows="customer:Customer customer_account:AccountV2 invoice:Invoice test_clock:TestClock",
    expected={
        "created": moment(T),
        "credited_invoice": Since("clover", "Invoice in_0", None),
        "credited_invoice_item": Since("clover", "InvoiceItem ii_0", None),
        "credited_line_items": Since("clover", ["LineItem il_0"], []),
        "discounts": ["Discount di_1"],
        "period_end": moment(T + MONTH),
        "period_start": moment(T),
        "plan": Until("acacia", "Plan price_1", None),
        "price": "Price price_1",
        "product": "Product prod_1",
        "prorated_discounts": Since("clover", ["Discount di_2"], []),
        "subscription": "Subscription sub_1",
        "subscription_item": "SubscriptionItem si_1",
        "tax_rates": ["TaxRate txr_1"],
        "unit_amount": 1000,
        "unit_amount_decimal": "1000",
    },
)

HALF_CENTS = Case(
    "InvoiceItem",
    {
        "object": "invoiceitem",
        "id": "ii_2",
        "date": T,
        "pricing": Since("basil", {**LINE_PRICING, "unit_amount_decimal": "0.5"}),
        "unit_amount": Until("acacia", None),
        "unit_amount_decimal": Until("acacia", "0.5"),
    },
    expected={"invoice": None, "unit_amount": None, "unit_amount_decimal": "0.5"},
    name="half cents",
)

PAYMENT = Case(
    "InvoicePayment",
    {
        **INVOICE_PAYMENT,
        "id": "inpay_4",
        "payment": {
            "type": "payment_intent",
            "payment_intent": "pi_1",
            "payment_record": "pr_1",
        },
        "status_transitions": {"canceled_at": T + 1, "paid_at": T + 2},
    },
    same="amount_paid amount_requested currency is_default payment status status_transitions",
    rows="invoice:Invoice",
    expected={
        "canceled_at": moment(T + 1),
        "charge": "Charge ch_1",
        "paid_at": moment(T + 2),
        "payment_intent": "PaymentIntent pi_1",
        "payment_record": "PaymentRecord pr_1",
        "type": "payment_intent",
    },
    first=[object_("payment_intent", "pi_1", latest_charge="ch_1")],
)

TEMPLATE = Case(
    "InvoiceRenderingTemplate",
    object_("invoice_rendering_template", "inrtem_1", nickname="Plain", status="active", version=2),
    same="nickname status version",
)

RECORDED = Since("clover", {"payment_record": "pr_1"})

CREDIT_NOTE = Case(
    "CreditNote",
    object_(
        "credit_note",
        "cn_1",
        amount=2380,
        amount_shipping=Since("acacia", 11),
        currency="usd",
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        customer_balance_transaction="cbtxn_9",
        discount_amount=100,
        discount_amounts=[{"amount": 100, "discount": "di_1"}],
        effective_at=Since("acacia", T + 1),
        invoice="in_1",
        lines=list_of(),
        memo="Sorry",
        number="ABCDEF-0001-CN-01",
        out_of_band_amount=12,
        pdf="https://pay.stripe.com/credit_notes/x/pdf",
        post_payment_amount=Since("basil", 13),
        pre_payment_amount=Since("basil", 14),
        pretax_credit_amounts=Since("acacia", CREDITED),
        reason="duplicate",
        refund=Until("acacia", "re_1"),
        refunds=Since(
            "basil", [{"amount_refunded": 500, "refund": "re_1", "payment_record_refund": RECORDED}]
        ),
        shipping_cost=Since("acacia", {"shipping_rate": "shr_1"}),
        status="issued",
        subtotal=2000,
        subtotal_excluding_tax=2001,
        tax_amounts=Until("acacia", [OLD_TAX]),
        total=2380,
        total_excluding_tax=2002,
        total_taxes=Since("basil", [NEW_TAX]),
        type="post_payment",
        voided_at=T + 2,
    ),
    same="amount amount_shipping currency discount_amount discount_amounts memo number "
    "out_of_band_amount pdf post_payment_amount pre_payment_amount reason shipping_cost status "
    "subtotal subtotal_excluding_tax total total_excluding_tax type",
    moments="effective_at voided_at",
    rows="customer:Customer customer_account:AccountV2 "
    "customer_balance_transaction:CustomerBalanceTransaction invoice:Invoice",
    expected={
        "credit_balance_transactions": Since("acacia", ["CreditBalanceTransaction cbtxn_1"], []),
        "discounts_applied": ["Discount di_1"],
        "payment_records": Since("clover", ["PaymentRecord pr_1"], []),
        "pretax_credit_amounts": Since("acacia", CREDITED, []),
        "refund": "Refund re_1",
        "refunds": ["Refund re_1"],
        "shipping_rate": Since("acacia", "ShippingRate shr_1", None),
        "tax_amounts": [OLD_TAX],
        "tax_rates": ["TaxRate txr_1"],
        "total_taxes": [NEW_TAX],
    },
)

CREDITED_LINE = {
    "object": "credit_note_line_item",
    "id": "cnli_1",
    "amount": 2000,
    "discount_amount": 100,
    "discount_amounts": [{"amount": 100, "discount": "di_1"}],
    "invoice_line_item": "il_1",
    "pretax_credit_amounts": Since("acacia", CREDITED),
    "quantity": 2,
    "tax_amounts": Until("acacia", [OLD_TAX]),
    "tax_rates": [TAX_RATE_JSON],
    "taxes": Since("basil", [NEW_TAX]),
    "type": "invoice_line_item",
    "unit_amount": 1000,
    "unit_amount_decimal": "1000",
}

CREDIT_NOTE_LINE = Case(
    "CreditNoteLineItem",
    CREDITED_LINE,
    same="amount discount_amount discount_amounts quantity type unit_amount unit_amount_decimal",
    rows="invoice_line_item:LineItem",
    expected={
        "credit_balance_transactions": Since("acacia", ["CreditBalanceTransaction cbtxn_1"], []),
        "credit_note": "CreditNote cn_1",
        "discounts_applied": ["Discount di_1"],
        "pretax_credit_amounts": Since("acacia", CREDITED, []),
        "tax_amounts": [OLD_TAX],
        "tax_rates": ["TaxRate txr_1"],
        "tax_rates_applied": ["TaxRate txr_1"],
        "taxes": [NEW_TAX],
    },
    # Only the list says whose line it is.
    first=[object_("credit_note", "cn_1", lines=list_of(CREDITED_LINE))],
)

QUOTE = Case(
    "Quote",
    object_(
        "quote",
        "qt_1",
        amount_subtotal=2000,
        amount_total=2380,
        application="ca_1",
        application_fee_amount=100,
        application_fee_percent=10.0,
        automatic_tax={"enabled": True, "liability": {"account": "acct_3"}},
        collection_method="send_invoice",
        computed={"recurring": None},
        currency="usd",
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        default_tax_rates=["txr_1"],
        discounts=["di_1"],
        expires_at=T + 60,
        footer="Thanks",
        from_quote={"is_revision": True, "quote": "qt_0"},
        header="An offer",
        invoice="in_1",
        invoice_settings={"days_until_due": 30, "issuer": {"account": "acct_4"}},
        line_items=list_of({"object": "item", "id": "li_1", "amount_total": 2380}),
        number="QT-0001",
        on_behalf_of="acct_5",
        status="open",
        status_transitions={"accepted_at": T + 1, "canceled_at": T + 2, "finalized_at": T + 3},
        subscription="sub_1",
        subscription_data={"trial_period_days": 14},
        subscription_schedule="sub_sched_1",
        test_clock=CLOCKED,
        total_details={"amount_tax": 380},
        transfer_data={"destination": "acct_6"},
    ),
    same="amount_subtotal amount_total application_fee_amount application_fee_percent "
    "automatic_tax collection_method computed currency footer header invoice_settings number "
    "status status_transitions subscription_data total_details transfer_data",
    moments="expires_at",
    rows="application:Application customer:Customer customer_account:AccountV2 invoice:Invoice "
    "on_behalf_of:Account subscription:Subscription subscription_schedule:SubscriptionSchedule "
    "test_clock:TestClock",
    expected={
        "accepted_at": moment(T + 1),
        "canceled_at": moment(T + 2),
        "default_tax_rates": ["TaxRate txr_1"],
        "discounts": ["Discount di_1"],
        "finalized_at": moment(T + 3),
        "from_quote": "Quote qt_0",
        "invoice_issuer": "Account acct_4",
        "line_items": list_of({"object": "item", "id": "li_1", "amount_total": 2380}),
        "tax_liability_account": "Account acct_3",
        "transfer_destination": "Account acct_6",
    },
)

# ------------------------------------------------------------------------------------ rates

SHIPPING_RATE = Case(
    "ShippingRate",
    object_(
        "shipping_rate",
        "shr_1",
        active=True,
        delivery_estimate={"maximum": {"unit": "day", "value": 5}},
        display_name="Parcel",
        fixed_amount={"amount": 500, "currency": "eur"},
        tax_behavior="exclusive",
        tax_code="txcd_1",
        type="fixed_amount",
    ),
    same="active delivery_estimate display_name fixed_amount tax_behavior type",
    rows="tax_code:TaxCode",
    expected={"amount": 500, "currency": "eur"},
)

TAX_CODE = Case(
    "TaxCode",
    {
        "object": "tax_code",
        "id": "txcd_1",
        "name": "Books",
        "requirements": Since("endive", {"performance_location": "optional"}),
    },
    same="name requirements",
)

TAX_ID = Case(
    "TaxId",
    object_(
        "tax_id",
        "txi_1",
        country="DE",
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        owner=Since("acacia", {"type": "customer", "customer": "cus_1"}),
        type="eu_vat",
        value="DE123456789",
        verification={"status": "verified", "verified_name": "Ada"},
    ),
    same="country owner type value verification",
    rows="customer:Customer customer_account:AccountV2",
    expected={"verification_status": "verified"},
)

OWN_TAX_ID = Case(
    "TaxId",
    object_(
        "tax_id",
        "txi_2",
        customer=None,
        owner={"type": "account", "account": "acct_1", "application": "ca_1"},
    ),
    expected={
        "account": "Account acct_1",
        "application": "Application ca_1",
        "customer": None,
        "verification_status": None,
    },
    name="own",
)

TAX_RATE = Case(
    "TaxRate",
    TAX_RATE_JSON,
    same="active country description display_name effective_percentage flat_amount inclusive "
    "jurisdiction jurisdiction_level percentage rate_type state tax_type",
)

# ------------------------------------------------------------------------------------ usage

METER = Case(
    "Meter",
    object_(
        "billing.meter",
        "mtr_1",
        customer_mapping={"type": "by_id", "event_payload_key": "stripe_customer_id"},
        default_aggregation={"formula": "sum"},
        display_name="Requests",
        event_name="requests",
        event_time_window="hour",
        status="inactive",
        status_transitions={"deactivated_at": T + 1},
        updated=T + 2,
        value_settings={"event_payload_key": "value"},
    ),
    same="customer_mapping default_aggregation display_name event_name event_time_window status "
    "value_settings",
    moments="updated",
    expected={"deactivated_at": moment(T + 1)},
)

METER_EVENT_SUMMARY = Case(
    "MeterEventSummary",
    {
        "object": "billing.meter_event_summary",
        "id": "mtrusg_1",
        "aggregated_value": 12.5,
        "end_time": T + 60,
        "meter": "mtr_1",
        "start_time": T,
    },
    same="aggregated_value",
    moments="end_time start_time",
    rows="meter:Meter",
)

CREDIT_GRANT = Case(
    "CreditGrant",
    object_(
        "billing.credit_grant",
        "credgr_1",
        amount={"type": "monetary", "monetary": {"value": 1000, "currency": "usd"}},
        applicability_config={"scope": {"price_type": "metered"}},
        category="paid",
        customer="cus_1",
        customer_account=PAID_BY_ACCOUNT,
        effective_at=T + 1,
        expires_at=T + 2,
        name="Bought",
        priority=Since("basil", 50),
        test_clock="clock_1",
        updated=T + 3,
        voided_at=T + 4,
    ),
    same="applicability_config category name priority",
    moments="effective_at expires_at updated voided_at",
    rows="customer:Customer customer_account:AccountV2 test_clock:TestClock",
    expected={"amount": 1000, "currency": "usd"},
)

USED = {
    "type": "credits_applied",
    "amount": {"type": "monetary", "monetary": {"value": 300, "currency": "usd"}},
    "credits_applied": {"invoice": "in_1", "invoice_line_item": "il_1"},
}
GIVEN_BACK = {
    "type": "credits_application_invoice_voided",
    "amount": {"type": "monetary", "monetary": {"value": 200, "currency": "usd"}},
    "credits_application_invoice_voided": {"invoice": "in_2"},
}

CREDIT_USED = Case(
    "CreditBalanceTransaction",
    object_(
        "billing.credit_balance_transaction",
        "cbtxn_1",
        credit=None,
        credit_grant="credgr_1",
        debit=USED,
        effective_at=T + 1,
        test_clock="clock_1",
        type="debit",
    ),
    same="debit type",
    moments="effective_at",
    rows="credit_grant:CreditGrant test_clock:TestClock",
    expected={"amount": 300, "currency": "usd", "invoice": "Invoice in_1"},
)

CREDIT_BACK = Case(
    "CreditBalanceTransaction",
    object_("billing.credit_balance_transaction", "cbtxn_2", credit=GIVEN_BACK, type="credit"),
    same="credit type",
    expected={"amount": 200, "currency": "usd", "invoice": "Invoice in_2"},
    name="given back",
)

WATCHED = {"gte": 100, "meter": "mtr_1", "filters": [{"type": "customer", "customer": "cus_1"}]}

ALERT = Case(
    "Alert",
    {
        "object": "billing.alert",
        "id": "alrt_1",
        "alert_type": "usage_threshold",
        "status": "active",
        "title": "Much",
        "usage_threshold": WATCHED,
    },
    same="alert_type status title usage_threshold",
    expected={"customers": ["Customer cus_1"], "meter": "Meter mtr_1"},
)

FEEDBACK_OPTION = Case(
    "FeedbackOption",
    {
        "object": "billing.feedback_option",
        "id": "fbo_1",
        "status": "inactive",
        "status_transitions": {"deactivated_at": T + 1},
    },
    same="status",
    expected={"deactivated_at": moment(T + 1)},
)

TRIAL_OFFER = Case(
    "TrialOffer",
    {
        "object": "product_catalog.trial_offer",
        "id": "to_1",
        "active": True,
        "duration": {"type": "relative", "relative": {"iterations": 1}},
        "end_behavior": {"type": "transition", "transition": {"price": "price_2"}},
        "nickname": "First month",
        "price": "price_1",
    },
    same="active duration end_behavior nickname",
    rows="price:Price",
    expected={"transition_price": "Price price_2"},
)

CASES = [value for value in list(globals().values()) if isinstance(value, Case)]
