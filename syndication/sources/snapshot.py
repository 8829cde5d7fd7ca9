"""What the last document of a source held, entry by entry: what is in it again, byte for byte, need not be read again. Pure.

**Why leaving entries out changes nothing.** What becomes of an entry depends on its own bytes, on the items that own one of the keys
it bears, and on whatever else in the document bears one of these keys (`decide`). So an entry is remembered only when it was dealt
with in the end, and then had nothing to do with anything else: no other entry of its document (nor one that was refused, nor a
tombstone) bore one of its keys, and every one of them that was anybody's was its own item's (`decide` gives no imprint otherwise). An
entry that was refused, failed, or stood for an item that another one had taken is not in it, and is judged again each time.

Next time it is left unread only if that still holds (`Snapshot.holds`): nothing that is read bears a key of what is not, and no
item that belongs to what is read by any key that it ever had is one of those. Then, in the document as a whole, the entry's keys are
shared with nobody, its strongest key leads to its item as before, nobody else may take that item, no tombstone names it, and its
content is what was stored, for its bytes are. In everything else (order, absence) it takes part as present. Where it does not hold,
the whole document is read, as though nothing were remembered: that costs time and nothing else.

An item's contents change only by what comes in (`label` and `correct` keep the content's digest), and its keys are never given to
another. A withdrawn item stays withdrawn whatever comes. What a document is read with besides its bytes (its address, its declared
type) is part of the snapshot: under another, nothing is known. An entry with a date that could not be used, which may be usable
later, is not remembered. After a change of our own rules nothing is judged again until it changes: as with a 304.

A document that is only a part (a hub pushed it) is looked at like any other; what it does not hold stays remembered, except entries
that bear a key it bears, or whose item it told. One that came from elsewhere adds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from syndication.sources.entry import Entry


@dataclass(frozen=True, slots=True)
class Imprint:
    """Under what an entry may be remembered: the digest of its bytes, and the marks of the keys that it bears."""

    digest: str
    marks: tuple[int, ...]


def imprint(entry: Entry, keys: Iterable[str]) -> Imprint | None:
    """The imprint of an entry that bears these keys; None when its bytes alone do not say what it is."""
    if not entry.digest or (entry.raw_date and entry.published is None):
        return None
    return Imprint(entry.digest, tuple(map(mark, keys)))


def mark(key: str) -> int:
    """A key as a number of 48 bits. Two keys with one mark make a document be read as a whole, and nothing worse."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The entries of one source that need not be read again: digest → item and marks. `of` names what they were read with."""

    of: str = ""
    entries: Mapping[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict)

    def holds(self, same: Sequence[str], keys: Iterable[str], owners: Collection[int]) -> bool:
        """Whether the entries `same` have nothing to do with what was read: with its keys, and the items that own one of them."""
        if len(set(same)) < len(same):
            return False
        kept = [self.entries[digest] for digest in same]
        marks = {one for _, marks in kept for one in marks}
        return marks.isdisjoint(map(mark, keys)) and {item for item, _ in kept}.isdisjoint(owners)

    def items(self, same: Iterable[str]) -> set[int]:
        """The items that these entries are."""
        return {self.entries[digest][0] for digest in same}

    def after(
        self,
        of: str,
        same: Iterable[str],
        dealt_with: Mapping[int, Imprint],
        *,
        part: bool = False,
        keys: Iterable[str] = (),
        told: Collection[int] = (),
    ) -> Snapshot:
        """The next snapshot, when these entries were the same and those items were dealt with now.

        For a document that is only a `part`, `keys` are all that it bears and `told` all the items that it touched.
        """
        kept = {digest: self.entries[digest] for digest in same}
        if part:
            borne = set(map(mark, keys))
            kept = {
                digest: held
                for digest, held in self.entries.items()
                if digest in kept or (held[0] not in told and borne.isdisjoint(held[1]))
            }
            if of != self.of:
                return Snapshot(self.of, kept)
        return Snapshot(of, {**kept, **{one.digest: (item, one.marks) for item, one in dealt_with.items()}})

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps({digest: [item, *marks] for digest, (item, marks) in self.entries.items()}).encode()

    @classmethod
    def from_bytes(cls, of: str, data: bytes) -> Snapshot:
        """As it was kept."""
        told: dict[str, list[int]] = json.loads(data) if data else {}
        return cls(of, {digest: (held[0], tuple(held[1:])) for digest, held in told.items()})
