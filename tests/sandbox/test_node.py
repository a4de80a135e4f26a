"""Other clients over HTTP: the unmodified SDK for Node, and curl."""

import json
import os
import shutil
import subprocess

import pytest

from . import node

STORY = """
import Stripe from "stripe";

const stripe = new Stripe("sk_test_x", {
  host: process.argv[2],
  port: Number(process.argv[3]),
  protocol: "http",
});
const product = await stripe.products.create({ name: "Gold" });
const price = await stripe.prices.create({
  product: product.id,
  currency: "usd",
  unit_amount: 1500,
  recurring: { interval: "month" },
});
const customer = await stripe.customers.create({ email: "ada@example.com" });
const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
await stripe.customers.update(customer.id, {
  invoice_settings: { default_payment_method: method.id },
});
const subscription = await stripe.subscriptions.create({
  customer: customer.id,
  items: [{ price: price.id }],
  expand: ["latest_invoice.payments"],
});
const charges = await stripe.charges.list({ customer: customer.id });
const refund = await stripe.refunds.create({ charge: charges.data[0].id, amount: 500 });
let refusal;
try {
  await stripe.refunds.create({ charge: charges.data[0].id, amount: 5000 });
} catch (error) {
  refusal = { type: error.type, param: error.param, status: error.statusCode };
}
const names = [];
for (let n = 0; n < 12; n++) await stripe.coupons.create({ id: `c${n}`, percent_off: 10 });
for await (const coupon of stripe.coupons.list({ limit: 5 })) names.push(coupon.id);
const event = await stripe.events.list({ type: "charge.refunded" });
console.log(JSON.stringify({
  status: subscription.status,
  paid: subscription.latest_invoice.amount_paid,
  payments: subscription.latest_invoice.payments.data.length,
  refund: [refund.status, refund.amount],
  refusal,
  names,
  event: event.data[0].data.object.amount_refunded,
  version: Stripe.API_VERSION ?? null,
}));
"""


@pytest.fixture
def server(sandbox):
    with sandbox.serve() as server:
        yield server


def test_the_node_sdk_from_sign_up_to_refund(server, tmp_path):
    modules = node.modules()
    executable = shutil.which("node")
    if executable is None:
        pytest.skip("There is no node here.")
    tmp_path.joinpath("story.mjs").write_text(STORY)
    tmp_path.joinpath("node_modules").symlink_to(modules)

    result = subprocess.run(
        [executable, "story.mjs", server.host, str(server.port)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "NODE_PRESERVE_SYMLINKS": "1"},
    )

    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["status"], told["paid"], told["payments"]) == ("active", 1_500, 1)
    assert told["refund"] == ["succeeded", 500]
    refusal = {"type": "StripeInvalidRequestError", "param": "amount", "status": 400}
    assert told["refusal"] == refusal
    assert told["names"] == [f"c{n}" for n in range(11, -1, -1)]
    assert told["event"] == 500


@pytest.fixture
def curl(server):
    executable = shutil.which("curl")
    if executable is None:
        pytest.skip("There is no curl here.")

    def call(path, *options):
        command = [executable, "-s", f"{server.url}{path}", "-u", "sk_test_x:", *options]
        return json.loads(subprocess.run(command, capture_output=True, timeout=20).stdout)

    return call


def test_curl_with_the_key_as_a_user_and_brackets_in_forms(curl):
    product = curl("/v1/products", "-d", "name=Gold")

    price = curl(
        "/v1/prices",
        *("-d", f"product={product['id']}", "-d", "currency=usd", "-d", "unit_amount=1500"),
        *("-d", "recurring[interval]=month", "--data-urlencode", "metadata[a b]=ü & 1"),
        *("-d", "expand[]=product"),
    )
    listed = curl("/v1/prices", "-G", "-d", "limit=1", "-d", "recurring[interval]=month")
    changed = curl(f"/v1/prices/{price['id']}", "-d", "metadata[a b]=", "-d", "nickname=Best")
    coupon = curl("/v1/coupons", "-d", "percent_off=10")
    gone = curl(f"/v1/coupons/{coupon['id']}", "-X", "DELETE")

    assert price["product"]["name"] == "Gold"
    assert (price["recurring"]["interval"], price["metadata"]) == ("month", {"a b": "ü & 1"})
    assert listed["data"][0]["id"] == price["id"]
    assert (changed["metadata"], changed["nickname"]) == ({}, "Best")
    assert gone == {"id": coupon["id"], "object": "coupon", "deleted": True}


def test_curl_uploads_a_file(curl, tmp_path):
    tmp_path.joinpath("receipt.txt").write_text("paid")

    made = curl(
        "/v1/files", "-F", "purpose=dispute_evidence", "-F", f"file=@{tmp_path}/receipt.txt"
    )

    assert (made["filename"], made["size"]) == ("receipt.txt", 4)
