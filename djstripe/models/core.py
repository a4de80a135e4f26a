"""
Stripe's core resources: customers, what they pay, what is paid back and paid out, what is
sold, and what Stripe tells about all of it.

https://docs.stripe.com/api
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import stripe
from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import enums, mirror, money
from ..exceptions import (
    ImpossibleAPIRequest,
    IncompletePayment,
    InvalidAmount,
    InvalidParameter,
    MultipleSubscriptionException,
)
from ..fields import (
    Attribute,
    NestedList,
    OwnedSet,
    Payload,
    PaymentMethodForeignKey,
    Reference,
    References,
    ScopedForwardDescriptor,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeDecimalCurrencyAmountField,
    StripeEnumField,
    StripeForeignKey,
    StripeIdField,
    StripeIntegerField,
    StripeJSONField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
    follow,
    id_of,
)
from ..gateway import MAX_DOWNLOAD_BYTES, get_gateway
from ..managers import ChargeManager, CustomerManager
from ..settings import djstripe_settings
from .answers import problem_of, raise_if_action_is_due, secret_of
from .base import (
    KEPT_OF_LONG_ACTIONS,
    IdempotencyKey,
    StripeModel,
    UndatedModel,
    sdk,
    to_params,
)
from .billable import Billable
from .customer_verbs import CustomerVerbs
from .embedded import Embedded, EmbeddedList, money_label, of_payment_method, summary
from .flows import flows
from .guards import check_actor, check_beside, path_with
from .twins import class_twin, twin
from .verbs import tell

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import ChargeQuerySet, CustomerQuerySet
    from . import params
    from .invoice_lines import InvoiceItem
    from .invoices import UpcomingInvoice
    from .payment_methods import PaymentMethod
    from .subscriptions import Subscription

JSON = dict[str, Any]

# Kinds of payment source that the time before payment methods knew.
LEGACY_SOURCES = ("Source", "BankAccount", "Account")


def _model(name: str) -> Any:
    """Another module's model."""
    return apps.get_model("djstripe", name)


def _scope(row: StripeModel) -> dict[str, Any]:
    """The account and mode within which a row's neighbours are looked up."""
    return {
        "djstripe_owner_account_id": row.djstripe_owner_account_id,
        "livemode": row.livemode,
    }


def _creator(name: str, beside: StripeModel) -> Callable[..., Any]:
    """Creates another kind of object with the credentials of a row."""
    return partial(
        _model(name).create_at_stripe,
        stripe_account=beside.djstripe_owner_account_id or None,
        livemode=beside.livemode,
    )


# ------------------------------------------------------------------------------ invoices


class InvoiceThroughPayments(ScopedForwardDescriptor):
    """
    ``charge.invoice``: named by the payload up to API version acacia, since basil found
    through the InvoicePayment that names the charge or its payment intent.
    """

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        if instance is None or found is not None:
            return found
        payment = instance.invoice_payments_of_it().exclude(invoice_id=None).first()
        return None if payment is None else payment.invoice


class InvoiceForeignKey(StripeForeignKey):
    """
    The invoice that a payment pays.

    The column holds what old payloads say. Plain access (``charge.invoice``) also finds the
    invoice of newer ones; a filter that does is ``Charge.objects.for_invoice(invoice)``.
    """

    forward_related_accessor_class = InvoiceThroughPayments

    def __init__(self, to: Any = "djstripe.Invoice", *args: Any, **kwargs: Any) -> None:
        super().__init__(to, *args, **kwargs)


# -------------------------------------------------------------------------------- balance

# What the source of a balance transaction is, by the beginning of its id.
SOURCES_BY_PREFIX = {
    "ch": "Charge",
    "py": "Charge",
    "re": "Refund",
    "pyr": "Refund",
    "po": "Payout",
    "tr": "Transfer",
    "trr": "TransferReversal",
    "fee": "ApplicationFee",
    "fr": "ApplicationFeeRefund",
    "dp": "Dispute",
    "du": "Dispute",
    "tu": "Topup",
    "iauth": "IssuingAuthorization",
    "ipi": "IssuingTransaction",
    "idp": "IssuingDispute",
    "ccsbtxn": "CustomerCashBalanceTransaction",
    "connct": "ConnectCollectionTransfer",
    "climorder": "ClimateOrder",
}

# The same by the transaction's type, for ids that have none of these beginnings.
SOURCES_BY_TYPE = {
    "application_fee": "ApplicationFee",
    "application_fee_refund": "ApplicationFeeRefund",
    "charge": "Charge",
    "climate_order_purchase": "ClimateOrder",
    "climate_order_refund": "ClimateOrder",
    "connect_collection_transfer": "ConnectCollectionTransfer",
    "issuing_authorization_hold": "IssuingAuthorization",
    "issuing_authorization_release": "IssuingAuthorization",
    "issuing_dispute": "IssuingDispute",
    "issuing_dispute_provisional_credit": "IssuingDispute",
    "issuing_dispute_provisional_credit_reversal": "IssuingDispute",
    "issuing_transaction": "IssuingTransaction",
    "payment": "Charge",
    "payment_failure_refund": "Refund",
    "payment_refund": "Refund",
    "payment_reversal": "Refund",
    "payment_unreconciled": "CustomerCashBalanceTransaction",
    "payout": "Payout",
    "payout_cancel": "Payout",
    "payout_failure": "Payout",
    "refund": "Refund",
    "refund_failure": "Refund",
    "reserve_hold": "ReserveTransaction",
    "reserve_release": "ReserveTransaction",
    "reserve_transaction": "ReserveTransaction",
    "reserved_funds": "ReserveTransaction",
    "tax_fund": "TaxDeductedAtSource",
    "topup": "Topup",
    "topup_reversal": "Topup",
    "transfer": "Transfer",
    "transfer_cancel": "Transfer",
    "transfer_failure": "Transfer",
    "transfer_refund": "TransferReversal",
}


class BalanceTransaction(StripeModel):
    """
    Money that came into or went out of the Stripe balance.

    https://docs.stripe.com/api/balance_transactions
    """

    # declaration
    stripe_class = sdk("BalanceTransaction")
    object_name = "balance_transaction"
    endpoint = "/v1/balance_transactions"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    type = StripeEnumField(enums.BalanceTransactionType)
    status = StripeEnumField(enums.BalanceTransactionStatus)
    reporting_category = StripeEnumField(enums.BalanceTransactionReportingCategory)
    balance_type = StripeCharField()
    fee = StripeQuantumCurrencyAmountField()
    net = StripeQuantumCurrencyAmountField()
    # One of sixteen kinds, of which nothing says which: get_source_instance() finds the row.
    source = StripeIdField(db_index=True)

    # attributes
    available_on: Attribute[int | None] = Attribute()
    exchange_rate: Attribute[float | None] = Attribute()
    fee_details: Attribute[list[JSON] | None] = Attribute()
    fee_applications = References("Application", "fee_details[].application", crosses=True)

    def __str__(self) -> str:
        status = enums.BalanceTransactionStatus.humanize(self.status)
        return summary(self, money_label(self.amount, self.currency), status)

    # predicates

    def get_source_class(self) -> Any:
        """
        The model of what caused this transaction.

        Raises LookupError if Stripe names a kind that has no model, such as a fee of Stripe's.
        """
        prefix = (self.source or "").partition("_")[0]
        name = SOURCES_BY_PREFIX.get(prefix) or SOURCES_BY_TYPE.get(self.type or "")
        if name is None:
            raise LookupError(
                f"Balance transaction {self.id} of type {self.type!r} "
                f"has {f'the source {self.source}' if self.source else 'no source'}, "
                f"and no model stores such a thing."
            )
        return _model(name)

    def get_source_instance(self) -> Any:
        """
        What caused this transaction: a charge, a refund, a payout …

        Raises LookupError as :meth:`get_source_class`, or if Stripe names no source, and the
        model's DoesNotExist if what it names is not mirrored.
        """
        model = self.get_source_class()
        if not self.source:
            raise LookupError(f"Balance transaction {self.id} ({self.type}) names no source.")
        return model._base_manager.get(id=self.source, **_scope(self))

    def get_stripe_dashboard_url(self) -> str:
        """The page of what caused this transaction, or "" where that has none."""
        try:
            url: str = self.get_source_instance().get_stripe_dashboard_url()
        except (LookupError, models.ObjectDoesNotExist):
            return ""
        return url


class CustomerBalanceTransaction(StripeModel):
    """
    A change of what a customer owes or is owed outside of invoices.

    https://docs.stripe.com/api/customer_balance_transactions
    """

    # declaration
    stripe_class = sdk("CustomerBalanceTransaction")
    object_name = "customer_balance_transaction"
    endpoint = "/v1/customers/{customer}/balance_transactions"
    listable = False
    list_under = ("Customer", "/v1/customers/{id}/balance_transactions")

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    type = StripeCharField()
    customer = StripeForeignKey("Customer", related_name="balance_transactions")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="balance_transactions"
    )
    invoice = StripeForeignKey("Invoice", related_name="customer_balance_transactions")
    credit_note = StripeForeignKey("CreditNote", related_name="customer_balance_transactions")
    checkout_session = StripeForeignKey("Session", related_name="customer_balance_transactions")

    # attributes
    ending_balance: Attribute[int | None] = Attribute()

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.type or "")

    # verbs

    def retrieve_url(self) -> str:
        """One transaction is answered under its customer."""
        return self.path_of(self.id, customer=self.customer_id or "")


class CustomerCashBalanceTransaction(StripeModel):
    """
    Money that a customer sent by bank transfer, and where it went.

    https://docs.stripe.com/api/cash_balance_transactions
    """

    # declaration
    stripe_class = sdk("CustomerCashBalanceTransaction")
    object_name = "customer_cash_balance_transaction"
    endpoint = "/v1/customers/{customer}/cash_balance_transactions"
    listable = False
    list_under = ("Customer", "/v1/customers/{id}/cash_balance_transactions")
    lists_by_created = False

    # columns
    net_amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    type = StripeCharField()
    customer = StripeForeignKey("Customer", related_name="cash_balance_transactions")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="cash_balance_transactions"
    )
    payment_intent = StripeForeignKey(
        "PaymentIntent",
        path=("applied_to_payment.payment_intent", "unapplied_from_payment.payment_intent"),
        related_name="cash_balance_transactions",
    )
    refund = StripeForeignKey(
        "Refund", path="refunded_from_payment.refund", related_name="cash_balance_transactions"
    )
    balance_transaction = StripeForeignKey(
        "BalanceTransaction",
        path=(
            "transferred_to_balance.balance_transaction",
            "adjusted_for_overdraft.balance_transaction",
        ),
        related_name="cash_balance_transactions",
    )

    # attributes
    ending_balance: Attribute[int | None] = Attribute()
    funded: Attribute[JSON | None] = Attribute()
    adjusted_for_overdraft: Attribute[JSON | None] = Attribute()
    applied_to_payment: Attribute[JSON | None] = Attribute()
    refunded_from_payment: Attribute[JSON | None] = Attribute()
    transferred_to_balance: Attribute[JSON | None] = Attribute()
    unapplied_from_payment: Attribute[JSON | None] = Attribute()
    linked_transaction = Reference(
        "CustomerCashBalanceTransaction", "adjusted_for_overdraft.linked_transaction"
    )

    def __str__(self) -> str:
        return summary(self, money_label(self.net_amount, self.currency), self.type or "")

    # verbs

    def retrieve_url(self) -> str:
        """One transaction is answered under its customer."""
        return self.path_of(self.id, customer=self.customer_id or "")


