"""What the proof found: each counterexample, as small as it came, or smaller."""

from __future__ import annotations

import pytest

from djstripe.models import ActiveEntitlement, LineItem, Plan

from .conftest import Begin
from .drive import END, Drive
from .stripe_side import Ask

LIVE = 1  # the second place: the platform in live mode


def deliver_all(drive: Drive) -> None:
    """Everything on its way arrives, in order, and is applied as it comes."""
    while drive.side.mail:
        drive.deliver(0, END)


def deliver_type(drive: Drive, kind: str) -> None:
    """The oldest delivery of this type arrives."""
    drive.deliver([one.event_type for one in drive.side.mail].index(kind), END)


@pytest.mark.parametrize("trust", [True, False])
@pytest.mark.parametrize("stands", [0, 1], ids=["in the past", "in the future"])
def test_a_deletion_on_a_test_clock_is_not_older_than_what_it_ends(
    begin: Begin, stands: int, trust: bool
) -> None:
    """
    Events about what lives on a test clock bear the clock's time. The deletion of such a customer
    was believed with that stamp: it was dropped as older, or blocked whatever came after it.
    """
    drive = begin("clocks", trust=trust, pick=stands)
    deliver_all(drive)
    drive.wait(5)

    drive.change(-1)  # the customer is deleted
    drive.deliver(-1, END)

    drive.finish()


def test_a_price_whose_id_was_chosen_may_be_gone_in_one_mode_only(begin: Begin) -> None:
    """
    A plan's id is its price's as well. After its deletion in test mode, the same id in live mode
    let Stripe's answer pass for that of a wrong key: the price stayed, and its events waited.
    """
    drive = begin("plans", trust=False, places=2)
    for place in (0, LIVE):
        drive.change(0, place)
    deliver_all(drive)

    drive.change(-1)  # deleted in test mode

    drive.finish()


def test_two_versions_of_a_set_that_a_summary_carries_are_looked_up(begin: Begin) -> None:
    """
    Two summaries of one second left a doubt about the customer, and the look at the customer,
    which says nothing of entitlements, cleared it.
    """
    drive = begin("entitlements", places=2)
    drive.change(0, LIVE)  # a subscription that entitles
    drive.change(-1, LIVE)  # and is canceled within the same second

    summary = "entitlements.active_entitlement_summary.updated"
    deliver_type(drive, summary)
    deliver_type(drive, summary)

    drive.finish()


@pytest.mark.parametrize("trust", [True, False])
def test_the_lines_of_a_deleted_draft_are_gone_with_it(begin: Begin, trust: bool) -> None:
    """The invoice became a tombstone, and its lines stayed live under it."""
    drive = begin("invoices", trust=trust)
    drive.change(1)  # a line
    deliver_all(drive)
    drive.wait(5)
    assert LineItem.objects.filter(djstripe_deleted=False).exists()

    draft = drive.side.records(drive.place(0), "invoice")[0]
    drive.ask_for(Ask("DELETE", f"/v1/invoices/{draft.id}"))

    drive.finish()


PLAN = {"currency": "usd", "interval": "month", "product": "prod_base"}


def subscribed_to_a_plan(begin: Begin, trust: bool) -> Drive:
    """A subscription of a plan with a chosen id, and all of it mirrored."""
    drive = begin("customers", "subscriptions", trust=trust)
    drive.ask_for(Ask("POST", "/v1/plans", {**PLAN, "id": "plan_a", "amount": 100}))
    subscription = drive.side.records(drive.place(0), "subscription")[0]
    item = {"subscription": subscription.id, "price": "plan_a", "proration_behavior": "none"}
    drive.ask_for(Ask("POST", "/v1/subscription_items", item))
    deliver_all(drive)
    drive.wait(5)
    return drive


def change_the_subscription(drive: Drive) -> None:
    """An event that shows the subscription, its items, and their plans."""
    subscription = drive.side.records(drive.place(0), "subscription")[0]
    changed = {"metadata": {"n": drive.side.count()}}
    drive.ask_for(Ask("POST", f"/v1/subscriptions/{subscription.id}", changed))


