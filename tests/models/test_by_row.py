"""Each row acts with the key of its own account and mode."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import stripe
from django.core.exceptions import ValidationError

from djstripe import mirror
from djstripe.exceptions import CredentialsError
from djstripe.gateway import Gateway, get_gateway, use
from djstripe.models import Account, APIKey, Customer, Product, WebhookEndpoint
from djstripe.models.api import (
    connected_credentials,
    find_account,
    find_credentials,
    known_credentials,
    platform_of,
)
from djstripe.models.webhooks import WebhookEventTrigger
from djstripe.sandbox import TEST_KEY, Sandbox
from djstripe.sandbox.transport import SandboxHTTPClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Any) -> Any:
    """No key in the settings, unless a test puts one there."""
    settings.STRIPE_TEST_SECRET_KEY = settings.STRIPE_LIVE_SECRET_KEY = ""
    return settings


def add_key(secret: str, **more: Any) -> APIKey:
    return APIKey.objects.get_or_create_by_api_key(secret, **more)[0]


def product(account: str, livemode: bool = False, id: str = "gold") -> Any:
    """A row as the mirror has it; nothing is asked for it."""
    return Product.objects.create(id=id, djstripe_owner_account_id=account, livemode=livemode)


def made(sandbox: Sandbox, key: str, account: str | None = None, id: str = "gold") -> None:
    """A product at Stripe, named after where it is."""
    headers = {"Stripe-Account": account} if account else {}
    name = f"{account or ''} by {key[:8]}"
    answer = sandbox.request("POST", "/v1/products", {"id": id, "name": name}, headers, key)
    assert answer.status == 200, answer.body


class Recorder(SandboxHTTPClient):
    """The way to the sandbox, which notes in whose name each request is made."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.headers: list[dict[str, str]] = []

    def request(self, method: str, url: str, headers: Any, post_data: Any = None) -> Any:
        self.headers.append({name.lower(): value for name, value in headers.items()})
        return super().request(method, url, headers, post_data)

    @property
    def seen(self) -> tuple[str, str | None, str | None]:
        """The key, ``Stripe-Account`` and ``Stripe-Context`` of the last request."""
        last = self.headers[-1]
        return (
            last["authorization"].removeprefix("Bearer "),
            last.get("stripe-account"),
            last.get("stripe-context"),
        )


@pytest.fixture(autouse=True)
def wire(stripe_sandbox: Sandbox) -> Iterator[Recorder]:
    """What Stripe sees."""
    recorder = Recorder(stripe_sandbox)
    with use(Gateway(http_client=recorder, sleep=lambda seconds: None)):
        yield recorder


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox) -> Sandbox:
    return stripe_sandbox


