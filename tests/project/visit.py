"""
A visit to the shop: prints what was seen as one line of JSON.

Runs by itself, in a process of its own and with either package: SHOP_STRIPE is where Stripe is,
SHOP_KEY the key. What fails is told by the type of its error, and the visit goes on.
"""
# ruff: noqa: E402

import hashlib
import hmac
import io
import json
import os
import sys
import time
import urllib.request

os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"

import django

django.setup()

import stripe
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from shop.receivers import HEARD

from djstripe.models import Account, Customer, Invoice, Price, Product, WebhookEndpoint
from djstripe.settings import djstripe_settings

KEY = os.environ["SHOP_KEY"]
SIGNING = "whsec_" + "b" * 32
stripe.api_base = os.environ["SHOP_STRIPE"]

SEEN = {}


def step(function):
    """Do it, and remember what came of it."""
    name = function.__name__.replace("_", " ").strip()
    try:
        SEEN[name] = function()
    except Exception as error:
        SEEN[name] = f"{type(error).__name__}"
        if os.environ.get("SHOP_LOUD"):
            import traceback

            traceback.print_exc()
    return function


def answer(response):
    if response.status_code != 200:
        return response.status_code
    if response["Content-Type"] == "application/json":
        return response.json()
    return response.content.decode().split("\n")


call_command("migrate", verbosity=0)
ada = get_user_model().objects.create_superuser(
    "ada", "ada@example.com", "x", first_name="Ada", last_name="Lovelace"
)
browser = Client(raise_request_exception=bool(os.environ.get("SHOP_LOUD")))
browser.force_login(ada)


@step
def settings():
    return {
        "key": djstripe_settings.STRIPE_SECRET_KEY == KEY,
        "default": djstripe_settings.get_default_api_key(livemode=False) == KEY,
        "mode": djstripe_settings.STRIPE_LIVE_MODE,
        "subscriber": djstripe_settings.get_subscriber_model().__name__,
        "metadata": djstripe_settings.SUBSCRIBER_CUSTOMER_KEY,
    }


@step
def whose_key():
    return Account.get_default_account().id == Account.get_or_retrieve_for_api_key(KEY).id


@step
def manual_sync():
    """What the SDK gives, into rows."""
    product = stripe.Product.create(api_key=KEY, name="Reading club")
    price = stripe.Price.create(
        api_key=KEY,
        product=product.id,
        currency="usd",
        unit_amount=1_500,
        recurring={"interval": "month"},
        lookup_key="club",
    )
    rows = [Product.sync_from_stripe_data(product), Price.sync_from_stripe_data(price)]
    return {
        "product": rows[0].name,
        "price": str(rows[1].human_readable_price),
        "relation": rows[1].product == rows[0],
        "by id": rows[1].product_id == product.id,
        "filter": Price.objects.filter(product__name="Reading club", active=True).count(),
        "data": rows[1].stripe_data["unit_amount"],
    }


@step
def endpoint():
    """As the admin's form leaves it, with its uuid in the address."""
    made = stripe.WebhookEndpoint.create(
        api_key=KEY, url="https://shop.example.com/stripe/", enabled_events=["*"]
    )
    WebhookEndpoint.objects.create(
        id=made.id,
        url=made.url,
        secret=SIGNING,
        enabled_events=["*"],
        status="enabled",
        api_version=djstripe_settings.STRIPE_API_VERSION,
        livemode=False,
        djstripe_owner_account=Account.get_default_account(),
    )
    return True


TOLD = set()


def events_at_stripe():
    """As Stripe sends them, newest first."""
    headers = {
        "Authorization": f"Bearer {KEY}",
        "Stripe-Version": djstripe_settings.STRIPE_API_VERSION,
    }
    address = f"{os.environ['SHOP_STRIPE']}/v1/events?limit=100"
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as said:
        return json.load(said)["data"]


def deliver(prefix):
    """The events of these types that Stripe has and that have not come yet; the answers."""
    place = WebhookEndpoint.objects.get()
    url = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": place.djstripe_uuid})
    statuses = []
    for event in reversed(events_at_stripe()):
        if event["id"] in TOLD or not event["type"].startswith(prefix):
            continue
        TOLD.add(event["id"])
        body = json.dumps(event)
        now = int(time.time())
        digest = hmac.new(SIGNING.encode(), f"{now}.{body}".encode(), hashlib.sha256).hexdigest()
        response = browser.post(
            url,
            body,
            content_type="application/json",
            headers={"Stripe-Signature": f"t={now},v1={digest}"},
        )
        statuses.append(response.status_code)
    return sorted(set(statuses))


