"""
Flows that a noun starts.

``Event.process`` is a method of a model, because the page of names has it there; what it
starts lies below the models and is put in here by ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from ..exceptions import DjStripeError
from ..gateway import Credentials


class FlowNotRegistered(DjStripeError):
    """This flow is filled in when Django's apps are ready; is "djstripe" in INSTALLED_APPS?"""


def _not_registered(*args: Any, **kwargs: Any) -> NoReturn:
    raise FlowNotRegistered()


@dataclass(slots=True)
class Flows:
    """
    ``process_event(data, api_key)``: record an event's payload and apply it; answers the
    Event's row.

    ``send_event(event)``: call whoever listens to the event; answers what each receiver
    answered, as ``(receiver, answer)``.
    ``find_credentials(account=…, livemode=…, api_key=…)``: the key with which to act for an
    account in a mode; None is the default account or mode.
    ``find_account(livemode, api_key)``: the account's id and the mode that a payload in hand
    belongs to, without asking Stripe; "" where nobody knows yet.
    ``look_again(object name, id, account, livemode)``: look at one object at Stripe, or at the
    whole of the set that a summary carries, and store what Stripe says.
    """

    process_event: Callable[[Any, str | None], Any] = _not_registered
    send_event: Callable[[Any], Any] = _not_registered
    find_credentials: Callable[..., Credentials] = _not_registered
    find_account: Callable[[bool | None, str | None], tuple[str, bool]] = _not_registered
    look_again: Callable[[str, str, str, bool], Any] = _not_registered


flows = Flows()
