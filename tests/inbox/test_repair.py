"""What never came is found in Stripe's lists, recorded, and worked off as the rest."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
import stripe
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from djstripe import inbox, mirror, repair
from djstripe.gateway import Gateway, use
from djstripe.inbox.decide import NEVER_MADE
from djstripe.models import (
    Bookmark,
    Customer,
    Event,
    EventV2,
    Product,
    WebhookEventTrigger,
    WorkState,
)
from djstripe.models.api import find_credentials
from djstripe.repair import Only, Place
from djstripe.repair.run import GAP, READ

from .conftest import Connect, Shop

DAY = 86_400


def place(shop: Shop, name: str = READ) -> Place:
    return Place.of(name, shop.credentials)


def lose(shop: Shop, count: int, *, seconds: int = 1) -> None:
    """So many customers are made, and no delivery of it ever arrives."""
    shop.webhooks.lose()
    for number in range(count):
        shop.customer(email=f"{number}@example.com")
        shop.sandbox.advance(seconds)
    shop.webhooks.behave()


def begin(shop: Shop) -> None:
    """From here on the lists are looked after."""
    repair.repair([shop.credentials])
    shop.sandbox.advance(1)


def now(shop: Shop) -> float:
    return float(shop.sandbox.clock.now())


def test_what_never_came_is_applied_and_receivers_run_once(shop: Shop, listen: Connect) -> None:
    seen: list[str] = []
    listen("customer.created", lambda event, instance, **kwargs: seen.append(instance.email))
    begin(shop)
    shop.customer(email="came@example.com")
    lose(shop, 3)

    report = repair.repair([shop.credentials])
    again = repair.repair([shop.credentials])

    [found] = report.found
    assert (found.missing, found.types, found.error) == (3, {"customer.created": 3}, "")
    assert (report.tally.applied, report.tally.ran) == (3, 3)
    assert seen == ["came@example.com", *(f"{n}@example.com" for n in range(3))]
    assert Customer.objects.count() == 4
    assert again.missing == 0 and shop.waiting() == 0
    sources = [entry.source for entry in shop.entries]
    assert sources == ["delivery", "list", "list", "list"]


def test_a_delivery_that_comes_after_all_changes_nothing(shop: Shop, listen: Connect) -> None:
    seen: list[str] = []
    listen("customer.created", lambda event, **kwargs: seen.append(event.id))
    begin(shop)
    shop.webhooks.hold()
    shop.customer()

    report = repair.repair([shop.credentials])
    shop.webhooks.release()

    assert report.found[0].awaited == 1
    assert len(seen) == 1
    assert [entry.source for entry in shop.entries] == ["list", "again"]


def test_events_are_read_oldest_first_however_many(shop: Shop) -> None:
    begin(shop)
    lose(shop, 230)

    repair.repair([shop.credentials])

    assert [entry.event_stripe_id for entry in shop.entries] == shop.event_ids
    assert {entry.state for entry in shop.entries} == {WorkState.DONE}
    assert Customer.objects.count() == 230


def test_more_events_in_a_second_than_fit_a_page(shop: Shop) -> None:
    begin(shop)
    lose(shop, 150, seconds=0)
    shop.sandbox.advance(1)
    lose(shop, 5)

    repair.repair([shop.credentials])

    assert [entry.event_stripe_id for entry in shop.entries] == shop.event_ids


def test_few_missing_events_cost_one_request_and_few_queries(shop: Shop) -> None:
    begin(shop)
    lose(shop, 5)
    before = len(shop.sandbox.requests)

    with CaptureQueriesContext(connection) as captured:
        repair.repair([shop.credentials], dry_run=True)

    assert len(shop.sandbox.requests) - before == 1
    assert len(captured) < 20, [q["sql"] for q in captured]


def test_a_run_that_was_killed_goes_on_where_it_was(shop: Shop) -> None:
    begin(shop)
    lose(shop, 350, seconds=20)
    pages = 0

    def killed(event: Any, missing: bool) -> None:
        nonlocal pages
        pages += 1
        if pages > 150:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repair.repair([shop.credentials], now=now(shop), thin=False, heard=killed)
    recorded = WebhookEventTrigger.objects.count()
    before = len(shop.sandbox.requests)
    report = repair.repair([shop.credentials], now=now(shop), thin=False)

    assert 0 < recorded < 350
    assert report.missing == 350 - recorded
    assert sorted(e.event_stripe_id for e in shop.entries) == sorted(shop.event_ids)
    assert len(shop.sandbox.requests) - before < 25


def test_an_event_that_appears_late_is_found_within_the_overlap(shop: Shop) -> None:
    begin(shop)
    shop.customer(email="a@example.com")
    shop.sandbox.advance(600)
    repair.repair([shop.credentials])
    [truth] = shop.sandbox.all("customer")
    late = {
        **shop.sandbox.events[0],
        "id": "evt_late",
        "type": "customer.updated",
        "created": shop.sandbox.clock.now() - 500,
        "data": {"object": {**truth, "name": "Ada"}, "previous_attributes": {"name": None}},
    }
    shop.sandbox.add(late)

    with override_settings(DJSTRIPE_REPAIR_OVERLAP_SECONDS=60):
        assert repair.repair([shop.credentials], now=now(shop) + 10 * DAY).missing == 0
    assert repair.repair([shop.credentials], now=now(shop) + 10 * DAY).missing == 1


def test_a_gap_longer_than_stripes_list_is_named_until_a_backfill(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    stopped = shop.sandbox.clock.now()
    place(shop).move(stopped)
    lose(shop, 1)
    shop.sandbox.advance(40 * DAY)
    lose(shop, 1)

    report = repair.repair([shop.credentials], now=now(shop))
    next_time = repair.repair([shop.credentials], now=now(shop))

    assert report.missing == 1
    assert report.found[0].gap == next_time.found[0].gap == stopped
    assert "djstripe_sync_models" in report.found[0].note and "djstripe_sync_models" in caplog.text
    assert repair.follow(shop.credentials, whole=False).found[0].gap == stopped
    assert repair.follow(shop.credentials, whole=True).found[0].gap is None


def test_where_nothing_was_ever_received_old_events_reach_no_receiver(
    shop: Shop, listen: Connect
) -> None:
    seen: list[str] = []
    listen("*", lambda event, **kwargs: seen.append(event.type))
    lose(shop, 2)
    shop.sandbox.advance(60)

    report = repair.repair([shop.credentials])
    shop.webhooks.lose()
    shop.customer()

    assert report.missing == 0 and "--since" in report.found[0].note
    assert repair.repair([shop.credentials]).missing == 1
    assert seen == ["customer.created"]
    lost = repair.repair([shop.credentials], since=0)
    assert lost.missing == 2 and "30 days" in lost.found[0].note


def test_without_a_bookmark_reading_begins_with_the_first_event_received(shop: Shop) -> None:
    shop.customer()
    Bookmark.objects.all().delete()
    lose(shop, 2)

    assert repair.repair([shop.credentials]).missing == 2
    assert place(shop).get() is not None


def test_what_stripe_failed_to_deliver_is_found_further_back(shop: Shop) -> None:
    begin(shop)
    shop.webhooks.lose()
    shop.customer(email="lost@example.com")
    shop.webhooks.behave()
    shop.sandbox.advance(DAY)
    place(shop).move(shop.sandbox.clock.now())  # as if it had appeared in the list since

    report = repair.repair([shop.credentials], now=now(shop))

    assert report.found[0].types == {"customer.created": 1}


def test_only_failed_deliveries(shop: Shop) -> None:
    begin(shop)
    for _ in range(5):
        shop.customer()
    lose(shop, 2)
    stood = place(shop).get()

    report = repair.repair([shop.credentials], only=Only(failed=True), now=now(shop))

    assert (report.found[0].read, report.missing) == (2, 2)
    assert place(shop).get() == stood


@pytest.mark.parametrize(
    "types",
    [
        ["product.created"],
        ["product.*"],
        ["product.created", "price.created"],
        ["*.x", "product.*"],
    ],
)
def test_only_these_types(shop: Shop, types: list[str]) -> None:
    begin(shop)
    shop.webhooks.lose()
    shop.customer()
    shop.sandbox.create("product", name="Mug")
    stood = place(shop).get()

    report = repair.repair([shop.credentials], only=Only(types))

    assert report.found[0].types == {"product.created": 1}
    assert Product.objects.count() == 1 and Customer.objects.count() == 0
    assert place(shop).get() == stood


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    begin(shop)
    lose(shop, 2)
    stood = place(shop).get()

    report = repair.repair([shop.credentials], dry_run=True)

    assert report.missing == 2
    assert not WebhookEventTrigger.objects.exists() and not Customer.objects.exists()
    assert place(shop).get() == stood


def test_each_account_has_a_place_of_its_own_and_a_failing_one_stops_no_other(shop: Shop) -> None:
    shop.sandbox.connect("acct_1connected")
    theirs = find_credentials(account="acct_1connected")
    stranger = find_credentials(account="acct_1stranger")
    repair.repair([shop.credentials, theirs])
    shop.sandbox.advance(1)
    shop.webhooks.lose()
    shop.sandbox.create("customer", account="acct_1connected", email="b@example.com")
    shop.customer(email="a@example.com")

    report = repair.repair([stranger, theirs, shop.credentials])

    assert [found.missing for found in report.found] == [0, 1, 1]
    assert "acct_1stranger" in report.errors[0] and len(report.errors) == 1
    rows = Customer.objects.values_list("djstripe_owner_account_id", "email")
    assert set(rows) == {
        ("acct_1connected", "b@example.com"),
        (shop.sandbox.account, "a@example.com"),
    }


def test_every_known_account_and_the_connected_ones_if_asked_for(shop: Shop) -> None:
    shop.sandbox.connect("acct_1connected")
    for account in (shop.sandbox.account, "acct_1connected"):
        repair.repair_object(account)

    assert [f.account for f in repair.repair_known().found] == [shop.sandbox.account]
    both = repair.repair_known(connected=True)
    assert [f.account for f in both.found] == [shop.sandbox.account, "acct_1connected"]
    assert not both.errors


def test_a_paused_inbox_records_and_waits(shop: Shop) -> None:
    begin(shop)
    lose(shop, 2)
    inbox.pause()

    report = repair.repair([shop.credentials])

    assert report.missing == 2 and report.tally.applied == 0 and shop.waiting() == 2
    inbox.resume()
    assert repair.repair([shop.credentials]).tally.applied == 2


def test_an_event_listed_from_the_future_is_looked_at(shop: Shop) -> None:
    begin(shop)
    customer = shop.customer(email="now@example.com")
    shop.sandbox.add(
        {
            **shop.sandbox.events[0],
            "id": "evt_ahead",
            "type": "customer.updated",
            "created": shop.sandbox.clock.now() + 1000,
            "data": {"object": {**customer, "email": "then@example.com"}},
        }
    )

    repair.repair([shop.credentials])

    assert Customer.objects.get().email == "now@example.com"
    assert shop.looks() == 1


def test_doubts_that_are_due_are_served_and_the_impossible_listed(shop: Shop) -> None:
    begin(shop)
    shop.webhooks.lose()
    customer = shop.customer(email="a@example.com")
    account = shop.sandbox.account
    mirror.doubt(
        {
            (customer["id"], "customer", account, False): "a test",
            ("moon_1", "moon", account, False): "a test",
        }
    )

    report = repair.repair([shop.credentials], only=Only(["invoice.paid"]))

    assert Customer.objects.get().email == "a@example.com"
    assert report.doubts_open == 0 and report.impossible_count == 1
    assert report.impossible[0][:2] == ("moon", "moon_1")


# -- thin events, and events that Stripe never made


def test_an_event_that_stripe_could_not_make_is_a_look(shop: Shop) -> None:
    shop.listen(thin=True)
    customer = shop.customer(email="old@example.com")
    shop.sandbox.advance(5)
    shop.webhooks.behave()
    shop.sandbox.webhooks.never_create("customer.updated")
    shop.sandbox.modify("customer", customer["id"], email="new@example.com")
    assert Customer.objects.get().email == "old@example.com"

    shop.sandbox.advance(3600)
    shop.sandbox.webhooks.report_never_created()

    assert Customer.objects.get().email == "new@example.com"
    alert = EventV2.objects.get(type=NEVER_MADE)
    assert alert.data["impact"]["event_type"] == "customer.updated"
    assert shop.waiting() == 0


def test_an_event_that_stripe_could_not_make_for_a_connected_account(shop: Shop) -> None:
    shop.listen(thin=True)
    shop.sandbox.connect("acct_1connected")
    shop.sandbox.webhooks.never_create("customer.created")
    shop.sandbox.create("customer", account="acct_1connected", email="b@example.com")

    shop.sandbox.webhooks.report_never_created()

    row = Customer.objects.get()
    assert (row.djstripe_owner_account_id, row.email) == ("acct_1connected", "b@example.com")


def test_a_thin_event_that_never_came_is_found(shop: Shop) -> None:
    begin(shop)
    shop.listen(thin=True)
    shop.sandbox.webhooks.never_create("customer.created")
    shop.webhooks.hold()
    shop.customer(email="a@example.com")
    shop.sandbox.webhooks.report_never_created()

    assert repair.repair([shop.credentials]).missing == 0  # thin events are none of ours yet
    report = repair.repair([shop.credentials], thin=True)

    assert report.missing == 1 and Customer.objects.get().email == "a@example.com"
    shop.customer()
    shop.sandbox.webhooks.report_never_created()
    assert repair.repair([shop.credentials]).missing == 1  # now they are
    assert Customer.objects.count() == 2


# -- one object, by its id


def test_an_object_is_looked_at_by_its_id(shop: Shop) -> None:
    shop.webhooks.lose()
    customer = shop.customer(email="a@example.com")
    gold = shop.sandbox.create("product", id="gold", name="Gold")

    [created] = repair.repair_object(customer["id"])
    shop.sandbox.modify("customer", customer["id"], email="b@example.com")
    [changed] = repair.repair_object(customer["id"])
    repair.repair_object("product:gold")
    shop.sandbox.modify("product", gold["id"], name="Golden")
    repair.repair_object("gold")

    assert (created.status, changed.status) == (mirror.Status.CREATED, mirror.Status.CHANGED)
    assert Customer.objects.get().email == "b@example.com"
    assert Product.objects.get().name == "Golden"


def test_an_object_that_is_gone_at_stripe_is_gone_here(shop: Shop) -> None:
    product = shop.sandbox.create("product", name="Mug")
    shop.webhooks.lose()
    shop.sandbox.delete("product", product["id"])

    repair.repair_object(product["id"])

    assert not Product.objects.exists()
    assert Product.objects.with_deleted().get().name == "Mug"


def test_an_id_that_two_accounts_share_is_looked_at_in_both(shop: Shop) -> None:
    shop.listen(connect=True)
    shop.sandbox.connect("acct_1connected")
    for account in (None, "acct_1connected"):
        shop.sandbox.create("product", id="gold", name="Gold", account=account)

    assert len(repair.repair_object("gold")) == 2
    [one] = repair.repair_object("gold", account="acct_1connected")
    assert one.snapshot.account == "acct_1connected"


def test_an_id_that_says_nothing_is_refused_with_the_way_out(shop: Shop) -> None:
    with pytest.raises(repair.UnknownObject, match="product:gold"):
        repair.repair_object("silver")


# -- the commands


def said(name: str, *args: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out, stderr=out, no_color=True, **options)
    return out.getvalue()


def test_the_command_says_what_it_found(shop: Shop) -> None:
    begin(shop)
    lose(shop, 3)

    first = said("djstripe_repair", verbosity=2)
    second = said("djstripe_repair")

    assert "3 had never come" in first and "3 customer.created" in first
    assert "3 events applied, 0 failed" in first and shop.event_ids[0] in first
    assert "0 had never come" in second
    assert (place(shop).get() or 0) > shop.sandbox.events[0]["created"]
    assert json.loads(said("djstripe_repair", "--json"))["found"][0]["missing"] == 0


def test_the_command_without_writing_and_of_one_object(shop: Shop) -> None:
    begin(shop)
    lose(shop, 1)
    [customer] = shop.sandbox.all("customer")

    assert "are left alone" in said("djstripe_repair", "--dry-run")
    assert "would be" in said("djstripe_repair", "--object", customer["id"], "--dry-run")
    assert not Customer.objects.exists()
    assert "created" in said("djstripe_repair", "--object", customer["id"])
    assert Customer.objects.get().id == customer["id"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--since", "soon"], "is no moment"),
        (["--object", "silver"], "Name its kind"),
        (["--livemode"], "No Stripe API key"),
        (["--account", "acct_1stranger", "--testmode"], "acct_1stranger"),
    ],
)
def test_the_command_fails_with_the_way_out(shop: Shop, options: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        said("djstripe_repair", *options)


def test_events_are_applied_by_id_type_and_failure(shop: Shop) -> None:
    lose(shop, 2)
    shop.webhooks.lose()
    shop.sandbox.create("product", name="Mug")
    first = shop.event_ids[0]

    assert "1 of them had never come: 1 applied" in said("djstripe_process_events", "--ids", first)
    assert "1 events read, 0 of them" in said("djstripe_process_events", "--ids", first)
    assert first in said("djstripe_process_events", "--ids", first, verbosity=2)
    assert "1 of them" in said("djstripe_process_events", "--type", "product.*")
    assert "1 of them" in said("djstripe_process_events", "--failed")
    assert "3 events read, 0 of them" in said("djstripe_process_events", "--since", "2h")
    assert Event.objects.count() == 3
    with pytest.raises(CommandError, match="evt_nobody"):
        said("djstripe_process_events", "--ids", "evt_nobody")


def test_an_event_that_failed_is_tried_again_by_its_id(shop: Shop) -> None:
    shop.customer()
    [entry] = shop.entries
    WebhookEventTrigger.objects.update(state=WorkState.DEAD, processed=False)

    said("djstripe_process_events", "--ids", entry.event_stripe_id)

    entry.refresh_from_db()
    assert entry.state == WorkState.DONE


def test_a_backfill_is_followed_by_the_events_of_the_time_meanwhile(
    shop: Shop, listen: Connect
) -> None:
    seen: list[str] = []
    listen("customer.updated", lambda event, **kwargs: seen.append(event.id))
    shop.webhooks.lose()
    customer = shop.customer(email="before@example.com")
    shop.sandbox.advance(60)

    class Meanwhile(Gateway):
        def pages(self, path: str, *args: Any, **kwargs: Any) -> Any:
            yield from super().pages(path, *args, **kwargs)
            if path == "/v1/customers":  # just when they have been read
                shop.sandbox.modify("customer", customer["id"], email="meanwhile@example.com")
                shop.sandbox.advance(1)

    with use(Meanwhile(http_client=shop.sandbox.http_client())):
        text = said("djstripe_sync_models")

    assert "1 events of the time meanwhile applied" in text
    assert Customer.objects.get().email == "meanwhile@example.com" and len(seen) == 1


def test_a_backfill_of_some_models_follows_nothing_unless_asked(shop: Shop) -> None:
    assert "meanwhile" not in said("djstripe_sync_models", "Customer")
    assert place(shop).get() is None
    assert "0 events of the time meanwhile" in said("djstripe_sync_models", "Customer", "--follow")
    assert place(shop).get() is not None and place(shop, GAP).get() is None


def test_events_after_one_come_oldest_first(shop: Shop) -> None:
    lose(shop, 5)
    first, *rest = shop.event_ids

    assert [s.id for s in repair.events_after(first, shop.credentials)] == rest
    assert [s.id for s in repair.events_after(None, shop.credentials)] == [first, *rest]
    assert repair.newest_event(shop.credentials) == rest[-1]
    with pytest.raises(stripe.InvalidRequestError):
        list(repair.events_after("evt_nobody", shop.credentials))
