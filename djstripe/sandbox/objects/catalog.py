"""Products, prices, coupons, promotion codes: what is sold and what it may cost less."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..catalogue import Json
from ..errors import ApiError, invalid, required
from ..moves import plan_of
from ..state import Record
from ..store import Answer, Call, behaviour, delete, fields_from
from ..world import World
from .money import later


@behaviour("POST", "/v1/products")
def create_product(call: Call) -> Answer:
    world, params = call.world, call.params
    fields = fields_from("product", params)
    data = params.get("default_price_data")
    fields.update({"default_price": None, "updated": world.now, "type": "service"})
    fields.setdefault("active", True)
    record = world.create("product", fields)
    if data:
        price = make_price(world, {**data, "product": record.id})
        world.update(record, {"default_price": price.id})
    return record


@behaviour("DELETE", "/v1/products/{id}")
def delete_product(call: Call) -> Answer:
    if call.world.all("price", "product", call.id):
        raise invalid("This product has prices, so it cannot be deleted. Archive it instead.")
    return delete(call)


def make_price(world: World, params: Json) -> Record:
    """A price from its create parameters."""
    fields = fields_from("price", params)
    product = params.get("product")
    if isinstance(params.get("product_data"), dict):
        product = world.create("product", {"active": True, **params["product_data"]}).id
    if product is None:
        raise required("product")
    world.get("product", product, "product")
    recurring = params.get("recurring")
    if recurring is not None:
        recurring = {
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
            **recurring,
        }
    fields.update({"product": product, "recurring": recurring})
    fields["type"] = "recurring" if recurring else "one_time"
    fields["active"] = params.get("active", True) is not False
    fields.setdefault("billing_scheme", "per_unit")
    fields["currency"] = str(params["currency"]).lower()
    fields["tax_behavior"] = params.get("tax_behavior") or "unspecified"
    _amounts(fields, params)
    record = world.create("price", fields, event=None)
    if recurring:
        world.tell("plan.created", plan_of(record.data))
    world.emit(record, "created")
    return record


def _amounts(fields: Json, params: Json) -> None:
    tiers = params.get("tiers")
    if fields["billing_scheme"] == "tiered":
        fields["tiers"] = [tier_of(tier) for tier in tiers or []]
        fields["unit_amount"] = fields["unit_amount_decimal"] = None
        return
    amount, exact = params.get("unit_amount"), params.get("unit_amount_decimal")
    if amount is None and exact is None and not params.get("custom_unit_amount"):
        raise required("unit_amount")
    if amount is None and exact is not None and Decimal(exact) == int(Decimal(exact)):
        amount = int(Decimal(exact))
    fields["unit_amount"] = amount
    fields["unit_amount_decimal"] = exact if exact is not None else _text(amount)
    fields.pop("tiers", None)


def tier_of(tier: Json) -> Json:
    """A tier as prices show it; the last one, "inf" in requests, has no upper end."""
    up_to = tier.get("up_to")
    flat, unit = tier.get("flat_amount"), tier.get("unit_amount")
    return {
        "flat_amount": flat,
        "flat_amount_decimal": tier.get("flat_amount_decimal") or _text(flat),
        "unit_amount": unit,
        "unit_amount_decimal": tier.get("unit_amount_decimal") or _text(unit),
        "up_to": None if up_to in ("inf", None) else int(up_to),
    }


def _text(amount: int | None) -> str | None:
    return None if amount is None else str(amount)


@behaviour("POST", "/v1/prices")
def create_price(call: Call) -> Answer:
    return make_price(call.world, call.params)


@behaviour("POST", "/v1/coupons")
def create_coupon(call: Call) -> Answer:
    params = call.params
    if (params.get("percent_off") is None) == (params.get("amount_off") is None):
        raise invalid("A coupon has either percent_off or amount_off.", param="percent_off")
    if params.get("amount_off") is not None and not params.get("currency"):
        raise required("currency")
    fields = fields_from("coupon", params)
    fields.update({"duration": params.get("duration") or "once", "valid": True})
    fields["name"] = params.get("name")
    return call.world.create("coupon", fields)


@behaviour("POST", "/v1/promotion_codes")
def create_promotion_code(call: Call) -> Answer:
    return make_promotion_code(call.world, call.params)


def make_promotion_code(world: World, params: Json) -> Record:
    """A code for a coupon; made up unless it is given."""
    coupon = (params.get("promotion") or {}).get("coupon")
    if coupon is None:
        raise required("promotion[coupon]")
    world.get("coupon", coupon, "promotion[coupon]")
    code = params.get("code") or world.shelf.state.token(8).upper()
    if any(one.data["active"] for one in world.all("promotion_code", "code", code)):
        raise ApiError(f"There is an active promotion code {code} already.", param="code")
    fields = fields_from("promotion_code", params)
    fields.update(
        {
            "active": params.get("active", True) is not False,
            "code": code,
            "promotion": {"type": "coupon", "coupon": coupon},
            "restrictions": {
                "first_time_transaction": False,
                "minimum_amount": None,
                "minimum_amount_currency": None,
                **(params.get("restrictions") or {}),
            },
        }
    )
    return world.create("promotion_code", fields)


def make_discount(world: World, asked: Json, fields: Json) -> Record:
    """
    A discount from `{"coupon": …}`, `{"promotion_code": …}` or `{"discount": …}`.

    `fields` say whose it is: customer, subscription, invoice.
    """
    if asked.get("discount"):
        return world.get("discount", asked["discount"], "discounts")
    code = asked.get("promotion_code")
    coupon = asked.get("coupon")
    if code is not None:
        found = world.get("promotion_code", code, "discounts")
        coupon = found.data["promotion"]["coupon"]
        used = found.data.get("times_redeemed", 0) + 1
        world.update(found, {"times_redeemed": used}, None)
    record = world.get("coupon", coupon, "discounts")
    redeemed = record.data.get("times_redeemed", 0) + 1
    world.update(record, {"times_redeemed": redeemed}, None)
    data: Json = {
        "start": world.now,
        "end": None,
        "source": {"type": "coupon", "coupon": record.id},
        "promotion_code": code,
        **fields,
    }
    data["end"] = discount_end(record.data, world.now)
    event = "customer.discount.created" if fields.get("customer") else None
    return world.create("discount", data, event=event)


def discount_end(coupon: Json, start: int) -> int | None:
    if coupon.get("duration") != "repeating":
        return None
    return later(start, "month", int(coupon.get("duration_in_months") or 1))


def discounts_of(world: World, asked: Any, fields: Json) -> list[str]:
    """The ids of new discounts for a `discounts` parameter."""
    return [make_discount(world, one, fields).id for one in asked or [] if one]
