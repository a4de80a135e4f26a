"""Who may come in: entitlements and subscriptions as views, templates and permissions ask for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone
from django.views import View

from djstripe import gates
from djstripe.decorators import feature_required, subscription_required
from djstripe.mixins import FeatureRequiredMixin, SubscriptionRequiredMixin
from djstripe.models import ActiveEntitlement, Customer, Feature, Product, ProductFeature
from djstripe.models.api import find_credentials
from djstripe.sandbox import Sandbox

pytestmark = pytest.mark.django_db

ELSEWHERE = "acct_elsewhere"


@pytest.fixture
def sandbox(stripe_sandbox: Sandbox, stripe_gateway: Any) -> Sandbox:
    find_credentials()  # whose the settings' key is, is asked once
    return stripe_sandbox


@pytest.fixture
def ada(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="ada", email="ada@example.com")


def customer_of(subscriber: Any, id: str, account: str, **more: Any) -> Customer:
    return Customer.objects.create(
        id=id, subscriber=subscriber, djstripe_owner_account_id=account, **more
    )


def entitle(customer: Customer, *keys: str) -> None:
    for key in keys:
        ActiveEntitlement.objects.create(
            id=f"ent_{customer.id}_{key}",
            lookup_key=key,
            feature_id=f"feat_{key}",
            customer_id=customer.id,
            livemode=customer.livemode,
            djstripe_owner_account_id=customer.djstripe_owner_account_id,
        )


class TestCustomer:
    def test_a_feature_is_held_until_it_is_withdrawn(self, sandbox: Sandbox, ada: Any) -> None:
        customer = customer_of(ada, "cus_1", sandbox.account)
        entitle(customer, "reports", "export")

        assert customer.features == {"reports", "export"}
        assert customer.has_feature("reports")
        assert customer.has_feature(Feature(id="feat_reports"))
        assert not customer.has_feature("sso")

        ActiveEntitlement.objects.filter(lookup_key="reports").update(djstripe_deleted=True)

        assert not customer.has_feature("reports")
        assert customer.features == {"export"}

    def test_one_query_each(
        self, sandbox: Sandbox, ada: Any, django_assert_num_queries: Any
    ) -> None:
        customer = customer_of(ada, "cus_1", sandbox.account)
        entitle(customer, "reports")
        for ask in (
            lambda: customer.has_feature("reports"),
            lambda: customer.features,
            lambda: gates.has_feature(ada, "reports"),
            lambda: gates.features_of(ada),
            lambda: gates.is_subscribed(ada),
            lambda: gates.is_subscribed(ada, "prod_1"),
            lambda: list(Customer.objects.entitled_to("reports")),
        ):
            with django_assert_num_queries(1):
                ask()

    def test_a_deleted_customer_may_use_nothing(self, sandbox: Sandbox, ada: Any) -> None:
        customer = customer_of(ada, "cus_1", sandbox.account, djstripe_deleted=True)
        entitle(customer, "reports")

        assert not customer.has_feature("reports")
        assert customer.features == frozenset()
        assert not gates.has_feature(ada, "reports")
        assert not Customer.objects.entitled_to("reports").exists()

    def test_the_queryset_says_what_the_rows_say(self, sandbox: Sandbox, ada: Any) -> None:
        """The same id in another mode or account is somebody else."""
        first = customer_of(ada, "cus_1", sandbox.account)
        others = [
            customer_of(ada, "cus_1", ELSEWHERE),
            customer_of(ada, "cus_1", sandbox.account, livemode=True),
            customer_of(ada, "cus_2", sandbox.account),
        ]
        entitle(first, "reports")

        assert list(Customer.objects.entitled_to("reports")) == [first]
        assert list(Customer.objects.entitled_to(Feature(id="feat_reports"))) == [first]
        assert [c.has_feature("reports") for c in (first, *others)] == [True, False, False, False]


class TestSubscriber:
    def test_any_of_several_customers_opens(self, sandbox: Sandbox, ada: Any) -> None:
        for number, keys in enumerate([[], ["reports"], ["export"]]):
            entitle(customer_of(ada, f"cus_{number}", sandbox.account), *keys)

        assert gates.has_feature(ada, "reports", "export")
        assert not gates.has_feature(ada, "reports", "sso")
        assert gates.features_of(ada) == {"reports", "export"}

    def test_somebody_elses_customers_do_not(
        self, sandbox: Sandbox, ada: Any, django_user_model: Any
    ) -> None:
        bob = django_user_model.objects.create(username="bob")
        entitle(customer_of(bob, "cus_bob", sandbox.account), "reports")

        assert not gates.has_feature(ada, "reports")
        assert gates.has_feature(bob, "reports")

    def test_neither_the_other_mode_nor_another_account_opens(
        self, sandbox: Sandbox, ada: Any
    ) -> None:
        """Whoever runs a connected account chooses its lookup keys."""
        entitle(customer_of(ada, "cus_live", sandbox.account, livemode=True), "reports")
        entitle(customer_of(ada, "cus_there", ELSEWHERE), "reports")

        assert not gates.has_feature(ada, "reports")
        assert gates.has_feature(ada, "reports", livemode=True, account=sandbox.account)
        assert gates.has_feature(ada, "reports", account=ELSEWHERE)
        assert gates.features_of(ada, account=ELSEWHERE) == {"reports"}

    def test_the_account_may_be_set_instead_of_asked(self, ada: Any, settings: Any) -> None:
        settings.DJSTRIPE_ACCOUNT_ID = "acct_set"
        entitle(customer_of(ada, "cus_1", "acct_set"), "reports")

        assert gates.has_feature(ada, "reports")

    def test_nobody_and_nothing(self, sandbox: Sandbox, django_user_model: Any) -> None:
        for nobody in (None, AnonymousUser(), django_user_model()):
            assert not gates.has_feature(nobody, "reports")
            assert gates.features_of(nobody) == frozenset()
            assert not gates.is_subscribed(nobody)
        with pytest.raises(TypeError, match="at least one"):
            gates.has_feature(None)


def sell(sandbox: Sandbox, ada: Any, *keys: str) -> tuple[Customer, Any]:
    """A product with features, which Ada subscribes to."""
    product = Product.create_at_stripe(name="Gold")
    for key in keys:
        Feature.create(lookup_key=key, name=key.title()).attach_to(product)
    price = sandbox.create(
        "price",
        product=product.id,
        currency="usd",
        unit_amount=900,
        recurring={"interval": "month"},
    )
    customer, _ = Customer.get_or_create(ada)
    card = sandbox.create("payment_method", type="card", card={"token": "tok_visa"})
    customer.add_payment_method(card["id"])
    return customer, customer.subscribe(price=price["id"])


class TestAgainstTheSandbox:
    def test_what_was_sold_may_be_used_and_what_was_ended_not(
        self, sandbox: Sandbox, ada: Any
    ) -> None:
        keys = [f"feature-{number:02}" for number in range(23)]
        customer, subscription = sell(sandbox, ada, *keys)
        assert not gates.has_feature(ada, "feature-22")

        customer.refresh_entitlements()
        assert gates.features_of(ada) == set(keys)
        assert gates.is_subscribed(ada) and gates.is_subscribed(
            ada, subscription.items.get().price.product
        )

        subscription.cancel(at_period_end=False)
        customer.refresh_entitlements()
        assert gates.features_of(ada) == frozenset()
        assert not gates.is_subscribed(ada)
        assert ActiveEntitlement.objects.with_deleted().count() == 23

    def test_features_are_attached_and_detached(self, sandbox: Sandbox) -> None:
        product, feature = (
            Product.create_at_stripe(name="Gold"),
            Feature.create("reports", "Reports"),
        )

        attached = feature.attach_to(product)
        assert (attached.product, attached.entitlement_feature) == (product, feature)
        assert list(product.features.all()) == [attached]

        feature.detach_from(product)
        assert not product.features.exists()
        assert sandbox.all("product_feature") == []
        with pytest.raises(ProductFeature.DoesNotExist):
            feature.detach_from(product)
        assert feature.archive().active is False


# ---------------------------------------------------------------------------------- views


def page(request: Any, *args: Any) -> HttpResponse:
    return HttpResponse(f"in {args}")


async def apage(request: Any, *args: Any) -> HttpResponse:
    return HttpResponse(f"in {args}")


class Plain(FeatureRequiredMixin, View):
    feature_required = "reports"

    def get(self, request: Any, *args: Any) -> HttpResponse:
        return page(request, *args)


class Coroutine(FeatureRequiredMixin, View):
    feature_required = ("reports",)

    async def get(self, request: Any, *args: Any) -> HttpResponse:
        return await apage(request, *args)


VIEWS = {
    "function": lambda **terms: feature_required("reports", **terms)(page),
    "coroutine": lambda **terms: feature_required("reports", **terms)(apage),
    "class": lambda **terms: Plain.as_view(**terms),
    "class of coroutines": lambda **terms: Coroutine.as_view(**terms),
}


def visit(view: Any, visitor: Any, path: str = "/reports/?year=2026") -> Any:
    request = RequestFactory().get(path)
    request.user = visitor
    if iscoroutinefunction(view):
        view = async_to_sync(view)
    return view(request, 7)


@pytest.fixture(params=VIEWS)
def make(request: Any) -> Any:
    """A view behind a gate for "reports", by the gate's terms."""
    return VIEWS[request.param]


