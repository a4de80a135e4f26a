"""What the proof found: each counterexample, as small as it came, or smaller."""

from __future__ import annotations

import pytest

from djstripe.models import LineItem

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
