"""
Identity: proof that a person is who they say they are.

https://docs.stripe.com/api/identity/verification_sessions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import enums
from ..fields import (
    Attribute,
    Reference,
    References,
    StripeCharField,
    StripeEnumField,
    StripeForeignKey,
    StripeJSONField,
    StripeTextField,
)
from .base import StripeModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class VerificationSession(StripeModel):
    """
    One attempt to verify one person, from the request for documents to the verdict.

    https://docs.stripe.com/api/identity/verification_sessions
    """

    # declaration
    stripe_class = sdk("identity.VerificationSession")
    object_name = "identity.verification_session"
    endpoint = "/v1/identity/verification_sessions"
    # The verified name, birthday and number come only if asked for, and are not among the
    # expanded_only: what Stripe no longer sends (after a redaction) must not stay here.
    secrets = ("client_secret",)
    stripe_dashboard_item_name = "identity/verification-sessions"

    # columns
    status = StripeEnumField(enums.VerificationSessionStatus)
    type = StripeEnumField(enums.VerificationType)
    last_error = StripeJSONField()
    redaction = StripeJSONField()
    verified_outputs = StripeJSONField()
    client_reference_id = StripeTextField()
    last_verification_report = StripeForeignKey("VerificationReport")
    related_customer = StripeForeignKey("Customer", related_name="verification_sessions")
    related_customer_account = StripeForeignKey(
        "AccountV2", crosses=True, also=("Account",), related_name="verification_sessions"
    )

    # attributes
    options: Attribute[dict[str, Any] | None] = Attribute()
    provided_details: Attribute[dict[str, Any] | None] = Attribute()
    related_person: Attribute[dict[str, Any] | None] = Attribute()
    url: Attribute[str | None] = Attribute(
        doc="Where the person proves it; works once and for a short time."
    )
    verification_flow: Attribute[str | None] = Attribute()
    person = Reference("Person", "related_person.person", crosses=True)
    person_account = Reference("Account", "related_person.account")

    # predicates

    def is_verified(self) -> bool:
        """Whether every check has succeeded."""
        return self.status == enums.VerificationSessionStatus.verified

    def is_redacted(self) -> bool:
        """Whether Stripe has erased, or is erasing, what was collected."""
        return bool(self.redaction)

    # verbs

    def cancel(self, **params: Unpack[params.VerificationSessionCancel]) -> VerificationSession:
        """End the session before it is processed. It cannot be taken up again."""
        return self.act("cancel", **params)  # type: ignore[no-any-return]

    def redact(self, **params: Unpack[params.VerificationSessionRedact]) -> VerificationSession:
        """Have Stripe erase everything collected from the person. It cannot be undone."""
        return self.act("redact", **params)  # type: ignore[no-any-return]

    # twins, for async views

    acancel = twin(cancel)
    aredact = twin(redact)


class VerificationReport(StripeModel):
    """
    What was checked in a verification session, and with which result.

    https://docs.stripe.com/api/identity/verification_reports
    """

    # declaration
    stripe_class = sdk("identity.VerificationReport")
    object_name = "identity.verification_report"
    endpoint = "/v1/identity/verification_reports"

    # columns
    type = StripeEnumField(enums.VerificationType)
    document = StripeJSONField()
    id_number = StripeJSONField()
    options = StripeJSONField()
    selfie = StripeJSONField()
    client_reference_id = StripeTextField()
    verification_flow = StripeCharField()
    verification_session = StripeForeignKey(
        "VerificationSession", related_name="verification_reports"
    )

    # attributes
    email: Attribute[dict[str, Any] | None] = Attribute()
    phone: Attribute[dict[str, Any] | None] = Attribute()
    document_files = References("File", "document.files[]")
    selfie_document = Reference("File", "selfie.document")
    selfie_image = Reference("File", "selfie.selfie")
