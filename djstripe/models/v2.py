"""
What else API v2 has: events and where they are sent, tokens, vaulted bank accounts, imports.

https://docs.stripe.com/api/v2/core
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    Reference,
    StripeBooleanField,
    StripeCharField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeTextField,
)
from .base import StripeModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class EventDestination(StripeModel):
    """
    Where Stripe sends events: a webhook endpoint, or a cloud's event bus.

    https://docs.stripe.com/api/v2/core/event-destinations
    """

    # declaration
    stripe_class = sdk("v2.core.EventDestination") or sdk("v2.EventDestination")
    object_name = "v2.core.event_destination"
    endpoint = "/v2/core/event_destinations"
    lists_by_created = False
    # Holds the signing secret, and beside it only the URL, which is a column.
    secrets = ("webhook_endpoint",)

    # columns
    name = StripeTextField()
    status = StripeCharField()
    type = StripeCharField()
    event_payload = StripeCharField()
    snapshot_api_version = StripeCharField()
    updated = StripeDateTimeField()
    url = StripeTextField(path="webhook_endpoint.url", keep=True)

    # attributes
    amazon_eventbridge: Attribute[dict[str, Any] | None] = Attribute()
    azure_event_grid: Attribute[dict[str, Any] | None] = Attribute()
    enabled_events: Attribute[list[str]] = Attribute(default=list)
    events_from: Attribute[list[str] | None] = Attribute()
    status_details: Attribute[dict[str, Any] | None] = Attribute()

    def __str__(self) -> str:
        return self.name or super().__str__()

    # predicates

    def is_enabled(self) -> bool:
        """Whether Stripe sends events there."""
        return self.status == "enabled"

    # verbs

    def enable(self, **params: Unpack[params.EventDestinationEnable]) -> EventDestination:
        """Have Stripe send events there."""
        return self.act("enable", **params)  # type: ignore[no-any-return]

    def disable(self, **params: Unpack[params.EventDestinationDisable]) -> EventDestination:
        """Have Stripe send nothing there for now."""
        return self.act("disable", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aenable = twin(enable)
    adisable = twin(disable)


class EventV2(StripeModel):
    """
    A thin event: that something happened to an object, without the object.

    https://docs.stripe.com/api/v2/core/events
    """

    # declaration
    stripe_class = sdk("v2.core.Event") or sdk("v2.Event")
    object_name = "v2.core.event"
    endpoint = "/v2/core/events"

    # columns
    type = StripeCharField(db_index=True)
    related_object_id = StripeCharField(
        path=("related_object.id", "data.impact.related_object.id"), db_index=True
    )
    related_object_type = StripeCharField(
        path=("related_object.type", "data.impact.related_object.type")
    )
    context = StripeCharField()
    request_id = StripeCharField(path="reason.request.id")
    idempotency_key = StripeTextField(path="reason.request.idempotency_key")
    snapshot_event = StripeForeignKey("Event", related_name="thin_events")

    # attributes
    changes: Attribute[dict[str, Any] | None] = Attribute()
    data: Attribute[dict[str, Any] | None] = Attribute()
    reason: Attribute[dict[str, Any] | None] = Attribute()
    related_object: Attribute[dict[str, Any] | None] = Attribute()

    class Meta(StripeModel.Meta):
        verbose_name_plural = "events (v2)"

    def __str__(self) -> str:
        return f"{self.type} <id={self.id}>"


class AccountToken(StripeModel):
    """
    Details of an account, sent to Stripe from the browser and used once.

    https://docs.stripe.com/api/v2/core/account-tokens
    """

    # declaration
    stripe_class = sdk("v2.core.AccountToken")
    object_name = "v2.core.account_token"
    endpoint = "/v2/core/account_tokens"
    listable = False

    # columns
    used = StripeBooleanField()
    expires_at = StripeDateTimeField()


class AccountPersonToken(StripeModel):
    """
    Details of a person of an account, sent to Stripe from the browser and used once.

    Its payload does not name the account under which Stripe would answer it again.

    https://docs.stripe.com/api/v2/core/account-person-tokens
    """

    # declaration
    stripe_class = sdk("v2.core.AccountPersonToken")
    object_name = "v2.core.account_person_token"
    listable = False
    retrievable = False

    # columns
    used = StripeBooleanField()
    expires_at = StripeDateTimeField()


class GbBankAccount(StripeModel):
    """
    A British bank account in the vault.

    https://docs.stripe.com/api/v2/core/vault/gb-bank-accounts
    """

    # declaration
    stripe_class = sdk("v2.core.vault.GbBankAccount")
    object_name = "v2.core.vault.gb_bank_account"
    endpoint = "/v2/core/vault/gb_bank_accounts"
    lists_by_created = False

    # columns
    archived = StripeBooleanField()
    restricted = StripeBooleanField()
    bank_account_type = StripeCharField()
    bank_name = StripeTextField()
    last4 = StripeCharField()

    # attributes
    sort_code: Attribute[str | None] = Attribute()
    supported_currencies: Attribute[list[str]] = Attribute(default=list)

    # verbs

    def archive(self, **params: Unpack[params.GbBankAccountArchive]) -> GbBankAccount:
        """Put the bank account away, so that nothing is paid to it."""
        return self.act("archive", **params)  # type: ignore[no-any-return]

    def unarchive(self, **params: Unpack[params.GbBankAccountUnarchive]) -> GbBankAccount:
        """Take the bank account into use again."""
        return self.act("unarchive", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aarchive = twin(archive)
    aunarchive = twin(unarchive)


class UsBankAccount(StripeModel):
    """
    An American bank account in the vault.

    https://docs.stripe.com/api/v2/core/vault/us-bank-accounts
    """

    # declaration
    stripe_class = sdk("v2.core.vault.UsBankAccount")
    object_name = "v2.core.vault.us_bank_account"
    endpoint = "/v2/core/vault/us_bank_accounts"
    lists_by_created = False

    # columns
    archived = StripeBooleanField()
    restricted = StripeBooleanField()
    bank_account_type = StripeCharField()
    bank_name = StripeTextField()
    last4 = StripeCharField()
    verification_status = StripeCharField(path="verification.status")
    financial_connections_account = StripeForeignKey(
        "FinancialConnectionsAccount", related_name="us_bank_accounts"
    )

    # attributes
    fedwire_routing_number: Attribute[str | None] = Attribute()
    routing_number: Attribute[str | None] = Attribute()
    supported_currencies: Attribute[list[str]] = Attribute(default=list)
    verification: Attribute[dict[str, Any] | None] = Attribute()

    # verbs

    def archive(self, **params: Unpack[params.UsBankAccountArchive]) -> UsBankAccount:
        """Put the bank account away, so that nothing is paid to it."""
        return self.act("archive", **params)  # type: ignore[no-any-return]

    def unarchive(self, **params: Unpack[params.UsBankAccountUnarchive]) -> UsBankAccount:
        """Take the bank account into use again."""
        return self.act("unarchive", **params)  # type: ignore[no-any-return]

    def send_microdeposits(
        self, **params: Unpack[params.UsBankAccountSendMicrodeposits]
    ) -> UsBankAccount:
        """Send small amounts whose size only the owner of the account can see."""
        return self.act("send_microdeposits", **params)  # type: ignore[no-any-return]

    def confirm_microdeposits(
        self, **params: Unpack[params.UsBankAccountConfirmMicrodeposits]
    ) -> UsBankAccount:
        """Say what was seen on the account: ``amounts=[…]`` or ``descriptor_code="SM…"``."""
        return self.act("confirm_microdeposits", **params)  # type: ignore[no-any-return]

    # twins, for async views

    aarchive = twin(archive)
    aunarchive = twin(unarchive)
    asend_microdeposits = twin(send_microdeposits)
    aconfirm_microdeposits = twin(confirm_microdeposits)


class ProductCatalogImport(StripeModel):
    """
    A file of products, prices or stock read into Stripe's catalogue.

    https://docs.stripe.com/api/v2/commerce/product-catalog-imports
    """

    # declaration
    stripe_class = sdk("v2.commerce.ProductCatalogImport")
    object_name = "v2.commerce.product_catalog_import"
    endpoint = "/v2/commerce/product_catalog/imports"

    # columns
    status = StripeCharField()
    feed_type = StripeCharField()
    mode = StripeCharField()

    # attributes
    status_details: Attribute[dict[str, Any] | None] = Attribute()
    file = Reference(
        "File",
        "status_details.succeeded_with_errors.error_file",
        doc="The file that names what could not be read.",
    )


class MeterEventAdjustment(StripeModel):
    """
    A meter event taken back.

    https://docs.stripe.com/api/v2/billing-meter-adjustment
    """

    # declaration
    stripe_class = sdk("v2.billing.MeterEventAdjustment")
    object_name = "v2.billing.meter_event_adjustment"
    endpoint = "/v2/billing/meter_event_adjustments"
    listable = False
    retrievable = False

    # columns
    event_name = StripeCharField(db_index=True)
    status = StripeCharField()
    type = StripeCharField()

    # attributes
    cancel: Attribute[dict[str, Any] | None] = Attribute()


class MeterEventSession(StripeModel):
    """
    Leave to send meter events at high speed for a quarter of an hour. The token is not stored.

    https://docs.stripe.com/api/v2/billing-meter-stream
    """

    # declaration
    stripe_class = sdk("v2.billing.MeterEventSession")
    object_name = "v2.billing.meter_event_session"
    endpoint = "/v2/billing/meter_event_session"
    listable = False
    retrievable = False
    secrets = ("authentication_token",)

    # columns
    expires_at = StripeDateTimeField()
