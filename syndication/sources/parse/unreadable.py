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
_ADVICE_VI = "hãy kiểm tra lại địa chỉ nguồn tin (RSS, Atom hoặc JSON Feed)."
_ADVICE_EN = "check the address of the source (RSS, Atom or JSON Feed)."


class Unreadable(Exception):
    """This document is no feed, or one that nobody can read. `say` tells what it looked like and what to do."""

    def __init__(self, say: Sentence) -> None:
        super().__init__(say.en)
        self.say = say


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
    """An HTML page; when it names its feed, the sentence names it too."""
    if feed := _announced(text[:100_000], url):
        return Unreadable(
            Sentence(
                f"Đây là trang web, không phải nguồn tin. Trang này giới thiệu nguồn tin tại {feed}: hãy dùng địa chỉ đó.",
                f"This is a web page, not a feed. It names its feed at {feed}: use that address.",
            )
        )
    return not_a_feed("một trang web (HTML)", "a web page (HTML)")


def file_kind(body: bytes) -> str:
    """What kind of file these bytes are by their first bytes; "" when it may be a text."""
    return next((kind for magic, kind in MAGIC if body.startswith(magic)), "")


def _announced(page: str, url: str) -> str:
    for tag in re.findall(r"<link\b[^<>]{1,1000}>", page, re.IGNORECASE):
        named = {
            name.lower(): unescape(value) for name, _, value in re.findall(r"""([\w-]+)\s*=\s*(["'])(.*?)\2""", tag)
        }
        if "alternate" in named.get("rel", "").lower() and re.search(
            r"application/(?:rss|atom|feed)\+(?:xml|json)", named.get("type", ""), re.IGNORECASE
        ):
            return absolute(named.get("href", ""), url)
    return ""