# --------------------------------------------------------------------------------- charge


class Charge(StripeModel):
    """
    An attempt to move money from a customer to you.

    ``amount`` is a Decimal in the currency's major unit; every other amount is an integer in
    its smallest unit, as Stripe sends it.

    https://docs.stripe.com/api/charges
    """

    # declaration
    stripe_class = sdk("Charge")
    object_name = "charge"
    endpoint = "/v1/charges"
    expand_fields: ClassVar[list[str]] = ["balance_transaction"]
    # Stripe sends them unasked up to API version 2022-08-01.
    expanded_only = ("refunds",)
    nested = (NestedList("refunds"),)
    stripe_dashboard_item_name = "payments"

    # columns
    amount = StripeDecimalCurrencyAmountField()
    amount_captured = StripeQuantumCurrencyAmountField()
    amount_refunded = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeEnumField(enums.ChargeStatus)
    captured = StripeBooleanField()
    disputed = StripeBooleanField(
        path=("disputed", lambda payload: True if payload.get("dispute") else None)
    )
    paid = StripeBooleanField()
    refunded = StripeBooleanField()
    failure_code = StripeEnumField(enums.ApiErrorCode)
    receipt_email = StripeTextField()
    transfer_group = StripeCharField(db_index=True)
    balance_transaction = StripeForeignKey("BalanceTransaction")
    failure_balance_transaction = StripeForeignKey(
        "BalanceTransaction", related_name="failure_charges"
    )
    customer = StripeForeignKey("Customer", related_name="charges")
    invoice = InvoiceForeignKey(related_name="charges")
    payment_intent = StripeForeignKey("PaymentIntent", related_name="charges")
    payment_method = StripeForeignKey(
        "PaymentMethod", also=("Card", *LEGACY_SOURCES), related_name="charges"
    )
    source = PaymentMethodForeignKey(related_name="charges")
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="charges"
    )
    application_fee = StripeForeignKey("ApplicationFee", crosses=True, related_name="charges")
    on_behalf_of = StripeForeignKey("Account", related_name="charges")
    destination = StripeForeignKey(
        "Account",
        path=("transfer_data.destination", "destination"),
        related_name="destination_charges",
    )
    review = StripeForeignKey("Review", related_name="charges")
    source_transfer = StripeForeignKey("Transfer", crosses=True, related_name="destination_charges")
    transfer = StripeForeignKey("Transfer", related_name="charges")

    # attributes
    application_fee_amount: Attribute[int | None] = Attribute()
    authorization_code: Attribute[str | None] = Attribute()
    billing_details: Attribute[JSON | None] = Attribute()
    calculated_statement_descriptor: Attribute[str | None] = Attribute()
    failure_message: Attribute[str | None] = Attribute()
    fraud_details: Attribute[JSON | None] = Attribute()
    level3: Attribute[JSON | None] = Attribute()
    outcome: Attribute[JSON | None] = Attribute()
    payment_method_details: Attribute[JSON | None] = Attribute()
    presentment_details: Attribute[JSON | None] = Attribute()
    radar_options: Attribute[JSON | None] = Attribute()
    receipt_number: Attribute[str | None] = Attribute()
    receipt_url: Attribute[str | None] = Attribute()
    shipping: Attribute[JSON | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    statement_descriptor_suffix: Attribute[str | None] = Attribute()
    transfer_data: Attribute[JSON | None] = Attribute()
    mandate = Reference(
        "Mandate",
        "payment_method_details.card.mandate",
        "payment_method_details.us_bank_account.mandate",
        "payment_method_details.bancontact.generated_sepa_debit_mandate",
        "payment_method_details.ideal.generated_sepa_debit_mandate",
        "payment_method_details.sofort.generated_sepa_debit_mandate",
        of_payment_method("mandate"),
    )
    generated_payment_method = Reference(
        "PaymentMethod",
        "payment_method_details.bancontact.generated_sepa_debit",
        "payment_method_details.ideal.generated_sepa_debit",
        "payment_method_details.sofort.generated_sepa_debit",
    )
    dispute_named_in_payload = Reference("Dispute", "dispute")
    generated_card = Reference("PaymentMethod", of_payment_method("generated_card"))
    terminal_location = Reference("TerminalLocation", of_payment_method("location"))
    terminal_reader = Reference("TerminalReader", of_payment_method("reader"))

    objects: ClassVar[ChargeQuerySet[Charge]] = ChargeManager()
    stripe_objects: ClassVar[ChargeQuerySet[Charge]] = ChargeManager()

    def __str__(self) -> str:
        return summary(self, self._amount_label(), self.human_readable_status)

    def _amount_label(self) -> str:
        if self.amount is None:
            return ""
        try:
            return money.format_major(self.amount, self.currency or "")
        except InvalidAmount:
            return str(self.amount)

    # predicates

    @property
    def dispute(self) -> Any:
        """
        The newest dispute of this charge, as its row, or None.

        Payloads of 2020-08-27 name it; in newer ones only the dispute names its charge.
        """
        named = self.dispute_named_in_payload
        return named or self.disputes.order_by("-created", "-djstripe_id").first()

    @property
    def fee(self) -> int | None:
        """What Stripe keeps of this charge, in the balance's smallest unit; None if not settled."""
        settled = self.balance_transaction
        return None if settled is None else settled.fee

    @property
    def fraudulent(self) -> bool:
        """Whether you, or Stripe where you have said nothing, hold this charge for a fraud."""
        details = self.fraud_details or {}
        return (details.get("user_report") or details.get("stripe_report")) == "fraudulent"

    @property
    def human_readable_status(self) -> str:
        """The state of the charge in one word for people."""
        if not self.captured and self.status != enums.ChargeStatus.failed:
            return _("Uncaptured")
        if self.disputed:
            return _("Disputed")
        if self.refunded:
            return _("Refunded")
        return enums.ChargeStatus.humanize(self.status)

    def invoice_payments_of_it(self) -> Any:
        """The payments of invoices that were made with this charge, newest first."""
        names = models.Q(charge_id=self.id)
        if self.payment_intent_id:
            names |= models.Q(payment_intent_id=self.payment_intent_id)
        rows = _model("InvoicePayment").objects.filter(names, **_scope(self))
        return rows.order_by("-created", "-djstripe_id")

    def unrefunded_minor_units(self) -> int:
        """What is left to refund, in the currency's smallest unit."""
        if self.amount is None or not self.currency:
            raise InvalidAmount(
                f"The amount of charge {self.id} is not mirrored: refresh it first."
            )
        whole = money.minor_units(self.amount, self.currency)
        return whole - (self.amount_refunded or 0)

    # verbs

    def refund(
        self,
        amount: Decimal | None = None,
        reason: str | None = None,
        api_key: str | None = None,
        stripe_account: str | None = None,
    ) -> Refund:
        """
        Give the money back, all of it or a part, and return the Refund.

        ``amount`` is in the currency's major unit; what is more than is left to refund is cut
        to that, and without it all that is left is refunded. ``reason`` is one of
        ``enums.RefundReason``. The charge's own row is up to date afterwards.

        Raises InvalidAmount, before anything is sent, for what is no Decimal, is zero or
        negative, is too precise for the currency, and where nothing is left to refund.
        """
        wanted: int | None = None
        if amount is not None:
            wanted = money.minor_units(
                amount, self.currency or "", allow_negative=False, allow_zero=False
            )
        left = self.unrefunded_minor_units()
        if left <= 0:
            raise InvalidAmount(f"Charge {self.id} is refunded already: there is nothing left.")
        refund: Refund = Refund.create_at_stripe(
            charge=self,
            amount=left if wanted is None else min(wanted, left),
            reason=reason,
            # The charge as it is after the refund comes in the same answer.
            expand=["charge"],
            api_key=api_key,
            stripe_account=stripe_account or self.djstripe_owner_account_id or None,
            livemode=self.livemode,
        )
        self.refresh_from_db()
        return refund

    def capture(self, **kwargs: Unpack[params.ChargeCapture]) -> Charge:
        """
        Take the money that an uncaptured charge has reserved, and return the charge.

        Keyword arguments are Stripe's (``amount`` in the currency's smallest unit: a whole
        number, more than 0, or InvalidAmount is raised before anything is sent).
        """
        captured: Charge = self.act("capture", expand=self.expand_fields, **kwargs)
        return captured

    def update(self, **kwargs: Unpack[params.ChargeUpdate]) -> Charge:
        """Change what may be changed (``description``, ``metadata``, ``fraud_details`` …)."""
        charge: Charge = self.act(expand=self.expand_fields, **kwargs)
        return charge

    # twins, for async views

    arefund = twin(refund)
    acapture = twin(capture)
    aupdate = twin(update)


# ------------------------------------------------------------------------------- customer


def _entitlements_carried() -> dict[str, tuple[str, OwnedSet]]:
    members = OwnedSet("entitlements", "ActiveEntitlement", owner="customer")
    return {"entitlements.active_entitlement_summary": ("customer", members)}


class Customer(Billable, CustomerVerbs):
    """
    Somebody you have business with.

    ``Customer.objects`` shows customers that were deleted at Stripe too, for their payments
    and invoices stay.

    https://docs.stripe.com/api/customers
    """

    # declaration
    stripe_class = sdk("Customer")
    object_name = "customer"
    endpoint = "/v1/customers"
    expand_fields: ClassVar[list[str]] = ["default_source", "sources"]
    expanded_only = (
        "cash_balance",
        "invoice_credit_balance",
        "sources",
        "subscriptions",
        "tax",
        "tax_ids",
    )
    nested = (NestedList("sources"), NestedList("subscriptions"), NestedList("tax_ids"))
    set_carriers = _entitlements_carried()
    stripe_dashboard_item_name = "customers"

    # columns
    email = StripeTextField()
    name = StripeTextField()
    phone = StripeTextField()
    currency = StripeCurrencyCodeField()
    # Nothing said means nothing owed; account_balance is the name until 2019.
    balance = StripeQuantumCurrencyAmountField(
        default=0, path=("balance", "account_balance", lambda payload: 0)
    )
    delinquent = StripeBooleanField(default=False, path=("delinquent", lambda payload: False))
    invoice_prefix = StripeCharField(db_index=True)
    tax_exempt = StripeEnumField(enums.CustomerTaxExempt)
    coupon = StripeForeignKey(
        "Coupon",
        path=("discount.source.coupon", "discount.coupon"),
        related_name="customers",
        help_text="The coupon of the discount that this customer has on everything.",
    )
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="customers"
    )
    default_payment_method = StripeForeignKey(
        "PaymentMethod",
        path="invoice_settings.default_payment_method",
        also=("Card", *LEGACY_SOURCES),
        related_name="default_of_customers",
    )
    default_source = StripeForeignKey(
        "Card", also=LEGACY_SOURCES, related_name="default_of_customers"
    )
    test_clock = StripeForeignKey("TestClock", db_index=False, related_name="customers")

    # columns: the application's own
    subscriber = models.ForeignKey(
        djstripe_settings.get_subscriber_model_string(),
        blank=True,
        null=True,
        on_delete=models.SET_NULL,
        related_name="djstripe_customers",
        db_constraint=False,
    )
    date_purged = models.DateTimeField(null=True, blank=True, editable=False)

    # attributes
    address: Attribute[JSON | None] = Attribute()
    business_name: Attribute[str | None] = Attribute()
    cash_balance: Attribute[JSON | None] = Attribute()
    discount = Embedded("Discount", "discount", doc="The customer's discount, as JSON, or None.")
    individual_name: Attribute[str | None] = Attribute()
    invoice_credit_balance: Attribute[JSON | None] = Attribute()
    invoice_settings: Attribute[JSON | None] = Attribute()
    next_invoice_sequence: Attribute[int | None] = Attribute()
    preferred_locales: Attribute[list[str] | None] = Attribute()
    shipping: Attribute[JSON | None] = Attribute()
    tax: Attribute[JSON | None] = Attribute()
    invoice_rendering_template = Reference(
        "InvoiceRenderingTemplate", "invoice_settings.rendering_options.template"
    )

    objects: ClassVar[CustomerQuerySet[Customer]] = CustomerManager()
    stripe_objects: ClassVar[CustomerQuerySet[Customer]] = CustomerManager()

    def __str__(self) -> str:
        if self.subscriber is not None:
            return str(self.subscriber)
        return self.name or self.description or self.id or ""

    # predicates

    @property
    def deleted(self) -> bool:
        """Whether Stripe has deleted this customer."""
        return self.djstripe_deleted or (self.stripe_data or {}).get("deleted") is True

    @property
    def credits(self) -> int:
        """What the customer has in hand for the next invoices, in the currency's smallest unit."""
        return abs(min(int(self.balance or 0), 0))

    @property
    def pending_charges(self) -> int:
        """What the next invoices will ask for in addition, in the currency's smallest unit."""
        return max(int(self.balance or 0), 0)

    @property
    def active_subscriptions(self) -> Any:
        """The subscriptions that are active and whose period ends in the future; a queryset."""
        return self.subscriptions.filter(
            status=enums.SubscriptionStatus.active, current_period_end__gt=timezone.now()
        )

    @property
    def valid_subscriptions(self) -> Any:
        """
        The subscriptions that have begun and not ended; a queryset.

        Neither canceled, nor waiting for a first payment (incomplete), nor given up on it.
        """
        return self.subscriptions.exclude(
            status__in=[
                enums.SubscriptionStatus.canceled,
                enums.SubscriptionStatus.incomplete,
                enums.SubscriptionStatus.incomplete_expired,
            ]
        )

    @property
    def subscription(self) -> Subscription | None:
        """
        The customer's only valid subscription, or None.

        Raises MultipleSubscriptionException if there are several.
        """
        found = list(self.valid_subscriptions[:2])
        if len(found) > 1:
            raise MultipleSubscriptionException(
                f"Customer {self.id} has several subscriptions; use customer.subscriptions instead."
            )
        return found[0] if found else None

    def is_subscribed_to(self, product: Product | str) -> bool:
        """
        Whether a subscription that is active or on trial has this product among its items.

        ``product`` is a Product or its id. Items that left the subscription do not count.
        """
        wanted = product if isinstance(product, str) else product.id
        return bool(Customer.objects.subscribed_to(wanted).filter(pk=self.pk).exists())

    def has_any_active_subscription(self) -> bool:
        """Whether the customer has a subscription that is active or on trial."""
        return bool(Customer.objects.subscribed().filter(pk=self.pk).exists())

    # verbs: create

    @classmethod
    def create(
        cls,
        subscriber: Any,
        idempotency_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        api_key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        **kwargs: Unpack[params.CustomerCreate],
    ) -> Customer:
        """
        Create a customer at Stripe for a subscriber, and return its row.

        The subscriber's pk is put into the metadata under DJSTRIPE_SUBSCRIBER_CUSTOMER_KEY,
        whatever ``metadata`` says there. Further arguments are Stripe's.
        ``livemode``: None is the mode of the settings (STRIPE_LIVE_MODE).
        """
        if livemode is None:
            livemode = djstripe_settings.STRIPE_LIVE_MODE
        noted = dict(metadata or {})
        if key := djstripe_settings.SUBSCRIBER_CUSTOMER_KEY:
            noted[key] = str(subscriber.pk)
        full_name = getattr(subscriber, "get_full_name", None)
        details: dict[str, Any] = {
            "email": getattr(subscriber, "email", None) or None,
            "name": (full_name() if callable(full_name) else None) or None,
            "metadata": noted or None,
        }
        customer: Customer = cls.create_at_stripe(
            api_key=api_key,
            stripe_account=stripe_account,
            livemode=livemode,
            idempotency_key=idempotency_key,
            **{**details, **kwargs},
        )
        customer.subscriber = subscriber
        customer.save(update_fields=["subscriber"])
        return customer

    @classmethod
    def get_or_create(
        cls,
        subscriber: Any,
        livemode: bool | None = None,
        stripe_account: str | None = None,
        api_key: str | None = None,
        **kwargs: Unpack[params.CustomerGetOrCreate],
    ) -> tuple[Customer, bool]:
        """
        A subscriber's customer in one account and mode, and whether it is new.

        Of several, the one that was created last; customers that Stripe has deleted do not
        count. Further arguments are those of :meth:`create`.
        ``livemode``: None is the mode of the settings (STRIPE_LIVE_MODE).

        Whoever asks at the same moment gets the same customer, and is told that it is new.
        """
        if livemode is None:
            livemode = djstripe_settings.STRIPE_LIVE_MODE
        mirrored = cls.objects.filter(subscriber=subscriber, livemode=livemode)
        account = stripe_account or _account_of_key(api_key, livemode)
        if account:
            mirrored = mirrored.filter(djstripe_owner_account_id=account)
        mirrored = mirrored.order_by("-created", "-djstripe_id")
        found = mirrored.not_deleted().first()
        if found is not None:
            return found, False
        # Everybody must come to the same key, whether they name the default account or not.
        account = flows.find_credentials(
            account=stripe_account, livemode=livemode, api_key=api_key
        ).account
        # Under the key of the last one, Stripe would answer with it although it is deleted.
        gone = mirrored.filter(**{"djstripe_owner_account_id": account}).first()
        action = f"create:{subscriber.pk}:{account}" + (f":{gone.id}" if gone is not None else "")
        key = djstripe_settings.get_idempotency_key("customer", action, livemode)
        try:
            created = cls.create(  # type: ignore[misc]
                subscriber,
                idempotency_key=kwargs.pop("idempotency_key", None) or key,
                stripe_account=stripe_account,
                livemode=livemode,
                api_key=api_key,
                **kwargs,
            )
        except stripe.IdempotencyError:
            # Somebody asked at the same moment, with other arguments: theirs is on its way.
            for _ in range(_WAITS_FOR_ANOTHERS):
                get_gateway().sleep(_WAIT_SECONDS)
                found = mirrored.not_deleted().first()
                if found is not None:
                    return found, False
            raise
        return created, True

    # verbs: sell

    def subscribe(
        self, *, items: Any = None, price: Any = None, **kwargs: Unpack[params.CustomerSubscribe]
    ) -> Subscription:
        """
        Subscribe this customer, and return the Subscription.

        Either ``price`` (a Price or its id) or ``items``: a list whose members are a Price, a
        price's id, or all that Stripe knows of an item, such as
        ``{"price": price, "quantity": 3, "tax_rates": [rate]}``. Further arguments are Stripe's.

        A first payment that is not through leaves the subscription ``incomplete``:
        ``subscription.raise_if_incomplete()`` raises what the browser needs to go on. With
        ``payment_behavior="error_if_incomplete"`` a declined card raises stripe.CardError.

        Raises TypeError if both or neither are given.
        """
        if (items is None) == (price is None):
            raise TypeError(
                "Please define only one of items and price arguments."
                if price is not None
                else "subscribe() needs what to subscribe to: a price, or a list of items."
            )
        wanted = [price] if items is None else list(items)
        if not wanted:
            raise TypeError("subscribe() needs at least one item.")
        # The first invoice, what pays it and what the browser needs come in the same answer.
        kwargs["expand"] = [*kwargs.get("expand", ()), *expanded_on_subscribing()]
        create = _creator("Subscription", self)
        return create(customer=self, items=[_subscription_item(one) for one in wanted], **kwargs)  # type: ignore[no-any-return]

    def charge(
        self,
        amount: Decimal,
        *,
        application_fee: Decimal | None = None,
        source: str | StripeModel | None = None,
        **kwargs: Unpack[params.CustomerCharge],
    ) -> Charge:
        """
        Charge this customer, and return the Charge.

        ``amount`` and ``application_fee`` are in the currency's major unit; ``currency`` is the
        customer's own unless given. ``source`` is one of the customer's sources; without it
        Stripe takes the default one. Further arguments are Stripe's.

        Raises InvalidAmount for what is no Decimal, is not more than zero, or is too precise,
        and where no currency is known.
        """
        currency = self._currency_of_payment(kwargs.pop("currency", None))
        amounts = {
            "amount": money.minor_units(amount, currency, allow_negative=False, allow_zero=False)
        }
        if application_fee is not None:
            amounts["application_fee_amount"] = money.minor_units(
                application_fee, currency, allow_negative=False
            )
        create = _creator("Charge", self)
        charge: Charge = create(
            customer=self, currency=currency, source=source, **amounts, **kwargs
        )
        return charge

    def add_invoice_item(
        self,
        amount: Decimal,
        currency: str,
        description: str | None = None,
        discountable: bool | None = None,
        invoice: Any = None,
        metadata: Mapping[str, Any] | None = None,
        subscription: Any = None,
    ) -> InvoiceItem:
        """
        Put a charge (or a credit, if negative) on the customer's next invoice; returns the
        InvoiceItem.

        ``amount`` is in the currency's major unit. ``invoice`` (a draft) and ``subscription``,
        as rows or ids, say on which invoice, or with whose invoices, it goes.

        Raises InvalidAmount for what is no Decimal or too precise for the currency.
        """
        create = _creator("InvoiceItem", self)
        return create(  # type: ignore[no-any-return]
            customer=self,
            amount=money.minor_units(amount, currency),
            currency=currency,
            description=description,
            discountable=discountable,
            invoice=invoice,
            metadata=metadata,
            subscription=subscription,
        )

    def upcoming_invoice(
        self, **kwargs: Unpack[params.CustomerUpcomingInvoice]
    ) -> UpcomingInvoice | None:
        """A preview of the customer's next invoice; see ``Invoice.upcoming``. None if there is none."""
        return _model("Invoice").upcoming(customer=self, **kwargs)  # type: ignore[no-any-return]

    def send_invoice(self, **kwargs: Unpack[params.CustomerSendInvoice]) -> bool:
        """
        Invoice what is pending and collect it at once.

        True if an invoice was made and paid; False if Stripe refused the request, usually
        because nothing is pending. A card that is declined raises stripe.CardError. Keyword
        arguments go to the payment of the invoice.
        """
        create = _creator("Invoice", self)
        try:
            # Without it an invoice is empty since API version 2022-08-01.
            invoice = create(customer=self, pending_invoice_items_behavior="include")
            if not invoice.lines.exists():
                invoice.act(method="delete")
                return False
            paid = invoice.act("pay", **kwargs)
        except stripe.InvalidRequestError:
            return False
        return bool(paid.status == enums.InvoiceStatus.paid)

    # verbs: change

    def add_payment_method(self, payment_method: Any, set_default: bool = True) -> PaymentMethod:
        """
        Attach a payment method (its row or id) to this customer, and return its row.

        Unless ``set_default`` is False, invoices will be paid with it from now on.
        """
        check_beside(payment_method, "payment_method", self)
        path = path_with(
            "/v1/payment_methods/{payment_method}/attach", payment_method=payment_method
        )
        attached = _creator("PaymentMethod", self)(path=path, customer=self)
        if set_default:
            self.set_default_payment_method(attached.id)
        return attached  # type: ignore[no-any-return]

    def add_coupon(self, coupon: Any, idempotency_key: str | None = None) -> None:
        """
        Give this customer the discount of a coupon (its row or id).

        Since API version basil Stripe has no discounts for whole customers to add, so the
        request is sent in the last version that had; Stripe recommends ``discounts`` on the
        subscription or the invoice.

        https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-singular-coupon-promotion-code
        """
        check_actor(self)
        credentials = self.credentials()
        tell(
            "post",
            self.retrieve_url(),
            credentials,
            to_params({"coupon": coupon, "expand": self.expand_fields}, credentials),
            idempotency_key=idempotency_key,
            api_version=LAST_VERSION_WITH_CUSTOMER_COUPONS,
        )
        self.refresh_from_db()

    def purge(self) -> None:
        """
        Delete this customer at Stripe and cut it off from its subscriber.

        The row stays, for its payments and invoices do. A customer that Stripe has deleted
        already is purged all the same.
        """
        if not self.deleted:
            try:
                self.act(method="delete")
            except stripe.InvalidRequestError as error:
                if error.code != "resource_missing":
                    raise
                self.refresh_from_stripe()
        if self.subscriber_id is not None:
            name = f"customer:create:{self.subscriber_id}"
            IdempotencyKey.objects.filter(
                models.Q(action=name)
                | models.Q(action__startswith=f"{name[:KEPT_OF_LONG_ACTIONS]}:"),
                livemode=self.livemode,
            ).delete()
        self.subscriber = None
        self.date_purged = timezone.now()
        self.save(update_fields=["subscriber", "date_purged"])

    # twins, for async views

    acreate = class_twin(create)
    aget_or_create = class_twin(get_or_create)
    asubscribe = twin(subscribe)
    acharge = twin(charge)
    aadd_invoice_item = twin(add_invoice_item)
    asend_invoice = twin(send_invoice)
    aadd_payment_method = twin(add_payment_method)
    aadd_coupon = twin(add_coupon)
    apurge = twin(purge)


