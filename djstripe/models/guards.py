"""
What is handed to Stripe, looked at before anything is sent.

Every verb hands its parameters through ``check``: a row must be stored, alive, of the right
kind and of the account and mode in which Stripe is asked; an amount must be one that Stripe
can take. What only Stripe can know (an id that does not exist, a payment that is too small)
is left to Stripe and comes back as the SDK's error.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import stripe
from django.db import models
from django.utils import timezone

from .. import money
from ..exceptions import InvalidAmount, InvalidParameter, InvalidRow
from ..gateway import Credentials, object_path

_CARDS = ("BankAccount", "Card", "PaymentMethod", "Source")

# Which models a parameter takes, by its name. A name that is not here takes any.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("Account", "AccountV2"),
    "charge": ("Charge",),
    "coupon": ("Coupon",),
    "credit_grant": ("CreditGrant",),
    "customer": ("Customer",),
    "customer_account": ("Account", "AccountV2"),
    "default_payment_method": _CARDS,
    "default_price": ("Price", "Plan"),
    "default_source": _CARDS,
    "default_tax_rates": ("TaxRate",),
    "destination": ("Account", "AccountV2", "BankAccount", "Card"),
    "discount": ("Discount",),
    "file": ("File",),
    "from_invoice": ("Invoice",),
    "from_subscription": ("Subscription",),
    "invoice": ("Invoice",),
    "mandate": ("Mandate",),
    "meter": ("Meter",),
    "on_behalf_of": ("Account", "AccountV2"),
    "payment_intent": ("PaymentIntent",),
    "payment_method": _CARDS,
    "plan": ("Plan", "Price"),
    "price": ("Price", "Plan"),
    "product": ("Product",),
    "promotion_code": ("PromotionCode",),
    "quote": ("Quote",),
    "schedule": ("SubscriptionSchedule",),
    "setup_intent": ("SetupIntent",),
    "shipping_rate": ("ShippingRate",),
    "source": (*_CARDS, "Account"),
    "source_transaction": ("Charge",),
    "subscription": ("Subscription",),
    "subscription_item": ("SubscriptionItem",),
    "tax_rates": ("TaxRate",),
    "test_clock": ("TestClock",),
    "transfer": ("Transfer",),
}

# Who is named across accounts: a connected account by its platform, an application by everyone.
CROSSING_KINDS: Final = frozenset({"Account", "AccountV2", "Application"})

# Where a platform's own objects are named in a request for a connected account: their copying.
# https://docs.stripe.com/payments/payment-methods/connect#cloning-payment-methods
CROSSING_PATHS: Final[Mapping[str, frozenset[str]]] = {
    "/v1/payment_methods": frozenset({"customer", "payment_method"}),
    "/v1/tokens": frozenset({"customer", "card", "bank_account"}),
}

# Parameters that are integers in the currency's smallest unit.
MINOR_AMOUNTS: Final = frozenset(
    {
        "amount",
        "amount_off",
        "amount_to_capture",
        "application_fee_amount",
        "credit_amount",
        "flat_amount",
        "minimum_amount",
        "out_of_band_amount",
        "refund_amount",
        "unit_amount",
    }
)

# Where Stripe takes no amount below zero: everywhere else some amounts are credits.
NEVER_NEGATIVE: Final = (
    "/v1/application_fees",
    "/v1/billing/credit_grants",
    "/v1/charges",
    "/v1/coupons",
    "/v1/credit_notes",
    "/v1/payment_intents",
    "/v1/payouts",
    "/v1/plans",
    "/v1/prices",
    "/v1/refunds",
    "/v1/topups",
    "/v1/transfers",
)
# Of these, where an amount of nothing makes no sense either.
NEVER_ZERO: Final = frozenset(
    {
        (name, path)
        for path in ("/v1/charges", "/v1/payment_intents", "/v1/payouts", "/v1/refunds")
        for name in ("amount", "amount_to_capture")
    }
    | {("amount", path) for path in ("/v1/application_fees", "/v1/topups", "/v1/transfers")}
    | {("amount_off", "/v1/coupons")}
)

_QUANTITIES: Final = frozenset({"quantity"})


@dataclass(frozen=True, slots=True)
class _At:
    """Where in the parameters we are, and what is being asked of whom."""

    credentials: Credentials | None
    path: str
    trail: tuple[str, ...] = ()
    currency: str = ""

    @property
    def name(self) -> str:
        """The parameter's own name; that of the list for a member of one."""
        return next((part for part in reversed(self.trail) if not part.isdecimal()), "")

    def __str__(self) -> str:
        head, *rest = self.trail
        return head + "".join(f"[{part}]" for part in rest)

    def into(self, part: str, currency: str = "") -> _At:
        return _At(self.credentials, self.path, (*self.trail, part), currency or self.currency)


