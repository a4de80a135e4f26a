"""
Weakenings of the protocol, one at a time: each takes away one thing that convergence rests on.

What the proof does not notice, it does not prove: every mutant must be found by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any
from unittest import mock

import stripe

from djstripe import look, mirror
from djstripe.gateway import Gateway, ports
from djstripe.gateway.retries import unix_seconds
from djstripe.inbox import claims
from djstripe.inbox.decide import Act
from djstripe.mirror import Doubt, Status, statements
from djstripe.mirror.upsert import Dialect
from djstripe.snapshot import Snapshot, Stamp

from .stripe_side import Cast

# The rooms' functions bear the names of their modules.
store_module: Any = import_module("djstripe.mirror.store")
unnest_module: Any = import_module("djstripe.mirror.unnest")
apply_module: Any = import_module("djstripe.inbox.apply")
decide_module: Any = import_module("djstripe.inbox.decide")


@dataclass(frozen=True)
class Mutant:
    """
    One weakening. ``cast`` is what it is looked for in, from this ``seed`` on, in examples of so
    many ``steps``; ``trust`` whether events are believed meanwhile.
    """

    name: str
    apply: Callable[[], AbstractContextManager[Any]]
    cast: Cast
    trust: bool = True
    seed: int = 1
    steps: int = 12


def swapped(owner: Any, name: str, other: Callable[..., Any]) -> AbstractContextManager[Any]:
    """Put ``other`` in the place of a function; it gets the real one first."""
    real = getattr(owner, name)
    return mock.patch.object(owner, name, lambda *args, **kwargs: other(real, *args, **kwargs))


def _gate(without: str) -> Callable[[], AbstractContextManager[Any]]:
    """The gate with one of its conditions altered."""

    def gate(real: Any, self: Any, shape: Any, **more: Any) -> str:
        newer, asked, *rest = real(self, shape, **more).split(" OR ")
        if without == "the row's ticket":
            asked = f"{self.new(shape.stamp('asked'))} >= 0"
        return " OR ".join([newer, asked, *rest])

    return lambda: swapped(Dialect, "gate", gate)


# -- stamps


@contextmanager
def ticket_after_the_request() -> Iterator[None]:
    def stamp(real: Any, self: Any, headers: Any, began: Any) -> Stamp:
        return replace(real(self, headers, began), ticket=ports.read_ticket())

    with swapped(Gateway, "_stamp", stamp):
        yield


@contextmanager
def no_widening() -> Iterator[None]:
    with ExitStack() as stack:
        of_event = classmethod(lambda cls, created: cls(created, created))
        stack.enter_context(mock.patch.object(Stamp, "of_event", of_event))

        def of_answer(cls: Any, date: int, elapsed: float, ticket: int | None = None) -> Stamp:
            return Stamp(int(date - elapsed), date, ticket)

        stack.enter_context(mock.patch.object(Stamp, "of_answer", classmethod(of_answer)))
        yield


@contextmanager
def date_alone() -> Iterator[None]:
    def of_answer(cls: Any, date: int, elapsed: float, ticket: int | None = None) -> Stamp:
        return Stamp(date - 1, date + 1, ticket)

    with mock.patch.object(Stamp, "of_answer", classmethod(of_answer)):
        yield


@contextmanager
def replayed_answer_stamped_anew() -> Iterator[None]:
    def stamp(real: Any, self: Any, headers: Mapping[str, str], began: Any) -> Stamp:
        if headers.get("Idempotent-Replayed") == "true":
            return Stamp.of_answer(unix_seconds(headers["Date"]) or 0, 0.0)
        answer: Stamp = real(self, headers, began)
        return answer

    with swapped(Gateway, "_stamp", stamp):
        yield


# -- deletions


@contextmanager
def tombstone_lifted_by_type() -> Iterator[None]:
    """An event that says ``created`` lifts whatever tombstone there is."""

    def payload(real: Any, self: Any) -> Snapshot | None:
        said: Snapshot | None = real(self)
        if said is None or not self.type.endswith(".created") or not said.id:
            return said
        model = mirror.model_for(str(said.object))
        gone = model is not None and model._base_manager.filter(
            id=said.id,
            djstripe_owner_account_id=said.account,
            livemode=said.livemode,
            djstripe_deleted=True,
        )
        if not gone:
            return said
        return replace(said, stamp=replace(said.stamp, ticket=2**60))

    with swapped(apply_module.Plan, "payload", payload):
        yield


@contextmanager
def unknown_deletion_ignored() -> Iterator[None]:
    def take(real: Any, self: Any, snapshot: Snapshot) -> None:
        if snapshot.deleted and snapshot.id:
            model = mirror.model_for(str(snapshot.object))
            if model is not None and not model._base_manager.filter(id=snapshot.id).exists():
                snapshot = replace(snapshot, data={}, deleted=False)  # refused as no object
        real(self, snapshot)

    with swapped(store_module._Batch, "take", take):
        yield


def copy_brings_back() -> AbstractContextManager[Any]:
    """A copy inside another object is as good as the object itself."""
    return mock.patch.object(unnest_module.Found, "is_inside", False)


@contextmanager
def late_deletion_dropped() -> Iterator[None]:
    """A deletion that seems older than a live row is dropped, and nobody looks."""

    def judge(real: Any, self: Any, row: Any, written: Any) -> None:
        doubted = dict(self.doubted)
        real(self, row, written)
        verdict = self.verdicts[row.found.recipe.model, row.found.key]
        is_older = row.found.snapshot.stamp.latest < written.earliest
        if verdict.status is Status.DOUBT and row.found.snapshot.deleted and is_older:
            verdict.status, self.doubted = Status.STALE, doubted

    with swapped(store_module._Batch, "_judge", judge):
        yield


@contextmanager
def lives_not_told_apart() -> Iterator[None]:
    """What was made anew under an old id passes the gate like any other state."""

    def gate(real: Any, self: Any, shape: Any, *, inside: bool = False) -> str:
        kept = shape if inside or not shape.born else replace(shape, born="")
        return str(real(self, kept, inside=inside))

    with swapped(Dialect, "gate", gate):
        yield


# -- sets


def set_merged() -> AbstractContextManager[Any]:
    return mock.patch.object(store_module, "_leavers", lambda recipe, winners, asked: [])


@contextmanager
def members_gated_one_by_one() -> Iterator[None]:
    """A set has no gate of its own: its members pass theirs, and who is missing has left."""

    def write_sets(real: Any, self: Any, ticket: int, now: Any) -> list[Any]:
        real(self, ticket, now)
        filed = list(self.sets.values())
        members = [member for one in filed for member in one.members]
        for recipe, sets, asked in self._asking_for_members(filed):
            statements.run(self.using, asked)
            members += store_module._leavers(recipe, sets, asked)
        return members

    with swapped(store_module._Batch, "_write_sets", write_sets):
        yield


@contextmanager
def cut_list_is_whole() -> Iterator[None]:
    def take_set(real: Any, owner: Any, declared: Any, payload: Any, result: Any) -> Any:
        data = dict(owner.snapshot.data)
        listed = data.get(declared.path)
        if isinstance(listed, dict) and listed.get("has_more"):
            data[declared.path] = {**listed, "has_more": False}
            owner.snapshot = replace(owner.snapshot, data=data)
        return real(owner, declared, payload, result)

    with ExitStack() as stack:
        stack.enter_context(swapped(unnest_module, "_take_set", take_set))
        never = mock.patch.object(decide_module, "_is_cut", lambda subject, lists: False)
        stack.enter_context(never)
        incomplete = swapped(Gateway, "__post_init__", _incomplete)
        stack.enter_context(incomplete)
        yield


def _incomplete(real: Any, self: Any) -> None:
    real(self)
    self.completes_lists = False


# -- doubts


@contextmanager
def doubt_in_memory() -> Iterator[None]:
    """Who raises a doubt looks at once, and remembers it nowhere."""

    def serve(real: Any, keys: Any = None, **kwargs: Any) -> look.Served:
        for id, name, account, livemode in sorted(keys or ()):
            with suppress(stripe.StripeError):
                mirror.store([look.look({"object": name, "id": id}, account, livemode)])
        return look.Served()

    with ExitStack() as stack:
        nothing = mock.patch.object(store_module, "raise_doubts", lambda *args: None)
        stack.enter_context(nothing)
        drain_module = import_module("djstripe.inbox.drain")
        stack.enter_context(swapped(drain_module, "serve_doubts", serve))
        yield


@contextmanager
def doubt_joins_a_request_under_way() -> Iterator[None]:
    """Any answer settles a doubt, whenever it was asked for."""

    def clear(real: Any, self: Any, by_model: Any) -> None:
        Doubt.objects.update(ticket=-1)
        real(self, by_model)

    with swapped(store_module._Batch, "_clear_doubts", clear):
        yield


@contextmanager
def overlap_is_older() -> Iterator[None]:
    """What overlaps and loses is dropped, as if somebody knew."""
    with mock.patch.object(store_module, "_overlaps", lambda snapshot, written: False):
        yield


@contextmanager
def overlap_is_newer() -> Iterator[None]:
    """What overlaps replaces: who comes last wins."""

    def gate(real: Any, self: Any, shape: Any, **more: Any) -> str:
        earliest, latest = shape.stamp("earliest"), shape.stamp("latest")
        return f"{real(self, shape, **more)} OR {self.old(shape, earliest)} <= {self.new(latest)}"

    with swapped(Dialect, "gate", gate):
        yield


# -- events


def _undoubted(word: str) -> Callable[[], AbstractContextManager[Any]]:
    """A reason not to believe a payload that is overlooked."""

    def decide(real: Any, event: Any, **kwargs: Any) -> Any:
        decision = real(event, **kwargs)
        if (
            decision.act is Act.LOOK
            and word in decision.why
            and "object" in (event.get("data") or {})
        ):
            return replace(decision, act=Act.STORE)
        return decision

    return lambda: swapped(apply_module, "decide", decide)


@contextmanager
def applied_before_it_is_stored() -> Iterator[None]:
    """An entry is done before its effects are committed."""

    def store_once(real: Any, plans: Any, *args: Any) -> Any:
        pks = [plan.entry.pk for plan in plans if plan.entry.pk is not None]
        model = apply_module.WebhookEventTrigger
        model.objects.filter(pk__in=pks).update(state="done", processed=True)
        return real(plans, *args)

    with swapped(apply_module, "_store_once", store_once):
        yield


@contextmanager
def anybody_finishes() -> Iterator[None]:
    """Who did work that was done already does not notice."""

    def finish(real: Any, row: Any, **kwargs: Any) -> bool:
        real(row, **kwargs)
        return True

    with swapped(claims, "finish", finish):
        yield


PRODUCTS = Cast(("products",), few=True, inline=True)
ITEMS = Cast(("items",), inline=True)
MANY = Cast(("items",), many=True)
CLOCKS = Cast(("clocks",), few=True)
PLANS = Cast(("plans in use",), few=True, inline=True)

MUTANTS = (
    Mutant("fence dropped", _gate("the row's ticket"), PRODUCTS, seed=2),
    Mutant(
        "fence dropped, payloads not trusted",
        _gate("the row's ticket"),
        PRODUCTS,
        trust=False,
        seed=2,
    ),
    Mutant("ticket read after the request", ticket_after_the_request, PRODUCTS),
    Mutant("no widening", no_widening, replace(PRODUCTS, skew=1), seed=2),
    Mutant("the Date header alone", date_alone, PRODUCTS, seed=6),
    Mutant("replayed answer stamped anew", replayed_answer_stamped_anew, PRODUCTS, seed=5),
    Mutant("tombstone lifted by type", tombstone_lifted_by_type, PRODUCTS),
    Mutant("deletion of an unknown id ignored", unknown_deletion_ignored, PRODUCTS),
    Mutant("copy brings back what is gone", copy_brings_back, PLANS),
    Mutant("late deletion dropped", late_deletion_dropped, PLANS, seed=4),
    Mutant("lives of one id not told apart", lives_not_told_apart, PLANS),
    Mutant("set merged instead of replaced", set_merged, ITEMS),
    Mutant("members gated one by one", members_gated_one_by_one, ITEMS, seed=2),
    Mutant("cut list stored as whole", cut_list_is_whole, MANY),
    Mutant("doubt kept in memory", doubt_in_memory, PRODUCTS, seed=2),
    Mutant("doubt joins a request under way", doubt_joins_a_request_under_way, PRODUCTS, seed=2),
    Mutant("overlap taken for older", overlap_is_older, PRODUCTS),
    Mutant("overlap taken for newer", overlap_is_newer, PRODUCTS),
    Mutant("event after its own delivery trusted", _undoubted("younger"), PRODUCTS, seed=4),
    Mutant("event of a test clock trusted", _undoubted("test clock"), CLOCKS, seed=2),
    Mutant("applied before it is stored", applied_before_it_is_stored, PRODUCTS),
    Mutant("done twice unnoticed", anybody_finishes, PRODUCTS, seed=3),
)
