"""
Credit notes: what of a final invoice is taken back.

https://docs.stripe.com/api/credit_notes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ..fields import (
    Attribute,
    OwnedSet,
    Reference,
    References,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
)
from ..managers import CreditNoteManager
from .base import StripeModel, UndatedModel, sdk
from .embedded import money_label
from .shapes import as_list, tax_amounts, tax_rate_ids, taxes
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import CreditNoteQuerySet
    from . import params

JSON = dict[str, Any]


class CreditNote(StripeModel):
    """
    A document that takes back a part of a final invoice, or all of it.

    https://docs.stripe.com/api/credit_notes
    """

    # declaration
    stripe_class = sdk("CreditNote")
    object_name = "credit_note"
    endpoint = "/v1/credit_notes"
    sets = (OwnedSet("lines", "CreditNoteLineItem", owner="credit_note"),)
    stripe_dashboard_item_name = "credit_notes"

    # columns
    number = StripeCharField(db_index=True)
    status = StripeCharField()
    type = StripeCharField()
    reason = StripeCharField()
    currency = StripeCurrencyCodeField()
    amount = StripeQuantumCurrencyAmountField()
    total = StripeQuantumCurrencyAmountField()
    effective_at = StripeDateTimeField()
    voided_at = StripeDateTimeField()
    customer = StripeForeignKey("Customer", related_name="credit_notes")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="credit_notes"
    )
    customer_balance_transaction = StripeForeignKey(
        "CustomerBalanceTransaction", related_name="credit_notes"
    )
    invoice = StripeForeignKey("Invoice", related_name="credit_notes")
    refund = StripeForeignKey(
        "Refund",
        path=(lambda payload: _sole_refund(payload), "refund"),
        related_name="credit_notes",
        help_text="The only refund; null where there are several.",
    )

    # attributes
    amount_shipping: Attribute[int | None] = Attribute()
    discount_amount: Attribute[int | None] = Attribute()
    discount_amounts: Attribute[list[JSON]] = Attribute(default=list)
    memo: Attribute[str | None] = Attribute()
    out_of_band_amount: Attribute[int | None] = Attribute()
    pdf: Attribute[str | None] = Attribute()
    post_payment_amount: Attribute[int | None] = Attribute()
    pre_payment_amount: Attribute[int | None] = Attribute()
    pretax_credit_amounts: Attribute[list[JSON]] = Attribute(default=list)
    shipping_cost: Attribute[JSON | None] = Attribute()
    subtotal: Attribute[int | None] = Attribute()
    subtotal_excluding_tax: Attribute[int | None] = Attribute()
    tax_amounts: Attribute[list[JSON] | None] = Attribute(
        tax_amounts("total_taxes", "tax_amounts"), doc="``total_taxes``, in the old shape."
    )
    total_excluding_tax: Attribute[int | None] = Attribute()
    total_taxes: Attribute[list[JSON] | None] = Attribute(taxes("total_taxes", "tax_amounts"))
    refunds = References("Refund", "refunds[].refund", as_list("refund"))  # type: ignore[arg-type]
    shipping_rate = Reference("ShippingRate", "shipping_cost.shipping_rate")
    credit_balance_transactions = References(
        "CreditBalanceTransaction", "pretax_credit_amounts[].credit_balance_transaction"
    )
    discounts_applied = References(
        "Discount", "discount_amounts[].discount", "pretax_credit_amounts[].discount"
    )
    payment_records = References("PaymentRecord", "refunds[].payment_record_refund.payment_record")
    tax_rates = References(
        "TaxRate",
        "total_taxes[].tax_rate_details.tax_rate",
        tax_rate_ids("tax_amounts"),  # type: ignore[arg-type]
    )

    objects: ClassVar[CreditNoteQuerySet[CreditNote]] = CreditNoteManager()

    def __str__(self) -> str:
        amount = money_label(self.total if self.total is not None else self.amount, self.currency)
        return f"Credit note #{self.number or self.id} for {amount} ({self.status})"

    # predicates

    def is_void(self) -> bool:
        """Whether it was taken back itself."""
        return bool(self.status == "void")

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.CreditNoteCreate]) -> CreditNote:
        """Issue a credit note for an ``invoice``; amounts in the currency's smallest unit."""
        note: CreditNote = cls.create_at_stripe(**params)
        return note

    def void(self) -> CreditNote:
        """Take the credit note back."""
        return self.act("void")  # type: ignore[no-any-return]

    def update(self, **kwargs: Unpack[params.CreditNoteUpdate]) -> CreditNote:
        """Change its ``memo`` or ``metadata``."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    acreate = class_twin(create)
    avoid = twin(void)
    aupdate = twin(update)


def _sole_refund(payload: Any) -> Any:
    refunds = payload.get("refunds") or []
    return refunds[0].get("refund") if len(refunds) == 1 else None


class CreditNoteLineItem(UndatedModel):
    """
    One line of a credit note.

    https://docs.stripe.com/api/credit_notes/line_item
    """

    # declaration
    stripe_class = sdk("CreditNoteLineItem")
    object_name = "credit_note_line_item"
    listable = False
    retrievable = False
    list_under = ("CreditNote", "/v1/credit_notes/{id}/lines")
    lists_by_created = False

    # columns
    type = StripeCharField()
    amount = StripeQuantumCurrencyAmountField()
    quantity = StripeIntegerField()
    credit_note = StripeForeignKey("CreditNote", keep=True, related_name="lines")
    invoice_line_item = StripeForeignKey("LineItem", related_name="credit_note_lines")

    # attributes
    discount_amount: Attribute[int | None] = Attribute()
    discount_amounts: Attribute[list[JSON]] = Attribute(default=list)
    pretax_credit_amounts: Attribute[list[JSON]] = Attribute(default=list)
    tax_amounts: Attribute[list[JSON] | None] = Attribute(
        tax_amounts("taxes", "tax_amounts"), doc="``taxes``, in the old shape."
    )
    taxes: Attribute[list[JSON] | None] = Attribute(taxes("taxes", "tax_amounts"))
    unit_amount: Attribute[int | None] = Attribute()
    unit_amount_decimal: Attribute[str | None] = Attribute()
    credit_balance_transactions = References(
        "CreditBalanceTransaction", "pretax_credit_amounts[].credit_balance_transaction"
    )
    discounts_applied = References(
        "Discount", "discount_amounts[].discount", "pretax_credit_amounts[].discount"
    )
    tax_rates = References(
        "TaxRate",
        "tax_rates[]",
        tax_rate_ids("taxes", "tax_amounts"),  # type: ignore[arg-type]
    )
    tax_rates_applied = References(
        "TaxRate",
        "taxes[].tax_rate_details.tax_rate",
        tax_rate_ids("tax_amounts"),  # type: ignore[arg-type]
    )
