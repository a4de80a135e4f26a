"""Every model of the mirror, by the names that applications import."""

from .app_marketplace import (
    AppInstall,
    AppSecret,
)
from .climate import (
    ClimateOrder,
    ClimateProduct,
    ClimateSupplier,
)
from .financial_connections import (
    FinancialConnectionsAccount,
    FinancialConnectionsAccountOwner,
    FinancialConnectionsAccountOwnership,
    FinancialConnectionsAuthorization,
    FinancialConnectionsSession,
    FinancialConnectionsTransaction,
)
from .forwarding import (
    ForwardingRequest,
)
from .generic import (
    GenericStripeObject,
)
from .identity import (
    VerificationReport,
    VerificationSession,
)
from .issuing import (
    IssuingAuthorization,
    IssuingCard,
    IssuingCardholder,
    IssuingDispute,
    IssuingPersonalizationDesign,
    IssuingPhysicalBundle,
    IssuingToken,
    IssuingTransaction,
)
from .misc import (
    ApplePayDomain,
    EphemeralKey,
    ExchangeRate,
    PaymentIntentAmountDetailsLineItem,
    SourceMandateNotification,
    TaxDeductedAtSource,
    Token,
)
from .money_management import (
    MoneyManagementAdjustment,
    MoneyManagementFinancialAccount,
    MoneyManagementFinancialAddress,
    MoneyManagementInboundTransfer,
    MoneyManagementOutboundPayment,
    MoneyManagementOutboundSetupIntent,
    MoneyManagementPayoutIntent,
    MoneyManagementPayoutMethod,
    MoneyManagementReceivedCredit,
    MoneyManagementRecipientVerification,
    MoneyManagementTransaction,
    MoneyManagementTransactionEntry,
)
from .radar import (
    EarlyFraudWarning,
    PaymentEvaluation,
    Review,
    ValueList,
    ValueListItem,
)
from .reporting import (
    ReportRun,
    ReportType,
)
from .reserve import (
    ReserveHold,
    ReservePlan,
    ReserveRelease,
)
from .sigma import (
    ScheduledQueryRun,
)
from .terminal import (
    TerminalConfiguration,
    TerminalLocation,
    TerminalReader,
)
from .three_d_secure import (
    ThreeDSecureAuthentication,
)
from .treasury import (
    TreasuryCreditReversal,
    TreasuryDebitReversal,
    TreasuryFinancialAccount,
    TreasuryInboundTransfer,
    TreasuryOutboundPayment,
    TreasuryOutboundTransfer,
    TreasuryReceivedCredit,
    TreasuryReceivedDebit,
    TreasuryTransaction,
    TreasuryTransactionEntry,
)
from .v2 import (
    AccountPersonToken,
    AccountToken,
    EventDestination,
    EventV2,
    GbBankAccount,
    MeterEventAdjustment,
    MeterEventSession,
    ProductCatalogImport,
    UsBankAccount,
)

__all__ = [
    "AccountPersonToken",
    "AccountToken",
    "AppInstall",
    "AppSecret",
    "ApplePayDomain",
    "ClimateOrder",
    "ClimateProduct",
    "ClimateSupplier",
    "EarlyFraudWarning",
    "EphemeralKey",
    "EventDestination",
    "EventV2",
    "ExchangeRate",
    "FinancialConnectionsAccount",
    "FinancialConnectionsAccountOwner",
    "FinancialConnectionsAccountOwnership",
    "FinancialConnectionsAuthorization",
    "FinancialConnectionsSession",
    "FinancialConnectionsTransaction",
    "ForwardingRequest",
    "GbBankAccount",
    "GenericStripeObject",
    "IssuingAuthorization",
    "IssuingCard",
    "IssuingCardholder",
    "IssuingDispute",
    "IssuingPersonalizationDesign",
    "IssuingPhysicalBundle",
    "IssuingToken",
    "IssuingTransaction",
    "MeterEventAdjustment",
    "MeterEventSession",
    "MoneyManagementAdjustment",
    "MoneyManagementFinancialAccount",
    "MoneyManagementFinancialAddress",
    "MoneyManagementInboundTransfer",
    "MoneyManagementOutboundPayment",
    "MoneyManagementOutboundSetupIntent",
    "MoneyManagementPayoutIntent",
    "MoneyManagementPayoutMethod",
    "MoneyManagementReceivedCredit",
    "MoneyManagementRecipientVerification",
    "MoneyManagementTransaction",
    "MoneyManagementTransactionEntry",
    "PaymentEvaluation",
    "PaymentIntentAmountDetailsLineItem",
    "ProductCatalogImport",
    "ReportRun",
    "ReportType",
    "ReserveHold",
    "ReservePlan",
    "ReserveRelease",
    "Review",
    "ScheduledQueryRun",
    "SourceMandateNotification",
    "TaxDeductedAtSource",
    "TerminalConfiguration",
    "TerminalLocation",
    "TerminalReader",
    "ThreeDSecureAuthentication",
    "Token",
    "TreasuryCreditReversal",
    "TreasuryDebitReversal",
    "TreasuryFinancialAccount",
    "TreasuryInboundTransfer",
    "TreasuryOutboundPayment",
    "TreasuryOutboundTransfer",
    "TreasuryReceivedCredit",
    "TreasuryReceivedDebit",
    "TreasuryTransaction",
    "TreasuryTransactionEntry",
    "UsBankAccount",
    "ValueList",
    "ValueListItem",
    "VerificationReport",
    "VerificationSession",
]
