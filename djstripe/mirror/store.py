"""
The one verb of the mirror: store what Stripe said.

In order: take the objects out of each payload, project each into a row, let each set pass
its gate as one, let each row pass its own, record what nobody can decide. All of it is one
short transaction that never waits for the network, and the number of its statements does
not depend on how many objects are stored.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import OperationalError, connections, models, router, transaction
from django.utils import timezone

from ..exceptions import InvalidPayload
from ..fields import EncryptedTextField, as_django_wants, dump_json
from ..signals import objects_stored
from ..snapshot import Snapshot
from . import tickets
from .project import GONE, Row, content_of, digest_of, project
from .recipe import Recipe, recipe_of
from .statements import Statement
from .tables import Doubt, MemberSet
from .unnest import Found, FoundSet, Unnested, unnest
from .upsert import (
    Shape,
    Upsert,
    Written,
    asking_for_members,
    column_names,
    raise_doubts,
    upsert,
)

DEADLOCK_TRIES = 3

T = TypeVar("T")


# The id, object name, account and mode of what is in doubt.
DoubtKey = tuple[str, str, str, bool]


class Status(enum.StrEnum):
    """What became of a snapshot."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"  # the same said again
    STALE = "stale"  # older than what is stored
    DOUBT = "doubt"  # nobody knows which is newer; a look will tell
    CARRIED = "carried"  # a summary without an id; its set was stored
    REFUSED = "refused"  # no Stripe object


@dataclass
class Outcome:
    """What became of one snapshot handed to :func:`store`."""

    snapshot: Snapshot
    status: Status
    model: type[Any] | None = None
    pk: int | None = None
    error: InvalidPayload | None = None
    cut: tuple[str, ...] = ()  # lists that were cut short, so that their sets were not stored
    doubts: tuple[DoubtKey, ...] = ()  # what the whole call left in doubt
    using: str = "default"

    @property
    def is_doubt(self) -> bool:
        return self.status is Status.DOUBT

    @property
    def row(self) -> Any:
        """The stored row as it is now; None for what was refused or carries no id."""
        if self.model is None or self.pk is None:
            return None
        return self.model._base_manager.using(self.using).get(pk=self.pk)

    def raise_if_refused(self) -> None:
        """Raise the InvalidPayload that kept the snapshot out, if one did."""
        if self.error is not None:
            raise self.error


@dataclass
class Stored:
    """One row that a store created or changed, as the hooks see it inside the transaction."""

    model: type[Any]
    pk: int
    id: str
    account: str
    livemode: bool
    created: bool
    deleted: bool
    snapshot: Snapshot


Hook = Callable[[str, Sequence[Stored]], None]
_hooks: list[Hook] = []


def after_store(hook: Hook) -> Hook:
    """
    Call ``hook(database alias, stored)`` inside the transaction of every store.

    For what must be true together with the rows (the subscriber of a customer). Everybody
    else listens to ``signals.objects_stored``, sent once the transaction has committed.
    """
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def store(
    snapshots: Iterable[Snapshot],
    *,
    using: str | None = None,
    ticket: int | None = None,
    along: Sequence[Statement] = (),
) -> list[Outcome]:
    """
    Store snapshots and say what became of each, in the order given.

    A payload that is no Stripe object is refused with the error in its outcome, and the
    others are stored. The objects inside a payload that stand in declared places are stored
    with it. Deadlocks are tried again where no outer transaction is open. ``ticket``: one
    that was drawn for these snapshots when they were already in hand. What is sent ``along`` is
    run once the rows are written, if there are any.
    """
    batch = _Batch(using, ticket, along)
    for snapshot in snapshots:
        batch.take(snapshot)
    if not batch.is_empty:
        as_one(batch.write, using=batch.using, savepoint=False)
    return batch.outcomes


def as_one(work: Callable[[], T], *, using: str, savepoint: bool = True) -> T:
    """
    Do work in one transaction; again, if it met with a deadlock and no outer one is open.

    What the work has noted elsewhere than in the database, it must note anew.
    """
    attempts = 1 if connections[using].in_atomic_block else DEADLOCK_TRIES
    for attempt in range(1, attempts + 1):
        try:
            with transaction.atomic(using=using, savepoint=savepoint):
                return work()
        except OperationalError as error:
            if attempt == attempts or not _is_deadlock(error):
                raise
    raise AssertionError("unreachable")


def _is_deadlock(error: OperationalError) -> bool:
    """A deadlock, or a transaction that a stricter isolation level could not serialize."""
    code = error.args[0] if error.args else None
    return code == 1213 or getattr(error.__cause__, "sqlstate", None) in ("40P01", "40001")


