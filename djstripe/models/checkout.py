"""
Pages of Stripe's that a customer is sent to: checkout, payment links, the billing portal.

https://docs.stripe.com/api/checkout/sessions
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode, urlsplit, urlunsplit

import stripe
from django.apps import apps

from .. import enums, mirror
from ..exceptions import ForeignSession, InvalidParameter
from ..fields import (
    Attribute,
    OwnedSet,
    Reference,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeCurrencyCodeField,
    StripeDateTimeField,
    StripeEnumField,
    StripeForeignKey,
    StripeIntegerField,
    StripeQuantumCurrencyAmountField,
    StripeTextField,
    follow,
    read,
)
from ..gateway import get_gateway
from ..managers import PaymentLinkManager, SessionManager
from ..settings import djstripe_settings
from .answers import secret_of
from .base import StripeModel, UndatedModel, sdk
from .embedded import EmbeddedList, money_label
from .flows import flows
from .marks import key_named_by, mark_of
from .shapes import as_datetime
from .twins import class_twin, twin

if TYPE_CHECKING:
    from typing import Unpack

    from ..managers import SessionQuerySet, _ActiveQuerySet
    from . import params

JSON = dict[str, Any]

# Until clover, and since dahlia.
UI_MODES = {"custom": "elements", "embedded": "embedded_page", "hosted": "hosted_page"}


class ListedLines(EmbeddedList):
    """
    A set's list as Stripe sends it, ``{"object": "list", "data": […]}``; None if it was not read.

    Its path is a function, so that the members are taken out of the payload as the set they
    are, and not one by one.
    """

    def __init__(self, to: str) -> None:
        super().__init__(to, lambda payload: follow(payload, f"{self.name}[]"))  # type: ignore[arg-type]

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        listed = read(instance, [self.name])
        if not isinstance(listed, Mapping):
            return None
        return {**listed, "data": super().__get__(instance, owner)}


# ------------------------------------------------------------------------------- sessions


class Session(StripeModel):
    """
    One customer's way through Checkout.

    https://docs.stripe.com/api/checkout/sessions
    """

    # declaration
    stripe_class = sdk("checkout.Session")
    object_name = "checkout.session"
    endpoint = "/v1/checkout/sessions"
    expand_fields: ClassVar[list[str]] = [
        "line_items",
        "total_details.breakdown",
        "line_items.data.discounts",
    ]
    expanded_only = ("line_items",)
    secrets = ("client_secret",)
    sets = (OwnedSet("line_items", "CheckoutLineItem", owner="session"),)

    # columns
    mode = StripeEnumField(enums.SessionMode)
    status = StripeEnumField(enums.SessionStatus)
    payment_status = StripeEnumField(enums.SessionPaymentStatus)
    currency = StripeCurrencyCodeField()
    amount_subtotal = StripeQuantumCurrencyAmountField()
    amount_total = StripeQuantumCurrencyAmountField()
    client_reference_id = StripeCharField(db_index=True)
    customer_email = StripeTextField(
        help_text="As it was handed in; what the customer entered is in customer_details."
    )
    expires_at = StripeDateTimeField()
    customer = StripeForeignKey("Customer")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="checkout_sessions"
    )
    invoice = StripeForeignKey("Invoice", related_name="checkout_sessions")
    payment_intent = StripeForeignKey("PaymentIntent")
    payment_link = StripeForeignKey("PaymentLink", related_name="sessions")
    recovered_from = StripeForeignKey("Session", related_name="recovered_by")
    setup_intent = StripeForeignKey("SetupIntent")
    subscription = StripeForeignKey("Subscription")

    # attributes
    adaptive_pricing: Attribute[JSON | None] = Attribute()
    after_expiration: Attribute[JSON | None] = Attribute()
    allow_promotion_codes: Attribute[bool | None] = Attribute()
    allowed_payment_method_types: Attribute[list[str] | None] = Attribute()
    automatic_tax: Attribute[JSON | None] = Attribute()
    billing_address_collection: Attribute[str | None] = Attribute()
    branding_settings: Attribute[JSON | None] = Attribute()
    cancel_url: Attribute[str | None] = Attribute()
    collected_information: Attribute[JSON | None] = Attribute()
    consent: Attribute[JSON | None] = Attribute()
    consent_collection: Attribute[JSON | None] = Attribute()
    currency_conversion: Attribute[JSON | None] = Attribute()
    custom_fields: Attribute[list[JSON]] = Attribute(default=list)
    custom_text: Attribute[JSON | None] = Attribute()
    customer_creation: Attribute[str | None] = Attribute()
    customer_details: Attribute[JSON | None] = Attribute()
    discounts: Attribute[list[JSON] | None] = Attribute()
    display_items: Attribute[list[JSON] | None] = Attribute()
    excluded_payment_method_types: Attribute[list[str] | None] = Attribute()
    integration_identifier: Attribute[str | None] = Attribute()
    invoice_creation: Attribute[JSON | None] = Attribute()
    line_items = ListedLines("CheckoutLineItem")
    locale: Attribute[str | None] = Attribute()
    managed_payments: Attribute[JSON | None] = Attribute()
    name_collection: Attribute[JSON | None] = Attribute()
    optional_items: Attribute[list[JSON] | None] = Attribute()
    origin_context: Attribute[str | None] = Attribute()
    payment_method_collection: Attribute[str | None] = Attribute()
    payment_method_configuration_details: Attribute[JSON | None] = Attribute()
    payment_method_options: Attribute[JSON | None] = Attribute()
    payment_method_types: Attribute[list[str]] = Attribute(default=list)
    permissions: Attribute[JSON | None] = Attribute()
    phone_number_collection: Attribute[JSON | None] = Attribute()
    presentment_details: Attribute[JSON | None] = Attribute()
    redirect_on_completion: Attribute[str | None] = Attribute()
    return_url: Attribute[str | None] = Attribute()
    saved_payment_method_options: Attribute[JSON | None] = Attribute()
    shipping_address_collection: Attribute[JSON | None] = Attribute()
    shipping_cost: Attribute[JSON | None] = Attribute()
    shipping_details: Attribute[JSON | None] = Attribute(
        "collected_information.shipping_details", "shipping_details", "shipping"
    )
    shipping_options: Attribute[list[JSON]] = Attribute(default=list)
    submit_type: Attribute[str | None] = Attribute()
    success_url: Attribute[str | None] = Attribute()
    tax_id_collection: Attribute[JSON | None] = Attribute()
    total_details: Attribute[JSON | None] = Attribute()
    ui_mode: Attribute[str | None] = Attribute(
        convert=lambda word: UI_MODES.get(word, word),
        doc="In the words of API version dahlia and later.",
    )
    url: Attribute[str | None] = Attribute()
    wallet_options: Attribute[JSON | None] = Attribute()
    account_tax_ids = References("TaxId", "invoice_creation.invoice_data.account_tax_ids[]")
    coupons = References("Coupon", "discounts[].coupon")
    promotion_codes = References("PromotionCode", "discounts[].promotion_code")
    invoice_issuer = Reference("Account", "invoice_creation.invoice_data.issuer.account")
    payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "payment_method_configuration_details.id"
    )
    shipping_rate = Reference("ShippingRate", "shipping_cost.shipping_rate")
    shipping_rates = References("ShippingRate", "shipping_options[].shipping_rate")
    tax_liability_account = Reference("Account", "automatic_tax.liability.account")
    branding_icon = Reference("File", "branding_settings.icon.file")
    branding_logo = Reference("File", "branding_settings.logo.file")
    invoice_rendering_template = Reference(
        "InvoiceRenderingTemplate", "invoice_creation.invoice_data.rendering_options.template"
    )
    optional_prices = References("Price", "optional_items[].price")
    parent_payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "payment_method_configuration_details.parent", crosses=True
    )

    objects: ClassVar[SessionQuerySet[Session]] = SessionManager()

    def __str__(self) -> str:
        amount = money_label(self.amount_total, self.currency)
        return " ".join(part for part in (self.id, amount, f"({self.status})") if part)

    # predicates

    def is_open(self) -> bool:
        """Whether the customer can still go through it."""
        return bool(self.status == enums.SessionStatus.open)

    def is_complete(self) -> bool:
        """Whether the customer is through; the payment may still be under way."""
        return bool(self.status == enums.SessionStatus.complete)

    def is_expired(self) -> bool:
        """Whether it has run out."""
        return bool(self.status == enums.SessionStatus.expired)

    def is_paid(self) -> bool:
        """Whether what is to be paid now has been paid, or nothing was to be."""
        return self.payment_status in (
            enums.SessionPaymentStatus.paid,
            enums.SessionPaymentStatus.no_payment_required,
        )

    def subscriber_key(self) -> str | None:
        """
        The primary key of the subscriber for whom it was begun, as a word; None if nobody said.

        Its metadata under DJSTRIPE_SUBSCRIBER_CUSTOMER_KEY, or a ``client_reference_id`` of
        ours (``mark_of(subscriber)``): any other may have been written by the visitor.
        """
        return key_named_by(self.stripe_data or {})

    def belongs_to(self, subscriber: Any) -> bool:
        """Whether it was begun for this subscriber, or its customer is this subscriber's."""
        if getattr(subscriber, "pk", None) is None:
            return False
        named = self.subscriber_key()
        if named is not None:
            return named == str(subscriber.pk)
        return self.customer is not None and self.customer.subscriber_id == subscriber.pk

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.SessionCreate]) -> Session:
        """
        Begin a session (``mode``, ``line_items``, ``success_url`` …); send the customer to ``url``.

        https://docs.stripe.com/api/checkout/sessions/create
        """
        session: Session = cls.create_at_stripe(**params)
        return session

    @classmethod
    def start(
        cls,
        *,
        price: Any = None,
        items: Any = None,
        quantity: int | None = None,
        mode: str | None = None,
        success_url: str | None = None,
        cancel_url: str | None = None,
        trial_days: int | None = None,
        customer: Any = None,
        subscriber: Any = None,
        **params: Unpack[params.SessionStart],
    ) -> Session:
        """
        Begin a session that sells ``price``, or ``items``; ``redirect(session.url)`` goes there.

        ``items`` is a list whose members are a Price, a price's id, or all that Stripe knows of
        a line. ``mode`` follows from the prices if the mirror has them: "subscription" if one
        recurs, else "payment"; without anything to sell it is "setup".
        ``success_url`` gets ``session_id={CHECKOUT_SESSION_ID}``, for :meth:`complete`.

        The session is for a ``customer`` (a row), or for a ``subscriber`` who has none yet: the
        customer that Checkout makes is then linked to them. Further parameters are Stripe's:
        ``allow_promotion_codes``, ``discounts``, ``subscription_data``, ``ui_mode`` …

        Raises TypeError for what contradicts itself, InvalidParameter where the mode cannot be
        told. https://docs.stripe.com/api/checkout/sessions/create
        """
        if items is not None and (price is not None or quantity is not None):
            raise TypeError("Say either price (and quantity), or items.")
        given: dict[str, Any] = {**params}
        if customer is not None:
            given.setdefault("stripe_account", customer.djstripe_owner_account_id or None)
            given.setdefault("livemode", customer.livemode)
            subscriber = subscriber or customer.subscriber
        wanted = [] if price is None else [_line(price, quantity)]
        wanted += [_line(one) for one in items or ()]
        known = _prices_of(wanted, customer, given)
        mode = mode or _mode_of(wanted, known)
        for line in wanted:
            _complete_line(line, known)
        if subscriber is not None:
            _mark(given, subscriber, has_customer=customer is not None, mode=mode)
        if trial_days is not None:
            terms = given.get("subscription_data") or {}
            given["subscription_data"] = {**terms, "trial_period_days": trial_days}
        if mode == "setup" and not given.get("payment_method_types"):
            given.setdefault("currency", getattr(customer, "currency", None) or None)
        for name, url in (("success_url", success_url), ("return_url", given.get("return_url"))):
            if url is not None:
                given[name] = _with_session_id(_absolute(name, url))
        if cancel_url is not None:
            given["cancel_url"] = _absolute("cancel_url", cancel_url)
        given.update(customer=customer, mode=mode, line_items=wanted or None)
        return cls.create(**given)

    @classmethod
    def complete(
        cls,
        session_id: str,
        subscriber: Any = None,
        *,
        stripe_account: str | None = None,
        api_key: str | None = None,
    ) -> Session:
        """
        What became of a session, when its visitor comes back: the row, and with it in the mirror
        the customer, the subscription, the payment and what the customer may use now, before any
        webhook came. Asks Stripe once for the session, and not at all if it is known to be
        complete with all that belongs to it.

        With ``subscriber`` the session must be theirs. Without it whoever has the id is
        believed: ids are long and random, and stand in addresses.

        Raises ForeignSession (a 403) if it is somebody else's, and stripe.InvalidRequestError if
        Stripe does not know it.
        """
        found = _SESSION_ID.fullmatch(session_id)
        if found is None:
            raise InvalidParameter(f"{session_id[:80]!r} is not a checkout session's id.")
        livemode = found["mode"] == "live"
        rows = cls.objects.filter(id=session_id, livemode=livemode)
        if stripe_account:
            rows = rows.of_account(stripe_account)
        known = rows.first()
        session: Session
        if known is not None and known.is_complete() and known.is_whole():
            session = known
        else:
            account = known.djstripe_owner_account_id if known is not None else stripe_account
            credentials = flows.find_credentials(
                account=account or None, livemode=livemode, api_key=api_key
            )
            snapshot = get_gateway().retrieve(
                cls.path_of(session_id), credentials, expand=_ON_RETURN
            )
            session = mirror.store([snapshot])[0].row
        if subscriber is not None and not session.belongs_to(subscriber):
            raise ForeignSession(f"Checkout session {session_id} is not of {subscriber}.")
        if session is not known and session.is_complete() and session.subscription_id:
            _read_entitlements(session)
        return session

    def is_whole(self) -> bool:
        """Whether everything that it made is mirrored."""
        made = ("customer", "subscription", "payment_intent", "setup_intent", "invoice")
        return all(getattr(self, name) is not None for name in made if getattr(self, f"{name}_id"))

    def expire(self) -> Session:
        """End it, so that nobody can pay through it any more."""
        return self.act("expire")  # type: ignore[no-any-return]

    def update(self, **kwargs: Unpack[params.SessionUpdate]) -> Session:
        """Change it at Stripe (``metadata``, ``shipping_options`` …)."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    acreate = class_twin(create)
    astart = class_twin(start)
    acomplete = class_twin(complete)
    aexpire = twin(expire)
    aupdate = twin(update)


# What a session made, read with it: the mirror has it when the visitor is back.
_ON_RETURN = (
    "line_items",
    "customer",
    "subscription",
    "invoice.payments",
    "payment_intent.latest_charge",
    "setup_intent.payment_method",
)
_SESSION_ID = re.compile(r"cs_(?P<mode>test|live)_\w{1,240}")
_PLACEHOLDER = "{CHECKOUT_SESSION_ID}"


def _line(wanted: Any, quantity: int | None = None) -> dict[str, Any]:
    """What the caller gave for one line, as Stripe takes it."""
    line = dict(wanted) if isinstance(wanted, Mapping) else {"price": wanted}
    return line if quantity is None else {**line, "quantity": quantity}


def _prices_of(
    lines: list[dict[str, Any]], customer: Any, params: Mapping[str, Any]
) -> dict[str, Any]:
    """The mirrored prices of these lines, by id: one query, if the caller gave ids."""
    given = [line.get("price") for line in lines]
    known = {one.id: one for one in given if isinstance(one, StripeModel)}
    wanted = [one for one in given if isinstance(one, str)]
    if wanted:
        account, livemode = params.get("stripe_account"), params.get("livemode")
        if account is None or livemode is None:
            found = flows.find_account(livemode, params.get("api_key"))
            account, livemode = account or found[0], found[1]
        prices: Any = apps.get_model("djstripe", "Price")
        scope = {"livemode": livemode, "djstripe_owner_account_id": account}
        rows = prices._base_manager.filter(id__in=wanted, **scope)
        known.update({row.id: row for row in rows})
    return known


def _price_in(line: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    price = line.get("price")
    return known.get(price) if isinstance(price, str) else price


def _mode_of(lines: list[dict[str, Any]], known: Mapping[str, Any]) -> str:
    """The mode in which these lines are sold. Raises InvalidParameter if nobody knows."""
    if not lines:
        return "setup"
    recurs = []
    for line in lines:
        row, data = _price_in(line, known), line.get("price_data")
        if row is None and not isinstance(data, Mapping):
            raise InvalidParameter(
                f"Price {line.get('price')} is not mirrored, so whether it recurs is not known: "
                'say mode="payment" or mode="subscription".'
            )
        recurs.append(bool(row.recurring if row is not None else (data or {}).get("recurring")))
    return "subscription" if any(recurs) else "payment"


def _complete_line(line: dict[str, Any], known: Mapping[str, Any]) -> None:
    """One of each, if nobody said how many; what is metered has no number."""
    row = _price_in(line, known)
    metered = row is not None and (row.recurring or {}).get("usage_type") == "metered"
    if not metered and "adjustable_quantity" not in line:
        line.setdefault("quantity", 1)


def _mark(params: dict[str, Any], subscriber: Any, *, has_customer: bool, mode: str) -> None:
    """Say for whom a session is, so that what it makes is linked to them."""
    params.setdefault("client_reference_id", mark_of(subscriber))
    if key := djstripe_settings.SUBSCRIBER_CUSTOMER_KEY:
        params["metadata"] = {**(params.get("metadata") or {}), key: str(subscriber.pk)}
    if has_customer:
        return
    params.setdefault("customer_email", getattr(subscriber, "email", None) or None)
    if mode != "subscription":
        params.setdefault("customer_creation", "always")


def _absolute(name: str, url: str) -> str:
    """An address that Stripe can send a browser to. Raises InvalidParameter for any other."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise InvalidParameter(
            f"{name} is {url!r}, which is no whole address: use request.build_absolute_uri()."
        )
    return url


