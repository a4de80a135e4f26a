"""
Asynchronous twins of verbs, for Django's async views.

    asubscribe = twin(subscribe)
    acreate = class_twin(create)

A twin has its verb's parameters and runs its code; while Stripe answers, no thread waits.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from itertools import islice
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

from django.db import connections

from ..exceptions import OpenTransaction
from ..gateway import cross

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", covariant=True)
PORTION = 100


class ClassVerb(Protocol[P, R]):
    """What a class method is where its class is written."""

    def __call__(self, cls: Any, *args: P.args, **kwargs: P.kwargs) -> R: ...


class ClassTwin(Generic[P, T]):
    """What a class method's twin is to a type checker."""

    def __get__(self, row: Any, model: Any = None) -> Callable[P, Coroutine[Any, Any, T]]: ...  # type: ignore[empty-body]


class ClassStream(Generic[P, T]):
    """What the twin of a class method that yields is to a type checker."""

    def __get__(self, row: Any, model: Any = None) -> Callable[P, AsyncIterator[T]]: ...  # type: ignore[empty-body]


def twin(verb: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The twin of a method, whichever method of that name a subclass has."""
    made: Callable[P, Coroutine[Any, Any, T]] = _twin(verb)
    return made


def class_twin(verb: ClassVerb[P, T]) -> ClassTwin[P, T]:
    """The twin of a class method."""
    made: Any = classmethod(_twin(_function(verb)))
    return made  # type: ignore[no-any-return]


def class_stream(verb: ClassVerb[P, Iterator[T]]) -> ClassStream[P, T]:
    """The twin of a class method that yields: for ``async for``."""
    function = _function(verb)
    name = function.__name__

    async def call(on: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        async for one in stream(lambda: getattr(on, name)(*args, **kwargs)):
            yield one

    made: Any = classmethod(_as_twin(call, function))
    return made  # type: ignore[no-any-return]


async def stream(begin: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
    """What an iterator yields that asks Stripe in between, some at a time."""
    rows = await cross(lambda: iter(begin()))
    while portion := await cross(lambda: list(islice(rows, PORTION))):
        for one in portion:
            yield one


def _function(verb: Any) -> Any:
    return getattr(verb, "__func__", verb)


def _twin(verb: Any) -> Any:
    name = verb.__name__

    async def call(on: Any, *args: Any, **kwargs: Any) -> Any:
        return await cross(functools.partial(getattr(on, name), *args, **kwargs))

    return _as_twin(call, verb)


def _as_twin(call: Any, verb: Any) -> Any:
    """The coroutine function under the verb's name with an ``a``, with its signature and words."""
    functools.update_wrapper(call, verb)
    call.__name__ = f"a{verb.__name__}"
    call.__qualname__ = f"{verb.__qualname__.rpartition('.')[0]}.{call.__name__}".lstrip(".")
    call.__doc__ = f"The asynchronous twin of ``{verb.__name__}``.\n\n{verb.__doc__ or ''}"
    call.alters_data = True
    return call


def refuse_open_transaction() -> None:
    """
    Raise OpenTransaction if a transaction is open on this thread.

    Tests that run inside one, which Django rolls back, are no matter: nobody else is there.
    """
    for connection in connections.all(initialized_only=True):
        blocks: Any = connection.atomic_blocks
        if any(not block._from_testcase for block in blocks):
            raise OpenTransaction(
                "An async verb was called inside of transaction.atomic(): while it waits for Stripe, "
                "other coroutines' queries on this thread would be part of that transaction. Call it "
                "before or after, or call the synchronous verb."
            )