# https://docs.stripe.com/changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices
# Until then an invoice named its payment intent.
BASIL = "2025-03-31.basil"


def expanded_on_subscribing() -> tuple[str, ...]:
    """What a new subscription's answer is to bring along, in the API version in use."""
    if djstripe_settings.STRIPE_API_VERSION < BASIL:
        return ("latest_invoice.payment_intent", "pending_setup_intent")
    return (
        "latest_invoice.confirmation_secret",
        "latest_invoice.payments",
        "pending_setup_intent",
    )


# How long the answer to somebody else's request may take: ten seconds.
_WAITS_FOR_ANOTHERS = 40
_WAIT_SECONDS = 0.25

LAST_VERSION_WITH_CUSTOMER_COUPONS = "2025-02-24.acacia"


def _account_of_key(api_key: str | None, livemode: bool) -> str:
    """The account that a key (None: the settings') belongs to; "" if nobody knows yet."""
    return flows.find_account(livemode, api_key)[0]


def _subscription_item(item: Any) -> dict[str, Any]:
    """What the caller gave for one item, as Stripe takes it."""
    if isinstance(item, Mapping):
        return dict(item)
    return {"price": item}


# --------------------------------------------------------------------------------- dispute


def _first_balance_transaction(payload: Payload) -> Any:
    listed = payload.get("balance_transactions")
    return listed[0] if isinstance(listed, list) and listed else None


