"""A post (Facebook): one text and a gallery."""

from __future__ import annotations

import re
import unicodedata

from formatters import images
from formatters.attribution import segment
from formatters.forms import author
from formatters.forms.film import uploadable
from formatters.forms.tail import GAP, close
from formatters.rendition import Limits, Rendition, TextLimit
from formatters.story import Story
from formatters.text import clean_line, fit, nfc

BODY = TextLimit(1200)  # what a person reads of a post without tiring
MOST_HASHTAGS = 3
_LONGEST_HASHTAG = 50


def tell(story: Story, limits: Limits) -> Rendition:
    """The correction if it is one, title, summary or first paragraphs, hashtags, tail; and the film or the pictures.

    A post shows one or the other: a film that the channel takes goes before pictures, and the cover is its poster.
    """
    title = author.title(story, limits)
    told = GAP.join(part for part in (author.note(story), title, written(story)) if part)
    tags = hashtags(story)
    film = uploadable(story, limits)
    return Rendition(
        form="post",
        language=story.language,
        title=title,
        text=close(told, story, limits, " ".join(tags)),
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


def written(story: Story) -> str:
    """Summary or first paragraphs; what staff wrote for this account, whole."""
    told = author.lede(story) or author.body(story)
    return told if story.by_hand else fit(told, BODY)


def hashtags(story: Story) -> tuple[str, ...]:
    """At most three, from the tags and then the category, accents kept: "cải cách hành chính" → "#CảiCáchHànhChính".

    The same words with and without accents count once; a document's number, which would lose its signs, makes none.
    """
    found: dict[str, str] = {}
    for name in (*story.tags, story.category):
        words = re.findall(r"\w+", clean_line(name).replace("_", " "))
        told = "".join(word[:1].upper() + word[1:] for word in words)
        if "/" in name or not any(character.isalpha() for character in told) or len(told) > _LONGEST_HASHTAG:
            continue
        found.setdefault(_unaccented(told), f"#{nfc(told)}")
    return tuple(found.values())[:MOST_HASHTAGS]


def _unaccented(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(character for character in apart if not unicodedata.combining(character))
