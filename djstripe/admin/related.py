"""
What names a row: counted for all relations in one query, and the newest few of some.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.http import HttpRequest
from django.utils.text import capfirst

from ..fields import StripeForeignKey
from . import derive, show
from .links import Links, admin_url, may_view

# Counted so far and no further: a panel need not know that there are millions.
COUNTED = 1000
PREVIEWED = 5
# SQLite takes 500 parts in one UNION.
PARTS_PER_QUERY = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows of one kind name a row, and where they are listed."""

    title: str
    through: str
    count: int
    url: str

    @property
    def shown(self) -> str:
        return f"{self.count:,}" if self.count <= COUNTED else f"more than {COUNTED:,}"


def rows_of(row: Any, field: StripeForeignKey) -> Any:
    """The rows of the relation's model that name a row, in its account and mode."""
    scope = {name: getattr(row, name) for name in field.scope}
    return field.model._base_manager.filter(**{field.attname: row.id}, **scope)


def list_url(site: AdminSite, row: Any, field: StripeForeignKey) -> str:
    """The list of those rows."""
    base = admin_url(site, field.model, "changelist")
    query = {f"{field.attname}__exact": row.id}
    query |= {
        f"{name}__exact": int(value) if isinstance(value, bool) else value
        for name in field.scope
        if (value := getattr(row, name)) != ""
    }
    return f"{base}?{urlencode(query)}" if base else ""


class Related:
    """The relations from other models to a row."""

    def __init__(self, site: AdminSite, request: HttpRequest, row: Any) -> None:
        self.site = site
        self.request = request
        self.row = row

    def fields(self) -> Iterator[StripeForeignKey]:
        """The relations that name this row's model, of models that the user may see."""
        for relation in type(self.row)._meta.related_objects:
            field = relation.field
            if not isinstance(field, StripeForeignKey) or field.name == derive.OWNER_ACCOUNT:
                continue
            if hasattr(field.model, "stripe_data") and may_view(
                self.site, self.request, field.model
            ):
                yield field

    def counts(self) -> list[Counted]:
        """Every relation in which something names this row, the largest first."""
        fields = list(self.fields())
        counted: list[int] = []
        for start in range(0, len(fields), PARTS_PER_QUERY):
            counted += self._count(fields[start : start + PARTS_PER_QUERY])
        found = [
            Counted(
                capfirst(str(field.model._meta.verbose_name_plural)),
                _through(field, fields),
                count,
                list_url(self.site, self.row, field),
            )
            for field, count in zip(fields, counted, strict=True)
            if count
        ]
        return sorted(found, key=lambda entry: (-entry.count, entry.title))

    def _count(self, fields: list[StripeForeignKey]) -> list[int]:
        if not fields:
            return []
        using = rows_of(self.row, fields[0]).db
        parts, params = [], []
        for number, field in enumerate(fields):
            rows = rows_of(self.row, field).using(using).order_by().values("pk")[: COUNTED + 1]
            sql, values = rows.query.get_compiler(using).as_sql()
            parts.append(f"SELECT {number}, COUNT(*) FROM ({sql}) AS part_{number}")
            params += values
        with connections[using].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            counts = dict(cursor.fetchall())
        return [counts.get(number, 0) for number in range(len(fields))]


def _through(field: StripeForeignKey, fields: list[StripeForeignKey]) -> str:
    """By which relation, where the model has several to the same row."""
    several = sum(other.model is field.model for other in fields) > 1
    return field.name.replace("_", " ") if several else ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The newest rows that name a row, as a small table."""

    title: str
    headings: list[str]
    rows: list[tuple[str, list[Any]]]
    url: str
    has_more: bool


def preview(links: Links, row: Any, name: str) -> Preview | None:
    """The newest rows of a reverse relation, in the columns of their own list; None if none."""
    try:
        field = type(row)._meta.get_field(name).field
    except (FieldDoesNotExist, AttributeError):
        return None
    site = links.site
    if not isinstance(field, StripeForeignKey) or not links.may_view(field.model):
        return None
    found = rows_of(row, field).order_by(*derive.ordering(field.model))
    rows = list(found.defer(*derive.heavy_columns(field.model))[: PREVIEWED + 1])
    title = capfirst(str(field.model._meta.verbose_name_plural))
    has_more = len(rows) > PREVIEWED
    return as_table(
        links,
        field.model,
        rows[:PREVIEWED],
        title,
        list_url(site, row, field),
        has_more,
        (field.name,),
    )


def as_table(
    links: Links,
    model: type[Any],
    rows: list[Any],
    title: str,
    url: str,
    has_more: bool,
    left_out: Collection[str] = (),
) -> Preview | None:
    """Rows as a small table, in the columns of their own list but for some; None if none."""
    if not rows:
        return None
    request = links.request
    model_admin: Any = links.site.get_model_admin(model)
    model_admin.prepare_rows(request, rows, links)
    columns = [
        column for column in model_admin.get_list_display(request) if _name(column) not in left_out
    ][:6]
    return Preview(
        title,
        [str(label_for_field(column, model, model_admin)) for column in columns],
        [
            (
                admin_url(links.site, model, "change", other.pk),
                [_cell(column, other, model_admin) for column in columns],
            )
            for other in rows
        ],
        url,
        has_more,
    )


def _name(column: Any) -> str:
    return column if isinstance(column, str) else getattr(column, "__name__", "")


def _cell(column: Any, row: Any, model_admin: Any) -> Any:
    field, attribute, value = lookup_field(column, row, model_admin)
    if getattr(attribute, "boolean", False):
        return show.yes_or_no(value)
    return value if field is None else show.column(row, field)
