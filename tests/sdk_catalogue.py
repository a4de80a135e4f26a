"""
What the installed Stripe SDK knows of Stripe's objects, read from its source.

Nothing of it is imported: the types stand under ``TYPE_CHECKING``, and only the source still
says which field is expandable. Works on every SDK version we support; what an older one
does not say is not in the catalogue.
"""

from __future__ import annotations

import ast
import importlib.util
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property


@dataclass(frozen=True)
class SdkField:
    """One field of an object, or of a hash inside it. ``path`` is from the object's root."""

    path: str
    annotation: str
    doc: str
    targets: tuple[str, ...]
    expandable: bool

    @property
    def is_text(self) -> bool:
        """Whether it is free text, which an id is to the SDK."""
        return (
            re.fullmatch(
                r"Optional\[str\]|str|Optional\[List\[str\]\]|List\[str\]", self.annotation
            )
            is not None
        )

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2].removesuffix("[]")


@dataclass(frozen=True)
class SdkObject:
    """One class of the SDK that stands for an object of Stripe's."""

    name: str
    dotted: str  # "billing.Meter", as it is found under ``stripe``
    doc: str
    fields: tuple[SdkField, ...]  # the deeper ones too

    @cached_property
    def by_path(self) -> dict[str, SdkField]:
        return {field.path: field for field in self.fields}

    @property
    def has_id(self) -> bool:
        return "id" in self.by_path

    @property
    def top(self) -> list[SdkField]:
        return [field for field in self.fields if "." not in field.path]


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of Stripe."""

    verb: str
    path: str
    objects: tuple[str, ...]
    lists: bool
    params: frozenset[str] | None = None  # None where the SDK does not say
    required: frozenset[str] = frozenset()

    @property
    def shape(self) -> str:
        """The path with nameless gaps: ``/v1/charges/{}``."""
        return shape_of(self.path)


@dataclass(frozen=True)
class Catalogue:
    objects: dict[str, SdkObject] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()

    def of(self, name: str) -> list[Operation]:
        """The operations that answer objects of this kind."""
        return [operation for operation in self.operations if name in operation.objects]


def shape_of(path: str) -> str:
    return re.sub(r"\{\w*\}", "{}", path)


@cache
def catalogue() -> Catalogue:
    """The catalogue of the installed SDK (a few seconds of reading, once)."""
    spec = importlib.util.find_spec("stripe")
    assert spec is not None and spec.origin is not None
    return _Reader(pathlib.Path(spec.origin).parent).read()


class _Reader:
    """Reads the source of one SDK."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        self.trees: dict[pathlib.Path, ast.Module] = {}
        self.names: dict[tuple[str, str], str] = {}  # (module, class) -> object's name

    def read(self) -> Catalogue:
        found = []
        for path in sorted(self.root.rglob("_*.py")):
            if path.name.endswith(("_service.py", "_params.py")) or "params" in path.parts:
                continue
            for node in self.tree(path).body:
                if isinstance(node, ast.ClassDef) and (name := _object_name(node)):
                    self.names.setdefault((self.module(path), node.name), name)
                    found.append((path, node, name))
        objects = {}
        for path, node, name in found:
            objects.setdefault(name, self.object(path, node, name))
        operations = tuple(
            operation
            for path in sorted(self.root.rglob("*_service.py"))
            for operation in self.operations(path)
        )
        return Catalogue(objects, operations)

    def tree(self, path: pathlib.Path) -> ast.Module:
        if path not in self.trees:
            self.trees[path] = ast.parse(path.read_text())
        return self.trees[path]

    def module(self, path: pathlib.Path) -> str:
        return "stripe." + ".".join(path.relative_to(self.root).with_suffix("").parts)

    def imports(self, tree: ast.Module) -> dict[str, tuple[str, str]]:
        """What each name of a module was imported from, under ``TYPE_CHECKING`` too."""
        return {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stripe")
            for alias in node.names
            if node.module
        }

    def object(self, path: pathlib.Path, node: ast.ClassDef, name: str) -> SdkObject:
        known = {
            local: self.names[source]
            for local, source in self.imports(self.tree(path)).items()
            if source in self.names
        }
        known.setdefault(node.name, name)
        package = ".".join(path.relative_to(self.root).parent.parts)
        return SdkObject(
            name=name,
            dotted=f"{package}.{node.name}" if package else node.name,
            doc=ast.get_docstring(node) or "",
            fields=tuple(self.fields(node, known, "", {})),
        )

    def fields(
        self,
        node: ast.ClassDef,
        known: dict[str, str],
        prefix: str,
        outer: dict[str, ast.ClassDef],
    ) -> Iterator[SdkField]:
        inner = {n.name: n for n in node.body if isinstance(n, ast.ClassDef)}
        scope = {**outer, **inner}
        for position, line in enumerate(node.body):
            if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name):
                continue
            name = line.target.id
            if name == "OBJECT_NAME" or name.startswith("_"):
                continue
            seen = _Annotation(line.annotation, known, scope)
            # The SDK renames fields that are words of Python: from_ is "from".
            path = prefix + name.removesuffix("_") + ("[]" if seen.many else "")
            yield SdkField(
                path=path,
                annotation=_unquoted(line.annotation),
                doc=_doc_after(node.body, position),
                targets=tuple(dict.fromkeys(seen.targets)),
                expandable=seen.expandable,
            )
            for hash_class in dict.fromkeys(seen.hashes):
                yield from self.fields(scope[hash_class], known, path + ".", scope)

    def operations(self, path: pathlib.Path) -> Iterator[Operation]:
        tree = self.tree(path)
        imports = self.imports(tree)
        for node in tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and (call := _request(method)):
                    yield self.operation(method, call, node, imports)

    def operation(
        self,
        method: ast.FunctionDef,
        call: tuple[str, str],
        service: ast.ClassDef,
        imports: dict[str, tuple[str, str]],
    ) -> Operation:
        answer = _unquoted(method.returns) if method.returns is not None else ""
        words = re.findall(r"\w+", answer)
        params, required = self.params(method, service, imports)
        return Operation(
            verb=call[0],
            path=call[1],
            objects=tuple(
                self.names[imports[word]]
                for word in words
                if word in imports and imports[word] in self.names
            ),
            lists="ListObject" in answer,
            params=params,
            required=required,
        )

    def params(
        self,
        method: ast.FunctionDef,
        service: ast.ClassDef,
        imports: dict[str, tuple[str, str]],
    ) -> tuple[frozenset[str] | None, frozenset[str]]:
        """The names of a method's parameters, and of those it cannot do without."""
        given = next((a for a in method.args.args if a.arg == "params"), None)
        if given is None or given.annotation is None:
            return None, frozenset()
        name = re.sub(r"^Optional\[|\]$", "", _unquoted(given.annotation)).rpartition(".")[2]
        typed = next((n for n in service.body if getattr(n, "name", "") == name), None)
        if typed is None and name in imports:
            module, original = imports[name]
            source = self.root.joinpath(*module.split(".")[1:]).with_suffix(".py")
            if source.exists():
                body = self.tree(source).body
                typed = next((n for n in body if getattr(n, "name", "") == original), None)
        if not isinstance(typed, ast.ClassDef):
            return None, frozenset()
        lines = [n for n in typed.body if isinstance(n, ast.AnnAssign)]
        optional = {
            ast.unparse(n.target) for n in lines if "NotRequired" in _unquoted(n.annotation)
        }
        names = frozenset(ast.unparse(n.target) for n in lines)
        return names, names - optional


