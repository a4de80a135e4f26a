"""
Links from ids to the rows that they name, found with one query for each model.

Say what you want first, load once, then show: a page costs as many queries as it names
models, however many rows it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from ..fields import StripeDecimalCurrencyAmountField
from . import show

# Columns that name a row to a person, the best first.
LABEL_WORDS = (
    "name",
    "number",
    "display_name",
    "nickname",
    "code",
    "email",
    "filename",
    "domain_name",
)
AMOUNT_WORDS = ("amount", "unit_amount", "net_amount", "total")

# More ids than this on one page stay plain text.
MAX_IDS_PER_MODEL = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A mirrored row that an id names."""

    url: str
    label: str
    id: str
    deleted: bool

    def html(self, label: str = "") -> show.Html:
        """The link, its id as the tooltip."""
        css = "dj-link dj-gone" if self.deleted else "dj-link"
        shown = label or self.label or self.id
        return format_html(
            '<a class="{}" href="{}" title="{}">{}</a>', css, self.url, self.id, shown
        )


def has_field(model: type[Any], name: str) -> bool:
    """Whether a model has a column of this name."""
    try:
        return bool(model._meta.get_field(name).concrete)
    except (FieldDoesNotExist, AttributeError):
        return False


def label_columns(model: type[Any]) -> list[str]:
    """The columns from which a row of a model is named in a link."""
    words = [name for name in LABEL_WORDS if has_field(model, name)]
    if has_field(model, "currency"):
        words += [*[name for name in AMOUNT_WORDS if has_field(model, name)][:1], "currency"]
    return words


def label_of(model: type[Any], values: dict[str, Any]) -> str:
    """What a row is called in a link; "" where only its id names it."""
    for name in LABEL_WORDS:
        if values.get(name):
            return show.text(values[name], 48)
    for name in AMOUNT_WORDS:
        if values.get(name) is not None:
            is_major = isinstance(model._meta.get_field(name), StripeDecimalCurrencyAmountField)
            return show.amount(values[name], values.get("currency"), is_major=is_major)
    return ""


def admin_url(site: AdminSite, model: type[Any], page: str, *args: Any) -> str:
    """The address of a page of a model's admin, or "" where it has none."""
    meta = model._meta
    try:
        return reverse(f"{site.name}:{meta.app_label}_{meta.model_name}_{page}", args=args)
    except NoReverseMatch:
        return ""


def may_view(site: AdminSite, request: HttpRequest, model: type[Any]) -> bool:
    """Whether this user may see a model's rows here."""
    return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)


class Links:
    """The rows that a page's ids name. ``want`` each, ``load`` once, then ``find``."""

    def __init__(self, site: AdminSite, request: HttpRequest) -> None:
        self.site = site
        self.request = request
        self._wanted: dict[type[Any], set[str]] = defaultdict(set)
        self._found: dict[tuple[type[Any], str], list[dict[str, Any]]] = defaultdict(list)
        self._may: dict[type[Any], bool] = {}

    def may_view(self, model: type[Any]) -> bool:
        if model not in self._may:
            self._may[model] = may_view(self.site, self.request, model)
        return self._may[model]

    def want(self, models: Iterable[type[Any]], id: Any) -> None:
        """Note an id that may name a row of one of these models."""
        if not isinstance(id, str) or not id or len(id) > 255 or "\x00" in id:
            return
        for model in models:
            if self.may_view(model) and len(self._wanted[model]) < MAX_IDS_PER_MODEL:
                self._wanted[model].add(id)

    def load(self) -> None:
        """Ask for what is wanted and not yet known, once for each model."""
        for model, ids in self._wanted.items():
            missing = sorted(i for i in ids if (model, i) not in self._found)
            if not missing:
                continue
            columns = ("djstripe_id", "id", "djstripe_owner_account_id", "livemode")
            rows = model._base_manager.filter(id__in=missing).values(
                *columns, "djstripe_deleted", *label_columns(model)
            )
            for id in missing:
                self._found[model, id] = []
            for row in rows:
                self._found[model, row["id"]].append(row)

    def find(
        self,
        models: Iterable[type[Any]],
        id: Any,
        account: str,
        livemode: bool,
        *,
        crosses: bool = False,
    ) -> Link | None:
        """The row that an id names, seen from an account and mode."""
        for model in models:
            rows = [r for r in self._found.get((model, id), ()) if r["livemode"] == livemode]
            own = [r for r in rows if r["djstripe_owner_account_id"] == account]
            chosen = own or (rows if crosses else [])
            if chosen:
                return self._link(model, chosen[0])
        return None

    def _link(self, model: type[Any], row: dict[str, Any]) -> Link | None:
        url = admin_url(self.site, model, "change", row["djstripe_id"])
        if not url:
            return None
        return Link(url, label_of(model, row), row["id"], row["djstripe_deleted"])

    # relations that are columns

    def want_relation(self, row: Any, field: Any) -> None:
        """Note what a relation of a row names."""
        self.want(targets(field), getattr(row, field.attname))

    def relation(self, row: Any, field: Any) -> show.Html:
        """A relation of a row: a link with the other row's name, or the id as it is."""
        id = getattr(row, field.attname)
        if not id:
            return show.NOTHING
        account = getattr(row, "djstripe_owner_account_id", "")
        found = self.find(targets(field), id, account, row.livemode, crosses=field.crosses)
        return found.html() if found else format_html('<span class="dj-id">{}</span>', id)


def targets(field: Any) -> tuple[type[Any], ...]:
    """The models that a relation's id may name."""
    return (field.remote_field.model, *field.other_models)
