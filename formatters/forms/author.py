"""The author's part of a telling: title, correction, summary and body, cleaned of what only we may write."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from formatters.attribution import is_vietnamese, portal
from formatters.boilerplate import furniture
from formatters.faked import fakes, is_fake, without_fakes
from formatters.html import edited, plain, sanitise
from formatters.lead import lead_name, strip_lead_boilerplate
from formatters.rendition import Limits, TextLimit
from formatters.story import Story
from formatters.text import allowed, clean, clean_line, fit, sentences_within, unescaped
from formatters.typography import tidied

NOTE = TextLimit(500)
_told_to_all = lru_cache(
    maxsize=4
)  # every channel tells the same words, and an item is told on all of them one after the other
SUMMARY = TextLimit(300)  # where the channel names no limit and the story has no summary of its own


def title(story: Story, limits: Limits) -> str:
    """The title on one line, within the channel's limit."""
    return _within(allowed(_headline(story), limits.forbidden), limits.title, story)


def note(story: Story) -> str:
    """What a correction begins with, "Đính chính: …" or "Correction: …"; "" when it is none."""
    told = without_fakes(clean(story.note), story.link)
    if not told:
        return ""
    opening = "Đính chính" if is_vietnamese(story.language) else "Correction"
    if told.casefold().startswith(opening.casefold()):
        told = told[len(opening) :].lstrip(" :-–—")
    told = fit(f"{opening}: {told}", NOTE)
    return "" if is_fake(told, story.link) else told


@_told_to_all
def body(story: Story) -> str:
    """The whole text, paragraphs a blank line apart."""
    return _own(story.text or plain(story.html), story, _headline(story))


@_told_to_all
def lede(story: Story) -> str:
    """The summary; "" when the story has none beyond its title."""
    told = clean_line(_own(unescaped(story.summary), story))
    return "" if told.casefold() == _headline(story).casefold() else told


def summary(story: Story, limits: Limits) -> str:
    """The summary within the channel's limit: its own, else the first sentences, else the title. Never empty."""
    if told := lede(story):
        return _within(allowed(told, limits.forbidden), limits.summary, story)
    most = limits.summary or SUMMARY
    told = sentences_within(allowed(body(story), limits.forbidden), most)
    return _within(told or allowed(_headline(story), limits.forbidden), most, story)


def author(story: Story, limits: Limits) -> str:
    """Who wrote it; the portal when nobody is named."""
    told = clean_line(story.author)
    return _within(told or portal(story.language), limits.author, story)


def tags(story: Story) -> tuple[str, ...]:
    """The subjects, each once and on one line; a faked source is none."""
    names = dict.fromkeys(map(clean_line, story.tags))
    return tuple(name for name in names if name and not is_fake(name, story.link))


@_told_to_all
def html(story: Story) -> str:
    """The body as sanitised HTML; without HTML made from the plain text, and without that from summary or title."""
    written = body(story) or lede(story) or _headline(story)
    paragraphs = (escape(part, quote=False).replace("\n", "<br>") for part in written.split("\n\n"))
    told = story.html or "".join(f"<p>{part}</p>" for part in paragraphs)
    headline = _headline(story)
    return edited(sanitise(told, story.link), lambda lines: _unwanted(lines, story, headline), tidied)


@_told_to_all
def _headline(story: Story) -> str:
    """The title as plain text; one of which nothing can be read gives way to the portal's name, for none may be empty."""
    told = clean_line(_own(unescaped(story.title), story)) or clean_line(story.title)
    readable = any(letter.isalnum() for letter in told) and not is_fake(told, story.link)
    return told if readable else portal(story.language)


def _within(text: str, limit: TextLimit | None, story: Story) -> str:
    """The text within the limit; the portal's name where what is left of it would pass for the attribution."""
    told = fit(text, limit) if limit else text
    if is_fake(told, story.link):
        told = fit(portal(story.language), limit) if limit else portal(story.language)
    return told


def _own(text: str, story: Story, headline: str = "") -> str:
    """The author's own words: without what `_unwanted` names, slips of typing put right."""
    lines = clean(text).split("\n")
    told = (line[cut:] for line, cut in zip(lines, _unwanted(lines, story, headline), strict=True))
    return clean(tidied("\n".join(told)))


def _unwanted(lines: list[str], story: Story, headline: str = "") -> list[int]:
    """How many characters of each line go: all of a faked attribution, of a page's furniture and of the headline said again before
    the text; and a news source's name in front of the first, where the credit or we ourselves name it.
    """
    cuts = [0] * len(lines)
    for place in fakes(lines, story.link) | furniture(lines):
        cuts[place] = len(lines[place])
    left = [place for place, line in enumerate(lines) if line.strip() and not cuts[place]]
    if len(left) > 1 and headline and clean_line(lines[left[0]]).casefold() == headline.casefold():
        again = left.pop(0)
        cuts[again] = len(lines[again])
    if left:
        first = lines[left[0]]
        name = lead_name(first).casefold()
        if name and (story.credit is not None or "moha" in name or name in ("bnv", "bộ nội vụ")):
            cuts[left[0]] = len(first) - len(strip_lead_boilerplate(first))
    return cuts
