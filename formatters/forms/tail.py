"""What stands after the author's part: the mark of AI, the credit, and last the attribution, which is never shortened."""

from __future__ import annotations

from html import escape

from formatters.attribution import credit_line, is_vietnamese, segment, without_fakes
from formatters.rendition import Limits, TextLimit
from formatters.story import Story
from formatters.text import allowed, clean, fit, length, nfc

GAP = "\n\n"


def tail(story: Story, limits: Limits) -> str:
    """The lines after the author's part, the attribution's last."""
    return "\n".join(
        [*(allowed(line, limits.forbidden) for line in _beside(story)), segment(story.language, story.link)]
    )


def tail_html(story: Story) -> str:
    """The same as paragraphs, addresses as links; read as plain text the last one is exactly the attribution."""
    lines = segment(story.language, story.link).split("\n")
    told = "".join(f"<p>{_linked(line)}</p>" for line in _beside(story))
    return f"{told}<p>{'<br>'.join(_linked(line) for line in lines)}</p>"


def close(written: str, story: Story, limits: Limits, *extras: str) -> str:
    """The author's part, the extras and the tail, a blank line between them, within the limit.

    The extras go first when there is too little room, then the end of the author's part. ValueError when the tail by
    itself is over the limit: such a channel cannot carry what the regulation asks for.
    """
    end, limit = tail(story, limits), limits.text
    written = clean(without_fakes(allowed(written, limits.forbidden), story.link))
    if limit is None:
        return nfc(GAP.join(part for part in (written, *extras, end) if part))
    if length(end, limit.unit) > limit.most:
        raise ValueError(f"the attribution alone is longer than the {limit.most} {limit.unit} this channel allows")
    for kept in (extras, ()):
        fixed = GAP.join(part for part in (*kept, end) if part)
        whole = GAP.join(part for part in (written, fixed) if part)
        if length(whole, limit.unit) <= limit.most:
            return nfc(whole)
        room = limit.most - length(GAP + fixed, limit.unit)
        if not kept or room >= limit.most // 2:
            break
    told = fit(written, TextLimit(max(0, room), limit.unit))
    return nfc(GAP.join(part for part in (told, fixed) if part))


def _beside(story: Story) -> list[str]:
    lines: list[str] = []
    if story.synthetic != "none":
        lines.append("Nội dung có sử dụng AI" if is_vietnamese(story.language) else "Made with the help of AI")
    if story.credit is not None:
        lines.append(credit_line(story.credit))
    return lines


def _linked(line: str) -> str:
    """The line escaped, the address at its end as a link."""
    start = max(line.rfind("https://"), line.rfind("http://"))
    if start < 0 or any(character.isspace() for character in line[start:]):
        return escape(line, quote=False)
    address = line[start:]
    return f'{escape(line[:start], quote=False)}<a href="{escape(address)}">{escape(address, quote=False)}</a>'
