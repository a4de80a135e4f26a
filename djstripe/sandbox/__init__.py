"""
A working Stripe that runs on your machine.

    from djstripe.sandbox import Sandbox

    sandbox = Sandbox(now=1_790_000_000)
    client = stripe.StripeClient("sk_test_x", http_client=sandbox.http_client())
    customer = client.v1.customers.create({"email": "ada@example.com"})

It knows nothing of the mirror, needs no Django, and takes what it knows of Stripe's operations,
parameters and shapes from the SDK (`catalogue.json`). Every operation of API version 1 is routed
and its parameters are checked; `docs` of `djstripe.sandbox.objects` say which of them behave.
The others keep objects faithfully, or answer `sandbox_not_simulated`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import Request, Response
    from .clock import Clock
    from .company import Company
    from .deliveries import Delivery, signature
    from .errors import ApiError, ConnectionDropped
    from .faults import Fault
    from .http import PortTaken, Server
    from .sandbox import LIVE_KEY, TEST_KEY, BrokenState, Sandbox, StripeRefused
    from .transport import SandboxHTTPClient

__all__ = [
    "LIVE_KEY",
    "TEST_KEY",
    "ApiError",
    "BrokenState",
    "Clock",
    "Company",
    "ConnectionDropped",
    "Delivery",
    "Fault",
    "PortTaken",
    "Request",
    "Response",
    "Sandbox",
    "SandboxHTTPClient",
    "Server",
    "StripeRefused",
    "signature",
]

# Read when first asked for: pytest imports its plugins at every start, used or not, and the SDK
# alone takes longer than all of the plugin.
_HOMES = {
    "ApiError": "errors",
    "BrokenState": "sandbox",
    "Clock": "clock",
    "Company": "company",
    "ConnectionDropped": "errors",
    "Delivery": "deliveries",
    "Fault": "faults",
    "LIVE_KEY": "sandbox",
    "PortTaken": "http",
    "Request": "api",
    "Response": "api",
    "Sandbox": "sandbox",
    "SandboxHTTPClient": "transport",
    "Server": "http",
    "StripeRefused": "sandbox",
    "TEST_KEY": "sandbox",
    "signature": "deliveries",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{home}", __name__), name)
