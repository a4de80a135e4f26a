"""
How one fact of a payload becomes a column or an attribute of a model.

A *column* is a Django field that knows where in the payload its value stands (a
projection: ``project`` computes it, ``mirror.store`` writes it). An *attribute* is read
from ``stripe_data`` when somebody asks. A *relation* is either a column
(:class:`StripeForeignKey`, can be joined and filtered) or an attribute
(:class:`Reference`, :class:`References`: found by id when somebody asks).

A path is dotted, from the payload's root: ``"parent.subscription_details.subscription"``.
Several paths are tried in order, newest API version first; the first that holds
something other than null counts. That is how one name keeps one meaning over versions.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
)
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute
from django.db.models.sql.where import AND, OR, WhereNode
from django.utils import timezone
from django.utils.functional import cached_property

from . import encryption, money
from .redact import SecretText

if TYPE_CHECKING:
    # What a column gives and takes, for editors and type checkers; Django's fields are not
    # generic at run time.
    _Text = models.CharField[str | None, str | None]
    _LongText = models.TextField[str | None, str | None]
    _Id = models.CharField[str, str]
    _Whole = models.BigIntegerField[int | None, int | None]
    _Exact = models.DecimalField[Decimal | int | str | None, Decimal | None]
    _YesNo = models.BooleanField[bool | None, bool | None]
    _Moment = models.DateTimeField[dt.datetime | str | None, dt.datetime | None]
    _ForeignKey = models.ForeignKey[Any, Any]
    _Forward = ForwardManyToOneDescriptor[Any]
    _Reverse = ReverseManyToOneDescriptor[Any]
else:
    _Text, _LongText, _Id = models.CharField, models.TextField, models.CharField
    _Whole, _Exact, _YesNo = models.BigIntegerField, models.DecimalField, models.BooleanField
    _Moment, _ForeignKey = models.DateTimeField, models.ForeignKey
    _Forward, _Reverse = ForwardManyToOneDescriptor, ReverseManyToOneDescriptor

logger = logging.getLogger(__name__)

T = TypeVar("T")
Payload = Mapping[str, Any]
Path = str | Callable[[Payload], Any]


# --------------------------------------------------------------------------- paths


@cache
def _names(path: str) -> tuple[str, ...] | None:
    """The steps of a path that steps into no list."""
    return None if "[]" in path else tuple(path.split("."))


def follow(payload: Any, path: str) -> Any:
    """
    The value at a dotted path, or None where the path leads nowhere.

    ``name[]`` steps into each member of a list, or of Stripe's list object, and makes
    the result a list: ``follow(subscription, "items[].price.id")``.
    """
    value = payload
    names = _names(path)
    if names is not None:
        for name in names:
            if not isinstance(value, dict) and not isinstance(value, Mapping):
                return None
            value = value.get(name)
        return value
    head, _, rest = path.partition(".")
    while head:
        many = head.endswith("[]")
        if not isinstance(value, Mapping):
            return None
        value = value.get(head[:-2] if many else head)
        if many:
            if isinstance(value, Mapping):
                value = value.get("data")
            if not isinstance(value, list):
                return None
            return [follow(member, rest) for member in value] if rest else value
        head, _, rest = rest.partition(".")
    return value


def id_of(value: Any) -> Any:
    """The id of an expanded object, or the value itself where only the id was sent."""
    if isinstance(value, str):
        return value
    return value.get("id") if isinstance(value, Mapping) else value


def first_found(payload: Payload, paths: Iterable[Path]) -> Any:
    """The value at the first path that holds something, tried in order; else None."""
    for path in paths:
        value = path(payload) if callable(path) else follow(payload, path)
        if value is not None:
            return value
    return None


# ------------------------------------------------------------- text databases refuse

# PostgreSQL refuses NUL and lone surrogates in JSON and NUL in text; MariaDB refuses lone
# surrogates. They are written as a noncharacter of Unicode and four hexadecimal digits.
MARK = "\ufdd0"
_REFUSED = re.compile("[\x00\ud800-\udfff\ufdd0]")
_ESCAPED = re.compile(MARK + "([0-9a-f]{4})")


def escape_text(text: str) -> str:
    """Write what databases refuse (NUL, lone surrogates) so that they take it."""
    return _REFUSED.sub(lambda match: f"{MARK}{ord(match[0]):04x}", text)


def unescape_text(text: str) -> str:
    """The inverse of :func:`escape_text`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {_map_texts(k, change): _map_texts(v, change) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_map_texts(member, change) for member in value]
    return value


