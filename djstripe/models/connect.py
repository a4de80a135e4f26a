"""
Money between a platform and the accounts that are connected to it.

https://docs.stripe.com/connect
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from ..exceptions import StripeObjectManipulationException
from ..fields import (
    Attribute,
    NestedList,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeForeignKey,
    StripeJSONField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from ..gateway import get_gateway
from ..managers import TransferManager
from .base import StripeModel, UndatedModel, sdk, to_params
from .embedded import money_label, summary
from .flows import flows
from .guards import path_with, place_of
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import TransferQuerySet
    from . import params

JSON = dict[str, Any]


class Application(UndatedModel):
    """
    An application (a platform) that acts on an account; known from what it touched.

    https://docs.stripe.com/connect
    """

    # declaration
    stripe_class = sdk("Application")
    object_name = "application"
    listable = False
    retrievable = False

    # columns
    name = StripeTextField()

    def __str__(self) -> str:
        return self.name or self.id or ""


class ApplicationFee(StripeModel):
    """
    What a platform keeps of a payment on a connected account.

    The row is the platform's; the charge and the account are the connected one's.

    https://docs.stripe.com/api/application_fees
    """

    # declaration
    stripe_class = sdk("ApplicationFee")
    object_name = "application_fee"
    endpoint = "/v1/application_fees"
    nested = (NestedList("refunds"),)
    stripe_dashboard_item_name = "connect/application_fees"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    amount_refunded = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    refunded = StripeBooleanField()
    account = StripeForeignKey("Account", related_name="application_fees")
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="application_fees"
    )
    balance_transaction = StripeForeignKey("BalanceTransaction")
    charge = StripeForeignKey("Charge", crosses=True)
    originating_transaction = StripeForeignKey("Charge", related_name="originated_application_fees")
    payout = StripeForeignKey(
        "Payout", crosses=True, path="fee_source.payout", related_name="application_fees"
    )

    # attributes
    fee_source: Attribute[JSON | None] = Attribute()
    # What the fee was taken from belongs to the account that paid it.
    source_charge = Reference("Charge", "fee_source.charge", crosses=True)
    source_payout = Reference("Payout", "fee_source.payout", crosses=True)

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.id or "")


class ApplicationFeeRefund(StripeModel):
    """
    An application fee given back, all of it or a part.

    https://docs.stripe.com/api/fee_refunds
    """

    # declaration
    stripe_class = sdk("ApplicationFeeRefund")
    object_name = "fee_refund"
    endpoint = "/v1/application_fees/{fee}/refunds"
    listable = False
    list_under = ("ApplicationFee", "/v1/application_fees/{id}/refunds")
    lists_by_created = False

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    balance_transaction = StripeForeignKey("BalanceTransaction")
    fee = StripeForeignKey("ApplicationFee", related_name="refunds")

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.id or "")

    # verbs

    def retrieve_url(self) -> str:
        """A refund is answered under its fee."""
        return self.path_of(self.id, fee=self.fee_id or "")


class CountrySpec(UndatedModel):
    """
    What Stripe asks and offers in a country; its id is the country's two letters.

    https://docs.stripe.com/api/country_specs
    """

    # declaration
    stripe_class = sdk("CountrySpec")
    object_name = "country_spec"
    endpoint = "/v1/country_specs"
    lists_by_created = False

    # columns
    default_currency = StripeCurrencyCodeField()
    supported_bank_account_currencies = StripeJSONField()
    supported_payment_currencies = StripeJSONField()
    supported_payment_methods = StripeJSONField()
    supported_transfer_countries = StripeJSONField()
    verification_fields = StripeJSONField()

    def __str__(self) -> str:
        return self.id or ""


class Transfer(StripeModel):
    """
    Money moved from the platform to a connected account.

    https://docs.stripe.com/api/transfers
    """

    # declaration
    stripe_class = sdk("Transfer")
    object_name = "transfer"
    endpoint = "/v1/transfers"
    expand_fields: ClassVar[list[str]] = ["balance_transaction"]
    nested = (NestedList("reversals"),)
    stripe_dashboard_item_name = "connect/transfers"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    amount_reversed = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    reversed = StripeBooleanField()
    source_type = StripeCharField()
    transfer_group = StripeCharField(db_index=True)
    balance_transaction = StripeForeignKey("BalanceTransaction")
    destination = StripeForeignKey("Account", related_name="transfers")
    destination_payment = StripeForeignKey(
        "Charge", crosses=True, related_name="incoming_transfers"
    )
    source_transaction = StripeForeignKey("Charge", related_name="transfers")

    objects: ClassVar[TransferQuerySet[Transfer]] = TransferManager()
    stripe_objects: ClassVar[TransferQuerySet[Transfer]] = TransferManager()

    def __str__(self) -> str:
        label = summary(self, money_label(self.amount, self.currency))
        if self.reversed:
            return f"{label} Reversed"
        return f"{label} Partially Reversed" if self.amount_reversed else label

    # predicates

    @property
    def fee(self) -> int | None:
        """What Stripe keeps of this transfer, in the balance's smallest unit, or None."""
        settled = self.balance_transaction
        return None if settled is None else settled.fee

    # verbs

    @classmethod
    def create(
        cls, amount: int, currency: str, destination: Any, **kwargs: Unpack[params.TransferCreate]
    ) -> Transfer:
        """
        Move money to a connected account (``destination``: its row or id), and return the transfer.

        ``amount`` is in the currency's smallest unit; further arguments are Stripe's
        (``source_transaction``, ``transfer_group`` …).
        https://docs.stripe.com/api/transfers/create
        """
        transfer: Transfer = cls.create_at_stripe(
            amount=amount, currency=currency, destination=destination, **kwargs
        )
        return transfer

    def update(self, **kwargs: Unpack[params.TransferUpdate]) -> Transfer:
        """Change its ``description`` or ``metadata``."""
        transfer: Transfer = self.act(expand=self.expand_fields, **kwargs)
        return transfer

    def reverse(
        self, amount: int | None = None, **kwargs: Unpack[params.TransferReverse]
    ) -> TransferReversal:
        """
        Take the money back, all of it or ``amount`` (in the smallest unit). Returns the
        TransferReversal; the transfer's own row is up to date afterwards.
        """
        reversal: TransferReversal = self.act(
            "reversals", amount=amount, expand=TransferReversal.expand_fields, **kwargs
        )
        self.refresh_from_db()
        return reversal

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    areverse = twin(reverse)


