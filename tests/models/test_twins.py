"""Asynchronous twins: the same verbs, and nobody waits for Stripe."""

from __future__ import annotations

import asyncio
import gc
import inspect
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import stripe
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.test import AsyncClient, override_settings
from django.urls import path

from djstripe import mirror
from djstripe.exceptions import MissingExtra, OpenTransaction
from djstripe.gateway import Gateway, crossing, is_crossing, line, use, within
from djstripe.models import Attempt, Customer, PaymentIntent, Product, Refund, at_stripe
from djstripe.sandbox import Sandbox
from tests.models.test_core_verbs import charged, customer, price

__all__ = ["customer", "price"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(sandbox: Sandbox) -> Any:
    """The same sandbox over HTTP, and a gateway with real connections to it."""
    with sandbox.serve() as served, use(Gateway(api_host=served.url)):
        yield served


def run(coroutine: Callable[..., Any], *args: Any) -> Any:
    """Run it on a loop of its own; Django's synchronous code stays on this thread."""
    return async_to_sync(coroutine)(*args)


class TestATwin:
    def test_does_what_its_verb_does(self, sandbox: Sandbox, customer: Any, price: Any) -> None:
        async def live() -> Any:
            subscription = await customer.asubscribe(price=price)
            return await subscription.acancel(at_period_end=False)

        row = run(live)

        assert row.status == "canceled"
        assert row.pk == customer.subscriptions.get().pk

    def test_runs_on_djangos_thread(self, sandbox: Sandbox) -> None:
        seen: list[Any] = []
        ask = sandbox.answer

        def answer(request: Any) -> Any:
            seen.append((threading.get_ident(), is_crossing()))
            return ask(request)

        sandbox.answer = answer  # type: ignore[method-assign]

        async def live() -> Any:
            return threading.get_ident(), await Product.acreate_at_stripe(name="Gold")

        of_loop, row = run(live)

        assert row == Product.objects.get()
        # Stripe is asked on the loop's thread, by the coroutine.
        assert seen[-1] == (of_loop, False)

    def test_raises_what_its_verb_raises(self, sandbox: Sandbox) -> None:
        async def live() -> None:
            await PaymentIntent.acreate_at_stripe(
                amount=500,
                currency="usd",
                confirm=True,
                payment_method="pm_card_chargeDeclined",
                automatic_payment_methods={"enabled": True, "allow_redirects": "never"},
            )

        with pytest.raises(stripe.CardError):
            run(live)

        assert PaymentIntent.objects.get().status == "requires_payment_method"

    def test_keeps_to_the_limit_of_time(self, sandbox: Sandbox) -> None:
        sandbox.faults.drop("/v1/products", times=None)

        async def live() -> None:
            with within(seconds=0.2):
                await Product.acreate_at_stripe(name="Gold")

        with (
            override_settings(DJSTRIPE_MAX_RETRIES=50),
            use(Gateway(http_client=sandbox.http_client())),
            pytest.raises(stripe.APIConnectionError),
        ):
            began = time.monotonic()
            run(live)
        assert time.monotonic() - began < 5

    def test_of_a_list_is_gone_through(self, sandbox: Sandbox) -> None:
        for number in range(12):
            sandbox.create("product", name=f"{number}")

        async def live() -> list[str]:
            return [one.name async for one in Product.aapi_list()]

        assert len(run(live)) == 12

    def test_of_the_door(self, sandbox: Sandbox, customer: Any) -> None:
        async def live() -> list[Any]:
            await customer.stripe.acreate_balance_transaction(amount=-5, currency="usd")
            await customer.stripe.balance_transactions.acreate(amount=-6, currency="usd")
            assert (await at_stripe().balance.aretrieve())["object"] == "balance"
            listed = await customer.stripe.alist_balance_transactions()
            return [row.amount async for row in listed]

        assert sorted(run(live)) == [-6, -5]

    def test_in_an_async_view(self, sandbox: Sandbox, customer: Any, price: Any) -> None:
        made = async_to_sync(AsyncClient().post)
        with override_settings(ROOT_URLCONF=__name__):
            answer = made(f"/subscribe/{customer.id}/{price.id}")

        assert answer.json() == {"status": "active"}
        assert customer.subscriptions.get().status == "active"


async def subscribe(request: HttpRequest, id: str, price: str) -> JsonResponse:
    customer = await Customer.objects.aget(id=id)
    subscription = await customer.asubscribe(price=price)
    return JsonResponse({"status": subscription.status})


urlpatterns = [path("subscribe/<id>/<price>", subscribe)]


class TestManyAtOnce:
    def test_nobody_waits_for_another(self, sandbox: Sandbox, customer: Any, server: Any) -> None:
        """Two hundred requests that take half a second each."""
        sandbox.faults.slow(0.5, "/v1/products/*", real=True, times=None)
        ids = [sandbox.create("product", name=f"{n}")["id"] for n in range(10)]
        rows = [mirrored_product(sandbox, id) for id in ids]

        async def live() -> tuple[float, int]:
            began = time.monotonic()
            await asyncio.gather(*(rows[n % 10].aapi_retrieve() for n in range(200)))
            return time.monotonic() - began, len(line._lines)

        accepted: list[Any] = []
        accept = server.listener.process_request
        server.listener.process_request = lambda *args: (accepted.append(args), accept(*args))
        took, lines = run(live)

        # One after another would take a hundred seconds; a hundred connections, one.
        assert took < 20
        assert lines == 1
        assert len(accepted) <= line.MOST_CONNECTIONS + line.MOST_CONNECTIONS // 10

    def test_refunds(self, sandbox: Sandbox, customer: Any, server: Any) -> None:
        charges = [charged(customer) for _ in range(8)]
        sandbox.faults.slow(0.5, "/v1/refunds", real=True, times=None)

        async def live() -> float:
            began = time.monotonic()
            await asyncio.gather(*(charge.arefund() for charge in charges))
            return time.monotonic() - began

        assert run(live) < 3.5
        assert Refund.objects.count() == 8
        assert all(charge.refunded for charge in charges)
        assert not Attempt.objects.exists()

    def test_one_loop_after_another(self, sandbox: Sandbox, server: Any) -> None:
        async def live(name: str) -> Any:
            await Product.acreate_at_stripe(name=name)
            [(mine, _)] = line._lines.values()
            return mine

        one, other = run(live, "Gold"), run(live, "Silver")

        assert one is not other
        assert one._client.is_closed and other._client.is_closed
        gc.collect()
        assert not line._lines
        assert Product.objects.count() == 2


def mirrored_product(sandbox: Sandbox, id: str) -> Any:
    row = Product(id=id, djstripe_owner_account_id=sandbox.account)
    row.save()
    return row


class TestCancelled:
    def test_while_stripe_is_asked_the_attempt_is_lost(self, sandbox: Sandbox, server: Any) -> None:
        done, released = threading.Event(), threading.Event()

        def hold() -> None:
            done.set()
            released.wait(60)

        sandbox.faults.slow(0, "/v1/products", after=True, during=hold)

        async def live() -> None:
            task = asyncio.create_task(Product.acreate_at_stripe(name="Gold"))
            while not task.done() and not done.is_set():
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        run(live)
        released.set()
        assert Attempt.objects.get().state == Attempt.State.LOST

        # The first may still be under way: Stripe says so, and is asked again.
        with override_settings(DJSTRIPE_MAX_RETRIES=9):
            row = Product.create_at_stripe(name="Gold")

        assert [one["id"] for one in sandbox.list("product")["data"]] == [row.id]
        assert not Attempt.objects.exists()

    def test_before_it_begins_nothing_is_done(self, sandbox: Sandbox) -> None:
        async def live() -> None:
            task = asyncio.create_task(Product.acreate_at_stripe(name="Gold"))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        run(live)

        assert not crossing._running
        assert not Attempt.objects.filter(state=Attempt.State.SENT).exists()

    def test_a_limit_of_asyncios_is_one_too(self, sandbox: Sandbox, server: Any) -> None:
        sandbox.faults.slow(2, "/v1/products", real=True)

        async def live() -> None:
            async with asyncio.timeout(0.3):
                await Product.acreate_at_stripe(name="Gold")

        with pytest.raises(TimeoutError):
            run(live)
        assert not crossing._running


class TestWhatIsRefused:
    @pytest.mark.django_db(transaction=True)
    def test_an_open_transaction(self, sandbox: Sandbox) -> None:
        async def live() -> None:
            @sync_to_async
            def begin() -> Any:
                block = transaction.atomic()
                block.__enter__()
                return block

            @sync_to_async
            def end(block: Any) -> None:
                block.__exit__(None, None, None)

            block = await begin()
            try:
                with pytest.raises(OpenTransaction, match="atomic"):
                    await Product.acreate_at_stripe(name="Gold")
            finally:
                await end(block)

        run(live)

        assert not sandbox.list("product")["data"]

    @pytest.mark.parametrize(("module", "name"), [(crossing, "greenlet"), (line, "httpx")])
    def test_without_the_extra_the_way_out_is_said(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, server: Any, module: Any, name: str
    ) -> None:
        monkeypatch.setattr(module, name, None)

        async def live() -> None:
            await Product.acreate_at_stripe(name="Gold")

        with pytest.raises(MissingExtra, match=r"pip install 'djstripe\[async\]'"):
            run(live)

    def test_no_frame_of_an_error_has_the_key(self, sandbox: Sandbox, server: Any) -> None:
        sandbox.faults.drop("/v1/products", times=None)

        async def live() -> None:
            await Product.acreate_at_stripe(name="Gold")

        with pytest.raises(stripe.APIConnectionError) as caught:
            run(live)
        key, error = settings.STRIPE_TEST_SECRET_KEY, caught.value
        while error is not None:
            frames = error.__traceback__
            while frames is not None:
                inside = frames.tb_frame.f_code.co_filename != __file__
                for name, value in frames.tb_frame.f_locals.items() if inside else ():
                    assert key not in repr(value), (frames.tb_frame, name)
                frames = frames.tb_next
            error = error.__cause__ or error.__context__  # type: ignore[assignment]


# ------------------------------------------------------------------------------- all verbs

# What asks Stripe, by name; whoever uses one of these is a verb.
ASKING = {
    "act", "create_at_stripe", "tell", "get_gateway", "_creator", "_api_create", "_api_update",
    "_api_delete", "api_retrieve", "api_list", "refresh_from_stripe", "look_again", "start",
    "perform", "_tell", "tell_of_use", "take_back_use", "usage_of",
}  # fmt: skip


def own_name(name: str, model: Any) -> bool:
    return name.partition(".")[0] in {base.__name__ for base in model.__mro__}


def verbs_of(model: Any) -> dict[str, Any]:
    """The public methods of a model's own that ask Stripe, by what their code names."""
    own: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("djstripe."):
            own.update(vars(base))
    functions = {
        name: getattr(value, "__func__", value)
        for name, value in own.items()
        if isinstance(value, classmethod) or inspect.isfunction(value)
    }
    asking = set(ASKING)
    while True:
        more = {
            name
            for name, function in functions.items()
            if name not in asking
            and not asking.isdisjoint(inspect.unwrap(function).__code__.co_names)
        }
        if not more:
            break
        asking |= more
    return {
        name: function
        for name, function in functions.items()
        if name in asking
        and not name.startswith(("_", "is_", "has_"))
        and not (name[0] == "a" and name[1:] in functions)
    }


@pytest.mark.parametrize("model", mirror.all_models(), ids=lambda model: model.__name__)
def test_every_verb_has_its_twin(model: Any) -> None:
    """``python -m tools.twins`` writes the lines that are missing."""
    missing = []
    for name, verb in verbs_of(model).items():
        twin = getattr(model, f"a{name}", None)
        if twin is None:
            missing.append(f"a{name} = twin({name})")
            continue
        function = getattr(twin, "__func__", twin)
        assert inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
        assert inspect.signature(function) == inspect.signature(verb), name
        assert f"``{name}``" in inspect.getdoc(function)

    assert not missing, f"{model.__name__} lacks {missing}"