class TestViews:
    def test_who_may_comes_in(self, make: Any, sandbox: Sandbox, ada: Any) -> None:
        entitle(customer_of(ada, "cus_1", sandbox.account), "reports")

        assert visit(make(), ada).content == b"in (7,)"

    def test_who_is_not_logged_in_is_sent_to_the_login(self, make: Any, settings: Any) -> None:
        settings.LOGIN_URL = "/login/"
        there = visit(make(), AnonymousUser())
        elsewhere = visit(make(login_url="https://id.example.com/"), AnonymousUser())

        assert (there.status_code, there.url) == (302, "/login/?next=/reports/%3Fyear%3D2026")
        assert elsewhere.url == (
            "https://id.example.com/?next=http%3A//testserver/reports/%3Fyear%3D2026"
        )

    def test_who_may_not_is_refused(self, make: Any, sandbox: Sandbox, ada: Any) -> None:
        entitle(customer_of(ada, "cus_1", sandbox.account), "export")

        with pytest.raises(PermissionDenied, match="reports"):
            visit(make(), ada)

    def test_or_sent_to_where_it_can_be_bought(self, make: Any, sandbox: Sandbox, ada: Any) -> None:
        bought = visit(make(buy_url="/buy/?from=reports"), ada)

        assert (bought.status_code, bought.url) == (
            302,
            "/buy/?from=reports&next=%2Freports%2F%3Fyear%3D2026",
        )
        assert visit(make(buy_url="admin:index", redirect_field_name=None), ada).url == "/admin/"

    def test_raise_exception_refuses_everybody(self, make: Any, sandbox: Sandbox, ada: Any) -> None:
        for visitor in (AnonymousUser(), ada):
            with pytest.raises(PermissionDenied):
                visit(make(raise_exception=True, buy_url="/buy/"), visitor)

    def test_the_subscriber_is_whom_the_callback_finds(
        self, make: Any, sandbox: Sandbox, ada: Any, django_user_model: Any, settings: Any
    ) -> None:
        """Not logged in, but in a team's place: the team's entitlements count."""
        bob = django_user_model.objects.create(username="bob")
        entitle(customer_of(bob, "cus_1", sandbox.account), "reports")
        settings.DJSTRIPE_SUBSCRIBER_MODEL_REQUEST_CALLBACK = lambda request: bob

        assert visit(make(), AnonymousUser()).status_code == 200
        assert visit(make(), ada).status_code == 200