class Dispute(StripeModel):
    """
    A payer contests a charge with the bank, and you may answer with evidence.

    https://docs.stripe.com/api/disputes
    """

    # declaration
    stripe_class = sdk("Dispute")
    object_name = "dispute"
    endpoint = "/v1/disputes"
    stripe_dashboard_item_name = "payments"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeEnumField(enums.DisputeStatus)
    reason = StripeEnumField(enums.DisputeReason)
    is_charge_refundable = StripeBooleanField()
    due_by = StripeDateTimeField(path="evidence_details.due_by")
    # Where the money went out: the first of up to two, the second is its return.
    balance_transaction = StripeForeignKey(
        "BalanceTransaction",
        path=(_first_balance_transaction, "balance_transaction"),
        related_name="disputes",
    )
    charge = StripeForeignKey("Charge", related_name="disputes")
    payment_intent = StripeForeignKey("PaymentIntent", related_name="disputes")

    # attributes
    balance_transactions = EmbeddedList(
        "BalanceTransaction",
        "balance_transactions[]",
        doc="The money's way out and, after a dispute won, back: whole objects as JSON.",
    )
    enhanced_eligibility_types: Attribute[list[str]] = Attribute(default=list)
    evidence: Attribute[JSON | None] = Attribute()
    evidence_details: Attribute[JSON | None] = Attribute()
    intended_submission_method: Attribute[str | None] = Attribute()
    network_reason_code: Attribute[str | None] = Attribute()
    payment_method_details: Attribute[JSON | None] = Attribute()
    evidence_cancellation_policy = Reference("File", "evidence.cancellation_policy")
    evidence_customer_communication = Reference("File", "evidence.customer_communication")
    evidence_customer_signature = Reference("File", "evidence.customer_signature")
    evidence_duplicate_charge_documentation = Reference(
        "File", "evidence.duplicate_charge_documentation"
    )
    evidence_receipt = Reference("File", "evidence.receipt")
    evidence_refund_policy = Reference("File", "evidence.refund_policy")
    evidence_service_documentation = Reference("File", "evidence.service_documentation")
    evidence_shipping_documentation = Reference("File", "evidence.shipping_documentation")
    evidence_uncategorized_file = Reference("File", "evidence.uncategorized_file")
    evidence_duplicate_charge = Reference("Charge", "evidence.duplicate_charge_id")
    evidence_prior_charges = References(
        "Charge",
        "evidence.enhanced_evidence.visa_compelling_evidence_3.prior_undisputed_transactions[].charge",
    )

    def __str__(self) -> str:
        label = money_label(self.amount, self.currency) or "Dispute"
        return summary(self, label, enums.DisputeStatus.humanize(self.status))

    # predicates

    def get_stripe_dashboard_url(self) -> str:
        """The page of the disputed payment; of all payments where the dispute names none."""
        payment = self.payment_intent_id or self.charge_id
        base = f"{self.dashboard_base()}{self.stripe_dashboard_item_name}"
        return f"{base}/{payment}" if payment else base

    # verbs

    def add_evidence(self, **evidence: Unpack[params.DisputeAddEvidence]) -> Dispute:
        """
        Lay evidence up with the dispute, without handing it to the bank yet; returns the dispute.

        The names are Stripe's (``product_description``, ``receipt``, ``uncategorized_text`` …),
        which ``EVIDENCE`` lists. Where Stripe wants a file, give a File, its id, or an open file,
        which is uploaded first.

        Raises InvalidParameter for a name that Stripe does not know.
        https://docs.stripe.com/api/disputes/update
        """
        dispute: Dispute = self.act(evidence=self._evidence(evidence), submit=False)
        return dispute

    def submit(self, **evidence: Unpack[params.DisputeSubmit]) -> Dispute:
        """
        Hand the evidence to the bank, with what was laid up before; nothing can be added
        afterwards. Otherwise as :meth:`add_evidence`.
        """
        dispute: Dispute = self.act(evidence=self._evidence(evidence) or None, submit=True)
        return dispute

    def _evidence(self, evidence: Mapping[str, Any]) -> JSON:
        unknown = sorted(evidence.keys() - EVIDENCE)
        if unknown:
            raise InvalidParameter(
                f"A dispute takes no evidence named {', '.join(unknown)}: "
                f"it takes {', '.join(sorted(EVIDENCE))}."
            )
        check_actor(self)
        return {
            name: _creator_of_files(self)(value) if hasattr(value, "read") else value
            for name, value in evidence.items()
        }

    def close(self) -> Dispute:
        """Accept that the dispute is lost. Returns the dispute."""
        dispute: Dispute = self.act("close")
        return dispute

    # twins, for async views

    aadd_evidence = twin(add_evidence)
    asubmit = twin(submit)
    aclose = twin(close)


# https://docs.stripe.com/api/disputes/evidence_object
EVIDENCE = frozenset(
    {
        "access_activity_log",
        "billing_address",
        "cancellation_policy",
        "cancellation_policy_disclosure",
        "cancellation_rebuttal",
        "customer_communication",
        "customer_email_address",
        "customer_name",
        "customer_purchase_ip",
        "customer_signature",
        "duplicate_charge_documentation",
        "duplicate_charge_explanation",
        "duplicate_charge_id",
        "enhanced_evidence",
        "product_description",
        "receipt",
        "refund_policy",
        "refund_policy_disclosure",
        "refund_refusal_explanation",
        "service_date",
        "service_documentation",
        "shipping_address",
        "shipping_carrier",
        "shipping_date",
        "shipping_documentation",
        "shipping_tracking_number",
        "uncategorized_file",
        "uncategorized_text",
    }
)


def _creator_of_files(beside: StripeModel) -> Callable[[Any], Any]:
    """Uploads evidence with the credentials of a row."""
    return partial(
        File.create,
        purpose="dispute_evidence",
        stripe_account=beside.djstripe_owner_account_id or None,
        livemode=beside.livemode,
    )


# ----------------------------------------------------------------------------------- event


class Word(str):
    """
    A word that may be asked for as a value or by a call: ``event.category`` and
    ``event.category()`` are the same string.

    dj-stripe has values here, its page of names has methods.
    """

    __slots__ = ()

    def __call__(self) -> str:
        return str(self)


class Words(list[str]):
    """A list of words that may be asked for as a value or by a call; see :class:`Word`."""

    def __call__(self) -> list[str]:
        return list(self)


class _Said:
    """Descriptor of a method without arguments whose answer may be used without the call."""

    def __init__(self, method: Callable[[Any], Any]) -> None:
        self.method = method
        self.__doc__ = method.__doc__

    def __get__(self, instance: Any, owner: type) -> Any:
        return self.method if instance is None else self.method(instance)


