"""The project's receivers: whom they hear, in which order, how often, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import stripe
from asgiref.sync import sync_to_async
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_save
from django.test import override_settings
from django.utils import timezone

from djstripe import inbox
from djstripe.inbox import claims, runs
from djstripe.inbox.drain import new_token
from djstripe.models import (
    Customer,
    Product,
    ReceiverRun,
    WebhookEventTrigger,
    WorkState,
)
from djstripe.signals import (
    known_event_types,
    webhook_post_process,
    webhook_post_validate,
    webhook_pre_process,
    webhook_pre_validate,
    webhook_processing_error,
)

from .conftest import Connect, Shop
from .entries import entry, event


def later(**span: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(**span)


def the_run() -> ReceiverRun:
    return ReceiverRun.objects.get()


# -- whom they hear


@pytest.mark.django_db
def test_every_type_that_the_sdk_knows_reaches_its_receiver_and_the_wildcards(
    listen: Connect,
) -> None:
    heard: list[str] = []
    types = known_event_types()
    listen(types, lambda event, **kwargs: heard.append(event.type))
    listen("*", lambda event, **kwargs: heard.append(f"* {event.type}"))
    for number, kind in enumerate(types):
        thing = {"object": "moon", "id": f"moon_{number}"}
        entry(f"evt_{number}", kind, body=event(f"evt_{number}", kind, data={"object": thing}))

    inbox.drain_all()

    assert set(heard) == {*types, *(f"* {kind}" for kind in types)}
    assert len(heard) == 2 * len(types)


@pytest.mark.django_db
def test_types_that_nobody_knows_are_stored_and_reach_who_listens(listen: Connect) -> None:
    heard: list[str] = []
    listen(["moon.landed", "moon.*"], lambda event, **kwargs: heard.append(event.type))
    thing = {"object": "moon", "id": "moon_1"}
    for kind in ("moon.landed", "moon.crater.found"):
        entry(f"evt_{kind}", kind, body=event(f"evt_{kind}", kind, data={"object": thing}))

    inbox.drain_all()

    assert sorted(heard) == ["moon.crater.found", "moon.landed"]


# -- what they get


def test_the_mirror_is_there_first_and_the_object_is_handed_over(
    shop: Shop, listen: Connect
) -> None:
    seen: list[Any] = []

    def hear(sender: Any, event: Any, instance: Any, **kwargs: Any) -> None:
        seen.append((sender.__name__, event.type, instance.__class__.__name__, instance.email))
        seen.append(Customer.objects.get(id=instance.id).email)

    listen("customer.created", hear)
    shop.customer(email="ada@example.com")

    assert seen == [
        ("Event", "customer.created", "Customer", "ada@example.com"),
        "ada@example.com",
    ]


def test_the_object_is_as_it_is_now_also_when_it_is_gone(shop: Shop, listen: Connect) -> None:
    seen: list[tuple[str, bool]] = []
    listen(
        "product.*",
        lambda event, instance, **kwargs: seen.append((event.type, instance.djstripe_deleted)),
    )
    product = shop.sandbox.create("product", name="Mug")
    shop.sandbox.delete("product", product["id"])

    assert seen == [("product.created", False), ("product.deleted", True)]


@pytest.mark.django_db
def test_without_an_object_the_instance_is_false(listen: Connect) -> None:
    seen: list[bool] = []
    listen("balance.available", lambda event, instance, **kwargs: seen.append(bool(instance)))
    body = event("evt_1", "balance.available", data={"object": {"object": "balance"}})
    entry("evt_1", "balance.available", body=body)

    inbox.drain()

    assert seen == [False]


def test_a_thin_events_receiver_gets_the_object_too(shop: Shop, listen: Connect) -> None:
    seen: list[tuple[str, str]] = []
    listen(
        "v1.customer.created",
        lambda sender, instance, **kwargs: seen.append((sender.__name__, instance.email)),
    )
    shop.listen(thin=True)
    shop.customer(email="ada@example.com")

    assert seen == [("EventV2", "ada@example.com")]


# -- how often


def test_each_one_once_however_often_and_whichever_way_the_event_comes(
    shop: Shop, listen: Connect
) -> None:
    heard: list[str] = []
    names = ["customer.created", "customer.*", "*"]
    listen(names, lambda event, **kwargs: heard.append("one"))
    listen(names, lambda event, **kwargs: heard.append("two"))
    shop.webhooks.duplicate()
    shop.customer()
    [happened] = shop.sandbox.events
    inbox.process_event(happened)
    inbox.replay(WebhookEventTrigger.objects.all())
    inbox.drain_all()

    assert heard == ["one", "two"]
    assert ReceiverRun.objects.count() == 2
    assert shop.waiting() == 0


def test_one_that_is_added_later_hears_nothing_of_an_event_applied_again(
    shop: Shop, listen: Connect
) -> None:
    heard: list[str] = []
    shop.customer()
    listen("customer.created", lambda event, **kwargs: heard.append(event.type))

    inbox.replay(WebhookEventTrigger.objects.all())
    tally = inbox.drain()

    assert tally.applied == 1 and heard == [] and not ReceiverRun.objects.exists()


@pytest.mark.django_db
def test_one_that_fails_is_tried_again_alone_and_becomes_a_dead_letter(listen: Connect) -> None:
    heard: list[str] = []

    def broken(**kwargs: Any) -> None:
        heard.append("broken")
        raise RuntimeError("closed on Sundays")

    listen("customer.updated", broken)
    listen("customer.updated", lambda **kwargs: heard.append("whole"))
    entry()

    with override_settings(DJSTRIPE_INBOX_MAX_TRIES=3):
        for hours in range(6):
            inbox.drain(now=later(days=hours))

    assert heard == ["broken", "whole", "broken", "broken"]
    dead = ReceiverRun.objects.get(receiver__endswith="broken")
    assert (dead.state, dead.tries) == (WorkState.DEAD, 3)
    assert "closed on Sundays" in dead.exception and "RuntimeError" in dead.traceback
    assert WebhookEventTrigger.objects.get().state == WorkState.DONE


@pytest.mark.django_db
def test_the_waits_grow_and_are_spread() -> None:
    waits = [[claims.back_off(tries) for _ in range(50)] for tries in range(1, 30)]

    assert all(max(one) <= 6 * 3600 for one in waits)
    assert max(waits[0]) < max(waits[4]) < max(waits[-1])
    assert len(set(waits[5])) > 10


@pytest.mark.django_db
def test_one_that_disappears_between_is_named_and_may_come_back(listen: Connect) -> None:
    heard: list[str] = []

    def hear(event: Any, **kwargs: Any) -> None:
        heard.append(event.id)

    listen("customer.updated", hear)
    entry()
    inbox.apply(claimed_entries())
    name = the_run().receiver
    ReceiverRun.objects.update(receiver="shop.hooks.gone")

    inbox.drain(now=later(hours=1))

    assert the_run().state == WorkState.DEAD
    assert "ReceiverGone" in the_run().exception and "shop.hooks.gone" in the_run().exception
    ReceiverRun.objects.update(receiver=name)
    inbox.replay(ReceiverRun.objects.all())
    inbox.drain(now=later(days=2))
    assert heard == ["evt_1"] and the_run().state == WorkState.DONE


@pytest.mark.django_db
def test_one_whose_event_is_gone_is_named(listen: Connect) -> None:
    listen("customer.updated", lambda **kwargs: None)
    entry()
    inbox.apply(claimed_entries())
    ReceiverRun.objects.update(event="evt_pruned")

    inbox.drain(now=later(hours=1))

    assert "evt_pruned" in the_run().exception and the_run().state == WorkState.DEAD


def claimed_entries() -> list[WebhookEventTrigger]:
    return claims.claim(
        WebhookEventTrigger.objects.all(), new_token(), limit=10, now=claims.now_in_database()
    )


# -- what they may do


@pytest.mark.django_db
def test_what_a_failed_one_wrote_is_taken_back(listen: Connect) -> None:
    def half(event: Any, **kwargs: Any) -> None:
        Product.objects.create(id="prod_half")
        raise RuntimeError

    listen("customer.updated", half)
    entry()

    inbox.drain()

    assert not Product.objects.exists()
    assert the_run().state == WorkState.WAITING


@pytest.mark.django_db
def test_an_error_of_the_database_fails_that_run_alone(listen: Connect) -> None:
    heard: list[str] = []

    def twice(event: Any, **kwargs: Any) -> None:
        for _ in range(2):
            Product.objects.create(id="prod_1", djstripe_owner_account_id="acct_1")

    listen("customer.updated", twice)
    listen("customer.updated", lambda **kwargs: heard.append("next"))
    entry()

    tally = inbox.drain()

    assert (tally.ran, tally.run_failures, heard) == (1, 1, ["next"])
    failed = ReceiverRun.objects.get(receiver__endswith="twice")
    assert failed.state == WorkState.WAITING and "IntegrityError" in failed.exception


@pytest.mark.django_db
def test_an_error_of_the_database_that_is_caught_with_its_savepoint_is_none(
    listen: Connect,
) -> None:
    def careful(event: Any, **kwargs: Any) -> None:
        for _ in range(2):
            try:
                with transaction.atomic():
                    Product.objects.create(id="prod_1", djstripe_owner_account_id="acct_1")
            except IntegrityError:
                pass

    listen("customer.updated", careful)
    entry()
    inbox.drain()

    assert the_run().state == WorkState.DONE and Product.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_to_happen_on_commit_happens_only_if_it_succeeded(listen: Connect) -> None:
    sent: list[str] = []

    def mail(event: Any, **kwargs: Any) -> None:
        assert connection.in_atomic_block
        transaction.on_commit(lambda: sent.append(event.id))
        if event.id == "evt_bad":
            raise RuntimeError

    listen("customer.updated", mail)
    entry("evt_good")
    entry("evt_bad")
    inbox.drain()

    assert sent == ["evt_good"]


@pytest.mark.django_db
def test_a_coroutine_is_run_to_its_end_in_the_transaction(listen: Connect) -> None:
    heard: list[str] = []

    async def hear(event: Any, instance: Any, **kwargs: Any) -> None:
        await Product.objects.acreate(id="prod_async")
        heard.append(await sync_to_async(lambda: str(instance.name))())

    async def broken(event: Any, **kwargs: Any) -> None:
        await Product.objects.acreate(id="prod_broken")
        raise RuntimeError

    listen("customer.updated", hear)
    listen("customer.updated", broken)
    entry()
    tally = inbox.drain()

    assert heard == ["Ada"] and (tally.ran, tally.run_failures) == (1, 1)
    assert [product.id for product in Product.objects.all()] == ["prod_async"]


def test_one_may_ask_stripe_to_do_something(shop: Shop, listen: Connect) -> None:
    def greet(instance: Any, **kwargs: Any) -> None:
        instance.act(metadata={"greeted": "yes"})

    listen("customer.created", greet)
    shop.customer(email="ada@example.com")

    assert Customer.objects.get().metadata == {"greeted": "yes"}
    assert the_run().state == WorkState.DONE
    assert shop.waiting() == 0


def test_one_that_stripe_refuses_is_tried_again(shop: Shop, listen: Connect) -> None:
    def wrong(instance: Any, **kwargs: Any) -> None:
        instance.act(nonsense="yes")

    listen("customer.created", wrong)
    shop.customer()

    assert stripe.InvalidRequestError.__name__ in the_run().exception
    assert the_run().state == WorkState.WAITING


@pytest.mark.django_db
def test_one_that_takes_longer_than_its_lease_counts_once(listen: Connect) -> None:
    """Another worker takes it for left behind, and does it; this one's work is taken back."""
    calls: list[str] = []

    def count(event: Any, **kwargs: Any) -> None:
        calls.append(event.id)
        Product.objects.create(id=f"prod_{len(calls)}")

    listen("customer.updated", count)
    entry()
    inbox.apply(claimed_entries())

    [slow] = claimed_runs(timezone.now() + dt.timedelta(seconds=1))
    [quick] = claimed_runs(later(hours=1))
    assert runs.run(quick) and runs.run(slow)

    assert Product.objects.count() == 1
    assert the_run().state == WorkState.DONE


