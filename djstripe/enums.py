"""
The words Stripe uses for states, kinds and reasons.

Members are strings: ``ChargeStatus.succeeded == "succeeded"``. ``choices`` is what Django
takes, ``humanize(value)`` is what people read, also for values that are newer than this file.
Values are Stripe's, among them those that only old objects still have; labels are ours.
``tests/test_enums.py`` compares them with the installed SDK.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StripeEnum(models.TextChoices):
    """Stripe's values for one fact, with labels. An unknown value is never an error."""

    @classmethod
    def humanize(cls, value: str | None) -> str:
        """A value as people read it; one that is not listed is made readable, None is ""."""
        if not value:
            return ""
        try:
            return str(cls(value).label)
        except ValueError:
            return value.replace("_", " ").replace(".", " ").strip().capitalize()


class ApiErrorCode(StripeEnum):
    """
    What went wrong with a request or a payment.

    Source: https://docs.stripe.com/error-codes
    """

    account_closed = "account_closed", _("Account closed")
    account_country_invalid_address = (
        "account_country_invalid_address",
        _("Account country invalid address"),
    )
    account_error_country_change_requires_additional_steps = (
        "account_error_country_change_requires_additional_steps",
        _("Account error country change requires additional steps"),
    )
    account_information_mismatch = "account_information_mismatch", _("Account information mismatch")
    account_invalid = "account_invalid", _("Account invalid")
    account_number_invalid = "account_number_invalid", _("Account number invalid")
    account_token_required_for_v2_account = (
        "account_token_required_for_v2_account",
        _("Account token required for v2 account"),
    )
    acss_debit_session_incomplete = (
        "acss_debit_session_incomplete",
        _("ACSS debit session incomplete"),
    )
    action_blocked = "action_blocked", _("Action blocked")
    alipay_upgrade_required = "alipay_upgrade_required", _("Alipay upgrade required")
    amount_too_large = "amount_too_large", _("Amount too large")
    amount_too_small = "amount_too_small", _("Amount too small")
    anomalous_money_movement_request = (
        "anomalous_money_movement_request",
        _("Anomalous money movement request"),
    )
    api_key_expired = "api_key_expired", _("API key expired")
    application_fees_not_allowed = "application_fees_not_allowed", _("Application fees not allowed")
    approval_required = "approval_required", _("Approval required")
    authentication_failure = "authentication_failure", _("Authentication failure")
    authentication_required = "authentication_required", _("Authentication required")
    balance_insufficient = "balance_insufficient", _("Balance insufficient")
    balance_invalid_parameter = "balance_invalid_parameter", _("Balance invalid parameter")
    bank_account_bad_routing_numbers = (
        "bank_account_bad_routing_numbers",
        _("Bank account bad routing numbers"),
    )
    bank_account_declined = "bank_account_declined", _("Bank account declined")
    bank_account_exists = "bank_account_exists", _("Bank account exists")
    bank_account_restricted = "bank_account_restricted", _("Bank account restricted")
    bank_account_unusable = "bank_account_unusable", _("Bank account unusable")
    bank_account_unverified = "bank_account_unverified", _("Bank account unverified")
    bank_account_verification_failed = (
        "bank_account_verification_failed",
        _("Bank account verification failed"),
    )
    billing_invalid_mandate = "billing_invalid_mandate", _("Billing invalid mandate")
    bitcoin_upgrade_required = "bitcoin_upgrade_required", _("Bitcoin upgrade required")
    capability_not_active = "capability_not_active", _("Capability not active")
    capture_charge_authorization_expired = (
        "capture_charge_authorization_expired",
        _("Capture charge authorization expired"),
    )
    capture_unauthorized_payment = "capture_unauthorized_payment", _("Capture unauthorized payment")
    card_decline_rate_limit_exceeded = (
        "card_decline_rate_limit_exceeded",
        _("Card decline rate limit exceeded"),
    )
    card_declined = "card_declined", _("Card declined")
    cardholder_phone_number_required = (
        "cardholder_phone_number_required",
        _("Cardholder phone number required"),
    )
    charge_already_captured = "charge_already_captured", _("Charge already captured")
    charge_already_refunded = "charge_already_refunded", _("Charge already refunded")
    charge_disputed = "charge_disputed", _("Charge disputed")
    charge_exceeds_source_limit = "charge_exceeds_source_limit", _("Charge exceeds source limit")
    charge_exceeds_transaction_limit = (
        "charge_exceeds_transaction_limit",
        _("Charge exceeds transaction limit"),
    )
    charge_expired_for_capture = "charge_expired_for_capture", _("Charge expired for capture")
    charge_invalid_parameter = "charge_invalid_parameter", _("Charge invalid parameter")
    charge_not_refundable = "charge_not_refundable", _("Charge not refundable")
    clearing_code_unsupported = "clearing_code_unsupported", _("Clearing code unsupported")
    country_code_invalid = "country_code_invalid", _("Country code invalid")
    country_unsupported = "country_unsupported", _("Country unsupported")
    coupon_expired = "coupon_expired", _("Coupon expired")
    customer_max_payment_methods = "customer_max_payment_methods", _("Customer max payment methods")
    customer_max_subscriptions = "customer_max_subscriptions", _("Customer max subscriptions")
    customer_session_expired = "customer_session_expired", _("Customer session expired")
    customer_tax_location_invalid = (
        "customer_tax_location_invalid",
        _("Customer tax location invalid"),
    )
    debit_not_authorized = "debit_not_authorized", _("Debit not authorized")
    dispute_evidence_page_limit_exceeded = (
        "dispute_evidence_page_limit_exceeded",
        _("Dispute evidence page limit exceeded"),
    )
    email_invalid = "email_invalid", _("Email invalid")
    expired_card = "expired_card", _("Expired card")
    expired_payment_method = "expired_payment_method", _("Expired payment method")
    failed_tax_calculation = "failed_tax_calculation", _("Failed tax calculation")
    financial_account_balance_does_not_support_currency = (
        "financial_account_balance_does_not_support_currency",
        _("Financial account balance does not support currency"),
    )
    financial_account_capability_not_enabled = (
        "financial_account_capability_not_enabled",
        _("Financial account capability not enabled"),
    )
    financial_account_capability_restricted = (
        "financial_account_capability_restricted",
        _("Financial account capability restricted"),
    )
    financial_connections_account_inactive = (
        "financial_connections_account_inactive",
        _("Financial connections account inactive"),
    )
    financial_connections_account_pending_account_numbers = (
        "financial_connections_account_pending_account_numbers",
        _("Financial connections account pending account numbers"),
    )
    financial_connections_account_unavailable_account_numbers = (
        "financial_connections_account_unavailable_account_numbers",
        _("Financial connections account unavailable account numbers"),
    )
    financial_connections_consent_locale_invalid = (
        "financial_connections_consent_locale_invalid",
        _("Financial connections consent locale invalid"),
    )
    financial_connections_consent_locale_unsupported = (
        "financial_connections_consent_locale_unsupported",
        _("Financial connections consent locale unsupported"),
    )
    financial_connections_no_successful_transaction_refresh = (
        "financial_connections_no_successful_transaction_refresh",
        _("Financial connections no successful transaction refresh"),
    )
    forwarding_api_inactive = "forwarding_api_inactive", _("Forwarding API inactive")
    forwarding_api_invalid_parameter = (
        "forwarding_api_invalid_parameter",
        _("Forwarding API invalid parameter"),
    )
    forwarding_api_retryable_upstream_error = (
        "forwarding_api_retryable_upstream_error",
        _("Forwarding API retryable upstream error"),
    )
    forwarding_api_upstream_connection_error = (
        "forwarding_api_upstream_connection_error",
        _("Forwarding API upstream connection error"),
    )
    forwarding_api_upstream_connection_timeout = (
        "forwarding_api_upstream_connection_timeout",
        _("Forwarding API upstream connection timeout"),
    )
    forwarding_api_upstream_error = (
        "forwarding_api_upstream_error",
        _("Forwarding API upstream error"),
    )
    idempotency_key_in_use = "idempotency_key_in_use", _("Idempotency key in use")
    incorrect_address = "incorrect_address", _("Incorrect address")
    incorrect_cvc = "incorrect_cvc", _("Incorrect CVC")
    incorrect_number = "incorrect_number", _("Incorrect number")
    incorrect_postal_code = "incorrect_postal_code", _("Incorrect postal code")
    incorrect_zip = "incorrect_zip", _("Incorrect ZIP")
    india_recurring_payment_mandate_canceled = (
        "india_recurring_payment_mandate_canceled",
        _("India recurring payment mandate canceled"),
    )
    instant_payouts_config_disabled = (
        "instant_payouts_config_disabled",
        _("Instant payouts config disabled"),
    )
    instant_payouts_currency_disabled = (
        "instant_payouts_currency_disabled",
        _("Instant payouts currency disabled"),
    )
    instant_payouts_limit_exceeded = (
        "instant_payouts_limit_exceeded",
        _("Instant payouts limit exceeded"),
    )
    instant_payouts_unsupported = "instant_payouts_unsupported", _("Instant payouts unsupported")
    insufficient_funds = "insufficient_funds", _("Insufficient funds")
    intent_invalid_state = "intent_invalid_state", _("Intent invalid state")
    intent_verification_method_missing = (
        "intent_verification_method_missing",
        _("Intent verification method missing"),
    )
    invalid_canceled_subscription_fields = (
        "invalid_canceled_subscription_fields",
        _("Invalid canceled subscription fields"),
    )
    invalid_card_type = "invalid_card_type", _("Invalid card type")
    invalid_characters = "invalid_characters", _("Invalid characters")
    invalid_charge_amount = "invalid_charge_amount", _("Invalid charge amount")
    invalid_cvc = "invalid_cvc", _("Invalid CVC")
    invalid_expiry_month = "invalid_expiry_month", _("Invalid expiry month")
    invalid_expiry_year = "invalid_expiry_year", _("Invalid expiry year")
    invalid_mandate_reference_prefix_format = (
        "invalid_mandate_reference_prefix_format",
        _("Invalid mandate reference prefix format"),
    )
    invalid_number = "invalid_number", _("Invalid number")
    invalid_source_usage = "invalid_source_usage", _("Invalid source usage")
    invalid_swipe_data = "invalid_swipe_data", _("Invalid swipe data")
    invalid_tax_location = "invalid_tax_location", _("Invalid tax location")
    invoice_no_customer_line_items = (
        "invoice_no_customer_line_items",
        _("Invoice no customer line items"),
    )
    invoice_no_payment_method_types = (
        "invoice_no_payment_method_types",
        _("Invoice no payment method types"),
    )
    invoice_no_subscription_line_items = (
        "invoice_no_subscription_line_items",
        _("Invoice no subscription line items"),
    )
    invoice_not_editable = "invoice_not_editable", _("Invoice not editable")
    invoice_on_behalf_of_not_editable = (
        "invoice_on_behalf_of_not_editable",
        _("Invoice on behalf of not editable"),
    )
    invoice_payment_intent_requires_action = (
        "invoice_payment_intent_requires_action",
        _("Invoice payment intent requires action"),
    )
    invoice_upcoming_none = "invoice_upcoming_none", _("Invoice upcoming none")
    livemode_mismatch = "livemode_mismatch", _("Livemode mismatch")
    lock_timeout = "lock_timeout", _("Lock timeout")
    missing = "missing", _("Missing")
    no_account = "no_account", _("No account")
    not_allowed_on_standard_account = (
        "not_allowed_on_standard_account",
        _("Not allowed on standard account"),
    )
    not_found = "not_found", _("Not found")
    order_creation_failed = "order_creation_failed", _("Order creation failed")
    order_required_settings = "order_required_settings", _("Order required settings")
    order_status_invalid = "order_status_invalid", _("Order status invalid")
    order_upstream_timeout = "order_upstream_timeout", _("Order upstream timeout")
    out_of_inventory = "out_of_inventory", _("Out of inventory")
    ownership_declaration_not_allowed = (
        "ownership_declaration_not_allowed",
        _("Ownership declaration not allowed"),
    )
    parameter_invalid_empty = "parameter_invalid_empty", _("Parameter invalid empty")
    parameter_invalid_integer = "parameter_invalid_integer", _("Parameter invalid integer")
    parameter_invalid_string_blank = (
        "parameter_invalid_string_blank",
        _("Parameter invalid string blank"),
    )
    parameter_invalid_string_empty = (
        "parameter_invalid_string_empty",
        _("Parameter invalid string empty"),
    )
    parameter_missing = "parameter_missing", _("Parameter missing")
    parameter_unknown = "parameter_unknown", _("Parameter unknown")
    parameters_exclusive = "parameters_exclusive", _("Parameters exclusive")
    payment_evaluation_on_api_version_not_supported = (
        "payment_evaluation_on_api_version_not_supported",
        _("Payment evaluation on API version not supported"),
    )
    payment_intent_action_required = (
        "payment_intent_action_required",
        _("Payment intent action required"),
    )
    payment_intent_authentication_failure = (
        "payment_intent_authentication_failure",
        _("Payment intent authentication failure"),
    )
    payment_intent_incompatible_payment_method = (
        "payment_intent_incompatible_payment_method",
        _("Payment intent incompatible payment method"),
    )
    payment_intent_invalid_parameter = (
        "payment_intent_invalid_parameter",
        _("Payment intent invalid parameter"),
    )
    payment_intent_konbini_rejected_confirmation_number = (
        "payment_intent_konbini_rejected_confirmation_number",
        _("Konbini rejected confirmation number"),
    )
    payment_intent_mandate_invalid = (
        "payment_intent_mandate_invalid",
        _("Payment intent mandate invalid"),
    )
    payment_intent_payment_attempt_expired = (
        "payment_intent_payment_attempt_expired",
        _("Payment intent payment attempt expired"),
    )
    payment_intent_payment_attempt_failed = (
        "payment_intent_payment_attempt_failed",
        _("Payment intent payment attempt failed"),
    )
    payment_intent_rate_limit_exceeded = (
        "payment_intent_rate_limit_exceeded",
        _("Payment intent rate limit exceeded"),
    )
    payment_intent_unexpected_state = (
        "payment_intent_unexpected_state",
        _("Payment intent unexpected state"),
    )
    payment_method_bank_account_already_verified = (
        "payment_method_bank_account_already_verified",
        _("Payment method bank account already verified"),
    )
    payment_method_bank_account_blocked = (
        "payment_method_bank_account_blocked",
        _("Payment method bank account blocked"),
    )
    payment_method_billing_details_address_missing = (
        "payment_method_billing_details_address_missing",
        _("Payment method billing details address missing"),
    )
    payment_method_configuration_failures = (
        "payment_method_configuration_failures",
        _("Payment method configuration failures"),
    )
    payment_method_currency_mismatch = (
        "payment_method_currency_mismatch",
        _("Payment method currency mismatch"),
    )
    payment_method_customer_decline = (
        "payment_method_customer_decline",
        _("Payment method customer decline"),
    )
    payment_method_invalid_parameter = (
        "payment_method_invalid_parameter",
        _("Payment method invalid parameter"),
    )
    payment_method_invalid_parameter_testmode = (
        "payment_method_invalid_parameter_testmode",
        _("Payment method invalid parameter testmode"),
    )
    payment_method_microdeposit_failed = (
        "payment_method_microdeposit_failed",
        _("Payment method microdeposit failed"),
    )
    payment_method_microdeposit_processing_error = (
        "payment_method_microdeposit_processing_error",
        _("Payment method microdeposit processing error"),
    )
    payment_method_microdeposit_verification_amounts_invalid = (
        "payment_method_microdeposit_verification_amounts_invalid",
        _("Payment method microdeposit verification amounts invalid"),
    )
    payment_method_microdeposit_verification_amounts_mismatch = (
        "payment_method_microdeposit_verification_amounts_mismatch",
        _("Payment method microdeposit verification amounts mismatch"),
    )
    payment_method_microdeposit_verification_attempts_exceeded = (
        "payment_method_microdeposit_verification_attempts_exceeded",
        _("Payment method microdeposit verification attempts exceeded"),
    )
    payment_method_microdeposit_verification_descriptor_code_mismatch = (
        "payment_method_microdeposit_verification_descriptor_code_mismatch",
        _("Payment method microdeposit verification descriptor code mismatch"),
    )
    payment_method_microdeposit_verification_timeout = (
        "payment_method_microdeposit_verification_timeout",
        _("Payment method microdeposit verification timeout"),
    )
    payment_method_not_available = "payment_method_not_available", _("Payment method not available")
    payment_method_provider_decline = (
        "payment_method_provider_decline",
        _("Payment method provider decline"),
    )
    payment_method_provider_timeout = (
        "payment_method_provider_timeout",
        _("Payment method provider timeout"),
    )
    payment_method_restricted = "payment_method_restricted", _("Payment method restricted")
    payment_method_unactivated = "payment_method_unactivated", _("Payment method unactivated")
    payment_method_unexpected_state = (
        "payment_method_unexpected_state",
        _("Payment method unexpected state"),
    )
    payment_method_unsupported_type = (
        "payment_method_unsupported_type",
        _("Payment method unsupported type"),
    )
    payout_reconciliation_not_ready = (
        "payout_reconciliation_not_ready",
        _("Payout reconciliation not ready"),
    )
    payouts_limit_exceeded = "payouts_limit_exceeded", _("Payouts limit exceeded")
    payouts_not_allowed = "payouts_not_allowed", _("Payouts not allowed")
    platform_account_required = "platform_account_required", _("Platform account required")
    platform_api_key_expired = "platform_api_key_expired", _("Platform API key expired")
    postal_code_invalid = "postal_code_invalid", _("Postal code invalid")
    processing_error = "processing_error", _("Processing error")
    product_inactive = "product_inactive", _("Product inactive")
    progressive_onboarding_limit_exceeded = (
        "progressive_onboarding_limit_exceeded",
        _("Progressive onboarding limit exceeded"),
    )
    rate_limit = "rate_limit", _("Rate limit")
    refer_to_customer = "refer_to_customer", _("Refer to customer")
    refund_disputed_payment = "refund_disputed_payment", _("Refund disputed payment")
    request_blocked = "request_blocked", _("Request blocked")
    resource_already_exists = "resource_already_exists", _("Resource already exists")
    resource_missing = "resource_missing", _("Resource missing")
    return_intent_already_processed = (
        "return_intent_already_processed",
        _("Return intent already processed"),
    )
    routing_number_invalid = "routing_number_invalid", _("Routing number invalid")
    secret_key_required = "secret_key_required", _("Secret key required")
    sepa_unsupported_account = "sepa_unsupported_account", _("SEPA unsupported account")
    service_period_coupon_with_metered_tiered_item_unsupported = (
        "service_period_coupon_with_metered_tiered_item_unsupported",
        _("Service period coupon with metered tiered item unsupported"),
    )
    setup_attempt_failed = "setup_attempt_failed", _("Setup attempt failed")
    setup_intent_authentication_failure = (
        "setup_intent_authentication_failure",
        _("Setup intent authentication failure"),
    )
    setup_intent_invalid_parameter = (
        "setup_intent_invalid_parameter",
        _("Setup intent invalid parameter"),
    )
    setup_intent_mandate_invalid = "setup_intent_mandate_invalid", _("Setup intent mandate invalid")
    setup_intent_mobile_wallet_unsupported = (
        "setup_intent_mobile_wallet_unsupported",
        _("Setup intent mobile wallet unsupported"),
    )
    setup_intent_setup_attempt_expired = (
        "setup_intent_setup_attempt_expired",
        _("Setup intent setup attempt expired"),
    )
    setup_intent_unexpected_state = (
        "setup_intent_unexpected_state",
        _("Setup intent unexpected state"),
    )
    shipping_address_invalid = "shipping_address_invalid", _("Shipping address invalid")
    shipping_calculation_failed = "shipping_calculation_failed", _("Shipping calculation failed")
    siret_invalid = "siret_invalid", _("SIRET invalid")
    sku_inactive = "sku_inactive", _("SKU inactive")
    smart_disputes_not_available = "smart_disputes_not_available", _("Smart disputes not available")
    state_unsupported = "state_unsupported", _("State unsupported")
    status_transition_invalid = "status_transition_invalid", _("Status transition invalid")
    storer_capability_missing = "storer_capability_missing", _("Storer capability missing")
    storer_capability_not_active = "storer_capability_not_active", _("Storer capability not active")
    stripe_tax_inactive = "stripe_tax_inactive", _("Stripe tax inactive")
    subscription_update_trial_after_billing_cycle_anchor = (
        "subscription_update_trial_after_billing_cycle_anchor",
        _("Subscription update trial after billing cycle anchor"),
    )
    tax_id_invalid = "tax_id_invalid", _("Tax ID invalid")
    tax_id_prohibited = "tax_id_prohibited", _("Tax ID prohibited")
    taxes_calculation_failed = "taxes_calculation_failed", _("Taxes calculation failed")
    terminal_location_country_unsupported = (
        "terminal_location_country_unsupported",
        _("Terminal location country unsupported"),
    )
    terminal_reader_busy = "terminal_reader_busy", _("Terminal reader busy")
    terminal_reader_hardware_fault = (
        "terminal_reader_hardware_fault",
        _("Terminal reader hardware fault"),
    )
    terminal_reader_invalid_location_for_activation = (
        "terminal_reader_invalid_location_for_activation",
        _("Terminal reader invalid location for activation"),
    )
    terminal_reader_invalid_location_for_payment = (
        "terminal_reader_invalid_location_for_payment",
        _("Terminal reader invalid location for payment"),
    )
    terminal_reader_offline = "terminal_reader_offline", _("Terminal reader offline")
    terminal_reader_timeout = "terminal_reader_timeout", _("Terminal reader timeout")
    testmode_charges_only = "testmode_charges_only", _("Testmode charges only")
    three_d_secure_authentication_not_supported = (
        "three_d_secure_authentication_not_supported",
        _("3D Secure authentication not supported"),
    )
    three_d_secure_authentication_upstream_error = (
        "three_d_secure_authentication_upstream_error",
        _("3D Secure authentication upstream error"),
    )
    tls_version_unsupported = "tls_version_unsupported", _("TLS version unsupported")
    token_already_used = "token_already_used", _("Token already used")
    token_card_network_invalid = "token_card_network_invalid", _("Token card network invalid")
    token_in_use = "token_in_use", _("Token in use")
    transfer_source_balance_parameters_mismatch = (
        "transfer_source_balance_parameters_mismatch",
        _("Transfer source balance parameters mismatch"),
    )
    transfers_not_allowed = "transfers_not_allowed", _("Transfers not allowed")
    upstream_order_creation_failed = (
        "upstream_order_creation_failed",
        _("Upstream order creation failed"),
    )
    url_invalid = "url_invalid", _("URL invalid")