@dataclass
class _Verdict:
    """What became of one object of the batch."""

    status: Status
    pk: int | None = None
    created: bool = False


@dataclass
class _Batch:
    """Everything one call stores."""

    alias: str | None
    ticket: int | None = None
    along: Sequence[Statement] = ()
    outcomes: list[Outcome] = field(default_factory=list)
    tops: list[tuple[Outcome, Found]] = field(default_factory=list)
    objects: dict[type[Any], dict[Any, Found]] = field(default_factory=dict)
    sets: dict[Any, FoundSet] = field(default_factory=dict)
    verdicts: dict[tuple[type[Any], Any], _Verdict] = field(default_factory=dict)
    doubted: dict[DoubtKey, str] = field(default_factory=dict)
    disputed: list[Found] = field(default_factory=list)
    disputed_sets: list[FoundSet] = field(default_factory=list)
    settled_sets: list[FoundSet] = field(default_factory=list)

    @property
    def using(self) -> str:
        return self.alias or router.db_for_write(Doubt)

    @property
    def is_empty(self) -> bool:
        return not self.objects and not self.sets

    # taking in

    def take(self, snapshot: Snapshot) -> None:
        """Unnest one snapshot into the batch, or refuse it."""
        try:
            result = unnest(snapshot)
        except InvalidPayload as error:
            self.outcomes.append(Outcome(snapshot, Status.REFUSED, error=error, using=self.using))
            return
        outcome = Outcome(snapshot, Status.CARRIED, cut=tuple(result.cut), using=self.using)
        self.outcomes.append(outcome)
        self._file(outcome, result)

    def _file(self, outcome: Outcome, result: Unnested) -> None:
        for found in result.objects:
            kept = self._keep(found)
            if found.top:
                outcome.model = found.recipe.model
                self.tops.append((outcome, kept))
        for filed in result.sets:
            self._keep_set(filed)

    def _keep_set(self, filed: FoundSet) -> None:
        """One set is written once: the newest of those brought."""
        rival = self.sets.setdefault(filed.key, filed)
        newer, older = filed.snapshot.stamp, rival.snapshot.stamp
        if older.latest < newer.earliest:
            self.sets[filed.key] = filed
        elif newer.latest >= older.earliest and _set_digest(filed) != _set_digest(rival):
            self.disputed_sets.append(filed)

    def _keep(self, found: Found) -> Found:
        """One object is written once: the newest of those that say something of it."""
        rows = self.objects.setdefault(found.recipe.model, {})
        rival = rows.get(found.key)
        if rival is None:
            rows[found.key] = found
            return found
        newer, older = found.snapshot.stamp, rival.snapshot.stamp
        if found.is_inside and rival.snapshot.deleted:
            return rival
        if (rival.is_inside and found.snapshot.deleted) or older.latest < newer.earliest:
            rows[found.key] = found
        elif newer.latest >= older.earliest:
            if newer == older:
                # One answer holds an object twice: once itself, once inside another.
                rows[found.key] = found if found.top and not rival.top else rival
            elif found.payload != rival.payload:
                self.disputed.append(found)
        return rows[found.key]

    # writing

    def write(self) -> None:
        """Everything, inside the caller's transaction."""
        self.verdicts.clear()
        self.doubted.clear()
        self.settled_sets.clear()
        now = as_django_wants(timezone.now())
        ticket = tickets.draw(self.using) if self.ticket is None else self.ticket
        members = self._write_sets(ticket, now)
        by_model = {model: dict(rows) for model, rows in self.objects.items()}
        for found in members:
            by_model.setdefault(found.recipe.model, {})[found.key] = found
        self._write_rows(by_model, ticket, now)
        for found in self.disputed:
            self._doubt(found, "two snapshots of one moment differ")
        for one in self.disputed_sets:
            self._doubt_set(one)
        if self.doubted:
            _write_doubts(self.doubted, ticket, now, self.using)
        self._clear_doubts(by_model)
        self._tell(by_model)
        for outcome, found in self.tops:
            verdict = self.verdicts[found.recipe.model, found.key]
            outcome.status, outcome.pk = verdict.status, verdict.pk
        for outcome in self.outcomes:
            outcome.doubts = tuple(self.doubted)

    def _write_sets(self, ticket: int, now: dt.datetime) -> list[Found]:
        """Let each set pass its gate as one; the members of those that do, and who left them."""
        if not self.sets:
            return []
        filed = sorted(self.sets.values(), key=lambda one: one.key)
        made = MemberSet._meta.get_field("made").get_db_prep_save(now, connections[self.using])
        rows = [_set_row(one, ticket, made) for one in filed]
        members_now = self._asking_for_members(filed)
        along = [statement for _, _, asked in members_now for statement in asked]
        written = upsert(self.using, [Upsert(_SET_SHAPE, rows)], ticket, along=along)[0]
        members: list[Found] = []
        winners: set[Any] = set()
        for one in filed:
            result = written[one.key]
            if result.accepted or result.digest == _set_digest(one):
                self.settled_sets.append(one)
            elif _overlaps(one.snapshot, result):
                self._doubt_set(one)
            if result.accepted:
                winners.add(one.key)
                members += one.members
        for recipe, sets, asked in members_now:
            members += _leavers(recipe, [one for one in sets if one.key in winners], asked)
        return members

    def _asking_for_members(
        self, filed: Sequence[FoundSet]
    ) -> list[tuple[Recipe, list[FoundSet], list[Statement]]]:
        """The recipe of the members of sets, the sets, and what asks for those they have now."""
        by_member: dict[tuple[str, str], list[FoundSet]] = {}
        for one in filed:
            by_member.setdefault((one.declared.member, one.declared.owner), []).append(one)
        found = []
        for (name, relation), sets in sorted(by_member.items(), key=lambda item: item[0]):
            model = _member_model(sets[0], name)
            recipe = recipe_of(model)
            owners = sorted({one.owner_id for one in sets})
            column = recipe.field(relation).column
            found.append((recipe, sets, asking_for_members(self.using, model, column, owners)))
        return found

    def _write_rows(
        self, by_model: dict[type[Any], dict[Any, Found]], ticket: int, now: dt.datetime
    ) -> None:
        """
        Let every row pass its gate; tables and rows always in one order, so that no two stores
        wait for each other.
        """
        wanted: list[tuple[list[Row], Upsert]] = []
        for model in sorted(by_model, key=lambda model: model._meta.db_table):
            found = by_model[model].values()
            rows = sorted((project(one, ticket, now) for one in found), key=lambda row: row.key)
            for stubs, inside in ((False, False), (False, True), (True, False)):
                chosen = [
                    row
                    for row in rows
                    if row.found.is_stub is stubs and row.found.is_inside is inside
                ]
                if chosen:
                    params = _params(model, chosen, self.using)
                    wanted.append((chosen, Upsert(shape_of(model), params, stubs, inside)))
        answers = upsert(self.using, [one for _, one in wanted], ticket, along=self.along)
        for (rows, _), written in zip(wanted, answers, strict=True):
            for row in rows:
                self._judge(row, written[row.key])

    def _judge(self, row: Row, written: Written) -> None:
        found = row.found
        if written.created:
            status = Status.CREATED
        elif written.changed:
            status = Status.CHANGED
        elif written.accepted or written.digest == row.digest:
            status = Status.UNCHANGED
        elif found.is_inside and written.digest == GONE:
            status = Status.STALE
        elif _overlaps(found.snapshot, written):
            status = Status.DOUBT
            self._doubt(found, "two snapshots of one moment differ")
        elif found.snapshot.deleted and found.top:
            # What seems newer may be nothing but a copy inside another object.
            status = Status.DOUBT
            self._doubt(found, "it was deleted, and something newer says that it is there")
        else:
            status = Status.STALE
        self.verdicts[found.recipe.model, found.key] = _Verdict(status, written.pk, written.created)

    # doubts

    def _doubt(self, found: Found, reason: str) -> None:
        """Doubt an object, or its owner if only the owner can be looked up."""
        if found.of_set is not None:
            one = found.of_set
            self._doubt_about(one.asked_as, one.owner_id, one, reason)
            return
        recipe = found.recipe
        if recipe.looked_up_by:
            relation = recipe.field(recipe.looked_up_by)
            owner = relation.remote_field.model
            owner_id = relation.project(found.snapshot.data)
            if owner_id:
                self._doubt_about(owner.object_name, owner_id, found, reason)
                return
        self._doubt_about(found.snapshot.data["object"], found.id, found, reason)

    def _doubt_set(self, one: FoundSet) -> None:
        reason = f"two versions of its {one.declared.path}"
        self._doubt_about(one.asked_as, one.owner_id, one, reason)

    def _doubt_about(self, name: str, id: str, whose: Found | FoundSet, reason: str) -> None:
        self.doubted[id, name, whose.account, whose.livemode] = reason

    def _clear_doubts(self, by_model: dict[type[Any], dict[Any, Found]]) -> None:
        """What was answered to a request sent after a doubt arose settles it."""
        answered: dict[DoubtKey, int] = {}
        for one in self.settled_sets:
            if one.is_carried and one.snapshot.stamp.ticket is not None:
                key = (one.owner_id, one.asked_as, one.account, one.livemode)
                answered[key] = one.snapshot.stamp.ticket
        for model, rows in by_model.items():
            for key, found in rows.items():
                asked = found.snapshot.stamp.ticket
                settled = self.verdicts[model, key].status not in (Status.STALE, Status.DOUBT)
                if asked is not None and settled:
                    name = found.snapshot.data.get("object") or model.object_name
                    answered[found.id, name, found.account, found.livemode] = asked
        if not answered:
            return
        doubts = Doubt.objects.using(self.using).all()
        if not doubts.exists():
            return
        doubts = doubts.filter(object_id__in=sorted({k[0] for k in answered}))
        settled_pks = [
            doubt.pk
            for doubt in doubts
            if doubt.ticket
            <= answered.get((doubt.object_id, doubt.object, doubt.account, doubt.livemode), -1)
        ]
        if settled_pks:
            Doubt.objects.using(self.using).filter(pk__in=settled_pks).delete()

    # telling

    def _tell(self, by_model: dict[type[Any], dict[Any, Found]]) -> None:
        stored = [
            Stored(
                model=model,
                pk=verdict.pk or 0,
                id=found.id,
                account=found.account,
                livemode=found.livemode,
                created=verdict.created,
                deleted=found.snapshot.deleted,
                snapshot=found.snapshot,
            )
            for model, rows in by_model.items()
            for key, found in rows.items()
            if (verdict := self.verdicts[model, key]).status in (Status.CREATED, Status.CHANGED)
        ]
        if not stored:
            return
        for hook in _hooks:
            hook(self.using, stored)
        transaction.on_commit(lambda: _send(stored), using=self.using, robust=True)


