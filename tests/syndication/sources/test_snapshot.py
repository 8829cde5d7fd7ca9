"""What the last document held: remembered or not, the same is decided of the next one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from syndication.sources.decide import Absent, Gone, KnownItem, New, Revised, Unchanged, decide
from syndication.sources.entry import Entry, Parsed, Tombstone
from syndication.sources.keys import keys_of, names_of
from syndication.sources.snapshot import Imprint, Snapshot, imprint, mark

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SITE = "https://tin.example/"
SECRET = "TỐI MẬT"


def entry(guid: str = "", link: str = "", title: str = "Hội nghị", **more: Any) -> Entry:
    """An entry that bears the digest of all that it says, as the reader of feeds gives it."""
    told: dict[str, Any] = {"summary": "", "html": "<p>Toàn văn</p>", "published": NOW, "updated": None, **more}
    made = Entry(guid=guid, link=link and SITE + link, title=title, **told)
    return replace(made, digest=hashlib.sha256(repr(made).encode()).hexdigest())


@dataclass(frozen=True)
class Document:
    """What the source holds at one moment. `withdraw` is the place of an item that staff withdraw afterwards."""

    entries: tuple[Entry, ...]
    stones: tuple[Tombstone, ...] = ()
    part: bool = False
    withdraw: int = -1


@dataclass
class Ledger:
    """Items as the database keeps them: keys are given once and never taken away; what repeats a content is refused."""

    remembering: bool
    items: list[KnownItem] = field(default_factory=list)
    contents: set[str] = field(default_factory=set)
    snapshot: Snapshot = field(default_factory=Snapshot)
    left_unread: int = 0
    said: list[Any] = field(default_factory=list)

    def take(self, document: Document) -> None:
        before = self.snapshot if self.remembering else Snapshot("rss")
        same = [one.digest for one in document.entries if one.digest in before.entries]
        read = [one for one in document.entries if one.digest not in before.entries]
        if same and not before.holds(same, self._borne(read, document), self._owners(self._borne(read, document))):
            same, read = [], list(document.entries)
        self.left_unread += len(same)
        clean = [one for one in read if one.html != SECRET]
        foreign = frozenset(key for one in read if one.html == SECRET for key in keys_of(one))
        intents = decide(
            [one for one in self.items if not one.keys & foreign],
            Parsed("rss", "T", "vi", SITE, tuple(clean), document.stones),
            same={str(item) for item in before.items(same)},
            foreign=foreign,
        )
        kept: dict[int, Imprint] = {}
        told = [str(item) for item in before.items(same)]
        for intent in reversed(intents):
            self._act(intent, document.part, kept, told)
        borne = self._borne(read, document)
        self.snapshot = before.after(
            "rss", same, kept, part=document.part, keys=borne, told={*self._owners(borne), *kept}
        )
        if 0 <= document.withdraw < len(self.items):
            self.items[document.withdraw] = replace(self.items[document.withdraw], withdrawn=True)
        self.said.append((sorted(told), [(one.id, sorted(one.keys), one.content, one.withdrawn) for one in self.items]))

    def _act(self, intent: Any, part: bool, kept: dict[int, Imprint], told: list[str]) -> None:
        match intent:
            case New(_, keys, content, trace):
                if content in self.contents or self._owners(keys[:1]):
                    return
                self.items.append(KnownItem(str(len(self.items)), frozenset(), content, False, ""))
                self._learn(self.items[-1], keys, trace, kept)
            case Revised(item, _, keys, content, trace):
                if not self.items[int(item)].withdrawn:
                    told.append(f"revised {item}")
                    self._learn(replace(self.items[int(item)], content=content), keys, trace, kept)
            case Unchanged(item, keys, trace):
                told.append(item)
                self._learn(self.items[int(item)], keys, trace, kept)
            case Gone(item):
                self.items[int(item)] = replace(self.items[int(item)], withdrawn=True)
            case Absent(item) if not part:
                told.append(f"absent {item}")

    def _learn(self, item: KnownItem, keys: tuple[str, ...], trace: Imprint | None, kept: dict[int, Imprint]) -> None:
        self.contents.add(item.content)
        free = {key for key in keys if not self._owners([key])}
        self.items[int(item.id)] = replace(item, keys=item.keys | free)
        if trace:
            kept[int(item.id)] = trace

    def _borne(self, read: list[Entry], document: Document) -> set[str]:
        return {key for one in read for key in keys_of(one)}.union(*(names_of(stone.ref) for stone in document.stones))

    def _owners(self, keys: Any) -> set[int]:
        return {int(item.id) for item in self.items if not item.keys.isdisjoint(keys)}


ENTRIES = st.builds(
    entry,
    guid=st.sampled_from(["", "1", "2", "3", SITE + "a"]),
    link=st.sampled_from(["", "a", "b", "c---oid57695", "d---oid57695", "?"]),
    title=st.sampled_from(["Một", "Hai", "Ba"]),
    html=st.sampled_from(["1", "2", "3", "4", "5", SECRET]),
    published=st.sampled_from([NOW, NOW, None]),
)
STONES = st.builds(
    Tombstone,
    ref=st.sampled_from(["1", "2", SITE + "a", SITE + "b"]),
    when=st.sampled_from([None, NOW + timedelta(days=1), NOW - timedelta(days=1)]),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Document]:
    """A document, and what becomes of it step by step: most of it stays, something comes, goes, is edited or changes places."""
    pool = draw(st.lists(ENTRIES, min_size=3, max_size=8))
    held = draw(st.lists(st.sampled_from(pool), min_size=2, max_size=6))
    documents = []
    for _ in range(draw(st.integers(2, 6))):
        documents.append(
            Document(
                tuple(held),
                tuple(draw(st.lists(STONES, max_size=1))) if draw(st.integers(0, 3)) == 0 else (),
                draw(st.integers(0, 4)) == 0,
                draw(st.integers(0, 3)) if draw(st.integers(0, 5)) == 0 else -1,
            )
        )
        if held and draw(st.booleans()):
            held.pop(draw(st.integers(0, len(held) - 1)))
        if draw(st.booleans()):
            held.insert(draw(st.integers(0, len(held))), draw(st.sampled_from(pool)))
        if draw(st.integers(0, 3)) == 0:
            held.reverse()
    return documents


OLD, NEW = entry("1", "a", html="1"), entry("1", "a", html="2")
LATER_GUID, STRANGER = entry("2", "a", html="1"), entry("1", "b", "Hai", html="3")


@settings(max_examples=250)
@given(history=histories())
@example(history=[Document((OLD,)), Document((NEW,), part=True), Document((OLD,))])
@example(history=[Document((OLD,)), Document((LATER_GUID,)), Document((STRANGER, LATER_GUID))])
@example(history=[Document((OLD, NEW)), Document((NEW,))])
def test_the_same_is_decided_of_every_document_whether_the_last_one_is_remembered_or_not(
    history: list[Document],
) -> None:
    with_it, without = Ledger(remembering=True), Ledger(remembering=False)
    for document in history:
        with_it.take(document)
        without.take(document)
        assert with_it.said[-1] == without.said[-1]


def test_an_entry_whose_date_could_not_be_used_is_not_remembered() -> None:
    assert imprint(entry("1", raw_date="mai", published=None), ["guid:1"]) is None
    assert imprint(entry("1", raw_date="", published=None), ["guid:1"]) is not None
    assert imprint(replace(entry("1"), digest=""), ["guid:1"]) is None


def test_what_is_remembered_is_the_same_when_it_was_kept() -> None:
    before = Snapshot("rss", {"a" * 32: (7, (mark("guid:1"), mark("link:moha.gov.vn/a")))})
    assert Snapshot.from_bytes("rss", before.to_bytes()) == before
    assert Snapshot.from_bytes("", b"") == Snapshot()


def test_a_part_that_came_from_elsewhere_adds_nothing_and_forgets_what_it_touches() -> None:
    before = Snapshot("rss", {"a": (1, (mark("guid:1"),)), "b": (2, (mark("guid:2"),)), "c": (3, (mark("guid:3"),))})
    after = before.after("hub", [], {1: Imprint("d", ())}, part=True, keys=["guid:2"], told={1})
    assert after == Snapshot("rss", {"c": (3, (mark("guid:3"),))})
