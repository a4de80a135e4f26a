"""
What our migrations do that Django has no operation for.

A package and not a module, because Django takes every module beside it for a migration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import models, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.migration import SwappableTuple, swappable_dependency
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ModelState, ProjectState

from ...settings import djstripe_settings

_CREATE_INDEX = re.compile(
    r"CREATE (?P<unique>UNIQUE )?INDEX (?P<name>`[^`]+`) ON `[^`]+` (?P<rest>.*)"
)


class CreateModels(Operation):
    """
    Create many models at once.

    A CreateModel each would do the same, but Django renders the models of the state anew
    after every operation, which for 150 models takes longer than all their tables.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [], {"models": self.models})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for create in self.models:
            model = ModelState(
                app_label,
                create.name,
                list(create.fields),
                dict(create.options),
                tuple(create.bases or ()),
                list(create.managers or ()),
            )
            state.models[app_label, create.name_lower] = model
        # Both are worked out anew, once, when somebody asks for them.
        state._relations = None  # type: ignore[attr-defined]
        state.__dict__.pop("apps", None)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self._allowed(app_label, schema_editor, to_state):
            create_table(schema_editor, model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        # All of them go, so it does not matter which of them refer to which.
        with schema_editor.connection.constraint_checks_disabled():
            for model in self._allowed(app_label, schema_editor, from_state):
                schema_editor.delete_model(model)

    def _allowed(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Iterator[type[models.Model]]:
        """The models, as the state has them, whose tables this database may have."""
        alias = schema_editor.connection.alias
        for create in self.models:
            model = state.apps.get_model(app_label, create.name)
            if model._meta.can_migrate(alias) and router.allow_migrate_model(alias, model):
                yield model

    def describe(self) -> str:
        return f"Create {len(self.models)} models"

    @property
    def migration_name_fragment(self) -> str:
        return f"create_{len(self.models)}_models"

    def references_model(self, name: str, app_label: str) -> bool:
        return True


def create_table(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
    """Create a model's table with its indexes."""
    if schema_editor.connection.vendor != "mysql" or model._meta.local_many_to_many:
        schema_editor.create_model(model)
        return
    # MySQL and MariaDB write every statement to disk before they answer, and a table has
    # half a dozen indexes: they are created with it, in one.
    create, params = schema_editor.table_sql(model)
    of_model = schema_editor._model_indexes_sql(model)  # type: ignore[attr-defined]
    indexes = [str(index) for index in of_model]
    schema_editor.execute(with_indexes(create, indexes), params or None)


def with_indexes(create_table: str, create_indexes: Sequence[str]) -> str:
    """A CREATE TABLE statement of MySQL's that holds the indexes made by other statements."""
    inside = []
    for statement in create_indexes:
        match = _CREATE_INDEX.fullmatch(statement)
        if match is None:
            raise ValueError(f"This is no statement that creates an index: {statement}")
        inside.append(f"{match['unique'] or ''}INDEX {match['name']} {match['rest']}")
    head, end, tail = create_table.rpartition(")")
    return f"{', '.join([head, *inside])}{end}{tail}"


def subscriber_dependency() -> SwappableTuple:
    """
    The migration that makes the table of the subscriber model, before Customer refers to it.

    For a model of one's own it is the first of its app, or the one that
    ``DJSTRIPE_SUBSCRIBER_MODEL_MIGRATION_DEPENDENCY`` names.
    """
    model = djstripe_settings.get_subscriber_model_string()
    if model == settings.AUTH_USER_MODEL:
        return swappable_dependency(model)
    name = getattr(settings, "DJSTRIPE_SUBSCRIBER_MODEL_MIGRATION_DEPENDENCY", "__first__")
    return SwappableTuple((model.split(".")[0], name), model)
