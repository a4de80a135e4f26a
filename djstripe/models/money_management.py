"""
Money management (API v2): financial accounts, and payouts to anybody from them.

Amounts of API v2 carry their currency: ``{"value": 1500, "currency": "usd"}``.

https://docs.stripe.com/api/v2/money-management
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class MoneyManagementFinancialAccount(StripeModel):
    """
    An account that holds money in one or several currencies.

    https://docs.stripe.com/api/v2/money-management/financial-accounts
    """

    # declaration
    stripe_class = sdk("v2.money_management.FinancialAccount")
    object_name = "v2.money_management.financial_account"
    endpoint = "/v2/money_management/financial_accounts"
    lists_by_created = False

    # columns
    status = StripeCharField()
    type = StripeCharField()
    country = StripeCharField()
    display_name = StripeTextField()

    # attributes
    balance: Attribute[dict[str, Any] | None] = Attribute()
    other: Attribute[dict[str, Any] | None] = Attribute()
    storage: Attribute[dict[str, Any] | None] = Attribute()

    def __str__(self) -> str:
        return self.display_name or super().__str__()


class MoneyManagementFinancialAddress(StripeModel):
    """
    Bank details under which a financial account receives money.

    https://docs.stripe.com/api/v2/money-management/financial-addresses
    """

    # declaration
    stripe_class = sdk("v2.money_management.FinancialAddress")
    object_name = "v2.money_management.financial_address"
    endpoint = "/v2/money_management/financial_addresses"
    lists_by_created = False

    # columns
    status = StripeCharField()
    type = StripeCharField()
    settlement_currency = StripeCurrencyCodeField()
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount", related_name="financial_addresses"
    )

    # attributes
    bank_account: Attribute[dict[str, Any] | None] = Attribute()

    class Meta(StripeModel.Meta):
        verbose_name_plural = "money management financial addresses"


class MoneyManagementAdjustment(StripeModel):
    """
    A correction of a financial account's balance, made by Stripe.

    https://docs.stripe.com/api/v2/money-management/adjustments
    """

    # declaration
    stripe_class = sdk("v2.money_management.Adjustment")
    object_name = "v2.money_management.adjustment"
    endpoint = "/v2/money_management/adjustments"

    # columns
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount", related_name="adjustments"
    )

    # attributes
    adjusted_flow: Attribute[dict[str, Any] | None] = Attribute()
    adjustment = Reference("MoneyManagementAdjustment", "adjusted_flow.adjustment")
    inbound_transfer = Reference("MoneyManagementInboundTransfer", "adjusted_flow.inbound_transfer")
    outbound_payment = Reference("MoneyManagementOutboundPayment", "adjusted_flow.outbound_payment")
    received_credit = Reference("MoneyManagementReceivedCredit", "adjusted_flow.received_credit")


class MoneyManagementInboundTransfer(StripeModel):
    """
    Money fetched into a financial account from one's own bank account.

    https://docs.stripe.com/api/v2/money-management/inbound-transfers
    """

    # declaration
    stripe_class = sdk("v2.money_management.InboundTransfer")
    object_name = "v2.money_management.inbound_transfer"
    endpoint = "/v2/money_management/inbound_transfers"

    # columns
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount",
        path="to.financial_account",
        related_name="inbound_transfers",
    )
    us_bank_account = StripeForeignKey(
        "UsBankAccount",
        path="from.payment_method.us_bank_account",
        related_name="inbound_transfers",
    )

    # attributes
    transfer_history: Attribute[list[dict[str, Any]]] = Attribute(default=list)


class MoneyManagementOutboundPayment(StripeModel):
    """
    Money sent from a financial account to a recipient.

    https://docs.stripe.com/api/v2/money-management/outbound-payments
    """

    # declaration
    stripe_class = sdk("v2.money_management.OutboundPayment")
    object_name = "v2.money_management.outbound_payment"
    endpoint = "/v2/money_management/outbound_payments"

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    cancelable = StripeBooleanField()
    expected_arrival_date = StripeDateTimeField()
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount",
        path="from.financial_account",
        related_name="outbound_payments",
    )
    payout_intent = StripeForeignKey(
        "MoneyManagementPayoutIntent", related_name="outbound_payments"
    )
    payout_method = StripeForeignKey(
        "MoneyManagementPayoutMethod", path="to.payout_method", related_name="outbound_payments"
    )
    recipient = StripeForeignKey(
        "AccountV2",
        path="to.recipient",
        crosses=True,
        also=("Account",),
        related_name="outbound_payments",
    )
    recipient_verification = StripeForeignKey(
        "MoneyManagementRecipientVerification", related_name="outbound_payments"
    )

    # attributes
    recipient_notification: Attribute[dict[str, Any] | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    status_details: Attribute[dict[str, Any] | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    tracking_details: Attribute[dict[str, Any] | None] = Attribute()

    # verbs

    def cancel(
        self, **params: Unpack[params.MoneyManagementOutboundPaymentCancel]
    ) -> MoneyManagementOutboundPayment:
        """Call the payment back, while it is ``cancelable``."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)


