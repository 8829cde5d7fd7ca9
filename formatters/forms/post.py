"""A post (Facebook): one text and a gallery."""

from __future__ import annotations

import re
import unicodedata

from formatters import images
from formatters.attribution import segment
from formatters.faked import is_fake
from formatters.forms import author
from formatters.forms.film import uploadable
from formatters.forms.tail import GAP, close
from formatters.rendition import Limits, Rendition, TextLimit
from formatters.story import Story
from formatters.text import clean_line, fit, nfc

BODY = TextLimit(1200)  # what a person reads of a post without tiring
MOST_HASHTAGS = 3
_LONGEST_HASHTAG = 50
_IGNORED = re.compile(
    r"['’ʼ]|^\d+(?:\.\d+)+[_\s-]*|^\d+_"
)  # the apostrophe of "M’nông", the code of a category "8.2_…"


def tell(story: Story, limits: Limits) -> Rendition:
    """The correction if it is one, title, summary or first paragraphs, hashtags, tail; and the film or the pictures.

    A post shows one or the other: a film that the channel takes goes before pictures, and the cover is its poster.
    """
    title = author.title(story, limits)
    told = GAP.join(part for part in (author.note(story), title, written(story, title)) if part)
    tags = hashtags(story, limits)
    film = uploadable(story, limits)
    return Rendition(
        form="post",
        language=story.language,
        title=title,
        text=close(_unmentioned(told), story, limits, " ".join(tags)),
        attribution=segment(story.language, story.link),
        link=nfc(story.link),
        category=nfc(story.category),
        published=story.published.isoformat(),
        tags=tags,
        cover=images.cover(story.pictures, limits, story.language) if film else None,
        gallery=() if film else images.gallery(story.pictures, limits),
        film=film,
        note=author.note(story),
        synthetic=story.synthetic,
    )


def written(story: Story, title: str = "") -> str:
    """Summary or first paragraphs, unless they only repeat the title; what staff wrote for this account, whole."""
    told = author.lede(story) or author.body(story)
    if story.by_hand:
        return told
    told = fit(told, BODY)
    return "" if told == title else told


def hashtags(story: Story, limits: Limits) -> tuple[str, ...]:
    """At most three, from the tags and then the category, accents kept: "cải cách hành chính" → "#CảiCáchHànhChính".

    Where the limits ask for both, each is followed by its twin without accents ("#CaiCachHanhChinh"). The same words with and
    without accents count once; a document's number, which would lose its signs, makes none, and neither does a faked source.
    """
    found: dict[str, str] = {}
    names = (*author.tags(story), story.category) if limits.hashtags != "none" else ()
    for name in names:
        words = re.findall(r"\w+", _IGNORED.sub("", clean_line(name)).replace("_", " "))
        told = "".join(word[:1].upper() + word[1:] for word in words)
        if "/" in name or sum(character.isalpha() for character in told) < 2 or len(told) > _LONGEST_HASHTAG:
            continue
        if not is_fake(name, story.link):
            found.setdefault(_unaccented(told).casefold(), f"#{nfc(told)}")
    kept = tuple(found.values())[:MOST_HASHTAGS]
    if limits.hashtags == "both":
        return tuple(dict.fromkeys(tag for accented in kept for tag in (accented, _unaccented(accented))))
    return kept


def _unaccented(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in apart if not unicodedata.combining(character))


def _unmentioned(text: str) -> str:
    """The text with nothing in it that a platform takes for the mention of a page: Facebook reads "@[123]" so."""
    return text.replace("@[", "@ [")