def check(
    params: Mapping[str, Any],
    credentials: Credentials | None = None,
    path: str = "",
    *,
    currency: str = "",
) -> None:
    """
    Refuse parameters that cannot be meant.

    ``currency`` is that of the object that is changed, where the parameters name none.

    Raises InvalidRow for a row that is not stored, deleted, of a kind that the parameter does
    not take, or of another account or mode; InvalidAmount for an amount in the smallest unit
    that is no integer, or none that Stripe takes there; InvalidParameter for what is no number.
    """
    for at, value in _leaves(params, _At(credentials, path, (), currency)):
        if isinstance(value, models.Model):
            _check_row(value, at)
        elif at.name in MINOR_AMOUNTS:
            _check_amount(value, at)
        elif at.name in _QUANTITIES:
            _check_quantity(value, at)
        elif at.name == "currency" and isinstance(value, str) and value:
            money.decimal_places(value)
        elif isinstance(value, float | Decimal) and not math.isfinite(value):
            raise InvalidParameter(f"{at} is {value}, which is not a number that can be sent.")


def check_actor(row: Any, stripe_account: str | None = None) -> None:
    """
    Refuse to act on a row that Stripe cannot know, or knows under another account.

    Raises InvalidRow.
    """
    what = _label(row)
    if row._state.adding or not row.id:
        raise InvalidRow(
            f"{what} is not stored, so that Stripe cannot be asked to change it: "
            f"create it at Stripe first, or get the stored row."
        )
    if row.djstripe_deleted:
        raise InvalidRow(
            f"{what} was deleted at Stripe and cannot be changed any more. "
            f"If it exists again, refresh_from_stripe() says so."
        )
    owner = row.djstripe_owner_account_id
    if stripe_account and owner and stripe_account != owner and not _crosses(row):
        raise InvalidRow(
            f"{what} belongs to account {owner}, not to {stripe_account}: "
            f"leave stripe_account out, the row knows its own."
        )


def check_beside(value: Any, name: str, row: Any) -> None:
    """
    Refuse what stands in a path beside another row: of another account, mode or kind.

    Raises InvalidRow.
    """
    if isinstance(value, models.Model):
        _check_kind(value, name)
        _check_alive(value, name)
        _check_scope(value, name, row.djstripe_owner_account_id, row.livemode)


def path_with(template: str, **named: Any) -> str:
    """A path with the ids of rows, of the SDK's objects, or ids themselves put in, quoted."""
    ids = {}
    for name, value in named.items():
        if isinstance(value, models.Model):
            _check_kind(value, name)
            _check_alive(value, name)
        ids[name] = _id_of(value, name)
    return object_path(template, **ids)


def place_of(
    row: Any, name: str, stripe_account: str | None, livemode: bool | None
) -> tuple[str | None, bool | None]:
    """
    The account and mode to ask about a row that a class method was given: its own.

    With an id in its place, what the caller said. Raises InvalidRow if both are said and differ.
    """
    if not isinstance(row, models.Model):
        return stripe_account, livemode
    _check_kind(row, name)
    _check_alive(row, name)
    own: Any = row
    account = own.djstripe_owner_account_id
    _check_scope(
        row, name, stripe_account or account, own.livemode if livemode is None else livemode
    )
    if _crosses(row):
        return stripe_account, own.livemode if livemode is None else livemode
    return account or stripe_account, own.livemode


def _id_of(value: Any, name: str) -> str:
    found = value if isinstance(value, str) else getattr(value, "id", None)
    if not isinstance(found, str) or not found:
        raise InvalidRow(f"{name} is {value!r}: hand in a row or its Stripe id.")
    return found