class MoneyManagementOutboundSetupIntent(StripeModel):
    """
    The collection of a recipient's bank details, before anything is paid.

    https://docs.stripe.com/api/v2/money-management/outbound-setup-intents
    """

    # declaration
    stripe_class = sdk("v2.money_management.OutboundSetupIntent")
    object_name = "v2.money_management.outbound_setup_intent"
    endpoint = "/v2/money_management/outbound_setup_intents"
    lists_by_created = False

    # columns
    status = StripeCharField()
    usage_intent = StripeCharField()
    payout_method = StripeForeignKey(
        "MoneyManagementPayoutMethod", related_name="outbound_setup_intents"
    )

    # verbs

    def cancel(
        self, **params: Unpack[params.MoneyManagementOutboundSetupIntentCancel]
    ) -> MoneyManagementOutboundSetupIntent:
        """Give the collection up."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)


class MoneyManagementPayoutIntent(StripeModel):
    """
    The intention to pay a recipient, with its price and what is still to be confirmed.

    https://docs.stripe.com/api/v2/money-management/payout-intents
    """

    # declaration
    stripe_class = sdk("v2.money_management.PayoutIntent")
    object_name = "v2.money_management.payout_intent"
    endpoint = "/v2/money_management/payout_intents"
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    confirmation_method = StripeCharField()
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount",
        path="from.financial_account",
        related_name="payout_intents",
    )
    payout_method = StripeForeignKey(
        "MoneyManagementPayoutMethod", path="to.payout_method", related_name="payout_intents"
    )
    recipient = StripeForeignKey(
        "AccountV2",
        path="to.recipient",
        crosses=True,
        also=("Account",),
        related_name="payout_intents",
    )

    # attributes
    estimated_fees: Attribute[list[dict[str, Any]] | None] = Attribute()
    fx_quote: Attribute[dict[str, Any] | None] = Attribute()
    latest_payout: Attribute[dict[str, Any] | None] = Attribute()
    next_action: Attribute[dict[str, Any] | None] = Attribute()
    recipient_notification: Attribute[dict[str, Any] | None] = Attribute()
    recipient_verification: Attribute[dict[str, Any] | None] = Attribute()
    schedule_options: Attribute[dict[str, Any] | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    latest_outbound_payment = Reference(
        "MoneyManagementOutboundPayment", "latest_payout.outbound_payment"
    )

    # verbs

    def confirm(
        self, **params: Unpack[params.MoneyManagementPayoutIntentConfirm]
    ) -> MoneyManagementPayoutIntent:
        """Accept the price and pay."""
        return self.act("confirm", **params)  # type: ignore[no-any-return]

    def cancel(
        self, **params: Unpack[params.MoneyManagementPayoutIntentCancel]
    ) -> MoneyManagementPayoutIntent:
        """Give the payout up, before it is posted."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aconfirm = twin(confirm)
    acancel = twin(cancel)