def _send(stored: list[Stored]) -> None:
    """One signal for each model, account, mode and door."""
    groups: dict[tuple[Any, ...], list[Stored]] = {}
    for one in stored:
        key = (one.model, one.account, one.livemode, one.snapshot.door)
        groups.setdefault(key, []).append(one)
    for (model, account, livemode, door), rows in groups.items():
        objects_stored.send_robust(
            sender=model,
            created=[row.id for row in rows if row.created and not row.deleted],
            changed=[row.id for row in rows if not row.created and not row.deleted],
            deleted=[row.id for row in rows if row.deleted],
            door=door,
            account=account,
            livemode=livemode,
        )


def doubt(about: Mapping[DoubtKey, str], *, using: str | None = None) -> None:
    """Record that these objects ought to be looked at, with the reasons, in the caller's transaction."""
    using = using or router.db_for_write(Doubt)
    now = as_django_wants(timezone.now())
    _write_doubts(about, tickets.current(using), now, using)


def _write_doubts(about: Mapping[DoubtKey, str], ticket: int, now: dt.datetime, using: str) -> None:
    arose = Doubt._meta.get_field("arose").get_db_prep_save(now, connections[using])
    rows = [
        (account, livemode, name, id, ticket, reason[:255], Doubt.State.OPEN.value, arose)
        for (id, name, account, livemode), reason in sorted(about.items())
    ]
    raise_doubts(using, Doubt._meta.db_table, rows)


