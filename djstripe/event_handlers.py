"""
How a project listens to Stripe's events.

    @djstripe_receiver("invoice.paid")
    def send_thanks(sender, event, **kwargs): ...

    @djstripe_receiver(["customer.subscription.*", "v1.billing.meter.no_meter_found"])
    def recount_seats(sender, event, **kwargs): ...

A name is an event type, a prefix with ``.*``, or ``*`` for every event.
The mirror is kept up to date without any receiver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from inspect import iscoroutinefunction
from typing import Any, Protocol, TypeVar

from asgiref.sync import async_to_sync

from .signals import WEBHOOK_SIGNALS

Receiver = Callable[..., Any]
R = TypeVar("R", bound=Receiver)


class HasType(Protocol):
    """What is needed of an event: its type."""

    @property
    def type(self) -> str: ...


def djstripe_receiver(name: str | Iterable[str], **kwargs: Any) -> Callable[[R], R]:
    """
    Call the decorated function for events of this type, or of these types.

    It gets ``sender`` (the Event class), ``event``, ``signal``, and from the inbox ``instance``:
    the mirrored object that the event is about, as it is now (false where there is none).
    Other keyword arguments are those of Django's ``Signal.connect``. Under two names that fit one event it is called
    once. Types that djstripe has never heard of are allowed.

    Raises ValueError for a ``*`` anywhere but at the end of a name.
    """
    names = [name] if isinstance(name, str) else list(name)
    for one in names:
        _check_name(one)

    def connect(receiver: R) -> R:
        for one in names:
            WEBHOOK_SIGNALS[one].connect(receiver, **kwargs)
        return receiver

    return connect


def receivers(event_type: str, sender: type | None = None) -> list[Receiver]:
    """
    Who listens to this type of event: by its own name first, then by wildcard, each one once.

    The order is the same each time: names from the most to the least special, and under
    one name the order of registration (plain functions before coroutines).
    """
    found: dict[Receiver, None] = {}
    for name in names_that_fit(event_type):
        signal = WEBHOOK_SIGNALS.get(name)
        if signal is not None:
            plain, coroutines = signal._live_receivers(sender)
            found.update(dict.fromkeys([*plain, *coroutines]))
    return list(found)


def named_receivers(event_type: str, sender: type | None = None) -> dict[str, Receiver]:
    """
    Who listens to this type of event, by the names under which the inbox remembers them.

    Of several with one dotted name (functions made inside a function) each has a number.
    """
    named: dict[str, Receiver] = {}
    for receiver in receivers(event_type, sender):
        name = whole = receiver_name(receiver)
        number = 1
        while name in named:
            number += 1
            name = f"{whole}#{number}"
        named[name] = receiver
    return named


def receiver_name(receiver: Receiver) -> str:
    """The dotted name of a receiver."""
    named = receiver if hasattr(receiver, "__qualname__") else type(receiver)
    return f"{named.__module__}.{named.__qualname__}"


def call_receiver(receiver: Receiver, event: HasType, **more: Any) -> Any:
    """Call one receiver with an event, a coroutine to its end; its exceptions are the caller's."""
    call = async_to_sync(receiver) if iscoroutinefunction(receiver) else receiver
    # Read without adding: a receiver by wildcard has no signal of this type's name.
    signal = WEBHOOK_SIGNALS.get(event.type)
    return call(signal=signal, sender=type(event), event=event, **more)


def send_event_signals(event: HasType) -> list[tuple[Receiver, Any]]:
    """
    Call everyone who listens to this event, each once; returns receivers and their answers.

    The first exception ends it and is the caller's. The inbox, which retries receivers one
    by one, uses ``receivers`` and ``call_receiver`` instead.
    """
    return [(r, call_receiver(r, event)) for r in receivers(event.type, type(event))]


def names_that_fit(event_type: str) -> Iterator[str]:
    """The names under which receivers of a type may listen, from the most to the least special."""
    yield event_type
    parts = event_type.split(".")
    for length in range(len(parts) - 1, 0, -1):
        yield ".".join(parts[:length]) + ".*"
    yield "*"


def _check_name(name: str) -> None:
    stem = name.removesuffix("*")
    if not name or "*" in stem or (stem != name and stem and not stem.endswith(".")):
        raise ValueError(
            f"{name!r} is not a name of events: use a type such as 'invoice.paid', "
            "a prefix such as 'invoice.*', or '*'."
        )
