"""One entry out of the raw words of any format: plain titles, harmless HTML, absolute addresses, our own dates."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from html import escape, unescape

from formatters.html import plain, told
from formatters.sentence import Sentence
from formatters.text import clean_line, nfc, unescape_plain, unescaped
from syndication.sources.addresses import absolute
from syndication.sources.dates import read_date
from syndication.sources.entry import Enclosure, Entry
from syndication.sources.parse.files import once, role_of
from syndication.sources.parse.letters import in_unicode

log = logging.getLogger(__name__)

MOST_CHARACTERS = 1_000_000  # of a body; cutting one would tell a part as if it were the whole
MOST_OF_A_NAME = 100_000  # of a title or guid: whatever is longer is neither
MOST_REFERENCES = 50_000  # of `&` in a body: cleaning takes time that grows with their square
MOST_PARTS = 20_000  # of one mark, its attributes: likewise
_LONG_MARK = re.compile(rf"<[A-Za-z][^<>]{{{MOST_PARTS},}}")
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)  # before it nothing lies ahead
MOST_WORDS = 30  # categories of one entry
_INLINE_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=\s]*+")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_TWICE = re.compile(r"&lt;/?(?:p|br|div|span|a|img|strong|b|em|ul|li|table|figure|h[1-6])\b", re.IGNORECASE)


@dataclass(slots=True)
class Raw:
    """An entry's words as its format has them. `body` and `summary` are HTML, or plain where the flag says so."""

    guid: str = ""
    link: str = ""
    title: str = ""
    body: str = ""
    body_plain: bool = False
    summary: str = ""
    summary_plain: bool = False
    published: str = ""
    updated: str = ""
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str = ""
    files: list[Enclosure] = field(default_factory=list)


def compose(raw: Raw, base: str, place: int, now: datetime | None, digest: str = "") -> Entry | Sentence:
    """The entry, or a sentence why the one at this place (from 1) was left out: one bad entry never costs the others.

    Relative addresses are completed by its link, and without one by `base`. `digest` is of what it was read from; an entry
    whose date lies ahead has none, for its date can be used later.
    """
    raw.body, raw.summary = map(_without_inline_pictures, (raw.body, raw.summary))
    if any(map(_is_too_much, (raw.body, raw.summary))) or max(len(raw.title), len(raw.guid)) > MOST_OF_A_NAME:
        return _left_out(place, "quá dài", "is too long")
    raw.authors, raw.categories = raw.authors[: 10 * MOST_WORDS], raw.categories[: 10 * MOST_WORDS]
    try:
        return _compose(raw, base, now, digest)
    except (ValueError, ArithmeticError, LookupError) as error:
        log.warning("entry %s of %s cannot be read: %s", place, base.partition("?")[0], type(error).__name__)
        return _left_out(place, "không đọc được", "cannot be read")


def _without_inline_pictures(text: str) -> str:
    return _INLINE_PICTURE.sub("", text) if "data:image/" in text else text


def _is_too_much(text: str) -> bool:
    if len(text) > MOST_CHARACTERS or text.count("&") > MOST_REFERENCES:
        return True
    return len(text) > MOST_PARTS and any(
        sum(map(found[0].count, " \t\r\n/=")) > MOST_PARTS for found in _LONG_MARK.finditer(text)
    )


