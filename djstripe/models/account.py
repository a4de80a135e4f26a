"""
Accounts: one's own, and those that are connected to it; who stands behind them.

https://docs.stripe.com/api/accounts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from .. import enums, mirror
from ..fields import (
    Attribute,
    NestedList,
    Reference,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeTextField,
)
from ..gateway import Credentials, get_gateway
from ..settings import djstripe_settings
from .base import StripeModel, UndatedModel, sdk, to_params
from .embedded import Embedded, summary
from .flows import flows
from .guards import check_actor, path_with
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params

JSON = dict[str, Any]


class PlatformManaged:
    """
    Belongs to a connected account, and is managed by the platform.

    Stripe does not let an account change itself or its people through the API: requests go
    out with the platform's key and without ``Stripe-Account``, and what they answer is filed
    under the connected account.
    """

    livemode: Any
    djstripe_owner_account_id: Any

    def credentials(
        self, api_key: str | None = None, stripe_account: str | None = None
    ) -> Credentials:
        """The account's own key if there is one, else the platform's; both as themselves."""
        credentials = flows.find_credentials(
            account=stripe_account or self.djstripe_owner_account_id,
            livemode=self.livemode,
            api_key=api_key,
        )
        return credentials if stripe_account else credentials.as_platform()


class Account(PlatformManaged, StripeModel):
    """
    A Stripe account: one's own, or one that is connected to it.

    https://docs.stripe.com/api/accounts
    """

    # declaration
    stripe_class = sdk("Account")
    object_name = "account"
    endpoint = "/v1/accounts"
    owner_path = "id"
    nested = (NestedList("external_accounts"),)

    # columns
    business_type = StripeEnumField(enums.BusinessType)
    type = StripeEnumField(enums.AccountType)
    charges_enabled = StripeBooleanField()
    payouts_enabled = StripeBooleanField()
    details_submitted = StripeBooleanField()
    country = StripeCharField()
    default_currency = StripeCurrencyCodeField()
    email = StripeTextField()
    disabled_reason = StripeCharField(path="requirements.disabled_reason")

    # columns: the application's own
    djstripe_platform = models.CharField(
        "platform",
        max_length=255,
        blank=True,
        default="",
        editable=False,
        help_text="The account through whose key this one was read, because it is connected to it.",
    )

    # attributes
    business_profile: Attribute[JSON | None] = Attribute()
    capabilities: Attribute[JSON | None] = Attribute()
    company: Attribute[JSON | None] = Attribute()
    controller: Attribute[JSON | None] = Attribute()
    future_requirements: Attribute[JSON | None] = Attribute()
    groups: Attribute[JSON | None] = Attribute()
    individual = Embedded("Person", "individual", doc="Whose account it is, as JSON, or None.")
    product_description: Attribute[str | None] = Attribute(
        "business_profile.product_description", "product_description"
    )
    requirements: Attribute[JSON | None] = Attribute()
    settings: Attribute[JSON | None] = Attribute()
    tos_acceptance: Attribute[JSON | None] = Attribute()
    branding_icon = Reference("File", "settings.branding.icon", doc="The icon's File, or None.")
    branding_logo = Reference("File", "settings.branding.logo", doc="The logo's File, or None.")
    verification_document_back = Reference("File", "company.verification.document.back")
    verification_document_front = Reference("File", "company.verification.document.front")
    default_account_tax_ids = References("TaxId", "settings.invoices.default_account_tax_ids[]")

    def __str__(self) -> str:
        dashboard = (self.settings or {}).get("dashboard") or {}
        name = dashboard.get("display_name") or (self.business_profile or {}).get("name")
        return str(name or self.id)

    # predicates

    @property
    def business_url(self) -> str:
        """The web address of the business, or ""."""
        return (
            (self.business_profile or {}).get("url")
            or (self.stripe_data or {}).get("business_url")
            or ""
        )

    def get_stripe_dashboard_url(self) -> str:
        """The account's home in Stripe's Dashboard."""
        mode = "" if self.livemode else "test/"
        return f"https://dashboard.stripe.com/{self.id}/{mode}dashboard"

    def get_default_api_key(self, livemode: bool | None = None) -> str:
        """
        The secret key with which this account is asked, in a mode (None: this row's).

        Raises CredentialsError if there is none.
        """
        mode = self.livemode if livemode is None else livemode
        found = flows.find_credentials(account=self.id, livemode=mode, api_key=None)
        return found.api_key.reveal()

    @property
    def default_api_key(self) -> str:
        """The secret key of this account in its mode. Its repr is redacted."""
        return self.get_default_api_key(self.livemode)

    # verbs

    @classmethod
    def get_default_account(cls, api_key: str | None = None) -> Account | None:
        """
        The account of a key (None: of the settings), asked from Stripe and stored.

        None for a restricted key of the settings', which may not ask.
        """
        if api_key is None and djstripe_settings.STRIPE_SECRET_KEY.startswith("rk_"):
            return None
        return cls.get_or_retrieve_for_api_key(api_key or djstripe_settings.STRIPE_SECRET_KEY)

    @classmethod
    def get_or_retrieve_for_api_key(cls, api_key: str) -> Account:
        """
        The account that a key belongs to: the mirrored one, else asked from Stripe.

        Raises InvalidStripeAPIKey for what is no key.
        """
        credentials = flows.find_credentials(api_key=api_key)
        found = cls._base_manager.filter(
            id=credentials.account, livemode=credentials.livemode
        ).first()
        if found is None:
            snapshot = get_gateway().retrieve("/v1/account", credentials)
            found = mirror.store([snapshot])[0].row
        account: Account = found
        return account

    @classmethod
    def create(cls, **kwargs: Unpack[params.AccountCreate]) -> Account:
        """
        Make a connected account (``type`` or ``controller``, ``country``, ``email`` …).
        ``livemode`` says in which mode.
        https://docs.stripe.com/api/accounts/create
        """
        account: Account = cls.create_at_stripe(**kwargs)
        return account

    def update(self, **kwargs: Unpack[params.AccountUpdate]) -> Account:
        """Change what a platform may change of a connected account."""
        account: Account = self.act(**kwargs)
        return account

    def create_link(
        self,
        return_url: str,
        refresh_url: str,
        type: str = "account_onboarding",
        **kwargs: Unpack[params.AccountCreateLink],
    ) -> str:
        """
        A web address at which a connected account tells Stripe what Stripe wants to know.

        It works once and for some minutes: redirect to it at once and do not keep it. Stripe
        leads back to ``return_url``, and to ``refresh_url`` for a new one. ``type``:
        ``account_onboarding`` or ``account_update``.
        https://docs.stripe.com/api/account_links/create
        """
        check_actor(self)
        credentials = self.credentials()
        params = {"account": self, "refresh_url": refresh_url, "return_url": return_url}
        path = "/v1/account_links"
        sent = to_params({**params, "type": type, **kwargs}, credentials, path)
        return str(get_gateway().create(path, credentials, sent).data["url"])

    def create_login_link(self, **kwargs: Unpack[params.AccountCreateLoginLink]) -> str:
        """
        A web address at which a connected account finds its Express Dashboard. It works once.
        https://docs.stripe.com/api/accounts/login_link/create
        """
        check_actor(self)
        credentials = self.credentials()
        path = path_with("/v1/accounts/{account}/login_links", account=self)
        sent = to_params(kwargs, credentials, path)
        return str(get_gateway().create(path, credentials, sent).data["url"])

    def reject(self, reason: str, **kwargs: Unpack[params.AccountReject]) -> Account:
        """Refuse it: ``fraud``, ``terms_of_service`` or ``other``; see :meth:`api_reject`."""
        return self.api_reject(reason=reason, **kwargs)

    def remove(self) -> Account:
        """Delete a connected account that you made, and that holds no money."""
        account: Account = self.act(method="delete")
        return account

    def api_reject(
        self,
        api_key: str | None = None,
        stripe_account: str | None = None,
        **kwargs: Unpack[params.AccountApiReject],
    ) -> Account:
        """
        Refuse a connected account (``reason``: fraud, terms_of_service or other); it can
        neither charge nor be paid out then. Returns the account.
        """
        account: Account = self.act(
            "reject", api_key=api_key, stripe_account=stripe_account, **kwargs
        )
        return account

    # twins, for async views

    aget_default_account = class_twin(get_default_account)
    aget_or_retrieve_for_api_key = class_twin(get_or_retrieve_for_api_key)
    acreate = class_twin(create)
    aupdate = twin(update)
    acreate_link = twin(create_link)
    acreate_login_link = twin(create_login_link)
    areject = twin(reject)
    aremove = twin(remove)
    aapi_reject = twin(api_reject)


class Person(PlatformManaged, StripeModel):
    """
    Somebody who owns, directs or represents the business behind an account.

    https://docs.stripe.com/api/persons
    """

    # declaration
    stripe_class = sdk("Person")
    object_name = "person"
    endpoint = "/v1/accounts/{account}/persons"
    listable = False
    list_under = ("Account", "/v1/accounts/{id}/persons")
    lists_by_created = False
    owner_path = "account"

    # columns
    account = StripeForeignKey("Account", related_name="persons")
    email = StripeTextField()
    first_name = StripeTextField()
    last_name = StripeTextField()
    verification_status = StripeCharField(path="verification.status")
    is_representative = StripeBooleanField(path="relationship.representative")

    # attributes
    additional_tos_acceptances: Attribute[JSON | None] = Attribute()
    address: Attribute[JSON | None] = Attribute()
    address_kana: Attribute[JSON | None] = Attribute()
    address_kanji: Attribute[JSON | None] = Attribute()
    dob: Attribute[JSON | None] = Attribute()
    first_name_kana: Attribute[str | None] = Attribute()
    first_name_kanji: Attribute[str | None] = Attribute()
    full_name_aliases: Attribute[list[str]] = Attribute(default=list)
    future_requirements: Attribute[JSON | None] = Attribute()
    gender: Attribute[str | None] = Attribute()
    id_number_provided: Attribute[bool | None] = Attribute()
    id_number_secondary_provided: Attribute[bool | None] = Attribute()
    last_name_kana: Attribute[str | None] = Attribute()
    last_name_kanji: Attribute[str | None] = Attribute()
    maiden_name: Attribute[str | None] = Attribute()
    nationality: Attribute[str | None] = Attribute()
    phone: Attribute[str | None] = Attribute()
    political_exposure: Attribute[str | None] = Attribute()
    registered_address: Attribute[JSON | None] = Attribute()
    relationship: Attribute[JSON | None] = Attribute()
    requirements: Attribute[JSON | None] = Attribute()
    ssn_last_4_provided: Attribute[bool | None] = Attribute()
    us_cfpb_data: Attribute[JSON | None] = Attribute()
    verification: Attribute[JSON | None] = Attribute()
    additional_document_back = Reference("File", "verification.additional_document.back")
    additional_document_front = Reference("File", "verification.additional_document.front")
    document_back = Reference("File", "verification.document.back")
    document_front = Reference("File", "verification.document.front")

    def __str__(self) -> str:
        return f"{self.first_name or ''} {self.last_name or ''}".strip() or (self.id or "")

    # verbs

    def retrieve_url(self) -> str:
        """A person is answered under the account."""
        return self.path_of(self.id, account=self.account_id or "")


class Capability(PlatformManaged, UndatedModel):
    """
    Something that a connected account may do, such as take card payments.

    Its id is the capability's name, the same for every account.

    https://docs.stripe.com/api/capabilities
    """

    # declaration
    stripe_class = sdk("Capability")
    object_name = "capability"
    endpoint = "/v1/accounts/{account}/capabilities"
    listable = False
    list_under = ("Account", "/v1/accounts/{id}/capabilities")
    lists_by_created = False
    owner_path = "account"

    # columns
    account = StripeForeignKey("Account", related_name="capability_rows")
    status = StripeCharField()
    requested = StripeBooleanField()
    requested_at = StripeDateTimeField()

    # attributes
    future_requirements: Attribute[JSON | None] = Attribute()
    requirements: Attribute[JSON | None] = Attribute()

    class Meta(StripeModel.Meta):
        verbose_name_plural = "capabilities"

    def __str__(self) -> str:
        return summary(self, "", self.status or "")

    # verbs

    def retrieve_url(self) -> str:
        """A capability is answered under the account."""
        return self.path_of(self.id, account=self.account_id or "")


# Parts of an account of API v2 that Stripe answers only if asked for.
_INCLUDED = (
    "configuration.customer",
    "configuration.merchant",
    "configuration.recipient",
    "defaults",
    "future_requirements",
    "identity",
    "requirements",
)


class AccountV2(PlatformManaged, StripeModel):
    """
    An account as API v2 sees it: a business that may be customer, merchant and recipient.

    https://docs.stripe.com/api/v2/core/accounts
    """

    # declaration
    stripe_class = sdk("v2.core.Account")
    object_name = "v2.core.account"
    endpoint = "/v2/core/accounts"
    expand_fields: ClassVar[list[str]] = list(_INCLUDED)
    expanded_only = (
        "configuration",
        "defaults",
        "future_requirements",
        "identity",
        "requirements",
    )
    lists_by_created = False
    owner_path = "id"

    # columns
    closed = StripeBooleanField()
    contact_email = StripeTextField()
    dashboard = StripeCharField()
    display_name = StripeTextField()

    # columns: the application's own
    djstripe_platform = models.CharField(
        "platform",
        max_length=255,
        blank=True,
        default="",
        editable=False,
        help_text="The account through whose key this one was read, because it is connected to it.",
    )

    # attributes
    applied_configurations: Attribute[list[str]] = Attribute(default=list)
    configuration: Attribute[JSON | None] = Attribute()
    contact_phone: Attribute[str | None] = Attribute()
    defaults: Attribute[JSON | None] = Attribute()
    future_requirements: Attribute[JSON | None] = Attribute()
    identity: Attribute[JSON | None] = Attribute()
    requirements: Attribute[JSON | None] = Attribute()
    branding_icon = Reference("File", "configuration.merchant.branding.icon", crosses=True)
    branding_logo = Reference("File", "configuration.merchant.branding.logo", crosses=True)
    customer_default_payment_method = Reference(
        "PaymentMethod", "configuration.customer.billing.default_payment_method"
    )
    customer_invoice_template = Reference(
        "InvoiceRenderingTemplate", "configuration.customer.billing.invoice.rendering.template"
    )
    customer_test_clock = Reference("TestClock", "configuration.customer.test_clock")
    registration_signer = Reference(
        "AccountPerson", "identity.business_details.documents.proof_of_registration.signer.person"
    )
    ownership_signer = Reference(
        "AccountPerson",
        "identity.business_details.documents.proof_of_ultimate_beneficial_ownership.signer.person",
    )

    class Meta(StripeModel.Meta):
        verbose_name_plural = "accounts (v2)"

    def __str__(self) -> str:
        return self.display_name or self.contact_email or self.id or ""

    # verbs

    @classmethod
    def get_expand_params(cls, api_key: str | None = None, **kwargs: Any) -> list[str]:
        """Lists of API v2 expand nothing."""
        return []

    def api_close(
        self, api_key: str | None = None, **kwargs: Unpack[params.AccountV2ApiClose]
    ) -> AccountV2:
        """Close the account, all of it or the given ``applied_configurations``. Returns it."""
        account: AccountV2 = self.act("close", api_key=api_key, **kwargs)
        return account

    # twins, for async views

    aapi_close = twin(api_close)


class AccountPerson(PlatformManaged, StripeModel):
    """
    Somebody behind an account of API v2.

    https://docs.stripe.com/api/v2/core/persons
    """

    # declaration
    stripe_class = sdk("v2.core.AccountPerson")
    object_name = "v2.core.account_person"
    endpoint = "/v2/core/accounts/{account}/persons"
    listable = False
    list_under = ("AccountV2", "/v2/core/accounts/{id}/persons")
    lists_by_created = False
    owner_path = "account"

    # columns
    account = StripeForeignKey("AccountV2", crosses=True, also=("Account",), related_name="persons")
    email = StripeTextField()
    given_name = StripeTextField()
    surname = StripeTextField()
    updated = StripeDateTimeField()

    # attributes
    additional_addresses: Attribute[list[JSON] | None] = Attribute()
    additional_names: Attribute[list[JSON] | None] = Attribute()
    additional_terms_of_service: Attribute[JSON | None] = Attribute()
    address: Attribute[JSON | None] = Attribute()
    date_of_birth: Attribute[JSON | None] = Attribute()
    documents: Attribute[JSON | None] = Attribute()
    id_numbers: Attribute[list[JSON] | None] = Attribute()
    legal_gender: Attribute[str | None] = Attribute()
    nationalities: Attribute[list[str] | None] = Attribute()
    phone: Attribute[str | None] = Attribute()
    political_exposure: Attribute[str | None] = Attribute()
    relationship: Attribute[JSON | None] = Attribute()
    script_addresses: Attribute[JSON | None] = Attribute()
    script_names: Attribute[JSON | None] = Attribute()

    def __str__(self) -> str:
        return f"{self.given_name or ''} {self.surname or ''}".strip() or (self.id or "")

    # verbs

    def retrieve_url(self) -> str:
        """A person is answered under the account."""
        return self.path_of(self.id, account=self.account_id or "")
