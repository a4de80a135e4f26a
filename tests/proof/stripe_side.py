"""
Stripe's side: a sandbox with a few accounts, what may happen there, and the events on their way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from djstripe.sandbox import LIVE_KEY, TEST_KEY, Delivery, Fault, Sandbox
from djstripe.sandbox.state import Record, Shelf

from . import scheduler
from .scheduler import ARRIVED, WORKED

NOW = 1_790_000_000
CONNECTED = "acct_connected"
OLDER_VERSION = "2024-06-20"
FORMS = ("current", "older", "thin")  # how an endpoint is told of an event
Json = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """One account in one mode."""

    account: str
    livemode: bool
    connected: bool = False

    @property
    def key(self) -> str:
        return LIVE_KEY if self.livemode else TEST_KEY


@dataclass(frozen=True)
class Ask:
    """One request that changes something: made in the Dashboard, or by a verb of ours."""

    method: str
    path: str
    params: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """
    What an example is about.

    ``stories`` are names of MOVES, ``places`` how many accounts and modes take part (the
    platform in test mode, in live mode, a connected account), ``forms`` how endpoints are told.
    ``many`` makes lists longer than Stripe embeds, ``few`` lets everything happen to the same
    object. ``skew`` is by how many seconds the clock of whoever answers is ahead,
    ``pick`` how a story begins that may begin in two ways. ``inline``: what is still on its way when
    all falls silent is applied by who receives it, one by one; else all of it at once.
    """

    stories: tuple[str, ...]
    places: int = 1
    forms: tuple[str, ...] = ("current",)
    many: bool = False
    few: bool = False
    skew: int = 0
    pick: int = 0
    inline: bool = False


class StripeSide:
    """
    A sandbox that stands still until it is told.

    Its deliveries wait in ``mail`` until somebody takes them. ``on_delivery(endpoint, body,
    headers)`` takes one in and answers with a status.
    """

    def __init__(self, cast: Cast, on_delivery: Callable[[Json, bytes, dict[str, str]], int]):
        self.cast = cast
        self.sandbox = Sandbox(now=NOW)
        self.sandbox.connect(CONNECTED)
        self.sandbox.clock.advance(0.5)
        self.sandbox.webhooks.hold()
        own = self.sandbox.account
        self.places = [Place(own, False), Place(own, True), Place(CONNECTED, False, True)]
        self.places = self.places[: cast.places]
        self.mail: list[Delivery] = []
        self.counted = 0
        self.touched = True  # something may have changed since somebody looked
        self.endpoints: list[Json] = []
        for place in self.places:
            for form in cast.forms:
                self._listen(place, form, on_delivery)
        self._points = [
            Fault(sort="slow", times=None, during=lambda: scheduler.point(ARRIVED)),
            Fault(sort="slow", times=None, after=True, during=self._worked),
        ]
        self.behave()
        for place in self.places:
            self._found(place)
        self.collect()

    def _listen(
        self, place: Place, form: str, on_delivery: Callable[[Json, bytes, dict[str, str]], int]
    ) -> None:
        endpoint: Json = {}
        made = self.sandbox.deliver_to(
            lambda body, headers: on_delivery(endpoint, body, headers),
            connect=place.connected,
            livemode=place.livemode,
            thin=form == "thin",
        )
        endpoint.update(made, account=self.sandbox.account)
        self.endpoints.append(endpoint)
        if form == "older":
            self.sandbox.change(
                "webhook_endpoint",
                made["id"],
                livemode=place.livemode,
                api_version=OLDER_VERSION,
            )

    def _found(self, place: Place) -> None:
        """What is there from the start, because others need it."""
        if _NEED_PRICES.intersection(self.cast.stories):
            self._found_prices(place)
        for move in (move for story in self.cast.stories for move in FIRST.get(story, ())):
            ask = move(self, place, self.cast.pick)
            if ask is not None:
                self.ask(place, ask)

    def _found_prices(self, place: Place) -> None:
        self.ask(place, Ask("POST", "/v1/products", {"id": "prod_base", "name": "Base"}))
        for number in range(13 if self.cast.many else 2):
            price = {
                "product": "prod_base",
                "currency": "usd",
                "unit_amount": 100 + number,
                "recurring": {"interval": "month"},
            }
            self.ask(place, Ask("POST", "/v1/prices", price))
        if "entitlements" in self.cast.stories:
            for number in range(11 if self.cast.many else 1):
                self._entitle(place, "prod_base", number)
            self._found_more(place)

    def _found_more(self, place: Place) -> None:
        """Another product, with a feature of its own: what is entitled to changes by items."""
        self.ask(place, Ask("POST", "/v1/products", {"id": "prod_more", "name": "More"}))
        price = {
            "product": "prod_more",
            "currency": "usd",
            "unit_amount": 500,
            "recurring": {"interval": "month"},
        }
        self.ask(place, Ask("POST", "/v1/prices", price))
        self._entitle(place, "prod_more", 99)

    def _entitle(self, place: Place, product: str, number: int) -> None:
        feature = {"name": f"Feature {number}", "lookup_key": f"feature_{number}"}
        made = self.ask(place, Ask("POST", "/v1/entitlements/features", feature))
        attached = {"entitlement_feature": made["id"] if made else ""}
        self.ask(place, Ask("POST", f"/v1/products/{product}/features", attached))

    def _worked(self) -> None:
        self.touched = True
        scheduler.point(WORKED)

    def wait(self, seconds: float) -> None:
        """Time passes, and what comes due happens."""
        self.sandbox.advance(seconds)
        self.touched = True

    # -- asking

    def count(self) -> str:
        """A number that was never used, so that no object is in the same state twice."""
        self.counted += 1
        return str(self.counted)

    @contextmanager
    def calm(self) -> Any:
        """No fault strikes: the Dashboard's requests are not those of ours."""
        waiting = self.sandbox.faults.waiting
        self.sandbox.faults.waiting = []
        try:
            yield
        finally:
            self.sandbox.faults.waiting = waiting

    def ask(self, place: Place, ask: Ask) -> Json | None:
        """Somebody else changes something at Stripe; None if Stripe refuses."""
        headers = {"stripe-account": place.account} if place.connected else {}
        with self.calm():
            response = self.sandbox.request(
                ask.method, ask.path, ask.params, headers, key=place.key
            )
        self.touched = True
        return response.json() if response.status < 400 else None

    def move(self, place: Place, which: int, pick: int) -> Ask | None:
        """One of the requests that the cast's stories have now; None if there is none."""
        pick = 0 if self.cast.few else pick
        moves = [move for story in self.cast.stories for move in MOVES[story]]
        possible = [ask for move in moves if (ask := move(self, place, pick)) is not None]
        return possible[which % len(possible)] if possible else None

    def shelf(self, place: Place) -> Shelf:
        return self.sandbox.state.shelf(place.account, place.livemode)

    def records(self, place: Place, kind: str) -> list[Record]:
        return list(self.shelf(place).every(kind))

    # -- events on their way

    def collect(self) -> None:
        """Take over what the sandbox would deliver."""
        pending = self.sandbox.webhooks.pending
        if pending:
            self.mail += pending.entries()
            pending.clear()

    def once_more(self, delivery: Delivery) -> Delivery:
        """The same event to the same endpoint, as a delivery of its own."""
        return replace(delivery, statuses=[], retried=False)

    def send(self, delivery: Delivery) -> int:
        """Try a delivery now, from whatever thread this is."""
        return self.sandbox.webhooks.send(delivery)

    @contextmanager
    def ahead(self, seconds: int) -> Any:
        """What happens meanwhile bears a moment that is still to come."""
        clock = self.sandbox.clock
        moment = clock.moment()
        clock.restore(moment + seconds, clock.date_offset)
        try:
            yield
        finally:
            clock.restore(moment, clock.date_offset)

    @property
    def is_forgetful(self) -> bool:
        """Whether the next event may not be made."""
        return any(rule.times for rule in self.sandbox.mischief.rules)

    def forget_next(self) -> None:
        """Stripe fails to make the next event."""
        self.sandbox.webhooks.never_create(*LOOKED_UP, times=1)

    def own_up(self) -> int:
        """Stripe tells of the events that it failed to make; returns how many."""
        self.sandbox.mischief.clear()
        told = self.sandbox.webhooks.report_never_created()
        self.touched = True
        self.collect()
        return len(told)

    # -- misbehaving

    def fault(self, number: int) -> str:
        """Something goes wrong with the next request of ours; says what."""
        name, make = FAULTS[number % len(FAULTS)]
        self.sandbox.faults.waiting.insert(0, make())
        return name

    def behave(self) -> None:
        """Nothing goes wrong any more; a request still has its points."""
        self.sandbox.faults.clear()
        self.sandbox.clock.date_offset = self.cast.skew
        for fault in self._points:
            self.sandbox.faults.add(replace(fault))


