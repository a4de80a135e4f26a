"""
The pages of a row and of many rows: read-only where Stripe is the truth, linked in all
directions, a fixed number of queries each, and never a request to Stripe to show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import connections, models, transaction
from django.db.utils import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from ..fields import Attribute, StripeForeignKey
from ..mirror import Doubt
from ..redact import scrub
from . import derive, show
from .filters import AccountFilter, DeletedFilter
from .happenings import happenings
from .labels import ODD_SHAPE, labelled
from .links import Links, admin_url, has_field
from .lists import LISTS
from .paginator import COUNTED_ROWS, BoundedPaginator
from .payload import Payload
from .related import Related, preview
from .sections import section_of
from .verbs import REFUSALS, CustomActionMixin, ReadOnlyMixin, Verb, readable

MAX_SEARCH = 200
MAX_LOOKS = 50

_SAFE_LOOKUPS = frozenset(
    [
        "exact",
        "iexact",
        "in",
        "isnull",
        "gt",
        "gte",
        "lt",
        "lte",
        "range",
        "year",
        "month",
        "day",
        "date",
        "startswith",
    ]
)
# What a database says to a value that it cannot compare with.
_BAD_VALUES = (ValueError, ArithmeticError, TypeError, DataError)


class PageOfRows(ChangeList):
    """One page of a list: heavy columns stay in the database, relations are found together."""

    model_admin: Any

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = super().get_queryset(request, *args, **kwargs)
        return rows.defer(*self.model_admin.deferred_in_lists(request))

    def get_results(self, request: HttpRequest) -> None:
        using = self.queryset.db
        # A value that the database refuses must not spoil the transaction of the request.
        in_transaction = request.GET and connections[using].in_atomic_block
        try:
            with transaction.atomic(using) if in_transaction else nullcontext():
                super().get_results(request)
                self.result_list = list(self.result_list)
        except _BAD_VALUES as error:
            raise IncorrectLookupParameters(error) from error
        self.model_admin.prepare_rows(request, self.result_list)
        self.dj_is_bounded = getattr(self.paginator, "is_bounded", False)
        self.dj_counted = COUNTED_ROWS


class PanelAdmin(CustomActionMixin, admin.ModelAdmin):  # type: ignore[type-arg]
    """What the pages of every model here have in common."""

    change_form_template = "djstripe/admin/change_form.html"
    change_list_template = "djstripe/admin/change_list.html"
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    hidden: ClassVar[frozenset[str]] = frozenset()

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["djstripe/admin.css"]}
        js: ClassVar[list[str]] = ["djstripe/admin.js"]

    # lists

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PageOfRows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """
        The list. A NUL in its address, which databases refuse, is left out; a key in it is
        never repeated.
        """
        if any(scrub(value) != value for values in request.GET.lists() for value in values[1]):
            messages.warning(
                request,
                "What was searched for is a key. Keys are encrypted and cannot be searched for; "
                "the last four characters of one can, under API keys.",
            )
            return HttpResponseRedirect(request.path)
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            asked = request.GET.copy()
            for name, values in request.GET.lists():
                asked.setlist(name, [value.replace("\x00", "") for value in values])
            request.GET = asked  # type: ignore[assignment]
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Every row, less what nobody may see."""
        return super().get_queryset(request).defer(*derive.secret_columns(self.model))

    def deferred_in_lists(self, request: HttpRequest) -> Sequence[str]:
        """The columns that a list does not load."""
        if "__str__" in self.get_list_display(request):
            return derive.secret_columns(self.model)
        return derive.heavy_columns(self.model)

    def get_list_display(self, request: HttpRequest) -> Any:
        return [self.list_column(name) for name in self.list_display]

    def get_list_display_links(self, request: HttpRequest, list_display: Sequence[Any]) -> Any:
        """The first column and the id lead to the row."""
        if self.list_display_links is None or self.list_display_links:
            return self.list_display_links
        return [c for i, c in enumerate(list_display) if i == 0 or c == "row_label"]

    def list_column(self, name: Any) -> Any:
        """A name in ``list_display``, as the column that shows it well."""
        if not isinstance(name, str) or hasattr(self, name):
            return name
        if name not in self._columns:
            fields = {field.name for field in self.opts.concrete_fields}
            self._columns[name] = derive.column(self, name) if name in fields else name
        return self._columns[name]

    @property
    def _columns(self) -> dict[str, Any]:
        made: dict[str, Any] = self.__dict__.setdefault("_columns_made", {})
        return made

    @admin.display(description=mark_safe('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, obj: Any) -> SafeString:
        """The box that chooses a row; Django's asks each row for its name, and that may query."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{} {}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            "Select",
            getattr(obj, "id", obj.pk),
        )

    def prepare_rows(
        self, request: HttpRequest, rows: list[Any], links: Links | None = None
    ) -> None:
        """Find what a page's relations name, with one query for each model named."""
        fields = derive.relation_fields(self.model, self.list_display)
        links = links or Links(self.admin_site, request)
        for row in rows:
            for field in fields:
                links.want_relation(row, field)
            row._djstripe_links = links
        links.load()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """What a person types, up to two hundred characters."""
        return super().get_search_results(request, queryset, search_term[:MAX_SEARCH])

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Filters by a column of the row itself; through relations only those declared."""
        name, *rest = lookup.split("__")
        filters = self.get_list_filter(request)
        if lookup in (getattr(f, "parameter_name", None) for f in filters):
            return True
        declared = {f for f in filters if isinstance(f, str)}
        if any(lookup.startswith(f) for f in declared if "__" in f):
            return True
        found = next((f for f in self.opts.concrete_fields if name in (f.name, f.attname)), None)
        if name == "pk":
            found = self.opts.pk
        if found is None or isinstance(found, derive.HEAVY) or found.name in derive.NEVER:
            return False
        return all(part in _SAFE_LOOKUPS for part in rest) and len(rest) <= 2

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Rows may be picked by their Stripe id."""
        return to_field in ("id", "djstripe_id") or super().to_field_allowed(request, to_field)

    # one row

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """A row by its primary key, or by its Stripe id where only one row has it."""
        is_stripe_id = from_field is None and "_" in object_id and "\x00" not in object_id
        if not is_stripe_id or not has_field(self.model, "id") or len(object_id) > 255:
            row = super().get_object(request, object_id, from_field)
        else:
            row = self.get_queryset(request).filter(id=object_id).order_by("pk").first()
        return None if row is None else labelled(row)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the user may edit; everything else stands in the panel."""
        if self.fieldsets or self.fields:
            return super().get_fieldsets(request, obj)
        names = self.editable_columns(request, obj)
        return [("Your own data" if obj else None, {"fields": names})] if names else []

    def editable_columns(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The application's own columns that may be edited here."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            context["panel"] = self.panel(request, row)
            context["title"] = capfirst(str(self.opts.verbose_name))
        return super().render_change_form(request, context, *args, **kwargs)

    def panel(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Everything that the page of a row shows."""
        links = Links(self.admin_site, request)
        payloads = self.payloads(row, links)
        fields = [f for f in self.opts.concrete_fields if isinstance(f, StripeForeignKey)]
        for field in fields:
            links.want_relation(row, field)
        for _, payload in payloads:
            payload.want()
        self.want_more(row, links)
        links.load()
        return {
            "links": links,
            "heading": self.heading(row),
            "id": row.id if isinstance(getattr(row, "id", None), str) else "",
            "badges": self.badges(row),
            "banners": self.banners(request, row),
            "facts": self.facts(row, links),
            "related": [],
            "previews": [],
            "history": [],
            "payloads": [(title, payload.html()) for title, payload in payloads],
            "texts": self.texts(row),
            "stamps": self.stamps(row, links),
            "dashboard": dashboard_url(row),
            "verbs": [v for v in self.get_verbs(request) if v.offered(row)],
            "do": admin_url(self.admin_site, self.model, "do", row.pk, "VERB").replace("VERB/", ""),
        }

    def heading(self, row: Any) -> str:
        """What the row is called."""
        return show.text(row._djstripe_label, 90)

    def badges(self, row: Any) -> list[show.Html]:
        """The states beside the heading."""
        shown = [
            show.column(row, self.opts.get_field(name))
            for name in ("status", "state")
            if has_field(self.model, name) and getattr(row, name)
        ]
        if has_field(self.model, "livemode"):
            shown.append(show.mode_badge(row.livemode))
        return shown

    def banners(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """``(tone, sentence)`` for what a person must know before reading on."""
        return []

    def want_more(self, row: Any, links: Links) -> None:
        """Note further ids that ``facts`` will show as links."""

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        """``(name, value)`` of the columns that say something; the empty ones are left out."""
        shown = []
        for field in derive.own_columns(self.model):
            value = getattr(row, field.attname)
            if field.name in (*self.hidden, "status") or value in (None, "", {}, []):
                continue
            if isinstance(field, StripeForeignKey):
                shown.append((derive.title_of(field), links.relation(row, field)))
            elif field.name == "metadata" and isinstance(value, dict):
                shown.append((derive.title_of(field), show.pairs(value)))
            elif not isinstance(field, models.JSONField):
                shown.append((derive.title_of(field), show.column(row, field, limit=300)))
        return shown

    def payloads(self, row: Any, links: Links) -> list[tuple[str, Payload]]:
        """``(title, JSON)`` to be shown folded."""
        return []

    def texts(self, row: Any) -> list[tuple[str, str]]:
        """``(title, text)`` to be shown as it is."""
        return []

    def stamps(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        """``(name, value)`` for those who look after the mirror."""
        return []

    def get_model_perms(self, request: HttpRequest) -> dict[str, Any]:
        """The permissions, and the section of the app's page in which the model stands."""
        order, name = section_of(self.model)
        return {
            **super().get_model_perms(request),
            "section_order": f"{order:02} {name}",
            "section": name,
        }


def dashboard_url(row: Any) -> str:
    """Where Stripe's Dashboard shows a row, or ""."""
    try:
        url = getattr(row, "get_stripe_dashboard_url", lambda: "")()
    except ODD_SHAPE:
        return ""
    return url if isinstance(url, str) and url.startswith("https://") else ""


def _look(request: HttpRequest, row: Any) -> str:
    row.refresh_from_stripe()
    return "Stripe was asked; this is what it says now."


LOOK = Verb("look", "Look at Stripe again", _look, offered=lambda row: bool(type(row).retrievable))


class StripeModelAdmin(ReadOnlyMixin, PanelAdmin):
    """
    The admin of a mirrored model, derived from its declaration.

    A subclass may choose anything that a ModelAdmin may (``list_display``, ``search_fields``,
    …), and ``previews``: the names of reverse relations whose newest rows stand on a row's page.
    """

    list_display: Any = ("__str__",)
    verbs: tuple[Verb, ...] = (LOOK,)
    actions = ("look_again",)
    previews: tuple[str, ...] = ()

    def __init__(self, model: type[Any], admin_site: Any) -> None:
        chosen = LISTS.get(model.__name__)
        if tuple(self.list_display) == ("__str__",):
            self.list_display = self._columns_of(model, (chosen and chosen.columns) or ())
        derived: dict[str, Any] = {
            "list_filter": [
                *((chosen and chosen.filters) or derive.list_filter(model)),
                AccountFilter,
                DeletedFilter,
            ],
            "search_fields": list(
                dict.fromkeys([*derive.search_fields(model), *(chosen.search if chosen else ())])
            ),
            "ordering": derive.ordering(model),
        }
        # What a subclass has chosen stays.
        vars(self).update({k: v for k, v in derived.items() if not getattr(self, k)})
        self.previews = self.previews or (chosen.previews if chosen else ())
        super().__init__(model, admin_site)

    @staticmethod
    def _columns_of(model: type[Any], chosen: Sequence[str]) -> list[str]:
        """The chosen columns with the id behind them; in front where nothing else can be a link."""
        if not chosen:
            return ["row_label", *derive.list_names(model)]
        if derive.relation_fields(model, chosen[:1]):
            return ["row_label", *chosen]
        return [*chosen, "row_label"]

    # permissions: nothing is written here, but a user with the permission may have Stripe asked

    def has_look_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "change")

    @admin.action(description="Look at Stripe again", permissions=["look"])
    def look_again(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Ask Stripe for each of the chosen rows, up to fifty."""
        rows = list(queryset[: MAX_LOOKS + 1])
        if len(rows) > MAX_LOOKS:
            messages.error(
                request,
                f"Choose at most {MAX_LOOKS} rows, for Stripe is asked for each of them. "
                "To read everything again: manage.py djstripe_sync_models "
                f"{self.model.__name__}.",
            )
            return
        looked, failed = 0, []
        for row in rows:
            try:
                row.refresh_from_stripe()
                looked += 1
            except REFUSALS as error:
                failed.append(f"{row.id}: {readable(error)}")
        if looked:
            messages.success(request, f"Stripe was asked about {looked} of {len(rows)} rows.")
        for line in failed[:10]:
            messages.error(request, line)

    # lists

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Deleted rows too: a filter and a banner tell them."""
        manager = self.model.stripe_objects
        rows = manager.with_deleted() if hasattr(manager, "with_deleted") else manager.all()
        rows = rows.defer(*derive.secret_columns(self.model))
        ordered: models.QuerySet[Any] = rows.order_by(*self.get_ordering(request))
        return ordered

    @admin.display(description="ID", ordering="id")
    def row_label(self, row: Any) -> show.Html:
        """The Stripe id, crossed out where the object is deleted."""
        css = "dj-id dj-gone" if row.djstripe_deleted else "dj-id"
        return format_html('<span class="{}">{}</span>', css, show.text(row.id, 60))

    # one row

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whatever Stripe decides, even where a subclass puts it into a fieldset."""
        own = {f.name for f in derive.own_columns(self.model)} | {"id", "livemode", "stripe_data"}
        editable = set(self.editable_columns(request, obj))
        return [*super().get_readonly_fields(request, obj), *sorted(own - editable)]

    def panel(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        panel = super().panel(request, row)
        links: Links = panel["links"]
        panel["related"] = Related(self.admin_site, request, row).counts()
        panel["history"] = happenings(links, row)
        panel["previews"] = [
            shown for name in self.previews if (shown := preview(links, row, name)) is not None
        ]
        return panel

    def badges(self, row: Any) -> list[show.Html]:
        gone = [show.badge("failed", "deleted")] if row.djstripe_deleted else []
        return [*gone, *super().badges(row)]

    def banners(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        shown = []
        if row.djstripe_deleted:
            shown.append(
                ("bad", "Deleted at Stripe. What stands here is the last that was known of it.")
            )
        doubts = Doubt.objects.filter(
            object_id=row.id,
            object__in=[*self.model.object_names(), (row.stripe_data or {}).get("object") or ""],
            account=row.djstripe_owner_account_id,
            livemode=row.livemode,
        )
        for doubt in doubts[:1]:
            why = show.text(doubt.detail or doubt.reason, 200)
            shown.append(
                (
                    "busy",
                    "In doubt: Stripe said two things and nobody knows which is newer. "
                    + ("A look at Stripe settles it." if doubt.state == "open" else "")
                    + (f" ({why})" if why else ""),
                )
            )
        if row.djstripe_faults:
            shown.append(
                ("busy", "Some values do not fit their columns; they stand in the JSON only.")
            )
        return shown

    def facts(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        return [*super().facts(row, links), *attribute_facts(row, self.hidden)]

    def payloads(self, row: Any, links: Links) -> list[tuple[str, Payload]]:
        where = (links, row.djstripe_owner_account_id, row.livemode)
        shown = [("What Stripe says", Payload(row.stripe_data, *where, type(row)))]
        if row.djstripe_expanded:
            title = "What Stripe says only when asked"
            shown.append((title, Payload(row.djstripe_expanded, *where, type(row))))
        return shown

    def stamps(self, row: Any, links: Links) -> list[tuple[str, Any]]:
        account = self.opts.get_field(derive.OWNER_ACCOUNT)
        return [
            ("Account", links.relation(row, account)),
            ("API version", row.djstripe_api_version or show.NOTHING),
            ("Door", row.djstripe_door or show.NOTHING),
            ("True from", show.unix_moment(row.djstripe_earliest) or row.djstripe_earliest),
            ("True until", show.unix_moment(row.djstripe_latest) or row.djstripe_latest),
            ("Ticket", row.djstripe_ticket),
            ("First stored", show.moment(row.djstripe_created)),
            ("Last stored", show.moment(row.djstripe_updated)),
            ("Row", row.pk),
            ("Faults", show.text(row.djstripe_faults, 500) if row.djstripe_faults else "none"),
        ]


def attribute_facts(row: Any, hidden: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """``(name, value)`` of the attributes that are one word, number or address."""
    shown = []
    for owner in type(row).__mro__:
        for name, declared in vars(owner).items():
            if not isinstance(declared, Attribute) or name in hidden or "secret" in name:
                continue
            try:
                value = getattr(row, name)
            except ODD_SHAPE:
                continue
            title = name.replace("_", " ").capitalize()
            if isinstance(value, str) and value.startswith(("https://", "http://")):
                shown.append((title, show.url_link(value)))
            elif isinstance(value, str) and value:
                shown.append((title, show.text(value, 300)))
    return shown