class TestOnePlatform:
    def test_its_own_row(self, sandbox: Sandbox, wire: Recorder, keys: Any) -> None:
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        made(sandbox, TEST_KEY)

        product(sandbox.account).act(name="Gold")

        assert wire.seen == (TEST_KEY, None, None)
        assert Product.objects.get().name == "Gold"

    def test_the_row_of_a_connected_account(
        self, sandbox: Sandbox, wire: Recorder, keys: Any
    ) -> None:
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        sandbox.connect("acct_connected")
        made(sandbox, TEST_KEY, "acct_connected")

        row = product("acct_connected").refresh_from_stripe()

        assert wire.seen == (TEST_KEY, "acct_connected", None)
        assert row.name == "acct_connected by sk_test_"
        assert row.djstripe_owner_account_id == "acct_connected"

    def test_a_connected_account_with_a_key_of_its_own(
        self, sandbox: Sandbox, wire: Recorder, keys: Any
    ) -> None:
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        sandbox.connect("acct_connected")
        own = sandbox.keys.add("acct_connected")
        add_key(own)
        made(sandbox, own)

        product("acct_connected").refresh_from_stripe()

        assert wire.seen == (own, None, None)

    def test_test_and_live_rows_with_the_same_id(
        self, sandbox: Sandbox, wire: Recorder, keys: Any
    ) -> None:
        live = sandbox.keys.add(livemode=True)
        keys.STRIPE_TEST_SECRET_KEY, keys.STRIPE_LIVE_SECRET_KEY = TEST_KEY, live
        made(sandbox, TEST_KEY)
        made(sandbox, live)
        in_test, in_live = product(sandbox.account), product(sandbox.account, livemode=True)

        in_test.act(name="Test")
        in_test_seen = wire.seen
        in_live.act(name="Live")

        assert in_test_seen == (TEST_KEY, None, None)
        assert wire.seen == (live, None, None)
        assert dict(Product.objects.values_list("livemode", "name")) == {
            False: "Test",
            True: "Live",
        }

    def test_what_a_row_makes_belongs_where_the_row_does(
        self, sandbox: Sandbox, wire: Recorder, keys: Any
    ) -> None:
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        sandbox.connect("acct_connected")
        id = sandbox.create("customer", account="acct_connected")["id"]
        customer = Customer.objects.create(id=id, djstripe_owner_account_id="acct_connected")
        customer.refresh_from_stripe()

        item = customer.add_invoice_item(Decimal("5"), "usd")

        assert wire.seen == (TEST_KEY, "acct_connected", None)
        assert item.djstripe_owner_account_id == "acct_connected"
        assert item.customer == customer

    def test_the_platform_changes_its_accounts_as_itself(
        self, sandbox: Sandbox, wire: Recorder, keys: Any
    ) -> None:
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        id = sandbox.create("account", type="custom")["id"]
        row = Account.objects.create(id=id, djstripe_owner_account_id=id)

        row.act(email="ada@example.com")

        assert wire.seen == (TEST_KEY, None, None)
        assert Account.objects.get(id=id).email == "ada@example.com"


class TestTwoPlatforms:
    @pytest.fixture
    def other(self, sandbox: Sandbox, keys: Any) -> str:
        """The key of a second platform; both platforms' keys are stored."""
        key = sandbox.open_account("acct_other")
        add_key(sandbox.keys.add())
        add_key(key)
        return key

    def test_each_row_with_its_platforms_key(
        self, sandbox: Sandbox, wire: Recorder, other: str
    ) -> None:
        made(sandbox, TEST_KEY)
        made(sandbox, other)
        ours, theirs = product(sandbox.account), product("acct_other")

        ours.act(name="Ours")
        first = wire.seen
        theirs.act(name="Theirs")

        assert first[0] != other and first[1:] == (None, None)
        assert wire.seen == (other, None, None)
        assert set(Product.objects.values_list("djstripe_owner_account", "name")) == {
            (sandbox.account, "Ours"),
            ("acct_other", "Theirs"),
        }

    def test_the_default_account_is_not_guessed(
        self, sandbox: Sandbox, other: str, keys: Any
    ) -> None:
        """Whichever key was added last would have been charged."""
        sent = len(sandbox.requests)

        with pytest.raises(CredentialsError, match=r"Several accounts .* DJSTRIPE_ACCOUNT_ID") as e:
            Product.create_at_stripe(name="Whose?")

        assert sandbox.account in str(e.value) and "acct_other" in str(e.value)
        assert other not in str(e.value)
        assert len(sandbox.requests) == sent
        keys.DJSTRIPE_ACCOUNT_ID = "acct_other"
        assert Product.create_at_stripe(name="A").djstripe_owner_account_id == "acct_other"
        ours = Product.create_at_stripe(name="B", stripe_account=sandbox.account)
        assert ours.djstripe_owner_account_id == sandbox.account

    def test_a_connected_account_is_reached_through_its_platform(
        self, sandbox: Sandbox, wire: Recorder, other: str
    ) -> None:
        sandbox.connect("acct_theirs", platform="acct_other")
        made(sandbox, other, "acct_theirs")
        row = product("acct_theirs")
        with pytest.raises(
            CredentialsError, match=r"nobody knows to which of .*sync_models Account"
        ):
            row.refresh_from_stripe()

        for credentials in known_credentials():
            for page in get_gateway().pages("/v1/accounts", credentials):
                mirror.store(page.snapshots)

        assert Account.objects.get(id="acct_theirs").djstripe_platform == "acct_other"
        row.refresh_from_stripe()
        assert wire.seen == (other, "acct_theirs", None)
        connected = connected_credentials(known_credentials())
        assert [(one.account, one.api_key.reveal()) for one in connected] == [
            ("acct_theirs", other)
        ]

    def test_an_endpoint_of_the_platform_tells_it_too(
        self, sandbox: Sandbox, wire: Recorder, other: str
    ) -> None:
        sandbox.connect("acct_theirs", platform="acct_other")
        made(sandbox, other, "acct_theirs")
        endpoint = WebhookEndpoint.objects.create(id="we_1", djstripe_owner_account_id="acct_other")
        WebhookEventTrigger.objects.create(
            stripe_trigger_account_id="acct_theirs", webhook_endpoint=endpoint, body="{}"
        )

        product("acct_theirs").refresh_from_stripe()

        assert platform_of("acct_theirs") == "acct_other"
        assert platform_of("acct_other") == ""
        assert wire.seen == (other, "acct_theirs", None)

    def test_every_account_is_known_in_each_mode(self, sandbox: Sandbox, other: str) -> None:
        add_key(sandbox.keys.add("acct_other", livemode=True))

        found = {(one.account, one.livemode) for one in known_credentials()}

        assert found == {
            (sandbox.account, False),
            ("acct_other", False),
            ("acct_other", True),
        }
        (live,) = known_credentials(livemode=True)
        assert live.account == "acct_other"

    def test_a_key_handed_in_belongs_to_whom_stripe_says(
        self, sandbox: Sandbox, other: str, keys: Any
    ) -> None:
        """DJSTRIPE_ACCOUNT_ID speaks of the settings' keys only."""
        keys.STRIPE_TEST_SECRET_KEY, keys.DJSTRIPE_ACCOUNT_ID = TEST_KEY, sandbox.account
        second = sandbox.keys.add("acct_other")

        row = Product.create_at_stripe(api_key=second, name="A")

        assert row.djstripe_owner_account_id == "acct_other"
        assert APIKey.objects.of_secret(second).secret is None