class APIKeyType(StripeEnum):
    """
    What a key may be used for.

    Source: https://docs.stripe.com/keys
    """

    publishable = "publishable", _("Publishable key")
    restricted = "restricted", _("Restricted key")
    secret = "secret", _("Secret key")


class AccountType(StripeEnum):
    """
    How a connected account is run.

    Source: https://docs.stripe.com/connect/accounts
    """

    custom = "custom", _("Custom")
    express = "express", _("Express")
    none = "none", _("None")
    standard = "standard", _("Standard")


class BalanceTransactionReportingCategory(StripeEnum):
    """
    How a balance transaction counts in reports.

    Source: https://docs.stripe.com/reports/reporting-categories
    """

    advance = "advance", _("Advance")
    advance_funding = "advance_funding", _("Advance funding")
    anticipation_repayment = "anticipation_repayment", _("Anticipation repayment")
    charge = "charge", _("Charge")
    charge_failure = "charge_failure", _("Charge failure")
    climate_order_purchase = "climate_order_purchase", _("Climate order purchase")
    climate_order_refund = "climate_order_refund", _("Climate order refund")
    connect_collection_transfer = "connect_collection_transfer", _("Connect collection transfer")
    connect_reserved_funds = "connect_reserved_funds", _("Connect reserved funds")
    contribution = "contribution", _("Contribution")
    dispute = "dispute", _("Dispute")
    dispute_reversal = "dispute_reversal", _("Dispute reversal")
    fee = "fee", _("Stripe fee")
    financing_paydown = "financing_paydown", _("Financing paydown")
    financing_paydown_reversal = "financing_paydown_reversal", _("Financing paydown reversal")
    financing_payout = "financing_payout", _("Financing payout")
    financing_payout_reversal = "financing_payout_reversal", _("Financing payout reversal")
    issuing_authorization_hold = "issuing_authorization_hold", _("Issuing authorization hold")
    issuing_authorization_release = (
        "issuing_authorization_release",
        _("Issuing authorization release"),
    )
    issuing_disbursement = "issuing_disbursement", _("Issuing disbursement")
    issuing_dispute = "issuing_dispute", _("Issuing dispute")
    issuing_dispute_fraud_liability_debit = (
        "issuing_dispute_fraud_liability_debit",
        _("Issuing dispute fraud liability debit"),
    )
    issuing_dispute_provisional_credit = (
        "issuing_dispute_provisional_credit",
        _("Issuing dispute provisional credit"),
    )
    issuing_dispute_provisional_credit_reversal = (
        "issuing_dispute_provisional_credit_reversal",
        _("Issuing dispute provisional credit reversal"),
    )
    issuing_transaction = "issuing_transaction", _("Issuing transaction")
    minimum_balance_hold = "minimum_balance_hold", _("Minimum balance hold")
    minimum_balance_release = "minimum_balance_release", _("Minimum balance release")
    network_cost = "network_cost", _("Network cost")
    obligation = "obligation", _("Obligation")
    other_adjustment = "other_adjustment", _("Other adjustment")
    partial_capture_reversal = "partial_capture_reversal", _("Partial capture reversal")
    payment_method_passthrough_fee = (
        "payment_method_passthrough_fee",
        _("Payment method pass-through fee"),
    )
    payout = "payout", _("Payout")
    payout_minimum_balance_hold = "payout_minimum_balance_hold", _("Payout minimum balance hold")
    payout_minimum_balance_release = (
        "payout_minimum_balance_release",
        _("Payout minimum balance release"),
    )
    payout_reversal = "payout_reversal", _("Payout reversal")
    platform_earning = "platform_earning", _("Platform earning")
    platform_earning_refund = "platform_earning_refund", _("Platform earning refund")
    platform_fee = "platform_fee", _("Platform fee")
    refund = "refund", _("Refund")
    refund_failure = "refund_failure", _("Refund failure")
    reserve_hold = "reserve_hold", _("Reserve hold")
    reserve_release = "reserve_release", _("Reserve release")
    reserve_transaction = "reserve_transaction", _("Reserve transaction")
    reserved_funds = "reserved_funds", _("Reserved funds")
    risk_reserved_funds = "risk_reserved_funds", _("Risk reserved funds")
    tax = "tax", _("Tax")
    topup = "topup", _("Top-up")
    topup_reversal = "topup_reversal", _("Top-up reversal")
    transfer = "transfer", _("Transfer")
    transfer_reversal = "transfer_reversal", _("Transfer reversal")
    unreconciled_customer_funds = "unreconciled_customer_funds", _("Unreconciled customer funds")