class TestSubscriptionRequired:
    def test_any_subscription_or_one_to_a_product(self, sandbox: Sandbox, ada: Any) -> None:
        class Members(SubscriptionRequiredMixin, Plain):
            feature_required = ()

        bare, named, missed = (
            subscription_required(page),
            subscription_required(buy_url="/buy/")(page),
            subscription_required("prod_none")(page),
        )
        with pytest.raises(PermissionDenied, match="subscription"):
            visit(bare, ada)
        assert visit(named, ada).status_code == 302

        _, subscription = sell(sandbox, ada)
        product = subscription.items.get().price.product

        for view in (bare, named, subscription_required(product)(page)):
            assert visit(view, ada).status_code == 200
        with pytest.raises(PermissionDenied):
            visit(missed, ada)
        with pytest.raises(TypeError, match="feature_required"):
            visit(Members.as_view(), ada)

    def test_a_gate_without_a_name_is_a_mistake(self) -> None:
        for wrong in ((), (page,)):
            with pytest.raises(TypeError, match="Name what is required"):
                feature_required(*wrong)  # type: ignore[arg-type]


class TestPermission:
    def test_for_django_rest_framework(self, sandbox: Sandbox, ada: Any) -> None:
        permission = gates.feature_permission("reports")()
        request = RequestFactory().get("/")
        for visitor, answer in ((AnonymousUser(), False), (ada, False)):
            request.user = visitor
            assert permission.has_permission(request, None) is answer

        entitle(customer_of(ada, "cus_1", sandbox.account), "reports")
        assert permission.has_permission(request, None) is True
        assert permission.has_object_permission(request, None, object()) is True


