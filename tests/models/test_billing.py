"""Billing's rows: what is asked of one row and of many, by the same words."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from djstripe.exceptions import ImpossibleAPIRequest
from djstripe.models import (
    Coupon,
    CreditGrant,
    CreditNote,
    Discount,
    Invoice,
    InvoiceItem,
    InvoicePayment,
    Meter,
    Price,
    PromotionCode,
    Quote,
    Session,
    Subscription,
    SubscriptionItem,
    SubscriptionSchedule,
    TaxId,
    TaxRate,
    UpcomingInvoice,
)
from djstripe.models.invoices import unsaved
from tests.worlds import ACCOUNT, T0, store

pytestmark = pytest.mark.django_db

NOW = int(timezone.now().timestamp())
PAST, FUTURE = NOW - 86_400, NOW + 86_400


def row(model: Any, id: str = "x_1", **payload: Any) -> Any:
    """A row of this payload that is not stored."""
    scope = model(djstripe_owner_account_id=ACCOUNT)
    return unsaved(model, {"object": model.object_name, "id": id, **payload}, like=scope)


def list_of(*members: Any) -> dict[str, Any]:
    return {"object": "list", "has_more": False, "data": list(members)}


def subscription(id: str = "sub_1", *prices: str, **payload: Any) -> dict[str, Any]:
    """A subscription as Stripe has sent it since basil."""
    start, end = payload.pop("start", PAST), payload.pop("end", FUTURE)
    items = [
        {
            "object": "subscription_item",
            "id": f"si_{id}_{price}",
            "subscription": id,
            "current_period_start": start,
            "current_period_end": end,
            "price": {"object": "price", "id": price, "product": f"prod_of_{price}"},
        }
        for price in prices or ("price_1",)
    ]
    return {
        "object": "subscription",
        "id": id,
        "customer": "cus_1",
        "items": list_of(*items),
        "status": "active",
        **payload,
    }


def old_subscription(id: str = "sub_1", **payload: Any) -> dict[str, Any]:
    """A subscription as Stripe sent it until acacia."""
    start, end = payload.pop("start", PAST), payload.pop("end", FUTURE)
    return {
        **subscription(id, **payload),
        "items": list_of(),
        "current_period_start": start,
        "current_period_end": end,
    }


SHAPES = pytest.mark.parametrize("shape", [old_subscription, subscription], ids=["old", "new"])

# ------------------------------------------------------------------ predicates and their twins

TWINS = {
    "active": "is_active",
    "trialing": "is_trialing",
    "past_due": "is_past_due",
    "unpaid": "is_unpaid",
    "paused": "is_paused",
    "incomplete": "is_incomplete",
    "canceled": "is_canceled",
    "ended": "has_ended",
    "status_current": "is_status_current",
    "period_current": "is_period_current",
    "valid": "is_valid",
    "status_temporarily_current": "is_status_temporarily_current",
    "on_grace_period": "is_on_grace_period",
    "on_trial": "is_on_trial",
    "recurring": "is_recurring",
}

STATUSES = [
    "active",
    "trialing",
    "past_due",
    "unpaid",
    "paused",
    "incomplete",
    "incomplete_expired",
    "canceled",
    "brand_new",
]


def every_subscription() -> list[dict[str, Any]]:
    moments = (None, PAST, FUTURE)
    states = itertools.product(
        STATUSES, moments, moments, moments, moments, (False, True, None), (None, PAST)
    )
    return [
        {
            "object": "subscription",
            "id": f"sub_{number}",
            "status": status,
            "current_period_end": end,
            "trial_end": trial_end,
            "cancel_at": cancel_at,
            "ended_at": ended_at,
            "cancel_at_period_end": at_period_end,
            "canceled_at": canceled_at,
        }
        for number, (
            status,
            end,
            trial_end,
            cancel_at,
            ended_at,
            at_period_end,
            canceled_at,
        ) in enumerate(states)
        if number % 3 == 0
    ]


def test_a_subscriptions_predicates_and_querysets_are_twins() -> None:
    rows = [unsaved(Subscription, data, like=Subscription()) for data in every_subscription()]
    Subscription.objects.bulk_create(rows)

    for queryset, predicate in TWINS.items():
        asked = {r.id for r in rows if getattr(r, predicate)()}
        found = set(getattr(Subscription.objects, queryset)().values_list("id", flat=True))
        assert found == asked, queryset
        assert 0 < len(found) < len(rows), queryset


OTHER_TWINS: list[tuple[Any, str, str, list[dict[str, Any]]]] = [
    (
        Invoice,
        "overdue",
        "is_overdue",
        [
            {"status": status, "due_date": due}
            for status in ("draft", "open", "paid", "void", "uncollectible")
            for due in (None, PAST, FUTURE)
        ],
    ),
    *(
        (Invoice, word, f"is_{word}", [{"status": s} for s in ("draft", "open", "paid", "void")])
        for word in ("draft", "open", "paid", "void")
    ),
    (
        Invoice,
        "uncollectible",
        "is_uncollectible",
        [{"status": "uncollectible"}, {"status": "open"}],
    ),
    (
        Coupon,
        "redeemable",
        "is_redeemable",
        [
            {"valid": valid, "redeem_by": by}
            for valid in (True, False, None)
            for by in (None, PAST, FUTURE)
        ],
    ),
    (
        PromotionCode,
        "redeemable",
        "is_redeemable",
        [
            {"active": active, "expires_at": at, "coupon": coupon}
            for active in (True, False, None)
            for at in (None, PAST, FUTURE)
            for coupon in (None, "good", "bad", "unheard_of")
        ],
    ),
    (
        Discount,
        "current",
        "is_current",
        [{"start": s, "end": e} for s in (None, PAST, FUTURE) for e in (None, PAST, FUTURE)],
    ),
    (
        CreditGrant,
        "current",
        "is_current",
        [
            {"effective_at": s, "expires_at": e, "voided_at": v}
            for s in (None, PAST, FUTURE)
            for e in (None, PAST, FUTURE)
            for v in (None, PAST)
        ],
    ),
    (InvoiceItem, "pending", "is_pending", [{"invoice": "in_1"}, {"invoice": None}]),
    (InvoicePayment, "paid", "is_paid", [{"status": "paid"}, {"status": "open"}]),
    (Meter, "active", "is_active", [{"status": "active"}, {"status": "inactive"}]),
    (CreditNote, "void", "is_void", [{"status": "void"}, {"status": "issued"}]),
    *(
        (
            Quote,
            word,
            f"is_{word}",
            [{"status": s} for s in ("draft", "open", "accepted", "canceled")],
        )
        for word in ("draft", "open", "accepted", "canceled")
    ),
    *(
        (Session, word, f"is_{word}", [{"status": s} for s in ("open", "complete", "expired")])
        for word in ("open", "complete", "expired")
    ),
    (
        Session,
        "paid",
        "is_paid",
        [{"payment_status": s} for s in ("paid", "unpaid", "no_payment_required")],
    ),
    *(
        (
            SubscriptionSchedule,
            queryset,
            predicate,
            [{"status": s} for s in ("active", "not_started", "released", "canceled", "completed")],
        )
        for queryset, predicate in (
            ("active", "is_active"),
            ("pending", "is_pending"),
            ("ended", "has_ended"),
        )
    ),
]


@pytest.mark.parametrize(
    ("model", "queryset", "predicate", "payloads"),
    OTHER_TWINS,
    ids=[f"{model.__name__}.{queryset}" for model, queryset, *_ in OTHER_TWINS],
)
def test_predicates_and_querysets_are_twins(
    model: Any, queryset: str, predicate: str, payloads: list[dict[str, Any]]
) -> None:
    store({"object": "coupon", "id": "good", "valid": True})
    store({"object": "coupon", "id": "bad", "valid": False})
    rows = []
    for number, payload in enumerate(payloads):
        rows.append(store({"object": model.object_name, "id": f"x_{number}", **payload}).row)

    asked = {r.id for r in rows if getattr(r, predicate)()}
    found = getattr(model.objects.filter(id__startswith="x_"), queryset)()
    assert {r.id for r in found} == asked
    assert 0 < len(asked) < len(rows)


# ------------------------------------------------------------------------------- subscriptions


@SHAPES
def test_a_subscription_runs_until_its_period_ends(shape: Callable[..., Any]) -> None:
    running = row(Subscription, **{**shape(), "id": "sub_1"})
    over = row(Subscription, **{**shape(end=PAST), "id": "sub_2"})

    assert running.is_valid()
    assert running.is_period_current()
    assert over.is_active()
    assert not over.is_valid()


@SHAPES
def test_a_cancellation_at_the_end_of_the_period(shape: Callable[..., Any]) -> None:
    payload = shape(cancel_at_period_end=True, canceled_at=PAST)
    leaving = row(Subscription, **{**payload, "id": "sub_1"})

    assert leaving.is_valid()
    assert leaving.is_status_temporarily_current()
    assert leaving.is_on_grace_period()
    assert not leaving.is_recurring()
    assert leaving.ends_at == leaving.current_period_end


def test_a_subscription_without_a_period_is_not_current() -> None:
    """In dj-stripe this was a TypeError."""
    nothing = row(Subscription, status="active")

    assert nothing.is_active()
    assert not nothing.is_period_current()
    assert not nothing.is_valid()


def test_plan_summaries_count_subscriptions_by_price() -> None:
    for id, prices in {"sub_1": ["price_1"], "sub_2": ["price_1", "price_2"]}.items():
        store(subscription(id, *prices, start_date=T0))
    store(subscription("sub_3", "price_2", status="canceled", canceled_at=T0, start_date=T0))
    store(subscription("sub_4", "price_3", status="trialing", start_date=T0))
    summary = Subscription.objects.active_plan_summary()

    counted = {each["plan"]: each["count"] for each in summary}

    assert counted == {"price_1": 2, "price_2": 1}
    started = Subscription.objects.started_plan_summary_for(2023, 11)
    assert {s["plan"]: s["count"] for s in started} == {"price_1": 2, "price_2": 2}
    canceled = Subscription.objects.canceled_plan_summary_for(2023, 11)
    assert {s["plan"]: s["count"] for s in canceled} == {"price_2": 1}
    assert not Subscription.objects.started_plan_summary_for(2023, 12)


def test_a_price_that_left_the_subscription_is_not_counted() -> None:
    store(subscription("sub_1", "price_1", "price_2"), 0)
    store(subscription("sub_1", "price_2"), 5)

    summary = Subscription.objects.active_plan_summary()

    assert [each["plan"] for each in summary] == ["price_2"]
    assert not Subscription.objects.for_price("price_1").exists()
    assert Subscription.objects.active().for_product("prod_of_price_2").count() == 1
    left = SubscriptionItem.objects.with_deleted().filter(price_id="price_1")
    assert left.get().subscription_id == "sub_1"


def test_churn() -> None:
    assert Subscription.objects.churn() == 0
    for number, status in enumerate(["active"] * 4 + ["canceled", "trialing"]):
        store(subscription(f"sub_{number}", status=status))

    assert Subscription.objects.churn() == Decimal("0.25")


def test_expiring_trials() -> None:
    for id, days in {"sub_1": 3, "sub_2": 10, "sub_3": -1}.items():
        store(subscription(id, status="trialing", trial_end=NOW + days * 86_400))

    found = Subscription.objects.expiring_trials().values_list("id", flat=True)

    assert list(found) == ["sub_1"]
    assert Subscription.objects.expiring_trials(days=30).count() == 2


def test_months_are_utcs() -> None:
    """The tests' time zone is Berlin's, where the new year begins an hour earlier."""
    begin = int(dt.datetime(2024, 1, 1, tzinfo=dt.UTC).timestamp())
    store(subscription("sub_1", start_date=begin - 1))
    store(subscription("sub_2", start_date=begin))

    assert Subscription.objects.started_during(2023, 12).get().id == "sub_1"
    assert Subscription.objects.started_during(2024, 1).get().id == "sub_2"


def test_querysets_chain() -> None:
    store(subscription("sub_1"))

    assert Subscription.objects.live().active().count() == 0
    assert Subscription.objects.test().active().valid().of_account(ACCOUNT).count() == 1


def test_of_a_manager_of_related_rows() -> None:
    store({"object": "customer", "id": "cus_1"})
    customer = store(subscription("sub_1")).row.customer

    assert [each.id for each in customer.subscriptions.active()] == ["sub_1"]
    assert not customer.subscriptions.trialing()


# ------------------------------------------------------------------------------------ invoices


def test_an_invoice_says_its_amount_in_its_currency() -> None:
    """In dj-stripe $20 was "$2,000.00 USD"."""
    said = {
        "usd": "Invoice #A-1 for $20.00 USD (paid)",
        "jpy": "Invoice #A-1 for 2,000 JPY (paid)",
        "kwd": "Invoice #A-1 for 2.000 KWD (paid)",
        "isk": "Invoice #A-1 for 20 ISK (paid)",
    }
    for currency, label in said.items():
        invoice = row(Invoice, number="A-1", total=2000, currency=currency, status="paid")
        assert str(invoice) == label


def test_totals_are_in_one_unit_and_by_currency() -> None:
    for number, (currency, total, paid) in enumerate(
        [("usd", 2000, 2000), ("usd", 500, 0), ("jpy", 300, 300)]
    ):
        store(
            {
                "object": "invoice",
                "id": f"in_{number}",
                "currency": currency,
                "total": total,
                "amount_due": total,
                "amount_paid": paid,
                "amount_remaining": total - paid,
                "status": "open",
            }
        )

    yen, dollars = Invoice.objects.open().totals()

    assert yen["currency"] == "jpy"
    assert dollars == {
        "currency": "usd",
        "count": 2,
        "total": 2500,
        "amount_due": 2500,
        "amount_paid": 2000,
        "amount_remaining": 500,
    }


def test_lines_that_left_a_draft_are_gone() -> None:
    def draft(*ids: str) -> dict[str, Any]:
        lines = [{"object": "line_item", "id": id, "amount": 1} for id in ids]
        return {"object": "invoice", "id": "in_1", "status": "draft", "lines": list_of(*lines)}

    store(draft("il_1", "il_2"), 0)
    invoice = store(draft("il_2"), 5).row

    assert [each.id for each in invoice.lines.all()] == ["il_2"]
    assert invoice.lines.get().invoice == invoice


def test_payments_are_not_erased_by_a_payload_without_them() -> None:
    payment = {
        "object": "invoice_payment",
        "id": "inpay_1",
        "invoice": "in_1",
        "payment": {"type": "payment_intent", "payment_intent": "pi_1"},
        "status": "paid",
    }
    intent = {"object": "payment_intent", "id": "pi_1", "latest_charge": "ch_1"}
    store({"object": "charge", "id": "ch_1", "payment_intent": "pi_1"})
    store(intent)
    store({"object": "invoice", "id": "in_1", "payments": list_of(payment)}, 0)
    assert Invoice.objects.filter(payment_intent_id="pi_1").exists()
    invoice = store({"object": "invoice", "id": "in_1", "status": "paid"}, 5).row

    assert invoice.paid is True
    assert invoice.payment_intent.id == "pi_1"
    assert invoice.charge.id == "ch_1"
    assert invoice.charge.latest_invoice == invoice
    assert Invoice.objects.for_payment(invoice.charge).get() == invoice
    assert Invoice.objects.for_payment(invoice.payment_intent).get() == invoice
    assert invoice.payments.paid().get().charge.id == "ch_1"


def test_the_paid_payment_counts_and_not_the_canceled_default() -> None:
    for id, status, is_default in [("pi_1", "canceled", True), ("pi_2", "paid", False)]:
        store({"object": "payment_intent", "id": id})
        store(
            {
                "object": "invoice_payment",
                "id": f"inpay_{id}",
                "invoice": "in_1",
                "is_default": is_default,
                "payment": {"type": "payment_intent", "payment_intent": id},
                "status": status,
            }
        )
    invoice = store({"object": "invoice", "id": "in_1"}).row

    assert invoice.payment_intent.id == "pi_2"


def test_secrets_are_not_stored() -> None:
    invoice = store(
        {"object": "invoice", "id": "in_1", "confirmation_secret": {"client_secret": "x"}}
    ).row
    session = store({"object": "checkout.session", "id": "cs_1", "client_secret": "x"}).row
    portal = store({"object": "billing_portal.session", "id": "bps_1", "url": "https://x"}).row

    assert "confirmation_secret" not in invoice.stripe_data
    assert "client_secret" not in session.stripe_data
    assert "url" not in portal.stripe_data


def test_a_preview_is_read_like_an_invoice_and_not_stored() -> None:
    line = {
        "object": "line_item",
        "id": "il_tmp_1",
        "amount": 2000,
        "currency": "usd",
        "parent": {
            "type": "invoice_item_details",
            "invoice_item_details": {"invoice_item": "ii_1", "proration": False},
        },
        "pricing": {"price_details": {"price": "price_1"}, "unit_amount_decimal": "1000"},
        "quantity": 2,
    }
    payload = {
        "object": "invoice",
        "id": "upcoming_in_1",
        "currency": "usd",
        "default_tax_rates": [{"object": "tax_rate", "id": "txr_1", "percentage": 19.0}],
        "lines": list_of(line),
        "status": "draft",
        "total": 2000,
    }

    preview = UpcomingInvoice.of_preview(payload, ACCOUNT, False)
    preview.save()

    assert preview.id is None
    assert str(preview) == "Invoice #preview for $20.00 USD (draft)"
    assert [each.price_id for each in preview.lineitems] == ["price_1"]
    assert [each.id for each in preview.invoiceitems.all()] == ["ii_1"]
    assert preview.default_tax_rates.first().percentage == 19.0
    assert preview.tax_percent == 19.0
    assert preview.charge is None
    assert preview.get_stripe_dashboard_url() == ""
    assert not Invoice.objects.exists()


# ---------------------------------------------------------------------------- coupons and rates


@pytest.mark.parametrize(
    ("payload", "label"),
    [
        ({"amount_off": 1000, "currency": "usd", "duration": "once"}, "$10.00 USD off once"),
        ({"amount_off": 1000, "currency": "jpy", "duration": "forever"}, "1,000 JPY off forever"),
        ({"amount_off": 1000, "currency": "kwd", "duration": "once"}, "1.000 KWD off once"),
        ({"percent_off": 10.25, "duration": "once"}, "10.25% off once"),
        ({"percent_off": 10.0, "duration": "forever"}, "10% off forever"),
        ({"percent_off": 100.0, "duration": "once"}, "100% off once"),
        (
            {"percent_off": 35, "duration": "repeating", "duration_in_months": 3},
            "35% off for 3 months",
        ),
        (
            {"percent_off": 35, "duration": "repeating", "duration_in_months": 1},
            "35% off for 1 month",
        ),
    ],
)
def test_a_coupon_for_people(payload: dict[str, Any], label: str) -> None:
    """In dj-stripe $10 off was "$1,000.00 USD off"."""
    assert row(Coupon, **payload).human_readable == label


def test_labels() -> None:
    rate = row(TaxRate, display_name="VAT", percentage=19.0)
    tax_id = row(TaxId, type="eu_vat", value="DE1", verification={"status": "unverified"})

    assert str(rate) == "VAT at 19%"
    assert str(tax_id).endswith("DE1 (unverified)")


def test_applies_to_is_not_erased_by_a_payload_without_it() -> None:
    store({"object": "coupon", "id": "co_1", "applies_to": {"products": ["prod_1"]}}, 0)
    coupon = store({"object": "coupon", "id": "co_1", "name": "May"}, 5).row

    assert coupon.name == "May"
    assert coupon.applies_to == {"products": ["prod_1"]}


# --------------------------------------------------------------------------------- what is asked


def test_reactivating_what_has_ended_is_an_error_before_anything_is_sent() -> None:
    ended = row(Subscription, status="canceled")

    with pytest.raises(ImpossibleAPIRequest, match="has ended"):
        ended.reactivate()


def test_extending_by_less_than_nothing() -> None:
    with pytest.raises(ValueError, match=r"^delta must be a positive timedelta\.$"):
        row(Subscription, status="active").extend(dt.timedelta(days=-1))


def test_no_queries_but_those_asked_for(django_assert_num_queries: Any) -> None:
    store(subscription("sub_1", "price_1"))
    found = Subscription.objects.get()

    with django_assert_num_queries(0):
        assert found.is_valid()
        assert found.customer_id == "cus_1"
    with django_assert_num_queries(1):
        assert [item.price_id for item in found.items.all()] == ["price_1"]
    with django_assert_num_queries(1):
        assert SubscriptionItem.objects.of_valid_subscriptions().get().subscription_id == "sub_1"
    assert Price.objects.get().product_id == "prod_of_price_1"