class TestOrganisation:
    """https://docs.stripe.com/keys/organization-api-keys, https://docs.stripe.com/context"""

    @pytest.fixture
    def key(self, sandbox: Sandbox) -> str:
        sandbox.open_account("acct_b")
        sandbox.connect("acct_b1", platform="acct_b")
        return sandbox.keys.organization(sandbox.account, "acct_b")

    def test_its_accounts_rows(self, sandbox: Sandbox, wire: Recorder, key: str) -> None:
        row = add_key(key, accounts=[sandbox.account, "acct_b"])
        made_by = sandbox.keys.add("acct_b")
        made(sandbox, made_by)

        found = product("acct_b").refresh_from_stripe()

        assert wire.seen == (key, None, "acct_b")
        assert wire.headers[-1]["stripe-version"]
        assert found.djstripe_owner_account_id == "acct_b"
        assert row.accounts == [sandbox.account, "acct_b"]
        assert row.djstripe_owner_account_id == ""
        assert row.secret_redacted.startswith("sk_org_test_…")
        assert Account.objects.filter(id__in=row.accounts).count() == 2

    def test_an_account_connected_to_one_of_them(
        self, sandbox: Sandbox, wire: Recorder, key: str
    ) -> None:
        add_key(key, accounts=["acct_b", sandbox.account])
        made(sandbox, sandbox.keys.add("acct_b"), "acct_b1")
        credentials = find_credentials(account="acct_b")
        for page in get_gateway().pages("/v1/accounts", credentials):
            mirror.store(page.snapshots)

        product("acct_b1").refresh_from_stripe()
        assert wire.seen == (key, None, "acct_b/acct_b1")

        Account.objects.get(id="acct_b1").refresh_from_stripe()
        assert wire.seen == (key, None, "acct_b")

    def test_in_the_settings(self, sandbox: Sandbox, wire: Recorder, key: str, keys: Any) -> None:
        keys.STRIPE_TEST_SECRET_KEY = key
        with pytest.raises(CredentialsError, match=r"name one .*DJSTRIPE_ACCOUNT_ID") as raised:
            Product.create_at_stripe(name="Whose?")
        assert key not in str(raised.value)
        assert find_account(None, None) == ("", False)

        row = Product.create_at_stripe(name="B", stripe_account="acct_b")
        assert wire.seen == (key, None, "acct_b")
        row.act(name="Still B")
        assert wire.seen == (key, None, "acct_b")

        keys.DJSTRIPE_ACCOUNT_ID = sandbox.account
        assert Product.create_at_stripe(name="A").djstripe_owner_account_id == sandbox.account
        assert wire.seen == (key, None, sandbox.account)
        assert find_account(None, None) == (sandbox.account, False)
        assert [one.account for one in known_credentials()] == [sandbox.account]

    def test_handed_to_a_verb(self, sandbox: Sandbox, wire: Recorder, key: str) -> None:
        row = Product.create_at_stripe(name="B", stripe_account="acct_b", api_key=key)

        assert wire.seen == (key, None, "acct_b")
        row.act(name="Still B", api_key=key)
        assert row.name == "Still B"

    def test_it_must_say_its_accounts_and_reach_them(self, sandbox: Sandbox, key: str) -> None:
        with pytest.raises(ValidationError, match="say for which"):
            add_key(key)
        with pytest.raises(ValidationError, match="say for which"):
            add_key(TEST_KEY, accounts=["acct_b"])
        with pytest.raises(stripe.PermissionError):
            add_key(key, accounts=["acct_elsewhere"])
        assert not APIKey.objects.exists()

    def test_a_key_that_does_not_show_its_mode(self) -> None:
        row = APIKey(
            secret="sk_org_" + "a" * 24, organisation_accounts="acct_b acct_c", livemode=True
        )
        row.clean()
        row.save()

        row.refresh_from_db()
        assert row.livemode is True and row.accounts == ["acct_b", "acct_c"]
        found = find_credentials(account="acct_c", livemode=True)
        assert (found.context, found.livemode) == ("acct_c", True)
        with pytest.raises(CredentialsError, match="test mode and account acct_c"):
            find_credentials(account="acct_c", livemode=False)