class TestTemplates:
    PAGE = (
        "{% load djstripe %}{% has_feature 'reports' as reports %}{% if reports %}R{% endif %}"
        "{% has_feature 'reports' 'sso' as both %}{% if both %}B{% endif %}"
        "{% if request|has_feature:'export' %}E{% endif %}"
    )

    def render(self, source: str, visitor: Any, **context: Any) -> str:
        request = RequestFactory().get("/")
        request.user = visitor
        return Template(source).render(Context({"request": request, **context}))

    def test_a_page_asks_once(
        self, sandbox: Sandbox, ada: Any, django_assert_num_queries: Any
    ) -> None:
        entitle(customer_of(ada, "cus_1", sandbox.account), "reports", "export")

        with django_assert_num_queries(1):
            assert self.render(self.PAGE, ada) == "RE"
        assert self.render(self.PAGE, AnonymousUser()) == ""

    def test_a_subscriber_or_a_customer_may_be_asked_too(self, sandbox: Sandbox, ada: Any) -> None:
        customer = customer_of(ada, "cus_1", sandbox.account)
        entitle(customer, "reports")
        source = "{% load djstripe %}{{ who|has_feature:'reports' }}{{ who|has_feature:'sso' }}"

        for who in (ada, customer):
            assert self.render(source, AnonymousUser(), who=who) == "TrueFalse"

    def test_subscriptions(self, sandbox: Sandbox, ada: Any) -> None:
        source = "{% load djstripe %}{% is_subscribed %} {% is_subscribed 'prod_none' %}"
        assert self.render(source, ada) == "False False"

        sell(sandbox, ada)

        assert self.render(source, ada) == "True False"

    def test_without_a_request_the_way_out_is_said(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="needs the request"):
            Template("{% load djstripe %}{% has_feature 'a' %}").render(Context())
        with pytest.raises(TemplateSyntaxError, match="lookup key"):
            self.render("{% load djstripe %}{% has_feature %}", AnonymousUser())


# --------------------------------------------------------------------------------- indexes


@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's plans")
def test_a_gate_reads_indexes_and_no_table_among_100_000_rows(sandbox: Sandbox, ada: Any) -> None:
    account, rows = sandbox.account, 100_000
    base = {"djstripe_created": timezone.now(), "djstripe_updated": timezone.now()}
    with connection.cursor() as cursor:
        for model, values in (
            (Customer, {"id": "'cus_' || n", "balance": "0", "delinquent": "false"}),
            (
                ActiveEntitlement,
                {
                    "id": "'ent_' || n",
                    "lookup_key": "'feature-' || n % 20",
                    "customer_id": "'cus_' || n / 10",
                },
            ),
        ):
            _fill(cursor, model, values, base, account, rows)
        Customer.objects.filter(id="cus_77").update(subscriber=ada)
        cursor.execute("ANALYZE djstripe_customer, djstripe_activeentitlement")

    customer = Customer.objects.get(id="cus_77")
    for queryset in (
        customer.entitlements.to("feature-3"),
        ActiveEntitlement.objects.of_subscriber(ada).to("feature-3"),
        ActiveEntitlement.objects.of_subscriber(ada),
        Customer.objects.of_subscriber(ada).subscribed_to("prod_1"),
    ):
        plan = json.loads(queryset.explain(format="json"))
        scanned = [node for node in _nodes(plan) if node["Node Type"] == "Seq Scan"]
        big = {"djstripe_customer", "djstripe_activeentitlement"}
        assert not [one for one in scanned if one["Relation Name"] in big], plan
    assert gates.features_of(ada) == {f"feature-{n % 20}" for n in range(770, 780)}


def _fill(
    cursor: Any, model: Any, values: dict[str, str], base: dict[str, Any], account: str, rows: int
) -> None:
    """So many rows of a model, by one statement; columns not named get what an empty row has."""
    empty = model(**base, djstripe_owner_account_id=account)
    columns, params, shown = [], [], []
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(connection.ops.quote_name(field.column))
        if field.attname in values:
            shown.append(values[field.attname].replace("%", "%%"))
        else:
            shown.append("%s")
            value = getattr(empty, field.attname)
            value = (
                "{}" if field.name == "stripe_data" else field.get_db_prep_save(value, connection)
            )
            params.append(value)
    names, what = ", ".join(columns), ", ".join(shown)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) "
        f"SELECT {what} FROM generate_series(0, {rows - 1}) AS n",
        params,
    )


def _nodes(plan: Any) -> list[dict[str, Any]]:
    if isinstance(plan, list):
        return [node for one in plan for node in _nodes(one)]
    inner = plan.get("Plan") or plan
    return [inner, *(node for one in inner.get("Plans", []) for node in _nodes({"Plan": one}))]
