"""
Setup intents: a payment method made ready for payments at which the customer is not there.

Each try is a setup attempt. https://docs.stripe.com/api/setup_intents
"""

from __future__ import annotations

from .. import render
from ..catalogue import Json
from ..errors import ApiError, invalid
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import banks, payments
from .cards import BLOCKED, DECLINES
from .customers import attach, given_method, make_mandate
from .secure import next_action, note_set_up

_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


@behaviour("POST", "/v1/setup_intents")
def create_setup(call: Call) -> Answer:
    world, params = call.world, call.params
    fields = fields_from("setup_intent", params)
    for name in ("confirm", "mandate_data", "return_url"):
        fields.pop(name, None)
    check_references(world, "setup_intent", {"customer": params.get("customer")})
    method = given_method(world, params)
    if method is not None:
        fields["payment_method"] = method.id
    automatic = params.get("automatic_payment_methods") or {}
    if automatic:
        fields["automatic_payment_methods"] = {"allow_redirects": "always", **automatic}
    id = world.new_id("setup_intent")
    fields.update(
        {
            "id": id,
            "client_secret": f"{id}_secret_{world.shelf.state.token(25)}",
            "payment_method_types": payments.types_asked(params) or ["card", *banks.KINDS],
            "status": "requires_confirmation" if method else "requires_payment_method",
            "usage": params.get("usage") or "off_session",
        }
    )
    record = world.create("setup_intent", fields)
    return _confirm_as_asked(world, record, params) if params.get("confirm") else record


@behaviour("POST", "/v1/setup_intents/{intent}")
def modify_setup(call: Call) -> Answer:
    world, record = call.world, call.world.get("setup_intent", call.id)
    changes = merged(record, call.params)
    if record.data["status"] not in _OPEN and changes.keys() - {"metadata", "description"}:
        raise unexpected(record, "updated")
    method = given_method(world, call.params)
    if method is not None:
        changes["payment_method"] = method.id
        if record.data["status"] == "requires_payment_method":
            changes["status"] = "requires_confirmation"
    return world.update(record, changes, None)


@behaviour("POST", "/v1/setup_intents/{intent}/confirm")
def confirm_setup(call: Call) -> Answer:
    world, record = call.world, call.world.get("setup_intent", call.id)
    if record.data["status"] not in _OPEN:
        raise unexpected(record, "confirmed")
    method = given_method(world, call.params)
    if method is not None:
        world.update(record, {"payment_method": method.id}, None)
    return _confirm_as_asked(world, record, call.params)


def _confirm_as_asked(world: World, record: Record, params: Json) -> Record:
    """Set the payment method up, as far as its card allows; a declined one is a 402."""
    method = world.find("payment_method", record.data.get("payment_method"))
    if method is None:
        raise ApiError(
            "You cannot confirm this SetupIntent because it's missing a payment method.",
            code="setup_intent_unexpected_state",
            setup_intent=render.view(record),
        )
    if method.data["type"] not in record.data["payment_method_types"]:
        raise invalid(
            f"A payment method of type {method.data['type']} is not among those of this intent.",
            param="payment_method",
        )
    asked = {"return_url": params.get("return_url"), "use_stripe_sdk": params.get("use_stripe_sdk")}
    world.shelf.hide(record, mandate_data=params.get("mandate_data"))
    if method.hidden.get("secure") in ("always", "unless_set_up"):
        step: Json = {"status": "requires_action", "next_action": next_action(record, asked)}
        attempt = _attempt(world, record, method, "requires_action")
        step["latest_attempt"] = attempt.id
        return world.update(record, step, "setup_intent.requires_action")
    outcome = str(method.hidden.get("outcome"))
    if outcome in DECLINES:
        _decline(world, record, method, outcome)
    return _succeed(world, record, method)


def _attempt(
    world: World, record: Record, method: Record, status: str, error: Json | None = None
) -> Record:
    kind = method.data["type"]
    return world.create(
        "setup_attempt",
        {
            "customer": record.data.get("customer"),
            "on_behalf_of": record.data.get("on_behalf_of"),
            "payment_method": method.id,
            "payment_method_details": {kind: {}, "type": kind},
            "setup_error": error,
            "setup_intent": record.id,
            "status": status,
            "usage": record.data["usage"],
        },
        event=None,
    )


def _decline(world: World, record: Record, method: Record, outcome: str) -> None:
    code, message = DECLINES[outcome]
    reason = "fraudulent" if outcome in BLOCKED else outcome
    error: Json = {"code": code, "decline_code": reason, "message": message, "type": "card_error"}
    error["payment_method"] = render.view(method)
    attempt = _attempt(world, record, method, "failed", error)
    changes: Json = {"status": "requires_payment_method", "payment_method": None}
    changes |= {"last_setup_error": error, "latest_attempt": attempt.id}
    world.update(record, changes, "setup_intent.setup_failed")
    shown: Json = {"decline_code": reason, "setup_intent": render.view(record)}
    raise ApiError(message, status=402, type="card_error", code=code, keeps_work=True, **shown)


def _succeed(world: World, record: Record, method: Record) -> Record:
    attempt = _attempt(world, record, method, "succeeded")
    if record.data.get("customer"):
        attach(world, method.id, record.data["customer"], checked=False)
    if record.data["usage"] == "off_session":
        note_set_up(world, method)
    changes: Json = {"status": "succeeded", "next_action": None, "latest_attempt": attempt.id}
    if method.data["type"] in banks.KINDS:
        changes["mandate"] = make_mandate(world, method, record.hidden.get("mandate_data")).id
    return world.update(record, {**changes, "last_setup_error": None}, "setup_intent.succeeded")


def authenticate(world: World, record: Record, succeed: bool = True) -> Record:
    """The customer authenticates, or fails to."""
    if record.data["status"] != "requires_action":
        raise unexpected(record, "authenticated")
    method = world.get("payment_method", record.data["payment_method"])
    if succeed:
        return _succeed(world, record, method)
    error = {
        "code": "setup_intent_authentication_failure",
        "message": "We are unable to authenticate your payment method. Please choose a different "
        "payment method and try again.",
        "payment_method": render.view(method),
        "type": "invalid_request_error",
    }
    attempt = _attempt(world, record, method, "failed", error)
    changes: Json = {"status": "requires_payment_method", "payment_method": None}
    changes |= {"next_action": None, "last_setup_error": error, "latest_attempt": attempt.id}
    return world.update(record, changes, "setup_intent.setup_failed")


@behaviour("POST", "/v1/setup_intents/{intent}/cancel")
def cancel_setup(call: Call) -> Answer:
    record = call.world.get("setup_intent", call.id)
    if record.data["status"] not in _OPEN:
        raise unexpected(record, "canceled")
    reason = call.params.get("cancellation_reason")
    reasons = ("abandoned", "requested_by_customer", "duplicate")
    if reason is not None and reason not in reasons:
        message = f"Invalid cancellation_reason: must be one of {', '.join(reasons)}."
        raise invalid(message, param="cancellation_reason")
    changes = {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    return call.world.update(record, changes, "setup_intent.canceled")


def unexpected(record: Record, verb: str) -> ApiError:
    return ApiError(
        f"A setup intent with status {record.data['status']} cannot be {verb}.",
        code="setup_intent_unexpected_state",
        setup_intent=render.view(record),
    )
