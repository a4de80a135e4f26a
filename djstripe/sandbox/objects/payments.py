"""
Payment intents: a payment from its beginning to its end, over as many tries as it takes.

A try makes a charge (`charges`), unless the customer must authenticate first; `authenticate()` is
what the customer does then. Every amount is an integer in the currency's smallest unit.
https://docs.stripe.com/payments/paymentintents/lifecycle
"""

from __future__ import annotations

from collections.abc import Callable

from .. import render
from ..agenda import due
from ..catalogue import Json
from ..errors import ApiError, invalid
from ..state import Record
from ..store import Answer, Call, behaviour, check_references, fields_from, merged
from ..world import World
from . import banks, charges, connect, disputes
from .charges import capture, card_error, make_charge
from .currencies import positive
from .customers import attach, default_method, given_method, make_mandate, method_by
from .secure import asks_for, next_action, note_set_up

# What an intent's new state means to others, such as the invoice that it pays: each is called when
# a try to pay has succeeded, failed, or waits for the customer or for the bank.
FOLLOWERS: list[Callable[[World, Record], object]] = []


def follow(world: World, intent: Record) -> None:
    """Let others know of an intent's new state."""
    for follower in FOLLOWERS:
        follower(world, intent)


# -- made and changed ----------------------------------------------------------------------------


def make_intent(world: World, amount: int, currency: str, fields: Json) -> Record:
    """A payment intent that waits for a payment method or for its confirmation."""
    id = world.new_id("payment_intent")
    method = fields.get("payment_method")
    return world.create(
        "payment_intent",
        {
            "id": id,
            "amount": amount,
            "amount_details": {"tip": {}},
            "capture_method": "automatic",
            "client_secret": f"{id}_secret_{world.shelf.state.token(25)}",
            "confirmation_method": "automatic",
            "currency": currency,
            "payment_method_types": ["card"],
            "status": "requires_confirmation" if method else "requires_payment_method",
            **fields,
        },
    )


_ONLY_ASKED = ("amount", "currency", "confirm", "off_session", "return_url", "mandate_data")


@behaviour("POST", "/v1/payment_intents")
def create_intent(call: Call) -> Answer:
    world, params = call.world, call.params
    currency = str(params["currency"]).lower()
    amount = positive(params.get("amount"), "amount", currency)
    fields = fields_from("payment_intent", params)
    for name in _ONLY_ASKED:
        fields.pop(name, None)
    check_references(world, "payment_intent", {"customer": params.get("customer")})
    if not params.get("confirm"):
        for name in ("off_session", "return_url", "mandate_data", "error_on_requires_action"):
            if params.get(name):
                raise invalid(f"{name} can be given only with confirm=true.", param=name)
    connect.check(world, fields)
    method = given_method(world, params)
    if method is not None:
        fields["payment_method"] = method.id
    automatic = params.get("automatic_payment_methods")
    if automatic:
        fields["automatic_payment_methods"] = {"allow_redirects": "always", **automatic}
    fields["payment_method_types"] = types_asked(params) or automatic_types(currency)
    intent = make_intent(world, amount, currency, fields)
    if params.get("confirm"):
        _confirm_as_asked(world, intent, params)
    return intent


def types_asked(params: Json) -> list[str] | None:
    """The types that a request restricts an intent to, by the parameter's new or older name."""
    found: list[str] | None = params.get("allowed_payment_method_types")
    return found or params.get("payment_method_types")


def automatic_types(currency: str) -> list[str]:
    """What customers are offered without being asked: cards, and the debits of a currency."""
    debits = {"eur": ["sepa_debit"], "usd": ["us_bank_account"]}
    return ["card", *debits.get(currency, [])]


@behaviour("POST", "/v1/payment_intents/{intent}")
def modify_intent(call: Call) -> Answer:
    world, intent = call.world, call.world.get("payment_intent", call.id)
    changes = merged(intent, call.params)
    fixed = {"amount", "currency", "customer", "payment_method", "setup_future_usage"}
    if fixed & changes.keys() and intent.data["status"] not in _OPEN:
        raise unexpected(intent, "updated")
    if "amount" in changes:
        changes["amount"] = positive(changes["amount"], "amount", intent.data["currency"])
    connect.check(world, {**intent.data, **changes})
    types = types_asked(call.params)
    if types:
        changes["payment_method_types"] = types
    method = given_method(world, call.params)
    if method is not None:
        changes["payment_method"] = method.id
        if intent.data["status"] in ("requires_payment_method", "requires_action"):
            changes |= {"status": "requires_confirmation", "next_action": None}
    return world.update(intent, changes, None)


