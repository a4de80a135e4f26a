"""
The table of verbs that the sandbox lives: how the row is made, the call, what Stripe must see.

A path may name what was made: ``{row.id}``. Parameters are those that must be there, as Stripe
gets them (words, for a form has no numbers); ``ANY`` is whatever, ``NOTHING`` must not be there.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from djstripe import models as m

from .worlds import World, with_parts

ANY: Any = object()
NOTHING: Any = object()

Sees = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """
    One verb.

    ``then`` looks at what was made and what was answered; ``agree`` names what must be equal to
    what Stripe has afterwards, of ``row`` (what the verb is called on) and ``answer``.
    """

    make: Callable[[World], Any]
    call: Callable[[Any, World], Any]
    sees: tuple[Sees, ...]
    then: Callable[[Any, Any], bool] = lambda made, answer: True
    agree: tuple[str, ...] = ("row", "answer")
    # What late events must not change; unless said, what must agree, or all if nothing must.
    keep: tuple[str, ...] | None = None
    # Some of what a platform does cannot be done in the name of a connected account.
    platform_only: bool = False
    test_only: bool = False


def one(method_and_path: str, /, **params: Any) -> tuple[Sees, ...]:
    """A single request."""
    return ((method_and_path, params),)


def row(made: Any) -> Any:
    return with_parts(made)


def just(w: World) -> Any:
    """Nothing is needed beforehand."""
    return SimpleNamespace(row=None)


def of(name: str, /, *args: Any, **params: Any) -> Callable[[World], Any]:
    """What the world makes by a method of its own."""
    return lambda w: row(getattr(w, name)(*args, **params))


def posted(path: str, /, **params: Any) -> Callable[[World], Any]:
    """An object made by one request."""
    return lambda w: row(w.row(w.create(path, **params)))


def called(name: str, /, *args: Any, **kwargs: Any) -> Callable[[Any, World], Any]:
    return lambda made, w: getattr(made.row, name)(*args, **kwargs)


def now_in(days: int) -> dt.datetime:
    return timezone.now().replace(microsecond=0) + dt.timedelta(days=days)


def with_customer(w: World) -> Any:
    return row(w.customer())


def with_two_items(w: World) -> Any:
    gold, silver = w.price(), w.price(500)
    subscription = w.subscription(w.customer(), gold, silver)
    other = w.price(2_500)
    items = {item.price_id: item for item in subscription.items.all()}
    return with_parts(
        subscription,
        gold=gold,
        silver=silver,
        other=other,
        gold_item=items[gold.id],
        silver_item=items[silver.id],
    )


def with_one_item(w: World) -> Any:
    subscription = w.subscription()
    return with_parts(subscription, item=subscription.items.get(), other=w.price(2_500))


def loose_method(w: World) -> Any:
    made = w.create("payment_methods", type="card", card={"token": "tok_visa"})
    return w.row(made)


def attached_method(w: World) -> Any:
    customer = w.customer(card=None)
    made = w.create("payment_methods/pm_card_visa/attach", customer=customer.id)
    return with_parts(w.row(made), customer=customer, whose=customer)


def uncaptured(w: World) -> Any:
    given = {"amount": 5_000, "currency": "usd", "source": "tok_visa"}
    return row(w.row(w.create("charges", capture=False, **given)))


def evidence_file() -> Any:
    file = io.BytesIO(b"what was said")
    file.name = "said.txt"
    return file


def file_row(w: World) -> Any:
    made = m.File.create(evidence_file(), "dispute_evidence", **w.place)
    return row(made)


def discounted(w: World) -> Any:
    coupon = w.row(w.create("coupons", percent_off=50, duration="forever"))
    return with_parts(w.subscription(discounts=[{"coupon": coupon.id}]), coupon=coupon)


def with_coupon(w: World) -> Any:
    coupon = w.row(w.create("coupons", percent_off=50, duration="forever"))
    return with_parts(w.subscription(), coupon=coupon)


def on_trial(w: World) -> Any:
    return row(w.subscription(trial_period_days=10))


def incomplete(w: World) -> Any:
    customer, price = w.customer(card=None), w.price()
    subscription = customer.subscribe(price=price, payment_behavior="default_incomplete")
    return row(subscription)


def paused(w: World) -> Any:
    made = w.subscription(
        w.customer(card=None),
        trial_period_days=1,
        trial_settings={"end_behavior": {"missing_payment_method": "pause"}},
    )
    w.sandbox.advance(2 * 86_400)
    made.refresh_from_stripe()
    assert made.is_paused()
    return row(made)


def ending(w: World) -> Any:
    subscription = w.subscription()
    w.create(f"subscriptions/{subscription.id}", cancel_at_period_end=True)
    return row(subscription.refresh_from_stripe())


def schedule(w: World) -> Any:
    subscription = w.subscription()
    made = w.create("subscription_schedules", from_subscription=subscription.id)
    return row(w.row(made))


def with_tax_id(w: World) -> Any:
    customer = w.customer()
    made = w.create(f"customers/{customer.id}/tax_ids", type="eu_vat", value="DE123456789")
    return row(w.row(made))


def grant(w: World) -> Any:
    customer = w.customer()
    made = w.create(
        "billing/credit_grants",
        customer=customer.id,
        category="paid",
        amount={"type": "monetary", "monetary": {"value": 500, "currency": "usd"}},
        applicability_config={"scope": {"price_type": "metered"}},
    )
    return row(w.row(made))


def quote(status: str) -> Callable[[World], Any]:
    def make(w: World) -> Any:
        customer, price = w.customer(), w.price()
        items = [{"price": price.id}]
        made = w.create("quotes", customer=customer.id, line_items=items)
        if status == "open":
            w.create(f"quotes/{made['id']}/finalize")
        return with_parts(w.row(made), customer=customer, price=price)

    return make


def transfer(w: World) -> Any:
    w.rich()
    other = w.connected()
    made = w.create("transfers", amount=500, currency="usd", destination=other.id)
    return with_parts(w.row(made), other=other)


def with_other_account(w: World) -> Any:
    w.rich()
    return with_parts(w.connected())


def payout(w: World) -> Any:
    can_pay_out(w)
    return row(w.row(w.create("payouts", amount=500, currency="usd")))


def can_pay_out(w: World) -> Any:
    w.rich()
    # Payouts by themselves would take the money before the test does.
    manual = {"payouts": {"schedule": {"interval": "manual"}}}
    if w.account != w.sandbox.account:
        w.sandbox.change("account", w.account, settings=manual)
    w.sandbox.bank_account(account=w.account, livemode=w.livemode)
    return row(None)


def paid_payout(w: World) -> Any:
    made = payout(w)
    w.sandbox.advance(5 * 86_400)
    return row(made.row.refresh_from_stripe())


def meter(w: World) -> Any:
    made = w.create(
        "billing/meters",
        display_name="Calls",
        event_name="calls",
        default_aggregation={"formula": "sum"},
    )
    return row(w.row(made))


def inactive_meter(w: World) -> Any:
    made = meter(w)
    w.create(f"billing/meters/{made.row.id}/deactivate")
    return row(made.row.refresh_from_stripe())


def session(w: World) -> Any:
    price = w.price()
    made = w.create(
        "checkout/sessions",
        mode="subscription",
        line_items=[{"price": price.id, "quantity": 1}],
        success_url="https://example.com/thanks",
    )
    return with_parts(w.row(made), price=price)


def payment_link(w: World) -> Any:
    price = w.price()
    made = w.create("payment_links", line_items=[{"price": price.id, "quantity": 1}])
    return with_parts(w.row(made), price=price)


def promotion_code(w: World) -> Any:
    coupon = w.create("coupons", percent_off=50, duration="once")
    made = w.create("promotion_codes", promotion={"type": "coupon", "coupon": coupon["id"]})
    return row(w.row(made))


def invoice_item(w: World) -> Any:
    customer = w.customer()
    made = w.create("invoiceitems", customer=customer.id, amount=500, currency="usd")
    return row(w.row(made))


def invoice_line(w: World) -> Any:
    invoice = w.invoice(finalize=False)
    return with_parts(invoice.lines.get(), invoice=invoice)


def credit_note(w: World) -> Any:
    invoice = w.invoice()
    made = w.create("credit_notes", invoice=invoice.id, amount=200)
    return row(w.row(made))


def setup_intent(w: World) -> Any:
    customer = w.customer(card=None)
    made = w.create("setup_intents", customer=customer.id, allowed_payment_method_types=["card"])
    return row(w.row(made))


def customer_with_coupon(w: World) -> Any:
    coupon = w.row(w.create("coupons", percent_off=50, duration="forever"))
    return with_parts(w.customer(), coupon=coupon)


def pending_items(w: World) -> Any:
    customer = w.customer()
    w.create("invoiceitems", customer=customer.id, amount=500, currency="usd")
    return row(customer)


def card_source(w: World) -> Any:
    customer = w.customer(card=None)
    made = w.create(f"customers/{customer.id}/sources", source="tok_visa")
    return with_parts(w.row(made), customer=customer)


def bank_source(w: World) -> Any:
    customer = w.customer(card=None)
    made = w.create(f"customers/{customer.id}/sources", source="btok_us_verified")
    return with_parts(w.row(made), customer=customer)


def clock(w: World) -> Any:
    made = w.create("test_helpers/test_clocks", frozen_time=w.sandbox.clock.now())
    return row(w.row(made))


def endpoint(w: World) -> Any:
    made = w.create("webhook_endpoints", url="https://example.com/hook", enabled_events=["*"])
    return row(w.row(made))


def collecting_paused(w: World) -> Any:
    subscription = w.subscription()
    w.create(f"subscriptions/{subscription.id}", pause_collection={"behavior": "void"})
    return row(subscription.refresh_from_stripe())


def subscriber() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create(username="ada", email="ada@example.com")


def feature(w: World) -> Any:
    return row(w.row(w.create("entitlements/features", name="Reports", lookup_key="reports")))


def attached_feature(w: World) -> Any:
    made, product = feature(w).row, w.product()
    return with_parts(made, product=product, tie=made.attach_to(product))


def deleted(made: Any, answer: Any) -> bool:
    return bool(made.row.djstripe_deleted)


CASES: dict[str, Case | tuple[Case, ...]] = {
    # customers
    "Customer.create": Case(
        just,
        lambda made, w: m.Customer.create(subscriber(), phone="1", **w.place),
        one("POST /v1/customers", email="ada@example.com", phone="1", metadata=ANY),
        lambda made, answer: answer.subscriber.email == answer.email,
    ),
    "Customer.get_or_create": Case(
        just,
        lambda made, w: m.Customer.get_or_create(subscriber(), **w.place)[0],
        one("POST /v1/customers", email="ada@example.com", metadata=ANY),
    ),
    "Customer.add_coupon": Case(
        customer_with_coupon,
        lambda made, w: made.row.add_coupon(made.coupon),
        one("POST /v1/customers/{row.id}", coupon="{coupon.id}"),
        lambda made, answer: made.row.coupon == made.coupon,
        agree=(),  # the sandbox shows a customer of today, which has another shape
    ),
    "Customer.add_invoice_item": Case(
        with_customer,
        called("add_invoice_item", Decimal("12.34"), "usd", description="Setup"),
        one(
            "POST /v1/invoiceitems",
            customer="{row.id}",
            amount="1234",
            currency="usd",
            description="Setup",
            invoice=NOTHING,
        ),
        lambda made, answer: answer.customer == made.row,
    ),
    "Customer.add_payment_method": Case(
        lambda w: with_parts(w.customer(card=None), method=loose_method(w)),
        lambda made, w: made.row.add_payment_method(made.method),
        (
            ("POST /v1/payment_methods/{method.id}/attach", {"customer": "{row.id}"}),
            (
                "POST /v1/customers/{row.id}",
                {"invoice_settings": {"default_payment_method": "{method.id}"}},
            ),
        ),
        lambda made, answer: (
            answer.customer == made.row and made.row.default_payment_method == answer
        ),
    ),
    "Customer.add_tax_id": Case(
        with_customer,
        called("add_tax_id", "eu_vat", "DE123456789"),
        one("POST /v1/customers/{row.id}/tax_ids", type="eu_vat", value="DE123456789"),
        lambda made, answer: list(made.row.tax_ids.all()) == [answer],
    ),
    "Customer.begin_payment": Case(
        with_customer,
        called("begin_payment", Decimal("20"), "eur", description="A book"),
        one(
            "POST /v1/payment_intents",
            customer="{row.id}",
            amount="2000",
            currency="eur",
            description="A book",
            confirm=NOTHING,
        ),
        lambda made, answer: answer.client_secret.startswith(f"{answer.id}_secret_"),
    ),
    "Customer.begin_setup": Case(
        with_customer,
        called("begin_setup", usage="off_session"),
        one("POST /v1/setup_intents", customer="{row.id}", usage="off_session"),
        lambda made, answer: answer.client_secret.startswith(f"{answer.id}_secret_"),
    ),
    "Customer.charge": Case(
        with_customer,
        called("charge", Decimal("50.00"), currency="usd", description="A book"),
        one(
            "POST /v1/charges",
            customer="{row.id}",
            amount="5000",
            currency="usd",
            description="A book",
        ),
        lambda made, answer: answer.amount == Decimal("50") and answer.customer == made.row,
    ),
    "Customer.create_invoice": Case(
        pending_items,
        called("create_invoice", auto_advance=False),
        one(
            "POST /v1/invoices",
            customer="{row.id}",
            pending_invoice_items_behavior="include",
            auto_advance="false",
        ),
        lambda made, answer: answer.is_draft() and answer.total == 500,
        agree=("answer",),
    ),
    "Customer.credit": Case(
        with_customer,
        called("credit", Decimal("5"), "usd", description="Sorry"),
        one(
            "POST /v1/customers/{row.id}/balance_transactions",
            amount="-500",
            currency="usd",
            description="Sorry",
        ),
        lambda made, answer: made.row.balance_amount == Decimal("-5") and made.row.credits == 500,
    ),
    "Customer.debit": Case(
        with_customer,
        called("debit", Decimal("5.50"), "usd"),
        one("POST /v1/customers/{row.id}/balance_transactions", amount="550", currency="usd"),
        lambda made, answer: made.row.balance_amount == Decimal("5.5"),
    ),
    "Customer.detach_payment_methods": Case(
        with_customer,
        called("detach_payment_methods"),
        (
            ("GET /v1/customers/{row.id}/payment_methods", {}),
            ("POST /v1/payment_methods/{row.default_payment_method_id}/detach", {}),
            ("GET /v1/customers/{row.id}", {}),
        ),
        lambda made, answer: answer == 1 and not made.row.payment_methods.exists(),
        agree=(),
    ),
    "Customer.grant_credit": (
        Case(
            with_customer,
            called("grant_credit", Decimal("100"), "usd", name="Welcome"),
            one(
                "POST /v1/billing/credit_grants",
                customer="{row.id}",
                amount={"type": "monetary", "monetary": {"value": "10000", "currency": "usd"}},
                applicability_config={"scope": {"price_type": "metered"}},
                category="promotional",
                name="Welcome",
            ),
            lambda made, answer: answer.amount == 10_000 and answer.customer == made.row,
        ),
    ),
    "Customer.pay": Case(
        with_customer,
        called("pay", Decimal("20"), "usd"),
        one(
            "POST /v1/payment_intents",
            customer="{row.id}",
            amount="2000",
            currency="usd",
            confirm="true",
            payment_method="{row.default_payment_method_id}",
            automatic_payment_methods={"enabled": "true", "allow_redirects": "never"},
        ),
        lambda made, answer: answer.status == "succeeded" and answer.latest_charge_id,
    ),
    "Customer.purge": Case(
        with_customer,
        called("purge"),
        one("DELETE /v1/customers/{row.id}"),
        lambda made, answer: made.row.deleted and made.row.date_purged is not None,
        agree=(),
    ),
    "Customer.read_default_payment_method": Case(
        with_customer,
        called("read_default_payment_method"),
        one("GET /v1/customers/{row.id}"),
        lambda made, answer: answer == made.row.default_payment_method,
    ),
    "Customer.read_payment_methods": Case(
        with_customer,
        called("read_payment_methods", type="card"),
        one("GET /v1/customers/{row.id}/payment_methods", type="card"),
        lambda made, answer: answer == list(made.row.payment_methods.all()),
        agree=("row",),
    ),
    "Customer.send_invoice": Case(
        pending_items,
        called("send_invoice"),
        (
            ("POST /v1/invoices", {"pending_invoice_items_behavior": "include"}),
            ("POST /v1/invoices/{invoice}/pay", {}),
        ),
        lambda made, answer: answer is True and made.row.invoices.get().is_paid(),
        agree=(),
        keep=(),  # the customer, who has a currency now
    ),
    "Customer.set_default_payment_method": Case(
        attached_method,
        lambda made, w: made.whose.set_default_payment_method(made.row),
        one(
            "POST /v1/customers/{customer.id}",
            invoice_settings={"default_payment_method": "{row.id}"},
        ),
        lambda made, answer: answer.default_payment_method == made.row,
    ),
    "Customer.subscribe": (
        Case(
            lambda w: with_parts(w.customer(), price=w.price()),
            lambda made, w: made.row.subscribe(
                items=[{"price": made.price, "quantity": 3}], trial_end=now_in(7)
            ),
            one(
                "POST /v1/subscriptions",
                customer="{row.id}",
                items=[{"price": "{price.id}", "quantity": "3"}],
                trial_end=ANY,
            ),
            lambda made, answer: answer.is_trialing() and answer.quantity == 3,
            agree=("answer",),
        ),
        Case(
            lambda w: with_parts(w.customer(), price=w.price()),
            lambda made, w: made.row.subscribe(price=made.price),
            one("POST /v1/subscriptions", customer="{row.id}", items=[{"price": "{price.id}"}]),
            lambda made, answer: (
                answer.is_active()
                and answer.latest_invoice.is_paid()
                and answer.incomplete_payment() is None
            ),
            agree=("answer",),
        ),
    ),
    "Customer.update": Case(
        with_customer,
        called("update", name="Ada", metadata={"seat": "window"}),
        one("POST /v1/customers/{row.id}", name="Ada", metadata={"seat": "window"}),
        lambda made, answer: answer.name == "Ada",
    ),
    "Customer.upcoming_invoice": Case(
        lambda w: row(w.subscription().customer.refresh_from_stripe()),
        called("upcoming_invoice"),
        one("POST /v1/invoices/create_preview", customer="{row.id}"),
        lambda made, answer: answer.total == 2_000,
        agree=("row",),
    ),
    # charges, intents, refunds
    "Charge.capture": Case(
        uncaptured,
        called("capture", amount=3_000),
        one("POST /v1/charges/{row.id}/capture", amount="3000"),
        lambda made, answer: answer == made.row and answer.amount_captured == 3_000,
    ),
    "Charge.refund": Case(
        of("charge"),
        called("refund", Decimal("20.50"), reason="duplicate"),
        one("POST /v1/refunds", charge="{row.id}", amount="2050", reason="duplicate"),
        lambda made, answer: answer.charge == made.row and made.row.amount_refunded == 2_050,
    ),
    "Charge.update": Case(
        of("charge"),
        called("update", description="A book"),
        one("POST /v1/charges/{row.id}", description="A book"),
        lambda made, answer: answer.description == "A book",
    ),
    "PaymentIntent.ask_client_secret": Case(
        of("intent"),
        called("ask_client_secret"),
        one("GET /v1/payment_intents/{row.id}"),
        lambda made, answer: answer.startswith(f"{made.row.id}_secret_"),
        agree=("row",),
    ),
    "PaymentIntent.cancel": Case(
        of("intent"),
        called("cancel", cancellation_reason="abandoned"),
        one("POST /v1/payment_intents/{row.id}/cancel", cancellation_reason="abandoned"),
        lambda made, answer: answer.status == "canceled",
    ),
    "PaymentIntent.capture": Case(
        of("intent", payment_method="pm_card_visa", confirm=True, capture_method="manual"),
        called("capture", amount_to_capture=1_500),
        one("POST /v1/payment_intents/{row.id}/capture", amount_to_capture="1500"),
        lambda made, answer: answer.amount_received == 1_500,
    ),
    "PaymentIntent.confirm": Case(
        of("intent"),
        called("confirm", payment_method="pm_card_visa"),
        one("POST /v1/payment_intents/{row.id}/confirm", payment_method="pm_card_visa"),
        lambda made, answer: answer.status == "succeeded",
    ),
    "PaymentIntent.increment_authorization": Case(
        of(
            "intent",
            payment_method="pm_card_visa",
            confirm=True,
            capture_method="manual",
            payment_method_options={"card": {"request_incremental_authorization": "if_available"}},
        ),
        called("increment_authorization", 2_500),
        one("POST /v1/payment_intents/{row.id}/increment_authorization", amount="2500"),
        lambda made, answer: answer.amount == 2_500,
    ),
    "PaymentIntent.refund": Case(
        lambda w: (lambda charge: with_parts(charge.payment_intent, charge=charge))(w.charge()),
        called("refund", Decimal("7"), "requested_by_customer"),
        one(
            "POST /v1/refunds",
            charge="{charge.id}",
            amount="700",
            reason="requested_by_customer",
        ),
        lambda made, answer: answer.amount == 700,
    ),
    "PaymentIntent.update": Case(
        of("intent"),
        called("update", description="A book"),
        one("POST /v1/payment_intents/{row.id}", description="A book"),
        lambda made, answer: answer.description == "A book",
    ),
    "SetupIntent.ask_client_secret": Case(
        setup_intent,
        called("ask_client_secret"),
        one("GET /v1/setup_intents/{row.id}"),
        lambda made, answer: answer.startswith(f"{made.row.id}_secret_"),
        agree=("row",),
    ),
    "SetupIntent.cancel": Case(
        setup_intent,
        called("cancel"),
        one("POST /v1/setup_intents/{row.id}/cancel"),
        lambda made, answer: answer.status == "canceled",
    ),
    "SetupIntent.confirm": Case(
        setup_intent,
        called("confirm", payment_method="pm_card_visa"),
        one("POST /v1/setup_intents/{row.id}/confirm", payment_method="pm_card_visa"),
        lambda made, answer: answer.status == "succeeded",
    ),
    "SetupIntent.update": Case(
        setup_intent,
        called("update", description="Later"),
        one("POST /v1/setup_intents/{row.id}", description="Later"),
        lambda made, answer: answer.description == "Later",
    ),
    "Refund.update": Case(
        lambda w: row(w.row(w.create("refunds", charge=w.charge().id))),
        called("update", metadata={"why": "late"}),
        one("POST /v1/refunds/{row.id}", metadata={"why": "late"}),
        lambda made, answer: answer.metadata == {"why": "late"},
    ),
    # disputes, files
    "Dispute.add_evidence": (
        Case(
            of("dispute"),
            called("add_evidence", product_description="A book"),
            one(
                "POST /v1/disputes/{row.id}",
                evidence={"product_description": "A book"},
                submit="false",
            ),
            lambda made, answer: answer.status == "needs_response",
        ),
        Case(
            of("dispute"),
            lambda made, w: made.row.add_evidence(receipt=evidence_file()),
            (
                ("POST /v1/files", {"purpose": "dispute_evidence"}),
                ("POST /v1/disputes/{row.id}", {"evidence": {"receipt": ANY}}),
            ),
            lambda made, answer: answer.evidence_receipt.purpose == "dispute_evidence",
        ),
    ),
    "Dispute.submit": Case(
        of("dispute"),
        called("submit", uncategorized_text="It was sent."),
        one(
            "POST /v1/disputes/{row.id}",
            evidence={"uncategorized_text": "It was sent."},
            submit="true",
        ),
        lambda made, answer: answer.status == "under_review",
    ),
    "Dispute.close": Case(
        of("dispute"),
        called("close"),
        one("POST /v1/disputes/{row.id}/close"),
        lambda made, answer: answer.status == "lost",
    ),
    "File.create": Case(
        just,
        lambda made, w: m.File.create(evidence_file(), "dispute_evidence", **w.place),
        one("POST /v1/files", purpose="dispute_evidence"),
        lambda made, answer: answer.filename == "said.txt" and answer.size == 13,
    ),
    "File.create_link": Case(
        file_row,
        called("create_link"),
        one("POST /v1/file_links", file="{row.id}"),
        lambda made, answer: answer.file == made.row and answer.url,
    ),
    "FileLink.update": Case(
        lambda w: row(w.row(w.create("file_links", file=file_row(w).row.id))),
        called("update", metadata={"for": "Ada"}),
        one("POST /v1/file_links/{row.id}", metadata={"for": "Ada"}),
        lambda made, answer: answer.metadata == {"for": "Ada"},
    ),
    "FileLink.expire": Case(
        lambda w: row(w.row(w.create("file_links", file=file_row(w).row.id))),
        called("expire"),
        one("POST /v1/file_links/{row.id}", expires_at="now"),
        lambda made, answer: answer == made.row,
    ),
    # products, prices
    "Product.create": Case(
        just,
        lambda made, w: m.Product.create(name="Gold", **w.place),
        one("POST /v1/products", name="Gold"),
        lambda made, answer: answer.name == "Gold",
    ),
    "Product.update": Case(
        of("product"),
        called("update", name="Silver"),
        one("POST /v1/products/{row.id}", name="Silver"),
        lambda made, answer: answer.name == "Silver",
    ),
    "Product.archive": Case(
        of("product"),
        called("archive"),
        one("POST /v1/products/{row.id}", active="false"),
        lambda made, answer: answer.active is False,
    ),
    "Product.activate": Case(
        of("product", active=False),
        called("activate"),
        one("POST /v1/products/{row.id}", active="true"),
        lambda made, answer: answer.active is True,
    ),
    "Product.remove": Case(
        of("product"), called("remove"), one("DELETE /v1/products/{row.id}"), deleted, agree=()
    ),
    "Price.create": Case(
        of("product"),
        lambda made, w: m.Price.create(
            product=made.row, currency="usd", unit_amount=Decimal("12.50"), **w.place
        ),
        one("POST /v1/prices", product="{row.id}", currency="usd", unit_amount="1250"),
        lambda made, answer: answer.unit_amount == 1_250 and answer.product == made.row,
    ),
    "Price.get_or_create": Case(
        of("product"),
        lambda made, w: m.Price.get_or_create(
            lookup_key="gold", product=made.row, currency="usd", unit_amount=5, **w.place
        )[0],
        one("POST /v1/prices", lookup_key="gold", unit_amount="500"),
        lambda made, answer: answer.lookup_key == "gold",
    ),
    "Price.update": Case(
        of("price"),
        called("update", nickname="Monthly"),
        one("POST /v1/prices/{row.id}", nickname="Monthly"),
        lambda made, answer: answer.nickname == "Monthly",
    ),
    "Price.archive": Case(
        of("price"),
        called("archive"),
        one("POST /v1/prices/{row.id}", active="false"),
        lambda made, answer: answer.active is False,
    ),
    "Price.activate": Case(
        of("price", active=False),
        called("activate"),
        one("POST /v1/prices/{row.id}", active="true"),
        lambda made, answer: answer.active is True,
    ),
    # subscriptions
    "Subscription.add_discount": Case(
        with_coupon,
        lambda made, w: made.row.add_discount(coupon=made.coupon),
        one("POST /v1/subscriptions/{row.id}", discounts=[{"coupon": "{coupon.id}"}]),
        lambda made, answer: answer.discounts.count() == 1,
    ),
    "Subscription.add_item": Case(
        with_one_item,
        lambda made, w: made.row.add_item(made.other, 3, proration_behavior="none"),
        one(
            "POST /v1/subscriptions/{row.id}",
            items=[{"price": "{other.id}", "quantity": "3"}],
            proration_behavior="none",
        ),
        lambda made, answer: answer.items.get(price_id=made.other.id).quantity == 3,
    ),
    "Subscription.cancel": (
        Case(
            with_one_item,
            called("cancel", invoice_now=True, prorate=True),
            one("DELETE /v1/subscriptions/{row.id}", invoice_now="true", prorate="true"),
            lambda made, answer: answer.is_canceled(),
        ),
        Case(
            with_one_item,
            called("cancel", at_period_end=True),
            one("POST /v1/subscriptions/{row.id}", cancel_at_period_end="true"),
            lambda made, answer: answer.is_on_grace_period(),
        ),
    ),
    "Subscription.cancel_on": Case(
        with_one_item,
        lambda made, w: made.row.cancel_on(now_in(10)),
        one("POST /v1/subscriptions/{row.id}", cancel_at=ANY),
        lambda made, answer: answer.ends_at == now_in(10) or answer.ends_at is not None,
    ),
    "Subscription.create_schedule": Case(
        with_one_item,
        called("create_schedule"),
        one("POST /v1/subscription_schedules", from_subscription="{row.id}"),
        lambda made, answer: made.row.schedule == answer and answer.is_active(),
    ),
    "Subscription.decrement_quantity": Case(
        with_one_item,
        called("decrement_quantity"),
        one("POST /v1/subscriptions/{row.id}", items=[{"id": "{item.id}", "quantity": "1"}]),
        lambda made, answer: answer.items.get().quantity == 1,
    ),
    "Subscription.delete_discount": Case(
        discounted,
        called("delete_discount"),
        one("DELETE /v1/subscriptions/{row.id}/discount"),
        agree=(),
        keep=(),  # only the discount is in the answer
    ),
    "Subscription.end_trial": Case(
        on_trial,
        called("end_trial"),
        one("POST /v1/subscriptions/{row.id}", trial_end="now"),
        lambda made, answer: answer.is_active(),
    ),
    "Subscription.extend": Case(
        with_one_item,
        called("extend", dt.timedelta(days=3)),
        one("POST /v1/subscriptions/{row.id}", trial_end=ANY, proration_behavior="none"),
        lambda made, answer: answer.is_on_trial(),
    ),
    "Subscription.extend_trial": Case(
        on_trial,
        lambda made, w: made.row.extend_trial(now_in(30)),
        one("POST /v1/subscriptions/{row.id}", trial_end=ANY, proration_behavior="none"),
        lambda made, answer: answer.trial_end > now_in(20),
    ),
    "Subscription.incomplete_payment": Case(
        incomplete,
        called("incomplete_payment"),
        one("GET /v1/payment_intents/{answer.intent.id}"),
        lambda made, answer: (
            answer.status == "requires_payment_method"
            and answer.client_secret == made.row.client_secret
        ),
        agree=("row",),
    ),
    "Subscription.raise_if_incomplete": Case(
        with_one_item,
        called("raise_if_incomplete"),
        (),
        lambda made, answer: answer is made.row,
    ),
    "Subscription.increment_quantity": Case(
        with_one_item,
        called("increment_quantity", 3, invoice_now=True),
        one(
            "POST /v1/subscriptions/{row.id}",
            items=[{"id": "{item.id}", "quantity": "5"}],
            proration_behavior="always_invoice",
        ),
        lambda made, answer: answer.items.get().quantity == 5,
    ),
    "Subscription.pause_collecting": Case(
        with_one_item,
        called("pause_collecting", "keep_as_draft"),
        one("POST /v1/subscriptions/{row.id}", pause_collection={"behavior": "keep_as_draft"}),
        lambda made, answer: answer.pause_collection["behavior"] == "keep_as_draft",
    ),
    "Subscription.preview_update": Case(
        with_one_item,
        lambda made, w: made.row.preview_update(made.other, proration_behavior="always_invoice"),
        one(
            "POST /v1/invoices/create_preview",
            subscription="{row.id}",
            subscription_details={
                "items": [{"id": "{item.id}", "price": "{other.id}", "quantity": "2"}],
                "proration_behavior": "always_invoice",
            },
        ),
        lambda made, answer: answer.total == 3_000 and answer.pk is None,
        agree=("row",),
    ),
    "Subscription.reactivate": Case(
        ending,
        called("reactivate"),
        one("POST /v1/subscriptions/{row.id}", cancel_at_period_end="false"),
        lambda made, answer: answer.is_recurring(),
    ),
    "Subscription.remove_discounts": Case(
        discounted,
        called("remove_discounts"),
        one("POST /v1/subscriptions/{row.id}", discounts=""),
        lambda made, answer: not answer.discounts.exists(),
    ),
    "Subscription.remove_item": Case(
        with_two_items,
        lambda made, w: made.row.remove_item(made.silver),
        one(
            "POST /v1/subscriptions/{row.id}",
            items=[{"id": "{silver_item.id}", "deleted": "true"}],
        ),
        lambda made, answer: [i.price_id for i in answer.items.all()] == [made.gold.id],
    ),
    "Subscription.resume": Case(
        paused,
        called("resume", billing_cycle_anchor={"type": "now"}),
        one("POST /v1/subscriptions/{row.id}/resume", billing_cycle_anchor={"type": "now"}),
    ),
    "Subscription.resume_collecting": Case(
        collecting_paused,
        called("resume_collecting"),
        one("POST /v1/subscriptions/{row.id}", pause_collection=""),
        lambda made, answer: answer.pause_collection is None,
    ),
    "Subscription.set_quantity": Case(
        with_two_items,
        lambda made, w: made.row.set_quantity(7, made.gold),
        one(
            "POST /v1/subscriptions/{row.id}",
            items=[{"id": "{gold_item.id}", "quantity": "7"}],
        ),
        lambda made, answer: answer.items.get(price_id=made.gold.id).quantity == 7,
    ),
    "Subscription.swap": (
        Case(
            with_one_item,
            lambda made, w: made.row.swap(made.other, invoice_now=True),
            one(
                "POST /v1/subscriptions/{row.id}",
                items=[{"id": "{item.id}", "price": "{other.id}", "quantity": "2"}],
                proration_behavior="always_invoice",
            ),
            lambda made, answer: (
                answer.items.get().price == made.other and answer.items.get().quantity == 2
            ),
        ),
        Case(
            with_two_items,
            lambda made, w: made.row.swap(items=[made.gold, {"price": made.other}]),
            one(
                "POST /v1/subscriptions/{row.id}",
                items=[
                    {"id": "{gold_item.id}", "price": NOTHING},
                    {"price": "{other.id}"},
                    {"id": "{silver_item.id}", "deleted": "true"},
                ],
            ),
            lambda made, answer: (
                {i.price_id for i in answer.items.all()} == {made.gold.id, made.other.id}
            ),
        ),
    ),
    "Subscription.update": Case(
        with_one_item,
        called("update", metadata={"seat": "window"}),
        one("POST /v1/subscriptions/{row.id}", metadata={"seat": "window"}),
        lambda made, answer: answer.metadata == {"seat": "window"},
    ),
    "SubscriptionItem.remove": Case(
        lambda w: (lambda made: with_parts(made.silver_item, of=made.row))(with_two_items(w)),
        called("remove"),
        one("DELETE /v1/subscription_items/{row.id}"),
        deleted,
        agree=(),
    ),
    "SubscriptionItem.update": Case(
        lambda w: row(with_one_item(w).item),
        called("update", quantity=4),
        one("POST /v1/subscription_items/{row.id}", quantity="4"),
        lambda made, answer: answer.quantity == 4,
    ),
    "SubscriptionSchedule.create": Case(
        with_one_item,
        lambda made, w: m.SubscriptionSchedule.create(from_subscription=made.row, **w.place),
        one("POST /v1/subscription_schedules", from_subscription="{row.id}"),
        lambda made, answer: answer.subscription_id == made.row.id,
        agree=("answer",),
    ),
    "SubscriptionSchedule.cancel": Case(
        schedule,
        called("cancel"),
        one("POST /v1/subscription_schedules/{row.id}/cancel"),
        lambda made, answer: answer.has_ended(),
    ),
    "SubscriptionSchedule.release": Case(
        schedule,
        called("release"),
        one("POST /v1/subscription_schedules/{row.id}/release"),
        lambda made, answer: answer.status == "released",
    ),
    "SubscriptionSchedule.update": Case(
        schedule,
        called("update", end_behavior="cancel"),
        one("POST /v1/subscription_schedules/{row.id}", end_behavior="cancel"),
        lambda made, answer: answer.end_behavior == "cancel",
    ),
    # invoices
    "Invoice.add_lines": Case(
        of("invoice", finalize=False),
        called("add_lines", [{"amount": 300, "description": "Gift wrap"}]),
        one(
            "POST /v1/invoices/{row.id}/add_lines",
            lines=[{"amount": "300", "description": "Gift wrap"}],
        ),
        lambda made, answer: answer.total == 1_534 and answer.lines.count() == 2,
    ),
    "Invoice.attach_payment": Case(
        lambda w: with_parts(
            w.invoice(), intent=w.intent(500, payment_method="pm_card_visa", confirm=True)
        ),
        lambda made, w: made.row.attach_payment(payment_intent=made.intent),
        one("POST /v1/invoices/{row.id}/attach_payment", payment_intent="{intent.id}"),
        lambda made, answer: answer.amount_paid == 500,
    ),
    "Invoice.delete_draft": Case(
        of("invoice", finalize=False),
        called("delete_draft"),
        one("DELETE /v1/invoices/{row.id}"),
        deleted,
        agree=(),
    ),
    "Invoice.finalize": Case(
        of("invoice", finalize=False),
        called("finalize"),
        one("POST /v1/invoices/{row.id}/finalize"),
        lambda made, answer: answer.is_open() and answer.number,
    ),
    "Invoice.mark_uncollectible": Case(
        of("invoice"),
        called("mark_uncollectible"),
        one("POST /v1/invoices/{row.id}/mark_uncollectible"),
        lambda made, answer: answer.is_uncollectible(),
    ),
    "Invoice.pay": Case(
        of("invoice"),
        called("pay"),
        one("POST /v1/invoices/{row.id}/pay"),
        lambda made, answer: answer.is_paid(),
    ),
    "Invoice.refund": Case(
        lambda w: (lambda paid: with_parts(paid, charge=paid.charge))(w.paid_invoice()),
        called("refund", Decimal("2.34")),
        one("POST /v1/refunds", charge="{charge.id}", amount="234"),
        lambda made, answer: answer.charge == made.charge,
    ),
    "Invoice.retry": Case(
        of("invoice"),
        called("retry"),
        one("POST /v1/invoices/{row.id}/pay"),
        lambda made, answer: answer is True,
        agree=("row",),
    ),
    "Invoice.send": Case(
        of("invoice", collection_method="send_invoice", days_until_due=30),
        called("send"),
        one("POST /v1/invoices/{row.id}/send"),
        lambda made, answer: answer.is_open(),
    ),
    "Invoice.upcoming": Case(
        with_one_item,
        lambda made, w: m.Invoice.upcoming(subscription=made.row),
        one("POST /v1/invoices/create_preview", subscription="{row.id}"),
        lambda made, answer: answer.total == 2_000,
        agree=("row",),
    ),
    "Invoice.update": Case(
        of("invoice", finalize=False),
        called("update", description="For you"),
        one("POST /v1/invoices/{row.id}", description="For you"),
        lambda made, answer: answer.description == "For you",
    ),
    "Invoice.void": Case(
        of("invoice"),
        called("void"),
        one("POST /v1/invoices/{row.id}/void"),
        lambda made, answer: answer.is_void(),
    ),
    "InvoiceItem.remove": Case(
        invoice_item,
        called("remove"),
        one("DELETE /v1/invoiceitems/{row.id}"),
        deleted,
        agree=(),
    ),
    "InvoiceItem.update": Case(
        invoice_item,
        called("update", amount=-250),
        one("POST /v1/invoiceitems/{row.id}", amount="-250"),
        lambda made, answer: answer.amount == -250,
    ),
    "LineItem.update": Case(
        invoice_line,
        called("update", description="Two books"),
        one("POST /v1/invoices/{invoice.id}/lines/{row.id}", description="Two books"),
        lambda made, answer: answer.description == "Two books",
        agree=(),
    ),
    "LineItem.api_list": Case(
        of("invoice"),
        lambda made, w: list(m.LineItem.api_list(id=made.row, **w.place)),
        one("GET /v1/invoices/{row.id}/lines"),
        lambda made, answer: [line.amount for line in answer] == [1_234],
        agree=("row",),
    ),
    "CreditNote.create": Case(
        of("invoice"),
        lambda made, w: m.CreditNote.create(invoice=made.row, amount=200, **w.place),
        one("POST /v1/credit_notes", invoice="{row.id}", amount="200"),
        lambda made, answer: answer.total == 200,
        agree=("answer",),
    ),
    "CreditNote.update": Case(
        credit_note,
        called("update", memo="Sorry"),
        one("POST /v1/credit_notes/{row.id}", memo="Sorry"),
        lambda made, answer: answer.memo == "Sorry",
    ),
    "CreditNote.void": Case(
        credit_note,
        called("void"),
        one("POST /v1/credit_notes/{row.id}/void"),
        lambda made, answer: answer.is_void(),
    ),
    "CreditGrant.expire": Case(
        grant,
        called("expire"),
        one("POST /v1/billing/credit_grants/{row.id}/expire"),
        lambda made, answer: answer.expires_at is not None,
    ),
    "CreditGrant.void": Case(
        grant,
        called("void"),
        one("POST /v1/billing/credit_grants/{row.id}/void"),
        lambda made, answer: answer.voided_at is not None,
    ),
    "CreditGrant.update": Case(
        grant,
        called("update", metadata={"why": "launch"}),
        one("POST /v1/billing/credit_grants/{row.id}", metadata={"why": "launch"}),
        lambda made, answer: answer.metadata == {"why": "launch"},
    ),
    "Quote.create": Case(
        lambda w: with_parts(w.customer(), price=w.price()),
        lambda made, w: m.Quote.create(
            customer=made.row, line_items=[{"price": made.price}], **w.place
        ),
        one("POST /v1/quotes", customer="{row.id}", line_items=[{"price": "{price.id}"}]),
        lambda made, answer: answer.is_draft(),
    ),
    "Quote.update": Case(
        quote("draft"),
        called("update", header="For you"),
        one("POST /v1/quotes/{row.id}", header="For you"),
        lambda made, answer: answer.header == "For you",
    ),
    "Quote.finalize": Case(
        quote("draft"),
        called("finalize"),
        one("POST /v1/quotes/{row.id}/finalize"),
        lambda made, answer: answer.is_open(),
    ),
    "Quote.accept": Case(
        quote("open"),
        called("accept"),
        one("POST /v1/quotes/{row.id}/accept"),
        lambda made, answer: answer.is_accepted(),
    ),
    "Quote.cancel": Case(
        quote("open"),
        called("cancel"),
        one("POST /v1/quotes/{row.id}/cancel"),
        lambda made, answer: answer.is_canceled(),
    ),
    # coupons
    "Coupon.create": Case(
        just,
        lambda made, w: m.Coupon.create(percent_off=25, duration="once", **w.place),
        one("POST /v1/coupons", percent_off="25", duration="once"),
        lambda made, answer: answer.percent_off == 25,
    ),
    "Coupon.update": Case(
        posted("coupons", percent_off=25, duration="once"),
        called("update", name="Spring"),
        one("POST /v1/coupons/{row.id}", name="Spring"),
        lambda made, answer: answer.name == "Spring",
    ),
    "Coupon.remove": Case(
        posted("coupons", percent_off=25, duration="once"),
        called("remove"),
        one("DELETE /v1/coupons/{row.id}"),
        deleted,
        agree=(),
    ),
    "PromotionCode.update": Case(
        promotion_code,
        called("update", metadata={"for": "Ada"}),
        one("POST /v1/promotion_codes/{row.id}", metadata={"for": "Ada"}),
        lambda made, answer: answer.metadata == {"for": "Ada"},
    ),
    "PromotionCode.activate": Case(
        promotion_code,
        called("activate"),
        one("POST /v1/promotion_codes/{row.id}", active="true"),
        lambda made, answer: answer.active is True,
    ),
    "PromotionCode.deactivate": Case(
        promotion_code,
        called("deactivate"),
        one("POST /v1/promotion_codes/{row.id}", active="false"),
        lambda made, answer: answer.active is False,
    ),
    # means to pay
    "PaymentMethod.attach": Case(
        lambda w: with_parts(w.customer(card=None), method=loose_method(w)),
        lambda made, w: m.PaymentMethod.attach(made.method, made.row),
        one("POST /v1/payment_methods/{method.id}/attach", customer="{row.id}"),
        lambda made, answer: answer.customer == made.row,
    ),
    "PaymentMethod.detach": Case(
        attached_method,
        called("detach"),
        one("POST /v1/payment_methods/{row.id}/detach"),
        lambda made, answer: answer is True and made.row.customer_id is None,
        agree=("row",),
    ),
    "PaymentMethod.make_default": Case(
        attached_method,
        called("make_default"),
        one(
            "POST /v1/customers/{customer.id}",
            invoice_settings={"default_payment_method": "{row.id}"},
        ),
        lambda made, answer: answer.default_payment_method == made.row,
    ),
    "PaymentMethod.update": Case(
        attached_method,
        called("update", billing_details={"name": "Ada"}),
        one("POST /v1/payment_methods/{row.id}", billing_details={"name": "Ada"}),
        lambda made, answer: answer.billing_details["name"] == "Ada",
    ),
    "Card.create": Case(
        lambda w: row(w.customer(card=None)),
        lambda made, w: m.Card.create(customer=made.row, source="tok_visa", **w.place),
        one("POST /v1/customers/{row.id}/sources", source="tok_visa"),
        lambda made, answer: answer.last4 == "4242",
        agree=("answer",),
    ),
    "Card.api_list": Case(
        card_source,
        lambda made, w: list(m.Card.api_list(customer=made.customer, **w.place)),
        one("GET /v1/customers/{customer.id}/sources", object="card"),
        lambda made, answer: [card.id for card in answer] == [made.row.id],
        agree=("row",),
    ),
    "Card.create_token": Case(
        just,
        lambda made, w: m.Card.create_token("4242424242424242", 12, 2040, "123", **w.place),
        one("POST /v1/tokens", card=ANY),
        lambda made, answer: answer.id.startswith("tok_"),
        agree=(),
    ),
    "Card.update": Case(
        card_source,
        called("update", name="Ada"),
        one("POST /v1/customers/{customer.id}/sources/{row.id}", name="Ada"),
        lambda made, answer: answer.name == "Ada",
    ),
    "Card.remove": Case(
        card_source,
        called("remove"),
        one("DELETE /v1/customers/{customer.id}/sources/{row.id}"),
        deleted,
        agree=(),
    ),
    "BankAccount.create": Case(
        lambda w: row(w.customer(card=None)),
        lambda made, w: m.BankAccount.create(
            customer=made.row, source="btok_us_verified", **w.place
        ),
        one("POST /v1/customers/{row.id}/sources", source="btok_us_verified"),
        lambda made, answer: answer.last4 == "6789",
        agree=("answer",),
    ),
    "BankAccount.api_list": Case(
        bank_source,
        lambda made, w: list(m.BankAccount.api_list(customer=made.customer, **w.place)),
        one("GET /v1/customers/{customer.id}/sources", object="bank_account"),
        lambda made, answer: [bank.id for bank in answer] == [made.row.id],
        agree=("row",),
    ),
    "BankAccount.update": Case(
        bank_source,
        called("update", metadata={"for": "rent"}),
        one("POST /v1/customers/{customer.id}/sources/{row.id}", metadata={"for": "rent"}),
        lambda made, answer: answer.metadata == {"for": "rent"},
    ),
    "BankAccount.remove": Case(
        bank_source,
        called("remove"),
        one("DELETE /v1/customers/{customer.id}/sources/{row.id}"),
        deleted,
        agree=(),
    ),
    "TaxId.create": Case(
        just,
        lambda made, w: m.TaxId.create("eu_vat", "DE123456789", **w.place),
        one("POST /v1/tax_ids", type="eu_vat", value="DE123456789"),
        lambda made, answer: answer.value == "DE123456789",
    ),
    "TaxId.remove": Case(
        with_tax_id, called("remove"), one("DELETE /v1/tax_ids/{row.id}"), deleted, agree=()
    ),
    "TaxRate.create": Case(
        just,
        lambda made, w: m.TaxRate.create(
            display_name="VAT", percentage=20, inclusive=False, **w.place
        ),
        one("POST /v1/tax_rates", display_name="VAT", percentage="20", inclusive="false"),
        lambda made, answer: answer.percentage == 20,
    ),
    "TaxRate.update": Case(
        posted("tax_rates", display_name="VAT", percentage=20, inclusive=False),
        called("update", description="Value added"),
        one("POST /v1/tax_rates/{row.id}", description="Value added"),
        lambda made, answer: answer.description == "Value added",
    ),
    "TaxRate.archive": Case(
        posted("tax_rates", display_name="VAT", percentage=20, inclusive=False),
        called("archive"),
        one("POST /v1/tax_rates/{row.id}", active="false"),
        lambda made, answer: answer.active is False,
    ),
    "ShippingRate.update": Case(
        posted(
            "shipping_rates",
            display_name="Post",
            type="fixed_amount",
            fixed_amount={"amount": 500, "currency": "usd"},
        ),
        called("update", metadata={"by": "mail"}),
        one("POST /v1/shipping_rates/{row.id}", metadata={"by": "mail"}),
        lambda made, answer: answer.metadata == {"by": "mail"},
    ),
    # Connect, balance
    "Account.create": Case(
        just,
        lambda made, w: m.Account.create(
            type="express", country="US", livemode=w.livemode, stripe_account=w.account
        ),
        one("POST /v1/accounts", type="express", country="US"),
        lambda made, answer: answer.djstripe_owner_account_id == answer.id,
        agree=(),
        platform_only=True,
    ),
    "Account.update": Case(
        of("connected"),
        called("update", email="c@example.com"),
        one("POST /v1/accounts/{row.id}", email="c@example.com"),
        lambda made, answer: answer.email == "c@example.com",
        agree=(),
        platform_only=True,
    ),
    "Account.create_link": Case(
        of("connected"),
        called("create_link", "https://example.com/back", "https://example.com/again"),
        one(
            "POST /v1/account_links",
            account="{row.id}",
            return_url="https://example.com/back",
            refresh_url="https://example.com/again",
            type="account_onboarding",
        ),
        lambda made, answer: answer.startswith("https://"),
        agree=(),
        platform_only=True,
    ),
    "Account.create_login_link": Case(
        of("connected"),
        called("create_login_link"),
        one("POST /v1/accounts/{row.id}/login_links"),
        lambda made, answer: answer.startswith("https://"),
        agree=(),
        platform_only=True,
    ),
    "Account.reject": Case(
        of("connected"),
        called("reject", "fraud"),
        one("POST /v1/accounts/{row.id}/reject", reason="fraud"),
        lambda made, answer: not answer.charges_enabled,
        agree=(),
        platform_only=True,
    ),
    "Account.api_reject": Case(
        of("connected"),
        called("api_reject", reason="terms_of_service"),
        one("POST /v1/accounts/{row.id}/reject", reason="terms_of_service"),
        lambda made, answer: answer.disabled_reason == "rejected.terms_of_service",
        agree=(),
        platform_only=True,
    ),
    "Account.remove": Case(
        of("connected"),
        called("remove"),
        one("DELETE /v1/accounts/{row.id}"),
        deleted,
        agree=(),
        platform_only=True,
    ),
    "Transfer.create": Case(
        with_other_account,
        lambda made, w: m.Transfer.create(500, "usd", made.row, **w.place),
        one("POST /v1/transfers", amount="500", currency="usd", destination="{row.id}"),
        lambda made, answer: answer.destination == made.row,
        agree=("answer",),
        platform_only=True,
    ),
    "Transfer.update": Case(
        transfer,
        called("update", description="Share"),
        one("POST /v1/transfers/{row.id}", description="Share"),
        lambda made, answer: answer.description == "Share",
        platform_only=True,
    ),
    "Transfer.reverse": Case(
        transfer,
        called("reverse", 200),
        one("POST /v1/transfers/{row.id}/reversals", amount="200"),
        lambda made, answer: answer.transfer == made.row and made.row.amount_reversed == 200,
        agree=("row",),
        platform_only=True,
    ),
    "TransferReversal.api_list": Case(
        transfer,
        lambda made, w: list(m.TransferReversal.api_list(id=made.row, **w.place)),
        one("GET /v1/transfers/{row.id}/reversals"),
        lambda made, answer: answer == [],
        agree=("row",),
        platform_only=True,
    ),
    "Payout.create": Case(
        can_pay_out,
        lambda made, w: m.Payout.create(500, "usd", **w.place),
        one("POST /v1/payouts", amount="500", currency="usd"),
        lambda made, answer: answer.amount == 500,
    ),
    "Payout.update": Case(
        payout,
        called("update", metadata={"week": "47"}),
        one("POST /v1/payouts/{row.id}", metadata={"week": "47"}),
        lambda made, answer: answer.metadata == {"week": "47"},
    ),
    "Payout.cancel": Case(
        payout,
        called("cancel"),
        one("POST /v1/payouts/{row.id}/cancel"),
        lambda made, answer: answer.status == "canceled",
    ),
    "Payout.reverse": Case(
        paid_payout,
        called("reverse"),
        one("POST /v1/payouts/{row.id}/reverse"),
        lambda made, answer: answer.original_payout_id == made.row.id,
        agree=("answer",),
    ),
    "Topup.cancel": Case(
        posted("topups", amount=500, currency="usd"),
        called("cancel"),
        one("POST /v1/topups/{row.id}/cancel"),
        lambda made, answer: answer.status == "canceled",
        platform_only=True,
    ),
    # usage
    "Meter.create": Case(
        just,
        lambda made, w: m.Meter.create(
            display_name="Calls",
            event_name="calls",
            default_aggregation={"formula": "sum"},
            **w.place,
        ),
        one("POST /v1/billing/meters", event_name="calls"),
        lambda made, answer: answer.is_active(),
    ),
    "Meter.update": Case(
        meter,
        called("update", display_name="API calls"),
        one("POST /v1/billing/meters/{row.id}", display_name="API calls"),
        lambda made, answer: answer.display_name == "API calls",
    ),
    "Meter.deactivate": Case(
        meter,
        called("deactivate"),
        one("POST /v1/billing/meters/{row.id}/deactivate"),
        lambda made, answer: not answer.is_active(),
    ),
    "Meter.reactivate": Case(
        inactive_meter,
        called("reactivate"),
        one("POST /v1/billing/meters/{row.id}/reactivate"),
        lambda made, answer: answer.is_active(),
    ),
    # checkout
    "PaymentLink.create": Case(
        of("price"),
        lambda made, w: m.PaymentLink.create(
            line_items=[{"price": made.row, "quantity": 1}], **w.place
        ),
        one("POST /v1/payment_links", line_items=[{"price": "{row.id}", "quantity": "1"}]),
        lambda made, answer: answer.url,
        agree=("answer",),
    ),
    "PaymentLink.update": Case(
        payment_link,
        called("update", metadata={"for": "Ada"}),
        one("POST /v1/payment_links/{row.id}", metadata={"for": "Ada"}),
        lambda made, answer: answer.metadata == {"for": "Ada"},
    ),
    "PaymentLink.activate": Case(
        payment_link,
        called("activate"),
        one("POST /v1/payment_links/{row.id}", active="true"),
        lambda made, answer: answer.active is True,
    ),
    "PaymentLink.deactivate": Case(
        payment_link,
        called("deactivate"),
        one("POST /v1/payment_links/{row.id}", active="false"),
        lambda made, answer: answer.active is False,
    ),
    "Session.create": Case(
        of("price"),
        lambda made, w: m.Session.create(
            mode="subscription",
            line_items=[{"price": made.row, "quantity": 1}],
            success_url="https://example.com/thanks",
            **w.place,
        ),
        one(
            "POST /v1/checkout/sessions",
            mode="subscription",
            line_items=[{"price": "{row.id}", "quantity": "1"}],
        ),
        lambda made, answer: answer.is_open() and answer.url,
        agree=("answer",),
    ),
    "Session.update": Case(
        session,
        called("update", metadata={"for": "Ada"}),
        one("POST /v1/checkout/sessions/{row.id}", metadata={"for": "Ada"}),
        lambda made, answer: answer.metadata == {"for": "Ada"},
    ),
    "Session.expire": Case(
        session,
        called("expire"),
        one("POST /v1/checkout/sessions/{row.id}/expire"),
        lambda made, answer: answer.is_expired(),
    ),
    "BillingPortalConfiguration.update": Case(
        posted("billing_portal/configurations", features={"invoice_history": {"enabled": True}}),
        called("update", metadata={"for": "all"}),
        one("POST /v1/billing_portal/configurations/{row.id}", metadata={"for": "all"}),
        lambda made, answer: answer.metadata == {"for": "all"},
    ),
    "Feature.update": Case(
        posted("entitlements/features", name="Reports", lookup_key="reports"),
        called("update", name="All reports"),
        one("POST /v1/entitlements/features/{row.id}", name="All reports"),
        lambda made, answer: answer.name == "All reports",
    ),
    "Feature.create": Case(
        just,
        lambda made, w: m.Feature.create("reports", "Reports", **w.place),
        one("POST /v1/entitlements/features", lookup_key="reports", name="Reports"),
        lambda made, answer: answer.lookup_key == "reports",
    ),
    "Feature.archive": Case(
        feature,
        called("archive"),
        one("POST /v1/entitlements/features/{row.id}", active="false"),
        lambda made, answer: answer.active is False,
    ),
    "Feature.attach_to": Case(
        lambda w: with_parts(feature(w).row, product=w.product()),
        lambda made, w: made.row.attach_to(made.product),
        one("POST /v1/products/{product.id}/features", entitlement_feature="{row.id}"),
        lambda made, answer: answer.entitlement_feature == made.row,
        agree=("row",),
    ),
    "Feature.detach_from": Case(
        attached_feature,
        lambda made, w: made.row.detach_from(made.product),
        one("DELETE /v1/products/{product.id}/features/{tie.id}"),
        agree=("row",),
    ),
    # test clocks, webhooks
    "TestClock.advance": Case(
        clock,
        lambda made, w: made.row.advance(now_in(40)),
        one("POST /v1/test_helpers/test_clocks/{row.id}/advance", frozen_time=ANY),
        agree=(),
        keep=(),  # Stripe is under way
        test_only=True,
    ),
    "TestClock.remove": Case(
        clock,
        called("remove"),
        one("DELETE /v1/test_helpers/test_clocks/{row.id}"),
        deleted,
        agree=(),
        test_only=True,
    ),
    "WebhookEndpoint.update": Case(
        endpoint,
        called("update", description="Ours"),
        one("POST /v1/webhook_endpoints/{row.id}", description="Ours"),
        lambda made, answer: answer.description == "Ours",
    ),
    "WebhookEndpoint.disable": Case(
        endpoint,
        called("disable"),
        one("POST /v1/webhook_endpoints/{row.id}", disabled="true"),
        lambda made, answer: answer.status == "disabled",
    ),
    "WebhookEndpoint.enable": Case(
        endpoint,
        called("enable"),
        one("POST /v1/webhook_endpoints/{row.id}", disabled="false"),
        lambda made, answer: answer.status == "enabled",
    ),
    "WebhookEndpoint.remove": Case(
        endpoint,
        called("remove"),
        one("DELETE /v1/webhook_endpoints/{row.id}"),
        deleted,
        agree=(),
    ),
}
