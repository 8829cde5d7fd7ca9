"""What we know + what came → what should happen. Pure: no database, no network, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from formatters.text import nfc
from syndication.sources.addresses import same_place
from syndication.sources.entry import Entry, Parsed, content_digest

LONGEST_KEY = 600  # characters
MOST_ABSENT = 20  # questions to the portal after one read; a pinned old entry makes everything else look absent
WEAK = "said:"  # a likeness, not an identity: believed only where nothing stronger speaks

# The article's own number at the end of an address, which stays when the headline in it is edited.
_NUMBERS = (
    re.compile(r"---?oid(\d+)(?:\.\w{2,5})?$", re.IGNORECASE),
    re.compile(r"[-_/](?:a|d|p|post|art)?(\d{5,20})(?:\.(?:s?html?|aspx|chn|vnp|vov|vgp|amp))?$", re.IGNORECASE),
)


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


@dataclass(frozen=True, slots=True)
class Revised:
    """Known, with other content. An item that was withdrawn stays so: what becomes of it is the caller's to decide."""

    item: str
    entry: Entry
    keys: tuple[str, ...]
    content: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Known, as it was. `keys` are those newly learnt; usually none."""

    item: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """The source says that it deleted this item."""

    item: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Missing from the document, though an older one is still there: ask its address whether it is 410."""

    item: str


Intent = New | Revised | Unchanged | Gone | Absent


def keys_of(entry: Entry) -> tuple[str, ...]:
    """The keys under which the entry is found again, strongest first.

    `guid:` as given · `oid:` host and the article's own number at the end of the path · `link:` the address in one form
    (a site's front page is nobody's) · `said:` title and instant, only where the guid is absent or is just the address.
    """
    place, guid_place = same_place(entry.link), same_place(entry.guid)
    keys = [f"guid:{nfc(entry.guid)}"] if entry.guid else []
    for one in dict.fromkeys((place, guid_place)):
        if number := _number(one):
            keys.append(f"oid:{one.partition('/')[0]}/{number}")
    if "/" in place or "?" in place:
        keys.append(f"link:{place}")
    told_by_address = not entry.guid or (bool(place) and guid_place == place)
    # Without an instant the same headline may come every week: then it is a key only where there is no other.
    if entry.title and told_by_address and (entry.published or not keys):
        keys.append(_likeness(entry))
    return tuple(dict.fromkeys(_storable(key) for key in keys))


def _storable(key: str) -> str:
    """A key too long for an index is known by its beginning and its digest."""
    return key if len(key) <= LONGEST_KEY else f"{key[:200]}…{hashlib.sha256(key.encode()).hexdigest()}"


def decide(known: Sequence[KnownItem], parsed: Parsed) -> tuple[Intent, ...]:
    """What should happen, in the order of the document; then what is gone, then what is absent.

    `known` are items of this source in the order in which they came, oldest first; an intent names an item by its id.
    Of several entries that are one item the first counts.
    """
    entries = _distinct(parsed.entries)
    matched = _match(known, entries)
    present = {item.id: entry for item, (entry, _) in zip(matched, entries, strict=True) if item}
    stones = {name: stone.when for stone in parsed.tombstones for name in _names(stone.ref)}
    buried = {item.id for item in known if _buried(item.keys, present.get(item.id), stones)}
    intents: list[Intent] = []
    for item, (entry, keys) in zip(matched, entries, strict=True):
        content = content_digest(entry)
        if item is None:
            if keys and not _buried(keys, entry, stones):
                intents.append(New(entry, keys, content))
        elif item.id not in buried:
            learnt = tuple(key for key in keys if key not in item.keys)
            same = item.content == content
            intents.append(Unchanged(item.id, learnt) if same else Revised(item.id, entry, keys, content))
    intents += [Gone(item.id) for item in known if item.id in buried and not item.withdrawn]
    return (*intents, *(Absent(item.id) for item in _absent(known, present.keys(), buried)))


def _distinct(entries: Iterable[Entry]) -> list[tuple[Entry, tuple[str, ...]]]:
    """The document's entries with the keys that mean something in it, each item once."""
    told = [(entry, keys_of(entry)) for entry in entries]
    shared = _shared(told)
    kept: list[tuple[Entry, tuple[str, ...]]] = []
    seen: set[str] = set()
    for entry, all_keys in told:
        keys = tuple(key for key in all_keys if key not in shared)
        if not keys and entry.title:
            keys = (_likeness(entry),)
        identities = {key for key in keys if not key.startswith(WEAK)} or set(keys)
        if seen.isdisjoint(identities):
            kept.append((entry, keys))
        seen |= identities
    return kept


def _shared(told: list[tuple[Entry, tuple[str, ...]]]) -> set[str]:
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


def _likeness(entry: Entry) -> str:
    instant = entry.published.astimezone(UTC).isoformat() if entry.published else ""
    folded = re.sub(r"\s+", " ", nfc(entry.title)).strip()
    return WEAK + hashlib.sha256(f"{folded}\n{instant}".encode()).hexdigest()


def _match(known: Sequence[KnownItem], entries: list[tuple[Entry, tuple[str, ...]]]) -> list[KnownItem | None]:
    """For each entry the item it is, None for a new one: by identities first, by likeness among what is then left."""
    owner: dict[str, KnownItem] = {}
    ambiguous: set[str] = set()
    for item in known:
        for key in item.keys:
            if owner.setdefault(key, item) is not item and key.startswith(WEAK):
                ambiguous.add(key)
    matched: list[KnownItem | None] = [None] * len(entries)
    taken: set[str] = set()
    for prefix in ("guid:", "oid:", "link:", WEAK):
        for index, (_, keys) in enumerate(entries):
            if matched[index]:
                continue
            for key in keys:
                owning = owner.get(key) if key.startswith(prefix) and key not in ambiguous else None
                if owning and owning.id not in taken:
                    matched[index] = owning
                    taken.add(owning.id)
                    break
    return matched


def _names(ref: str) -> set[str]:
    place = same_place(ref)
    return {f"guid:{nfc(ref)}", *([f"link:{place}"] if "/" in place else [])}


def _buried(keys: Iterable[str], entry: Entry | None, stones: Mapping[str, datetime | None]) -> bool:
    """Whether a tombstone names one of these keys, and the entry was not updated after it (RFC 6721)."""
    told = (entry.updated or entry.published) if entry else None
    return any(not (told and (when := stones[key]) and told > when) for key in keys if key in stones)


def _absent(known: Sequence[KnownItem], present: Collection[str], buried: Collection[str]) -> list[KnownItem]:
    """The items missing though an older one is present, newest first."""
    oldest = next((index for index, item in enumerate(known) if item.id in present), len(known))
    missing = (item for item in known[:oldest:-1] if not (item.withdrawn or item.id in present or item.id in buried))
    return list(islice(missing, MOST_ABSENT))


def _number(place: str) -> str:
    """The article's own number in an address; "" when there is none or it reads as a day."""
    path = place.partition("?")[0]
    found = next((match for pattern in _NUMBERS if (match := pattern.search(path))), None)
    if found is None or "/" not in path:
        return ""
    return "" if found.re is _NUMBERS[1] and _is_day(found[1]) else found[1]


def _is_day(digits: str) -> bool:
    """20260907, 07092026, 070926: the number of a day, which many articles share."""
    for form in {8: ("%Y%m%d", "%d%m%Y"), 6: ("%d%m%y", "%y%m%d")}.get(len(digits), ()):
        try:
            if 2000 <= datetime.strptime(digits, form).replace(tzinfo=UTC).year <= 2045:
                return True
        except ValueError:
            continue
    return False
