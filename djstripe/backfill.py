"""
Read everything of a resource into the mirror, page by page.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import stripe
from django.apps import apps
from django.db import connections

from . import mirror
from .exceptions import NotListable
from .fields import StripeForeignKey
from .gateway import Credentials, Page, get_gateway
from .mirror import Outcome, Status
from .snapshot import Snapshot

logger = logging.getLogger(__name__)


@dataclass
class Progress:
    """What a backfill of one resource has done so far."""

    model: type[Any]
    account: str
    livemode: bool
    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    stale: int = 0
    doubts: int = 0
    refused: int = 0
    pages: int = 0
    cursor: str | None = None
    newest: int | None = None  # ``created`` of the first object read (Unix seconds)
    oldest: int | None = None  # and of the last
    errors: list[str] = field(default_factory=list)
    skipped: str = ""  # why nothing was read
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0  # from the beginning to the last page

    def fraction(self, since: int) -> float | None:
        """
        How much of the list is likely read, 0 to 1, judged by how far back in time it has
        come: Stripe tells no totals. ``since`` is when the account began (Unix seconds).
        """
        if self.newest is None or self.oldest is None or self.newest <= since:
            return None
        return min(1.0, max(0.0, (self.newest - self.oldest) / (self.newest - since)))

    def count(self, outcomes: list[Outcome]) -> None:
        """Add what one page came to."""
        self.pages += 1
        self.seconds = time.monotonic() - self.began
        self.read += len(outcomes)
        moments = [
            moment for o in outcomes if isinstance(moment := o.snapshot.data.get("created"), int)
        ]
        if moments:
            self.newest = max(moments) if self.newest is None else self.newest
            self.oldest = min(moments)
        for outcome in outcomes:
            match outcome.status:
                case Status.CREATED:
                    self.created += 1
                case Status.CHANGED:
                    self.changed += 1
                case Status.STALE:
                    self.stale += 1
                case Status.DOUBT:
                    self.doubts += 1
                case Status.REFUSED:
                    self.refused += 1
                    self.errors.append(str(outcome.error))
                case _:
                    self.unchanged += 1


def backfill(
    model: type[Any],
    credentials: Credentials,
    *,
    params: Mapping[str, Any] | None = None,
    on_page: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """
    Read every object of a model's resource into the mirror, newest first.

    ``params`` are sent with each list request (``{"created": {"gte": 1700000000}}``);
    ``on_page`` hears of each page. A resource that is listed under another is read once for
    each mirrored row of that other. An object that cannot be stored is reported and the rest
    of its page is stored.

    Raises NotListable if Stripe has no list for the resource.
    """
    progress = Progress(model, credentials.account, credentials.livemode)
    for path, extra, parent_id in listings(model, credentials):
        wanted = {**model.list_params, **extra, **(params or {})}
        for page in get_gateway().pages(
            path, credentials, params=wanted, expand=tuple(model.expand_fields)
        ):
            progress.count(mirror.store(_of_parent(page, model, parent_id)))
            progress.cursor = page.cursor
            on_page(progress)
    return progress


def listings(
    model: type[Any], credentials: Credentials
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """
    ``(path, parameters, parent's id)`` of every list request that together bring a whole
    resource; the parent's id is "" for a resource that is listed at the top.
    """
    if model.list_under is None:
        yield model.list_path(), {}, ""
        return
    parent_name, where = model.list_under
    parent = apps.get_model("djstripe", parent_name)
    rows = parent._base_manager.filter(
        livemode=credentials.livemode,
        djstripe_deleted=False,
        **({} if parent.owner_path else {"djstripe_owner_account_id": credentials.account}),
    )
    for parent_id in rows.order_by("djstripe_id").values_list("id", flat=True).iterator():
        if where.startswith("/"):
            yield where.replace("{id}", parent_id), {}, parent_id
        else:
            yield model.endpoint, {where: parent_id}, parent_id


def _of_parent(page: Page, model: type[Any], parent_id: str) -> list[Snapshot]:
    """
    The page's snapshots; an object that does not name the parent it was listed under gets
    the parent's name written in, for nothing else says whose it is.
    """
    snapshots = list(page.snapshots)
    key = _key_of_parent(model) if parent_id else ""
    if not key:
        return snapshots
    return [s if s.data.get(key) else s.about({**s.data, key: parent_id}) for s in snapshots]


def _key_of_parent(model: type[Any]) -> str:
    """The key under which payloads of a model name the parent they are listed under, or ""."""
    parent = apps.get_model("djstripe", model.list_under[0])
    for column in model._meta.concrete_fields:
        if isinstance(column, StripeForeignKey) and column.remote_field.model is parent:
            for path in column.paths:
                if isinstance(path, str) and "." not in path:
                    return path
    return ""


def depth_of(model: type[Any]) -> int:
    """How many resources a model's own is listed under: 0 at the top."""
    if model.list_under is None:
        return 0
    return 1 + depth_of(apps.get_model("djstripe", model.list_under[0]))


def in_order(models: list[type[Any]]) -> list[type[Any]]:
    """Models whose resources are listed under another's come after that other."""
    return sorted(models, key=depth_of)


def listable_models() -> list[type[Any]]:
    """
    Every model whose resource is worth listing, parents before what is listed under them.

    Left out is what its owner's own list brings whole: a subscription's items, an invoice's
    lines.
    """
    models = mirror.all_models()
    brought = {(declared.member, owner.__name__) for owner in models for declared in owner.sets}
    return in_order(
        [
            model
            for model in models
            if is_listable(model)
            and not (model.list_under and (model.__name__, model.list_under[0]) in brought)
        ]
    )


def is_listable(model: type[Any]) -> bool:
    """Whether Stripe lists a model's resource, at the top or under another."""
    if model.list_under is not None:
        return True
    try:
        return bool(model.list_path())
    except NotListable:
        return False


# Answers that say "this account does not have that", not "something is wrong".
_NOT_FOR_THIS_ACCOUNT = (stripe.PermissionError, stripe.InvalidRequestError)


def backfill_all(
    models: list[type[Any]],
    credentials: Credentials,
    *,
    params: Mapping[str, Any] | None = None,
    on_page: Callable[[Progress], None] = lambda progress: None,
    workers: int = 1,
) -> Iterator[Progress]:
    """
    Backfill several models, as many at once as there are workers (threads).

    What is listed under another's rows begins when all of the others are read. With one
    worker everything happens in the calling thread. A resource that the account cannot read
    (a product of Stripe's it has not signed up for) is skipped with the reason in
    ``Progress.skipped``.
    """

    def read(model: type[Any]) -> Progress:
        try:
            return backfill(model, credentials, params=params, on_page=on_page)
        except _NOT_FOR_THIS_ACCOUNT as error:
            skipped = Progress(model, credentials.account, credentials.livemode)
            skipped.skipped = error.user_message or str(error)
            return skipped

    if workers == 1:
        yield from map(read, models)
        return

    def read_apart(model: type[Any]) -> Progress:
        try:
            return read(model)
        finally:
            connections.close_all()  # this thread's own

    with ThreadPoolExecutor(workers, thread_name_prefix="djstripe-backfill") as pool:
        for _, alike in groupby(in_order(models), key=depth_of):
            for done in as_completed([pool.submit(read_apart, model) for model in alike]):
                yield done.result()
