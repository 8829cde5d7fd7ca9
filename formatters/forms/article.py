"""An article (Zalo): a cover, a summary, and blocks of text and pictures in the order of the portal's page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from formatters import images
from formatters.attribution import segment
from formatters.faked import without_fakes
from formatters.forms import author
from formatters.forms.film import uploadable
from formatters.forms.tail import GAP, close, tail
from formatters.html import blocks
from formatters.rendition import Block, Cut, Limits, Rendition, TextLimit
from formatters.story import Picture, Story
from formatters.text import allowed, clean, fit, length, nfc

WRITTEN = ("text", "heading")


def tell(story: Story, limits: Limits) -> Rendition:
    """Title, summary, author, cover (the default one when there is no picture) and blocks; the tail is the last text.

    A film that the channel takes, or that can be watched elsewhere, stands first.
    """
    gallery, body = _arranged(story, limits)
    end = tail(story, limits)
    film = uploadable(story, limits)
    watch = story.film.watch if story.film and not film else ""
    if film or watch:
        body.insert(0, Block("film"))
    if note := author.note(story):
        body.insert(0, Block("text", text=note))
    body = [
        block for block in (_own(block, story, limits) for block in body) if block.kind not in WRITTEN or block.text
    ]
    if limits.text:
        close("", story, limits)  # refuses a channel that cannot hold the tail
        room = limits.text.most - length(GAP + end, limits.text.unit)
        body = _shortened(body, TextLimit(max(0, room), limits.text.unit), story.link)
    told = (*body, Block("text", text=end))
    return Rendition(
        form="article",
        language=story.language,
        title=author.title(story, limits),
        text=GAP.join(block.text for block in told if block.kind in WRITTEN),
        attribution=segment(story.language, story.link),
        link=nfc(story.link),
        summary=author.summary(story, limits),
        author=author.author(story, limits),
        category=nfc(story.category),
        published=story.published.isoformat(),
        blocks=told,
        cover=images.cover(story.pictures, limits, story.language, always=True),
        gallery=gallery,
        film=film,
        watch=watch,
        note=author.note(story),
        synthetic=story.synthetic,
    )


def _arranged(story: Story, limits: Limits) -> tuple[tuple[Cut, ...], list[Block]]:
    """The gallery and the body. A picture stands where the page has it, once; one that the page has not comes after.

    The first picture, when the page has it nowhere, is told by the cover alone.
    """
    known = {_place(picture.url): picture for picture in reversed(story.pictures) if picture.url}
    order: list[Picture] = []
    captions: dict[str, str] = {}
    body: list[Block] = []
    for found in blocks(author.html(story)):
        if found[0] != "image":
            body.append(Block(found[0], text=found[1]))
        elif (picture := known.get(_place(found[1]))) and picture.sha256 not in captions:
            captions[picture.sha256] = found[2]
            body.append(Block("image", cut=len(order)))
            order.append(picture)
    rest = story.pictures[1:] if limits.cover else story.pictures
    order += [picture for picture in rest if picture.sha256 not in captions]
    gallery = images.gallery(order, limits)
    body = [block for block in body if block.cut < len(gallery)]
    placed = sum(block.kind == "image" for block in body)
    body += [Block("image", cut=index) for index in range(placed, len(gallery))]
    return tuple(replace(cut, caption=cut.caption or captions.get(cut.source, "")) for cut in gallery), body


def _own(block: Block, story: Story, limits: Limits) -> Block:
    """The block in characters that the channel takes, without lines that only we may write."""
    return replace(block, text=clean(without_fakes(allowed(block.text, limits.forbidden), story.link)))


def _shortened(body: list[Block], limit: TextLimit, link: str) -> list[Block]:
    """The body's texts, joined by blank lines, within the limit; pictures stay."""
    kept: list[Block] = []
    room, gap = limit.most, 0
    for block in body:
        if block.kind not in WRITTEN:
            kept.append(block)
            continue
        text = without_fakes(fit(block.text, TextLimit(max(0, room - gap), limit.unit)), link)
        whole = text == block.text
        if whole or " " in text.removesuffix(" …"):  # a piece of one word tells nobody anything
            kept.append(replace(block, text=text))
        room = room - gap - length(text, limit.unit) if whole else 0
        gap = len(GAP)
    return kept


def _place(url: str) -> str:
    """What makes two spellings of a picture's address the same: scheme and fragment do not count, nor does quoting."""
    parts = urlsplit(nfc(url).strip())
    return unquote(f"{parts.netloc.lower()}{parts.path}?{parts.query}")
