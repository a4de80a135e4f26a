import pytest
import stripe

from djstripe.sandbox import Sandbox

NOW = 1_790_000_000


@pytest.fixture
def sandbox():
    return Sandbox(now=NOW, seed=1)


@pytest.fixture
def client(sandbox):
    return stripe.StripeClient("sk_test_x", http_client=sandbox.http_client())


@pytest.fixture
def price(sandbox):
    product = sandbox.create("product", name="Gold")
    return sandbox.create(
        "price",
        product=product["id"],
        currency="usd",
        unit_amount=1_000,
        recurring={"interval": "month"},
    )


@pytest.fixture
def customer(sandbox):
    made = sandbox.create("customer", email="ada@example.com", payment_method="pm_card_visa")
    return sandbox.retrieve("customer", made["id"])