# Events that name their object by its id, so that it can be looked up without them.
LOOKED_UP = ("product.*", "coupon.*", "plan.*", "price.*", "customer.*", "invoice.*")
FAULTS: Sequence[tuple[str, Callable[[], Fault]]] = (
    ("429", lambda: Fault(429, headers={"Retry-After": "1"})),
    ("403", lambda: Fault(403)),
    ("500 before the work", lambda: Fault(500)),
    ("500 for some time", lambda: Fault(500, times=4)),
    ("500 after the work", lambda: Fault(500, after=True)),
    ("an answer lost before the work", lambda: Fault(0)),
    ("an answer lost after the work", lambda: Fault(0, after=True)),
)
LOST_ANSWERS = [n for n, (name, _) in enumerate(FAULTS) if "after the work" in name]


# ------------------------------------------------------------------ what may happen

Move = Callable[[StripeSide, Place, int], Ask | None]


def _chosen(kind: str, path: str, prefix: str, params: Callable[[StripeSide], Json]) -> list[Move]:
    """Made under an id that is chosen, changed, deleted, and made again."""

    def put(side: StripeSide, place: Place, pick: int) -> Ask | None:
        id = f"{prefix}_{'ab'[pick % 2]}"
        metadata = {"metadata": {"n": side.count()}}
        if side.shelf(place).find(kind, id) is None:
            return Ask("POST", path, {"id": id, **params(side), **metadata})
        return Ask("POST", f"{path}/{id}", metadata)

    def drop(side: StripeSide, place: Place, pick: int) -> Ask | None:
        id = f"{prefix}_{'ab'[pick % 2]}"
        if side.shelf(place).find(kind, id) is None:
            return None
        return Ask("DELETE", f"{path}/{id}")

    return [put, put, drop]