def _request_id(payload: Payload) -> Any:
    # Until 2017 the request was its id and nothing else.
    request = payload.get("request")
    return request if isinstance(request, str) else follow(payload, "request.id")


class Event(StripeModel):
    """
    Something that happened at Stripe, with the object as it was then. Thin events, which
    come without it, are ``EventV2``.

    https://docs.stripe.com/api/events
    """

    # declaration
    stripe_class = sdk("Event")
    object_name = "event"
    endpoint = "/v1/events"
    stripe_dashboard_item_name = "events"

    # columns
    api_version = StripeCharField(max_length=64)
    data = StripeJSONField()
    type = StripeCharField(db_index=True)
    request_id = StripeCharField(path=_request_id)
    idempotency_key = StripeTextField(path="request.idempotency_key")
    account = StripeForeignKey("Account", related_name="events")
    object_id = StripeIdField(
        db_index=True,
        path="data.object.id",
        help_text="The id of the object that the event is about.",
    )
    object_type = StripeCharField(path="data.object.object")

    # attributes
    context: Attribute[str | None] = Attribute()
    pending_webhooks: Attribute[int | None] = Attribute()
    request: Attribute[Any] = Attribute()

    def __str__(self) -> str:
        return summary(self, self.type or "", self.id)

    # predicates

    @_Said
    def parts(self) -> Words:
        """The words of the event's type, as a list."""
        return Words(str(self.type or "").split("."))

    @_Said
    def category(self) -> Word:
        """The first word of the event's type: ``customer`` of ``customer.subscription.updated``."""
        return Word(self.parts[0])

    @_Said
    def verb(self) -> Word:
        """All but the first word: ``subscription.updated`` of ``customer.subscription.updated``."""
        return Word(".".join(self.parts[1:]))

    @property
    def customer(self) -> Any:
        """The Customer whom the event is about, or None if it is about none or not mirrored."""
        wanted = _customer_id_of(self.data or (self.stripe_data or {}).get("data"))
        if wanted is None:
            return None
        return Customer._base_manager.filter(id=wanted, **_scope(self)).first()

    # verbs

    @classmethod
    def process(cls, data: Any, api_key: str | None = None) -> Event:
        """
        Record an event's payload and apply it to the mirror, unless it was before; returns
        the Event.
        """
        event: Event = flows.process_event(data, api_key)
        return event

    def invoke_webhook_handlers(self) -> Any:
        """
        Call everyone who listens to this event, by its type or a wildcard.

        Returns what they answered as ``(receiver, answer)``; the first exception is raised.
        """
        return flows.send_event(self)


def _customer_id_of(data: Any) -> str | None:
    about = data.get("object") if isinstance(data, Mapping) else None
    if not isinstance(about, Mapping):
        return None
    named = about if about.get("object") == "customer" else about.get("customer")
    wanted = id_of(named)
    return wanted if isinstance(wanted, str) else None


# ----------------------------------------------------------------------------------- files


class File(StripeModel):
    """
    A file that lies at Stripe: evidence, a logo, a report.

    https://docs.stripe.com/api/files
    """

    # declaration
    stripe_class = sdk("File")
    object_name = "file"
    also_named = ("file_upload",)
    endpoint = "/v1/files"
    nested = (NestedList("links"),)

    # columns
    purpose = StripeEnumField(enums.FilePurpose)
    type = StripeEnumField(enums.FileType)
    filename = StripeTextField()
    size = StripeIntegerField()
    expires_at = StripeDateTimeField()

    # attributes
    title: Attribute[str | None] = Attribute()
    url: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return self.filename or f"File {self.id}"

    # predicates

    @classmethod
    def is_valid_object(cls, data: Mapping[str, Any]) -> bool:
        """Whether a payload is a file; ``file_upload`` is what it was called until 2018."""
        return super().is_valid_object(data)

    # verbs

    @classmethod
    def create(cls, file: Any, purpose: str, **kwargs: Unpack[params.FileCreate]) -> File:
        """
        Upload an open binary file for a ``purpose`` (``dispute_evidence``,
        ``identity_document`` …), and return its row.

        ``stripe_account`` and ``livemode`` say where; further arguments are Stripe's.
        Raises InvalidParameter for what is no open file.
        https://docs.stripe.com/api/files/create
        """
        if not hasattr(file, "read"):
            raise InvalidParameter(
                f"{file!r} is no open file: hand in what open(path, 'rb') gives, or an upload."
            )
        made: File = cls.create_at_stripe(file=file, purpose=purpose, **kwargs)
        return made

    def create_link(
        self, expires_at: Any = None, **kwargs: Unpack[params.FileCreateLink]
    ) -> FileLink:
        """
        Make a web address under which anybody can read this file, and return the FileLink.

        ``expires_at``: until when, a datetime or Unix seconds; without it until it is expired.
        https://docs.stripe.com/api/file_links/create
        """
        link: FileLink = _creator("FileLink", self)(file=self, expires_at=expires_at, **kwargs)
        return link

    def contents(self, max_bytes: int = MAX_DOWNLOAD_BYTES) -> bytes:
        """
        The file's bytes, from Stripe. Nothing is stored.

        Raises ImpossibleAPIRequest where Stripe gives the contents to nobody, and
        DownloadFailed if there are more than ``max_bytes``.
        https://docs.stripe.com/file-upload#download-file-contents
        """
        if not self.url:
            raise ImpossibleAPIRequest(f"Stripe gives nobody the contents of file {self.id}.")
        return get_gateway().download(self.url, self.credentials(), max_bytes=max_bytes)

    # twins, for async views

    acreate = class_twin(create)
    acreate_link = twin(create_link)
    acontents = twin(contents)


FileUpload = File


class FileLink(StripeModel):
    """
    A web address under which anybody can read a file.

    https://docs.stripe.com/api/file_links
    """

    # declaration
    stripe_class = sdk("FileLink")
    object_name = "file_link"
    endpoint = "/v1/file_links"

    # columns
    expired = StripeBooleanField()
    file = StripeForeignKey("File")

    # attributes
    expires_at: Attribute[int | None] = Attribute()
    url: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return f"{self.id} ({self.file_id})"

    # verbs

    def update(self, **kwargs: Unpack[params.FileLinkUpdate]) -> FileLink:
        """Change until when it works (``expires_at``) or its ``metadata``."""
        link: FileLink = self.act(**kwargs)
        return link

    def expire(self) -> FileLink:
        """Let it work no more, from now on."""
        return self.update(expires_at="now")

    # twins, for async views

    aupdate = twin(update)
    aexpire = twin(expire)


# --------------------------------------------------------------------------------- mandate


class Mandate(UndatedModel):
    """
    A customer's permission to debit a payment method.

    https://docs.stripe.com/api/mandates
    """

    # declaration
    stripe_class = sdk("Mandate")
    object_name = "mandate"
    endpoint = "/v1/mandates"
    listable = False

    # columns
    status = StripeEnumField(enums.MandateStatus)
    type = StripeEnumField(enums.MandateType)
    payment_method = StripeForeignKey("PaymentMethod")
    on_behalf_of = StripeForeignKey("Account", related_name="mandates")

    # attributes
    customer_acceptance: Attribute[JSON | None] = Attribute()
    multi_use: Attribute[JSON | None] = Attribute()
    payment_method_details: Attribute[JSON | None] = Attribute()
    single_use: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return summary(self, "", enums.MandateStatus.humanize(self.status))


# ------------------------------------------------------------------------------- payments


