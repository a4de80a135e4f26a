"""
Invoices: what a customer owes and for what, and what was paid towards it.

https://docs.stripe.com/api/invoices
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import stripe
from django.apps import apps
from django.db import models
from django.utils import timezone

from .. import enums
from ..exceptions import ImpossibleAPIRequest
from ..fields import (
    Attribute,
    Misfit,
    NestedList,
    OwnedSet,
    Payload,
    Reference,
    References,
    ScopedForwardDescriptor,
    StripeBooleanField,
    StripeCharField,
    StripeColumn,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
    follow,
)
from ..gateway import MAX_DOWNLOAD_BYTES, get_gateway
from ..managers import (
    InvoiceManager,
    InvoicePaymentManager,
)
from ..utils import QuerySetMock
from .answers import raise_as_payment
from .base import StripeModel, sdk, to_params
from .embedded import money_label
from .flows import flows
from .guards import check_actor
from .invoice_lines import InvoiceItem, LineItem
from .shapes import (
    as_datetime,
    as_list,
    sum_of_taxes,
    tax_amounts,
    tax_rate_ids,
    taxes,
)
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import InvoicePaymentQuerySet, InvoiceQuerySet
    from . import params
    from .core import Refund

JSON = dict[str, Any]

LEGACY_SOURCES = ("Source", "BankAccount", "Account")

# What Stripe says where nothing would be billed.
NOTHING_TO_INVOICE = "invoice_upcoming_none"


# ------------------------------------------------------------ what an invoice is paid with


class ThroughPayments(ScopedForwardDescriptor):
    """
    ``invoice.charge``, ``invoice.payment_intent``: named by the payload up to API version
    acacia, since basil found through the invoice's payments.
    """

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        if instance is None or found is not None or instance.pk is None:
            return found
        for payment in instance.payments_to_believe():
            if (found := getattr(payment, self.field.name)) is not None:
                return found
        return None


class PaidThrough(StripeForeignKey):
    """
    The charge or payment intent that pays an invoice.

    The column holds what the payload says of it: old payloads name it, newer ones if their
    payments were expanded. Plain access (``invoice.charge``) also finds what newer ones say
    in an InvoicePayment of its own.
    """

    forward_related_accessor_class = ThroughPayments


class PaidThroughCharge(PaidThrough):
    """Likewise; the charge gets dj-stripe's way back to one invoice, ``charge.latest_invoice``."""

    def contribute_to_related_class(self, cls: type[models.Model], related: Any) -> None:
        super().contribute_to_related_class(cls, related)
        cls.latest_invoice = property(_latest_invoice)  # type: ignore[attr-defined]


def _latest_invoice(charge: Any) -> Any:
    """The newest invoice that this charge pays, or None."""
    return charge.latest_invoices.order_by("-created", "-djstripe_id").first() or charge.invoice


def _in_payments(name: str) -> Callable[[Payload], Any]:
    """The charge or payment intent of the payment that counts, where payments are expanded."""

    def of(payload: Payload) -> Any:
        members = [m for m in follow(payload, "payments[]") or [] if isinstance(m, Mapping)]
        members.sort(key=lambda m: (m.get("status") == "paid", m.get("is_default") is True))
        for payment in reversed(members):
            if (found := follow(payment, f"payment.{name}")) is not None:
                return found
        return None

    return of


# ---------------------------------------------------------------------------- the invoice