def _compose(raw: Raw, base: str, now: datetime | None, digest: str) -> Entry:
    odd_letters = _put_in_unicode(raw)
    link = absolute(raw.link, base)
    here = link or base
    body = told(_html(raw.body or raw.summary, raw.body_plain if raw.body else raw.summary_plain), here)
    lead = told(_html(raw.summary, raw.summary_plain), here) if raw.body else body
    shown = (
        Enclosure(url=absolute(url, here), alt=alt, caption=caption)
        for url, alt, caption in (*body.pictures, *lead.pictures)
    )
    summary = plain(lead.html)
    title = clean_line(raw.title)
    stamp = raw.published or raw.updated
    published = read_date(raw.published, now)
    updated = read_date(raw.updated, now)
    return Entry(
        guid=nfc(raw.guid).strip(),
        link=link,
        title=title,
        summary=summary,
        html=body.html,
        published=published or (updated if not raw.published else None),
        updated=updated,
        raw_date=stamp.strip()[:200],
        author=", ".join(dict.fromkeys(filter(None, map(_person, raw.authors)))),
        categories=tuple(dict.fromkeys(filter(None, map(unescape_plain, raw.categories))))[:MOST_WORDS],
        language=language_of(raw.language),
        media=once([*raw.files, *(file for file in shown if file.url)]),
        findings=(*_odd_date(stamp, published or updated), *odd_letters),
        letters=odd_letters,
        digest="" if published is None and updated is None and stamp and read_date(stamp, _NEVER) else digest,
    )


@lru_cache(maxsize=256)
def language_of(text: str) -> str:
    """The language's own code, "vi" for `vi-VN`, `VI_vn` and for the `vn` that many write; "" for none."""
    code = re.split(r"[-_]", text.strip().lower())[0]
    return {"vn": "vi", "vie": "vi", "eng": "en"}.get(code, code if re.fullmatch(r"[a-z]{2,3}", code) else "")


def attached(address: str, base: str, mime: str = "", length: int | None = None, caption: str = "") -> list[Enclosure]:
    """A file by its address, as a list of one; empty when it has no usable address."""
    url = absolute(address, base)
    return [Enclosure(url, mime.lower(), length, caption=caption, role=role_of(mime.lower(), url))] if url else []


def _html(text: str, is_plain: bool) -> str:
    if is_plain and not _is_twice_escaped(text):
        paragraphs = (part.strip() for part in (re.split(r"\n\s*\n", text) if "\n" in text else [text]))
        return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part)
    return unescape(text) if not _MARKUP.search(text) and _is_twice_escaped(text) else text


def _is_twice_escaped(text: str) -> bool:
    return "&" in text and _TWICE.search(text) is not None


def _person(text: str) -> str:
    """A name without the e-mail address beside it: "a@moha.gov.vn (Lan)" is "Lan"; an address alone is nobody."""
    text = unescape_plain(text)
    if "@" not in text:
        return text.strip(" ()")
    named = re.fullmatch(r"\S+@\S+\s*\((.+)\)", text)
    return named[1].strip() if named else re.sub(r"<?\S+@\S+>?", "", text).strip(" ()")


def _put_in_unicode(raw: Raw) -> tuple[Sentence, ...]:
    """Before anything is cleaned: what is an invisible sign elsewhere (a soft hyphen) is a letter in an old encoding."""
    words = [unescaped(raw.title), raw.body, raw.summary, *raw.authors, *raw.categories]
    said = [text for file in raw.files for text in (file.alt, file.caption)]
    read, findings = in_unicode(list(map(nfc, [*words, *said])))
    raw.title, raw.body, raw.summary = read[:3]
    raw.authors, raw.categories = read[3 : 3 + len(raw.authors)], read[3 + len(raw.authors) : len(words)]
    said = [clean_line(text) for text in read[len(words) :]]
    raw.files = [
        replace(file, alt=alt, caption=caption) if alt or caption else file
        for file, alt, caption in zip(raw.files, said[::2], said[1::2], strict=True)
    ]
    return findings


def _odd_date(stamp: str, read: datetime | None) -> Iterable[Sentence]:
    if stamp.strip() and read is None:
        yield Sentence(
            f"Không dùng được ngày “{stamp.strip()[:60]}” của mục này (không đọc được hoặc ở tương lai); lấy lúc nhận tin.",
            f"The date “{stamp.strip()[:60]}” cannot be used (unreadable, or in the future); the time of receipt is taken.",
        )


def _left_out(place: int, vi: str, en: str) -> Sentence:
    return Sentence(
        f"Mục thứ {place} của nguồn tin {vi} nên bị bỏ qua; hãy báo nơi phát kiểm tra mục này.",
        f"Item {place} of the feed {en} and was left out; ask its publisher to check it.",
    )