class TestNoKey:
    def test_the_error_names_account_mode_and_the_way_out(
        self, sandbox: Sandbox, keys: Any
    ) -> None:
        keys.STRIPE_LIVE_SECRET_KEY = sandbox.keys.add(livemode=True)

        with pytest.raises(CredentialsError) as raised:
            product("acct_1").act(name="x")

        said = str(raised.value)
        assert "test mode and account acct_1" in said
        assert "STRIPE_TEST_SECRET_KEY" in said and "API keys in the admin" in said
        assert keys.STRIPE_LIVE_SECRET_KEY not in said
        assert sandbox.requests == []

    def test_a_publishable_key_is_none(self) -> None:
        APIKey.objects.create(secret="pk_test_" + "a" * 24, djstripe_owner_account_id="acct_1")

        with pytest.raises(CredentialsError, match="There is no Stripe API key"):
            find_credentials(account="acct_1")


class TestManualSync:
    def test_an_object_of_a_connected_account_is_stored_as_that_accounts(
        self, sandbox: Sandbox, keys: Any
    ) -> None:
        """dj-stripe filed it under the platform."""
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        find_credentials()
        sandbox.connect("acct_connected")
        client = stripe.StripeClient(TEST_KEY, http_client=sandbox.http_client())
        found = client.v1.products.create(
            {"name": "Gold"}, options={"stripe_account": "acct_connected"}
        )

        row = Product.sync_from_stripe_data(found)

        assert row.djstripe_owner_account_id == "acct_connected"
        assert row.refresh_from_stripe().name == "Gold"

    def test_an_object_got_with_another_platforms_key(self, sandbox: Sandbox, keys: Any) -> None:
        keys.STRIPE_TEST_SECRET_KEY = TEST_KEY
        find_credentials()
        second = sandbox.open_account("acct_other")
        add_key(second)
        client = stripe.StripeClient(second, http_client=sandbox.http_client())

        row = Product.sync_from_stripe_data(client.v1.products.create({"name": "Gold"}))

        assert row.djstripe_owner_account_id == "acct_other"
