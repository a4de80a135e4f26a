"""Seeding, retrieving, listing, expanding, modifying and deleting any object."""

import pytest
import stripe

from djstripe.sandbox import StripeRefused, catalogue, routes

NOW = 1_790_000_000
RETRIEVABLE = [
    (operation.types[0], operation.template)
    for operation in catalogue.operations()
    if routes.word_of(operation) == "retrieve" and len(operation.names) == 1
]


@pytest.mark.parametrize(("kind", "template"), RETRIEVABLE)
def test_any_type_can_be_seeded_and_retrieved(sandbox, kind, template):
    payload = {"id": "x_1", "object": kind, "livemode": False, "surprise": {"a": [1]}}

    sandbox.add(payload)

    path = template[: template.index("{")] + "x_1"
    assert sandbox.call("GET", path) | {"items": 0} == sandbox.get(kind, "x_1") | {"items": 0}
    assert sandbox.call("GET", path)["surprise"] == {"a": [1]}


@pytest.mark.parametrize(
    ("payload", "belongs_to", "path"),
    [
        ({"object": "tax_id", "customer": "cus_1"}, None, "/v1/customers/cus_1/tax_ids"),
        ({"object": "card", "customer": "cus_1"}, None, "/v1/customers/cus_1/sources"),
        ({"object": "person", "account": "acct_2"}, None, "/v1/accounts/acct_2/persons"),
        ({"object": "fee_refund", "fee": "fee_1"}, None, "/v1/application_fees/fee_1/refunds"),
        ({"object": "line_item", "invoice": "in_1"}, None, "/v1/invoices/in_1/lines"),
        ({"object": "product_feature"}, {"product": "prod_1"}, "/v1/products/prod_1/features"),
    ],
)
def test_nested_paths_list_what_belongs_to_their_owner(sandbox, payload, belongs_to, path):
    sandbox.connect("acct_2")
    for kind, id in [("customer", "cus_1"), ("application_fee", "fee_1"), ("invoice", "in_1")]:
        sandbox.add({"object": kind, "id": id})
    sandbox.add({"object": "product", "id": "prod_1"})
    sandbox.add({**payload, "id": "x_1"}, belongs_to=belongs_to)

    page = sandbox.call("GET", path)

    assert [one["id"] for one in page["data"]] == ["x_1"]
    assert page["url"] == path
    if not path.endswith("lines"):
        assert sandbox.call("GET", f"{path}/x_1")["id"] == "x_1"


def test_unknown_types_are_kept_as_well(sandbox):
    sandbox.add({"object": "hologram", "id": "holo_1"})

    assert sandbox.get("hologram", "holo_1") == {"object": "hologram", "id": "holo_1"}


def test_a_payload_without_id_is_refused_in_words(sandbox):
    with pytest.raises(ValueError, match="needs `object` and `id`"):
        sandbox.add({"object": "customer"})


# -- lists


@pytest.fixture
def charges(sandbox):
    for n in range(25):
        sandbox.add(
            {
                "object": "charge",
                "id": f"ch_{n:02d}",
                "created": NOW + n // 2,
                "customer": f"cus_{n % 2}",
                "amount": n,
            }
        )


def ids(page):
    return [int(one["id"][3:]) for one in page["data"]]


def test_lists_are_newest_first_and_ten_long(sandbox, charges):
    page = sandbox.list("charge")

    assert ids(page) == list(range(24, 14, -1))
    assert (page["object"], page["has_more"], page["url"]) == ("list", True, "/v1/charges")


def test_cursors_go_both_ways(sandbox, charges):
    older = sandbox.list("charge", starting_after="ch_15", limit=3)
    newer = sandbox.list("charge", ending_before="ch_15", limit=3)
    last = sandbox.list("charge", starting_after="ch_03", limit=3)
    top = sandbox.list("charge", ending_before="ch_22", limit=3)

    assert (ids(older), older["has_more"]) == ([14, 13, 12], True)
    assert (ids(newer), newer["has_more"]) == ([18, 17, 16], True)
    assert (ids(last), last["has_more"]) == ([2, 1, 0], False)
    assert (ids(top), top["has_more"]) == ([24, 23], False)


