"""
What no verb sends: rows that cannot be meant, and amounts that make no sense.

The verbs are those of the table of stories, so that a new one is tried as well. What can be known
here is refused here, before anything is sent, by a documented exception that says the thing, the
value and the way out; what only Stripe can know comes back as the SDK's error.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import stripe
from django.utils import timezone

from djstripe import models as m
from djstripe.exceptions import (
    ImpossibleAPIRequest,
    InvalidAmount,
    InvalidParameter,
    InvalidRow,
    MultipleSubscriptionException,
    SeveralItems,
)
from djstripe.models.base import StripeModel
from djstripe.sandbox import LIVE_KEY, TEST_KEY, Sandbox

from .table import CASES, Case
from .worlds import World

pytestmark = pytest.mark.django_db

# Called on a class, or on a row that may well be gone.
NOT_ON_A_LIVING_ROW = {
    "Customer.purge": "purges one that Stripe has deleted already",
    "Subscription.incomplete_payment": "tells what the mirror knows",
    "Subscription.raise_if_incomplete": "tells what the mirror knows",
    "PaymentIntent.ask_client_secret": "only reads",
    "SetupIntent.ask_client_secret": "only reads",
    "Customer.read_default_payment_method": "only reads",
    "BankAccount.api_list": "is called with a customer",
    "Card.api_list": "is called with a customer",
}

ACROSS = (m.Account,)


@pytest.fixture
def w(sandbox: Sandbox, settings: Any) -> World:
    settings.STRIPE_TEST_SECRET_KEY, settings.STRIPE_LIVE_SECRET_KEY = TEST_KEY, LIVE_KEY
    return World.of(sandbox, connected=False, livemode=False)


def told() -> Iterator[tuple[str, Case]]:
    for name, cases in CASES.items():
        for number, case in enumerate(cases if isinstance(cases, tuple) else (cases,)):
            yield f"{name}{number or ''}", case


def names_in(call: Callable[..., Any]) -> set[str]:
    """What a case's call takes of what was made, beside the row."""
    return set(call.__code__.co_names)


# ------------------------------------------------------------------------------- spoilt rows


def unsaved(row: Any) -> Any:
    spoilt = copy.copy(row)
    spoilt._state = copy.copy(row._state)
    spoilt._state.adding = True
    spoilt.pk = None
    return spoilt


def without_id(row: Any) -> Any:
    spoilt = unsaved(row)
    spoilt.id = None
    return spoilt


def gone(row: Any) -> Any:
    spoilt = copy.copy(row)
    spoilt.djstripe_deleted = True
    return spoilt


def of_another_account(row: Any) -> Any:
    spoilt = copy.copy(row)
    spoilt.djstripe_owner_account_id = "acct_strange"
    return spoilt


def of_the_other_mode(row: Any) -> Any:
    spoilt = copy.copy(row)
    spoilt.livemode = not row.livemode
    return spoilt


def of_another_kind(row: Any) -> Any:
    other = m.Review(id="prv_1", djstripe_owner_account_id=row.djstripe_owner_account_id)
    other.livemode = row.livemode
    other._state.adding = False
    return other


def refused(w: World, act: Callable[[], Any]) -> InvalidRow:
    """It is refused by InvalidRow, and Stripe saw nothing."""
    w.begin()
    with pytest.raises(InvalidRow) as caught:
        act()
    assert w.requests == []
    return caught.value


CALLED_ON = [
    pytest.param(case, id=name)
    for name, case in told()
    if name.rstrip("0123456789") not in NOT_ON_A_LIVING_ROW
]


@pytest.mark.parametrize("case", CALLED_ON)
def test_nothing_is_done_to_a_row_that_stripe_cannot_know(case: Case, w: World) -> None:
    made = case.make(w)
    row = made.row
    if not isinstance(row, StripeModel):
        return

    for spoil, said in ((unsaved, "not stored"), (gone, "deleted at Stripe")):
        made.row = spoil(row)
        error = refused(w, lambda: case.call(made, w))

        assert said in str(error) and str(row.id) in str(error)
        assert type(row).__name__ in str(error)


