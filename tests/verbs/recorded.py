"""
Verbs of what the sandbox does not simulate: what they send, seen on the wire.

Each line: how the row begins, the call, the path, and what its form must have. The answer is
the object as it was, so that only the request is told here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from djstripe import models as m


@dataclass(frozen=True)
class Line:
    path: str
    call: Callable[[Any], Any]
    form: dict[str, Any] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    method: str = "post"
    # The platform's own to manage, also where it is a connected account's.
    by_platform: bool = False


def act(path: str, name: str, *args: Any, **form: Any) -> Line:
    """A verb that hands its arguments over as they are."""
    return Line(path, lambda row: getattr(row, name)(*args, **form), form)


def plain(path: str, name: str, **row: Any) -> Line:
    """A verb without arguments."""
    return Line(path, lambda r: getattr(r, name)(), row=row)


def _money(name: str) -> str:
    return f"/v2/money_management/{name}/{{id}}"


FEATURES = ["balance"]
INTENT = "pi_1"

RECORDED: dict[str, Line] = {
    "AccountV2.api_close": Line(
        "/v2/core/accounts/{id}/close", lambda row: row.api_close(), by_platform=True
    ),
    "Alert.activate": plain("/v1/billing/alerts/{id}/activate", "activate"),
    "Alert.archive": plain("/v1/billing/alerts/{id}/archive", "archive"),
    "Alert.deactivate": plain("/v1/billing/alerts/{id}/deactivate", "deactivate"),
    "AppInstall.uninstall": plain("{url}/uninstall", "uninstall"),
    "BankAccount.verify": Line(
        "/v1/customers/cus_1/sources/{id}/verify",
        lambda row: row.verify([32, 45]),
        {"amounts": ["32", "45"]},
        row={"customer_id": "cus_1"},
    ),
    "ClimateOrder.cancel": plain("/v1/climate/orders/{id}/cancel", "cancel"),
    "EventDestination.disable": plain("/v2/core/event_destinations/{id}/disable", "disable"),
    "EventDestination.enable": plain("/v2/core/event_destinations/{id}/enable", "enable"),
    "FeedbackOption.deactivate": plain("{url}/deactivate", "deactivate"),
    "FinancialConnectionsAccount.disconnect": plain(
        "/v1/financial_connections/accounts/{id}/disconnect", "disconnect"
    ),
    "FinancialConnectionsAccount.refresh": act(
        "/v1/financial_connections/accounts/{id}/refresh", "refresh", features=FEATURES
    ),
    "FinancialConnectionsAccount.subscribe": act(
        "/v1/financial_connections/accounts/{id}/subscribe", "subscribe", features=FEATURES
    ),
    "FinancialConnectionsAccount.unsubscribe": act(
        "/v1/financial_connections/accounts/{id}/unsubscribe", "unsubscribe", features=FEATURES
    ),
    "GbBankAccount.archive": plain("{url}/archive", "archive"),
    "GbBankAccount.unarchive": plain("{url}/unarchive", "unarchive"),
    "InvoiceRenderingTemplate.archive": plain(
        "/v1/invoice_rendering_templates/{id}/archive", "archive"
    ),
    "InvoiceRenderingTemplate.unarchive": plain(
        "/v1/invoice_rendering_templates/{id}/unarchive", "unarchive"
    ),
    "IssuingAuthorization.approve": act(
        "/v1/issuing/authorizations/{id}/approve", "approve", amount=500
    ),
    "IssuingAuthorization.decline": plain("/v1/issuing/authorizations/{id}/decline", "decline"),
    "IssuingDispute.submit": plain("/v1/issuing/disputes/{id}/submit", "submit"),
    "Meter.record": Line(
        "/v1/billing/meter_events",
        lambda row: row.record("cus_1", 3, identifier="one"),
        {"event_name": "calls", "identifier": "one", "payload[value]": "3"},
        row={
            "event_name": "calls",
            "stripe_data": {
                "event_name": "calls",
                "value_settings": {"event_payload_key": "value"},
                "customer_mapping": {
                    "event_payload_key": "stripe_customer_id",
                    "type": "by_id",
                },
            },
        },
        answer={"object": "billing.meter_event", "identifier": "one"},
    ),
    "MoneyManagementOutboundPayment.cancel": plain(
        f"{_money('outbound_payments')}/cancel", "cancel"
    ),
    "MoneyManagementOutboundSetupIntent.cancel": plain(
        f"{_money('outbound_setup_intents')}/cancel", "cancel"
    ),
    "MoneyManagementPayoutIntent.cancel": plain(f"{_money('payout_intents')}/cancel", "cancel"),
    "MoneyManagementPayoutIntent.confirm": plain(f"{_money('payout_intents')}/confirm", "confirm"),
    "MoneyManagementPayoutMethod.archive": plain(f"{_money('payout_methods')}/archive", "archive"),
    "MoneyManagementPayoutMethod.unarchive": plain(
        f"{_money('payout_methods')}/unarchive", "unarchive"
    ),
    "MoneyManagementRecipientVerification.acknowledge": plain(
        f"{_money('recipient_verifications')}/acknowledge", "acknowledge"
    ),
    "PaymentMethodDomain.validate": plain("/v1/payment_method_domains/{id}/validate", "validate"),
    "Refund.cancel": plain("/v1/refunds/{id}/cancel", "cancel"),
    "Review.approve": plain("/v1/reviews/{id}/approve", "approve"),
    "Source.detach": Line(
        "/v1/customers/cus_1/sources/{id}",
        lambda row: row.detach(),
        row={"customer_id": "cus_1"},
        method="delete",
    ),
    "TaxCalculation.create": Line(
        "/v1/tax/calculations",
        lambda row: m.TaxCalculation.create(
            currency="usd",
            line_items=[{"amount": -500, "reference": "a"}],
            stripe_account=row.djstripe_owner_account_id,
            livemode=row.livemode,
        ),
        {"currency": "usd", "line_items[0][amount]": "-500"},
    ),
    "TaxCalculation.record": Line(
        "/v1/tax/transactions/create_from_calculation",
        lambda row: row.record("order_1"),
        {"calculation": "{id}", "reference": "order_1"},
    ),
    "TaxRegistration.expire": Line(
        "/v1/tax/registrations/{id}",
        lambda row: row.expire(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)),
        {"expires_at": "1893456000"},
    ),
    "TaxTransaction.reverse": Line(
        "/v1/tax/transactions/create_reversal",
        lambda row: row.reverse("order_1_back"),
        {"original_transaction": "{id}", "reference": "order_1_back", "mode": "full"},
    ),
    "TerminalReader.cancel_action": plain(
        "/v1/terminal/readers/{id}/cancel_action", "cancel_action"
    ),
    "TerminalReader.collect_payment_method": act(
        "/v1/terminal/readers/{id}/collect_payment_method",
        "collect_payment_method",
        payment_intent=INTENT,
    ),
    "TerminalReader.confirm_payment_intent": act(
        "/v1/terminal/readers/{id}/confirm_payment_intent",
        "confirm_payment_intent",
        payment_intent=INTENT,
    ),
    "TerminalReader.process_payment_intent": act(
        "/v1/terminal/readers/{id}/process_payment_intent",
        "process_payment_intent",
        payment_intent=INTENT,
    ),
    "TerminalReader.process_setup_intent": act(
        "/v1/terminal/readers/{id}/process_setup_intent",
        "process_setup_intent",
        setup_intent="seti_1",
    ),
    "TerminalReader.refund_payment": act(
        "/v1/terminal/readers/{id}/refund_payment", "refund_payment", payment_intent=INTENT
    ),
    "TerminalReader.set_reader_display": act(
        "/v1/terminal/readers/{id}/set_reader_display", "set_reader_display", type="cart"
    ),
    "ThreeDSecureAuthentication.cancel": plain("{url}/cancel", "cancel"),
    "ThreeDSecureAuthentication.submit": plain("{url}/submit", "submit"),
    "TreasuryFinancialAccount.close": plain("/v1/treasury/financial_accounts/{id}/close", "close"),
    "TreasuryInboundTransfer.cancel": plain("/v1/treasury/inbound_transfers/{id}/cancel", "cancel"),
    "TreasuryOutboundPayment.cancel": plain("/v1/treasury/outbound_payments/{id}/cancel", "cancel"),
    "TreasuryOutboundTransfer.cancel": plain(
        "/v1/treasury/outbound_transfers/{id}/cancel", "cancel"
    ),
    "UsBankAccount.archive": plain("{url}/archive", "archive"),
    "UsBankAccount.confirm_microdeposits": act(
        "{url}/confirm_microdeposits", "confirm_microdeposits", amounts=["32", "45"]
    ),
    "UsBankAccount.send_microdeposits": plain("{url}/send_microdeposits", "send_microdeposits"),
    "UsBankAccount.unarchive": plain("{url}/unarchive", "unarchive"),
    "VerificationSession.cancel": plain("/v1/identity/verification_sessions/{id}/cancel", "cancel"),
    "VerificationSession.redact": plain("/v1/identity/verification_sessions/{id}/redact", "redact"),
}
