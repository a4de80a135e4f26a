"""These tests bring their own transport, so they may ask for Stripe by its real address."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def at_stripe(settings: Any) -> None:
    del settings.STRIPE_API_HOST
    del settings.DJSTRIPE_MAX_RETRIES
