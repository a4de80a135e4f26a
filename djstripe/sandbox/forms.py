"""
Parameters: bracketed forms to nested values, and nested values checked against an operation.

`items[0][price]=p&expand[]=x` is `{"items": [{"price": "p"}], "expand": ["x"]}`. What a type in
`catalogue.json` looks like is explained in `tools/sandbox_catalogue.py`.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from . import catalogue
from .catalogue import Json
from .errors import ApiError, invalid, required, unknown

_KEY = re.compile(r"[^\[\]]+|\[\]")
DEPTH = 32
# Of metadata: https://docs.stripe.com/metadata#data
MAX_KEYS = 50
MAX_KEY_LENGTH = 40
MAX_VALUE_LENGTH = 500


def decode(encoded: str) -> Json:
    """Nested values of a query string or a form body; all leaves are strings."""
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise invalid("The request's parameters are not a valid UTF-8 form.") from None
    return nest(pairs)


def nest(pairs: list[tuple[str, str]]) -> Json:
    root: Json = {}
    for key, value in pairs:
        path = _KEY.findall(key)
        if not path or path[0] == "[]" or len(path) > DEPTH:
            raise invalid(f"Invalid parameter name: {key[:100]}", param=key[:100])
        node = root
        for at, part in enumerate(path[:-1]):
            name = part if part != "[]" else _place(node, path[at + 1 :])
            child = node.setdefault(name, {})
            if not isinstance(child, dict):
                raise invalid(f"Invalid object at {key[:100]}", param=key[:100])
            node = child
        last = path[-1]
        node[str(len(node)) if last == "[]" else last] = value
    return {name: _listed(value) for name, value in root.items()}


def _place(node: Json, rest: list[str]) -> str:
    """Where `[]` in the middle of a key points: the last member, or a new one if that has it."""
    last = str(len(node) - 1)
    if node and isinstance(node.get(last), dict) and rest[0] not in node[last]:
        return last
    return str(len(node))


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isascii() and name.isdigit() for name in value):
        return [_listed(value[name]) for name in sorted(value, key=lambda n: (len(n), n))]
    return {name: _listed(child) for name, child in value.items()}


def encode(params: Json) -> str:
    """The reverse of `decode`, for clients in Python."""
    return urlencode(flatten(params))


def flatten(params: Json) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []

    def walk(key: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, child in value.items():
                walk(f"{key}[{name}]", child)
        elif isinstance(value, (list, tuple)):
            for at, child in enumerate(value):
                walk(f"{key}[{at}]", child)
        elif value is None:
            pairs.append((key, ""))
        else:
            pairs.append((key, str(value).lower() if isinstance(value, bool) else str(value)))

    for name, value in params.items():
        walk(name, value)
    return pairs


class Checker:
    """
    Turns the strings of a request into values of the types an operation declares.

    Raises ApiError for missing, unknown (unless lenient) and wrongly typed parameters.
    """

    def __init__(self, lenient: bool = False) -> None:
        self.lenient = lenient

    def fields(self, params: Json, index: int, at: str = "") -> Json:
        declared = catalogue.structure(index)
        values: Json = {}
        for name, value in params.items():
            kind = declared.get(name, declared.get(f"{name}!"))
            path = f"{at}[{name}]" if at else name
            if kind is None and name == "expand":
                kind = ["l", "s"]
            if kind is None and not self.lenient:
                raise unknown(path)
            if name == "metadata" and isinstance(value, dict):
                check_metadata(value, path)
            values[name] = value if kind is None else self.value(value, kind, path)
        for name in declared:
            if name.endswith("!") and params.get(name[:-1]) in (None, ""):
                path = name[:-1]
                raise required(f"{at}[{path}]" if at else path)
        return values

    def value(self, value: Any, kind: Any, at: str) -> Any:
        if isinstance(kind, int):
            if isinstance(value, dict):
                return self.fields(value, kind, at)
            if value == "":
                return None
            raise invalid(f"Invalid object: {at}", param=at, code="parameter_invalid_empty")
        if isinstance(kind, list):
            return self.compound(value, kind, at)
        return scalar(value, kind, at)

    def compound(self, value: Any, kind: list[Any], at: str) -> Any:
        word, rest = kind[0], kind[1:]
        if word == "|":
            return self.choice(value, rest, at)
        if value == "":
            return None if word == "m" else []
        if word == "l":
            members = value if isinstance(value, list) else None
            if members is None:
                raise invalid(f"Invalid array: {at}", param=at)
            if any(member == "" for member in members):
                code = "parameter_invalid_empty"
                raise invalid(f"An empty member is not allowed in {at}.", param=at, code=code)
            return [self.value(v, rest[0], f"{at}[{n}]") for n, v in enumerate(members)]
        if isinstance(value, list):  # metadata keys may all be digits
            value = {str(n): v for n, v in enumerate(value)}
        if not isinstance(value, dict):
            raise invalid(f"Invalid hash: {at}", param=at)
        return {
            name: v if v == "" else self.value(v, rest[0], f"{at}[{name}]")
            for name, v in value.items()
        }

    def choice(self, value: Any, kinds: list[Any], at: str) -> Any:
        if value == "" and "u" in kinds:
            return None
        failure: ApiError | None = None
        for kind in sorted(kinds, key=lambda k: _PREFERENCE.get(str(k), 0)):
            if kind == "u":
                continue
            try:
                return self.value(value, kind, at)
            except ApiError as error:
                failure = failure if failure and isinstance(kind, str) else error
        assert failure is not None
        raise failure


def check_metadata(metadata: Json, at: str) -> None:
    """50 keys of 40 characters with values of 500; a key cannot be long even to be unset."""
    check_key_count(metadata, at)
    for key, value in metadata.items():
        if len(key) > MAX_KEY_LENGTH:
            raise invalid(f"Invalid key: {key[:100]} has more than {MAX_KEY_LENGTH} characters", at)
        if isinstance(value, str) and len(value) > MAX_VALUE_LENGTH:
            path = f"{at}[{key}]"
            raise invalid(f"Invalid val: it has more than {MAX_VALUE_LENGTH} characters", path)


def check_key_count(metadata: Json, at: str = "metadata") -> None:
    set_ = sum(1 for value in metadata.values() if value not in ("", None))
    if set_ > MAX_KEYS:
        raise invalid(f"Metadata can have up to {MAX_KEYS} keys, but you've set {set_}.", at)


_PREFERENCE = {"i": 1, "b": 1, "f": 2, "n": 2, "s": 3, "?": 4}


def scalar(value: Any, kind: str, at: str) -> Any:
    """One leaf. "" asks to unset a field and is None; numbers and booleans cannot be unset."""
    if value == "" and kind in ("i", "b", "f"):
        raise ApiError(
            f"You passed an empty string for '{at}', which cannot be unset.",
            param=at,
            code="parameter_invalid_empty",
        )
    if value == "" and kind != "?":
        return None
    if isinstance(value, (dict, list)):
        if kind == "?":
            return value
        raise invalid(f"Invalid string: {at} is a hash or an array", param=at)
    text = str(value)
    if kind == "i":
        if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            code = "parameter_invalid_integer"
            raise invalid(f"Invalid integer: {text[:100]}", param=at, code=code)
        return int(text)
    if kind == "b":
        if text.lower() not in ("true", "false"):
            raise invalid(f"Invalid boolean: {text[:100]}", param=at)
        return text.lower() == "true"
    if kind in ("f", "n"):
        if not re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", text, re.ASCII):
            raise invalid(f"Invalid decimal: {text[:100]}", param=at)
        return float(text) if kind == "f" else text
    return text
