"""
What a verb's answer has besides the row: secrets for the payer's browser, and errors that
carry objects.

A client secret is stored nowhere. It stands on the very row that a verb returned, until that
row is forgotten, and no repr, pickle or page of the admin shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NoReturn, TypeVar

import stripe

from .. import mirror
from ..exceptions import IncompletePayment, RequiresAction, RequiresPaymentMethod
from ..gateway import Secret, snapshots_of

Row = TypeVar("Row")

# Where Stripe puts a client secret: on an intent or session, and inside of an invoice.
# https://docs.stripe.com/api/invoices/object#invoice_object-confirmation_secret
_PLAIN: Final = "client_secret"
_INSIDE: Final = "confirmation_secret"
# The address of a visit to the portal lets in whoever has it.
_ADDRESSES: Final = {"billing_portal.session": "url"}

_HELD: Final = "_djstripe_secrets"


class Held:
    """The client secrets of an answer, by the id of the object that they stand on."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Mapping[str, Secret] | None = None) -> None:
        self._secrets = dict(secrets or {})

    def of(self, id: str | None) -> Secret | None:
        return self._secrets.get(id or "")

    def __repr__(self) -> str:
        return f"<{len(self._secrets)} secrets>"

    def __reduce__(self) -> Any:
        # A pickled row goes to caches and queues, and its secrets do not.
        return Held, ()


def hand_out(row: Row, payload: Mapping[str, Any]) -> Row:
    """The row that a verb answers with, and with it the client secrets of Stripe's answer."""
    if row is not None:
        secrets = dict(_secrets_in(payload))
        if secrets or _HELD in vars(row):
            vars(row)[_HELD] = Held(secrets)
    return row


def hand_on(answered: Any, row: Row) -> Row:
    """Another instance of the same row, with the client secrets of the one that was answered."""
    if _HELD in vars(answered):
        vars(row)[_HELD] = vars(answered)[_HELD]
    return row


def secret_of(row: Any, id: str | None) -> Secret | None:
    """The client secret that came with the answer in which this row was returned, or None."""
    held: Held | None = vars(row).get(_HELD)
    return None if held is None else held.of(id)


def _secrets_in(value: Any) -> Iterator[tuple[str, Secret]]:
    if isinstance(value, Mapping):
        name = _ADDRESSES.get(str(value.get("object")), _PLAIN)
        plain, inside = value.get(name), value.get(_INSIDE)
        found = inside.get(_PLAIN) if isinstance(inside, Mapping) else plain
        if isinstance(found, str) and found and isinstance(value.get("id"), str):
            yield value["id"], Secret(found)
        for member in value.values():
            yield from _secrets_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _secrets_in(member)


# ---------------------------------------------------------------------------------- errors


@contextmanager
def keeping_what_errors_carry() -> Iterator[None]:
    """
    Store the objects that an error carries: a declined card leaves a payment intent behind.

    The error goes on its way; ``rows_of(error)`` are the stored rows.
    """
    try:
        yield
    except stripe.StripeError as error:
        carried = snapshots_of(error)
        if carried:
            stored = [outcome.row for outcome in mirror.store(carried)]
            rows = [
                hand_out(row, snapshot.data)
                for row, snapshot in zip(stored, carried, strict=True)
                if row is not None
            ]
            vars(error)["djstripe_rows"] = rows
        raise


def rows_of(error: stripe.StripeError) -> list[Any]:
    """
    The rows of the objects that an error of a verb's carries, as they are after it.

    A ``stripe.CardError`` has the PaymentIntent (or SetupIntent) that was declined, with its
    ``last_payment_error``; most other errors have none.
    """
    found: list[Any] = vars(error).get("djstripe_rows", [])
    return found


# ---------------------------------------------------------------------- payments under way


def problem_of(row: Any, intent: Any, secret: Secret | None = None) -> IncompletePayment | None:
    """
    What keeps a payment from being through, or None.

    ``intent`` is the PaymentIntent or SetupIntent behind it; ``row`` what the caller asked for;
    ``secret`` the client secret, where it did not come with one of the two.
    """
    if intent is None:
        return None
    what = f"{type(intent).__name__} {intent.id}"
    secret = secret or secret_of(row, intent.id) or secret_of(intent, intent.id)
    if intent.status == "requires_action":
        kind = (intent.next_action or {}).get("type") or "an action"
        return RequiresAction(
            f"{what} waits for its payer ({kind}): hand client_secret to Stripe.js in the "
            f"browser, and go on when the payer has acted.",
            row=row,
            intent=intent,
            client_secret=secret,
        )
    if intent.status == "requires_payment_method":
        return RequiresPaymentMethod(
            f"{what} has no payment method that works: collect another one.",
            row=row,
            intent=intent,
            client_secret=secret,
        )
    if intent.status == "requires_confirmation":
        return IncompletePayment(
            f"{what} waits to be confirmed: confirm() it, or have the browser do so.",
            row=row,
            intent=intent,
            client_secret=secret,
        )
    return None


def raise_if_action_is_due(row: Row, intent: Any) -> Row:
    """The row; raises RequiresAction where its payer must act first."""
    problem = problem_of(row, intent)
    if isinstance(problem, RequiresAction):
        raise problem
    return row


def raise_as_payment(error: stripe.StripeError, row: Any) -> NoReturn:
    """
    Raise what an error means for a payment: RequiresAction where its payer must act.

    Every other error is raised as it is.
    """
    for intent in rows_of(error):
        problem = problem_of(row, intent)
        if isinstance(problem, RequiresAction):
            raise problem from error
    raise error