def wire_value(value: Any) -> Any:
    """
    One parameter as the SDK encodes it: rows and the SDK's objects become their ids.

    A Decimal is written out, a datetime becomes Unix seconds; one without a time zone is in
    Django's current one.
    """
    if isinstance(value, models.Model):
        return value.id  # type: ignore[attr-defined]
    if isinstance(value, stripe.StripeObject):
        return getattr(value, "id", None) or value.to_dict()
    if isinstance(value, Mapping):
        return {key: wire_value(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [wire_value(member) for member in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        aware = timezone.make_aware(value) if timezone.is_naive(value) else value
        return int(aware.timestamp())
    return value


def _leaves(value: Any, at: _At) -> Iterator[tuple[_At, Any]]:
    if isinstance(value, Mapping) and not isinstance(value, stripe.StripeObject):
        if at.name == "metadata":
            return
        said = value.get("currency")
        currency = said if isinstance(said, str) else ""
        for key, member in value.items():
            yield from _leaves(member, at.into(str(key), currency))
    elif isinstance(value, list | tuple):
        for number, member in enumerate(value):
            yield from _leaves(member, at.into(str(number)))
    elif value is not None:
        yield at, value


# ------------------------------------------------------------------------------------ rows


def _label(row: models.Model) -> str:
    return f"{type(row).__name__} {getattr(row, 'id', None) or '(without id)'}"


def _check_row(row: models.Model, at: _At) -> None:
    if not hasattr(row, "djstripe_owner_account_id"):
        raise InvalidRow(
            f"{at} is a {type(row).__name__}, which is no object of Stripe's: "
            f"hand in the row that stands for it at Stripe, or its id."
        )
    _check_kind(row, at.name, at)
    _check_alive(row, str(at))
    if at.credentials is not None and at.name not in CROSSING_PATHS.get(at.path, ()):
        _check_scope(row, str(at), at.credentials.account, at.credentials.livemode)


def _check_kind(row: models.Model, name: str, at: _At | None = None) -> None:
    kinds = KINDS.get(name)
    if kinds and not any(base.__name__ in kinds for base in type(row).__mro__):
        raise InvalidRow(f"{at or name} takes a {' or a '.join(kinds)}, and not {_label(row)}.")


def _check_alive(row: Any, where: str) -> None:
    if row._state.adding or not row.id:
        raise InvalidRow(
            f"{where} is {_label(row)}, which is not stored: "
            f"hand in a stored row, or the id as a string."
        )
    if row.djstripe_deleted:
        raise InvalidRow(
            f"{where} is {_label(row)}, which was deleted at Stripe. "
            f"If it exists again, refresh_from_stripe() says so."
        )


def _check_scope(row: Any, where: str, account: str, livemode: bool) -> None:
    if _crosses(row):
        return
    if row.livemode != livemode:
        raise InvalidRow(
            f"{where} is {_label(row)} of {_mode(row.livemode)} mode, and Stripe is asked in "
            f"{_mode(livemode)} mode: hand in its namesake of that mode."
        )
    owner = row.djstripe_owner_account_id
    if owner and account and owner != account:
        raise InvalidRow(
            f"{where} is {_label(row)} of account {owner}, and Stripe is asked for account "
            f"{account}: hand in an object of that account."
        )


def _crosses(row: models.Model) -> bool:
    return any(base.__name__ in CROSSING_KINDS for base in type(row).__mro__)


def _mode(livemode: bool) -> str:
    return "live" if livemode else "test"


# --------------------------------------------------------------------------------- numbers

_DIGITS = re.compile(r"-?\d+", re.ASCII)


def _check_amount(value: Any, at: _At) -> None:
    if isinstance(value, str):
        # "" unsets some, and Stripe knows words for others.
        if not _DIGITS.fullmatch(value):
            return
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidAmount(
            f"{at} is {value!r} ({type(value).__name__}): Stripe takes whole numbers of the "
            f"currency's smallest unit. djstripe.money.minor_units() makes one of a Decimal."
        )
    root = next((path for path in NEVER_NEGATIVE if at.path.startswith(path)), "")
    if value < 0 and root:
        raise InvalidAmount(f"{at} is {value}, and this amount cannot be negative.")
    if value == 0 and (at.name, root) in NEVER_ZERO:
        raise InvalidAmount(f"{at} is 0, which is nothing: leave it out where all of it is meant.")
    try:
        money.check_minor_units(value, at.currency, is_payout=root == "/v1/payouts")
    except InvalidAmount as error:
        raise InvalidAmount(f"{at}: {error}") from None


def _check_quantity(value: Any, at: _At) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidParameter(f"{at} is {value!r}: how many must be a whole number, 0 or more.")
