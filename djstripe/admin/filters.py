"""Filters in the margin of a list. None of them reads the list's own table to offer choices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from ..models.api import APIKey


class DeletedFilter(admin.SimpleListFilter):
    """Objects that Stripe still has, and those it has deleted."""

    title = "deleted at Stripe"
    parameter_name = "deleted"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "No"), ("yes", "Yes")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() in ("yes", "no"):
            return queryset.filter(djstripe_deleted=self.value() == "yes")
        return queryset


class AccountFilter(admin.SimpleListFilter):
    """The accounts that have a key here; offered where there are several."""

    title = "account"
    parameter_name = "account"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        ids = (
            APIKey.objects.filter(djstripe_owner_account_id__gt="")
            .order_by("djstripe_owner_account_id")
            .values_list("djstripe_owner_account_id", flat=True)
            .distinct()[:20]
        )
        return [(str(id), str(id)) for id in ids]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value():
            return queryset.filter(djstripe_owner_account_id=self.value())
        return queryset