class BalanceTransactionStatus(StripeEnum):
    """Whether the money can be used yet."""

    available = "available", _("Available")
    pending = "pending", _("Pending")


class BalanceTransactionType(StripeEnum):
    """
    What moved the money.

    Source: https://docs.stripe.com/reports/balance-transaction-types
    """

    adjustment = "adjustment", _("Adjustment")
    advance = "advance", _("Advance")
    advance_funding = "advance_funding", _("Advance funding")
    anticipation_repayment = "anticipation_repayment", _("Anticipation repayment")
    application_fee = "application_fee", _("Application fee")
    application_fee_refund = "application_fee_refund", _("Application fee refund")
    charge = "charge", _("Charge")
    climate_order_purchase = "climate_order_purchase", _("Climate order purchase")
    climate_order_refund = "climate_order_refund", _("Climate order refund")
    connect_collection_transfer = "connect_collection_transfer", _("Connect collection transfer")
    contribution = "contribution", _("Contribution")
    fee_credit_funding = "fee_credit_funding", _("Fee credit funding")
    inbound_transfer = "inbound_transfer", _("Inbound transfer")
    inbound_transfer_reversal = "inbound_transfer_reversal", _("Inbound transfer reversal")
    issuing_authorization_hold = "issuing_authorization_hold", _("Issuing authorization hold")
    issuing_authorization_release = (
        "issuing_authorization_release",
        _("Issuing authorization release"),
    )
    issuing_dispute = "issuing_dispute", _("Issuing dispute")
    issuing_dispute_provisional_credit = (
        "issuing_dispute_provisional_credit",
        _("Issuing dispute provisional credit"),
    )
    issuing_dispute_provisional_credit_reversal = (
        "issuing_dispute_provisional_credit_reversal",
        _("Issuing dispute provisional credit reversal"),
    )
    issuing_transaction = "issuing_transaction", _("Issuing transaction")
    obligation_outbound = "obligation_outbound", _("Obligation outbound")
    obligation_reversal_inbound = "obligation_reversal_inbound", _("Obligation reversal inbound")
    payment = "payment", _("Payment")
    payment_failure_refund = "payment_failure_refund", _("Payment failure refund")
    payment_network_reserve_hold = "payment_network_reserve_hold", _("Payment network reserve hold")
    payment_network_reserve_release = (
        "payment_network_reserve_release",
        _("Payment network reserve release"),
    )
    payment_refund = "payment_refund", _("Payment refund")
    payment_reversal = "payment_reversal", _("Payment reversal")
    payment_unreconciled = "payment_unreconciled", _("Payment unreconciled")
    payout = "payout", _("Payout")
    payout_cancel = "payout_cancel", _("Payout cancel")
    payout_failure = "payout_failure", _("Payout failure")
    payout_minimum_balance_hold = "payout_minimum_balance_hold", _("Payout minimum balance hold")
    payout_minimum_balance_release = (
        "payout_minimum_balance_release",
        _("Payout minimum balance release"),
    )
    refund = "refund", _("Refund")
    refund_failure = "refund_failure", _("Refund failure")
    reserve_hold = "reserve_hold", _("Reserve hold")
    reserve_release = "reserve_release", _("Reserve release")
    reserve_transaction = "reserve_transaction", _("Reserve transaction")
    reserved_funds = "reserved_funds", _("Reserved funds")
    stripe_balance_payment_debit = "stripe_balance_payment_debit", _("Stripe balance payment debit")
    stripe_balance_payment_debit_reversal = (
        "stripe_balance_payment_debit_reversal",
        _("Stripe balance payment debit reversal"),
    )
    stripe_fee = "stripe_fee", _("Stripe fee")
    stripe_fx_fee = "stripe_fx_fee", _("Stripe FX fee")
    tax_fee = "tax_fee", _("Tax fee")
    tax_fund = "tax_fund", _("Tax fund")
    topup = "topup", _("Top-up")
    topup_reversal = "topup_reversal", _("Top-up reversal")
    transfer = "transfer", _("Transfer")
    transfer_cancel = "transfer_cancel", _("Transfer cancel")
    transfer_failure = "transfer_failure", _("Transfer failure")
    transfer_refund = "transfer_refund", _("Transfer refund")


