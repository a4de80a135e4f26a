"""
Chance decides: what happens at Stripe, what becomes of the deliveries, who goes on and who dies.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from .drive import END, LEASE_SECONDS, NEXT, Drive, Until
from .scheduler import AGAIN, ANSWERED, ARRIVED, BEGIN, POINTS, SEND, WORKED, Scheduler
from .situations import Counts
from .stripe_side import FORMS, LOST_ANSWERS, MOVES, Cast

STEPS = 20  # of an example, at most: what comes later heals what came before

# Half of the work is done without anybody coming between, or little would ever get done.
POINT = st.builds(Until, st.sampled_from(POINTS), st.sampled_from([1, 2, 1, 3, 5, 8]))
HOW_FAR = st.one_of(st.just(END), POINT)
# An answer that was true, and is not any more when it comes in.
AT_STRIPE = st.builds(Until, st.sampled_from([WORKED, WORKED, ARRIVED, ANSWERED]))
FASTER = st.one_of(st.just(END), st.just(Until(SEND)), POINT)
BEFORE_COMMITS = st.builds(Until, st.just(BEGIN), st.integers(1, 4))
PAUSE = st.sampled_from([0, 0, 3, 5])
WHICH = st.integers(0, 11)
PLACE = st.integers(0, 2)
PICK = st.integers(0, 1)
WHAT = st.tuples(WHICH, PLACE, PICK)
SELDOM = st.sampled_from([False, False, True])
SECONDS = st.sampled_from([0.4, 1, 2, 1, 5, 130, 400])

CASTS = st.builds(
    Cast,
    stories=st.lists(st.sampled_from(sorted(MOVES)), min_size=1, max_size=2, unique=True).map(
        tuple
    ),
    places=st.sampled_from([1, 1, 2, 3]),
    forms=st.lists(st.sampled_from(FORMS), min_size=1, max_size=2, unique=True).map(tuple),
    many=st.sampled_from([False, False, True]),
    few=st.booleans(),
    skew=st.sampled_from([0, 1, -1]),
    pick=PICK,
    inline=st.booleans(),
)


def machine(
    scheduler: Scheduler, counts: Counts, casts: st.SearchStrategy[Cast] = CASTS
) -> type[RuleBasedStateMachine]:
    """The machine's class, for examples with this scheduler."""

    class Convergence(RuleBasedStateMachine):
        drive: Drive | None = None

        @initialize(cast=casts)
        def begin(self, cast: Cast) -> None:
            self.drive = Drive(scheduler, cast, counts)

        # -- at Stripe

        @rule(which=WHICH, place=PLACE, pick=PICK)
        def change(self, which: int, place: int, pick: int) -> None:
            self.drive.change(which, place, pick)

        @rule(which=WHICH, place=PLACE, pick=PICK, then=WHICH)
        def change_twice(self, which: int, place: int, pick: int, then: int) -> None:
            self.drive.change(which, place, pick)
            self.drive.change(then, place, pick)

        @rule(seconds=SECONDS)
        def wait(self, seconds: float) -> None:
            self.drive.wait(seconds)

        @rule(seconds=st.sampled_from([-1, 0, 1]))
        def skew(self, seconds: int) -> None:
            self.drive.skew(seconds)

        @rule(number=WHICH)
        def fault(self, number: int) -> None:
            self.drive.fault(number)

        @rule()
        def forget_next(self) -> None:
            self.drive.forget_next()

        # -- deliveries

        @rule(number=WHICH, until=HOW_FAR, inline=st.booleans())
        def deliver(self, number: int, until: Until, inline: bool) -> None:
            self.drive.deliver(number, until, inline=inline)

        @rule(until=HOW_FAR)
        def deliver_the_newest(self, until: Until) -> None:
            self.drive.deliver(-1, until)

        @rule(number=WHICH, until=HOW_FAR, inline=st.booleans())
        def deliver_twice(self, number: int, until: Until, inline: bool) -> None:
            self.drive.deliver(number, until, again=True, inline=inline)

        @rule(number=WHICH)
        def lose(self, number: int) -> None:
            self.drive.lose(number)

        # -- work of ours

        @rule(until=HOW_FAR, limit=st.sampled_from([100, 1, 2]))
        def drain(self, until: Until, limit: int) -> None:
            self.drive.drain(until, limit)

        @rule(which=WHICH, place=PLACE, pick=PICK, until=HOW_FAR)
        def verb(self, which: int, place: int, pick: int, until: Until) -> None:
            self.drive.verb(which, place, pick, until)

        @rule(until=HOW_FAR)
        def verb_again(self, until: Until) -> None:
            self.drive.verb_again(until)

        @rule(kind=WHICH, place=PLACE, until=HOW_FAR)
        def backfill(self, kind: int, place: int, until: Until) -> None:
            self.drive.backfill(kind, place, until)

        @rule(pick=WHICH, place=PLACE, until=HOW_FAR)
        def look(self, pick: int, place: int, until: Until) -> None:
            self.drive.look(pick, place, until)

        @rule(until=HOW_FAR)
        def repair(self, until: Until) -> None:
            self.drive.repair(until)

        @rule()
        def fail_receiver(self) -> None:
            self.drive.fail_receiver()

        # -- what comes about too seldom by itself

        @rule(
            who=WHICH,
            what=WHAT,
            point=AT_STRIPE,
            seconds=st.tuples(PAUSE, PAUSE),
            faster=FASTER,
            fresh=st.booleans(),
            dies=SELDOM,
        )
        def overtake(
            self,
            who: int,
            what: tuple[int, int, int],
            point: Until,
            seconds: tuple[float, float],
            faster: Until,
            fresh: bool,
            dies: bool,
        ) -> None:
            self.drive.overtake(who, what, point, seconds, faster, fresh=fresh, dies=dies)

        @rule(what=WHAT, point=AT_STRIPE, seconds=PAUSE, fresh=st.booleans())
        def doubt_again(
            self, what: tuple[int, int, int], point: Until, seconds: float, fresh: bool
        ) -> None:
            self.drive.doubt_again(what, point, seconds, fresh=fresh)

        @rule(pick=PICK, place=PLACE, seconds=st.sampled_from([2, 600]), what=WHAT)
        def ahead(self, pick: int, place: int, seconds: int, what: tuple[int, int, int]) -> None:
            """A machine's clock is ahead; the next change is told of by one whose clock is not."""
            self.drive.ahead(pick, place, seconds)
            self.drive.change(*what)
            self.drive.deliver(-1, END)

        @rule(
            what=WHAT,
            lost=st.sampled_from(LOST_ANSWERS),
            then=WHICH,
            seconds=PAUSE,
            dies=SELDOM,
        )
        def retry_late(
            self, what: tuple[int, int, int], lost: int, then: int, seconds: float, dies: bool
        ) -> None:
            """A verb's answer is lost; before it asks again, the world moves on, or it dies."""
            which, place, pick = what
            self.drive.fault(lost)
            self.drive.verb(which, place, pick, Until(AGAIN))
            self.drive.change(then, place, pick)
            self.drive.deliver(-1, END)
            self.drive.wait(seconds)
            if dies:
                self.drive.crash(-1)
            self.drive.run(-1, END)

        @rule(what=WHAT, then=WHICH, seconds=PAUSE, until=HOW_FAR)
        def backwards(
            self, what: tuple[int, int, int], then: int, seconds: float, until: Until
        ) -> None:
            """Two changes, told of in the wrong order."""
            which, place, pick = what
            self.drive.change(which, place, pick)
            self.drive.wait(seconds)
            self.drive.change(then, place, pick)
            self.drive.deliver(-1, until)
            self.drive.deliver(-1, END)

        @rule(number=WHICH, point=POINT, inline=st.booleans())
        def die(self, number: int, point: Until, inline: bool) -> None:
            """Who receives a delivery, or works it off, dies over it."""
            self.drive.deliver(number, point if inline else END, inline=inline)
            if not inline:
                self.drive.drain(point, limit=1)
            self.drive.crash(-1)

        @rule(what=WHAT, point=st.one_of(BEFORE_COMMITS, POINT))
        def die_over(self, what: tuple[int, int, int], point: Until) -> None:
            """Something changes, and who works that off dies over it."""
            self.drive.change(*what)
            self.drive.deliver(-1, END, inline=False)
            self.drive.drain(point, limit=1)
            self.drive.crash(-1)

        @rule(number=WHICH, point=BEFORE_COMMITS)
        def outlive_the_lease(self, number: int, point: Until) -> None:
            """A worker takes so long that another takes its work over, and both end it."""
            self.drive.deliver(number, END, inline=False)
            self.drive.drain(point)
            self.drive.wait(LEASE_SECONDS + 1)
            self.drive.drain(END)
            self.drive.run(-1, END)

        # -- workers under way

        @rule(number=st.integers(0, 3), until=HOW_FAR)
        def run(self, number: int, until: Until) -> None:
            self.drive.run(number, until)

        @rule(number=st.integers(0, 3))
        def step(self, number: int) -> None:
            self.drive.run(number, NEXT)

        @rule(number=st.integers(0, 3))
        def crash(self, number: int) -> None:
            self.drive.crash(number)

        def teardown(self) -> None:
            if self.drive is None:
                return
            try:
                self.drive.finish()
            finally:
                self.drive.close()

    return Convergence


def explore(
    scheduler: Scheduler,
    counts: Counts,
    *,
    examples: int,
    at: int,
    shrink: bool = True,
    casts: st.SearchStrategy[Cast] = CASTS,
    steps: int = STEPS,
) -> None:
    """
    Run so many examples of so many steps at most; ``at`` is the seed. Raises what the first counterexample raised,
    made small where ``shrink``.
    """
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    checked = seed(at)(machine(scheduler, counts, casts))
    run_state_machine_as_test(
        checked,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=phases,
            deadline=None,
            database=None,
            derandomize=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
