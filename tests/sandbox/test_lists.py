"""Lists, their filters and pages; search; metadata's limits; ids under the wrong parent."""

import pytest

from djstripe.sandbox import StripeRefused, catalogue, lists, routes

NOW = 1_790_000_000
LISTS = [
    one
    for one in catalogue.operations()
    if one.answer == "list" and one.template not in ("/v1/events",)
]
FILTERS = [
    (operation, name.rstrip("!"))
    for operation in LISTS
    for name in catalogue.structure(operation.structure or 0)
    if name.rstrip("!") not in lists._PAGING
]


# Of the values below, true and 77, these are fulfilled by an object that says nothing.
FITS_ANY = ("pending", "scheduled", "created_after")


def refused(sandbox, path, **params):
    with pytest.raises(StripeRefused) as refusal:
        sandbox.call("GET", path, **params)
    return refusal.value.error


def sample(kind):
    """A value of a parameter's type, as text."""
    if isinstance(kind, list):
        return [sample(kind[1])] if kind[0] == "l" else sample(kind[1])
    if isinstance(kind, int):
        fields = catalogue.structure(kind)
        names = ["lt"] if "lt" in fields else list(fields)[:1]
        return {name.rstrip("!"): sample(fields[name]) for name in names}
    return {"i": "77", "b": "true", "f": "1.5", "n": "2.5"}.get(kind, "xyzzy")


def ids(page):
    return [one["id"] for one in page["data"]]


@pytest.mark.parametrize(
    ("operation", "name"), FILTERS, ids=[f"{one.template}:{name}" for one, name in FILTERS]
)
def test_a_filter_is_answered_or_refused_and_never_ignored(sandbox, operation, name):
    """An object that has none of the values asked for is in no list that asks for them."""
    parents = [operation.template, *(operation.types or ())]
    for kind in {routes.parent_of(operation.template).types[0]} if operation.names else set():
        sandbox.connect("x_1") if kind == "account" else sandbox.add({"object": kind, "id": "x_1"})
    for kind in operation.types:
        backref = lists.backref_of(operation) if operation.names else "nothing"
        sandbox.add({"object": kind, "id": "y_1", "status": "odd"}, belongs_to={backref: "x_1"})
    fields = catalogue.structure(operation.structure)
    needed = {key[:-1]: sample(kind) for key, kind in fields.items() if key.endswith("!")}
    params = {**needed, name: sample(fields.get(name, fields.get(f"{name}!")))}
    path = "/v1" + "".join("/x_1" if p.startswith("{") else f"/{p}" for p in operation.segments)

    response = sandbox.request("GET", path, params)

    assert response.status in (200, 400), (parents, response.body)
    if response.status == 200:
        shown = [one for one in response.json()["data"] if one.get("id") == "y_1"]
        without = sandbox.request("GET", path, needed)
        assert shown == [] or without.status != 200 or name in FITS_ANY
    else:
        error = response.json()["error"]
        assert error.get("code") == "sandbox_not_simulated" or error.get("param"), error


@pytest.mark.parametrize(
    ("kind", "match", "other", "params"),
    [
        ("entitlements.feature", {"active": False}, {"active": True}, {"archived": True}),
        ("entitlements.feature", {"active": True}, {"active": False}, {"archived": False}),
        ("invoiceitem", {"invoice": None}, {"invoice": "in_1"}, {"pending": True}),
        ("invoiceitem", {"invoice": "in_1"}, {"invoice": None}, {"pending": False}),
        (
            "subscription_schedule",
            {"status": "not_started"},
            {"status": "active"},
            {"scheduled": True},
        ),
        ("payment_record", {"created": NOW + 5}, {"created": NOW}, {"created_after": NOW}),
        ("payment_record", {"created": NOW}, {"created": NOW + 5}, {"created_before": NOW + 5}),
        (
            "billing.alert",
            {"usage_threshold": {"meter": "mtr_1"}},
            {"usage_threshold": {"meter": "mtr_2"}},
            {"meter": "mtr_1"},
        ),
        (
            "shipping_rate",
            {"fixed_amount": {"currency": "eur"}},
            {"fixed_amount": {"currency": "usd"}},
            {"currency": "eur"},
        ),
        (
            "invoice",
            {"parent": {"subscription_details": {"subscription": "sub_1"}}},
            {"parent": None},
            {"subscription": "sub_1"},
        ),
        ("price", {"lookup_key": "gold"}, {"lookup_key": "tin"}, {"lookup_keys": ["gold", "x"]}),
        ("product", {"url": "a"}, {"url": "b"}, {"ids": ["one"]}),
        ("invoice", {"due_date": NOW + 9}, {"due_date": NOW}, {"due_date": {"gt": NOW}}),
        ("payout", {"arrival_date": NOW}, {"arrival_date": None}, {"arrival_date": NOW}),
        ("price", {"recurring": {"interval": "day"}}, {}, {"recurring": {"interval": "day"}}),
        ("customer", {"email": "A@b.c"}, {"email": "a@b.c"}, {"email": "A@b.c"}),
    ],
)
def test_a_filter_finds_what_it_names(sandbox, kind, match, other, params):
    sandbox.add({"object": kind, "id": "one", "created": NOW, **match})
    sandbox.add({"object": kind, "id": "two", "created": NOW, **other})

    assert ids(sandbox.list(kind, **params)) == ["one"]


