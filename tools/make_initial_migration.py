"""
Write djstripe/migrations/0001_mirror.py anew from the models.

    python tools/make_initial_migration.py            # write it
    python tools/make_initial_migration.py --stdout   # show it

Only for as long as nobody has applied the migration: after a release, changes of the
models are migrations of their own (``python -m django makemigrations djstripe``).
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
import subprocess
import sys
from typing import Any

ROOT = pathlib.Path(__file__).parents[1]
TARGET = ROOT / "djstripe" / "migrations" / "0001_mirror.py"

HEADER = '''"""
Every table of the mirror.

Written by tools/make_initial_migration.py, in one operation: see
``djstripe.migrations.operations``.
"""

{imports}

SUBSCRIBER_MODEL = djstripe_settings.get_subscriber_model_string()


def row() -> list[tuple[str, models.Field]]:
    """The columns that every mirrored row has."""
    return [
{row}
    ]


def stripe_object(name: str, *fields: tuple[str, models.Field], **options) -> CreateModel:
    """A model that mirrors a Stripe object: the columns of every row, some anew, and its own."""
    identity = models.UniqueConstraint(
        fields=["id", "djstripe_owner_account", "livemode"],
        name=f"djstripe_{{name.lower()}}_identity",
    )
    defaults = {{"get_latest_by": "created", "abstract": False, "constraints": [identity]}}
    columns = {{**dict(row()), **dict(fields)}}
    return CreateModel(name, list(columns.items()), options={{**defaults, **options}})


MODELS = [
{models}
]


class Migration(migrations.Migration):
    initial = True
    dependencies = [subscriber_dependency()]
    operations = [CreateModels(MODELS)]
'''


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--stdout", action="store_true", help="show it and write nothing")
    stdout = parser.parse_args().stdout
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

    import django

    django.setup()
    text = formatted(render())
    if stdout:
        sys.stdout.write(text)
        return
    TARGET.write_text(text)
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {len(text.splitlines())} lines\n")


def render() -> str:
    """The migration as source, not yet formatted."""
    from django.apps import apps
    from django.db.migrations.state import ModelState

    from djstripe.models.base import StripeModel

    models = sorted(apps.get_app_config("djstripe").get_models(), key=lambda m: m.__name__)
    states = [ModelState.from_model(model) for model in models]
    imports: set[str] = set()
    base = [field.name for field in StripeModel._meta.get_fields()]
    row = next(
        {name: source(state.fields[name], imports) for name in base}
        for model, state in zip(models, states, strict=True)
        if issubclass(model, StripeModel) and "metadata" in state.fields
    )
    entries = [entry(state, row, imports) for state in states]
    text = HEADER.format(
        imports="{imports}",
        row="".join(f"        ({name!r}, {field}),\n" for name, field in row.items()),
        models=",\n".join(entries),
    )
    return shorten(text, imports)


def entry(state: Any, row: dict[str, str], imports: set[str]) -> str:
    """One model, as a call of ``stripe_object`` or, if it has not every column of a row, in full."""
    # Mixins make no columns, so they are not history's.
    parents = tuple(base for base in state.bases if isinstance(base, str))
    fields = {name: source(field, imports) for name, field in state.fields.items()}
    options = dict(state.options)
    constraints = options.get("constraints", [])
    whole = [
        fields.keys() >= row.keys(),
        len(fields.items() & row.items()) >= len(row) - 1,
        len(constraints) == 1,
        constraints and constraints[0].name == f"djstripe_{state.name_lower}_identity",
        not parents,
    ]
    if not options.get("indexes"):
        options.pop("indexes", None)
    if not all(whole):
        options = {k: v for k, v in state.options.items() if v or k == "abstract"}
        columns = "".join(f"({name!r}, {field}),\n" for name, field in fields.items())
        parts = [repr(state.name), f"[{columns}]", f"options={source(options, imports)}"]
        if parents:
            parts.append(f"bases={source(parents, imports)}")
        return f"CreateModel({', '.join(parts)})"
    options.pop("abstract", None)
    options.pop("constraints")
    if options.get("get_latest_by") == "created":
        options.pop("get_latest_by")
    parts = [repr(state.name)]
    parts += [f"({k!r}, {field})" for k, field in fields.items() if row.get(k) != field]
    parts += [f"{name}={source(value, imports)}" for name, value in options.items()]
    return f"stripe_object({', '.join(parts)},)"


def source(value: Any, imports: set[str]) -> str:
    """A value as Django writes it into migrations; what it needs is added to the imports."""
    from django.db.migrations.writer import MigrationWriter

    text, needed = MigrationWriter.serialize(value)
    imports.update(needed)
    return str(text)


def shorten(text: str, imports: set[str]) -> str:
    """Our own fields by their names, the subscriber model by its setting, and the imports."""
    ours = sorted(set(re.findall(r"\bdjstripe\.fields\.(\w+)\(", text)))
    text = re.sub(r"\bdjstripe\.fields\.(?=\w+\()", "", text)
    text = text.replace("settings.AUTH_USER_MODEL", "SUBSCRIBER_MODEL")
    others = {
        line
        for line in imports
        if line not in ("import djstripe.fields", "from django.conf import settings")
    }
    lines = [
        *sorted(
            others | {"from django.db import migrations, models"} - {"from django.db import models"}
        ),
        "from django.db.migrations.operations import CreateModel",
        f"from djstripe.fields import {', '.join(ours)}",
        "from djstripe.migrations.operations import CreateModels, subscriber_dependency",
        "from djstripe.settings import djstripe_settings",
    ]
    lines = [line for line in lines if line != "from django.db import models"]
    return text.replace("{imports}", "\n".join(lines))


def formatted(text: str) -> str:
    """The source as ruff leaves it."""
    name = f"--stdin-filename={TARGET}"
    for arguments in (["check", "--fix-only", "--quiet", name, "-"], ["format", name, "-"]):
        command = [sys.executable, "-m", "ruff", *arguments]
        text = subprocess.run(
            command, input=text, text=True, check=True, capture_output=True, cwd=ROOT
        ).stdout
    return text


if __name__ == "__main__":
    main()
