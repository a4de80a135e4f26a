"""
The lists that a person reads most, chosen by hand. Every other model's is derived.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    ``columns`` and ``filters`` of a list, what is searched in addition to the derived, and the
    reverse relations whose newest rows stand on a row's page.
    """

    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    previews: tuple[str, ...] = ()


_CUSTOMER = ("customer__name", "customer__email")

LISTS: dict[str, Chosen] = {
    "Account": Chosen(
        columns=("email", "type", "country", "charges_enabled", "payouts_enabled", "created"),
        filters=("type", "business_type", "charges_enabled", "payouts_enabled", "livemode"),
        previews=("bank_accounts", "cards"),
    ),
    "BalanceTransaction": Chosen(
        columns=("type", "status", "amount", "fee", "net", "created"),
        filters=("status", "created", "livemode"),
        search=("source__exact",),
    ),
    "Charge": Chosen(
        columns=("amount", "status", "customer", "refunded", "disputed", "created"),
        filters=("status", "paid", "refunded", "disputed", "captured", "created", "livemode"),
        search=(*_CUSTOMER, "receipt_email"),
        previews=("refunds", "disputes"),
    ),
    "Coupon": Chosen(
        columns=("name", "percent_off", "amount_off", "duration", "times_redeemed", "valid", "created"),
        filters=("duration", "valid", "created", "livemode"),
        previews=("promotion_codes", "customers"),
    ),
    "CreditNote": Chosen(
        columns=("number", "status", "total", "reason", "customer", "invoice", "created"),
        filters=("created", "livemode"),
        search=_CUSTOMER,
    ),
    "Customer": Chosen(
        columns=("name", "email", "belongs_to", "balance", "delinquent", "created"),
        filters=("delinquent", "tax_exempt", "created", "livemode"),
        search=("phone",),
        previews=("subscriptions", "invoices", "payment_methods"),
    ),
    "Dispute": Chosen(
        columns=("amount", "status", "reason", "charge", "is_charge_refundable", "created"),
        filters=("status", "is_charge_refundable", "created", "livemode"),
    ),
    "Event": Chosen(
        columns=("type", "about", "account", "created"),
        filters=("created", "livemode"),
        search=("request_id__exact", "type__startswith"),
    ),
    "Invoice": Chosen(
        columns=("number", "status", "total", "amount_remaining", "customer", "subscription", "created"),
        filters=("status", "collection_method", "paid", "due_date", "created", "livemode"),
        search=(*_CUSTOMER, "customer_email"),
        previews=("lines", "payments", "credit_notes"),
    ),
    "InvoiceItem": Chosen(
        columns=("amount", "quantity", "customer", "invoice", "price", "created"),
        filters=("proration", "created", "livemode"),
        search=_CUSTOMER,
    ),
    "LineItem": Chosen(
        columns=("amount", "quantity", "invoice", "price", "subscription", "proration", "period_end"),
        filters=("proration", "livemode"),
    ),
    "PaymentIntent": Chosen(
        columns=("amount", "status", "customer", "latest_charge", "capture_method", "created"),
        filters=("status", "capture_method", "created", "livemode"),
        search=(*_CUSTOMER, "receipt_email"),
        previews=("charges", "refunds"),
    ),
    "PaymentMethod": Chosen(
        search=_CUSTOMER,
    ),
    "Payout": Chosen(
        columns=("amount", "status", "method", "automatic", "destination", "created"),
        filters=("status", "type", "automatic", "created", "livemode"),
    ),
    "Price": Chosen(
        columns=("product", "nickname", "unit_amount", "recurring_interval", "lookup_key", "active", "created"),
        filters=("active", "type", "recurring_interval", "created", "livemode"),
        search=("product__name",),
        previews=("subscription_items",),
    ),
    "Product": Chosen(
        columns=("name", "active", "default_price", "created"),
        filters=("active", "type", "created", "livemode"),
        previews=("prices", "features"),
    ),
    "PromotionCode": Chosen(
        columns=("code", "coupon", "customer", "active", "expires_at", "created"),
        filters=("active", "expires_at", "created", "livemode"),
        search=("coupon__name",),
    ),
    "Refund": Chosen(
        columns=("amount", "status", "reason", "charge", "payment_intent", "created"),
        filters=("status", "reason", "created", "livemode"),
    ),
    "Session": Chosen(
        columns=("mode", "status", "payment_status", "amount_total", "customer", "created"),
        filters=("mode", "status", "payment_status", "created", "livemode"),
        search=(*_CUSTOMER, "customer_email"),
    ),
    "SetupIntent": Chosen(
        columns=("status", "usage", "customer", "payment_method", "created"),
        filters=("status", "usage", "created", "livemode"),
        search=_CUSTOMER,
    ),
    "Subscription": Chosen(
        columns=("customer", "status", "quantity", "current_period_end", "cancel_at_period_end", "latest_invoice", "created"),
        filters=("status", "collection_method", "cancel_at_period_end", "current_period_end", "created", "livemode"),
        search=_CUSTOMER,
        previews=("items", "invoices"),
    ),
    "SubscriptionItem": Chosen(
        columns=("subscription", "price", "quantity", "current_period_end", "created"),
        filters=("current_period_end", "created", "livemode"),
        search=("price__nickname",),
    ),
    "SubscriptionSchedule": Chosen(
        columns=("customer", "status", "subscription", "end_behavior", "created"),
        filters=("status", "end_behavior", "created", "livemode"),
        search=_CUSTOMER,
    ),
    "Transfer": Chosen(
        columns=("amount", "amount_reversed", "destination", "reversed", "created"),
        filters=("reversed", "created", "livemode"),
    ),
}  # fmt: skip
