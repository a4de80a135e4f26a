"""The seed page's models: one payload each, and what its accessors answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.accessors.tools import Case, Since, Until, moment

T = 1_700_000_000
LATER = 4_102_444_800  # the year 2100

JSON = dict[str, Any]

ADDRESS = {
    "city": "Bielefeld",
    "country": "DE",
    "line1": "Weg 1",
    "line2": None,
    "postal_code": "33602",
    "state": None,
}


def object_(kind: str, id: str, /, **more: Any) -> JSON:
    return {"object": kind, "id": id, "created": T, **more}


def list_of(*members: Any) -> JSON:
    return {"object": "list", "has_more": False, "data": list(members), "url": "/v1/things"}


SETTLED = object_(
    "balance_transaction",
    "txn_1",
    amount=2000,
    available_on=T + 172800,
    balance_type=Since("clover", "payments"),
    currency="usd",
    exchange_rate=0.92,
    fee=88,
    fee_details=[{"amount": 88, "application": "ca_1", "currency": "usd", "type": "stripe_fee"}],
    net=1912,
    reporting_category="charge",
    source="ch_1",
    status="available",
    type="charge",
)

BALANCE_TRANSACTION = Case(
    "BalanceTransaction",
    SETTLED,
    same="amount available_on balance_type currency exchange_rate fee fee_details net "
    "reporting_category source status type",
    expected={"fee_applications": ["Application ca_1"]},
)

# What ties an invoice to its payment since basil.
INVOICE_PAYMENT = object_(
    "invoice_payment",
    "inpay_1",
    amount_paid=2000,
    amount_requested=2000,
    currency="usd",
    invoice="in_1",
    is_default=True,
    payment={"type": "payment_intent", "payment_intent": "pi_1"},
    status="paid",
)

CHARGE = Case(
    "Charge",
    object_(
        "charge",
        "ch_1",
        amount=2000,
        amount_captured=2000,
        amount_refunded=500,
        application="ca_1",
        application_fee="fee_1",
        application_fee_amount=100,
        authorization_code="123456",
        balance_transaction=SETTLED,
        billing_details={"address": ADDRESS, "email": "ada@example.com", "name": "Ada"},
        calculated_statement_descriptor="ADA LTD",
        captured=True,
        currency="usd",
        customer="cus_1",
        destination=Until("2020-08-27", "acct_2"),
        dispute=Until("2020-08-27", "dp_1"),
        disputed=True,
        failure_balance_transaction="txn_2",
        failure_code="card_declined",
        failure_message="Your card was declined.",
        fraud_details={"user_report": "fraudulent"},
        invoice=Until("acacia", "in_1"),
        level3={"merchant_reference": "x"},
        on_behalf_of="acct_2",
        outcome={"type": "authorized", "risk_score": 12},
        paid=True,
        payment_intent="pi_1",
        payment_method="pm_1",
        payment_method_details={"type": "card", "card": {"mandate": "mandate_1"}},
        presentment_details=Since("basil", {"presentment_amount": 1850}),
        radar_options=Since("acacia", {"session": "rse_1"}),
        receipt_email="ada@example.com",
        receipt_number="1234-5678",
        receipt_url="https://pay.stripe.com/receipts/x",
        refunded=False,
        review="prv_1",
        shipping={"name": "Ada", "address": ADDRESS},
        source={"object": "card", "id": "card_1", "brand": "Visa"},
        source_transfer="tr_1",
        statement_descriptor="ADA",
        statement_descriptor_suffix="JAN",
        status="succeeded",
        transfer="tr_2",
        transfer_data={"destination": "acct_2", "amount": None},
        transfer_group="group_1",
    ),
    same="amount_captured amount_refunded application_fee_amount authorization_code "
    "billing_details calculated_statement_descriptor captured currency disputed failure_code "
    "failure_message fraud_details level3 outcome paid payment_method_details "
    "presentment_details radar_options receipt_email receipt_number receipt_url refunded "
    "shipping statement_descriptor statement_descriptor_suffix status transfer_data "
    "transfer_group",
    rows="application:Application application_fee:ApplicationFee customer:Customer "
    "balance_transaction:BalanceTransaction failure_balance_transaction:BalanceTransaction "
    "on_behalf_of:Account payment_intent:PaymentIntent payment_method:PaymentMethod "
    "review:Review source_transfer:Transfer transfer:Transfer",
    expected={
        "amount": Decimal("20.00"),
        "destination": "Account acct_2",
        "dispute": "Dispute dp_1",
        "dispute_named_in_payload": Until("2020-08-27", "Dispute dp_1", None),
        "fee": 88,
        "fraudulent": True,
        "generated_card": None,
        "generated_payment_method": None,
        "human_readable_status": "Disputed",
        "invoice": "Invoice in_1",
        "latest_invoice": "Invoice in_1",
        "mandate": "Mandate mandate_1",
        "source": "DjstripePaymentMethod card_1",
        "terminal_location": None,
        "terminal_reader": None,
    },
    first=[
        Since("basil", INVOICE_PAYMENT),
        object_("dispute", "dp_1", charge="ch_1", amount=2000, currency="usd"),
    ],
)

YEN = Case(
    "Charge",
    object_(
        "charge",
        "ch_2",
        amount=2000,
        currency="jpy",
        captured=True,
        disputed=False,
        fraud_details={},
        paid=True,
        payment_method_details={
            "type": "ideal",
            "ideal": {"generated_sepa_debit": "pm_2", "generated_sepa_debit_mandate": "mandate_2"},
        },
        refunded=False,
        status="succeeded",
    ),
    expected={
        "amount": Decimal("2000"),
        "dispute": None,
        "fee": None,
        "fraudulent": False,
        "generated_payment_method": "PaymentMethod pm_2",
        "human_readable_status": "Succeeded",
        "invoice": None,
        "latest_invoice": None,
        "mandate": "Mandate mandate_2",
    },
    name="yen",
)

AT_A_TERMINAL = Case(
    "Charge",
    object_(
        "charge",
        "ch_3",
        payment_method_details={
            "type": "card_present",
            "card_present": {"generated_card": "pm_3", "location": "tml_1", "reader": "tmr_1"},
        },
    ),
    expected={
        "generated_card": "PaymentMethod pm_3",
        "terminal_location": "TerminalLocation tml_1",
        "terminal_reader": "TerminalReader tmr_1",
    },
    name="at a terminal",
)

COUPON = object_("coupon", "ten_off", percent_off=10.0, duration="forever", valid=True)

DISCOUNT = {
    "object": "discount",
    "id": "di_1",
    "customer": "cus_1",
    "start": T,
    "end": None,
    "coupon": Until("basil", COUPON),
    "source": Since("clover", {"type": "coupon", "coupon": "ten_off"}),
}


def subscription(id: str = "sub_1", /, **more: Any) -> JSON:
    """A subscription of cus_1 that runs until 2100, in the shape of each version."""
    item = object_(
        "subscription_item",
        "si_1",
        subscription=id,
        quantity=1,
        price=object_("price", "price_1", product="prod_1", currency="usd", unit_amount=2000),
        current_period_start=Since("basil", T),
        current_period_end=Since("basil", LATER),
    )
    return object_(
        "subscription",
        id,
        customer="cus_1",
        status="active",
        current_period_start=Until("acacia", T),
        current_period_end=Until("acacia", LATER),
        items=list_of(item),
        **more,
    )


ENTITLED = {
    "object": "entitlements.active_entitlement_summary",
    "customer": "cus_1",
    "livemode": False,
    "entitlements": list_of(
        {
            "object": "entitlements.active_entitlement",
            "id": "ent_1",
            "lookup_key": "export",
            "feature": "feat_1",
            "livemode": False,
        }
    ),
}

CUSTOMER = Case(
    "Customer",
    object_(
        "customer",
        "cus_1",
        address=ADDRESS,
        balance=-300,
        business_name=Since("clover", "Ada Ltd"),
        cash_balance=Since("acacia", None),
        currency="usd",
        customer_account=Since("clover", "acct_9"),
        default_source={"object": "card", "id": "card_1", "customer": "cus_1"},
        delinquent=False,
        description="A customer",
        discount=DISCOUNT,
        email="ada@example.com",
        individual_name=Since("clover", "Ada L"),
        invoice_credit_balance=Since("acacia", {"usd": 300}),
        invoice_prefix="ABCDEF",
        invoice_settings={
            "default_payment_method": "pm_1",
            "footer": None,
            "rendering_options": Since("acacia", {"template": "inrtem_1"}),
        },
        name="Ada",
        next_invoice_sequence=7,
        phone="+49 521",
        preferred_locales=["de"],
        shipping={"name": "Ada", "address": ADDRESS},
        tax={"automatic_tax": "supported"},
        tax_exempt="none",
        test_clock=Since("acacia", "clock_1"),
    ),
    same="address business_name currency delinquent email individual_name "
    "invoice_credit_balance invoice_prefix invoice_settings name next_invoice_sequence phone "
    "preferred_locales shipping tax tax_exempt",
    rows="customer_account:AccountV2 default_source:Card test_clock:TestClock",
    expected={
        "active_subscriptions": ["Subscription sub_1"],
        "balance": -300,
        "balance_amount": Decimal("-3"),
        "cash_balance": None,
        "coupon": "Coupon ten_off",
        "credits": 300,
        "date_purged": None,
        "default_payment_method": "PaymentMethod pm_1",
        "deleted": False,
        "discount": {
            "object": "discount",
            "id": "di_1",
            "customer": "cus_1",
            "start": T,
            "end": None,
            "coupon": Until("basil", "ten_off"),
            "source": Since("clover", {"type": "coupon", "coupon": "ten_off"}),
        },
        "entitlements": ["ActiveEntitlement ent_1"],
        "features": frozenset({"export"}),
        "invoice_rendering_template": Since("acacia", "InvoiceRenderingTemplate inrtem_1", None),
        "pending_charges": 0,
        "subscriber": None,
        "subscription": "Subscription sub_1",
        "valid_subscriptions": ["Subscription sub_1"],
    },
    first=[
        subscription(),
        object_("subscription", "sub_0", customer="cus_1", status="canceled"),
        ENTITLED,
    ],
)

DEBTOR = Case(
    "Customer",
    object_(
        "customer",
        "cus_2",
        balance=700,
        cash_balance={"object": "cash_balance", "available": {"eur": 10000}},
        delinquent=True,
    ),
    same="cash_balance",
    expected={
        "active_subscriptions": [],
        "coupon": None,
        "credits": 0,
        "delinquent": True,
        "discount": None,
        "entitlements": [],
        "features": frozenset(),
        "pending_charges": 700,
        "subscription": None,
        "valid_subscriptions": [],
    },
    name="owes",
)

EVIDENCE = {
    "cancellation_policy": "file_1",
    "customer_communication": "file_2",
    "customer_signature": "file_3",
    "duplicate_charge_documentation": "file_4",
    "receipt": "file_5",
    "refund_policy": "file_6",
    "service_documentation": "file_7",
    "shipping_documentation": "file_8",
    "uncategorized_file": "file_9",
}

ENHANCED = Since(
    "acacia",
    {"visa_compelling_evidence_3": {"prior_undisputed_transactions": [{"charge": "ch_5"}]}},
)

TAKEN = object_("balance_transaction", "txn_3", amount=-2000, currency="usd", type="adjustment")

DISPUTE = Case(
    "Dispute",
    object_(
        "dispute",
        "dp_1",
        amount=2000,
        balance_transaction=Until("2020-08-27", "txn_3"),
        balance_transactions=[TAKEN],
        charge="ch_1",
        currency="usd",
        enhanced_eligibility_types=Since("acacia", ["visa_compelling_evidence_3"]),
        evidence={**EVIDENCE, "duplicate_charge_id": "ch_2", "enhanced_evidence": ENHANCED},
        evidence_details={"due_by": T + 600, "has_evidence": True},
        intended_submission_method=Since("dahlia", "manual"),
        is_charge_refundable=False,
        network_reason_code=Until("2020-08-27", "10"),
        payment_intent="pi_1",
        payment_method_details=Since("acacia", {"type": "card"}),
        reason="fraudulent",
        status="needs_response",
    ),
    same="amount currency evidence evidence_details intended_submission_method "
    "is_charge_refundable network_reason_code payment_method_details reason status",
    rows="charge:Charge payment_intent:PaymentIntent",
    expected={
        "balance_transaction": "BalanceTransaction txn_3",
        "balance_transactions": [TAKEN],
        "due_by": moment(T + 600),
        "enhanced_eligibility_types": Since("acacia", ["visa_compelling_evidence_3"], []),
        "evidence_duplicate_charge": "Charge ch_2",
        "evidence_prior_charges": Since("acacia", ["Charge ch_5"], []),
        **{f"evidence_{name}": f"File {id}" for name, id in EVIDENCE.items()},
    },
)

ABOUT = {"object": object_("charge", "ch_1", customer="cus_1", amount=2000)}

EVENT = Case(
    "Event",
    object_(
        "event",
        "evt_1",
        account="acct_1",
        api_version="2026-10-28.endive",
        context=Since("dahlia", "acct_1"),
        data=ABOUT,
        pending_webhooks=1,
        request={"id": "req_1", "idempotency_key": "key-1"},
        type="charge.succeeded",
    ),
    same="api_version context data pending_webhooks request type",
    rows="account:Account",
    expected={
        "customer": "Customer cus_1",
        "idempotency_key": "key-1",
        "object_id": "ch_1",
        "object_type": "charge",
        "request_id": "req_1",
    },
)

FILE = Case(
    "File",
    object_(
        "file",
        "file_1",
        expires_at=T + 60,
        filename="receipt.pdf",
        purpose="dispute_evidence",
        size=9863,
        title="A receipt",
        type="pdf",
        url="https://files.stripe.com/v1/files/file_1/contents",
    ),
    same="filename purpose size title type url",
    moments="expires_at",
)

FILE_LINK = Case(
    "FileLink",
    object_(
        "file_link",
        "link_1",
        expired=False,
        expires_at=T + 60,
        file="file_1",
        url="https://files.stripe.com/links/x",
    ),
    same="expired expires_at url",
    rows="file:File",
)

MANDATE = Case(
    "Mandate",
    {
        "object": "mandate",
        "id": "mandate_1",
        "customer_acceptance": {"type": "online", "accepted_at": T},
        "multi_use": {},
        "on_behalf_of": Since("acacia", "acct_2"),
        "payment_method": "pm_1",
        "payment_method_details": {"type": "card", "card": {}},
        "single_use": {"amount": 2000, "currency": "usd"},
        "status": "active",
        "type": "multi_use",
    },
    same="customer_acceptance payment_method_details single_use status type",
    rows="on_behalf_of:Account payment_method:PaymentMethod",
    expected={"multi_use": {}},
)

SINGLE_MANDATE = Case(
    "Mandate",
    {"object": "mandate", "id": "mandate_2", "multi_use": {"amount": 1}, "type": "single_use"},
    same="multi_use type",
    expected={"on_behalf_of": None, "single_use": None},
    name="single use",
)

PAYMENT_INTENT = Case(
    "PaymentIntent",
    object_(
        "payment_intent",
        "pi_1",
        allowed_payment_method_types=Since("endive", ["card"]),
        amount=2000,
        amount_capturable=0,
        amount_details=Since("acacia", {"tip": {"amount": 100}}),
        amount_received=2000,
        application="ca_1",
        application_fee_amount=100,
        automatic_payment_methods=Since("acacia", {"enabled": True}),
        canceled_at=T + 5,
        cancellation_reason="duplicate",
        capture_method="automatic",
        charges=Until("2020-08-27", list_of(object_("charge", "ch_1", payment_intent="pi_1"))),
        client_secret="pi_1_secret_x",
        confirmation_method="automatic",
        currency="usd",
        customer="cus_1",
        customer_account=Since("clover", "acct_9"),
        excluded_payment_method_types=Since("clover", ["klarna"]),
        hooks=Since("clover", {"inputs": {"tax": {"calculation": "taxcalc_1"}}}),
        invoice=Until("acacia", "in_1"),
        last_payment_error={
            "charge": "ch_0",
            "code": "card_declined",
            "payment_method": {"object": "payment_method", "id": "pm_0"},
        },
        latest_charge=Since("acacia", "ch_1"),
        managed_payments=Since("dahlia", {"enabled": True}),
        next_action={"type": "use_stripe_sdk"},
        on_behalf_of="acct_2",
        payment_details=Since("clover", {"order_reference": "1"}),
        payment_method="pm_1",
        payment_method_configuration_details=Since("acacia", {"id": "pmc_1", "parent": "pmc_2"}),
        payment_method_options={"card": {"request_three_d_secure": "automatic"}},
        payment_method_types=["card"],
        payment_record=Since("endive", "pr_1"),
        presentment_details=Since("basil", {"presentment_amount": 1850}),
        processing={"type": "card"},
        receipt_email="ada@example.com",
        review="prv_1",
        setup_future_usage="off_session",
        shipping={"name": "Ada"},
        source="card_1",
        statement_descriptor="ADA",
        statement_descriptor_suffix="JAN",
        status="succeeded",
        transfer_data={"destination": "acct_2"},
        transfer_group="group_1",
    ),
    same="allowed_payment_method_types amount amount_capturable amount_details amount_received "
    "application_fee_amount automatic_payment_methods cancellation_reason capture_method "
    "confirmation_method currency excluded_payment_method_types hooks last_payment_error "
    "managed_payments next_action payment_details payment_method_configuration_details "
    "payment_method_options payment_method_types presentment_details processing receipt_email "
    "setup_future_usage shipping statement_descriptor statement_descriptor_suffix status "
    "transfer_data transfer_group",
    moments="canceled_at",
    rows="application:Application customer:Customer customer_account:AccountV2 "
    "on_behalf_of:Account payment_method:PaymentMethod payment_record:PaymentRecord "
    "review:Review source:Card",
    expected={
        "amount_capturable": 0,
        "destination": "Account acct_2",
        "invoice": "Invoice in_1",
        "last_error_charge": "Charge ch_0",
        "latest_charge": "Charge ch_1",
        "parent_payment_method_configuration": Since(
            "acacia", "PaymentMethodConfiguration pmc_2", None
        ),
        "payment_method_configuration": Since("acacia", "PaymentMethodConfiguration pmc_1", None),
        "tax_calculation": Since("clover", "TaxCalculation taxcalc_1", None),
    },
    first=[Since("basil", INVOICE_PAYMENT)],
)

CAPTURABLE = Case(
    "PaymentIntent",
    object_("payment_intent", "pi_2", amount_capturable=2000, status="requires_capture"),
    same="amount_capturable status",
    expected={
        "client_secret": None,
        "invoice": None,
        "latest_charge": None,
        "payment_method_types": [],
    },
    name="capturable",
)

PAYOUT = Case(
    "Payout",
    object_(
        "payout",
        "po_1",
        amount=1100,
        application_fee=Since("acacia", "fee_1"),
        application_fee_amount=Since("acacia", 10),
        arrival_date=T + 86400,
        automatic=True,
        balance_transaction="txn_1",
        currency="usd",
        destination={"object": "bank_account", "id": "ba_1", "account": "acct_1"},
        failure_balance_transaction="txn_2",
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
        method="standard",
        original_payout="po_0",
        payout_method=Since("basil", "fa_1"),
        reconciliation_status=Since("acacia", "completed"),
        reversed_by="po_2",
        source_type="card",
        statement_descriptor="ADA",
        status="paid",
        trace_id=Since("acacia", {"status": "supported", "value": "123"}),
        type="bank_account",
    ),
    same="amount application_fee_amount arrival_date automatic currency failure_code "
    "failure_message method reconciliation_status source_type "
    "statement_descriptor status trace_id type",
    rows="application_fee:ApplicationFee balance_transaction:BalanceTransaction "
    "destination:BankAccount failure_balance_transaction:BalanceTransaction "
    "original_payout:Payout reversed_by:Payout",
    expected={
        "arrives_at": moment(T + 86400),
        "payout_method": Since("basil", "MoneyManagementFinancialAccount fa_1", None),
    },
)

TO_A_CARD = Case(
    "Payout",
    object_("payout", "po_3", destination={"object": "card", "id": "card_1", "account": "acct_1"}),
    rows="destination:Card",
    name="to a card",
)

PRICE = Case(
    "Price",
    object_(
        "price",
        "price_1",
        active=True,
        billing_scheme="per_unit",
        currency="usd",
        currency_options=Since("acacia", {"eur": {"unit_amount": 1900}}),
        custom_unit_amount=None,
        lookup_key="pro",
        nickname="Pro",
        product="prod_1",
        recurring={
            "interval": "month",
            "interval_count": 3,
            "meter": Since("acacia", "mtr_1"),
            "usage_type": "licensed",
        },
        tax_behavior="exclusive",
        tiers_mode=None,
        transform_quantity=None,
        type="recurring",
        unit_amount=2000,
        unit_amount_decimal="2000",
    ),
    same="active billing_scheme currency currency_options lookup_key nickname recurring "
    "tax_behavior type unit_amount unit_amount_decimal",
    rows="product:Product",
    expected={
        "custom_unit_amount": None,
        "human_readable_price": "$20.00 USD / every 3 months",
        "meter": Since("acacia", "Meter mtr_1", None),
        "recurring_interval": "month",
        "tiers": None,
        "tiers_mode": None,
        "transform_quantity": None,
    },
)

TIERED = Case(
    "Price",
    object_(
        "price",
        "price_2",
        billing_scheme="tiered",
        currency="usd",
        recurring={"interval": "year", "interval_count": 1},
        tiers=[{"flat_amount": 4900, "unit_amount": 1000, "up_to": 5}],
        tiers_mode="graduated",
        transform_quantity={"divide_by": 10, "round": "up"},
        custom_unit_amount={"minimum": 100},
        unit_amount=None,
    ),
    same="custom_unit_amount tiers tiers_mode transform_quantity unit_amount",
    expected={
        "human_readable_price": "Starts at $10.00 USD per unit + $49.00 USD/year",
        "meter": None,
        "recurring_interval": "year",
    },
    name="tiered",
)

PRODUCT = Case(
    "Product",
    object_(
        "product",
        "prod_1",
        active=True,
        default_price=Since("acacia", "price_1"),
        description="The best",
        images=["https://example.com/1.png"],
        marketing_features=Since("acacia", [{"name": "Exports"}]),
        name="Pro",
        package_dimensions={"height": 1.0},
        shippable=True,
        statement_descriptor="PRO",
        tax_code="txcd_1",
        tax_details=Since("clover", {"performance_location": "taxloc_1", "tax_code": "txcd_1"}),
        type="service",
        unit_label="seat",
        updated=T + 1,
        url="https://example.com",
    ),
    same="active images name package_dimensions shippable statement_descriptor tax_details "
    "type unit_label updated url",
    rows="default_price:Price tax_code:TaxCode",
    expected={
        "marketing_features": Since("acacia", [{"name": "Exports"}], []),
        "performance_location": Since("clover", "TaxLocation taxloc_1", None),
    },
)

REFUND = Case(
    "Refund",
    object_(
        "refund",
        "re_1",
        amount=500,
        balance_transaction="txn_1",
        charge="ch_1",
        currency="usd",
        customer=Since("dahlia", "cus_1"),
        customer_account=Since("dahlia", "acct_9"),
        destination_details=Since("acacia", {"type": "card"}),
        failure_balance_transaction="txn_2",
        failure_reason="expired_or_canceled_card",
        instructions_email="ada@example.com",
        next_action=Since("acacia", {"type": "display_details"}),
        payment_intent="pi_1",
        payment_method=Since("dahlia", "pm_1"),
        pending_reason=Since("basil", "processing"),
        presentment_details=Since("basil", {"presentment_amount": 450}),
        reason="requested_by_customer",
        receipt_number="1234",
        source_transfer_reversal="trr_1",
        status="succeeded",
        transfer_reversal="trr_2",
    ),
    same="amount currency destination_details failure_reason instructions_email next_action "
    "pending_reason presentment_details reason receipt_number status",
    rows="balance_transaction:BalanceTransaction charge:Charge customer:Customer "
    "customer_account:AccountV2 failure_balance_transaction:BalanceTransaction "
    "payment_intent:PaymentIntent payment_method:PaymentMethod "
    "source_transfer_reversal:TransferReversal transfer_reversal:TransferReversal",
)

SETUP_INTENT = Case(
    "SetupIntent",
    object_(
        "setup_intent",
        "seti_1",
        allowed_payment_method_types=Since("endive", ["card"]),
        application="ca_1",
        attach_to_self=Since("acacia", True),
        automatic_payment_methods=Since("acacia", {"enabled": True}),
        cancellation_reason="abandoned",
        client_secret="seti_1_secret_x",
        customer="cus_1",
        customer_account=Since("clover", "acct_9"),
        excluded_payment_method_types=Since("clover", ["klarna"]),
        flow_directions=Since("acacia", ["inbound"]),
        last_setup_error={"charge": "ch_0", "code": "card_declined"},
        latest_attempt="setatt_1",
        managed_payments=Since("endive", {"enabled": True}),
        mandate="mandate_1",
        next_action={"type": "use_stripe_sdk"},
        on_behalf_of="acct_2",
        payment_method="pm_1",
        payment_method_configuration_details=Since("acacia", {"id": "pmc_1", "parent": "pmc_2"}),
        payment_method_options={"card": {}},
        payment_method_types=["card"],
        single_use_mandate="mandate_2",
        status="succeeded",
        usage="off_session",
    ),
    same="allowed_payment_method_types attach_to_self automatic_payment_methods "
    "cancellation_reason excluded_payment_method_types flow_directions last_setup_error "
    "managed_payments next_action payment_method_configuration_details payment_method_options "
    "payment_method_types status usage",
    rows="application:Application customer:Customer customer_account:AccountV2 "
    "latest_attempt:SetupAttempt mandate:Mandate on_behalf_of:Account "
    "payment_method:PaymentMethod single_use_mandate:Mandate",
    expected={
        "client_secret": None,
        "last_error_charge": "Charge ch_0",
        "parent_payment_method_configuration": Since(
            "acacia", "PaymentMethodConfiguration pmc_2", None
        ),
        "payment_method_configuration": Since("acacia", "PaymentMethodConfiguration pmc_1", None),
    },
)

CASES = [value for value in list(globals().values()) if isinstance(value, Case)]
