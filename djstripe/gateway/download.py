"""
Documents that have an address of their own at Stripe: PDFs, and the contents of files.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import stripe

from ..exceptions import DownloadFailed
from .credentials import Credentials
from .wire import hidden

MAX_DOWNLOAD_BYTES: Final = 32 * 1024 * 1024

_CHUNK_BYTES = 64 * 1024
# Who may be given the key: https://docs.stripe.com/file-upload#download-file-contents
_API_HOSTS = ("api.stripe.com", "files.stripe.com")


def download(
    transport: stripe.HTTPClient,
    url: str,
    credentials: Credentials | None,
    api_host: str,
    max_bytes: int,
) -> bytes:
    """The bytes at an address of Stripe's; see ``Gateway.download``."""
    where = urlsplit(url)
    is_api = (where.scheme == "https" and where.hostname in _API_HOSTS) or (
        bool(api_host) and where[:2] == urlsplit(api_host)[:2]
    )
    is_stripes = where.scheme == "https" and (where.hostname or "").endswith(".stripe.com")
    if not (is_api or is_stripes):
        raise DownloadFailed(
            f"{where.scheme}://{where.hostname} is not Stripe's: nothing is asked for there."
        )
    # Compressed, it could be more than it seems.
    headers: dict[str, str] = {"Accept-Encoding": "identity"}
    if credentials is not None and is_api:
        headers["Authorization"] = hidden(f"Bearer {credentials.api_key.reveal()}")
        if credentials.stripe_account:
            headers["Stripe-Account"] = credentials.stripe_account
        if credentials.context:
            headers["Stripe-Context"] = credentials.context
    body, status, _ = _ask(transport, url, headers)
    try:
        if status != 200:
            raise DownloadFailed(f"Stripe answered {status} where a document was asked for.")
        return _read(body, max_bytes)
    finally:
        close = getattr(body, "close", None)
        if callable(close):
            close()


def _ask(transport: Any, url: str, headers: dict[str, str]) -> tuple[Any, int, Any]:
    """The answer as a stream; a failure is raised without the frames that have the key."""
    try:
        answer: tuple[Any, int, Any] = transport.request_stream("get", url, headers)
    except stripe.APIConnectionError as error:
        error.__cause__ = error.__context__ = None
        raise error.with_traceback(None) from None
    return answer


def _read(body: Any, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := body.read(_CHUNK_BYTES):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise DownloadFailed(
                f"The document has more than {max_bytes} bytes: ask for more with max_bytes."
            )
    return b"".join(parts)