def test_the_sdk_pages_through_everything(client, charges):
    found = [one.id for one in client.v1.charges.list({"limit": 4}).auto_paging_iter()]

    assert found == [f"ch_{n:02d}" for n in range(24, -1, -1)]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"gte": NOW + 12}, [24]),
        ({"gt": NOW + 11}, [24]),
        ({"lt": NOW + 1}, [1, 0]),
        ({"lte": NOW + 1}, [3, 2, 1, 0]),
        ({"gte": NOW + 5, "lt": NOW + 6}, [11, 10]),
        (NOW + 5, [11, 10]),
    ],
)
def test_created_bounds(sandbox, charges, bounds, expected):
    assert ids(sandbox.list("charge", created=bounds)) == expected


def test_filters_page_as_well(sandbox, charges):
    page = sandbox.list("charge", customer="cus_1", limit=2, starting_after="ch_10")

    assert ids(page) == [9, 7]


def test_a_filter_follows_a_change(sandbox):
    sandbox.create("coupon", id="A", percent_off=5)
    product = sandbox.create("product", name="x")
    assert len(sandbox.list("product", active=True)["data"]) == 1

    sandbox.modify("product", product["id"], active=False)

    assert sandbox.list("product", active=True)["data"] == []
    assert len(sandbox.list("product", active=False)["data"]) == 1


@pytest.mark.parametrize("limit", [0, 101, -1, "x"])
def test_limits_are_from_1_to_100(sandbox, limit):
    assert sandbox.request("GET", "/v1/charges", {"limit": limit}).status == 400


def test_an_unknown_cursor_is_refused(sandbox):
    response = sandbox.request("GET", "/v1/charges", {"starting_after": "ch_no"})

    assert response.status == 400
    assert response.json()["error"]["param"] == "starting_after"


def test_search_finds_by_equality_and_bounds(sandbox, client):
    for n in range(5):
        sandbox.create("customer", email=f"a{n % 2}@example.com", metadata={"n": n})

    found = client.v1.customers.search({"query": "email:'a1@example.com' AND metadata['n']:'3'"})

    assert [one.metadata["n"] for one in found.data] == ["3"]
    assert found.object == "search_result"


# -- expand and embedded lists


def test_expand_follows_four_levels(sandbox, customer, price):
    subscription = sandbox.create(
        "subscription", customer=customer["id"], items=[{"price": price["id"]}]
    )

    shown = sandbox.retrieve(
        "subscription",
        subscription["id"],
        expand=["latest_invoice.payments", "customer", "items.data.price.product"],
    )
    page = sandbox.list("charge", expand=["data.payment_intent.latest_charge.balance_transaction"])

    assert shown["customer"]["email"] == "ada@example.com"
    assert shown["latest_invoice"]["payments"]["data"][0]["status"] == "paid"
    assert shown["items"]["data"][0]["price"]["product"]["name"] == "Gold"
    inner = page["data"][0]["payment_intent"]["latest_charge"]["balance_transaction"]
    assert inner["fee"] == 59


@pytest.mark.parametrize("path", ["email", "nonsense", "a.b.c.d.e", "default_source.x"])
def test_what_cannot_be_expanded_is_refused(sandbox, customer, path):
    response = sandbox.request("GET", f"/v1/customers/{customer['id']}", {"expand": [path]})

    expected = 200 if path == "default_source.x" else 400
    assert response.status == expected


def test_lists_expand_with_data_in_front(sandbox):
    assert sandbox.request("GET", "/v1/charges", {"expand": ["customer"]}).status == 400


def test_expanding_does_not_alter_the_object(sandbox, customer):
    charge = sandbox.create(
        "payment_intent",
        amount=500,
        currency="usd",
        customer=customer["id"],
        payment_method="pm_card_visa",
        confirm=True,
        expand=["latest_charge.customer"],
    )["latest_charge"]

    assert charge["customer"]["id"] == customer["id"]
    assert sandbox.retrieve("charge", charge["id"])["customer"] == customer["id"]


def test_embedded_lists_are_cut_at_ten_and_can_be_paged(sandbox, client):
    items = [
        {"object": "subscription_item", "id": f"si_{n:02d}", "subscription": "sub_1"}
        for n in range(18)
    ]
    sandbox.add({"object": "subscription", "id": "sub_1", "items": {"data": items}})

    embedded = sandbox.retrieve("subscription", "sub_1")["items"]
    last = embedded["data"][-1]["id"]
    rest = sandbox.call("GET", embedded["url"], starting_after=last, limit=100)
    paged = client.v1.subscriptions.retrieve("sub_1")["items"].auto_paging_iter()

    assert len(embedded["data"]) == 10
    assert embedded["has_more"] is True
    assert [one["id"] for one in embedded["data"] + rest["data"]] == [one["id"] for one in items]
    assert [one.id for one in paged] == [one["id"] for one in items]