# -- confirmed -----------------------------------------------------------------------------------

_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


@behaviour("POST", "/v1/payment_intents/{intent}/confirm")
def confirm_intent(call: Call) -> Answer:
    world, params = call.world, call.params
    intent = world.get("payment_intent", call.id)
    method = given_method(world, params)
    if intent.data["status"] not in _OPEN:
        raise unexpected(intent, "confirmed")
    names = ("receipt_email", "setup_future_usage", "shipping", "payment_method_options")
    changes: Json = {name: params[name] for name in (*names, "capture_method") if name in params}
    if method is not None:
        changes["payment_method"] = method.id
    if intent.data["status"] == "requires_action":
        changes |= {"status": "requires_confirmation", "next_action": None}
    world.update(intent, changes, None)
    _confirm_as_asked(world, intent, params)
    return intent


def _confirm_as_asked(world: World, intent: Record, params: Json) -> Record:
    """Confirm as a request asks: whether the customer is there, and where to send them."""
    asked = {
        "off_session": bool(params.get("off_session")),
        "return_url": params.get("return_url"),
        "use_stripe_sdk": params.get("use_stripe_sdk"),
        "no_action": bool(params.get("error_on_requires_action")),
    }
    world.shelf.hide(intent, asked=asked, mandate_data=params.get("mandate_data"))
    return confirm(world, intent)


def confirm(world: World, intent: Record, outcome: str = "") -> Record:
    """Try to pay; raises the card's error, as Stripe answers 402, after all is recorded."""
    charge = attempt(world, intent, outcome)
    if charge is not None and charge.data["status"] == "failed":
        raise card_error(charge, intent)
    return intent


def attempt(
    world: World,
    intent: Record,
    outcome: str = "",
    off_session: bool | None = None,
    invites: bool = False,
) -> Record | None:
    """
    One try to pay; returns the charge, None if the customer must authenticate first.

    `off_session` says that the customer is not there, which a card that wants them declines;
    unless `invites` says that they will be asked to come.
    """
    data = intent.data
    if data["status"] not in ("requires_confirmation", "requires_payment_method"):
        raise unexpected(intent, "confirmed")
    method = world.find("payment_method", data.get("payment_method"))
    if method is None:
        raise ApiError(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
            payment_intent=render.view(intent),
        )
    if method.data["type"] not in (data.get("payment_method_types") or ["card"]):
        raise invalid(
            f"A payment method of type {method.data['type']} is not among those of this intent.",
            param="payment_method",
            code="payment_intent_incompatible_payment_method",
        )
    asked: Json = intent.hidden.get("asked") or {}
    if off_session is None:
        off_session = bool(asked.get("off_session"))
    given = outcome
    outcome = outcome or str(method.hidden.get("outcome", "succeeds"))
    if not intent.hidden.get("authenticated") and (not given or given == "authenticate"):
        wanted = asks_for(method, off_session, data.get("payment_method_options"))
        if wanted == "decline" and invites:
            wanted = "action"
        if wanted == "decline" or (wanted and asked.get("no_action")):
            outcome = "authentication_required"
        elif wanted or given == "authenticate":
            changes = {"status": "requires_action", "next_action": next_action(intent, asked)}
            world.update(intent, changes, "payment_intent.requires_action")
            follow(world, intent)
            return None
    return _charge(world, intent, method, outcome)


