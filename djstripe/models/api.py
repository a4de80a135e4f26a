"""
API keys: whose they are, in which mode, and, encrypted, the keys themselves.

A key from the settings has a row too, without the key: it remembers which account the key
belongs to, so that Stripe is asked only once.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from .. import encryption, mirror
from ..exceptions import CredentialsError, InvalidStripeAPIKey
from ..fields import EncryptedTextField, StripeForeignKey, StripeIdField
from ..gateway import Credentials, get_gateway
from ..settings import djstripe_settings, read_key_format, redact_key
from .base import IdempotencyKey


class APIKeyType(models.TextChoices):
    """What an API key may do."""

    publishable = "publishable", "Publishable"
    secret = "secret", "Secret"
    restricted = "restricted", "Restricted"


def generate_api_key_id() -> str:
    """An id for a key: Stripe shows none, so the row gets one of ours."""
    return f"mk_{random.token_hex(12)}"


def redact_api_key(key: str) -> str:
    """An API key as it may be shown."""
    return redact_key(key)


def get_api_key_details_by_prefix(api_key: str) -> tuple[APIKeyType, bool | None]:
    """
    The kind and mode that a key's prefix names; the mode is None for organisation keys.

    Raises InvalidStripeAPIKey if it is not an API key.
    """
    known = read_key_format(api_key)
    if known is None:
        raise InvalidStripeAPIKey(
            f"{redact_key(api_key)} is not a Stripe API key: it should start with sk_, rk_ or pk_ "
            "and the mode, as https://dashboard.stripe.com/apikeys shows it."
        )
    return APIKeyType(known.kind), known.livemode


class APIKeyManager(models.Manager["APIKey"]):
    """Finds keys without ever filtering by the encrypted key."""

    def of_secret(self, secret: str) -> APIKey | None:
        """The row of this very key, whether it holds the key or only its fingerprint."""
        return self.filter(fingerprint=encryption.fingerprint(secret)).first()

    def get_or_create_by_api_key(self, secret: str) -> tuple[APIKey, bool]:
        """The row of this key; a new one holds it encrypted and asks Stripe whose it is."""
        found = self.of_secret(secret)
        if found is not None:
            return found, False
        key = APIKey(secret=secret)
        key.full_clean(exclude=["djstripe_owner_account"])
        key.refresh_account(commit=False)
        key.save()
        return key, True


class APIKey(models.Model):
    """A Stripe API key: the account and mode it acts for."""

    djstripe_id = models.BigAutoField(verbose_name="ID", primary_key=True)
    id = StripeIdField(null=False, default=generate_api_key_id, editable=False)
    djstripe_owner_account = StripeForeignKey(
        "djstripe.Account",
        null=False,
        default="",
        related_name="api_keys",
        path=lambda payload: None,
    )
    livemode = models.BooleanField(default=False, editable=False)
    type = models.CharField(max_length=16, choices=APIKeyType.choices, editable=False)
    name = models.CharField(
        "Key name", max_length=100, blank=True, help_text="A name by which you know the key."
    )
    secret = EncryptedTextField(
        null=True,
        blank=True,
        help_text="Encrypted at rest. Empty for a key that your settings hold.",
    )
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    last4 = models.CharField(max_length=4, blank=True, default="", editable=False)
    djstripe_created = models.DateTimeField(default=timezone.now, editable=False)
    djstripe_updated = models.DateTimeField(default=timezone.now, editable=False)

    objects = APIKeyManager()

    class Meta:
        verbose_name = "API key"
        get_latest_by = "djstripe_created"

    def __str__(self) -> str:
        return self.name or self.secret_redacted

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._take_in()
        self.djstripe_updated = timezone.now()
        super().save(*args, **kwargs)

    @property
    def secret_redacted(self) -> str:
        """The key as it may be shown."""
        prefix = {"secret": "sk", "restricted": "rk", "publishable": "pk"}.get(self.type, "key")
        return f"{prefix}_{'live' if self.livemode else 'test'}_…{self.last4}"

    def _take_in(self) -> None:
        if self.secret:
            kind, livemode = get_api_key_details_by_prefix(self.secret)
            self.type, self.livemode = kind.value, bool(livemode)
            self.fingerprint = encryption.fingerprint(self.secret)
            self.last4 = self.secret[-4:]

    def clean(self) -> None:
        try:
            self._take_in()
        except InvalidStripeAPIKey as error:
            raise ValidationError({"secret": str(error)}) from None

    def get_stripe_dashboard_url(self) -> str:
        """Where Stripe shows the account's keys."""
        account = f"{self.djstripe_owner_account_id}/" if self.djstripe_owner_account_id else ""
        return f"https://dashboard.stripe.com/{account}{'' if self.livemode else 'test/'}apikeys"

    def refresh_account(self, commit: bool = True) -> None:
        """Ask Stripe whose key this is. Publishable keys cannot ask; they are left without."""
        if self.type == APIKeyType.publishable or not self.secret:
            return
        self._take_in()
        self.djstripe_owner_account_id = ask_account(self.secret, self.livemode)
        if commit:
            self.save()


def ask_account(api_key: str, livemode: bool) -> str:
    """
    The id of the account that a key belongs to, as Stripe says; the account is mirrored too.

    Source: https://docs.stripe.com/api/accounts/retrieve
    """
    credentials = Credentials(api_key=api_key, account="", livemode=livemode)
    snapshot = get_gateway().retrieve("/v1/account", credentials)
    mirror.store([snapshot])
    return str(snapshot.data["id"])