def parts() -> Iterator[Any]:
    for name, case in told():
        for part in sorted(names_in(case.call) & PARTS):
            yield pytest.param(case, part, id=f"{name}-{part}")


# Names under which cases hand rows over.
PARTS = {
    "coupon",
    "customer",
    "gold",
    "intent",
    "method",
    "other",
    "price",
    "product",
    "silver",
}


@pytest.mark.parametrize(("case", "part"), list(parts()))
def test_no_row_is_handed_over_that_cannot_be_meant(case: Case, part: str, w: World) -> None:
    made = case.make(w)
    row = getattr(made, part)

    for spoil, said in (
        (unsaved, "not stored"),
        (without_id, "not stored"),
        (gone, "deleted"),
        (of_another_account, "acct_strange"),
        (of_the_other_mode, "live mode"),
        (of_another_kind, "prv_1"),
    ):
        setattr(made, part, spoil(row))
        error = refused(w, lambda: case.call(made, w))

        assert said in str(error), spoil
        assert (type(row).__name__ in str(error)) or spoil is of_another_kind


def test_the_words(w: World) -> None:
    """An error says the thing, the value and the way out."""
    customer, price = w.customer(), w.price()
    said = {
        spoil: str(refused(w, lambda s=spoil: customer.subscribe(items=[{"price": s(price)}])))
        for spoil in (unsaved, gone, of_another_account, of_the_other_mode, of_another_kind)
    }

    at = f"items[0][price] is Price {price.id}"
    assert (
        said[unsaved] == f"{at}, which is not stored: hand in a stored row, or the id as a string."
    )
    assert said[gone] == (
        f"{at}, which was deleted at Stripe. If it exists again, refresh_from_stripe() says so."
    )
    assert said[of_another_account] == (
        f"{at} of account acct_strange, and Stripe is asked for account {w.account}: "
        f"hand in an object of that account."
    )
    assert said[of_the_other_mode] == (
        f"{at} of live mode, and Stripe is asked in test mode: hand in its namesake of that mode."
    )
    assert said[of_another_kind] == (
        "items[0][price] takes a Price or a Plan, and not Review prv_1."
    )


def test_what_is_no_row_of_stripes(w: World, django_user_model: Any) -> None:
    user = django_user_model.objects.create(username="ada")

    error = refused(w, lambda: m.Invoice.upcoming(customer=user, stripe_account=w.account))

    assert "is a User, which is no object of Stripe's" in str(error)


def test_accounts_may_be_named_across_accounts(w: World) -> None:
    """A platform names its connected accounts, whose rows belong to themselves."""
    w.rich()
    other = w.connected()
    assert other.djstripe_owner_account_id != w.account

    assert m.Transfer.create(500, "usd", other, **w.place).destination == other


def test_a_row_does_not_act_for_an_account_that_is_not_its_own(w: World) -> None:
    intent = w.intent()

    error = refused(w, lambda: intent.cancel(stripe_account="acct_strange"))

    assert f"belongs to account {w.account}, not to acct_strange" in str(error)


def test_ids_in_a_path_lead_nowhere_else(w: World) -> None:
    customer = w.customer()
    w.begin()

    with pytest.raises(stripe.InvalidRequestError):
        customer.add_payment_method("../customers/cus_1?x=")

    (request,) = w.requests
    assert request.path.startswith("/v1/payment_methods/..%2Fcustomers")


# ----------------------------------------------------------------------------------- amounts

