"""From the address of a web page to the feed of its site: what the page announces, else a sitemap of news."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from channels.wire import Wire
from formatters.sentence import Sentence
from syndication.sources.addresses import absolute
from syndication.sources.entry import Parsed
from syndication.sources.parse import Unreadable, parse
from syndication.sources.retrieve import NotRetrieved, Retrieved, retrieve

MOST_REQUESTS = 4
WELL_KNOWN = ("/sitemap-news.xml", "/news-sitemap.xml")
LANGUAGES = ("vi", "en")
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found. `url` is its address as it was named, `how` says how it was found."""

    url: str
    how: Sentence
    retrieved: Retrieved
    parsed: Parsed

    @property
    def kind(self) -> str:
        """The kind of source that it makes."""
        return "sitemap" if self.parsed.kind == "sitemap" else "feed"


def discover(
    page: Retrieved, why: Unreadable, wire: Wire, language: str, may: Callable[[str], bool] = lambda url: True
) -> Found | None:
    """The feed of the site whose `page` was no feed for this reason; None when it is no web page, or names none.

    Of several feeds the first that can be read: on the site itself rather than elsewhere, in `language` rather than in another.
    Only where the page announces none, a sitemap of news. Nothing is asked that `may` does not allow, and four times at most.
    """
    if not (why.announced or "html" in page.content_type.lower() or _PAGE.search(page.body[:2000])):
        return None
    asking = _Asking(wire, may)
    if why.announced:
        ranked = sorted(why.announced, key=lambda url: _rank(url, page.url, language))
        return next(filter(None, (asking.feed(url, _announced(url, page.url)) for url in ranked)), None)
    for url in _sitemaps(page.url, asking):
        found = asking.feed(url, _fallback(url, page.url))
        if found and found.parsed.entries:
            return found
    return None


class _Asking:
    """What may still be asked."""

    def __init__(self, wire: Wire, may: Callable[[str], bool]) -> None:
        self._wire = wire
        self._may = may
        self._left = MOST_REQUESTS

    def get(self, url: str) -> Retrieved | None:
        """What is there; None when nothing usable is, or no more may be asked."""
        if not self._left or not self._may(url):
            return None
        self._left -= 1
        try:
            came = retrieve(url, self._wire)
        except NotRetrieved:
            return None
        return came if came.status == "new" and self._may(came.url) else None

    def feed(self, url: str, how: Sentence) -> Found | None:
        """The feed that is there."""
        came = self.get(url)
        if came is None:
            return None
        try:
            parsed = parse(came.body, came.content_type, came.url)
        except Unreadable:
            return None
        return Found(url, how, came, parsed)


def _rank(url: str, page: str, language: str) -> tuple[bool, bool, bool, bool]:
    """What sorts last: another site, another language, what readers wrote, what has no TLS though the page has.

    Else the order in which they are announced.
    """
    parts = urlsplit(url)
    host, home = parts.hostname or "", urlsplit(page).hostname or ""
    kin = host == home or host.endswith(f".{home.removeprefix('www.')}")
    words = set(re.split(r"[^a-z]+", f"{host.partition('.')[0]} {parts.path} {parts.query}".lower()))
    bare = urlsplit(page).scheme == "https" != parts.scheme
    return not kin, bool(words & set(LANGUAGES) - {language}), "comments" in words, bare


def _sitemaps(page: str, asking: _Asking) -> Iterator[str]:
    """Where the site may keep a sitemap of news: where robots.txt says, then where many do."""
    robots = asking.get(urljoin(page, "/robots.txt"))
    text = robots.body.decode("utf-8", "replace") if robots else ""
    named = (
        absolute(line, page) for line in _SITEMAP.findall(text) if "news" in urlsplit(absolute(line, page)).path.lower()
    )
    yield from dict.fromkeys((*filter(None, named), *(urljoin(page, path) for path in WELL_KNOWN)))


def _announced(url: str, page: str) -> Sentence:
    return Sentence(
        f"Địa chỉ {page} là một trang web; nguồn tin được tìm thấy trên trang: {url}.",
        f"{page} is a web page; the feed was found on it: {url}.",
    )


def _fallback(url: str, page: str) -> Sentence:
    return Sentence(
        f"Trang web {page} không giới thiệu nguồn tin nào; tạm đọc sơ đồ trang tin tức (sitemap) {url}, chỉ có tiêu đề và địa "
        "chỉ bài. Hãy hỏi nơi phát địa chỉ RSS hoặc Atom.",
        f"The web page {page} announces no feed; its sitemap of news {url} is read in its place, which holds only titles and "
        "addresses. Ask its publisher for an RSS or Atom feed.",
    )
