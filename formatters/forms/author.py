"""The author's part of a telling: title, correction, summary and body, cleaned of what only we may write."""

from __future__ import annotations

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
SUMMARY = TextLimit(300)  # where the channel names no limit and the story has no summary of its own


def title(story: Story, limits: Limits) -> str:
    """The title on one line, within the channel's limit."""
    told = allowed(_headline(story), limits.forbidden)
    return fit(told, limits.title) if limits.title else told


def note(story: Story) -> str:
    """What a correction begins with, "Đính chính: …" or "Correction: …"; "" when it is none."""
    told = without_fakes(clean(story.note), story.link)
    if not told:
        return ""
    opening = "Đính chính" if is_vietnamese(story.language) else "Correction"
    if told.casefold().startswith(opening.casefold()):
        told = told[len(opening) :].lstrip(" :-–—")
    return fit(f"{opening}: {told}", NOTE)


def body(story: Story) -> str:
    """The whole text, paragraphs a blank line apart."""
    return _own(story.text or plain(story.html), story, _headline(story))


def lede(story: Story) -> str:
    """The summary; "" when the story has none beyond its title."""
    told = clean_line(_own(unescaped(story.summary), story))
    return "" if told.casefold() == _headline(story).casefold() else told


def summary(story: Story, limits: Limits) -> str:
    """The summary within the channel's limit: its own, else the first sentences, else the title. Never empty."""
    most = limits.summary or SUMMARY
    if told := lede(story):
        told = allowed(told, limits.forbidden)
        return fit(told, limits.summary) if limits.summary else told
    told = sentences_within(allowed(body(story), limits.forbidden), most)
    return told or fit(allowed(_headline(story), limits.forbidden), most)


def author(story: Story, limits: Limits) -> str:
    """Who wrote it; the portal when nobody is named."""
    told = clean_line(story.author)
    told = told if told and not is_fake(told, story.link) else portal(story.language)
    return fit(told, limits.author) if limits.author else told


def html(story: Story) -> str:
    """The body as sanitised HTML; without HTML made from the plain text, and without that from summary or title."""
    written = body(story) or lede(story) or _headline(story)
    paragraphs = (escape(part, quote=False).replace("\n", "<br>") for part in written.split("\n\n"))
    told = story.html or "".join(f"<p>{part}</p>" for part in paragraphs)
    headline = _headline(story)
    return edited(sanitise(told, story.link), lambda lines: _unwanted(lines, story, headline), tidied)


def _headline(story: Story) -> str:
    """The title as plain text; one of which nothing can be read gives way to the portal's name, for none may be empty."""
    told = clean_line(_own(unescaped(story.title), story)) or clean_line(story.title)
    readable = any(letter.isalnum() for letter in told) and not is_fake(told, story.link)
    return told if readable else portal(story.language)


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
