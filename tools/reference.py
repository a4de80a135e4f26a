"""
Write docs/reference/ from the code: every model, setting and command, the sandbox's operations.

    python -m tools.reference
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
from collections import Counter
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
    """Every setting and what it means, under the headings that stand in the code."""
    from djstripe.settings import DjstripeSettings

    parts = ["# Settings", "", "Generated from the code."]
    for title, names in setting_sections(inspect.getsource(DjstripeSettings)):
        parts += ["", f"## {title.capitalize()}", "", "| name | |", "|---|---|"]
        parts += [
            f"| `{name}` | {cell(inspect.getdoc(getattr(DjstripeSettings, name)) or '')} |"
            for name in names
        ]
    return "\n".join([*parts, ""])


def setting_sections(source: str) -> list[tuple[str, list[str]]]:
    """The settings of each ``# --- title`` in the class, in their order."""
    found: list[tuple[str, list[str]]] = []
    is_property = False
    for line in source.splitlines():
        if title := re.fullmatch(r"    # --- (.+)", line):
            found.append((title[1], []))
        elif is_property and (name := re.match(r"    def (\w+)\(self", line)):
            found[-1][1].append(name[1])
        is_property = line.strip() == "@property"
    return found


def commands_page() -> str:
    """Every management command with its arguments."""
    from django.core.management import get_commands, load_command_class

    parts = ["# Commands", "", "Generated from the code.", ""]
    for name, app in sorted(get_commands().items()):
        if app == "djstripe":
            command = load_command_class(app, name)
            parser = argparse.ArgumentParser(f"manage.py {name}")
            command.add_arguments(parser)
            parts += [
                f"## {name}",
                "",
                cell(command.help),
                "",
                "```text",
                parser.format_help().rstrip(),
                *verbs_of(parser),
                "```",
                "",
            ]
    return "\n".join(parts)


def verbs_of(parser: argparse.ArgumentParser) -> list[str]:
    """The help of each of a command's verbs."""
    choices = [a.choices for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return [f"\n{verb.format_help().strip()}" for verbs in choices for verb in verbs.values()]


def sandbox_page() -> str:
    """Every operation of Stripe's API, and what the sandbox does with it."""
    from djstripe.sandbox.objects import operations_table

    rows = operations_table()
    counts = Counter(word for _, _, word in rows)
    parts = [
        "# The sandbox's operations",
        "",
        "Generated from the code. An operation that *behaves* does what Stripe does, as far as",
        "[A Stripe on your machine](../howto/sandbox.md) says; one that *stores* keeps objects",
        "faithfully, and nothing follows from it; one that *refuses* answers with the code",
        "`sandbox_not_simulated`.",
        "",
        f"Of {len(rows)} operations {counts['behaves']} behave, {counts['stores']} store and "
        f"{counts['refuses']} refuse.",
    ]
    resource = ""
    for method, template, word in sorted(rows, key=lambda row: (row[1], row[0])):
        name = template.split("/")[2]
        if name != resource:
            resource = name
            parts += ["", f"## {name.replace('_', ' ')}", "", "| operation | |", "|---|---|"]
        parts.append(f"| `{method} {template}` | {word} |")
    return "\n".join([*parts, ""])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("COLUMNS", "88")
    django.setup()
    PLACE.mkdir(parents=True, exist_ok=True)
    pages = {
        "models": models_page,
        "settings": settings_page,
        "commands": commands_page,
        "sandbox": sandbox_page,
    }
    for name, page in pages.items():
        (PLACE / f"{name}.md").write_text(page())


if __name__ == "__main__":
    main()