def _overlaps(snapshot: Snapshot, written: Written) -> bool:
    """Whether a snapshot that lost may be newer than what is stored."""
    return snapshot.stamp.latest >= written.earliest


def _member_model(one: FoundSet, name: str) -> type[Any]:
    if one.members:
        return one.members[0].recipe.model
    model: type[Any] = MemberSet._meta.apps.get_model("djstripe", name)
    return model


def _leavers(
    recipe: Recipe, winners: Sequence[FoundSet], asked: Sequence[Statement]
) -> list[Found]:
    """Rows that were members of a set and are not any more, as deletions under its stamp."""
    by_owner: dict[Any, FoundSet] = {(s.owner_id, s.account, s.livemode): s for s in winners}
    leavers = []
    for id, owner, account, livemode in (row for statement in asked for row in statement.rows):
        owned = by_owner.get((owner, account, bool(livemode)))
        if owned is not None and all(member.id != id for member in owned.members):
            leavers.append(_left(recipe, id, owned))
    return leavers


def _left(recipe: Recipe, id: str, one: FoundSet) -> Found:
    """The deletion of a member that is no longer in its set."""
    stub = {"id": id, "object": recipe.model.object_name, "deleted": True}  # type: ignore[attr-defined]
    return Found(
        recipe=recipe,
        snapshot=one.snapshot.about(stub),
        id=id,
        account=one.account,
        livemode=one.livemode,
        payload=stub,
        of_set=one,
    )


# ------------------------------------------------------------------------ shapes


