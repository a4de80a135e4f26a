"""The pytest plugin, in projects of its users: each test runs pytest in one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN = "djstripe.sandbox.pytest_plugin"

PYTEST = ["-p", PLUGIN, "-p", "no:cacheprovider", "-p", "no:randomly"]

SETTINGS = """
SECRET_KEY = "x"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
ROOT_URLCONF = "urls"
INSTALLED_APPS = [%s]
STRIPE_TEST_SECRET_KEY = "sk_test_0123456789abcdefghijklmn"
STRIPE_LIVE_MODE = False
DJSTRIPE_WEBHOOK_SECRET = "whsec_of_this_project"
"""


class Project:
    """A directory with a project in it, and what pytest says there."""

    def __init__(self, place):
        self.place = place

    def has(self, **files):
        for name, text in files.items():
            self.place.joinpath(f"{name}.py").write_text(text)
        return self

    def run(self, *options, **environment):
        left_out = {"PYTEST_ADDOPTS", "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"}
        inherited = {k: v for k, v in os.environ.items() if k not in left_out}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *PYTEST, f"--rootdir={self.place}", *options],
            cwd=self.place,
            env={**inherited, "PYTHONPATH": f"{ROOT}", **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def passed(result, tests):
    """Whether so many tests passed and none failed; shows what pytest said otherwise."""
    assert result.returncode == 0, result.stdout + result.stderr
    return f"{tests} passed" in result.stdout


def test_a_project_without_django(project):
    project.has(
        conftest="""
import sys

sys.modules["django"] = None  # as if it were not installed
""",
        test_shop="""
import stripe


def test_a_client(stripe_client, stripe_sandbox):
    stripe_client.v1.customers.create({"email": "ada@example.com"})

    assert [one["email"] for one in stripe_sandbox.all("customer")] == ["ada@example.com"]


def test_nothing_is_left_of_another_test(stripe_sandbox):
    assert stripe_sandbox.all("customer") == []


def test_ids_and_time_are_the_same_every_time(stripe_sandbox, stripe_clock):
    assert (stripe_sandbox.seed, stripe_clock.now()) == (7, 1790000000)
    assert stripe_clock.advance(30, hours=1, days=1) == 1790000000 + 30 + 3600 + 86400


def test_over_http(stripe_server):
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": stripe_server.url})
    assert client.v1.customers.create({"name": "Ada"}).name == "Ada"


def test_a_function_receives(stripe_client, stripe_webhooks):
    got = []
    endpoint = stripe_webhooks.deliver_to(
        lambda body, headers: got.append((body, headers)), enabled_events=("customer.created",)
    )

    stripe_client.v1.customers.create({"name": "Ada"})
    stripe_client.v1.products.create({"name": "Gold"})

    ((body, headers),) = got
    signed = headers["Stripe-Signature"]
    event = stripe.Webhook.construct_event(body, signed, endpoint["secret"])
    assert event.data.object.name == "Ada"
    assert stripe_webhooks.types == ["customer.created"]


def test_what_is_held_is_delivered_out_of_order(stripe_client, stripe_webhooks):
    stripe_webhooks.deliver_to(enabled_events=("customer.created",))
    stripe_webhooks.hold()
    stripe_webhooks.duplicate()
    made = [stripe_client.v1.customers.create({}).id for _ in range(5)]
    assert stripe_webhooks.types == []
    assert stripe_webhooks.waiting == ["customer.created"] * 10

    stripe_webhooks.reorder()
    stripe_webhooks.release()

    got = [one.event["data"]["object"]["id"] for one in stripe_webhooks.received]
    assert sorted(got) == sorted(made * 2) and got[::2] != made


def test_what_is_lost_never_arrives(stripe_client, stripe_webhooks):
    stripe_webhooks.deliver_to()
    stripe_webhooks.lose("product.*")

    stripe_client.v1.products.create({"name": "Gold"})
    stripe_client.v1.customers.create({})

    assert stripe_webhooks.types == ["customer.created"]
    events = stripe_client.v1.events.list({"delivery_success": False})
    assert [one.type for one in events] == ["product.created"]


def test_the_gateway_is_for_djstripe(request):
    try:
        request.getfixturevalue("stripe_gateway")
    except ModuleNotFoundError:
        return
    raise AssertionError
""",
    )

    result = project.run("-p", "no:django", "--stripe-seed=7", "--stripe-now=1790000000")

    assert passed(result, 8)


VIEW = """
import stripe
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

