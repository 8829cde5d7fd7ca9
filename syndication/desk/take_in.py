"""A document that came is taken in: parse → secrecy → decide → store → verdict → route → plan, entry by entry."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, cast

from django.db import transaction
from django.db.models import F

from channels.wire import Wire
from formatters.sentence import Sentence
from scheduler.models import Delivery
from syndication.desk import follow, media, refuse, vanished
from syndication.desk.judge import judge
from syndication.desk.patience import Patience
from syndication.desk.plan import plan_routes
from syndication.desk.take_many import take_many
from syndication.desk.withdraw import withdraw
from syndication.items.models import Item, Revision
from syndication.sources import decide, known, store
from syndication.sources.entry import Entry, Parsed
from syndication.sources.keys import keys_of, names_of
from syndication.sources.models import Source
from syndication.sources.parse import parse
from syndication.sources.retrieve import NotRetrieved
from syndication.sources.snapshot import Imprint, Snapshot

log = logging.getLogger(__name__)

FAULT = Sentence(
    "Có mục chưa nhận được vì lỗi của hệ thống; sẽ thử lại lần sau.",
    "An entry could not be taken in because of a fault of ours; it will be tried again.",
)
SLOW = Sentence(
    "Ảnh của nguồn này về quá chậm nên lần lấy này dừng giữa chừng; các mục còn lại sẽ được nhận ở lần sau.",
    "The pictures of this source come too slowly, so this pull ended early; the other entries will be taken in at the next one.",
)


@dataclass
class Pulled:
    """What came of one pull. `error` is None when the source could be read; `left` are entries whose files there was no time for."""

    source: str
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0
    left: int = 0
    error: dict[str, str] | None = None
    findings: list[dict[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Came:
    """A document: its bytes and what they are read with. `part`: it need not hold all that there is (a hub pushed it)."""

    body: bytes
    content_type: str
    url: str
    part: bool = False

    @property
    def of(self) -> str:
        """What a snapshot of it is good for."""
        return hashlib.sha256(f"{self.url}\n{self.content_type}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Read:
    """A document read: its clean entries with their keys, all keys that it bears, and whose each of them is."""

    parsed: Parsed
    clean: list[tuple[Entry, tuple[str, ...]]]
    secret: list[tuple[Entry, tuple[str, ...]]]
    borne: set[str]
    owners: dict[str, int]


def take_in(source: Source, came: Came, wire: Wire, pulled: Pulled, *, who: str, now: datetime) -> tuple[bool, Parsed]:
    """Deal with every entry; whether all of them could be, and what was read. Unreadable when it is no feed.

    What stands in it as it stood last time is not read again (`sources/snapshot` says why that changes nothing).
    """
    before = known.last_read(source)
    read = _read(source, came, before if before.of == came.of else Snapshot())
    same = before.items(read.parsed.same)
    for entry, _ in read.secret:
        refuse.record_secret(source.name, entry)
    pulled.refused += len(read.secret)
    pulled.findings = [finding.to_json() for finding in read.parsed.findings]
    pulled.unchanged += len(same)
    foreign = frozenset(key for _, keys in read.secret for key in keys)
    there = [min(same)] if same else []
    items = known.known_items(source, set(read.owners.values()), there)
    intents = decide.decide(
        [one for one in items if not one.keys & foreign],
        _only(read),
        keys=[keys for _, keys in read.clean],
        same={str(item) for item in same},
        foreign=foreign,
    )
    told = {int(one.item) for one in intents if isinstance(one, decide.Unchanged | decide.Revised)}
    anew = _told_anew(source, intents)
    vanished.told_again(source, same | told | anew, now=now)
    act = _Act(source, wire, pulled, who, now)
    # Oldest first, so that items arrive in the order in which the portal published them.
    here = (one for one in intents[::-1] if not (isinstance(one, decide.Absent) and int(one.item) in anew))
    act.all(one for one in here if not (came.part and _not_believed(act, one)))
    after = before.after(
        came.of,
        read.parsed.same,
        act.dealt_with,
        part=came.part,
        keys=read.borne,
        told={*read.owners.values(), *act.dealt_with},
    )
    if after != before:
        known.remember(source, after)
    return act.whole, read.parsed


def _told_anew(source: Source, intents: Iterable[decide.Intent]) -> set[int]:
    """The items whose content the document tells under another name and address: they are not missing, whatever the old one answers."""
    contents = {one.content for one in intents if isinstance(one, decide.New)}
    newest = Revision.objects.filter(item__source=source.name, number=F("item__latest")).order_by()
    found: set[int] = set()
    for some in known.in_parts(contents):
        found.update(newest.filter(content__in=some).values_list("item", flat=True))
    return found


def _not_believed(act: _Act, intent: decide.Intent) -> bool:
    """Whether a part does not say this: what it leaves out is not missing; and what is as it was in an earlier revision comes from a
    delivery that was late, of which the whole document has to decide."""
    if (
        isinstance(intent, decide.Revised)
        and Revision.objects.filter(item=int(intent.item), content=intent.content).exists()
    ):
        act.whole = False
        return True
    return isinstance(intent, decide.Absent)


def _read(source: Source, came: Came, before: Snapshot) -> _Read:
    """The document without what may be left unread; all of it, where that has to do with what was read."""
    read = _parsed(source, came, before)
    if read.parsed.same and not before.holds(read.parsed.same, read.borne, set(read.owners.values())):
        return _parsed(source, came, Snapshot())
    return read


def _parsed(source: Source, came: Came, before: Snapshot) -> _Read:
    parsed = parse(came.body, came.content_type, came.url, seen=before.entries.keys())
    clean: list[tuple[Entry, tuple[str, ...]]] = []
    secret: list[tuple[Entry, tuple[str, ...]]] = []
    for entry in parsed.entries:
        (secret if refuse.stamped(entry) else clean).append((entry, keys_of(entry)))
    borne = {key for _, keys in (*clean, *secret) for key in keys}
    borne.update(name for stone in parsed.tombstones for name in names_of(stone.ref))
    return _Read(parsed, clean, secret, borne, known.owners_of(source, borne))


def _only(read: _Read) -> Parsed:
    """The document without entries that bear a secrecy stamp: of those only a digest, the sender and the time are kept."""
    return replace(read.parsed, entries=tuple(entry for entry, _ in read.clean))


class _Act:
    """What was decided is done, one after the other; `dealt_with` are the items whose entries may be remembered."""

    def __init__(self, source: Source, wire: Wire, pulled: Pulled, who: str, now: datetime) -> None:
        self.source, self.wire, self.pulled, self.who, self.now = source, wire, pulled, who, now
        self.dealt_with: dict[int, Imprint] = {}
        self.whole = True
        self.patience = Patience()

    def all(self, intents: Iterable[decide.Intent]) -> None:
        """Do all of it. New entries that follow each other are stored together where nothing speaks against it."""
        for new, some in groupby(intents, lambda intent: isinstance(intent, decide.New)):
            if not new:
                for intent in some:
                    self._guarded(partial(self._carry_out, intent))
                continue
            for intent, item in take_many(self.source, cast("Iterable[decide.New]", some), now=self.now):
                self._guarded(partial(self._arrived, intent, item) if item else partial(self._carry_out, intent))

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:
            # One entry that cannot be dealt with must not keep the others out; it is met again at the next pull.
            log.exception("source %s: an entry could not be taken in", self.source.name)
            self.whole = False
            self.pulled.error = FAULT.to_json()

    def _carry_out(self, intent: decide.Intent) -> None:
        match intent:
            case decide.New(entry, keys, content):
                if refuse.refused(self.source, entry, keys, content):
                    self.pulled.refused += 1
                    return
                baseline = store.is_baseline(self.source, entry)
                if not baseline and self._left(entry):
                    return
                found, findings = media.later(entry) if baseline else media.fetch(entry, self.wire, self.patience)
                try:
                    with transaction.atomic():
                        item, revision = store.store_new(self.source, entry, keys, content, found, findings, self.now)
                        judge(item, revision)
                except store.AlreadyKnown:
                    self.pulled.unchanged += 1
                    return
                self._arrived(intent, item)
            case decide.Revised(item_id, entry, keys, content):
                item = Item.objects.get(pk=int(item_id))
                if item.state == Item.State.WITHDRAWN:
                    self.pulled.unchanged += 1
                    return
                untold = item.state == Item.State.BASELINE and not Delivery.objects.filter(item=item.pk).exists()
                if not untold and self._left(entry):
                    return
                found, findings = media.later(entry) if untold else media.fetch(entry, self.wire, self.patience)
                with transaction.atomic():
                    store.learn(item, self.source, keys)
                    revision = store.add_revision(item, entry, content, found, findings, self.now, later=untold)
                    judge(item, revision)
                self.pulled.revised += 1
                self._remember(item.pk, intent.imprint)
                follow.follow(item, who=self.who, now=self.now)
                plan_routes(item, now=self.now)  # what could not be told before may be told now
            case decide.Unchanged(item_id, keys):
                if keys:
                    store.learn(Item.objects.get(pk=int(item_id)), self.source, keys)
                self.pulled.unchanged += 1
                self._remember(int(item_id), intent.imprint)
            case decide.Gone(item_id):
                self._withdrawn(int(item_id), "tombstone")
            case decide.Absent(item_id):
                item = Item.objects.get(pk=int(item_id))
                with suppress(NotRetrieved), self.patience.waiting("question"):  # else it is asked at the next pull
                    self.pulled.withdrawn += vanished.missed(item, self.source, self.wire, who=self.who, now=self.now)

    def _arrived(self, new: decide.New, item: Item) -> None:
        self.pulled.new += 1
        self._remember(item.pk, new.imprint)
        plan_routes(item, now=self.now)

    def _left(self, entry: Entry) -> bool:
        """Whether this entry is left to the next pull: its files are not begun when there is no time for them any more."""
        if not (self.patience.spent and media.wanted(entry)):
            return False
        if not self.pulled.left:
            self.pulled.findings.append(SLOW.to_json())
        self.pulled.left += 1
        self.whole = False
        return True

    def _remember(self, item: int, imprint: Imprint | None) -> None:
        if imprint is not None:
            self.dealt_with[item] = imprint

    def _withdrawn(self, item_id: int, how: str) -> None:
        item = Item.objects.get(pk=item_id)
        if item.state == Item.State.WITHDRAWN:
            return
        withdraw(item, reason=how, note=vanished.NOTE, who=self.who, now=self.now)
        self.pulled.withdrawn += 1