class TransferReversal(StripeModel):
    """
    A transfer taken back, all of it or a part.

    https://docs.stripe.com/api/transfer_reversals
    """

    # declaration
    stripe_class = sdk("Reversal") or sdk("TransferReversal")
    object_name = "transfer_reversal"
    endpoint = "/v1/transfers/{transfer}/reversals"
    listable = False
    list_under = ("Transfer", "/v1/transfers/{id}/reversals")
    lists_by_created = False
    expand_fields: ClassVar[list[str]] = ["balance_transaction", "transfer"]

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    balance_transaction = StripeForeignKey("BalanceTransaction", related_name="transfer_reversals")
    transfer = StripeForeignKey("Transfer", related_name="reversals")
    destination_payment_refund = StripeForeignKey(
        "Refund", crosses=True, related_name="destination_transfer_reversals"
    )
    source_refund = StripeForeignKey("Refund", related_name="source_transfer_reversals")

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.transfer_id or "")

    # predicates

    def get_stripe_dashboard_url(self) -> str:
        """The page of the transfer, or "" if it is not known."""
        if not self.transfer_id:
            return ""
        return f"{self.dashboard_base()}connect/transfers/{self.transfer_id}"

    # verbs

    def retrieve_url(self) -> str:
        """A reversal is answered under its transfer."""
        return self.path_of(self.id, transfer=self.transfer_id or "")

    @classmethod
    def api_list(
        cls,
        api_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """
        The reversals of one transfer (``id=``, its row or id), as the SDK's typed objects.

        Raises StripeObjectManipulationException without it. Nothing is stored.
        """
        transfer = kwargs.pop("id", None)
        path = cls._path_under(transfer)
        stripe_account, livemode = place_of(transfer, "transfer", stripe_account, livemode)
        credentials = flows.find_credentials(
            account=stripe_account, livemode=livemode, api_key=api_key
        )
        for page in get_gateway().pages(path, credentials, params=to_params(kwargs)):
            for snapshot in page.snapshots:
                yield get_gateway().to_stripe_object(snapshot.data, credentials)

    @classmethod
    def _api_create(cls, api_key: str | None = None, **kwargs: Any) -> Any:
        """Reverse the transfer ``id=``; the SDK's typed object, not stored."""
        transfer = kwargs.pop("id", None)
        path = cls._path_under(transfer)
        place = kwargs.pop("stripe_account", None), kwargs.pop("livemode", None)
        account, livemode = place_of(transfer, "transfer", *place)
        credentials = flows.find_credentials(account=account, livemode=livemode, api_key=api_key)
        snapshot = get_gateway().create(path, credentials, to_params(kwargs))
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    @staticmethod
    def _path_under(transfer: Any) -> str:
        if not transfer:
            raise StripeObjectManipulationException(
                "Stripe keeps reversals under their transfer: say which, with id=."
            )
        return path_with("/v1/transfers/{transfer}/reversals", transfer=transfer)


class ConnectCollectionTransfer(UndatedModel):
    """
    What Stripe took from a platform to even out a connected account's debt.

    Known from balance transactions only.

    https://docs.stripe.com/connect/account-balances
    """

    # declaration
    stripe_class = sdk("ConnectCollectionTransfer")
    object_name = "connect_collection_transfer"
    listable = False
    retrievable = False

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    destination = StripeForeignKey("Account", related_name="connect_collection_transfers")

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.id or "")


class ReserveTransaction(UndatedModel):
    """
    Money put aside or let go because of a risk; known from balance transactions only.

    https://docs.stripe.com/connect/account-balances
    """

    # declaration
    stripe_class = sdk("ReserveTransaction")
    object_name = "reserve_transaction"
    listable = False
    retrievable = False

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.id or "")