def claimed_runs(now: dt.datetime) -> list[ReceiverRun]:
    return claims.claim(ReceiverRun.objects.all(), new_token(), limit=10, now=now)


# -- dj-stripe's five signals


def test_the_five_signals_of_a_delivery_in_their_order(shop: Shop) -> None:
    told: list[Any] = []

    def hear(name: str) -> Any:
        def receiver(sender: Any, instance: Any, **kwargs: Any) -> None:
            kwargs.pop("signal")
            assert sender is WebhookEventTrigger
            told.append((name, instance.processed, sorted(kwargs)))

        return receiver

    kept = [
        (signal, hear(name))
        for signal, name in (
            (webhook_pre_validate, "before validating"),
            (webhook_post_validate, "validated"),
            (webhook_pre_process, "before processing"),
            (webhook_post_process, "processed"),
            (webhook_processing_error, "failed"),
        )
    ]
    for signal, receiver in kept:
        signal.connect(receiver)
    try:
        shop.customer()
        shop.sandbox.faults.server_error("/v1/customers/*", times=None, method="GET")
        with override_settings(DJSTRIPE_TRUST_EVENT_PAYLOADS=False):
            shop.customer()
    finally:
        for signal, receiver in kept:
            signal.disconnect(receiver)

    validated = [("before validating", False, []), ("validated", False, ["valid"])]
    assert told == [
        *validated,
        ("before processing", False, []),
        ("processed", True, ["api_key"]),
        *validated,
        ("before processing", False, []),
        ("failed", False, ["api_key", "data", "exception"]),
    ]


