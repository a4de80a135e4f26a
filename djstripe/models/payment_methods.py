"""
What customers pay with, and where payouts go.

https://docs.stripe.com/api/payment_methods
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import stripe
from django.apps import apps
from django.utils.translation import gettext as _

from .. import enums
from ..exceptions import ImpossibleAPIRequest, StripeObjectManipulationException
from ..fields import (
    Attribute,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
)
from ..gateway import get_gateway
from .account import PlatformManaged
from .base import StripeModel, UndatedModel, sdk, to_params
from .embedded import money_label, summary
from .flows import flows
from .guards import check_actor, check_beside, path_with, place_of
from .twins import class_stream, class_twin, twin
from .verbs import tell

if TYPE_CHECKING:
    from typing import Unpack

    from . import params

JSON = dict[str, Any]


def _id_of(row_or_id: Any) -> str:
    """The Stripe id of a row, of one of the SDK's objects, or the id itself."""
    return str(row_or_id if isinstance(row_or_id, str) else row_or_id.id)


# ---------------------------------------------------------------------- pointers to sources


# What a payment source calls itself, and where it is kept.
SOURCE_MODELS = {
    "account": "Account",
    "alipay_account": "Source",
    "bank_account": "BankAccount",
    "bitcoin_receiver": "Source",
    "card": "Card",
    "payment_method": "PaymentMethod",
    "source": "Source",
}


class DjstripePaymentMethod(StripeModel):
    """
    Points to a payment source of whatever kind: a card, a bank account, a source …

    Stripe has no such object. ``charge.source`` leads here, because its kind is known from
    the payload alone; ``resolve()`` gives the row itself.
    """

    # declaration
    stripe_class = None
    object_name = "djstripe_payment_method"
    listable = False
    retrievable = False

    # columns
    type = StripeCharField(max_length=50, db_index=True)

    def __str__(self) -> str:
        return f"{self.id} ({self.type})"

    # predicates

    @property
    def object_model(self) -> Any:
        """
        The model of what this points to.

        Raises ValueError for a kind that has none.
        """
        name = SOURCE_MODELS.get(self.type or "")
        if name is None:
            raise ValueError(
                f"{self.id} is a payment source of the kind {self.type!r}, which has no model."
            )
        return apps.get_model("djstripe", name)

    def resolve(self) -> Any:
        """
        The row that this points to.

        Raises the model's DoesNotExist if it is not mirrored, and ValueError for a kind that
        has no model.
        """
        named = {"id": self.id, "livemode": self.livemode}
        if self.type != "account":
            # An account is its own owner.
            named["djstripe_owner_account_id"] = self.djstripe_owner_account_id
        return self.object_model._base_manager.get(**named)

    # verbs

    @classmethod
    def from_stripe_object(cls, data: Mapping[str, Any]) -> DjstripePaymentMethod:
        """The pointer to a source that the application has as Stripe's object; stored if new."""
        kind = data.get("object") or ""
        account, livemode = flows.find_account(data.get("livemode"), None)
        named = {"id": data["id"], "djstripe_owner_account_id": account, "livemode": livemode}
        payload = {"id": data["id"], "object": cls.object_name, "type": kind}
        manager: Any = cls._base_manager
        pointer: DjstripePaymentMethod = manager.get_or_create(
            **named, defaults={"type": kind, "stripe_data": payload}
        )[0]
        return pointer


# -------------------------------------------------------------------------- payment methods


