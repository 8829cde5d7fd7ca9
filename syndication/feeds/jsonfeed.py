"""JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from syndication.feeds.values import Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"
ABOUT = "urn:moha:feed:extension"


def render(feed: Feed) -> bytes:
    """The feed as JSON Feed, UTF-8. Our own words are under `_moha`: the attribution, and what was withdrawn."""
    told: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address("json"),
        **({"next_url": feed.archived_at(feed.archive.previous, "json")} if feed.archive.previous else {}),
        "description": feed.description,
        "authors": [{"name": feed.publisher, "url": feed.home}],
        "language": feed.language,
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "_moha": {"about": ABOUT, "rights": feed.rights, "updated": feed.updated.isoformat(), **_archive(feed)},
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _archive(feed: Feed) -> dict[str, Any]:
    """Of an archive, its number and where the feed itself is."""
    number = feed.archive.number
    return {} if number is None else {"archive": number, "current": feed.current("json")}


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.identifier}
    if entry.link:
        item["url"] = entry.link
    item |= {
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author}],
        "language": entry.language,
    }
    if entry.categories:
        item["tags"] = list(entry.categories)
    if entry.pictures:
        item["image"] = entry.pictures[0].url
    if attachments := _attachments(entry):
        item["attachments"] = attachments
    item["_moha"] = {"about": ABOUT, "rights": entry.rights, "withdrawn": entry.withdrawn}
    if entry.unit:
        item["_moha"]["unit"] = entry.unit
    if entry.correction:
        item["_moha"]["correction"] = entry.correction
    if entry.behind is not None:
        item["_moha"]["behind"] = entry.behind.isoformat()
    if entry.translations:
        item["_moha"]["translations"] = [{"language": told.language, "url": told.url} for told in entry.translations]
    return item


def _attachments(entry: Entry) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    titles = {""}
    for picture in entry.pictures:
        told = {"url": picture.url, "mime_type": picture.mime}
        if picture.alt not in titles:  # what has the title of another is taken for the same thing in another form
            titles.add(picture.alt)
            told["title"] = picture.alt
        found.append(told | _size(picture.size))
    if entry.film is not None:
        film = {"url": entry.film.url, "mime_type": entry.film.mime, **_size(entry.film.size)}
        found.append(film if entry.film.seconds is None else film | {"duration_in_seconds": entry.film.seconds})
    return found


def _size(size: int) -> dict[str, int]:
    """Nothing is said of a size that nobody knows."""
    return {"size_in_bytes": size} if size else {}