@step
def plans_of_a_stranger():
    return answer(browser.get("/plans/"))


@step
def subscribing():
    data = {"plan": "club", "payment_method": "pm_card_visa"}
    return answer(browser.post("/subscribe/", data))


@step
def one_customer():
    customer = Customer.objects.get()
    at_stripe = stripe.Customer.retrieve(customer.id, api_key=KEY)
    return {
        "subscriber": customer.subscriber == ada == ada.djstripe_customers.get().subscriber,
        "email": [customer.email, at_stripe.email],
        "name": [customer.name, at_stripe.name],
        "metadata": at_stripe.metadata["shop_user"] == str(ada.pk),
    }


@step
def webhooks():
    statuses = [
        *deliver("customer"),
        *deliver("invoice"),
        *deliver("payment_"),
        *deliver("charge"),
    ]
    return {"answered": sorted(set(statuses)), "heard": sorted(map(list, HEARD))}


@step
def a_wrong_signature():
    place = WebhookEndpoint.objects.get()
    url = reverse("djstripe:djstripe_webhook_by_uuid", kwargs={"uuid": place.djstripe_uuid})
    header = {"Stripe-Signature": f"t={int(time.time())},v1=00"}
    refused = browser.post(url, "{}", content_type="application/json", headers=header)
    return [refused.status_code, browser.post(url, "{}", content_type="a/b").status_code]


@step
def plans_of_a_member():
    return answer(browser.get("/plans/"))


@step
def account():
    return answer(browser.get("/account/"))


@step
def another_card():
    return answer(browser.post("/card/", {"payment_method": "pm_card_mastercard"}))


@step
def something_extra():
    return answer(browser.post("/extra/"))


@step
def billed():
    return answer(browser.post("/bill/"))


@step
def payment_element():
    return answer(browser.post("/element/"))


@step
def checkout():
    return answer(browser.post("/checkout/", {"plan": "club"}))["has_url"]


@step
def cancelling():
    HEARD.clear()
    said = answer(browser.post("/cancel/"))
    return {
        "said": said,
        "answered": deliver("customer.subscription"),
        "heard": list(map(list, HEARD)),
    }


@step
def resuming():
    return answer(browser.post("/resume/"))


@step
def refunding():
    deliver("charge")
    said = answer(browser.post("/refund/"))
    return said


@step
def invoice_of_the_subscription():
    invoice = Invoice.objects.filter(customer__subscriber=ada).order_by("created").first()
    return {
        "subscription": invoice.subscription is not None,
        "total": invoice.total,
        "paid": invoice.paid,
    }


@step
def lines_in_an_invoices_payload():
    invoice = Invoice.objects.filter(customer__subscriber=ada).order_by("created").first()
    return invoice.stripe_data["lines"]["data"][0]["amount"]


@step
def lines_of_an_invoice():
    return (
        stripe.Invoice.retrieve(Invoice.objects.order_by("created").first().id, api_key=KEY)
        .lines.data[0]
        .amount
    )


@step
def the_admin():
    pages = ["customer", "subscription", "invoice", "charge", "price", "product", "event"]
    pages += ["webhookendpoint", "apikey", "account", "paymentmethod", "paymentintent"]
    lists = {page: browser.get(f"/admin/djstripe/{page}/").status_code for page in pages}
    pk = Customer.objects.get().pk
    page = browser.get(f"/admin/djstripe/customer/{pk}/change/")
    return {
        "lists": lists,
        "customer": page.status_code,
        "shows the key": KEY in page.content.decode(),
    }


@step
def sync_models():
    call_command("djstripe_sync_models", "Customer", "Price", stdout=io.StringIO())
    return [Customer.objects.count(), Price.objects.count()]


@step
def purging():
    customer = Customer.objects.get()
    customer.purge()
    customer.refresh_from_db()
    return [customer.subscriber is None, customer.date_purged is not None]


sys.stdout.write("\n" + json.dumps(SEEN) + "\n")