class PaymentMethod(StripeModel):
    """
    What a customer pays with: a card, a bank account, a wallet …

    The details stand under the name of the kind: ``payment_method.card["last4"]``.

    https://docs.stripe.com/api/payment_methods
    """

    # declaration
    stripe_class = sdk("PaymentMethod")
    object_name = "payment_method"
    endpoint = "/v1/payment_methods"
    lists_by_created = False

    # columns
    type = StripeEnumField(enums.PaymentMethodType)
    allow_redisplay = StripeCharField()
    fingerprint = StripeCharField(
        db_index=True,
        path=tuple(
            f"{kind}.fingerprint"
            for kind in ("card", "us_bank_account", "sepa_debit", "bacs_debit", "au_becs_debit")
        ),
        help_text="The same for the same card or account, whoever uses it.",
    )
    customer = StripeForeignKey("Customer", related_name="payment_methods")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="payment_methods"
    )

    # attributes: the details of each kind
    acss_debit: Attribute[JSON | None] = Attribute()
    affirm: Attribute[JSON | None] = Attribute()
    afterpay_clearpay: Attribute[JSON | None] = Attribute()
    alipay: Attribute[JSON | None] = Attribute()
    alma: Attribute[JSON | None] = Attribute()
    amazon_pay: Attribute[JSON | None] = Attribute()
    au_becs_debit: Attribute[JSON | None] = Attribute()
    bacs_debit: Attribute[JSON | None] = Attribute()
    bancontact: Attribute[JSON | None] = Attribute()
    billie: Attribute[JSON | None] = Attribute()
    bizum: Attribute[JSON | None] = Attribute()
    blik: Attribute[JSON | None] = Attribute()
    boleto: Attribute[JSON | None] = Attribute()
    card: Attribute[JSON | None] = Attribute()
    card_present: Attribute[JSON | None] = Attribute()
    cashapp: Attribute[JSON | None] = Attribute()
    crypto: Attribute[JSON | None] = Attribute()
    custom: Attribute[JSON | None] = Attribute()
    customer_balance: Attribute[JSON | None] = Attribute()
    eps: Attribute[JSON | None] = Attribute()
    fpx: Attribute[JSON | None] = Attribute()
    giropay: Attribute[JSON | None] = Attribute()
    grabpay: Attribute[JSON | None] = Attribute()
    ideal: Attribute[JSON | None] = Attribute()
    interac_present: Attribute[JSON | None] = Attribute()
    kakao_pay: Attribute[JSON | None] = Attribute()
    klarna: Attribute[JSON | None] = Attribute()
    konbini: Attribute[JSON | None] = Attribute()
    kr_card: Attribute[JSON | None] = Attribute()
    link: Attribute[JSON | None] = Attribute()
    mb_way: Attribute[JSON | None] = Attribute()
    mobilepay: Attribute[JSON | None] = Attribute()
    multibanco: Attribute[JSON | None] = Attribute()
    naver_pay: Attribute[JSON | None] = Attribute()
    nz_bank_account: Attribute[JSON | None] = Attribute()
    oxxo: Attribute[JSON | None] = Attribute()
    p24: Attribute[JSON | None] = Attribute()
    pay_by_bank: Attribute[JSON | None] = Attribute()
    payco: Attribute[JSON | None] = Attribute()
    paynow: Attribute[JSON | None] = Attribute()
    paypal: Attribute[JSON | None] = Attribute()
    paypay: Attribute[JSON | None] = Attribute()
    payto: Attribute[JSON | None] = Attribute()
    pix: Attribute[JSON | None] = Attribute()
    promptpay: Attribute[JSON | None] = Attribute()
    revolut_pay: Attribute[JSON | None] = Attribute()
    samsung_pay: Attribute[JSON | None] = Attribute()
    satispay: Attribute[JSON | None] = Attribute()
    scalapay: Attribute[JSON | None] = Attribute()
    sepa_debit: Attribute[JSON | None] = Attribute()
    sequra: Attribute[JSON | None] = Attribute()
    sofort: Attribute[JSON | None] = Attribute()
    sunbit: Attribute[JSON | None] = Attribute()
    swish: Attribute[JSON | None] = Attribute()
    twint: Attribute[JSON | None] = Attribute()
    upi: Attribute[JSON | None] = Attribute()
    us_bank_account: Attribute[JSON | None] = Attribute()
    wechat_pay: Attribute[JSON | None] = Attribute()
    zip: Attribute[JSON | None] = Attribute()

    # attributes
    billing_details: Attribute[JSON | None] = Attribute()
    radar_options: Attribute[JSON | None] = Attribute()
    details: Attribute[JSON | None] = Attribute(
        lambda payload: payload.get(payload.get("type") or ""),
        doc="What stands under the name of this payment method's kind.",
    )
    generated_from_charge = Reference(
        "Charge", "sepa_debit.generated_from.charge", "card.generated_from.charge"
    )
    generated_from_setup_attempt = Reference(
        "SetupAttempt",
        "card.generated_from.setup_attempt",
        "sepa_debit.generated_from.setup_attempt",
    )
    financial_connections_account = Reference(
        "FinancialConnectionsAccount", "us_bank_account.financial_connections_account"
    )
    generated_from_card = Reference(
        "PaymentMethod", "card.generated_from.payment_method_details.card_present.generated_card"
    )
    terminal_location = Reference(
        "TerminalLocation", "card.generated_from.payment_method_details.card_present.location"
    )
    terminal_reader = Reference(
        "TerminalReader", "card.generated_from.payment_method_details.card_present.reader"
    )

    def __str__(self) -> str:
        kind = enums.PaymentMethodType.humanize(self.type)
        last4 = (self.details or {}).get("last4")
        label = f"{kind} {last4}" if last4 else kind
        return f"{label} ({self.id})"

    # predicates

    def get_stripe_dashboard_url(self) -> str:
        """The page of the customer whose payment method this is, or "" if it is nobody's."""
        if not self.customer_id:
            return ""
        return f"{self.dashboard_base()}customers/{self.customer_id}"

    # verbs

    @classmethod
    def attach(
        cls,
        payment_method: str | PaymentMethod,
        customer: Any,
        api_key: str | None = None,
    ) -> PaymentMethod:
        """
        Give a payment method (its row or id) to a customer (likewise), and return its row.

        ``api_key``: None is the key of the customer's account and mode if the customer is a row,
        else that of the settings.
        """
        is_row = isinstance(customer, StripeModel)
        if is_row:
            check_beside(payment_method, "payment_method", customer)
        path = path_with(
            "/v1/payment_methods/{payment_method}/attach", payment_method=payment_method
        )
        attached: PaymentMethod = cls.create_at_stripe(
            path=path,
            customer=customer,
            api_key=api_key,
            stripe_account=(customer.djstripe_owner_account_id or None) if is_row else None,
            livemode=customer.livemode if is_row else None,
        )
        return attached

    def make_default(self) -> Any:
        """
        Let its customer pay invoices with it from now on; returns the customer.

        Raises ImpossibleAPIRequest if it is nobody's: ``attach()`` it first.
        """
        if self.customer is None:
            raise ImpossibleAPIRequest(
                f"Payment method {self.id} belongs to no customer in the mirror: attach it first, "
                f"with customer.add_payment_method()."
            )
        return self.customer.set_default_payment_method(self)

    def update(self, **kwargs: Unpack[params.PaymentMethodUpdate]) -> PaymentMethod:
        """Change it at Stripe (``billing_details``, ``card``, ``metadata`` …)."""
        method: PaymentMethod = self.act(**kwargs)
        return method

    def detach(self) -> bool:
        """
        Take this payment method away from its customer; it cannot be used again.

        True, or False if it was nobody's already. Customers whose default it was are up to
        date afterwards.
        """
        check_actor(self)
        customers = list(self.default_of_customers.all())
        try:
            self.act("detach")
        except stripe.InvalidRequestError:
            # Stripe has no code for it; what the object says now tells the refusals apart.
            self.refresh_from_stripe()
            if self.customer_id and not self.djstripe_deleted:
                raise
            return False
        for customer in customers:
            customer.refresh_from_stripe()
        return True

    # twins, for async views

    aattach = class_twin(attach)
    aupdate = twin(update)
    adetach = twin(detach)