class BankAccountHolderType(StripeEnum):
    """Who holds a bank account."""

    company = "company", _("Company")
    individual = "individual", _("Individual")


class BankAccountStatus(StripeEnum):
    """How far a bank account is verified."""

    errored = "errored", _("A payout to it failed")
    new = "new", _("New")
    tokenized_account_number_deactivated = (
        "tokenized_account_number_deactivated",
        _("Tokenized account number deactivated"),
    )
    validated = "validated", _("Validated")
    verification_failed = "verification_failed", _("Verification failed")
    verified = "verified", _("Verified")


class BillingScheme(StripeEnum):
    """How a price is computed."""

    per_unit = "per_unit", _("Per unit")
    tiered = "tiered", _("Tiered")


class BusinessType(StripeEnum):
    """The legal form of an account's business."""

    company = "company", _("Company")
    government_entity = "government_entity", _("Government entity")
    individual = "individual", _("Individual")
    non_profit = "non_profit", _("Non-profit")


class CaptureMethod(StripeEnum):
    """When authorized money is taken."""

    automatic = "automatic", _("Automatic")
    automatic_async = "automatic_async", _("Automatic, later")
    manual = "manual", _("Manual")


class CardCheckResult(StripeEnum):
    """How a check of a card's details ended."""

    fail = "fail", _("Failed")
    pass_ = "pass", _("Passed")
    unavailable = "unavailable", _("Unavailable")
    unchecked = "unchecked", _("Unchecked")


class CardBrand(StripeEnum):
    """A card's brand, as written on cards and sources (payment methods have lower-case names)."""

    AmericanExpress = "American Express", _("American Express")
    CartesBancaires = "Cartes Bancaires", _("Cartes Bancaires")
    DinersClub = "Diners Club", _("Diners Club")
    Discover = "Discover", _("Discover")
    EftposAustralia = "Eftpos Australia", _("eftpos Australia")
    Girocard = "Girocard", _("girocard")
    JCB = "JCB", _("JCB")
    Link = "Link", _("Link")
    MasterCard = "MasterCard", _("Mastercard")
    UnionPay = "UnionPay", _("UnionPay")
    Visa = "Visa", _("Visa")
    Unknown = "Unknown", _("Unknown")


class CardFundingType(StripeEnum):
    """How a card is funded."""

    credit = "credit", _("Credit")
    debit = "debit", _("Debit")
    prepaid = "prepaid", _("Prepaid")
    unknown = "unknown", _("Unknown")


class CardTokenizationMethod(StripeEnum):
    """Which wallet made the token of a card."""

    amex_express_checkout = "amex_express_checkout", _("Amex Express Checkout")
    android_pay = "android_pay", _("Android Pay")
    apple_pay = "apple_pay", _("Apple Pay")
    google_pay = "google_pay", _("Google Pay")
    link = "link", _("Link")
    masterpass = "masterpass", _("Masterpass")
    samsung_pay = "samsung_pay", _("Samsung Pay")
    visa_checkout = "visa_checkout", _("Visa Checkout")