class PaymentIntent(StripeModel):
    """
    The whole way of one payment, from the cart to the charge that succeeds.

    The ``client_secret``, with which a browser may pay, is never stored: the row that a verb
    returns has it, and ``ask_client_secret()`` asks for it again.

    https://docs.stripe.com/api/payment_intents
    """

    # declaration
    stripe_class = sdk("PaymentIntent")
    object_name = "payment_intent"
    endpoint = "/v1/payment_intents"
    secrets = ("client_secret",)
    # Up to API version 2022-08-01; a cut history, so leaving it means nothing.
    nested = (NestedList("charges"),)
    sets = (
        OwnedSet(
            "amount_details.line_items",
            "PaymentIntentAmountDetailsLineItem",
            owner="payment_intent",
        ),
    )
    stripe_dashboard_item_name = "payments"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    amount_capturable = StripeQuantumCurrencyAmountField()
    amount_received = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeEnumField(enums.PaymentIntentStatus)
    cancellation_reason = StripeEnumField(enums.PaymentIntentCancellationReason)
    capture_method = StripeEnumField(enums.CaptureMethod)
    canceled_at = StripeDateTimeField()
    receipt_email = StripeTextField()
    transfer_group = StripeCharField(db_index=True)
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="payment_intents"
    )
    customer = StripeForeignKey("Customer")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="payment_intents"
    )
    destination = StripeForeignKey(
        "Account",
        path="transfer_data.destination",
        related_name="destination_payment_intents",
    )
    invoice = InvoiceForeignKey(related_name="payment_intents")
    latest_charge = StripeForeignKey(
        "Charge",
        path=("latest_charge", lambda payload: _newest_of(payload.get("charges"))),
        related_name="latest_of_payment_intents",
    )
    on_behalf_of = StripeForeignKey("Account", related_name="payment_intents")
    payment_method = StripeForeignKey("PaymentMethod", also=("Card", *LEGACY_SOURCES))
    payment_record = StripeForeignKey("PaymentRecord", related_name="payment_intents")
    review = StripeForeignKey("Review", related_name="payment_intents")
    source = StripeForeignKey("Card", also=LEGACY_SOURCES, related_name="payment_intents")

    # attributes
    allowed_payment_method_types: Attribute[list[str] | None] = Attribute()
    amount_details: Attribute[JSON | None] = Attribute()
    application_fee_amount: Attribute[int | None] = Attribute()
    automatic_payment_methods: Attribute[JSON | None] = Attribute()
    confirmation_method: Attribute[str | None] = Attribute()
    excluded_payment_method_types: Attribute[list[str] | None] = Attribute()
    hooks: Attribute[JSON | None] = Attribute()
    last_payment_error: Attribute[JSON | None] = Attribute()
    managed_payments: Attribute[JSON | None] = Attribute()
    next_action: Attribute[JSON | None] = Attribute()
    payment_details: Attribute[JSON | None] = Attribute()
    payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "payment_method_configuration_details.id"
    )
    payment_method_configuration_details: Attribute[JSON | None] = Attribute()
    payment_method_options: Attribute[JSON | None] = Attribute()
    payment_method_types: Attribute[list[str]] = Attribute(default=list)
    presentment_details: Attribute[JSON | None] = Attribute()
    processing: Attribute[JSON | None] = Attribute()
    setup_future_usage: Attribute[str | None] = Attribute()
    shipping: Attribute[JSON | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    statement_descriptor_suffix: Attribute[str | None] = Attribute()
    transfer_data: Attribute[JSON | None] = Attribute()
    parent_payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "payment_method_configuration_details.parent", crosses=True
    )
    tax_calculation = Reference("TaxCalculation", "hooks.inputs.tax.calculation")
    last_error_charge = Reference("Charge", "last_payment_error.charge")

    def __str__(self) -> str:
        status = enums.PaymentIntentStatus.humanize(self.status)
        return summary(self, money_label(self.amount, self.currency), status)

    # predicates

    def invoice_payments_of_it(self) -> Any:
        """The payments of invoices that were made with this payment intent, newest first."""
        rows = _model("InvoicePayment").objects.filter(payment_intent_id=self.id, **_scope(self))
        return rows.order_by("-created", "-djstripe_id")

    # verbs

    def update(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.PaymentIntentUpdate],
    ) -> PaymentIntent:
        """Change this payment intent at Stripe, and return it as it is then."""
        intent: PaymentIntent = self.act(api_key=api_key, stripe_account=stripe_account, **kwargs)
        return intent

    def confirm(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.PaymentIntentConfirm],
    ) -> PaymentIntent:
        """
        Try to collect the payment, and return the payment intent.

        Raises RequiresAction if its payer must act first, with what the browser needs, and
        stripe.CardError if the payment is declined; the row is up to date in both cases.
        """
        intent: PaymentIntent = self.act(
            "confirm", api_key=api_key, stripe_account=stripe_account, **kwargs
        )
        return raise_if_action_is_due(intent, intent)

    def capture(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.PaymentIntentCapture],
    ) -> PaymentIntent:
        """Take the money that was reserved (``amount_to_capture`` in the smallest unit)."""
        intent: PaymentIntent = self.act(
            "capture", api_key=api_key, stripe_account=stripe_account, **kwargs
        )
        return intent

    def cancel(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.PaymentIntentCancel],
    ) -> PaymentIntent:
        """Give the payment up."""
        intent: PaymentIntent = self.act(
            "cancel", api_key=api_key, stripe_account=stripe_account, **kwargs
        )
        return intent

    def increment_authorization(
        self, amount: int, **kwargs: Unpack[params.PaymentIntentIncrementAuthorization]
    ) -> PaymentIntent:
        """
        Reserve more: ``amount`` altogether, in the currency's smallest unit.
        https://docs.stripe.com/payments/incremental-authorization
        """
        intent: PaymentIntent = self.act("increment_authorization", amount=amount, **kwargs)
        return intent

    def refund(
        self,
        amount: Decimal | None = None,
        reason: str | None = None,
        **kwargs: Unpack[params.PaymentIntentRefund],
    ) -> Refund:
        """
        Give the money of its successful charge back, all of it or a part; returns the Refund.

        Otherwise as :meth:`Charge.refund`: ``amount`` is in the currency's major unit.

        Raises ImpossibleAPIRequest if it has no charge in the mirror.
        """
        check_actor(self)
        charge = self.latest_charge
        if charge is None:
            raise ImpossibleAPIRequest(
                f"Payment intent {self.id} has no charge in the mirror that could be refunded: "
                f"refresh_from_stripe() it if it has succeeded."
            )
        refund: Refund = charge.refund(amount, reason, **kwargs)
        return refund

    @property
    def client_secret(self) -> str | None:
        """
        What the payer's browser needs; None on a row that came from the database.

        Stored nowhere: it came with the answer in which a verb returned this row.
        """
        secret = secret_of(self, self.id)
        return None if secret is None else secret.reveal()

    def ask_client_secret(self) -> str:
        """The client secret, asked from Stripe. It is for the payer's browser and nobody else."""
        return _ask_client_secret(self)

    def incomplete_payment(self) -> IncompletePayment | None:
        """What keeps this payment from being through, or None; see ``RequiresAction``."""
        return problem_of(self, self)

    def _api_confirm(self, **kwargs: Any) -> Any:
        """dj-stripe's name for the confirmation; it returns where :meth:`confirm` raises."""
        return self.act("confirm", **kwargs)

    def _api_cancel(self, **kwargs: Any) -> Any:
        """dj-stripe's name for :meth:`cancel`."""
        return self.cancel(**kwargs)

    # twins, for async views

    aupdate = twin(update)
    aconfirm = twin(confirm)
    acapture = twin(capture)
    acancel = twin(cancel)
    aincrement_authorization = twin(increment_authorization)


def _ask_client_secret(intent: StripeModel) -> str:
    answer = get_gateway().retrieve(intent.retrieve_url(), intent.credentials())
    mirror.store([answer])
    return str(answer.data["client_secret"])


def _newest_of(listed: Any) -> Any:
    """The first of a list as Stripe sends it, newest first."""
    members = listed.get("data") if isinstance(listed, Mapping) else None
    return members[0] if members else None


class SetupIntent(StripeModel):
    """
    The way by which a payment method is made ready for later payments.

    The ``client_secret`` is never stored, see :class:`PaymentIntent`.

    https://docs.stripe.com/api/setup_intents
    """

    # declaration
    stripe_class = sdk("SetupIntent")
    object_name = "setup_intent"
    endpoint = "/v1/setup_intents"
    secrets = ("client_secret",)
    stripe_dashboard_item_name = "setup_intents"

    # columns
    status = StripeEnumField(enums.SetupIntentStatus)
    usage = StripeEnumField(enums.IntentUsage)
    cancellation_reason = StripeEnumField(enums.SetupIntentCancellationReason)
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="setup_intents"
    )
    customer = StripeForeignKey("Customer")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="setup_intents"
    )
    latest_attempt = StripeForeignKey("SetupAttempt", related_name="latest_of_setup_intents")
    mandate = StripeForeignKey("Mandate", related_name="setup_intents")
    on_behalf_of = StripeForeignKey("Account", related_name="setup_intents")
    payment_method = StripeForeignKey("PaymentMethod", also=("Card", *LEGACY_SOURCES))
    single_use_mandate = StripeForeignKey("Mandate", related_name="single_use_setup_intents")

    # attributes
    allowed_payment_method_types: Attribute[list[str] | None] = Attribute()
    attach_to_self: Attribute[bool | None] = Attribute()
    automatic_payment_methods: Attribute[JSON | None] = Attribute()
    excluded_payment_method_types: Attribute[list[str] | None] = Attribute()
    flow_directions: Attribute[list[str] | None] = Attribute()
    last_setup_error: Attribute[JSON | None] = Attribute()
    managed_payments: Attribute[JSON | None] = Attribute()
    next_action: Attribute[JSON | None] = Attribute()
    payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "payment_method_configuration_details.id"
    )
    payment_method_configuration_details: Attribute[JSON | None] = Attribute()
    payment_method_options: Attribute[JSON | None] = Attribute()
    payment_method_types: Attribute[list[str]] = Attribute(default=list)
    last_error_charge = Reference("Charge", "last_setup_error.charge")
    parent_payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "payment_method_configuration_details.parent", crosses=True
    )

    def __str__(self) -> str:
        return summary(self, "", enums.SetupIntentStatus.humanize(self.status))

    # verbs

    def update(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.SetupIntentUpdate],
    ) -> SetupIntent:
        """Change this setup intent at Stripe, and return it as it is then."""
        intent: SetupIntent = self.act(api_key=api_key, stripe_account=stripe_account, **kwargs)
        return intent

    def confirm(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.SetupIntentConfirm],
    ) -> SetupIntent:
        """
        Try to set the payment method up, and return the setup intent.

        Raises RequiresAction if its payer must act first, with what the browser needs, and
        stripe.CardError if the card is declined.
        """
        intent: SetupIntent = self.act(
            "confirm", api_key=api_key, stripe_account=stripe_account, **kwargs
        )
        return raise_if_action_is_due(intent, intent)

    @property
    def client_secret(self) -> str | None:
        """What the payer's browser needs; None on a row that came from the database."""
        secret = secret_of(self, self.id)
        return None if secret is None else secret.reveal()

    def ask_client_secret(self) -> str:
        """The client secret, asked from Stripe. It is for the payer's browser and nobody else."""
        return _ask_client_secret(self)

    def incomplete_payment(self) -> IncompletePayment | None:
        """What keeps this setup from being through, or None; see ``RequiresAction``."""
        return problem_of(self, self)

    def cancel(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.SetupIntentCancel],
    ) -> SetupIntent:
        """Give the setup up."""
        intent: SetupIntent = self.act(
            "cancel", api_key=api_key, stripe_account=stripe_account, **kwargs
        )
        return intent

    # twins, for async views

    aupdate = twin(update)
    aconfirm = twin(confirm)
    acancel = twin(cancel)


class SetupAttempt(StripeModel):
    """
    One try to confirm a setup intent.

    https://docs.stripe.com/api/setup_attempts
    """

    # declaration
    stripe_class = sdk("SetupAttempt")
    object_name = "setup_attempt"
    endpoint = "/v1/setup_attempts"
    listable = False
    retrievable = False
    list_under = ("SetupIntent", "setup_intent")
    looked_up_by = "setup_intent"

    # columns
    status = StripeCharField()
    usage = StripeEnumField(enums.IntentUsage)
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="setup_attempts"
    )
    customer = StripeForeignKey("Customer", related_name="setup_attempts")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="setup_attempts"
    )
    on_behalf_of = StripeForeignKey("Account", related_name="setup_attempts")
    payment_method = StripeForeignKey("PaymentMethod", related_name="setup_attempts")
    setup_intent = StripeForeignKey("SetupIntent", related_name="setup_attempts")

    # attributes
    attach_to_self: Attribute[bool | None] = Attribute()
    flow_directions: Attribute[list[str] | None] = Attribute()
    payment_method_details: Attribute[JSON | None] = Attribute()
    setup_error: Attribute[JSON | None] = Attribute()
    generated_payment_method = Reference(
        "PaymentMethod",
        "payment_method_details.card_present.generated_card",
        "payment_method_details.bancontact.generated_sepa_debit",
        "payment_method_details.ideal.generated_sepa_debit",
        "payment_method_details.sofort.generated_sepa_debit",
    )
    error_charge = Reference("Charge", "setup_error.charge")
    generated_mandate = Reference(
        "Mandate",
        "payment_method_details.bancontact.generated_sepa_debit_mandate",
        "payment_method_details.ideal.generated_sepa_debit_mandate",
        "payment_method_details.sofort.generated_sepa_debit_mandate",
    )

    def __str__(self) -> str:
        return summary(self, "", self.status or "")


_PREVIEWED_CARD = "payment_method_preview.card.generated_from"


