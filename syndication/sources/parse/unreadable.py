"""What is no feed, and what it looked like instead."""

from __future__ import annotations

import re
from html import unescape

from formatters.sentence import Sentence
from syndication.sources.addresses import absolute

MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, Word, Excel"),
    (b"\xd0\xcf\x11\xe0", "Word, Excel 97-2003"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP, WAV"),
)
MOST_ANNOUNCED = 20
MOST_OF_A_PAGE = 100_000  # characters: what a page announces stands in its head
_LINK = re.compile(r"<(?:link|base)\s[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_KINDS = ("rss", "rdf", "atom", "feed")  # the kinds of feeds, first the one that we would rather read
_KIND = re.compile(r"application/(rss|rdf|atom|feed)\+(?:xml|json)")
_ADVICE_VI = "hãy kiểm tra lại địa chỉ nguồn tin (RSS, Atom hoặc JSON Feed)."
_ADVICE_EN = "check the address of the source (RSS, Atom or JSON Feed)."


class Unreadable(Exception):
    """This document is no feed, or one that nobody can read. `say` tells what it looked like and what to do.

    `announced` are the absolute addresses of the feeds that a web page names in its head: RSS first, then Atom, then
    JSON Feed, those of one kind in the page's order; or of the news in a list of sitemaps.
    """

    def __init__(self, say: Sentence, announced: tuple[str, ...] = ()) -> None:
        super().__init__(say.en)
        self.say = say
        self.announced = announced


def empty() -> Unreadable:
    """Nothing came."""
    return Unreadable(
        Sentence(
            f"Nguồn trả về nội dung rỗng: {_ADVICE_VI}",
            f"The source answered with an empty document: {_ADVICE_EN}",
        )
    )


def too_large(size: int, most: int) -> Unreadable:
    """More bytes than a feed may have."""
    return Unreadable(
        Sentence(
            f"Nguồn tin quá lớn ({size} byte, tối đa {most}): hãy đề nghị nơi phát giảm số mục trong nguồn tin.",
            f"The feed is too large ({size} bytes, at most {most}): ask its publisher to list fewer items.",
        )
    )


def overgrown(most: int) -> Unreadable:
    """More elements than a feed may have."""
    return Unreadable(
        Sentence(
            f"Nguồn tin có quá nhiều phần tử (trên {most}): hãy đề nghị nơi phát giảm số mục trong nguồn tin.",
            f"The feed has too many elements (over {most}): ask its publisher to list fewer items.",
        )
    )


def overspread(most: int) -> Unreadable:
    """More namespaces than a feed may use."""
    return Unreadable(
        Sentence(
            f"Nguồn tin dùng quá nhiều không gian tên (trên {most}): hãy báo nơi phát kiểm tra nguồn tin.",
            f"The feed uses too many namespaces (over {most}): ask its publisher to check it.",
        )
    )


def not_a_feed(what_vi: str, what_en: str) -> Unreadable:
    """It was something else."""
    return Unreadable(
        Sentence(
            f"Đây không phải nguồn tin mà là {what_vi}: {_ADVICE_VI}", f"This is no feed but {what_en}: {_ADVICE_EN}"
        )
    )


def damaged() -> Unreadable:
    """It looks like a feed and is beyond mending."""
    return Unreadable(
        Sentence(
            "Nguồn tin hỏng đến mức không đọc được: hãy báo nơi phát kiểm tra nguồn tin bằng validator.w3.org/feed.",
            "The feed is damaged beyond reading: ask its publisher to check it with validator.w3.org/feed.",
        )
    )


def web_page(text: str, url: str) -> Unreadable:
    """An HTML page; when it names feeds, the sentence names the first of them."""
    feeds = announced(text[:MOST_OF_A_PAGE], url)
    if not feeds:
        return not_a_feed("một trang web (HTML)", "a web page (HTML)")
    return Unreadable(
        Sentence(
            f"Đây là trang web, không phải nguồn tin. Trang này giới thiệu nguồn tin tại {feeds[0]}: hãy dùng địa chỉ đó.",
            f"This is a web page, not a feed. It names its feed at {feeds[0]}: use that address.",
        ),
        feeds,
    )


def sitemap_index(news: tuple[str, ...]) -> Unreadable:
    """A list of sitemaps; those of news in it are named."""
    if not news:
        return not_a_feed("danh mục sơ đồ trang (sitemap index)", "a list of sitemaps")
    return Unreadable(
        Sentence(
            f"Đây là danh mục sơ đồ trang (sitemap index), không phải nguồn tin. Tin nằm tại {news[0]}: hãy dùng địa chỉ đó.",
            f"This is a list of sitemaps, not a feed. Its news are at {news[0]}: use that address.",
        ),
        news,
    )


def file_kind(body: bytes) -> str:
    """What kind of file these bytes are by their first bytes; "" when it may be a text."""
    return next((kind for magic, kind in MAGIC if body.startswith(magic)), "")


def announced(page: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page fetched from `url` names, as `Unreadable.announced` has them."""
    links = [_attributes(tag) for tag in _LINK.findall(page)]
    base = next(
        (address for name, words in links if name == "base" and (address := absolute(words.get("href", ""), url))), url
    )
    found: dict[str, int] = {}
    for name, words in links:
        kind = _KIND.fullmatch(words.get("type", "").partition(";")[0].strip().lower())
        alternate = name == "link" and "alternate" in words.get("rel", "").lower().split()
        if kind and alternate and (address := absolute(words.get("href", ""), base)):
            found.setdefault(address, _KINDS.index(kind[1]))
    return tuple(sorted(found, key=found.__getitem__))[:MOST_ANNOUNCED]


def _attributes(tag: str) -> tuple[str, dict[str, str]]:
    """A tag's name and its attributes, quoted or not; of one that stands twice the first counts."""
    told: dict[str, str] = {}
    for name, quoted, single, bare in _ATTRIBUTE.findall(tag):
        told.setdefault(name.lower(), unescape(quoted or single or bare).strip())
    return tag[1:5].lower(), told