class ChargeStatus(StripeEnum):
    """How a charge stands."""

    failed = "failed", _("Failed")
    pending = "pending", _("Pending")
    succeeded = "succeeded", _("Succeeded")


class SessionStatus(StripeEnum):
    """How a checkout session stands."""

    complete = "complete", _("Complete")
    expired = "expired", _("Expired")
    open = "open", _("Open")


class SessionPaymentStatus(StripeEnum):
    """Whether a checkout session is paid."""

    no_payment_required = "no_payment_required", _("No payment required")
    paid = "paid", _("Paid")
    unpaid = "unpaid", _("Unpaid")


class ConfirmationMethod(StripeEnum):
    """Who may confirm a payment intent."""

    automatic = "automatic", _("Automatic")
    manual = "manual", _("Manual")


class CouponDuration(StripeEnum):
    """For how long a coupon applies."""

    forever = "forever", _("Forever")
    once = "once", _("Once")
    repeating = "repeating", _("Several months")


class CustomerTaxExempt(StripeEnum):
    """Whether a customer pays tax."""

    exempt = "exempt", _("Exempt")
    none = "none", _("Not exempt")
    reverse = "reverse", _("Reverse charge")


class DisputeReason(StripeEnum):
    """
    Why a payment is disputed.

    Source: https://docs.stripe.com/disputes/categories
    """

    bank_cannot_process = "bank_cannot_process", _("Bank cannot process")
    check_returned = "check_returned", _("Check returned")
    credit_not_processed = "credit_not_processed", _("Credit not processed")
    customer_initiated = "customer_initiated", _("Customer initiated")
    debit_not_authorized = "debit_not_authorized", _("Debit not authorized")
    duplicate = "duplicate", _("Duplicate")
    fraudulent = "fraudulent", _("Fraudulent")
    general = "general", _("General")
    incorrect_account_details = "incorrect_account_details", _("Incorrect account details")
    insufficient_funds = "insufficient_funds", _("Insufficient funds")
    noncompliant = "noncompliant", _("Not compliant")
    product_not_received = "product_not_received", _("Product not received")
    product_unacceptable = "product_unacceptable", _("Product unacceptable")
    subscription_canceled = "subscription_canceled", _("Subscription canceled")
    unrecognized = "unrecognized", _("Unrecognized")


class DisputeStatus(StripeEnum):
    """How a dispute stands."""

    appeal_needs_response = "appeal_needs_response", _("Appeal needs response")
    appeal_under_review = "appeal_under_review", _("Appeal under review")
    charge_refunded = "charge_refunded", _("Charge refunded")
    lost = "lost", _("Lost")
    needs_response = "needs_response", _("Needs response")
    prevented = "prevented", _("Prevented")
    under_review = "under_review", _("Under review")
    warning_closed = "warning_closed", _("Warning closed")
    warning_needs_response = "warning_needs_response", _("Warning needs response")
    warning_under_review = "warning_under_review", _("Warning under review")
    won = "won", _("Won")


class FilePurpose(StripeEnum):
    """What a file is for."""

    account_requirement = "account_requirement", _("Account requirement")
    additional_verification = "additional_verification", _("Additional verification")
    business_icon = "business_icon", _("Business icon")
    business_logo = "business_logo", _("Business logo")
    customer_signature = "customer_signature", _("Customer signature")
    dispute_evidence = "dispute_evidence", _("Dispute evidence")
    document_provider_identity_document = (
        "document_provider_identity_document",
        _("Document provider identity document"),
    )
    finance_report_run = "finance_report_run", _("Finance report run")
    financial_account_statement = "financial_account_statement", _("Financial account statement")
    identity_document = "identity_document", _("Identity document")
    identity_document_downloadable = (
        "identity_document_downloadable",
        _("Identity document downloadable"),
    )
    issuing_regulatory_reporting = "issuing_regulatory_reporting", _("Issuing regulatory reporting")
    pci_document = "pci_document", _("PCI document")
    platform_terms_of_service = "platform_terms_of_service", _("Platform terms of service")
    selfie = "selfie", _("Selfie")
    sigma_scheduled_query = "sigma_scheduled_query", _("Sigma scheduled query")
    tax_document_user_upload = "tax_document_user_upload", _("Tax document user upload")
    terminal_android_apk = "terminal_android_apk", _("Terminal Android app")
    terminal_reader_splashscreen = "terminal_reader_splashscreen", _("Terminal reader splashscreen")
    terminal_wifi_certificate = "terminal_wifi_certificate", _("Terminal Wi-Fi certificate")
    terminal_wifi_private_key = "terminal_wifi_private_key", _("Terminal Wi-Fi private key")


class FileType(StripeEnum):
    """What kind of file it is."""

    csv = "csv", _("CSV")
    doc = "doc", _("DOC")
    docx = "docx", _("DOCX")
    gif = "gif", _("GIF")
    html = "html", _("HTML")
    jpg = "jpg", _("JPEG")
    jpeg = "jpeg", _("JPEG")
    odp = "odp", _("ODP")
    ods = "ods", _("ODS")
    odt = "odt", _("ODT")
    pdf = "pdf", _("PDF")
    png = "png", _("PNG")
    ppt = "ppt", _("PPT")
    pptx = "pptx", _("PPTX")
    rtf = "rtf", _("RTF")
    svg = "svg", _("SVG")
    txt = "txt", _("Text")
    xls = "xls", _("XLS")
    xlsx = "xlsx", _("XLSX")
    xml = "xml", _("XML")
    zip = "zip", _("ZIP archive")


class InvoiceBillingReason(StripeEnum):
    """Why an invoice was made."""

    automatic_pending_invoice_item_invoice = (
        "automatic_pending_invoice_item_invoice",
        _("Automatic pending invoice item invoice"),
    )
    manual = "manual", _("Manual")
    quote_accept = "quote_accept", _("Quote accept")
    subscription = "subscription", _("Subscription (before 2018)")
    subscription_create = "subscription_create", _("Subscription create")
    subscription_cycle = "subscription_cycle", _("Subscription cycle")
    subscription_threshold = "subscription_threshold", _("Subscription threshold")
    subscription_update = "subscription_update", _("Subscription update")
    upcoming = "upcoming", _("Upcoming")


class InvoiceCollectionMethod(StripeEnum):
    """How an invoice is collected."""

    charge_automatically = "charge_automatically", _("Charge automatically")
    send_invoice = "send_invoice", _("Send invoice")


class InvoiceStatus(StripeEnum):
    """
    How an invoice stands.

    Source: https://docs.stripe.com/invoicing/overview#invoice-statuses
    """

    deleted = "deleted", _("Deleted")
    draft = "draft", _("Draft")
    open = "open", _("Open")
    paid = "paid", _("Paid")
    uncollectible = "uncollectible", _("Uncollectible")
    void = "void", _("Void")


class InvoiceorLineItemType(StripeEnum):
    """Which of the two a discount or a tax amount came from."""

    invoice_item = "invoice_item", _("Invoice item")
    line_item = "line_item", _("Line item")
    unsupported = "unsupported", _("Unsupported")


class IntentUsage(StripeEnum):
    """Whether the customer is there when a saved payment method is used."""

    off_session = "off_session", _("Off session")
    on_session = "on_session", _("On session")


class IntentStatus(StripeEnum):
    """What payment intents and setup intents have in common."""

    canceled = "canceled", _("Canceled")
    processing = "processing", _("Processing")
    requires_action = "requires_action", _("Requires action")
    requires_confirmation = "requires_confirmation", _("Requires confirmation")
    requires_payment_method = "requires_payment_method", _("Requires payment method")
    succeeded = "succeeded", _("Succeeded")


class LineItem(StripeEnum):
    """What an invoice's line stands for."""

    invoiceitem = "invoiceitem", _("Invoice item")
    subscription = "subscription", _("Subscription")


class MandateStatus(StripeEnum):
    """Whether a mandate may be used."""

    active = "active", _("Active")
    inactive = "inactive", _("Inactive")
    pending = "pending", _("Pending")


class MandateType(StripeEnum):
    """How often a mandate may be used."""

    multi_use = "multi_use", _("Many times")
    single_use = "single_use", _("Once")


class OrderStatus(StripeEnum):
    """How an order stands (Stripe's orders were retired)."""

    canceled = "canceled", _("Canceled")
    complete = "complete", _("Complete")
    created = "created", _("Created")
    fulfilled = "fulfilled", _("Fulfilled")
    open = "open", _("Open")
    paid = "paid", _("Paid")
    processing = "processing", _("Processing")
    returned = "returned", _("Returned")
    submitted = "submitted", _("Submitted")