class ConfirmationToken(StripeModel):
    """
    What a browser hands over so that the server may confirm an intent.

    https://docs.stripe.com/api/confirmation_tokens
    """

    # declaration
    stripe_class = sdk("ConfirmationToken")
    object_name = "confirmation_token"
    endpoint = "/v1/confirmation_tokens"
    listable = False

    # columns
    expires_at = StripeDateTimeField()
    payment_intent = StripeForeignKey("PaymentIntent", related_name="confirmation_tokens")
    setup_intent = StripeForeignKey("SetupIntent", related_name="confirmation_tokens")
    # The preview itself is a copy and no payment method yet; whose it is, is a fact.
    customer = StripeForeignKey(
        "Customer",
        path="payment_method_preview.customer",
        related_name="confirmation_tokens",
    )

    # attributes
    mandate_data: Attribute[JSON | None] = Attribute()
    payment_method_options: Attribute[JSON | None] = Attribute()
    payment_method_preview: Attribute[JSON | None] = Attribute()
    return_url: Attribute[str | None] = Attribute()
    setup_future_usage: Attribute[str | None] = Attribute()
    shipping: Attribute[JSON | None] = Attribute()
    use_stripe_sdk: Attribute[bool | None] = Attribute()
    generated_from_charge = Reference(
        "Charge",
        "payment_method_preview.sepa_debit.generated_from.charge",
        f"{_PREVIEWED_CARD}.charge",
    )
    generated_from_setup_attempt = Reference(
        "SetupAttempt",
        "payment_method_preview.card.generated_from.setup_attempt",
        "payment_method_preview.sepa_debit.generated_from.setup_attempt",
    )
    financial_connections_account = Reference(
        "FinancialConnectionsAccount",
        "payment_method_preview.us_bank_account.financial_connections_account",
    )
    generated_from_card = Reference(
        "PaymentMethod", f"{_PREVIEWED_CARD}.payment_method_details.card_present.generated_card"
    )
    terminal_location = Reference(
        "TerminalLocation", f"{_PREVIEWED_CARD}.payment_method_details.card_present.location"
    )
    terminal_reader = Reference(
        "TerminalReader", f"{_PREVIEWED_CARD}.payment_method_details.card_present.reader"
    )
    preview_customer_account = Reference(
        "AccountV2", "payment_method_preview.customer_account", crosses=True
    )


_GENERATED = ("bancontact", "ideal", "sofort")


def _details(*names: str) -> tuple[str, ...]:
    return tuple(f"payment_method_details.{name}" for name in names)


class PaymentRecord(StripeModel):
    """
    One payment as a whole, whoever processed it.

    https://docs.stripe.com/api/payment-record
    """

    # declaration
    stripe_class = sdk("PaymentRecord")
    object_name = "payment_record"
    endpoint = "/v1/payment_records"
    lists_by_created = False

    # columns
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    reported_by = StripeCharField()
    customer_presence = StripeCharField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="payment_records"
    )
    customer = StripeForeignKey(
        "Customer", path="customer_details.customer", related_name="payment_records"
    )
    latest_payment_attempt_record = StripeForeignKey(
        "PaymentAttemptRecord", related_name="latest_of_payment_records"
    )
    payment_method = StripeForeignKey(
        "PaymentMethod",
        path="payment_method_details.payment_method",
        related_name="payment_records",
    )

    # attributes
    amount_authorized: Attribute[JSON | None] = Attribute()
    amount_canceled: Attribute[JSON | None] = Attribute()
    amount_failed: Attribute[JSON | None] = Attribute()
    amount_guaranteed: Attribute[JSON | None] = Attribute()
    amount_refunded: Attribute[JSON | None] = Attribute()
    amount_requested: Attribute[JSON | None] = Attribute()
    customer_details: Attribute[JSON | None] = Attribute()
    payment_method_details: Attribute[JSON | None] = Attribute()
    processor_details: Attribute[JSON | None] = Attribute()
    shipping_details: Attribute[JSON | None] = Attribute()
    generated_payment_method = Reference(
        "PaymentMethod", *_details(*(f"{name}.generated_sepa_debit" for name in _GENERATED))
    )
    mandate = Reference(
        "Mandate",
        *_details(
            "us_bank_account.mandate",
            *(f"{name}.generated_sepa_debit_mandate" for name in _GENERATED),
        ),
        of_payment_method("mandate"),
    )
    generated_card = Reference("PaymentMethod", of_payment_method("generated_card"))
    terminal_location = Reference("TerminalLocation", of_payment_method("location"))
    terminal_reader = Reference("TerminalReader", of_payment_method("reader"))

    def __str__(self) -> str:
        return f"{self.id} {money_label(self.amount, self.currency)}".strip()


class PaymentAttemptRecord(StripeModel):
    """
    One attempt at a payment that a PaymentRecord describes.

    https://docs.stripe.com/api/payment-attempt-record
    """

    # declaration
    stripe_class = sdk("PaymentAttemptRecord")
    object_name = "payment_attempt_record"
    endpoint = "/v1/payment_attempt_records"
    listable = False
    list_under = ("PaymentRecord", "payment_record")
    lists_by_created = False

    # columns
    amount = StripeQuantumCurrencyAmountField(path="amount.value")
    currency = StripeCurrencyCodeField(path="amount.currency")
    reported_by = StripeCharField()
    customer_presence = StripeCharField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="payment_attempt_records"
    )
    customer = StripeForeignKey(
        "Customer", path="customer_details.customer", related_name="payment_attempt_records"
    )
    payment_record = StripeForeignKey("PaymentRecord", related_name="payment_attempt_records")
    payment_method = StripeForeignKey(
        "PaymentMethod",
        path="payment_method_details.payment_method",
        related_name="payment_attempt_records",
    )

    # attributes
    amount_authorized: Attribute[JSON | None] = Attribute()
    amount_canceled: Attribute[JSON | None] = Attribute()
    amount_failed: Attribute[JSON | None] = Attribute()
    amount_guaranteed: Attribute[JSON | None] = Attribute()
    amount_refunded: Attribute[JSON | None] = Attribute()
    amount_requested: Attribute[JSON | None] = Attribute()
    customer_details: Attribute[JSON | None] = Attribute()
    payment_method_details: Attribute[JSON | None] = Attribute()
    processor_details: Attribute[JSON | None] = Attribute()
    shipping_details: Attribute[JSON | None] = Attribute()
    generated_payment_method = Reference(
        "PaymentMethod", *_details(*(f"{name}.generated_sepa_debit" for name in _GENERATED))
    )
    mandate = Reference(
        "Mandate",
        *_details(
            "us_bank_account.mandate",
            *(f"{name}.generated_sepa_debit_mandate" for name in _GENERATED),
        ),
        of_payment_method("mandate"),
    )
    generated_card = Reference("PaymentMethod", of_payment_method("generated_card"))
    terminal_location = Reference("TerminalLocation", of_payment_method("location"))
    terminal_reader = Reference("TerminalReader", of_payment_method("reader"))

    def __str__(self) -> str:
        return f"{self.id} {money_label(self.amount, self.currency)}".strip()


# ------------------------------------------------------------------------- payouts, topups


