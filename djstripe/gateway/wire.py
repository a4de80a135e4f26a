"""
What lies between the SDK and the network.

The SDK builds requests and reads answers; it is given a placeholder instead of the API key,
so that no frame of it has the key to show. The wire puts the key into the request at the
last moment, leaves out what the SDK tells about the machine, and sends once: retries are
the gateway's.

Nothing of ``stripe``'s own settings is changed: a project's own use of the SDK keeps its
telemetry, its retries and its ``app_info``. (SDK 15 and later write a random ``telemetry_id``
to the user's configuration directory unless ``stripe.enable_telemetry`` is False; it is not
sent from here.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import stripe
from django.utils.datastructures import CaseInsensitiveMapping

from .. import __version__
from .credentials import Credentials
from .crossing import is_crossing, wait_for
from .haste import seconds_left
from .line import has_async_side, send

PLACEHOLDER_KEY = "djstripe"

# Names that ``raw_request`` takes for its own options: Stripe parameters of the same name
# (``usage`` of a setup intent is one) would never arrive.
_OPTIONS = frozenset(
    {
        "api_key",
        "base",
        "content_type",
        "headers",
        "idempotency_key",
        "max_network_retries",
        "method_",
        "self",
        "stripe_account",
        "stripe_context",
        "stripe_version",
        "url_",
        "usage",
    }
)
_ALIAS = "djstripe.param."
_ALIAS_IN_QUERY = re.compile(r"(?<![^?&])djstripe\.param\.")
_ALIAS_IN_JSON = re.compile(r'"djstripe\.param\.(\w+)":')

_TOLD = ("bindings_version", "lang", "lang_version", "publisher", "httplib")


_APPLICATION = {
    "name": "djstripe",
    "version": __version__,
    "url": "https://github.com/djstripe/djstripe",
}


def with_aliases(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters under names that ``raw_request`` does not take for its own."""
    return {(_ALIAS + k if k in _OPTIONS else k): v for k, v in params.items()}


class _Hidden(str):
    """A header's value that is not shown where a frame's locals are."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


def hidden(value: str) -> str:
    """A header's value that is sent as it is and not shown where a frame's locals are."""
    return _Hidden(value)


class Wire(stripe.HTTPClient):
    """Sends what the SDK built, once, with these credentials, over the given transport."""

    name = "djstripe"

    def __init__(
        self,
        transport: stripe.HTTPClient,
        credentials: Credentials,
        *,
        parses: bool = False,
        keeps: bool = False,
    ) -> None:
        super().__init__()
        self._transport = transport
        self._credentials = credentials
        # Of the answer, if the wire is to parse it in the SDK's place.
        self._parses = parses
        self.data: Any = None
        # Of the answer, if it is no JSON.
        self._keeps = keeps
        self.body: bytes = b""
        self.text: str = ""

    def request_with_retries(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        post_data: Any = None,
        max_network_retries: int | None = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[Any, int, Mapping[str, str]]:
        url = _ALIAS_IN_QUERY.sub("", url)
        if isinstance(post_data, str):
            pattern, original = (
                (_ALIAS_IN_JSON, r'"\1":')
                if headers.get("Content-Type") == "application/json"
                else (_ALIAS_IN_QUERY, "")
            )
            post_data = pattern.sub(original, post_data)
        answer = self._send_once(method, url, self._headers(headers), post_data)
        if isinstance(answer, stripe.APIConnectionError):
            raise answer
        body, status, answered = answer
        body = self._without_key(body, status)
        if self._keeps and 200 <= status < 300:
            self.body, body = body if isinstance(body, bytes) else body.encode(), "{}"
        elif self._parses and 200 <= status < 300:
            # Parsed once, here: the SDK would make OrderedDicts of it, and text for its log.
            # What is no JSON, and errors, it is left to complain of.
            try:
                self.text = body.decode("utf-8") if isinstance(body, bytes) else body
                self.data = json.loads(self.text)
            except ValueError:
                return body, status, CaseInsensitiveMapping(answered or {})
            body = "{}"
        return body, status, CaseInsensitiveMapping(answered or {})

    def close(self) -> None:
        self._transport.close()  # type: ignore[no-untyped-call]

    def _send_once(
        self, method: str, url: str, headers: dict[str, str], post_data: Any
    ) -> tuple[Any, int, Mapping[str, str]] | stripe.APIConnectionError:
        """The answer; a failure is returned, rid of the frames that have the key among them."""
        transport = self._transport
        try:
            if is_crossing() and has_async_side(transport):
                left = seconds_left()
                return wait_for(lambda: send(transport, method, url, headers, post_data, left))
            return transport.request(method, url, headers, post_data)
        except stripe.APIConnectionError as error:
            error.__cause__ = error.__context__ = None
            return error.with_traceback(None)

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        told = json.loads(headers.get("X-Stripe-Client-User-Agent", "{}"))
        product = " ".join(headers.get("User-Agent", "").split()[:2])
        return {
            **headers,
            "User-Agent": f"{product} {_APPLICATION['name']}/{_APPLICATION['version']}",
            "X-Stripe-Client-User-Agent": json.dumps(
                {**{k: told[k] for k in _TOLD if k in told}, "application": _APPLICATION}
            ),
            "Authorization": _Hidden(f"Bearer {self._credentials.api_key.reveal()}"),
        }

    def _without_key(self, body: Any, status: int) -> Any:
        """The body of an error, in which a careless server may have quoted the key."""
        if status < 400:
            return body
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        key = self._credentials.api_key
        return text.replace(key.reveal(), str(key)) if isinstance(text, str) else text
