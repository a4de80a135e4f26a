"""
What every operation does unless it has a behaviour of its own: keep objects faithfully.

Creating fills the SDK's shape from the parameters of the same name; modifying merges (metadata by
key, "" unsets); deleting leaves Stripe's stub; listing filters, orders and pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import catalogue, render, routes, testclocks
from .catalogue import Json, Operation
from .errors import ApiError, invalid, missing, not_simulated, required
from .state import EMBEDDED, OLDEST_FIRST, Key, Record, between
from .world import World, blank


@dataclass
class Call:
    """One operation being done: where, with which ids of the path and which parameters."""

    world: World
    operation: Operation
    ids: dict[str, str]
    params: Json
    account: str
    path: str

    @property
    def kind(self) -> str:
        """The type of the object the operation is about."""
        return self.operation.types[0]

    @property
    def id(self) -> str:
        """The id in the path that stands last."""
        return self.ids[self.operation.names[-1]]

    def target(self) -> Record:
        """The object the path ends at; raises `resource_missing`."""
        return find_target(self)


@dataclass
class Content:
    """An answer that is not JSON: a file's bytes."""

    body: bytes
    type: str


Answer = Record | Json | Content
Behaviour = Callable[[Call], "Answer | Page"]
BEHAVIOURS: dict[tuple[str, str], Behaviour] = {}


def behaviour(method: str, template: str) -> Callable[[Behaviour], Behaviour]:
    """Register what an operation does, by its verb and the SDK's path template."""

    def register(function: Behaviour) -> Behaviour:
        operation = routes.at(method, template)
        if operation is None:
            raise LookupError(f"The SDK has no operation {method} {template}.")
        BEHAVIOURS[method, operation.template] = function
        return function

    return register


def perform(call: Call) -> Answer | Page:
    """Do an operation: its behaviour, or what its kind of operation does by default."""
    testclocks.stand_at(call.world, call.operation.types, call.ids, call.params)
    own = BEHAVIOURS.get((call.operation.method, call.operation.template))
    if own is not None:
        return own(call)
    return _DEFAULTS[routes.word_of(call.operation)](call)


# -- finding -------------------------------------------------------------------------------------


def parent_kinds(operation: Operation) -> tuple[str, ...]:
    """The types of the object that a nested path hangs on."""
    owner = routes.parent_of(operation.template)
    return owner.types if owner is not None else ()


def backref_of(operation: Operation) -> str:
    """Where a nested object names its parent; a hidden key if its shape has no such field."""
    owner = parent_kinds(operation)[0]
    for embedded in EMBEDDED:
        if embedded.owner == owner and embedded.members[0] in operation.types:
            return embedded.backref
    return owner.rpartition(".")[2]


def find_parent(call: Call) -> Record | None:
    """The object that a nested path hangs on; raises `resource_missing`."""
    owner = routes.parent_of(call.operation.template)
    if owner is None or len(call.operation.names) < len(owner.names):
        return None
    id = call.ids[call.operation.names[len(owner.names) - 1]]
    found = call.world.shelf.find_any(owner.types, id)
    if found is None:
        raise missing(owner.types[0], id, call.operation.names[len(owner.names) - 1])
    return found


def find_target(call: Call) -> Record:
    id, kinds = call.id, call.operation.types
    nested = routes.word_of(call.operation) in ("retrieve", "modify", "delete")
    parent = find_parent(call) if nested and len(call.operation.names) > 1 else None
    found = call.world.shelf.find_any(kinds, id)
    if found is None and not nested:
        owner = routes.parent_of(call.operation.template)
        found = call.world.shelf.find_any(owner.types, id) if owner is not None else None
    if found is not None and parent is not None:
        named = found.value(backref_of(call.operation))
        found = found if named in (parent.id, None) else None
    if found is None:
        raise missing(kinds[0], id)
    return found


# -- retrieve, create, modify, delete ------------------------------------------------------------


def retrieve(call: Call) -> Answer:
    gone = call.world.shelf.table(call.kind).gone.get(call.id)
    if call.kind == "customer" and gone is not None:
        return render.stub(gone)
    return call.target()


