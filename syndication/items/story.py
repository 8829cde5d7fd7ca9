"""Revision → Story: the frozen plain value that leaves this package downwards."""

from __future__ import annotations

from dataclasses import replace

from formatters import html, text
from formatters.rendition import TextLimit
from formatters.story import Caption, Credit, Film, Picture, Story
from syndication.items.models import Item, Media, Revision

HEADLINE = TextLimit(120)  # characters of an item without a title of its own


def story_of(item: Item, revision: Revision) -> Story:
    """The story that this revision of this item tells."""
    body = html.plain(revision.html)
    title = revision.title or text.fit(revision.summary or body, HEADLINE)
    kept = Media.objects.in_bulk([entry["sha256"] for entry in revision.media if entry.get("sha256")])
    pictures: list[Picture] = []
    film: Film | None = None
    captions: dict[str, Caption] = {}
    for entry in revision.media:
        media = kept.get(entry.get("sha256", ""))
        if media is None:
            continue
        if entry["role"] == "picture":
            pictures.append(_picture(entry, media, title))
        elif entry["role"] == "video" and film is None:
            film = Film(sha256=media.sha256, mime=media.mime, size=media.size, url=entry["url"])
        elif entry["role"] == "captions":
            captions.setdefault(entry.get("language") or item.language, _captions(entry, media, item.language))
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
        tags=tuple(revision.tags),
        author=revision.author,
        pictures=tuple(pictures),
        film=replace(film, captions=tuple(captions.values())) if film else None,
        credit=None if item.own else Credit(name=item.source, url=revision.link),
        note=revision.note,
        synthetic=revision.synthetic,
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
