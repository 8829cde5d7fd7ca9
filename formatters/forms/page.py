"""What a dossier and an entry have in common: the whole item as a page, in HTML and as the same plain text."""

from __future__ import annotations

from html import escape

from formatters import images
from formatters.attribution import segment
from formatters.forms import author
from formatters.forms.tail import GAP, close, tail_html
from formatters.html import plain
from formatters.rendition import Limits, Rendition
from formatters.story import Story
from formatters.text import nfc


def page(form: str, story: Story, limits: Limits) -> Rendition:
    """The whole item. The HTML is never shortened; `text` is, when the channel limits it."""
    note, body = author.note(story), author.html(story)
    opening = f"<p><strong>{escape(note, quote=False).replace(chr(10), '<br>')}</strong></p>" if note else ""
    written = GAP.join(part for part in (note, plain(body)) if part)
    return Rendition(
        form=form,
        language=story.language,
        title=author.title(story, limits),
        text=close(written, story, limits),
        attribution=segment(story.language, story.link),
        link=nfc(story.link),
        summary=author.summary(story, limits),
        html=nfc(f"{opening}{body}{tail_html(story)}"),
        author=author.author(story, limits),
        category=nfc(story.category),
        published=story.published.isoformat(),
        tags=author.tags(story),
        cover=images.cover(story.pictures, limits, story.language),
        gallery=images.gallery(story.pictures, limits),
        film=story.film,
        note=note,
        synthetic=story.synthetic,
    )