def _plain(value: Any) -> Any:
    """What JSON has no word for: a Decimal and a date from the SDK, as Stripe sent them."""
    if isinstance(value, Decimal | dt.date):
        return str(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) cannot be stored as JSON.")


# \u0000, a surrogate or the mark may stand in the dump; the dump of nearly every payload has none.
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F]|[fF][dD][dD]0)")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)


def dump_json(value: Any) -> str:
    """JSON text with sorted keys that every database takes; equal values give equal text."""
    text = _ENCODER.encode(value)
    if _SUSPICIOUS.search(text):
        text = json.dumps(
            _map_texts(json.loads(text), escape_text), sort_keys=True, separators=(",", ":")
        )
    return text


def unescape_json(value: Any) -> Any:
    """A stored JSON value with NUL and lone surrogates as Stripe sent them."""
    return _map_texts(value, unescape_text)


# ------------------------------------------------------------------------- columns


class Misfit(ValueError):
    """A value from Stripe does not fit its column's type."""


# What reading a payload of the wrong shape may raise. Anything else is a programming error
# and is loud.
WRONG_SHAPE = (Misfit, TypeError, ValueError, AttributeError, LookupError, ArithmeticError)


class FieldDeconstructMixin:
    """Keeps what only the payload's reader needs out of migrations."""

    IGNORED_ATTRS = ("verbose_name", "help_text", "choices", "path", "enum")

    def deconstruct(self) -> tuple[Any, Any, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        for attr in self.IGNORED_ATTRS:
            kwargs.pop(attr, None)
        return name, path, args, kwargs


class StripeColumn(FieldDeconstructMixin):
    """
    Mixin: a column computed from the payload.

    ``path``: where the value stands: a dotted path, a function of the payload, or a tuple
    of them, tried in order; the field's own name if not given.
    ``keep``: a payload without the value leaves the column as it is.
    """

    paths: tuple[Path, ...] = ()
    keep: bool = False

    def __init__(
        self,
        *args: Any,
        path: Path | tuple[Path, ...] | None = None,
        keep: bool = False,
        **kwargs: Any,
    ) -> None:
        if path is not None:
            self.paths = path if isinstance(path, tuple) else (path,)
        self.keep = keep
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[Any, Any, list[Any], dict[str, Any]]:
        # Django leaves out null=False, its own default; ours is True, and a copy would have it.
        name, _where, args, kwargs = super().deconstruct()
        for word in ("null", "blank"):
            kwargs.pop(word, None)
            if not getattr(self, word):
                kwargs[word] = False
        # A model's own kind of column is, to a migration, the kind of ours that it is made of.
        ours = next(base for base in type(self).__mro__ if base.__module__ == __name__)
        return name, f"{__name__}.{ours.__qualname__}", args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, *args: Any, **kw: Any
    ) -> None:
        super().contribute_to_class(cls, name, *args, **kw)  # type: ignore[misc]
        self.paths = self.paths or (name,)

    def project(self, payload: Payload) -> Any:
        """The column's value in this payload. Raises Misfit if it does not fit the type."""
        value = first_found(payload, self.paths)
        return None if value is None else self.convert(value, payload)

    def convert(self, value: Any, payload: Payload) -> Any:
        """A value as Stripe sends it, as the column's Python type."""
        return value

    def stripe_to_db(self, data: Payload) -> Any:
        """dj-stripe's name for :meth:`project`."""
        return self.project(data)


