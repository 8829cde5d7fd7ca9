"""What we know + what came → what should happen. Pure: no database, no network, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from syndication.sources.addresses import same_place
from syndication.sources.entry import Entry, Parsed, content_digest
from syndication.sources.keys import WEAK, keys_of, likeness, names_of
from syndication.sources.snapshot import Imprint, imprint

MOST_ABSENT = 20  # questions to the portal after one read; a pinned old entry makes everything else look absent


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is remembered of an item: every key it was ever seen under, and the digest of its newest content."""

    id: str
    keys: frozenset[str]
    content: str
    withdrawn: bool
    link: str


@dataclass(frozen=True, slots=True)
class New:
    """Never seen before."""

    entry: Entry
    keys: tuple[str, ...]
    content: str
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """Known, with other content. An item that was withdrawn stays so: what becomes of it is the caller's to decide."""

    item: str
    entry: Entry
    keys: tuple[str, ...]
    content: str
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Known, as it was. `keys` are those newly learnt; usually none."""

    item: str
    keys: tuple[str, ...]
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The source says that it deleted this item."""

    item: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Missing from the document, though an older one is still there: ask its address whether it is 410."""

    item: str


Intent = New | Revised | Unchanged | Gone | Absent


@dataclass(frozen=True, slots=True)
class _Told:
    """An entry with all the keys it bears, and those of them that mean something in its document."""

    entry: Entry
    bears: tuple[str, ...]
    keys: tuple[str, ...]


def decide(
    known: Sequence[KnownItem],
    parsed: Parsed,
    *,
    keys: Sequence[tuple[str, ...]] | None = None,
    same: Collection[str] = frozenset(),
    foreign: Collection[str] = frozenset(),
) -> tuple[Intent, ...]:
    """What should happen, in the order of the document; then what is gone, then what is absent.

    `known` are items of this source in the order in which they came, oldest first; an intent names an item by its id.
    Of several entries that are one item the first counts. `keys` are those of the entries, one by one, where they have been
    made already. `same` are the items whose entries are in the document as they were and have nothing to do with any other in it
    (`snapshot.Snapshot.holds`): they are there, and nothing else becomes of them. `foreign` are keys of entries that were
    left out of `parsed` before. What has nothing to do with anything else bears the `imprint` under which it may be remembered.
    """
    bears = [keys_of(entry) for entry in parsed.entries] if keys is None else keys
    told = _distinct(parsed.entries, bears)
    owner, matched = _match(known, told, same)
    present = {item.id: one.entry for item, one in zip(matched, told, strict=True) if item}
    stones = {name: stone.when for stone in parsed.tombstones for name in names_of(stone.ref)}
    buried = {item.id for item in known if _buried(item.keys, present.get(item.id), stones)}
    borne = Counter(key for one in bears for key in one)
    intents: list[Intent] = []
    for item, one in zip(matched, told, strict=True):
        content = content_digest(one.entry)
        entangled = any(
            borne[key] > 1 or key in foreign or key in stones or owner.get(key, item) is not item for key in one.bears
        )
        mark = None if entangled else imprint(one.entry, one.bears)
        if item is None:
            if one.keys and not _buried(one.keys, one.entry, stones):
                intents.append(New(one.entry, one.keys, content, mark))
        elif item.id not in buried:
            learnt = tuple(key for key in one.keys if key not in item.keys)
            if item.content == content:
                intents.append(Unchanged(item.id, learnt, mark))
            else:
                intents.append(Revised(item.id, one.entry, one.keys, content, mark))
    intents += [Gone(item.id) for item in known if item.id in buried and not item.withdrawn]
    return (*intents, *(Absent(item.id) for item in _absent(known, {*present, *same}, buried)))


def _distinct(entries: Sequence[Entry], bears: Sequence[tuple[str, ...]]) -> list[_Told]:
    """The document's entries with the keys that mean something in it, each item once."""
    shared = _shared(zip(entries, bears, strict=True))
    kept: list[_Told] = []
    seen: set[str] = set()
    for entry, all_keys in zip(entries, bears, strict=True):
        keys = tuple(key for key in all_keys if key not in shared) if shared else all_keys
        if not keys and entry.title:
            keys = (likeness(entry),)
        identities = {key for key in keys if not key.startswith(WEAK)} or set(keys)
        if seen.isdisjoint(identities):
            kept.append(_Told(entry, all_keys, keys))
        seen |= identities
    return kept


def _shared(told: Iterable[tuple[Entry, tuple[str, ...]]]) -> set[str]:
    """Keys that are no identity in this document, for clearly different entries bear them.

    A guid is none when both address and title differ (a feed that numbers every entry 1), an address or number when
    both guid and title differ (one whose entries all lead to one page); a likeness is none as soon as two bear it.
    """
    first: dict[str, Entry] = {}
    none: set[str] = set()
    for entry, keys in told:
        for key in keys:
            other = first.setdefault(key, entry)
            if other is entry:
                continue
            if key.startswith(WEAK):
                none.add(key)
            elif other.title != entry.title:
                one, two = same_place(entry.link), same_place(other.link)
                apart = (
                    one and two and one != two
                    if key.startswith("guid:")
                    else not entry.guid or entry.guid != other.guid
                )
                if apart:
                    none.add(key)
    return none


def _match(
    known: Sequence[KnownItem], told: Sequence[_Told], same: Collection[str]
) -> tuple[dict[str, KnownItem], list[KnownItem | None]]:
    """Whose each key is; and for each entry the item it is, None for a new one.

    By identities first, by likeness among what is then left. What is in `same` is taken already.
    """
    owner: dict[str, KnownItem] = {}
    ambiguous: set[str] = set()
    for item in known:
        for key in item.keys:
            if owner.setdefault(key, item) is not item and key.startswith(WEAK):
                ambiguous.add(key)
    matched: list[KnownItem | None] = [None] * len(told)
    taken: set[str] = set(same)
    for prefix in ("guid:", "oid:", "link:", WEAK):
        for index, one in enumerate(told):
            if matched[index]:
                continue
            for key in one.keys:
                owning = owner.get(key) if key.startswith(prefix) and key not in ambiguous else None
                if owning and owning.id not in taken:
                    matched[index] = owning
                    taken.add(owning.id)
                    break
    return owner, matched


def _buried(keys: Iterable[str], entry: Entry | None, stones: Mapping[str, datetime | None]) -> bool:
    """Whether a tombstone names one of these keys, and the entry was not updated after it (RFC 6721)."""
    told = (entry.updated or entry.published) if entry else None
    return any(not (told and (when := stones[key]) and told > when) for key in keys if key in stones)


def _absent(known: Sequence[KnownItem], present: Collection[str], buried: Collection[str]) -> list[KnownItem]:
    """The items missing though an older one is present, newest first."""
    oldest = next((index for index, item in enumerate(known) if item.id in present), len(known))
    missing = (item for item in known[:oldest:-1] if not (item.withdrawn or item.id in present or item.id in buried))
    return list(islice(missing, MOST_ABSENT))
