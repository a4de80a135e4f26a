"""
Treasury: financial accounts that hold money, and the ways it moves.

All lists but the accounts' are asked for one financial account at a time.

https://docs.stripe.com/api/treasury/financial_accounts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    NestedList,
    Path,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params

OF_ACCOUNT = ("TreasuryFinancialAccount", "financial_account")


def _flow(kind: str) -> Path:
    """The id under ``flow``, where the flow is of this kind."""
    return lambda payload: payload.get("flow") if payload.get("flow_type") == kind else None


def _source_flow(kind: str) -> Path:
    """The id under ``linked_flows.source_flow``, where that flow is of this kind."""

    def read(payload: Any) -> Any:
        flows = payload.get("linked_flows") or {}
        return flows.get("source_flow") if flows.get("source_flow_type") == kind else None

    return read


class TreasuryFinancialAccount(StripeModel):
    """
    An account that holds money at Stripe's partner bank.

    https://docs.stripe.com/api/treasury/financial_accounts
    """

    # declaration
    stripe_class = sdk("treasury.FinancialAccount")
    object_name = "treasury.financial_account"
    endpoint = "/v1/treasury/financial_accounts"
    stripe_dashboard_item_name = "treasury/financial-accounts"

    # columns
    status = StripeCharField()
    country = StripeCharField()
    nickname = StripeTextField()
    is_default = StripeBooleanField()

    # attributes
    active_features: Attribute[list[str] | None] = Attribute()
    balance: Attribute[dict[str, Any] | None] = Attribute()
    features: Attribute[dict[str, Any] | None] = Attribute()
    financial_addresses: Attribute[list[dict[str, Any]]] = Attribute(default=list)
    pending_features: Attribute[list[str] | None] = Attribute()
    platform_restrictions: Attribute[dict[str, Any] | None] = Attribute()
    restricted_features: Attribute[list[str] | None] = Attribute()
    status_details: Attribute[dict[str, Any] | None] = Attribute()
    supported_currencies: Attribute[list[str]] = Attribute(default=list)

    def __str__(self) -> str:
        return self.nickname or super().__str__()

    # predicates

    def is_open(self) -> bool:
        """Whether the account takes and gives money."""
        return self.status == "open"

    # verbs

    def close(
        self, **params: Unpack[params.TreasuryFinancialAccountClose]
    ) -> TreasuryFinancialAccount:
        """Close the account, which must be empty or forward what it holds."""
        return self.act("close", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aclose = twin(close)


class TreasuryTransaction(StripeModel):
    """
    A change of a financial account's balance, and the flow that made it.

    https://docs.stripe.com/api/treasury/transactions
    """

    # declaration
    stripe_class = sdk("treasury.Transaction")
    object_name = "treasury.transaction"
    endpoint = "/v1/treasury/transactions"
    list_under = OF_ACCOUNT
    nested = (NestedList("entries"),)

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    flow = StripeCharField(db_index=True)
    flow_type = StripeCharField()
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    void_at = StripeDateTimeField(path="status_transitions.void_at")
    financial_account = StripeForeignKey("TreasuryFinancialAccount", related_name="transactions")

    # attributes
    balance_impact: Attribute[dict[str, Any] | None] = Attribute()
    flow_details: Attribute[dict[str, Any] | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    credit_reversal = Reference(
        "TreasuryCreditReversal", "flow_details.credit_reversal", _flow("credit_reversal")
    )
    debit_reversal = Reference(
        "TreasuryDebitReversal", "flow_details.debit_reversal", _flow("debit_reversal")
    )
    inbound_transfer = Reference(
        "TreasuryInboundTransfer", "flow_details.inbound_transfer", _flow("inbound_transfer")
    )
    issuing_authorization = Reference(
        "IssuingAuthorization", "flow_details.issuing_authorization", _flow("issuing_authorization")
    )
    outbound_payment = Reference(
        "TreasuryOutboundPayment", "flow_details.outbound_payment", _flow("outbound_payment")
    )
    outbound_transfer = Reference(
        "TreasuryOutboundTransfer", "flow_details.outbound_transfer", _flow("outbound_transfer")
    )
    received_credit = Reference(
        "TreasuryReceivedCredit", "flow_details.received_credit", _flow("received_credit")
    )
    received_debit = Reference(
        "TreasuryReceivedDebit", "flow_details.received_debit", _flow("received_debit")
    )


class TreasuryTransactionEntry(StripeModel):
    """
    One step of a transaction: held, released, posted.

    https://docs.stripe.com/api/treasury/transaction_entries
    """

    # declaration
    stripe_class = sdk("treasury.TransactionEntry")
    object_name = "treasury.transaction_entry"
    endpoint = "/v1/treasury/transaction_entries"
    list_under = OF_ACCOUNT

    # columns
    type = StripeCharField()
    currency = StripeCurrencyCodeField()
    flow = StripeCharField(db_index=True)
    flow_type = StripeCharField()
    effective_at = StripeDateTimeField()
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount", related_name="transaction_entries"
    )
    transaction = StripeForeignKey("TreasuryTransaction", related_name="entries")

    # attributes
    balance_impact: Attribute[dict[str, Any] | None] = Attribute()
    flow_details: Attribute[dict[str, Any] | None] = Attribute()
    credit_reversal = Reference(
        "TreasuryCreditReversal", "flow_details.credit_reversal", _flow("credit_reversal")
    )
    debit_reversal = Reference(
        "TreasuryDebitReversal", "flow_details.debit_reversal", _flow("debit_reversal")
    )
    inbound_transfer = Reference(
        "TreasuryInboundTransfer", "flow_details.inbound_transfer", _flow("inbound_transfer")
    )
    issuing_authorization = Reference(
        "IssuingAuthorization", "flow_details.issuing_authorization", _flow("issuing_authorization")
    )
    outbound_payment = Reference(
        "TreasuryOutboundPayment", "flow_details.outbound_payment", _flow("outbound_payment")
    )
    outbound_transfer = Reference(
        "TreasuryOutboundTransfer", "flow_details.outbound_transfer", _flow("outbound_transfer")
    )
    received_credit = Reference(
        "TreasuryReceivedCredit", "flow_details.received_credit", _flow("received_credit")
    )
    received_debit = Reference(
        "TreasuryReceivedDebit", "flow_details.received_debit", _flow("received_debit")
    )


class TreasuryReceivedCredit(StripeModel):
    """
    Money that somebody sent to a financial account.

    https://docs.stripe.com/api/treasury/received_credits
    """

    # declaration
    stripe_class = sdk("treasury.ReceivedCredit")
    object_name = "treasury.received_credit"
    endpoint = "/v1/treasury/received_credits"
    list_under = OF_ACCOUNT
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    network = StripeCharField()
    failure_code = StripeCharField()
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount", related_name="received_credits"
    )
    transaction = StripeForeignKey("TreasuryTransaction", related_name="received_credits")

    # attributes
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    initiating_payment_method_details: Attribute[dict[str, Any] | None] = Attribute()
    linked_flows: Attribute[dict[str, Any] | None] = Attribute()
    reversal_details: Attribute[dict[str, Any] | None] = Attribute()
    credit_reversal = Reference("TreasuryCreditReversal", "linked_flows.credit_reversal")
    issuing_authorization = Reference("IssuingAuthorization", "linked_flows.issuing_authorization")
    issuing_transaction = Reference("IssuingTransaction", "linked_flows.issuing_transaction")
    issuing_card = Reference("IssuingCard", "initiating_payment_method_details.issuing_card")
    # The flow that sent the money belongs to the account it came from.
    source_credit_reversal = Reference(
        "TreasuryCreditReversal",
        "linked_flows.source_flow_details.credit_reversal",
        _source_flow("credit_reversal"),
        crosses=True,
    )
    source_outbound_payment = Reference(
        "TreasuryOutboundPayment",
        "linked_flows.source_flow_details.outbound_payment",
        _source_flow("outbound_payment"),
        crosses=True,
    )
    source_outbound_transfer = Reference(
        "TreasuryOutboundTransfer",
        "linked_flows.source_flow_details.outbound_transfer",
        _source_flow("outbound_transfer"),
        crosses=True,
    )
    source_payout = Reference(
        "Payout",
        "linked_flows.source_flow_details.payout",
        _source_flow("payout"),
        crosses=True,
    )
    source_financial_account = Reference(
        "TreasuryFinancialAccount",
        "initiating_payment_method_details.financial_account.id",
        crosses=True,
    )


class TreasuryReceivedDebit(StripeModel):
    """
    Money that somebody pulled from a financial account.

    https://docs.stripe.com/api/treasury/received_debits
    """

    # declaration
    stripe_class = sdk("treasury.ReceivedDebit")
    object_name = "treasury.received_debit"
    endpoint = "/v1/treasury/received_debits"
    list_under = OF_ACCOUNT
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    network = StripeCharField()
    failure_code = StripeCharField()
    financial_account = StripeForeignKey("TreasuryFinancialAccount", related_name="received_debits")
    transaction = StripeForeignKey("TreasuryTransaction", related_name="received_debits")

    # attributes
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    initiating_payment_method_details: Attribute[dict[str, Any] | None] = Attribute()
    linked_flows: Attribute[dict[str, Any] | None] = Attribute()
    reversal_details: Attribute[dict[str, Any] | None] = Attribute()
    debit_reversal = Reference("TreasuryDebitReversal", "linked_flows.debit_reversal")
    inbound_transfer = Reference("TreasuryInboundTransfer", "linked_flows.inbound_transfer")
    issuing_authorization = Reference("IssuingAuthorization", "linked_flows.issuing_authorization")
    issuing_transaction = Reference("IssuingTransaction", "linked_flows.issuing_transaction")
    issuing_card = Reference("IssuingCard", "initiating_payment_method_details.issuing_card")
    payout = Reference("Payout", "linked_flows.payout")
    topup = Reference("Topup", "linked_flows.topup")
    source_financial_account = Reference(
        "TreasuryFinancialAccount",
        "initiating_payment_method_details.financial_account.id",
        crosses=True,
    )


class TreasuryCreditReversal(StripeModel):
    """
    A received credit sent back.

    https://docs.stripe.com/api/treasury/credit_reversals
    """

    # declaration
    stripe_class = sdk("treasury.CreditReversal")
    object_name = "treasury.credit_reversal"
    endpoint = "/v1/treasury/credit_reversals"
    list_under = OF_ACCOUNT
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    network = StripeCharField()
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount", related_name="credit_reversals"
    )
    received_credit = StripeForeignKey("TreasuryReceivedCredit", related_name="credit_reversals")
    transaction = StripeForeignKey("TreasuryTransaction", related_name="credit_reversals")

    # attributes
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()


class TreasuryDebitReversal(StripeModel):
    """
    A received debit taken back.

    https://docs.stripe.com/api/treasury/debit_reversals
    """

    # declaration
    stripe_class = sdk("treasury.DebitReversal")
    object_name = "treasury.debit_reversal"
    endpoint = "/v1/treasury/debit_reversals"
    list_under = OF_ACCOUNT
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    network = StripeCharField()
    completed_at = StripeDateTimeField(path="status_transitions.completed_at")
    financial_account = StripeForeignKey("TreasuryFinancialAccount", related_name="debit_reversals")
    received_debit = StripeForeignKey("TreasuryReceivedDebit", related_name="debit_reversals")
    transaction = StripeForeignKey("TreasuryTransaction", related_name="debit_reversals")

    # attributes
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    linked_flows: Attribute[dict[str, Any] | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    issuing_dispute = Reference("IssuingDispute", "linked_flows.issuing_dispute")


class TreasuryInboundTransfer(StripeModel):
    """
    Money fetched into a financial account from a bank account of the same owner.

    https://docs.stripe.com/api/treasury/inbound_transfers
    """

    # declaration
    stripe_class = sdk("treasury.InboundTransfer")
    object_name = "treasury.inbound_transfer"
    endpoint = "/v1/treasury/inbound_transfers"
    list_under = OF_ACCOUNT
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    cancelable = StripeBooleanField()
    returned = StripeBooleanField()
    failure_code = StripeCharField(path="failure_details.code")
    succeeded_at = StripeDateTimeField(path="status_transitions.succeeded_at")
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount", related_name="inbound_transfers"
    )
    origin_payment_method = StripeForeignKey("PaymentMethod", related_name="inbound_transfers")
    transaction = StripeForeignKey("TreasuryTransaction", related_name="inbound_transfers")

    # attributes
    failure_details: Attribute[dict[str, Any] | None] = Attribute()
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    linked_flows: Attribute[dict[str, Any] | None] = Attribute()
    origin_payment_method_details: Attribute[dict[str, Any] | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    received_debit = Reference("TreasuryReceivedDebit", "linked_flows.received_debit")
    mandate = Reference("Mandate", "origin_payment_method_details.us_bank_account.mandate")

    # verbs

    def cancel(
        self, **params: Unpack[params.TreasuryInboundTransferCancel]
    ) -> TreasuryInboundTransfer:
        """Call the transfer back, while it is ``cancelable``."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)


