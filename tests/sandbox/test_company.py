"""The company: everything it names exists, everything it counts adds up."""

import pytest

from djstripe.sandbox import Company, Sandbox, catalogue
from djstripe.sandbox.render import resolve

NOW = 1_790_000_000
PATHS = {
    "subscription_item": {"subscription": "subscription", "price": "price"},
    "line_item": {"invoice": "invoice"},
    "charge": {"payment_method": "payment_method"},
}


@pytest.fixture(scope="module")
def founded():
    sandbox = Sandbox(now=NOW, seed=3)
    company = Company(sandbox, customers=120)
    company.found()
    return sandbox, company


def references(value, paths, at=""):
    """(object types, id) of every reference that the SDK marks in an object."""
    if isinstance(value, dict) and value.get("object") != "list":
        for name, child in value.items():
            yield from references(child, paths, f"{at}.{name}" if at else name)
    elif isinstance(value, list):
        for child in value:
            yield from references(child, paths, f"{at}[]")
    elif isinstance(value, str) and paths.get(at):
        yield paths[at], value


def test_every_reference_leads_to_an_object(founded):
    sandbox, _ = founded
    checked = 0
    for shelf in sandbox.state.shelves.values():
        for kind in list(shelf.tables):
            shape = catalogue.shape(kind)
            named = {k: [v] for k, v in PATHS.get(kind, {}).items()}
            for record in shelf.every(kind):
                paths = {**shape.expand, **shape.embeds, **named}
                for kinds, id in references(record.data, paths):
                    checked += 1
                    assert resolve(shelf, kinds, id), (kind, record.id, kinds, id)
    assert checked > 2_000


def test_invoices_add_up(founded):
    sandbox, _ = founded
    for invoice in sandbox.all("invoice"):
        lines = list(sandbox.shelf().table("line_item").by("invoice", invoice["id"]))
        subtotal = sum(line.data["amount"] for line in lines)
        off = sum(one["amount"] for one in invoice["total_discount_amounts"])
        tax = sum(one["amount"] for one in invoice["total_taxes"])
        assert invoice["subtotal"] == subtotal
        assert invoice["total"] == subtotal - off + tax
        assert invoice["amount_paid"] + invoice["amount_remaining"] == invoice["amount_due"]


def test_what_was_paid_was_charged(founded):
    sandbox, _ = founded
    shelf = sandbox.shelf()
    paid = [one for one in sandbox.all("invoice_payment") if one["status"] == "paid"]
    assert len(paid) > 200
    for one in paid:
        invoice = shelf.find("invoice", one["invoice"]).data
        intent = shelf.find("payment_intent", one["payment"]["payment_intent"]).data
        charge = shelf.find("charge", intent["latest_charge"]).data
        assert one["amount_paid"] == invoice["total"] == charge["amount"]
        assert charge["currency"] == invoice["currency"]
        balance = shelf.find("balance_transaction", charge["balance_transaction"]).data
        assert balance["net"] == balance["amount"] - balance["fee"]


def test_refunds_are_what_the_charges_say(founded):
    sandbox, _ = founded
    table = sandbox.shelf().table("refund")
    for charge in sandbox.all("charge"):
        refunds = [one.data["amount"] for one in table.by("charge", charge["id"])]
        assert charge["amount_refunded"] == sum(refunds)


def test_it_is_varied(founded):
    sandbox, _ = founded
    statuses = {one["status"] for one in sandbox.all("subscription")}
    currencies = {one["currency"] for one in sandbox.all("charge")}

    assert {"active", "canceled", "past_due", "trialing"} <= statuses
    assert currencies == {"usd", "eur", "gbp", "jpy"}
    for kind in ("dispute", "refund", "payout", "credit_note", "checkout.session", "tax_id"):
        assert sandbox.all(kind), kind
    assert any(len(one["items"]["data"]) > 1 for one in sandbox.all("subscription"))
    assert all("@example." in one["email"] for one in sandbox.all("customer"))


def test_nothing_lies_in_the_future(founded):
    sandbox, _ = founded
    for shelf in sandbox.state.shelves.values():
        for table in shelf.tables.values():
            assert all(record.created <= NOW for record in table.order)


def test_the_same_seed_founds_the_same_company():
    first, second = Sandbox(now=NOW, seed=4), Sandbox(now=NOW, seed=4)

    for sandbox in (first, second):
        Company(sandbox, customers=20).found()

    assert first.dump() == second.dump()


def test_life_goes_on_and_is_told(founded):
    sandbox = Sandbox(now=NOW, seed=3)
    company = Company(sandbox, customers=40).found()
    got = []
    sandbox.deliver_to(lambda body, headers: got.append(body))

    said = []
    for tick in range(16):
        sandbox.advance(60)
        said.append(company.live(tick))

    assert len(got) > 40
    assert len(set(said)) > 8


def test_a_loaded_company_lives_on(founded):
    sandbox, _ = founded
    other = Sandbox(now=NOW)
    other.load(sandbox.dump())

    assert "signs up" in Company(other).live(0)
