"""A video (YouTube): a title, a description, tags, the film and its thumbnail."""

from __future__ import annotations

import re
from dataclasses import replace

from formatters import images
from formatters.attribution import is_vietnamese, segment
from formatters.forms import author
from formatters.forms.tail import GAP, close
from formatters.rendition import CannotTell, Limits, Localisation, Rendition, TextLimit
from formatters.sentence import Sentence
from formatters.story import Story, Twin
from formatters.text import clean_line, length, nfc

NO_FILM = Sentence(
    "Tin này không có video nên không đăng được lên kênh video; hãy thêm video vào tin rồi lên lịch lại.",
    "This item has no video, so a video channel cannot tell it; add a video to the item and plan it again.",
)
# An hour of the day, which YouTube would take for a place in the film and link; one that begins a line is meant as such.
_HOUR = re.compile(r"(?i)((?:lúc|hồi|từ|đến|vào|trước|sau|khoảng) )(\d{1,2}):([0-5]\d)(?![:\d])")
_NEVER_IN_A_TAG = re.compile(r'[,"<>]')


def tell(story: Story, limits: Limits) -> Rendition:
    """The description is summary and body, shortened so that the tail is always whole. CannotTell without a film."""
    if story.film is None:
        raise CannotTell(NO_FILM)
    if limits.film and (why := limits.film.why_not(story.film)):
        raise CannotTell(why)
    return Rendition(
        form="video",
        language=story.language,
        title=author.title(story, limits),
        text=close(written(story), story, limits),
        attribution=segment(story.language, story.link),
        link=nfc(story.link),
        summary=author.summary(story, limits),
        category=nfc(story.category),
        published=story.published.isoformat(),
        tags=tags(author.tags(story), limits.tags),
        cover=images.cover(story.pictures, limits, story.language),
        film=story.film,
        note=author.note(story),
        synthetic=story.synthetic,
        localisations=tuple(_localised(story, twin, limits) for twin in story.twins) if limits.localised else (),
    )


def _localised(story: Story, twin: Twin, limits: Limits) -> Localisation:
    """The twin's title and description, told as a story of its own: with its own attribution and address."""
    own = replace(
        story,
        language=twin.language,
        title=twin.title,
        summary=twin.summary,
        text=twin.text,
        html="",
        link=twin.link,
        note="",
    )
    return Localisation(twin.language, author.title(own, limits), close(written(own), own, limits))


def written(story: Story) -> str:
    """The correction, the summary and the body; the summary once where the body begins with it."""
    lede, body = author.lede(story), author.body(story)
    parts = (author.note(story), "" if body.startswith(lede) else lede, body)
    written = GAP.join(part for part in parts if part)
    return _HOUR.sub(r"\1\2h\3", written) if is_vietnamese(story.language) else written


def tags(names: tuple[str, ...], limit: TextLimit | None) -> tuple[str, ...]:
    """The tags that fit, in order, each once and without the signs that part them; none where there is no limit."""
    if limit is None:
        return ()
    kept: dict[str, str] = {}
    for name in names:
        told = clean_line(_NEVER_IN_A_TAG.sub(" ", clean_line(name)))
        if told and told.casefold() not in kept and tags_length((*kept.values(), told), limit) <= limit.most:
            kept[told.casefold()] = told
    return tuple(kept.values())


def tags_length(names: tuple[str, ...], limit: TextLimit) -> int:
    """How long YouTube counts these tags: a comma between two, and two quotes for one with a space in it."""
    words = sum(length(name, limit.unit) + (2 if " " in name else 0) for name in names)
    return words + max(0, len(names) - 1)
