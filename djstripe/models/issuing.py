"""
Issuing: cards of one's own, and what is bought with them.

https://docs.stripe.com/api/issuing/cards
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    NestedList,
    Reference,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, UndatedModel, sdk
from .embedded import EmbeddedList
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class IssuingCardholder(StripeModel):
    """
    The person or company to whom cards are issued.

    https://docs.stripe.com/api/issuing/cardholders
    """

    # declaration
    stripe_class = sdk("issuing.Cardholder")
    object_name = "issuing.cardholder"
    endpoint = "/v1/issuing/cardholders"
    stripe_dashboard_item_name = "issuing/cardholders"

    # columns
    name = StripeTextField()
    email = StripeTextField()
    phone_number = StripeCharField()
    status = StripeCharField()
    type = StripeCharField()

    # attributes
    billing: Attribute[dict[str, Any] | None] = Attribute()
    company: Attribute[dict[str, Any] | None] = Attribute()
    individual: Attribute[dict[str, Any] | None] = Attribute()
    preferred_locales: Attribute[list[str]] = Attribute(default=list)
    requirements: Attribute[dict[str, Any] | None] = Attribute()
    spending_controls: Attribute[dict[str, Any] | None] = Attribute()
    document_front = Reference("File", "individual.verification.document.front")
    document_back = Reference("File", "individual.verification.document.back")

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_cardholder"

    def __str__(self) -> str:
        return self.name or super().__str__()

    # predicates

    def is_active(self) -> bool:
        """Whether the cardholder's cards may be used."""
        return self.status == "active"


class IssuingCard(StripeModel):
    """
    A card issued to a cardholder: plastic, or a number only.

    https://docs.stripe.com/api/issuing/cards
    """

    # declaration
    stripe_class = sdk("issuing.Card")
    object_name = "issuing.card"
    endpoint = "/v1/issuing/cards"
    secrets = ("number", "cvc")
    stripe_dashboard_item_name = "issuing/cards"

    # columns
    status = StripeCharField()
    type = StripeCharField()
    brand = StripeCharField()
    currency = StripeCurrencyCodeField()
    last4 = StripeCharField()
    exp_month = StripeIntegerField()
    exp_year = StripeIntegerField()
    cancellation_reason = StripeCharField()
    replacement_reason = StripeCharField()
    cardholder = StripeForeignKey("IssuingCardholder", related_name="cards")
    financial_account = StripeForeignKey(
        "TreasuryFinancialAccount",
        also=("MoneyManagementFinancialAccount",),
        related_name="issuing_cards",
    )
    personalization_design = StripeForeignKey(
        "IssuingPersonalizationDesign", related_name="issuing_cards"
    )
    replaced_by = StripeForeignKey("IssuingCard", related_name="replaced_cards")
    replacement_for = StripeForeignKey("IssuingCard", related_name="replacements")

    # attributes
    latest_fraud_warning: Attribute[dict[str, Any] | None] = Attribute()
    lifecycle_controls: Attribute[dict[str, Any] | None] = Attribute()
    second_line: Attribute[str | None] = Attribute()
    shipping: Attribute[dict[str, Any] | None] = Attribute()
    spending_controls: Attribute[dict[str, Any] | None] = Attribute()
    wallets: Attribute[dict[str, Any] | None] = Attribute()

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_card"

    # predicates

    def is_active(self) -> bool:
        """Whether the card may be used."""
        return self.status == "active"


