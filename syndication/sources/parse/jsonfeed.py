"""JSON Feed 1.0 and 1.1, as forgivingly as their specification asks of readers."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from formatters.sentence import Sentence
from formatters.text import unescape_plain, unescaped
from syndication.sources.addresses import absolute
from syndication.sources.entry import Enclosure, Entry, Parsed
from syndication.sources.parse.compose import Raw, attached, compose, language_of
from syndication.sources.parse.digest import digests
from syndication.sources.parse.unreadable import damaged, not_a_feed, overgrown

MOST_VALUES = 250_000  # lists and objects: more of them would take more memory than one source may


def read_json(text: str, url: str, most_items: int, now: datetime | None, seen: Collection[str]) -> Parsed:
    """The feed in this JSON text, but for entries whose digest is in `seen`. Unreadable when it is no JSON, or no feed."""
    if text.count("[") + text.count("{") > MOST_VALUES or text.count(",") > 4 * MOST_VALUES:
        raise overgrown(MOST_VALUES)
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise damaged() from None
    if (
        not isinstance(feed, dict)
        or not isinstance(feed.get("items"), list)
        or "jsonfeed" not in _text(feed, "version")
    ):
        raise not_a_feed("dữ liệu JSON khác", "some other JSON")
    home = absolute(_text(feed, "home_page_url"), url)
    here = home or url
    digest = digests("jsonfeed", here)
    entries: list[Entry] = []
    same: list[str] = []
    left_out: list[Sentence] = []
    for place, item in enumerate(feed["items"][:most_items], 1):
        mark = digest(json.dumps(item, sort_keys=True).encode(), "")
        if mark in seen:
            same.append(mark)
            continue
        told = compose(_raw(item, here), here, place, now, mark) if isinstance(item, dict) else _no_item(place)
        if isinstance(told, Entry):
            entries.append(told)
        else:
            left_out.append(told)
    return Parsed(
        kind="jsonfeed",
        title=unescape_plain(_text(feed, "title")),
        language=language_of(_text(feed, "language")),
        home=home,
        entries=tuple(entries),
        findings=tuple(left_out),
        same=tuple(same),
        hubs=tuple(dict.fromkeys(_hubs(feed, url))),
        topic=absolute(_text(feed, "feed_url"), url),
    )


def _hubs(feed: dict[str, Any], base: str) -> Iterable[str]:
    for hub in _dicts(feed.get("hubs")):
        if _text(hub, "type").lower() == "websub" and (address := absolute(_text(hub, "url"), base)):
            yield address


def _raw(item: dict[str, Any], base: str) -> Raw:
    html, words = _text(item, "content_html"), _text(item, "content_text")
    people = item.get("authors") or [item.get("author")]
    return Raw(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        body=html or words,
        body_plain=not html,
        summary=_text(item, "summary"),
        summary_plain=True,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        authors=[_text(person, "name") for person in _dicts(people)],
        categories=[_plain(tag) for tag in _list(item.get("tags"))],
        language=_text(item, "language"),
        files=list(_files(item, base)),
    )


def _files(item: dict[str, Any], base: str) -> Iterable[Enclosure]:
    for place in ("image", "banner_image"):
        yield from attached(_text(item, place), base, "image/*")
    for file in _dicts(item.get("attachments")):
        size = file.get("size_in_bytes")
        length = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None
        yield from attached(_text(file, "url"), base, _text(file, "mime_type"), length, unescaped(_text(file, "title")))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: dict[str, Any], key: str) -> str:
    return _plain(value.get(key))


def _plain(value: Any) -> str:
    """A text, or a number read as one; halves of a surrogate pair, which JSON can carry, are no characters."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return re.sub("[\ud800-\udfff\x00]", "", str(value)).strip()


def _no_item(place: int) -> Sentence:
    return Sentence(
        f"Mục thứ {place} của nguồn tin không phải đối tượng JSON và bị bỏ qua; hãy báo nơi phát kiểm tra.",
        f"Item {place} of the feed is no JSON object and was left out; ask its publisher to check it.",
    )
