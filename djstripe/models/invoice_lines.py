"""
What an invoice bills: items that wait to be billed, and the lines that have been.

https://docs.stripe.com/api/invoiceitems
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from .. import enums
from ..fields import (
    Attribute,
    Reference,
    References,
    StripeBooleanField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    read,
)
from ..gateway import get_gateway
from ..managers import (
    InvoiceItemManager,
    LineItemManager,
)
from .base import StripeModel, sdk, to_params
from .embedded import money_label
from .flows import flows
from .guards import check_actor, path_with, place_of
from .shapes import (
    amount_without_tax,
    in_parent,
    line_type,
    tax_amounts,
    tax_rate_ids,
    taxes,
    whole_units,
)
from .twins import twin
from .verbs import tell

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import InvoiceItemQuerySet, LineItemQuerySet
    from . import params

JSON = dict[str, Any]


PRODUCT = ("pricing.price_details.product", "price.product", "plan.product")


class _Priced(StripeModel):
    """What invoice items and an invoice's lines have in common."""

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    quantity = StripeIntegerField()
    period_start = StripeDateTimeField(path=("period.start",))
    period_end = StripeDateTimeField(path=("period.end",))

    # attributes
    discountable: Attribute[bool | None] = Attribute()
    parent: Attribute[JSON | None] = Attribute()
    period: Attribute[JSON | None] = Attribute()
    pricing: Attribute[JSON | None] = Attribute()
    quantity_decimal: Attribute[str | None] = Attribute()
    discounts = References("Discount", "discounts[]")

    class Meta(StripeModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.description or money_label(self.amount, self.currency) or self.id or ""

    # predicates

    @property
    def unit_amount_decimal(self) -> str | None:
        """What one costs, in the currency's smallest unit and its fractions."""
        said = read(self, ("pricing.unit_amount_decimal", "unit_amount_decimal"))
        if said is None:
            price = self.price  # type: ignore[attr-defined]
            said = None if price is None else price.unit_amount_decimal
        return None if said is None else str(said)

    @property
    def unit_amount(self) -> int | None:
        """What one costs, in the currency's smallest unit; None if that is a fraction of it."""
        said = read(self, ("unit_amount",))
        if said is not None:
            return int(said)
        return whole_units(self.unit_amount_decimal)


class InvoiceItem(_Priced):
    """
    One thing to be billed: on an invoice, or waiting for the customer's next one.

    https://docs.stripe.com/api/invoiceitems
    """

    # declaration
    stripe_class = sdk("InvoiceItem")
    object_name = "invoiceitem"
    endpoint = "/v1/invoiceitems"
    expand_fields: ClassVar[list[str]] = ["discounts"]

    # columns
    created = StripeDateTimeField(db_index=True, path=("created", "date"))
    proration = StripeBooleanField()
    customer = StripeForeignKey("Customer", related_name="invoiceitems")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="invoiceitems"
    )
    invoice = StripeForeignKey("Invoice", related_name="invoiceitems")
    price = StripeForeignKey(
        "Price", path=("pricing.price_details.price", "price"), related_name="invoiceitems"
    )
    plan = StripeForeignKey("Plan", related_name="invoiceitems")
    product = StripeForeignKey("Product", path=PRODUCT, related_name="invoiceitems")
    subscription = StripeForeignKey(
        "Subscription",
        path=("parent.subscription_details.subscription", "subscription"),
        related_name="invoiceitems",
    )
    subscription_item = StripeForeignKey(
        "SubscriptionItem",
        path=("parent.subscription_details.subscription_item", "subscription_item"),
        related_name="invoiceitems",
    )
    test_clock = StripeForeignKey("TestClock", db_index=False, related_name="invoiceitems")

    # attributes
    date: Attribute[int | None] = Attribute(doc="Unix seconds; as a datetime it is ``created``.")
    frozen_fields: Attribute[list[str] | None] = Attribute()
    invoicing_rules: Attribute[list[JSON] | None] = Attribute()
    net_amount: Attribute[int | None] = Attribute()
    proration_details: Attribute[JSON | None] = Attribute()
    prorated_discounts = References("Discount", "proration_details.discount_amounts[].discount")
    tax_rates = References("TaxRate", "tax_rates[]")
    credited_invoice = Reference(
        "Invoice", "proration_details.credited_items.invoice_line_item_details.invoice"
    )
    credited_invoice_item = Reference(
        "InvoiceItem", "proration_details.credited_items.invoice_item"
    )
    credited_line_items = References(
        "LineItem",
        "proration_details.credited_items.invoice_line_item_details.invoice_line_items[]",
    )

    objects: ClassVar[InvoiceItemQuerySet[InvoiceItem]] = InvoiceItemManager()

    # predicates

    def is_pending(self) -> bool:
        """Whether it waits for an invoice."""
        return self.invoice_id is None

    # verbs

    def get_stripe_dashboard_url(self) -> str:
        """The page of its invoice; "" while it waits for one."""
        return self.invoice.get_stripe_dashboard_url() if self.invoice is not None else ""

    def update(self, **kwargs: Unpack[params.InvoiceItemUpdate]) -> InvoiceItem:
        """Change it at Stripe; possible until its invoice is final."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def remove(self) -> InvoiceItem | None:
        """Delete it at Stripe; possible until its invoice is final."""
        return self.act(method="delete")  # type: ignore[no-any-return]

    # twins, for async views

    aupdate = twin(update)
    aremove = twin(remove)


_ITEM, _SUBSCRIPTION = "invoice_item_details", "subscription_item_details"


class LineItem(_Priced):
    """
    One line of an invoice, as it was billed.

    https://docs.stripe.com/api/invoice-line-item
    """

    # declaration
    stripe_class = sdk("InvoiceLineItem")
    object_name = "line_item"
    endpoint = ""
    listable = False
    retrievable = False
    list_under = ("Invoice", "/v1/invoices/{id}/lines")
    lists_by_created = False
    expand_fields: ClassVar[list[str]] = ["discounts"]
    looked_up_by = "invoice"

    # columns
    created = StripeDateTimeField()
    type = StripeEnumField(enums.LineItem, path=(line_type,))
    proration = StripeBooleanField(
        path=(*in_parent((_SUBSCRIPTION, _ITEM), "proration"), "proration")
    )
    # The list says whose the lines are; old lines do not.
    invoice = StripeForeignKey("Invoice", keep=True, related_name="lines")
    invoice_item = StripeForeignKey(
        "InvoiceItem", path=(*in_parent((_SUBSCRIPTION, _ITEM), "invoice_item"), "invoice_item")
    )
    subscription = StripeForeignKey(
        "Subscription",
        path=(*in_parent((_SUBSCRIPTION, _ITEM), "subscription"), "subscription"),
    )
    subscription_item = StripeForeignKey(
        "SubscriptionItem", path=(f"parent.{_SUBSCRIPTION}.subscription_item", "subscription_item")
    )
    price = StripeForeignKey(
        "Price", path=("pricing.price_details.price", "price"), related_name="lineitems"
    )
    plan = StripeForeignKey("Plan", related_name="lineitems")
    product = StripeForeignKey("Product", path=PRODUCT, related_name="lineitems")

    # attributes
    amount_excluding_tax: Attribute[int | None] = Attribute(
        "amount_excluding_tax", amount_without_tax("taxes", "tax_amounts")
    )
    credit_balance_transactions = References(
        "CreditBalanceTransaction", "pretax_credit_amounts[].credit_balance_transaction"
    )
    discount_amounts: Attribute[list[JSON] | None] = Attribute()
    discounts_applied = References(
        "Discount", "discount_amounts[].discount", "pretax_credit_amounts[].discount"
    )
    pretax_credit_amounts: Attribute[list[JSON] | None] = Attribute()
    proration_details: Attribute[JSON | None] = Attribute(
        *in_parent((_SUBSCRIPTION, _ITEM), "proration_details"), "proration_details"
    )
    subtotal: Attribute[int | None] = Attribute()
    tax_amounts: Attribute[list[JSON] | None] = Attribute(
        tax_amounts("taxes", "tax_amounts"), doc="``taxes``, in the old shape."
    )
    taxes: Attribute[list[JSON] | None] = Attribute(taxes("taxes", "tax_amounts"))
    tax_rates = References(
        "TaxRate",
        "tax_rates[]",
        tax_rate_ids("taxes", "tax_amounts"),  # type: ignore[arg-type]
    )
    credited_invoice = Reference(
        "Invoice",
        "parent.invoice_item_details.proration_details.credited_items.invoice",
        "parent.subscription_item_details.proration_details.credited_items.invoice",
        "proration_details.credited_items.invoice",
    )
    credited_line_items = References(
        "LineItem",
        "parent.invoice_item_details.proration_details.credited_items.invoice_line_items[]",
        "parent.subscription_item_details.proration_details.credited_items.invoice_line_items[]",
        "proration_details.credited_items.invoice_line_items[]",
    )

    objects: ClassVar[LineItemQuerySet[LineItem]] = LineItemManager()

    # predicates

    @property
    def unit_amount_excluding_tax(self) -> str | None:
        """What one costs without the taxes that the price includes, in the smallest unit."""
        said = read(self, ("unit_amount_excluding_tax",))
        if said is not None:
            return str(said)
        if self.amount_excluding_tax is None or not self.quantity:
            return None
        each = (Decimal(self.amount_excluding_tax) / self.quantity).quantize(Decimal(10) ** -12)
        return f"{each.normalize():f}"

    # verbs

    @classmethod
    def api_list(
        cls,
        api_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """The lines of one invoice (``id``) at Stripe, as the SDK's typed objects."""
        invoice = kwargs.pop("id")
        path = path_with("/v1/invoices/{invoice}/lines", invoice=invoice)
        stripe_account, livemode = place_of(invoice, "invoice", stripe_account, livemode)
        credentials = flows.find_credentials(
            account=stripe_account, livemode=livemode, api_key=api_key
        )
        for page in get_gateway().pages(path, credentials, params=kwargs):
            for snapshot in page.snapshots:
                yield get_gateway().to_stripe_object(snapshot.data, credentials)

    def update(self, **kwargs: Unpack[params.LineItemUpdate]) -> LineItem:
        """Change this line of a draft."""
        check_actor(self)
        path = path_with(
            "/v1/invoices/{invoice}/lines/{line}", invoice=self.invoice_id, line=self.id
        )
        credentials, currency = self.credentials(), self.currency
        tell("post", path, credentials, to_params(kwargs, credentials, path, currency=currency))
        self.refresh_from_db()
        return self

    # twins, for async views

    aupdate = twin(update)
