"""
Terminal: card readers on a counter, and where they stand.

https://docs.stripe.com/api/terminal/readers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import (
    Attribute,
    Path,
    Reference,
    References,
    StripeBooleanField,
    StripeCharField,
    StripeDateTimeField,
    StripeForeignKey,
    StripeTextField,
    follow,
)
from .base import UndatedModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


def _frozen(path: str) -> Path:
    """A path to an object as it was at the time, which is read here and not stored as newest."""
    return lambda payload: follow(payload, path)


def _seconds(value: Any) -> Any:
    """Unix seconds of a moment that is sent in milliseconds, unlike every other of Stripe's."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value // 1000 if whole and value > 10**11 else value


class TerminalConfiguration(UndatedModel):
    """
    Settings of readers: tips, splash screens, Wi-Fi, when to restart.

    https://docs.stripe.com/api/terminal/configuration
    """

    # declaration
    stripe_class = sdk("terminal.Configuration")
    object_name = "terminal.configuration"
    endpoint = "/v1/terminal/configurations"
    lists_by_created = False
    # The payload spells the network's password out.
    secrets = ("wifi",)

    # columns
    name = StripeTextField()
    is_account_default = StripeBooleanField()
    wifi_type = StripeCharField(path="wifi.type")
    wifi_ssid = StripeTextField(
        path=(
            "wifi.personal_psk.ssid",
            "wifi.enterprise_eap_peap.ssid",
            "wifi.enterprise_eap_tls.ssid",
        )
    )

    # attributes
    cellular: Attribute[dict[str, Any] | None] = Attribute()
    offline: Attribute[dict[str, Any] | None] = Attribute()
    reader_security: Attribute[dict[str, Any] | None] = Attribute()
    reboot_window: Attribute[dict[str, Any] | None] = Attribute()
    tipping: Attribute[dict[str, Any] | None] = Attribute()
    bbpos_wisepad3_splashscreen = Reference("File", "bbpos_wisepad3.splashscreen")
    bbpos_wisepos_e_splashscreen = Reference("File", "bbpos_wisepos_e.splashscreen")
    stripe_s700_splashscreen = Reference("File", "stripe_s700.splashscreen")
    stripe_s710_splashscreen = Reference("File", "stripe_s710.splashscreen")
    stripe_t600_splashscreen = Reference("File", "stripe_t600.splashscreen")
    verifone_m425_splashscreen = Reference("File", "verifone_m425.splashscreen")
    verifone_p400_splashscreen = Reference("File", "verifone_p400.splashscreen")
    verifone_p630_splashscreen = Reference("File", "verifone_p630.splashscreen")
    verifone_ux700_splashscreen = Reference("File", "verifone_ux700.splashscreen")
    verifone_v660p_splashscreen = Reference("File", "verifone_v660p.splashscreen")

    def __str__(self) -> str:
        return self.name or super().__str__()


class TerminalLocation(UndatedModel):
    """
    A shop or stall where readers stand.

    https://docs.stripe.com/api/terminal/locations
    """

    # declaration
    stripe_class = sdk("terminal.Location")
    object_name = "terminal.location"
    endpoint = "/v1/terminal/locations"
    lists_by_created = False
    stripe_dashboard_item_name = "terminal/locations"

    # columns
    display_name = StripeTextField()
    configuration_overrides = StripeForeignKey("TerminalConfiguration", related_name="locations")

    # attributes
    address: Attribute[dict[str, Any] | None] = Attribute()
    address_kana: Attribute[dict[str, Any] | None] = Attribute()
    address_kanji: Attribute[dict[str, Any] | None] = Attribute()
    display_name_kana: Attribute[str | None] = Attribute()
    display_name_kanji: Attribute[str | None] = Attribute()
    phone: Attribute[str | None] = Attribute()

    def __str__(self) -> str:
        return self.display_name or super().__str__()


