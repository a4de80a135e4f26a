"""
Search: Stripe's query language over the objects of a type.

Clauses `field:"value"`, `field~"part"`, `field>5`, `-field:"value"`, `field:null` and
`metadata["key"]:"value"`, ten at most, joined by AND or by OR but not by both; results newest
first, with a page token of their own. Source: https://docs.stripe.com/search

Which fields Stripe has indexed for each type is not known here: any field of the type is found.
A search sees everything at once; `sandbox.faults.search_lag()` lets it run behind as Stripe's does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from . import catalogue
from .calls import Call, Page
from .errors import ApiError, invalid, required
from .state import Key, Record, between

MAX_CLAUSES = 10
MIN_SUBSTRING = 3
_CLAUSE = re.compile(
    r"""\s*(?P<negated>-?)
    (?P<field>[A-Za-z_][\w.]*)
    (?:\[\s*(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\])?
    \s*(?P<operator><=|>=|:|<|>|~)\s*
    (?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.+-]+)
    \s*""",
    re.VERBOSE,
)
_JOIN = re.compile(r"(AND|OR|and|or)\b\s*|(?=-?[A-Za-z_])")

Test = Callable[[Record], bool]


class Clause(NamedTuple):
    """One condition of a query: a field, or one key of a hash, compared with a value."""

    negated: bool
    field: str
    key: str | None
    operator: str
    value: str | None  # None is null


def search_page(call: Call) -> Page:
    """The page of results that the parameters ask for."""
    query = str(call.params.get("query") or "")
    if not query.strip():
        raise required("query")
    test = test_of(query, call.kind)
    limit = call.params.get("limit", 10)
    if not isinstance(limit, int) or not 1 <= limit <= 100:
        code = "parameter_invalid_integer"
        raise invalid("Invalid limit: it must be from 1 to 100.", param="limit", code=code)
    order = call.world.shelf.table(call.kind).order
    _, end = between(order, None, _key_of(call.params.get("page"), query))
    found: list[Record] = []
    for at in range(end - 1, -1, -1):
        if test(order[at]):
            found.append(order[at])
            if len(found) > limit:
                break
    page = Page(found[:limit], len(found) > limit, call.path, search=True)
    if page.has_more:
        page.next_page = _token(page.records[-1].key, query)
    if "total_count" in (call.params.get("expand") or []):
        page.total_count = sum(1 for record in order if test(record))
    return page


# -- page tokens ---------------------------------------------------------------------------------


def _token(key: Key, query: str) -> str:
    """Where the next page begins; good for the same query only."""
    encoded = json.dumps([_digest(query), *key]).encode()
    return base64.urlsafe_b64encode(encoded).decode().rstrip("=")


def _key_of(token: Any, query: str) -> Key | None:
    if token in (None, ""):
        return None
    text = str(token)
    try:
        padded = text + "=" * (-len(text) % 4)
        digest, created, sequence = json.loads(base64.b64decode(padded, b"-_", validate=True))
        key = (int(created), int(sequence))
    except (binascii.Error, ValueError, TypeError):
        raise invalid("Invalid page token.", param="page") from None
    if digest != _digest(query):
        raise invalid("This page token belongs to another query.", param="page")
    return key


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:12]


# -- queries -------------------------------------------------------------------------------------


def test_of(query: str, kind: str) -> Test:
    """A query as a test of a record; raises for what the language does not allow."""
    clauses, joined_by = parse(query)
    tests = [_clause_test(clause, kind) for clause in clauses]
    if joined_by == "OR":
        return lambda record: any(test(record) for test in tests)
    return lambda record: all(test(record) for test in tests)


def parse(query: str) -> tuple[list[Clause], str]:
    """The clauses of a query and what joins them."""
    clauses: list[Clause] = []
    joins: set[str] = set()
    at = 0
    while True:
        match = _CLAUSE.match(query, at)
        if match is None:
            raise _unreadable(query[at:])
        clauses.append(_clause(match))
        at = match.end()
        if at == len(query):
            break
        join = _JOIN.match(query, at)
        if join is None:
            raise _unreadable(query[at:])
        joins.add((join[1] or "AND").upper())
        at = join.end()
    if len(joins) > 1:
        raise invalid("A query is joined by AND or by OR, not by both.", param="query")
    if len(clauses) > MAX_CLAUSES:
        raise invalid(f"A query has at most {MAX_CLAUSES} clauses.", param="query")
    return clauses, joins.pop() if joins else "AND"


def _unreadable(rest: str) -> ApiError:
    return invalid(f"The search query cannot be read from here on: {rest[:80]!r}.", param="query")


def _clause(match: re.Match[str]) -> Clause:
    value, quoted = _unquoted(match["value"])
    null = not quoted and value.lower() == "null"
    key = _unquoted(match["key"])[0] if match["key"] is not None else None
    return Clause(
        bool(match["negated"]), match["field"], key, match["operator"], None if null else value
    )


def _unquoted(text: str) -> tuple[str, bool]:
    if text[:1] in ("'", '"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1]), True
    return text, False


def _clause_test(clause: Clause, kind: str) -> Test:
    shape = catalogue.shape(kind)
    root = clause.field.partition(".")[0]
    if shape is not None and root not in shape.fields:
        raise invalid(f"Field `{clause.field}` cannot be searched in a {kind}.", param="query")
    compare = _comparison(clause)
    return lambda record: compare(_values(record, clause)) != clause.negated


def _values(record: Record, clause: Clause) -> list[Any]:
    """What stands at the clause's field; several values where the path leads through an array."""
    nodes: list[Any] = [record.data]
    parts = clause.field.split(".") + ([clause.key] if clause.key is not None else [])
    for part in parts:
        reached: list[Any] = []
        for node in nodes:
            found = node.get(part) if isinstance(node, dict) else None
            reached += found if isinstance(found, list) else [found]
        nodes = reached
    return [node.get("id") if isinstance(node, dict) else node for node in nodes]


def _comparison(clause: Clause) -> Callable[[list[Any]], bool]:
    wanted = clause.value
    if wanted is None:
        if clause.operator != ":":
            raise invalid("null can only be compared by `:`.", param="query")
        return lambda values: all(value in (None, "") for value in values)
    if clause.operator == ":":
        lowered = wanted.lower()
        return lambda values: any(_text(value) == lowered for value in values)
    if clause.operator == "~":
        if len(wanted) < MIN_SUBSTRING:
            raise invalid(
                f"A substring has at least {MIN_SUBSTRING} characters: {wanted!r}.", param="query"
            )
        part = wanted.lower()
        return lambda values: any(part in _text(value) for value in values)
    bound, operator = _number(wanted), clause.operator
    return lambda values: any(_ordered(value, operator, bound) for value in values)


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise invalid(f"Invalid number in search: {text[:40]}.", param="query") from None


def _ordered(value: Any, operator: str, bound: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return {
        "<": value < bound,
        ">": value > bound,
        "<=": value <= bound,
        ">=": value >= bound,
    }[operator]