def test_a_charges_refunds_are_shown_when_expanded(sandbox):
    sandbox.add({"object": "charge", "id": "ch_1", "created": NOW})
    for n in range(12):
        sandbox.add({"object": "refund", "id": f"re_{n:02d}", "charge": "ch_1", "created": NOW + n})

    plain = sandbox.retrieve("charge", "ch_1")
    refunds = sandbox.retrieve("charge", "ch_1", expand=["refunds"])["refunds"]
    rest = sandbox.call("GET", refunds["url"], starting_after=refunds["data"][-1]["id"])

    assert "refunds" not in plain
    assert [one["id"] for one in refunds["data"]] == [f"re_{n:02d}" for n in range(11, 1, -1)]
    assert [one["id"] for one in rest["data"]] == ["re_01", "re_00"]


def test_what_is_shown_only_when_expanded(sandbox):
    sandbox.add({"object": "price", "id": "price_1", "tiers": [{"up_to": 5}]})

    assert "tiers" not in sandbox.retrieve("price", "price_1")
    assert sandbox.retrieve("price", "price_1", expand=["tiers"])["tiers"] == [{"up_to": 5}]


def test_an_embedded_price_is_always_the_current_one(sandbox, customer, price):
    subscription = sandbox.create(
        "subscription", customer=customer["id"], items=[{"price": price["id"]}]
    )
    sandbox.modify("price", price["id"], nickname="New")

    shown = sandbox.retrieve("subscription", subscription["id"])

    assert shown["items"]["data"][0]["price"]["nickname"] == "New"


# -- modify and delete


def test_metadata_is_merged_and_unset_by_the_empty_string(sandbox):
    made = sandbox.create("customer", metadata={"a": 1, "b": 2}, name="A")

    first = sandbox.modify("customer", made["id"], metadata={"b": "", "c": 3})
    second = sandbox.modify("customer", made["id"], metadata="", name="")

    assert first["metadata"] == {"a": "1", "c": "3"}
    assert second["metadata"] == {}
    assert second["name"] is None


def test_hashes_are_merged(sandbox):
    made = sandbox.create("customer", address={"city": "Utrecht", "country": "NL"})

    changed = sandbox.modify("customer", made["id"], address={"city": "Delft"})

    assert (changed["address"]["city"], changed["address"]["country"]) == ("Delft", "NL")


def test_deleted_customers_are_stubs_and_other_objects_are_missing(sandbox):
    customer, product = sandbox.create("customer"), sandbox.create("product", name="x")

    stub = sandbox.delete("customer", customer["id"])
    sandbox.delete("product", product["id"])

    assert stub == {"id": customer["id"], "object": "customer", "deleted": True}
    assert sandbox.retrieve("customer", customer["id"]) == stub
    assert sandbox.list("customer")["data"] == []
    with pytest.raises(StripeRefused) as refusal:
        sandbox.retrieve("product", product["id"])
    assert refusal.value.error["code"] == "resource_missing"


def test_a_chosen_id_can_be_used_again_after_a_deletion(sandbox):
    sandbox.create("coupon", id="SALE", percent_off=10)
    assert sandbox.request("POST", "/v1/coupons", {"id": "SALE", "percent_off": 5}).status == 400

    sandbox.delete("coupon", "SALE")
    sandbox.create("coupon", id="SALE", percent_off=50)

    assert sandbox.retrieve("coupon", "SALE")["percent_off"] == 50


def test_references_must_exist(sandbox):
    response = sandbox.request(
        "POST", "/v1/payment_intents", {"amount": 5, "currency": "usd", "customer": "cus_no"}
    )

    assert response.status == 400
    assert response.json()["error"]["param"] == "customer"


def test_state_is_dumped_and_loaded(sandbox, customer):
    from djstripe.sandbox import Sandbox

    sandbox.deliver_to(lambda body, headers: None)
    other = Sandbox(now=NOW - 5, seed=9)

    other.load(sandbox.dump())

    assert other.account == sandbox.account
    assert other.retrieve("customer", customer["id"]) == customer
    assert [e["id"] for e in other.events] == [e["id"] for e in sandbox.events]
    assert other.create("customer")["id"] == sandbox.create("customer")["id"]
    assert isinstance(
        stripe.StripeClient("sk_test_x", http_client=other.http_client()), stripe.StripeClient
    )
