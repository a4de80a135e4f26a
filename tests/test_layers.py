"""
The arrows of the house: a file imports only what stands above it.

When this fails, the offending line is named. ``docs/architecture.md`` says what each room is
for, and where what you need can be had from.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "djstripe"
WHY = "See docs/architecture.md, 'The rooms'."

# From the top of the page to the bottom. A room may use the rooms above it.
ROOMS = [
    "redact", "settings", "exceptions", "enums", "signals", "snapshot", "money", "prefixes", "utils",
    "encryption",
    "fields", "managers",
    "gateway",
    "mirror",
    "models",
    "event_handlers", "look", "references", "endpoints", "inbox", "backfill", "repair", "wait", "platforms", "rotation", "subscribers", "sync", "doctor",
    "progress", "when", "gates", "checkout", "decorators", "templatetags", "mixins", "tasks", "views", "urls", "admin", "management", "checks", "apps",
]  # fmt: skip
BESIDE = {"sandbox", "migrations"}


def files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def room_of(module: str) -> str:
    """The room of ``djstripe.room.file``; "" for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def module_of(path: Path) -> str:
    parts = list(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str, bool]]:
    """``(line, absolute module, inside a function)`` of every import in a file."""
    tree = ast.parse(path.read_text())
    package = module_of(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    inside: set[ast.AST] = set()
    for function in ast.walk(tree):
        if (
            isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            and function.name != "ready"
        ):
            inside.update(ast.walk(function))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, node in inside
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{stem}.{alias.name}"
                is_module = (PACKAGE.parent / whole.replace(".", "/")).with_suffix(".py").exists()
                is_package = (PACKAGE.parent / whole.replace(".", "/") / "__init__.py").exists()
                yield node.lineno, whole if is_module or is_package else stem, node in inside


def ours(path: Path) -> Iterator[tuple[int, str, bool]]:
    return (i for i in imports(path) if i[1] == "djstripe" or i[1].startswith("djstripe."))


@pytest.mark.parametrize("path", files(), ids=module_of)
def test_a_file_imports_only_what_stands_above_it(path: Path) -> None:
    here = room_of(module_of(path))
    if here in BESIDE or not here or here == "apps":
        return
    assert here in ROOMS, f"{path.name}: no such room {here!r}. {WHY}"
    wrong = [
        f"{path.relative_to(PACKAGE.parent)}:{line} imports {module}"
        for line, module, _ in ours(path)
        if (there := room_of(module))
        and there != here
        and (there in BESIDE or ROOMS.index(there) > ROOMS.index(here))
        and not (here == "management" and there == "sandbox")
    ]
    assert not wrong, f"an arrow points down the page: {wrong}. {WHY}"


@pytest.mark.parametrize("path", files(), ids=module_of)
def test_nothing_of_ours_is_imported_inside_a_function(path: Path) -> None:
    wrong = [f"{path.name}:{line} imports {module}" for line, module, lazy in ours(path) if lazy]
    assert not wrong, f"{wrong}. {WHY}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "mirror").rglob("*.py")), ids=module_of)
def test_the_mirror_never_touches_the_network(path: Path) -> None:
    network = ("stripe", "requests", "httpx", "urllib", "http", "socket", "djstripe.gateway")
    wrong = [f"{path.name}:{line}" for line, m, _ in imports(path) if m.startswith(network)]
    assert not wrong, f"{wrong}. {WHY}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "gateway").rglob("*.py")), ids=module_of)
def test_the_gateway_never_touches_the_database(path: Path) -> None:
    wrong = [f"{path.name}:{line}" for line, m, _ in imports(path) if m.startswith("django.db")]
    assert not wrong, f"{wrong}. {WHY}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "sandbox").rglob("*.py")), ids=module_of)
def test_the_sandbox_knows_nothing_of_the_mirror(path: Path) -> None:
    wrong = [
        f"{path.name}:{line} imports {module}"
        for line, module, _ in ours(path)
        if room_of(module) not in ("sandbox", "")
    ]
    assert not wrong, f"{wrong}: it would confirm our errors. {WHY}"


def test_the_engine_names_no_stripe_object() -> None:
    from djstripe import mirror

    names = {model.__name__ for model in mirror.all_models()}
    said = {
        f"{path.name}:{node.lineno} names {node.id}"
        for path in (PACKAGE / "mirror").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id in names
    }
    assert not said, f"{said}. {WHY}"
