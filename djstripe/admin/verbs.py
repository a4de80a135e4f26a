"""
What a button on a row's page does: always by POST, always with a permission, and where it
cannot be taken back only after a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import stripe
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from ..exceptions import DjStripeError
from ..redact import scrub
from . import show
from .links import admin_url

# What Stripe, or our own checks before it, may answer to a button.
REFUSALS = (stripe.StripeError, DjStripeError, ImproperlyConfigured)


def readable(error: BaseException) -> str:
    """What went wrong, for people, without secrets."""
    said = getattr(error, "user_message", None) or str(error) or type(error).__name__
    return scrub(str(said))


@dataclass(frozen=True, slots=True)
class Verb:
    """
    A button on a row's page.

    ``run(request, row)`` does it and returns what to tell the user. With a ``question`` a page
    asks before; ``offered(row)`` says whether the button is there at all.
    """

    name: str
    label: str
    run: Callable[[HttpRequest, Any], str]
    question: str = ""
    permission: str = "change"
    is_danger: bool = False
    offered: Callable[[Any], bool] = lambda row: True


class CustomActionMixin:
    """Buttons on a row's page: see :class:`Verb`."""

    verbs: tuple[Verb, ...] = ()
    model: Any
    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """The address of each button, in front of the admin's own."""
        meta = self.opts
        own = path(
            "<path:object_id>/do/<slug:verb>/",
            self.admin_site.admin_view(self.verb_view),
            name=f"{meta.app_label}_{meta.model_name}_do",
        )
        return [own, *super().get_urls()]  # type: ignore[misc]

    def get_verbs(self, request: HttpRequest) -> tuple[Verb, ...]:
        """The buttons that this user may press."""
        return tuple(verb for verb in self.verbs if self.may(request, verb.permission))

    def may(self, request: HttpRequest, permission: str) -> bool:
        """Whether the user has the model's own permission, even where rows are read-only."""
        name = f"{self.opts.app_label}.{permission}_{self.opts.model_name}"
        return bool(request.user.has_perm(name))

    @transaction.non_atomic_requests
    def verb_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Ask, then do. Reading this page calls nobody."""
        known = next((v for v in self.verbs if v.name == verb), None)
        if known is None:
            raise Http404
        if not self.may(request, known.permission) or not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None or not known.offered(row):
            raise Http404
        if request.method == "POST":
            return self._run(request, known, row)
        if not known.question or request.method != "GET":
            return HttpResponseNotAllowed(["POST"])
        context = {
            **self.admin_site.each_context(request),
            "title": known.label,
            "opts": self.opts,
            "verb": known,
            "row": row,
            "label": show.text(row._djstripe_label, 80),
            "back": admin_url(self.admin_site, self.model, "change", row.pk),
            "media": self.media,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "djstripe/admin/confirm.html", context)

    def _run(self, request: HttpRequest, verb: Verb, row: Any) -> HttpResponse:
        pk = row.pk
        try:
            said = verb.run(request, row)
        except REFUSALS as error:
            messages.error(request, f"{verb.label}: {readable(error)}")
        else:
            messages.success(request, said)
            self.log_change(request, row, [{"changed": {"name": verb.label, "object": ""}}])  # type: ignore[attr-defined]
        return HttpResponseRedirect(admin_url(self.admin_site, self.model, "change", pk))


class ReadOnlyMixin:
    """Rows are looked at: not added, not changed, not deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
