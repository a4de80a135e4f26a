"""
What an error says about Stripe's objects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import stripe

from ..snapshot import Snapshot, Stamp

# The objects that an error carries in the state it left them in.
# https://docs.stripe.com/api/errors
_CARRIED = ("payment_intent", "setup_intent")

# Ids that users choose exist in both modes at once; ids that Stripe makes do not.
_CHOSEN_IDS = frozenset({"coupon", "plan", "product"})
# A plan is a price as well, under the plan's id; a price's own id says what it is.
_CHOSEN_UNLESS = {"price": "price_"}

# Stripe has no code for it: the id is one of the other mode, so the key may be the wrong one.
_OF_THE_OTHER_MODE = "a similar object exists in"


def is_missing(error: stripe.StripeError, object_name: str, id: str) -> bool:
    """
    Whether the error says that this very object is not there (any more).

    Not if something else is missing, and not if the id, one that Stripe made, is there in the
    other mode: then the key is wrong, and the object is not gone.
    Source: https://docs.stripe.com/error-codes#resource-missing
    """
    code = error.code or _details(error).get("code")
    if code not in ("resource_missing", "not_found"):
        return False
    message = str(_details(error).get("message") or error.user_message or "")
    if re.search(rf"(?<![\w-]){re.escape(id)}(?![\w-])", message) is None:
        return False
    return _OF_THE_OTHER_MODE not in message or _may_be_chosen(object_name, id)


def _may_be_chosen(object_name: str, id: str) -> bool:
    made = _CHOSEN_UNLESS.get(object_name)
    return object_name in _CHOSEN_IDS or (made is not None and not id.startswith(made))


def snapshots_of(error: stripe.StripeError) -> list[Snapshot]:
    """
    The objects that an error of the gateway's carries, as they were after it.

    A declined card leaves a payment intent behind, for example: to be stored as any answer.
    """
    found: list[Snapshot] = vars(error).get("djstripe_snapshots", [])
    return found


def stamp_of(error: stripe.StripeError) -> Stamp | None:
    """When what an error of the gateway's says was true; None for errors from elsewhere."""
    found: Stamp | None = vars(error).get("djstripe_stamp")
    return found


def is_repeated(error: stripe.StripeError) -> bool:
    """Whether the same request was sent before, by this call or an earlier, without an answer."""
    return bool(vars(error).get("djstripe_repeated", False))


def remember_repetition(error: stripe.StripeError) -> None:
    """Note on the error what ``is_repeated`` will answer."""
    vars(error)["djstripe_repeated"] = True


def remember(error: stripe.StripeError, stamp: Stamp, snapshots: list[Snapshot]) -> None:
    """Note on the error what ``snapshots_of`` and ``stamp_of`` will answer."""
    vars(error).update(djstripe_stamp=stamp, djstripe_snapshots=snapshots)


def carried_objects(error: stripe.StripeError) -> list[dict[str, Any]]:
    """The JSON of the objects in an error's body."""
    details = _details(error)
    found = [details.get(name) for name in _CARRIED]
    return [data for data in found if isinstance(data, dict) and data.get("id")]


def _details(error: stripe.StripeError) -> Mapping[str, Any]:
    body = error.json_body
    details = body.get("error") if isinstance(body, dict) else None
    return details if isinstance(details, dict) else {}
