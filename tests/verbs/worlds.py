"""
Where verbs are tried: the platform and a connected account, each in test and in live mode.

A world makes objects at Stripe with requests of its own, which are not counted, and rows of
them as if they had come by a look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from djstripe import mirror, models
from djstripe.gateway import get_gateway
from djstripe.models import Event
from djstripe.models.flows import flows
from djstripe.sandbox import LIVE_KEY, TEST_KEY, Sandbox
from djstripe.sandbox.api import Logged
from djstripe.sandbox.errors import ApiError

CONNECTED = "acct_connected"

# What a row is besides what the mirror notes about it.
BOOKKEEPING = ("djstripe_",)


@dataclass
class World:
    sandbox: Sandbox
    account: str
    livemode: bool
    seen: int = 0
    told: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, sandbox: Sandbox, connected: bool, livemode: bool) -> World:
        account = sandbox.account
        if connected:
            sandbox.connect(CONNECTED)
            account = CONNECTED
        # Whose a key is, is asked once.
        flows.find_credentials(account=account, livemode=livemode)
        return cls(sandbox, account, livemode)

    # at Stripe

    def call(self, method: str, path: str, /, **params: Any) -> Any:
        """A request of this world's, without the mirror's knowledge."""
        headers = {} if self.account == self.sandbox.account else {"stripe-account": self.account}
        key = LIVE_KEY if self.livemode else TEST_KEY
        response = self.sandbox.request(method, path, params, headers, key)
        assert response.status < 400, response.body
        return response.json()

    def create(self, path: str, /, **params: Any) -> Any:
        return self.call("POST", f"/v1/{path}", **params)

    def at_stripe(self, row: Any) -> Any:
        """What Stripe has of a row now; None if it is gone."""
        try:
            return self.sandbox.get(row.object_name, row.id, self.account, self.livemode)
        except ApiError:
            return None

    # in the mirror

    def row(self, payload: Mapping[str, Any]) -> Any:
        """The row of an object that Stripe has, as if it had come by a look."""
        model: Any = mirror.model_for(payload["object"])
        blank = model(id=payload["id"], djstripe_owner_account_id=self.account)
        for name in ("customer", "account", "transfer", "invoice", "fee"):
            if isinstance(payload.get(name), str) and hasattr(model, f"{name}_id"):
                setattr(blank, f"{name}_id", payload[name])
        credentials = flows.find_credentials(account=self.account, livemode=self.livemode)
        look = get_gateway().retrieve(
            blank.retrieve_url(), credentials, expand=tuple(model.expand_fields)
        )
        return mirror.store([look])[0].row

    def rows(self, model: Any) -> Any:
        return model.objects.filter(djstripe_owner_account_id=self.account, livemode=self.livemode)

    # what happened

    def begin(self) -> None:
        """From here on what Stripe sees and tells counts."""
        self.seen = len(self.sandbox.requests)
        self.told = len(self.sandbox.events)

    @property
    def requests(self) -> list[Logged]:
        return self.sandbox.requests[self.seen :]

    def deliver(self) -> int:
        """Let the events of what happened arrive, as late as can be; returns how many."""
        events = self.sandbox.events[self.told :]
        for event in events:
            about = {} if self.account == self.sandbox.account else {"account": self.account}
            Event.process({**event, **about})
        return len(events)

    # the cast

    def customer(self, card: str | None = "pm_card_visa", **params: Any) -> Any:
        """A customer who pays with a card by default, if they have one."""
        made = self.create("customers", email="ada@example.com", **params)
        if card:
            method = self.create(f"payment_methods/{card}/attach", customer=made["id"])
            settings = {"default_payment_method": method["id"]}
            self.create(f"customers/{made['id']}", invoice_settings=settings)
        row = self.row(made)
        if card:
            self.row(method)
            row.refresh_from_db()
        return row

    def product(self, **params: Any) -> Any:
        return self.row(self.create("products", **{"name": "Gold", **params}))

    def price(self, amount: int = 1_000, **params: Any) -> Any:
        if "product" not in params:
            params["product_data"] = {"name": "Gold"}
        given = {"currency": "usd", "unit_amount": amount, "recurring": {"interval": "month"}}
        return self.row(self.create("prices", **{**given, **params}))

    def subscription(self, customer: Any = None, *prices: Any, **params: Any) -> Any:
        customer = customer or self.customer()
        items = [{"price": one.id, "quantity": 2} for one in prices or [self.price()]]
        made = self.create("subscriptions", customer=customer.id, items=items, **params)
        self.row(self.call("GET", f"/v1/invoices/{made['latest_invoice']}"))
        return self.row(made)

    def invoice(self, customer: Any = None, finalize: bool = True, **params: Any) -> Any:
        """An invoice over 12.34 USD; open unless it is to stay a draft."""
        customer = customer or self.customer()
        draft = self.create("invoices", customer=customer.id, auto_advance=False, **params)
        item = {"customer": customer.id, "amount": 1_234, "currency": "usd"}
        self.create("invoiceitems", invoice=draft["id"], **item)
        if finalize:
            self.create(f"invoices/{draft['id']}/finalize", auto_advance=False)
        return self.row(draft)

    def charge(self, amount: int = 5_000, **params: Any) -> Any:
        """A charge of a payment intent, for Stripe has new ones no other way."""
        customer = self.customer()
        given = {"amount": amount, "currency": "usd", "customer": customer.id, "confirm": True}
        means = {"payment_method": customer.default_payment_method_id}
        only_cards = {"allowed_payment_method_types": ["card"]}
        intent = self.create("payment_intents", **given, **means, **only_cards, **params)
        self.row(intent)
        return self.row(self.call("GET", f"/v1/charges/{intent['latest_charge']}"))

    def intent(self, amount: int = 2_000, **params: Any) -> Any:
        given = {"amount": amount, "currency": "usd", "allowed_payment_method_types": ["card"]}
        return self.row(self.create("payment_intents", **{**given, **params}))

    def rich(self, amount: int = 1_000_000) -> None:
        """Money in the balance that can be sent on at once."""
        given = {"amount": amount, "currency": "usd", "allowed_payment_method_types": ["card"]}
        means = {"payment_method": "pm_card_bypassPending", "confirm": True}
        self.create("payment_intents", **given, **means)

    def paid_invoice(self, customer: Any = None) -> Any:
        open_one = self.invoice(customer)
        self.create(f"invoices/{open_one.id}/pay")
        paid = self.row({"object": "invoice", "id": open_one.id})
        for payment in self.call("GET", "/v1/invoice_payments", invoice=paid.id)["data"]:
            intent = self.row(
                {"object": "payment_intent", "id": payment["payment"]["payment_intent"]}
            )
            self.row({"object": "charge", "id": intent.latest_charge_id})
        return paid

    def dispute(self) -> Any:
        given = {"amount": 2_000, "currency": "usd", "allowed_payment_method_types": ["card"]}
        means = {"payment_method": "pm_card_createDispute", "confirm": True}
        self.create("payment_intents", **given, **means)
        return self.row(self.call("GET", "/v1/disputes")["data"][0])

    def connected(self, **params: Any) -> Any:
        """A connected account of the platform's, and its row."""
        made = self.create("accounts", type="express", country="US", email="b@example.com")
        return self.row_of_account(made)

    def row_of_account(self, payload: Mapping[str, Any]) -> Any:
        credentials = flows.find_credentials(account=self.account, livemode=self.livemode)
        look = get_gateway().retrieve(f"/v1/accounts/{payload['id']}", credentials)
        return mirror.store([look])[0].row

    @property
    def place(self) -> dict[str, Any]:
        """For class methods, which have no row to know it from."""
        return {"stripe_account": self.account, "livemode": self.livemode}


def content_of(row: Any) -> dict[str, Any]:
    """A row's facts, without what the mirror notes about when and how it learned of them."""
    fields = [f.attname for f in row._meta.concrete_fields]
    return {n: getattr(row, n) for n in fields if not n.startswith(BOOKKEEPING)}


def with_parts(row: Any, **parts: Any) -> SimpleNamespace:
    """A row and what else a case needs by name."""
    return SimpleNamespace(row=row, **parts)


__all__ = ["CONNECTED", "World", "content_of", "models", "with_parts"]
