"""Products, prices, coupons, promotion codes: what is sold and what it may cost less."""

from __future__ import annotations

from decimal import Decimal

from ..agenda import plan
from ..catalogue import Json
from ..errors import ApiError, invalid, required
from ..moves import plan_of
from ..state import Record
from ..store import Answer, Call, behaviour, delete, fields_from
from ..world import World
from .meters import METER


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


@behaviour("POST", "/v1/tax_rates")
def create_tax_rate(call: Call) -> Answer:
    return _create_active(call, "tax_rate")


@behaviour("POST", "/v1/shipping_rates")
def create_shipping_rate(call: Call) -> Answer:
    return _create_active(call, "shipping_rate")


def _create_active(call: Call, kind: str) -> Answer:
    """What can be used as soon as it is made, unless it is said otherwise."""
    return call.world.create(kind, {"active": True, **fields_from(kind, call.params)})


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
    if recurring and recurring["meter"] is not None:
        world.get(METER, recurring["meter"], "recurring[meter]")
        if recurring["usage_type"] != "metered":
            raise invalid("A price with a meter is metered.", param="recurring[usage_type]")
    fields["currency"] = str(params["currency"]).lower()
    fields["tax_behavior"] = params.get("tax_behavior") or "unspecified"
    fields.update(_amounts(params, fields["billing_scheme"]))
    fields["currency_options"] = _currencies(fields, params)
    if fields["billing_scheme"] != "tiered":
        fields.pop("tiers", None)
    if params.get("lookup_key"):
        _claim_lookup_key(world, params["lookup_key"], bool(params.get("transfer_lookup_key")))
    record = world.create("price", fields, event=None)
    if recurring:
        world.tell("plan.created", plan_of(record.data))
    world.emit(record, "created")
    return record


def _claim_lookup_key(world: World, key: str, transfer: bool) -> None:
    """A lookup key names one price; it is taken from another only if asked for."""
    for other in world.all("price", "lookup_key", key):
        if not transfer:
            raise invalid(f"The lookup key {key} belongs to a price already.", "lookup_key")
        world.update(other, {"lookup_key": None})


def _amounts(params: Json, scheme: str) -> Json:
    """The amounts that a price has, or its terms in one more currency, in every form of them."""
    if scheme == "tiered":
        tiers = [tier_of(tier) for tier in params.get("tiers") or []]
        return {"tiers": tiers, "unit_amount": None, "unit_amount_decimal": None}
    amount, exact = params.get("unit_amount"), params.get("unit_amount_decimal")
    custom = params.get("custom_unit_amount")
    if amount is None and exact is None and not custom:
        raise required("unit_amount")
    if amount is not None and exact is not None:
        raise invalid("Give either unit_amount or unit_amount_decimal.", param="unit_amount")
    if amount is None and exact is not None and Decimal(exact) == int(Decimal(exact)):
        amount = int(Decimal(exact))
    found: Json = {
        "unit_amount": amount,
        "unit_amount_decimal": exact if exact is not None else _text(amount),
    }
    if custom:
        limits = {name: custom.get(name) for name in ("maximum", "minimum", "preset")}
        found["custom_unit_amount"] = limits
    return found


def _currencies(fields: Json, params: Json) -> Json | None:
    """
    `currency_options`: the price's terms in each currency, its own among them.

    https://docs.stripe.com/products-prices/how-products-and-prices-work#multiple-currencies
    """
    options = {
        str(name).lower(): one for name, one in (params.get("currency_options") or {}).items()
    }
    kept = ("custom_unit_amount", "tax_behavior", "tiers", "unit_amount", "unit_amount_decimal")
    own = {name: fields.get(name) for name in kept if name != "tiers" or fields.get("tiers")}
    found: Json = {fields["currency"]: own}
    for currency, terms in options.items():
        scheme = "tiered" if terms.get("tiers") else fields["billing_scheme"]
        behavior = terms.get("tax_behavior") or fields["tax_behavior"]
        amounts = _amounts(terms, scheme)
        found[currency] = {"custom_unit_amount": None, **amounts, "tax_behavior": behavior}
    return found


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
    duration = params.get("duration") or "once"
    if duration == "repeating" and not params.get("duration_in_months"):
        raise required("duration_in_months")
    percent = params.get("percent_off")
    if percent is not None and not 0 < percent <= 100:
        raise invalid("percent_off is above 0 and at most 100.", param="percent_off")
    world, until = call.world, params.get("redeem_by")
    if until is not None and until <= world.now:
        raise invalid("redeem_by must lie in the future.", param="redeem_by")
    fields = fields_from("coupon", params)
    fields.update({"duration": duration, "valid": True, "name": params.get("name")})
    if fields.get("currency"):
        fields["currency"] = fields["currency"].lower()
    record = world.create("coupon", fields)
    plan(world, record, until)
    return record


@behaviour("POST", "/v1/promotion_codes")
def create_promotion_code(call: Call) -> Answer:
    return make_promotion_code(call.world, call.params)


def make_promotion_code(world: World, params: Json) -> Record:
    """A code for a coupon; made up unless it is given."""
    coupon = (params.get("promotion") or {}).get("coupon")
    if coupon is None:
        raise required("promotion[coupon]")
    found = world.get("coupon", coupon, "promotion[coupon]").data
    code = params.get("code") or world.shelf.state.token(8).upper()
    if any(one.data["active"] for one in world.all("promotion_code", "code", code)):
        raise ApiError(f"There is an active promotion code {code} already.", param="code")
    for name, most in (("expires_at", "redeem_by"), ("max_redemptions", "max_redemptions")):
        asked, limit = params.get(name), found.get(most)
        if asked is not None and limit is not None and asked > limit:
            raise invalid(f"A promotion code's {name} is within its coupon's {most}.", name)
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
    record = world.create("promotion_code", fields)
    plan(world, record, params.get("expires_at") or found.get("redeem_by"))
    return record
