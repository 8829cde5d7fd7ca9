"""One awkward feed and what a person who reads it would hold of it, written down by hand and never recorded from the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from formatters.html import plain
from syndication.sources.entry import Entry
from tests.syndication.sources.feeds import URL

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # the present of every case: 9 in the morning in Ha Noi
HOME = "https://moha.gov.vn"

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """`entries` tells of each entry, in order, what is expected: by the names of `SHOWN`; what is not named is not compared.

    `refused` is a word of the Vietnamese sentence with which it must be refused; "" when it must be read. `findings` are words
    of the document's findings, in English, one for each, in any order; None when they do not matter here.
    """

    name: str
    document: bytes | str
    entries: Sequence[Told] = ()
    refused: str = ""
    content_type: str = "application/rss+xml"
    url: str = URL
    kind: str = "rss"
    findings: Sequence[str] | None = ()
    stones: Sequence[str] = ()

    @property
    def body(self) -> bytes:
        """The bytes that come."""
        return self.document.encode() if isinstance(self.document, str) else self.document


# What can be compared of an entry. `findings` are words of the entry's own, in English; none are expected when none are named.
SHOWN: dict[str, Callable[[Entry], Any]] = {
    "title": lambda entry: entry.title,
    "link": lambda entry: entry.link,
    "guid": lambda entry: entry.guid,
    "summary": lambda entry: entry.summary,
    "text": lambda entry: plain(entry.html),
    "html": lambda entry: entry.html,
    "published": lambda entry: entry.published,
    "updated": lambda entry: entry.updated,
    "author": lambda entry: entry.author,
    "categories": lambda entry: list(entry.categories),
    "language": lambda entry: entry.language,
    "media": lambda entry: [file.url for file in entry.media],
    "roles": lambda entry: [file.role for file in entry.media],
    "alts": lambda entry: [file.alt for file in entry.media],
    "captions": lambda entry: [file.caption for file in entry.media],
    "lengths": lambda entry: [file.length for file in entry.media],
}


def at(text: str) -> datetime:
    """An instant, by its ISO form."""
    return datetime.fromisoformat(text)


def item(body: str, title: str = "Tin") -> str:
    """An RSS item with this title and description, as they stand."""
    return f"<title>{title}</title><guid>a</guid><description>{body}</description>"


def titled(*titles: str) -> list[Told]:
    """Entries of which only the titles are told."""
    return [{"title": title} for title in titles]


def numbered(cases: Iterable[Case]) -> list[Case]:
    """The cases, checked to have names of their own."""
    listed = list(cases)
    assert len({case.name for case in listed}) == len(listed), [case.name for case in listed]
    return listed
