"""
What Stripe's objects name in plain text, and what is no relation of ours: facts, with reasons.

The SDK marks where an id may be expanded; where it is only ever text, nothing but the name
and the description tell that it is an id. ``PLAIN`` holds those that were found to be one.
``test_relations.py`` asks about every newcomer.
"""

from __future__ import annotations

# Object -> path of the text in its payload -> the models it may name.
PLAIN: dict[str, dict[str, tuple[str, ...]]] = {
    "application_fee": {
        "fee_source.charge": ("Charge",),
        "fee_source.payout": ("Payout",),
    },
    "apps.install": {
        "account": ("Account",),
        "created_by": ("Account",),
    },
    "balance_transaction": {
        "fee_details[].application": ("Application",),
    },
    "billing.credit_grant": {
        "customer_account": ("Account", "AccountV2"),
    },
    "billing.meter_event_summary": {
        "meter": ("Meter",),
    },
    "billing_portal.configuration": {
        "features.payment_method_update.payment_method_configuration": (
            "PaymentMethodConfiguration",
        ),
        "features.subscription_update.products[].product": ("Product",),
    },
    "billing_portal.session": {
        "customer": ("Customer",),
        "customer_account": ("Account", "AccountV2"),
        "flow.subscription_cancel.retention.coupon_offer.coupon": ("Coupon",),
        "flow.subscription_cancel.subscription": ("Subscription",),
        "flow.subscription_pause.subscription": ("Subscription",),
        "flow.subscription_update.subscription": ("Subscription",),
        "flow.subscription_update_confirm.discounts[].coupon": ("Coupon",),
        "flow.subscription_update_confirm.discounts[].promotion_code": ("PromotionCode",),
        "flow.subscription_update_confirm.items[].id": ("SubscriptionItem",),
        "flow.subscription_update_confirm.items[].price": ("Price",),
        "flow.subscription_update_confirm.subscription": ("Subscription",),
        "on_behalf_of": ("Account",),
    },
    "charge": {
        "payment_method": ("Account", "BankAccount", "Card", "PaymentMethod", "Source"),
        "payment_method_details.acss_debit.mandate": ("Mandate",),
        "payment_method_details.affirm.location": ("TerminalLocation",),
        "payment_method_details.affirm.reader": ("TerminalReader",),
        "payment_method_details.au_becs_debit.mandate": ("Mandate",),
        "payment_method_details.bacs_debit.mandate": ("Mandate",),
        "payment_method_details.card_present.generated_card": ("PaymentMethod",),
        "payment_method_details.card_present.location": ("TerminalLocation",),
        "payment_method_details.card_present.reader": ("TerminalReader",),
        "payment_method_details.interac_present.generated_card": ("PaymentMethod",),
        "payment_method_details.interac_present.location": ("TerminalLocation",),
        "payment_method_details.interac_present.reader": ("TerminalReader",),
        "payment_method_details.klarna.location": ("TerminalLocation",),
        "payment_method_details.klarna.reader": ("TerminalReader",),
        "payment_method_details.paynow.location": ("TerminalLocation",),
        "payment_method_details.paynow.reader": ("TerminalReader",),
        "payment_method_details.payto.mandate": ("Mandate",),
        "payment_method_details.pix.mandate": ("Mandate",),
        "payment_method_details.sepa_debit.mandate": ("Mandate",),
        "payment_method_details.twint.mandate": ("Mandate",),
        "payment_method_details.wechat_pay.location": ("TerminalLocation",),
        "payment_method_details.wechat_pay.reader": ("TerminalReader",),
    },
    "checkout.session": {
        "branding_settings.icon.file": ("File",),
        "branding_settings.logo.file": ("File",),
        "customer_account": ("Account", "AccountV2"),
        "invoice_creation.invoice_data.rendering_options.template": ("InvoiceRenderingTemplate",),
        "optional_items[].price": ("Price",),
        "payment_method_configuration_details.id": ("PaymentMethodConfiguration",),
        "payment_method_configuration_details.parent": ("PaymentMethodConfiguration",),
        "recovered_from": ("Session",),
    },
    "confirmation_token": {
        "payment_intent": ("PaymentIntent",),
        "payment_method_preview.card.generated_from.charge": ("Charge",),
        "payment_method_preview.card.generated_from.payment_method_details.card_present.generated_card": (
            "PaymentMethod",
        ),
        "payment_method_preview.card.generated_from.payment_method_details.card_present.location": (
            "TerminalLocation",
        ),
        "payment_method_preview.card.generated_from.payment_method_details.card_present.reader": (
            "TerminalReader",
        ),
        "payment_method_preview.customer_account": ("AccountV2",),
        "payment_method_preview.us_bank_account.financial_connections_account": (
            "FinancialConnectionsAccount",
        ),
        "setup_intent": ("SetupIntent",),
    },
    "credit_note": {
        "customer_account": ("Account", "AccountV2"),
        "refunds[].payment_record_refund.payment_record": ("PaymentRecord",),
        "total_taxes[].tax_rate_details.tax_rate": ("TaxRate",),
    },
    "credit_note_line_item": {
        "invoice_line_item": ("LineItem",),
        "taxes[].tax_rate_details.tax_rate": ("TaxRate",),
    },
    "customer": {
        "customer_account": ("Account", "AccountV2"),
        "invoice_settings.rendering_options.template": ("InvoiceRenderingTemplate",),
    },
    "customer_balance_transaction": {
        "customer_account": ("Account", "AccountV2"),
    },
    "customer_cash_balance_transaction": {
        "customer_account": ("Account", "AccountV2"),
    },
    "discount": {
        "checkout_session": ("Session",),
        "customer_account": ("Account", "AccountV2"),
        "invoice": ("Invoice",),
        "invoice_item": ("InvoiceItem", "LineItem"),
        "subscription": ("Subscription",),
        "subscription_item": ("SubscriptionItem",),
    },
    "dispute": {
        "evidence.duplicate_charge_id": ("Charge",),
        "evidence.enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions[].charge": (
            "Charge",
        ),
    },
    "event": {
        "account": ("Account",),
    },
    "financial_connections.account": {
        "account_holder.customer_account": ("Account", "AccountV2"),
    },
    "financial_connections.account_owner": {
        "ownership": ("FinancialConnectionsAccountOwnership",),
    },
    "financial_connections.session": {
        "account_holder.customer_account": ("Account", "AccountV2"),
    },
    "financial_connections.transaction": {
        "account": ("FinancialConnectionsAccount",),
    },
    "forwarding.request": {
        "payment_method": ("PaymentMethod",),
    },
    "identity.verification_report": {
        "document.files[]": ("File",),
        "selfie.document": ("File",),
        "selfie.selfie": ("File",),
        "verification_session": ("VerificationSession",),
    },
    "identity.verification_session": {
        "related_customer": ("Customer",),
        "related_customer_account": ("Account", "AccountV2"),
        "related_person.account": ("Account",),
        "related_person.person": ("Person",),
    },
    "invoice": {
        "customer_account": ("Account", "AccountV2"),
        "last_finalization_error.charge": ("Charge",),
        "parent.quote_details.quote": ("Quote",),
        "payment_settings.default_mandate": ("Mandate",),
        "rendering.template": ("InvoiceRenderingTemplate",),
        "threshold_reason.item_reasons[].line_item_ids[]": ("LineItem",),
        "total_taxes[].tax_rate_details.tax_rate": ("TaxRate",),
    },
    "invoiceitem": {
        "customer_account": ("Account", "AccountV2"),
        "parent.subscription_details.subscription": ("Subscription",),
        "parent.subscription_details.subscription_item": ("SubscriptionItem",),
        "pricing.price_details.product": ("Product",),
        "proration_details.credited_items.invoice_item": ("InvoiceItem",),
        "proration_details.credited_items.invoice_line_item_details.invoice": ("Invoice",),
        "proration_details.credited_items.invoice_line_item_details.invoice_line_items[]": (
            "LineItem",
        ),
    },
    "issuing.authorization": {
        "treasury.received_credits[]": ("TreasuryReceivedCredit",),
        "treasury.received_debits[]": ("TreasuryReceivedDebit",),
        "treasury.transaction": ("TreasuryTransaction",),
    },
    "issuing.card": {
        "financial_account": ("MoneyManagementFinancialAccount", "TreasuryFinancialAccount"),
    },
    "issuing.dispute": {
        "evidence.duplicate.original_transaction": ("IssuingTransaction",),
        "treasury.debit_reversal": ("TreasuryDebitReversal",),
        "treasury.received_debit": ("TreasuryReceivedDebit",),
    },
    "issuing.transaction": {
        "treasury.received_credit": ("TreasuryReceivedCredit",),
        "treasury.received_debit": ("TreasuryReceivedDebit",),
    },
    "line_item": {
        "invoice": ("Invoice",),
        "parent.invoice_item_details.invoice_item": ("InvoiceItem",),
        "parent.invoice_item_details.proration_details.credited_items.invoice": ("Invoice",),
        "parent.invoice_item_details.proration_details.credited_items.invoice_line_items[]": (
            "LineItem",
        ),
        "parent.invoice_item_details.subscription": ("Subscription",),
        "parent.subscription_item_details.proration_details.credited_items.invoice": ("Invoice",),
        "parent.subscription_item_details.proration_details.credited_items.invoice_line_items[]": (
            "LineItem",
        ),
        "parent.subscription_item_details.subscription": ("Subscription",),
        "parent.subscription_item_details.subscription_item": ("SubscriptionItem",),
        "pricing.price_details.product": ("Product",),
        "taxes[].tax_rate_details.tax_rate": ("TaxRate",),
    },
    "mandate": {
        "on_behalf_of": ("Account",),
    },
    "payment_attempt_record": {
        "application": ("Application",),
        "customer_details.customer": ("Customer",),
        "payment_method_details.acss_debit.mandate": ("Mandate",),
        "payment_method_details.affirm.location": ("TerminalLocation",),
        "payment_method_details.affirm.reader": ("TerminalReader",),
        "payment_method_details.au_becs_debit.mandate": ("Mandate",),
        "payment_method_details.bacs_debit.mandate": ("Mandate",),
        "payment_method_details.card_present.generated_card": ("PaymentMethod",),
        "payment_method_details.card_present.location": ("TerminalLocation",),
        "payment_method_details.card_present.reader": ("TerminalReader",),
        "payment_method_details.interac_present.generated_card": ("PaymentMethod",),
        "payment_method_details.interac_present.location": ("TerminalLocation",),
        "payment_method_details.interac_present.reader": ("TerminalReader",),
        "payment_method_details.klarna.location": ("TerminalLocation",),
        "payment_method_details.klarna.reader": ("TerminalReader",),
        "payment_method_details.momo.mandate": ("Mandate",),
        "payment_method_details.payment_method": ("PaymentMethod",),
        "payment_method_details.paynow.location": ("TerminalLocation",),
        "payment_method_details.paynow.reader": ("TerminalReader",),
        "payment_method_details.payto.mandate": ("Mandate",),
        "payment_method_details.pix.mandate": ("Mandate",),
        "payment_method_details.sepa_debit.mandate": ("Mandate",),
        "payment_method_details.twint.mandate": ("Mandate",),
        "payment_method_details.wechat_pay.location": ("TerminalLocation",),
        "payment_method_details.wechat_pay.reader": ("TerminalReader",),
        "payment_record": ("PaymentRecord",),
    },
    "payment_intent": {
        "customer_account": ("Account", "AccountV2"),
        "hooks.inputs.tax.calculation": ("TaxCalculation",),
        "last_payment_error.charge": ("Charge",),
        "payment_method_configuration_details.id": ("PaymentMethodConfiguration",),
        "payment_method_configuration_details.parent": ("PaymentMethodConfiguration",),
    },
    "payment_intent_amount_details_line_item": {
        "payment_method_options.paypal.sold_by": ("Account",),
    },
    "payment_link": {
        "invoice_creation.invoice_data.rendering_options.template": ("InvoiceRenderingTemplate",),
        "optional_items[].price": ("Price",),
    },
    "payment_method": {
        "card.generated_from.charge": ("Charge",),
        "card.generated_from.payment_method_details.card_present.generated_card": (
            "PaymentMethod",
        ),
        "card.generated_from.payment_method_details.card_present.location": ("TerminalLocation",),
        "card.generated_from.payment_method_details.card_present.reader": ("TerminalReader",),
        "customer_account": ("Account", "AccountV2"),
        "us_bank_account.financial_connections_account": ("FinancialConnectionsAccount",),
    },
    "payment_method_configuration": {
        "application": ("Application",),
        "parent": ("PaymentMethodConfiguration",),
    },
    "payment_record": {
        "application": ("Application",),
        "customer_details.customer": ("Customer",),
        "latest_payment_attempt_record": ("PaymentAttemptRecord",),
        "payment_method_details.acss_debit.mandate": ("Mandate",),
        "payment_method_details.affirm.location": ("TerminalLocation",),
        "payment_method_details.affirm.reader": ("TerminalReader",),
        "payment_method_details.au_becs_debit.mandate": ("Mandate",),
        "payment_method_details.bacs_debit.mandate": ("Mandate",),
        "payment_method_details.card_present.generated_card": ("PaymentMethod",),
        "payment_method_details.card_present.location": ("TerminalLocation",),
        "payment_method_details.card_present.reader": ("TerminalReader",),
        "payment_method_details.interac_present.generated_card": ("PaymentMethod",),
        "payment_method_details.interac_present.location": ("TerminalLocation",),
        "payment_method_details.interac_present.reader": ("TerminalReader",),
        "payment_method_details.klarna.location": ("TerminalLocation",),
        "payment_method_details.klarna.reader": ("TerminalReader",),
        "payment_method_details.momo.mandate": ("Mandate",),
        "payment_method_details.payment_method": ("PaymentMethod",),
        "payment_method_details.paynow.location": ("TerminalLocation",),
        "payment_method_details.paynow.reader": ("TerminalReader",),
        "payment_method_details.payto.mandate": ("Mandate",),
        "payment_method_details.pix.mandate": ("Mandate",),
        "payment_method_details.sepa_debit.mandate": ("Mandate",),
        "payment_method_details.twint.mandate": ("Mandate",),
        "payment_method_details.wechat_pay.location": ("TerminalLocation",),
        "payment_method_details.wechat_pay.reader": ("TerminalReader",),
    },
    "payout": {
        "payout_method": ("MoneyManagementFinancialAccount", "MoneyManagementPayoutMethod"),
    },
    "person": {
        "account": ("Account",),
    },
    "plan": {
        "meter": ("Meter",),
    },
    "price": {
        "recurring.meter": ("Meter",),
    },
    "product": {
        "tax_details.performance_location": ("TaxLocation",),
        "tax_details.tax_code": ("TaxCode",),
    },
    "promotion_code": {
        "customer_account": ("Account", "AccountV2"),
    },
    "quote": {
        "customer_account": ("Account", "AccountV2"),
    },
    "radar.payment_evaluation": {
        "customer_details.customer": ("Customer",),
        "customer_details.customer_account": ("Account", "AccountV2"),
        "outcome.payment_intent_id": ("PaymentIntent",),
    },
    "radar.value_list_item": {
        "value_list": ("ValueList",),
    },
    "refund": {
        "customer_account": ("Account", "AccountV2"),
    },
    "reporting.report_run": {
        "parameters.connected_account": ("Account",),
        "parameters.payout": ("Payout",),
        "report_type": ("ReportType",),
    },
    "reserve.hold": {
        "release_details[].reserve_release": ("ReserveRelease",),
    },
    "setup_attempt": {
        "customer_account": ("Account", "AccountV2"),
        "setup_error.charge": ("Charge",),
    },
    "setup_intent": {
        "customer_account": ("Account", "AccountV2"),
        "last_setup_error.charge": ("Charge",),
        "payment_method_configuration_details.id": ("PaymentMethodConfiguration",),
        "payment_method_configuration_details.parent": ("PaymentMethodConfiguration",),
    },
    "source": {
        "customer": ("Customer",),
    },
    "source_transaction": {
        "source": ("Source",),
    },
    "subscription": {
        "customer_account": ("Account", "AccountV2"),
    },
    "subscription_item": {
        "current_trial.trial_offer": ("TrialOffer",),
        "subscription": ("Subscription",),
    },
    "subscription_schedule": {
        "customer_account": ("Account", "AccountV2"),
        "released_subscription": ("Subscription",),
    },
    "tax.association": {
        "calculation": ("TaxCalculation",),
        "payment_intent": ("PaymentIntent",),
        "tax_transaction_attempts[].committed.transaction": ("TaxTransaction",),
        "tax_transaction_attempts[].source": ("Refund",),
    },
    "tax.calculation": {
        "customer": ("Customer",),
        "shipping_cost.shipping_rate": ("ShippingRate",),
        "shipping_cost.tax_code": ("TaxCode",),
    },
    "tax.calculation_line_item": {
        "performance_location": ("TaxLocation",),
        "product": ("Product",),
        "tax_code": ("TaxCode",),
    },
    "tax.transaction": {
        "customer": ("Customer",),
        "reversal.original_transaction": ("TaxTransaction",),
        "shipping_cost.shipping_rate": ("ShippingRate",),
        "shipping_cost.tax_code": ("TaxCode",),
    },
    "tax.transaction_line_item": {
        "product": ("Product",),
        "reversal.original_line_item": ("TaxTransactionLineItem",),
        "tax_code": ("TaxCode",),
    },
    "tax_id": {
        "customer_account": ("Account", "AccountV2"),
        "owner.customer_account": ("Account", "AccountV2"),
    },
    "terminal.location": {
        "configuration_overrides": ("TerminalConfiguration",),
    },
    "terminal.reader": {
        "action.api_error.charge": ("Charge",),
        "action.collect_inputs.inputs[].signature.value": ("File",),
        "action.process_setup_intent.generated_card": ("PaymentMethod",),
    },
    "three_d_secure.authentication": {
        "channel.three_r_i.previous_authentication": ("ThreeDSecureAuthentication",),
    },
    "treasury.credit_reversal": {
        "financial_account": ("TreasuryFinancialAccount",),
        "received_credit": ("TreasuryReceivedCredit",),
    },
    "treasury.debit_reversal": {
        "financial_account": ("TreasuryFinancialAccount",),
        "linked_flows.issuing_dispute": ("IssuingDispute",),
        "received_debit": ("TreasuryReceivedDebit",),
    },
    "treasury.inbound_transfer": {
        "financial_account": ("TreasuryFinancialAccount",),
        "linked_flows.received_debit": ("TreasuryReceivedDebit",),
        "origin_payment_method": ("PaymentMethod",),
    },
    "treasury.outbound_payment": {
        "customer": ("Customer",),
        "destination_payment_method": ("PaymentMethod",),
        "financial_account": ("TreasuryFinancialAccount",),
    },
    "treasury.outbound_transfer": {
        "destination_payment_method": ("PaymentMethod",),
        "financial_account": ("TreasuryFinancialAccount",),
    },
    "treasury.received_credit": {
        "financial_account": ("TreasuryFinancialAccount",),
        "initiating_payment_method_details.financial_account.id": ("TreasuryFinancialAccount",),
        "initiating_payment_method_details.issuing_card": ("IssuingCard",),
        "linked_flows.credit_reversal": ("TreasuryCreditReversal",),
        "linked_flows.issuing_authorization": ("IssuingAuthorization",),
        "linked_flows.issuing_transaction": ("IssuingTransaction",),
        "linked_flows.source_flow": ("Payout",),
    },
    "treasury.received_debit": {
        "financial_account": ("TreasuryFinancialAccount",),
        "initiating_payment_method_details.financial_account.id": ("TreasuryFinancialAccount",),
        "initiating_payment_method_details.issuing_card": ("IssuingCard",),
        "linked_flows.debit_reversal": ("TreasuryDebitReversal",),
        "linked_flows.inbound_transfer": ("TreasuryInboundTransfer",),
        "linked_flows.issuing_authorization": ("IssuingAuthorization",),
        "linked_flows.issuing_transaction": ("IssuingTransaction",),
        "linked_flows.payout": ("Payout",),
        "linked_flows.topup": ("Topup",),
    },
    "treasury.transaction": {
        "financial_account": ("TreasuryFinancialAccount",),
        "flow": ("TreasuryInboundTransfer",),
    },
    "treasury.transaction_entry": {
        "financial_account": ("TreasuryFinancialAccount",),
        "flow": ("TreasuryInboundTransfer",),
    },
    "v2.core.account": {
        "configuration.customer.billing.default_payment_method": ("PaymentMethod",),
        "configuration.customer.billing.invoice.rendering.template": ("InvoiceRenderingTemplate",),
        "configuration.customer.test_clock": ("TestClock",),
        "configuration.merchant.branding.icon": ("File",),
        "configuration.merchant.branding.logo": ("File",),
        "identity.business_details.documents.proof_of_registration.signer.person": (
            "AccountPerson",
        ),
        "identity.business_details.documents.proof_of_ultimate_beneficial_ownership.signer.person": (
            "AccountPerson",
        ),
    },
    "v2.core.account_person": {
        "account": ("Account", "AccountV2"),
    },
    "v2.core.event": {
        "snapshot_event": ("Event",),
    },
    "v2.core.vault.us_bank_account": {
        "financial_connections_account": ("FinancialConnectionsAccount",),
    },
    "v2.money_management.adjustment": {
        "adjusted_flow.adjustment": ("MoneyManagementAdjustment",),
        "adjusted_flow.inbound_transfer": ("MoneyManagementInboundTransfer",),
        "adjusted_flow.outbound_payment": ("MoneyManagementOutboundPayment",),
        "adjusted_flow.received_credit": ("MoneyManagementReceivedCredit",),
        "financial_account": ("MoneyManagementFinancialAccount",),
    },
    "v2.money_management.financial_address": {
        "financial_account": ("MoneyManagementFinancialAccount",),
    },
    "v2.money_management.inbound_transfer": {
        "from.payment_method.us_bank_account": ("UsBankAccount",),
        "to.financial_account": ("MoneyManagementFinancialAccount",),
    },
    "v2.money_management.outbound_payment": {
        "from.financial_account": ("MoneyManagementFinancialAccount",),
        "payout_intent": ("MoneyManagementPayoutIntent",),
        "recipient_verification": ("MoneyManagementRecipientVerification",),
        "to.payout_method": ("MoneyManagementPayoutMethod",),
        "to.recipient": ("Account", "AccountV2"),
    },
    "v2.money_management.payout_intent": {
        "from.financial_account": ("MoneyManagementFinancialAccount",),
        "latest_payout.outbound_payment": ("MoneyManagementOutboundPayment",),
        "to.payout_method": ("MoneyManagementPayoutMethod",),
        "to.recipient": ("Account", "AccountV2"),
    },
    "v2.money_management.payout_method": {
        "bank_account.financial_connections_account": ("FinancialConnectionsAccount",),
        "latest_outbound_setup_intent": ("MoneyManagementOutboundSetupIntent",),
    },
    "v2.money_management.received_credit": {
        "balance_transfer.from_account": ("Account",),
        "balance_transfer.outbound_payment": ("MoneyManagementOutboundPayment",),
        "balance_transfer.payout": ("Payout",),
        "balance_transfer.transfer": ("Transfer",),
        "bank_transfer.financial_address": ("MoneyManagementFinancialAddress",),
        "financial_account": ("MoneyManagementFinancialAccount",),
    },
    "v2.money_management.recipient_verification": {
        "consumed_by.outbound_payment": ("MoneyManagementOutboundPayment",),
        "payout_method": ("MoneyManagementPayoutMethod",),
        "recipient": ("Account", "AccountV2"),
    },
    "v2.money_management.transaction": {
        "financial_account": ("MoneyManagementFinancialAccount",),
        "flow.adjustment": ("MoneyManagementAdjustment",),
        "flow.inbound_transfer": ("MoneyManagementInboundTransfer",),
        "flow.outbound_payment": ("MoneyManagementOutboundPayment",),
        "flow.received_credit": ("MoneyManagementReceivedCredit",),
    },
    "v2.money_management.transaction_entry": {
        "transaction": ("MoneyManagementTransaction",),
        "transaction_details.financial_account": ("MoneyManagementFinancialAccount",),
        "transaction_details.flow.adjustment": ("MoneyManagementAdjustment",),
        "transaction_details.flow.inbound_transfer": ("MoneyManagementInboundTransfer",),
        "transaction_details.flow.outbound_payment": ("MoneyManagementOutboundPayment",),
        "transaction_details.flow.received_credit": ("MoneyManagementReceivedCredit",),
    },
    "webhook_endpoint": {
        "application": ("Application",),
    },
}

