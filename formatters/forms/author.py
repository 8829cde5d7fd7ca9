"""The author's part of a telling: title, correction, summary and body, cleaned of what only we may write."""

from __future__ import annotations

from html import escape

from formatters.attribution import is_fake, is_vietnamese, portal, without_fakes
from formatters.html import plain, sanitise, without_lines
from formatters.lead import lead_name, strip_lead_boilerplate
from formatters.rendition import Limits, TextLimit
from formatters.story import Story
from formatters.text import allowed, clean, clean_line, fit, sentences_within, unescape_plain

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
    return _own(story.text or plain(story.html), story)


def lede(story: Story) -> str:
    """The summary; "" when the story has none beyond its title."""
    told = unescape_plain(_own(story.summary, story))
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
    told = clean_line(story.author) or portal(story.language)
    return fit(told, limits.author) if limits.author else told


def html(story: Story) -> str:
    """The body as sanitised HTML; without HTML made from the plain text, and without that from summary or title."""
    written = body(story) or lede(story) or _headline(story)
    paragraphs = (escape(part, quote=False).replace("\n", "<br>") for part in written.split("\n\n"))
    told = story.html or "".join(f"<p>{part}</p>" for part in paragraphs)
    return without_lines(sanitise(told, story.link), lambda line: is_fake(line, story.link))


def _headline(story: Story) -> str:
    """The title as plain text; one of which nothing can be read gives way to the portal's name, for none may be empty."""
    return unescape_plain(story.title) or clean_line(story.title) or portal(story.language)


def _own(text: str, story: Story) -> str:
    """Without faked attribution, and without a news source's name in front where the credit or we ourselves name it."""
    told = clean(without_fakes(clean(text), story.link))
    name = lead_name(told).casefold()
    if name and (story.credit is not None or "moha" in name or name == "bộ nội vụ"):
        told = clean(strip_lead_boilerplate(told))
    return told
