"""
Read the type declarations of Stripe's Node SDK: what an API version's objects look like.

    shapes = stripe_types.read(directory of the unpacked npm package)

Each release of the SDK is generated from the OpenAPI document of one API version and says of each
field whether it is always there and whether it may be null, which Python's annotations do not. The
result is one JSON Schema: `$defs` by the type's name, and `objects` from the value of `object` to
the names that bear it. Parameters are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
_TOKEN = re.compile(r"""'[^']*'|"[^"]*"|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|=>|\.\.\.|\S""")
_SCALARS: dict[str, Schema] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "null": {"type": "null"},
    "true": {"const": True},
    "false": {"const": False},
    "any": {},
    "unknown": {},
    "object": {"type": "object"},
    "void": {"not": {}},  # never there
    "never": {"not": {}},
    "Date": {"type": "string"},
    "Decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "OtherString": {"type": "string"},
}
Scope = tuple[str, ...]


class Declarations:
    """All interfaces and type aliases of a package, by qualified name."""

    def __init__(self) -> None:
        self.interfaces: dict[str, tuple[list[Member], Scope]] = {}
        self.aliases: dict[str, tuple[Any, Scope]] = {}

    def resolve(self, name: str, scope: Scope) -> str | None:
        """The qualified name that a name means where it stands: the innermost one wins."""
        if name[0] == "_":  # imported under an alias, since an inner name hides it
            return self.resolve(name[1:], ())
        for depth in range(len(scope), -1, -1):
            full = ".".join((*scope[:depth], name))
            if full in self.interfaces or full in self.aliases:
                return full
        return None


class Member:
    """One field of an interface."""

    def __init__(self, name: str, optional: bool, type: Any) -> None:
        self.name, self.optional, self.type = name, optional, type


class Reader:
    """A recursive descent over the tokens of one file."""

    def __init__(self, text: str, into: Declarations) -> None:
        self.tokens = _TOKEN.findall(_COMMENT.sub("", text))
        self.at = 0
        self.into = into

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        part = self.peek()
        if expected and part != expected:
            near = " ".join(self.tokens[max(self.at - 8, 0) : self.at + 8])
            raise ValueError(f"expected {expected!r}, not {part!r}, near: {near}")
        self.at += 1
        return part

    def skip_block(self) -> None:
        """From an opening brace past its closing one."""
        depth = 0
        while True:
            part = self.take()
            depth += (part == "{") - (part == "}")
            if depth == 0:
                return

    def skip_statement(self) -> None:
        depth = 0
        while self.peek():
            part = self.take()
            depth += (part in "{([") - (part in "})]")
            if depth == 0 and part in (";", "}"):
                return

    def statements(self, scope: Scope) -> None:
        while self.peek() not in ("", "}"):
            self.statement(scope)

    def statement(self, scope: Scope) -> None:
        while self.peek() in ("export", "declare"):
            self.take()
        word = self.peek()
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ""
        if word in ("module", "namespace") and following != ":":
            self.take()
            named = self.take().strip("'\"")
            inner = scope if named in ("stripe", "Stripe") else (*scope, named)
            while self.peek() == ".":
                self.take()
                inner = (*inner, self.take())
            if named.endswith("Params"):
                self.skip_block()
                return
            self.take("{")
            self.statements(inner)
            self.take("}")
        elif word == "interface":
            self.interface(scope)
        elif word == "type" and following not in (":", "?"):
            self.take()
            name = self.take()
            if self.peek() == "<":
                self.skip_statement()
                return
            self.take("=")
            self.into.aliases[".".join((*scope, name))] = (self.type(), scope)
            if self.peek() == ";":
                self.take()
        elif word == "class":
            while self.peek() != "{":
                self.take()
            self.skip_block()
        else:
            self.skip_statement()

    def interface(self, scope: Scope) -> None:
        self.take("interface")
        name = self.take()
        if name.endswith("Params") or self.peek() == "<":
            while self.peek() != "{":
                self.take()
            self.skip_block()
            return
        bases = []
        if self.peek() == "extends":
            self.take()
            bases.append(self.type())
            while self.peek() == ",":
                self.take()
                bases.append(self.type())
        members = self.members()
        members += [Member("", False, base) for base in bases]
        known, _ = self.into.interfaces.get(".".join((*scope, name)), ([], scope))
        self.into.interfaces[".".join((*scope, name))] = ([*known, *members], scope)

    def members(self) -> list[Member]:
        self.take("{")
        found = []
        while self.peek() != "}":
            if self.peek() == "readonly":
                self.take()
            if self.peek() == "[":  # an index signature
                while self.take() != "]":
                    pass
                self.take(":")
                found.append(Member("*", True, self.type()))
            else:
                name = self.take().strip("'\"")
                optional = self.peek() == "?"
                if optional:
                    self.take()
                if self.peek() in "(<":  # a method
                    self.skip_statement()
                    continue
                self.take(":")
                found.append(Member(name, optional, self.type()))
            if self.peek() in (";", ","):
                self.take()
        self.take("}")
        return found

    # A type is ("name", qualified), ("literal", value), ("array", type), ("list", type),
    # ("union", types) or ("hash", members).

    def type(self) -> Any:
        if self.peek() == "|":
            self.take()
        parts = [self.intersection()]
        while self.peek() == "|":
            self.take()
            parts.append(self.intersection())
        return parts[0] if len(parts) == 1 else ("union", parts)

    def intersection(self) -> Any:
        first = self.postfix()
        while self.peek() == "&":  # `string & {}`, an open enum
            self.take()
            self.postfix()
        return first

    def postfix(self) -> Any:
        found = self.primary()
        while self.peek() == "[":
            self.take()
            if self.peek() == "]":
                self.take()
                found = ("array", found)
            else:
                self.type()
                self.take("]")
                found = ("name", "any")
        return found

    def primary(self) -> Any:
        part = self.peek()
        if part == "{":
            return ("hash", self.members())
        if part == "(":
            return self.parenthesised()
        self.take()
        if part[0] in "'\"":
            return ("literal", part[1:-1])
        if part[0].isdigit():
            return ("literal", int(part))
        name = part
        while self.peek() == ".":
            self.take()
            name += "." + self.take()
        name = name.removeprefix("Stripe.")
        if self.peek() != "<":
            return ("name", name)
        self.take()
        inner = [self.type()]
        while self.peek() == ",":
            self.take()
            inner.append(self.type())
        self.take(">")
        word = {"Array": "array", "ApiList": "list"}.get(name)
        return (word, inner[0]) if word else ("name", "any")

    def parenthesised(self) -> Any:
        """A type in parentheses, or a function's, about which nothing is said."""
        start, depth = self.at, 0
        while True:
            part = self.take()
            depth += (part == "(") - (part == ")")
            if depth == 0:
                break
        if self.peek() == "=>":
            self.take()
            self.type()
            return ("name", "any")
        self.at = start + 1
        found = self.type()
        self.take(")")
        return found