def stored_idempotency_key(object_type: str, action: str, livemode: bool) -> str:
    """
    The key under which an action is sent to Stripe; the same for a repetition within 24 hours.

    Stripe forgets keys after that, so a new one is made.
    """
    name = f"{object_type}:{action}"[:100]
    key, created = IdempotencyKey.objects.get_or_create(action=name, livemode=livemode)
    if not created and key.is_expired:
        key.delete()
        key = IdempotencyKey.objects.create(action=name, livemode=livemode)
    return str(key)


def account_of_key(api_key: str, livemode: bool, *, ask: bool = True) -> str:
    """
    The id of the account that a key belongs to: set, remembered, or asked once from Stripe.

    With ``ask=False`` Stripe is not asked, and "" says that nobody knows yet.
    """
    known = APIKey.objects.of_secret(api_key)
    if known is not None and known.djstripe_owner_account_id:
        return str(known.djstripe_owner_account_id)
    configured = djstripe_settings.DJSTRIPE_ACCOUNT_ID
    if configured or not ask:
        return configured
    account = ask_account(api_key, livemode)
    kind, _ = get_api_key_details_by_prefix(api_key)
    APIKey.objects.update_or_create(
        fingerprint=encryption.fingerprint(api_key),
        defaults={
            "djstripe_owner_account_id": account,
            "livemode": livemode,
            "type": kind.value,
            "last4": api_key[-4:],
            "name": "from your settings",
        },
    )
    return account


def find_credentials(
    *, account: str | None = None, livemode: bool | None = None, api_key: str | None = None
) -> Credentials:
    """
    The key with which to act for an account (None: the key's own) in a mode (None: the default).

    The key given; else the account's own from its APIKey row; else the settings' key of the
    mode, acting for the account through ``Stripe-Account`` if it belongs to another.

    Raises CredentialsError if there is no key for the mode.
    """
    key, mode = _find_key(account, livemode, api_key)
    if not key:
        word = "live" if mode else "test"
        raise CredentialsError(
            f"There is no Stripe API key for {word} mode{f' and account {account}' if account else ''}: "
            f"set STRIPE_{word.upper()}_SECRET_KEY, or add the key under API keys in the admin."
        )
    own = account_of_key(key, mode)
    acting_for = account if account and account != own else None
    return Credentials(
        api_key=key, account=account or own, livemode=mode, stripe_account=acting_for
    )


def known_credentials(
    *, account: str | None = None, livemode: bool | None = None
) -> list[Credentials]:
    """
    Credentials of each account and mode that a key is known of; with ``account``, for that one,
    in each mode.

    Raises CredentialsError if no key is known.
    """
    found: dict[tuple[str, bool], Credentials] = {}
    keys = APIKey.objects.filter(secret__isnull=False).exclude(type=APIKeyType.publishable)
    modes = [djstripe_settings.get_default_api_key(mode) for mode in (False, True)]
    for key in filter(None, [*modes, *(key.secret for key in keys)]):
        credentials = find_credentials(api_key=str(key), account=account)
        if livemode in (None, credentials.livemode):
            found.setdefault((credentials.account, credentials.livemode), credentials)
    if not found:
        raise CredentialsError(
            "No Stripe API key is known: set STRIPE_TEST_SECRET_KEY, or add a key under API keys "
            "in the admin."
        )
    return list(found.values())


def connected_credentials(own: Iterable[Credentials]) -> list[Credentials]:
    """
    Credentials for every mirrored account that is none of these: for those connected to them.

    Nothing in an account says whose it is; where there are several platforms, the first of
    these of its mode is taken.
    """
    own, found = list(own), dict[tuple[str, bool], Credentials]()
    accounts = apps.get_model("djstripe", "Account").stripe_objects
    for one in own:
        rows = accounts.filter(livemode=one.livemode).exclude(id__in=[o.account for o in own])
        for id in rows.order_by("id").values_list("id", flat=True):
            found.setdefault((id, one.livemode), one.on_behalf_of(id))
    return list(found.values())


def find_account(livemode: bool | None, api_key: str | None) -> tuple[str, bool]:
    """
    Whose a payload in hand is, and in which mode, without asking Stripe.

    The account is "" where no key is known, or nobody has asked yet whose it is.
    """
    key, mode = _find_key(None, livemode, api_key)
    return (
        account_of_key(key, mode, ask=False) if key else djstripe_settings.DJSTRIPE_ACCOUNT_ID
    ), mode


def _find_key(
    account: str | None, livemode: bool | None, api_key: str | None
) -> tuple[str | None, bool]:
    known = read_key_format(api_key) if api_key else None
    if livemode is None and known is not None:
        livemode = known.livemode
    mode = djstripe_settings.STRIPE_LIVE_MODE if livemode is None else livemode
    stored = _stored_key(account, mode) if account and not api_key else None
    key = api_key or stored or djstripe_settings.get_default_api_key(mode)
    return key or _stored_key(None, mode), mode


def _stored_key(account: str | None, livemode: bool) -> str | None:
    """The newest stored secret key of an account (None: of the only account) and mode."""
    keys = APIKey.objects.filter(livemode=livemode, secret__isnull=False)
    keys = keys.exclude(type=APIKeyType.publishable)
    if account:
        keys = keys.filter(**{"djstripe_owner_account_id": account})
    # A secret key goes before a restricted one, which may lack the permission.
    found = keys.order_by("-type", "-djstripe_created").first()
    return found.secret if found is not None else None