class PaymentMethodConfiguration(UndatedModel):
    """
    Which kinds of payment method are offered at the checkout.

    Each kind's settings stand under its name in ``stripe_data``; ``kinds()`` lists them.

    https://docs.stripe.com/api/payment_method_configurations
    """

    # declaration
    stripe_class = sdk("PaymentMethodConfiguration")
    object_name = "payment_method_configuration"
    endpoint = "/v1/payment_method_configurations"
    lists_by_created = False

    # columns
    name = StripeTextField()
    active = StripeBooleanField()
    is_default = StripeBooleanField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="payment_method_configurations"
    )
    parent = StripeForeignKey("PaymentMethodConfiguration", crosses=True, related_name="children")

    def __str__(self) -> str:
        return self.name or self.id or ""

    # predicates

    def kinds(self) -> dict[str, bool]:
        """The kinds of payment method, and whether each is offered."""
        return {
            name: bool(value["available"])
            for name, value in sorted((self.stripe_data or {}).items())
            if isinstance(value, Mapping) and "available" in value
        }


class PaymentMethodDomain(StripeModel):
    """
    A domain on which wallets such as Apple Pay may be shown.

    https://docs.stripe.com/api/payment_method_domains
    """

    # declaration
    stripe_class = sdk("PaymentMethodDomain")
    object_name = "payment_method_domain"
    endpoint = "/v1/payment_method_domains"
    lists_by_created = False

    # columns
    domain_name = StripeCharField(db_index=True)
    enabled = StripeBooleanField()

    # attributes
    amazon_pay: Attribute[JSON | None] = Attribute()
    apple_pay: Attribute[JSON | None] = Attribute()
    google_pay: Attribute[JSON | None] = Attribute()
    klarna: Attribute[JSON | None] = Attribute()
    link: Attribute[JSON | None] = Attribute()
    paypal: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return self.domain_name or self.id or ""

    # verbs

    def validate(self, **kwargs: Unpack[params.PaymentMethodDomainValidate]) -> PaymentMethodDomain:
        """Let Stripe check again whether the wallets may be shown. Returns the domain."""
        domain: PaymentMethodDomain = self.act("validate", **kwargs)
        return domain

    # twins, for async views

    avalidate = twin(validate)


