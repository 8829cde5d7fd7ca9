"""What is not taken in, and what is kept of it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

from syndication.gate.models import Refusal
from syndication.gate.rules import secrecy, substance
from syndication.gate.rules.finding import Finding
from syndication.gate.rules.unstamped import unstamped
from syndication.items.models import Revision
from syndication.sources.entry import Entry
from syndication.sources.known import told_elsewhere
from syndication.sources.models import Source

log = logging.getLogger(__name__)


def stamped(entry: Entry) -> Finding | None:
    """The finding when the entry bears a secrecy stamp. Runs before any row, picture fetch or log line of it exists."""
    extra = [entry.author, *entry.categories]
    for enclosure in entry.media:
        extra += [enclosure.alt, enclosure.caption]
    if unstamped(entry.title, entry.summary, entry.html, extra):
        return None
    return secrecy.stamped(secrecy.texts_of(entry.title, entry.summary, entry.html, extra))


def record_secret(source: str, entry: Entry) -> None:
    """Keep a digest, the sender and the time, and nothing else; not even the log names it."""
    finding = stamped(entry)
    if finding is not None:
        _record(source, _digest(entry.title, entry.summary, entry.html), finding)
        log.warning("source %s: an entry was refused by %s (%s)", source, finding.article, finding.code)


def refused(source: Source, entry: Entry, keys: Sequence[str], content: str) -> Finding | None:
    """The finding when a new entry is not taken in: nothing to tell, or what another item tells already.

    What was withdrawn counts as told: it does not come back under another guid.
    """
    finding = substance.substance(entry.title, entry.link) or _twin(source, entry, keys, content)
    if finding is not None:
        _record(source.name, content or _digest(entry.title, entry.link), finding)
        log.warning("source %s: an entry was refused by %s (%s)", source.name, finding.article, finding.code)
    return finding


def _twin(source: Source, entry: Entry, keys: Sequence[str], content: str) -> Finding | None:
    same_place = told_elsewhere(source, keys)
    if same_place is not None:
        return substance.duplicate(same_place.link or same_place.identifier)
    # A bare title says too little to call two items the same.
    if not (entry.summary or entry.html):
        return None
    twin = Revision.objects.filter(content=content).select_related("item").first()
    return substance.duplicate(twin.item.link or twin.item.identifier) if twin else None


def _record(source: str, digest: str, finding: Finding) -> None:
    Refusal.objects.get_or_create(
        source=source, digest=digest, code=finding.code, defaults={"article": finding.article[:60]}
    )


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
