"""
Lists: filters, cursors and pages.

A filter names where its value stands in an object; an index of that place gives the records in
order, so that a page costs the same whatever the list's length. A filter that the sandbox cannot
answer is refused, never ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge
from operator import attrgetter
from typing import Any

from . import catalogue, events
from .calls import Call, Page, backref_of, find_parent
from .errors import invalid, missing, not_simulated
from .mischief import matches_type
from .state import MEMBER_OF, OLDEST_FIRST, Key, Record, Table, between

Test = Callable[[Record], bool]
_key = attrgetter("key")
_PAGING = {"limit", "starting_after", "ending_before", "expand", "include"}
_BOUNDS = {"gt", "gte", "lt", "lte"}
# Up to this many records that a range filter leaves are sorted; more are common enough to be met.
_SPARSE = 10_000
_PREVIEWS = {"/v1/credit_notes/preview/lines"}  # lists of what does not exist yet
MOST_TYPES = 20  # in one filter of the events list


@dataclass
class Condition:
    """
    What a record must fulfil: one of the values at a path (so that an index finds it), bounds of
    the value at the path, or a test of any kind.
    """

    path: str = ""
    values: list[Any] | None = None
    bounds: dict[str, int] | None = None
    test: Test | None = None

    def holds(self, record: Record) -> bool:
        if self.test is not None:
            return self.test(record)
        value = record.value(self.path)
        if self.values is not None:
            return value in self.values
        assert self.bounds is not None
        if value is None and self.path == "created":
            value = record.created
        return within(value, self.bounds)


def within(value: Any, bounds: dict[str, int]) -> bool:
    if not isinstance(value, int):
        return False
    return bool(
        value > bounds.get("gt", value - 1)
        and value >= bounds.get("gte", value)
        and value < bounds.get("lt", value + 1)
        and value <= bounds.get("lte", value)
    )


def bounds_of(given: Any) -> dict[str, int]:
    """`{"gte": 5}` as it is, a number as both ends."""
    pairs = given if isinstance(given, dict) else {"gte": given, "lte": given}
    return {name: bound for name, bound in pairs.items() if isinstance(bound, int)}


# -- a page --------------------------------------------------------------------------------------


def list_page(call: Call) -> Page:
    """The page of a list that the parameters ask for; newest first but for owned members."""
    params = call.params
    if call.operation.template in _PREVIEWS:
        raise not_simulated(f"GET {call.operation.template}")
    oldest_first = call.kind in OLDEST_FIRST
    low, high = _created_bounds(params.get("created"))
    if call.kind == "event":
        if call.world.shelf.table("test_helpers.test_clock").order:
            low = high = None  # events on test clocks stand where they arrived
        oldest = (call.world.clock - events.RETENTION_SECONDS, 0)
        low = max(low, oldest) if low else oldest
    tables = [call.world.shelf.table(kind) for kind in call.operation.types]
    before, after = params.get("ending_before"), params.get("starting_after")
    if before and after:
        raise invalid("You cannot use both ending_before and starting_after.")
    if before or after:
        name = "ending_before" if before else "starting_after"
        cursor = _cursor(tables, call.kind, str(before or after), name)
        if bool(before) != oldest_first:
            low = max(low, cursor) if low else cursor
        else:
            high = min(high, cursor) if high else cursor
    forward = not before
    sources, conditions = _narrowed(call, tables)
    ascending = forward == oldest_first
    limit = _limit(call)
    found = _take(in_order(sources, low, high, ascending), conditions, limit)
    page = found if limit is None else found[:limit]
    return Page(page if forward else page[::-1], len(found) > len(page), call.path)


def _take(
    records: Iterable[Record], conditions: list[Condition], limit: int | None
) -> list[Record]:
    """The records that fulfil everything; one more than the limit, if there is one more."""
    found: list[Record] = []
    for record in records:
        if all(condition.holds(record) for condition in conditions):
            found.append(record)
            if limit is not None and len(found) > limit:
                break
    return found


def in_order(
    sources: list[list[Record]], low: Key | None, high: Key | None, ascending: bool
) -> Iterator[Record]:
    """The records of sorted lists between two keys, merged."""
    parts = [_part(source, low, high, ascending) for source in sources]
    return parts[0] if len(parts) == 1 else merge(*parts, key=_key, reverse=not ascending)


def _part(
    source: list[Record], low: Key | None, high: Key | None, ascending: bool
) -> Iterator[Record]:
    start, end = between(source, low, high)
    order = range(start, end) if ascending else range(end - 1, start - 1, -1)
    return (source[at] for at in order)


def _narrowed(call: Call, tables: list[Table]) -> tuple[list[list[Record]], list[Condition]]:
    """The shortest lists that an index gives, and the conditions that remain to be tested."""
    conditions = conditions_of(call)
    best, chosen = [table.order for table in tables], None
    size = sum(len(one) for one in best)
    for condition in conditions:
        found = _candidates(condition, tables)
        if found is not None and (count := sum(len(one) for one in found)) < size:
            best, chosen, size = found, condition, count
    return best, [condition for condition in conditions if condition is not chosen]


def _candidates(condition: Condition, tables: list[Table]) -> list[list[Record]] | None:
    """The records that fulfil a condition, in sorted lists; None if no index knows them."""
    if condition.values is not None:
        values = list(dict.fromkeys(condition.values))
        return [table.by(condition.path, value) for table in tables for value in values]
    if condition.bounds is None or condition.path == "created":
        return None
    found: list[Record] = []
    for table in tables:
        index = table.ordered(condition.path)
        start, end = index.between(condition.bounds)
        if end - start > _SPARSE:
            return None
        found += [record for _, _, record in index.found[start:end]]
    return [sorted(found, key=_key)]


def _created_bounds(given: Any) -> tuple[Key | None, Key | None]:
    """The keys between which `created` allows a record, so that a search needs no scan."""
    if given is None:
        return None, None
    bounds = bounds_of(given)
    at_least = [bounds[k] + n for k, n in (("gte", 0), ("gt", 1)) if k in bounds]
    at_most = [bounds[k] - n for k, n in (("lte", 0), ("lt", 1)) if k in bounds]
    low = (max(at_least), 0) if at_least else None
    return low, (min(at_most) + 1, 0) if at_most else None


def _limit(call: Call) -> int | None:
    """How many to show; None where the operation knows no pages and shows everything."""
    structure = call.operation.structure
    if structure is not None and "limit" not in catalogue.structure(structure):
        return None
    limit = call.params.get("limit", 10)
    if not isinstance(limit, int) or not 1 <= limit <= 100:
        code = "parameter_invalid_integer"
        raise invalid("Invalid limit: it must be from 1 to 100.", param="limit", code=code)
    return limit


def _cursor(tables: list[Table], kind: str, id: str, param: str) -> Key:
    for table in tables:
        found = table.records.get(id) or table.gone.get(id)
        if found is not None:
            return found.key
    raise missing(kind, id, param)


# -- filters -------------------------------------------------------------------------------------


def conditions_of(call: Call) -> list[Condition]:
    """What the parameters and the path ask of a record."""
    found: list[Condition] = []
    parent = find_parent(call) if call.operation.names else None
    if parent is not None:
        found.append(Condition(backref_of(call.operation), [parent.id]))
    if call.operation.types == ("account",):
        mine = call.world.shelf.state.platform_of
        found.append(Condition(test=lambda one: mine(one.id) == call.account))
    clocked = _CLOCKED.get(call.kind)
    if clocked is not None and not any(call.params.get(name) for name in clocked):
        found.append(Condition("test_clock", [None]))
    own = _OWN.get(call.kind)
    handled = own.names if own is not None else set()
    if own is not None:
        found += own.conditions(call)
    for name, value in call.params.items():
        if name not in _PAGING and name not in handled and value is not None:
            found += _conditions(call, name, value)
    return found


def _conditions(call: Call, name: str, value: Any) -> list[Condition]:
    """What one parameter asks."""
    computed = _COMPUTED.get((call.kind, name))
    if computed is not None:
        return [computed(call, value)]
    if isinstance(value, dict) and not _BOUNDS & value.keys():
        inner = value.items()
        return [one for part, v in inner for one in _conditions(call, f"{name}.{part}", v)]
    path = _path_of(call, name)
    if isinstance(value, dict) or path == "created":
        return [Condition(path, bounds=bounds_of(value))]
    return [Condition(path, value if isinstance(value, list) else [value])]


def _path_of(call: Call, name: str) -> str:
    """Where a filter's value stands in the objects; raises for one that cannot be answered."""
    path = _PATHS.get((call.kind, name)) or _PLURALS.get(name, name)
    if (call.kind, name) in _HIDDEN or path == "created":
        return path
    shapes = [catalogue.shape(kind) for kind in call.operation.types]
    if not any(shape is None or path.partition(".")[0] in shape.fields for shape in shapes):
        raise not_simulated(f"the filter {name} of {call.operation.template}")
    return path


