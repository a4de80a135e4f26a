"""A Stripe in this process, and the mirror's gateway over it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from djstripe.gateway import Gateway, use
from djstripe.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox at this moment; every request of the gateway goes there."""
    sandbox = Sandbox(now=int(time.time()), seed=1)
    with use(Gateway(http_client=sandbox.http_client(), sleep=lambda seconds: None)):
        yield sandbox