# Where an id's kind is told by a word elsewhere: (object, path) -> word's path and value.
WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("treasury.transaction", "flow"): {"flow_type": "inbound_transfer"},
    ("treasury.transaction_entry", "flow"): {"flow_type": "inbound_transfer"},
    ("treasury.received_credit", "linked_flows.source_flow"): {
        "linked_flows.source_flow_type": "payout"
    },
}

# Relations that the SDK marks and that are none of ours. (object, path) -> why; ``*`` stands
# for anything.
LEFT_OUT: dict[tuple[str, str], str] = {
    ("balance_transaction", "source"): "one of sixteen kinds: get_source_instance() finds it",
    ("charge", "outcome.rule"): "a rule of Radar's is no object that can be asked for",
    ("customer", "cash_balance"): "has no id",
    ("treasury.financial_account", "features"): "has no id",
    # Objects as they were when something happened, which must not be taken for the newest.
    ("*", "*_error.payment_intent"): "frozen: what an error was about, as it was",
    ("*", "*_error.payment_method"): "frozen: what an error was about, as it was",
    ("*", "*_error.setup_intent"): "frozen: what an error was about, as it was",
    ("*", "*_error.source"): "frozen: what an error was about, as it was",
    ("terminal.reader", "action.collect_payment_method.payment_method"): "frozen: as it was read",
    ("*", "*.breakdown.discounts[][].discount"): "frozen: as it was when the sum was made",
    ("*", "*taxes[][].rate"): "frozen: as it was when the tax was computed",
    ("item", "discounts[][].discount"): "frozen: as it was when the sum was made",
    # What may come to be.
    ("quote", "computed.*"): "hypothetical: what would be billed",
    ("subscription", "pending_update.*"): "hypothetical: a change that is not paid yet",
}

