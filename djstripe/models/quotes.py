"""
Quotes: what you would charge a customer, to be accepted.

https://docs.stripe.com/api/quotes
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from .. import enums
from ..fields import (
    Attribute,
    OwnedSet,
    Reference,
    References,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeQuantumCurrencyAmountField,
)
from ..managers import QuoteManager
from .base import StripeModel, sdk
from .checkout import ListedLines
from .embedded import money_label
from .shapes import as_datetime
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import QuoteQuerySet
    from . import params

JSON = dict[str, Any]


class Quote(StripeModel):
    """
    An offer; accepted, it becomes an invoice, a subscription or a schedule.

    https://docs.stripe.com/api/quotes
    """

    # declaration
    stripe_class = sdk("Quote")
    object_name = "quote"
    endpoint = "/v1/quotes"
    lists_by_created = False
    expand_fields: ClassVar[list[str]] = ["line_items", "discounts"]
    expanded_only = ("line_items",)
    sets = (OwnedSet("line_items", "CheckoutLineItem", owner="quote"),)
    stripe_dashboard_item_name = "quotes"

    # columns
    number = StripeCharField(db_index=True)
    status = StripeCharField()
    collection_method = StripeEnumField(enums.InvoiceCollectionMethod)
    currency = StripeCurrencyCodeField()
    amount_subtotal = StripeQuantumCurrencyAmountField()
    amount_total = StripeQuantumCurrencyAmountField()
    expires_at = StripeDateTimeField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="quotes"
    )
    customer = StripeForeignKey("Customer", related_name="quotes")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="quotes"
    )
    from_quote = StripeForeignKey("Quote", path="from_quote.quote", related_name="revisions")
    invoice = StripeForeignKey("Invoice", related_name="quotes")
    on_behalf_of = StripeForeignKey("Account", related_name="quotes_on_behalf")
    subscription = StripeForeignKey("Subscription", related_name="quotes")
    subscription_schedule = StripeForeignKey("SubscriptionSchedule", related_name="quotes")
    test_clock = StripeForeignKey("TestClock", db_index=False, related_name="quotes")

    # attributes
    accepted_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.accepted_at", convert=as_datetime
    )
    application_fee_amount: Attribute[int | None] = Attribute()
    application_fee_percent: Attribute[float | None] = Attribute()
    automatic_tax: Attribute[JSON | None] = Attribute()
    canceled_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.canceled_at", convert=as_datetime
    )
    computed: Attribute[JSON | None] = Attribute()
    finalized_at: Attribute[dt.datetime | None] = Attribute(
        "status_transitions.finalized_at", convert=as_datetime
    )
    footer: Attribute[str | None] = Attribute()
    header: Attribute[str | None] = Attribute()
    invoice_settings: Attribute[JSON | None] = Attribute()
    line_items = ListedLines("CheckoutLineItem")
    status_transitions: Attribute[JSON | None] = Attribute()
    subscription_data: Attribute[JSON | None] = Attribute()
    total_details: Attribute[JSON | None] = Attribute()
    transfer_data: Attribute[JSON | None] = Attribute()
    default_tax_rates = References("TaxRate", "default_tax_rates[]")
    discounts = References("Discount", "discounts[]")
    invoice_issuer = Reference("Account", "invoice_settings.issuer.account")
    tax_liability_account = Reference("Account", "automatic_tax.liability.account")
    transfer_destination = Reference("Account", "transfer_data.destination")

    objects: ClassVar[QuoteQuerySet[Quote]] = QuoteManager()

    def __str__(self) -> str:
        amount = money_label(self.amount_total, self.currency)
        return f"Quote #{self.number or self.id} for {amount} ({self.status})"

    # predicates

    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return bool(self.status == "draft")

    def is_open(self) -> bool:
        """Whether it awaits the customer's answer."""
        return bool(self.status == "open")

    def is_accepted(self) -> bool:
        """Whether the customer has said yes."""
        return bool(self.status == "accepted")

    def is_canceled(self) -> bool:
        """Whether it was withdrawn, or ran out."""
        return bool(self.status == "canceled")

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.QuoteCreate]) -> Quote:
        """Draw up a quote (``customer``, ``line_items`` …)."""
        quote: Quote = cls.create_at_stripe(**params)
        return quote

    def update(self, **kwargs: Unpack[params.QuoteUpdate]) -> Quote:
        """Change a draft."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def finalize(self, **kwargs: Unpack[params.QuoteFinalize]) -> Quote:
        """Make the draft an offer that can be accepted."""
        return self.act("finalize", **kwargs)  # type: ignore[no-any-return]

    def accept(self) -> Quote:
        """Say that the customer has accepted; Stripe makes the invoice or the subscription."""
        return self.act("accept")  # type: ignore[no-any-return]

    def cancel(self) -> Quote:
        """Withdraw it."""
        return self.act("cancel")  # type: ignore[no-any-return]

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    afinalize = twin(finalize)
    aaccept = twin(accept)
    acancel = twin(cancel)
