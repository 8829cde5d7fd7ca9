"""A channel whose adapter does what a test says, so that the scheduler can be tested by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from channels import registry
from channels.channel import Can, Channel, Health, Receipt, Remote
from formatters.rendition import Limits, Rendition
from scheduler import ledger
from scheduler.models import Account, Delivery
from scheduler.ports import Clearance, May

Answer = Receipt | Health | Exception | None | Callable[..., Any]
LINK = "https://moha.gov.vn/tin-tuc/hoi-nghi---oid57695"
TEXT = f"Hội nghị\n\nNguồn: Cổng thông tin điện tử Bộ Nội vụ\n{LINK}"


@dataclass
class Script:
    """What the adapter answers, verb by verb, in order; the last answer is repeated. `calls` is what it was asked."""

    publish: list[Answer] = field(default_factory=lambda: [live()])
    find: list[Answer] = field(default_factory=lambda: [None])
    status: list[Answer] = field(default_factory=lambda: [live()])
    revise: list[Answer] = field(default_factory=lambda: [live()])
    retract: list[Answer] = field(default_factory=lambda: [Receipt(Remote.GONE)])
    check: list[Answer] = field(default_factory=lambda: [Health(ok=True)])
    preflight: list[Answer] = field(default_factory=lambda: [lambda parcel: ()])
    broadcast: list[Answer] = field(default_factory=lambda: [lambda receipt: {"message": "m1"}])
    calls: list[tuple[str, Any]] = field(default_factory=list)
    clearance: Callable[[Delivery], Clearance] = field(default=lambda delivery: Clearance(May.GO))

    def made(self, verb: str) -> list[Any]:
        """What this verb was asked with."""
        return [what for name, what in self.calls if name == verb]


def live(remote_id: str = "r1") -> Receipt:
    return Receipt(Remote.LIVE, remote_id=remote_id, url=f"https://place.example/{remote_id}")


class Scripted:
    """The adapter."""

    script: ClassVar[Script]

    def _say(self, verb: str, what: Any, *words: Any) -> Any:
        script = type(self).script
        script.calls.append((verb, what))
        answers = getattr(script, verb)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(what, *words) if callable(answer) else answer

    def publish(self, parcel: Any, key: str, access: Any) -> Any:
        return self._say("publish", parcel, key, access)

    def find(self, key: str, parcel: Any, since: datetime, access: Any) -> Any:
        return self._say("find", parcel, key, since, access)

    def status(self, receipt: Receipt, access: Any) -> Any:
        return self._say("status", receipt, access)

    def revise(self, receipt: Receipt, parcel: Any, access: Any) -> Any:
        return self._say("revise", (receipt, parcel), access)

    def retract(self, receipt: Receipt, access: Any) -> Any:
        return self._say("retract", receipt, access)

    def check(self, access: Any) -> Any:
        return self._say("check", access)

    def preflight(self, parcel: Any, access: Any) -> Any:
        return self._say("preflight", parcel)

    def broadcast(self, receipt: Receipt, access: Any) -> Any:
        return self._say("broadcast", receipt)


def scripted_channel(**changes: Any) -> Channel:
    return Channel(
        kind="scripted",
        label="Scripted",
        form="post",
        limits=Limits(),
        adapter="tests.support.scripted:Scripted",
        settle=timedelta(0),
        timeout=timedelta(seconds=2),
        retry=timedelta(seconds=30),
        **{"can": Can(), **changes},
    )


@contextmanager
def playing(script: Script, **changes: Any) -> Iterator[Script]:
    """While in the block there is a channel `scripted` that answers by the script, and clearance is the script's."""
    from scheduler import ports

    known = registry.all_channels()
    channel = scripted_channel(**changes)
    Scripted.script = script
    original, asked = registry.all_channels, ports.clearance
    registry.all_channels = lambda: {**known, "scripted": channel}  # type: ignore[assignment]
    ports.clearance = lambda: lambda rows: [script.clearance(row) for row in rows]  # type: ignore[assignment]
    try:
        yield script
    finally:
        registry.all_channels = original
        ports.clearance = asked


def account(name: str = "one", **settings: Any) -> Account:
    return Account.objects.get_or_create(name=name, defaults={"channel": "scripted", "settings": settings})[0]


def coming(text: str = TEXT, revision: int = 1) -> ledger.Coming:
    rendition = Rendition(
        form="post",
        language="vi",
        title="Hội nghị",
        text=text,
        attribution=f"Nguồn: Cổng thông tin điện tử Bộ Nội vụ\n{LINK}",
        link=LINK,
    )
    return ledger.Coming(rendition, revision, datetime(2026, 11, 23, 2, tzinfo=UTC))


def planned(now: datetime, *, item: int = 1, on: Account | None = None, approvals: int = 0) -> Delivery:
    """A delivery that is due at `now` (or, with approvals, proposed)."""
    wanted = ledger.Plan(
        item=item,
        guid=f"g{item}",
        identifier=f"urn:moha:article:{item}",
        source="portal",
        account=on or account(),
        coming=coming(),
        category="tin",
        approvals_needed=approvals,
        due_at=now,
    )
    return ledger.plan(wanted, who="test", why="test", now=now)[0]


def again(delivery: Delivery) -> Delivery:
    """The delivery as the database has it now."""
    return Delivery.objects.select_related("account").get(pk=delivery.pk)