class TreasuryOutboundPayment(StripeModel):
    """
    Money sent from a financial account to somebody else.

    https://docs.stripe.com/api/treasury/outbound_payments
    """

    # declaration
    stripe_class = sdk("treasury.OutboundPayment")
    object_name = "treasury.outbound_payment"
    endpoint = "/v1/treasury/outbound_payments"
    list_under = OF_ACCOUNT

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    cancelable = StripeBooleanField()
    expected_arrival_date = StripeDateTimeField()
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    customer = StripeForeignKey("Customer", related_name="outbound_payments")
    destination_payment_method = StripeForeignKey("PaymentMethod", related_name="outbound_payments")
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount", related_name="outbound_payments"
    )
    transaction = StripeForeignKey("TreasuryTransaction", related_name="outbound_payments")

    # attributes
    destination_payment_method_details: Attribute[dict[str, Any] | None] = Attribute()
    end_user_details: Attribute[dict[str, Any] | None] = Attribute()
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    returned_details: Attribute[dict[str, Any] | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    tracking_details: Attribute[dict[str, Any] | None] = Attribute()
    mandate = Reference("Mandate", "destination_payment_method_details.us_bank_account.mandate")
    returned_transaction = Reference("TreasuryTransaction", "returned_details.transaction")

    # verbs

    def cancel(
        self, **params: Unpack[params.TreasuryOutboundPaymentCancel]
    ) -> TreasuryOutboundPayment:
        """Call the payment back, while it is ``cancelable``."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)


class TreasuryOutboundTransfer(StripeModel):
    """
    Money sent from a financial account to a bank account of the same owner.

    https://docs.stripe.com/api/treasury/outbound_transfers
    """

    # declaration
    stripe_class = sdk("treasury.OutboundTransfer")
    object_name = "treasury.outbound_transfer"
    endpoint = "/v1/treasury/outbound_transfers"
    list_under = OF_ACCOUNT
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    cancelable = StripeBooleanField()
    expected_arrival_date = StripeDateTimeField()
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    destination_payment_method = StripeForeignKey(
        "PaymentMethod", related_name="outbound_transfers"
    )
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount", related_name="outbound_transfers"
    )
    transaction = StripeForeignKey("TreasuryTransaction", related_name="outbound_transfers")

    # attributes
    destination_payment_method_details: Attribute[dict[str, Any] | None] = Attribute()
    hosted_regulatory_receipt_url: Attribute[str | None] = Attribute()
    returned_details: Attribute[dict[str, Any] | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    tracking_details: Attribute[dict[str, Any] | None] = Attribute()
    mandate = Reference("Mandate", "destination_payment_method_details.us_bank_account.mandate")
    returned_transaction = Reference("TreasuryTransaction", "returned_details.transaction")

    # verbs

    def cancel(
        self, **params: Unpack[params.TreasuryOutboundTransferCancel]
    ) -> TreasuryOutboundTransfer:
        """Call the transfer back, while it is ``cancelable``."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)