# ------------------------------------------------------------------ cards and bank accounts


class ExternalAccountMixin(PlatformManaged):
    """
    What a card and a bank account have in common: each is either an external account, to
    which payouts go, or a customer's old payment source, and is found accordingly.
    """

    account_id: Any
    customer_id: Any
    object_name: ClassVar[str]

    # predicates

    @property
    def is_external_account(self) -> bool:
        """Whether payouts go to it; otherwise a customer pays with it."""
        return bool(self.account_id)

    def retrieve_url(self) -> str:
        """
        Where Stripe answers it: under its account or its customer.

        Raises ImpossibleAPIRequest if it has neither, such as one that a charge has used once.
        """
        if self.account_id:
            return f"/v1/accounts/{self.account_id}/external_accounts/{self.id}"  # type: ignore[attr-defined]
        if self.customer_id:
            return f"/v1/customers/{self.customer_id}/sources/{self.id}"  # type: ignore[attr-defined]
        raise ImpossibleAPIRequest(
            f"{self.id} belongs to no account and no customer: Stripe has no address for it."  # type: ignore[attr-defined]
        )

    def get_stripe_dashboard_url(self) -> str:
        """The page of its account's payout settings or of its customer; "" if it has neither."""
        base: str = self.dashboard_base()  # type: ignore[attr-defined]
        if self.account_id:
            return f"{base}settings/payouts"
        return f"{base}customers/{self.customer_id}" if self.customer_id else ""

    def credentials(self, api_key: str | None = None, stripe_account: str | None = None) -> Any:
        """The platform's for an external account; else those of the row's own account."""
        if self.account_id:
            return super().credentials(api_key, stripe_account)
        return StripeModel.credentials(self, api_key, stripe_account)  # type: ignore[arg-type]

    # verbs

    @classmethod
    def list_path_under(cls, account: Any = None, customer: Any = None) -> str:
        """Where an account's or a customer's are listed and created."""
        if account is not None:
            return path_with("/v1/accounts/{account}/external_accounts", account=account)
        if customer is not None:
            return path_with("/v1/customers/{customer}/sources", customer=customer)
        raise StripeObjectManipulationException(
            f"Stripe keeps each {cls.object_name.replace('_', ' ')} under an account or a customer: "
            f"say which, with account= or customer=."
        )

    @classmethod
    def api_list(
        cls,
        api_key: str | None = None,
        stripe_account: str | None = None,
        livemode: bool | None = None,
        **kwargs: Any,
    ) -> Iterator[Any]:
        """
        Those of an account or a customer (``account=`` or ``customer=``, a row or an id), as
        the SDK's typed objects. Nothing is stored.
        """
        customer = kwargs.pop("customer", None)
        path = cls.list_path_under(kwargs.pop("account", None), customer)
        stripe_account, livemode = place_of(customer, "customer", stripe_account, livemode)
        kwargs.setdefault("object", cls.object_name)
        credentials = flows.find_credentials(
            account=stripe_account, livemode=livemode, api_key=api_key
        )
        for page in get_gateway().pages(path, credentials, params=to_params(kwargs)):
            for snapshot in page.snapshots:
                yield get_gateway().to_stripe_object(snapshot.data, credentials)

    @classmethod
    def _api_create(cls, api_key: str | None = None, **kwargs: Any) -> Any:
        """Create one under ``account=`` or ``customer=``; the SDK's typed object, not stored."""
        customer = kwargs.pop("customer", None)
        path = cls.list_path_under(kwargs.pop("account", None), customer)
        place = kwargs.pop("stripe_account", None), kwargs.pop("livemode", None)
        account, livemode = place_of(customer, "customer", *place)
        credentials = flows.find_credentials(account=account, livemode=livemode, api_key=api_key)
        snapshot = get_gateway().create(path, credentials, to_params(kwargs))
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    @classmethod
    def create(
        cls,
        *,
        account: Any = None,
        customer: Any = None,
        **kwargs: Unpack[params.BankAccountCreate],
    ) -> Any:
        """
        Create one under an account (``external_account=token``) or a customer
        (``source=token``), and return its row.
        """
        path = cls.list_path_under(account, customer)
        kwargs["stripe_account"], kwargs["livemode"] = place_of(
            customer, "customer", kwargs.get("stripe_account"), kwargs.get("livemode")
        )
        return cls.create_at_stripe(path=path, **kwargs)  # type: ignore[attr-defined]

    def update(self, **kwargs: Unpack[params.BankAccountUpdate]) -> Any:
        """Change it at Stripe. Returns the row."""
        return self.act(**kwargs)  # type: ignore[attr-defined]

    def remove(self, **kwargs: Unpack[params.BankAccountRemove]) -> Any:
        """Delete it at Stripe. Returns the row, which stays and is marked as deleted."""
        return self.act(method="delete", **kwargs)  # type: ignore[attr-defined]

    # twins, for async views

    aapi_list = class_stream(api_list)
    acreate = class_twin(create)
    aupdate = twin(update)
    aremove = twin(remove)


