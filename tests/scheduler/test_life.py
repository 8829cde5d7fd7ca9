"""Whatever happens in whatever order: one object a delivery, nothing unapproved, nothing forgotten. A state machine looks for the order.

The scheduler and the desk are the real ones, on a clock that is handed in. Two workers run as greenlets: each stands still at its
channel until the machine says how the story goes on, so that anything can happen while an answer is awaited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from greenlet import GreenletExit, getcurrent
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from channels.channel import Receipt, Remote, Unfinished
from channels.errors import OutcomeUnknown
from formatters.sentence import Cannot
from scheduler import dispatch, late, ledger, reconcile
from scheduler.models import Account, Delivery
from scheduler.states import FINAL, RELEASES, State
from syndication.desk import accounts, freeze, people
from syndication.desk.approve import approve, awaiting
from syndication.desk.catch_up import catch_up
from syndication.desk.plan import plan
from syndication.desk.resolve import resolve
from syndication.desk.withdraw import withdraw
from syndication.gate.clearance import may_go
from syndication.gate.models import Approval
from syndication.items.models import Item
from tests.scheduler.life import (
    ERRORS,
    JUMPS,
    LOST,
    SELDOM,
    SETTLE,
    START,
    Place,
    Thing,
    Worker,
    revise,
    send,
    waits_for,
)
from tests.support.scripted import Script, account, playing

pytestmark = pytest.mark.django_db


class Life(RuleBasedStateMachine):
    """The rules are what people, workers, the timer and the channel may do; the invariants are what we promise."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(transaction.atomic())
        self.now, self.place = START, Place()
        self.workers = [Worker(0), Worker(1)]
        self.allowed: Counter[int] = Counter()
        self.decided: set[int] = set()
        self.ended: dict[int, str] = {}
        self.open.enter_context(patch("django.utils.timezone.now", self.clock))
        seconds = SimpleNamespace(monotonic=lambda: (self.now - START).total_seconds())
        self.open.enter_context(patch("scheduler.lease.time", seconds))
        self.open.enter_context(patch("scheduler.dispatch.time", seconds))
        self.open.enter_context(patch("scheduler.lease.EVERY", 3600.0))  # leases are renewed when the machine says so
        self.script = self.open.enter_context(playing(Script(clearance=lambda row: may_go([row])[0])))
        for verb in ("publish", "revise", "retract", "find", "status"):
            setattr(self.script, verb, [self.standing(verb)])

    @initialize(approvals=st.sampled_from((0, 0, 0, 1, 2)), late=st.sampled_from(("hold", "expire")))
    def begin(self, approvals: int, late: str) -> None:
        self.approvals = approvals
        account(late_then=late, settle_seconds=SETTLE)
        self.people = [people.add_user(name, "approver", None)[0] for name in ("lan", "minh")]
        self.plan()
        self.approve(both=True)

    def clock(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def standing(self, verb: str) -> Callable[..., Any]:
        """The adapter's verb: it stands still until the machine goes on, and does what it was told."""

        def act(what: Any, *words: Any) -> Any:
            worker = next(one for one in self.workers if one.green is getcurrent())
            pk, access = worker.asks[1], words[-1]
            worker.asks = (verb, pk, access)
            if verb in ("publish", "revise"):
                parcel = what if verb == "publish" else what[1]
                worker.lease = access.wire._before_write.func.__self__
                self.may_leave(pk, parcel.rendition.digest)
            # What a search finds is what is there now, however late its answer arrives.
            seen = self.place.here(pk, access.taken) if verb in ("find", "status") else None
            told = getcurrent().parent.switch()
            if verb in ("find", "status"):
                return self.seen(verb, told, seen)
            if told == "before":
                raise OutcomeUnknown("lost before it left")
            access.wire._before_write()  # as the wire asks before it writes
            return self.written(verb, pk, told, what)

        return act

    def may_leave(self, pk: int, digest: str) -> None:
        """Nothing leaves that is withdrawn, frozen or not approved as it is."""
        row = Delivery.objects.get(pk=pk)
        item = Item.objects.get(pk=row.item)
        assert item.state != Item.State.WITHDRAWN
        assert not freeze.freezes.standing()
        given = Approval.objects.filter(delivery=pk, digest=digest, round=row.approval_round)
        assert given.values("person").distinct().count() >= row.approvals_needed, "approved by those who saw this"

    def written(self, verb: str, pk: int, told: str, what: Any) -> Any:
        if told in ERRORS:
            raise ERRORS[told]()
        if told == "nothing":
            raise OutcomeUnknown("lost on the way there")
        if verb == "publish":
            thing = self.place.make(pk, what.rendition.digest, told != "processing")
        else:
            receipt = what[0] if verb == "revise" else what
            thing = next(one for one in self.place.things[pk] if one.id == receipt.remote_id)
            if verb == "revise":
                thing.digest = what[1].rendition.digest
            thing.public = verb == "revise"
        # The channel has it; the answer is on its way, and anything may happen until it comes.
        told = told if told in ("processing", "live") else "live"
        answer = getcurrent().parent.switch() or told
        if answer in LOST:
            raise LOST[answer]()
        if verb == "retract":
            return Receipt(Remote.GONE)
        return Receipt(Remote.PROCESSING if answer == "processing" else Remote.LIVE, remote_id=thing.id)

    def seen(self, verb: str, told: str, thing: Thing | None) -> Any:
        if told in ("unavailable", "broken"):
            raise ERRORS[told]()
        if verb == "status":
            assert thing is not None or told
            return Receipt(Remote.LIVE, remote_id=thing.id) if thing else Receipt(Remote.GONE)
        if thing is None:
            return Unfinished() if told == "unfinished" else None
        return Receipt(Remote.LIVE, remote_id=thing.id)

    # --- people

    @rule()
    def plan(self) -> None:
        if Item.objects.count() == 3:
            return
        number = Item.objects.count() + 1
        item = Item.objects.create(
            source="cong", guid=f"g{number}", identifier=f"urn:moha:{number}", language="vi", category="tin", latest=1
        )
        revise(item, 1)
        plan(item, account(), at=self.now, approvals_needed=self.approvals, who="lan", why="planned", now=self.clock())

    @rule(both=st.booleans())
    def approve(self, both: bool) -> None:
        for person in self.people if both else self.people[:1]:
            for row in awaiting():
                try:
                    approve(row, person, now=self.clock())
                except Cannot:
                    continue

    @rule(data=st.data(), meant=SELDOM)
    def withdraw(self, data: st.DataObject, meant: bool) -> None:
        items = list(Item.objects.exclude(state=Item.State.WITHDRAWN).order_by("pk"))
        if items and meant:
            item = data.draw(st.sampled_from(items))
            withdraw(item, reason="wrong", note="", who="lan", now=self.clock())

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        items = list(Item.objects.exclude(state=Item.State.WITHDRAWN).order_by("pk"))
        if items:
            item = data.draw(st.sampled_from(items))
            Item.objects.filter(pk=item.pk).update(latest=item.latest + 1)
            revise(item, item.latest + 1)
            self.catch_up()

    @rule()
    def catch_up(self) -> None:
        catch_up(None, now=self.clock())  # type: ignore[arg-type] - nothing is to be fetched

    @rule(meant=SELDOM)
    def freeze_or_resume(self, meant: bool) -> None:
        if freeze.freezes.standing():
            freeze.resume("", "it is over", who="lan", now=self.clock())
        elif meant:
            freeze.freeze("", "mourning", who="lan", now=self.clock())

    @rule(data=st.data())
    def resolve(self, data: st.DataObject) -> None:
        held = list(Delivery.objects.select_related("account").filter(state=State.HELD).order_by("pk"))
        if held:
            row = data.draw(st.sampled_from(held))
            after = data.draw(st.sampled_from(sorted(RELEASES[State(row.held_from)])))
            if row.held_from == State.UNKNOWN and after == State.PLANNED:
                self.allowed[row.pk] += 1  # a person said so
            self.decided.add(row.pk)
            resolve(row, after, reason="looked at", who="lan", now=self.clock())

    @rule()
    def account_resumed(self) -> None:
        accounts.resume(Account.objects.get(), who="lan", now=self.clock())

    # --- workers, the timer, the channel

    def free(self) -> bool:
        return any(worker.green is None for worker in self.workers)

    def busy(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.green is not None]

    @precondition(free)
    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        """A message comes, for what is due or for anything else."""
        rows = list(Delivery.objects.order_by("pk"))
        due = dispatch.due(self.clock())
        if rows:
            pk = data.draw(st.sampled_from(due or rows)).pk
            self.start(lambda name: send(pk, name), pk)

    @precondition(free)
    @rule()
    def look(self) -> None:
        for row in reconcile.due(self.clock(), limit=1):
            self.start(lambda name, row=row: reconcile.look(row), row.pk)  # type: ignore[misc]

    def start(self, act: Callable[[str], Any], pk: int) -> None:
        next(worker for worker in self.workers if worker.green is None).start(act, pk)

    @precondition(busy)
    @rule(
        one=st.integers(0, 1),
        told=st.sampled_from(
            (
                *["live"] * 6,
                "processing",
                "processing",
                "nothing",
                "before",
                "unfinished",
                "lost",
                "lost",
                "fault",
                *ERRORS,
            )
        ),
    )
    def goes_on(self, one: int, told: str) -> None:
        busy = self.busy()
        busy[one % len(busy)].go(told)

    @rule(
        more=st.integers(1, 4),
        told=st.sampled_from(("live", "live", "processing", "lost", "nothing", "before", "killed")),
    )
    def goes_its_way(self, more: int, told: str) -> None:
        """What the timer and the workers do most of the time, a few steps of it; once something goes as it is `told`."""
        for _ in range(more):
            self.tick()
            if self.busy():
                self.busy()[0].go(told)
                told = "live"
                continue
            due, looks = dispatch.due(self.clock()), reconcile.due(self.clock(), limit=1)
            if due:
                self.start(lambda name, row=due[0]: send(row.pk, name), due[0].pk)  # type: ignore[misc]
            elif looks:
                self.start(lambda name, row=looks[0]: reconcile.look(row), looks[0].pk)  # type: ignore[misc]
            else:
                self.now += timedelta(seconds=SETTLE + 1)

    @precondition(busy)
    @rule(one=st.integers(0, 1))
    def killed(self, one: int) -> None:
        busy = self.busy()
        busy[one % len(busy)].go(GreenletExit())

    @precondition(busy)
    @rule()
    def renewed(self) -> None:
        for worker in self.busy():
            if worker.lease is not None and worker.lease.alive():
                held = worker.lease._renew(self.clock())
                seconds = (self.now - START).total_seconds() + ledger.LEASE.total_seconds()
                worker.lease._good_until = seconds if held else 0.0

    @rule()
    def tick(self) -> None:
        reconcile.reap(self.clock())
        late.sweep(self.clock())

    @rule(seconds=st.sampled_from(JUMPS))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # --- what we promise

    @invariant()
    def one_object_a_delivery(self) -> None:
        for pk, things in self.place.things.items():
            assert len(things) <= 1 + self.allowed[pk], (pk, things)

    @invariant()
    def the_ledger_holds(self) -> None:
        for row in Delivery.objects.select_related("account").prefetch_related("events", "attempts"):
            events = sorted(row.events.all(), key=lambda event: event.version)
            assert [event.version for event in events] == list(range(1, row.version + 1))
            assert [event.before for event in events[1:]] == [event.after for event in events[:-1]]
            assert events[-1].after == row.state
            opened = [attempt for attempt in row.attempts.all() if attempt.closed_at is None]
            assert len(opened) <= (row.lease_until is not None), f"open without a lease: {opened}"
            assert self.ended.setdefault(row.pk, row.state) == row.state if row.pk in self.ended else True
            if row.state in FINAL:
                self.ended[row.pk] = row.state
            assert waits_for(row), f"{row.pk} is stuck: {row.state} {row.reason_code}"
            if row.state == State.LIVE and row.pk not in self.decided:
                (thing,) = self.place.things[row.pk]
                assert (thing.id, thing.digest) == (row.remote_id, row.shown_digest)

    def teardown(self) -> None:
        """Let everything come to rest, as it does by itself when nothing happens any more."""
        try:
            for worker in self.busy():
                worker.go(GreenletExit())
            if hasattr(self, "people") and not transaction.get_connection().needs_rollback:
                self.rest()
        finally:
            transaction.set_rollback(True)
            self.open.close()

    def rest(self) -> None:
        for _ in range(12):
            self.now += timedelta(seconds=100)
            self.tick()
            self.catch_up()
            accounts.resume(Account.objects.get(), who="lan", now=self.clock())
            for row in dispatch.due(self.clock()):
                self.start(lambda name, pk=row.pk: send(pk, name), row.pk)  # type: ignore[misc]
                self.answered()
            for row in reconcile.due(self.clock(), all_of_them=True):
                self.start(lambda name, row=row: reconcile.look(row), row.pk)  # type: ignore[misc]
                self.answered()
            self.one_object_a_delivery()
            self.the_ledger_holds()
        left = Delivery.objects.exclude(state__in=(*FINAL, State.LIVE, State.HELD, State.PROPOSED))
        assert not left.exists(), list(left.values("state", "reason_code", "due_at", "check_at"))

    def answered(self) -> None:
        while self.busy():
            self.busy()[0].go("live")


@pytest.mark.timeout(600)
def test_whatever_happens_in_whatever_order_nothing_is_told_twice_unapproved_or_forgotten() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=45,
            stateful_step_count=45,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=(Phase.generate,),  # a failure is shown as it was found: making it smaller takes minutes
        ),
    )
