"""
Write `djstripe/sandbox/versions.json`: which fields each version of Stripe's API has.

    python tools/sandbox_versions.py

Reads releases of Stripe's Node SDK, each generated from one API version (`stripe_types.py`); npm
fetches them. The result holds

- `always`: by type, the fields that are always there in the current version, as a tree. `[value]`
  is such a field with the value it has when nothing is known; `[value, tree]` one that may be a
  hash with fields of its own; a tree alone stands for a hash that may be missing;
- `steps`, newest first: `since`, the first version with the newer shape, and `objects`, by type a
  tree of differences: `0` is a field that was not there before, `[value]` one that was always
  there before and may be missing after, with its empty value.

Fields of hashes in arrays stand below the array's name. What has moved from one place to another
is not seen here: that is `djstripe/sandbox/moves.py`.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from tools import stripe_types
from tools.stripe_types import Schema

TARGET = Path(__file__).parent.parent / "djstripe" / "sandbox" / "versions.json"

# The newest release of each shape, and the first version that has it. A field added in a later
# month of a major version is shown in all of its months, but where two months are named.
RELEASES = (
    ("23.1.0", "2026-09-30.endive"),
    ("22.6.2", "2026-06-24.dahlia"),
    ("22.2.0", "2026-03-25.dahlia"),
    ("20.4.1", "2025-09-30.clover"),
    ("18.5.0", "2025-03-31.basil"),
    ("17.7.0", "2024-09-30.acacia"),
    ("16.12.0", "2024-04-10"),
    ("14.25.0", "2023-08-16"),
    ("11.18.0", "2022-11-15"),
    ("8.222.0", "2020-08-27"),
)


def fetch(release: str, directory: Path) -> Path:
    """A release of the SDK, unpacked; raises CalledProcessError where npm cannot have it."""
    target = directory / f"stripe-{release}"
    if not (target / "package").is_dir():
        patience = ["--fetch-retries=1", "--fetch-timeout=60000"]
        command = ["npm", "pack", f"stripe@{release}", "--silent", *patience]
        subprocess.run(command, cwd=directory, check=True, capture_output=True, timeout=300)
        with tarfile.open(directory / f"stripe-{release}.tgz") as archive:
            archive.extractall(target, filter="data")
    return target / "package"


class Shapes:
    """One API version's schema, with references followed."""

    def __init__(self, schema: Schema) -> None:
        self.defs: Schema = schema["$defs"]
        self.objects: dict[str, list[str]] = schema["objects"]

    def of(self, kind: str) -> Schema | None:
        """The hash of an object type as it is while it exists."""
        for name in self.objects.get(kind, ()):
            if not name.rpartition(".")[2].startswith("Deleted"):
                found: Schema = self.defs[name]
                return found
        return None

    def alternatives(self, schema: Schema) -> list[Schema]:
        if "$ref" in schema:
            return self.alternatives(self.defs[schema["$ref"].removeprefix("#/$defs/")])
        if "anyOf" in schema:
            return [one for part in schema["anyOf"] for one in self.alternatives(part)]
        return [schema]

    def hashes(self, schema: Schema) -> list[Schema]:
        """The hashes that may stand at a place, alone or in an array; objects are none."""
        found = []
        for one in self.alternatives(schema):
            if one.get("type") == "array":
                found += self.hashes(one["items"])
            elif one.get("type") == "object" and "object" not in one.get("properties", {}):
                found.append(one)
        return found

    def blank(self, schema: Schema) -> Any:
        """What stands at a place about which nothing is known."""
        parts = self.alternatives(schema)
        if any(one.get("type") == "null" for one in parts):
            return None
        first = parts[0]
        if "enum" in first or "const" in first:
            return first.get("const", first.get("enum", [None])[0])
        if "pattern" in first:  # a decimal
            return "0"
        if first.get("type") == "object":
            fields = first["properties"]
            always = [name for name in first["required"] if self.has_blank(name, fields[name])]
            return {name: self.blank(fields[name]) for name in always}
        return {"array": [], "boolean": False, "number": 0, "string": ""}.get(first.get("type", ""))

    def has_blank(self, name: str, schema: Schema) -> bool:
        """Whether an empty value can be given: not to ids, to lists and to what must be there."""
        parts = self.alternatives(schema)
        fields = [one.get("properties", {}) for one in parts]
        if name in ("id", "object", "deleted") or any("has_more" in one for one in fields):
            return False
        nullable = any(one.get("type") == "null" for one in parts)
        return nullable or not any("object" in one for one in fields)

    def always(self, schema: Schema, depth: int = 0) -> dict[str, Any]:
        """The tree of the fields that a hash always has."""
        tree: dict[str, Any] = {}
        for name, field in schema["properties"].items():
            hashes = self.hashes(field) if depth < 8 else []
            inner = self.always(hashes[0], depth + 1) if hashes else {}
            if name in schema["required"] and self.has_blank(name, field):
                tree[name] = [self.blank(field), inner] if inner else [self.blank(field)]
            elif inner:
                tree[name] = inner
        return tree


def differences(newer: Shapes, older: Shapes, after: Schema, before: Schema, depth: int) -> Any:
    """The tree of what one hash has more and less than it had before."""
    tree: dict[str, Any] = {}
    fields, earlier = after["properties"], before["properties"]
    for name, schema in fields.items():
        if name not in earlier:
            if earlier or depth == 0:
                tree[name] = 0
            continue
        inner: dict[str, Any] = {}
        for one in newer.hashes(schema)[:1]:
            for other in older.hashes(earlier[name])[:1]:
                if depth < 8:
                    inner = differences(newer, older, one, other, depth + 1)
        if inner:
            tree[name] = inner
    always = set(after["required"])
    for name in before["required"]:
        if name not in always and name not in tree and older.has_blank(name, earlier[name]):
            tree[name] = [older.blank(earlier[name])]
    return tree


def step(newer: Shapes, older: Shapes, since: str) -> dict[str, Any]:
    objects = {}
    for kind in sorted(newer.objects):
        after, before = newer.of(kind), older.of(kind)
        if after is not None and before is not None:
            tree = differences(newer, older, after, before, 0)
            if tree:
                objects[kind] = tree
    return {"since": since[:10], "objects": objects}


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        shapes = [
            (Shapes(stripe_types.read(fetch(release, Path(directory)))), since)
            for release, since in RELEASES
        ]
    steps = [step(newer, older, since) for (newer, since), (older, _) in pairwise(shapes)]
    current = shapes[0][0]
    found = {kind: current.of(kind) for kind in sorted(current.objects)}
    always = {kind: current.always(schema) for kind, schema in found.items() if schema}
    written = {"always": always, "steps": steps}
    TARGET.write_text(json.dumps(written, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{len(always)} types, {len(steps)} steps, {TARGET.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