class BankAccount(ExternalAccountMixin, UndatedModel):
    """
    A bank account: where payouts go, or what a customer pays from.

    https://docs.stripe.com/api/external_account_bank_accounts
    """

    # declaration
    stripe_class = sdk("BankAccount")
    object_name = "bank_account"
    listable = False
    list_under = ("Account", "/v1/accounts/{id}/external_accounts")
    list_params: ClassVar[Mapping[str, Any]] = {"object": "bank_account"}
    lists_by_created = False
    owner_path = "account"

    # columns
    account = StripeForeignKey("Account", related_name="bank_accounts")
    customer = StripeForeignKey("Customer", related_name="bank_accounts")
    status = StripeEnumField(enums.BankAccountStatus)
    currency = StripeCurrencyCodeField()
    country = StripeCharField()
    default_for_currency = StripeBooleanField()
    fingerprint = StripeCharField(db_index=True)
    last4 = StripeCharField()

    # attributes
    account_holder_name: Attribute[str | None] = Attribute()
    account_holder_type: Attribute[str | None] = Attribute()
    account_type: Attribute[str | None] = Attribute()
    available_payout_methods: Attribute[list[str] | None] = Attribute()
    bank_name: Attribute[str | None] = Attribute()
    future_requirements: Attribute[JSON | None] = Attribute()
    requirements: Attribute[JSON | None] = Attribute()
    routing_number: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        name = self.bank_name or _("Bank account")
        default = f" {_('(default)')}" if self.default_for_currency else ""
        return f"{name} {self.routing_number or ''} {self.last4 or ''}".strip() + default

    # predicates

    @property
    def human_readable_status(self) -> str:
        """The state in words for people; one that is new waits for its verification."""
        if self.status == enums.BankAccountStatus.new:
            return _("Pending Verification")
        return enums.BankAccountStatus.humanize(self.status)

    # verbs

    def verify(self, amounts: list[int], **kwargs: Unpack[params.BankAccountVerify]) -> BankAccount:
        """
        Prove that a customer's bank account is his, by the two amounts that he found on it (in
        the smallest unit). Returns the bank account.
        """
        account: BankAccount = self.act("verify", amounts=amounts, **kwargs)
        return account

    # twins, for async views

    averify = twin(verify)