def _charge(world: World, intent: Record, method: Record, outcome: str) -> Record:
    """Make the charge of a try, and give the intent the state that it means."""
    data = intent.data
    if data.get("setup_future_usage") and data.get("customer"):
        attach(world, method.id, data["customer"], checked=False)
    if method.data["type"] in banks.KINDS:
        make_mandate(world, method, intent.hidden.get("mandate_data"))
    manual = data.get("capture_method") == "manual"
    fields: Json = {"payment_intent": intent.id}
    for name in ("customer", "description", "receipt_email", "shipping", "transfer_data"):
        fields[name] = data.get(name)
    for name in ("metadata", "on_behalf_of", "transfer_group", "application_fee_amount"):
        fields[name] = data.get(name)
    for name in ("statement_descriptor", "statement_descriptor_suffix"):
        fields[name] = data.get(name)
    amount, currency = data["amount"], data["currency"]
    charge = make_charge(world, amount, currency, method, fields, outcome, capture=not manual)
    if charge.data["status"] == "succeeded" and data.get("setup_future_usage") == "off_session":
        note_set_up(world, method)
    settle(world, intent, charge, manual)
    disputes.contest(world, charge)
    return charge


def settle(world: World, intent: Record, charge: Record, manual: bool) -> None:
    """Give an intent the state that its latest charge means."""
    amount = intent.data["amount"]
    changes: Json = {"latest_charge": charge.id, "next_action": None}
    world.shelf.hide(intent, authenticated=None)
    if charge.data["status"] == "failed":
        method = world.find("payment_method", charge.data["payment_method"])
        changes |= {"status": "requires_payment_method", "payment_method": None}
        debit = charges.kind_of(charge) in banks.KINDS
        code = charges.decline_code(charge)
        changes["last_payment_error"] = {
            "charge": charge.id,
            "code": banks.error_code(charge.data["failure_code"])
            if debit
            else charge.data["failure_code"],
            **({} if debit else {"decline_code": code}),
            "message": charge.data["failure_message"],
            "payment_method": render.view(method) if method else None,
            "type": "invalid_request_error" if debit else "card_error",
        }
        world.update(intent, changes, "payment_intent.payment_failed")
    elif charge.data["status"] == "pending":
        changes["status"] = "processing"
        world.update(intent, changes, "payment_intent.processing")
    elif manual and not charge.data["captured"]:
        changes |= {"status": "requires_capture", "amount_capturable": amount}
        world.update(intent, changes, "payment_intent.amount_capturable_updated")
    else:
        changes |= {"status": "succeeded", "amount_received": amount}
        changes["last_payment_error"] = None
        world.update(intent, changes, "payment_intent.succeeded")
    follow(world, intent)


def unexpected(intent: Record, verb: str) -> ApiError:
    return ApiError(
        f"A payment intent with status {intent.data['status']} cannot be {verb}.",
        code="payment_intent_unexpected_state",
        payment_intent=render.view(intent),
    )


# -- what the customer does ----------------------------------------------------------------------


def authenticate(world: World, intent: Record, succeed: bool = True) -> Record:
    """
    The customer authenticates, or fails to; Stripe goes on with the payment by itself.

    Unless it is to be confirmed by the server once more: `confirmation_method=manual`.
    """
    if intent.data["status"] != "requires_action":
        raise unexpected(intent, "authenticated")
    if not succeed:
        method = world.find("payment_method", intent.data["payment_method"])
        message = (
            "We are unable to authenticate your payment method. Please choose a different payment "
            "method and try again."
        )
        error = {
            "code": "payment_intent_authentication_failure",
            "message": message,
            "payment_method": render.view(method) if method else None,
            "type": "invalid_request_error",
        }
        changes: Json = {"status": "requires_payment_method", "payment_method": None}
        changes |= {"next_action": None, "last_payment_error": error}
        world.update(intent, changes, "payment_intent.payment_failed")
        follow(world, intent)
        return intent
    world.shelf.hide(intent, authenticated=True)
    changes = {"status": "requires_confirmation", "next_action": None}
    world.update(intent, changes, None)
    if intent.data["confirmation_method"] != "manual":
        attempt(world, intent)
    return intent


# -- captured and canceled -----------------------------------------------------------------------