MAJOR: dict[str, Callable[[World], Callable[[Any], Any]]] = {
    "Charge.refund": lambda w: w.charge().refund,
    "PaymentIntent.refund": lambda w: w.charge().payment_intent.refund,
    "Invoice.refund": lambda w: w.paid_invoice().refund,
    "Customer.charge": lambda w: (lambda c: lambda a: c.charge(a, currency="usd"))(w.customer()),
    "Customer.pay": lambda w: (lambda c: lambda a: c.pay(a, "usd"))(w.customer()),
    "Customer.begin_payment": lambda w: (lambda c: lambda a: c.begin_payment(a, "usd"))(
        w.customer()
    ),
    "Customer.credit": lambda w: (lambda c: lambda a: c.credit(a, "usd"))(w.customer()),
    "Customer.debit": lambda w: (lambda c: lambda a: c.debit(a, "usd"))(w.customer()),
    "Customer.grant_credit": lambda w: (lambda c: lambda a: c.grant_credit(a, "usd"))(w.customer()),
    "Customer.add_invoice_item": lambda w: (lambda c: lambda a: c.add_invoice_item(a, "usd"))(
        w.customer()
    ),
    "Price.create": lambda w: (
        lambda p: lambda a: m.Price.create(product=p, currency="usd", unit_amount=a)
    )(w.product()),
}
# An item may be a credit, and may cost nothing; so may a price.
MAY_BE_NEGATIVE = {"Customer.add_invoice_item"}
MAY_BE_ZERO = {"Customer.add_invoice_item", "Price.create"}


@pytest.mark.parametrize("name", MAJOR)
def test_amounts_in_the_major_unit(name: str, w: World) -> None:
    act = MAJOR[name](w)
    bad: list[Any] = [
        50.0,
        "50",
        True,
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1.001"),
        Decimal("1E+20"),
        Decimal("99999999999999"),
    ]
    if name not in MAY_BE_NEGATIVE:
        bad.append(Decimal("-5"))
    if name not in MAY_BE_ZERO:
        bad += [Decimal("0"), Decimal("0.00")]
    if name.endswith("refund"):
        # More than is left is what is left.
        bad.remove(Decimal("99999999999999"))
    w.begin()

    for amount in bad:
        with pytest.raises(InvalidAmount) as caught:
            act(amount)
        assert "USD" in str(caught.value) or "usd" in str(caught.value), amount
    assert w.requests == []


MINOR: dict[str, Callable[[World], Callable[[Any], Any]]] = {
    "Charge.capture": lambda w: (lambda c: lambda a: c.capture(amount=a))(w.charge()),
    "PaymentIntent.capture": lambda w: (lambda i: lambda a: i.capture(amount_to_capture=a))(
        w.intent()
    ),
    "PaymentIntent.increment_authorization": lambda w: w.intent().increment_authorization,
    "PaymentIntent.update": lambda w: (lambda i: lambda a: i.update(amount=a))(w.intent()),
    "Payout.create": lambda w: lambda a: m.Payout.create(a, "usd"),
    "Transfer.create": lambda w: lambda a: m.Transfer.create(a, "usd", "acct_1"),
    "Transfer.reverse": lambda w: _transfer(w).reverse,
    "CreditNote.create": lambda w: (lambda i: lambda a: m.CreditNote.create(invoice=i, amount=a))(
        w.invoice()
    ),
    "Coupon.create": lambda w: lambda a: m.Coupon.create(amount_off=a, currency="usd"),
    "Subscription.update": lambda w: (
        lambda s: (
            lambda a: s.update(
                items=[{"price_data": {"currency": "usd", "product": "p", "unit_amount": a}}]
            )
        )
    )(w.subscription()),
}
MINOR_MAY_BE_ZERO = {"CreditNote.create", "Subscription.update"}
# What Stripe says of a subscription's price_data is left to Stripe.
MINOR_MAY_BE_NEGATIVE = {"Subscription.update"}


def _transfer(w: World) -> Any:
    w.rich()
    made = w.create("transfers", amount=500, currency="usd", destination=w.connected().id)
    return w.row(made)


