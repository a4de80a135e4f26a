"""Entitlements: what a customer may use follows from the products of running subscriptions."""

from __future__ import annotations

from .. import events, render
from ..catalogue import Json
from ..store import Answer, Call, behaviour
from ..world import World

GRANTING = ("active", "trialing", "past_due")


def due(world: World, customer: str) -> list[str]:
    """The ids of the features that the customer's subscriptions grant now."""
    features: dict[str, None] = {}
    for subscription in world.all("subscription", "customer", customer):
        if subscription.data["status"] not in GRANTING:
            continue
        for item in world.all("subscription_item", "subscription", subscription.id):
            price = world.find("price", item.value("price"))
            product = price.value("product") if price else None
            for link in world.all("product_feature", "product", product):
                features[str(link.value("entitlement_feature"))] = None
    return list(features)


def follow(world: World, customer: str) -> None:
    """Grant and withdraw so that the entitlements are those that are due; one summary event."""
    table = world.shelf.table("product_feature")
    if not table.order:
        return
    held = {
        str(one.value("feature")): one
        for one in world.all("entitlements.active_entitlement", "customer", customer)
    }
    wanted = due(world, customer)
    if set(wanted) == set(held):
        return
    before = _summary(world, customer)
    for feature, record in held.items():
        if feature not in wanted:
            world.delete(record, None)
    for feature in wanted:
        if feature not in held:
            key = world.get("entitlements.feature", feature).data["lookup_key"]
            fields = {"feature": feature, "lookup_key": key}
            hidden = {"customer": customer}
            world.create("entitlements.active_entitlement", fields, event=None, hidden=hidden)
    after = _summary(world, customer)
    previous = events.previous_attributes(before, after)
    world.tell("entitlements.active_entitlement_summary.updated", after, previous)


def _summary(world: World, customer: str) -> Json:
    """What the summary event shows: at most ten of the customer's entitlements."""
    mine = world.all("entitlements.active_entitlement", "customer", customer)[::-1]
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


@behaviour("POST", "/v1/products/{product}/features")
def add_feature(call: Call) -> Answer:
    world = call.world
    product = world.get("product", call.ids["product"], "product")
    feature = world.get("entitlements.feature", call.params["entitlement_feature"])
    return link_feature(world, product.id, feature.id)


def link_feature(world: World, product: str, feature: str) -> Answer:
    """Say that a product grants a feature."""
    fields = {"entitlement_feature": feature}
    return world.create("product_feature", fields, event=None, hidden={"product": product})
