"""
Small things that several rooms and many projects use.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.utils import timezone

from .exceptions import ImpossibleAPIRequest
from .money import CURRENCY_SIGILS, format_major

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

__all__ = [
    "CURRENCY_SIGILS",
    "QuerySetMock",
    "clear_expired_idempotency_keys",
    "convert_tstamp",
    "get_friendly_currency_amount",
    "get_id_from_stripe_data",
    "get_model",
    "get_queryset",
    "get_supported_currency_choices",
    "get_timezone_utc",
]

# Stripe forgets the key of a request after this time.
# https://docs.stripe.com/api/idempotent_requests
IDEMPOTENCY_KEY_LIFETIME: Final = datetime.timedelta(hours=24)


def get_timezone_utc() -> datetime.timezone:
    """UTC, as a tzinfo."""
    return datetime.UTC


def convert_tstamp(ts: int | float | None) -> datetime.datetime | None:
    """Stripe's time (Unix seconds) as an aware datetime in UTC; None stays None."""
    if ts is None:
        return None
    return datetime.datetime.fromtimestamp(ts, tz=datetime.UTC)


def get_id_from_stripe_data(data: str | Mapping[str, Any] | None) -> str | None:
    """The id in a reference, whether Stripe sent the bare id or the expanded object."""
    if data is None or isinstance(data, str):
        return data
    found: str | None = data["id"]
    return found


def get_friendly_currency_amount(amount: Decimal | float | None, currency: str) -> str:
    """
    An amount in the currency's *major* unit as a label: ``$20.00 USD``, ``2,000 JPY``.

    For Stripe's own amounts, which are in minor units, use ``money.format_money``.
    """
    if amount is None:
        return ""
    # Through str: a float's label is the number that was written, not its binary neighbour.
    return format_major(amount if isinstance(amount, Decimal) else Decimal(str(amount)), currency)


def get_model(model_name: str) -> type[Model]:
    """The model of djstripe with this name, in any case; LookupError if there is none."""
    return apps.get_model("djstripe", model_name)


def get_queryset(pks: Iterable[Any], model_name: str) -> QuerySet[Model]:
    """The rows of a model of djstripe's with these primary keys."""
    return get_model(model_name)._default_manager.filter(pk__in=list(pks))


def clear_expired_idempotency_keys() -> None:
    """
    Delete the stored idempotency keys that Stripe has forgotten by now, and the attempts under
    such keys of which it is known what became.
    """
    now = timezone.now()
    attempts: Any = get_model("Attempt")._default_manager
    attempts.forgotten(now).delete()
    threshold = now - IDEMPOTENCY_KEY_LIFETIME
    get_model("IdempotencyKey")._default_manager.filter(created__lt=threshold).delete()


CurrencyReader = Callable[[str], list[str]]
_currency_readers: list[CurrencyReader] = []


def register_currency_reader(reader: CurrencyReader) -> None:
    """Say who asks Stripe for the currencies of an API key's account (the gateway does)."""
    _currency_readers[:] = [reader]


def get_supported_currency_choices(api_key: str) -> list[tuple[str, str]]:
    """
    The currencies that an account can be paid in, as choices: ``[("usd", "USD"), …]``.

    Asks Stripe (three requests). Source: https://docs.stripe.com/api/country_specs
    """
    if not _currency_readers:
        raise ImpossibleAPIRequest(
            "The currencies of an account are read by djstripe.gateway, which was not imported: "
            "add 'djstripe' to INSTALLED_APPS."
        )
    return [(code, code.upper()) for code in _currency_readers[0](api_key)]


class QuerySetMock:
    """
    A list of rows that are not stored, where a QuerySet is expected (the lines of a preview).

    Can be iterated, counted, sliced and asked for its first or last; ``all()`` is itself.
    It cannot be filtered: the rows are nowhere but here.
    """

    def __init__(self, model: Any, rows: Iterable[Any] = ()) -> None:
        self.model = model
        self._rows = list(rows)

    @classmethod
    def from_iterable(cls, model: Any, iterable: Iterable[Any]) -> QuerySetMock:
        return cls(model, iterable)

    def all(self) -> QuerySetMock:
        return self

    def none(self) -> QuerySetMock:
        return type(self)(self.model)

    def count(self) -> int:
        return len(self._rows)

    def exists(self) -> bool:
        return bool(self._rows)

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def last(self) -> Any:
        return self._rows[-1] if self._rows else None

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        return iter(self._rows)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Nothing is stored, so nothing is deleted."""
        return 0, {}

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, key: int | slice) -> Any:
        return self._rows[key]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._rows!r}>"