def _one(side: StripeSide, place: Place, kind: str, pick: int) -> Record | None:
    records = side.records(place, kind)
    return records[pick % len(records)] if records else None


def _put(kind: str, path: str) -> Move:
    def put(side: StripeSide, place: Place, pick: int) -> Ask | None:
        record = _one(side, place, kind, pick)
        if record is None:
            return None
        return Ask("POST", f"{path}/{record.id}", {"metadata": {"n": side.count()}})

    return put


def _drop(kind: str, path: str) -> Move:
    def drop(side: StripeSide, place: Place, pick: int) -> Ask | None:
        record = _one(side, place, kind, pick)
        return Ask("DELETE", f"{path}/{record.id}") if record is not None else None

    return drop


def _new_customer(side: StripeSide, place: Place, pick: int) -> Ask | None:
    if len(side.records(place, "customer")) >= 2:
        return None
    return Ask("POST", "/v1/customers", {"metadata": {"n": side.count()}})


def _new_subscription(side: StripeSide, place: Place, pick: int) -> Ask | None:
    customer = _one(side, place, "customer", pick)
    if customer is None:
        return _new_customer(side, place, pick)
    if len(side.records(place, "subscription")) >= 2:
        return None
    prices = side.records(place, "price")[: 9 if side.cast.many else 1]
    return Ask(
        "POST",
        "/v1/subscriptions",
        {
            "customer": customer.id,
            "items": [{"price": price.id} for price in prices],
            "collection_method": "send_invoice",
            "days_until_due": 30,
            "metadata": {"n": side.count()},
        },
    )


def _add_item(side: StripeSide, place: Place, pick: int) -> Ask | None:
    subscription = _one(side, place, "subscription", pick)
    if subscription is None:
        return _new_subscription(side, place, pick)
    there = {
        item.value("price")
        for item in side.records(place, "subscription_item")
        if item.value("subscription") == subscription.id
    }
    free = [price for price in side.records(place, "price") if price.id not in there]
    if not free:
        return None
    return Ask(
        "POST",
        "/v1/subscription_items",
        {
            "subscription": subscription.id,
            "price": free[pick % len(free)].id,
            "metadata": {"n": side.count()},
            "proration_behavior": "none",
        },
    )


