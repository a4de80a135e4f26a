"""A Stripe in this process, and the mirror's gateway over it."""

from __future__ import annotations

from typing import Any

import pytest

from djstripe.sandbox import Sandbox


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    """A sandbox at this moment; every request of the gateway goes there."""
    return stripe_sandbox