# Text that looks like a reference and is none, or leads to nothing that is mirrored.
NO_REFERENCES: dict[tuple[str, str], str] = {
    ("*", "*.tax_id"): "a taxpayer's number",
    ("*", "*.billing_details.tax_id"): "a taxpayer's number",
    ("*", "radar_options.session"): "a session of Radar's cannot be asked for",
    ("*", "*.radar_session"): "a session of Radar's cannot be asked for",
    ("ephemeral_key", "secret"): "the key itself",
    ("webhook_endpoint", "secret"): "the signing secret",
    ("event", "request.id"): "a request is no object",
    ("v2.core.event", "reason.request.id"): "a request is no object",
    ("issuing.token", "network_data.device.location"): "degrees of latitude and longitude",
    ("issuing.token", "device_fingerprint"): "the card network's",
    ("issuing.token", "network_data.*"): "the card network's and the wallet's",
    ("treasury.outbound_*", "tracking_details.ach.trace_id"): "the clearing house's",
    ("source", "flow"): "a kind of flow",
    ("source", "card_present.reader"): "sources at readers are of before Terminal",
    ("source", "three_d_secure.card"): "of the time before payment methods",
    ("source", "three_d_secure.customer"): "of the time before payment methods",
    ("source", "source_order.items[][].parent"): "an SKU, which Stripe has no more",
    ("terminal.configuration", "wifi.*"): "not stored: stands beside the network's password",
    ("dispute", "payment_method_details.paypal.case_id"): "PayPal's",
    ("credit_note", "refunds[][].payment_record_refund.refund_group"): "no object of the API",
    ("payment_method", "custom.type"): "seen in the Dashboard only",
    ("apps.install", "app"): "the name under which an app is published",
    ("v2.core.account", "identity.individual.account"): "the account itself",
    ("v2.core.event_destination", "amazon_eventbridge.aws_account_id"): "Amazon's",
    ("v2.money_management.inbound_transfer", "transfer_history[][].id"): "its own",
    ("v2.money_management.payout_intent", "fx_quote.rates.exchange_rate"): "a number",
    ("v2.money_management.*", "*.currency_conversion"): "no object of the API",
    ("v2.money_management.*", "*.fee_batch"): "no object of the API",
    ("v2.money_management.*", "*.outbound_transfer"): "no object of the SDK yet",
    ("v2.money_management.*", "*.received_debit"): "no object of the SDK yet",
}