class MoneyManagementPayoutMethod(StripeModel):
    """
    A recipient's bank account or card.

    https://docs.stripe.com/api/v2/money-management/payout-methods
    """

    # declaration
    stripe_class = sdk("v2.money_management.PayoutMethod")
    object_name = "v2.money_management.payout_method"
    endpoint = "/v2/money_management/payout_methods"
    lists_by_created = False

    # columns
    type = StripeCharField()
    archived = StripeBooleanField()
    restricted = StripeBooleanField()
    latest_outbound_setup_intent = StripeForeignKey(
        "MoneyManagementOutboundSetupIntent", related_name="payout_methods"
    )

    # attributes
    bank_account: Attribute[dict[str, Any] | None] = Attribute()
    card: Attribute[dict[str, Any] | None] = Attribute()
    usage_status: Attribute[dict[str, Any] | None] = Attribute()
    financial_connections_account = Reference(
        "FinancialConnectionsAccount", "bank_account.financial_connections_account"
    )

    # verbs

    def archive(
        self, **params: Unpack[params.MoneyManagementPayoutMethodArchive]
    ) -> MoneyManagementPayoutMethod:
        """Put the method away, so that nothing is paid to it."""
        return self.act("archive", **params)  # type: ignore[no-any-return]

    def unarchive(
        self, **params: Unpack[params.MoneyManagementPayoutMethodUnarchive]
    ) -> MoneyManagementPayoutMethod:
        """Take the method into use again."""
        return self.act("unarchive", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aarchive = twin(archive)
    aunarchive = twin(unarchive)


class MoneyManagementReceivedCredit(StripeModel):
    """
    Money that somebody sent to a financial account.

    https://docs.stripe.com/api/v2/money-management/received-credits
    """

    # declaration
    stripe_class = sdk("v2.money_management.ReceivedCredit")
    object_name = "v2.money_management.received_credit"
    endpoint = "/v2/money_management/received_credits"

    # columns
    status = StripeCharField()
    type = StripeCharField()
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    succeeded_at = StripeDateTimeField(path="status_transitions.succeeded_at")
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount", related_name="received_credits"
    )
    financial_address = StripeForeignKey(
        "MoneyManagementFinancialAddress",
        path="bank_transfer.financial_address",
        related_name="received_credits",
    )

    # attributes
    amount_received: Attribute[dict[str, Any] | None] = Attribute()
    balance_transfer: Attribute[dict[str, Any] | None] = Attribute()
    bank_transfer: Attribute[dict[str, Any] | None] = Attribute()
    status_details: Attribute[dict[str, Any] | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    # What sent the money belongs to the account it came from.
    from_account = Reference("Account", "balance_transfer.from_account")
    outbound_payment = Reference(
        "MoneyManagementOutboundPayment", "balance_transfer.outbound_payment", crosses=True
    )
    payout = Reference("Payout", "balance_transfer.payout", crosses=True)
    transfer = Reference("Transfer", "balance_transfer.transfer", crosses=True)


class MoneyManagementRecipientVerification(StripeModel):
    """
    Whether a bank account belongs to whom its owner is said to be.

    https://docs.stripe.com/api/v2/money-management/recipient-verifications
    """

    # declaration
    stripe_class = sdk("v2.money_management.RecipientVerification")
    object_name = "v2.money_management.recipient_verification"
    endpoint = "/v2/money_management/recipient_verifications"
    listable = False

    # columns
    status = StripeCharField()
    match_result = StripeCharField()
    verification_type = StripeCharField()
    expires_at = StripeDateTimeField()
    payout_method = StripeForeignKey(
        "MoneyManagementPayoutMethod", related_name="recipient_verifications"
    )
    recipient = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="recipient_verifications"
    )

    # attributes
    consumed_by: Attribute[dict[str, Any] | None] = Attribute()
    match_result_details: Attribute[dict[str, Any] | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    consumed_by_outbound_payment = Reference(
        "MoneyManagementOutboundPayment", "consumed_by.outbound_payment"
    )

    # verbs

    def acknowledge(
        self, **params: Unpack[params.MoneyManagementRecipientVerificationAcknowledge]
    ) -> MoneyManagementRecipientVerification:
        """Accept a result that is not a match."""
        return self.act("acknowledge", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aacknowledge = twin(acknowledge)


class MoneyManagementTransaction(StripeModel):
    """
    A change of a financial account's balance, and the flow that made it.

    https://docs.stripe.com/api/v2/money-management/transactions
    """

    # declaration
    stripe_class = sdk("v2.money_management.Transaction")
    object_name = "v2.money_management.transaction"
    endpoint = "/v2/money_management/transactions"

    # columns
    status = StripeCharField()
    category = StripeCharField()
    flow_type = StripeCharField(path="flow.type")
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    posted_at = StripeDateTimeField(path="status_transitions.posted_at")
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount", related_name="transactions"
    )

    # attributes
    balance_impact: Attribute[dict[str, Any] | None] = Attribute()
    counterparty: Attribute[dict[str, Any] | None] = Attribute()
    flow: Attribute[dict[str, Any] | None] = Attribute()
    regulatory_receipt: Attribute[dict[str, Any] | None] = Attribute()
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
    adjustment = Reference("MoneyManagementAdjustment", "flow.adjustment")
    inbound_transfer = Reference("MoneyManagementInboundTransfer", "flow.inbound_transfer")
    outbound_payment = Reference("MoneyManagementOutboundPayment", "flow.outbound_payment")
    received_credit = Reference("MoneyManagementReceivedCredit", "flow.received_credit")


class MoneyManagementTransactionEntry(StripeModel):
    """
    One step of a transaction: held, released, posted.

    https://docs.stripe.com/api/v2/money-management/transaction-entries
    """

    # declaration
    stripe_class = sdk("v2.money_management.TransactionEntry")
    object_name = "v2.money_management.transaction_entry"
    endpoint = "/v2/money_management/transaction_entries"

    # columns
    category = StripeCharField(path="transaction_details.category")
    flow_type = StripeCharField(path="transaction_details.flow.type")
    available = StripeIntegerField(path="balance_impact.available.value")
    currency = StripeCurrencyCodeField(path="balance_impact.available.currency")
    effective_at = StripeDateTimeField()
    financial_account = StripeForeignKey(
        "MoneyManagementFinancialAccount",
        path="transaction_details.financial_account",
        related_name="transaction_entries",
    )
    transaction = StripeForeignKey("MoneyManagementTransaction", related_name="entries")

    # attributes
    balance_impact: Attribute[dict[str, Any] | None] = Attribute()
    transaction_details: Attribute[dict[str, Any] | None] = Attribute()
    adjustment = Reference("MoneyManagementAdjustment", "transaction_details.flow.adjustment")
    inbound_transfer = Reference(
        "MoneyManagementInboundTransfer", "transaction_details.flow.inbound_transfer"
    )
    outbound_payment = Reference(
        "MoneyManagementOutboundPayment", "transaction_details.flow.outbound_payment"
    )
    received_credit = Reference(
        "MoneyManagementReceivedCredit", "transaction_details.flow.received_credit"
    )