def _put_item(side: StripeSide, place: Place, pick: int) -> Ask | None:
    item = _one(side, place, "subscription_item", pick)
    if item is None:
        return _add_item(side, place, pick)
    params = {"metadata": {"n": side.count()}, "proration_behavior": "none"}
    return Ask("POST", f"/v1/subscription_items/{item.id}", params)


def _drop_item(side: StripeSide, place: Place, pick: int) -> Ask | None:
    item = _one(side, place, "subscription_item", pick)
    if item is None:
        return None
    return Ask("DELETE", f"/v1/subscription_items/{item.id}", {"proration_behavior": "none"})


def _new_invoice(side: StripeSide, place: Place, pick: int) -> Ask | None:
    customer = _one(side, place, "customer", pick)
    if customer is None:
        return _new_customer(side, place, pick)
    if len(side.records(place, "invoice")) >= 3:
        return None
    params = {
        "customer": customer.id,
        "collection_method": "send_invoice",
        "days_until_due": 30,
        "metadata": {"n": side.count()},
    }
    return Ask("POST", "/v1/invoices", params)


def _draft(side: StripeSide, place: Place, pick: int) -> Record | None:
    drafts = [i for i in side.records(place, "invoice") if i.data["status"] == "draft"]
    return drafts[pick % len(drafts)] if drafts else None


def _add_line(side: StripeSide, place: Place, pick: int) -> Ask | None:
    draft = _draft(side, place, pick)
    if draft is None:
        return _new_invoice(side, place, pick)
    lines = [
        {"description": side.count(), "amount": 100} for _ in range(6 if side.cast.many else 1)
    ]
    return Ask("POST", f"/v1/invoices/{draft.id}/add_lines", {"lines": lines})


def _drop_line(side: StripeSide, place: Place, pick: int) -> Ask | None:
    draft = _draft(side, place, pick)
    lines = draft and [
        line for line in side.records(place, "line_item") if line.value("invoice") == draft.id
    ]
    if not draft or not lines:
        return None
    params = {"lines": [{"id": lines[pick % len(lines)].id, "behavior": "delete"}]}
    return Ask("POST", f"/v1/invoices/{draft.id}/remove_lines", params)


def _finalize(side: StripeSide, place: Place, pick: int) -> Ask | None:
    draft = _draft(side, place, pick)
    return Ask("POST", f"/v1/invoices/{draft.id}/finalize") if draft is not None else None


def _drop_draft(side: StripeSide, place: Place, pick: int) -> Ask | None:
    draft = _draft(side, place, pick)
    return Ask("DELETE", f"/v1/invoices/{draft.id}") if draft is not None else None


def _new_clock(side: StripeSide, place: Place, pick: int) -> Ask | None:
    if place.livemode or len(side.records(place, "test_helpers.test_clock")) >= 2:
        return None
    # In the past or in the future: a clock may stand anywhere.
    frozen = side.sandbox.clock.now() + (-5000, 5000)[pick % 2]
    return Ask("POST", "/v1/test_helpers/test_clocks", {"frozen_time": frozen})


def _new_clocked(side: StripeSide, place: Place, pick: int) -> Ask | None:
    clock = _one(side, place, "test_helpers.test_clock", pick)
    if clock is None:
        return _new_clock(side, place, pick)
    if len(side.records(place, "customer")) >= 2:
        return None
    params = {"test_clock": clock.id, "metadata": {"n": side.count()}}
    return Ask("POST", "/v1/customers", params)


def _advance_clock(side: StripeSide, place: Place, pick: int) -> Ask | None:
    clock = _one(side, place, "test_helpers.test_clock", pick)
    if clock is None:
        return None
    later = {"frozen_time": clock.data["frozen_time"] + 1 + pick % 3}
    return Ask("POST", f"/v1/test_helpers/test_clocks/{clock.id}/advance", later)