class PaymentIntentStatus(StripeEnum):
    """
    How a payment intent stands.

    Source: https://docs.stripe.com/payments/paymentintents/lifecycle
    """

    canceled = "canceled", _("Canceled")
    processing = "processing", _("Processing")
    requires_action = "requires_action", _("Requires action")
    requires_capture = "requires_capture", _("Requires capture")
    requires_confirmation = "requires_confirmation", _("Requires confirmation")
    requires_payment_method = "requires_payment_method", _("Requires payment method")
    succeeded = "succeeded", _("Succeeded")


class SetupIntentStatus(StripeEnum):
    """How a setup intent stands."""

    canceled = "canceled", _("Canceled")
    processing = "processing", _("Processing")
    requires_action = "requires_action", _("Requires action")
    requires_confirmation = "requires_confirmation", _("Requires confirmation")
    requires_payment_method = "requires_payment_method", _("Requires payment method")
    succeeded = "succeeded", _("Succeeded")


class PaymentMethodType(StripeEnum):
    """
    How somebody pays.

    Source: https://docs.stripe.com/payments/payment-methods
    """

    acss_debit = "acss_debit", _("Pre-authorized debit (Canada, ACSS)")
    affirm = "affirm", _("Affirm")
    afterpay_clearpay = "afterpay_clearpay", _("Afterpay / Clearpay")
    alipay = "alipay", _("Alipay")
    alma = "alma", _("Alma")
    amazon_pay = "amazon_pay", _("Amazon Pay")
    au_becs_debit = "au_becs_debit", _("BECS direct debit (Australia)")
    bacs_debit = "bacs_debit", _("Bacs direct debit")
    bancontact = "bancontact", _("Bancontact")
    billie = "billie", _("Billie")
    bizum = "bizum", _("Bizum")
    blik = "blik", _("BLIK")
    boleto = "boleto", _("Boleto")
    card = "card", _("Card")
    card_present = "card_present", _("Card, in person")
    cashapp = "cashapp", _("Cash App Pay")
    crypto = "crypto", _("Crypto")
    custom = "custom", _("Custom")
    customer_balance = "customer_balance", _("Customer balance (bank transfer)")
    eps = "eps", _("EPS (Austria)")
    fpx = "fpx", _("FPX (Malaysia)")
    giropay = "giropay", _("giropay")
    grabpay = "grabpay", _("GrabPay")
    ideal = "ideal", _("iDEAL")
    interac_present = "interac_present", _("Interac, in person")
    kakao_pay = "kakao_pay", _("Kakao Pay")
    klarna = "klarna", _("Klarna")
    konbini = "konbini", _("Konbini")
    kr_card = "kr_card", _("South Korean card")
    link = "link", _("Link")
    mb_way = "mb_way", _("MB WAY")
    mobilepay = "mobilepay", _("MobilePay")
    multibanco = "multibanco", _("Multibanco")
    naver_pay = "naver_pay", _("Naver Pay")
    nz_bank_account = "nz_bank_account", _("New Zealand bank account")
    oxxo = "oxxo", _("OXXO")
    p24 = "p24", _("Przelewy24")
    pay_by_bank = "pay_by_bank", _("Pay by bank")
    payco = "payco", _("PAYCO")
    paynow = "paynow", _("PayNow")
    paypal = "paypal", _("PayPal")
    paypay = "paypay", _("PayPay")
    payto = "payto", _("PayTo")
    pix = "pix", _("Pix")
    promptpay = "promptpay", _("PromptPay")
    revolut_pay = "revolut_pay", _("Revolut Pay")
    samsung_pay = "samsung_pay", _("Samsung Pay")
    satispay = "satispay", _("Satispay")
    scalapay = "scalapay", _("Scalapay")
    sepa_debit = "sepa_debit", _("SEPA direct debit")
    sequra = "sequra", _("seQura")
    sofort = "sofort", _("Sofort")
    sunbit = "sunbit", _("Sunbit")
    swish = "swish", _("Swish")
    twint = "twint", _("TWINT")
    upi = "upi", _("UPI")
    us_bank_account = "us_bank_account", _("US bank account")
    wechat_pay = "wechat_pay", _("WeChat Pay")
    zip = "zip", _("Zip")


class PayoutFailureCode(StripeEnum):
    """
    Why a payout failed.

    Source: https://docs.stripe.com/api/payouts/failures
    """

    account_closed = "account_closed", _("Account closed")
    account_frozen = "account_frozen", _("Account frozen")
    bank_account_restricted = "bank_account_restricted", _("Bank account restricted")
    bank_ownership_changed = "bank_ownership_changed", _("Bank ownership changed")
    could_not_process = "could_not_process", _("Could not process")
    debit_not_authorized = "debit_not_authorized", _("Debit not authorized")
    declined = "declined", _("Declined by the bank")
    incorrect_account_address = "incorrect_account_address", _("Incorrect account address")
    incorrect_account_holder_address = (
        "incorrect_account_holder_address",
        _("Incorrect account holder address"),
    )
    incorrect_account_holder_name = (
        "incorrect_account_holder_name",
        _("Incorrect account holder name"),
    )
    incorrect_account_holder_tax_id = (
        "incorrect_account_holder_tax_id",
        _("Incorrect account holder tax ID"),
    )
    incorrect_account_type = "incorrect_account_type", _("Incorrect account type")
    insufficient_funds = "insufficient_funds", _("Insufficient funds")
    invalid_account_number = "invalid_account_number", _("Invalid account number")
    invalid_account_number_length = (
        "invalid_account_number_length",
        _("Invalid account number length"),
    )
    invalid_card = "invalid_card", _("Invalid card")
    invalid_currency = "invalid_currency", _("Invalid currency")
    no_account = "no_account", _("No account")
    unsupported_card = "unsupported_card", _("Unsupported card")


class PayoutMethod(StripeEnum):
    """How fast a payout is sent."""

    instant = "instant", _("Instant")
    standard = "standard", _("Standard")


class PayoutSourceType(StripeEnum):
    """Which part of the balance a payout came from."""

    bank_account = "bank_account", _("Bank account")
    card = "card", _("Card")
    fpx = "fpx", _("FPX (Malaysia)")


class PayoutStatus(StripeEnum):
    """How a payout stands."""

    canceled = "canceled", _("Canceled")
    failed = "failed", _("Failed")
    in_transit = "in_transit", _("In transit")
    paid = "paid", _("Paid")
    pending = "pending", _("Pending")


class PayoutType(StripeEnum):
    """What a payout goes to."""

    bank_account = "bank_account", _("Bank account")
    card = "card", _("Card")


class PaymentIntentCancellationReason(StripeEnum):
    """Why a payment intent was canceled."""

    abandoned = "abandoned", _("Abandoned")
    automatic = "automatic", _("Automatic")
    duplicate = "duplicate", _("Duplicate")
    expired = "expired", _("Expired")
    failed_invoice = "failed_invoice", _("Failed invoice")
    fraudulent = "fraudulent", _("Fraudulent")
    requested_by_customer = "requested_by_customer", _("Requested by customer")
    void_invoice = "void_invoice", _("Void invoice")


class PlanAggregateUsage(StripeEnum):
    """How the usage of a period is put together."""

    last_during_period = "last_during_period", _("Last during period")
    last_ever = "last_ever", _("Last ever")
    max = "max", _("Greatest")
    sum = "sum", _("Sum")


class PlanInterval(StripeEnum):
    """The unit of a billing period."""

    day = "day", _("Day")
    month = "month", _("Month")
    week = "week", _("Week")
    year = "year", _("Year")


class PriceTiersMode(StripeEnum):
    """How tiers apply to a quantity."""

    graduated = "graduated", _("Graduated")
    volume = "volume", _("Volume")


class PriceType(StripeEnum):
    """Whether a price recurs."""

    one_time = "one_time", _("One time")
    recurring = "recurring", _("Recurring")


class PriceUsageType(StripeEnum):
    """How the quantity is known."""

    licensed = "licensed", _("Licensed")
    metered = "metered", _("Metered")


class ProductType(StripeEnum):
    """What is sold."""

    good = "good", _("Good")
    service = "service", _("Service")


class SetupIntentCancellationReason(StripeEnum):
    """Why a setup intent was canceled."""

    abandoned = "abandoned", _("Abandoned")
    duplicate = "duplicate", _("Duplicate")
    requested_by_customer = "requested_by_customer", _("Requested by customer")


class ScheduledQueryRunStatus(StripeEnum):
    """How the run of a scheduled query ended."""

    canceled = "canceled", _("Canceled")
    completed = "completed", _("Completed")
    failed = "failed", _("Failed")
    timed_out = "timed_out", _("Timed out")


