"""The sandbox in process: an HTTP client for the Stripe SDK that needs no socket."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import stripe

from .api import Request
from .errors import ConnectionDropped

if TYPE_CHECKING:
    from .sandbox import Sandbox


class SandboxHTTPClient(stripe.HTTPClient):
    """
    Give it to `stripe.StripeClient(key, http_client=...)`; every base address leads here.

    A dropped connection is the SDK's own APIConnectionError, which it may retry; an answer that
    breaks off in the middle is what had arrived.
    """

    name = "sandbox"

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self.sandbox = sandbox

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        post_data: Any = None,
        **more: Any,
    ) -> tuple[Any, int, Mapping[str, str]]:
        parts = urlsplit(url)
        body = post_data.encode() if isinstance(post_data, str) else post_data or b""
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        request = Request(method.upper(), parts.path, parts.query, body, lowered)
        try:
            response = self.sandbox.answer(request)
        except ConnectionDropped as error:
            refused: Any = stripe.APIConnectionError
            raise refused(str(error), should_retry=True) from error
        return response.body[: response.cut], response.status, Headers(response.headers)

    def request_stream(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        post_data: Any = None,
        **more: Any,
    ) -> tuple[Any, int, Mapping[str, str]]:
        body, status, answered = self.request(method, url, headers, post_data)
        return BytesIO(body), status, answered

    async def request_async(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        post_data: Any = None,
        **more: Any,
    ) -> tuple[Any, int, Mapping[str, str]]:
        # Others get on meanwhile, as over a network.
        await asyncio.sleep(0)
        answer = self.request(method, url, headers, post_data)
        await asyncio.sleep(0)
        return answer

    async def sleep_async(self, secs: float) -> None:
        """The SDK's back-off takes no time here."""

    def _sleep_time_seconds(self, num_retries: int, response: Any = None) -> float:
        return 0.0

    def close(self) -> None:
        """There is nothing to close."""

    async def close_async(self) -> None:
        """There is nothing to close."""


class Headers(dict[str, str]):
    """Header names without regard to case, as every HTTP library gives them."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__({name.lower(): value for name, value in headers.items()})

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)
