"""One item of RSS, RDF or Atom in raw words. The document's order decides where two elements say the same."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from syndication.sources.parse import words
from syndication.sources.parse.compose import Raw
from syndication.sources.parse.files import files_of
from syndication.sources.parse.links import alternate
from syndication.sources.parse.markup import markup_of, text_of
from syndication.sources.parse.words import XML, attribute, name, word

_MARKUP = re.compile(r"<[a-zA-Z/!]|&\w+;|&#\d")
_LIKE_HTML = re.compile(r"</\w+>|&#?\w+;")
_ADDRESS = re.compile(r"https?:|/", re.IGNORECASE)
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
XHTML = "application/xhtml+xml"
_KINDS = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": XHTML}
_TEXT = re.compile(r"text/|[^/]+/(?:.*\+)?xml$")


@dataclass(frozen=True, slots=True)
class _Text:
    """A summary or content. `kind` is its media type."""

    value: str = ""
    kind: str = ""

    def is_plain(self, atom: bool) -> bool:
        """Whether line breaks mean something in it. RSS never says; Atom says so by its type."""
        return (not atom or self.kind == "text/plain") and not _MARKUP.search(self.value)

    def worth(self, atom: bool) -> tuple[bool, int]:
        markup = self.kind != "text/plain" or (not atom and _LIKE_HTML.search(self.value) is not None)
        return markup, len(self.value)


@dataclass(slots=True)
class _Told:
    """What an item's elements say, as they are come upon."""

    single: dict[str, str] = field(default_factory=dict)
    link: str = ""
    permalink: str = ""
    summary: _Text | None = None
    contents: list[_Text] | None = None
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)

    def first(self, listed: Iterable[str]) -> str:
        for one in listed:
            if said := self.single.get(one):
                return said
        return ""


def raw_item(item: etree._Element, kind: str, url: str) -> Raw:
    """The item's words. `kind` is that of its feed; its files' relative addresses are completed by `url`."""
    atom = kind == "atom"
    heard = _elements(item)
    files = files_of(item, url) if any(map(_may_hold_files, heard)) else []
    told = _Told()
    for element, one in heard:
        if hear := _HEARD.get(one):
            hear(element, one, told)
    body = max((text for text in told.contents or () if text.value), key=lambda text: text.worth(atom), default=_Text())
    summary = told.summary or body
    return Raw(
        guid=told.first(words.GUID) or (item.get(_ABOUT) or "").strip(),
        link=told.link or (told.permalink if _ADDRESS.match(told.permalink) else ""),
        title=told.first(words.TITLE),
        body=body.value,
        body_plain=body.is_plain(atom),
        summary=summary.value,
        summary_plain=summary.is_plain(atom),
        published=told.first(words.PUBLISHED),
        updated=told.first(words.UPDATED),
        authors=told.authors,
        categories=told.categories,
        # What the whole feed claims is a template's default too often.
        language=item.get(f"{XML}lang") or told.first(words.LANGUAGE),
        files=files,
    )


def _elements(item: etree._Element) -> list[tuple[etree._Element, str]]:
    """The item's elements with their words, then those within elements that should hold none: what is never ended swallows
    what follows it."""
    found = [(element, word(element)) for element in item]
    for element, one in found:  # which grows meanwhile: what stands deeper comes after all that stands higher
        if len(element) and one not in words.CLOSED and not one.startswith("media:"):
            found += [(inner, word(inner)) for inner in element]
    return found


def _may_hold_files(heard: tuple[etree._Element, str]) -> bool:
    element, one = heard
    return (one in words.FILES and (one != "link" or bool(element.keys()))) or len(element) > 0


def _hear_single(element: etree._Element, one: str, told: _Told) -> None:
    if not told.single.get(one):
        told.single[one] = text_of(element)


def _hear_title(element: etree._Element, one: str, told: _Told) -> None:
    if not told.single.get(one):
        told.single[one] = markup_of(element, _kind(element, "text/plain") == XHTML)


def _hear_guid(element: etree._Element, one: str, told: _Told) -> None:
    _hear_single(element, one, told)
    if not told.permalink and (attribute(element, "isPermaLink") or "true").lower() == "true":
        told.permalink = told.single[one]


def _hear_link(element: etree._Element, one: str, told: _Told) -> None:
    told.link = told.link or alternate(element)


def _hear_summary(element: etree._Element, one: str, told: _Told) -> None:
    """The first is the summary. A second one is a content, where there is none yet: many tell both that way."""
    if told.summary is not None and told.contents is None:
        _hear_content(element, one, told)
    elif (text := _text(element, one)) is not None:
        told.summary = text


def _hear_content(element: etree._Element, one: str, told: _Told) -> None:
    told.contents = told.contents or []
    if (text := _text(element, one)) is not None:
        told.contents.append(text)


def _hear_author(element: etree._Element, one: str, told: _Told) -> None:
    told.authors.append(next((text_of(child) for child in element if name(child) == "name"), text_of(element)))


def _hear_category(element: etree._Element, one: str, told: _Told) -> None:
    told.categories += filter(None, (attribute(element, "label", "term", "text"), text_of(element)))


def _hear_list(element: etree._Element, one: str, told: _Told) -> None:
    told.categories += text_of(element).split(",")


_HEARD: dict[str, Callable[[etree._Element, str, _Told], None]] = {
    **dict.fromkeys((*words.PUBLISHED, *words.UPDATED, *words.LANGUAGE), _hear_single),
    **dict.fromkeys(words.TITLE, _hear_title),
    **dict.fromkeys(words.GUID, _hear_guid),
    "link": _hear_link,
    **dict.fromkeys(words.SUMMARIES, _hear_summary),
    **dict.fromkeys(words.CONTENTS, _hear_content),
    **dict.fromkeys(words.AUTHORS, _hear_author),
    **dict.fromkeys(words.CATEGORIES, _hear_category),
    **dict.fromkeys(words.LISTS, _hear_list),
}


def _text(element: etree._Element, one: str) -> _Text | None:
    """What it says; None for what is elsewhere, or no text: a picture written into the feed."""
    kind = words.TYPES.get(one, "text/plain")
    if not element.keys():
        return _Text(markup_of(element, kind == XHTML), XHTML if len(element) else kind)
    kind = _kind(element, kind)
    if element.get("src") or not _TEXT.match(kind):
        return None
    value = markup_of(element, kind == XHTML)
    if attribute(element, "mode") == "base64":  # of Atom 0.3
        try:
            value = base64.b64decode(value).decode()
        except ValueError:
            return None
    return _Text(value, XHTML if len(element) else kind)


def _kind(element: etree._Element, default: str) -> str:
    said = attribute(element, "type").lower().partition(";")[0].strip()
    return _KINDS.get(said, said) or default