class Payout(StripeModel):
    """
    Money sent from the Stripe balance to a bank account or a debit card.

    https://docs.stripe.com/api/payouts
    """

    # declaration
    stripe_class = sdk("Payout")
    object_name = "payout"
    endpoint = "/v1/payouts"
    expand_fields: ClassVar[list[str]] = ["destination"]
    stripe_dashboard_item_name = "payouts"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeEnumField(enums.PayoutStatus)
    type = StripeEnumField(enums.PayoutType)
    method = StripeEnumField(enums.PayoutMethod)
    source_type = StripeEnumField(enums.PayoutSourceType)
    failure_code = StripeEnumField(enums.PayoutFailureCode)
    reconciliation_status = StripeCharField()
    automatic = StripeBooleanField()
    arrives_at = StripeDateTimeField(
        path="arrival_date", help_text="When it arrives; arrival_date is the same in Unix seconds."
    )
    application_fee = StripeForeignKey("ApplicationFee", crosses=True, related_name="payouts")
    balance_transaction = StripeForeignKey("BalanceTransaction")
    destination = StripeForeignKey("BankAccount", also=("Card",))
    failure_balance_transaction = StripeForeignKey(
        "BalanceTransaction", related_name="failure_payouts"
    )
    payout_method = StripeForeignKey(
        "MoneyManagementFinancialAccount",
        also=("MoneyManagementPayoutMethod",),
        related_name="payouts",
    )
    # dj-stripe's reverse names, though several rows stand behind them.
    original_payout = StripeForeignKey("Payout", related_name="payout")
    reversed_by = StripeForeignKey("Payout", related_name="reversed_payout")

    # attributes
    application_fee_amount: Attribute[int | None] = Attribute()
    arrival_date: Attribute[int | None] = Attribute()
    failure_message: Attribute[str | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    trace_id: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        status = enums.PayoutStatus.humanize(self.status)
        return summary(self, money_label(self.amount, self.currency), status)

    # verbs

    @classmethod
    def create(cls, amount: int, currency: str, **kwargs: Unpack[params.PayoutCreate]) -> Payout:
        """
        Send money from the balance to the bank, and return the payout.

        ``amount`` is in the currency's smallest unit; forints and Taiwan dollars are paid out in
        whole units only. ``destination`` may be a BankAccount or Card. ``stripe_account`` and
        ``livemode`` say where; further arguments are Stripe's.
        https://docs.stripe.com/api/payouts/create
        """
        payout: Payout = cls.create_at_stripe(amount=amount, currency=currency, **kwargs)
        return payout

    def update(self, **kwargs: Unpack[params.PayoutUpdate]) -> Payout:
        """Change its ``metadata``."""
        payout: Payout = self.act(expand=self.expand_fields, **kwargs)
        return payout

    def cancel(self, **kwargs: Unpack[params.PayoutCancel]) -> Payout:
        """Stop a payout that has not been sent yet. Returns the payout."""
        payout: Payout = self.act("cancel", **kwargs)
        return payout

    def reverse(self, **kwargs: Unpack[params.PayoutReverse]) -> Payout:
        """Call the money of a payout back. Returns the new payout that brings it."""
        payout: Payout = self.act("reverse", **kwargs)
        return payout

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    acancel = twin(cancel)
    areverse = twin(reverse)


class Topup(StripeModel):
    """
    Money brought into the Stripe balance.

    https://docs.stripe.com/api/topups
    """

    # declaration
    stripe_class = sdk("Topup")
    object_name = "topup"
    endpoint = "/v1/topups"
    stripe_dashboard_item_name = "topups"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeCharField()
    failure_code = StripeCharField()
    transfer_group = StripeCharField(db_index=True)
    expected_availability_date = StripeDateTimeField()
    balance_transaction = StripeForeignKey("BalanceTransaction", related_name="topups")
    payment_method = StripeForeignKey("PaymentMethod", related_name="topups")
    source = StripeForeignKey("Source", also=("BankAccount", "Card"), related_name="topups")

    # attributes
    failure_message: Attribute[str | None] = Attribute()
    initiated_by: Attribute[str | None] = Attribute()
    payment_method_options: Attribute[JSON | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.status or "")

    # verbs

    def cancel(self, **kwargs: Unpack[params.TopupCancel]) -> Topup:
        """Stop a top-up that is still pending. Returns the top-up."""
        topup: Topup = self.act("cancel", **kwargs)
        return topup

    # twins, for async views

    acancel = twin(cancel)


# --------------------------------------------------------------------- products and prices


class Product(StripeModel):
    """
    A thing or service that is sold; its prices say for how much.

    https://docs.stripe.com/api/products
    """

    # declaration
    stripe_class = sdk("Product")
    object_name = "product"
    endpoint = "/v1/products"
    stripe_dashboard_item_name = "products"

    # columns
    name = StripeTextField()
    active = StripeBooleanField()
    type = StripeEnumField(enums.ProductType)
    default_price = StripeForeignKey("Price", related_name="default_of_products")
    tax_code = StripeForeignKey(
        "TaxCode", path=("tax_code", "tax_details.tax_code"), related_name="products"
    )

    # attributes
    images: Attribute[list[str]] = Attribute(default=list)
    # The same list was called features until 2024-04-10.
    marketing_features: Attribute[list[JSON]] = Attribute(
        "marketing_features", "features", default=list
    )
    package_dimensions: Attribute[JSON | None] = Attribute()
    shippable: Attribute[bool | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    tax_details: Attribute[JSON | None] = Attribute()
    unit_label: Attribute[str | None] = Attribute()
    updated: Attribute[int | None] = Attribute()
    url: Attribute[str | None] = Attribute()
    performance_location = Reference("TaxLocation", "tax_details.performance_location")

    def __str__(self) -> str:
        return self.name or self.id or ""

    # verbs

    @classmethod
    def create(cls, **kwargs: Unpack[params.ProductCreate]) -> Product:
        """
        Create a product at Stripe (``name``, ``default_price_data``, ``tax_code`` …), and return
        its row. ``stripe_account`` and ``livemode`` say where.
        """
        product: Product = cls.create_at_stripe(**kwargs)
        return product

    def update(self, **kwargs: Unpack[params.ProductUpdate]) -> Product:
        """Change it at Stripe (``name``, ``default_price``, ``marketing_features`` …)."""
        product: Product = self.act(**kwargs)
        return product

    def archive(self) -> Product:
        """Sell it no more. What is sold of it goes on."""
        return self.update(active=False)

    def activate(self) -> Product:
        """Sell it again."""
        return self.update(active=True)

    def remove(self) -> Product:
        """Delete it at Stripe, which can be done while it has no prices."""
        product: Product = self.act(method="delete")
        return product

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    aarchive = twin(archive)
    aactivate = twin(activate)
    aremove = twin(remove)


class Price(StripeModel):
    """
    What a product costs, once or per interval.

    https://docs.stripe.com/api/prices
    """

    # declaration
    stripe_class = sdk("Price")
    object_name = "price"
    endpoint = "/v1/prices"
    expand_fields: ClassVar[list[str]] = ["currency_options", "product", "tiers"]
    expanded_only = ("currency_options", "tiers")
    stripe_dashboard_item_name = "prices"

    # columns
    active = StripeBooleanField()
    currency = StripeCurrencyCodeField()
    nickname = StripeCharField()
    lookup_key = StripeCharField(db_index=True)
    type = StripeEnumField(enums.PriceType)
    billing_scheme = StripeEnumField(enums.BillingScheme)
    unit_amount = StripeQuantumCurrencyAmountField()
    recurring_interval = StripeEnumField(enums.PlanInterval, path="recurring.interval")
    product = StripeForeignKey("Product", related_name="prices")
    meter = StripeForeignKey("Meter", path="recurring.meter", related_name="prices")

    # attributes
    currency_options: Attribute[JSON | None] = Attribute()
    custom_unit_amount: Attribute[JSON | None] = Attribute()
    recurring: Attribute[JSON | None] = Attribute()
    tax_behavior: Attribute[str | None] = Attribute()
    tiers: Attribute[list[JSON] | None] = Attribute()
    tiers_mode: Attribute[str | None] = Attribute()
    transform_quantity: Attribute[JSON | None] = Attribute()
    unit_amount_decimal: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        product = self.product
        if product is None:
            return self.human_readable_price
        return f"{self.human_readable_price} for {product}"

    # predicates

    @property
    def human_readable_price(self) -> str:
        """The price for people: ``$20.00 USD/month``, ``2,000 JPY (one time)``."""
        if self.billing_scheme == enums.BillingScheme.tiered:
            amount = self._tiered_label()
        else:
            amount = self._unit_label()
        recurring = self.recurring
        if not recurring:
            return _("{amount} (one time)").format(amount=amount)
        count = recurring.get("interval_count") or 1
        interval = _interval(recurring.get("interval"), count)
        if count == 1:
            return _("{amount}/{interval}").format(amount=amount, interval=interval)
        return _("{amount} / every {count} {interval}").format(
            amount=amount, count=count, interval=interval
        )

    def _unit_label(self) -> str:
        if self.custom_unit_amount:
            return _("The customer's choice")
        label = self._label(self.unit_amount, self.unit_amount_decimal)
        package = (self.transform_quantity or {}).get("divide_by")
        if package:
            return _("{amount} per {count} units").format(amount=label, count=package)
        return label

    def _tiered_label(self) -> str:
        tiers = self.tiers
        if not tiers:
            return _("Tiered")
        first = tiers[0]
        unit = self._label(first.get("unit_amount"), first.get("unit_amount_decimal"))
        label = _("Starts at {amount} per unit").format(amount=unit)
        flat, flat_decimal = first.get("flat_amount"), first.get("flat_amount_decimal")
        if flat is None and flat_decimal is None:
            return label
        return f"{label} + {self._label(flat, flat_decimal)}"

    def _label(self, minor: int | None, precise: str | None) -> str:
        """An amount; Stripe sends only the precise one where it has fractions of a cent."""
        exact = Decimal(str(precise)) if minor is None and precise is not None else minor
        return money_label(exact or 0, self.currency)

    # verbs

    @classmethod
    def create(cls, **kwargs: Unpack[params.PriceCreate]) -> Price:
        """
        Create a price at Stripe, and return its row.

        ``unit_amount`` is in the currency's major unit (a Decimal, or a whole number);
        ``product`` may be a row. Everything else is as Stripe has it.

        Raises InvalidAmount if the amount is negative, a float or too precise: for fractions of
        a cent use ``unit_amount_decimal``, which is in the smallest unit as at Stripe.
        """
        amount: Any = kwargs.get("unit_amount")
        if amount is not None:
            whole = isinstance(amount, int) and not isinstance(amount, bool)
            kwargs["unit_amount"] = money.minor_units(
                Decimal(amount) if whole else amount,
                kwargs.get("currency") or "",
                allow_negative=False,
            )
        price: Price = cls.create_at_stripe(**kwargs)
        return price

    @classmethod
    def get_or_create(cls, **kwargs: Unpack[params.PriceGetOrCreate]) -> tuple[Price, bool]:
        """
        A price and whether it is new: the mirrored one with the given ``id`` or
        ``lookup_key``, else a new one made of the other arguments (see :meth:`create`).

        ``livemode`` (None: STRIPE_LIVE_MODE) and ``stripe_account`` say where. Stripe chooses
        the ids of prices, so an ``id`` that is not mirrored is looked up there; one that Stripe
        does not know raises stripe.InvalidRequestError.

        Raises TypeError if neither ``id`` nor ``lookup_key`` is given.
        """
        wanted, lookup_key = kwargs.pop("id", None), kwargs.get("lookup_key")
        if not (wanted or lookup_key):
            raise TypeError("get_or_create() needs the id or the lookup_key of the price to get.")
        livemode, api_key = kwargs.get("livemode"), kwargs.get("api_key")
        if livemode is None:
            livemode = djstripe_settings.STRIPE_LIVE_MODE
        named = {"id": wanted} if wanted else {"lookup_key": lookup_key, "active": True}
        mirrored = cls.objects.filter(livemode=livemode, **named)
        account = kwargs.get("stripe_account") or _account_of_key(api_key, livemode)
        if account:
            mirrored = mirrored.filter(djstripe_owner_account_id=account)
        found = mirrored.order_by("-created", "-djstripe_id").first()
        if found is not None:
            return found, False
        if not wanted:
            return cls.create(**kwargs), True  # type: ignore[misc]
        credentials = flows.find_credentials(
            account=kwargs.get("stripe_account"), livemode=livemode, api_key=api_key
        )
        snapshot = get_gateway().retrieve(
            cls.path_of(wanted), credentials, expand=tuple(cls.expand_fields)
        )
        return mirror.store([snapshot])[0].row, False

    def update(self, **kwargs: Unpack[params.PriceUpdate]) -> Price:
        """
        Change it at Stripe (``nickname``, ``lookup_key``, ``active`` …); what it costs cannot be
        changed: create another price.
        """
        price: Price = self.act(expand=self.expand_fields, **kwargs)
        return price

    def archive(self) -> Price:
        """Sell at this price no more. Subscriptions that have it go on."""
        return self.update(active=False)

    def activate(self) -> Price:
        """Sell at this price again."""
        return self.update(active=True)

    # twins, for async views

    acreate = class_twin(create)
    aget_or_create = class_twin(get_or_create)
    aupdate = twin(update)
    aarchive = twin(archive)
    aactivate = twin(activate)


def _interval(interval: Any, count: int) -> str:
    """``month`` or ``months``, translated."""
    names = {
        "day": ngettext("day", "days", count),
        "week": ngettext("week", "weeks", count),
        "month": ngettext("month", "months", count),
        "year": ngettext("year", "years", count),
    }
    return names.get(interval) or str(interval or "")


# ---------------------------------------------------------------------------------- refund


class Refund(StripeModel):
    """
    Money given back to who paid.

    https://docs.stripe.com/api/refunds
    """

    # declaration
    stripe_class = sdk("Refund")
    object_name = "refund"
    endpoint = "/v1/refunds"
    stripe_dashboard_item_name = "refunds"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    status = StripeEnumField(enums.RefundStatus)
    reason = StripeEnumField(enums.RefundReason)
    failure_reason = StripeEnumField(enums.RefundFailureReason)
    pending_reason = StripeCharField()
    balance_transaction = StripeForeignKey("BalanceTransaction")
    charge = StripeForeignKey("Charge", related_name="refunds")
    customer = StripeForeignKey("Customer", related_name="refunds")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="refunds"
    )
    failure_balance_transaction = StripeForeignKey(
        "BalanceTransaction", related_name="failure_refunds"
    )
    payment_intent = StripeForeignKey("PaymentIntent", related_name="refunds")
    payment_method = StripeForeignKey(
        "PaymentMethod", also=("Card", *LEGACY_SOURCES), related_name="refunds"
    )
    source_transfer_reversal = StripeForeignKey(
        "TransferReversal", crosses=True, related_name="destination_refunds"
    )
    transfer_reversal = StripeForeignKey("TransferReversal", related_name="refunds")

    # attributes
    destination_details: Attribute[JSON | None] = Attribute()
    instructions_email: Attribute[str | None] = Attribute()
    next_action: Attribute[JSON | None] = Attribute()
    presentment_details: Attribute[JSON | None] = Attribute()
    receipt_number: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        status = enums.RefundStatus.humanize(self.status)
        return summary(self, money_label(self.amount, self.currency), status)

    # predicates

    def get_stripe_dashboard_url(self) -> str:
        """The page of the payment that was refunded, or "" if the refund names none."""
        payment = self.charge_id or self.payment_intent_id
        return f"{self.dashboard_base()}payments/{payment}" if payment else ""

    # verbs

    def update(self, **kwargs: Unpack[params.RefundUpdate]) -> Refund:
        """Change its ``metadata``."""
        refund: Refund = self.act(**kwargs)
        return refund

    def cancel(self, **kwargs: Unpack[params.RefundCancel]) -> Refund:
        """Stop a refund that waits for an action of the customer. Returns the refund."""
        refund: Refund = self.act("cancel", **kwargs)
        return refund

    # twins, for async views

    aupdate = twin(update)
    acancel = twin(cancel)
