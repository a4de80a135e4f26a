"""
Who asks: API keys, what they may do, and the account that a request is about.

Any key of the form `sk_test_…`, `sk_live_…`, `rk_test_…` or `rk_live_…` that nobody registered is
a key of the sandbox's own platform account with every permission. Registered keys may belong to
another account, be restricted, expire, or belong to an organization.

Sources: `sk_org`, `Stripe-Context` and `Stripe-Version` of organization keys:
https://docs.stripe.com/keys/organization-api-keys and https://docs.stripe.com/context;
names of permissions: https://docs.stripe.com/keys/permissions-reference; the refusals' form:
stripe/stripe-node#2246 (permission), stripe/stripe-cli#792 (expired).
"""

from __future__ import annotations

import base64
import binascii
import random
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache

from . import catalogue, routes
from .catalogue import Json, Operation
from .errors import ApiError
from .state import Shelf, State

_FORM = re.compile(r"(sk|rk)_(test|live)_\w{1,250}", re.ASCII)
_ORGANIZATION = re.compile(r"sk_org_\w{1,250}", re.ASCII)
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass
class Key:
    """
    A registered key.

    `permissions` holds names such as `charge_read` or `customer_write`; None is all of them.
    `expires` is the moment in Unix seconds from which Stripe calls the key expired.
    """

    value: str
    accounts: list[str]  # one; several for an organization's key
    livemode: bool
    permissions: list[str] | None = None
    expires: int | None = None
    organization: bool = False


@dataclass(frozen=True)
class Caller:
    """Whose request it is, and the shelf it is about."""

    key: str
    owner: str  # the account of the key
    shelf: Shelf
    permissions: frozenset[str] | None = field(default=None)

    @property
    def account(self) -> str:
        return self.shelf.account

    def may(self, permission: str) -> bool:
        """Write includes read."""
        if self.permissions is None or permission in self.permissions:
            return True
        name, _, access = permission.rpartition("_")
        return access == "read" and f"{name}_write" in self.permissions

    def needs(self, permission: str | None) -> None:
        """Refuse with 403 unless the key has the permission."""
        if permission is None or self.may(permission):
            return
        raise ApiError(
            f"The provided key '{masked(self.key)}' does not have the required permissions for "
            f"this endpoint on account '{self.account}'. Having the 'rak_{permission}' "
            "permission would allow this request to continue.",
            status=403,
        )


class Keys:
    """The keys of one sandbox."""

    def __init__(self, state: State, platform: str, seed: int) -> None:
        self.state = state
        self.platform = platform
        self.known: dict[str, Key] = {}
        self.revoked: set[str] = set()
        # A stream of its own: making a key does not change the ids of objects.
        self.random = random.Random(f"keys {seed}")

    # -- making and ending keys

    def add(
        self,
        account: str | None = None,
        livemode: bool = False,
        permissions: Iterable[str] | None = None,
        expires: int | None = None,
    ) -> str:
        """A key of an account (None: the platform's), restricted if permissions are named."""
        kind = "sk" if permissions is None else "rk"
        value = f"{kind}_{'live' if livemode else 'test'}_{self._token()}"
        owner = account or self.platform
        allowed = None if permissions is None else sorted(permissions)
        return self._register(Key(value, [owner], livemode, allowed, expires))

    def restricted(
        self, *permissions: str, account: str | None = None, livemode: bool = False
    ) -> str:
        """`restricted("customer_read", "charge_write")` is an `rk_…` with no other permissions."""
        return self.add(account, livemode, permissions)

    def organization(
        self, *accounts: str, livemode: bool = False, permissions: Iterable[str] | None = None
    ) -> str:
        """An organization's key: each request names one of its accounts in `Stripe-Context`."""
        allowed = None if permissions is None else sorted(permissions)
        value = f"sk_org_{'live' if livemode else 'test'}_{self._token()}"
        return self._register(Key(value, list(accounts), livemode, allowed, organization=True))

    def revoke(self, key: str) -> None:
        """Delete a key: from now on Stripe does not know it."""
        self.known.pop(key, None)
        self.revoked.add(key)

    def expire(self, key: str, at: int) -> None:
        """From that moment, in Unix seconds, the key is refused as expired."""
        self._registered(key).expires = at

    def roll(self, key: str, at: int) -> str:
        """A new key with the same rights; the old one expires at that moment."""
        old = self._registered(key)
        old.expires = at
        if old.organization:
            return self.organization(
                *old.accounts, livemode=old.livemode, permissions=old.permissions
            )
        return self.add(old.accounts[0], old.livemode, old.permissions)

    def _registered(self, key: str) -> Key:
        if key not in self.known:
            form = _FORM.fullmatch(key)
            if form is None:
                raise LookupError(f"There is no key {masked(key)} in this sandbox.")
            self._register(Key(key, [self.platform], form[2] == "live"))
        return self.known[key]

    def _register(self, key: Key) -> str:
        self.known[key.value] = key
        return key.value

    def _token(self) -> str:
        return "".join(self.random.choices(_LETTERS, k=24))

    # -- who asks

    def caller(self, headers: dict[str, str], now: int) -> Caller:
        """Who sent a request, by its headers; raises 401 or 403."""
        value = bearer(headers.get("authorization", ""))
        if not value:
            raise ApiError(
                "You did not provide an API key. Send it as `Authorization: Bearer YOUR_KEY`.",
                status=401,
            )
        if value.startswith("pk_"):
            raise ApiError(
                "This needs a secret key, not a publishable one.",
                status=403,
                code="secret_key_required",
            )
        key = self._of(value, now)
        if key.organization:
            owner, asked = _organization_context(key, headers)
        else:
            owner = key.accounts[0]
            asked = headers.get("stripe-context") or headers.get("stripe-account") or owner
        if asked != owner:
            self._check_reach(owner, asked)
        allowed = None if key.permissions is None else frozenset(key.permissions)
        shelf = self.state.shelf(asked.rpartition("/")[2], key.livemode)
        return Caller(value, owner, shelf, allowed)

    def _of(self, value: str, now: int) -> Key:
        key = self.known.get(value)
        if key is None:
            form = _FORM.fullmatch(value)
            if form is None or value in self.revoked:
                raise ApiError(f"Invalid API Key provided: {masked(value)}", status=401)
            return Key(value, [self.platform], form[2] == "live")
        if key.expires is not None and key.expires <= now:
            raise ApiError(
                f"Expired API Key provided: {masked(value)}", status=401, code="api_key_expired"
            )
        return key

    def _check_reach(self, owner: str, asked: str) -> None:
        """A platform acts for its own connected accounts only."""
        for account in asked.split("/"):
            if self.state.platform_of(account) != owner:
                raise account_invalid(asked)
            owner = account

    # -- keeping

    def dump(self) -> Json:
        return {
            "known": [asdict(key) for key in self.known.values()],
            "revoked": sorted(self.revoked),
            "random": self.random.getstate(),
        }

    def load(self, kept: Json) -> None:
        self.known = {one["value"]: Key(**one) for one in kept["known"]}
        self.revoked = set(kept["revoked"])
        version, numbers, gauss = kept["random"]
        self.random.setstate((version, tuple(numbers), gauss))