_PLURALS = {"ids": "id", "lookup_keys": "lookup_key"}
# Filters that stand elsewhere in the object than under their own name.
_PATHS = {
    ("billing.alert", "meter"): "usage_threshold.meter",
    ("invoice", "subscription"): "parent.subscription_details.subscription",
    ("product_catalog.trial_offer", "prices"): "price",
    ("promotion_code", "coupon"): "promotion.coupon",
    ("quote", "subscription"): "parent.subscription_details.subscription",
}
# Filters by what an object does not show; seeding says it with `belongs_to`.
_HIDDEN = {
    ("balance_transaction", "payout"),
    ("billing.meter_event_summary", "customer"),
    ("entitlements.active_entitlement", "customer"),
    ("financial_connections.account", "session"),
}


def _archived(call: Call, value: Any) -> Condition:
    return Condition("active", [not value])


def _pending(call: Call, value: Any) -> Condition:
    if value:
        return Condition("invoice", [None])
    return Condition(test=lambda one: one.value("invoice") is not None)


def _scheduled(call: Call, value: Any) -> Condition:
    if value:
        return Condition("status", ["not_started"])
    return Condition(test=lambda one: one.value("status") != "not_started")


def _contains(call: Call, value: Any) -> Condition:
    items = call.world.all("radar.value_list_item", "value", value)
    return Condition("id", [item.value("value_list") for item in items])


