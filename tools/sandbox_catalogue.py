"""
Write `djstripe/sandbox/catalogue.json`: what the installed Stripe SDK says about Stripe's API.

    python tools/sandbox_catalogue.py

The SDK is read as source, not imported: annotations keep what `ExpandableField[...]` loses at
run time. The result holds, for API version 1,

- `operations`: [verb, path, answer, object types, parameters], where answer is "object", "list",
  "search" or "stream" and parameters is an index into `structures` (or null);
- `structures`: parameter names to types; a name that ends in "!" is required. A type is a letter
  (s string, i integer, f float, b boolean, n decimal in a string, u "" which unsets, ? anything),
  a number (another structure), ["l", type] a list, ["m", type] a map, ["|", type, ...] a choice;
- `events`: the names of all snapshot events;
- `versions`: every version of the API that can be asked for;
- `thin_events`: the names of all thin events, with what their `related_object` has: "id" (and type
  and url), "url" (a singleton: type and url) or "" (there is none);
- `objects`: by object type, `fields` (name to the value it has when nothing is known), `expand`
  (path to object types; "[]" steps into an array), `lists` (embedded list objects) and `embeds`
  (whole objects, or arrays of them, that Stripe shows inside).
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "djstripe" / "sandbox" / "catalogue.json"
_SPEC = importlib.util.find_spec("stripe")
assert _SPEC is not None and _SPEC.origin is not None
ROOT = Path(_SPEC.origin).parent


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> dict[str, tuple[str, str]]:
    """Local name to (module, name), with those that only a type checker sees."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("stripe"):
            for alias in node.names:
                found[alias.asname or alias.name] = (node.module, alias.name)
    return found


def file_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split(".")[1:])
    return path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"


def object_classes() -> dict[str, tuple[str, str]]:
    """Object type to (module, class) as the SDK's own registry has it."""
    for node in tree(ROOT / "_object_classes.py").body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == "OBJECT_CLASSES":
            assert isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
            pairs = zip(node.value.keys, node.value.values, strict=True)
            return {ast.literal_eval(k): ast.literal_eval(v) for k, v in pairs if k is not None}
    raise LookupError("stripe._object_classes has no OBJECT_CLASSES")


CLASSES = object_classes()
TYPE_OF = {place: name for name, place in reversed(CLASSES.items())}
CONTAINERS = {"list", "search_result"}


