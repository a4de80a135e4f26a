"""
Billing, under the names that applications import.

The models stand in ``coupons``, ``subscriptions``, ``invoices``, ``invoice_lines``, ``credit_notes``,
``quotes``, ``rates`` and ``usage``.

https://docs.stripe.com/api/subscriptions
"""

from .coupons import Coupon, Discount, PromotionCode
from .credit_notes import CreditNote, CreditNoteLineItem
from .invoice_lines import InvoiceItem, LineItem
from .invoices import Invoice, InvoicePayment, InvoiceRenderingTemplate, UpcomingInvoice
from .quotes import Quote
from .rates import ShippingRate, TaxCode, TaxId, TaxRate
from .subscriptions import Plan, Subscription, SubscriptionItem, SubscriptionSchedule
from .usage import (
    Alert,
    CreditBalanceTransaction,
    CreditGrant,
    FeedbackOption,
    Meter,
    MeterEventSummary,
    TrialOffer,
)

# dj-stripe's abstract base of Invoice and UpcomingInvoice; the second is the first here.
BaseInvoice = Invoice

__all__ = [
    "Alert",
    "BaseInvoice",
    "Coupon",
    "CreditBalanceTransaction",
    "CreditGrant",
    "CreditNote",
    "CreditNoteLineItem",
    "Discount",
    "FeedbackOption",
    "Invoice",
    "InvoiceItem",
    "InvoicePayment",
    "InvoiceRenderingTemplate",
    "LineItem",
    "Meter",
    "MeterEventSummary",
    "Plan",
    "PromotionCode",
    "Quote",
    "ShippingRate",
    "Subscription",
    "SubscriptionItem",
    "SubscriptionSchedule",
    "TaxCode",
    "TaxId",
    "TaxRate",
    "TrialOffer",
    "UpcomingInvoice",
]