# They declare the client, not the API.
_CLIENT = re.compile(r"(Errors|OAuth|Webhooks|lib|index|\w*Resource|[A-Z]\w*Types)\.d\.ts")


def files_of(package: Path) -> Iterator[tuple[Path, Scope]]:
    """The files that declare objects, each with the namespace of its directory."""
    resources = package / "esm" / "resources"
    if (package / "types").is_dir():  # until 20: every file opens its namespaces itself
        for path in sorted((package / "types").rglob("*.d.ts")):
            if not _CLIENT.fullmatch(path.name) and path.parent.name not in ("crypto", "net"):
                yield path, ()
        return
    for path in sorted(resources.rglob("*.d.ts")):
        yield path, path.relative_to(resources).parts[:-1]
    yield package / "esm" / "shared.d.ts", ()


def declarations(package: Path) -> Declarations:
    found = Declarations()
    for path, scope in files_of(package):
        Reader(path.read_text(), found).statements(scope)
    return found


class Writer:
    """Turns declarations into JSON Schema, as far as they are reached."""

    def __init__(self, declared: Declarations) -> None:
        self.declared = declared
        self.defs: dict[str, Schema] = {}

    def schema(self, type: Any, scope: Scope) -> Schema:
        word, value = type
        if word == "literal":
            return {"const": value}
        if word == "array":
            return {"type": "array", "items": self.schema(value, scope)}
        if word == "list":
            return list_of(self.schema(value, scope))
        if word == "hash":
            return self.hash(value, scope)
        if word == "union":
            parts = [self.schema(part, scope) for part in value]
            if all(part.keys() == {"const"} for part in parts):
                return {"enum": [part["const"] for part in parts]}
            return {"anyOf": parts}
        full = self.declared.resolve(value, scope)
        if full is None:
            return _SCALARS.get(value, {})
        if value in ("Decimal", "OtherString"):
            return _SCALARS[value]
        self.define(full)
        return {"$ref": f"#/$defs/{full}"}

    def define(self, full: str) -> None:
        if full in self.defs:
            return
        self.defs[full] = {}
        if full in self.declared.aliases:
            type, scope = self.declared.aliases[full]
            self.defs[full] = self.schema(type, scope)
        else:
            members, scope = self.declared.interfaces[full]
            self.defs[full] = self.hash(members, (*scope, full.rpartition(".")[2]))

    def hash(self, members: list[Member], scope: Scope) -> Schema:
        properties: Schema = {}
        required: list[str] = []
        more: Any = False
        for member in members:
            if member.name == "*":
                more = self.schema(member.type, scope)
            elif member.name == "":
                base = self.schema(member.type, scope)
                inherited = self.defs.get(base.get("$ref", "").removeprefix("#/$defs/"), {})
                properties = {**inherited.get("properties", {}), **properties}
                required += inherited.get("required", [])
            else:
                properties[member.name] = self.schema(member.type, scope)
                required += [] if member.optional else [member.name]
        if not members:  # a hash of which nothing is declared may hold anything
            more = True
        found: Schema = {"type": "object", "properties": properties}
        return {**found, "required": sorted(set(required)), "additionalProperties": more}


def list_of(members: Schema) -> Schema:
    """A list object, as the SDK's `ApiList` says; `total_count` stands on some."""
    return {
        "type": "object",
        "properties": {
            "object": {"const": "list"},
            "data": {"type": "array", "items": members},
            "has_more": {"type": "boolean"},
            "url": {"type": "string"},
            "total_count": {"type": "number"},
        },
        "required": ["data", "has_more", "object", "url"],
        "additionalProperties": False,
    }


def read(package: Path) -> Schema:
    """The package's schema: `$defs`, and `objects` from `object` to the names of its types."""
    declared = declarations(package)
    writer = Writer(declared)
    objects: dict[str, list[str]] = {}
    for name, (members, _) in sorted(declared.interfaces.items()):
        for member in members:
            if member.name == "object" and member.type[0] == "literal" and name[:3] != "V2.":
                writer.define(name)
                objects.setdefault(member.type[1], []).append(name)
    return {"$defs": writer.defs, "objects": objects}