class _ExactText(StripeColumn):
    """Text that is compared to the letter, on MySQL and MariaDB too."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        params = super().db_parameters(connection)  # type: ignore[misc]
        if connection.vendor == "mysql":
            # Their default collation makes ch_AbC and ch_abc the same.
            params["collation"] = "utf8mb4_bin"
        return cast("dict[str, Any]", params)

    def db_type(self, connection: Any) -> str | None:
        kind = cast("str | None", super().db_type(connection))  # type: ignore[misc]
        if kind and connection.vendor == "postgresql" and kind.startswith("varchar"):
            # Django makes a second index, for LIKE, for every indexed column whose type is
            # spelled "varchar"; ids are compared whole, and 150 tables are made at once.
            return kind.replace("varchar", "character varying")
        return kind

    def rel_db_type(self, connection: Any) -> str | None:
        return self.db_type(connection)

    def convert(self, value: Any, payload: Payload) -> str:
        if not isinstance(value, str) and isinstance(value, Mapping):
            value = value.get("id")
        if not isinstance(value, str):
            raise Misfit(f"expected text, got {type(value).__name__}")
        limit = getattr(self, "max_length", None)
        text = escape_text(value)
        if limit and len(text) > limit:
            raise Misfit(f"{len(text)} characters, room for {limit}")
        return text


class StripeIdField(_ExactText, _Id):
    """A Stripe id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)


class StripeCharField(_ExactText, _Text):
    """A short word of Stripe's that is filtered by; null where it is longer than the column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)


class StripeTextField(_ExactText, _LongText):
    """Text of any length."""


class StripeCurrencyCodeField(StripeCharField):
    """A currency's three letters, in lower case as Stripe sends them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)

    def convert(self, value: Any, payload: Payload) -> str:
        return super().convert(value, payload).lower()


class StripeEnumField(StripeCharField):
    """One of Stripe's words for a state or kind. A word newer than this release is kept as it is."""

    def __init__(self, enum: Any = None, *args: Any, **kwargs: Any) -> None:
        self.enum = enum
        if enum is not None:
            kwargs.setdefault("choices", enum.choices)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Any text is valid: Stripe adds words without asking."""


class StripeIntegerField(StripeColumn, _Whole):
    """A whole number."""

    def convert(self, value: Any, payload: Payload) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Misfit(f"expected a whole number, got {type(value).__name__}")
        if not -(2**63) <= value < 2**63:
            raise Misfit("the number has more than 64 bits")
        return value


class StripeQuantumCurrencyAmountField(StripeIntegerField):
    """An amount in the currency's smallest unit, as Stripe sends it."""


class StripeDecimalCurrencyAmountField(StripeColumn, _Exact):
    """
    An amount in the currency's major unit (dollars, yen, dinars).

    Converted by Stripe's rules for the currency, which stands at ``currency_path``.
    """

    def __init__(self, *args: Any, currency_path: str = "currency", **kwargs: Any) -> None:
        self.currency_path = currency_path
        kwargs.setdefault("max_digits", 20)
        kwargs.setdefault("decimal_places", 3)
        super().__init__(*args, **kwargs)

    def convert(self, value: Any, payload: Payload) -> Decimal:
        currency = follow(payload, self.currency_path)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Misfit(f"expected minor units, got {type(value).__name__}")
        if not isinstance(currency, str):
            raise Misfit("an amount without a currency")
        amount = cast(Decimal, money.major_units(value, currency))
        if abs(amount) >= 10**17:
            raise Misfit("the amount has more than 17 digits before the point")
        return amount