@pytest.mark.parametrize("name", MINOR)
def test_amounts_in_the_smallest_unit(name: str, w: World) -> None:
    act = MINOR[name](w)
    bad: list[Any] = [50.0, True, Decimal("50.00"), 10**14]
    if name not in MINOR_MAY_BE_NEGATIVE:
        bad += [-500, "-500"]
    if name not in MINOR_MAY_BE_ZERO:
        bad.append(0)
    w.begin()

    for amount in bad:
        with pytest.raises(InvalidAmount) as caught:
            act(amount)
        assert "amount" in str(caught.value), amount
    assert w.requests == []


@pytest.mark.parametrize(
    ("currency", "amount", "said"),
    [
        ("isk", 550, "whole units only"),
        ("ugx", 1, "whole units only"),
        ("kwd", 5_124, "third decimal"),
        ("huf", 1_045, "payouts in HUF"),
        ("twd", 80_045, "payouts in TWD"),
        ("dollars", 500, "not a currency"),
    ],
)
def test_special_currencies_in_payouts(currency: str, amount: int, said: str, w: World) -> None:
    w.begin()

    with pytest.raises(InvalidAmount, match=said):
        m.Payout.create(amount, currency)
    assert w.requests == []


@pytest.mark.parametrize("currency", ["", "dollars", "u$", "12", "usd "])
def test_what_is_no_currency(currency: str, w: World) -> None:
    customer = w.customer()
    w.begin()

    for act in (customer.begin_payment, customer.credit, customer.add_invoice_item):
        with pytest.raises(InvalidAmount, match="currency"):
            act(Decimal("5"), currency)
    assert w.requests == []


def test_credit_is_of_the_customers_currency(w: World) -> None:
    customer = w.customer()
    customer.credit(Decimal("5"), "usd")
    w.begin()

    with pytest.raises(InvalidAmount, match="balance in USD, to which EUR"):
        customer.credit(Decimal("5"), "eur")
    assert w.requests == []


def test_zero_is_no_full_refund(w: World) -> None:
    """dj-stripe gave all of it back."""
    charge = w.charge()

    with pytest.raises(InvalidAmount, match="more than that"):
        charge.refund(Decimal("0"))
    assert w.at_stripe(charge)["amount_refunded"] == 0


# -------------------------------------------------------------------------- numbers and dates


@pytest.mark.parametrize("quantity", [-1, 1.5, True, "many", None])
def test_what_is_no_quantity(quantity: Any, w: World) -> None:
    subscription = w.subscription()
    w.begin()

    with pytest.raises(InvalidParameter, match="whole number"):
        subscription.set_quantity(quantity)
    with pytest.raises(InvalidParameter, match="whole number"):
        subscription.increment_quantity(quantity)
    if quantity not in (None, "many"):
        with pytest.raises(InvalidParameter, match="whole number"):
            subscription.customer.subscribe(items=[{"price": "price_1", "quantity": quantity}])
    assert w.requests == []


def test_no_fewer_than_none(w: World) -> None:
    subscription = w.subscription()
    w.begin()

    with pytest.raises(InvalidParameter, match="has 2 of this item, from which 3"):
        subscription.decrement_quantity(3)
    assert w.requests == []


def test_moments_that_have_passed(w: World) -> None:
    subscription = w.subscription()
    w.begin()
    past = timezone.now() - dt.timedelta(days=1)

    for act in (subscription.cancel_on, subscription.extend_trial):
        with pytest.raises(InvalidParameter, match="passed"):
            act(past)
        with pytest.raises(InvalidParameter, match="not a moment"):
            act("tomorrow")
    with pytest.raises(ValueError, match="positive"):
        subscription.extend(dt.timedelta(days=-1))
    assert w.requests == []


# ------------------------------------------------------------- one of several, and what is not


def test_several_subscriptions_where_one_is_meant(w: World) -> None:
    customer = w.customer()
    w.subscription(customer)
    w.subscription(customer)
    w.begin()

    with pytest.raises(MultipleSubscriptionException, match=r"use customer.subscriptions instead"):
        _ = customer.subscription
    assert w.requests == []