class Invoice(StripeModel):
    """
    What a customer owes for a subscription's period or for single items.

    https://docs.stripe.com/api/invoices
    """

    # declaration
    stripe_class = sdk("Invoice")
    object_name = "invoice"
    endpoint = "/v1/invoices"
    expand_fields: ClassVar[list[str]] = ["discounts", "lines.data.discounts", "payments"]
    # Since basil Stripe sends the payments only where they are expanded.
    expanded_only = ("payments",)
    secrets = ("confirmation_secret",)
    sets = (OwnedSet("lines", "LineItem", owner="invoice"),)
    nested = (NestedList("payments"),)
    stripe_dashboard_item_name = "invoices"

    # columns: state
    status = StripeEnumField(enums.InvoiceStatus, db_index=True)
    paid = StripeBooleanField(
        path=(
            "paid",
            lambda payload: payload["status"] == "paid" if payload.get("status") else None,
        )
    )
    number = StripeCharField(db_index=True)
    billing_reason = StripeEnumField(enums.InvoiceBillingReason)
    collection_method = StripeEnumField(
        enums.InvoiceCollectionMethod, path=("collection_method", "billing")
    )
    attempt_count = StripeIntegerField()
    attempted = StripeBooleanField()
    auto_advance = StripeBooleanField()
    customer_email = StripeTextField()

    # columns: money, in the currency's smallest unit
    currency = StripeCurrencyCodeField()
    amount_due = StripeQuantumCurrencyAmountField()
    amount_paid = StripeQuantumCurrencyAmountField()
    amount_remaining = StripeQuantumCurrencyAmountField()
    subtotal = StripeQuantumCurrencyAmountField()
    total = StripeQuantumCurrencyAmountField()

    # columns: moments
    due_date = StripeDateTimeField()
    effective_at = StripeDateTimeField()
    next_payment_attempt = StripeDateTimeField()
    period_start = StripeDateTimeField()
    period_end = StripeDateTimeField()
    finalized_at = StripeDateTimeField(path=("status_transitions.finalized_at", "finalized_at"))
    paid_at = StripeDateTimeField(path="status_transitions.paid_at")

    # columns: relations
    charge = PaidThroughCharge(
        "Charge", path=("charge", _in_payments("charge")), related_name="latest_invoices"
    )
    payment_intent = PaidThrough(
        "PaymentIntent",
        path=("payment_intent", _in_payments("payment_intent")),
        related_name="paid_invoices",
    )
    customer = StripeForeignKey("Customer", related_name="invoices")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="invoices"
    )
    subscription = StripeForeignKey(
        "Subscription",
        path=("parent.subscription_details.subscription", "subscription"),
        related_name="invoices",
    )
    quote = StripeForeignKey(
        "Quote", path=("parent.quote_details.quote", "quote"), related_name="invoices"
    )
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="invoices"
    )
    default_payment_method = StripeForeignKey(
        "PaymentMethod", also=("Card", *LEGACY_SOURCES), related_name="default_of_invoices"
    )
    default_source = StripeForeignKey(
        "Card", also=LEGACY_SOURCES, related_name="default_of_invoices"
    )
    from_invoice = StripeForeignKey(
        "Invoice", path="from_invoice.invoice", related_name="revisions"
    )
    latest_revision = StripeForeignKey("Invoice", related_name="revised_invoices")
    on_behalf_of = StripeForeignKey("Account", related_name="invoices_on_behalf")
    rendering_template = StripeForeignKey(
        "InvoiceRenderingTemplate", path="rendering.template", related_name="invoices"
    )
    test_clock = StripeForeignKey("TestClock", db_index=False, related_name="invoices")

    # attributes
    account_country: Attribute[str | None] = Attribute()
    account_name: Attribute[str | None] = Attribute()
    amount_overpaid: Attribute[int | None] = Attribute()
    amount_paid_off_stripe: Attribute[int | None] = Attribute()
    amount_shipping: Attribute[int | None] = Attribute()
    application_fee_amount: Attribute[int | None] = Attribute()
    automatic_tax: Attribute[JSON | None] = Attribute()
    automatically_finalizes_at: Attribute[dt.datetime | None] = Attribute(convert=as_datetime)
    custom_fields: Attribute[list[JSON] | None] = Attribute()
    customer_address: Attribute[JSON | None] = Attribute()
    customer_name: Attribute[str | None] = Attribute()
    customer_phone: Attribute[str | None] = Attribute()
    customer_shipping: Attribute[JSON | None] = Attribute()
    customer_tax_exempt: Attribute[str | None] = Attribute()
    customer_tax_ids: Attribute[list[JSON] | None] = Attribute()
    ending_balance: Attribute[int | None] = Attribute()
    footer: Attribute[str | None] = Attribute()
    hosted_invoice_url: Attribute[str | None] = Attribute()
    invoice_pdf: Attribute[str | None] = Attribute()
    issuer: Attribute[JSON | None] = Attribute()
    last_finalization_error: Attribute[JSON | None] = Attribute()
    marked_uncollectible_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.marked_uncollectible_at", convert=as_datetime
    )
    parent: Attribute[JSON | None] = Attribute()
    payment_settings: Attribute[JSON | None] = Attribute()
    post_payment_credit_notes_amount: Attribute[int | None] = Attribute()
    pre_payment_credit_notes_amount: Attribute[int | None] = Attribute()
    receipt_number: Attribute[str | None] = Attribute()
    rendering: Attribute[JSON | None] = Attribute("rendering", "rendering_options")
    shipping_cost: Attribute[JSON | None] = Attribute()
    shipping_details: Attribute[JSON | None] = Attribute()
    starting_balance: Attribute[int | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    status_details: Attribute[JSON | None] = Attribute()
    status_transitions: Attribute[JSON | None] = Attribute()
    subscription_metadata: Attribute[JSON | None] = Attribute(
        "parent.subscription_details.metadata",
        "subscription_details.metadata",
        doc="The subscription's metadata as they were when the invoice was made.",
    )
    subscription_proration_date: Attribute[int | None] = Attribute(
        "parent.subscription_details.subscription_proration_date",
        "subscription_proration_date",
        doc="Unix seconds.",
    )
    subtotal_excluding_tax: Attribute[int | None] = Attribute()
    tax: Attribute[int | None] = Attribute(
        "tax", sum_of_taxes("total_taxes", "total_tax_amounts"), doc="What all taxes amount to."
    )
    threshold_reason: Attribute[JSON | None] = Attribute()
    total_discount_amounts: Attribute[list[JSON] | None] = Attribute()
    total_excluding_tax: Attribute[int | None] = Attribute()
    total_pretax_credit_amounts: Attribute[list[JSON] | None] = Attribute()
    total_tax_amounts: Attribute[list[JSON] | None] = Attribute(
        tax_amounts("total_taxes", "total_tax_amounts"), doc="``total_taxes``, in the old shape."
    )
    total_taxes: Attribute[list[JSON] | None] = Attribute(taxes("total_taxes", "total_tax_amounts"))
    transfer_data: Attribute[JSON | None] = Attribute()
    voided_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.voided_at", convert=as_datetime
    )
    webhooks_delivered_at: Attribute[int | None] = Attribute(doc="Unix seconds.")
    account_tax_ids = References("TaxId", "account_tax_ids[]")
    credit_balance_transactions_applied = References(
        "CreditBalanceTransaction", "total_pretax_credit_amounts[].credit_balance_transaction"
    )
    default_tax_rates = References("TaxRate", "default_tax_rates[]")
    discounts = References("Discount", "discounts[]", as_list("discount"))  # type: ignore[arg-type]
    discount = Reference("Discount", "discount", doc="The only discount of old payloads.")
    discounts_applied = References(
        "Discount",
        "total_discount_amounts[].discount",
        "total_pretax_credit_amounts[].discount",
    )
    issuer_account = Reference("Account", "issuer.account")
    shipping_rate = Reference("ShippingRate", "shipping_cost.shipping_rate")
    tax_liability_account = Reference("Account", "automatic_tax.liability.account")
    transfer_destination = Reference("Account", "transfer_data.destination")
    default_mandate = Reference("Mandate", "payment_settings.default_mandate")
    last_error_charge = Reference("Charge", "last_finalization_error.charge")
    threshold_line_items = References("LineItem", "threshold_reason.item_reasons[].line_item_ids[]")
    tax_rates_applied = References(
        "TaxRate",
        "total_taxes[].tax_rate_details.tax_rate",
        tax_rate_ids("total_tax_amounts"),  # type: ignore[arg-type]
    )

    objects: ClassVar[InvoiceQuerySet[Invoice]] = InvoiceManager()
    stripe_objects: ClassVar[InvoiceQuerySet[Invoice]] = InvoiceManager()

    class Meta(StripeModel.Meta):
        ordering: ClassVar[list[str]] = ["-created"]

    def __str__(self) -> str:
        amount = money_label(
            self.total if self.total is not None else self.amount_due, self.currency
        )
        state = enums.InvoiceStatus.humanize(self.status).lower()
        name = self.number or self.receipt_number or self.id or "preview"
        return f"Invoice #{name} for {amount} ({state})" if amount else f"Invoice #{name} ({state})"

    # predicates

    @property
    def tax_percent(self) -> float | None:
        """
        The percentage added as tax: of payloads from before tax rates, as they say it; since
        then the percentage of the invoice's default tax rate, if it has just one.
        """
        said = (self.stripe_data or {}).get("tax_percent")
        if said is not None:
            return float(said)
        rates = list(self.default_tax_rates[:2])
        return rates[0].percentage if len(rates) == 1 else None

    @property
    def total_discount_amount(self) -> int:
        """What all discounts together take off, in the currency's smallest unit."""
        return sum(each.get("amount") or 0 for each in self.total_discount_amounts or [])

    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return bool(self.status == enums.InvoiceStatus.draft)

    def is_open(self) -> bool:
        """Whether it is final and awaits payment."""
        return bool(self.status == enums.InvoiceStatus.open)

    def is_paid(self) -> bool:
        """Whether nothing is owed any more."""
        return bool(self.status == enums.InvoiceStatus.paid)

    def is_void(self) -> bool:
        """Whether it was taken back."""
        return bool(self.status == enums.InvoiceStatus.void)

    def is_uncollectible(self) -> bool:
        """Whether it is given up as lost."""
        return bool(self.status == enums.InvoiceStatus.uncollectible)

    def is_overdue(self) -> bool:
        """Whether it is open and its due date has passed."""
        return self.is_open() and self.due_date is not None and self.due_date < timezone.now()

    def payments_to_believe(self) -> Any:
        """Its payments, what is paid first, then what is awaited by default, then the newest."""
        return self.payments.select_related("charge", "payment_intent").order_by(
            models.Case(models.When(status="paid", then=0), default=1),
            models.Case(models.When(is_default=True, then=0), default=1),
            "-created",
            "-djstripe_id",
        )

    # verbs

    @classmethod
    def upcoming(
        cls,
        api_key: str | None = None,
        customer: Any = None,
        subscription: Any = None,
        **kwargs: Unpack[params.InvoiceUpcoming],
    ) -> UpcomingInvoice | None:
        """
        What the next invoice of a customer or subscription would be; nothing is stored.

        ``customer`` and ``subscription`` are rows or ids; further arguments are Stripe's for a
        preview, or those of the old endpoint (``subscription_items``, ``subscription_trial_end``
        …), which are put where they belong now. None if there is nothing to invoice.

        https://docs.stripe.com/api/invoices/create_preview
        """
        credentials = _credentials_for(
            customer if isinstance(customer, StripeModel) else subscription,
            api_key,
            kwargs.pop("stripe_account", None),
            kwargs.pop("livemode", None),
        )
        path = f"{cls.endpoint}/create_preview"
        named = {"customer": customer, "subscription": subscription}
        params = to_params({**named, **_preview_params(kwargs)}, credentials, path)
        try:
            snapshot = get_gateway().create(
                path,
                credentials,
                params,
                expand=("discounts", "lines.data.discounts"),
            )
        except stripe.InvalidRequestError as error:
            if error.code == NOTHING_TO_INVOICE:
                return None
            raise
        return UpcomingInvoice.of_preview(snapshot.data, snapshot.account, snapshot.livemode)

    def retry(self, **kwargs: Unpack[params.InvoiceRetry]) -> bool:
        """
        Try to collect it, unless it is paid; True if a payment was tried and succeeded.

        Raises as :meth:`pay`.
        """
        if self.paid or self.is_paid():
            return False
        return bool(self.pay(**kwargs).paid)

    def pay(self, **kwargs: Unpack[params.InvoicePay]) -> Invoice:
        """
        Collect it now (``payment_method``, ``paid_out_of_band`` …).

        Raises RequiresAction if its payer must act first, with what the browser needs, and
        stripe.CardError if the payment is declined.
        """
        try:
            return self.act("pay", **kwargs)  # type: ignore[no-any-return]
        except stripe.CardError as error:
            raise_as_payment(error, self)

    def refund(
        self,
        amount: Decimal | None = None,
        reason: str | None = None,
        **kwargs: Unpack[params.InvoiceRefund],
    ) -> Refund:
        """
        Give the money that paid it back, all of it or a part, and return the Refund.

        ``amount`` is in the currency's major unit. The invoice stays paid: a CreditNote is what
        takes a part of an invoice back in the books.

        Raises ImpossibleAPIRequest if no payment is known, or several: refund their charges.
        """
        check_actor(self)
        charges = {charge.pk: charge for charge in self._charges()}
        if len(charges) != 1:
            known = ", ".join(sorted(charge.id for charge in charges.values())) or "none"
            raise ImpossibleAPIRequest(
                f"Invoice {self.id} cannot be refunded as one, for the charges that paid it are: "
                f"{known}. Refund them by charge.refund(), or refresh_from_stripe() the invoice."
            )
        (charge,) = charges.values()
        return charge.refund(amount, reason, **kwargs)  # type: ignore[no-any-return]

    def _charges(self) -> list[Any]:
        """The charges that paid it; those of refused attempts are none."""
        paid = [each.charge for each in self.payments.filter(status="paid")]
        found = [charge for charge in paid if charge is not None]
        return found or [charge for charge in [self.charge] if charge is not None and charge.paid]

    def pdf(self, max_bytes: int = MAX_DOWNLOAD_BYTES) -> bytes:
        """
        The invoice as a PDF, from Stripe. Nothing is stored.

        Raises ImpossibleAPIRequest for a draft, which has none, and DownloadFailed if Stripe
        gives no PDF.
        """
        if not self.invoice_pdf:
            raise ImpossibleAPIRequest(
                f"Invoice {self.id} ({self.status}) has no PDF: finalize() it first."
            )
        return get_gateway().download(self.invoice_pdf, max_bytes=max_bytes)

    @property
    def receipt_url(self) -> str | None:
        """The page with the receipt of its payment, or None."""
        charge = self.charge
        return None if charge is None else charge.receipt_url

    def finalize(self, **kwargs: Unpack[params.InvoiceFinalize]) -> Invoice:
        """Make a draft final: it gets its number and awaits payment."""
        return self.act("finalize", **kwargs)  # type: ignore[no-any-return]

    def send(self, **kwargs: Unpack[params.InvoiceSend]) -> Invoice:
        """Have Stripe send it to the customer by e-mail."""
        return self.act("send", **kwargs)  # type: ignore[no-any-return]

    def void(self, **kwargs: Unpack[params.InvoiceVoid]) -> Invoice:
        """Take a final invoice back. It stays on record and cannot be paid."""
        return self.act("void", **kwargs)  # type: ignore[no-any-return]

    def mark_uncollectible(self, **kwargs: Unpack[params.InvoiceMarkUncollectible]) -> Invoice:
        """Give it up as lost; it can still be paid."""
        return self.act("mark_uncollectible", **kwargs)  # type: ignore[no-any-return]

    def attach_payment(self, **kwargs: Unpack[params.InvoiceAttachPayment]) -> Invoice:
        """Count a payment intent or payment record towards it."""
        return self.act("attach_payment", **kwargs)  # type: ignore[no-any-return]

    def add_lines(self, lines: list[JSON], **kwargs: Unpack[params.InvoiceAddLines]) -> Invoice:
        """Add lines to a draft."""
        return self.act("add_lines", lines=lines, **kwargs)  # type: ignore[no-any-return]

    def update(self, **kwargs: Unpack[params.InvoiceUpdate]) -> Invoice:
        """Change it at Stripe; a final invoice takes few changes."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def delete_draft(self) -> Invoice | None:
        """Delete a draft at Stripe; what is final can only be voided."""
        return self.act(method="delete")  # type: ignore[no-any-return]

    # twins, for async views

    aupcoming = class_twin(upcoming)
    aretry = twin(retry)
    apay = twin(pay)
    apdf = twin(pdf)
    afinalize = twin(finalize)
    asend = twin(send)
    avoid = twin(void)
    amark_uncollectible = twin(mark_uncollectible)
    aattach_payment = twin(attach_payment)
    aadd_lines = twin(add_lines)
    aupdate = twin(update)
    adelete_draft = twin(delete_draft)


def _credentials_for(
    row: Any, api_key: str | None, stripe_account: str | None, livemode: bool | None
) -> Any:
    if isinstance(row, StripeModel) and livemode is None:
        return row.credentials(api_key, stripe_account)
    return flows.find_credentials(account=stripe_account, livemode=livemode, api_key=api_key)


def _preview_params(params: Mapping[str, Any]) -> JSON:
    """The old preview's ``subscription_…`` arguments as ``subscription_details`` of today's."""
    old = "subscription_"
    moved = {
        name.removeprefix(old): value
        for name, value in params.items()
        if name.startswith(old) and name != "subscription_details"
    }
    rest = {
        name: value
        for name, value in params.items()
        if not name.startswith(old) or name == "subscription_details"
    }
    if not moved:
        return rest
    return {**rest, "subscription_details": {**rest.get("subscription_details", {}), **moved}}


class UpcomingInvoice(Invoice):
    """
    What an invoice would be: a preview, never stored and without an id.

    https://docs.stripe.com/api/invoices/create_preview
    """

    # declaration: invoices are stored as Invoice
    object_name = ""
    listable = False
    retrievable = False
    expand_fields: ClassVar[list[str]] = ["discounts", "lines.data.discounts"]
    stripe_dashboard_item_name = ""

    class Meta(Invoice.Meta):
        proxy = True
        # Of the table, and a proxy has none of its own.
        constraints: ClassVar[list[Any]] = []

    # attributes

    @property
    def lineitems(self) -> QuerySetMock:
        """What it would bill, line by line, as rows that are not stored."""
        lines = follow(self.stripe_data, "lines[]") or []
        return QuerySetMock(LineItem, [unsaved(LineItem, line, like=self) for line in lines])

    @property
    def invoiceitems(self) -> QuerySetMock:  # type: ignore[override]
        """The lines that stand for single items, in the words of invoice items."""
        lines = [line for line in self.lineitems if line.type == "invoiceitem"]
        items = [_as_invoice_item(line.stripe_data) for line in lines]
        return QuerySetMock(InvoiceItem, [unsaved(InvoiceItem, item, like=self) for item in items])

    @property
    def default_tax_rates(self) -> QuerySetMock:
        """The tax rates for lines that have none of their own, as rows that are not stored."""
        model = apps.get_model("djstripe", "TaxRate")
        rates = follow(self.stripe_data, "default_tax_rates[]") or []
        return QuerySetMock(model, [unsaved(model, rate, like=self) for rate in rates])

    # verbs

    @classmethod
    def of_preview(cls, payload: Payload, account: str, livemode: bool) -> UpcomingInvoice:
        """A preview that Stripe has answered."""
        scope = cls(djstripe_owner_account_id=account, livemode=livemode)
        preview: UpcomingInvoice = unsaved(cls, payload, like=scope)
        preview.id = None  # type: ignore[assignment]
        return preview

    def get_stripe_dashboard_url(self) -> str:
        """A preview has no page."""
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A preview is not stored."""