class StripePercentField(StripeColumn, _Exact):
    """A percentage, 0 to 100."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 9)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)

    def convert(self, value: Any, payload: Payload) -> Decimal:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise Misfit(f"{value!r} is not a percentage") from None
        if not number.is_finite() or abs(number) >= 10**5:
            raise Misfit(f"{value!r} is not a percentage")
        return number


class StripeBooleanField(StripeColumn, _YesNo):
    """Yes, no, or not said."""

    def convert(self, value: Any, payload: Payload) -> bool:
        if not isinstance(value, bool):
            raise Misfit(f"expected true or false, got {type(value).__name__}")
        return value


def moment(value: Any) -> dt.datetime:
    """
    A moment as Stripe writes it: Unix seconds (API v1) or RFC 3339 text (API v2), as an
    aware datetime in UTC. Raises Misfit for anything else.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return dt.datetime.fromtimestamp(value, tz=dt.UTC)
        if isinstance(value, str):
            parsed = dt.datetime.fromisoformat(value)
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise Misfit(f"{value!r} is not a moment")


def as_django_wants(value: dt.datetime) -> dt.datetime:
    """Aware under USE_TZ, naive in the project's time zone otherwise."""
    if settings.USE_TZ:
        return value if timezone.is_aware(value) else timezone.make_aware(value)
    return timezone.make_naive(value) if timezone.is_aware(value) else value


class StripeDateTimeField(StripeColumn, _Moment):
    """A moment; aware or naive as the project's USE_TZ says."""

    def convert(self, value: Any, payload: Payload) -> dt.datetime:
        return as_django_wants(moment(value))


