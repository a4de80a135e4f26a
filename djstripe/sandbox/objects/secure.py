"""
Authentication (3D Secure): when a payment wants its customer there, and how they are asked.

https://docs.stripe.com/testing#regulatory-cards
"""

from __future__ import annotations

from typing import Any

from ..catalogue import Json
from ..state import Record
from ..world import World


def asks_for(method: Record, off_session: bool, options: Any = None) -> str:
    """
    What a payment method wants before it pays: "" nothing, "action" the customer; or "decline",
    for it wants the customer, who is not there.
    """
    how = str(method.hidden.get("secure") or "")
    if method.hidden.get("outcome") == "authenticate":  # kept by an earlier release
        how = "always"
    if off_session:
        ready = how == "set_up" or (how == "unless_set_up" and method.hidden.get("set_up"))
        return "decline" if how in ("always", "unless_set_up") and not ready else ""
    if how in ("always", "unless_set_up", "set_up"):
        return "action"
    card: Json = (options or {}).get("card") or {}
    wanted = card.get("request_three_d_secure") in ("any", "challenge")
    return "action" if how == "optional" and wanted else ""


def note_set_up(world: World, method: Record) -> None:
    """The customer has authenticated for payments at which they are not there."""
    if method.hidden.get("secure") == "unless_set_up" and not method.hidden.get("set_up"):
        world.shelf.hide(method, set_up=True)


def next_action(intent: Record, asked: Json) -> Json:
    """Where the customer authenticates: at an address, or in what Stripe's own script shows."""
    if asked.get("return_url") and not asked.get("use_stripe_sdk"):
        url = f"https://sandbox.invalid/authenticate/{intent.id}"
        redirect = {"return_url": asked["return_url"], "url": url}
        return {"redirect_to_url": redirect, "type": "redirect_to_url"}
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
