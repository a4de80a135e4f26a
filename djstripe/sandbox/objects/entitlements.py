"""
Entitlements: what a customer may use follows from the products of running subscriptions.

A subscription grants what its products had when its period began, or when an item came or got
another price; what is attached or detached later counts from the next period. A paused
subscription keeps what it granted, an archived feature goes on where it is attached.
https://docs.stripe.com/billing/entitlements
"""

from __future__ import annotations

from .. import events, render
from ..catalogue import Json
from ..errors import invalid
from ..state import Record
from ..store import Answer, Call, behaviour, fields_from, merged
from ..world import World

FEATURE, HELD = "entitlements.feature", "entitlements.active_entitlement"
GRANTING = ("active", "trialing", "past_due", "paused")
_GRANTS = "@grants"  # on an item: the features it grants, of which price, in which period


def due(world: World, customer: str) -> list[str]:
    """The ids of the features that the customer's subscriptions grant now."""
    features: dict[str, None] = {}
    for subscription in world.all("subscription", "customer", customer):
        if subscription.data["status"] not in GRANTING:
            continue
        for item in world.all("subscription_item", "subscription", subscription.id):
            features.update(dict.fromkeys(_granted_by(world, item)))
    return list(features)


def _granted_by(world: World, item: Record) -> list[str]:
    """What an item grants until its period ends or its price changes."""
    since = [item.value("price"), item.data.get("current_period_start")]
    known = item.hidden.get(_GRANTS)
    if known is None or known["since"] != since:
        price = world.find("price", since[0])
        links = world.all("product_feature", "product", price.value("product")) if price else []
        known = {
            "since": since,
            "features": [str(one.value("entitlement_feature")) for one in links],
        }
        world.shelf.hide(item, **{_GRANTS: known})
    granted: list[str] = known["features"]
    return granted


def follow(world: World, customer: str) -> None:
    """Grant and withdraw so that the entitlements are those that are due; one summary event."""
    held = {str(one.value("feature")): one for one in world.all(HELD, "customer", customer)}
    wanted = due(world, customer)
    if set(wanted) == set(held):
        return
    before = _summary(world, customer)
    for feature, record in held.items():
        if feature not in wanted:
            world.delete(record, None)
    for feature in wanted:
        if feature not in held:
            key = world.get(FEATURE, feature).data["lookup_key"]
            fields = {"feature": feature, "lookup_key": key}
            world.create(HELD, fields, event=None, hidden={"customer": customer})
    after = _summary(world, customer)
    previous = events.previous_attributes(before, after)
    world.tell("entitlements.active_entitlement_summary.updated", after, previous)


def _summary(world: World, customer: str) -> Json:
    """What the summary event shows: at most ten of the customer's entitlements."""
    mine = world.all(HELD, "customer", customer)[::-1]
    return {
        "object": "entitlements.active_entitlement_summary",
        "customer": customer,
        "entitlements": {
            "object": "list",
            "data": [render.view(one) for one in mine[: render.CUT]],
            "has_more": len(mine) > render.CUT,
            "url": f"/v1/customer/{customer}/entitlements",
        },
        "livemode": world.shelf.livemode,
    }


@behaviour("POST", "/v1/entitlements/features")
def create_feature(call: Call) -> Answer:
    """A lookup key is one active feature's; an archived one's may be used again."""
    world, key = call.world, call.params["lookup_key"]
    if any(one.data["active"] for one in world.all(FEATURE, "lookup_key", key)):
        raise invalid(f"There is an active feature with the lookup key {key}.", "lookup_key")
    return world.create(FEATURE, {**fields_from(FEATURE, call.params), "active": True}, event=None)


@behaviour("POST", "/v1/entitlements/features/{id}")
def modify_feature(call: Call) -> Answer:
    """What was archived stays as it is."""
    record = call.target()
    if not record.data["active"]:
        raise invalid("An archived feature cannot be changed.", "id")
    return call.world.update(record, merged(record, call.params), None)


@behaviour("POST", "/v1/products/{product}/features")
def add_feature(call: Call) -> Answer:
    """It counts for those who subscribe from now on, and for the others from their next period."""
    world = call.world
    product = world.get("product", call.ids["product"], "product")
    feature = world.get(FEATURE, call.params["entitlement_feature"], "entitlement_feature")
    if not feature.data["active"]:
        raise invalid("An archived feature cannot be attached.", "entitlement_feature")
    return link_feature(world, product.id, feature.id)


def link_feature(world: World, product: str, feature: str) -> Answer:
    """Say that a product grants a feature."""
    fields = {"entitlement_feature": feature}
    return world.create("product_feature", fields, event=None, hidden={"product": product})