def test_filters_by_what_an_object_does_not_show(sandbox):
    for n in (1, 2):
        sandbox.add({"object": "billing.credit_grant", "id": f"cg_{n}", "customer": f"cus_{n}"})
        sandbox.add(
            {
                "object": "billing.credit_balance_transaction",
                "id": f"cbt_{n}",
                "credit_grant": f"cg_{n}",
            }
        )
        sandbox.add({"object": "radar.value_list", "id": f"rsl_{n}"})
        sandbox.add(
            {
                "object": "radar.value_list_item",
                "id": f"rsli_{n}",
                "value_list": f"rsl_{n}",
                "value": f"v{n}",
            }
        )
        payout = {"payout": f"po_{n}"}
        sandbox.add({"object": "balance_transaction", "id": f"txn_{n}"}, belongs_to=payout)

    page = sandbox.call("GET", "/v1/billing/credit_balance_transactions", customer="cus_2")
    assert ids(page) == ["cbt_2"]
    assert ids(sandbox.call("GET", "/v1/radar/value_lists", contains="v1")) == ["rsl_1"]
    assert ids(sandbox.list("balance_transaction", payout="po_2")) == ["txn_2"]


def test_two_filters_page_together(sandbox):
    for n in range(60):
        sandbox.add(
            {
                "object": "charge",
                "id": f"ch_{n:02d}",
                "created": NOW + n,
                "customer": f"cus_{n % 2}",
                "transfer_group": f"g{n % 3}",
            }
        )
    params = {"customer": "cus_1", "transfer_group": "g2", "created": {"gte": NOW + 6}}

    first = sandbox.list("charge", limit=4, **params)
    second = sandbox.list("charge", limit=100, starting_after=ids(first)[-1], **params)
    back = sandbox.list("charge", limit=100, ending_before=ids(second)[0], **params)

    expected = [f"ch_{n:02d}" for n in range(59, 5, -1) if n % 2 == 1 and n % 3 == 2]
    assert ids(first) + ids(second) == expected
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert ids(back) == ids(first)


def test_every_list_needs_the_parameters_that_the_sdk_requires(sandbox):
    for operation in LISTS:
        required = [n for n in catalogue.structure(operation.structure or 0) if n.endswith("!")]
        if required and not operation.names:
            error = refused(sandbox, operation.template)
            assert error["code"] == "parameter_missing", operation.template


@pytest.mark.parametrize("path", ["/v1/reporting/report_types", "/v1/accounts/acct_2/capabilities"])
def test_lists_without_pages_show_everything_and_refuse_a_limit(sandbox, path):
    sandbox.connect("acct_2")
    for n in range(15):
        sandbox.add({"object": "reporting.report_type", "id": f"frt_{n}"})
        sandbox.add({"object": "capability", "id": f"cap_{n}", "account": "acct_2"})

    page = sandbox.call("GET", path)
    error = refused(sandbox, path, limit=3)

    assert (len(page["data"]), page["has_more"]) == (15, False)
    assert (error["code"], error["param"]) == ("parameter_unknown", "limit")


def test_a_lists_url_names_the_path_and_an_embedded_ones_the_owner(sandbox, customer, price):
    made = sandbox.create("subscription", customer=customer["id"], items=[{"price": price["id"]}])

    listed = sandbox.call("GET", "/v1/subscription_items", subscription=made["id"], limit=1)

    assert listed["url"] == "/v1/subscription_items"
    assert made["items"]["url"] == f"/v1/subscription_items?subscription={made['id']}"


def test_ids_under_another_parent_are_missing(sandbox):
    sandbox.connect("acct_2")
    sandbox.connect("acct_3")
    for n in (1, 2):
        sandbox.add({"object": "customer", "id": f"cus_{n}"})
    sandbox.add({"object": "tax_id", "id": "txi_1", "customer": "cus_1"})
    sandbox.add({"object": "card", "id": "card_1", "customer": "cus_1"})
    sandbox.add({"object": "person", "id": "person_1", "account": "acct_2"})

    for path in (
        "/v1/customers/cus_{}/tax_ids/txi_1",
        "/v1/customers/cus_{}/sources/card_1",
    ):
        assert sandbox.request("GET", path.format(1)).status == 200
        assert sandbox.request("GET", path.format(2)).status == 404
        assert sandbox.request("DELETE", path.format(2)).status == 404
        assert sandbox.request("DELETE", path.format(1)).status == 200
    assert sandbox.request("GET", "/v1/accounts/acct_2/persons/person_1").status == 200
    assert sandbox.request("GET", "/v1/accounts/acct_3/persons/person_1").status == 404
    assert sandbox.request("GET", "/v1/customers/cus_no/tax_ids").status == 404


def test_expand_goes_four_levels_deep_and_no_further(sandbox):
    deep = "payment_intent.latest_charge.balance_transaction.source"

    assert sandbox.request("GET", "/v1/charges", {"expand": [f"data.{deep}"]}).status == 200
    assert sandbox.request("GET", "/v1/charges", {"expand": [f"data.{deep}.a"]}).status == 400