seen = []


@csrf_exempt
def hook(request):
    signed = request.headers["Stripe-Signature"]
    event = stripe.Webhook.construct_event(
        request.body, signed, settings.DJSTRIPE_WEBHOOK_SECRET
    )
    if event.type == "product.created":
        raise RuntimeError("the shop's own mistake")
    seen.append(event.type)
    return HttpResponse("thanks")


urlpatterns = [path("hook/", hook)]
"""


def test_a_django_project_without_our_models(project):
    project.has(
        settings=SETTINGS % "",
        urls=VIEW,
        test_shop="""
import urls


def test_the_view_receives(stripe_client, stripe_webhooks, stripe_clock, settings):
    stripe_clock.advance(days=400)
    stripe_webhooks.deliver_to("/hook/", secret=settings.DJSTRIPE_WEBHOOK_SECRET)

    stripe_client.v1.customers.create({"name": "Ada"})

    assert urls.seen == ["customer.created"]
    (one,) = stripe_webhooks.received
    assert (one.status, one.content) == (200, b"thanks")


def test_what_a_view_raises_is_an_answer_and_is_retried(stripe_client, stripe_webhooks, settings, stripe_clock):
    stripe_webhooks.deliver_to("/hook/", secret=settings.DJSTRIPE_WEBHOOK_SECRET)

    stripe_client.v1.products.create({"name": "Gold"})
    stripe_clock.advance(hours=2)

    assert [one.status for one in stripe_webhooks.received] == [500, 500]


def test_beside_a_server_deliveries_wait_for_the_test(stripe_server, stripe_webhooks, settings):
    import stripe

    stripe_webhooks.deliver_to("/hook/", secret=settings.DJSTRIPE_WEBHOOK_SECRET)
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": stripe_server.url})
    client.v1.customers.create({})
    assert stripe_webhooks.waiting == ["customer.created"]

    stripe_webhooks.flush()

    assert stripe_webhooks.types == ["customer.created"]


def test_the_gateway_is_for_djstripe(request):
    import pytest

    with pytest.raises(pytest.fail.Exception, match="INSTALLED_APPS"):
        request.getfixturevalue("stripe_gateway")
""",
    )

    result = project.run(DJANGO_SETTINGS_MODULE="settings")

    assert passed(result, 4)


def test_a_project_of_ours(project):
    apps = "'django.contrib.auth', 'django.contrib.contenttypes', 'djstripe'"
    project.has(
        settings=SETTINGS % apps,
        urls="""
from django.urls import include, path

urlpatterns = [path("stripe/", include("djstripe.urls"))]
""",
        test_shop="""
import pytest
from django.contrib.auth.models import User
from djstripe.models import Customer

pytestmark = pytest.mark.django_db


def test_webhooks_reach_the_mirror(stripe_client, stripe_gateway, stripe_webhooks, settings):
    stripe_webhooks.deliver_to("/stripe/webhook/", secret=settings.DJSTRIPE_WEBHOOK_SECRET)

    made = stripe_client.v1.customers.create({"email": "ada@example.com"})

    assert [one.status for one in stripe_webhooks.received] == [200]
    assert Customer.objects.get(id=made.id).email == "ada@example.com"


def test_verbs_reach_the_sandbox(stripe_gateway, stripe_sandbox):
    row = Customer.create(User.objects.create(username="ada", email="ada@example.com"))

    assert stripe_sandbox.get("customer", row.id)["email"] == "ada@example.com"
""",
    )

    result = project.run(DJANGO_SETTINGS_MODULE="settings")

    assert passed(result, 2)


def test_options_stand_in_the_ini_file(project):
    project.has(
        test_shop="""
def test_it(stripe_sandbox, stripe_clock):
    assert (stripe_sandbox.seed, stripe_clock.now()) == (3, 1700000000)
"""
    )
    project.place.joinpath("pytest.ini").write_text(
        "[pytest]\nstripe_seed = 3\nstripe_now = 1700000000\n"
    )

    assert passed(project.run("-p", "no:django"), 1)


def test_the_plugin_costs_nothing_until_it_is_used():
    code = f"import {PLUGIN}, json, sys; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, text=True
    )

    loaded = json.loads(result.stdout)
    assert "djstripe.sandbox.pytest_plugin" in loaded
    assert not {"stripe", "django", "djstripe.sandbox.sandbox", "djstripe.models"} & {*loaded}
