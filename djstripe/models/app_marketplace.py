"""
Stripe Apps: which apps are installed, and the secrets they keep.

https://docs.stripe.com/api/apps/secret_store
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
)
from .base import StripeModel, sdk
from .twins import twin

if TYPE_CHECKING:
    from typing import Unpack

    from . import params


class AppInstall(StripeModel):
    """
    An app in an account, and what it may do there.

    https://docs.stripe.com/api/apps/installs
    """

    # declaration
    stripe_class = sdk("apps.Install")
    object_name = "apps.install"
    endpoint = "/v1/apps/installs"
    secrets = ("auth_code",)

    # columns
    app = StripeCharField(db_index=True)
    status = StripeCharField()
    channel = StripeCharField()
    approval_required = StripeBooleanField()
    account = StripeForeignKey("Account", related_name="app_installs")

    # attributes
    created_by: Attribute[str | None] = Attribute()
    created_by_account = Reference("Account", "created_by")
    content_security_policy_granted: Attribute[dict[str, Any] | None] = Attribute()
    content_security_policy_pending: Attribute[dict[str, Any] | None] = Attribute()
    endpoints_granted: Attribute[list[str]] = Attribute(default=list)
    endpoints_pending: Attribute[list[str]] = Attribute(default=list)
    permissions_granted: Attribute[list[str]] = Attribute(default=list)
    permissions_pending: Attribute[list[str]] = Attribute(default=list)

    # verbs

    def uninstall(self, **params: Unpack[params.AppInstallUninstall]) -> AppInstall:
        """Take the app out of the account."""
        return self.act("uninstall", **params)  # type: ignore[no-any-return]

    # twins, for async views

    auninstall = twin(uninstall)


class AppSecret(StripeModel):
    """
    That an app keeps a secret, and for whom. What it keeps is never stored here.

    Stripe finds a secret by name and scope, not by id, so one cannot be looked up again;
    only those of the account are listed, for those of its users name no list.

    https://docs.stripe.com/api/apps/secret_store
    """

    # declaration
    stripe_class = sdk("apps.Secret")
    object_name = "apps.secret"
    endpoint = "/v1/apps/secrets"
    retrievable = False
    list_params = {"scope": {"type": "account"}}
    lists_by_created = False
    secrets = ("payload",)

    # columns
    name = StripeCharField(db_index=True)
    scope_type = StripeCharField(path="scope.type")
    scope_user = StripeCharField(path="scope.user")
    expires_at = StripeDateTimeField()

    # attributes
    scope: Attribute[dict[str, Any] | None] = Attribute()
