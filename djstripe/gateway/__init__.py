"""
The only code that calls Stripe.

    snapshot = get_gateway().retrieve("/v1/customers/cus_123", credentials)

Everything comes back as Snapshots; nothing here knows the database. The mirror's counter and
the rate budget come in as ``ports``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ..settings import djstripe_settings
from ..utils import register_currency_reader
from .client import Answer, Gateway, Page
from .credentials import Credentials, Secret
from .crossing import cross, is_crossing
from .download import MAX_DOWNLOAD_BYTES
from .failures import is_missing, is_repeated, snapshots_of, stamp_of
from .haste import seconds_left, within
from .paths import object_path
from .ports import Attempt, Ledger, NoLedger, Ports, Sending, ports
from .retries import Patience

__all__ = [
    "MAX_DOWNLOAD_BYTES",
    "Answer",
    "Attempt",
    "Credentials",
    "Gateway",
    "Ledger",
    "NoLedger",
    "Page",
    "Patience",
    "Ports",
    "Secret",
    "Sending",
    "cross",
    "get_gateway",
    "is_crossing",
    "is_missing",
    "is_repeated",
    "object_path",
    "ports",
    "seconds_left",
    "snapshots_of",
    "stamp_of",
    "use",
    "within",
]

_in_use: Final[list[Gateway]] = []
_default: Final[dict[tuple[object, ...], Gateway]] = {}


def get_gateway() -> Gateway:
    """
    The gateway of this process: the one in ``use``, else one built from the settings.

    Other timeouts in the settings, or another process (connections are not shared over a
    fork), make a new one; host, version and retries are read at each request anyway.
    """
    if _in_use:
        return _in_use[-1]
    key = (
        os.getpid(),
        djstripe_settings.DJSTRIPE_CONNECT_TIMEOUT_SECONDS,
        djstripe_settings.DJSTRIPE_READ_TIMEOUT_SECONDS,
    )
    gateway = _default.get(key)
    if gateway is None:
        gateway = Gateway()
        _default.clear()
        _default[key] = gateway
    return gateway


@contextmanager
def use(gateway: Gateway) -> Iterator[Gateway]:
    """Make this the gateway of the whole process, all its threads included, for a while."""
    _in_use.append(gateway)
    try:
        yield gateway
    finally:
        _in_use.remove(gateway)


def _payment_currencies(api_key: str) -> list[str]:
    gateway = get_gateway()
    credentials = gateway.identify(api_key)
    account = gateway.request("get", "/v1/account", credentials)
    path = object_path("/v1/country_specs/{country}", country=account.data["country"])
    currencies: list[str] = gateway.request("get", path, credentials).data[
        "supported_payment_currencies"
    ]
    return currencies


register_currency_reader(_payment_currencies)