# -- unsetting -----------------------------------------------------------------------------------


def test_the_empty_string_unsets_a_text_and_no_number(sandbox):
    made = sandbox.create("customer", name="A", balance=5)

    assert sandbox.modify("customer", made["id"], name="")["name"] is None
    response = sandbox.request("POST", f"/v1/customers/{made['id']}", {"balance": ""})
    assert response.status == 400
    assert response.json()["error"]["code"] == "parameter_invalid_empty"


# -- metadata ------------------------------------------------------------------------------------


def create(sandbox, metadata):
    return sandbox.request("POST", "/v1/customers", {"metadata": metadata})


def test_metadata_has_at_most_50_keys(sandbox):
    assert create(sandbox, {f"k{n}": "x" for n in range(50)}).status == 200

    response = create(sandbox, {f"k{n}": "x" for n in range(51)})

    error = response.json()["error"]
    assert (response.status, error["param"]) == (400, "metadata")
    assert error["message"].startswith("Metadata can have up to 50 keys, but you've set 51.")


def test_metadata_counts_the_keys_that_are_there_already(sandbox):
    made = create(sandbox, {f"k{n}": "x" for n in range(50)}).json()
    path = f"/v1/customers/{made['id']}"

    assert sandbox.request("POST", path, {"metadata": {"one": "more"}}).status == 400
    assert sandbox.request("POST", path, {"metadata": {"k0": "", "one": "more"}}).status == 200


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("k" * 40, "x", 200),
        ("k" * 41, "x", 400),
        ("k", "ß" * 500, 200),
        ("k", "ß" * 501, 400),
    ],
)
def test_metadatas_keys_and_values_have_limits(sandbox, key, value, status):
    assert create(sandbox, {key: value}).status == status


def test_metadata_inside_has_the_same_limits(sandbox, customer, price):
    items = [{"price": price["id"], "metadata": {"k" * 41: "x"}}]

    response = sandbox.request(
        "POST", "/v1/subscriptions", {"customer": customer["id"], "items": items}
    )

    assert response.json()["error"]["param"] == "items[0][metadata]"


# -- search --------------------------------------------------------------------------------------


@pytest.fixture
def people(sandbox):
    for n in range(6):
        sandbox.create(
            "customer",
            name=f"Person {n}",
            email=f"p{n}@example.com",
            metadata={"group": "even" if n % 2 == 0 else "odd"},
            **({"phone": "123"} if n < 2 else {}),
        )


def found(sandbox, query, **params):
    page = sandbox.call("GET", "/v1/customers/search", query=query, **params)
    return sorted(int(one["name"][-1]) for one in page["data"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name:'Person 1' OR name:'Person 4'", [1, 4]),
        ("metadata['group']:'odd' AND -email:'p3@example.com'", [1, 5]),
        ('metadata["group"]:"odd" -email:"p3@example.com"', [1, 5]),
        ("email~'P2@EX'", [2]),
        ("phone:null", [2, 3, 4, 5]),
        ("-phone:null", [0, 1]),
        ("metadata['none']:null AND name:'person 0'", [0]),
        (f"created>={NOW}", [0, 1, 2, 3, 4, 5]),
        (f"created<{NOW}", []),
    ],
)
def test_search_understands_the_query_language(sandbox, people, query, expected):
    assert found(sandbox, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "name:'a' AND name:'b' OR name:'c'",
        "name",
        "name:",
        "name:'a' AND",
        "name~'ab'",
        "created>'x'",
        "created>null",
        "surprise:'x'",
        "name:'unclosed",
        " AND ".join(["name:'a'"] * 11),
    ],
)
def test_a_query_that_stripe_does_not_allow_is_refused(sandbox, query):
    assert refused(sandbox, "/v1/customers/search", query=query)["param"] == "query"


def test_search_needs_a_query(sandbox):
    assert refused(sandbox, "/v1/customers/search")["code"] == "parameter_missing"


def test_search_pages_by_its_own_tokens(sandbox, people):
    query = {"query": "email~'example'", "limit": 4, "expand": ["total_count"]}
    first = sandbox.call("GET", "/v1/customers/search", **query)
    sandbox.create("customer", name="Person 9", email="late@example.com")

    second = sandbox.call("GET", "/v1/customers/search", **query, page=first["next_page"])

    assert [one["name"][-1] for one in first["data"] + second["data"]] == list("543210")
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert first["total_count"] == 6
    assert "next_page" in second and second["next_page"] is None
    for page in ("x", "W10", first["next_page"][:-2]):
        assert refused(sandbox, "/v1/customers/search", **query, page=page)["param"] == "page"
    other = {"query": "name:'x'", "page": first["next_page"]}
    assert refused(sandbox, "/v1/customers/search", **other)["param"] == "page"


def test_the_sdk_pages_through_a_search(client, people):
    pages = client.v1.customers.search({"query": "email~'example'", "limit": 2})

    assert [one.name[-1] for one in pages.auto_paging_iter()] == list("543210")