def fields_from(kind: str, params: Json) -> Json:
    """The parameters that are fields of the type under the same name."""
    shape = catalogue.shape(kind)
    skipped = {"expand", "object", "created", "livemode"}
    fields = {
        name: value
        for name, value in params.items()
        if name not in skipped and (shape is None or name in shape.fields)
    }
    if isinstance(fields.get("metadata"), dict):
        fields["metadata"] = {k: v for k, v in fields["metadata"].items() if v not in ("", None)}
    elif "metadata" in fields:
        fields["metadata"] = {}
    return fields


def create(call: Call) -> Answer:
    kind = created_kind(call)
    fields, hidden = fields_from(kind, call.params), dict[str, Any]()
    if routes.parent_of(call.operation.template) is not None:
        parent = find_parent(call)
        assert parent is not None
        shape, name = catalogue.shape(kind), backref_of(call.operation)
        (fields if shape is None or name in shape.fields else hidden)[name] = parent.id
    check_references(call.world, kind, fields)
    if "url" in catalogue_fields(kind) and not fields.get("url"):
        fields["url"] = f"https://sandbox.invalid/{kind}/{call.world.shelf.state.token(12)}"
    if "id" not in catalogue_fields(kind):
        return {"object": kind, **_without_id(call.world, kind, fields)}
    return call.world.create(kind, fields, hidden=hidden)


def _without_id(world: World, kind: str, fields: Json) -> Json:
    from_shape = {**blank(kind), **catalogue.completed_inside(fields, kind)}
    if "created" in from_shape:
        from_shape["created"] = world.now
    if "livemode" in from_shape:
        from_shape["livemode"] = world.shelf.livemode
    return from_shape


def created_kind(call: Call) -> str:
    """Which of an operation's types is made: `source[object]`, else the likeliest."""
    for name in ("external_account", "source"):
        given = call.params.get(name)
        if isinstance(given, dict) and given.get("object") in call.operation.types:
            return str(given["object"])
        if isinstance(given, str) and "bank_account" in call.operation.types:
            return "bank_account" if given.startswith(("btok_", "ba_")) else "card"
    return call.kind


def catalogue_fields(kind: str) -> Json:
    shape = catalogue.shape(kind)
    return shape.fields if shape is not None else {}


def check_references(world: World, kind: str, fields: Json) -> None:
    """Refuse ids of objects that do not exist, where the SDK says which type a field names."""
    shape = catalogue.shape(kind)
    for name, targets in shape.expand.items() if shape else ():
        value = fields.get(name)
        if (
            isinstance(value, str)
            and targets
            and render.resolve(world.shelf, targets, value) is None
        ):
            raise missing(targets[0], value, name)


def merged(record: Record, params: Json) -> Json:
    """The fields that a modification gives new values, merged with the old ones."""
    changes: Json = {}
    for name, value in fields_from(record.kind, {**params, "metadata": None}).items():
        if name == "metadata" or name == "id":
            continue
        old = record.data.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        changes[name] = {**old, **value} if both else value  # type: ignore[dict-item]
    if "metadata" in params:
        changes["metadata"] = merged_metadata(record.data.get("metadata"), params["metadata"])
    return changes


def merged_metadata(old: Any, new: Any) -> Json:
    """Keys are set one by one; a key with "" and the whole with "" are unset."""
    if not isinstance(new, dict):
        return {}
    both = {**(old if isinstance(old, dict) else {}), **new}
    return {name: value for name, value in both.items() if value not in ("", None)}


def modify(call: Call) -> Answer:
    record = call.target()
    changes = merged(record, call.params)
    check_references(call.world, record.kind, changes)
    return call.world.update(record, changes)


def delete(call: Call) -> Answer:
    record = call.target()
    call.world.delete(record)
    return render.stub(record)


