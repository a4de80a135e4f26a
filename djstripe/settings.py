"""
The project's settings, read when asked for.

``djstripe_settings.X`` looks into Django's settings each time: nothing is frozen at import,
so ``override_settings`` and settings that arrive late work everywhere.
Wrong values raise Django's ``ImproperlyConfigured``; no message ever holds a whole key.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.utils.module_loading import import_string

from .redact import SecretText

if TYPE_CHECKING:
    from django.db.models import Model

# The version of Stripe's API this release was written against; never the SDK's own pin.
PINNED_API_VERSION: Final = "2026-10-28.endive"

# https://docs.stripe.com/currencies#zero-decimal
# ISK and UGX have no decimals in life and two at Stripe: they are in ``djstripe.money``.
ZERO_DECIMAL_CURRENCIES: Final = frozenset(
    [
        "bif",
        "clp",
        "djf",
        "gnf",
        "jpy",
        "kmf",
        "krw",
        "mga",
        "pyg",
        "rwf",
        "vnd",
        "vuv",
        "xaf",
        "xof",
        "xpf",
    ]
)

INBOX_RUNNERS: Final = ("inline", "tasks", "celery", "worker")
MIN_RETENTION_DAYS: Final = 31

_KEY = re.compile(r"(?P<kind>sk|rk|pk)_(?:(?P<org>org)_)?(?:(?P<mode>test|live)_)?(?P<rest>\w+)")
_API_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(\.[a-z_]+)?(; ?[a-z0-9_]+=v\d+)*")


@dataclass(frozen=True, slots=True)
class KeyFormat:
    """
    What an API key says about itself.

    ``kind`` is "secret", "restricted" or "publishable"; ``livemode`` is None where the key
    does not say (organisation keys).
    """

    kind: str
    livemode: bool | None
    is_organisation: bool = False


_KINDS = {"sk": "secret", "rk": "restricted", "pk": "publishable"}


def read_key_format(key: str) -> KeyFormat | None:
    """
    What this API key is, judged by its prefix; None if it is not an API key.

    Source: https://docs.stripe.com/keys#obtain-api-keys
    """
    match = _KEY.fullmatch(key)
    if match is None or not (match["mode"] or match["org"]):
        return None
    return KeyFormat(
        kind=_KINDS[match["kind"]],
        livemode=None if match["mode"] is None else match["mode"] == "live",
        is_organisation=match["org"] is not None,
    )


def redact_key(key: str) -> str:
    """An API key as it may be shown: its prefix and, if it is long enough, its last four."""
    match = _KEY.fullmatch(key)
    if match is None or not (match["mode"] or match["org"]):
        return "…"
    prefix = key[: match.start("rest")]
    return f"{prefix}…{key[-4:]}" if len(match["rest"]) >= 16 else f"{prefix}…"


def is_api_version(version: str) -> bool:
    """Whether this has the form of a version of Stripe's API, such as ``2026-10-28.endive``."""
    return _API_VERSION.fullmatch(version) is not None


def _hidden(value: Any) -> Any:
    """A secret of the settings, or a list of them, that does not show itself."""
    if isinstance(value, list | tuple):
        return [_hidden(one) for one in value]
    return SecretText(value) if isinstance(value, str) else value


def _fresh_idempotency_key(object_type: str, action: str, livemode: bool) -> str:
    return str(uuid.uuid4())


def _request_user(request: Any) -> Any:
    return request.user