def _with_session_id(url: str) -> str:
    """An address that is told the session's id; Stripe puts it in place of the word."""
    if _PLACEHOLDER in url:
        return url
    parts = urlsplit(url)
    query = f"{parts.query}&" if parts.query else ""
    return urlunsplit(parts._replace(query=f"{query}session_id={_PLACEHOLDER}"))


def _read_entitlements(session: Session) -> None:
    """What the customer may use now, where the key may read it."""
    with suppress(stripe.PermissionError):
        flows.look_again(
            "entitlements.active_entitlement_summary",
            session.customer_id,
            session.djstripe_owner_account_id,
            session.livemode,
        )


class CheckoutLineItem(UndatedModel):
    """
    One line of a checkout session, a payment link or a quote.

    https://docs.stripe.com/api/checkout/sessions/line_items
    """

    # declaration
    stripe_class = sdk("LineItem")
    object_name = "item"
    listable = False
    retrievable = False
    lists_by_created = False

    # columns
    amount_discount = StripeQuantumCurrencyAmountField()
    amount_subtotal = StripeQuantumCurrencyAmountField()
    amount_tax = StripeQuantumCurrencyAmountField()
    amount_total = StripeQuantumCurrencyAmountField()
    currency = StripeCurrencyCodeField()
    quantity = StripeIntegerField()
    price = StripeForeignKey("Price", related_name="checkout_line_items")
    # Which of the three it belongs to only the list that it stands in says.
    session = StripeForeignKey("Session", keep=True, related_name="lines")
    payment_link = StripeForeignKey("PaymentLink", keep=True, related_name="lines")
    quote = StripeForeignKey("Quote", keep=True, related_name="lines")

    # attributes
    adjustable_quantity: Attribute[JSON | None] = Attribute()
    discounts: Attribute[list[JSON] | None] = Attribute()
    taxes: Attribute[list[JSON] | None] = Attribute()

    def __str__(self) -> str:
        return self.description or money_label(self.amount_total, self.currency) or self.id or ""