def _shipping_currency(call: Call, value: Any) -> Condition:
    def test(record: Record) -> bool:
        fixed = record.data.get("fixed_amount") or {}
        return value == fixed.get("currency") or value in (fixed.get("currency_options") or {})

    return Condition(test=test)


def _of_credit_grant(name: str) -> Callable[[Call, Any], Condition]:
    def condition(call: Call, value: Any) -> Condition:
        grants = call.world.all("billing.credit_grant", name, value)
        return Condition("credit_grant", [grant.id for grant in grants])

    return condition


def _created_since(name: str) -> Callable[[Call, Any], Condition]:
    return lambda call, value: Condition("created", bounds={name: value})


_COMPUTED: dict[tuple[str, str], Callable[[Call, Any], Condition]] = {
    ("billing.credit_balance_transaction", "customer"): _of_credit_grant("customer"),
    ("billing.credit_balance_transaction", "customer_account"): _of_credit_grant(
        "customer_account"
    ),
    ("entitlements.feature", "archived"): _archived,
    ("invoiceitem", "pending"): _pending,
    ("payment_record", "created_after"): _created_since("gt"),
    ("payment_record", "created_before"): _created_since("lt"),
    ("radar.value_list", "contains"): _contains,
    ("shipping_rate", "currency"): _shipping_currency,
    ("subscription_schedule", "scheduled"): _scheduled,
}


# -- filters of one type -------------------------------------------------------------------------


@dataclass
class Own:
    """A type's own reading of some of its filters; asked also when none of them is given."""

    names: set[str]
    conditions: Callable[[Call], list[Condition]]


