"""
Who asks Stripe, for whose objects, in which mode.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from typing import Any, NoReturn, final

from ..exceptions import CredentialsError, InvalidStripeAPIKey
from ..redact import SecretText
from ..settings import KeyFormat, read_key_format, redact_key


@final
class Secret:
    """
    A string that shows itself to nobody who does not ask by name.

    ``str``, ``repr``, ``format``, logs, tracebacks and error pages show ``sk_test_…``; it
    cannot be pickled, and a copy is itself. ``reveal()`` gives the string.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = SecretText(value)

    def reveal(self) -> str:
        """The string itself, whose repr is still redacted."""
        return self.__value

    def __repr__(self) -> str:
        return f"<Secret {redact_key(self.__value)}>"

    def __str__(self) -> str:
        return redact_key(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__value.encode(), other.__value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            "A secret is not pickled: hand over the account and the mode, "
            "and look the key up where it is used."
        )


@dataclass(frozen=True, slots=True, init=False)
class Credentials:
    """
    An API key, the account whose objects it is to read and write, and the mode.

    ``account`` is the id that rows are stored under ("" before Stripe was asked for it).
    ``stripe_account`` is that same id where a platform's key acts for a connected account;
    ``context`` does so for keys of an organisation. ``api_version`` overrides the setting.

    Raises InvalidStripeAPIKey for what is no secret key, and CredentialsError for a key that
    is missing, of the other mode, or for an account that is not ``stripe_account``; both
    before anything is sent.
    Source: https://docs.stripe.com/connect/authentication
    """

    api_key: Secret
    account: str
    livemode: bool
    api_version: str | None
    stripe_account: str | None
    context: str | None

    def __init__(
        self,
        api_key: str | Secret,
        account: str,
        livemode: bool,
        api_version: str | None = None,
        stripe_account: str | None = None,
        context: str | None = None,
    ) -> None:
        # The first thing to do: an error page shows the locals of every frame.
        api_key = secret = api_key if isinstance(api_key, Secret) else Secret(api_key)
        # All of them before anything can fail: the page shows this object as well.
        set_field = object.__setattr__
        set_field(self, "api_key", secret)
        set_field(self, "account", account or stripe_account or "")
        set_field(self, "livemode", livemode)
        set_field(self, "api_version", api_version)
        set_field(self, "stripe_account", stripe_account)
        set_field(self, "context", context)
        _check_key(secret, livemode)
        if stripe_account and account and stripe_account != account:
            raise CredentialsError(
                f"Requests with Stripe-Account {stripe_account} answer with that account's "
                f"objects, which cannot be stored as those of {account}."
            )

    def on_behalf_of(self, account: str) -> Credentials:
        """
        The same key and mode, acting for a connected account.

        Source: https://docs.stripe.com/connect/authentication, https://docs.stripe.com/context
        """
        if self.context:
            return replace(self, account=account, context=f"{self.context}/{account}")
        return replace(self, account=account, stripe_account=account)

    def as_platform(self) -> Credentials:
        """
        The same key, not acting for a connected account: what it does there it does as the
        platform, and what is answered is filed under the connected account all the same.
        """
        above = (self.context or "").rpartition("/")[0]
        return replace(self, stripe_account=None, context=above or self.context)


def _check_key(key: Secret, livemode: bool) -> None:
    mode = "live" if livemode else "test"
    if not key:
        raise CredentialsError(
            f"No Stripe API key is configured for {mode} mode: set STRIPE_{mode.upper()}_SECRET_KEY."
        )
    known = _known_format(key)
    if known.kind == "publishable":
        raise InvalidStripeAPIKey(
            f"{key} is a publishable key, which cannot read from Stripe: use the secret key "
            "next to it on https://dashboard.stripe.com/apikeys."
        )
    if known.livemode is not None and known.livemode != livemode:
        raise CredentialsError(
            f"{key} is a {'live' if known.livemode else 'test'} key, and {mode} mode was asked "
            f"for: set STRIPE_{mode.upper()}_SECRET_KEY."
        )


def _known_format(key: Secret) -> KeyFormat:
    known = read_key_format(key.reveal())
    if known is None:
        raise InvalidStripeAPIKey()
    return known


def mode_of_key(key: Secret) -> bool | None:
    """The mode that a key says it is of; None where it does not say (organisation keys)."""
    return _known_format(key).livemode
