"""
Serve a Stripe on a port of this machine, until Ctrl-C.

One set of options for `python -m djstripe.sandbox` and `manage.py djstripe_sandbox`.
"""

from __future__ import annotations

import argparse
import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .catalogue import Json
from .clock import Clock
from .company import Company
from .http import PortTaken
from .sandbox import LIVE_KEY, TEST_KEY, BrokenState, Sandbox

Say = Callable[[str], Any]

# What `--fault` may name: methods of `Sandbox.faults`, and of `Sandbox.webhooks`.
OF_REQUESTS = (
    "rate_limit",
    "lock_timeout",
    "conflict",
    "server_error",
    "bad_gateway",
    "drop",
    "half",
    "slow",
    "stale",
)
OF_DELIVERIES = (
    "lose",
    "delay",
    "duplicate",
    "reorder",
    "report_twice",
    "show_older_state",
    "never_create",
)
EPILOG = f"""
A fault is a name and what it takes, in one argument:
  --fault "rate_limit path=/v1/charges* times=3"   --fault "drop after=true share=0.05 times=forever"
  --fault "delay types=invoice.*,charge.* seconds=90"
of requests:   {", ".join(OF_REQUESTS)}
of deliveries: {", ".join(OF_DELIVERIES)}
"""


class Unusable(Exception):
    """An option's value cannot be used; the message says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, in the groups in which the help shows them."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter  # the epilog's lines are ours
    parser.epilog = EPILOG
    place = parser.add_argument_group("where")
    place.add_argument("--port", type=int, default=12_111, help="0 for any free one (12111)")
    place.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")

    data = parser.add_argument_group("what is in it")
    data.add_argument("--company", action="store_true", help="a year of a company's life")
    data.add_argument(
        "--customers", type=int, default=300, metavar="N", help="how many the company has (300)"
    )
    data.add_argument(
        "--tick", type=float, metavar="SECONDS", help="the company lives on, a change each time"
    )
    data.add_argument(
        "--fixtures",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="JSON: a list of Stripe objects, or a list as Stripe answers it; may be repeated",
    )
    data.add_argument(
        "--state", type=Path, metavar="FILE", help="loaded if it is there, written at the end"
    )
    data.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the same seed gives the same ids (0)"
    )

    how = parser.add_argument_group("how it behaves")
    how.add_argument(
        "--now", type=moment, metavar="MOMENT", help="Unix seconds, or 2026-01-31[T12:00:00], UTC"
    )
    how.add_argument(
        "--clock",
        choices=("running", "standing"),
        help="standing time passes over the admin route only (running; standing with --now)",
    )
    how.add_argument("--api-version", help="of requests that name none, and of events")
    how.add_argument("--limits", action="store_true", help="refuse what is beyond the rate limits")
    how.add_argument(
        "--fault", action="append", default=[], metavar="FAULT", help="see below; may be repeated"
    )

    events = parser.add_argument_group("events")
    events.add_argument(
        "--webhook",
        action="append",
        default=[],
        metavar="URL",
        help="send all events there; may be repeated",
    )
    events.add_argument("--secret", help="what those deliveries are signed with")


def moment(text: str) -> int:
    """Unix seconds of a number, or of a date in ISO 8601 that is in UTC unless it says."""
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment: {error}") from None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def run(options: argparse.Namespace, say: Say) -> None:
    """
    Serve until somebody ends it; `say` prints a line.

    Raises Unusable, BrokenState or PortTaken before anything is served.
    """
    sandbox = Sandbox(seed=options.seed, clock=clock_of(options), limits=options.limits)
    if options.api_version:
        sandbox.api_version = options.api_version
    company = Company(sandbox, customers=options.customers)
    if options.state and options.state.exists():
        sandbox.restore(options.state)
    else:
        if options.company:
            company.found()
        for path in options.fixtures:
            say(f"{seed_from(sandbox, path)} objects from {path}.")
    for text in options.fault:
        add_fault(sandbox, text)
    with sandbox.serve(options.port, options.host) as server:
        say(f"Stripe is at {server.url}, with any key such as {TEST_KEY} or {LIVE_KEY}.")
        for url in options.webhook:
            endpoint = sandbox.deliver_to(url, options.secret)
            say(f"Events go to {url}, signed with {endpoint['secret']}.")
        say("Ctrl-C ends it.")
        try:
            with _ended_by_a_signal():
                _live(company, options.tick, say) if options.tick else server.wait()
        except KeyboardInterrupt:
            say("")
    if options.state:
        sandbox.save(options.state)
        say(f"Everything is kept in {options.state}.")


def clock_of(options: argparse.Namespace) -> Clock:
    """A clock that runs with the machine's, from now or from `--now`, or one that stands."""
    machine = int(time.time())
    start = machine if options.now is None else options.now
    standing = options.clock == "standing" or (options.clock is None and options.now is not None)
    return Clock(start) if standing else Clock(start - machine, following=time.time)


def seed_from(sandbox: Sandbox, path: Path) -> int:
    """Put the objects of a file in, as they are and without events; returns how many."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise Unusable(f"{path} cannot be read as fixtures: {error}") from None
    if isinstance(found, dict):
        found = found.get("data", found.get("resources", [found]))
    objects: list[Json] = list(found.values()) if isinstance(found, dict) else found
    for number, one in enumerate(objects, 1):
        if not isinstance(one, dict) or not one.get("object") or not one.get("id"):
            raise Unusable(f"{path}: number {number} is no Stripe object with `object` and `id`.")
        sandbox.add(one)
    return len(objects)


def add_fault(sandbox: Sandbox, text: str) -> None:
    """`"drop path=/v1/charges* times=3"`: the method of that name with these arguments."""
    name, *pairs = text.split()
    if not all("=" in pair for pair in pairs):
        raise Unusable(f"The fault {text!r} is not a name and pairs such as times=3.")
    given = {key: _value(value) for key, _, value in (pair.partition("=") for pair in pairs)}
    try:
        if name in OF_REQUESTS:
            getattr(sandbox.faults, name)(**given)
        elif name in OF_DELIVERIES:
            types = str(given.pop("types", "*")).split(",")
            getattr(sandbox.webhooks, name)(*types, **given)
        else:
            known = ", ".join((*OF_REQUESTS, *OF_DELIVERIES))
            raise Unusable(f"There is no fault {name!r}; there are {known}.")
    except (TypeError, ValueError) as error:
        raise Unusable(f"The fault {text!r} does not work: {error}") from None


def _value(text: str) -> Any:
    words = {"true": True, "false": False, "forever": None}
    if text in words:
        return words[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _live(company: Company, seconds: float, say: Say) -> None:
    number = 0
    while True:
        time.sleep(seconds)
        say(str(company.live(number)))
        number += 1


@contextmanager
def _ended_by_a_signal() -> Iterator[None]:
    """What `kill` and `docker stop` send ends it as Ctrl-C does, with the state written."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    # SIGINT too: whoever is started in the background of a script has it ignored.
    ending = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, end) for number in ending]
    try:
        yield
    finally:
        for number, handler in zip(ending, before, strict=True):
            signal.signal(number, handler)


REFUSALS = (Unusable, BrokenState, PortTaken)