def _event_conditions(call: Call) -> list[Condition]:
    params, found = call.params, list[Condition]()
    wanted = [params["type"]] if params.get("type") else params.get("types") or []
    if params.get("type") and params.get("types"):
        raise invalid("You may pass either type or types, but not both.", param="types")
    if len(wanted) > MOST_TYPES:
        raise invalid(f"At most {MOST_TYPES} types can be asked for at once.", param="types")
    if wanted:
        types = call.world.shelf.table("event").values("type")
        found.append(Condition("type", [one for one in types if matches_type(one, wanted)]))
    if params.get("delivery_success") is not None:
        found.append(Condition("undelivered", [not params["delivery_success"]]))
    return found


def _endpoint_conditions(call: Call) -> list[Condition]:
    return [Condition(test=lambda one: not one.hidden.get("unlisted"))]


def _subscription_conditions(call: Call) -> list[Condition]:
    params, shelf = call.params, call.world.shelf
    status = params.get("status")
    found: list[Condition] = []
    if status == "ended":
        found.append(Condition("status", ["canceled", "incomplete_expired"]))
    elif status is None:
        statuses = shelf.table("subscription").values("status")
        found.append(Condition("status", [one for one in statuses if one != "canceled"]))
    elif status != "all":
        found.append(Condition("status", [status]))
    for name in ("price", "plan"):
        if params.get(name):
            items = shelf.table("subscription_item").by(name, params[name])
            found.append(Condition("id", [item.value("subscription") for item in items]))
    for name, choose in (("current_period_start", max), ("current_period_end", min)):
        if params.get(name) is not None:
            found.append(_period(call, name, choose, bounds_of(params[name])))
    return found


def _period(
    call: Call, name: str, choose: Callable[[list[int]], int], bounds: dict[str, int]
) -> Condition:
    """A subscription's period, since basil: from the latest start to the earliest end of items."""
    items = call.world.shelf.table("subscription_item")

    def test(record: Record) -> bool:
        moments = [item.data.get(name) for item in items.by("subscription", record.id)]
        known = [moment for moment in moments if isinstance(moment, int)]
        return bool(known) and within(choose(known), bounds)

    return Condition(test=test)


# Objects on test clocks are left out of these lists unless one of the parameters is given, as the
# SDK's parameters say of each.
_CLOCKED = {
    "customer": ("test_clock",),
    "quote": ("test_clock", "customer"),
    "subscription": ("test_clock", "customer"),
    "subscription_schedule": ("customer",),
}
_OWN: dict[str, Own] = {
    "event": Own({"type", "types", "delivery_success"}, _event_conditions),
    "subscription": Own(
        {"status", "price", "plan", "current_period_start", "current_period_end"},
        _subscription_conditions,
    ),
    "webhook_endpoint": Own(set(), _endpoint_conditions),
}


# -- indices -------------------------------------------------------------------------------------


def prepare(kind: str, table: Table) -> None:
    """Give a new table the indices that lists of its type will ask for."""
    equal, ordered = _indexed(kind)
    for path in equal:
        table.index(path)
    for path in ordered:
        table.ordered(path)


@cache
def _indexed(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths of a type's filters by value, and of those by bounds."""
    equal = [one.backref for one in MEMBER_OF.get(kind, ())]
    equal += ["test_clock"] if kind in _CLOCKED else []
    equal += {"event": ["type", "undelivered"], "subscription": ["status"]}.get(kind, [])
    ordered: list[str] = []
    own = _OWN.get(kind)
    for operation in catalogue.operations():
        if operation.answer != "list" or operation.types[:1] != (kind,):
            continue
        for name, type in catalogue.structure(operation.structure or 0).items():
            name = name.rstrip("!")
            handled = name in _PAGING or name == "created" or (own and name in own.names)
            if handled or (kind, name) in _COMPUTED or isinstance(type, int):
                continue
            path = _PATHS.get((kind, name)) or _PLURALS.get(name, name)
            (ordered if _has_bounds(type) else equal).append(path)
    return tuple(dict.fromkeys(equal)), tuple(dict.fromkeys(ordered))


def _has_bounds(type: Any) -> bool:
    return isinstance(type, list) and any(
        isinstance(part, int) and "gte" in catalogue.structure(part) for part in type
    )


__all__ = ["Condition", "in_order", "list_page", "prepare"]