def singleton(call: Call) -> Answer:
    """An object without id, one to each account (or to each parent)."""
    parent = find_parent(call) if call.operation.names else None
    id = f"{call.kind}:{parent.id if parent else ''}"
    record = call.world.find(call.kind, id)
    if record is None:
        fields: Json = {"livemode": call.world.shelf.livemode}
        if parent is not None:
            fields[parent.kind] = parent.id
        known = {**blank(call.kind), **fields, "object": call.kind, "id": id}
        record = call.world.shelf.add(call.kind, known, call.world.now)
    if call.operation.method == "POST":
        call.world.update(record, merged(record, call.params))
    return {name: value for name, value in render.view(record).items() if name != "id"}


def action(call: Call) -> Answer:
    raise not_simulated(f"{call.operation.method} {call.operation.template}")


# -- lists ---------------------------------------------------------------------------------------


@dataclass
class Page:
    """One page of a list: records to be rendered, and what is said about them."""

    records: list[Record]
    has_more: bool
    url: str
    search: bool = False
    next_page: str | None = None
    total_count: int | None = None


_PAGING = {"limit", "starting_after", "ending_before", "expand", "include"}
_BOUNDS = {"gt", "gte", "lt", "lte"}

# Filters that stand elsewhere in the object than under their own name.
_PATHS = {
    ("invoice", "subscription"): "parent.subscription_details.subscription",
    ("quote", "subscription"): "parent.subscription_details.subscription",
    ("promotion_code", "coupon"): "promotion.coupon",
    ("checkout.session", "customer_details.email"): "customer_details.email",
    ("payment_intent", "customer"): "customer",
}


def list_page(call: Call) -> Page:
    """The page of a list that the parameters ask for; newest first but for owned members."""
    params = call.params
    conditions = dict(conditions_of(call))
    tables = [call.world.shelf.table(kind) for kind in call.operation.types]
    oldest_first = call.kind in OLDEST_FIRST
    records, tests = _narrowed(call, conditions)
    if call.operation.types == ("account",):
        mine = call.world.shelf.state.platform_of
        tests.append(lambda one: mine(one.id) == call.account)
    tests.extend(_special(call))
    low, high = _created_bounds(params)
    if "created" in conditions:
        tests.append(range_test("created", conditions.pop("created")))
    limit = limit_of(params)
    before, after = params.get("ending_before"), params.get("starting_after")
    if before and after:
        raise invalid("You cannot use both ending_before and starting_after.")
    forward = not before
    if before or after:
        name = "ending_before" if before else "starting_after"
        cursor = cursor_of(tables, call.kind, str(before or after), name)
        if bool(before) != oldest_first:
            low = max(low, cursor) if low else cursor
        else:
            high = min(high, cursor) if high else cursor
    start, end = between(records, low, high)
    ascending = forward == oldest_first
    order = range(start, end) if ascending else range(end - 1, start - 1, -1)
    found = _take((records[n] for n in order), tests, limit + 1)
    page = found[:limit]
    return Page(page if forward else page[::-1], len(found) > limit, call.path)


def _take(records: Iterable[Record], tests: list[Any], count: int) -> list[Record]:
    found: list[Record] = []
    for record in records:
        if all(test(record) for test in tests):
            found.append(record)
            if len(found) == count:
                break
    return found


def _narrowed(call: Call, conditions: Json) -> tuple[list[Record], list[Any]]:
    """The shortest list that an index gives, oldest first, and the tests that remain."""
    kinds, shelf = call.operation.types, call.world.shelf
    equal = {k: v for k, v in conditions.items() if not isinstance(v, (dict, list))}
    tests: list[Any] = []
    best: str | None = None
    if len(kinds) == 1:
        table = shelf.table(kinds[0])
        sizes = {name: len(table.by(path_of(kinds[0], name), v)) for name, v in equal.items()}
        best = min(sizes, key=lambda name: sizes[name], default=None)
        records = table.by(path_of(kinds[0], best), equal[best]) if best else table.order
    else:
        every = (record for kind in kinds for record in shelf.table(kind).order)
        records = sorted(every, key=lambda record: record.key)
    for name, value in conditions.items():
        if name == best or name == "created":
            continue
        path = path_of(kinds[0], name)
        if isinstance(value, dict):
            tests.append(range_test(path, value))
        else:
            tests.append(_value_test(path, value))
    return records, tests


