"""
The signals djstripe sends.

``WEBHOOK_SIGNALS["invoice.paid"]`` is the signal of one event type, sent with
``sender=Event, event=event``; ``djstripe.event_handlers.djstripe_receiver`` is the shorter
way to listen. The others tell what happens to a delivery and to the mirror.
"""

from __future__ import annotations

from typing import Any, Final, get_args

import stripe
from django.dispatch import Signal

# A webhook's body was received and is about to be verified.
# Arguments: instance (the WebhookEventTrigger); sender is its class, here and below.
webhook_pre_validate = Signal()

# It was verified, or not. Arguments: instance, valid (bool).
webhook_post_validate = Signal()

# A verified event is about to be applied, at each try once; who raises now makes it fail, and be
# tried again. Arguments: instance.
webhook_pre_process = Signal()

# It was applied, and committed. Arguments: instance, api_key (the key of the event's account and
# mode as a string; "" if none is known). What a listener raises is logged, here and below.
webhook_post_process = Signal()

# Applying it failed. Arguments: instance, api_key, exception, data (the event's payload).
webhook_processing_error = Signal()

# The mirror changed. Sender: the model. Arguments: created, changed, deleted (lists of Stripe
# ids), door (snapshot.Door), account (its id), livemode (bool).
objects_stored = Signal()


def literal_strings(annotation: Any) -> list[str]:
    """Every string that an annotation's Literals allow, in the order they are written in."""
    if isinstance(annotation, str):
        return [annotation]
    return [s for part in get_args(annotation) for s in literal_strings(part)]


def known_event_types() -> list[str]:
    """The types of event (those with a snapshot) that the installed SDK knows, sorted."""
    return sorted(set(literal_strings(stripe.Event.__annotations__.get("type"))))


# What an endpoint may be subscribed to; "*" is every type but those Stripe wants to be selected.
ENABLED_EVENTS: Final = ["*", *known_event_types()]


class EventSignals(dict[str, Signal]):
    """
    Signals by event type.

    Holds the types that the SDK knows; a type that is newer than the SDK, a thin event's, or a
    wildcard such as ``invoice.*`` gets its signal when it is first asked for by ``[...]``.
    ``get()`` and ``in`` add nothing, so that no flood of unknown types can fill the memory.
    """

    def __missing__(self, event_type: str) -> Signal:
        return self.setdefault(event_type, Signal())


WEBHOOK_SIGNALS: Final = EventSignals({name: Signal() for name in known_event_types()})