def _organization_context(key: Key, headers: dict[str, str]) -> tuple[str, str]:
    """The organization's account, and the path below it, that `Stripe-Context` names."""
    if not headers.get("stripe-version"):
        raise ApiError("A request with an organization's key needs a Stripe-Version header.")
    context = headers.get("stripe-context", "")
    if not context:
        raise ApiError(
            "A request with an organization's key needs a Stripe-Context header that names one "
            "of the organization's accounts."
        )
    first, _, below = context.partition("/")
    if first not in key.accounts:
        raise account_invalid(context)
    return first, below or first


def account_invalid(account: str) -> ApiError:
    return ApiError(
        f"The provided key does not have access to account '{account[:64]}' (or that account does "
        "not exist).",
        status=403,
        code="account_invalid",
    )


def masked(key: str) -> str:
    """A key as error messages show it: its prefix and its last characters."""
    if len(key) <= 16:
        return "*" * len(key)
    return f"{key[:8]}{'*' * (len(key) - 14)}{key[-6:]}"


def bearer(authorization: str) -> str:
    """The key of an `Authorization` header, bearer or basic (curl's `-u key:`)."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, ValueError):
            return ""
    return value.strip() if scheme.lower() == "bearer" else ""


# -- permissions ---------------------------------------------------------------------------------

# Where the Dashboard's resource is not the object type's own name with "." as "_".
_RESOURCES = {
    "account": "connected_account",
    "balance_transaction": "balance_transaction_source",
    "bank_account": "customer",
    "capability": "connected_account",
    "card": "customer",
    "cash_balance": "customer",
    "credit_note_line_item": "credit_note",
    "customer_balance_transaction": "customer",
    "customer_cash_balance_transaction": "customer",
    "discount": "customer",
    "entitlements.active_entitlement": "entitlement",
    "entitlements.feature": "entitlement",
    "fee_refund": "application_fee",
    "file_link": "file",
    "invoice_payment": "invoice",
    "invoiceitem": "invoice",
    "item": "checkout_session",
    "line_item": "invoice",
    "payment_link": "payment_links",
    "person": "connected_account",
    "price": "plan",
    "product_feature": "product",
    "refund": "charge",
    "setup_attempt": "setup_intent",
    "source": "customer",
    "subscription_item": "subscription",
    "tax_id": "customer",
    "test_helpers.test_clock": "billing_clock",
    "topup": "top_up",
    "transfer_reversal": "transfer",
    "webhook_endpoint": "webhook",
}


def resource_of(kind: str) -> str:
    """The Dashboard's name for what a permission is about: `price` is `plan`."""
    return _RESOURCES.get(kind) or kind.replace(".", "_")


@cache
def permission_of(operation: Operation) -> str | None:
    """Which permission an operation needs: reading for GET and writing for the rest."""
    access = "read" if operation.method == "GET" else "write"
    if operation.template.startswith(("/v1/account/", "/v1/accounts/")):
        return f"{resource_of('account')}_{access}"
    owner = routes.parent_of(operation.template)
    types = operation.types or (owner.types if owner is not None else ())
    return f"{resource_of(types[0])}_{access}" if types else None


def permissions() -> list[str]:
    """Every permission that an operation of the SDK needs."""
    named = (permission_of(operation) for operation in catalogue.operations())
    return sorted({name for name in named if name is not None})


__all__ = ["Caller", "Key", "Keys", "masked", "permission_of", "permissions"]
