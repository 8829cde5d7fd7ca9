"""What staff write for one account instead of what the item says: title, words, the choice, order and crop of pictures.

An override only ever changes the author's part. The attribution, the credit, the mark of AI and a correction are added by the
forms as ever, and a form takes lines that read as the attribution out of what staff wrote, as out of any author's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from formatters.faked import without_fakes
from formatters.forms import author, post, tell, video
from formatters.html import without_pictures
from formatters.rendition import Limits, TextLimit
from formatters.story import Picture, Story
from formatters.text import clean, clean_line, fit, length

PARTS = ("title", "summary", "text", "pictures")
IN_ONE = ("post", "video")  # forms that tell summary and body as one text


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture that staff chose, by the SHA-256 of its original; `focus` as `Picture.focus`, None to keep the picture's own."""

    sha256: str
    focus: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What takes the place of the item's own; None leaves that part as the item has it, () shows no picture.

    `text` is plain, paragraphs a blank line apart. Where a form tells summary and body in one, it takes the place of both.
    """

    title: str | None = None
    summary: str | None = None
    text: str | None = None
    pictures: tuple[Chosen, ...] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that it changes."""
        return tuple(part for part in PARTS if getattr(self, part) is not None)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values of the parts that it changes; `from_json` gives back an equal override."""
        told: dict[str, Any] = {part: getattr(self, part) for part in self.parts}
        if self.pictures is not None:
            told["pictures"] = [
                {"sha256": one.sha256, "focus": list(one.focus) if one.focus else None} for one in self.pictures
            ]
        return told

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Override:
        """Read what `to_json` wrote."""
        told = {part: value[part] for part in PARTS if value.get(part) is not None}
        if "pictures" in told:
            told["pictures"] = tuple(Chosen(one["sha256"], _focus(one["focus"])) for one in told["pictures"])
        return cls(**told)


@dataclass(frozen=True, slots=True)
class TooLong:
    """A part that is longer than there is room for: `length` and the limit, as the platform counts."""

    part: str
    length: int
    limit: TextLimit


def apply(story: Story, override: Override, form: str) -> Story:
    """The story as this form tells it with the override. A chosen picture that the story does not have is left out."""
    if override.title is not None:
        story = replace(story, title=override.title)
    if override.summary is not None and form not in IN_ONE:
        story = replace(story, summary=override.summary)
    if override.text is not None:
        summary = "" if form in IN_ONE else story.summary
        story = replace(story, summary=summary, text=override.text, html="", by_hand=True)
    if override.pictures is not None:
        story = _with_pictures(story, override.pictures)
    return story


def draft(form: str, story: Story, limits: Limits) -> Override:
    """The author's part as this form would tell it by itself: what staff begin with. Every part that the form has is set."""
    room = rooms(form, story, limits)["text"]
    text = _written(form, story)
    return Override(
        title=author.title(story, limits),
        summary=None if form in IN_ONE else author.summary(story, limits),
        text=fit(text, room) if room else text,
        pictures=tuple(Chosen(picture.sha256, picture.focus) for picture in story.pictures),
    )


def cleaned(wanted: Override, form: str, story: Story, limits: Limits) -> Override:
    """What was written, tidied as the forms tidy it, without what says the same as the form's own telling.

    A part that is left empty is the item's own; so is a part that the form does not have.
    """
    own = draft(form, story, limits)
    words = {
        "title": clean_line(without_fakes(wanted.title or "", story.link)),
        "summary": clean_line(without_fakes(clean(wanted.summary or ""), story.link)),
        "text": clean(without_fakes(clean(wanted.text or ""), story.link)),
    }
    changed: dict[str, Any] = {
        part: told
        for part, told in words.items()
        if told and getattr(own, part) is not None and told != getattr(own, part)
    }
    known = {picture.sha256: picture.focus for picture in story.pictures}
    if wanted.pictures is not None:
        chosen = {
            one.sha256: Chosen(one.sha256, one.focus or known[one.sha256])
            for one in wanted.pictures
            if one.sha256 in known
        }
        if tuple(chosen.values()) != own.pictures:
            changed["pictures"] = tuple(chosen.values())
    return Override(**changed)


def rooms(form: str, story: Story, limits: Limits) -> dict[str, TextLimit | None]:
    """How much staff may write for each part of this story, as the platform counts; None where nothing limits it.

    What the form adds to the text (the correction, the title, the hashtags, the tail) has been taken off.
    """
    room: dict[str, TextLimit | None] = {"title": limits.title, "summary": limits.summary, "text": None}
    if limits.text is not None:
        bare = replace(story, summary="", text="x", html="", pictures=(), by_hand=True)
        fixed = length(tell(form, bare, limits).text, limits.text.unit) - 1
        room["text"] = TextLimit(max(0, limits.text.most - fixed), limits.text.unit)
    return room


def too_long(override: Override, form: str, story: Story, limits: Limits) -> tuple[TooLong, ...]:
    """The parts of the override that do not fit on this channel."""
    found = []
    for part, limit in rooms(form, apply(story, override, form), limits).items():
        told = getattr(override, part)
        if limit is not None and told is not None and (long := length(told, limit.unit)) > limit.most:
            found.append(TooLong(part, long, limit))
    return tuple(found)


def outdated(override: Override, before: Story, after: Story) -> tuple[str, ...]:
    """The parts of the override whose place was taken in `before` by something that `after` says otherwise.

    Words that sum up or tell the body are compared with summary and body alike: a correction may stand in either.
    """
    body = (before.summary, before.text) != (after.summary, after.text)
    others = {
        "title": before.title != after.title,
        "summary": body,
        "text": body,
        "pictures": [one.sha256 for one in before.pictures] != [one.sha256 for one in after.pictures],
    }
    return tuple(part for part in override.parts if others[part])


def _written(form: str, story: Story) -> str:
    if form == "post":
        return post.written(story)
    return video.written(replace(story, note="")) if form == "video" else author.body(story)


def _with_pictures(story: Story, chosen: tuple[Chosen, ...]) -> Story:
    known = {picture.sha256: picture for picture in story.pictures}
    shown = [
        replace(known[one.sha256], focus=one.focus or known[one.sha256].focus) for one in chosen if one.sha256 in known
    ]
    if [one.sha256 for one in shown] == list(known):  # only cropped: the page stays as it is
        return replace(story, pictures=tuple(shown))
    return replace(story, pictures=tuple(shown), html=without_pictures(story.html, _places(shown)))


def _places(shown: list[Picture]) -> frozenset[str]:
    return frozenset(picture.url for picture in shown if picture.url)


def _focus(value: Any) -> tuple[float, float] | None:
    return (float(value[0]), float(value[1])) if value else None
