"""
A verb that runs beside an event loop: its code is the synchronous one, and no thread waits.

The verb runs in a fiber (a greenlet) on the thread where Django keeps its synchronous code,
and its database connections. Where it would wait for Stripe it steps aside; the coroutine
awaits the answer on the loop's own client, and the fiber goes on with it, on the same thread.

Needs the extra ``djstripe[async]``: greenlet and httpx.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakSet

from asgiref.sync import sync_to_async

from ..exceptions import MissingExtra
from .ports import ports

try:
    import greenlet
except ImportError:  # the extra is not installed
    greenlet = None

T = TypeVar("T")


class _Wait:
    """What a fiber stepped aside for."""

    __slots__ = ("start",)

    def __init__(self, start: Callable[[], Awaitable[Any]]) -> None:
        self.start = start


class _Fiber:
    """One verb under way: it runs until it is done or has to wait."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._thread: int | None = None
        self._greenlet: Any = None

    @property
    def is_done(self) -> bool:
        return bool(self._greenlet is not None and self._greenlet.dead)

    def begin(self) -> Any:
        self._thread = threading.get_ident()
        self._greenlet = greenlet.greenlet(self._call)
        # What the caller has in its context (a limit of time, a language) holds in here.
        self._greenlet.gr_context = contextvars.copy_context()
        return self._run(self._greenlet.switch)

    def go_on(self, answer: Any) -> Any:
        return self._run(self._greenlet.switch, answer)

    def fail(self, error: BaseException) -> Any:
        return self._run(self._greenlet.throw, error)

    def _run(self, enter: Callable[..., Any], *args: Any) -> Any:
        if self._thread != threading.get_ident():
            raise RuntimeError(
                "An async verb was begun on one thread and should go on on another: Django's "
                "thread for synchronous code has changed while Stripe was asked."
            )
        self._greenlet.parent = greenlet.getcurrent()
        _running.add(self._greenlet)
        try:
            return enter(*args)
        finally:
            if self._greenlet.dead:
                _running.discard(self._greenlet)


# Weak, for a loop that is stopped in the middle goes on with none of its own.
_running: WeakSet[Any] = WeakSet()


def is_crossing() -> bool:
    """Whether this code runs in a fiber, so that it need not block to wait."""
    return greenlet is not None and bool(_running) and greenlet.getcurrent() in _running


def wait_for(start: Callable[[], Awaitable[T]]) -> T:
    """
    Wait, in a fiber, for what ``start()`` begins on the loop.

    Raises what it raises; OpenTransaction if a transaction is open on this thread, for other
    verbs that run here meanwhile would be part of it.
    """
    ports.before_waiting()
    answer: T = greenlet.getcurrent().parent.switch(_Wait(start))
    return answer


async def cross(call: Callable[[], T]) -> T:
    """
    Run synchronous code that asks Stripe, from a coroutine; no thread waits for Stripe.

    Cancelled, the code is told so where it waits (``asyncio.CancelledError``), and ends first.

    Raises MissingExtra without greenlet or httpx.
    """
    _check_extra()
    fiber = _Fiber(call)
    found = await _to_its_end(fiber, fiber.begin)
    while not fiber.is_done:
        found = await _to_its_end(fiber, *await _outcome(fiber, found))
    return found  # type: ignore[no-any-return]


async def _outcome(fiber: _Fiber, wait: _Wait) -> tuple[Callable[..., Any], Any]:
    """How the fiber goes on: with an answer or with an error."""
    try:
        return fiber.go_on, await wait.start()
    except asyncio.CancelledError:
        # Another one: the frames of this one have seen the key.
        return fiber.fail, asyncio.CancelledError()
    except BaseException as error:
        error.__traceback__ = None
        return fiber.fail, error


async def _to_its_end(fiber: _Fiber, step: Callable[..., Any], *args: Any) -> Any:
    """
    One stretch on the thread, which is never left in the middle.

    Cancelled meanwhile, the fiber is told at its next wait.
    """
    stretch = asyncio.ensure_future(sync_to_async(step, thread_sensitive=True)(*args))
    is_cancelled = False
    while not stretch.done():
        try:
            await asyncio.shield(stretch)
        except asyncio.CancelledError:
            if not stretch.done():
                is_cancelled = True
        except BaseException:
            break  # the stretch's own, raised below
    try:
        found = stretch.result()
    except BaseException:
        if is_cancelled:
            raise asyncio.CancelledError from None
        raise
    if is_cancelled and not fiber.is_done:
        return await _to_its_end(fiber, fiber.fail, asyncio.CancelledError())
    if is_cancelled:
        raise asyncio.CancelledError
    return found


def _check_extra() -> None:
    if greenlet is None:
        raise MissingExtra(
            "Async verbs need greenlet and httpx: pip install 'djstripe[async]'. Or call the "
            "synchronous verb through asgiref's sync_to_async."
        )