class Card(ExternalAccountMixin, UndatedModel):
    """
    A card of the old kind: where payouts go, or what a customer pays with.

    https://docs.stripe.com/api/external_account_cards
    """

    # declaration
    stripe_class = sdk("Card")
    object_name = "card"
    listable = False
    list_under = ("Account", "/v1/accounts/{id}/external_accounts")
    list_params: ClassVar[Mapping[str, Any]] = {"object": "card"}
    lists_by_created = False
    owner_path = "account"

    # columns
    account = StripeForeignKey("Account", related_name="cards")
    customer = StripeForeignKey("Customer", related_name="cards")
    brand = StripeEnumField(enums.CardBrand)
    country = StripeCharField()
    currency = StripeCurrencyCodeField()
    default_for_currency = StripeBooleanField()
    exp_month = StripeIntegerField()
    exp_year = StripeIntegerField()
    fingerprint = StripeCharField(db_index=True)
    funding = StripeEnumField(enums.CardFundingType)
    last4 = StripeCharField()
    status = StripeCharField()

    # attributes
    address_city: Attribute[str | None] = Attribute()
    address_country: Attribute[str | None] = Attribute()
    address_line1: Attribute[str | None] = Attribute()
    address_line1_check: Attribute[str | None] = Attribute()
    address_line2: Attribute[str | None] = Attribute()
    address_state: Attribute[str | None] = Attribute()
    address_zip: Attribute[str | None] = Attribute()
    address_zip_check: Attribute[str | None] = Attribute()
    allow_redisplay: Attribute[str | None] = Attribute()
    available_payout_methods: Attribute[list[str] | None] = Attribute()
    cvc_check: Attribute[str | None] = Attribute()
    dynamic_last4: Attribute[str | None] = Attribute()
    iin: Attribute[str | None] = Attribute()
    issuer: Attribute[str | None] = Attribute()
    name: Attribute[str | None] = Attribute()
    networks: Attribute[JSON | None] = Attribute()
    regulated_status: Attribute[str | None] = Attribute()
    tokenization_method: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        default = f" {_('(default)')}" if self.default_for_currency else ""
        return f"{self.brand or _('Card')} {self.last4 or ''} {self._expiry()}".strip() + default

    def _expiry(self) -> str:
        if not (self.exp_month and self.exp_year):
            return ""
        return _("exp {month}/{year}").format(month=self.exp_month, year=self.exp_year)

    # verbs

    @classmethod
    def create_token(
        cls,
        number: str,
        exp_month: int,
        exp_year: int,
        cvc: str,
        api_key: str | None = None,
        **kwargs: Unpack[params.CardCreateToken],
    ) -> Any:
        """
        A token that stands for this card, as the SDK's object. Nothing is stored.

        Only for tests: a server that sees card numbers falls under all of PCI DSS.
        """
        credentials = flows.find_credentials(
            account=kwargs.pop("stripe_account", None),
            livemode=kwargs.pop("livemode", None),
            api_key=api_key,
        )
        card = {"number": number, "exp_month": exp_month, "exp_year": exp_year, "cvc": cvc}
        snapshot = get_gateway().create(
            "/v1/tokens", credentials, to_params({"card": {**card, **kwargs}})
        )
        return get_gateway().to_stripe_object(snapshot.data, credentials)

    # twins, for async views

    acreate_token = class_twin(create_token)


# ----------------------------------------------------------------------------------- sources