def _new_intent(side: StripeSide, place: Place, pick: int) -> Ask | None:
    # At Stripe a payment is made at the present, whatever a test clock says; here at the clock's
    # time, which says something of events that are younger than their own delivery.
    # https://github.com/stripe/stripe-python/issues/1183
    customer = _one(side, place, "customer", pick)
    clock = _one(side, place, "test_helpers.test_clock", pick)
    if customer is None or clock is None or clock.data["frozen_time"] < side.sandbox.clock.now():
        return None
    if len(side.records(place, "payment_intent")) >= 2:
        return None
    params = {"customer": customer.id, "amount": 1000, "currency": "usd"}
    return Ask("POST", "/v1/payment_intents", {**params, "metadata": {"n": side.count()}})


def _cancel_intent(side: StripeSide, place: Place, pick: int) -> Ask | None:
    intent = _one(side, place, "payment_intent", pick)
    return Ask("POST", f"/v1/payment_intents/{intent.id}/cancel") if intent is not None else None


def _plan_params(side: StripeSide) -> Json:
    return {
        "product": {"name": f"of a plan {side.count()}"},
        "amount": 100,
        "currency": "usd",
        "interval": "month",
    }


def _in_another_second(kind: str, move: Move) -> Move:
    """
    Nothing is made under an id whose last life began within this second: where copies of objects
    outlive them, nothing would tell the two lives apart.
    """

    def later(side: StripeSide, place: Place, pick: int) -> Ask | None:
        ask = move(side, place, pick)
        gone = ask and side.shelf(place).table(kind).gone.get(str(ask.params.get("id")))
        return None if gone and gone.created == side.sandbox.clock.now() else ask

    return later


_PLANS = [
    _in_another_second("plan", move) for move in _chosen("plan", "/v1/plans", "plan", _plan_params)
]


def _subscribe_to_plan(side: StripeSide, place: Place, pick: int) -> Ask | None:
    customer = _one(side, place, "customer", pick)
    if customer is None or side.shelf(place).find("price", "plan_a") is None:
        return None
    params = {
        "customer": customer.id,
        "items": [{"price": "plan_a"}],
        "collection_method": "send_invoice",
        "days_until_due": 30,
    }
    return Ask("POST", "/v1/subscriptions", params)


MOVES: dict[str, list[Move]] = {
    "products": _chosen("product", "/v1/products", "prod", lambda side: {"name": side.count()}),
    "coupons": _chosen(
        "coupon", "/v1/coupons", "coupon", lambda side: {"percent_off": 10, "duration": "once"}
    ),
    "plans": _PLANS,
    "plans in use": [*_PLANS[1:], *[_put("subscription", "/v1/subscriptions")] * 2],
    "customers": [
        _new_customer,
        _put("customer", "/v1/customers"),
        _put("customer", "/v1/customers"),
        _drop("customer", "/v1/customers"),
    ],
    "subscriptions": [
        _new_subscription,
        _put("subscription", "/v1/subscriptions"),
        _add_item,
        _put_item,
        _drop_item,
        _drop("subscription", "/v1/subscriptions"),
    ],
    "items": [_add_item, _drop_item],
    "entitlements": [
        _new_subscription,
        _add_item,
        _drop_item,
        _drop("customer", "/v1/customers"),
        _drop("subscription", "/v1/subscriptions"),
    ],
    "invoices": [
        _new_invoice,
        _add_line,
        _add_line,
        _drop_line,
        _put("invoice", "/v1/invoices"),
        _finalize,
        _drop_draft,
        _drop("customer", "/v1/customers"),
    ],
    "clocks": [
        _new_clock,
        _new_clocked,
        _put("customer", "/v1/customers"),
        _advance_clock,
        _new_intent,
        _cancel_intent,
        _drop("customer", "/v1/customers"),
    ],
}
# What a story begins with.
FIRST: dict[str, list[Move]] = {
    "plans in use": [
        _new_customer,
        lambda side, place, _: _PLANS[0](side, place, 0),
        _subscribe_to_plan,
    ],
    "subscriptions": [_new_customer, _new_subscription],
    "items": [_new_customer, _new_subscription],
    "entitlements": [_new_customer],
    "invoices": [_new_customer, _new_invoice],
    "clocks": [_new_clock, _new_clocked],
}
_NEED_PRICES = {"subscriptions", "items", "entitlements"}