def test_several_items_where_one_is_meant(w: World) -> None:
    subscription = w.subscription(w.customer(), w.price(), w.price(500))
    w.begin()

    for act in (
        lambda: subscription.swap("price_1"),
        lambda: subscription.set_quantity(3),
        lambda: subscription.increment_quantity(),
        lambda: subscription.preview_update("price_1"),
    ):
        with pytest.raises(SeveralItems) as caught:
            act()
        assert all(item.id in str(caught.value) for item in subscription.items.all())
    assert w.requests == []


def test_an_item_that_is_not_the_subscriptions(w: World) -> None:
    subscription, other = w.subscription(), w.subscription()
    w.begin()

    for item in (other.items.get(), other.items.get().price, "si_1", "price_1"):
        with pytest.raises(InvalidRow, match=f"{subscription.id} has no item"):
            subscription.set_quantity(3, item)
    assert w.requests == []


def test_what_cannot_be_done(w: World) -> None:
    subscription, draft = w.subscription(), w.invoice(finalize=False)
    loose = w.row(w.create("payment_methods", type="card", card={"token": "tok_visa"}))
    bare, intent = w.customer(card=None), w.intent()
    w.begin()

    for act, said in (
        (lambda: subscription.end_trial(), "not on trial"),
        (lambda: subscription.remove_item(subscription.items.get()), "last item"),
        (lambda: draft.refund(), "cannot be refunded as one"),
        (lambda: draft.pdf(), "has no PDF"),
        (lambda: loose.make_default(), "belongs to no customer"),
        (lambda: intent.refund(), "no charge in the mirror"),
    ):
        with pytest.raises(ImpossibleAPIRequest, match=said):
            act()
    with pytest.raises(InvalidParameter, match="no default payment method"):
        bare.pay(Decimal("5"), "usd")
    with pytest.raises(InvalidParameter, match="no open file"):
        m.File.create("said.txt", "dispute_evidence")
    for wrong in ({}, {"coupon": "a", "promotion_code": "b"}):
        with pytest.raises(TypeError, match="either a coupon or a promotion_code"):
            subscription.add_discount(**wrong)
    with pytest.raises(TypeError, match="either the price or the items"):
        subscription.swap()
    with pytest.raises(TypeError, match="at least one item"):
        subscription.swap(items=[])
    with pytest.raises(TypeError, match="always_invoice"):
        subscription.swap("price_1", invoice_now=True, proration_behavior="none")
    assert w.requests == []


def test_evidence_that_stripe_does_not_know(w: World) -> None:
    dispute = w.dispute()
    w.begin()

    with pytest.raises(InvalidParameter, match=r"no evidence named receit: it takes .*receipt"):
        dispute.submit(receit="x")
    assert w.requests == []


# ------------------------------------------------------------------------- what Stripe knows


@pytest.mark.parametrize(
    ("name", "act"),
    {
        "subscribe": lambda w: w.customer().subscribe(price="price_unknown"),
        "pay": lambda w: w.customer().pay(Decimal("5"), "usd", payment_method="pm_unknown"),
        "attach": lambda w: w.customer().add_payment_method("pm_unknown"),
        "default": lambda w: w.customer().set_default_payment_method("pm_unknown"),
        "swap": lambda w: w.subscription().swap("price_unknown"),
        "discount": lambda w: w.subscription().add_discount(coupon="unknown"),
        "item": lambda w: w.customer().add_invoice_item(Decimal("5"), "usd", invoice="in_unknown"),
        "preview": lambda w: m.Invoice.upcoming(customer="cus_unknown"),
        "transfer": lambda w: (w.rich(), m.Transfer.create(500, "usd", "acct_unknown")),
        "gone behind the mirror's back": lambda w: _gone_at_stripe(w).update(name="Silver"),
    }.items(),
)
def test_unknown_ids_are_stripes_to_refuse(name: str, act: Any, w: World) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        act(w)

    assert caught.value.code in ("resource_missing", "account_invalid"), name


def _gone_at_stripe(w: World) -> Any:
    product = w.product()
    w.call("DELETE", f"/v1/products/{product.id}")
    return product