class SourceFlow(StripeEnum):
    """What a customer must do before a source can be charged."""

    code_verification = "code_verification", _("Code verification")
    none = "none", _("None")
    receiver = "receiver", _("Receiver")
    redirect = "redirect", _("Redirect")


class SourceStatus(StripeEnum):
    """Whether a source can be charged."""

    canceled = "canceled", _("Canceled")
    chargeable = "chargeable", _("Chargeable")
    consumed = "consumed", _("Consumed")
    failed = "failed", _("Failed")
    pending = "pending", _("Pending")


class SourceType(StripeEnum):
    """What kind of source it is."""

    ach_credit_transfer = "ach_credit_transfer", _("ACH credit transfer")
    ach_debit = "ach_debit", _("ACH direct debit")
    acss_debit = "acss_debit", _("Pre-authorized debit (Canada, ACSS)")
    alipay = "alipay", _("Alipay")
    au_becs_debit = "au_becs_debit", _("BECS direct debit (Australia)")
    bancontact = "bancontact", _("Bancontact")
    card = "card", _("Card")
    card_present = "card_present", _("Card, in person")
    eps = "eps", _("EPS (Austria)")
    giropay = "giropay", _("giropay")
    ideal = "ideal", _("iDEAL")
    klarna = "klarna", _("Klarna")
    multibanco = "multibanco", _("Multibanco")
    p24 = "p24", _("Przelewy24")
    sepa_credit_transfer = "sepa_credit_transfer", _("SEPA credit transfer")
    sepa_debit = "sepa_debit", _("SEPA direct debit")
    sofort = "sofort", _("Sofort")
    three_d_secure = "three_d_secure", _("3D Secure")
    wechat = "wechat", _("WeChat Pay")


class LegacySourceType(StripeEnum):
    """What kind of payment source it is, from before payment methods."""

    account = "account", _("Account")
    alipay_account = "alipay_account", _("Alipay account")
    bank_account = "bank_account", _("Bank account")
    bitcoin_receiver = "bitcoin_receiver", _("Bitcoin receiver")
    card = "card", _("Card")
    source = "source", _("Source")


class RefundFailureReason(StripeEnum):
    """Why a refund failed."""

    charge_for_pending_refund_disputed = (
        "charge_for_pending_refund_disputed",
        _("Charge for pending refund disputed"),
    )
    declined = "declined", _("Declined")
    expired_or_canceled_card = "expired_or_canceled_card", _("Expired or canceled card")
    insufficient_funds = "insufficient_funds", _("Insufficient funds")
    lost_or_stolen_card = "lost_or_stolen_card", _("Lost or stolen card")
    merchant_request = "merchant_request", _("Merchant request")
    unknown = "unknown", _("Unknown")


class RefundReason(StripeEnum):
    """Why a payment was refunded."""

    duplicate = "duplicate", _("Duplicate")
    expired_uncaptured_charge = "expired_uncaptured_charge", _("Expired uncaptured charge")
    fraudulent = "fraudulent", _("Fraudulent")
    requested_by_customer = "requested_by_customer", _("Requested by customer")


class RefundStatus(StripeEnum):
    """How a refund stands."""

    canceled = "canceled", _("Canceled")
    failed = "failed", _("Failed")
    pending = "pending", _("Pending")
    requires_action = "requires_action", _("Requires action")
    succeeded = "succeeded", _("Succeeded")


class SessionBillingAddressCollection(StripeEnum):
    """Whether a checkout asks for the billing address."""

    auto = "auto", _("If needed")
    required = "required", _("Always")


class SessionMode(StripeEnum):
    """What a checkout session is for."""

    payment = "payment", _("Payment")
    setup = "setup", _("Setup")
    subscription = "subscription", _("Subscription")


class SourceUsage(StripeEnum):
    """Whether a source can be charged again."""

    reusable = "reusable", _("Reusable")
    single_use = "single_use", _("Single use")


class SourceCodeVerificationStatus(StripeEnum):
    """How the verification of a source by code stands."""

    failed = "failed", _("Failed")
    pending = "pending", _("Pending")
    succeeded = "succeeded", _("Succeeded")


class SourceRedirectFailureReason(StripeEnum):
    """Why a redirect failed."""

    declined = "declined", _("Declined")
    processing_error = "processing_error", _("Processing error")
    user_abort = "user_abort", _("Aborted by the user")


class SourceRedirectStatus(StripeEnum):
    """How a redirect stands."""

    failed = "failed", _("Failed")
    not_required = "not_required", _("Not required")
    pending = "pending", _("Pending")
    succeeded = "succeeded", _("Succeeded")


class SourceTransactionStatus(StripeEnum):
    """How a source transaction stands."""

    canceled = "canceled", _("Canceled")
    chargeable = "chargeable", _("Chargeable")
    consumed = "consumed", _("Consumed")
    failed = "failed", _("Failed")
    pending = "pending", _("Pending")
    succeeded = "succeeded", _("Succeeded")


class SubmitTypeStatus(StripeEnum):
    """What the button of a checkout says."""

    auto = "auto", _("Auto")
    book = "book", _("Book")
    donate = "donate", _("Donate")
    pay = "pay", _("Pay")
    subscribe = "subscribe", _("Subscribe")


class SubscriptionScheduleEndBehavior(StripeEnum):
    """What becomes of the subscription when its schedule ends."""

    cancel = "cancel", _("Cancel")
    none = "none", _("None")
    release = "release", _("Release")
    renew = "renew", _("Renew")


class SubscriptionScheduleStatus(StripeEnum):
    """How a subscription schedule stands."""

    active = "active", _("Active")
    canceled = "canceled", _("Canceled")
    completed = "completed", _("Completed")
    not_started = "not_started", _("Not started")
    released = "released", _("Released")


class SubscriptionStatus(StripeEnum):
    """
    How a subscription stands.

    Source: https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses
    """

    active = "active", _("Active")
    canceled = "canceled", _("Canceled")
    incomplete = "incomplete", _("Incomplete")
    incomplete_expired = "incomplete_expired", _("Incomplete expired")
    past_due = "past_due", _("Past due")
    paused = "paused", _("Paused")
    trialing = "trialing", _("Trialing")
    unpaid = "unpaid", _("Unpaid")


class SubscriptionProrationBehavior(StripeEnum):
    """What is billed when a subscription changes within a period."""

    always_invoice = "always_invoice", _("Always invoice")
    create_prorations = "create_prorations", _("Create prorations")
    none = "none", _("None")


class ShippingRateType(StripeEnum):
    """How a shipping rate is computed."""

    fixed_amount = "fixed_amount", _("Fixed amount")


class ShippingRateTaxBehavior(StripeEnum):
    """Whether a shipping rate includes tax."""

    exclusive = "exclusive", _("Tax added")
    inclusive = "inclusive", _("Tax included")
    unspecified = "unspecified", _("Unspecified")


