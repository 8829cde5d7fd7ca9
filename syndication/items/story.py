"""Revision → Story: the frozen plain value that leaves this package downwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from formatters import html, text
from formatters.rendition import TextLimit
from formatters.story import Caption, Credit, Film, FilmFacts, Picture, Story
from syndication.items.models import Item, Media, Revision

HEADLINE = TextLimit(120)  # characters of an item without a title of its own
A_FRAME = {"vi": "Hình ảnh trong video", "en": "A frame of the video"}


def story_of(item: Item, revision: Revision) -> Story:
    """The story that this revision of this item tells."""
    body = html.plain(revision.html)
    title = revision.title or text.fit(revision.summary or body, HEADLINE)
    kept = Media.objects.in_bulk([entry["sha256"] for entry in revision.media if entry.get("sha256")])
    pictures: list[Picture] = []
    film: Film | None = None
    captions: dict[str, Caption] = {}
    facts: dict[str, Any] = {}
    for entry in revision.media:
        media = kept.get(entry.get("sha256", ""))
        if media is None:
            continue
        if entry["role"] == "picture":
            pictures.append(_picture(entry, media, title))
        elif entry["role"] == "video" and film is None:
            film = film_of(media, entry["url"])
            facts = media.facts
        elif entry["role"] == "captions":
            captions.setdefault(entry.get("language") or item.language, _captions(entry, media, item.language))
    found = [facts.get("poster"), *(one["sha256"] for one in facts.get("captions", ()))]
    inside = Media.objects.in_bulk([name for name in found if name])
    for track in facts.get("captions", ()):
        language = track["language"] or item.language
        captions.setdefault(language, _track(track, inside[track["sha256"]], language))
    if not pictures and (frame := inside.get(facts.get("poster"))):
        pictures.append(_frame(frame, title, item.language))
    return Story(
        identifier=item.identifier,
        revision=revision.number,
        language=item.language,
        title=title,
        summary=revision.summary,
        text=body,
        html=revision.html,
        link=revision.link,
        published=revision.published,
        modified=revision.modified,
        category=item.category,
        unit=item.unit,
        tags=tuple(revision.tags),
        author=revision.author,
        pictures=tuple(pictures),
        film=replace(film, captions=tuple(captions.values())) if film else None,
        credit=None if item.own else Credit(name=item.source, url=revision.link),
        note=revision.note,
        synthetic=revision.synthetic,
    )


def film_of(media: Media, url: str) -> Film:
    """The film that is kept under these bytes; what was measured of it is in its facts."""
    told = media.facts.get("film")
    facts = FilmFacts.from_json(told) if told else None
    return Film(
        sha256=media.sha256,
        mime=media.mime,
        size=media.size,
        seconds=facts.seconds if facts else None,
        url=url,
        facts=facts,
    )


def _track(track: dict[str, str], media: Media, language: str) -> Caption:
    return Caption(language, media.sha256, media.mime, media.size, track["name"])


def _frame(media: Media, title: str, language: str) -> Picture:
    """A film's own frame, where the item has no picture. It bears no address: the portal does not show it."""
    named = A_FRAME["vi" if language.casefold().startswith("vi") else "en"]
    return Picture(
        sha256=media.sha256,
        mime=media.mime,
        width=media.width,
        height=media.height,
        alt=f"{named}: {title}" if title else named,
    )


def _captions(entry: dict[str, str], media: Media, language: str) -> Caption:
    return Caption(entry.get("language") or language, media.sha256, media.mime, media.size, entry.get("caption", ""))


def _picture(entry: dict[str, str], media: Media, title: str) -> Picture:
    # A picture without a description takes the title of what it illustrates: a reader who hears the page is told something.
    return Picture(
        sha256=media.sha256,
        mime=media.mime,
        width=media.width,
        height=media.height,
        alt=entry.get("alt", "").strip() or entry.get("caption", "").strip() or title,
        caption=entry.get("caption", ""),
        credit=entry.get("credit", ""),
        url=entry["url"],
    )