class DjstripeSettings:
    """Every setting of djstripe, with its default. Use the instance ``djstripe_settings``."""

    DEFAULT_STRIPE_API_VERSION: Final = PINNED_API_VERSION
    ZERO_DECIMAL_CURRENCIES: Final = ZERO_DECIMAL_CURRENCIES
    # Wide enough for every amount of every currency, and for unit_amount_decimal.
    decimal_max_digits: Final = 24
    decimal_places: Final = 12

    def __init__(self) -> None:
        # AppConfig.ready() puts the stored idempotency keys here; without it each is new.
        self.default_idempotency_key: Callable[[str, str, bool], str] = _fresh_idempotency_key

    # --- keys and mode

    @property
    def STRIPE_LIVE_MODE(self) -> bool:
        """The default mode. Unset, it is the mode of ``STRIPE_SECRET_KEY``, else test mode."""
        value = getattr(settings, "STRIPE_LIVE_MODE", None)
        if value is None:
            known = read_key_format(self._key("STRIPE_SECRET_KEY"))
            return bool(known and known.livemode)
        if isinstance(value, str):
            # bool("False") is True, and environment variables are strings.
            raise ImproperlyConfigured(
                f"STRIPE_LIVE_MODE is the string {value!r}; it must be True or False."
            )
        return bool(value)

    @property
    def TEST_API_KEY(self) -> str:
        """The secret key of test mode (``STRIPE_TEST_SECRET_KEY``), or ""."""
        return self._key("STRIPE_TEST_SECRET_KEY", livemode=False)

    @property
    def LIVE_API_KEY(self) -> str:
        """The secret key of live mode (``STRIPE_LIVE_SECRET_KEY``), or ""."""
        return self._key("STRIPE_LIVE_SECRET_KEY", livemode=True)

    @property
    def STRIPE_SECRET_KEY(self) -> str:
        """The secret key of the default mode, or ""."""
        return self.get_default_api_key(None)

    @property
    def STRIPE_PUBLIC_KEY(self) -> str:
        """The publishable key of the default mode, or ""."""
        own = self._key("STRIPE_PUBLIC_KEY", kinds=("publishable",))
        if own:
            return own
        mode = "LIVE" if self.STRIPE_LIVE_MODE else "TEST"
        return self._key(
            f"STRIPE_{mode}_PUBLIC_KEY", kinds=("publishable",), livemode=mode == "LIVE"
        )

    def get_default_api_key(self, livemode: bool | None) -> str:
        """
        The secret key of a mode (None: of the default mode), or "" if there is none.

        ``STRIPE_SECRET_KEY`` goes before the key of its mode. A key never answers for the
        mode that it is not of.
        """
        wanted = self.STRIPE_LIVE_MODE if livemode is None else livemode
        own = self._key("STRIPE_SECRET_KEY")
        known = read_key_format(own)
        if known is not None and known.livemode in (wanted, None):
            return own
        return self.LIVE_API_KEY if wanted else self.TEST_API_KEY

    def get_api_keys(self) -> tuple[str, str, str, str, bool]:
        """Test key, live key, default secret key, default publishable key, default mode."""
        return (
            self.TEST_API_KEY,
            self.LIVE_API_KEY,
            self.STRIPE_SECRET_KEY,
            self.STRIPE_PUBLIC_KEY,
            self.STRIPE_LIVE_MODE,
        )

    def _key(
        self,
        name: str,
        *,
        kinds: tuple[str, ...] = ("secret", "restricted"),
        livemode: bool | None = None,
    ) -> str:
        # Hidden at once: an error page shows the locals of every frame.
        value = _hidden(getattr(settings, name, "") or "")
        if not isinstance(value, str):
            raise ImproperlyConfigured(f"{name} must be a string, not {type(value).__name__}.")
        if value == "":
            return ""
        known = read_key_format(value)
        if known is None:
            raise ImproperlyConfigured(
                f"{name} is not a Stripe API key: it should start with "
                + " or ".join(f"{p}_test_ / {p}_live_" for p, k in _KINDS.items() if k in kinds)
                + ". Copy the key from https://dashboard.stripe.com/apikeys."
            )
        if known.kind not in kinds:
            raise ImproperlyConfigured(
                f"{name} is a {known.kind} key ({redact_key(value)}), "
                f"where a {' or '.join(kinds)} key is needed."
            )
        if livemode is not None and known.livemode is not None and known.livemode != livemode:
            raise ImproperlyConfigured(
                f"{name} is a {'live' if known.livemode else 'test'} key ({redact_key(value)}), "
                f"where a {'live' if livemode else 'test'} key is needed."
            )
        return value

    @property
    def DJSTRIPE_ACCOUNT_ID(self) -> str:
        """The id of the account that the settings' keys belong to; "": Stripe is asked once."""
        value = getattr(settings, "DJSTRIPE_ACCOUNT_ID", "") or ""
        if not isinstance(value, str) or (value and not value.startswith("acct_")):
            raise ImproperlyConfigured(
                f"DJSTRIPE_ACCOUNT_ID is {value!r}; it must be an account's id, such as acct_123."
            )
        return value

    # --- requests

    @property
    def STRIPE_API_VERSION(self) -> str:
        """The version of Stripe's API that every request asks for."""
        return getattr(settings, "STRIPE_API_VERSION", None) or PINNED_API_VERSION

    @property
    def STRIPE_API_HOST(self) -> str:
        """Where Stripe's API is if not at Stripe (a sandbox), without a slash at the end; or ""."""
        return (getattr(settings, "STRIPE_API_HOST", "") or "").rstrip("/")

    @property
    def DJSTRIPE_CONNECT_TIMEOUT_SECONDS(self) -> float:
        """How long to wait for a connection to Stripe."""
        return self._number("DJSTRIPE_CONNECT_TIMEOUT_SECONDS", 5.0)

    @property
    def DJSTRIPE_READ_TIMEOUT_SECONDS(self) -> float:
        """How long to wait for Stripe's answer, per attempt."""
        return self._number("DJSTRIPE_READ_TIMEOUT_SECONDS", 60.0)

    @property
    def DJSTRIPE_MAX_RETRIES(self) -> int:
        """How often a request that failed in passing is sent again."""
        return int(self._number("DJSTRIPE_MAX_RETRIES", 5))

    @property
    def DJSTRIPE_MAX_RETRY_SECONDS(self) -> float:
        """No retry begins later than this after the first attempt."""
        return self._number("DJSTRIPE_MAX_RETRY_SECONDS", 120.0)

    def _number(self, name: str, default: float) -> float:
        value = getattr(settings, name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ImproperlyConfigured(f"{name} is {value!r}; it must be a number, 0 or more.")
        return value

    # --- webhooks and secrets

    @property
    def DJSTRIPE_WEBHOOK_SECRETS(self) -> list[str]:
        """
        Signing secrets of an endpoint that is configured by settings alone.

        From ``DJSTRIPE_WEBHOOK_SECRETS`` (a list) and ``DJSTRIPE_WEBHOOK_SECRET`` (one).
        """
        return [
            *self._strings("DJSTRIPE_WEBHOOK_SECRETS"),
            *self._strings("DJSTRIPE_WEBHOOK_SECRET"),
        ]

    @property
    def DJSTRIPE_WEBHOOK_SECRET(self) -> str:
        """The first of ``DJSTRIPE_WEBHOOK_SECRETS``, or ""."""
        return next(iter(self.DJSTRIPE_WEBHOOK_SECRETS), "")

    @property
    def DJSTRIPE_ENCRYPTION_KEYS(self) -> list[str]:
        """Fernet keys for stored secrets: the first encrypts, every one decrypts."""
        return self._strings("DJSTRIPE_ENCRYPTION_KEYS")

    @property
    def DJSTRIPE_TRUST_EVENT_PAYLOADS(self) -> bool:
        """Whether an event's payload may be stored without asking Stripe again."""
        return bool(getattr(settings, "DJSTRIPE_TRUST_EVENT_PAYLOADS", True))

    # --- the inbox

    @property
    def DJSTRIPE_INBOX_RUNNER(self) -> str:
        """
        Who applies what is received: "inline" (the request itself), "tasks" (Django's tasks
        framework), "celery", or "worker" (``djstripe_worker``, or a cron line with ``--once``).
        """
        value = getattr(settings, "DJSTRIPE_INBOX_RUNNER", "inline")
        if value not in INBOX_RUNNERS:
            raise ImproperlyConfigured(
                f"DJSTRIPE_INBOX_RUNNER is {value!r}; it must be one of {', '.join(INBOX_RUNNERS)}."
            )
        return str(value)

    @property
    def DJSTRIPE_INBOX_SECONDS(self) -> float:
        """How long a request may take that applies what it received; the rest is left for later."""
        return self._number("DJSTRIPE_INBOX_SECONDS", 8.0)

    @property
    def DJSTRIPE_INBOX_SWEEP_SECONDS(self) -> float:
        """
        How often a process that applies inline also does a little of what others left; 0: never,
        because a worker or a cron line does.
        """
        return self._number("DJSTRIPE_INBOX_SWEEP_SECONDS", 10.0)

    @property
    def DJSTRIPE_INBOX_LEASE_SECONDS(self) -> float:
        """After how long work that somebody began and never ended is begun again."""
        return self._number("DJSTRIPE_INBOX_LEASE_SECONDS", 120.0)

    @property
    def DJSTRIPE_INBOX_RETRY_SECONDS(self) -> float:
        """How long what failed waits for its second try at most; twice as long for each further one."""
        return self._number("DJSTRIPE_INBOX_RETRY_SECONDS", 10.0)

    @property
    def DJSTRIPE_INBOX_MAX_TRIES(self) -> int:
        """After how many failed tries an event, or a receiver's run, is a dead letter."""
        return max(1, int(self._number("DJSTRIPE_INBOX_MAX_TRIES", 12)))

    @property
    def DJSTRIPE_INBOX_RETENTION_DAYS(self) -> float:
        """How long ``djstripe_prune`` keeps what is done; at least the 30 days of Stripe's list."""
        days = self._number("DJSTRIPE_INBOX_RETENTION_DAYS", 90)
        if days < MIN_RETENTION_DAYS:
            raise ImproperlyConfigured(
                f"DJSTRIPE_INBOX_RETENTION_DAYS is {days}; it must be at least "
                f"{MIN_RETENTION_DAYS}, for as long Stripe may deliver an event again, and "
                "receivers would run again."
            )
        return days

    @property
    def DJSTRIPE_EVENT_RETENTION_DAYS(self) -> float | None:
        """How long ``djstripe_prune`` keeps the mirror's events; None, the default: for ever."""
        if getattr(settings, "DJSTRIPE_EVENT_RETENTION_DAYS", None) is None:
            return None
        days = self._number("DJSTRIPE_EVENT_RETENTION_DAYS", 0)
        if days < MIN_RETENTION_DAYS:
            raise ImproperlyConfigured(
                f"DJSTRIPE_EVENT_RETENTION_DAYS is {days}; it must be at least "
                f"{MIN_RETENTION_DAYS}, for as long Stripe lists an event, or None to keep all."
            )
        return days

    @property
    def DJSTRIPE_FETCH_MISSING_REFERENCES(self) -> bool:
        """Whether what an event's object names and the mirror lacks is asked for."""
        return bool(getattr(settings, "DJSTRIPE_FETCH_MISSING_REFERENCES", True))

    @property
    def DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS(self) -> bool:
        """
        Whether an endpoint may accept deliveries without any verification, if its row says so
        too (``djstripe_validation_method = "none"``). For experiments only: anybody who knows
        the URL can then write into the mirror.
        """
        return getattr(settings, "DJSTRIPE_ALLOW_UNVERIFIED_WEBHOOKS", False) is True

    @property
    def DJSTRIPE_REPAIR_OVERLAP_SECONDS(self) -> float:
        """
        How far before the place where it stopped a repair reads Stripe's list of events again:
        an event may appear in it late.
        """
        return self._number("DJSTRIPE_REPAIR_OVERLAP_SECONDS", 900)

    @property
    def WEBHOOK_VALIDATION(self) -> str | None:
        """How an endpoint that does not say itself is verified."""
        value: str | None = getattr(settings, "DJSTRIPE_WEBHOOK_VALIDATION", "verify_signature")
        return value

    @property
    def DJSTRIPE_WEBHOOK_URL(self) -> str:
        """Where dj-stripe's single webhook view stood; a name kept for imports, without effect."""
        value: str = getattr(settings, "DJSTRIPE_WEBHOOK_URL", r"^webhook/$")
        return value

    def _strings(self, name: str) -> list[str]:
        value = _hidden(getattr(settings, name, None) or ())
        strings = [value] if isinstance(value, str) else list(value)
        if not all(isinstance(s, str) and s.strip() for s in strings):
            raise ImproperlyConfigured(f"{name} must be a list of strings that are not empty.")
        # A file that a secret was read from ends in a line break.
        return [SecretText(s.strip()) for s in strings]

    # --- subscribers

    @property
    def SUBSCRIBER_CUSTOMER_KEY(self) -> str | None:
        """The key of a Customer's metadata that holds its subscriber's pk; "" or None: none."""
        value: str | None = getattr(
            settings, "DJSTRIPE_SUBSCRIBER_CUSTOMER_KEY", "djstripe_subscriber"
        )
        return value

    @property
    def subscriber_request_callback(self) -> Callable[[Any], Any]:
        """The function that finds the subscriber of a request; unset, it is ``request.user``."""
        return self.get_callback_function(
            "DJSTRIPE_SUBSCRIBER_MODEL_REQUEST_CALLBACK", _request_user
        )

    @property
    def get_idempotency_key(self) -> Callable[[str, str, bool], str]:
        """The function ``(object_type, action, livemode) -> key`` that makes idempotency keys."""
        return self.get_callback_function(
            "DJSTRIPE_IDEMPOTENCY_KEY_CALLBACK", self.default_idempotency_key
        )

    def get_callback_function(
        self, setting_name: str, default: Callable[..., Any] | None = None
    ) -> Callable[..., Any]:
        """
        The function that a setting names (itself, or by its dotted path), or ``default``.

        Raises ImproperlyConfigured if there is neither, or if it cannot be called.
        """
        value = getattr(settings, setting_name, None)
        if not value:
            if default is None:
                raise ImproperlyConfigured(
                    f"{setting_name} is not set; it must be a function or a dotted path to one."
                )
            return default
        if isinstance(value, str):
            try:
                value = import_string(value)
            except ImportError as error:
                raise ImproperlyConfigured(f"{setting_name} cannot be imported: {error}") from error
        if not callable(value):
            raise ImproperlyConfigured(
                f"{setting_name} is {value!r}, which cannot be called; "
                "it must be a function or a dotted path to one."
            )
        function: Callable[..., Any] = value
        return function

    def get_subscriber_model_string(self) -> str:
        """The subscriber model as ``app_label.Model``; unset, it is the user model."""
        value: str = getattr(settings, "DJSTRIPE_SUBSCRIBER_MODEL", settings.AUTH_USER_MODEL)
        return value

    def get_subscriber_model(self) -> type[Model]:
        """
        The model that Customers belong to.

        Raises ImproperlyConfigured if it is badly named, not installed, or has no ``email``.
        """
        name = self.get_subscriber_model_string()
        try:
            model = apps.get_model(name, require_ready=False)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"DJSTRIPE_SUBSCRIBER_MODEL is {name!r}; it must have the form 'app_label.Model'."
            ) from error
        except LookupError as error:
            raise ImproperlyConfigured(
                f"DJSTRIPE_SUBSCRIBER_MODEL is {name!r}, which is not an installed model: "
                "add its app to INSTALLED_APPS."
            ) from error
        if not _has_email(model):
            raise ImproperlyConfigured(
                f"DJSTRIPE_SUBSCRIBER_MODEL is {name!r}, which has no email: "
                "give the model a field or a property of that name."
            )
        return model


def _has_email(model: type[Model]) -> bool:
    try:
        model._meta.get_field("email")
    except FieldDoesNotExist:
        return hasattr(model, "email")
    return True


djstripe_settings = DjstripeSettings()
