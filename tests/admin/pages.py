"""The words of the admin's tests: rows that name rows, and the addresses of pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from djstripe import mirror
from djstripe.fields import StripeForeignKey
from tests.worlds import ACCOUNT, id_for, payload_of, snapshot

MODELS = sorted(
    (m for m in mirror.all_models() if m._meta.app_label == "djstripe"), key=lambda m: m.__name__
)


def url(model: Any, page: str = "changelist", *args: Any) -> str:
    """A page of a model's admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def rows(model: Any) -> Any:
    return model.stripe_objects.with_deleted()


def put(*payloads: dict[str, Any], **kwargs: Any) -> None:
    """Store payloads at once."""
    mirror.store([snapshot(payload, 0, **kwargs) for payload in payloads])


def naming_others(model: Any, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A payload that names something in every relation, and what it names."""
    payload = payload_of(model, id_for(model, number), currency="usd", metadata={"n": str(number)})
    named: list[dict[str, Any]] = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, StripeForeignKey) or field.name == "djstripe_owner_account":
            continue
        target = field.remote_field.model
        path = next((p for p in field.paths if isinstance(p, str) and "[]" not in p), None)
        if path is None or target not in MODELS or target is model:
            continue
        id = ACCOUNT if target.owner_path == "id" else f"{target.__name__.lower()}_of_{number}"
        *outer, last = path.split(".")
        place: Any = payload
        for step in outer:
            place = place.setdefault(step, {}) if isinstance(place, dict) else None
        if isinstance(place, dict) and last not in place:
            place[last] = id
            named.append(payload_of(target, id, name="Somebody"))
    return payload, named


def fill(model: Any, numbers: range) -> None:
    """So many rows of a model, each naming rows of its own."""
    pairs = [naming_others(model, number) for number in numbers]
    others = {(p["object"], p["id"]): p for _, named in pairs for p in named}
    put(*others.values(), *[payload for payload, _ in pairs])