def path_of(kind: str, name: str) -> str:
    return _PATHS.get((kind, name), name)


def _value_test(path: str, value: Any) -> Callable[[Record], bool]:
    if isinstance(value, list):
        singular = {"ids": "id", "lookup_keys": "lookup_key"}.get(path, path)
        return lambda record: record.value(singular) in value
    return lambda record: bool(record.value(path) == value)


def range_test(path: str, bounds: Any) -> Callable[[Record], bool]:
    given = bounds if isinstance(bounds, dict) else {"gte": bounds, "lte": bounds}
    limits = {name: bound for name, bound in given.items() if isinstance(bound, int)}

    def inside(record: Record) -> bool:
        at = record.value(path)
        if path == "created" and at is None:
            at = record.created
        if not isinstance(at, int):
            return False
        return bool(
            at > limits.get("gt", at - 1)
            and at >= limits.get("gte", at)
            and at < limits.get("lt", at + 1)
            and at <= limits.get("lte", at)
        )

    return inside


def _created_bounds(params: Json) -> tuple[Key | None, Key | None]:
    """The keys between which `created` allows a record, so that a search needs no scan."""
    bounds = params.get("created")
    if isinstance(bounds, int):
        bounds = {"gte": bounds, "lte": bounds}
    if not isinstance(bounds, dict):
        return None, None
    bounds = {name: bound for name, bound in bounds.items() if isinstance(bound, int)}
    at_least = [bounds[k] + n for k, n in (("gte", 0), ("gt", 1)) if k in bounds]
    at_most = [bounds[k] - n for k, n in (("lte", 0), ("lt", 1)) if k in bounds]
    low = (max(at_least), 0) if at_least else None
    return low, (min(at_most) + 1, 0) if at_most else None


def limit_of(params: Json) -> int:
    limit = params.get("limit", 10)
    if not isinstance(limit, int) or not 1 <= limit <= 100:
        code = "parameter_invalid_integer"
        raise invalid("Invalid limit: it must be from 1 to 100.", param="limit", code=code)
    return limit


def cursor_of(tables: list[Any], kind: str, id: str, param: str) -> Key:
    for table in tables:
        found = table.records.get(id) or table.gone.get(id)
        if found is not None:
            key: Key = found.key
            return key
    raise missing(kind, id, param)


def conditions_of(call: Call) -> list[tuple[str, Any]]:
    """What the parameters and the path ask of a record: name and value, bounds or choices."""
    found: list[tuple[str, Any]] = []
    if call.operation.names:
        parent = find_parent(call)
        if parent is not None:
            found.append((backref_of(call.operation), parent.id))
    ignored = _PAGING | _HANDLED.get(call.kind, set())
    for name, value in call.params.items():
        if name in ignored or value is None:
            continue
        if isinstance(value, dict) and not _BOUNDS & value.keys():
            found.extend((f"{name}.{inner}", one) for inner, one in value.items())
        elif name == "created" or isinstance(value, dict):
            found.append((name, value))
        else:
            found.append((name, value))
    return found


_HANDLED = {
    "subscription": {"status", "price", "plan", "current_period_start", "current_period_end"},
    "balance_transaction": set(),
    "entitlements.active_entitlement": set(),
}


# Objects on test clocks are left out of these lists unless one of the parameters is given, as the
# SDK's parameters say of each.
_CLOCKED = {
    "customer": ("test_clock",),
    "quote": ("test_clock", "customer"),
    "subscription": ("test_clock", "customer"),
    "subscription_schedule": ("customer",),
}


def _special(call: Call) -> list[Callable[[Record], bool]]:
    tests = _subscription_tests(call) if call.kind == "subscription" else []
    if call.kind in _CLOCKED and not any(call.params.get(one) for one in _CLOCKED[call.kind]):
        tests.append(lambda one: not one.data.get("test_clock"))
    return tests


