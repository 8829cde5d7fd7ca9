"""What a feed is made of, as plain values: a Feed and its Entries. Every format is written from these and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from formatters.text import nfc

VIETNAM = timezone(timedelta(hours=7))  # every date in a feed is told in the ministry's own time
FORMS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}

_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text in NFC without what XML 1.0 cannot hold or advises against: one control character must not break a feed."""
    return nfc(_UNWRITABLE.sub("", text))


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
class Entry:
    """One entry. Texts are plain, NFC and writable; `html` is sanitised, with absolute addresses. Dates are aware.

    `link` is "" when the item has no address. A `withdrawn` entry holds nothing but the sentence that it was withdrawn,
    and `updated` is when. `changed` is when the feed last changed because of it.
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

    @property
    def categories(self) -> tuple[str, ...]:
        """Its category and its tags, each once."""
        return tuple(dict.fromkeys(term for term in (self.category, *self.tags) if term))


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed in no format yet. `name` is its path below /feeds/ without the ending; `base` has no slash at its end."""

    name: str
    base: str
    title: str
    description: str
    language: str
    home: str
    publisher: str
    rights: str
    updated: datetime
    category: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def identifier(self) -> str:
        """Its id for ever, whatever the address it is served at."""
        return f"urn:moha:feed:{self.name.replace('/', ':')}"

    def address(self, form: str) -> str:
        """Where it is served in this form."""
        return f"{self.base}/feeds/{self.name}.{form}"
