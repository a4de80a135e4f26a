"""
Sample objects as the installed SDK describes them: every field filled, what may be expanded
expanded.

Derived from the SDK's annotations by ``ast`` alone, so it follows whatever version is
installed and knows nothing of our models.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import stripe

ROOT = Path(stripe.__file__).parent
MOMENT = 1_700_000_000


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _file_of(module: str) -> Path:
    base = ROOT.joinpath(*module.split(".")[1:])
    return base.with_suffix(".py") if base.with_suffix(".py").exists() else base / "__init__.py"


def _string(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@cache
def classes() -> dict[tuple[str, str], tuple[str, ast.ClassDef, Path]]:
    """``(module, class name)`` → its object name, source and file, of every object of the SDK."""
    found = {}
    for path in sorted(ROOT.rglob("_*.py")):
        if path.name.endswith("_service.py") or "params" in path.parts:
            continue
        for node in _tree(path).body:
            if not isinstance(node, ast.ClassDef):
                continue
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "OBJECT_NAME":
                    name = _string(line.value)
                    module = "stripe." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
                    if name and name not in ("list", "search_result"):
                        found[module, node.name] = (name, node, path)
    return found


@cache
def _imports(path: Path) -> dict[str, tuple[str, str]]:
    names = {}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = (node.module, alias.name)
    return names


def _word(name: str) -> str:
    """Text as Stripe might send it under a name."""
    if name.endswith("currency"):
        return "usd"
    if name in ("created", "updated") or name.endswith(("_at", "_on", "_date")):
        return "2026-11-22T12:00:00.000Z"  # API v2 writes moments as text
    return f"{name}_1"


class _Builder:
    """Builds one sample; what is expanded is expanded once and no deeper."""

    def __init__(self, own: tuple[str, str], path: Path, depth: int) -> None:
        self.own = own
        self.path = path
        self.depth = depth

    def body(self, node: ast.ClassDef, scope: dict[str, ast.ClassDef]) -> dict[str, Any]:
        inner = {n.name: n for n in node.body if isinstance(n, ast.ClassDef)}
        payload = {}
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                name, annotation = line.target.id, ast.unparse(line.annotation)
                if not name.startswith("_") and "ClassVar" not in annotation:
                    payload[name.rstrip("_")] = self.value(
                        line.annotation, name, {**scope, **inner}
                    )
        return payload

    def value(self, node: ast.expr, name: str, scope: dict[str, ast.ClassDef]) -> Any:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.value(ast.parse(node.value, mode="eval").body, name, scope)
        if isinstance(node, ast.Subscript):
            return self.generic(ast.unparse(node.value).rpartition(".")[2], node.slice, name, scope)
        text = ast.unparse(node)
        if text in scope:
            return self.body(scope[text], scope)
        target = self.own if text == self.own[1] else _imports(self.path).get(text)
        if target in classes():
            return self.embedded(target)  # type: ignore[arg-type]
        word = _word(name)
        plain = {"int": MOMENT, "bool": True, "float": 1.5, "str": word, "None": None}
        return plain.get(text, "12.5" if text == "Decimal" else {})

    def generic(self, head: str, slice: ast.expr, name: str, scope: dict[str, ast.ClassDef]) -> Any:
        parts = slice.elts if isinstance(slice, ast.Tuple) else [slice]
        if head == "Literal":
            return getattr(parts[0], "value", None)
        if head == "ListObject":
            data = [self.value(parts[0], name, scope)] if self.depth else []
            return {"object": "list", "data": data, "has_more": False, "url": f"/v1/{name}"}
        if head in ("List", "list"):
            return [self.value(parts[0], name, scope)]
        if head in ("Dict", "dict", "UntypedStripeObject"):
            return {"key": "value"}
        if head == "ExpandableField" and not self.depth:
            return f"{name}_1"
        return self.value(parts[0], name, scope)  # Optional, Union, ExpandableField

    def embedded(self, target: tuple[str, str]) -> Any:
        if not self.depth:
            return None
        return build(target, self.depth - 1)


def build(target: tuple[str, str], depth: int) -> dict[str, Any]:
    """The sample of one class, with what is inside it expanded ``depth`` times."""
    name, node, path = classes()[target]
    return {**_Builder(target, path, depth).body(node, {}), "object": name, "livemode": False}


def samples() -> Iterator[dict[str, Any]]:
    """One sample of every object of the installed SDK that has an id and can be mirrored."""
    for target, (name, node, _) in classes().items():
        fields = [ast.unparse(n.target) for n in node.body if isinstance(n, ast.AnnAssign)]
        if "id" in fields:
            sample = build(target, 1)
            sample["id"] = f"{name.replace('.', '_')}_sample"
            sample.pop("deleted", None)
            yield sample
