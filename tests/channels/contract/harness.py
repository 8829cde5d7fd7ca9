"""What a channel tells the suite about itself, and what the suite does with it: an account on its stand-in, acts, faults."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, ClassVar

from channels.channel import Adapter, Can, Channel, Health, Parcel, Receipt
from channels.errors import ChannelError
from channels.registry import channel_of
from channels.sandbox.faults import FaultKit
from channels.sandbox.server import SandboxServer, stages
from channels.sandbox.stage import Seat
from channels.wire import Guard, Wire
from tests.channels.contract.parcels import Shelf, link_of, parcel_of
from tests.channels.contract.rules import Rules
from tests.support.access import MemoryAccess, access_to

PATIENCE = 1.5  # seconds that the wire waits for an answer here
NOWHERE = "http://127.0.0.1:1"  # where nobody listens

# Facts that need a verb which not every channel has.
NEEDS = {
    "broadcast": (
        "test_a_push_is_made_once_and_tells_what_was_pushed",
        "test_a_push_whose_answer_is_lost_is_in_doubt_and_not_repeated",
    )
}


class Harness:
    """One account on the stand-in of one channel. A subclass names the kind and what only it can know."""

    kind: ClassVar[str]
    shapes: ClassVar[tuple[str, ...]] = ("words", "picture", "pictures")
    # The requests of each act that change something, by the stand-in's names, each with a shape of item that needs it.
    publishing: ClassVar[Mapping[str, str]] = {}
    revising: ClassVar[Mapping[str, str]] = {}
    retracting: ClassVar[Mapping[str, str]] = {}
    # The requests by which something is looked for, and by which an account is checked.
    finding: ClassVar[tuple[str, ...]] = ()
    checking: ClassVar[tuple[str, ...]] = ()
    # The request that pushes what is live to followers, where the channel can.
    pushing: ClassVar[str] = ""
    # Faults of its own that its stand-in only names in general.
    more_faults: ClassVar[tuple[str, ...]] = ()
    # The order (operation, fault) by which the platform turns content down.
    refusing: ClassVar[tuple[str, str]] = ("", "")
    # Facts that this channel cannot have, and the reason for each.
    cannot: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def own_faults(cls) -> list[str]:
        """The faults that only this stand-in has, those that are complete as they are named."""
        named = getattr(stages()[cls.kind](), "own_faults", {})
        return [name for name in named if not re.search(r"[<…]|=$", name)] + list(cls.more_faults)

    @classmethod
    def all_it_cannot(cls) -> dict[str, str]:
        """What it cannot have, with the reason: by its own word, and by what its manifest says it cannot do."""
        can = channel_of(cls.kind).can
        by_manifest = {
            fact: _why(can, verb) for verb, names in NEEDS.items() if not getattr(can, verb) for fact in names
        }
        return {**by_manifest, **cls.cannot}

    def __init__(self, server: SandboxServer, shelf: Shelf) -> None:
        server.app.reset()
        self.server, self.shelf = server, shelf
        self.base = f"{server.url}/{self.kind}"
        self.channel: Channel = channel_of(self.kind)
        self.adapter: Adapter = self.made_adapter()
        self.stage: Any = server.app.stage[self.kind]
        self.faults: FaultKit = server.app.faults[self.kind]
        self.heard: list[str] = []  # all that acts gave or raised, as text
        self.access = self.account(self.base)
        self.stage.clock = lambda: time.time() + self.access.later.total_seconds()
        self.set_up()

    # --- what a channel may say otherwise

    def seat(self, base: str) -> Seat:
        """How an account on the stand-in at `base` is made; the stand-in itself may say so."""
        seat: Seat | None = self.stage.seat(base)
        if seat is None:
            raise NotImplementedError(f"{self.kind}: neither the stand-in nor the harness says how an account is made")
        return seat

    def made_adapter(self) -> Adapter:
        """The adapter under test."""
        return self.channel.load()

    def set_up(self) -> None:
        """Turn the switches of the stand-in, once before each test."""

    def hide(self) -> None:
        """What is made from now on cannot be read back, until `reveal`."""
        raise NotImplementedError

    def reveal(self) -> None:
        """What was hidden can be read back."""
        raise NotImplementedError

    def empty_pages(self) -> None:
        """Lists begin with an empty page that names a next one."""
        raise NotImplementedError

    def pushes(self) -> int:
        """How many pushes there were."""
        raise NotImplementedError

    def without_web(self) -> None:
        """Nobody serves pictures now: a stand-in that would fetch them has to believe their addresses."""

    def lose(self) -> str:
        """Let the answer that says "published" be lost, and nothing tell of it at once. The shape of item that it is about."""
        operation, shape = list(self.publishing.items())[-1]
        self.order(operation, "accept-then-drop")
        return shape

    def break_account(self) -> None:
        """Nothing that the account holds is accepted any more."""
        self.order("*", "token", times=100)

    def id_of(self, receipt: Receipt) -> str:
        """The object's id at the stand-in."""
        return receipt.remote_id

    def is_labelled(self, thing: Mapping[str, Any]) -> bool:
        """Whether the object says that AI had a part in it."""
        return "Nội dung có sử dụng AI" in self.said(thing)

    def is_there(self, thing: Mapping[str, Any]) -> bool:
        """Whether an object of the stand-in is one of those that this suite counts."""
        return True

    # --- what the suite does

    def account(self, base: str) -> MemoryAccess:
        """An access to an account on the stand-in at `base`, with little patience."""
        seat = self.seat(base)
        access = access_to(self.kind, seat.settings, seat.secrets)
        access.wire = Wire(Guard(["127.0.0.1"]), timeout=PATIENCE, pause=0.01)
        access.meter.now = access.now
        return access

    def parcel(self, shape: str = "", number: int = 57695, revision: int = 1, **more: Any) -> Parcel:
        """An item as this channel is handed it."""
        return parcel_of(self.channel, self.shelf, shape or self.shapes[0], number, revision, **more)

    def act(self, verb: str, *args: Any, access: MemoryAccess | None = None) -> Any:
        """One verb of the adapter. Whatever it gives or raises is kept as text, for the secrets that may not be in it."""
        access = access or self.access
        try:
            given = getattr(self.adapter, verb)(*args, access)
        except ChannelError as error:
            self.heard += [str(error), repr(error), error.say.vi, error.say.en, json.dumps(error.evidence)]
            raise
        finally:
            self.heard += [repr(access.memo), repr(access.vault.read()), json.dumps(access.memo.read())]
        told = asdict(given) if isinstance(given, Receipt | Health) else given
        self.heard += [repr(given), str(given), json.dumps(told, default=str, ensure_ascii=False)]
        return given

    def find(self, parcel: Parcel, since: timedelta = timedelta(minutes=-5)) -> Any:
        """Look for the parcel's object, made in the last five minutes."""
        return self.act("find", parcel.rendition.link, parcel, self.access.now() + since)

    def live(self, parcel: Parcel) -> Receipt:
        """Publish it by the scheduler's rules, and wait until it is live; the delivery's memo is then forgotten."""
        return Rules(self).publish(parcel)

    def order(self, on: str, fault: str, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next requests meet a fault."""
        self.faults.order(on, fault, times, seconds)

    def met(self) -> bool:
        """Whether every fault that was ordered has been met."""
        return all(order.times <= 0 for order in self.faults.orders)

    def wait(self, seconds: float) -> None:
        """Let time pass, for us and for the platform."""
        self.access.later += timedelta(seconds=seconds)

    def things(self) -> list[dict[str, Any]]:
        """Every object that was ever made there, removed ones too."""
        with self.stage.lock:
            return [thing for thing in self.stage.objects() if self.is_there(thing)]

    def shown(self) -> list[dict[str, Any]]:
        """The objects that are live."""
        return [thing for thing in self.things() if thing["live"]]

    def said(self, thing: Mapping[str, Any]) -> str:
        """What the public reads there, its spaces and letters made comparable."""
        return plain(str(thing["text"]))

    def secrets(self) -> set[str]:
        """Every secret that the account has or had."""
        held = {*self.seat(self.base).secrets.values(), *self.access.vault.secrets.values(), *self.stage.secrets()}
        return {secret for secret in held if len(secret) > 7}

    @property
    def link(self) -> str:
        """The address of the item that is told when no other is asked for."""
        return link_of(57695)


def plain(text: str) -> str:
    """NFC, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _why(can: Can, verb: str) -> str:
    return can.why[verb].en if verb in can.why else "no reason is declared"