def unsaved(model: Any, payload: Payload, *, like: StripeModel) -> Any:
    """A row of this payload that is not stored, in the account and mode of another row."""
    row = model(
        djstripe_owner_account_id=like.djstripe_owner_account_id,
        livemode=like.livemode,
        stripe_data=dict(payload),
        id=payload.get("id"),
    )
    columns = [f for f in model._meta.concrete_fields if isinstance(f, StripeColumn)]
    field: Any
    for field in columns:
        if field.name in ("id", "stripe_data", "djstripe_owner_account"):
            continue
        try:
            setattr(row, field.attname, field.project(payload))
        except Misfit:
            continue
    return row


def _as_invoice_item(line: Payload) -> JSON:
    item = line.get("invoice_item") or follow(line, "parent.invoice_item_details.invoice_item")
    return {**line, "id": item, "object": "invoiceitem", "date": follow(line, "period.start")}


# --------------------------------------------------------------------------- its payments


class ChargeOfIntent(ScopedForwardDescriptor):
    """``payment.charge``: the charge that was named, else the latest of the payment intent."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        if instance is None or found is not None:
            return found
        intent = instance.payment_intent
        return None if intent is None else intent.latest_charge


class ChargeForeignKey(StripeForeignKey):
    """The charge that a payment consists of, directly or by way of a payment intent."""

    forward_related_accessor_class = ChargeOfIntent


class InvoicePayment(StripeModel):
    """
    A payment towards an invoice: what ties the invoice to a charge or payment intent.

    https://docs.stripe.com/api/invoice-payment
    """

    # declaration
    stripe_class = sdk("InvoicePayment")
    object_name = "invoice_payment"
    endpoint = "/v1/invoice_payments"

    # columns
    status = StripeCharField(db_index=True)
    amount_paid = StripeQuantumCurrencyAmountField()
    amount_requested = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    is_default = StripeBooleanField()
    type = StripeCharField(path="payment.type")
    paid_at = StripeDateTimeField(path="status_transitions.paid_at")
    invoice = StripeForeignKey("Invoice", related_name="payments")
    charge = ChargeForeignKey("Charge", path="payment.charge", related_name="invoice_payments")
    payment_intent = StripeForeignKey(
        "PaymentIntent", path="payment.payment_intent", related_name="invoice_payments"
    )
    payment_record = StripeForeignKey(
        "PaymentRecord", path="payment.payment_record", related_name="invoice_payments"
    )

    # attributes
    canceled_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.canceled_at", convert=as_datetime
    )
    payment: Attribute[JSON | None] = Attribute()
    status_transitions: Attribute[JSON | None] = Attribute()

    objects: ClassVar[InvoicePaymentQuerySet[InvoicePayment]] = InvoicePaymentManager()

    def __str__(self) -> str:
        amount = self.amount_requested if self.amount_paid is None else self.amount_paid
        return f"{money_label(amount, self.currency)} ({self.status})"

    # predicates

    def is_paid(self) -> bool:
        """Whether the money has come."""
        return bool(self.status == "paid")


class InvoiceRenderingTemplate(StripeModel):
    """
    How an invoice looks as a document.

    https://docs.stripe.com/api/invoice-rendering-template
    """

    # declaration
    stripe_class = sdk("InvoiceRenderingTemplate")
    object_name = "invoice_rendering_template"
    endpoint = "/v1/invoice_rendering_templates"
    lists_by_created = False

    # columns
    nickname = StripeTextField()
    status = StripeCharField()
    version = StripeIntegerField()

    def __str__(self) -> str:
        return self.nickname or self.id or ""

    # verbs

    def archive(self) -> InvoiceRenderingTemplate:
        """Stop its being used for new invoices."""
        return self.act("archive")  # type: ignore[no-any-return]

    def unarchive(self) -> InvoiceRenderingTemplate:
        """Let it be used again."""
        return self.act("unarchive")  # type: ignore[no-any-return]

    # twins, for async views

    aarchive = twin(archive)
    aunarchive = twin(unarchive)
