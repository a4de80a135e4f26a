"""
One object found in a payload as the row it becomes. Pure: no database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import JSONField

from ..fields import WRONG_SHAPE, StripeForeignKey, dump_json
from .unnest import Found

DELETED = "deleted"


@dataclass
class Row:
    """A row as it will be written, and what decides whether it may be."""

    found: Found
    values: dict[str, Any]  # by attname, Python values; JSON columns as text
    digest: str

    @property
    def key(self) -> tuple[str, str, bool]:
        return self.found.key


def digest_of(text: str) -> str:
    """32 hexadecimal digits that differ where two payloads differ."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


GONE = digest_of(DELETED)  # the digest of every tombstone


@dataclass(frozen=True)
class Content:
    """What of an object is stored: its JSON, what was expanded apart, and the digest of the first."""

    text: str
    expanded: str | None
    digest: str


def content_of(found: Found) -> Content:
    """The content of one object, worked out once."""
    if found.content is None:
        recipe = found.recipe
        payload = {k: v for k, v in found.payload.items() if k not in recipe.secrets}
        # Null is what an expansion says that found nothing; without one the key is not there.
        apart = {key: payload.pop(key) for key in recipe.expanded_only if key in payload}
        expanded = {key: value for key, value in apart.items() if value is not None}
        text = dump_json(payload)
        found.content = Content(
            text=text,
            expanded=dump_json(expanded) if expanded else None,
            digest=GONE if found.snapshot.deleted else digest_of(text),
        )
    content: Content = found.content
    return content


def project(found: Found, ticket: int, now: dt.datetime) -> Row:
    """The row of one object. A value that does not fit its column is left out and noted."""
    snapshot = found.snapshot
    content = content_of(found)
    values, faults = _projections(found)
    stamp = snapshot.stamp
    values.update(
        id=found.id,
        djstripe_owner_account_id=found.account,
        livemode=found.livemode,
        stripe_data=content.text,
        djstripe_created=now,
        djstripe_updated=now,
        djstripe_api_version=snapshot.api_version,
        djstripe_door=str(snapshot.door),
        # What nobody knows the time of is older than everything that has one.
        djstripe_earliest=0 if stamp.is_unknown else stamp.earliest,
        djstripe_latest=0 if stamp.is_unknown else stamp.latest,
        djstripe_ticket=ticket,
        djstripe_asked=-1 if stamp.ticket is None else stamp.ticket,
        djstripe_changed=ticket,
        djstripe_digest=content.digest,
        djstripe_deleted=snapshot.deleted,
        djstripe_expanded=content.expanded,
        djstripe_faults=dump_json(faults) if faults else None,
    )
    return Row(found, values, content.digest)


def _projections(found: Found) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    data = found.snapshot.data
    for field in found.recipe.projections:
        try:
            value = field.project(data)
        except WRONG_SHAPE as fault:
            value = None
            faults[field.name] = str(fault)[:200] or type(fault).__name__
        if value is not None and isinstance(field, JSONField):
            value = dump_json(value)
        values[field.attname] = value
    for field in found.recipe.local:
        values[field.attname] = field.get_default()
    if found.of_set is not None:
        owner = found.recipe.field(found.of_set.declared.owner)
        if isinstance(owner, StripeForeignKey) and values.get(owner.attname) is None:
            values[owner.attname] = found.of_set.owner_id
            faults.pop(owner.name, None)
    return values, faults