def test_a_try_is_announced_once_also_where_it_takes_two_transactions(shop: Shop) -> None:
    told: list[str] = []
    saved: list[Any] = []

    def hear(instance: Any, **kwargs: Any) -> None:
        told.append(instance.event_type)

    def refuse_the_first(instance: Any, **kwargs: Any) -> None:
        saved.append(instance)
        if len(saved) == 1:
            raise RuntimeError("not in one transaction")

    webhook_pre_process.connect(hear)
    pre_save.connect(refuse_the_first, sender=WebhookEventTrigger)
    try:
        shop.customer()
    finally:
        webhook_pre_process.disconnect(hear)
        pre_save.disconnect(refuse_the_first, sender=WebhookEventTrigger)

    assert told == ["customer.created"] and len(saved) == 2
    assert Customer.objects.count() == 1


def test_who_vetoes_a_delivery_is_asked_once(shop: Shop) -> None:
    asked: list[str] = []

    def veto(instance: Any, **kwargs: Any) -> None:
        asked.append(instance.event_type)
        raise RuntimeError("not this one")

    webhook_pre_process.connect(veto)
    try:
        shop.customer()
    finally:
        webhook_pre_process.disconnect(veto)

    assert asked == ["customer.created"]
    assert "not this one" in WebhookEventTrigger.objects.get().exception


