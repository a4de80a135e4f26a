"""Plans: recurring prices by the name they had before there were prices; both share one id."""

from __future__ import annotations

from .. import render
from ..errors import missing, required
from ..moves import plan_of
from ..store import Answer, Call, behaviour, merged
from .catalog import make_price
from .items import follow_price, keep_price


@behaviour("POST", "/v1/plans")
def create_plan(call: Call) -> Answer:
    """A plan and the price that it is. A product may be described inline."""
    world, params = call.world, call.params
    product = params.get("product")
    if not product:
        raise required("product")
    if isinstance(product, dict):
        product = world.create("product", {"active": True, "type": "service", **product}).id
    recurring = {
        "interval": params["interval"],
        "interval_count": params.get("interval_count") or 1,
        "meter": params.get("meter"),
        "trial_period_days": params.get("trial_period_days"),
        "usage_type": params.get("usage_type") or "licensed",
    }
    asked = {
        **params,
        "id": params.get("id") or world.new_id("plan"),
        "product": product,
        "recurring": recurring,
        "unit_amount": params.get("amount"),
        "unit_amount_decimal": params.get("amount_decimal"),
    }
    price = make_price(world, asked)
    return world.create("plan", plan_of(price.data), event=None)


@behaviour("GET", "/v1/plans/{plan}")
def retrieve_plan(call: Call) -> Answer:
    """A plan; also of a price that was made as one. The list holds what was made as a plan."""
    world = call.world
    price = world.find("price", call.id)
    if world.find("plan", call.id) is None and price is not None and price.data.get("recurring"):
        return plan_of(price.data)
    return world.get("plan", call.id)


@behaviour("POST", "/v1/plans/{plan}")
def modify_plan(call: Call) -> Answer:
    world = call.world
    plan = world.get("plan", call.id)
    changes = merged(plan, call.params)
    price = world.find("price", plan.id)
    if price is not None:
        same = {name: changes[name] for name in ("active", "metadata", "nickname") & changes.keys()}
        world.update(price, same)
        follow_price(world, price)
    return world.update(plan, changes)


@behaviour("DELETE", "/v1/plans/{plan}")
def delete_plan(call: Call) -> Answer:
    """The plan and its price are gone; subscriptions that have it keep showing it."""
    world = call.world
    plan, price = world.find("plan", call.id), world.find("price", call.id)
    if plan is None:
        raise missing("plan", call.id)
    if price is not None:
        keep_price(world, price)
    world.delete(plan)
    if price is not None:
        world.delete(price)
    return render.stub(plan)


@behaviour("POST", "/v1/prices/{price}")
def modify_price(call: Call) -> Answer:
    """A price, and the plan that it may be by its other name."""
    world = call.world
    price = world.get("price", call.id)
    changes = merged(price, call.params)
    plan = world.find("plan", price.id)
    if plan is not None:
        same = {name: changes[name] for name in ("active", "metadata", "nickname") & changes.keys()}
        world.update(plan, same)
    answer = world.update(price, changes)
    follow_price(world, price)
    return answer