def unquoted(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.parse(node.value, mode="eval").body
    return node


def alternatives(node: ast.expr) -> list[ast.expr]:
    """The parts of `A | B`, `Union[A, B]` and `Optional[A]`, one level."""
    node = unquoted(node)
    if isinstance(node, ast.BinOp):
        return alternatives(node.left) + alternatives(node.right)
    if isinstance(node, ast.Subscript):
        head = ast.unparse(node.value)
        if head == "Union" and isinstance(node.slice, ast.Tuple):
            return [part for element in node.slice.elts for part in alternatives(element)]
        if head == "Optional":
            return [*alternatives(node.slice), ast.Constant(None)]
    return [node]


# -- parameters ----------------------------------------------------------------------------------

STRUCTURES: list[dict[str, Any]] = []
_POOL: dict[str, int] = {}
_SCALARS = {"str": "s", "int": "i", "float": "f", "bool": "b", "Decimal": "n", "Any": "?"}


def parameter_type(node: ast.expr, path: Path) -> Any:
    kinds: list[Any] = []
    for part in alternatives(node):
        kind = one_parameter_type(part, path)
        if kind not in kinds:
            kinds.append(kind)
    if "m" in [k[0] for k in kinds if isinstance(k, list)]:
        kinds = [k for k in kinds if k != "?"]
    return kinds[0] if len(kinds) == 1 else ["|", *kinds]


def one_parameter_type(node: ast.expr, path: Path) -> Any:
    text = ast.unparse(node)
    if text in _SCALARS:
        return _SCALARS[text]
    if isinstance(node, ast.Subscript):
        head = ast.unparse(node.value)
        if head == "Literal":
            return "u" if text == "Literal['']" else "s"
        if head in ("List", "Sequence"):
            return ["l", parameter_type(node.slice, path)]
        if head == "Dict":
            assert isinstance(node.slice, ast.Tuple)
            return ["m", parameter_type(node.slice.elts[1], path)]
        return "?"
    if isinstance(node, ast.Name):
        return structure(node.id, path)
    return "?"


@cache
def structure(name: str, path: Path) -> Any:
    """The index of a TypedDict's structure, wherever its file imports it from."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return pooled(fields_of_params(node, path))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            assert isinstance(node.value, ast.Call)
            return pooled(fields_of_call(node.value, path))
    if name in imports(path):
        module, original = imports(path)[name]
        return structure(original, file_of(module))
    return "?"


def pooled(fields: dict[str, Any]) -> int:
    key = json.dumps(fields, sort_keys=True)
    if key not in _POOL:
        _POOL[key] = len(STRUCTURES)
        STRUCTURES.append(fields)
    return _POOL[key]


def fields_of_params(node: ast.ClassDef, path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for base in node.bases:
        name = ast.unparse(base)
        if name not in ("RequestOptions", "TypedDict"):
            index = structure(name, path)
            fields.update(STRUCTURES[index] if isinstance(index, int) else {})
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            fields.update([one_field(item.target.id, item.annotation, path)])
    return fields


def fields_of_call(node: ast.Call, path: Path) -> dict[str, Any]:
    """`TypedDict("Name", {"from": ...})`, used where a name is a Python keyword."""
    assert isinstance(node.args[1], ast.Dict)
    pairs = zip(node.args[1].keys, node.args[1].values, strict=True)
    return dict(one_field(ast.literal_eval(k), v, path) for k, v in pairs if k is not None)


def one_field(name: str, annotation: ast.expr, path: Path) -> tuple[str, Any]:
    annotation = unquoted(annotation)
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "NotRequired":
        return name, parameter_type(annotation.slice, path)
    return f"{name}!", parameter_type(annotation, path)


# -- operations ----------------------------------------------------------------------------------


def operations() -> list[list[Any]]:
    rows = []
    for path in sorted(ROOT.rglob("*_service.py")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                rows.extend(operation(node, path))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def operation(function: ast.FunctionDef, path: Path) -> list[list[Any]]:
    for call in ast.walk(function):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr not in ("_request", "_request_stream"):
            continue
        verb, url = call.args[0], call.args[1]
        if isinstance(url, ast.Call) and isinstance(url.func, ast.Attribute):
            url = url.func.value
        assert isinstance(verb, ast.Constant) and isinstance(url, ast.Constant)
        if not str(url.value).startswith("/v1/"):
            return []
        answer, types = answer_of(function, path)
        if call.func.attr == "_request_stream":
            answer = "stream"
        return [[str(verb.value).upper(), url.value, answer, types, params_of(function, path)]]
    return []


def answer_of(function: ast.FunctionDef, path: Path) -> tuple[str, list[str]]:
    assert function.returns is not None
    text = ast.unparse(unquoted(function.returns))
    answer = "object"
    for head, word in (("SearchResultObject[", "search"), ("ListObject[", "list")):
        if text.startswith(head):
            text, answer = text[len(head) : -1], word
    names = re.findall(r"[A-Za-z]\w*", re.sub(r"Union\[|\]", "", text))
    types = [TYPE_OF.get(imports(path).get(name, ("", ""))) for name in names]
    return answer, [kind for kind in types if kind]


def params_of(function: ast.FunctionDef, path: Path) -> int | None:
    for argument in function.args.args:
        if argument.arg == "params" and argument.annotation is not None:
            for part in alternatives(argument.annotation):
                if isinstance(part, ast.Name):
                    index = structure(part.id, path)
                    return index if isinstance(index, int) else None
    return None


# -- objects -------------------------------------------------------------------------------------


class Shape:
    """What one class of the SDK says about its object."""

    def __init__(self, name: str) -> None:
        module, class_name = CLASSES[name]
        self.path = file_of(module)
        self.fields: dict[str, Any] = {}
        self.expand: dict[str, list[str]] = {}
        self.lists: dict[str, list[str]] = {}
        self.embeds: dict[str, list[str]] = {}
        for node in tree(self.path).body:
            if isinstance(node, ast.ClassDef) and node.name == class_name:
                self.read(node, "", {}, ())

    def read(
        self, node: ast.ClassDef, prefix: str, scope: dict[str, ast.ClassDef], seen: tuple[str, ...]
    ) -> None:
        scope = {**scope, **{b.name: b for b in node.body if isinstance(b, ast.ClassDef)}}
        for item in node.body:
            if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
                continue
            name = item.target.id
            if name == "OBJECT_NAME" or name.startswith("_"):
                continue
            if not prefix:
                self.fields[name] = default_of(item.annotation, scope)
            self.follow(item.annotation, prefix + name, scope, seen)

    def follow(
        self, annotation: ast.expr, at: str, scope: dict[str, ast.ClassDef], seen: tuple[str, ...]
    ) -> None:
        for part in alternatives(annotation):
            if isinstance(part, ast.Subscript):
                head = ast.unparse(part.value)
                if head == "ExpandableField":
                    self.expand.setdefault(at, []).extend(self.targets(part.slice))
                elif head == "ListObject":
                    self.lists.setdefault(at, []).extend(self.targets(part.slice))
                elif head == "List":
                    self.follow(part.slice, f"{at}[]", scope, seen)
            elif isinstance(part, ast.Name):
                if part.id in scope and part.id not in seen:
                    self.read(scope[part.id], f"{at}.", scope, (*seen, part.id))
                elif imports(self.path).get(part.id, ("", "")) in TYPE_OF:
                    self.embeds.setdefault(at, []).extend(self.targets(part))

    def targets(self, node: ast.expr) -> list[str]:
        names = [ast.unparse(unquoted(part)) for part in alternatives(node)]
        known = [TYPE_OF.get(imports(self.path).get(name, ("", ""))) for name in names]
        return [kind for kind in known if kind]

    def as_json(self) -> dict[str, Any]:
        parts = {"expand": self.expand, "lists": self.lists, "embeds": self.embeds}
        return {"fields": self.fields, **{k: v for k, v in parts.items() if v}}


def default_of(annotation: ast.expr, scope: dict[str, ast.ClassDef]) -> Any:
    """The value of a field about which nothing is known: null where Stripe allows it."""
    parts = alternatives(annotation)
    if any(isinstance(p, ast.Constant) and p.value is None for p in parts):
        return None
    first = parts[0]
    if isinstance(first, ast.Subscript):
        head = ast.unparse(first.value)
        if head == "List":
            return []
        if head == "Dict":
            return {}
        if head == "Literal":
            value = ast.literal_eval(first.slice)
            return value[0] if isinstance(value, tuple) else value
        return None
    name = ast.unparse(first)
    if name in scope or name == "UntypedStripeObject":
        return {}
    scalars = {"bool": False, "int": 0, "float": 0.0, "str": "", "Decimal": "0"}
    return scalars.get(name)


def event_types() -> list[str]:
    """Every value of `Event.type`."""
    for node in ast.walk(tree(ROOT / "_event.py")):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "type":
            for part in alternatives(node.annotation):
                if isinstance(part, ast.Subscript) and ast.unparse(part.value) == "Literal":
                    return sorted(ast.literal_eval(part.slice))
    raise LookupError("stripe._event names no event types")


def thin_event_types() -> dict[str, str]:
    """Every thin event's type, and how its class says to find the related object."""
    words = {"RelatedObject": "id", "RelatedSingletonObject": "url"}
    found = {}
    for path in sorted((ROOT / "events").glob("_*_event.py")):
        for node in tree(path).body:
            if not isinstance(node, ast.ClassDef) or not node.name.endswith("EventNotification"):
                continue
            parts = {
                ast.unparse(one.target) if isinstance(one, ast.AnnAssign) else "LOOKUP_TYPE": one
                for one in node.body
                if isinstance(one, ast.AnnAssign)
                or (isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "LOOKUP_TYPE")
            }
            name, related = parts["LOOKUP_TYPE"], parts.get("related_object")
            assert isinstance(name, ast.Assign)
            kind = ast.unparse(related.annotation) if isinstance(related, ast.AnnAssign) else ""
            found[str(ast.literal_eval(name.value))] = words.get(kind, "")
    return found


def api_versions() -> list[str]:
    """Every version of the API that a webhook endpoint may be given, oldest first."""
    path = ROOT / "params" / "_webhook_endpoint_create_params.py"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "api_version":
            for part in ast.walk(node.annotation):
                if isinstance(part, ast.Subscript) and ast.unparse(part.value) == "Literal":
                    return sorted(ast.literal_eval(part.slice))
    raise LookupError("the SDK names no API versions")


def main() -> None:
    catalogue: dict[str, Any] = {
        "events": event_types(),
        "versions": api_versions(),
        "thin_events": thin_event_types(),
        "operations": operations(),
        "structures": STRUCTURES,
        "objects": {n: Shape(n).as_json() for n in sorted(CLASSES) if n not in CONTAINERS},
    }
    TARGET.write_text(json.dumps(catalogue, separators=(",", ":"), sort_keys=True) + "\n")
    print(
        f"{len(catalogue['operations'])} operations, {len(STRUCTURES)} structures, "
        f"{len(catalogue['objects'])} objects, {TARGET.stat().st_size // 1024} kB"
    )


if __name__ == "__main__":
    main()