def test_the_signals_hand_over_the_accounts_key(shop: Shop) -> None:
    keys: list[str] = []

    def hear(api_key: str, **kwargs: Any) -> None:
        keys.append(api_key)

    webhook_post_process.connect(hear)
    try:
        shop.customer()
    finally:
        webhook_post_process.disconnect(hear)

    assert keys == [shop.credentials.api_key.reveal()]


@pytest.mark.django_db
def test_who_raises_before_processing_fails_that_event_alone() -> None:
    def veto(instance: Any, **kwargs: Any) -> None:
        if instance.event_stripe_id == "evt_bad":
            raise RuntimeError("not this one")

    webhook_pre_process.connect(veto)
    try:
        for id in ("evt_1", "evt_bad", "evt_2"):
            entry(id)
        tally = inbox.drain()
    finally:
        webhook_pre_process.disconnect(veto)

    assert (tally.applied, tally.failed) == (2, 1)
    bad = WebhookEventTrigger.objects.get(event_stripe_id="evt_bad")
    assert "not this one" in bad.exception and bad.state == WorkState.WAITING


@pytest.mark.django_db
def test_who_raises_after_processing_undoes_nothing() -> None:
    def broken(**kwargs: Any) -> None:
        raise RuntimeError

    webhook_post_process.connect(broken)
    try:
        entry()
        tally = inbox.drain()
    finally:
        webhook_post_process.disconnect(broken)

    assert tally.applied == 1 and WebhookEventTrigger.objects.get().state == WorkState.DONE