@pytest.mark.parametrize("trust", [True, False])
@pytest.mark.parametrize("next_one", [0, -1], ids=["in order", "backwards"])
def test_a_copy_inside_another_object_does_not_bring_back_what_is_gone(
    begin: Begin, next_one: int, trust: bool
) -> None:
    """A subscription goes on showing a plan that was deleted, and lifted its tombstone."""
    drive = subscribed_to_a_plan(begin, trust)

    drive.ask_for(Ask("DELETE", "/v1/plans/plan_a"))
    drive.wait(5)
    change_the_subscription(drive)
    while drive.side.mail:
        drive.deliver(next_one, END)

    drive.finish()
    assert Plan._base_manager.get(id="plan_a").djstripe_deleted


@pytest.mark.parametrize("trust", [True, False])
@pytest.mark.parametrize("next_one", [0, -1], ids=["in order", "backwards"])
def test_a_copy_of_an_earlier_life_does_not_replace_a_later_one(
    begin: Begin, next_one: int, trust: bool
) -> None:
    """A plan was deleted and made anew; its old subscription goes on showing the old one."""
    drive = subscribed_to_a_plan(begin, trust)

    drive.ask_for(Ask("DELETE", "/v1/plans/plan_a"))
    drive.wait(5)
    drive.ask_for(Ask("POST", "/v1/plans", {**PLAN, "id": "plan_a", "amount": 200}))
    drive.wait(5)
    change_the_subscription(drive)
    while drive.side.mail:
        drive.deliver(next_one, END)

    drive.finish()
    assert Plan.objects.get(id="plan_a").stripe_data["amount"] == 200


def test_the_lines_of_a_draft_whose_deletion_nobody_told_of_are_gone(begin: Begin) -> None:
    """The event of a deletion was never made; a look at the draft found it and its lines gone."""
    drive = begin("invoices")
    drive.change(1)  # a line
    deliver_all(drive)
    drive.wait(5)

    draft = drive.side.records(drive.place(0), "invoice")[0]
    drive.forget_next()
    drive.ask_for(Ask("DELETE", f"/v1/invoices/{draft.id}"))

    drive.finish()
    assert not LineItem.objects.filter(djstripe_deleted=False).exists()


@pytest.mark.parametrize("trust", [True, False])
def test_a_deleted_customer_may_use_nothing(begin: Begin, trust: bool) -> None:
    """The customer became a tombstone, and its entitlements stayed if their summary was lost."""
    drive = begin("entitlements", trust=trust, places=2)
    drive.change(0, LIVE)  # a subscription that entitles
    deliver_all(drive)
    drive.wait(5)
    assert ActiveEntitlement.objects.exists()

    customer = drive.side.records(drive.place(LIVE), "customer")[0]
    drive.ask_for(Ask("DELETE", f"/v1/customers/{customer.id}"), LIVE)
    deliver_type(drive, "customer.deleted")

    assert not ActiveEntitlement.objects.exists()

    drive.finish()


def test_events_that_say_an_earlier_moment_than_those_before_them_are_not_skipped(
    begin: Begin,
) -> None:
    """
    Where the list of events was longer than a page, repair began with the page of the earliest
    moment. Events on a test clock bear the clock's time, and those before them were left out.
    """
    drive = begin("clocks", forms=("thin",), pick=0)
    for _ in range(105):
        drive.change(2)
    while drive.side.mail:
        drive.lose(0)

    drive.finish()


def test_a_member_that_came_in_by_itself_may_be_younger_than_its_set(begin: Begin) -> None:
    """An item was made by a verb before the mirror knew of any: no fault, and taken for one."""
    drive = begin("items")
    add, drop = 0, 1
    drive.wait(5)
    drive.verb(add, 0, 0, END)
    drive.change(drop)  # the one that the subscription began with
    drive.verb(add, 0, 0, END)

    deliver_type(drive, "customer.subscription.created")

    deliver_all(drive)
    drive.finish()