class IssuingAuthorization(StripeModel):
    """
    A request to spend with an issued card, approved or not.

    https://docs.stripe.com/api/issuing/authorizations
    """

    # declaration
    stripe_class = sdk("issuing.Authorization")
    object_name = "issuing.authorization"
    endpoint = "/v1/issuing/authorizations"
    nested = (NestedList("transactions"),)
    stripe_dashboard_item_name = "issuing/authorizations"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    merchant_amount = StripeQuantumCurrencyAmountField()
    merchant_currency = StripeCurrencyCodeField()
    approved = StripeBooleanField()
    status = StripeCharField()
    authorization_method = StripeCharField()
    card_presence = StripeCharField()
    wallet = StripeCharField()
    card = StripeForeignKey("IssuingCard", related_name="authorizations")
    cardholder = StripeForeignKey("IssuingCardholder", related_name="authorizations")
    token = StripeForeignKey("IssuingToken", related_name="authorizations")

    # attributes
    amount_details: Attribute[dict[str, Any] | None] = Attribute()
    fleet: Attribute[dict[str, Any] | None] = Attribute()
    fraud_challenges: Attribute[list[dict[str, Any]] | None] = Attribute()
    fuel: Attribute[dict[str, Any] | None] = Attribute()
    merchant_data: Attribute[dict[str, Any] | None] = Attribute()
    network_data: Attribute[dict[str, Any] | None] = Attribute()
    pending_request: Attribute[dict[str, Any] | None] = Attribute()
    request_history: Attribute[list[dict[str, Any]]] = Attribute(default=list)
    treasury: Attribute[dict[str, Any] | None] = Attribute()
    verification_data: Attribute[dict[str, Any] | None] = Attribute()
    verified_by_fraud_challenge: Attribute[bool | None] = Attribute()
    balance_transactions = References("BalanceTransaction", "balance_transactions[]")
    treasury_transaction = Reference("TreasuryTransaction", "treasury.transaction")
    received_credits = References("TreasuryReceivedCredit", "treasury.received_credits[]")
    received_debits = References("TreasuryReceivedDebit", "treasury.received_debits[]")

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_authorization"

    # predicates

    def is_pending(self) -> bool:
        """Whether the money is still held."""
        return self.status == "pending"

    # verbs

    def approve(self, **params: Unpack[params.IssuingAuthorizationApprove]) -> IssuingAuthorization:
        """Approve a pending request. Stripe prefers the answer to the webhook itself."""
        return self.act("approve", **params)  # type: ignore[no-any-return]

    def decline(self, **params: Unpack[params.IssuingAuthorizationDecline]) -> IssuingAuthorization:
        """Decline a pending request. Stripe prefers the answer to the webhook itself."""
        return self.act("decline", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aapprove = twin(approve)
    adecline = twin(decline)


class IssuingTransaction(StripeModel):
    """
    Money spent with an issued card, or given back to it.

    https://docs.stripe.com/api/issuing/transactions
    """

    # declaration
    stripe_class = sdk("issuing.Transaction")
    object_name = "issuing.transaction"
    endpoint = "/v1/issuing/transactions"
    stripe_dashboard_item_name = "issuing/transactions"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    merchant_amount = StripeQuantumCurrencyAmountField()
    merchant_currency = StripeCurrencyCodeField()
    type = StripeCharField()
    wallet = StripeCharField()
    authorization = StripeForeignKey("IssuingAuthorization", related_name="transactions")
    balance_transaction = StripeForeignKey(
        "BalanceTransaction", related_name="issuing_transactions"
    )
    card = StripeForeignKey("IssuingCard", related_name="transactions")
    cardholder = StripeForeignKey("IssuingCardholder", related_name="transactions")
    dispute = StripeForeignKey("IssuingDispute", related_name="disputed_transactions")
    token = StripeForeignKey("IssuingToken", related_name="transactions")

    # attributes
    amount_details: Attribute[dict[str, Any] | None] = Attribute()
    merchant_data: Attribute[dict[str, Any] | None] = Attribute()
    network_data: Attribute[dict[str, Any] | None] = Attribute()
    purchase_details: Attribute[dict[str, Any] | None] = Attribute()
    treasury: Attribute[dict[str, Any] | None] = Attribute()
    received_credit = Reference("TreasuryReceivedCredit", "treasury.received_credit")
    received_debit = Reference("TreasuryReceivedDebit", "treasury.received_debit")

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_transaction"


class IssuingDispute(StripeModel):
    """
    A transaction that the cardholder does not accept, and how the claim stands.

    https://docs.stripe.com/api/issuing/disputes
    """

    # declaration
    stripe_class = sdk("issuing.Dispute")
    object_name = "issuing.dispute"
    endpoint = "/v1/issuing/disputes"
    stripe_dashboard_item_name = "issuing/disputes"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeCharField()
    loss_reason = StripeCharField()
    reason = StripeCharField(path="evidence.reason")
    transaction = StripeForeignKey("IssuingTransaction", related_name="disputes")

    # attributes
    balance_transactions = EmbeddedList("BalanceTransaction", "balance_transactions[]")
    evidence: Attribute[dict[str, Any] | None] = Attribute()
    treasury: Attribute[dict[str, Any] | None] = Attribute()
    debit_reversal = Reference("TreasuryDebitReversal", "treasury.debit_reversal")
    received_debit = Reference("TreasuryReceivedDebit", "treasury.received_debit")
    additional_documentation = Reference(
        "File",
        "evidence.canceled.additional_documentation",
        "evidence.duplicate.additional_documentation",
        "evidence.fraudulent.additional_documentation",
        "evidence.merchandise_not_as_described.additional_documentation",
        "evidence.no_valid_authorization.additional_documentation",
        "evidence.not_received.additional_documentation",
        "evidence.other.additional_documentation",
        "evidence.service_not_as_described.additional_documentation",
        doc="The document that goes with the reason given, whichever it is.",
    )
    card_statement = Reference("File", "evidence.duplicate.card_statement")
    cash_receipt = Reference("File", "evidence.duplicate.cash_receipt")
    check_image = Reference("File", "evidence.duplicate.check_image")
    original_transaction = Reference(
        "IssuingTransaction",
        "evidence.duplicate.original_transaction",
        doc="The transaction of which the disputed one is said to be the copy.",
    )

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_dispute"

    # verbs

    def submit(self, **params: Unpack[params.IssuingDisputeSubmit]) -> IssuingDispute:
        """Hand the evidence in to the card network. It cannot be changed afterwards."""
        return self.act("submit", **params)  # type: ignore[no-any-return]

    # twins, for async views

    asubmit = twin(submit)


class IssuingToken(StripeModel):
    """
    An issued card as a phone's wallet or a merchant keeps it.

    https://docs.stripe.com/api/issuing/tokens
    """

    # declaration
    stripe_class = sdk("issuing.Token")
    object_name = "issuing.token"
    endpoint = "/v1/issuing/tokens"
    list_under = ("IssuingCard", "card")

    # columns
    status = StripeCharField()
    network = StripeCharField()
    wallet_provider = StripeCharField()
    last4 = StripeCharField()
    network_updated_at = StripeDateTimeField()
    card = StripeForeignKey("IssuingCard", related_name="tokens")

    # attributes
    device_fingerprint: Attribute[str | None] = Attribute()
    network_data: Attribute[dict[str, Any] | None] = Attribute()

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_token"


class IssuingPersonalizationDesign(StripeModel):
    """
    What is printed on cards and on the letter they come with.

    https://docs.stripe.com/api/issuing/personalization_designs
    """

    # declaration
    stripe_class = sdk("issuing.PersonalizationDesign")
    object_name = "issuing.personalization_design"
    endpoint = "/v1/issuing/personalization_designs"
    lists_by_created = False

    # columns
    name = StripeTextField()
    lookup_key = StripeCharField(db_index=True)
    status = StripeCharField()
    card_logo = StripeForeignKey("File", related_name="personalization_designs")
    physical_bundle = StripeForeignKey(
        "IssuingPhysicalBundle", related_name="personalization_designs"
    )

    # attributes
    carrier_text: Attribute[dict[str, Any] | None] = Attribute()
    preferences: Attribute[dict[str, Any] | None] = Attribute()
    rejection_reasons: Attribute[dict[str, Any] | None] = Attribute()

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_personalization_design"


class IssuingPhysicalBundle(UndatedModel):
    """
    The kind of plastic, letter and envelope that a design may be printed on.

    https://docs.stripe.com/api/issuing/physical_bundles
    """

    # declaration
    stripe_class = sdk("issuing.PhysicalBundle")
    object_name = "issuing.physical_bundle"
    endpoint = "/v1/issuing/physical_bundles"
    lists_by_created = False

    # columns
    name = StripeTextField()
    status = StripeCharField()
    type = StripeCharField()

    # attributes
    features: Attribute[dict[str, Any] | None] = Attribute()

    class Meta(StripeModel.Meta):
        db_table = "djstripe_issuing_physical_bundle"