def _subscription_tests(call: Call) -> list[Callable[[Record], bool]]:
    params, shelf = call.params, call.world.shelf
    status = params.get("status")
    tests: list[Callable[[Record], bool]] = []
    if status == "ended":
        tests.append(lambda one: one.data["status"] in ("canceled", "incomplete_expired"))
    elif status is None:
        tests.append(lambda one: one.data.get("status") != "canceled")
    elif status != "all":
        tests.append(lambda one: one.data.get("status") == status)
    for name in ("price", "plan"):
        if params.get(name):
            items = shelf.table("subscription_item").by(name, params[name])
            owners = {item.value("subscription") for item in items}
            tests.append(lambda one, owners=owners: one.id in owners)  # type: ignore[misc]
    for name, choose in (("current_period_start", max), ("current_period_end", min)):
        if params.get(name) is not None:
            tests.append(_period_test(call, name, choose, params[name]))
    return tests


def _period_test(
    call: Call, name: str, choose: Callable[[list[int]], int], bounds: Any
) -> Callable[[Record], bool]:
    """A subscription's period, since basil: from the latest start to the earliest end of items."""
    inside = range_test("moment", bounds)
    items = call.world.shelf.table("subscription_item")

    def test(record: Record) -> bool:
        moments = [item.data.get(name) for item in items.by("subscription", record.id)]
        known = [moment for moment in moments if isinstance(moment, int)]
        probe = Record("", "", {"moment": choose(known) if known else None}, (0, 0), record.shelf)
        return inside(probe)

    return test


# -- search --------------------------------------------------------------------------------------

_TERM = re.compile(
    r"""\s*(-?)([\w.]+(?:\[["']\w+["']\])?)\s*(:|<=|>=|<|>|~)\s*("[^"]*"|'[^']*'|[\w.]+)"""
)


def search_page(call: Call) -> Page:
    """Search by `field:"value"` and `field>number`, joined by AND; nothing else is understood."""
    query = str(call.params.get("query") or "")
    if not query:
        raise required("query")
    tests = [_search_test(query_part) for query_part in re.split(r"\s+AND\s+", query)]
    limit = limit_of(call.params)
    records = call.world.shelf.table(call.kind).order
    skip = _search_offset(call.params.get("page"))
    found = _take(reversed(records), tests, skip + limit + 1)[skip:]
    return Page(found[:limit], len(found) > limit, call.path, search=True)


def _search_offset(page: Any) -> int:
    if page in (None, ""):
        return 0
    if not re.fullmatch(r"page_\d{1,9}", str(page), re.ASCII):
        raise invalid("Invalid page token.", param="page")
    return int(str(page)[5:])


def _search_test(part: str) -> Callable[[Record], bool]:
    match = _TERM.fullmatch(part.strip())
    if match is None:
        raise ApiError(
            f"The sandbox's search understands field:'value' joined by AND, not {part[:80]!r}.",
            code="sandbox_not_simulated",
            param="query",
        )
    negated, name, operator, value = match.groups()
    value = value.strip("\"'")
    path = re.sub(r"\[[\"'](\w+)[\"']\]", r".\1", name)

    def test(record: Record) -> bool:
        found = record.value(path)
        if operator == ":":
            same = str(found).lower() == value.lower()
        elif operator == "~":
            same = value.lower() in str(found or "").lower()
        else:
            same = isinstance(found, int) and _compare(found, operator, value)
        return same != bool(negated)

    return test


def _compare(found: int, operator: str, value: str) -> bool:
    try:
        bound = float(value)
    except ValueError:
        raise invalid(f"Invalid number in search: {value[:40]}", param="query") from None
    return {
        "<": found < bound,
        ">": found > bound,
        "<=": found <= bound,
        ">=": found >= bound,
    }[operator]


_DEFAULTS: dict[str, Callable[[Call], Answer | Page]] = {
    "list": list_page,
    "search": search_page,
    "retrieve": retrieve,
    "create": create,
    "modify": modify,
    "delete": delete,
    "singleton": singleton,
    "action": action,
}