# -------------------------------------------------------------------------- payment links


class PaymentLink(UndatedModel):
    """
    A page that anybody who has its address can pay on, again and again.

    https://docs.stripe.com/api/payment-link
    """

    # declaration
    stripe_class = sdk("PaymentLink")
    object_name = "payment_link"
    endpoint = "/v1/payment_links"
    lists_by_created = False
    expand_fields: ClassVar[list[str]] = ["line_items"]
    expanded_only = ("line_items",)
    sets = (OwnedSet("line_items", "CheckoutLineItem", owner="payment_link"),)
    stripe_dashboard_item_name = "payment-links"

    # columns
    active = StripeBooleanField()
    currency = StripeCurrencyCodeField()
    url = StripeTextField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="payment_links"
    )
    on_behalf_of = StripeForeignKey("Account", related_name="payment_links_on_behalf")

    # attributes
    after_completion: Attribute[JSON | None] = Attribute()
    allow_promotion_codes: Attribute[bool | None] = Attribute()
    application_fee_amount: Attribute[int | None] = Attribute()
    application_fee_percent: Attribute[float | None] = Attribute()
    automatic_tax: Attribute[JSON | None] = Attribute()
    billing_address_collection: Attribute[str | None] = Attribute()
    consent_collection: Attribute[JSON | None] = Attribute()
    custom_fields: Attribute[list[JSON]] = Attribute(default=list)
    custom_text: Attribute[JSON | None] = Attribute()
    customer_creation: Attribute[str | None] = Attribute()
    inactive_message: Attribute[str | None] = Attribute()
    invoice_creation: Attribute[JSON | None] = Attribute()
    line_items = ListedLines("CheckoutLineItem")
    managed_payments: Attribute[JSON | None] = Attribute()
    name_collection: Attribute[JSON | None] = Attribute()
    optional_items: Attribute[list[JSON] | None] = Attribute()
    payment_intent_data: Attribute[JSON | None] = Attribute()
    payment_method_collection: Attribute[str | None] = Attribute()
    payment_method_options: Attribute[JSON | None] = Attribute()
    payment_method_types: Attribute[list[str] | None] = Attribute()
    phone_number_collection: Attribute[JSON | None] = Attribute()
    restrictions: Attribute[JSON | None] = Attribute()
    shipping_address_collection: Attribute[JSON | None] = Attribute()
    shipping_options: Attribute[list[JSON]] = Attribute(default=list)
    submit_type: Attribute[str | None] = Attribute()
    subscription_data: Attribute[JSON | None] = Attribute()
    tax_id_collection: Attribute[JSON | None] = Attribute()
    transfer_data: Attribute[JSON | None] = Attribute()
    account_tax_ids = References("TaxId", "invoice_creation.invoice_data.account_tax_ids[]")
    invoice_issuer = Reference(
        "Account",
        "invoice_creation.invoice_data.issuer.account",
        "subscription_data.invoice_settings.issuer.account",
    )
    shipping_rates = References("ShippingRate", "shipping_options[].shipping_rate")
    subscription_account_tax_ids = References(
        "TaxId", "subscription_data.invoice_settings.account_tax_ids[]"
    )
    tax_liability_account = Reference("Account", "automatic_tax.liability.account")
    transfer_destination = Reference("Account", "transfer_data.destination")
    invoice_rendering_template = Reference(
        "InvoiceRenderingTemplate", "invoice_creation.invoice_data.rendering_options.template"
    )
    optional_prices = References("Price", "optional_items[].price")

    objects: ClassVar[_ActiveQuerySet[PaymentLink]] = PaymentLinkManager()

    def __str__(self) -> str:
        return self.url or self.id or ""

    # verbs

    @classmethod
    def create(cls, **params: Unpack[params.PaymentLinkCreate]) -> PaymentLink:
        """Make a payment link (``line_items`` …)."""
        link: PaymentLink = cls.create_at_stripe(**params)
        return link

    def update(self, **kwargs: Unpack[params.PaymentLinkUpdate]) -> PaymentLink:
        """Change it at Stripe."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    def url_for(self, subscriber: Any, **parameters: str) -> str:
        """
        The link's address for one subscriber: whoever becomes a customer through it is linked to
        them. ``parameters`` are those of the address, such as ``prefilled_email``.

        https://docs.stripe.com/payment-links/url-parameters
        """
        told = urlencode({"client_reference_id": mark_of(subscriber), **parameters})
        return f"{self.url}?{told}"

    def activate(self) -> PaymentLink:
        """Let it be paid on again."""
        return self.update(active=True)

    def deactivate(self) -> PaymentLink:
        """Stop its being paid on."""
        return self.update(active=False)

    # twins, for async views

    acreate = class_twin(create)
    aupdate = twin(update)
    aactivate = twin(activate)
    adeactivate = twin(deactivate)


# ------------------------------------------------------------------------- billing portal


class BillingPortalConfiguration(StripeModel):
    """
    What customers may do in the billing portal.

    https://docs.stripe.com/api/customer_portal/configurations
    """

    # declaration
    stripe_class = sdk("billing_portal.Configuration")
    object_name = "billing_portal.configuration"
    endpoint = "/v1/billing_portal/configurations"
    lists_by_created = False

    # columns
    active = StripeBooleanField()
    is_default = StripeBooleanField()
    name = StripeTextField()
    application = StripeForeignKey(
        "Application", db_index=False, crosses=True, related_name="billing_portal_configurations"
    )

    # attributes
    business_profile: Attribute[JSON | None] = Attribute()
    default_return_url: Attribute[str | None] = Attribute()
    features: Attribute[JSON | None] = Attribute()
    login_page: Attribute[JSON | None] = Attribute()
    updated: Attribute[dt.datetime | None] = Attribute(convert=as_datetime)
    feedback_options = References(
        "FeedbackOption",
        "features.subscription_cancel.cancellation_reason.feedback_options[]",
    )
    payment_method_configuration = Reference(
        "PaymentMethodConfiguration", "features.payment_method_update.payment_method_configuration"
    )
    products = References("Product", "features.subscription_update.products[].product")

    def __str__(self) -> str:
        return self.name or self.id or ""

    # verbs

    def update(
        self, **kwargs: Unpack[params.BillingPortalConfigurationUpdate]
    ) -> BillingPortalConfiguration:
        """Change it at Stripe."""
        return self.act(**kwargs)  # type: ignore[no-any-return]

    # twins, for async views

    aupdate = twin(update)


class BillingPortalSession(StripeModel):
    """
    One visit of a customer to the billing portal.

    Its ``url`` lets whoever has it into the customer's portal for a short time, so it is not
    stored: it is on the row that :meth:`create` returns, and nowhere else.

    https://docs.stripe.com/api/customer_portal/sessions
    """

    # declaration
    stripe_class = sdk("billing_portal.Session")
    object_name = "billing_portal.session"
    endpoint = "/v1/billing_portal/sessions"
    listable = False
    retrievable = False
    secrets = ("url",)

    # columns
    configuration = StripeForeignKey("BillingPortalConfiguration", related_name="sessions")
    customer = StripeForeignKey("Customer", related_name="billing_portal_sessions")
    customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="billing_portal_sessions"
    )
    on_behalf_of = StripeForeignKey("Account", related_name="billing_portal_sessions_on_behalf")

    # attributes
    after_expiration: Attribute[JSON | None] = Attribute()
    flow: Attribute[JSON | None] = Attribute()
    locale: Attribute[str | None] = Attribute()
    return_url: Attribute[str | None] = Attribute()
    flow_subscription = Reference(
        "Subscription",
        "flow.subscription_cancel.subscription",
        "flow.subscription_pause.subscription",
        "flow.subscription_update.subscription",
        "flow.subscription_update_confirm.subscription",
        doc="The subscription that the visit is about, if it is about one.",
    )
    flow_coupons = References("Coupon", "flow.subscription_update_confirm.discounts[].coupon")
    flow_prices = References("Price", "flow.subscription_update_confirm.items[].price")
    flow_promotion_codes = References(
        "PromotionCode", "flow.subscription_update_confirm.discounts[].promotion_code"
    )
    flow_subscription_items = References(
        "SubscriptionItem", "flow.subscription_update_confirm.items[].id"
    )
    retention_coupon = Reference("Coupon", "flow.subscription_cancel.retention.coupon_offer.coupon")

    # verbs

    @property
    def url(self) -> str | None:
        """
        Where to send the customer: on the row that :meth:`create` or
        ``customer.billing_portal()`` returned, and on no other.
        """
        secret = secret_of(self, self.id)
        return None if secret is None else secret.reveal()

    @classmethod
    def create(
        cls, customer: Any, **params: Unpack[params.BillingPortalSessionCreate]
    ) -> BillingPortalSession:
        """
        Let a customer (a row or an id) into the portal; the row's ``url`` is where to send them.

        https://docs.stripe.com/api/customer_portal/sessions/create
        """
        given: dict[str, Any] = {**params}
        if isinstance(customer, StripeModel):
            given.setdefault("stripe_account", customer.djstripe_owner_account_id or None)
            given.setdefault("livemode", customer.livemode)
        session: BillingPortalSession = cls.create_at_stripe(customer=customer, **given)
        return session

    @classmethod
    def begin(cls, customer: Any, **params: Unpack[params.BillingPortalSessionBegin]) -> str:
        """Let a customer (a row or an id) into the portal; returns the address to send them to."""
        return str(cls.create(customer, **params).url)

    # twins, for async views

    acreate = class_twin(create)
    abegin = class_twin(begin)
