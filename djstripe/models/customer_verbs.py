"""
What one does with a customer besides selling subscriptions: payments, means to pay, credit,
tax ids, invoices.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps

from .. import mirror, money
from ..exceptions import InvalidAmount, InvalidParameter
from ..gateway import get_gateway
from .answers import raise_if_action_is_due
from .base import StripeModel
from .guards import check_beside, path_with
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params
    from .core import Customer, CustomerBalanceTransaction, PaymentIntent, SetupIntent
    from .invoices import Invoice
    from .payment_methods import BankAccount, Card, PaymentMethod, Source
    from .rates import TaxId
    from .usage import CreditGrant

# What a caller may give in place of a stored payment method.
_MEANS = ("confirmation_token", "payment_method", "payment_method_data", "source")
# What a caller may say of the ways to pay; without any of it a payment confirmed by a server
# must not lead its payer to another site.
# https://docs.stripe.com/api/payment_intents/create#create_payment_intent-automatic_payment_methods
_WAYS = (
    "allowed_payment_method_types",
    "automatic_payment_methods",
    "payment_method_types",
    "return_url",
    "use_stripe_sdk",
)


class CustomerVerbs(StripeModel):
    """The verbs of a customer that dj-stripe has not."""

    class Meta(StripeModel.Meta):
        abstract = True

    # verbs: collect

    def pay(
        self,
        amount: Decimal,
        currency: str | None = None,
        *,
        payment_method: Any = None,
        off_session: bool | None = None,
        **kwargs: Unpack[params.CustomerPay],
    ) -> PaymentIntent:
        """
        Collect a payment from this customer now, and return its PaymentIntent.

        ``amount`` is in the currency's major unit, ``currency`` the customer's own unless
        given. ``payment_method`` (its row or id) is the customer's default one unless given.
        ``off_session=True``: the customer is not there, and a card that wants them declines.
        Further arguments are Stripe's. Without ``return_url`` only ways to pay are used that
        need no other site.

        Raises RequiresAction if the customer must authenticate, with what the browser needs;
        stripe.CardError if the card is declined, and ``rows_of(error)`` has the payment intent;
        InvalidAmount and InvalidParameter before anything is sent.
        https://docs.stripe.com/api/payment_intents/create
        """
        currency = self._currency_of_payment(currency)
        if payment_method is None and not any(kwargs.get(name) for name in _MEANS):
            payment_method = self._default_means()
        if not any(kwargs.get(name) is not None for name in _WAYS):
            kwargs["automatic_payment_methods"] = {"enabled": True, "allow_redirects": "never"}
        intent = self._create("PaymentIntent")(
            customer=self,
            amount=money.minor_units(amount, currency, allow_negative=False, allow_zero=False),
            currency=currency,
            payment_method=payment_method,
            off_session=off_session,
            confirm=True,
            **kwargs,
        )
        return raise_if_action_is_due(intent, intent)  # type: ignore[no-any-return]

    def begin_payment(
        self,
        amount: Decimal,
        currency: str | None = None,
        **kwargs: Unpack[params.CustomerBeginPayment],
    ) -> PaymentIntent:
        """
        Begin a payment that the customer completes in the browser, and return its PaymentIntent.

        Its ``client_secret`` is for Stripe.js. ``amount`` is in the currency's major unit;
        further arguments are Stripe's. Raises InvalidAmount before anything is sent.
        """
        currency = self._currency_of_payment(currency)
        return self._create("PaymentIntent")(  # type: ignore[no-any-return]
            customer=self,
            amount=money.minor_units(amount, currency, allow_negative=False, allow_zero=False),
            currency=currency,
            **kwargs,
        )

    def begin_setup(self, **kwargs: Unpack[params.CustomerBeginSetup]) -> SetupIntent:
        """
        Begin to collect a payment method for later, and return the SetupIntent.

        Its ``client_secret`` is for Stripe.js. Further arguments are Stripe's.
        https://docs.stripe.com/api/setup_intents/create
        """
        return self._create("SetupIntent")(customer=self, **kwargs)  # type: ignore[no-any-return]

    def create_invoice(self, **kwargs: Unpack[params.CustomerCreateInvoice]) -> Invoice:
        """
        Make an invoice of what is pending, a draft, and return it.

        Further arguments are Stripe's (``subscription``, ``collection_method``,
        ``days_until_due``, ``auto_advance`` …).
        """
        # Without it an invoice is empty since API version 2022-08-01.
        kwargs.setdefault("pending_invoice_items_behavior", "include")
        return self._create("Invoice")(customer=self, **kwargs)  # type: ignore[no-any-return]

    # verbs: what Stripe knows of them

    def update(self, **kwargs: Unpack[params.CustomerUpdate]) -> Any:
        """
        Change the customer at Stripe (``email``, ``name``, ``address``, ``metadata`` …), and
        return it. ``""`` unsets what can be unset.
        https://docs.stripe.com/api/customers/update
        """
        return self.act(expand=self.expand_fields, **kwargs)

    # verbs: means to pay

    def set_default_payment_method(self, payment_method: Any) -> Customer:
        """
        Pay invoices with this payment method (its row or id) from now on; None: with none.

        It must be attached to the customer: ``add_payment_method`` does both. Returns the
        customer.
        """
        settings = {"default_payment_method": "" if payment_method is None else payment_method}
        return self.act(invoice_settings=settings, expand=self.expand_fields)  # type: ignore[no-any-return]

    def read_payment_methods(
        self, **kwargs: Unpack[params.CustomerReadPaymentMethods]
    ) -> list[Any]:
        """
        Read this customer's payment methods from Stripe, store them, and return their rows.

        Further arguments are Stripe's (``type="card"``).
        """
        credentials = self.credentials()
        path = path_with("/v1/customers/{customer}/payment_methods", customer=self)
        rows: list[Any] = []
        for page in get_gateway().pages(path, credentials, params=kwargs):
            rows += [outcome.row for outcome in mirror.store(page.snapshots)]
        return [row for row in rows if row is not None]

    def read_default_payment_method(self) -> PaymentMethod | Card | BankAccount | Source | None:
        """The default payment method as Stripe has it now, as its row, or None."""
        snapshot = get_gateway().retrieve(
            self.retrieve_url(),
            self.credentials(),
            expand=(*self.expand_fields, "invoice_settings.default_payment_method"),
        )
        mirror.store([snapshot])
        self.refresh_from_db()
        return self.default_payment_method  # type: ignore[attr-defined,no-any-return]

    def detach_payment_methods(self, **kwargs: Unpack[params.CustomerDetachPaymentMethods]) -> int:
        """
        Detach every payment method that Stripe has of this customer; returns how many.

        Arguments narrow them down (``type="card"``). A detached one cannot be used again.
        """
        detached = [method.detach() for method in self.read_payment_methods(**kwargs)]
        return sum(detached)

    # verbs: credit

    @property
    def balance_amount(self) -> Decimal | None:
        """
        The customer's balance in the currency's major unit: below zero it is credit.

        None while the customer has no currency and a balance cannot be told in money.
        """
        balance, currency = self.balance, self.currency  # type: ignore[attr-defined]
        return money.major_units(int(balance or 0), currency) if currency else None

    def credit(
        self,
        amount: Decimal,
        currency: str | None = None,
        description: str | None = None,
        **kwargs: Unpack[params.CustomerCredit],
    ) -> CustomerBalanceTransaction:
        """
        Give the customer credit for the next invoices; returns the CustomerBalanceTransaction.

        ``amount`` is in the currency's major unit. The customer's row is up to date afterwards.

        Raises InvalidAmount for what is not more than nothing, or not the customer's currency.
        https://docs.stripe.com/billing/customer/balance
        """
        return self._move_balance(-1, amount, currency, description=description, **kwargs)  # type: ignore[no-any-return]

    def debit(
        self,
        amount: Decimal,
        currency: str | None = None,
        description: str | None = None,
        **kwargs: Unpack[params.CustomerDebit],
    ) -> CustomerBalanceTransaction:
        """Ask for more with the next invoice; otherwise as :meth:`credit`."""
        return self._move_balance(1, amount, currency, description=description, **kwargs)  # type: ignore[no-any-return]

    def grant_credit(
        self,
        amount: Decimal,
        currency: str | None = None,
        *,
        name: str | None = None,
        category: str = "promotional",
        prices: Sequence[Any] = (),
        expires_at: dt.datetime | int | None = None,
        **kwargs: Unpack[params.CustomerGrantCredit],
    ) -> CreditGrant:
        """
        Grant credit for metered usage, and return the CreditGrant.

        ``amount`` is in the currency's major unit. ``category`` is ``promotional`` or ``paid``.
        With ``prices`` (rows or ids) it is for these alone, otherwise for all metered prices.
        Further arguments are Stripe's (``effective_at``, ``priority`` …).
        https://docs.stripe.com/billing/subscriptions/usage-based/billing-credits
        """
        currency = self._currency_of_payment(currency)
        value = money.minor_units(amount, currency, allow_negative=False, allow_zero=False)
        money.check_minor_units(value, currency)
        scope: dict[str, Any] = {"price_type": "metered"}
        if prices:
            scope = {"prices": [{"id": _row_or_id(self, price)} for price in prices]}
        return self._create("CreditGrant")(  # type: ignore[no-any-return]
            customer=self,
            amount={"type": "monetary", "monetary": {"value": value, "currency": currency}},
            applicability_config={"scope": scope},
            category=category,
            name=name,
            expires_at=expires_at,
            **kwargs,
        )

    # verbs: tax

    def add_tax_id(self, type: str, value: str, **kwargs: Unpack[params.CustomerAddTaxId]) -> TaxId:
        """
        Add a tax id, such as ``("eu_vat", "DE123456789")``, and return the TaxId.

        Stripe verifies some kinds; ``tax_id.is_verified()`` says the outcome when it has come.
        https://docs.stripe.com/billing/customer/tax-ids
        """
        path = path_with("/v1/customers/{customer}/tax_ids", customer=self)
        return self._create("TaxId")(path=path, type=type, value=value, **kwargs)  # type: ignore[no-any-return]

    # inside

    def _create(self, model: str) -> Any:
        """Creates another kind of object with this customer's credentials."""
        return partial(
            apps.get_model("djstripe", model).create_at_stripe,
            stripe_account=self.djstripe_owner_account_id or None,
            livemode=self.livemode,
        )

    def _currency_of_payment(self, currency: str | None) -> str:
        found = currency or self.currency  # type: ignore[attr-defined]
        if not found:
            raise InvalidAmount(
                f"An amount needs a currency, and customer {self.id} has none of its own yet: "
                f"say it, as in currency='usd'."
            )
        return str(found).lower()

    def _default_means(self) -> Any:
        means = self.default_payment_method_id or self.default_source_id  # type: ignore[attr-defined]
        if not means:
            raise InvalidParameter(
                f"Customer {self.id} has no default payment method: say which one with "
                f"payment_method=, or let the customer pay in the browser: begin_payment()."
            )
        return means

    def _move_balance(self, sign: int, amount: Decimal, currency: str | None, **kwargs: Any) -> Any:
        own = self.currency  # type: ignore[attr-defined]
        wanted = self._currency_of_payment(currency)
        if own and wanted != own:
            raise InvalidAmount(
                f"Customer {self.id} has a balance in {own.upper()}, "
                f"to which {wanted.upper()} cannot be added."
            )
        minor = money.minor_units(amount, wanted, allow_negative=False, allow_zero=False)
        transaction = self._create("CustomerBalanceTransaction")(
            path=path_with("/v1/customers/{customer}/balance_transactions", customer=self),
            amount=sign * minor,
            currency=wanted,
            # The customer as it is afterwards comes in the same answer.
            expand=["customer"],
            **kwargs,
        )
        self.refresh_from_db()
        return transaction

    # twins, for async views

    apay = twin(pay)
    abegin_payment = twin(begin_payment)
    abegin_setup = twin(begin_setup)
    acreate_invoice = twin(create_invoice)
    aset_default_payment_method = twin(set_default_payment_method)
    aread_payment_methods = twin(read_payment_methods)
    aread_default_payment_method = twin(read_default_payment_method)
    adetach_payment_methods = twin(detach_payment_methods)
    acredit = twin(credit)
    adebit = twin(debit)
    agrant_credit = twin(grant_credit)
    aadd_tax_id = twin(add_tax_id)
    aupdate = twin(update)


def _row_or_id(beside: StripeModel, value: Any) -> Any:
    """What names a price within a hash under ``id``; a row is looked at as a price."""
    check_beside(value, "price", beside)
    return value.id if not isinstance(value, str | Mapping) else value