class TerminalReader(UndatedModel):
    """
    A device that takes cards, and what it is doing.

    https://docs.stripe.com/api/terminal/readers
    """

    # declaration
    stripe_class = sdk("terminal.Reader")
    object_name = "terminal.reader"
    endpoint = "/v1/terminal/readers"
    lists_by_created = False
    stripe_dashboard_item_name = "terminal/readers"

    # columns
    label = StripeTextField()
    device_type = StripeCharField()
    serial_number = StripeCharField(db_index=True)
    status = StripeCharField()
    action_type = StripeCharField(path="action.type")
    action_status = StripeCharField(path="action.status")
    last_seen_at = StripeDateTimeField(path=lambda payload: _seconds(payload.get("last_seen_at")))
    location = StripeForeignKey("TerminalLocation", related_name="readers")

    # attributes
    action: Attribute[dict[str, Any] | None] = Attribute()
    device_sw_version: Attribute[str | None] = Attribute()
    ip_address: Attribute[str | None] = Attribute()
    payment_intent = Reference(
        "PaymentIntent",
        "action.process_payment_intent.payment_intent",
        "action.collect_payment_method.payment_intent",
        "action.confirm_payment_intent.payment_intent",
        "action.refund_payment.payment_intent",
        _frozen("action.api_error.payment_intent"),
        doc="The payment the reader is busy with, whatever it does with it.",
    )
    setup_intent = Reference(
        "SetupIntent",
        "action.process_setup_intent.setup_intent",
        _frozen("action.api_error.setup_intent"),
    )
    payment_method = Reference(
        "PaymentMethod",
        _frozen("action.collect_payment_method.payment_method"),
        _frozen("action.api_error.payment_method"),
    )
    charge = Reference("Charge", "action.refund_payment.charge", "action.api_error.charge")
    refund = Reference("Refund", "action.refund_payment.refund")
    generated_card = Reference("PaymentMethod", "action.process_setup_intent.generated_card")
    signatures = References("File", "action.collect_inputs.inputs[].signature.value")

    def __str__(self) -> str:
        return self.label or super().__str__()

    # predicates

    def is_online(self) -> bool:
        """Whether the reader was reachable when Stripe last looked."""
        return self.status == "online"

    # verbs

    def cancel_action(self, **params: Unpack[params.TerminalReaderCancelAction]) -> TerminalReader:
        """Stop what the reader is doing."""
        return self.act("cancel_action", **params)  # type: ignore[no-any-return]

    def process_payment_intent(
        self, payment_intent: Any, **params: Unpack[params.TerminalReaderProcessPaymentIntent]
    ) -> TerminalReader:
        """Have the reader collect and confirm a payment (a row, or its id)."""
        return self.act(  # type: ignore[no-any-return]
            "process_payment_intent", payment_intent=payment_intent, **params
        )

    def process_setup_intent(
        self, setup_intent: Any, **params: Unpack[params.TerminalReaderProcessSetupIntent]
    ) -> TerminalReader:
        """Have the reader save a card for later (a SetupIntent's row, or its id)."""
        return self.act(  # type: ignore[no-any-return]
            "process_setup_intent", setup_intent=setup_intent, **params
        )

    def collect_payment_method(
        self, payment_intent: Any, **params: Unpack[params.TerminalReaderCollectPaymentMethod]
    ) -> TerminalReader:
        """Have the reader read a card for a payment that is confirmed afterwards."""
        return self.act(  # type: ignore[no-any-return]
            "collect_payment_method", payment_intent=payment_intent, **params
        )

    def confirm_payment_intent(
        self, payment_intent: Any, **params: Unpack[params.TerminalReaderConfirmPaymentIntent]
    ) -> TerminalReader:
        """Confirm a payment with the card the reader has read."""
        return self.act(  # type: ignore[no-any-return]
            "confirm_payment_intent", payment_intent=payment_intent, **params
        )

    def refund_payment(
        self, **params: Unpack[params.TerminalReaderRefundPayment]
    ) -> TerminalReader:
        """Have the reader take the card again and give money back to it."""
        return self.act("refund_payment", **params)  # type: ignore[no-any-return]

    def set_reader_display(
        self, **params: Unpack[params.TerminalReaderSetReaderDisplay]
    ) -> TerminalReader:
        """Show a cart on the reader's screen."""
        return self.act("set_reader_display", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel_action = twin(cancel_action)
    aprocess_payment_intent = twin(process_payment_intent)
    aprocess_setup_intent = twin(process_setup_intent)
    acollect_payment_method = twin(collect_payment_method)
    aconfirm_payment_intent = twin(confirm_payment_intent)
    arefund_payment = twin(refund_payment)
    aset_reader_display = twin(set_reader_display)