_shapes: dict[Any, Shape] = {}


def shape_of(model: Any) -> Shape:
    """The table of a model as the upsert sees it."""
    if model not in _shapes:
        _shapes[model] = _read_shape(model)
    return _shapes[model]


def _read_shape(model: Any) -> Shape:
    recipe = recipe_of(model)
    attnames = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    columns = dict(zip(attnames, column_names(model, attnames), strict=True))
    keep = [f.attname for f in recipe.projections if f.keep]
    replaced = [f.attname for f in recipe.projections if not f.keep] + ["djstripe_faults"]
    jsons = [f.column for f in model._meta.concrete_fields if f.get_internal_type() == "JSONField"]
    return Shape(
        table=model._meta.db_table,
        columns=tuple(columns.values()),
        identity=tuple(columns[n] for n in ("id", "djstripe_owner_account_id", "livemode")),
        replaced=tuple(columns[n] for n in replaced),
        kept=tuple(columns[n] for n in [*keep, "djstripe_expanded"]),
        primary_key=model._meta.pk.column,
        prefix="djstripe_",
        jsons=frozenset(jsons),
        heavy=(columns["stripe_data"],),
        creation=columns["djstripe_created"],
        born=columns["created"],
        deleted=columns["djstripe_deleted"],
        touched=columns["djstripe_updated"],
    )


def _params(model: type[Any], rows: list[Row], using: str) -> list[list[Any]]:
    """The rows' values as the database takes them, in the order of the shape's columns."""
    connection = connections[using]
    names, prepared = _preparation(model)
    params = []
    for row in rows:
        values = [row.values[name] for name in names]
        for position, prepare in prepared:
            if values[position] is not None:
                values[position] = prepare(values[position], connection)
        params.append(values)
    return params


# Python values of these fields are what every driver takes; the rest ask their field.
_TAKEN_AS_IT_IS = (
    models.CharField, models.TextField, models.BooleanField, models.IntegerField,
    models.ForeignKey, models.JSONField,
)  # fmt: skip


def _moment(value: Any, connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


_Preparation = tuple[list[str], list[tuple[int, Callable[[Any, Any], Any]]]]
_preparations: dict[Any, _Preparation] = {}


def _preparation(model: Any) -> _Preparation:
    """The names of a row's values, and which of them (by position) the database takes otherwise."""
    if model not in _preparations:
        _preparations[model] = _read_preparation(model)
    return _preparations[model]


def _read_preparation(model: Any) -> _Preparation:
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    prepared: list[tuple[int, Callable[[Any, Any], Any]]] = [
        (position, _moment if isinstance(f, models.DateTimeField) else f.get_db_prep_save)
        for position, f in enumerate(fields)
        if not isinstance(f, _TAKEN_AS_IT_IS) or isinstance(f, EncryptedTextField)
    ]
    prepared += [
        (position, lambda value, connection: dump_json(value))
        for position, f in enumerate(fields)
        if f in recipe_of(model).local and isinstance(f, models.JSONField)
    ]
    return [f.attname for f in fields], prepared


_SET_SHAPE = Shape(
    table=MemberSet._meta.db_table,
    columns=(
        "owner", "name", "account", "livemode", "earliest", "latest",
        "ticket", "asked", "changed", "digest", "made",
    ),
    identity=("owner", "name", "account", "livemode"),
    replaced=(),
    kept=(),
    primary_key="id",
    prefix="",
    creation="made",
)  # fmt: skip


def _set_digest(one: FoundSet) -> str:
    members = sorted((member.id, content_of(member).digest) for member in one.members)
    return digest_of("\n".join(" ".join(member) for member in members))


def _set_row(one: FoundSet, ticket: int, now: Any) -> list[Any]:
    stamp = one.snapshot.stamp
    unknown = stamp.is_unknown
    return [
        one.owner_id, one.declared.path, one.account, one.livemode,
        0 if unknown else stamp.earliest, 0 if unknown else stamp.latest,
        ticket, -1 if stamp.ticket is None else stamp.ticket, ticket, _set_digest(one), now,
    ]  # fmt: skip


def build(snapshot: Snapshot) -> Any:
    """The row a snapshot would become, as an instance that is not saved. Raises InvalidPayload."""
    found = unnest(snapshot).objects[0]
    row = project(found, 0, as_django_wants(timezone.now()))
    model = found.recipe.model
    jsons = {f.attname for f in model._meta.concrete_fields if f.get_internal_type() == "JSONField"}
    values = {
        name: json.loads(value) if name in jsons and isinstance(value, str) else value
        for name, value in row.values.items()
    }
    return model(**values)