@behaviour("POST", "/v1/payment_intents/{intent}/capture")
def capture_intent(call: Call) -> Answer:
    world = call.world
    intent = world.get("payment_intent", call.id)
    if intent.data["status"] != "requires_capture":
        raise unexpected(intent, "captured")
    charge = world.get("charge", intent.data["latest_charge"])
    if (call.params.get("amount_to_capture") or 0) > intent.data["amount_capturable"]:
        raise ApiError(
            f"Only {intent.data['amount_capturable']} of this payment can be captured.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    capture(world, charge, call.params.get("amount_to_capture"), call.params)
    received = charge.data["amount_captured"]
    changes = {"status": "succeeded", "amount_capturable": 0, "amount_received": received}
    for name in ("application_fee_amount", "metadata", "statement_descriptor"):
        if name in call.params:
            changes[name] = call.params[name]
    world.update(intent, changes, "payment_intent.succeeded")
    follow(world, intent)
    return intent


@behaviour("POST", "/v1/payment_intents/{intent}/increment_authorization")
def increment(call: Call) -> Answer:
    """Reserve more than before. https://docs.stripe.com/payments/incremental-authorization"""
    world, intent = call.world, call.world.get("payment_intent", call.id)
    if intent.data["status"] != "requires_capture":
        raise unexpected(intent, "incremented")
    options: Json = (intent.data.get("payment_method_options") or {}).get("card") or {}
    if options.get("request_incremental_authorization") != "if_available":
        raise invalid(
            "Incremental authorization was not asked for when this payment was confirmed.",
            code="payment_intent_unexpected_state",
        )
    amount = positive(call.params.get("amount"), "amount", intent.data["currency"])
    if amount <= intent.data["amount"]:
        raise invalid("The new amount must be greater than the present one.", param="amount")
    charge = world.get("charge", intent.data["latest_charge"])
    world.update(charge, {"amount": amount})
    changes: Json = {"amount": amount, "amount_capturable": amount}
    for name in ("application_fee_amount", "description", "statement_descriptor"):
        if name in call.params:
            changes[name] = call.params[name]
    return world.update(intent, changes, "payment_intent.amount_capturable_updated")


@behaviour("POST", "/v1/payment_intents/{intent}/cancel")
def cancel_intent(call: Call) -> Answer:
    reason = call.params.get("cancellation_reason")
    reasons = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
    if reason is not None and reason not in reasons:
        message = f"Invalid cancellation_reason: must be one of {', '.join(reasons)}."
        raise invalid(message, param="cancellation_reason")
    return cancel_payment(call.world, call.world.get("payment_intent", call.id), reason)


def cancel_payment(
    world: World, intent: Record, reason: str | None = None, event: str = "charge.refunded"
) -> Record:
    """End a payment that has not succeeded; what is reserved is given back."""
    if intent.data["status"] in ("succeeded", "canceled"):
        raise unexpected(intent, "canceled")
    charge = world.find("charge", intent.data.get("latest_charge"))
    if charge is not None and intent.data["status"] == "requires_capture":
        charges.release(world, charge, event)
    elif charge is not None and charge.data["status"] == "pending":
        charges.bounce(world, charge, "payment_intent_canceled")
    changes = {"status": "canceled", "canceled_at": world.now, "cancellation_reason": reason}
    changes |= {"amount_capturable": 0, "next_action": None}
    return world.update(intent, changes, "payment_intent.canceled")


# -- as time passes ------------------------------------------------------------------------------


@due("charge")
def come_due(world: World, charge: Record) -> None:
    """A bank has answered, or a reservation has run out."""
    intent = world.find("payment_intent", charge.value("payment_intent"))
    if charge.data["status"] == "pending":
        if charges.settles(charge):
            charges.collect(world, charge)
        else:
            charges.bounce(world, charge, str(charge.hidden.get("outcome")))
        if intent is not None:
            settle(world, intent, charge, manual=False)
        disputes.contest(world, charge)
    elif charge.data["status"] == "succeeded" and not charge.data["captured"]:
        if intent is not None:
            cancel_payment(world, intent, "automatic", "charge.expired")
        else:
            charges.release(world, charge, "charge.expired")


__all__ = [
    "FOLLOWERS",
    "attempt",
    "authenticate",
    "cancel_payment",
    "card_error",
    "confirm",
    "default_method",
    "follow",
    "make_charge",
    "make_intent",
    "method_by",
    "positive",
    "settle",
]
