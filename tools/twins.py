"""
Write the lines of asynchronous twins that models lack.

    python -m tools.twins           # write them
    python -m tools.twins --check   # only say them

A twin goes to the end of its class, so that verbs stay together.
"""

from __future__ import annotations

import ast
import inspect
import os
import sys
from pathlib import Path
from typing import Any

HEADING = "    # twins, for async views\n"


def missing_lines(model: Any) -> tuple[list[str], set[str]]:
    """The lines that a class lacks, and what they use."""
    from djstripe import mirror
    from tests.models.test_twins import verbs_of

    lines, used = [], set()
    verbs = {}
    for heir in mirror.all_models():
        if model in heir.__mro__:
            verbs |= {n: v for n, v in verbs_of(heir).items() if n in vars(model)}
    for name, verb in verbs.items():
        own = vars(model).get(name)
        if f"a{name}" in vars(model) or _inherits_same(model, name, verb):
            continue
        kind = "twin"
        if isinstance(own, classmethod):
            kind = "class_stream" if inspect.isgeneratorfunction(verb) else "class_twin"
        lines.append(f"    a{name} = {kind}({name})\n")
        used.add(kind)
    return lines, used


def _inherits_same(model: Any, name: str, verb: Any) -> bool:
    twin = getattr(model, f"a{name}", None)
    function = getattr(twin, "__func__", twin)
    return function is not None and inspect.signature(function) == inspect.signature(verb)


def write(model: Any) -> bool:
    """Put the lines into the source of the class; whether there were any."""
    lines, used = missing_lines(model)
    if not lines:
        return False
    path = Path(inspect.getsourcefile(model) or "")
    source = path.read_text().splitlines(keepends=True)
    node = next(
        one
        for one in ast.walk(ast.parse("".join(source)))
        if isinstance(one, ast.ClassDef) and one.name == model.__name__
    )
    end = node.end_lineno or 0
    heading = [] if HEADING in source[node.lineno : end] else ["\n", HEADING, "\n"]
    if "--check" in sys.argv:
        print(f"{path.name}: {model.__name__}\n{''.join(lines)}")
        return True
    source[end:end] = [*heading, *lines]
    path.write_text(_importing("".join(source), used))
    return True


def _importing(source: str, used: set[str]) -> str:
    """The source with the names imported from ``.twins``."""
    lines = source.splitlines(keepends=True)
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module == "twins":
            names = sorted({alias.name for alias in node.names} | used)
            lines[node.lineno - 1 : node.end_lineno] = [f"from .twins import {', '.join(names)}\n"]
            return "".join(lines)
    last = max(
        node.end_lineno or 0
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and node.level == 1
    )
    lines.insert(last, f"from .twins import {', '.join(sorted(used))}\n")
    return "".join(lines)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from djstripe import mirror

    bases: list[Any] = []
    for model in mirror.all_models():
        bases += [
            base for base in reversed(model.__mro__) if base.__module__.startswith("djstripe.")
        ]
    found = [write(model) for model in dict.fromkeys(bases)]
    return int(any(found) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
