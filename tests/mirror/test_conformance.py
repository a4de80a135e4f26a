"""Rules that hold for every model are tested for every model, on every database."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe import mirror
from djstripe.fields import StripeForeignKey
from djstripe.mirror import Status
from djstripe.snapshot import Stamp
from tests.worlds import ACCOUNT, OTHER, T0, id_for, payload_of, snapshot, store

pytestmark = pytest.mark.django_db

MODELS = sorted(mirror.all_models(), key=lambda model: model.__name__)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def rows(model: type[Any]) -> Any:
    return model.stripe_objects.with_deleted()


@every_model
def test_stored_and_read_back(model: type[Any]) -> None:
    payload = payload_of(model, metadata={"order": "66"}, something={"new": [1, None, "x"]})

    row = store(payload).row

    assert row.stripe_data == payload
    assert row.id == payload["id"]
    assert (row.djstripe_owner_account_id, row.livemode) == (ACCOUNT, False)
    assert row.djstripe_api_version == "2026-10-28.endive"
    assert row.djstripe_door == "event"
    assert str(row)
    assert isinstance(row.get_stripe_dashboard_url(), str)


@every_model
def test_stored_twice_is_stored_once(model: type[Any]) -> None:
    payload = payload_of(model)

    first, second = store(payload), store(payload, 5)

    assert (first.status, second.status) == (Status.CREATED, Status.UNCHANGED)
    assert first.pk == second.pk
    assert rows(model).count() == 1


@every_model
def test_newer_replaces_older(model: type[Any]) -> None:
    store(payload_of(model, word="old"), 1)

    outcome = store(payload_of(model, word="new"), 2)

    assert outcome.status is Status.CHANGED
    assert outcome.row.stripe_data["word"] == "new"


@every_model
def test_older_after_newer_changes_nothing(model: type[Any]) -> None:
    store(payload_of(model, word="new"), 2)

    outcome = store(payload_of(model, word="old"), 1)

    assert outcome.status is Status.STALE
    assert outcome.row.stripe_data["word"] == "new"


@every_model
def test_two_versions_of_one_moment_are_a_doubt(model: type[Any]) -> None:
    store(payload_of(model, word="one"), Stamp(T0, T0 + 2))

    outcome = store(payload_of(model, word="other"), Stamp(T0 + 1, T0 + 3))

    assert outcome.status is Status.DOUBT
    assert outcome.row.stripe_data["word"] == "one"
    assert mirror.Doubt.objects.count() == 1


@every_model
def test_deleted_then_a_late_update_then_created_anew(model: type[Any]) -> None:
    payload = payload_of(model, word="first")
    stub = {"object": payload["object"], "id": payload["id"], "deleted": True}
    if model.owner_path and model.owner_path != "id":
        stub[model.owner_path] = ACCOUNT
    store(payload, 1)

    gone = store(stub, 3)
    late = store({**payload, "word": "late"}, 2)
    row = late.row

    assert (gone.status, late.status) == (Status.CHANGED, Status.STALE)
    assert row.djstripe_deleted
    assert row.stripe_data["word"] == "first"  # a tombstone keeps the last known data
    assert (model.objects.count() == 0) is model.objects.hides_deleted

    anew = store({**payload, "word": "anew"}, 4)

    assert anew.status is Status.CHANGED
    assert not anew.row.djstripe_deleted
    assert model.objects.get().stripe_data["word"] == "anew"


@every_model
def test_one_id_in_both_modes_and_two_accounts(model: type[Any]) -> None:
    payload = payload_of(model)
    owned = model.owner_path != ""

    for livemode in (False, True):
        for account in (ACCOUNT,) if owned else (ACCOUNT, OTHER):
            store({**payload, "word": f"{livemode} {account}"}, livemode=livemode, account=account)

    assert rows(model).count() == (2 if owned else 4)
    for row in rows(model).all():
        assert row.stripe_data["word"] == f"{row.livemode} {row.djstripe_owner_account_id}"


def relations() -> list[Any]:
    return [
        pytest.param(model, field, id=f"{model.__name__}.{field.name}")
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, StripeForeignKey)
        and field.name != "djstripe_owner_account"
        and any(isinstance(path, str) and "[]" not in path for path in field.paths)
        and field.remote_field.model in MODELS
    ]


def naming(model: type[Any], field: StripeForeignKey, target_id: str, id: str) -> dict[str, Any]:
    """A payload of the model that names the target at the relation's first path."""
    payload = payload_of(model, id)
    path = next(p for p in field.paths if isinstance(p, str) and "[]" not in p)
    *outer, last = path.split(".")
    place = payload
    for step in outer:
        place = place.setdefault(step, {})
    place[last] = target_id
    return payload


@pytest.mark.parametrize(("model", "field"), relations())
def test_children_before_parents_parents_never(model: type[Any], field: StripeForeignKey) -> None:
    target = field.remote_field.model
    if model.owner_path == field.name:
        pytest.skip("the owner of the row itself")

    row = store(naming(model, field, id_for(target, 7), "child_1")).row

    if field.name == "account" and model.owner_path == "account":
        return
    assert getattr(row, field.attname) == id_for(target, 7)
    assert getattr(row, field.name) is None

    parent = store(payload_of(target, id_for(target, 7))).row

    row = type(row)._base_manager.get(pk=row.pk)
    if not field.remote_field.hidden:
        accessor = field.remote_field.get_accessor_name()
        reverse = getattr(parent, accessor, None)
        if hasattr(reverse, "all"):
            assert [r.pk for r in reverse.all()] == [row.pk]
        else:
            assert reverse == row
    assert getattr(row, field.name) == parent
    assert list(rows(model).filter(**{field.name: parent})) == [row]
    assert list(rows(model).filter(**{f"{field.name}__id": parent.id})) == [row]


@pytest.mark.parametrize(("model", "field"), relations())
def test_a_relation_resolves_in_its_own_mode_and_account(
    model: type[Any], field: StripeForeignKey
) -> None:
    target = field.remote_field.model
    name = id_for(target, 7)
    if model.owner_path or target.owner_path:
        return
    payload, parent = naming(model, field, name, "child_1"), payload_of(target, name)
    scopes = [(ACCOUNT, False), (ACCOUNT, True), (OTHER, False)]

    mirror.store(
        [snapshot(data, account=a, livemode=m) for a, m in scopes for data in (payload, parent)]
    )

    for account, livemode in scopes:
        child = rows(model).get(id="child_1", djstripe_owner_account_id=account, livemode=livemode)
        found = getattr(child, field.name)
        assert found.livemode is livemode
        if not field.crosses:
            assert found.djstripe_owner_account_id == account
            assert list(rows(model).filter(**{field.name: found})) == [child]
            joined = rows(model).select_related(field.name).get(pk=child.pk)
            assert getattr(joined, field.name) == found