class StripeJSONField(StripeColumn, models.JSONField):
    """JSON as Stripe sent it; NUL and lone surrogates are escaped (see ``unescape_json``)."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, dict | list):
            value = json.loads(dump_json(value))
        return super().get_db_prep_value(value, connection, prepared)


JSONField = StripeJSONField


# ----------------------------------------------------------------------- relations

ACCOUNT = "djstripe_owner_account_id"
LIVEMODE = "livemode"


class _Scoped:
    """The columns in which both ends of a relation agree, besides the id."""

    field: StripeForeignKey

    @staticmethod
    def of(field: Any, instance: Any) -> tuple[Any, ...]:
        return tuple(getattr(instance, name) for name in field.scope)


class ScopedForwardDescriptor(_Forward):
    """``charge.customer``: the row inside the same account and mode; None if not mirrored."""

    def get_object(self, instance: Any) -> Any:
        field = self.field
        for model in (field.remote_field.model, *field.other_models):
            queryset = model._base_manager.db_manager(hints={"instance": instance}).filter(
                id=getattr(instance, field.attname), **field.get_extra_descriptor_filter(instance)
            )
            found = queryset.order_by("djstripe_id").first()
            if found is not None:
                return found
        return None

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        if getattr(instance, self.field.attname) is None:
            return None
        return super().__get__(instance, cls)

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and isinstance(value, self.field.other_models):
            setattr(instance, self.field.attname, value.id)
            self.field.set_cached_value(instance, value)
            return
        super().__set__(instance, value)

    def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
        rows, of_row, of_instance, single, cache, is_descriptor = super().get_prefetch_querysets(
            instances, querysets
        )
        return (
            rows,
            lambda row: (of_row(row), _Scoped.of(self.field, row)),
            lambda instance: (of_instance(instance), _Scoped.of(self.field, instance)),
            single,
            cache,
            is_descriptor,
        )


class ScopedReverseDescriptor(_Reverse):
    """``customer.charges``: the rows that name it, inside the same account and mode."""

    @cached_property
    def related_manager_cls(self) -> Any:
        base = super().related_manager_cls
        field: Any = self.field

        class ScopedManager(base):  # type: ignore[misc,valid-type]
            def _scope(self) -> dict[str, Any]:
                return {name: getattr(self.instance, name) for name in field.scope}

            def create(self, **kwargs: Any) -> Any:
                return super().create(**{**self._scope(), **kwargs})

            def get_or_create(self, **kwargs: Any) -> Any:
                return super().get_or_create(**{**self._scope(), **kwargs})

            def update_or_create(self, **kwargs: Any) -> Any:
                return super().update_or_create(**{**self._scope(), **kwargs})

            def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
                rows, of_row, of_instance, single, cache, is_descriptor = (
                    super().get_prefetch_querysets(instances, querysets)
                )
                return (
                    rows,
                    lambda row: (of_row(row), _Scoped.of(field, row)),
                    lambda instance: (of_instance(instance), _Scoped.of(field, instance)),
                    single,
                    cache,
                    is_descriptor,
                )

        ScopedManager.__name__ = base.__name__
        return ScopedManager


class StripeForeignKey(StripeColumn, _ForeignKey):
    """
    A relation by Stripe id, inside one account and mode, without a database constraint.

    The column holds the Stripe id (``charge.customer_id == "cus_…"``). A row that names
    something not mirrored is stored all the same: plain access gives None, joins are LEFT
    joins. ``filter(customer__isnull=True)`` tests the column; to find rows whose target is
    not mirrored, test ``customer__djstripe_id__isnull``.

    ``crosses``: the other end may belong to another account; it is then found by its id
    and mode alone, which is enough because Stripe never gives one id twice. True for every
    relation to an Account, whose id names the account.
    ``also``: further models the id may name (a payout's destination is a bank account or a
    card); plain access looks there too, joins and filters see only the first.
    """

    forward_related_accessor_class = ScopedForwardDescriptor
    related_accessor_class = ScopedReverseDescriptor

    def __init__(
        self,
        to: Any,
        *args: Any,
        crosses: bool | None = None,
        also: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        name = to if isinstance(to, str) else getattr(to, "__name__", "")
        self.crosses = name.rpartition(".")[2] == "Account" if crosses is None else crosses
        self.also = also
        kwargs.setdefault("to_field", "id")
        kwargs["db_constraint"] = False
        kwargs["on_delete"] = models.DO_NOTHING
        super().__init__(to, *args, **kwargs)

    def deconstruct(self) -> tuple[Any, Any, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.crosses:
            kwargs["crosses"] = True
        for always in ("db_constraint", "on_delete"):
            kwargs.pop(always, None)
        if kwargs.get("to_field") == "id":
            del kwargs["to_field"]
        return name, path, args, kwargs

    @property
    def scope(self) -> tuple[str, ...]:
        return (LIVEMODE,) if self.crosses else (ACCOUNT, LIVEMODE)

    @cached_property
    def other_models(self) -> tuple[type[models.Model], ...]:
        return tuple(apps.get_model(self.model._meta.app_label, name) for name in self.also)

    def _check_unique_target(self) -> list[Any]:
        # The id is unique inside an account and mode, which the join adds.
        return []

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Naming something that is not mirrored is allowed."""
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")

    def get_extra_restriction(self, alias: Any, related_alias: Any) -> Any:
        remote, local = self.remote_field.model._meta, self.model._meta
        conditions: list[Any] = [
            Exact(_column(remote, name).get_col(alias), _column(local, name).get_col(related_alias))
            for name in self.scope
        ]
        return WhereNode(conditions, connector=AND)

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
        return {name: getattr(instance, name) for name in self.scope}

    def convert(self, value: Any, payload: Payload) -> str:
        value = id_of(value)
        if not isinstance(value, str) or not value:
            raise Misfit(f"expected a Stripe id, got {type(value).__name__}")
        if len(value) > 255:
            raise Misfit(f"an id of {len(value)} characters, room for 255")
        return escape_text(value)