class _Annotation:
    """What the annotation of one field says."""

    def __init__(
        self, node: ast.AST, known: dict[str, str], scope: dict[str, ast.ClassDef]
    ) -> None:
        self.known = known
        self.scope = scope
        self.targets: list[str] = []
        self.hashes: list[str] = []
        self.expandable = False
        self.many = False
        self.visit(node)

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.visit(ast.parse(node.value, mode="eval").body)
        elif isinstance(node, ast.Subscript):
            head = ast.unparse(node.value).rpartition(".")[2]
            if head == "Literal":
                return
            self.expandable |= head == "ExpandableField"
            self.many |= head in ("List", "ListObject")
            self.visit(node.slice)
        elif isinstance(node, ast.Tuple):
            for element in node.elts:
                self.visit(element)
        elif isinstance(node, ast.Name | ast.Attribute):
            name = ast.unparse(node).rpartition(".")[2]
            if name in self.scope:
                self.hashes.append(name)
            elif name in self.known:
                self.targets.append(self.known[name])


def _object_name(node: ast.ClassDef) -> str:
    for line in node.body:
        if isinstance(line, ast.AnnAssign | ast.Assign):
            target = line.target if isinstance(line, ast.AnnAssign) else line.targets[0]
            if ast.unparse(target) == "OBJECT_NAME" and isinstance(line.value, ast.Constant):
                return str(line.value.value)
    return ""


def _request(method: ast.FunctionDef) -> tuple[str, str] | None:
    """The verb and path of the request that a service's method sends."""
    for node in ast.walk(method):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("_request", "_request_stream")
        ):
            path = node.args[1]
            if isinstance(path, ast.Call) and isinstance(path.func, ast.Attribute):
                path = path.func.value  # "/v1/charges/{charge}".format(…)
            if isinstance(path, ast.Constant) and isinstance(node.args[0], ast.Constant):
                return str(node.args[0].value), str(path.value)
    return None


def _doc_after(body: list[ast.stmt], position: int) -> str:
    after = body[position + 1] if position + 1 < len(body) else None
    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
        return str(after.value.value).strip()
    return ""


def _unquoted(node: ast.AST) -> str:
    return ast.unparse(node).replace("'", "").replace('"', "")
