"""
One HTTP client to Stripe for each event loop, closed with its loop.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import stripe

from ..exceptions import MissingExtra
from ..settings import djstripe_settings
from .haste import SHORTEST_SECONDS, HastyClient

try:
    import httpx
except ImportError:  # the extra is not installed
    httpx = None  # type: ignore[assignment]

MOST_CONNECTIONS = 100
KEPT_SECONDS = 15.0  # an idle connection; all are kept so long, for a burst comes in waves

Reply = tuple[Any, int, Mapping[str, str]]


class Line:
    """An httpx client of one loop."""

    def __init__(self) -> None:
        if httpx is None:
            raise MissingExtra(
                "Async verbs need greenlet and httpx: pip install 'djstripe[async]'."
            )
        context: ssl.SSLContext | bool = False
        if stripe.verify_ssl_certs:
            context = ssl.create_default_context(cafile=stripe.ca_bundle_path)
        limits = httpx.Limits(
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=MOST_CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
        )
        self._client = httpx.AsyncClient(verify=context, limits=limits)

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: Any, left: float | None
    ) -> Reply:
        """One request. Raises stripe.APIConnectionError where no answer comes."""
        try:
            response = await self._client.request(
                method, url, headers=dict(headers), content=body or None, timeout=_timeout(left)
            )
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            failed: Any = stripe.APIConnectionError
            raise failed(
                f"Stripe could not be reached (Network error: {type(error).__name__}).",
                should_retry=True,
            ) from None
        return response.content, response.status_code, dict(response.headers)

    async def aclose(self) -> None:
        await self._client.aclose()


def _timeout(left: float | None) -> Any:
    """The settings' timeouts; none of them longer than what is ``left`` (seconds)."""
    connect = djstripe_settings.DJSTRIPE_CONNECT_TIMEOUT_SECONDS
    read = djstripe_settings.DJSTRIPE_READ_TIMEOUT_SECONDS
    if left is not None:
        left = max(left, SHORTEST_SECONDS)
        connect, read = min(connect, left), min(read, left)
    # Waiting for a connection to become free is waiting for others' answers: for that there
    # is as much time as for one's own.
    return httpx.Timeout(read, connect=connect)


_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Line, AsyncGenerator[Line, None]]]
_lines = WeakKeyDictionary()


async def line_of_loop() -> Line:
    """The line of the running loop."""
    loop = asyncio.get_running_loop()
    found = _lines.get(loop)
    if found is None:
        for ended in [one for one in _lines if one.is_closed()]:
            del _lines[ended]  # it ended without a word
        line = Line()
        keeper = _keep(line, loop)
        _lines[loop] = (line, keeper)
        # A loop closes the generators that it has seen begin, and so the line, before it ends.
        await anext(keeper)
        return line
    return found[0]


async def _keep(line: Line, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[Line, None]:
    try:
        yield line
    finally:
        _lines.pop(loop, None)
        await line.aclose()


async def send(
    transport: stripe.HTTPClient,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: Any,
    left: float | None,
) -> Reply:
    """One request over the asynchronous side of a transport."""
    if isinstance(transport, HastyClient):
        line = await line_of_loop()
        return await line.send(method, url, headers, body, left)
    reply: Reply = await transport.request_async(method, url, headers, body)
    return reply


def has_async_side(transport: stripe.HTTPClient) -> bool:
    """Whether a transport can be awaited; one that cannot blocks its thread."""
    if isinstance(transport, HastyClient):
        return True
    return type(transport).request_async is not stripe.HTTPClient.request_async