class PaymentMethodForeignKey(StripeForeignKey):
    """A relation to a legacy payment source of any kind, through DjstripePaymentMethod."""

    def __init__(
        self, to: Any = "djstripe.DjstripePaymentMethod", *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(to, *args, **kwargs)

    def pointer(self, payload: Payload) -> dict[str, Any] | None:
        """The pointer row that goes with the source in this payload, as a payload of its own."""
        value = first_found(payload, self.paths)
        if not isinstance(value, Mapping) or not isinstance(value.get("id"), str):
            return None
        return {
            "id": value["id"],
            "object": "djstripe_payment_method",
            "type": value.get("object") or "",
        }


def _column(meta: Any, attname: str) -> Any:
    return next(field for field in meta.concrete_fields if field.attname == attname)


class _ScopedLookup:
    """An instance on the right side brings its account and mode along; so does a queryset."""

    lhs: Any
    rhs: Any

    def __init__(self, lhs: Any, rhs: Any) -> None:
        values = rhs if isinstance(rhs, list | tuple | set | frozenset) else [rhs]
        field = lhs.target if hasattr(lhs, "target") else lhs.field
        self.relation = field
        self.scopes = sorted(
            {_Scoped.of(field, value) for value in values if isinstance(value, models.Model)}
        )
        super().__init__(lhs, rhs)  # type: ignore[call-arg]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, params = super().as_sql(compiler, connection)  # type: ignore[misc]
        if not self.scopes:
            return sql, params
        meta, alias = self.relation.model._meta, self.lhs.alias
        of_each: list[Any] = []
        for scope in self.scopes:
            same: list[Any] = [
                Exact(_column(meta, name).get_col(alias), value)
                for name, value in zip(self.relation.scope, scope, strict=True)
            ]
            of_each.append(WhereNode(same, connector=AND))
        more, more_params = compiler.compile(WhereNode(of_each, connector=OR))
        return f"({sql} AND {more})", (*params, *more_params)


@StripeForeignKey.register_lookup
class ScopedExact(_ScopedLookup, RelatedExact):
    """``filter(customer=customer)``"""


@StripeForeignKey.register_lookup
class ScopedIn(_ScopedLookup, RelatedIn):
    """``filter(customer__in=[…])``, also of a queryset of customers."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        whole_rows = (
            not self.rhs_is_direct_value()
            and not getattr(self.rhs, "has_select_fields", True)
            and getattr(self.rhs, "model", None) is self.relation.remote_field.model
        )
        if not whole_rows:
            return super().as_sql(compiler, connection)
        names = ("id", *self.relation.scope)
        rows = self.rhs.clone()
        rows.clear_select_clause()
        rows.set_values(list(names))
        meta, alias = self.relation.model._meta, self.lhs.alias
        columns = [self.relation, *(_column(meta, name) for name in self.relation.scope)]
        left = ", ".join(compiler.compile(column.get_col(alias))[0] for column in columns)
        right, params = compiler.compile(rows)
        right = right if right.startswith("(") else f"({right})"
        return f"({left}) IN {right}", params


# ---------------------------------------------------------------------- attributes


class Attribute(Generic[T]):
    """
    A value read from ``stripe_data`` when somebody asks; not a column, read-only.

    ``paths`` are tried in order and default to the attribute's own name. ``default`` is
    what is answered when Stripe sent nothing or null. ``convert`` is applied to what was
    found.
    """

    def __init__(
        self,
        *paths: Path,
        default: Any = None,
        convert: Callable[[Any], T] | None = None,
        doc: str = "",
    ) -> None:
        self.paths = paths
        self.default = default
        self.convert = convert
        self.__doc__ = doc or None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.paths = self.paths or (name,)

    @overload
    def __get__(self, instance: None, owner: type) -> Attribute[T]: ...
    @overload
    def __get__(self, instance: Any, owner: type) -> T: ...
    def __get__(self, instance: Any, owner: type) -> Attribute[T] | T:
        if instance is None:
            return self
        try:
            value = read(instance, self.paths)
            if value is not None:
                return self.convert(value) if self.convert else cast(T, value)
        except WRONG_SHAPE:
            # Stripe sent something of another type than it ever did; the payload has it.
            logger.debug("%s.%s of %s cannot be read.", owner.__name__, self.name, instance.pk)
        return cast(T, self.default() if callable(self.default) else self.default)

    def __set__(self, instance: Any, value: Any) -> None:
        raise AttributeError(
            f"{type(instance).__name__}.{self.name} is read from stripe_data and cannot be set: "
            f"change it at Stripe."
        )


def read(instance: Any, paths: Iterable[Path]) -> Any:
    """What Stripe said at these paths about a row: in its payload, else in what was expanded once."""
    value = first_found(instance.stripe_data or {}, paths)
    if value is None and (expanded := getattr(instance, "djstripe_expanded", None)):
        value = first_found(expanded, paths)
    return value


def _scope_filter(instance: Any, crosses: bool) -> dict[str, Any]:
    names = (LIVEMODE,) if crosses else (ACCOUNT, LIVEMODE)
    return {name: getattr(instance, name) for name in names}


class Reference:
    """
    A relation that is not a column: the row is found by id when somebody asks.

    None where Stripe named nothing or what it named is not mirrored. Cannot be filtered by.
    """

    def __init__(self, to: str, *paths: Path, crosses: bool | None = None, doc: str = "") -> None:
        self.to = to
        self.paths = paths
        self.crosses = to == "Account" if crosses is None else crosses
        self.__doc__ = doc or None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.paths = self.paths or (name,)

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        wanted = id_of(read(instance, self.paths))
        if not isinstance(wanted, str):
            return None
        model = apps.get_model("djstripe", self.to)
        scope = _scope_filter(instance, self.crosses)
        return model._base_manager.filter(id=wanted, **scope).first()


class References:
    """
    A relation to several rows, named by a list of ids in the payload, as a queryset.

    ``path`` leads through lists: ``"discounts[]"``, ``"phases[].items[].price"``.
    """

    def __init__(self, to: str, *paths: str, crosses: bool | None = None, doc: str = "") -> None:
        self.to = to
        self.paths = paths
        self.crosses = to == "Account" if crosses is None else crosses
        self.__doc__ = doc or None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.paths = self.paths or (f"{name}[]",)

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        found = flat(read(instance, self.paths) or [])
        wanted = [i for i in map(id_of, found) if isinstance(i, str)]
        model = apps.get_model("djstripe", self.to)
        scope = _scope_filter(instance, self.crosses)
        return model._base_manager.filter(id__in=wanted, **scope)


def flat(values: Iterable[Any]) -> Iterator[Any]:
    """What a path through several lists found, in one: ``"phases[].items[].price"``."""
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        else:
            yield value


# ------------------------------------------------------------------------ members


class OwnedSet:
    """
    A list inside an owner's payload that is the whole of what the owner has.

    What leaves the list is gone at Stripe. The set passes the gate as one: either the
    whole list is newer than what is stored, or none of its members is touched.

    ``path``: where the list stands; ``member``: the members' model; ``owner``: the member's
    relation back to its owner, filled from here where the member does not name it itself.
    ``current``: a function of the owner's payload that says whether the list is the
    present one (a frozen copy is not).
    """

    def __init__(
        self,
        path: str,
        member: str,
        *,
        owner: str,
        current: Callable[[Payload], bool] | None = None,
    ) -> None:
        self.path = path
        self.member = member
        self.owner = owner
        self.current = current


class NestedList:
    """
    A list inside a payload whose members are objects of their own.

    Leaving the list means nothing: a customer's list of subscriptions holds only those not
    yet canceled. ``path`` as for :class:`OwnedSet`.
    """

    def __init__(self, path: str) -> None:
        self.path = path


# ------------------------------------------------------------------------- secrets


class _SecretAttribute(DeferredAttribute):
    """What is assigned to a secret's column does not show itself from then on."""

    def __set__(self, instance: Any, value: Any) -> None:
        kept = SecretText(value) if type(value) is str and value else value
        instance.__dict__[self.field.attname] = kept


class EncryptedTextField(_LongText):
    """A secret, encrypted in the database; read, its repr is redacted. Cannot be filtered by."""

    descriptor_class = _SecretAttribute

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return encryption.encrypt(str(value)) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return SecretText(encryption.decrypt(value)) if value else value

    def value_to_string(self, obj: models.Model) -> str:
        """Serialized (dumpdata) as it is stored, never in clear."""
        value = self.value_from_object(obj)
        return encryption.encrypt(str(value)) if value else ""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(encryption.PREFIX):
            value = encryption.decrypt(value)
        return SecretText(value) if isinstance(value, str) and value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
