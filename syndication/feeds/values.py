"""What a feed is made of, as plain values: a Feed and its Entries. Every format is written from these and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from formatters.text import allowed, nfc

VIETNAM = timezone(timedelta(hours=7))  # every date in a feed is told in the ministry's own time
FORMS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}

UNITS = "urn:moha:unit"  # the scheme of the categories that name a unit of the ministry
STATES = "urn:moha:feed:state"  # the scheme of the categories that say what has become of an entry

# Of every plane the last two are no characters; U+FFFD stands where one was lost, and validators take it for a fault.
_PLANES = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
_UNWRITABLE = re.compile(f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffc{_PLANES}]")
_END_TAG = re.compile(r"</\w+>")


def writable(text: str) -> str:
    """The text in NFC without what XML 1.0 cannot hold or advises against: one control character must not break a feed."""
    return nfc(_UNWRITABLE.sub("", text))


def plain(text: str) -> str:
    """`writable`, for a text that is no markup: what reads like the end tag of an element is told with other brackets.

    However it is escaped, readers differ in whether they show it, and validators take it for HTML.
    """
    return _END_TAG.sub(lambda tag: allowed(tag[0], "<>"), writable(text))


def whole_second(moment: datetime) -> datetime:
    """The moment in Vietnam's time, cut to the second: what every format can say alike."""
    return moment.astimezone(VIETNAM).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of an entry. `url` is absolute; width and height in pixels, size in bytes."""

    url: str
    mime: str
    width: int
    height: int
    size: int
    alt: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Reel:
    """An entry's film. `url` is absolute, size in bytes, seconds None when unknown."""

    url: str
    mime: str
    size: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """Where the same item can be read in another language. `url` is absolute."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told of one entry beside what was approved. Its repr is another whenever it is.

    `translations` are those that the public can read on another feed. `behind` is when the original was changed that this
    translation has not followed yet; None while it says the same.
    """

    translations: tuple[Translation, ...] = ()
    behind: datetime | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """Where a document stands among its page's archives (RFC 5005): its own number, None for the subscription document, and
    that of the newest archive, 0 while there is none."""

    number: int | None = None
    last: int = 0

    @property
    def previous(self) -> int | None:
        """The number of the archive before it; None when it is the first."""
        before = self.last if self.number is None else self.number - 1
        return before or None

    @property
    def next(self) -> int | None:
        """The number of the archive after it; None when it is the last, or no archive."""
        return self.number + 1 if self.number is not None and self.number < self.last else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. Texts are plain, NFC and writable; `html` is sanitised, with absolute addresses. Dates are aware.

    `link` is "" when the item has no address. A `withdrawn` entry holds nothing but the sentence that it was withdrawn,
    and `updated` is when. `changed` is when the feed last changed because of it. `correction` is what was corrected, in words,
    "" when nothing was. `unit` is the unit of the ministry that it comes from. `behind` is when the original was changed that
    this translation has not followed yet.
    """

    identifier: str
    title: str
    summary: str
    html: str
    link: str
    language: str
    author: str
    published: datetime
    updated: datetime
    changed: datetime
    rights: str
    source: str
    publisher: str
    category: str = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[Shown, ...] = ()
    film: Reel | None = None
    withdrawn: bool = False
    correction: str = ""
    unit: str = ""
    behind: datetime | None = None
    translations: tuple[Translation, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """Its category and its tags, each once."""
        return tuple(dict.fromkeys(term for term in (self.category, *self.tags) if term))

    @property
    def states(self) -> tuple[str, ...]:
        """What has become of it, for machines: words of the scheme `STATES`."""
        known = {"withdrawn": self.withdrawn, "corrected": bool(self.correction), "behind": self.behind is not None}
        return tuple(state for state, holds in known.items() if holds)


@dataclass(frozen=True, slots=True)
class Feed:
    """One document in no format yet: a page as its readers subscribe to it, or one of its archives.

    `name` is the page's path below /feeds/ without the ending; `base` has no slash at its end. `hub` is the address of the
    WebSub hub that tells of changes, "" without one.
    """

    name: str
    base: str
    title: str
    description: str
    language: str
    home: str
    publisher: str
    rights: str
    updated: datetime
    hub: str = ""
    category: str = ""
    entries: tuple[Entry, ...] = ()
    archive: Archive = Archive()

    @property
    def identifier(self) -> str:
        """Its id for ever, whatever the address it is served at; an archive bears that of its page."""
        return f"urn:moha:feed:{self.name.replace('/', ':')}"

    def address(self, form: str) -> str:
        """Where this document is served in this form."""
        return self.archived_at(self.archive.number, form) if self.archive.number else self.current(form)

    def current(self, form: str) -> str:
        """Where readers subscribe to it in this form."""
        return f"{self.base}/feeds/{self.name}.{form}"

    def archived_at(self, number: int, form: str) -> str:
        """Where the archive document with this number is served in this form."""
        return f"{self.base}/feeds/{self.name}/archive/{number}.{form}"
