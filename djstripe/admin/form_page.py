"""A page with a form that asks Stripe before anything is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from .links import admin_url
from .verbs import REFUSALS, readable


def hide_posted(request: HttpRequest, name: str) -> None:
    """
    Take a secret out of the request once a form has it: with DEBUG on, Django's error page
    shows all that was posted, whatever is declared sensitive.
    """
    if request.POST.get(name):
        posted = request.POST.copy()
        posted[name] = "…"
        request.POST = posted  # type: ignore[assignment]


class FormPageMixin:
    """
    Replaces the page that adds a row. ``create`` does it; what Stripe refuses is said in the
    form. No transaction is open while Stripe thinks.
    """

    add_form_class: type[forms.Form]
    add_title = "Add"
    add_button = "Save"
    add_intro = ""
    model: Any
    opts: Any
    admin_site: Any

    def initial_of(self, request: HttpRequest) -> dict[str, Any]:
        """What stands in the empty form."""
        return {}

    def create(self, request: HttpRequest, form: Any) -> Any:
        """Do it, and return the new row."""
        raise NotImplementedError

    @method_decorator(sensitive_post_parameters("secret"))
    @method_decorator(transaction.non_atomic_requests)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page and what comes from it."""
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = self.add_form_class(request.POST or None, initial=self.initial_of(request))
        hide_posted(request, "secret")
        if request.method == "POST" and form.is_valid():
            try:
                row = self.create(request, form)
            except REFUSALS as error:
                form.add_error(None, readable(error))
            else:
                self.log_addition(request, row, [{"added": {}}])  # type: ignore[attr-defined]
                messages.success(request, self.said_of(row))
                return HttpResponseRedirect(
                    admin_url(self.admin_site, self.model, "change", row.pk)
                )
        context = {
            **self.admin_site.each_context(request),
            "title": self.add_title,
            "button": self.add_button,
            "intro": self.add_intro,
            "opts": self.opts,
            "media": self.media + form.media,  # type: ignore[attr-defined]
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields)})], {}, (), self),  # type: ignore[arg-type]
            **(extra_context or {}),
        }
        return TemplateResponse(request, "djstripe/admin/form.html", context)

    def said_of(self, row: Any) -> str:
        """What the user is told when it is done."""
        return f"{row} was added."
