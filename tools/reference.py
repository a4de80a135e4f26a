"""
Write docs/reference/ from the code: every model, setting and command.

    python -m tools.reference
"""

from __future__ import annotations

import inspect
import os
import re
from pathlib import Path
from typing import Any

import django

PLACE = Path(__file__).parent.parent / "docs" / "reference"


def first_line(thing: Any) -> str:
    """The first sentence of a docstring, fit for a table's cell."""
    text = (inspect.getdoc(thing) or "").strip().split("\n\n")[0]
    return cell(text)


def cell(text: Any) -> str:
    return re.sub(r"\s+", " ", str(text)).replace("|", "\\|").strip()


def models_page() -> str:
    """Every model: where it is listed, its columns, relations, attributes and verbs."""
    from djstripe import mirror

    parts = ["# Models", "", "Generated from the code. Every model also has the columns that", ""]
    parts[-2] += " [Architecture](../architecture.md#columns-of-every-row) lists."
    by_module: dict[str, list[type[Any]]] = {}
    for model in mirror.all_models():
        by_module.setdefault(model.__module__.rpartition(".")[2], []).append(model)
    for module, models in sorted(by_module.items()):
        parts += [f"## {module.replace('_', ' ')}", ""]
        for model in sorted(models, key=lambda m: m.__name__):
            parts += model_section(model)
    return "\n".join(parts) + "\n"


def model_section(model: type[Any]) -> list[str]:
    from djstripe.fields import Attribute, Reference, References, StripeForeignKey
    from djstripe.models.base import StripeModel

    inherited = {f.name for f in StripeModel._meta.get_fields()} | {"description"}
    lines = [f"### {model.__name__}", "", first_line(model), ""]
    where = [f"`{model.object_name}`"] if model.object_name else []
    where += [f"listed at `{model.endpoint}`"] if model.endpoint and model.listable else []
    lines += ["; ".join(where) + ".", ""] if where else []
    columns = [f for f in model._meta.concrete_fields if f.name not in inherited]
    if columns:
        lines += ["| column | kind | |", "|---|---|---|"]
        for field in columns:
            to = field.remote_field.model if isinstance(field, StripeForeignKey) else None
            kind = f"→ {to.__name__}" if to else type(field).__name__
            lines.append(f"| `{field.name}` | {kind} | {cell(field.help_text)} |")
        lines.append("")
    own: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, StripeModel) and base is not StripeModel:
            own.update(vars(base))
    names = [
        f"`{name}`"
        for name, value in own.items()
        if isinstance(value, Attribute | Reference | References | property)
        and not name.startswith("_")
    ]
    if names:
        lines += ["Attributes: " + ", ".join(sorted(names)) + ".", ""]
    verbs = [
        f"`{name}`: {first_line(value)}"
        for name, value in own.items()
        if (inspect.isfunction(value) or isinstance(value, classmethod))
        and not name.startswith("_")
        and inspect.getdoc(value)
    ]
    lines += [f"- {verb}" for verb in verbs] + ([""] if verbs else [])
    return lines


def settings_page() -> str:
    """Every setting and what it means."""
    from djstripe.settings import DjstripeSettings

    rows = [
        f"| `{name}` | {first_line(value)} |"
        for name, value in vars(DjstripeSettings).items()
        if isinstance(value, property)
    ]
    return "\n".join(
        ["# Settings", "", "Generated from the code.", "", "| name | |", "|---|---|", *rows, ""]
    )


def commands_page() -> str:
    """Every management command with its arguments."""
    from django.core.management import get_commands, load_command_class

    parts = ["# Commands", "", "Generated from the code.", ""]
    for name, app in sorted(get_commands().items()):
        if app == "djstripe":
            command = load_command_class(app, name)
            text = command.create_parser("manage.py", name).format_help()
            parts += [
                f"## {name}",
                "",
                cell(command.help),
                "",
                "```text",
                own_options(text),
                "```",
                "",
            ]
    return "\n".join(parts)


def own_options(text: str) -> str:
    """The help of a command without the options that every command has."""
    return text.split("--version")[0].rstrip().rsplit("\n", 1)[0]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("COLUMNS", "88")
    django.setup()
    PLACE.mkdir(parents=True, exist_ok=True)
    pages = {"models": models_page, "settings": settings_page, "commands": commands_page}
    for name, page in pages.items():
        (PLACE / f"{name}.md").write_text(page())


if __name__ == "__main__":
    main()