class TaxIdType(StripeEnum):
    """
    What kind of tax id it is.

    Source: https://docs.stripe.com/billing/customer/tax-ids
    """

    ad_nrt = "ad_nrt", _("Andorra: NRT")
    ae_trn = "ae_trn", _("United Arab Emirates: TRN")
    al_tin = "al_tin", _("Albania: TIN")
    am_tin = "am_tin", _("Armenia: TIN")
    ao_tin = "ao_tin", _("Angola: TIN")
    ar_cuit = "ar_cuit", _("Argentina: CUIT")
    au_abn = "au_abn", _("Australia: ABN")
    au_acn = "au_acn", _("Australia: ACN")
    au_arn = "au_arn", _("Australia: ARN")
    au_wpn = "au_wpn", _("Australia: WPN")
    aw_tin = "aw_tin", _("Aruba: TIN")
    az_tin = "az_tin", _("Azerbaijan: TIN")
    ba_tin = "ba_tin", _("Bosnia and Herzegovina: TIN")
    bb_tin = "bb_tin", _("Barbados: TIN")
    bd_bin = "bd_bin", _("Bangladesh: BIN")
    bf_ifu = "bf_ifu", _("Burkina Faso: IFU")
    bg_uic = "bg_uic", _("Bulgaria: UIC")
    bh_vat = "bh_vat", _("Bahrain: VAT number")
    bj_ifu = "bj_ifu", _("Benin: IFU")
    bo_tin = "bo_tin", _("Bolivia: TIN")
    br_cnpj = "br_cnpj", _("Brazil: CNPJ")
    br_cpf = "br_cpf", _("Brazil: CPF")
    bs_tin = "bs_tin", _("Bahamas: TIN")
    bw_vat = "bw_vat", _("Botswana: VAT number")
    by_tin = "by_tin", _("Belarus: TIN")
    ca_bn = "ca_bn", _("Canada: BN")
    ca_gst_hst = "ca_gst_hst", _("Canada: GST HST")
    ca_pst_bc = "ca_pst_bc", _("Canada: PST BC")
    ca_pst_mb = "ca_pst_mb", _("Canada: PST MB")
    ca_pst_sk = "ca_pst_sk", _("Canada: PST SK")
    ca_qst = "ca_qst", _("Canada: QST")
    cd_nif = "cd_nif", _("Congo (DRC): NIF")
    ch_uid = "ch_uid", _("Switzerland: UID")
    ch_vat = "ch_vat", _("Switzerland: VAT number")
    ci_vat = "ci_vat", _("Ivory Coast: VAT number")
    cl_tin = "cl_tin", _("Chile: TIN")
    cm_niu = "cm_niu", _("Cameroon: NIU")
    cn_tin = "cn_tin", _("China: TIN")
    co_nit = "co_nit", _("Colombia: NIT")
    cr_tin = "cr_tin", _("Costa Rica: TIN")
    cv_nif = "cv_nif", _("Cape Verde: NIF")
    cz_dic = "cz_dic", _("Czechia: DIC")
    de_stn = "de_stn", _("Germany: tax number")
    do_rcn = "do_rcn", _("Dominican Republic: RCN")
    ec_ruc = "ec_ruc", _("Ecuador: RUC")
    eg_tin = "eg_tin", _("Egypt: TIN")
    es_cif = "es_cif", _("Spain: CIF")
    et_tin = "et_tin", _("Ethiopia: TIN")
    eu_oss_vat = "eu_oss_vat", _("European Union: one-stop-shop VAT number")
    eu_vat = "eu_vat", _("European Union: VAT number")
    fo_vat = "fo_vat", _("Faroe Islands: VAT number")
    fr_siren = "fr_siren", _("France: SIREN")
    fr_siret = "fr_siret", _("France: SIRET")
    fr_spi = "fr_spi", _("France: SPI")
    gb_vat = "gb_vat", _("United Kingdom: VAT number")
    ge_vat = "ge_vat", _("Georgia: VAT number")
    gh_tin = "gh_tin", _("Ghana: TIN")
    gi_tin = "gi_tin", _("Gibraltar: TIN")
    gn_nif = "gn_nif", _("Guinea: NIF")
    hk_br = "hk_br", _("Hong Kong: BR")
    hr_oib = "hr_oib", _("Croatia: OIB")
    hu_tin = "hu_tin", _("Hungary: TIN")
    ic_nif = "ic_nif", _("Canary Islands: NIF")
    id_npwp = "id_npwp", _("Indonesia: NPWP")
    il_vat = "il_vat", _("Israel: VAT number")
    in_gst = "in_gst", _("India: GST number")
    is_kt = "is_kt", _("Iceland: KT")
    is_vat = "is_vat", _("Iceland: VAT number")
    it_cf = "it_cf", _("Italy: CF")
    jp_cn = "jp_cn", _("Japan: CN")
    jp_rn = "jp_rn", _("Japan: RN")
    jp_trn = "jp_trn", _("Japan: TRN")
    ke_pin = "ke_pin", _("Kenya: PIN")
    kg_tin = "kg_tin", _("Kyrgyzstan: TIN")
    kh_tin = "kh_tin", _("Cambodia: TIN")
    kr_brn = "kr_brn", _("South Korea: BRN")
    kz_bin = "kz_bin", _("Kazakhstan: BIN")
    la_tin = "la_tin", _("Laos: TIN")
    li_uid = "li_uid", _("Liechtenstein: UID")
    li_vat = "li_vat", _("Liechtenstein: VAT number")
    lk_vat = "lk_vat", _("Sri Lanka: VAT number")
    ma_vat = "ma_vat", _("Morocco: VAT number")
    md_cf = "md_cf", _("Moldova: CF")
    md_vat = "md_vat", _("Moldova: VAT number")
    me_pib = "me_pib", _("Montenegro: PIB")
    mk_vat = "mk_vat", _("North Macedonia: VAT number")
    mr_nif = "mr_nif", _("Mauritania: NIF")
    mu_vat = "mu_vat", _("Mauritius: VAT number")
    mx_rfc = "mx_rfc", _("Mexico: RFC")
    my_frp = "my_frp", _("Malaysia: FRP number")
    my_itn = "my_itn", _("Malaysia: ITN")
    my_sst = "my_sst", _("Malaysia: SST number")
    mz_nuit = "mz_nuit", _("Mozambique: NUIT")
    ng_tin = "ng_tin", _("Nigeria: TIN")
    no_vat = "no_vat", _("Norway: VAT number")
    no_voec = "no_voec", _("Norway: VOEC")
    np_pan = "np_pan", _("Nepal: PAN")
    nz_bn = "nz_bn", _("New Zealand: BN")
    nz_gst = "nz_gst", _("New Zealand: GST number")
    om_vat = "om_vat", _("Oman: VAT number")
    pe_ruc = "pe_ruc", _("Peru: RUC")
    ph_tin = "ph_tin", _("Philippines: TIN")
    pl_nip = "pl_nip", _("Poland: NIP")
    pt_nif = "pt_nif", _("Portugal: NIF")
    py_ruc = "py_ruc", _("Paraguay: RUC")
    ro_tin = "ro_tin", _("Romania: TIN")
    rs_pib = "rs_pib", _("Serbia: PIB")
    ru_inn = "ru_inn", _("Russia: INN")
    ru_kpp = "ru_kpp", _("Russia: KPP")
    sa_vat = "sa_vat", _("Saudi Arabia: VAT number")
    sg_gst = "sg_gst", _("Singapore: GST number")
    sg_uen = "sg_uen", _("Singapore: UEN")
    si_tin = "si_tin", _("Slovenia: TIN")
    sm_coe = "sm_coe", _("San Marino: COE")
    sn_ninea = "sn_ninea", _("Senegal: NINEA")
    sr_fin = "sr_fin", _("Suriname: FIN")
    sv_nit = "sv_nit", _("El Salvador: NIT")
    th_vat = "th_vat", _("Thailand: VAT number")
    tj_tin = "tj_tin", _("Tajikistan: TIN")
    tr_tin = "tr_tin", _("Türkiye: TIN")
    tt_bir = "tt_bir", _("Trinidad and Tobago: BIR")
    tt_vat = "tt_vat", _("Trinidad and Tobago: VAT number")
    tw_vat = "tw_vat", _("Taiwan: VAT number")
    tz_vat = "tz_vat", _("Tanzania: VAT number")
    ua_vat = "ua_vat", _("Ukraine: VAT number")
    ug_tin = "ug_tin", _("Uganda: TIN")
    unknown = "unknown", _("Unknown")
    us_ein = "us_ein", _("United States: EIN")
    uy_ruc = "uy_ruc", _("Uruguay: RUC")
    uz_tin = "uz_tin", _("Uzbekistan: TIN")
    uz_vat = "uz_vat", _("Uzbekistan: VAT number")
    ve_rif = "ve_rif", _("Venezuela: RIF")
    vn_tin = "vn_tin", _("Vietnam: TIN")
    za_vat = "za_vat", _("South Africa: VAT number")
    zm_tin = "zm_tin", _("Zambia: TIN")
    zw_tin = "zw_tin", _("Zimbabwe: TIN")


class UsageAction(StripeEnum):
    """What a usage record does."""

    increment = "increment", _("Increment")
    set = "set", _("Set to")


class VerificationSessionStatus(StripeEnum):
    """How the verification of an identity stands."""

    canceled = "canceled", _("Canceled")
    processing = "processing", _("Processing")
    requires_input = "requires_input", _("Requires input")
    verified = "verified", _("Verified")


class VerificationType(StripeEnum):
    """What is verified of an identity."""

    document = "document", _("Document")
    id_number = "id_number", _("ID number")
    verification_flow = "verification_flow", _("Verification flow")


class WebhookEndpointStatus(StripeEnum):
    """Whether Stripe delivers to an endpoint."""

    disabled = "disabled", _("Disabled")
    enabled = "enabled", _("Enabled")


class WebhookEndpointValidation(StripeEnum):
    """How a delivery to an endpoint is verified."""

    verify_signature = "verify_signature", _("By its signature")
    retrieve_event = "retrieve_event", _("By asking Stripe for the event")
    none = "none", _("Not at all")


class DjstripePaymentMethodType(StripeEnum):
    """What a row of DjstripePaymentMethod points to."""

    alipay_account = "alipay_account", _("Alipay account")
    bank_account = "bank_account", _("Bank account")
    card = "card", _("Card")
    payment_method = "payment_method", _("Payment method")
    source = "source", _("Source")