class Source(StripeModel):
    """
    How payments were made between cards and payment methods; Stripe still answers them.

    https://docs.stripe.com/api/sources
    """

    # declaration
    stripe_class = sdk("Source")
    object_name = "source"
    endpoint = "/v1/sources"
    # They come with their customers, whose lists of sources are expanded.
    listable = False
    secrets = ("client_secret",)
    stripe_dashboard_item_name = "sources"

    # columns
    type = StripeEnumField(enums.SourceType)
    status = StripeEnumField(enums.SourceStatus)
    flow = StripeEnumField(enums.SourceFlow)
    usage = StripeEnumField(enums.SourceUsage)
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    customer = StripeForeignKey("Customer", related_name="sources")

    # attributes
    ach_credit_transfer: Attribute[JSON | None] = Attribute()
    ach_debit: Attribute[JSON | None] = Attribute()
    acss_debit: Attribute[JSON | None] = Attribute()
    alipay: Attribute[JSON | None] = Attribute()
    allow_redisplay: Attribute[str | None] = Attribute()
    au_becs_debit: Attribute[JSON | None] = Attribute()
    bancontact: Attribute[JSON | None] = Attribute()
    card: Attribute[JSON | None] = Attribute()
    card_present: Attribute[JSON | None] = Attribute()
    code_verification: Attribute[JSON | None] = Attribute()
    eps: Attribute[JSON | None] = Attribute()
    giropay: Attribute[JSON | None] = Attribute()
    ideal: Attribute[JSON | None] = Attribute()
    klarna: Attribute[JSON | None] = Attribute()
    multibanco: Attribute[JSON | None] = Attribute()
    owner: Attribute[JSON | None] = Attribute()
    p24: Attribute[JSON | None] = Attribute()
    receiver: Attribute[JSON | None] = Attribute()
    redirect: Attribute[JSON | None] = Attribute()
    sepa_credit_transfer: Attribute[JSON | None] = Attribute()
    sepa_debit: Attribute[JSON | None] = Attribute()
    sofort: Attribute[JSON | None] = Attribute()
    source_order: Attribute[JSON | None] = Attribute()
    statement_descriptor: Attribute[str | None] = Attribute()
    three_d_secure: Attribute[JSON | None] = Attribute()
    wechat: Attribute[JSON | None] = Attribute()
    details: Attribute[JSON | None] = Attribute(
        lambda payload: payload.get(payload.get("type") or ""),
        "source_data",
        doc="What stands under the name of this source's kind.",
    )

    def __str__(self) -> str:
        kind = enums.SourceType.humanize(self.type)
        return summary(self, kind, enums.SourceStatus.humanize(self.status))

    # verbs

    def detach(self) -> bool:
        """
        Take this source away from its customer.

        True, or False if it is nobody's.
        """
        if not self.customer_id:
            return False
        credentials = self.credentials()
        tell("delete", f"/v1/customers/{self.customer_id}/sources/{self.id}", credentials, {})
        self.refresh_from_db()
        return True

    # twins, for async views

    adetach = twin(detach)


class SourceTransaction(StripeModel):
    """
    Money that arrived at a source that waits for it.

    https://docs.stripe.com/sources
    """

    # declaration
    stripe_class = sdk("SourceTransaction")
    object_name = "source_transaction"
    endpoint = "/v1/sources/{source}/source_transactions"
    listable = False
    retrievable = False
    list_under = ("Source", "/v1/sources/{id}/source_transactions")
    lists_by_created = False
    looked_up_by = "source"

    # columns
    amount = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    type = StripeEnumField(enums.SourceType)
    status = StripeEnumField(enums.SourceTransactionStatus)
    source = StripeForeignKey("Source", related_name="transactions")

    # attributes
    ach_credit_transfer: Attribute[JSON | None] = Attribute()
    chf_credit_transfer: Attribute[JSON | None] = Attribute()
    gbp_credit_transfer: Attribute[JSON | None] = Attribute()
    paper_check: Attribute[JSON | None] = Attribute()
    sepa_credit_transfer: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return summary(self, money_label(self.amount, self.currency), self.status or "")
