"""
API keys: whose they are, in which mode, and, encrypted, the keys themselves.

A key from the settings has a row too, without the key: it remembers which account the key
belongs to, so that Stripe is asked only once.
"""

from __future__ import annotations

import hashlib
import secrets as random
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from .. import encryption, mirror
from ..exceptions import CredentialsError, InvalidStripeAPIKey
from ..fields import EncryptedTextField, StripeForeignKey, StripeIdField
from ..gateway import Credentials, get_gateway
from ..redact import SecretText
from ..settings import djstripe_settings, read_key_format, redact_key
from .base import KEPT_OF_LONG_ACTIONS, IdempotencyKey


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

    def account_of_settings(self, livemode: bool) -> Any:
        """
        The account that is meant where nobody says one, for a query to compare with; "" where
        nobody knows, or it could be one of several.

        Of the settings' key it is an expression, so that it costs no query of its own.
        """
        key, configured = _settings_key(livemode), djstripe_settings.DJSTRIPE_ACCOUNT_ID
        if not key or is_organisation_key(key):
            return configured or _default_account(livemode, ask=False, strict=False)
        known = self.filter(fingerprint=encryption.fingerprint(key))
        remembered = models.Subquery(known.values("djstripe_owner_account_id")[:1])
        return Coalesce(NullIf(remembered, models.Value("")), models.Value(configured))

    def get_or_create_by_api_key(
        self, secret: str, *, accounts: Sequence[str] = (), livemode: bool | None = None
    ) -> tuple[APIKey, bool]:
        """
        The row of this key; a new one holds it encrypted and asks Stripe whose it is.

        An organisation's key belongs to no account: ``accounts`` says for which it acts. Where
        it does not show its mode either, ``livemode`` says it.
        """
        secret = SecretText(secret)
        found = self.of_secret(secret)
        if found is not None and found.secret:
            return found, False
        key = found or APIKey()
        key.secret = secret
        key.organisation_accounts = " ".join(accounts)
        key.livemode = bool(livemode)
        key.full_clean(exclude=["djstripe_owner_account", "fingerprint"])
        key.refresh_account(commit=False)
        key.save()
        return key, found is None


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
    organisation_accounts = models.TextField(
        "accounts",
        blank=True,
        default="",
        editable=False,
        help_text="The ids of the accounts that an organisation's key acts for, a space between them.",
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
        if self.is_organisation:
            prefix = "sk_org"
        return f"{prefix}_{'live' if self.livemode else 'test'}_…{self.last4}"

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation's key, which acts for several accounts."""
        return bool(self.organisation_accounts)

    @property
    def accounts(self) -> list[str]:
        """The accounts whose objects this key reads and writes as their own; ids."""
        own = [str(self.djstripe_owner_account_id)] if self.djstripe_owner_account_id else []
        return self.organisation_accounts.split() or own

    def _take_in(self) -> None:
        if self.secret:
            kind, livemode = get_api_key_details_by_prefix(self.secret)
            self.type = kind.value
            # Where the key does not say its mode, the row says it.
            self.livemode = self.livemode if livemode is None else livemode
            self.fingerprint = encryption.fingerprint(self.secret)
            self.last4 = self.secret[-4:]

    def clean(self) -> None:
        try:
            self._take_in()
        except InvalidStripeAPIKey as error:
            raise ValidationError({"secret": str(error)}) from None
        if self.secret and is_organisation_key(self.secret) != self.is_organisation:
            raise ValidationError(
                "An organisation's key acts for several accounts: say for which, and for no other "
                "kind of key."
            )

    def get_stripe_dashboard_url(self) -> str:
        """Where Stripe shows the account's keys."""
        account = f"{self.djstripe_owner_account_id}/" if self.djstripe_owner_account_id else ""
        return f"https://dashboard.stripe.com/{account}{'' if self.livemode else 'test/'}apikeys"

    def refresh_account(self, commit: bool = True) -> None:
        """
        Ask Stripe whose key this is; of an organisation's, whether it reaches its accounts.

        Publishable keys cannot ask; they are left without.
        """
        if self.type == APIKeyType.publishable or not self.secret:
            return
        self._take_in()
        if self.is_organisation:
            for account in self.accounts:
                ask_account(self.secret, self.livemode, context=account)
            self.djstripe_owner_account_id = ""
        else:
            self.djstripe_owner_account_id = ask_account(self.secret, self.livemode)
        if commit:
            self.save()


def is_organisation_key(api_key: str) -> bool:
    """
    Whether this is the key of an organisation, with which every request names an account.

    Source: https://docs.stripe.com/keys/organization-api-keys
    """
    known = read_key_format(api_key)
    return known is not None and known.is_organisation


def ask_account(api_key: str, livemode: bool, *, context: str | None = None) -> str:
    """
    The id of the account that a key belongs to, as Stripe says; the account is mirrored too.
    With an organisation's key it is the account of the ``context``.

    Source: https://docs.stripe.com/api/accounts/retrieve
    """
    credentials = Credentials(
        api_key=api_key, account=context or "", livemode=livemode, context=context
    )
    del api_key
    snapshot = get_gateway().retrieve("/v1/account", credentials)
    mirror.store([snapshot])
    return str(snapshot.data["id"])


def stored_idempotency_key(object_type: str, action: str, livemode: bool) -> str:
    """
    The key under which an action is sent to Stripe; the same for a repetition within 24 hours.

    Stripe forgets keys after that, so a new one is made.
    """
    name = f"{object_type}:{action}"
    if len(name) > 100:
        # Cut, the names of two subscribers with long keys could be the same.
        digest = hashlib.sha256(name.encode()).hexdigest()
        name = f"{name[:KEPT_OF_LONG_ACTIONS]}:{digest[:40]}"
    key, created = IdempotencyKey.objects.get_or_create(action=name, livemode=livemode)
    if not created and key.is_expired:
        # Whoever comes second deletes nothing, and gets the first one's new key.
        IdempotencyKey.objects.filter(pk=key.pk).delete()
        key, _ = IdempotencyKey.objects.get_or_create(action=name, livemode=livemode)
    return str(key)


# ------------------------------------------------------------- which key for which account
#
# An account is reached, in this order: by a key of its own; by the settings' key, if it is that
# key's account; as an account of an organisation whose key names it; through the platform it
# is connected to. Source: https://docs.stripe.com/connect/authentication and
# https://docs.stripe.com/context


def account_of_key(api_key: str, livemode: bool, *, ask: bool = True) -> str:
    """
    The id of the account that a key belongs to: set, remembered, or asked once from Stripe.

    With ``ask=False`` Stripe is not asked, and "" says that nobody knows yet.
    DJSTRIPE_ACCOUNT_ID is believed of the settings' keys, and of no other.
    """
    api_key = SecretText(api_key)
    known = APIKey.objects.of_secret(api_key)
    if known is not None and known.djstripe_owner_account_id:
        return str(known.djstripe_owner_account_id)
    configured = djstripe_settings.DJSTRIPE_ACCOUNT_ID
    if configured and _is_of_settings(api_key):
        return configured
    if not ask:
        return ""
    account = ask_account(api_key, livemode)
    kind, _ = get_api_key_details_by_prefix(api_key)
    APIKey.objects.update_or_create(
        fingerprint=encryption.fingerprint(api_key),
        defaults={
            "djstripe_owner_account_id": account,
            "livemode": livemode,
            "type": kind.value,
            "last4": api_key[-4:],
            "name": "from your settings" if _is_of_settings(api_key) else "handed to a verb",
        },
    )
    return account


def find_credentials(
    *, account: str | None = None, livemode: bool | None = None, api_key: str | None = None
) -> Credentials:
    """
    The key with which to act for an account (None: the default one) in a mode (None: the default).

    The key given; else the account's own, from its APIKey row or the settings; else that of an
    organisation or of a platform, which acts for it through ``Stripe-Context`` or
    ``Stripe-Account``. The default account is that of the settings' key; where the settings have
    none, DJSTRIPE_ACCOUNT_ID, or the only account with a key.

    Raises CredentialsError, which names the account and the mode, if there is no key, or if
    nobody can tell which of several is meant.
    """
    if api_key:
        api_key = SecretText(api_key)
        known = read_key_format(api_key)
        said = known.livemode if known is not None else None
        mode = _mode(said if livemode is None else livemode)
        return _acting(api_key, mode, account)
    mode = _mode(livemode)
    key = _settings_key(mode)
    if not account and key and not is_organisation_key(key):
        return _acting(key, mode, None)
    account = account or _default_account(mode)
    return _reaching(account, mode) if account else _acting(key, mode, None)


def known_credentials(
    *, account: str | None = None, livemode: bool | None = None
) -> list[Credentials]:
    """
    Credentials of each account and mode that a key is known of; with ``account``, for that one,
    in each mode.

    Raises CredentialsError if no key is known.
    """
    found: list[Credentials] = []
    for mode in (False, True) if livemode is None else (livemode,):
        accounts = [account] if account else _accounts_with_keys(mode)
        if accounts and (_settings_key(mode) or _stored_keys(mode).exists()):
            found += [find_credentials(account=one, livemode=mode) for one in accounts]
    if not found:
        raise CredentialsError(
            "No Stripe API key is known: set STRIPE_TEST_SECRET_KEY, or add a key under API keys "
            "in the admin."
        )
    return found


def connected_credentials(own: Iterable[Credentials]) -> list[Credentials]:
    """
    Credentials for every mirrored account that is none of these: for those connected to them.

    One whose platform nobody knows is taken to be connected to the first of its mode.
    """
    own, found = list(own), list[Credentials]()
    accounts = apps.get_model("djstripe", "Account").stripe_objects
    for mode in sorted({one.livemode for one in own}):
        platforms = {one.account: one for one in own if one.livemode == mode}
        rows = accounts.filter(livemode=mode).exclude(id__in=list(platforms)).order_by("id")
        for id, platform in rows.values_list("id", "djstripe_platform"):
            if platform and platform not in platforms:
                continue
            through = platforms.get(platform) or next(iter(platforms.values()))
            found.append(through.on_behalf_of(id))
    return found


def find_account(livemode: bool | None, api_key: str | None) -> tuple[str, bool]:
    """
    Whose a payload in hand is, and in which mode, without asking Stripe.

    The account is "" where no key is known, or nobody has asked yet whose it is.
    """
    api_key = SecretText(api_key) if api_key else None
    known = read_key_format(api_key) if api_key else None
    mode = _mode(known.livemode if livemode is None and known is not None else livemode)
    if api_key and not is_organisation_key(api_key):
        return account_of_key(api_key, mode, ask=False), mode
    return _default_account(mode, ask=False, strict=False), mode


def platform_of(account: str) -> str:
    """
    The account that this one is connected to, as far as is known; "" if it is not.

    Known of an account that was read with its platform's key, and of one that an endpoint of
    its platform has brought an event of.
    """
    for name in ("Account", "AccountV2"):
        rows = apps.get_model("djstripe", name)._base_manager.filter(id=account)
        found = rows.exclude(djstripe_platform="").values_list("djstripe_platform", flat=True)
        if platform := found.first():
            return str(platform)
    entries = apps.get_model("djstripe", "WebhookEventTrigger").objects.filter(
        **{
            "stripe_trigger_account_id": account,
            "webhook_endpoint__djstripe_owner_account_id__gt": "",
        }
    )
    whose = entries.order_by("-pk").values_list(
        "webhook_endpoint__djstripe_owner_account_id", flat=True
    )
    platform = whose.first()
    return str(platform) if platform and platform != account else ""


def _mode(livemode: bool | None) -> bool:
    return djstripe_settings.STRIPE_LIVE_MODE if livemode is None else livemode


def _settings_key(livemode: bool) -> SecretText:
    return SecretText(djstripe_settings.get_default_api_key(livemode))


def _is_of_settings(api_key: str) -> bool:
    keys = (djstripe_settings.TEST_API_KEY, djstripe_settings.LIVE_API_KEY)
    return api_key in (*keys, djstripe_settings.STRIPE_SECRET_KEY)


def _stored_keys(livemode: bool) -> models.QuerySet[APIKey]:
    """
    The stored keys of a mode that can ask Stripe, the best first: a secret key goes before a
    restricted one, which may lack the permission, and a newer one before an older.
    """
    keys = APIKey.objects.filter(livemode=livemode, secret__isnull=False)
    return keys.exclude(type=APIKeyType.publishable).order_by("-type", "-djstripe_created")


def _accounts_with_keys(livemode: bool) -> list[str]:
    """The accounts that have a key of their own, or of their organisation; the settings' first."""
    found: dict[str, None] = {}
    key = _settings_key(livemode)
    if key:
        own = djstripe_settings.DJSTRIPE_ACCOUNT_ID
        found[own if is_organisation_key(key) else account_of_key(key, livemode)] = None
    for row in _stored_keys(livemode).defer("secret"):
        found.update(dict.fromkeys(row.accounts))
    return [account for account in found if account]


def _default_account(livemode: bool, *, ask: bool = True, strict: bool = True) -> str:
    """
    The account that is meant where nobody says one; "" if no key is known.

    Raises CredentialsError, if ``strict``, where it could be one of several.
    """
    key, configured = _settings_key(livemode), djstripe_settings.DJSTRIPE_ACCOUNT_ID
    if key and not is_organisation_key(key):
        return account_of_key(key, livemode, ask=ask)
    if configured:
        return configured
    if key and strict:
        raise CredentialsError(
            f"{redact_key(key)} is an organisation's key, and each request with it is about one "
            "of its accounts: name one (stripe_account=…), or set DJSTRIPE_ACCOUNT_ID."
        )
    accounts = _accounts_with_keys(livemode) if not key else []
    if len(accounts) > 1:
        accounts = [one for one in accounts if platform_of(one) not in accounts]
    if len(accounts) > 1 and strict:
        raise CredentialsError(
            f"Several accounts have a key for {_word(livemode)} mode ({', '.join(accounts)}): say "
            "which is meant (stripe_account=…), or set DJSTRIPE_ACCOUNT_ID to the default one."
        )
    return accounts[0] if len(accounts) == 1 else ""


def _reaching(account: str, livemode: bool) -> Credentials:
    """How an account is reached. Raises CredentialsError if it is not."""
    key = _settings_key(livemode)
    own = _stored_keys(livemode).filter(**{"djstripe_owner_account_id": account})
    if (found := own.first()) is not None:
        return Credentials(SecretText(found.secret or ""), account, livemode)
    if key and not is_organisation_key(key) and account_of_key(key, livemode) == account:
        return Credentials(key, account, livemode)
    others = list(_stored_keys(livemode).defer("secret"))
    for one in others:
        if one.is_organisation and account in one.accounts:
            return Credentials(SecretText(one.secret or ""), account, livemode, context=account)
    platforms = {platform for one in others for platform in one.accounts}
    if key:
        platforms.add("" if is_organisation_key(key) else account_of_key(key, livemode))
    if len(platforms) > 1 or "" in platforms:
        platform = platform_of(account)
        if platform and (platform in platforms or "" in platforms):
            return _reaching(platform, livemode).on_behalf_of(account)
    if key:
        return _acting(key, livemode, account)
    if len(platforms) == 1:
        return _reaching(platforms.pop(), livemode).on_behalf_of(account)
    if platforms:
        raise CredentialsError(
            f"There is no Stripe API key for {_word(livemode)} mode and account {account}, and "
            f"nobody knows to which of {', '.join(sorted(platforms))} it is connected: read the "
            "accounts once with manage.py djstripe_sync_models Account, or add a key of its own "
            "under API keys in the admin."
        )
    raise _no_key(livemode, account)


def _acting(api_key: SecretText, livemode: bool, account: str | None) -> Credentials:
    """A key, acting for its own account (None) or for another."""
    if not api_key:
        raise _no_key(livemode, account)
    if is_organisation_key(api_key):
        account = account or djstripe_settings.DJSTRIPE_ACCOUNT_ID
        if not account:
            raise CredentialsError(
                f"{redact_key(api_key)} is an organisation's key, and each request with it is "
                "about one of its accounts: name one (stripe_account=…)."
            )
        row = APIKey.objects.of_secret(api_key)
        reached = row.accounts if row is not None else []
        platform = "" if account in reached else platform_of(account)
        context = f"{platform}/{account}" if platform else account
        return Credentials(api_key, account, livemode, context=context)
    own = account_of_key(api_key, livemode)
    acting_for = account if account and account != own else None
    return Credentials(api_key, account or own, livemode, stripe_account=acting_for)


def _no_key(livemode: bool, account: str | None) -> CredentialsError:
    return CredentialsError(
        f"There is no Stripe API key for {_word(livemode)} mode"
        f"{f' and account {account}' if account else ''}: "
        f"set STRIPE_{_word(livemode).upper()}_SECRET_KEY, or add the key under API keys in the "
        "admin."
    )


def _word(livemode: bool) -> str:
    return "live" if livemode else "test"
