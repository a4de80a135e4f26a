"""
Financial Connections: a customer's accounts at other banks, read with their consent.

https://docs.stripe.com/api/financial_connections/accounts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    NestedList,
    References,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from .base import StripeModel, UndatedModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class FinancialConnectionsAccount(StripeModel):
    """
    An account at a bank, and which of its data may be read.

    https://docs.stripe.com/api/financial_connections/accounts
    """

    # declaration
    stripe_class = sdk("financial_connections.Account")
    object_name = "financial_connections.account"
    also_named = ("linked_account",)
    endpoint = "/v1/financial_connections/accounts"
    lists_by_created = False

    # columns
    status = StripeCharField()
    category = StripeCharField()
    subcategory = StripeCharField()
    institution_name = StripeTextField()
    display_name = StripeTextField()
    last4 = StripeCharField()
    ownership = StripeForeignKey(
        "FinancialConnectionsAccountOwnership", related_name="financial_connections_accounts"
    )
    account = StripeForeignKey(
        "Account", path="account_holder.account", related_name="financial_connections_accounts"
    )
    customer = StripeForeignKey(
        "Customer", path="account_holder.customer", related_name="financial_connections_accounts"
    )
    customer_account = StripeForeignKey(
        "AccountV2",
        path="account_holder.customer_account",
        crosses=True,
        also=("Account",),
        related_name="financial_connections_accounts",
    )

    # attributes
    account_holder: Attribute[dict[str, Any] | None] = Attribute()
    account_numbers: Attribute[list[dict[str, Any]] | None] = Attribute()
    balance: Attribute[dict[str, Any] | None] = Attribute()
    balance_refresh: Attribute[dict[str, Any] | None] = Attribute()
    ownership_refresh: Attribute[dict[str, Any] | None] = Attribute()
    permissions: Attribute[list[str] | None] = Attribute()
    status_details: Attribute[dict[str, Any] | None] = Attribute()
    subscriptions: Attribute[list[str] | None] = Attribute()
    supported_payment_method_types: Attribute[list[str]] = Attribute(default=list)
    transaction_refresh: Attribute[dict[str, Any] | None] = Attribute()

    # predicates

    def is_active(self) -> bool:
        """Whether the bank still lets the account be read."""
        return self.status == "active"

    # verbs

    def disconnect(
        self, **params: Unpack[params.FinancialConnectionsAccountDisconnect]
    ) -> FinancialConnectionsAccount:
        """Give the access up. Only the customer can grant it again."""
        return self.act("disconnect", **params)  # type: ignore[no-any-return]

    def refresh(
        self, features: list[str], **params: Unpack[params.FinancialConnectionsAccountRefresh]
    ) -> FinancialConnectionsAccount:
        """Ask the bank anew for ``"balance"``, ``"ownership"`` or ``"transactions"``."""
        return self.act("refresh", features=features, **params)  # type: ignore[no-any-return]

    def subscribe(
        self, features: list[str], **params: Unpack[params.FinancialConnectionsAccountSubscribe]
    ) -> FinancialConnectionsAccount:
        """Have Stripe ask the bank every day, for ``["transactions"]``."""
        return self.act("subscribe", features=features, **params)  # type: ignore[no-any-return]

    def unsubscribe(
        self, features: list[str], **params: Unpack[params.FinancialConnectionsAccountUnsubscribe]
    ) -> FinancialConnectionsAccount:
        """Have Stripe ask the bank no more."""
        return self.act("unsubscribe", features=features, **params)  # type: ignore[no-any-return]

    # twins, for async views

    adisconnect = twin(disconnect)
    arefresh = twin(refresh)
    asubscribe = twin(subscribe)
    aunsubscribe = twin(unsubscribe)


class FinancialConnectionsAccountOwnership(StripeModel):
    """
    Who owned an account when the bank was asked.

    https://docs.stripe.com/api/financial_connections/ownership
    """

    # declaration
    stripe_class = sdk("financial_connections.AccountOwnership")
    object_name = "financial_connections.account_ownership"
    listable = False
    retrievable = False
    nested = (NestedList("owners"),)


class FinancialConnectionsAccountOwner(UndatedModel):
    """
    One owner of an account, as the bank knows them.

    https://docs.stripe.com/api/financial_connections/ownership
    """

    # declaration
    stripe_class = sdk("financial_connections.AccountOwner")
    object_name = "financial_connections.account_owner"
    # Stripe lists the owners of one ownership at a time, and an ownership carries its owners.
    listable = False
    retrievable = False

    # columns
    name = StripeTextField()
    email = StripeTextField()
    refreshed_at = StripeDateTimeField()
    ownership = StripeForeignKey("FinancialConnectionsAccountOwnership", related_name="owners")

    # attributes
    phone: Attribute[str | None] = Attribute()
    raw_address: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return self.name or super().__str__()


class FinancialConnectionsAuthorization(UndatedModel):
    """
    A customer's consent at one bank, for all accounts they chose there.

    Stripe sends it by event only.

    https://docs.stripe.com/financial-connections/disconnections
    """

    # declaration
    stripe_class = sdk("financial_connections.Authorization")
    object_name = "financial_connections.authorization"
    listable = False
    retrievable = False

    # columns
    status = StripeCharField()
    institution_name = StripeTextField()

    # attributes
    status_details: Attribute[dict[str, Any] | None] = Attribute()


class FinancialConnectionsSession(StripeModel):
    """
    One visit to the dialogue in which a customer connects accounts.

    https://docs.stripe.com/api/financial_connections/sessions
    """

    # declaration
    stripe_class = sdk("financial_connections.Session")
    object_name = "financial_connections.session"
    also_named = ("link_account_session",)
    endpoint = "/v1/financial_connections/sessions"
    listable = False
    nested = (NestedList("accounts"),)
    secrets = ("client_secret",)

    # columns
    account = StripeForeignKey(
        "Account", path="account_holder.account", related_name="financial_connections_sessions"
    )
    customer = StripeForeignKey(
        "Customer", path="account_holder.customer", related_name="financial_connections_sessions"
    )
    customer_account = StripeForeignKey(
        "AccountV2",
        path="account_holder.customer_account",
        crosses=True,
        also=("Account",),
        related_name="financial_connections_sessions",
    )
    bank_account_token = StripeForeignKey("Token", related_name="financial_connections_sessions")

    # attributes
    account_holder: Attribute[dict[str, Any] | None] = Attribute()
    accounts = References("FinancialConnectionsAccount", "accounts[]")
    filters: Attribute[dict[str, Any] | None] = Attribute()
    limits: Attribute[dict[str, Any] | None] = Attribute()
    manual_entry: Attribute[dict[str, Any] | None] = Attribute()
    permissions: Attribute[list[str]] = Attribute(default=list)
    prefetch: Attribute[list[str] | None] = Attribute()
    return_url: Attribute[str | None] = Attribute()


class FinancialConnectionsTransaction(UndatedModel):
    """
    Money that moved in a connected account.

    https://docs.stripe.com/api/financial_connections/transactions
    """

    # declaration
    stripe_class = sdk("financial_connections.Transaction")
    object_name = "financial_connections.transaction"
    endpoint = "/v1/financial_connections/transactions"
    list_under = ("FinancialConnectionsAccount", "account")
    lists_by_created = False

    # columns
    status = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    transacted_at = StripeDateTimeField(db_index=True)
    updated = StripeDateTimeField()
    transaction_refresh = StripeCharField()
    account = StripeForeignKey("FinancialConnectionsAccount", related_name="transactions")

    # attributes
    status_transitions: Attribute[dict[str, Any] | None] = Attribute()
