from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import stripe

from djstripe import signals
from djstripe.event_handlers import (
    call_receiver,
    djstripe_receiver,
    receiver_name,
    receivers,
    send_event_signals,
)
from djstripe.signals import ENABLED_EVENTS, WEBHOOK_SIGNALS


class Event:
    def __init__(self, type: str) -> None:
        self.type = type


@pytest.fixture
def family() -> Iterator[str]:
    """The name of a family of events that no other test listens to."""
    name = f"family_{uuid4().hex}"
    yield name
    for key in [k for k in WEBHOOK_SIGNALS if k.startswith(name)]:
        del WEBHOOK_SIGNALS[key]


def mine(found: list[Any], *functions: Any) -> list[Any]:
    return [f for f in found if f in functions]


def test_every_event_of_the_sdk_has_a_signal() -> None:
    assert len(ENABLED_EVENTS) > 240
    assert ENABLED_EVENTS[0] == "*"
    assert set(ENABLED_EVENTS[1:]) <= set(WEBHOOK_SIGNALS)
    # These had none in dj-stripe, and could not be received.
    assert WEBHOOK_SIGNALS["billing.meter.created"] is WEBHOOK_SIGNALS["billing.meter.created"]
    known = set(signals.literal_strings(stripe.Event.__annotations__["type"]))
    assert known <= set(WEBHOOK_SIGNALS)


def test_a_type_nobody_has_heard_of_gets_its_signal_when_asked_for(family: str) -> None:
    assert WEBHOOK_SIGNALS.get(f"{family}.happened") is None
    assert f"{family}.happened" not in WEBHOOK_SIGNALS

    signal = WEBHOOK_SIGNALS[f"{family}.happened"]

    assert WEBHOOK_SIGNALS.get(f"{family}.happened") is signal


def test_receivers_by_name_prefix_and_star(family: str) -> None:
    @djstripe_receiver(f"{family}.thing.done")
    def exact(sender: Any, event: Any, **kwargs: Any) -> None: ...

    @djstripe_receiver(f"{family}.thing.*")
    def near(sender: Any, event: Any, **kwargs: Any) -> None: ...

    @djstripe_receiver(f"{family}.*")
    def far(sender: Any, event: Any, **kwargs: Any) -> None: ...

    @djstripe_receiver("*")
    def every(sender: Any, event: Any, **kwargs: Any) -> None: ...

    @djstripe_receiver([f"{family}.thing.done", f"{family}.*", "*"])
    def greedy(sender: Any, event: Any, **kwargs: Any) -> None: ...

    all_of_them = exact, near, far, every, greedy

    assert mine(receivers(f"{family}.thing.done"), *all_of_them) == [
        exact,
        greedy,
        near,
        far,
        every,
    ]
    assert mine(receivers(f"{family}.thing.undone"), *all_of_them) == [near, far, greedy, every]
    assert mine(receivers(f"{family}x.thing.done"), *all_of_them) == [every, greedy]
    assert mine(receivers(f"{family}.thing"), *all_of_them) == [far, greedy, every]
    WEBHOOK_SIGNALS["*"].disconnect(every)
    WEBHOOK_SIGNALS["*"].disconnect(greedy)


def test_each_receiver_is_called_once_with_the_event(family: str) -> None:
    calls: list[Any] = []

    @djstripe_receiver([f"{family}.a", f"{family}.*"])
    def receiver(sender: Any, event: Any, signal: Any, **kwargs: Any) -> str:
        calls.append((sender, event, signal))
        return "done"

    event = Event(f"{family}.a")

    assert send_event_signals(event) == [(receiver, "done")]
    assert calls == [(Event, event, WEBHOOK_SIGNALS[f"{family}.a"])]


def test_asking_for_receivers_remembers_no_type(family: str) -> None:
    send_event_signals(Event(f"{family}.flood"))

    assert not [key for key in WEBHOOK_SIGNALS if key.startswith(family)]


def test_the_senders_of_django_count(family: str) -> None:
    class Other: ...

    @djstripe_receiver(f"{family}.a", sender=Other)
    def picky(**kwargs: Any) -> None: ...

    assert receivers(f"{family}.a", Event) == []
    assert receivers(f"{family}.a", Other) == [picky]


def test_connecting_to_the_signal_itself_works_as_well(family: str) -> None:
    def receiver(**kwargs: Any) -> None: ...

    WEBHOOK_SIGNALS[f"{family}.a"].connect(receiver)
    assert receivers(f"{family}.a") == [receiver]

    del receiver
    gc.collect()
    assert receivers(f"{family}.a") == []


def test_coroutines_are_run_to_their_end(family: str) -> None:
    @djstripe_receiver(f"{family}.a")
    async def later(event: Any, **kwargs: Any) -> str:
        return f"got {event.type}"

    assert call_receiver(later, Event(f"{family}.a")) == f"got {family}.a"
    assert send_event_signals(Event(f"{family}.a")) == [(later, f"got {family}.a")]


def test_an_exception_is_the_callers(family: str) -> None:
    @djstripe_receiver(f"{family}.a")
    def broken(**kwargs: Any) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        send_event_signals(Event(f"{family}.a"))


@pytest.mark.parametrize("name", ["", "invoice*", "in*voice.paid", "**", ".*.*", "*.paid"])
def test_a_name_that_cannot_fit_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a name of events"):
        djstripe_receiver(name)


def test_receivers_have_dotted_names() -> None:
    class Callable:
        def __call__(self, **kwargs: Any) -> None: ...

    assert receiver_name(mine) == f"{__name__}.mine"
    assert receiver_name(Callable()).endswith("<locals>.Callable")
